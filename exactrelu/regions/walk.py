"""The walk: from a network to the closures of its faces, layer by layer, in exact integers.

Each cell of a layer is cut by the neurons of the next layer, in the order of the neurons, the children in the order
-, 0, +.  A neuron cuts a cell only if its pre-activation takes both strict signs on it; otherwise the neuron is a fact:
active where it is somewhere positive, inactive elsewhere (identically zero included).
The walk is depth-first, so memory holds the cells on the way to one cell, and what neighbours share.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from functools import cached_property
from operator import add, mul
from typing import Self

from gmpy2 import mpz

from exactrelu.affine import Form, primitive, value
from exactrelu.domain import Domain
from exactrelu.echelon import Echelon, sparse
from exactrelu.geometry.cone import Copies, Cutter, Generator, Memo
from exactrelu.geometry.polyhedron import generate
from exactrelu.network import IntegerLayer, Network
from exactrelu.regions.cell import Cell, Cylinder
from exactrelu.regions.chart import Chart
from exactrelu.regions.lifted import LayerForms, LiftedCell

__all__ = ["WHOLE", "Gains", "Path", "Walk", "leads_to", "narrowed", "sign_masks"]


Path = tuple[int, int, int]
"""A node of the search: the mask of the neurons that were split on the way to it, and of those taken as + and as -."""

WHOLE: Path = (0, 0, 0)
"""The root of the search."""


class Walk:
    """One enumeration: a network, a domain and whether the lower-dimensional faces are wanted.

    With through, a homogeneous point of the domain, only what leads to that point is kept: the one face that contains
    it (faces=True), or the cells whose closures contain it.  With nodes (at least one), only what lies below them.
    offsets[l] is the first mask bit of hidden layer l + 1; its ReLU neurons take one bit each, in order.

    The walk runs in the coordinates of its chart: those of the space, unless the domain is flat or there are directions
    that the first layer does not see.  So its cells' generators and forms are in these coordinates, of homogeneous
    length `length`; `lifted` gives the cell in the space, `form` and `outputs` the forms there.
    """

    def __init__(
        self,
        network: Network,
        domain: Domain | None = None,
        faces: bool = False,
        through: Form | None = None,
        nodes: Sequence[Path] = (WHOLE,),
    ) -> None:
        self.network = network
        self.domain = domain if domain is not None else Domain(network.inputs)
        self.faces = faces
        self._through = through
        self.nodes = nodes
        self._by_prefix: dict[int, dict[Path, list[Path]]] = {}
        self.relu = [tuple(k for k, word in enumerate(layer.activation) if word == "relu") for layer in network.hidden]
        self.offsets = [1 + len(self.domain.inequalities) + len(self.domain.equalities)]
        for neurons in self.relu:
            self.offsets.append(self.offsets[-1] + len(neurons))

    def __iter__(self) -> Iterator[Cell]:
        root = self.root()
        if not self.relu:
            yield root
            return
        yield from self._below(root, 0, [({}, Copies()) for _ in self.relu])

    def _below(self, cell: Cell, layer: int, shared: Sequence[tuple[Memo, Copies]]) -> Iterator[Cell]:
        """The cells of the last layer below one that the layer has not cut; shared has what a layer's cells share."""
        memo, copies = shared[layer]
        children = self.refine(cell, layer, memo)
        layer += 1
        if layer == len(self.relu):
            yield from children
            return
        for child in children:
            child.lines, child.generators = copies.of(child.lines), copies.of(child.generators)
            yield from self._below(child, layer, shared)

    @cached_property
    def chart(self) -> Chart:
        """The coordinates of the walk."""
        first = self.network.integer_layers[0]
        return Chart(self.domain, [(*row, constant) for row, constant in zip(first.weight, first.bias, strict=True)])

    @cached_property
    def length(self) -> int:
        """The length of a form in the coordinates of the walk."""
        return self.chart.rank + 1

    @cached_property
    def layers(self) -> tuple[IntegerLayer, ...]:
        """The network's layers in the coordinates of the walk."""
        return self.chart.pulled_layers(self.network.integer_layers)

    @cached_property
    def inner_domain(self) -> Domain:
        """The domain in the coordinates of the walk."""
        return self.chart.pulled_domain()

    @cached_property
    def through(self) -> Form | None:
        """The point to which the walk leads, in its coordinates."""
        return None if self._through is None else self.chart.coordinates(self._through)

    def leading_to(self, point: Form) -> Self:
        """The same walk, but only to the cells whose closures contain a point, given in the walk's coordinates."""
        found = copy(self)
        found.through = point
        return found

    @cached_property
    def layer_forms(self) -> LayerForms:
        """The network's forms in the space."""
        return LayerForms(self.network, self.relu, self.offsets)

    @cached_property
    def hull(self) -> tuple[Form, ...]:
        """Independent primitive constraints that cut out the affine hull of the domain, the first possible ones."""
        constraints = (*self.domain.inequalities, *self.domain.equalities)
        flat = [form for j, form in enumerate(constraints, 1) if self.chart.vanishing >> j & 1]
        return tuple(primitive(flat[k]) for k in Echelon(list(map(sparse, flat)), self.network.inputs).chosen)

    @property
    def dimension(self) -> int:
        """The dimension of the domain."""
        return self.chart.dimension

    def lifted(self, cell: Cell) -> Cell:
        """A cell of the walk as a cell in the space."""
        return cell if self.chart.is_identity else LiftedCell(cell.inner, self.chart, self.layer_forms)

    def outputs(self, cell: Cell) -> Sequence[Form]:
        """The scaled outputs on a cell of the last layer, as forms in the space."""
        if self.chart.is_identity:
            return cell.forms(self.length)
        return self.layer_forms.of(len(self.relu), cell.positive)

    def map_key(self, cell: Cell) -> tuple[mpz, ...]:
        """A key that two cells share iff their affine maps agree on the affine hull of the domain."""
        return cell.inner.flat

    def signs(self, positive: int, negative: int) -> tuple[str, ...]:
        """The sign vector that two masks stand for."""
        words = []
        for layer, neurons in enumerate(self.relu):
            first = self.offsets[layer]
            bits = range(first, first + len(neurons))
            words.append("".join("+" if positive >> b & 1 else "-" if negative >> b & 1 else "0" for b in bits))
        return tuple(words)

    def neuron(self, bit: int) -> tuple[int, int]:
        """The hidden layer and the neuron in it, counted from 0, to which a mask bit belongs."""
        layer = bisect_right(self.offsets, bit) - 1
        return layer, self.relu[layer][bit - self.offsets[layer]]

    def form(self, cell: Cell, bit: int) -> Form:
        """The form of a mask bit on the cell, in the space: a constraint of the domain, or a pre-activation."""
        if bit < self.offsets[0]:
            return (*self.domain.inequalities, *self.domain.equalities)[bit - 1]
        layer, neuron = self.neuron(bit)
        if not self.chart.is_identity:
            return self.layer_forms.of(layer, cell.positive)[neuron]
        flat = cell.lineage()[layer].flat
        return flat[neuron * self.length : (neuron + 1) * self.length]

    def root(self) -> Cell:
        """The domain itself, with the pre-activations of the first layer."""
        part = generate(self.inner_domain)
        first = self.layers[0]
        flat = tuple(
            entry for row, constant in zip(first.weight, first.bias, strict=True) for entry in (*row, constant)
        )
        domain_bits = (1 << part.bits) - 2
        return self.cell_type(
            part.lines,
            part.generators,
            self.dimension,
            domain_bits & ~part.vanishing,
            0,
            part.vanishing,
            0,
            flat,
            None,
        )

    @cached_property
    def cell_type(self) -> type[Cell]:
        """The kind of the cells."""
        return Cylinder if self.chart.lineality else Cell

    def nodes_at(self, cell: Cell, offset: int) -> list[Path]:
        """The nodes wanted below a cell of the walk, by the decisions still to be made, from mask bit `offset` on.

        None are listed where all is wanted.
        """
        if len(self.nodes) == 1 and not self.nodes[0][0]:
            return []
        path = cell.split, cell.positive & cell.split, cell.negative & cell.split
        found = self._prefixes(offset).get(path, [])
        # A cell that no node begins with was only found because it lies below one.
        if any(not node[0] & ~cell.split for node in found):
            return []
        return [(done >> offset, above >> offset, below >> offset) for done, above, below in found]

    def _prefixes(self, offset: int) -> dict[Path, list[Path]]:
        """The nodes by their decisions before a mask bit."""
        found = self._by_prefix.get(offset)
        if found is None:
            found = self._by_prefix[offset] = {}
            mask = (1 << offset) - 1
            for node in self.nodes:
                done, above, below = node
                found.setdefault((done & mask, above & mask, below & mask), []).append(node)
        return found

    def refine(self, cell: Cell, layer: int, memo: Memo) -> Iterator[Cell]:
        """The children of a cell: its cuts by the ReLU neurons of hidden layer `layer` (counted from 0)."""
        forms = cell.forms(self.length)
        relu = self.relu[layer]
        offset = self.offsets[layer]
        cutter = Cutter([forms[k] for k in relu], offset, layer, memo)
        cutter.evaluate(cell.lines)
        cutter.evaluate(cell.generators)
        full = (1 << len(relu)) - 1
        earlier = cutter.earlier & ~cell.vanishing
        gains = Gains(self, layer, forms)
        split = cutter.split
        faces, through, make = self.faces, self.through, self.cell_type
        unseen = self.chart.lineality
        plus_wanted, on_wanted, minus_wanted = True, faces, True
        nodes = self.nodes_at(cell, offset)
        positive, negative = sign_masks(cell.lines, cell.generators)
        facts = positive & ~negative
        stack = [(cell.lines, cell.generators, cell.dimension, positive, negative, 0, facts, gains.start(facts), nodes)]
        while stack:
            lines, generators, dimension, positive, negative, done, active, flat, nodes = stack.pop()
            cut = positive & negative
            settled = positive & ~(cut | active)
            if settled:
                active |= settled
                flat = gains.add(flat, settled)
            if not cut:
                yield make(
                    lines,
                    generators,
                    dimension,
                    cell.positive | positive << offset,
                    cell.negative | negative << offset,
                    cell.vanishing | (full & ~(positive | negative)) << offset,
                    cell.split | done << offset,
                    flat,
                    cell,
                )
                continue
            bit = cut & -cut
            k = bit.bit_length() - 1
            valid = earlier | (positive ^ negative) << offset
            lines, minus, on, plus = split(k, lines, generators, valid, dimension - unseen - len(lines))
            done |= bit
            positive, negative = sign_masks(lines, on)
            if through is not None:
                side = value(cutter.forms[k], through)
                plus_wanted, on_wanted, minus_wanted = side > 0, side == 0, side < 0
                if not side and not faces:
                    plus_wanted, on_wanted, minus_wanted = True, False, True
            above_nodes = on_nodes = below_nodes = nodes
            if nodes:
                above, below = positive & done, negative & done
                plus_wanted, above_nodes = narrowed(nodes, done, above | bit, below)
                on_wanted, on_nodes = narrowed(nodes, done, above, below) if faces else (False, nodes)
                minus_wanted, below_nodes = narrowed(nodes, done, above, below | bit)
            elif through is None:
                plus_wanted, on_wanted, minus_wanted = True, faces, True
            if plus_wanted:
                above, below = sign_masks((), plus)
                above, below = positive | above, negative | below
                stack.append((lines, plus + on, dimension, above, below, done, active, flat, above_nodes))
            if on_wanted:
                stack.append((lines, on, dimension - 1, positive, negative, done, active, flat, on_nodes))
            if minus_wanted:
                above, below = sign_masks((), minus)
                above, below = positive | above, negative | below
                stack.append((lines, minus + on, dimension, above, below, done, active, flat, below_nodes))


