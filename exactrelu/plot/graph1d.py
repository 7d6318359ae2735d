"""The graph of a network over a line: straight pieces between exact breakpoints."""

import os
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

from exactrelu.errors import ShapeError
from exactrelu.network import Network
from exactrelu.plot.figure import QUALITATIVE, counted, exact, figure, number_label, rounded
from exactrelu.plot.plane import window_json
from exactrelu.plot.slices import Slice, as_slice
from exactrelu.plot.window import cells_in

__all__ = ["Graph", "GraphPicture", "graph", "plot_graph"]

# Told apart without colour too.
DASHES = ("-", "--", "-.", ":")


@dataclass(frozen=True, slots=True)
class Graph:
    """The function on an interval: points (x, outputs) from left to right, between which every output is affine.

    The first and the last point are the ends of the window, the others the boundaries of activation regions; the
    breakpoints are those x where the affine map changes.
    """

    points: tuple[tuple[Fraction, tuple[Fraction, ...]], ...]
    breakpoints: tuple[Fraction, ...]


def graph(network: Network, window: Any) -> Graph:
    """The exact graph of the network over a window with one free coordinate (a Domain or (low, high) pairs).

    Raises ShapeError unless one coordinate is free, DomainError for an unbounded window or a single point.

    >>> from exactrelu.network import Layer
    >>> absolute = Network([Layer([[1], [-1]], [0, 0]), Layer([[1, 1]], [0], "identity")])
    >>> drawn = graph(absolute, [(-1, 2)])
    >>> [(int(x), int(y)) for x, (y,) in drawn.points], [int(x) for x in drawn.breakpoints]
    ([(-1, 1), (0, 0), (2, 2)], [0])
    """
    return _graph(as_slice(network, window))


def _graph(cut: Slice) -> Graph:
    if len(cut.names) != 1:
        raise ShapeError(f"a graph is drawn over a line: the window leaves {len(cut.names)} coordinates free, not 1")
    pieces = []
    for region in cells_in(cut.network, cut.window, 1):
        ends = sorted(region.vertices)
        pieces.append((ends, region.walk.map_key(region.cell)))
    pieces.sort(key=lambda piece: piece[0])
    corners = [pieces[0][0][0], *(ends[1] for ends, _ in pieces)]
    return Graph(
        tuple((corner[0], cut.network(corner)) for corner in corners),
        tuple(after[0][0] for (_, key), (after, other) in pairwise(pieces) if key != other),
    )


@dataclass(frozen=True, slots=True)
class GraphPicture:
    """The graph over a line; dots mark the breakpoints."""

    cut: Slice
    data: Graph

    @classmethod
    def of(cls, cut: Slice) -> "GraphPicture":
        """The picture of a line."""
        return cls(cut, _graph(cut))

    def to_json(self) -> dict[str, Any]:
        """The exact data: the corners of the graph from left to right, and the breakpoints."""
        return window_json(self.cut, "graph") | {
            "points": [{"x": exact([x])[0], "output": exact(values)} for x, values in self.data.points],
            "breakpoints": exact(self.data.breakpoints),
        }

    def draw(self, path: str | os.PathLike[str]) -> str:
        """Draws the graph to a .svg, .pdf or .png file; returns a line that says what was drawn.

        Raises FormatError for another suffix, OSError for an unwritable file, MissingExtraError without matplotlib.
        """
        points, broken = self.data.points, set(self.data.breakpoints)
        x = [rounded(point) for point, _ in points]
        at = [i for i, (point, _) in enumerate(points) if point in broken]
        counts = f"{counted(len(points) - 1, 'activation region')}, {counted(len(broken), 'breakpoint')}"
        name, fixed, outputs = self.cut.names[0], self.cut.describe(), self.cut.network.outputs
        with figure(path, 7, 4) as axes:
            for k in range(outputs):
                y = [rounded(values[k]) for _, values in points]
                colour = QUALITATIVE[(4 + k) % len(QUALITATIVE)]
                label = "y" if outputs == 1 else f"y{k + 1}"
                axes.plot(x, y, DASHES[k % len(DASHES)], color=colour, linewidth=1.4, label=label)
                axes.plot([x[i] for i in at], [y[i] for i in at], "o", color=colour, markersize=3)
            axes.set_xlim(x[0], x[-1])
            axes.set_xlabel(name)
            axes.set_ylabel("y")
            axes.set_title(self.cut.caption(counts))
            axes.grid(linewidth=0.3)
            if outputs > 1:
                axes.legend(frameon=False)
        low, high = number_label(points[0][0]), number_label(points[-1][0])
        return f"{counts} on {low} <= {name} <= {high}" + (f", {fixed}" if fixed else "")


def plot_graph(network: Network, window: Any, path: str | os.PathLike[str]) -> str:
    """Draws the graph over the window; see `GraphPicture.draw`."""
    return GraphPicture.of(as_slice(network, window)).draw(path)
