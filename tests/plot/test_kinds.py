"""The exact data behind each kind of picture, against the network itself and answers known by hand."""

import importlib.util
import random
from fractions import Fraction
from itertools import combinations, pairwise
from pathlib import Path

import pytest

from exactrelu import ExtendedRational, Layer, Network, ShallowNetwork
from exactrelu.errors import DomainError, MissingExtraError, ShapeError, SizeLimitError
from exactrelu.plot import KINDS, BendingPicture, DualPicture, OutputPicture, as_slice, picture
from exactrelu.plot.clipping import area, centre
from exactrelu.plot.output2d import round_levels
from exactrelu.shallow import ShallowLayer

ROOT = Path(__file__).resolve().parents[2]
HALF = Fraction(1, 2)
EXAMPLES = ROOT / "examples"
WINDOW = [("-7/3", 2), (-1, "5/2")]
WINDOW_AREA = (2 + Fraction(7, 3)) * Fraction(7, 2)


def random_network(widths, seed):
    """Small integer weights, so that hyperplanes meet in more points than general position allows."""
    number = random.Random(seed).randint
    layers = [
        Layer([[number(-2, 2) for _ in range(n)] for _ in range(m)], [number(-2, 2) for _ in range(m)])
        for n, m in pairwise(widths)
    ]
    return Network([*layers[:-1], Layer(layers[-1].weight, layers[-1].bias, "identity")])


# Coincident lines, a dead neuron, a neuron that is 0 on a half plane, two equal outputs.
DEGENERATE = Network(
    [
        Layer([[1, 1], [-2, -2], [0, 0], [1, -1]], [0, 0, -1, 1]),
        Layer([[1, 0, 0, 0], [0, 1, 5, -1]], [0, 1]),
        Layer([[3, "1/2"], [1, -1], [1, -1]], [0, 0, 0], "identity"),
    ]
)
# relu(relu(x) + relu(y) - 1): the second layer's line x + y = 1 is bent at both axes.
BENT = Network([Layer([[1, 0], [0, 1]], [0, 0]), Layer([[1, 1]], [-1]), Layer([[1]], [0], "identity")])
CONSTANT = Network([Layer([[1, 0], [0, 1]], [0, 0]), Layer([[0, 0]], [3], "identity")])
NETWORKS = [DEGENERATE, BENT, CONSTANT, *(random_network((2, 4, 3, 3), seed) for seed in range(3))]


def numbers(texts):
    return tuple(map(Fraction, texts))


def polygons_of(items, key="vertices"):
    return [[numbers(vertex) for vertex in item[key]] for item in items]


# Slices


@pytest.mark.parametrize("seed", range(3))
def test_a_slice_through_points_is_the_network_there(seed):
    network = random_network((4, 5, 3, 2), seed)
    points = [(1, 0, "1/2", -1), (0, 2, 0, 0), ("-1/3", 1, 1, 1)]
    cut = as_slice(network, None, points)
    assert cut.network((0, 0)) == network(points[0])
    assert cut.network((1, 0)) == network(points[1])
    assert cut.network((0, 1)) == network(points[2])
    for s, t in [(Fraction(2, 7), Fraction(-3)), (5, "1/9")]:
        place = cut.point((s, t))
        assert place == tuple(
            Fraction(a) + Fraction(s) * (Fraction(b) - Fraction(a)) + Fraction(t) * (Fraction(c) - Fraction(a))
            for a, b, c in zip(*points, strict=True)
        )
        assert cut.network((s, t)) == network(place)
    line = as_slice(network, None, points[:2])
    assert line.network(("1/3",)) == network(line.point(("1/3",)))


