(** The networks [first_network] and [second_network] below are equal at every point.

    Written by exactrelu.  With the theory of proofs/ compiled, this file is checked by
    coqc -R proofs/theory ExactReLU -R proofs/checker ExactReLU {this file}

    SHA-256 of the canonical texts: first 60278681ec4609eb446423a53e283cbbab2f09bc65c45031d97ed207e5054a0c, second 38d0e961c77effe256ace08bde58b97f514a9932b17b24616744a32e9ecc8929. *)
Require Import List ZArith NArith QArith.
From ExactReLU Require Import OrderedRings ExtendedNumbers Networks Embedding IntegerForms Trace Partition
  CertificateNotations PartitionNotations.
Import ListNotations.
Open Scope Z_scope.

Definition first_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 0 (-1) 1] ];
  [ linear_shallow 0 1 [v 0 1 1; v 1 1 1] ] ].

Definition second_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 0 (-1) 1] ];
  [ relu_shallow 0 1 [down 0; v 1 1 1];
    relu_shallow 0 1 [v 0 1 1; down 1] ];
  [ linear_shallow 0 1 [v 0 1 1; v 1 1 1] ] ].

Definition certificate : list ptoken := [
  thirds ([1], 0);
  status 0 0 0 WordZero (proof 1 0 [(0, 1)]);
  status 0 0 1 WordNonneg (proof 1 0 [(0, 1)]);
  status 1 0 0 WordZero (proof 1 0 [(0, 1)]);
  status 1 0 1 WordPositive (proof 1 0 [(0, 1)]);
  status 1 1 0 WordNonneg (proof 1 0 [(0, 1)]);
  leaf [Same];
  status 0 0 0 WordZero (proof 1 0 [(0, -1)]);
  status 0 0 1 WordZero (proof 1 0 [(0, 1)]);
  status 1 0 0 WordZero (proof 1 0 [(0, -1)]);
  status 1 0 1 WordZero (proof 1 0 [(0, 1)]);
  leaf [Same];
  status 0 0 0 WordNonneg (proof 1 0 [(0, 1)]);
  status 0 0 1 WordZero (proof 1 0 [(0, 1)]);
  status 1 0 0 WordPositive (proof 1 0 [(0, 1)]);
  status 1 0 1 WordZero (proof 1 0 [(0, 1)]);
  status 1 1 1 WordNonneg (proof 1 0 [(0, 1)]);
  leaf [Same] ].

Definition the_claim : equality_claim :=
  EqualityClaim 1 [] [] first_network second_network.

Lemma the_certificate_is_accepted : pcheck the_claim certificate = Accepted.
Proof. vm_cast_no_check (eq_refl Accepted). Qed.

(** At every point, in every ordered ring F that contains the rationals: Q itself, the reals, any ordered field. *)
Theorem networks_are_equal : forall (F : OrderedRing) (E : ContainsQ F) (x : list F),
  length x = 1%nat ->
  exists y : list F,
    eval F E first_network (map (@Finite F) x) = Some (map (@Finite F) y) /\
    eval F E second_network (map (@Finite F) x) = Some (map (@Finite F) y).
Proof.
  intros F E x H.
  exact (partition_accepted_everywhere the_claim certificate the_certificate_is_accepted F E x H (conj (Forall_nil _) (Forall_nil _))).
Qed.
Print Assumptions networks_are_equal.
