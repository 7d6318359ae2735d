(** The kernel's verdicts on the certificates of tests/certificates: those of the other checkers, with the same rule.

    Written by tests/formats/coq_verdicts.py. *)
Require Import List ZArith NArith QArith.
From ExactReLU Require Import OrderedRings ExtendedNumbers Networks Embedding IntegerForms Trace Construction Partition
  CertificateNotations PartitionNotations.
Import ListNotations.
Open Scope Z_scope.

Module absolute_closed_faces.
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
Lemma verdict : check the_claim certificate = Accepted.
Proof. vm_cast_no_check (eq_refl Accepted). Qed.
End absolute_closed_faces.

Module absolute_half_open.
Definition deep_network : network Q := [
  [ relu_deep 0 1 [w 0 1 1];
    relu_deep 0 1 [w 0 (-1) 1] ];
  [ linear_deep 0 1 [w 0 1 1; w 1 1 1] ] ].

Definition shallow_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 0 (-1) 1] ];
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 1 1 1];
    relu_shallow 1 1 [down 0] ];
  [ relu_shallow 0 1 [down 0; v 1 1 1];
    relu_shallow 0 1 [v 0 1 1; v 1 (-1) 1; down 2] ];
  [ linear_shallow 0 1 [v 0 1 1; v 1 1 1] ] ].

Definition certificate : list token := [
  s 0;
  a 1 (proof 1 0 [(0, 1)]);
  o [(gate 0, zero (proof 1 0 [(0, 1)]))];
  i 1 (proof 1 0 [(0, 1)]);
  o [(gate 1, zero (proof 1 0 [(0, 1)]))] ].

Definition the_claim : claim :=
  Claim true 1 [] [] deep_network shallow_network.
Lemma verdict : check the_claim certificate = Accepted.
Proof. vm_cast_no_check (eq_refl Accepted). Qed.
End absolute_half_open.

Module absolute_partition.
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
  status 0 0 1 WordPositive (proof 1 0 [(0, 1)]);
  status 1 0 0 WordZero (proof 1 0 [(0, 1)]);
  status 1 0 1 WordPositive (proof 1 0 [(0, 1)]);
  status 1 1 0 WordPositive (proof 1 0 [(0, 1)]);
  leaf [Same];
  status 0 0 0 WordZero (proof 1 0 [(0, -1)]);
  status 0 0 1 WordZero (proof 1 0 [(0, 1)]);
  status 1 0 0 WordZero (proof 1 0 [(0, -1)]);
  status 1 0 1 WordZero (proof 1 0 [(0, 1)]);
  leaf [Same];
  status 0 0 0 WordPositive (proof 1 0 [(0, 1)]);
  status 0 0 1 WordZero (proof 1 0 [(0, 1)]);
  status 1 0 0 WordPositive (proof 1 0 [(0, 1)]);
  status 1 0 1 WordZero (proof 1 0 [(0, 1)]);
  status 1 1 1 WordNonneg (proof 1 0 [(0, 1)]);
  leaf [Same] ].

Definition the_claim : equality_claim :=
  EqualityClaim 1 [] [] first_network second_network.
Lemma verdict : pcheck the_claim certificate = Accepted.
Proof. vm_cast_no_check (eq_refl Accepted). Qed.
End absolute_partition.

Module atoms_merge_partition.
Definition first_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 (-3) 1];
    linear_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 0 1 2] ];
  [ linear_shallow 0 1 [v 0 1 3; v 1 1 1; v 2 (-2) 1] ] ].

Definition second_network : network (extended Q) := [
  [ linear_shallow 0 1 [] ] ].

Definition certificate : list ptoken := [
  leaf [Same] ].

Definition the_claim : equality_claim :=
  EqualityClaim 1 [] [] first_network second_network.
Lemma verdict : pcheck the_claim certificate = Accepted.
Proof. vm_cast_no_check (eq_refl Accepted). Qed.
End atoms_merge_partition.

Module atoms_through_layers_partition.
Definition first_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 0 (-1) 1] ];
  [ linear_shallow 0 1 [v 0 1 1; v 1 1 1] ] ].

Definition second_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 2 1];
    linear_shallow 0 1 [v 0 1 2] ];
  [ relu_shallow 0 1 [v 0 3 1];
    linear_shallow 0 1 [v 1 1 1] ];
  [ linear_shallow 0 1 [v 0 1 3; v 1 (-2) 1] ] ].

Definition certificate : list ptoken := [
  leaf [Same] ].

Definition the_claim : equality_claim :=
  EqualityClaim 1 [] [] first_network second_network.
Lemma verdict : pcheck the_claim certificate = Accepted.
Proof. vm_cast_no_check (eq_refl Accepted). Qed.
End atoms_through_layers_partition.

Module carrier_without_copy_half_open.
Definition deep_network : network Q := [
  [ linear_deep 1 1 [] ] ].

Definition shallow_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1] ];
  [  ];
  [ relu_shallow 1 1 [] ];
  [ linear_shallow 0 1 [v 0 1 1] ] ].

Definition certificate : list token := [
  o [(gate 0, zero (proof 1 1 []))] ].

Definition the_claim : claim :=
  Claim true 1 [] [] deep_network shallow_network.
Lemma verdict : check the_claim certificate = Accepted.
Proof. vm_cast_no_check (eq_refl Accepted). Qed.
End carrier_without_copy_half_open.

Module constant_half_open.
Definition deep_network : network Q := [
  [ relu_deep 1 2 [] ];
  [ linear_deep 0 1 [w 0 1 1] ] ].

Definition shallow_network : network (extended Q) := [
  [  ];
  [  ];
  [ relu_shallow 1 2 [] ];
  [ linear_shallow 0 1 [v 0 1 1] ] ].

Definition certificate : list token := [
  a 0 (proof 1 1 []);
  o [(gate 0, zero (proof 1 1 []))] ].

Definition the_claim : claim :=
  Claim true 1 [] [] deep_network shallow_network.
Lemma verdict : check the_claim certificate = Accepted.
Proof. vm_cast_no_check (eq_refl Accepted). Qed.
End constant_half_open.

Module constants_and_second_input_partition.
Definition first_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 1 1 1];
    relu_shallow 0 1 [v 1 (-1) 1];
    relu_shallow 1 3 [] ];
  [ linear_shallow (-1) 1 [v 0 1 1; v 1 (-1) 1; v 2 3 1] ] ].

Definition second_network : network (extended Q) := [
  [ linear_shallow 0 1 [v 1 1 1] ] ].

Definition certificate : list ptoken := [
  halves ([0; 1], 0);
  leaf [Same];
  leaf [Same] ].

Definition the_claim : equality_claim :=
  EqualityClaim 2 [] [] first_network second_network.
Lemma verdict : pcheck the_claim certificate = Accepted.
Proof. vm_cast_no_check (eq_refl Accepted). Qed.
End constants_and_second_input_partition.

Module difference_with_denominators_partition.
Definition first_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1] ];
  [ linear_shallow 0 1 [v 0 1 2] ] ].

Definition second_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1] ];
  [ linear_shallow 0 1 [v 0 1 4] ] ].

Definition certificate : list ptoken := [
  status 0 0 0 WordNonneg (proof 1 0 [(0, 1)]);
  status 1 0 0 WordNonneg (proof 1 0 [(0, 1)]);
  leaf [between (proof 1 0 [(0, 1)]) (proof 1 0 [(0, -1)])] ].

Definition the_claim : equality_claim :=
  EqualityClaim 1 [] [([1], 0)] first_network second_network.
Lemma verdict : pcheck the_claim certificate = Accepted.
Proof. vm_cast_no_check (eq_refl Accepted). Qed.
End difference_with_denominators_partition.

Module domain_equality_two_outputs.
Definition deep_network : network Q := [
  [ relu_deep 0 1 [w 0 1 1; w 1 1 1] ];
  [ linear_deep 0 1 [w 0 1 1];
    linear_deep 1 1 [w 0 (-1) 1] ] ].

Definition shallow_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 0 (-1) 1];
    relu_shallow 0 1 [v 1 1 1];
    relu_shallow 0 1 [v 1 (-1) 1] ];
  [ relu_shallow 0 1 [v 0 1 1; v 1 (-1) 1; v 2 1 1; v 3 (-1) 1] ];
  [ linear_shallow 0 1 [v 0 1 1];
    linear_shallow 0 1 [] ] ].

Definition certificate : list token := [
  a 0 (proof 1 1 [(0, 1)]);
  o [(gate 0, zero (proof 1 1 [(0, 1)])); (zero (proof 1 0 [(0, 1)]), zero (proof 1 0 [(0, -1)]))] ].

Definition the_claim : claim :=
  Claim false 2 [] [([1; 1], -1)] deep_network shallow_network.
Lemma verdict : check the_claim certificate = Accepted.
Proof. vm_cast_no_check (eq_refl Accepted). Qed.
End domain_equality_two_outputs.

Module domain_inequality.
Definition deep_network : network Q := [
  [ relu_deep 0 1 [w 0 1 1];
    relu_deep 0 1 [w 0 (-1) 1] ];
  [ linear_deep 0 1 [w 0 1 1; w 1 1 1] ] ].

Definition shallow_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 0 (-1) 1] ];
  [ relu_shallow 0 1 [v 0 1 1; v 1 (-1) 1] ];
  [ linear_shallow 0 1 [v 0 1 1] ] ].

Definition certificate : list token := [
  a 0 (proof 1 0 [(0, 1)]);
  i 1 (proof 1 0 [(0, 1)]);
  o [(gate 0, zero (proof 1 0 [(0, 1)]))] ].

Definition the_claim : claim :=
  Claim false 1 [([1], 0)] [] deep_network shallow_network.
Lemma verdict : check the_claim certificate = Accepted.
Proof. vm_cast_no_check (eq_refl Accepted). Qed.
End domain_inequality.

Module dropped_by_the_domain.
Definition deep_network : network Q := [
  [ relu_deep 1 1 [w 0 1 1] ];
  [ linear_deep 0 1 [w 0 1 1] ] ].

Definition shallow_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 0 (-1) 1] ];
  [ relu_shallow 1 1 [v 0 1 1; v 1 (-1) 1] ];
  [ linear_shallow 0 1 [v 0 1 1] ] ].

Definition certificate : list token := [
  s 0;
  e (proof 1 1 [(0, 1); (1, 1)]);
  e (proof 1 1 [(0, 1); (1, -1)]);
  d 1 (proof 1 1 [(0, 1)]);
  o [(gate 0, zero (proof 1 1 [(0, 1)]))] ].

Definition the_claim : claim :=
  Claim false 1 [([1], 0)] [] deep_network shallow_network.
Lemma verdict : check the_claim certificate = Accepted.
Proof. vm_cast_no_check (eq_refl Accepted). Qed.
End dropped_by_the_domain.

Module empty_and_dropped_half_open.
Definition deep_network : network Q := [
  [ relu_deep 0 1 [w 0 1 1];
    relu_deep 0 1 [w 0 (-1) 1] ];
  [ linear_deep 0 1 [w 0 1 1; w 1 1 1] ] ].

Definition shallow_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 0 (-1) 1] ];
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 1 1 1];
    relu_shallow 1 1 [down 0];
    relu_shallow 1 1 [down 1] ];
  [ relu_shallow 0 1 [v 0 (-1) 1; v 1 1 1; down 3];
    relu_shallow 0 1 [v 0 1 1; v 1 (-1) 1; down 2] ];
  [ linear_shallow 0 1 [v 0 1 1; v 1 1 1] ] ].

Definition certificate : list token := [
  s 0;
  s 1;
  o [(zero (proof 1 0 []), zero (proof 1 0 []))];
  d 0 (proof 1 0 [(1, 1)]);
  o [(gate 0, zero (proof 1 0 [(0, 1)]))];
  s 1;
  d 1 (proof 1 0 [(0, 1)]);
  o [(gate 1, zero (proof 1 0 [(0, 1)]))];
  e (proof 1 0 [(0, 1); (1, 1)]) ].

Definition the_claim : claim :=
  Claim true 1 [] [] deep_network shallow_network.
Lemma verdict : check the_claim certificate = Accepted.
Proof. vm_cast_no_check (eq_refl Accepted). Qed.
End empty_and_dropped_half_open.

Module empty_domain.
Definition deep_network : network Q := [
  [ relu_deep 0 1 [w 0 1 1];
    relu_deep 0 1 [w 0 (-1) 1] ];
  [ linear_deep 0 1 [w 0 1 1; w 1 1 1] ] ].

Definition shallow_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1] ];
  [  ];
  [ linear_shallow 0 1 [] ] ].

Definition certificate : list token := [
  e (proof 1 1 [(0, 1); (1, 1)]) ].

Definition the_claim : claim :=
  Claim false 1 [([1], 0); ([-1], -1)] [] deep_network shallow_network.
Lemma verdict : check the_claim certificate = Accepted.
Proof. vm_cast_no_check (eq_refl Accepted). Qed.
End empty_domain.

Module empty_leaf_partition.
Definition first_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 0 (-1) 1] ];
  [ linear_shallow 0 1 [v 0 1 1; v 1 1 1] ] ].

Definition second_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 0 (-1) 1] ];
  [ linear_shallow 0 1 [v 0 1 1; v 1 1 1] ] ].

Definition certificate : list ptoken := [
  halves ([1], 0);
  leaf [Same];
  halves ([1], 1);
  void (proof 1 1 [(0, 1); (1, 1)]);
  leaf [Same] ].

Definition the_claim : equality_claim :=
  EqualityClaim 1 [] [] first_network second_network.
Lemma verdict : pcheck the_claim certificate = Accepted.
Proof. vm_cast_no_check (eq_refl Accepted). Qed.
End empty_leaf_partition.

Module equal_on_the_domain_partition.
Definition first_network : network (extended Q) := [
  [ linear_shallow 0 1 [v 0 1 2] ] ].

Definition second_network : network (extended Q) := [
  [ linear_shallow 1 1 [v 1 (-1) 2] ] ].

Definition certificate : list ptoken := [
  leaf [between (proof 1 0 [(0, 1)]) (proof 1 0 [(0, -1)])] ].

Definition the_claim : equality_claim :=
  EqualityClaim 2 [] [([1; 1], -2)] first_network second_network.
Lemma verdict : pcheck the_claim certificate = Accepted.
Proof. vm_cast_no_check (eq_refl Accepted). Qed.
End equal_on_the_domain_partition.

Module exact_beyond_2_to_the_53_partition.
Definition first_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 9007199254740993 1] ];
  [ linear_shallow 0 1 [v 0 1 1] ] ].

Definition second_network : network (extended Q) := [
  [ linear_shallow 0 1 [] ] ].

Definition certificate : list ptoken := [
  status 0 0 0 WordNonneg (proof 1 0 [(0, 9007199254740993)]);
  leaf [between (proof 1 0 [(0, 9007199254740993)]) (proof 1 0 [(0, -9007199254740993)])] ].

Definition the_claim : equality_claim :=
  EqualityClaim 1 [] [([1], 0)] first_network second_network.
Lemma verdict : pcheck the_claim certificate = Accepted.
Proof. vm_cast_no_check (eq_refl Accepted). Qed.
End exact_beyond_2_to_the_53_partition.

Module identity_neuron.
Definition deep_network : network Q := [
  [ relu_deep 0 1 [w 0 1 1];
    linear_deep 0 1 [w 0 1 1] ];
  [ linear_deep 0 1 [w 0 2 1; w 1 (-1) 1] ] ].

Definition shallow_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 0 (-1) 1] ];
  [ relu_shallow 0 1 [down 0; v 1 1 1];
    relu_shallow 0 1 [v 0 1 1; down 1] ];
  [ linear_shallow 0 1 [v 0 1 1; v 1 1 1] ] ].

Definition certificate : list token := [
  s 0;
  o [(gate 0, zero (proof 1 0 [(0, 1)]))];
  o [(zero (proof 1 0 [(0, 1)]), zero (proof 1 0 [(0, -1)]))];
  o [(gate 1, zero (proof 1 0 [(0, 1)]))] ].

Definition the_claim : claim :=
  Claim false 1 [] [] deep_network shallow_network.
Lemma verdict : check the_claim certificate = Accepted.
Proof. vm_cast_no_check (eq_refl Accepted). Qed.
End identity_neuron.

Module killed_by_a_constant_partition.
Definition first_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 1 1 1];
    relu_shallow 0 1 [v 1 (-1) 1];
    relu_shallow 1 1 [] ];
  [ relu_shallow 1 1 [down 2] ];
  [ linear_shallow 0 1 [v 0 1 1] ] ].

Definition second_network : network (extended Q) := [
  [ linear_shallow 0 1 [] ] ].

Definition certificate : list ptoken := [
  leaf [Same] ].

Definition the_claim : equality_claim :=
  EqualityClaim 2 [] [] first_network second_network.
Lemma verdict : pcheck the_claim certificate = Accepted.
Proof. vm_cast_no_check (eq_refl Accepted). Qed.
End killed_by_a_constant_partition.

Module killed_by_the_first_of_two_partition.
Definition first_network : network (extended Q) := [
  [ relu_shallow 1 1 [];
    relu_shallow 0 1 [v 0 1 1] ];
  [ relu_shallow 1 1 [down 0; down 1] ];
  [ linear_shallow 0 1 [v 0 1 1] ] ].

Definition second_network : network (extended Q) := [
  [ linear_shallow 0 1 [] ] ].

Definition certificate : list ptoken := [
  leaf [Same] ].

Definition the_claim : equality_claim :=
  EqualityClaim 1 [] [] first_network second_network.
Lemma verdict : pcheck the_claim certificate = Accepted.
Proof. vm_cast_no_check (eq_refl Accepted). Qed.
End killed_by_the_first_of_two_partition.

Module negative_on_a_face_closed_faces.
Definition deep_network : network Q := [
  [ relu_deep 0 1 [w 0 1 1] ];
  [ linear_deep (-1) 1 [w 0 (-1) 1] ] ].

Definition shallow_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 0 (-1) 1] ];
  [ relu_shallow 1 1 [down 0];
    relu_shallow 1 1 [down 0; down 1];
    relu_shallow 1 1 [v 0 1 1; down 1] ];
  [ linear_shallow 0 1 [v 0 (-1) 1; v 1 1 1; v 2 (-1) 1] ] ].

Definition certificate : list token := [
  s 0;
  o [(zero (proof 1 1 []), gate 0)];
  o [(zero (proof 1 1 []), gate 1)];
  o [(zero (proof 1 1 [(0, 1)]), gate 2)] ].

Definition the_claim : claim :=
  Claim false 1 [] [] deep_network shallow_network.
Lemma verdict : check the_claim certificate = Accepted.
Proof. vm_cast_no_check (eq_refl Accepted). Qed.
End negative_on_a_face_closed_faces.

Module no_hidden_layer.
Definition deep_network : network Q := [
  [ linear_deep (-1) 2 [w 0 2 1] ] ].

Definition shallow_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 0 (-1) 1] ];
  [ relu_shallow (-1) 2 [v 0 2 1; v 1 (-2) 1];
    relu_shallow 1 2 [v 0 (-2) 1; v 1 2 1] ];
  [ linear_shallow 0 1 [v 0 1 1; v 1 (-1) 1] ] ].

Definition certificate : list token := [
  o [(gate 0, gate 1)] ].

Definition the_claim : claim :=
  Claim false 1 [] [] deep_network shallow_network.
Lemma verdict : check the_claim certificate = Accepted.
Proof. vm_cast_no_check (eq_refl Accepted). Qed.
End no_hidden_layer.

Module plus_infinity_partition.
Definition first_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1] ];
  [ relu_shallow 0 1 [up 0] ];
  [ relu_shallow 1 1 [down 0] ];
  [ linear_shallow 0 1 [v 0 1 1] ] ].

Definition second_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1] ];
  [ relu_shallow 1 1 [down 0] ];
  [ linear_shallow 0 1 [v 0 1 1] ] ].

Definition certificate : list ptoken := [
  thirds ([1], 0);
  status 0 0 0 WordZero (proof 1 0 [(0, 1)]);
  status 1 0 0 WordZero (proof 1 0 [(0, 1)]);
  leaf [Same];
  status 0 0 0 WordZero (proof 1 0 [(0, -1)]);
  status 1 0 0 WordZero (proof 1 0 [(0, -1)]);
  leaf [Same];
  status 0 0 0 WordPositive (proof 1 0 [(0, 1)]);
  status 1 0 0 WordPositive (proof 1 0 [(0, 1)]);
  leaf [Same] ].

Definition the_claim : equality_claim :=
  EqualityClaim 1 [] [] first_network second_network.
Lemma verdict : pcheck the_claim certificate = Accepted.
Proof. vm_cast_no_check (eq_refl Accepted). Qed.
End plus_infinity_partition.

Module proofs_after_zero_by_penalties_partition.
Definition first_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 1 1 [v 0 (-1) 1] ];
  [ relu_shallow 1 1 [down 0; down 1] ];
  [ linear_shallow 0 1 [v 0 1 1] ] ].

Definition second_network : network (extended Q) := [
  [ linear_shallow 0 1 [] ] ].

Definition certificate : list ptoken := [
  halves ([1], 0);
  status 0 1 0 WordGated (proof 1 1 [(1, 1); (2, 1)]);
  status 0 0 0 WordZero (proof 1 0 [(0, 1)]);
  leaf [Same];
  status 0 1 0 WordGated (proof 1 1 [(1, 1); (2, 1)]);
  status 0 0 0 WordNonneg (proof 1 0 [(0, 1)]);
  leaf [Same] ].

Definition the_claim : equality_claim :=
  EqualityClaim 1 [] [] first_network second_network.
Lemma verdict : pcheck the_claim certificate = Accepted.
Proof. vm_cast_no_check (eq_refl Accepted). Qed.
End proofs_after_zero_by_penalties_partition.

Module quadrants_closed_faces.
Definition deep_network : network Q := [
  [ relu_deep 0 1 [w 0 1 1];
    relu_deep 0 1 [w 1 1 1] ];
  [ linear_deep 0 1 [w 0 1 1; w 1 1 1] ] ].

Definition shallow_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 0 (-1) 1];
    relu_shallow 0 1 [v 1 1 1];
    relu_shallow 0 1 [v 1 (-1) 1] ];
  [ relu_shallow 0 1 [down 0; v 2 1 1; down 3];
    relu_shallow 0 1 [down 0; down 1; v 2 1 1; down 3];
    relu_shallow 0 1 [v 0 1 1; down 1; down 2];
    relu_shallow 0 1 [v 0 1 1; down 1; down 2; down 3];
    relu_shallow 0 1 [v 0 1 1; down 1; v 2 1 1; down 3] ];
  [ linear_shallow 0 1 [v 0 1 1; v 1 (-1) 1; v 2 1 1; v 3 (-1) 1; v 4 1 1] ] ].

Definition certificate : list token := [
  s 0;
  s 1;
  o [(zero (proof 1 0 []), zero (proof 1 0 []))];
  o [(zero (proof 1 0 []), zero (proof 1 0 []))];
  o [(gate 0, zero (proof 1 0 [(1, 1)]))];
  s 1;
  o [(zero (proof 1 0 []), zero (proof 1 0 []))];
  o [(zero (proof 1 0 []), zero (proof 1 0 []))];
  o [(gate 1, zero (proof 1 0 [(1, 1)]))];
  s 1;
  o [(gate 2, zero (proof 1 0 [(0, 1)]))];
  o [(gate 3, zero (proof 1 0 [(0, 1)]))];
  o [(gate 4, zero (proof 1 0 [(0, 1); (1, 1)]))] ].

Definition the_claim : claim :=
  Claim false 2 [] [] deep_network shallow_network.
Lemma verdict : check the_claim certificate = Accepted.
Proof. vm_cast_no_check (eq_refl Accepted). Qed.
End quadrants_closed_faces.

Module relu_of_a_negative_constant_partition.
Definition first_network : network (extended Q) := [
  [ relu_shallow (-1) 1 [] ];
  [ relu_shallow 1 1 [down 0] ];
  [ linear_shallow 0 1 [v 0 1 1] ] ].

