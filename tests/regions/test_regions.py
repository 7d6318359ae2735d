"""Regions and their complex, against the order of sign vectors, Fourier-Motzkin elimination and known counts."""

from fractions import Fraction
from itertools import combinations, pairwise, product
from math import comb
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exactrelu import Domain, Layer, Network
from exactrelu.errors import DomainError, ShapeError
from exactrelu.regions import Walk
from exactrelu.shallow.assembly import gate_signs
from tests.oracles import (
    at,
    below,
    components,
    feasible,
    inner_constraints,
    neuron_forms,
    output,
    plain,
    rank,
    signs_at,
)
from tests.strategies import first_layer_forms, networks_with_domains, points, points_in

NETS = Path(__file__).parent.parent / "nets"


def flat(region):
    return "".join(region.signs)


def moved(point, direction, factor=1):
    return tuple(x + factor * int(a) for x, a in zip(point, direction, strict=True))


def generating_points(region):
    """Vertices, and points near and far along each ray and line of the closure."""
    start = region.vertices[0]
    directions = [*region.rays, *region.lines, *(tuple(-a for a in line) for line in region.lines)]
    return [*region.vertices, *(moved(start, d, factor) for d in directions for factor in (Fraction(1, 7), 10**15))]


def inside(domain, point):
    """Whether the point lies in the relative interior of the domain."""
    return all(
        at(form, point) > 0 if relation == ">" else at(form, point) == 0 for form, relation in inner_constraints(domain)
    )


@given(networks_with_domains())
def test_interior_points_have_the_signs_of_their_regions(case):
    network, domain = case
    for region in network.regions(domain, faces=True):
        point = region.interior_point
        assert signs_at(network, point) == network.sign_vector(point) == region.signs
        assert point in region
        assert region.closure_contains(point)
        assert domain is None or inside(domain, point)
        assert region.activation_pattern == tuple(
            "".join("1" if s == "+" else "0" for s in word) for word in region.signs
        )


@given(networks_with_domains())
def test_affine_maps_agree_with_the_network_on_closures_and_far_along_rays(case):
    network, domain = case
    for region in network.regions(domain, faces=True):
        _, outputs = neuron_forms(network, flat(region))
        affine = region.affine_map
        assert affine == network.local_affine_map(region.interior_point)
        assert affine.weight == tuple(form[:-1] for form in outputs)
        assert affine.bias == tuple(form[-1] for form in outputs)
        for point in (region.interior_point, *generating_points(region)):
            assert affine(point) == output(network, point)
            assert region.closure_contains(point)
            assert below("".join(signs_at(network, point)), flat(region))


@given(networks_with_domains())
def test_dimensions_and_bounds_are_those_of_the_generators(case):
    network, domain = case
    n = network.inputs
    for region in network.regions(domain, faces=True):
        spread = [(*v, 1) for v in region.vertices]
        spread += [(*map(int, d), 0) for d in (*region.rays, *region.lines)]
        assert rank(spread) - 1 == region.dimension
        assert len(region.equalities) == rank([plain(g) for g in region.equalities]) == n - region.dimension
        assert all(at(plain(g), p) == 0 for g in region.equalities for p in generating_points(region))
        assert region.is_bounded is not bool(region.rays or region.lines)
        assert region.vertices
        assert len(set(region.vertices)) == len(region.vertices)
        assert len(set(region.rays)) == len(region.rays)
        if not region.lines:
            # A minimal description: each vertex is a face of dimension 0 of the closure.
            tight = [[plain(g) for g in region.inequalities if at(plain(g), v) == 0] for v in region.vertices]
            assert all(rank([g[:-1] for g in (*map(plain, region.equalities), *t)]) == n for t in tight)


@given(networks_with_domains(inputs=(1, 3), most_neurons=5))
def test_facets_describe_the_closure_and_none_is_implied_by_the_others(case):
    network, domain = case
    n = network.inputs
    given_constraints = [] if domain is None else [(plain(g), ">=") for g in domain.inequalities]
    given_constraints += [] if domain is None else [(plain(g), "==") for g in domain.equalities]
    for region in network.regions(domain, faces=True):
        hull = [(plain(g), "==") for g in region.equalities]
        sides = [(plain(g), ">=") for g in region.inequalities]
        neurons, _ = neuron_forms(network, flat(region))
        everything = [*given_constraints]
        for form, s in zip(neurons, flat(region), strict=True):
            everything.append((tuple(-a for a in form) if s == "-" else form, "==" if s == "0" else ">="))
        for form, relation in everything:
            for violated in (form, tuple(-a for a in form))[: 2 if relation == "==" else 1]:
                assert not feasible(n, [*hull, *sides, (tuple(-a for a in violated), ">")])
        for i, (form, _) in enumerate(sides):
            others = sides[:i] + sides[i + 1 :]
            assert feasible(n, [*hull, *others, (tuple(-a for a in form), ">")])


