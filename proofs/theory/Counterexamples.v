(** * What is not exact: naive variants of the two constructions, refuted on concrete networks *)
Require Import List Bool ZArith QArith Lia Qreals Reals Lra.
From ExactReLU Require Import OrderedRings ExtendedNumbers Networks AffineForms Gates Expansion ClosedFaces HalfOpen
  InstancesZ InstancesR.
Import ListNotations.

Section Networks.
Open Scope Z_scope.
Notation constraint := (@constraint Z_ring Z_in_Z).
Notation term := (@term Z_ring Z_in_Z).
Notation form := (form Z_in_Z).
Notation evaluate S x := (eval Z_ring (fun z => z) S [Finite (A := Z_ring) x]).

(** The shallow networks that a list of terms in one variable defines, as in the two constructions. *)
Definition two_hidden (D : list term) : network (extended Z) :=
  [ first_layer 1 (constraints D); gates 1 (constraints D) D; outputs 1 D ].
Definition three_hidden (D : list term) : network (extended Z) :=
  [ first_layer 1 (constraints D); second_layer 1 (constraints D); gates 1 (constraints D) D; outputs 1 D ].

Definition X : form := ([1], 0).
Definition minus_X : form := ([-1], 0).

(** ** Closed cells only: N(x) = relu(x) + 1 has the cells x <= 0 and x >= 0 *)
Definition ramp : network Z :=
  [ [ Neuron ReLU 0 (Dense [1]) ]; [ Neuron Identity 1 (Dense [1]) ] ].
Definition ramp_closed_cells : list term :=
  [ Term 0 false [(false, X)] ([], 1); Term 0 false [(false, minus_X)] ([1], 1) ].

(** Both cells hold at their common point, which is counted twice. *)
Theorem closed_cells_count_boundaries_twice :
  evaluate (lift ramp) 0 = Some [Finite 1] /\ evaluate (two_hidden ramp_closed_cells) 0 = Some [Finite 2].
Proof. split; vm_compute; reflexivity. Qed.

(** Away from the boundary they are right, so tests at random points do not see it. *)
Theorem closed_cells_are_right_elsewhere : forall z : Z, z <> 0 ->
  terms_value 0 [z : Z_ring] ramp_closed_cells = relu Z_ring z + 1.
Proof.
  intros z H. unfold terms_value, term_value, relu, indicator, holds, holds1, form_value.
  cbn -[Z.leb Z.add Z.mul]. unfold sign. cbn -[Z.leb Z.add Z.mul].
  destruct (Z.leb_spec (1 * z + 0 + 0) 0), (Z.leb_spec (-1 * z + 0 + 0) 0), (Z.leb_spec z 0); cbn -[Z.add Z.mul]; lia.
Qed.

(** ** Literal activation patterns: N(x) = relu(x) + relu(-x) + 1, two neurons on one hyperplane.
    With "active iff z > 0" the pattern (inactive, inactive) holds at x = 0 alone; with "active iff z >= 0" so does
    (active, active).  Keeping only the patterns with interior points loses the point. *)
Definition absolute_plus_one : network Z :=
  [ [ Neuron ReLU 0 (Dense [1]); Neuron ReLU 0 (Dense [-1]) ]; [ Neuron Identity 1 (Dense [1; 1]) ] ].
(** active iff z > 0 *)
Definition strict_patterns : list term :=
  [ Term 0 false [(true, X); (false, minus_X)] ([1], 1); Term 0 false [(false, X); (true, minus_X)] ([-1], 1) ].
(** active iff z >= 0, that is, not (-z > 0) *)
Definition weak_patterns : list term :=
  [ Term 0 false [(false, minus_X); (true, X)] ([1], 1); Term 0 false [(true, minus_X); (false, X)] ([-1], 1) ].

Theorem literal_patterns_lose_points :
  evaluate (lift absolute_plus_one) 0 = Some [Finite 1] /\
  evaluate (three_hidden strict_patterns) 0 = Some [Finite 0] /\
  evaluate (three_hidden weak_patterns) 0 = Some [Finite 0].
Proof. repeat split; vm_compute; reflexivity. Qed.

(** The two constructions are right at the same points. *)
Theorem constructions_are_right_there :
  evaluate (@two_hidden_layers Z_ring Z_in_Z 1 ramp) 0 = Some [Finite 1] /\
  evaluate (@two_hidden_layers Z_ring Z_in_Z 1 absolute_plus_one) 0 = Some [Finite 1] /\
  evaluate (@three_hidden_layers Z_ring Z_in_Z 1 absolute_plus_one) 0 = Some [Finite 1].