@pytest.mark.parametrize("seed", range(3))
def test_a_slice_with_fixed_coordinates_is_the_network_there(seed):
    network = random_network((4, 5, 3, 2), seed)
    cut = as_slice(network, [(0, 1), ("1/3", "1/3"), (-1, 1), (2, 2)])
    assert cut.names == ("x1", "x3")
    assert cut.describe() == "x2 = 1/3, x4 = 2"
    named = as_slice(network, [(0, 1), ("1/3", "1/3"), (-1, 1), (2, 2)], features=["age", "dose", "mass", "time"])
    assert (named.names, named.describe()) == (("age", "mass"), "dose = 1/3, time = 2")
    for x, z in [(HALF, Fraction(-3, 4)), (Fraction(0), Fraction(1))]:
        assert cut.point((x, z)) == (x, Fraction(1, 3), z, 2)
        assert cut.network((x, z)) == network((x, "1/3", z, 2))
    corners = {vertex for region in cut.network.regions(cut.window) for vertex in region.vertices}
    assert {(0, -1), (0, 1), (1, -1), (1, 1)} <= corners
    assert all(0 <= x <= 1 and -1 <= z <= 1 for x, z in corners)


@pytest.mark.parametrize(
    ("points", "error"),
    [
        ([(0, 0), (1, 1), (2, 2)], DomainError),
        ([(0, 0), (1, 1), (0, 0)], DomainError),
        ([(0, 0), (0, 0)], DomainError),
        ([(0, 0)], ShapeError),
        ([(0, 0), (1, 0), (0, 1), (1, 1)], ShapeError),
        ([(0, 0), (1, 0, 0), (0, 1)], ShapeError),
    ],
)
def test_points_that_span_no_slice(points, error):
    with pytest.raises(error):
        as_slice(BENT, None, points)


# Regions by pattern


@pytest.mark.parametrize("network", NETWORKS)
def test_patterns(network):
    found = picture(network, "patterns", WINDOW).to_json()["regions"]
    tiles = polygons_of(found)
    assert sum(map(area, tiles)) == WINDOW_AREA
    assert len({tuple(tile["pattern"]) for tile in found}) == len(found)
    for tile, vertices in zip(found, tiles, strict=True):
        signs = network.sign_vector(centre(vertices))
        assert list(signs) == tile["signs"]
        assert tile["pattern"] == [word.translate(str.maketrans("+-", "10")) for word in signs]
    for (one, first), (other, second) in combinations(zip(found, tiles, strict=True), 2):
        if len(set(first) & set(second)) == 2:
            assert one["colour_class"] != other["colour_class"]


# Output values


@pytest.mark.parametrize("network", NETWORKS)
@pytest.mark.parametrize("output", [0, -1])
def test_bands_tile_the_window_between_their_levels(network, output):
    k = output % network.outputs
    found = picture(network, "output", WINDOW, output=k).to_json()
    levels = numbers(found["levels"])
    assert len({b - a for a, b in pairwise(levels)}) == 1
    tiles = polygons_of(found["bands"])
    assert sum(map(area, tiles)) == WINDOW_AREA
    for band, vertices in zip(found["bands"], tiles, strict=True):
        low, high = numbers(band["between"])
        assert (low, high) in list(pairwise(levels))
        assert all(low <= network(vertex)[k] <= high for vertex in vertices)
        assert area(vertices) > 0


@pytest.mark.parametrize(("low", "high"), [("-1/3", "1/2"), ("0", "1"), ("1e-9", "3e-9"), ("-7e8", "1"), ("5", "5")])
def test_levels_are_round(low, high):
    low, high = Fraction(low), Fraction(high)
    levels = round_levels(low, high)
    assert levels[0] <= low <= high <= levels[-1]
    assert 2 <= len(levels) <= 15
    step = levels[1] - levels[0]
    while step >= 10:
        step /= 10
    while step < 1:
        step *= 10
    assert step in (1, 2, 5)
    if low != high:
        assert levels[1] > low
        assert levels[-2] < high


@pytest.mark.parametrize("network", NETWORKS)
def test_the_surface_is_the_function(network):
    found = picture(network, "surface", WINDOW, output=network.outputs - 1).to_json()
    facets = [[numbers(corner) for corner in facet] for facet in found["facets"]]
    assert sum(area([corner[:2] for corner in facet]) for facet in facets) == WINDOW_AREA
    for facet in facets:
        assert all(network(corner[:2])[-1] == corner[2] for corner in facet)
        inner = tuple(sum(column) / len(facet) for column in zip(*facet, strict=True))
        assert network(inner[:2])[-1] == inner[2]


