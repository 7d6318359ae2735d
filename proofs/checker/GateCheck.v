(** * The gates of the given shallow network, compared entry by entry with what a term defines *)
Require Import List Bool ZArith NArith QArith Lia Ring.
From ExactReLU Require Import OrderedRings ExtendedNumbers Networks Embedding IntegerForms Denominators Trie SearchTree
  HiddenLayers.
Import ListNotations.
Set Implicit Arguments.

(** The entries that a row should have, in increasing order of columns; a finite entry z stands for z / D. *)
Definition entries := list (N * extended Z).

(** A new finite entry; [None] if the column has one already. *)
Fixpoint put_finite (c : N) (z : Z) (l : entries) : option entries :=
  match l with
  | [] => Some [(c, Finite z)]
  | (d, w) :: l' =>
      match N.compare c d with
      | Lt => Some ((c, Finite z) :: l)
      | Eq => None
      | Gt => option_map (cons (d, w)) (put_finite c z l')
      end
  end.
(** The weight -oo, whatever was there before: w + (-oo) = -oo. *)
Fixpoint put_infinity (c : N) (l : entries) : entries :=
  match l with
  | [] => [(c, MinusInfinity)]
  | (d, w) :: l' =>
      match N.compare c d with
      | Lt => (c, MinusInfinity) :: l
      | Eq => (c, MinusInfinity) :: l'
      | Gt => (d, w) :: put_infinity c l'
      end
  end.

(** The columns of relu(x_i) and relu(-x_i). *)
Definition carrier : Type := option N * option N.
Fixpoint finite_entries (a : list Z) (cs : list carrier) (l : entries) : option entries :=
  match a with
  | [] => Some l
  | z :: a' =>
      match cs with
      | [] => if (z =? 0)%Z then finite_entries a' [] l else None
      | (p, m) :: cs' =>
          if (z =? 0)%Z then finite_entries a' cs' l
          else match p, m with
               | Some cp, Some cm =>
                   match put_finite cp z l with
                   | Some l1 => match put_finite cm (- z)%Z l1 with
                                | Some l2 => finite_entries a' cs' l2
                                | None => None end
                   | None => None end
               | _, _ => None
               end
      end
  end.

Definition equals_fraction (a : Q) (z D : Z) : bool := (Qnum a * D =? z * Zpos (Qden a))%Z.
Fixpoint same_row (D : Z) (expected : entries) (ws : list (N * extended Q)) : bool :=
  match expected, ws with
  | [], [] => true
  | (c, w) :: expected', (d, v) :: ws' =>
      if N.eqb c d then
        (match w, v with
         | MinusInfinity, MinusInfinity => same_row D expected' ws'
         | Finite z, Finite a => if equals_fraction a z D then same_row D expected' ws' else false
         | _, _ => false
         end)
      else false
  | _, _ => false
  end.

(** Is the neuron the gate of relu(G / D) with these penalties? *)
Definition is_gate (carriers : list carrier) (penalties : list N) (D : Z) (G : form) (m : neuron (extended Q)) : bool :=
  match act m, bias m, weights m with
  | ReLU, Finite b, Sparse ws =>
      if equals_fraction b (snd G) D then
        match finite_entries (fst G) carriers [] with
        | Some l => same_row D (fold_left (fun l c => put_infinity c l) penalties l) ws
        | None => false
        end
      else false
  | _, _, _ => false
  end.
Fixpoint carriers_present (a : list Z) (cs : list carrier) : bool :=
  match a, cs with
  | z :: a', (Some _, Some _) :: cs' => carriers_present a' cs'
  | z :: a', _ :: cs' => (z =? 0)%Z && carriers_present a' cs'
  | _, _ => true
  end.

(** A neuron that has a finite value wherever the values below are finite and nonnegative. *)
Definition gate_shaped (width : N) (m : neuron (extended Q)) : bool :=
  match act m, bias m, weights m with
  | ReLU, Finite _, Sparse ws =>
      forallb (fun e => N.ltb (fst e) width && match snd e with PlusInfinity => false | _ => true end) ws
  | _, _, _ => false
  end.

Section Soundness.
Variable F : OrderedRing.
Variable E : ContainsQ F.
Variable x : list F.
Variable vals : list F.
Hypothesis vals_nonneg : Forall (fun v => leb F (f0 F) v = true) vals.
Add Ring F_ring : (f_ring F).
Notation "0" := (f0 F). Notation "1" := (f1 F).
Infix "+" := (fadd F) (at level 50, left associativity). Infix "*" := (fmul F) (at level 40, left associativity).
Notation "- x" := (fopp F x) (at level 35, right associativity).
Notation "y <=? z" := (leb F y z) (at level 70).
Notation "# a" := (ofZ E a) (at level 1, format "# a").
Notation relu := (relu F).
Notation value := (value E).
Definition at_column (c : N) : F := nth (N.to_nat c) vals 0.

(** ** The value of a gate-shaped neuron *)
Definition is_dead (e : N * extended Q) : bool :=
  match snd e with MinusInfinity => negb (at_column (fst e) <=? 0) | _ => false end.
Fixpoint finite_sum (ws : list (N * extended Q)) : F :=
  match ws with
  | [] => 0
  | (c, w) :: ws' => match w with Finite a => E a * at_column c | _ => 0 end + finite_sum ws'
  end.
Definition gate_value (m : neuron (extended Q)) : F :=
  match bias m, weights m with
  | Finite b, Sparse ws => if existsb is_dead ws then 0 else relu (finite_sum ws + E b)
  | _, _ => 0
  end.

Lemma at_column_nonneg c : (0 <=? at_column c) = true.
Proof.
  unfold at_column. destruct (nth_in_or_default (N.to_nat c) vals 0) as [H|H].
  - rewrite Forall_forall in vals_nonneg. auto.
  - rewrite H. apply leb_refl.
Qed.

Lemma sparse_sum_gate ws :
  forallb (fun e => N.ltb (fst e) (N.of_nat (length vals)) && match snd e with PlusInfinity => false | _ => true end) ws = true ->
  sparse_sum F E ws (map (@Finite F) vals)
  = Some (if existsb is_dead ws then MinusInfinity else Finite (finite_sum ws)).
Proof.
  induction ws as [|[c w] ws IH]; simpl; auto. intro H. apply andb_prop in H as [H1 H2].
  apply andb_prop in H1 as [H1 H3]. apply N.ltb_lt in H1.
  rewrite nth_error_map, (nth_error_nth' vals 0) by lia. rewrite (IH H2). simpl. fold (at_column c).
  unfold is_dead at 2. simpl. destruct w as [a| |]; try discriminate; simpl.
  - destruct (existsb is_dead ws); reflexivity.
  - unfold times_infinity. pose proof (at_column_nonneg c) as P. fold (at_column c) in *. rewrite P.
    destruct (at_column c <=? 0); simpl.
    + destruct (existsb is_dead ws); reflexivity.
    + destruct (existsb is_dead ws); reflexivity.
Qed.

Lemma gate_value_eval m : gate_shaped (N.of_nat (length vals)) m = true ->
  eval_neuron F E m (map (@Finite F) vals) = Some (Finite (gate_value m)).
Proof.
  unfold gate_shaped, gate_value, eval_neuron. destruct m as [[] [b| |] [ws|ws]]; simpl; try discriminate.
  intro H. rewrite (sparse_sum_gate _ H). destruct (existsb is_dead ws); reflexivity.
Qed.

(** ** The expected entries *)
Definition contribution (e : N * extended Z) : F := match snd e with Finite z => #z * at_column (fst e) | _ => 0 end.
Definition entries_sum (l : entries) : F := sum F (map contribution l).

Lemma put_finite_sum c z l l' : put_finite c z l = Some l' -> entries_sum l' = entries_sum l + #z * at_column c.
Proof.
  unfold entries_sum. revert l'; induction l as [|[d w] l IH]; simpl; intros l' H.
  - injection H as <-. simpl. unfold contribution; simpl. ring.
  - destruct (N.compare c d).
    + discriminate.
    + injection H as <-. simpl. unfold contribution at 1; simpl. ring.
    + destruct (put_finite c z l) as [l1|]; [|discriminate]. injection H as <-. simpl. rewrite (IH l1 eq_refl). ring.
Qed.
Lemma put_infinity_sum c l : at_column c = 0 -> entries_sum (put_infinity c l) = entries_sum l.
Proof.
  intro H. unfold entries_sum. induction l as [|[d w] l IH]; simpl; [unfold contribution; simpl; ring|].
  destruct (N.compare_spec c d) as [->| |]; simpl.
  - unfold contribution at 1 3; simpl. destruct w; rewrite ?H; ring.
  - unfold contribution at 1; simpl. ring.
  - rewrite IH. reflexivity.
Qed.
Lemma put_infinity_in c l : In (c, MinusInfinity) (put_infinity c l).
Proof.
  induction l as [|[d w] l IH]; simpl; auto. destruct (N.compare c d); simpl; auto.
Qed.
Lemma put_infinity_keeps c d l : In (d, MinusInfinity) l -> In (d, MinusInfinity) (put_infinity c l).
Proof.
  induction l as [|[e w] l IH]; simpl; intro H; [destruct H|].
  destruct H as [H|H]; destruct (N.compare_spec c e); simpl; auto.
  injection H as -> ->. subst. auto.
Qed.
Lemma put_infinity_only c d l : In (d, MinusInfinity) (put_infinity c l) -> d = c \/ In (d, MinusInfinity) l.
Proof.
  induction l as [|[e w] l IH]; simpl.
  - intros [H|[]]. injection H as ->. auto.
  - destruct (N.compare_spec c e); simpl; intros [H0|H0]; auto; try (injection H0 as ->; auto).
    destruct (IH H0); auto.
Qed.
Lemma put_finite_only c z d l l' : put_finite c z l = Some l' -> In (d, MinusInfinity) l' -> In (d, MinusInfinity) l.
Proof.
  revert l'; induction l as [|[e w] l IH]; simpl; intros l' H I.
  - injection H as <-. destruct I as [I|[]]. discriminate.
  - destruct (N.compare c e); [discriminate| |].
    + injection H as <-. destruct I as [I|I]; [discriminate|auto].
    + destruct (put_finite c z l) as [l1|]; [|discriminate]. injection H as <-. destruct I as [I|I]; auto.
      right. eapply IH; eauto.
Qed.

Notation put_all := (fold_left (fun l c => put_infinity c l)).
Lemma put_all_sum ps : forall l, (forall c, In c ps -> at_column c = 0) -> entries_sum (put_all ps l) = entries_sum l.
Proof.
  induction ps as [|c ps IH]; simpl; intros l H; auto. rewrite IH by auto. apply put_infinity_sum. auto.
Qed.
Lemma put_all_in c ps : forall l, In c ps \/ In (c, MinusInfinity) l -> In (c, MinusInfinity) (put_all ps l).
Proof.
  induction ps as [|d ps IH]; simpl; intros l H; [tauto|]. apply IH.
  destruct H as [[->|H]|H]; auto using put_infinity_in, put_infinity_keeps.
Qed.
Lemma put_all_only c ps : forall l, In (c, MinusInfinity) (put_all ps l) -> In c ps \/ In (c, MinusInfinity) l.
Proof.
  induction ps as [|d ps IH]; simpl; intros l H; auto. destruct (IH _ H) as [H1|H1]; auto.
  destruct (put_infinity_only _ _ _ H1) as [->|H2]; auto.
Qed.

(** What the carriers promise. *)
Definition carriers_correct (cs : list carrier) : Prop :=
  forall i p m, nth_error cs i = Some (p, m) ->
  (forall j, p = Some j -> at_column j = relu (nth i x 0)) /\
  (forall j, m = Some j -> at_column j = relu (- nth i x 0)).

Lemma finite_entries_sum a : forall cs k l l', length cs = (length x - k)%nat ->
  (forall i p m, nth_error cs i = Some (p, m) ->
    (forall j, p = Some j -> at_column j = relu (nth (k + i) x 0)) /\
    (forall j, m = Some j -> at_column j = relu (- nth (k + i) x 0))) ->
  finite_entries a cs l = Some l' ->
  entries_sum l' = entries_sum l + dot F (ofZ E) a (skipn k x) /\
  (forall c, In (c, MinusInfinity) l' -> In (c, MinusInfinity) l).
Proof.
  induction a as [|z a IH]; intros cs k l l' HL HC H; simpl in H.
  - injection H as <-. simpl. split; auto. ring.
  - destruct cs as [|[p m] cs].
    + simpl in HL. assert (S : skipn k x = []) by (apply skipn_all2; lia). rewrite S.
      destruct (Z.eqb_spec z 0) as [->|]; [|discriminate].
      destruct (IH [] k l l' HL HC H) as [A B]. rewrite S in A. split; auto. rewrite A. destruct a; reflexivity.
    + simpl in HL. assert (S : exists y, skipn k x = y :: skipn (S k) x /\ nth k x 0 = y).
      { assert (K : (k < length x)%nat) by lia. clear -K. revert k K. induction x as [|y v IHv]; intros [|k] K; simpl in *; try lia.
        - exists y. auto.
        - apply IHv. lia. }
      destruct S as (y & S & Y). rewrite S. cbn [dot].
      assert (HL' : length cs = (length x - Datatypes.S k)%nat) by lia.
      assert (HC' : forall i p m, nth_error cs i = Some (p, m) ->
        (forall j, p = Some j -> at_column j = relu (nth (Datatypes.S k + i) x 0)) /\
        (forall j, m = Some j -> at_column j = relu (- nth (Datatypes.S k + i) x 0))).
      { intros i p' m' Hi. specialize (HC (Datatypes.S i) p' m' Hi). now rewrite Nat.add_succ_r in HC. }
      destruct (Z.eqb_spec z 0) as [->|_].
      * destruct (IH _ _ _ _ HL' HC' H) as [A B]. split; auto. rewrite A, ofZ_0. ring.
      * destruct p as [cp|]; [|discriminate]. destruct m as [cm|]; [|discriminate].
        destruct (put_finite cp z l) as [l1|] eqn:P1; [|discriminate].
        destruct (put_finite cm (- z) l1) as [l2|] eqn:P2; [|discriminate].
        destruct (IH _ _ _ _ HL' HC' H) as [A B].
        destruct (HC O (Some cp) (Some cm) eq_refl) as [C1 C2]. specialize (C1 _ eq_refl). specialize (C2 _ eq_refl).
        rewrite Nat.add_0_r in C1, C2. rewrite Y in C1, C2. split.
        -- rewrite A, (put_finite_sum _ _ _ P2), (put_finite_sum _ _ _ P1), C1, C2, ofZ_opp.
           replace (#z * y) with (#z * (relu y + - relu (- y))) by (now rewrite relu_difference). ring.
        -- intros c Hc. eapply put_finite_only; [exact P1|]. eapply put_finite_only; [exact P2|]. auto.
Qed.

Variable D : Z.
Hypothesis D_positive : (0 < D)%Z.

Lemma same_row_sound l : forall ws, same_row D l ws = true ->
  #D * finite_sum ws = entries_sum l /\
  (forall c, In (c, MinusInfinity) l <-> In (c, MinusInfinity) ws).
Proof.
  unfold entries_sum. induction l as [|[c w] l IH]; intros [|[d v] ws] H; simpl in H; try discriminate.
  - simpl. split; [ring|tauto].
  - destruct (N.eqb_spec c d) as [->|]; [|discriminate]. simpl.
    destruct w as [z| |], v as [a| |]; try discriminate.
    + destruct (equals_fraction a z D) eqn:Q; [|discriminate]. apply Z.eqb_eq, (ofQ_cross E) in Q.
      destruct (IH _ H) as [A B]. split.
      * rewrite <- A. unfold contribution; simpl. rewrite <- Q. ring.
      * intro e. rewrite B. split; intros [G|G]; auto; discriminate.
    + destruct (IH _ H) as [A B]. split.
      * rewrite <- A. unfold contribution; simpl. ring.
      * intro e. rewrite B. split; intros [G|G]; auto; left; injection G as ->; reflexivity.
Qed.

(** The gate is right: h says whether the region holds, which its penalties know. *)
Theorem is_gate_sound cs ps G m (h : bool) :
  length cs = length x -> carriers_correct cs ->
  (h = true -> forall c, In c ps -> at_column c = 0) ->
  (h = false -> exists c, In c ps /\ (at_column c <=? 0) = false) ->
  is_gate cs ps D G m = true ->
  #D * gate_value m = indicator F h (relu (value G x)).
Proof.
  intros HL HC H1 H0 H. unfold is_gate in H. destruct m as [[] [b| |] [ws|ws]]; simpl in H; try discriminate.
  destruct (equals_fraction b (snd G) D) eqn:B; [|discriminate]. apply Z.eqb_eq, (ofQ_cross E) in B.
  destruct (finite_entries (fst G) cs []) as [l|] eqn:FE; [|discriminate].
  destruct (finite_entries_sum (fst G) cs 0 [] (eq_trans HL (eq_sym (Nat.sub_0_r _))) HC FE) as [S1 S2].
  destruct (same_row_sound _ _ H) as [R1 R2]. unfold gate_value. cbn [bias weights].
  assert (X : existsb is_dead ws = negb h).
  { apply eq_true_iff_eq. rewrite existsb_exists, negb_true_iff. split.
    - intros ([c w] & I & K). unfold is_dead in K. simpl in K. destruct w as [| |]; try discriminate.
      destruct h; auto. apply R2, put_all_only in I. destruct I as [I|I].
      + rewrite (H1 eq_refl c I), leb_refl in K. discriminate.
      + destruct (S2 _ I).
    - intro K. destruct (H0 K) as (c & I & P). exists (c, MinusInfinity). split.
      + apply R2, put_all_in. auto.
      + unfold is_dead. simpl. now rewrite P. }
  rewrite X. destruct h; cbn [negb indicator]; [|ring].
  rewrite <- (relu_scale F _ _ (ofZ_positive E D_positive)). f_equal.
  transitivity (#D * finite_sum ws + #D * E b); [ring|].
  rewrite R1, B, put_all_sum, S1 by auto. unfold IntegerForms.value, entries_sum. simpl. ring.
Qed.
End Soundness.
