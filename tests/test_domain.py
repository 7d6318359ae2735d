"""Domains: boxes and polyhedra in, membership out, the same through JSON."""

import json
from fractions import Fraction
from math import gcd

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exactrelu import Domain, ExtendedRational
from exactrelu.errors import DomainError, FormatError, InexactNumberError
from tests.oracles import at, plain
from tests.strategies import domains, points

dimensions = st.integers(1, 4)
bounds = st.one_of(st.integers(-2, 2), st.fractions(-2, 2, max_denominator=4), st.sampled_from(["oo", "-oo"]))


@given(dimensions.flatmap(lambda n: st.tuples(st.lists(st.tuples(bounds, bounds), min_size=n, max_size=n), points(n))))
def test_boxes_contain_what_lies_between_their_bounds(case):
    pairs, point = case
    ends = [(ExtendedRational(low), ExtendedRational(high)) for low, high in pairs]
    if any(low > high or (low == high and low.is_infinite) for low, high in ends):
        with pytest.raises(DomainError, match="coordinate"):
            Domain.box(pairs)
        return
    box = Domain.box(pairs)
    assert (point in box) is all(low <= x <= high for x, (low, high) in zip(point, ends, strict=True))
    assert len(box.equalities) == sum(low == high for low, high in ends)
    text = ",".join(f"{low}:{high}" for low, high in ends)
    assert Domain.parse_box(text) == box
    assert Domain.parse_box(text.replace("-oo:", ":").replace(":oo", " : ")) == box


@given(dimensions.flatmap(lambda n: st.tuples(domains(n), points(n))))
def test_polyhedra_contain_what_satisfies_their_constraints(case):
    domain, point = case
    expected = all(at(plain(g), point) >= 0 for g in domain.inequalities)
    expected = expected and all(at(plain(g), point) == 0 for g in domain.equalities)
    assert (point in domain) is expected
    assert all(gcd(*map(int, g)) in (0, 1) for g in (*domain.inequalities, *domain.equalities))
    assert Domain.from_json(json.loads(json.dumps(domain.to_json())), domain.dimension) == domain
    assert hash(domain) == hash(Domain(domain.dimension, domain.inequalities, domain.equalities))


def test_rows_are_scaled_to_primitive_integers_without_turning_round():
    domain = Domain.from_rows(2, [("1/2", "-1/3", 1), (-4, 0, 6)], [(0, "2/5", 0)])
    assert domain.inequalities == ((3, -2, 6), (-2, 0, 3))
    assert domain.equalities == ((0, 1, 0),)
    assert (Fraction(3, 2), 0) in domain
    assert (2, 0) not in domain
    assert (0, 1) not in domain


@pytest.mark.parametrize("row", [(), (1,), (1, 2), (1, 2, 3, 4)])
def test_rows_of_another_length_are_refused(row):
    for rows in ({"inequalities": [row]}, {"equalities": [row]}):
        with pytest.raises(DomainError, match="numbers"):
            Domain.from_rows(2, **rows)


@pytest.mark.parametrize("text", ["", "1", "0:1,", "0:1;2:3", "a:b", "0:1/0", "1:0", "oo:oo", "0:nan", "0:1:2"])
def test_bad_boxes_are_refused(text):
    with pytest.raises(DomainError):
        Domain.parse_box(text)


def test_floats_are_refused():
    with pytest.raises(InexactNumberError):
        Domain.box([(0, 0.5)])
    with pytest.raises(InexactNumberError):
        Domain.from_rows(1, [(0.5, 1)])


def test_points_of_another_dimension_are_refused():
    for point in ((), (1,), (1, 2, 3)):
        with pytest.raises(DomainError, match="dimension"):
            _ = point in Domain.box([(0, 1), (0, 1)])


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        "0:1",
        {"inequality": []},
        {"inequalities": 3},
        {"inequalities": [3]},
        {"inequalities": [[1, 2, 3]]},
        {"equalities": [[1, None]]},
        {"equalities": [[1, 0.5]]},
        {"equalities": [[1, "x"]]},
        {"equalities": [[1, "oo"]]},
    ],
)
def test_bad_json_is_refused(data):
    with pytest.raises(FormatError):
        Domain.from_json(data, 1)


def test_missing_keys_mean_no_constraints():
    assert Domain.from_json({}, 3) == Domain(3)
    assert (10**100, 0, -1) in Domain(3)
