(* The driver of the verified checker: reads a certificate, gives every token to `Checker.step`, prints the verdict.
   Exit codes: 0 accepted, 1 rejected, 2 malformed or unreadable, 3 limit, 64 wrong usage, 70 internal error. *)
module Zarith = Z
open Checker
module Z = Zarith

let rule_name = function
  | Grammar -> "grammar" | IndexRange -> "index-range" | Unfinished -> "unfinished" | TrailingData -> "trailing-data"
  | FarkasMu -> "farkas-mu" | FarkasConstant -> "farkas-constant" | FarkasOrder -> "farkas-order"
  | FarkasUsable -> "farkas-usable" | FarkasMultiplier -> "farkas-multiplier" | FarkasIdentity -> "farkas-identity"
  | FarkasStrict -> "farkas-strict" | NotUndecided -> "not-undecided" | DropKept -> "drop-kept"
  | OutputNotReached -> "output-not-reached" | GateReused -> "gate-reused" | MissingNeuron -> "missing-neuron"
  | GateEntry -> "gate-entry" | OutputEntry -> "output-entry" | GateUnused -> "gate-unused"
  | UnusedNeuron -> "unused-neuron" | HiddenLayers -> "hidden-layers" | Outputs -> "outputs"
  | DuplicateNeuron -> "duplicate-neuron" | DeepNetwork -> "deep-network"
  | InfiniteWeight -> "infinite-weight" | Indeterminate -> "indeterminate" | ConstantSplit -> "constant-split"
  | StatusNeuron -> "status-neuron" | StatusRepeated -> "status-repeated" | StatusFinite -> "status-finite"
  | StatusGated -> "status-gated" | LeafUnknown -> "leaf-unknown" | LeafAtoms -> "leaf-atoms"
  | LeafDifference -> "leaf-difference"

type report = {
  mutable status : string; mutable line : int; mutable rule : string; mutable message : string;
  mutable kind : string; mutable construction : string; mutable inputs : int; mutable domain : string;
  mutable hashes : (string * string) list; mutable tokens : int; mutable cells : int; mutable proofs : int }

exception Refusal of rule

let rec walk r source session state =
  match state.paths with
  | [] ->
      (match finish session state with Some rule -> raise (Refusal rule) | None -> ());
      if Reader.next_line source <> "" then raise (Refusal TrailingData)
  | path :: _ ->
      let t = Reader.next_token source in
      (match t with
       | Split _ when List.length path.constraints >= source.Reader.limits.path_depth -> raise (Json.Limit "path-depth")
       | _ -> ());
      (match step session.env state t with
       | Inr rule -> raise (Refusal rule)
       | Inl state ->
           if source.Reader.unprinted then raise (Reader.Disagreement source.Reader.line);
           r.tokens <- r.tokens + 1;
           let vanishing = function Some (Vanishes _, Vanishes _) -> 2 | Some (Vanishes _, _) | Some (_, Vanishes _) -> 1 | _ -> 0 in
           (match t with
            | IsActive _ | IsInactive _ | Drop _ | IsEmpty _ -> r.proofs <- r.proofs + 1
            | Output pairs ->
                r.cells <- r.cells + 1;
                r.proofs <- r.proofs + List.fold_left (fun n p -> n + vanishing p) 0 pairs
            | Split _ | Unknown -> ());
           walk r source session state)

let rec walk_tree r source env paths =
  match paths with
  | [] -> if Reader.next_line source <> "" then raise (Refusal TrailingData)
  | path :: _ ->
      let t = Reader.next_partition_token source (Z.to_int env.pdimension) in
      (match t with
       | (PSplit _ | PSplitThree _) when List.length path.pconstraints >= source.Reader.limits.path_depth ->
           raise (Json.Limit "path-depth")
       | _ -> ());
      (match pstep env paths t with
       | Inr rule -> raise (Refusal rule)
       | Inl paths ->
           if source.Reader.unprinted then raise (Reader.Disagreement source.Reader.line);
           r.tokens <- r.tokens + 1;
           (match t with
            | PEmpty _ | PStatus _ -> r.proofs <- r.proofs + 1
            | PLeaf entries ->
                r.cells <- r.cells + 1;
                r.proofs <- r.proofs + List.fold_left (fun n e -> match e with Some (Between _) -> n + 2 | _ -> n) 0 entries
            | PSplit _ | PSplitThree _ | PUnknown -> ());
           walk_tree r source env paths)

