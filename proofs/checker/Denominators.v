(** * Clearing denominators: one positive factor per layer

    d is the least common denominator of the weights and biases of the layer, D the product of the d so far; weights
    are multiplied by d and biases by D, so that the integer network computes D times the values of the rational one.
    That every product is an integer is checked, number by number. *)
Require Import List Bool ZArith QArith Lia Ring.
From ExactReLU Require Import OrderedRings ExtendedNumbers Networks Embedding.
Import ListNotations.
Set Implicit Arguments.

Section Traverse.
Variables A B : Type.
Variable f : A -> option B.
Fixpoint traverse (l : list A) : option (list B) :=
  match l with
  | [] => Some []
  | a :: l' => match f a, traverse l' with Some b, Some r => Some (b :: r) | _, _ => None end
  end.
Lemma traverse_Forall2 l r : traverse l = Some r -> Forall2 (fun a b => f a = Some b) l r.
Proof.
  revert r; induction l as [|a l IH]; simpl; intros r H; [injection H as <-; constructor|].
  destruct (f a) eqn:Ha; [|discriminate]. destruct (traverse l); [|discriminate].
  injection H as <-. constructor; auto.
Qed.
End Traverse.

Definition scale_number (d : Z) (a : Q) : option Z :=
  let k := (d / Zpos (Qden a))%Z in
  if (k * Zpos (Qden a) =? d)%Z then Some (Qnum a * k)%Z else None.
Definition scale_entry (d : Z) (e : N * Q) : option (N * Z) :=
  option_map (fun z => (fst e, z)) (scale_number d (snd e)).
Definition scale_row (d : Z) (r : row Q) : option (row Z) :=
  match r with
  | Dense ws => option_map (@Dense Z) (traverse (scale_number d) ws)
  | Sparse ws => option_map (@Sparse Z) (traverse (scale_entry d) ws)
  end.
Definition scale_neuron (d D : Z) (n : neuron Q) : option (neuron Z) :=
  match scale_row d (weights n), scale_number D (bias n) with
  | Some r, Some b => Some (Neuron (act n) b r)
  | _, _ => None
  end.

Definition denominators (n : neuron Q) : list Z :=
  Zpos (Qden (bias n)) ::
  match weights n with
  | Dense ws => map (fun w => Zpos (Qden w)) ws
  | Sparse ws => map (fun e => Zpos (Qden (snd e))) ws
  end.
Definition layer_denominator (L : list (neuron Q)) : Z := fold_left Z.lcm (flat_map denominators L) 1%Z.

(** The integer network and the scale of its outputs, starting from the scale of its inputs. *)
Fixpoint scale_network (D : Z) (N : network Q) : option (network Z * Z) :=
  match N with
  | [] => Some ([], D)
  | L :: N' =>
      let d := layer_denominator L in
      let D' := (D * d)%Z in
      if (0 <? d)%Z then
        match traverse (scale_neuron d D') L, scale_network D' N' with
        | Some L', Some (M, T) => Some (L' :: M, T)
        | _, _ => None
        end
      else None
  end.

Section Soundness.
Variable F : OrderedRing.
Variable E : ContainsQ F.
Add Ring F_ring : (f_ring F).
Notation "0" := (f0 F).
Infix "+" := (fadd F) (at level 50, left associativity). Infix "*" := (fmul F) (at level 40, left associativity).
Notation "# a" := (ofZ E a) (at level 1, format "# a").
Notation times c := (map (fmul F c)).

Lemma scale_number_sound d a z : scale_number d a = Some z -> #z = #d * E a.
Proof.
  unfold scale_number. destruct (Z.eqb_spec (d / Zpos (Qden a) * Zpos (Qden a)) d) as [H|]; [|discriminate].
  intro G. injection G as <-. rewrite <- H at 2. rewrite !ofZ_mul, <- (ofQ_clear E a). ring.
Qed.

Lemma scale_row_sound d r r' c v : scale_row d r = Some r' ->
  row_dot F (ofZ E) r' (times c v) = #d * c * row_dot F E r v.
Proof.
  destruct r as [ws|ws]; simpl; intro H.
  - destruct (traverse _ ws) as [zs|] eqn:TR; [|discriminate]. injection H as <-. simpl.
    apply traverse_Forall2 in TR. revert v. induction TR; intros [|b v]; simpl; try ring.
    rewrite IHTR, (scale_number_sound _ _ H). ring.
  - destruct (traverse _ ws) as [zs|] eqn:TR; [|discriminate]. injection H as <-. simpl.
    apply traverse_Forall2 in TR. induction TR as [|[k w] e ws zs Hw TR IH]; simpl; [ring|].
    unfold scale_entry in Hw. simpl in Hw. destruct (scale_number d w) eqn:G; [|discriminate].
    injection Hw as <-. rewrite IH, (scale_number_sound _ _ G).
    replace (nth (N.to_nat k) (times c v) 0) with (c * nth (N.to_nat k) v 0); [ring|].
    rewrite <- (map_nth (fmul F c)). apply f_equal. ring.
Qed.

Lemma scale_neuron_sound d D n n' v : (0 < D * d)%Z -> scale_neuron d (D * d) n = Some n' ->
  feval_neuron F (ofZ E) n' (times #D v) = #(D * d) * feval_neuron F E n v.
Proof.
  unfold scale_neuron. intros HD H. destruct (scale_row d (weights n)) eqn:R; [|discriminate].
  destruct (scale_number (D * d) (bias n)) eqn:B; [|discriminate]. injection H as <-.
  unfold feval_neuron. assert (P : pre_activation F (ofZ E) (Neuron (act n) z r) (times #D v)
    = #(D * d) * pre_activation F E n v).
  { unfold pre_activation; simpl. rewrite (scale_row_sound _ _ _ _ R), (scale_number_sound _ _ B), ofZ_mul. ring. }
  simpl. rewrite P. destruct (act n); simpl; auto. apply relu_scale. now apply ofZ_positive.
Qed.

Theorem scale_network_sound N : forall D M T v, (0 < D)%Z -> scale_network D N = Some (M, T) ->
  (0 < T)%Z /\ feval F (ofZ E) M (times #D v) = times #T (feval F E N v).
Proof.
  induction N as [|L N IH]; intros D M T v HD H; cbn [scale_network] in H.
  - injection H as <- <-. auto.
  - destruct (Z.ltb_spec 0 (layer_denominator L)) as [Hd|]; [|discriminate].
    destruct (traverse _ L) as [L'|] eqn:TR; [|discriminate].
    destruct (scale_network _ N) as [[M' T']|] eqn:G; [|discriminate]. injection H as <- <-.
    assert (HD' : (0 < D * layer_denominator L)%Z) by now apply Z.mul_pos_pos.
    destruct (IH _ _ _ (map (fun n => feval_neuron F E n v) L) HD' G) as [A B]. split; auto.
    simpl. rewrite <- B. f_equal. apply traverse_Forall2 in TR. clear -TR HD'.
    revert TR HD'. generalize (layer_denominator L). intros d TR HD'.
    induction TR; simpl; auto. rewrite IHTR. f_equal. now apply scale_neuron_sound.
Qed.
End Soundness.
