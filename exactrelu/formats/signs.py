"""The signs of affine forms at floating-point inputs, exactly.

Every float is a rational number, so the sign of a form with integer coefficients at it is a definite thing.
Most signs follow from a rounded value that is larger than its error can be; the others are computed in integers.
"""

from collections.abc import Sequence
from fractions import Fraction
from operator import mul
from typing import Any

from exactrelu.errors import MissingExtraError

__all__ = ["ExactSigns", "numpy_module"]

# Of a sum of n + 1 products in any order, with coefficients that were rounded first, the error is at most
# (n + 3) * u * sum |a_i| |x_i| up to terms of order u^2, u = 2^-53 (Higham, Accuracy and Stability, section 3.1).
# The bound is itself computed with such an error: 2 * (n + 8) * u is far more than both.
EPSILON = 2.0**-52
SPARE = 8
# What underflow can add: less than 2^-1075 for each product and each coefficient that became subnormal, times |x_i|.
UNDERFLOW = 2.0**-1072


def numpy_module() -> Any:
    """The module numpy; MissingExtraError without it."""
    try:
        import numpy
    except ModuleNotFoundError:
        raise MissingExtraError(
            "this needs the package numpy; install it with pip install 'exactrelu[numpy]'"
        ) from None
    return numpy


class ExactSigns:
    """The signs of forms (a_1, ..., a_n, c), given as tuples of integers of any size.

    Called with a float64 array of shape (points, n), it gives an int8 array of -1, 0, 1 of shape (points, forms).
    Raises MissingExtraError without the package numpy; the caller sees to it that all numbers are finite.
    """

    def __init__(self, forms: Sequence[Sequence[int]]) -> None:
        self.forms = tuple(tuple(int(entry) for entry in form) for form in forms)
        # Scaled by powers of 2 so that the largest entry is below 1: nothing overflows, and no sign changes.
        self._scaled = [_scaled(form) for form in self.forms]

    def __call__(self, points: Any) -> Any:  # noqa: D102
        numpy = numpy_module()
        if not self.forms:
            return numpy.zeros((len(points), 0), numpy.int8)
        coefficients = numpy.array(self._scaled)
        linear, constant = coefficients[:, :-1].T, coefficients[:, -1]
        size = numpy.abs(points)
        with numpy.errstate(over="ignore", invalid="ignore", under="ignore"):
            values = points @ linear + constant
            bound = size @ numpy.abs(linear) + numpy.abs(constant)
            bound = bound * (EPSILON * (len(linear) + SPARE))
            bound += (UNDERFLOW * (size.sum(axis=1) + len(linear) + 1))[:, None]
            # Where anything overflowed, the comparison is false: a doubt too.
            certain = numpy.abs(values) > bound
        signs = numpy.zeros(values.shape, numpy.int8)
        signs[certain] = numpy.sign(values[certain])
        doubtful = numpy.argwhere(~certain)
        last, vector = -1, ()  # type: tuple[int, tuple[int, ...]]
        for i, j in doubtful.tolist():
            if i != last:
                last, vector = i, _integers(points[i].tolist())
            total = sum(map(mul, self.forms[j], vector))
            signs[i, j] = (total > 0) - (total < 0)
        return signs


def _scaled(form: Sequence[int]) -> list[float]:
    length = max(entry.bit_length() for entry in form)
    return [float(Fraction(entry, 1 << length)) for entry in form]


def _integers(point: Sequence[float]) -> tuple[int, ...]:
    """The homogeneous integer vector (x, t), t > 0, of a point of floats; all denominators are powers of 2."""
    ratios = [x.as_integer_ratio() for x in point]
    t = max((q for _, q in ratios), default=1)
    return (*(p * (t // q) for p, q in ratios), t)
