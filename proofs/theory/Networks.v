(** * Networks and their evaluation

    One record of networks and one evaluator serve deep networks (finite weights) and shallow ones (weights that may
    be infinite).  A row of weights is dense, or sparse with absent weights 0.  Every neuron, the outputs included,
    names its activation.  [eval] is [None] where oo - oo would be met and where the dimensions do not fit. *)
Require Import List Bool NArith Lia Ring.
From ExactReLU Require Import OrderedRings ExtendedNumbers.
Import ListNotations.
Set Implicit Arguments.

Inductive activation := ReLU | Identity.
Inductive row (A : Type) := Dense (weights : list A) | Sparse (weights : list (N * A)).
Record neuron (A : Type) := Neuron { act : activation; bias : A; weights : row A }.
Definition network (A : Type) := list (list (neuron A)).

Section Evaluation.
Variable F : OrderedRing.
Variable W : Type.
Variable value : W -> F.
Notation ext := (extended F).

Fixpoint dense_sum (ws : list (extended W)) (vs : list ext) : option ext :=
  match ws, vs with
  | [], [] => Some (Finite (f0 F))
  | w :: ws', v :: vs' =>
      match dense_sum ws' vs' with Some s => extended_add F (extended_mul F value w v) s | None => None end
  | _, _ => None
  end.

Fixpoint sparse_sum (ws : list (N * extended W)) (vs : list ext) : option ext :=
  match ws with
  | [] => Some (Finite (f0 F))
  | (column, w) :: ws' =>
      match nth_error vs (N.to_nat column), sparse_sum ws' vs with
      | Some v, Some s => extended_add F (extended_mul F value w v) s
      | _, _ => None
      end
  end.

Definition row_sum (r : row (extended W)) (vs : list ext) : option ext :=
  match r with Dense ws => dense_sum ws vs | Sparse ws => sparse_sum ws vs end.

Definition activate (a : activation) (z : ext) : ext :=
  match a with ReLU => extended_relu F z | Identity => z end.

Definition eval_neuron (n : neuron (extended W)) (vs : list ext) : option ext :=
  match row_sum (weights n) vs with
  | Some s => option_map (activate (act n)) (extended_add F s (extended_value F value (bias n)))
  | None => None
  end.

Fixpoint eval_layer (L : list (neuron (extended W))) (vs : list ext) : option (list ext) :=
  match L with
  | [] => Some []
  | n :: L' => match eval_neuron n vs, eval_layer L' vs with
               | Some a, Some r => Some (a :: r) | _, _ => None end
  end.

Fixpoint eval (N : network (extended W)) (vs : list ext) : option (list ext) :=
  match N with
  | [] => Some vs
  | L :: N' => match eval_layer L vs with Some z => eval N' z | None => None end
  end.

(** ** Ordinary networks: the same with weights of type W, as a total function *)
Definition map_row A B (f : A -> B) (r : row A) : row B :=
  match r with
  | Dense ws => Dense (map f ws)
  | Sparse ws => Sparse (map (fun cw => (fst cw, f (snd cw))) ws)
  end.
Definition map_neuron A B (f : A -> B) (n : neuron A) : neuron B :=
  Neuron (act n) (f (bias n)) (map_row f (weights n)).
Definition map_network A B (f : A -> B) (N : network A) : network B := map (map (map_neuron f)) N.
Definition lift (N : network W) : network (extended W) := map_network (@Finite W) N.

(** Dimensions fit: the rows of a layer read the outputs of the layer before. *)
Definition row_fits A (m : nat) (r : row A) : Prop :=
  match r with
  | Dense ws => length ws = m
  | Sparse ws => Forall (fun cw => N.to_nat (fst cw) < m) ws
  end.
Fixpoint fits A (m : nat) (N : network A) : Prop :=
  match N with
  | [] => True
  | L :: N' => Forall (fun n => row_fits m (weights n)) L /\ fits (length L) N'
  end.

Notation "0" := (f0 F). Infix "+" := (fadd F). Infix "*" := (fmul F).
Add Ring F_ring : (f_ring F).

Fixpoint dot (ws : list W) (v : list F) : F :=
  match ws, v with w :: ws', a :: v' => value w * a + dot ws' v' | _, _ => 0 end.
Fixpoint sparse_dot (ws : list (N * W)) (v : list F) : F :=
  match ws with [] => 0 | (c, w) :: ws' => value w * nth (N.to_nat c) v 0 + sparse_dot ws' v end.
Definition row_dot (r : row W) (v : list F) : F :=
  match r with Dense ws => dot ws v | Sparse ws => sparse_dot ws v end.
Definition pre_activation (n : neuron W) (v : list F) : F := row_dot (weights n) v + value (bias n).
Definition apply_activation (a : activation) (z : F) : F := match a with ReLU => relu F z | Identity => z end.
Definition feval_neuron (n : neuron W) (v : list F) : F := apply_activation (act n) (pre_activation n v).
Fixpoint feval (N : network W) (v : list F) : list F :=
  match N with [] => v | L :: N' => feval N' (map (fun n => feval_neuron n v) L) end.

