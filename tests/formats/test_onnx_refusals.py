"""What operators refuse: each case ends in one line that names the node and the operator, and says what is wrong."""

from random import Random

import pytest

from exactrelu.errors import FormatError, UnsupportedOperatorError
from tests.onnx_models import array, model, node, read_bytes

pytestmark = pytest.mark.extra("onnx")


def one(operator, inputs, tensors=(), shape=(1, 2), opset=17, outputs="y", **attributes):
    return lambda: model([node(operator, inputs, outputs, **attributes)], tensors, shape, opset=opset)


def ints(name, values):
    return array(name, values, "int64")


NORM = [array(name, [1.0, 1.0]) for name in "sbmv"]
WEIGHT = array("W", [1.0] * 4, shape=(1, 1, 2, 2))
IMAGE = (1, 1, 3, 3)

UNSUPPORTED = {
    "sigmoid": (one("Sigmoid", "x"), "'Sigmoid': it has no exact reading here"),
    "softmax": (one("Softmax", "x"), "'Softmax': it has no exact reading here"),
    "upsampling": (one("Resize", "x"), "'Resize': it has no exact reading here"),
    "product": (one("Mul", "x x"), "a product of two tensors that both depend on the input"),
    "quotient": (one("Div", "c x", [array("c", 1.0)]), "divisor depends on the input"),
    "slope": (one("PRelu", "x x"), "the slope must be constant"),
    "bound": (one("Clip", "x x"), "the bound min must be constant"),
    "bounds": (one("Clip", "x c", [array("c", [1.0, 2.0])]), "the bound min must be one number"),
    "weights": (one("Conv", "W x", [WEIGHT], (1, 1, 2, 2)), "the weights depend on the input"),
    "bias": (one("Conv", "x W x", [WEIGHT], IMAGE), "the bias must be constant"),
    "auto_pad": (one("Conv", "x W", [WEIGHT], IMAGE, auto_pad="SOME"), "auto_pad = 'SOME'"),
    "hanging over": (
        one("MaxPool", "x", shape=(1, 1, 6), kernel_shape=[3], strides=[2], auto_pad="VALID", ceil_mode=1),
        "evaluators disagree on ceil_mode with auto_pad = VALID",
    ),
    "training": (one("BatchNormalization", "x s b m v", NORM, training_mode=1), "training mode"),
    "positions": (one("BatchNormalization", "x s b m v", NORM, opset=8, spatial=0), "spatial = 0"),
    "dropout": (one("Dropout", "x r t", [array("r", 0.5), array("t", True, "bool")]), "training mode"),
    "mode": (one("Pad", "x p", [ints("p", [1] * 4)], mode="mirror"), "no exact reading of the mode 'mirror'"),
    "to integers": (one("Cast", "x", to=7), "a conversion to INT64 of what depends on the input"),
    "to bfloat16": (one("Cast", "x", to=16), "a conversion to BFLOAT16"),
    "mean of integers": (
        lambda: model(
            [node("Shape", "x", "s"), node("ReduceMean", "s", "m"), node("Add", "x m", "y")],
        ),
        "a mean of integers is rounded",
    ),
    "dilated pooling": (
        one("MaxPool", "x", shape=(1, 1, 6), kernel_shape=[2], dilations=[2], auto_pad="SAME_UPPER"),
        "evaluators disagree on auto_pad = SAME_UPPER for such windows",
    ),
    "pooling in large steps": (
        one("AveragePool", "x", shape=(1, 1, 6), kernel_shape=[1], strides=[3], auto_pad="SAME_LOWER"),
        "evaluators disagree on auto_pad = SAME_LOWER for such windows",
    ),
    "a mask read": (
        lambda: model([node("Dropout", "x", "d m"), node("Add", "d m", "y")], opset=10),
        "'m' is an output of another node that cannot be read",
    ),
    "an attribute of another set": (one("Clip", "x", min=0.0), "'min' are unknown in operator set 17"),
    "outputs of another set": (one("ReduceSum", "x", outputs="y z"), "2 outputs are not what it has"),
}

