"""Unbiasedness is checked exactly, over all random choices; coverage and bounds against known counts and theory."""

import random
from fractions import Fraction
from itertools import product
from math import comb
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exactrelu import Layer, Network, certify
from exactrelu.estimate import estimate, known_bounds
from exactrelu.estimate.bounds import montufar, raghu, serra, zaslavsky
from exactrelu.estimate.interval import interval, student_quantile
from exactrelu.estimate.probes import probe, thinned
from exactrelu.estimate.quick import rough_total
from exactrelu.regions import Walk
from exactrelu.regions.simplex_walk import SimplexWalk
from tests.oracles import brute_force_patterns
from tests.strategies import networks_with_domains

NETS = Path(__file__).parent.parent / "nets"
# Three lines in general position, then a neuron that bends some of their seven regions.
SMALL = Network([Layer([[1, 0], [0, 1], [1, 1]], [0, 0, 1]), Layer([[1, -1, 1]], [-1]), Layer([[1]], [0], "identity")])


def all_outcomes(run):
    """All results of run(choose) with their probabilities: every sequence of random choices, one after the other."""
    script, outcomes = [], []
    while True:
        made = []

        def choose(n, made=made):
            made.append((script[len(made)] if len(made) < len(script) else 0, n))
            return made[-1][0]

        result = run(choose)
        probability = Fraction(1)
        for _, n in made:
            probability /= n
        outcomes.append((probability, result))
        while made and made[-1][0] == made[-1][1] - 1:
            made.pop()
        if not made:
            return outcomes
        script[:] = [choice for choice, _ in made[:-1]] + [made[-1][0] + 1]


@pytest.mark.parametrize("population", [1, 2, 3])
@pytest.mark.parametrize(
    "walk", [Walk(SMALL), Walk(SMALL, faces=True), SimplexWalk(SMALL)], ids=["cells", "faces", "LP"]
)
def test_the_expected_estimate_is_the_number_exactly(walk, population):
    outcomes = all_outcomes(lambda choose: probe(walk, population, choose))
    assert len(outcomes) > 1
    assert sum(p for p, _ in outcomes) == 1
    assert len({found.total for _, found in outcomes}) > 1
    assert sum(p * found.total for p, found in outcomes) == sum(1 for _ in walk)
    for d in range(3):
        expected = sum(p * found.weight * found.by_dimension[d] for p, found in outcomes)
        assert expected == sum(1 for cell in walk if cell.dimension == d)


@settings(max_examples=15)
@given(networks_with_domains(inputs=(1, 2), depth=(1, 2), most_neurons=4), st.booleans())
def test_estimates_of_degenerate_networks_are_unbiased(case, faces):
    walk = Walk(*case, faces=faces)
    outcomes = all_outcomes(lambda choose: probe(walk, 2, choose).total)
    assert sum(p * total for p, total in outcomes) == sum(1 for _ in walk)


@given(networks_with_domains(inputs=(1, 3), depth=(1, 3)), st.booleans())
def test_a_large_population_counts_exactly(case, faces):
    walk = Walk(*case, faces=faces)
    found = probe(walk, 10**6, None, keep=3)
    assert found.weight == 1
    dimensions = [cell.dimension for cell in walk]
    assert list(found.by_dimension) == [dimensions.count(d) for d in range(walk.dimension + 1)]
    known = {(cell.positive, cell.negative, cell.vanishing, cell.split, cell.flat) for cell in walk}
    assert {(c.positive, c.negative, c.vanishing, c.split, c.flat) for c in found.leaves} <= known


@given(networks_with_domains(inputs=(1, 3), depth=(1, 3)))
def test_both_engines_have_the_same_tree(case):
    first, second = random.Random(5), random.Random(5)
    for _ in range(3):
        one, other = probe(Walk(*case), 3, first.randrange), probe(SimplexWalk(*case), 3, second.randrange)
        assert (one.weight, one.by_dimension) == (other.weight, other.by_dimension)


@pytest.mark.parametrize(("length", "size"), [(5, 1), (5, 2), (7, 7), (12, 8)])
def test_each_item_stays_with_the_same_chance_and_at_most_once(length, size):
    samples = [thinned(range(length), size, lambda _, start=start: start) for start in range(length)]
    assert all(len(set(sample)) == size for sample in samples)
    assert [sum(i in sample for sample in samples) for i in range(length)] == [size] * length


@pytest.mark.parametrize(
    ("name", "faces", "truth", "population"),
    [("2-16-16-1", False, 570, 32), ("2-8-8-1", True, 399, 32), ("sliver40_2-8-8-1", False, 86, 16)],
)
def test_the_interval_covers_the_truth(name, faces, truth, population):
    network = Network.load(NETS / f"{name}.json")
    covered = 0
    for seed in range(100):
        choose = random.Random(seed).randrange
        totals = [probe(Walk(network, faces=faces), population, choose).total for _ in range(16)]
        found = interval(totals, 1, 10**9, exact=False)
        covered += found.low <= truth <= found.high
        # An interval that says nothing would cover everything.
        assert found.high - found.low < 2 * truth
    assert covered >= 90


def test_a_seed_gives_the_same_estimates_and_a_pilot_does_not_count():
    network = Network.load(NETS / "3-8-8-1.json")
    one, other, third = (estimate(network, probes=4, seed=seed, population=64) for seed in (1, 1, 2))
    assert (one.cells, one.faces, one.f_vector) == (other.cells, other.faces, other.f_vector)
    assert one.cells != third.cells
    assert (one.cells.probes, one.cells.exact, one.faces.probes) == (4, False, 4)
    adaptive = estimate(network, faces=False, seed=3, population=64, seconds=20)
    assert 32 <= adaptive.cells.probes <= 400
    assert adaptive.cells.low <= 727 <= adaptive.cells.high
    assert adaptive.cells.high - adaptive.cells.low < 727 * Fraction(1, 4)


