"""Laws of the extended rationals.

Oracles: `fractions.Fraction` where everything is finite; where it is not, limits computed with huge Fractions.
"""

import copy
import itertools
import numbers
import operator
import pickle
import re
import sys
from decimal import Decimal
from fractions import Fraction

import gmpy2
import pytest
from gmpy2 import mpq, mpz
from hypothesis import example, given
from hypothesis import strategies as st

from exactrelu.errors import IndeterminateFormError, InexactNumberError
from exactrelu.extended import (
    INFINITY,
    MINUS_INFINITY,
    ExtendedRational,
    finite,
    format_rational,
    rational,
    to_fraction,
    weighted_sum,
)
from tests.conftest import require


def name_of(value):
    """A test id that is the same in every process: no addresses."""
    return re.sub(r" object at 0x[0-9a-f]+", "", repr(value))


ARITHMETIC = (operator.add, operator.sub, operator.mul, operator.truediv)
COMPARISONS = (operator.eq, operator.ne, operator.lt, operator.le, operator.gt, operator.ge)
UNDEFINED = "undefined"

# Small on purpose: zeros, equal values and opposite values must meet often, and limits() relies on the bound.
small_fractions = st.fractions(-5, 5, max_denominator=4)
# The model of a number: a Fraction, or the text of an infinity.
models = st.one_of(small_fractions, st.sampled_from(["oo", "-oo"]))
extended = models.map(ExtendedRational)
SAMPLE = [ExtendedRational(t) for t in ("-oo", "-7/2", "-1", "0", "1/3", "1", "oo")]


def text(number):
    """The normal form of an ExtendedRational, after a check of its type."""
    assert type(number) is ExtendedRational
    return str(number)


def outcome(operation, *operands):
    """The normal form of the result, or UNDEFINED."""
    try:
        return text(operation(*operands))
    except IndeterminateFormError:
        return UNDEFINED


def limits(operation, a, b):
    """What a o b must be: replace each infinity by two huge numbers independently; all results must agree."""
    results = set()
    for m, n in itertools.product((10**30, 10**60), repeat=2):
        x = m if a == "oo" else -m if a == "-oo" else a
        y = n if b == "oo" else -n if b == "-oo" else b
        try:
            r = operation(Fraction(x), Fraction(y))
        except ZeroDivisionError:
            return UNDEFINED
        if abs(r) > 10**20:
            results.add("oo" if r > 0 else "-oo")
        else:
            results.add("0" if abs(r) < Fraction(1, 10**20) else str(r))
    return results.pop() if len(results) == 1 else UNDEFINED


class DummyRational:
    """A registered rational whose conversion to float fails the test."""

    def __init__(self, numerator, denominator):
        self.numerator = numerator
        self.denominator = denominator

    def __float__(self):
        pytest.fail("__float__ called")


class DummyReal:
    """A registered real that is not rational; its conversions fail the test."""

    def __float__(self):
        pytest.fail("__float__ called")

    __int__ = __trunc__ = __float__


class Foreign:
    """Knows how to meet any left operand; its conversion to float fails the test."""

    def __float__(self):
        pytest.fail("__float__ called")

    def answer(self, other):
        return ("foreign", other)

    __radd__ = __rsub__ = __rmul__ = __rtruediv__ = answer
    __lt__ = __le__ = __gt__ = __ge__ = answer


numbers.Rational.register(DummyRational)
numbers.Real.register(DummyReal)

INEXACT = [0.5, -0.0, float("nan"), float("inf"), 2j, Decimal("0.5"), gmpy2.mpfr("0.5"), gmpy2.mpc(1), DummyReal()]


# Arithmetic against the oracles


@given(st.fractions(), st.fractions())
def test_finite_arithmetic_equals_that_of_fractions(p, q):
    for operation in ARITHMETIC[: 4 if q else 3]:
        result = operation(ExtendedRational(p), ExtendedRational(q))
        expected = operation(p, q)
        assert text(result) == str(expected)
        assert type(result.to_fraction()) is Fraction
        assert result.to_fraction() == expected
        assert (result.numerator, result.denominator) == (expected.numerator, expected.denominator)
        assert type(result.numerator) is type(result.denominator) is int


