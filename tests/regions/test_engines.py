"""Double description and the simplex are two roads to the same cells; in high dimension theory says which there are."""

from fractions import Fraction
from itertools import product
from pathlib import Path

import pytest
from gmpy2 import mpz
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from exactrelu import Domain, Layer, Network
from exactrelu.affine import primitive, value
from exactrelu.errors import DomainError
from exactrelu.geometry.cone import rank
from exactrelu.geometry.polyhedron import generate
from exactrelu.regions import simplex_walk
from exactrelu.regions.chart import Chart
from exactrelu.regions.region import Region
from exactrelu.regions.simplex_walk import SimplexWalk
from exactrelu.regions.walk import Walk
from exactrelu.shallow.half_open import half_open_sides
from tests.oracles import brute_force_patterns, signs_at
from tests.strategies import domains, first_layer_forms, forms, networks, networks_with_domains, points_in

NETS = Path(__file__).parent.parent / "nets"
FEW = settings(max_examples=max(settings().max_examples // 2, 1))
SIZES = {"inputs": (1, 5), "depth": (1, 3)}


def engines(network, domain=None):
    return network.regions(domain, engine="double-description"), network.regions(domain, engine="simplex")


def describe(region):
    """All that a region says, apart from its interior point; generators are unique only where there are no lines."""
    facets = [(f.form, f.neurons, f.constraints, f.signs, f.neighbour) for f in region.facets]
    generators = (len(region.vertices), len(region.rays), len(region.lines))
    if not region.lines:
        generators = (sorted(region.vertices), sorted(region.rays))
    exact = (region.dimension, region.affine_map, region.equalities, region.is_bounded)
    return region.signs, exact, facets, generators


# The engines agree ----------------------------------------------------------------------------------------------------


@given(networks_with_domains(**SIZES))
def test_both_engines_describe_the_same_cells_in_the_same_order(case):
    one, other = engines(*case)
    assert [describe(region) for region in one] == [describe(region) for region in other]


@given(networks_with_domains(**SIZES))
def test_both_engines_give_the_same_counts_and_the_same_dual_graph(case):
    one, other = engines(*case)
    assert one.counts() == other.counts()
    assert one.dual_graph() == other.dual_graph()


@given(networks_with_domains(**SIZES))
def test_cells_of_both_engines_carry_the_same_masks(case):
    walks = Walk(*case), SimplexWalk(*case)
    cells = [[(c.positive, c.negative, c.vanishing, c.split, c.flat, c.facets()) for c in walk] for walk in walks]
    assert cells[0] == cells[1]
    for one, other in zip(*walks, strict=True):
        if not one.lines:
            assert sorted((*g.v, g.tight) for g in one.generators) == sorted((*g.v, g.tight) for g in other.generators)
        sides = [half_open_sides(Region(walk, cell)) for walk, cell in zip(walks, (one, other), strict=True)]
        assert sides[0] == sides[1]


@FEW
@given(networks_with_domains(inputs=(1, 3), most_neurons=5))
def test_what_a_refinement_remembers_saves_work_only(case):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(simplex_walk, "MEMORY", 0)
        forgetful = [(cell.positive, cell.negative, cell.flat) for cell in SimplexWalk(*case)]
    assert forgetful == [(cell.positive, cell.negative, cell.flat) for cell in SimplexWalk(*case)]


# The simplex alone ----------------------------------------------------------------------------------------------------


@given(networks_with_domains(**SIZES))
def test_the_interior_point_has_the_sign_vector_of_its_cell(case):
    network, domain = case
    for region in network.regions(domain, engine="simplex"):
        assert signs_at(network, region.interior_point) == region.signs
        assert domain is None or region.interior_point in domain
        assert region.interior_point in region


@given(networks_with_domains(**SIZES))
def test_a_witness_lies_on_its_facet_alone(case):
    walk = SimplexWalk(*case)
    for cell in walk:
        for mask in cell.facets():
            point = walk.lifted(cell).witness(mask)
            for bit in range(1, walk.offsets[-1]):
                assert bool(mask >> bit & 1) == (value(walk.form(cell, bit), point) == 0)


@FEW
@given(networks(inputs=(1, 3), most_neurons=6))
def test_the_cells_are_those_of_all_2_to_the_k_activation_patterns(network):
    found = ["".join(region.activation_pattern) for region in network.regions(engine="simplex")]
    assert sorted(found) == sorted(brute_force_patterns(network))


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        ("2-8-8-1", 107),
        ("2-16-16-1", 570),
        ("3-8-8-1", 727),
        ("4-8-8-1", 2388),
        ("int1_2-8-8-1", 51),
        ("int2_2-8-8-1", 104),
        ("int2_2-12-12-1", 185),
        ("int1_3-6-6-1", 79),
        ("sliver26_2-8-8-1", 86),
        ("sliver40_2-8-8-1", 86),
        ("far30_2-2-1", 4),
    ],
)
def test_known_counts(name, cells):
    assert len(Network.load(NETS / f"{name}.json").regions(engine="simplex")) == cells


