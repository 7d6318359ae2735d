(** * Soundness of the checker of partition certificates *)
Require Import List Bool ZArith NArith QArith Lia Ring.
From ExactReLU Require Import OrderedRings ExtendedNumbers Networks Embedding IntegerForms Denominators Trie SearchTree
  Farkas Trace TraceSoundness Symbolic Partition.
Import ListNotations.
Set Implicit Arguments.

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
Notation form_value := (IntegerForms.value E).
Notation satisfied := (satisfied shape Trace.relation_of E x).
Notation X := (map (@Finite F) x).

(** ** Scaling *)
Lemma scale_weight_sound d w w' : scale_weight d w = Some w' -> weight_scaled E d w w'.
Proof.
  destruct w as [a| |]; simpl; [|intro H; now injection H as <-|intro H; now injection H as <-].
  destruct (scale_number d a) eqn:S; [|discriminate]. intro H. injection H as <-. now apply scale_number_sound.
Qed.
Lemma scale_extended_neuron_sound d D n n' : scale_extended_neuron d D n = Some n' -> neuron_scaled E d D n n'.
Proof.
  unfold scale_extended_neuron, neuron_scaled. destruct (weights n) as [dw|ws]; [discriminate|].
  destruct (bias n) as [a| |]; try discriminate.
  destruct (traverse _ ws) as [es|] eqn:T; [|discriminate].
  destruct (scale_number D a) as [b|] eqn:S; [|discriminate]. intro H. injection H as <-. simpl.
  repeat split; [now apply scale_number_sound|]. apply traverse_Forall2 in T.
  induction T as [|[c w] e ws es H T IH]; constructor; auto. simpl in *.
  destruct (scale_weight d w) as [w'|] eqn:W; [|discriminate]. injection H as <-. split; auto.
  now apply scale_weight_sound.
Qed.

(** The scale of the values that layer m reads. *)
Definition scale_at (ls : list level) (D : Z) (m : nat) : Z :=
  match m with O => D | S k => match nth_error ls k with Some l => level_scale l | None => D end end.
Fixpoint levels_ok (D : Z) (N : network (extended Q)) (ls : list level) : Prop :=
  match N, ls with
  | [], [] => True
  | L :: N', l :: ls' => exists d, (0 < d)%Z /\ level_scale l = (D * d)%Z /\
      Forall2 (neuron_scaled E d (D * d)) L (neurons l) /\ levels_ok (D * d) N' ls'
  | _, _ => False
  end.
Lemma levels_of_sound N : forall D ls, levels_of D N = Some ls -> levels_ok D N ls.
Proof.
  induction N as [|L N IH]; intros D ls H; cbn [levels_of] in H; [now injection H as <-|].
  set (d := fold_left Z.lcm _ _) in H. destruct (Z.ltb_spec 0 d) as [Hd|]; [|discriminate].
  destruct (traverse _ L) as [L'|] eqn:T; [|discriminate]. destruct (levels_of _ N) as [ls'|] eqn:R; [|discriminate].
  injection H as <-. simpl. exists d. repeat split; auto. apply traverse_Forall2 in T.
  clearbody d. clear -T. induction T; constructor; auto. now apply scale_extended_neuron_sound.
Qed.
Lemma levels_ok_nth N : forall D ls m l, (0 < D)%Z -> levels_ok D N ls -> nth_error ls m = Some l ->
  exists L d, nth_error N m = Some L /\ (0 < d)%Z /\ (0 < level_scale l)%Z /\
    level_scale l = (scale_at ls D m * d)%Z /\ Forall2 (neuron_scaled E d (level_scale l)) L (neurons l).
Proof.
  induction N as [|L N IH]; intros D ls m l HD H G; destruct ls as [|l0 ls]; simpl in H; try contradiction.
  - now destruct m.
  - destruct H as (d & H1 & H2 & H3 & H4). assert (HD' : (0 < D * d)%Z) by now apply Z.mul_pos_pos.
    destruct m as [|m]; simpl in G.
    + injection G as ->. exists L, d. rewrite H2. simpl. repeat split; auto.
    + destruct (IH (D * d)%Z ls m l HD' H4 G) as (L1 & d1 & A & B & C & D1 & FA). exists L1, d1. simpl.
      repeat split; auto. rewrite D1. f_equal. destruct m as [|m]; simpl; auto.
      destruct (nth_error ls m) eqn:NM; auto. exfalso. apply nth_error_None in NM.
      assert (S m < length ls)%nat by (apply nth_error_Some; congruence). lia.
Qed.
Lemma levels_ok_length N : forall D ls, levels_ok D N ls -> length ls = length N.
Proof.
  induction N; intros D [|l ls] H; simpl in H; try contradiction; auto. destruct H as (d & _ & _ & _ & H). simpl. f_equal. eauto.
Qed.

(** ** One network at x *)
Section Network.
Variable N : network (extended Q).
Variable ls : list level.
Hypothesis scaled : levels_ok 1 N ls.
Notation n := (length x).

(** The true values below layer m, and symbolic values that are right for them. *)
Definition level_right (m : nat) (t : trie value) : Prop :=
  exists vals, eval F E (firstn m N) X = Some vals /\ values_ok E x (scale_at ls 1 m) t vals.
Fixpoint cache_right (c : list (trie value)) : Prop :=
  match c with [] => True | t :: c' => level_right (length c) t /\ cache_right c' end.
Definition statuses_right (st : trie (trie stated)) : Prop :=
  forall l tr k w, get l st = Some tr -> get k tr = Some w ->
  forall vals L m T, eval F E (firstn (N.to_nat l) N) X = Some vals -> nth_error N (N.to_nat l) = Some L ->
    nth_error L (N.to_nat k) = Some m -> preactivation E vals m = Some T -> status_true F w T.
Definition view_right (v : view) : Prop := cache_right (cache v) /\ statuses_right (statuses v).

Lemma input_values_right : values_ok E x 1 (input_values n) X.
Proof.
  unfold input_values.
  assert (A : forall is t, (forall i, In i is -> (i < n)%nat) ->
    values_ok E x 1 t X -> values_ok E x 1 (fold_left (fun t i =>
      set (N.of_nat i) (Value (Some (coordinate i, [])) false false false false false) t) is t) X).
  { induction is as [|i is IH]; intros t Hi Ht; simpl; auto. apply IH; [intros; apply Hi; now right|].
    intros j v G. rewrite get_set in G. destruct (N.eqb_spec j (N.of_nat i)) as [->|]; [|now apply Ht].
    injection G as <-. rewrite Nnat.Nat2N.id. specialize (Hi i (or_introl eq_refl)).
    exists (Finite (nth i x 0)). rewrite nth_error_map, (nth_error_nth' x 0 Hi). split; auto.
    unfold value_ok. simpl. repeat split; try discriminate. intros ex Hex. injection Hex as <-.
    exists (nth i x 0). split; auto. unfold expression_value. cbn [fst snd atoms_sum].
    rewrite coordinate_value, ofZ_1. ring. }
  apply A.
  - intros i Hi. apply in_seq in Hi. lia.
  - intros j v G. rewrite get_leaf in G. discriminate.
Qed.
Lemma below_top_right c : cache_right c -> level_right (length c) (below_top n c).
Proof.
  destruct c as [|t c]; simpl; [|tauto]. intros _. exists X. split; auto. apply input_values_right.
Qed.

Lemma firstn_step m (L : list (neuron (extended Q))) : nth_error N m = Some L -> firstn (S m) N = firstn m N ++ [L].
Proof.
  clear. revert m; induction N as [|L' N' IH]; intros [|m] H; simpl in *; try discriminate.
  - now injection H as ->.
  - now rewrite (IH m H).
Qed.

Lemma eval_neuron_preactivation vals (m : neuron (extended Q)) :
  eval_neuron F E m vals = option_map (activate F (act m)) (preactivation E vals m).
Proof. unfold eval_neuron, preactivation. destruct (row_sum F E (weights m) vals); auto. Qed.

Lemma activated_right vals D s st T (m : neuron (extended Q)) a : (0 < D)%Z ->
  presum_ok E x vals D s T -> (forall k, st = Some k -> status_true F k T) -> a = act m ->
  value_ok E x D (match a with ReLU => relu_of n s st | Identity => identity_of s end) (activate F (act m) T).
Proof.
  intros HD HS HT ->. destruct (act m); simpl.
  - eapply relu_of_sound; eauto.
  - eapply identity_of_sound; eauto.
Qed.

Lemma evaluate_neurons_right vals below Db d D st : (0 < D)%Z -> (0 < d)%Z -> D = (Db * d)%Z ->
  values_ok E x Db below vals ->
  forall ns L i acc t prefix, Forall2 (neuron_scaled E d D) L ns -> length prefix = N.to_nat i ->
  (forall k w m T, get (i + N.of_nat k)%N st = Some w -> nth_error L k = Some m -> preactivation E vals m = Some T ->
     status_true F w T) ->
  values_ok E x D acc prefix -> evaluate_neurons n st below i ns acc = inl t ->
  exists vs, eval_layer F E L vals = Some vs /\ values_ok E x D t (prefix ++ vs).
Proof.
  intros HD Hd HS HB ns. induction ns as [|m' ns IH]; intros L i acc t prefix HF HP HT HA H;
    inversion HF as [|m ? L' ? Hm HF']; subst L; cbn [evaluate_neurons] in H.
  - injection H as <-. exists []. rewrite app_nil_r. auto.
  - destruct (sum_neuron m' below) as [s|] eqn:S; [|discriminate].
    destruct (sum_neuron_sound HS Hd HB Hm S) as (T & T1 & T2).
    assert (HTT : forall k, get i st = Some k -> status_true F k T).
    { intros k Hk. apply (HT O k m T); auto. now rewrite N.add_0_r. }
    pose proof (@activated_right vals D s (get i st) T m (act m') HD T2 HTT (eq_sym (proj1 Hm))) as V.
    assert (P1 : length (prefix ++ [activate F (act m) T]) = N.to_nat (N.succ i)) by (rewrite app_length, HP; simpl; lia).
    assert (P2 : forall k w m0 T0, get (N.succ i + N.of_nat k)%N st = Some w -> nth_error L' k = Some m0 ->
      preactivation E vals m0 = Some T0 -> status_true F w T0).
    { intros k w m0 T0 G Hn HT0. apply (HT (Datatypes.S k) w m0 T0); auto.
      now replace (i + N.of_nat (Datatypes.S k))%N with (N.succ i + N.of_nat k)%N by lia. }
    assert (P3 : values_ok E x D (set i match act m' with ReLU => relu_of n s (get i st) | Identity => identity_of s end acc)
      (prefix ++ [activate F (act m) T])).
    { intros j v G. rewrite get_set in G. destruct (N.eqb_spec j i) as [->|].
      * injection G as <-. exists (activate F (act m) T). split; auto.
        rewrite nth_error_app2 by lia. now rewrite HP, Nat.sub_diag.
      * destruct (HA j v G) as (e & E1 & E2). exists e. split; auto.
        rewrite nth_error_app1; auto. apply nth_error_Some. congruence. }
    destruct (IH _ _ _ _ _ HF' P1 P2 P3 H) as (vs & V1 & V2).
    exists (activate F (act m) T :: vs). split.
      * cbn [eval_layer]. rewrite eval_neuron_preactivation, T1. simpl. now rewrite V1.
      * rewrite <- app_assoc in V2. exact V2.
Qed.

Lemma eval_step m L vals vs : eval F E (firstn m N) X = Some vals -> nth_error N m = Some L ->
  eval_layer F E L vals = Some vs -> eval F E (firstn (S m) N) X = Some vs.
Proof. intros H1 H2 H3. rewrite (firstn_step _ H2), eval_app, H1. simpl. now rewrite H3. Qed.

Lemma layer_statuses_right v l k w : statuses_right (statuses v) -> get (N.of_nat k) (layer_statuses l v) = Some w ->
  forall vals L m T, eval F E (firstn l N) X = Some vals -> nth_error N l = Some L ->
    nth_error L k = Some m -> preactivation E vals m = Some T -> status_true F w T.
Proof.
  intros H G vals L m T. unfold layer_statuses in G. destruct (get (N.of_nat l) (statuses v)) as [tr|] eqn:Gl.
  - intros H1 H2 H3 H4. apply (H _ tr (N.of_nat k) w Gl G vals L m T); rewrite ?Nnat.Nat2N.id; auto.
  - rewrite get_leaf in G. discriminate.
Qed.

Lemma fill_right v : statuses_right (statuses v) -> forall todo c c',
  (forall i l, nth_error todo i = Some l -> nth_error ls (length c + i) = Some l) ->
  cache_right c -> fill n v todo c = inl c' -> cache_right c' /\ length c' = (length c + length todo)%nat.
Proof.
  intro HS. induction todo as [|l todo IH]; intros c c' HL HC H; cbn [fill] in H.
  - injection H as <-. split; auto.
  - destruct (evaluate_neurons _ _ _ _ _ _) as [t|] eqn:EV; [|discriminate].
    assert (Hl : nth_error ls (length c) = Some l) by (rewrite <- (HL O l eq_refl); now rewrite Nat.add_0_r).
    destruct (@levels_ok_nth N 1%Z ls _ _ eq_refl scaled Hl) as (L & d & A1 & A2 & A3 & A4 & A5).
    destruct (below_top_right c HC) as (vals & B1 & B2).
    assert (P1 : forall k w m T, get (0 + N.of_nat k)%N (layer_statuses (length c) v) = Some w ->
      nth_error L k = Some m -> preactivation E vals m = Some T -> status_true F w T).
    { intros k w m T G Hm HT. rewrite N.add_0_l in G. eapply layer_statuses_right; eauto. }
    assert (P2 : values_ok E x (level_scale l) Leaf []).
    { intros j u G. rewrite get_leaf in G. discriminate. }
    destruct (@evaluate_neurons_right vals (below_top n c) (scale_at ls 1 (length c)) d (level_scale l)
      (layer_statuses (length c) v) A3 A2 A4 B2 (neurons l) L 0%N Leaf t [] A5 eq_refl P1 P2 EV) as (vs & V1 & V2).
    assert (P3 : forall i l', nth_error todo i = Some l' -> nth_error ls (length (t :: c) + i) = Some l').
    { intros i l' Hi. replace (length (t :: c) + i)%nat with (length c + Datatypes.S i)%nat by (simpl; lia).
      now apply HL. }
    assert (P4 : cache_right (t :: c)).
    { cbn [cache_right length]. split; auto. exists vs. split; [eapply eval_step; eauto|].
      cbn [scale_at]. rewrite Hl. exact V2. }
    destruct (IH (t :: c) c' P3 P4 H) as [C1 C2]. split; auto. rewrite C2. simpl. lia.
Qed.

Lemma cache_right_skipn k c : cache_right c -> cache_right (skipn k c).
Proof. revert c; induction k; intros [|t c] H; simpl; auto. apply IHk. now destruct H. Qed.

Lemma nth_error_skipn A k i (l : list A) : nth_error (skipn k l) i = nth_error l (k + i).
Proof. revert l; induction k; intros [|a l]; simpl; auto. now destruct i. Qed.
Lemma nth_error_firstn A k i (l : list A) a : nth_error (firstn k l) i = Some a -> nth_error l i = Some a.
Proof. revert i l; induction k; intros [|i] [|b l]; simpl; try discriminate; auto. Qed.

Lemma values_below_right v l c : view_right v -> (l <= length ls)%nat -> values_below n ls v l = inl c ->
  cache_right c /\ length c = l.
Proof.
  intros [HC HS] Hl H. unfold values_below in H. destruct (Nat.leb_spec l (length (cache v))).
  - injection H as <-. split; [now apply cache_right_skipn|]. rewrite skipn_length. lia.
  - apply fill_right in H; auto.
    + destruct H as [A B]. split; auto. rewrite B, firstn_length, skipn_length. lia.
    + intros i l' Hi. apply nth_error_firstn in Hi. now rewrite nth_error_skipn in Hi.
Qed.

(** ** Zero conditions *)
Lemma top_sum_right c k s : cache_right c -> top_sum n ls c k = Some s ->
  exists below vals m T D, c = below :: tl c /\ eval F E (firstn (length (tl c)) N) X = Some vals /\ (0 < D)%Z /\
    presum_ok E x vals D s T /\ preactivation E vals m = Some T /\
    (forall e vals', eval F E (firstn (length c) N) X = Some vals' -> nth_error vals' (N.to_nat k) = Some e ->
       e = extended_relu F T).
Proof.
  intros HC H. unfold top_sum in H. destruct c as [|t c]; [discriminate|].
  destruct (nth_error ls (length c)) as [l|] eqn:Hl; [|discriminate].
  destruct (nth_error (neurons l) (N.to_nat k)) as [m'|] eqn:Hm; [|discriminate].
  destruct (act m') eqn:A; [|discriminate]. destruct (sum_neuron m' (below_top n c)) as [s'|] eqn:SN; [|discriminate].
  injection H as ->. destruct HC as [_ HC].
  destruct (@levels_ok_nth N 1%Z ls _ _ eq_refl scaled Hl) as (L & d & A1 & A2 & A3 & A4 & A5).
  destruct (below_top_right c HC) as (vals & B1 & B2).
  assert (exists m, nth_error L (N.to_nat k) = Some m /\ neuron_scaled E d (level_scale l) m m') as (m & M1 & M2).
  { clear -A5 Hm. revert Hm. generalize (N.to_nat k). induction A5; intros [|i] Hm; simpl in *; try discriminate; eauto.
    injection Hm as ->. eauto. }
  destruct (sum_neuron_sound A4 A2 B2 M2 SN) as (T & T1 & T2).
  exists t, vals, m, T, (level_scale l).
  split; [reflexivity|]. split; [exact B1|]. split; [exact A3|]. split; [exact T2|]. split; [exact T1|].
  - intros e vals' EV Hn. simpl length in EV. rewrite (firstn_step _ A1), eval_app, B1 in EV. simpl in EV.
    destruct (eval_layer F E L vals) as [vs|] eqn:EL; [|discriminate]. injection EV as <-.
    assert (G : forall L vs, eval_layer F E L vals = Some vs -> forall i m, nth_error L i = Some m ->
      forall e0, nth_error vs i = Some e0 -> eval_neuron F E m vals = Some e0).
    { clear. intro L. induction L as [|m0 L IH]; intros vs H; simpl in H.
      - intros [|i] m Hm; discriminate.
      - destruct (eval_neuron F E m0 vals) eqn:E0; [|discriminate]. destruct (eval_layer F E L vals); [|discriminate].
        injection H as <-. intros [|i] m Hm e0 He; simpl in *; [congruence|eauto]. }
    specialize (G L vs EL _ m M1 e Hn). rewrite eval_neuron_preactivation, T1 in G. simpl in G.
    rewrite (proj1 M2), A in G. simpl in G. now injection G as <-.
Qed.

(** A closed condition holds exactly where the neuron is zero. *)
Lemma relu_zero r : extended_relu F (Finite r) = Finite 0 <-> (r <=? 0) = true.
Proof.
  simpl. split; intro H.
  - injection H as H. rewrite <- relu_leb, H. apply leb_refl.
  - f_equal. now apply relu_of_nonpos.
Qed.
Lemma scaled_nonpos D r v : (0 < D)%Z -> #D * r = v -> (r <=? 0) = (v <=? 0).
Proof.
  intros HD <-. apply (ofZ_positive E) in HD.
  rewrite <- (relu_leb F r), <- (relu_leb F (#D * r)), (relu_scale F _ _ HD).
  destruct (relu F r <=? 0) eqn:R.
  - rewrite (leb_anti F _ _ R (relu_nonneg F r)). symmetry. replace (#D * 0) with 0 by ring. apply leb_refl.
  - symmetry. now apply mul_positive.
Qed.
Lemma closed_condition_right vals D s T r : (0 < D)%Z -> presum_ok E x vals D s T -> closed_condition n s = Some r ->
  (extended_relu F T = Finite 0 <-> (0 <=? form_value r x) = true).
Proof.
  intros HD HS H. unfold closed_condition in H. destruct (sum_form s) as [f|] eqn:SF.
  - injection H as <-. unfold sum_form in SF. destruct (finite_part s) as [[g [|]]|] eqn:FP; try discriminate.
    destruct (is_finite s) eqn:FI; [|discriminate]. injection SF as ->.
    destruct (presum_finite HS FI FP) as (t & -> & R). unfold expression_value in R. cbn [fst snd atoms_sum] in R.
    assert (R' : #D * t = form_value f x) by (rewrite R; ring).
    rewrite relu_zero, (@scaled_nonpos _ _ _ HD R'), <- leb_opp, <- value_opp.
    pose proof (divide_form_sound E (form_opp f) x) as DF. unfold primitive.
    destruct (divide_form n (form_opp f)) as [q g]. destruct DF as [G1 G2]. cbn [fst].
    assert (G3 : #g * - form_value q x = - form_value (form_opp f) x) by (rewrite G2; ring).
    pose proof (@scaled_nonpos _ _ _ G1 G3) as G4. rewrite !opp_leb in G4. rewrite G4. tauto.
  - destruct (is_finite s) eqn:FI; [|discriminate]. destruct (finite_part s) as [e|] eqn:FP; [|discriminate].
    destruct (single_atom e) as [q|] eqn:SA; [|discriminate]. simpl in H. injection H as <-.
    destruct (presum_finite HS FI FP) as (t & -> & R). apply (single_atom_sound E x _) in SA as (c & C1 & C2).
    rewrite C2 in R. rewrite relu_zero, (@scaled_nonpos _ _ _ HD R), value_opp, leb_opp.
    rewrite <- (relu_leb F (form_value q x)). rewrite (@scaled_nonpos _ _ _ C1 (eq_refl (#c * relu F (form_value q x)))). tauto.
Qed.

(** Where a neuron is zero, its zero condition is satisfied, if it has one. *)
Lemma zero_condition_right c k vals : cache_right c -> eval F E (firstn (length c) N) X = Some vals ->
  nth_error vals (N.to_nat k) = Some (Finite 0) -> origin_of (zero_condition n ls c k) <> Dropped ->
  satisfied (zero_condition n ls c k) = true.
Proof.
  intros HC HE HK HO. unfold zero_condition in *. destruct (top_sum n ls c k) as [s|] eqn:TS; [|simpl in HO; congruence].
  destruct (@top_sum_right c k s HC TS) as (t & vals1 & m & T & D & A1 & A2 & A3 & A4 & A5 & A6).
  assert (Z0 : extended_relu F T = Finite 0) by (symmetry; eapply A6; eauto).
  destruct (closed_condition n s) as [r|] eqn:CC.
  - apply (@closed_condition_right _ _ _ _ _ A3 A4 CC). exact Z0.
  - destruct (finite_part s) as [[f [|]]|] eqn:FP; try (simpl in HO; congruence).
    destruct (gates s) as [|j [|]] eqn:GS; try (simpl in HO; congruence).
    destruct (_ && _) eqn:G; [|simpl in HO; congruence].
    apply andb_prop in G as [G G4]. apply andb_prop in G as [G G3]. apply andb_prop in G as [G1 G2].
    destruct (top_sum n ls (tl c) j) as [s'|] eqn:TS'; [|simpl in HO; congruence].
    destruct (closed_condition n s') as [r|] eqn:CC'; [|simpl in HO; congruence].
    assert (HC' : cache_right (tl c)) by (rewrite A1 in HC; simpl in HC; tauto).
    destruct (@top_sum_right (tl c) j s' HC' TS') as (t' & vals2 & m' & T' & D' & B1 & B2 & B3 & B4 & B5 & B6).
    destruct A4 as (S1 & S2 & S3 & S4 & S5 & S6).
    assert (P : gate_positive F vals1 j).
    { destruct (S5 j) as [Z1|P]; auto; [rewrite GS; now left|]. exfalso.
      destruct (proj1 (S1 _ FP)) as (r0 & R1 & R2).
      { intros c0 Hc0. rewrite GS in Hc0. destruct Hc0 as [<-|[]]. exact Z1. }
      subst T. apply relu_zero in Z0. rewrite (@scaled_nonpos _ _ _ A3 R2) in Z0.
      unfold expression_value in Z0. cbn [fst snd atoms_sum] in Z0.
      unfold IntegerForms.value in Z0. rewrite (zeros_dot E _ _ G3) in Z0.
      apply Z.ltb_lt, (ofZ_positive E) in G4. replace (0 + #(snd f) + 0) with (#(snd f)) in Z0 by ring. congruence. }
    destruct P as (e & P1 & P2). pose proof (B6 e vals1 A2 P1) as Ee.
    unfold Farkas.satisfied. simpl. rewrite value_opp, opp_leb.
    destruct (0 <=? form_value r x) eqn:Q; auto. exfalso.
    apply (@closed_condition_right _ _ _ _ _ B3 B4 CC') in Q. rewrite Q in Ee. subst e. simpl in P2. rewrite leb_refl in P2. discriminate.
Qed.

(** ** Statuses *)
Lemma zero_or_positive vals l : (forall c, In c l -> gate_zero F vals c \/ gate_positive F vals c) ->
  (forall c, In c l -> gate_zero F vals c) \/ exists c, In c l /\ gate_positive F vals c.
Proof.
  induction l as [|c l IH]; intro H; [left; intros c []|].
  destruct (H c (or_introl eq_refl)) as [Z0|P]; [|right; exists c; split; [now left|auto]].
  destruct IH as [I|(k & K1 & K2)]; [intros; apply H; now right| |].
  - left. intros k [<-|K]; auto.
  - right. exists k. split; auto. now right.
Qed.
Lemma reduce_sound D p : exists g, (0 < g)%Z /\ form_value p x = #g * form_value (reduce n D p) x.
Proof.
  unfold reduce. generalize (fold_left Z.gcd (pad n (fst p)) (Z.gcd D (snd p))) as g. intro g.
  destruct (_ && _) eqn:H.
  - apply andb_prop in H as [H H3]. apply andb_prop in H as [H1 H2]. apply Z.ltb_lt in H1. apply Z.eqb_eq in H3.
    exists g. split; auto. unfold IntegerForms.value. rewrite <- (dot_pad E (fst p)).
    rewrite <- (scaled_eqb_sound E _ _ _ x H2). cbn [fst snd] in *.
    assert (H4 : #(snd p) = #g * #(snd p / g)) by (rewrite <- ofZ_mul; now rewrite H3). rewrite H4. ring.
  - exists 1%Z. split; [lia|]. rewrite ofZ_1. ring.
Qed.
Lemma all_satisfied cs usable : forallb satisfied cs = true ->
  forall k g, nth_error cs k = Some g -> usable (Z.of_nat k) g = true -> satisfied g = true.
Proof. intros H k g Hg _. rewrite forallb_forall in H. apply H. eapply nth_error_In; eauto. Qed.

Lemma status_proof_right D p w s conditions pf st vals T : (0 < D)%Z -> forallb satisfied (pconstraints p) = true ->
  presum_ok E x vals D s T ->
  ((forall c, In c (gates s) -> gate_zero F vals c) ->
     forall g, In g conditions -> origin_of g <> Dropped -> satisfied g = true) ->
  status_proof n D p w s conditions pf = inl st -> status_true F st T.
Proof.
  intros HD HP HS HC H. unfold status_proof in H.
  assert (FORM : forall strict (target : form -> form) st', match sum_form s with
      | None => inr StatusFinite
      | Some f => match prove strict any (pconstraints p) pf (target (reduce n D f)) with
                  | None => inl st' | Some r => inr r end end = inl st ->
      st = st' /\ exists r f g, T = Finite r /\ (0 < g)%Z /\ #D * r = #g * form_value (reduce n D f) x /\
        (0 <=? form_value (target (reduce n D f)) x) = true /\
        (strict = true -> (form_value (target (reduce n D f)) x <=? 0) = false)).
  { intros strict target st' G. destruct (sum_form s) as [f|] eqn:SF; [|discriminate].
    destruct (prove strict any (pconstraints p) pf (target (reduce n D f))) eqn:P; [discriminate|].
    injection G as <-. split; auto.
    unfold sum_form in SF. destruct (finite_part s) as [[g [|]]|] eqn:FP; try discriminate.
    destruct (is_finite s) eqn:FI; [|discriminate]. injection SF as ->.
    destruct (presum_finite HS FI FP) as (r & -> & R). unfold expression_value in R. cbn [fst snd atoms_sum] in R.
    destruct (reduce_sound D f) as (g & G1 & G2). exists r, f, g. split; auto. split; auto.
    split; [rewrite R, <- G2; ring|]. eapply prove_sound; [|exact P]. now apply all_satisfied. }
  destruct w.
  - destruct (FORM true (fun q => q) StatedPositive H) as (-> & r & f & g & -> & G & R & _ & P2).
    exists r. split; auto. specialize (P2 eq_refl). apply (ofZ_positive E) in G. apply (ofZ_positive E) in HD.
    apply (cancel_positive F _ _ HD). rewrite R. now apply mul_positive.
  - destruct (FORM false (fun q => q) StatedNonneg H) as (-> & r & f & g & -> & G & R & P1 & _).
    exists r. split; auto. apply (ofZ_positive E) in G. apply (ofZ_positive E) in HD.
    apply (cancel_nonneg F _ _ HD). rewrite R. apply mul_nonneg; auto. now apply positive_nonneg.
  - destruct (FORM false (fun q => form_opp q) StatedZero H) as (-> & r & f & g & -> & G & R & P1 & _).
    apply relu_zero. rewrite <- leb_opp. apply (ofZ_positive E) in G. apply (ofZ_positive E) in HD.
    apply (cancel_nonneg F _ _ HD). replace (#D * - r) with (- (#D * r)) by ring. rewrite R.
    replace (- (#g * form_value (reduce n D f) x)) with (#g * form_value (form_opp (reduce n D f)) x) by (rewrite value_opp; ring).
    apply mul_nonneg; auto. now apply positive_nonneg.
  - destruct (gated s && low s) eqn:GL; [|discriminate]. apply andb_prop in GL as [GA LO].
    destruct (prove true not_dropped (pconstraints p ++ conditions) pf form_zero) eqn:P; [discriminate|].
    destruct pf as [f|]; [|discriminate].
    destruct (mu f =? 1)%Z; [|discriminate]. injection H as <-.
    unfold gated in GA. destruct (finite_part s) as [ex|] eqn:FP; [|discriminate].
    destruct HS as (S1 & S2 & S3 & S4 & S5 & S6).
    destruct (zero_or_positive _ S5) as [AZ|AP].
    + exfalso. eapply prove_sound in P; [destruct P as [_ P]; specialize (P eq_refl); rewrite value_zero, leb_refl in P; discriminate|].
      intros k g Hg Hu. apply nth_error_In in Hg. apply in_app_or in Hg as [Hg|Hg].
      * rewrite forallb_forall in HP. now apply HP.
      * apply (HC AZ g Hg). unfold not_dropped in Hu. now destruct (origin_of g).
    + destruct (proj2 (S1 _ FP) AP) as [-> | ->]; [reflexivity|].
      rewrite (S3 eq_refl), LO in S6. discriminate.
Qed.

Lemma index_below_spec k size i : index_below k size = Some i -> (i < size)%nat.
Proof.
  unfold index_below. destruct k as [z|]; [|discriminate].
  destruct ((0 <=? z)%Z && (z <? Z.of_nat size)%Z) eqn:H; [|discriminate]. intro G. injection G as <-.
  apply andb_prop in H as [H1 H2]. apply Z.leb_le in H1. apply Z.ltb_lt in H2. lia.
Qed.
Lemma Forall2_nth A B (R : A -> B -> Prop) l l' : Forall2 R l l' -> forall i b, nth_error l' i = Some b ->
  exists a, nth_error l i = Some a /\ R a b.
Proof. induction 1; intros [|i] b Hb; simpl in *; try discriminate; eauto. injection Hb as <-. eauto. Qed.

Lemma state_view_right p v layer k word pf v' : forallb satisfied (pconstraints p) = true -> view_right v ->
  state_view n ls p v layer k word pf = inl v' -> view_right v'.
Proof.
  intros HP HV H. unfold state_view in H. destruct (index_below layer _) as [l|] eqn:IL; [|discriminate].
  destruct (nth_error ls l) as [lv|] eqn:Hl; [|discriminate].
  destruct (index_below k _) as [j|] eqn:IK; [|discriminate].
  destruct (nth_error (neurons lv) j) as [m'|] eqn:Hm; [|discriminate].
  destruct (act m') eqn:A; [|discriminate]. destruct (get (N.of_nat j) (layer_statuses l v)); [discriminate|].
  destruct (values_below n ls v l) as [c|] eqn:VB; [|discriminate].
  destruct (sum_neuron m' (below_top n c)) as [s|] eqn:SN; [|discriminate].
  destruct word as [w|]; [|discriminate].
  destruct (status_proof _ _ _ _ _ _ _) as [st|] eqn:SP; [|discriminate]. injection H as <-.
  assert (LL : (l <= length ls)%nat) by (apply index_below_spec in IL; lia).
  destruct (values_below_right HV LL VB) as [HC HL]. split; [exact HC|]. cbn [statuses].
  destruct (@levels_ok_nth N 1%Z ls _ _ eq_refl scaled Hl) as (L & d & A1 & A2 & A3 & A4 & A5).
  destruct (below_top_right c HC) as (vals & B1 & B2). rewrite HL in B1, B2.
  destruct (Forall2_nth A5 _ Hm) as (m & M1 & M2).
  destruct (sum_neuron_sound A4 A2 B2 M2 SN) as (T & T1 & T2).
  assert (ST : status_true F st T).
  { eapply status_proof_right; [exact A3|exact HP|exact T2| |exact SP].
    intros GZ g Hg HO. apply in_map_iff in Hg as (c0 & <- & Hc0).
    eapply zero_condition_right; eauto; [rewrite HL; exact B1|exact (GZ c0 Hc0)]. }
  destruct HV as [_ HS]. intros l0 tr k0 w0 G1 G2 vals0 L0 m0 T0 E1 E2 E3 E4.
  rewrite get_set in G1. destruct (N.eqb_spec l0 (N.of_nat l)) as [->|]; [|eapply HS; eauto].
  injection G1 as <-. rewrite get_set in G2. destruct (N.eqb_spec k0 (N.of_nat j)) as [->|NJ].
  - injection G2 as <-. rewrite Nnat.Nat2N.id in *. rewrite B1 in E1. injection E1 as <-.
    rewrite A1 in E2. injection E2 as <-. rewrite M1 in E3. injection E3 as <-. rewrite T1 in E4. now injection E4 as <-.
  - rewrite Nnat.Nat2N.id in E1, E2. replace k0 with (N.of_nat (N.to_nat k0)) in G2 by lia.
    eapply layer_statuses_right; eauto.
Qed.

(** ** Outputs *)
Lemma output_expression_right v k e D : view_right v -> output_expression n ls v k = inl (e, D) ->
  exists vals L m r, eval F E (firstn (length N - 1) N) X = Some vals /\ nth_error N (length N - 1) = Some L /\
    nth_error L k = Some m /\ eval_neuron F E m vals = Some (Finite r) /\ (0 < D)%Z /\ #D * r = expression_value E x e.
Proof.
  intros HV H. unfold output_expression in H. pose proof (levels_ok_length N _ _ scaled) as LN. rewrite LN in H.
  destruct (values_below n ls v (length N - 1)) as [c|] eqn:VB; [|discriminate].
  destruct (nth_error ls (length N - 1)) as [lv|] eqn:Hl; [|discriminate].
  destruct (nth_error (neurons lv) k) as [m'|] eqn:Hm; [|discriminate].
  assert (LL : (length N - 1 <= length ls)%nat) by lia.
  destruct (values_below_right HV LL VB) as [HC HL].
  destruct (@levels_ok_nth N 1%Z ls _ _ eq_refl scaled Hl) as (L & d & A1 & A2 & A3 & A4 & A5).
  destruct (below_top_right c HC) as (vals & B1 & B2). rewrite HL in B1, B2.
  destruct (Forall2_nth A5 _ Hm) as (m & M1 & M2).
  destruct (act m') eqn:A; destruct (sum_neuron m' (below_top n c)) as [s|] eqn:SN; try discriminate.
  destruct (sum_neuron_sound A4 A2 B2 M2 SN) as (T & T1 & T2).
  destruct (finite_part s) as [e0|] eqn:FP; [|discriminate]. destruct (is_finite s) eqn:FI; [|discriminate].
  injection H as <- <-. destruct (presum_finite T2 FI FP) as (r & -> & R).
  exists vals, L, m, r. repeat split; auto. rewrite eval_neuron_preactivation, T1. simpl.
  now rewrite (proj1 M2), A.
Qed.
Lemma hidden_values_right v v' : view_right v -> hidden_values n ls v = inl v' -> view_right v'.
Proof.
  intros HV H. unfold hidden_values in H. destruct (values_below n ls v (length ls - 1)) as [c|] eqn:VB; [|discriminate].
  injection H as <-. destruct (@values_below_right v (length ls - 1) c HV ltac:(lia) VB) as [HC _]. split; auto. exact (proj2 HV).
Qed.
Lemma eval_last vals L : (0 < length N)%nat -> eval F E (firstn (length N - 1) N) X = Some vals ->
  nth_error N (length N - 1) = Some L -> eval F E N X = eval_layer F E L vals.
Proof.
  intros HN H1 H2. rewrite <- (firstn_all N) at 1. replace (length N) with (S (length N - 1)) at 1 by lia.
  rewrite (firstn_step _ H2), eval_app, H1. simpl. now destruct (eval_layer F E L vals).
Qed.
End Network.

Lemma same_atoms_sum D1 D2 a : forall b, same_atoms D1 D2 a b = true -> #D2 * atoms_sum E x a = #D1 * atoms_sum E x b.
Proof.
  induction a as [|[q c] a IH]; intros [|[r d] b] H; simpl in *; try discriminate; [ring|].
  destruct (compare_forms q r) eqn:C; try discriminate. apply compare_forms_eq in C. subst r.
  apply andb_prop in H as [H1 H2]. apply Z.eqb_eq in H1. specialize (IH b H2).
  transitivity (#(D2 * c) * relu F (form_value q x) + #D2 * atoms_sum E x a); [rewrite ofZ_mul; ring|].
  rewrite H1, IH, ofZ_mul. ring.
Qed.

Variables N1 N2 : network (extended Q).
Variable env : penvironment.
Hypothesis dimension_fits : pdimension env = length x.
Hypothesis scaled1 : levels_ok 1 N1 (levels1 env).
Hypothesis scaled2 : levels_ok 1 N2 (levels2 env).
Hypothesis nonempty1 : (0 < length N1)%nat.
Hypothesis nonempty2 : (0 < length N2)%nat.
Hypothesis outputs1 : forall L, nth_error N1 (length N1 - 1) = Some L -> length L = poutputs env.
Hypothesis outputs2 : forall L, nth_error N2 (length N2 - 1) = Some L -> length L = poutputs env.

Hypothesis has_outputs : (1 <= poutputs env)%nat.

Definition holds (p : ppath) : Prop := forallb satisfied (pconstraints p) = true.
Definition path_right (p : ppath) : Prop := holds p ->
  view_right N1 (levels1 env) (view1 p) /\ view_right N2 (levels2 env) (view2 p).
Definition equal_here : Prop := exists v : list F,
  eval F E N1 X = Some (map (@Finite F) v) /\ eval F E N2 X = Some (map (@Finite F) v).

Lemma compare_output_right p k e : holds p -> view_right N1 (levels1 env) (view1 p) ->
  view_right N2 (levels2 env) (view2 p) -> compare_output env p k e = None ->
  exists vals1 L1 m1 vals2 L2 m2 r,
    (eval F E (firstn (length N1 - 1) N1) X = Some vals1 /\ nth_error N1 (length N1 - 1) = Some L1 /\
     nth_error L1 k = Some m1 /\ eval_neuron F E m1 vals1 = Some (Finite r)) /\
    (eval F E (firstn (length N2 - 1) N2) X = Some vals2 /\ nth_error N2 (length N2 - 1) = Some L2 /\
     nth_error L2 k = Some m2 /\ eval_neuron F E m2 vals2 = Some (Finite r)).
Proof.
  intros HP HV1 HV2 H. unfold compare_output in H. rewrite dimension_fits in H.
  destruct (output_expression _ (levels1 env) _ k) as [[e1 D1]|] eqn:O1; [|discriminate].
  destruct (output_expression _ (levels2 env) _ k) as [[e2 D2]|] eqn:O2; [|discriminate].
  destruct (output_expression_right scaled1 k HV1 O1) as (vals1 & L1 & m1 & r1 & A1 & A2 & A3 & A4 & A5 & A6).
  destruct (output_expression_right scaled2 k HV2 O2) as (vals2 & L2 & m2 & r2 & B1 & B2 & B3 & B4 & B5 & B6).
  destruct (same_atoms D1 D2 (snd e1) (snd e2)) eqn:SA; [|discriminate]. apply same_atoms_sum in SA.
  set (d := difference (length x) D1 D2 (fst e1) (fst e2)) in *.
  assert (Z0 : form_value d x = 0).
  { destruct e as [[|up down]|]; [| |discriminate].
    - destruct (all_zero (fst d) && (snd d =? 0)%Z) eqn:Z; [|discriminate]. apply andb_prop in Z as [Z1 Z2].
      apply Z.eqb_eq in Z2. unfold IntegerForms.value. rewrite (zeros_dot E _ _ Z1), Z2, ofZ_0. ring.
    - destruct (prove false any (pconstraints p) up d) eqn:P1; [discriminate|].
      assert (U : (0 <=? form_value d x) = true) by (eapply prove_sound with (2 := P1); exact (@all_satisfied (pconstraints p) any HP)).
      assert (V : (0 <=? form_value (form_opp d) x) = true) by (eapply prove_sound with (2 := H); exact (@all_satisfied (pconstraints p) any HP)).
      rewrite value_opp, leb_opp in V. now apply leb_anti. }
  assert (EQ : r1 = r2).
  { destruct (reduce_sound (D1 * D2) (form_add_scaled D2 (fst e1) (form_add_scaled (- D1) (fst e2) form_zero))) as (g & G1 & G2).
    fold (difference (length x) D1 D2 (fst e1) (fst e2)) in G2. fold d in G2.
    rewrite !value_add_scaled, value_zero, Z0, ofZ_opp in G2.
    apply (cancel_eq F (#D1 * #D2)); [apply mul_positive; now apply ofZ_positive|].
    transitivity (#D2 * (#D1 * r1)); [ring|]. transitivity (#D1 * (#D2 * r2)); [|ring].
    rewrite A6, B6. unfold expression_value.
    transitivity ((0 + - #D1 * form_value (fst e2) x + #D2 * form_value (fst e1) x)
      + #D2 * atoms_sum E x (snd e1) + #D1 * form_value (fst e2) x); [ring|].
    rewrite G2, SA. ring. }
  subst r2. exists vals1, L1, m1, vals2, L2, m2, r1. auto 10.
Qed.

Lemma compare_outputs_each p es : forall k, compare_outputs env p k es = None ->
  forall i, (i < length es)%nat -> exists e, compare_output env p (k + i) e = None.
Proof.
  induction es as [|e es IH]; intros k H i Hi; simpl in *; [lia|].
  destruct (compare_output env p k e) eqn:C; [discriminate|]. destruct i as [|i].
  - exists e. now rewrite Nat.add_0_r.
  - destruct (IH (S k) H i ltac:(lia)) as (e' & He). exists e'. now rewrite Nat.add_succ_r.
Qed.

Lemma equal_layers vals1 vals2 L1 : forall L2, length L1 = length L2 ->
  (forall k m1 m2, nth_error L1 k = Some m1 -> nth_error L2 k = Some m2 ->
     exists r, eval_neuron F E m1 vals1 = Some (Finite r) /\ eval_neuron F E m2 vals2 = Some (Finite r)) ->
  exists v : list F, eval_layer F E L1 vals1 = Some (map (@Finite F) v) /\ eval_layer F E L2 vals2 = Some (map (@Finite F) v).
Proof.
  induction L1 as [|m1 L1 IH]; intros [|m2 L2] HL H; try discriminate; [exists []; auto|].
  destruct (H O m1 m2 eq_refl eq_refl) as (r & R1 & R2).
  destruct (IH L2) as (v & V1 & V2); [now injection HL|intros k a b Ha Hb; exact (H (S k) a b Ha Hb)|].
  exists (r :: v). cbn [eval_layer map]. now rewrite R1, R2, V1, V2.
Qed.

Lemma check_leaf_right p es : holds p -> path_right p -> check_leaf env p es = None -> equal_here.
Proof.
  intros HP HR H. unfold check_leaf in H. destruct (Nat.eqb_spec (length es) (poutputs env)) as [HL|]; [|discriminate].
  rewrite dimension_fits in H. destruct (HR HP) as [HV1 HV2].
  destruct (hidden_values _ (levels1 env) (view1 p)) as [v1|] eqn:H1; [|discriminate].
  destruct (hidden_values _ (levels2 env) (view2 p)) as [v2|] eqn:H2; [|discriminate].
  apply (hidden_values_right scaled1 HV1) in H1. apply (hidden_values_right scaled2 HV2) in H2.
  set (p' := PPath (pconstraints p) v1 v2) in *. assert (HP' : holds p') by exact HP.
  pose proof (compare_outputs_each p' es 0 H) as C. rewrite HL in C.
  assert (K1 : exists L1, nth_error N1 (length N1 - 1) = Some L1).
  { destruct (nth_error N1 (length N1 - 1)) eqn:N; eauto. apply nth_error_None in N. lia. }
  assert (K2 : exists L2, nth_error N2 (length N2 - 1) = Some L2).
  { destruct (nth_error N2 (length N2 - 1)) eqn:N; eauto. apply nth_error_None in N. lia. }
  destruct K1 as (L1 & K1), K2 as (L2 & K2).
  assert (Hlen : length L1 = length L2) by (rewrite (outputs1 K1), (outputs2 K2); reflexivity).
  assert (EACH : forall k m1 m2, nth_error L1 k = Some m1 -> nth_error L2 k = Some m2 ->
    exists vals1 vals2 r, eval F E (firstn (length N1 - 1) N1) X = Some vals1 /\
      eval F E (firstn (length N2 - 1) N2) X = Some vals2 /\
      eval_neuron F E m1 vals1 = Some (Finite r) /\ eval_neuron F E m2 vals2 = Some (Finite r)).
  { intros k m1 m2 M1 M2. assert (Hk : (k < poutputs env)%nat).
    { rewrite <- (outputs1 K1). apply nth_error_Some. congruence. }
    destruct (C k Hk) as (e & He). rewrite Nat.add_0_l in He.
    destruct (@compare_output_right p' k e HP' H1 H2 He)
      as (vals1 & L1' & m1' & vals2 & L2' & m2' & r & (A1 & A2 & A3 & A4) & (B1 & B2 & B3 & B4)).
    rewrite K1 in A2. injection A2 as <-. rewrite M1 in A3. injection A3 as <-.
    rewrite K2 in B2. injection B2 as <-. rewrite M2 in B3. injection B3 as <-.
    exists vals1, vals2, r. auto. }
  destruct L1 as [|m1 L1]; [exfalso; pose proof (outputs1 K1) as Z; simpl in Z; lia|].
  destruct L2 as [|m2 L2]; [discriminate|].
  destruct (EACH O m1 m2 eq_refl eq_refl) as (vals1 & vals2 & _ & A1 & B1 & _).
  destruct (@equal_layers vals1 vals2 (m1 :: L1) (m2 :: L2) Hlen) as (v & V1 & V2).
  { intros k a b Ha Hb. destruct (EACH k a b Ha Hb) as (u1 & u2 & r & C1 & C2 & C3 & C4).
    rewrite A1 in C1. injection C1 as <-. rewrite B1 in C2. injection C2 as <-. eauto. }
  exists v. split.
  - now rewrite (eval_last N1 nonempty1 A1 K1).
  - now rewrite (eval_last N2 nonempty2 B1 K2).
Qed.

(** ** The walk *)
Lemma extend_right p f r : path_right p -> path_right (extend p f r).
Proof.
  intros H K. apply H. unfold holds, extend in *. simpl in K. rewrite forallb_app in K. now apply andb_prop in K as [K _].
Qed.
Lemma holds_extend p f r : holds p -> satisfied (condition f r) = true -> holds (extend p f r).
Proof. intros H K. unfold holds, extend in *. simpl. rewrite forallb_app, H. simpl. now rewrite K. Qed.

Theorem pstep_sound ps t ps' : pstep env ps t = inl ps' -> Forall path_right ps ->
  Forall path_right ps' /\ (Exists holds ps -> Exists holds ps' \/ equal_here).
Proof.
  intros H HF. unfold pstep in H. destruct ps as [|p ps]; [discriminate|].
  inversion HF as [|? ? HR HF']; subst. destruct t as [[h|]|[h|]|pf|net layer k w pf|es|]; try discriminate.
  - destruct (is_constant h); [discriminate|]. injection H as <-. split.
    + repeat apply Forall_cons; auto using extend_right.
    + intro HE. inversion HE as [? ? HP|? ? HP]; subst; [|left; now do 2 apply Exists_cons_tl].
      left. destruct (form_value h x <=? 0) eqn:S.
      * apply Exists_cons_hd, holds_extend; auto. unfold Farkas.satisfied. simpl. now rewrite value_opp, leb_opp.
      * apply Exists_cons_tl, Exists_cons_hd, holds_extend; auto. unfold Farkas.satisfied. simpl.
        now apply positive_nonneg.
  - destruct (is_constant h); [discriminate|]. injection H as <-. split.
    + repeat apply Forall_cons; auto using extend_right.
    + intro HE. inversion HE as [? ? HP|? ? HP]; subst; [|left; now do 3 apply Exists_cons_tl].
      left. destruct (form_value h x <=? 0) eqn:S, (0 <=? form_value h x) eqn:S'.
      * apply Exists_cons_tl, Exists_cons_hd, holds_extend; auto. unfold Farkas.satisfied. simpl. now rewrite S, S'.
      * apply Exists_cons_hd, holds_extend; auto. unfold Farkas.satisfied. simpl. now rewrite value_opp, opp_leb, S'.
      * apply Exists_cons_tl, Exists_cons_tl, Exists_cons_hd, holds_extend; auto.
        unfold Farkas.satisfied. simpl. now rewrite S.
      * apply Exists_cons_tl, Exists_cons_tl, Exists_cons_hd, holds_extend; auto.
        unfold Farkas.satisfied. simpl. now rewrite S.
  - destruct (prove true any (pconstraints p) pf form_zero) eqn:P; [discriminate|].
    destruct pf as [f|]; [|discriminate]. destruct (mu f =? 1)%Z; [|discriminate]. injection H as <-. split; auto.
    intro HE. inversion HE as [? ? HP|? ? HP]; subst; auto. exfalso.
    eapply prove_sound in P; [|exact (@all_satisfied (pconstraints p) any HP)].
    destruct P as [_ P]. specialize (P eq_refl). rewrite value_zero, leb_refl in P. discriminate.
  - rewrite dimension_fits in H.
    assert (G : exists p', ps' = p' :: ps /\ pconstraints p' = pconstraints p /\ path_right p').
    { destruct net as [[|q|q]|]; try discriminate; [|destruct q; try discriminate].
      - destruct (state_view _ _ p (view1 p) layer k w pf) as [v|] eqn:SV; [|discriminate]. injection H as <-.
        eexists. split; [reflexivity|]. split; [reflexivity|]. intro K. unfold holds in K. simpl in K.
        destruct (HR K) as [V1 V2]. split; auto. simpl. exact (state_view_right scaled1 p layer k w pf K V1 SV).
      - destruct (state_view _ _ p (view2 p) layer k w pf) as [v|] eqn:SV; [|discriminate]. injection H as <-.
        eexists. split; [reflexivity|]. split; [reflexivity|]. intro K. unfold holds in K. simpl in K.
        destruct (HR K) as [V1 V2]. split; auto. simpl. exact (state_view_right scaled2 p layer k w pf K V2 SV). }
    destruct G as (p' & -> & C & R). split; [now constructor|].
    intro HE. left. inversion HE as [? ? HP|? ? HP]; subst.
    + apply Exists_cons_hd. unfold holds in *. now rewrite C.
    + now apply Exists_cons_tl.
  - destruct (check_leaf env p es) eqn:L; [discriminate|]. injection H as <-. split; auto.
    intro HE. inversion HE as [? ? HP|? ? HP]; subst; auto. right. eapply check_leaf_right; eauto.
Qed.

Lemma prun_sound ts : forall ps, prun env ps ts = Accepted -> Forall path_right ps -> Exists holds ps -> equal_here.
Proof.
  induction ts as [|t ts IH]; intros ps H HF HE; simpl in H; destruct ps as [|p ps]; try discriminate.
  - inversion HE.
  - destruct (pstep env (p :: ps) t) as [ps'|] eqn:S; [|discriminate].
    destruct (@pstep_sound (p :: ps) t ps' S HF) as [A B]. destruct (B HE); eauto.
Qed.
End Soundness.

Lemma last_nth A (l : list A) d a : nth_error l (length l - 1) = Some a -> last l d = a.
Proof.
  induction l as [|b l IH]; [discriminate|]. destruct l as [|c l]; simpl in *; [congruence|].
  rewrite Nat.sub_0_r in IH. exact IH.
Qed.

(** Accepted means equal: at every point of the domain, in every ordered ring that contains the rationals, both
    networks have values, finite ones, and the same. *)
Theorem pcheck_sound (F : OrderedRing) (E : ContainsQ F) (x : list F) (c : equality_claim) (ts : list ptoken) :
  pcheck c ts = Accepted -> length x = eq_inputs c ->
  Forall (fun f => leb F (f0 F) (IntegerForms.value E f x) = true) (eq_inequalities c) ->
  Forall (fun f => IntegerForms.value E f x = f0 F) (eq_equalities c) ->
  exists v : list F,
    eval F E (first_network c) (map (@Finite F) x) = Some (map (@Finite F) v) /\
    eval F E (second_network c) (map (@Finite F) x) = Some (map (@Finite F) v).
Proof.
  unfold pcheck, pstart. intros H Hx D1 D2.
  destruct (levels_of 1 (first_network c)) as [l1|] eqn:S1; [|discriminate].
  destruct (levels_of 1 (second_network c)) as [l2|] eqn:S2; [|discriminate].
  apply (levels_of_sound E) in S1, S2.
  destruct (Nat.leb 1 _ && _ && _ && _) eqn:G; [|discriminate].
  apply andb_prop in G as [G G4]. apply andb_prop in G as [G G3]. apply andb_prop in G as [G1 G2].
  apply Nat.leb_le in G1. apply Nat.eqb_eq in G2. apply negb_true_iff, Nat.eqb_neq in G3, G4.
  rewrite (@levels_ok_length _ _ _ _ _ S1) in G3. rewrite (@levels_ok_length _ _ _ _ _ S2) in G4.
  set (env := PEnvironment _ l1 l2 _) in H.
  assert (O1 : forall L, nth_error (first_network c) (length (first_network c) - 1) = Some L -> length L = poutputs env).
  { intros L HL. unfold env. simpl. now rewrite (last_nth _ [] HL). }
  assert (O2 : forall L, nth_error (second_network c) (length (second_network c) - 1) = Some L -> length L = poutputs env).
  { intros L HL. unfold env. simpl. now rewrite G2, (last_nth _ [] HL). }
  eapply (@prun_sound F E x (first_network c) (second_network c) env); eauto; try (simpl; lia).
  - repeat constructor; intros l tr k w K; rewrite get_leaf in K; discriminate.
  - apply Exists_cons_hd. unfold holds. simpl. rewrite forallb_app. apply andb_true_intro. split;
      apply forallb_forall; intros d Hd; apply in_map_iff in Hd as (f & <- & Hf); unfold satisfied; simpl.
    + rewrite Forall_forall in D1. exact (D1 f Hf).
    + rewrite Forall_forall in D2. rewrite (D2 f Hf), leb_refl. reflexivity.
Qed.
