"""The regions around the rows of a data set, found locally: the rest of the space is not searched."""

from collections.abc import Iterable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any

from exactrelu.affine import homogeneous_point
from exactrelu.domain import Domain
from exactrelu.errors import DomainError, ShapeError
from exactrelu.network import Network
from exactrelu.regions.cell import Cell
from exactrelu.regions.counts import Counts
from exactrelu.regions.looking import Looking, Masks, Place
from exactrelu.regions.parallel import NO_LIMITS, Limits
from exactrelu.regions.region import Region
from exactrelu.regions.regions import Regions
from exactrelu.regions.summary import count
from exactrelu.regions.walk import Walk

__all__ = ["Neighbour", "Neighbourhood"]


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
    executor, any of concurrent.futures, follows the points, those of one distance at a time; the cells are the same, in
    the same order.  limits end the search early, and stopped names the one that did: the cells are then the first ones,
    without some of the points in their closures if the points are not done.
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
        executor: Executor | None = None,
        limits: Limits = NO_LIMITS,
    ) -> None:
        if depth < 0:
            raise ValueError(f"the depth of a neighbourhood is a number of facets >= 0, not {depth}")
        self.network = network
        self.depth = depth
        regions = Regions(network, domain, engine=engine)
        self.walk: Walk = regions.walk
        self.limits = limits
        self.stopped: str | None = None
        self._found: dict[Masks, Cell] = {}
        self._held: dict[Masks, list[int]] = {}
        self._levels: list[list[Cell]] = []
        self._looking = Looking(regions.source, self.walk, executor)
        coordinates = [self.walk.chart.coordinates(self._vector(*item)) for item in enumerate(points)]
        self._spread([(point, None) for point in coordinates])

    @property
    def complete(self) -> bool:
        """Whether no limit ended the search."""
        return self.stopped is None

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

    def _spread(self, places: Iterable[Place]) -> None:
        """Finds the cells of distance 0, 1, ..., depth; each facet is crossed once."""
        crossed = set[Masks]()
        for distance in range(self.depth + 1):
            level: list[Cell] = []
            self._levels.append(level)
            for number, cells in enumerate(self._looking.at(places, distance < self.depth)):
                self.stopped = self._limit_reached()
                for cell in cells if self.stopped is None else ():
                    masks = cell.positive, cell.negative
                    if masks not in self._found:
                        if len(self._found) == self.limits.cells:
                            self.stopped = "cells"
                            break
                        self._found[masks] = cell
                        level.append(cell)
                    if not distance:
                        self._held.setdefault(masks, []).append(number)
                if self.stopped is not None:
                    return
            places = self._across(level, crossed)

    def _limit_reached(self) -> str | None:
        """The limit of time or memory that ends the search here, if one does."""
        if self.limits.seconds is not None and self._looking.nanoseconds >= self.limits.seconds * 10**9:
            return "seconds"
        if self.limits.memory is not None and self._looking.memory >= self.limits.memory:
            return "memory"
        return None

    def _across(self, level: Iterable[Cell], crossed: set[Masks]) -> Iterator[Place]:
        """A point of each facet of some cells that was not crossed yet, with the masks of the cell.

        Two cells have a point of the relative interior of a facet in their closures, whatever changes sign there.
        """
        first = (1 << self.walk.offsets[0]) - 1
        for cell in level:
            for mask in cell.facets():
                key = cell.positive & ~mask, cell.negative & ~mask
                if mask & first & ~cell.vanishing or key in crossed:
                    continue
                crossed.add(key)
                yield cell.witness(mask & ~cell.vanishing), (cell.positive, cell.negative)

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
