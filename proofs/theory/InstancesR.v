(** * The reals: rational weights, and real weights, at all real points

    Everything here rests on the axioms of the standard library's real numbers, and on nothing else. *)
Require Import List Bool QArith Qreals Reals Lra Lia.
From ExactReLU Require Import OrderedRings ExtendedNumbers Networks AffineForms Gates Expansion ClosedFaces HalfOpen.
Import ListNotations.
Open Scope R_scope.

Definition R_leb (x y : R) : bool := if Rle_dec x y then true else false.
Lemma R_leb_iff x y : R_leb x y = true <-> x <= y.
Proof. unfold R_leb. destruct (Rle_dec x y); split; intros; auto; discriminate. Qed.
Lemma R_leb_gt x y : R_leb x y = false <-> y < x.
Proof. unfold R_leb. destruct (Rle_dec x y); split; intros; try discriminate; auto; lra. Qed.

Definition R_ring : OrderedRing.
Proof.
  refine {| carrier := R; f0 := 0; f1 := 1; fadd := Rplus; fmul := Rmult; fsub := Rminus; fopp := Ropp;
            leb := R_leb |}; intros; rewrite ?R_leb_iff, ?R_leb_gt in *; try lra; try nra.
  constructor; intros; ring.
Defined.

Definition Q_in_R : Coefficients R_ring.
Proof.
  refine (@Build_Coefficients R_ring Q 0%Q 1%Q Qplus Qmult Qopp Qeq_bool Q2R _ _ Q2R_plus Q2R_mult Q2R_opp _ _).
  - unfold Q2R; simpl; lra.
  - unfold Q2R; simpl; lra.
  - intro a. apply Qeq_bool_iff. reflexivity.
  - intros a b H. apply Qeq_bool_iff in H. now apply Qeq_eqR.
Defined.

Definition R_eqb (x y : R) : bool := if Req_EM_T x y then true else false.
Definition R_in_R : Coefficients R_ring.
Proof.
  refine (@Build_Coefficients R_ring R 0 1 Rplus Rmult Ropp R_eqb (fun x => x) _ _ _ _ _ _ _); auto.
  - intro a. unfold R_eqb. destruct (Req_EM_T a a); congruence.
  - intros a b. unfold R_eqb. destruct (Req_EM_T a b); congruence.
Defined.

(** Rational weights, all real points. *)
Theorem two_hidden_layers_R : forall (n : nat) (N : network Q), fits n N ->
  exists S : network (extended Q), has_two_hidden_layers Q_in_R S /\
  forall x : list R, length x = n ->
    eval R_ring Q2R S (map (@Finite R) x) = eval R_ring Q2R (lift N) (map (@Finite R) x) /\
    eval R_ring Q2R S (map (@Finite R) x) = Some (map (@Finite R) (feval R_ring Q2R N x)).
Proof. exact (@every_network_has_two_hidden_layers R_ring Q_in_R). Qed.

Theorem three_hidden_layers_R : forall (n : nat) (N : network Q), fits n N ->
  exists S : network (extended Q), has_three_hidden_layers Q_in_R S /\
  forall x : list R, length x = n ->
    eval R_ring Q2R S (map (@Finite R) x) = eval R_ring Q2R (lift N) (map (@Finite R) x) /\
    eval R_ring Q2R S (map (@Finite R) x) = Some (map (@Finite R) (feval R_ring Q2R N x)).
Proof. exact (@every_network_has_three_hidden_layers R_ring Q_in_R). Qed.

(** Real weights, all real points. *)
Theorem two_hidden_layers_real_weights : forall (n : nat) (N : network R), fits n N ->
  exists S : network (extended R), has_two_hidden_layers R_in_R S /\
  forall x : list R, length x = n ->
    eval R_ring (fun a => a) S (map (@Finite R) x) = eval R_ring (fun a => a) (lift N) (map (@Finite R) x) /\
    eval R_ring (fun a => a) S (map (@Finite R) x) = Some (map (@Finite R) (feval R_ring (fun a => a) N x)).
Proof. exact (@every_network_has_two_hidden_layers R_ring R_in_R). Qed.
