(** * Three hidden layers: half-open cells, one term per cell and output

    F(relu z) = [z <= 0] F(0) + [z > 0] F(z).
    The penalty of a closed side h <= 0 is relu(h), passed on by the second hidden layer; that of a strict side h > 0
    is the selector relu(1 - oo * relu(h)), which is 1 where h <= 0 and 0 where h > 0. *)
Require Import List Bool NArith Lia Ring Arith.
From ExactReLU Require Import OrderedRings ExtendedNumbers Networks AffineForms Gates Expansion ClosedFaces.
Import ListNotations.
Set Implicit Arguments.

Section HalfOpen.
Variable F : OrderedRing.
Variable K : Coefficients F.
Add Ring F_ring : (f_ring F).
Notation "0" := (f0 F). Notation "1" := (f1 F).
Notation "x <=? y" := (leb F x y) (at level 70).
Notation relu := (relu F).
Notation form := (form K).
Notation constraint := (@constraint F K).
Notation term := (@term F K).
Notation value := (@form_value F K).

Definition half_open_branches (p : form) : list (@branch F K) :=
  [ Branch false [(false, p)] (form_zero K); Branch false [(true, p)] p ].

Lemma half_open_branching (p : form) (x : list F) (G : F -> F) :
  G (relu (value p x)) =
  sum F (map (fun b => signed F (reverses b) (indicator F (holds (adds b) x) (G (value (becomes b) x))))
             (half_open_branches p)).
Proof.
  rewrite split_half_open. simpl. unfold holds1; simpl. rewrite value_zero.
  destruct (value p x <=? 0); simpl; ring.
Qed.

(** Neurons of the second hidden layer, each with one weight. *)
Definition copy (j : nat) : neuron (extended K) :=
  Neuron ReLU (Finite (k0 K)) (Sparse [(N.of_nat j, Finite (k1 K))]).
Definition selector (j : nat) : neuron (extended K) :=
  Neuron ReLU (Finite (k1 K)) (Sparse [(N.of_nat j, MinusInfinity)]).

Lemma copy_value j vs v : nth_error vs j = Some v ->
  eval_neuron F (phi K) (copy j) (map (@Finite F) vs) = Some (Finite (relu v)).
Proof.
  intro H. unfold eval_neuron, copy; simpl. rewrite Nnat.Nat2N.id, nth_error_map, H. simpl.
  rewrite phi0, phi1. do 3 f_equal. ring.
Qed.
Lemma selector_value j vs v : nth_error vs j = Some (relu v) ->
  eval_neuron F (phi K) (selector j) (map (@Finite F) vs) = Some (Finite (if v <=? 0 then 1 else 0)).
Proof.
  intro H. unfold eval_neuron, selector; simpl. rewrite Nnat.Nat2N.id, nth_error_map, H. simpl.
  unfold times_infinity. rewrite relu_leb. destruct (v <=? 0) eqn:E; simpl.
  - rewrite (relu_nonneg F v). simpl. rewrite phi1. do 2 f_equal.
    replace (fadd F (fadd F 0 0) 1) with 1 by ring. apply relu_of_nonneg, positive_nonneg, one_positive.
  - reflexivity.
Qed.

Fixpoint penalty_neurons (j : nat) (Cs : list constraint) : list (neuron (extended K)) :=
  match Cs with
  | [] => []
  | c :: Cs' => (if fst c then selector j else copy j) :: penalty_neurons (S j) Cs'
  end.
Definition second_layer (n : nat) (Cs : list constraint) : list (neuron (extended K)) :=
  map copy (seq 0 (n + n)) ++ penalty_neurons (n + n) Cs.

Lemma penalty_neurons_value x Cs : forall prefix,
  eval_layer F (phi K) (penalty_neurons (length prefix) Cs)
    (map (@Finite F) (prefix ++ map (fun c => relu (value (snd c) x)) Cs))
  = Some (map (@Finite F) (map (penalty x) Cs)).
Proof.
  induction Cs as [|c Cs IH]; intro prefix; simpl; auto.
  specialize (IH (prefix ++ [relu (value (snd c) x)])).
  rewrite app_length, Nat.add_1_r, <- app_assoc in IH. simpl in IH. rewrite IH.
  assert (H : nth_error (prefix ++ relu (value (snd c) x) :: map (fun c => relu (value (snd c) x)) Cs)
                (length prefix) = Some (relu (value (snd c) x))).
  { rewrite nth_error_app2, Nat.sub_diag by auto. reflexivity. }
  assert (P : penalty x c = if fst c then if value (snd c) x <=? 0 then 1 else 0 else relu (value (snd c) x))
    by reflexivity.
  rewrite P. destruct (fst c).
  - rewrite (selector_value _ _ _ H). reflexivity.
  - rewrite (copy_value _ _ H), relu_idempotent. reflexivity.
Qed.

Lemma copies_value vs ws : eval_layer F (phi K) (map copy (seq 0 (length vs)))
    (map (@Finite F) (map relu vs ++ ws)) = Some (map (@Finite F) (map relu vs)).
