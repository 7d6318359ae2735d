(* From the lines of a certificate to the values that the verified checker takes.  Not verified; what it makes of every
   line is printed back and compared (see printer.ml). *)
module Zarith = Z
open Checker
module Z = Zarith
open Json

exception Rejected of string * string
exception Disagreement of int  (* a line that is not what it was read as *)

type limits = {
  line_bytes : int; total_bytes : int; network_bytes : int; neurons : int; path_depth : int; digits : int }

let default_limits = {
  line_bytes = 1 lsl 23; total_bytes = 1 lsl 35; network_bytes = 1 lsl 28; neurons = 1 lsl 21; path_depth = 1 lsl 17;
  digits = 40_000 }

(* ---- Lines ---- *)

type source = {
  channel : in_channel; limits : limits; buffer : Bytes.t; mutable from : int; mutable upto : int;
  mutable line : int; mutable bytes : int; mutable text : string;  (* the current line *)
  mutable unprinted : bool  (* the last token has a part that nothing can be printed for; no step may accept it *) }

let source channel limits =
  { channel; limits; buffer = Bytes.create 65536; from = 0; upto = 0; line = 0; bytes = 0; text = ""; unprinted = false }

(* The next line with its end, or "" at the end of the file. *)
let next_line s =
  let line = Buffer.create 256 in
  let rec go () =
    if s.from = s.upto then begin
      s.from <- 0;
      s.upto <- input s.channel s.buffer 0 (Bytes.length s.buffer)
    end;
    if s.upto > 0 then begin
      let stop = try Some (Bytes.index_from s.buffer s.from '\n') with Not_found -> None in
      let stop = match stop with Some i when i < s.upto -> Some i | _ -> None in
      let upto = match stop with Some i -> i + 1 | None -> s.upto in
      Buffer.add_subbytes line s.buffer s.from (upto - s.from);
      s.from <- upto;
      if Buffer.length line > s.limits.line_bytes then raise (Limit "line-bytes");
      if stop = None then go ()
    end
  in
  go ();
  s.line <- s.line + 1;
  s.bytes <- s.bytes + Buffer.length line;
  if s.bytes > s.limits.total_bytes then raise (Limit "total-bytes");
  s.text <- Buffer.contents line;
  if s.text <> "" && s.text.[String.length s.text - 1] <> '\n' then
    malformed "truncated" "the last line does not end; the file is cut short";
  s.text

let next_value s =
  let text = next_line s in
  if text = "" then malformed "unfinished" "the file ends before the proof does";
  if not (is_utf8 text) then malformed "encoding" "the line is not UTF-8";
  Json.parse ~digits:s.limits.digits text

(* The members of the next line, an object with these keys. *)
let next_record s required optional =
  match next_value s with
  | Object members
    when List.for_all (fun k -> List.mem_assoc k members) required
         && List.for_all (fun (k, _) -> List.mem k required || List.mem k optional) members -> members
  | _ -> malformed "keys" ("an object with the keys " ^ String.concat ", " required ^ " is needed here, and no others")

let compare_line line text printed = if Json.squeeze text <> printed then raise (Disagreement line)
let compare_back s printed = compare_line s.line s.text printed

(* ---- Numbers ---- *)

let is_digits text from =
  let n = String.length text in
  let rec go i = i >= n || (text.[i] >= '0' && text.[i] <= '9' && go (i + 1)) in
  from < n && text.[from] <> '0' && go from

let rational ~digits text =
  if String.length text > 2 * digits then raise (Limit "digits");
  let bad () = malformed "numeral" "a number is not a canonical numeral" in
  if text = "0" then { qnum = Z.zero; qden = Z.one }
  else
    let p, q = match String.index_opt text '/' with
      | None -> (text, None)
      | Some i -> (String.sub text 0 i, Some (String.sub text (i + 1) (String.length text - i - 1))) in
    let start = if p <> "" && p.[0] = '-' then 1 else 0 in
    if not (is_digits p start) then bad ();
    match q with
    | None -> { qnum = Z.of_string p; qden = Z.one }
    | Some q ->
        if not (is_digits q 0) || q = "1" then bad ();
        let num = Z.of_string p and den = Z.of_string q in
        if not (Z.equal (Z.gcd num den) Z.one) then malformed "numeral" "a fraction is not in lowest terms";
        { qnum = num; qden = den }

let extended ~digits = function
  | "oo" -> PlusInfinity
  | "-oo" -> MinusInfinity
  | text -> Finite (rational ~digits text)

let is_index text = text = "0" || (String.length text <= 18 && is_digits text 0)

let integers length = function
  | List items when List.length items = length ->
      Lists.map (function Number t -> Z.of_string t | _ -> malformed "grammar" "an integer is needed") items
  | _ -> malformed "grammar" (Printf.sprintf "a list of %d integers is needed here" length)

(* ---- Networks ---- *)

