"""Nearest counterfactuals against Fourier-Motzkin elimination over all activation patterns, and against z3."""

from dataclasses import replace
from fractions import Fraction
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exactrelu import Domain, ExtendedRational, Layer, Network
from exactrelu.errors import DomainError, SizeLimitError
from exactrelu.explain import nearest_counterfactual
from exactrelu.geometry.simplex import Farkas
from tests.oracles import feasible, largest, neuron_forms, output, plain, relu_neurons
from tests.strategies import domains, networks, points, points_in

ROOT = Path(__file__).parents[2]
OO = ExtendedRational("oo")


def scores(network, point):
    found = output(network, point)
    return found if len(found) > 1 else (0, *found)


def ball(point, norm):
    """The constraints on (y, r) that say |y - x| <= r."""
    n = len(point)
    if norm == "linf":
        rows = [[sign * (i == k) for k in range(n)] for i in range(n) for sign in (1, -1)]
    else:
        rows = product([1, -1], repeat=n)
    return [((*(-a for a in row), 1, sum(a * x for a, x in zip(row, point, strict=True))), ">=") for row in rows]


def brute_force(network, point, targets, norm, margin, domain):
    """The least distance over all 2^K activation patterns, by elimination."""
    n, best = len(point), OO

    def wide(form):
        return (*form[:-1], 0, form[-1])

    base = ball(point, norm)
    if domain is not None:
        base += [(wide(plain(g)), ">=") for g in domain.inequalities]
        base += [(wide(plain(g)), "==") for g in domain.equalities]
    for pattern in product("-+", repeat=relu_neurons(network)):
        neurons, outputs = neuron_forms(network, pattern)
        cell = [
            (wide(form if sign == "+" else [-a for a in form]), ">=")
            for form, sign in zip(neurons, pattern, strict=True)
        ]
        if not feasible(n + 1, [*base, *cell]):
            continue
        values = outputs if len(outputs) > 1 else [(0,) * (n + 1), *outputs]
        for target in targets:
            lead = [
                (
                    wide(
                        [
                            *(a - b for a, b in zip(values[target][:-1], other[:-1], strict=True)),
                            values[target][-1] - other[-1] - margin,
                        ]
                    ),
                    ">=",
                )
                for k, other in enumerate(values)
                if k != target
            ]
            system = [*base, *cell, *lead]
            if feasible(n + 1, system):
                best = min(best, ExtendedRational(-largest(n + 1, system, (*(0,) * n, -1, 0))))
    return best


@st.composite
def cases(draw):
    network = draw(networks(inputs=(1, 2), depth=(0, 2), outputs=(1, 3), most_neurons=4))
    point = draw(st.one_of(points(network.inputs), points_in(network)))
    norm = draw(st.sampled_from(["l1", "linf"]))
    margin = draw(st.sampled_from([0, 0, Fraction(1, 2)]))
    domain = draw(st.one_of(st.none(), domains(network.inputs)))
    return network, tuple(map(Fraction, point)), norm, margin, domain


def length(point, other, norm):
    steps = [abs(a - b) for a, b in zip(point, other, strict=True)]
    return sum(steps) if norm == "l1" else max(steps)


@given(cases())
def test_the_distance_is_the_least_over_all_activation_patterns(case):
    network, point, norm, margin, domain = case
    found = nearest_counterfactual(network, point, norm=norm, domain=domain, margin=margin)
    assert found.distance == brute_force(network, point, found.targets, norm, margin, domain)
    assert found.verify()
    if not found.ties:
        assert found.distance == OO
        assert found.nearest is None
    for tie in found.ties:
        values = scores(network, tie.point)
        assert all(values[tie.target] - v >= margin for k, v in enumerate(values) if k != tie.target)
        assert length(point, tie.point, norm) == found.distance
        assert domain is None or tie.point in domain
        assert all(low <= x <= high for low, x, high in zip(tie.low, tie.point, tie.high, strict=True))


