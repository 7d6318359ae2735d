(** * Gates: how infinite weights switch an affine map on and off

    A term is a signed affine map on a region; a region is a list of constraints; every constraint has a penalty,
    a number that is 0 where the constraint holds and positive elsewhere.  The gate of a term is one ReLU neuron:
    the map, written on the carriers relu(x_i) and relu(-x_i), with weight -oo on each of its penalties.  Outside the
    region it computes relu(-oo) = 0, inside relu(map + 0 * (-oo)) = relu(map). *)
Require Import List Bool NArith Lia Ring Arith.
From ExactReLU Require Import OrderedRings ExtendedNumbers Networks AffineForms.
Import ListNotations.
Set Implicit Arguments.

Section Gates.
Variable F : OrderedRing.
Variable K : Coefficients F.
Add Ring F_ring : (f_ring F).
Notation "0" := (f0 F). Notation "1" := (f1 F).
Infix "+" := (fadd F) (at level 50, left associativity). Infix "*" := (fmul F) (at level 40, left associativity).
Notation "- x" := (fopp F x) (at level 35, right associativity).
Notation "x <=? y" := (leb F x y) (at level 70).
Notation "# a" := (phi K a) (at level 1, format "# a").
Notation dot := (dot F (phi K)).
Notation relu := (relu F).
Notation sum := (sum F).
Notation indicator := (indicator F).
Notation form := (form K).
Notation value := (@form_value F K).
Notation network := (network (extended K)).

(** ** Constraints and terms *)
(** [(false, h)] is the closed side h <= 0; [(true, h)] is the strict side h > 0. *)
Definition constraint : Type := bool * form.
Definition holds1 (x : list F) (c : constraint) : bool := xorb (fst c) (value (snd c) x <=? 0).
Definition holds (C : list constraint) (x : list F) : bool := forallb (holds1 x) C.

