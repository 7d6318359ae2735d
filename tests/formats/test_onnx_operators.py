"""Every operator of ONNX with every attribute: a model for each combination, against two independent evaluators."""

from fractions import Fraction
from itertools import product
from math import prod
from random import Random

import pytest

from tests.onnx_models import array, dyadic, dyadic_points, model, node, on_fractions, read_bytes, reference, runtime

pytestmark = pytest.mark.extra("onnx", "onnxruntime")

# What the two evaluators, in single precision, may add by rounding where a number is no dyadic.
ROUNDING = Fraction(1, 10**4)

CASES = {}


def case(name, nodes, tensors=(), shape=(1, 4), opset=17, exact=True, evaluators=("reference", "runtime")):
    """Registers a model; evaluators names those that can run it and follow the text of the standard."""
    if callable(nodes):
        nodes = [nodes]
    assert name not in CASES
    CASES[name] = (nodes, tensors, shape, opset, exact, evaluators)


def ints(name, values):
    return array(name, values, "int64")


# Arithmetic with constants of every shape that stretches, on both sides.
for operator, shape, left in product(["Add", "Sub", "Mul"], [(), (1,), (3,), (2, 1), (2, 3), (1, 2, 3)], [False, True]):
    case(
        f"{operator}-{list(shape)}-{'left' if left else 'right'}",
        node(operator, "c x" if left else "x c", "y"),
        [array("c", dyadic(prod(shape), 3), shape=shape)],
        (2, 3),
    )
# Here the input is what stretches.
for operator, shape in product(["Add", "Sub", "Mul", "Div", "Max", "Min"], [(2, 3), (4, 1, 3), (3, 1)]):
    numbers = [2.0, -0.5, 4.0, 1.0] * 3 if operator == "Div" else dyadic(12, 5)
    names = "x c" if operator in ("Div", "Sub") else "c x"
    case(
        f"{operator} onto {list(shape)}",
        node(operator, names, "y"),
        [array("c", numbers[: prod(shape)], shape=shape)],
        (1, 3),
    )
for divisor, exact in [([2.0, -0.5, 4.0], True), ([3.0, -7.0, 0.1], False)]:
    case(f"Div-{divisor}", node("Div", "x c", "y"), [array("c", divisor)], (2, 3), exact=exact)
case("Neg", node("Neg", "x", "y"))
case("Abs", node("Abs", "x", "y"))
case("Relu", node("Relu", "x", "y"))
case("Identity", node("Identity", "x", "y"))
case("residual", [node("Relu", "x", "a"), node("Add", "a x", "y")])
case("MatMul-stack", node("MatMul", "x W", "y"), [array("W", dyadic(12), shape=(2, 3, 2))], (2, 2, 3))
case("MatMul-left", node("MatMul", "W x", "y"), [array("W", dyadic(6), shape=(2, 3))], (3, 2))
case("MatMul-vector", node("MatMul", "x w", "y"), [array("w", dyadic(3))], (2, 3))
case("MatMul-vector-left", node("MatMul", "w x", "y"), [array("w", dyadic(3))], (3, 2))
case("MatMul-of-a-vector", node("MatMul", "x W", "y"), [array("W", dyadic(6), shape=(3, 2))], (3,))
case("MatMul-of-vectors", [node("MatMul", "x w", "d"), node("Relu", "d", "y")], [array("w", dyadic(3))], (3,))
case("MatMul-onto-a-stack", node("MatMul", "x W", "y"), [array("W", dyadic(12), shape=(2, 3, 2))], (2, 3))
case("MatMul-of-a-stack", node("MatMul", "W x", "y"), [array("W", dyadic(12), shape=(3, 1, 2, 2))], (2, 2, 3))
for opset in [7, 9, 11, 13]:
    case(
        f"Gemm-in-set-{opset}",
        node("Gemm", "x W c", "y", transB=1),
        [array("W", dyadic(8, 2), shape=(2, 4)), array("c", dyadic(2))],
        (3, 4),
        opset,
    )
# A chain in the oldest and the newest operator sets that are read; ONNX Runtime does not know the newest.
for opset, evaluators in [(7, ["runtime"]), (8, ["runtime"]), (22, ["reference", "runtime"]), (26, ["reference"])]:
    case(
        f"chain-in-set-{opset}",
        [
            node("MatMul", "x W", "m"),
            node("Add", "m b", "a"),
            node("Relu", "a", "r"),
            node("LeakyRelu", "m", "l", alpha=0.5),
            node("Max", "r l", "k"),
            node("Concat", "k r", "j", axis=1),
            node("Flatten", "j", "y"),
        ],
        [array("W", dyadic(8, 2), shape=(4, 2)), array("b", dyadic(2))],
        opset=opset,
        evaluators=evaluators,
    )
