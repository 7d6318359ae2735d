"""Whole graphs: random ones against the reference evaluator, and the kinks that the lowering must not invent."""

from fractions import Fraction

import pytest
from hypothesis import given, settings

from tests.onnx_graphs import graphs
from tests.onnx_models import array, node, read, read_bytes, reference

pytestmark = pytest.mark.extra("onnx")


@settings(max_examples=300)
@given(graphs())
def test_any_graph_equals_the_reference_evaluator(case):
    proto, point, shape = case
    network = read_bytes(proto.SerializeToString())
    assert network([Fraction(x) for x in point]) == reference(proto, point, shape)


@settings(max_examples=25)
@given(graphs(inputs=(1, 2), steps=(1, 5)))
def test_what_is_read_can_be_enumerated_and_made_shallow(case):
    proto, point, _ = case
    network = read_bytes(proto.SerializeToString())
    relus = sum(layer.activation.count("relu") for layer in network.hidden)
    if relus > 7 or network.inputs > 2 or network.outputs > 4:
        return
    x = tuple(map(Fraction, point))
    assert {region.affine_map(x) for region in network.regions().cells_at(x)} == {network(x)}
    assert network.shallow()(x) == network(x)


def relus(network):
    return sum(layer.activation.count("relu") for layer in network.hidden)


def cells(network):
    return len(network.regions())


def test_a_maximum_has_the_kinks_that_it_has():
    maximum = read([node("Max", "x c d", "y")], [array("c", [1.0]), array("d", [0.0])], shape=(1,))
    assert (relus(maximum), cells(maximum)) == (1, 2)
    # The constant is what travels on beside the neuron, on whichever side it stands.
    for names in ("x c", "c x"):
        assert read([node("Max", names, "y")], [array("c", [1.0])], shape=(1,)).widths == (1, 1, 1)
    four = read([node("MaxPool", "x", "y", kernel_shape=[2, 2])], shape=(1, 1, 2, 2))
    assert (relus(four), four.outputs) == (3, 1)
    # Two neighbours decide each half, and then the winners: 2 * 2 * 2 activation regions, but four pieces.
    assert (cells(four), four.regions().counts().linear_pieces) == (8, 4)


def test_a_maximum_and_a_minimum_of_the_same_share_their_neuron():
    nodes = [
        node("Split", "x", "p q", axis=0),
        node("Max", "p q", "a"),
        node("Min", "p q", "b"),
        node("Concat", "a b", "y", axis=0),
    ]
    both = read(nodes, shape=(2,))
    assert (relus(both), cells(both)) == (1, 2)
    assert both((3, -1)) == (3, -1)
    assert both((-2, 5)) == (5, -2)


def test_overlapping_windows_share_their_maxima():
    network = read([node("MaxPool", "x", "y", kernel_shape=[2, 2])], shape=(1, 1, 3, 3))
    # Six maxima of two neighbours in a row, then four of two such maxima.
    assert relus(network) == 10


def test_clipping_what_is_not_negative_has_one_kink():
    nodes = [node("Relu", "x", "a"), node("Clip", "a low high", "y")]
    six = read(nodes, [array("low", 0.0), array("high", 6.0)], shape=(1,))
    assert (relus(six), cells(six)) == (2, 3)
    assert [six((x,)) for x in (-1, 0, 5, 7)] == [(0,), (0,), (5,), (6,)]
    twice = read([node("Relu", "x", "a"), node("Max", "a zero", "y")], [array("zero", 0.0)], shape=(1,))
    assert relus(twice) == 1


def test_a_residual_sum_carries_and_does_not_bend():
    nodes = [
        node("Relu", "x", "a"),
        node("MatMul", "a W", "m"),
        node("Add", "m x", "s"),
        node("Relu", "s", "b"),
        node("Add", "b s", "y"),
    ]
    network = read(nodes, [array("W", [[1, 0], [0, -2]])], shape=(1, 2))
    assert [layer.activation for layer in network.layers] == [
        ("relu", "relu", "identity", "identity"),
        ("relu", "relu", "identity", "identity"),
        ("identity", "identity"),
    ]
    assert network((1, -1)) == (4, -1)


def test_leaky_layers_carry_no_more_than_themselves():
    nodes = [
        node("MatMul", "x V", "z"),
        node("LeakyRelu", "z", "a", alpha=0.5),
        node("MatMul", "a W", "m"),
        node("LeakyRelu", "m", "b", alpha=0.5),
        node("MatMul", "b W", "n"),
        node("LeakyRelu", "n", "y", alpha=0.5),
    ]
    tensors = [array("V", [[1, 2, 3]] * 4), array("W", [[1, 2, 3], [4, 5, 6], [7, 8, 10]])]
    assert read(nodes, tensors, shape=(1, 4)).widths == (4, 6, 6, 6, 3)


def test_constant_parts_are_folded_and_dead_ones_left_out():
    nodes = [
        node("Relu", "c", "d"),
        node("MatMul", "d W", "e"),
        node("Add", "x e", "s"),
        node("Relu", "s", "a"),
        node("Slice", "a one two one", "y"),
    ]
    tensors = [
        array("c", [[-1.0, 2.0]]),
        array("W", [[1, 2], [3, 4]]),
        array("one", [1], "int64"),
        array("two", [2], "int64"),
    ]
    network = read(nodes, tensors)
    assert [layer.activation for layer in network.layers] == [("relu",), ("identity",)]
    assert network.layers[0].weight == ((0, 1),)
    assert network.layers[0].bias == (8,)


def test_a_mask_of_zeros_leaves_nothing_behind():
    nodes = [node("Relu", "x", "a"), node("Mul", "a m", "y")]
    network = read(nodes, [array("m", [0.0, 2.0])])
    assert network.widths == (2, 1, 2)