def test_interior_points_stay_short():
    lengths = [cell.interior()[-1].bit_length() for cell in SimplexWalk(Network.load(NETS / "3-8-8-1.json"))]
    assert sum(lengths) <= 24 * len(lengths)
    assert max(lengths) <= 64


def test_a_point_on_a_hyperplane_is_moved_off_to_both_sides():
    """The first interior point of the plane is 0, on all of these lines at once."""
    star = [(a, b, 0) for a, b in product(range(-2, 3), repeat=2) if (a, b) > (0, 0)]
    network = Network([Layer([row[:2] for row in star], [0] * len(star)), Layer([[1] * len(star)], [0], "identity")])
    assert len(network.regions(engine="simplex")) == 2 * len({Fraction(a, b) if b else None for a, b, _ in star})


# Many inputs ----------------------------------------------------------------------------------------------------------


def rotated(network, n, rows):
    """The network on n inputs that first maps x to the given combinations of them; its first layer has their rank."""
    first, *rest = network.layers
    weight = [[sum(w * row[i] for w, row in zip(line, rows, strict=True)) for i in range(n)] for line in first.weight]
    return Network([Layer(weight, first.bias, first.activation), *rest])


@pytest.mark.parametrize("name", ["2-8-8-1", "int2_2-8-8-1", "far30_2-2-1"])
def test_a_network_that_sees_two_directions_of_nine_has_the_cells_of_the_plane(name):
    plane = Network.load(NETS / f"{name}.json")
    rows = [[1, 0, 2, -1, 0, 3, 1, 0, -2], [0, 1, -1, 1, 5, 0, 1, -3, 2]]
    embedded = rotated(plane, 9, rows).regions(engine="simplex")
    flat = list(plane.regions(engine="double-description"))
    assert [region.signs for region in embedded] == [region.signs for region in flat]
    assert [region.neighbours for region in embedded] == [region.neighbours for region in flat]
    assert embedded.counts().linear_pieces == plane.regions().counts().linear_pieces
    assert embedded.counts().bounded_regions == 0
    assert {len(region.lines) for region in embedded} == {9 - 2 + len(flat[0].lines)}


def test_on_a_box_of_dimension_twelve_only_the_inputs_that_are_seen_matter():
    plane = Network.load(NETS / "2-8-8-1.json")
    wide = rotated(plane, 12, [[int(i == j) for i in range(12)] for j in range(2)])
    boxed, flat = wide.regions([(-1, 1)] * 12), list(plane.regions([(-1, 1)] * 2))
    assert isinstance(boxed.walk, SimplexWalk)
    assert [region.signs for region in boxed] == [region.signs for region in flat]
    assert [len(region.facets) for region in boxed] == [len(region.facets) + 20 for region in flat]
    assert all(region.is_bounded for region in boxed)
    assert boxed.counts().activation_regions == boxed.counts().bounded_regions == len(flat)


