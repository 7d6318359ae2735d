(** * The hidden layers below the gates: which neuron carries relu(q), which one tests a side

    Hidden layer 1 consists of ReLU neurons with integer weights, each of which computes relu(q) of an integer form q;
    a search tree finds the neuron of a form.  For half-open cells hidden layer 2 consists of copies and selectors.
    Neurons of another kind are left out of the search, and remembered: a network with one of them is not accepted. *)
Require Import List Bool ZArith NArith QArith Lia Ring.
From ExactReLU Require Import OrderedRings ExtendedNumbers Networks Embedding IntegerForms Denominators Trie SearchTree.
Import ListNotations.
Set Implicit Arguments.

Definition integer (a : Q) : option Z := if Pos.eqb (Qden a) 1 then Some (Qnum a) else None.
Definition finite A (a : extended A) : option A := match a with Finite b => Some b | _ => None end.

(** ** Hidden layer 1 *)
Definition integer_entry (n : N) (e : N * extended Q) : option (N * Z) :=
  match snd e with
  | Finite a => if N.ltb (fst e) n then option_map (fun z => (fst e, z)) (integer a) else None
  | _ => None
  end.
(** The form q of a neuron relu(q) over n inputs, with exactly n coefficients. *)
Definition hidden_form (n : nat) (m : neuron (extended Q)) : option form :=
  match act m, bias m, weights m with
  | ReLU, Finite b, Sparse ws =>
      match integer b, traverse (integer_entry (N.of_nat n)) ws with
      | Some c, Some es =>
          let q := sparse_form es c (coordinates n) in Some (pad n (fst q), snd q)
      | _, _ => None
      end
  | _, _, _ => None
  end.

(** [None] if two neurons have the same form. *)
Fixpoint index_forms (i : N) (qs : list (option form)) (t : tree) : option tree :=
  match qs with
  | [] => Some t
  | None :: qs' => index_forms (N.succ i) qs' t
  | Some q :: qs' => match insert q i t with Some t' => index_forms (N.succ i) qs' t' | None => None end
  end.

(** ** Hidden layer 2 *)
Inductive second_kind := Copy | Selector.
Definition is_number (z : Z) (a : Q) : bool := (Qnum a =? z)%Z && Pos.eqb (Qden a) 1.
(** A neuron of hidden layer 2 and the neuron below that it reads. *)
Definition second_neuron (width : N) (m : neuron (extended Q)) : option (second_kind * N) :=
  match act m, bias m, weights m with
  | ReLU, Finite b, Sparse [(c, w)] =>
      if N.ltb c width then
        match w with
        | Finite a => if is_number 0 b && is_number 1 a then Some (Copy, c) else None
        | MinusInfinity => if is_number 1 b then Some (Selector, c) else None
        | PlusInfinity => None
        end
      else None
  | _, _, _ => None
  end.
Definition is_copy (k : second_kind) : bool := match k with Copy => true | Selector => false end.
(** From neurons of hidden layer 1 to their copies (or selectors); [None] if there are two of one neuron. *)
Fixpoint index_second (copies : bool) (i : N) (ks : list (option (second_kind * N))) (t : trie N) : option (trie N) :=
  match ks with
  | [] => Some t
  | Some (k, c) :: ks' =>
      if Bool.eqb (is_copy k) copies then
        match get c t with
        | Some _ => None
        | None => index_second copies (N.succ i) ks' (set c i t)
        end
      else index_second copies (N.succ i) ks' t
  | None :: ks' => index_second copies (N.succ i) ks' t
  end.

(** ** Columns: where the gates find relu(q) and the selector over relu(q) *)
Record columns := Columns { first : tree; second : option (trie N * trie N) }.
Definition penalty_column (b : columns) (strict : bool) (q : form) : option N :=
  match find q (first b), second b with
  | Some c, Some (copies, selectors) => get c (if strict then selectors else copies)
  | Some c, None => if strict then None else Some c
  | None, _ => None
  end.