for a, b, c in product([0, 1], [0, 1], [None, (), (2,), (1, 2), (3, 1), (3, 2)]):
    case(
        f"Gemm-{a}{b}-{c}",
        node("Gemm", "x W" + " c" * (c is not None), "y", transA=a, transB=b, alpha=0.5, beta=-2.0),
        [
            array("W", dyadic(8, 2), shape=(2, 4) if b else (4, 2)),
            *([] if c is None else [array("c", dyadic(prod(c)), shape=c)]),
        ],
        (4, 3) if a else (3, 4),
    )

# Kinks.
for alpha in [None, 0.0, 0.25, 1.0, -0.5, 2.0]:
    attributes = {} if alpha is None else {"alpha": alpha}
    case(f"LeakyRelu-{alpha}", node("LeakyRelu", "x", "y", **attributes), exact=alpha is not None)
for shape, opset in product([(), (1,), (3,), (2, 1), (2, 3)], [9, 16]):
    case(
        f"PRelu-{list(shape)}-{opset}",
        node("PRelu", "x s", "y"),
        [array("s", [0.25, 1, 0, -1, 2, 0.5][: prod(shape)], shape=shape)],
        (2, 3),
        opset,
    )
for low, high in product([None, -1.0, 0.5], [None, 1.0, 0.5, -2.0]):
    bounds = {"min": low, "max": high}
    given = {name: bound for name, bound in bounds.items() if bound is not None}
    # Where min > max ONNX says max; before operator set 12 it said nothing, and the evaluators differ.
    crossed = low is not None and high is not None and low > high
    if not crossed:
        case(f"Clip-{low}-{high}-6", node("Clip", "x", "y", **given), opset=10, evaluators=["runtime"])
    names = ["x", *("-" if bound is None else name for name, bound in bounds.items())]
    case(
        f"Clip-{low}-{high}-13",
        node("Clip", " ".join(names), "y"),
        [array(name, bound) for name, bound in given.items()],
    )
for operator, count in product(["Max", "Min"], [1, 2, 3, 5]):
    names = ["x", "c", "n", "d", "x"][:count]
    case(
        f"{operator}-{count}",
        [node("Neg", "x", "n"), node(operator, " ".join(names), "y")],
        [array("c", [1.0, -1, 0]), array("d", 0.5)],
        (2, 3),
    )

# Shapes.
for axis in range(-3, 4):
    case(f"Flatten-{axis}", [node("Flatten", "x", "f", axis=axis), node("Abs", "f", "y")], shape=(2, 3, 2))
for target in [[6], [-1], [3, -1], [0, 0], [1, 0, -1], [2, 1, 3]]:
    case(f"Reshape-{target}", node("Reshape", "x s", "y"), [ints("s", target)], (2, 3))
for perm in [None, [0, 1, 2], [2, 0, 1], [1, 0, 2]]:
    case(
        f"Transpose-{perm}",
        node("Transpose", "x", "y", **({} if perm is None else {"perm": perm})),
        shape=(2, 3, 2),
    )
for axes, opset in product([None, [0], [-1, 0], [2]], [11, 13]):
    given = {} if axes is None or opset >= 13 else {"axes": axes}
    named = axes is not None and opset >= 13
    case(
        f"Squeeze-{axes}-{opset}",
        node("Squeeze", "x axes" if named else "x", "y", **given),
        [ints("axes", axes)] if named else [],
        (1, 3, 1),
        opset,
    )
for axes, opset in product([[0], [1, 3], [-1, 0]], [11, 13]):
    case(
        f"Unsqueeze-{axes}-{opset}",
        node("Unsqueeze", "x axes" if opset >= 13 else "x", "y", **({} if opset >= 13 else {"axes": axes})),
        [ints("axes", axes)] * (opset >= 13),
        (2, 3),
        opset,
    )
for axis in [0, 1, -1]:
    case(
        f"Concat-{axis}",
        [node("Relu", "x", "a"), node("Concat", "x c a", "y", axis=axis)],
        [array("c", dyadic(6), shape=(2, 3))],
        (2, 3),
    )
for axis, sizes, opset in product([0, -1], [None, [1, 3], [2, 2], [4, 0]], [11, 13]):
    given = {} if sizes is None or opset >= 13 else {"split": sizes}
    named = sizes is not None and opset >= 13
    # Weighted differently, so that a part in the wrong place shows.
    case(
        f"Split-{axis}-{sizes}-{opset}",
        [
            node("Split", "x s" if named else "x", "p q", axis=axis, **given),
            node("Mul", "q two", "r"),
            node("Concat", "r p", "y", axis=0),
        ]
        if sizes is None or sizes == [2, 2]
        else [node("Split", "x s" if named else "x", "y q", axis=axis, **given)],
        [array("two", 2.0), *([ints("s", sizes)] if named else [])],
        (4, 4),
        opset,
    )
