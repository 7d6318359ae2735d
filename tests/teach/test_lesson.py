"""The data of the teaching page, read from its JSON alone and compared with the network."""

import json
import re
from fractions import Fraction
from pathlib import Path

import pytest

from exactrelu import ExtendedRational, Layer, Network
from exactrelu.cli import main
from exactrelu.errors import DomainError, ShapeError, SizeLimitError
from exactrelu.shallow.counterexamples import closed_cells_only, literal_patterns, with_large_number
from exactrelu.teach import data as teach_data
from exactrelu.teach import lesson, page
from exactrelu.teach.page import SCRIPTS, fill

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"
WINDOWS = {
    "xor": None,
    "absolute": None,
    "sawtooth3": None,
    "clip": [(-4, 4), (-4, 4)],
    "degenerate": None,
    "iris": [(6, 6), (3, 3), (0, 8), (0, 4)],
    "max3": [(-1, 1), (0, 0), ("1/3", "1/3")],
}


def load(name):
    return Network.load(EXAMPLES / f"{name}.json")


@pytest.fixture(scope="module", params=WINDOWS)
def taught(request):
    """The JSON of a lesson, and the network on the slice that it is about, as a function of exact points."""
    network, window = load(request.param), WINDOWS[request.param]
    data = json.loads(json.dumps(lesson(network, request.param, window)))

    def inner(point):
        if window is None or len(point) == network.inputs:
            return network(point)
        coordinates = iter(point)
        return network([low if low == high else next(coordinates) for low, high in window])

    return data, inner


def numbers(texts):
    return tuple(map(Fraction, texts))


def form_at(form, point):
    return sum(int(a) * x for a, x in zip(form, (*point, 1), strict=True))


def deep_signs(data, point):
    """The sign vector by a forward pass of the shipped weights."""
    values, signs = point, []
    for layer in data["deep"][:-1]:
        pre = [
            sum((w * a for w, a in zip(numbers(row), values, strict=True)), Fraction(b))
            for row, b in zip(layer["weight"], layer["bias"], strict=True)
        ]
        signs.append("".join("-0+"[(z > 0) - (z < 0) + 1] for z, word in zip(pre, layer["relu"], strict=True) if word))
        values = [max(z, 0) if word else z for z, word in zip(pre, layer["relu"], strict=True)]
    return signs


def test_no_number_of_the_mathematics_is_a_float(taught):
    def walk(item):
        if isinstance(item, dict):
            item = list(item.values())
        if isinstance(item, list):
            for part in item:
                walk(part)
        assert not isinstance(item, float)

    walk(taught[0])


def test_every_face_has_a_point_of_its_own(taught):
    data, network = taught
    for face in data["faces"]:
        point = numbers(face["point"])
        assert deep_signs(data, point) == face["signs"]
        assert all(form_at(form, point) == 0 for form in face["equalities"])
        assert all(form_at(form, point) > 0 for form in face["inequalities"])
        assert len(face["equalities"]) == len(data["names"]) - face["dimension"]
        assert tuple(form_at(row, point) / int(face["denominator"]) for row in face["map"]) == network(point)
        if face["polygon"] is not None:
            sides = [numbers(side) for side in data["window"]]
            assert all(low <= x <= high for x, (low, high) in zip(point, sides, strict=True))
    assert len({tuple(face["signs"]) for face in data["faces"]}) == len(data["faces"])
    n = len(data["names"])
    assert sum((-1) ** (n - face["dimension"]) for face in data["faces"]) == 1


def test_the_picture_shows_the_faces(taught):
    data, network = taught
    for face in data["faces"]:
        for vertex in map(numbers, face["polygon"] or ()):
            assert all(form_at(form, vertex) == 0 for form in face["equalities"])
            assert all(form_at(form, vertex) >= 0 for form in face["inequalities"])
    hidden = data["deep"][:-1]
    for segment in data["segments"]:
        ends = [numbers(end) for end in segment["ends"]]
        middle = tuple(sum(column) / len(ends) for column in zip(*ends, strict=True))
        for layer, k in segment["neurons"]:
            place = [i for i, word in enumerate(hidden[layer]["relu"]) if word].index(k)
            assert deep_signs(data, middle)[layer][place] == "0"
    for corner in data["graph"]:
        assert network(numbers([corner["x"]])) == numbers(corner["y"])


