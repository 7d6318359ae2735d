(** * The checker of construction certificates, and its soundness

    [start] prepares the walk, [step] takes a token, [finish] looks at what is left; [check] folds them over a list of
    tokens, and a program may do the same one token at a time. *)
Require Import List Bool ZArith NArith QArith Lia Ring.
From ExactReLU Require Import OrderedRings ExtendedNumbers Networks Embedding IntegerForms Denominators Trie SearchTree
  HiddenLayers GateCheck Farkas Trace TraceSoundness.
Import ListNotations.
Set Implicit Arguments.

(** The claim: on the domain, a.x + c >= 0 and a.x + c = 0 for these forms, the two networks are equal. *)
Record claim := Claim {
  half_open_cells : bool; inputs : nat; inequalities : list form; equalities : list form;
  deep : network Q; shallow : network (extended Q) }.

(** ** What the outputs make of the gates *)
Fixpoint index_gates (i : N) (ms : list (neuron (extended Q))) (t : trie claimable) : trie claimable :=
  match ms with [] => t | m :: ms' => index_gates (N.succ i) ms' (set i (m, None) t) end.
(** Every gate has one weight, 1 or -1, in one output; [false] where that fails. *)
Fixpoint assign_row (o : nat) (ws : list (N * extended Q)) (t : trie claimable) (ok : bool) : trie claimable * bool :=
  match ws with
  | [] => (t, ok)
  | (j, w) :: ws' =>
      match get j t, w with
      | Some (m, None), Finite a =>
          if is_number 1 a then assign_row o ws' (set j (m, Some (o, false)) t) ok
          else if is_number (-1) a then assign_row o ws' (set j (m, Some (o, true)) t) ok
          else assign_row o ws' t false
      | _, _ => assign_row o ws' t false
      end
  end.
Definition output_row (m : neuron (extended Q)) : option (list (N * extended Q)) :=
  match act m, bias m, weights m with
  | Identity, Finite b, Sparse ws => if is_number 0 b then Some ws else None
  | _, _, _ => None
  end.
Fixpoint assign (o : nat) (rows : list (list (N * extended Q))) (t : trie claimable) (ok : bool) : trie claimable * bool :=
  match rows with
  | [] => (t, ok)
  | ws :: rows' => let (t', ok') := assign_row o ws t ok in assign (S o) rows' t' ok'
  end.

(** ** Dimensions *)
Definition row_fits_b A (m : nat) (r : row A) : bool :=
  match r with
  | Dense ws => Nat.eqb (length ws) m
  | Sparse ws => let w := N.of_nat m in forallb (fun cw => N.ltb (fst cw) w) ws
  end.
Fixpoint fits_b A (m : nat) (N : network A) : bool :=
  match N with
  | [] => true
  | L :: N' => forallb (fun n => row_fits_b m (weights n)) L && fits_b (length L) N'
  end.

(** ** The beginning *)
Record session := Session {
  env : environment;
  gates_fit : bool;        (** every gate has one place in the output layer *)
  neurons_fit : bool;      (** every hidden neuron is of a kind that the construction has *)
  below_gates : nat        (** the number of neurons of the layer below the gates *) }.

Definition carrier_columns (b : columns) (n : nat) : list carrier :=
  map (fun i => let q := (pad n (fst (coordinate i)), 0%Z) in
                (penalty_column b false q, penalty_column b false (form_opp q))) (seq 0 n).
Definition premises (c : claim) : list constraint :=
  map (fun f => Constraint f Closed Premise []) (inequalities c) ++
  map (fun f => Constraint f Equal Premise []) (equalities c).
Definition mark_carriers (cs : list carrier) (t : trie bool) : trie bool :=
  fold_left (fun t c => let t' := match fst c with Some j => mark j t | None => t end in
                        match snd c with Some j => mark j t' | None => t' end) cs t.
