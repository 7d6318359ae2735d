"""Infinite weights as choices: what a shallow network does with -oo, in a form that floating point can follow.

A literal tensor with an entry -inf is wrong: IEEE arithmetic makes 0 * inf a NaN, at every point inside a region.
What the infinite weights mean is a choice: a gate is shut where one of its penalties is positive.
A penalty is, in the end, the sign of one affine form of the inputs: a neuron relu(h) of the first layer, its copy, or a
selector relu(1 - oo * relu(h)), which is positive where h <= 0.
So a shallow network is a list of forms, whose signs at a point decide everything, and a network of finite weights.

The signs must be right, not nearly right.  Where h(x) = 0, a rounded value such as 1e-17 would shut gates that are open
there, and with two hidden layers even a consistent set of wrong signs may belong to no face at all, so that the
alternating sum is no value near the right one.  A float is a rational number, so its signs can be decided exactly:
`signs` does it, with a rounding error bound first and integers where that leaves a doubt.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NoReturn

from gmpy2 import mpq

from exactrelu.affine import Form, clear_denominators
from exactrelu.domain import Domain
from exactrelu.errors import FormatError
from exactrelu.extended import rational, to_fraction
from exactrelu.formats.floats import short_numeral
from exactrelu.shallow.network import Row, ShallowLayer, ShallowNetwork

__all__ = ["SelectorLayer", "Selectors", "selectors"]

_NEVER = -1
_Sign = int | None
"""When a neuron is positive: 2j where form j > 0, 2j + 1 where form j <= 0, _NEVER, or None: by its value only."""


@dataclass(frozen=True, slots=True)
class SelectorLayer:
    """One layer with finite float weights: rows over the values of the layer before, bias, and activations.

    penalties has for each neuron the conditions of which any one makes it 0: 2j is form j > 0, and 2j + 1 form j <= 0.
    """

    weight: tuple[tuple[float, ...], ...]
    bias: tuple[float, ...]
    relu: tuple[bool, ...]
    penalties: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Selectors:
    """A shallow network as forms (integer vectors (a_1, ..., a_n, c)) and layers of finite floats.

    The first `inequalities` forms and the next `equalities` are those of the domain; the last layer gives the outputs.
    """

    inputs: int
    forms: tuple[tuple[int, ...], ...]
    inequalities: int
    equalities: int
    layers: tuple[SelectorLayer, ...]

    @property
    def widths(self) -> tuple[int, ...]:
        """How many values each layer takes."""
        return (self.inputs, *(len(layer.bias) for layer in self.layers[:-1]))


class _Forms:
    """The forms by their numbers: those of the domain, as they are, then others, each once."""

    def __init__(self, fixed: Iterable[Form]) -> None:
        self.fixed = tuple(fixed)
        self.others: dict[Form, int] = {}

    def number(self, form: Form) -> int:
        return self.others.setdefault(form, len(self.fixed) + len(self.others))

    def plain(self) -> tuple[tuple[int, ...], ...]:
        return tuple(tuple(int(entry) for entry in form) for form in (*self.fixed, *self.others))


def selectors(network: ShallowNetwork) -> Selectors:
    """The forms and finite layers of a shallow network whose infinite weights are selectors.

    Both constructions make such networks.  The forms are exact; each finite weight is rounded to the nearest float.
    Raises FormatError, with the place, for a network whose infinities mean something else, or a weight too large for a
    float.
    """
    domain = Domain(network.inputs) if network.domain is None else network.domain
    forms = _Forms((*domain.inequalities, *domain.equalities))
    needed = _needed(network)
    layers: list[SelectorLayer] = []
    signs: list[_Sign] = [None] * network.inputs
    for depth, layer in enumerate(network.layers, start=1):
        layers.append(_layer(depth, layer, signs, needed[depth - 1], needed[depth]))
        signs = [_sign(layer, k, depth, signs, forms) for k in range(len(layer.rows))]
    return Selectors(network.inputs, forms.plain(), len(domain.inequalities), len(domain.equalities), tuple(layers))


def _needed(network: ShallowNetwork) -> list[list[int]]:
    """For the inputs and each layer the neurons whose values, not only their signs, count for the outputs."""
    needed = [list(range(network.outputs))]
    for layer in reversed(network.layers):
        read = {j for k in needed[-1] for j, weight in layer.rows[k] if weight.is_finite}
        needed.append(sorted(read))
    needed[-1] = list(range(network.inputs))
    return needed[::-1]


def _layer(
    depth: int, layer: ShallowLayer, signs: Sequence[_Sign], before: Sequence[int], needed: Sequence[int]
) -> SelectorLayer:
    column = {j: i for i, j in enumerate(before)}
    weights, penalties = [], []
    for k in needed:
        place = f"layer {depth}, neuron {k + 1}"
        row = [0.0] * len(before)
        shut = set()
        for j, weight in layer.rows[k]:
            if weight.is_finite:
                row[column[j]] = _rounded(rational(weight), f"{place}, column {j + 1}")
            elif weight.sign() > 0 or layer.activation[k] != "relu":
                _refuse(place, "it can be infinite")
            else:
                shut.add(_penalty(signs[j], f"{place}, column {j + 1}"))
        weights.append(tuple(row))
        penalties.append(tuple(sorted(shut - {_NEVER})))
    infinite = next((k for k in needed if layer.bias[k].is_infinite), None)
    if infinite is not None:
        _refuse(f"layer {depth}, neuron {infinite + 1}", "its bias is infinite")
    bias = tuple(_rounded(rational(layer.bias[k]), f"layer {depth}, bias {k + 1}") for k in needed)
    relu = tuple(layer.activation[k] == "relu" for k in needed)
    return SelectorLayer(tuple(weights), bias, relu, tuple(penalties))


def _penalty(sign: _Sign, place: str) -> int:
    if sign is None:
        _refuse(place, "its weight -oo is on a neuron that is neither relu(h), a copy of one, nor a selector")
    return sign


def _refuse(place: str, reason: str) -> NoReturn:
    raise FormatError(f"{place}: {reason}; only weights -oo that shut a gate can be written for floating point")


def _rounded(number: mpq, place: str) -> float:
    try:
        return float(to_fraction(number))
    except OverflowError:
        raise FormatError(
            f"{place}: {short_numeral(to_fraction(number))} is too large for a float; write .json"
        ) from None


def _sign(layer: ShallowLayer, k: int, depth: int, before: Sequence[_Sign], forms: _Forms) -> _Sign:
    """When neuron k is positive, if that is the sign of one affine form."""
    row, bias = layer.rows[k], layer.bias[k]
    if layer.activation[k] != "relu" or bias.is_infinite:
        return None
    finite: Row = tuple((j, weight) for j, weight in row if weight.is_finite and weight)
    shut = [j for j, weight in row if weight.is_infinite]
    if depth == 1 and not shut:
        entries = [mpq(0)] * len(before) + [rational(bias)]
        for j, weight in finite:
            entries[j] = rational(weight)
        return 2 * forms.number(clear_denominators(entries))
    if not finite and not shut and bias.sign() <= 0:
        return _NEVER
    if len(finite) == 1 and finite[0][1].sign() > 0 and not shut and not bias:
        return before[finite[0][0]]
    if not finite and len(shut) == 1 and bias.sign() > 0 and dict(row)[shut[0]].sign() < 0:
        source = before[shut[0]]
        return None if source is None or source == _NEVER else source ^ 1
    return None
