"""The enumeration finds every face once, in the promised order; brute force over sign vectors says which there are."""

from itertools import pairwise, permutations, product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exactrelu import Domain, Layer, Network
from exactrelu.geometry import cone
from exactrelu.regions import Walk
from tests.oracles import (
    at,
    brute_force_faces,
    brute_force_patterns,
    neuron_forms,
    plain,
    rank,
    relu_neurons,
    sign,
    signs_at,
    split_signs,
)
from tests.strategies import domains, networks, networks_with_domains, points, points_in

NETS = Path(__file__).parent.parent / "nets"
ORDER = "-0+"
MORE = settings(max_examples=2 * settings().max_examples)


def flat(region):
    return "".join(region.signs)


def faces(network, domain=None):
    """{flat sign vector: dimension}, in the order of the enumeration."""
    listed = [(flat(region), region.dimension) for region in network.regions(domain, faces=True)]
    assert len(dict(listed)) == len(listed)
    return dict(listed)


@MORE
@given(networks_with_domains(inputs=(1, 3), most_neurons=5))
def test_the_faces_are_those_of_all_3_to_the_k_sign_vectors(case):
    network, domain = case
    assert list(faces(network, domain).items()) == list(brute_force_faces(network, domain).items())


@MORE
@given(networks(inputs=(1, 3), most_neurons=7))
def test_the_cells_are_those_of_all_2_to_the_k_activation_patterns(network):
    found = ["".join(region.activation_pattern) for region in network.regions()]
    assert sorted(found) == sorted(brute_force_patterns(network))


@given(networks_with_domains())
def test_the_order_is_depth_first_with_children_minus_zero_plus(case):
    """Sign vectors increase lexicographically, layer by layer; the cells alone come in the same order."""
    network, domain = case
    everything = faces(network, domain)
    keys = [[ORDER.index(s) for s in signs] for signs in everything]
    assert all(a < b for a, b in pairwise(keys))
    full = max(everything.values())
    cells = [(flat(region), region.dimension) for region in network.regions(domain)]
    assert cells == [(signs, d) for signs, d in everything.items() if d == full]


@given(networks(inputs=(1, 5)), st.data())
def test_the_face_of_every_point_is_found(network, data):
    found = faces(network)
    for point in data.draw(st.lists(st.one_of(points(network.inputs), points_in(network)), min_size=1, max_size=4)):
        assert "".join(signs_at(network, point)) in found


@given(networks_with_domains())
def test_two_interleaved_iterations_do_not_disturb_one_another(case):
    network, domain = case
    regions = network.regions(domain, faces=True)
    alone = [describe(region) for region in regions]
    first, second, interleaved, behind = iter(regions), iter(regions), [], []
    for number, region in enumerate(first):
        interleaved.append(region)
        if number % 2:
            behind.append(next(second))
        if number == 3:
            cells = network.regions(domain)
            assert sum(1 for _ in cells) == len(cells)
    behind += second
    # What is asked of a region late, after the walk went on, is the same.
    assert [describe(region) for region in interleaved] == alone
    assert [describe(region) for region in behind] == alone


def describe(region):
    return region.signs, region.dimension, region.interior_point, region.vertices, region.facets, region.affine_map


def test_the_last_layer_streams_parent_by_parent():
    class Counting(Walk):
        refined = ()

        def refine(self, cell, layer, memo):
            self.refined += (layer,)
            return super().refine(cell, layer, memo)

    network = Network.load(NETS / "2-8-8-1.json")
    walk = Counting(network)
    parents = sum(1 for _ in Walk(Network([network.layers[0], Layer([[1] * 8], [0], "identity")])))
    cells = iter(walk)
    next(cells)
    assert walk.refined == (0, 1)
    assert sum(1 for _ in cells) == 106
    assert walk.refined == (0, *[1] * parents)


@given(networks(inputs=(2, 3)))
def test_a_full_memo_changes_nothing(network):
    expected = [describe(region) for region in network.regions(faces=True)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cone, "MEMO_LIMIT", 1)
        assert [describe(region) for region in network.regions(faces=True)] == expected


@given(networks_with_domains(inputs=(1, 4)), st.booleans())
def test_the_table_of_rays_changes_nothing(case, faces):
    expected = [describe(region) for region in case[0].regions(case[1], faces)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cone, "MANY_PAIRS", 0)
        assert [describe(region) for region in case[0].regions(case[1], faces)] == expected


@given(networks_with_domains(), st.data())
def test_walking_through_a_point_keeps_what_leads_there(case, data):
    network, domain = case
    point = data.draw(points_in(network, domain))
    regions = network.regions(domain, faces=True)
    around = [region for region in regions if region.closure_contains(point)]
    located = regions.locate(point)
    assert located in around
    assert located.dimension == min(region.dimension for region in around)
    full = regions.walk.dimension
    assert [describe(region) for region in regions.cells_at(point)] == [
        describe(region) for region in around if region.dimension == full
    ]