def test_the_coordinate_hyperplanes_cut_a_box_into_orthants():
    """Then relu(x_1) + ... + relu(x_n) > n/2 cuts the orthants with more than n/2 positive coordinates."""
    n = 7
    unit = [[int(i == j) for j in range(n)] for i in range(n)]
    network = Network([Layer(unit, [0] * n), Layer([[1] * n], [Fraction(-n, 2)]), Layer([[1]], [0], "identity")])
    regions = network.regions([(-1, 1)] * n, engine="simplex")
    found = [region.signs for region in regions]
    expected = []
    for orthant in product("-+", repeat=n):
        expected.append(("".join(orthant), "-"))
        if orthant.count("+") > Fraction(n, 2):
            expected.append(("".join(orthant), "+"))
    assert found == expected


def test_a_line_in_dimension_eight_sees_a_network_of_one_input():
    line = Network(
        [Layer([[1], [1], [-1]], [0, -1, 0]), Layer([[1, -2, 1]], [Fraction(-1, 3)]), Layer([[1]], [0], "identity")]
    )
    embedded = rotated(line, 8, [[1, 0, 0, 0, 0, 0, 0, 1]])
    equalities = [[1 if j == i else -1 if j == i + 1 else 0 for j in range(8)] + [0] for i in range(7)]
    halved = Network(
        [Layer([[2 * w for w in row] for row in line.layers[0].weight], line.layers[0].bias), *line.layers[1:]]
    )
    on_line = embedded.regions(Domain.from_rows(8, [], equalities), engine="simplex")
    assert [region.signs for region in on_line] == [region.signs for region in halved.regions()]
    assert {region.dimension for region in on_line} == {1}
    assert [region.interior_point[1:] for region in on_line] == [region.interior_point[:-1] for region in on_line]


def test_hundreds_of_layers_are_no_recursion():
    depth = 400
    network = Network([Layer([[1]], [0])] + [Layer([[1]], [0])] * (depth - 1) + [Layer([[1]], [0], "identity")])
    inactive, active = network.regions(engine="simplex")
    assert inactive.signs == ("-", *"0" * (depth - 1))
    assert active.signs == ("+",) * depth
    assert not active.is_bounded
    assert [len(region.facets[0].neurons) for region in (inactive, active)] == [1, depth]


# Coordinates of a domain ----------------------------------------------------------------------------------------------


@st.composite
def charts(draw):
    network = draw(networks(inputs=(1, 4), depth=(1, 1)))
    domain = draw(domains(network.inputs, first_layer_forms(network)))
    first = network.integer_layers[0]
    rows = [(*row, constant) for row, constant in zip(first.weight, first.bias, strict=True)]
    return domain, rows, Chart(domain, rows), draw(forms(network.inputs))


@given(charts(), st.data())
def test_forms_and_points_are_carried_over_alike(case, data):
    _, _, chart, form = case
    y = tuple(mpz(a) for a in data.draw(st.tuples(*[st.integers(-5, 5)] * chart.rank, st.integers(1, 4))))
    form = tuple(map(mpz, form))
    x = chart.push(y)
    assert x[-1] > 0
    assert chart.pull(form)[-1] == value(form, chart.push((*[mpz(0)] * chart.rank, mpz(1))))
    # Values are kept, up to the common divisor that push takes out: t goes to scale * t.
    assert value(chart.pull(form), y) * x[-1] == value(form, x) * chart.scale * y[-1]
    assert primitive(chart.coordinates(x)) == primitive(y)


@given(charts())
def test_the_chart_has_the_dimension_and_hull_that_the_generators_say(case):
    domain, rows, chart, form = case
    polyhedron = generate(domain)
    assert (chart.dimension, chart.vanishing) == (polyhedron.dimension, polyhedron.vanishing)
    vectors = [*polyhedron.lines, *polyhedron.generators]
    unit = [tuple(mpz(int(i == j)) for j in range(chart.rank + 1)) for i in range(chart.rank + 1)]
    seen, unseen = [chart.push(y) for y in unit], chart.lines()
    frame = [*seen, *unseen]
    assert rank(frame) == len(frame) == chart.dimension + 1
    assert any(value(form, g.v) for g in vectors) == any(value(form, point) for point in frame)
    watchers = [*rows, *domain.inequalities, *domain.equalities]
    assert not any(value(row, d) for row in watchers for d in unseen)
    assert rank([[value(row, d) for row in watchers] for d in seen[:-1]]) == chart.rank