Definition is_some A (o : option A) : bool := match o with Some _ => true | None => false end.
Fixpoint all_marked (i : N) (count : nat) (t : trie bool) : bool :=
  match count with O => true | S count' => match get i t with Some _ => all_marked (N.succ i) count' t | None => false end end.

Definition begin_walk (c : claim) (M : network Z) (D : Z) (b : columns) (below_ok : bool) (below_count : nat)
    (G Y : list (neuron (extended Q))) : session * state + rule :=
  match traverse output_row Y with
  | None => inr OutputEntry
  | Some rows =>
      let (t, ok) := assign 0 rows (index_gates 0 G Leaf) true in
      let cs := carrier_columns b (inputs c) in
      let e := Environment (half_open_cells c) (inputs c) b cs D (N.of_nat (length G)) in
      let width := N.of_nat below_count in
      let p := make_path (premises c) (map (fun f => (f, Active)) (coordinates (inputs c))) M false in
      inl (Session e ok (below_ok && forallb (gate_shaped width) G) below_count,
           State [p] t (mark_carriers cs Leaf))
  end.

Definition start (c : claim) : session * state + rule :=
  let n := inputs c in
  match scale_network 1 (deep c) with
  | None => inr DeepNetwork
  | Some (M, D) =>
      if fits_b n (deep c) then
        match shallow c, half_open_cells c with
        | [H1; G; Y], false =>
            if Nat.eqb (length Y) (width n (deep c)) then
              let forms := map (hidden_form n) H1 in
              match index_forms 0 forms Empty with
              | None => inr DuplicateNeuron
              | Some t => begin_walk c M D (Columns t None) (forallb (@is_some form) forms) (length H1) G Y
              end
            else inr Outputs
        | [H1; H2; G; Y], true =>
            if Nat.eqb (length Y) (width n (deep c)) then
              let forms := map (hidden_form n) H1 in
              let kinds := map (second_neuron (N.of_nat (length H1))) H2 in
              match index_forms 0 forms Empty, index_second true 0 kinds Leaf, index_second false 0 kinds Leaf with
              | Some t, Some cp, Some sl =>
                  let carriers1 := mark_carriers (carrier_columns (Columns t None) n) Leaf in
                  let read := fold_left (fun t k => match k with Some (_, c) => mark c t | None => t end) kinds carriers1 in
                  begin_walk c M D (Columns t (Some (cp, sl)))
                    (forallb (@is_some form) forms && forallb (@is_some _) kinds && all_marked 0 (length H1) read)
                    (length H2) G Y
              | _, _, _ => inr DuplicateNeuron
              end
            else inr Outputs
        | _, _ => inr HiddenLayers
        end
      else inr DeepNetwork
  end.

(** ** The end *)
Definition finish (z : session) (s : state) : option rule :=
  if is_empty (gates s) then
    if gates_fit z then
      if neurons_fit z && all_marked 0 (below_gates z) (used s) then None else Some UnusedNeuron
    else Some OutputEntry
  else Some GateUnused.

Fixpoint run (z : session) (s : state) (ts : list token) : verdict :=
  match paths s, ts with
  | [], [] => match finish z s with None => Accepted | Some r => Refused r end
  | [], _ :: _ => match finish z s with None => Refused TrailingData | Some r => Refused r end
  | _ :: _, [] => Refused Unfinished
  | _ :: _, t :: ts' => match step (env z) s t with inl s' => run z s' ts' | inr r => Refused r end
  end.
Definition check (c : claim) (ts : list token) : verdict :=
  match start c with inr r => Refused r | inl (z, s) => run z s ts end.

(** ** Soundness *)
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

(** The domain of the claim. *)
Definition in_domain (c : claim) : Prop :=
  Forall (fun f => (0 <=? value E f x) = true) (inequalities c) /\ Forall (fun f => value E f x = 0) (equalities c).

