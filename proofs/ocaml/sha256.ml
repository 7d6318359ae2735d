(* SHA-256 (FIPS 180-4), on OCaml's native integers of at least 63 bits. *)

let constants = [|
  0x428a2f98; 0x71374491; 0xb5c0fbcf; 0xe9b5dba5; 0x3956c25b; 0x59f111f1; 0x923f82a4; 0xab1c5ed5;
  0xd807aa98; 0x12835b01; 0x243185be; 0x550c7dc3; 0x72be5d74; 0x80deb1fe; 0x9bdc06a7; 0xc19bf174;
  0xe49b69c1; 0xefbe4786; 0x0fc19dc6; 0x240ca1cc; 0x2de92c6f; 0x4a7484aa; 0x5cb0a9dc; 0x76f988da;
  0x983e5152; 0xa831c66d; 0xb00327c8; 0xbf597fc7; 0xc6e00bf3; 0xd5a79147; 0x06ca6351; 0x14292967;
  0x27b70a85; 0x2e1b2138; 0x4d2c6dfc; 0x53380d13; 0x650a7354; 0x766a0abb; 0x81c2c92e; 0x92722c85;
  0xa2bfe8a1; 0xa81a664b; 0xc24b8b70; 0xc76c51a3; 0xd192e819; 0xd6990624; 0xf40e3585; 0x106aa070;
  0x19a4c116; 0x1e376c08; 0x2748774c; 0x34b0bcb5; 0x391c0cb3; 0x4ed8aa4a; 0x5b9cca4f; 0x682e6ff3;
  0x748f82ee; 0x78a5636f; 0x84c87814; 0x8cc70208; 0x90befffa; 0xa4506ceb; 0xbef9a3f7; 0xc67178f2 |]

type t = { state : int array; block : Bytes.t; mutable filled : int; mutable length : int; schedule : int array }

let create () =
  { state = [| 0x6a09e667; 0xbb67ae85; 0x3c6ef372; 0xa54ff53a; 0x510e527f; 0x9b05688c; 0x1f83d9ab; 0x5be0cd19 |];
    block = Bytes.create 64; filled = 0; length = 0; schedule = Array.make 64 0 }

let mask x = x land 0xffffffff
let rotate x n = (x lsr n) lor mask (x lsl (32 - n))

let compress t =
  let w = t.schedule and s = t.state in
  for i = 0 to 15 do
    let byte k = Char.code (Bytes.get t.block ((4 * i) + k)) in
    w.(i) <- (byte 0 lsl 24) lor (byte 1 lsl 16) lor (byte 2 lsl 8) lor byte 3
  done;
  for i = 16 to 63 do
    let a = w.(i - 15) and b = w.(i - 2) in
    let s0 = rotate a 7 lxor rotate a 18 lxor (a lsr 3) and s1 = rotate b 17 lxor rotate b 19 lxor (b lsr 10) in
    w.(i) <- mask (w.(i - 16) + s0 + w.(i - 7) + s1)
  done;
  let a = ref s.(0) and b = ref s.(1) and c = ref s.(2) and d = ref s.(3) in
  let e = ref s.(4) and f = ref s.(5) and g = ref s.(6) and h = ref s.(7) in
  for i = 0 to 63 do
    let s1 = rotate !e 6 lxor rotate !e 11 lxor rotate !e 25 in
    let choice = (!e land !f) lxor (mask (lnot !e) land !g) in
    let t1 = mask (!h + s1 + choice + constants.(i) + w.(i)) in
    let s0 = rotate !a 2 lxor rotate !a 13 lxor rotate !a 22 in
    let majority = (!a land !b) lxor (!a land !c) lxor (!b land !c) in
    let t2 = mask (s0 + majority) in
    h := !g; g := !f; f := !e; e := mask (!d + t1);
    d := !c; c := !b; b := !a; a := mask (t1 + t2)
  done;
  List.iteri (fun i x -> s.(i) <- mask (s.(i) + x)) [ !a; !b; !c; !d; !e; !f; !g; !h ]

let add_char t c =
  Bytes.set t.block t.filled c;
  t.filled <- t.filled + 1;
  if t.filled = 64 then (compress t; t.filled <- 0)

let add t text =
  t.length <- t.length + String.length text;
  String.iter (add_char t) text

(* The digest in lower-case hexadecimal; the state cannot be used afterwards. *)
let finish t =
  let bits = 8 * t.length in
  add_char t '\x80';
  while t.filled <> 56 do add_char t '\x00' done;
  for k = 7 downto 0 do add_char t (Char.chr ((bits lsr (8 * k)) land 255)) done;
  String.concat "" (Array.to_list (Array.map (Printf.sprintf "%08x") t.state))

let hex text = let t = create () in add t text; finish t

(* The test vectors of FIPS 180-4, and a text longer than a block by one byte of padding. *)
let self_test () =
  hex "" = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
  && hex "abc" = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
  && hex "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"
     = "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
  && hex (String.make 1000000 'a') = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