def test_there_is_no_output_beyond_the_last():
    for kind in ("output", "surface"):
        with pytest.raises(ShapeError, match="no output 2"):
            picture(BENT, kind, WINDOW, output=1)


# Bending hyperplanes


def test_a_line_of_the_second_layer_bends_at_those_of_the_first():
    found = picture(BENT, "bending", [(-1, 2), (-1, 2)]).to_json()["segments"]
    segments = {tuple(map(numbers, segment["ends"])): segment["neurons"] for segment in found}
    bent = {ends for ends, neurons in segments.items() if [1, 0] in neurons}
    assert bent == {((0, 1), (1, 0)), ((-1, 1), (0, 1)), ((1, -1), (1, 0))}
    assert {ends for ends, neurons in segments.items() if [0, 0] in neurons} == {
        ((0, -1), (0, 0)),
        ((0, 0), (0, 1)),
        ((0, 1), (0, 2)),
    }
    assert BendingPicture.of(as_slice(BENT, [(-1, 2), (-1, 2)])).layers == (0, 1)


@pytest.mark.parametrize("network", NETWORKS)
def test_neurons_vanish_on_their_segments_and_nowhere_else_with_a_change_of_sign(network):
    found = picture(network, "bending", WINDOW).to_json()["segments"]
    segments = [(tuple(map(numbers, segment["ends"])), segment["neurons"]) for segment in found]
    for ends, neurons in segments:
        for point in (*ends, centre(ends)):
            values = network.pre_activations(point)
            assert all(values[layer][k] == 0 for layer, k in neurons)
    # Along a line, wherever a neuron is 0 between two points of opposite signs, the line crosses one of its segments.
    y = Fraction(1, 7)
    xs = [Fraction(-7, 3) + Fraction(i, 12) for i in range(53)]
    for layer, width in enumerate(network.widths[1:-1]):
        for k in range(width):
            values = [network.pre_activations((x, y))[layer][k] for x in xs]
            for (a, at_a), (b, at_b) in pairwise(zip(xs, values, strict=True)):
                if at_a * at_b < 0:
                    assert any([layer, k] in neurons and crosses(ends, a, b, y) for ends, neurons in segments)


def crosses(ends, a, b, y):
    (x1, y1), (x2, y2) = ends
    if (y1 - y) * (y2 - y) > 0 or y1 == y2:
        return False
    return a <= x1 + (y - y1) * (x2 - x1) / (y2 - y1) <= b


# Decisions


@pytest.mark.parametrize("network", NETWORKS)
def test_decisions(network):
    found = picture(network, "decisions", WINDOW).to_json()
    tiles = polygons_of(found["tiles"])
    assert sum(map(area, tiles)) == WINDOW_AREA
    for tile, vertices in zip(found["tiles"], tiles, strict=True):
        scores = scores_of(network, centre(vertices))
        best = [k for k, score in enumerate(scores) if score == max(scores)]
        assert [tile["class"], *tile["ties"]] == best
        for vertex in vertices:
            scores = scores_of(network, vertex)
            assert scores[tile["class"]] == max(scores)
    for ends in polygons_of([{"vertices": segment} for segment in found["boundary"]]):
        for point in (*ends, centre(ends)):
            scores = sorted(scores_of(network, point))
            assert scores[-1] == scores[-2]


def scores_of(network, point):
    scores = network(point)
    return scores if len(scores) > 1 else (*scores, 0)


def test_the_boundary_separates_two_classes():
    # y1 = relu(x), y2 = relu(y): the classes are x > y > ..., y > x, and both are 0 where x, y <= 0.
    network = Network([Layer([[1, 0], [0, 1]], [0, 0]), Layer([[1, 0], [0, 1]], [0, 0], "identity")])
    found = picture(network, "decisions", [(-1, 1), (-1, 1)]).to_json()
    tied = [tile for tile in found["tiles"] if tile["ties"]]
    assert [(tile["class"], tile["ties"]) for tile in tied] == [(0, [1])]
    assert area(polygons_of(tied)[0]) == 1
    assert [["0", "0"], ["1", "1"]] in found["boundary"]
    assert found["classes"] == ["y1 largest", "y2 largest"]
    assert picture(network, "decisions", [(-1, 1), (-1, 1)]).name(0, [1]) == "y1 = y2 largest"
    assert picture(BENT, "decisions", WINDOW).to_json()["classes"] == ["y >= 0", "y <= 0"]