def test_small_networks_are_counted_exactly():
    found = estimate(SMALL)
    assert (found.cells.mean, found.cells.low, found.cells.high, found.cells.exact) == (9, 9, 9, True)
    assert len(brute_force_patterns(SMALL)) == 9
    assert found.faces.mean == sum(found.f_vector) == len(SMALL.regions(faces=True))
    assert found.shallow_bytes > 0
    assert found.certificate_bytes > 0
    flat = estimate(SMALL, domain=[(0, 1), (2, 2)])
    assert flat.cells.mean == len(SMALL.regions([(0, 1), (2, 2)]))
    assert len(flat.f_vector) == 2
    affine = estimate(Network([Layer([[1, 2]], [3], "identity")]))
    assert (affine.cells.mean, affine.faces.mean, affine.seconds) == (1, 1, 0)


def test_many_inputs_take_the_simplex_and_no_faces():
    eye = [[int(i == j) for j in range(8)] for i in range(8)]
    cube = Network([Layer(eye, [0] * 8), Layer([[1] * 8], [0], "identity")])
    found = estimate(cube, domain=[(-1, 1)] * 8, population=256)
    assert (found.cells.mean, found.cells.exact, found.faces, found.certificate_bytes) == (256, True, None, None)


@pytest.mark.parametrize("wrong", [{"probes": 1}, {"population": 0}])
def test_wrong_numbers_are_refused(wrong):
    with pytest.raises(ValueError, match="probe"):
        estimate(SMALL, **wrong)


def test_sizes_are_foretold_within_a_quarter(tmp_path):
    network = Network.load(NETS / "2-8-8-1.json")
    found, shallow = estimate(network, probes=2, population=64), network.shallow()
    shallow.save(tmp_path / "shallow.json")
    written = certify(network, shallow, out=tmp_path / "certificate.jsonl")
    share = found.faces.mean / 399
    for expected, real in (
        (found.shallow_bytes, (tmp_path / "shallow.json").stat().st_size),
        (found.certificate_bytes, written.bytes),
    ):
        assert 3 * real * share < 4 * expected < 5 * real * share


def test_a_rough_total_is_near_and_ends_when_nobody_waits():
    network = Network.load(NETS / "3-8-8-1.json")
    assert 727 / 2 < rough_total(network, seconds=30) < 727 * 2
    assert 5205 / 2 < rough_total(network, faces=True, seconds=30) < 5205 * 2
    assert 0 < rough_total(network, [(0, 1)] * 3, seconds=30) < 727
    assert rough_total(network, wanted=lambda: False) is None
    assert rough_total(network, seconds=0) is None
    # The probes of a line overshoot its 6 regions; no estimate is above what theory allows.
    assert rough_total(Network([Layer([[1]] * 5, [0, 1, 2, 3, 4]), Layer([[1] * 5], [0], "identity")])) == 6


# The bounds -----------------------------------------------------------------------------------------------------------


def serra_by_definition(widths, n):
    total = 0
    for js in product(*[range(width + 1) for width in widths]):
        left, term = n, 1
        for width, j in zip(widths, js, strict=True):
            if j > min(left, width):
                break
            term *= comb(width, j)
            left = min(left, width - j)
        else:
            total += term
    return total


@pytest.mark.parametrize(("widths", "n"), [((3,), 2), ((4, 4), 2), ((2, 3, 4), 3), ((5, 1, 5), 2), ((3, 3), 0)])
def test_serra_is_the_sum_of_its_definition_and_below_raghu(widths, n):
    assert serra(widths, n) == serra_by_definition(widths, n) <= raghu(widths, n)
    if len(widths) == 1:
        assert serra(widths, n) == raghu(widths, n) == zaslavsky(widths[0], n)


@given(networks_with_domains(inputs=(1, 3), depth=(1, 3)))
def test_upper_bounds_hold(case):
    network, domain = case
    regions = network.regions(domain)
    count = len(regions)
    assert all(b.value >= count for b in known_bounds(network, regions.walk.dimension) if b.kind == "upper")


@pytest.mark.parametrize("folds", [1, 2, 3])
def test_the_lower_bound_is_reached_by_the_folding_that_proves_it(folds):
    # relu(2x), relu(4x - 2) fold [0, 1] in two; the last layer has two kinks more, so 2^folds * 3 regions in [0, 1].
    fold = Layer([[2, -4], [2, -4]], [0, "-1/2"])
    net = Network(
        [
            Layer([[1], [1]], [0, "-1/2"]),
            *[fold] * (folds - 1),
            Layer([[2, -4]] * 2, ["-1/3", "-2/3"]),
            Layer([[1, 1]], [0], "identity"),
        ]
    )
    assert len(net.regions([(0, 1)])) == montufar((2,) * (folds + 1), 1) == 2**folds * 3


def test_the_lower_bound_needs_wide_layers():
    assert montufar((2, 3), 3) is None
    assert montufar((), 2) is None
    assert "lower" not in str([b.kind for b in known_bounds(SMALL, 2)])


@pytest.mark.parametrize(("degrees", "table"), [(1, 12.706), (2, 4.303), (5, 2.571), (15, 2.131), (100, 1.984)])
def test_quantiles_are_those_of_the_tables(degrees, table):
    assert round(student_quantile(0.975, degrees), 3) == table
