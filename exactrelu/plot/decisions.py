"""The decision regions of a classifier in a plane window, cut exactly out of the cells."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from exactrelu.plot.clipping import Form2, Point2, at, centre, cut
from exactrelu.plot.figure import QUALITATIVE, counted, rounded
from exactrelu.plot.plane import check_plane, floats, form_of, plane, polygon_json, where, window_json
from exactrelu.plot.slices import Slice

__all__ = ["DecisionPicture", "DecisionTile"]

TIED = "#BBBBBB"
HATCHES = ("", "////", "\\\\\\\\", "....", "xxxx", "----", "++++", "oooo")
ZERO: Form2 = (Fraction(0), Fraction(0), Fraction(0))


@dataclass(frozen=True, slots=True)
class DecisionTile:
    """The part of one cell on which a class wins: its output is the largest.

    ties are the outputs of higher numbers that equal it on all of the part.
    """

    vertices: tuple[Point2, ...]
    winner: int
    ties: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class DecisionPicture:
    """Where each output is the largest, and the boundary on which two are; one output y competes with 0.

    For one output class 0 is y >= 0 and class 1 is y <= 0.
    """

    slice: Slice
    tiles: tuple[DecisionTile, ...]
    boundary: tuple[tuple[Point2, Point2], ...]
    cells: tuple[tuple[Point2, ...], ...]

    @classmethod
    def of(cls, picture: Slice) -> "DecisionPicture":
        """The picture of a plane slice."""
        tiles: list[DecisionTile] = []
        boundary: set[tuple[Point2, Point2]] = set()
        cells = check_plane(picture)
        for cell, polygon in cells:
            forms = [form_of(cell.affine_map, k) for k in range(picture.network.outputs)]
            if len(forms) == 1:
                forms.append(ZERO)
            for tile in _tiles(polygon, forms):
                tiles.append(tile)
                boundary.update(_ties(tile, forms))
        return cls(picture, tuple(tiles), tuple(sorted(boundary)), tuple(polygon for _, polygon in cells))

    def name(self, winner: int, ties: Sequence[int] = ()) -> str:
        """A class, or classes that tie, in words."""
        if self.slice.network.outputs == 1:
            return "y = 0" if ties else "y >= 0" if winner == 0 else "y <= 0"
        return f"{' = '.join(f'y{k + 1}' for k in (winner, *ties))} largest"

    def to_json(self) -> dict[str, Any]:
        """The exact data: each tile with its class, and the segments of the boundary."""
        return window_json(self.slice, "decisions") | {
            "classes": [self.name(k) for k in range(max(2, self.slice.network.outputs))],
            "tiles": [
                {"vertices": polygon_json(tile.vertices), "class": tile.winner, "ties": list(tile.ties)}
                for tile in self.tiles
            ],
            "boundary": [polygon_json(segment) for segment in self.boundary],
        }

    def draw(self, path: str | os.PathLike[str]) -> str:
        """Draws the classes in colours, hatched to be told apart in grey, and the boundary in black; see `plane`."""
        groups = sorted({(tile.winner, *tile.ties) for tile in self.tiles})
        classes = counted(len({k for group in groups for k in group}), "class", "classes")
        title = f"decision regions of {classes}, {counted(len(self.boundary), 'boundary segment')}"
        with plane(path, self.slice, self.cells, title) as axes:
            from matplotlib.collections import LineCollection, PolyCollection
            from matplotlib.patches import Patch

            handles = []
            for k, *ties in groups:
                colour = TIED if ties else QUALITATIVE[k % len(QUALITATIVE)]
                hatch = HATCHES[sum((k, *ties)) % len(HATCHES)]
                mine = [tile.vertices for tile in self.tiles if (tile.winner, *tile.ties) == (k, *ties)]
                axes.add_collection(
                    PolyCollection(
                        [floats(polygon) for polygon in mine],
                        facecolors=colour,
                        edgecolors="#00000055",
                        linewidths=0.3,
                        hatch=hatch,
                    )
                )
                handles.append(Patch(facecolor=colour, edgecolor="#00000055", hatch=hatch, label=self.name(k, ties)))
            lines = [[tuple(map(rounded, end)) for end in segment] for segment in self.boundary]
            axes.add_collection(LineCollection(lines, colors="black", linewidths=1.8, capstyle="round"))
            axes.figure.legend(handles=handles, loc="outside lower center", frameon=False, ncols=4)
        return f"{title} {where(self.slice, self.cells)}"


def _minus(one: Form2, other: Form2) -> Form2:
    return one[0] - other[0], one[1] - other[1], one[2] - other[2]


def _tiles(polygon: Sequence[Point2], forms: Sequence[Form2]) -> Iterator[DecisionTile]:
    """The parts of a cell by winner; outputs with one affine map there win together, under the lowest number."""
    for k, form in enumerate(forms):
        if form in forms[:k]:
            continue
        part = tuple(polygon)
        for other in forms:
            part = cut(part, _minus(form, other)) if part else ()
        if part:
            yield DecisionTile(part, k, tuple(j for j, other in enumerate(forms) if j != k and other == form))


def _ties(tile: DecisionTile, forms: Sequence[Form2]) -> Iterator[tuple[Point2, Point2]]:
    """The edges of a tile on which another class ties with the winner."""
    rivals = [_minus(forms[tile.winner], form) for form in forms if form != forms[tile.winner]]
    for start, end in zip(tile.vertices, (*tile.vertices[1:], tile.vertices[0]), strict=True):
        if any(at(rival, centre([start, end])) == 0 and at(rival, start) == 0 for rival in rivals):
            yield (start, end) if start <= end else (end, start)
