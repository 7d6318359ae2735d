"""The linear regions in a plane window, coloured by their affine maps or by their activation patterns."""

import os
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from exactrelu.affine import AffineMap
from exactrelu.network import Network
from exactrelu.plot import clipping
from exactrelu.plot.clipping import Point2, centre, chord
from exactrelu.plot.figure import QUALITATIVE, counted, exact, map_text, rounded
from exactrelu.plot.plane import check_plane, floats, greedy_colours, plane, polygon_json, where, window_json
from exactrelu.plot.slices import Slice, as_slice
from exactrelu.plot.window import sides
from exactrelu.regions import Regions
from exactrelu.regions.region import Signs

__all__ = ["Point2", "Polygon", "RegionsPicture", "plot_regions", "polygons"]

LONGEST_LABEL = 40
# A pattern is written into its region where the region is so many parts of the window wide per letter, and high.
LETTER_WIDTH, LETTER_HEIGHT = Fraction(1, 76), Fraction(1, 30)


@dataclass(frozen=True, slots=True)
class Polygon:
    """The closure of a cell in the window: exact vertices in the free coordinates, counterclockwise.

    affine_map takes the coordinates of the slice.
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
        return clipping.area(self.vertices)

    @property
    def pattern(self) -> tuple[str, ...]:
        """The activation pattern: one string of 1 (sign +) and 0 per hidden layer."""
        return tuple(word.replace("-", "0").replace("+", "1") for word in self.signs)


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
    return _polygons(as_slice(network, window))


def _polygons(cut: Slice) -> tuple[Polygon, ...]:
    tiles = check_plane(cut)
    keys = [region.walk.map_key(region.cell) for region, _ in tiles]
    maps = [region.affine_map for region, _ in tiles]
    steepness = {key: (_steepness(affine_map), key) for key, affine_map in zip(keys, maps, strict=True)}
    rank = {key: i for i, key in enumerate(sorted(steepness, key=lambda key: steepness[key]))}
    return tuple(
        Polygon(vertices, region.signs, affine_map, rank[key])
        for (region, vertices), affine_map, key in zip(tiles, maps, keys, strict=True)
    )


def _steepness(affine_map: AffineMap) -> Fraction:
    return sum((slope**2 for row in affine_map.weight for slope in row), Fraction(0))


@dataclass(frozen=True, slots=True)
class RegionsPicture:
    """The regions in a window, each in the colour of its affine map, or (by = "pattern") told apart from all around.

    colours has one number per tile.  By affine map it is the colour class; by pattern it is the tile itself where
    there are at most eight tiles, else one of a few colours that differ wherever two tiles share an edge.
    """

    cut: Slice
    tiles: tuple[Polygon, ...]
    by: str
    colours: tuple[int, ...]

    @classmethod
    def of(cls, cut: Slice, by: str = "map") -> "RegionsPicture":
        """The picture of a plane slice."""
        tiles = _polygons(cut)
        if by == "map":
            colours = tuple(tile.colour_class for tile in tiles)
        elif len(tiles) <= len(QUALITATIVE):
            colours = tuple(range(len(tiles)))
        else:
            edges = Regions(cut.network, cut.window).dual_graph()
            colours = greedy_colours(len(tiles), [(edge.first, edge.second) for edge in edges])
        return cls(cut, tiles, by, colours)

    def to_json(self) -> dict[str, Any]:
        """The exact data: each region with vertices, signs, pattern, affine map and colour class."""
        return window_json(self.cut, "regions" if self.by == "map" else "patterns") | {
            "regions": [
                {
                    "vertices": polygon_json(tile.vertices),
                    "signs": list(tile.signs),
                    "pattern": list(tile.pattern),
                    "weight": [exact(row) for row in tile.affine_map.weight],
                    "bias": exact(tile.affine_map.bias),
                    "colour_class": colour,
                }
                for tile, colour in zip(self.tiles, self.colours, strict=True)
            ]
        }

    def draw(self, path: str | os.PathLike[str]) -> str:
        """Draws the regions to a .svg, .pdf or .png file; returns a line that says what was drawn.

        By map, up to eight affine maps have colours of their own and a legend; more go from flat (dark) to steep
        (bright).  By pattern, patterns are written where there is room.
        Raises FormatError for another suffix, OSError for an unwritable file, MissingExtraError without matplotlib.
        """
        maps = len({tile.colour_class for tile in self.tiles})
        outlines = [tile.vertices for tile in self.tiles]
        title = counted(len(self.tiles), "activation region")
        title += f", {counted(maps, 'affine map')}" if self.by == "map" else ""
        with plane(path, self.cut, outlines, title) as axes:
            self._paint(axes)
            if self.by == "map":
                self._legend(axes)
            else:
                self._write_patterns(axes)
        return f"{title} {where(self.cut, outlines)}"

    def _palette(self) -> list[Any]:
        from matplotlib import colormaps

        number = 1 + max(self.colours)
        scale = colormaps["cividis"]
        return [QUALITATIVE[i] if number <= len(QUALITATIVE) else scale(i / (number - 1)) for i in range(number)]

    def _paint(self, axes: Any) -> None:
        from matplotlib.collections import PolyCollection

        palette = self._palette()
        axes.add_collection(
            PolyCollection(
                [floats(tile.vertices) for tile in self.tiles],
                facecolors=[palette[colour] for colour in self.colours],
                edgecolors="black" if len(palette) <= len(QUALITATIVE) else "white",
                linewidths=0.5 if len(self.tiles) < 1000 else 0.2,
            )
        )

    def _legend(self, axes: Any) -> None:
        from matplotlib.patches import Patch

        palette = self._palette()
        if len(palette) > len(QUALITATIVE):
            return
        maps = {tile.colour_class: tile.affine_map for tile in self.tiles}
        labels = [map_text(maps[i], self.cut.names) for i in range(len(palette))]
        if max(map(len, labels)) <= LONGEST_LABEL:
            axes.figure.legend(
                handles=[Patch(facecolor=c, edgecolor="black", label=t) for c, t in zip(palette, labels, strict=True)],
                loc="outside lower center",
                frameon=False,
                ncols=2,
            )

    def _write_patterns(self, axes: Any) -> None:
        """Writes the patterns that fit into their regions, at the height of their centres."""
        window = sides(vertex for tile in self.tiles for vertex in tile.vertices)
        width, height = (high - low for low, high in window)
        for tile in self.tiles:
            text, (_, y) = "|".join(tile.pattern), centre(tile.vertices)
            left, right = chord(tile.vertices, y)
            _, (low, high) = sides(tile.vertices)
            if right - left >= len(text) * LETTER_WIDTH * width and high - low >= 2 * LETTER_HEIGHT * height:
                _label(axes, ((left + right) / 2, y), text)


def _label(axes: Any, place: Point2, text: str) -> None:
    x, y = map(rounded, place)
    box = {"boxstyle": "round,pad=0.2", "facecolor": "white", "edgecolor": "none", "alpha": 0.85}
    axes.text(x, y, text, ha="center", va="center", fontsize=7, family="monospace", bbox=box, clip_on=True)


def plot_regions(network: Network, window: Any, path: str | os.PathLike[str]) -> str:
    """Draws the regions in the window by affine map; see `RegionsPicture.draw`."""
    return RegionsPicture.of(as_slice(network, window)).draw(path)
