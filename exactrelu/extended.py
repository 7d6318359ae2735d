"""Exact numbers: the rationals Q and the extended reals Q u {-oo, +oo}.

Rationals inside the package are ``gmpy2.mpq`` and enter through one door, `rational`.
They leave as `fractions.Fraction` (`to_fraction`), as text (`format_rational`) or as `ExtendedRational`.
Numerals of any length are read and printed: the work is gmpy2's, so Python's limit of 4300 digits does not apply.
"""

from __future__ import annotations

import numbers
import operator
import re
import sys
from collections.abc import Iterable
from fractions import Fraction
from typing import Final, NoReturn, TypeAlias, final

import gmpy2
from gmpy2 import mpq, mpz

from exactrelu.errors import IndeterminateFormError, InexactNumberError

__all__ = [
    "INFINITY",
    "MINUS_INFINITY",
    "ExtendedRational",
    "finite",
    "format_rational",
    "rational",
    "to_fraction",
    "weighted_sum",
]

# mpz and mpq are untyped, hence Any, hence welcome too; a float is refused by mypy as well as at run time.
Operand: TypeAlias = "ExtendedRational | int | Fraction"

_GMPY2_READY: Final = frozenset({int, bool, Fraction, mpz, mpq})
_INFINITE_NUMERALS: Final = {"oo": 1, "+oo": 1, "-oo": -1}
_LARGEST_EXPONENT: Final = 10_000
_LONGEST_QUOTE: Final = 60

# [0-9] and not \d: \d matches every Unicode digit.
_NUMERAL: Final = re.compile(
    r"(?P<sign>[+-]?)"
    r"(?:(?P<numerator>[0-9]+)/(?P<denominator>[0-9]+)"
    r"|(?=[.]?[0-9])(?P<whole>[0-9]*)(?:[.](?P<decimals>[0-9]*))?(?:[eE](?P<exponent>[+-]?[0-9]+))?)"
)


