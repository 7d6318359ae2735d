(** * Symbolic values of neurons on a part of the space

    What is known of the value of a neuron at the points of a path: a finite expression (a form and a sum of atoms
    c * relu(q)), or which infinities it may have; whether it is zero, or positive, everywhere on the path.
    Numbers of a layer are in units of 1 / D, where D is the scale of the layer. *)
Require Import List Bool ZArith NArith QArith Lia Ring.
From ExactReLU Require Import OrderedRings ExtendedNumbers Networks Embedding IntegerForms Denominators Trie SearchTree
  Trace.
Import ListNotations.
Set Implicit Arguments.

(** ** Expressions *)
Definition atoms := list (form * Z).
Definition expression : Type := form * atoms.

(** Atoms are kept in the order of their forms, without zero coefficients, so that equal sums look equal. *)
Fixpoint add_atom (q : form) (c : Z) (l : atoms) : atoms :=
  match l with
  | [] => if (c =? 0)%Z then [] else [(q, c)]
  | (r, d) :: l' =>
      match compare_forms q r with
      | Lt => if (c =? 0)%Z then l else (q, c) :: l
      | Eq => if (c + d =? 0)%Z then l' else (r, (c + d)%Z) :: l'
      | Gt => (r, d) :: add_atom q c l'
      end
  end.
