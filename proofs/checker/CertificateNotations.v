(** * Short names for the files that `exactrelu convert --to coq` writes, and their theorems

    Numbers are written p q for p / q, indices as plain numerals. *)
Require Import List ZArith NArith QArith.
From ExactReLU Require Import OrderedRings ExtendedNumbers Networks Embedding IntegerForms Farkas Trace Construction.
Import ListNotations.

(** Weights of the deep network, and of the shallow one: finite, -oo, oo. *)
Definition w (column : N) (p : Z) (q : positive) : N * Q := (column, p # q).
Definition v (column : N) (p : Z) (q : positive) : N * extended Q := (column, Finite (p # q)).
Definition down (column : N) : N * extended Q := (column, MinusInfinity).
Definition up (column : N) : N * extended Q := (column, PlusInfinity).
(** Neurons of the deep network, and of the shallow one. *)
Definition relu_deep (p : Z) (q : positive) (ws : list (N * Q)) : neuron Q := Neuron ReLU (p # q) (Sparse ws).
Definition linear_deep (p : Z) (q : positive) (ws : list (N * Q)) : neuron Q := Neuron Identity (p # q) (Sparse ws).
Definition relu_shallow (p : Z) (q : positive) (ws : list (N * extended Q)) : neuron (extended Q) :=
  Neuron ReLU (Finite (p # q)) (Sparse ws).
Definition linear_shallow (p : Z) (q : positive) (ws : list (N * extended Q)) : neuron (extended Q) :=
  Neuron Identity (Finite (p # q)) (Sparse ws).
(** Tokens. *)
Definition proof (mu c : Z) (ms : list (Z * Z)) : farkas := Farkas mu c ms.
Definition a (k : Z) (f : farkas) : token := IsActive (Some k) (Some f).
Definition i (k : Z) (f : farkas) : token := IsInactive (Some k) (Some f).
Definition s (k : Z) : token := Split (Some k) true.
Definition d (k : Z) (f : farkas) : token := Drop (Some k) (Some f).
Definition e (f : farkas) : token := IsEmpty (Some f).
Definition o (pairs : list (part * part)) : token := Output (map Some pairs).
Definition gate (k : Z) : part := Gate (Some k).
Definition zero (f : farkas) : part := Vanishes (Some f).

(** The networks of a claim are equal at the points of its domain, in every ordered ring that contains Q. *)
Theorem accepted_everywhere (c : claim) (ts : list token) : check c ts = Accepted ->
  forall (F : OrderedRing) (E : ContainsQ F) (x : list F), length x = inputs c -> in_domain E x c ->
  eval F E (shallow c) (map (@Finite F) x) = eval F E (lift (deep c)) (map (@Finite F) x) /\
  eval F E (lift (deep c)) (map (@Finite F) x) = Some (map (@Finite F) (feval F E (deep c) x)).
Proof. intros H F E x. exact (@check_sound F E x c ts H). Qed.
