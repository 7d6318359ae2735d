"""Integrated gradients by exact piecewise integration.

IG_i = (x_i - b_i) * integral over s from 0 to 1 of the partial derivative by x_i at b + s (x - b).
The gradient is constant on each piece of the segment, so the integral is a finite sum; completeness, that the values
add up to N(x) - N(b), holds exactly.

Source: M. Sundararajan, A. Taly, Q. Yan, Axiomatic attribution for deep networks (2017).
"""

from collections.abc import Iterable
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any

from gmpy2 import mpq

from exactrelu.explain.attributions import Attributions, Point, background_rows, exact_point
from exactrelu.explain.segment import pieces_along
from exactrelu.explain.shapley import Progress, mean_output
from exactrelu.extended import rational, to_fraction
from exactrelu.network import Network
from exactrelu.regions.workers import in_order

__all__ = ["integrated_gradients"]


def integrated_gradients(
    network: Network,
    point: Iterable[Any],
    baseline: Iterable[Any] | None = None,
    background: Any = None,
    side: Iterable[Any] | None = None,
    progress: Progress | None = None,
    executor: Executor | None = None,
) -> Attributions:
    """The integrated gradients of each output at a point along the segment from a baseline, exactly.

    With a background they are the means over its rows.
    Where the segment runs inside a hyperplane at which the network bends, its gradient is that of the face that
    contains the segment, or, with side, the limit from that side; see pieces_along, which tells the pieces.
    executor, any of concurrent.futures, takes the rows of a background; the values are the same.
    Raises ShapeError for sizes that do not fit, InexactNumberError for a float.

    >>> from exactrelu.network import Layer
    >>> net = Network([Layer([[1, 1]], [-1]), Layer([[2]], [0], "identity")])
    >>> found = integrated_gradients(net, (1, 1), baseline=(0, 0))
    >>> found.values, found.residual
    (((Fraction(1, 1), Fraction(1, 1)),), (Fraction(0, 1),))
    """
    x = exact_point(network, point)
    rows = background_rows(network, baseline, background)
    direction = None if side is None else exact_point(network, side, "side")
    values = [[mpq(0)] * network.inputs for _ in range(network.outputs)]
    segments = [_Segment(network, row, x, direction) for row in rows]
    for number, (row, found) in enumerate(zip(rows, in_order(executor, _integral, segments), strict=True), 1):
        steps = [rational(a - b) for a, b in zip(x, row, strict=True)]
        for o, gradient in enumerate(found):
            for i, slope in enumerate(gradient):
                values[o][i] += steps[i] * slope
        if progress is not None:
            progress(number, len(rows))
    return Attributions(
        "integrated-gradients",
        tuple((i,) for i in range(network.inputs)),
        tuple(tuple(to_fraction(value / len(rows)) for value in row) for row in values),
        network(x),
        mean_output(network, rows),
    )


@dataclass(frozen=True, slots=True)
class _Segment:
    network: Network
    start: Point
    end: Point
    side: Point | None


def _integral(segment: _Segment) -> list[list[mpq]]:
    """The integral of the gradient of each output over the parameter."""
    network = segment.network
    total = [[mpq(0)] * network.inputs for _ in range(network.outputs)]
    for piece in pieces_along(network, segment.start, segment.end, segment.side):
        length = rational(piece.end - piece.start)
        for o, form in enumerate(piece.affine_map.rows):
            for i, entry in enumerate(form[:-1]):
                total[o][i] += length * mpq(entry, piece.affine_map.denominator)
    return total
