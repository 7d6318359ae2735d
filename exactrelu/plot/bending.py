"""The neurons' zero sets in a plane window: straight lines in the first layer, bent by every layer after it."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from exactrelu.plot.clipping import Point2
from exactrelu.plot.figure import counted, rounded
from exactrelu.plot.plane import check_plane, plane, polygon_json, where, window_json
from exactrelu.plot.slices import Slice
from exactrelu.plot.window import sides

__all__ = ["LAYER_STYLES", "BendingPicture", "Segment"]

# Okabe and Ito's colours that show on white, each with dashes of its own.
LAYER_STYLES = (
    ("#0072B2", "-"),
    ("#D55E00", (0, (6, 2))),
    ("#009E73", (0, (4, 1.5, 1, 1.5))),
    ("#000000", (0, (1, 1.5))),
    ("#AA4499", (0, (8, 1.5, 1, 1.5, 1, 1.5))),
)
MOST_LABELS = 24
SHORTEST = Fraction(1, 20)


@dataclass(frozen=True, slots=True)
class Segment:
    """An edge of the complex in the window, and the (hidden layer, neuron) pairs that vanish on it, from 0.

    A neuron counts where it is not identically zero on both sides.
    """

    ends: tuple[Point2, Point2]
    neurons: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class BendingPicture:
    """All neurons' zero sets, coloured by layer."""

    slice: Slice
    segments: tuple[Segment, ...]
    cells: tuple[tuple[Point2, ...], ...]

    @classmethod
    def of(cls, picture: Slice) -> "BendingPicture":
        """The picture of a plane slice."""
        tiles = check_plane(picture)
        found: dict[tuple[Point2, Point2], set[tuple[int, int]]] = {}
        for cell, polygon in tiles:
            for facet in cell.facets:
                if not facet.neurons:
                    continue
                a, b, c = (Fraction(int(entry)) for entry in facet.form)
                first, second = sorted((x, y) for x, y in polygon if a * x + b * y + c == 0)
                found.setdefault((first, second), set()).update(facet.neurons)
        segments = tuple(Segment(ends, tuple(sorted(found[ends]))) for ends in sorted(found))
        return cls(picture, segments, tuple(polygon for _, polygon in tiles))

    @property
    def layers(self) -> tuple[int, ...]:
        """The hidden layers whose neurons vanish somewhere in the window, counted from 0."""
        return tuple(sorted({layer for segment in self.segments for layer, _ in segment.neurons}))

    def to_json(self) -> dict[str, Any]:
        """The exact data: every segment with its ends and the neurons that vanish on it."""
        return window_json(self.slice, "bending") | {
            "segments": [
                {"ends": polygon_json(segment.ends), "neurons": [list(neuron) for neuron in segment.neurons]}
                for segment in self.segments
            ]
        }

    def draw(self, path: str | os.PathLike[str]) -> str:
        """Draws the zero sets, deeper layers dashed and over the others; few neurons are named; see `plane`."""
        neurons = sorted({neuron for segment in self.segments for neuron in segment.neurons})
        title = f"zero sets of {counted(len(neurons), 'neuron')}, {counted(len(self.segments), 'edge')}"
        with plane(path, self.slice, self.cells, title) as axes:
            from matplotlib.collections import LineCollection
            from matplotlib.lines import Line2D

            handles = []
            for layer in self.layers:
                colour, dashes = LAYER_STYLES[layer % len(LAYER_STYLES)]
                mine = [s for s in self.segments if any(neuron[0] == layer for neuron in s.neurons)]
                lines = [[tuple(map(rounded, end)) for end in segment.ends] for segment in mine]
                axes.add_collection(LineCollection(lines, colors=colour, linestyles=[dashes], linewidths=1.5))
                handles.append(Line2D([], [], color=colour, linestyle=dashes, label=f"hidden layer {layer + 1}"))
            if len(neurons) <= MOST_LABELS:
                self._name_neurons(axes, neurons)
            if handles:
                axes.figure.legend(
                    handles=handles, loc="outside lower center", frameon=False, ncols=4, handlelength=3.5
                )
        return f"{title} {where(self.slice, self.cells)}"

    def _name_neurons(self, axes: Any, neurons: Sequence[tuple[int, int]]) -> None:
        """Writes each neuron's name on the longest segment of its zero set that carries no name yet, and has room."""
        spans = [high - low for low, high in sides(vertex for polygon in self.cells for vertex in polygon)]
        free = [segment for segment in self.segments if _is_long(segment.ends, spans)]
        for layer, number in neurons:
            mine = [segment for segment in free if (layer, number) in segment.neurons]
            if not mine:
                continue
            longest = max(mine, key=lambda segment: _length_squared(segment.ends))
            free.remove(longest)
            names = [f"z^{{({depth + 1})}}_{{{k + 1}}}" for depth, k in longest.neurons]
            x, y = (rounded(sum(column, Fraction(0)) / 2) for column in zip(*longest.ends, strict=True))
            axes.text(
                x,
                y,
                f"${', '.join(names)}$",
                color=LAYER_STYLES[layer % len(LAYER_STYLES)][0],
                ha="center",
                va="center",
                fontsize=8,
                bbox={"boxstyle": "round,pad=0.1", "facecolor": "white", "edgecolor": "none"},
                clip_on=True,
            )


def _is_long(ends: tuple[Point2, Point2], spans: Sequence[Fraction]) -> bool:
    """Whether the segment is a twentieth of the window's width or height long."""
    return any(abs(b - a) >= SHORTEST * span for a, b, span in zip(*ends, spans, strict=True))


def _length_squared(ends: tuple[Point2, Point2]) -> Fraction:
    (a, b), (c, d) = ends
    return (a - c) ** 2 + (b - d) ** 2
