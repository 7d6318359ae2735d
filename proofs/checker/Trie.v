(** * Finite maps with natural numbers as keys, whose values can be summed

    A binary trie over the digits of the key.  The checker removes entries as they are used; the sum over what is left
    is the invariant of its soundness proof. *)
Require Import List Bool NArith PArith Lia Ring.
From ExactReLU Require Import OrderedRings.
Import ListNotations.
Set Implicit Arguments.

Inductive trie (A : Type) := Leaf | Node (left : trie A) (here : option A) (right : trie A).
Arguments Leaf {A}.

Section Operations.
Variable A : Type.
Fixpoint pget (p : positive) (t : trie A) : option A :=
  match t with
  | Leaf => None
  | Node l o r => match p with xH => o | xO q => pget q l | xI q => pget q r end
  end.
Fixpoint pset (p : positive) (a : option A) (t : trie A) : trie A :=
  match p, t with
  | xH, Leaf => Node Leaf a Leaf
  | xH, Node l _ r => Node l a r
  | xO q, Leaf => Node (pset q a Leaf) None Leaf
  | xO q, Node l o r => Node (pset q a l) o r
  | xI q, Leaf => Node Leaf None (pset q a Leaf)
  | xI q, Node l o r => Node l o (pset q a r)
  end.
Definition get (k : N) (t : trie A) : option A := pget (N.succ_pos k) t.
Definition set (k : N) (a : A) (t : trie A) : trie A := pset (N.succ_pos k) (Some a) t.
Definition remove (k : N) (t : trie A) : trie A := pset (N.succ_pos k) None t.
Fixpoint is_empty (t : trie A) : bool :=
  match t with Leaf => true | Node l None r => is_empty l && is_empty r | Node _ (Some _) _ => false end.

Lemma pget_leaf p : pget p (@Leaf A) = None. Proof. now destruct p. Qed.
Lemma pget_pset p q a t : pget p (pset q a t) = if Pos.eqb p q then a else pget p t.
Proof.
  revert p t; induction q; intros [p|p|] [|l o r]; cbn [pset pget Pos.eqb]; rewrite ?pget_leaf; auto;
    rewrite IHq, ?pget_leaf; reflexivity.
Qed.
Lemma key_eqb i j : Pos.eqb (N.succ_pos i) (N.succ_pos j) = N.eqb i j.
Proof.
  apply eq_true_iff_eq. rewrite Pos.eqb_eq, N.eqb_eq. split; intro H; [|now subst].
  apply (f_equal Npos) in H. rewrite !N.succ_pos_spec in H. lia.
Qed.
Lemma get_set i j a t : get i (set j a t) = if N.eqb i j then Some a else get i t.
Proof. unfold get, set. now rewrite pget_pset, key_eqb. Qed.
Lemma get_remove i j t : get i (remove j t) = if N.eqb i j then None else get i t.
Proof. unfold get, remove. now rewrite pget_pset, key_eqb. Qed.
Lemma get_leaf i : get i (@Leaf A) = None.
Proof. unfold get. now destruct (N.succ_pos i). Qed.

(** ** Sums *)
Variable F : OrderedRing.
Add Ring F_ring : (f_ring F).
Notation "0" := (f0 F).
Infix "+" := (fadd F) (at level 50, left associativity).
Variable f : A -> F.
Definition amount (o : option A) : F := match o with Some a => f a | None => 0 end.
Fixpoint total (t : trie A) : F :=
  match t with Leaf => 0 | Node l o r => total l + amount o + total r end.

Lemma total_pset p a t : total (pset p a t) + amount (pget p t) = total t + amount a.
Proof.
  revert t; induction p; intros [|l o r]; cbn [pset pget total amount].
  - specialize (IHp Leaf). rewrite pget_leaf in IHp. cbn [total amount] in IHp.
    transitivity (total (pset p a Leaf) + 0); [ring|]. rewrite IHp. ring.
  - specialize (IHp r). transitivity (total l + amount o + (total (pset p a r) + amount (pget p r))); [ring|].
    rewrite IHp. ring.
  - specialize (IHp Leaf). rewrite pget_leaf in IHp. cbn [total amount] in IHp.
    transitivity (total (pset p a Leaf) + 0); [ring|]. rewrite IHp. ring.
  - specialize (IHp l). transitivity ((total (pset p a l) + amount (pget p l)) + amount o + total r); [ring|].
    rewrite IHp. ring.
  - ring.
  - ring.
Qed.
Lemma total_set k a t : total (set k a t) + amount (get k t) = total t + f a.
Proof. apply total_pset. Qed.
Lemma total_remove k a t : get k t = Some a -> total t = total (remove k t) + f a.
Proof.
  intro H. pose proof (total_pset (N.succ_pos k) None t) as T.
  unfold get in H. rewrite H in T. cbn [amount] in T. unfold remove.
  rewrite T. ring.
Qed.
Lemma total_empty t : is_empty t = true -> total t = 0.
Proof.
  induction t as [|l IHl [a|] r IHr]; simpl; intro H; try discriminate; auto.
  apply andb_prop in H as [H1 H2]. rewrite IHl, IHr by auto. ring.
Qed.
End Operations.
