"""The sparsity pattern of the weight matrices of a shallow network: finite, +oo and -oo entries told apart."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import isqrt
from typing import Any

from exactrelu.plot.figure import canvas
from exactrelu.shallow import ShallowNetwork

__all__ = ["Matrix", "SparsityPicture"]

KINDS = ("finite", "+oo", "-oo")
COLOURS = {"finite": "#56B4E9", "+oo": "#009E73", "-oo": "#D55E00"}
LABELS = {"finite": "finite", "+oo": r"$+\infty$", "-oo": r"$-\infty$"}
# A square for finite entries, triangles up and down for the infinities, around the middle of an entry.
SHAPES = {
    "finite": ((-0.4, -0.4), (0.4, -0.4), (0.4, 0.4), (-0.4, 0.4)),
    "+oo": ((-0.45, 0.4), (0.45, 0.4), (0, -0.45)),
    "-oo": ((-0.45, -0.4), (0.45, -0.4), (0, 0.45)),
}
MOST_SHAPES = 4000
WIDEST, HIGHEST = 12, 7


@dataclass(frozen=True, slots=True)
class Matrix:
    """The non-zero entries of a weight matrix: (row, column, kind), counted from 0, kind "finite", "+oo" or "-oo"."""

    rows: int
    columns: int
    entries: tuple[tuple[int, int, str], ...]

    def count(self, kind: str) -> int:
        """How many entries are of a kind."""
        return sum(other == kind for _, _, other in self.entries)


@dataclass(frozen=True, slots=True)
class SparsityPicture:
    """The matrices of a shallow network, from the input to the output."""

    matrices: tuple[Matrix, ...]

    @classmethod
    def of(cls, shallow: ShallowNetwork) -> "SparsityPicture":
        """The pattern of a shallow network.

        >>> from exactrelu.network import Layer, Network
        >>> absolute = Network([Layer([[1], [-1]], [0, 0]), Layer([[1, 1]], [0], "identity")])
        >>> for matrix in SparsityPicture.of(absolute.shallow()).matrices:
        ...     print(matrix.rows, matrix.columns, matrix.entries)
        2 1 ((0, 0, 'finite'), (1, 0, 'finite'))
        2 2 ((0, 0, '-oo'), (0, 1, 'finite'), (1, 0, 'finite'), (1, 1, '-oo'))
        1 2 ((0, 0, 'finite'), (0, 1, 'finite'))
        """
        matrices = []
        for width, layer in zip(shallow.widths, shallow.layers, strict=False):
            entries = tuple(
                (i, j, "finite" if weight.is_finite else "+oo" if weight.sign() > 0 else "-oo")
                for i, row in enumerate(layer.rows)
                for j, weight in row
            )
            matrices.append(Matrix(len(layer.rows), width, entries))
        return cls(tuple(matrices))

    def to_json(self) -> dict[str, Any]:
        """The exact data: for each matrix its shape, and the (row, column) pairs of the entries of every kind."""
        return {
            "kind": "sparsity",
            "matrices": [
                {"shape": [matrix.rows, matrix.columns]}
                | {kind: [[i, j] for i, j, other in matrix.entries if other == kind] for kind in KINDS}
                for matrix in self.matrices
            ],
        }

    def draw(self, path: str | os.PathLike[str]) -> str:
        """Draws the matrices side by side to a .svg, .pdf or .png file; returns a line that says what was drawn.

        Up to 4000 entries are shapes: squares (finite), triangles up (+oo) and down (-oo); more are coloured pixels.
        Raises FormatError for another suffix, OSError for an unwritable file, MissingExtraError without matplotlib.
        """
        small = sum(len(matrix.entries) for matrix in self.matrices) <= MOST_SHAPES
        with canvas(path, *_size(self.matrices)) as drawing:
            from matplotlib.lines import Line2D

            ratios = [_span(matrix.columns) for matrix in self.matrices]
            panels = drawing.subplots(1, len(self.matrices), width_ratios=ratios, squeeze=False)[0]
            for depth, (axes, matrix) in enumerate(zip(panels, self.matrices, strict=True), start=1):
                (_draw_shapes if small else _draw_pixels)(axes, matrix)
                axes.set_title(f"$W_{{{depth}}}$: {matrix.rows} x {matrix.columns}", fontsize=9)
                axes.set_xticks(_ticks(matrix.columns))
                axes.set_yticks(_ticks(matrix.rows))
            markers = {"finite": "s", "+oo": "^", "-oo": "v"} if small else dict.fromkeys(KINDS, "s")
            handles = [
                Line2D([], [], linestyle="", marker=markers[kind], color=COLOURS[kind], label=LABELS[kind])
                for kind in KINDS
            ]
            drawing.legend(handles=handles, loc="outside lower center", frameon=False, ncols=3)
        return "; ".join(_describe(self.matrices))


def _describe(matrices: Sequence[Matrix]) -> Iterator[str]:
    for depth, matrix in enumerate(matrices, start=1):
        counts = ", ".join(f"{matrix.count(kind)} {kind}" for kind in KINDS)
        yield f"W{depth} {matrix.rows} x {matrix.columns}: {counts}"


def _span(number: int) -> int:
    """How wide a matrix of so many columns is drawn; wide ones by the root, or narrow ones could not be seen."""
    return max(3, min(number, 20 + isqrt(max(number - 20, 0))))


def _ticks(number: int) -> range:
    """Row or column numbers, counted from 1, at most eight of them, at multiples of 1, 2, 5, 10, ..."""
    step = 1
    while number > 8 * step:
        step = step * 5 // 2 if str(step).startswith("2") else 2 * step
    return range(step, number + 1, step)


def _size(matrices: Sequence[Matrix]) -> tuple[float, float]:
    width = 0.22 * sum(_span(matrix.columns) for matrix in matrices) + 0.8 * len(matrices)
    height = 0.22 * max(_span(matrix.rows) for matrix in matrices) + 1.2
    return max(4.5, min(width, WIDEST)), max(2.8, min(height, HIGHEST))


def _limits(axes: Any, matrix: Matrix, aspect: str) -> None:
    axes.set_xlim(0.5, matrix.columns + 0.5)
    axes.set_ylim(matrix.rows + 0.5, 0.5)
    axes.set_aspect(aspect)


def _draw_shapes(axes: Any, matrix: Matrix) -> None:
    from matplotlib.collections import PolyCollection

    for kind in KINDS:
        shapes = [
            [(j + 1 + dx, i + 1 + dy) for dx, dy in SHAPES[kind]] for i, j, other in matrix.entries if other == kind
        ]
        axes.add_collection(PolyCollection(shapes, facecolors=COLOURS[kind], linewidths=0))
    _limits(axes, matrix, "equal" if max(matrix.rows, matrix.columns) <= 60 else "auto")


def _draw_pixels(axes: Any, matrix: Matrix) -> None:
    from matplotlib.colors import ListedColormap

    pixels = [bytearray(matrix.columns) for _ in range(matrix.rows)]
    for i, j, kind in matrix.entries:
        pixels[i][j] = 1 + KINDS.index(kind)
    # Interpolation "none" keeps one pixel per entry in vector files.
    axes.imshow(
        [list(row) for row in pixels],
        cmap=ListedColormap(["white", *(COLOURS[kind] for kind in KINDS)]),
        vmin=0,
        vmax=len(KINDS),
        interpolation="none",
        extent=(0.5, matrix.columns + 0.5, matrix.rows + 0.5, 0.5),
    )
    _limits(axes, matrix, "auto")
