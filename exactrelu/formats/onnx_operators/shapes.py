"""Operators that rearrange the entries of a tensor and compute nothing."""

from collections.abc import Sequence
from math import prod
from typing import Any

from gmpy2 import mpq

from exactrelu.errors import FormatError, ShapeError, UnsupportedOperatorError
from exactrelu.files import shorten
from exactrelu.formats.arithmetic import concatenate
from exactrelu.formats.lowering import Lowering, Tensor, check_size
from exactrelu.formats.onnx_operators.node import Node, axis_of, constant, integers, operator
from exactrelu.formats.stored import exact_number

__all__: list[str] = []


@operator("Flatten")
def _flatten(lowering: Lowering, node: Node, x: Tensor) -> Tensor:
    axis, rank = node.attribute("axis", 1), len(x.shape)
    if not -rank <= axis <= rank:
        raise ShapeError(f"axis {axis} is not an axis of the shape {list(x.shape)}")
    return x.with_entries(x.entries.reshape(prod(x.shape[:axis]), prod(x.shape[axis:])))


@operator("Reshape")
def _reshape(lowering: Lowering, node: Node, x: Tensor, shape: Tensor) -> Tensor:
    """0 keeps the size of that axis, one -1 stands for what is left over."""
    given = integers(shape, "the new shape")
    target = list(given)
    if not node.attribute("allowzero", 0):
        target = [x.shape[i] if size == 0 and i < len(x.shape) else size for i, size in enumerate(target)]
    if target.count(-1) == 1:
        rest = -prod(target)
        if rest > 0:
            target[target.index(-1)] = prod(x.shape) // rest
    if any(size < 0 for size in target) or prod(target) != prod(x.shape):
        raise ShapeError(f"the shape {list(x.shape)} cannot become {given}")
    return x.with_entries(x.entries.reshape(target))


@operator("Transpose")
def _transpose(lowering: Lowering, node: Node, x: Tensor) -> Tensor:
    rank = len(x.shape)
    order = node.integers("perm")
    if order is None:
        order = list(range(rank))[::-1]
    if sorted(order) != list(range(rank)):
        raise ShapeError(f"perm = {order} is no order of {rank} axes")
    return x.with_entries(x.entries.transpose(order))


def _named_axes(node: Node, axes: Tensor | None) -> list[int] | None:
    """The axes by attribute (up to operator set 12) or by input."""
    return node.integers("axes") if axes is None else integers(axes, "the axes")


@operator("Squeeze")
def _squeeze(lowering: Lowering, node: Node, x: Tensor, axes: Tensor | None = None) -> Tensor:
    named = _named_axes(node, axes)
    gone = {i for i, size in enumerate(x.shape) if size == 1}
    if named is not None:
        chosen = {axis_of(axis, len(x.shape)) for axis in named}
        if not chosen <= gone:
            raise ShapeError(f"the axes {named} of the shape {list(x.shape)} are not all of size 1")
        gone = chosen
    return x.with_entries(x.entries.reshape([size for i, size in enumerate(x.shape) if i not in gone]))


@operator("Unsqueeze")
def _unsqueeze(lowering: Lowering, node: Node, x: Tensor, axes: Tensor | None = None) -> Tensor:
    named = _named_axes(node, axes)
    if named is None:
        raise FormatError("the axes are missing")
    rank = len(x.shape) + len(named)
    new = {axis_of(axis, rank) for axis in named}
    if len(new) != len(named):
        raise ShapeError(f"the axes {named} name one axis twice")
    sizes = iter(x.shape)
    return x.with_entries(x.entries.reshape([1 if i in new else next(sizes) for i in range(rank)]))


@operator("Concat")
def _concat(lowering: Lowering, node: Node, *tensors: Tensor) -> Tensor:
    axis = node.attributes.pop("axis", None)
    if not isinstance(axis, int):
        raise FormatError("its attribute axis is missing, or no integer")
    ranks = {len(tensor.shape) for tensor in tensors}
    if len(ranks) != 1:
        raise ShapeError(f"tensors with {', '.join(map(str, sorted(ranks)))} axes cannot be joined")
    return concatenate(lowering, tensors, axis_of(axis, ranks.pop()))


