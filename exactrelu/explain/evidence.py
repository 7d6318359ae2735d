"""The proof that a counterfactual is nearest, and its check.

A path is a string over "+-", one sign for each ReLU neuron so far, layer by layer.  It stands for the closed part of
the domain on which the neurons that were split on the way have these signs (>= 0 or <= 0).
The parts of a path are those of path + "+" and path + "-", which cover it; or one of them, if a fact shows that it is
all.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from operator import neg
from typing import Any

from gmpy2 import mpq, mpz

from exactrelu.affine import Form, clear_denominators, primitive
from exactrelu.domain import Domain
from exactrelu.explain.classes import class_forms
from exactrelu.explain.norms import lift, norm_forms, norm_objective
from exactrelu.explain.text import numeral
from exactrelu.extended import INFINITY, ExtendedRational, rational
from exactrelu.geometry.simplex import Farkas, verify_farkas
from exactrelu.network import Network

__all__ = [
    "Bound",
    "Evidence",
    "Fact",
    "ReluOrder",
    "base_forms",
    "check_evidence",
    "forms_on",
    "lead_forms",
    "path_signs",
    "signed",
]


@dataclass(frozen=True, slots=True)
class Fact:
    """The neuron after the path is >= 0 ("+") or <= 0 ("-") on the whole part; the proof is for z or -z."""

    path: str
    sign: str
    proof: Farkas


@dataclass(frozen=True, slots=True)
class Bound:
    """All points of the part (with the target class, if one is named) are at least constant / mu away.

    With empty=True the proof is that there are no such points.
    """

    path: str
    target: int | None
    empty: bool
    proof: Farkas

    @property
    def least(self) -> ExtendedRational:
        """The lower bound, oo when there are no such points."""
        return INFINITY if self.empty else ExtendedRational(self.proof.constant, self.proof.mu)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Facts and bounds that prove a distance, over the domain."""

    domain: Domain
    facts: tuple[Fact, ...]
    bounds: tuple[Bound, ...]

    def summary(self) -> dict[str, Any]:
        """The parts with their lower bounds as exact strings; proofs are left out."""
        return {
            "parts": [
                {"path": bound.path, "target": bound.target, "distance": numeral(bound.least)} for bound in self.bounds
            ]
        }


class ReluOrder:
    """The ReLU neurons of a network in one row: places[k] is the (hidden layer, neuron) of number k."""

    def __init__(self, network: Network) -> None:
        self.places = [
            (depth, k)
            for depth, layer in enumerate(network.hidden)
            for k, word in enumerate(layer.activation)
            if word == "relu"
        ]
        self.sizes = [layer.activation.count("relu") for layer in network.hidden]

    def __len__(self) -> int:
        return len(self.places)


def path_signs(order: ReluOrder, path: str) -> tuple[str, ...]:
    """The sign vector of a path, undecided neurons as "-": right for the layers up to the first of these."""
    full, words, start = path.ljust(len(order), "-"), [], 0
    for size in order.sizes:
        words.append(full[start : start + size])
        start += size
    return tuple(words)


def forms_on(network: Network, order: ReluOrder, path: str, kind: str) -> list[Form]:
    """The pre-activations of the neurons of the path and of the one after it, primitive, with the extra variables."""
    forms = network.forms(path_signs(order, path))
    return [lift(primitive(forms[depth][k]), kind) for depth, k in order.places[: len(path) + 1]]


def lead_forms(
    network: Network, outputs: Sequence[Form], target: int, margin: Fraction, kind: str
) -> dict[Hashable, Form]:
    """The forms >= 0 where the target's score exceeds every other one by the margin at least; outputs are scaled."""
    scores = class_forms(outputs)
    least = rational(margin) * network.integer_layers[-1].scale
    forms: dict[Hashable, Form] = {}
    for k, score in enumerate(scores):
        if k != target:
            row = [mpq(a - b) for a, b in zip(scores[target], score, strict=True)]
            row[-1] -= least
            forms["class", k] = lift(clear_denominators(row) if any(row) else tuple(map(mpz, row)), kind)
    return forms


