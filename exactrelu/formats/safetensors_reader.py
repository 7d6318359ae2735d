"""State dictionaries in safetensors: 8 bytes with the length of a JSON header, the header, and the raw numbers.

Such a file stores tensors and their names, but no graph.  The rule by which a network is read from it: every tensor is
NAME.weight with two axes (outputs, inputs) or NAME.bias with one; the layers come in the order of their names, numbers
within names being compared as numbers (so 2.weight comes before 10.weight); a ReLU stands between two layers and none
after the last; a missing bias is 0.  Everything else is refused.
"""

import json
import re
import struct
from dataclasses import dataclass
from math import prod
from typing import Any

from gmpy2 import mpq

from exactrelu.errors import FormatError, UnsupportedOperatorError
from exactrelu.files import Source, check_dense, shorten
from exactrelu.formats.stored import exact_number
from exactrelu.network import Layer, Network, Provenance

__all__ = ["read_network"]

READING_RULE = "IEEE 754 values of the stored tensors, exactly; layers by name, ReLU between them"
# The letter of the struct module, and the bytes, of every type of numbers that can be read.
TYPES = {"F64": ("d", 8), "F32": ("f", 4), "F16": ("e", 2), "BF16": ("H", 2)}


@dataclass(frozen=True, slots=True)
class _Tensor:
    shape: tuple[int, ...]
    numbers: tuple[float, ...]


def read_network(source: Source) -> Network:
    """The network of a state dictionary of linear layers, with ReLU between them; the module says by which rule.

    Raises FormatError, with the tensor's name, for a damaged file and UnsupportedOperatorError for other tensors than
    the weights and biases of linear layers.
    """
    try:
        tensors = _tensors(source.data)
        layers = _layers(tensors)
    except FormatError as error:
        raise type(error)(f"{source.name}: {error}") from None
    names = ", ".join(name for name in sorted(tensors, key=_natural) if name.endswith("weight"))
    note = f"the file stores no activations: a ReLU is assumed between the layers {names}"
    return Network(layers, Provenance(source.sha256, READING_RULE, (note,)))


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) < len(pairs):
        raise FormatError("the header names a tensor twice")
    return result


def _header(data: bytes) -> tuple[dict[str, Any], bytes]:
    """The parsed header, and the bytes after it."""
    if len(data) < 8:
        raise FormatError(f"{len(data)} bytes are no safetensors file; it is cut short")
    (length,) = struct.unpack_from("<Q", data)
    if length > len(data) - 8:
        raise FormatError(
            f"a header of {shorten(length)} bytes in a file of {len(data)}; not safetensors, or cut short"
        )
    try:
        header = json.loads(data[8 : 8 + length].decode(), object_pairs_hook=_unique)
    except FormatError:
        raise
    except (ValueError, RecursionError):
        raise FormatError("the header is not JSON; this is no safetensors file, or it is damaged") from None
    if not isinstance(header, dict):
        raise FormatError("the header is not a JSON object")
    header.pop("__metadata__", None)
    return header, data[8 + length :]


def _tensors(data: bytes) -> dict[str, _Tensor]:
    header, numbers = _header(data)
    described = {}
    for name, entry in header.items():
        what = f"the tensor {shorten(name)}"
        if not isinstance(entry, dict) or not {"dtype", "shape", "data_offsets"} <= set(entry):
            raise FormatError(f"{what} is not described by dtype, shape and data_offsets")
        shape, offsets, dtype = _sizes(entry["shape"]), _sizes(entry["data_offsets"]), entry["dtype"]
        if shape is None or offsets is None or len(offsets) != 2:
            raise FormatError(f"{what} has no proper shape or offsets")
        if not isinstance(dtype, str) or dtype not in TYPES:
            raise UnsupportedOperatorError(f"{what} has the type {shorten(dtype)}; {', '.join(TYPES)} can be read")
        start, end = offsets
        if end - start != prod(shape) * TYPES[dtype][1] or end > len(numbers):
            raise FormatError(f"{what} of shape {shape} does not fill its bytes {start} to {end} of {len(numbers)}")
        described[name] = (tuple(shape), dtype, start, end)
    # Before any number is read: tensors that share bytes would make much of little.
    _check_cover(sorted((start, end) for *_, start, end in described.values()), len(numbers))
    return {name: _Tensor(shape, _numbers(numbers[a:b], dtype)) for name, (shape, dtype, a, b) in described.items()}