@given(cases(), st.data())
def test_every_target_by_itself(case, data):
    network, point, norm, _, _ = case
    target = data.draw(st.integers(0, max(network.outputs, 2) - 1))
    found = nearest_counterfactual(network, point, target=target, norm=norm)
    assert found.distance == brute_force(network, point, [target], norm, 0, None)
    assert (found.distance == 0) == (target in found.classes)


@given(cases())
def test_evidence_that_was_tampered_with_is_rejected(case):
    network, point, norm, margin, domain = case
    found = nearest_counterfactual(network, point, norm=norm, domain=domain, margin=margin)
    evidence = found.evidence
    if found.distance != OO:
        assert not replace(found, distance=found.distance + Fraction(1, 10**9)).verify()
    for i, bound in enumerate(evidence.bounds):
        rest = (*evidence.bounds[:i], *evidence.bounds[i + 1 :])
        assert not replace(found, evidence=replace(evidence, bounds=rest)).verify()
        proof = Farkas(bound.proof.mu, bound.proof.multipliers, bound.proof.constant + 1)
        forged = (*rest, replace(bound, proof=proof))
        assert not replace(found, evidence=replace(evidence, bounds=forged)).verify()
        for constant in (0, 1):
            nothing = replace(bound, empty=True, proof=Farkas(1, {}, constant))
            assert not replace(found, evidence=replace(evidence, bounds=(*rest, nothing))).verify()
    for i in range(len(evidence.facts)):
        rest = (*evidence.facts[:i], *evidence.facts[i + 1 :])
        assert not replace(found, evidence=replace(evidence, facts=rest)).verify()


def test_ties_are_stated():
    """|x| >= 1 from 0: both -1 and 1 are nearest."""
    network = Network([Layer([[1], [-1]], [0, 0]), Layer([[1, 1]], [-1], "identity")])
    found = nearest_counterfactual(network, (0,))
    assert (found.classes, found.distance, found.unique) == ((0,), 1, False)
    assert sorted(tie.point for tie in found.ties) == [(-1,), (1,)]
    nearer = nearest_counterfactual(network, ("1/10",), margin=1)
    assert (nearer.distance, nearer.nearest, nearer.unique) == (Fraction(19, 10), (2,), True)


def test_every_closed_cell_with_the_nearest_point_is_named():
    """The score relu(x) + relu(x - 1) - 1 is 0 at 1, where it bends."""
    network = Network([Layer([[1], [1]], [0, -1]), Layer([[1, 1]], [-1], "identity")])
    found = nearest_counterfactual(network, (0,))
    assert [(tie.point, tie.signs) for tie in found.ties] == [((1,), ("++",)), ((1,), ("+-",))]
    assert found.unique


def test_a_whole_edge_of_nearest_points():
    """x1 >= 1 from the origin in L-infinity: x2 may be anything in [-1, 1]."""
    network = Network([Layer([[1, 0]], [0]), Layer([[1]], [-1], "identity")])
    (tie,) = nearest_counterfactual(network, (0, 0), norm="linf").ties
    assert (tie.low, tie.high, tie.is_single) == ((1, -1), (1, 1), False)
    found = nearest_counterfactual(network, (0, 0), norm="l1")
    assert (found.nearest, found.unique) == ((1, 0), True)


def test_a_point_on_the_decision_boundary_is_its_own_counterfactual():
    network = Network([Layer([[1, 0], [0, 1], [0, 0]], [0, 0, -1], "identity")])
    found = nearest_counterfactual(network, (2, 2))
    assert (found.classes, found.targets, found.distance, found.nearest) == ((0, 1), (1, 2), 0, (2, 2))
    assert nearest_counterfactual(network, (2, 2), margin=1).nearest == (Fraction(3, 2), Fraction(5, 2))


def test_a_class_that_is_nowhere_has_no_counterfactual():
    network = Network([Layer([[1]], [0]), Layer([[1], [0]], [0, -1], "identity")])
    found = nearest_counterfactual(network, (3,))
    assert (found.distance, found.ties, found.unique) == (OO, (), False)
    assert found.verify()
    assert found.to_json()["distance"] == "oo"


