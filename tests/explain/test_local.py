"""Local explanations against the network's own forms, computed by oracles that share no code with the package."""

import json
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exactrelu import ExtendedRational, Layer, Network
from exactrelu.errors import DomainError, InexactNumberError, ShapeError
from exactrelu.explain import explain
from exactrelu.extended import rational, to_fraction
from tests.oracles import at, below, feasible, forward, neuron_forms, plain, rank
from tests.strategies import networks, networks_with_domains, points, points_in

EXAMPLES = Path(__file__).parents[2] / "examples"
SIZES = {"inputs": (1, 3), "depth": (1, 3), "most_neurons": 6}


def flat(signs):
    return "".join(signs)


@st.composite
def cases(draw, **sizes):
    network, domain = draw(networks_with_domains(**SIZES, **sizes))
    return network, domain, draw(points_in(network, domain))


@st.composite
def free_cases(draw):
    network = draw(networks(**SIZES))
    return network, draw(st.one_of(points(network.inputs), points_in(network)))


@given(free_cases())
def test_the_face_is_that_of_the_point(case):
    network, point = case
    found = explain(network, point)
    output, signs = forward(network, point)
    assert found.output == output
    assert found.face.signs == signs
    assert found.affine_map(point) == output
    neurons, _ = neuron_forms(network, flat(signs))
    zeros = [form[:-1] for form, sign in zip(neurons, flat(signs), strict=True) if sign == "0"]
    assert found.face.dimension == network.inputs - rank(zeros)
    assert len(found.face.equalities) == rank(zeros)
    assert flat(neuron.sign for neuron in found.deep) == flat(signs)
    assert [neuron.fires for neuron in found.deep] == [sign == "+" for sign in flat(signs)]


@given(free_cases())
def test_the_inequalities_describe_the_face_and_none_can_be_left_out(case):
    network, point = case
    face = explain(network, point).face
    walls, hull = [plain(form) for form in face.inequalities], [plain(form) for form in face.equalities]
    assert all(at(form, point) > 0 for form in walls)
    assert all(at(form, point) == 0 for form in hull)
    system = [(form, ">") for form in walls] + [(form, "==") for form in hull]
    neurons, _ = neuron_forms(network, flat(face.signs))
    for form, sign in zip(neurons, flat(face.signs), strict=True):
        beyond = {"+": [[-a for a in form]], "-": [form], "0": [form, [-a for a in form]]}[sign]
        for opposite in beyond:
            assert not feasible(network.inputs, [*system, (opposite, ">")])
    for i, form in enumerate(walls):
        others = [(wall, ">=") for k, wall in enumerate(walls) if k != i] + [(level, "==") for level in hull]
        assert feasible(network.inputs, [*others, ([-a for a in form], ">")])


@given(free_cases())
def test_the_cells_around_are_those_above_the_face(case):
    network, point = case
    found = explain(network, point)
    expected = [
        (region.signs, region.affine_map)
        for region in network.regions()
        if below(flat(found.face.signs), flat(region.signs))
    ]
    assert [(cell.signs, cell.affine_map) for cell in found.cells] == expected
    assert all(cell.affine_map(point) == found.output for cell in found.cells)


def least(numbers):
    return min(numbers, default=ExtendedRational("oo"))


@given(cases())
def test_distances_are_those_of_the_nearest_hyperplane_of_any_neuron(case):
    """A redundant constraint is never the nearest, so all neurons may be asked instead of the facets."""
    network, domain, point = case
    found = explain(network, point, domain)
    distances = found.distances
    if distances.on_boundary:
        assert found.face.dimension < network.inputs
        assert {d.value for pair in distances.coordinates for d in pair} | {
            distances.l1.value,
            distances.linf.value,
        } == {0}
        return
    if domain is not None and domain.equalities:
        return
    if found.face.equalities:
        return
    neurons, _ = neuron_forms(network, flat(found.face.signs))
    walls = [
        [-a for a in form] if sign == "-" else form
        for form, sign in zip(neurons, flat(found.face.signs), strict=True)
        if any(form[:-1])
    ]
    if domain is not None:
        walls += [plain(form) for form in domain.inequalities if any(form[:-1])]
    assert distances.l1.value == least(at(w, point) / max(map(abs, w[:-1])) for w in walls)
    assert distances.linf.value == least(at(w, point) / sum(map(abs, w[:-1])) for w in walls)
    for i, (down, up) in enumerate(distances.coordinates):
        assert down.value == least(at(w, point) / w[i] for w in walls if w[i] > 0)
        assert up.value == least(at(w, point) / -w[i] for w in walls if w[i] < 0)


@given(cases())
def test_nearest_boundary_points_lie_on_their_facets_at_the_distance(case):
    network, domain, point = case
    found = explain(network, point, domain)
    distances = found.distances
    pairs = [(d, sum) for pair in distances.coordinates for d in pair] + [(distances.l1, sum), (distances.linf, max)]
    for distance, combine in pairs:
        if distance.point is None:
            assert distance.value == ExtendedRational("oo")
            continue
        assert combine([abs(a - b) for a, b in zip(point, distance.point, strict=True)]) == distance.value
        assert all(at(plain(form), distance.point) == 0 for form in found.face.equalities)
        assert all(at(plain(form), distance.point) >= 0 for form in found.face.inequalities)
        assert all(at(plain(found.face.inequalities[k]), distance.point) == 0 for k in distance.facets[:1])