@given(networks_with_domains())
def test_facets_are_the_faces_one_dimension_below(case):
    """And the neighbours of cells across them are mutual: each facet inside the domain belongs to exactly two cells."""
    network, domain = case
    regions = network.regions(domain, faces=True)
    everything = {flat(region): region for region in regions}
    full = regions.walk.dimension
    for signs, region in everything.items():
        expected = {t for t, face in everything.items() if face.dimension == region.dimension - 1 and below(t, signs)}
        own = [facet for facet in region.facets if not facet.constraints]
        assert {"".join(facet.signs) for facet in own} == expected
        assert len(own) == len(expected)
        assert region.neighbours == tuple(facet.neighbour for facet in region.facets)
        for facet in region.facets:
            form, zero = plain(facet.form), "".join(facet.signs)
            touching = [p for p in generating_points(region) if at(form, p) == 0]
            assert all(at(form, p) >= 0 for p in generating_points(region))
            assert at(form, region.interior_point) > 0
            assert touching
            assert below(zero, signs)
            numbered = enumerate(layer.activation for layer in network.hidden)
            names = [(depth, k) for depth, words in numbered for k, word in enumerate(words) if word == "relu"]
            assert facet.neurons == tuple(
                name for name, s, t in zip(names, signs, zero, strict=True) if s != "0" and t == "0"
            )
            assert all(form == plain(domain.inequalities[i]) for i in facet.constraints[:1])
            assert (facet.neighbour is None) is bool(facet.constraints)
            if region.dimension == full and not facet.constraints:
                (other,) = (
                    t for t, cell in everything.items() if cell.dimension == full and t != signs and below(zero, t)
                )
                assert "".join(facet.neighbour) == other
                back = [f for f in everything[other].facets if f.signs == facet.signs]
                assert [f.neighbour for f in back] == [region.signs]


@given(networks_with_domains())
def test_neighbours_lie_straight_on_across_the_facet(case):
    """Of lower-dimensional faces too, where what lies straight on may have another dimension."""
    network, domain = case
    for region in network.regions(domain, faces=True):
        start = region.interior_point
        for facet in region.facets:
            end = witness_of(region, facet)
            assert "".join(signs_at(network, end)) == "".join(facet.signs)
            if facet.neighbour is not None:
                steps = (tuple(b + (b - a) / 2**k for a, b in zip(start, end, strict=True)) for k in (3000, 4000))
                assert {signs_at(network, step) for step in steps} == {facet.neighbour}


def witness_of(region, facet):
    """A point of the relative interior of the facet: the mean of its vertices, moved along its rays."""
    form = plain(facet.form)
    vertices = [v for v in region.vertices if at(form, v) == 0]
    point = tuple(sum(column) / len(vertices) for column in zip(*vertices, strict=True))
    for ray in region.rays:
        if at((*form[:-1], 0), tuple(map(int, ray))) == 0:
            point = moved(point, ray)
    return point


@given(networks_with_domains(inputs=(1, 5)), st.data())
def test_alternating_sums_are_one(case, data):
    """Over all faces it is (-1)^d; over the faces whose closures contain a point (-1)^(d - dim) adds up to 1."""
    network, domain = case
    regions = network.regions(domain, faces=True)
    counts = regions.counts()
    d = regions.walk.dimension
    assert len(counts.f_vector) == d + 1
    assert counts.f_vector == tuple(sum(face.dimension == k for face in regions) for k in range(d + 1))
    assert counts.euler_characteristic == sum((-1) ** k * f for k, f in enumerate(counts.f_vector)) == (-1) ** d
    assert network.regions(domain).counts().euler_characteristic is None
    listed = list(regions)
    for point in data.draw(st.lists(points_in(network, domain), min_size=1, max_size=3)):
        around = [region for region in listed if region.closure_contains(point)]
        assert sum((-1) ** (d - region.dimension) for region in around) == 1
        assert all(region.affine_map(point) == output(network, point) for region in around)
        assert all(below("".join(signs_at(network, point)), flat(region)) for region in around)


