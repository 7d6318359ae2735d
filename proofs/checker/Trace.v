(** * Construction certificates: the walk through the deep network

    A state machine that takes one token at a time.  Its state is a stack of paths that are still to be walked and the
    gates of the shallow network that no term has claimed yet.  Whatever the token, a step either fails, naming a rule,
    or keeps the difference between the unclaimed gates and the pending paths (see [Soundness]). *)
Require Import List Bool ZArith NArith QArith.
From ExactReLU Require Import ExtendedNumbers Networks IntegerForms Trie HiddenLayers GateCheck Farkas.
Import ListNotations.
Set Implicit Arguments.

(** ** Verdicts *)
Inductive rule :=
| Grammar | IndexRange | Unfinished | TrailingData
| FarkasMu | FarkasConstant | FarkasOrder | FarkasUsable | FarkasMultiplier | FarkasIdentity | FarkasStrict
| NotUndecided | DropKept | OutputNotReached
| GateReused | MissingNeuron | GateEntry | OutputEntry | GateUnused | UnusedNeuron
| HiddenLayers | Outputs | DuplicateNeuron | DeepNetwork
| InfiniteWeight | Indeterminate | ConstantSplit | StatusNeuron | StatusRepeated | StatusFinite | StatusGated
| LeafUnknown | LeafAtoms | LeafDifference.
(** Failures of form, as opposed to failures of proof. *)
Definition is_malformed (r : rule) : bool :=
  match r with Grammar | IndexRange | Unfinished | TrailingData => true | _ => false end.
Inductive verdict := Accepted | Refused (r : rule).

(** ** Tokens, as read: [None] where the file has something that is not an index, or not a proof *)
Inductive part := Gate (k : option Z) | Vanishes (proof : option farkas).
Inductive token :=
| IsActive (k : option Z) (proof : option farkas)
| IsInactive (k : option Z) (proof : option farkas)
| Split (k : option Z) (nothing_more : bool)
| Drop (i : option Z) (proof : option farkas)
| IsEmpty (proof : option farkas)
| Output (pairs : list (option (part * part)))
| Unknown.

(** ** Paths *)
Inductive origin := Premise | Kept | Dropped.
(** A constraint, and the columns of its penalties; [None] where the shallow network has no such neuron. *)
Record constraint := Constraint { shape : form; relation_of : relation; origin_of : origin; penalties : list (option N) }.
Inductive status := Undecided | Active | Inactive.
(** [current]: the forms of the current layer, identity neurons being active; [rest]: the layers above. *)
Record path := Path {
  constraints : list constraint; current : list (form * status); rest : network Z; negative : bool }.

Definition is_decided (n : form * status) : bool := match snd n with Undecided => false | _ => true end.
(** The neurons of the output layer are identity neurons. *)
Definition is_active (n : form * status) : bool := match snd n with Active => true | _ => false end.
Definition activation_form (n : form * status) : form := match snd n with Inactive => form_zero | _ => fst n end.
Definition enter (cur : list (form * status)) (L : list (neuron Z)) : list (form * status) :=
  let ps := map activation_form cur in
  map (fun n => (neuron_form n ps, match act n with ReLU => Undecided | Identity => Active end)) L.
(** Goes on to the next layer where one is decided. *)
Fixpoint advance (cur : list (form * status)) (layers : network Z) : list (form * status) * network Z :=
  match layers with
  | [] => (cur, [])
  | L :: layers' => if forallb is_decided cur then advance (enter cur L) layers' else (cur, layers)
  end.
Definition make_path (cs : list constraint) (cur : list (form * status)) (layers : network Z) (neg : bool) : path :=
  let (c, r) := advance cur layers in Path cs c r neg.

Fixpoint replace A (n : nat) (a : A) (l : list A) : list A :=
  match l, n with [], _ => [] | _ :: l', O => a :: l' | b :: l', S n' => b :: replace n' a l' end.

(** ** Proofs, and why they fail *)
Definition length_Z A (l : list A) : Z := fold_left (fun n _ => Z.succ n) l 0%Z.
Fixpoint diagnose_multipliers (usable : Z -> constraint -> bool) (cs : list constraint) (previous : Z)
    (ms : list (Z * Z)) : option rule :=
  match ms with
  | [] => None
  | (i, l) :: ms' =>
      if (0 <=? i)%Z && (i <? length_Z cs)%Z then
        if (i <=? previous)%Z then Some FarkasOrder
        else match nth_error cs (Z.to_nat i) with
             | Some c => if usable i c then
                           if multiplier_ok (relation_of c) l then diagnose_multipliers usable cs i ms'
                           else Some FarkasMultiplier
                         else Some FarkasUsable
             | None => Some IndexRange
             end
      else Some IndexRange
  end.
