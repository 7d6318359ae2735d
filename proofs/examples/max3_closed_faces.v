(** The networks [deep_network] and [shallow_network] below are equal at every point.

    Written by exactrelu.  With the theory of proofs/ compiled, this file is checked by
    coqc -R proofs/theory ExactReLU -R proofs/checker ExactReLU {this file}

    SHA-256 of the canonical texts: deep 919f5ddc3815aac43933b6626223aadfc0e27979bbdc54088ecb21510accd765, shallow 7dd817e98d3aa631fb4f5bed8b306f2407de7aaff603d6287f25e7abd636c003. *)
Require Import List ZArith NArith QArith.
From ExactReLU Require Import OrderedRings ExtendedNumbers Networks Embedding IntegerForms Trace Construction
  CertificateNotations.
Import ListNotations.
Open Scope Z_scope.

Definition deep_network : network Q := [
  [ relu_deep 0 1 [w 0 1 1; w 1 (-1) 1];
    linear_deep 0 1 [w 1 1 1];
    linear_deep 0 1 [w 2 1 1] ];
  [ relu_deep 0 1 [w 0 1 1; w 1 1 1; w 2 (-1) 1];
    linear_deep 0 1 [w 2 1 1] ];
  [ linear_deep 0 1 [w 0 1 1; w 1 1 1] ] ].

Definition shallow_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 0 (-1) 1];
    relu_shallow 0 1 [v 1 1 1];
    relu_shallow 0 1 [v 1 (-1) 1];
    relu_shallow 0 1 [v 2 1 1];
    relu_shallow 0 1 [v 2 (-1) 1];
    relu_shallow 0 1 [v 0 1 1; v 1 (-1) 1];
    relu_shallow 0 1 [v 1 1 1; v 2 (-1) 1];
    relu_shallow 0 1 [v 1 (-1) 1; v 2 1 1];
    relu_shallow 0 1 [v 0 (-1) 1; v 1 1 1];
    relu_shallow 0 1 [v 0 1 1; v 2 (-1) 1];
    relu_shallow 0 1 [v 0 (-1) 1; v 2 1 1] ];
  [ relu_shallow 0 1 [v 4 1 1; v 5 (-1) 1; down 6; down 7];
    relu_shallow 0 1 [v 4 (-1) 1; v 5 1 1; down 6; down 7];
    relu_shallow 0 1 [v 4 1 1; v 5 (-1) 1; down 6; down 7; down 8];
    relu_shallow 0 1 [v 4 (-1) 1; v 5 1 1; down 6; down 7; down 8];
    relu_shallow 0 1 [v 2 1 1; v 3 (-1) 1; down 6; down 8];
    relu_shallow 0 1 [v 2 (-1) 1; v 3 1 1; down 6; down 8];
    relu_shallow 0 1 [v 4 1 1; v 5 (-1) 1; down 6; down 7; down 9];
    relu_shallow 0 1 [v 4 (-1) 1; v 5 1 1; down 6; down 7; down 9];
    relu_shallow 0 1 [v 4 1 1; v 5 (-1) 1; down 6; down 7; down 8; down 9];
    relu_shallow 0 1 [v 4 (-1) 1; v 5 1 1; down 6; down 7; down 8; down 9];
    relu_shallow 0 1 [v 2 1 1; v 3 (-1) 1; down 6; down 8; down 9];
    relu_shallow 0 1 [v 2 (-1) 1; v 3 1 1; down 6; down 8; down 9];
    relu_shallow 0 1 [v 4 1 1; v 5 (-1) 1; down 9; down 10];
    relu_shallow 0 1 [v 4 (-1) 1; v 5 1 1; down 9; down 10];
    relu_shallow 0 1 [v 4 1 1; v 5 (-1) 1; down 9; down 10; down 11];
    relu_shallow 0 1 [v 4 (-1) 1; v 5 1 1; down 9; down 10; down 11];
    relu_shallow 0 1 [v 0 1 1; v 1 (-1) 1; down 9; down 11];
    relu_shallow 0 1 [v 0 (-1) 1; v 1 1 1; down 9; down 11] ];
  [ linear_shallow 0 1 [v 0 1 1; v 1 (-1) 1; v 2 (-1) 1; v 3 1 1; v 4 1 1; v 5 (-1) 1; v 6 (-1) 1; v 7 1 1; v 8 1 1; v 9 (-1) 1; v 10 (-1) 1; v 11 1 1; v 12 1 1; v 13 (-1) 1; v 14 (-1) 1; v 15 1 1; v 16 1 1; v 17 (-1) 1] ] ].

Definition certificate : list token := [
  s 0;
  s 0;
  o [(gate 0, gate 1)];
  o [(gate 2, gate 3)];
  o [(gate 4, gate 5)];
  s 0;
  o [(gate 6, gate 7)];
  o [(gate 8, gate 9)];
  o [(gate 10, gate 11)];
  s 0;
  o [(gate 12, gate 13)];
  o [(gate 14, gate 15)];
  o [(gate 16, gate 17)] ].

Definition the_claim : claim :=
  Claim false 3 [] [] deep_network shallow_network.

Lemma the_certificate_is_accepted : check the_claim certificate = Accepted.
Proof. vm_cast_no_check (eq_refl Accepted). Qed.

(** At every point, in every ordered ring F that contains the rationals: Q itself, the reals, any ordered field. *)
Theorem networks_are_equal : forall (F : OrderedRing) (E : ContainsQ F) (x : list F),
  length x = 3%nat ->
  eval F E shallow_network (map (@Finite F) x) = eval F E (lift deep_network) (map (@Finite F) x) /\
  eval F E (lift deep_network) (map (@Finite F) x) = Some (map (@Finite F) (feval F E deep_network x)).
Proof.
  intros F E x H. exact (accepted_everywhere the_claim certificate the_certificate_is_accepted F E x H (conj (Forall_nil _) (Forall_nil _))).
Qed.
Print Assumptions networks_are_equal.
