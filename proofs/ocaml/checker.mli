
val xorb : bool -> bool -> bool

val negb : bool -> bool

val option_map : ('a1 -> 'a2) -> 'a1 option -> 'a2 option

type ('a, 'b) sum =
| Inl of 'a
| Inr of 'b

val fst : ('a1 * 'a2) -> 'a1

val snd : ('a1 * 'a2) -> 'a2

val length : 'a1 list -> Integers.t

val app : 'a1 list -> 'a1 list -> 'a1 list

type comparison =
| Eq
| Lt
| Gt

val add : Integers.t -> Integers.t -> Integers.t

val eqb : bool -> bool -> bool

module Nat :
 sig
  val eqb : Integers.t -> Integers.t -> bool
 end

val nth : Integers.t -> 'a1 list -> 'a1 -> 'a1

val nth_error : 'a1 list -> Integers.t -> 'a1 option

val map : ('a1 -> 'a2) -> 'a1 list -> 'a2 list

val flat_map : ('a1 -> 'a2 list) -> 'a1 list -> 'a2 list

val fold_left : ('a1 -> 'a2 -> 'a1) -> 'a2 list -> 'a1 -> 'a1

val existsb : ('a1 -> bool) -> 'a1 list -> bool

val forallb : ('a1 -> bool) -> 'a1 list -> bool

val seq : Integers.t -> Integers.t -> Integers.t list

val repeat : 'a1 -> Integers.t -> 'a1 list

module Pos :
 sig
  type mask =
  | IsNul
  | IsPos of Integers.t
  | IsNeg
 end

module Coq_Pos :
 sig
  val succ : Integers.t -> Integers.t

  val add : Integers.t -> Integers.t -> Integers.t

  val add_carry : Integers.t -> Integers.t -> Integers.t

  val pred_double : Integers.t -> Integers.t

  type mask = Pos.mask =
  | IsNul
  | IsPos of Integers.t
  | IsNeg

  val succ_double_mask : mask -> mask

  val double_mask : mask -> mask

  val double_pred_mask : Integers.t -> mask

  val sub_mask : Integers.t -> Integers.t -> mask

  val sub_mask_carry : Integers.t -> Integers.t -> mask

  val sub : Integers.t -> Integers.t -> Integers.t

  val mul : Integers.t -> Integers.t -> Integers.t

  val size_nat : Integers.t -> Integers.t

  val compare_cont : comparison -> Integers.t -> Integers.t -> comparison

  val compare : Integers.t -> Integers.t -> comparison

  val eqb : Integers.t -> Integers.t -> bool

  val gcdn : Integers.t -> Integers.t -> Integers.t -> Integers.t

  val gcd : Integers.t -> Integers.t -> Integers.t

  val iter_op : ('a1 -> 'a1 -> 'a1) -> Integers.t -> 'a1 -> 'a1

  val to_nat : Integers.t -> Integers.t

  val of_succ_nat : Integers.t -> Integers.t
 end

module N :
 sig
  val succ : Integers.t -> Integers.t

  val succ_pos : Integers.t -> Integers.t

  val compare : Integers.t -> Integers.t -> comparison

  val eqb : Integers.t -> Integers.t -> bool

  val ltb : Integers.t -> Integers.t -> bool

  val to_nat : Integers.t -> Integers.t

  val of_nat : Integers.t -> Integers.t
 end

module Z :
 sig
  val double : Integers.t -> Integers.t

  val succ_double : Integers.t -> Integers.t

  val pred_double : Integers.t -> Integers.t

  val pos_sub : Integers.t -> Integers.t -> Integers.t

  val add : Integers.t -> Integers.t -> Integers.t

  val opp : Integers.t -> Integers.t

  val succ : Integers.t -> Integers.t

  val sub : Integers.t -> Integers.t -> Integers.t

  val mul : Integers.t -> Integers.t -> Integers.t

  val compare : Integers.t -> Integers.t -> comparison

  val leb : Integers.t -> Integers.t -> bool

  val ltb : Integers.t -> Integers.t -> bool

  val eqb : Integers.t -> Integers.t -> bool

  val max : Integers.t -> Integers.t -> Integers.t

  val abs : Integers.t -> Integers.t

  val to_nat : Integers.t -> Integers.t

  val to_N : Integers.t -> Integers.t

  val of_N : Integers.t -> Integers.t

  val pos_div_eucl : Integers.t -> Integers.t -> Integers.t * Integers.t

  val div_eucl : Integers.t -> Integers.t -> Integers.t * Integers.t

  val div : Integers.t -> Integers.t -> Integers.t

  val gcd : Integers.t -> Integers.t -> Integers.t

  val lcm : Integers.t -> Integers.t -> Integers.t
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

val width : Integers.t -> 'a1 network -> Integers.t

type form = Integers.t list * Integers.t

val add_scaled :
  Integers.t -> Integers.t list -> Integers.t list -> Integers.t list

val form_add_scaled : Integers.t -> form -> form -> form

val form_opp : form -> form

val form_zero : form

val sparse_form :
  (Integers.t * Integers.t) list -> Integers.t -> form list -> form

val dense_form : Integers.t list -> Integers.t -> form list -> form

val neuron_form : Integers.t neuron -> form list -> form

val coordinate : Integers.t -> form

val coordinates : Integers.t -> form list

val scaled_eqb : Integers.t -> Integers.t list -> Integers.t list -> bool

val pad : Integers.t -> Integers.t list -> Integers.t list

val divide_form : Integers.t -> form -> form * Integers.t

val primitive : Integers.t -> form -> form

type relation =
| Closed
| Strict
| Equal

type farkas = { mu : Integers.t; constant : Integers.t;
                multipliers : (Integers.t * Integers.t) list }

val multiplier_ok : relation -> Integers.t -> bool

val is_strict : relation -> bool

val combination :
  ('a1 -> form) -> ('a1 -> relation) -> (Integers.t -> 'a1 -> bool) ->
  Integers.t -> 'a1 list -> (Integers.t * Integers.t) list -> form -> bool ->
  (form * bool) option

val proves :
  ('a1 -> form) -> ('a1 -> relation) -> bool -> (Integers.t -> 'a1 -> bool)
  -> 'a1 list -> farkas -> form -> bool

type 'a trie =
| Leaf
| Node of 'a trie * 'a option * 'a trie

val pget : Integers.t -> 'a1 trie -> 'a1 option

val pset : Integers.t -> 'a1 option -> 'a1 trie -> 'a1 trie

val get : Integers.t -> 'a1 trie -> 'a1 option

val set : Integers.t -> 'a1 -> 'a1 trie -> 'a1 trie

val remove : Integers.t -> 'a1 trie -> 'a1 trie

val is_empty : 'a1 trie -> bool

val traverse : ('a1 -> 'a2 option) -> 'a1 list -> 'a2 list option

val scale_number : Integers.t -> q -> Integers.t option

val scale_entry :
  Integers.t -> (Integers.t * q) -> (Integers.t * Integers.t) option

val scale_row : Integers.t -> q row -> Integers.t row option

val scale_neuron :
  Integers.t -> Integers.t -> q neuron -> Integers.t neuron option

val denominators : q neuron -> Integers.t list

val layer_denominator : q neuron list -> Integers.t

val scale_network :
  Integers.t -> q network -> (Integers.t network * Integers.t) option

val compare_lists : Integers.t list -> Integers.t list -> comparison

val compare_forms : form -> form -> comparison

type tree =
| Empty
| Fork of Integers.t * tree * form * Integers.t * tree

val height : tree -> Integers.t

val fork : tree -> form -> Integers.t -> tree -> tree

val balance : tree -> form -> Integers.t -> tree -> tree

val insert : form -> Integers.t -> tree -> tree option

val find : form -> tree -> Integers.t option

val integer : q -> Integers.t option

val integer_entry :
  Integers.t -> (Integers.t * q extended) -> (Integers.t * Integers.t) option

val hidden_form : Integers.t -> q extended neuron -> form option

val index_forms : Integers.t -> form option list -> tree -> tree option

type second_kind =
| Copy
| Selector

val is_number : Integers.t -> q -> bool

val second_neuron :
  Integers.t -> q extended neuron -> (second_kind * Integers.t) option

val is_copy : second_kind -> bool

val index_second :
  bool -> Integers.t -> (second_kind * Integers.t) option list -> Integers.t
  trie -> Integers.t trie option

type columns = { first : tree;
                 second : (Integers.t trie * Integers.t trie) option }

val penalty_column : columns -> bool -> form -> Integers.t option

type entries = (Integers.t * Integers.t extended) list

val put_finite : Integers.t -> Integers.t -> entries -> entries option

val put_infinity : Integers.t -> entries -> entries

type carrier = Integers.t option * Integers.t option

val finite_entries :
  Integers.t list -> carrier list -> entries -> entries option

val equals_fraction : q -> Integers.t -> Integers.t -> bool

val same_row : Integers.t -> entries -> (Integers.t * q extended) list -> bool

val is_gate :
  carrier list -> Integers.t list -> Integers.t -> form -> q extended neuron
  -> bool

val carriers_present : Integers.t list -> carrier list -> bool

val gate_shaped : Integers.t -> q extended neuron -> bool

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

val is_malformed : rule -> bool

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

val is_decided : (form * status) -> bool

val is_active : (form * status) -> bool

val activation_form : (form * status) -> form

val enter :
  (form * status) list -> Integers.t neuron list -> (form * status) list

val advance :
  (form * status) list -> Integers.t network -> (form * status)
  list * Integers.t network

val make_path :
  constraint0 list -> (form * status) list -> Integers.t network -> bool ->
  path

val replace : Integers.t -> 'a1 -> 'a1 list -> 'a1 list

val length_Z : 'a1 list -> Integers.t

val diagnose_multipliers :
  (Integers.t -> constraint0 -> bool) -> constraint0 list -> Integers.t ->
  (Integers.t * Integers.t) list -> rule option

val proves0 :
  bool -> (Integers.t -> constraint0 -> bool) -> constraint0 list -> farkas
  -> form -> bool

val diagnose :
  (Integers.t -> constraint0 -> bool) -> constraint0 list -> farkas -> form
  -> rule

val prove :
  bool -> (Integers.t -> constraint0 -> bool) -> constraint0 list -> farkas
  option -> form -> rule option

val any : Integers.t -> constraint0 -> bool

val kept_or_premise : Integers.t -> Integers.t -> constraint0 -> bool

type claimable = q extended neuron * (Integers.t * bool) option

type environment = { half_open : bool; dimension : Integers.t;
                     below : columns; carriers : carrier list;
                     scale : Integers.t; gate_count : Integers.t }

type state = { paths : path list; gates : claimable trie; used : bool trie }

val kept_penalties : constraint0 list -> Integers.t list option

val mark : Integers.t -> bool trie -> bool trie

val closed_side : environment -> form -> form -> constraint0

val equal_side : environment -> form -> form -> constraint0

val strict_side : environment -> form -> form -> constraint0

val undecided_neuron :
  path -> Integers.t option -> (Integers.t * form, rule) sum

val decide :
  path -> constraint0 list -> bool -> Integers.t -> form -> status -> path

val children : environment -> path -> Integers.t -> form -> path list

val emit_part :
  environment -> path -> Integers.t list option -> Integers.t -> form -> bool
  -> part -> claimable trie -> (claimable trie, rule) sum

val emit :
  environment -> path -> Integers.t list option -> Integers.t ->
  (form * status) list -> (part * part) option list -> claimable trie ->
  (claimable trie, rule) sum

val uses_gate : (part * part) option -> bool

val drop : Integers.t -> path -> constraint0 -> path

val step : environment -> state -> token -> (state, rule) sum

type claim = { half_open_cells : bool; inputs : Integers.t;
               inequalities : form list; equalities : form list;
               deep : q network; shallow : q extended network }

val index_gates :
  Integers.t -> q extended neuron list -> claimable trie -> claimable trie

val assign_row :
  Integers.t -> (Integers.t * q extended) list -> claimable trie -> bool ->
  claimable trie * bool

val output_row : q extended neuron -> (Integers.t * q extended) list option

val assign :
  Integers.t -> (Integers.t * q extended) list list -> claimable trie -> bool
  -> claimable trie * bool

val row_fits_b : Integers.t -> 'a1 row -> bool

val fits_b : Integers.t -> 'a1 network -> bool

type session = { env : environment; gates_fit : bool; neurons_fit : bool;
                 below_gates : Integers.t }

val carrier_columns : columns -> Integers.t -> carrier list

val premises : claim -> constraint0 list

val mark_carriers : carrier list -> bool trie -> bool trie

val is_some : 'a1 option -> bool

val all_marked : Integers.t -> Integers.t -> bool trie -> bool

val begin_walk :
  claim -> Integers.t network -> Integers.t -> columns -> bool -> Integers.t
  -> q extended neuron list -> q extended neuron list -> (session * state,
  rule) sum

val start : claim -> (session * state, rule) sum

val finish : session -> state -> rule option
