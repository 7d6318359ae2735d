"""Random probing of the search tree: unbiased estimates of the number of cells or faces, in exact weights.

The tree has one level for each ReLU neuron: a node that the neuron cuts has a child for each side (and one for the cut,
where faces are counted), any other node has itself as its only child.  So all leaves are on the last level.

A probe goes down level by level with a sample of at most `population` nodes.  While a level has no more, it holds all
of them, and the probe is exact so far.  A longer level is thinned to `population` nodes, evenly spread over the order
of the search from a random start, so that each has the same chance to stay; the weight of those that do grows by the
inverse of that chance.  Weight times length of the last level is then an unbiased estimate of the number of leaves: at
every level the expected weight times the sum of any function over the sample is the sum of that function over the
level, since a node that stays with chance p counts 1/p.  A population of 1 is Knuth's method.

Sources: D. E. Knuth, Estimating the efficiency of backtrack programs (1975); R. Rubinstein, Stochastic enumeration
method for counting NP-hard problems (2013).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Generic, Protocol, TypeVar

from exactrelu.geometry.cone import Cutter, Generator, Generators
from exactrelu.regions.cell import Cell
from exactrelu.regions.simplex_cell import SimplexCell
from exactrelu.regions.simplex_walk import Branch, Refinement, SimplexWalk
from exactrelu.regions.walk import Gains, Walk, sign_masks

__all__ = ["Choose", "Probe", "probe", "thinned"]

Choose = Callable[[int], int]
"""A random integer in range(n), each with the same chance."""

Item = TypeVar("Item")
Memo = dict[tuple[Generator, Generator, int], Generator]


@dataclass(frozen=True, slots=True)
class Probe:
    """One probe: the weight of each leaf in the sample, the leaves by dimension, and cells of the last two layers.

    by_dimension[d] counts the sampled faces of dimension d; parents are the cells that the last layer cut, leaves some
    of the faces that it made.
    """

    weight: Fraction
    by_dimension: tuple[int, ...]
    parents: tuple[Cell, ...]
    leaves: tuple[Cell, ...]

    @property
    def total(self) -> Fraction:
        """The estimated number of leaves."""
        return self.weight * sum(self.by_dimension)


def thinned(items: Sequence[Item], size: int, choose: Choose) -> list[Item]:
    """`size` of at least as many items, evenly spread: item i stays with chance size / len(items).

    The numbers start + j * len(items), for the len(items) starts and `size` values of j, are those below
    size * len(items), each once, and every item is the quotient by `size` of `size` of them.

    >>> thinned("abcde", 2, lambda n: 0), thinned("abcde", 2, lambda n: n - 1)
    (['a', 'c'], ['c', 'e'])
    """
    start = choose(len(items))
    return [items[(start + j * len(items)) // size] for j in range(size)]


class _Stage:
    """What the nodes under one cell share while one layer cuts it."""

    __slots__ = ("cell", "cutter", "earlier", "layer", "offset", "walk", "width")

    def __init__(self, walk: Walk, cell: Cell, layer: int, memo: Memo) -> None:
        forms = cell.forms(walk.length)
        self.walk = walk
        self.cell = cell
        self.layer = layer
        self.offset = walk.offsets[layer]
        self.width = len(walk.relu[layer])
        self.cutter = Cutter([forms[k] for k in walk.relu[layer]], self.offset, layer, memo)
        self.cutter.evaluate(cell.lines)
        self.cutter.evaluate(cell.generators)
        self.earlier = self.cutter.earlier & ~cell.vanishing


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a cell, by its generators; positive and negative are masks over the layer, done those of its cuts."""

    stage: _Stage
    lines: Generators
    generators: Generators
    dimension: int
    positive: int
    negative: int
    done: int


Node = TypeVar("Node")


class _Tree(Protocol, Generic[Node]):
    """The search tree of one engine."""

    def root(self) -> Cell:
        """The domain."""

    def enter(self, cell: Cell, layer: int, memo: Memo) -> Node:
        """The node of a whole cell, before the first neuron of the layer."""

    def children(self, node: Node, k: int) -> Sequence[Node]:
        """What ReLU neuron k of the layer leaves of a node, in the order of the search."""

    def leave(self, node: Node) -> Cell:
        """The cell of a node after the last neuron of the layer."""

    def dimension(self, node: Node) -> int:
        """The dimension of the node's polyhedron."""


