"""Convolution and pooling with every combination of attributes, against ONNX Runtime and the reference evaluator."""

from fractions import Fraction
from math import prod

import pytest

from tests.onnx_models import array, dyadic, dyadic_points, model, node, read_bytes, reference, runtime

pytestmark = pytest.mark.extra("onnx", "onnxruntime")

ROUNDING = Fraction(1, 10**5)


def agrees(nodes, tensors, shape, opset=17, exact=True, evaluators=("reference", "runtime"), count=4):
    proto = model(nodes, tensors, shape, opset=opset, ir_version=8)
    network = read_bytes(proto.SerializeToString())
    points = dyadic_points(count, prod(shape), seed=prod(shape))
    ours = [network([Fraction(x) for x in point]) for point in points]
    results = []
    if "runtime" in evaluators:
        results.append(runtime(proto, points, shape))
    if "reference" in evaluators:
        results.append([reference(proto, point, shape, "float32") for point in points])
    for theirs in results:
        if exact:
            assert ours == theirs
            continue
        for a, b in zip(ours, theirs, strict=True):
            assert len(a) == len(b)
            assert all(abs(p - q) <= ROUNDING * max(1, abs(q)) for p, q in zip(a, b, strict=True))
    return network


PADDINGS = [
    {},
    {"pads": [1, 2]},
    {"auto_pad": "NOTSET", "pads": [0, 1]},
    {"auto_pad": "VALID"},
    {"auto_pad": "SAME_UPPER"},
    {"auto_pad": "SAME_LOWER"},
]


