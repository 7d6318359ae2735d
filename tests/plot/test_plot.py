import os
import random
import subprocess
import sys
from fractions import Fraction
from itertools import pairwise

import pytest

from exactrelu import Domain, Layer, Network
from exactrelu.errors import DomainError, FormatError, ShapeError
from exactrelu.plot import default_window, draw, free_axes, graph, plot_graph, plot_regions, polygons

ABSOLUTE = Network([Layer([[1], [-1]], [0, 0]), Layer([[1, 1]], [0], "identity")])
MAX = Network(  # max(x, y) = y + relu(x - y), y being carried by an identity neuron
    [Layer([[1, -1], [0, 1]], [0, 0], ["relu", "identity"]), Layer([[1, 1]], [0], "identity")]
)
# Two neurons with the same hyperplane, one dead neuron, one that is identically 0 on half of the plane.
DEGENERATE = Network(
    [
        Layer([[1, 1], [-2, -2], [0, 0], [1, -1]], [0, 0, -1, 1]),
        Layer([[1, 0, 0, 0], [0, 1, 5, -1]], [0, 1]),
        Layer([[3, "1/2"], [1, -1]], [0, 0], "identity"),
    ]
)


def sawtooth(depth):
    """Telgarsky's function: a tent composed with itself; 2^depth pieces on [0, 1]."""
    tent = [[2, -4]]
    hidden = [Layer([[1], [1]], [0, "-1/2"])]
    hidden += [Layer([tent[0], tent[0]], [0, "-1/2"]) for _ in range(depth - 1)]
    return Network([*hidden, Layer(tent, [0], "identity")])


def random_network(widths, seed):
    """Small integer weights, so that hyperplanes meet in more points than general position allows."""
    draw_number = random.Random(seed).randint
    layers = [
        Layer([[draw_number(-2, 2) for _ in range(n)] for _ in range(m)], [draw_number(-2, 2) for _ in range(m)])
        for n, m in pairwise(widths)
    ]
    return Network([*layers[:-1], Layer(layers[-1].weight, layers[-1].bias, "identity")])


NETWORKS = [MAX, DEGENERATE, *(random_network((2, 5, 4, 2), seed) for seed in range(4))]
WINDOW = [("-7/3", 2), (-1, "5/2")]


def turns(polygon):
    """The cross products at the corners, in order."""
    points = polygon.vertices
    triples = zip(points, points[1:] + points[:1], points[2:] + points[:2], strict=True)
    return [(b[0] - a[0]) * (c[1] - b[1]) - (b[1] - a[1]) * (c[0] - b[0]) for a, b, c in triples]


def holds(polygon, point):
    """Whether a counterclockwise polygon contains the point, by the side of every edge."""
    ends = polygon.vertices[1:] + polygon.vertices[:1]
    return all(
        (b[0] - a[0]) * (point[1] - a[1]) - (b[1] - a[1]) * (point[0] - a[0]) >= 0
        for a, b in zip(polygon.vertices, ends, strict=True)
    )


@pytest.mark.parametrize("network", NETWORKS)
def test_polygons_tile_the_window(network):
    tiles = polygons(network, WINDOW)
    assert sum(tile.area for tile in tiles) == (2 + Fraction(7, 3)) * Fraction(7, 2)
    # With the areas: exact tiling means that no two overlap and none is missing.
    for tile in tiles:
        assert len(tile.vertices) >= 3
        assert min(turns(tile)) > 0
        assert all(tile.affine_map(vertex) == network(vertex) for vertex in tile.vertices)
    for i in range(8):
        for j in range(8):
            point = Fraction(-7, 3) + i * Fraction(13, 21), -1 + j * Fraction(1, 2)
            around = [tile for tile in tiles if holds(tile, point)]
            assert around
            assert all(tile.affine_map(point) == network(point) for tile in around)


@pytest.mark.parametrize("network", NETWORKS)
def test_colours_are_affine_maps(network):
    tiles = polygons(network, WINDOW)
    for one in tiles:
        for other in tiles:
            assert (one.colour_class == other.colour_class) is (one.affine_map == other.affine_map)
    slopes = {tile.colour_class: sum(a * a for row in tile.affine_map.weight for a in row) for tile in tiles}
    assert sorted(slopes) == list(range(len(slopes)))
    assert [slopes[i] for i in range(len(slopes))] == sorted(slopes.values())