Proof. repeat split; vm_compute; reflexivity. Qed.

End Networks.

(** ** Why half-open cells need a third hidden layer: no neuron that reads the inputs, with any extended weights and
    bias and either activation, is a penalty of the strict side x + y > 0, that is, 0 exactly there. *)
Section StrictSide.
Open Scope R_scope.
Definition strict_penalty (a : activation) (w1 w2 b : extended R) (x y : R) : option (extended R) :=
  eval_neuron R_ring (fun w => w) (Neuron a b (Dense [w1; w2])) [Finite (A := R_ring) x; Finite (A := R_ring) y].

Lemma times_infinity_positive (a : R) (p q : extended R) : 0 < a -> times_infinity R_ring a p q = p.
Proof.
  intro H. unfold times_infinity. simpl. destruct (R_leb a 0) eqn:E; auto. apply R_leb_iff in E. lra.
Qed.
Lemma times_infinity_negative (a : R) (p q : extended R) : a < 0 -> times_infinity R_ring a p q = q.
Proof.
  intro H. unfold times_infinity. simpl.
  destruct (R_leb a 0) eqn:E; [|apply R_leb_gt in E; lra].
  destruct (R_leb 0 a) eqn:E'; auto. apply R_leb_iff in E'. lra.
Qed.
Lemma times_infinity_zero (p q : extended R) : times_infinity R_ring 0 p q = Finite (A := R_ring) 0.
Proof. unfold times_infinity. simpl. rewrite (proj2 (R_leb_iff 0 0)) by lra. reflexivity. Qed.

(** Even the values at the few points used below cannot be right. *)
Theorem no_neuron_tests_a_strict_side : forall (a : activation) (w1 w2 b : extended R),
  ~ (forall x y : R, (x + y > 0 <-> strict_penalty a w1 w2 b x y = Some (Finite 0))).
Proof.
  intros a w1 w2 b H. unfold strict_penalty, eval_neuron in H. simpl in H.
  pose proof (fun x y => proj1 (H x y)) as P. pose proof (proj2 (H 0 0)) as Z. clear H.
  assert (P1 := P 1 0 ltac:(lra)). assert (P2 := P (-1) 2 ltac:(lra)).
  assert (P3 := P 0 1 ltac:(lra)). assert (P4 := P 2 (-1) ltac:(lra)). assert (P5 := P 2 2 ltac:(lra)).
  destruct a, w1 as [a1| |], w2 as [a2| |], b as [c| |]; simpl in *;
    repeat match goal with
    | E : context [times_infinity R_ring ?a ?p ?q] |- _ =>
        first [ rewrite (times_infinity_positive a p q) in E by lra
              | rewrite (times_infinity_negative a p q) in E by lra
              | rewrite (times_infinity_zero p q) in E ]; simpl in E
    end; try discriminate; try (specialize (Z eq_refl); lra).
  - (* ReLU, both weights finite: continuity at the origin. *)
    assert (C : 0 < c).
    { destruct (Rlt_dec 0 c); auto. exfalso. assert (0 + 0 > 0); [|lra]. apply Z.
      unfold relu. simpl. rewrite (proj2 (R_leb_iff _ _)) by lra. reflexivity. }
    assert (T : exists t, 0 < t /\ 0 < (a1 + a2) * t + c).
    { destruct (Rle_dec 0 (a1 + a2)) as [S|S].
      - exists 1. lra.
      - exists (c / (-2 * (a1 + a2))). split.
        + apply Rdiv_lt_0_compat; lra.
        + replace ((a1 + a2) * (c / (-2 * (a1 + a2))) + c) with (c / 2) by (field; lra). lra. }
    destruct T as (t & T1 & T2). specialize (P t t ltac:(lra)). injection P as P.
    unfold relu in P. simpl in P. destruct (R_leb _ 0) eqn:E; [apply R_leb_iff in E|]; lra.
  - (* Identity, both weights finite: an affine function that vanishes on a half-plane vanishes at the origin. *)
    injection P1 as P1. injection P3 as P3. injection P5 as P5. assert (C : c = 0) by lra.
    assert (0 + 0 > 0); [|lra]. apply Z. do 2 f_equal. lra.
Qed.
End StrictSide.

(** ** A large number M in place of oo: the error beside a strict side, and near a vertex where more than two lines
    meet, is the same for every M, however large. *)
Section LargeNumber.
Open Scope R_scope.
Notation constraint := (@constraint R_ring Q_in_R).
Notation term := (@term R_ring Q_in_R).
Variable M : R.
Hypothesis M_large : 5 <= M.