let check r source wanted =
  let head = Reader.header source in
  r.kind <- head.kind; r.construction <- head.construction; r.inputs <- head.dimension;
  if head.on_a_domain then r.domain <- Printer.domain_text head.inequalities head.equalities;
  let reading = { Reader.bytes_used = 0; inputs = head.dimension } in
  let read name =
    let layers, hash = Reader.network source reading name in
    r.hashes <- r.hashes @ [ (name, hash) ];
    layers in
  let tie () =
    List.iter
      (fun (name, hash) ->
        if List.assoc_opt name r.hashes <> Some hash then
          raise (Reader.Rejected ("own-network", name ^ " is another network than the one named")))
      wanted in
  let inputs = Z.of_int head.dimension in
  if head.kind = "construction" then begin
    let deep = Reader.finite_network (read "deep") in
    let shallow = read "shallow" in
    tie ();
    let claim = {
      half_open_cells = head.construction = "half-open"; inputs; inequalities = head.inequalities;
      equalities = head.equalities; deep; shallow } in
    match start claim with
    | Inr rule -> raise (Refusal rule)
    | Inl (session, state) -> walk r source session state
  end
  else begin
    let first_network = read "first" in
    let second_network = read "second" in
    tie ();
    let claim = {
      eq_inputs = inputs; eq_inequalities = head.inequalities; eq_equalities = head.equalities; first_network;
      second_network } in
    match pstart claim with
    | Inr rule -> raise (Refusal rule)
    | Inl (env, paths) -> walk_tree r source env paths
  end

(* With --evaluate: the values of both networks, by the extracted evaluator, at the points of standard input, one per
   line, coordinates separated by spaces. *)
let evaluate_points source =
  let head = Reader.header source in
  let reading = { Reader.bytes_used = 0; inputs = head.dimension } in
  let read name = (name, fst (Reader.network source reading name)) in
  let names = if head.kind = "construction" then [ "deep"; "shallow" ] else [ "first"; "second" ] in
  let networks = List.map read names in
  let text = function Finite q -> Printer.rational q | PlusInfinity -> "oo" | MinusInfinity -> "-oo" in
  try
    while true do
      let words = List.filter (( <> ) "") (String.split_on_char ' ' (input_line stdin)) in
      let x = List.map (Reader.rational ~digits:1_000_000) words in
      let show (name, network) =
        name ^ " " ^ (match evaluate network x with Some v -> String.concat " " (List.map text v) | None -> "undefined") in
      print_endline (String.concat "; " (List.map show networks))
    done
  with End_of_file -> ()

(* The file's bytes, through gzip if they begin as gzip's do. *)
let with_file path f =
  let channel = open_in_bin path in
  let magic = try let a = input_char channel in let b = input_char channel in a = '\x1f' && b = '\x8b' with End_of_file -> false in
  if not magic then begin
    seek_in channel 0;
    Fun.protect ~finally:(fun () -> close_in_noerr channel) (fun () -> f channel)
  end
  else begin
    close_in channel;
    let pipe = Unix.open_process_args_in "gzip" [| "gzip"; "-dc"; "--"; path |] in
    match f pipe with
    | () -> if Unix.close_process_in pipe <> Unix.WEXITED 0 then Json.malformed "unreadable" "gzip cannot decompress the file"
    | exception e ->
        (* A cut gzip file looks like a certificate that ends too early. *)
        ignore (Unix.close_process_in pipe);
        raise e
  end

let json_string text =
  let b = Buffer.create 64 in
  String.iter
    (fun c -> match c with
      | '"' | '\\' -> Buffer.add_char b '\\'; Buffer.add_char b c
      | c when c < ' ' || c > '~' -> Buffer.add_string b (Printf.sprintf "\\u%04x" (Char.code c))
      | c -> Buffer.add_char b c)
    text;
  "\"" ^ Buffer.contents b ^ "\""

let print_text r wanted =
  if r.status = "accepted" then begin
    Printf.printf "accepted: every rule held, to the end of the file\n";
    Printf.printf "claim: the networks %s are equal at every point of %sR^%d\n"
      (if r.kind = "construction" then "deep and shallow" else "first and second")
      (if r.domain <> "" then "the domain in " else "") r.inputs
  end
  else Printf.printf "%s: line %d: %s%s\n" r.status r.line r.rule (if r.message = "" then "" else ": " ^ r.message);
  if r.kind <> "" then Printf.printf "kind: %s%s\n" r.kind (if r.construction = "" then "" else ", " ^ r.construction);
  if r.domain <> "" then Printf.printf "domain: %s\n" r.domain;
  List.iter
    (fun (name, hash) ->
      Printf.printf "%s: SHA-256 %s, %s\n" name hash
        (match List.assoc_opt name wanted with
         | None -> "not compared with a network"
         | Some own -> if own = hash then "that of the network named" else "not that of the network named"))
    r.hashes;
  Printf.printf "checked by the extracted checker: %d cells, %d tokens, %d Farkas proofs\n" r.cells r.tokens r.proofs

