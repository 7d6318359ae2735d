(** * Affine forms with coefficients of a type K that embeds into F

    Missing trailing coefficients count as 0, so that no lemma about forms needs a hypothesis about dimensions. *)
Require Import List Bool NArith Lia Ring.
From ExactReLU Require Import OrderedRings ExtendedNumbers Networks.
Import ListNotations.
Set Implicit Arguments.

(** Coefficients: operations whose value in F is a ring morphism.  K may be F itself, or the rationals, or the
    integers; [keqb] decides equality well enough to recognise equal forms. *)
Record Coefficients (F : OrderedRing) := {
  coefficient :> Type;
  k0 : coefficient; k1 : coefficient;
  kadd : coefficient -> coefficient -> coefficient; kmul : coefficient -> coefficient -> coefficient;
  kopp : coefficient -> coefficient;
  keqb : coefficient -> coefficient -> bool;
  phi : coefficient -> F;
  phi0 : phi k0 = f0 F; phi1 : phi k1 = f1 F;
  phi_add : forall a b, phi (kadd a b) = fadd F (phi a) (phi b);
  phi_mul : forall a b, phi (kmul a b) = fmul F (phi a) (phi b);
  phi_opp : forall a, phi (kopp a) = fopp F (phi a);
  keqb_refl : forall a, keqb a a = true;
  keqb_sound : forall a b, keqb a b = true -> phi a = phi b
}.

Section Forms.
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

(** The form (a, c) stands for the function a.x + c. *)
Definition form : Type := list K * K.
Definition form_value (p : form) (x : list F) : F := dot (fst p) x + #(snd p).

Fixpoint add_coefficients (u v : list K) : list K :=
  match u, v with
  | [], _ => v
  | _, [] => u
  | a :: u', b :: v' => kadd K a b :: add_coefficients u' v'
  end.
Definition form_add (p q : form) : form := (add_coefficients (fst p) (fst q), kadd K (snd p) (snd q)).
Definition form_scale (c : K) (p : form) : form := (map (kmul K c) (fst p), kmul K c (snd p)).
Definition form_opp (p : form) : form := (map (kopp K) (fst p), kopp K (snd p)).
Definition form_zero : form := ([], k0 K).
Definition form_constant (c : K) : form := ([], c).

Lemma dot_add u v x : dot (add_coefficients u v) x = dot u x + dot v x.
Proof.
  revert v x; induction u as [|a u IH]; intros [|b v] [|c x]; simpl; try ring.
  rewrite phi_add, IH. ring.
Qed.
Lemma dot_scale c v x : dot (map (kmul K c) v) x = #c * dot v x.
Proof. revert x; induction v; intros [|b x]; simpl; try ring. rewrite phi_mul, IHv. ring. Qed.
Lemma dot_opp v x : dot (map (kopp K) v) x = - dot v x.
Proof. revert x; induction v; intros [|b x]; simpl; try ring. rewrite phi_opp, IHv. ring. Qed.
Lemma value_add p q x : form_value (form_add p q) x = form_value p x + form_value q x.
Proof. unfold form_value, form_add; simpl. rewrite dot_add, phi_add. ring. Qed.
Lemma value_scale c p x : form_value (form_scale c p) x = #c * form_value p x.
Proof. unfold form_value, form_scale; simpl. rewrite dot_scale, phi_mul. ring. Qed.
Lemma value_opp p x : form_value (form_opp p) x = - form_value p x.
Proof. unfold form_value, form_opp; simpl. rewrite dot_opp, phi_opp. ring. Qed.
Lemma value_constant c x : form_value (form_constant c) x = #c.
Proof. unfold form_value; simpl. ring. Qed.
Lemma value_zero x : form_value form_zero x = 0.
Proof. unfold form_value; simpl. rewrite phi0. ring. Qed.

(** ** The form of a neuron, given the forms of the layer below *)
Fixpoint dense_form (ws : list K) (b : K) (ps : list form) : form :=
  match ws, ps with
  | w :: ws', p :: ps' => form_add (form_scale w p) (dense_form ws' b ps')
  | _, _ => form_constant b
  end.
Fixpoint sparse_form (ws : list (N * K)) (b : K) (ps : list form) : form :=
  match ws with
  | [] => form_constant b
  | (c, w) :: ws' => form_add (form_scale w (nth (N.to_nat c) ps form_zero)) (sparse_form ws' b ps)
  end.
