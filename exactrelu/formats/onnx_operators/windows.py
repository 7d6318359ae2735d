"""Operators that move a window over the spatial axes: convolution and pooling."""

from collections.abc import Sequence
from dataclasses import replace

from exactrelu.errors import FormatError, ShapeError, UnsupportedOperatorError
from exactrelu.formats.arithmetic import mean
from exactrelu.formats.lowering import Lowering, Tensor
from exactrelu.formats.onnx_operators.node import Node, constant, operator
from exactrelu.formats.piecewise import maxima
from exactrelu.formats.windows import Axis, average_pool, convolution, max_pool, same_padding

__all__: list[str] = []


def _axes(node: Node, x: Tensor, kernel: Sequence[int]) -> list[Axis]:
    """The windows along the spatial axes by the attributes that convolution and pooling have in common."""
    rank = len(kernel)
    sizes = x.shape[2:]
    if not rank or len(sizes) != rank:
        raise ShapeError(f"a window of {list(kernel)} for a tensor of shape {list(x.shape)}")
    auto = node.text("auto_pad", "NOTSET")
    strides = node.integers("strides") or [1] * rank
    dilations = node.integers("dilations") or [1] * rank
    pads = node.integers("pads") or [0] * (2 * rank)
    ceiling = bool(node.attribute("ceil_mode", 0))
    if (len(strides), len(dilations), len(pads)) != (rank, rank, 2 * rank):
        raise ShapeError(f"strides {strides}, dilations {dilations} or pads {pads} do not fit {rank} axes")
    if auto in ("SAME_UPPER", "SAME_LOWER", "VALID") and any(pads):
        raise FormatError(f"pads together with auto_pad = {auto}")
    ends = list(zip(pads[:rank], pads[rank:], strict=True))
    if auto in ("SAME_UPPER", "SAME_LOWER"):
        ends = _same(node, list(zip(sizes, kernel, strides, dilations, strict=True)), auto)
    elif auto not in ("NOTSET", "VALID"):
        raise UnsupportedOperatorError(f"no exact reading of auto_pad = {auto!r}")
    axes = [
        Axis(k, stride, dilation, before, after, ceiling and auto == "NOTSET")
        for k, stride, dilation, (before, after) in zip(kernel, strides, dilations, ends, strict=True)
    ]
    if ceiling and auto == "VALID":
        over = [replace(axis, ceiling=True) for axis in axes]
        if any(a.outputs(size) != b.outputs(size) for a, b, size in zip(axes, over, sizes, strict=True)):
            raise UnsupportedOperatorError("evaluators disagree on ceil_mode with auto_pad = VALID; write pads instead")
    return axes


def _same(node: Node, parts: Sequence[tuple[int, int, int, int]], auto: str) -> list[tuple[int, int]]:
    """The padding of every axis, given as size, kernel, stride and dilation, for SAME_UPPER or SAME_LOWER."""
    ends = [same_padding(*part, auto == "SAME_UPPER") for part in parts]
    # ONNX Runtime, when it pools, counts no gaps of dilated windows, and pads by negative numbers where windows are
    # further apart than they are wide; the text of the standard asks for neither.
    runtime = [(-(-size // stride) - 1) * stride + kernel - size for size, kernel, stride, _ in parts]
    if node.operator != "Conv" and list(map(sum, ends)) != runtime:
        raise UnsupportedOperatorError(f"evaluators disagree on auto_pad = {auto} for such windows; write pads instead")
    return ends


@operator("Conv")
def _conv(lowering: Lowering, node: Node, x: Tensor, weight: Tensor, bias: Tensor | None = None) -> Tensor:
    kernel = node.integers("kernel_shape") or list(weight.shape[2:])
    groups = node.attribute("group", 1)
    numbers = None if bias is None else constant(bias, "the bias")
    return convolution(lowering, x, weight, numbers, _axes(node, x, kernel), groups)


def _kernel(node: Node) -> list[int]:
    kernel = node.integers("kernel_shape")
    if not kernel:
        raise FormatError("its attribute kernel_shape is missing")
    return kernel


@operator("MaxPool")
def _max_pool(lowering: Lowering, node: Node, x: Tensor) -> Tensor:
    # The order in which positions are numbered matters for the second output only, which is not read.
    node.attribute("storage_order", 0)
    return max_pool(lowering, x, _axes(node, x, _kernel(node)))


@operator("AveragePool")
def _average_pool(lowering: Lowering, node: Node, x: Tensor) -> Tensor:
    count_padding = bool(node.attribute("count_include_pad", 0))
    return average_pool(x, _axes(node, x, _kernel(node)), count_padding)


def _spatial(x: Tensor) -> list[int]:
    if len(x.shape) < 3:
        raise ShapeError(f"the shape {list(x.shape)} has no spatial axes")
    return list(range(2, len(x.shape)))


@operator("GlobalAveragePool")
def _global_average_pool(lowering: Lowering, node: Node, x: Tensor) -> Tensor:
    return mean(x, _spatial(x), keep=True)


@operator("GlobalMaxPool")
def _global_max_pool(lowering: Lowering, node: Node, x: Tensor) -> Tensor:
    axes = _spatial(x)
    if not x.entries.size:
        raise ShapeError("a maximum of no entries")
    rows = x.entries.reshape(*x.shape[:2], -1)
    groups = [list(row) for channel in rows for row in channel]
    return Tensor.of(maxima(lowering, groups), (*x.shape[:2], *[1] * len(axes)))