class _ByGenerators:
    """The tree of Walk."""

    def __init__(self, walk: Walk) -> None:
        self.walk = walk

    def root(self) -> Cell:
        return self.walk.root()

    def enter(self, cell: Cell, layer: int, memo: Memo) -> _Part:
        stage = _Stage(self.walk, cell, layer, memo)
        masks = sign_masks(cell.lines, cell.generators)
        return _Part(stage, cell.lines, cell.generators, cell.dimension, *masks, 0)

    def children(self, node: _Part, k: int) -> Sequence[_Part]:
        bit, stage = 1 << k, node.stage
        if not node.positive & node.negative & bit:
            return (node,)
        valid = stage.earlier | (node.positive ^ node.negative) << stage.offset
        simple = node.dimension - self.walk.chart.lineality - len(node.lines)
        lines, minus, on, plus = stage.cutter.split(k, node.lines, node.generators, valid, simple)
        sides = [(minus + on, node.dimension), (plus + on, node.dimension)]
        if self.walk.faces:
            sides.insert(1, (on, node.dimension - 1))
        done = node.done | bit
        return [
            _Part(stage, lines, generators, dimension, *sign_masks(lines, generators), done)
            for generators, dimension in sides
        ]

    def leave(self, node: _Part) -> Cell:
        stage, cell = node.stage, node.stage.cell
        offset, vanishing = stage.offset, ((1 << stage.width) - 1) & ~(node.positive | node.negative)
        return self.walk.cell_type(
            node.lines,
            node.generators,
            node.dimension,
            cell.positive | node.positive << offset,
            cell.negative | node.negative << offset,
            cell.vanishing | vanishing << offset,
            cell.split | node.done << offset,
            Gains(self.walk, stage.layer, cell.forms(self.walk.length)).start(node.positive),
            cell,
        )

    def dimension(self, node: _Part) -> int:
        return node.dimension


class _ByConstraints:
    """The tree of SimplexWalk."""

    def __init__(self, walk: SimplexWalk) -> None:
        self.walk = walk

    def root(self) -> Cell:
        return self.walk.root()

    def enter(self, cell: Cell, layer: int, memo: Memo) -> tuple[Refinement, Branch]:
        if not isinstance(cell, SimplexCell):
            raise TypeError("the simplex engine takes its own cells")
        refinement = Refinement(self.walk, cell, layer)
        return refinement, refinement.start()

    def children(self, node: tuple[Refinement, Branch], k: int) -> Sequence[tuple[Refinement, Branch]]:
        refinement, branch = node
        sides = refinement.test(branch)
        if sides:
            above, below = sides
            return (refinement, below), (refinement, above)
        branch.k += 1
        return (node,)

    def leave(self, node: tuple[Refinement, Branch]) -> Cell:
        refinement, branch = node
        return refinement.cell_of(branch)

    def dimension(self, node: tuple[Refinement, Branch]) -> int:
        return self.walk.dimension


def probe(walk: Walk, population: int, choose: Choose, keep: int = 0) -> Probe:
    """One random probe of the walk's tree; `keep` of the leaves (fewer if there are not as many) are handed out.

    >>> from exactrelu.network import Layer, Network
    >>> net = Network([Layer([[1, 0], [0, 1]], [0, 0]), Layer([[1, 1]], [0], "identity")])
    >>> probe(Walk(net), 1, lambda n: 0).total, probe(Walk(net, faces=True), 100, lambda n: 0).by_dimension
    (Fraction(4, 1), (1, 4, 4))
    """
    if isinstance(walk, SimplexWalk):
        return _probe(_ByConstraints(walk), walk, population, choose, keep)
    return _probe(_ByGenerators(walk), walk, population, choose, keep)


def _probe(tree: _Tree[Node], walk: Walk, population: int, choose: Choose, keep: int) -> Probe:
    weight = Fraction(1)
    cells = [tree.root()]
    parents: list[Cell] = []
    by_dimension = [0] * (walk.dimension + 1)
    for layer, neurons in enumerate(walk.relu):
        memo: Memo = {}
        nodes = [tree.enter(cell, layer, memo) for cell in cells]
        last = layer == len(walk.relu) - 1
        for k in range(len(neurons)):
            nodes = [child for node in nodes for child in tree.children(node, k)]
            if len(nodes) > population and not (last and k == len(neurons) - 1):
                weight *= Fraction(len(nodes), population)
                nodes = thinned(nodes, population, choose)
        if last:
            for node in nodes:
                by_dimension[tree.dimension(node)] += 1
            parents = cells
            cells = [tree.leave(node) for node in nodes[:: max(1, len(nodes) // keep)][:keep]] if keep else []
        else:
            cells = [tree.leave(node) for node in nodes]
    if not walk.relu:
        by_dimension[walk.dimension] = 1
    return Probe(weight, tuple(by_dimension), tuple(parents), tuple(cells))
