"""Nodes of an ONNX graph and the functions that read them, found by the name of their operator.

To add an operator, write a function that takes the lowering, the node and the input tensors (None for one left out) and
returns the output tensor, or a tuple of them, and put @operator(name) on it.  It takes every attribute that it knows
with a method of the node; one that is left over is refused, since ignoring it would change the function that is read.
"""

import inspect
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from gmpy2 import mpq

from exactrelu.errors import FormatError, ShapeError, UnsupportedOperatorError
from exactrelu.files import shorten
from exactrelu.formats.lowering import Lowering, Tensor, words

__all__ = ["NEWEST_SET", "OLDEST_SET", "OPERATORS", "Node", "apply", "axis_of", "constant", "integers", "operator"]

# Before 7 shapes were not stretched to each other; after 28 the meaning of an operator may have changed.
OLDEST_SET, NEWEST_SET = 7, 28

# What may be done with truth values; everything else takes numbers.
TAKES_BOOLEANS = ("Cast", "Dropout", "Identity")


@dataclass(frozen=True, slots=True)
class Node:
    """A node of the graph: operator, version of the operator set, attributes not yet looked at, number of outputs.

    label says which node it is, for notes.
    """

    operator: str
    version: int
    attributes: dict[str, Any] = field(default_factory=dict)
    outputs: int = 1
    label: str = "a node"

    def attribute(self, name: str, default: Any) -> Any:
        """Takes an attribute, of the type of the default, which is its value when the node does not have it."""
        value = self.attributes.pop(name, default)
        if not isinstance(value, type(default)):
            raise FormatError(f"its attribute {name} is not of the type {type(default).__name__}")
        return value

    def text(self, name: str, default: str) -> str:
        """Takes an attribute that is a word."""
        value: bytes = self.attribute(name, default.encode())
        return value.decode("ascii", "replace")

    def integers(self, name: str) -> list[int] | None:
        """Takes an attribute that is a list of integers; None when the node does not have it."""
        value = self.attributes.pop(name, None)
        if value is None:
            return None
        if not isinstance(value, list | tuple) or not all(isinstance(number, int) for number in value):
            raise FormatError(f"its attribute {name} is not a list of integers")
        return list(value)


Handler = Callable[..., Tensor | tuple[Tensor, ...]]
OPERATORS: dict[str, Handler] = {}


def operator(name: str) -> Callable[[Handler], Handler]:
    """Registers the function below as the reading of an operator."""

    def register(handler: Handler) -> Handler:
        OPERATORS[name] = handler
        return handler

    return register


def apply(lowering: Lowering, node: Node, inputs: list[Tensor | None]) -> tuple[Tensor, ...]:
    """The outputs of a node: all that can be read, which may be fewer than it has.

    Raises UnsupportedOperatorError for a use of the operator that has no exact reading here, and FormatError or
    ShapeError for inputs that do not fit.
    """
    _check_schema(node, inputs)
    handler = OPERATORS[node.operator]
    parameters = inspect.signature(handler)
    try:
        given = parameters.bind(lowering, node, *inputs).arguments
    except TypeError:
        raise FormatError(f"{len(inputs)} inputs are not what this operator takes") from None
    for name, value in given.items():
        kind = parameters.parameters[name]
        left_out = value is None or (kind.kind is kind.VAR_POSITIONAL and None in value)
        if left_out and kind.default is kind.empty:
            raise FormatError(f"its input {name} is left out")
    kinds = {tensor.kind for tensor in inputs if tensor is not None}
    if "boolean" in kinds and node.operator not in TAKES_BOOLEANS:
        raise UnsupportedOperatorError("an input of truth values; only numbers can be read here")
    result = handler(lowering, node, *inputs)
    if node.attributes:
        unknown = ", ".join(shorten(name) for name in sorted(node.attributes))
        raise UnsupportedOperatorError(f"no exact reading of its attributes {unknown}")
    results = result if isinstance(result, tuple) else (result,)
    lowering.spend(sum(words(tensor.flat()) for tensor in results))
    return results


def _check_schema(node: Node, inputs: list[Tensor | None]) -> None:
    """The node against what its operator set says about numbers of inputs and outputs and names of attributes."""
    from onnx import defs

    try:
        schema = defs.get_schema(node.operator, node.version, "")
    except defs.SchemaError:
        raise FormatError(f"operator set {node.version} has no such operator") from None
    if not schema.min_input <= len(inputs) <= schema.max_input:
        raise FormatError(f"{len(inputs)} inputs are not what this operator takes in operator set {node.version}")
    if not schema.min_output <= node.outputs <= schema.max_output:
        raise UnsupportedOperatorError(f"{node.outputs} outputs are not what it has in operator set {node.version}")
    unknown = ", ".join(shorten(name) for name in sorted(set(node.attributes) - set(schema.attributes)))
    if unknown:
        raise UnsupportedOperatorError(f"its attributes {unknown} are unknown in operator set {node.version}")


def constant(tensor: Tensor, what: str) -> list[mpq]:
    """The numbers of a tensor that must not depend on the input, in row-major order."""
    if not tensor.is_constant:
        raise UnsupportedOperatorError(f"{what} must be constant, but depends on the input")
    return tensor.flat()


def integers(tensor: Tensor, what: str) -> list[int]:
    """The entries of a tensor with at most one axis that must be a constant list of integers."""
    if len(tensor.shape) > 1 or not tensor.is_constant or any(number.denominator != 1 for number in tensor.flat()):
        raise UnsupportedOperatorError(f"{what} must be a constant list of integers")
    return [int(number) for number in tensor.flat()]


def axis_of(axis: int, rank: int) -> int:
    """The number from 0 of an axis, which may be counted from the end; raises ShapeError when there is none."""
    if not -rank <= axis < rank:
        raise ShapeError(f"axis {shorten(axis)} where there are {rank} axes")
    return axis % rank
