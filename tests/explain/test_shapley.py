"""Shapley values against the definition by permutations, and the axioms, with ==."""

from fractions import Fraction
from itertools import permutations
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exactrelu import Layer, Network
from exactrelu.errors import InexactNumberError, ShapeError, SizeLimitError
from exactrelu.explain import shapley
from tests.oracles import output
from tests.strategies import networks, points

EXAMPLES = Path(__file__).parents[2] / "examples"


def by_permutations(network, point, rows, groups):
    """The mean over all orders, and all rows, of what each group adds when it joins."""
    total = [[Fraction(0)] * len(groups) for _ in range(network.outputs)]
    orders = list(permutations(range(len(groups))))
    for row in rows:
        for order in orders:
            mixed = list(row)
            before = output(network, mixed)
            for g in order:
                for i in groups[g]:
                    mixed[i] = point[i]
                after = output(network, mixed)
                for o in range(network.outputs):
                    total[o][g] += after[o] - before[o]
                before = after
    return tuple(tuple(value / (len(orders) * len(rows)) for value in row) for row in total)


@st.composite
def cases(draw, **sizes):
    network = draw(networks(depth=(0, 3), **sizes))
    rows = draw(st.lists(points(network.inputs), min_size=1, max_size=3))
    point = draw(points(network.inputs))
    if draw(st.booleans()):  # features that agree are players that change nothing
        point = (rows[0][0], *point[1:])
    return network, tuple(map(Fraction, point)), rows


@given(cases())
def test_values_are_those_of_the_definition(case):
    network, point, rows = case
    found = shapley(network, point, background=rows)
    singles = [(i,) for i in range(network.inputs)]
    assert found.values == by_permutations(network, point, rows, singles)
    assert found.players == tuple(singles)
    assert found.sampled is None


@given(cases())
def test_efficiency(case):
    network, point, rows = case
    found = shapley(network, point, background=rows)
    assert found.output == output(network, point)
    columns = zip(*(output(network, row) for row in rows), strict=True)
    assert found.reference == tuple(sum(column) / len(rows) for column in columns)
    assert found.residual == (0,) * network.outputs


@given(cases(inputs=(2, 4)), st.data())
def test_groups_join_together(case, data):
    network, point, rows = case
    group = data.draw(st.sets(st.integers(0, network.inputs - 1), min_size=1))
    players = sorted([tuple(sorted(group)), *((i,) for i in range(network.inputs) if i not in group)])
    found = shapley(network, point, background=rows, groups=[group])
    assert found.players == tuple(players)
    assert found.values == by_permutations(network, point, rows, players)


@given(cases())
def test_a_background_is_the_mean_of_its_baselines(case):
    network, point, rows = case
    parts = [shapley(network, point, baseline=row).values for row in rows]
    means = tuple(
        tuple(sum(part[o][i] for part in parts) / len(rows) for i in range(network.inputs))
        for o in range(network.outputs)
    )
    assert shapley(network, point, background=rows).values == means


@given(networks(inputs=(2, 4), depth=(1, 2), outputs=(2, 2)), st.data())
def test_linearity(network, data):
    point, row = (data.draw(points(network.inputs)) for _ in range(2))
    last = network.layers[-1]
    combined = [2 * a - 3 * b for a, b in zip(*last.weight, strict=True)]
    bias = 2 * last.bias[0] - 3 * last.bias[1]
    both = shapley(network, point, baseline=row).values
    one = shapley(Network([*network.layers[:-1], Layer([combined], [bias], "identity")]), point, baseline=row).values
    assert one == (tuple(2 * a - 3 * b for a, b in zip(*both, strict=True)),)


@given(networks(inputs=(2, 4), depth=(1, 3)), st.data())
def test_symmetry_and_dummy(network, data):
    """Inputs 1 and 2 with equal weights have equal values; an input with weights 0 has none."""
    first = network.layers[0]
    rows = [(row[1], row[1], *row[2:], 0) for row in first.weight]
    symmetric = Network([Layer(rows, first.bias, first.activation), *network.layers[1:]])
    point, row = (list(data.draw(points(network.inputs + 1))) for _ in range(2))
    point[0], row[0] = point[1], row[1]
    for values in shapley(symmetric, point, baseline=row).values:
        assert values[0] == values[1]
        assert values[-1] == 0


