"""Operators that make or convert constants."""

from collections.abc import Callable
from math import isfinite, prod
from typing import Any

from gmpy2 import mpq

from exactrelu.errors import FormatError, UnsupportedOperatorError
from exactrelu.formats.lowering import Lowering, Tensor, check_size
from exactrelu.formats.onnx_operators.node import Node, integers, operator
from exactrelu.formats.onnx_operators.numbers import (
    FLOAT_TYPES,
    INTEGER_TYPES,
    exact_tensor,
    type_name,
)
from exactrelu.formats.stored import exact_number

__all__: list[str] = []


@operator("Identity")
def _identity(lowering: Lowering, node: Node, x: Tensor) -> Tensor:
    return x


@operator("Dropout")
def _dropout(
    lowering: Lowering, node: Node, x: Tensor, ratio: Tensor | None = None, training: Tensor | None = None
) -> Tensor:
    """Nothing is dropped in inference."""
    node.attribute("ratio", 0.5)
    node.attribute("seed", 0)
    if training is not None and (not training.is_constant or any(training.flat())):
        raise UnsupportedOperatorError("it is in training mode; export the model for inference")
    return x


@operator("Constant")
def _constant(lowering: Lowering, node: Node) -> Tensor:
    readings: dict[str, Callable[[Any], Tensor]] = {
        "value": lambda value: exact_tensor(value, "its value"),
        "value_float": lambda value: Tensor.of([exact_number(value, "its value")], ()),
        "value_floats": lambda value: Tensor.of([exact_number(v, "its value") for v in value], (len(value),)),
        "value_int": lambda value: Tensor.of([mpq(value)], (), "integer"),
        "value_ints": lambda value: Tensor.of([mpq(v) for v in value], (len(value),), "integer"),
    }
    given = [name for name in readings if name in node.attributes]
    if len(given) != 1:
        raise UnsupportedOperatorError(f"a constant needs exactly one of the attributes {', '.join(readings)}")
    try:
        return readings[given[0]](node.attributes.pop(given[0]))
    except (AttributeError, TypeError):
        raise FormatError(f"its attribute {given[0]} has another type than its name says") from None


@operator("ConstantOfShape")
def _constant_of_shape(lowering: Lowering, node: Node, shape: Tensor) -> Tensor:
    sizes = integers(shape, "the shape")
    if any(size < 0 for size in sizes):
        raise FormatError(f"the shape {sizes} has a negative size")
    check_size(sizes)
    value = node.attributes.pop("value", None)
    try:
        filling = Tensor.of([mpq(0)], ()) if value is None else exact_tensor(value, "its value")
    except AttributeError:
        raise FormatError("its attribute value is not a tensor") from None
    if filling.entries.size != 1:
        raise FormatError(f"its value has {filling.entries.size} entries; one is needed")
    return Tensor.of(filling.flat() * prod(sizes), sizes, filling.kind)


@operator("Shape")
def _shape(lowering: Lowering, node: Node, x: Tensor) -> Tensor:
    """The sizes of the axes, an open batch being 1."""
    start = node.attribute("start", 0)
    end = node.attribute("end", len(x.shape))
    sizes = x.shape[start:end]
    return Tensor.of(map(mpq, sizes), (len(sizes),), "integer")


@operator("Cast")
def _cast(lowering: Lowering, node: Node, x: Tensor) -> Tensor:
    """Constants are converted; a value that depends on the input stays the real number that it is."""
    target = type_name(node.attribute("to", 0))
    node.attribute("saturate", 1)
    node.text("round_mode", "up")
    if target not in (*FLOAT_TYPES, *INTEGER_TYPES, "BOOL"):
        raise UnsupportedOperatorError(f"no exact reading of a conversion to {target}")
    if not x.is_constant:
        if target not in FLOAT_TYPES:
            raise UnsupportedOperatorError(f"a conversion to {target} of what depends on the input is no affine map")
        lowering.notes.append(f"{node.label}: Cast to {target}, which rounds, is read as the identity")
        return x
    if target in FLOAT_TYPES:
        return Tensor.of([_as_float(number, target) for number in x.flat()], x.shape)
    if target == "BOOL":
        return Tensor.of([mpq(bool(number)) for number in x.flat()], x.shape, "boolean")
    return Tensor.of([_as_integer(number, target) for number in x.flat()], x.shape, "integer")


def _as_float(number: mpq, target: str) -> mpq:
    """The nearest number of a float type; by way of a double, so a number that is none is refused."""
    import numpy as np

    double = float(number)
    if not isfinite(double) or mpq(*double.as_integer_ratio()) != number:
        raise UnsupportedOperatorError("a constant that is not a double is converted")
    kind = {"DOUBLE": np.float64, "FLOAT": np.float32, "FLOAT16": np.float16}[target]
    with np.errstate(over="ignore"):
        return exact_number(float(kind(double)), f"a constant converted to {target}")


def _as_integer(number: mpq, target: str) -> mpq:
    """Towards 0; raises FormatError where the type cannot hold it."""
    whole = int(number)
    signed, bits = not target.startswith("U"), int(target.lstrip("UINT"))
    low, high = (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1) if signed else (0, 2**bits - 1)
    if not low <= whole <= high:
        raise FormatError(f"a constant converted to {target} is out of its range")
    return mpq(whole)
