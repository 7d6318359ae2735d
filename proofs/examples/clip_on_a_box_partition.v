(** The networks [first_network] and [second_network] below are equal at every point of the domain.

    Written by exactrelu.  With the theory of proofs/ compiled, this file is checked by
    coqc -R proofs/theory ExactReLU -R proofs/checker ExactReLU {this file}

    SHA-256 of the canonical texts: first 5af6bcd6b3319f238f2f6972e6130f3ad267b53a1944cde71614c139e6d9daa6, second 7f5103afd505932f964696a497ec803e603f4a927541ae66ef30e31eca627268. *)
Require Import List ZArith NArith QArith.
From ExactReLU Require Import OrderedRings ExtendedNumbers Networks Embedding IntegerForms Trace Partition
  CertificateNotations PartitionNotations.
Import ListNotations.
Open Scope Z_scope.

Definition first_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 1 1 1];
    linear_shallow 0 1 [v 1 1 1];
    linear_shallow 0 1 [v 0 1 1] ];
  [ relu_shallow 1 1 [v 0 3 4; v 1 1 4; v 2 1 1] ];
  [ relu_shallow (-2) 1 [v 0 1 1];
    linear_shallow 0 1 [v 0 1 1] ];
  [ linear_shallow (-1) 1 [v 0 (-1) 1; v 1 1 1] ] ].

Definition second_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 0 (-1) 1];
    relu_shallow 0 1 [v 1 1 1];
    relu_shallow 0 1 [v 1 (-1) 1];
    relu_shallow (-1) 1 [v 0 1 1; v 1 1 1];
    relu_shallow 1 1 [v 0 (-1) 1; v 1 (-1) 1] ];
  [ relu_shallow 0 1 [v 0 1 1; v 1 (-1) 1; v 2 1 1; v 3 (-1) 1; down 4];
    relu_shallow 0 1 [v 0 (-1) 1; v 1 1 1; v 2 (-1) 1; v 3 1 1; down 4];
    relu_shallow 0 1 [v 0 1 1; v 1 (-1) 1; v 2 1 1; v 3 (-1) 1; down 4; down 5];
    relu_shallow 1 1 [down 5] ];
  [ linear_shallow 0 1 [v 0 1 1; v 1 (-1) 1; v 2 (-1) 1; v 3 1 1] ] ].

Definition certificate : list ptoken := [
  status 0 0 0 WordNonneg (proof 1 0 [(2, 1)]);
  status 1 0 2 WordNonneg (proof 1 0 [(2, 1)]);
  status 1 0 3 WordZero (proof 1 0 [(2, 1)]);
  status 0 1 0 WordNonneg (proof 1 0 [(0, 1); (2, 1)]);
  thirds ([1; 1], -1);
  status 0 2 0 WordZero (proof 1 0 [(4, 1)]);
  status 1 0 4 WordZero (proof 1 0 [(4, 1)]);
  status 1 0 5 WordPositive (proof 1 0 [(4, 1)]);
  leaf [Same];
  status 0 2 0 WordZero (proof 1 0 [(4, -1)]);
  status 1 0 0 WordNonneg (proof 1 0 [(3, 1); (4, 1)]);
  status 1 0 1 WordZero (proof 1 0 [(3, 1); (4, 1)]);
  status 1 0 4 WordZero (proof 1 0 [(4, -1)]);
  status 1 0 5 WordZero (proof 1 0 [(4, 1)]);
  status 1 1 0 WordNonneg (proof 1 1 [(4, 1)]);
  status 1 1 1 WordZero (proof 1 1 [(4, 1)]);
  status 1 1 2 WordNonneg (proof 1 1 [(4, 1)]);
  leaf [between (proof 1 0 [(4, 1)]) (proof 1 0 [(4, -1)])];
  status 0 2 0 WordNonneg (proof 1 0 [(4, 1)]);
  status 1 0 0 WordNonneg (proof 1 0 [(3, 1); (4, 1)]);
  status 1 0 1 WordZero (proof 1 0 [(3, 1); (4, 1)]);
  status 1 0 4 WordPositive (proof 1 0 [(4, 1)]);
  status 1 0 5 WordZero (proof 1 0 [(4, 1)]);
  leaf [Same] ].

Definition the_claim : equality_claim :=
  EqualityClaim 2 [([1; 0], 1); ([-1; 0], 2); ([0; 1], 0); ([0; -1], 1)] [] first_network second_network.

Lemma the_certificate_is_accepted : pcheck the_claim certificate = Accepted.
Proof. vm_cast_no_check (eq_refl Accepted). Qed.

(** At every point of the domain, in every ordered ring F that contains the rationals: Q itself, the reals, any ordered field. *)
Theorem networks_are_equal : forall (F : OrderedRing) (E : ContainsQ F) (x : list F),
  length x = 2%nat -> in_equality_domain F E x the_claim ->
  exists y : list F,
    eval F E first_network (map (@Finite F) x) = Some (map (@Finite F) y) /\
    eval F E second_network (map (@Finite F) x) = Some (map (@Finite F) y).
Proof.
  intros F E x.
  exact (partition_accepted_everywhere the_claim certificate the_certificate_is_accepted F E x).
Qed.
Print Assumptions networks_are_equal.