def test_a_flat_domain_is_the_network_of_its_free_coordinates():
    wide = Network([Layer([[1, 2, -1], [1, 1, 1]], [0, 3]), Layer([[1, 1]], [0], "identity")])
    narrow = Network([Layer([[1, -1], [1, 1]], [2, 4]), Layer([[1, 1]], [0], "identity")])
    flat_case = explain(wide, (1, 1, "1/2"), domain=[("-oo", "oo"), (1, 1), ("-oo", "oo")]).distances
    plain_case = explain(narrow, (1, "1/2")).distances
    assert (flat_case.l1.value, flat_case.linf.value) == (plain_case.l1.value, plain_case.linf.value)
    assert flat_case.coordinates[0][0].value == plain_case.coordinates[0][0].value
    assert flat_case.coordinates[2][1].value == plain_case.coordinates[1][1].value
    assert [d.value for d in flat_case.coordinates[1]] == [0, 0]


@given(networks(inputs=(1, 2), depth=(1, 3), most_neurons=4), st.data())
def test_the_shallow_neurons_that_fire_make_up_the_output(network, data):
    point = data.draw(points_in(network))
    for hidden in (2, 3):
        shallow = network.shallow(hidden)
        found = explain(network, point, shallow=shallow)
        total = [Fraction(0)] * network.outputs
        for neuron in found.shallow:
            assert neuron.value > 0
            assert neuron.role == shallow.roles[neuron.layer][neuron.neuron]
            assert bool(neuron.contributions) == (neuron.role.kind == "gate")
            for output, amount in neuron.contributions:
                total[output] += amount
        assert tuple(total) == found.output


def test_gates_that_fire_belong_to_faces_around_the_point():
    network = Network.load(EXAMPLES / "xor.json")
    found = explain(network, ("1/2", "1/2"), names=["a", "b"], shallow=network.shallow())
    assert found.distances.on_boundary
    assert len(found.cells) == 2
    gates = [neuron.role for neuron in found.shallow if neuron.role.kind == "gate"]
    assert gates
    assert all(below(flat(found.face.signs), flat(role.signs)) for role in gates)
    assert "carries the positive part of a" in {neuron.describe(found.names) for neuron in found.shallow}


def test_a_dead_network_has_one_cell_and_no_boundary():
    network = Network([Layer([[0, 0], [0, 0]], [-1, 0]), Layer([[5, 7]], [3], "identity")])
    found = explain(network, (4, -2))
    assert found.face.signs == ("-0",)
    assert found.face.dimension == 2
    assert found.face.inequalities == ()
    assert found.distances.l1.value == ExtendedRational("oo")
    assert found.output == (3,)


def test_iris_is_told_in_the_names_of_its_features():
    network = Network.load(EXAMPLES / "iris.json")
    names = ["sepal length", "sepal width", "petal length", "petal width"]
    found = explain(network, ("5.1", "3.5", "1.4", "0.2"), names=names)
    data = json.loads(json.dumps(found.to_json()))
    point = found.point
    assert [rational(y) for y in data["output"]] == list(network(point))
    assert data["face"]["signs"] == list(network.sign_vector(point))
    assert data["face"]["dimension"] == 4
    rows = [[int(a) for a in row] for row in data["face"]["inequalities"]]
    assert all(at(row, point) > 0 for row in rows)
    assert len(data["face"]["conditions"]) == len(rows) == len(data["face"]["neighbours"])
    assert data["face"]["conditions"][4] == "sepal length + 6*sepal width - 8*petal length - 18*petal width >= 0"
    weight = [[rational(a) for a in row] for row in data["affine"]["weight"]]
    bias = [rational(b) for b in data["affine"]["bias"]]
    assert [at((*row, b), map(rational, point)) for row, b in zip(weight, bias, strict=True)] == list(found.output)


def test_numbers_of_any_length_are_printed():
    big = 3**12000
    network = Network([Layer([[big]], [-1]), Layer([[Fraction(1, big)]], [0], "identity")])
    data = explain(network, (1,)).to_json()
    assert to_fraction(rational(data["output"][0])) == Fraction(big - 1, big)
    assert data["face"]["conditions"][0].endswith("*x1 - 1 >= 0")


def test_bad_input_is_refused():
    network = Network.load(EXAMPLES / "xor.json")
    with pytest.raises(ShapeError):
        explain(network, (1,))
    with pytest.raises(InexactNumberError):
        explain(network, (0.5, 1))
    with pytest.raises(ShapeError):
        explain(network, (0, 1), names=["a"])
    with pytest.raises(ValueError, match="same feature name"):
        explain(network, (0, 1), names=["a", "a"])
    with pytest.raises(DomainError):
        explain(network, (2, 2), domain=[(0, 1), (0, 1)])
    other = Network([Layer([[1, 1]], [5]), Layer([[1]], [0], "identity")])
    with pytest.raises(ValueError, match="the shallow network gives"):
        explain(network, (0, 1), shallow=other.shallow())