Definition proves := proves shape relation_of.
Definition diagnose (usable : Z -> constraint -> bool) (cs : list constraint) (f : farkas) (p : form) : rule :=
  if (mu f <? 1)%Z then FarkasMu
  else if (constant f <? 0)%Z then FarkasConstant
  else match diagnose_multipliers usable cs (-1) (multipliers f) with
       | Some r => r
       | None => if proves false usable cs f p then FarkasStrict else FarkasIdentity
       end.
(** [None] if the proof is right. *)
Definition prove (strict : bool) (usable : Z -> constraint -> bool) (cs : list constraint) (pf : option farkas)
    (p : form) : option rule :=
  match pf with
  | None => Some Grammar
  | Some f => if proves strict usable cs f p then None else Some (diagnose usable cs f p)
  end.
Definition any (_ : Z) (_ : constraint) : bool := true.
Definition kept_or_premise (without i : Z) (c : constraint) : bool :=
  negb (i =? without)%Z && match origin_of c with Dropped => false | _ => true end.

(** ** States *)
(** A gate, and its place in the output layer: the output and whether its weight is -1. *)
Definition claimable : Type := neuron (extended Q) * option (nat * bool).
Record environment := Environment {
  half_open : bool; dimension : nat; below : columns; carriers : list carrier; scale : Z; gate_count : N }.
Record state := State { paths : list path; gates : trie claimable; used : trie bool }.

Fixpoint kept_penalties (cs : list constraint) : option (list N) :=
  match cs with
  | [] => Some []
  | c :: cs' =>
      match origin_of c with
      | Kept => match Denominators.traverse (fun o => o) (penalties c), kept_penalties cs' with
                | Some a, Some b => Some (a ++ b) | _, _ => None end
      | _ => kept_penalties cs'
      end
  end.
Definition mark (c : N) (t : trie bool) : trie bool := match get c t with Some _ => t | None => set c true t end.

Section Step.
Variable env : environment.

(** The constraints that a split on the form z adds. *)
Definition closed_side (z q : form) : constraint :=
  Constraint z Closed Kept [penalty_column (below env) false (form_opp q)].
Definition equal_side (z q : form) : constraint :=
  Constraint z Equal Kept [penalty_column (below env) false q; penalty_column (below env) false (form_opp q)].
Definition strict_side (z q : form) : constraint :=
  Constraint z Strict Kept [penalty_column (below env) true q].

Definition undecided_neuron (p : path) (k : option Z) : (nat * form) + rule :=
  match k with
  | None => inr IndexRange
  | Some z =>
      if (0 <=? z)%Z && (z <? length_Z (current p))%Z then
        match nth_error (current p) (Z.to_nat z) with
        | Some (f, Undecided) => inl (Z.to_nat z, f)
        | Some _ => inr NotUndecided
        | None => inr IndexRange
        end
      else inr IndexRange
  end.
Definition decide (p : path) (added : list constraint) (reverse : bool) (n : nat) (f : form) (s : status) : path :=
  make_path (constraints p ++ added) (replace n (f, s) (current p)) (rest p) (xorb reverse (negative p)).
Definition children (p : path) (n : nat) (z : form) : list path :=
  let q := primitive (dimension env) z in
  let inactive := closed_side (form_opp z) (form_opp q) in
  if half_open env then
    [ decide p [inactive] false n z Inactive; decide p [strict_side z q] false n z Active ]
  else
    [ decide p [inactive] false n z Inactive; decide p [equal_side z q] true n z Inactive;
      decide p [closed_side z q] false n z Active ].