Definition second_network : network (extended Q) := [
  [ linear_shallow 1 1 [] ] ].

Definition certificate : list ptoken := [
  leaf [Same] ].

Definition the_claim : equality_claim :=
  EqualityClaim 1 [] [] first_network second_network.
Lemma verdict : pcheck the_claim certificate = Accepted.
Proof. vm_cast_no_check (eq_refl Accepted). Qed.
End relu_of_a_negative_constant_partition.

Module relu_of_relu_of_minus_x_partition.
Definition first_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 (-1) 1] ];
  [ relu_shallow 0 1 [v 0 2 1] ];
  [ linear_shallow 0 1 [v 0 1 1] ] ].

Definition second_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 (-2) 1] ];
  [ linear_shallow 0 1 [v 0 1 1] ] ].

Definition certificate : list ptoken := [
  leaf [Same] ].

Definition the_claim : equality_claim :=
  EqualityClaim 1 [] [] first_network second_network.
Lemma verdict : pcheck the_claim certificate = Accepted.
Proof. vm_cast_no_check (eq_refl Accepted). Qed.
End relu_of_relu_of_minus_x_partition.

Module relu_of_relu_of_minus_x_unscaled_partition.
Definition first_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 (-1) 1] ];
  [ relu_shallow 0 1 [v 0 1 1] ];
  [ linear_shallow 0 1 [v 0 1 1] ] ].

Definition second_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 (-1) 1] ];
  [ linear_shallow 0 1 [v 0 1 1] ] ].

Definition certificate : list ptoken := [
  leaf [Same] ].

Definition the_claim : equality_claim :=
  EqualityClaim 1 [] [] first_network second_network.
Lemma verdict : pcheck the_claim certificate = Accepted.
Proof. vm_cast_no_check (eq_refl Accepted). Qed.
End relu_of_relu_of_minus_x_unscaled_partition.

Module scaled_statuses_partition.
Definition first_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 0 1 2] ];
  [ linear_shallow 0 1 [v 0 1 1; v 1 (-2) 1] ] ].

Definition second_network : network (extended Q) := [
  [ linear_shallow 0 1 [] ] ].

Definition certificate : list ptoken := [
  halves ([1], 0);
  status 0 0 0 WordZero (proof 1 0 [(0, 1)]);
  status 0 0 1 WordZero (proof 1 0 [(0, 1)]);
  leaf [Same];
  status 0 0 0 WordNonneg (proof 1 0 [(0, 1)]);
  status 0 0 1 WordNonneg (proof 1 0 [(0, 1)]);
  leaf [Same] ].

Definition the_claim : equality_claim :=
  EqualityClaim 1 [] [] first_network second_network.
Lemma verdict : pcheck the_claim certificate = Accepted.
Proof. vm_cast_no_check (eq_refl Accepted). Qed.
End scaled_statuses_partition.

Module selector_of_two_inputs_partition.
Definition first_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 1 1 1] ];
  [ relu_shallow 1 1 [down 0];
    relu_shallow 0 1 [v 0 1 1] ];
  [ relu_shallow 1 1 [down 0; down 1] ];
  [ linear_shallow 0 1 [v 0 1 1] ] ].

Definition second_network : network (extended Q) := [
  [ linear_shallow 0 1 [] ] ].

Definition certificate : list ptoken := [
  status 0 2 0 WordGated (proof 1 0 [(0, 1); (1, 1)]);
  leaf [Same] ].

Definition the_claim : equality_claim :=
  EqualityClaim 2 [] [] first_network second_network.
Lemma verdict : pcheck the_claim certificate = Accepted.
Proof. vm_cast_no_check (eq_refl Accepted). Qed.
End selector_of_two_inputs_partition.

Module shifted_closed_faces.
Definition deep_network : network Q := [
  [ relu_deep (-1) 1 [w 0 1 1] ];
  [ linear_deep 0 1 [w 0 1 1] ] ].

Definition shallow_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 0 (-1) 1];
    relu_shallow 1 1 [v 0 (-1) 1] ];
  [ relu_shallow (-1) 1 [v 0 1 1; v 1 (-1) 1; down 2] ];
  [ linear_shallow 0 1 [v 0 1 1] ] ].

Definition certificate : list token := [
  s 0;
  o [(zero (proof 1 0 []), zero (proof 1 0 []))];
  o [(zero (proof 1 0 []), zero (proof 1 0 []))];
  o [(gate 0, zero (proof 1 0 [(0, 1)]))] ].

Definition the_claim : claim :=
  Claim false 1 [] [] deep_network shallow_network.
Lemma verdict : check the_claim certificate = Accepted.
Proof. vm_cast_no_check (eq_refl Accepted). Qed.
End shifted_closed_faces.

Module statuses_from_the_last_layer_on_partition.
Definition first_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1] ];
  [ relu_shallow 0 1 [v 0 1 1] ];
  [ relu_shallow (-1) 1 [v 0 1 1] ];
  [ linear_shallow 0 1 [v 0 1 1] ] ].

Definition second_network : network (extended Q) := [
  [ relu_shallow (-1) 1 [v 0 1 1] ];
  [ linear_shallow 0 1 [v 0 1 1] ] ].

Definition certificate : list ptoken := [
  halves ([1], -1);
  halves ([1], 0);
  status 0 0 0 WordZero (proof 1 0 [(1, 1)]);
  status 1 0 0 WordZero (proof 1 0 [(0, 1)]);
  leaf [Same];
  status 0 0 0 WordNonneg (proof 1 0 [(1, 1)]);
  status 0 1 0 WordNonneg (proof 1 0 [(1, 1)]);
  status 0 2 0 WordZero (proof 1 0 [(0, 1)]);
  status 1 0 0 WordZero (proof 1 0 [(0, 1)]);
  leaf [Same];
  status 0 0 0 WordNonneg (proof 1 1 [(0, 1)]);
  status 0 1 0 WordPositive (proof 1 1 [(0, 1)]);
  status 0 2 0 WordNonneg (proof 1 0 [(0, 1)]);
  status 1 0 0 WordNonneg (proof 1 0 [(0, 1)]);
  leaf [Same] ].

Definition the_claim : equality_claim :=
  EqualityClaim 1 [] [] first_network second_network.
Lemma verdict : pcheck the_claim certificate = Accepted.
Proof. vm_cast_no_check (eq_refl Accepted). Qed.
End statuses_from_the_last_layer_on_partition.

Module statuses_last_layer_first_partition.
Definition first_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    linear_shallow 0 1 [v 0 1 1] ];
  [ linear_shallow 0 1 [v 1 1 1] ];
  [ linear_shallow 0 1 [v 0 1 1] ];
  [ relu_shallow 0 1 [v 0 1 1] ];
  [ linear_shallow 0 1 [v 0 1 1] ] ].

Definition second_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1] ];
  [ linear_shallow 0 1 [v 0 1 1] ] ].

Definition certificate : list ptoken := [
  halves ([1], 0);
  status 0 3 0 WordZero (proof 1 0 [(0, 1)]);
  status 0 0 0 WordZero (proof 1 0 [(0, 1)]);
  status 1 0 0 WordZero (proof 1 0 [(0, 1)]);
  leaf [Same];
  status 0 3 0 WordNonneg (proof 1 0 [(0, 1)]);
  status 0 0 0 WordNonneg (proof 1 0 [(0, 1)]);
  status 1 0 0 WordNonneg (proof 1 0 [(0, 1)]);
  leaf [Same] ].

Definition the_claim : equality_claim :=
  EqualityClaim 1 [] [] first_network second_network.
Lemma verdict : pcheck the_claim certificate = Accepted.
Proof. vm_cast_no_check (eq_refl Accepted). Qed.
End statuses_last_layer_first_partition.

Module strict_drops_half_open.
Definition deep_network : network Q := [
  [ relu_deep 0 1 [w 0 1 1];
    relu_deep 0 1 [w 0 2 1];
    relu_deep 1 1 [w 0 1 1] ];
  [ linear_deep 0 1 [w 0 1 1; w 1 1 1; w 2 1 1] ] ].

Definition shallow_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 0 (-1) 1];
    relu_shallow 1 1 [v 0 1 1] ];
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 1 1 1];
    relu_shallow 1 1 [down 0];
    relu_shallow 1 1 [down 2] ];
  [ relu_shallow 1 1 [down 0; v 1 (-1) 1; down 3];
    relu_shallow 1 1 [v 0 4 1; v 1 (-4) 1; down 2] ];
  [ linear_shallow 0 1 [v 0 1 1; v 1 1 1] ] ].

Definition certificate : list token := [
  s 0;
  i 1 (proof 1 0 [(0, 2)]);
  s 2;
  o [(zero (proof 1 0 []), zero (proof 1 0 []))];
  o [(gate 0, zero (proof 1 0 [(1, 1)]))];
  s 1;
  e (proof 1 0 [(0, 2); (1, 1)]);
  d 1 (proof 1 0 [(0, 2)]);
  s 2;
  e (proof 1 1 [(0, 1); (2, 1)]);
  d 2 (proof 1 1 [(0, 1)]);
  o [(gate 1, zero (proof 1 1 [(0, 4)]))] ].

Definition the_claim : claim :=
  Claim true 1 [] [] deep_network shallow_network.
Lemma verdict : check the_claim certificate = Accepted.
Proof. vm_cast_no_check (eq_refl Accepted). Qed.
End strict_drops_half_open.

Module two_hidden_layers_scales.
Definition deep_network : network Q := [
  [ relu_deep 1 3 [w 0 1 2] ];
  [ relu_deep 1 2 [w 0 (-1) 5] ];
  [ linear_deep 0 1 [w 0 1 1] ] ].

Definition shallow_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 0 (-1) 1];
    relu_shallow 2 1 [v 0 3 1];
    relu_shallow 13 1 [v 0 (-3) 1] ];
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 1 1 1];
    relu_shallow 0 1 [v 2 1 1];
    relu_shallow 1 1 [down 2];
    relu_shallow 1 1 [down 3] ];
  [ relu_shallow 1 2 [down 2];
    relu_shallow 13 30 [v 0 (-1) 10; v 1 1 10; down 3; down 4] ];
  [ linear_shallow 0 1 [v 0 1 1; v 1 1 1] ] ].

Definition certificate : list token := [
  s 0;
  a 0 (proof 1 30 []);
  o [(gate 0, zero (proof 1 30 []))];
  s 0;
  o [(zero (proof 1 0 []), zero (proof 1 0 []))];
  o [(gate 1, zero (proof 1 0 [(1, 1)]))] ].

Definition the_claim : claim :=
  Claim true 1 [] [] deep_network shallow_network.
Lemma verdict : check the_claim certificate = Accepted.
Proof. vm_cast_no_check (eq_refl Accepted). Qed.
End two_hidden_layers_scales.

Module two_inputs_two_outputs_half_open.
Definition deep_network : network Q := [
  [ relu_deep 0 1 [w 0 1 1];
    relu_deep 0 1 [w 1 1 1] ];
  [ linear_deep 0 1 [w 0 1 1; w 1 1 1];
    linear_deep 0 1 [w 0 1 1; w 1 (-1) 3] ] ].

Definition shallow_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 0 (-1) 1];
    relu_shallow 0 1 [v 1 1 1];
    relu_shallow 0 1 [v 1 (-1) 1] ];
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 1 1 1];
    relu_shallow 0 1 [v 2 1 1];
    relu_shallow 0 1 [v 3 1 1];
    relu_shallow 1 1 [down 0];
    relu_shallow 1 1 [down 2] ];
  [ relu_shallow 0 1 [down 0; v 2 1 1; v 3 (-1) 1; down 5];
    relu_shallow 0 1 [down 0; v 2 1 3; v 3 (-1) 3; down 5];
    relu_shallow 0 1 [v 0 1 1; v 1 (-1) 1; down 2; down 4];
    relu_shallow 0 1 [v 0 1 1; v 1 (-1) 1; down 2; down 4];
    relu_shallow 0 1 [v 0 1 1; v 1 (-1) 1; v 2 1 1; v 3 (-1) 1; down 4; down 5];
    relu_shallow 0 1 [v 0 1 1; v 1 (-1) 1; v 2 (-1) 3; v 3 1 3; down 4; down 5];
    relu_shallow 0 1 [v 0 (-1) 1; v 1 1 1; v 2 1 3; v 3 (-1) 3; down 4; down 5] ];
  [ linear_shallow 0 1 [v 0 1 1; v 2 1 1; v 4 1 1];
    linear_shallow 0 1 [v 1 (-1) 1; v 3 1 1; v 5 1 1; v 6 (-1) 1] ] ].

Definition certificate : list token := [
  s 0;
  s 1;
  o [(zero (proof 1 0 []), zero (proof 1 0 [])); (zero (proof 1 0 []), zero (proof 1 0 []))];
  o [(gate 0, zero (proof 1 0 [(1, 3)])); (zero (proof 1 0 [(1, 1)]), gate 1)];
  s 1;
  o [(gate 2, zero (proof 1 0 [(0, 3)])); (gate 3, zero (proof 1 0 [(0, 3)]))];
  o [(gate 4, zero (proof 1 0 [(0, 3); (1, 3)])); (gate 5, gate 6)] ].

Definition the_claim : claim :=
  Claim true 2 [] [] deep_network shallow_network.
Lemma verdict : check the_claim certificate = Accepted.
Proof. vm_cast_no_check (eq_refl Accepted). Qed.
End two_inputs_two_outputs_half_open.

Module two_outputs_partition.
Definition first_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1] ];
  [ linear_shallow 0 1 [v 0 1 1];
    linear_shallow 1 1 [v 0 2 1] ] ].

Definition second_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 2 1] ];
  [ linear_shallow 0 1 [v 0 1 2];
    linear_shallow 1 1 [v 0 1 1] ] ].

Definition certificate : list ptoken := [
  leaf [Same; Same] ].

Definition the_claim : equality_claim :=
  EqualityClaim 1 [] [] first_network second_network.
Lemma verdict : pcheck the_claim certificate = Accepted.
Proof. vm_cast_no_check (eq_refl Accepted). Qed.
End two_outputs_partition.

Module unknown_beside_infinite_but_unused_partition.
Definition first_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 1 1 1] ];
  [ relu_shallow (-1) 1 [v 0 1 1; v 1 1 1];
    relu_shallow 0 1 [v 0 1 1] ];
  [ relu_shallow 0 1 [v 0 1 1; up 1] ];
  [ linear_shallow 0 1 [] ] ].

Definition second_network : network (extended Q) := [
  [ linear_shallow 0 1 [] ] ].

Definition certificate : list ptoken := [
  leaf [Same] ].

Definition the_claim : equality_claim :=
  EqualityClaim 2 [] [] first_network second_network.
Lemma verdict : pcheck the_claim certificate = Accepted.
Proof. vm_cast_no_check (eq_refl Accepted). Qed.
End unknown_beside_infinite_but_unused_partition.

Module unknown_but_unused_partition.
Definition first_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 1 1 [v 0 1 1] ];
  [ relu_shallow 0 1 [v 0 1 1; v 1 (-1) 1] ];
  [ relu_shallow 0 1 [v 0 (-1) 1];
    linear_shallow 0 1 [v 0 1 1] ];
  [ linear_shallow 0 1 [] ] ].

Definition second_network : network (extended Q) := [
  [ linear_shallow 0 1 [] ] ].

Definition certificate : list ptoken := [
  leaf [Same] ].

Definition the_claim : equality_claim :=
  EqualityClaim 1 [] [] first_network second_network.
Lemma verdict : pcheck the_claim certificate = Accepted.
Proof. vm_cast_no_check (eq_refl Accepted). Qed.
End unknown_but_unused_partition.

Module unknown_minus_infinite_but_unused_partition.
Definition first_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1] ];
  [ relu_shallow 0 1 [up 0] ];
  [ relu_shallow 0 1 [v 0 (-1) 1] ];
  [ linear_shallow 0 1 [] ] ].

Definition second_network : network (extended Q) := [
  [ linear_shallow 0 1 [] ] ].

Definition certificate : list ptoken := [
  leaf [Same] ].

Definition the_claim : equality_claim :=
  EqualityClaim 1 [] [] first_network second_network.
Lemma verdict : pcheck the_claim certificate = Accepted.
Proof. vm_cast_no_check (eq_refl Accepted). Qed.
End unknown_minus_infinite_but_unused_partition.

Module zero_by_selector_in_the_fourth_layer_partition.
Definition first_network : network (extended Q) := [
  [ linear_shallow 0 1 [v 0 1 1] ];
  [ linear_shallow 5 1 [v 0 (-1) 1] ];
  [ relu_shallow 5 1 [v 0 (-1) 1] ];
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 1 1 [down 0] ];
  [ relu_shallow 1 1 [down 0; down 1] ];
  [ linear_shallow 0 1 [v 0 1 1] ] ].

Definition second_network : network (extended Q) := [
  [ linear_shallow 0 1 [] ] ].

Definition certificate : list ptoken := [
  status 0 4 0 WordGated (proof 1 0 [(0, 1); (1, 1)]);
  leaf [Same] ].

Definition the_claim : equality_claim :=
  EqualityClaim 1 [] [] first_network second_network.
Lemma verdict : pcheck the_claim certificate = Accepted.
Proof. vm_cast_no_check (eq_refl Accepted). Qed.
End zero_by_selector_in_the_fourth_layer_partition.

Module zero_by_selector_in_the_third_layer_partition.
Definition first_network : network (extended Q) := [
  [ linear_shallow 0 1 [v 0 1 1] ];
  [ relu_shallow 0 1 [v 0 1 1] ];
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 1 1 [down 0] ];
  [ relu_shallow 1 1 [down 0; down 1] ];
  [ linear_shallow 0 1 [v 0 1 1] ] ].

Definition second_network : network (extended Q) := [
  [ linear_shallow 0 1 [] ] ].

Definition certificate : list ptoken := [
  status 0 3 0 WordGated (proof 1 0 [(0, 1); (1, 1)]);
  leaf [Same] ].

Definition the_claim : equality_claim :=
  EqualityClaim 1 [] [] first_network second_network.
Lemma verdict : pcheck the_claim certificate = Accepted.
Proof. vm_cast_no_check (eq_refl Accepted). Qed.
End zero_by_selector_in_the_third_layer_partition.

Module zero_by_selector_partition.
Definition first_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1] ];
  [ relu_shallow 1 1 [down 0];
    relu_shallow 0 1 [v 0 1 1] ];
  [ relu_shallow 1 1 [down 0; down 1] ];
  [ linear_shallow 0 1 [v 0 1 1] ] ].

Definition second_network : network (extended Q) := [
  [ linear_shallow 0 1 [] ] ].

Definition certificate : list ptoken := [
  status 0 2 0 WordGated (proof 1 0 [(0, 1); (1, 1)]);
  leaf [Same] ].

Definition the_claim : equality_claim :=
  EqualityClaim 1 [] [] first_network second_network.
Lemma verdict : pcheck the_claim certificate = Accepted.
Proof. vm_cast_no_check (eq_refl Accepted). Qed.
End zero_by_selector_partition.

Module zero_by_two_penalties_partition.
Definition first_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 1 1 [v 0 (-1) 1] ];
  [ relu_shallow 1 1 [down 0; down 1] ];
  [ linear_shallow 0 1 [v 0 1 1] ] ].

Definition second_network : network (extended Q) := [
  [ linear_shallow 0 1 [] ] ].

Definition certificate : list ptoken := [
  status 0 1 0 WordGated (proof 1 1 [(0, 1); (1, 1)]);
  leaf [Same] ].

Definition the_claim : equality_claim :=
  EqualityClaim 1 [] [] first_network second_network.
Lemma verdict : pcheck the_claim certificate = Accepted.
Proof. vm_cast_no_check (eq_refl Accepted). Qed.
End zero_by_two_penalties_partition.

Module zero_conditions_of_copies_partition.
Definition first_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 (-1) 1];
    relu_shallow 1 1 [v 0 1 1] ];
  [ relu_shallow 0 1 [v 0 3 1];
    relu_shallow 0 1 [v 1 1 2] ];
  [ relu_shallow 1 1 [down 0; down 1] ];
  [ linear_shallow 0 1 [v 0 1 1] ] ].

Definition second_network : network (extended Q) := [
  [ linear_shallow 0 1 [] ] ].

Definition certificate : list ptoken := [
  status 0 2 0 WordGated (proof 1 1 [(0, 1); (1, 1)]);
  leaf [Same] ].

Definition the_claim : equality_claim :=
  EqualityClaim 1 [] [] first_network second_network.
Lemma verdict : pcheck the_claim certificate = Accepted.
Proof. vm_cast_no_check (eq_refl Accepted). Qed.
End zero_conditions_of_copies_partition.

Module zero_function.
Definition deep_network : network Q := [
  [ relu_deep 0 1 [w 0 1 1] ];
  [ linear_deep 0 1 [] ] ].

Definition shallow_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 0 (-1) 1] ];
  [  ];
  [ linear_shallow 0 1 [] ] ].

Definition certificate : list token := [
  s 0;
  o [(zero (proof 1 0 []), zero (proof 1 0 []))];
  o [(zero (proof 1 0 []), zero (proof 1 0 []))];
  o [(zero (proof 1 0 []), zero (proof 1 0 []))] ].

Definition the_claim : claim :=
  Claim false 1 [] [] deep_network shallow_network.
Lemma verdict : check the_claim certificate = Accepted.
Proof. vm_cast_no_check (eq_refl Accepted). Qed.
End zero_function.

Module constant_split__number.
Definition first_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 0 (-1) 1] ];
  [ linear_shallow 0 1 [v 0 1 1; v 1 1 1] ] ].

Definition second_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 0 (-1) 1] ];
  [ linear_shallow 0 1 [v 0 1 1; v 1 1 1] ] ].

Definition certificate : list ptoken := [
  halves ([0], 5);
  leaf [Same];
  leaf [Same] ].

Definition the_claim : equality_claim :=
  EqualityClaim 1 [] [] first_network second_network.
Lemma verdict : pcheck the_claim certificate = (Refused ConstantSplit).
Proof. vm_cast_no_check (eq_refl (Refused ConstantSplit)). Qed.
End constant_split__number.

Module constant_split__zero.
Definition first_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 0 (-1) 1] ];
  [ linear_shallow 0 1 [v 0 1 1; v 1 1 1] ] ].

Definition second_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 0 (-1) 1] ];
  [ linear_shallow 0 1 [v 0 1 1; v 1 1 1] ] ].

Definition certificate : list ptoken := [
  thirds ([0], 0);
  leaf [Same];
  leaf [Same];
  leaf [Same] ].

Definition the_claim : equality_claim :=
  EqualityClaim 1 [] [] first_network second_network.
Lemma verdict : pcheck the_claim certificate = (Refused ConstantSplit).
Proof. vm_cast_no_check (eq_refl (Refused ConstantSplit)). Qed.
End constant_split__zero.

Module drop_kept__domain.
Definition deep_network : network Q := [
  [ relu_deep 0 1 [w 0 1 1];
    relu_deep 0 1 [w 0 (-1) 1] ];
  [ linear_deep 0 1 [w 0 1 1; w 1 1 1] ] ].

Definition shallow_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 0 (-1) 1] ];
  [ relu_shallow 0 1 [v 0 1 1; v 1 (-1) 1] ];
  [ linear_shallow 0 1 [v 0 1 1] ] ].

Definition certificate : list token := [
  d 0 (proof 1 0 [(0, 1)]);
  a 0 (proof 1 0 [(0, 1)]);
  i 1 (proof 1 0 [(0, 1)]);
  o [(gate 0, zero (proof 1 0 [(0, 1)]))] ].

Definition the_claim : claim :=
  Claim false 1 [([1], 0)] [] deep_network shallow_network.
Lemma verdict : check the_claim certificate = (Refused DropKept).
Proof. vm_cast_no_check (eq_refl (Refused DropKept)). Qed.
End drop_kept__domain.

