(** The networks [deep_network] and [shallow_network] below are equal at every point of the domain.

    Written by exactrelu.  With the theory of proofs/ compiled, this file is checked by
    coqc -R proofs/theory ExactReLU -R proofs/checker ExactReLU {this file}

    SHA-256 of the canonical texts: deep 5af6bcd6b3319f238f2f6972e6130f3ad267b53a1944cde71614c139e6d9daa6, shallow bfb007044d79bdbede1c72943101d74b57f963f1239d84a271fd116a5bde8be1. *)
Require Import List ZArith NArith QArith.
From ExactReLU Require Import OrderedRings ExtendedNumbers Networks Embedding IntegerForms Trace Construction
  CertificateNotations.
Import ListNotations.
Open Scope Z_scope.

Definition deep_network : network Q := [
  [ relu_deep 0 1 [w 1 1 1];
    linear_deep 0 1 [w 1 1 1];
    linear_deep 0 1 [w 0 1 1] ];
  [ relu_deep 1 1 [w 0 3 4; w 1 1 4; w 2 1 1] ];
  [ relu_deep (-2) 1 [w 0 1 1];
    linear_deep 0 1 [w 0 1 1] ];
  [ linear_deep (-1) 1 [w 0 (-1) 1; w 1 1 1] ] ].

Definition shallow_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 0 (-1) 1];
    relu_shallow 0 1 [v 1 1 1];
    relu_shallow 0 1 [v 1 (-1) 1];
    relu_shallow (-1) 1 [v 0 1 1; v 1 1 1] ];
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 1 1 1];
    relu_shallow 0 1 [v 2 1 1];
    relu_shallow 0 1 [v 3 1 1];
    relu_shallow 0 1 [v 4 1 1];
    relu_shallow 1 1 [down 4] ];
  [ relu_shallow 0 1 [v 0 1 1; v 1 (-1) 1; v 2 1 1; v 3 (-1) 1; down 4];
    relu_shallow 0 1 [v 0 (-1) 1; v 1 1 1; v 2 (-1) 1; v 3 1 1; down 4];
    relu_shallow 1 1 [down 5] ];
  [ linear_shallow 0 1 [v 0 1 1; v 1 (-1) 1; v 2 1 1] ] ].

Definition certificate : list token := [
  a 0 (proof 1 0 [(2, 1)]);
  a 0 (proof 1 0 [(0, 4); (2, 4)]);
  s 0;
  o [(gate 0, gate 1)];
  o [(gate 2, zero (proof 1 4 []))] ].

Definition the_claim : claim :=
  Claim true 2 [([1; 0], 1); ([-1; 0], 2); ([0; 1], 0); ([0; -1], 1)] [] deep_network shallow_network.

Lemma the_certificate_is_accepted : check the_claim certificate = Accepted.
Proof. vm_cast_no_check (eq_refl Accepted). Qed.

(** At every point of the domain, in every ordered ring F that contains the rationals: Q itself, the reals, any ordered field. *)
Theorem networks_are_equal : forall (F : OrderedRing) (E : ContainsQ F) (x : list F),
  length x = 2%nat -> in_domain E x the_claim ->
  eval F E shallow_network (map (@Finite F) x) = eval F E (lift deep_network) (map (@Finite F) x) /\
  eval F E (lift deep_network) (map (@Finite F) x) = Some (map (@Finite F) (feval F E deep_network x)).
Proof.
  intros F E x. exact (accepted_everywhere the_claim certificate the_certificate_is_accepted F E x).
Qed.
Print Assumptions networks_are_equal.
