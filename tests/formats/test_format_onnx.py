"""The ONNX reader around its operators: the file's door, numbers, shapes of inputs, and models that are refused."""

import builtins
import random
from fractions import Fraction

import pytest

from exactrelu.errors import FormatError, MissingExtraError, UnsupportedOperatorError
from exactrelu.formats import load_network
from exactrelu.network import Layer
from tests.onnx_models import array, model, node, read, read_bytes

pytestmark = pytest.mark.extra("onnx")


def plain():
    """x @ W + b, relu, @ V + c, with every shape of a bias that occurs."""
    nodes = [
        node("MatMul", "x W", "m"),
        node("Add", "m b", "z"),
        node("Relu", "z", "a"),
        node("MatMul", "a V", "n"),
        node("Add", "c n", "y"),
    ]
    return nodes, [
        array("W", [[1, 2, 0], [3, 4, 0]]),
        array("b", [0.5, -1, 3]),
        array("V", [[1], [-1], [0]]),
        array("c", [2]),
    ]


def test_a_plain_network_by_hand():
    network = read(*plain())
    assert network.layers == (
        Layer([[1, 3], [2, 4], [0, 0]], ["0.5", -1, 3]),
        Layer([[1, -1, 0]], [2], "identity"),
    )
    assert network.suggested_domain is None
    assert network.provenance.reading_rule == "IEEE 754 values of the stored tensors, exactly"
    assert network.provenance.notes == ()


def test_the_matrix_may_stand_on_the_left():
    nodes = [node("MatMul", "W x", "m"), node("Sub", "m b", "z"), node("Relu", "z", "y")]
    tensors = [array("W", [[1, 2], [3, 4], [5, 6]]), array("b", [1, 2, 3])]
    expected = (
        Layer([[1, 2], [3, 4], [5, 6]], [-1, -2, -3]),
        Layer([[1, 0, 0], [0, 1, 0], [0, 0, 1]], [0] * 3, "identity"),
    )
    assert read(nodes, tensors, shape=(2,)).layers == expected
    column = [tensors[0], array("b", [[1], [2], [3]])]
    assert read(nodes, column, shape=(2, 1)).layers == expected


@pytest.mark.parametrize("transposed_x", [0, 1])
@pytest.mark.parametrize("transposed_w", [0, 1])
def test_gemm_by_hand(transposed_x, transposed_w):
    weight = [[1, 2], [3, 4], [5, 6]]
    gemm = node("Gemm", "x W c", "y", alpha=0.5, beta=-2.0, transA=transposed_x, transB=transposed_w)
    tensors = [array("W", weight if transposed_w else list(zip(*weight, strict=True))), array("c", [1, 0, 0.25])]
    network = read([gemm], tensors, shape=(2, 1) if transposed_x else (1, 2))
    assert network.layers == (Layer([["1/2", 1], ["3/2", 2], ["5/2", 3]], [-2, 0, "-1/2"], "identity"),)


def test_a_constant_minus_the_input():
    assert read([node("Sub", "b x", "y")], [array("b", [1, 2])]).layers == (
        Layer([[-1, 0], [0, -1]], [1, 2], "identity"),
    )


@pytest.mark.parametrize("shape", [("batch", 2), (None, 2), (0, 2), (-1, 2)])
def test_an_open_batch_axis_is_one_point_and_noted(shape):
    network = read(*plain(), shape=shape)
    assert network == read(*plain())
    assert network.provenance.notes == ("the open batch axis of the input 'x' is read as 1",)


@pytest.mark.parametrize("dtype", ["float16", "float32", "float64"])
def test_stored_numbers_are_exact(dtype):
    import numpy as np

    values = [0.1, 1 / 3, -2.5e-5, 60000.0, 0.0, 6e-8]
    stored = np.array(values, dtype=dtype)
    network = read([node("MatMul", "x W", "y")], [array("W", stored.reshape(1, 6), dtype)], shape=(1, 1))
    # The bits are taken apart by hand: sign, exponent and significand as IEEE 754 lays them out.
    width, exponent_bits = stored.dtype.itemsize * 8, {16: 5, 32: 8, 64: 11}[stored.dtype.itemsize * 8]
    fraction_bits, bias = width - 1 - exponent_bits, 2 ** (exponent_bits - 1) - 1
    for entry, ((weight,)) in zip(stored, network.layers[0].weight, strict=True):
        bits = int(entry.view(f"uint{width}"))
        sign, exponent = bits >> (width - 1), (bits >> fraction_bits) % 2**exponent_bits
        significand = bits % 2**fraction_bits + (2**fraction_bits if exponent else 0)
        exact = (-1) ** sign * significand * Fraction(2) ** (max(exponent, 1) - bias - fraction_bits)
        assert weight == exact


