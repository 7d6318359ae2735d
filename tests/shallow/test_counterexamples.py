"""The shortcuts fail just where the theory says, by just as much."""

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exactrelu import Layer, Network
from exactrelu.errors import InexactNumberError, ShapeError
from exactrelu.shallow.counterexamples import closed_cells_only, failures, literal_patterns, with_large_number
from tests.oracles import brute_force_patterns, feasible, neuron_forms, output, signs_at
from tests.strategies import networks, points, points_in

NETS = Path(__file__).parent.parent / "nets"
ABSOLUTE = Network([Layer([[1], [-1]], [0, 0]), Layer([[1, 1]], [5], "identity")])


def cells_around(network, point):
    """In how many closed cells the point lies: closures are given by signs, cells by brute force over patterns."""
    found = 0
    for pattern in brute_force_patterns(network):
        neurons, _ = neuron_forms(network, ["+" if bit == "1" else "-" for bit in pattern])
        values = [sum(a * x for a, x in zip(form, point, strict=False)) + form[-1] for form in neurons]
        found += all(z >= 0 if bit == "1" else z <= 0 for z, bit in zip(values, pattern, strict=True))
    return found


@given(networks(inputs=(1, 3), most_neurons=5), st.data())
def test_closed_cells_alone_count_the_cells_that_meet(network, data):
    for point in data.draw(st.lists(points_in(network), min_size=1, max_size=3)):
        k = cells_around(network, point)
        assert closed_cells_only(network, point) == tuple(k * y for y in output(network, point))


@pytest.mark.parametrize("active_at_zero", [False, True])
@given(network=networks(inputs=(1, 3), most_neurons=5), data=st.data())
def test_literal_patterns_lose_the_points_whose_pattern_is_thin(active_at_zero, network, data):
    """Thin: elimination finds no point at which all active neurons are > 0 and all others < 0, or identically zero."""
    for point in data.draw(st.lists(st.one_of(points_in(network), points(network.inputs)), min_size=1, max_size=3)):
        flat = "".join(signs_at(network, point))
        active = [s == "+" or (active_at_zero and s == "0") for s in flat]
        neurons, _ = neuron_forms(network, ["+" if a else "-" for a in active])
        system = [
            (form if a else tuple(-c for c in form), ">")
            for form, a in zip(neurons, active, strict=True)
            # Identically zero is >= 0 and <= 0, but neither > 0 nor < 0.
            if any(form) or a is not active_at_zero
        ]
        expected = output(network, point) if feasible(network.inputs, system) else (0,) * network.outputs
        assert literal_patterns(network, point, active_at_zero) == expected


def test_a_generic_network_has_no_thin_patterns_at_its_witnesses():
    """Every face lies in the set of one cell's literal pattern: all zeros read as inactive give a cell's pattern."""
    network = Network.load(NETS / "2-8-8-1.json")
    cells = {region.activation_pattern for region in network.regions()}
    for face in network.regions(faces=True):
        assert face.activation_pattern in cells
    for face in list(network.regions(faces=True))[::20]:
        assert literal_patterns(network, face.interior_point) == network(face.interior_point)


def test_an_integer_network_has_thin_patterns():
    network = Network.load(NETS / "int1_2-8-8-1.json")
    faces = list(network.regions(faces=True))
    witnesses = [face.interior_point for face in faces if network(face.interior_point) != (0,)]
    found = failures(network, witnesses, 10**9)
    on_boundaries = [face.interior_point for face in faces if face.dimension < 2]
    assert list(found["closed cells only"]) == [p for p in witnesses if p in on_boundaries]
    thin = found["literal patterns, active where z > 0"]
    assert 0 < len(thin) < len(on_boundaries)
    assert set(thin) < set(on_boundaries)
    for point in thin:
        assert literal_patterns(network, point) == (0,)