def test_a_slice_of_more_dimensions():
    # max(x, y) + z on the plane y = 1/2, and on a line in it
    network = Network(
        [
            Layer([[1, -1, 0], [0, 1, 1]], [0, 0], ["relu", "identity"]),
            Layer([[1, 1]], [0], "identity"),
        ]
    )
    window = [(0, 1), ("1/2", "1/2"), (-1, 1)]
    assert free_axes(Domain.box(window)) == (0, 2)
    left, right = sorted(polygons(network, window), key=lambda tile: min(tile.vertices))
    half = Fraction(1, 2)
    assert set(left.vertices) == {(0, -1), (half, -1), (half, 1), (0, 1)}
    assert (left.area, right.area) == (1, 1)
    drawn = graph(network, [(0, 1), ("1/2", "1/2"), (3, 3)])
    assert drawn.points == ((0, (half + 3,)), (half, (half + 3,)), (1, (Fraction(4),)))
    assert drawn.breakpoints == (half,)


def test_a_polygon_as_window():
    triangle = Domain.from_rows(2, [[-1, -1, 1], [1, 0, 0], [0, 1, 0]])
    assert sorted(tile.area for tile in polygons(MAX, triangle)) == [Fraction(1, 4), Fraction(1, 4)]


@pytest.mark.parametrize("depth", [1, 2, 5])
def test_the_graph_of_a_sawtooth(depth):
    drawn = graph(sawtooth(depth), [(0, 1)])
    teeth = 2**depth
    assert drawn.points == tuple((Fraction(i, teeth), (Fraction(i % 2),)) for i in range(teeth + 1))
    assert drawn.breakpoints == tuple(Fraction(i, teeth) for i in range(1, teeth))


def test_a_boundary_without_a_kink_is_no_breakpoint():
    # relu(x) - relu(-x) = x: two regions, one map
    line = Network([Layer([[1], [-1]], [0, 0]), Layer([[1, -1]], [0], "identity")])
    drawn = graph(line, [(-1, 1)])
    assert [point[0] for point in drawn.points] == [-1, 0, 1]
    assert drawn.breakpoints == ()


@pytest.mark.parametrize("seed", range(4))
def test_the_graph_is_the_function(seed):
    network = random_network((1, 4, 3, 2), seed)
    drawn = graph(network, [("-9/4", 3)])
    assert (drawn.points[0][0], drawn.points[-1][0]) == (Fraction(-9, 4), 3)
    for (x, values), (x2, values2) in pairwise(drawn.points):
        assert x < x2
        for part in (Fraction(1, 5), Fraction(1, 2), Fraction(9, 10)):
            line = tuple(a + part * (b - a) for a, b in zip(values, values2, strict=True))
            assert network((x + part * (x2 - x),)) == line


@pytest.mark.parametrize(
    ("network", "window", "error", "message"),
    [
        (MAX, [(0, "oo"), (0, 1)], DomainError, "unbounded"),
        (MAX, [(0, 1)], ShapeError, "dimension 1"),
        (MAX, [(1, 1), (2, 2)], ShapeError, "0 free"),
        (random_network((3, 2, 1), 0), [(0, 1)] * 3, ShapeError, "3 free"),
        (random_network((3, 2, 1), 0), None, ShapeError, "slice"),
        # x = y, which no single coordinate fixes
        (MAX, Domain.from_rows(2, [[1, 0, 0], [-1, 0, 1]], [[1, -1, 0]]), DomainError, "flat"),
        (MAX, Domain.from_rows(2, [[1, 0, 0], [-1, 0, -1]]), DomainError, "empty"),
    ],
)
def test_windows_that_cannot_be_drawn(network, window, error, message, tmp_path):
    with pytest.raises(error, match=message):
        draw(network, str(tmp_path / "out.svg"), window)
    assert not list(tmp_path.iterdir())


def test_a_graph_is_no_picture_of_regions_and_conversely():
    with pytest.raises(ShapeError, match="1 coordinates free, not 2"):
        polygons(ABSOLUTE, [(0, 1)])
    with pytest.raises(ShapeError, match="2 coordinates free, not 1"):
        graph(MAX, [(0, 1), (0, 1)])


