(** * Short names for the files with partition certificates that `exactrelu convert --to coq` writes, and their theorem *)
Require Import List ZArith QArith.
From ExactReLU Require Import OrderedRings ExtendedNumbers Networks Embedding IntegerForms Farkas Trace Partition
  PartitionSoundness.
Import ListNotations.

Definition halves (h : form) : ptoken := PSplit (Some h).
Definition thirds (h : form) : ptoken := PSplitThree (Some h).
Definition void (f : farkas) : ptoken := PEmpty (Some f).
Definition status (network layer k : Z) (w : status_word) (f : farkas) : ptoken :=
  PStatus (Some network) (Some layer) (Some k) (Some w) (Some f).
Definition between (above below : farkas) : leaf_entry := Between (Some above) (Some below).
Definition leaf (entries : list leaf_entry) : ptoken := PLeaf (map Some entries).

(** The domain of the claim, as in [in_domain]. *)
Definition in_equality_domain (F : OrderedRing) (E : ContainsQ F) (x : list F) (c : equality_claim) : Prop :=
  Forall (fun f => leb F (f0 F) (value E f x) = true) (eq_inequalities c) /\
  Forall (fun f => value E f x = f0 F) (eq_equalities c).

(** The networks of a claim are equal at the points of its domain, in every ordered ring that contains Q. *)
Theorem partition_accepted_everywhere (c : equality_claim) (ts : list ptoken) : pcheck c ts = Accepted ->
  forall (F : OrderedRing) (E : ContainsQ F) (x : list F), length x = eq_inputs c -> in_equality_domain F E x c ->
  exists y : list F,
    eval F E (first_network c) (map (@Finite F) x) = Some (map (@Finite F) y) /\
    eval F E (second_network c) (map (@Finite F) x) = Some (map (@Finite F) y).
Proof. intros H F E x L [D1 D2]. exact (@pcheck_sound F E x c ts H L D1 D2). Qed.