@given(networks_with_domains(), st.data())
def test_points_are_located(case, data):
    network, domain = case
    regions = network.regions(domain)
    candidates = [data.draw(points_in(network, domain)), data.draw(points(network.inputs))]
    for point in candidates:
        if domain is not None and point not in domain:
            for question in (regions.locate, regions.cells_at):
                with pytest.raises(DomainError, match="outside"):
                    question(point)
            continue
        region = regions.locate(point)
        assert region.closure_contains(point)
        if domain is None or inside(domain, point):
            assert region.signs == signs_at(network, point)
            assert point in region
        cells = regions.cells_at(point)
        assert [c.signs for c in cells] == [c.signs for c in regions if c.closure_contains(point)]
        assert all(c.affine_map(point) == output(network, point) for c in cells)
    with pytest.raises(ShapeError, match="inputs"):
        regions.locate((*candidates[0], 1))


@given(networks_with_domains())
def test_the_dual_graph_and_the_counts_follow_from_the_order_of_sign_vectors(case):
    """Two cells share a facet iff a face one dimension below lies under both; pieces are components with equal maps."""
    network, domain = case
    regions = network.regions(domain, faces=True)
    listed = list(regions)
    full = max(region.dimension for region in listed)
    cells = [region for region in listed if region.dimension == full]
    expected = {}
    for face in listed:
        if face.dimension == full - 1:
            first, second = (i for i, cell in enumerate(cells) if below(flat(face), flat(cell)))
            expected[first, second] = face.signs
    for graph in (regions.dual_graph(), network.regions(domain).dual_graph()):
        assert {(min(e.first, e.second), max(e.first, e.second)): e.signs for e in graph} == expected
        assert len(graph) == len(expected)
    # Maps are equal on the affine hull iff they agree at the points that generate it.
    hull = [point for cell in cells for point in generating_points(cell)]
    keys = [tuple(at(form, point) for form in neuron_forms(network, flat(cell))[1] for point in hull) for cell in cells]
    counts = regions.counts()
    assert counts.activation_regions == len(cells) == len(network.regions(domain))
    assert counts.distinct_affine_maps == len(set(keys))
    assert counts.linear_pieces == components(range(len(cells)), [(a, b) for a, b in expected if keys[a] == keys[b]])
    assert counts.bounded_regions == sum(cell.is_bounded for cell in cells)
    assert network.regions(domain).counts() == type(counts)(*(getattr(counts, name) for name in counts.__slots__[:4]))


def test_pieces_with_one_map_that_touch_in_a_point_only_are_two():
    """relu(min(x, y)) + relu(min(-x, -y)) is 0 on two opposite quadrants, which meet in the origin alone."""
    # min(x, y) = y - relu(y - x), and -max(x, y) = -y - relu(x - y); y is carried by an identity neuron.
    network = Network(
        [
            Layer([[0, 1], [-1, 1], [1, -1]], [0] * 3, ["identity", "relu", "relu"]),
            Layer([[1, -1, 0], [-1, 0, -1]], [0, 0]),
            Layer([[1, 1]], [0], "identity"),
        ]
    )
    counts = network.regions(faces=True).counts()
    assert (counts.activation_regions, counts.distinct_affine_maps, counts.linear_pieces) == (6, 5, 6)
    assert counts.f_vector == (1, 6, 6)
    # Without the minima of the third quadrant, 0 is the map of three quadrants, which are one piece.
    half = Network([*network.layers[:2], Layer([[1, 0]], [0], "identity")])
    counts = half.regions().counts()
    assert (counts.activation_regions, counts.distinct_affine_maps, counts.linear_pieces) == (6, 3, 3)


def sawtooth(depth):
    """Telgarsky's tent map relu(2x) - relu(4x - 2), composed depth times; on [0, 1] it has 2^depth pieces."""
    tent = Layer([[2], [4]], [0, -2])
    again = Layer([[2, -2], [4, -4]], [0, -2])
    return Network([tent, *[again] * (depth - 1), Layer([[1, -1]], [0], "identity")])


@pytest.mark.parametrize("depth", range(1, 9))
def test_the_sawtooth_has_2_to_the_depth_pieces(depth):
    network = sawtooth(depth)
    regions = network.regions([(0, 1)])
    counts = regions.counts()
    assert counts.activation_regions == counts.linear_pieces == counts.bounded_regions == 2**depth
    assert counts.distinct_affine_maps == 2**depth
    steps = [(Fraction(i, 2**depth),) for i in range(2**depth + 1)]
    assert {frozenset(region.vertices) for region in regions} == set(map(frozenset, pairwise(steps)))
    assert {region.affine_map.weight for region in regions} == {((2**depth,),), ((-(2**depth),),)}


