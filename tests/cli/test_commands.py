import json
import os
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest

import exactrelu
from exactrelu import Layer, Network, ShallowNetwork
from exactrelu.cli import main
from exactrelu.formats import load_any

ABSOLUTE = Network([Layer([[1], [-1]], [0, 0]), Layer([[1, 1]], [0], "identity")])
# Two hyperplanes that meet in the origin, then one that bends; four quadrants.
QUADRANTS = Network([Layer([[1, 0], [0, 1]], [0, 0]), Layer([[1, 1]], [-1]), Layer([[2]], ["1/3"], "identity")])


def save(network, folder, name="net.json"):
    path = folder / name
    network.save(path)
    return str(path)


@pytest.fixture
def absolute(tmp_path):
    return save(ABSOLUTE, tmp_path, "absolute.json")


@pytest.fixture
def quadrants(tmp_path):
    return save(QUADRANTS, tmp_path, "quadrants.json")


def run(capsys, *words):
    """The exit code, stdout and stderr of one command."""
    capsys.readouterr()
    code = main([str(word) for word in words])
    return (code, *capsys.readouterr())


def result(capsys, *words):
    code, out, err = run(capsys, *words, "--json")
    assert (code, err) == (0, "")
    return json.loads(out)


def test_regions_of_the_absolute_value(capsys, absolute):
    found = result(capsys, "regions", absolute)
    assert list(found) == [
        "activation_regions",
        "distinct_affine_maps",
        "linear_pieces",
        "bounded_regions",
        "f_vector",
        "upper_bound",
        "cpu_seconds",
        "total_cpu_seconds",
        "seconds",
    ]
    assert [found[key] for key in list(found)[:5]] == [2, 2, 2, 0, None]
    assert 0 < found["cpu_seconds"] <= found["total_cpu_seconds"]
    assert found["seconds"] > 0
    # Two neurons on a line have three regions at most.
    assert (found["upper_bound"]["value"], found["upper_bound"]["name"]) == (3, "Zaslavsky")


def test_the_least_upper_bound_stands_beside_the_count(capsys, quadrants):
    # Two lines make 4 parts; a third one cuts each of them in two, except where both neurons are inactive.
    assert "upper bound           7 activation regions (Serra et al., " in run(capsys, "regions", quadrants)[1]
    # On a segment, by its own dimension.
    flat = result(capsys, "regions", quadrants, "--box", "-1:1,0:0")
    assert flat["activation_regions"] <= flat["upper_bound"]["value"] == 6


def test_faces_and_domains(capsys, quadrants, tmp_path):
    # The boundary of a domain makes no faces of its own.
    # Over the plane: the quadrants, the first of them cut by x + y = 1, and the second and fourth by x = 1, y = 1.
    assert result(capsys, "regions", quadrants, "--faces")["f_vector"] == [3, 9, 7]
    box = result(capsys, "regions", quadrants, "--faces", "--box", "-1:1/2,-1:1/4")
    assert (box["activation_regions"], box["f_vector"]) == (4, [1, 4, 4])
    # x + y <= 3/4, x >= 0, y >= 0, as rows a.x + c >= 0
    file = tmp_path / "domain.json"
    file.write_text('{"inequalities": [["-1", -1, "3/4"], [1, 0, 0], [0, 1, 0]]}')
    assert result(capsys, "regions", quadrants, "--faces", "--domain", file)["f_vector"] == [0, 0, 1]


@pytest.mark.parametrize("engine", ["auto", "double-description", "simplex"])
def test_engines_give_the_same_counts(capsys, quadrants, engine):
    found = result(capsys, "regions", quadrants, "--engine", engine)
    assert (found["activation_regions"], found["distinct_affine_maps"], found["linear_pieces"]) == (7, 4, 4)


def test_listed_regions(capsys, absolute):
    right = {
        "signs": ["+-"],
        "dimension": 1,
        "bounded": False,
        "interior_point": ["1"],
        "inequalities": [["1", "0"]],
        "equalities": [],
        "affine_map": {"weight": [["1"]], "bias": ["0"]},
        "neighbours": [["-+"]],
    }
    assert result(capsys, "regions", absolute, "--list")["regions"][1] == right
    faces = result(capsys, "regions", absolute, "--list", "--faces")["regions"]
    assert [(face["signs"], face["dimension"]) for face in faces] == [(["-+"], 1), (["00"], 0), (["+-"], 1)]
    code, out, _ = run(capsys, "regions", absolute, "--list", "--faces")
    assert code == 0
    assert out.splitlines()[0] == "-+  dimension 1, unbounded, around (-1): y = -x1"
    assert "Euler characteristic  -1" in out


def test_listed_numbers_may_be_long(capsys, tmp_path):
    long = "1" + "0" * 5000
    file = save(Network([Layer([[1]], [long]), Layer([[1]], [0], "identity")]), tmp_path)
    left, _ = result(capsys, "regions", file, "--list")["regions"]
    assert left["inequalities"] == [["-1", "-" + long]]
    assert run(capsys, "regions", file, "--list")[0] == 0
    assert result(capsys, "eval", file, "--at", long)["output"] == ["2" + "0" * 5000]


