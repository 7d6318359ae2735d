"""Integrated gradients against the cells of the network, by hand, and their axioms, with ==."""

from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from exactrelu import Layer, Network
from exactrelu.errors import ShapeError
from exactrelu.explain import integrated_gradients, pieces_along
from tests.oracles import at, output, plain, signs_at
from tests.strategies import networks, points, points_in

EXAMPLES = Path(__file__).parents[2] / "examples"
LARGEST_OF_TWO = Network([Layer([[1, -1], [0, 1]], [0, 0], ["relu", "identity"]), Layer([[1, 1]], [0], "identity")])


def between(start, end, s):
    return tuple(a + s * (b - a) for a, b in zip(start, end, strict=True))


@st.composite
def cases(draw):
    """Networks with segments, many of them through vertices and along hyperplanes."""
    network = draw(networks(inputs=(1, 3), depth=(0, 4), most_neurons=7))
    kinds = st.one_of(points(network.inputs), points_in(network))
    return network, tuple(map(Fraction, draw(kinds))), tuple(map(Fraction, draw(kinds)))


@given(cases(), st.data())
def test_completeness_also_inside_hyperplanes_and_from_any_side(case, data):
    network, point, start = case
    side = data.draw(st.one_of(st.none(), points(network.inputs)))
    found = integrated_gradients(network, point, baseline=start, side=side)
    for values, y, r in zip(found.values, output(network, point), output(network, start), strict=True):
        assert sum(values) == y - r


@given(cases(), st.data())
def test_pieces_cover_the_segment_and_have_the_signs_and_map_of_every_inner_point(case, data):
    network, point, start = case
    side = data.draw(st.one_of(st.none(), points(network.inputs)))
    pieces = pieces_along(network, start, point, side)
    if point == start:
        assert pieces == ()
        return
    ends = [Fraction(0), *(piece.end for piece in pieces)]
    assert [piece.start for piece in pieces] == ends[:-1]
    assert ends[-1] == 1
    assert ends == sorted(set(ends))
    for piece in pieces:
        for share in (Fraction(1, 3), Fraction(6, 7)):
            place = between(start, point, piece.start + share * (piece.end - piece.start))
            assert piece.signs == signs_at(network, place)
            assert piece.affine_map(place) == output(network, place)
    for before, after in pairwise(pieces):
        assert before.signs != after.signs


@given(cases())
def test_values_are_those_of_the_cells_that_the_segment_crosses(case):
    """The length of the segment in each closed cell, times the cell's gradient; all cells are enumerated."""
    network, point, start = case
    assume(point != start)
    steps = [b - a for a, b in zip(start, point, strict=True)]
    lengths, total = Fraction(0), [[Fraction(0)] * network.inputs for _ in range(network.outputs)]
    for region in network.regions():
        low, high = Fraction(0), Fraction(1)
        for form in region.inequalities:
            first, slope = at(plain(form), start), at((*plain(form)[:-1], 0), steps)
            if slope > 0:
                low = max(low, -first / slope)
            elif slope < 0:
                high = min(high, -first / slope)
            elif first < 0:
                high = low
        if low < high:
            lengths += high - low
            for o, row in enumerate(region.affine_map.weight):
                for i, slope in enumerate(row):
                    total[o][i] += (high - low) * slope * steps[i]
    assume(lengths == 1)  # else a part of the segment lies in several closed cells
    assert integrated_gradients(network, point, baseline=start).values == tuple(map(tuple, total))


def test_a_segment_inside_a_hyperplane_takes_the_gradient_of_the_face_or_of_the_side_named():
    start, end = (Fraction(0), Fraction(0)), (Fraction(1), Fraction(1))
    (piece,) = pieces_along(LARGEST_OF_TWO, start, end)
    assert (piece.signs, piece.inside, piece.map_signs) == (("0",), ((0, 0),), ("0",))
    assert integrated_gradients(LARGEST_OF_TWO, end, baseline=start).values == ((0, 1),)
    assert integrated_gradients(LARGEST_OF_TWO, end, baseline=start, side=(0, 1)).values == ((0, 1),)
    assert integrated_gradients(LARGEST_OF_TWO, end, baseline=start, side=(1, 0)).values == ((1, 0),)
    (piece,) = pieces_along(LARGEST_OF_TWO, start, end, side=(3, 1))
    assert (piece.signs, piece.map_signs) == (("0",), ("+",))


