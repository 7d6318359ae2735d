"""The one rounding that reading may need, 1/sqrt, and the notes that say so."""

from decimal import Decimal, localcontext
from fractions import Fraction

import pytest
from gmpy2 import mpq
from hypothesis import given
from hypothesis import strategies as st

from exactrelu.errors import FormatError
from tests.onnx_models import array, node, read

pytestmark = pytest.mark.extra("numpy")


def inverse_root(number):
    from exactrelu.formats.arithmetic import inverse_square_root

    root, exact = inverse_square_root(mpq(number))
    return Fraction(int(root.numerator), int(root.denominator)), exact


variances = st.one_of(
    st.builds(Fraction, st.integers(1, 10**6), st.integers(1, 10**6)),
    st.floats(min_value=5e-324, allow_infinity=False, exclude_min=False).map(Fraction),
    st.builds(lambda k, e: Fraction(k) ** 2 * Fraction(4) ** e, st.integers(1, 50), st.integers(-60, 60)),
)


@given(variances)
def test_the_root_is_the_nearest_double(number):
    root, exact = inverse_root(number)
    assert Fraction(float(root)) == root
    assert exact == (root**2 * number == 1)
    # Half of a unit in the last place on both sides: by squares, so no root is taken here.
    significand, exponent = root, 0
    while significand >= 2**53:
        significand, exponent = significand / 2, exponent + 1
    while significand < 2**52:
        significand, exponent = significand * 2, exponent - 1
    assert significand.denominator == 1
    half = Fraction(2) ** (exponent - 1)
    below = half / 2 if significand == 2**52 else half
    assert (root - below) ** 2 * number <= 1 <= (root + half) ** 2 * number


@given(variances)
def test_the_root_agrees_with_decimal_arithmetic(number):
    with localcontext() as context:
        context.prec = 60
        value = 1 / (Decimal(number.numerator) / Decimal(number.denominator)).sqrt()
    assert inverse_root(number)[0] == Fraction(float(Fraction(value)))


@pytest.mark.parametrize(
    ("root", "nearest"),
    [(2**53 + 1, 2**53), (2**53 + 3, 2**53 + 4), (2**54 + 2, 2**54), (2**54 - 1, 2**54), (2**53 - 1, 2**53 - 1)],
)
def test_ties_go_to_the_even_double(root, nearest):
    for scale in (1, Fraction(1, 2**70), 2**70):
        assert inverse_root(1 / (root * Fraction(scale)) ** 2) == (nearest * scale, nearest == root)


@pytest.mark.parametrize("number", [0, -1, Fraction(-1, 3)])
def test_there_is_no_root_of_what_is_not_positive(number):
    with pytest.raises(FormatError, match="which is not positive"):
        inverse_root(number)


def normalised(variance, epsilon):
    parameters = [array(name, [1.0, 2.0]) for name in "sbm"]
    return read(
        [node("BatchNormalization", "x s b m v", "y", epsilon=epsilon)],
        [*parameters, array("v", variance)],
        opset=15,
    )


@pytest.mark.extra("onnx")
def test_a_rounded_root_is_noted_and_an_exact_one_is_not():
    assert normalised([0.25, 4.0], 0.0).provenance.notes == ()
    (note,) = normalised([0.25, 2.0], 0.0).provenance.notes
    assert "node 'make_y': BatchNormalization, 1/sqrt(variance + epsilon) of 1 channels" in note
    assert "nearest double" in note


@pytest.mark.extra("onnx")
def test_everything_else_of_the_normalisation_is_exact():
    root, _ = inverse_root(Fraction(2))
    network = normalised([2.0, 0.25], 0.0)
    assert network.layers[0].weight == ((root, 0), (0, 4))
    assert network.layers[0].bias == (1 - root, 2 - 2 * 4)
