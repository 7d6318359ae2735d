"""The points at which a lesson stops: a simple one on every face, and those where the shortcuts fail."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import islice
from typing import Any

from gmpy2 import mpq

from exactrelu.affine import homogeneous_point, value
from exactrelu.extended import format_rational, rational, to_fraction
from exactrelu.network import Network
from exactrelu.plot import Slice
from exactrelu.regions import Region
from exactrelu.regions.region import Point
from exactrelu.shallow import ShallowNetwork
from exactrelu.shallow.counterexamples import closed_cells_only, literal_patterns, with_large_number

__all__ = ["nice_point", "stations"]

FINEST = 2**20
MOST_TRIED = 150
MOST_BESIDE = 60
LARGEST_DENOMINATOR = 17


def nice_point(network: Network, cut: Slice, face: Region, visible: Region | None) -> Point:
    """A point of the relatively open face with small denominators, inside the window if the face meets it.

    Near the middle of the visible part, the coarsest of the grids with steps 1, 1/2, 1/4, ... decides; on an edge it is
    a point one of whose coordinates has a small denominator.
    """
    if visible is None:
        return face.interior_point
    vertices = visible.vertices
    middle = tuple(sum(column, Fraction(0)) / len(vertices) for column in zip(*vertices, strict=True))
    if face.dimension == 0:
        return middle
    if face.dimension < network.inputs:
        start, end = vertices
        return min(_on_segment(start, end), key=lambda point: max(x.denominator for x in point))
    step = Fraction(1)
    while step * FINEST >= 1:
        point = tuple(round(x / step) * step for x in middle)
        vector = homogeneous_point(point)
        inside = all(value(form, vector) > 0 for form in cut.window.inequalities)
        if inside and network.sign_vector(point) == face.signs:
            return point
        step /= 2
    return middle


def _on_segment(start: Point, end: Point) -> Iterator[Point]:
    """Points between the ends: those at which one coordinate has a small denominator, and the middle."""
    yield tuple((a + b) / 2 for a, b in zip(start, end, strict=True))
    for a, b in zip(start, end, strict=True):
        for step in (Fraction(1, d) for d in range(1, LARGEST_DENOMINATOR) if a != b):
            part = (round((a + b) / 2 / step) * step - a) / (b - a)
            if 0 < part < 1:
                yield tuple(x + part * (y - x) for x, y in zip(start, end, strict=True))


Variant = Callable[[Point], Sequence[Any]]
Shown = Sequence[tuple[Region, Point]]
"""Faces that the window shows, with their points."""


def stations(network: Network, shallow: dict[int, ShallowNetwork], shown: Shown, m: int) -> list[dict[str, Any]]:
    """The stops of a lesson: [{"name", "text", "point" or null}]; null where no tried point shows the thing."""
    n = network.inputs

    def first(dimension: int) -> Point | None:
        mine = [point for face, point in shown if face.dimension == dimension]
        return next((point for point in mine if all(network(point))), mine[0] if mine else None)

    found = [("a generic point", "inside a cell, where every sign is decided", first(n))]
    if n == 2:
        found.append(("an edge", "on the common boundary of two cells", first(1)))
    found.append(("a vertex" if n == 2 else "a breakpoint", "where cells meet", first(0)))
    ordinary = sorted(shown, key=lambda pair: pair[0].dimension)[:MOST_TRIED]
    places = [point for _, point in ordinary]
    failing: list[tuple[str, str, Variant]] = [
        ("closed cells fail", "closed cells only", lambda x: closed_cells_only(network, x)),
        ("patterns z > 0 fail", "literal patterns, active where z > 0", lambda x: literal_patterns(network, x)),
        ("patterns z ≥ 0 fail", "literal patterns, active where z ≥ 0", lambda x: literal_patterns(network, x, True)),
    ]
    for name, text, variant in failing:
        found.append((name, text, next((x for x in places if tuple(variant(x)) != network(x)), None)))
    beside = list(islice(_beside(network, shown, n, m), MOST_BESIDE))
    for hidden, word in ((3, "three"), (2, "two")):
        finite = with_large_number(shallow[hidden], m)
        errors = [_error(finite(x), network(x)) for x in beside]
        worst = max(errors, default=Fraction(0))
        at = beside[errors.index(worst)] if worst else None
        found.append((f"M fails, {hidden} hidden layers", f"a large number M, {word} hidden layers", at))
    return [
        {"name": name, "text": text, "point": None if at is None else [format_rational(mpq(x)) for x in at]}
        for name, text, at in found
    ]


def _error(values: Iterable[Any], right: Sequence[Fraction]) -> Fraction:
    return sum((abs(to_fraction(rational(y)) - z) for y, z in zip(values, right, strict=True)), Fraction(0))


def _beside(network: Network, shown: Shown, n: int, m: int) -> Iterator[Point]:
    """Points in cells, 1/(2m) beside a facet as its primitive form measures it.

    There a penalty m * h is 1/2 only: far from shutting a gate.
    """
    inside = {face.signs: point for face, point in shown if face.dimension == n}
    for face, point in shown:
        if face.dimension != n - 1:
            continue
        form = face.equalities[-1]
        for cell in network.regions().cells_at(point):
            inner = inside.get(cell.signs, cell.interior_point)
            vector = homogeneous_point(inner)
            height = abs(to_fraction(mpq(value(form, vector), vector[-1])))
            if height:
                part = Fraction(1, 2 * m) / height
                yield tuple(a + part * (b - a) for a, b in zip(point, inner, strict=True))
