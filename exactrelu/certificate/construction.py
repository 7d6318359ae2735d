"""Construction certificates: the trace of the deep network, matched gate by gate with the shallow one."""

from collections.abc import Iterator, Sequence
from typing import Any

from gmpy2 import mpq

from exactrelu.affine import Form, primitive
from exactrelu.certificate.canonical import json_text, network_lines
from exactrelu.certificate.farkas import EQUALITY, STRICT, Constraint
from exactrelu.certificate.trace import Leaf, Trace, flip
from exactrelu.errors import ShapeError
from exactrelu.extended import MINUS_INFINITY, ExtendedRational, finite
from exactrelu.network import Network
from exactrelu.regions import Region, Walk
from exactrelu.shallow.assembly import signs_on, unit_form
from exactrelu.shallow.closed_faces import face_sides
from exactrelu.shallow.half_open import half_open_sides
from exactrelu.shallow.network import Row, ShallowLayer, ShallowNetwork

__all__ = ["MismatchError", "construction_lines"]


class MismatchError(ShapeError):
    """The shallow network is not what a construction makes of the deep one."""


def construction_lines(deep: Network, shallow: ShallowNetwork, producer: dict[str, Any]) -> Iterator[str]:
    """The lines of the construction certificate; MismatchError when the networks do not belong together."""
    depth = len(shallow.layers) - 1
    if depth not in (2, 3) or shallow.inputs != deep.inputs or shallow.outputs != deep.outputs:
        raise MismatchError("the shallow network has another shape than the constructions give for the deep one")
    head = {
        "format": "exactrelu-certificate",
        "version": 1,
        "kind": "construction",
        "construction": "closed-faces" if depth == 2 else "half-open",
        "inputs": deep.inputs,
        "domain": None if shallow.domain is None else shallow.domain.to_json(),
        "producer": producer,
    }
    yield json_text(head) + "\n"
    yield from network_lines("deep", deep)
    yield from network_lines("shallow", shallow)
    matcher = _Matcher(deep, shallow)
    trace = Trace(Walk(deep, shallow.domain, faces=depth == 2))
    for token in trace.tokens():
        if isinstance(token, Leaf):
            for line in _leaf(trace, token, matcher):
                yield json_text(line) + "\n"
        else:
            yield json_text(token) + "\n"
    matcher.require_all_used()


def _leaf(trace: Trace, leaf: Leaf, matcher: "_Matcher") -> Iterator[list[object]]:
    """The remaining drops of a leaf, and its token "o"."""
    walk, prover, cell = trace.walk, trace.prover, leaf.cell
    region = Region(walk, cell)
    sides = face_sides(region) if walk.faces else half_open_sides(region)
    wanted = {bit for bit, _, _ in sides}
    kept = leaf.kept
    for bit in range(kept.bit_length() - 1, -1, -1):
        if not kept >> bit & 1 or bit in wanted:
            continue
        constraint = prover.path[prover.where[bit]]
        if constraint.relation == STRICT:
            proof = _strict_drop(trace, leaf, constraint, kept, wanted)
        else:
            proof = trace.drop(bit, kept, cell.lines, cell.generators)
        yield ["d", prover.where[bit], *proof]
        kept &= ~(1 << bit)
    usable = 0
    for constraint in prover.path:
        usable |= 1 << constraint.bit
    penalties = [prover.path[prover.where[bit]] for bit in sorted(wanted)]
    entries: list[object] = []
    for output, form in enumerate(cell.forms(walk.length)):
        pair: list[object] = []
        positive, negative = signs_on(cell, form)
        for sign, occurs in ((1, positive), (-1, negative)):
            signed = form if sign == 1 else flip(form)
            number = matcher.gate(signed, penalties, output, sign * leaf.sign) if occurs else None
            if matcher.only_gate and not (output or positive or negative) and sign == 1:
                number = matcher.find(signed, penalties, output, sign * leaf.sign)
            if number is not None:
                pair.append(number)
            else:
                pair.append(prover.prove(flip(signed), cell.lines, cell.generators, usable))
        entries.append(pair)
    yield ["o", *entries]