Module drop_kept__equality.
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
  d 0 (proof 1 0 []);
  o [(zero (proof 1 0 []), zero (proof 1 0 []))];
  i 1 (proof 1 0 [(0, 1)]);
  o [(gate 1, zero (proof 1 0 [(0, 1)]))] ].

Definition the_claim : claim :=
  Claim false 1 [] [] deep_network shallow_network.
Lemma verdict : check the_claim certificate = (Refused DropKept).
Proof. vm_cast_no_check (eq_refl (Refused DropKept)). Qed.
End drop_kept__equality.

Module drop_kept__twice.
Definition deep_network : network Q := [
  [ relu_deep 0 1 [w 0 1 1];
    relu_deep 0 1 [w 0 (-1) 1] ];
  [ linear_deep 0 1 [w 0 1 1; w 1 1 1] ] ].

Definition shallow_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 0 (-1) 1] ];
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 1 1 1];
    relu_shallow 1 1 [down 0];
    relu_shallow 1 1 [down 1] ];
  [ relu_shallow 0 1 [v 0 (-1) 1; v 1 1 1; down 3];
    relu_shallow 0 1 [v 0 1 1; v 1 (-1) 1; down 2] ];
  [ linear_shallow 0 1 [v 0 1 1; v 1 1 1] ] ].

Definition certificate : list token := [
  s 0;
  s 1;
  o [(zero (proof 1 0 []), zero (proof 1 0 []))];
  d 0 (proof 1 0 [(1, 1)]);
  d 0 (proof 1 0 [(1, 1)]);
  o [(gate 0, zero (proof 1 0 [(0, 1)]))];
  s 1;
  d 1 (proof 1 0 [(0, 1)]);
  o [(gate 1, zero (proof 1 0 [(0, 1)]))];
  e (proof 1 0 [(0, 1); (1, 1)]) ].

Definition the_claim : claim :=
  Claim true 1 [] [] deep_network shallow_network.
Lemma verdict : check the_claim certificate = (Refused DropKept).
Proof. vm_cast_no_check (eq_refl (Refused DropKept)). Qed.
End drop_kept__twice.

Module duplicate_neuron__first_layer.
Definition deep_network : network Q := [
  [ relu_deep 0 1 [w 0 1 1];
    relu_deep 0 1 [w 0 (-1) 1] ];
  [ linear_deep 0 1 [w 0 1 1; w 1 1 1] ] ].

Definition shallow_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 0 (-1) 1];
    relu_shallow 0 1 [v 0 1 1] ];
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
Lemma verdict : check the_claim certificate = (Refused DuplicateNeuron).
Proof. vm_cast_no_check (eq_refl (Refused DuplicateNeuron)). Qed.
End duplicate_neuron__first_layer.

Module duplicate_neuron__second_layer.
Definition deep_network : network Q := [
  [ relu_deep 0 1 [w 0 1 1];
    relu_deep 0 1 [w 0 (-1) 1] ];
  [ linear_deep 0 1 [w 0 1 1; w 1 1 1] ] ].

Definition shallow_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 0 (-1) 1] ];
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 1 1 1];
    relu_shallow 1 1 [down 0];
    relu_shallow 1 1 [down 0] ];
  [ relu_shallow 0 1 [down 0; v 1 1 1];
    relu_shallow 0 1 [v 0 1 1; v 1 (-1) 1; down 2] ];
  [ linear_shallow 0 1 [v 0 1 1; v 1 1 1] ] ].

Definition certificate : list token := [
  s 0;
  a 1 (proof 1 0 [(0, 1)]);
  o [(gate 0, zero (proof 1 0 [(0, 1)]))];
  i 1 (proof 1 0 [(0, 1)]);
  o [(gate 1, zero (proof 1 0 [(0, 1)]))] ].

Definition the_claim : claim :=
  Claim true 1 [] [] deep_network shallow_network.
Lemma verdict : check the_claim certificate = (Refused DuplicateNeuron).
Proof. vm_cast_no_check (eq_refl (Refused DuplicateNeuron)). Qed.
End duplicate_neuron__second_layer.

Module farkas_constant__negative.
Definition deep_network : network Q := [
  [ relu_deep 0 1 [w 0 1 1];
    relu_deep 0 1 [w 0 (-1) 1] ];
  [ linear_deep 0 1 [w 0 1 1; w 1 1 1] ] ].

Definition shallow_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 0 (-1) 1] ];
  [ relu_shallow 0 1 [v 0 1 1; v 1 (-1) 1] ];
  [ linear_shallow 0 1 [v 0 1 1] ] ].

Definition certificate : list token := [
  a 0 (proof 1 (-1) [(0, 1)]);
  i 1 (proof 1 0 [(0, 1)]);
  o [(gate 0, zero (proof 1 0 [(0, 1)]))] ].

Definition the_claim : claim :=
  Claim false 1 [([1], 1)] [] deep_network shallow_network.
Lemma verdict : check the_claim certificate = (Refused FarkasConstant).
Proof. vm_cast_no_check (eq_refl (Refused FarkasConstant)). Qed.
End farkas_constant__negative.

Module farkas_identity__active.
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
  a 1 (proof 1 0 [(0, 2)]);
  o [(gate 0, zero (proof 1 0 [(0, 1)]))];
  i 1 (proof 1 0 [(0, 1)]);
  o [(zero (proof 1 0 []), zero (proof 1 0 []))];
  i 1 (proof 1 0 [(0, 1)]);
  o [(gate 1, zero (proof 1 0 [(0, 1)]))] ].

Definition the_claim : claim :=
  Claim false 1 [] [] deep_network shallow_network.
Lemma verdict : check the_claim certificate = (Refused FarkasIdentity).
Proof. vm_cast_no_check (eq_refl (Refused FarkasIdentity)). Qed.
End farkas_identity__active.

Module farkas_identity__constant_forgotten.
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
  a 1 (proof 1 1 [(0, 1)]);
  o [(gate 0, zero (proof 1 0 [(0, 1)]))];
  i 1 (proof 1 0 [(0, 1)]);
  o [(zero (proof 1 0 []), zero (proof 1 0 []))];
  i 1 (proof 1 0 [(0, 1)]);
  o [(gate 1, zero (proof 1 0 [(0, 1)]))] ].

Definition the_claim : claim :=
  Claim false 1 [] [] deep_network shallow_network.
Lemma verdict : check the_claim certificate = (Refused FarkasIdentity).
Proof. vm_cast_no_check (eq_refl (Refused FarkasIdentity)). Qed.
End farkas_identity__constant_forgotten.

Module farkas_identity__difference_beyond_2_to_the_53.
Definition first_network : network (extended Q) := [
  [ linear_shallow 0 1 [v 0 9007199254740993 1] ] ].

Definition second_network : network (extended Q) := [
  [ linear_shallow 0 1 [] ] ].

Definition certificate : list ptoken := [
  leaf [between (proof 1 0 [(0, 9007199254740992)]) (proof 1 0 [(0, -9007199254740992)])] ].

Definition the_claim : equality_claim :=
  EqualityClaim 1 [] [([1], 0)] first_network second_network.
Lemma verdict : pcheck the_claim certificate = (Refused FarkasIdentity).
Proof. vm_cast_no_check (eq_refl (Refused FarkasIdentity)). Qed.
End farkas_identity__difference_beyond_2_to_the_53.

Module farkas_identity__difference_is_at_most_zero_only.
Definition first_network : network (extended Q) := [
  [ linear_shallow 0 1 [v 0 1 2] ] ].

Definition second_network : network (extended Q) := [
  [ linear_shallow 1 1 [v 1 (-1) 2] ] ].

Definition certificate : list ptoken := [
  leaf [between (proof 1 0 [(0, 1)]) (proof 1 0 [(0, 1)])] ].

Definition the_claim : equality_claim :=
  EqualityClaim 2 [([-1; -1], 2)] [] first_network second_network.
Lemma verdict : pcheck the_claim certificate = (Refused FarkasIdentity).
Proof. vm_cast_no_check (eq_refl (Refused FarkasIdentity)). Qed.
End farkas_identity__difference_is_at_most_zero_only.

Module farkas_identity__difference_not_reduced.
Definition first_network : network (extended Q) := [
  [ linear_shallow 0 1 [v 0 1 2] ] ].

Definition second_network : network (extended Q) := [
  [ linear_shallow 1 1 [v 1 (-1) 2] ] ].

Definition certificate : list ptoken := [
  leaf [between (proof 1 0 [(0, 2)]) (proof 1 0 [(0, -2)])] ].

Definition the_claim : equality_claim :=
  EqualityClaim 2 [] [([1; 1], -2)] first_network second_network.
Lemma verdict : pcheck the_claim certificate = (Refused FarkasIdentity).
Proof. vm_cast_no_check (eq_refl (Refused FarkasIdentity)). Qed.
End farkas_identity__difference_not_reduced.

Module farkas_identity__drop.
Definition deep_network : network Q := [
  [ relu_deep 0 1 [w 0 1 1];
    relu_deep 0 1 [w 0 (-1) 1] ];
  [ linear_deep 0 1 [w 0 1 1; w 1 1 1] ] ].

Definition shallow_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 0 (-1) 1] ];
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 1 1 1];
    relu_shallow 1 1 [down 0];
    relu_shallow 1 1 [down 1] ];
  [ relu_shallow 0 1 [v 0 (-1) 1; v 1 1 1; down 3];
    relu_shallow 0 1 [v 0 1 1; v 1 (-1) 1; down 2] ];
  [ linear_shallow 0 1 [v 0 1 1; v 1 1 1] ] ].

Definition certificate : list token := [
  s 0;
  s 1;
  o [(zero (proof 1 0 []), zero (proof 1 0 []))];
  d 0 (proof 1 0 [(1, 2)]);
  o [(gate 0, zero (proof 1 0 [(0, 1)]))];
  s 1;
  d 1 (proof 1 0 [(0, 1)]);
  o [(gate 1, zero (proof 1 0 [(0, 1)]))];
  e (proof 1 0 [(0, 1); (1, 1)]) ].

Definition the_claim : claim :=
  Claim true 1 [] [] deep_network shallow_network.
Lemma verdict : check the_claim certificate = (Refused FarkasIdentity).
Proof. vm_cast_no_check (eq_refl (Refused FarkasIdentity)). Qed.
End farkas_identity__drop.

Module farkas_identity__dropped_status_of_sibling.
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
  a 1 (proof 1 0 [(0, 1)]);
  o [(zero (proof 1 0 []), zero (proof 1 0 []))];
  i 1 (proof 1 0 [(0, 1)]);
  o [(gate 1, zero (proof 1 0 [(0, 1)]))] ].

Definition the_claim : claim :=
  Claim false 1 [] [] deep_network shallow_network.
Lemma verdict : check the_claim certificate = (Refused FarkasIdentity).
Proof. vm_cast_no_check (eq_refl (Refused FarkasIdentity)). Qed.
End farkas_identity__dropped_status_of_sibling.

Module farkas_identity__output_minus.
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
  o [(gate 1, zero (proof 1 0 []))] ].

Definition the_claim : claim :=
  Claim false 1 [] [] deep_network shallow_network.
Lemma verdict : check the_claim certificate = (Refused FarkasIdentity).
Proof. vm_cast_no_check (eq_refl (Refused FarkasIdentity)). Qed.
End farkas_identity__output_minus.

Module farkas_identity__output_plus.
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
  o [(zero (proof 1 0 [(0, 1)]), zero (proof 1 0 [(0, 1)]))];
  i 1 (proof 1 0 [(0, 1)]);
  o [(zero (proof 1 0 []), zero (proof 1 0 []))];
  i 1 (proof 1 0 [(0, 1)]);
  o [(gate 1, zero (proof 1 0 [(0, 1)]))] ].

Definition the_claim : claim :=
  Claim false 1 [] [] deep_network shallow_network.
Lemma verdict : check the_claim certificate = (Refused FarkasIdentity).
Proof. vm_cast_no_check (eq_refl (Refused FarkasIdentity)). Qed.
End farkas_identity__output_plus.

Module farkas_identity__partition_empty.
Definition first_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 0 (-1) 1] ];
  [ linear_shallow 0 1 [v 0 1 1; v 1 1 1] ] ].

Definition second_network : network (extended Q) := [
  [ linear_shallow 0 1 [] ] ].

Definition certificate : list ptoken := [
  halves ([1], 0);
  void (proof 1 1 []);
  leaf [Same] ].

Definition the_claim : equality_claim :=
  EqualityClaim 1 [] [] first_network second_network.
Lemma verdict : pcheck the_claim certificate = (Refused FarkasIdentity).
Proof. vm_cast_no_check (eq_refl (Refused FarkasIdentity)). Qed.
End farkas_identity__partition_empty.

Module farkas_identity__status_beyond_2_to_the_53.
Definition first_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 9007199254740993 1] ];
  [ linear_shallow 0 1 [v 0 1 1] ] ].

Definition second_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 9007199254740993 1] ];
  [ linear_shallow 0 1 [v 0 1 1] ] ].

Definition certificate : list ptoken := [
  status 0 0 0 WordNonneg (proof 1 0 [(0, 9007199254740992)]);
  status 1 0 0 WordNonneg (proof 1 0 [(0, 9007199254740993)]);
  leaf [Same] ].

Definition the_claim : equality_claim :=
  EqualityClaim 1 [([1], 0)] [] first_network second_network.
Lemma verdict : pcheck the_claim certificate = (Refused FarkasIdentity).
Proof. vm_cast_no_check (eq_refl (Refused FarkasIdentity)). Qed.
End farkas_identity__status_beyond_2_to_the_53.

Module farkas_identity__status_zero_wrong_side.
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
  status 0 0 0 WordPositive (proof 1 0 [(0, 1)]);
  status 0 0 1 WordPositive (proof 1 0 [(0, 1)]);
  status 1 0 0 WordZero (proof 1 0 [(0, 1)]);
  status 1 0 1 WordPositive (proof 1 0 [(0, 1)]);
  status 1 1 0 WordPositive (proof 1 0 [(0, 1)]);
  leaf [Same];
  status 0 0 0 WordZero (proof 1 0 [(0, -1)]);
  status 0 0 1 WordZero (proof 1 0 [(0, 1)]);
  status 1 0 0 WordZero (proof 1 0 [(0, -1)]);
  status 1 0 1 WordZero (proof 1 0 [(0, 1)]);
  leaf [Same];
  status 0 0 0 WordPositive (proof 1 0 [(0, 1)]);
  status 0 0 1 WordZero (proof 1 0 [(0, 1)]);
  status 1 0 0 WordPositive (proof 1 0 [(0, 1)]);
  status 1 0 1 WordZero (proof 1 0 [(0, 1)]);
  status 1 1 1 WordNonneg (proof 1 0 [(0, 1)]);
  leaf [Same] ].

Definition the_claim : equality_claim :=
  EqualityClaim 1 [] [] first_network second_network.
Lemma verdict : pcheck the_claim certificate = (Refused FarkasIdentity).
Proof. vm_cast_no_check (eq_refl (Refused FarkasIdentity)). Qed.
End farkas_identity__status_zero_wrong_side.

Module farkas_identity__two_selectors.
Definition first_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 1 1 [v 0 1 1] ];
  [ relu_shallow 1 1 [down 0];
    relu_shallow 1 1 [down 1] ];
  [ relu_shallow 1 1 [down 0; down 1] ];
  [ linear_shallow 0 1 [v 0 1 1] ] ].

Definition second_network : network (extended Q) := [
  [ linear_shallow 0 1 [] ] ].

Definition certificate : list ptoken := [
  status 0 2 0 WordGated (proof 1 0 [(0, 1); (1, 1)]);
  leaf [Same] ].

Definition the_claim : equality_claim :=
  EqualityClaim 1 [] [] first_network second_network.
Lemma verdict : pcheck the_claim certificate = (Refused FarkasIdentity).
Proof. vm_cast_no_check (eq_refl (Refused FarkasIdentity)). Qed.
End farkas_identity__two_selectors.

Module farkas_identity__wrong_child_order.
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
  i 1 (proof 1 0 [(0, 1)]);
  o [(gate 1, zero (proof 1 0 [(0, 1)]))];
  i 1 (proof 1 0 [(0, 1)]);
  o [(zero (proof 1 0 []), zero (proof 1 0 []))];
  a 1 (proof 1 0 [(0, 1)]);
  o [(gate 0, zero (proof 1 0 [(0, 1)]))] ].

Definition the_claim : claim :=
  Claim false 1 [] [] deep_network shallow_network.
Lemma verdict : check the_claim certificate = (Refused FarkasIdentity).
Proof. vm_cast_no_check (eq_refl (Refused FarkasIdentity)). Qed.
End farkas_identity__wrong_child_order.

Module farkas_identity__wrong_side.
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
  i 1 (proof 1 0 [(0, 1)]);
  o [(gate 0, zero (proof 1 0 [(0, 1)]))];
  i 1 (proof 1 0 [(0, 1)]);
  o [(zero (proof 1 0 []), zero (proof 1 0 []))];
  i 1 (proof 1 0 [(0, 1)]);
  o [(gate 1, zero (proof 1 0 [(0, 1)]))] ].

Definition the_claim : claim :=
  Claim false 1 [] [] deep_network shallow_network.
Lemma verdict : check the_claim certificate = (Refused FarkasIdentity).
Proof. vm_cast_no_check (eq_refl (Refused FarkasIdentity)). Qed.
End farkas_identity__wrong_side.

Module farkas_mu__empty_not_one.
Definition deep_network : network Q := [
  [ relu_deep 0 1 [w 0 1 1];
    relu_deep 0 1 [w 0 (-1) 1] ];
  [ linear_deep 0 1 [w 0 1 1; w 1 1 1] ] ].

Definition shallow_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 0 (-1) 1] ];
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 1 1 1];
    relu_shallow 1 1 [down 0];
    relu_shallow 1 1 [down 1] ];
  [ relu_shallow 0 1 [v 0 (-1) 1; v 1 1 1; down 3];
    relu_shallow 0 1 [v 0 1 1; v 1 (-1) 1; down 2] ];
  [ linear_shallow 0 1 [v 0 1 1; v 1 1 1] ] ].

Definition certificate : list token := [
  s 0;
  s 1;
  o [(zero (proof 1 0 []), zero (proof 1 0 []))];
  d 0 (proof 1 0 [(1, 1)]);
  o [(gate 0, zero (proof 1 0 [(0, 1)]))];
  s 1;
  d 1 (proof 1 0 [(0, 1)]);
  o [(gate 1, zero (proof 1 0 [(0, 1)]))];
  e (proof 2 0 [(0, 1); (1, 1)]) ].

Definition the_claim : claim :=
  Claim true 1 [] [] deep_network shallow_network.
Lemma verdict : check the_claim certificate = (Refused FarkasMu).
Proof. vm_cast_no_check (eq_refl (Refused FarkasMu)). Qed.
End farkas_mu__empty_not_one.

Module farkas_mu__negative.
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
  a 1 (proof (-1) 0 [(0, 1)]);
  o [(gate 0, zero (proof 1 0 [(0, 1)]))];
  i 1 (proof 1 0 [(0, 1)]);
  o [(zero (proof 1 0 []), zero (proof 1 0 []))];
  i 1 (proof 1 0 [(0, 1)]);
  o [(gate 1, zero (proof 1 0 [(0, 1)]))] ].

Definition the_claim : claim :=
  Claim false 1 [] [] deep_network shallow_network.
Lemma verdict : check the_claim certificate = (Refused FarkasMu).
Proof. vm_cast_no_check (eq_refl (Refused FarkasMu)). Qed.
End farkas_mu__negative.

Module farkas_mu__partition_empty.
Definition first_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 0 (-1) 1] ];
  [ linear_shallow 0 1 [v 0 1 1; v 1 1 1] ] ].

Definition second_network : network (extended Q) := [
  [ linear_shallow 0 1 [] ] ].

Definition certificate : list ptoken := [
  void (proof 2 2 [(0, 2); (1, 2)]) ].

Definition the_claim : equality_claim :=
  EqualityClaim 1 [([1], 0); ([-1], -1)] [] first_network second_network.
Lemma verdict : pcheck the_claim certificate = (Refused FarkasMu).
Proof. vm_cast_no_check (eq_refl (Refused FarkasMu)). Qed.
End farkas_mu__partition_empty.

Module farkas_mu__status_zero_by_x.
Definition first_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 1 1 [v 0 (-1) 1] ];
  [ relu_shallow 1 1 [down 0; down 1] ];
  [ linear_shallow 0 1 [v 0 1 1] ] ].

Definition second_network : network (extended Q) := [
  [ linear_shallow 0 1 [] ] ].

Definition certificate : list ptoken := [
  status 0 1 0 WordGated (proof 2 2 [(0, 2); (1, 2)]);
  leaf [Same] ].

Definition the_claim : equality_claim :=
  EqualityClaim 1 [] [] first_network second_network.
Lemma verdict : pcheck the_claim certificate = (Refused FarkasMu).
Proof. vm_cast_no_check (eq_refl (Refused FarkasMu)). Qed.
End farkas_mu__status_zero_by_x.

Module farkas_mu__zero.
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
  a 1 (proof 0 0 []);
  o [(gate 0, zero (proof 1 0 [(0, 1)]))];
  i 1 (proof 1 0 [(0, 1)]);
  o [(zero (proof 1 0 []), zero (proof 1 0 []))];
  i 1 (proof 1 0 [(0, 1)]);
  o [(gate 1, zero (proof 1 0 [(0, 1)]))] ].

Definition the_claim : claim :=
  Claim false 1 [] [] deep_network shallow_network.
Lemma verdict : check the_claim certificate = (Refused FarkasMu).
Proof. vm_cast_no_check (eq_refl (Refused FarkasMu)). Qed.
End farkas_mu__zero.

Module farkas_multiplier__difference_of_one_sign_only.
Definition first_network : network (extended Q) := [
  [ linear_shallow 0 1 [v 0 1 2] ] ].

Definition second_network : network (extended Q) := [
  [ linear_shallow 1 1 [v 1 (-1) 2] ] ].

Definition certificate : list ptoken := [
  leaf [between (proof 1 0 [(0, 1)]) (proof 1 0 [(0, -1)])] ].

Definition the_claim : equality_claim :=
  EqualityClaim 2 [([1; 1], -2)] [] first_network second_network.
Lemma verdict : pcheck the_claim certificate = (Refused FarkasMultiplier).
Proof. vm_cast_no_check (eq_refl (Refused FarkasMultiplier)). Qed.
End farkas_multiplier__difference_of_one_sign_only.

Module farkas_multiplier__domain_inequality_as_equality.
Definition deep_network : network Q := [
  [ relu_deep 0 1 [w 0 1 1];
    relu_deep 0 1 [w 0 (-1) 1] ];
  [ linear_deep 0 1 [w 0 1 1; w 1 1 1] ] ].

Definition shallow_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 0 (-1) 1] ];
  [  ];
  [ linear_shallow 0 1 [] ] ].

Definition certificate : list token := [
  a 0 (proof 1 0 [(0, 1)]);
  i 1 (proof 1 0 [(0, 1)]);
  o [(zero (proof 1 0 [(0, -1)]), zero (proof 1 0 [(0, 1)]))] ].

Definition the_claim : claim :=
  Claim false 1 [([1], 0)] [] deep_network shallow_network.
Lemma verdict : check the_claim certificate = (Refused FarkasMultiplier).
Proof. vm_cast_no_check (eq_refl (Refused FarkasMultiplier)). Qed.
End farkas_multiplier__domain_inequality_as_equality.

Module farkas_multiplier__negative.
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
  i 1 (proof 1 0 [(0, -1)]);
  o [(gate 0, zero (proof 1 0 [(0, 1)]))];
  i 1 (proof 1 0 [(0, 1)]);
  o [(zero (proof 1 0 []), zero (proof 1 0 []))];
  i 1 (proof 1 0 [(0, 1)]);
  o [(gate 1, zero (proof 1 0 [(0, 1)]))] ].

Definition the_claim : claim :=
  Claim false 1 [] [] deep_network shallow_network.
