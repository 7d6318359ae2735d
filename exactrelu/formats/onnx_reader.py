"""ONNX models: the stored IEEE 754 numbers are taken exactly, and the graph is read as real arithmetic.

This module opens the model and walks its graph; the operators are in onnx_operators, the way to layers in lowering.
"""

from collections.abc import Callable, Iterable
from math import prod
from typing import Any

from exactrelu.errors import FormatError, MissingExtraError, UnsupportedOperatorError
from exactrelu.files import Source, shorten
from exactrelu.formats.lowering import Lowering, Tensor
from exactrelu.formats.onnx_operators import FLOAT_TYPES, OPERATORS, Node, apply, exact_tensor
from exactrelu.formats.onnx_operators.node import NEWEST_SET, OLDEST_SET
from exactrelu.network import Network, Provenance

__all__ = ["read_network"]

READING_RULE = "IEEE 754 values of the stored tensors, exactly"
LARGEST_INPUT = 10**6


def read_network(source: Source) -> Network:
    """The network of an ONNX model with one input and one output; a batch axis is read as a single point.

    Several axes are read in row-major order; a skip past a layer becomes identity neurons in it.
    Raises MissingExtraError without the package onnx, UnsupportedOperatorError for a node that has no exact reading,
    and FormatError for a damaged or unsuitable model.
    """
    try:
        model = _parse(source)
        return _read_graph(model.graph, _operator_set(model), source)
    except FormatError as error:
        raise type(error)(f"{source.name}: {error}") from None


def _parse(source: Source) -> Any:
    try:
        import onnx
    except ModuleNotFoundError:
        raise MissingExtraError(
            f"{source.name}: reading ONNX needs the package onnx; install it with pip install 'exactrelu[onnx]'"
        ) from None
    model = onnx.ModelProto()
    try:
        model.ParseFromString(source.data)
    except Exception:  # of which class depends on the protobuf implementation; nothing but parsing happens here
        raise FormatError("not an ONNX model, or cut short") from None
    if not model.HasField("graph") or not model.graph.output:
        raise FormatError("not an ONNX model, or cut short: it has no graph with outputs")
    return model


def _operator_set(model: Any) -> int:
    for entry in model.opset_import:
        if entry.domain in ("", "ai.onnx"):
            version = int(entry.version)
            if not OLDEST_SET <= version <= NEWEST_SET:
                raise FormatError(
                    f"operator set {version}; sets {OLDEST_SET} to {NEWEST_SET} can be read, "
                    "and onnx.version_converter changes one into the other"
                )
            return version
    raise FormatError("the model names no operator set of ONNX; it is cut short, or uses other operators only")


def _only(values: list[Any], what: str) -> Any:
    if len(values) != 1:
        names = ", ".join(shorten(value.name) for value in values) or "none"
        raise FormatError(f"exactly one {what} can be read; the model has {len(values)}: {names}")
    return values[0]


def _input_shape(value: Any, notes: list[str]) -> tuple[int, ...]:
    """The shape of the input; an open first axis is the batch and becomes 1."""
    import onnx

    name = shorten(value.name)
    kind = value.type.tensor_type
    if kind.elem_type not in [onnx.TensorProto.DataType.Value(one) for one in FLOAT_TYPES]:
        raise FormatError(f"the input {name} is not a tensor of floats")
    if not kind.HasField("shape"):
        raise FormatError(f"the input {name} has no shape")
    shape = [axis.dim_value for axis in kind.shape.dim]
    if len(shape) > 1 and shape[0] <= 0:
        notes.append(f"the open batch axis of the input {name} is read as 1")
        shape[0] = 1
    for i, length in enumerate(shape, start=1):
        if length <= 0:
            raise FormatError(
                f"axis {i} of the input {name} has no fixed size; only the first of several axes may be open"
            )
    if prod(shape) > LARGEST_INPUT:
        raise FormatError(f"the input {name} has {shorten(prod(shape))} numbers; at most {LARGEST_INPUT} can be read")
    if sum(length > 1 for length in shape) > 1:
        notes.append(f"the input {name} of shape {shape} is read as {prod(shape)} numbers in row-major order")
    return tuple(shape)


def _needed(nodes: Iterable[Any], output: str) -> list[Any]:
    """The nodes that the output depends on, in their order."""
    wanted, kept = {output}, []
    for node in reversed(list(nodes)):
        if wanted.intersection(node.output):
            wanted.update(name for name in node.input if name)
            kept.append(node)
    return kept[::-1]


def _check_names(names: list[str]) -> None:
    """Every tensor is made once; only the outputs that a node leaves out share the name ""."""
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise FormatError(f"two tensors have the name {shorten(name)}; the model is damaged")
        if name:
            seen.add(name)


def _read_graph(graph: Any, version: int, source: Source) -> Network:
    stored = {tensor.name: tensor for tensor in graph.initializer}
    if graph.sparse_initializer:
        raise FormatError("sparse initializers cannot be read; store the tensors densely")
    value = _only([value for value in graph.input if value.name not in stored], "input")
    output = _only(list(graph.output), "output")
    _check_names([value.name, *(t.name for t in graph.initializer), *(name for n in graph.node for name in n.output)])
    notes: list[str] = []
    shape = _input_shape(value, notes)
    lowering = Lowering(prod(shape))
    lowering.notes = notes
    tensors = {value.name: lowering.input(shape)}
    unread: set[str] = set()

    def find(name: str) -> Tensor:
        if name not in tensors:
            if name in unread:
                raise UnsupportedOperatorError(f"{shorten(name)} is an output of another node that cannot be read")
            if name not in stored:
                raise FormatError(f"nothing produces {shorten(name)} before it is read; the model is damaged")
            tensors[name] = exact_tensor(stored[name], f"the initializer {shorten(name)}")
        return tensors[name]

    for node in _needed(graph.node, output.name):
        label = f"node {shorten(node.name)}" if node.name else f"the node that makes {shorten(node.output[0])}"
        try:
            results = _apply(lowering, node, version, label, find)
        except ValueError as error:
            kind = type(error) if isinstance(error, FormatError) else FormatError
            raise kind(f"{label}, operator {shorten(node.op_type)}: {error}") from None
        tensors.update((name, tensor) for name, tensor in zip(node.output, results, strict=False) if name)
        unread.update(node.output[len(results) :])
    result = find(output.name)
    if not result.entries.size:
        raise FormatError(f"the output {shorten(output.name)} has no entries")
    return Network(lowering.layers(result, "the network"), Provenance(source.sha256, READING_RULE, tuple(notes)))


def _apply(
    lowering: Lowering, node: Any, version: int, label: str, find: Callable[[str], Tensor]
) -> tuple[Tensor, ...]:
    from onnx import helper

    if node.domain not in ("", "ai.onnx"):
        raise UnsupportedOperatorError(f"no operator of the domain {shorten(node.domain)} has an exact reading here")
    if node.op_type not in OPERATORS:
        raise UnsupportedOperatorError(f"it has no exact reading here; these have one: {', '.join(sorted(OPERATORS))}")
    attributes = {}
    for attribute in node.attribute:
        if attribute.ref_attr_name:
            raise UnsupportedOperatorError(f"the attribute {shorten(attribute.name)} refers to a function's parameter")
        # A damaged name comes as bytes.
        attributes[str(attribute.name)] = helper.get_attribute_value(attribute)
    inputs = [find(name) if name else None for name in node.input]
    return apply(lowering, Node(node.op_type, version, attributes, len(node.output), label), inputs)