MALFORMED = {
    "operator set 6": (one("Relu", "x", opset=6), "operator set 6; sets 7 to 28 can be read"),
    "operator set 900": (one("Relu", "x", opset=900), "operator set 900; sets 7 to 28 can be read"),
    "an operator of another set": (
        one("ConstantOfShape", "s", [ints("s", [2])], opset=8),
        "operator set 8 has no such operator",
    ),
    "inputs of another set": (one("Clip", "x a b", opset=10), "nothing produces 'a'"),
    "too many inputs": (
        one("Clip", "x a b", [array("a", 0.0), array("b", 1.0)], opset=10),
        "3 inputs are not what this operator takes in operator set 10",
    ),
    "division by zero": (one("Div", "x c", [array("c", 0.0)]), "a division by 0"),
    "variance": (
        one("BatchNormalization", "x s b m v", [*NORM[:3], array("v", [1.0, -1.0])]),
        "which is not positive",
    ),
    "channels": (one("BatchNormalization", "x s b m v", NORM, (1, 3)), "3 channels with 2, 2, 2, 2 parameters"),
    "slope": (one("PRelu", "x s", [array("s", [[1.0], [2.0]])]), "the slope of shape [2, 1] does not stretch"),
    "channels of weights": (
        one("Conv", "x W", [array("W", [1.0] * 8, shape=(1, 2, 2, 2))], IMAGE),
        "1 channels, 1 groups and weights of shape [1, 2, 2, 2]",
    ),
    "groups": (one("Conv", "x W", [WEIGHT], IMAGE, group=0), "1 channels, 0 groups"),
    "axes of weights": (one("Conv", "x W", [array("W", [1.0], shape=(1, 1, 1))], IMAGE), "a window of [1]"),
    "kernel": (one("Conv", "x W", [WEIGHT], IMAGE, kernel_shape=[3, 3]), "for a window of [3, 3]"),
    "window too large": (one("MaxPool", "x", shape=IMAGE, kernel_shape=[4, 4]), "over 4 entries does not fit into 3"),
    "stride": (one("MaxPool", "x", shape=IMAGE, kernel_shape=[1, 1], strides=[0, 1]), "stride 0"),
    "negative pads": (one("MaxPool", "x", shape=IMAGE, kernel_shape=[1, 1], pads=[-1, 0, 0, 0]), "padding -1, 0"),
    "pads": (one("MaxPool", "x", shape=IMAGE, kernel_shape=[1, 1], pads=[1, 0]), "do not fit 2 axes"),
    "two paddings": (
        one("MaxPool", "x", shape=IMAGE, kernel_shape=[2, 2], pads=[1] * 4, auto_pad="SAME_UPPER"),
        "pads together with auto_pad = SAME_UPPER",
    ),
    "only padding": (
        one("MaxPool", "x", shape=(1, 1, 2), kernel_shape=[1], pads=[1, 1]),
        "a window looks at padding only, which has no maximum",
    ),
    "average of padding": (
        one("AveragePool", "x", shape=(1, 1, 2), kernel_shape=[1], pads=[1, 1]),
        "a window looks at padding only, which has no average",
    ),
    "no kernel": (one("MaxPool", "x", shape=IMAGE), "kernel_shape is missing"),
    "kernel as a word": (one("MaxPool", "x", shape=IMAGE, kernel_shape="2"), "kernel_shape is not a list of integers"),
    "enormous padding": (
        one("AveragePool", "x", shape=(1, 1, 2), kernel_shape=[2], pads=[10**12, 10**12], count_include_pad=1),
        "entries; at most 1000000 can be kept",
    ),
    "no spatial axis": (one("GlobalAveragePool", "x"), "has no spatial axes"),
    "axis": (one("Concat", "x x", axis=2), "axis 2 where there are 2 axes"),
    "no axis": (one("Concat", "x x"), "axis is missing"),
    "joined shapes": (one("Concat", "x c", [array("c", [[1.0]])], axis=0), "do not fit together along axis 0"),
    "joined ranks": (one("Concat", "x c", [array("c", [1.0])], axis=0), "tensors with 1, 2 axes"),
    "order": (one("Transpose", "x", perm=[0, 0]), "perm = [0, 0] is no order of 2 axes"),
    "squeezed": (one("Squeeze", "x a", [ints("a", [1])]), "are not all of size 1"),
    "unsqueezed twice": (one("Unsqueeze", "x a", [ints("a", [0, 0])]), "name one axis twice"),
    "unequal parts": (one("Split", "x", shape=(3, 1), outputs="y z"), "3 entries cannot be split into 2 equal parts"),
    "parts": (one("Split", "x s", [ints("s", [1, 1])], (3, 1), outputs="y z"), "cannot be split into [1, 1]"),
    "steps": (one("Slice", "x a b a a", [ints("a", [0]), ints("b", [1])]), "steps [0] do not fit together"),
    "index": (one("Gather", "x i", [ints("i", [1])]), "the index 1 where there are 1 entries"),
    "reflection": (one("Pad", "x p", [ints("p", [0, 2, 0, 0])], mode="reflect"), "mode reflect with pads 2 and 0"),
    "cut away": (one("Pad", "x p", [ints("p", [0, -2, 0, -1])]), "pads -2 and -1 for an axis of size 2"),
    "pads of Pad": (one("Pad", "x p", [ints("p", [1])]), "pads [1] do not fit"),
    "an enormous constant": (
        one("ConstantOfShape", "s", [ints("s", [10**6, 10**6])]),
        "a tensor with 1000000000000 entries",
    ),
    "an enormous sum": (
        lambda: model(
            [
                node("ConstantOfShape", "s", "c"),
                node("Transpose", "c", "d"),
                node("Add", "c d", "e"),
                node("Add", "x e", "y"),
            ],
            [ints("s", [1, 10**5])],
        ),
        "a tensor with 10000000000 entries",
    ),
    "a maximum of very many": (
        one("Max", " ".join(["x"] * 2000), shape=(1, 1000)),
        "a tensor with 2000000 entries",
    ),
    "enormous windows": (
        one("MaxPool", "x", shape=(1, 1, 3000), kernel_shape=[1000]),
        "a tensor with 2001000 entries",
    ),
    "squares of squares": (
        lambda: model(
            [*(node("Mul", f"c{k} c{k}", f"c{k + 1}") for k in range(60)), node("Add", "x c60", "y")],
            [array("c0", [3.0])],
        ),
        "bits comes about; no model needs more than 1000000",
    ),
    "products of large constants": (
        lambda: model(
            [
                node("ConstantOfShape", "s", "c"),
                node("MatMul", "c c", "d"),
                node("ReduceSum", "d", "t"),
                node("Add", "x t", "y"),
            ],
            [ints("s", [900, 900])],
        ),
        "takes more than 50000000 steps of arithmetic",
    ),
    "a large convolution": (
        lambda: model(
            [node("ConstantOfShape", "s", "W"), node("Conv", "x W", "y", pads=[29] * 4)],
            [ints("s", [1, 1, 60, 60])],
            (1, 1, 120, 120),
        ),
        "takes more than 50000000 steps of arithmetic",
    ),
    "a negative size": (one("ConstantOfShape", "s", [ints("s", [-1])]), "has a negative size"),
    "a value of no tensor": (one("ConstantOfShape", "s", [ints("s", [2])], value=1), "value is not a tensor"),
    "out of range": (
        lambda: model(
            [node("Cast", "c", "i", to=3), node("Add", "x i", "y")],
            [array("c", [1000.0])],
        ),
        "a constant converted to INT8 is out of its range",
    ),
    "too large for its type": (
        lambda: model(
            [node("Cast", "c", "i", to=10), node("Add", "x i", "y")],
            [array("c", [1e30])],
        ),
        "a constant converted to FLOAT16 is inf",
    ),
    "an empty mean": (
        lambda: model(
            [node("ConstantOfShape", "s", "c"), node("ReduceMean", "c", "y")],
            [ints("s", [0])],
        ),
        "a mean over no entries",
    ),
}