Lemma verdict : check the_claim certificate = (Refused FarkasMultiplier).
Proof. vm_cast_no_check (eq_refl (Refused FarkasMultiplier)). Qed.
End farkas_multiplier__negative.

Module farkas_multiplier__zero_on_equality.
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
  o [(zero (proof 1 0 [(0, 0)]), zero (proof 1 0 []))];
  i 1 (proof 1 0 [(0, 1)]);
  o [(gate 1, zero (proof 1 0 [(0, 1)]))] ].

Definition the_claim : claim :=
  Claim false 1 [] [] deep_network shallow_network.
Lemma verdict : check the_claim certificate = (Refused FarkasMultiplier).
Proof. vm_cast_no_check (eq_refl (Refused FarkasMultiplier)). Qed.
End farkas_multiplier__zero_on_equality.

Module farkas_multiplier__zero.
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
  a 1 (proof 1 0 [(0, 0)]);
  o [(gate 0, zero (proof 1 0 [(0, 1)]))];
  i 1 (proof 1 0 [(0, 1)]);
  o [(zero (proof 1 0 []), zero (proof 1 0 []))];
  i 1 (proof 1 0 [(0, 1)]);
  o [(gate 1, zero (proof 1 0 [(0, 1)]))] ].

Definition the_claim : claim :=
  Claim false 1 [] [] deep_network shallow_network.
Lemma verdict : check the_claim certificate = (Refused FarkasMultiplier).
Proof. vm_cast_no_check (eq_refl (Refused FarkasMultiplier)). Qed.
End farkas_multiplier__zero.

Module farkas_order__falling.
Definition deep_network : network Q := [
  [ relu_deep 0 1 [w 0 1 1];
    relu_deep 0 1 [w 1 1 1] ];
  [ linear_deep 0 1 [w 0 1 1; w 1 1 1];
    linear_deep 0 1 [w 0 1 1; w 1 (-1) 3] ] ].

Definition shallow_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 0 (-1) 1];
    relu_shallow 0 1 [v 1 1 1];
    relu_shallow 0 1 [v 1 (-1) 1] ];
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 1 1 1];
    relu_shallow 0 1 [v 2 1 1];
    relu_shallow 0 1 [v 3 1 1];
    relu_shallow 1 1 [down 0];
    relu_shallow 1 1 [down 2] ];
  [ relu_shallow 0 1 [down 0; v 2 1 1; v 3 (-1) 1; down 5];
    relu_shallow 0 1 [down 0; v 2 1 3; v 3 (-1) 3; down 5];
    relu_shallow 0 1 [v 0 1 1; v 1 (-1) 1; down 2; down 4];
    relu_shallow 0 1 [v 0 1 1; v 1 (-1) 1; down 2; down 4];
    relu_shallow 0 1 [v 0 1 1; v 1 (-1) 1; v 2 1 1; v 3 (-1) 1; down 4; down 5];
    relu_shallow 0 1 [v 0 1 1; v 1 (-1) 1; v 2 (-1) 3; v 3 1 3; down 4; down 5];
    relu_shallow 0 1 [v 0 (-1) 1; v 1 1 1; v 2 1 3; v 3 (-1) 3; down 4; down 5] ];
  [ linear_shallow 0 1 [v 0 1 1; v 2 1 1; v 4 1 1];
    linear_shallow 0 1 [v 1 (-1) 1; v 3 1 1; v 5 1 1; v 6 (-1) 1] ] ].

Definition certificate : list token := [
  s 0;
  s 1;
  o [(zero (proof 1 0 []), zero (proof 1 0 [])); (zero (proof 1 0 []), zero (proof 1 0 []))];
  o [(gate 0, zero (proof 1 0 [(1, 3)])); (zero (proof 1 0 [(1, 1)]), gate 1)];
  s 1;
  o [(gate 2, zero (proof 1 0 [(0, 3)])); (gate 3, zero (proof 1 0 [(0, 3)]))];
  o [(gate 4, zero (proof 1 0 [(1, 3); (0, 3)])); (gate 5, gate 6)] ].

Definition the_claim : claim :=
  Claim true 2 [] [] deep_network shallow_network.
Lemma verdict : check the_claim certificate = (Refused FarkasOrder).
Proof. vm_cast_no_check (eq_refl (Refused FarkasOrder)). Qed.
End farkas_order__falling.

Module farkas_order__index_repeated_in_half_sums.
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
  a 1 (proof 2 0 [(0, 1); (0, 1)]);
  o [(gate 0, zero (proof 1 0 [(0, 1)]))];
  i 1 (proof 1 0 [(0, 1)]);
  o [(zero (proof 1 0 []), zero (proof 1 0 []))];
  i 1 (proof 1 0 [(0, 1)]);
  o [(gate 1, zero (proof 1 0 [(0, 1)]))] ].

Definition the_claim : claim :=
  Claim false 1 [] [] deep_network shallow_network.
Lemma verdict : check the_claim certificate = (Refused FarkasOrder).
Proof. vm_cast_no_check (eq_refl (Refused FarkasOrder)). Qed.
End farkas_order__index_repeated_in_half_sums.

Module farkas_order__index_twice.
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
  a 1 (proof 1 0 [(0, 2); (0, -1)]);
  o [(gate 0, zero (proof 1 0 [(0, 1)]))];
  i 1 (proof 1 0 [(0, 1)]);
  o [(zero (proof 1 0 []), zero (proof 1 0 []))];
  i 1 (proof 1 0 [(0, 1)]);
  o [(gate 1, zero (proof 1 0 [(0, 1)]))] ].

Definition the_claim : claim :=
  Claim false 1 [] [] deep_network shallow_network.
Lemma verdict : check the_claim certificate = (Refused FarkasOrder).
Proof. vm_cast_no_check (eq_refl (Refused FarkasOrder)). Qed.
End farkas_order__index_twice.

Module farkas_strict__empty_by_an_equality.
Definition first_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1] ];
  [ linear_shallow 0 1 [v 0 1 1] ] ].

Definition second_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1] ];
  [ linear_shallow 0 1 [v 0 1 1] ] ].

Definition certificate : list ptoken := [
  void (proof 1 0 [(0, 1)]) ].

Definition the_claim : equality_claim :=
  EqualityClaim 1 [] [([0], 0)] first_network second_network.
Lemma verdict : pcheck the_claim certificate = (Refused FarkasStrict).
Proof. vm_cast_no_check (eq_refl (Refused FarkasStrict)). Qed.
End farkas_strict__empty_by_an_equality.

Module farkas_strict__empty_closed.
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
  e (proof 1 0 []);
  i 1 (proof 1 0 [(0, 1)]);
  o [(gate 1, zero (proof 1 0 [(0, 1)]))] ].

Definition the_claim : claim :=
  Claim false 1 [] [] deep_network shallow_network.
Lemma verdict : check the_claim certificate = (Refused FarkasStrict).
Proof. vm_cast_no_check (eq_refl (Refused FarkasStrict)). Qed.
End farkas_strict__empty_closed.

Module farkas_strict__equality_of_a_split.
Definition first_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1] ];
  [ linear_shallow 0 1 [v 0 1 1] ] ].

Definition second_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1] ];
  [ linear_shallow 0 1 [v 0 1 1] ] ].

Definition certificate : list ptoken := [
  thirds ([1], 0);
  leaf [Same];
  status 0 0 0 WordPositive (proof 1 0 [(0, 1)]);
  leaf [Same];
  leaf [Same] ].

Definition the_claim : equality_claim :=
  EqualityClaim 1 [] [] first_network second_network.
Lemma verdict : pcheck the_claim certificate = (Refused FarkasStrict).
Proof. vm_cast_no_check (eq_refl (Refused FarkasStrict)). Qed.
End farkas_strict__equality_of_a_split.

Module farkas_strict__gate_not_killed_on_the_boundary.
Definition first_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 0 (-1) 1] ];
  [ relu_shallow 1 1 [down 0; down 1] ];
  [ linear_shallow 0 1 [v 0 1 1] ] ].

Definition second_network : network (extended Q) := [
  [ linear_shallow 0 1 [] ] ].

Definition certificate : list ptoken := [
  status 0 1 0 WordGated (proof 1 0 [(0, 1); (1, 1)]);
  leaf [Same] ].

Definition the_claim : equality_claim :=
  EqualityClaim 1 [] [] first_network second_network.
Lemma verdict : pcheck the_claim certificate = (Refused FarkasStrict).
Proof. vm_cast_no_check (eq_refl (Refused FarkasStrict)). Qed.
End farkas_strict__gate_not_killed_on_the_boundary.

Module farkas_strict__partition_empty.
Definition first_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 0 (-1) 1] ];
  [ linear_shallow 0 1 [v 0 1 1; v 1 1 1] ] ].

Definition second_network : network (extended Q) := [
  [ linear_shallow 0 1 [] ] ].

Definition certificate : list ptoken := [
  halves ([1], 0);
  void (proof 1 0 []);
  leaf [Same] ].

Definition the_claim : equality_claim :=
  EqualityClaim 1 [] [] first_network second_network.
Lemma verdict : pcheck the_claim certificate = (Refused FarkasStrict).
Proof. vm_cast_no_check (eq_refl (Refused FarkasStrict)). Qed.
End farkas_strict__partition_empty.

Module farkas_strict__positive_on_closed_side.
Definition first_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 0 (-1) 1] ];
  [ linear_shallow 0 1 [v 0 1 1; v 1 1 1] ] ].

Definition second_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 0 (-1) 1] ];
  [ linear_shallow 0 1 [v 0 1 1; v 1 1 1] ] ].

Definition certificate : list ptoken := [
  halves ([1], 0);
  status 0 0 1 WordPositive (proof 1 0 [(0, 1)]);
  leaf [Same];
  leaf [Same] ].

Definition the_claim : equality_claim :=
  EqualityClaim 1 [] [] first_network second_network.
Lemma verdict : pcheck the_claim certificate = (Refused FarkasStrict).
Proof. vm_cast_no_check (eq_refl (Refused FarkasStrict)). Qed.
End farkas_strict__positive_on_closed_side.

Module farkas_strict__split_side_is_closed.
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
  s 1;
  e (proof 1 0 [(0, 1); (1, 1)]) ].

Definition the_claim : claim :=
  Claim false 1 [] [] deep_network shallow_network.
Lemma verdict : check the_claim certificate = (Refused FarkasStrict).
Proof. vm_cast_no_check (eq_refl (Refused FarkasStrict)). Qed.
End farkas_strict__split_side_is_closed.

Module farkas_strict__strict_side_dropped_by_closed.
Definition deep_network : network Q := [
  [ relu_deep 0 1 [w 0 1 1];
    relu_deep 0 1 [w 0 (-1) 1] ];
  [ linear_deep 0 1 [w 0 1 1; w 1 1 1] ] ].

Definition shallow_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 0 (-1) 1] ];
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 1 1 1];
    relu_shallow 1 1 [down 0];
    relu_shallow 1 1 [down 1] ];
  [ relu_shallow 0 1 [v 0 (-1) 1; v 1 1 1; down 3];
    relu_shallow 0 1 [v 0 1 1; v 1 (-1) 1; down 2] ];
  [ linear_shallow 0 1 [v 0 1 1; v 1 1 1] ] ].

Definition certificate : list token := [
  s 0;
  s 1;
  o [(zero (proof 1 0 []), zero (proof 1 0 []))];
  d 1 (proof 1 0 [(0, 1)]);
  o [(gate 0, zero (proof 1 0 [(0, 1)]))];
  s 1;
  d 1 (proof 1 0 [(0, 1)]);
  o [(gate 1, zero (proof 1 0 [(0, 1)]))];
  e (proof 1 0 [(0, 1); (1, 1)]) ].

Definition the_claim : claim :=
  Claim true 1 [] [] deep_network shallow_network.
Lemma verdict : check the_claim certificate = (Refused FarkasStrict).
Proof. vm_cast_no_check (eq_refl (Refused FarkasStrict)). Qed.
End farkas_strict__strict_side_dropped_by_closed.

Module farkas_strict__third_side_is_closed.
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
  s 1;
  o [(gate 1, zero (proof 1 0 [(0, 1)]))];
  o [(zero (proof 1 0 [(1, 1)]), zero (proof 1 0 [(0, 1)]))];
  e (proof 1 0 [(0, 1); (1, 1)]) ].

Definition the_claim : claim :=
  Claim false 1 [] [] deep_network shallow_network.
Lemma verdict : check the_claim certificate = (Refused FarkasStrict).
Proof. vm_cast_no_check (eq_refl (Refused FarkasStrict)). Qed.
End farkas_strict__third_side_is_closed.

Module farkas_usable__circular_drops.
Definition deep_network : network Q := [
  [ relu_deep 0 1 [w 0 1 1];
    relu_deep 0 1 [w 0 2 1] ];
  [ linear_deep 1 1 [w 0 1 1; w 1 1 1] ] ].

Definition shallow_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 0 (-1) 1] ];
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 1 1 1];
    relu_shallow 1 1 [down 0] ];
  [ relu_shallow 0 1 [down 0; v 1 1 1];
    relu_shallow 0 1 [v 0 1 1; v 1 (-1) 1; down 2] ];
  [ linear_shallow 0 1 [v 0 1 1; v 1 1 1] ] ].

Definition certificate : list token := [
  s 0;
  s 1;
  d 0 (proof 2 0 [(1, 1)]);
  d 1 (proof 1 0 [(0, 2)]);
  o [(gate 0, zero (proof 1 1 []))] ].

Definition the_claim : claim :=
  Claim true 1 [] [] deep_network shallow_network.
Lemma verdict : check the_claim certificate = (Refused FarkasUsable).
Proof. vm_cast_no_check (eq_refl (Refused FarkasUsable)). Qed.
End farkas_usable__circular_drops.

Module farkas_usable__drop_by_itself.
Definition deep_network : network Q := [
  [ relu_deep 0 1 [w 0 1 1];
    relu_deep 0 1 [w 0 (-1) 1] ];
  [ linear_deep 0 1 [w 0 1 1; w 1 1 1] ] ].

Definition shallow_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 0 (-1) 1] ];
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 1 1 1];
    relu_shallow 1 1 [down 0];
    relu_shallow 1 1 [down 1] ];
  [ relu_shallow 0 1 [v 0 (-1) 1; v 1 1 1; down 3];
    relu_shallow 0 1 [v 0 1 1; v 1 (-1) 1; down 2] ];
  [ linear_shallow 0 1 [v 0 1 1; v 1 1 1] ] ].

Definition certificate : list token := [
  s 0;
  s 1;
  o [(zero (proof 1 0 []), zero (proof 1 0 []))];
  d 0 (proof 1 0 [(0, 1)]);
  o [(gate 0, zero (proof 1 0 [(0, 1)]))];
  s 1;
  d 1 (proof 1 0 [(0, 1)]);
  o [(gate 1, zero (proof 1 0 [(0, 1)]))];
  e (proof 1 0 [(0, 1); (1, 1)]) ].

Definition the_claim : claim :=
  Claim true 1 [] [] deep_network shallow_network.
Lemma verdict : check the_claim certificate = (Refused FarkasUsable).
Proof. vm_cast_no_check (eq_refl (Refused FarkasUsable)). Qed.
End farkas_usable__drop_by_itself.

Module farkas_usable__no_zero_condition_of_gated_atom_and_constant.
Definition first_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 (-1) 1];
    relu_shallow 0 1 [v 0 1 1] ];
  [ relu_shallow 1 1 [down 0; v 1 (-1) 1] ];
  [ relu_shallow 1 1 [down 0] ];
  [ linear_shallow 0 1 [v 0 1 1] ] ].

Definition second_network : network (extended Q) := [
  [ linear_shallow 0 1 [] ] ].

Definition certificate : list ptoken := [
  status 0 2 0 WordGated (proof 1 0 [(0, 1); (1, 1)]);
  leaf [Same] ].

Definition the_claim : equality_claim :=
  EqualityClaim 1 [([1], 0)] [] first_network second_network.
Lemma verdict : pcheck the_claim certificate = (Refused FarkasUsable).
Proof. vm_cast_no_check (eq_refl (Refused FarkasUsable)). Qed.
End farkas_usable__no_zero_condition_of_gated_atom_and_constant.

Module farkas_usable__no_zero_condition_of_gated_atom.
Definition first_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 1 1 [v 0 1 1] ];
  [ relu_shallow 0 1 [down 0; v 1 1 1] ];
  [ relu_shallow 1 1 [down 0] ];
  [ linear_shallow 0 1 [v 0 1 1] ] ].

Definition second_network : network (extended Q) := [
  [ linear_shallow 0 1 [] ] ].

Definition certificate : list ptoken := [
  status 0 2 0 WordGated (proof 1 1 [(0, 1); (1, 1)]);
  leaf [Same] ].

Definition the_claim : equality_claim :=
  EqualityClaim 1 [([1], 0)] [] first_network second_network.
Lemma verdict : pcheck the_claim certificate = (Refused FarkasUsable).
Proof. vm_cast_no_check (eq_refl (Refused FarkasUsable)). Qed.
End farkas_usable__no_zero_condition_of_gated_atom.

Module farkas_usable__no_zero_condition_of_gated_form_of_the_second_input.
Definition first_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 (-1) 1];
    linear_shallow 0 1 [v 1 1 1] ];
  [ relu_shallow 1 1 [down 0; v 1 1 1] ];
  [ relu_shallow 1 1 [down 0] ];
  [ linear_shallow 0 1 [v 0 1 1] ] ].

Definition second_network : network (extended Q) := [
  [ linear_shallow 0 1 [] ] ].

Definition certificate : list ptoken := [
  status 0 2 0 WordGated (proof 1 0 [(0, 1); (1, 1)]);
  leaf [Same] ].

Definition the_claim : equality_claim :=
  EqualityClaim 2 [([1; 0], 0)] [] first_network second_network.
Lemma verdict : pcheck the_claim certificate = (Refused FarkasUsable).
Proof. vm_cast_no_check (eq_refl (Refused FarkasUsable)). Qed.
End farkas_usable__no_zero_condition_of_gated_form_of_the_second_input.

Module farkas_usable__no_zero_condition_of_gated_form.
Definition first_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    linear_shallow 0 1 [v 0 1 1] ];
  [ relu_shallow 1 1 [down 0; v 1 1 1] ];
  [ relu_shallow 1 1 [down 0] ];
  [ linear_shallow 0 1 [v 0 1 1] ] ].

Definition second_network : network (extended Q) := [
  [ linear_shallow 0 1 [] ] ].

Definition certificate : list ptoken := [
  status 0 2 0 WordGated (proof 1 1 [(0, 1); (1, 1)]);
  leaf [Same] ].

Definition the_claim : equality_claim :=
  EqualityClaim 1 [([-1], -1)] [] first_network second_network.
Lemma verdict : pcheck the_claim certificate = (Refused FarkasUsable).
Proof. vm_cast_no_check (eq_refl (Refused FarkasUsable)). Qed.
End farkas_usable__no_zero_condition_of_gated_form.

Module farkas_usable__no_zero_condition_of_gated_towards_plus_infinity.
Definition first_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1] ];
  [ relu_shallow 1 1 [up 0] ];
  [ relu_shallow 1 1 [down 0] ];
  [ linear_shallow 0 1 [v 0 1 1] ] ].

Definition second_network : network (extended Q) := [
  [ linear_shallow 0 1 [] ] ].

Definition certificate : list ptoken := [
  status 0 2 0 WordGated (proof 1 1 [(0, 1); (1, 1)]);
  leaf [Same] ].

Definition the_claim : equality_claim :=
  EqualityClaim 1 [([-1], -1)] [] first_network second_network.
Lemma verdict : pcheck the_claim certificate = (Refused FarkasUsable).
Proof. vm_cast_no_check (eq_refl (Refused FarkasUsable)). Qed.
End farkas_usable__no_zero_condition_of_gated_towards_plus_infinity.

Module farkas_usable__no_zero_condition_of_selector_of_selector.
Definition first_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1] ];
  [ relu_shallow 1 1 [down 0] ];
  [ relu_shallow 1 1 [down 0] ];
  [ relu_shallow 1 1 [down 0] ];
  [ linear_shallow 0 1 [v 0 1 1] ] ].

Definition second_network : network (extended Q) := [
  [ linear_shallow 0 1 [] ] ].

Definition certificate : list ptoken := [
  status 0 3 0 WordGated (proof 1 0 [(0, 1)]);
  leaf [Same] ].

Definition the_claim : equality_claim :=
  EqualityClaim 1 [] [] first_network second_network.
Lemma verdict : pcheck the_claim certificate = (Refused FarkasUsable).
Proof. vm_cast_no_check (eq_refl (Refused FarkasUsable)). Qed.
End farkas_usable__no_zero_condition_of_selector_of_selector.

Module farkas_usable__no_zero_condition_of_selector_over_two.
Definition first_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 0 (-1) 1] ];
  [ relu_shallow 1 1 [down 0; down 1];
    relu_shallow 0 1 [v 0 1 1] ];
  [ relu_shallow 1 1 [down 0; down 1] ];
  [ linear_shallow 0 1 [v 0 1 1] ] ].

Definition second_network : network (extended Q) := [
  [ linear_shallow 0 1 [] ] ].

Definition certificate : list ptoken := [
  status 0 2 0 WordGated (proof 1 0 [(0, 1); (1, 1)]);
  leaf [Same] ].

Definition the_claim : equality_claim :=
  EqualityClaim 1 [] [] first_network second_network.
Lemma verdict : pcheck the_claim certificate = (Refused FarkasUsable).
Proof. vm_cast_no_check (eq_refl (Refused FarkasUsable)). Qed.
End farkas_usable__no_zero_condition_of_selector_over_two.

Module farkas_usable__no_zero_condition_of_selector_with_bias_0.
Definition first_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1] ];
  [ relu_shallow 0 1 [down 0] ];
  [ relu_shallow 1 1 [down 0] ];
  [ linear_shallow 0 1 [v 0 1 1] ] ].

Definition second_network : network (extended Q) := [
  [ linear_shallow 0 1 [] ] ].

Definition certificate : list ptoken := [
  status 0 2 0 WordGated (proof 1 0 [(0, 1)]);
  leaf [Same] ].

Definition the_claim : equality_claim :=
  EqualityClaim 1 [] [] first_network second_network.
Lemma verdict : pcheck the_claim certificate = (Refused FarkasUsable).
Proof. vm_cast_no_check (eq_refl (Refused FarkasUsable)). Qed.
End farkas_usable__no_zero_condition_of_selector_with_bias_0.

Module farkas_usable__no_zero_condition_of_selector_with_bias_minus_1.
Definition first_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1] ];
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow (-1) 1 [down 0] ];
  [ relu_shallow 1 1 [down 0; down 1] ];
  [ linear_shallow 0 1 [v 0 1 1] ] ].

Definition second_network : network (extended Q) := [
  [ linear_shallow 0 1 [] ] ].

Definition certificate : list ptoken := [
  status 0 2 0 WordGated (proof 1 0 [(0, 1); (1, 1)]);
  leaf [Same] ].

Definition the_claim : equality_claim :=
  EqualityClaim 1 [] [] first_network second_network.
Lemma verdict : pcheck the_claim certificate = (Refused FarkasUsable).
Proof. vm_cast_no_check (eq_refl (Refused FarkasUsable)). Qed.
End farkas_usable__no_zero_condition_of_selector_with_bias_minus_1.

Module farkas_usable__no_zero_condition_of_two_atoms.
Definition first_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 1 1 [v 0 1 1] ];
  [ relu_shallow 0 1 [v 0 1 1; v 1 (-1) 1] ];
  [ relu_shallow 1 1 [down 0] ];
  [ linear_shallow 0 1 [v 0 1 1] ] ].

Definition second_network : network (extended Q) := [
  [ linear_shallow 0 1 [] ] ].

Definition certificate : list ptoken := [
  status 0 2 0 WordGated (proof 1 0 [(0, 1)]);
  leaf [Same] ].