def narrowed(nodes: Sequence[Path], done: int, positive: int, negative: int) -> tuple[bool, list[Path]]:
    """Whether these decisions are on the way to one of the nodes or below it, and the nodes that are still ahead.

    None are listed where all is wanted.
    """
    ahead = [node for node in nodes if not ((node[1] ^ positive) | (node[2] ^ negative)) & node[0] & done]
    if any(not node[0] & ~done for node in ahead):
        return True, []
    return bool(ahead), ahead


def leads_to(nodes: Iterable[Path], done: int, positive: int, negative: int) -> bool:
    """Whether these decisions are on the way to one of the nodes, or below it."""
    return any(not ((above ^ positive) | (below ^ negative)) & decided & done for decided, above, below in nodes)


def sign_masks(lines: Sequence[Generator], generators: Sequence[Generator]) -> tuple[int, int]:
    """The masks of the forms that are somewhere positive, and somewhere negative; a line counts for both."""
    positive = negative = 0
    for g in generators:
        positive |= g.positive
        negative |= g.negative
    for g in lines:
        positive |= g.positive | g.negative
        negative |= g.positive | g.negative
    return positive, negative


class Gains:
    """What the neurons of a layer add to the pre-activations of the next layer when they are active."""

    def __init__(self, walk: Walk, layer: int, forms: list[Form]) -> None:
        after = walk.layers[layer + 1]
        self.columns = after.columns
        self.rows = after.weight
        self.bias = after.bias
        self.identity = [k for k, relu in enumerate(walk.layers[layer].relu) if not relu]
        self.relu = walk.relu[layer]
        self.forms = forms
        self.zeros = (mpz(0),) * (walk.length - 1)
        self.known: dict[int, tuple[mpz, ...]] = {}

    def start(self, active: int) -> tuple[mpz, ...]:
        """The next layer's forms with the identity neurons and the ReLU neurons of the mask."""
        neurons = self.identity + [neuron for bit, neuron in enumerate(self.relu) if active >> bit & 1]
        flat = [entry for constant in self.bias for entry in (*self.zeros, constant)]
        return tuple(map(add, flat, self._sum(neurons))) if neurons else tuple(flat)

    def add(self, flat: tuple[mpz, ...], active: int) -> tuple[mpz, ...]:
        """The next layer's forms after the ReLU neurons of the mask have become active too."""
        while active:
            one = active & -active
            active ^= one
            gain = self.known.get(one)
            if gain is None:
                neuron = self.relu[one.bit_length() - 1]
                form = self.forms[neuron]
                self.known[one] = gain = tuple([weight * entry for weight in self.columns[neuron] for entry in form])
            flat = tuple(map(add, flat, gain))
        return flat

    def _sum(self, neurons: list[int]) -> Iterator[mpz]:
        """The sum of the gains of several neurons, as dot products."""
        coordinates = list(zip(*[self.forms[k] for k in neurons], strict=True))
        for row in self.rows:
            weights = [row[k] for k in neurons]
            for entries in coordinates:
                yield sum(map(mul, weights, entries))