case("Split-uneven", node("Split", "x", "a b y", axis=1, num_outputs=3), shape=(2, 7), opset=18)
for starts, ends, axes, steps in [
    ([1], [3], None, None),
    ([0, 1], [2, 4], None, None),
    ([1], [-1], [1], None),
    ([-3], [1000], [-1], None),
    ([3], [0], [1], [-1]),
    ([-1], [-1000], [1], [-2]),
    ([1000], [-(2**63)], [1], [-1]),
    ([0, 0], [3, 4], [1, 0], [2, 3]),
    ([-1000], [2], [0], None),
]:
    for opset in [9, 13]:
        if opset == 9 and steps is not None:
            continue
        parts = {"starts": starts, "ends": ends, "axes": axes, "steps": steps}
        given = {name: part for name, part in parts.items() if part is not None}
        names = "x starts ends" + " axes" * (axes is not None) + " steps" * (steps is not None)
        case(
            f"Slice-{starts}-{ends}-{axes}-{steps}-{opset}",
            node("Slice", names, "y") if opset > 9 else node("Slice", "x", "y", **given),
            [ints(name, part) for name, part in given.items()] if opset > 9 else [],
            (4, 5),
            opset,
        )
for axis, indices, shape in [(0, 1, ()), (1, [2, 0], (2,)), (-1, [[0, -1], [1, 1]], (2, 2)), (0, [-2], (1,))]:
    case(
        f"Gather-{axis}-{indices}",
        node("Gather", "x i", "y", axis=axis),
        [array("i", indices, "int64", shape)],
        (2, 3),
    )
for mode, pads, opset in product(["constant", "reflect", "edge"], [[0, 1, 1, 2], [1, 0, 1, 2], [0, 0, 0, 0]], [10, 18]):
    inputs = "x p v" if mode == "constant" else "x p"
    case(
        f"Pad-{mode}-{pads}-{opset}",
        node("Pad", "x", "y", mode=mode, pads=pads, **({"value": 1.5} if mode == "constant" else {}))
        if opset == 10
        else node("Pad", inputs, "y", mode=mode),
        [] if opset == 10 else [ints("p", pads), *([array("v", 1.5)] if mode == "constant" else [])],
        (2, 3),
        opset,
        evaluators=["runtime"] if opset == 10 else ["reference", "runtime"],
    )
case("Pad-wrap", node("Pad", "x p", "y", mode="wrap"), [ints("p", [1, 2, 0, 3])], (2, 3), 19)
case("Pad-axes", node("Pad", "x p - a", "y"), [ints("p", [1, 2]), ints("a", [-1])], (2, 3), 18)
case("Pad-negative", node("Pad", "x p", "y"), [ints("p", [0, -1, 1, -1])], (2, 4), evaluators=["runtime"])

# Reductions.
for operator, opset, keep in product(["ReduceSum", "ReduceMean"], [11, 13, 18], [0, 1]):
    for axes in [None, [0], [1, -1], [-2]]:
        by_input = axes is not None and (opset >= 18 or (operator == "ReduceSum" and opset >= 13))
        given = {} if axes is None or by_input else {"axes": axes}
        case(
            f"{operator}-{axes}-{keep}-{opset}",
            node(operator, "x axes" if by_input else "x", "y", keepdims=keep, **given),
            [ints("axes", axes)] * by_input,
            (2, 4, 2),
            opset,
        )
case("ReduceMean-thirds", node("ReduceMean", "x", "y"), shape=(3, 5), exact=False)
for operator in ["ReduceSum", "ReduceMean"]:
    case(
        f"{operator}-noop",
        node(operator, "x axes", "y", noop_with_empty_axes=1),
        [ints("axes", [])],
        (2, 2),
        18,
    )

# Constants and what is known before the input.
case("Dropout-7", node("Dropout", "x", "y", ratio=0.25), opset=10)
case("Dropout-13", node("Dropout", "x r t", "y"), [array("r", 0.25), array("t", False, "bool")])
case("Dropout-mask", node("Dropout", "x", "y m"), opset=10)
case(
    "ConstantOfShape",
    [node("ConstantOfShape", "s", "c", value=array("", [1.5])), node("Add", "x c", "y")],
    [ints("s", [2, 3])],
    (2, 3),
)
case(
    "ConstantOfShape-default",
    [node("ConstantOfShape", "s", "c"), node("Concat", "x c", "y", axis=0)],
    [ints("s", [1, 3])],
    (2, 3),
)
for start, end in [(None, None), (1, None), (-2, 3), (0, -1)]:
    given = {name: value for name, value in [("start", start), ("end", end)] if value is not None}
    case(
        f"Shape-{start}-{end}",
        [
            node("Shape", "x", "s", **given),
            node("Cast", "s", "f", to=1),
            node("ReduceSum", "f", "t"),
            node("Mul", "x t", "y"),
        ],
        shape=(2, 3, 4),
        opset=15,
    )
