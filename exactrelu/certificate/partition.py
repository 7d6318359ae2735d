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

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from gmpy2 import gcd

from exactrelu.affine import Form, value
from exactrelu.certificate.canonical import AnyNetwork
from exactrelu.certificate.cells import Cell, Path, Side, flip
from exactrelu.certificate.difference import DifferenceFound, UncertifiableError, difference_at
from exactrelu.certificate.evaluation import State, Survey, Trail
from exactrelu.certificate.farkas import CLOSED, EQUALITY, STRICT
from exactrelu.certificate.symbolic import IndeterminateCellError, Pre, Sparse, Value, single_atom, sparse_pair, unit
from exactrelu.domain import Domain
from exactrelu.errors import DomainError, ShapeError
from exactrelu.regions.subtree import Budget, within
from exactrelu.regions.walk import WHOLE, leads_to, narrowed
from exactrelu.regions.walk import Path as Place

__all__ = ["DifferenceFound", "Explorer", "UncertifiableError"]

Token = list[Any]
Steps = Generator[Token, None, Form | None]


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
                    raise self._difference(self.path.cell.interior()) from None
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
            raise self._difference(path.cell.interior()) from None
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
        return (yield from self._leaf())

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
                    status = self._status(state, layer, k, bool(positive & one), zeros)
                    if status is None:
                        touching[number] |= one
                    else:
                        again = True
                        yield self._state(state, layer, k, status, self._form(state, layer, k))

    def _status(self, state: State, layer: int, k: int, positive: bool, zeros: list[Any]) -> str | None:
        """The status of a neuron that does not take both signs; None where it is better not to have one.

        A neuron with infinite weights above must be known to be positive; "p" would bar the way to it.
        """
        if not positive:
            return "0"
        if not any(is_infinite for _, is_infinite in state.net.targets[layer][k]):
            return "p"
        if self.path.excludes(zeros):
            return "+"
        return None if any(True for _ in state.infinite_targets(layer, k)) else "p"

    def _state(self, state: State, layer: int, k: int, status: str, form: Form) -> Token:
        """The token of a status, with its proof; and the consequences."""
        target = state.net.scaled(layer, form)
        proof = self.path.prove(flip(target) if status == "0" else target, status == "+")
        state.state(layer, k, status)
        return ["h", state.net.number, layer, k, status, *proof]

    # The end of a path ------------------------------------------------------------------------------------------------

    def _leaf(self) -> Steps:
        """The last statuses and the leaf; or the form of a split that is still needed."""
        while True:
            surveys = []
            for state in self.states:
                survey = Survey(state)
                form = yield from self._survey(survey)
                if form is not None:
                    return form
                surveys.append(survey)
            outputs, form = self._outputs(surveys)
            if form is not None:
                return form
            differing = self._differing_atoms(outputs)
            if not differing:
                yield self._compare(outputs)
                return None
            progress = False
            for survey in surveys:
                for token in self._decide_atoms(survey, differing):
                    progress = True
                    yield token
            if not progress:
                return min(differing)

    def _survey(self, survey: Survey) -> Steps:
        """Evaluates a network on the cell, stating what is missing; returns a form where a split must come first."""
        state = survey.state
        net = state.net
        for layer in range(net.hidden + 1):
            survey.values.append(list(state.now[layer]))
            survey.pres.append({})
            for k in range(len(net.layers[layer])):
                if state.final[layer][k] is not None:
                    continue
                pre = survey.look(layer, k)
                if pre.conflict:
                    return self._need(survey, layer, k)
                if layer < net.hidden and net.layers[layer][k][0] and state.status[layer][k] is None:
                    yield from self._last_status(survey, layer, k, pre)
                survey.values[layer][k] = state.final[layer][k] or state.value(layer, k, pre)
        return None

    def _last_status(self, survey: Survey, layer: int, k: int, pre: Pre) -> Iterator[Token]:
        """A status for a neuron that is gated, or on which other ReLU neurons depend."""
        state = survey.state
        if pre.gated_down:
            sides = [self._zero_condition(survey, layer - 1, j) for j in pre.gates]
            known = [(i, side) for i, side in enumerate(sides) if side is not None]
            proof = self.path.prove_empty([side for _, side in known])
            if proof is not None:
                state.state(layer, k, "x")
                here = len(self.path.constraints)
                numbers = {here + m: here + i for m, (i, _) in enumerate(known)}
                flat = [a if m % 2 else numbers.get(a, a) for m, a in enumerate(proof[2:])]
                yield ["h", state.net.number, layer, k, "x", *((*proof[:2], *flat) if self.proofs else ())]
        elif not state.net.tail[layer][k] and pre.affine is not None and any(pre.affine[:-1]):
            yield from self._decide(state, layer, k, pre.affine)

    def _decide(self, state: State, layer: int, k: int, form: Form) -> Iterator[Token]:
        positive, negative = self.path.signs(form)
        if not (positive and negative):
            status = self._status(state, layer, k, positive, self.path.zeros(form))
            if status is not None:
                yield self._state(state, layer, k, status, form)

    def _zero_condition(self, survey: Survey, layer: int, j: int, nested: bool = False) -> Side | None:
        """The constraint that holds exactly where the neuron is zero."""
        pre = survey.pres[layer].get(j)
        if pre is None:
            final = survey.state.final[layer][j]
            if final is None or final.form is None or final.infinite:
                return None
            return flip(_primitive(final.form)), CLOSED
        if pre.affine is not None:
            return flip(_primitive(pre.affine)), CLOSED
        if pre.is_finite and pre.form is not None:
            atom = single_atom(pre.form, pre.atoms)
            return None if atom is None else (flip(atom), CLOSED)
        constant = pre.form is not None and not pre.atoms and not any(pre.form[:-1]) and pre.form[-1] > 0
        if pre.gated_down and constant and len(pre.gates) == 1 and not nested:
            side = self._zero_condition(survey, layer - 1, pre.gates[0], nested=True)
            if side is not None and side[1] == CLOSED:
                return flip(side[0]), STRICT
        return None

    def _need(self, survey: Survey, layer: int, k: int) -> Form:
        form = survey.blocker(layer, k)
        if form is None:
            raise ArithmeticError("a value is unknown although all signs are decided: this is a bug")
        return unit(form)

    def _outputs(self, surveys: list[Survey]) -> tuple[list[tuple[Value, Value]], Form | None]:
        """The values of the outputs; or a form on which one depends."""
        for survey in surveys:
            last = survey.state.net.hidden
            for k, known in enumerate(survey.values[last]):
                if known.form is None and not known.infinite:
                    return [], self._need(survey, last, k)
        pairs = list(zip(surveys[0].values[-1], surveys[1].values[-1], strict=True))
        for one, other in pairs:
            if one.infinite != other.infinite:
                raise self._difference(self.path.cell.interior())
            if self.proofs and (one.infinite or one.beyond or other.beyond):
                raise UncertifiableError(
                    "a network has an infinite value that reaches an output or meets a finite weight; "
                    "the networks can be compared, but there are no certificates for that"
                )
        return pairs, None

    def _differing_atoms(self, outputs: list[tuple[Value, Value]]) -> set[Form]:
        """The atoms with different coefficients."""
        first, second = (state.net.scales[-1] for state in self.states)
        found = set()
        for one, other in outputs:
            for q in one.atoms.keys() | other.atoms.keys():
                if one.atoms.get(q, 0) * second != other.atoms.get(q, 0) * first:
                    found.add(q)
        return found

    def _decide_atoms(self, survey: Survey, atoms: set[Form]) -> Iterator[Token]:
        """Statuses for the neurons whose atoms are among these, as far as they have one sign."""
        state = survey.state
        for layer, pres in enumerate(survey.pres[:-1]):
            for k, pre in pres.items():
                form = pre.affine
                undecided = state.net.layers[layer][k][0] and state.status[layer][k] is None
                if form is not None and undecided and unit(form) in atoms:
                    yield from self._decide(state, layer, k, form)

    def _compare(self, outputs: list[tuple[Value, Value]]) -> Token:
        """The leaf, or DifferenceFound."""
        first, second = (state.net.scales[-1] for state in self.states)
        entries: list[Any] = []
        for one, other in outputs:
            if one.form is None or other.form is None:
                entries.append(0)
                continue
            difference = [second * a - first * b for a, b in zip(one.form, other.form, strict=True)]
            common = gcd(first * second, *difference)
            form = tuple(a // common for a in difference)
            if not any(form):
                entries.append(0)
                continue
            self._require_zero(form)
            entries.append([self.path.prove(form), self.path.prove(flip(form))])
        return ["l", *entries]

    def _difference(self, point: Form) -> DifferenceFound:
        """The difference that the cell shows, confirmed by plain evaluation."""
        found = difference_at(*self.networks, point)
        if found is None:
            raise ArithmeticError("the networks agree at a point where they should differ: this is a bug")
        return found

    def _require_zero(self, form: Form) -> None:
        """Raises DifferenceFound unless the form vanishes on the cell."""
        cell = self.path.cell
        inside = cell.interior()
        if value(form, inside):
            raise self._difference(inside)
        for g in (*cell.lines, *cell.generators):
            if value(form, g.v):
                raise self._difference(tuple(a + b for a, b in zip(inside, g.v, strict=True)))


def _silently(steps: Steps) -> Steps:
    """The same steps without their tokens."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            form: Form | None = end.value
            return form
        yield from ()


def _primitive(form: Form) -> Form:
    divisor = gcd(*form)
    return tuple(a // divisor for a in form)
