"""The walk by linear programming: the same cells in the same order as Walk's, without their vertices.

A cell is kept as its constraints, in a warm exact simplex dictionary, and one rational point of its interior.
The sign of a neuron at that point is one sign that it takes on the cell.  Whether it takes the opposite one too is a
linear program, and mostly not even that: a vertex met before, in this cell or in a neighbour, often shows that it does,
and the constraints that once proved that it does not prove the same in every cell that has them.

The time for a cell does not grow with the number of its vertices, which may be exponential in the dimension: a box in
dimension 12 has 24 facets and 4096 vertices.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import mul, neg
from typing import cast

from gmpy2 import mpz

from exactrelu.affine import Form, homogeneous_point, primitive, value
from exactrelu.domain import Domain
from exactrelu.geometry.simplex import Dictionary
from exactrelu.network import Network
from exactrelu.regions.simplex_cell import FIRST_BITS, SimplexCell, rounded
from exactrelu.regions.walk import WHOLE, Gains, Path, Walk, leads_to

__all__ = ["Branch", "Refinement", "SimplexWalk"]

MEMORY = 256
"""How many vertices, and how many proofs for each neuron and sign, one refinement remembers: it looks through all."""


class SimplexWalk(Walk):
    """One enumeration of the cells of a network on a domain, depth-first, each cell's children in the order -, +.

    With through, a homogeneous point of the domain, only the cells whose closures contain it.
    Raises DomainError when the domain is empty.

    >>> from exactrelu.network import Layer
    >>> net = Network([Layer([[1, 0], [0, 1]], [0, 0]), Layer([[1, 1]], [0], "identity")])
    >>> walk = SimplexWalk(net, Domain.box([(-1, 1), (1, 2)]))
    >>> [walk.signs(cell.positive, cell.negative) for cell in walk]
    [('-+',), ('++',)]
    """

    def __init__(
        self,
        network: Network,
        domain: Domain | None = None,
        nodes: Sequence[Path] = (WHOLE,),
        through: Form | None = None,
    ) -> None:
        super().__init__(network, domain, through=through, nodes=nodes)

    def __iter__(self) -> Iterator[SimplexCell]:
        depth = len(self.network.hidden)
        path: list[Iterator[SimplexCell]] = [iter([self.root()])]
        while path:
            cell = next(path[-1], None)
            if cell is None:
                path.pop()
            elif len(path) > depth:
                yield cell
                cell.release()
            else:
                path.append(Refinement(self, cell, len(path) - 1).cells())

    def root(self) -> SimplexCell:
        """The domain itself, with the pre-activations of the first layer."""
        chart, first = self.chart, self.layers[0]
        dictionary = Dictionary(chart.rank)
        known = set()
        for j, form in enumerate(map(primitive, self.inner_domain.inequalities)):
            if any(form[:-1]) and form not in known:
                known.add(form)
                dictionary.add(form, 1 + j)
        bits = (1 << self.offsets[0]) - 2
        flat = tuple(
            entry for row, constant in zip(first.weight, first.bias, strict=True) for entry in (*row, constant)
        )
        inside = homogeneous_point(dictionary.interior_point())
        point = rounded(inside, tuple(dictionary.constraints.values()), FIRST_BITS)
        return SimplexCell(self, point, dictionary, (), bits & ~chart.vanishing, 0, chart.vanishing, 0, flat, None)


@dataclass(slots=True)
class Branch:
    """A cell cut by the first k neurons of a layer; the pending constraints are not yet in its dictionary.

    constraints are the forms that are >= 0 on it, point is strictly inside; positive, negative and split are masks over
    the neurons of the layer, flat has the next layer's forms.
    """

    dictionary: Dictionary
    pending: tuple[tuple[Form, int], ...]
    constraints: tuple[Form, ...]
    point: Form
    k: int
    positive: int
    negative: int
    split: int
    flat: tuple[mpz, ...]

    def settle(self) -> Dictionary:
        """The dictionary with all constraints."""
        for form, key in self.pending:
            self.dictionary.add(form, key)
        self.pending = ()
        return self.dictionary


class Refinement:
    """The cuts of one cell by the ReLU neurons of hidden layer `layer` (counted from 0), one after the other.

    A vertex is kept with the masks of the neurons that are positive and negative there; it lies in the closure of a
    branch iff none of its signs is opposite to one of the branch.
    A proof that neuron k is >= 0 (<= 0) on a branch is kept as the masks of the signs that it uses besides those of the
    cell: a branch that has these signs needs no other.
    """

    def __init__(self, walk: SimplexWalk, cell: SimplexCell, layer: int) -> None:
        self.walk = walk
        self.cell = cell
        self.offset = walk.offsets[layer]
        self.forms = cell.next_forms()
        self.negated = [tuple(map(neg, form)) for form in self.forms]
        self.gains = Gains(walk, layer, cell.forms(walk.length))
        self.constant = [not any(form[:-1]) for form in self.forms]
        self.vertices: deque[tuple[Form, int, int]] = deque(maxlen=MEMORY)
        self.proofs: list[tuple[deque[tuple[int, int]], deque[tuple[int, int]]]] = [
            (deque(maxlen=MEMORY), deque(maxlen=MEMORY)) for _ in self.forms
        ]

    def cells(self) -> Iterator[SimplexCell]:
        """The cells, in the order -, + of the neurons."""
        nodes, around = self.walk.nodes_at(self.cell, self.offset), self._around()
        stack = [self.start()]
        while stack:
            branch = stack.pop()
            children = self._cut(branch)
            if children:
                for child in children:
                    taken = child.split, child.positive & child.split, child.negative & child.split
                    if leads_to(around, *taken) and (not nodes or leads_to(nodes, *taken)):
                        stack.append(child)
            else:
                yield self.cell_of(branch)

    def _around(self) -> tuple[Path]:
        """The decisions that a point of the domain makes, if only the cells around it are wanted."""
        walk = self.walk
        if walk.through is None:
            return (WHOLE,)
        heights = [value(form, walk.through) for form in self.forms]
        above = sum(1 << k for k, height in enumerate(heights) if height > 0)
        below = sum(1 << k for k, height in enumerate(heights) if height < 0)
        return ((above | below, above, below),)

    def start(self) -> Branch:
        """The whole cell, before the first neuron."""
        cell = self.cell
        dictionary = cell.dictionary()
        return Branch(
            dictionary.copy(), (), tuple(dictionary.constraints.values()), cell.point, 0, 0, 0, 0, self.gains.start(0)
        )

    def cell_of(self, branch: Branch) -> SimplexCell:
        """The cell of a branch after the last neuron."""
        cell, offset = self.cell, self.offset
        full = (1 << len(self.forms)) - 1
        return SimplexCell(
            self.walk,
            branch.point,
            branch.dictionary,
            branch.pending,
            cell.positive | branch.positive << offset,
            cell.negative | branch.negative << offset,
            cell.vanishing | (full & ~(branch.positive | branch.negative)) << offset,
            cell.split | branch.split << offset,
            branch.flat,
            cell,
        )

    def _cut(self, branch: Branch) -> tuple[Branch, ...]:
        """The sides + and - of the branch at the first neuron that cuts it; empty when none is left that does."""
        while branch.k < len(self.forms):
            children = self.test(branch)
            if children:
                return children
            branch.k += 1
        return ()

    def test(self, branch: Branch) -> tuple[Branch, ...]:
        """The sides of the branch at its neuron k, or nothing once the neuron is marked as a fact."""
        k, inside = branch.k, (branch.dictionary, branch.point)
        form = self.forms[k]
        height = value(form, branch.point)
        if self.constant[k]:
            self._mark(branch, height)
            return ()
        if not height:
            uphill, downhill = (*form[:-1], mpz(0)), (*self.negated[k][:-1], mpz(0))
            above = _away(branch.point, uphill, (*branch.constraints, form))
            below = _away(branch.point, downhill, (*branch.constraints, self.negated[k]))
            return self._sides(branch, (branch.dictionary, above), (branch.dictionary.copy(), below))
        side, opposite = (form, self.negated[k]) if height > 0 else (self.negated[k], form)
        vertex, dictionary = self._search(branch, side, height > 0)
        if vertex is None:
            branch.dictionary = dictionary
            self._mark(branch, height)
            return ()
        beyond = (dictionary, _between(branch.point, vertex, side, (*branch.constraints, opposite)))
        return self._sides(branch, inside, beyond) if height > 0 else self._sides(branch, beyond, inside)

    def _mark(self, branch: Branch, height: mpz) -> None:
        """Neuron k has one sign on the whole branch, or is zero on it."""
        bit = 1 << branch.k
        if height > 0:
            branch.positive |= bit
            branch.flat = self.gains.add(branch.flat, bit)
        elif height < 0:
            branch.negative |= bit

    def _sides(
        self, branch: Branch, plus: tuple[Dictionary, Form], minus: tuple[Dictionary, Form]
    ) -> tuple[Branch, Branch]:
        """The parts of the branch where neuron k is >= 0 and <= 0, each with a dictionary and a point of its own."""
        k, bit = branch.k, 1 << branch.k
        sides = []
        for (dictionary, point), form in ((plus, self.forms[k]), (minus, self.negated[k])):
            pending, constraints = (*branch.pending, (form, self.offset + k)), (*branch.constraints, form)
            positive, negative, split = branch.positive, branch.negative, branch.split | bit
            side = Branch(dictionary, pending, constraints, point, k + 1, positive, negative, split, branch.flat)
            sides.append(side)
        above, below = sides
        above.positive |= bit
        above.flat = self.gains.add(branch.flat, bit)
        below.negative |= bit
        return above, below

    def _search(self, branch: Branch, side: Form, up: bool) -> tuple[Form | None, Dictionary]:
        """A vertex of the branch at which the form `side` of neuron k is negative, if there is one.

        The dictionary is one of the branch's polyhedron, different from the branch's own where a vertex is found.
        """
        bit = 1 << branch.k
        for vertex, positive, negative in self.vertices:
            if (negative if up else positive) & bit and not (positive & branch.negative or negative & branch.positive):
                return vertex, branch.dictionary.copy()
        for positive, negative in self.proofs[branch.k][up]:
            if not (positive & ~branch.positive or negative & ~branch.negative):
                return None, branch.dictionary
        dictionary = branch.settle().copy()
        lowest = dictionary.minimize(side)
        self.vertices.appendleft((lowest.vertex, *self._signs(lowest.vertex)))
        if lowest.proof is None:
            return lowest.vertex, dictionary
        used = 0
        for key in cast("Iterable[int]", lowest.proof.multipliers):
            if key >= self.offset:
                used |= 1 << (key - self.offset)
        self.proofs[branch.k][up].appendleft((used & branch.positive, used & branch.negative))
        return None, dictionary

    def _signs(self, vertex: Form) -> tuple[int, int]:
        """The masks of the neurons that are positive, and negative, at a point of the cell."""
        positive = negative = 0
        for k, form in enumerate(self.forms):
            height = sum(map(mul, form, vertex))
            if height > 0:
                positive |= 1 << k
            elif height < 0:
                negative |= 1 << k
        return positive, negative


def _between(inside: Form, vertex: Form, side: Form, constraints: Sequence[Form]) -> Form:
    """A point between the zero of `side` and the vertex, at which `side` is negative, on the way from the inside to it.

    All constraints that are positive inside and not negative at the vertex are positive there.
    """
    high, low = value(side, inside) * vertex[-1], -value(side, vertex) * inside[-1]
    # side is 0 at the share high / (high + low) of the way; the middle between that and the whole way is taken.
    a, b = low * vertex[-1], (2 * high + low) * inside[-1]
    return rounded([a * x + b * y for x, y in zip(inside, vertex, strict=True)], constraints, inside[-1].bit_length())


def _away(point: Form, direction: Form, constraints: Sequence[Form]) -> Form:
    """A point in this direction at which all constraints are positive, as they are on the way, near the given point."""
    step = 0
    while True:
        moved = [(x << step) + y * point[-1] for x, y in zip(point, direction, strict=True)]
        moved[-1] = point[-1] << step
        if all(value(form, moved) > 0 for form in constraints):
            return rounded(moved, constraints, FIRST_BITS)
        step += 3
