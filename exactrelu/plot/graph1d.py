"""The graph of a network over a line: straight pieces between exact breakpoints."""

import os
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

from exactrelu.errors import ShapeError
from exactrelu.network import Network
from exactrelu.plot.figure import QUALITATIVE, figure, number_label, rounded
from exactrelu.plot.window import as_window, cells_in, free_axes

__all__ = ["Graph", "graph", "plot_graph"]


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
    domain = as_window(network, window)
    axes = free_axes(domain)
    if len(axes) != 1:
        raise ShapeError(f"a graph is drawn over a line: the window leaves {len(axes)} coordinates free, not 1")
    pieces = []
    for region in cells_in(network, domain, 1):
        ends = sorted(region.vertices)
        pieces.append((ends, region.walk.map_key(region.cell)))
    pieces.sort(key=lambda piece: piece[0])
    corners = [pieces[0][0][0], *(ends[1] for ends, _ in pieces)]
    axis = axes[0]
    return Graph(
        tuple((corner[axis], network(corner)) for corner in corners),
        tuple(after[0][axis] for (_, key), (after, other) in pairwise(pieces) if key != other),
    )


def plot_graph(network: Network, window: Any, path: str | os.PathLike[str]) -> str:
    """Draws the graph over the window to a .svg, .pdf or .png file; returns a line that says what was drawn.

    Dots mark the breakpoints.
    Raises the errors of `graph`, FormatError for another suffix, OSError for an unwritable file, MissingExtraError
    without matplotlib.
    """
    domain = as_window(network, window)
    axis = free_axes(domain)[0]
    drawn = graph(network, domain)
    x = [rounded(point) for point, _ in drawn.points]
    broken = set(drawn.breakpoints)
    at = [i for i, (point, _) in enumerate(drawn.points) if point in broken]
    low, high = drawn.points[0][0], drawn.points[-1][0]
    counts = f"{len(drawn.points) - 1} activation regions, {len(broken)} breakpoints"
    with figure(path, 7, 4) as axes:
        for k in range(network.outputs):
            y = [rounded(values[k]) for _, values in drawn.points]
            colour = QUALITATIVE[(4 + k) % len(QUALITATIVE)]
            name = "y" if network.outputs == 1 else f"y{k + 1}"
            axes.plot(x, y, color=colour, linewidth=1.4, label=name)
            axes.plot([x[i] for i in at], [y[i] for i in at], "o", color=colour, markersize=3)
        axes.set_xlim(x[0], x[-1])
        axes.set_xlabel(f"x{axis + 1}")
        axes.set_ylabel("y")
        axes.set_title(counts)
        if network.outputs > 1:
            axes.legend(frameon=False)
    return f"{counts} on {number_label(low)} <= x{axis + 1} <= {number_label(high)}"
