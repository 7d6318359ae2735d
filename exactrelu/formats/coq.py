"""Coq: a file with a theorem that names a deep and a shallow network, proved by computation in Coq's kernel.

The file embeds the construction certificate and runs the verified checker of proofs/ on it; compiling it checks the
theorem with no other trust than in the kernel and in the definitions of networks and evaluation.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from exactrelu.certificate.construction import construction_lines
from exactrelu.errors import FormatError
from exactrelu.network import Network
from exactrelu.shallow.network import ShallowNetwork

__all__ = ["MAX_LINES", "theorem_chunks"]

MAX_LINES = 20_000
"""Of the certificate; beyond it Coq takes minutes to read the file, and the extracted checker is the better tool."""

HEADER = """\
(** The networks [deep_network] and [shallow_network] below are equal {where}.

    Written by exactrelu.  With the theory of proofs/ compiled, this file is checked by
    coqc -R proofs/theory ExactReLU -R proofs/checker ExactReLU {{this file}}

    SHA-256 of the canonical texts: deep {deep}, shallow {shallow}. *)
Require Import List ZArith NArith QArith.
From ExactReLU Require Import OrderedRings ExtendedNumbers Networks Embedding IntegerForms Trace Construction
  CertificateNotations.
Import ListNotations.
Open Scope Z_scope.

"""

THEOREM = """
Definition the_claim : claim :=
  Claim {half_open} {inputs} {inequalities} {equalities} deep_network shallow_network.

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


def theorem_chunks(deep: Network, shallow: ShallowNetwork) -> Iterator[str]:
    r"""The Coq file, in pieces: that the shallow network is the deep one, at every point of the shallow one's domain.

    Raises MismatchError when the shallow network is not made by a construction from the deep one, and FormatError when
    the certificate has more than MAX_LINES lines.

    >>> from exactrelu.network import Layer
    >>> absolute = Network([Layer([[1], [-1]], [0, 0]), Layer([[1, 1]], [0], "identity")])
    >>> text = "".join(theorem_chunks(absolute, absolute.shallow()))
    >>> print(text[text.index("Definition deep"):text.index(".\n", text.index("linear"))])
    Definition deep_network : network Q := [
      [ relu_deep 0 1 [w 0 1 1];
        relu_deep 0 1 [w 0 (-1) 1] ];
      [ linear_deep 0 1 [w 0 1 1; w 1 1 1] ] ]
    """
    lines = [json.loads(line) for line in _limited(construction_lines(deep, shallow, {}))]
    head = lines[0]
    first, deep_layers, rest = _network(lines[1:], "deep", "w")
    second, shallow_layers, tokens = _network(rest, "shallow", "v")
    domain = head["domain"]
    where = "at every point of the domain" if domain else "at every point"
    yield HEADER.format(where=where, deep=first["network_sha256"], shallow=second["network_sha256"])
    yield f"Definition deep_network : network Q := {deep_layers}.\n\n"
    yield f"Definition shallow_network : network (extended Q) := {shallow_layers}.\n\n"
    yield "Definition certificate : list token := [\n  "
    yield ";\n  ".join(map(_token, tokens)) + " ].\n"
    yield THEOREM.format(
        half_open="true" if head["construction"] == "half-open" else "false",
        inputs=head["inputs"],
        inequalities=_forms(domain["inequalities"] if domain else []),
        equalities=_forms(domain["equalities"] if domain else []),
        statement="At every point of the domain," if domain else "At every point,",
        premise=" in_domain E x the_claim ->" if domain else "",
        intro="" if domain else " H",
        use="" if domain else " H (conj (Forall_nil _) (Forall_nil _))",
    )


def _limited(lines: Iterable[str]) -> Iterator[str]:
    for count, line in enumerate(lines):
        if count >= MAX_LINES:
            raise FormatError(
                f"the certificate has more than {MAX_LINES} lines, too many for Coq's kernel; "
                "write it with certify, and check it with the extracted checker of proofs/"
            )
        yield line


def _network(lines: list[Any], kind: str, weight: str) -> tuple[Any, str, list[Any]]:
    """The head of the network that the lines begin with, its layers as a Coq term, and the lines after it."""
    head, position, layers = lines[0], 1, []
    for width in head["widths"]:
        neurons = (_neuron(line, kind, weight) for line in lines[position : position + width])
        layers.append("[ " + ";\n    ".join(neurons) + " ]")
        position += width
    return head, "[\n  " + ";\n  ".join(layers) + " ]", lines[position:]


def _integer(value: int | str) -> str:
    text = str(value)
    return f"({text})" if text.startswith("-") else text


def _fraction(text: str) -> str:
    p, _, q = text.partition("/")
    return f"{_integer(p)} {q or 1}"


def _neuron(line: Any, kind: str, weight: str) -> str:
    activation, bias, weights = line
    word = "relu" if activation == "relu" else "linear"
    entries = "; ".join(_weight(column, value, weight) for column, value in weights.items())
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


def _forms(forms: list[list[int]]) -> str:
    terms = (f"([{'; '.join(map(str, form[:-1]))}], {form[-1]})" for form in forms)
    return f"[{'; '.join(terms)}]"