Definition the_claim : equality_claim :=
  EqualityClaim 1 [] [] first_network second_network.
Lemma verdict : pcheck the_claim certificate = (Refused FarkasUsable).
Proof. vm_cast_no_check (eq_refl (Refused FarkasUsable)). Qed.
End farkas_usable__no_zero_condition_of_two_atoms.

Module farkas_usable__no_zero_condition_of_unknown.
Definition first_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 1 1 1] ];
  [ relu_shallow (-1) 1 [v 0 1 1; v 1 1 1] ];
  [ relu_shallow 0 1 [v 0 1 1] ];
  [ relu_shallow 1 1 [down 0] ];
  [ linear_shallow 0 1 [v 0 1 1] ] ].

Definition second_network : network (extended Q) := [
  [ linear_shallow 0 1 [] ] ].

Definition certificate : list ptoken := [
  status 0 3 0 WordGated (proof 1 0 [(0, 1)]);
  leaf [Same] ].

Definition the_claim : equality_claim :=
  EqualityClaim 2 [] [] first_network second_network.
Lemma verdict : pcheck the_claim certificate = (Refused FarkasUsable).
Proof. vm_cast_no_check (eq_refl (Refused FarkasUsable)). Qed.
End farkas_usable__no_zero_condition_of_unknown.

Module gate_entry__another_scale.
Definition deep_network : network Q := [
  [ relu_deep 1 3 [w 0 1 2] ];
  [ relu_deep 1 2 [w 0 (-1) 5] ];
  [ linear_deep 0 1 [w 0 1 1] ] ].

Definition shallow_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 0 (-1) 1];
    relu_shallow 2 1 [v 0 3 1];
    relu_shallow 13 1 [v 0 (-3) 1] ];
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 1 1 1];
    relu_shallow 0 1 [v 2 1 1];
    relu_shallow 1 1 [down 2];
    relu_shallow 1 1 [down 3] ];
  [ relu_shallow 30 1 [down 2];
    relu_shallow 13 30 [v 0 (-1) 10; v 1 1 10; down 3; down 4] ];
  [ linear_shallow 0 1 [v 0 1 1; v 1 1 1] ] ].

Definition certificate : list token := [
  s 0;
  a 0 (proof 1 30 []);
  o [(gate 0, zero (proof 1 30 []))];
  s 0;
  o [(zero (proof 1 0 []), zero (proof 1 0 []))];
  o [(gate 1, zero (proof 1 0 [(1, 1)]))] ].

Definition the_claim : claim :=
  Claim true 1 [] [] deep_network shallow_network.
Lemma verdict : check the_claim certificate = (Refused GateEntry).
Proof. vm_cast_no_check (eq_refl (Refused GateEntry)). Qed.
End gate_entry__another_scale.

Module gate_entry__bias.
Definition deep_network : network Q := [
  [ relu_deep 0 1 [w 0 1 1];
    relu_deep 0 1 [w 0 (-1) 1] ];
  [ linear_deep 0 1 [w 0 1 1; w 1 1 1] ] ].

Definition shallow_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 0 (-1) 1] ];
  [ relu_shallow 1 1 [down 0; v 1 1 1];
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
Lemma verdict : check the_claim certificate = (Refused GateEntry).
Proof. vm_cast_no_check (eq_refl (Refused GateEntry)). Qed.
End gate_entry__bias.

Module gate_entry__dropped_constraint.
Definition deep_network : network Q := [
  [ relu_deep 0 1 [w 0 1 1];
    relu_deep 0 1 [w 0 2 1];
    relu_deep 1 1 [w 0 1 1] ];
  [ linear_deep 0 1 [w 0 1 1; w 1 1 1; w 2 1 1] ] ].

Definition shallow_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 0 (-1) 1];
    relu_shallow 1 1 [v 0 1 1] ];
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 1 1 1];
    relu_shallow 1 1 [down 0];
    relu_shallow 1 1 [down 2] ];
  [ relu_shallow 1 1 [down 0; v 1 (-1) 1; down 3];
    relu_shallow 1 1 [v 0 4 1; v 1 (-4) 1; down 2; down 3] ];
  [ linear_shallow 0 1 [v 0 1 1; v 1 1 1] ] ].

Definition certificate : list token := [
  s 0;
  i 1 (proof 1 0 [(0, 2)]);
  s 2;
  o [(zero (proof 1 0 []), zero (proof 1 0 []))];
  o [(gate 0, zero (proof 1 0 [(1, 1)]))];
  s 1;
  e (proof 1 0 [(0, 2); (1, 1)]);
  d 1 (proof 1 0 [(0, 2)]);
  s 2;
  e (proof 1 1 [(0, 1); (2, 1)]);
  d 2 (proof 1 1 [(0, 1)]);
  o [(gate 1, zero (proof 1 1 [(0, 4)]))] ].

Definition the_claim : claim :=
  Claim true 1 [] [] deep_network shallow_network.
Lemma verdict : check the_claim certificate = (Refused GateEntry).
Proof. vm_cast_no_check (eq_refl (Refused GateEntry)). Qed.
End gate_entry__dropped_constraint.

Module gate_entry__finite_penalty.
Definition deep_network : network Q := [
  [ relu_deep 0 1 [w 0 1 1];
    relu_deep 0 1 [w 0 (-1) 1] ];
  [ linear_deep 0 1 [w 0 1 1; w 1 1 1] ] ].

Definition shallow_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 0 (-1) 1] ];
  [ relu_shallow 0 1 [v 0 (-1000000) 1; v 1 1 1];
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
Lemma verdict : check the_claim certificate = (Refused GateEntry).
Proof. vm_cast_no_check (eq_refl (Refused GateEntry)). Qed.
End gate_entry__finite_penalty.

Module gate_entry__half_of_equality.
Definition deep_network : network Q := [
  [ relu_deep 0 1 [w 0 1 1];
    relu_deep 0 1 [w 1 1 1] ];
  [ linear_deep 0 1 [w 0 1 1; w 1 1 1] ] ].

Definition shallow_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 0 (-1) 1];
    relu_shallow 0 1 [v 1 1 1];
    relu_shallow 0 1 [v 1 (-1) 1] ];
  [ relu_shallow 0 1 [down 0; v 2 1 1; down 3];
    relu_shallow 0 1 [down 0; v 1 1 1; v 2 1 1; down 3];
    relu_shallow 0 1 [v 0 1 1; down 1; down 2];
    relu_shallow 0 1 [v 0 1 1; down 1; down 2; down 3];
    relu_shallow 0 1 [v 0 1 1; down 1; v 2 1 1; down 3] ];
  [ linear_shallow 0 1 [v 0 1 1; v 1 (-1) 1; v 2 1 1; v 3 (-1) 1; v 4 1 1] ] ].

Definition certificate : list token := [
  s 0;
  s 1;
  o [(zero (proof 1 0 []), zero (proof 1 0 []))];
  o [(zero (proof 1 0 []), zero (proof 1 0 []))];
  o [(gate 0, zero (proof 1 0 [(1, 1)]))];
  s 1;
  o [(zero (proof 1 0 []), zero (proof 1 0 []))];
  o [(zero (proof 1 0 []), zero (proof 1 0 []))];
  o [(gate 1, zero (proof 1 0 [(1, 1)]))];
  s 1;
  o [(gate 2, zero (proof 1 0 [(0, 1)]))];
  o [(gate 3, zero (proof 1 0 [(0, 1)]))];
  o [(gate 4, zero (proof 1 0 [(0, 1); (1, 1)]))] ].

Definition the_claim : claim :=
  Claim false 2 [] [] deep_network shallow_network.
Lemma verdict : check the_claim certificate = (Refused GateEntry).
Proof. vm_cast_no_check (eq_refl (Refused GateEntry)). Qed.
End gate_entry__half_of_equality.

Module gate_entry__identity.
Definition deep_network : network Q := [
  [ relu_deep 0 1 [w 0 1 1];
    relu_deep 0 1 [w 0 (-1) 1] ];
  [ linear_deep 0 1 [w 0 1 1; w 1 1 1] ] ].

Definition shallow_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 0 (-1) 1] ];
  [ linear_shallow 0 1 [down 0; v 1 1 1];
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
Lemma verdict : check the_claim certificate = (Refused GateEntry).
Proof. vm_cast_no_check (eq_refl (Refused GateEntry)). Qed.
End gate_entry__identity.

Module gate_entry__penalty_missing.
Definition deep_network : network Q := [
  [ relu_deep 0 1 [w 0 1 1];
    relu_deep 0 1 [w 0 (-1) 1] ];
  [ linear_deep 0 1 [w 0 1 1; w 1 1 1] ] ].

Definition shallow_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 0 (-1) 1] ];
  [ relu_shallow 0 1 [v 0 (-1) 1; v 1 1 1];
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
Lemma verdict : check the_claim certificate = (Refused GateEntry).
Proof. vm_cast_no_check (eq_refl (Refused GateEntry)). Qed.
End gate_entry__penalty_missing.

Module gate_entry__penalty_of_the_other_side.
Definition deep_network : network Q := [
  [ relu_deep 0 1 [w 0 1 1];
    relu_deep 0 1 [w 0 (-1) 1] ];
  [ linear_deep 0 1 [w 0 1 1; w 1 1 1] ] ].

Definition shallow_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 0 (-1) 1] ];
  [ relu_shallow 0 1 [v 0 (-1) 1; down 1];
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
Lemma verdict : check the_claim certificate = (Refused GateEntry).
Proof. vm_cast_no_check (eq_refl (Refused GateEntry)). Qed.
End gate_entry__penalty_of_the_other_side.

Module gate_entry__penalty_too_many.
Definition deep_network : network Q := [
  [ relu_deep 0 1 [w 0 1 1];
    relu_deep 0 1 [w 0 (-1) 1] ];
  [ linear_deep 0 1 [w 0 1 1; w 1 1 1] ] ].

Definition shallow_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 0 (-1) 1] ];
  [ relu_shallow 0 1 [v 0 1 1; down 1] ];
  [ linear_shallow 0 1 [v 0 1 1] ] ].

Definition certificate : list token := [
  a 0 (proof 1 0 [(0, 1)]);
  i 1 (proof 1 0 [(0, 1)]);
  o [(gate 0, zero (proof 1 0 [(0, 1)]))] ].

Definition the_claim : claim :=
  Claim false 1 [([1], 0)] [] deep_network shallow_network.
Lemma verdict : check the_claim certificate = (Refused GateEntry).
Proof. vm_cast_no_check (eq_refl (Refused GateEntry)). Qed.
End gate_entry__penalty_too_many.

Module gate_entry__plus_infinity.
Definition deep_network : network Q := [
  [ relu_deep 0 1 [w 0 1 1];
    relu_deep 0 1 [w 0 (-1) 1] ];
  [ linear_deep 0 1 [w 0 1 1; w 1 1 1] ] ].

Definition shallow_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 0 (-1) 1] ];
  [ relu_shallow 0 1 [up 0; v 1 1 1];
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
Lemma verdict : check the_claim certificate = (Refused GateEntry).
Proof. vm_cast_no_check (eq_refl (Refused GateEntry)). Qed.
End gate_entry__plus_infinity.

Module gate_entry__selector_for_closed_side.
Definition deep_network : network Q := [
  [ relu_deep 0 1 [w 0 1 1];
    relu_deep 0 1 [w 0 (-1) 1] ];
  [ linear_deep 0 1 [w 0 1 1; w 1 1 1] ] ].

Definition shallow_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 0 (-1) 1] ];
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 1 1 1];
    relu_shallow 1 1 [down 0] ];
  [ relu_shallow 0 1 [v 0 (-1) 1; v 1 1 1; down 2];
    relu_shallow 0 1 [v 0 1 1; v 1 (-1) 1; down 2] ];
  [ linear_shallow 0 1 [v 0 1 1; v 1 1 1] ] ].

Definition certificate : list token := [
  s 0;
  a 1 (proof 1 0 [(0, 1)]);
  o [(gate 0, zero (proof 1 0 [(0, 1)]))];
  i 1 (proof 1 0 [(0, 1)]);
  o [(gate 1, zero (proof 1 0 [(0, 1)]))] ].

Definition the_claim : claim :=
  Claim true 1 [] [] deep_network shallow_network.
Lemma verdict : check the_claim certificate = (Refused GateEntry).
Proof. vm_cast_no_check (eq_refl (Refused GateEntry)). Qed.
End gate_entry__selector_for_closed_side.

Module gate_entry__swapped_gates.
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
  o [(gate 1, zero (proof 1 0 [(0, 1)]))];
  i 1 (proof 1 0 [(0, 1)]);
  o [(zero (proof 1 0 []), zero (proof 1 0 []))];
  i 1 (proof 1 0 [(0, 1)]);
  o [(gate 0, zero (proof 1 0 [(0, 1)]))] ].

Definition the_claim : claim :=
  Claim false 1 [] [] deep_network shallow_network.
Lemma verdict : check the_claim certificate = (Refused GateEntry).
Proof. vm_cast_no_check (eq_refl (Refused GateEntry)). Qed.
End gate_entry__swapped_gates.

Module gate_entry__weight.
Definition deep_network : network Q := [
  [ relu_deep 0 1 [w 0 1 1];
    relu_deep 0 1 [w 0 (-1) 1] ];
  [ linear_deep 0 1 [w 0 1 1; w 1 1 1] ] ].

Definition shallow_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 0 (-1) 1] ];
  [ relu_shallow 0 1 [down 0; v 1 2 1];
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
Lemma verdict : check the_claim certificate = (Refused GateEntry).
Proof. vm_cast_no_check (eq_refl (Refused GateEntry)). Qed.
End gate_entry__weight.

Module gate_reused__in_another_cell.
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
  o [(gate 0, zero (proof 1 0 [(0, 1)]))] ].

Definition the_claim : claim :=
  Claim false 1 [] [] deep_network shallow_network.
Lemma verdict : check the_claim certificate = (Refused GateReused).
Proof. vm_cast_no_check (eq_refl (Refused GateReused)). Qed.
End gate_reused__in_another_cell.

Module gate_reused__in_one_pair.
Definition deep_network : network Q := [
  [ linear_deep (-1) 2 [w 0 2 1] ] ].

Definition shallow_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 0 (-1) 1] ];
  [ relu_shallow (-1) 2 [v 0 2 1; v 1 (-2) 1];
    relu_shallow 1 2 [v 0 (-2) 1; v 1 2 1] ];
  [ linear_shallow 0 1 [v 0 1 1; v 1 (-1) 1] ] ].

Definition certificate : list token := [
  o [(gate 0, gate 0)] ].

Definition the_claim : claim :=
  Claim false 1 [] [] deep_network shallow_network.
Lemma verdict : check the_claim certificate = (Refused GateReused).
Proof. vm_cast_no_check (eq_refl (Refused GateReused)). Qed.
End gate_reused__in_one_pair.

Module gate_unused__counted_in_output.
Definition deep_network : network Q := [
  [ relu_deep 0 1 [w 0 1 1];
    relu_deep 0 1 [w 0 (-1) 1] ];
  [ linear_deep 0 1 [w 0 1 1; w 1 1 1] ] ].

Definition shallow_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 0 (-1) 1] ];
  [ relu_shallow 0 1 [down 0; v 1 1 1];
    relu_shallow 0 1 [v 0 1 1; down 1];
    relu_shallow 1 1 [] ];
  [ linear_shallow 0 1 [v 0 1 1; v 1 1 1; v 2 5 1] ] ].

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
Lemma verdict : check the_claim certificate = (Refused GateUnused).
Proof. vm_cast_no_check (eq_refl (Refused GateUnused)). Qed.
End gate_unused__counted_in_output.

Module gate_unused__dead_gate.
Definition deep_network : network Q := [
  [ relu_deep 0 1 [w 0 1 1];
    relu_deep 0 1 [w 0 (-1) 1] ];
  [ linear_deep 0 1 [w 0 1 1; w 1 1 1] ] ].

Definition shallow_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 0 (-1) 1] ];
  [ relu_shallow 0 1 [down 0; v 1 1 1];
    relu_shallow 0 1 [v 0 1 1; down 1];
    relu_shallow 0 1 [] ];
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
Lemma verdict : check the_claim certificate = (Refused GateUnused).
Proof. vm_cast_no_check (eq_refl (Refused GateUnused)). Qed.
End gate_unused__dead_gate.

Module hidden_layers__closed_faces_with_three.
Definition deep_network : network Q := [
  [ relu_deep 0 1 [w 0 1 1];
    relu_deep 0 1 [w 0 (-1) 1] ];
  [ linear_deep 0 1 [w 0 1 1; w 1 1 1] ] ].

Definition shallow_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 0 (-1) 1] ];
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 1 1 1];
    relu_shallow 1 1 [down 0] ];
  [ relu_shallow 0 1 [down 0; v 1 1 1];
    relu_shallow 0 1 [v 0 1 1; v 1 (-1) 1; down 2] ];
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
Lemma verdict : check the_claim certificate = (Refused HiddenLayers).
Proof. vm_cast_no_check (eq_refl (Refused HiddenLayers)). Qed.
End hidden_layers__closed_faces_with_three.

Module hidden_layers__half_open_with_two.
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
  o [(gate 1, zero (proof 1 0 [(0, 1)]))] ].

Definition the_claim : claim :=
  Claim true 1 [] [] deep_network shallow_network.
Lemma verdict : check the_claim certificate = (Refused HiddenLayers).
Proof. vm_cast_no_check (eq_refl (Refused HiddenLayers)). Qed.
End hidden_layers__half_open_with_two.

Module indeterminate__beside_an_unknown_value.
Definition first_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 1 1 1] ];
  [ relu_shallow (-1) 1 [v 0 1 1; v 1 1 1];
    relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 1 1 1] ];
  [ relu_shallow 0 1 [v 0 1 1; up 1; down 2] ];
  [ linear_shallow 0 1 [] ] ].

Definition second_network : network (extended Q) := [
  [ linear_shallow 0 1 [] ] ].

Definition certificate : list ptoken := [
  leaf [Same] ].

Definition the_claim : equality_claim :=
  EqualityClaim 2 [] [] first_network second_network.
Lemma verdict : pcheck the_claim certificate = (Refused Indeterminate).
Proof. vm_cast_no_check (eq_refl (Refused Indeterminate)). Qed.
End indeterminate__beside_an_unknown_value.

Module indeterminate__hidden_by_negative_weight.
Definition first_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1] ];
  [ relu_shallow 0 1 [up 0];
    linear_shallow 0 1 [up 0] ];
  [ linear_shallow 0 1 [v 0 (-1) 1; v 1 1 1] ];
  [ linear_shallow 0 1 [] ] ].

Definition second_network : network (extended Q) := [
  [ linear_shallow 0 1 [] ] ].

Definition certificate : list ptoken := [
  leaf [Same] ].

Definition the_claim : equality_claim :=
  EqualityClaim 1 [] [] first_network second_network.
Lemma verdict : pcheck the_claim certificate = (Refused Indeterminate).
Proof. vm_cast_no_check (eq_refl (Refused Indeterminate)). Qed.
End indeterminate__hidden_by_negative_weight.

Module indeterminate__hidden_by_unknown_values.
Definition first_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1] ];
  [ linear_shallow 0 1 [down 0];
    linear_shallow 0 1 [up 0] ];
  [ linear_shallow 0 1 [v 0 1 1; v 1 1 1] ];
  [ linear_shallow 0 1 [] ] ].

Definition second_network : network (extended Q) := [
  [ linear_shallow 0 1 [] ] ].

Definition certificate : list ptoken := [
  leaf [Same] ].

Definition the_claim : equality_claim :=
  EqualityClaim 1 [] [] first_network second_network.
Lemma verdict : pcheck the_claim certificate = (Refused Indeterminate).
Proof. vm_cast_no_check (eq_refl (Refused Indeterminate)). Qed.
End indeterminate__hidden_by_unknown_values.

Module indeterminate__minus_infinity_by_a_negative_weight.
Definition first_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1] ];
  [ relu_shallow 0 1 [up 0];
    relu_shallow 0 1 [v 0 1 1] ];
  [ relu_shallow 0 1 [v 0 (-1) 1; up 1] ];
  [ linear_shallow 0 1 [] ] ].

Definition second_network : network (extended Q) := [
  [ linear_shallow 0 1 [] ] ].

Definition certificate : list ptoken := [
  leaf [Same] ].

Definition the_claim : equality_claim :=
  EqualityClaim 1 [] [] first_network second_network.
Lemma verdict : pcheck the_claim certificate = (Refused Indeterminate).
Proof. vm_cast_no_check (eq_refl (Refused Indeterminate)). Qed.
End indeterminate__minus_infinity_by_a_negative_weight.

Module indeterminate__minus_infinity_of_an_identity_neuron.
Definition first_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1] ];
  [ relu_shallow 0 1 [up 0];
    relu_shallow 0 1 [v 0 1 1] ];
  [ linear_shallow 0 1 [v 0 (-1) 1];
    relu_shallow 0 1 [v 1 1 1] ];
  [ relu_shallow 0 1 [v 0 1 1; up 1] ];
  [ linear_shallow 0 1 [] ] ].

Definition second_network : network (extended Q) := [
  [ linear_shallow 0 1 [] ] ].

Definition certificate : list ptoken := [
  leaf [Same] ].

Definition the_claim : equality_claim :=
  EqualityClaim 1 [] [] first_network second_network.
Lemma verdict : pcheck the_claim certificate = (Refused Indeterminate).
Proof. vm_cast_no_check (eq_refl (Refused Indeterminate)). Qed.
End indeterminate__minus_infinity_of_an_identity_neuron.

Module indeterminate__output_layer.
Definition first_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 1 1 [v 0 1 1] ];
  [ linear_shallow 0 1 [up 0; down 1] ] ].

Definition second_network : network (extended Q) := [
  [ linear_shallow 0 1 [] ] ].

Definition certificate : list ptoken := [
  leaf [Same] ].

Definition the_claim : equality_claim :=
  EqualityClaim 1 [] [] first_network second_network.
Lemma verdict : pcheck the_claim certificate = (Refused Indeterminate).
Proof. vm_cast_no_check (eq_refl (Refused Indeterminate)). Qed.
End indeterminate__output_layer.

Module indeterminate__plus_infinity_by_a_positive_weight.
Definition first_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1] ];
  [ relu_shallow 0 1 [up 0];
    relu_shallow 0 1 [v 0 1 1] ];
  [ relu_shallow 0 1 [v 0 1 1; down 1] ];
  [ linear_shallow 0 1 [] ] ].

Definition second_network : network (extended Q) := [
  [ linear_shallow 0 1 [] ] ].

Definition certificate : list ptoken := [
  leaf [Same] ].

Definition the_claim : equality_claim :=
  EqualityClaim 1 [] [] first_network second_network.
Lemma verdict : pcheck the_claim certificate = (Refused Indeterminate).
Proof. vm_cast_no_check (eq_refl (Refused Indeterminate)). Qed.
End indeterminate__plus_infinity_by_a_positive_weight.

Module indeterminate__plus_infinity_by_two_negative_weights.
Definition first_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1] ];
  [ relu_shallow 0 1 [up 0];
    relu_shallow 0 1 [v 0 1 1] ];
  [ linear_shallow 0 1 [v 0 (-1) 1];
    relu_shallow 0 1 [v 1 1 1] ];
  [ relu_shallow 0 1 [v 0 (-1) 1; down 1] ];
  [ linear_shallow 0 1 [] ] ].

Definition second_network : network (extended Q) := [
  [ linear_shallow 0 1 [] ] ].

Definition certificate : list ptoken := [
  leaf [Same] ].

Definition the_claim : equality_claim :=
  EqualityClaim 1 [] [] first_network second_network.
Lemma verdict : pcheck the_claim certificate = (Refused Indeterminate).
Proof. vm_cast_no_check (eq_refl (Refused Indeterminate)). Qed.
End indeterminate__plus_infinity_by_two_negative_weights.

Module indeterminate__unused_neuron.
Definition first_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 1 1 [v 0 1 1] ];
  [ relu_shallow 0 1 [up 0; down 1] ];
  [ linear_shallow 0 1 [] ] ].

