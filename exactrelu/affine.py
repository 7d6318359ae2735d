"""Affine forms and affine maps over Q, kept in integers.

A **form** is a tuple of n + 1 integers (a_1, ..., a_n, c) and stands for the function a.x + c on Q^n.
In homogeneous coordinates (x, t) it is the linear function a.x + c*t, so one dot product serves points and directions.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from operator import mul
from typing import Any

from gmpy2 import gcd, lcm, mpq, mpz

from exactrelu.errors import ShapeError
from exactrelu.extended import rational, to_fraction

__all__ = ["AffineMap", "Form", "clear_denominators", "format_form", "homogeneous_point", "primitive", "value"]

Form = tuple[mpz, ...]


def value(form: Sequence[mpz], vector: Sequence[mpz]) -> mpz:
    """The dot product of a form with a homogeneous vector (x, t); its sign is that of the form at x/t when t > 0."""
    return sum(map(mul, form, vector), mpz(0))


def primitive(form: Sequence[mpz]) -> Form:
    """The form divided by the positive gcd of its entries, so that positive multiples become equal.

    >>> [int(a) for a in primitive((mpz(-4), mpz(6), mpz(0)))]
    [-2, 3, 0]
    """
    divisor = gcd(*form)
    return tuple(form) if divisor <= 1 else tuple(entry // divisor for entry in form)


def clear_denominators(numbers: Sequence[mpq]) -> Form:
    """The primitive integer vector that is a positive multiple of the rational vector."""
    common = lcm(*(number.denominator for number in numbers))
    return primitive([number.numerator * (common // number.denominator) for number in numbers])


def homogeneous_point(point: Iterable[Any]) -> Form:
    """The primitive integer vector (x, t), t > 0, of the rational point x/t.

    >>> [int(a) for a in homogeneous_point((Fraction(1, 2), "1/3"))]
    [3, 2, 6]
    """
    return clear_denominators([*(rational(coordinate) for coordinate in point), mpq(1)])


def format_form(form: Sequence[mpz], names: Sequence[str] | None = None) -> str:
    """The form as readable text.

    >>> format_form((mpz(2), mpz(-1), mpz(0), mpz(-3)))
    '2*x1 - x2 - 3'
    """
    variables = list(names) if names is not None else [f"x{i + 1}" for i in range(len(form) - 1)]
    text = ""
    for coefficient, name in zip(form, [*variables, ""], strict=True):
        if coefficient == 0:
            continue
        size = abs(coefficient)
        term = f"{size}" if not name else name if size == 1 else f"{size}*{name}"
        if text:
            text += f" - {term}" if coefficient < 0 else f" + {term}"
        else:
            text = f"-{term}" if coefficient < 0 else term
    return text or "0"


@dataclass(frozen=True, slots=True)
class AffineMap:
    """An affine map Q^n -> Q^m in lowest terms: integer rows (m forms of length n + 1) over one positive denominator.

    Two maps are equal as functions on Q^n if and only if they compare equal; everything is exact.

    >>> double = AffineMap.from_integers([(mpz(4), mpz(-2))], mpz(2))
    >>> double.weight, double.bias, double((3,))
    (((Fraction(2, 1),),), (Fraction(-1, 1),), (Fraction(5, 1),))
    """

    rows: tuple[Form, ...]
    denominator: mpz

    @classmethod
    def from_integers(cls, rows: Iterable[Sequence[mpz]], denominator: mpz) -> "AffineMap":
        """The map x -> (rows . (x, 1)) / denominator, reduced to lowest terms; denominator > 0."""
        integers = [tuple(row) for row in rows]
        divisor = gcd(denominator, *(entry for row in integers for entry in row))
        return cls(tuple(tuple(entry // divisor for entry in row) for row in integers), denominator // divisor)

    @property
    def inputs(self) -> int:
        """The dimension n of the points that the map takes."""
        return len(self.rows[0]) - 1 if self.rows else 0

    @property
    def weight(self) -> tuple[tuple[Fraction, ...], ...]:
        """The linear part, shape (m, n)."""
        return tuple(tuple(to_fraction(mpq(entry, self.denominator)) for entry in row[:-1]) for row in self.rows)

    @property
    def bias(self) -> tuple[Fraction, ...]:
        """The constant part, length m."""
        return tuple(to_fraction(mpq(row[-1], self.denominator)) for row in self.rows)

    def __call__(self, point: Iterable[Any]) -> tuple[Fraction, ...]:
        """The exact value at a rational point of length n.

        Raises ShapeError for a point of another length and InexactNumberError for a float.
        """
        vector = homogeneous_point(point)
        if self.rows and len(vector) != len(self.rows[0]):
            raise ShapeError(f"the map takes {self.inputs} inputs, the point has {len(vector) - 1}")
        scale = self.denominator * vector[-1]
        return tuple(to_fraction(mpq(value(row, vector), scale)) for row in self.rows)
