"""The L1 and the L-infinity norm: values, distances to hyperplanes, and balls as linear constraints."""

from collections.abc import Hashable, Iterable, Sequence
from fractions import Fraction

from gmpy2 import mpq, mpz

from exactrelu.affine import Form, clear_denominators, value
from exactrelu.extended import rational, to_fraction

__all__ = ["NORMS", "hyperplane_distance", "lift", "nearest_on_hyperplane", "norm", "norm_forms", "norm_objective"]

NORMS = ("l1", "linf")


def require_norm(kind: str) -> None:
    """Raises ValueError for a word that names no norm."""
    if kind not in NORMS:
        raise ValueError(f"unknown norm {kind!r}; use 'l1' or 'linf'")


def norm(vector: Iterable[Fraction], kind: str) -> Fraction:
    """The norm of a vector: the sum ("l1") or the largest ("linf") of the absolute values.

    >>> norm((Fraction(-1, 2), Fraction(1, 3)), "l1"), norm((Fraction(-1, 2), Fraction(1, 3)), "linf")
    (Fraction(5, 6), Fraction(1, 2))
    """
    require_norm(kind)
    sizes = [abs(entry) for entry in vector]
    return sum(sizes, Fraction(0)) if kind == "l1" else max(sizes, default=Fraction(0))


def _dual(form: Form, kind: str) -> mpz:
    sizes = [abs(entry) for entry in form[:-1]]
    return max(sizes) if kind == "l1" else sum(sizes)


def hyperplane_distance(form: Form, point: Form, kind: str) -> Fraction:
    """The distance of a homogeneous point from the hyperplane form = 0: |a.x + c| over the dual norm of a.

    |a.(y - x)| <= |a|_dual * |y - x|, with equality for some direction y - x; the form is not constant.
    """
    return to_fraction(mpq(abs(value(form, point)), point[-1] * _dual(form, kind)))


def nearest_on_hyperplane(form: Form, point: Form, kind: str) -> tuple[Fraction, ...]:
    """A point of the hyperplane form = 0 that is nearest to the homogeneous point.

    For L1 only the first coordinate with the largest coefficient moves, for L-infinity all that the form sees move
    alike.
    """
    step = mpq(-value(form, point), point[-1] * _dual(form, kind))
    moves = [mpq(0)] * (len(form) - 1)
    if kind == "l1":
        i = max(range(len(moves)), key=lambda k: (abs(form[k]), -k))
        moves[i] = step if form[i] > 0 else -step
    else:
        moves = [step if a > 0 else -step if a < 0 else mpq(0) for a in form[:-1]]
    return tuple(to_fraction(mpq(x, point[-1]) + move) for x, move in zip(point[:-1], moves, strict=True))


# Balls as linear constraints: the variables are y_1, ..., y_n, then for L-infinity one r with |y_i - x_i| <= r,
# for L1 one r_i for each i with |y_i - x_i| <= r_i; the objective is r, or the sum of the r_i.


def _extra(inputs: int, kind: str) -> int:
    return inputs if kind == "l1" else 1


def lift(form: Sequence[mpz], kind: str) -> Form:
    """A form in y as a form in y and the extra variables."""
    return (*form[:-1], *(mpz(0),) * _extra(len(form) - 1, kind), form[-1])


def norm_forms(point: Sequence[Fraction], kind: str) -> dict[Hashable, Form]:
    """The forms >= 0 that bound the extra variables from below, with keys ("norm", i, sign)."""
    require_norm(kind)
    n = len(point)
    forms: dict[Hashable, Form] = {}
    for i, x in enumerate(point):
        for sign in (1, -1):
            row = [mpq(0)] * (n + _extra(n, kind) + 1)
            row[i] = mpq(-sign)
            row[n + (i if kind == "l1" else 0)] = mpq(1)
            row[-1] = sign * rational(x)
            forms["norm", i, sign] = clear_denominators(row)
    return forms


def norm_objective(inputs: int, kind: str) -> Form:
    """The form whose least value under norm_forms is the distance."""
    extra = _extra(inputs, kind)
    return (*(mpz(0),) * inputs, *(mpz(1),) * extra, mpz(0))