(** e' + w * e *)
Definition expression_add (w : Z) (e e' : expression) : expression :=
  (form_add_scaled w (fst e) (fst e'), fold_right (fun qc l => add_atom (fst qc) (w * snd qc)%Z l) (snd e') (snd e)).

Definition all_zero (u : list Z) : bool := forallb (Z.eqb 0) u.
(** q' with e = c * relu(q'), c > 0, if e is of that kind. *)
Definition single_atom (e : expression) : option form :=
  match snd e with
  | [(q, c)] =>
      if (0 <? c)%Z then
        if all_zero (fst (fst e)) && (snd (fst e) =? 0)%Z then Some q
        else if scaled_eqb (- c) (fst q) (fst (fst e)) && (- c * snd q =? snd (fst e))%Z then Some (form_opp q)
        else None
      else None
  | _ => None
  end.
Fixpoint leads_positive (u : list Z) : bool :=
  match u with [] => true | a :: u' => if (a =? 0)%Z then leads_positive u' else (0 <? a)%Z end.

(** ** Values and sums *)
Record value := Value {
  known : option expression; may_be_low : bool; may_be_high : bool; is_zero : bool; is_positive : bool;
  of_relu : bool }.
(** [gates]: the neurons below that give "0 or an infinity". *)
Record presum := Presum {
  finite_part : option expression; low : bool; high : bool; certain : bool; gates : list N }.

Inductive stated := StatedPositive | StatedNonneg | StatedZero.

Definition add_term (c : N) (w : extended Z) (v : value) (s : presum) : presum + rule :=
  match w with
  | Finite z =>
      match known v with
      | Some e => inl (Presum (option_map (expression_add z e) (finite_part s)) (low s) (high s) (certain s) (gates s))
      | None =>
          if is_zero v then inl s
          else
            let l := low s || if (0 <? z)%Z then may_be_low v else may_be_high v in
            let h := high s || if (0 <? z)%Z then may_be_high v else may_be_low v in
            if l && h then inr Indeterminate else inl (Presum None l h (certain s) (gates s))
      end
  | PlusInfinity | MinusInfinity =>
      if negb (of_relu v) then inr InfiniteWeight
      else if is_zero v then inl s
      else
        let l := low s || match w with MinusInfinity => true | _ => false end in
        let h := high s || match w with PlusInfinity => true | _ => false end in
        if l && h then inr Indeterminate
        else inl (Presum (finite_part s) l h (certain s || is_positive v) (c :: gates s))
  end.

Fixpoint sum_row (ws : list (N * extended Z)) (below : trie value) : presum + rule :=
  match ws with
  | [] => inl (Presum (Some (form_zero, [])) false false false [])
  | (c, w) :: ws' =>
      match get c below with
      | None => inr DeepNetwork
      | Some v => match sum_row ws' below with inl s => add_term c w v s | inr r => inr r end
      end
  end.
Definition add_bias (b : Z) (s : presum) : presum :=
  Presum (option_map (fun e => ((fst (fst e), (snd (fst e) + b)%Z), snd e)) (finite_part s))
    (low s) (high s) (certain s) (gates s).
Definition sum_neuron (n : neuron (extended Z)) (below : trie value) : presum + rule :=
  match weights n, bias n with
  | Sparse ws, Finite b => match sum_row ws below with inl s => inl (add_bias b s) | inr r => inr r end
  | _, _ => inr DeepNetwork
  end.

Definition is_finite (s : presum) : bool := negb (low s) && negb (high s).
(** Infinite on the whole path, for sure. *)
Definition surely_infinite (s : presum) : bool :=
  certain s && match finite_part s with Some _ => true | None => false end.
Definition gated (s : presum) : bool :=
  match finite_part s with Some _ => negb (is_finite s) && negb (certain s) | None => false end.
(** The form, if the sum is finite and has no atoms. *)
Definition sum_form (s : presum) : option form :=
  match finite_part s with Some (f, []) => if is_finite s then Some f else None | _ => None end.

Definition zero_value : value := Value None false false true false true.
Definition relu_of (n : nat) (s : presum) (st : option stated) : value :=
  if surely_infinite s then if low s then zero_value else Value None false true false true true
  else
    match st with
    | Some StatedZero => zero_value
    | _ =>
        match finite_part s with
        | None => Value None false (high s) false false true
        | Some (f, l) =>
            if is_finite s then
              match st with
              | Some StatedPositive => Value (Some (f, l)) false false false true true
              | Some _ => Value (Some (f, l)) false false false false true
              | None =>
                  match l with
                  | [] =>
                      if all_zero (fst f) then
                        if (0 <? snd f)%Z then Value (Some (f, [])) false false false true true else zero_value
                      else
                        let (q, c) := divide_form n f in
                        if leads_positive (fst q) then Value (Some (form_zero, [(q, c)])) false false false false true
                        else Value (Some (f, [(form_opp q, c)])) false false false false true
                  | _ => match single_atom (f, l) with
                         | Some _ => Value (Some (f, l)) false false false false true
                         | None => Value None false false false false true
                         end
                  end
              end
            else Value None false (high s) false false true
        end
    end.
Definition identity_of (s : presum) : value :=
  Value (if is_finite s then finite_part s else None) (low s) (high s) false false false.

Section Soundness.
Variable F : OrderedRing.
Variable E : ContainsQ F.
Variable x : list F.
Add Ring F_ring : (f_ring F).
Notation "0" := (f0 F). Notation "1" := (f1 F).
Infix "+" := (fadd F) (at level 50, left associativity). Infix "*" := (fmul F) (at level 40, left associativity).
Notation "- x" := (fopp F x) (at level 35, right associativity).
Notation "y <=? z" := (leb F y z) (at level 70).
Notation "# a" := (ofZ E a) (at level 1, format "# a").
Notation relu := (relu F).
Notation form_value := (IntegerForms.value E).
Notation eadd := (extended_add F).
Notation emul := (extended_mul F E).

Fixpoint atoms_sum (l : atoms) : F :=
  match l with [] => 0 | (q, c) :: l' => #c * relu (form_value q x) + atoms_sum l' end.
Definition expression_value (e : expression) : F := form_value (fst e) x + atoms_sum (snd e).

Lemma add_atom_sum q c l : atoms_sum (add_atom q c l) = #c * relu (form_value q x) + atoms_sum l.
Proof.
  induction l as [|[r d] l IH]; simpl.
  - destruct (Z.eqb_spec c 0) as [->|]; simpl; rewrite ?ofZ_0; ring.
  - destruct (compare_forms q r) eqn:C.
    + apply compare_forms_eq in C. subst r. destruct (Z.eqb_spec (c + d) 0) as [Z0|].
      * transitivity (#(c + d)%Z * relu (form_value q x) + atoms_sum l); [rewrite Z0, ofZ_0; ring|].
        rewrite ofZ_add. ring.
      * simpl. rewrite ofZ_add. ring.
    + destruct (Z.eqb_spec c 0) as [->|]; simpl; rewrite ?ofZ_0; ring.
    + simpl. rewrite IH. ring.
Qed.
Lemma expression_add_value w e e' :
  expression_value (expression_add w e e') = expression_value e' + #w * expression_value e.
Proof.
  destruct e as [f l], e' as [f' l']. unfold expression_value, expression_add. cbn [fst snd].
  rewrite value_add_scaled.
  assert (A : atoms_sum (fold_right (fun qc l => add_atom (fst qc) (w * snd qc)%Z l) l' l)
    = atoms_sum l' + #w * atoms_sum l).
  { induction l as [|[q c] l IH]; simpl; [ring|]. rewrite add_atom_sum, IH, ofZ_mul. ring. }
  rewrite A. ring.
Qed.
Lemma single_atom_sound e q : single_atom e = Some q ->
  exists c, (0 < c)%Z /\ expression_value e = #c * relu (form_value q x).
Proof.
  destruct e as [f l]. unfold single_atom, expression_value. cbn [fst snd].
  destruct l as [|[r c] [|? ?]]; try discriminate. destruct (Z.ltb_spec 0 c) as [C|]; [|discriminate].
  destruct (all_zero (fst f) && (snd f =? 0)%Z) eqn:A.
  - intro H. injection H as <-. apply andb_prop in A as [A1 A2]. apply Z.eqb_eq in A2. exists c. split; auto.
    unfold IntegerForms.value at 1. rewrite (zeros_dot E _ _ A1), A2, ofZ_0. simpl. ring.
  - destruct (scaled_eqb _ _ _ && _) eqn:B; [|discriminate]. intro H. injection H as <-.
    apply andb_prop in B as [B1 B2]. apply Z.eqb_eq in B2. apply (scaled_eqb_sound E _ _ _ x) in B1.
    exists c. split; auto. simpl. rewrite value_opp.
    assert (V : form_value f x = - (#c * form_value r x)).
    { unfold IntegerForms.value. rewrite <- B1, <- B2, !ofZ_mul, !ofZ_opp. ring. }
    rewrite V. replace (#c * relu (form_value r x))
      with (#c * (form_value r x + relu (- form_value r x))); [ring|].
    rewrite <- (relu_difference F (form_value r x)) at 1. ring.
Qed.

(** ** What values and sums mean *)
Definition positive_value (e : extended F) : Prop :=
  match e with Finite r => (r <=? 0) = false | PlusInfinity => True | MinusInfinity => False end.
Definition nonneg_value (e : extended F) : Prop :=
  match e with Finite r => (0 <=? r) = true | PlusInfinity => True | MinusInfinity => False end.
Definition value_ok (D : Z) (v : value) (e : extended F) : Prop :=
  (forall ex, known v = Some ex -> exists r, e = Finite r /\ #D * r = expression_value ex) /\
  (is_zero v = true -> e = Finite 0) /\
  (e = MinusInfinity -> may_be_low v = true) /\ (e = PlusInfinity -> may_be_high v = true) /\
  (is_positive v = true -> positive_value e) /\ (of_relu v = true -> nonneg_value e).

Definition values_ok (D : Z) (t : trie value) (vals : list (extended F)) : Prop :=
  forall j v, get j t = Some v -> exists e, nth_error vals (N.to_nat j) = Some e /\ value_ok D v e.

Variable vals : list (extended F).
Definition gate_zero (c : N) : Prop := nth_error vals (N.to_nat c) = Some (Finite 0).
Definition gate_positive (c : N) : Prop :=
  exists e, nth_error vals (N.to_nat c) = Some e /\ positive_value e.

Definition presum_ok (D : Z) (s : presum) (T : extended F) : Prop :=
  (forall ex, finite_part s = Some ex ->
     ((forall c, In c (gates s) -> gate_zero c) -> exists r, T = Finite r /\ #D * r = expression_value ex) /\
     ((exists c, In c (gates s) /\ gate_positive c) -> T = MinusInfinity \/ T = PlusInfinity)) /\
  (T = MinusInfinity -> low s = true) /\ (T = PlusInfinity -> high s = true) /\
  (certain s = true -> exists c, In c (gates s) /\ gate_positive c) /\
  (forall c, In c (gates s) -> gate_zero c \/ gate_positive c) /\
  (low s && high s = false).

Lemma presum_intro D s T :
  (forall ex, finite_part s = Some ex -> (forall c, In c (gates s) -> gate_zero c) ->
     exists r, T = Finite r /\ #D * r = expression_value ex) ->
  (forall ex, finite_part s = Some ex -> (exists c, In c (gates s) /\ gate_positive c) ->
     T = MinusInfinity \/ T = PlusInfinity) ->
  (T = MinusInfinity -> low s = true) -> (T = PlusInfinity -> high s = true) ->
  (certain s = true -> exists c, In c (gates s) /\ gate_positive c) ->
  (forall c, In c (gates s) -> gate_zero c \/ gate_positive c) -> low s && high s = false -> presum_ok D s T.
Proof. unfold presum_ok. intros. repeat split; eauto. Qed.

Lemma nonneg_zero_or_positive e : nonneg_value e -> e = Finite 0 \/ positive_value e.
Proof.
  destruct e as [r| |]; simpl; intro H; [|tauto|tauto]. destruct (nonneg_cases F _ H); auto. left. now subst.
Qed.

(** Adding a product that is finite, or infinite of a kind that the flags allow. *)
Lemma eadd_finite a T : exists T', eadd (Finite a) T = Some T' /\
  (forall r, T = Finite r -> T' = Finite (a + r)) /\
  (T = MinusInfinity -> T' = MinusInfinity) /\ (T = PlusInfinity -> T' = PlusInfinity) /\
  (T' = MinusInfinity -> T = MinusInfinity) /\ (T' = PlusInfinity -> T = PlusInfinity).
Proof. destruct T; simpl; (eexists; split; [reflexivity|]); repeat split; intros; congruence. Qed.
Lemma eadd_infinite P T : P = MinusInfinity \/ P = PlusInfinity ->
  ~ (P = MinusInfinity /\ T = PlusInfinity) -> ~ (P = PlusInfinity /\ T = MinusInfinity) -> eadd P T = Some P.
Proof. intros [->| ->] A B; destruct T; simpl; auto; exfalso; auto. Qed.

Lemma infinite_times w e : w = MinusInfinity \/ w = PlusInfinity -> positive_value e ->
  emul w e = match w with MinusInfinity => MinusInfinity | _ => PlusInfinity end.
Proof.
  intros [->| ->] H; destruct e as [r| |]; simpl in *; auto; try tauto; unfold times_infinity; now rewrite H.
Qed.
Lemma infinite_times_zero w : w = MinusInfinity \/ w = PlusInfinity -> emul w (Finite 0) = Finite 0.
Proof. intros [->| ->]; simpl; unfold times_infinity; now rewrite leb_refl. Qed.

Variables Db d D : Z.
Hypothesis scale_step : D = (Db * d)%Z.
Definition weight_scaled (w : extended Q) (w' : extended Z) : Prop :=
  match w, w' with
  | Finite a, Finite z => #z = #d * E a
  | MinusInfinity, MinusInfinity | PlusInfinity, PlusInfinity => True
  | _, _ => False
  end.

Lemma finite_times a e : 
  (emul (Finite a) e = MinusInfinity -> (e = MinusInfinity /\ (E a <=? 0) = false) \/
     (e = PlusInfinity /\ (E a <=? 0) = true /\ (0 <=? E a) = false)) /\
  (emul (Finite a) e = PlusInfinity -> (e = PlusInfinity /\ (E a <=? 0) = false) \/
     (e = MinusInfinity /\ (E a <=? 0) = true /\ (0 <=? E a) = false)).
Proof.
  destruct e as [r| |]; simpl; [split; discriminate| |]; unfold times_infinity;
    destruct (E a <=? 0) eqn:A, (0 <=? E a) eqn:B; split; intro H; try discriminate; auto.
Qed.
(** The sign of a weight is that of the scaled weight. *)
Lemma scaled_sign a z : (0 < d)%Z -> #z = #d * E a ->
  ((E a <=? 0) = false -> (0 < z)%Z) /\ ((0 <=? E a) = false -> (z < 0)%Z).
Proof.
  intros Hd Hz. apply (ofZ_positive E) in Hd. split; intro H.
  - destruct (Z.lt_trichotomy 0 z) as [L|[<-|L]]; auto; exfalso.
    + rewrite ofZ_0 in Hz. pose proof (mul_positive F _ _ Hd H) as P. rewrite <- Hz, leb_refl in P. discriminate.
    + pose proof (mul_positive F _ _ Hd H) as P. rewrite <- Hz in P.
      assert (L' : (0 < - z)%Z) by lia. apply (ofZ_nonneg E (- z)%Z) in L' || apply Z.lt_le_incl, (ofZ_nonneg E) in L'.
      rewrite ofZ_opp, leb_opp in L'. congruence.
  - destruct (Z.lt_trichotomy 0 z) as [L|[<-|L]]; auto; exfalso.
    + apply Z.lt_le_incl, (ofZ_nonneg E) in L. rewrite Hz in L. apply (cancel_nonneg F _ _ Hd) in L. congruence.
    + rewrite ofZ_0 in Hz. symmetry in Hz. apply (cancel_zero F _ _ Hd) in Hz. rewrite Hz, leb_refl in H. discriminate.
Qed.

Hypothesis d_positive : (0 < d)%Z.

Lemma eadd_any P T : ~ (P = MinusInfinity /\ T = PlusInfinity) -> ~ (P = PlusInfinity /\ T = MinusInfinity) ->
  exists T', eadd P T = Some T' /\ (T' = MinusInfinity -> P = MinusInfinity \/ T = MinusInfinity) /\
    (T' = PlusInfinity -> P = PlusInfinity \/ T = PlusInfinity) /\
    (T = MinusInfinity \/ T = PlusInfinity -> T' = MinusInfinity \/ T' = PlusInfinity).
Proof.
  intros A B. destruct P, T; simpl; try (exfalso; auto; fail); (eexists; split; [reflexivity|]);
    repeat split; intros; auto; try discriminate; destruct H; discriminate.
Qed.

Lemma add_term_sound c w w' v s e T s' : weight_scaled w w' -> nth_error vals (N.to_nat c) = Some e ->
  value_ok Db v e -> presum_ok D s T -> add_term c w' v s = inl s' ->
  exists T', eadd (emul w e) T = Some T' /\ presum_ok D s' T'.
Proof.
  intros HW Hc (V1 & V2 & V3 & V4 & V5 & V6) (S1 & S2 & S3 & S4 & S5 & S6) H.
  assert (CASE : (exists a z, w = Finite a /\ w' = Finite z /\ #z = #d * E a) \/
                 ((w = MinusInfinity \/ w = PlusInfinity) /\
                  w' = match w with MinusInfinity => MinusInfinity | _ => PlusInfinity end)).
  { destruct w as [a| |], w' as [z| |]; simpl in HW; try (exfalso; exact HW); [left; eauto|right; auto|right; auto]. }
  destruct CASE as [(a & z & -> & -> & HZ)|[HI ->]].
  - simpl in H. destruct (known v) as [ex|] eqn:K.
    + injection H as <-. destruct (V1 ex eq_refl) as (r & -> & R).
      change (emul (Finite a) (Finite r)) with (Finite (E a * r) : extended F).
      destruct (eadd_finite (E a * r) T) as (T' & T1 & T2 & T3 & T4 & T5 & T6).
      exists T'. split; auto. apply presum_intro; cbn [finite_part low high certain gates]; auto.
      * intros e1 H G. destruct (finite_part s) as [e0|] eqn:FP; [|discriminate]. simpl in H. injection H as <-.
        destruct (proj1 (S1 e0 eq_refl) G) as (t & U0 & U). exists (E a * r + t). split; auto.
        rewrite expression_add_value, <- U, <- R, HZ, scale_step, ofZ_mul. ring.
      * intros e1 H G. destruct (finite_part s) as [e0|] eqn:FP; [|discriminate].
        destruct (proj2 (S1 e0 eq_refl) G); auto.
    + destruct (is_zero v) eqn:Z0.
      * injection H as <-. rewrite (V2 eq_refl).
        change (emul (Finite a) (Finite 0)) with (Finite (E a * 0) : extended F).
        destruct (eadd_finite (E a * 0) T) as (T' & T1 & T2 & T3 & T4 & T5 & T6). exists T'. split; auto.
        apply presum_intro; auto.
        -- intros e1 H G. destruct (proj1 (S1 _ H) G) as (t & U0 & U). exists (E a * 0 + t). split; auto.
           rewrite <- U. ring.
        -- intros e1 H G. destruct (proj2 (S1 _ H) G); auto.
      * match type of H with (if ?b then _ else _) = _ => destruct b eqn:LH end; [discriminate|]. injection H as <-.
        destruct (@scaled_sign a z d_positive HZ) as [Z1 Z2]. destruct (finite_times a e) as [F1 F2].
        set (l := if (0 <? z)%Z then may_be_low v else may_be_high v) in *.
        set (h := if (0 <? z)%Z then may_be_high v else may_be_low v) in *.
        assert (PL : emul (Finite a) e = MinusInfinity -> l = true).
        { intro P. unfold l. destruct (F1 P) as [[Q1 Q2]|(Q1 & _ & Q2)].
          - specialize (Z1 Q2). destruct (Z.ltb_spec 0 z); [auto|lia].
          - specialize (Z2 Q2). destruct (Z.ltb_spec 0 z); [lia|auto]. }
        assert (PH : emul (Finite a) e = PlusInfinity -> h = true).
        { intro P. unfold h. destruct (F2 P) as [[Q1 Q2]|(Q1 & _ & Q2)].
          - specialize (Z1 Q2). destruct (Z.ltb_spec 0 z); [auto|lia].
          - specialize (Z2 Q2). destruct (Z.ltb_spec 0 z); [lia|auto]. }
        destruct (eadd_any (P := emul (Finite a) e) (T := T)) as (T' & T1 & T2 & T3 & T4).
        { intros [P1 P2]. rewrite (PL P1), (S3 P2), orb_true_r in LH. discriminate. }
        { intros [P1 P2]. rewrite (PH P1), (S2 P2), orb_true_r in LH. discriminate. }
        exists T'. split; auto. apply presum_intro; cbn [finite_part low high certain gates]; auto; try discriminate.
        -- intro P. destruct (T2 P) as [Q|Q]; [rewrite (PL Q)|rewrite (S2 Q)]; auto with bool.
        -- intro P. destruct (T3 P) as [Q|Q]; [rewrite (PH Q)|rewrite (S3 Q)]; auto with bool.
  - assert (H' : (if negb (of_relu v) then inr InfiniteWeight
      else if is_zero v then inl s
      else
        let l := low s || match w with MinusInfinity => true | _ => false end in
        let h := high s || match w with PlusInfinity => true | _ => false end in
        if l && h then inr Indeterminate
        else inl (Presum (finite_part s) l h (certain s || is_positive v) (c :: gates s))) = inl s').
    { destruct HI as [-> | ->]; exact H. }
    clear H. destruct (of_relu v) eqn:OR; [|discriminate]. simpl in H'.
    destruct (is_zero v) eqn:Z0.
    + injection H' as <-. rewrite (V2 eq_refl), (infinite_times_zero HI).
      destruct (eadd_finite 0 T) as (T' & T1 & T2 & T3 & T4 & T5 & T6). exists T'. split; auto.
      apply presum_intro; auto.
      * intros e1 H G. destruct (proj1 (S1 _ H) G) as (t & U0 & U). exists (0 + t). split; auto. rewrite <- U. ring.
      * intros e1 H G. destruct (proj2 (S1 _ H) G); auto.
    + cbv zeta in H'. match type of H' with (if ?b then _ else _) = _ => destruct b eqn:LH end; [discriminate|].
      injection H' as <-.
      destruct (nonneg_zero_or_positive e (V6 eq_refl)) as [-> | PV].
      * rewrite (infinite_times_zero HI).
        destruct (eadd_finite 0 T) as (T' & T1 & T2 & T3 & T4 & T5 & T6). exists T'. split; auto.
        assert (NP : ~ gate_positive c).
        { intros (e & C1 & C2). rewrite Hc in C1. injection C1 as <-. simpl in C2. rewrite leb_refl in C2. discriminate. }
        apply presum_intro; cbn [finite_part low high certain gates]; auto.
        -- intros e1 H G. destruct (proj1 (S1 _ H)) as (t & U0 & U); [intros; apply G; now right|].
           exists (0 + t). split; auto. rewrite <- U. ring.
        -- intros e1 H (k & [<-|K] & G); [contradiction|]. destruct (proj2 (S1 _ H)); [eauto|auto|auto].
        -- intro P. rewrite (S2 (T5 P)). reflexivity.
        -- intro P. rewrite (S3 (T6 P)). reflexivity.
        -- intro C. apply orb_prop in C as [C|C].
           ++ destruct (S4 C) as (k & K1 & K2). exists k. split; auto. now right.
           ++ specialize (V5 C). simpl in V5. rewrite leb_refl in V5. discriminate.
        -- intros k [<-|K]; auto.
      * rewrite (infinite_times e HI PV).
        set (P := match w with MinusInfinity => MinusInfinity | _ => PlusInfinity end : extended F).
        assert (HP : P = MinusInfinity \/ P = PlusInfinity) by (unfold P; destruct HI as [-> | ->]; auto).
        assert (FL : P = MinusInfinity -> low s || match w with MinusInfinity => true | _ => false end = true)
          by (unfold P; destruct HI as [-> | ->]; [intros; apply orb_true_r|discriminate]).
        assert (FH : P = PlusInfinity -> high s || match w with PlusInfinity => true | _ => false end = true)
          by (unfold P; destruct HI as [-> | ->]; [discriminate|intros; apply orb_true_r]).
        exists P. split.
        { apply eadd_infinite; auto; intros [Q1 Q2].
          - rewrite (FL Q1), (S3 Q2) in LH. discriminate.
          - rewrite (FH Q1), (S2 Q2) in LH. rewrite andb_comm in LH. discriminate. }
        assert (GP : gate_positive c) by (exists e; auto).
        apply presum_intro; cbn [finite_part low high certain gates]; auto.
        -- intros e1 H G. exfalso. specialize (G c (or_introl eq_refl)). unfold gate_zero in G. rewrite Hc in G. injection G as ->.
           simpl in PV. rewrite leb_refl in PV. discriminate.
        -- intros _. exists c. split; auto. now left.
        -- intros k [<-|K]; auto.
Qed.

Lemma sum_row_sound below ws ws' : values_ok Db below vals ->
  Forall2 (fun e e' => fst e = fst e' /\ weight_scaled (snd e) (snd e')) ws ws' ->
  forall s, sum_row ws' below = inl s ->
  exists T, sparse_sum F E ws vals = Some T /\ presum_ok D s T.
Proof.
  intros HB. induction 1 as [|[c w] [c' w'] ws ws' [H1 H2] HF IH]; intros s H; simpl in H.
  - injection H as <-. simpl. exists (Finite 0). split; auto.
    apply presum_intro; cbn [finite_part low high certain gates]; try discriminate; auto.
    + intros e1 H G. exists 0. split; auto. injection H as <-. unfold expression_value. cbn [fst snd atoms_sum].
      rewrite value_zero. ring.
    + intros e1 H (c & [] & _).
    + intros c [].
  - simpl in H1, H2. subst c'. destruct (get c below) as [v|] eqn:G; [|discriminate].
    destruct (sum_row ws' below) as [s0|]; [|discriminate].
    destruct (IH s0 eq_refl) as (T & T1 & T2). destruct (HB c v G) as (e & E1 & E2).
    destruct (@add_term_sound c w w' v s0 e T s H2 E1 E2 T2 H) as (T' & U1 & U2).
    exists T'. split; auto. simpl. now rewrite E1, T1.
Qed.

Lemma add_bias_sound b a s T : #b = #D * E a -> presum_ok D s T ->
  exists T', eadd T (Finite (E a)) = Some T' /\ presum_ok D (add_bias b s) T'.
Proof.
  intros HB (S1 & S2 & S3 & S4 & S5 & S6).
  assert (A : exists T', eadd T (Finite (E a)) = Some T' /\ (forall r, T = Finite r -> T' = Finite (r + E a)) /\
    (T = MinusInfinity <-> T' = MinusInfinity) /\ (T = PlusInfinity <-> T' = PlusInfinity)).
  { destruct T; simpl; (eexists; split; [reflexivity|]); repeat split; intros; congruence. }
  destruct A as (T' & A1 & A2 & A3 & A4). exists T'. split; auto. unfold add_bias.
  apply presum_intro; cbn [finite_part low high certain gates]; auto; try (intros; apply S2; tauto); try (intros; apply S3; tauto).
  - intros e1 H G. destruct (finite_part s) as [[f l]|]; [|discriminate]. simpl in H. injection H as <-.
    destruct (proj1 (S1 _ eq_refl) G) as (r & R1 & R2). exists (r + E a). split; auto.
    transitivity (#D * r + #D * E a); [ring|]. rewrite R2, <- HB. unfold expression_value, IntegerForms.value. cbn [fst snd].
    rewrite ofZ_add. ring.
  - intros e1 H G. destruct (finite_part s) as [[f l]|]; [|discriminate].
    destruct (proj2 (S1 _ eq_refl) G); [left|right]; tauto.
Qed.

Definition neuron_scaled (n : neuron (extended Q)) (n' : neuron (extended Z)) : Prop :=
  act n = act n' /\
  match bias n, bias n' with Finite a, Finite b => #b = #D * E a | _, _ => False end /\
  match weights n, weights n' with
  | Sparse ws, Sparse ws' => Forall2 (fun e e' => fst e = fst e' /\ weight_scaled (snd e) (snd e')) ws ws'
  | _, _ => False
  end.
(** The value of a neuron before its activation. *)
Definition preactivation (n : neuron (extended Q)) : option (extended F) :=
  match row_sum F E (weights n) vals with
  | Some s => eadd s (extended_value F E (bias n))
  | None => None
  end.
Theorem sum_neuron_sound n n' below s : values_ok Db below vals -> neuron_scaled n n' ->
  sum_neuron n' below = inl s -> exists T, preactivation n = Some T /\ presum_ok D s T.
Proof.
  intros HB (HA & HBias & HW) H. unfold sum_neuron in H. unfold preactivation.
  destruct (weights n) as [dw|ws], (weights n') as [dw'|ws']; try tauto; try discriminate.
  destruct (bias n) as [a| |], (bias n') as [b| |]; try tauto.
  destruct (sum_row ws' below) as [s0|] eqn:R; [|discriminate]. injection H as <-.
  destruct (sum_row_sound HB HW R) as (T & T1 & T2). cbn [row_sum]. rewrite T1.
  destruct (@add_bias_sound b a _ _ HBias T2) as (T' & U1 & U2). eauto.
Qed.

(** ** Consequences *)
Hypothesis D_positive : (0 < D)%Z.

Lemma presum_finite s T ex : presum_ok D s T -> is_finite s = true -> finite_part s = Some ex ->
  exists r, T = Finite r /\ #D * r = expression_value ex.
Proof.
  intros (S1 & S2 & S3 & S4 & S5 & S6) H K. unfold is_finite in H. apply andb_prop in H as [H1 H2].
  apply negb_true_iff in H1, H2. destruct (S1 _ K) as [A B]. apply A. intros c Hc.
  destruct (S5 c Hc) as [Z0|P]; auto. exfalso. destruct B as [B|B]; [eauto| |].
  - rewrite (S2 B) in H1. discriminate.
  - rewrite (S3 B) in H2. discriminate.
Qed.
Lemma presum_infinite s T : presum_ok D s T -> surely_infinite s = true ->
  T = if low s then MinusInfinity else PlusInfinity.
Proof.
  intros (S1 & S2 & S3 & S4 & S5 & S6) H. unfold surely_infinite in H. apply andb_prop in H as [H1 H2].
  destruct (finite_part s) as [ex|] eqn:K; [|discriminate].
  destruct (proj2 (S1 ex eq_refl) (S4 H1)) as [-> | ->].
  - now rewrite (S2 eq_refl).
  - rewrite (S3 eq_refl), andb_true_r in S6. now rewrite S6.
Qed.

Definition status_true (st : stated) (T : extended F) : Prop :=
  match st with
  | StatedZero => extended_relu F T = Finite 0
  | StatedNonneg => exists r, T = Finite r /\ (0 <=? r) = true
  | StatedPositive => exists r, T = Finite r /\ (r <=? 0) = false
  end.

Lemma relu_nonneg_value T : nonneg_value (extended_relu F T).
Proof. destruct T; simpl; auto; [apply relu_nonneg|apply leb_refl]. Qed.

Lemma expression_value_ok ex r p : (0 <=? r) = true -> #D * r = expression_value ex -> (p = true -> (r <=? 0) = false) ->
  value_ok D (Value (Some ex) false false false p true) (Finite r).
Proof.
  intros H1 H2 H3. unfold value_ok. simpl. repeat split; auto; try discriminate.
  intros e He. injection He as <-. eauto.
Qed.
Lemma zero_value_ok e : e = Finite 0 -> value_ok D zero_value e.
Proof.
  intros ->. unfold value_ok, zero_value. simpl. repeat split; try discriminate. intros _. apply leb_refl.
Qed.
Lemma unknown_value_ok T h : (T = PlusInfinity -> h = true) ->
  value_ok D (Value None false h false false true) (extended_relu F T).
Proof.
  intro H. unfold value_ok. simpl. repeat split; try discriminate.
  - destruct T; discriminate.
  - destruct T; try discriminate. auto.
  - intros _. apply relu_nonneg_value.
Qed.

Lemma relu_of_sound s T st : presum_ok D s T -> (forall k, st = Some k -> status_true k T) ->
  value_ok D (relu_of (length x) s st) (extended_relu F T).
Proof.
  intros HS HT. unfold relu_of. destruct (surely_infinite s) eqn:SI.
  - rewrite (presum_infinite HS SI). destruct (low s).
    + now apply zero_value_ok.
    + unfold value_ok. simpl. repeat split; auto; try discriminate.
  - assert (UH : value_ok D (Value None false (high s) false false true) (extended_relu F T)).
    { apply unknown_value_ok. destruct HS as (_ & _ & S3 & _). exact S3. }
    assert (REST : forall st', st = st' -> st' <> Some StatedZero ->
      value_ok D match finite_part s with
        | None => Value None false (high s) false false true
        | Some (f, l) =>
            if is_finite s then
              match st' with
              | Some StatedPositive => Value (Some (f, l)) false false false true true
              | Some _ => Value (Some (f, l)) false false false false true
              | None =>
                  match l with
                  | [] =>
                      if all_zero (fst f) then
                        if (0 <? snd f)%Z then Value (Some (f, [])) false false false true true else zero_value
                      else
                        let (q, c) := divide_form (length x) f in
                        if leads_positive (fst q) then Value (Some (form_zero, [(q, c)])) false false false false true
                        else Value (Some (f, [(form_opp q, c)])) false false false false true
                  | _ => match single_atom (f, l) with
                         | Some _ => Value (Some (f, l)) false false false false true
                         | None => Value None false false false false true
                         end
                  end
              end
            else Value None false (high s) false false true
        end (extended_relu F T)).
    { intros st' -> NZ. destruct (finite_part s) as [[f l]|] eqn:FP; auto.
      destruct (is_finite s) eqn:FI; auto. destruct (presum_finite HS FI FP) as (r & -> & R). simpl.
      destruct st' as [[]|]; try congruence.
      - destruct (HT _ eq_refl) as (r' & Er & P). injection Er as <-.
        rewrite (relu_of_nonneg F _ (positive_nonneg F _ P)). apply expression_value_ok; auto. now apply positive_nonneg.
      - destruct (HT _ eq_refl) as (r' & Er & P). injection Er as <-.
        rewrite (relu_of_nonneg F _ P). apply expression_value_ok; auto. discriminate.
      - assert (SA : forall q, single_atom (f, l) = Some q ->
          value_ok D (Value (Some (f, l)) false false false false true) (Finite (relu r))).
        { intros q Hq. apply single_atom_sound in Hq as (c & C1 & C2). rewrite C2 in R.
          assert (N : (0 <=? r) = true).
          { apply (cancel_nonneg F _ _ (ofZ_positive E D_positive)). rewrite R.
            apply mul_nonneg; [apply ofZ_nonneg; lia|apply relu_nonneg]. }
          rewrite (relu_of_nonneg F _ N). apply expression_value_ok; auto; [now rewrite C2|discriminate]. }
        destruct l as [|[q0 c0] l].
        + clear SA. unfold expression_value in R. cbn [fst snd atoms_sum] in R.
          assert (R' : #D * r = form_value f x) by (rewrite R; ring).
          destruct (all_zero (fst f)) eqn:AZ.
          * assert (C : form_value f x = #(snd f)).
            { unfold IntegerForms.value. rewrite (zeros_dot E _ _ AZ). ring. }
            rewrite C in R'. destruct (Z.ltb_spec 0 (snd f)) as [L|L].
            -- apply (ofZ_positive E) in L. rewrite <- R' in L.
               apply (cancel_positive F _ _ (ofZ_positive E D_positive)) in L.
               rewrite (relu_of_nonneg F _ (positive_nonneg F _ L)). apply expression_value_ok; auto.
               now apply positive_nonneg.
            -- apply zero_value_ok. f_equal. apply relu_of_nonpos. rewrite <- leb_opp.
               apply (cancel_nonneg F _ _ (ofZ_positive E D_positive)).
               replace (#D * - r) with (- (#D * r)) by ring. rewrite R', <- ofZ_opp. apply ofZ_nonneg. lia.
          * pose proof (divide_form_sound E f x) as DF. destruct (divide_form (length x) f) as [q c].
            destruct DF as [C1 C2]. apply (ofZ_positive E) in C1.
            assert (RR : #D * relu r = #c * relu (form_value q x)).
            { rewrite <- (relu_scale F _ _ (ofZ_positive E D_positive)), R', C2. now apply relu_scale. }
            destruct (leads_positive (fst q)); apply expression_value_ok; try discriminate; try apply relu_nonneg;
              rewrite RR; unfold expression_value; cbn [fst snd atoms_sum].
            -- rewrite value_zero. ring.
            -- rewrite value_opp, C2. replace (#c * relu (form_value q x))
                 with (#c * (form_value q x + relu (- form_value q x))); [ring|].
               rewrite <- (relu_difference F (form_value q x)) at 1. ring.
        + destruct (single_atom _) as [q|] eqn:Q; [eauto|].
          exact (@unknown_value_ok (Finite r) false (fun H => ltac:(discriminate))). }
    destruct st as [[| |]|];
      [exact (REST _ eq_refl ltac:(discriminate))|exact (REST _ eq_refl ltac:(discriminate))|
       apply zero_value_ok; exact (HT _ eq_refl)|exact (REST _ eq_refl ltac:(discriminate))].
Qed.

Lemma identity_of_sound s T : presum_ok D s T -> value_ok D (identity_of s) T.
Proof.
  intro HS. unfold value_ok, identity_of. simpl. pose proof HS as (S1 & S2 & S3 & S4 & S5 & S6).
  repeat split; auto; try discriminate. intros ex H. destruct (is_finite s) eqn:FI; [|discriminate].
  exact (presum_finite HS FI H).
Qed.
End Soundness.
