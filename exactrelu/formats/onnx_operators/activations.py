"""Piecewise-linear operators: each is lowered to as few ReLU neurons as it has kinks."""

from gmpy2 import mpq

from exactrelu.errors import ShapeError, UnsupportedOperatorError
from exactrelu.formats.arithmetic import broadcast
from exactrelu.formats.lowering import Lowering, Tensor
from exactrelu.formats.onnx_operators.node import Node, constant, operator
from exactrelu.formats.piecewise import absolute, clip, leaky, maxima, minima
from exactrelu.formats.stored import exact_number

__all__: list[str] = []


@operator("Relu")
def _relu(lowering: Lowering, node: Node, x: Tensor) -> Tensor:
    return Tensor.of(lowering.activate(x.flat()), x.shape, x.kind)


@operator("LeakyRelu")
def _leaky_relu(lowering: Lowering, node: Node, x: Tensor) -> Tensor:
    # The default, 0.01, is a float32 in ONNX, like every attribute.
    slope = exact_number(node.attribute("alpha", 0.009999999776482582), "alpha")
    return Tensor.of(leaky(lowering, x.flat(), [slope] * x.entries.size), x.shape)


@operator("PRelu")
def _prelu(lowering: Lowering, node: Node, x: Tensor, slope: Tensor) -> Tensor:
    constant(slope, "the slope")
    shape, (values, slopes) = broadcast(x, slope)
    if shape != x.shape:
        raise ShapeError(f"the slope of shape {list(slope.shape)} does not stretch to {list(x.shape)}")
    return Tensor.of(leaky(lowering, values, slopes), shape)


@operator("Abs")
def _abs(lowering: Lowering, node: Node, x: Tensor) -> Tensor:
    return Tensor.of(absolute(lowering, x.flat()), x.shape, x.kind)


def _common_kind(tensors: tuple[Tensor, ...]) -> str:
    return "integer" if all(tensor.kind == "integer" for tensor in tensors) else "float"


@operator("Max")
def _max(lowering: Lowering, node: Node, *tensors: Tensor) -> Tensor:
    shape, columns = broadcast(*tensors)
    return Tensor.of(maxima(lowering, zip(*columns, strict=True)), shape, _common_kind(tensors))


@operator("Min")
def _min(lowering: Lowering, node: Node, *tensors: Tensor) -> Tensor:
    shape, columns = broadcast(*tensors)
    return Tensor.of(minima(lowering, zip(*columns, strict=True)), shape, _common_kind(tensors))


@operator("Clip")
def _clip(lowering: Lowering, node: Node, x: Tensor, low: Tensor | None = None, high: Tensor | None = None) -> Tensor:
    """Bounds are attributes up to operator set 10 and inputs from 11 on."""

    def bound(tensor: Tensor | None, name: str) -> mpq | None:
        if name in node.attributes:
            return exact_number(node.attribute(name, 0.0), name)
        if tensor is None:
            return None
        numbers = constant(tensor, f"the bound {name}")
        if len(numbers) != 1:
            raise UnsupportedOperatorError(f"the bound {name} must be one number")
        return numbers[0]

    return Tensor.of(clip(lowering, x.flat(), bound(low, "min"), bound(high, "max")), x.shape, x.kind)