def general_position(n, h):
    """One layer of h hyperplanes of Q^n, any n of whose normals, and any n + 1 of whose rows, are independent.

    Rows (1, s, s^2, ..., s^n) at different s > 0 have only positive generalized Vandermonde minors.
    """
    rows = [[s**k for k in range(n + 1)] for s in range(1, h + 1)]
    return Network([Layer([row[:-1] for row in rows], [row[-1] for row in rows]), Layer([[1] * h], [0], "identity")])


@pytest.mark.parametrize(("n", "h"), [(1, 6), (2, 2), (2, 5), (2, 9), (3, 3), (3, 7), (4, 6), (5, 6)])
def test_arrangements_in_general_position_have_the_counts_of_zaslavsky(n, h):
    network = general_position(n, h)
    counts = network.regions(faces=True).counts()
    # A face of dimension k lies in n - k of the hyperplanes, and is a cell of the arrangement of the others there.
    expected = tuple(comb(h, n - k) * sum(comb(h - n + k, i) for i in range(k + 1)) for k in range(n + 1))
    assert counts.f_vector == expected
    assert counts.activation_regions == sum(comb(h, i) for i in range(n + 1))
    assert counts.bounded_regions == comb(h - 1, n)


def maximum(n):
    """The largest of n inputs: m = x_1, then m = m + relu(x_i - m) one after the other; all else is carried along."""
    layers, width = [], n
    identity = [[int(i == j) for j in range(n)] for i in range(n)]
    for _ in range(1, n):
        # Values: m, x_i, x_(i+1), ...; after the first layer: m, relu(x_i - m), x_(i+1), ...
        first = [[1, *[0] * (width - 1)], [-1, 1, *[0] * (width - 2)]]
        rest = [[int(j == k) for j in range(width)] for k in range(2, width)]
        layers.append(Layer([*first, *rest], [0] * width, ["identity", "relu", *["identity"] * (width - 2)]))
        merge = [[1, 1, *[0] * (width - 2)], *rest]
        width -= 1
        layers.append(Layer(merge, [0] * width, "identity"))
    return Network(layers), identity


@pytest.mark.parametrize("n", [2, 3, 4, 5])
def test_the_maximum_of_n_numbers_has_n_pieces(n):
    network, identity = maximum(n)
    assert network(range(n)) == (n - 1,)
    regions = network.regions()
    counts = regions.counts()
    assert (counts.distinct_affine_maps, counts.linear_pieces) == (n, n)
    assert counts.activation_regions == 2 ** (n - 1)
    assert counts.bounded_regions == 0
    assert {region.affine_map.weight[0] for region in regions} == set(map(tuple, identity))
    assert all(tuple(map(abs, line)) == (1,) * n for region in regions for line in region.lines)


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        ("2-8-8-1", 107),
        ("2-16-16-1", 570),
        ("2-32-32-1", 1810),
        ("3-8-8-1", 727),
        ("3-16-16-1", 5747),
        ("4-8-8-1", 2388),
        ("4-12-12-1", 12758),
        ("int1_2-8-8-1", 51),
        ("int2_2-8-8-1", 104),
        ("int2_2-12-12-1", 185),
        ("int1_3-6-6-1", 79),
        ("sliver26_2-8-8-1", 86),
        ("sliver40_2-8-8-1", 86),
        ("far30_2-2-1", 4),
    ],
)
def test_known_numbers_of_cells(name, cells):
    assert len(Network.load(NETS / f"{name}.json").regions()) == cells


@pytest.mark.parametrize(
    ("name", "faces", "gates"),
    [
        ("2-8-8-1", 399, 436),
        ("3-8-8-1", 5205, 5920),
        ("4-8-8-1", 33043, 33284),
        ("3-16-16-1", 43793, 44594),
    ],
)
def test_known_numbers_of_faces_and_gates(name, faces, gates):
    walk = Walk(Network.load(NETS / f"{name}.json"), faces=True)
    found = total = euler = 0
    for cell in walk:
        found += 1
        euler += (-1) ** cell.dimension
        total += sum(1 for _ in gate_signs(walk, cell))
    assert (found, total, euler) == (faces, gates, (-1) ** walk.dimension)


