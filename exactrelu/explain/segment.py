"""A network along a segment: the exact breakpoints, and the affine map on each piece between them.

Layer by layer, every pre-activation is an affine function p + q*s of the parameter s on each piece so far; its root,
if it lies inside the piece, cuts it.
The work grows with the pieces on the segment, not with the regions of the network.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

from gmpy2 import mpq, mpz

from exactrelu.affine import AffineMap, clear_denominators, homogeneous_point
from exactrelu.extended import rational, to_fraction
from exactrelu.network import IntegerLayer, Network

__all__ = ["Piece", "pieces_along"]

Pair = tuple[mpz, mpz]
"""The affine function p + q*s."""


@dataclass(frozen=True, slots=True)
class Piece:
    """The part start <= s <= end of the segment from (s = 0) to (s = 1) on which the network is affine.

    signs is the sign vector of the face that contains the open piece.
    inside are the (hidden layer, neuron) pairs, counted from 0, in whose hyperplanes the piece runs: they are 0 on the
    piece, but not on all of the space around it.
    map_signs is the sign vector whose affine map was taken, that of the face itself or of a face beside it, and
    affine_map this map; along the piece the network equals it in either case.
    """

    start: Fraction
    end: Fraction
    signs: tuple[str, ...]
    inside: tuple[tuple[int, int], ...]
    map_signs: tuple[str, ...]
    affine_map: AffineMap


def pieces_along(
    network: Network, start: Sequence[Fraction], end: Sequence[Fraction], side: Iterable[Any] | None = None
) -> tuple[Piece, ...]:
    """The pieces of the network on the segment from start to end, in order; none when the two are equal.

    Where a piece runs inside a hyperplane at which the network bends, its gradient is not defined: taken is the affine
    map of the face that contains the piece (neurons that are 0 count as inactive), or with side, a direction of length
    n, the limit of the maps at x + e * side for e -> 0 from above.  Either way the network equals the map on the
    piece, so that integrals of the gradient along the segment are those of the network.
    Breakpoints and maps are exact.

    >>> from exactrelu.network import Layer
    >>> net = Network([Layer([[1], [1]], [0, -1]), Layer([[1, -1]], [0], "identity")])
    >>> [(str(p.start), str(p.end), p.signs) for p in pieces_along(net, (Fraction(-1),), (Fraction(2),))]
    [('0', '1/3', ('--',)), ('1/3', '2/3', ('+-',)), ('2/3', '1', ('++',))]
    """
    if tuple(start) == tuple(end):
        return ()
    direction = None if side is None else (*clear_denominators([rational(a) for a in side]), mpz(0))
    found = []
    for low, high, signs in _sign_vectors(network, start, end):
        forms = network.forms(signs)
        inside = _hyperplanes(network, signs, forms)
        taken = signs
        if inside and direction is not None:
            middle = (low + high) / 2
            place = [rational(a) + middle * rational(b - a) for a, b in zip(start, end, strict=True)]
            taken = network.signs_beyond(homogeneous_point(place), direction)
            forms = network.forms(taken)
        affine_map = AffineMap.from_integers(forms[-1], network.integer_layers[-1].scale)
        found.append(Piece(to_fraction(low), to_fraction(high), signs, inside, taken, affine_map))
    return tuple(found)


def _sign_vectors(
    network: Network, start: Sequence[Fraction], end: Sequence[Fraction]
) -> list[tuple[mpq, mpq, tuple[str, ...]]]:
    """The parameter intervals with the sign vectors on their interiors."""
    n = network.inputs
    common = clear_denominators([*map(rational, start), *map(rational, end), mpq(1)])
    values: list[Pair] = [(a, b - a) for a, b in zip(common[:n], common[n:-1], strict=True)]
    parts: list[tuple[mpq, mpq, list[Pair], tuple[str, ...]]] = [(mpq(0), mpq(1), values, ())]
    for layer in network.integer_layers[:-1]:
        parts = [
            (low, high, *_step(layer, pre, (low + high) / 2, signs))
            for first, last, values, signs in parts
            for pre in [_pre_activations(layer, values, common[-1])]
            for low, high in _cuts(layer, pre, first, last)
        ]
    return [(low, high, signs) for low, high, _, signs in parts]


def _pre_activations(layer: IntegerLayer, values: list[Pair], t: mpz) -> list[Pair]:
    return [
        (
            sum((w * p for w, (p, _) in zip(row, values, strict=True)), constant * t),
            sum((w * q for w, (_, q) in zip(row, values, strict=True)), mpz(0)),
        )
        for row, constant in zip(layer.weight, layer.bias, strict=True)
    ]


def _cuts(layer: IntegerLayer, pre: list[Pair], first: mpq, last: mpq) -> list[tuple[mpq, mpq]]:
    """The interval cut at the roots of the ReLU neurons inside it."""
    roots = {mpq(-p, q) for (p, q), relu in zip(pre, layer.relu, strict=True) if relu and q}
    ends = [first, *sorted(root for root in roots if first < root < last), last]
    return list(pairwise(ends))


def _step(
    layer: IntegerLayer, pre: list[Pair], middle: mpq, signs: tuple[str, ...]
) -> tuple[list[Pair], tuple[str, ...]]:
    """The activations of a layer on an interval without roots inside, and the signs with one more word."""
    word, values = "", []
    for (p, q), relu in zip(pre, layer.relu, strict=True):
        z = p + q * middle
        if relu:
            word += "+" if z > 0 else "-" if z < 0 else "0"
        values.append((p, q) if z > 0 or not relu else (mpz(0), mpz(0)))
    return values, (*signs, word)


def _hyperplanes(
    network: Network, signs: tuple[str, ...], forms: tuple[tuple[tuple[mpz, ...], ...], ...]
) -> tuple[tuple[int, int], ...]:
    """The neurons with sign 0 whose pre-activations do not vanish as functions on Q^n."""
    found = []
    for depth, (layer, word) in enumerate(zip(network.hidden, signs, strict=True)):
        relu = [k for k, activation in enumerate(layer.activation) if activation == "relu"]
        found += [(depth, k) for k, sign in zip(relu, word, strict=True) if sign == "0" and any(forms[depth][k])]
    return tuple(found)