@pytest.mark.parametrize("m", [5, 10, 10**3, 10**30, Fraction(100, 3)])
def test_three_hidden_layers_with_a_large_number_err_by_as_much_for_every_number(m):
    """At x = 1/m the selector of x > 0 is already 0, and the violation of x <= 0 costs m*x = 1 only: 5 - 1 too much."""
    finite = with_large_number(ABSOLUTE.shallow(3), m)
    x = 1 / Fraction(m)
    assert finite.infinite_weights == 0
    assert finite((x,))[0] - output(ABSOLUTE, (x,))[0] == 4
    assert finite((0,)) == (5,)
    two = with_large_number(ABSOLUTE.shallow(2), m)
    if m >= 1:
        assert all(two((step * x,)) == output(ABSOLUTE, (step * x,)) for step in (-2, -1, Fraction(1, 2), 0, 1, 3))


@pytest.mark.parametrize("m", [1, 10, 10**3, 10**30])
def test_two_hidden_layers_with_a_large_number_err_near_vertices_that_are_not_simple(m):
    """Three lines through the origin, the function is 1 everywhere: the error is a function of m*x alone."""
    network = Network([Layer([[1, 0], [0, 1], [1, 1]], [0, 0, 0]), Layer([[0, 0, 0]], [1], "identity")])
    finite = with_large_number(network.shallow(2), m)
    scale = Fraction(1, m)
    assert finite((scale / 2, -scale / 4))[0] == Fraction(3, 2)
    assert finite((0, 0)) == finite((1, 5)) == (1,)
    crossing = Network([Layer([[1, 0], [0, 1]], [0, 0]), Layer([[0, 0]], [1], "identity")])
    finite = with_large_number(crossing.shallow(2), m)
    steps = [Fraction(k, 3) * scale for k in range(-4, 5)]
    assert all(finite((x, y)) == (1,) for x in steps for y in steps)


@pytest.mark.parametrize("m", [1, 10, 10**3, 10**30])
def test_two_hidden_layers_with_a_large_number_err_far_out(m):
    """relu(x - 1) + y at x = 0: the gates of x >= 1 and of x = 1 pay m, which is not enough where y is larger."""
    network = Network([Layer([[1, 0], [0, 1]], [-1, 0], ["relu", "identity"]), Layer([[1, 1]], [0], "identity")])
    finite = with_large_number(network.shallow(2), m)
    assert finite((0, 2 * m + 1))[0] - output(network, (0, 2 * m + 1))[0] == -1
    assert finite((0, m)) == output(network, (0, m))


@given(networks(inputs=(1, 2), most_neurons=4), st.data())
def test_a_large_number_is_right_where_it_is_large_enough(network, data):
    """At any one point, every violation times M exceeds every gate's value for large M, selectors included."""
    point = data.draw(points_in(network))
    for hidden_layers in (2, 3):
        finite = with_large_number(network.shallow(hidden_layers), 10**2000)
        assert finite(point) == network(point)


def test_failures_are_sorted_by_shortcut():
    places = [(-1,), (0,), (Fraction(1, 10**6),), (1,)]
    found = failures(ABSOLUTE, places)
    assert list(found.values()) == [((0,),), ((0,),), ((0,),), (), ((Fraction(1, 10**6),),)]
    assert list(failures(ABSOLUTE, places, 7).values())[-2:] == [(), (places[2],)]
    assert failures(ABSOLUTE, []) == dict.fromkeys(found, ())


def test_numbers_and_points_are_checked():
    shallow = ABSOLUTE.shallow()
    for m in (0, -1, "oo", "-oo"):
        with pytest.raises(ValueError, match="finite and positive"):
            with_large_number(shallow, m)
    with pytest.raises(InexactNumberError):
        with_large_number(shallow, 1e9)
    for shortcut in (closed_cells_only, literal_patterns):
        with pytest.raises(ShapeError):
            shortcut(ABSOLUTE, (1, 2))
        with pytest.raises(InexactNumberError):
            shortcut(ABSOLUTE, (0.5,))