@pytest.mark.parametrize("name", UNSUPPORTED)
def test_what_has_no_exact_reading_is_refused(name):
    build, fragment = UNSUPPORTED[name]
    refused(build, UnsupportedOperatorError, fragment)


@pytest.mark.parametrize("name", MALFORMED)
def test_what_does_not_fit_is_refused(name):
    build, fragment = MALFORMED[name]
    refused(build, FormatError, fragment)


def refused(build, kind, fragment):
    with pytest.raises(FormatError) as caught:
        read_bytes(build().SerializeToString())
    message = str(caught.value)
    assert type(caught.value) is kind, message
    assert message.startswith("net.onnx: ")
    assert "operator" in message
    assert fragment in message
    assert "\n" not in message


def test_a_damaged_name_is_refused():
    data = one("LeakyRelu", "x", alpha=0.5)().SerializeToString()
    damaged = data.replace(b"alpha", b"\xff\xfepha")
    assert damaged != data
    with pytest.raises(UnsupportedOperatorError, match="are unknown in operator set 17"):
        read_bytes(damaged)


def test_operators_damaged_at_random_are_read_or_refused():
    nodes = [
        node("Slice", "x a b", "s"),
        node("Gemm", "s W", "g", alpha=0.5, transB=1),
        node("LeakyRelu", "g", "l", alpha=0.25),
        node("Clip", "l c", "k"),
        node("Concat", "k l", "n", axis=1),
        node("ReduceSum", "n d", "y", keepdims=0),
    ]
    tensors = [ints("a", [0]), ints("b", [2]), array("W", [[1.0, 2.0]]), array("c", 0.5), ints("d", [1])]
    data = model(nodes, tensors, (2, 2)).SerializeToString()
    random = Random(5)
    messages = []
    for _ in range(1500):
        damaged = bytearray(data)
        for _ in range(random.choice([1, 1, 2])):
            damaged[random.randrange(len(damaged))] = random.choice([0, 1, 127, 255, random.randrange(256)])
        try:
            read_bytes(bytes(damaged))
        except FormatError as error:
            messages.append(str(error))
    assert 300 < len(messages) < 1500
    assert not any("\n" in message for message in messages)
