"""Shallow networks in floating point: the choices exact at every float, boundaries included, the values rounded."""

import io
from contextlib import suppress
from fractions import Fraction
from functools import cache
from pathlib import Path
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from exactrelu import Domain, Layer, Network
from exactrelu.errors import DomainError, FormatError, MissingExtraError, ShapeError
from exactrelu.extended import ExtendedRational
from exactrelu.formats.numpy_function import numpy_function
from exactrelu.formats.signs import ExactSigns
from exactrelu.shallow.network import ShallowLayer, ShallowNetwork
from tests import oracles
from tests.strategies import networks

pytestmark = pytest.mark.extra("numpy")

NETS = Path(__file__).resolve().parent.parent / "nets"
BIG = 2**53 + 1

# Where w = 3, the hyperplanes of the first layer are three lines through the origin: x = 0, y = 0 and x + y = 0.
# Rounded, the third form is x + y - 4 there: x, y > 0 with x + y < 4 then have signs that no point has, and three cells
# of the construction with two hidden layers would be open.
PENCIL = Network(
    [
        Layer([[1, 0, 0], [0, 1, 0], [1, 1, BIG]], [0, 0, -3 * BIG]),
        Layer([[1, 1, Fraction(1, 2**53)], [1, -1, 0]], [0, 1]),
        Layer([[1, 5]], [3], "identity"),
    ]
)
PLANE = Network(
    [
        Layer([[1, 0], [0, 1], [2, -1]], [-1, -1, -1]),
        Layer([[1, 1, "1/2"], [1, -1, 0]], [0, 1]),
        Layer([[1, 5]], [3], "identity"),
    ]
)


def as_numpy(shallow):
    function = numpy_function(shallow)
    return lambda points: function(points).tolist()


def as_torch(shallow):
    import torch

    from exactrelu.formats.torch_module import torch_module

    module = torch_module(shallow)
    return lambda points: module(torch.tensor(points, dtype=torch.float64)).tolist()


@pytest.fixture(
    params=[pytest.param(as_numpy, id="numpy"), pytest.param(as_torch, id="torch", marks=pytest.mark.extra("torch"))]
)
def floating(request):
    return request.param


def check(network, shallow, points, floating):
    """Every output is within some units in the last place of the terms that it is the sum of."""
    for point, outputs in zip(points, floating(shallow)(points), strict=True):
        exact = oracles.output(network, [Fraction(x) for x in point])
        size = 1 + max(map(abs, exact)) + Fraction(magnitude(network, point))
        assert all(abs(Fraction(y) - z) <= size / 2**40 for y, z in zip(outputs, exact, strict=True)), point


def magnitude(network, point):
    """The network's value with all numbers replaced by their sizes: what rounding errors are relative to."""
    values = [abs(x) for x in point]
    for rows in sizes(network):
        values = [sum(w * a for w, a in zip(row, [*values, 1.0], strict=True)) for row in rows]
    return max(values)


@cache
def sizes(network):
    return [
        [[float(abs(w)) for w in (*row, bias)] for row, bias in zip(layer.weight, layer.bias, strict=True)]
        for layer in network.layers
    ]


