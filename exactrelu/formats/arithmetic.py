"""Affine arithmetic of tensors: what every reader of tensors needs, independent of any file format."""

from collections.abc import Callable, Iterable, Sequence
from math import isqrt, prod
from typing import Any

from gmpy2 import mpq

from exactrelu.errors import FormatError, ShapeError, UnsupportedOperatorError
from exactrelu.formats.lowering import Expression, Lowering, Number, Tensor, check_size, scaled, weighted_sum, words

__all__ = [
    "add",
    "broadcast",
    "concatenate",
    "elementwise",
    "inverse_square_root",
    "mean",
    "multiply",
    "normalise",
    "product",
    "total",
]

# The significand of an IEEE 754 double.
DOUBLE_BITS = 53


def broadcast(*tensors: Tensor) -> tuple[tuple[int, ...], list[list[Any]]]:
    """The common shape of tensors by the rules of numpy, and the entries of each, stretched to it."""
    import numpy as np

    try:
        shape = np.broadcast_shapes(*(tensor.shape for tensor in tensors))
    except ValueError:
        shapes = " and ".join(str(list(tensor.shape)) for tensor in tensors)
        raise ShapeError(f"the shapes {shapes} do not fit together") from None
    check_size(shape)
    if len(tensors) > 2:
        check_size([len(tensors), *shape])
    return shape, [list(np.broadcast_to(tensor.entries, shape).flat) for tensor in tensors]


def _kind(*tensors: Tensor) -> str:
    return "integer" if all(tensor.kind == "integer" for tensor in tensors) else "float"


def elementwise(combine: Callable[[Any, Any], Number], a: Tensor, b: Tensor) -> Tensor:
    """combine(p, q) for the entries of two tensors, stretched to a common shape."""
    shape, (left, right) = broadcast(a, b)
    return Tensor.of(map(combine, left, right), shape, _kind(a, b))


def _level_with(lowering: Lowering, tensors: Sequence[Tensor]) -> list[Tensor]:
    """The tensors with those from less deep layers held: they have to be carried until all of them are there."""
    levels = [lowering.level(tensor.flat()) for tensor in tensors]
    return [
        tensor if level == max(levels) else Tensor.of(lowering.hold(tensor.flat()), tensor.shape, tensor.kind)
        for tensor, level in zip(tensors, levels, strict=True)
    ]


def add(lowering: Lowering, a: Tensor, b: Tensor, sign: int = 1) -> Tensor:
    """a + b, or a - b for the sign -1."""
    a, b = _level_with(lowering, [a, b])
    return elementwise((lambda p, q: p + q) if sign > 0 else (lambda p, q: p - q), a, b)


def multiply(p: Number, q: Number) -> Number:
    """p * q; raises UnsupportedOperatorError if both depend on the input."""
    if not isinstance(p, Expression):
        return scaled(p, q)
    if not isinstance(q, Expression):
        return scaled(q, p)
    raise UnsupportedOperatorError("a product of two tensors that both depend on the input is not piecewise linear")