Proof.
  rewrite (eval_layer_map F (phi K) copy (fun j => Finite (relu (nth j vs 0)))).
  - f_equal. rewrite <- (map_nth_seq 0 vs) at 2. now rewrite !map_map.
  - intros j Hj. apply in_seq in Hj as [_ Hj]. simpl in Hj.
    rewrite (copy_value j _ (v := relu (nth j vs 0))); [now rewrite relu_idempotent|].
    rewrite nth_error_app1 by now rewrite map_length.
    rewrite nth_error_map, (nth_error_nth' vs 0 Hj). reflexivity.
Qed.

Lemma second_layer_value x Cs :
  eval_layer F (phi K) (second_layer (length x) Cs)
    (map (@Finite F) (carriers F x ++ map (fun c => relu (value (snd c) x)) Cs))
  = Some (map (@Finite F) (carriers F x ++ map (penalty x) Cs)).
Proof.
  unfold second_layer. rewrite eval_layer_app.
  assert (C : carriers F x = map relu (x ++ map (fopp F) x)) by (unfold carriers; now rewrite map_app, map_map).
  assert (L : length (carriers F x) = length x + length x) by (rewrite C, map_length, app_length, map_length; lia).
  rewrite <- L, penalty_neurons_value, C, map_length, copies_value. now rewrite !map_app.
Qed.

Definition half_open_terms (n : nat) (N : network K) : list term :=
  expand half_open_branches N false [] (coordinates K n).

(** The shallow network: three hidden layers and the output layer. *)
Definition three_hidden_layers (n : nat) (N : network K) : network (extended K) :=
  let D := half_open_terms n N in
  [ first_layer n (constraints D); second_layer n (constraints D); gates n (constraints D) D; outputs (width n N) D ].

Theorem three_hidden_layers_correct n N x : length x = n ->
  eval F (phi K) (three_hidden_layers n N) (map (@Finite F) x)
  = Some (map (@Finite F) (feval F (phi K) N x)).
Proof.
  intro Hx. rewrite <- (@terms_are_outputs F K half_open_branches n N x half_open_branching Hx).
  unfold three_hidden_layers. fold (half_open_terms n N). cbn [eval]. subst n.
  rewrite first_layer_value, second_layer_value.
  rewrite (gates_value x (penalty x) (@penalty_zero F K x) (@penalty_positive F K x))
    by (intros; now apply regions_included).
  now rewrite outputs_value.
Qed.

Lemma second_layer_kind n Cs : layer_of ReLU (@finite_or_minus_infinity K) (second_layer n Cs).
Proof.
  assert (C : forall j, act (copy j) = ReLU /\ is_finite (bias (copy j)) /\
    row_of (@finite_or_minus_infinity K) (weights (copy j))).
  { intro j. simpl. repeat split; [now exists (k0 K)|]. constructor; [|constructor]. left. now exists (k1 K). }
  apply Forall_app. split.
  - apply Forall_forall. intros m H. apply in_map_iff in H as (j & <- & _). apply C.
  - generalize (n + n). induction Cs as [|c Cs IH]; intro j; constructor; [|apply IH].
    destruct (fst c); [|apply C]. simpl. repeat split; [now exists (k1 K)|]. constructor; [now right|constructor].
Qed.

(** Three hidden layers of ReLU neurons and an output layer; infinite weights, all of them -oo, in the second and
    the third. *)
Definition has_three_hidden_layers (S : network (extended K)) : Prop := exists H1 H2 G Y, S = [H1; H2; G; Y] /\
  layer_of ReLU (@is_finite K) H1 /\ layer_of ReLU (@finite_or_minus_infinity K) H2 /\
  layer_of ReLU (@finite_or_minus_infinity K) G /\ layer_of Identity (@is_finite K) Y.

(** The theorem with three hidden layers. *)
Theorem every_network_has_three_hidden_layers : forall (n : nat) (N : network K), fits n N ->
  exists S : network (extended K), has_three_hidden_layers S /\
  forall x : list F, length x = n ->
    eval F (phi K) S (map (@Finite F) x) = eval F (phi K) (lift N) (map (@Finite F) x) /\
    eval F (phi K) S (map (@Finite F) x) = Some (map (@Finite F) (feval F (phi K) N x)).
Proof.
  intros n N H. exists (three_hidden_layers n N). split.
  - do 4 eexists. split; [reflexivity|]. auto using first_layer_kind, second_layer_kind, gates_kind, outputs_kind.
  - intros x Hx. rewrite three_hidden_layers_correct by auto. split; auto. rewrite eval_lift; auto. now rewrite Hx.
Qed.

(** Half-open regions need one term where the closed faces need three: 2^K instead of 3^K at most. *)
Theorem half_open_terms_count n N : length (half_open_terms n N) = width n N * 2 ^ relu_count N.
Proof.
  unfold half_open_terms. rewrite (expand_length half_open_branches (k := 2)) by reflexivity.
  unfold coordinates. now rewrite map_length, seq_length.
Qed.
End HalfOpen.