Section Soundness.
Variable F : OrderedRing.
Variable E : ContainsQ F.
Variable x : list F.
Add Ring F_ring : (f_ring F).
Notation "0" := (f0 F). Notation "1" := (f1 F).
Infix "+" := (fadd F) (at level 50, left associativity). Infix "*" := (fmul F) (at level 40, left associativity).
Notation "y <=? z" := (leb F y z) (at level 70).
Notation "# a" := (ofZ E a) (at level 1, format "# a").
Notation relu := (relu F).
Notation value := (value E).

Lemma integer_sound a z : integer a = Some z -> E a = #z.
Proof.
  unfold integer. destruct (Pos.eqb_spec (Qden a) 1) as [H|]; [|discriminate]. intro G. injection G as <-.
  unfold ofZ. apply ofQ_eq. unfold Qeq, inject_Z. simpl. rewrite H. reflexivity.
Qed.
Lemma is_number_sound z a : is_number z a = true -> E a = #z.
Proof.
  unfold is_number. intro H. apply andb_prop in H as [H1 H2]. apply Z.eqb_eq in H1.
  apply integer_sound. unfold integer. now rewrite H2, H1.
Qed.

Lemma hidden_form_sound m q : hidden_form (length x) m = Some q ->
  eval_neuron F E m (map (@Finite F) x) = Some (Finite (relu (value q x))).