@pytest.mark.parametrize("dtype", ["int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"])
def test_integers_are_exact(dtype):
    import numpy as np

    limits = np.iinfo(dtype)
    network = read([node("MatMul", "x W", "y")], [array("W", [[limits.min, limits.max]], dtype)], shape=(1, 1))
    assert network.layers[0].weight == ((int(limits.min),), (int(limits.max),))


@pytest.mark.parametrize(
    ("attributes", "number"),
    [
        ({"value_float": 0.5}, [["1/2", "1/2"]]),
        ({"value_floats": [0.25, -1.0]}, [["1/4", -1]]),
        ({"value_int": 3}, [[3, 3]]),
        ({"value_ints": [3, 4]}, [[3, 4]]),
        ({"value": ("float16", [0.5, 2])}, [["1/2", 2]]),
    ],
)
def test_constants_of_every_kind(attributes, number):
    if "value" in attributes:
        dtype, values = attributes["value"]
        attributes = {"value": array("", values, dtype)}
    network = read([node("Constant", "", "c", **attributes), node("Add", "x c", "y")])
    assert network.layers == (Layer([[1, 0], [0, 1]], number[0], "identity"),)


def test_several_axes_are_read_in_row_major_order_and_noted():
    nodes = [node("Flatten", "x", "f"), node("MatMul", "f W", "y")]
    network = read(nodes, [array("W", [[1], [2], [3], [4], [5], [6]])], shape=("N", 2, 3))
    assert network.layers[0].weight == ((1, 2, 3, 4, 5, 6),)
    assert "is read as 6 numbers in row-major order" in network.provenance.notes[1]


def test_nodes_and_tensors_that_do_not_matter_are_left_alone():
    nodes, tensors = plain()
    unused = [node("Softmax", "a", "s"), node("Add", "x bad", "t"), node("Relu", "x", "u")]
    assert read([*nodes, *unused], [*tensors, array("bad", [float("nan")])]) == read(nodes, tensors)


def test_initializers_listed_among_the_inputs_are_no_inputs():
    from onnx import TensorProto, helper

    proto = model(*plain())
    proto.graph.input.append(helper.make_tensor_value_info("W", TensorProto.FLOAT, (2, 3)))
    assert read_bytes(proto.SerializeToString()) == read(*plain())


def test_an_output_without_the_input_is_a_constant_network():
    network = read([node("Relu", "c", "y")], [array("c", [-1, 2])])
    assert network.layers == (Layer([[0, 0], [0, 0]], [0, 2], "identity"),)


def test_the_file_door(tmp_path):
    import gzip
    import hashlib

    data = model(*plain()).SerializeToString()
    (tmp_path / "net.onnx").write_bytes(data)
    (tmp_path / "net.onnx.gz").write_bytes(gzip.compress(data))
    network = load_network(tmp_path / "net.onnx")
    assert network == load_network(tmp_path / "net.onnx.gz") == read(*plain())
    assert network.provenance.sha256 == hashlib.sha256(data).hexdigest()


def two(first, tensors=(), **kwargs):
    return lambda: model([first], tensors, **kwargs)


def with_plain(change):
    def build():
        proto = model(*plain())
        change(proto)
        return proto

    return build


def external(proto):
    from onnx import TensorProto

    tensor = proto.graph.initializer[0]
    tensor.ClearField("raw_data")
    tensor.data_location = TensorProto.EXTERNAL
    entry = tensor.external_data.add()
    entry.key, entry.value = "location", "weights.bin"


def rename(proto):
    proto.graph.node[1].output[0] = "m"


def sparse(proto):
    proto.graph.sparse_initializer.add().dims.append(2)


def string_alpha(proto):
    from onnx import helper

    proto.graph.node[0].CopyFrom(helper.make_node("Gemm", ["x", "W"], ["m"], name="make_m", alpha="two"))


def foreign(proto):
    proto.graph.node[2].domain = "com.example"


def with_number(number):
    nodes, tensors = plain()
    return nodes, [array("W", [[1, 2, float(number)], [3, 4, 0]]), *tensors[1:]]


def left_out():
    proto = model([node("Relu", "x", "y")])
    proto.graph.node[0].input[0] = ""
    return proto


