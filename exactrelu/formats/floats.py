"""Floating-point targets: a number is written as a float only if the float is that number."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from gmpy2 import mpq

from exactrelu.errors import FormatError
from exactrelu.extended import format_rational
from exactrelu.network import Network

__all__ = ["FLOAT32", "FLOAT64", "FLOAT_TYPES", "FloatType", "check_floats", "numbered", "short_numeral"]

LONGEST_NUMERAL = 60


@dataclass(frozen=True, slots=True)
class FloatType:
    """An IEEE 754 binary format: digits of the significand, 2^lowest the least positive number, 2^highest too large."""

    name: str
    precision: int
    lowest: int
    highest: int

    def holds(self, number: Fraction) -> bool:
        """Whether the number is one of the finite floats of this type.

        >>> FLOAT32.holds(Fraction(3, 4)), FLOAT32.holds(Fraction(1, 3)), FLOAT32.holds(Fraction(2**24 + 1))
        (True, False, False)
        """
        denominator = number.denominator
        if not number or denominator & (denominator - 1):
            return not number
        # number = +-odd * 2^exponent
        odd, exponent = abs(number.numerator), 1 - denominator.bit_length()
        zeros = (odd & -odd).bit_length() - 1
        odd, exponent = odd >> zeros, exponent + zeros
        return (
            odd.bit_length() <= self.precision
            and exponent >= self.lowest
            and exponent + odd.bit_length() <= self.highest
        )


FLOAT64 = FloatType("float64", 53, -1074, 1024)
FLOAT32 = FloatType("float32", 24, -149, 128)
FLOAT_TYPES = {kind.name: kind for kind in (FLOAT64, FLOAT32)}


def short_numeral(number: Fraction) -> str:
    """A number for a message, cut where it is long."""
    text = format_rational(mpq(number))
    return text if len(text) <= LONGEST_NUMERAL else f"{text[:40]}...{text[-10:]}"


def numbered(network: Network) -> Iterator[tuple[str, Fraction]]:
    """The numbers of a network in the order of its layers, each with its place in words, counted from 1."""
    for depth, layer in enumerate(network.layers, start=1):
        for i, row in enumerate(layer.weight, start=1):
            for j, weight in enumerate(row, start=1):
                yield f"layer {depth}, weight row {i}, column {j}", weight
        for i, constant in enumerate(layer.bias, start=1):
            yield f"layer {depth}, bias {i}", constant


def check_floats(network: Network, kind: FloatType) -> None:
    """Raises FormatError at the first number of the network that is no float of the type."""
    for place, number in numbered(network):
        if not kind.holds(number):
            raise FormatError(
                f"{place}: {short_numeral(number)} is not a {kind.name} number, and nothing is rounded here; "
                "write .json, which keeps every rational number"
            )