@final
class ExtendedRational:
    """An immutable number of Q u {-oo, +oo} with the conventions of measure theory.

    0 * oo = 0, a * oo = oo or -oo by the sign of a, a + oo = oo and a / oo = 0 for finite a.
    oo - oo, oo / oo and x / 0 raise `IndeterminateFormError`; the order is total.

    The argument is an int, a Fraction, another exact rational, an ExtendedRational, or a numeral such as
    "-3/7", "1.25", "1.5e-3", "oo", "+oo" or "-oo"; a second argument divides the first.
    Everything is exact.
    A float (or any other number that is not rational) raises `InexactNumberError`, as an argument, as an operand, and
    in comparisons, == included; `from_float` is the exact door for it.
    Malformed text raises ValueError, any other type TypeError.

    >>> ExtendedRational("1.25") + ExtendedRational(1, 3)
    ExtendedRational('19/12')
    >>> 0 * ExtendedRational("-oo"), 2 - ExtendedRational("oo"), ExtendedRational("-oo").relu()
    (ExtendedRational('0'), ExtendedRational('-oo'), ExtendedRational('0'))
    >>> ExtendedRational("oo") - ExtendedRational("oo")
    Traceback (most recent call last):
        ...
    exactrelu.errors.IndeterminateFormError: oo + -oo has no value: keep opposite infinities apart
    """

    __slots__ = ("_infinity", "_value")

    # The pair (s, q) stands for s*oo + q with s in {-1, 0, 1}, and q = 0 whenever s != 0.
    # So each number has exactly one pair, and its sign is s if s != 0, else the sign of q.
    _infinity: int
    _value: mpq

    def __new__(cls, value: Operand | str = 0, denominator: Operand | str | None = None) -> ExtendedRational:  # noqa: D102
        if denominator is not None:
            return cls(value) / cls(denominator)
        if isinstance(value, str):
            infinity = _INFINITE_NUMERALS.get(value)
            return finite(_parse(value)) if infinity is None else _make(mpq(), infinity)
        number = _operand(value)
        if number is None:
            kind = type(value).__name__
            raise TypeError(f"a {kind} is not an exact number: use int, Fraction or a string like '-3/7'")
        return number

    @staticmethod
    def from_float(x: float) -> ExtendedRational:
        """Return the exact dyadic value of a float (of NumPy's or gmpy2's too); an infinite one becomes oo or -oo.

        Raises ValueError for nan and TypeError for what is not a real number.

        >>> ExtendedRational.from_float(0.1)
        ExtendedRational('3602879701896397/36028797018963968')
        """
        if not isinstance(x, numbers.Real):
            raise TypeError(f"from_float needs a float, got a {type(x).__name__}")
        try:
            p, q = x.as_integer_ratio()  # ValueError for nan, OverflowError for infinities
        except OverflowError:
            return INFINITY if x > 0 else MINUS_INFINITY
        return finite(mpq(p, q))

    @property
    def is_finite(self) -> bool:
        """Whether the number is rational."""
        return not self._infinity

    @property
    def is_infinite(self) -> bool:
        """Whether the number is oo or -oo."""
        return bool(self._infinity)

    @property
    def numerator(self) -> int:
        """The numerator in lowest terms; raises ValueError if the number is infinite."""
        return int(rational(self).numerator)

    @property
    def denominator(self) -> int:
        """The positive denominator in lowest terms; raises ValueError if the number is infinite."""
        return int(rational(self).denominator)

    def to_fraction(self) -> Fraction:
        """Return the equal Fraction; raises ValueError if the number is infinite."""
        return to_fraction(rational(self))

    def sign(self) -> int:
        """Return -1, 0 or 1; an infinite number has a sign too."""
        return self._infinity or int(gmpy2.sign(self._value))

    def relu(self) -> ExtendedRational:
        """Return the larger of the number and 0, so that oo stays and -oo becomes 0.

        >>> ExtendedRational("-3/7").relu(), ExtendedRational("oo").relu()
        (ExtendedRational('0'), ExtendedRational('oo'))
        """
        return self if self.sign() > 0 else _ZERO

    def __pos__(self) -> ExtendedRational:
        return self

    def __neg__(self) -> ExtendedRational:
        return _make(-self._value, -self._infinity)

    def __abs__(self) -> ExtendedRational:
        return -self if self.sign() < 0 else self

    def __bool__(self) -> bool:
        return bool(self._infinity or self._value)

    def __add__(self, other: Operand) -> ExtendedRational:
        right = _operand(other)
        if right is None:
            return NotImplemented
        if not self._infinity and not right._infinity:
            return finite(self._value + right._value)
        if self._infinity + right._infinity == 0:
            _raise_opposite(self._infinity)
        return _make(mpq(), self._infinity or right._infinity)

    __radd__ = __add__

    def __sub__(self, other: Operand) -> ExtendedRational:
        right = _operand(other)
        return NotImplemented if right is None else self + -right

    def __rsub__(self, other: Operand) -> ExtendedRational:
        left = _operand(other)
        return NotImplemented if left is None else left + -self

    def __mul__(self, other: Operand) -> ExtendedRational:
        right = _operand(other)
        if right is None:
            return NotImplemented
        if not self._infinity and not right._infinity:
            return finite(self._value * right._value)
        # A zero factor makes the product of the signs 0, which is the pair of the number 0: 0 * oo = 0.
        return _make(mpq(), self.sign() * right.sign())

    __rmul__ = __mul__

    def __truediv__(self, other: Operand) -> ExtendedRational:
        right = _operand(other)
        if right is None:
            return NotImplemented
        if not right:
            raise IndeterminateFormError(f"{_shorten(str(self))} / 0 has no value: divide by a number other than 0")
        if self._infinity and right._infinity:
            raise IndeterminateFormError(f"{self} / {right} has no value: at most one of the two may be infinite")
        if right._infinity:
            return _ZERO
        return _make(mpq(), self._infinity * right.sign()) if self._infinity else finite(self._value / right._value)

    def __rtruediv__(self, other: Operand) -> ExtendedRational:
        left = _operand(other)
        return NotImplemented if left is None else left / self

    # The lexicographic order of the pairs (s, q) is the order of the numbers: different s decide it, as -oo < q < oo;
    # equal s != 0 mean equal numbers, and then both q are 0; s = 0 on both sides leaves the order of Q.

    def __eq__(self, other: object) -> bool:
        right = _operand(other)
        return NotImplemented if right is None else _key(self) == _key(right)

    def __lt__(self, other: Operand) -> bool:
        right = _operand(other)
        return NotImplemented if right is None else _key(self) < _key(right)

    def __le__(self, other: Operand) -> bool:
        right = _operand(other)
        return NotImplemented if right is None else _key(self) <= _key(right)

    def __gt__(self, other: Operand) -> bool:
        right = _operand(other)
        return NotImplemented if right is None else _key(self) > _key(right)

    def __ge__(self, other: Operand) -> bool:
        right = _operand(other)
        return NotImplemented if right is None else _key(self) >= _key(right)

    def __hash__(self) -> int:
        # gmpy2 keeps Python's rule for numeric hashes: equal int, Fraction, mpz and mpq have equal ones.
        # No string is hashed, so sets of these numbers iterate alike in every run.
        return self._infinity * sys.hash_info.inf if self._infinity else hash(self._value)

    def __str__(self) -> str:
        if self._infinity:
            return "oo" if self._infinity > 0 else "-oo"
        return format_rational(self._value)

    def __repr__(self) -> str:
        return f"ExtendedRational('{self}')"

    def __reduce__(self) -> tuple[type[ExtendedRational], tuple[str]]:
        return ExtendedRational, (str(self),)

    def __deepcopy__(self, memo: object = None) -> ExtendedRational:
        return self

    __copy__ = __deepcopy__

    def __setattr__(self, name: str, value: object = None) -> NoReturn:
        raise AttributeError(f"ExtendedRational is immutable: its attribute {name!r} cannot be set or deleted")

    __delattr__ = __setattr__