def test_dead_neurons_are_no_hyperplanes():
    network = Network([Layer([[0, 0], [1, 0]], [0, 0]), Layer([[1, 1]], [0], "identity")])
    (piece,) = pieces_along(network, (Fraction(1), Fraction(1)), (Fraction(2), Fraction(0)))
    assert (piece.signs, piece.inside) == (("0+",), ())


def test_by_hand():
    """relu(x1 + x2 - 1) from (0, 0) to (2, 1): the gradient is (1, 1) on the last two thirds of the segment."""
    network = Network([Layer([[1, 1]], [-1]), Layer([[1]], [0], "identity")])
    found = integrated_gradients(network, (2, 1), baseline=(0, 0))
    assert found.values == ((Fraction(4, 3), Fraction(2, 3)),)
    assert found.method == "integrated-gradients"


def test_a_sawtooth_has_all_its_breakpoints():
    network = Network.load(EXAMPLES / "sawtooth4.json")
    pieces = pieces_along(network, (Fraction(0),), (Fraction(1),))
    assert [piece.end for piece in pieces] == [Fraction(k, 16) for k in range(1, 17)]
    assert [piece.affine_map.weight[0][0] for piece in pieces] == [16, -16] * 8


@given(networks(inputs=(2, 3), depth=(1, 3)), st.data())
def test_dummy_and_background(network, data):
    first = network.layers[0]
    with_dummy = Network(
        [Layer([(*row, 0) for row in first.weight], first.bias, first.activation), *network.layers[1:]]
    )
    point = data.draw(points(network.inputs + 1))
    rows = data.draw(st.lists(points(network.inputs + 1), min_size=1, max_size=3))
    parts = [integrated_gradients(with_dummy, point, baseline=row).values for row in rows]
    found = integrated_gradients(with_dummy, point, background=rows)
    assert all(values[-1] == 0 for values in found.values)
    assert found.residual == (0,) * network.outputs
    assert found.values == tuple(
        tuple(sum(part[o][i] for part in parts) / len(rows) for i in range(network.inputs + 1))
        for o in range(network.outputs)
    )


def test_trained_networks_and_the_error_of_sums():
    """Riemann sums over s approach the exact values on trained networks, and do not reach them."""
    for name, point, row in [
        ("iris.json", ("6.3", "3.3", "6.0", "2.5"), ("5.1", "3.5", "1.4", "0.2")),
        ("diabetes.json", ("32.1", "101", "4.8598"), ("21.6", "87", "3.8918")),
    ]:
        network = Network.load(EXAMPLES / name)
        x, b = (tuple(map(Fraction, p)) for p in (point, row))
        exact = integrated_gradients(network, point, baseline=row)
        assert exact.residual == (0,) * network.outputs
        errors = []
        for steps in (8, 64, 512):
            worst = Fraction(0)
            sums = [[Fraction(0)] * network.inputs for _ in range(network.outputs)]
            for k in range(steps):
                weight = network.local_affine_map(between(b, x, Fraction(2 * k + 1, 2 * steps))).weight
                for o, gradient in enumerate(weight):
                    for i, slope in enumerate(gradient):
                        sums[o][i] += slope * (x[i] - b[i]) / steps
            for mine, theirs in zip(exact.values, sums, strict=True):
                worst = max(worst, *(abs(p - q) for p, q in zip(mine, theirs, strict=True)))
            errors.append(worst)
        assert 0 < errors[2] < errors[0]


def test_bad_input_is_refused():
    with pytest.raises(ShapeError, match="side"):
        integrated_gradients(LARGEST_OF_TWO, (1, 1), baseline=(0, 0), side=(1,))
    with pytest.raises(ShapeError, match="baseline"):
        integrated_gradients(LARGEST_OF_TWO, (1, 1), baseline=(0,))
