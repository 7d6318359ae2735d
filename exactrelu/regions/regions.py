"""All linear regions of a network on a domain: iteration, counts, point location, the dual graph."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from exactrelu.affine import homogeneous_point
from exactrelu.domain import Domain
from exactrelu.errors import DomainError, ShapeError
from exactrelu.network import Network
from exactrelu.regions.cell import Cell
from exactrelu.regions.region import Region, Signs
from exactrelu.regions.simplex_walk import SimplexWalk
from exactrelu.regions.walk import Walk

__all__ = ["Counts", "DualEdge", "Regions", "as_domain"]

ENGINES = ("auto", "double-description", "simplex")

MANY_INPUTS, MANY_HYPERPLANES = 7, 20
"""From here on "auto" takes the simplex: a cell may have thousands of vertices, as a box does, and double description
looks at pairs of them.  Cells of fewer hyperplanes have few, whatever the dimension."""


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


@dataclass(frozen=True, slots=True)
class DualEdge:
    """Two cells, by their positions in the enumeration, that share the facet with the given sign vector."""

    first: int
    second: int
    signs: Signs


class HasInputs(Protocol):
    """A network of any kind."""

    @property
    def inputs(self) -> int:
        """The dimension of the input space."""


def as_domain(domain: Any, network: HasInputs) -> Domain | None:
    """The domain of a Domain, (low, high) pairs, or None (Q^n); ShapeError for another dimension than the network's."""
    if domain is None:
        return None
    result = domain if isinstance(domain, Domain) else Domain.box(domain)
    if result.dimension != network.inputs:
        raise ShapeError(f"the domain has dimension {result.dimension}, the network takes {network.inputs} inputs")
    return result


def _walk(network: Network, domain: Domain | None, faces: bool, engine: str) -> Walk:
    """The walk of an engine, with "auto" decided."""
    if engine not in ENGINES:
        raise ValueError(f"unknown engine {engine!r}; use one of {', '.join(map(repr, ENGINES))}")
    if engine == "simplex" and faces:
        raise ValueError("the simplex engine finds cells only; use 'double-description' or 'auto' for all faces")
    hyperplanes = len(domain.inequalities) if domain is not None else 0
    hyperplanes += sum(layer.activation.count("relu") for layer in network.hidden)
    large = network.inputs >= MANY_INPUTS and hyperplanes >= MANY_HYPERPLANES
    if engine == "simplex" or (engine == "auto" and large and not faces):
        return SimplexWalk(network, domain)
    return Walk(network, domain, faces)


class Regions:
    """The linear regions of a network on a domain (Q^n by default), with faces=True all faces of all dimensions.

    Iterating streams Region objects depth-first, children in the order -, 0, +; nothing is kept.  len() counts.
    domain is a Domain or a sequence of (low, high) pairs.
    engine is "double-description", "simplex" (cells only, for many inputs) or "auto", which takes the simplex for cells
    from 7 inputs and 20 constraints and neurons on.  Both give the same cells in the same order.
    Raises ValueError for another engine, or for the simplex with faces=True.

    >>> from exactrelu.network import Layer, Network
    >>> net = Network([Layer([[1, 0], [0, 1]], [0, 0]), Layer([[1, 1]], [0], "identity")])
    >>> len(net.regions()), len(net.regions(faces=True)), len(net.regions(domain=[(1, 2), (-1, 1)]))
    (4, 9, 2)
    >>> net.regions(faces=True).counts().f_vector
    (1, 4, 4)
    """

    def __init__(self, network: Network, domain: Any = None, faces: bool = False, engine: str = "auto") -> None:
        self.network = network
        self.domain = as_domain(domain, network)
        self.faces = faces
        self.walk = _walk(network, self.domain, faces, engine)
        self._length: int | None = None

    def __iter__(self) -> Iterator[Region]:
        for cell in self.walk:
            yield Region(self.walk, cell)

    def __len__(self) -> int:
        if self._length is None:
            self._length = sum(1 for _ in self.walk)
        return self._length

    def locate(self, point: Iterable[Any]) -> Region:
        """The face that contains the point, found by following the point down the walk, whatever faces is.

        On the boundary of the domain it is the face of the restricted complex whose closure contains the point.
        Raises DomainError for a point outside the domain, ShapeError for one of another dimension.
        """
        walk = Walk(self.network, self.domain, faces=True, through=self._vector(point))
        return Region(walk, next(iter(walk)))

    def cells_at(self, point: Iterable[Any]) -> tuple[Region, ...]:
        """The cells whose closures contain the point, in the order of the enumeration."""
        walk = Walk(self.network, self.domain, faces=False, through=self._vector(point))
        return tuple(Region(walk, cell) for cell in walk)

    def _vector(self, point: Iterable[Any]) -> tuple[Any, ...]:
        coordinates = tuple(point)
        if len(coordinates) != self.network.inputs:
            raise ShapeError(f"the network takes {self.network.inputs} inputs, the point has {len(coordinates)}")
        if self.domain is not None and coordinates not in self.domain:
            raise DomainError("the point lies outside the domain")
        return homogeneous_point(coordinates)

    def counts(self) -> Counts:
        """The counts of the complex; with faces=True the f-vector too."""
        return count(self.walk, iter(self.walk))

    def dual_graph(self) -> tuple[DualEdge, ...]:
        """The pairs of cells that share a facet."""
        edges, waiting = [], dict[tuple[int, int], int]()
        position = 0
        for cell in self.walk:
            if cell.dimension < self.walk.dimension:
                continue
            for key in facet_keys(cell):
                other = waiting.pop(key, None)
                if other is None:
                    waiting[key] = position
                else:
                    edges.append(DualEdge(other, position, self.walk.signs(*key)))
            position += 1
        return tuple(edges)


def facet_keys(cell: Cell) -> list[tuple[int, int]]:
    """The sign vectors, as pairs of masks, of the cell's facets: equal for the two cells that share one."""
    return [(cell.positive & ~mask, cell.negative & ~mask) for mask in cell.facets()]


def count(walk: Walk, cells: Iterable[Cell]) -> Counts:
    """Counts the cells (and faces, if the walk has them) in one pass.

    Two cells are in one linear piece only if they have the same map, so facets are looked at for such cells alone.
    """
    full = walk.dimension
    number = bounded = 0
    faces = [0] * (full + 1)
    groups: dict[Any, list[Cell]] = {}
    for cell in cells:
        faces[cell.dimension] += 1
        if cell.dimension == full:
            number += 1
            bounded += cell.is_bounded()
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
