(** The networks [deep_network] and [shallow_network] below are equal at every point.

    Written by exactrelu.  With the theory of proofs/ compiled, this file is checked by
    coqc -R proofs/theory ExactReLU -R proofs/checker ExactReLU {this file}

    SHA-256 of the canonical texts: deep 1f99f36e50bb907ea55c00e8e59054f3c595ea2821036fb4d8d2866e777787c1, shallow 9ca41f0e855985457321893073a57069cb00da9936508924ab56da4152ce5fd8. *)
Require Import List ZArith NArith QArith.
From ExactReLU Require Import OrderedRings ExtendedNumbers Networks Embedding IntegerForms Trace Construction
  CertificateNotations.
Import ListNotations.
Open Scope Z_scope.

Definition deep_network : network Q := [
  [ relu_deep 0 1 [w 0 1 1; w 1 1 1];
    relu_deep (-1) 1 [w 0 1 1; w 1 1 1] ];
  [ linear_deep 0 1 [w 0 1 1; w 1 (-2) 1] ] ].

Definition shallow_network : network (extended Q) := [
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

Definition certificate : list token := [
  s 0;
  i 1 (proof 1 1 [(0, 1)]);
  o [(zero (proof 1 0 []), zero (proof 1 0 []))];
  s 1;
  o [(gate 0, zero (proof 1 0 [(0, 1)]))];
  d 0 (proof 1 1 [(1, 1)]);
  o [(gate 1, gate 2)] ].

Definition the_claim : claim :=
  Claim true 2 [] [] deep_network shallow_network.

Lemma the_certificate_is_accepted : check the_claim certificate = Accepted.
Proof. vm_cast_no_check (eq_refl Accepted). Qed.

(** At every point, in every ordered ring F that contains the rationals: Q itself, the reals, any ordered field. *)
Theorem networks_are_equal : forall (F : OrderedRing) (E : ContainsQ F) (x : list F),
  length x = 2%nat ->
  eval F E shallow_network (map (@Finite F) x) = eval F E (lift deep_network) (map (@Finite F) x) /\
  eval F E (lift deep_network) (map (@Finite F) x) = Some (map (@Finite F) (feval F E deep_network x)).
Proof.
  intros F E x H. exact (accepted_everywhere the_claim certificate the_certificate_is_accepted F E x H (conj (Forall_nil _) (Forall_nil _))).
Qed.
Print Assumptions networks_are_equal.