def floats_on_boundaries(network, count, seed=1):
    """Points of a grid, of which many lie on hyperplanes, floats next to vertices and to other faces, and others."""
    random = Random(seed)
    n = network.inputs
    points = []
    for face in network.regions(faces=True):
        points += [[float(x) for x in vertex] for vertex in (*face.vertices, face.interior_point)]
    random.shuffle(points)
    points = points[: count // 2]
    while len(points) < count * 3 // 4:
        points.append([random.randint(-12, 12) / random.choice([1, 2, 4]) for _ in range(n)])
    while len(points) < count:
        points.append([random.gauss(0, 3) for _ in range(n)])
    return points


@pytest.mark.parametrize("hidden_layers", [2, 3])
def test_ten_thousand_points(floating, hidden_layers):
    network = Network.load(NETS / "int2_2-8-8-1.json")
    points = floats_on_boundaries(network, 10_000)
    # Many of them do lie on boundaries, exactly.  The exact values are the package's own: the oracles take a minute.
    assert sum("0" in "".join(oracles.signs_at(network, [Fraction(x) for x in p])) for p in points[::20]) > 100
    for point, (output,) in zip(points, floating(network.shallow(hidden_layers))(points), strict=True):
        (exact,) = network([Fraction(x) for x in point])
        assert abs(output - float(exact)) <= (1 + magnitude(network, point)) * 2.0**-42, point


@pytest.mark.parametrize("hidden_layers", [2, 3])
@pytest.mark.parametrize("name", ["sliver40_2-8-8-1", "far30_2-2-1", "int1_3-6-6-1"])
def test_difficult_networks(floating, name, hidden_layers):
    network = Network.load(NETS / f"{name}.json")
    check(network, network.shallow(hidden_layers), floats_on_boundaries(network, 600), floating)


@pytest.mark.parametrize("hidden_layers", [2, 3])
def test_a_pencil_of_lines_that_rounding_would_pull_apart(floating, hidden_layers):
    assert float(BIG) * 3.0 - float(3 * BIG) == -4
    around = (-1.0, -(2.0**-60), 0.0, 2.0**-60, 1.0, 1.5)
    shallow = PENCIL.shallow(hidden_layers, [("-oo", "oo"), ("-oo", "oo"), (3, 3)])
    check(PENCIL, shallow, [[x, y, 3.0] for x in around for y in around], floating)


@settings(max_examples=25)
@given(
    network=networks(inputs=(1, 3), depth=(1, 3), most_neurons=6),
    hidden_layers=st.sampled_from([2, 3]),
    seed=st.integers(0, 99),
)
def test_random_networks(network, hidden_layers, seed):
    points = []
    with suppress(OverflowError):
        points = floats_on_boundaries(network, 40, seed)
    # Numbers beyond all floats are another test's.
    if points and max(abs(x) for point in points for x in point) < 1e50 and magnitude_exact(network) < 10**200:
        check(network, network.shallow(hidden_layers), points, as_numpy)


def magnitude_exact(network):
    """A bound of all weights of all regions' maps."""
    size = Fraction(1)
    for layer in network.layers:
        size *= 1 + max(sum(map(abs, row)) + abs(bias) for row, bias in zip(layer.weight, layer.bias, strict=True))
    return size


floats = st.one_of(
    st.sampled_from([0.0, 1.0, -1.0, 0.1, 0.3, 1e-310, 5e-324, 1e308, -1.7e308, 2.0**-1022]),
    st.floats(allow_nan=False, allow_infinity=False),
)
coefficients = st.one_of(
    st.integers(-5, 5), st.integers(-(2**70), 2**70), st.sampled_from([10**400, -(3**700), 2**53 + 1])
)


@settings(max_examples=200)
@given(
    st.lists(st.tuples(*[coefficients] * 3), min_size=1, max_size=4), st.lists(st.tuples(floats, floats), max_size=4)
)
@example([(10, -1, 0), (3, -1, 0)], [(0.1, 1.0), (0.1, 0.3)])
@example([(1, 1, 0), (1, 0, 0)], [(5e-324, -5e-324), (5e-324, 0.0)])
@example([(10**400, 1, 0)], [(-5e-324, 1e308), (0.0, 5e-324)])
@example([(BIG, 1 - BIG, -1)], [(1.0, 1.0)])
def test_signs_are_exact(forms, points):
    import numpy

    signs = ExactSigns(forms)(numpy.array(points, dtype=float).reshape(-1, 2))
    for i, point in enumerate(points):
        for j, form in enumerate(forms):
            value = oracles.at(form, [Fraction(x) for x in point])
            assert signs[i, j] == (value > 0) - (value < 0)


def test_shapes(floating):
    shallow = PLANE.shallow(3)
    outputs = [float(y) for y in (PLANE((0, 0)) + PLANE((2, 3)))]
    assert floating(shallow)([0.0, 0.0]) == outputs[:1]
    assert floating(shallow)([[[0.0, 0.0], [2.0, 3.0]]]) == [[[y] for y in outputs]]
    for wrong in ([1.0], [[1.0, 2.0, 3.0]], 1.0):
        with pytest.raises(ShapeError, match="the network takes 2 inputs"):
            floating(shallow)(wrong)


def test_no_points_give_no_outputs():
    import numpy

    assert numpy_function(PLANE.shallow())(numpy.zeros((0, 2))).shape == (0, 1)


@pytest.mark.parametrize("bad", [float("nan"), float("inf"), float("-inf")])
def test_points_that_are_none(floating, bad):
    with pytest.raises(DomainError, match="point 2 has a coordinate"):
        floating(PLANE.shallow(3))([[0.0, 0.0], [0.0, bad]])


@pytest.mark.parametrize("hidden_layers", [2, 3])
def test_domains(floating, hidden_layers):
    # 3 x >= 1 and x + y = 1/2, the first of them twice
    domain = Domain.from_rows(2, [(3, 0, -1), (6, 0, -2)], [(1, 1, "-1/2")])
    shallow = PLANE.shallow(hidden_layers, domain)
    inside = [[0.5, 0.0], [1.5, -1.0], [1.0, -0.5]]
    check(PLANE, shallow, inside, floating)
    third = 1 / 3  # the nearest float lies below 1/3
    for outside in ([third, 0.5 - third], [0.5, 2.0**-60], [0.0, 0.5]):
        with pytest.raises(DomainError, match="point 4 lies outside the domain"):
            floating(shallow)([*inside, outside])


ONE, ZERO, UP, DOWN = (ExtendedRational(x) for x in ("1", "0", "oo", "-oo"))
OUTPUT = ShallowLayer((((0, ONE),),), (ZERO,), ("identity",))


def layer(*rows, bias=None, words=None):
    sparse = tuple(tuple(sorted(row.items())) for row in rows)
    return ShallowLayer(sparse, bias or (ZERO,) * len(rows), words or ("relu",) * len(rows))


REFUSED = {
    "an output of oo": (layer({0: ONE}), layer({0: UP}), OUTPUT),
    "an infinite output": (layer({0: ONE}), layer({0: DOWN}, words=("identity",))),
    "an infinite bias": (layer({0: ONE}), layer({0: ONE}, bias=(UP,)), OUTPUT),
    "an infinite weight on an input": (layer({0: DOWN}), OUTPUT),
    "a penalty that is no sign of one form": (
        layer({0: ONE}, {0: -ONE}),
        layer({0: ONE, 1: -ONE - ONE}),
        layer({0: DOWN}, bias=(ONE,)),
        OUTPUT,
    ),
    "a penalty by a signed neuron": (layer({0: ONE}, words=("identity",)), layer({0: DOWN}, bias=(ONE,)), OUTPUT),
}


@pytest.mark.parametrize("layers", REFUSED.values(), ids=REFUSED)
def test_other_infinities_are_refused(floating, layers):
    with pytest.raises(FormatError, match=r"layer \d, neuron 1.*only weights -oo that shut a gate"):
        floating(ShallowNetwork(1, layers))


def test_numbers_beyond_the_floats_are_refused(floating):
    with pytest.raises(FormatError, match="too large for a float"):
        floating(Network([Layer([[10**400]], [0]), Layer([[1]], [0], "identity")]).shallow())


def test_hyperplanes_may_be_beyond_the_floats(floating):
    # Only the sign of 10^400 * x - 3^800 counts: the gates' weights are floats.
    step = Network(
        [
            Layer([[10**400], [1]], [-(3**800), 0]),
            Layer([[Fraction(1, 10**400), 1]], [0]),
            Layer([[1]], [0], "identity"),
        ]
    )
    points = [[x] for x in (0.0, 1.0, -1.0, 1e-19, 1e-17, 1e-25)]
    exact = [float(step([Fraction(x) for x in point])[0]) for point in points]
    for (output,), expected in zip(floating(step.shallow(3))(points), exact, strict=True):
        assert abs(output - expected) <= 1e-15


def test_hand_made_selectors(floating):
    # A copy of a selector, a neuron that is never positive, and a bias that alone makes a neuron positive.
    layers = (
        layer({0: ONE}, {0: -ONE}, {}, {}, bias=(-ONE, ZERO, -ONE, ONE)),
        layer({0: DOWN}, {1: ONE}, {2: ONE}, {3: ONE}, bias=(ONE, ZERO, ZERO, ZERO)),
        layer({0: ONE}, {1: ONE}, {2: DOWN, 3: ONE}, {3: ONE}),
        layer({0: DOWN, 3: ONE}, {1: DOWN, 2: ONE}),
        layer({0: ONE, 1: ONE + ONE}, words=("identity",)),
    )
    shallow = ShallowNetwork(1, layers)
    points = [[x] for x in (-2.0, -5e-324, 0.0, 0.5, 1.0, 1.0 + 2.0**-52, 3.0)]
    exact = [[float(y.to_fraction()) for y in shallow([Fraction(x) for x in p])] for p in points]
    assert exact == [[0.0], [0.0], [2.0], [2.0], [2.0], [3.0], [3.0]]
    assert floating(shallow)(points) == exact


@pytest.mark.extra("torch")
def test_the_module_is_differentiable_inside_regions():
    import torch

    from exactrelu.formats.torch_module import torch_module

    network = Network.load(NETS / "2-8-8-1.json")
    module = torch_module(network.shallow())
    for region in list(network.regions())[::10]:
        point = torch.tensor([float(x) for x in region.interior_point], dtype=torch.float64, requires_grad=True)
        if [Fraction(x) for x in point.tolist()] in region:
            module(point).sum().backward()
            expected = region.affine_map.weight[0]
            assert all(
                abs(Fraction(a) - b) < Fraction(1, 10**10) for a, b in zip(point.grad.tolist(), expected, strict=True)
            )


@pytest.mark.extra("torch")
def test_the_module_is_saved_and_loaded():
    import torch

    from exactrelu.formats.torch_module import module_bytes, torch_module

    shallow = PLANE.shallow(3)
    loaded = torch.load(io.BytesIO(module_bytes(shallow)), weights_only=False)
    points = torch.tensor([[1.0, 1.0], [1.0, 0.5], [-3.0, 2.0]], dtype=torch.float64)
    assert torch.equal(loaded(points), torch_module(shallow)(points))


@pytest.mark.extra("torch")
def test_a_module_in_float32():
    import torch

    from exactrelu.formats.floats import FLOAT32
    from exactrelu.formats.torch_module import torch_module

    network = Network.load(NETS / "2-8-8-1.json")
    module = torch_module(network.shallow(), FLOAT32)
    points = torch.tensor(floats_on_boundaries(network, 500), dtype=torch.float32)
    outputs = module(points)
    assert outputs.dtype == torch.float32
    for point, output in zip(points.tolist(), outputs.tolist(), strict=True):
        exact = oracles.output(network, [Fraction(x) for x in point])[0]
        assert abs(Fraction(output[0]) - exact) <= (1 + magnitude(network, point)) / 2**16
    with pytest.raises(FormatError, match=r"too large for torch\.float32"):
        torch_module(Network([Layer([[10**40]], [0]), Layer([[1]], [0], "identity")]).shallow(), FLOAT32)


def test_a_missing_package_is_named(monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "numpy", None)
    with pytest.raises(MissingExtraError, match=r"exactrelu\[numpy\]"):
        numpy_function(PLANE.shallow())
