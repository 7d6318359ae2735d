"""Three hidden layers: half-open cells, one per activation region.

    N(x) = sum over half-open cells P of [x in P] * g_P(x),     P an intersection of strict sides h > 0 and closed h <=
    0

Each cell is given exactly one of every two opposite sides, so the half-open cells partition the domain; the identity
per split is F(relu(z)) = [z > 0] F(z) + [z <= 0] F(0).  No signs are needed, and no lower-dimensional faces.

Hidden layer 1 has relu(h) for every side, and the carriers; hidden layer 2 passes the carriers on, and for a closed
side h <= 0 its violation relu(h); for a strict side h > 0 it has the selector relu(1 - oo * relu(h)), which is 1 where
h <= 0 and 0 where h > 0; hidden layer 3 has the gates relu(+-g - oo * (violations + selectors)).

Why one more layer: a gate over finite neurons of hidden layer 1 is upper semicontinuous, which the indicator of h > 0
is not, and infinite weights in hidden layer 1 meet oo - oo except for sides +-x_i > 0.
"""

from concurrent.futures import Executor

from gmpy2 import mpq

from exactrelu.affine import Form, primitive
from exactrelu.domain import Domain
from exactrelu.extended import MINUS_INFINITY, ExtendedRational, finite
from exactrelu.geometry.cone import AT_INFINITY
from exactrelu.network import Network
from exactrelu.regions import Region, Walk
from exactrelu.regions.cell import Cell
from exactrelu.shallow.assembly import ZERO, FirstLayer, Gates, Passing, Side, pieces
from exactrelu.shallow.network import Role, Row, ShallowLayer, ShallowNetwork

__all__ = ["build_half_open", "half_open_sides"]

ONE = finite(mpq(1))


def build_half_open(
    network: Network, domain: Domain | None = None, passing: Passing = iter, executor: Executor | None = None
) -> ShallowNetwork:
    """The network with three hidden layers that equals the given one at every point of the domain."""
    walk = Walk(network, domain)
    first = FirstLayer(network.inputs)
    middle = _MiddleLayer(first)
    gates = Gates(network.inputs, network.outputs, network.integer_layers[-1].scale)
    for number, piece in pieces(walk, half_open_sides, passing, executor):
        penalties = [middle.neuron(form, strict) for _, form, strict in piece.sides]
        for output, sign, form in piece.terms:
            role = Role("gate", sign, None, None, number, piece.signs, piece.dimension, output)
            gates.add(form, penalties, sign, role)
    return gates.finish([first.layer(), middle.layer()], [first.roles, middle.roles], domain)


def half_open_sides(region: Region) -> list[Side]:
    """The irredundant sides of the half-open cell: mask bit, h primitive, and True for h > 0, False for h <= 0.

    Irredundance of a half-open polyhedron is not that of its closure: {x + y > 0, x >= 0, y >= 0} needs its strict
    side, although the closure does not.
    """
    walk, cell = region.walk, region.cell
    return [
        (bit.bit_length() - 1, primitive(walk.form(cell, bit.bit_length() - 1)), bool(cell.positive & bit))
        for bit in _irredundant(cell, (1 << walk.offsets[0]) - 2)
    ]


def _irredundant(cell: Cell, domain: int) -> list[int]:
    """The neurons (as mask bits) whose sides are kept, decided by the generators that are tight on each.

    Of the neurons that cut an ancestor, a closed side may go unless its tight generators make a facet that no other
    kept constraint makes.  A strict side h may go iff {kept, h <= 0} is empty: no generator is tight on h or only
    directions are, or another kept strict side vanishes on all that are.
    """
    held = cell.tight_sets()
    maximal = set(cell.maximal(held))
    split = cell.split
    domain_facets = {mine for bit, mine in held.items() if bit & domain}
    closed = [bit for bit in _bits(split & cell.negative) if held.get(bit, 0) in maximal]
    strict = _bits(split & cell.positive)
    at_infinity = held.get(AT_INFINITY, 0)
    for bit in reversed(strict):
        mine = held.get(bit, 0)
        others = (held.get(other, 0) for other in strict if other != bit)
        if mine & ~at_infinity == 0 or any(mine & other == mine for other in others):
            strict = [other for other in strict if other != bit]
    taken = {held.get(bit, 0) for bit in strict} | domain_facets
    kept = []
    for bit in closed:
        if held[bit] not in taken:
            taken.add(held[bit])
            kept.append(bit)
    return sorted([*kept, *strict])


def _bits(mask: int) -> list[int]:
    found = []
    while mask:
        one = mask & -mask
        found.append(one)
        mask ^= one
    return found


class _MiddleLayer:
    """Hidden layer 2: copies of the carriers, copies of violations, and selectors, each once."""

    def __init__(self, first: FirstLayer) -> None:
        self.first = first
        self.index: dict[tuple[Form, bool], int] = {}
        self.rows: list[Row] = [((number, ONE),) for number in range(2 * first.inputs)]
        self.bias: list[ExtendedRational] = [ZERO] * (2 * first.inputs)
        self.roles: list[Role] = list(first.roles)
        for form, number in first.index.items():
            self.index[form, False] = number

    def neuron(self, form: Form, strict: bool) -> int:
        """The number of the neuron that is positive where the side is violated."""
        number = self.index.get((form, strict))
        if number is None:
            self.index[form, strict] = number = len(self.rows)
            below = self.first.neuron(form)
            self.rows.append(((below, MINUS_INFINITY if strict else ONE),))
            self.bias.append(ONE if strict else ZERO)
            self.roles.append(Role("selector" if strict else "hyperplane", form=form))
        return number

    def layer(self) -> ShallowLayer:
        """The finished layer."""
        return ShallowLayer(tuple(self.rows), tuple(self.bias), ("relu",) * len(self.rows))
