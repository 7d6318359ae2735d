"""Convolution and pooling over any number of spatial axes, after the axes of the batch and of the channels."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import Any

from gmpy2 import mpq

from exactrelu.errors import ShapeError, UnsupportedOperatorError
from exactrelu.formats.lowering import Lowering, Number, Tensor, check_size, weighted_sum, words
from exactrelu.formats.piecewise import maxima

__all__ = ["Axis", "average_pool", "convolution", "max_pool", "same_padding"]


@dataclass(frozen=True, slots=True)
class Axis:
    """How a window moves along one spatial axis: its size, step and spacing, and the padding at the two ends.

    With ceiling a last window may hang over the padded end, as long as it does not start beyond the entries.
    """

    kernel: int
    stride: int = 1
    dilation: int = 1
    before: int = 0
    after: int = 0
    ceiling: bool = False

    def __post_init__(self) -> None:
        if min(self.kernel, self.stride, self.dilation) < 1 or min(self.before, self.after) < 0:
            raise ShapeError(
                f"a window of size {self.kernel}, stride {self.stride}, dilation {self.dilation} "
                f"and padding {self.before}, {self.after}"
            )

    @property
    def extent(self) -> int:
        """From the first to the last entry that a window looks at."""
        return (self.kernel - 1) * self.dilation + 1

    def outputs(self, size: int) -> int:
        """The number of windows over an axis of a size; raises ShapeError when there is none."""
        room = size + self.before + self.after - self.extent
        if room < 0:
            raise ShapeError(f"a window over {self.extent} entries does not fit into {room + self.extent}")
        count = (-(-room // self.stride) if self.ceiling else room // self.stride) + 1
        if self.ceiling and (count - 1) * self.stride >= size + self.before:
            count -= 1
        check_size([count, self.kernel])
        return count

    def taps(self, size: int) -> list[list[tuple[int, int]]]:
        """For every window the pairs (index in the kernel, index in the axis) that are not padding."""
        return [
            [(k, start + k * self.dilation) for k in range(self.kernel) if 0 <= start + k * self.dilation < size]
            for start in range(-self.before, self.outputs(size) * self.stride - self.before, self.stride)
        ]

    def padded_counts(self, size: int) -> list[int]:
        """For every window the number of its entries up to the padded end; what hangs over does not count."""
        return [
            sum(start + k * self.dilation < size + self.after for k in range(self.kernel))
            for start in range(-self.before, self.outputs(size) * self.stride - self.before, self.stride)
        ]


def same_padding(size: int, kernel: int, stride: int, dilation: int, upper: bool) -> tuple[int, int]:
    """The padding before and after that gives ceil(size / stride) windows; upper puts an odd one at the end."""
    if min(kernel, stride, dilation) < 1:
        raise ShapeError(f"a window of size {kernel}, stride {stride} and dilation {dilation}")
    missing = max((-(-size // stride) - 1) * stride + (kernel - 1) * dilation + 1 - size, 0)
    return (missing // 2, missing - missing // 2) if upper else (missing - missing // 2, missing // 2)


def _check_rank(x: Tensor, axes: Sequence[Axis]) -> None:
    if len(x.shape) != len(axes) + 2:
        raise ShapeError(f"a window with {len(axes)} axes needs a tensor with {len(axes) + 2}, not {list(x.shape)}")


def convolution(
    lowering: Lowering, x: Tensor, weight: Tensor, bias: Sequence[mpq] | None, axes: Sequence[Axis], groups: int = 1
) -> Tensor:
    """The sum of weight * window for every window; x is (batch, channels, *sizes), weight (out, in/groups, *kernel)."""
    _check_rank(x, axes)
    if not weight.is_constant:
        raise UnsupportedOperatorError("the weights depend on the input")
    batch, channels, *sizes = x.shape
    if tuple(weight.shape[2:]) != tuple(axis.kernel for axis in axes):
        raise ShapeError(f"weights of shape {list(weight.shape)} for a window of {[axis.kernel for axis in axes]}")
    out = weight.shape[0]
    if groups < 1 or channels != weight.shape[1] * groups or out % groups or not out * channels:
        raise ShapeError(f"{channels} channels, {groups} groups and weights of shape {list(weight.shape)}")
    if bias is not None and len(bias) != out:
        raise ShapeError(f"{len(bias)} biases for {out} output channels")
    taps = [axis.taps(size) for axis, size in zip(axes, sizes, strict=True)]
    shape = (batch, out, *map(len, taps))
    check_size(shape)
    sums = prod(shape) // out * weight.entries.size
    lowering.spend(sums * words(x.flat()) * words(weight.flat()) // (x.entries.size * weight.entries.size))
    entries = Tensor.of([mpq(0)] * prod(shape), shape).entries
    inputs, outputs = channels // groups, out // groups
    for position in product(*(range(len(windows)) for windows in taps)):
        chosen = list(product(*(windows[i] for windows, i in zip(taps, position, strict=True))))
        kernel = tuple([tap[axis][0] for tap in chosen] for axis in range(len(axes)))
        places = tuple([tap[axis][1] for tap in chosen] for axis in range(len(axes)))
        for group in range(groups):
            rows = weight.entries[(slice(group * outputs, (group + 1) * outputs), slice(None), *kernel)]
            for n in range(batch):
                window = x.entries[n][(slice(group * inputs, (group + 1) * inputs), *places)].ravel()
                for i, row in enumerate(rows):
                    channel = group * outputs + i
                    value = weighted_sum(row.ravel(), window)
                    entries[(n, channel, *position)] = value if bias is None else value + bias[channel]
    return Tensor(entries)


def _along(x: Tensor, axis: int, window: Axis, reduce: Callable[[list[list[Number]]], list[Number]]) -> Tensor:
    """Replaces one axis by its windows, each reduced to one entry; reduce takes all windows, in order of the axis."""
    import numpy as np

    moved = np.moveaxis(x.entries, axis, -1)
    taps = window.taps(moved.shape[-1])
    shape = (*moved.shape[:-1], len(taps))
    check_size(shape)
    lines = moved.reshape(prod(moved.shape[:-1]), moved.shape[-1])
    check_size([len(lines), sum(map(len, taps))])
    groups: list[list[Any]] = [[line[i] for _, i in window_taps] for line in lines for window_taps in taps]
    return Tensor(np.moveaxis(Tensor.of(reduce(groups), shape).entries, -1, axis))


def max_pool(lowering: Lowering, x: Tensor, axes: Sequence[Axis]) -> Tensor:
    """The maximum of every window, padding left out, axis by axis: maxima over rows serve several windows."""
    _check_rank(x, axes)

    def largest(groups: list[list[Number]]) -> list[Number]:
        if not all(groups):
            raise ShapeError("a window looks at padding only, which has no maximum")
        return maxima(lowering, groups)

    for i, axis in enumerate(axes, start=2):
        x = _along(x, i, axis, largest)
    return x


def average_pool(x: Tensor, axes: Sequence[Axis], count_padding: bool, divisor: int | None = None) -> Tensor:
    """The sum of every window divided by the number of its entries, with or without padding, or by a given divisor.

    Both numbers are products over the axes, so averages of averages are the averages.
    """
    _check_rank(x, axes)
    for i, axis in enumerate(axes, start=2):
        counts = axis.padded_counts(x.shape[i]) if count_padding else [len(taps) for taps in axis.taps(x.shape[i])]
        if divisor is not None:
            counts = [divisor if i == 2 else 1] * len(counts)
        if not all(counts):
            raise ShapeError("a window looks at padding only, which has no average")
        shares = [mpq(1, count) for count in counts]

        def average(groups: list[list[Number]], shares: list[mpq] = shares) -> list[Number]:
            return [weighted_sum([shares[k % len(shares)]] * len(group), group) for k, group in enumerate(groups)]

        x = _along(x, i, axis, average)
    return x