type network_reading = { mutable bytes_used : int; inputs : int }

let neuron s reading below ~finite ~last =
  let digits = s.limits.digits in
  match next_value s with
  | List [ String activation; String bias; Object weights ] ->
      let act = match activation with
        | "identity" -> Identity
        | "relu" when not last -> ReLU
        | _ -> malformed "activation" "an activation is relu or identity, in the last layer identity" in
      let bias = match extended ~digits bias with
        | Finite _ as b -> b
        | _ -> malformed "infinite" "a bias is finite" in
      let previous = ref (-1) in
      let entry (key, weight) =
        if not (is_index key) then malformed "column" "column indices increase";
        let column = int_of_string key in
        if column <= !previous || column >= below then malformed "column" "column indices increase, below the width";
        previous := column;
        match weight with
        | String w when w <> "0" ->
            let value = extended ~digits w in
            (match value with
             | Finite _ -> ()
             | _ -> if finite then malformed "infinite" "the weights of the deep network are finite");
            (Z.of_int column, value)
        | _ -> malformed "numeral" "a weight is the string of a number other than 0" in
      let n = { act; bias; weights = Sparse (Lists.map entry weights) } in
      compare_back s (Printer.neuron Printer.extended n);
      reading.bytes_used <- reading.bytes_used + String.length s.text;
      if reading.bytes_used > s.limits.network_bytes then raise (Limit "network-bytes");
      n
  | _ -> malformed "neuron" "a neuron is [activation, bias, weights]"

let times k f =
  let rec go k acc = if k = 0 then List.rev acc else go (k - 1) (f () :: acc) in
  go k []

(* The next network, its layers and its hash, recomputed. *)
let network s reading name =
  let head = next_record s [ "network"; "widths"; "network_sha256" ] [ "source_sha256"; "reading_rule" ] in
  let line = s.line and text = s.text in
  if List.assoc "network" head <> String name then malformed "network-name" ("the network " ^ name ^ " is expected here");
  let widths = match List.assoc "widths" head with
    | List (_ :: _ as items) ->
        Lists.map
          (function
            | Number t when String.length t <= 12 -> int_of_string t
            | Number t when t.[0] <> '-' -> raise (Limit "neurons")
            | _ -> malformed "widths" "widths is a list of numbers") items
    | _ -> malformed "widths" "widths is a list of the numbers of neurons of every layer" in
  let deep = name = "deep" in
  let final = List.nth widths (List.length widths - 1) in
  if List.exists (fun w -> w < 0 || (deep && w < 1)) widths || final < 1 then malformed "widths" "a layer has no neurons";
  if max (List.fold_left ( + ) 0 widths) (List.length widths) > s.limits.neurons then raise (Limit "neurons");
  let hash = match List.assoc "network_sha256" head with
    | String h -> h | _ -> malformed "grammar" "hashes are strings" in
  List.iter
    (fun key -> match List.assoc_opt key head with
      | None | Some Null | Some (String _) -> ()
      | _ -> malformed "grammar" "hashes and the reading rule are strings")
    [ "source_sha256"; "reading_rule" ];
  let digest = Sha256.create () in
  Sha256.add digest (Printf.sprintf "exactrelu-network 1\ninputs %d\n" reading.inputs);
  let rec layers below = function
    | [] -> []
    | width :: rest ->
        Sha256.add digest (Printf.sprintf "layer %d\n" width);
        let layer = times width (fun () ->
          let n = neuron s reading below ~finite:deep ~last:(rest = []) in
          Sha256.add digest (Printer.canonical Printer.extended n ^ "\n");
          n) in
        layer :: layers width rest in
  let result = layers reading.inputs widths in
  let computed = Sha256.finish digest in
  if computed <> hash then begin
    s.line <- line;
    raise (Rejected ("network-sha256", "the hash of " ^ name ^ " is not that of its neurons"))
  end;
  compare_line line text
    (plain ~known:(fun key _ -> Printer.network_head ~name ~layers:result ~hash:computed key) (Object head));
  (result, computed)

(* A network with finite weights only. *)
let finite_network layers =
  let finite = function Finite q -> q | _ -> malformed "infinite" "the deep network is finite" in
  let row = function
    | Sparse ws -> Sparse (Lists.map (fun (c, w) -> (c, finite w)) ws)
    | Dense ws -> Dense (Lists.map finite ws) in
  Lists.map (Lists.map (fun n -> { act = n.act; bias = finite n.bias; weights = row n.weights })) layers

(* ---- The header ---- *)

type header = {
  kind : string; construction : string; dimension : int; inequalities : form list; equalities : form list;
  on_a_domain : bool }