(** An ordinary network never meets an undefined value: the evaluator computes the total function. *)
Lemma dense_sum_finite ws v : length ws = length v ->
  dense_sum (map (@Finite W) ws) (map (@Finite F) v) = Some (Finite (dot ws v)).
Proof.
  revert v; induction ws; intros [|b v] H; simpl in *; try lia; auto.
  rewrite IHws by lia. reflexivity.
Qed.
Lemma sparse_sum_finite ws v : Forall (fun cw => N.to_nat (fst cw) < length v) ws ->
  sparse_sum (map (fun cw => (fst cw, Finite (snd cw))) ws) (map (@Finite F) v)
  = Some (Finite (sparse_dot ws v)).
Proof.
  induction ws as [|[c w] ws IH]; intro H; simpl; auto.
  inversion H; subst. simpl in H2. rewrite IH by auto.
  rewrite nth_error_map, (nth_error_nth' v 0 H2). reflexivity.
Qed.
Lemma row_sum_finite r v : row_fits (length v) r ->
  row_sum (map_row (@Finite W) r) (map (@Finite F) v) = Some (Finite (row_dot r v)).
Proof. destruct r; simpl; intro H; [now apply dense_sum_finite|now apply sparse_sum_finite]. Qed.

Lemma eval_neuron_finite n v : row_fits (length v) (weights n) ->
  eval_neuron (map_neuron (@Finite W) n) (map (@Finite F) v) = Some (Finite (feval_neuron n v)).
Proof.
  intro H. unfold eval_neuron, map_neuron, feval_neuron, pre_activation; simpl.
  rewrite row_sum_finite by auto. simpl. destruct (act n); reflexivity.
Qed.
Lemma eval_layer_finite L v : Forall (fun n => row_fits (length v) (weights n)) L ->
  eval_layer (map (map_neuron (@Finite W)) L) (map (@Finite F) v)
  = Some (map (@Finite F) (map (fun n => feval_neuron n v) L)).
Proof.
  induction L; intro H; simpl; auto. inversion H; subst.
  rewrite eval_neuron_finite, IHL by auto. reflexivity.
Qed.
Theorem eval_lift N : forall v, fits (length v) N ->
  eval (lift N) (map (@Finite F) v) = Some (map (@Finite F) (feval N v)).
Proof.
  induction N as [|L N IH]; intros v H; simpl; auto. destruct H as [HL H].
  rewrite eval_layer_finite by auto. apply IH. now rewrite map_length.
Qed.

Lemma eval_app M N vs : eval (M ++ N) vs = match eval M vs with Some z => eval N z | None => None end.
Proof.
  revert vs; induction M as [|L M IH]; intro vs; simpl; auto. destruct (eval_layer L vs); auto.
Qed.
Lemma eval_layer_app L M vs : eval_layer (L ++ M) vs =
  match eval_layer L vs, eval_layer M vs with Some a, Some b => Some (a ++ b) | _, _ => None end.
Proof.
  induction L as [|n L IH]; simpl.
  - destruct (eval_layer M vs); auto.
  - rewrite IH. destruct (eval_neuron n vs), (eval_layer L vs), (eval_layer M vs); auto.
Qed.
Lemma eval_layer_map T (f : T -> neuron (extended W)) (g : T -> ext) vs L :
  (forall t, In t L -> eval_neuron (f t) vs = Some (g t)) -> eval_layer (map f L) vs = Some (map g L).
Proof.
  induction L as [|t L IH]; intro H; simpl; auto.
  rewrite (H t (or_introl eq_refl)), IH; auto. intros u Hu. apply H. now right.
Qed.
(** Layers of one activation, with finite biases, and with weights of a kind. *)
Definition is_finite (w : extended W) : Prop := exists a, w = Finite a.
Definition finite_or_minus_infinity (w : extended W) : Prop := is_finite w \/ w = MinusInfinity.
Definition row_of (P : extended W -> Prop) (r : row (extended W)) : Prop :=
  match r with Dense ws => Forall P ws | Sparse ws => Forall (fun cw => P (snd cw)) ws end.
Definition layer_of (a : activation) (P : extended W -> Prop) (L : list (neuron (extended W))) : Prop :=
  Forall (fun n => act n = a /\ is_finite (bias n) /\ row_of P (weights n)) L.

(** The number of outputs. *)
Fixpoint width A (n : nat) (N : network A) : nat :=
  match N with [] => n | L :: N' => width (length L) N' end.
Lemma feval_length N : forall v, length (feval N v) = width (length v) N.
Proof. induction N as [|L N IH]; intro v; simpl; auto. now rewrite IH, map_length. Qed.
End Evaluation.
