(* What the extracted checker computes with: every integer type of Coq (nat, positive, N, Z) is Zarith's Z.t.
   These few lines are trusted to agree with Coq's definitions of the functions of the same names. *)
type t = Z.t

let zero = Z.zero
let one = Z.one
let succ = Z.succ
let add = Z.add
let sub = Z.sub
let mul = Z.mul
let opp = Z.neg
let abs = Z.abs
let max = Z.max
let gcd = Z.gcd
let lcm = Z.lcm

(* The gcd and the cofactors. *)
let ggcd a b =
  let g = Z.gcd a b in
  if Z.sign g = 0 then (g, (Z.zero, Z.zero)) else (g, (Z.divexact a g, Z.divexact b g))

let eqb = Z.equal
let leb = Z.leq
let ltb = Z.lt
let compare = Z.compare

(* Coq divides by 0 with result 0, and rounds down. *)
let div a b = if Z.sign b = 0 then Z.zero else Z.fdiv a b

(* A negative integer has the natural number 0. *)
let to_nat z = if Z.sign z < 0 then Z.zero else z

(* Constructors and case analysis. *)
let double p = Z.shift_left p 1
let double_succ p = Z.succ (Z.shift_left p 1)

let match_nat if_zero if_succ n = if Z.sign n = 0 then if_zero () else if_succ (Z.pred n)

let match_positive if_odd if_even if_one p =
  if Z.equal p Z.one then if_one ()
  else
    let half = Z.shift_right p 1 in
    if Z.is_odd p then if_odd half else if_even half

let match_n if_zero if_positive n = if Z.sign n = 0 then if_zero () else if_positive n

let match_z if_zero if_positive if_negative z =
  match Z.sign z with 0 -> if_zero () | 1 -> if_positive z | _ -> if_negative (Z.neg z)