Lemma fits_b_sound A (N : network A) : forall m, fits_b m N = true -> fits m N.
Proof.
  induction N as [|L N IH]; intros m H; simpl in *; auto. apply andb_prop in H as [H1 H2]. split; auto.
  apply Forall_forall. intros n Hn. rewrite forallb_forall in H1. specialize (H1 n Hn).
  destruct (weights n) as [ws|ws]; simpl in *; [now apply Nat.eqb_eq|].
  apply Forall_forall. intros cw Hc. rewrite forallb_forall in H1. specialize (H1 cw Hc). apply N.ltb_lt in H1. lia.
Qed.

Section Outputs.
Variable vals : list F.
Variable G : list (neuron (extended Q)).
Definition gate_values : list F := map (gate_value E vals) G.
Notation amount := (amount E vals).
Definition faithful (t : trie claimable) : Prop :=
  forall j m e, get j t = Some (m, e) -> nth_error G (N.to_nat j) = Some m.
Definition unassigned (t : trie claimable) : Prop := forall j m e, get j t = Some (m, e) -> e = None.

Lemma total_unassigned o t : (forall j g, get j t = Some g -> snd g = None) -> total F (amount o) t = 0.
Proof.
  intro H. assert (P : forall p g, pget p t = Some g -> snd g = None).
  { intros p g Hp. apply (H (Pos.pred_N p)). unfold get.
    pose proof (N.succ_pos_spec (Pos.pred_N p)) as S. rewrite N.succ_pos_pred in S. now injection S as ->. }
  clear H. induction t as [|l IHl [g|] r IHr]; simpl; auto.
  - rewrite IHl, IHr; [|intros p; apply (P (xI p))|intros p; apply (P (xO p))].
    unfold TraceSoundness.amount. rewrite (P xH g eq_refl). ring.
  - rewrite IHl, IHr; [ring|intros p; apply (P (xI p))|intros p; apply (P (xO p))].
Qed.

Lemma index_gates_spec ms : forall i t,
  (forall k m, nth_error ms k = Some m -> nth_error G (N.to_nat i + k) = Some m) ->
  faithful t -> (forall j g, get j t = Some g -> snd g = None) ->
  faithful (index_gates i ms t) /\ (forall j g, get j (index_gates i ms t) = Some g -> snd g = None).
Proof.
  induction ms as [|m ms IH]; intros i t H Hf Hu; simpl; auto. apply IH.
  - intros k m' Hk. specialize (H (S k) m' Hk). now replace (N.to_nat (N.succ i) + k)%nat with (N.to_nat i + S k)%nat by lia.
  - intros j m' e Hj. rewrite get_set in Hj. destruct (N.eqb_spec j i) as [->|]; [|eapply Hf; eauto].
    injection Hj as <- <-. specialize (H O m eq_refl). now rewrite Nat.add_0_r in H.
  - intros j g Hj. rewrite get_set in Hj. destruct (N.eqb_spec j i); [|eauto]. now injection Hj as <-.
Qed.

(** The part of an output row, on the values of the gates. *)
Notation row_value := (finite_sum E gate_values).
Definition row_ok (ws : list (N * extended Q)) : Prop :=
  Forall (fun e => (N.to_nat (fst e) < length G)%nat /\ exists a, snd e = Finite a) ws.

Lemma is_gate_column j m e t : faithful t -> get j t = Some (m, e) ->
  at_column F gate_values j = gate_value E vals m /\ (N.to_nat j < length G)%nat.
Proof.
  intros Hf H. apply Hf in H. split.
  - unfold at_column, gate_values. apply nth_error_nth. now rewrite nth_error_map, H.
  - apply nth_error_Some. congruence.
Qed.

Lemma assign_row_not_ok o ws : forall t, snd (assign_row o ws t false) = false.
Proof.
  induction ws as [|[j w] ws IH]; intro t; simpl; auto.
  destruct (get j t) as [[m [e|]]|]; auto. destruct w as [a| |]; auto.
  destruct (is_number 1 a); auto. destruct (is_number (-1) a); auto.
