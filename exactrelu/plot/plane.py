"""What all pictures in a plane share: the cells in the window as exact polygons, and the axes."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from fractions import Fraction
from typing import Any

from exactrelu.affine import AffineMap
from exactrelu.errors import ShapeError
from exactrelu.plot.clipping import Form2, Point2, counterclockwise
from exactrelu.plot.figure import exact, figure, number_label, rounded
from exactrelu.plot.slices import Slice, point_text
from exactrelu.plot.window import cells_in, sides
from exactrelu.regions import Region

__all__ = ["INK", "Tiles", "check_plane", "floats", "form_of", "greedy_colours", "plane", "where", "window_json"]

SIZE_INCHES = 6
# One more unit of length in one direction than so many in the other, and equal scales would waste the page.
LONGEST_ASPECT = 5
LONGEST_MARK = 32
INK = "#333333"

Tiles = tuple[tuple[Region, tuple[Point2, ...]], ...]
"""The cells in the window with their polygons."""


def check_plane(cut: Slice) -> Tiles:
    """The cells of a plane slice, in the order of the enumeration, with the polygons that they fill in the window.

    Raises ShapeError for a line, DomainError for an unbounded or flat window.
    """
    if len(cut.names) != 2:
        raise ShapeError(f"this picture needs a plane: the window leaves {len(cut.names)} coordinates free, not 2")
    cells = cells_in(cut.network, cut.window, 2)
    return tuple((cell, counterclockwise([(x, y) for x, y in cell.vertices])) for cell in cells)


def form_of(affine_map: AffineMap, output: int) -> Form2:
    """One output of the affine map of a plane slice."""
    a, b = affine_map.weight[output]
    return a, b, affine_map.bias[output]


def greedy_colours(count: int, pairs: Sequence[tuple[int, int]]) -> tuple[int, ...]:
    """Colours, counted from 0, such that no pair has one colour: each item takes the first that is free.

    >>> greedy_colours(4, [(0, 1), (1, 2), (2, 0), (2, 3)])
    (0, 1, 2, 0)
    """
    around: list[set[int]] = [set() for _ in range(count)]
    for a, b in pairs:
        around[a].add(b)
        around[b].add(a)
    colours: list[int] = []
    for i in range(count):
        taken = {colours[j] for j in around[i] if j < i}
        colours.append(next(colour for colour in range(count) if colour not in taken))
    return tuple(colours)


def floats(points: Sequence[Sequence[Fraction]]) -> list[tuple[float, ...]]:
    """Points rounded for drawing."""
    return [tuple(map(rounded, point)) for point in points]


def where(cut: Slice, polygons: Sequence[Sequence[Point2]]) -> str:
    """The window in words."""
    spans = zip(cut.names, sides(vertex for polygon in polygons for vertex in polygon), strict=True)
    text = ", ".join(f"{number_label(low)} <= {name} <= {number_label(high)}" for name, (low, high) in spans)
    fixed = cut.describe()
    return f"on {text}" + (f", {fixed}" if fixed else "")


def window_json(cut: Slice, kind: str) -> dict[str, Any]:
    """The head of a picture's exact data."""
    return {"kind": kind, "slice": cut.to_json()}


@contextmanager
def plane(
    path: str | os.PathLike[str], cut: Slice, polygons: Sequence[Sequence[Point2]], title: str, room: Fraction | int = 0
) -> Iterator[Any]:
    """Axes over the window with its labels and, for a slice through points, these points.

    room is the height in inches that a legend or colour bar takes below.
    """
    across, up = sides(vertex for polygon in polygons for vertex in polygon)
    ratio = (up[1] - up[0]) / (across[1] - across[0])
    equal = 1 <= LONGEST_ASPECT * ratio <= LONGEST_ASPECT**2 and not cut.marks
    height = min(max(SIZE_INCHES * rounded(ratio), SIZE_INCHES / 2), 3 * SIZE_INCHES / 2) if equal else SIZE_INCHES
    with figure(path, SIZE_INCHES, height + rounded(Fraction(room))) as axes:
        yield axes
        axes.set_xlim(*map(rounded, across))
        axes.set_ylim(*map(rounded, up))
        axes.set_aspect("equal" if equal else "auto")
        axes.set_xlabel(cut.names[0])
        axes.set_ylabel(cut.names[1])
        labels = [point_text(point) for _, point in cut.marks]
        if told := max(map(len, labels), default=LONGEST_MARK + 1) <= LONGEST_MARK:
            axes.set_title(title)
        else:
            axes.set_title(cut.caption(title))
        for k, ((at, _), label) in enumerate(zip(cut.marks, labels, strict=True), start=1):
            x, y = map(rounded, at)
            axes.plot([x], [y], "o", color="black", markersize=5, markeredgecolor="white", zorder=6)
            axes.annotate(
                label if told else f"point {k}", (x, y), (4, 4), textcoords="offset points", fontsize=7,
                zorder=7, bbox={"boxstyle": "round,pad=0.15", "facecolor": "white", "edgecolor": "none", "alpha": 0.8},
            )  # fmt: skip


def polygon_json(vertices: Sequence[Point2]) -> list[list[str]]:
    """A polygon as exact strings."""
    return [exact(vertex) for vertex in vertices]
