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


def tensor(entries):
    from exactrelu.formats.lowering import Tensor

    return Tensor.of(entries, (len(entries),))


def matrix(rows, values, bias):
    """The rows applied to the values, as a matrix of a model does it: zeros count as read."""
    from exactrelu.formats.lowering import weighted_sum

    return [weighted_sum(map(mpq, row), values) + mpq(c) for row, c in zip(rows, bias, strict=True)]


def test_a_plain_chain_gives_its_own_layers_neurons_without_weights_included():
    graph = lowering(2)
    first = graph.activate(matrix([[1, -1], [0, 0]], graph.input((2,)).flat(), [1, 3]))
    second = graph.activate(matrix([[0, 0], [1, 2]], first, [0, 0]))
    network = Network(graph.layers(tensor(matrix([[0, 1]], second, [0])), "here"))
    assert network.layers == (
        Layer([[1, -1], [0, 0]], [1, 3]),
        Layer([[0, 0], [1, 2]], [0, 0]),
        Layer([[0, 1]], [0], "identity"),
    )


def test_equal_neurons_of_one_layer_stay_apart_and_are_found_again_later():
    graph = lowering(1)
    rows = matrix([[1], [1]], graph.input((1,)).flat(), [0, 0])
    first, again = graph.activate(rows), graph.activate(rows)
    assert first[0] != first[1]
    assert set(map(repr, again)) <= set(map(repr, first))
    assert graph.layers(tensor(first + again), "here")[0].outputs == 2


def test_what_nothing_reads_is_left_out():
    graph = lowering(2)
    x, y = graph.input((2,)).flat()
    a, b = graph.activate([x, y])
    c, d = graph.activate([a - y, b])
    assert graph.layers(tensor([c]), "here") == [
        Layer([[1, 0], [0, 1]], [0, 0], ["relu", "identity"]),
        Layer([[1, -1]], [0]),
        Layer([[1]], [0], "identity"),
    ]
    assert len(graph.layers(tensor([d]), "here")) == 3
    assert len(graph.layers(tensor([x + y]), "here")) == 1


def test_a_value_is_carried_only_as_far_as_it_is_read():
    graph = lowering(2)
    x, y = graph.input((2,)).flat()
    (a,) = graph.activate([x])
    (b,) = graph.activate([a + y])
    (c,) = graph.activate([b])
    layers = graph.layers(tensor([c + a]), "here")
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


def test_what_is_read_with_weight_zero_stays_but_is_not_carried():
    graph = lowering(1)
    first = graph.activate(graph.input((1,)).flat())
    (second,) = graph.activate(matrix([[1]], first, [1]))
    output = matrix([[1, 0]], [second, *first], [0])
    network = Network(graph.layers(tensor(output), "here"))
    assert network.widths == (1, 1, 1, 1)
    (unread,) = graph.activate(matrix([[2]], first, [0]))
    assert Network(graph.layers(tensor(matrix([[1, 0]], [second, unread], [0])), "here")).widths == (1, 1, 2, 1)


def test_values_are_held_where_that_takes_fewer_neurons():
    graph = lowering(3)
    x, y, z = graph.input((3,)).flat()
    assert graph.hold([x + y, x]) == [*graph.hold([x + y]), x]
    assert graph.hold([x + y]) != [x + y]
    assert graph.hold([x + y, y + z, x + z]) == [x + y, y + z, x + z]
    assert graph.hold([x + mpq(1), y, mpq(3)]) == [x + mpq(1), y, 3]


def test_no_neuron_is_made_where_the_sign_is_plain():
    graph = lowering(1)
    (x,) = graph.input((1,)).flat()
    (a,) = graph.activate([x])
    assert graph.positive_part(a + a + mpq(1)) == a + a + mpq(1)
    assert graph.positive_part(-a - mpq(1)) == 0
    assert graph.positive_part(-a) == 0
    assert graph.positive_part(mpq(-2)) == 0
    (zero,) = matrix([[0]], [x], [5])
    assert graph.positive_part(zero) == 5
    assert len({repr(graph.positive_part(part)) for part in (a - mpq(1), a - mpq(1), x)}) == 2


