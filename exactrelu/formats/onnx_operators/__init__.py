"""The operators of ONNX that can be read exactly, by families: importing this package registers all of them."""

from exactrelu.formats.onnx_operators import activations, affine, constants, shapes, windows
from exactrelu.formats.onnx_operators.node import OPERATORS, Node, apply
from exactrelu.formats.onnx_operators.numbers import FLOAT_TYPES, exact_tensor

__all__ = [
    "FLOAT_TYPES",
    "OPERATORS",
    "Node",
    "activations",
    "affine",
    "apply",
    "constants",
    "exact_tensor",
    "shapes",
    "windows",
]
