"""The points at which a lesson stops: a simple one on every face, and those where the shortcuts fail."""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import islice
from typing import Any

from gmpy2 import mpq

from exactrelu.affine import homogeneous_point, value
from exactrelu.extended import format_rational, to_fraction
from exactrelu.network import Network
from exactrelu.plot import Slice
from exactrelu.regions import Region
from exactrelu.regions.region import Point
from exactrelu.shallow import ShallowNetwork
from exactrelu.shallow.counterexamples import closed_cells_only, literal_patterns, with_large_number

__all__ = ["nice_point", "stations"]

FINEST = 2**20
MOST_TRIED = 150
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
    for i, (a, b) in enumerate(zip(start, end, strict=True)):
        for step in (Fraction(1, d) for d in range(1, LARGEST_DENOMINATOR) if a != b):
            part = (round((a + b) / 2 / step) * step - a) / (b - a)
            if 0 < part < 1:
                yield tuple(x + part * (y - x) for x, y in zip(start, end, strict=True))


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
    beside = list(islice(_beside(network, shown, n, m), MOST_TRIED))
    two, three = (with_large_number(shallow[hidden], m) for hidden in (2, 3))
    failing: list[tuple[str, str, Sequence[Point], Callable[[Point], Sequence[Any]]]] = [
        ("closed cells fail", "closed cells only", places, lambda x: closed_cells_only(network, x)),
        ("patterns z > 0 fail", "literal patterns, active where z > 0", places, lambda x: literal_patterns(network, x)),
        (
            "patterns z ≥ 0 fail",
            "literal patterns, active where z >= 0",
            places,
            lambda x: literal_patterns(network, x, active_at_zero=True),
        ),
        ("M fails, 3 hidden layers", "a large number M, three hidden layers", [*beside, *places], three),
        ("M fails, 2 hidden layers", "a large number M, two hidden layers", [*beside, *places], two),
    ]
    for name, text, candidates, variant in failing:
        found.append((name, text, next((x for x in candidates if tuple(variant(x)) != network(x)), None)))
    return [
        {"name": name, "text": text, "point": None if at is None else [format_rational(mpq(x)) for x in at]}
        for name, text, at in found
    ]


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
