(** * Two hidden layers: closed faces with alternating signs

    F(relu z) = [z <= 0] F(0) - [z = 0] F(0) + [z >= 0] F(z).
    All regions are closed, and a closed side h <= 0 has the penalty relu(h), one neuron of the first hidden layer. *)
Require Import List Bool NArith Lia Ring Arith.
From ExactReLU Require Import OrderedRings ExtendedNumbers Networks AffineForms Gates Expansion.
Import ListNotations.
Set Implicit Arguments.

Section ClosedFaces.
Variable F : OrderedRing.
Variable K : Coefficients F.
Add Ring F_ring : (f_ring F).
Notation "0" := (f0 F).
Notation "x <=? y" := (leb F x y) (at level 70).
Notation form := (form K).
Notation constraint := (@constraint F K).
Notation term := (@term F K).
Notation value := (@form_value F K).

Definition closed_branches (p : form) : list (@branch F K) :=
  [ Branch false [(false, p)] (form_zero K);
    Branch true  [(false, p); (false, form_opp p)] (form_zero K);
    Branch false [(false, form_opp p)] p ].

Lemma closed_branching (p : form) (x : list F) (G : F -> F) :
  G (relu F (value p x)) =
  sum F (map (fun b => signed F (reverses b) (indicator F (holds (adds b) x) (G (value (becomes b) x))))
             (closed_branches p)).
Proof.
  rewrite split_closed. simpl. unfold holds1; simpl. rewrite value_opp, opp_leb, value_zero.
  destruct (value p x <=? 0), (0 <=? value p x); simpl; ring.
Qed.

Definition closed_terms (n : nat) (N : network K) : list term :=
  expand closed_branches N false [] (coordinates K n).
Definition constraints (D : list term) : list constraint := concat (map (@region F K) D).

(** The shallow network: two hidden layers and the output layer. *)
Definition two_hidden_layers (n : nat) (N : network K) : network (extended K) :=
  let D := closed_terms n N in
  [ first_layer n (constraints D); gates n (constraints D) D; outputs (width n N) D ].

Definition penalty (x : list F) (c : constraint) : F :=
  if fst c then (if value (snd c) x <=? 0 then f1 F else 0) else relu F (value (snd c) x).

Lemma penalty_zero x c : holds1 x c = true -> penalty x c = 0.
Proof.
  unfold holds1, penalty. destruct (fst c); simpl; destruct (value (snd c) x <=? 0) eqn:E; try discriminate; auto.
  intros _. now apply relu_of_nonpos.
Qed.
Lemma penalty_positive x c : holds1 x c = false -> (penalty x c <=? 0) = false.
Proof.
  unfold holds1, penalty. destruct (fst c); simpl; destruct (value (snd c) x <=? 0) eqn:E; try discriminate.
  - intros _. apply one_positive.
  - intros _. now rewrite relu_leb.
Qed.

Lemma regions_included (D : list term) t : In t D -> incl (region t) (constraints D).
Proof. intros Ht c Hc. apply in_concat. exists (region t). split; auto. now apply in_map. Qed.

Lemma closed_regions n N c : In c (constraints (closed_terms n N)) -> fst c = false.
Proof.
  intro H. apply in_concat in H as (C & HC & Hc). apply in_map_iff in HC as (t & <- & Ht).
  assert (G : Forall (fun t => Forall (fun c : constraint => fst c = false) (region t)) (closed_terms n N)).
  { apply expand_regions; auto. intro p. repeat constructor. }
  rewrite Forall_forall in G. specialize (G t Ht). rewrite Forall_forall in G. auto.
Qed.

Lemma terms_are_outputs branches n (N : network K) x :
  (forall (p : form) (x : list F) (G : F -> F), G (relu F (value p x)) =
     sum F (map (fun b => signed F (reverses b) (indicator F (holds (adds b) x) (G (value (becomes b) x)))) (branches p))) ->
  length x = n ->
  map (fun i => Finite (terms_value i x (expand branches N false [] (coordinates K n)))) (seq 0 (width n N))
  = map (@Finite F) (feval F (phi K) N x).
Proof.
  intros HB Hx. subst n. rewrite <- (feval_length F (phi K) N x).
  rewrite <- (map_map (fun i => terms_value i x _) (@Finite F)). f_equal.
  rewrite <- (map_nth_seq 0 (feval F (phi K) N x)) at 2. apply map_ext. intro i.
  rewrite (expand_value branches HB). simpl. now rewrite coordinates_values.
Qed.

Theorem two_hidden_layers_correct n N x : length x = n ->
  eval F (phi K) (two_hidden_layers n N) (map (@Finite F) x)
  = Some (map (@Finite F) (feval F (phi K) N x)).
Proof.
  intro Hx. rewrite <- (@terms_are_outputs closed_branches n N x closed_branching Hx).
  unfold two_hidden_layers. fold (closed_terms n N). cbn [eval]. subst n. rewrite first_layer_value.
  erewrite (map_ext_in (fun c => relu F (value (snd c) x)) (penalty x)).
  2: { intros c Hc. unfold penalty. now rewrite (closed_regions _ _ c Hc). }
  rewrite (gates_value x (penalty x) (penalty_zero x) (penalty_positive x)) by (intros; now apply regions_included).
  now rewrite outputs_value.
Qed.

(** Two hidden layers of ReLU neurons and an output layer; infinite weights, all of them -oo, in the second alone. *)
Definition has_two_hidden_layers (S : network (extended K)) : Prop := exists H G Y, S = [H; G; Y] /\
  layer_of ReLU (@is_finite K) H /\ layer_of ReLU (@finite_or_minus_infinity K) G /\ layer_of Identity (@is_finite K) Y.

(** The theorem with two hidden layers: for every network whose dimensions fit, at every point, whatever the weights. *)
Theorem every_network_has_two_hidden_layers : forall (n : nat) (N : network K), fits n N ->
  exists S : network (extended K), has_two_hidden_layers S /\
  forall x : list F, length x = n ->
    eval F (phi K) S (map (@Finite F) x) = eval F (phi K) (lift N) (map (@Finite F) x) /\
    eval F (phi K) S (map (@Finite F) x) = Some (map (@Finite F) (feval F (phi K) N x)).
Proof.
  intros n N H. exists (two_hidden_layers n N). split.
  - do 3 eexists. split; [reflexivity|]. auto using first_layer_kind, gates_kind, outputs_kind.
  - intros x Hx. rewrite two_hidden_layers_correct by auto. split; auto. rewrite eval_lift; auto. now rewrite Hx.
Qed.

(** At most (number of outputs) * 3^(number of ReLU neurons) terms. *)
Theorem closed_terms_count n N : length (closed_terms n N) = width n N * 3 ^ relu_count N.
Proof.
  unfold closed_terms. rewrite (expand_length closed_branches (k := 3)) by reflexivity.
  unfold coordinates. now rewrite map_length, seq_length.
Qed.
End ClosedFaces.
