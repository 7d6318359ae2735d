"""Every reader on damaged files: what comes out is a network, or one line that says what is wrong; nothing else."""

import gzip
import json
import struct
from random import Random

import pytest

from exactrelu import Domain, Layer, Network
from exactrelu.errors import ExactReluError
from exactrelu.formats import load_any, load_domain
from exactrelu.formats.onnx_writer import onnx_model
from exactrelu.formats.vnnlib import load_specification

MUTANTS = 150
BOX = Domain.box([(-1, 1), (-1, "5/2")])
NETWORK = Network(
    [Layer([[1, "-1/2"], ["3/4", 0]], ["1/8", -7]), Layer([[1, 2]], [0]), Layer([[-1]], ["1/4"], "identity")], None, BOX
)
PROPERTY = b"""; a comment
(declare-const X_0 Real)
(declare-const X_1 Real)
(declare-const Y_0 Real)
(assert (or (and (>= X_0 -1.5) (<= X_0 1e0)) (and (<= (* 2 X_1) (/ 1 3)) (>= Y_0 (+ 1 (- X_0) (* -0.5 X_1))))))
(assert (<= X_1 10))
"""
# What numbers, lengths and brackets are easily mistaken for.
SPLINTERS = [b"9" * 20, b"-1", b"0", b"1e9999", b"1e99999999", b"NaN", b"null", b"[]", b"{}", b'"', b"(", b")", b","]
SPLINTERS += [b"\0", b"\xff", b"\n", b"oo", b"/0", b"\xff\xff\xff\xff\x7f", b"\x80\x80\x80\x80\x10"]


def safetensors():
    header = {
        "0.weight": {"dtype": "F32", "shape": [2, 2], "data_offsets": [0, 16]},
        "0.bias": {"dtype": "F16", "shape": [2], "data_offsets": [16, 20]},
        "2.weight": {"dtype": "F64", "shape": [1, 2], "data_offsets": [20, 36]},
    }
    text = json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + struct.pack("<4f2e2d", 1, -0.5, 2, 0, 1, 3, 0.25, -1)


def saved(suffix):
    def content(folder):
        NETWORK.save(folder / f"net{suffix}")
        return (folder / f"net{suffix}").read_bytes()

    return content


def shallow(folder):
    NETWORK.shallow(domain=BOX).save(folder / "shallow.json")
    return (folder / "shallow.json").read_bytes()


def read_domain(path):
    return load_domain(path, 2)


def read_property(path):
    return load_specification(path).cases()


FILES = {
    "json": (".json", saved(".json"), load_any),
    "shallow json": (".json", shallow, load_any),
    "packed json": (".json", saved(".json.gz"), load_any),
    "nnet": (".nnet", saved(".nnet"), load_any),
    "safetensors": (".safetensors", lambda _: safetensors(), load_any),
    "onnx": (".onnx", lambda _: onnx_model(NETWORK), load_any),
    "packed onnx": (".onnx", lambda _: gzip.compress(onnx_model(NETWORK), mtime=0), load_any),
    "domain": (
        ".json",
        lambda _: b'{"inequalities": [[1, "-1/2", 0], [0, 1, 3]], "equalities": [[1, 0, "1e3"]]}',
        read_domain,
    ),
    "property": (".vnnlib", lambda _: PROPERTY, read_property),
}


def damaged(random, content):
    """The content cut short, or with bits turned over, bytes overwritten, cut out, put in, repeated or exchanged."""
    if not random.randrange(8):
        return content[: random.randrange(len(content))]
    data = bytearray(content)
    for _ in range(random.choice([1, 1, 1, 2, 4])):
        i, j = random.randrange(len(data)), random.randrange(len(data))
        length = random.choice([1, 4, 8, 30])
        splinter = random.choice(SPLINTERS)
        match random.randrange(7):
            case 0:
                data[i] ^= 1 << random.randrange(8)
            case 1:
                data[i] = random.choice([0, 1, 127, 255, random.randrange(256)])
            case 2:
                del data[i : min(i + length, len(data) - 1)]
            case 3:
                data[i:i] = splinter
            case 4:
                data[i : i + len(splinter)] = splinter
            case 5:
                data[i:i] = data[j : j + length]
            case 6:
                data[i : i + length], data[j : j + length] = data[j : j + length], data[i : i + length]
    return bytes(data)


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=[pytest.mark.extra("onnx", "numpy")] if "onnx" in name else []) for name in FILES],
)
def test_damaged_files_are_read_or_refused_on_one_line(tmp_path, name):
    suffix, build, read = FILES[name]
    content = build(tmp_path)
    path = tmp_path / f"damaged{suffix}"
    path.write_bytes(content)
    read(path)
    random = Random(name)
    refused = 0
    for _ in range(MUTANTS):
        path.write_bytes(damaged(random, content))
        try:
            read(path)
        except ExactReluError as error:
            refused += 1
            message = str(error)
            assert str(path) in message
            assert "\n" not in message
            assert len(message) < len(str(path)) + 900
    # Little survives a checksum; but nowhere is damage the rule that nothing notices.
    assert refused > MUTANTS / 2