def product(lowering: Lowering, a: Tensor, b: Tensor) -> Tensor:
    """The matrix product, over stacks of matrices and vectors as numpy.matmul has it.

    Raises UnsupportedOperatorError if both factors depend on the input, ShapeError if they do not fit.
    """
    import numpy as np

    a_is_constant = a.is_constant
    if not a_is_constant and not b.is_constant:
        raise UnsupportedOperatorError("a product of two tensors that both depend on the input is not piecewise linear")
    if not a.shape or not b.shape:
        raise ShapeError("a number without axes is no factor of a matrix product")
    if not a.entries.size or not b.entries.size:
        raise ShapeError("a factor of a matrix product has no entries")
    left = a.entries[None, :] if len(a.shape) == 1 else a.entries
    right = b.entries[:, None] if len(b.shape) == 1 else b.entries
    try:
        stack = np.broadcast_shapes(left.shape[:-2], right.shape[:-2])
    except ValueError:
        stack = None
    if stack is None or left.shape[-1] != right.shape[-2]:
        raise ShapeError(f"the shapes {list(a.shape)} and {list(b.shape)} do not fit together")
    rows = left.shape[-2:-1] if len(a.shape) > 1 else ()
    shape = stack + rows + (right.shape[-1:] if len(b.shape) > 1 else ())
    check_size(shape)
    sums = prod(shape) * right.shape[-2]
    lowering.spend(sums * words(a.flat()) * words(b.flat()) // (a.entries.size * b.entries.size))
    left = np.broadcast_to(left, stack + left.shape[-2:])
    right = np.broadcast_to(right, stack + right.shape[-2:])
    entries = []
    for index in np.ndindex(*stack):
        columns = list(right[index].T)
        for row in left[index]:
            if a_is_constant:
                entries += [weighted_sum(row, column) for column in columns]
            else:
                entries += [weighted_sum(column, row) for column in columns]
    return Tensor.of(entries, shape, _kind(a, b))


def concatenate(lowering: Lowering, tensors: Sequence[Tensor], axis: int) -> Tensor:
    """The tensors one after the other along an axis."""
    import numpy as np

    check_size([sum(prod(tensor.shape) for tensor in tensors)])
    try:
        entries = np.concatenate([tensor.entries for tensor in _level_with(lowering, tensors)], axis)
    except ValueError:
        shapes = ", ".join(str(list(tensor.shape)) for tensor in tensors)
        raise ShapeError(f"the shapes {shapes} do not fit together along axis {axis}") from None
    return Tensor(entries, _kind(*tensors))


def total(x: Tensor, axes: Iterable[int], keep: bool, divisor: int = 1) -> Tensor:
    """The sum over some axes, given as numbers from 0, divided by a number; keep leaves them with size 1."""
    import numpy as np

    gone = sorted(set(axes))
    kept = [axis for axis in range(len(x.shape)) if axis not in gone]
    moved = np.transpose(x.entries, kept + gone)
    length = prod(x.shape[axis] for axis in gone)
    outer = [x.shape[axis] for axis in kept]
    rows = moved.reshape(prod(outer), length)
    shape = [1 if axis in gone else size for axis, size in enumerate(x.shape)] if keep else outer
    return Tensor.of((weighted_sum([mpq(1, divisor)] * length, row) for row in rows), shape, x.kind)


def mean(x: Tensor, axes: Iterable[int], keep: bool) -> Tensor:
    """The mean over some axes; raises ShapeError for a mean of nothing."""
    over = set(axes)
    length = prod(x.shape[axis] for axis in over)
    if not length:
        raise ShapeError(f"a mean over no entries: the shape is {list(x.shape)}")
    if x.kind != "float":
        raise UnsupportedOperatorError("a mean of integers is rounded")
    return total(x, over, keep, length)


def inverse_square_root(number: mpq) -> tuple[mpq, bool]:
    """1 / sqrt(number) correctly rounded to a double (53 bits, ties to even), and whether nothing was rounded.

    Raises FormatError unless the number is positive.

    >>> inverse_square_root(mpq(9, 4))
    (mpq(6004799503160661,9007199254740992), False)
    >>> inverse_square_root(mpq(1, 16))
    (mpq(4,1), True)
    """
    if number <= 0:
        raise FormatError(f"1/sqrt of {number}, which is not positive")
    n, d = int(number.numerator), int(number.denominator)
    # 4**shift * d / n lies between 4**(DOUBLE_BITS + 1) and 4**(DOUBLE_BITS + 3): its root has at least two bits more
    # than a double, and the remainder says whether anything lies beyond them.
    shift = DOUBLE_BITS + 2 - (d.bit_length() - n.bit_length()) // 2
    numerator, denominator = d << max(2 * shift, 0), n << max(-2 * shift, 0)
    root = isqrt(numerator // denominator)
    exact = root * root * denominator == numerator
    surplus = root.bit_length() - DOUBLE_BITS
    kept, rest = root >> surplus, root & ((1 << surplus) - 1)
    half = 1 << (surplus - 1)
    if rest > half or (rest == half and (not exact or kept & 1)):
        kept += 1
    return mpq(kept) * mpq(2) ** (surplus - shift), exact and not rest


def normalise(
    x: Tensor,
    parameters: Sequence[Sequence[mpq]],
    epsilon: mpq,
    axis: int = 1,
) -> tuple[Tensor, int]:
    """Batch normalisation with stored statistics: (x - mean) * scale / sqrt(variance + epsilon) + shift, per channel.

    parameters are scale, shift, mean and variance, each with one number per channel; axis is that of the channels.
    1 / sqrt is the correctly rounded double, all else exact.  Returns also how many channels were rounded.
    """
    import numpy as np

    if axis >= len(x.shape):
        raise ShapeError(f"the shape {list(x.shape)} has no axis {axis} for the channels")
    channels = x.shape[axis]
    if any(len(row) != channels for row in parameters):
        raise ShapeError(f"{channels} channels with {', '.join(str(len(row)) for row in parameters)} parameters")
    rounded = 0
    moved = np.moveaxis(x.entries, axis, 0)
    entries = np.empty(moved.shape, dtype=object)
    for channel, (scale, shift, centre, variance) in enumerate(zip(*parameters, strict=True)):
        root, exact = inverse_square_root(variance + epsilon)
        rounded += not exact
        factor = scale * root
        values = [scaled(factor, value) + (shift - centre * factor) for value in moved[channel].flat]
        entries[channel] = Tensor.of(values, moved.shape[1:]).entries
    return Tensor(np.moveaxis(entries, 0, axis)), rounded