def test_domains_are_boxes_polyhedra_or_flat():
    network = Network.load(NETS / "int2_2-8-8-1.json")
    square = network.regions([(-1, 1), (-1, 1)])
    same = network.regions(Domain.from_rows(2, [(1, 0, 1), (-1, 0, 1), (0, 2, 2), (0, -1, 1), (1, 1, 2), (0, 0, 5)]))
    assert [r.signs for r in square] == [r.signs for r in same]
    assert square.counts() == same.counts()
    assert square.counts().bounded_regions == len(square)
    line = network.regions(Domain.from_rows(2, [], [(1, -2, "1/3")]), faces=True)
    counts = line.counts()
    assert counts.f_vector == (counts.activation_regions - 1, counts.activation_regions)
    # Walking along the line from one vertex to the next meets the cells one after the other.
    corners = sorted({region.vertices[0] for region in line if region.dimension == 0})
    assert len(corners) == counts.f_vector[0]
    (low, high), (first, last) = corners[:2], corners[-2:]
    beyond = [tuple(2 * a - b for a, b in zip(p, q, strict=True)) for p, q in ((low, high), (last, first))]
    between = [tuple((a + b) / 2 for a, b in zip(p, q, strict=True)) for p, q in pairwise(corners)]
    assert {signs_at(network, p) for p in (*between, *beyond)} == {r.signs for r in line if r.dimension == 1}
    point = network.regions([(Fraction(1, 3), Fraction(1, 3)), (2, 2)], faces=True)
    (region,) = point
    assert (region.dimension, region.vertices) == (0, ((Fraction(1, 3), Fraction(2)),))
    assert point.counts().f_vector == (1,)


def test_maps_that_agree_on_a_flat_domain_are_one():
    """On the diagonal relu(x) - relu(y) is 0 in both cells, once as 0 and once as x - y."""
    network = Network([Layer([[1, 0], [0, 1]], [0, 0]), Layer([[1, -1]], [0], "identity")])
    diagonal = Domain.from_rows(2, [], [(1, -1, 0)])
    cells = list(network.regions(diagonal))
    assert [cell.affine_map.weight for cell in cells] == [((0, 0),), ((1, -1),)]
    counts = network.regions(diagonal, faces=True).counts()
    assert (counts.activation_regions, counts.distinct_affine_maps, counts.linear_pieces) == (2, 1, 1)
    assert counts.f_vector == (1, 2)
    beside = network.regions(Domain.from_rows(2, [], [(1, -1, 1)])).counts()
    assert (beside.activation_regions, beside.distinct_affine_maps, beside.linear_pieces) == (3, 3, 3)


def test_an_empty_domain_is_an_error():
    network = sawtooth(1)
    for rows in ([(1, 0), (-1, -1)], [(0, -1)]):
        with pytest.raises(DomainError, match="empty"):
            len(network.regions(Domain.from_rows(1, rows)))
    with pytest.raises(DomainError, match="empty"):
        network.regions(Domain.from_rows(1, [], [(0, 1)])).counts()
    with pytest.raises(ShapeError, match="dimension"):
        network.regions([(0, 1), (0, 1)])


def test_regions_compare_by_network_and_signs():
    network = sawtooth(2)
    first, again = list(network.regions()), list(network.regions())
    assert first == again
    assert len({*first, *again}) == len(first)
    assert first[0] != first[1]
    assert first[0] != next(iter(sawtooth(3).regions()))
    assert first[0] != first[0].signs
    assert repr(first[0]) == f"<Region {'|'.join(first[0].signs)} of dimension 1>"
    assert [str(facet) for facet in first[0].facets] == ["-x1 >= 0"]


def test_random_points_of_a_larger_network_are_found():
    network = Network.load(NETS / "3-8-8-1.json")
    cells = {region.signs for region in network.regions()}
    rng = Random(5)
    for scale, _ in product((1, 3, 100), range(60)):
        point = tuple(Fraction(rng.randint(-1000, 1000), 997) * scale for _ in range(3))
        assert signs_at(network, point) in cells
        assert network.regions().locate(point).signs == signs_at(network, point)


def test_crossings_of_hyperplanes_are_located():
    """Vertices of int1_2-8-8-1 where more neurons vanish than needed: the located faces are points."""
    network = Network.load(NETS / "int1_2-8-8-1.json")
    regions = network.regions()
    first = [tuple(map(int, form)) for form in first_layer_forms(network)]
    for (a, b, c), (d, e, f) in combinations(first, 2):
        if a * e - b * d:
            point = (Fraction(b * f - c * e, a * e - b * d), Fraction(c * d - a * f, a * e - b * d))
            face = regions.locate(point)
            assert (face.dimension, face.vertices) == (0, (point,))
            assert len(regions.cells_at(point)) >= 4
