"""The counts of a polyhedral complex, and the names of facets."""

from dataclasses import dataclass

from exactrelu.regions.cell import Cell

__all__ = ["Counts", "facet_keys"]


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
