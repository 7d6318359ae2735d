(** The networks [first_network] and [second_network] below are equal at every point.

    Written by exactrelu.  With the theory of proofs/ compiled, this file is checked by
    coqc -R proofs/theory ExactReLU -R proofs/checker ExactReLU {this file}

    SHA-256 of the canonical texts: first 1f99f36e50bb907ea55c00e8e59054f3c595ea2821036fb4d8d2866e777787c1, second 9ca41f0e855985457321893073a57069cb00da9936508924ab56da4152ce5fd8. *)
Require Import List ZArith NArith QArith.
From ExactReLU Require Import OrderedRings ExtendedNumbers Networks Embedding IntegerForms Trace Partition
  CertificateNotations PartitionNotations.
Import ListNotations.
Open Scope Z_scope.

Definition first_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1; v 1 1 1];
    relu_shallow (-1) 1 [v 0 1 1; v 1 1 1] ];
  [ linear_shallow 0 1 [v 0 1 1; v 1 (-2) 1] ] ].

Definition second_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 0 (-1) 1];
    relu_shallow 0 1 [v 1 1 1];
    relu_shallow 0 1 [v 1 (-1) 1];
    relu_shallow 0 1 [v 0 1 1; v 1 1 1];
    relu_shallow (-1) 1 [v 0 1 1; v 1 1 1] ];
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 1 1 1];
    relu_shallow 0 1 [v 2 1 1];
    relu_shallow 0 1 [v 3 1 1];
    relu_shallow 1 1 [down 4];
    relu_shallow 0 1 [v 5 1 1];
    relu_shallow 1 1 [down 5] ];
  [ relu_shallow 0 1 [v 0 1 1; v 1 (-1) 1; v 2 1 1; v 3 (-1) 1; down 4; down 5];
    relu_shallow 2 1 [v 0 (-1) 1; v 1 1 1; v 2 (-1) 1; v 3 1 1; down 6];
    relu_shallow (-2) 1 [v 0 1 1; v 1 (-1) 1; v 2 1 1; v 3 (-1) 1; down 6] ];
  [ linear_shallow 0 1 [v 0 1 1; v 1 1 1; v 2 (-1) 1] ] ].

Definition certificate : list ptoken := [
  thirds ([1; 1], 0);
  status 0 0 0 WordZero (proof 1 0 [(0, 1)]);
  status 0 0 1 WordZero (proof 1 1 [(0, 1)]);
  status 1 0 4 WordZero (proof 1 0 [(0, 1)]);
  status 1 0 5 WordZero (proof 1 1 [(0, 1)]);
  leaf [Same];
  status 0 0 0 WordZero (proof 1 0 [(0, -1)]);
  status 0 0 1 WordZero (proof 1 1 [(0, -1)]);
  status 1 0 4 WordZero (proof 1 0 [(0, -1)]);
  status 1 0 5 WordZero (proof 1 1 [(0, -1)]);
  leaf [Same];
  status 0 0 0 WordNonneg (proof 1 0 [(0, 1)]);
  status 1 0 4 WordPositive (proof 1 0 [(0, 1)]);
  thirds ([1; 1], -1);
  status 0 0 1 WordZero (proof 1 0 [(1, 1)]);
  status 1 0 5 WordZero (proof 1 0 [(1, 1)]);
  status 1 2 0 WordNonneg (proof 1 0 [(0, 1)]);
  leaf [Same];
  status 0 0 1 WordZero (proof 1 0 [(1, -1)]);
  status 1 0 5 WordZero (proof 1 0 [(1, -1)]);
  status 1 2 0 WordNonneg (proof 1 0 [(0, 1)]);
  leaf [Same];
  status 0 0 1 WordNonneg (proof 1 0 [(1, 1)]);
  status 1 0 5 WordPositive (proof 1 0 [(1, 1)]);
  status 1 1 5 WordPositive (proof 1 0 [(1, 1)]);
  leaf [Same] ].

Definition the_claim : equality_claim :=
  EqualityClaim 2 [] [] first_network second_network.

Lemma the_certificate_is_accepted : pcheck the_claim certificate = Accepted.
Proof. vm_cast_no_check (eq_refl Accepted). Qed.

(** At every point, in every ordered ring F that contains the rationals: Q itself, the reals, any ordered field. *)
Theorem networks_are_equal : forall (F : OrderedRing) (E : ContainsQ F) (x : list F),
  length x = 2%nat ->
  exists y : list F,
    eval F E first_network (map (@Finite F) x) = Some (map (@Finite F) y) /\
    eval F E second_network (map (@Finite F) x) = Some (map (@Finite F) y).
Proof.
  intros F E x H.
  exact (partition_accepted_everywhere the_claim certificate the_certificate_is_accepted F E x H (conj (Forall_nil _) (Forall_nil _))).
Qed.
Print Assumptions networks_are_equal.
