"""Which neuron of the given shallow network is meant: gates named by what they compute, and matched by these names.

A name is a hash of a gate's weights, told by the forms behind them and not by numbers of neurons, of its bias, and of
where it goes.  So tokens can be written by who does not have the shallow network; numbers are put in at the end.
A wrong match would not be a wrong proof: the checker compares every weight.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from typing import Any

from gmpy2 import mpq, mpz

from exactrelu.affine import Form, primitive
from exactrelu.certificate.farkas import EQUALITY, STRICT, Constraint
from exactrelu.certificate.trace import flip
from exactrelu.errors import ShapeError
from exactrelu.extended import MINUS_INFINITY
from exactrelu.network import Network
from exactrelu.shallow.network import Row, ShallowLayer, ShallowNetwork

__all__ = ["GateNamer", "Matcher", "MismatchError"]

COPY, SELECTOR = "c", "s"
INFINITE = str(MINUS_INFINITY)
MARK = re.compile(r'"@([0-9a-f]{32})([0-9]+)([+-])"')


class MismatchError(ShapeError):
    """The shallow network is not what a construction makes of the deep one."""


def _form_name(entries: Iterable[tuple[int, Any]]) -> str:
    """A short text for a form by its numbered entries, of which those that are not 0 count: "2:-1" for -x_3."""
    return ",".join([f"{i}:{entry}" for i, entry in entries if entry])


def _gate_name(weights: Iterable[tuple[str, str]], bias: str) -> str:
    text = " ".join([*(f"{name}={weight}" for name, weight in sorted(weights)), bias])
    return blake2b(text.encode(), digest_size=16).hexdigest()


class GateNamer:
    """The names of the gates of one cell, relu(form / scale - oo * penalties), as marks in a text.

    A mark has the name, the output and the sign with which the gate enters it.
    """

    def __init__(self, inputs: int, scale: mpz, penalties: Sequence[Constraint]) -> None:
        self.scale = scale
        self.carriers = [(f"{COPY}{i}:1", f"{COPY}{i}:-1") for i in range(inputs)]
        self.penalties: list[str] = []
        for constraint in penalties:
            if constraint.relation == STRICT:
                self.penalties.append(SELECTOR + _form_name(enumerate(primitive(constraint.form))))
                continue
            self.penalties.append(COPY + _form_name(enumerate(primitive(flip(constraint.form)))))
            if constraint.relation == EQUALITY:
                self.penalties.append(COPY + _form_name(enumerate(primitive(constraint.form))))

    def mark(self, form: Form, output: int, coefficient: int) -> str:
        """The mark of the gate with this signed form."""
        weights: dict[str, str] = {}
        for entry, (above, below) in zip(form[:-1], self.carriers, strict=True):
            if entry:
                weights[above] = str(mpq(entry, self.scale))
                weights[below] = str(mpq(-entry, self.scale))
        for name in self.penalties:
            weights[name] = INFINITE
        name = _gate_name(weights.items(), str(mpq(form[-1], self.scale)))
        return f"@{name}{output}{'+' if coefficient > 0 else '-'}"


class Matcher:
    """Finds the neurons of the given shallow network that the terms of the construction ask for, each once."""

    def __init__(self, deep: Network, shallow: ShallowNetwork) -> None:
        names = _copies_and_selectors(shallow, deep.inputs)
        self.gates: dict[str, list[int]] = {}
        for k, (row, bias) in _numbered(shallow.layers[-2]):
            weights = [(names[column], str(weight)) for column, weight in row if column in names]
            if len(weights) == len(row):
                self.gates.setdefault(_gate_name(weights, str(bias)), []).append(k)
        self.left = len(shallow.layers[-2].rows)
        self.enters: dict[int, tuple[int, Any]] = {
            gate: (output, weight) for output, row in enumerate(shallow.layers[-1].rows) for gate, weight in row
        }
        self.has_one_gate = self.left == 1 == len(self.enters)

    def with_numbers(self, text: str) -> str:
        """The text with the number of a gate for each mark; MismatchError if there is none."""
        return MARK.sub(lambda mark: str(self._gate(mark)), text)

    def _gate(self, mark: "re.Match[str]") -> int:
        number = self._find(*mark.groups())
        if number is None:
            raise MismatchError(
                "the shallow network lacks a neuron that the construction makes of the deep network; "
                'a certificate of kind "partition" does not ask how a network was made'
            )
        return number

    def spare_gate(self, mark: str) -> int | None:
        """The number of the only gate of a network that is 0 everywhere, which does not need it."""
        found = MARK.fullmatch(f'"{mark}"')
        return self._find(*found.groups()) if found and self.has_one_gate and self.left else None

    def _find(self, name: str, output: str, sign: str) -> int | None:
        found = self.gates.get(name)
        if not found:
            return None
        wanted = int(output), 1 if sign == "+" else -1
        number = next((k for k in found if self.enters.get(k) == wanted), found[0])
        found.remove(number)
        self.left -= 1
        return number

    def require_all_used(self) -> None:
        """Raises MismatchError when gates are left over."""
        if self.left:
            raise MismatchError(f"the shallow network has {self.left} gates that the construction does not make")


def _copies_and_selectors(shallow: ShallowNetwork, inputs: int) -> dict[int, str]:
    """The names of the neurons below the gates; of several that are the same, of the last one."""
    first = {_form_name((*row, (inputs, bias))): k for k, (row, bias) in _numbered(shallow.layers[0])}
    forms = {k: name for name, k in first.items()}
    if len(shallow.layers) == 3:
        return {k: COPY + name for k, name in forms.items()}
    last: dict[str, int] = {}
    for k, (row, bias) in _numbered(shallow.layers[1]):
        if len(row) == 1 and row[0][0] in forms:
            last[(SELECTOR if bias else COPY) + forms[row[0][0]]] = k
    return {k: name for name, k in last.items()}


def _numbered(layer: ShallowLayer) -> Iterator[tuple[int, tuple[Row, Any]]]:
    return enumerate(zip(layer.rows, layer.bias, strict=True))
