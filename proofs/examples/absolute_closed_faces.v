(** The networks [deep_network] and [shallow_network] below are equal at every point.

    Written by exactrelu.  With the theory of proofs/ compiled, this file is checked by
    coqc -R proofs/theory ExactReLU -R proofs/checker ExactReLU {this file}

    SHA-256 of the canonical texts: deep 60278681ec4609eb446423a53e283cbbab2f09bc65c45031d97ed207e5054a0c, shallow 38d0e961c77effe256ace08bde58b97f514a9932b17b24616744a32e9ecc8929. *)
Require Import List ZArith NArith QArith.
From ExactReLU Require Import OrderedRings ExtendedNumbers Networks Embedding IntegerForms Trace Construction
  CertificateNotations.
Import ListNotations.
Open Scope Z_scope.

Definition deep_network : network Q := [
  [ relu_deep 0 1 [w 0 1 1];
    relu_deep 0 1 [w 0 (-1) 1] ];
  [ linear_deep 0 1 [w 0 1 1; w 1 1 1] ] ].

Definition shallow_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 0 (-1) 1] ];
  [ relu_shallow 0 1 [down 0; v 1 1 1];
    relu_shallow 0 1 [v 0 1 1; down 1] ];
  [ linear_shallow 0 1 [v 0 1 1; v 1 1 1] ] ].

Definition certificate : list token := [
  s 0;
  a 1 (proof 1 0 [(0, 1)]);
  o [(gate 0, zero (proof 1 0 [(0, 1)]))];
  i 1 (proof 1 0 [(0, 1)]);
  o [(zero (proof 1 0 []), zero (proof 1 0 []))];
  i 1 (proof 1 0 [(0, 1)]);
  o [(gate 1, zero (proof 1 0 [(0, 1)]))] ].

Definition the_claim : claim :=
  Claim false 1 [] [] deep_network shallow_network.

Lemma the_certificate_is_accepted : check the_claim certificate = Accepted.
Proof. vm_cast_no_check (eq_refl Accepted). Qed.

(** At every point, in every ordered ring F that contains the rationals: Q itself, the reals, any ordered field. *)
Theorem networks_are_equal : forall (F : OrderedRing) (E : ContainsQ F) (x : list F),
  length x = 1%nat ->
  eval F E shallow_network (map (@Finite F) x) = eval F E (lift deep_network) (map (@Finite F) x) /\
  eval F E (lift deep_network) (map (@Finite F) x) = Some (map (@Finite F) (feval F E deep_network x)).
Proof.
  intros F E x H. exact (accepted_everywhere the_claim certificate the_certificate_is_accepted F E x H (conj (Forall_nil _) (Forall_nil _))).
Qed.
Print Assumptions networks_are_equal.
