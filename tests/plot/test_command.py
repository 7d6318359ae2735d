"""`exactrelu plot`: kinds, slices, exact data."""

import json
from fractions import Fraction
from pathlib import Path

import pytest

from exactrelu import Network
from exactrelu.cli import main
from exactrelu.plot import KINDS

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
CLIP, IRIS, ABSOLUTE = (str(EXAMPLES / f"{name}.json") for name in ("clip", "iris", "absolute"))


def run(capsys, *words):
    code = main([str(word) for word in words])
    out, err = capsys.readouterr()
    return code, out, err


@pytest.mark.parametrize("kind", KINDS)
def test_json_of_every_kind(capsys, kind):
    box = "-4:4,1:1" if kind == "graph" else "-4:4,-4:4"
    code, out, err = run(capsys, "plot", CLIP, "--kind", kind, "--box", box, "--json")
    assert (code, err) == (0, "")
    assert out.count("\n") == 1
    data = json.loads(out)
    assert data["kind"] == kind
    assert not any(isinstance(number, float) for number in flat(data))


def flat(data):
    if isinstance(data, dict):
        data = list(data.values())
    if isinstance(data, list):
        for item in data:
            yield from flat(item)
    else:
        yield data


@pytest.mark.extra("matplotlib")
def test_json_and_a_file(capsys, tmp_path):
    file = tmp_path / "out.svg"
    code, out, err = run(capsys, "plot", ABSOLUTE, "-o", file, "--json")
    assert (code, err) == (0, "")
    assert json.loads(out)["breakpoints"] == ["0"]
    assert file.exists()


def test_a_plane_through_three_points(capsys):
    words = ["--through", "5.1,3.5,1.4,0.2", "--through", "7,3.2,4.7,1.4", "--through", "6.3,3.3,6,2.5"]
    code, out, err = run(capsys, "plot", IRIS, "--kind", "surface", *words, "--of", 2, "--box", "0:1,0:1", "--json")
    assert (code, err) == (0, "")
    data = json.loads(out)
    assert data["slice"]["origin"] == ["51/10", "7/2", "7/5", "1/5"]
    assert data["slice"]["directions"] == [["19/10", "-3/10", "33/10", "6/5"], ["6/5", "-1/5", "23/5", "23/10"]]
    heights = {tuple(corner[:2]): Fraction(corner[2]) for facet in data["facets"] for corner in facet}
    network = Network.load(IRIS)
    assert heights["0", "0"] == network(("5.1", "3.5", "1.4", "0.2"))[1]
    assert heights["1", "0"] == network(("7", "3.2", "4.7", "1.4"))[1]
    assert heights["0", "1"] == network(("6.3", "3.3", "6", "2.5"))[1]


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        ([CLIP], 64, "-o FILE, or --json"),
        ([CLIP, "--json", "--kind", "cubist"], 64, "no kind 'cubist'"),
        ([CLIP, "--json", "--through", "0,0"], 2, "2 points (a line) or 3"),
        ([CLIP, "--json", "--through", "0,0", "--through", "1,x"], 2, "--through, coordinate 2"),
        ([CLIP, "--json", "--through", "0,0", "--through", "1,1", "--box", "0:1,0:1"], 2, "slice has 1 coordinates"),
        ([CLIP, "--json", "--kind", "output", "--of", "2"], 2, "no output 2"),
        ([IRIS, "--json"], 2, "slice"),
        ([CLIP, "--json", "--through", "0,0", "--through", "1,1", "--domain", "d.json"], 64, "no --domain"),
    ],
)
def test_refusals(capsys, words, code, message):
    found, out, err = run(capsys, "plot", *words)
    assert (found, out) == (code, "")
    assert err.count("\n") == 1
    assert message in err


def test_a_shallow_networks_file(capsys, tmp_path):
    file = tmp_path / "shallow.json"
    Network.load(ABSOLUTE).shallow().save(file)
    code, out, err = run(capsys, "plot", file, "--json")
    assert (code, err) == (0, "")
    assert [matrix["-oo"] for matrix in json.loads(out)["matrices"]] == [[], [[0, 0], [1, 1]], []]
    assert run(capsys, "plot", file, "--json", "--kind", "regions")[0] == 2


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--of", "2"], 64),
        (["--hidden-layers", "3"], 64),
        (["--kind", "sparsity", "--names", "a,b"], 2),
    ],
)
def test_options_that_would_do_nothing_are_refused(capsys, words, code):
    assert main(["plot", str(EXAMPLES / "xor.json"), "--box", "0:1,0:1", "--json", *words]) == code
    assert capsys.readouterr().err.count("\n") == 1
