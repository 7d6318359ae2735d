(** * Farkas proofs: an inequality as a combination of the constraints of a path *)
Require Import List Bool ZArith Lia Ring.
From ExactReLU Require Import OrderedRings ExtendedNumbers Networks Embedding IntegerForms.
Import ListNotations.
Set Implicit Arguments.

Inductive relation := Closed (** >= 0 *) | Strict (** > 0 *) | Equal (** = 0 *).

(** mu, c, and the multipliers with the numbers of their constraints, in increasing order. *)
Record farkas := Farkas { mu : Z; constant : Z; multipliers : list (Z * Z) }.

Section Constraints.
(** What a constraint carries besides its form and relation is of no concern here. *)
Variable C : Type.
Variable shape : C -> form.
Variable relation_of : C -> relation.

Definition multiplier_ok (r : relation) (l : Z) : bool :=
  match r with Equal => negb (l =? 0)%Z | _ => (0 <? l)%Z end.
Definition is_strict (r : relation) : bool := match r with Strict => true | _ => false end.

(** One pass over the constraints, numbered from i, and the multipliers; [usable] says which may be used. *)
Fixpoint combination (usable : Z -> C -> bool) (i : Z) (gs : list C) (ms : list (Z * Z))
    (sum : form) (strict : bool) : option (form * bool) :=
  match ms with
  | [] => Some (sum, strict)
  | (j, l) :: ms' =>
      match gs with
      | [] => None
      | g :: gs' =>
          if (i =? j)%Z then
            if usable i g && multiplier_ok (relation_of g) l
            then combination usable (Z.succ i) gs' ms' (form_add_scaled l (shape g) sum) (strict || is_strict (relation_of g))
            else None
          else combination usable (Z.succ i) gs' ms sum strict
      end
  end.

(** Does the proof show p >= 0 (p > 0 if [strict])? *)
Definition proves (strict : bool) (usable : Z -> C -> bool) (gs : list C) (pf : farkas) (p : form) : bool :=
  match combination usable 0 gs (multipliers pf) form_zero false with
  | Some (s, used_strict) =>
      ((0 <? mu pf) && (0 <=? constant pf) && (negb strict || used_strict || (0 <? constant pf))
      && scaled_eqb (mu pf) (fst p) (fst s) && (mu pf * snd p =? snd s + constant pf))%Z
  | None => false
  end.

Section Soundness.
Variable F : OrderedRing.
Variable E : ContainsQ F.
Variable x : list F.
Add Ring F_ring : (f_ring F).
Notation "0" := (f0 F).
Infix "+" := (fadd F) (at level 50, left associativity). Infix "*" := (fmul F) (at level 40, left associativity).
Notation "y <=? z" := (leb F y z) (at level 70).
Notation "# a" := (ofZ E a) (at level 1, format "# a").
Notation value := (value E).
Notation nonneg y := ((0 <=? y) = true).
Notation positive y := ((y <=? 0) = false).

Definition satisfied (g : C) : bool :=
  let v := value (shape g) x in
  match relation_of g with
  | Closed => 0 <=? v
  | Strict => negb (v <=? 0)
  | Equal => (v <=? 0) && (0 <=? v)
  end.

Lemma use_sound g l : satisfied g = true -> multiplier_ok (relation_of g) l = true ->
  nonneg (#l * value (shape g) x) /\
  (is_strict (relation_of g) = true -> positive (#l * value (shape g) x)).
Proof.
  unfold satisfied, multiplier_ok. destruct (relation_of g); simpl; intros H L.
  - apply Z.ltb_lt, (ofZ_positive E) in L. split; [|discriminate].
    apply mul_nonneg; auto using positive_nonneg.
  - apply Z.ltb_lt, (ofZ_positive E) in L. apply negb_true_iff in H.
    split; intros; auto using positive_nonneg, mul_positive.
  - apply andb_prop in H as [H1 H2]. rewrite (leb_anti F _ _ H1 H2).
    replace (#l * 0) with 0 by ring. split; [apply leb_refl|discriminate].
Qed.

Lemma combination_sound usable gs : forall ms i s st r st',
  (forall k g, nth_error gs k = Some g -> usable (i + Z.of_nat k)%Z g = true -> satisfied g = true) ->
  nonneg (value s x) -> (st = true -> positive (value s x)) ->
  combination usable i gs ms s st = Some (r, st') ->
  nonneg (value r x) /\ (st' = true -> positive (value r x)).
Proof.
  induction gs as [|g gs IH]; intros ms i s st r st' HU Hs Hst H;
    (destruct ms as [|[j l] ms]; simpl in H; [injection H as <- <-; auto|]); [discriminate|].
  assert (HU' : forall k g, nth_error gs k = Some g -> usable (Z.succ i + Z.of_nat k)%Z g = true -> satisfied g = true).
  { intros k g' Hk Hu. apply (HU (S k) g' Hk). now replace (i + Z.of_nat (S k))%Z with (Z.succ i + Z.of_nat k)%Z by lia. }
  destruct (i =? j)%Z; [|eapply IH; eauto].
  destruct (usable i g && multiplier_ok (relation_of g) l) eqn:U; [|discriminate].
  apply andb_prop in U as [U M].
  assert (Hg : satisfied g = true) by (apply (HU O g eq_refl); simpl; now rewrite Z.add_0_r).
  destruct (use_sound g l Hg M) as [A B].
  eapply IH; [exact HU'| | |exact H]; rewrite value_add_scaled.
  - now apply add_nonneg.
  - intro O. apply orb_prop in O as [O|O].
    + apply add_positive_l; auto.
    + apply add_positive_r; auto.
Qed.

Theorem proves_sound strict usable gs pf p :
  (forall k g, nth_error gs k = Some g -> usable (Z.of_nat k) g = true -> satisfied g = true) ->
  proves strict usable gs pf p = true ->
  nonneg (value p x) /\ (strict = true -> positive (value p x)).
Proof.
  unfold proves. intros HU H. destruct (combination _ _ _ _ _ _) as [[s st]|] eqn:G; [|discriminate].
  repeat (apply andb_prop in H as [H ?]).
  eapply combination_sound in G; [|exact HU| |];
    [|rewrite value_zero; apply leb_refl|discriminate].
  destruct G as [G1 G2].
  match goal with A : (_ =? _)%Z = true, B : scaled_eqb _ _ _ = true |- _ =>
    apply Z.eqb_eq in A; apply (scaled_eqb_sound E _ _ _ x) in B; rename A into HC; rename B into HS end.
  apply Z.ltb_lt, (ofZ_positive E) in H.
  assert (V : #(mu pf) * value p x = value s x + #(constant pf)).
  { unfold IntegerForms.value. transitivity (#(mu pf) * dot F (ofZ E) (fst p) x + #(mu pf) * #(snd p)); [ring|].
    rewrite HS, <- ofZ_mul, HC, ofZ_add. ring. }
  match goal with A : (0 <=? constant pf)%Z = true |- _ => apply Z.leb_le, (ofZ_nonneg E) in A; rename A into HN end.
  split.
  - apply (cancel_nonneg F _ _ H). rewrite V. now apply add_nonneg.
  - intro S. subst strict. apply (cancel_positive F _ _ H). rewrite V.
    simpl in H2. apply orb_prop in H2 as [A|A].
    + apply add_positive_l; auto.
    + apply add_positive_r; auto. now apply ofZ_positive, Z.ltb_lt.
Qed.
End Soundness.
End Constraints.
