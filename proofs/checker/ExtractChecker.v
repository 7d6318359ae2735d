(** * Extraction to OCaml

    Integers become Zarith's (ocaml/integers.ml says how); booleans, lists, options and pairs become OCaml's own; the
    length of a list and the image of a list are computed without recursion on the stack (ocaml/lists.ml), since a
    layer may have hundreds of thousands of neurons.  Nothing else is replaced. *)
Require Import List ZArith NArith QArith Qcanon.
Require Extraction.
Require Import ExtrOcamlBasic.
From ExactReLU Require Import ExtendedNumbers Networks InstancesQ Farkas Trace Construction Partition.

Extraction Language OCaml.
Extract Inductive nat => "Integers.t" [ "Integers.zero" "Integers.succ" ] "Integers.match_nat".
Extract Inductive positive => "Integers.t"
  [ "Integers.double_succ" "Integers.double" "Integers.one" ] "Integers.match_positive".
Extract Inductive N => "Integers.t" [ "Integers.zero" "" ] "Integers.match_n".
Extract Inductive Z => "Integers.t" [ "Integers.zero" "" "Integers.opp" ] "Integers.match_z".

Extract Constant Nat.add => "Integers.add".
Extract Constant Nat.eqb => "Integers.eqb".
Extract Constant Nat.leb => "Integers.leb".
Extract Constant Nat.ltb => "Integers.ltb".
Extract Constant Pos.eqb => "Integers.eqb".
Extract Constant Pos.succ => "Integers.succ".
Extract Constant N.eqb => "Integers.eqb".
Extract Constant N.ltb => "Integers.ltb".
Extract Constant N.succ => "Integers.succ".
Extract Constant N.succ_pos => "Integers.succ".
Extract Constant N.to_nat => "(fun n -> n)".
Extract Constant N.of_nat => "(fun n -> n)".
Extract Constant Z.add => "Integers.add".
Extract Constant Z.sub => "Integers.sub".
Extract Constant Z.mul => "Integers.mul".
Extract Constant Z.opp => "Integers.opp".
Extract Constant Z.succ => "Integers.succ".
Extract Constant Z.abs => "Integers.abs".
Extract Constant Z.max => "Integers.max".
Extract Constant Z.ggcd => "Integers.ggcd".
Extract Constant Z.gcd => "Integers.gcd".
Extract Constant Z.lcm => "Integers.lcm".
Extract Constant Z.div => "Integers.div".
Extract Constant Z.eqb => "Integers.eqb".
Extract Constant Z.leb => "Integers.leb".
Extract Constant Z.ltb => "Integers.ltb".
Extract Constant Z.to_nat => "Integers.to_nat".
Extract Constant Z.to_N => "Integers.to_nat".
Extract Constant Z.of_N => "(fun n -> n)".
Extract Constant Z.of_nat => "(fun n -> n)".
Extract Constant N.compare => "(fun a b -> let c = Integers.compare a b in if c = 0 then Eq else if c < 0 then Lt else Gt)".
Extract Constant Z.compare => "(fun a b -> let c = Integers.compare a b in if c = 0 then Eq else if c < 0 then Lt else Gt)".

Extract Constant length => "Lists.length".
Extract Constant map => "Lists.map".

(** The evaluator of the theorems, at rational points, for comparison with other evaluators. *)
Definition evaluate (N : network (extended Q)) (x : list Q) : option (list (extended Qc)) :=
  eval Qc_ring Q2Qc N (map (fun a => Finite (Q2Qc a)) x).

Extraction "build/checker.ml" is_malformed start step finish pstart pstep evaluate.