Definition second_network : network (extended Q) := [
  [ linear_shallow 0 1 [] ] ].

Definition certificate : list ptoken := [
  leaf [Same] ].

Definition the_claim : equality_claim :=
  EqualityClaim 1 [] [] first_network second_network.
Lemma verdict : pcheck the_claim certificate = (Refused Indeterminate).
Proof. vm_cast_no_check (eq_refl (Refused Indeterminate)). Qed.
End indeterminate__unused_neuron.

Module infinite_weight__on_an_identity_neuron_in_the_third_layer.
Definition first_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1] ];
  [ relu_shallow 0 1 [v 0 1 1] ];
  [ linear_shallow 0 1 [v 0 1 1] ];
  [ relu_shallow 0 1 [down 0] ];
  [ linear_shallow 0 1 [v 0 1 1] ] ].

Definition second_network : network (extended Q) := [
  [ linear_shallow 0 1 [] ] ].

Definition certificate : list ptoken := [
  leaf [Same] ].

Definition the_claim : equality_claim :=
  EqualityClaim 1 [] [] first_network second_network.
Lemma verdict : pcheck the_claim certificate = (Refused InfiniteWeight).
Proof. vm_cast_no_check (eq_refl (Refused InfiniteWeight)). Qed.
End infinite_weight__on_an_identity_neuron_in_the_third_layer.

Module infinite_weight__on_an_identity_neuron.
Definition first_network : network (extended Q) := [
  [ linear_shallow 1 1 [] ];
  [ relu_shallow 1 1 [down 0] ];
  [ linear_shallow 0 1 [v 0 1 1] ] ].

Definition second_network : network (extended Q) := [
  [ linear_shallow 0 1 [] ] ].

Definition certificate : list ptoken := [
  leaf [Same] ].

Definition the_claim : equality_claim :=
  EqualityClaim 1 [] [] first_network second_network.
Lemma verdict : pcheck the_claim certificate = (Refused InfiniteWeight).
Proof. vm_cast_no_check (eq_refl (Refused InfiniteWeight)). Qed.
End infinite_weight__on_an_identity_neuron.

Module infinite_weight__on_an_input.
Definition first_network : network (extended Q) := [
  [ relu_shallow 1 1 [down 0] ];
  [ linear_shallow 0 1 [] ] ].

Definition second_network : network (extended Q) := [
  [ linear_shallow 0 1 [] ] ].

Definition certificate : list ptoken := [
  leaf [Same] ].

Definition the_claim : equality_claim :=
  EqualityClaim 1 [] [] first_network second_network.
Lemma verdict : pcheck the_claim certificate = (Refused InfiniteWeight).
Proof. vm_cast_no_check (eq_refl (Refused InfiniteWeight)). Qed.
End infinite_weight__on_an_input.

Module infinite_weight__on_the_second_input.
Definition first_network : network (extended Q) := [
  [ relu_shallow 0 1 [down 1] ];
  [ linear_shallow 0 1 [v 0 1 1] ] ].

Definition second_network : network (extended Q) := [
  [ linear_shallow 0 1 [] ] ].

Definition certificate : list ptoken := [
  leaf [Same] ].

Definition the_claim : equality_claim :=
  EqualityClaim 2 [] [] first_network second_network.
Lemma verdict : pcheck the_claim certificate = (Refused InfiniteWeight).
Proof. vm_cast_no_check (eq_refl (Refused InfiniteWeight)). Qed.
End infinite_weight__on_the_second_input.

Module leaf_atoms__coefficient.
Definition first_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 0 (-1) 1] ];
  [ linear_shallow 0 1 [v 0 1 1; v 1 1 1] ] ].

Definition second_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 2 1];
    linear_shallow 0 1 [v 0 1 2] ];
  [ relu_shallow 0 1 [v 0 3 1];
    linear_shallow 0 1 [v 1 1 1] ];
  [ linear_shallow 0 1 [v 0 1 2; v 1 (-2) 1] ] ].

Definition certificate : list ptoken := [
  leaf [Same] ].

Definition the_claim : equality_claim :=
  EqualityClaim 1 [] [] first_network second_network.
Lemma verdict : pcheck the_claim certificate = (Refused LeafAtoms).
Proof. vm_cast_no_check (eq_refl (Refused LeafAtoms)). Qed.
End leaf_atoms__coefficient.

Module leaf_atoms__parallel.
Definition first_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1] ];
  [ linear_shallow 0 1 [v 0 1 1] ] ].

Definition second_network : network (extended Q) := [
  [ relu_shallow 1 1 [v 0 1 1] ];
  [ linear_shallow 0 1 [v 0 1 1] ] ].

Definition certificate : list ptoken := [
  leaf [Same] ].

Definition the_claim : equality_claim :=
  EqualityClaim 1 [] [] first_network second_network.
Lemma verdict : pcheck the_claim certificate = (Refused LeafAtoms).
Proof. vm_cast_no_check (eq_refl (Refused LeafAtoms)). Qed.
End leaf_atoms__parallel.

Module leaf_atoms__second_output.
Definition first_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1] ];
  [ linear_shallow 0 1 [v 0 1 1];
    linear_shallow 1 1 [v 0 3 1] ] ].

Definition second_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 2 1] ];
  [ linear_shallow 0 1 [v 0 1 2];
    linear_shallow 1 1 [v 0 1 1] ] ].

Definition certificate : list ptoken := [
  leaf [Same; Same] ].

Definition the_claim : equality_claim :=
  EqualityClaim 1 [] [] first_network second_network.
Lemma verdict : pcheck the_claim certificate = (Refused LeafAtoms).
Proof. vm_cast_no_check (eq_refl (Refused LeafAtoms)). Qed.
End leaf_atoms__second_output.

Module leaf_atoms__weight_of_the_second_input.
Definition first_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1; v 1 1 1] ];
  [ linear_shallow 0 1 [v 0 1 1] ] ].

Definition second_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1; v 1 2 1] ];
  [ linear_shallow 0 1 [v 0 1 1] ] ].

Definition certificate : list ptoken := [
  leaf [Same] ].

Definition the_claim : equality_claim :=
  EqualityClaim 2 [] [] first_network second_network.
Lemma verdict : pcheck the_claim certificate = (Refused LeafAtoms).
Proof. vm_cast_no_check (eq_refl (Refused LeafAtoms)). Qed.
End leaf_atoms__weight_of_the_second_input.

Module leaf_difference__constant.
Definition first_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 0 (-1) 1] ];
  [ linear_shallow 0 1 [v 0 1 1; v 1 1 1] ] ].

Definition second_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 2 1];
    linear_shallow 0 1 [v 0 1 2] ];
  [ relu_shallow 0 1 [v 0 3 1];
    linear_shallow 0 1 [v 1 1 1] ];
  [ linear_shallow 1 9 [v 0 1 3; v 1 (-2) 1] ] ].

Definition certificate : list ptoken := [
  leaf [Same] ].

Definition the_claim : equality_claim :=
  EqualityClaim 1 [] [] first_network second_network.
Lemma verdict : pcheck the_claim certificate = (Refused LeafDifference).
Proof. vm_cast_no_check (eq_refl (Refused LeafDifference)). Qed.
End leaf_difference__constant.

Module leaf_difference__equal_on_the_domain_unproved.
Definition first_network : network (extended Q) := [
  [ linear_shallow 0 1 [v 0 1 2] ] ].

Definition second_network : network (extended Q) := [
  [ linear_shallow 1 1 [v 1 (-1) 2] ] ].

Definition certificate : list ptoken := [
  leaf [Same] ].

Definition the_claim : equality_claim :=
  EqualityClaim 2 [] [([1; 1], -2)] first_network second_network.
Lemma verdict : pcheck the_claim certificate = (Refused LeafDifference).
Proof. vm_cast_no_check (eq_refl (Refused LeafDifference)). Qed.
End leaf_difference__equal_on_the_domain_unproved.

Module leaf_difference__form.
Definition first_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 0 (-1) 1] ];
  [ linear_shallow 0 1 [v 0 1 1; v 1 1 1] ] ].

Definition second_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 2 1];
    linear_shallow 0 1 [v 0 1 2] ];
  [ relu_shallow 0 1 [v 0 3 1];
    linear_shallow 0 1 [v 1 1 1] ];
  [ linear_shallow 0 1 [v 0 1 3; v 1 (-1) 1] ] ].

Definition certificate : list ptoken := [
  leaf [Same] ].

Definition the_claim : equality_claim :=
  EqualityClaim 1 [] [] first_network second_network.
Lemma verdict : pcheck the_claim certificate = (Refused LeafDifference).
Proof. vm_cast_no_check (eq_refl (Refused LeafDifference)). Qed.
End leaf_difference__form.

Module leaf_difference__of_values_above_a_status.
Definition first_network : network (extended Q) := [
  [ linear_shallow 0 1 [v 0 1 1] ];
  [ linear_shallow 0 1 [v 0 1 1] ];
  [ relu_shallow 0 1 [v 0 1 1] ];
  [ linear_shallow 0 1 [v 0 1 1] ];
  [ linear_shallow 0 1 [v 0 1 1] ] ].

Definition second_network : network (extended Q) := [
  [ linear_shallow 0 1 [] ] ].

Definition certificate : list ptoken := [
  halves ([1], 0);
  status 0 2 0 WordZero (proof 1 0 [(0, 1)]);
  leaf [Same];
  status 0 2 0 WordNonneg (proof 1 0 [(0, 1)]);
  leaf [Same] ].

Definition the_claim : equality_claim :=
  EqualityClaim 1 [] [] first_network second_network.
Lemma verdict : pcheck the_claim certificate = (Refused LeafDifference).
Proof. vm_cast_no_check (eq_refl (Refused LeafDifference)). Qed.
End leaf_difference__of_values_above_a_status.

Module leaf_difference__only_on_the_second_side.
Definition first_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 0 (-1) 1] ];
  [ linear_shallow 0 1 [v 0 1 1; v 1 1 1] ] ].

Definition second_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 0 (-1) 1] ];
  [ linear_shallow 0 1 [v 1 1 1] ] ].

Definition certificate : list ptoken := [
  halves ([1], 0);
  status 0 0 0 WordZero (proof 1 0 [(0, 1)]);
  status 1 0 0 WordZero (proof 1 0 [(0, 1)]);
  status 0 0 1 WordNonneg (proof 1 0 [(0, 1)]);
  status 1 0 1 WordNonneg (proof 1 0 [(0, 1)]);
  leaf [Same];
  status 0 0 0 WordNonneg (proof 1 0 [(0, 1)]);
  status 1 0 0 WordNonneg (proof 1 0 [(0, 1)]);
  status 0 0 1 WordZero (proof 1 0 [(0, 1)]);
  status 1 0 1 WordZero (proof 1 0 [(0, 1)]);
  leaf [Same] ].

Definition the_claim : equality_claim :=
  EqualityClaim 1 [] [] first_network second_network.
Lemma verdict : pcheck the_claim certificate = (Refused LeafDifference).
Proof. vm_cast_no_check (eq_refl (Refused LeafDifference)). Qed.
End leaf_difference__only_on_the_second_side.

Module leaf_difference__relu_of_a_negative_constant.
Definition first_network : network (extended Q) := [
  [ relu_shallow (-1) 1 [] ];
  [ linear_shallow 0 1 [v 0 1 1] ] ].

Definition second_network : network (extended Q) := [
  [ linear_shallow (-1) 1 [] ] ].

Definition certificate : list ptoken := [
  leaf [Same] ].

Definition the_claim : equality_claim :=
  EqualityClaim 1 [] [] first_network second_network.
Lemma verdict : pcheck the_claim certificate = (Refused LeafDifference).
Proof. vm_cast_no_check (eq_refl (Refused LeafDifference)). Qed.
End leaf_difference__relu_of_a_negative_constant.

Module leaf_difference__second_input.
Definition first_network : network (extended Q) := [
  [ linear_shallow 0 1 [v 0 1 1; v 1 1 1] ] ].

Definition second_network : network (extended Q) := [
  [ linear_shallow 0 1 [v 0 1 1; v 1 2 1] ] ].

Definition certificate : list ptoken := [
  leaf [Same] ].

Definition the_claim : equality_claim :=
  EqualityClaim 2 [] [] first_network second_network.
Lemma verdict : pcheck the_claim certificate = (Refused LeafDifference).
Proof. vm_cast_no_check (eq_refl (Refused LeafDifference)). Qed.
End leaf_difference__second_input.

Module leaf_unknown__atom_and_constant.
Definition first_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1] ];
  [ relu_shallow (-1) 1 [v 0 1 1] ];
  [ linear_shallow 0 1 [v 0 1 1] ] ].

Definition second_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1] ];
  [ linear_shallow (-1) 1 [v 0 1 1] ] ].

Definition certificate : list ptoken := [
  leaf [Same] ].

Definition the_claim : equality_claim :=
  EqualityClaim 1 [] [] first_network second_network.
Lemma verdict : pcheck the_claim certificate = (Refused LeafUnknown).
Proof. vm_cast_no_check (eq_refl (Refused LeafUnknown)). Qed.
End leaf_unknown__atom_and_constant.

Module leaf_unknown__concave_atom.
Definition first_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1] ];
  [ relu_shallow 0 1 [v 0 (-1) 1] ];
  [ linear_shallow 0 1 [v 0 1 1] ] ].

Definition second_network : network (extended Q) := [
  [ linear_shallow 0 1 [] ] ].

Definition certificate : list ptoken := [
  leaf [Same] ].

Definition the_claim : equality_claim :=
  EqualityClaim 1 [] [] first_network second_network.
Lemma verdict : pcheck the_claim certificate = (Refused LeafUnknown).
Proof. vm_cast_no_check (eq_refl (Refused LeafUnknown)). Qed.
End leaf_unknown__concave_atom.

Module leaf_unknown__gated_gate.
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
  leaf [Same] ].

Definition the_claim : equality_claim :=
  EqualityClaim 1 [] [] first_network second_network.
Lemma verdict : pcheck the_claim certificate = (Refused LeafUnknown).
Proof. vm_cast_no_check (eq_refl (Refused LeafUnknown)). Qed.
End leaf_unknown__gated_gate.

Module leaf_unknown__infinite_and_unknown.
Definition first_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 1 1 [v 0 (-1) 1];
    relu_shallow 1 1 [] ];
  [ relu_shallow 0 1 [v 0 1 1; v 1 (-1) 1];
    relu_shallow 1 1 [] ];
  [ relu_shallow 1 1 [v 0 1 1; down 1] ];
  [ linear_shallow 0 1 [v 0 1 1] ] ].

Definition second_network : network (extended Q) := [
  [ linear_shallow 0 1 [] ] ].

Definition certificate : list ptoken := [
  leaf [Same] ].

Definition the_claim : equality_claim :=
  EqualityClaim 1 [] [] first_network second_network.
Lemma verdict : pcheck the_claim certificate = (Refused LeafUnknown).
Proof. vm_cast_no_check (eq_refl (Refused LeafUnknown)). Qed.
End leaf_unknown__infinite_and_unknown.

Module leaf_unknown__infinite.
Definition first_network : network (extended Q) := [
  [ relu_shallow 1 1 [] ];
  [ linear_shallow 0 1 [down 0] ] ].

Definition second_network : network (extended Q) := [
  [ relu_shallow 1 1 [] ];
  [ linear_shallow 0 1 [down 0] ] ].

Definition certificate : list ptoken := [
  thirds ([1], 0);
  leaf [Same] ].

Definition the_claim : equality_claim :=
  EqualityClaim 1 [] [] first_network second_network.
Lemma verdict : pcheck the_claim certificate = (Refused LeafUnknown).
Proof. vm_cast_no_check (eq_refl (Refused LeafUnknown)). Qed.
End leaf_unknown__infinite.

Module leaf_unknown__killed_by_a_non_negative_neuron.
Definition first_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1] ];
  [ relu_shallow 1 1 [down 0] ];
  [ linear_shallow 0 1 [v 0 1 1] ] ].

Definition second_network : network (extended Q) := [
  [ linear_shallow 0 1 [] ] ].

Definition certificate : list ptoken := [
  status 0 0 0 WordNonneg (proof 1 0 [(0, 1)]);
  leaf [Same] ].

Definition the_claim : equality_claim :=
  EqualityClaim 1 [([1], 0)] [] first_network second_network.
Lemma verdict : pcheck the_claim certificate = (Refused LeafUnknown).
Proof. vm_cast_no_check (eq_refl (Refused LeafUnknown)). Qed.
End leaf_unknown__killed_by_a_non_negative_neuron.

Module leaf_unknown__minus_relu_of_minus_x.
Definition first_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 (-1) 1] ];
  [ relu_shallow 0 1 [v 0 (-1) 1] ];
  [ linear_shallow 0 1 [v 0 1 1] ] ].

Definition second_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 (-1) 1] ];
  [ linear_shallow 0 1 [v 0 (-1) 1] ] ].

Definition certificate : list ptoken := [
  leaf [Same] ].

Definition the_claim : equality_claim :=
  EqualityClaim 1 [] [] first_network second_network.
Lemma verdict : pcheck the_claim certificate = (Refused LeafUnknown).
Proof. vm_cast_no_check (eq_refl (Refused LeafUnknown)). Qed.
End leaf_unknown__minus_relu_of_minus_x.

Module leaf_unknown__relu_x_minus_two_x.
Definition first_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    linear_shallow 0 1 [v 0 1 1] ];
  [ relu_shallow 0 1 [v 0 1 1; v 1 (-2) 1] ];
  [ linear_shallow 0 1 [v 0 1 1] ] ].

Definition second_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    linear_shallow 0 1 [v 0 1 1] ];
  [ linear_shallow 0 1 [v 0 1 1; v 1 (-2) 1] ];
  [ linear_shallow 0 1 [v 0 1 1] ] ].

Definition certificate : list ptoken := [
  leaf [Same] ].

Definition the_claim : equality_claim :=
  EqualityClaim 1 [] [] first_network second_network.
Lemma verdict : pcheck the_claim certificate = (Refused LeafUnknown).
Proof. vm_cast_no_check (eq_refl (Refused LeafUnknown)). Qed.
End leaf_unknown__relu_x_minus_two_x.

Module leaf_unknown__relu_x_plus_x.
Definition first_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    linear_shallow 0 1 [v 0 1 1] ];
  [ relu_shallow 0 1 [v 0 1 1; v 1 1 1] ];
  [ linear_shallow 0 1 [v 0 1 1] ] ].

Definition second_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    linear_shallow 0 1 [v 0 1 1] ];
  [ linear_shallow 0 1 [v 0 1 1; v 1 1 1] ] ].

Definition certificate : list ptoken := [
  leaf [Same] ].

Definition the_claim : equality_claim :=
  EqualityClaim 1 [] [] first_network second_network.
Lemma verdict : pcheck the_claim certificate = (Refused LeafUnknown).
Proof. vm_cast_no_check (eq_refl (Refused LeafUnknown)). Qed.
End leaf_unknown__relu_x_plus_x.

Module leaf_unknown__two_atoms.
Definition first_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 1 1 [v 0 1 1] ];
  [ relu_shallow 0 1 [v 0 1 1; v 1 (-1) 1] ];
  [ linear_shallow 0 1 [v 0 1 1] ] ].

Definition second_network : network (extended Q) := [
  [ linear_shallow 0 1 [] ] ].

Definition certificate : list ptoken := [
  leaf [Same] ].

Definition the_claim : equality_claim :=
  EqualityClaim 1 [] [] first_network second_network.
Lemma verdict : pcheck the_claim certificate = (Refused LeafUnknown).
Proof. vm_cast_no_check (eq_refl (Refused LeafUnknown)). Qed.
End leaf_unknown__two_atoms.

Module missing_neuron__carrier.
Definition deep_network : network Q := [
  [ linear_deep (-1) 2 [w 0 2 1] ] ].

Definition shallow_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1] ];
  [ relu_shallow (-1) 2 [v 0 2 1];
    relu_shallow 1 2 [v 0 (-2) 1] ];
  [ linear_shallow 0 1 [v 0 1 1; v 1 (-1) 1] ] ].

Definition certificate : list token := [
  o [(gate 0, gate 1)] ].

Definition the_claim : claim :=
  Claim false 1 [] [] deep_network shallow_network.
Lemma verdict : check the_claim certificate = (Refused MissingNeuron).
Proof. vm_cast_no_check (eq_refl (Refused MissingNeuron)). Qed.
End missing_neuron__carrier.

Module missing_neuron__copy_of_carrier.
Definition deep_network : network Q := [
  [ relu_deep 0 1 [w 0 1 1];
    relu_deep 0 1 [w 0 (-1) 1] ];
  [ linear_deep 0 1 [w 0 1 1; w 1 1 1] ] ].

Definition shallow_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 0 (-1) 1] ];
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 1 1 [down 0] ];
  [ relu_shallow 0 1 [down 0];
    relu_shallow 0 1 [v 0 1 1; down 1] ];
  [ linear_shallow 0 1 [v 0 1 1; v 1 1 1] ] ].

Definition certificate : list token := [
  s 0;
  a 1 (proof 1 0 [(0, 1)]);
  o [(gate 0, zero (proof 1 0 [(0, 1)]))];
  i 1 (proof 1 0 [(0, 1)]);
  o [(gate 1, zero (proof 1 0 [(0, 1)]))] ].

Definition the_claim : claim :=
  Claim true 1 [] [] deep_network shallow_network.
Lemma verdict : check the_claim certificate = (Refused MissingNeuron).
Proof. vm_cast_no_check (eq_refl (Refused MissingNeuron)). Qed.
End missing_neuron__copy_of_carrier.

Module missing_neuron__hyperplane_is_identity.
Definition deep_network : network Q := [
  [ relu_deep (-1) 1 [w 0 1 1] ];
  [ linear_deep 0 1 [w 0 1 1] ] ].

Definition shallow_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 0 (-1) 1];
    linear_shallow 1 1 [v 0 (-1) 1] ];
  [ relu_shallow (-1) 1 [v 0 1 1; v 1 (-1) 1; down 2] ];
  [ linear_shallow 0 1 [v 0 1 1] ] ].

Definition certificate : list token := [
  s 0;
  o [(zero (proof 1 0 []), zero (proof 1 0 []))];
  o [(zero (proof 1 0 []), zero (proof 1 0 []))];
  o [(gate 0, zero (proof 1 0 [(0, 1)]))] ].

Definition the_claim : claim :=
  Claim false 1 [] [] deep_network shallow_network.
Lemma verdict : check the_claim certificate = (Refused MissingNeuron).
Proof. vm_cast_no_check (eq_refl (Refused MissingNeuron)). Qed.
End missing_neuron__hyperplane_is_identity.

Module missing_neuron__hyperplane_not_primitive.
Definition deep_network : network Q := [
  [ relu_deep (-1) 1 [w 0 1 1] ];
  [ linear_deep 0 1 [w 0 1 1] ] ].

Definition shallow_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 0 (-1) 1];
    relu_shallow 2 1 [v 0 (-2) 1] ];
  [ relu_shallow (-1) 1 [v 0 1 1; v 1 (-1) 1; down 2] ];
  [ linear_shallow 0 1 [v 0 1 1] ] ].

Definition certificate : list token := [
  s 0;
  o [(zero (proof 1 0 []), zero (proof 1 0 []))];
  o [(zero (proof 1 0 []), zero (proof 1 0 []))];
  o [(gate 0, zero (proof 1 0 [(0, 1)]))] ].

Definition the_claim : claim :=
  Claim false 1 [] [] deep_network shallow_network.
Lemma verdict : check the_claim certificate = (Refused MissingNeuron).
Proof. vm_cast_no_check (eq_refl (Refused MissingNeuron)). Qed.
End missing_neuron__hyperplane_not_primitive.

Module missing_neuron__hyperplane_of_the_other_side.
Definition deep_network : network Q := [
  [ relu_deep (-1) 1 [w 0 1 1] ];
  [ linear_deep 0 1 [w 0 1 1] ] ].