Definition neuron_form (n : neuron K) (ps : list form) : form :=
  match weights n with Dense ws => dense_form ws (bias n) ps | Sparse ws => sparse_form ws (bias n) ps end.
Definition values (ps : list form) (x : list F) : list F := map (fun p => form_value p x) ps.

Lemma nth_values c ps x : nth c (values ps x) 0 = form_value (nth c ps form_zero) x.
Proof. revert c; induction ps; intros [|c]; simpl; auto using value_zero; symmetry; apply value_zero. Qed.

Lemma neuron_form_value n ps x :
  form_value (neuron_form n ps) x = pre_activation F (phi K) n (values ps x).
Proof.
  unfold neuron_form, pre_activation. destruct (weights n) as [ws|ws]; simpl.
  - revert ps; induction ws as [|w ws IH]; intros [|p ps]; simpl; rewrite ?value_constant; try ring.
    rewrite value_add, value_scale, IH. ring.
  - induction ws as [|[c w] ws IH]; simpl; [rewrite value_constant; ring|].
    rewrite value_add, value_scale, IH, nth_values. ring.
Qed.

(** ** Coordinates *)
Definition unit_vector (i : nat) : list K := repeat (k0 K) i ++ [k1 K].
Definition coordinate (i : nat) : form := (unit_vector i, k0 K).
Definition coordinates (n : nat) : list form := map coordinate (seq 0 n).

Lemma coordinate_value i x : form_value (coordinate i) x = nth i x 0.
Proof.
  unfold form_value, coordinate; simpl. rewrite phi0.
  revert x; induction i; intros [|b x]; simpl; rewrite ?phi1; try ring.
  unfold unit_vector in IHi. rewrite phi0. transitivity (dot (repeat (k0 K) i ++ [k1 K]) x + 0); [ring|apply IHi].
Qed.
Lemma map_nth_seq A (d : A) x : map (fun i => nth i x d) (seq 0 (length x)) = x.
Proof.
  induction x as [|a x IH]; simpl; auto. f_equal. rewrite <- seq_shift, map_map. exact IH.
Qed.
Lemma coordinates_values x : values (coordinates (length x)) x = x.
Proof.
  unfold values, coordinates. rewrite map_map.
  transitivity (map (fun i => nth i x 0) (seq 0 (length x))); [|apply map_nth_seq].
  apply map_ext. intro. apply coordinate_value.
Qed.

(** ** Equal forms *)
Fixpoint coefficients_eqb (u v : list K) : bool :=
  match u, v with
  | [], [] => true
  | a :: u', b :: v' => keqb K a b && coefficients_eqb u' v'
  | _, _ => false
  end.
Definition form_eqb (p q : form) : bool := coefficients_eqb (fst p) (fst q) && keqb K (snd p) (snd q).

Lemma coefficients_eqb_refl u : coefficients_eqb u u = true.
Proof. induction u; simpl; auto. now rewrite keqb_refl, IHu. Qed.
Lemma form_eqb_refl p : form_eqb p p = true.
Proof. unfold form_eqb. now rewrite coefficients_eqb_refl, keqb_refl. Qed.
Lemma coefficients_eqb_sound u v x : coefficients_eqb u v = true -> dot u x = dot v x.
Proof.
  revert v x; induction u; intros [|b v] [|c x] H; simpl in *; try congruence; auto.
  apply andb_prop in H as [H1 H2]. now rewrite (keqb_sound _ _ _ H1), (IHu _ x H2).
Qed.
Lemma form_eqb_sound p q x : form_eqb p q = true -> form_value p x = form_value q x.
Proof.
  unfold form_eqb, form_value. intro H. apply andb_prop in H as [H1 H2].
  now rewrite (coefficients_eqb_sound _ _ x H1), (keqb_sound _ _ _ H2).
Qed.

(** A row of exactly n weights with the values of a form. *)
Fixpoint pad (n : nat) (u : list K) : list K :=
  match n with O => [] | S n' => match u with [] => k0 K :: pad n' [] | a :: u' => a :: pad n' u' end end.
Lemma pad_length n u : length (pad n u) = n.
Proof. revert u; induction n; intros [|a u]; simpl; auto. Qed.
Lemma dot_pad u x : dot (pad (length x) u) x = dot u x.
Proof.
  revert u; induction x as [|b x IH]; intros [|a u]; simpl; auto; rewrite ?IH; auto.
  rewrite phi0. simpl. ring.
Qed.
End Forms.