@pytest.mark.parametrize("network", [*NETWORKS, ABSOLUTE, sawtooth(3), Network([Layer([[1, 2]], [0], "identity")])])
def test_the_default_window_shows_the_vertices(network):
    window = default_window(network)
    vertices = [vertex for region in network.regions() for vertex in region.vertices]
    inside = [vertex for vertex in vertices if vertex in window]
    assert 2 * len(inside) >= len(vertices)
    tiles = network.regions(window)
    assert all(region.is_bounded for region in tiles)


def test_the_default_window_leaves_out_far_vertices():
    # kinks at 0, 1, ..., 8 and at a million
    kinks = [*range(9), 10**6]
    network = Network([Layer([[1]] * 10, [-k for k in kinks]), Layer([[1] * 10], [0], "identity")])
    window = default_window(network)
    assert all((k,) in window for k in range(9))
    assert (10**6,) not in window


def test_a_suggested_domain_is_the_default_window():
    box = Domain.box([(3, 4), (5, 6)])
    assert default_window(Network(MAX.layers, suggested_domain=box)) == box
    half = Domain.box([(3, "oo"), (5, 6)])
    assert default_window(Network(MAX.layers, suggested_domain=half)) != half


@pytest.mark.extra("matplotlib")
@pytest.mark.parametrize("suffix", [".svg", ".pdf", ".png"])
def test_figures_are_the_same_in_every_run(tmp_path, suffix):
    magic = {".svg": b"<?xml", ".pdf": b"%PDF", ".png": b"\x89PNG"}[suffix]
    for function, network, window in [
        (plot_regions, MAX, WINDOW),
        (plot_regions, NETWORKS[-1], [(-9, 9), (-9, 9)]),
        (plot_graph, sawtooth(3), [(-1, 2)]),
        (plot_graph, random_network((1, 3, 3), 1), [(-1, 2)]),
    ]:
        files = []
        for name in ("one", "two"):
            path = tmp_path / f"{name}{suffix}"
            function(network, window, path)
            files.append(path.read_bytes())
        assert files[0] == files[1]
        assert files[0].startswith(magic)
        assert b"Date" not in files[0]


@pytest.mark.extra("matplotlib")
def test_what_a_figure_says(tmp_path):
    path = tmp_path / "max.svg"
    assert draw(MAX, str(path), [(-1, 1), (-1, 1)]) == (
        "2 activation regions, 2 affine maps on -1 <= x1 <= 1, -1 <= x2 <= 1"
    )
    assert draw(ABSOLUTE, str(path)) == "2 activation regions, 1 breakpoint on -1 <= x1 <= 1"


@pytest.mark.extra("matplotlib")
def test_every_polygon_is_drawn(tmp_path):
    network = random_network((2, 4, 1), 3)
    path = tmp_path / "regions.svg"
    plot_regions(network, [(-3, 3), (-3, 3)], path)
    text = path.read_text()
    collection = text[text.index('id="PolyCollection_1"') :]
    collection = collection[: collection.index("</g>\n   <g")]
    assert collection.count("\nz\n") == len(polygons(network, [(-3, 3), (-3, 3)])) > 4


@pytest.mark.extra("matplotlib")
def test_numbers_beyond_floats_are_refused(tmp_path):
    with pytest.raises(DomainError, match="too large"):
        draw(ABSOLUTE, str(tmp_path / "out.svg"), [(0, 10**400)])
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["out.gif", "out", "out.svg.gz"])
def test_other_suffixes_are_refused(tmp_path, name):
    with pytest.raises(FormatError, match=r"\.svg, \.pdf or \.png"):
        draw(ABSOLUTE, str(tmp_path / name))


@pytest.mark.extra("matplotlib")
def test_no_global_state(tmp_path):
    """Neither pyplot nor a change of matplotlib's settings, and no matplotlib at all before something is drawn."""
    program = f"""
import sys
from exactrelu import Layer, Network
from exactrelu.plot import draw
from exactrelu.plot.figure import SETTINGS
assert "matplotlib" not in sys.modules
import matplotlib
before = [matplotlib.rcParams[key] for key in SETTINGS]
net = Network([Layer([[1], [-1]], [0, 0]), Layer([[1, 1]], [0], "identity")])
draw(net, {str(tmp_path / "out.svg")!r})
assert [matplotlib.rcParams[key] for key in SETTINGS] == before
assert "matplotlib.pyplot" not in sys.modules
"""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, env=environment)
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "out.svg").exists()