@pytest.mark.parametrize("padding", PADDINGS, ids=str)
@pytest.mark.parametrize("dilation", [1, 2])
@pytest.mark.parametrize("stride", [1, 2, 3])
@pytest.mark.parametrize("groups", [1, 2])
def test_convolution_in_one_dimension(padding, dilation, stride, groups):
    attributes = {"dilations": [dilation], "strides": [stride], "group": groups, **padding}
    weight = array("W", dyadic(4 * (2 // groups) * 3, groups), shape=(4, 2 // groups, 3))
    nodes = [node("Conv", "x W b", "y", **attributes)]
    # ONNX Runtime refuses dilations together with SAME; the reference evaluator reads them.
    evaluators = ["reference"] if dilation > 1 and "SAME" in padding.get("auto_pad", "") else ["reference", "runtime"]
    agrees(nodes, [weight, array("b", [1, 0, -0.5, 2])], (1, 2, 8), evaluators=evaluators)


@pytest.mark.parametrize("kernel", [(2, 3), (1, 1), (3, 2)])
@pytest.mark.parametrize("strides", [[1, 1], [2, 1]])
@pytest.mark.parametrize("pads", [[0, 0, 0, 0], [1, 0, 2, 1]])
@pytest.mark.parametrize("dilations", [[1, 1], [2, 1]])
@pytest.mark.parametrize(("channels", "groups", "out"), [(1, 1, 2), (2, 2, 2), (4, 2, 2)])
def test_convolution_in_two_dimensions(kernel, strides, pads, dilations, channels, groups, out):
    weight = array("W", dyadic(out * channels // groups * prod(kernel)), shape=(out, channels // groups, *kernel))
    attributes = {"strides": strides, "pads": pads, "dilations": dilations, "group": groups}
    agrees([node("Conv", "x W", "y", kernel_shape=kernel, **attributes)], [weight], (1, channels, 5, 4), count=2)


@pytest.mark.parametrize("auto_pad", ["VALID", "SAME_UPPER", "SAME_LOWER"])
@pytest.mark.parametrize("strides", [[1, 1], [2, 1], [1, 3]])
@pytest.mark.parametrize("kernel", [(2, 3), (3, 2), (1, 1)])
@pytest.mark.parametrize("groups", [1, 2])
def test_convolution_in_two_dimensions_with_automatic_padding(auto_pad, strides, kernel, groups):
    weight = array("W", dyadic(4 // groups * prod(kernel)), shape=(2, 2 // groups, *kernel))
    nodes = [node("Conv", "x W b", "y", auto_pad=auto_pad, strides=strides, group=groups)]
    agrees(nodes, [weight, array("b", [1, -0.5])], (1, 2, 4, 5), count=2)


def test_convolution_of_a_batch_and_of_three_dimensions():
    agrees([node("Conv", "x W", "y")], [array("W", dyadic(8), shape=(2, 1, 2, 2))], (2, 1, 3, 3))
    agrees([node("Conv", "x W", "y")], [array("W", dyadic(8), shape=(1, 1, 2, 2, 2))], (1, 1, 2, 3, 2))


@pytest.mark.parametrize(
    ("operator", "include"),
    [("MaxPool", {}), ("AveragePool", {"count_include_pad": 0}), ("AveragePool", {"count_include_pad": 1})],
    ids=str,
)
@pytest.mark.parametrize("kernel", [2, 3])
@pytest.mark.parametrize("stride", [1, 2, 3])
@pytest.mark.parametrize("pads", [[0, 0], [1, 1], [0, 1]])
@pytest.mark.parametrize("ceiling", [0, 1])
def test_pooling_in_one_dimension(operator, include, kernel, stride, pads, ceiling):
    attributes = {"kernel_shape": [kernel], "strides": [stride], "pads": pads, "ceil_mode": ceiling, **include}
    exact = operator == "MaxPool"
    # The reference evaluator has no padding for maxima in one dimension.
    evaluators = ["runtime"] if exact else ["reference", "runtime"]
    agrees([node(operator, "x", "y", **attributes)], [], (1, 2, 6), 19, exact, evaluators)


@pytest.mark.parametrize("operator", ["MaxPool", "AveragePool"])
@pytest.mark.parametrize("auto_pad", ["VALID", "SAME_UPPER", "SAME_LOWER"])
@pytest.mark.parametrize(("size", "stride"), [(5, 1), (5, 2), (5, 3), (6, 1), (6, 2)])
def test_pooling_with_automatic_padding(operator, auto_pad, stride, size):
    attributes = {"kernel_shape": [2, 3], "strides": [stride, 1], "auto_pad": auto_pad}
    exact = operator == "MaxPool"
    # The reference evaluator pads maxima in the wrong place.
    evaluators = ["runtime"] if exact else ["reference", "runtime"]
    agrees([node(operator, "x", "y", **attributes)], [], (1, 1, size, 3), 17, exact, evaluators, count=2)


@pytest.mark.parametrize(("auto_pad", "size"), [("SAME_UPPER", 6), ("SAME_LOWER", 6), ("VALID", 7)])
def test_automatic_padding_leaves_nothing_hanging_over(auto_pad, size):
    attributes = {"kernel_shape": [3], "strides": [2], "auto_pad": auto_pad, "ceil_mode": 1}
    agrees([node("MaxPool", "x", "y", **attributes)], [], (1, 1, size), evaluators=["runtime"])


@pytest.mark.parametrize("kernel", [(2, 2), (3, 1), (2, 3)])
@pytest.mark.parametrize("strides", [[1, 1], [2, 1]])
@pytest.mark.parametrize("pads", [[0, 0, 0, 0], [1, 0, 0, 0]])
@pytest.mark.parametrize("dilations", [[1, 1], [2, 1]])
def test_max_pooling_in_two_dimensions(kernel, strides, pads, dilations):
    attributes = {"kernel_shape": kernel, "strides": strides, "pads": pads, "dilations": dilations}
    agrees([node("MaxPool", "x", "y", **attributes)], [], (1, 1, 5, 4), count=3)


@pytest.mark.parametrize("operator", ["MaxPool", "AveragePool"])
@pytest.mark.parametrize("include", [0, 1])
@pytest.mark.parametrize("strides", [[2, 2], [3, 1]])
@pytest.mark.parametrize("pads", [[0, 0, 0, 0], [1, 0, 1, 1]])
@pytest.mark.parametrize("dilations", [[1, 1], [1, 2]])
def test_pooling_in_two_dimensions_with_windows_that_hang_over(operator, include, strides, pads, dilations):
    attributes = {"kernel_shape": [3, 2], "strides": strides, "pads": pads, "dilations": dilations, "ceil_mode": 1}
    exact = operator == "MaxPool"
    if not exact:
        attributes["count_include_pad"] = include
    agrees([node(operator, "x", "y", **attributes)], [], (1, 1, 6, 5), 19, exact, count=2)


@pytest.mark.parametrize("opset", [8, 12])
def test_the_second_output_of_max_pooling_is_left_alone(opset):
    agrees([node("MaxPool", "x", "y i", kernel_shape=[2], storage_order=0)], [], (1, 1, 4), opset)


@pytest.mark.parametrize("pads", [[0, 0, 0, 0], [1, 0, 0, 1]])
@pytest.mark.parametrize("include", [0, 1])
@pytest.mark.parametrize("dilations", [[1, 1], [2, 1]])
def test_average_pooling_in_two_dimensions(pads, include, dilations):
    attributes = {"kernel_shape": [2, 2], "pads": pads, "count_include_pad": include, "dilations": dilations}
    agrees([node("AveragePool", "x", "y", **attributes)], [], (1, 2, 4, 3), 19, exact=False, count=2)


@pytest.mark.parametrize(("operator", "exact"), [("GlobalAveragePool", False), ("GlobalMaxPool", True)])
@pytest.mark.parametrize("shape", [(1, 2, 3), (2, 2, 2, 3)])
def test_global_pooling(operator, exact, shape):
    # The reference evaluator takes the maximum over the channels too when there is one spatial axis.
    evaluators = ["runtime"] if exact and len(shape) == 3 else ["reference", "runtime"]
    agrees([node(operator, "x", "y")], [], shape, exact=exact, evaluators=evaluators)
