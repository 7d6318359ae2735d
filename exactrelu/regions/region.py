"""One linear region (or lower-dimensional face) of a network, and all that can be said of it exactly."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from gmpy2 import mpq, mpz

from exactrelu.affine import AffineMap, Form, format_form, homogeneous_point, primitive, value
from exactrelu.domain import Domain
from exactrelu.errors import ShapeError
from exactrelu.extended import to_fraction
from exactrelu.geometry.cone import AT_INFINITY
from exactrelu.regions.cell import Cell

if TYPE_CHECKING:
    from exactrelu.regions.walk import Walk

__all__ = ["Facet", "Point", "Region", "Signs"]

Signs = tuple[str, ...]
Point = tuple[Fraction, ...]


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet of a region: form >= 0 holds on the region, with equality on the facet.

    form is a primitive integer vector (a_1, ..., a_n, c); neurons are the (hidden layer, neuron) pairs, counted from 0,
    that vanish on the facet but not on the region; constraints are the indexes of such domain constraints; signs is the
    sign vector of the facet, neighbour that of the region on the other side (None at the boundary of the domain).
    """

    form: Form
    neurons: tuple[tuple[int, int], ...]
    constraints: tuple[int, ...]
    signs: Signs
    neighbour: Signs | None

    def __str__(self) -> str:
        return f"{format_form(self.form)} >= 0"