case(
    "a shape computed",
    [
        node("Shape", "x", "s"),
        node("Gather", "s zero", "n"),
        node("Unsqueeze", "n first", "u"),
        node("Div", "seven two", "h"),
        node("Concat", "u h minus", "t", axis=0),
        node("Reshape", "x t", "y"),
    ],
    [
        array("zero", 0, "int64"),
        ints("first", [0]),
        ints("seven", [7]),
        ints("two", [2]),
        ints("minus", [-1]),
    ],
    (2, 6),
)
for kind in [1, 11]:
    case(f"Cast-{kind}", [node("Cast", "x", "d", to=kind), node("Cast", "d", "f", to=1), node("Relu", "f", "y")])
case(
    "Cast-constants",
    [
        node("Cast", "c", "i", to=6),
        node("Cast", "i", "f", to=1),
        node("Cast", "c", "b", to=9),
        node("Cast", "b", "g", to=1),
        node("Cast", "d", "s", to=1),
        node("Mul", "x f", "p"),
        node("Add", "p g", "q"),
        node("Add", "q s", "y"),
    ],
    [array("c", [-1.5, 2.5, 0.0, 0.25]), array("d", [0.1, 1 / 3, 0, 2.5], "float64")],
    exact=False,
)

# Batch normalisation: a variance of which 1/sqrt is a double, and others.
for variance, epsilon, exact in [([0.25, 4.0, 1.0], 0.0, True), ([0.3, 2.0, 1e-3], 1e-5, False)]:
    for opset, shape in product([9, 15], [(1, 3), (1, 3, 2), (2, 3, 1, 2)]):
        case(
            f"BatchNormalization-{variance}-{list(shape)}-{opset}",
            node("BatchNormalization", "x s b m v", "y", epsilon=epsilon, momentum=0.5),
            [
                array("s", [0.5, -2, 0]),
                array("b", [1, 0, -0.5]),
                array("m", [0.5, -1, 2]),
                array("v", variance),
            ],
            shape,
            opset,
            exact,
            # The reference evaluator reads operator set 9 as training.
            ["runtime"] if opset == 9 else ["reference", "runtime"],
        )


@pytest.mark.parametrize("name", CASES)
def test_an_operator_equals_both_evaluators(name):
    nodes, tensors, shape, opset, exact, evaluators = CASES[name]
    proto = model(nodes, tensors, shape, opset=opset, ir_version=8)
    network = read_bytes(proto.SerializeToString())
    points = dyadic_points(8, prod(shape))
    ours = [network([Fraction(x) for x in point]) for point in points]
    if "runtime" in evaluators:
        compare(ours, runtime(proto, points, shape), None if exact else ROUNDING)
    if "reference" in evaluators:
        theirs = [reference(proto, point, shape, "float32") for point in points]
        compare(ours, theirs, None if exact else ROUNDING)


# Where the reference evaluator mixes in floats of its own, or asks for the type of its inputs, it takes no fractions;
# and numbers without axes are no arrays to it.
NO_FRACTIONS = (
    "BatchNormalization",
    "Cast",
    "ConstantOfShape",
    "Gemm",
    "LeakyRelu",
    "MatMul-of-vectors",
    "Pad-axes",
    "Pad-negative",
    "Shape",
    "chain-in-set",
)


@pytest.mark.parametrize("name", [name for name in CASES if not name.startswith(NO_FRACTIONS)])
def test_an_operator_equals_the_reference_evaluator_on_fractions(name):
    nodes, tensors, shape, opset, *_ = CASES[name]
    proto = model(nodes, tensors, shape, opset=opset)
    network = read_bytes(proto.SerializeToString())
    random = Random(name)
    for most in (2, 7, 10**30):
        point = [Fraction(random.randint(-most, most), random.randint(1, most)) for _ in range(prod(shape))]
        assert network(point) == on_fractions(proto, point)


def compare(ours, theirs, margin):
    if margin is None:
        assert ours == theirs
        return
    for a, b in zip(ours, theirs, strict=True):
        assert len(a) == len(b)
        assert all(abs(p - q) <= margin * max(1, abs(q)) for p, q in zip(a, b, strict=True))