BAD = {
    "nan": (lambda: model(*with_number("nan")), FormatError, "the initializer 'W' is nan; every number must be finite"),
    "infinity": (lambda: model(*with_number("-inf")), FormatError, "the initializer 'W' is -inf"),
    "unknown operator": (
        two(node("Softmax", "x", "y")),
        UnsupportedOperatorError,
        "node 'make_y', operator 'Softmax': it has no",
    ),
    "nameless node": (
        two(node("Tanh", "x", "y", name="")),
        UnsupportedOperatorError,
        "the node that makes 'y', operator 'Tanh'",
    ),
    "other domain": (with_plain(foreign), UnsupportedOperatorError, "no operator of the domain 'com.example'"),
    "product of variables": (
        two(node("MatMul", "x x", "y"), shape=(2, 2)),
        UnsupportedOperatorError,
        "not piecewise linear",
    ),
    "gemm of variables": (
        two(node("Gemm", "x x", "y", transB=1)),
        UnsupportedOperatorError,
        "operator 'Gemm': a product of two tensors that both depend on the input",
    ),
    "unknown attribute": (two(node("Relu", "x", "y", slope=1)), UnsupportedOperatorError, "its attributes 'slope'"),
    "attribute of a wrong type": (
        with_plain(string_alpha),
        FormatError,
        "its attribute alpha is not of the type float",
    ),
    "too many outputs": (two(node("Relu", "x", "y z")), UnsupportedOperatorError, "2 outputs"),
    "shapes": (
        two(node("MatMul", "x W", "y"), [array("W", [[1, 2]])]),
        FormatError,
        "shapes [1, 2] and [1, 2] do not fit",
    ),
    "shapes of a sum": (
        two(node("Add", "x b", "y"), [array("b", [1, 2, 3])]),
        FormatError,
        "shapes [1, 2] and [3] do not fit",
    ),
    "scalar factor": (
        two(node("MatMul", "x b", "y"), [array("b", 1)]),
        FormatError,
        "a number without axes is no factor",
    ),
    "empty factor": (two(node("MatMul", "x W", "y"), [array("W", [[], []])]), FormatError, "has no entries"),
    "empty sum": (two(node("Add", "x W", "y"), [array("W", [[]] * 1)], shape=(1, 1)), FormatError, "has no entries"),
    "gemm with a vector": (
        two(node("Gemm", "x W", "y"), [array("W", [1, 2])]),
        FormatError,
        "the factors need two axes each",
    ),
    "gemm with a large C": (
        two(node("Gemm", "x W C", "y"), [array("W", [[1], [2]]), array("C", [[1], [2]])]),
        FormatError,
        "C has the shape [2, 1], which does not stretch to [1, 1]",
    ),
    "reshape": (
        two(node("Reshape", "x s", "y"), [array("s", [3], "int64")]),
        FormatError,
        "the shape [1, 2] cannot become [3]",
    ),
    "reshape twice -1": (
        two(node("Reshape", "x s", "y"), [array("s", [-1, -1], "int64")]),
        FormatError,
        "cannot become [-1, -1]",
    ),
    "reshape -2": (
        two(node("Reshape", "x s", "y"), [array("s", [-2, -1], "int64")]),
        FormatError,
        "cannot become [-2, -1]",
    ),
    "reshape to zero": (
        two(node("Reshape", "x s", "y", allowzero=1), [array("s", [0, -1], "int64")]),
        FormatError,
        "cannot become [0, -1]",
    ),
    "reshape by the input": (two(node("Reshape", "x x", "y")), UnsupportedOperatorError, "must be a constant list"),
    "reshape by halves": (
        two(node("Reshape", "x s", "y"), [array("s", [0.5])]),
        UnsupportedOperatorError,
        "constant list",
    ),
    "flatten": (two(node("Flatten", "x", "y", axis=3)), FormatError, "axis 3 is not an axis of the shape [1, 2]"),
    "too few inputs": (two(node("Add", "x", "y")), FormatError, "1 inputs are not what this operator takes"),
    "too many inputs": (two(node("Relu", "x x", "y")), FormatError, "2 inputs are not what this operator takes"),
    "input left out": (left_out, FormatError, "its input x is left out"),
    "missing initializer": (
        lambda: model(plain()[0], plain()[1][1:]),
        FormatError,
        "nothing produces 'W' before it is read",
    ),
    "wrong order": (lambda: model(plain()[0][::-1], plain()[1]), FormatError, "nothing produces"),
    "missing output": (lambda: model(*plain(), output="q"), FormatError, "nothing produces 'q'"),
    "a name twice": (with_plain(rename), FormatError, "two tensors have the name 'm'"),
    "external data": (with_plain(external), FormatError, "the initializer 'W' keeps its values in another file"),
    "sparse": (with_plain(sparse), FormatError, "sparse initializers cannot be read"),
    "strings": (two(node("Add", "x b", "y"), [array("b", ["a"], "object")]), FormatError, "'b' has the type STRING"),
    "bools": (two(node("Add", "x b", "y"), [array("b", [True], "bool")]), UnsupportedOperatorError, "truth values"),
    "complex": (
        two(node("Add", "x b", "y"), [array("b", [1j], "complex64")]),
        FormatError,
        "'b' has the type COMPLEX64",
    ),
    "unknown type": (
        with_plain(lambda proto: setattr(proto.graph.initializer[0], "data_type", 999)),
        FormatError,
        "the initializer 'W' has the type number 999",
    ),
    "raw data cut": (
        with_plain(lambda proto: setattr(proto.graph.initializer[0], "raw_data", b"1234")),
        FormatError,
        "the initializer 'W' is damaged",
    ),
    "raw data of half a number": (
        with_plain(lambda proto: setattr(proto.graph.initializer[0], "raw_data", b"123")),
        FormatError,
        "the initializer 'W' is damaged",
    ),
    "negative size": (
        with_plain(lambda proto: proto.graph.initializer[0].dims.__setitem__(0, -1)),
        FormatError,
        "the initializer 'W' has the shape [-1, 3]",
    ),
    "no constant": (
        lambda: model([node("Constant", "", "y")]),
        UnsupportedOperatorError,
        "exactly one of the attributes",
    ),
    "constant of a wrong type": (
        lambda: model([node("Constant", "", "y", value=1)]),
        FormatError,
        "attribute value has another",
    ),
    "two inputs": (
        two(node("Add", "x w", "y"), inputs=("x", "w")),
        FormatError,
        "exactly one input can be read; the model has 2",
    ),
    "no input": (two(node("Relu", "c", "y"), [array("c", [1])], inputs=()), FormatError, "the model has 0: none"),
    "two outputs": (
        two(node("Relu", "x", "y"), outputs=["x", "y"]),
        FormatError,
        "exactly one output can be read; the model has 2",
    ),
    "open axis": (
        two(node("Relu", "x", "y"), shape=(1, "n")),
        FormatError,
        "axis 2 of the input 'x' has no fixed size",
    ),
    "only axis open": (
        two(node("Relu", "x", "y"), shape=("n",)),
        FormatError,
        "axis 1 of the input 'x' has no fixed size",
    ),
    "no shape": (two(node("Relu", "x", "y"), shape=None), FormatError, "the input 'x' has no shape"),
    "enormous input": (two(node("Relu", "x", "y"), shape=(10**9, 10**9)), FormatError, "at most 1000000 can be read"),
    "integers as input": (two(node("Relu", "x", "y"), element="INT64"), FormatError, "is not a tensor of floats"),
    "no operator set": (
        with_plain(lambda proto: proto.ClearField("opset_import")),
        FormatError,
        "names no operator set of ONNX",
    ),
    "no graph": (with_plain(lambda proto: proto.ClearField("graph")), FormatError, "it has no graph with outputs"),
    "no outputs": (
        with_plain(lambda proto: proto.graph.ClearField("output")),
        FormatError,
        "it has no graph with outputs",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_model_is_refused_on_one_line(name):
    build, kind, fragment = BAD[name]
    with pytest.raises(FormatError) as caught:
        read_bytes(build().SerializeToString())
    message = str(caught.value)
    assert type(caught.value) is kind
    assert message.startswith("net.onnx: ")
    assert fragment in message
    assert "\n" not in message


@pytest.mark.parametrize(
    "data", [b"", b"hello, world", b"\x00" * 50, bytes(range(256)), b'{"format": "exactrelu-network"}']
)
def test_other_files_are_no_models(data):
    with pytest.raises(FormatError, match=r"^net\.onnx: not an ONNX model, or cut short"):
        read_bytes(data)


def test_a_model_cut_short_is_refused_at_every_byte():
    data = model(*plain()).SerializeToString()
    for length in range(len(data)):
        with pytest.raises(FormatError, match=r"^net\.onnx: "):
            read_bytes(data[:length])
    assert read_bytes(data) == read(*plain())


def test_random_damage_gives_a_network_or_a_format_error():
    data = model(*plain()).SerializeToString()
    random.seed(3)
    refused = 0
    for _ in range(2000):
        damaged = bytearray(data)
        for _ in range(random.choice([1, 1, 2, 5])):
            damaged[random.randrange(len(damaged))] = random.randrange(256)
        try:
            read_bytes(bytes(damaged))
        except FormatError:
            refused += 1
    assert 500 < refused < 2000


def test_without_the_package_the_message_names_the_extra(monkeypatch):
    original = builtins.__import__

    def absent(name, *args, **kwargs):
        if name.split(".")[0] == "onnx":
            raise ModuleNotFoundError("No module named 'onnx'", name="onnx")
        return original(name, *args, **kwargs)

    data = model(*plain()).SerializeToString()
    monkeypatch.setattr(builtins, "__import__", absent)
    with pytest.raises(MissingExtraError, match=r"pip install 'exactrelu\[onnx\]'"):
        read_bytes(data)
