(** What each main theorem assumes; `make check` compares this file's output with assumptions.golden. *)
From ExactReLU Require Import ExtendedNumbers ClosedFaces HalfOpen OneHiddenLayer InstancesQ InstancesR Counterexamples Construction
  ConstructionQ ConstructionR Partition PartitionSoundness PartitionQR CertificateNotations PartitionNotations.

Print Assumptions extended_add_exchange.
Print Assumptions every_network_has_two_hidden_layers.
Print Assumptions every_network_has_three_hidden_layers.
Print Assumptions closed_terms_count.
Print Assumptions half_open_terms_count.
Print Assumptions one_hidden_layer_terms_value.
Print Assumptions one_hidden_layer_terms_count.
Print Assumptions two_hidden_layers_Q.
Print Assumptions three_hidden_layers_Q.
Print Assumptions closed_cells_count_boundaries_twice.
Print Assumptions closed_cells_are_right_elsewhere.
Print Assumptions literal_patterns_lose_points.
Print Assumptions constructions_are_right_there.
Print Assumptions check_sound.
Print Assumptions accepted_everywhere.
Print Assumptions accepted_over_Q.
Print Assumptions pcheck_sound.
Print Assumptions partition_accepted_everywhere.
Print Assumptions equal_over_Q.
(** From here on: the axioms of the standard library's real numbers. *)
Print Assumptions two_hidden_layers_R.
Print Assumptions three_hidden_layers_R.
Print Assumptions two_hidden_layers_real_weights.
Print Assumptions no_neuron_tests_a_strict_side.
Print Assumptions large_number_fails_beside_strict_sides.
Print Assumptions large_number_fails_at_vertices.
Print Assumptions accepted_over_R.
Print Assumptions equal_over_R.