let print_json r seconds =
  let optional text = if text = "" then "null" else json_string text in
  let accepted = r.status = "accepted" in
  Printf.printf
    "{\"verdict\": %s, \"line\": %s, \"rule\": %s, \"message\": %s, \"kind\": %s, \"construction\": %s, \"inputs\": %d, \
     \"domain\": %s, \"networks\": {%s}, \"cells\": %d, \"tokens\": %d, \"farkas_proofs\": %d, \"milliseconds\": %d}\n"
    (json_string r.status) (if accepted then "null" else string_of_int r.line)
    (if accepted then "null" else json_string r.rule) (json_string r.message) (optional r.kind) (optional r.construction)
    r.inputs (if r.domain = "" then "null" else r.domain)
    (String.concat ", " (List.map (fun (n, h) -> json_string n ^ ": " ^ json_string h) r.hashes))
    r.cells r.tokens r.proofs (int_of_float (seconds *. 1000.))

let usage () =
  prerr_endline "usage: exactrelu-verify CERTIFICATE [--json] [--evaluate] [--{deep,shallow,first,second}-sha256 HEX] [--limit NAME=N]";
  exit 64

let () =
  let file = ref None and json = ref false and evaluating = ref false and wanted = ref [] and limits = ref Reader.default_limits in
  let rec options = function
    | [] -> ()
    | "--json" :: rest -> json := true; options rest
    | "--evaluate" :: rest -> evaluating := true; options rest
    | [ "--self-test" ] -> exit (if Sha256.self_test () then 0 else 70)
    | "--deep-sha256" :: hash :: rest -> wanted := ("deep", hash) :: !wanted; options rest
    | "--shallow-sha256" :: hash :: rest -> wanted := ("shallow", hash) :: !wanted; options rest
    | "--first-sha256" :: hash :: rest -> wanted := ("first", hash) :: !wanted; options rest
    | "--second-sha256" :: hash :: rest -> wanted := ("second", hash) :: !wanted; options rest
    | "--limit" :: text :: rest ->
        let l = !limits in
        (match String.split_on_char '=' text with
         | [ name; value ] ->
             let n = match int_of_string_opt value with Some n -> n | None -> usage () in
             limits := (match name with
               | "line_bytes" -> { l with line_bytes = n } | "total_bytes" -> { l with total_bytes = n }
               | "network_bytes" -> { l with network_bytes = n } | "neurons" -> { l with neurons = n }
               | "path_depth" -> { l with path_depth = n } | "digits" -> { l with digits = n }
               | _ -> usage ())
         | _ -> usage ());
        options rest
    | option :: _ when String.length option > 1 && option.[0] = '-' -> usage ()
    | path :: rest -> if !file <> None then usage (); file := Some path; options rest in
  options (List.tl (Array.to_list Sys.argv));
  let path = match !file with Some p -> p | None -> usage () in
  let r = {
    status = "not verified"; line = 0; rule = ""; message = ""; kind = ""; construction = ""; inputs = 0;
    domain = ""; hashes = []; tokens = 0; cells = 0; proofs = 0 } in
  let current = ref None in
  let stop status rule message =
    r.status <- status; r.rule <- rule; r.message <- message;
    r.line <- (match !current with Some s -> s.Reader.line | None -> 0) in
  (try
     with_file path (fun channel ->
       let source = Reader.source channel !limits in
       current := Some source;
       if !evaluating then (evaluate_points source; exit 0);
       check r source !wanted);
     r.status <- "accepted"
   with
   | Refusal rule -> stop (if is_malformed rule then "malformed" else "rejected") (rule_name rule) ""
   | Reader.Rejected (rule, message) -> stop "rejected" rule message
   | Json.Malformed (rule, message) -> stop "malformed" rule message
   | Json.Limit name -> stop "limit" name "more than this checker takes"
   | Out_of_memory | Stack_overflow -> stop "limit" "memory" "out of memory"
   | Sys_error message -> stop "malformed" "unreadable" message
   | Unix.Unix_error (error, _, _) -> stop "malformed" "unreadable" (Unix.error_message error)
   | Reader.Disagreement line ->
       Printf.eprintf "exactrelu-verify: internal error: line %d was not read as it stands; please report it\n" line;
       exit 70
   | e ->
       Printf.eprintf "exactrelu-verify: internal error: %s; please report it\n" (Printexc.to_string e);
       exit 70);
  if !json then print_json r (Sys.time ()) else print_text r !wanted;
  exit (match r.status with "accepted" -> 0 | "rejected" -> 1 | "malformed" -> 2 | _ -> 3)
