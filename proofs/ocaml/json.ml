(* JSON as certificates have it: one value per line, every number an integer whose numeral is canonical. *)

type t =
  | Null
  | Bool of bool
  | Number of string  (* the numeral *)
  | String of string  (* decoded, UTF-8 *)
  | List of t list
  | Object of (string * t) list

exception Malformed of string * string  (* rule, message *)
exception Limit of string

let malformed rule message = raise (Malformed (rule, message))
let max_depth = 500

(* Well-formed UTF-8, without surrogates and overlong forms. *)
let is_utf8 s =
  let n = String.length s in
  let byte i = if i < n then Char.code s.[i] else 0 in
  let tail i = byte i land 0xc0 = 0x80 in
  let rec go i =
    if i >= n then true
    else
      let b = byte i in
      if b < 0x80 then go (i + 1)
      else if b >= 0xc2 && b <= 0xdf && tail (i + 1) then go (i + 2)
      else if b land 0xf0 = 0xe0 && tail (i + 1) && tail (i + 2)
              && (b <> 0xe0 || byte (i + 1) >= 0xa0) && (b <> 0xed || byte (i + 1) < 0xa0) then go (i + 3)
      else if b >= 0xf0 && b <= 0xf4 && tail (i + 1) && tail (i + 2) && tail (i + 3)
              && (b <> 0xf0 || byte (i + 1) >= 0x90) && (b <> 0xf4 || byte (i + 1) < 0x90) then go (i + 4)
      else false
  in
  go 0

let add_utf8 buffer code =
  let add c = Buffer.add_char buffer (Char.chr c) in
  if code < 0x80 then add code
  else if code < 0x800 then (add (0xc0 lor (code lsr 6)); add (0x80 lor (code land 63)))
  else if code < 0x10000 then (
    add (0xe0 lor (code lsr 12)); add (0x80 lor ((code lsr 6) land 63)); add (0x80 lor (code land 63)))
  else (
    add (0xf0 lor (code lsr 18)); add (0x80 lor ((code lsr 12) land 63));
    add (0x80 lor ((code lsr 6) land 63)); add (0x80 lor (code land 63)))

let parse ~digits s =
  let n = String.length s in
  let pos = ref 0 in
  let peek () = if !pos < n then s.[!pos] else '\x00' in
  let fail message = malformed "json" (Printf.sprintf "%s, column %d" message (!pos + 1)) in
  let rec space () =
    match peek () with
    | (' ' | '\t' | '\n' | '\r') when !pos < n -> incr pos; space ()
    | _ -> ()
  in
  let word text value =
    let k = String.length text in
    if !pos + k <= n && String.sub s !pos k = text then (pos := !pos + k; value) else fail "unknown word"
  in
  let hex4 () =
    if !pos + 4 > n then fail "unfinished escape";
    let text = String.sub s !pos 4 in
    if not (String.for_all (function '0' .. '9' | 'a' .. 'f' | 'A' .. 'F' -> true | _ -> false) text) then
      fail "bad escape";
    pos := !pos + 4;
    int_of_string ("0x" ^ text)
  in
  let string () =
    incr pos;
    let start = !pos in
    while !pos < n && s.[!pos] <> '"' && s.[!pos] <> '\\' && s.[!pos] >= ' ' do incr pos done;
    if peek () = '"' && !pos < n then (let text = String.sub s start (!pos - start) in incr pos; text)
    else begin
      let buffer = Buffer.create 64 in
      Buffer.add_string buffer (String.sub s start (!pos - start));
      let rec go () =
        if !pos >= n then fail "unfinished string"
        else
          match s.[!pos] with
          | '"' -> incr pos
          | '\\' ->
              incr pos;
              let c = peek () in
              incr pos;
              (match c with
               | '"' | '\\' | '/' -> Buffer.add_char buffer c
               | 'b' -> Buffer.add_char buffer '\b'
               | 'f' -> Buffer.add_char buffer '\012'
               | 'n' -> Buffer.add_char buffer '\n'
               | 'r' -> Buffer.add_char buffer '\r'
               | 't' -> Buffer.add_char buffer '\t'
               | 'u' ->
                   let high = hex4 () in
                   if high >= 0xd800 && high < 0xdc00 && !pos + 1 < n && s.[!pos] = '\\' && s.[!pos + 1] = 'u' then begin
                     let back = !pos in
                     pos := !pos + 2;
                     let low = hex4 () in
                     if low >= 0xdc00 && low < 0xe000 then
                       add_utf8 buffer (0x10000 + ((high - 0xd800) lsl 10) + (low - 0xdc00))
                     else (pos := back; add_utf8 buffer high)
                   end
                   else add_utf8 buffer high
               | _ -> fail "bad escape");
              go ()
          | c when c < ' ' -> fail "control character in a string"
          | c -> Buffer.add_char buffer c; incr pos; go ()
      in
      go ();
      Buffer.contents buffer
    end
  in
  let number () =
    let start = !pos in
    if peek () = '-' then incr pos;
    let first = !pos in
    while (match peek () with '0' .. '9' -> !pos < n | _ -> false) do incr pos done;
    let text = String.sub s start (!pos - start) in
    let length = !pos - first in
    if length = 0 && peek () = 'I' then malformed "numeral" "-Infinity is no number";
    if length = 0 || (length > 1 && s.[first] = '0') then fail "not a number";
    (match peek () with
     | '.' | 'e' | 'E' -> malformed "numeral" (text ^ "... is not an integer")
     | _ -> ());
    if text = "-0" then malformed "numeral" "-0 is not a canonical integer";
    if String.length text > digits then raise (Limit "digits");
    text
  in
  let rec value depth =
    if depth > max_depth then malformed "nesting" "JSON nested far deeper than in a certificate";
    space ();
    match peek () with
    | '"' -> String (string ())
    | '-' | '0' .. '9' -> Number (number ())
    | 'N' | 'I' -> malformed "numeral" "NaN and Infinity are no numbers"
    | 'n' -> word "null" Null
    | 't' -> word "true" (Bool true)
    | 'f' -> word "false" (Bool false)
    | '[' ->
        incr pos; space ();
        if peek () = ']' then (incr pos; List [])
        else
          let rec items acc =
            let v = value (depth + 1) in
            space ();
            match peek () with
            | ',' -> incr pos; items (v :: acc)
            | ']' -> incr pos; List (List.rev (v :: acc))
            | _ -> fail "a comma or ] is needed"
          in
          items []
    | '{' ->
        incr pos; space ();
        if peek () = '}' then (incr pos; Object [])
        else
          let keys = Hashtbl.create 16 in
          let rec members acc =
            space ();
            if peek () <> '"' then fail "a key is needed";
            let key = string () in
            if Hashtbl.mem keys key then malformed "duplicate-key" "an object has a key twice";
            Hashtbl.add keys key ();
            space ();
            if peek () <> ':' then fail "a colon is needed";
            incr pos;
            let v = value (depth + 1) in
            space ();
            match peek () with
            | ',' -> incr pos; members ((key, v) :: acc)
            | '}' -> incr pos; Object (List.rev ((key, v) :: acc))
            | _ -> fail "a comma or } is needed"
          in
          members []
    | _ -> fail "no value"
  in
  let v = value 0 in
  space ();
  if !pos < n then fail "more than one value";
  v