# Dual graph


@pytest.mark.parametrize(("name", "box"), [("iris", [(4, 8), (2, 5), (1, 7), (0, 3)]), ("sawtooth3", [(0, 1)])])
def test_the_dual_graph_of_a_box_that_is_no_plane(name, box):
    network = Network.load(EXAMPLES / f"{name}.json")
    found = picture(network, "dual", box).to_json()
    regions = network.regions(box)
    assert [node["signs"] for node in found["nodes"]] == [list(region.signs) for region in regions]
    assert [edge["nodes"] for edge in found["edges"]] == [[edge.first, edge.second] for edge in regions.dual_graph()]


@pytest.mark.parametrize("network", NETWORKS)
def test_the_dual_graph_joins_regions_with_a_common_side(network):
    found = picture(network, "dual", WINDOW).to_json()
    regions = [[numbers(vertex) for vertex in region] for region in found["regions"]]
    expected = {(i, j) for i, j in combinations(range(len(regions)), 2) if len(set(regions[i]) & set(regions[j])) == 2}
    assert {tuple(sorted(edge["nodes"])) for edge in found["edges"]} == expected
    for node, vertices in zip(found["nodes"], regions, strict=True):
        assert list(network.sign_vector(numbers(node["position"]))) == node["signs"]
        assert numbers(node["position"]) == centre(vertices)
    for edge in found["edges"]:
        i, j = edge["nodes"]
        middle = centre(sorted(set(regions[i]) & set(regions[j])))
        assert list(network.sign_vector(middle)) == edge["signs"]


def test_the_dual_graph_of_any_dimension():
    # max(a, b, c) by comparing successively: orders of three numbers
    network = Network.load(ROOT / "examples" / "median3.json")
    found = picture(network, "dual").to_json()
    assert found["slice"] is None
    assert (len(found["nodes"]), len(found["edges"])) == (6, 6)
    degrees = [sum(i in edge["nodes"] for edge in found["edges"]) for i in range(6)]
    assert degrees == [2] * 6
    for node in found["nodes"]:
        assert numbers(node["position"])[1] == "".join(node["signs"]).count("+")
    assert len({tuple(node["position"]) for node in found["nodes"]}) == 6


def test_a_dual_graph_that_nobody_could_see():
    with pytest.raises(SizeLimitError, match="more than 2000"):
        DualPicture.stacked(random_network((4, 20, 1), 0))


# Sparsity


@pytest.mark.parametrize("hidden_layers", [2, 3])
def test_the_sparsity_pattern(hidden_layers):
    shallow = DEGENERATE.shallow(hidden_layers)
    found = picture(DEGENERATE, "sparsity", hidden_layers=hidden_layers).to_json()["matrices"]
    assert found == picture(shallow).to_json()["matrices"]
    assert len(found) == hidden_layers + 1
    assert [matrix["shape"] for matrix in found] == [[m, n] for n, m in pairwise(shallow.widths)]
    assert sum(len(matrix["-oo"]) for matrix in found) == shallow.infinite_weights > 0
    for matrix, layer in zip(found, shallow.layers, strict=True):
        weights = {(i, j): weight for i, row in enumerate(layer.rows) for j, weight in row}
        assert {tuple(at) for at in matrix["finite"]} == {at for at, w in weights.items() if w.is_finite}
        assert {tuple(at) for at in matrix["-oo"]} == {at for at, w in weights.items() if w == ExtendedRational("-oo")}
        assert matrix["+oo"] == []


