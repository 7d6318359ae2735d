(** * A deep network as a signed sum of affine maps on regions

    The activation of a neuron is replaced by branches, one after the other: on each branch the neuron has an affine
    form in place of relu(z), at the price of constraints and a sign.  Any branching rule that satisfies [branching]
    gives an expansion; the two rules in use are those of [ClosedFaces] and [HalfOpen]. *)
Require Import List Bool NArith Lia Ring Arith.
From ExactReLU Require Import OrderedRings ExtendedNumbers Networks AffineForms Gates.
Import ListNotations.
Set Implicit Arguments.

Definition relu_count A (N : network A) : nat :=
  list_sum (map (fun L => length (filter (fun n => match act n with ReLU => true | Identity => false end) L)) N).

Section Expansion.
Variable F : OrderedRing.
Variable K : Coefficients F.
Add Ring F_ring : (f_ring F).
Notation "0" := (f0 F). Notation "1" := (f1 F).
Infix "+" := (fadd F) (at level 50, left associativity). Infix "*" := (fmul F) (at level 40, left associativity).
Notation "- x" := (fopp F x) (at level 35, right associativity).
Notation indicator := (indicator F).
Notation form := (form K).
Notation value := (@form_value F K).
Notation constraint := (@constraint F K).
Notation term := (@term F K).
Notation feval := (feval F (phi K)).

Record branch := Branch { reverses : bool; adds : list constraint; becomes : form }.
Definition signed (neg : bool) (v : F) : F := if neg then - v else v.
Variable branches : form -> list branch.
Hypothesis branching : forall (p : form) (x : list F) (G : F -> F),
  G (relu F (value p x)) =
  sum F (map (fun b => signed (reverses b) (indicator (holds (adds b) x) (G (value (becomes b) x)))) (branches p)).

Section Walk.
Variable continue : bool -> list constraint -> list form -> list term.
Fixpoint walk (zs : list (activation * form)) (neg : bool) (C : list constraint) (done : list form) : list term :=
  match zs with
  | [] => continue neg C (rev done)
  | (Identity, p) :: zs' => walk zs' neg C (p :: done)
  | (ReLU, p) :: zs' =>
      flat_map (fun b => walk zs' (xorb (reverses b) neg) (adds b ++ C) (becomes b :: done)) (branches p)
  end.
End Walk.

Fixpoint expand (N : network K) (neg : bool) (C : list constraint) (ps : list form) : list term :=
  match N with
  | [] => output_terms 0 neg C ps
  | L :: N' => walk (expand N') (map (fun n => (act n, neuron_form n ps)) L) neg C []
  end.

Lemma terms_value_flat_map T i x (f : T -> list term) l :
  terms_value i x (flat_map f l) = sum F (map (fun t => terms_value i x (f t)) l).
Proof. induction l; simpl; auto. now rewrite terms_value_app, IHl. Qed.

Definition activated (zs : list (activation * form)) (x : list F) : list F :=
  map (fun z => apply_activation F (fst z) (value (snd z) x)) zs.

Lemma signed_as_factor neg v : signed neg v = (if neg then - (1) else 1) * v.
Proof. destruct neg; simpl; ring. Qed.

Lemma walk_value continue i x (H : list F -> F) :
  (forall neg C ps, terms_value i x (continue neg C ps) = signed neg (indicator (holds C x) (H (values ps x)))) ->
  forall zs neg C done, terms_value i x (walk continue zs neg C done) =
    signed neg (indicator (holds C x) (H (values (rev done) x ++ activated zs x))).
Proof.
  intro Hk. induction zs as [|[[] p] zs IH]; intros neg C done; simpl.
  - now rewrite Hk, app_nil_r.
  - rewrite terms_value_flat_map.
    rewrite (branching p x (fun a => H (values (rev done) x ++ a :: activated zs x))).
    induction (branches p) as [|b l IHl]; simpl.
    + destruct neg, (holds C x); simpl; ring.
    + rewrite IHl, IH. unfold holds. rewrite forallb_app. fold (holds (adds b) x) (holds C x).
      unfold values; simpl; rewrite map_app, <- app_assoc; simpl. fold (values (rev done) x).
      destruct neg, (reverses b), (holds C x), (holds (adds b) x); simpl; ring.
  - rewrite IH. unfold values; simpl. now rewrite map_app, <- app_assoc.
Qed.

Theorem expand_value i x : forall N neg C ps,
  terms_value i x (expand N neg C ps) =
  signed neg (indicator (holds C x) (nth i (feval N (values ps x)) 0)).
Proof.
  induction N as [|L N IH]; intros neg C ps; simpl.
  - rewrite output_terms_value, signed_as_factor, Nat.sub_0_r. simpl. destruct (holds C x); simpl; ring.
  - rewrite (walk_value (expand N) i x (fun v => nth i (feval N v) 0)) by (intros; apply IH).
    do 4 f_equal. simpl. unfold activated. rewrite map_map. apply map_ext. intro n. simpl.
    now rewrite neuron_form_value.
Qed.

(** ** Which constraints occur, and how many terms there are *)
Lemma expand_regions (P : constraint -> Prop) :
  (forall p, Forall (fun b => Forall P (adds b)) (branches p)) ->
  forall N neg C ps, Forall P C -> Forall (fun t => Forall P (region t)) (expand N neg C ps).
Proof.
  intro HP. induction N as [|L N IH]; intros neg C ps HC; simpl.
  - generalize O. induction ps; simpl; constructor; auto.
  - generalize (map (fun n => (act n, neuron_form n ps)) L). intro zs. generalize (@nil form) as done.
    revert neg C HC. induction zs as [|[[] p] zs IHz]; intros neg C HC done; simpl; auto.
    apply Forall_flat_map. specialize (HP p). revert HP. apply Forall_impl. intros b Hb. apply IHz.
    now apply Forall_app.
Qed.

Lemma flat_map_length A B (f : A -> list B) c l :
  (forall a, In a l -> length (f a) = c) -> length (flat_map f l) = (length l * c)%nat.
Proof.
  induction l as [|a l IH]; intro H; simpl; auto.
  rewrite app_length, IH, (H a); simpl; auto. intros b Hb. apply H. now right.
Qed.

Lemma expand_length k : (forall p, length (branches p) = k) ->
  forall N neg C ps, (length (expand N neg C ps) = width (length ps) N * k ^ relu_count N)%nat.
Proof.
  intro Hk. induction N as [|L N IH]; intros neg C ps; unfold relu_count; simpl.
  - rewrite Nat.mul_1_r. generalize O. induction ps; intro; simpl; auto.
  - rewrite Nat.pow_add_r. fold (relu_count N).
    set (r := filter _ L).
    assert (W : forall l neg C done,
      length (walk (expand N) (map (fun n => (act n, neuron_form n ps)) l) neg C done)
      = (width (length done + length l) N * (k ^ length (filter (fun n => match act n with ReLU => true | Identity => false end) l)
         * k ^ relu_count N))%nat).
    { induction l as [|n l IHl]; intros neg' C' done; simpl.
      - rewrite IH, rev_length, Nat.add_0_r. lia.
      - rewrite Nat.add_succ_r. destruct (act n); simpl.
        + erewrite flat_map_length.
          2: { intros b _. rewrite IHl. cbn [length]. reflexivity. }
          rewrite Hk. simpl. lia.
        + rewrite IHl. reflexivity. }
    rewrite W. reflexivity.
Qed.
End Expansion.
