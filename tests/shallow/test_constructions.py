"""Both constructions equal the deep network at every point, and each of their weights is what its role says.

The shallow networks are evaluated by the oracle's own arithmetic of the extended reals, and by the package's.
"""

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exactrelu import Domain, Layer, Network
from exactrelu.affine import primitive
from exactrelu.errors import DomainError
from exactrelu.regions import Region, Walk
from exactrelu.shallow.assembly import gate_signs
from exactrelu.shallow.half_open import half_open_sides
from tests.oracles import (
    at,
    below,
    feasible,
    output,
    plain,
    shallow_output,
    shallow_weights,
    signs_at,
)
from tests.strategies import networks, networks_with_domains, points, points_in

NETS = Path(__file__).parent.parent / "nets"
BOTH = pytest.mark.parametrize("hidden_layers", [2, 3])
SIZES = {"most_neurons": 6, "outputs": (1, 2)}


def spread(items, most):
    """At most so many of the items, evenly spread."""
    items = list(items)
    return items[:: -(-len(items) // most)] if items else []


def telling_points(network, domain=None, most=40):
    """Witnesses of faces (so of facets and vertices too), all vertices, and points far out along rays and lines."""
    faces = list(network.regions(domain, faces=True))
    vertices = sorted({v for face in faces for v in face.vertices})
    far = [
        tuple(x + 10**20 * int(a) for x, a in zip(face.vertices[-1], direction, strict=True))
        for face in faces
        for direction in (*face.rays, *face.lines)
    ]
    inside = [face.interior_point for face in faces]
    return [*spread(inside, most), *spread(vertices, most // 2), *spread(far, most // 4)]


def sides_of(region):
    """The sides (h, True) for h > 0 and (h, False) for h <= 0 of the region's half-open cell."""
    return [(plain(h), strict) for *_, h, strict in half_open_sides(region)]


def in_half_open_cell(region, point):
    return all((at(h, point) > 0) is strict for h, strict in sides_of(region))


@BOTH
@given(case=networks_with_domains(inputs=(1, 5), **SIZES), data=st.data())
def test_the_shallow_network_equals_the_deep_one(hidden_layers, case, data):
    network, domain = case
    shallow = network.shallow(hidden_layers, domain)
    assert len(shallow.layers) == hidden_layers + 1
    assert shallow.domain == domain
    weights = shallow_weights(shallow)
    drawn = data.draw(st.lists(st.one_of(points(network.inputs), points_in(network, domain)), min_size=2, max_size=4))
    for point in (*telling_points(network, domain), *drawn):
        if domain is not None and point not in domain:
            with pytest.raises(DomainError, match="outside"):
                shallow(point)
            continue
        expected = output(network, point)
        assert shallow_output(weights, point) == expected
        assert shallow(point) == expected == network(point)


@BOTH
@pytest.mark.parametrize("name", ["2-8-8-1", "int1_2-8-8-1", "int2_2-8-8-1", "sliver40_2-8-8-1", "far30_2-2-1"])
def test_they_are_equal_at_the_witness_of_every_face(hidden_layers, name):
    network = Network.load(NETS / f"{name}.json")
    shallow = network.shallow(hidden_layers)
    for face in network.regions(faces=True):
        assert shallow(face.interior_point) == output(network, face.interior_point)
    weights = shallow_weights(shallow)
    for point in telling_points(network):
        assert shallow_output(weights, point) == output(network, point)


@BOTH
@pytest.mark.parametrize("name", ["3-8-8-1", "int1_3-6-6-1"])
def test_they_are_equal_at_faces_of_every_dimension_in_space(hidden_layers, name):
    network = Network.load(NETS / f"{name}.json")
    box = Domain.box([(-1, 1), ("-oo", "1/2"), (0, 2)]) if name == "3-8-8-1" else None
    weights = shallow_weights(network.shallow(hidden_layers, box))
    faces = list(network.regions(box, faces=True))
    for dimension in range(4):
        for face in spread((face for face in faces if face.dimension == dimension), 6):
            assert shallow_output(weights, face.interior_point) == output(network, face.interior_point)


@BOTH
@given(case=networks_with_domains(inputs=(1, 3), **SIZES))
def test_no_neuron_is_made_twice_and_penalties_are_the_only_infinite_weights(hidden_layers, case):
    network, domain = case
    shallow = network.shallow(hidden_layers, domain)
    for layer, roles in zip(shallow.layers[:-2], shallow.roles[:-1], strict=True):
        assert len(set(zip(layer.rows, layer.bias, strict=True))) == len(layer.rows)
        assert len(set(roles)) == len(roles)
        assert set(layer.activation) == {"relu"}
    assert len(set(shallow.roles[-1])) == len(shallow.roles[-1])
    infinite = [[weight for row in layer.rows for _, weight in row if weight.is_infinite] for layer in shallow.layers]
    selectors = sum(role.kind == "selector" for role in shallow.roles[-2])
    assert [len(part) for part in infinite[:-2]] == [0, selectors][: hidden_layers - 1]
    assert not infinite[-1]
    assert all(weight.sign() < 0 for part in infinite for weight in part)
    assert sum(map(len, infinite)) == shallow.infinite_weights
    assert all(constant.is_finite for layer in shallow.layers for constant in layer.bias)


@BOTH
@given(case=networks_with_domains(inputs=(1, 3), **SIZES))
def test_the_weights_are_what_the_roles_say(hidden_layers, case):
    network, domain = case
    n = network.inputs
    shallow = network.shallow(hidden_layers, domain)
    form_of = {}
    for number, (row, constant, role) in enumerate(
        zip(shallow.layers[0].rows, shallow.layers[0].bias, shallow.roles[0], strict=True)
    ):
        if role.kind == "carrier":
            assert number == 2 * role.input + (role.sign < 0)
            assert (row, constant) == (((role.input, role.sign),), 0)
            form_of[number] = tuple(role.sign * (i == role.input) for i in range(n + 1))
        else:
            assert role.kind == "hyperplane"
            assert (*(dict(row).get(i, 0) for i in range(n)), constant) == role.form == primitive(role.form)
            form_of[number] = role.form
    assert [role.kind for role in shallow.roles[0]].count("carrier") == 2 * n
    if hidden_layers == 3:
        positive = form_of
        form_of = {}
        for number, (row, constant, role) in enumerate(
            zip(shallow.layers[1].rows, shallow.layers[1].bias, shallow.roles[1], strict=True)
        ):
            ((below_it, weight),) = row
            assert role.form in (None, positive[below_it])
            if role.kind == "selector":
                assert weight.is_infinite
                assert constant == 1
            else:
                assert (weight, constant) == (1, 0)
                assert role.kind == shallow.roles[0][below_it].kind
                assert (role.sign, role.input) == (shallow.roles[0][below_it].sign, shallow.roles[0][below_it].input)
            form_of[number] = (positive[below_it], role.kind == "selector")
    check_gates(network, domain, shallow, form_of)


def check_gates(network, domain, shallow, form_of):
    """The gates' finite weights are those of the faces' maps, the infinite ones sit on the faces' sides."""
    n, hidden_layers = network.inputs, len(shallow.layers) - 1
    faces = list(network.regions(domain, faces=hidden_layers == 2))
    full = max(face.dimension for face in faces)
    for number, (row, constant, role) in enumerate(
        zip(shallow.layers[-2].rows, shallow.layers[-2].bias, shallow.roles[-1], strict=True)
    ):
        assert role.kind == "gate"
        face = faces[role.face]
        assert (role.signs, role.dimension) == (face.signs, face.dimension)
        weights, affine = dict(row), face.affine_map
        penalties = {column for column, weight in row if weight.is_infinite}
        for i in range(n):
            expected = role.sign * affine.weight[role.output][i]
            for column, part in ((2 * i, expected), (2 * i + 1, -expected)):
                assert column in penalties or weights.get(column, 0) == part
        assert constant == role.sign * affine.bias[role.output]
        assert all(column < 2 * n or column in penalties for column in weights)
        if hidden_layers == 3:
            assert {form_of[column] for column in penalties} == set(sides_of(face))
        else:
            # One penalty for each facet (on the affine hull they agree), two for each independent equality.
            forms = [plain(form_of[column]) for column in penalties]
            on_it = [form for form in forms if at(form, face.interior_point) == 0]
            assert {tuple(-a for a in form) for form in on_it} == set(on_it)
            assert len(on_it) == 2 * (full - face.dimension)
            outward = [form for form in forms if form not in on_it]
            facets = [plain(facet.form) for facet in face.facets if not facet.constraints]
            assert all(at(form, face.interior_point) < 0 for form in outward)
            assert sorted(tight(face, form) for form in outward) == sorted(tight(face, form) for form in facets)
        sign = role.sign * (-1 if (full - face.dimension) % 2 else 1)
        assert [(o, w) for o, out in enumerate(shallow.layers[-1].rows) for c, w in out if c == number] == [
            (role.output, sign)
        ]
    assert all(constant == 0 for constant in shallow.layers[-1].bias)


def tight(face, form):
    """Which of the generators of the face lie on the hyperplane of the form."""
    values = [at(form, vertex) for vertex in face.vertices]
    return [z == 0 for z in values + [at((*form[:-1], 0), tuple(map(int, d))) for d in (*face.rays, *face.lines)]]


@BOTH
@given(case=networks_with_domains(inputs=(1, 3), most_neurons=5, outputs=(1, 1)))
def test_every_neuron_does_what_its_role_says(hidden_layers, case):
    network, domain = case
    shallow = network.shallow(hidden_layers, domain)
    faces = list(network.regions(domain, faces=hidden_layers == 2))
    for point in telling_points(network, domain, most=12):
        for values, roles in zip(shallow.values(point)[1:], shallow.roles, strict=False):
            for value, role in zip(values, roles, strict=True):
                match role.kind:
                    case "carrier":
                        assert value == max(0, role.sign * point[role.input])
                    case "hyperplane":
                        assert value == max(0, at(plain(role.form), point))
                    case "selector":
                        assert value == (0 if at(plain(role.form), point) > 0 else 1)
                    case "gate":
                        face = faces[role.face]
                        here = face.closure_contains(point) if hidden_layers == 2 else in_half_open_cell(face, point)
                        assert value == (max(0, role.sign * output(network, point)[role.output]) if here else 0)


@given(networks_with_domains())
def test_no_gate_is_idle(case):
    """Gates are there for just the signs that a face's output takes on its closure."""
    network, domain = case
    walk = Walk(network, domain, faces=True)
    for cell in walk:
        face = Region(walk, cell)
        expected = set()
        for o, (weight, bias) in enumerate(zip(face.affine_map.weight, face.affine_map.bias, strict=True)):
            form = (*weight, bias)
            slopes = [at((*weight, 0), tuple(map(int, d))) for d in (*face.rays, *face.lines)]
            slopes += [-at((*weight, 0), tuple(map(int, d))) for d in face.lines]
            values = [at(form, v) for v in face.vertices] + slopes
            expected |= {(o, 1)} if any(z > 0 for z in values) else set()
            expected |= {(o, -1)} if any(z < 0 for z in values) else set()
        assert [(o, s) for o, s, _ in gate_signs(walk, cell)] == sorted(expected, key=lambda g: (g[0], -g[1]))


@given(networks_with_domains(), st.data())
def test_half_open_cells_partition_the_domain(case, data):
    network, domain = case
    cells = list(network.regions(domain))
    drawn = data.draw(st.lists(st.one_of(points(network.inputs), points_in(network, domain)), min_size=2, max_size=6))
    for point in (*telling_points(network, domain, most=20), *drawn):
        if domain is None or point in domain:
            (cell,) = (cell for cell in cells if in_half_open_cell(cell, point))
            assert cell.closure_contains(point)
            assert below("".join(signs_at(network, point)), "".join(cell.signs))


@given(networks_with_domains(inputs=(1, 3), most_neurons=6))
def test_half_open_sides_are_enough_and_none_is_too_many(case):
    """Each split neuron's side follows from the kept ones, and without any kept one some rational point is let in."""
    network, domain = case
    n = network.inputs
    base = [] if domain is None else [(plain(g), ">=") for g in domain.inequalities]
    base += [] if domain is None else [(plain(g), "==") for g in domain.equalities]
    walk = Walk(network, domain)
    for cell in walk:
        kept = [constraint(*side) for side in sides_of(Region(walk, cell))]
        assert feasible(n, [*base, *kept])
        for i, side in enumerate(kept):
            assert feasible(n, [*base, *kept[:i], *kept[i + 1 :], opposite(side)])
        for bit in range(cell.split.bit_length()):
            if cell.split >> bit & 1:
                side = constraint(plain(walk.form(cell, bit)), bool(cell.positive >> bit & 1))
                assert not feasible(n, [*base, *kept, opposite(side)])


def constraint(form, strict):
    """The side h > 0, or h <= 0, as a constraint of the oracle."""
    return (form, ">") if strict else (tuple(-a for a in form), ">=")


def opposite(side):
    form, relation = side
    return tuple(-a for a in form), ">=" if relation == ">" else ">"


def test_a_strict_side_that_the_closure_does_not_need_is_kept():
    """The cell x + y > 0 of the quadrant x, y >= 0 leaves out the origin, though its closure is the whole quadrant."""
    network = Network([Layer([[1, 0], [0, 1]], [0, 0]), Layer([[1, 1]], [0]), Layer([[1]], [1], "identity")])
    assert len(network.regions()) == 4
    quadrant = Network([Layer([[1, 1]], [0]), Layer([[1]], [1], "identity")])
    domain = Domain.from_rows(2, [(1, 0, 0), (0, 1, 0)])
    (cell,) = quadrant.regions(domain)
    assert sides_of(cell) == []  # x + y >= 0 on all of the domain: a fact, no split
    wedge = Network(
        [Layer([[1, 1], [1, 0], [0, 1]], [0, 0, 0]), Layer([[1, 1, 1]], [1], "identity")],
    )
    sides = {cell.signs[0]: sides_of(cell) for cell in wedge.regions()}
    assert sides["+++"] == [((1, 0, 0), True), ((0, 1, 0), True)]
    assert sides["---"] == [((1, 0, 0), False), ((0, 1, 0), False)]
    # Closed sides x >= 0 and y >= 0 come as -x <= 0 and -y <= 0.
    turned = Network(
        [Layer([[1, 1], [-1, 0], [0, -1]], [0, 0, 0]), Layer([[1, 1, 1]], [1], "identity")],
    )
    sides = {cell.signs[0]: sides_of(cell) for cell in turned.regions()}
    assert sides["+--"] == [((1, 1, 0), True), ((-1, 0, 0), False), ((0, -1, 0), False)]
    assert sides["-++"] == [((-1, 0, 0), True), ((0, -1, 0), True)]


def test_known_widths():
    network = Network.load(NETS / "2-8-8-1.json")
    two, three = network.shallow(2), network.shallow(3)
    assert (two.widths[0], two.widths[-2:]) == (2, (436, 1))
    assert [len({role.face for role in s.roles[-1]}) for s in (two, three)] == [399, 107]
    of_cells = [role for role in two.roles[-1] if role.dimension == 2]
    assert [(role.signs, role.sign) for role in of_cells] == [(role.signs, role.sign) for role in three.roles[-1]]


@BOTH
def test_networks_without_kinks_and_without_hidden_layers(hidden_layers):
    affine = Network([Layer([[2, -1], [0, 0]], ["1/2", 0], "identity")])
    shallow = affine.shallow(hidden_layers)
    assert shallow((3, 1)) == (Fraction(11, 2), 0)
    assert shallow.widths[-2:] == (2, 2)
    dead = Network([Layer([[0, 0]], [-1]), Layer([[1], [2]], [0, 0], "identity")])
    shallow = dead.shallow(hidden_layers)
    assert shallow((7, 7)) == (0, 0)
    # No gate is needed, but no layer is empty.
    assert shallow.widths[-2:] == (1, 2)


def test_other_depths_and_empty_domains_are_refused():
    network = Network([Layer([[1]], [0]), Layer([[1]], [0], "identity")])
    for hidden_layers in (1, 4, "2", None):
        with pytest.raises(ValueError, match="2 or 3 hidden layers"):
            network.shallow(hidden_layers)
    for hidden_layers in (2, 3):
        with pytest.raises(DomainError, match="empty"):
            network.shallow(hidden_layers, Domain.from_rows(1, [(0, -1)]))


@given(networks(inputs=(1, 2), most_neurons=4))
def test_building_twice_gives_equal_networks(network):
    assert network.shallow() == network.shallow()
    assert network.shallow(3) == network.shallow(3)
