(** * Ordered rings, and the function relu on them

    Inputs and values of networks live in an arbitrary ordered ring F: the rationals, the reals, or any other.
    The order is given as a boolean so that the same definitions compute and are reasoned about. *)
Require Import Bool Ring Ring_theory List.
Set Implicit Arguments.

Record OrderedRing := {
  carrier :> Type;
  f0 : carrier; f1 : carrier;
  fadd : carrier -> carrier -> carrier; fmul : carrier -> carrier -> carrier;
  fsub : carrier -> carrier -> carrier; fopp : carrier -> carrier;
  f_ring : ring_theory f0 f1 fadd fmul fsub fopp (@eq carrier);
  leb : carrier -> carrier -> bool;
  leb_total : forall x y, leb x y = true \/ leb y x = true;
  leb_trans : forall x y z, leb x y = true -> leb y z = true -> leb x z = true;
  leb_anti : forall x y, leb x y = true -> leb y x = true -> x = y;
  leb_add : forall x y z, leb x y = true -> leb (fadd z x) (fadd z y) = true;
  mul_positive : forall x y, leb x f0 = false -> leb y f0 = false -> leb (fmul x y) f0 = false;
  one_positive : leb f1 f0 = false
}.

Section Order.
Variable F : OrderedRing.
Add Ring F_ring : (f_ring F).
Notation "0" := (f0 F). Notation "1" := (f1 F).
Infix "+" := (fadd F) (at level 50, left associativity). Infix "*" := (fmul F) (at level 40, left associativity).
Notation "- x" := (fopp F x) (at level 35, right associativity).
Notation "x <=? y" := (leb F x y) (at level 70).
Notation nonneg x := ((0 <=? x) = true).
Notation positive x := ((x <=? 0) = false).

Definition relu (x : F) : F := if x <=? 0 then 0 else x.

Lemma leb_refl x : (x <=? x) = true.
Proof. destruct (leb_total F x x); auto. Qed.

Lemma opp_nonneg x : (x <=? 0) = true -> nonneg (- x).
Proof.
  intro H. apply (leb_add F) with (z := - x) in H.
  replace (- x + x) with 0 in H by ring. replace (- x + 0) with (- x) in H by ring. exact H.
Qed.

Lemma opp_nonpos x : nonneg x -> (- x <=? 0) = true.
Proof.
  intro H. apply (leb_add F) with (z := - x) in H.
  replace (- x + x) with 0 in H by ring. replace (- x + 0) with (- x) in H by ring. exact H.
Qed.

Lemma opp_leb x : (- x <=? 0) = (0 <=? x).
Proof.
  apply eq_true_iff_eq. split; intro H.
  - apply opp_nonneg in H. now replace (- - x) with x in H by ring.
  - now apply opp_nonpos.
Qed.

Lemma leb_opp x : (0 <=? - x) = (x <=? 0).
Proof. rewrite <- (opp_leb (- x)). now replace (- - x) with x by ring. Qed.

Lemma positive_nonneg x : positive x -> nonneg x.
Proof. intro H. destruct (leb_total F x 0); congruence. Qed.

Lemma add_nonneg x y : nonneg x -> nonneg y -> nonneg (x + y).
Proof.
  intros H G. apply (leb_add F) with (z := x) in G.
  replace (x + 0) with x in G by ring. eapply leb_trans; eauto.
Qed.

Lemma add_positive_l x y : positive x -> nonneg y -> positive (x + y).
Proof.
  intros H G. destruct (x + y <=? 0) eqn:E; auto.
  apply (leb_add F) with (z := x) in G. replace (x + 0) with x in G by ring.
  rewrite <- H. symmetry. eapply leb_trans; eauto.
Qed.

Lemma add_positive_r x y : nonneg x -> positive y -> positive (x + y).
Proof. intros. replace (x + y) with (y + x) by ring. now apply add_positive_l. Qed.

Lemma trichotomy x : positive x \/ x = 0 \/ positive (- x).
Proof.
  destruct (x <=? 0) eqn:A; auto. destruct (- x <=? 0) eqn:B; auto. right; left.
  apply leb_anti; auto. now rewrite opp_leb in B.
Qed.

Lemma negative_not_nonneg x : positive (- x) -> nonneg x -> False.
Proof. intros A B. apply opp_nonpos in B. congruence. Qed.

Lemma nonneg_cases x : nonneg x -> positive x \/ x = 0.
Proof.
  intro H. destruct (trichotomy x) as [A|[A|A]]; auto. destruct (negative_not_nonneg _ A H).
Qed.

Lemma mul_nonneg x y : nonneg x -> nonneg y -> nonneg (x * y).
Proof.
  intros A B. destruct (nonneg_cases _ A) as [C|C], (nonneg_cases _ B) as [D|D]; subst;
  try (apply positive_nonneg, mul_positive; auto; fail);
  match goal with |- nonneg ?t => replace t with 0 by ring end; apply leb_refl.
