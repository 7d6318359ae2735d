(** * Soundness of the construction checker over the reals: rational weights, all real points of the domain *)
Require Import List QArith Qreals Reals.
From ExactReLU Require Import OrderedRings ExtendedNumbers Networks Embedding InstancesR Farkas Trace Construction.

Definition R_contains_Q : ContainsQ R_ring.
Proof.
  refine (@Build_ContainsQ R_ring Q2R _ Q2R_plus Q2R_mult Qeq_eqR).
  unfold Q2R. simpl. apply Rinv_r. exact R1_neq_R0.
Defined.

Theorem accepted_over_R : forall (c : claim) (ts : list token), check c ts = Accepted ->
  forall x : list R, length x = inputs c -> in_domain R_contains_Q x c ->
  eval R_ring Q2R (shallow c) (map (@Finite R) x) = eval R_ring Q2R (lift (deep c)) (map (@Finite R) x) /\
  eval R_ring Q2R (lift (deep c)) (map (@Finite R) x) = Some (map (@Finite R) (feval R_ring Q2R (deep c) x)).
Proof. intros c ts H x. exact (@check_sound R_ring R_contains_Q x c ts H). Qed.