Qed.

Lemma assign_row_spec o ws : forall t t', faithful t -> assign_row o ws t true = (t', true) ->
  faithful t' /\ row_ok ws /\
  forall o', total F (amount o') t' = total F (amount o') t + (if Nat.eqb o o' then row_value ws else 0).
Proof.
  induction ws as [|[j w] ws IH]; intros t t' Hf H; simpl in H.
  - injection H as <-. split; auto. split; [constructor|]. intro o'. simpl. destruct (Nat.eqb o o'); ring.
  - assert (NO : forall t, assign_row o ws t false <> (t', true)).
    { intros u K. pose proof (assign_row_not_ok o ws u) as S. rewrite K in S. discriminate. }
    destruct (get j t) as [[m [e|]]|] eqn:Hg; try (destruct (NO _ H)).
    destruct w as [a| |]; try (destruct (NO _ H)).
    assert (C : exists neg, assign_row o ws (set j (m, Some (o, neg)) t) true = (t', true) /\
      E a * gate_value E vals m = signed F neg (gate_value E vals m)).
    { destruct (is_number 1 a) eqn:A1.
      - exists false. split; auto. apply (is_number_sound E) in A1. rewrite A1, ofZ_1. simpl. ring.
      - destruct (is_number (-1) a) eqn:A2; [|destruct (NO _ H)].
        exists true. split; auto. apply (is_number_sound E) in A2. rewrite A2.
        change (-1)%Z with (Z.opp 1). rewrite ofZ_opp, ofZ_1. simpl. ring. }
    destruct C as (neg & C & V). destruct (is_gate_column j Hf Hg) as [J1 J2].
    assert (Hf' : faithful (set j (m, Some (o, neg)) t)).
    { intros k m' e' Hk. rewrite get_set in Hk. destruct (N.eqb_spec k j) as [->|]; [|eapply Hf; eauto].
      injection Hk as <- <-. eapply Hf; eauto. }
    destruct (IH _ _ Hf' C) as (A & B & T). split; auto. split.
    + constructor; auto. simpl. eauto.
    + intro o'. rewrite T. pose proof (total_set F (amount o') j (m, Some (o, neg)) t) as S.
      rewrite Hg in S. cbn [Trie.amount] in S.
      change (amount o' (m, None)) with 0 in S.
      change (amount o' (m, Some (o, neg))) with (if Nat.eqb o o' then signed F neg (gate_value E vals m) else 0) in S.
      assert (S' : total F (amount o') (set j (m, Some (o, neg)) t)
        = total F (amount o') t + (if Nat.eqb o o' then signed F neg (gate_value E vals m) else 0)).
      { assert (Z0 : forall a, a = a + 0) by (intro; ring). exact (eq_trans (Z0 _) S). }
      rewrite S'. simpl. rewrite J1, V. destruct (Nat.eqb o o'); ring.
Qed.

Lemma assign_not_ok rows : forall o t, snd (assign o rows t false) = false.
Proof.
  induction rows as [|ws rows IH]; intros o t; simpl; auto.
  pose proof (assign_row_not_ok o ws t) as H. destruct (assign_row o ws t false) as [t' ok]. simpl in H. subst. apply IH.
Qed.

Lemma assign_spec rows : forall o t t', faithful t -> assign o rows t true = (t', true) ->
  Forall row_ok rows /\
  forall o', total F (amount o') t' = total F (amount o') t
    + (if Nat.leb o o' then nth (o' - o) (map row_value rows) 0 else 0).
