"""ONNX models of deep networks: one Gemm per layer, and Relu, or PRelu where a layer mixes ReLU and identity neurons.

A PRelu has a slope per neuron for negative values: 0 makes it a ReLU, 1 the identity.
"""

from collections.abc import Iterator
from typing import Any

from exactrelu.errors import MissingExtraError
from exactrelu.formats.floats import FLOAT64, FloatType, check_floats
from exactrelu.network import Layer, Network

__all__ = ["onnx_chunks", "onnx_model"]

OPERATOR_SET = 17
IR_VERSION = 8
"""Neither is the newest, so that runtimes of some years ago read the model; Gemm and PRelu have not changed since."""


def onnx_model(network: Network, kind: FloatType = FLOAT64) -> bytes:
    """The network as an ONNX model with the input x of shape (batch, n) and the output y of shape (batch, m).

    Exact: every weight is stored as the float that it is.  A suggested domain has no place in the format.
    Raises FormatError at the first number that is no float of the type, MissingExtraError without the package onnx.
    """
    try:
        from onnx import TensorProto, helper
    except ModuleNotFoundError:
        raise MissingExtraError(
            "writing ONNX needs the package onnx; install it with pip install 'exactrelu[onnx]'"
        ) from None
    check_floats(network, kind)
    element = TensorProto.DOUBLE if kind is FLOAT64 else TensorProto.FLOAT
    nodes: list[Any] = []
    stored: list[Any] = []

    def store(name: str, shape: list[int], numbers: list[float]) -> str:
        stored.append(helper.make_tensor(name, element, shape, numbers))
        return name

    value = "x"
    for depth, layer in enumerate(network.layers, start=1):
        weight = store(f"W{depth}", [layer.outputs, layer.inputs], [float(w) for row in layer.weight for w in row])
        bias = store(f"b{depth}", [layer.outputs], [float(b) for b in layer.bias])
        last = depth == len(network.layers)
        plain = last or "relu" not in layer.activation
        result = "y" if last else f"a{depth}" if plain else f"z{depth}"
        nodes.append(helper.make_node("Gemm", [value, weight, bias], [result], name=f"gemm{depth}", transB=1))
        value = result
        if not plain:
            extra = [] if "identity" not in layer.activation else [store(f"slope{depth}", *_slopes(layer))]
            kind_of_node = "PRelu" if extra else "Relu"
            nodes.append(helper.make_node(kind_of_node, [value, *extra], [f"a{depth}"], name=f"relu{depth}"))
            value = f"a{depth}"
    ends = [
        helper.make_tensor_value_info(name, element, ["batch", size])
        for name, size in (("x", network.inputs), ("y", network.outputs))
    ]
    graph = helper.make_graph(nodes, "network", ends[:1], ends[1:], stored)
    model = helper.make_model(
        graph,
        producer_name="exactrelu",
        ir_version=IR_VERSION,
        opset_imports=[helper.make_opsetid("", OPERATOR_SET)],
    )
    content: bytes = model.SerializeToString(deterministic=True)
    return content


def onnx_chunks(network: Network) -> Iterator[bytes]:
    """The file of a network with float64 numbers, in one piece; raises as onnx_model."""
    yield onnx_model(network)


def _slopes(layer: Layer) -> tuple[list[int], list[float]]:
    return [layer.outputs], [float(word == "identity") for word in layer.activation]