@given(models, models)
def test_extended_arithmetic_is_the_limit_of_rational_arithmetic(a, b):
    for operation in ARITHMETIC:
        assert outcome(operation, ExtendedRational(a), ExtendedRational(b)) == limits(operation, a, b)


@pytest.mark.parametrize(
    ("left", "operation", "right"),
    [
        *[("oo", "+", "-oo"), ("-oo", "+", "oo"), ("oo", "-", "oo"), ("-oo", "-", "-oo")],
        *[(a, "/", b) for a in ("oo", "-oo") for b in ("oo", "-oo")],
        *[(a, "/", "0") for a in ("0", "1", "-3/7", "oo", "-oo")],
    ],
)
def test_every_indeterminate_form_raises(left, operation, right):
    function = {"+": operator.add, "-": operator.sub, "/": operator.truediv}[operation]
    with pytest.raises(IndeterminateFormError, match="has no value"):
        function(ExtendedRational(left), ExtendedRational(right))


def test_reflected_division_by_zero_raises():
    with pytest.raises(IndeterminateFormError):
        1 / ExtendedRational(0)
    with pytest.raises(IndeterminateFormError):
        ExtendedRational(1, 0)


@given(models)
def test_unary_operations_are_limits_too(a):
    x = ExtendedRational(a)
    stand_in = {"oo": Fraction(10**30), "-oo": Fraction(-(10**30))}.get(a, a)

    def back(value):
        return {10**30: "oo", -(10**30): "-oo"}.get(value, str(value))

    assert text(-x) == back(-stand_in)
    assert text(+x) == back(stand_in)
    assert text(abs(x)) == back(abs(stand_in))
    assert text(x.relu()) == back(max(stand_in, Fraction(0)))
    assert x.sign() == (stand_in > 0) - (stand_in < 0)
    assert type(x.sign()) is int
    assert bool(x) is bool(stand_in)
    assert x.is_infinite is (a in ("oo", "-oo"))
    assert x.is_finite is not x.is_infinite


# Laws


@given(extended, extended, extended)
def test_order_is_total(a, b, c):
    assert [a < b, a == b, a > b].count(True) == 1
    assert (a <= b) is (a < b or a == b)
    assert (a >= b) is (b <= a)
    assert (a != b) is not (a == b)
    assert not (a <= b and b <= c) or a <= c
    assert MINUS_INFINITY <= a <= INFINITY


@given(models, models)
def test_order_is_the_order_of_the_limits(a, b):
    huge = {"oo": 10**30, "-oo": -(10**30)}
    for comparison in COMPARISONS:
        result = comparison(ExtendedRational(a), ExtendedRational(b))
        assert result is comparison(huge.get(a, a), huge.get(b, b))


def test_sorting_puts_the_infinities_at_the_ends():
    assert sorted(SAMPLE[3:] + SAMPLE[:3]) == SAMPLE


@given(extended, extended, extended)
def test_sums_and_products_are_commutative_and_associative(a, b, c):
    assert outcome(operator.add, a, b) == outcome(operator.add, b, a)
    assert text(a * b) == text(b * a)
    # A sum is undefined exactly if both infinities occur in it, wherever the brackets are.
    both = {"oo", "-oo"} <= {str(a), str(b), str(c)}
    left = outcome(lambda: (a + b) + c)
    assert left == outcome(lambda: a + (b + c))
    assert (left == UNDEFINED) is both
    assert text((a * b) * c) == text(a * (b * c))


@given(extended, extended, extended)
@example(INFINITY, ExtendedRational(2), ExtendedRational(-1))
@example(INFINITY, ExtendedRational(1), ExtendedRational(-1))
@example(ExtendedRational(0), INFINITY, MINUS_INFINITY)
def test_product_distributes_over_sum_wherever_both_sides_are_defined(a, b, c):
    left = outcome(lambda: a * (b + c))
    right = outcome(lambda: a * b + a * c)
    opposite_infinities = b.is_infinite and c.is_infinite and b != c
    # oo * (2 - 1) = oo, but oo * 2 - oo * 1 = oo - oo; 0 * (oo - oo) is undefined, but 0 * oo - 0 * oo = 0.
    assert (left == UNDEFINED) is opposite_infinities
    assert (right == UNDEFINED) is ((opposite_infinities and bool(a)) or (a.is_infinite and b.sign() * c.sign() < 0))
    assert UNDEFINED in (left, right) or left == right