def test_dead_and_duplicate_neurons_do_not_split():
    """Twelve copies of one neuron, and twelve that are 0: two cells, so three parts at most."""
    rows = [[1, 0]] * 12 + [[0, 0]] * 12
    network = Network([Layer(rows, [0] * 24), Layer([[1] * 24], [-6], "identity")])
    found = nearest_counterfactual(network, (-1, 0), norm="l1")
    assert (found.distance, found.nearest) == (Fraction(3, 2), (Fraction(1, 2), 0))
    assert len(found.evidence.bounds) <= 3
    assert found.verify()


@pytest.mark.parametrize("norm", ["l1", "linf"])
@pytest.mark.parametrize("point", [("5.1", "3.5", "1.4", "0.2"), ("6", "3", "5", "1.6"), ("7.9", "3.8", "6.4", "2")])
def test_a_trained_classifier(norm, point):
    network = Network.load(ROOT / "examples" / "iris.json")
    calls = []
    found = nearest_counterfactual(network, point, norm=norm, progress=lambda done, bound: calls.append((done, bound)))
    assert found.verify()
    assert length(found.point, found.nearest, norm) == found.distance
    values = scores(network, found.nearest)
    assert sum(value == max(values) for value in values) == 2
    assert [done for done, _ in calls] == list(range(1, len(calls) + 1))
    assert [bound for _, bound in calls] == sorted(bound for _, bound in calls)
    data = found.to_json()
    assert Fraction(data["distance"]) == found.distance.to_fraction()
    assert len(data["evidence"]["parts"]) == len(found.evidence.bounds)
    # With a margin the class changes strictly, and the point is farther away.
    strict = nearest_counterfactual(network, point, norm=norm, margin="1/1000")
    assert strict.distance > found.distance
    values = scores(network, strict.nearest)
    assert values.index(max(values)) not in found.classes


@pytest.mark.extra("z3")
@pytest.mark.parametrize("norm", ["l1", "linf"])
def test_z3_finds_the_same_distance(require, norm):
    z3 = require("z3")
    network = Network.load(ROOT / "exactrelu" / "demo.json")
    for point in (("1.4", "0.2"), ("4.5", "1.5")):
        found = nearest_counterfactual(network, point, norm=norm)
        y, r = z3.RealVector("y", 2), z3.Real("r")
        values, optimizer = list(y), z3.Optimize()
        for depth, layer in enumerate(network.layers):
            sums = [
                z3.Sum([z3.Q(w.numerator, w.denominator) * v for w, v in zip(row, values, strict=True)])
                + z3.Q(b.numerator, b.denominator)
                for row, b in zip(layer.weight, layer.bias, strict=True)
            ]
            last = depth == len(network.layers) - 1
            values = [
                s if last or a == "identity" else z3.If(s > 0, s, 0)
                for s, a in zip(sums, layer.activation, strict=True)
            ]
        steps = [z3.Abs(a - z3.RealVal(x)) for a, x in zip(y, point, strict=True)]
        optimizer.add(r == z3.Sum(steps) if norm == "l1" else z3.And([r >= step for step in steps]))
        optimizer.add(z3.Or([z3.And([values[t] >= v for v in values]) for t in found.targets]))
        optimizer.minimize(r)
        assert optimizer.check() == z3.sat
        assert optimizer.model().eval(r).as_fraction() == found.distance.to_fraction()


def test_bad_input_is_refused():
    network = Network.load(ROOT / "examples" / "iris.json")
    point = ("5.1", "3.5", "1.4", "0.2")
    with pytest.raises(ValueError, match="unknown norm"):
        nearest_counterfactual(network, point, norm="l2")
    with pytest.raises(ValueError, match="no class 3"):
        nearest_counterfactual(network, point, target=3)
    with pytest.raises(ValueError, match="margin"):
        nearest_counterfactual(network, point, margin=-1)
    with pytest.raises(SizeLimitError):
        nearest_counterfactual(network, point, limit=5)
    empty = [(1, 0, 0, 0, 0), (-1, 0, 0, 0, -1)]
    with pytest.raises(DomainError):
        nearest_counterfactual(network, point, domain=Domain.from_rows(4, empty))
