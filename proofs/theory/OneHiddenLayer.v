(** * One hidden layer: K + 1 terms for an output, instead of 3^K

    relu z = z - [z <= 0] z, so an output is one affine map on the whole space and one on a closed half-space for each
    ReLU neuron. *)
Require Import List Bool NArith Lia Ring Arith.
From ExactReLU Require Import OrderedRings ExtendedNumbers Networks AffineForms Gates Expansion.
Import ListNotations.
Set Implicit Arguments.

Section OneHiddenLayer.
Variable F : OrderedRing.
Variable K : Coefficients F.
Add Ring F_ring : (f_ring F).
Notation "0" := (f0 F).
Infix "+" := (fadd F) (at level 50, left associativity). Infix "*" := (fmul F) (at level 40, left associativity).
Notation "- x" := (fopp F x) (at level 35, right associativity).
Notation "x <=? y" := (leb F x y) (at level 70).
Notation form := (form K).
Notation term := (@term F K).
Notation value := (@form_value F K).
Notation row_dot := (row_dot F (phi K)).

(** What the row of y makes of the value of p at one neuron alone, with [pre] neurons in front and [post] behind it. *)
Definition alone (y : neuron K) (pre post : nat) (p : form) : form :=
  neuron_form (Neuron Identity (k0 K) (weights y)) (repeat (form_zero K) pre ++ p :: repeat (form_zero K) post).

