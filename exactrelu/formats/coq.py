"""Coq: a file with a theorem that names two networks, proved by computation in Coq's kernel.

The file embeds a certificate and runs the verified checker of proofs/ on it; compiling it checks the theorem with no
other trust than in the kernel and in the definitions of networks and evaluation.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from exactrelu.certificate.produce import certificate_lines
from exactrelu.domain import Domain
from exactrelu.errors import FormatError
from exactrelu.network import Network
from exactrelu.shallow.network import ShallowNetwork

__all__ = ["MAX_LINES", "definitions", "theorem_chunks"]

MAX_LINES = 20_000
"""Of the certificate; beyond it Coq takes minutes to read the file, and the extracted checker is the better tool."""

HEADER = """\
(** The networks [{first}_network] and [{second}_network] below are equal {where}.

    Written by exactrelu.  With the theory of proofs/ compiled, this file is checked by
    coqc -R proofs/theory ExactReLU -R proofs/checker ExactReLU {{this file}}

    SHA-256 of the canonical texts: {first} {first_hash}, {second} {second_hash}. *)
Require Import List ZArith NArith QArith.
From ExactReLU Require Import OrderedRings ExtendedNumbers Networks Embedding IntegerForms Trace {checker}
  {notations}.
Import ListNotations.
Open Scope Z_scope.

"""

CONSTRUCTION = """
Lemma the_certificate_is_accepted : check the_claim certificate = Accepted.
Proof. vm_cast_no_check (eq_refl Accepted). Qed.

(** {statement} in every ordered ring F that contains the rationals: Q itself, the reals, any ordered field. *)
Theorem networks_are_equal : forall (F : OrderedRing) (E : ContainsQ F) (x : list F),
  length x = {inputs}%nat ->{premise}
  eval F E shallow_network (map (@Finite F) x) = eval F E (lift deep_network) (map (@Finite F) x) /\\
  eval F E (lift deep_network) (map (@Finite F) x) = Some (map (@Finite F) (feval F E deep_network x)).
Proof.
  intros F E x{intro}. exact (accepted_everywhere the_claim certificate the_certificate_is_accepted F E x{use}).
Qed.
Print Assumptions networks_are_equal.
"""

PARTITION = """
Lemma the_certificate_is_accepted : pcheck the_claim certificate = Accepted.
Proof. vm_cast_no_check (eq_refl Accepted). Qed.

(** {statement} in every ordered ring F that contains the rationals: Q itself, the reals, any ordered field. *)
Theorem networks_are_equal : forall (F : OrderedRing) (E : ContainsQ F) (x : list F),
  length x = {inputs}%nat ->{premise}
  exists y : list F,
    eval F E first_network (map (@Finite F) x) = Some (map (@Finite F) y) /\\
    eval F E second_network (map (@Finite F) x) = Some (map (@Finite F) y).
Proof.
  intros F E x{intro}.
  exact (partition_accepted_everywhere the_claim certificate the_certificate_is_accepted F E x{use}).
