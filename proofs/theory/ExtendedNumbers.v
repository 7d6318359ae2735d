(** * Extended numbers: an ordered ring with plus and minus infinity

    The conventions are those of measure theory: [0 * oo = 0], [relu (-oo) = 0], and [oo - oo] has no value.
    Undefined results are [None]; nothing here ever invents a value for them. *)
Require Import Bool Ring.
From ExactReLU Require Import OrderedRings.
Set Implicit Arguments.

Inductive extended (A : Type) : Type := Finite (a : A) | PlusInfinity | MinusInfinity.
Arguments PlusInfinity {A}. Arguments MinusInfinity {A}.

Section Arithmetic.
Variable F : OrderedRing.
(** Weights are written in a type W of their own and have a value in F. *)
Variable W : Type.
Variable value : W -> F.
Notation "0" := (f0 F).
Notation "x <=? y" := (leb F x y) (at level 70).

Definition extended_relu (x : extended F) : extended F :=
  match x with Finite a => Finite (relu F a) | PlusInfinity => PlusInfinity | MinusInfinity => Finite 0 end.

Definition extended_add (x y : extended F) : option (extended F) :=
  match x, y with
  | Finite a, Finite b => Some (Finite (fadd F a b))
  | PlusInfinity, MinusInfinity | MinusInfinity, PlusInfinity => None
  | PlusInfinity, _ | _, PlusInfinity => Some PlusInfinity
  | MinusInfinity, _ | _, MinusInfinity => Some MinusInfinity
  end.

(** A finite number times an infinity: [0 * oo = 0], otherwise the sign of the number decides. *)
Definition times_infinity (a : F) (if_positive if_negative : extended F) : extended F :=
  if a <=? 0 then (if 0 <=? a then Finite 0 else if_negative) else if_positive.

(** A weight times a value. *)
Definition extended_mul (w : extended W) (v : extended F) : extended F :=
  match w, v with
  | Finite a, Finite b => Finite (fmul F (value a) b)
  | Finite a, PlusInfinity => times_infinity (value a) PlusInfinity MinusInfinity
  | Finite a, MinusInfinity => times_infinity (value a) MinusInfinity PlusInfinity
  | PlusInfinity, Finite b => times_infinity b PlusInfinity MinusInfinity
  | MinusInfinity, Finite b => times_infinity b MinusInfinity PlusInfinity
  | PlusInfinity, PlusInfinity | MinusInfinity, MinusInfinity => PlusInfinity
  | PlusInfinity, MinusInfinity | MinusInfinity, PlusInfinity => MinusInfinity
  end.

Definition extended_value (w : extended W) : extended F :=
  match w with Finite a => Finite (value a) | PlusInfinity => PlusInfinity | MinusInfinity => MinusInfinity end.

(** Neither the value of a sum nor whether it has one depends on the order of summation. *)
Add Ring F_ring : (f_ring F).
Definition then_add (s : option (extended F)) (z : extended F) : option (extended F) :=
  match s with Some y => extended_add y z | None => None end.

Lemma extended_add_comm x y : extended_add x y = extended_add y x.
Proof. destruct x, y; simpl; auto. do 2 f_equal. ring. Qed.
Lemma extended_add_exchange x y z : then_add (extended_add x y) z = then_add (extended_add x z) y.
Proof. destruct x, y, z; simpl; auto. do 2 f_equal. ring. Qed.
End Arithmetic.