@given(extended, extended)
def test_subtraction_and_division_undo_addition_and_multiplication_by_finite_numbers(a, b):
    if b.is_finite:
        assert text((a + b) - b) == text(a)
        assert not b or text((a * b) / b) == text(a)


# weighted_sum


@given(models, st.lists(st.tuples(models, models), max_size=5))
@example("oo", [("oo", Fraction(0)), (Fraction(0), "-oo")])
@example(Fraction(1), [("oo", Fraction(1)), (Fraction(2), Fraction(3)), (Fraction(1), "-oo")])
def test_weighted_sum_is_the_sum_of_the_products(bias, pairs):
    products = [bias, *(limits(operator.mul, w, x) for w, x in pairs)]
    infinite = {p for p in products if p in ("oo", "-oo")}
    if len(infinite) == 2:
        expected = UNDEFINED
    else:
        expected = infinite.pop() if infinite else str(sum(map(Fraction, products)))
    terms = [(ExtendedRational(w), ExtendedRational(x)) for w, x in pairs]
    assert outcome(weighted_sum, terms, ExtendedRational(bias)) == expected
    assert outcome(weighted_sum, iter(terms), ExtendedRational(bias)) == expected


# Other exact types, foreign types, floats


@pytest.mark.parametrize(
    "other", [3, 0, -1, True, Fraction(-7, 2), mpz(3), mpq(1, 3), DummyRational(6, -4)], ids=name_of
)
def test_exact_operands_of_other_types_are_welcome_on_both_sides(other):
    q = ExtendedRational(Fraction(int(other.numerator), int(other.denominator)))
    for x in SAMPLE:
        for operation in ARITHMETIC:
            assert outcome(operation, x, other) == outcome(operation, x, q)
            assert outcome(operation, other, x) == outcome(operation, q, x)
        for comparison in COMPARISONS:
            assert comparison(x, other) is comparison(x, q)
            if not isinstance(other, DummyRational):
                assert comparison(other, x) is comparison(q, x)


def test_parts_of_a_rational_must_be_integers():
    with pytest.raises(TypeError):
        ExtendedRational(DummyRational(2.5, 1))


@pytest.mark.parametrize("value", INEXACT, ids=name_of)
@pytest.mark.parametrize("operation", [*ARITHMETIC, *COMPARISONS])
def test_no_float_gets_in(value, operation):
    for x in (ExtendedRational("1/2"), ExtendedRational(0), INFINITY):
        with pytest.raises(InexactNumberError, match="is not exact"):
            operation(x, value)
        unordered = type(value) is type(gmpy2.mpc(1)) and operation in COMPARISONS[2:]
        with pytest.raises(TypeError if unordered else InexactNumberError):
            operation(value, x)


@pytest.mark.parametrize("value", INEXACT, ids=name_of)
def test_no_float_gets_in_at_the_doors(value):
    for door in (rational, ExtendedRational, lambda v: ExtendedRational(1, v), lambda v: ExtendedRational(v, 1)):
        with pytest.raises(InexactNumberError, match=re.escape(repr(value))):
            door(value)


@pytest.mark.extra("numpy")
def test_numpy_floats_are_floats_and_numpy_integers_are_integers():
    np = require("numpy")
    one = ExtendedRational(1)
    for kind, operation in itertools.product(
        (np.float16, np.float32, np.float64, np.longdouble), ARITHMETIC + COMPARISONS
    ):
        with pytest.raises(InexactNumberError):
            operation(one, kind(1))
        with pytest.raises(InexactNumberError):
            operation(kind(1), one)
        with pytest.raises(InexactNumberError):
            rational(kind(1))
    assert text(one + np.int64(2)) == text(np.int64(2) + one) == "3"
    assert text(ExtendedRational.from_float(np.float32("0.1"))) == "13421773/134217728"
    assert ExtendedRational.from_float(np.float32("-inf")) == MINUS_INFINITY


@pytest.mark.parametrize("foreign", ["1", None, [1], (1,), object()], ids=name_of)
def test_foreign_types_are_not_numbers(foreign):
    one = ExtendedRational(1)
    assert one != foreign
    assert foreign != one
    for operation in (*ARITHMETIC, *COMPARISONS[2:]):
        with pytest.raises(TypeError):
            operation(one, foreign)
        with pytest.raises(TypeError):
            operation(foreign, one)
    if not isinstance(foreign, str):
        for door in (rational, ExtendedRational):
            with pytest.raises(TypeError, match="not an exact number"):
                door(foreign)