@pytest.mark.parametrize("words", [["--at", "-1/3,2"], ["--at=-1/3,2"], ["--at", " -1/3 , 2.0 "]])
def test_eval(capsys, quadrants, words):
    assert result(capsys, "eval", quadrants, *words) == {"output": ["7/3"], "signs": ["-+", "+"]}
    assert run(capsys, "eval", quadrants, *words)[1] == "y1     7/3\nsigns  -+|+\n"


@pytest.mark.parametrize("box", [["--box", "-1:1,-1:1"], ["--box=-1:1,-1:1"]])
def test_options_whose_values_begin_with_a_minus(capsys, quadrants, box):
    assert result(capsys, "regions", quadrants, *box)["bounded_regions"] == 5


@pytest.mark.parametrize("hidden_layers", [2, 3])
def test_shallow(capsys, quadrants, tmp_path, hidden_layers):
    file = tmp_path / "shallow.json"
    found = result(capsys, "shallow", quadrants, "--hidden-layers", hidden_layers, "-o", file)
    shallow = ShallowNetwork.load(file)
    assert found["widths"] == list(shallow.widths)
    assert len(shallow.widths) == hidden_layers + 2
    assert found["hidden_layers"] == hidden_layers
    assert found["infinite_weights"] == shallow.infinite_weights > 0
    assert (found["activation_regions"], found["faces"], found["f_vector"]) == (7, 19, [3, 9, 7])
    assert found["bytes"] == file.stat().st_size
    assert (found["check"]["equal"], found["check"]["complete"], found["check"]["faces"]) == (True, True, 19)
    assert result(capsys, "eval", file, "--at", "1/2,5") == {"output": ["28/3"], "signs": None}
    code, out, _ = run(capsys, "shallow", quadrants, "-o", file)
    assert code == 0
    assert "equal at the witness points of all 19 faces" in out


def test_shallow_on_a_box(capsys, quadrants, tmp_path):
    file = tmp_path / "shallow.json.gz"
    found = result(capsys, "shallow", quadrants, "-o", file, "--box", "0:1/4,0:1/4")
    assert (found["activation_regions"], found["f_vector"]) == (1, [0, 0, 1])
    code, out, err = run(capsys, "eval", file, "--at", "1,1")
    assert (code, out) == (2, "")
    assert "outside the domain" in err


def test_a_size_limit_can_be_lifted(capsys, quadrants, tmp_path, monkeypatch):
    monkeypatch.setattr("exactrelu.cli.shallow.LARGEST_FILE", 100)
    file = tmp_path / "shallow.json"
    code, out, err = run(capsys, "shallow", quadrants, "-o", file)
    assert (code, out, file.exists()) == (2, "", False)
    assert "--force" in err
    assert run(capsys, "shallow", quadrants, "-o", file, "--force")[0] == 0
    assert file.exists()


def test_convert_keeps_the_network(capsys, quadrants, tmp_path):
    shallow, again, other = tmp_path / "s.json", tmp_path / "s2.json.gz", tmp_path / "net.txt"
    assert run(capsys, "shallow", quadrants, "-o", shallow)[0] == 0
    assert run(capsys, "convert", shallow, "-o", again) == (0, "", "")
    assert load_any(again) == load_any(shallow)
    assert run(capsys, "convert", quadrants, "-o", other, "--to", "json")[0] == 0
    assert other.read_bytes() == Path(quadrants).read_bytes()


@pytest.mark.extra("matplotlib")
def test_plot(capsys, quadrants, tmp_path):
    file = tmp_path / "regions.svg"
    code, out, err = run(capsys, "plot", quadrants, "-o", file, "--box", "-1:2,-1:2")
    assert (code, err) == (0, "")
    assert out == f"{file}: 7 activation regions, 4 affine maps on -1 <= x1 <= 2, -1 <= x2 <= 2\n"
    assert file.read_text().startswith("<?xml")


def test_demo(capsys):
    code, out, err = run(capsys, "demo")
    assert (code, err) == (0, "")
    assert "2-5-5-5-3" in out
    assert "168 - 352 + 185 = 1" in out
    assert out.count("a point of each of the 185 regions and 352 edges, and at 168 vertices") == 2
    network = Network.load(Path(exactrelu.__file__).with_name("demo.json"))
    scores = network((Fraction(49, 10), Fraction(3, 2)))
    assert max(scores) == scores[1]
    assert "The largest score names the species: versicolor." in out


def python(*words):
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.run(
        [sys.executable, "-m", "exactrelu", *words],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env=environment,
    )


def test_as_a_module(absolute):
    done = python("eval", absolute, "--at", "-2/3", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout) == {"output": ["2/3"], "signs": ["-+"]}


def test_version_and_help(capsys):
    assert run(capsys, "--version") == (0, "exactrelu 0.1.0\n", "")
    code, out, err = run(capsys, "--help")
    assert (code, err) == (0, "")
    assert all(f"\n  {name} " in out for name in ("shallow", "regions", "eval", "convert", "plot", "demo"))
    assert run(capsys, "regions", "--help")[0] == 0
    # Nothing was asked for: the help is printed, but it is wrong usage.
    assert run(capsys) == (64, out, "")