Qed.

Lemma cancel_nonneg m x : positive m -> nonneg (m * x) -> nonneg x.
Proof.
  intros A B. destruct (trichotomy x) as [C|[C|C]]; subst; auto using positive_nonneg, leb_refl.
  pose proof (mul_positive F _ _ A C) as D. replace (m * - x) with (- (m * x)) in D by ring.
  destruct (negative_not_nonneg _ D B).
Qed.

Lemma cancel_positive m x : positive m -> positive (m * x) -> positive x.
Proof.
  intros A B. destruct (trichotomy x) as [C|[C|C]]; subst; auto.
  - replace (m * 0) with 0 in B by ring. rewrite leb_refl in B. discriminate.
  - pose proof (mul_positive F _ _ A C) as D. replace (m * - x) with (- (m * x)) in D by ring.
    apply positive_nonneg in B. destruct (negative_not_nonneg _ D B).
Qed.

Lemma cancel_zero m x : positive m -> m * x = 0 -> x = 0.
Proof.
  intros A B. apply leb_anti.
  - rewrite <- leb_opp. apply (cancel_nonneg _ _ A). replace (m * - x) with (- (m * x)) by ring.
    rewrite B, leb_opp. apply leb_refl.
  - apply (cancel_nonneg _ _ A). rewrite B. apply leb_refl.
Qed.

Lemma cancel_eq m x y : positive m -> m * x = m * y -> x = y.
Proof.
  intros A B. assert (Z : x + - y = 0).
  { apply (cancel_zero _ _ A). transitivity (m * x + - (m * y)); [ring|]. rewrite B. ring. }
  transitivity (x + - y + y); [ring|]. rewrite Z. ring.
Qed.

(** ** relu *)
Lemma relu_of_nonneg x : nonneg x -> relu x = x.
Proof. intro H. unfold relu. destruct (x <=? 0) eqn:E; auto. apply leb_anti; auto. Qed.

Lemma relu_of_nonpos x : (x <=? 0) = true -> relu x = 0.
Proof. intro H. unfold relu. now rewrite H. Qed.

Lemma relu_nonneg x : nonneg (relu x).
Proof. unfold relu. destruct (x <=? 0) eqn:E; auto using leb_refl, positive_nonneg. Qed.

Lemma relu_leb x : (relu x <=? 0) = (x <=? 0).
Proof. unfold relu. destruct (x <=? 0) eqn:E; auto using leb_refl. Qed.

Lemma relu_idempotent x : relu (relu x) = relu x.
Proof. apply relu_of_nonneg, relu_nonneg. Qed.

(** A number is the difference of two relus: this is how carriers bring a coordinate past a hidden layer. *)
Lemma relu_difference x : relu x + - relu (- x) = x.
Proof.
  unfold relu. rewrite opp_leb. destruct (x <=? 0) eqn:A, (0 <=? x) eqn:B; try ring.
  - rewrite (leb_anti F _ _ A B). ring.
  - destruct (leb_total F x 0); congruence.
Qed.

Lemma relu_scale d x : positive d -> relu (d * x) = d * relu x.
Proof.
  intro D. destruct (trichotomy x) as [A|[A|A]].
  - rewrite !relu_of_nonneg; auto using positive_nonneg, mul_positive.
  - subst x. replace (d * 0) with 0 by ring. unfold relu. rewrite leb_refl. ring.
  - assert (B : (x <=? 0) = true) by (rewrite <- leb_opp; now apply positive_nonneg).
    rewrite (relu_of_nonpos _ B), relu_of_nonpos; [ring|].
    rewrite <- leb_opp. replace (- (d * x)) with (d * - x) by ring.
    apply positive_nonneg. now apply mul_positive.
Qed.

(** ** The identities behind the two constructions, for an arbitrary function G of the activation *)
Definition indicator (b : bool) (v : F) : F := if b then v else 0.

Lemma split_closed (G : F -> F) z :
  G (relu z) = indicator (z <=? 0) (G 0)
             + - indicator ((z <=? 0) && (0 <=? z)) (G 0)
             + indicator (0 <=? z) (G z).
Proof.
  unfold indicator, relu. destruct (z <=? 0) eqn:A, (0 <=? z) eqn:B; simpl; try ring.
  - rewrite (leb_anti F _ _ A B). ring.
  - destruct (leb_total F z 0); congruence.
Qed.

Lemma split_half_open (G : F -> F) z :
  G (relu z) = indicator (z <=? 0) (G 0) + indicator (negb (z <=? 0)) (G z).
Proof. unfold indicator, relu. destruct (z <=? 0); simpl; ring. Qed.

(** ** Sums of lists *)
Fixpoint sum (l : list F) : F := match l with nil => 0 | cons a l' => a + sum l' end.
Lemma sum_app l l' : sum (l ++ l') = sum l + sum l'.
Proof. induction l; simpl; try rewrite IHl; ring. Qed.
End Order.
