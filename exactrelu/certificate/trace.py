"""The walk once more, depth-first and one token at a time, with a Farkas proof for every fact.

Facts come first, splits last: a fact proved at a node holds for everything below it.
A constraint is dropped from the kept ones as soon as no vertex of the cell is on it; what remains redundant at a leaf
(its face touches the cell in less than a facet) is dropped there.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from gmpy2 import mpz

from exactrelu.affine import Form
from exactrelu.certificate.farkas import CLOSED, EQUALITY, STRICT, Constraint, Inverses, Prover
from exactrelu.geometry.cone import AT_INFINITY, Copies, Cutter, Generators, Memo
from exactrelu.regions import Walk
from exactrelu.regions.cell import Cell
from exactrelu.regions.subtree import Budget, within
from exactrelu.regions.walk import WHOLE, Gains, Path, leads_to, sign_masks

__all__ = ["Leaf", "Trace"]


@dataclass(frozen=True, slots=True)
class Leaf:
    """The end of a path: its cell, sign, and the mask bits of the constraints that are still kept."""

    cell: Cell
    sign: int
    kept: int


class _Stage:
    """What is fixed while one cell of the layer before is refined by one layer."""

    __slots__ = ("cell", "cutter", "earlier", "forms", "gains", "inverses", "layer", "offset", "outer", "width")

    def __init__(self, walk: Walk, cell: Cell, layer: int, memo: Memo) -> None:
        self.cell = cell
        self.layer = layer
        self.forms = cell.forms(walk.length)
        self.outer = self.forms if walk.chart.is_identity else walk.layer_forms.of(layer, cell.positive)
        self.offset = walk.offsets[layer]
        self.width = len(walk.relu[layer])
        self.cutter = Cutter([self.forms[k] for k in walk.relu[layer]], self.offset, layer, memo)
        self.earlier = self.cutter.earlier & ~cell.vanishing
        self.gains = Gains(walk, layer, self.forms)
        self.inverses: Inverses = {}


@dataclass(frozen=True, slots=True)
class _Node:
    """A closed cell on the way: decided marks the neurons with a fact or a split, added is the last constraint.

    above and below mark the splits of this layer, done, that were taken as + and as -.  wanted says that the tokens of
    this node and of all below it are wanted; elsewhere it is only on the way to such nodes.
    """

    stage: _Stage
    lines: Generators
    generators: Generators
    dimension: int
    done: int
    decided: int
    active: int
    flat: tuple[mpz, ...] | None
    length: int
    kept: int
    sign: int
    wanted: bool
    above: int = 0
    below: int = 0
    added: Constraint | None = None

    @property
    def path(self) -> Path:
        """The node's name in the search."""
        cell, offset = self.stage.cell, self.stage.offset
        return (
            cell.split | self.done << offset,
            cell.positive & cell.split | self.above << offset,
            cell.negative & cell.split | self.below << offset,
        )


def _leads_to(added: Constraint | None, face: Cell) -> bool:
    """Whether the face lies in the part that the last constraint cut off."""
    if added is None:
        return True
    bit = 1 << added.bit
    if (face.positive | face.negative) & bit:
        return added.relation != EQUALITY and (added.sign > 0) == bool(face.positive & bit)
    return added.relation == EQUALITY