def test_a_product_like_network_by_hand():
    """min(x1, x2) at (2, 1) from (0, 0): joining last adds 1, joining first 0, so each has 1/2."""
    network = Network([Layer([[1, -1], [1, 0]], [0, 0], ["relu", "identity"]), Layer([[-1, 1]], [0], "identity")])
    assert shapley(network, (2, 1), baseline=(0, 0)).values == ((Fraction(1, 2), Fraction(1, 2)),)


def wide(inputs):
    pick = Random(5).randint
    rows = [[pick(-3, 3) for _ in range(inputs)] for _ in range(4)]
    return Network([Layer(rows, [1, -1, 0, 2]), Layer([[1, -2, 1, 1]], [0], "identity")])


def test_more_than_sixteen_players_are_refused_unless_samples_are_asked_for():
    network = wide(17)
    with pytest.raises(SizeLimitError, match="17 features"):
        shapley(network, [1] * 17, baseline=[0] * 17)
    found = shapley(network, [1] * 17, baseline=[0] * 17, samples=3, seed=8)
    assert found.sampled == (3, 8)
    assert "sampled" in found.method
    assert found.to_json()["sampled"] == {"permutations": 3, "seed": 8}
    assert found.residual == (0,)
    assert found == shapley(network, [1] * 17, baseline=[0] * 17, samples=3, seed=8)
    assert found.values != shapley(network, [1] * 17, baseline=[0] * 17, samples=3, seed=9).values
    grouped = shapley(network, [1] * 17, baseline=[0] * 17, groups=[range(10)])
    assert grouped.sampled is None
    assert len(grouped.players) == 8


def test_features_that_agree_with_the_background_are_no_players():
    network = wide(20)
    row = [0] * 20
    found = shapley(network, [1, 1, *row[2:]], baseline=row)
    assert found.values[0][2:] == (0,) * 18
    assert found.values[0][:2] == by_permutations(network, [1, 1, *row[2:]], [row], [(0,), (1,)])[0]


def test_the_mean_over_all_orders_is_what_sampling_estimates():
    """One feature differs: every permutation is the only one, and the estimate is exact."""
    network = wide(3)
    exact = shapley(network, (4, 1, 1), baseline=(0, 1, 1))
    assert shapley(network, (4, 1, 1), baseline=(0, 1, 1), samples=2).values == exact.values


def test_progress_ends_at_the_total():
    calls = []
    shapley(
        wide(11), [1] * 11, background=[[0] * 11, [2] * 11], progress=lambda done, total: calls.append((done, total))
    )
    assert calls == [(1024, 4096), (2048, 4096), (3072, 4096), (4096, 4096)]


def test_an_interrupt_comes_through():
    def stop(done, total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        shapley(wide(11), [1] * 11, baseline=[0] * 11, progress=stop)


def test_bad_input_is_refused():
    network = wide(2)
    for background in ({}, {"baseline": (0, 0), "background": [(0, 0)]}, {"background": []}):
        with pytest.raises(ValueError, match="background"):
            shapley(network, (1, 1), **background)
    with pytest.raises(InexactNumberError):
        shapley(network, (0.5, 1), baseline=(0, 0))
    with pytest.raises(ShapeError, match="background row 2"):
        shapley(network, (1, 1), background=[(0, 0), (0,)])
    for groups in ([(0, 1), (1,)], [()], [(2,)]):
        with pytest.raises(ValueError, match="group"):
            shapley(network, (1, 1), baseline=(0, 0), groups=groups)
    with pytest.raises(ValueError, match="samples"):
        shapley(network, (1, 1), baseline=(0, 0), samples=0)


def test_trained_networks_and_their_json():
    network = Network.load(EXAMPLES / "iris.json")
    point, row = ("6.3", "3.3", "6.0", "2.5"), ("5.1", "3.5", "1.4", "0.2")
    found = shapley(network, point, baseline=row)
    fractions = [list(map(Fraction, p)) for p in (point, row)]
    assert found.values == by_permutations(network, fractions[0], fractions[1:], [(0,), (1,), (2,), (3,)])
    data = found.to_json(["a", "b", "c", "d"])
    assert [[Fraction(text) for text in values] for values in data["attributions"]] == [list(v) for v in found.values]
    assert data["names"] == ["a", "b", "c", "d"]
