"""Volumes and integrals against formulas from geometry and probability, with ==."""

from fractions import Fraction
from itertools import permutations, product
from math import comb, factorial, prod
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exactrelu import Domain, Layer, Network
from exactrelu.errors import DomainError
from exactrelu.explain import domain_volume, integral, mean, measure, measures
from tests.oracles import output
from tests.strategies import networks

ROOT = Path(__file__).parents[2]


def unit_box(n):
    return [(0, 1)] * n


@st.composite
def boxes(draw, n, flat=False):
    bounds = []
    for _ in range(n):
        low = draw(st.builds(Fraction, st.integers(-6, 6), st.integers(1, 3)))
        side = draw(st.builds(Fraction, st.integers(0 if flat else 1, 8), st.integers(1, 3)))
        bounds.append((low, low + side))
    return bounds


@st.composite
def cases(draw, flat=False, **sizes):
    network = draw(networks(**sizes))
    return network, draw(boxes(network.inputs, flat))


@given(cases(inputs=(1, 4), flat=True))
def test_volumes_add_up_to_the_box(case):
    network, bounds = case
    parts = measure(network, bounds)
    assert all(part.volume > 0 for part in parts)
    total = prod((high - low for low, high in bounds if low != high), start=Fraction(1))
    assert sum(part.volume for part in parts) == total == domain_volume(Domain.box(bounds))
    assert [part.number for part in parts] == list(range(len(network.regions(bounds))))


@given(cases(inputs=(1, 3), most_neurons=6))
def test_centroids_add_up_to_that_of_the_box_and_lie_in_their_cells(case):
    network, bounds = case
    parts = measure(network, bounds)
    total = sum(part.volume for part in parts)
    for i, (low, high) in enumerate(bounds):
        assert sum(part.volume * part.centroid[i] for part in parts) == total * (low + high) / 2
    assert all(part.centroid in part.region for part in parts)


@given(cases(inputs=(1, 1), depth=(0, 4)))
def test_integrals_over_an_interval_are_sums_of_trapezoids(case):
    network, [(low, high)] = case
    breaks = sorted({x for region in network.regions([(low, high)]) for (x,) in region.vertices})
    values = [output(network, (x,)) for x in breaks]
    expected = [
        sum((b - a) * (u[o] + v[o]) / 2 for a, b, u, v in zip(breaks, breaks[1:], values, values[1:], strict=False))
        for o in range(network.outputs)
    ]
    assert list(integral(network, [(low, high)])) == expected
    assert list(mean(network, [(low, high)])) == [total / (high - low) for total in expected]


@given(cases(inputs=(1, 3), depth=(1, 3), outputs=(2, 2), most_neurons=6))
def test_the_mean_is_linear_and_keeps_constants(case):
    network, bounds = case
    last = network.layers[-1]
    combined = [2 * a - 3 * b for a, b in zip(*last.weight, strict=True)]
    constant = 2 * last.bias[0] - 3 * last.bias[1] + 7
    one = Network([*network.layers[:-1], Layer([combined], [constant], "identity")])
    first, second = mean(network, bounds)
    assert mean(one, bounds) == (2 * first - 3 * second + 7,)


def irwin_hall(n, t, power):
    """1 / (n + power)! * sum of (-1)^k C(n, k) (t - k)_+^(n + power)."""
    terms = ((-1) ** k * comb(n, k) * max(t - k, 0) ** (n + power) for k in range(n + 1))
    return Fraction(sum(terms), 1) / factorial(n + power)


@pytest.mark.parametrize("n", [1, 2, 3, 4, 5, 6])
@pytest.mark.parametrize("t", [Fraction(1, 2), 1, Fraction(7, 5), 2, Fraction(13, 4)])
def test_a_corner_of_the_cube(n, t):
    """The sum of n uniform numbers: its distribution gives the volumes, its integral the mean of relu(sum - t)."""
    network = Network([Layer([[1] * n], [-t]), Layer([[1]], [0], "identity")])
    volumes = {part.region.signs: part.volume for part in measures(network, unit_box(n))}
    below = min(irwin_hall(n, t, 0), Fraction(1))
    assert volumes.get(("-",), 0) == below
    assert volumes.get(("+",), 0) == 1 - below
    # n - sum has the same distribution, and relu(sum - t) = relu((n - t) - (n - sum)).
    assert mean(network, unit_box(n)) == (irwin_hall(n, n - t, 1) if t < n else 0,)


