(** * Every step of the walk keeps the difference between the unclaimed gates and the pending paths *)
Require Import List Bool ZArith NArith QArith Lia Ring.
From ExactReLU Require Import OrderedRings ExtendedNumbers Networks Embedding IntegerForms Denominators Trie
  HiddenLayers GateCheck Farkas Trace.
Import ListNotations.
Set Implicit Arguments.

Section Soundness.
Variable F : OrderedRing.
Variable E : ContainsQ F.
Variable x : list F.
(** The values below the gates at x, and what is known of them. *)
Variable vals : list F.
Variable env : environment.
Hypothesis vals_nonneg : Forall (fun v => leb F (f0 F) v = true) vals.
Hypothesis dimension_fits : dimension env = length x.
Hypothesis below_correct : columns_correct E x (below env) vals.
Hypothesis carriers_length : length (carriers env) = length x.
Hypothesis carriers_are_correct : carriers_correct F x vals (carriers env).
Hypothesis scale_positive : (0 < scale env)%Z.

Add Ring F_ring : (f_ring F).
Notation "0" := (f0 F). Notation "1" := (f1 F).
Infix "+" := (fadd F) (at level 50, left associativity). Infix "*" := (fmul F) (at level 40, left associativity).
Notation "- x" := (fopp F x) (at level 35, right associativity).
Notation "y <=? z" := (leb F y z) (at level 70).
Notation "# a" := (ofZ E a) (at level 1, format "# a").
Notation relu := (relu F).
Notation value := (value E).
Notation column := (at_column F vals).
Notation indicator := (indicator F).
Notation satisfied := (satisfied shape relation_of E x).

Definition kept_satisfied (c : constraint) : bool := match origin_of c with Kept => satisfied c | _ => true end.
Definition kept_holds (cs : list constraint) : bool := forallb kept_satisfied cs.
Definition all_hold (cs : list constraint) : bool := forallb satisfied cs.

(** ** Penalties *)
Definition penalties_fit (c : constraint) : Prop := forall js, penalties c = map Some js ->
  (satisfied c = true -> forall j, In j js -> column j = 0) /\
  (satisfied c = false -> exists j, In j js /\ (column j <=? 0) = false).

Lemma traverse_id A (l : list (option A)) r : traverse (fun o => o) l = Some r -> l = map Some r.
Proof. intro H. apply traverse_Forall2 in H. induction H; simpl; congruence. Qed.

Lemma kept_penalties_fit cs js : kept_penalties cs = Some js ->
  Forall (fun c => origin_of c = Kept -> penalties_fit c) cs ->
  (kept_holds cs = true -> forall j, In j js -> column j = 0) /\
  (kept_holds cs = false -> exists j, In j js /\ (column j <=? 0) = false).
