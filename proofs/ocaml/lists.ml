(* Two functions on lists of any length, in constant stack; trusted to agree with Coq's of the same names. *)
let map f l = List.rev (List.rev_map f l)
let length l = List.fold_left (fun n _ -> Integers.succ n) Integers.zero l
