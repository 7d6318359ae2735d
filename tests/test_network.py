"""Networks: exact evaluation, sign vectors and local affine maps, against a forward pass in plain Fractions."""

from dataclasses import FrozenInstanceError
from fractions import Fraction

import pytest
from gmpy2 import mpz
from hypothesis import given
from hypothesis import strategies as st

from exactrelu import Domain, ExtendedRational, Layer, Network
from exactrelu.affine import homogeneous_point
from exactrelu.errors import InexactNumberError, ShapeError
from tests.oracles import forward, neuron_forms, output, relu_neurons, signs_at, split_signs
from tests.strategies import networks, points, points_in


def located(draw, network, most=3):
    choices = st.one_of(points(network.inputs), points_in(network))
    return draw(st.lists(choices, min_size=1, max_size=most))


@given(networks(inputs=(1, 5)), st.data())
def test_outputs_and_signs_are_those_of_a_forward_pass(network, data):
    for point in located(data.draw, network):
        outputs, signs = forward(network, point)
        assert network(point) == outputs
        assert all(type(y) is Fraction for y in network(point))
        assert network.sign_vector(point) == signs
        assert network.pre_activations(point)[-1] == outputs


@given(networks(), st.data())
def test_pre_activations_are_the_scaled_integers(network, data):
    (point,) = located(data.draw, network, most=1)
    vector = homogeneous_point(point)
    values = list(point)
    for pre, scaled, layer, integers in zip(
        network.pre_activations(point), network.propagate(vector), network.layers, network.integer_layers, strict=True
    ):
        expected = tuple(
            sum((w * a for w, a in zip(row, values, strict=True)), bias)
            for row, bias in zip(layer.weight, layer.bias, strict=True)
        )
        assert pre == expected
        assert tuple(map(int, scaled)) == tuple(int(integers.scale * vector[-1]) * z for z in expected)
        assert integers.relu == tuple(word == "relu" for word in layer.activation)
        assert tuple(zip(*integers.columns, strict=True)) == integers.weight
        values = [max(z, 0) if word == "relu" else z for z, word in zip(expected, layer.activation, strict=True)]


@given(networks(), st.data())
def test_local_affine_maps_are_the_masked_products(network, data):
    for point in located(data.draw, network):
        signs = signs_at(network, point)
        neurons, outputs = neuron_forms(network, "".join(signs))
        affine = network.local_affine_map(point)
        assert affine.weight == tuple(form[:-1] for form in outputs)
        assert affine.bias == tuple(form[-1] for form in outputs)
        assert affine(point) == output(network, point)
        forms = network.forms(signs)
        relu = [
            (form, layer.scale)
            for part, layer in zip(forms[:-1], network.integer_layers, strict=False)
            for form, word in zip(part, layer.relu, strict=True)
            if word
        ]
        assert [tuple(Fraction(int(a), int(scale)) for a in form) for form, scale in relu] == neurons


@given(networks(), st.data())
def test_forms_take_any_sign_vector(network, data):
    """Those that no point has, too."""
    flat = data.draw(st.text("-0+", min_size=relu_neurons(network), max_size=relu_neurons(network)))
    _, outputs = neuron_forms(network, flat)
    scale = int(network.integer_layers[-1].scale)
    forms = network.forms(split_signs(network, flat))[-1]
    assert [tuple(Fraction(int(a), scale) for a in form) for form in forms] == outputs


@given(networks(), st.data())
def test_signs_beyond_a_point_are_those_a_little_further_on(network, data):
    (point,) = located(data.draw, network, most=1)
    direction = data.draw(points(network.inputs))
    start, step = homogeneous_point(point), homogeneous_point(direction)
    beyond = network.signs_beyond(start, (*step[:-1], mpz(0)))
    near = (tuple(x + Fraction(d) / 2**k for x, d in zip(point, direction, strict=True)) for k in (4000, 5000))
    assert {signs_at(network, p) for p in near} == {beyond}
    assert network.signs_beyond(start, (mpz(0),) * len(start)) == network.sign_vector(point)


@given(networks(), st.data())
def test_signs_along_a_direction_are_those_far_out_where_not_zero(network, data):
    direction = data.draw(points(network.inputs))
    vector = (*homogeneous_point(direction)[:-1], mpz(0))
    far = signs_at(network, tuple(2**5000 * x for x in direction))
    # A slope of 0 leaves the sign to the bias.
    for along, there in zip("".join(network.signs_along(vector)), "".join(far), strict=True):
        assert along in ("0", there)