# Choosing an engine ---------------------------------------------------------------------------------------------------


def test_an_engine_that_is_none_is_refused():
    network = Network.load(NETS / "far30_2-2-1.json")
    with pytest.raises(ValueError, match="unknown engine 'fast'; use one of 'auto', 'double-description', 'simplex'"):
        network.regions(engine="fast")
    with pytest.raises(ValueError, match="cells only"):
        network.regions(faces=True, engine="simplex")


def test_auto_takes_the_simplex_for_cells_of_many_inputs_and_hyperplanes():
    def chosen(n, width, domain=None, faces=False):
        rows = [[int(i % n == j) for j in range(n)] for i in range(width)]
        network = Network([Layer(rows, [0] * width), Layer([[1] * width], [0], "identity")])
        return type(network.regions(domain, faces=faces).walk)

    assert chosen(7, 14) is chosen(7, 6, [(0, 1)] * 7) is SimplexWalk
    assert chosen(6, 30) is chosen(7, 13) is chosen(7, 14, faces=True) is Walk


@pytest.mark.parametrize(
    ("inequalities", "equalities"),
    [([(1, 0, -1), (-1, 0, 0)], []), ([], [(1, 1, 0), (1, 1, 1)]), ([(0, 0, -1)], []), ([(1, 0, -1)], [(1, 0, 0)])],
)
def test_an_empty_domain_is_an_error(inequalities, equalities):
    network = Network.load(NETS / "far30_2-2-1.json")
    with pytest.raises(DomainError, match="the domain is empty"):
        list(network.regions(Domain.from_rows(2, inequalities, equalities), engine="simplex"))


@FEW
@given(networks_with_domains(inputs=(1, 3), most_neurons=5))
def test_two_interleaved_iterations_do_not_disturb_one_another(case):
    regions = case[0].regions(case[1], engine="simplex")
    alone = [describe(region) for region in regions]
    assume(len(alone) > 1)
    pairs = [(describe(one), describe(other)) for one, other in zip(regions, regions, strict=True)]
    assert pairs == list(zip(alone, alone, strict=True))


# The face and the cells at a point ------------------------------------------------------------------------------------


@st.composite
def places(draw):
    network, domain = draw(networks_with_domains(**SIZES))
    return network, domain, draw(points_in(network, domain))


@given(places())
def test_both_engines_find_the_same_face_and_cells_at_a_point(case):
    network, domain, point = case
    one, other = engines(network, domain)
    faces = [regions.locate(point) for regions in (one, other)]
    assert describe(faces[0]) == describe(faces[1])
    assert [face.walk.dimension for face in faces] == [one.walk.dimension] * 2
    assert faces[1].closure_contains(point)
    around = [[describe(cell) for cell in regions.cells_at(point)] for regions in (one, other)]
    assert around[0] == around[1]


@pytest.mark.parametrize("inputs", [8, 10, 13])
def test_a_face_of_a_box_of_many_dimensions_is_found_without_its_vertices(inputs):
    """max(x1, 0) + ... + max(xn, 0): at a point with k zeros the face has dimension n - k, and 2^k cells are around."""
    identity = [[int(i == j) for j in range(inputs)] for i in range(inputs)]
    network = Network([Layer(identity, [0] * inputs), Layer([[1] * inputs], [0], "identity")])
    regions = network.regions([(-1, 1)] * inputs)
    point = (0, 1, 0, -1, *(Fraction((-1) ** i, i) for i in range(2, inputs - 2)))
    face = regions.locate(point)
    assert face.signs == signs_at(network, point)
    assert (face.dimension, len(face.equalities)) == (inputs - 2, 2)
    # On each free coordinate the face is an interval, whose ends are a wall at 0 and one of the box.
    assert len(face.inequalities) == 2 * (inputs - 2)
    assert {cell.signs[0][0] + cell.signs[0][2] for cell in regions.cells_at(point)} == {"--", "-+", "+-", "++"}
    assert len(regions.cells_at(point)) == 4