@given(st.lists(numbers, min_size=8, max_size=8), st.lists(numbers, min_size=2, max_size=2))
def test_a_residual_graph_equals_its_formula(weights, point):
    w = [mpq(weight) for weight in weights]
    graph = lowering(2)
    x = graph.input((2,)).flat()

    def combine(values, factors, constant):
        from exactrelu.formats.lowering import weighted_sum

        return weighted_sum(factors, values) + constant

    first = graph.activate([combine(x, w[0:2], w[2])])
    kept = graph.hold([combine(x, w[3:5], w[5])])
    second = graph.activate([combine(first + x, [w[6], w[7], mpq(1)], mpq(0)), kept[0]])
    output = tensor([second[0] - x[1] + kept[0], second[1] + first[0]])
    p, q = point
    v = [Fraction(weight) for weight in weights]
    a = max(v[0] * p + v[1] * q + v[2], 0)
    z = v[3] * p + v[4] * q + v[5]
    b = max(v[6] * a + v[7] * p + q, 0)
    assert Network(graph.layers(output, "here"))(point) == (b - q + z, max(z, 0) + a)


def test_constants_stay_constants():
    graph = lowering(1)
    constant = graph.activate([mpq(-1), mpq(2)])
    assert constant == [0, 2]
    assert graph.layers(tensor(constant), "here") == [Layer([[0], [0]], [0, 2], "identity")]


def test_terms_that_cancel_are_gone():
    x, y = lowering(2).input((2,)).flat()
    assert (x - y - x).terms == {1: -1}
    assert (mpq(1) - x).terms == {0: -1}
    assert x - x == 0


def test_a_tensor_needs_as_many_entries_as_its_shape():
    from exactrelu.formats.lowering import Tensor

    with pytest.raises(ShapeError, match=r"3 entries do not fill the shape \[2, 2\]"):
        Tensor.of([mpq(1)] * 3, (2, 2))


def test_a_layer_too_large_is_refused(monkeypatch):
    monkeypatch.setattr("exactrelu.files.LARGEST_SIZE", 3)
    graph = lowering(2)
    with pytest.raises(FormatError, match=r"^here: 4 weights, zeros included; at most 3 can"):
        graph.layers(tensor(graph.activate(graph.input((2,)).flat())), "here")


def test_layers_too_large_together_are_refused(monkeypatch):
    monkeypatch.setattr("exactrelu.files.LARGEST_SIZE", 11)
    graph = lowering(2)
    once = graph.activate(graph.input((2,)).flat())
    # Three layers of 2 by 2, two of which would fit.
    assert len(graph.layers(tensor(once), "here")) == 2
    with pytest.raises(FormatError, match=r"^here: 12 weights"):
        graph.layers(tensor(graph.activate(once)), "here")


def test_work_beyond_all_patience_is_refused(monkeypatch):
    graph = lowering(2)
    values = graph.input((2,)).flat()
    monkeypatch.setattr("exactrelu.formats.lowering.MOST_WORK", 150)
    graph.activate(values[:1])
    with pytest.raises(FormatError, match="too large to be read exactly: it takes more than 150 steps"):
        graph.activate(values[1:])


def test_words_are_counted_and_giants_refused():
    from exactrelu.formats.lowering import Expression, words

    assert words([mpq(0), mpq(3, 5), mpq(2**63), Expression({0: mpq(1), 1: mpq(2**64)}, mpq(1, 2**127))]) == 10
    words([mpq(2 ** (10**6 - 2))])
    with pytest.raises(FormatError, match="a number of 1000001 bits comes about; no model needs more than 1000000"):
        words([mpq(1), mpq(2 ** (10**6 - 1))])