Definition shallow_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 0 (-1) 1];
    relu_shallow (-1) 1 [v 0 1 1] ];
  [ relu_shallow (-1) 1 [v 0 1 1; v 1 (-1) 1; down 2] ];
  [ linear_shallow 0 1 [v 0 1 1] ] ].

Definition certificate : list token := [
  s 0;
  o [(zero (proof 1 0 []), zero (proof 1 0 []))];
  o [(zero (proof 1 0 []), zero (proof 1 0 []))];
  o [(gate 0, zero (proof 1 0 [(0, 1)]))] ].

Definition the_claim : claim :=
  Claim false 1 [] [] deep_network shallow_network.
Lemma verdict : check the_claim certificate = (Refused MissingNeuron).
Proof. vm_cast_no_check (eq_refl (Refused MissingNeuron)). Qed.
End missing_neuron__hyperplane_of_the_other_side.

Module missing_neuron__selector_with_bias_2.
Definition deep_network : network Q := [
  [ relu_deep 0 1 [w 0 1 1];
    relu_deep 0 1 [w 0 (-1) 1] ];
  [ linear_deep 0 1 [w 0 1 1; w 1 1 1] ] ].

Definition shallow_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 0 (-1) 1] ];
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 1 1 1];
    relu_shallow 2 1 [down 0] ];
  [ relu_shallow 0 1 [down 0; v 1 1 1];
    relu_shallow 0 1 [v 0 1 1; v 1 (-1) 1; down 2] ];
  [ linear_shallow 0 1 [v 0 1 1; v 1 1 1] ] ].

Definition certificate : list token := [
  s 0;
  a 1 (proof 1 0 [(0, 1)]);
  o [(gate 0, zero (proof 1 0 [(0, 1)]))];
  i 1 (proof 1 0 [(0, 1)]);
  o [(gate 1, zero (proof 1 0 [(0, 1)]))] ].

Definition the_claim : claim :=
  Claim true 1 [] [] deep_network shallow_network.
Lemma verdict : check the_claim certificate = (Refused MissingNeuron).
Proof. vm_cast_no_check (eq_refl (Refused MissingNeuron)). Qed.
End missing_neuron__selector_with_bias_2.

Module missing_neuron__selector.
Definition deep_network : network Q := [
  [ relu_deep 0 1 [w 0 1 1];
    relu_deep 0 1 [w 0 (-1) 1] ];
  [ linear_deep 0 1 [w 0 1 1; w 1 1 1] ] ].

Definition shallow_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 0 (-1) 1] ];
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 1 1 1];
    relu_shallow 1 1 [down 1] ];
  [ relu_shallow 0 1 [down 0; v 1 1 1];
    relu_shallow 0 1 [v 0 1 1; v 1 (-1) 1; down 2] ];
  [ linear_shallow 0 1 [v 0 1 1; v 1 1 1] ] ].

Definition certificate : list token := [
  s 0;
  a 1 (proof 1 0 [(0, 1)]);
  o [(gate 0, zero (proof 1 0 [(0, 1)]))];
  i 1 (proof 1 0 [(0, 1)]);
  o [(gate 1, zero (proof 1 0 [(0, 1)]))] ].

Definition the_claim : claim :=
  Claim true 1 [] [] deep_network shallow_network.
Lemma verdict : check the_claim certificate = (Refused MissingNeuron).
Proof. vm_cast_no_check (eq_refl (Refused MissingNeuron)). Qed.
End missing_neuron__selector.

Module not_undecided__identity_neuron.
Definition deep_network : network Q := [
  [ relu_deep 0 1 [w 0 1 1];
    linear_deep 0 1 [w 0 1 1] ];
  [ linear_deep 0 1 [w 0 2 1; w 1 (-1) 1] ] ].

Definition shallow_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 0 (-1) 1] ];
  [ relu_shallow 0 1 [down 0; v 1 1 1];
    relu_shallow 0 1 [v 0 1 1; down 1] ];
  [ linear_shallow 0 1 [v 0 1 1; v 1 1 1] ] ].

Definition certificate : list token := [
  s 1;
  o [(gate 0, zero (proof 1 0 [(0, 1)]))];
  o [(zero (proof 1 0 [(0, 1)]), zero (proof 1 0 [(0, -1)]))];
  o [(gate 1, zero (proof 1 0 [(0, 1)]))] ].

Definition the_claim : claim :=
  Claim false 1 [] [] deep_network shallow_network.
Lemma verdict : check the_claim certificate = (Refused NotUndecided).
Proof. vm_cast_no_check (eq_refl (Refused NotUndecided)). Qed.
End not_undecided__identity_neuron.

Module not_undecided__output_layer.
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
  a 0 (proof 1 0 [(0, 1)]);
  o [(gate 0, zero (proof 1 0 [(0, 1)]))];
  i 1 (proof 1 0 [(0, 1)]);
  o [(zero (proof 1 0 []), zero (proof 1 0 []))];
  i 1 (proof 1 0 [(0, 1)]);
  o [(gate 1, zero (proof 1 0 [(0, 1)]))] ].

Definition the_claim : claim :=
  Claim false 1 [] [] deep_network shallow_network.
Lemma verdict : check the_claim certificate = (Refused NotUndecided).
Proof. vm_cast_no_check (eq_refl (Refused NotUndecided)). Qed.
End not_undecided__output_layer.

Module not_undecided__split_twice.
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
  s 0;
  o [(gate 0, zero (proof 1 0 [(0, 1)]))];
  i 1 (proof 1 0 [(0, 1)]);
  o [(zero (proof 1 0 []), zero (proof 1 0 []))];
  i 1 (proof 1 0 [(0, 1)]);
  o [(gate 1, zero (proof 1 0 [(0, 1)]))] ].

Definition the_claim : claim :=
  Claim false 1 [] [] deep_network shallow_network.
Lemma verdict : check the_claim certificate = (Refused NotUndecided).
Proof. vm_cast_no_check (eq_refl (Refused NotUndecided)). Qed.
End not_undecided__split_twice.

Module not_undecided__stated_twice.
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
  i 0 (proof 1 0 [(0, 1)]);
  a 1 (proof 1 0 [(0, 1)]);
  o [(gate 0, zero (proof 1 0 [(0, 1)]))];
  i 1 (proof 1 0 [(0, 1)]);
  o [(zero (proof 1 0 []), zero (proof 1 0 []))];
  i 1 (proof 1 0 [(0, 1)]);
  o [(gate 1, zero (proof 1 0 [(0, 1)]))] ].

Definition the_claim : claim :=
  Claim false 1 [] [] deep_network shallow_network.
Lemma verdict : check the_claim certificate = (Refused NotUndecided).
Proof. vm_cast_no_check (eq_refl (Refused NotUndecided)). Qed.
End not_undecided__stated_twice.

Module output_entry__bias.
Definition deep_network : network Q := [
  [ relu_deep 0 1 [w 0 1 1];
    relu_deep 0 1 [w 0 (-1) 1] ];
  [ linear_deep 0 1 [w 0 1 1; w 1 1 1] ] ].

Definition shallow_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 0 (-1) 1] ];
  [ relu_shallow 0 1 [down 0; v 1 1 1];
    relu_shallow 0 1 [v 0 1 1; down 1] ];
  [ linear_shallow 1 7 [v 0 1 1; v 1 1 1] ] ].

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
Lemma verdict : check the_claim certificate = (Refused OutputEntry).
Proof. vm_cast_no_check (eq_refl (Refused OutputEntry)). Qed.
End output_entry__bias.

Module output_entry__gate_of_another_output.
Definition deep_network : network Q := [
  [ relu_deep 0 1 [w 0 1 1; w 1 1 1] ];
  [ linear_deep 0 1 [w 0 1 1];
    linear_deep 1 1 [w 0 (-1) 1] ] ].

Definition shallow_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 0 (-1) 1];
    relu_shallow 0 1 [v 1 1 1];
    relu_shallow 0 1 [v 1 (-1) 1] ];
  [ relu_shallow 0 1 [v 0 1 1; v 1 (-1) 1; v 2 1 1; v 3 (-1) 1] ];
  [ linear_shallow 0 1 [v 0 1 1];
    linear_shallow 0 1 [v 0 1 1] ] ].

Definition certificate : list token := [
  a 0 (proof 1 1 [(0, 1)]);
  o [(gate 0, zero (proof 1 1 [(0, 1)])); (zero (proof 1 0 [(0, 1)]), zero (proof 1 0 [(0, -1)]))] ].

Definition the_claim : claim :=
  Claim false 2 [] [([1; 1], -1)] deep_network shallow_network.
Lemma verdict : check the_claim certificate = (Refused OutputEntry).
Proof. vm_cast_no_check (eq_refl (Refused OutputEntry)). Qed.
End output_entry__gate_of_another_output.

Module output_entry__infinite.
Definition deep_network : network Q := [
  [ relu_deep 0 1 [w 0 1 1];
    relu_deep 0 1 [w 0 (-1) 1] ];
  [ linear_deep 0 1 [w 0 1 1; w 1 1 1] ] ].

Definition shallow_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 0 (-1) 1] ];
  [ relu_shallow 0 1 [down 0; v 1 1 1];
    relu_shallow 0 1 [v 0 1 1; down 1] ];
  [ linear_shallow 0 1 [up 0; v 1 1 1] ] ].

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
Lemma verdict : check the_claim certificate = (Refused OutputEntry).
Proof. vm_cast_no_check (eq_refl (Refused OutputEntry)). Qed.
End output_entry__infinite.

Module output_entry__negative_bias.
Definition deep_network : network Q := [
  [ relu_deep 0 1 [w 0 1 1];
    relu_deep 0 1 [w 0 (-1) 1] ];
  [ linear_deep 0 1 [w 0 1 1; w 1 1 1] ] ].

Definition shallow_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 0 (-1) 1] ];
  [ relu_shallow 0 1 [down 0; v 1 1 1];
    relu_shallow 0 1 [v 0 1 1; down 1] ];
  [ linear_shallow (-1) 1 [v 0 1 1; v 1 1 1] ] ].

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
Lemma verdict : check the_claim certificate = (Refused OutputEntry).
Proof. vm_cast_no_check (eq_refl (Refused OutputEntry)). Qed.
End output_entry__negative_bias.

Module output_entry__sign_of_equality_face.
Definition deep_network : network Q := [
  [ relu_deep 0 1 [w 0 1 1];
    relu_deep 0 1 [w 1 1 1] ];
  [ linear_deep 0 1 [w 0 1 1; w 1 1 1] ] ].

Definition shallow_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 0 (-1) 1];
    relu_shallow 0 1 [v 1 1 1];
    relu_shallow 0 1 [v 1 (-1) 1] ];
  [ relu_shallow 0 1 [down 0; v 2 1 1; down 3];
    relu_shallow 0 1 [down 0; down 1; v 2 1 1; down 3];
    relu_shallow 0 1 [v 0 1 1; down 1; down 2];
    relu_shallow 0 1 [v 0 1 1; down 1; down 2; down 3];
    relu_shallow 0 1 [v 0 1 1; down 1; v 2 1 1; down 3] ];
  [ linear_shallow 0 1 [v 0 1 1; v 1 1 1; v 2 1 1; v 3 (-1) 1; v 4 1 1] ] ].

Definition certificate : list token := [
  s 0;
  s 1;
  o [(zero (proof 1 0 []), zero (proof 1 0 []))];
  o [(zero (proof 1 0 []), zero (proof 1 0 []))];
  o [(gate 0, zero (proof 1 0 [(1, 1)]))];
  s 1;
  o [(zero (proof 1 0 []), zero (proof 1 0 []))];
  o [(zero (proof 1 0 []), zero (proof 1 0 []))];
  o [(gate 1, zero (proof 1 0 [(1, 1)]))];
  s 1;
  o [(gate 2, zero (proof 1 0 [(0, 1)]))];
  o [(gate 3, zero (proof 1 0 [(0, 1)]))];
  o [(gate 4, zero (proof 1 0 [(0, 1); (1, 1)]))] ].

Definition the_claim : claim :=
  Claim false 2 [] [] deep_network shallow_network.
Lemma verdict : check the_claim certificate = (Refused OutputEntry).
Proof. vm_cast_no_check (eq_refl (Refused OutputEntry)). Qed.
End output_entry__sign_of_equality_face.

Module output_entry__sign_of_negative_gate_on_a_face.
Definition deep_network : network Q := [
  [ relu_deep 0 1 [w 0 1 1] ];
  [ linear_deep (-1) 1 [w 0 (-1) 1] ] ].

Definition shallow_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 0 (-1) 1] ];
  [ relu_shallow 1 1 [down 0];
    relu_shallow 1 1 [down 0; down 1];
    relu_shallow 1 1 [v 0 1 1; down 1] ];
  [ linear_shallow 0 1 [v 0 (-1) 1; v 1 (-1) 1; v 2 (-1) 1] ] ].

Definition certificate : list token := [
  s 0;
  o [(zero (proof 1 1 []), gate 0)];
  o [(zero (proof 1 1 []), gate 1)];
  o [(zero (proof 1 1 [(0, 1)]), gate 2)] ].

Definition the_claim : claim :=
  Claim false 1 [] [] deep_network shallow_network.
Lemma verdict : check the_claim certificate = (Refused OutputEntry).
Proof. vm_cast_no_check (eq_refl (Refused OutputEntry)). Qed.
End output_entry__sign_of_negative_gate_on_a_face.

Module output_entry__sign.
Definition deep_network : network Q := [
  [ relu_deep 0 1 [w 0 1 1];
    relu_deep 0 1 [w 0 (-1) 1] ];
  [ linear_deep 0 1 [w 0 1 1; w 1 1 1] ] ].

Definition shallow_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 0 (-1) 1] ];
  [ relu_shallow 0 1 [down 0; v 1 1 1];
    relu_shallow 0 1 [v 0 1 1; down 1] ];
  [ linear_shallow 0 1 [v 0 1 1; v 1 (-1) 1] ] ].

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
Lemma verdict : check the_claim certificate = (Refused OutputEntry).
Proof. vm_cast_no_check (eq_refl (Refused OutputEntry)). Qed.
End output_entry__sign.

Module output_entry__weight_missing.
Definition deep_network : network Q := [
  [ relu_deep 0 1 [w 0 1 1];
    relu_deep 0 1 [w 0 (-1) 1] ];
  [ linear_deep 0 1 [w 0 1 1; w 1 1 1] ] ].

Definition shallow_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 0 (-1) 1] ];
  [ relu_shallow 0 1 [down 0; v 1 1 1];
    relu_shallow 0 1 [v 0 1 1; down 1] ];
  [ linear_shallow 0 1 [v 0 1 1] ] ].

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
Lemma verdict : check the_claim certificate = (Refused OutputEntry).
Proof. vm_cast_no_check (eq_refl (Refused OutputEntry)). Qed.
End output_entry__weight_missing.

Module output_not_reached__layer_left.
Definition deep_network : network Q := [
  [ relu_deep 1 3 [w 0 1 2] ];
  [ relu_deep 1 2 [w 0 (-1) 5] ];
  [ linear_deep 0 1 [w 0 1 1] ] ].

Definition shallow_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 0 (-1) 1];
    relu_shallow 2 1 [v 0 3 1];
    relu_shallow 13 1 [v 0 (-3) 1] ];
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 1 1 1];
    relu_shallow 0 1 [v 2 1 1];
    relu_shallow 1 1 [down 2];
    relu_shallow 1 1 [down 3] ];
  [ relu_shallow 1 2 [down 2];
    relu_shallow 13 30 [v 0 (-1) 10; v 1 1 10; down 3; down 4] ];
  [ linear_shallow 0 1 [v 0 1 1; v 1 1 1] ] ].

Definition certificate : list token := [
  s 0;
  o [(zero (proof 1 0 []), zero (proof 1 0 []))];
  o [(gate 0, zero (proof 1 30 []))];
  s 0;
  o [(zero (proof 1 0 []), zero (proof 1 0 []))];
  o [(gate 1, zero (proof 1 0 [(1, 1)]))] ].

Definition the_claim : claim :=
  Claim true 1 [] [] deep_network shallow_network.
Lemma verdict : check the_claim certificate = (Refused OutputNotReached).
Proof. vm_cast_no_check (eq_refl (Refused OutputNotReached)). Qed.
End output_not_reached__layer_left.

Module output_not_reached__neuron_left.
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
  o [(gate 0, zero (proof 1 0 [(0, 1)]))];
  i 1 (proof 1 0 [(0, 1)]);
  o [(zero (proof 1 0 []), zero (proof 1 0 []))];
  i 1 (proof 1 0 [(0, 1)]);
  o [(gate 1, zero (proof 1 0 [(0, 1)]))] ].

Definition the_claim : claim :=
  Claim false 1 [] [] deep_network shallow_network.
Lemma verdict : check the_claim certificate = (Refused OutputNotReached).
Proof. vm_cast_no_check (eq_refl (Refused OutputNotReached)). Qed.
End output_not_reached__neuron_left.

Module outputs__one_for_two.
Definition deep_network : network Q := [
  [ relu_deep 0 1 [w 0 1 1] ];
  [ linear_deep 0 1 [];
    linear_deep 0 1 [] ] ].

Definition shallow_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 0 (-1) 1] ];
  [  ];
  [ linear_shallow 0 1 [] ] ].

Definition certificate : list token := [
  s 0;
  o [(zero (proof 1 0 []), zero (proof 1 0 [])); (zero (proof 1 0 []), zero (proof 1 0 []))];
  o [(zero (proof 1 0 []), zero (proof 1 0 [])); (zero (proof 1 0 []), zero (proof 1 0 []))];
  o [(zero (proof 1 0 []), zero (proof 1 0 [])); (zero (proof 1 0 []), zero (proof 1 0 []))] ].

Definition the_claim : claim :=
  Claim false 1 [] [] deep_network shallow_network.
Lemma verdict : check the_claim certificate = (Refused Outputs).
Proof. vm_cast_no_check (eq_refl (Refused Outputs)). Qed.
End outputs__one_for_two.

Module outputs__partition_two_for_one.
Definition first_network : network (extended Q) := [
  [ linear_shallow 0 1 [];
    linear_shallow 0 1 [] ] ].

Definition second_network : network (extended Q) := [
  [ linear_shallow 0 1 [] ] ].

Definition certificate : list ptoken := [
  leaf [Same; Same] ].

Definition the_claim : equality_claim :=
  EqualityClaim 1 [] [] first_network second_network.
Lemma verdict : pcheck the_claim certificate = (Refused Outputs).
Proof. vm_cast_no_check (eq_refl (Refused Outputs)). Qed.
End outputs__partition_two_for_one.

Module outputs__partition.
Definition first_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 0 (-1) 1] ];
  [ linear_shallow 0 1 [v 0 1 1; v 1 1 1] ] ].

Definition second_network : network (extended Q) := [
  [ linear_shallow 0 1 [];
    linear_shallow 0 1 [] ] ].

Definition certificate : list ptoken := [
  leaf [Same] ].

Definition the_claim : equality_claim :=
  EqualityClaim 1 [] [] first_network second_network.
Lemma verdict : pcheck the_claim certificate = (Refused Outputs).
Proof. vm_cast_no_check (eq_refl (Refused Outputs)). Qed.
End outputs__partition.

Module outputs__two_for_one.
Definition deep_network : network Q := [
  [ relu_deep 0 1 [w 0 1 1];
    relu_deep 0 1 [w 0 (-1) 1] ];
  [ linear_deep 0 1 [w 0 1 1; w 1 1 1] ] ].

Definition shallow_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 0 (-1) 1] ];
  [ relu_shallow 0 1 [down 0; v 1 1 1];
    relu_shallow 0 1 [v 0 1 1; down 1] ];
  [ linear_shallow 0 1 [v 0 1 1; v 1 1 1];
    linear_shallow 0 1 [] ] ].

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
Lemma verdict : check the_claim certificate = (Refused Outputs).
Proof. vm_cast_no_check (eq_refl (Refused Outputs)). Qed.
End outputs__two_for_one.

Module status_finite__atoms.
Definition first_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 0 (-1) 1] ];
  [ linear_shallow 0 1 [v 0 1 1; v 1 1 1] ] ].

Definition second_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 2 1];
    linear_shallow 0 1 [v 0 1 2] ];
  [ relu_shallow 0 1 [v 0 3 1];
    linear_shallow 0 1 [v 1 1 1] ];
  [ linear_shallow 0 1 [v 0 1 3; v 1 (-2) 1] ] ].

Definition certificate : list ptoken := [
  status 1 1 0 WordNonneg (proof 1 0 []);
  leaf [Same] ].

Definition the_claim : equality_claim :=
  EqualityClaim 1 [] [] first_network second_network.
Lemma verdict : pcheck the_claim certificate = (Refused StatusFinite).
Proof. vm_cast_no_check (eq_refl (Refused StatusFinite)). Qed.
End status_finite__atoms.

Module status_finite__gated.
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
  status 1 1 1 WordZero (proof 1 0 [(0, 1)]);
  status 0 0 0 WordZero (proof 1 0 [(0, 1)]);
  status 0 0 1 WordPositive (proof 1 0 [(0, 1)]);
  status 1 0 0 WordZero (proof 1 0 [(0, 1)]);
  status 1 0 1 WordPositive (proof 1 0 [(0, 1)]);
  status 1 1 0 WordPositive (proof 1 0 [(0, 1)]);
  leaf [Same];
  status 0 0 0 WordZero (proof 1 0 [(0, -1)]);
  status 0 0 1 WordZero (proof 1 0 [(0, 1)]);
  status 1 0 0 WordZero (proof 1 0 [(0, -1)]);
  status 1 0 1 WordZero (proof 1 0 [(0, 1)]);
  leaf [Same];
  status 0 0 0 WordPositive (proof 1 0 [(0, 1)]);
  status 0 0 1 WordZero (proof 1 0 [(0, 1)]);
  status 1 0 0 WordPositive (proof 1 0 [(0, 1)]);
  status 1 0 1 WordZero (proof 1 0 [(0, 1)]);
  status 1 1 1 WordNonneg (proof 1 0 [(0, 1)]);
  leaf [Same] ].

Definition the_claim : equality_claim :=
  EqualityClaim 1 [] [] first_network second_network.
Lemma verdict : pcheck the_claim certificate = (Refused StatusFinite).
Proof. vm_cast_no_check (eq_refl (Refused StatusFinite)). Qed.
End status_finite__gated.

Module status_finite__unknown.
Definition first_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 0 1 1; v 1 1 1] ];
  [ relu_shallow (-1) 1 [v 0 1 1; v 1 1 1] ];
  [ relu_shallow 0 1 [v 0 1 1] ];
  [ linear_shallow 0 1 [v 0 1 1] ] ].

Definition second_network : network (extended Q) := [
  [ linear_shallow 0 1 [] ] ].

Definition certificate : list ptoken := [
  status 0 2 0 WordNonneg (proof 1 0 []);
  leaf [Same] ].

Definition the_claim : equality_claim :=
  EqualityClaim 2 [] [] first_network second_network.
Lemma verdict : pcheck the_claim certificate = (Refused StatusFinite).
Proof. vm_cast_no_check (eq_refl (Refused StatusFinite)). Qed.
End status_finite__unknown.

Module status_gated__certain.
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
  status 1 0 1 WordPositive (proof 1 0 [(0, 1)]);
  status 1 1 1 WordGated (proof 1 0 [(0, 1)]);
  status 0 0 0 WordZero (proof 1 0 [(0, 1)]);
  status 0 0 1 WordPositive (proof 1 0 [(0, 1)]);
  status 1 0 0 WordZero (proof 1 0 [(0, 1)]);
  status 1 0 1 WordPositive (proof 1 0 [(0, 1)]);
  status 1 1 0 WordPositive (proof 1 0 [(0, 1)]);
  leaf [Same];
  status 0 0 0 WordZero (proof 1 0 [(0, -1)]);
  status 0 0 1 WordZero (proof 1 0 [(0, 1)]);
  status 1 0 0 WordZero (proof 1 0 [(0, -1)]);
  status 1 0 1 WordZero (proof 1 0 [(0, 1)]);
  leaf [Same];
  status 0 0 0 WordPositive (proof 1 0 [(0, 1)]);
  status 0 0 1 WordZero (proof 1 0 [(0, 1)]);
  status 1 0 0 WordPositive (proof 1 0 [(0, 1)]);
  status 1 0 1 WordZero (proof 1 0 [(0, 1)]);
  status 1 1 1 WordNonneg (proof 1 0 [(0, 1)]);
  leaf [Same] ].