Proof.
  induction rows as [|ws rows IH]; intros o t t' Hf H; simpl in H.
  - injection H as <-. split; auto. intro o'. simpl. destruct (Nat.leb o o'), (o' - o)%nat; ring.
  - destruct (assign_row o ws t true) as [t1 ok1] eqn:R. destruct ok1.
    2: { pose proof (assign_not_ok rows (S o) t1) as K. rewrite H in K. discriminate. }
    destruct (assign_row_spec _ _ Hf R) as (A & B & T). destruct (IH _ _ _ A H) as (C & T').
    split; auto. intro o'. rewrite T', T. destruct (Nat.eqb_spec o o') as [->|N].
    + rewrite Nat.leb_refl, Nat.sub_diag. replace (Nat.leb (S o') o') with false by (symmetry; apply Nat.leb_gt; lia).
      simpl. ring.
    + destruct (Nat.leb_spec o o').
      * replace (Nat.leb (S o) o') with true by (symmetry; apply Nat.leb_le; lia).
        replace (o' - o)%nat with (S (o' - S o)) by lia. simpl. ring.
      * replace (Nat.leb (S o) o') with false by (symmetry; apply Nat.leb_gt; lia). ring.
Qed.

Lemma output_layer_value Y rows : traverse output_row Y = Some rows -> Forall row_ok rows ->
  eval_layer F E Y (map (@Finite F) gate_values) = Some (map (@Finite F) (map row_value rows)).
Proof.
  intro H. apply traverse_Forall2 in H. induction H as [|m ws Y rows Hm HO IH]; intro HR; auto.
  inversion HR as [|? ? HW HR']; subst. cbn [eval_layer map]. rewrite (IH HR').
  unfold output_row in Hm. destruct m as [[] [b| |] [es|es]]; simpl in Hm; try discriminate.
  destruct (is_number 0 b) eqn:B; [|discriminate]. injection Hm as ->. apply (is_number_sound E) in B.
  assert (S : sparse_sum F E ws (map (@Finite F) gate_values) = Some (Finite (row_value ws))).
  { clear -HW. induction HW as [|[c w] ws [Hc [a Ha]] HW IH]; auto. cbn [sparse_sum fst snd] in *. subst w.
    assert (L : length gate_values = length G) by (unfold gate_values; apply map_length).
    rewrite nth_error_map, (nth_error_nth' gate_values 0) by lia. rewrite IH. reflexivity. }
  unfold eval_neuron. cbn [row_sum weights bias act]. rewrite S. simpl. do 4 f_equal. rewrite B, ofZ_0. ring.
Qed.
End Outputs.

Lemma run_sound z ts : forall s vals,
  Forall (fun v => (0 <=? v) = true) vals -> dimension (env z) = length x ->
  columns_correct E x (below (env z)) vals -> length (carriers (env z)) = length x ->
  carriers_correct F x vals (carriers (env z)) -> (0 < scale (env z))%Z ->
  Forall (path_ok E x vals) (paths s) -> run z s ts = Accepted ->
  gates_fit z = true /\ neurons_fit z = true /\ forall o, potential E x vals (env z) o s = 0.
Proof.
  induction ts as [|t ts IH]; intros s vals H1 H2 H3 H4 H5 H6 HP H; simpl in H;
    (destruct (paths s) as [|p ps] eqn:P; [|try discriminate]).
  - unfold finish in H. destruct (is_empty (gates s)) eqn:Z; [|discriminate].
    destruct (gates_fit z); [|discriminate]. destruct (neurons_fit z); [|discriminate]. repeat split; auto.
    intro o. unfold potential. rewrite P, (total_empty _ _ _ Z). simpl. ring.
  - destruct (finish z s); discriminate.
  - destruct (step (env z) s t) as [s'|] eqn:S; [|discriminate]. rewrite <- P in HP.
    destruct (step_sound (env z) H2 H3 H4 H5 H6 _ _ S HP) as [A B].
    destruct (IH s' vals H1 H2 H3 H4 H5 H6 A H) as (C1 & C2 & C3).
    repeat split; auto. intro o. now rewrite B.
Qed.

Lemma run_accepted z ts : forall s, run z s ts = Accepted -> neurons_fit z = true.
Proof.
  induction ts as [|t ts IH]; intros s H; simpl in H; destruct (paths s); try discriminate.
  - unfold finish in H. destruct (is_empty (gates s)); [|discriminate]. destruct (gates_fit z); [|discriminate].
    destruct (neurons_fit z); [auto|discriminate].
  - destruct (finish z s); discriminate.
  - destruct (step (env z) s t) as [s'|]; [eauto|discriminate].
Qed.
Lemma begin_walk_fits c M D b below_ok below_count G Y z s ts :
  begin_walk c M D b below_ok below_count G Y = inl (z, s) -> run z s ts = Accepted -> below_ok = true.
Proof.
  unfold begin_walk. destruct (traverse output_row Y); [|discriminate]. destruct (assign _ _ _ _) as [t ok].
  intro H. injection H as <- <-. intro R. apply run_accepted in R. simpl in R. now apply andb_prop in R as [R _].
Qed.

Lemma all_some A (l : list (option A)) : forallb (@is_some A) l = true -> exists r, l = map Some r.
Proof.
  induction l as [|[a|] l IH]; simpl; intro H; try discriminate; [exists []; auto|].
  destruct (IH H) as (r & ->). now exists (a :: r).
Qed.

Lemma carrier_columns_correct b vals n : columns_correct E x b vals -> n = length x ->
  length (carrier_columns b n) = length x /\ carriers_correct F x vals (carrier_columns b n).
Proof.
  intros [HC _] ->. unfold carrier_columns. rewrite map_length, seq_length. split; auto.
  intros i p m H. rewrite nth_error_map in H.
  destruct (nth_error (seq 0 (length x)) i) as [k|] eqn:N; [|discriminate].
  assert (k = i).
  { assert (L : (i < length (seq 0 (length x)))%nat) by (apply nth_error_Some; congruence).
    rewrite seq_length in L. apply nth_error_nth with (d := O) in N. now rewrite seq_nth in N. }
  subst k. injection H as <- <-.
  assert (V : value E (pad (length x) (fst (coordinate i)), 0%Z) x = nth i x 0).
  { rewrite <- (coordinate_value E). unfold value. cbn [fst snd]. now rewrite dot_pad. }
  split; intros j Hj; apply HC in Hj; unfold at_column; apply nth_error_nth with (d := 0) in Hj; rewrite Hj.
  - f_equal. exact V.
  - rewrite value_opp. do 2 f_equal. exact V.
Qed.

Lemma premises_ok c vals : in_domain c -> Forall (constraint_ok E x vals) (premises c) /\
  all_hold E x (premises c) = true.
Proof.
  intros [H1 H2].
  assert (S : Forall (fun d => origin_of d = Premise /\ satisfied shape relation_of E x d = true) (premises c)).
  { apply Forall_app. split; apply Forall_forall; intros d Hd; apply in_map_iff in Hd as (f & <- & Hf).
    - rewrite Forall_forall in H1. split; auto. apply (H1 f Hf).
    - rewrite Forall_forall in H2. split; auto. unfold satisfied. simpl. now rewrite (H2 f Hf), leb_refl. }
  split.
  - revert S. apply Forall_impl. intros d [O K]. split; [auto|congruence].
  - apply forallb_forall. intros d Hd. rewrite Forall_forall in S. now apply S.
Qed.

Lemma begin_walk_sound c M D b below_ok below_count G Y z s ts vals :
  length x = inputs c -> in_domain c -> Forall (fun v => (0 <=? v) = true) vals -> columns_correct E x b vals ->
  length vals = below_count ->
  scale_network 1 (deep c) = Some (M, D) -> length Y = width (inputs c) (deep c) ->
  begin_walk c M D b below_ok below_count G Y = inl (z, s) -> run z s ts = Accepted ->
  eval F E [G; Y] (map (@Finite F) vals) = Some (map (@Finite F) (feval F E (deep c) x)).
Proof.
  intros Hx Hd Hv Hb Hl HS HO H HR. unfold begin_walk in H.
  destruct (traverse output_row Y) as [rows|] eqn:T; [|discriminate].
  destruct (assign 0 rows (index_gates 0 G Leaf) true) as [t ok] eqn:A. injection H as <- <-.
  destruct (@scale_network_sound F E (deep c) 1 M D x eq_refl HS) as [HD HE].
  destruct (carrier_columns_correct Hb (eq_sym Hx)) as [C1 C2].
  destruct (premises_ok vals Hd) as [P1 P2].
  set (p := make_path (premises c) (map (fun f => (f, Active)) (coordinates (inputs c))) M false) in *.
  assert (HP : path_ok E x vals p).
  { unfold path_ok, p. rewrite make_path_constraints. auto. }
  edestruct run_sound as (G1 & G2 & G3); [exact Hv| | | | | | |exact HR|]; simpl; auto.
  simpl in G1, G2. subst ok. apply andb_prop in G2 as [_ G2].
  destruct (@index_gates_spec G G 0 Leaf) as [I1 I2].
  { intros k m Hk. exact Hk. }
  { intros j m e Hj. rewrite get_leaf in Hj. discriminate. }
  { intros j g Hj. rewrite get_leaf in Hj. discriminate. }
  destruct (@assign_spec vals G rows 0%nat _ _ I1 A) as [R1 R2].
  assert (EG : eval_layer F E G (map (@Finite F) vals) = Some (map (@Finite F) (gate_values vals G))).
  { unfold gate_values. rewrite map_map. rewrite <- (map_id G) at 1. apply eval_layer_map.
    intros m Hm. apply gate_value_eval; auto. rewrite forallb_forall in G2. rewrite Hl. auto. }
  cbn [eval]. rewrite EG, (@output_layer_value vals G Y rows T R1). do 2 f_equal.
  assert (L : length (map (finite_sum E (gate_values vals G)) rows) = length (feval F E (deep c) x)).
  { rewrite map_length, feval_length, Hx, <- HO. apply traverse_Forall2 in T. clear -T. induction T; simpl; auto. }
  apply nth_ext with (d := 0) (d' := 0); auto. intros o _. specialize (G3 o). unfold potential in G3. simpl in G3.
  rewrite R2, (@total_unassigned vals o _ I2) in G3. simpl in G3. rewrite Nat.sub_0_r in G3.
  assert (K : contribution E x o p = #D * nth o (feval F E (deep c) x) 0).
  { unfold p. rewrite make_path_contribution. unfold kept_holds.
    replace (forallb _ (premises c)) with true.
    2: { symmetry. apply forallb_forall. intros d Hd'. unfold premises in Hd'. apply in_app_or in Hd' as [Hd'|Hd'];
         apply in_map_iff in Hd' as (f & <- & _); reflexivity. }
    cbn [signed indicator OrderedRings.indicator]. unfold layer_value.
    replace (map (neuron_value E x) (map (fun f => (f, Active)) (coordinates (inputs c)))) with (map (fmul F #1) x).
    - rewrite HE. rewrite <- (map_nth (fmul F #D)). f_equal. ring.
    - rewrite map_map, <- Hx. change (map (fmul F #1) x = values E (coordinates (length x)) x).
      rewrite coordinates_values. rewrite <- (map_id x) at 2. apply map_ext. intro. rewrite ofZ_1. ring. }
  rewrite K in G3. apply (cancel_eq F _ _ _ (ofZ_positive E HD)).
  transitivity (#D * (0 + nth o (map (finite_sum E (gate_values vals G)) rows) 0)
    + - (#D * nth o (feval F E (deep c) x) 0 + 0) + #D * nth o (feval F E (deep c) x) 0); [ring|].
  rewrite G3. ring.
Qed.

(** Accepted means equal: at every point of the domain, in every ordered ring that contains the rationals, both
    networks have values, and the same ones. *)
Theorem check_sound c ts : check c ts = Accepted -> length x = inputs c -> in_domain c ->
  eval F E (shallow c) (map (@Finite F) x) = eval F E (lift (deep c)) (map (@Finite F) x) /\
  eval F E (lift (deep c)) (map (@Finite F) x) = Some (map (@Finite F) (feval F E (deep c) x)).
Proof.
  unfold check, start. intros H Hx Hd.
  destruct (scale_network 1 (deep c)) as [[M D]|] eqn:HS; [|discriminate].
  destruct (fits_b (inputs c) (deep c)) eqn:HF; [|discriminate]. apply fits_b_sound in HF.
  rewrite eval_lift by (now rewrite Hx). split; auto.
  destruct (shallow c) as [|H1 [|H2 [|H3 [|H4 [|? ?]]]]]; try discriminate.
  - destruct (half_open_cells c); [discriminate|].
    destruct (Nat.eqb_spec (length H3) (width (inputs c) (deep c))) as [HO|]; [|discriminate].
    destruct (index_forms _ _ _) as [t|] eqn:I; [|discriminate].
    destruct (begin_walk _ _ _ _ _ _ _ _) as [[z s]|] eqn:B; [|discriminate].
    pose proof (begin_walk_fits _ _ _ _ _ _ _ _ _ B H) as OK.
    destruct (all_some _ OK) as (qs & Q). rewrite Q in I. rewrite <- Hx in Q.
    assert (LQ : length qs = length H1) by (apply (f_equal (@length _)) in Q; now rewrite !map_length in Q).
    change (eval F E [H1; H2; H3] (map (@Finite F) x)) with
      (match eval_layer F E H1 (map (@Finite F) x) with Some v => eval F E [H2; H3] v | None => None end).
    rewrite (first_layer_sound E x H1 qs Q).
    eapply begin_walk_sound; [exact Hx|exact Hd| | | |exact HS|exact HO|exact B|exact H].
    + apply first_values_nonneg.
    + now apply columns_correct_first.
    + unfold first_values. now rewrite map_length.
  - destruct (half_open_cells c); [|discriminate].
    destruct (Nat.eqb_spec (length H4) (width (inputs c) (deep c))) as [HO|]; [|discriminate].
    destruct (index_forms _ _ _) as [t|] eqn:I; [|discriminate].
    destruct (index_second true _ _ _) as [cp|] eqn:IC; [|discriminate].
    destruct (index_second false _ _ _) as [sl|] eqn:IS; [|discriminate].
    destruct (begin_walk _ _ _ _ _ _ _ _) as [[z s]|] eqn:B; [|discriminate].
    pose proof (begin_walk_fits _ _ _ _ _ _ _ _ _ B H) as OK.
    apply andb_prop in OK as [OK _]. apply andb_prop in OK as [OK1 OK2].
    destruct (all_some _ OK1) as (qs & Q). destruct (all_some _ OK2) as (ks & KS).
    rewrite Q in I. rewrite KS in IC, IS. rewrite <- Hx in Q.
    assert (LQ : length qs = length H1) by (apply (f_equal (@length _)) in Q; now rewrite !map_length in Q).
    assert (LK : length ks = length H2) by (apply (f_equal (@length _)) in KS; now rewrite !map_length in KS).
    rewrite <- LQ in KS.
    change (eval F E [H1; H2; H3; H4] (map (@Finite F) x)) with
      (match eval_layer F E H1 (map (@Finite F) x) with
       | Some v => match eval_layer F E H2 v with Some w => eval F E [H3; H4] w | None => None end
       | None => None end).
    rewrite (first_layer_sound E x H1 qs Q), (second_layer_sound E x qs H2 ks KS).
    eapply begin_walk_sound; [exact Hx|exact Hd| | | |exact HS|exact HO|exact B|exact H].
    + apply second_values_nonneg.
    + now apply columns_correct_second.
    + unfold second_values. now rewrite map_length.
Qed.
End Soundness.
