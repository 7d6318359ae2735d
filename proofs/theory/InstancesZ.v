(** * The integers as an ordered ring: enough for counterexamples, and every evaluation is a computation *)
Require Import List Bool ZArith Lia.
From ExactReLU Require Import OrderedRings ExtendedNumbers Networks AffineForms.

Definition Z_ring : OrderedRing.
Proof.
  refine {| carrier := Z; f0 := 0%Z; f1 := 1%Z; fadd := Z.add; fmul := Z.mul; fsub := Z.sub; fopp := Z.opp;
            leb := Z.leb |}; intros; rewrite ?Z.leb_le, ?Z.leb_gt in *; try lia; try nia.
  constructor; intros; try lia; try ring.
Defined.

Definition Z_in_Z : Coefficients Z_ring :=
  @Build_Coefficients Z_ring Z 0%Z 1%Z Z.add Z.mul Z.opp Z.eqb (fun z => z) eq_refl eq_refl
    (fun _ _ => eq_refl) (fun _ _ => eq_refl) (fun _ => eq_refl) Z.eqb_refl (fun a b H => proj1 (Z.eqb_eq a b) H).