@pytest.mark.parametrize("n", [2, 3, 4])
def test_every_order_of_the_coordinates_has_the_same_volume(n):
    pairs = [(i, j) for i in range(n) for j in range(i)]
    rows = [[(k == i) - (k == j) for k in range(n)] for i, j in pairs]
    network = Network([Layer(rows, [0] * len(rows)), Layer([[1] * len(rows)], [0], "identity")])
    parts = measure(network, unit_box(n))
    assert len(parts) == len(list(permutations(range(n))))
    assert {part.volume for part in parts} == {Fraction(1, factorial(n))}


@pytest.mark.parametrize("n", [1, 2, 3, 4])
def test_a_cross_polytope(n):
    """|x_1| + ... + |x_n| <= 1 is cut into its 2^n orthants."""
    signs = list(product([1, -1], repeat=n))
    ball = Domain.from_rows(n, [(*sign, 1) for sign in signs])
    assert domain_volume(ball) == Fraction(2**n, factorial(n))
    unit = [[int(i == j) for j in range(n)] for i in range(n)]
    network = Network([Layer(unit, [0] * n), Layer([[1] * n], [0], "identity")])
    assert [part.volume for part in measures(network, ball)] == [Fraction(1, factorial(n))] * 2**n


def test_a_prism_over_an_octahedron():
    """Not simple: some of its facets share an edge only."""
    prism = Domain.from_rows(
        4, [*((*sign, 0, 1) for sign in product([1, -1], repeat=3)), (0, 0, 0, 1, 0), (0, 0, 0, -1, 1)]
    )
    assert domain_volume(prism) == Fraction(4, 3)


@given(cases(inputs=(2, 3), depth=(1, 2), most_neurons=6))
def test_a_slice_is_the_network_of_the_free_coordinates(case):
    network, bounds = case
    fixed = bounds[0][0]
    first = network.layers[0]
    bias = [b + row[0] * fixed for row, b in zip(first.weight, first.bias, strict=True)]
    narrow = Network([Layer([row[1:] for row in first.weight], bias, first.activation), *network.layers[1:]])
    assert mean(network, [(fixed, fixed), *bounds[1:]]) == mean(narrow, bounds[1:])
    assert integral(network, [(fixed, fixed), *bounds[1:]]) == integral(narrow, bounds[1:])


def test_a_flat_domain_across_the_axes():
    """On the diagonal of the square, from (0, 0) to (1, 1), |x1| + x2 has mean 1."""
    network = Network([Layer([[1, 0], [-1, 0], [0, 1]], [0, 0, 0]), Layer([[1, 1, 1]], [0], "identity")])
    diagonal = Domain.from_rows(2, [(1, 0, 0), (-1, 0, 1)], [(1, -1, 0)])
    assert mean(network, diagonal) == (1,)
    assert domain_volume(diagonal) == 1


def test_a_single_point_is_a_domain_too():
    network = Network([Layer([[1, 1]], [0]), Layer([[1]], [0], "identity")])
    assert mean(network, [(2, 2), (3, 3)]) == (5,)


def test_known_means():
    assert mean(Network.load(ROOT / "examples" / "sawtooth5.json"), [(0, 1)]) == (Fraction(1, 2),)
    assert mean(Network.load(ROOT / "examples" / "max3.json"), unit_box(3)) == (Fraction(3, 4),)
    assert mean(Network.load(ROOT / "examples" / "max4.json"), unit_box(4)) == (Fraction(4, 5),)
    assert mean(Network.load(ROOT / "examples" / "median3.json"), unit_box(3)) == (Fraction(1, 2),)


@pytest.mark.parametrize(
    ("name", "bounds"),
    [
        ("iris.json", [(4, 8), (2, 5), (1, 7), (0, 3)]),
        ("diabetes.json", [(18, 43), (62, 133), ("16/5", "31/5")]),
        ("degenerate.json", [(-3, 3), (-2, "7/2")]),
    ],
)
def test_trained_and_degenerate_examples(name, bounds):
    network = Network.load(ROOT / "examples" / name)
    steps = []
    parts = measure(network, bounds, progress=steps.append)
    assert sum(part.volume for part in parts) == prod(Fraction(high) - Fraction(low) for low, high in bounds)
    assert steps == list(range(1, len(parts) + 1))


@pytest.mark.parametrize("domain", [None, [(0, "oo"), (0, 1)], [("-oo", "oo"), (0, 1)]])
def test_unbounded_domains_are_refused(domain):
    network = Network([Layer([[1, 1]], [0]), Layer([[1]], [0], "identity")])
    with pytest.raises(DomainError):
        measure(network, domain)