Definition the_claim : equality_claim :=
  EqualityClaim 1 [] [] first_network second_network.
Lemma verdict : pcheck the_claim certificate = (Refused StatusGated).
Proof. vm_cast_no_check (eq_refl (Refused StatusGated)). Qed.
End status_gated__certain.

Module status_gated__finite.
Definition first_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 0 (-1) 1] ];
  [ linear_shallow 0 1 [v 0 1 1; v 1 1 1] ] ].

Definition second_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 0 (-1) 1] ];
  [ linear_shallow 0 1 [v 0 1 1; v 1 1 1] ] ].

Definition certificate : list ptoken := [
  status 0 0 0 WordGated (proof 1 0 []);
  leaf [Same] ].

Definition the_claim : equality_claim :=
  EqualityClaim 1 [] [] first_network second_network.
Lemma verdict : pcheck the_claim certificate = (Refused StatusGated).
Proof. vm_cast_no_check (eq_refl (Refused StatusGated)). Qed.
End status_gated__finite.

Module status_gated__plus_infinity.
Definition first_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 1 1 [v 0 (-1) 1] ];
  [ relu_shallow 1 1 [up 0; up 1] ];
  [ linear_shallow 0 1 [] ] ].

Definition second_network : network (extended Q) := [
  [ linear_shallow 0 1 [] ] ].

Definition certificate : list ptoken := [
  status 0 1 0 WordGated (proof 1 1 [(0, 1); (1, 1)]);
  leaf [Same] ].

Definition the_claim : equality_claim :=
  EqualityClaim 1 [] [] first_network second_network.
Lemma verdict : pcheck the_claim certificate = (Refused StatusGated).
Proof. vm_cast_no_check (eq_refl (Refused StatusGated)). Qed.
End status_gated__plus_infinity.

Module status_gated__unknown.
Definition first_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 1 1 [v 0 (-1) 1] ];
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 1 1 1];
    relu_shallow 0 1 [v 0 1 1; v 1 (-1) 1] ];
  [ relu_shallow 1 1 [down 0; down 1; v 2 1 1] ];
  [ linear_shallow 0 1 [v 0 1 1] ] ].

Definition second_network : network (extended Q) := [
  [ linear_shallow 0 1 [] ] ].

Definition certificate : list ptoken := [
  status 0 2 0 WordGated (proof 1 1 [(0, 1); (1, 1)]);
  leaf [Same] ].

Definition the_claim : equality_claim :=
  EqualityClaim 1 [] [] first_network second_network.
Lemma verdict : pcheck the_claim certificate = (Refused StatusGated).
Proof. vm_cast_no_check (eq_refl (Refused StatusGated)). Qed.
End status_gated__unknown.

Module status_neuron__identity.
Definition first_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    linear_shallow 0 1 [v 0 1 1] ];
  [ linear_shallow 0 1 [v 0 2 1; v 1 (-1) 1] ] ].

Definition second_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    linear_shallow 0 1 [v 0 1 1] ];
  [ linear_shallow 0 1 [v 0 2 1; v 1 (-1) 1] ] ].

Definition certificate : list ptoken := [
  status 0 0 1 WordNonneg (proof 1 0 []);
  leaf [Same] ].

Definition the_claim : equality_claim :=
  EqualityClaim 1 [] [] first_network second_network.
Lemma verdict : pcheck the_claim certificate = (Refused StatusNeuron).
Proof. vm_cast_no_check (eq_refl (Refused StatusNeuron)). Qed.
End status_neuron__identity.

Module status_repeated__same.
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
  status 0 0 0 WordZero (proof 1 0 [(0, 1)]);
  status 0 0 1 WordPositive (proof 1 0 [(0, 1)]);
  status 1 0 0 WordZero (proof 1 0 [(0, 1)]);
  status 1 0 1 WordPositive (proof 1 0 [(0, 1)]);
  status 1 1 0 WordPositive (proof 1 0 [(0, 1)]);
  leaf [Same];
  status 0 0 0 WordZero (proof 1 0 [(0, -1)]);
  status 0 0 1 WordZero (proof 1 0 [(0, 1)]);
  status 1 0 0 WordZero (proof 1 0 [(0, -1)]);
  status 1 0 1 WordZero (proof 1 0 [(0, 1)]);
  leaf [Same];
  status 0 0 0 WordPositive (proof 1 0 [(0, 1)]);
  status 0 0 1 WordZero (proof 1 0 [(0, 1)]);
  status 1 0 0 WordPositive (proof 1 0 [(0, 1)]);
  status 1 0 1 WordZero (proof 1 0 [(0, 1)]);
  status 1 1 1 WordNonneg (proof 1 0 [(0, 1)]);
  leaf [Same] ].

Definition the_claim : equality_claim :=
  EqualityClaim 1 [] [] first_network second_network.
Lemma verdict : pcheck the_claim certificate = (Refused StatusRepeated).
Proof. vm_cast_no_check (eq_refl (Refused StatusRepeated)). Qed.
End status_repeated__same.

Module status_repeated__stronger.
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
  status 0 0 1 WordPositive (proof 1 0 [(0, 1)]);
  status 1 0 0 WordZero (proof 1 0 [(0, 1)]);
  status 1 0 1 WordPositive (proof 1 0 [(0, 1)]);
  status 1 1 0 WordPositive (proof 1 0 [(0, 1)]);
  leaf [Same];
  status 0 0 0 WordZero (proof 1 0 [(0, -1)]);
  status 0 0 1 WordZero (proof 1 0 [(0, 1)]);
  status 1 0 0 WordZero (proof 1 0 [(0, -1)]);
  status 1 0 1 WordZero (proof 1 0 [(0, 1)]);
  leaf [Same];
  status 0 0 0 WordPositive (proof 1 0 [(0, 1)]);
  status 0 0 1 WordZero (proof 1 0 [(0, 1)]);
  status 1 0 0 WordPositive (proof 1 0 [(0, 1)]);
  status 1 0 1 WordZero (proof 1 0 [(0, 1)]);
  status 1 1 1 WordNonneg (proof 1 0 [(0, 1)]);
  leaf [Same] ].

Definition the_claim : equality_claim :=
  EqualityClaim 1 [] [] first_network second_network.
Lemma verdict : pcheck the_claim certificate = (Refused StatusRepeated).
Proof. vm_cast_no_check (eq_refl (Refused StatusRepeated)). Qed.
End status_repeated__stronger.

Module unused_neuron__hyperplane.
Definition deep_network : network Q := [
  [ relu_deep 0 1 [w 0 1 1];
    relu_deep 0 1 [w 0 (-1) 1] ];
  [ linear_deep 0 1 [w 0 1 1; w 1 1 1] ] ].

Definition shallow_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 0 (-1) 1];
    relu_shallow 1 1 [v 0 1 1] ];
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
Lemma verdict : check the_claim certificate = (Refused UnusedNeuron).
Proof. vm_cast_no_check (eq_refl (Refused UnusedNeuron)). Qed.
End unused_neuron__hyperplane.

Module unused_neuron__identity.
Definition deep_network : network Q := [
  [ relu_deep 0 1 [w 0 1 1];
    relu_deep 0 1 [w 0 (-1) 1] ];
  [ linear_deep 0 1 [w 0 1 1; w 1 1 1] ] ].

Definition shallow_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 0 (-1) 1];
    linear_shallow 0 1 [v 0 1 1] ];
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
Lemma verdict : check the_claim certificate = (Refused UnusedNeuron).
Proof. vm_cast_no_check (eq_refl (Refused UnusedNeuron)). Qed.
End unused_neuron__identity.

Module unused_neuron__infinite_weight_on_an_input.
Definition deep_network : network Q := [
  [ relu_deep 0 1 [w 0 1 1];
    relu_deep 0 1 [w 0 (-1) 1] ];
  [ linear_deep 0 1 [w 0 1 1; w 1 1 1] ] ].

Definition shallow_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 0 (-1) 1];
    relu_shallow 0 1 [down 0] ];
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
Lemma verdict : check the_claim certificate = (Refused UnusedNeuron).
Proof. vm_cast_no_check (eq_refl (Refused UnusedNeuron)). Qed.
End unused_neuron__infinite_weight_on_an_input.

Module unused_neuron__not_primitive.
Definition deep_network : network Q := [
  [ relu_deep 0 1 [w 0 1 1];
    relu_deep 0 1 [w 0 (-1) 1] ];
  [ linear_deep 0 1 [w 0 1 1; w 1 1 1] ] ].

Definition shallow_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 0 (-1) 1];
    relu_shallow 0 1 [v 0 2 1] ];
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
Lemma verdict : check the_claim certificate = (Refused UnusedNeuron).
Proof. vm_cast_no_check (eq_refl (Refused UnusedNeuron)). Qed.
End unused_neuron__not_primitive.

Module unused_neuron__selector_with_plus_infinity.
Definition deep_network : network Q := [
  [ relu_deep 0 1 [w 0 1 1];
    relu_deep 0 1 [w 0 (-1) 1] ];
  [ linear_deep 0 1 [w 0 1 1; w 1 1 1] ] ].

Definition shallow_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 0 (-1) 1] ];
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 1 1 1];
    relu_shallow 1 1 [down 0];
    relu_shallow 1 1 [up 0] ];
  [ relu_shallow 0 1 [down 0; v 1 1 1];
    relu_shallow 0 1 [v 0 1 1; v 1 (-1) 1; down 2] ];
  [ linear_shallow 0 1 [v 0 1 1; v 1 1 1] ] ].

Definition certificate : list token := [
  s 0;
  a 1 (proof 1 0 [(0, 1)]);
  o [(gate 0, zero (proof 1 0 [(0, 1)]))];
  i 1 (proof 1 0 [(0, 1)]);
  o [(gate 1, zero (proof 1 0 [(0, 1)]))] ].

Definition the_claim : claim :=
  Claim true 1 [] [] deep_network shallow_network.
Lemma verdict : check the_claim certificate = (Refused UnusedNeuron).
Proof. vm_cast_no_check (eq_refl (Refused UnusedNeuron)). Qed.
End unused_neuron__selector_with_plus_infinity.

Module unused_neuron__selector.
Definition deep_network : network Q := [
  [ relu_deep 0 1 [w 0 1 1];
    relu_deep 0 1 [w 0 (-1) 1] ];
  [ linear_deep 0 1 [w 0 1 1; w 1 1 1] ] ].

Definition shallow_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 0 (-1) 1] ];
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 1 1 1];
    relu_shallow 1 1 [down 0];
    relu_shallow 1 1 [down 1] ];
  [ relu_shallow 0 1 [down 0; v 1 1 1];
    relu_shallow 0 1 [v 0 1 1; v 1 (-1) 1; down 2] ];
  [ linear_shallow 0 1 [v 0 1 1; v 1 1 1] ] ].

Definition certificate : list token := [
  s 0;
  a 1 (proof 1 0 [(0, 1)]);
  o [(gate 0, zero (proof 1 0 [(0, 1)]))];
  i 1 (proof 1 0 [(0, 1)]);
  o [(gate 1, zero (proof 1 0 [(0, 1)]))] ].

Definition the_claim : claim :=
  Claim true 1 [] [] deep_network shallow_network.
Lemma verdict : check the_claim certificate = (Refused UnusedNeuron).
Proof. vm_cast_no_check (eq_refl (Refused UnusedNeuron)). Qed.
End unused_neuron__selector.

Module unused_neuron__two_weights_in_second_layer.
Definition deep_network : network Q := [
  [ relu_deep 0 1 [w 0 1 1];
    relu_deep 0 1 [w 0 (-1) 1] ];
  [ linear_deep 0 1 [w 0 1 1; w 1 1 1] ] ].

Definition shallow_network : network (extended Q) := [
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 0 (-1) 1] ];
  [ relu_shallow 0 1 [v 0 1 1];
    relu_shallow 0 1 [v 1 1 1];
    relu_shallow 1 1 [down 0];
    relu_shallow 0 1 [v 0 1 1; v 1 1 1] ];
  [ relu_shallow 0 1 [down 0; v 1 1 1];
    relu_shallow 0 1 [v 0 1 1; v 1 (-1) 1; down 2] ];
  [ linear_shallow 0 1 [v 0 1 1; v 1 1 1] ] ].

Definition certificate : list token := [
  s 0;
  a 1 (proof 1 0 [(0, 1)]);
  o [(gate 0, zero (proof 1 0 [(0, 1)]))];
  i 1 (proof 1 0 [(0, 1)]);
  o [(gate 1, zero (proof 1 0 [(0, 1)]))] ].

Definition the_claim : claim :=
  Claim true 1 [] [] deep_network shallow_network.
Lemma verdict : check the_claim certificate = (Refused UnusedNeuron).
Proof. vm_cast_no_check (eq_refl (Refused UnusedNeuron)). Qed.
End unused_neuron__two_weights_in_second_layer.

(** All of them, for what they assume. *)
Inductive verdicts : Prop := none | and (P : Prop) (proof : P) (others : verdicts).
Notation "p :: l" := (and _ p l).
Definition all := absolute_closed_faces.verdict
  :: absolute_half_open.verdict
  :: absolute_partition.verdict
  :: atoms_merge_partition.verdict
  :: atoms_through_layers_partition.verdict
  :: carrier_without_copy_half_open.verdict
  :: constant_half_open.verdict
  :: constants_and_second_input_partition.verdict
  :: difference_with_denominators_partition.verdict
  :: domain_equality_two_outputs.verdict
  :: domain_inequality.verdict
  :: dropped_by_the_domain.verdict
  :: empty_and_dropped_half_open.verdict
  :: empty_domain.verdict
  :: empty_leaf_partition.verdict
  :: equal_on_the_domain_partition.verdict
  :: exact_beyond_2_to_the_53_partition.verdict
  :: identity_neuron.verdict
  :: killed_by_a_constant_partition.verdict
  :: killed_by_the_first_of_two_partition.verdict
  :: negative_on_a_face_closed_faces.verdict
  :: no_hidden_layer.verdict
  :: plus_infinity_partition.verdict
  :: proofs_after_zero_by_penalties_partition.verdict
  :: quadrants_closed_faces.verdict
  :: relu_of_a_negative_constant_partition.verdict
  :: relu_of_relu_of_minus_x_partition.verdict
  :: relu_of_relu_of_minus_x_unscaled_partition.verdict
  :: scaled_statuses_partition.verdict
  :: selector_of_two_inputs_partition.verdict
  :: shifted_closed_faces.verdict
  :: statuses_from_the_last_layer_on_partition.verdict
  :: statuses_last_layer_first_partition.verdict
  :: strict_drops_half_open.verdict
  :: two_hidden_layers_scales.verdict
  :: two_inputs_two_outputs_half_open.verdict
  :: two_outputs_partition.verdict
  :: unknown_beside_infinite_but_unused_partition.verdict
  :: unknown_but_unused_partition.verdict
  :: unknown_minus_infinite_but_unused_partition.verdict
  :: zero_by_selector_in_the_fourth_layer_partition.verdict
  :: zero_by_selector_in_the_third_layer_partition.verdict
  :: zero_by_selector_partition.verdict
  :: zero_by_two_penalties_partition.verdict
  :: zero_conditions_of_copies_partition.verdict
  :: zero_function.verdict
  :: constant_split__number.verdict
  :: constant_split__zero.verdict
  :: drop_kept__domain.verdict
  :: drop_kept__equality.verdict
  :: drop_kept__twice.verdict
  :: duplicate_neuron__first_layer.verdict
  :: duplicate_neuron__second_layer.verdict
  :: farkas_constant__negative.verdict
  :: farkas_identity__active.verdict
  :: farkas_identity__constant_forgotten.verdict
  :: farkas_identity__difference_beyond_2_to_the_53.verdict
  :: farkas_identity__difference_is_at_most_zero_only.verdict
  :: farkas_identity__difference_not_reduced.verdict
  :: farkas_identity__drop.verdict
  :: farkas_identity__dropped_status_of_sibling.verdict
  :: farkas_identity__output_minus.verdict
  :: farkas_identity__output_plus.verdict
  :: farkas_identity__partition_empty.verdict
  :: farkas_identity__status_beyond_2_to_the_53.verdict
  :: farkas_identity__status_zero_wrong_side.verdict
  :: farkas_identity__two_selectors.verdict
  :: farkas_identity__wrong_child_order.verdict
  :: farkas_identity__wrong_side.verdict
  :: farkas_mu__empty_not_one.verdict
  :: farkas_mu__negative.verdict
  :: farkas_mu__partition_empty.verdict
  :: farkas_mu__status_zero_by_x.verdict
  :: farkas_mu__zero.verdict
  :: farkas_multiplier__difference_of_one_sign_only.verdict
  :: farkas_multiplier__domain_inequality_as_equality.verdict
  :: farkas_multiplier__negative.verdict
  :: farkas_multiplier__zero_on_equality.verdict
  :: farkas_multiplier__zero.verdict
  :: farkas_order__falling.verdict
  :: farkas_order__index_repeated_in_half_sums.verdict
  :: farkas_order__index_twice.verdict
  :: farkas_strict__empty_by_an_equality.verdict
  :: farkas_strict__empty_closed.verdict
  :: farkas_strict__equality_of_a_split.verdict
  :: farkas_strict__gate_not_killed_on_the_boundary.verdict
  :: farkas_strict__partition_empty.verdict
  :: farkas_strict__positive_on_closed_side.verdict
  :: farkas_strict__split_side_is_closed.verdict
  :: farkas_strict__strict_side_dropped_by_closed.verdict
  :: farkas_strict__third_side_is_closed.verdict
  :: farkas_usable__circular_drops.verdict
  :: farkas_usable__drop_by_itself.verdict
  :: farkas_usable__no_zero_condition_of_gated_atom_and_constant.verdict
  :: farkas_usable__no_zero_condition_of_gated_atom.verdict
  :: farkas_usable__no_zero_condition_of_gated_form_of_the_second_input.verdict
  :: farkas_usable__no_zero_condition_of_gated_form.verdict
  :: farkas_usable__no_zero_condition_of_gated_towards_plus_infinity.verdict
  :: farkas_usable__no_zero_condition_of_selector_of_selector.verdict
  :: farkas_usable__no_zero_condition_of_selector_over_two.verdict
  :: farkas_usable__no_zero_condition_of_selector_with_bias_0.verdict
  :: farkas_usable__no_zero_condition_of_selector_with_bias_minus_1.verdict
  :: farkas_usable__no_zero_condition_of_two_atoms.verdict
  :: farkas_usable__no_zero_condition_of_unknown.verdict
  :: gate_entry__another_scale.verdict
  :: gate_entry__bias.verdict
  :: gate_entry__dropped_constraint.verdict
  :: gate_entry__finite_penalty.verdict
  :: gate_entry__half_of_equality.verdict
  :: gate_entry__identity.verdict
  :: gate_entry__penalty_missing.verdict
  :: gate_entry__penalty_of_the_other_side.verdict
  :: gate_entry__penalty_too_many.verdict
  :: gate_entry__plus_infinity.verdict
  :: gate_entry__selector_for_closed_side.verdict
  :: gate_entry__swapped_gates.verdict
  :: gate_entry__weight.verdict
  :: gate_reused__in_another_cell.verdict
  :: gate_reused__in_one_pair.verdict
  :: gate_unused__counted_in_output.verdict
  :: gate_unused__dead_gate.verdict
  :: hidden_layers__closed_faces_with_three.verdict
  :: hidden_layers__half_open_with_two.verdict
  :: indeterminate__beside_an_unknown_value.verdict
  :: indeterminate__hidden_by_negative_weight.verdict
  :: indeterminate__hidden_by_unknown_values.verdict
  :: indeterminate__minus_infinity_by_a_negative_weight.verdict
  :: indeterminate__minus_infinity_of_an_identity_neuron.verdict
  :: indeterminate__output_layer.verdict
  :: indeterminate__plus_infinity_by_a_positive_weight.verdict
  :: indeterminate__plus_infinity_by_two_negative_weights.verdict
  :: indeterminate__unused_neuron.verdict
  :: infinite_weight__on_an_identity_neuron_in_the_third_layer.verdict
  :: infinite_weight__on_an_identity_neuron.verdict
  :: infinite_weight__on_an_input.verdict
  :: infinite_weight__on_the_second_input.verdict
  :: leaf_atoms__coefficient.verdict
  :: leaf_atoms__parallel.verdict
  :: leaf_atoms__second_output.verdict
  :: leaf_atoms__weight_of_the_second_input.verdict
  :: leaf_difference__constant.verdict
  :: leaf_difference__equal_on_the_domain_unproved.verdict
  :: leaf_difference__form.verdict
  :: leaf_difference__of_values_above_a_status.verdict
  :: leaf_difference__only_on_the_second_side.verdict
  :: leaf_difference__relu_of_a_negative_constant.verdict
  :: leaf_difference__second_input.verdict
  :: leaf_unknown__atom_and_constant.verdict
  :: leaf_unknown__concave_atom.verdict
  :: leaf_unknown__gated_gate.verdict
  :: leaf_unknown__infinite_and_unknown.verdict
  :: leaf_unknown__infinite.verdict
  :: leaf_unknown__killed_by_a_non_negative_neuron.verdict
  :: leaf_unknown__minus_relu_of_minus_x.verdict
  :: leaf_unknown__relu_x_minus_two_x.verdict
  :: leaf_unknown__relu_x_plus_x.verdict
  :: leaf_unknown__two_atoms.verdict
  :: missing_neuron__carrier.verdict
  :: missing_neuron__copy_of_carrier.verdict
  :: missing_neuron__hyperplane_is_identity.verdict
  :: missing_neuron__hyperplane_not_primitive.verdict
  :: missing_neuron__hyperplane_of_the_other_side.verdict
  :: missing_neuron__selector_with_bias_2.verdict
  :: missing_neuron__selector.verdict
  :: not_undecided__identity_neuron.verdict
  :: not_undecided__output_layer.verdict
  :: not_undecided__split_twice.verdict
  :: not_undecided__stated_twice.verdict
  :: output_entry__bias.verdict
  :: output_entry__gate_of_another_output.verdict
  :: output_entry__infinite.verdict
  :: output_entry__negative_bias.verdict
  :: output_entry__sign_of_equality_face.verdict
  :: output_entry__sign_of_negative_gate_on_a_face.verdict
  :: output_entry__sign.verdict
  :: output_entry__weight_missing.verdict
  :: output_not_reached__layer_left.verdict
  :: output_not_reached__neuron_left.verdict
  :: outputs__one_for_two.verdict
  :: outputs__partition_two_for_one.verdict
  :: outputs__partition.verdict
  :: outputs__two_for_one.verdict
  :: status_finite__atoms.verdict
  :: status_finite__gated.verdict
  :: status_finite__unknown.verdict
  :: status_gated__certain.verdict
  :: status_gated__finite.verdict
  :: status_gated__plus_infinity.verdict
  :: status_gated__unknown.verdict
  :: status_neuron__identity.verdict
  :: status_repeated__same.verdict
  :: status_repeated__stronger.verdict
  :: unused_neuron__hyperplane.verdict
  :: unused_neuron__identity.verdict
  :: unused_neuron__infinite_weight_on_an_input.verdict
  :: unused_neuron__not_primitive.verdict
  :: unused_neuron__selector_with_plus_infinity.verdict
  :: unused_neuron__selector.verdict
  :: unused_neuron__two_weights_in_second_layer.verdict
  :: none.
Print Assumptions all.