@given(networks())
def test_networks_compare_by_their_layers(network):
    twin = Network(network.layers)
    assert twin == network
    assert hash(twin) == hash(network)
    assert network.widths == (network.inputs, *(layer.outputs for layer in network.layers))
    assert network.hidden == network.layers[:-1]
    assert network.outputs == len(network((0,) * network.inputs))
    last = network.layers[-1]
    shifted = Layer(last.weight, [last.bias[0] + 1, *last.bias[1:]], last.activation)
    assert Network([*network.layers[:-1], shifted]) != network
    assert network != network.layers


@given(networks(), st.integers(1, 10**6))
def test_scaling_a_relu_layer_and_undoing_it_changes_nothing(network, factor):
    """relu(f*z)/f = relu(z) for f > 0: other weights and denominators, the same function and the same signs."""
    first, second, *rest = network.layers
    scaled = Layer([[factor * a for a in r] for r in first.weight], [factor * b for b in first.bias], first.activation)
    undone = Layer([[a / factor for a in row] for row in second.weight], second.bias, second.activation)
    twin = Network([scaled, undone, *rest])
    assert [(r.signs, r.affine_map) for r in twin.regions()] == [(r.signs, r.affine_map) for r in network.regions()]


def test_a_relu_at_the_output_is_a_hidden_layer():
    network = Network([Layer([[1], [-2]], [0, 1], ["relu", "identity"])])
    assert network.widths == (1, 2, 2)
    assert network((-3,)) == (0, 7)
    assert network.sign_vector((-3,)) == ("-",)
    affine = Network([Layer([[1]], [0], "identity")])
    assert affine.widths == (1, 1)
    assert affine.sign_vector((5,)) == ()


def test_numbers_come_in_many_exact_kinds():
    layer = Layer([["-3/7", Fraction(1, 2), 4, mpz(5), ExtendedRational("1.25")]], ["1e-3"], "identity")
    assert layer.weight == ((Fraction(-3, 7), Fraction(1, 2), 4, 5, Fraction(5, 4)),)
    assert layer.bias == (Fraction(1, 1000),)
    assert Network([layer])((7, "2/3", ExtendedRational(1), 0, mpz(0))) == (
        Fraction(-3) + Fraction(1, 3) + 4 + Fraction(1, 1000),
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (([], []), "at least one neuron"),
        (([[]], [0]), "at least one neuron"),
        (([[1, 2], [3]], [0, 0]), "different lengths"),
        (([[1], [2]], [0]), "bias of length 1"),
        (([[1]], [0, 0]), "bias of length 2"),
        (([[1], [2]], [0, 0], ["relu"]), "1 activations"),
    ],
)
def test_layers_have_a_shape(arguments, message):
    with pytest.raises(ShapeError, match=message):
        Layer(*arguments)


def test_layers_refuse_other_activations_and_other_numbers():
    with pytest.raises(ValueError, match="tanh"):
        Layer([[1]], [0], "tanh")
    with pytest.raises(ValueError, match="'r'"):
        Layer([[1], [1], [1], [1]], [0] * 4, list("relu"))
    for number in (0.5, float("nan"), float("inf"), 1j):
        with pytest.raises(InexactNumberError):
            Layer([[number]], [0])
        with pytest.raises(InexactNumberError):
            Layer([[1]], [number])
    for number in ("oo", ExtendedRational("-oo"), "nan", "1/0", ""):
        with pytest.raises(ValueError, match=r"."):
            Layer([[number]], [0])


def test_networks_refuse_layers_that_do_not_fit():
    one, two = Layer([[1]], [0]), Layer([[1], [1]], [0, 0])
    with pytest.raises(ShapeError, match="at least one layer"):
        Network([])
    with pytest.raises(ShapeError, match="layer 2 has 2 neurons but layer 3 takes 1"):
        Network([one, two, one])
    with pytest.raises(ShapeError, match="dimension 2 for 1"):
        Network([one], suggested_domain=Domain.box([(0, 1), (0, 1)]))


def test_points_are_checked():
    network = Network([Layer([[1, 2]], [0])])
    for question in (network, network.sign_vector, network.pre_activations, network.local_affine_map):
        for point in ((), (1,), (1, 2, 3)):
            with pytest.raises(ShapeError, match="takes 2 inputs"):
                question(point)
        with pytest.raises(InexactNumberError):
            question((0.5, 1))
    for signs in ((), ("+",), ("++", "+"), ("+", "")):
        with pytest.raises(ShapeError, match="sign vector"):
            Network([Layer([[1, 2], [1, 2]], [0, 0])]).forms(signs)


def test_nothing_can_be_changed():
    layer = Layer([[1]], [0])
    network = Network([layer])
    for thing, name in ((layer, "bias"), (network, "layers"), (network.integer_layers[0], "scale")):
        with pytest.raises(FrozenInstanceError):
            setattr(thing, name, None)
