(** * Soundness of the partition checker over the rationals and over the reals *)
Require Import List QArith Qcanon Qreals Reals.
From ExactReLU Require Import OrderedRings ExtendedNumbers Networks Embedding IntegerForms InstancesQ InstancesR Farkas
  Trace ConstructionQ ConstructionR Partition PartitionSoundness.

Theorem equal_over_Q : forall (c : equality_claim) (ts : list ptoken), pcheck c ts = Accepted ->
  forall x : list Qc, length x = eq_inputs c ->
  Forall (fun f => Qc_leb 0 (value Q_contains_Q f x) = true) (eq_inequalities c) ->
  Forall (fun f => value Q_contains_Q f x = 0%Qc) (eq_equalities c) ->
  exists v : list Qc,
    eval Qc_ring Q2Qc (first_network c) (map (@Finite Qc) x) = Some (map (@Finite Qc) v) /\
    eval Qc_ring Q2Qc (second_network c) (map (@Finite Qc) x) = Some (map (@Finite Qc) v).
Proof. intros c ts H x. exact (@pcheck_sound Qc_ring Q_contains_Q x c ts H). Qed.

Theorem equal_over_R : forall (c : equality_claim) (ts : list ptoken), pcheck c ts = Accepted ->
  forall x : list R, length x = eq_inputs c ->
  Forall (fun f => R_leb 0 (value R_contains_Q f x) = true) (eq_inequalities c) ->
  Forall (fun f => value R_contains_Q f x = 0%R) (eq_equalities c) ->
  exists v : list R,
    eval R_ring Q2R (first_network c) (map (@Finite R) x) = Some (map (@Finite R) v) /\
    eval R_ring Q2R (second_network c) (map (@Finite R) x) = Some (map (@Finite R) v).
Proof. intros c ts H x. exact (@pcheck_sound R_ring R_contains_Q x c ts H). Qed.