(** The terms of an output neuron y over hidden neurons with pre-activations zs, behind [pre] others. *)
Fixpoint corrections (o : nat) (y : neuron K) (pre : nat) (zs : list (activation * form)) : list term :=
  match zs with
  | [] => []
  | (Identity, _) :: zs' => corrections o y (S pre) zs'
  | (ReLU, p) :: zs' =>
      Term o false [(false, p)] (alone y pre (length zs') (form_opp p)) :: corrections o y (S pre) zs'
  end.
Definition layer_forms (n : nat) (H : list (neuron K)) : list (activation * form) :=
  map (fun h => (act h, neuron_form h (coordinates K n))) H.
Definition output_terms (n : nat) (H : list (neuron K)) (o : nat) (y : neuron K) : list term :=
  Term o false [] (neuron_form y (map snd (layer_forms n H))) :: corrections o y 0 (layer_forms n H).
Fixpoint one_hidden_layer_terms (n : nat) (H : list (neuron K)) (o : nat) (Y : list (neuron K)) : list term :=
  match Y with [] => [] | y :: Y' => output_terms n H o y ++ one_hidden_layer_terms n H (S o) Y' end.

(** Rows are linear. *)
Fixpoint add_lists (u v : list F) : list F :=
  match u, v with a :: u', b :: v' => (a + b) :: add_lists u' v' | _, _ => [] end.
Lemma nth_add u v k : length u = length v -> nth k (add_lists u v) 0 = nth k u 0 + nth k v 0.
Proof.
  revert v k; induction u as [|a u IH]; intros [|b v] [|k] L; simpl in *; try lia; try ring. apply IH. lia.
Qed.
Lemma row_dot_add r u v : length u = length v -> row_dot r (add_lists u v) = row_dot r u + row_dot r v.
Proof.
  intro L. destruct r as [ws|ws]; simpl.
  - revert u v L; induction ws as [|w ws IH]; intros [|a u] [|b v] L; simpl in *; try lia; try ring.
    rewrite IH by lia. ring.
  - induction ws as [|[c w] ws IH]; simpl; [ring|]. rewrite IH, nth_add by auto. ring.
Qed.
Lemma alone_value y pre post p x :
  value (alone y pre post p) x = row_dot (weights y) (repeat 0 pre ++ value p x :: repeat 0 post).
Proof.
  unfold alone. rewrite neuron_form_value. unfold pre_activation. simpl. rewrite phi0.
  assert (R : forall m, values (repeat (form_zero K) m) x = repeat 0 m).
  { unfold values. induction m as [|m IH]; simpl; auto. rewrite IH. f_equal. apply value_zero. }
  unfold values in *. rewrite map_app. simpl. rewrite !R. ring.
Qed.

Lemma add_zeros u : add_lists u (repeat 0 (length u)) = u.
Proof. induction u as [|a u IH]; simpl; auto. rewrite IH. f_equal. ring. Qed.
Lemma add_zeros_l u : add_lists (repeat 0 (length u)) u = u.
Proof. induction u as [|a u IH]; simpl; auto. rewrite IH. f_equal. ring. Qed.
Lemma add_lists_app a b c d : length a = length c -> add_lists (a ++ b) (c ++ d) = add_lists a c ++ add_lists b d.
Proof. revert c; induction a as [|e a IH]; intros [|f c] L; simpl in *; try lia; auto. f_equal. apply IH. lia. Qed.

(** The corrections turn the pre-activations into the activations. *)
Lemma corrections_value o y x zs : forall pre,
  row_dot (weights y) (pre ++ map (fun z => value (snd z) x) zs) + terms_value o x (corrections o y (length pre) zs)
  = row_dot (weights y) (pre ++ activated zs x).
Proof.
  induction zs as [|[a p] zs IH]; intro pre; simpl; [unfold terms_value; simpl; ring|].
  assert (R : forall v, row_dot (weights y) (pre ++ v :: map (fun z => value (snd z) x) zs)
     + terms_value o x (corrections o y (S (length pre)) zs) = row_dot (weights y) (pre ++ v :: activated zs x)).
  { intro v. specialize (IH (pre ++ [v])). rewrite app_length, Nat.add_1_r, <- !app_assoc in IH. exact IH. }
  destruct a; [|apply R]. unfold terms_value in *. cbn [map sum fst snd]. unfold apply_activation.
  rewrite <- R. unfold term_value at 1. cbn [output region affine_map]. rewrite Nat.eqb_refl. unfold holds, holds1.
  cbn [forallb fst snd xorb indicator]. rewrite alone_value, value_opp, andb_true_r.
  unfold sign. cbn [negative]. rewrite phi1.
  set (m := map _ zs). replace (length zs) with (length m) by apply map_length.
  unfold relu. destruct (value p x <=? 0); cbn [indicator]; [|ring].
  replace (pre ++ 0 :: m) with
    (add_lists (pre ++ value p x :: m) (repeat 0 (length pre) ++ - value p x :: repeat 0 (length m))).
  - rewrite row_dot_add; [ring|]. rewrite !app_length, repeat_length. simpl. now rewrite repeat_length.
  - rewrite add_lists_app by now rewrite repeat_length. simpl. rewrite !add_zeros. do 2 f_equal. ring.
Qed.

Lemma other_output i n H Y x : forall o, i < o -> terms_value i x (one_hidden_layer_terms n H o Y) = 0.
Proof.
  assert (Z : forall D : list term, Forall (fun t => output t <> i) D -> terms_value i x D = 0).
  { induction 1 as [|t D N _ IH]; unfold terms_value in *; simpl; auto. rewrite IH. unfold term_value.
    destruct (Nat.eqb_spec (output t) i); [contradiction|]. simpl. ring. }
  intros o L. apply Z. clear Z. revert o L. induction Y as [|y Y IH]; intros o L; simpl; constructor; [simpl; lia|].
  apply Forall_app. split; [|apply IH; lia]. generalize (layer_forms n H). generalize O.
  intros b zs; revert b; induction zs as [|[[] p] zs IHz]; intro b; simpl; auto. constructor; [simpl; lia|auto].
Qed.
Lemma corrections_other i o y x zs : i <> o -> forall b, terms_value i x (corrections o y b zs) = 0.
Proof.
  intro N. induction zs as [|[[] p] zs IH]; intro b; simpl; auto. unfold terms_value in *. simpl. rewrite IH.
  unfold term_value. cbn [output]. destruct (Nat.eqb_spec o i); [congruence|]. simpl. ring.
Qed.

(** The sum of the terms is the network's output, where Y has identity neurons, as output layers have. *)
Theorem one_hidden_layer_terms_value n H Y x i : length x = n -> Forall (fun y => act y = Identity) Y ->
  terms_value i x (one_hidden_layer_terms n H 0 Y) = nth i (feval F (phi K) [H; Y] x) 0.
Proof.
  intros L HI. simpl.
  set (v := map (fun h => feval_neuron F (phi K) h x) H).
  assert (V : activated (layer_forms n H) x = v).
  { unfold activated, layer_forms, v. rewrite map_map. apply map_ext. intro h. cbn [fst snd].
    rewrite neuron_form_value, <- L, coordinates_values. reflexivity. }
  assert (G : forall o, o <= i -> terms_value i x (one_hidden_layer_terms n H o Y)
    = nth (i - o) (map (fun y => row_dot (weights y) v + phi K (bias y)) Y) 0).
  { clear HI. induction Y as [|y Y IH]; intros o Ho; [simpl; destruct (i - o)%nat; reflexivity|].
    cbn [one_hidden_layer_terms map].
    rewrite (terms_value_app i x (output_terms n H o y)). unfold output_terms.
    replace (terms_value i x
        (Term o false [] (neuron_form y (map snd (layer_forms n H))) :: corrections o y 0 (layer_forms n H)))
      with (if Nat.eqb o i then row_dot (weights y) v + phi K (bias y) else 0).
    - destruct (Nat.eqb_spec o i) as [->|N].
      + rewrite Nat.sub_diag, other_output by lia. cbn [nth]. ring.
      + replace (i - o)%nat with (S (i - S o)) by lia. cbn [nth]. rewrite IH by lia. ring.
    - unfold terms_value. cbn [map sum]. fold (terms_value i x (corrections o y 0 (layer_forms n H))).
      unfold term_value at 1. cbn [output region affine_map]. destruct (Nat.eqb_spec o i) as [->|N].
      + pose proof (corrections_value i y x (layer_forms n H) []) as C. simpl in C. rewrite V in C. rewrite <- C.
        rewrite neuron_form_value. unfold pre_activation, sign, values. cbn [negative holds forallb indicator].
        rewrite phi1, map_map. ring.
      + rewrite corrections_other by auto. simpl. ring. }
  rewrite G, Nat.sub_0_r by lia. f_equal. apply map_ext_in. intros y Hy. rewrite Forall_forall in HI.
  unfold feval_neuron. now rewrite (HI y Hy).
Qed.

(** K + 1 terms for each output. *)
Theorem one_hidden_layer_terms_count n H Y : forall o,
  length (one_hidden_layer_terms n H o Y) = (length Y * (relu_count [H] + 1))%nat.
Proof.
  assert (C : forall o y b, length (corrections o y b (layer_forms n H)) = relu_count [H]).
  { intros o y. unfold layer_forms, relu_count. simpl. rewrite Nat.add_0_r.
    induction H as [|h H' IH]; intro b; simpl; auto. destruct (act h); simpl; auto. }
  induction Y as [|y Y IH]; intro o; simpl; auto. rewrite app_length, IH, C. lia.
Qed.
End OneHiddenLayer.
