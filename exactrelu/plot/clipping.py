"""Convex polygons in the plane, cut exactly by half planes."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import cmp_to_key

__all__ = ["Form2", "Point2", "area", "at", "centre", "chord", "counterclockwise", "cut"]

Point2 = tuple[Fraction, Fraction]
Form2 = tuple[Fraction, Fraction, Fraction]
"""The affine function a * x + b * y + c."""


def at(form: Form2, point: Point2) -> Fraction:
    """The value of an affine function at a point."""
    return form[0] * point[0] + form[1] * point[1] + form[2]


def counterclockwise(vertices: Iterable[Point2]) -> tuple[Point2, ...]:
    """The vertices of a convex polygon in counterclockwise order, the lowest first.

    All others lie above the first, or to its right, so their directions from it span less than a half turn, where the
    sign of the cross product is a total order; no two lie in one direction, because no vertex lies between two others.
    """
    first, *others = sorted(vertices, key=lambda vertex: (vertex[1], vertex[0]))

    def turn(a: Point2, b: Point2) -> int:
        cross = (a[0] - first[0]) * (b[1] - first[1]) - (a[1] - first[1]) * (b[0] - first[0])
        return -1 if cross > 0 else int(cross < 0)

    return (first, *sorted(others, key=cmp_to_key(turn)))


def area(polygon: Sequence[Point2]) -> Fraction:
    """The exact area of a counterclockwise polygon.

    >>> area([(Fraction(0), Fraction(0)), (Fraction(2), Fraction(0)), (Fraction(0), Fraction(3))])
    Fraction(3, 1)
    """
    ends = (*polygon[1:], *polygon[:1])
    return sum((a[0] * b[1] - a[1] * b[0] for a, b in zip(polygon, ends, strict=True)), Fraction(0)) / 2


def centre(points: Sequence[Point2]) -> Point2:
    """The mean of the points: an inner point of the polygon, or of the segment, that they span."""
    return tuple(sum(column, Fraction(0)) / len(points) for column in zip(*points, strict=True))  # type: ignore[return-value]


def chord(polygon: Sequence[Point2], height: Fraction) -> tuple[Fraction, Fraction]:
    """The ends, from left to right, of the line y = height in a convex polygon that it crosses.

    >>> chord([(Fraction(0), Fraction(0)), (Fraction(4), Fraction(0)), (Fraction(0), Fraction(4))], Fraction(1))
    (Fraction(0, 1), Fraction(3, 1))
    """
    ends = zip(polygon, (*polygon[1:], *polygon[:1]), strict=True)
    found = [
        a + (height - b) * (c - a) / (d - b) for (a, b), (c, d) in ends if b != d and min(b, d) <= height <= max(b, d)
    ]
    return min(found), max(found)


def cut(polygon: Sequence[Point2], form: Form2) -> tuple[Point2, ...]:
    """The part of a counterclockwise convex polygon where the function is >= 0; empty where that part has no area.

    Where the boundary changes sides, the point of the edge at which the function is 0 is a new vertex.

    >>> square = [(Fraction(x), Fraction(y)) for x, y in [(0, 0), (1, 0), (1, 1), (0, 1)]]
    >>> [f"{x} {y}" for x, y in cut(square, (Fraction(-2), Fraction(0), Fraction(1)))]
    ['0 0', '1/2 0', '1/2 1', '0 1']
    """
    kept: list[Point2] = []
    values = [at(form, vertex) for vertex in polygon]
    for i, (vertex, here) in enumerate(zip(polygon, values, strict=True)):
        following, there = polygon[(i + 1) % len(polygon)], values[(i + 1) % len(polygon)]
        if here >= 0:
            kept.append(vertex)
        if here * there < 0:
            part = here / (here - there)
            kept.append((vertex[0] + part * (following[0] - vertex[0]), vertex[1] + part * (following[1] - vertex[1])))
    # A vertex or an edge on the line and nothing beyond it: no area is left.
    return tuple(kept) if any(here > 0 for here in values) or not any(values) else ()