Definition with_M (w : extended Q) : R := match w with Finite a => Q2R a | PlusInfinity => M | MinusInfinity => - M end.
Notation value S v := (feval R_ring with_M S v).

(** relu(x) + 5 in three hidden layers, with the half-open cells x <= 0 and x > 0.  At x = 1/M the selector of x > 0 is
    0 already, but the violation of x <= 0 costs M x = 1 only, of 5. *)
Definition side (strict : bool) : constraint := (strict, ([1%Q], 0%Q)).
Definition half_lines : list term :=
  [ Term 0 false [side false] ([], 5%Q); Term 0 false [side true] ([1%Q], 5%Q) ].
Definition half_lines_network : network (extended Q) :=
  [ first_layer 1 (constraints half_lines); second_layer 1 (constraints half_lines);
    gates 1 (constraints half_lines) half_lines; outputs 1 half_lines ].

(** The function 1 in two hidden layers, with the faces of three lines through the origin: six cells, six rays, one
    vertex.  A face has its facets as constraints, and a ray or the vertex its equalities. *)
Definition at_least (a b : Q) : constraint := (false, ([(-a)%Q; (-b)%Q], 0%Q)).
Definition line (a b : Q) : list constraint := [at_least a b; at_least (-a) (-b)].
Definition piece (minus : bool) (C : list constraint) : term := Term 0 minus C ([], 1%Q).
Definition star : list term := (
  map (piece false)
    [ [at_least 1 0; at_least 0 1]; [at_least (-1) 0; at_least 1 1]; [at_least (-1) (-1); at_least 0 1];
      [at_least (-1) 0; at_least 0 (-1)]; [at_least (-1) (-1); at_least 1 0]; [at_least 1 1; at_least 0 (-1)] ] ++
  map (piece true)
    [ line 0 1 ++ [at_least 1 0]; line 1 0 ++ [at_least 0 1]; line 1 1 ++ [at_least 0 1];
      line 0 1 ++ [at_least (-1) 0]; line 1 0 ++ [at_least 0 (-1)]; line 1 1 ++ [at_least 0 (-1)] ] ++
  [ piece false (line 0 1 ++ line 1 1) ])%Q.
Definition star_network : network (extended Q) :=
  let sides := (line 1 0 ++ line 0 1 ++ line 1 1)%Q in [ first_layer 2 sides; gates 2 sides star; outputs 1 star ].

(** Layer by layer, every neuron either its pre-activation or 0. *)
Lemma layer_by_layer L N v v' : Forall2 (fun n a => feval_neuron R_ring with_M n v = a) L v' ->
  value (L :: N) v = value N v'.
Proof.
  intro H. cbn [feval]. f_equal. induction H as [|n a L v' H _ IH]; cbn [map]; auto. now rewrite H, IH.
Qed.
Lemma is_itself (a : R) : 0 <= a -> relu R_ring a = a.
Proof. intro H. apply (relu_of_nonneg R_ring). now apply R_leb_iff. Qed.
Lemma is_zero (a : R) : a <= 0 -> relu R_ring a = 0.
Proof. intro H. apply (relu_of_nonpos R_ring). now apply R_leb_iff. Qed.

Ltac neuron := unfold feval_neuron, pre_activation, with_M; cbn; unfold Pos.to_nat, Q2R; cbn;
  first [apply is_zero; lra | apply is_itself; lra | reflexivity].
Ltac layer := eapply eq_trans; [apply layer_by_layer; repeat (apply Forall2_cons; [neuron|]); apply Forall2_nil|].
Ltac spell S := let t := eval vm_compute in S in change S with t.

Theorem large_number_fails_beside_strict_sides :
  value half_lines_network [0 : R_ring] = [5] /\ value half_lines_network [/ M : R_ring] = [9 + / M].
Proof.
  assert (E : M * / M = 1) by (apply Rinv_r; lra). assert (P : 0 < / M) by (apply Rinv_0_lt_compat; lra).
  revert E P. generalize (/ M). intros x E P. spell half_lines_network.
  split; repeat layer; cbn [feval]; f_equal; lra.
Qed.

Theorem large_number_fails_at_vertices :
  value star_network [0 : R_ring; 0 : R_ring] = [1] /\
  value star_network [/ M * / 2 : R_ring; - (/ M * / 4) : R_ring] = [3 / 2].
Proof.
  assert (E : M * / M = 1) by (apply Rinv_r; lra). assert (P : 0 < / M) by (apply Rinv_0_lt_compat; lra).
  revert E P. generalize (/ M). intros x E P. spell star_network.
  split; repeat layer; cbn [feval]; f_equal; lra.
Qed.
End LargeNumber.