def base_forms(point: Sequence[Fraction], domain: Domain, kind: str) -> tuple[dict[Hashable, Form], set[Hashable]]:
    """The constraints that hold on all parts, of the ball and of the domain, and the keys of equalities among them."""
    forms = norm_forms(point, kind)
    for j, form in enumerate(domain.inequalities):
        forms["domain", j] = lift(form, kind)
    equal: set[Hashable] = set()
    for j, form in enumerate(domain.equalities):
        forms["hull", j] = lift(form, kind)
        equal.add(("hull", j))
    return forms, equal


def signed(form: Form, sign: str) -> Form:
    """The form, or its negative for "-"."""
    return form if sign == "+" else tuple(map(neg, form))


def check_evidence(
    network: Network,
    point: Sequence[Fraction],
    targets: Sequence[int],
    kind: str,
    margin: Fraction,
    distance: ExtendedRational,
    evidence: Evidence,
) -> bool:
    """Whether the evidence proves that no point of its domain with a target class is nearer than the distance."""
    checker = _Checker(network, point, targets, kind, margin, distance, evidence)
    return all(checker.part(path) for path in iter(checker.next_path, None))


class _Checker:
    """The walk over the tree of parts, from the whole domain down."""

    def __init__(
        self,
        network: Network,
        point: Sequence[Fraction],
        targets: Sequence[int],
        kind: str,
        margin: Fraction,
        distance: ExtendedRational,
        evidence: Evidence,
    ) -> None:
        self.network, self.targets, self.kind, self.margin, self.distance = network, targets, kind, margin, distance
        self.order = ReluOrder(network)
        self.base, self.equal = base_forms(point, evidence.domain, kind)
        self.objective = norm_objective(len(point), kind)
        self.facts = {fact.path: fact for fact in evidence.facts}
        self.bounds = {(bound.path, bound.target): bound for bound in evidence.bounds}
        paths = (*self.facts, *(path for path, _ in self.bounds))
        self.known = {path[:k] for path in paths for k in range(len(path) + 1)}
        self.waiting = [""]

    def next_path(self) -> str | None:
        return self.waiting.pop() if self.waiting else None

    def part(self, path: str) -> bool:
        """Whether the part is dealt with, its children put off."""
        far = self.bounds.get((path, None))
        if far is not None:
            return self._holds(far, self._constraints(path))
        if len(path) == len(self.order):
            constraints = self._constraints(path)
            outputs = self.network.forms(path_signs(self.order, path))[-1]
            return all(self._leaf(path, target, constraints, outputs) for target in self.targets)
        if path not in self.known:
            return False
        fact = self.facts.get(path)
        if fact is None:
            self.waiting += [path + "+", path + "-"]
            return True
        self.waiting.append(path + fact.sign)
        form = signed(forms_on(self.network, self.order, path, self.kind)[-1], fact.sign)
        return fact.sign in ("+", "-") and self._proves(form, self._constraints(path), fact.proof)

    def _leaf(self, path: str, target: int, constraints: dict[Hashable, Form], outputs: Sequence[Form]) -> bool:
        bound = self.bounds.get((path, target))
        lead = lead_forms(self.network, outputs, target, self.margin, self.kind)
        return bound is not None and self._holds(bound, {**constraints, **lead})

    def _constraints(self, path: str) -> dict[Hashable, Form]:
        constraints = dict(self.base)
        for k, form in enumerate(forms_on(self.network, self.order, path, self.kind)[: len(path)]):
            if path[:k] not in self.facts:
                constraints["neuron", k] = signed(form, path[k])
        return constraints

    def _holds(self, bound: Bound, constraints: dict[Hashable, Form]) -> bool:
        if bound.empty:
            zero = (0,) * len(self.objective)
            proof = bound.proof
            return verify_farkas(
                zero, constraints, proof.mu, proof.multipliers, proof.constant, strict=True, equalities=self.equal
            )
        return self._proves(self.objective, constraints, bound.proof) and self.distance <= bound.least

    def _proves(self, form: Form, constraints: dict[Hashable, Form], proof: Farkas) -> bool:
        """Whether the proof shows that the form is >= 0; a constant of 0 or more is part of that."""
        return verify_farkas(form, constraints, proof.mu, proof.multipliers, proof.constant, equalities=self.equal)
