"""The example networks are what their formulas, their scripts and their table say."""

import importlib.util
import os
import re
import subprocess
import sys
from fractions import Fraction
from importlib.resources import files
from itertools import pairwise, permutations, product
from pathlib import Path

import pytest

from exactrelu import Network
from exactrelu.formats.decide import decide
from exactrelu.formats.vnnlib import load_specification

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "examples"
TRAINED = {"diabetes.json", "iris.json"}
HALF = Fraction(1, 2)


def build_script():
    spec = importlib.util.spec_from_file_location("examples_build", EXAMPLES / "build.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


build = build_script()


def table():
    """The rows of the tables in the README: file, widths, hidden layers, three counts."""
    text = (EXAMPLES / "README.md").read_text("utf-8")
    row = re.compile(r"\| `([^`]+)` \| ([0-9-]+) \| ([0-9]+) \| ([0-9]+) \| ([0-9]+) \| ([0-9]+) \|", re.MULTILINE)
    return [(name, widths, *map(int, numbers)) for name, widths, *numbers in row.findall(text)]


def steps(low, high, denominator):
    """The multiples of 1/denominator from low to high."""
    return [Fraction(i, denominator) for i in range(low * denominator, high * denominator + 1)]


def relu(z):
    return max(z, Fraction(0))


# The formulas once more, without layers.


def xor_formula(x, y):
    s = x + y
    return 0 if s <= 0 else s if s <= 1 else 2 - s


def clip_formula(x, y):
    s = x + (y if y >= 0 else y / 4)
    return max(-1, min(1, s))


def triangle_wave(k, x):
    """The distance of x from the nearest even multiple of 2^-k, in units of 2^-k, within [0, 1]."""
    if not 0 <= x <= 1:
        return 0 if x < 0 or k > 1 else 2 - 2 * x
    phase = x * 2**k % 2
    return phase if phase <= 1 else 2 - phase


def degenerate_formula(x, y):
    return abs(relu(abs(x - y) - 1) - relu(y - HALF))


# The grids hit every kink, ties and vertices included.
@pytest.mark.parametrize(
    ("name", "formula", "points"),
    [
        ("absolute.json", abs, product(steps(-2, 2, 7))),
        ("xor.json", xor_formula, product(steps(-1, 2, 6), repeat=2)),
        ("max3.json", lambda *x: max(x), product(steps(-1, 1, 3), repeat=3)),
        ("max4.json", lambda *x: max(x), product(steps(-1, 1, 2), repeat=4)),
        ("median3.json", lambda *x: sorted(x)[1], product(steps(-1, 1, 3), repeat=3)),
        ("clip.json", clip_formula, product(steps(-3, 3, 3), steps(-8, 3, 2))),
        ("sawtooth3.json", lambda x: triangle_wave(3, x), product(steps(-1, 2, 24))),
        ("sawtooth4.json", lambda x: triangle_wave(4, x), product(steps(-1, 2, 48))),
        ("sawtooth5.json", lambda x: triangle_wave(5, x), product(steps(-1, 2, 96))),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_is_its_formula(name, formula, points):
    network = Network.load(EXAMPLES / name)
    points = list(points)
    assert [network(point) for point in points] == [(formula(*point),) for point in points]


def test_the_degenerate_file_is_its_formula():
    network = Network.load(EXAMPLES / "degenerate.json")
    points = list(product(steps(-3, 4, 4), steps(-2, 3, 4)))
    assert [network(point) for point in points] == [(degenerate_formula(*point), 0) for point in points]


@pytest.mark.parametrize(("x", "y"), list(product((0, 1), repeat=2)))
def test_xor_is_right_at_the_corners(x, y):
    assert build.xor()((x, y)) == (x ^ y,)


def test_xor_is_right_near_the_corners_and_no_closer_to_one_half(tmp_path):
    network, text = build.xor(), (EXAMPLES / "xor.vnnlib").read_text()
    assert decide(network, load_specification(EXAMPLES / "xor.vnnlib")).holds
    # At a distance of 1/4 the output may be 1/2.
    sharp = tmp_path / "sharp.vnnlib"
    for side in ("0.501", "0.499"):
        sharp.write_text(text.replace(side, "0.5"))
        found = decide(network, load_specification(sharp))
        assert found.outputs == network(found.point) == (HALF,)


@pytest.mark.parametrize("n", [2, 5, 6])
def test_the_maximum_of_more_and_of_fewer_numbers(n):
    network = build.maximum(n)
    numbers = [Fraction(2 * i - n, 3) for i in range(n)]
    assert len(network.hidden) == n - 1
    assert {network(order) for order in permutations(numbers)} == {(numbers[-1],)}
    assert network([HALF] * n) == (HALF,)


@pytest.mark.parametrize("k", range(1, 8))
def test_a_sawtooth_of_k_layers_has_two_to_the_k_pieces(k):
    """It is affine between the multiples of 2^-k, where it is 0 and 1 in turn."""
    network = build.sawtooth(k)
    assert network.widths == (1, *[2] * k, 1)
    ends = [Fraction(i, 2**k) for i in range(2**k + 1)]
    assert [network((x,)) for x in ends] == [(i % 2,) for i in range(2**k + 1)]
    assert all(
        network(((2 * x + y) / 3,)) == ((2 * network((x,))[0] + network((y,))[0]) / 3,) for x, y in pairwise(ends)
    )
    assert all(network((x,)) == (triangle_wave(k, x),) for x in steps(-2, 3, 5))


@pytest.mark.parametrize(("function", "size"), [(build.maximum, 1), (build.sawtooth, 0)])
def test_too_small_a_size_is_refused(function, size):
    with pytest.raises(ValueError, match=str(size)):
        function(size)


@pytest.mark.parametrize("name", build.networks())
def test_a_file_is_what_the_script_writes(name, tmp_path):
    network = build.networks()[name]
    network.save(tmp_path / name)
    assert (tmp_path / name).read_bytes() == (EXAMPLES / name).read_bytes()
    assert Network.load(EXAMPLES / name) == network


def test_every_file_has_its_script_and_its_row():
    stored = {path.name for path in EXAMPLES.glob("*.json")}
    assert stored == build.networks().keys() | TRAINED
    assert sorted(row[0] for row in table()) == sorted({*stored, "../exactrelu/demo.json"})


@pytest.mark.parametrize(("name", "widths", "hidden", "regions", "maps", "pieces"), table())
def test_the_table_of_the_readme_is_true(name, widths, hidden, regions, maps, pieces):
    network = Network.load(EXAMPLES / name)
    assert "-".join(map(str, network.widths)) == widths
    assert len(network.hidden) == hidden
    assert len(network.regions()) == regions
    counts = network.regions().counts()
    assert (counts.activation_regions, counts.distinct_affine_maps, counts.linear_pieces) == (regions, maps, pieces)


# Counts by theory.


def counts(network, domain=None):
    found = network.regions(domain=domain).counts()
    return found.activation_regions, found.distinct_affine_maps, found.linear_pieces


@pytest.mark.parametrize("n", [2, 3, 4, 5])
def test_a_maximum_has_a_pattern_for_each_row_of_comparisons_and_a_piece_for_each_number(n):
    assert counts(build.maximum(n)) == (2 ** (n - 1), n, n)


def test_a_median_has_a_pattern_for_each_order():
    """Two orders share the middle number, and their regions touch in a line only."""
    assert counts(build.median3()) == (6, 3, 6)


@pytest.mark.parametrize("k", range(1, 7))
def test_a_sawtooth_has_two_to_the_k_regions_on_the_unit_interval(k):
    assert counts(build.sawtooth(k), domain=[(0, 1)]) == (2**k,) * 3


@pytest.mark.parametrize("k", range(2, 7))
def test_a_sawtooth_is_zero_on_both_sides_of_the_unit_interval(k):
    assert counts(build.sawtooth(k)) == (2**k + 2, 2**k + 1, 2**k + 2)


def test_the_degenerate_network_has_the_regions_of_its_lines():
    """d = -1, 0, 1, 2 and y = 0, 1/2 make 5 * 3 cells; the zigzag |d| - 1 = y - 1/2 > 0 cuts three of those once."""
    assert counts(build.degenerate()) == (18, 8, 8)


def test_the_degenerate_network_has_zero_signs_inside_cells():
    """Worked out by hand at one point inside each of two cells."""
    network = build.degenerate()
    assert network.sign_vector((-1, 1)) == ("---+-0-++", "+-000+", "+-00")
    assert network.sign_vector((Fraction(1, 4), Fraction(1, 8))) == ("+++--0-++", "--0+0-", "000-")


# Trained networks.


@pytest.mark.parametrize(
    ("path", "widths"),
    [
        (EXAMPLES / "diabetes.json", (3, 5, 5, 5, 1)),
        (EXAMPLES / "iris.json", (4, 6, 5, 3)),
        (Path(str(files("exactrelu") / "demo.json")), (2, 5, 5, 5, 3)),
    ],
    ids=lambda value: value.name if isinstance(value, Path) else "",
)
def test_a_trained_network_is_small_and_alive(path, widths):
    network = Network.load(path)
    assert network.widths == widths
    assert {word for layer in network.hidden for word in layer.activation} == {"relu"}
    for layer in network.layers[1:]:
        assert {64 % number.denominator for row in (*layer.weight, layer.bias) for number in row} == {0}
    assert all(any(row) for layer in network.layers for row in layer.weight)


def test_the_demo_has_as_many_regions_in_its_picture_as_the_readme_says():
    box = [(0, 8), (0, 3)]
    regions = len(Network.load(EXAMPLES / "../exactrelu/demo.json").regions(domain=box))
    sentence = f"`--box 0:8,0:3`, which holds all the flowers and {regions} of the activation regions"
    assert sentence in (EXAMPLES / "README.md").read_text("utf-8")


@pytest.mark.extra("sklearn")
def test_the_scores_in_the_readme_are_those_of_the_stored_networks():
    command = [sys.executable, str(EXAMPLES / "train.py"), "--check"]
    search = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    run = subprocess.run(command, capture_output=True, text=True, check=True, env={**os.environ, "PYTHONPATH": search})
    assert len(run.stdout.splitlines()) == 3
    assert f"```text\n{run.stdout}```\n" in (EXAMPLES / "README.md").read_text("utf-8")
