"""The value of an output over a plane window: level bands, cut exactly out of the cells, and the surface."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

from exactrelu.errors import ShapeError
from exactrelu.plot.clipping import Form2, Point2, at, cut
from exactrelu.plot.figure import canvas, counted, exact, number_label, rounded
from exactrelu.plot.plane import INK, check_plane, floats, form_of, plane, polygon_json, where, window_json
from exactrelu.plot.slices import Slice

__all__ = ["Band", "OutputPicture", "SurfacePicture", "round_levels"]

BANDS = 12


@dataclass(frozen=True, slots=True)
class Band:
    """The part of one cell on which the output lies between two neighbouring levels; level counts the bands from 0."""

    vertices: tuple[Point2, ...]
    level: int


def round_levels(low: Fraction, high: Fraction, most: int = BANDS) -> tuple[Fraction, ...]:
    """Equidistant round numbers, from one <= low to one >= high, that bound at most `most` + 2 bands.

    Their distance is 1, 2 or 5 times a power of ten.

    >>> [str(level) for level in round_levels(Fraction(-1, 3), Fraction(1, 2), 4)]
    ['-1/2', '0', '1/2']
    >>> [str(level) for level in round_levels(Fraction(7), Fraction(7))]
    ['7', '8']
    """
    if low == high:
        return (low, low + 1)
    step = Fraction(1)
    while step * most > high - low:
        step /= 10
    while 10 * step * most <= high - low:
        step *= 10
    step = next(step * factor for factor in (1, 2, 5, 10) if step * factor * most >= high - low)
    first, last = low // step, -(-high // step)
    return tuple(step * i for i in range(first, last + 1))


def _check_output(picture: Slice, output: int) -> None:
    if not 0 <= output < picture.network.outputs:
        raise ShapeError(f"the network has {picture.network.outputs} outputs, there is no output {output + 1}")


@dataclass(frozen=True, slots=True)
class OutputPicture:
    """One output over a plane, as bands between equidistant levels; within a cell the bands are exact polygons."""

    slice: Slice
    output: int
    levels: tuple[Fraction, ...]
    bands: tuple[Band, ...]
    cells: tuple[tuple[Point2, ...], ...]

    @classmethod
    def of(cls, picture: Slice, output: int = 0) -> "OutputPicture":
        """The picture of a plane slice; ShapeError for an output that the network does not have."""
        _check_output(picture, output)
        tiles = [(form_of(cell.affine_map, output), polygon) for cell, polygon in check_plane(picture)]
        heights = [at(form, vertex) for form, polygon in tiles for vertex in polygon]
        levels = round_levels(min(heights), max(heights))
        bands = tuple(band for form, polygon in tiles for band in _bands(polygon, form, levels))
        return cls(picture, output, levels, bands, tuple(polygon for _, polygon in tiles))

    def to_json(self) -> dict[str, Any]:
        """The exact data: the levels, and each band with its vertices and the two levels around it."""
        return window_json(self.slice, "output") | {
            "output": self.output,
            "levels": exact(self.levels),
            "bands": [
                {"vertices": polygon_json(band.vertices), "between": exact(self.levels[band.level : band.level + 2])}
                for band in self.bands
            ],
        }

    def draw(self, path: str | os.PathLike[str]) -> str:
        """Draws the bands from dark (low) to bright (high), and the cells' edges over them; see `plane` for errors."""
        name = "y" if self.slice.network.outputs == 1 else f"y{self.output + 1}"
        title = f"{name} on {counted(len(self.cells), 'activation region')}"
        with plane(path, self.slice, self.cells, title) as axes:
            from matplotlib.collections import PolyCollection

            colours = _colours(len(self.levels) - 1)
            # Edges of the bands' own colours: else hairlines of the paper would show between neighbours.
            faces = [colours[band.level] for band in self.bands]
            axes.add_collection(
                PolyCollection(
                    [floats(band.vertices) for band in self.bands], facecolors=faces, edgecolors=faces, linewidths=0.4
                )
            )
            outlines = [floats(polygon) for polygon in self.cells]
            axes.add_collection(PolyCollection(outlines, facecolors="none", edgecolors="white", linewidths=0.5))
            _scale(axes, self.levels, colours, name)
        low, high = self.levels[0], self.levels[-1]
        return (
            f"{title}, {len(self.levels) - 1} bands of {name} from {number_label(low)} to {number_label(high)}, "
            f"{where(self.slice, self.cells)}"
        )


