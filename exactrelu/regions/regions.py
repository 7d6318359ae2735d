"""All linear regions of a network on a domain: iteration, counts, point location, the dual graph."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from exactrelu.affine import homogeneous_point
from exactrelu.domain import Domain
from exactrelu.errors import DomainError, ShapeError
from exactrelu.network import Network
from exactrelu.regions.cell import Cell
from exactrelu.regions.counts import Counts, facet_keys
from exactrelu.regions.parallel import Search
from exactrelu.regions.region import Region, Signs
from exactrelu.regions.simplex_face import face_at
from exactrelu.regions.simplex_walk import SimplexWalk
from exactrelu.regions.subtree import Source
from exactrelu.regions.summary import Merger, count, summarize
from exactrelu.regions.tasks import OverCells
from exactrelu.regions.walk import Walk

__all__ = ["Counts", "DualEdge", "Regions", "as_domain", "facet_keys"]

Result = TypeVar("Result")

ENGINES = ("auto", "double-description", "simplex")

MANY_INPUTS, MANY_HYPERPLANES = 7, 14
"""From here on "auto" takes the simplex: a cell may have thousands of vertices, as a box does, and double description
looks at pairs of them.  Cells of fewer hyperplanes have few, whatever the dimension."""


@dataclass(frozen=True, slots=True)
class DualEdge:
    """Two cells, by their positions in the enumeration, that share the facet with the given sign vector."""

    first: int
    second: int
    signs: Signs


@dataclass(frozen=True, slots=True)
class OverRegions:
    """What a search does with its cells: calls a function on every region."""

    function: Callable[[Region], Any]

    def __call__(self, walk: Walk, cells: Iterator[Cell]) -> list[Any]:
        """The list of its results."""
        return [self.function(Region(walk, cell)) for cell in cells]


def _nothing(_: Walk, cells: Iterator[Cell]) -> None:
    """What a search does with its cells if it only counts them."""
    deque(cells, maxlen=0)


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


def _takes_simplex(network: Network, domain: Domain | None, engine: str) -> bool:
    """Whether the engine is the simplex, with "auto" decided for one cell."""
    if engine not in ENGINES:
        raise ValueError(f"unknown engine {engine!r}; use one of {', '.join(map(repr, ENGINES))}")
    return engine == "simplex" or (engine == "auto" and _is_large(network, domain))


def _is_large(network: Network, domain: Domain | None) -> bool:
    """Whether there are many dimensions and hyperplanes."""
    hyperplanes = len(domain.inequalities) if domain is not None else 0
    hyperplanes += sum(layer.activation.count("relu") for layer in network.hidden)
    if network.inputs < MANY_INPUTS or hyperplanes < MANY_HYPERPLANES:
        return False
    try:
        return Walk(network, domain).chart.rank >= MANY_INPUTS
    except DomainError:
        # The search will say that the domain is empty.
        return False


class Regions:
    """The linear regions of a network on a domain (Q^n by default), with faces=True all faces of all dimensions.

    Iterating streams Region objects depth-first, children in the order -, 0, +; nothing is kept.  len() counts.
    domain is a Domain or a sequence of (low, high) pairs.
    engine is "double-description", "simplex" (cells only, for many inputs) or "auto", which takes the simplex for cells
    from 14 constraints and neurons and 7 dimensions on, those of the domain that the first layer sees, and for locate()
    whatever faces is.  Both give the same cells in the same order.
    executor, any of concurrent.futures, does the work of len(), counts() and map(); the results are the same, in the
    same order.  Iterating and dual_graph() work here: to send a cell takes longer than to find it.
    Raises ValueError for another engine, or for the simplex with faces=True.

    >>> from exactrelu.network import Layer, Network
    >>> net = Network([Layer([[1, 0], [0, 1]], [0, 0]), Layer([[1, 1]], [0], "identity")])
    >>> len(net.regions()), len(net.regions(faces=True)), len(net.regions(domain=[(1, 2), (-1, 1)]))
    (4, 9, 2)
    >>> net.regions(faces=True).counts().f_vector
    (1, 4, 4)
    """

    def __init__(
        self,
        network: Network,
        domain: Any = None,
        faces: bool = False,
        engine: str = "auto",
        executor: Executor | None = None,
    ) -> None:
        self.network = network
        self.domain = as_domain(domain, network)
        self.faces = faces
        self._simplex = _takes_simplex(network, self.domain, engine)
        if engine == "simplex" and faces:
            raise ValueError("the simplex engine finds cells only; use 'double-description' or 'auto' for all faces")
        simplex = self._simplex and not faces
        self.walk = SimplexWalk(network, self.domain) if simplex else Walk(network, self.domain, faces)
        self.executor = executor
        self._length: int | None = None

    @property
    def source(self) -> Source:
        """What is searched, as a small value for other processes."""
        return Source.of(self.walk)

    def __iter__(self) -> Iterator[Region]:
        for cell in self.walk:
            yield Region(self.walk, cell)

    def __len__(self) -> int:
        if self._length is None:
            if self.executor is None:
                self._length = sum(1 for _ in self.walk)
            else:
                search = Search(self.source, OverCells(_nothing), self.executor, contiguous=True)
                self._length = sum(outcome.cells for outcome in search)
        return self._length

    def map(self, function: Callable[[Region], Result]) -> Iterator[Result]:
        """function(region) for every region in the order of the enumeration, computed by the executor if there is one.

        function and its results must be ones that can be pickled then.
        """
        if self.executor is None:
            return map(function, self)
        search = Search(self.source, OverCells(OverRegions(function)), self.executor)
        return (result for outcome in search for result in outcome.result)

    def locate(self, point: Iterable[Any]) -> Region:
        """The face that contains the point, found by following the point down the walk, whatever faces is.

        On the boundary of the domain it is the face of the restricted complex whose closure contains the point.
        Raises DomainError for a point outside the domain, ShapeError for one of another dimension.
        """
        vector = self._vector(point)
        if self._simplex:
            return face_at(self.network, self.domain, vector)
        walk = Walk(self.network, self.domain, faces=True, through=vector)
        return Region(walk, next(iter(walk)))

    def cells_at(self, point: Iterable[Any]) -> tuple[Region, ...]:
        """The cells whose closures contain the point, in the order of the enumeration."""
        vector = self._vector(point)
        if self._simplex:
            walk: Walk = SimplexWalk(self.network, self.domain, through=vector)
        else:
            walk = Walk(self.network, self.domain, faces=False, through=vector)
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
        if self.executor is None:
            return count(self.walk, iter(self.walk))
        merger = Merger(self.source, self.executor)
        for outcome in Search(self.source, OverCells(summarize), self.executor, contiguous=True):
            merger.add(outcome.result)
        return merger.counts()

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
