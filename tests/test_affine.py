"""Affine forms and maps, against plain Fractions."""

from fractions import Fraction
from math import gcd

import pytest
from gmpy2 import mpq, mpz
from hypothesis import given
from hypothesis import strategies as st

from exactrelu import AffineMap
from exactrelu.affine import clear_denominators, format_form, homogeneous_point, primitive, value
from exactrelu.errors import InexactNumberError, ShapeError
from tests.oracles import at, plain
from tests.strategies import forms, points

dimensions = st.integers(1, 4)
integers = st.one_of(st.integers(-4, 4), st.integers(-(10**40), 10**40))


@given(st.lists(integers, min_size=1, max_size=5))
def test_primitive_forms_are_the_shortest_on_their_ray(entries):
    form = primitive(tuple(map(mpz, entries)))
    assert gcd(*map(int, form)) in (0, 1)
    scale = gcd(*entries)
    assert [scale * int(a) for a in form] == entries
    assert all(primitive(tuple(factor * a for a in form)) == form for factor in (2, 3, 4, 7))


@given(dimensions.flatmap(points))
def test_homogeneous_points_are_primitive_with_a_positive_last_entry(point):
    vector = homogeneous_point(point)
    assert vector[-1] > 0
    assert gcd(*map(int, vector)) == 1
    assert tuple(Fraction(int(x), int(vector[-1])) for x in vector[:-1]) == point


@given(st.lists(st.builds(Fraction, integers, st.integers(1, 10**20)), min_size=1, max_size=5))
def test_cleared_denominators_keep_direction_and_sense(numbers):
    vector = clear_denominators([mpq(a.numerator, a.denominator) for a in numbers])
    assert gcd(*map(int, vector)) in (0, 1)
    scale = next((Fraction(int(v)) / a for v, a in zip(vector, numbers, strict=True) if a), 1)
    assert scale > 0
    assert plain(vector) == tuple(scale * a for a in numbers)


@given(dimensions.flatmap(lambda n: st.tuples(forms(n), points(n))))
def test_the_value_has_the_sign_of_the_form_at_the_point(case):
    form, point = case
    vector = homogeneous_point(point)
    assert Fraction(int(value(tuple(map(mpz, form)), vector)), int(vector[-1])) == at(form, point)


def affine_map(rows, denominator):
    return AffineMap.from_integers([tuple(map(mpz, row)) for row in rows], mpz(denominator))


@given(
    dimensions.flatmap(lambda n: st.tuples(st.lists(forms(n), min_size=1, max_size=3), points(n), st.integers(1, 9)))
)
def test_affine_maps_are_functions_in_lowest_terms(case):
    rows, point, denominator = case
    affine = affine_map(rows, denominator)
    assert affine.weight == tuple(tuple(Fraction(a, denominator) for a in row[:-1]) for row in rows)
    assert affine.bias == tuple(Fraction(row[-1], denominator) for row in rows)
    assert affine(point) == tuple(Fraction(at(row, point), denominator) for row in rows)
    assert all(type(y) is Fraction for y in affine(point))
    assert affine.inputs == len(point)
    # The same function by other integers is the same map; another function is not.
    same = affine_map([[6 * a for a in row] for row in rows], 6 * denominator)
    assert affine == same
    assert hash(affine) == hash(same)
    assert affine != affine_map([(*rows[0][:-1], rows[0][-1] + 1), *rows[1:]], denominator)


def test_the_zero_map_has_one_form():
    zeros = [AffineMap.from_integers([(mpz(0), mpz(0))], mpz(d)) for d in (1, 2, 30)]
    assert zeros[0] == zeros[1] == zeros[2]
    assert zeros[0].denominator == 1


def test_points_of_another_length_and_floats_are_refused():
    affine = AffineMap.from_integers([(mpz(1), mpz(2), mpz(3))], mpz(1))
    for point in ((), (1,), (1, 2, 3)):
        with pytest.raises(ShapeError, match="takes 2 inputs"):
            affine(point)
    with pytest.raises(InexactNumberError):
        affine((1, 0.5))


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ((0, 0, 0), "0"),
        ((0, 0, -5), "-5"),
        ((1, 0, 0), "x1"),
        ((-1, 1, 0), "-x1 + x2"),
        ((-2, -1, 1), "-2*x1 - x2 + 1"),
        ((0, 3, -1), "3*x2 - 1"),
    ],
)
def test_forms_are_readable(form, text):
    assert format_form(tuple(map(mpz, form))) == text
    assert format_form(tuple(map(mpz, form)), ["x1", "x2"]) == text
    named = format_form(tuple(map(mpz, form)), ["age", "size"])
    assert named == text.replace("x1", "age").replace("x2", "size")


@given(dimensions.flatmap(lambda n: st.tuples(forms(n, 99), points(n))))
def test_readable_forms_evaluate_to_the_form(case):
    form, point = case
    names = {f"x{i + 1}": x for i, x in enumerate(point)}
    assert eval(format_form(tuple(map(mpz, form))), {}, names) == at(form, point)


def test_long_numbers_are_readable():
    assert format_form((mpz(10) ** 5000, mpz(0))) == "1" + "0" * 5000 + "*x1"