def _bands(polygon: Sequence[Point2], form: Form2, levels: Sequence[Fraction]) -> list[Band]:
    """The polygon's parts between successive levels; where the output is constantly a level, in the band above it."""
    a, b, c = form
    heights = [at(form, vertex) for vertex in polygon]
    if min(heights) == max(heights):
        index = max(i for i, level in enumerate(levels[:-1]) if level <= heights[0])
        return [Band(tuple(polygon), index)]
    found = []
    for i, (low, high) in enumerate(pairwise(levels)):
        if low < max(heights) and high > min(heights):
            part = cut(cut(polygon, (a, b, c - low)), (-a, -b, high - c))
            found.append(Band(part, i))
    return found


def _colours(number: int) -> list[Any]:
    from matplotlib import colormaps

    scale = colormaps["cividis"]
    return [scale(i / max(number - 1, 1)) for i in range(number)]


def _scale(axes: Any, levels: Sequence[Fraction], colours: Sequence[Any], name: str) -> None:
    """The colour bar, with the exact levels at its ticks."""
    from matplotlib.cm import ScalarMappable
    from matplotlib.colors import BoundaryNorm, ListedColormap

    bounds = [rounded(level) for level in levels]
    mapping = ScalarMappable(BoundaryNorm(bounds, len(colours)), ListedColormap(colours))
    bar = axes.figure.colorbar(mapping, ax=axes, label=name, shrink=0.85)
    bar.set_ticks(bounds, labels=[number_label(level) for level in levels])


@dataclass(frozen=True, slots=True)
class SurfacePicture:
    """The graph of one output over a plane: for each cell the exact corners (x, y, value) of a flat facet."""

    slice: Slice
    output: int
    facets: tuple[tuple[tuple[Fraction, Fraction, Fraction], ...], ...]

    @classmethod
    def of(cls, picture: Slice, output: int = 0) -> "SurfacePicture":
        """The picture of a plane slice; ShapeError for an output that the network does not have."""
        _check_output(picture, output)
        facets = []
        for cell, polygon in check_plane(picture):
            form = form_of(cell.affine_map, output)
            facets.append(tuple((*vertex, at(form, vertex)) for vertex in polygon))
        return cls(picture, output, tuple(facets))

    def to_json(self) -> dict[str, Any]:
        """The exact data: the corners of every facet."""
        facets = [[exact(corner) for corner in facet] for facet in self.facets]
        return window_json(self.slice, "surface") | {"output": self.output, "facets": facets}

    def _azimuth(self) -> int:
        """From which side, in degrees, it is seen: the lowest of four corners is in front, so that little is hidden."""
        corners = [corner for facet in self.facets for corner in facet]

        def height(signs: tuple[int, int]) -> Fraction:
            return max(corners, key=lambda corner: signs[0] * corner[0] + signs[1] * corner[1])[2]

        views = {(1, -1): -58, (1, 1): 32, (-1, 1): 122, (-1, -1): 212}
        return views[min(views, key=height)]

    def draw(self, path: str | os.PathLike[str]) -> str:
        """Draws the surface in perspective, from dark (low) to bright (high); errors as for all pictures."""
        spans = [(min(column), max(column)) for column in zip(*(c for f in self.facets for c in f), strict=True)]
        middle = [sum((corner[2] for corner in facet), Fraction(0)) / len(facet) for facet in self.facets]
        low, height = min(middle), max(middle) - min(middle) or Fraction(1)
        name = "y" if self.slice.network.outputs == 1 else f"y{self.output + 1}"
        title = f"{name} over {counted(len(self.facets), 'activation region')}"
        with canvas(path, 6, 5) as drawing:
            from mpl_toolkits.mplot3d.art3d import Poly3DCollection

            scale = _colours(256)
            axes = drawing.add_subplot(projection="3d", computed_zorder=False)
            axes.add_collection3d(
                Poly3DCollection(
                    [floats(facet) for facet in self.facets],
                    facecolors=[scale[(z - low) * 255 // height] for z in middle],
                    edgecolors=INK,
                    linewidths=0.5,
                )
            )
            for (start, end), setter in zip(spans, (axes.set_xlim, axes.set_ylim, axes.set_zlim), strict=True):
                setter(rounded(start), rounded(end if end > start else start + 1))
            axes.locator_params(nbins=5)
            axes.set_xlabel(self.slice.names[0])
            axes.set_ylabel(self.slice.names[1])
            axes.set_zlabel(name)
            axes.view_init(elev=32, azim=self._azimuth())
            axes.set_box_aspect((4, 4, 3), zoom=0.88)
            axes.set_title(self.slice.caption(title))
        return f"{title} {where(self.slice, [[(x, y) for x, y, _ in facet] for facet in self.facets])}"