let header s =
  let head = next_record s [ "format"; "version"; "kind"; "inputs"; "domain"; "producer" ] [ "construction" ] in
  let get key = List.assoc key head in
  if get "format" <> String "exactrelu-certificate" then malformed "format" "not an exactrelu certificate";
  if get "version" <> Number "1" then malformed "version" "this checker knows version 1 and no other";
  let kind = match get "kind" with
    | String ("construction" | "partition" as k) -> k
    | _ -> malformed "kind" "unknown kind" in
  let construction = match (kind, List.assoc_opt "construction" head) with
    | "construction", Some (String ("closed-faces" | "half-open" as c)) -> c
    | "partition", None -> ""
    | _ -> malformed "kind" "a construction is closed-faces or half-open, and only kind construction has one" in
  let dimension = match get "inputs" with
    | Number t when t.[0] <> '-' && t <> "0" ->
        if String.length t > 6 then raise (Limit "memory-bits") else int_of_string t
    | _ -> malformed "grammar" "inputs is a number from 1 on" in
  (match get "producer" with Object _ -> () | _ -> malformed "grammar" "producer is an object");
  let form item =
    let all = integers (dimension + 1) item in
    match List.rev all with c :: a -> (List.rev a, c) | [] -> assert false in
  let forms = function List items -> Lists.map form items | _ -> malformed "domain" "a list of forms is needed" in
  let inequalities, equalities, on_a_domain = match get "domain" with
    | Null -> ([], [], false)
    | Object members when List.length members = 2 ->
        let part key = match List.assoc_opt key members with
          | Some items -> forms items | None -> malformed "domain" "a domain is null, or inequalities and equalities" in
        (part "inequalities", part "equalities", true)
    | _ -> malformed "domain" "a domain is null, or inequalities and equalities" in
  let known key value = match key with
    | "domain" when not on_a_domain -> Some "null"
    | "domain" -> Some (plain ~known:(fun key _ -> Printer.domain inequalities equalities key) value)
    | _ -> Printer.header ~kind ~construction ~inputs:dimension key in
  compare_back s (plain ~known (Object head));
  { kind; construction; dimension; inequalities; equalities; on_a_domain }

(* ---- Tokens ---- *)

let number = function Number t -> Some (Z.of_string t) | _ -> None
let index = function [] -> None | item :: _ -> number item
let tail = function [] -> [] | _ :: rest -> rest

let proof items =
  let rec pairs acc = function
    | [] -> Some (List.rev acc)
    | Number i :: Number l :: rest -> pairs ((Z.of_string i, Z.of_string l) :: acc) rest
    | _ -> None in
  match items with
  | Number mu :: Number c :: rest ->
      Option.map (fun multipliers -> { mu = Z.of_string mu; constant = Z.of_string c; multipliers }) (pairs [] rest)
  | _ -> None

let part = function List items -> Vanishes (proof items) | item -> Gate (number item)
let pair = function List [ plus; minus ] -> Some (part plus, part minus) | _ -> None

let token = function
  | List (String "a" :: args) -> IsActive (index args, proof (tail args))
  | List (String "i" :: args) -> IsInactive (index args, proof (tail args))
  | List (String "s" :: args) -> Split (index args, List.length args = 1)
  | List (String "d" :: args) -> Drop (index args, proof (tail args))
  | List (String "e" :: args) -> IsEmpty (proof args)
  | List (String "o" :: args) -> Output (Lists.map pair args)
  | _ -> Unknown

(* The tokens of partition certificates. *)
let form_of dimension items =
  if List.length items <> dimension + 1 then None
  else
    match Lists.map (function Number t -> Z.of_string t | _ -> raise Exit) items with
    | numbers -> (match List.rev numbers with c :: a -> Some (List.rev a, c) | [] -> None)
    | exception Exit -> None

let leaf_entry = function
  | Number "0" -> Some Same
  | List [ List up; List down ] -> Some (Between (proof up, proof down))
  | _ -> None

let word = function
  | String "+" -> Some WordPositive | String "p" -> Some WordNonneg | String "0" -> Some WordZero
  | String "x" -> Some WordGated | _ -> None

let partition_token dimension = function
  | List (String "s" :: items) -> PSplit (form_of dimension items)
  | List (String "t" :: items) -> PSplitThree (form_of dimension items)
  | List (String "e" :: items) -> PEmpty (proof items)
  | List (String "h" :: args) ->
      let nth i = List.nth_opt args i in
      let get f i = Option.bind (nth i) f in
      let rest = tail (tail (tail (tail args))) in
      PStatus (get number 0, get number 1, get number 2, get word 3, proof rest)
  | List (String "l" :: entries) -> PLeaf (Lists.map leaf_entry entries)
  | _ -> PUnknown

let checked s print t =
  (match print t with
   | printed -> s.unprinted <- false; compare_back s printed
   | exception Printer.Unprintable -> s.unprinted <- true);
  t

let next_token s = checked s Printer.token (token (next_value s))
let next_partition_token s dimension = checked s Printer.partition_token (partition_token dimension (next_value s))