_new: Final = object.__new__
_set_value: Final = vars(ExtendedRational)["_value"].__set__
_set_infinity: Final = vars(ExtendedRational)["_infinity"].__set__


def _make(value: mpq, infinity: int) -> ExtendedRational:
    """Build the number of a pair that already has the normal form; the only place where the slots are written."""
    number = _new(ExtendedRational)
    _set_value(number, value)
    _set_infinity(number, infinity)
    return number


def finite(q: mpq) -> ExtendedRational:
    """Return the ExtendedRational of an mpq, unchecked: for inner loops, where nothing but an mpq can arrive.

    >>> finite(mpq(3, 6))
    ExtendedRational('1/2')
    """
    return _make(q, 0)


_ZERO: Final = _make(mpq(), 0)
_ZERO_FRACTION: Final = Fraction(0)
INFINITY: Final = _make(mpq(), 1)
MINUS_INFINITY: Final = _make(mpq(), -1)


def _key(x: ExtendedRational) -> tuple[int, mpq]:
    return x._infinity, x._value


def weighted_sum(
    terms: Iterable[tuple[ExtendedRational, ExtendedRational]], bias: ExtendedRational
) -> ExtendedRational:
    """Return bias + w_1 * x_1 + w_2 * x_2 + ... for the pairs (w_i, x_i), exactly.

    It is the pre-activation of a neuron in extended arithmetic (0 * oo = 0) and raises `IndeterminateFormError` where
    opposite infinities meet, whatever their order.

    >>> half, zero = ExtendedRational("1/2"), ExtendedRational(0)
    >>> weighted_sum([(half, half), (MINUS_INFINITY, zero)], ExtendedRational(1))
    ExtendedRational('5/4')
    >>> weighted_sum([(half, half), (MINUS_INFINITY, half)], ExtendedRational(1))
    ExtendedRational('-oo')
    """
    # Invariant: the sum so far is infinity * oo if infinity != 0, and total otherwise.
    # An infinite sum stays so until the opposite infinity comes: hence an error exactly if both signs occur.
    total = bias._value
    infinity = bias._infinity
    for weight, x in terms:
        if not weight._infinity and not x._infinity:
            total += weight._value * x._value
            continue
        sign = weight.sign() * x.sign()
        if sign:
            if infinity + sign == 0:
                _raise_opposite(infinity)
            infinity = sign
    return _make(mpq(), infinity) if infinity else finite(total)


