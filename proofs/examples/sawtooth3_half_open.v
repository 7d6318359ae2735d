(** The networks [deep_network] and [shallow_network] below are equal at every point.

    Written by exactrelu.  With the theory of proofs/ compiled, this file is checked by
    coqc -R proofs/theory ExactReLU -R proofs/checker ExactReLU {this file}

    SHA-256 of the canonical texts: deep 675c43022f2f9f366d7bd5bac8145b98750ed698ac5ee0af2bf8cdc05e744aab, shallow 9e09218da04f126aa38e8d36b1ce1569a7a991f2fc712f592f83271c1e79d67f. *)
Require Import List ZArith NArith QArith.
From ExactReLU Require Import OrderedRings ExtendedNumbers Networks Embedding IntegerForms Trace Construction
  CertificateNotations.
Import ListNotations.
Open Scope Z_scope.

Definition deep_network : network Q := [
  [ relu_deep 0 1 [w 0 1 1];
    relu_deep (-1) 2 [w 0 1 1] ];
  [ relu_deep 0 1 [w 0 2 1; w 1 (-4) 1];
    relu_deep (-1) 2 [w 0 2 1; w 1 (-4) 1] ];
  [ relu_deep 0 1 [w 0 2 1; w 1 (-4) 1];
    relu_deep (-1) 2 [w 0 2 1; w 1 (-4) 1] ];
  [ linear_deep 0 1 [w 0 2 1; w 1 (-4) 1] ] ].

Definition shallow_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 0 (-1) 1];
    relu_shallow (-1) 1 [v 0 8 1];
    relu_shallow (-1) 1 [v 0 4 1];
    relu_shallow (-1) 1 [v 0 2 1];
    relu_shallow 3 1 [v 0 (-8) 1];
    relu_shallow 1 1 [v 0 (-1) 1];
    relu_shallow 7 1 [v 0 (-8) 1];
    relu_shallow 3 1 [v 0 (-4) 1];
    relu_shallow (-5) 1 [v 0 8 1] ];
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 1 1 1];
    relu_shallow 1 1 [down 0];
    relu_shallow 0 1 [v 2 1 1];
    relu_shallow 0 1 [v 3 1 1];
    relu_shallow 1 1 [down 2];
    relu_shallow 0 1 [v 4 1 1];
    relu_shallow 0 1 [v 5 1 1];
    relu_shallow 1 1 [down 3];
    relu_shallow 1 1 [down 5];
    relu_shallow 1 1 [down 6];
    relu_shallow 0 1 [v 7 1 1];
    relu_shallow 0 1 [v 8 1 1];
    relu_shallow 1 1 [down 7];
    relu_shallow 1 1 [down 4];
    relu_shallow 0 1 [v 9 1 1];
    relu_shallow 1 1 [down 8];
    relu_shallow 1 1 [down 9] ];
  [ relu_shallow 0 1 [v 0 8 1; v 1 (-8) 1; down 2; down 3];
    relu_shallow 2 1 [v 0 (-8) 1; v 1 8 1; down 4; down 5];
    relu_shallow 4 1 [v 0 (-8) 1; v 1 8 1; down 6; down 7];
    relu_shallow (-2) 1 [v 0 8 1; v 1 (-8) 1; down 8; down 9];
    relu_shallow 8 1 [v 0 (-8) 1; v 1 8 1; down 10; down 11];
    relu_shallow (-6) 1 [v 0 8 1; v 1 (-8) 1; down 12; down 13];
    relu_shallow (-4) 1 [v 0 8 1; v 1 (-8) 1; down 14; down 15];
    relu_shallow 6 1 [v 0 (-8) 1; v 1 8 1; down 16; down 17] ];
  [ linear_shallow 0 1 [v 0 1 1; v 1 1 1; v 2 1 1; v 3 1 1; v 4 1 1; v 5 1 1; v 6 1 1; v 7 1 1] ] ].

Definition certificate : list token := [
  s 0;
  i 1 (proof 1 1 [(0, 1)]);
  i 0 (proof 1 0 []);
  i 1 (proof 1 2 []);
  i 0 (proof 1 0 []);
  i 1 (proof 1 4 []);
  o [(zero (proof 1 0 []), zero (proof 1 0 []))];
  s 1;
  a 0 (proof 1 0 [(0, 4)]);
  s 1;
  d 1 (proof 4 2 [(2, 1)]);
  a 0 (proof 1 0 [(0, 16)]);
  s 1;
  d 2 (proof 4 4 [(3, 1)]);
  o [(gate 0, zero (proof 1 0 [(0, 32)]))];
  d 0 (proof 16 4 [(3, 1)]);
  o [(gate 1, zero (proof 1 0 [(2, 8)]))];
  d 0 (proof 4 2 [(2, 1)]);
  a 0 (proof 1 0 [(1, 16)]);
  s 1;
  d 2 (proof 4 4 [(3, 1)]);
  o [(gate 2, zero (proof 1 0 [(1, 32)]))];
  d 1 (proof 16 4 [(3, 1)]);
  o [(gate 3, zero (proof 1 0 [(2, 8)]))];
  d 0 (proof 1 1 [(1, 1)]);
  s 0;
  d 1 (proof 4 4 [(2, 1)]);
  i 1 (proof 1 2 [(2, 1)]);
  i 0 (proof 1 0 []);
  i 1 (proof 1 4 []);
  o [(zero (proof 1 0 []), zero (proof 1 0 []))];
  s 1;
  d 1 (proof 4 2 [(3, 1)]);
  a 0 (proof 1 0 [(2, 4)]);
  s 1;
  d 3 (proof 4 4 [(4, 1)]);
  o [(gate 4, zero (proof 1 0 [(2, 8)]))];
  d 2 (proof 4 4 [(4, 1)]);
  o [(gate 5, zero (proof 1 0 [(3, 8)]))];
  d 2 (proof 1 2 [(3, 1)]);
  a 0 (proof 1 0 [(1, 16)]);
  s 1;
  d 3 (proof 4 4 [(4, 1)]);
  o [(gate 6, zero (proof 1 0 [(1, 32)]))];
  d 1 (proof 16 4 [(4, 1)]);
  o [(gate 7, zero (proof 1 0 [(3, 8)]))] ].

Definition the_claim : claim :=
  Claim true 1 [] [] deep_network shallow_network.

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