def test_neighbouring_maps_have_different_tints(taught):
    data, _ = taught
    cells = [face for face in data["faces"] if face["dimension"] == len(data["names"])]
    for face in data["faces"]:
        if face["dimension"] != len(data["names"]) - 1:
            continue
        point = numbers(face["point"])
        beside = [cell for cell in cells if all(form_at(form, point) >= 0 for form in cell["inequalities"])]
        assert len(beside) == 2
        same = beside[0]["map"] == beside[1]["map"] and beside[0]["denominator"] == beside[1]["denominator"]
        assert same is (beside[0]["tint"] == beside[1]["tint"])


def test_the_shipped_shallow_networks_are_the_librarys():
    for name in ("xor", "sawtooth3", "degenerate"):
        network = load(name)
        data = lesson(network, name)
        for hidden in (2, 3):
            shallow, shipped = network.shallow(hidden), data["shallow"][str(hidden)]
            assert len(shipped["layers"]) == hidden + 1
            assert shipped["widths"] == list(shallow.widths)
            for layer, texts in zip(shallow.layers, shipped["layers"], strict=True):
                rows = [
                    tuple(
                        (int(column), ExtendedRational(weight))
                        for column, weight in (e.split(":") for e in text.split())
                    )
                    for text in texts["rows"]
                ]
                assert rows == list(layer.rows)
                assert [ExtendedRational(text) for text in texts["bias"]] == list(layer.bias)
            for roles, texts in zip(shallow.roles, shipped["roles"], strict=True):
                for role, text in zip(roles, texts, strict=True):
                    assert text[0] == role.kind
                    if role.kind == "gate":
                        assert (text[1], text[3]) == (role.sign, role.output)
                        assert data["faces"][text[2]]["signs"] == list(role.signs)
                    elif role.kind == "carrier":
                        assert text[1:] == [role.sign, role.input]
                    else:
                        assert tuple(map(int, text[1])) == role.form


def test_the_stations_show_what_they_say():
    found = set()
    for name in ("xor", "absolute", "sawtooth3", "degenerate"):
        network = load(name)
        data = lesson(network, name)
        m = int(data["largeNumber"])
        variants = {
            "closed cells fail": lambda x, network=network: closed_cells_only(network, x),
            "patterns z > 0 fail": lambda x, network=network: literal_patterns(network, x),
            "patterns z ≥ 0 fail": lambda x, network=network: literal_patterns(network, x, active_at_zero=True),
            "M fails, 2 hidden layers": with_large_number(network.shallow(2), m),
            "M fails, 3 hidden layers": with_large_number(network.shallow(3), m),
        }
        assert variants.keys() < {stop["name"] for stop in data["stations"]}
        for stop in data["stations"]:
            if stop["point"] is not None and stop["name"] in variants:
                point = numbers(stop["point"])
                assert tuple(variants[stop["name"]](point)) != network(point)
                found.add(stop["name"])
    assert found == variants.keys()
    # Patterns and M fail on degenerate networks in every way; the closed cells of |x| agree at 0, where it is 0.
    degenerate = {stop["name"]: stop["point"] for stop in lesson(load("degenerate"), "")["stations"]}
    assert all(point is not None for point in degenerate.values())
    absolute = {stop["name"]: stop["point"] for stop in lesson(load("absolute"), "")["stations"]}
    assert absolute["closed cells fail"] is None
    assert absolute["a breakpoint"] == ["0"]


def test_the_page_is_one_file_that_names_no_other():
    text = page(load("xor"), "xor.json")
    assert text == page(load("xor"), "xor.json")
    assert not re.search(r"\b(src|href)=(?!\"(#|data:))", text)
    assert set(re.findall(r"https?://[^\s\"'<)]*", text)) == {"http://www.w3.org/2000/svg"}
    assert "@import" not in text
    assert "url(http" not in text
    assert "default-src 'none'" in text
    for word in ("fetch(", "XMLHttpRequest", "WebSocket", "sendBeacon", "import(", "innerHTML", "eval("):
        assert word not in text


def test_the_title_is_no_markup():
    title = "</script><b>\"'&@LESSON@"
    text = page(load("absolute"), title)
    assert "</script><b>" not in text
    data = text.partition('id="lesson">')[2].partition("</script>")[0]
    assert json.loads(data)["title"] == title
    assert text.count("</script>") == 2
    with pytest.raises(ValueError, match="substring"):
        fill("no place", {"A": "x"})


