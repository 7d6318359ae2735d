"""The counts of a polyhedral complex, and how they are found in one pass over its cells."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from exactrelu.regions.cell import Cell
from exactrelu.regions.walk import Walk

__all__ = ["Counts", "count", "facet_keys"]


@dataclass(frozen=True, slots=True)
class Counts:
    """The counts of a polyhedral complex, each under its own name.

    activation_regions: cells, which correspond one to one to the activation patterns that hold on an open set.
    distinct_affine_maps: different maps among them, compared over all outputs (on the affine hull of the domain).
    linear_pieces: maximal sets of cells with one affine map that are connected through facets.
    bounded_regions: cells that are bounded.
    f_vector: faces of dimension 0, 1, ..., d when all faces were enumerated, else None.
    """

    activation_regions: int
    distinct_affine_maps: int
    linear_pieces: int
    bounded_regions: int
    f_vector: tuple[int, ...] | None = None

    @property
    def euler_characteristic(self) -> int | None:
        """The alternating sum of the f-vector; (-1)^d for the open faces that partition a d-dimensional domain."""
        if self.f_vector is None:
            return None
        return sum(-count if d % 2 else count for d, count in enumerate(self.f_vector))


def facet_keys(cell: Cell) -> list[tuple[int, int]]:
    """The sign vectors, as pairs of masks, of the cell's facets: equal for the two cells that share one."""
    return [(cell.positive & ~mask, cell.negative & ~mask) for mask in cell.facets()]


def count(walk: Walk, cells: Iterable[Cell]) -> Counts:
    """Counts the cells (and faces, if the walk has them) in one pass.

    Two cells are in one linear piece only if they have the same map, so facets are looked at for such cells alone.
    """
    full = walk.dimension
    number = bounded = 0
    parent, inside = None, False
    faces = [0] * (full + 1)
    groups: dict[Any, list[Cell]] = {}
    for cell in cells:
        faces[cell.dimension] += 1
        if cell.dimension == full:
            number += 1
            if cell.parent is not parent:
                parent = cell.parent
                inside = parent is not None and parent.is_bounded()
            bounded += inside or cell.is_bounded()
            groups.setdefault(walk.map_key(cell), []).append(cell)
    pieces = sum(1 if len(group) == 1 else _components(group) for group in groups.values())
    return Counts(number, len(groups), pieces, bounded, tuple(faces) if walk.faces else None)


def _components(cells: list[Cell]) -> int:
    """The number of components of cells under sharing a facet."""
    parent = list(range(len(cells)))

    def find(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    waiting: dict[tuple[int, int], int] = {}
    components = len(cells)
    for i, cell in enumerate(cells):
        for key in facet_keys(cell):
            other = waiting.setdefault(key, i)
            a, b = find(i), find(other)
            if a != b:
                parent[a] = b
                components -= 1
    return components
