
(** val xorb : bool -> bool -> bool **)

let xorb b1 b2 =
  if b1 then if b2 then false else true else b2

(** val negb : bool -> bool **)

let negb = function
| true -> false
| false -> true

(** val option_map : ('a1 -> 'a2) -> 'a1 option -> 'a2 option **)

let option_map f = function
| Some a -> Some (f a)
| None -> None

type ('a, 'b) sum =
| Inl of 'a
| Inr of 'b

(** val fst : ('a1 * 'a2) -> 'a1 **)

let fst = function
| (x, _) -> x

(** val snd : ('a1 * 'a2) -> 'a2 **)

let snd = function
| (_, y) -> y

(** val length : 'a1 list -> Integers.t **)

let rec length = function
| [] -> Integers.zero
| _ :: l' -> Integers.succ (length l')

(** val app : 'a1 list -> 'a1 list -> 'a1 list **)

let rec app l m =
  match l with
  | [] -> m
  | a :: l1 -> a :: (app l1 m)

type comparison =
| Eq
| Lt
| Gt

module Coq__1 = struct
 (** val add : Integers.t -> Integers.t -> Integers.t **)
 let rec add n0 m =
   Integers.match_nat
     (fun _ -> m)
     (fun p -> Integers.succ (add p m))
     n0
end
include Coq__1

(** val eqb : bool -> bool -> bool **)

let eqb b1 b2 =
  if b1 then b2 else if b2 then false else true

module Nat =
 struct
  (** val eqb : Integers.t -> Integers.t -> bool **)

  let rec eqb = Integers.eqb
 end

(** val nth : Integers.t -> 'a1 list -> 'a1 -> 'a1 **)

let rec nth n0 l default =
  Integers.match_nat
    (fun _ -> match l with
              | [] -> default
              | x :: _ -> x)
    (fun m -> match l with
              | [] -> default
              | _ :: t -> nth m t default)
    n0

(** val nth_error : 'a1 list -> Integers.t -> 'a1 option **)

let rec nth_error l n0 =
  Integers.match_nat
    (fun _ -> match l with
              | [] -> None
              | x :: _ -> Some x)
    (fun n1 -> match l with
               | [] -> None
               | _ :: l0 -> nth_error l0 n1)
    n0

(** val map : ('a1 -> 'a2) -> 'a1 list -> 'a2 list **)

let rec map f = function
| [] -> []
| a :: t -> (f a) :: (map f t)

(** val flat_map : ('a1 -> 'a2 list) -> 'a1 list -> 'a2 list **)

let rec flat_map f = function
| [] -> []
| x :: t -> app (f x) (flat_map f t)

(** val fold_left : ('a1 -> 'a2 -> 'a1) -> 'a2 list -> 'a1 -> 'a1 **)

let rec fold_left f l a0 =
  match l with
  | [] -> a0
  | b :: t -> fold_left f t (f a0 b)

(** val existsb : ('a1 -> bool) -> 'a1 list -> bool **)

let rec existsb f = function
| [] -> false
| a :: l0 -> (||) (f a) (existsb f l0)

(** val forallb : ('a1 -> bool) -> 'a1 list -> bool **)

let rec forallb f = function
| [] -> true
| a :: l0 -> (&&) (f a) (forallb f l0)

(** val seq : Integers.t -> Integers.t -> Integers.t list **)

let rec seq start0 len =
  Integers.match_nat
    (fun _ -> [])
    (fun len0 -> start0 :: (seq (Integers.succ start0) len0))
    len

(** val repeat : 'a1 -> Integers.t -> 'a1 list **)

let rec repeat x n0 =
  Integers.match_nat
    (fun _ -> [])
    (fun k -> x :: (repeat x k))
    n0

module Pos =
 struct
  type mask =
  | IsNul
  | IsPos of Integers.t
  | IsNeg
 end

module Coq_Pos =
 struct
  (** val succ : Integers.t -> Integers.t **)

  let rec succ = Integers.succ

  (** val add : Integers.t -> Integers.t -> Integers.t **)

  let rec add x y =
    Integers.match_positive
      (fun p ->
      Integers.match_positive
        (fun q0 -> Integers.double (add_carry p q0))
        (fun q0 -> Integers.double_succ (add p q0))
        (fun _ -> Integers.double (succ p))
        y)
      (fun p ->
      Integers.match_positive
        (fun q0 -> Integers.double_succ (add p q0))
        (fun q0 -> Integers.double (add p q0))
        (fun _ -> Integers.double_succ p)
        y)
      (fun _ ->
      Integers.match_positive
        (fun q0 -> Integers.double (succ q0))
        (fun q0 -> Integers.double_succ q0)
        (fun _ -> Integers.double Integers.one)
        y)
      x

  (** val add_carry : Integers.t -> Integers.t -> Integers.t **)

  and add_carry x y =
    Integers.match_positive
      (fun p ->
      Integers.match_positive
        (fun q0 -> Integers.double_succ (add_carry p q0))
        (fun q0 -> Integers.double (add_carry p q0))
        (fun _ -> Integers.double_succ (succ p))
        y)
      (fun p ->
      Integers.match_positive
        (fun q0 -> Integers.double (add_carry p q0))
        (fun q0 -> Integers.double_succ (add p q0))
        (fun _ -> Integers.double (succ p))
        y)
      (fun _ ->
      Integers.match_positive
        (fun q0 -> Integers.double_succ (succ q0))
        (fun q0 -> Integers.double (succ q0))
        (fun _ -> Integers.double_succ Integers.one)
        y)
      x

  (** val pred_double : Integers.t -> Integers.t **)

  let rec pred_double x =
    Integers.match_positive
      (fun p -> Integers.double_succ (Integers.double p))
      (fun p -> Integers.double_succ (pred_double p))
      (fun _ -> Integers.one)
      x

  type mask = Pos.mask =
  | IsNul
  | IsPos of Integers.t
  | IsNeg

  (** val succ_double_mask : mask -> mask **)

  let succ_double_mask = function
  | IsNul -> IsPos Integers.one
  | IsPos p -> IsPos (Integers.double_succ p)
  | IsNeg -> IsNeg

  (** val double_mask : mask -> mask **)

  let double_mask = function
  | IsPos p -> IsPos (Integers.double p)
  | x0 -> x0

  (** val double_pred_mask : Integers.t -> mask **)

  let double_pred_mask x =
    Integers.match_positive
      (fun p -> IsPos (Integers.double (Integers.double p)))
      (fun p -> IsPos (Integers.double (pred_double p)))
      (fun _ -> IsNul)
      x

  (** val sub_mask : Integers.t -> Integers.t -> mask **)

  let rec sub_mask x y =
    Integers.match_positive
      (fun p ->
      Integers.match_positive
        (fun q0 -> double_mask (sub_mask p q0))
        (fun q0 -> succ_double_mask (sub_mask p q0))
        (fun _ -> IsPos (Integers.double p))
        y)
      (fun p ->
      Integers.match_positive
        (fun q0 -> succ_double_mask (sub_mask_carry p q0))
        (fun q0 -> double_mask (sub_mask p q0))
        (fun _ -> IsPos (pred_double p))
        y)
      (fun _ ->
      Integers.match_positive
        (fun _ -> IsNeg)
        (fun _ -> IsNeg)
        (fun _ -> IsNul)
        y)
      x

  (** val sub_mask_carry : Integers.t -> Integers.t -> mask **)

  and sub_mask_carry x y =
    Integers.match_positive
      (fun p ->
      Integers.match_positive
        (fun q0 -> succ_double_mask (sub_mask_carry p q0))
        (fun q0 -> double_mask (sub_mask p q0))
        (fun _ -> IsPos (pred_double p))
        y)
      (fun p ->
      Integers.match_positive
        (fun q0 -> double_mask (sub_mask_carry p q0))
        (fun q0 -> succ_double_mask (sub_mask_carry p q0))
        (fun _ -> double_pred_mask p)
        y)
      (fun _ -> IsNeg)
      x

  (** val sub : Integers.t -> Integers.t -> Integers.t **)

  let sub x y =
    match sub_mask x y with
    | IsPos z0 -> z0
    | _ -> Integers.one

  (** val mul : Integers.t -> Integers.t -> Integers.t **)

  let rec mul x y =
    Integers.match_positive
      (fun p -> add y (Integers.double (mul p y)))
      (fun p -> Integers.double (mul p y))
      (fun _ -> y)
      x

  (** val size_nat : Integers.t -> Integers.t **)

  let rec size_nat p =
    Integers.match_positive
      (fun p0 -> Integers.succ (size_nat p0))
      (fun p0 -> Integers.succ (size_nat p0))
      (fun _ -> Integers.succ Integers.zero)
      p

  (** val compare_cont :
      comparison -> Integers.t -> Integers.t -> comparison **)

  let rec compare_cont r x y =
    Integers.match_positive
      (fun p ->
      Integers.match_positive
        (fun q0 -> compare_cont r p q0)
        (fun q0 -> compare_cont Gt p q0)
        (fun _ -> Gt)
        y)
      (fun p ->
      Integers.match_positive
        (fun q0 -> compare_cont Lt p q0)
        (fun q0 -> compare_cont r p q0)
        (fun _ -> Gt)
        y)
      (fun _ ->
      Integers.match_positive
        (fun _ -> Lt)
        (fun _ -> Lt)
        (fun _ -> r)
        y)
      x

  (** val compare : Integers.t -> Integers.t -> comparison **)

  let compare =
    compare_cont Eq

  (** val eqb : Integers.t -> Integers.t -> bool **)

  let rec eqb = Integers.eqb

  (** val gcdn : Integers.t -> Integers.t -> Integers.t -> Integers.t **)

  let rec gcdn n0 a b =
    Integers.match_nat
      (fun _ -> Integers.one)
      (fun n1 ->
      Integers.match_positive
        (fun a' ->
        Integers.match_positive
          (fun b' ->
          match compare a' b' with
          | Eq -> a
          | Lt -> gcdn n1 (sub b' a') a
          | Gt -> gcdn n1 (sub a' b') b)
          (fun b0 -> gcdn n1 a b0)
          (fun _ -> Integers.one)
          b)
        (fun a0 ->
        Integers.match_positive
          (fun _ -> gcdn n1 a0 b)
          (fun b0 -> Integers.double (gcdn n1 a0 b0))
          (fun _ -> Integers.one)
          b)
        (fun _ -> Integers.one)
        a)
      n0

  (** val gcd : Integers.t -> Integers.t -> Integers.t **)

  let gcd a b =
    gcdn (Coq__1.add (size_nat a) (size_nat b)) a b

  (** val iter_op : ('a1 -> 'a1 -> 'a1) -> Integers.t -> 'a1 -> 'a1 **)

  let rec iter_op op p a =
    Integers.match_positive
      (fun p0 -> op a (iter_op op p0 (op a a)))
      (fun p0 -> iter_op op p0 (op a a))
      (fun _ -> a)
      p

  (** val to_nat : Integers.t -> Integers.t **)

  let to_nat x =
    iter_op Coq__1.add x (Integers.succ Integers.zero)

  (** val of_succ_nat : Integers.t -> Integers.t **)

  let rec of_succ_nat n0 =
    Integers.match_nat
      (fun _ -> Integers.one)
      (fun x -> succ (of_succ_nat x))
      n0
 end

module N =
 struct
  (** val succ : Integers.t -> Integers.t **)

  let succ = Integers.succ

  (** val succ_pos : Integers.t -> Integers.t **)

  let succ_pos = Integers.succ

  (** val compare : Integers.t -> Integers.t -> comparison **)

  let compare = (fun a b -> let c = Integers.compare a b in if c = 0 then Eq else if c < 0 then Lt else Gt)

  (** val eqb : Integers.t -> Integers.t -> bool **)

  let eqb = Integers.eqb

  (** val ltb : Integers.t -> Integers.t -> bool **)

  let ltb = Integers.ltb

  (** val to_nat : Integers.t -> Integers.t **)

  let to_nat = (fun n -> n)

  (** val of_nat : Integers.t -> Integers.t **)

  let of_nat = (fun n -> n)
 end

module Z =
 struct
  (** val double : Integers.t -> Integers.t **)

  let double x =
    Integers.match_z
      (fun _ -> Integers.zero)
      (fun p -> (Integers.double p))
      (fun p -> Integers.opp (Integers.double p))
      x

  (** val succ_double : Integers.t -> Integers.t **)

  let succ_double x =
    Integers.match_z
      (fun _ -> Integers.one)
      (fun p -> (Integers.double_succ p))
      (fun p -> Integers.opp (Coq_Pos.pred_double p))
      x

  (** val pred_double : Integers.t -> Integers.t **)

  let pred_double x =
    Integers.match_z
      (fun _ -> Integers.opp Integers.one)
      (fun p -> (Coq_Pos.pred_double p))
      (fun p -> Integers.opp (Integers.double_succ p))
      x

  (** val pos_sub : Integers.t -> Integers.t -> Integers.t **)

  let rec pos_sub x y =
    Integers.match_positive
      (fun p ->
      Integers.match_positive
        (fun q0 -> double (pos_sub p q0))
        (fun q0 -> succ_double (pos_sub p q0))
        (fun _ -> (Integers.double p))
        y)
      (fun p ->
      Integers.match_positive
        (fun q0 -> pred_double (pos_sub p q0))
        (fun q0 -> double (pos_sub p q0))
        (fun _ -> (Coq_Pos.pred_double p))
        y)
      (fun _ ->
      Integers.match_positive
        (fun q0 -> Integers.opp (Integers.double q0))
        (fun q0 -> Integers.opp (Coq_Pos.pred_double q0))
        (fun _ -> Integers.zero)
        y)
      x

  (** val add : Integers.t -> Integers.t -> Integers.t **)

  let add = Integers.add

  (** val opp : Integers.t -> Integers.t **)

  let opp = Integers.opp

  (** val succ : Integers.t -> Integers.t **)

  let succ = Integers.succ

  (** val sub : Integers.t -> Integers.t -> Integers.t **)

  let sub = Integers.sub

  (** val mul : Integers.t -> Integers.t -> Integers.t **)

  let mul = Integers.mul

  (** val compare : Integers.t -> Integers.t -> comparison **)

  let compare = (fun a b -> let c = Integers.compare a b in if c = 0 then Eq else if c < 0 then Lt else Gt)

  (** val leb : Integers.t -> Integers.t -> bool **)

  let leb = Integers.leb

  (** val ltb : Integers.t -> Integers.t -> bool **)

  let ltb = Integers.ltb

  (** val eqb : Integers.t -> Integers.t -> bool **)

  let eqb = Integers.eqb

  (** val max : Integers.t -> Integers.t -> Integers.t **)

  let max = Integers.max

  (** val abs : Integers.t -> Integers.t **)

  let abs = Integers.abs

  (** val to_nat : Integers.t -> Integers.t **)

  let to_nat = Integers.to_nat

  (** val to_N : Integers.t -> Integers.t **)

  let to_N = Integers.to_nat

  (** val of_N : Integers.t -> Integers.t **)

  let of_N = (fun n -> n)

  (** val pos_div_eucl :
      Integers.t -> Integers.t -> Integers.t * Integers.t **)

  let rec pos_div_eucl a b =
    Integers.match_positive
      (fun a' ->
      let (q0, r) = pos_div_eucl a' b in
      let r' = add (mul (Integers.double Integers.one) r) Integers.one in
      if ltb r' b
      then ((mul (Integers.double Integers.one) q0), r')
      else ((add (mul (Integers.double Integers.one) q0) Integers.one),
             (sub r' b)))
      (fun a' ->
      let (q0, r) = pos_div_eucl a' b in
      let r' = mul (Integers.double Integers.one) r in
      if ltb r' b
      then ((mul (Integers.double Integers.one) q0), r')
      else ((add (mul (Integers.double Integers.one) q0) Integers.one),
             (sub r' b)))
      (fun _ ->
      if leb (Integers.double Integers.one) b
      then (Integers.zero, Integers.one)
      else (Integers.one, Integers.zero))
      a

  (** val div_eucl : Integers.t -> Integers.t -> Integers.t * Integers.t **)

  let div_eucl a b =
    Integers.match_z
      (fun _ -> (Integers.zero, Integers.zero))
      (fun a' ->
      Integers.match_z
        (fun _ -> (Integers.zero, a))
        (fun _ -> pos_div_eucl a' b)
        (fun b' ->
        let (q0, r) = pos_div_eucl a' b' in
        (Integers.match_z
           (fun _ -> ((opp q0), Integers.zero))
           (fun _ -> ((opp (add q0 Integers.one)), (add b r)))
           (fun _ -> ((opp (add q0 Integers.one)), (add b r)))
           r))
        b)
      (fun a' ->
      Integers.match_z
        (fun _ -> (Integers.zero, a))
        (fun _ ->
        let (q0, r) = pos_div_eucl a' b in
        (Integers.match_z
           (fun _ -> ((opp q0), Integers.zero))
           (fun _ -> ((opp (add q0 Integers.one)), (sub b r)))
           (fun _ -> ((opp (add q0 Integers.one)), (sub b r)))
           r))
        (fun b' -> let (q0, r) = pos_div_eucl a' b' in (q0, (opp r)))
        b)
      a

  (** val div : Integers.t -> Integers.t -> Integers.t **)

  let div = Integers.div

  (** val gcd : Integers.t -> Integers.t -> Integers.t **)

  let gcd = Integers.gcd

  (** val lcm : Integers.t -> Integers.t -> Integers.t **)

  let lcm = Integers.lcm
 end

type q = { qnum : Integers.t; qden : Integers.t }

type 'a extended =
| Finite of 'a
| PlusInfinity
| MinusInfinity

type activation =
| ReLU
| Identity

type 'a row =
| Dense of 'a list
| Sparse of (Integers.t * 'a) list

type 'a neuron = { act : activation; bias : 'a; weights : 'a row }

type 'a network = 'a neuron list list

(** val width : Integers.t -> 'a1 network -> Integers.t **)

let rec width n0 = function
| [] -> n0
| l :: n' -> width (length l) n'

type form = Integers.t list * Integers.t

(** val add_scaled :
    Integers.t -> Integers.t list -> Integers.t list -> Integers.t list **)

let rec add_scaled l u v =
  match u with
  | [] -> v
  | a :: u' ->
    (match v with
     | [] -> (Z.mul l a) :: (add_scaled l u' [])
     | b :: v' -> (Z.add b (Z.mul l a)) :: (add_scaled l u' v'))

(** val form_add_scaled : Integers.t -> form -> form -> form **)

let form_add_scaled l p q0 =
  ((add_scaled l (fst p) (fst q0)), (Z.add (snd q0) (Z.mul l (snd p))))

(** val form_opp : form -> form **)

let form_opp p =
  ((map Z.opp (fst p)), (Z.opp (snd p)))

(** val form_zero : form **)

let form_zero =
  ([], Integers.zero)

(** val sparse_form :
    (Integers.t * Integers.t) list -> Integers.t -> form list -> form **)

let rec sparse_form ws b ps =
  match ws with
  | [] -> ([], b)
  | p :: ws' ->
    let (c, w) = p in
    form_add_scaled w (nth (N.to_nat c) ps form_zero) (sparse_form ws' b ps)

(** val dense_form : Integers.t list -> Integers.t -> form list -> form **)

let rec dense_form ws b ps =
  match ws with
  | [] -> ([], b)
  | w :: ws' ->
    (match ps with
     | [] -> ([], b)
     | p :: ps' -> form_add_scaled w p (dense_form ws' b ps'))

(** val neuron_form : Integers.t neuron -> form list -> form **)

let neuron_form n0 ps =
  match n0.weights with
  | Dense ws -> dense_form ws n0.bias ps
  | Sparse ws -> sparse_form ws n0.bias ps

(** val coordinate : Integers.t -> form **)

let coordinate i =
  ((app (repeat Integers.zero i) (Integers.one :: [])), Integers.zero)

(** val coordinates : Integers.t -> form list **)

let coordinates n0 =
  map coordinate (seq Integers.zero n0)

(** val scaled_eqb :
    Integers.t -> Integers.t list -> Integers.t list -> bool **)

let rec scaled_eqb mu0 u v =
  match u with
  | [] -> forallb (Z.eqb Integers.zero) v
  | a :: u' ->
    (match v with
     | [] -> (&&) (Z.eqb (Z.mul mu0 a) Integers.zero) (scaled_eqb mu0 u' [])
     | b :: v' -> (&&) (Z.eqb (Z.mul mu0 a) b) (scaled_eqb mu0 u' v'))

(** val pad : Integers.t -> Integers.t list -> Integers.t list **)

let rec pad n0 u =
  Integers.match_nat
    (fun _ -> [])
    (fun n' ->
    match u with
    | [] -> Integers.zero :: (pad n' [])
    | a :: u' -> a :: (pad n' u'))
    n0

(** val divide_form : Integers.t -> form -> form * Integers.t **)

let divide_form n0 p =
  let u = pad n0 (fst p) in
  let g = fold_left Z.gcd u (Z.abs (snd p)) in
  let q0 = ((map (fun a -> Z.div a g) u), (Z.div (snd p) g)) in
  if (&&) ((&&) (Z.ltb Integers.zero g) (scaled_eqb g (fst q0) u))
       (Z.eqb (Z.mul g (snd q0)) (snd p))
  then (q0, g)
  else ((u, (snd p)), Integers.one)

(** val primitive : Integers.t -> form -> form **)

let primitive n0 p =
  fst (divide_form n0 p)

type relation =
| Closed
| Strict
| Equal

type farkas = { mu : Integers.t; constant : Integers.t;
                multipliers : (Integers.t * Integers.t) list }

(** val multiplier_ok : relation -> Integers.t -> bool **)

let multiplier_ok r l =
  match r with
  | Equal -> negb (Z.eqb l Integers.zero)
  | _ -> Z.ltb Integers.zero l

(** val is_strict : relation -> bool **)

let is_strict = function
| Strict -> true
| _ -> false

(** val combination :
    ('a1 -> form) -> ('a1 -> relation) -> (Integers.t -> 'a1 -> bool) ->
    Integers.t -> 'a1 list -> (Integers.t * Integers.t) list -> form -> bool
    -> (form * bool) option **)

let rec combination shape0 relation_of0 usable i gs ms sum0 strict =
  match ms with
  | [] -> Some (sum0, strict)
  | p :: ms' ->
    let (j, l) = p in
    (match gs with
     | [] -> None
     | g :: gs' ->
       if Z.eqb i j
       then if (&&) (usable i g) (multiplier_ok (relation_of0 g) l)
            then combination shape0 relation_of0 usable (Z.succ i) gs' ms'
                   (form_add_scaled l (shape0 g) sum0)
                   ((||) strict (is_strict (relation_of0 g)))
            else None
       else combination shape0 relation_of0 usable (Z.succ i) gs' ms sum0
              strict)

(** val proves :
    ('a1 -> form) -> ('a1 -> relation) -> bool -> (Integers.t -> 'a1 -> bool)
    -> 'a1 list -> farkas -> form -> bool **)

let proves shape0 relation_of0 strict usable gs pf p =
  match combination shape0 relation_of0 usable Integers.zero gs
          pf.multipliers form_zero false with
  | Some p0 ->
    let (s, used_strict) = p0 in
    (&&)
      ((&&)
        ((&&)
          ((&&) (Z.ltb Integers.zero pf.mu) (Z.leb Integers.zero pf.constant))
          ((||) ((||) (negb strict) used_strict)
            (Z.ltb Integers.zero pf.constant)))
        (scaled_eqb pf.mu (fst p) (fst s)))
      (Z.eqb (Z.mul pf.mu (snd p)) (Z.add (snd s) pf.constant))
  | None -> false

type 'a trie =
| Leaf
| Node of 'a trie * 'a option * 'a trie

(** val pget : Integers.t -> 'a1 trie -> 'a1 option **)

let rec pget p = function
| Leaf -> None
| Node (l, o, r) ->
  (Integers.match_positive
     (fun q0 -> pget q0 r)
     (fun q0 -> pget q0 l)
     (fun _ -> o)
     p)

(** val pset : Integers.t -> 'a1 option -> 'a1 trie -> 'a1 trie **)

let rec pset p a t =
  Integers.match_positive
    (fun q0 ->
    match t with
    | Leaf -> Node (Leaf, None, (pset q0 a Leaf))
    | Node (l, o, r) -> Node (l, o, (pset q0 a r)))
    (fun q0 ->
    match t with
    | Leaf -> Node ((pset q0 a Leaf), None, Leaf)
    | Node (l, o, r) -> Node ((pset q0 a l), o, r))
    (fun _ ->
    match t with
    | Leaf -> Node (Leaf, a, Leaf)
    | Node (l, _, r) -> Node (l, a, r))
    p

(** val get : Integers.t -> 'a1 trie -> 'a1 option **)

let get k t =
  pget (N.succ_pos k) t

(** val set : Integers.t -> 'a1 -> 'a1 trie -> 'a1 trie **)

let set k a t =
  pset (N.succ_pos k) (Some a) t

(** val remove : Integers.t -> 'a1 trie -> 'a1 trie **)

let remove k t =
  pset (N.succ_pos k) None t

(** val is_empty : 'a1 trie -> bool **)

let rec is_empty = function
| Leaf -> true
| Node (l, here, r) ->
  (match here with
   | Some _ -> false
   | None -> (&&) (is_empty l) (is_empty r))

(** val traverse : ('a1 -> 'a2 option) -> 'a1 list -> 'a2 list option **)

let rec traverse f = function
| [] -> Some []
| a :: l' ->
  (match f a with
   | Some b ->
     (match traverse f l' with
      | Some r -> Some (b :: r)
      | None -> None)
   | None -> None)

(** val scale_number : Integers.t -> q -> Integers.t option **)

let scale_number d a =
  let k = Z.div d a.qden in
  if Z.eqb (Z.mul k a.qden) d then Some (Z.mul a.qnum k) else None

(** val scale_entry :
    Integers.t -> (Integers.t * q) -> (Integers.t * Integers.t) option **)

let scale_entry d e =
  option_map (fun z0 -> ((fst e), z0)) (scale_number d (snd e))

(** val scale_row : Integers.t -> q row -> Integers.t row option **)

let scale_row d = function
| Dense ws -> option_map (fun x -> Dense x) (traverse (scale_number d) ws)
| Sparse ws -> option_map (fun x -> Sparse x) (traverse (scale_entry d) ws)

(** val scale_neuron :
    Integers.t -> Integers.t -> q neuron -> Integers.t neuron option **)

let scale_neuron d d0 n0 =
  match scale_row d n0.weights with
  | Some r ->
    (match scale_number d0 n0.bias with
     | Some b -> Some { act = n0.act; bias = b; weights = r }
     | None -> None)
  | None -> None

(** val denominators : q neuron -> Integers.t list **)

let denominators n0 =
  n0.bias.qden :: (match n0.weights with
                   | Dense ws -> map (fun w -> w.qden) ws
                   | Sparse ws -> map (fun e -> (snd e).qden) ws)

(** val layer_denominator : q neuron list -> Integers.t **)

let layer_denominator l =
  fold_left Z.lcm (flat_map denominators l) Integers.one

(** val scale_network :
    Integers.t -> q network -> (Integers.t network * Integers.t) option **)

let rec scale_network d = function
| [] -> Some ([], d)
| l :: n' ->
  let d0 = layer_denominator l in
  let d' = Z.mul d d0 in
  if Z.ltb Integers.zero d0
  then (match traverse (scale_neuron d0 d') l with
        | Some l' ->
          (match scale_network d' n' with
           | Some p -> let (m, t) = p in Some ((l' :: m), t)
           | None -> None)
        | None -> None)
  else None

(** val compare_lists : Integers.t list -> Integers.t list -> comparison **)

let rec compare_lists u v =
  match u with
  | [] -> (match v with
           | [] -> Eq
           | _ :: _ -> Lt)
  | a :: u' ->
    (match v with
     | [] -> Gt
     | b :: v' ->
       (match Z.compare a b with
        | Eq -> compare_lists u' v'
        | x -> x))

(** val compare_forms : form -> form -> comparison **)

let compare_forms p q0 =
  match Z.compare (snd p) (snd q0) with
  | Eq -> compare_lists (fst p) (fst q0)
  | x -> x

type tree =
| Empty
| Fork of Integers.t * tree * form * Integers.t * tree

(** val height : tree -> Integers.t **)

let height = function
| Empty -> Integers.zero
| Fork (h, _, _, _, _) -> h

(** val fork : tree -> form -> Integers.t -> tree -> tree **)

let fork l k v r =
  Fork ((Z.add Integers.one (Z.max (height l) (height r))), l, k, v, r)

(** val balance : tree -> form -> Integers.t -> tree -> tree **)

let balance l k v r =
  if Z.ltb (Z.add (height r) Integers.one) (height l)
  then (match l with
        | Empty -> fork l k v r
        | Fork (_, ll, lk, lv, lr) ->
          if Z.leb (height lr) (height ll)
          then fork ll lk lv (fork lr k v r)
          else (match lr with
                | Empty -> fork l k v r
                | Fork (_, a, mk, mv, b) ->
                  fork (fork ll lk lv a) mk mv (fork b k v r)))
  else if Z.ltb (Z.add (height l) Integers.one) (height r)
       then (match r with
             | Empty -> fork l k v r
             | Fork (_, rl, rk, rv, rr) ->
               if Z.leb (height rl) (height rr)
               then fork (fork l k v rl) rk rv rr
               else (match rl with
                     | Empty -> fork l k v r
                     | Fork (_, a, mk, mv, b) ->
                       fork (fork l k v a) mk mv (fork b rk rv rr)))
       else fork l k v r

(** val insert : form -> Integers.t -> tree -> tree option **)

let rec insert k v = function
| Empty -> Some (fork Empty k v Empty)
| Fork (_, l, k', v', r) ->
  (match compare_forms k k' with
   | Eq -> None
   | Lt -> option_map (fun l' -> balance l' k' v' r) (insert k v l)
   | Gt -> option_map (fun r' -> balance l k' v' r') (insert k v r))

(** val find : form -> tree -> Integers.t option **)

let rec find k = function
| Empty -> None
| Fork (_, l, k', v, r) ->
  (match compare_forms k k' with
   | Eq -> Some v
   | Lt -> find k l
   | Gt -> find k r)

(** val integer : q -> Integers.t option **)

let integer a =
  if Coq_Pos.eqb a.qden Integers.one then Some a.qnum else None

(** val integer_entry :
    Integers.t -> (Integers.t * q extended) -> (Integers.t * Integers.t)
    option **)

let integer_entry n0 e =
  match snd e with
  | Finite a ->
    if N.ltb (fst e) n0
    then option_map (fun z0 -> ((fst e), z0)) (integer a)
    else None
  | _ -> None

(** val hidden_form : Integers.t -> q extended neuron -> form option **)

let hidden_form n0 m =
  match m.act with
  | ReLU ->
    (match m.bias with
     | Finite b ->
       (match m.weights with
        | Dense _ -> None
        | Sparse ws ->
          (match integer b with
           | Some c ->
             (match traverse (integer_entry (N.of_nat n0)) ws with
              | Some es ->
                let q0 = sparse_form es c (coordinates n0) in
                Some ((pad n0 (fst q0)), (snd q0))
              | None -> None)
           | None -> None))
     | _ -> None)
  | Identity -> None

(** val index_forms :
    Integers.t -> form option list -> tree -> tree option **)

let rec index_forms i qs t =
  match qs with
  | [] -> Some t
  | o :: qs' ->
    (match o with
     | Some q0 ->
       (match insert q0 i t with
        | Some t' -> index_forms (N.succ i) qs' t'
        | None -> None)
     | None -> index_forms (N.succ i) qs' t)

type second_kind =
| Copy
| Selector

(** val is_number : Integers.t -> q -> bool **)

let is_number z0 a =
  (&&) (Z.eqb a.qnum z0) (Coq_Pos.eqb a.qden Integers.one)

(** val second_neuron :
    Integers.t -> q extended neuron -> (second_kind * Integers.t) option **)

let second_neuron width0 m =
  match m.act with
  | ReLU ->
    (match m.bias with
     | Finite b ->
       (match m.weights with
        | Dense _ -> None
        | Sparse weights0 ->
          (match weights0 with
           | [] -> None
           | p :: l ->
             let (c, w) = p in
             (match l with
              | [] ->
                if N.ltb c width0
                then (match w with
                      | Finite a ->
                        if (&&) (is_number Integers.zero b)
                             (is_number Integers.one a)
                        then Some (Copy, c)
                        else None
                      | PlusInfinity -> None
                      | MinusInfinity ->
                        if is_number Integers.one b
                        then Some (Selector, c)
                        else None)
                else None
              | _ :: _ -> None)))
     | _ -> None)
  | Identity -> None

(** val is_copy : second_kind -> bool **)

let is_copy = function
| Copy -> true
| Selector -> false

(** val index_second :
    bool -> Integers.t -> (second_kind * Integers.t) option list ->
    Integers.t trie -> Integers.t trie option **)

let rec index_second copies i ks t =
  match ks with
  | [] -> Some t
  | o :: ks' ->
    (match o with
     | Some p ->
       let (k, c) = p in
       if eqb (is_copy k) copies
       then (match get c t with
             | Some _ -> None
             | None -> index_second copies (N.succ i) ks' (set c i t))
       else index_second copies (N.succ i) ks' t
     | None -> index_second copies (N.succ i) ks' t)

type columns = { first : tree;
                 second : (Integers.t trie * Integers.t trie) option }

(** val penalty_column : columns -> bool -> form -> Integers.t option **)

let penalty_column b strict q0 =
  match find q0 b.first with
  | Some c ->
    (match b.second with
     | Some p ->
       let (copies, selectors) = p in
       get c (if strict then selectors else copies)
     | None -> if strict then None else Some c)
  | None -> None

type entries = (Integers.t * Integers.t extended) list

(** val put_finite : Integers.t -> Integers.t -> entries -> entries option **)

let rec put_finite c z0 l = match l with
| [] -> Some ((c, (Finite z0)) :: [])
| p :: l' ->
  let (d, w) = p in
  (match N.compare c d with
   | Eq -> None
   | Lt -> Some ((c, (Finite z0)) :: l)
   | Gt -> option_map (fun x -> (d, w) :: x) (put_finite c z0 l'))

(** val put_infinity : Integers.t -> entries -> entries **)

let rec put_infinity c l = match l with
| [] -> (c, MinusInfinity) :: []
| p :: l' ->
  let (d, w) = p in
  (match N.compare c d with
   | Eq -> (c, MinusInfinity) :: l'
   | Lt -> (c, MinusInfinity) :: l
   | Gt -> (d, w) :: (put_infinity c l'))

type carrier = Integers.t option * Integers.t option

(** val finite_entries :
    Integers.t list -> carrier list -> entries -> entries option **)

let rec finite_entries a cs l =
  match a with
  | [] -> Some l
  | z0 :: a' ->
    (match cs with
     | [] -> if Z.eqb z0 Integers.zero then finite_entries a' [] l else None
     | c :: cs' ->
       let (p, m) = c in
       if Z.eqb z0 Integers.zero
       then finite_entries a' cs' l
       else (match p with
             | Some cp ->
               (match m with
                | Some cm ->
                  (match put_finite cp z0 l with
                   | Some l1 ->
                     (match put_finite cm (Z.opp z0) l1 with
                      | Some l2 -> finite_entries a' cs' l2
                      | None -> None)
                   | None -> None)
                | None -> None)
             | None -> None))

(** val equals_fraction : q -> Integers.t -> Integers.t -> bool **)

let equals_fraction a z0 d =
  Z.eqb (Z.mul a.qnum d) (Z.mul z0 a.qden)

(** val same_row :
    Integers.t -> entries -> (Integers.t * q extended) list -> bool **)

let rec same_row d expected ws =
  match expected with
  | [] -> (match ws with
           | [] -> true
           | _ :: _ -> false)
  | p :: expected' ->
    let (c, w) = p in
    (match ws with
     | [] -> false
     | p0 :: ws' ->
       let (d0, v) = p0 in
       if N.eqb c d0
       then (match w with
             | Finite z0 ->
               (match v with
                | Finite a ->
                  if equals_fraction a z0 d
                  then same_row d expected' ws'
                  else false
                | _ -> false)
             | PlusInfinity -> false
             | MinusInfinity ->
               (match v with
                | MinusInfinity -> same_row d expected' ws'
                | _ -> false))
       else false)

(** val is_gate :
    carrier list -> Integers.t list -> Integers.t -> form -> q extended
    neuron -> bool **)

let is_gate carriers0 penalties0 d g m =
  match m.act with
  | ReLU ->
    (match m.bias with
     | Finite b ->
       (match m.weights with
        | Dense _ -> false
        | Sparse ws ->
          if equals_fraction b (snd g) d
          then (match finite_entries (fst g) carriers0 [] with
                | Some l ->
                  same_row d
                    (fold_left (fun l0 c -> put_infinity c l0) penalties0 l)
                    ws
                | None -> false)
          else false)
     | _ -> false)
  | Identity -> false

(** val carriers_present : Integers.t list -> carrier list -> bool **)

let rec carriers_present a cs =
  match a with
  | [] -> true
  | z0 :: a' ->
    (match cs with
     | [] -> true
     | c :: cs' ->
       let (o, o0) = c in
       (match o with
        | Some _ ->
          (match o0 with
           | Some _ -> carriers_present a' cs'
           | None -> (&&) (Z.eqb z0 Integers.zero) (carriers_present a' cs'))
        | None -> (&&) (Z.eqb z0 Integers.zero) (carriers_present a' cs')))

(** val gate_shaped : Integers.t -> q extended neuron -> bool **)

let gate_shaped width0 m =
  match m.act with
  | ReLU ->
    (match m.bias with
     | Finite _ ->
       (match m.weights with
        | Dense _ -> false
        | Sparse ws ->
          forallb (fun e ->
            (&&) (N.ltb (fst e) width0)
              (match snd e with
               | PlusInfinity -> false
               | _ -> true)) ws)
     | _ -> false)
  | Identity -> false

type rule =
| Grammar
| IndexRange
| Unfinished
| TrailingData
| FarkasMu
| FarkasConstant
| FarkasOrder
| FarkasUsable
| FarkasMultiplier
| FarkasIdentity
| FarkasStrict
| NotUndecided
| DropKept
| OutputNotReached
| GateReused
| MissingNeuron
| GateEntry
| OutputEntry
| GateUnused
| UnusedNeuron
| HiddenLayers
| Outputs
| DuplicateNeuron
| DeepNetwork

(** val is_malformed : rule -> bool **)

let is_malformed = function
| Grammar -> true
| IndexRange -> true
| Unfinished -> true
| TrailingData -> true
| _ -> false

type part =
| Gate of Integers.t option
| Vanishes of farkas option

type token =
| IsActive of Integers.t option * farkas option
| IsInactive of Integers.t option * farkas option
| Split of Integers.t option * bool
| Drop of Integers.t option * farkas option
| IsEmpty of farkas option
| Output of (part * part) option list
| Unknown

type origin =
| Premise
| Kept
| Dropped

type constraint0 = { shape : form; relation_of : relation;
                     origin_of : origin; penalties : Integers.t option list }

type status =
| Undecided
| Active
| Inactive

type path = { constraints : constraint0 list; current : (form * status) list;
              rest : Integers.t network; negative : bool }

(** val is_decided : (form * status) -> bool **)

let is_decided n0 =
  match snd n0 with
  | Undecided -> false
  | _ -> true

(** val is_active : (form * status) -> bool **)

let is_active n0 =
  match snd n0 with
  | Active -> true
  | _ -> false

(** val activation_form : (form * status) -> form **)

let activation_form n0 =
  match snd n0 with
  | Inactive -> form_zero
  | _ -> fst n0

(** val enter :
    (form * status) list -> Integers.t neuron list -> (form * status) list **)

let enter cur l =
  let ps = map activation_form cur in
  map (fun n0 -> ((neuron_form n0 ps),
    (match n0.act with
     | ReLU -> Undecided
     | Identity -> Active))) l

(** val advance :
    (form * status) list -> Integers.t network -> (form * status)
    list * Integers.t network **)

let rec advance cur layers = match layers with
| [] -> (cur, [])
| l :: layers' ->
  if forallb is_decided cur
  then advance (enter cur l) layers'
  else (cur, layers)

(** val make_path :
    constraint0 list -> (form * status) list -> Integers.t network -> bool ->
    path **)

let make_path cs cur layers neg =
  let (c, r) = advance cur layers in
  { constraints = cs; current = c; rest = r; negative = neg }

(** val replace : Integers.t -> 'a1 -> 'a1 list -> 'a1 list **)

let rec replace n0 a = function
| [] -> []
| b :: l' ->
  (Integers.match_nat
     (fun _ -> a :: l')
     (fun n' -> b :: (replace n' a l'))
     n0)

(** val length_Z : 'a1 list -> Integers.t **)

let length_Z l =
  fold_left (fun n0 _ -> Z.succ n0) l Integers.zero

(** val diagnose_multipliers :
    (Integers.t -> constraint0 -> bool) -> constraint0 list -> Integers.t ->
    (Integers.t * Integers.t) list -> rule option **)

let rec diagnose_multipliers usable cs previous = function
| [] -> None
| p :: ms' ->
  let (i, l) = p in
  if (&&) (Z.leb Integers.zero i) (Z.ltb i (length_Z cs))
  then if Z.leb i previous
       then Some FarkasOrder
       else (match nth_error cs (Z.to_nat i) with
             | Some c ->
               if usable i c
               then if multiplier_ok c.relation_of l
                    then diagnose_multipliers usable cs i ms'
                    else Some FarkasMultiplier
               else Some FarkasUsable
             | None -> Some IndexRange)
  else Some IndexRange

(** val proves0 :
    bool -> (Integers.t -> constraint0 -> bool) -> constraint0 list -> farkas
    -> form -> bool **)

let proves0 =
  proves (fun c -> c.shape) (fun c -> c.relation_of)

(** val diagnose :
    (Integers.t -> constraint0 -> bool) -> constraint0 list -> farkas -> form
    -> rule **)

let diagnose usable cs f p =
  if Z.ltb f.mu Integers.one
  then FarkasMu
  else if Z.ltb f.constant Integers.zero
       then FarkasConstant
       else (match diagnose_multipliers usable cs (Integers.opp Integers.one)
                     f.multipliers with
             | Some r -> r
             | None ->
               if proves0 false usable cs f p
               then FarkasStrict
               else FarkasIdentity)

(** val prove :
    bool -> (Integers.t -> constraint0 -> bool) -> constraint0 list -> farkas
    option -> form -> rule option **)

let prove strict usable cs pf p =
  match pf with
  | Some f ->
    if proves0 strict usable cs f p
    then None
    else Some (diagnose usable cs f p)
  | None -> Some Grammar

(** val any : Integers.t -> constraint0 -> bool **)

let any _ _ =
  true

(** val kept_or_premise : Integers.t -> Integers.t -> constraint0 -> bool **)

let kept_or_premise without i c =
  (&&) (negb (Z.eqb i without))
    (match c.origin_of with
     | Dropped -> false
     | _ -> true)

type claimable = q extended neuron * (Integers.t * bool) option

type environment = { half_open : bool; dimension : Integers.t;
                     below : columns; carriers : carrier list;
                     scale : Integers.t; gate_count : Integers.t }

type state = { paths : path list; gates : claimable trie; used : bool trie }

(** val kept_penalties : constraint0 list -> Integers.t list option **)

let rec kept_penalties = function
| [] -> Some []
| c :: cs' ->
  (match c.origin_of with
   | Kept ->
     (match traverse (fun o -> o) c.penalties with
      | Some a ->
        (match kept_penalties cs' with
         | Some b -> Some (app a b)
         | None -> None)
      | None -> None)
   | _ -> kept_penalties cs')

(** val mark : Integers.t -> bool trie -> bool trie **)

let mark c t =
  match get c t with
  | Some _ -> t
  | None -> set c true t

(** val closed_side : environment -> form -> form -> constraint0 **)

let closed_side env0 z0 q0 =
  { shape = z0; relation_of = Closed; origin_of = Kept; penalties =
    ((penalty_column env0.below false (form_opp q0)) :: []) }

(** val equal_side : environment -> form -> form -> constraint0 **)

let equal_side env0 z0 q0 =
  { shape = z0; relation_of = Equal; origin_of = Kept; penalties =
    ((penalty_column env0.below false q0) :: ((penalty_column env0.below
                                                false (form_opp q0)) :: [])) }

(** val strict_side : environment -> form -> form -> constraint0 **)

let strict_side env0 z0 q0 =
  { shape = z0; relation_of = Strict; origin_of = Kept; penalties =
    ((penalty_column env0.below true q0) :: []) }

(** val undecided_neuron :
    path -> Integers.t option -> (Integers.t * form, rule) sum **)

let undecided_neuron p = function
| Some z0 ->
  if (&&) (Z.leb Integers.zero z0) (Z.ltb z0 (length_Z p.current))
  then (match nth_error p.current (Z.to_nat z0) with
        | Some p0 ->
          let (f, s) = p0 in
          (match s with
           | Undecided -> Inl ((Z.to_nat z0), f)
           | _ -> Inr NotUndecided)
        | None -> Inr IndexRange)
  else Inr IndexRange
| None -> Inr IndexRange

(** val decide :
    path -> constraint0 list -> bool -> Integers.t -> form -> status -> path **)

let decide p added reverse n0 f s =
  make_path (app p.constraints added) (replace n0 (f, s) p.current) p.rest
    (xorb reverse p.negative)

(** val children : environment -> path -> Integers.t -> form -> path list **)

let children env0 p n0 z0 =
  let q0 = primitive env0.dimension z0 in
  let inactive = closed_side env0 (form_opp z0) (form_opp q0) in
  if env0.half_open
  then (decide p (inactive :: []) false n0 z0 Inactive) :: ((decide p
                                                              ((strict_side
                                                                 env0 z0 q0) :: [])
                                                              false n0 z0
                                                              Active) :: [])
  else (decide p (inactive :: []) false n0 z0 Inactive) :: ((decide p
                                                              ((equal_side
                                                                 env0 z0 q0) :: [])
                                                              true n0 z0
                                                              Inactive) :: (
         (decide p ((closed_side env0 z0 q0) :: []) false n0 z0 Active) :: []))

(** val emit_part :
    environment -> path -> Integers.t list option -> Integers.t -> form ->
    bool -> part -> claimable trie -> (claimable trie, rule) sum **)

let emit_part env0 p ps o g neg h gs =
  match h with
  | Gate k ->
    (match k with
     | Some z0 ->
       if (&&) (Z.leb Integers.zero z0) (Z.ltb z0 (Z.of_N env0.gate_count))
       then (match get (Z.to_N z0) gs with
             | Some c ->
               let (m, entry) = c in
               (match ps with
                | Some cs ->
                  if is_gate env0.carriers cs env0.scale g m
                  then (match entry with
                        | Some p0 ->
                          let (o', neg') = p0 in
                          if (&&) (Nat.eqb o' o) (eqb neg' neg)
                          then Inl (remove (Z.to_N z0) gs)
                          else Inr OutputEntry
                        | None -> Inr OutputEntry)
                  else if carriers_present (fst g) env0.carriers
                       then Inr GateEntry
                       else Inr MissingNeuron
                | None -> Inr MissingNeuron)
             | None -> Inr GateReused)
       else Inr IndexRange
     | None -> Inr IndexRange)
  | Vanishes pf ->
    (match prove false any p.constraints pf (form_opp g) with
     | Some r -> Inr r
     | None -> Inl gs)

(** val emit :
    environment -> path -> Integers.t list option -> Integers.t ->
    (form * status) list -> (part * part) option list -> claimable trie ->
    (claimable trie, rule) sum **)

let rec emit env0 p ps o outs pairs gs =
  match outs with
  | [] -> (match pairs with
           | [] -> Inl gs
           | _ :: _ -> Inr Grammar)
  | p0 :: outs' ->
    let (g, _) = p0 in
    (match pairs with
     | [] -> Inr Grammar
     | e :: pairs' ->
       (match e with
        | Some p1 ->
          let (plus, minus) = p1 in
          (match emit_part env0 p ps o g p.negative plus gs with
           | Inl gs1 ->
             (match emit_part env0 p ps o (form_opp g) (negb p.negative)
                      minus gs1 with
              | Inl gs2 -> emit env0 p ps (Integers.succ o) outs' pairs' gs2
              | Inr r -> Inr r)
           | Inr r -> Inr r)
        | None -> Inr Grammar))

(** val uses_gate : (part * part) option -> bool **)

let uses_gate = function
| Some p ->
  let (p0, p1) = p in
  (match p0 with
   | Gate _ -> true
   | Vanishes _ -> (match p1 with
                    | Gate _ -> true
                    | Vanishes _ -> false))
| None -> false

(** val drop : Integers.t -> path -> constraint0 -> path **)

let drop i p c =
  { constraints =
    (replace (Z.to_nat i) { shape = c.shape; relation_of = c.relation_of;
      origin_of = Dropped; penalties = c.penalties } p.constraints);
    current = p.current; rest = p.rest; negative = p.negative }

(** val step : environment -> state -> token -> (state, rule) sum **)

let step env0 s t =
  match s.paths with
  | [] -> Inr TrailingData
  | p :: ps ->
    (match t with
     | IsActive (k, pf) ->
       (match undecided_neuron p k with
        | Inl p0 ->
          let (n0, f) = p0 in
          (match prove false any p.constraints pf f with
           | Some r -> Inr r
           | None ->
             Inl { paths = ((decide p [] false n0 f Active) :: ps); gates =
               s.gates; used = s.used })
        | Inr r -> Inr r)
     | IsInactive (k, pf) ->
       (match undecided_neuron p k with
        | Inl p0 ->
          let (n0, f) = p0 in
          (match prove false any p.constraints pf (form_opp f) with
           | Some r -> Inr r
           | None ->
             Inl { paths = ((decide p [] false n0 f Inactive) :: ps); gates =
               s.gates; used = s.used })
        | Inr r -> Inr r)
     | Split (k, nothing_more) ->
       (match undecided_neuron p k with
        | Inl p0 ->
          let (n0, f) = p0 in
          if nothing_more
          then Inl { paths = (app (children env0 p n0 f) ps); gates =
                 s.gates; used = s.used }
          else Inr Grammar
        | Inr r -> Inr r)
     | Drop (i0, pf) ->
       (match i0 with
        | Some i ->
          if (&&) (Z.leb Integers.zero i) (Z.ltb i (length_Z p.constraints))
          then (match nth_error p.constraints (Z.to_nat i) with
                | Some c ->
                  (match c.origin_of with
                   | Kept ->
                     (match c.relation_of with
                      | Equal -> Inr DropKept
                      | x ->
                        (match prove (is_strict x) (kept_or_premise i)
                                 p.constraints pf c.shape with
                         | Some r -> Inr r
                         | None ->
                           Inl { paths = ((drop i p c) :: ps); gates =
                             s.gates; used = s.used }))
                   | _ -> Inr DropKept)
                | None -> Inr IndexRange)
          else Inr IndexRange
        | None -> Inr IndexRange)
     | IsEmpty pf ->
       (match prove true any p.constraints pf form_zero with
        | Some r -> Inr r
        | None ->
          (match pf with
           | Some f ->
             if Z.eqb f.mu Integers.one
             then Inl { paths = ps; gates = s.gates; used = s.used }
             else Inr FarkasMu
           | None -> Inr Grammar))
     | Output pairs ->
       (match p.rest with
        | [] ->
          if forallb is_active p.current
          then let cs = kept_penalties p.constraints in
               if negb (Nat.eqb (length p.current) (length pairs))
               then Inr Grammar
               else (match emit env0 p cs Integers.zero p.current pairs
                             s.gates with
                     | Inl gs ->
                       Inl { paths = ps; gates = gs; used =
                         (match cs with
                          | Some l ->
                            if existsb uses_gate pairs
                            then fold_left (fun t0 c -> mark c t0) l s.used
                            else s.used
                          | None -> s.used) }
                     | Inr r -> Inr r)
          else Inr OutputNotReached
        | _ :: _ -> Inr OutputNotReached)
     | Unknown -> Inr Grammar)

type claim = { half_open_cells : bool; inputs : Integers.t;
               inequalities : form list; equalities : form list;
               deep : q network; shallow : q extended network }

(** val index_gates :
    Integers.t -> q extended neuron list -> claimable trie -> claimable trie **)

let rec index_gates i ms t =
  match ms with
  | [] -> t
  | m :: ms' -> index_gates (N.succ i) ms' (set i (m, None) t)

(** val assign_row :
    Integers.t -> (Integers.t * q extended) list -> claimable trie -> bool ->
    claimable trie * bool **)

let rec assign_row o ws t ok =
  match ws with
  | [] -> (t, ok)
  | p :: ws' ->
    let (j, w) = p in
    (match get j t with
     | Some c ->
       let (m, o0) = c in
       (match o0 with
        | Some _ -> assign_row o ws' t false
        | None ->
          (match w with
           | Finite a ->
             if is_number Integers.one a
             then assign_row o ws' (set j (m, (Some (o, false))) t) ok
             else if is_number (Integers.opp Integers.one) a
                  then assign_row o ws' (set j (m, (Some (o, true))) t) ok
                  else assign_row o ws' t false
           | _ -> assign_row o ws' t false))
     | None -> assign_row o ws' t false)

(** val output_row :
    q extended neuron -> (Integers.t * q extended) list option **)

let output_row m =
  match m.act with
  | ReLU -> None
  | Identity ->
    (match m.bias with
     | Finite b ->
       (match m.weights with
        | Dense _ -> None
        | Sparse ws -> if is_number Integers.zero b then Some ws else None)
     | _ -> None)

(** val assign :
    Integers.t -> (Integers.t * q extended) list list -> claimable trie ->
    bool -> claimable trie * bool **)

let rec assign o rows t ok =
  match rows with
  | [] -> (t, ok)
  | ws :: rows' ->
    let (t', ok') = assign_row o ws t ok in
    assign (Integers.succ o) rows' t' ok'

(** val row_fits_b : Integers.t -> 'a1 row -> bool **)

let row_fits_b m = function
| Dense ws -> Nat.eqb (length ws) m
| Sparse ws -> let w = N.of_nat m in forallb (fun cw -> N.ltb (fst cw) w) ws

(** val fits_b : Integers.t -> 'a1 network -> bool **)

let rec fits_b m = function
| [] -> true
| l :: n' ->
  (&&) (forallb (fun n1 -> row_fits_b m n1.weights) l) (fits_b (length l) n')

type session = { env : environment; gates_fit : bool; neurons_fit : bool;
                 below_gates : Integers.t }

(** val carrier_columns : columns -> Integers.t -> carrier list **)

let carrier_columns b n0 =
  map (fun i ->
    let q0 = ((pad n0 (fst (coordinate i))), Integers.zero) in
    ((penalty_column b false q0), (penalty_column b false (form_opp q0))))
    (seq Integers.zero n0)

(** val premises : claim -> constraint0 list **)

let premises c =
  app
    (map (fun f -> { shape = f; relation_of = Closed; origin_of = Premise;
      penalties = [] }) c.inequalities)
    (map (fun f -> { shape = f; relation_of = Equal; origin_of = Premise;
      penalties = [] }) c.equalities)

(** val mark_carriers : carrier list -> bool trie -> bool trie **)

let mark_carriers cs t =
  fold_left (fun t0 c ->
    let t' = match fst c with
             | Some j -> mark j t0
             | None -> t0 in
    (match snd c with
     | Some j -> mark j t'
     | None -> t')) cs t

(** val is_some : 'a1 option -> bool **)

let is_some = function
| Some _ -> true
| None -> false

(** val all_marked : Integers.t -> Integers.t -> bool trie -> bool **)

let rec all_marked i count t =
  Integers.match_nat
    (fun _ -> true)
    (fun count' ->
    match get i t with
    | Some _ -> all_marked (N.succ i) count' t
    | None -> false)
    count

(** val begin_walk :
    claim -> Integers.t network -> Integers.t -> columns -> bool ->
    Integers.t -> q extended neuron list -> q extended neuron list ->
    (session * state, rule) sum **)

let begin_walk c m d b below_ok below_count g y =
  match traverse output_row y with
  | Some rows ->
    let (t, ok) =
      assign Integers.zero rows (index_gates Integers.zero g Leaf) true
    in
    let cs = carrier_columns b c.inputs in
    let e = { half_open = c.half_open_cells; dimension = c.inputs; below = b;
      carriers = cs; scale = d; gate_count = (N.of_nat (length g)) }
    in
    let width0 = N.of_nat below_count in
    let p =
      make_path (premises c)
        (map (fun f -> (f, Active)) (coordinates c.inputs)) m false
    in
    Inl ({ env = e; gates_fit = ok; neurons_fit =
    ((&&) below_ok (forallb (gate_shaped width0) g)); below_gates =
    below_count }, { paths = (p :: []); gates = t; used =
    (mark_carriers cs Leaf) })
  | None -> Inr OutputEntry

(** val start : claim -> (session * state, rule) sum **)

let start c =
  let n0 = c.inputs in
  (match scale_network Integers.one c.deep with
   | Some p ->
     let (m, d) = p in
     if fits_b n0 c.deep
     then (match c.shallow with
           | [] -> Inr HiddenLayers
           | h1 :: l ->
             (match l with
              | [] -> Inr HiddenLayers
              | h2 :: l0 ->
                (match l0 with
                 | [] -> Inr HiddenLayers
                 | g :: l1 ->
                   (match l1 with
                    | [] ->
                      if c.half_open_cells
                      then Inr HiddenLayers
                      else if Nat.eqb (length g) (width n0 c.deep)
                           then let forms = map (hidden_form n0) h1 in
                                (match index_forms Integers.zero forms Empty with
                                 | Some t ->
                                   begin_walk c m d { first = t; second =
                                     None } (forallb is_some forms)
                                     (length h1) h2 g
                                 | None -> Inr DuplicateNeuron)
                           else Inr Outputs
                    | y :: l2 ->
                      (match l2 with
                       | [] ->
                         if c.half_open_cells
                         then if Nat.eqb (length y) (width n0 c.deep)
                              then let forms = map (hidden_form n0) h1 in
                                   let kinds =
                                     map
                                       (second_neuron (N.of_nat (length h1)))
                                       h2
                                   in
                                   (match index_forms Integers.zero forms
                                            Empty with
                                    | Some t ->
                                      (match index_second true Integers.zero
                                               kinds Leaf with
                                       | Some cp ->
                                         (match index_second false
                                                  Integers.zero kinds Leaf with
                                          | Some sl ->
                                            let carriers1 =
                                              mark_carriers
                                                (carrier_columns { first = t;
                                                  second = None } n0) Leaf
                                            in
                                            let read =
                                              fold_left (fun t0 k ->
                                                match k with
                                                | Some y0 ->
                                                  let (_, c0) = y0 in
                                                  mark c0 t0
                                                | None -> t0) kinds carriers1
                                            in
                                            begin_walk c m d { first = t;
                                              second = (Some (cp, sl)) }
                                              ((&&)
                                                ((&&) (forallb is_some forms)
                                                  (forallb is_some kinds))
                                                (all_marked Integers.zero
                                                  (length h1) read))
                                              (length h2) g y
                                          | None -> Inr DuplicateNeuron)
                                       | None -> Inr DuplicateNeuron)
                                    | None -> Inr DuplicateNeuron)
                              else Inr Outputs
                         else Inr HiddenLayers
                       | _ :: _ -> Inr HiddenLayers)))))
     else Inr DeepNetwork
   | None -> Inr DeepNetwork)

(** val finish : session -> state -> rule option **)

let finish z0 s =
  if is_empty s.gates
  then if z0.gates_fit
       then if (&&) z0.neurons_fit
                 (all_marked Integers.zero z0.below_gates s.used)
            then None
            else Some UnusedNeuron
       else Some OutputEntry
  else Some GateUnused
