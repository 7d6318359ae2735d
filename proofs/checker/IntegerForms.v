(** * Affine forms with integer coefficients, as the checkers compute with them *)
Require Import List Bool ZArith QArith Lia Ring.
From ExactReLU Require Import OrderedRings ExtendedNumbers Networks Embedding.
Import ListNotations.
Set Implicit Arguments.

(** (a, c) stands for a.x + c; missing trailing coefficients are 0. *)
Definition form : Type := list Z * Z.

(** v + l * u *)
Fixpoint add_scaled (l : Z) (u v : list Z) : list Z :=
  match u, v with
  | [], _ => v
  | a :: u', [] => (l * a)%Z :: add_scaled l u' []
  | a :: u', b :: v' => (b + l * a)%Z :: add_scaled l u' v'
  end.
(** q + l * p *)
Definition form_add_scaled (l : Z) (p q : form) : form := (add_scaled l (fst p) (fst q), (snd q + l * snd p)%Z).
Definition form_opp (p : form) : form := (map Z.opp (fst p), Z.opp (snd p)).
Definition form_zero : form := ([], 0%Z).

Fixpoint sparse_form (ws : list (N * Z)) (b : Z) (ps : list form) : form :=
  match ws with
  | [] => ([], b)
  | (c, w) :: ws' => form_add_scaled w (nth (N.to_nat c) ps form_zero) (sparse_form ws' b ps)
  end.
Fixpoint dense_form (ws : list Z) (b : Z) (ps : list form) : form :=
  match ws, ps with
  | w :: ws', p :: ps' => form_add_scaled w p (dense_form ws' b ps')
  | _, _ => ([], b)
  end.
Definition neuron_form (n : neuron Z) (ps : list form) : form :=
  match weights n with Dense ws => dense_form ws (bias n) ps | Sparse ws => sparse_form ws (bias n) ps end.

Definition coordinate (i : nat) : form := (repeat 0%Z i ++ [1%Z], 0%Z).
Definition coordinates (n : nat) : list form := map coordinate (seq 0 n).

(** mu * u = v, with padding *)
Fixpoint scaled_eqb (mu : Z) (u v : list Z) : bool :=
  match u, v with
  | [], _ => forallb (Z.eqb 0) v
  | a :: u', [] => (mu * a =? 0)%Z && scaled_eqb mu u' []
  | a :: u', b :: v' => (mu * a =? b)%Z && scaled_eqb mu u' v'
  end.

(** Exactly n coefficients. *)
Fixpoint pad (n : nat) (u : list Z) : list Z :=
  match n with O => [] | S n' => match u with [] => 0%Z :: pad n' [] | a :: u' => a :: pad n' u' end end.

(** The primitive form: divided by the gcd of its entries.  The division is checked, which is cheaper to trust than
    to prove; the check never fails. *)
Definition divide_form (n : nat) (p : form) : form * Z :=
  let u := pad n (fst p) in
  let g := fold_left Z.gcd u (Z.abs (snd p)) in
  let q := (map (fun a => a / g)%Z u, (snd p / g)%Z) in
  if (0 <? g)%Z && scaled_eqb g (fst q) u && (g * snd q =? snd p)%Z then (q, g) else ((u, snd p), 1%Z).
Definition primitive (n : nat) (p : form) : form := fst (divide_form n p).

Section Values.
Variable F : OrderedRing.
Variable E : ContainsQ F.
Add Ring F_ring : (f_ring F).
Notation "0" := (f0 F). Notation "1" := (f1 F).
Infix "+" := (fadd F) (at level 50, left associativity). Infix "*" := (fmul F) (at level 40, left associativity).
Notation "- x" := (fopp F x) (at level 35, right associativity).
Notation "x <=? y" := (leb F x y) (at level 70).
Notation "# a" := (ofZ E a) (at level 1, format "# a").
Notation dot := (dot F (ofZ E)).

Definition value (p : form) (x : list F) : F := dot (fst p) x + #(snd p).
Definition values (ps : list form) (x : list F) : list F := map (fun p => value p x) ps.

Lemma dot_nil_r u : dot u [] = 0. Proof. now destruct u. Qed.
Lemma dot_add_scaled l u v x : dot (add_scaled l u v) x = dot v x + #l * dot u x.
Proof.
  revert v x; induction u as [|a u IH]; intros [|b v] [|c x]; simpl; try ring.
  - rewrite ofZ_mul, IH. simpl. ring.
  - rewrite ofZ_add, ofZ_mul, IH. ring.
Qed.
Lemma value_add_scaled l p q x : value (form_add_scaled l p q) x = value q x + #l * value p x.
Proof. unfold value, form_add_scaled; simpl. rewrite dot_add_scaled, ofZ_add, ofZ_mul. ring. Qed.
Lemma dot_opp u x : dot (map Z.opp u) x = - dot u x.
Proof. revert x; induction u; intros [|b x]; simpl; try ring. rewrite ofZ_opp, IHu. ring. Qed.
Lemma value_opp p x : value (form_opp p) x = - value p x.
Proof. unfold value, form_opp; simpl. rewrite dot_opp, ofZ_opp. ring. Qed.
Lemma value_constant c x : value ([], c) x = #c.
Proof. unfold value; simpl. ring. Qed.
Lemma value_zero x : value form_zero x = 0.
Proof. unfold form_zero. rewrite value_constant. apply ofZ_0. Qed.