Record term := Term { output : nat; negative : bool; region : list constraint; affine_map : form }.
Definition sign (t : term) : K := if negative t then kopp K (k1 K) else k1 K.
Definition term_value (i : nat) (x : list F) (t : term) : F :=
  indicator (output t =? i)%nat (indicator (holds (region t) x) (#(sign t) * value (affine_map t) x)).
Definition terms_value (i : nat) (x : list F) (D : list term) : F := sum (map (term_value i x) D).

Lemma terms_value_app i x D E : terms_value i x (D ++ E) = terms_value i x D + terms_value i x E.
Proof. unfold terms_value. now rewrite map_app, sum_app. Qed.

(** ** The network: some layers that compute carriers and penalties, then gates, then outputs *)
Definition constraint_eqb (c d : constraint) : bool := Bool.eqb (fst c) (fst d) && form_eqb (snd c) (snd d).
Definition member (c : constraint) (C : list constraint) : bool := existsb (constraint_eqb c) C.

Lemma constraint_eqb_sound c d x : constraint_eqb c d = true -> holds1 x c = holds1 x d.
Proof.
  unfold constraint_eqb, holds1. intro H. apply andb_prop in H as [H1 H2].
  apply eqb_prop in H1. now rewrite H1, (form_eqb_sound _ _ x H2).
Qed.
Lemma member_in c C : In c C -> member c C = true.
Proof.
  intro H. apply existsb_exists. exists c. split; auto. unfold constraint_eqb.
  now rewrite eqb_reflx, form_eqb_refl.
Qed.

Definition gate (n : nat) (Cs : list constraint) (t : term) : neuron (extended K) :=
  let a := pad K n (fst (affine_map t)) in
  Neuron ReLU (Finite (snd (affine_map t)))
    (Dense (map (@Finite K) a ++ map (@Finite K) (map (kopp K) a)
            ++ map (fun c => if member c (region t) then MinusInfinity else Finite (k0 K)) Cs)).
Definition opposite (t : term) : term := Term (output t) (negb (negative t)) (region t) (form_opp (affine_map t)).
Definition gates (n : nat) (Cs : list constraint) (D : list term) : list (neuron (extended K)) :=
  map (gate n Cs) (D ++ map opposite D).
Definition output_neuron (D : list term) (i : nat) : neuron (extended K) :=
  Neuron Identity (Finite (k0 K))
    (Dense (map (fun t => Finite (if (output t =? i)%nat then sign t else k0 K)) (D ++ map opposite D))).
Definition outputs (m : nat) (D : list term) : list (neuron (extended K)) := map (output_neuron D) (seq 0 m).

Variable x : list F.
(** The penalties of the constraints, as the layers below compute them. *)
Variable penalty : constraint -> F.
Hypothesis penalty_zero : forall c, holds1 x c = true -> penalty c = 0.
Hypothesis penalty_positive : forall c, holds1 x c = false -> (penalty c <=? 0) = false.

Definition carriers : list F := map relu x ++ map (fun a => relu (- a)) x.

Lemma dense_sum_append ws v ws' v' : length ws = length v ->
  dense_sum F (phi K) (map (@Finite K) ws ++ ws') (map (@Finite F) v ++ v') =
  match dense_sum F (phi K) ws' v' with Some s => extended_add F (Finite (dot ws v)) s | None => None end.
Proof.
  revert v; induction ws; intros [|b v] H; simpl in *; try lia.
  - destruct (dense_sum _ _ ws' v') as [[]|]; simpl; auto. do 2 f_equal. ring.
  - rewrite IHws by lia. destruct (dense_sum _ _ ws' v') as [[]|]; simpl; auto. do 2 f_equal. ring.
Qed.

Lemma penalties_sum C Cs :
  dense_sum F (phi K) (map (fun c => if member c C then MinusInfinity else Finite (k0 K)) Cs)
                      (map (@Finite F) (map penalty Cs))
  = Some (if forallb (fun c => negb (member c C) || holds1 x c) Cs then Finite 0 else MinusInfinity).
Proof.
  induction Cs as [|c Cs IH]; simpl; auto. rewrite IH. clear IH.
  destruct (member c C); simpl.
  - unfold times_infinity. destruct (holds1 x c) eqn:E; simpl.
    + rewrite (penalty_zero _ E), leb_refl; simpl. destruct (forallb _ Cs); simpl; auto. do 2 f_equal. ring.
    + rewrite (penalty_positive _ E). destruct (forallb _ Cs); reflexivity.
  - destruct (forallb _ Cs); simpl; auto. rewrite phi0. do 2 f_equal. ring.
Qed.

Lemma masked_holds C Cs : incl C Cs ->
  forallb (fun c => negb (member c C) || holds1 x c) Cs = holds C x.
Proof.
  intro H. apply Bool.eq_iff_eq_true. unfold holds. rewrite !forallb_forall. split; intros G c Hc.
  - specialize (G c (H c Hc)). rewrite member_in in G; auto.
  - destruct (member c C) eqn:M; simpl; auto. apply existsb_exists in M. destruct M as (d & Hd & E).
    rewrite (constraint_eqb_sound _ _ x E). auto.
Qed.

Lemma dot_carriers u v : length u = length v ->
  dot u (map relu v) + dot (map (kopp K) u) (map (fun a => relu (- a)) v) = dot u v.
Proof.
  revert v; induction u; intros [|b v] H; simpl in *; try lia; try ring.
  rewrite <- (IHu v) by lia. rewrite phi_opp.
  replace (# a * b) with (#a * (relu b + - relu (- b))) by (rewrite relu_difference; reflexivity). ring.
Qed.

Lemma gate_value Cs t : incl (region t) Cs ->
  eval_neuron F (phi K) (gate (length x) Cs t) (map (@Finite F) (carriers ++ map penalty Cs))
  = Some (Finite (indicator (holds (region t) x) (relu (value (affine_map t) x)))).
Proof.
  intro HC. unfold eval_neuron, gate, carriers; simpl. rewrite !map_app, <- app_assoc.
  rewrite dense_sum_append by now rewrite pad_length, map_length.
  rewrite dense_sum_append by now rewrite !map_length, pad_length.
  rewrite penalties_sum, masked_holds by auto.
  destruct (holds (region t) x); simpl; auto.
  do 3 f_equal. unfold form_value.
  rewrite <- (dot_pad K (fst (affine_map t)) x), <- (dot_carriers (pad K (length x) _) x) by apply pad_length. ring.
Qed.

Definition gate_output (t : term) : F := indicator (holds (region t) x) (relu (value (affine_map t) x)).

Lemma gates_value Cs D : (forall t, In t D -> incl (region t) Cs) ->
  eval_layer F (phi K) (gates (length x) Cs D) (map (@Finite F) (carriers ++ map penalty Cs))
  = Some (map (@Finite F) (map gate_output (D ++ map opposite D))).
Proof.
  intro H. unfold gates. rewrite (map_map gate_output). apply eval_layer_map. intros t Ht. apply gate_value.
  apply in_app_or in Ht as [Ht|Ht]; auto. apply in_map_iff in Ht as (u & <- & Hu). exact (H u Hu).
Qed.

Lemma output_value D i :
  eval_neuron F (phi K) (output_neuron D i) (map (@Finite F) (map gate_output (D ++ map opposite D)))
  = Some (Finite (terms_value i x D)).
Proof.
  unfold eval_neuron, output_neuron; simpl.
  rewrite <- (map_map (fun t => if (output t =? i)%nat then sign t else k0 K) (@Finite K)).
  rewrite dense_sum_finite by now rewrite !map_length. simpl. do 2 f_equal. rewrite phi0.
  assert (S : forall E, dot (map (fun t => if (output t =? i)%nat then sign t else k0 K) E) (map gate_output E)
    = sum (map (fun t => indicator (output t =? i)%nat (#(sign t) * gate_output t)) E)).
  { induction E as [|t E IH]; simpl; auto. rewrite IH.
    destruct (output t =? i)%nat; simpl; rewrite ?phi0; ring. }
  rewrite S, map_app, sum_app, map_map. unfold terms_value.
  induction D as [|t D IH]; simpl; [ring|]. rewrite <- IH. clear IH.
  unfold term_value, gate_output, sign; simpl. rewrite value_opp.
  set (s1 := sum _). set (s2 := sum _). rewrite <- (relu_difference F (value (affine_map t) x)) at 3.
  destruct (output t =? i)%nat, (holds (region t) x), (negative t); simpl; rewrite ?phi_opp, ?phi1; ring.
Qed.

Lemma outputs_value m D :
  eval_layer F (phi K) (outputs m D) (map (@Finite F) (map gate_output (D ++ map opposite D)))
  = Some (map (fun i => Finite (terms_value i x D)) (seq 0 m)).
Proof. apply eval_layer_map. intros i _. apply output_value. Qed.

(** ** The first layer: carriers, and one neuron relu(h) per constraint *)
Definition input_neuron (n : nat) (a : form) : neuron (extended K) :=
  Neuron ReLU (Finite (snd a)) (Dense (map (@Finite K) (pad K n (fst a)))).
Definition carrier_forms (n : nat) : list form := coordinates K n ++ map (@form_opp F K) (coordinates K n).
Definition first_layer (n : nat) (Cs : list constraint) : list (neuron (extended K)) :=
  map (input_neuron n) (carrier_forms n ++ map snd Cs).

Lemma first_layer_value Cs :
  eval_layer F (phi K) (first_layer (length x) Cs) (map (@Finite F) x)
  = Some (map (@Finite F) (carriers ++ map (fun c => relu (value (snd c) x)) Cs)).
Proof.
  unfold first_layer. erewrite eval_layer_map with (g := fun a => Finite (relu (value a x))).
  - rewrite <- (map_map (fun a => relu (value a x))). do 2 f_equal.
    unfold carrier_forms, carriers. rewrite !map_app, !map_map. f_equal. f_equal.
    + rewrite <- (map_map (fun a => value a x)). f_equal. apply coordinates_values.
    + transitivity (map (fun a => relu (- a)) (values (coordinates K (length x)) x)).
      * unfold values. rewrite map_map. apply map_ext. intro. now rewrite value_opp.
      * now rewrite coordinates_values.
  - intros a _. unfold eval_neuron, input_neuron; simpl.
    rewrite dense_sum_finite by apply pad_length. simpl. now rewrite dot_pad.
Qed.

(** ** What kind of layers these are *)
Lemma all_finite (ws : list K) : Forall (@is_finite K) (map (@Finite K) ws).
Proof. apply Forall_forall. intros w H. apply in_map_iff in H as (a & <- & _). now exists a. Qed.

Lemma first_layer_kind n Cs : layer_of ReLU (@is_finite K) (first_layer n Cs).
Proof.
  apply Forall_forall. intros m H. apply in_map_iff in H as (a & <- & _). simpl.
  repeat split; [now exists (snd a)|apply all_finite].
Qed.
Lemma gates_kind n Cs D : layer_of ReLU (@finite_or_minus_infinity K) (gates n Cs D).
Proof.
  apply Forall_forall. intros m H. apply in_map_iff in H as (t & <- & _). simpl.
  repeat split; [now exists (snd (affine_map t))|]. unfold finite_or_minus_infinity.
  repeat (apply Forall_app; split); apply Forall_forall; intros w Hw; apply in_map_iff in Hw as (a & <- & _).
  - left. now exists a.
  - left. now exists a.
  - destruct (member a (region t)); [now right|left; now exists (k0 K)].
Qed.
Lemma outputs_kind m D : layer_of Identity (@is_finite K) (outputs m D).
Proof.
  apply Forall_forall. intros y H. apply in_map_iff in H as (i & <- & _). simpl.
  repeat split; [now exists (k0 K)|]. apply Forall_forall. intros w Hw. apply in_map_iff in Hw as (t & <- & _).
  destruct (output t =? i)%nat; [now exists (sign t)|now exists (k0 K)].
Qed.

(** ** Sums of terms over the outputs of a layer *)
Fixpoint output_terms (j : nat) (neg : bool) (C : list constraint) (ps : list form) : list term :=
  match ps with [] => [] | p :: ps' => Term j neg C p :: output_terms (S j) neg C ps' end.

Lemma output_terms_value neg C ps : forall i j, 
  terms_value i x (output_terms j neg C ps) =
  indicator (j <=? i)%nat (indicator (holds C x)
    ((if neg then - (1) else 1) * nth (i - j) (values ps x) 0)).
Proof.
  induction ps as [|p ps IH]; intros i j; unfold terms_value in *; simpl.
  - destruct (j <=? i)%nat, (holds C x), (i - j)%nat; simpl; ring.
  - rewrite IH. unfold term_value, sign; cbn [output negative region affine_map].
    destruct (Nat.eqb_spec j i) as [->|H].
    + rewrite Nat.leb_refl, Nat.sub_diag. replace (S i <=? i)%nat with false by (symmetry; apply Nat.leb_gt; lia).
      destruct (holds C x), neg; simpl; rewrite ?phi_opp, ?phi1; ring.
    + destruct (Nat.leb_spec j i).
      * replace (S j <=? i)%nat with true by (symmetry; apply Nat.leb_le; lia).
        replace (i - j)%nat with (S (i - S j)) by lia. simpl. destruct (holds C x); simpl; ring.
      * replace (S j <=? i)%nat with false by (symmetry; apply Nat.leb_gt; lia). simpl. ring.
Qed.
End Gates.