def rational(value: Operand | str) -> mpq:
    """Return a finite number as an mpq, exactly: the one door by which numbers enter the exact core.

    Accepts int, Fraction, mpz, mpq, any other `numbers.Rational`, finite ExtendedRational, and numerals: "-3/7",
    "1.25", "1.5e-3" (ASCII digits, no spaces or underscores, an exponent of at most 10000 in absolute value).
    Raises `InexactNumberError` for a float and any other number that is not rational, ValueError for malformed text
    and for infinite values, TypeError for other types.

    >>> rational("-1.5e-3")
    mpq(-3,2000)
    >>> rational(0.1)
    Traceback (most recent call last):
        ...
    exactrelu.errors.InexactNumberError: float 0.1 is not exact: write it as text, or use ExtendedRational.from_float
    """
    if type(value) in _GMPY2_READY:
        return mpq(value)
    number = ExtendedRational(value)
    if number._infinity:
        raise ValueError(f"{number} is infinite: a finite number is needed here")
    return number._value


def to_fraction(q: mpq) -> Fraction:
    """Return an mpq as the equal Fraction.

    >>> to_fraction(mpq(-3, 7))
    Fraction(-3, 7)
    """
    # Most weights of lowered networks are 0: one object for all of them takes a tenth of the memory.
    return Fraction(int(q.numerator), int(q.denominator)) if q else _ZERO_FRACTION


def format_rational(q: mpq) -> str:
    """Return an mpq as text, "p/q" in lowest terms or "p"; `rational` reads it back, whatever its length.

    >>> format_rational(mpq(6, -4)), format_rational(mpq(5))
    ('-3/2', '5')
    """
    return str(q)


def _operand(value: object) -> ExtendedRational | None:
    """Return an exact number as an ExtendedRational, None for what is no number; raise on any other number."""
    if isinstance(value, ExtendedRational):
        return value
    if type(value) in _GMPY2_READY:
        return finite(mpq(value))
    if isinstance(value, numbers.Rational):
        # index() refuses a part that is no integer, where int() would truncate it.
        return finite(mpq(operator.index(value.numerator), operator.index(value.denominator)))
    if isinstance(value, numbers.Number):
        shown = f"{type(value).__name__} {_shorten(repr(value))}"
        raise InexactNumberError(f"{shown} is not exact: write it as text, or use ExtendedRational.from_float")
    return None


def _parse(text: str) -> mpq:
    match = _NUMERAL.fullmatch(text)
    if match is None:
        raise ValueError(f"{_shorten(repr(text))} is not a number: write it like -3/7, 1.25 or 1.5e-3")
    sign = -1 if match["sign"] == "-" else 1
    if match["denominator"] is not None:
        denominator = mpz(match["denominator"])
        if not denominator:
            raise ValueError(f"{_shorten(repr(text))} has denominator 0")
        return mpq(sign * mpz(match["numerator"]), denominator)
    exponent = mpz((match["exponent"] or "0").lstrip("+"))  # GMP itself reads no plus sign
    if abs(exponent) > _LARGEST_EXPONENT:
        raise ValueError(f"{_shorten(repr(text))} has an exponent beyond {_LARGEST_EXPONENT} in absolute value")
    decimals = match["decimals"] or ""
    digits = sign * mpz(match["whole"] + decimals)
    shift = exponent - len(decimals)
    return mpq(digits * mpz(10) ** shift) if shift >= 0 else mpq(digits, mpz(10) ** -shift)


def _raise_opposite(infinity: int) -> NoReturn:
    form = "oo + -oo" if infinity > 0 else "-oo + oo"
    raise IndeterminateFormError(f"{form} has no value: keep opposite infinities apart")


def _shorten(text: str) -> str:
    return text if len(text) <= _LONGEST_QUOTE else f"{text[:40]}...{text[-10:]}"
