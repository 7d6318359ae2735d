"""From graphs of expressions to layers: values are carried past layers, and only activations make neurons."""

from fractions import Fraction

import pytest
from gmpy2 import mpq
from hypothesis import given
from hypothesis import strategies as st

from exactrelu.errors import FormatError, ShapeError
from exactrelu.network import Layer, Network

pytestmark = pytest.mark.extra("numpy")

numbers = st.fractions(min_value=-3, max_value=3, max_denominator=4)


def lowering(inputs):
    from exactrelu.formats.lowering import Lowering

    return Lowering(inputs)


def tensor(entries, level=None):
    from exactrelu.formats.lowering import Tensor

    return Tensor.of(entries, (len(entries),), level)


def test_a_plain_chain_gives_its_own_layers_neurons_without_weights_included():
    graph = lowering(2)
    x, y = graph.input((2,)).flat()
    first = graph.activate(tensor([x - y + mpq(1), x - x + mpq(3)], 0))
    a, b = first.flat()
    second = graph.activate(tensor([a - a, a + b + b], 1))
    network = Network(graph.layers(second, "here"))
    assert network.layers == (
        Layer([[1, -1], [0, 0]], [1, 3]),
        Layer([[0, 0], [1, 2]], [0, 0]),
        Layer([[1, 0], [0, 1]], [0, 0], "identity"),
    )


def test_a_value_is_carried_only_as_far_as_it_is_read():
    graph = lowering(2)
    x, y = graph.input((2,)).flat()
    (a,) = graph.activate(tensor([x], 0)).flat()
    (b,) = graph.activate(tensor([a + y], 1)).flat()
    (c,) = graph.activate(tensor([b], 2)).flat()
    layers = graph.layers(tensor([c + a], 3), "here")
    assert [layer.activation for layer in layers] == [
        ("relu", "identity"),
        ("relu", "identity"),
        ("relu", "identity"),
        ("identity",),
    ]
    assert [layer.weight for layer in layers] == [
        ((1, 0), (0, 1)),
        ((1, 1), (1, 0)),
        ((1, 0), (0, 1)),
        ((1, 1),),
    ]


@given(st.lists(numbers, min_size=8, max_size=8), st.lists(numbers, min_size=2, max_size=2))
def test_a_residual_graph_equals_its_formula(weights, point):
    w = [mpq(weight) for weight in weights]
    graph = lowering(2)
    x = graph.input((2,)).flat()

    def combine(values, factors, constant):
        from exactrelu.formats.lowering import weighted_sum

        return weighted_sum(factors, values) + constant

    first = graph.activate(tensor([combine(x, w[0:2], w[2])], 0)).flat()
    kept = graph.activate(tensor([combine(x, w[3:5], w[5])], 0), "identity").flat()
    second = graph.activate(tensor([combine(first + x, [w[6], w[7], mpq(1)], mpq(0)), kept[0]], 1)).flat()
    output = tensor([second[0] - x[1] + kept[0], second[1] + first[0]], 2)
    p, q = point
    v = [Fraction(weight) for weight in weights]
    a = max(v[0] * p + v[1] * q + v[2], 0)
    z = v[3] * p + v[4] * q + v[5]
    b = max(v[6] * a + v[7] * p + q, 0)
    assert Network(graph.layers(output, "here"))(point) == (b - q + z, max(z, 0) + a)


def test_constants_stay_constants():
    graph = lowering(1)
    constant = graph.activate(tensor([mpq(-1), mpq(2)]))
    assert constant.level is None
    assert constant.flat() == [0, 2]
    assert graph.layers(constant, "here") == [Layer([[0], [0]], [0, 2], "identity")]


def test_terms_that_cancel_are_gone():
    x, y = lowering(2).input((2,)).flat()
    assert (x - y - x).terms == {1: -1}
    assert (mpq(1) - x).terms == {0: -1}
    assert (x - x).terms == {}


def test_a_tensor_needs_as_many_entries_as_its_shape():
    from exactrelu.formats.lowering import Tensor

    with pytest.raises(ShapeError, match=r"3 entries do not fill the shape \[2, 2\]"):
        Tensor.of([mpq(1)] * 3, (2, 2))


def test_a_layer_too_large_is_refused(monkeypatch):
    monkeypatch.setattr("exactrelu.files.LARGEST_SIZE", 3)
    graph = lowering(2)
    with pytest.raises(FormatError, match=r"^here: layer 1: 2 neurons"):
        graph.layers(graph.activate(graph.input((2,))), "here")