@given(networks_with_domains())
def test_mask_bits_name_constraints_and_neurons(case):
    network, domain = case
    walk = Walk(network, domain)
    constraints = 0 if domain is None else len(domain.inequalities) + len(domain.equalities)
    named = [walk.neuron(1 + constraints + k) for k in range(relu_neurons(network))]
    assert named == [
        (depth, k)
        for depth, layer in enumerate(network.hidden)
        for k, word in enumerate(layer.activation)
        if word == "relu"
    ]
    for cell in walk:
        signs = "".join(walk.signs(cell.positive, cell.negative))
        neurons, _ = neuron_forms(network, signs)
        for k, form in enumerate(neurons):
            mine = walk.form(cell, 1 + constraints + k)
            scale = network.integer_layers[named[k][0]].scale
            assert tuple(int(a) for a in mine) == tuple(int(scale) * a for a in form)


@given(networks(inputs=(2, 4)), st.data())
def test_maps_are_compared_on_the_affine_hull_of_the_domain(network, data):
    domain = data.draw(domains(network.inputs))
    walk = Walk(network, domain)
    cells = list(network.regions(domain))
    hull = [point for region in cells for point in region.vertices]
    hull += [
        tuple(x + int(a) for x, a in zip(region.vertices[0], direction, strict=True))
        for region in cells
        for direction in (*region.rays, *region.lines)
    ]
    for a, b in product(cells[:4], cells[-4:]):
        same = all(a.affine_map(point) == b.affine_map(point) for point in hull)
        assert (walk.map_key(a.cell) == walk.map_key(b.cell)) is same


def test_a_network_without_hidden_layers_is_one_face():
    network = Network([Layer([[1, 2]], [3], "identity")])
    (region,) = network.regions(faces=True)
    assert (region.signs, region.dimension, region.facets) == ((), 2, ())
    (region,) = network.regions(Domain.box([(0, 1), (2, 2)]))
    assert (region.signs, region.dimension, len(region.facets)) == ((), 1, 2)


def test_a_layer_of_identities_has_empty_words():
    network = Network([Layer([[1]], [0], "identity"), Layer([[1], [0]], [0, 0]), Layer([[1, 1]], [0], "identity")])
    assert [region.signs for region in network.regions(faces=True)] == [("", "-0"), ("", "00"), ("", "+0")]


def test_coincident_hyperplanes_and_dead_inputs_lose_no_cell():
    """The second neuron changes sign where the first does, the third sees only dead inputs and is 0 everywhere."""
    network = Network(
        [
            Layer([[1, 0], [-2, 0], [0, 0]], [0, 0, -1]),
            Layer([[0, 0, 1], [1, 1, 0]], [0, -1]),
            Layer([[1, 1]], [0], "identity"),
        ]
    )
    assert list(faces(network)) == ["-+-0-", "-+-00", "-+-0+", "00-0-", "+--0-", "+--00", "+--0+"]


@pytest.mark.parametrize("order", list(permutations(range(4))), ids=str)
def test_hyperplanes_through_vertices_are_cut_in_any_order(order):
    """In a square, with diagonals that meet its corners, and lines that cut the diagonals.

    A neuron still to be split must not count as a constraint: two opposite corners on a diagonal are not adjacent.
    """
    square = Domain.box([(0, 1), (0, 1)])
    lines = [(1, 1, -1), (1, -1, 0), (4, 0, -3), (0, 2, -1)]
    rows = [lines[i] for i in order]
    network = Network([Layer([r[:2] for r in rows], [r[2] for r in rows]), Layer([[1] * 4], [0], "identity")])
    found = network.regions(square, faces=True)
    assert {flat(region): region.dimension for region in found} == brute_force_faces(network, square)
    sides = [*map(plain, square.inequalities), *lines]
    for region in found:
        for vertex in region.vertices:
            assert rank([side[:-1] for side in sides if at(side, vertex) == 0]) == 2


@pytest.mark.extra("z3")
@pytest.mark.parametrize(("name", "cells"), [("int1_2-8-8-1", 51), ("int1_3-6-6-1", 79), ("2-8-8-1", 107)])
def test_z3_finds_the_same_cells(name, cells, require):
    z3 = require("z3")
    network = Network.load(NETS / f"{name}.json")
    variables = z3.Reals([f"x{i}" for i in range(network.inputs)])
    solver = z3.Solver()
    found = []

    def descend(signs):
        if len(signs) == relu_neurons(network):
            found.append(split_signs(network, signs))
            return
        form = neuron_forms(network, signs)[0][len(signs)]
        if not any(form[:-1]):
            descend(signs + sign(form[-1]))
            return
        z = sum(z3.Q(a.numerator, a.denominator) * x for a, x in zip(form, variables, strict=False))
        z += z3.Q(form[-1].numerator, form[-1].denominator)
        for s, strict in (("-", z < 0), ("+", z > 0)):
            solver.push()
            solver.add(strict)
            if solver.check() == z3.sat:
                descend(signs + s)
            solver.pop()

    descend("")
    assert len(found) == cells
    assert found == [region.signs for region in network.regions()]
