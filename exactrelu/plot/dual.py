"""The dual graph of the regions: a node for each, an edge where two share a facet."""

import os
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from exactrelu.errors import SizeLimitError
from exactrelu.network import Network
from exactrelu.plot.clipping import Point2, centre
from exactrelu.plot.figure import counted, exact, figure, rounded
from exactrelu.plot.plane import INK, check_plane, floats, plane, polygon_json, where, window_json
from exactrelu.plot.slices import Slice
from exactrelu.regions import Regions
from exactrelu.regions.region import Signs

__all__ = ["DualPicture", "Node"]

MOST_NODES = 2000
SWEEPS = 8
MOST_LETTERS = 120


@dataclass(frozen=True, slots=True)
class Node:
    """A cell: its sign vector, and where its node is drawn."""

    signs: Signs
    position: Point2


@dataclass(frozen=True, slots=True)
class DualPicture:
    """The dual graph; edges are pairs of positions in nodes, with the sign vector of the shared facet.

    On a plane slice each node lies in its region, at the mean of the vertices that the region has in the window.
    Elsewhere, for any number of inputs, nodes are stacked by the number of active neurons.
    """

    cut: Slice | None
    nodes: tuple[Node, ...]
    edges: tuple[tuple[int, int, Signs], ...]
    cells: tuple[tuple[Point2, ...], ...] = ()

    @classmethod
    def of(cls, cut: Slice) -> "DualPicture":
        """The dual graph in a plane slice."""
        tiles = check_plane(cut)
        nodes = tuple(Node(cell.signs, centre(polygon)) for cell, polygon in tiles)
        edges = tuple((e.first, e.second, e.signs) for e in Regions(cut.network, cut.window).dual_graph())
        return cls(cut, nodes, edges, tuple(polygon for _, polygon in tiles))

    @classmethod
    def stacked(cls, network: Network, domain: Any = None) -> "DualPicture":
        """The dual graph of all cells on the domain, of any number of inputs; SizeLimitError beyond 2000 cells."""
        regions = Regions(network, domain)
        signs = []
        for cell in regions:
            signs.append(cell.signs)
            if len(signs) > MOST_NODES:
                raise SizeLimitError(
                    f"the dual graph has more than {MOST_NODES} nodes, too many to be seen: take a part with --box"
                )
        edges = tuple((e.first, e.second, e.signs) for e in regions.dual_graph())
        levels = ["".join(word).count("+") for word in signs]
        places = _ordered(levels, [(a, b) for a, b, _ in edges])
        return cls(None, tuple(Node(word, place) for word, place in zip(signs, places, strict=True)), edges)

    def to_json(self) -> dict[str, Any]:
        """The exact data: nodes with signs and positions, edges with the signs of the shared facet."""
        head = {"kind": "dual", "slice": None} if self.cut is None else window_json(self.cut, "dual")
        return head | {
            "nodes": [{"signs": list(node.signs), "position": exact(node.position)} for node in self.nodes],
            "edges": [{"nodes": [a, b], "signs": list(signs)} for a, b, signs in self.edges],
            "regions": [polygon_json(polygon) for polygon in self.cells],
        }

    def draw(self, path: str | os.PathLike[str]) -> str:
        """Draws the graph, on a slice over the regions; returns a line that says what was drawn."""
        nodes, edges = counted(len(self.nodes), "activation region"), counted(len(self.edges), "facet")
        title = f"dual graph: {nodes}, {edges} between them"
        if self.cut is None:
            with figure(path, 7, 5) as axes:
                self._draw_graph(axes, 9 if self._has_room() else 4)
                axes.set_ylabel("active neurons")
                axes.set_xticks([])
                axes.yaxis.get_major_locator().set_params(integer=True)
                axes.spines[["top", "right", "bottom"]].set_visible(False)
                axes.set_title(title)
            return title
        with plane(path, self.cut, self.cells, title) as axes:
            from matplotlib.collections import PolyCollection

            polygons = [floats(polygon) for polygon in self.cells]
            axes.add_collection(PolyCollection(polygons, facecolors="#EEF3F8", edgecolors="#8A9BB0", linewidths=0.6))
            self._draw_graph(axes, 6 if len(self.nodes) <= 60 else 3)
        return f"{title} {where(self.cut, self.cells)}"

    def _bend(self, a: int, b: int) -> list[Point2]:
        """Where the edge of two regions crosses their common side: so it stays inside of them, as they are convex."""
        return [centre([vertex for vertex in self.cells[a] if vertex in self.cells[b]])] if self.cells else []

    def _has_room(self) -> bool:
        """Whether all sign vectors can be written side by side in every row."""
        rows = Counter(node.position[1] for node in self.nodes)
        letters = sum(map(len, self.nodes[0].signs)) + len(self.nodes[0].signs)
        return max(rows.values()) * letters <= MOST_LETTERS

    def _draw_graph(self, axes: Any, size: int) -> None:
        from matplotlib.collections import LineCollection

        at = [tuple(map(rounded, node.position)) for node in self.nodes]
        lines = [[at[a], *floats(self._bend(a, b)), at[b]] for a, b, _ in self.edges]
        axes.add_collection(LineCollection(lines, colors="#D55E00", linewidths=1))
        x, y = zip(*at, strict=True)
        axes.plot(x, y, "o", color="#0072B2", markersize=size, markeredgecolor="white", markeredgewidth=0.5, zorder=3)
        if self.cut is None and self._has_room():
            for (left, high), node in zip(at, self.nodes, strict=True):
                axes.annotate(
                    "|".join(node.signs) or "no neuron", (left, high), (0, 8), textcoords="offset points", ha="center",
                    fontsize=6, family="monospace", color=INK, zorder=4,
                    bbox={"boxstyle": "round,pad=0.1", "facecolor": "white", "edgecolor": "none"},
                )  # fmt: skip
            axes.margins(Fraction(1, 10), Fraction(1, 6))


def _ordered(levels: Sequence[int], edges: Sequence[tuple[int, int]]) -> list[Point2]:
    """Positions (place in the row, level): in alternate sweeps every row is sorted by the mean places of neighbours."""
    around: list[list[int]] = [[] for _ in levels]
    for a, b in edges:
        around[a].append(b)
        around[b].append(a)
    rows = defaultdict(list)
    for i, level in enumerate(levels):
        rows[level].append(i)
    place: dict[int, Fraction] = {}
    for row in rows.values():
        place |= _centred(row)
    for _ in range(SWEEPS):
        for level in sorted(rows):
            row = sorted(rows[level], key=lambda i: (_mean([place[j] for j in around[i]], place[i]), i))
            rows[level] = row
            place |= _centred(row)
    return [(place[i], Fraction(level)) for i, level in enumerate(levels)]


def _centred(row: Sequence[int]) -> dict[int, Fraction]:
    return {i: k - Fraction(len(row) - 1, 2) for k, i in enumerate(row)}


def _mean(numbers: Sequence[Fraction], otherwise: Fraction) -> Fraction:
    return sum(numbers, Fraction(0)) / len(numbers) if numbers else otherwise
