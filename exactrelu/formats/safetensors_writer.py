"""State dictionaries in safetensors, written: weights and biases under the names that a Sequential of PyTorch has."""

import json
import struct
from collections.abc import Iterator, Sequence
from fractions import Fraction

from exactrelu.errors import FormatError
from exactrelu.formats.floats import FLOAT32, FLOAT64, FloatType, check_floats
from exactrelu.network import Network

__all__ = ["safetensors_chunks"]

# The name of each type in the header, and the letter of the struct module.
TYPES = {FLOAT32.name: ("F32", "f"), FLOAT64.name: ("F64", "d")}
ALIGNMENT = 8


def safetensors_chunks(network: Network, kind: FloatType = FLOAT64) -> Iterator[bytes]:
    """The file of a network: 0.weight, 0.bias, 2.weight, ...; the odd numbers are the ReLUs between.

    Exact; a suggested domain has no place in the format.
    Raises FormatError for a network with identity neurons in a hidden layer, since the file could not tell, or at the
    first number that is no float of the type.
    """
    for depth, layer in enumerate(network.hidden, start=1):
        if "identity" in layer.activation:
            raise FormatError(
                f"layer {depth} has identity neurons, and a file of safetensors holds no activations; "
                "write .json or .onnx"
            )
    check_floats(network, kind)
    return _chunks(network, kind)


def _chunks(network: Network, kind: FloatType) -> Iterator[bytes]:
    name, letter = TYPES[kind.name]
    header, data, end = {}, [], 0
    for depth, layer in enumerate(network.layers):
        weight = [entry for row in layer.weight for entry in row]
        parts: list[tuple[str, list[int], Sequence[Fraction]]] = [
            ("weight", [layer.outputs, layer.inputs], weight),
            ("bias", [layer.outputs], layer.bias),
        ]
        for part, shape, numbers in parts:
            data.append(struct.pack(f"<{len(numbers)}{letter}", *map(float, numbers)))
            offsets = [end, end := end + len(data[-1])]
            header[f"{2 * depth}.{part}"] = {"dtype": name, "shape": shape, "data_offsets": offsets}
    text = json.dumps(header, separators=(",", ":")).encode()
    # Blanks after the header, so that the numbers begin at a multiple of their size.
    text += b" " * (-len(text) % ALIGNMENT)
    yield struct.pack("<Q", len(text)) + text
    yield from data
