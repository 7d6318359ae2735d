"""The operators of ONNX that can be read exactly: one function each, found by its name.

To add an operator, write a function that takes the lowering, the node and the input tensors (None for one left out) and
returns the output tensor, and put @operator(name) on it.  It takes every attribute that it knows with node.attribute();
one that is left over is refused, since ignoring it would change the function that is read.
"""

import inspect
from collections.abc import Callable
from dataclasses import dataclass, field
from math import prod
from typing import Any

from gmpy2 import mpq

from exactrelu.errors import FormatError, ShapeError, UnsupportedOperatorError
from exactrelu.files import shorten
from exactrelu.formats.lowering import Lowering, Tensor, weighted_sum

__all__ = ["OPERATORS", "Node", "apply", "exact_tensor"]

FLOAT_TYPES = ("FLOAT", "DOUBLE", "FLOAT16")
INTEGER_TYPES = ("INT8", "INT16", "INT32", "INT64", "UINT8", "UINT16", "UINT32", "UINT64")


@dataclass(frozen=True, slots=True)
class Node:
    """A node of the graph: its operator, the version of the operator set, and the attributes not yet looked at."""

    operator: str
    version: int
    attributes: dict[str, Any] = field(default_factory=dict)

    def attribute(self, name: str, default: Any) -> Any:
        """Takes an attribute, of the type of the default, which is its value when the node does not have it."""
        value = self.attributes.pop(name, default)
        if not isinstance(value, type(default)):
            raise FormatError(f"its attribute {name} is not of the type {type(default).__name__}")
        return value


Handler = Callable[..., Tensor]
OPERATORS: dict[str, Handler] = {}


def operator(name: str) -> Callable[[Handler], Handler]:
    """Registers the function below as the reading of an operator."""

    def register(handler: Handler) -> Handler:
        OPERATORS[name] = handler
        return handler

    return register


def apply(lowering: Lowering, node: Node, inputs: list[Tensor | None]) -> Tensor:
    """The output of a node.

    Raises UnsupportedOperatorError for a use of the operator that has no exact reading here, and FormatError or
    ShapeError for inputs that do not fit.
    """
    handler = OPERATORS[node.operator]
    parameters = inspect.signature(handler)
    try:
        given = parameters.bind(lowering, node, *inputs).arguments
    except TypeError:
        raise FormatError(f"{len(inputs)} inputs are not what this operator takes") from None
    for name, value in given.items():
        if value is None and parameters.parameters[name].default is inspect.Parameter.empty:
            raise FormatError(f"its input {name} is left out")
    result = handler(lowering, node, *inputs)
    if node.attributes:
        unknown = ", ".join(shorten(name) for name in sorted(node.attributes))
        raise UnsupportedOperatorError(f"no exact reading of its attributes {unknown}")
    return result


def exact_number(number: float, what: str) -> mpq:
    """The exact value of an IEEE 754 number: always a dyadic rational."""
    try:
        return mpq(*number.as_integer_ratio())
    except (ValueError, OverflowError):
        raise FormatError(f"{what} is {number}; every number must be finite") from None


def exact_tensor(proto: Any, what: str) -> Tensor:
    """The exact values of a stored tensor.

    Raises FormatError for a type other than float, double, float16 and integers, for values that are not finite or not
    inside the file, and for values that do not fill the shape.
    """
    import onnx
    from onnx import numpy_helper

    types = onnx.TensorProto.DataType
    if proto.data_type not in [types.Value(name) for name in (*FLOAT_TYPES, *INTEGER_TYPES)]:
        known = proto.data_type in types.values()
        kind = types.Name(proto.data_type) if known else f"number {proto.data_type}"
        raise FormatError(f"{what} has the type {kind}; floats up to double and integers can be read")
    if proto.data_location == onnx.TensorProto.EXTERNAL:
        raise FormatError(f"{what} keeps its values in another file (external data); save the model as one file")
    if any(size < 0 for size in proto.dims):
        raise FormatError(f"{what} has the shape {list(proto.dims)}")
    try:
        array = numpy_helper.to_array(proto)
    except (ValueError, TypeError, OverflowError) as error:
        raise FormatError(f"{what} is damaged: {error}") from None
    # tolist() makes Python numbers, and float16 and float32 widen to double without rounding.
    numbers = array.ravel().tolist()
    if array.dtype.kind == "f":
        return Tensor.of((exact_number(number, what) for number in numbers), array.shape)
    return Tensor.of((mpq(number) for number in numbers), array.shape)


def _level(*tensors: Tensor) -> int | None:
    return max((tensor.level for tensor in tensors if tensor.level is not None), default=None)


def _elementwise(combine: Callable[[Any, Any], Any], a: Tensor, b: Tensor) -> Tensor:
    import numpy as np

    try:
        left, right = np.broadcast_arrays(a.entries, b.entries)
    except ValueError:
        raise ShapeError(f"the shapes {list(a.shape)} and {list(b.shape)} do not fit together") from None
    return Tensor.of(map(combine, left.ravel(), right.ravel()), left.shape, _level(a, b))


