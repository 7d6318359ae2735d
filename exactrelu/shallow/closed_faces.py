"""Two hidden layers: closed faces with alternating signs.

    N(x) = sum over all faces F of (-1)^(d - dim F) * [x in closure(F)] * g_F(x),     d the dimension of the domain

Each x lies in the closures of exactly the faces G >= F(x); on all of them g_G(x) = N(x); and the alternating sum of 1
over the open star of a face is 1.  It follows by induction from one identity per split: for closed sets,
[C] = [C and h >= 0] + [C and h <= 0] - [C and h = 0].

Hidden layer 1 has relu(-h) for every facet form h >= 0, both relu(h) and relu(-h) for every equality form, and the
carriers; hidden layer 2 has, for each face F and output o, relu(+-g_{F,o} - oo * violations of closure(F)).
Left out: gates whose g is zero on F, and the sign that g does not take on F.

Source: M. J. Villani, N. Schoots, Any Deep ReLU Network is Shallow, arXiv 2306.11827 (2023); the treatment of
boundaries by alternating signs is this project's.
"""

from collections.abc import Iterable, Iterator
from concurrent.futures import Executor

from exactrelu.affine import Form, primitive
from exactrelu.domain import Domain
from exactrelu.network import Network
from exactrelu.regions import Region, Walk
from exactrelu.shallow.assembly import FirstLayer, Gates, Passing, Side, pieces
from exactrelu.shallow.network import Role, ShallowNetwork

__all__ = ["build_closed_faces", "face_sides", "violations"]


def build_closed_faces(
    network: Network, domain: Domain | None = None, passing: Passing = iter, executor: Executor | None = None
) -> ShallowNetwork:
    """The network with two hidden layers that equals the given one at every point of the domain."""
    walk = Walk(network, domain, faces=True)
    first = FirstLayer(network.inputs)
    gates = Gates(network.inputs, network.outputs, network.integer_layers[-1].scale)
    for number, piece in pieces(walk, face_sides, passing, executor):
        penalties = [first.neuron(form) for form in _violated(piece.sides)]
        coefficient = -1 if (walk.dimension - piece.dimension) % 2 else 1
        for output, sign, form in piece.terms:
            role = Role("gate", sign, None, None, number, piece.signs, piece.dimension, output)
            gates.add(form, penalties, sign * coefficient, role)
    return gates.finish([first.layer()], [first.roles], domain)


def face_sides(region: Region) -> list[Side]:
    """The irredundant constraints of the closed face: mask bit, h primitive, and True for h = 0, False for h >= 0.

    Each is that of a neuron that was split on the way: for a facet the first of them that vanishes on it.  The facets
    of the domain need none: the network is only claimed on the domain.
    """
    walk, cell = region.walk, region.cell
    domain = (1 << walk.offsets[0]) - 2
    sides = []
    for mask in cell.facets():
        bits = mask & cell.split & ~cell.vanishing
        if bits and not mask & domain & ~cell.vanishing:
            first = bits & -bits
            form = primitive(walk.form(cell, first.bit_length() - 1))
            oriented = form if cell.positive & first else tuple(-entry for entry in form)
            sides.append((first.bit_length() - 1, oriented, False))
    level = cell.split & ~(cell.positive | cell.negative)
    while level:
        bit = level & -level
        level ^= bit
        sides.append((bit.bit_length() - 1, primitive(walk.form(cell, bit.bit_length() - 1)), True))
    return sorted(sides)


def violations(region: Region) -> Iterator[Form]:
    """The primitive forms that are positive exactly where a constraint of the closed face is violated."""
    return _violated(face_sides(region))


def _violated(sides: Iterable[Side]) -> Iterator[Form]:
    for _, form, equality in sides:
        yield tuple(-entry for entry in form)
        if equality:
            yield form
