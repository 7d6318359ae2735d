"""Exact volumes and centroids of cells, and integrals and means of a network, over a bounded domain.

A polytope is cut into pyramids by pulling: from a vertex of it over the facets that do not contain the vertex, which
are cut in the same way.  Each face is measured once, as a multiple of a simplex in it: a cube in dimension 8 has 6561
faces, but the 40320 simplices of a triangulation.
The volume of a simplex is a determinant over a factorial; the integral of an affine map is the volume times the value
at the centroid.

In a flat domain volumes are those of the projection to as many coordinates, `axes`: for a box with fixed coordinates
the free ones.  Means do not depend on that choice.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import factorial
from operator import mul
from typing import Any

from gmpy2 import divexact, mpq, mpz

from exactrelu.domain import Domain
from exactrelu.errors import DomainError
from exactrelu.extended import rational, to_fraction
from exactrelu.geometry.cone import rank
from exactrelu.geometry.polyhedron import generate
from exactrelu.network import Network
from exactrelu.regions import Region, as_domain
from exactrelu.regions.cell import Cell

__all__ = [
    "CellMeasure",
    "axes_of",
    "bounded_domain",
    "cell_volume",
    "domain_volume",
    "integral",
    "mean",
    "measure",
    "measures",
]

Point = tuple[Fraction, ...]


@dataclass(frozen=True, slots=True)
class CellMeasure:
    """A cell with its exact volume and centroid; number is its place in the enumeration."""

    number: int
    region: Region
    volume: Fraction
    centroid: Point


def bounded_domain(network: Network, domain: Any) -> Domain:
    """The domain (a Domain or (low, high) pairs); DomainError unless it is bounded and not empty."""
    chosen = as_domain(domain, network)
    if chosen is None:
        raise DomainError("volumes need a bounded domain: give a box")
    part = generate(chosen)
    if part.lines or any(not g.v[-1] for g in part.generators):
        raise DomainError("the domain is unbounded, so volumes are infinite: give both bounds of every side")
    return chosen


def axes_of(domain: Domain) -> tuple[int, ...]:
    """Coordinates, as many as the domain's dimension and the first possible ones, that are independent on it.

    >>> axes_of(Domain.box([(0, 1), (2, 2), (-1, 1)]))
    (0, 2)
    """
    generators = generate(domain).generators
    axes: list[int] = []
    for i in range(domain.dimension):
        if rank([[g.v[k] for k in (*axes, i, -1)] for g in generators]) > len(axes) + 1:
            axes.append(i)
    return tuple(axes)


@dataclass(frozen=True, slots=True)
class _Face:
    """A face of a polytope: `share` is its volume over that of the simplex on some of its vertices.

    Such a ratio, like the centroid, is the same in all coordinates.
    """

    share: mpq
    centroid: list[mpq]
    simplex: tuple[int, ...]


class _Faces:
    """The faces of a bounded cell that pulling meets, each measured once; a vertex set is a bit mask.

    A face is the union of the pyramids from its first vertex, the apex, over its facets that do not contain it.
    A facet of a face is a maximal proper intersection of it with facets of the cell, or with facets of a face above.
    """

    def __init__(self, vertices: Sequence[Sequence[mpz]], axes: Sequence[int]) -> None:
        self.vertices = vertices
        self.axes = axes
        self.positions = [[mpq(entry, v[-1]) for entry in v[:-1]] for v in vertices]
        self.known: dict[int, _Face] = {}

    def measure(self, face: int, walls: Sequence[int], dimension: int) -> _Face:
        """The face with this vertex set, given its facets or more sets that cut them out."""
        found = self.known.get(face)
        if found is None:
            if face.bit_count() == dimension + 1:
                found = self._simplex(_indexes(face))
            else:
                found = self._pyramids(face, walls, dimension)
            self.known[face] = found
        return found

    def _simplex(self, simplex: tuple[int, ...]) -> _Face:
        columns = zip(*(self.positions[i] for i in simplex), strict=True)
        return _Face(mpq(1), [sum(column) / len(simplex) for column in columns], simplex)

    def _pyramids(self, face: int, walls: Sequence[int], dimension: int) -> _Face:
        apex = (face & -face).bit_length() - 1
        meets = {face & wall for wall in walls if face & wall != face}
        below = [m for m in meets if m and not any(m & other == m and m != other for other in meets)]
        bases = [self.measure(facet, below, dimension - 1) for facet in below if not facet >> apex & 1]
        simplex = (apex, *bases[0].simplex)
        axes = self._independent(simplex)
        size = self.size(simplex, axes)
        shares = [base.share * self.size((apex, *base.simplex), axes) / size for base in bases[1:]]
        shares = [bases[0].share, *shares]
        share = sum(shares)
        middles = zip(*(base.centroid for base in bases), strict=True)
        # The centroid of a pyramid divides the way from its tip to that of its base, dimension to one.
        centroid = [
            (tip + dimension * sum(map(mul, shares, middle)) / share) / (dimension + 1)
            for tip, middle in zip(self.positions[apex], middles, strict=True)
        ]
        return _Face(share, centroid, simplex)

    def size(self, simplex: Sequence[int], axes: Sequence[int]) -> mpq:
        """The absolute determinant of the edges of a simplex in these coordinates, as many as its dimension."""
        rows = [[*(self.vertices[i][k] for k in axes), self.vertices[i][-1]] for i in simplex]
        scale = mpz(1)
        for row in rows:
            scale *= row[-1]
        return mpq(abs(_determinant(rows)), scale)

    def _independent(self, simplex: Sequence[int]) -> tuple[int, ...]:
        """The first coordinates that are independent on a simplex, as many as its dimension."""
        if len(simplex) == len(self.axes) + 1:
            return tuple(self.axes)
        origin = self.positions[simplex[0]]
        edges = [[self.positions[i][k] - origin[k] for k in self.axes] for i in simplex[1:]]
        found: list[int] = []
        for column, axis in enumerate(self.axes):
            depth = len(found)
            pivot = next((i for i in range(depth, len(edges)) if edges[i][column]), None)
            if pivot is None:
                continue
            found.append(axis)
            edges[depth], edges[pivot] = edges[pivot], edges[depth]
            top = edges[depth]
            for i in range(depth + 1, len(edges)):
                factor = edges[i][column] / top[column]
                if factor:
                    edges[i] = [a - factor * b for a, b in zip(edges[i], top, strict=True)]
        return tuple(found)


def cell_volume(cell: Cell, axes: Sequence[int]) -> tuple[mpq, list[mpq]]:
    """The volume of a bounded cell of dimension len(axes), and the integrals of the coordinates over it."""
    faces = _Faces([g.v for g in cell.generators], axes)
    walls = cell.maximal(cell.tight_sets())
    whole = faces.measure((1 << len(cell.generators)) - 1, walls, cell.dimension)
    volume = whole.share * faces.size(whole.simplex, axes) / factorial(len(axes))
    return volume, [volume * x for x in whole.centroid]


def measures(network: Network, domain: Any, progress: Callable[[int], None] | None = None) -> Iterator[CellMeasure]:
    """The cells of the network on a bounded domain with their exact volumes, one after the other.

    The volumes add up to `domain_volume`.  progress is called with the number of cells done.
    Raises DomainError for a domain that is empty or unbounded.

    >>> from exactrelu.network import Layer
    >>> net = Network([Layer([[1, 1]], [0]), Layer([[1]], [0], "identity")])
    >>> [(m.region.signs, str(m.volume)) for m in measures(net, [(0, 2), (-1, 1)])]
    [(('-',), '1/2'), (('+',), '7/2')]
    """
    chosen = bounded_domain(network, domain)
    axes = axes_of(chosen)
    for number, region in enumerate(network.regions(chosen)):
        volume, moments = cell_volume(region.cell, axes)
        centroid = tuple(to_fraction(moment / volume) for moment in moments)
        yield CellMeasure(number, region, to_fraction(volume), centroid)
        if progress is not None:
            progress(number + 1)


def measure(network: Network, domain: Any, progress: Callable[[int], None] | None = None) -> tuple[CellMeasure, ...]:
    """All cells of `measures` at once."""
    return tuple(measures(network, domain, progress))


def domain_volume(domain: Domain) -> Fraction:
    """The exact volume of a bounded domain, in the coordinates `axes_of` when it is flat."""
    part = generate(domain)
    proper = ((1 << part.bits) - 2) & ~part.vanishing
    whole = Cell(part.lines, part.generators, part.dimension, proper, 0, part.vanishing, 0, (), None)
    return to_fraction(cell_volume(whole, axes_of(domain))[0])


def integral(network: Network, domain: Any, progress: Callable[[int], None] | None = None) -> tuple[Fraction, ...]:
    """The exact integral of each output over a bounded domain.

    >>> from exactrelu.network import Layer
    >>> net = Network([Layer([[1]], [0]), Layer([[1]], [0], "identity")])
    >>> integral(net, [(-1, 2)])
    (Fraction(2, 1),)
    """
    return _integral(network, domain, progress)[1]


def mean(network: Network, domain: Any, progress: Callable[[int], None] | None = None) -> tuple[Fraction, ...]:
    """The exact mean of each output over a bounded domain.

    >>> from exactrelu.network import Layer
    >>> net = Network([Layer([[1]], [0]), Layer([[1]], [0], "identity")])
    >>> mean(net, [(-1, 2)])
    (Fraction(2, 3),)
    """
    volume, totals = _integral(network, domain, progress)
    return tuple(total / volume for total in totals)


def _integral(
    network: Network, domain: Any, progress: Callable[[int], None] | None
) -> tuple[Fraction, tuple[Fraction, ...]]:
    volume, totals = mpq(0), [mpq(0)] * network.outputs
    for part in measures(network, domain, progress):
        size = rational(part.volume)
        volume += size
        for o, value in enumerate(part.region.affine_map(part.centroid)):
            totals[o] += size * rational(value)
    return to_fraction(volume), tuple(map(to_fraction, totals))


def _indexes(mask: int) -> tuple[int, ...]:
    found = []
    while mask:
        one = mask & -mask
        mask ^= one
        found.append(one.bit_length() - 1)
    return tuple(found)


def _determinant(matrix: list[list[mpz]]) -> mpz:
    """The determinant by fraction-free elimination (Bareiss): every division is exact."""
    rows = list(matrix)
    n, previous, sign = len(rows), mpz(1), 1
    for k in range(n - 1):
        pivot = next((i for i in range(k, n) if rows[i][k]), None)
        if pivot is None:
            return mpz(0)
        if pivot != k:
            rows[k], rows[pivot] = rows[pivot], rows[k]
            sign = -sign
        top = rows[k]
        for i in range(k + 1, n):
            row = rows[i]
            rows[i] = [divexact(top[k] * a - row[k] * b, previous) for a, b in zip(row, top, strict=True)]
        previous = top[k]
    return sign * rows[-1][-1]
