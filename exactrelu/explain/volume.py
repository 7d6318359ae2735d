"""Exact volumes and centroids of cells, and integrals and means of a network, over a bounded domain.

A polytope is cut into simplices by pulling: a vertex of it and a simplex of a facet that does not contain the vertex.
The volume of a simplex is a determinant over a factorial; the integral of an affine map over it is its volume times the
value at its centroid.

In a flat domain volumes are those of the projection to as many coordinates, `axes`: for a box with fixed coordinates
the free ones.  Means do not depend on that choice.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import factorial
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
    "simplices",
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


def simplices(cell: Cell) -> Iterator[tuple[int, ...]]:
    """The simplices of a triangulation of a bounded cell, each as the indexes of its vertices among the generators.

    A vertex set is a bit mask.  A facet of a face is a maximal proper intersection of it with facets of the cell, or
    with facets of a face above, and each face is triangulated once.
    """
    known: dict[int, list[tuple[int, ...]]] = {}

    def cut(face: int, walls: Sequence[int], dimension: int) -> list[tuple[int, ...]]:
        found = known.get(face)
        if found is None:
            if face.bit_count() == dimension + 1:
                found = [_indexes(face)]
            else:
                found = []
                apex = face & -face
                meets = {face & wall for wall in walls if face & wall != face}
                below = [m for m in meets if m and not any(m & other == m and m != other for other in meets)]
                for facet in below:
                    if not facet & apex:
                        corner = apex.bit_length() - 1
                        found += [(corner, *simplex) for simplex in cut(facet, below, dimension - 1)]
            known[face] = found
        return found

    walls = cell.maximal(cell.tight_sets())
    yield from cut((1 << len(cell.generators)) - 1, walls, cell.dimension)


def cell_volume(cell: Cell, axes: Sequence[int]) -> tuple[mpq, list[mpq]]:
    """The volume of a bounded cell of dimension len(axes), and the integrals of the coordinates over it."""
    vertices = [g.v for g in cell.generators]
    rows = [[*(v[i] for i in axes), v[-1]] for v in vertices]
    positions = [[mpq(entry, v[-1]) for entry in v[:-1]] for v in vertices]
    d = len(axes)
    volume, moments = mpq(0), [mpq(0)] * len(positions[0])
    for simplex in simplices(cell):
        scale = mpz(factorial(d))
        for i in simplex:
            scale *= rows[i][-1]
        part = mpq(abs(_determinant([rows[i] for i in simplex])), scale)
        volume += part
        for k in range(len(moments)):
            moments[k] += part * sum(positions[i][k] for i in simplex) / (d + 1)
    return volume, moments


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