(** One half of a pair: relu(G) on the path, with weight -1 if [neg], in output o. *)
Definition emit_part (p : path) (ps : option (list N)) (o : nat) (G : form) (neg : bool) (h : part)
    (gs : trie claimable) : trie claimable + rule :=
  match h with
  | Vanishes pf => match prove false any (constraints p) pf (form_opp G) with None => inl gs | Some r => inr r end
  | Gate None => inr IndexRange
  | Gate (Some z) =>
      if (0 <=? z)%Z && (z <? Z.of_N (gate_count env))%Z then
        match get (Z.to_N z) gs with
        | None => inr GateReused
        | Some (m, entry) =>
            match ps with
            | None => inr MissingNeuron
            | Some cs =>
                if is_gate (carriers env) cs (scale env) G m then
                  match entry with
                  | Some (o', neg') =>
                      if Nat.eqb o' o && Bool.eqb neg' neg then inl (remove (Z.to_N z) gs) else inr OutputEntry
                  | None => inr OutputEntry
                  end
                else if carriers_present (fst G) (carriers env) then inr GateEntry else inr MissingNeuron
            end
        end
      else inr IndexRange
  end.
Fixpoint emit (p : path) (ps : option (list N)) (o : nat) (outs : list (form * status))
    (pairs : list (option (part * part))) (gs : trie claimable) : trie claimable + rule :=
  match outs, pairs with
  | [], [] => inl gs
  | (G, _) :: outs', e :: pairs' =>
      match e with
      | None => inr Grammar
      | Some (plus, minus) =>
          match emit_part p ps o G (negative p) plus gs with
          | inr r => inr r
          | inl gs1 =>
              match emit_part p ps o (form_opp G) (negb (negative p)) minus gs1 with
              | inr r => inr r
              | inl gs2 => emit p ps (S o) outs' pairs' gs2
              end
          end
      end
  | _, _ => inr Grammar
  end.
Definition uses_gate (e : option (part * part)) : bool :=
  match e with Some (Gate _, _) | Some (_, Gate _) => true | _ => false end.

Definition drop (i : Z) (p : path) (c : constraint) : path :=
  Path (replace (Z.to_nat i) (Constraint (shape c) (relation_of c) Dropped (penalties c)) (constraints p))
       (current p) (rest p) (negative p).

Definition step (s : state) (t : token) : state + rule :=
  match paths s with
  | [] => inr TrailingData
  | p :: ps =>
      match t with
      | IsActive k pf =>
          match undecided_neuron p k with
          | inr r => inr r
          | inl (n, f) => match prove false any (constraints p) pf f with
                          | None => inl (State (decide p [] false n f Active :: ps) (gates s) (used s))
                          | Some r => inr r end
          end
      | IsInactive k pf =>
          match undecided_neuron p k with
          | inr r => inr r
          | inl (n, f) => match prove false any (constraints p) pf (form_opp f) with
                          | None => inl (State (decide p [] false n f Inactive :: ps) (gates s) (used s))
                          | Some r => inr r end
          end
      | Split k nothing_more =>
          match undecided_neuron p k with
          | inr r => inr r
          | inl (n, f) => if nothing_more then inl (State (children p n f ++ ps) (gates s) (used s)) else inr Grammar
          end
      | Drop None _ => inr IndexRange
      | Drop (Some i) pf =>
          if (0 <=? i)%Z && (i <? length_Z (constraints p))%Z then
            match nth_error (constraints p) (Z.to_nat i) with
            | None => inr IndexRange
            | Some c =>
                match origin_of c, relation_of c with
                | Premise, _ | Dropped, _ | _, Equal => inr DropKept
                | Kept, r =>
                    match prove (is_strict r) (kept_or_premise i) (constraints p) pf (shape c) with
                    | None => inl (State (drop i p c :: ps) (gates s) (used s))
                    | Some r => inr r
                    end
                end
            end
          else inr IndexRange
      | IsEmpty pf =>
          match prove true any (constraints p) pf form_zero with
          | Some r => inr r
          | None => match pf with
                    | Some f => if (mu f =? 1)%Z then inl (State ps (gates s) (used s)) else inr FarkasMu
                    | None => inr Grammar
                    end
          end
      | Output pairs =>
          match rest p with
          | _ :: _ => inr OutputNotReached
          | [] =>
              if forallb is_active (current p) then
                let cs := kept_penalties (constraints p) in
                if negb (Nat.eqb (length (current p)) (length pairs)) then inr Grammar
                else match emit p cs 0 (current p) pairs (gates s) with
                | inr r => inr r
                | inl gs =>
                    inl (State ps gs (match cs with
                                      | Some l => if existsb uses_gate pairs then fold_left (fun t c => mark c t) l (used s)
                                                  else used s
                                      | None => used s end))
                end
              else inr OutputNotReached
          end
      | Unknown => inr Grammar
      end
  end.
End Step.