@operator("Split")
def _split(lowering: Lowering, node: Node, x: Tensor, sizes: Tensor | None = None) -> tuple[Tensor, ...]:
    """By given sizes, or into as many parts as there are outputs: equal ones, or a last one that is smaller."""
    axis = axis_of(node.attribute("axis", 0), len(x.shape))
    length = x.shape[axis]
    given = node.integers("split") if sizes is None else integers(sizes, "the sizes")
    count = node.attribute("num_outputs", node.outputs)
    if given is None:
        if count != node.outputs or (length % count and node.version < 18):
            raise ShapeError(f"{length} entries cannot be split into {count} equal parts")
        part = -(-length // count)
        given = [max(min(part, length - i * part), 0) for i in range(count)]
    if len(given) != node.outputs or sum(given) != length or min(given) < 0:
        raise ShapeError(f"{length} entries cannot be split into {given} for {node.outputs} outputs")
    parts, start = [], 0
    for size in given:
        parts.append(_taken(x, range(start, start + size), axis))
        start += size
    return tuple(parts)


def _taken(x: Tensor, positions: Sequence[int], axis: int) -> Tensor:
    import numpy as np

    return x.with_entries(np.take(x.entries, np.array(positions, dtype="int64"), axis))


@operator("Slice")
def _slice(
    lowering: Lowering,
    node: Node,
    x: Tensor,
    starts: Tensor | None = None,
    ends: Tensor | None = None,
    axes: Tensor | None = None,
    steps: Tensor | None = None,
) -> Tensor:
    """Starts and ends by attribute up to operator set 9, by input from 10 on; both are cut to the size of the axis."""

    def numbers(name: str, tensor: Tensor | None) -> list[int] | None:
        return node.integers(name) if tensor is None else integers(tensor, f"the {name}")

    first, last = numbers("starts", starts), numbers("ends", ends)
    if first is None or last is None:
        raise FormatError("starts and ends are needed")
    named = numbers("axes", axes)
    over = [axis_of(axis, len(x.shape)) for axis in (range(len(first)) if named is None else named)]
    stride = [1] * len(first) if steps is None else integers(steps, "the steps")
    if not len(first) == len(last) == len(over) == len(stride) == len(set(over)) or 0 in stride:
        raise ShapeError(f"starts {first}, ends {last}, axes {over} and steps {stride} do not fit together")
    for start, end, axis, step in zip(first, last, over, stride, strict=True):
        size = x.shape[axis]
        start, end = (number + size if number < 0 else number for number in (start, end))
        if step > 0:
            positions = range(min(max(start, 0), size), min(max(end, 0), size), step)
        else:
            positions = range(min(max(start, 0), size - 1), min(max(end, -1), size - 1), step)
        x = _taken(x, positions, axis)
    return x


@operator("Gather")
def _gather(lowering: Lowering, node: Node, x: Tensor, indices: Tensor) -> Tensor:
    axis = axis_of(node.attribute("axis", 0), len(x.shape))
    size = x.shape[axis]
    chosen = constant(indices, "the indices")
    for index in chosen:
        if index.denominator != 1 or not -size <= index < size:
            raise ShapeError(f"the index {index} where there are {size} entries")
    shape = [*x.shape[:axis], *indices.shape, *x.shape[axis + 1 :]]
    check_size(shape)
    # One list of positions: by an array without axes numpy would return the entry itself instead of an array of it.
    picked = _taken(x, [int(index) % size for index in chosen], axis)
    return x.with_entries(picked.entries.reshape(shape))


@operator("Pad")
def _pad(
    lowering: Lowering,
    node: Node,
    x: Tensor,
    pads: Tensor | None = None,
    value: Tensor | None = None,
    axes: Tensor | None = None,
) -> Tensor:
    """With a constant, or with entries of its own; a negative number cuts entries off."""
    rank = len(x.shape)
    mode = node.text("mode", "constant")
    widths = node.integers("pads") if pads is None else integers(pads, "the pads")
    filling = exact_number(node.attribute("value", 0.0), "its value")
    if value is not None:
        numbers = constant(value, "the value")
        if len(numbers) != 1:
            raise ShapeError(f"a value with {len(numbers)} entries; one is needed")
        filling = numbers[0]
    over = list(range(rank)) if axes is None else [axis_of(a, rank) for a in integers(axes, "the axes")]
    if widths is None or len(widths) != 2 * len(over) or len(set(over)) != len(over):
        raise ShapeError(f"pads {widths} do not fit the axes {over}")
    entries = x.entries
    for axis, before, after in zip(over, widths[: len(over)], widths[len(over) :], strict=True):
        entries = _padded(entries, axis, before, after, mode, filling)
    return x.with_entries(entries)


def _padded(entries: Any, axis: int, before: int, after: int, mode: str, filling: mpq) -> Any:
    """One axis at a time: positions outside are filled, or mapped inside."""
    import numpy as np

    size = entries.shape[axis]
    if size + before + after < 0:
        raise ShapeError(f"pads {before} and {after} for an axis of size {size}")
    check_size([*entries.shape[:axis], size + max(before, 0) + max(after, 0), *entries.shape[axis + 1 :]])
    wanted = range(-before, size + after)
    if mode == "constant":
        inside = [i if 0 <= i < size else size for i in wanted]
        shape = [*entries.shape[:axis], 1, *entries.shape[axis + 1 :]]
        room = Tensor.of([filling] * prod(shape), shape).entries
        return np.take(np.concatenate([entries, room], axis), inside, axis)
    if mode not in ("reflect", "edge", "wrap"):
        raise UnsupportedOperatorError(f"no exact reading of the mode {shorten(mode)}")
    if not size or (mode == "reflect" and max(before, after) >= size) or (mode == "wrap" and max(before, after) > size):
        raise ShapeError(f"mode {mode} with pads {before} and {after} for an axis of size {size}")
    if mode == "edge":
        mapped = [min(max(i, 0), size - 1) for i in wanted]
    elif mode == "wrap":
        mapped = [i % size for i in wanted]
    else:
        mapped = [size - 1 - abs(size - 1 - abs(i)) for i in wanted]
    return np.take(entries, mapped, axis)
