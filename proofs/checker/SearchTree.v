(** * Balanced search trees from forms to column numbers

    Only one property is proved, the one that soundness needs: what is found was inserted.  That lookups succeed and are
    fast is a matter of testing. *)
Require Import List Bool ZArith NArith Lia.
From ExactReLU Require Import IntegerForms.
Import ListNotations.
Set Implicit Arguments.

Fixpoint compare_lists (u v : list Z) : comparison :=
  match u, v with
  | [], [] => Eq
  | [], _ => Lt
  | _, [] => Gt
  | a :: u', b :: v' => match (a ?= b)%Z with Eq => compare_lists u' v' | c => c end
  end.
Definition compare_forms (p q : form) : comparison :=
  match (snd p ?= snd q)%Z with Eq => compare_lists (fst p) (fst q) | c => c end.

Lemma compare_forms_eq p q : compare_forms p q = Eq -> p = q.
Proof.
  destruct p as [u a], q as [v b]. unfold compare_forms; simpl.
  destruct (Z.compare_spec a b) as [->| |]; try discriminate. intro H. f_equal.
  revert v H; induction u as [|c u IH]; intros [|d v] H; simpl in H; try discriminate; auto.
  destruct (Z.compare_spec c d) as [->| |]; try discriminate. f_equal. auto.
Qed.

Inductive tree := Empty | Fork (height : Z) (left : tree) (key : form) (column : N) (right : tree).
Definition height (t : tree) : Z := match t with Empty => 0 | Fork h _ _ _ _ => h end.
Definition fork (l : tree) (k : form) (v : N) (r : tree) : tree := Fork (1 + Z.max (height l) (height r)) l k v r.
(** The usual rotations of AVL trees. *)
Definition balance (l : tree) (k : form) (v : N) (r : tree) : tree :=
  if (height r + 1 <? height l)%Z then
    match l with
    | Fork _ ll lk lv lr =>
        if (height lr <=? height ll)%Z then fork ll lk lv (fork lr k v r)
        else match lr with
             | Fork _ a mk mv b => fork (fork ll lk lv a) mk mv (fork b k v r)
             | Empty => fork l k v r
             end
    | Empty => fork l k v r
    end
  else if (height l + 1 <? height r)%Z then
    match r with
    | Fork _ rl rk rv rr =>
        if (height rl <=? height rr)%Z then fork (fork l k v rl) rk rv rr
        else match rl with
             | Fork _ a mk mv b => fork (fork l k v a) mk mv (fork b rk rv rr)
             | Empty => fork l k v r
             end
    | Empty => fork l k v r
    end
  else fork l k v r.
(** [None] if the key is there already. *)
Fixpoint insert (k : form) (v : N) (t : tree) : option tree :=
  match t with
  | Empty => Some (fork Empty k v Empty)
  | Fork _ l k' v' r =>
      match compare_forms k k' with
      | Eq => None
      | Lt => option_map (fun l' => balance l' k' v' r) (insert k v l)
      | Gt => option_map (fun r' => balance l k' v' r') (insert k v r)
      end
  end.
Fixpoint find (k : form) (t : tree) : option N :=
  match t with
  | Empty => None
  | Fork _ l k' v r => match compare_forms k k' with Eq => Some v | Lt => find k l | Gt => find k r end
  end.

(** Every entry of the tree satisfies P. *)
Fixpoint all (P : form -> N -> Prop) (t : tree) : Prop :=
  match t with Empty => True | Fork _ l k v r => all P l /\ P k v /\ all P r end.
Lemma all_balance P l k v r : all P l -> P k v -> all P r -> all P (balance l k v r).
Proof.
  intros Hl H Hr. unfold balance.
  repeat match goal with |- context [if ?b then _ else _] => destruct b
                       | |- context [match ?t with Empty => _ | Fork _ _ _ _ _ => _ end] => destruct t end;
  simpl in *; intuition.
Qed.
Lemma all_insert P k v t t' : insert k v t = Some t' -> all P t -> P k v -> all P t'.
Proof.
  revert t'; induction t as [|h l IHl k' v' r IHr]; simpl; intros t' H A Pk.
  - injection H as <-. simpl. auto.
  - destruct A as (A & B & C). destruct (compare_forms k k'); [discriminate| |].
    + destruct (insert k v l); [|discriminate]. injection H as <-. apply all_balance; auto.
    + destruct (insert k v r); [|discriminate]. injection H as <-. apply all_balance; auto.
Qed.
Lemma find_all P k v t : all P t -> find k t = Some v -> P k v.
Proof.
  induction t as [|h l IHl k' v' r IHr]; simpl; intros A H; [discriminate|].
  destruct A as (A & B & C). destruct (compare_forms k k') eqn:E; auto.
  apply compare_forms_eq in E. subst. now injection H as <-.
Qed.
