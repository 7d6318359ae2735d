(** * Ordered rings that contain the rationals

    The soundness theorems of the checkers speak of every such ring: Q, R, or any ordered field. *)
Require Import ZArith QArith Lia Ring List.
From ExactReLU Require Import OrderedRings ExtendedNumbers Networks.
Set Implicit Arguments.

Record ContainsQ (F : OrderedRing) := {
  ofQ :> Q -> F;
  ofQ_1 : ofQ 1 = f1 F;
  ofQ_add : forall a b, ofQ (a + b) = fadd F (ofQ a) (ofQ b);
  ofQ_mul : forall a b, ofQ (a * b) = fmul F (ofQ a) (ofQ b);
  ofQ_eq : forall a b, (a == b)%Q -> ofQ a = ofQ b
}.

Section Integers.
Variable F : OrderedRing.
Variable E : ContainsQ F.
Add Ring F_ring : (f_ring F).
Notation "0" := (f0 F). Notation "1" := (f1 F).
Infix "+" := (fadd F) (at level 50, left associativity). Infix "*" := (fmul F) (at level 40, left associativity).
Notation "- x" := (fopp F x) (at level 35, right associativity).
Notation "x <=? y" := (leb F x y) (at level 70).

Definition ofZ (z : Z) : F := E (inject_Z z).

Lemma ofQ_0 : E (0 # 1) = 0.
Proof.
  assert (H : E (0 # 1) = E (0 # 1) + E (0 # 1)) by (rewrite <- ofQ_add; now apply ofQ_eq).
  revert H. generalize (E (0 # 1)). intros a H.
  transitivity (a + a + - a); [ring|]. rewrite <- H. ring.
Qed.
Lemma ofZ_0 : ofZ 0%Z = 0. Proof. exact ofQ_0. Qed.
Lemma ofZ_1 : ofZ 1%Z = 1. Proof. exact (ofQ_1 E). Qed.
Lemma ofZ_add a b : ofZ (Z.add a b) = ofZ a + ofZ b.
Proof. unfold ofZ. rewrite <- ofQ_add. apply ofQ_eq. now rewrite inject_Z_plus. Qed.
Lemma ofZ_mul a b : ofZ (Z.mul a b) = ofZ a * ofZ b.
Proof. unfold ofZ. rewrite <- ofQ_mul. apply ofQ_eq. now rewrite inject_Z_mult. Qed.
Lemma ofZ_opp a : ofZ (Z.opp a) = - ofZ a.
Proof.
  assert (H : ofZ a + ofZ (Z.opp a) = 0) by (rewrite <- ofZ_add, Z.add_opp_diag_r; apply ofZ_0).
  transitivity (ofZ a + ofZ (Z.opp a) + - ofZ a); [ring|]. rewrite H. ring.
Qed.

Lemma ofZ_nonneg z : (0 <= z)%Z -> (0 <=? ofZ z) = true.
Proof.
  revert z. apply natlike_ind.
  - rewrite ofZ_0. apply leb_refl.
  - intros z _ H. unfold Z.succ. rewrite ofZ_add, ofZ_1. apply add_nonneg; auto.
    apply positive_nonneg, one_positive.
Qed.
Lemma ofZ_positive z : (0 < z)%Z -> (ofZ z <=? 0) = false.
Proof.
  intro H. replace z with (Z.add (z - 1) 1) by lia. rewrite ofZ_add, ofZ_1.
  apply add_positive_r; [apply ofZ_nonneg; lia|apply one_positive].
Qed.

(** A rational is its numerator over its denominator. *)
Lemma ofQ_clear a : E a * ofZ (Zpos (Qden a)) = ofZ (Qnum a).
Proof.
  unfold ofZ. rewrite <- ofQ_mul. apply ofQ_eq. unfold Qeq. simpl. lia.
Qed.
(** Comparison of a rational with a fraction by cross-multiplication. *)
Lemma ofQ_cross a d z : (Qnum a * d = z * Zpos (Qden a))%Z -> ofZ d * E a = ofZ z.
Proof.
  intro H. apply cancel_eq with (m := ofZ (Zpos (Qden a))); [apply ofZ_positive; lia|].
  transitivity (ofZ d * (E a * ofZ (Zpos (Qden a)))); [ring|]. rewrite ofQ_clear, <- !ofZ_mul.
  f_equal. lia.
Qed.
End Integers.
