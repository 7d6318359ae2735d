(** * The checker of partition certificates, and its soundness

    A tree covers the domain; on every leaf both networks are evaluated symbolically and compared. *)
Require Import List Bool ZArith NArith QArith Lia Ring.
From ExactReLU Require Import OrderedRings ExtendedNumbers Networks Embedding IntegerForms Denominators Trie SearchTree
  Farkas Trace TraceSoundness Symbolic.
Import ListNotations.
Set Implicit Arguments.

(** ** Networks in integers, layer by layer *)
Record level := Level { level_scale : Z; neurons : list (neuron (extended Z)) }.

Definition scale_weight (d : Z) (w : extended Q) : option (extended Z) :=
  match w with
  | Finite a => option_map (@Finite Z) (scale_number d a)
  | PlusInfinity => Some PlusInfinity
  | MinusInfinity => Some MinusInfinity
  end.
Definition scale_extended_neuron (d D : Z) (n : neuron (extended Q)) : option (neuron (extended Z)) :=
  match weights n, bias n with
  | Sparse ws, Finite a =>
      match traverse (fun e => option_map (pair (fst e)) (scale_weight d (snd e))) ws, scale_number D a with
      | Some es, Some b => Some (Neuron (act n) (Finite b) (Sparse es))
      | _, _ => None
      end
  | _, _ => None
  end.
Definition finite_denominator (w : extended Q) : Z := match w with Finite a => Zpos (Qden a) | _ => 1%Z end.
Definition neuron_denominators (n : neuron (extended Q)) : list Z :=
  finite_denominator (bias n) ::
  match weights n with Dense ws => map finite_denominator ws | Sparse ws => map (fun e => finite_denominator (snd e)) ws end.