def _strict_drop(trace: Trace, leaf: Leaf, constraint: Constraint, kept: int, wanted: set[int]) -> list[int]:
    """A strict side goes: no point of the closed cell is on it, or a kept strict side vanishes there too."""
    held = leaf.cell.tight_sets()
    mine = held.get(1 << constraint.bit, 0)
    prover = trace.prover
    usable = (kept | ((1 << trace.walk.offsets[0]) - 2)) & ~(1 << constraint.bit)
    at_infinity = held.get(1, 0)
    if mine & ~at_infinity:
        for bit in sorted(wanted):
            other = prover.path[prover.where[bit]]
            if other.relation == STRICT and mine & held.get(1 << bit, 0) == mine:
                return prover.prove_strict_side(constraint.form, other, usable, constraint.bit)
    return trace.drop(constraint.bit, kept, leaf.cell.lines, leaf.cell.generators)


class _Matcher:
    """Finds the neurons of the given shallow network that the terms of the construction ask for."""

    def __init__(self, deep: Network, shallow: ShallowNetwork) -> None:
        self.shallow = shallow
        self.inputs = deep.inputs
        self.scale = deep.integer_layers[-1].scale
        self.first = {_form_of(row, bias, deep.inputs): k for k, (row, bias) in _numbered(shallow.layers[0])}
        self.copies: dict[int, int] = {}
        self.selectors: dict[int, int] = {}
        if len(shallow.layers) == 4:
            for k, (row, bias) in _numbered(shallow.layers[1]):
                if len(row) == 1:
                    (self.copies if not bias else self.selectors)[row[0][0]] = k
        else:
            self.copies = {k: k for k in range(len(shallow.layers[0].rows))}
        self.gates: dict[tuple[Row, Any], list[int]] = {}
        for k, key in _numbered(shallow.layers[-2]):
            self.gates.setdefault(key, []).append(k)
        self.left = len(shallow.layers[-2].rows)
        self.enters: dict[int, tuple[int, Any]] = {
            gate: (output, weight) for output, row in enumerate(shallow.layers[-1].rows) for gate, weight in row
        }

    def gate(self, form: Form, penalties: Sequence[Constraint], output: int, coefficient: int) -> int:
        """The number of the gate relu(form / scale - oo * penalties); MismatchError if there is none."""
        number = self.find(form, penalties, output, coefficient)
        if number is None:
            raise MismatchError(
                "the shallow network lacks a neuron that the construction makes of the deep network; "
                'a certificate of kind "partition" does not ask how a network was made'
            )
        return number

    @property
    def only_gate(self) -> bool:
        """Whether the one gate is still free: a network that is 0 everywhere has a gate that it does not need."""
        return self.left == 1 == len(self.enters)

    def find(self, form: Form, penalties: Sequence[Constraint], output: int, coefficient: int) -> int | None:
        """The number of the gate, which is used up by that; None if there is none."""
        row: dict[int | None, ExtendedRational] = {}
        for i, entry in enumerate(form[:-1]):
            if entry:
                weight = finite(mpq(entry, self.scale))
                row[self._copy(unit_form(self.inputs, i, 1))] = weight
                row[self._copy(unit_form(self.inputs, i, -1))] = -weight
        for constraint in penalties:
            if constraint.relation == STRICT:
                row[self._find(self.selectors, primitive(constraint.form))] = MINUS_INFINITY
                continue
            row[self._copy(primitive(flip(constraint.form)))] = MINUS_INFINITY
            if constraint.relation == EQUALITY:
                row[self._copy(primitive(constraint.form))] = MINUS_INFINITY
        if None in row:
            return None
        found = self.gates.get(
            (tuple(sorted((k, w) for k, w in row.items() if k is not None)), finite(mpq(form[-1], self.scale)))
        )
        if not found:
            return None
        number = next((k for k in found if self.enters.get(k) == (output, coefficient)), found[0])
        found.remove(number)
        self.left -= 1
        return number

    def _copy(self, form: Form) -> int | None:
        return self._find(self.copies, form)

    def _find(self, index: dict[int, int], form: Form) -> int | None:
        below = self.first.get(form)
        return None if below is None else index.get(below)

    def require_all_used(self) -> None:
        """Raises MismatchError when gates are left over."""
        if self.left:
            raise MismatchError(f"the shallow network has {self.left} gates that the construction does not make")


def _numbered(layer: ShallowLayer) -> Iterator[tuple[int, tuple[Row, Any]]]:
    return enumerate(zip(layer.rows, layer.bias, strict=True))


def _form_of(row: Row, bias: Any, inputs: int) -> tuple[Any, ...]:
    weights = dict(row)
    return (*(_integer(weights.get(i, 0)) for i in range(inputs)), _integer(bias))


def _integer(number: Any) -> Any:
    return (
        number if isinstance(number, int) else mpq(number.numerator, number.denominator) if number.is_finite else None
    )
