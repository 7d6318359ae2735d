"""Branch and bound over the parts of a domain, nearest first."""

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from heapq import heappop, heappush
from itertools import count
from operator import neg

from gmpy2 import mpz

from exactrelu.affine import Form
from exactrelu.domain import Domain
from exactrelu.errors import DomainError
from exactrelu.explain.evidence import (
    Bound,
    Evidence,
    Fact,
    ReluOrder,
    base_forms,
    forms_on,
    lead_forms,
    path_signs,
    signed,
)
from exactrelu.explain.norms import norm_objective
from exactrelu.geometry.simplex import Dictionary, Farkas, Minimum
from exactrelu.network import Network

__all__ = ["Progress", "Search"]

Point = tuple[Fraction, ...]
Progress = Callable[[int, Fraction], None]


@dataclass(frozen=True, slots=True)
class _Part:
    """A path, the constraints of its part, and the proof that the part is at least `distance` away."""

    path: str
    dictionary: Dictionary
    distance: Fraction
    proof: Farkas


@dataclass(frozen=True, slots=True)
class _Hit:
    """A full path and a target with the nearest point of its part."""

    path: str
    target: int
    dictionary: Dictionary
    distance: Fraction
    point: Point


class Search:
    """The search for the nearest points at which one of the targets leads by the margin; see Counterfactual.

    best is the distance found, None if no point of the domain will do.
    """

    def __init__(
        self,
        network: Network,
        point: Point,
        targets: Sequence[int],
        kind: str,
        margin: Fraction,
        domain: Domain | None,
    ) -> None:
        self.network, self.targets, self.kind, self.margin = network, targets, kind, margin
        self.domain = Domain(network.inputs) if domain is None else domain
        self.order = ReluOrder(network)
        self.objective = norm_objective(network.inputs, kind)
        self.best: Fraction | None = None
        self.hits: list[_Hit] = []
        self.facts: list[Fact] = []
        self.bounds: list[Bound] = []
        self.heap: list[tuple[Fraction, int, int, _Part]] = []
        self.ticket = count()
        whole = Dictionary(len(self.objective) - 1)
        forms, equal = base_forms(point, self.domain, kind)
        for key, form in forms.items():
            if not whole.add(form, key, equality=key in equal):
                raise DomainError("the domain is empty: no point satisfies its constraints")
        self._push("", whole)

    def run(self, limit: int, progress: Progress | None) -> bool:
        """Searches until all that is left is farther than the best; False when the limit of parts was met first."""
        looked = 0
        while self.heap:
            if self.best is not None and self.heap[0][0] > self.best:
                break
            if looked == limit:
                return False
            part = heappop(self.heap)[-1]
            looked += 1
            if progress is not None:
                progress(looked, part.distance)
            self._look(part)
        self.bounds += [Bound(part.path, None, False, part.proof) for *_, part in self.heap]
        self.heap = []
        self.hits = [hit for hit in self.hits if hit.distance == self.best]
        return True

    def evidence(self) -> Evidence:
        """The facts and bounds, in the order of the paths."""
        facts = sorted(self.facts, key=lambda fact: fact.path)
        bounds = sorted(self.bounds, key=lambda bound: (bound.path, -1 if bound.target is None else bound.target))
        return Evidence(self.domain, tuple(facts), tuple(bounds))

    def ties(self) -> Iterator[tuple[Point, int, tuple[str, ...], Point, Point]]:
        """For each part and target with a nearest point: it, the target, the signs, the ranges' ends."""
        n = self.network.inputs
        for hit in sorted(self.hits, key=lambda hit: (hit.target, hit.path)):
            level = [*(hit.distance.denominator * a for a in self.objective[:-1]), mpz(-hit.distance.numerator)]
            nearest = hit.dictionary.copy()
            nearest.add(level, "nearest", equality=True)
            ends: tuple[list[Fraction], list[Fraction]] = ([], [])
            for i in range(n):
                axis = [mpz(int(i == j)) for j in range(len(level))]
                ends[0].append(nearest.minimize(axis, stop_below_zero=False).value)
                ends[1].append(-nearest.minimize(list(map(neg, axis)), stop_below_zero=False).value)
            yield hit.point, hit.target, path_signs(self.order, hit.path), tuple(ends[0]), tuple(ends[1])

    def _push(self, path: str, dictionary: Dictionary) -> None:
        lowest, proof = self._nearest(dictionary)
        part = _Part(path, dictionary, lowest.value, proof)
        # Of equally near parts the deepest comes first: it is the nearest to a hit.
        heappush(self.heap, (part.distance, -len(path), next(self.ticket), part))

    def _nearest(self, dictionary: Dictionary) -> tuple[Minimum, Farkas]:
        """The nearest point of a part, with the proof; it exists, since the objective is bounded below by 0."""
        lowest = dictionary.minimize(self.objective, stop_below_zero=False)
        if lowest.proof is None:
            raise ArithmeticError("a distance has no least value, which cannot be")
        return lowest, lowest.proof

    def _look(self, part: _Part) -> None:
        """Decides neurons until one splits the part, or all are decided."""
        path = part.path
        while len(path) < len(self.order):
            form = forms_on(self.network, self.order, path, self.kind)[-1]
            sign = self._fact(part.dictionary, path, form)
            if not sign:
                self._split(part, path, form)
                return
            path += sign
        self._leaf(part, path)

    def _fact(self, dictionary: Dictionary, path: str, form: Form) -> str:
        """The sign that the form has on the whole part, noted with its proof; empty if it takes both strict signs."""
        for sign in "-+":
            proof = dictionary.minimize(signed(form, sign)).proof
            if proof is not None:
                self.facts.append(Fact(path, sign, proof))
                return sign
        return ""

    def _split(self, part: _Part, path: str, form: Form) -> None:
        for sign in "+-":
            child = part.dictionary.copy()
            child.add(signed(form, sign), ("neuron", len(path)))
            self._push(path + sign, child)

    def _leaf(self, part: _Part, path: str) -> None:
        outputs = self.network.forms(path_signs(self.order, path))[-1]
        for target in self.targets:
            there = part.dictionary.copy()
            lead: dict[Hashable, Form] = lead_forms(self.network, outputs, target, self.margin, self.kind)
            if not all(there.add(form, key) for key, form in lead.items()):
                self.bounds.append(Bound(path, target, True, there.infeasibility()))
                continue
            lowest, proof = self._nearest(there)
            self.bounds.append(Bound(path, target, False, proof))
            self.hits.append(_Hit(path, target, there, lowest.value, lowest.point[: self.network.inputs]))
            if self.best is None or lowest.value < self.best:
                self.best = lowest.value
