"""The regions around the rows of a data set, found locally: the rest of the space is not searched."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from exactrelu.affine import homogeneous_point
from exactrelu.domain import Domain
from exactrelu.errors import DomainError, ShapeError
from exactrelu.network import Network
from exactrelu.regions.cell import Cell
from exactrelu.regions.counts import Counts, count
from exactrelu.regions.region import Region
from exactrelu.regions.regions import Regions
from exactrelu.regions.walk import Walk

__all__ = ["Neighbour", "Neighbourhood"]

Masks = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A region of a neighbourhood: how many facets away from the nearest point, and the points in its closure.

    points are their numbers, counted from 0; there are none unless the distance is 0.
    """

    region: Region
    distance: int
    points: tuple[int, ...]


class Neighbourhood:
    """The cells whose closures contain one of the points, and all cells within `depth` facets of these.

    Iterating gives Neighbours by distance; those of distance 0 come in the order of the points, each cell once.
    A point on a boundary is in the closures of several cells, which are then all at distance 0.
    The cells are found by following a point down the layers, and a point of each facet for the neighbours: so the time
    goes with the number of cells found, not with that of all cells, and several neurons may change sign at one facet.
    domain and engine are as for Regions.
    Raises ShapeError for a point of another length, DomainError for one outside the domain, ValueError for a negative
    depth.

    >>> from exactrelu.network import Layer
    >>> net = Network([Layer([[1, 0], [0, 1], [1, 1]], [0, 0, 0]), Layer([[1, 1, 1]], [0], "identity")])
    >>> [(n.region.signs, n.distance, n.points) for n in net.regions_near([(2, 1), (2, 0)], depth=1)]
    [(('+++',), 0, (0, 1)), (('+-+',), 0, (1,)), (('-++',), 1, ()), (('+--',), 1, ())]
    """

    def __init__(
        self,
        network: Network,
        points: Iterable[Iterable[Any]],
        depth: int = 0,
        domain: Any = None,
        engine: str = "auto",
    ) -> None:
        if depth < 0:
            raise ValueError(f"the depth of a neighbourhood is a number of facets >= 0, not {depth}")
        self.network = network
        self.depth = depth
        self.walk: Walk = Regions(network, domain, engine=engine).walk
        self._held: dict[Masks, list[int]] = {}
        cells: dict[Masks, Cell] = {}
        for number, point in enumerate(points):
            for cell in self.walk.leading_to(self.walk.chart.coordinates(self._vector(number, point))):
                cells.setdefault((cell.positive, cell.negative), cell)
                self._held.setdefault((cell.positive, cell.negative), []).append(number)
        self._levels = list(self._spread(cells))

    @property
    def domain(self) -> Domain:
        """The set on which the network is looked at."""
        return self.walk.domain

    def _vector(self, number: int, point: Iterable[Any]) -> Any:
        coordinates = tuple(point)
        if len(coordinates) != self.network.inputs:
            raise ShapeError(
                f"point {number + 1} has {len(coordinates)} coordinates, the network takes {self.network.inputs} inputs"
            )
        if coordinates not in self.domain:
            raise DomainError(f"point {number + 1} lies outside the domain")
        return homogeneous_point(coordinates)

    def _spread(self, cells: dict[Masks, Cell]) -> Iterator[list[Cell]]:
        """The cells of distance 0, 1, ..., depth; each facet is crossed once."""
        found, crossed = dict(cells), set[Masks]()
        level = list(cells.values())
        yield level
        for _ in range(self.depth):
            beyond = (other for cell in level for other in self._across(cell, crossed))
            level = [other for other in beyond if found.setdefault((other.positive, other.negative), other) is other]
            yield level

    def _across(self, cell: Cell, crossed: set[Masks]) -> Iterator[Cell]:
        """The cells on both sides of those facets that were not crossed yet.

        Two cells have a point of the relative interior of a facet in their closures, whatever changes sign there.
        """
        walls = ((1 << self.walk.offsets[0]) - 1) & ~cell.vanishing
        for mask in cell.facets():
            key = cell.positive & ~mask, cell.negative & ~mask
            if mask & walls or key in crossed:
                continue
            crossed.add(key)
            yield from self.walk.leading_to(cell.witness(mask & ~cell.vanishing))

    def __iter__(self) -> Iterator[Neighbour]:
        for distance, level in enumerate(self._levels):
            for cell in level:
                points = self._held.get((cell.positive, cell.negative), ())
                yield Neighbour(Region(self.walk, cell), distance, tuple(points))

    def __len__(self) -> int:
        return sum(map(len, self._levels))

    @property
    def sizes(self) -> tuple[int, ...]:
        """The number of cells at distance 0, 1, ..., depth."""
        return tuple(map(len, self._levels))

    def counts(self) -> Counts:
        """The counts of the union of the cells: linear pieces are connected through facets of cells found."""
        return count(self.walk, (cell for level in self._levels for cell in level))
