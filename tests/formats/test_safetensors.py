"""State dictionaries in safetensors: files made by hand and by the library, and damage of every kind."""

import json
import struct
from fractions import Fraction

import pytest

from exactrelu.errors import FormatError, UnsupportedOperatorError
from exactrelu.files import Source
from exactrelu.formats import load_network
from exactrelu.formats.safetensors_reader import read_network
from exactrelu.network import Layer

WEIGHTS = {
    "net.0.weight": ("F32", [3, 2], struct.pack("<6f", 1, 2, 0.5, 0, -1, 0.1)),
    "net.0.bias": ("F64", [3], struct.pack("<3d", 0.1, 0, -2)),
    "net.2.weight": ("F16", [2, 3], struct.pack("<6e", 1, 0, 0, 0, 1, 65504)),
    "net.10.weight": ("BF16", [1, 2], struct.pack("<2H", 0x3F80, 0xC049)),
    "net.10.bias": ("F32", [1], struct.pack("<f", 7)),
}


def packed(tensors, header=None, order=None, metadata=None):
    entries, data = {} if metadata is None else {"__metadata__": metadata}, b""
    for name in order or tensors:
        dtype, shape, content = tensors[name]
        entries[name] = {"dtype": dtype, "shape": shape, "data_offsets": [len(data), len(data) + len(content)]}
        data += content
    text = json.dumps(entries if header is None else header(entries)).encode()
    return struct.pack("<Q", len(text)) + text + data


def read(data):
    return read_network(Source("net.safetensors", data, "0" * 64))


def test_layers_come_in_the_order_of_their_names_with_relu_between():
    network = read(packed(WEIGHTS, order=reversed(WEIGHTS), metadata={"made": "here"}))
    single = Fraction(struct.unpack("<f", struct.pack("<f", 0.1))[0])
    assert network.layers == (
        Layer([[1, 2], ["1/2", 0], [-1, single]], [Fraction(0.1), 0, -2]),
        Layer([[1, 0, 0], [0, 1, 65504]], [0, 0]),
        Layer([[1, Fraction(-201, 64)]], [7], "identity"),
    )
    (note,) = network.provenance.notes
    assert note.endswith("a ReLU is assumed between the layers net.0.weight, net.2.weight, net.10.weight")


def test_one_layer_may_have_no_name():
    network = read(packed({"weight": ("F32", [1, 1], struct.pack("<f", 3))}))
    assert network.layers == (Layer([[3]], [0], "identity"),)


@pytest.mark.extra("torch", "safetensors")
def test_what_the_library_writes_is_what_from_torch_reads(tmp_path):
    import torch
    from safetensors.torch import save_file
    from torch import nn

    from exactrelu.formats import from_torch

    torch.manual_seed(0)
    module = nn.Sequential(nn.Linear(2, 3), nn.ReLU(), nn.Linear(3, 3), nn.ReLU(), nn.Linear(3, 1))
    for kind in (torch.float32, torch.float64, torch.float16, torch.bfloat16):
        module = module.to(kind)
        save_file(module.state_dict(), tmp_path / "net.safetensors")
        assert load_network(tmp_path / "net.safetensors") == from_torch(module)


def change(name, **fields):
    return lambda entries: {**entries, name: {**entries[name], **fields}}


LAST = "net.10.bias"
BAD = {
    "empty": (b"", "0 bytes are no safetensors file"),
    "short": (b"1234567", "7 bytes are no safetensors file"),
    "text": (b"hello, this is text", "a header of"),
    "json": (struct.pack("<Q", 3) + b"[1]", "the header is not a JSON object"),
    "bytes": (struct.pack("<Q", 3) + b"\xff\xff\xff", "the header is not JSON"),
    "deep": (struct.pack("<Q", 10**5) + b"[" * 10**5, "the header is not JSON"),
    "nothing": (packed({}), "the file has no tensors"),
    "twice": (
        struct.pack("<Q", 16) + b'{"a": 1, "a": 2}',
        "the header names a tensor twice",
    ),
    "no shape": (packed(WEIGHTS, lambda e: {**e, LAST: {"dtype": "F32"}}), "is not described by dtype"),
    "bad shape": (packed(WEIGHTS, change(LAST, shape=[-1])), "no proper shape or offsets"),
    "bool shape": (packed(WEIGHTS, change(LAST, shape=[True])), "no proper shape or offsets"),
    "long numeral": (packed(WEIGHTS, change(LAST, shape=[10**4000])), "does not fill its bytes"),
    "one offset": (packed(WEIGHTS, change(LAST, data_offsets=[0])), "no proper shape or offsets"),
    "far offset": (packed(WEIGHTS, change(LAST, data_offsets=[1000, 1004])), "does not fill its bytes 1000 to 1004"),
    "reversed": (packed(WEIGHTS, change(LAST, data_offsets=[4, 0])), "does not fill its bytes"),
    "shared bytes": (packed(WEIGHTS, change(LAST, data_offsets=[0, 4])), "leave a gap or overlap at byte"),
    "surplus": (packed(WEIGHTS) + b"x", "the tensors end at byte"),
    "cut": (packed(WEIGHTS)[:-1], "does not fill its bytes"),
    "wrong size": (packed(WEIGHTS, change(LAST, dtype="F64")), "does not fill its bytes"),
    "bias alone": (packed({"a.bias": ("F32", [1], b"\0" * 4)}), "the tensor 'a.bias' has no weight beside it"),
    "no inputs": (packed({"a.weight": ("F32", [1, 0], b"")}), "has the shape [1, 0]"),
    "bias size": (
        packed({"a.weight": ("F32", [1, 1], b"\0" * 4), "a.bias": ("F32", [2], b"\0" * 8)}),
        "the tensor 'a.bias' has 2 entries for 1 neurons",
    ),
    "chain": (
        packed({"a.weight": ("F32", [1, 1], b"\0" * 4), "b.weight": ("F32", [1, 2], b"\0" * 8)}),
        "the tensor 'b.weight' takes 2 inputs, the layer before it has 1 outputs",
    ),
    "infinite": (packed({"a.weight": ("F16", [1, 1], b"\x00\x7c")}), "the tensor 'a.weight' is inf"),
}
UNSUPPORTED = {
    "type": (packed(WEIGHTS, change(LAST, dtype="F8_E4M3")), "has the type 'F8_E4M3'; F64, F32, F16, BF16 can be read"),
    "no type": (packed(WEIGHTS, change(LAST, dtype=[1])), "has the type a list"),
    "convolution": (packed({"a.weight": ("F32", [1, 1, 1], b"\0" * 4)}), "is no weight or bias of a linear layer"),
    "statistics": (packed({"a.running_mean": ("F32", [1], b"\0" * 4)}), "is no weight or bias of a linear layer"),
}


@pytest.mark.parametrize("name", [*BAD, *UNSUPPORTED])
def test_bad_files_are_refused_on_one_line(name):
    data, fragment = {**BAD, **UNSUPPORTED}[name]
    with pytest.raises(FormatError) as caught:
        read(data)
    message = str(caught.value)
    assert type(caught.value) is (UnsupportedOperatorError if name in UNSUPPORTED else FormatError), message
    assert message.startswith("net.safetensors: ")
    assert fragment in message
    assert "\n" not in message


def test_a_file_cut_anywhere_is_refused():
    data = packed(WEIGHTS)
    for length in range(len(data)):
        with pytest.raises(FormatError):
            read(data[:length])