(* The text without the white space between its parts, and with plain characters in place of their escapes: what a
   line must be when it is printed back.  The line is one that `parse` took. *)
let squeeze s =
  let n = String.length s in
  let buffer = Buffer.create n in
  let code i = int_of_string ("0x" ^ String.sub s i 4) in
  let rec outside i =
    if i < n then
      match s.[i] with
      | ' ' | '\t' | '\n' | '\r' -> outside (i + 1)
      | c -> Buffer.add_char buffer c; if c = '"' then inside (i + 1) else outside (i + 1)
  and inside i =
    if i < n then
      match s.[i] with
      | '"' -> Buffer.add_char buffer '"'; outside (i + 1)
      | '\\' when i + 5 < n && s.[i + 1] = 'u' ->
          let high = code (i + 2) in
          let pair = high >= 0xd800 && high < 0xdc00 && i + 11 < n && s.[i + 6] = '\\' && s.[i + 7] = 'u' in
          let low = if pair then code (i + 8) else 0 in
          if low >= 0xdc00 && low < 0xe000 then begin
            add_utf8 buffer (0x10000 + ((high - 0xd800) lsl 10) + (low - 0xdc00)); inside (i + 12)
          end
          else begin add_utf8 buffer high; inside (i + 6) end
      | '\\' when i + 1 < n ->
          Buffer.add_char buffer
            (match s.[i + 1] with 'b' -> '\b' | 'f' -> '\012' | 'n' -> '\n' | 'r' -> '\r' | 't' -> '\t' | c -> c);
          inside (i + 2)
      | c -> Buffer.add_char buffer c; inside (i + 1)
  in
  outside 0;
  Buffer.contents buffer

(* A value as `squeeze` leaves it, where `known` does not say how a member of the outermost object is printed. *)
let rec plain ?(known = fun _ _ -> None) value =
  let member (key, v) =
    "\"" ^ key ^ "\":" ^ (match known key v with Some text -> text | None -> plain v) in
  match value with
  | Null -> "null"
  | Bool b -> string_of_bool b
  | Number t -> t
  | String t -> "\"" ^ t ^ "\""
  | List items -> "[" ^ String.concat "," (Lists.map (fun v -> plain v) items) ^ "]"
  | Object members -> "{" ^ String.concat "," (Lists.map member members) ^ "}"
