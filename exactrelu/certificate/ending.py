"""The end of a path of a partition certificate: the last statuses and the leaf, or the split that is still needed."""

from collections.abc import Generator, Iterator, Sequence
from typing import Any

from gmpy2 import gcd

from exactrelu.affine import Form, primitive, value
from exactrelu.certificate.canonical import AnyNetwork
from exactrelu.certificate.cells import Path, Side, flip
from exactrelu.certificate.difference import DifferenceFound, UncertifiableError, difference_at
from exactrelu.certificate.evaluation import State, Survey
from exactrelu.certificate.farkas import CLOSED, STRICT
from exactrelu.certificate.symbolic import Pre, Value, single_atom, unit

__all__ = ["Ending", "Steps", "Token"]

Token = list[Any]
Steps = Generator[Token, None, Form | None]
"""Tokens, and in the end the form of a split, or None for a leaf."""


class Ending:
    """What can be stated of two networks on the cell at hand, and the comparison of their outputs there.

    states has what is known of the networks on the path; proofs says whether the tokens have proofs.
    """

    def __init__(
        self, networks: tuple[AnyNetwork, AnyNetwork], states: Sequence[State], path: Path, proofs: bool
    ) -> None:
        self.networks = networks
        self.states = states
        self.path = path
        self.proofs = proofs

    def status(self, state: State, layer: int, k: int, positive: bool, zeros: list[Any]) -> str | None:
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

    def stated(self, state: State, layer: int, k: int, status: str, form: Form) -> Token:
        """The token of a status, with its proof; and the consequences."""
        target = state.net.scaled(layer, form)
        proof = self.path.prove(flip(target) if status == "0" else target, status == "+")
        state.state(layer, k, status)
        return ["h", state.net.number, layer, k, status, *proof]

    def leaf(self) -> Steps:
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
            status = self.status(state, layer, k, positive, self.path.zeros(form))
            if status is not None:
                yield self.stated(state, layer, k, status, form)

    def _zero_condition(self, survey: Survey, layer: int, j: int, nested: bool = False) -> Side | None:
        """The constraint that holds exactly where the neuron is zero."""
        pre = survey.pres[layer].get(j)
        if pre is None:
            final = survey.state.final[layer][j]
            if final is None or final.form is None or final.infinite:
                return None
            return flip(primitive(final.form)), CLOSED
        if pre.affine is not None:
            return flip(primitive(pre.affine)), CLOSED
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
                raise self.difference(self.path.cell.interior())
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

    def difference(self, point: Form) -> DifferenceFound:
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
            raise self.difference(inside)
        for g in (*cell.lines, *cell.generators):
            if value(form, g.v):
                raise self.difference(tuple(a + b for a, b in zip(inside, g.v, strict=True)))
