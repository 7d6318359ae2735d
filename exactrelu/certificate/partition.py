"""Partition certificates: a tree of cells on which two networks are compared, whatever they were made from.

The tree is walked depth-first; on the way down statuses of neurons are stated at the highest node where they hold, and
splits come last.
Two finite networks need closed cells only; they are split on the neurons on which another ReLU neuron depends, until
both are expressions with equal atoms.
Where a network has infinite weights, its value on the boundary of a cell need not be the limit of its values inside:
all splits are in three, into relatively open parts, first along the finite network's neurons, then on whatever keeps an
output from being known.
Each split decides a neuron that was undecided, so the walk ends.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from exactrelu.affine import Form
from exactrelu.certificate.canonical import AnyNetwork
from exactrelu.certificate.cells import Cell, Path, Side, flip
from exactrelu.certificate.difference import DifferenceFound, UncertifiableError
from exactrelu.certificate.ending import Ending, Steps, Token
from exactrelu.certificate.evaluation import State, Trail
from exactrelu.certificate.farkas import CLOSED, EQUALITY, STRICT
from exactrelu.certificate.symbolic import IndeterminateCellError, Sparse, sparse_pair, unit
from exactrelu.domain import Domain
from exactrelu.errors import DomainError, ShapeError
from exactrelu.regions.subtree import Budget, within
from exactrelu.regions.walk import WHOLE, leads_to, narrowed
from exactrelu.regions.walk import Path as Place

__all__ = ["DifferenceFound", "Explorer", "UncertifiableError"]


@dataclass(frozen=True, slots=True)
class _Node:
    """A cell to be visited: the side that leads to it, where to go back to before, and its place in the tree.

    ahead has the wanted places below it, if not all is wanted.
    """

    cell: Cell | None
    side: Side | None
    length: int
    changes: int
    place: Place
    ahead: list[Place]


class Explorer:
    """The walk over a common refinement of two networks.

    tokens() yields the tokens of a certificate; with proofs=False it decides only, and what it yields has no proofs.
    With nodes, these are the tokens below them, until the budget is over; rest is what is left then, ends counts the
    leaves and empty cells.  A place in the tree is told as in a walk: bit i says whether split number i on the way to
    it was made, and whether the positive, the negative or neither side was taken.
    nets are the networks as sparse_pair makes them, if they are at hand.
    Raises DifferenceFound where the networks are not equal.
    """

    def __init__(
        self,
        first: AnyNetwork,
        second: AnyNetwork,
        domain: Domain | None,
        proofs: bool = True,
        nets: Sequence[Sparse] | None = None,
    ) -> None:
        if first.inputs != second.inputs or first.outputs != second.outputs:
            raise ShapeError(
                f"the networks have {first.inputs} and {second.inputs} inputs, {first.outputs} and {second.outputs} "
                "outputs; only networks of the same shape can be compared"
            )
        if domain is not None and domain.dimension != first.inputs:
            raise DomainError(f"the domain has dimension {domain.dimension}, the networks take {first.inputs} inputs")
        self.networks = first, second
        self.proofs = proofs
        self.trail = Trail()
        self.path = Path(domain if domain is not None else Domain(first.inputs), proofs)
        self.nets = sparse_pair(first, second, proofs) if nets is None else nets
        self.states = [State(net, self.trail) for net in self.nets]
        self.closed = all(net.is_finite for net in self.nets)
        # Between finite networks the last neurons may stay atoms; beside infinite weights all finite ones are split.
        self.lazy = [state.net.tail_bits if self.closed else 0 for state in self.states]
        self.ending = Ending(self.networks, self.states, self.path, proofs)
        self.ends = 0
        self.rest: list[Place] = []

    def tokens(self, nodes: Sequence[Place] = (WHOLE,), budget: Budget | None = None) -> Iterator[Token]:
        """All tokens in order."""
        stack = self._begin(nodes)
        until = budget.until if budget is not None else None
        while stack:
            node = stack.pop()
            if until is not None and not until[0] & ~node.place[0] and leads_to((until,), *node.place):
                return
            self._go_to(node)
            if node.cell is None:
                yield ["e", *((self.path.prove_empty() or ()) if self.proofs else ())]
            else:
                try:
                    form = yield from self._visit() if not node.ahead else _silently(self._visit())
                except IndeterminateCellError:
                    raise self.ending.difference(self.path.cell.interior()) from None
                if form is not None:
                    token = self._split(form, node, stack)
                    if not node.ahead:
                        yield token
                    continue
            self.ends += 1
            if budget is not None and budget.is_over(self.ends):
                self.rest = within([left.place for left in reversed(stack)], nodes)
                return

    def _begin(self, nodes: Sequence[Place]) -> list[_Node]:
        """The root, with what is known there."""
        path = self.path
        try:
            path.enter(path.root())
            for state in self.states:
                state.start()
        except IndeterminateCellError:
            raise self.ending.difference(path.cell.interior()) from None
        _, ahead = narrowed(nodes, *WHOLE)
        return [_Node(path.cell, None, len(path.constraints), len(self.trail.changes), WHOLE, ahead)]

    def _go_to(self, node: _Node) -> None:
        """Makes the node's cell the one at hand; on the way to the wanted places nothing is proved."""
        path = self.path
        self.trail.undo(node.changes)
        path.truncate(node.length)
        if node.side is not None:
            path.push(*node.side)
        path.proofs = self.proofs and not node.ahead
        if node.cell is not None:
            path.enter(node.cell)

    def _split(self, form: Form, node: _Node, stack: list[_Node]) -> Token:
        path = self.path
        minus, on, plus = path.split(form)
        back = len(path.constraints), len(self.trail.changes)
        done, above, below = node.place
        one = done + 1
        relation = CLOSED if self.closed else STRICT
        children: list[tuple[Cell | None, Side, Place]] = [
            (plus, (form, relation), (done | one, above | one, below)),
            (on, (form, EQUALITY), (done | one, above, below)),
            (minus, (flip(form), relation), (done | one, above, below | one)),
        ]
        for cell, side, place in children[:: 2 if self.closed else 1]:
            wanted, ahead = narrowed(node.ahead, *place) if node.ahead else (True, [])
            if wanted:
                stack.append(_Node(cell, side, *back, place, ahead))
        return ["s" if self.closed else "t", *map(int, form)]

    def _visit(self) -> Steps:
        """The statuses at a node, and the leaf if it is one; returns the form of the split otherwise."""
        masks = [self._masks(state) for state in self.states]
        yield from self._facts(masks)
        cuts = []
        for state, (positive, negative, _), lazy in zip(self.states, masks, self.lazy, strict=True):
            cut = state.open[0] & positive & negative & ~lazy
            if cut and state.net.is_finite:
                layer, k = state.net.neurons[(cut & -cut).bit_length() - 1]
                cuts.append((layer, state.net.number, k))
        if cuts:
            layer, number, k = min(cuts)
            return unit(self._form(self.states[number], layer, k))
        return (yield from self.ending.leaf())

    @staticmethod
    def _form(state: State, layer: int, k: int) -> Form:
        pre = state.pre[layer][k]
        if pre is None or pre.form is None:
            raise ArithmeticError("an open neuron has no form: this is a bug")
        return pre.form

    def _masks(self, state: State) -> tuple[int, int, list[int]]:
        """The regular neurons that are somewhere positive, and negative; and for each generator the positive ones."""
        positive = negative = 0
        each = []
        for g in self.path.cell.generators:
            above, below = state.net.signs(g.v)
            each.append(above)
            positive |= above
            negative |= below
        for g in self.path.cell.lines:
            above, below = state.net.signs(g.v)
            positive |= above | below
            negative |= above | below
        return positive, negative, each

    def _facts(self, masks: list[tuple[int, int, list[int]]]) -> Iterator[Token]:
        """The statuses of regular neurons that have one sign on the cell."""
        touching = [0, 0]
        again = True
        while again:
            again = False
            for state, (positive, negative, each), lazy in zip(self.states, masks, self.lazy, strict=True):
                number = state.net.number
                facts = state.open[0] & ~(positive & negative) & ~lazy & ~touching[number]
                while facts:
                    one = facts & -facts
                    facts ^= one
                    layer, k = state.net.neurons[one.bit_length() - 1]
                    zeros = [g for g, above in zip(self.path.cell.generators, each, strict=True) if not above & one]
                    status = self.ending.status(state, layer, k, bool(positive & one), zeros)
                    if status is None:
                        touching[number] |= one
                    else:
                        again = True
                        yield self.ending.stated(state, layer, k, status, self._form(state, layer, k))


def _silently(steps: Steps) -> Steps:
    """The same steps without their tokens."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            form: Form | None = end.value
            return form
        yield from ()
