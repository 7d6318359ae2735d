"""The linear regions in a plane window, coloured by their affine maps."""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cmp_to_key
from typing import Any

from exactrelu.affine import AffineMap
from exactrelu.errors import ShapeError
from exactrelu.network import Network
from exactrelu.plot.figure import QUALITATIVE, figure, map_text, number_label, rounded
from exactrelu.plot.window import as_window, cells_in, free_axes, sides
from exactrelu.regions.region import Signs

__all__ = ["Point2", "Polygon", "plot_regions", "polygons"]

Point2 = tuple[Fraction, Fraction]

SIZE_INCHES = 6
# One more unit of length in one direction than so many in the other, and equal scales would waste the page.
LONGEST_ASPECT = 5
LONGEST_LABEL = 40


@dataclass(frozen=True, slots=True)
class Polygon:
    """The closure of a cell in the window: exact vertices in the free coordinates, counterclockwise.

    colour_class is the rank of the cell's affine map, equal for two cells iff their maps agree on the window's plane;
    the maps are ranked by steepness (the sum of the squared slopes in the free coordinates).
    """

    vertices: tuple[Point2, ...]
    signs: Signs
    affine_map: AffineMap
    colour_class: int

    @property
    def area(self) -> Fraction:
        """The exact area."""
        ends = (*self.vertices[1:], self.vertices[0])
        return sum((a[0] * b[1] - a[1] * b[0] for a, b in zip(self.vertices, ends, strict=True)), Fraction(0)) / 2


def polygons(network: Network, window: Any) -> tuple[Polygon, ...]:
    """The cells of the network in the window, as polygons that tile it; window is a Domain or (low, high) pairs.

    Everything is exact: unbounded cells are cut by enumerating on the window.
    Raises ShapeError unless two coordinates are free, DomainError for an unbounded or flat window.

    >>> from exactrelu.network import Layer
    >>> net = Network([Layer([[1, 1]], [0]), Layer([[1]], [0], "identity")])
    >>> for polygon in polygons(net, [(0, 2), (-1, 1)]):
    ...     print(polygon.signs, polygon.area, [tuple(map(str, vertex)) for vertex in polygon.vertices])
    ('-',) 1/2 [('0', '-1'), ('1', '-1'), ('0', '0')]
    ('+',) 7/2 [('1', '-1'), ('2', '-1'), ('2', '1'), ('0', '1'), ('0', '0')]
    """
    domain = as_window(network, window)
    axes = free_axes(domain)
    if len(axes) != 2:
        raise ShapeError(f"the regions are drawn in a plane: the window leaves {len(axes)} coordinates free, not 2")
    cells = cells_in(network, domain, 2)
    keys = [region.walk.map_key(region.cell) for region in cells]
    maps = [region.affine_map for region in cells]
    steepness = {key: (_steepness(affine_map, axes), key) for key, affine_map in zip(keys, maps, strict=True)}
    rank = {key: i for i, key in enumerate(sorted(steepness, key=lambda key: steepness[key]))}
    return tuple(
        Polygon(
            _counterclockwise([(vertex[axes[0]], vertex[axes[1]]) for vertex in region.vertices]),
            region.signs,
            affine_map,
            rank[key],
        )
        for region, affine_map, key in zip(cells, maps, keys, strict=True)
    )


def _steepness(affine_map: AffineMap, axes: Sequence[int]) -> Fraction:
    return sum((row[axis] ** 2 for row in affine_map.weight for axis in axes), Fraction(0))


def _counterclockwise(vertices: Iterable[Point2]) -> tuple[Point2, ...]:
    """The vertices of a convex polygon in counterclockwise order, the lowest first.

    All others lie above the first, or to its right, so their directions from it span less than a half turn, where the
    sign of the cross product is a total order; no two lie in one direction, because no vertex lies between two others.
    """
    first, *others = sorted(vertices, key=lambda vertex: (vertex[1], vertex[0]))

    def turn(a: Point2, b: Point2) -> int:
        cross = (a[0] - first[0]) * (b[1] - first[1]) - (a[1] - first[1]) * (b[0] - first[0])
        return -1 if cross > 0 else int(cross < 0)

    return (first, *sorted(others, key=cmp_to_key(turn)))


def plot_regions(network: Network, window: Any, path: str | os.PathLike[str]) -> str:
    """Draws the regions in the window to a .svg, .pdf or .png file; returns a line that says what was drawn.

    Up to eight affine maps have colours of their own and a legend; more go from flat (dark) to steep (bright).
    Raises the errors of `polygons`, FormatError for another suffix, OSError for an unwritable file, MissingExtraError
    without matplotlib.
    """
    domain = as_window(network, window)
    tiles = polygons(network, domain)
    first, second = free_axes(domain)
    across, up = sides(vertex for tile in tiles for vertex in tile.vertices)
    classes = 1 + max(tile.colour_class for tile in tiles)
    ratio = (up[1] - up[0]) / (across[1] - across[0])
    equal = 1 <= LONGEST_ASPECT * ratio <= LONGEST_ASPECT**2
    counts = f"{len(tiles)} activation regions, {classes} affine maps"
    height = min(max(SIZE_INCHES * rounded(ratio), SIZE_INCHES / 2), 3 * SIZE_INCHES / 2) if equal else SIZE_INCHES
    with figure(path, SIZE_INCHES, height) as axes:
        _paint(axes, tiles, classes)
        axes.set_xlim(*map(rounded, across))
        axes.set_ylim(*map(rounded, up))
        axes.set_aspect("equal" if equal else "auto")
        axes.set_xlabel(f"x{first + 1}")
        axes.set_ylabel(f"x{second + 1}")
        axes.set_title(counts)
    return f"{counts} on {_side(first, across)}, {_side(second, up)}"


def _side(axis: int, side: tuple[Fraction, Fraction]) -> str:
    return f"{number_label(side[0])} <= x{axis + 1} <= {number_label(side[1])}"


def _paint(axes: Any, tiles: Sequence[Polygon], classes: int) -> None:
    from matplotlib import colormaps
    from matplotlib.collections import PolyCollection
    from matplotlib.patches import Patch

    few = classes <= len(QUALITATIVE)
    scale = colormaps["cividis"]
    colours = [QUALITATIVE[i] if few else scale(i / (classes - 1)) for i in range(classes)]
    axes.add_collection(
        PolyCollection(
            [[(rounded(x), rounded(y)) for x, y in tile.vertices] for tile in tiles],
            facecolors=[colours[tile.colour_class] for tile in tiles],
            edgecolors="black" if few else "white",
            linewidths=0.5 if len(tiles) < 1000 else 0.2,
        )
    )
    maps = {tile.colour_class: tile.affine_map for tile in tiles}
    labels = [map_text(maps[i]) for i in range(classes)] if few else []
    if labels and max(map(len, labels)) <= LONGEST_LABEL:
        axes.figure.legend(
            handles=[Patch(facecolor=colours[i], edgecolor="black", label=label) for i, label in enumerate(labels)],
            loc="outside lower center",
            frameon=False,
            ncols=2,
        )