Qed.
Print Assumptions networks_are_equal.
"""


@dataclass(frozen=True, slots=True)
class _Kind:
    """How one kind of certificate is written in Coq."""

    networks: tuple[str, str]
    token_type: str
    claim_type: str
    in_domain: str
    checker: str
    notations: str
    theorem: str


KINDS = {
    "construction": _Kind(
        ("deep", "shallow"), "token", "claim", "in_domain", "Construction", "CertificateNotations", CONSTRUCTION
    ),
    "partition": _Kind(
        ("first", "second"),
        "ptoken",
        "equality_claim",
        "in_equality_domain F",
        "Partition",
        "CertificateNotations PartitionNotations",
        PARTITION,
    ),
}


def theorem_chunks(
    first: Network | ShallowNetwork,
    second: Network | ShallowNetwork,
    kind: str = "construction",
    domain: Domain | None = None,
) -> Iterator[str]:
    r"""The Coq file, in pieces: that two networks are equal at every point of a domain.

    The arguments are those of `certify`, whose certificate of that kind the file embeds.
    Raises what `certify` raises, and FormatError when the certificate has more than MAX_LINES lines.

    >>> from exactrelu.network import Layer
    >>> absolute = Network([Layer([[1], [-1]], [0, 0]), Layer([[1, 1]], [0], "identity")])
    >>> text = "".join(theorem_chunks(absolute, absolute.shallow()))
    >>> print(text[text.index("Definition deep"):text.index(".\n", text.index("linear"))])
    Definition deep_network : network Q := [
      [ relu_deep 0 1 [w 0 1 1];
        relu_deep 0 1 [w 0 (-1) 1] ];
      [ linear_deep 0 1 [w 0 1 1; w 1 1 1] ] ]
    """
    lines = [json.loads(line) for line in _limited(certificate_lines(first, second, kind, domain, {}))]
    head, words = lines[0], KINDS[kind]
    hashes = [line["network_sha256"] for line in lines if isinstance(line, dict) and "network_sha256" in line]
    yield HEADER.format(
        first=words.networks[0],
        second=words.networks[1],
        where="at every point of the domain" if head["domain"] else "at every point",
        first_hash=hashes[0],
        second_hash=hashes[1],
        checker=words.checker,
        notations=words.notations,
    )
    yield from definitions(lines)
    yield words.theorem.format(
        inputs=head["inputs"],
        statement="At every point of the domain," if head["domain"] else "At every point,",
        premise=f" {words.in_domain} E x the_claim ->" if head["domain"] else "",
        intro="" if head["domain"] else " H",
        use="" if head["domain"] else " H (conj (Forall_nil _) (Forall_nil _))",
    )


def _limited(lines: Iterable[str]) -> Iterator[str]:
    for count, line in enumerate(lines):
        if count >= MAX_LINES:
            raise FormatError(
                f"the certificate has more than {MAX_LINES} lines, too many for Coq's kernel; "
                "write it with certify, and check it with the extracted checker of proofs/"
            )
        yield line


def definitions(lines: list[Any]) -> Iterator[str]:
    """The networks, the tokens and the claim of a certificate's lines, parsed, as definitions of a Coq file."""
    head = lines[0]
    words = KINDS[head["kind"]]
    finite = head["kind"] == "construction"
    first, rest = _network(lines[1:], "deep" if finite else "shallow")
    second, tokens = _network(rest, "shallow")
    yield f"Definition {words.networks[0]}_network : network {'Q' if finite else '(extended Q)'} := {first}.\n\n"
    yield f"Definition {words.networks[1]}_network : network (extended Q) := {second}.\n\n"
    write = _token if finite else _partition_token
    yield f"Definition certificate : list {words.token_type} := [\n  "
    yield ";\n  ".join(map(write, tokens)) + " ].\n\n"
    domain = head["domain"] or {"inequalities": [], "equalities": []}
    half_open = {"half-open": "true ", "closed-faces": "false "}.get(head.get("construction"), "")
    constructor = "Claim" if finite else "EqualityClaim"
    yield (
        f"Definition the_claim : {words.claim_type} :=\n  {constructor} {half_open}{head['inputs']} "
        f"{_forms(domain['inequalities'])} {_forms(domain['equalities'])} "
        f"{words.networks[0]}_network {words.networks[1]}_network.\n"
    )


def _network(lines: list[Any], kind: str) -> tuple[str, list[Any]]:
    """The layers of the network that the lines begin with as a Coq term, and the lines after it."""
    position, layers = 1, []
    for width in lines[0]["widths"]:
        neurons = (_neuron(line, kind) for line in lines[position : position + width])
        layers.append("[ " + ";\n    ".join(neurons) + " ]")
        position += width
    return "[\n  " + ";\n  ".join(layers) + " ]", lines[position:]


def _integer(value: int | str) -> str:
    text = str(value)
    return f"({text})" if text.startswith("-") else text


def _fraction(text: str) -> str:
    p, _, q = text.partition("/")
    return f"{_integer(p)} {q or 1}"


def _neuron(line: Any, kind: str) -> str:
    activation, bias, weights = line
    word = "relu" if activation == "relu" else "linear"
    entries = "; ".join(_weight(column, value, "w" if kind == "deep" else "v") for column, value in weights.items())
    return f"{word}_{kind} {_fraction(bias)} [{entries}]"


def _weight(column: str, value: str, weight: str) -> str:
    if value.endswith("oo"):
        return f"{'down' if value[0] == '-' else 'up'} {column}"
    return f"{weight} {column} {_fraction(value)}"


def _proof(items: list[int]) -> str:
    pairs = "; ".join(f"({i}, {value})" for i, value in zip(items[2::2], items[3::2], strict=True))
    return f"(proof {_integer(items[0])} {_integer(items[1])} [{pairs}])"


def _token(token: list[Any]) -> str:
    name, *rest = token
    if name == "s":
        return f"s {rest[0]}"
    if name == "e":
        return f"e {_proof(rest)}"
    if name == "o":
        return f"o [{'; '.join(f'({_part(plus)}, {_part(minus)})' for plus, minus in rest)}]"
    return f"{name} {rest[0]} {_proof(rest[1:])}"


def _part(part: int | list[int]) -> str:
    return f"gate {part}" if isinstance(part, int) else f"zero {_proof(part)}"


STATUSES = {"+": "WordPositive", "p": "WordNonneg", "0": "WordZero", "x": "WordGated"}


def _partition_token(token: list[Any]) -> str:
    name, *rest = token
    if name in ("s", "t"):
        return f"{'halves' if name == 's' else 'thirds'} {_form(rest)}"
    if name == "e":
        return f"void {_proof(rest)}"
    if name == "h":
        network, layer, neuron, word, *proof = rest
        return f"status {network} {layer} {neuron} {STATUSES[word]} {_proof(proof)}"
    entries = ("Same" if entry == 0 else f"between {_proof(entry[0])} {_proof(entry[1])}" for entry in rest)
    return f"leaf [{'; '.join(entries)}]"


def _form(form: list[int]) -> str:
    return f"([{'; '.join(map(str, form[:-1]))}], {form[-1]})"


def _forms(forms: list[list[int]]) -> str:
    return f"[{'; '.join(map(_form, forms))}]"