def test_foreign_types_get_their_turn():
    foreign = Foreign()
    for operation in (*ARITHMETIC, *COMPARISONS[2:]):
        assert operation(INFINITY, foreign) == ("foreign", INFINITY)


@pytest.mark.parametrize("convert", [float, int, complex, operator.index, mpq, mpz, gmpy2.mpfr, Fraction])
def test_nothing_converts_silently(convert):
    for x in (ExtendedRational(1), INFINITY):
        with pytest.raises(TypeError):
            convert(x)


@given(st.floats(allow_nan=False))
def test_from_float_is_exact(x):
    number = ExtendedRational.from_float(x)
    if x in (float("inf"), float("-inf")):
        assert number == (INFINITY if x > 0 else MINUS_INFINITY)
    else:
        assert text(number) == str(Fraction(x))


def test_from_float_refuses_nan_and_what_is_no_real_number():
    with pytest.raises(ValueError, match="NaN"):
        ExtendedRational.from_float(float("nan"))
    for value in ("0.5", 1j, Decimal("0.5"), None, INFINITY):
        with pytest.raises(TypeError, match="from_float needs a float"):
            ExtendedRational.from_float(value)


# Text


@pytest.mark.parametrize(
    ("numeral", "expected"),
    [
        *[("-3/7", (-3, 7)), ("+6/4", (3, 2)), ("-0/5", (0, 1)), ("007/010", (7, 10)), ("-12", (-12, 1))],
        *[("1.25", (5, 4)), ("-0.5", (-1, 2)), (".5", (1, 2)), ("-1.", (-1, 1)), ("1e3", (1000, 1))],
        *[("1.5e-3", (3, 2000)), ("+2E+1", (20, 1)), ("1.5E1", (15, 1)), ("0e0", (0, 1)), ("010", (10, 1))],
        *[("1e10000", (10**10000, 1)), ("-1e-10000", (-1, 10**10000)), ("1e+" + "0" * 5000 + "1", (10, 1))],
    ],
)
def test_numerals_are_read_exactly(numeral, expected):
    q = rational(numeral)
    assert type(q) is mpq
    assert type(to_fraction(q)) is Fraction
    assert to_fraction(q) == Fraction(*expected)
    assert ExtendedRational(numeral).to_fraction() == Fraction(*expected)


REFUSED = ["", " ", ".", "+", "-", "1 ", " 1", "1\n", "1 /2", "1/ 2", "1_0", "1/1_0", "--1", "1/-2", "1/+2", "1/2/3"]
REFUSED += ["1/", "/2", "1.5/2", "1/2.5", "1/2e1", "e5", ".e5", "1e", "1e1.5", "1e_1", "nan", "inf", "-inf", "infinity"]
REFUSED += ["OO", "Oo", "+-oo", "oo ", "0x10", "0b1", "0o7", "\u0661", "1/\u0662", "1\u00b2", "\uff11", "1,5", "1j"]
REFUSED += ["\u0661/2", "1.\u0665", "1e\u0663", ".\u0665", "1/0", "0/0"]
REFUSED += ["1e10001", "1e-10001", "0e99999", "1e" + "9" * 5000, "\u22121", "\u221e", "1\x00", "x" * 5000]


@pytest.mark.parametrize("numeral", REFUSED, ids=ascii)
def test_malformed_numerals_are_refused_with_a_short_message(numeral):
    for door in (rational, ExtendedRational):
        with pytest.raises(ValueError, match=r"is not a number|denominator 0|exponent") as caught:
            door(numeral)
        assert len(str(caught.value)) < 150
        assert repr(numeral)[:20] in str(caught.value)


@given(st.text("0123+-/.eE_ \u0661", max_size=6).filter(lambda t: not re.search("[eE][+-]?[0-9]{4}", t)))
def test_whatever_is_read_is_what_fractions_read(numeral):
    try:
        expected = None if re.search("[_ \u0661]", numeral) else Fraction(numeral)
    except (ValueError, ZeroDivisionError):
        expected = None
    try:
        found = to_fraction(rational(numeral))
    except ValueError:
        found = None
    assert found == expected


