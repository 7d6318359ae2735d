"""Coefficient tables, importance and membership, against the fundamental theorem of calculus and brute force."""

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exactrelu import Layer, Network
from exactrelu.errors import DomainError, ShapeError
from exactrelu.explain import importance, mean, membership, region_table, table_rows
from tests.oracles import output
from tests.strategies import networks, networks_with_domains, points, points_in

ROOT = Path(__file__).parents[2]
SIZES = {"inputs": (1, 3), "depth": (1, 3), "most_neurons": 6}


@st.composite
def boxed(draw):
    network = draw(networks(**SIZES))
    bounds = [(low, low + draw(st.integers(1, 4))) for low in draw(st.tuples(*[st.integers(-3, 1)] * network.inputs))]
    return network, bounds


@given(boxed())
def test_the_mean_gradient_is_the_mean_difference_across_the_box(case):
    """The integral of dN/dx_i along x_i is N at the high side minus N at the low side."""
    network, bounds = case
    found = importance(network, bounds)
    for i, (low, high) in enumerate(bounds):
        ends = [mean(network, [*bounds[:i], (x, x), *bounds[i + 1 :]]) for x in (low, high)]
        for o in range(network.outputs):
            assert found.signed[o][i] * (high - low) == ends[1][o] - ends[0][o]
            assert found.absolute[o][i] >= abs(found.signed[o][i])
    assert found.regions == found.used == len(network.regions(bounds))


def test_importance_by_hand():
    """|x1| + 3 relu(x2) on [-1, 2] x [-1, 1]."""
    network = Network([Layer([[1, 0], [-1, 0], [0, 1]], [0, 0, 0]), Layer([[1, 1, 3]], [0], "identity")])
    found = importance(network, [(-1, 2), (-1, 1)])
    assert found.absolute == ((1, Fraction(3, 2)),)
    assert found.signed == ((Fraction(1, 3), Fraction(3, 2)),)
    assert (found.weighting, found.total) == ("volume", 6)
    by_data = importance(network, data=[(-1, 1), (-2, 3), (5, -1), (0, 4)])
    assert by_data.absolute == ((1, Fraction(9, 4)),)
    assert by_data.signed == ((Fraction(-1, 4), Fraction(9, 4)),)
    assert (by_data.weighting, by_data.total, by_data.regions, by_data.used) == ("data", 4, 4, 3)


@st.composite
def with_data(draw):
    network, domain = draw(networks_with_domains(**SIZES))
    inner = draw(st.lists(points_in(network, domain), min_size=1, max_size=4))
    return network, domain, inner + draw(st.lists(points(network.inputs), max_size=2))


@given(with_data())
def test_members_are_the_closed_cells_that_contain_the_points(case):
    network, domain, data = case
    found = membership(network, data, domain)
    regions = list(network.regions(domain))
    assert [region.signs for region in found.regions] == [region.signs for region in regions]
    for point, numbers in zip(data, found.members, strict=True):
        if domain is not None and point not in domain:
            assert numbers == ()
        else:
            assert numbers == tuple(i for i, region in enumerate(regions) if region.closure_contains(point))
            assert numbers
    assert sum(found.counts) + found.outside == len(data)
    assert dict(found.histogram()) == {i: count for i, count in enumerate(found.counts) if count}


def test_a_point_on_a_boundary_is_shared():
    network = Network([Layer([[1, 0], [0, 1]], [0, 0]), Layer([[1, 1]], [0], "identity")])
    found = membership(network, [(0, 0), (0, 1), (2, 2), (2, 2)])
    assert sorted(found.counts) == [Fraction(1, 4), Fraction(1, 4), Fraction(3, 4), Fraction(11, 4)]
    assert found.histogram()[0][1] == Fraction(11, 4)
    assert found.to_json()["regions"][0]["count"] == "11/4"


@given(with_data())
def test_tables_have_every_cell_with_its_map(case):
    network, domain, data = case
    table = region_table(network, domain, data=data)
    assert len(table) == len(network.regions(domain))
    assert sum(row.count for row in table) == len(data) - membership(network, data, domain).outside
    for row, region in zip(table, network.regions(domain), strict=True):
        assert row.affine_map(region.interior_point) == output(network, region.interior_point)
        assert row.bounded == region.is_bounded
    rows = table_rows(table, [f"f{i}" for i in range(network.inputs)])
    assert len(rows) == 1 + len(table) * network.outputs
    assert {len(row) for row in rows} == {network.inputs + 6}


def test_the_table_of_a_trained_network():
    network = Network.load(ROOT / "examples" / "diabetes.json")
    bounds = [(18, 43), (62, 133), ("16/5", "31/5")]
    steps = []
    table = region_table(network, bounds, volumes=True, progress=steps.append)
    assert sum(row.volume for row in table) == 25 * 71 * 3
    assert steps[-1] == len(table)
    rows = table_rows(table, ["bmi", "bp", "s5"])
    assert rows[0] == ("region", "signs", "output", "bmi", "bp", "s5", "constant", "volume", "count")
    assert Fraction(rows[1][6]) == table[0].affine_map.bias[0]
    assert Fraction(table[0].to_json()["volume"]) == table[0].volume


def test_bad_input_is_refused():
    network = Network([Layer([[1]], [0]), Layer([[1]], [0], "identity")])
    with pytest.raises(DomainError):
        importance(network)
    with pytest.raises(DomainError, match="no data point"):
        importance(network, [(0, 1)], data=[(5,)])
    with pytest.raises(ShapeError, match="data row 2"):
        membership(network, [(1,), (1, 2)])
    with pytest.raises(DomainError):
        region_table(network, volumes=True)