Proof.
  revert js; induction cs as [|c cs IH]; intros js H HF; simpl in H.
  - injection H as <-. split; [intros _ j []|discriminate].
  - inversion HF as [|? ? HC HF']; subst. unfold kept_holds, kept_satisfied. simpl.
    destruct (origin_of c); try (now apply IH).
    destruct (traverse _ (penalties c)) as [a|] eqn:T; [|discriminate]. apply traverse_id in T.
    destruct (kept_penalties cs) as [b|]; [|discriminate]. injection H as <-.
    destruct (HC eq_refl _ T) as [C1 C2]. destruct (IH b eq_refl HF') as [I1 I2]. split; intro K.
    + apply andb_prop in K as [K1 K2]. intros j Hj. apply in_app_or in Hj as [Hj|Hj]; auto.
    + destruct (satisfied c) eqn:S.
      * destruct (I2 K) as (j & J & P). exists j. split; auto. apply in_or_app. auto.
      * destruct (C2 eq_refl) as (j & J & P). exists j. split; auto. apply in_or_app. auto.
Qed.

Lemma column_relu q j : penalty_column (below env) false q = Some j -> column j = relu (value q x).
Proof. intro H. apply (proj1 below_correct) in H. now apply nth_error_nth. Qed.
Lemma column_test q j : penalty_column (below env) true q = Some j -> column j = test E x q.
Proof. intro H. apply (proj2 below_correct) in H. now apply nth_error_nth. Qed.

Definition same_sign (q z : form) : Prop := exists g, (0 < g)%Z /\ value z x = #g * value q x.
Lemma same_sign_opp q z : same_sign q z -> same_sign (form_opp q) (form_opp z).
Proof. intros (g & G & H). exists g. split; auto. rewrite !value_opp, H. ring. Qed.
Lemma same_sign_leb q z : same_sign q z -> (value q x <=? 0) = (value z x <=? 0).
Proof.
  intros (g & G & H). apply (ofZ_positive E) in G. rewrite H, <- (relu_leb F (value q x)), <- (relu_leb F (#g * _)).
  rewrite (relu_scale F _ _ G). destruct (relu (value q x) <=? 0) eqn:L.
  - rewrite (leb_anti F _ _ L (relu_nonneg F _)). symmetry. replace (#g * 0) with 0 by ring. apply leb_refl.
  - symmetry. now apply mul_positive.
Qed.
Lemma primitive_same_sign z : same_sign (primitive (dimension env) z) z.
Proof.
  rewrite dimension_fits. unfold primitive. pose proof (divide_form_sound E z x) as H.
  destruct (divide_form (length x) z) as [q g]. exists g. exact H.
Qed.

Lemma closed_side_fits z q : same_sign q z -> penalties_fit (closed_side env z q).
Proof.
  intros S js H. simpl in H. destruct js as [|j [|? ?]]; try discriminate. injection H as H.
  apply column_relu in H. apply same_sign_opp, same_sign_leb in S.
  unfold Farkas.satisfied. simpl. rewrite <- (opp_leb F (value z x)), <- value_opp, <- S. split; intro K.
  - intros i [<-|[]]. rewrite H. now apply relu_of_nonpos.
  - exists j. split; [now left|]. now rewrite H, relu_leb.
Qed.
Lemma strict_side_fits z q : same_sign q z -> penalties_fit (strict_side env z q).
Proof.
  intros S js H. simpl in H. destruct js as [|j [|? ?]]; try discriminate. injection H as H.
  apply column_test in H. apply same_sign_leb in S. unfold test in H.
  unfold Farkas.satisfied. simpl. rewrite <- S. split; intro K.
  - intros i [<-|[]]. apply negb_true_iff in K. now rewrite H, K.
  - exists j. split; [now left|]. apply negb_false_iff in K. rewrite H, K. apply one_positive.
Qed.
Lemma equal_side_fits z q : same_sign q z -> penalties_fit (equal_side env z q).
Proof.
  intros S js H. simpl in H. destruct js as [|i [|j [|? ?]]]; try discriminate. injection H as H1 H2.
  apply column_relu in H1, H2. pose proof (same_sign_leb (same_sign_opp S)) as S2. apply same_sign_leb in S.
  unfold Farkas.satisfied. simpl.
  rewrite <- (opp_leb F (value z x)), <- value_opp, <- S, <- S2. split; intro K.
  - apply andb_prop in K as [K1 K2]. intros k [<-|[<-|[]]]; rewrite ?H1, ?H2; now apply relu_of_nonpos.
  - apply andb_false_iff in K as [K|K].
    + exists i. split; [now left|]. now rewrite H1, relu_leb.
    + exists j. split; [right; now left|]. now rewrite H2, relu_leb.
Qed.

(** ** Paths *)
Definition constraint_ok (c : constraint) : Prop :=
  (origin_of c = Premise -> satisfied c = true) /\ (origin_of c = Kept -> penalties_fit c).
Definition path_ok (p : path) : Prop :=
  (kept_holds (constraints p) = true -> all_hold (constraints p) = true) /\ Forall constraint_ok (constraints p).

Definition neuron_value (n : form * status) : F :=
  match snd n with Undecided => relu (value (fst n) x) | Active => value (fst n) x | Inactive => 0 end.
Definition layer_value (o : nat) (cur : list (form * status)) (layers : network Z) : F :=
  nth o (feval F (ofZ E) layers (map neuron_value cur)) 0.
Definition signed (neg : bool) (v : F) : F := if neg then - v else v.
Definition contribution (o : nat) (p : path) : F :=
  signed (negative p) (indicator (kept_holds (constraints p)) (layer_value o (current p) (rest p))).

Lemma enter_value cur L : forallb is_decided cur = true ->
  map neuron_value (enter cur L) = map (fun n => feval_neuron F (ofZ E) n (map neuron_value cur)) L.
Proof.
  intro H. unfold enter. rewrite map_map. apply map_ext. intro n.
  unfold neuron_value at 1, feval_neuron. simpl. rewrite neuron_form_value.
  replace (values E (map activation_form cur) x) with (map neuron_value cur).
  - destruct (act n); reflexivity.
  - unfold values. rewrite map_map. apply map_ext_in. intros [p s] Hp. rewrite forallb_forall in H.
    specialize (H _ Hp). unfold neuron_value, activation_form. simpl in *. destruct s; auto; try discriminate.
    symmetry. apply value_zero.
Qed.
Lemma advance_value o layers : forall cur,
  (let (c, r) := advance cur layers in layer_value o c r) = layer_value o cur layers.
Proof.
  induction layers as [|L layers IH]; intro cur; simpl; auto.
  destruct (forallb is_decided cur) eqn:D; auto.
  rewrite IH. unfold layer_value. simpl. now rewrite enter_value.
Qed.
Lemma make_path_contribution o cs cur layers neg :
  contribution o (make_path cs cur layers neg) = signed neg (indicator (kept_holds cs) (layer_value o cur layers)).
Proof.
  unfold make_path, contribution. pose proof (advance_value o layers cur) as A.
  destruct (advance cur layers) as [c r]. simpl. now rewrite A.
Qed.
Lemma make_path_constraints cs cur layers neg : constraints (make_path cs cur layers neg) = cs.
Proof. unfold make_path. now destruct (advance cur layers). Qed.

Lemma map_replace A B (f : A -> B) n a l : map f (replace n a l) = replace n (f a) (map f l).
Proof. revert n; induction l; intros [|n]; simpl; auto. now rewrite IHl. Qed.
Lemma replace_same A n (a : A) l : nth_error l n = Some a -> replace n a l = l.
Proof.
  revert n; induction l; intros [|n]; simpl; intro H; auto; [now injection H as ->|]. now rewrite IHl.
Qed.

Lemma undecided_neuron_spec p k n f : undecided_neuron p k = inl (n, f) ->
  nth_error (current p) n = Some (f, Undecided).
Proof.
  unfold undecided_neuron. destruct k as [z|]; [|discriminate]. destruct (_ && _); [|discriminate].
  destruct (nth_error (current p) (Z.to_nat z)) as [[g []]|] eqn:N; try discriminate.
  intro H. now injection H as <- <-.
Qed.

(** The function of one activation that a decision replaces. *)
Definition at_activation (o : nat) (p : path) (n : nat) (v : F) : F :=
  nth o (feval F (ofZ E) (rest p) (replace n v (map neuron_value (current p)))) 0.
Lemma undecided_value o p n f : nth_error (current p) n = Some (f, Undecided) ->
  layer_value o (current p) (rest p) = at_activation o p n (relu (value f x)).
Proof.
  intro H. unfold layer_value, at_activation. rewrite replace_same; auto. now rewrite nth_error_map, H.
Qed.
Lemma decide_contribution o p added r n f s :
  contribution o (decide p added r n f s) =
  signed (xorb r (negative p)) (indicator (kept_holds (constraints p ++ added)) (at_activation o p n (neuron_value (f, s)))).
Proof. unfold decide. rewrite make_path_contribution. unfold layer_value, at_activation. now rewrite map_replace. Qed.

Lemma kept_holds_app a b : kept_holds (a ++ b) = kept_holds a && kept_holds b.
Proof. apply forallb_app. Qed.

Lemma decide_ok p added r n f s : path_ok p ->
  Forall (fun c => origin_of c = Kept /\ penalties_fit c) added -> path_ok (decide p added r n f s).
Proof.
  intros [H1 H2] HA. unfold path_ok, decide. rewrite make_path_constraints. split.
  - rewrite kept_holds_app. unfold all_hold. rewrite forallb_app. intro K. apply andb_prop in K as [K1 K2].
    unfold all_hold in H1. rewrite H1 by auto. simpl. unfold kept_holds in K2. rewrite forallb_forall in K2 |- *. intros c Hc.
    specialize (K2 c Hc). rewrite Forall_forall in HA. destruct (HA c Hc) as [O _].
    unfold kept_satisfied in K2. now rewrite O in K2.
  - apply Forall_app. split; auto. revert HA. apply Forall_impl. intros c [O P]. split; [congruence|auto].
Qed.

(** ** Proofs *)
Lemma prove_sound strict usable cs pf p :
  (forall k g, nth_error cs k = Some g -> usable (Z.of_nat k) g = true -> satisfied g = true) ->
  prove strict usable cs pf p = None ->
  (0 <=? value p x) = true /\ (strict = true -> (value p x <=? 0) = false).
Proof.
  unfold prove, Trace.proves. intros H G. destruct pf as [f|]; [|discriminate].
  destruct (Farkas.proves _ _ _ _ _ _ _) eqn:P; [|discriminate].
  eapply proves_sound; eauto.
Qed.
Lemma prove_on_path strict p pf q : path_ok p -> kept_holds (constraints p) = true ->
  prove strict any (constraints p) pf q = None ->
  (0 <=? value q x) = true /\ (strict = true -> (value q x <=? 0) = false).
Proof.
  intros [H _] K. apply prove_sound. intros k g Hg _. specialize (H K). unfold all_hold in H.
  rewrite forallb_forall in H. apply H. eapply nth_error_In; eauto.
Qed.

(** ** The children of a split *)
Lemma children_sound o p n f : path_ok p -> nth_error (current p) n = Some (f, Undecided) ->
  Forall path_ok (children env p n f) /\ contribution o p = sum F (map (contribution o) (children env p n f)).
Proof.
  intros HP HN. pose proof (primitive_same_sign f) as S. unfold children.
  set (q := primitive (dimension env) f) in *.
  assert (I : origin_of (closed_side env (form_opp f) (form_opp q)) = Kept /\
    penalties_fit (closed_side env (form_opp f) (form_opp q))).
  { split; auto. apply closed_side_fits. now apply same_sign_opp. }
  unfold contribution at 1. rewrite (@undecided_value o p n f HN).
  destruct (half_open env).
  - split.
    + assert (A : origin_of (strict_side env f q) = Kept /\ penalties_fit (strict_side env f q))
        by (split; auto; now apply strict_side_fits).
      repeat apply Forall_cons; try apply Forall_nil; apply decide_ok; auto.
    + rewrite split_half_open. cbn [map sum]. rewrite !decide_contribution, !kept_holds_app.
      unfold kept_holds at 3 5. simpl. unfold kept_satisfied, Farkas.satisfied, neuron_value. simpl.
      rewrite value_opp, leb_opp.
      destruct (negative p), (kept_holds (constraints p)), (value f x <=? 0); simpl; ring.
  - split.
    + assert (A : origin_of (equal_side env f q) = Kept /\ penalties_fit (equal_side env f q))
        by (split; auto; now apply equal_side_fits).
      assert (B : origin_of (closed_side env f q) = Kept /\ penalties_fit (closed_side env f q))
        by (split; auto; now apply closed_side_fits).
      repeat apply Forall_cons; try apply Forall_nil; apply decide_ok; auto.
    + rewrite split_closed. cbn [map sum]. rewrite !decide_contribution, !kept_holds_app.
      unfold kept_holds at 3 5 7. simpl. unfold kept_satisfied, Farkas.satisfied, neuron_value. simpl.
      rewrite value_opp, leb_opp.
      destruct (negative p), (kept_holds (constraints p)), (value f x <=? 0), (0 <=? value f x); simpl; ring.
Qed.

(** ** Dropped constraints *)
Lemma nth_error_replace_other A n k (a : A) l : n <> k -> nth_error (replace n a l) k = nth_error l k.
Proof. revert n k; induction l; intros [|n] [|k] H; simpl; auto; try congruence. Qed.
Lemma forallb_replace A (f : A -> bool) n a b l : nth_error l n = Some b ->
  forallb f l = forallb f (replace n a l) && f b \/ f a = false.
Proof.
  revert n; induction l as [|c l IH]; intros [|n] H; simpl in *; try discriminate.
  - injection H as ->. destruct (f a), (f b), (forallb f l); auto.
  - destruct (IH n H) as [->| ->]; auto. left. destruct (f c), (f b), (forallb f (replace n a l)); auto.
Qed.

Lemma drop_sound o i p c pf : path_ok p -> (0 <= i)%Z -> nth_error (constraints p) (Z.to_nat i) = Some c ->
  origin_of c = Kept -> relation_of c <> Equal ->
  prove (is_strict (relation_of c)) (kept_or_premise i) (constraints p) pf (shape c) = None ->
  path_ok (drop i p c) /\ contribution o p = contribution o (drop i p c).
Proof.
  intros [H1 H2] Hi HN HO HR HP. set (n := Z.to_nat i) in *.
  set (c' := Constraint (shape c) (relation_of c) Dropped (penalties c)).
  assert (K : kept_holds (replace n c' (constraints p)) = true -> satisfied c = true).
  { intro K.
    assert (W : forall k g, nth_error (constraints p) k = Some g -> kept_or_premise i (Z.of_nat k) g = true ->
      satisfied g = true).
    { intros k g Hg Hu. apply andb_prop in Hu as [U1 U2]. apply negb_true_iff, Z.eqb_neq in U1.
      assert (Hk : n <> k) by (intro; subst k; apply U1; unfold n; now rewrite Z2Nat.id).
      rewrite Forall_forall in H2. destruct (H2 g (nth_error_In _ _ Hg)) as [P _].
      destruct (origin_of g) eqn:O; auto; try discriminate.
      unfold kept_holds in K. rewrite forallb_forall in K.
      assert (G : nth_error (replace n c' (constraints p)) k = Some g) by (now rewrite nth_error_replace_other).
      specialize (K g (nth_error_In _ _ G)). unfold kept_satisfied in K. now rewrite O in K. }
    destruct (prove_sound _ _ _ _ _ W HP) as [A B].
    unfold Farkas.satisfied. revert B. destruct (relation_of c) eqn:RC; simpl; intro B;
      [exact A|now rewrite B|congruence]. }
  assert (E1 : kept_holds (constraints p) = kept_holds (replace n c' (constraints p))).
  { destruct (forallb_replace kept_satisfied n c' _ HN) as [R|R]; [|discriminate]. unfold kept_holds. rewrite R.
    unfold kept_satisfied at 2. rewrite HO. fold (kept_holds (replace n c' (constraints p))).
    destruct (kept_holds (replace n c' (constraints p))); simpl; auto. }
  assert (E2 : map shape (replace n c' (constraints p)) = map shape (constraints p)) by
    (rewrite map_replace; apply replace_same; now rewrite nth_error_map, HN).
  unfold drop. fold n c'. split.
  - split; simpl.
    + rewrite <- E1. intro K'. specialize (H1 K'). unfold all_hold in *.
      destruct (forallb_replace satisfied n c' _ HN) as [R|R].
      * rewrite R in H1. now apply andb_prop in H1 as [H1 _].
      * change (satisfied c' = false) with (satisfied c = false) in R.
        rewrite forallb_forall in H1. rewrite H1 in R by (eapply nth_error_In; eauto). discriminate.
    + assert (C : constraint_ok c') by (split; intro X; discriminate X).
      clear -H2 C. generalize n. revert H2. generalize (constraints p).
      induction l as [|d l IH]; intros H2 [|k]; simpl; auto; inversion H2; subst; constructor; auto.
  - unfold contribution. simpl. now rewrite E1.
Qed.

(** ** Gates *)
Definition amount (o : nat) (g : claimable) : F :=
  match snd g with
  | Some (o', neg) => if Nat.eqb o' o then signed neg (gate_value E vals (fst g)) else 0
  | None => 0
  end.
Notation unclaimed := (fun o gs => #(scale env) * total F (amount o) gs).

Lemma emit_part_sound o' p o G neg h gs gs' : path_ok p ->
  emit_part env p (kept_penalties (constraints p)) o G neg h gs = inl gs' ->
  unclaimed o' gs = unclaimed o' gs' +
    (if Nat.eqb o o' then signed neg (indicator (kept_holds (constraints p)) (relu (value G x))) else 0).
Proof.
  intros HP H. unfold emit_part in H. destruct h as [[z|]|pf]; try discriminate.
  - destruct (_ && _) eqn:R; [|discriminate].
    destruct (get (Z.to_N z) gs) as [[m entry]|] eqn:Hg; [|discriminate].
    destruct (kept_penalties (constraints p)) as [js|] eqn:KP; [|discriminate].
    destruct (is_gate _ _ _ _ _) eqn:IG.
    2: { destruct (carriers_present _ _); discriminate. }
    destruct entry as [[o1 n1]|]; [|discriminate].
    destruct (Nat.eqb_spec o1 o) as [->|]; [|discriminate]. destruct (Bool.eqb_spec n1 neg) as [->|]; [|discriminate].
    simpl in H. injection H as <-.
    destruct HP as [_ HP]. assert (HF : Forall (fun c => origin_of c = Kept -> penalties_fit c) (constraints p)).
    { revert HP. apply Forall_impl. intros c Hc. apply Hc. }
    destruct (@kept_penalties_fit _ _ KP HF) as [P1 P0].
    pose proof (@is_gate_sound F E x vals _ scale_positive _ _ _ _ _ carriers_length carriers_are_correct P1 P0 IG) as V.
    rewrite (total_remove F (amount o') _ _ Hg). unfold amount at 2. simpl.
    destruct (Nat.eqb o o'); [|ring].
    transitivity (#(scale env) * total F (amount o') (remove (Z.to_N z) gs)
      + signed neg (#(scale env) * gate_value E vals m)); [destruct neg; simpl; ring|]. now rewrite V.
  - destruct (prove false any (constraints p) pf (form_opp G)) eqn:P; [discriminate|]. injection H as <-.
    destruct (kept_holds (constraints p)) eqn:K.
    + destruct (@prove_on_path _ _ _ _ HP K P) as [A _]. rewrite value_opp, leb_opp in A.
      rewrite (relu_of_nonpos F _ A). destruct (Nat.eqb o o'), neg; simpl; ring.
    + destruct (Nat.eqb o o'), neg; simpl; ring.
Qed.

Lemma emit_sound o' p : path_ok p -> forall outs pairs o gs gs',
  forallb is_active outs = true ->
  emit env p (kept_penalties (constraints p)) o outs pairs gs = inl gs' ->
  unclaimed o' gs = unclaimed o' gs' +
    (if Nat.leb o o' then signed (negative p) (indicator (kept_holds (constraints p))
        (nth (o' - o) (map (fun n => value (fst n) x) outs) 0)) else 0).
Proof.
  intro HP. induction outs as [|[G s] outs IH]; intros [|e pairs] o gs gs' HD H; simpl in H; try discriminate.
  - injection H as <-. simpl. destruct (Nat.leb o o'), (o' - o)%nat, (negative p), (kept_holds (constraints p)); simpl; ring.
  - simpl in HD. apply andb_prop in HD as [_ HD].
    destruct e as [[plus minus]|]; [|discriminate].
    destruct (emit_part env p _ o G (negative p) plus gs) as [gs1|] eqn:E1; [|discriminate].
    destruct (emit_part env p _ o (form_opp G) _ minus gs1) as [gs2|] eqn:E2; [|discriminate].
    rewrite (@emit_part_sound o' _ _ _ _ _ _ _ HP E1), (@emit_part_sound o' _ _ _ _ _ _ _ HP E2), (IH _ _ _ _ HD H).
    rewrite value_opp. destruct (Nat.eqb_spec o o') as [->|N].
    + rewrite Nat.leb_refl, Nat.sub_diag. replace (Nat.leb (S o') o') with false by (symmetry; apply Nat.leb_gt; lia).
      simpl. set (u := total _ _ gs'). 
      replace (value G x) with (relu (value G x) + - relu (- value G x)) at 3 by apply relu_difference.
      destruct (negative p), (kept_holds (constraints p)); simpl; ring.
    + destruct (Nat.leb_spec o o').
      * replace (Nat.leb (S o) o') with true by (symmetry; apply Nat.leb_le; lia).
        replace (o' - o)%nat with (S (o' - S o)) by lia. simpl. ring.
      * replace (Nat.leb (S o) o') with false by (symmetry; apply Nat.leb_gt; lia). ring.
Qed.

(** ** The invariant *)
Definition potential (o : nat) (s : state) : F :=
  unclaimed o (gates s) + - sum F (map (contribution o) (paths s)).

Theorem step_sound s t s' : step env s t = inl s' -> Forall path_ok (paths s) ->
  Forall path_ok (paths s') /\ forall o, potential o s = potential o s'.
Proof.
  unfold step, potential. intros H HF. destruct (paths s) as [|p ps]; [discriminate|].
  inversion HF as [|? ? HP HF']; subst. destruct t as [k pf|k pf|k alone|i pf|pf|pairs|].
  - destruct (undecided_neuron p k) as [[n f]|] eqn:U; [|discriminate]. apply undecided_neuron_spec in U.
    destruct (prove _ _ _ _ _) eqn:P; [discriminate|]. injection H as <-. simpl. split.
    + constructor; auto. apply decide_ok; auto.
    + intro o. do 3 f_equal. rewrite decide_contribution, app_nil_r. unfold contribution.
      rewrite (@undecided_value o p n f U). unfold neuron_value.
      destruct (kept_holds (constraints p)) eqn:K; [|destruct (negative p); reflexivity].
      destruct (@prove_on_path _ _ _ _ HP K P) as [A _]. rewrite (relu_of_nonneg F _ A).
      destruct (negative p); reflexivity.
  - destruct (undecided_neuron p k) as [[n f]|] eqn:U; [|discriminate]. apply undecided_neuron_spec in U.
    destruct (prove _ _ _ _ _) eqn:P; [discriminate|]. injection H as <-. simpl. split.
    + constructor; auto. apply decide_ok; auto.
    + intro o. do 3 f_equal. rewrite decide_contribution, app_nil_r. unfold contribution.
      rewrite (@undecided_value o p n f U). unfold neuron_value.
      destruct (kept_holds (constraints p)) eqn:K; [|destruct (negative p); reflexivity].
      destruct (@prove_on_path _ _ _ _ HP K P) as [A _]. rewrite value_opp, leb_opp in A.
      rewrite (relu_of_nonpos F _ A). destruct (negative p); reflexivity.
  - destruct (undecided_neuron p k) as [[n f]|] eqn:U; [|discriminate]. apply undecided_neuron_spec in U.
    destruct alone; [|discriminate]. injection H as <-. simpl. split.
    + apply Forall_app. split; auto. exact (proj1 (@children_sound 0%nat p n f HP U)).
    + intro o. rewrite map_app, sum_app. f_equal. f_equal. f_equal. exact (proj2 (@children_sound o p n f HP U)).
  - destruct i as [i|]; [|discriminate]. destruct (_ && _) eqn:R; [|discriminate].
    apply andb_prop in R as [R _]. apply Z.leb_le in R.
    destruct (nth_error (constraints p) (Z.to_nat i)) as [c|] eqn:N; [|discriminate].
    destruct (origin_of c) eqn:O; try discriminate.
    assert (D : relation_of c <> Equal /\ prove (is_strict (relation_of c)) (kept_or_premise i) (constraints p) pf (shape c) = None
      /\ s' = State (drop i p c :: ps) (gates s) (used s)).
    { destruct (relation_of c); try discriminate;
        (destruct (prove _ _ _ _ _); [discriminate|]; injection H as <-; repeat split; congruence). }
    destruct D as (D1 & D2 & ->). simpl. split.
    + constructor; auto. exact (proj1 (@drop_sound 0%nat i p c pf HP R N O D1 D2)).
    + intro o. do 3 f_equal. exact (proj2 (@drop_sound o i p c pf HP R N O D1 D2)).
  - destruct (prove _ _ _ _ _) eqn:P; [discriminate|]. destruct pf as [f|]; [|discriminate].
    destruct (_ =? 1)%Z; [|discriminate]. injection H as <-. simpl. split; auto.
    intro o. assert (Z0 : contribution o p = 0).
    { unfold contribution. destruct (kept_holds (constraints p)) eqn:K; [|destruct (negative p); simpl; ring].
      destruct (@prove_on_path _ _ _ _ HP K P) as [_ A]. specialize (A eq_refl). rewrite value_zero, leb_refl in A. discriminate. }
    rewrite Z0. ring.
  - destruct (rest p) eqn:RE; [|discriminate]. destruct (forallb is_active (current p)) eqn:D; [|discriminate].
    destruct (negb _); [discriminate|].
    destruct (emit _ _ _ _ _ _ _) as [gs|] eqn:EM; [|discriminate]. injection H as <-. simpl. split; auto.
    intro o. rewrite (@emit_sound o p HP _ _ _ _ _ D EM). simpl. rewrite Nat.sub_0_r.
    assert (C : contribution o p = signed (negative p) (indicator (kept_holds (constraints p))
      (nth o (map (fun n => value (fst n) x) (current p)) 0))).
    { unfold contribution, layer_value. rewrite RE. simpl. do 3 f_equal. apply map_ext_in. intros [f st] Hf.
      rewrite forallb_forall in D. specialize (D _ Hf). unfold neuron_value. simpl in *. destruct st; auto; discriminate. }
    rewrite C. ring.
  - discriminate.
Qed.
End Soundness.