@given(extended)
def test_every_number_survives_printing_pickling_and_copying(x):
    assert text(ExtendedRational(str(x))) == str(x)
    back = eval(repr(x), {"ExtendedRational": ExtendedRational})
    assert back == x
    assert type(back) is ExtendedRational
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        assert text(pickle.loads(pickle.dumps(x, protocol))) == str(x)
    assert copy.copy(x) is x
    assert copy.deepcopy([x])[0] is x


def test_infinities_have_one_normal_form_each():
    assert text(ExtendedRational("+oo")) == text(-MINUS_INFINITY) == str(INFINITY) == "oo"
    assert text(ExtendedRational("-oo")) == text(-INFINITY) == str(MINUS_INFINITY) == "-oo"
    assert repr(MINUS_INFINITY) == "ExtendedRational('-oo')"
    assert repr(ExtendedRational(6, -14)) == "ExtendedRational('-3/7')"
    for infinite in (INFINITY, MINUS_INFINITY):
        for question in ("numerator", "denominator"):
            with pytest.raises(ValueError, match="infinite"):
                getattr(infinite, question)
        for function in (rational, ExtendedRational.to_fraction):
            with pytest.raises(ValueError, match="infinite"):
                function(infinite)
    for numeral in ("oo", "+oo", "-oo"):
        with pytest.raises(ValueError, match="infinite"):
            rational(numeral)


def test_numerals_of_ten_thousand_digits():
    limit = sys.get_int_max_str_digits()
    p, q = 10**10_000 + 1, 10**9_999
    numeral = "-1" + "0" * 9_999 + "1/1" + "0" * 9_999
    x = ExtendedRational(numeral)
    assert x.to_fraction() == Fraction(-p, q)
    assert (x.numerator, x.denominator) == (-p, q)
    assert str(x) == format_rational(rational(numeral)) == numeral
    assert repr(x) == f"ExtendedRational('{numeral}')"
    assert text(pickle.loads(pickle.dumps(x))) == numeral
    assert text(ExtendedRational("-10." + "0" * 9_998 + "1")) == numeral
    assert ExtendedRational(p) == p == ExtendedRational(str(mpz(p)))
    assert format_rational(mpq(p)) == str(ExtendedRational(p)) == "1" + "0" * 9_999 + "1"
    with pytest.raises(IndeterminateFormError):
        x / 0
    assert sys.get_int_max_str_digits() == limit


# Identity, hashing, immutability, the inner doors


@given(st.fractions())
@example(Fraction(1, 2**61 - 1))
@example(Fraction(-1))
def test_hashes_equal_those_of_equal_numbers(p):
    x = ExtendedRational(p)
    assert hash(x) == hash(p) == hash(mpq(p))
    assert {p: "found"}[x] == {x: "found"}[p] == "found"
    if p.denominator == 1:
        assert hash(x) == hash(int(p))


def test_hashes_of_infinities_do_not_change_from_run_to_run():
    assert hash(INFINITY) == sys.hash_info.inf
    assert hash(MINUS_INFINITY) == -sys.hash_info.inf
    assert len({INFINITY, ExtendedRational("oo"), MINUS_INFINITY, -INFINITY}) == 2


@pytest.mark.parametrize("name", ["_value", "_infinity", "numerator", "is_finite", "other"])
def test_extendedare_immutable(name):
    x = ExtendedRational("3/7")
    with pytest.raises(AttributeError, match="immutable"):
        setattr(x, name, 1)
    with pytest.raises(AttributeError, match="immutable"):
        delattr(x, name)
    assert str(x) == "3/7"
    assert not hasattr(x, "__dict__")


@given(st.fractions())
def test_inner_doors(p):
    q = mpq(p.numerator, p.denominator)
    for value in (p, q, ExtendedRational(p), str(p)):
        assert type(rational(value)) is mpq
        assert rational(value) == q
    assert text(finite(q)) == format_rational(q) == str(p)
    assert type(to_fraction(q)) is Fraction
    assert to_fraction(q) == p
    assert rational(True) == 1
    assert type(rational(mpz(2))) is mpq


def test_default_and_second_argument():
    assert text(ExtendedRational()) == "0"
    assert text(ExtendedRational(Fraction(1, 2), "3/4")) == "2/3"
    assert text(ExtendedRational(1, INFINITY)) == "0"
