"""What a comparison of two networks can end with besides a proof: a point where they differ, or no words for one."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from gmpy2 import mpq, mpz

from exactrelu.certificate.canonical import AnyNetwork
from exactrelu.errors import ExactReluError, IndeterminateFormError, ShapeError
from exactrelu.extended import ExtendedRational, format_rational, to_fraction
from exactrelu.network import Network

__all__ = ["DifferenceFound", "Outputs", "UncertifiableError", "difference_at", "outputs_at"]

Outputs = tuple[Fraction, ...] | tuple[ExtendedRational, ...] | None
"""The outputs of a network at a point; None where it meets oo - oo and so has no value."""

Point = tuple[Fraction, ...]


class DifferenceFound(ExactReluError):  # noqa: N818 - an answer, and an error only to who wants a proof of equality
    """Two networks that were to be proved equal differ at `point`, with `outputs` the values of both there."""

    def __init__(self, point: Point, outputs: tuple[Outputs, Outputs]) -> None:
        super().__init__(
            f"the networks differ at {_text(point)}: "
            f"the first gives {_text(outputs[0])}, the second {_text(outputs[1])}"
        )
        self.point = point
        self.outputs = outputs

    def __reduce__(self) -> tuple[Any, ...]:
        """How it comes from another process."""
        return DifferenceFound, (self.point, self.outputs)


class UncertifiableError(ShapeError):
    """The networks can be compared, but the format of certificates has no words for what they do."""


def outputs_at(network: AnyNetwork, point: Point) -> Outputs:
    """The outputs by plain evaluation, on or off the domain that a shallow network was built for."""
    if isinstance(network, Network):
        return network(point)
    try:
        return network.values(point)[-1]
    except IndeterminateFormError:
        return None


def difference_at(first: AnyNetwork, second: AnyNetwork, vector: Sequence[mpz]) -> DifferenceFound | None:
    """The difference at a homogeneous point (x, t), t > 0, if there is one; a network without a value equals none."""
    point = tuple(to_fraction(mpq(entry, vector[-1])) for entry in vector[:-1])
    outputs = outputs_at(first, point), outputs_at(second, point)
    return DifferenceFound(point, outputs) if None in outputs or outputs[0] != outputs[1] else None


def _text(numbers: Sequence[Fraction | ExtendedRational] | None) -> str:
    if numbers is None:
        return "oo - oo"
    parts = [str(a) if isinstance(a, ExtendedRational) else format_rational(mpq(a)) for a in numbers]
    text = f"({', '.join(parts)})"
    return text if len(text) <= 200 else f"{text[:160]}...{text[-20:]}"
