(** * Soundness of the construction checker over the rationals: no axioms *)
Require Import List QArith Qcanon.
From ExactReLU Require Import OrderedRings ExtendedNumbers Networks Embedding InstancesQ Farkas Trace Construction.

Definition Q_contains_Q : ContainsQ Qc_ring.
Proof.
  refine (@Build_ContainsQ Qc_ring Q2Qc eq_refl Q2Qc_add Q2Qc_mul _).
  intros a b H. now apply Q2Qc_eq_iff.
Defined.

(** An accepted certificate proves that the published shallow network and the deep network have the same finite
    outputs at every rational point of the domain. *)
Theorem accepted_over_Q : forall (c : claim) (ts : list token), check c ts = Accepted ->
  forall x : list Qc, length x = inputs c -> in_domain Q_contains_Q x c ->
  eval Qc_ring Q2Qc (shallow c) (map (@Finite Qc) x) = eval Qc_ring Q2Qc (lift (deep c)) (map (@Finite Qc) x) /\
  eval Qc_ring Q2Qc (lift (deep c)) (map (@Finite Qc) x) = Some (map (@Finite Qc) (feval Qc_ring Q2Qc (deep c) x)).
Proof. intros c ts H x. exact (@check_sound Qc_ring Q_contains_Q x c ts H). Qed.