class Region:
    """A relatively open face of the network with its affine map; a cell (activation region) when it has full dimension.

    All attributes are exact and computed when asked for.  Regions compare equal when their networks and sign vectors
    do.

    >>> from exactrelu.network import Layer, Network
    >>> net = Network([Layer([[1], [-1]], [0, 0]), Layer([[1, 1]], [0], "identity")])
    >>> for region in net.regions():
    ...     print(region.signs, region.affine_map.weight, [str(facet) for facet in region.facets])
    ('-+',) ((Fraction(-1, 1),),) ['-x1 >= 0']
    ('+-',) ((Fraction(1, 1),),) ['x1 >= 0']
    """

    __slots__ = ("_facets", "cell", "walk")

    def __init__(self, walk: "Walk", cell: Cell) -> None:
        self.walk = walk
        self.cell = walk.lifted(cell)
        self._facets: tuple[Facet, ...] | None = None

    def __repr__(self) -> str:
        return f"<Region {'|'.join(self.signs)} of dimension {self.dimension}>"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Region):
            return NotImplemented
        return self.signs == other.signs and self.walk.network == other.walk.network

    def __hash__(self) -> int:
        return hash(self.signs)

    @property
    def signs(self) -> Signs:
        """The sign vector: for each hidden layer the signs of its ReLU neurons, in order."""
        return self.walk.signs(self.cell.positive, self.cell.negative)

    @property
    def activation_pattern(self) -> tuple[str, ...]:
        """For each hidden layer its ReLU neurons: "1" active (sign +), "0" inactive."""
        return tuple(word.replace("-", "0").replace("+", "1") for word in self.signs)

    @property
    def dimension(self) -> int:
        """The dimension of the region."""
        return self.cell.dimension

    @property
    def affine_map(self) -> AffineMap:
        """The map that the network computes on the closure of the region, as a function on the whole of Q^n."""
        scale = self.walk.network.integer_layers[-1].scale
        return AffineMap.from_integers(self.walk.outputs(self.cell), scale)

    @property
    def interior_point(self) -> Point:
        """A rational point of the relative interior."""
        return _point(self.cell.interior())

    @property
    def is_bounded(self) -> bool:
        """Whether the region is bounded."""
        return self.cell.is_bounded()

    @property
    def vertices(self) -> tuple[Point, ...]:
        """The vertices of the closure; where it contains lines, one point on each minimal face."""
        return tuple(_point(g.v) for g in self.cell.generators if not g.tight & AT_INFINITY)

    @property
    def rays(self) -> tuple[Form, ...]:
        """The extreme directions of the closure as primitive integer vectors of length n, modulo the lines."""
        return tuple(tuple(g.v[:-1]) for g in self.cell.generators if g.tight & AT_INFINITY)

    @property
    def lines(self) -> tuple[Form, ...]:
        """A basis of the lines in the closure, as primitive integer vectors of length n."""
        return tuple(tuple(g.v[:-1]) for g in self.cell.lines)

    @property
    def equalities(self) -> tuple[Form, ...]:
        """n - dimension independent primitive forms that vanish on the region and cut out its affine hull.

        The domain's come first, then one for each neuron that was split at 0: it took both strict signs on the face
        that it cut, so its form is independent of those before.
        """
        walk, cell = self.walk, self.cell
        neurons = cell.split & ~(cell.positive | cell.negative)
        return (*walk.hull, *(primitive(walk.form(cell, bit)) for bit in _bits(neurons)))

    @property
    def inequalities(self) -> tuple[Form, ...]:
        """The irredundant primitive forms >= 0 whose solutions in the affine hull are the closure of the region."""
        return tuple(form for form, _ in self._facet_forms())

    @property
    def domain(self) -> Domain:
        """The closure of the region as a domain: there the network is one affine map."""
        return Domain(self.walk.network.inputs, self.inequalities, self.equalities)

    @property
    def facets(self) -> tuple[Facet, ...]:
        """The facets, ordered by the first constraint or neuron that vanishes on each."""
        if self._facets is None:
            self._facets = tuple(self._facet(form, mask) for form, mask in self._facet_forms())
        return self._facets

    @property
    def neighbours(self) -> tuple[Signs | None, ...]:
        """The sign vector of the region across each facet, None at the boundary of the domain."""
        return tuple(facet.neighbour for facet in self.facets)

    def __contains__(self, point: Iterable[Any]) -> bool:
        """Whether the point lies in the relatively open region."""
        return self._holds(point, strict=True)

    def closure_contains(self, point: Iterable[Any]) -> bool:
        """Whether the point lies in the closure of the region."""
        return self._holds(point, strict=False)

    def _holds(self, point: Iterable[Any], strict: bool) -> bool:
        vector = homogeneous_point(point)
        if len(vector) != self.walk.network.inputs + 1:
            raise ShapeError(
                f"the region lies in dimension {self.walk.network.inputs}, the point has {len(vector) - 1}"
            )
        if any(value(form, vector) for form in self.equalities):
            return False
        return all(value(form, vector) >= int(strict) for form in self.inequalities)

    def _facet_forms(self) -> list[tuple[Form, int]]:
        """For each facet its form and the mask of what vanishes on it but not on the region."""
        walk, cell = self.walk, self.cell
        found = []
        for held in cell.facets():
            mask = held & ~(cell.vanishing | AT_INFINITY)
            first = mask & -mask
            form = primitive(walk.form(cell, first.bit_length() - 1))
            found.append((tuple(-entry for entry in form) if cell.negative & first else form, mask))
        return found

    def _facet(self, form: Form, mask: int) -> Facet:
        walk, cell = self.walk, self.cell
        bits = _bits(mask)
        signs = walk.signs(cell.positive & ~mask, cell.negative & ~mask)
        constraints = tuple(bit - 1 for bit in bits if bit < walk.offsets[0])
        neurons = tuple(walk.neuron(bit) for bit in bits if bit >= walk.offsets[0])
        neighbour = None if constraints else self._beyond(mask)
        return Facet(form, neurons, constraints, signs, neighbour)

    def _beyond(self, mask: int) -> Signs:
        inside = self.cell.interior()
        on_facet = self.cell.witness(mask)
        away = [inside[-1] * a - on_facet[-1] * b for a, b in zip(on_facet, inside, strict=True)]
        return self.walk.network.signs_beyond(on_facet, away)


def _bits(mask: int) -> list[int]:
    found = []
    while mask:
        one = mask & -mask
        found.append(one.bit_length() - 1)
        mask ^= one
    return found


def _point(vector: Sequence[mpz]) -> Point:
    return tuple(to_fraction(mpq(entry, vector[-1])) for entry in vector[:-1])
