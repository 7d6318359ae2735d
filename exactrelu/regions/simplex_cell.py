"""The closure of a cell by its constraints and one interior point; facets by linear programming, vertices on demand."""

from collections.abc import Iterator, Sequence
from operator import mul, neg
from typing import TYPE_CHECKING, Any, cast

from gmpy2 import mpz

from exactrelu.affine import Form, homogeneous_point, primitive, value
from exactrelu.domain import Domain
from exactrelu.geometry.cone import AT_INFINITY, rank
from exactrelu.geometry.polyhedron import generate
from exactrelu.geometry.simplex import Dictionary
from exactrelu.regions.cell import Cell

if TYPE_CHECKING:
    from exactrelu.regions.simplex_walk import SimplexWalk

__all__ = ["FIRST_BITS", "SimplexCell", "facet_points", "rounded"]

FIRST_BITS = 4
"""The length of the denominators that are tried first."""

SHORT = 8
"""Bits that are enough for a direction in which to look."""


class SimplexCell(Cell):
    """A cell of SimplexWalk: the questions of a Cell, answered from constraints instead of generators.

    point is a homogeneous interior point, dictionary the constraints by their mask bits, without the pending ones until
    it is asked for.  The walk releases it when it hands out the next
    cell of the last layer; from then on it is made anew, from that of the parent, whenever it is needed.
    lines and generators are made, from the facets, when they are first looked at.
    """

    __slots__ = ("_bounded", "_dictionary", "_next", "_pending", "_recessions", "_witnesses", "point", "walk")

    parent: "SimplexCell | None"

    def __init__(
        self,
        walk: "SimplexWalk",
        point: Form,
        dictionary: Dictionary,
        pending: tuple[tuple[Form, int], ...],
        positive: int,
        negative: int,
        vanishing: int,
        split: int,
        flat: tuple[mpz, ...],
        parent: "SimplexCell | None",
    ) -> None:
        self.walk = walk
        self.point = point
        self._dictionary: Dictionary | None = dictionary
        self._pending = pending
        self.dimension = walk.chart.dimension
        self.positive = positive
        self.negative = negative
        self.vanishing = vanishing
        self.split = split
        self.flat = flat
        self.parent = parent
        self._bounded: bool | None = None
        self._next: list[Form] | None = None
        self._recessions: list[tuple[int, int]] = []
        self._witnesses: dict[int, Form] | None = None

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            """Called for a slot that is still empty."""
            if name not in {"lines", "generators"}:
                raise AttributeError(f"a cell has no attribute {name!r}")
            self._generate()
            return getattr(self, name)

    def __getstate__(self) -> object:
        """What is sent to another process: not what is large and can be made anew."""
        names = {*Cell.__slots__, *self.__slots__} - {"lines", "generators", "_next"}
        kept: dict[str, Any] = {name: getattr(self, name) for name in names}
        if self.parent is not None:
            kept |= {"_dictionary": None, "_pending": ()}
        return None, kept | {"_next": None}

    def dictionary(self) -> Dictionary:
        """A dictionary of the cell, to be copied before it is given other constraints."""
        if self._dictionary is not None:
            for form, bit in self._pending:
                self._dictionary.add(form, bit)
            self._pending = ()
            return self._dictionary
        parent = cast("SimplexCell", self.parent)  # the root keeps its own
        made = parent.dictionary().copy()
        for bit, form in self._constraints(self.split & ~parent.split):
            made.add(primitive(form), bit)
        return made

    def release(self) -> None:
        """Forgets the dictionary, to save memory."""
        if self.parent is not None:
            self._dictionary, self._pending = None, ()

    def next_forms(self) -> list[Form]:
        """The forms of the next layer's ReLU neurons, primitive."""
        if self._next is None:
            neurons = self.walk.relu[len(self.lineage())]
            forms = self.forms(self.walk.length)
            self._next = [primitive(forms[k]) for k in neurons]
        return self._next

    def interior(self) -> Form:
        """A homogeneous point of the interior, relative to the domain: the same, however the search found the cell."""
        forms = {primitive(form): bit for bit, form in self._constraints(self.split | self._domain_bits())}
        made = Dictionary(self.walk.chart.rank)
        for form, bit in forms.items():
            if any(form[:-1]):
                made.add(form, bit)
        inside = homogeneous_point(made.interior_point())
        return rounded(inside, tuple(made.constraints.values()), FIRST_BITS)

    def _domain_bits(self) -> int:
        """The constraints of the domain that are no equalities on it."""
        return (1 << self.walk.offsets[0]) - 1 & self.positive

    def is_bounded(self) -> bool:
        """Whether the cell is a polytope."""
        if self._bounded is None:
            for cell in cast("list[SimplexCell]", [*self.lineage(), self]):
                if cell._bounded is None:
                    cell._bounded = cell._recedes_nowhere()
        return bool(self._bounded)

    def _recedes_nowhere(self) -> bool:
        """Whether the cell is a polytope, given whether its parent is.

        Along a direction in which it recedes no constraint decreases, and all are constant along lines only.  So it is
        bounded iff the sum of its constraints is bounded above on it and it contains no line.
        """
        chart, parent = self.walk.chart, self.parent
        if chart.lineality or not chart.rank:
            return not chart.dimension
        if parent is not None:
            if parent._bounded:
                return True
            # A cell recedes where its parent does, if no neuron of the layer has the opposite sign in that direction.
            if any(not (above & self.negative or below & self.positive) for above, below in parent._recessions):
                return False
        dictionary = self.dictionary()
        forms = list(dictionary.constraints.values())
        if not forms:
            return False
        ray = dictionary.minimize([-sum(column) for column in zip(*forms, strict=True)], stop_below_zero=False).ray
        if ray is not None and parent is not None:
            parent._recede((*ray, 0))
        return ray is None and rank([form[:-1] for form in forms]) == chart.rank

    def _recede(self, direction: Sequence[int]) -> None:
        """Notes the signs of the next layer's neurons in a direction in which the cell recedes."""
        depth = len(self.lineage())
        above = below = 0
        for bit, form in enumerate(self.next_forms(), self.walk.offsets[depth]):
            slope = value(form, direction)
            above |= (slope > 0) << bit
            below |= (slope < 0) << bit
        self._recessions.append((above, below))

    def facets(self) -> list[int]:
        """For each facet the mask of all constraints and neurons that vanish on it, as Cell.facets gives it."""
        return [mask | self.vanishing for mask in self._facet_witnesses()]

    def witness(self, mask: int) -> Form:
        """A homogeneous point of the relative interior of the face on which all constraints of the mask vanish."""
        point = self._facet_witnesses().get(mask & ~self.vanishing)
        return super().witness(mask) if point is None else point

    def _facet_witnesses(self) -> dict[int, Form]:
        """For each facet the mask of all that vanishes on it and not on the cell, and a point of its relative interior.

        Within the hull of the domain, what vanishes on a facet is a multiple of its form.
        """
        if self._witnesses is None:
            holders: dict[Form, int] = {}
            keys: dict[int, Form] = {}
            for bit, form in self._constraints((self.positive | self.negative) & ~self.vanishing):
                key = keys[bit] = primitive(form)
                holders[key] = holders.get(key, 0) | 1 << bit
            crossings = facet_points(self.dictionary(), self.point)
            found = {holders[keys[bit]]: point for bit, point in crossings.items()}
            self._witnesses = dict(sorted(found.items(), key=lambda item: item[0] & -item[0]))
        return self._witnesses

    def _constraints(self, mask: int) -> Iterator[tuple[int, Form]]:
        """The mask bits with their forms, signed so that they are >= 0 on the cell."""
        walk, chain = self.walk, self.lineage()
        for j, form in enumerate((*walk.inner_domain.inequalities, *walk.inner_domain.equalities), 1):
            if mask >> j & 1:
                yield j, form
        for layer, cell in enumerate(chain):
            forms = cell.forms(walk.length)
            for bit, k in enumerate(walk.relu[layer], walk.offsets[layer]):
                if mask >> bit & 1:
                    yield bit, tuple(map(neg, forms[k])) if self.negative >> bit & 1 else forms[k]

    def _generate(self) -> None:
        """Makes the generators, with the masks that they have in Walk."""
        bits = self.walk.offsets[len(self.lineage())]
        everything = dict(self._constraints((1 << bits) - 2))
        walls = [everything[(mask & -mask).bit_length() - 1] for mask in self._facet_witnesses()]
        part = generate(Domain(self.walk.chart.rank, tuple(walls)))
        for g in (*part.lines, *part.generators):
            g.tight = 0 if g.v[-1] else AT_INFINITY
            for bit, form in everything.items():
                if not value(form, g.v):
                    g.tight |= 1 << bit
        self.lines, self.generators = part.lines, part.generators


