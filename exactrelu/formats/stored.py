"""Floats as programs store them, taken exactly: the door through which every binary format's numbers come in."""

from typing import Any

from gmpy2 import mpq

from exactrelu.errors import FormatError
from exactrelu.formats.lowering import Tensor

__all__ = ["exact_array", "exact_number"]


def exact_number(number: float, what: str) -> mpq:
    """The exact value of an IEEE 754 number, always a dyadic rational; FormatError for nan and infinities.

    >>> exact_number(0.1, "a weight") == mpq(1, 10), exact_number(-0.75, "a weight")
    (False, mpq(-3,4))
    """
    try:
        return mpq(*number.as_integer_ratio())
    except (ValueError, OverflowError):
        raise FormatError(f"{what} is {number}; every number must be finite") from None


def exact_array(array: Any, what: str) -> Tensor:
    """The exact values of a numpy array of floats up to double precision; FormatError for other types."""
    import numpy as np

    given = np.asarray(array)
    if given.dtype.kind not in "fiub" and given.dtype.name != "bfloat16":
        raise FormatError(f"{what} has the type {given.dtype.name}; floats up to double can be read")
    if given.dtype.itemsize > 8:
        raise FormatError(f"{what} has the type {given.dtype.name}; floats up to double can be read")
    numbers = (given if given.dtype.kind in "fiub" else given.astype("float64")).ravel().tolist()
    return Tensor.of((exact_number(number, what) for number in numbers), given.shape)