def _numbers(stored: bytes, dtype: str) -> tuple[float, ...]:
    letter, size = TYPES[dtype]
    values = struct.unpack(f"<{len(stored) // size}{letter}", stored)
    if dtype == "BF16":
        # A bfloat16 is the upper half of a float32.
        values = struct.unpack(f"<{len(values)}f", struct.pack(f"<{len(values)}I", *(v << 16 for v in values)))
    return values


def _sizes(value: Any) -> list[int] | None:
    if isinstance(value, list) and all(type(size) is int and size >= 0 for size in value):
        return value
    return None


def _check_cover(ranges: list[tuple[int, int]], length: int) -> None:
    """The tensors lie side by side and fill the file; anything else hides bytes or shares them."""
    position = 0
    for start, end in ranges:
        if start != position:
            raise FormatError(f"the tensors leave a gap or overlap at byte {position} of the data")
        position = end
    if position != length:
        raise FormatError(f"the tensors end at byte {position} of {length}")


def _natural(name: str) -> list[tuple[int, int, str]]:
    """A key by which names are in order with the numbers in them compared as numbers."""
    parts = re.split("([0-9]{1,18})", name)
    return [(0, int(part), "") if i % 2 else (1, 0, part) for i, part in enumerate(parts)]


def _layers(tensors: dict[str, _Tensor]) -> list[Layer]:
    prefixes = {}
    for name, tensor in tensors.items():
        prefix, _, kind = name.rpartition(".")
        if (kind, len(tensor.shape)) not in [("weight", 2), ("bias", 1)]:
            raise UnsupportedOperatorError(
                f"the tensor {shorten(name)} of shape {list(tensor.shape)} is no weight or bias of a linear layer; "
                "a file without a graph can hold nothing else"
            )
        prefixes[prefix] = True
    order = sorted(prefixes, key=_natural)
    if not order:
        raise FormatError("the file has no tensors")
    matrices = [tensor.shape for tensor in tensors.values() if len(tensor.shape) == 2]
    check_dense(((outputs, inputs) for outputs, inputs in matrices), "the file")
    layers: list[Layer] = []
    for prefix in order:
        base = f"{prefix}." if prefix else ""
        weight, bias = tensors.get(f"{base}weight"), tensors.get(f"{base}bias")
        if weight is None:
            raise FormatError(f"the tensor {shorten(base + 'bias')} has no weight beside it")
        inputs = weight.shape[1]
        if layers and layers[-1].outputs != inputs:
            raise FormatError(
                f"the tensor {shorten(base + 'weight')} takes {inputs} inputs, the layer before it has "
                f"{layers[-1].outputs} outputs; the names do not give the order of the layers"
            )
        layers.append(_layer(weight, bias, base, "identity" if prefix == order[-1] else "relu"))
    return layers


def _layer(weight: _Tensor, bias: _Tensor | None, base: str, activation: str) -> Layer:
    outputs, inputs = weight.shape
    if not outputs or not inputs:
        raise FormatError(f"the tensor {shorten(base + 'weight')} has the shape {list(weight.shape)}")
    if bias is not None and bias.shape != (outputs,):
        raise FormatError(f"the tensor {shorten(base + 'bias')} has {bias.shape[0]} entries for {outputs} neurons")
    entries = [exact_number(x, f"the tensor {shorten(base + 'weight')}") for x in weight.numbers]
    rows = [entries[i * inputs : (i + 1) * inputs] for i in range(outputs)]
    constants = [mpq(0)] * outputs
    if bias is not None:
        constants = [exact_number(x, f"the tensor {shorten(base + 'bias')}") for x in bias.numbers]
    return Layer(rows, constants, activation)
