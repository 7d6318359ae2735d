"""Flat domains, and first layers that see few directions: the same cells as in as many dimensions as there are."""

from fractions import Fraction
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exactrelu import Domain, Layer, Network, certify, check
from exactrelu.echelon import Echelon, sparse
from exactrelu.errors import DomainError
from exactrelu.plot.slices import restrict
from exactrelu.regions import Walk, chart
from exactrelu.regions.simplex_walk import SimplexWalk
from tests.oracles import at, brute_force_faces, output, rank, signs_at
from tests.strategies import domains, networks, numbers, points

FEW = settings(max_examples=max(settings().max_examples // 2, 1))
RARE = settings(max_examples=max(settings().max_examples // 4, 1))


def dot(row, x):
    return sum((a * b for a, b in zip(row, x, strict=True)), Fraction(0))


def embedded(network, rows, shift):
    """The network as a function of x, where its own input is rows @ x + shift."""
    first = network.layers[0]
    weight = [[dot(w, column) for column in zip(*rows, strict=True)] for w in first.weight]
    bias = [b + dot(w, shift) for w, b in zip(first.weight, first.bias, strict=True)]
    return Network([Layer(weight, bias, first.activation), *network.layers[1:]])


@st.composite
def embeddings(draw, **sizes):
    """A network with r inputs, and an affine map from Q^n onto Q^r, n >= r."""
    network = draw(networks(**sizes))
    r = network.inputs
    n = r + draw(st.integers(0, 3))
    entries = st.tuples(*[st.tuples(*[numbers] * n)] * r)
    rows = draw(entries.filter(lambda rows: rank(rows) == r))
    return network, rows, draw(points(r))


# A first layer of rank r < n ------------------------------------------------------------------------------------------


@FEW
@given(embeddings(inputs=(1, 3), depth=(1, 3), most_neurons=6), st.data())
def test_a_network_that_sees_r_directions_has_the_faces_of_one_with_r_inputs(case, data):
    network, rows, shift = case
    wide = embedded(*case)
    unseen = wide.inputs - network.inputs
    for faces in (False, True):
        low, high = list(network.regions(faces=faces)), list(wide.regions(faces=faces))
        assert [region.signs for region in low] == [region.signs for region in high]
        assert [region.dimension + unseen for region in low] == [region.dimension for region in high]
        for one, other in zip(low, high, strict=True):
            assert len(one.facets) == len(other.facets)
            assert [f.neighbour for f in one.facets] == [f.neighbour for f in other.facets]
            assert [f.neurons for f in one.facets] == [f.neurons for f in other.facets]
            assert signs_at(wide, other.interior_point) == other.signs
            assert other.is_bounded == (one.is_bounded and not unseen)
            assert len(other.lines) == len(one.lines) + unseen == rank([*other.lines]) if other.lines else not unseen
            assert len(other.equalities) == wide.inputs - other.dimension
            x = data.draw(points(wide.inputs))
            y = tuple(dot(row, x) + c for row, c in zip(rows, shift, strict=True))
            assert other.affine_map(x) == one.affine_map(y)
            assert other.closure_contains(x) == one.closure_contains(y)
    counts = network.regions(faces=True).counts()
    assert wide.regions(faces=True).counts().f_vector == (0,) * unseen + counts.f_vector
    one, other = network.regions().counts(), wide.regions().counts()
    assert one.activation_regions == other.activation_regions
    assert (one.distinct_affine_maps, one.linear_pieces) == (other.distinct_affine_maps, other.linear_pieces)


@RARE
@given(embeddings(inputs=(1, 3), depth=(1, 3), most_neurons=5), st.sampled_from([2, 3]))
def test_shallow_networks_and_certificates_are_those_of_all_inputs(tmp_path_factory, case, hidden_layers):
    wide = embedded(*case)
    shallow = wide.shallow(hidden_layers)
    for face in wide.regions(faces=True):
        for point in (face.interior_point, *face.vertices):
            assert shallow(point) == output(wide, point)
    path = tmp_path_factory.mktemp("flat") / "certificate.jsonl"
    certify(wide, shallow, out=path)
    assert check(path).accepted


@pytest.mark.parametrize("faces", [False, True])
def test_784_inputs_into_8_neurons_are_8_dimensional(faces):
    random = Random(8)
    rows = [[random.randint(-9, 9) for _ in range(784)] for _ in range(8)]
    network = Network([Layer(rows, [1] * 8), Layer([[1, -2] * 4], [0], "identity")])
    regions = network.regions(faces=faces)
    # The 8 forms are independent: every sign vector occurs.
    assert (len(regions), regions.walk.chart.rank, regions.walk.dimension) == (3**8 if faces else 2**8, 8, 784)
    first = next(iter(regions))
    assert len(first.lines) == 776
    assert not any(dot(row, line) for row in rows for line in first.lines[:5])


# Flat domains ---------------------------------------------------------------------------------------------------------


@st.composite
def slices(draw, **sizes):
    """A network, affinely independent points, and a window in the coordinates that they give."""
    network = draw(networks(**sizes))
    k = draw(st.integers(0, min(network.inputs, 2)))
    chosen = draw(
        st.lists(points(network.inputs), min_size=k + 1, max_size=k + 1).filter(
            lambda found: rank([[a - b for a, b in zip(p, found[0], strict=True)] for p in found[1:]]) == k
        )
    )
    return network, chosen, draw(domains(k)) if k else None


def restricted(network, corners):
    origin, *others = corners
    return restrict(network, origin, [tuple(a - b for a, b in zip(p, origin, strict=True)) for p in others])


def placed(corners, s):
    origin, *others = corners
    steps = [[a - b for a, b in zip(p, origin, strict=True)] for p in others]
    return tuple(x + sum(c * d[i] for c, d in zip(s, steps, strict=True)) for i, x in enumerate(origin))


@given(slices(inputs=(1, 4), depth=(1, 3), most_neurons=7))
def test_a_line_or_plane_has_the_faces_of_the_network_in_its_coordinates(case):
    network, corners, window = case
    domain = Domain.through(corners, window)
    for corner, s in zip(corners, units(corners), strict=True):
        assert (corner in domain) == (window is None or s in window)
    if window is None:
        region, *more = network.regions(domain, faces=True)
        assert not more
        assert (region.dimension, region.vertices) == (0, (corners[0],))
        assert region.signs == tuple(word for word in signs_at(network, corners[0]))
        return
    inner = restricted(network, corners)
    for faces in (False, True):
        low, high = list(inner.regions(window, faces=faces)), list(network.regions(domain, faces=faces))
        assert [region.signs for region in low] == [region.signs for region in high]
        assert [region.dimension for region in low] == [region.dimension for region in high]
        for one, other in zip(low, high, strict=True):
            assert other.is_bounded == one.is_bounded
            assert [f.neighbour for f in other.facets] == [f.neighbour for f in one.facets]
            if not one.lines:
                assert sorted(other.vertices) == sorted(placed(corners, s) for s in one.vertices)
            assert other.affine_map(other.interior_point) == output(network, other.interior_point)
            assert signs_at(network, other.interior_point) == other.signs
    assert inner.regions(window, faces=True).counts() == network.regions(domain, faces=True).counts()
    cells = [[(c.positive, c.negative) for c in walk(network, domain)] for walk in (Walk, SimplexWalk)]
    assert cells[0] == cells[1]


def units(corners):
    k = len(corners) - 1
    return [tuple(Fraction(int(i == j)) for j in range(1, k + 1)) for i in range(k + 1)]


@RARE
@given(slices(inputs=(1, 4), depth=(1, 3), most_neurons=5), st.sampled_from([2, 3]))
def test_shallow_networks_and_certificates_hold_on_a_flat(tmp_path_factory, case, hidden_layers):
    network, corners, window = case
    domain = Domain.through(corners, window)
    shallow = network.shallow(hidden_layers, domain)
    for face in network.regions(domain, faces=True):
        for point in (face.interior_point, *face.vertices):
            assert shallow(point) == output(network, point)
    path = tmp_path_factory.mktemp("flat") / "certificate.jsonl"
    certify(network, shallow, out=path)
    assert check(path).accepted


SEEN = Network(
    [Layer([[1, -1, 0], [2, 1, -1]], [0, 1]), Layer([[1, 2], [-1, 1]], [0, -1]), Layer([[1, 3]], [2], "identity")]
)
BLIND = Network([Layer([[0, 0, 0], [0, 0, 0]], [1, -2]), Layer([[1, 2]], [0], "identity")])
CONSTANT = Network([Layer([[0, 0, 0]], [7], "identity")])
PAIR = ((Fraction(-3), Fraction(0), Fraction(1, 3)), (Fraction(2), Fraction(5, 2), Fraction(4)))


def with_more(domain):
    """The same set, with equalities that follow from the others, and one of them by two inequalities."""
    doubled = tuple(-2 * entry for entry in domain.equalities[0])
    total = tuple(sum(column) for column in zip(*domain.equalities, strict=True))
    first, *others = domain.equalities
    return Domain.from_rows(
        3, [*domain.inequalities, first, tuple(-a for a in first), (0, 0, 0, 0)], [*others, total, doubled, doubled]
    )


@pytest.mark.parametrize("network", [SEEN, BLIND, CONSTANT], ids=["seen", "rank 0", "constant"])
@pytest.mark.parametrize(
    "domain",
    [
        Domain.segment(*PAIR),
        with_more(Domain.segment(*PAIR)),
        Domain.segment(PAIR[0], PAIR[0]),
        Domain.through(PAIR),
        Domain.box([(1, 1), (2, 2), (-1, 1)]),
        Domain.from_rows(3, [(1, 0, 0, 0), (-1, 0, 0, 0), (0, 1, 0, 0), (0, -1, 0, 0), (0, 0, 1, 0), (0, 0, -1, 0)]),
        Domain.from_rows(3, [(1, 0, 0, 0), (0, 1, 0, 0), (-1, -1, 0, 0)]),
        Domain(3),
    ],
    ids=["segment", "redundant", "point", "line", "fixed", "point by inequalities", "implied", "space"],
)
@pytest.mark.parametrize("hidden_layers", [2, 3])
def test_degenerate_domains_and_networks(tmp_path, network, domain, hidden_layers):
    found = {"".join(face.signs): face.dimension for face in network.regions(domain, faces=True)}
    assert found == brute_force_faces(network, domain)
    shallow = network.shallow(hidden_layers, domain)
    for face in network.regions(domain, faces=True):
        for point in (face.interior_point, *face.vertices):
            assert point in domain
            assert shallow(point) == output(network, point)
        assert all(at(tuple(map(int, form)), face.interior_point) == 0 for form in face.equalities)
        assert rank(face.equalities) == len(face.equalities) == 3 - face.dimension
    path = tmp_path / "certificate.jsonl"
    certify(network, shallow, out=path)
    assert check(path).accepted


def test_points_that_span_no_plane_and_empty_domains_are_refused():
    with pytest.raises(DomainError, match="affinely independent"):
        Domain.plane((0, 0, 0), (1, 1, 1), (2, 2, 2))
    with pytest.raises(DomainError, match="affinely independent"):
        Domain.through([(1, 2), (1, 2)])
    with pytest.raises(DomainError, match="same number of coordinates"):
        Domain.segment((0, 0), (1,))
    with pytest.raises(DomainError, match="needs points"):
        Domain.simplex([])
    with pytest.raises(DomainError, match="the window has 1 coordinates, the points span 2"):
        Domain.plane((0, 0), (1, 0), (0, 1), window=[(0, 1)])
    empty = Domain.from_rows(3, [(1, 0, 0, 0), (-1, 0, 0, -1)])
    clash = Domain.from_rows(3, [], [(1, 1, 0, 0), (1, 1, 0, 1)])
    for domain in (empty, clash):
        with pytest.raises(DomainError, match="the domain is empty"):
            len(SEEN.regions(domain))


@pytest.mark.parametrize(("slack", "vanishing"), [(0, [0, 1, 2]), (1, [])])
def test_a_domain_of_few_constraints_in_many_inputs_is_solved_in_few_dimensions(monkeypatch, slack, vanishing):
    random = Random(5)
    p, q, r = ([0] * 100 + [random.randint(-9, 9) for _ in range(100)] for _ in range(3))
    # p >= 0, q >= p, q <= slack, so p and q are 0 where slack is 0; and r does not vanish.
    rows = [(*p, 0), (*(b - a for a, b in zip(p, q, strict=True)), 0), (*(-b for b in q), slack), (*r, 1)]
    dimensions = []

    class Counting(chart.Dictionary):
        def __init__(self, dimension):
            dimensions.append(dimension)
            super().__init__(dimension)

    monkeypatch.setattr(chart, "Dictionary", Counting)
    found = chart.Chart(Domain.from_rows(200, rows), [])
    assert found.vanishing == sum(2 << j for j in vanishing)
    assert found.dimension == (198 if vanishing else 200)
    assert dimensions == [3]


def test_the_segments_of_a_polyline_meet_at_its_corners():
    corners = [(0, 0, 0), (1, 2, 0), (1, 2, 3), (0, 0, 0)]
    parts = Domain.polyline(corners)
    assert [[corner in part for corner in corners] for part in parts] == [
        [True, True, False, True],
        [False, True, True, False],
        [True, False, True, True],
    ]
    for (start, end), part in zip(pairwise(corners), parts, strict=True):
        assert tuple(Fraction(a + b, 2) for a, b in zip(start, end, strict=True)) in part


def test_echelon_rows_are_the_combinations_that_they_say():
    random = Random(3)
    rows = [[random.randint(-2, 2) for _ in range(7)] for _ in range(9)]
    solved = Echelon([sparse(row) for row in rows], 6)
    assert len(solved.rows) == rank([row[:6] for row in rows]) == len(solved.chosen)
    for pivot, row in solved.rows.items():
        made = [sum(m * rows[k][c] for k, m in solved.combinations[pivot].items()) for c in range(7)]
        assert made == [row.get(c, 0) for c in range(7)]
        assert [row.get(other, 0) for other in solved.rows] == [int(other == pivot) for other in solved.rows]


@pytest.mark.extra("z3")
def test_z3_finds_the_same_patterns_in_a_triangle_in_four_dimensions(require):
    z3 = require("z3")
    random = Random(11)
    weights = [[[random.randint(-9, 9) for _ in range(a + 1)] for _ in range(b)] for a, b in ((4, 5), (5, 4), (4, 1))]
    words = ("relu", "relu", "identity")
    network = Network(
        [Layer([row[:-1] for row in w], [row[-1] for row in w], word) for w, word in zip(weights, words, strict=True)]
    )
    corners = [[random.randint(-3, 3) for _ in range(4)] for _ in range(3)]
    shares = z3.Reals("a b c")
    solver = z3.Solver()
    solver.add(z3.Sum(shares) == 1, *[share > 0 for share in shares])
    values = [sum(s * corner[i] for s, corner in zip(shares, corners, strict=True)) for i in range(4)]
    neurons = []
    for layer in weights[:-1]:
        heights = [sum(w * v for w, v in zip(row, values, strict=False)) + row[-1] for row in layer]
        solver.add(*[height != 0 for height in heights])
        neurons += heights
        values = [z3.If(height > 0, height, 0) for height in heights]
    found = []
    while solver.check() == z3.sat:
        model = solver.model()
        signs = [z3.is_true(model.eval(height > 0)) for height in neurons]
        found.append("".join("1" if up else "0" for up in signs))
        solver.add(z3.Or([(height > 0) != up for height, up in zip(neurons, signs, strict=True)]))
    cells = ["".join(region.activation_pattern) for region in network.regions(Domain.simplex(corners))]
    assert sorted(found) == sorted(cells)
    assert len(cells) > 5
