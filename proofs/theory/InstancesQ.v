(** * The rationals: canonical fractions as an ordered ring, with rational and integer coefficients *)
Require Import List Bool ZArith QArith Qcanon Lia.
From ExactReLU Require Import OrderedRings ExtendedNumbers Networks AffineForms Gates Expansion ClosedFaces HalfOpen.
Import ListNotations.

Definition Qc_leb (x y : Qc) : bool := Qle_bool (this x) (this y).
Lemma Qc_leb_iff x y : Qc_leb x y = true <-> (x <= y)%Qc.
Proof. unfold Qc_leb, Qcle. apply Qle_bool_iff. Qed.
Lemma Qc_leb_gt x y : Qc_leb x y = false <-> (y < x)%Qc.
Proof.
  split; intro H.
  - destruct (Qclt_le_dec y x) as [L|L]; auto. apply Qc_leb_iff in L. congruence.
  - destruct (Qc_leb x y) eqn:E; auto. apply Qc_leb_iff in E. exfalso. exact (Qclt_not_le _ _ H E).
Qed.

(** Q, as the ordered ring of points and values. *)
Definition Qc_ring : OrderedRing.
Proof.
  refine {| carrier := Qc; f0 := 0%Qc; f1 := 1%Qc; fadd := Qcplus; fmul := Qcmult; fsub := Qcminus; fopp := Qcopp;
            leb := Qc_leb |}; intros; rewrite ?Qc_leb_iff, ?Qc_leb_gt in *; try reflexivity.
  - exact Qcrt.
  - destruct (Qclt_le_dec x y); auto using Qclt_le_weak.
  - eapply Qcle_trans; eauto.
  - apply Qcle_antisym; auto.
  - apply Qcplus_le_compat; auto. apply Qcle_refl.
  - replace 0%Qc with (0 * y)%Qc by ring. now apply Qcmult_lt_compat_r.
Defined.

Lemma Q2Qc_add a b : Q2Qc (a + b) = (Q2Qc a + Q2Qc b)%Qc.
Proof. apply Qc_is_canon. cbn [this Q2Qc Qcplus]. rewrite !Qred_correct. reflexivity. Qed.
Lemma Q2Qc_mul a b : Q2Qc (a * b) = (Q2Qc a * Q2Qc b)%Qc.
Proof. apply Qc_is_canon. cbn [this Q2Qc Qcmult]. rewrite !Qred_correct. reflexivity. Qed.
Lemma Q2Qc_opp a : Q2Qc (- a) = (- Q2Qc a)%Qc.
Proof. apply Qc_is_canon. cbn [this Q2Qc Qcopp]. rewrite !Qred_correct. reflexivity. Qed.

Definition Q_in_Qc : Coefficients Qc_ring.
Proof.
  refine (@Build_Coefficients Qc_ring Q 0%Q 1%Q Qplus Qmult Qopp Qeq_bool Q2Qc eq_refl eq_refl
            Q2Qc_add Q2Qc_mul Q2Qc_opp _ _).
  - intro a. apply Qeq_bool_iff. reflexivity.
  - intros a b H. apply Qeq_bool_iff in H. now apply Q2Qc_eq_iff.
Defined.

(** Rational weights, all rational points. *)
Theorem two_hidden_layers_Q : forall (n : nat) (N : network Q), fits n N ->
  exists S : network (extended Q), has_two_hidden_layers Q_in_Qc S /\
  forall x : list Qc, length x = n ->
    eval Qc_ring Q2Qc S (map (@Finite Qc) x) = eval Qc_ring Q2Qc (lift N) (map (@Finite Qc) x) /\
    eval Qc_ring Q2Qc S (map (@Finite Qc) x) = Some (map (@Finite Qc) (feval Qc_ring Q2Qc N x)).
Proof. exact (@every_network_has_two_hidden_layers Qc_ring Q_in_Qc). Qed.

Theorem three_hidden_layers_Q : forall (n : nat) (N : network Q), fits n N ->
  exists S : network (extended Q), has_three_hidden_layers Q_in_Qc S /\
  forall x : list Qc, length x = n ->
    eval Qc_ring Q2Qc S (map (@Finite Qc) x) = eval Qc_ring Q2Qc (lift N) (map (@Finite Qc) x) /\
    eval Qc_ring Q2Qc S (map (@Finite Qc) x) = Some (map (@Finite Qc) (feval Qc_ring Q2Qc N x)).
Proof. exact (@every_network_has_three_hidden_layers Qc_ring Q_in_Qc). Qed.
