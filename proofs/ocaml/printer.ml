(* Prints back what the checker was given, so that the driver can compare it with the file: a fault in reading that
   changes a number, an index or a rule shows here.  Nothing of the reader is used. *)
module Zarith = Z
open Checker
module Z = Zarith

let integer = Z.to_string
let list items = "[" ^ String.concat "," items ^ "]"
let quoted text = "\"" ^ text ^ "\""

let rational q =
  if Z.equal q.qden Z.one then Z.to_string q.qnum else Z.to_string q.qnum ^ "/" ^ Z.to_string q.qden

let extended = function Finite q -> rational q | PlusInfinity -> "oo" | MinusInfinity -> "-oo"
let activation = function ReLU -> "relu" | Identity -> "identity"

let entries number n =
  match n.weights with Sparse ws -> Lists.map (fun (c, w) -> (integer c, number w)) ws | Dense _ -> failwith "dense row"

(* A neuron as a line of a certificate, and as a line of the canonical text that is hashed. *)
let neuron number n =
  let weights = Lists.map (fun (c, w) -> quoted c ^ ":" ^ quoted w) (entries number n) in
  list [ quoted (activation n.act); quoted (number n.bias); "{" ^ String.concat "," weights ^ "}" ]

let canonical number n =
  String.concat " " (activation n.act :: number n.bias :: Lists.map (fun (c, w) -> c ^ ":" ^ w) (entries number n))

exception Unprintable

let index = function Some k -> integer k | None -> raise Unprintable

let proof = function
  | Some f -> integer f.mu :: integer f.constant :: List.concat_map (fun (i, l) -> [ integer i; integer l ]) f.multipliers
  | None -> raise Unprintable

let part = function Gate k -> index k | Vanishes f -> list (proof f)
let pair = function Some (plus, minus) -> list [ part plus; part minus ] | None -> raise Unprintable

let token = function
  | IsActive (k, f) -> list (quoted "a" :: index k :: proof f)
  | IsInactive (k, f) -> list (quoted "i" :: index k :: proof f)
  | Split (k, true) -> list [ quoted "s"; index k ]
  | Drop (i, f) -> list (quoted "d" :: index i :: proof f)
  | IsEmpty f -> list (quoted "e" :: proof f)
  | Output pairs -> list (quoted "o" :: Lists.map pair pairs)
  | Split (_, false) | Unknown -> raise Unprintable

let form (a, c) = list (Lists.map integer a @ [ integer c ])

let entries_of_form (a, c) = Lists.map integer a @ [ integer c ]
let form_of = function Some f -> entries_of_form f | None -> raise Unprintable

let leaf_entry = function
  | Some Same -> "0"
  | Some (Between (up, down)) -> list [ list (proof up); list (proof down) ]
  | None -> raise Unprintable

let word = function
  | Some WordPositive -> "+" | Some WordNonneg -> "p" | Some WordZero -> "0" | Some WordGated -> "x"
  | None -> raise Unprintable

let partition_token = function
  | PSplit h -> list (quoted "s" :: form_of h)
  | PSplitThree h -> list (quoted "t" :: form_of h)
  | PEmpty f -> list (quoted "e" :: proof f)
  | PStatus (net, layer, k, w, f) ->
      list (quoted "h" :: index net :: index layer :: index k :: quoted (word w) :: proof f)
  | PLeaf entries -> list (quoted "l" :: Lists.map leaf_entry entries)
  | PUnknown -> raise Unprintable

(* The members of the header, and of the object before a network, that the checker heeds; None for the others. *)
let forms items = list (Lists.map form items)
let domain inequalities equalities = function
  | "inequalities" -> Some (forms inequalities)
  | "equalities" -> Some (forms equalities)
  | _ -> None

let header ~kind ~construction ~inputs = function
  | "format" -> Some (quoted "exactrelu-certificate")
  | "version" -> Some "1"
  | "kind" -> Some (quoted kind)
  | "construction" -> Some (quoted construction)
  | "inputs" -> Some (string_of_int inputs)
  | _ -> None

let network_head ~name ~layers ~hash = function
  | "network" -> Some (quoted name)
  | "widths" -> Some (list (Lists.map (fun layer -> string_of_int (List.length layer)) layers))
  | "network_sha256" -> Some (quoted hash)
  | _ -> None

let domain_text inequalities equalities =
  Printf.sprintf "{\"inequalities\": %s, \"equalities\": %s}" (forms inequalities) (forms equalities)