Lemma nth_values c ps x : nth c (values ps x) 0 = value (nth c ps form_zero) x.
Proof. revert c; induction ps; intros [|c]; simpl; auto using value_zero; symmetry; apply value_zero. Qed.

Lemma neuron_form_value n ps x : value (neuron_form n ps) x = pre_activation F (ofZ E) n (values ps x).
Proof.
  unfold neuron_form, pre_activation. destruct (weights n) as [ws|ws]; simpl.
  - revert ps; induction ws as [|w ws IH]; intros [|p ps]; simpl; rewrite ?value_constant; try ring.
    rewrite value_add_scaled, IH. ring.
  - induction ws as [|[c w] ws IH]; simpl; [rewrite value_constant; ring|].
    rewrite value_add_scaled, IH, nth_values. ring.
Qed.

Lemma coordinate_value i x : value (coordinate i) x = nth i x 0.
Proof.
  unfold value, coordinate; simpl. rewrite ofZ_0. transitivity (dot (repeat 0%Z i ++ [1%Z]) x); [ring|].
  revert x; induction i; intros [|b x]; simpl; rewrite ?ofZ_0, ?ofZ_1; try ring.
  rewrite IHi. ring.
Qed.
Lemma coordinates_values x : values (coordinates (length x)) x = x.
Proof.
  unfold values, coordinates. rewrite map_map.
  transitivity (map (fun i => nth i x 0) (seq 0%nat (length x))).
  - apply map_ext. intro. apply coordinate_value.
  - clear. induction x as [|a x IH]; simpl; auto. f_equal. rewrite <- seq_shift, map_map. exact IH.
Qed.

Lemma zeros_dot u x : forallb (Z.eqb 0) u = true -> dot u x = 0.
Proof.
  revert x; induction u; intros [|b x] H; simpl in *; auto. apply andb_prop in H as [H1 H2].
  change ((0 =? a)%Z = true) in H1. apply Z.eqb_eq in H1. subst a. rewrite IHu, ofZ_0 by auto. ring.
Qed.
Lemma scaled_eqb_sound mu u v x : scaled_eqb mu u v = true -> #mu * dot u x = dot v x.
Proof.
  revert v x; induction u as [|a u IH]; intros v x H; simpl in H.
  - rewrite (zeros_dot _ _ H). simpl. ring.
  - destruct v as [|b v]; apply andb_prop in H as [H1 H2]; apply Z.eqb_eq in H1;
    destruct x as [|c x]; simpl; try ring.
    + specialize (IH [] x H2). simpl in IH.
      transitivity (#mu * #a * c + #mu * dot u x); [ring|]. rewrite IH, <- ofZ_mul, H1, ofZ_0. ring.
    + rewrite <- (IH v x H2), <- H1, ofZ_mul. ring.
Qed.

Lemma dot_pad u x : dot (pad (length x) u) x = dot u x.
Proof.
  revert u; induction x as [|b x IH]; intros [|a u]; simpl; auto; rewrite ?IH; auto.
  rewrite ofZ_0. simpl. ring.
Qed.

Lemma divide_form_sound p x : let (q, g) := divide_form (length x) p in
  (0 < g)%Z /\ value p x = #g * value q x.
Proof.
  unfold divide_form. generalize (fold_left Z.gcd (pad (length x) (fst p)) (Z.abs (snd p))) as g. intro g.
  destruct (_ && _) eqn:H.
  - apply andb_prop in H as [H H3]. apply andb_prop in H as [H1 H2].
    apply Z.ltb_lt in H1. apply Z.eqb_eq in H3. split; auto.
    unfold value. rewrite <- (dot_pad (fst p)). rewrite <- (scaled_eqb_sound _ _ _ x H2). cbn [fst snd] in *.
    assert (H4 : #(snd p) = #g * #(snd p / g)) by (rewrite <- ofZ_mul; now rewrite H3).
    rewrite H4. ring.
  - split; [lia|]. unfold value. cbn [fst snd]. rewrite dot_pad, ofZ_1. ring.
Qed.
Lemma primitive_sign p x : (value (primitive (length x) p) x <=? 0) = (value p x <=? 0).
Proof.
  unfold primitive. pose proof (divide_form_sound p x) as H. destruct (divide_form _ p) as [q g].
  destruct H as [Hg H]. cbn [fst]. apply (ofZ_positive E) in Hg.
  rewrite H, <- (relu_leb F (#g * _)), (relu_scale F _ _ Hg), <- (relu_leb F (value q x)).
  apply eq_true_iff_eq. split; intro L.
  - replace (relu F (value q x)) with 0; [replace (#g * 0) with 0 by ring; apply leb_refl|].
    apply leb_anti; auto. apply relu_nonneg.
  - destruct (nonneg_cases F _ (relu_nonneg F (value q x))) as [P|P].
    + rewrite (mul_positive F _ _ Hg P) in L. discriminate.
    + rewrite P. apply leb_refl.
Qed.
End Values.
