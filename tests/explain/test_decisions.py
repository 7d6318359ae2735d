"""Decision regions and boundaries against the network's own outputs."""

from fractions import Fraction
from math import prod
from pathlib import Path

from gmpy2 import mpz
from hypothesis import given
from hypothesis import strategies as st

from exactrelu import Layer, Network
from exactrelu.explain import class_volumes, classes_at, convex_set, decision_boundary, decision_regions, pieces_along
from tests.oracles import output
from tests.strategies import networks, networks_with_domains, points_in

ROOT = Path(__file__).parents[2]
SIZES = {"inputs": (1, 3), "depth": (1, 2), "outputs": (1, 3), "most_neurons": 5}


def largest(network, point):
    scores = output(network, point)
    scores = scores if len(scores) > 1 else (0, *scores)
    return tuple(k for k, score in enumerate(scores) if score == max(scores))


@st.composite
def cases(draw):
    network, domain = draw(networks_with_domains(**SIZES))
    return network, domain, draw(st.lists(points_in(network, domain), min_size=2, max_size=3))


@given(cases())
def test_decision_regions_cover_the_domain_with_the_right_classes(case):
    network, domain, data = case
    pieces = list(decision_regions(network, domain))
    for piece in pieces:
        assert largest(network, interior(piece.polyhedron)) == piece.classes
        assert all(set(piece.classes) <= set(largest(network, vertex)) for vertex in piece.polyhedron.vertices)
    for point in data:
        classes = largest(network, point)
        assert classes_at(network, point) == classes
        holders = [piece for piece in pieces if point in piece.polyhedron]
        assert holders
        assert {k for piece in holders for k in piece.classes} <= set(classes)


def interior(polyhedron):
    vector = polyhedron.cell.interior()
    return tuple(Fraction(int(x), int(vector[-1])) for x in vector[:-1])


@given(cases())
def test_the_boundary_is_where_classes_tie(case):
    network, domain, data = case
    pieces = decision_boundary(network, domain)
    for piece in pieces:
        for point in (*piece.polyhedron.vertices, interior(piece.polyhedron)):
            assert set(piece.classes) <= set(largest(network, point))
            assert domain is None or point in domain
    for point in (*data, *crossings(network, data[0], data[1])):
        classes = largest(network, point)
        held = {k for piece in pieces if point in piece.polyhedron for k in piece.classes}
        assert held == (set(classes) if len(classes) > 1 else set())


def crossings(network, start, end):
    """The points of the segment at which two scores are equal (not those of pieces on which they are equal)."""
    for piece in pieces_along(network, start, end):
        ends = [tuple(a + s * (b - a) for a, b in zip(start, end, strict=True)) for s in (piece.start, piece.end)]
        low, high = (output(network, point) for point in ends)
        low, high = ((0, *y) if len(y) == 1 else y for y in (low, high))
        for i in range(len(low)):
            for j in range(i):
                p, q = low[i] - low[j], high[i] - high[j]
                if p * q < 0:
                    yield tuple(a + p / (p - q) * (b - a) for a, b in zip(*ends, strict=True))


@given(cases())
def test_no_piece_of_the_boundary_contains_another(case):
    network, domain, _ = case
    pieces = decision_boundary(network, domain)
    for i, piece in enumerate(pieces):
        for other in pieces[i + 1 :]:
            if piece.classes == other.classes:
                assert not all(vertex in piece.polyhedron for vertex in other.polyhedron.vertices) or (
                    not other.polyhedron.is_bounded
                )
                assert not piece.polyhedron.includes(other.polyhedron)
                assert not other.polyhedron.includes(piece.polyhedron)


@given(networks(inputs=(1, 3), depth=(1, 2), outputs=(1, 3), most_neurons=5))
def test_class_volumes_add_up(network):
    bounds = [(-2, 3)] * network.inputs
    volumes = class_volumes(network, bounds)
    assert sum(volumes.values()) == 5**network.inputs
    assert all(volume > 0 for volume in volumes.values())


def test_equal_outputs_tie_everywhere():
    network = Network([Layer([[1], [-1]], [0, 0]), Layer([[1, 0], [1, 0], [0, 1]], [0, 0, 0], "identity")])
    assert [piece.classes for piece in decision_regions(network)] == [(2,), (0, 1)]
    boundary = decision_boundary(network)
    full = [piece for piece in boundary if piece.polyhedron.dimension == 1]
    assert [(piece.classes, piece.polyhedron.conditions()) for piece in full] == [((0, 1), ("x1 >= 0",))]
    corners = [(piece.classes, piece.polyhedron.vertices) for piece in boundary if piece.polyhedron.dimension == 0]
    assert corners == [((0, 2), ((0,),)), ((1, 2), ((0,),))]


def test_a_tie_in_one_corner_only():
    """0 against -|x| - |y|: class 0 everywhere, and both at the origin."""
    absolute = Layer([[1, 0], [-1, 0], [0, 1], [0, -1]], [0] * 4)
    network = Network([absolute, Layer([[0] * 4, [-1] * 4], [0, 0], "identity")])
    assert {piece.classes for piece in decision_regions(network)} == {(0,)}
    (corner,) = decision_boundary(network)
    assert (corner.classes, corner.polyhedron.dimension) == ((0, 1), 0)
    assert corner.polyhedron.vertices == ((0, 0),)
    assert corner.to_json()["polyhedron"]["conditions"] == ["x1 = 0", "x2 = 0"]


def test_trained_classifiers():
    iris = Network.load(ROOT / "examples" / "iris.json")
    bounds = [(4, 8), (2, 5), (1, 7), (0, 3)]
    steps = []
    volumes = class_volumes(iris, bounds, progress=steps.append)
    assert sum(volumes.values()) == prod(high - low for low, high in bounds)
    assert set(volumes) == {(0,), (1,), (2,)}
    assert steps[-1] == len(steps)
    boundary = decision_boundary(iris, bounds)
    assert {piece.polyhedron.dimension for piece in boundary} == {3}
    assert {piece.classes for piece in boundary} == {(0, 1), (1, 2)}
    for piece in boundary:
        for vertex in piece.polyhedron.vertices:
            assert set(piece.classes) <= set(largest(iris, vertex))


def test_a_class_that_wins_in_one_point_only_has_no_region():
    """0 against x and -x, on one cell: it has the largest score at 0 alone."""
    network = Network([Layer([[1], [-1], [0]], [0, 0, 0], "identity")])
    assert [piece.classes for piece in decision_regions(network)] == [(0,), (1,)]
    assert {piece.classes for piece in decision_boundary(network)} == {(0, 1), (0, 2), (1, 2)}


def test_inclusion_looks_along_lines():
    quadrant, half = (
        convex_set(2, [tuple(map(mpz, form)) for form in forms]) for forms in ([(1, 0, 0), (0, 1, 0)], [(1, 0, 0)])
    )
    assert half.includes(quadrant)
    assert not quadrant.includes(half)


def test_an_empty_set_is_none():
    assert convex_set(1, [tuple(map(mpz, form)) for form in [(1, 0), (-1, -1)]]) is None


def test_a_score_against_zero():
    network = Network([Layer([[1]], [-2]), Layer([[1]], [-1], "identity")])
    assert [classes_at(network, (x,)) for x in (2, 3, 4)] == [(0,), (0, 1), (1,)]
    assert [piece.polyhedron.vertices for piece in decision_boundary(network)] == [((3,),)]