def _product(a: Tensor, b: Tensor) -> Tensor:
    """The matrix product, over stacks of matrices and vectors as numpy.matmul has it."""
    import numpy as np

    if a.level is not None and b.level is not None:
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
    left = np.broadcast_to(left, stack + left.shape[-2:])
    right = np.broadcast_to(right, stack + right.shape[-2:])
    entries = []
    for index in np.ndindex(*stack):
        columns = list(right[index].T)
        for row in left[index]:
            if a.level is None:
                entries += [weighted_sum(row, column) for column in columns]
            else:
                entries += [weighted_sum(column, row) for column in columns]
    rows = left.shape[-2:-1] if len(a.shape) > 1 else ()
    return Tensor.of(entries, stack + rows + (right.shape[-1:] if len(b.shape) > 1 else ()), _level(a, b))


def _scaled(factor: mpq, tensor: Tensor) -> Tensor:
    if factor == 1:
        return tensor
    return Tensor.of((weighted_sum([factor], [entry]) for entry in tensor.flat()), tensor.shape, tensor.level)


@operator("MatMul")
def _matmul(lowering: Lowering, node: Node, a: Tensor, b: Tensor) -> Tensor:
    return _product(a, b)


@operator("Gemm")
def _gemm(lowering: Lowering, node: Node, a: Tensor, b: Tensor, c: Tensor | None = None) -> Tensor:
    """alpha * A' B' + beta * C, where ' transposes if trans_ is set; C is stretched to the shape of the product."""
    alpha = exact_number(node.attribute("alpha", 1.0), "alpha")
    beta = exact_number(node.attribute("beta", 1.0), "beta")
    if len(a.shape) != 2 or len(b.shape) != 2:
        raise ShapeError(f"the factors need two axes each; they have the shapes {list(a.shape)} and {list(b.shape)}")
    left = Tensor(a.entries.T, a.level) if node.attribute("transA", 0) else a
    right = Tensor(b.entries.T, b.level) if node.attribute("transB", 0) else b
    product = _scaled(alpha, _product(left, right))
    if c is None:
        return product
    total = _elementwise(lambda p, q: p + q, product, _scaled(beta, c))
    if total.shape != product.shape:
        raise ShapeError(f"C has the shape {list(c.shape)}, which does not stretch to {list(product.shape)}")
    return total


@operator("Add")
def _add(lowering: Lowering, node: Node, a: Tensor, b: Tensor) -> Tensor:
    return _elementwise(lambda p, q: p + q, a, b)


@operator("Sub")
def _sub(lowering: Lowering, node: Node, a: Tensor, b: Tensor) -> Tensor:
    return _elementwise(lambda p, q: p - q, a, b)


@operator("Relu")
def _relu(lowering: Lowering, node: Node, x: Tensor) -> Tensor:
    return lowering.activate(x)


@operator("Identity")
def _identity(lowering: Lowering, node: Node, x: Tensor) -> Tensor:
    return x


@operator("Constant")
def _constant(lowering: Lowering, node: Node) -> Tensor:
    readings: dict[str, Callable[[Any], Tensor]] = {
        "value": lambda value: exact_tensor(value, "its value"),
        "value_float": lambda value: Tensor.of([exact_number(value, "its value")], ()),
        "value_floats": lambda value: Tensor.of([exact_number(v, "its value") for v in value], (len(value),)),
        "value_int": lambda value: Tensor.of([mpq(value)], ()),
        "value_ints": lambda value: Tensor.of([mpq(v) for v in value], (len(value),)),
    }
    given = [name for name in readings if name in node.attributes]
    if len(given) != 1:
        raise UnsupportedOperatorError(f"a constant needs exactly one of the attributes {', '.join(readings)}")
    try:
        return readings[given[0]](node.attributes.pop(given[0]))
    except (AttributeError, TypeError):
        raise FormatError(f"its attribute {given[0]} has another type than its name says") from None


@operator("Flatten")
def _flatten(lowering: Lowering, node: Node, x: Tensor) -> Tensor:
    axis, rank = node.attribute("axis", 1), len(x.shape)
    if not -rank <= axis <= rank:
        raise ShapeError(f"axis {axis} is not an axis of the shape {list(x.shape)}")
    entries = x.entries.reshape(prod(x.shape[:axis]), prod(x.shape[axis:]))
    return Tensor(entries, x.level)


@operator("Reshape")
def _reshape(lowering: Lowering, node: Node, x: Tensor, shape: Tensor) -> Tensor:
    """0 keeps the size of that axis, one -1 stands for what is left over."""
    if shape.level is not None or len(shape.shape) != 1 or any(size.denominator != 1 for size in shape.flat()):
        raise UnsupportedOperatorError("the new shape must be a constant list of integers")
    target = [int(size) for size in shape.flat()]
    if not node.attribute("allowzero", 0):
        target = [x.shape[i] if size == 0 and i < len(x.shape) else size for i, size in enumerate(target)]
    if target.count(-1) == 1:
        rest = -prod(target)
        if rest > 0:
            target[target.index(-1)] = prod(x.shape) // rest
    if any(size < 0 for size in target) or prod(target) != prod(x.shape):
        raise ShapeError(f"the shape {list(x.shape)} cannot become {[int(size) for size in shape.flat()]}")
    return Tensor(x.entries.reshape(target), x.level)