class Trace:
    """The tokens of a walk: lists for facts, splits and drops, and a Leaf where a path ends.

    walk.faces decides between splits in three closed children and splits in two half-open ones.
    With nodes, only the tokens at and below these nodes; with a budget, until it is over: rest is what is left then.
    The tokens of a node do not depend on what else was looked at.  found counts the leaves.
    """

    def __init__(self, walk: Walk, nodes: Sequence[Path] = (WHOLE,), budget: Budget | None = None) -> None:
        self.walk = walk
        self.nodes = nodes
        self.budget = budget
        self.rest: list[Path] = []
        self.found = 0
        self.prover = Prover(walk.length - 1, walk.chart)
        self.memos: list[Memo] = [{} for _ in walk.relu]
        self.copies = [Copies() for _ in walk.relu]

    def _root(self) -> Cell:
        """The domain, its constraints at the beginning of the prover's path."""
        domain, inner, prover = self.walk.domain, self.walk.inner_domain, self.prover
        prover.path.clear()
        forms = zip((*domain.inequalities, *domain.equalities), (*inner.inequalities, *inner.equalities), strict=True)
        for bit, (form, pulled) in enumerate(forms, start=1):
            relation = CLOSED if bit <= len(domain.inequalities) else EQUALITY
            prover.where[bit] = len(prover.path)
            prover.path.append(Constraint(bit, form, relation, inner=pulled))
        return self.walk.root()

    def _start(self, root: Cell) -> _Node:
        stage, length = _Stage(self.walk, root, 0, self.memos[0]), len(self.prover.path)
        wanted = WHOLE in self.nodes
        return _Node(stage, root.lines, root.generators, root.dimension, 0, 0, 0, None, length, 0, 1, wanted)

    def tokens(self) -> Iterator[list[object] | Leaf]:
        """All tokens in order.  After a Leaf the caller adds its own proofs; the prover's path is that of the leaf."""
        root = self._root()
        if not self.walk.relu:
            self.found = 1
            yield Leaf(root, 1, 0)
            return
        stack = [self._start(root)]
        begun = False
        while stack:
            if self._is_over(stack[-1], begun):
                self.rest = within([node.path for node in reversed(stack)], self.nodes)
                return
            node = stack.pop()
            begun = begun or node.wanted
            yield from self._step(node, stack)

    def _is_over(self, node: _Node, begun: bool) -> bool:
        """Whether to stop before the node; never within one, on its way from layer to layer."""
        budget = self.budget
        if budget is None or node.added is None:
            return False
        return (begun and budget.is_over(self.found)) or (budget.until is not None and node.path == budget.until)

    def after(self, face: Cell) -> Iterator[list[object] | Leaf]:
        """All tokens that follow the leaf of the given face (cell) of the walk: one takes some of them."""
        stack = [self._start(self._root())]
        found = False
        while stack:
            node = stack.pop()
            if found:
                yield from self._step(node, stack)
            elif _leads_to(node.added, face):
                found = any(isinstance(token, Leaf) for token in self._step(node, stack))

    def _step(self, node: _Node, stack: list[_Node]) -> Iterator[list[object] | Leaf]:
        stage, prover, wanted = node.stage, self.prover, node.wanted
        del prover.path[node.length :]
        prover.inverses = stage.inverses
        kept = node.kept
        if node.added is not None:
            prover.where[node.added.bit] = len(prover.path)
            prover.path.append(node.added)
            kept |= 1 << node.added.bit
            for bit in self._slack(node.generators, kept):
                if wanted:
                    yield ["d", prover.where[bit], *self.drop(bit, kept, node.lines, node.generators)]
                kept &= ~(1 << bit)
        stage.cutter.evaluate(node.lines)
        stage.cutter.evaluate(node.generators)
        positive, negative = sign_masks(node.lines, node.generators)
        cut = positive & negative
        active = node.active
        facts = ((1 << stage.width) - 1) & ~(cut | node.decided)
        usable = self._path_mask()
        for bit in range(stage.width):
            if wanted and facts >> bit & 1:
                neuron = self.walk.relu[stage.layer][bit]
                above = positive >> bit & 1
                form, outer = stage.forms[neuron], stage.outer[neuron]
                if not above:
                    form, outer = flip(form), flip(outer)
                proof = prover.prove(form, node.lines, node.generators, usable, outer=outer)
                yield ["a" if above else "i", neuron, *proof]
        facts_active = facts & positive
        flat = stage.gains.start(facts_active) if node.flat is None else stage.gains.add(node.flat, facts_active)
        active |= facts_active
        now = replace(node, decided=node.decided | facts, active=active, flat=flat, length=len(prover.path), kept=kept)
        if cut:
            yield from self._split(now, cut & -cut, positive, negative, stack)
        else:
            yield from self._finish(now, positive, negative, stack)

    def _split(
        self, node: _Node, bit: int, positive: int, negative: int, stack: list[_Node]
    ) -> Iterator[list[object] | Leaf]:
        """The token of the split, and the children on the stack, the first one on top."""
        stage = node.stage
        k = bit.bit_length() - 1
        neuron = self.walk.relu[stage.layer][k]
        if node.wanted:
            yield ["s", neuron]
        valid = stage.earlier | (positive ^ negative) << stage.offset
        simple = node.dimension - self.walk.chart.lineality - len(node.lines)
        lines, minus, on, plus = stage.cutter.split(k, node.lines, node.generators, valid, simple)
        form, outer = stage.forms[neuron], stage.outer[neuron]
        place = stage.offset + k
        child = replace(node, lines=lines, done=node.done | bit, decided=node.decided | bit)
        above = Constraint(place, outer, CLOSED if self.walk.faces else STRICT, inner=form)
        flat = stage.gains.add(node.flat or (), bit)
        active = node.active | bit
        plus_side = replace(child, generators=plus + on, added=above, active=active, flat=flat, above=node.above | bit)
        self._push(plus_side, stack)
        if self.walk.faces:
            level = Constraint(place, outer, EQUALITY, inner=form)
            dimension = node.dimension - 1
            self._push(replace(child, generators=on, dimension=dimension, added=level, sign=-node.sign), stack)
        below = Constraint(place, flip(outer), CLOSED, -1, flip(form))
        self._push(replace(child, generators=minus + on, added=below, below=node.below | bit), stack)

    def _push(self, child: _Node, stack: list[_Node]) -> None:
        """Puts a child on the stack, if it is a wanted node or on the way to one."""
        if not child.wanted:
            path = child.path
            nodes = [node for node in self.nodes if leads_to((node,), *path)]
            if not nodes:
                return
            child = replace(child, wanted=any(not node[0] & ~path[0] for node in nodes))
        stack.append(child)

    def _finish(self, node: _Node, positive: int, negative: int, stack: list[_Node]) -> Iterator[list[object] | Leaf]:
        """All neurons of the layer are decided: on to the next layer, or the end of the path."""
        stage = node.stage
        offset, parent = stage.offset, stage.cell
        full = (1 << stage.width) - 1
        layer = stage.layer + 1
        is_last = layer == len(self.walk.relu)
        copied = self.copies[stage.layer].of
        lines = node.lines if is_last else copied(node.lines)
        generators = node.generators if is_last else copied(node.generators)
        cell = self.walk.cell_type(
            lines,
            generators,
            node.dimension,
            parent.positive | positive << offset,
            parent.negative | negative << offset,
            parent.vanishing | (full & ~(positive | negative)) << offset,
            parent.split | node.done << offset,
            node.flat or (),
            parent,
        )
        if is_last:
            self.found += 1
            yield Leaf(cell, node.sign, node.kept)
            return
        below = _Stage(self.walk, cell, layer, self.memos[layer])
        start = replace(node, stage=below, lines=lines, generators=generators)
        stack.append(replace(start, done=0, decided=0, active=0, flat=None, above=0, below=0, added=None))

    def _slack(self, generators: Generators, kept: int) -> list[int]:
        """The kept inequalities that no vertex of the cell satisfies with equality."""
        touched = 0
        for g in generators:
            if not g.tight & AT_INFINITY:
                touched |= g.tight
        loose = kept & ~touched
        return [bit for bit in range(loose.bit_length()) if loose >> bit & 1]

    def drop(self, bit: int, kept: int, lines: Generators, generators: Generators) -> list[int]:
        """A proof of the constraint of the mask bit from the other kept ones and the domain."""
        constraint = self.prover.path[self.prover.where[bit]]
        usable = (kept | self._domain_mask()) & ~(1 << bit)
        strict = constraint.relation == STRICT
        return self.prover.prove(
            constraint.inner, lines, generators, usable, without=bit, strict=strict, outer=constraint.form
        )

    def _domain_mask(self) -> int:
        return (1 << self.walk.offsets[0]) - 2

    def _path_mask(self) -> int:
        mask = 0
        for constraint in self.prover.path:
            mask |= 1 << constraint.bit
        return mask


def flip(form: Form) -> Form:
    """The negated form."""
    return tuple(-a for a in form)