def test_every_script_is_in_the_page():
    folder = ROOT / "exactrelu" / "teach" / "template"
    assert sorted(SCRIPTS) == sorted(path.name for path in folder.glob("*.js"))


def test_colours_have_contrast():
    style = (ROOT / "exactrelu" / "teach" / "template" / "style.css").read_text("utf-8")
    named = dict(re.findall(r"--(\w+): (#[0-9a-f]{3,6})", style))

    def luminance(colour):
        digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
        parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
        linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    def contrast(one, other):
        light, dark = sorted((luminance(one), luminance(other)), reverse=True)
        return (light + 0.05) / (dark + 0.05)

    for text in ("ink", "soft", "accent", "bad", "good"):
        for ground in ("#ffffff", named["wash"], "#fff1c2"):
            assert contrast(named[text], ground) >= 4.5, (text, ground)
    assert contrast("#ffffff", named["accent"]) >= 4.5
    assert contrast(named["bad"], "#fde3d6") >= 4.5
    picture = (ROOT / "exactrelu" / "teach" / "template" / "picture.js").read_text("utf-8")
    tints = re.findall(r"#[0-9a-f]{6}", picture.partition("TINTS = [")[2].partition("]")[0])
    lines = re.findall(r'colour: "(#\w+)"', picture)
    assert len(tints) == 8
    assert len(lines) == 5
    assert min(contrast(line, tint) for line in lines for tint in tints) >= 3


def test_networks_that_are_too_large(monkeypatch):
    with pytest.raises(SizeLimitError, match="more than 3000 faces"):
        lesson(Network.load(ROOT / "tests" / "nets" / "2-32-32-1.json"), "")
    monkeypatch.setattr(teach_data, "MOST_WEIGHTS", 35)
    with pytest.raises(SizeLimitError, match="at most 35"):
        lesson(load("xor"), "")


def test_what_cannot_be_taught():
    with pytest.raises(ShapeError, match="slice"):
        lesson(load("max3"), "")
    with pytest.raises(ShapeError, match="3 free"):
        lesson(load("max3"), "", [(0, 1)] * 3)
    with pytest.raises(DomainError, match="unbounded"):
        lesson(load("xor"), "", [(0, "oo"), (0, 1)])


@pytest.mark.parametrize(
    "network",
    [
        Network([Layer([[2, -1]], [3], "identity")]),  # no hidden layer
        Network([Layer([[0, 0]], [0]), Layer([[0]], [0], "identity")]),  # zero, and a neuron that is zero everywhere
        Network([Layer([[1], [1]], [0, 0], ["identity", "identity"]), Layer([[1, 1]], [0], "identity")]),
    ],
)
def test_degenerate_networks(network):
    data = lesson(network, "")
    assert len(data["faces"]) == 1
    assert data["stations"][0]["point"] is not None
    assert page(network, "").endswith("</html>\n")


def run(capsys, *words):
    code = main([str(word) for word in words])
    out, err = capsys.readouterr()
    return code, out, err


def test_the_command(capsys, tmp_path):
    file = tmp_path / "page.html"
    code, out, err = run(capsys, "teach", EXAMPLES / "xor.json", "-o", file)
    assert (code, err) == (0, "")
    assert out == f"{file}: {file.stat().st_size} bytes; open it in a browser\n"
    assert file.read_text("utf-8") == page(load("xor"), "xor.json")
    code, out, err = run(capsys, "teach", EXAMPLES / "iris.json", "--box", "6:6,3:3,0:8,0:4", "--json")
    assert (code, err) == (0, "")
    data = json.loads(out)
    assert (data["slice"], data["names"], data["inputs"]) == ("x1 = 6, x2 = 3", ["x3", "x4"], 4)


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["xor"], 64, "-o FILE"),
        (["xor", "-o", "page.pdf"], 2, "an .html file"),
        (["xor", "-o", "none/page.html"], 2, "none/page.html"),
        (["max3", "-o", "page.html"], 2, "--box"),
        (["xor", "-o", "page.html", "--box", "0:1"], 2, "--box has 1 sides"),
        (["missing", "-o", "page.html"], 2, "missing.json"),
    ],
)
def test_refusals(capsys, tmp_path, monkeypatch, words, code, message):
    monkeypatch.chdir(tmp_path)
    found, out, err = run(capsys, "teach", EXAMPLES / f"{words[0]}.json", *words[1:])
    assert (found, out) == (code, "")
    assert err.count("\n") == 1
    assert message in err
    assert list(tmp_path.iterdir()) == []