def test_both_infinities_are_told_apart():
    number = ExtendedRational
    row = ((0, number("oo")), (1, number("-oo")), (2, number(1)))
    shallow = ShallowNetwork(3, (ShallowLayer((row,), (number(0),), ("identity",)),))
    (matrix,) = picture(shallow).to_json()["matrices"]
    assert matrix == {"shape": [1, 3], "finite": [[0, 2]], "+oo": [[0, 0]], "-oo": [[0, 1]]}
    with pytest.raises(ShapeError, match="sparsity pattern only"):
        picture(shallow, "regions")


# Drawing


@pytest.mark.extra("matplotlib")
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("suffix", [".svg", ".pdf", ".png"])
def test_every_kind_is_drawn_the_same_in_every_run(tmp_path, kind, suffix):
    window = [(-1, 2), (1, 1)] if kind == "graph" else None if kind == "sparsity" else WINDOW
    texts = []
    for name in ("one", "two"):
        path = tmp_path / f"{name}{suffix}"
        texts.append(picture(DEGENERATE, kind, window).draw(path))
    assert texts[0] == texts[1]
    content = (tmp_path / f"one{suffix}").read_bytes()
    assert content == (tmp_path / f"two{suffix}").read_bytes()
    assert b"Date" not in content
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"one{suffix}", f"two{suffix}"]


def count_paths(path, name):
    """How many subpaths a matplotlib collection of an SVG file draws, or uses."""
    text = path.read_text()
    start = text.index(f'id="{name}"')
    part = text[start : text.index("\n   </g>", start)]
    return part.count("<path") if "<use" not in part else part.count("<use")


@pytest.mark.extra("matplotlib")
def test_all_of_the_data_is_drawn(tmp_path):
    path = tmp_path / "out.svg"
    bending = picture(BENT, "bending", [(-1, 2), (-1, 2)])
    bending.draw(path)
    lines = [count_paths(path, f"LineCollection_{i}") for i in (1, 2)]
    assert lines == [6, 3]
    output = picture(DEGENERATE, "output", WINDOW)
    output.draw(path)
    assert count_paths(path, "PolyCollection_1") == len(output.bands)
    dual = picture(DEGENERATE, "dual", WINDOW)
    dual.draw(path)
    assert count_paths(path, "LineCollection_1") == len(dual.edges)


@pytest.mark.extra("matplotlib")
def test_large_matrices_are_pixels(tmp_path):
    path = tmp_path / "out.svg"
    network = Network.load(ROOT / "exactrelu" / "demo.json")
    found = picture(network, "sparsity")
    assert sum(len(matrix.entries) for matrix in found.matrices) > 4000
    found.draw(path)
    assert path.read_text().count("<image") == 3
    assert path.stat().st_size < 150_000


def test_without_matplotlib_the_data_is_there(tmp_path, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "matplotlib", None)
    for kind in KINDS:
        found = picture(DEGENERATE, kind, [(-1, 2), (1, 1)] if kind == "graph" else WINDOW)
        assert found.to_json()["kind"] == kind
        with pytest.raises(MissingExtraError, match="plot"):
            found.draw(tmp_path / "out.svg")


def test_unknown_kinds():
    with pytest.raises(ValueError, match="unknown kind 'cubist'"):
        picture(BENT, "cubist")
    with pytest.raises(ShapeError, match="1 coordinates free"):
        picture(BENT, "bending", [(0, 1), (1, 1)])
    assert OutputPicture.of(as_slice(CONSTANT, WINDOW)).levels == (3, 4)


# The samples in the documentation


@pytest.fixture(scope="module")
def make():
    specification = importlib.util.spec_from_file_location("make", ROOT / "docs" / "pictures" / "make.py")
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def test_the_documentation_has_a_sample_of_every_kind(make):
    folder = ROOT / "docs" / "pictures"
    samples = list(make.samples())
    assert {found.to_json()["kind"] for _, found in samples} == set(KINDS)
    assert sorted(name for name, _ in samples) == sorted(path.name for path in folder.glob("*.svg"))
    listed = (folder / "README.md").read_text("utf-8")
    for name, _ in samples:
        assert 0 < (folder / name).stat().st_size < 150_000
        assert f"({name})" in listed
        assert f"-o {name}" in listed