Fixpoint levels_of (D : Z) (N : network (extended Q)) : option (list level) :=
  match N with
  | [] => Some []
  | L :: N' =>
      let d := fold_left Z.lcm (flat_map neuron_denominators L) 1%Z in
      let D' := (D * d)%Z in
      if (0 <? d)%Z then
        match traverse (scale_extended_neuron d D') L, levels_of D' N' with
        | Some L', Some ls => Some (Level D' L' :: ls)
        | _, _ => None
        end
      else None
  end.

(** p divided by the gcd of its entries and D, checked as in [divide_form]. *)
Definition reduce (n : nat) (D : Z) (p : form) : form :=
  let u := pad n (fst p) in
  let g := fold_left Z.gcd u (Z.gcd D (snd p)) in
  let q := (map (fun a => a / g)%Z u, (snd p / g)%Z) in
  if (0 <? g)%Z && scaled_eqb g (fst q) u && (g * snd q =? snd p)%Z then q else p.

(** ** Tokens *)
Inductive status_word := WordPositive | WordNonneg | WordZero | WordGated.
Inductive leaf_entry := Same | Between (above below : option farkas).
Inductive ptoken :=
| PSplit (h : option form)
| PSplitThree (h : option form)
| PEmpty (proof : option farkas)
| PStatus (network layer k : option Z) (word : option status_word) (proof : option farkas)
| PLeaf (entries : list (option leaf_entry))
| PUnknown.

(** ** The symbolic values of one network on a path: of the layers below some layer, the topmost first *)
Record view := View { cache : list (trie value); statuses : trie (trie stated) }.

Definition input_values (n : nat) : trie value :=
  fold_left (fun t i => set (N.of_nat i) (Value (Some (coordinate i, [])) false false false false false) t) (seq 0 n) Leaf.
Definition below_top (n : nat) (c : list (trie value)) : trie value := match c with [] => input_values n | t :: _ => t end.

Fixpoint evaluate_neurons (n : nat) (st : trie stated) (below : trie value) (i : N) (ns : list (neuron (extended Z)))
    (t : trie value) : trie value + rule :=
  match ns with
  | [] => inl t
  | m :: ns' =>
      match sum_neuron m below with
      | inr r => inr r
      | inl s =>
          let v := match act m with ReLU => relu_of n s (get i st) | Identity => identity_of s end in
          evaluate_neurons n st below (N.succ i) ns' (set i v t)
      end
  end.
Definition layer_statuses (l : nat) (v : view) : trie stated :=
  match get (N.of_nat l) (statuses v) with Some t => t | None => Leaf end.
Fixpoint fill (n : nat) (v : view) (todo : list level) (c : list (trie value)) : list (trie value) + rule :=
  match todo with
  | [] => inl c
  | l :: todo' =>
      match evaluate_neurons n (layer_statuses (length c) v) (below_top n c) 0 (neurons l) Leaf with
      | inl t => fill n v todo' (t :: c)
      | inr r => inr r
      end
  end.
(** The values of the first l layers. *)
Definition values_below (n : nat) (ls : list level) (v : view) (l : nat) : list (trie value) + rule :=
  let have := length (cache v) in
  if Nat.leb l have then inl (skipn (have - l) (cache v))
  else fill n v (firstn (l - have) (skipn have ls)) (cache v).

(** ** Zero conditions: r >= 0 where the neuron with this sum is zero, and only there *)
Definition closed_condition (n : nat) (s : presum) : option form :=
  match sum_form s with
  | Some f => Some (primitive n (form_opp f))
  | None => if is_finite s then match finite_part s with Some e => option_map form_opp (single_atom e) | None => None end
            else None
  end.
(** The sum of ReLU neuron c of the layer on top of the cache; the cache holds that layer's values first. *)
Definition top_sum (n : nat) (ls : list level) (c : list (trie value)) (k : N) : option presum :=
  match c with
  | [] => None
  | _ :: below =>
      match nth_error ls (length below) with
      | None => None
      | Some l => match nth_error (neurons l) (N.to_nat k) with
                  | Some m => match act m, sum_neuron m (below_top n below) with
                              | ReLU, inl s => Some s | _, _ => None end
                  | None => None
                  end
      end
  end.
Definition condition (f : form) (r : relation) : constraint := Constraint f r Premise [].
Definition no_condition : constraint := Constraint form_zero Closed Dropped [].
Definition zero_condition (n : nat) (ls : list level) (c : list (trie value)) (k : N) : constraint :=
  match top_sum n ls c k with
  | None => no_condition
  | Some s =>
      match closed_condition n s with
      | Some r => condition r Closed
      | None =>
          match finite_part s, gates s with
          | Some (f, []), [j] =>
              if gated s && low s && all_zero (fst f) && (0 <? snd f)%Z then
                match top_sum n ls (tl c) j with
                | Some s' => match closed_condition n s' with
                             | Some r => condition (form_opp r) Strict
                             | None => no_condition end
                | None => no_condition
                end
              else no_condition
          | _, _ => no_condition
          end
      end
  end.
Definition not_dropped (_ : Z) (c : constraint) : bool := match origin_of c with Dropped => false | _ => true end.

(** ** The walk *)
Record ppath := PPath { pconstraints : list constraint; view1 : view; view2 : view }.
Record penvironment := PEnvironment { pdimension : nat; levels1 : list level; levels2 : list level; poutputs : nat }.

Definition index_below (k : option Z) (size : nat) : option nat :=
  match k with
  | Some z => if (0 <=? z)%Z && (z <? Z.of_nat size)%Z then Some (Z.to_nat z) else None
  | None => None
  end.
Definition extend (p : ppath) (f : form) (r : relation) : ppath :=
  PPath (pconstraints p ++ [condition f r]) (view1 p) (view2 p).
Definition is_constant (f : form) : bool := all_zero (fst f).

Definition status_proof (n : nat) (D : Z) (p : ppath) (w : status_word) (s : presum) (conditions : list constraint)
    (pf : option farkas) : stated + rule :=
  match w with
  | WordGated =>
      if gated s && low s then
        match prove true not_dropped (pconstraints p ++ conditions) pf form_zero with
        | Some r => inr r
        | None => match pf with
                  | Some f => if (mu f =? 1)%Z then inl StatedZero else inr FarkasMu
                  | None => inr Grammar end
        end
      else inr StatusGated
  | _ =>
      match sum_form s with
      | None => inr StatusFinite
      | Some f =>
          let q := reduce n D f in
          let '(strict, target, st) := match w with
            | WordPositive => (true, q, StatedPositive)
            | WordNonneg => (false, q, StatedNonneg)
            | _ => (false, form_opp q, StatedZero) end in
          match prove strict any (pconstraints p) pf target with None => inl st | Some r => inr r end
      end
  end.
(** The view of a network after a status of neuron k of layer l. *)
Definition state_view (n : nat) (ls : list level) (p : ppath) (v : view) (layer k : option Z) (word : option status_word)
    (pf : option farkas) : view + rule :=
  match index_below layer (length ls - 1) with
  | None => inr IndexRange
  | Some l =>
      match nth_error ls l with
      | None => inr IndexRange
      | Some lv =>
          match index_below k (length (neurons lv)) with
          | None => inr IndexRange
          | Some j =>
              match nth_error (neurons lv) j with
              | None => inr IndexRange
              | Some m =>
                  match act m with
                  | Identity => inr StatusNeuron
                  | ReLU =>
                      let st := layer_statuses l v in
                      match get (N.of_nat j) st with
                      | Some _ => inr StatusRepeated
                      | None =>
                          match values_below n ls v l with
                          | inr r => inr r
                          | inl c =>
                              match sum_neuron m (below_top n c) with
                              | inr r => inr r
                              | inl s =>
                                  match word with
                                  | None => inr Grammar
                                  | Some w =>
                                      match status_proof n (level_scale lv) p w s
                                              (map (zero_condition n ls c) (gates s)) pf with
                                      | inr r => inr r
                                      | inl stt => inl (View c (set (N.of_nat l) (set (N.of_nat j) stt st) (statuses v)))
                                      end
                                  end
                              end
                          end
                      end
                  end
              end
          end
      end
  end.

(** The expression of output k. *)
Definition output_expression (n : nat) (ls : list level) (v : view) (k : nat) : expression * Z + rule :=
  let l := (length ls - 1)%nat in
  match values_below n ls v l with
  | inr r => inr r
  | inl c =>
      match nth_error ls l with
      | None => inr DeepNetwork
      | Some lv =>
          match nth_error (neurons lv) k with
          | None => inr DeepNetwork
          | Some m =>
              match act m, sum_neuron m (below_top n c) with
              | _, inr r => inr r
              | ReLU, _ => inr DeepNetwork
              | Identity, inl s =>
                  match finite_part s with
                  | Some e => if is_finite s then inl (e, level_scale lv) else inr LeafUnknown
                  | None => inr LeafUnknown
                  end
              end
          end
      end
  end.
Fixpoint same_atoms (D1 D2 : Z) (a b : atoms) : bool :=
  match a, b with
  | [], [] => true
  | (q, c) :: a', (r, d) :: b' =>
      match compare_forms q r with Eq => (D2 * c =? D1 * d)%Z && same_atoms D1 D2 a' b' | _ => false end
  | _, _ => false
  end.
Definition difference (n : nat) (D1 D2 : Z) (f g : form) : form :=
  reduce n (D1 * D2) (form_add_scaled D2 f (form_add_scaled (- D1) g form_zero)).

Definition compare_output (env : penvironment) (p : ppath) (k : nat) (e : option leaf_entry) : option rule :=
  let n := pdimension env in
  match output_expression n (levels1 env) (view1 p) k with
  | inr r => Some r
  | inl (e1, D1) =>
      match output_expression n (levels2 env) (view2 p) k with
      | inr r => Some r
      | inl (e2, D2) =>
          if same_atoms D1 D2 (snd e1) (snd e2) then
            let d := difference n D1 D2 (fst e1) (fst e2) in
            match e with
            | None => Some Grammar
            | Some Same => if all_zero (fst d) && (snd d =? 0)%Z then None else Some LeafDifference
            | Some (Between up down) =>
                match prove false any (pconstraints p) up d with
                | Some r => Some r
                | None => prove false any (pconstraints p) down (form_opp d)
                end
            end
          else Some LeafAtoms
      end
  end.
Fixpoint compare_outputs (env : penvironment) (p : ppath) (k : nat) (es : list (option leaf_entry)) : option rule :=
  match es with
  | [] => None
  | e :: es' => match compare_output env p k e with None => compare_outputs env p (S k) es' | Some r => Some r end
  end.

(** The values of all hidden layers, computed once for all outputs. *)
Definition hidden_values (n : nat) (ls : list level) (v : view) : view + rule :=
  match values_below n ls v (length ls - 1) with inl c => inl (View c (statuses v)) | inr r => inr r end.
Definition check_leaf (env : penvironment) (p : ppath) (es : list (option leaf_entry)) : option rule :=
  if Nat.eqb (length es) (poutputs env) then
    match hidden_values (pdimension env) (levels1 env) (view1 p) with
    | inr r => Some r
    | inl v1 =>
        match hidden_values (pdimension env) (levels2 env) (view2 p) with
        | inr r => Some r
        | inl v2 => compare_outputs env (PPath (pconstraints p) v1 v2) 0 es
        end
    end
  else Some Grammar.

Definition pstep (env : penvironment) (ps : list ppath) (t : ptoken) : list ppath + rule :=
  match ps with
  | [] => inr TrailingData
  | p :: ps' =>
      match t with
      | PSplit None | PSplitThree None => inr Grammar
      | PSplit (Some h) =>
          if is_constant h then inr ConstantSplit
          else inl (extend p (form_opp h) Closed :: extend p h Closed :: ps')
      | PSplitThree (Some h) =>
          if is_constant h then inr ConstantSplit
          else inl (extend p (form_opp h) Strict :: extend p h Equal :: extend p h Strict :: ps')
      | PEmpty pf =>
          match prove true any (pconstraints p) pf form_zero with
          | Some r => inr r
          | None => match pf with
                    | Some f => if (mu f =? 1)%Z then inl ps' else inr FarkasMu
                    | None => inr Grammar end
          end
      | PStatus net layer k w pf =>
          match net with
          | Some 0%Z =>
              match state_view (pdimension env) (levels1 env) p (view1 p) layer k w pf with
              | inl v => inl (PPath (pconstraints p) v (view2 p) :: ps') | inr r => inr r end
          | Some 1%Z =>
              match state_view (pdimension env) (levels2 env) p (view2 p) layer k w pf with
              | inl v => inl (PPath (pconstraints p) (view1 p) v :: ps') | inr r => inr r end
          | _ => inr IndexRange
          end
      | PLeaf es => match check_leaf env p es with None => inl ps' | Some r => inr r end
      | PUnknown => inr Grammar
      end
  end.

(** ** The checker *)
Record equality_claim := EqualityClaim {
  eq_inputs : nat; eq_inequalities : list form; eq_equalities : list form;
  first_network : network (extended Q); second_network : network (extended Q) }.

Definition pstart (c : equality_claim) : penvironment * list ppath + rule :=
  match levels_of 1 (first_network c), levels_of 1 (second_network c) with
  | Some l1, Some l2 =>
      let m := length (last (first_network c) []) in
      if Nat.leb 1 m && Nat.eqb m (length (last (second_network c) [])) && negb (Nat.eqb (length l1) 0) && negb (Nat.eqb (length l2) 0) then
        inl (PEnvironment (eq_inputs c) l1 l2 m,
             [PPath (map (fun f => condition f Closed) (eq_inequalities c) ++
                     map (fun f => condition f Equal) (eq_equalities c)) (View [] Leaf) (View [] Leaf)])
      else inr Outputs
  | _, _ => inr DeepNetwork
  end.
Fixpoint prun (env : penvironment) (ps : list ppath) (ts : list ptoken) : verdict :=
  match ps, ts with
  | [], [] => Accepted
  | [], _ :: _ => Refused TrailingData
  | _ :: _, [] => Refused Unfinished
  | _ :: _, t :: ts' => match pstep env ps t with inl ps' => prun env ps' ts' | inr r => Refused r end
  end.
Definition pcheck (c : equality_claim) (ts : list ptoken) : verdict :=
  match pstart c with inr r => Refused r | inl (env, ps) => prun env ps ts end.