def facet_points(dictionary: Dictionary, inside: Form) -> dict[int, Form]:
    """The keys of the irredundant constraints, each with a homogeneous point at which it alone vanishes.

    inside is a point at which all constraints are positive; no two of them are multiples of each other.
    """
    forms = cast("dict[int, Form]", dictionary.constraints)
    found: dict[int, Form] = {}
    for key, form in forms.items():
        if key not in found:
            found.update(_first_hit(forms, inside, form))
    kept = dictionary
    for key, form in forms.items():
        if key not in found:
            rest = kept.copy()
            rest.drop(key)
            lowest = rest.minimize(form)
            if lowest.proof is not None:
                kept = rest
                continue
            # All others are positive inside and not negative at the vertex, so positive where the form is 0 between.
            high, low = value(form, inside) * lowest.vertex[-1], -value(form, lowest.vertex) * inside[-1]
            a, b = low * lowest.vertex[-1], high * inside[-1]
            found[key] = primitive([a * x + b * y for x, y in zip(inside, lowest.vertex, strict=True)])
    return found


def _first_hit(forms: dict[int, Form], inside: Form, towards: Form) -> dict[int, Form]:
    """The one constraint that is met first on the way down the slope of a form, with the place; nothing if two are."""
    longest = max(entry.bit_length() for entry in towards[:-1])
    direction = (*(-(entry >> max(longest - SHORT, 0)) for entry in towards[:-1]), mpz(0))
    best: list[int] = []
    height, rate = mpz(1), mpz(0)
    for key, form in forms.items():
        fall = -value(form, direction)
        if fall <= 0:
            continue
        level = value(form, inside)
        earlier = height * fall - level * rate
        if earlier > 0:
            best, height, rate = [key], level, fall
        elif earlier == 0:
            best.append(key)
    if len(best) != 1:
        return {}
    return {best[0]: primitive([rate * x + height * y for x, y in zip(inside, direction, strict=True)])}


def rounded(point: Sequence[mpz], constraints: Sequence[Form], bits: int) -> Form:
    """A point near the given one at which all constraints are positive, with a power of 2 as short denominator.

    It ends: the constraints are positive at the given point, so in a neighbourhood of it.
    """
    denominator, half = point[-1], point[-1] >> 1
    bits = max(bits - 8, FIRST_BITS)
    while True:
        rounded = [((x << bits) + half) // denominator for x in point]
        rounded[-1] = mpz(1) << bits
        for form in constraints:
            if sum(map(mul, form, rounded)) <= 0:
                break
        else:
            return tuple(rounded)
        bits += 4