Proof.
  unfold hidden_form. destruct m as [[] [b| |] [ws|ws]]; simpl; try discriminate.
  destruct (integer b) as [c|] eqn:B; [|discriminate].
  destruct (traverse _ ws) as [es|] eqn:T; [|discriminate]. intro H. injection H as <-.
  apply integer_sound in B. apply traverse_Forall2 in T.
  assert (S : sparse_sum F E ws (map (@Finite F) x) = Some (Finite (sparse_dot F (ofZ E) es x))).
  { induction T as [|[k w] e ws es He T IH]; simpl; auto.
    unfold integer_entry in He. simpl in He. destruct w as [a| |]; try discriminate.
    destruct (N.ltb_spec k (N.of_nat (length x))) as [K|]; [|discriminate].
    destruct (integer a) as [z|] eqn:A; [|discriminate]. injection He as <-. apply integer_sound in A.
    rewrite nth_error_map, (nth_error_nth' x 0) by lia. rewrite IH. simpl. now rewrite A. }
  unfold eval_neuron; simpl. rewrite S. simpl. do 3 f_equal.
  unfold IntegerForms.value. cbn [fst snd]. rewrite dot_pad. fold (value (sparse_form es c (coordinates (length x))) x).
  change (sparse_form es c (coordinates (length x)))
    with (neuron_form (Neuron ReLU c (Sparse es)) (coordinates (length x))).
  rewrite neuron_form_value, coordinates_values. unfold pre_activation; simpl. now rewrite B.
Qed.

Lemma index_forms_sound (P : form -> N -> Prop) qs : forall i t t',
  index_forms i qs t = Some t' -> all P t ->
  (forall k q, nth_error qs k = Some (Some q) -> P q (i + N.of_nat k)%N) -> all P t'.
Proof.
  induction qs as [|[q|] qs IH]; intros i t t' H A HP; simpl in H.
  - now injection H as <-.
  - destruct (insert q i t) as [u|] eqn:I; [|discriminate]. eapply IH; [exact H| |].
    + eapply all_insert; eauto. specialize (HP O q eq_refl). now rewrite N.add_0_r in HP.
    + intros k r Hk. specialize (HP (S k) r Hk). now replace (N.succ i + N.of_nat k)%N with (i + N.of_nat (S k))%N by lia.
  - eapply IH; [exact H|auto|]. intros k r Hk. specialize (HP (S k) r Hk).
    now replace (N.succ i + N.of_nat k)%N with (i + N.of_nat (S k))%N by lia.
Qed.

Lemma index_second_sound copies (P : N -> N -> Prop) ks : forall i t t',
  index_second copies i ks t = Some t' -> (forall c j, get c t = Some j -> P c j) ->
  (forall n k c, nth_error ks n = Some (Some (k, c)) -> is_copy k = copies -> P c (i + N.of_nat n)%N) ->
  (forall c j, get c t' = Some j -> P c j).
Proof.
  induction ks as [|[[k c]|] ks IH]; intros i t t' H A HP; simpl in H.
  - now injection H as <-.
  - assert (HP' : forall n k c, nth_error ks n = Some (Some (k, c)) -> is_copy k = copies ->
      P c (N.succ i + N.of_nat n)%N).
    { intros n k' c' Hn He. specialize (HP (S n) k' c' Hn He).
      now replace (N.succ i + N.of_nat n)%N with (i + N.of_nat (S n))%N by lia. }
    destruct (Bool.eqb_spec (is_copy k) copies) as [K|K]; [|eapply IH; eauto].
    destruct (get c t); [discriminate|]. eapply IH; [exact H| |exact HP'].
    intros c' j Hg. rewrite get_set in Hg. destruct (N.eqb_spec c' c) as [->|]; auto.
    injection Hg as <-. specialize (HP O k c eq_refl K). now rewrite N.add_0_r in HP.
  - eapply IH; [exact H|auto|]. intros n k c Hn K. specialize (HP (S n) k c Hn K).
    now replace (N.succ i + N.of_nat n)%N with (i + N.of_nat (S n))%N by lia.
Qed.

(** What the columns promise of the values below the gates. *)
Definition test (q : form) : F := if value q x <=? 0 then 1 else 0.
Definition columns_correct (b : columns) (vals : list F) : Prop :=
  (forall q j, penalty_column b false q = Some j -> nth_error vals (N.to_nat j) = Some (relu (value q x))) /\
  (forall q j, penalty_column b true q = Some j -> nth_error vals (N.to_nat j) = Some (test q)).

Definition first_values (qs : list form) : list F := map (fun q => relu (value q x)) qs.
Definition second_values (qs : list form) (ks : list (second_kind * N)) : list F :=
  map (fun k => let q := nth (N.to_nat (snd k)) qs form_zero in
                match fst k with Copy => relu (value q x) | Selector => test q end) ks.

Lemma first_layer_sound L qs : map (hidden_form (length x)) L = map Some qs ->
  eval_layer F E L (map (@Finite F) x) = Some (map (@Finite F) (first_values qs)).
Proof.
  revert qs; induction L as [|m L IH]; intros [|q qs] H; simpl in H; try discriminate; auto.
  injection H as H1 H2. simpl. now rewrite (hidden_form_sound _ H1), (IH _ H2).
Qed.

Lemma second_layer_sound qs L ks : map (second_neuron (N.of_nat (length qs))) L = map Some ks ->
  eval_layer F E L (map (@Finite F) (first_values qs)) = Some (map (@Finite F) (second_values qs ks)).
Proof.
  revert ks; induction L as [|m L IH]; intros [|[k c] ks] H; simpl in H; try discriminate; auto.
  injection H as H1 H2. cbn [eval_layer]. rewrite (IH _ H2). clear IH H2.
  replace (eval_neuron F E m (map (@Finite F) (first_values qs))) with
    (Some (Finite (let q := nth (N.to_nat c) qs form_zero in match k with Copy => relu (value q x) | Selector => test q end))).
  { reflexivity. }
  unfold second_neuron in H1. destruct m as [[] [b| |] [ws|ws]]; simpl in H1; try discriminate.
  destruct ws as [|[c' w] [|? ?]]; try discriminate.
  destruct (N.ltb_spec c' (N.of_nat (length qs))) as [C|]; [|discriminate].
  assert (V : nth_error (map (@Finite F) (first_values qs)) (N.to_nat c')
    = Some (Finite (relu (value (nth (N.to_nat c') qs form_zero) x)))).
  { unfold first_values. rewrite map_map, nth_error_map, (nth_error_nth' qs form_zero) by lia. reflexivity. }
  unfold eval_neuron. cbn [row_sum sparse_sum weights act bias]. rewrite V.
  destruct w as [a| |]; try discriminate.
  - destruct (is_number 0 b && is_number 1 a) eqn:Q; [|discriminate]. injection H1 as <- <-.
    apply andb_prop in Q as [Q1 Q2]. apply is_number_sound in Q1, Q2. simpl.
    rewrite Q1, Q2, ofZ_0, ofZ_1. do 2 f_equal.
    match goal with |- ?r = relu ?s => replace s with r by ring end. symmetry. apply relu_idempotent.
  - destruct (is_number 1 b) eqn:Q; [|discriminate]. injection H1 as <- <-. apply is_number_sound in Q.
    simpl. unfold times_infinity, test. rewrite relu_leb.
    destruct (value (nth (N.to_nat c') qs form_zero) x <=? 0) eqn:S; simpl.
    + rewrite (relu_nonneg F _). simpl. rewrite Q, ofZ_1. do 2 f_equal.
      replace (0 + 0 + 1) with 1 by ring. symmetry. apply relu_of_nonneg, positive_nonneg, one_positive.
    + reflexivity.
Qed.

Lemma index_first_correct qs t : index_forms 0 (map Some qs) Empty = Some t ->
  all (fun q j => nth_error qs (N.to_nat j) = Some q) t.
Proof.
  intro H. eapply index_forms_sound; [exact H|exact I|]. intros k q Hk.
  rewrite nth_error_map in Hk. destruct (nth_error qs k) eqn:G; [|discriminate]. injection Hk as <-.
  now replace (N.to_nat (0 + N.of_nat k)) with k by lia.
Qed.

Lemma columns_correct_first qs t : index_forms 0 (map Some qs) Empty = Some t ->
  columns_correct (Columns t None) (first_values qs).
Proof.
  intro H. apply index_first_correct in H. split; intros q j G; unfold penalty_column in G; simpl in G.
  - destruct (find q t) eqn:Fd; [|discriminate]. injection G as <-. apply (find_all _ _ _ H) in Fd.
    unfold first_values. now rewrite nth_error_map, Fd.
  - destruct (find q t); discriminate.
Qed.

Lemma columns_correct_second qs ks t cp sl : index_forms 0 (map Some qs) Empty = Some t ->
  index_second true 0 (map Some ks) Leaf = Some cp -> index_second false 0 (map Some ks) Leaf = Some sl ->
  columns_correct (Columns t (Some (cp, sl))) (second_values qs ks).
Proof.
  intros H HC HS. apply index_first_correct in H.
  assert (A : forall copies tr, index_second copies 0 (map Some ks) Leaf = Some tr ->
    forall c j, get c tr = Some j -> exists k, nth_error ks (N.to_nat j) = Some (k, c) /\ is_copy k = copies).
  { intros copies tr G. eapply index_second_sound; [exact G| |].
    - intros c j Hj. rewrite get_leaf in Hj. discriminate.
    - intros n k c Hn K. rewrite nth_error_map in Hn. destruct (nth_error ks n) eqn:G'; [|discriminate].
      injection Hn as ->. exists k. replace (N.to_nat (0 + N.of_nat n)) with n by lia. auto. }
  split; intros q j G; unfold penalty_column in G; simpl in G;
    (destruct (find q t) as [c|] eqn:Fd; [|discriminate]); apply (find_all _ _ _ H) in Fd.
  - destruct (A _ _ HC _ _ G) as (k & K1 & K2). destruct k; [|discriminate].
    unfold second_values. rewrite nth_error_map, K1. simpl. now rewrite (nth_error_nth _ _ _ Fd).
  - destruct (A _ _ HS _ _ G) as (k & K1 & K2). destruct k; [discriminate|].
    unfold second_values. rewrite nth_error_map, K1. simpl. now rewrite (nth_error_nth _ _ _ Fd).
Qed.

(** All these values are nonnegative. *)
Lemma first_values_nonneg qs : Forall (fun v => (0 <=? v) = true) (first_values qs).
Proof. apply Forall_forall. intros v H. apply in_map_iff in H as (q & <- & _). apply relu_nonneg. Qed.
Lemma second_values_nonneg qs ks : Forall (fun v => (0 <=? v) = true) (second_values qs ks).
Proof.
  apply Forall_forall. intros v H. apply in_map_iff in H as ([[] c] & <- & _); simpl; [apply relu_nonneg|].
  unfold test. destruct (value _ x <=? 0); [apply positive_nonneg, one_positive|apply leb_refl].
Qed.
End Soundness.
