"""`exactrelu convert`: every target through the command line, and one line for what makes no sense."""

import gzip
import json
from fractions import Fraction

import pytest

from exactrelu import Layer, Network, ShallowNetwork
from exactrelu.cli import main
from exactrelu.cli.convert import EXPORTS
from tests import oracles

# Two hidden layers, three inputs' worth of bends on two, dyadic numbers.
DEEP = Network(
    [Layer([[1, 0], [0, 1], [1, "-1/2"]], [0, 0, 1]), Layer([[1, 1, -1]], [-1]), Layer([[2]], ["1/4"], "identity")]
)
THIRD = Network([Layer([[1, 0]], [0]), Layer([["1/3"]], [0], "identity")])
POINTS = [(0, 0), (1, -2), (Fraction(5, 2), 3), (-4, Fraction(1, 8)), (3, -7)]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    DEEP.save("net.json")
    THIRD.save("third.json")
    DEEP.shallow().save("shallow.json")
    return tmp_path


def convert(capsys, words):
    capsys.readouterr()
    code = main(["convert", *words.split()])
    return (code, *capsys.readouterr())


def fine(capsys, words):
    assert convert(capsys, words) == (0, "", "")


def check_same(network):
    assert all(oracles.output(network, point) == oracles.output(DEEP, point) for point in POINTS)


def test_every_target_is_tried_here(folder, capsys):
    """A new line in the table asks for a test: this list is what the tests below write."""
    assert set(EXPORTS) >= {
        "json",
        "onnx",
        "nnet",
        "safetensors",
        "torch",
        "sympy",
        "latex",
        "smt2",
        "coq",
        "csv",
        "regions-json",
        "regions-latex",
        "dot",
    }


def test_json(folder, capsys):
    fine(capsys, "shallow.json -o again.json.gz")
    assert ShallowNetwork.load("again.json.gz") == DEEP.shallow()
    fine(capsys, "net.json -o other --to json")
    assert (folder / "other").read_bytes() == (folder / "net.json").read_bytes()


@pytest.mark.extra("onnx", "numpy")
@pytest.mark.parametrize("option", ["", " --float float32", " --float float64"])
def test_onnx(folder, capsys, option):
    fine(capsys, f"net.json -o net.onnx{option}")
    assert Network.load("net.onnx") == DEEP
    fine(capsys, "net.onnx -o again.json")
    assert Network.load("again.json") == DEEP


def test_nnet(folder, capsys):
    fine(capsys, "net.json -o net.nnet --box -1:1,0:5/2")
    check_same(Network.load("net.nnet"))
    assert Network.load("net.nnet").suggested_domain is not None


@pytest.mark.parametrize(("option", "size"), [("", 8), (" --float float32", 4)])
def test_safetensors(folder, capsys, option, size):
    fine(capsys, f"net.json -o net.safetensors{option}")
    assert Network.load("net.safetensors") == DEEP
    data = (folder / "net.safetensors").read_bytes()
    # 15 numbers after a header that fills whole words.
    assert int.from_bytes(data[:8], "little") % 8 == 0
    assert len(data) == 8 + int.from_bytes(data[:8], "little") + 15 * size


@pytest.mark.extra("torch", "numpy")
@pytest.mark.parametrize("name", ["net", "shallow"])
def test_torch(folder, capsys, name):
    import torch

    fine(capsys, f"{name}.json -o {name}.pt")
    module = torch.load(f"{name}.pt", weights_only=False)
    outputs = module(torch.tensor([[float(x) for x in point] for point in POINTS], dtype=torch.float64)).tolist()
    # Dyadic numbers of a few bits: nothing is rounded.
    assert [tuple(map(Fraction, row)) for row in outputs] == [oracles.output(DEEP, point) for point in POINTS]


def test_sympy(folder, capsys):
    import sympy

    fine(capsys, "third.json -o third.py --box -1:1,-1:1")
    names = {}
    exec((folder / "third.py").read_text(), names)
    (expression,) = names["outputs"]
    assert not expression.atoms(sympy.Float)
    for point in [(Fraction(1, 7), 0), (0, 0), (-1, 1)]:
        values = {sympy.Symbol(f"x{i}"): sympy.Rational(str(x)) for i, x in enumerate(point, start=1)}
        assert expression.subs(values) == sympy.Rational(str(oracles.output(THIRD, point)[0]))


@pytest.mark.parametrize("name", ["net", "shallow"])
def test_latex(folder, capsys, name):
    fine(capsys, f"{name}.json -o {name}.tex")
    text = (folder / f"{name}.tex").read_text()
    assert text.startswith(r"\[ W_{1} = ")
    assert text.count("{") == text.count("}")
    assert (r"-\infty" in text) == (name == "shallow")


def test_coq(folder, capsys):
    """Only shapes are looked at here; `make proofs` compiles such files (proofs/examples)."""
    fine(capsys, "third.json -o theorem.v --hidden-layers 3 --box 0:1,0:1")
    assert "Claim true 2 [([1; 0], 0); " in (folder / "theorem.v").read_text()
    fine(capsys, "net.json -o theorem.v --shallow shallow.json --kind partition")
    assert "EqualityClaim 2 [] [] first_network second_network." in (folder / "theorem.v").read_text()


@pytest.mark.extra("z3")
@pytest.mark.parametrize("options", ["", " --hidden-layers 3", " --shallow shallow.json", " --box 0:1,-1:2"])
def test_smt2(folder, capsys, options):
    import z3

    answers = {}
    for name in ("net", "third"):
        if name == "third" and "shallow" not in options:
            continue
        fine(capsys, f"{name}.json -o script.smt2.gz{options}")
        solver = z3.Solver()
        solver.from_string(gzip.decompress((folder / "script.smt2.gz").read_bytes()).decode())
        answers[name] = str(solver.check())
    assert answers.pop("net") == "unsat"
    assert list(answers.values()) == ["sat"] * len(answers)


def test_regions(folder, capsys):
    count = len(DEEP.regions([(0, 1), (-3, 1)]))
    assert 1 < count < len(DEEP.regions())
    box = "--box 0:1,-3:1"
    fine(capsys, f"net.json -o regions.csv {box}")
    assert len((folder / "regions.csv").read_text().splitlines()) == 1 + count
    fine(capsys, f"net.json -o regions.json --to regions-json {box}")
    assert len(json.loads((folder / "regions.json").read_text())) == count
    fine(capsys, f"net.json -o regions.tex --to regions-latex {box}")
    assert len((folder / "regions.tex").read_text().splitlines()) == 4 + count
    fine(capsys, f"net.json -o regions.dot {box}")
    assert (folder / "regions.dot").read_text().count('[label="') == count + len(
        DEEP.regions([(0, 1), (-3, 1)]).dual_graph()
    )
    (folder / "half.json").write_text('{"inequalities": [[1, 0, 0]]}')
    fine(capsys, "net.json -o half.csv --domain half.json")
    assert len((folder / "half.csv").read_text().splitlines()) == 1 + len(DEEP.regions([(0, "oo"), ("-oo", "oo")]))


REFUSED = {
    "a number that is no float": ("third.json -o out.onnx", "third.json: layer 2, weight row 1, column 1: 1/3"),
    "a number that is no float, torch": ("third.json -o out.pt", "third.json: layer 2, weight row 1, column 1: 1/3"),
    "a number that is no decimal": ("third.json -o out.nnet --box 0:1,0:1", "1/3 is no finite decimal"),
    "nnet without bounds": ("net.json -o out.nnet", "give --box"),
    "shallow as ONNX": ("shallow.json -o out.onnx", "a shallow network cannot be written as ONNX"),
    "shallow as nnet": ("shallow.json -o out.nnet", "a shallow network cannot be written as .nnet"),
    "a number that is no float, safetensors": (
        "third.json -o out.safetensors",
        "third.json: layer 2, weight row 1, column 1: 1/3",
    ),
    "shallow as safetensors": ("shallow.json -o out.safetensors", "cannot be written as safetensors"),
    "shallow as sympy": ("shallow.json -o out.py", "a shallow network cannot be written as sympy"),
    "shallow as CSV": ("shallow.json -o out.csv", "a shallow network cannot be written as CSV"),
    "shallow as JSON of regions": ("shallow.json -o out --to regions-json", "cannot be written as a list of regions"),
    "shallow as LaTeX of regions": (
        "shallow.json -o out --to regions-latex",
        "cannot be written as a table of regions",
    ),
    "shallow as a graph": ("shallow.json -o out.dot", "a shallow network cannot be written as a dual graph"),
    "shallow as SMT-LIB": ("shallow.json -o out.smt2", "give the deep one, and this one with --shallow"),
    "a deep network as --shallow": ("net.json -o out.smt2 --shallow net.onnx", "net.onnx"),
    "another domain": ("net.json -o out.v --shallow shallow.json --box 0:1,0:1", "speaks of all of space"),
    "no --shallow": ("net.json -o out.smt2 --shallow none.json", "none.json: No such file"),
    "an empty box": ("net.json -o out.csv --box 1:0,0:1", "the box is empty"),
    "unknown suffix": ("net.json -o out.xyz", "out.xyz: the suffix names no form; use one of .json, .onnx"),
}


@pytest.mark.extra("onnx", "torch", "numpy")
@pytest.mark.parametrize(("words", "message"), REFUSED.values(), ids=REFUSED)
def test_what_makes_no_sense(folder, capsys, words, message):
    code, out, err = convert(capsys, words)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert message in err
    assert not list(folder.glob("out*"))


WRONG_USAGE = {
    "no such form": "net.json -o out --to none",
    "a float type for CSV": "net.json -o out.csv --float float32",
    "a box for JSON": "net.json -o out.json --box 0:1,0:1",
    "another float type": "net.json -o out.onnx --float float16",
    "a shallow network for CSV": "net.json -o out.csv --shallow shallow.json",
    "both": "net.json -o out.smt2 --shallow shallow.json --hidden-layers 2",
    "four layers": "net.json -o out.smt2 --hidden-layers 4",
    "a kind of nothing": "net.json -o out.v --kind proof",
    "a kind for a script": "net.json -o out.smt2 --kind partition",
}


@pytest.mark.parametrize("words", WRONG_USAGE.values(), ids=WRONG_USAGE)
def test_options_that_a_target_does_not_heed(folder, capsys, words):
    code, out, err = convert(capsys, words)
    assert (code, out, err.count("\n")) == (64, "", 1)
    assert not list(folder.glob("out*"))


@pytest.mark.parametrize(("module", "target", "extra"), [("onnx", "out.onnx", "onnx")])
def test_a_missing_extra_is_named(folder, capsys, monkeypatch, module, target, extra):
    import sys

    monkeypatch.setitem(sys.modules, module, None)
    code, out, err = convert(capsys, f"net.json -o {target}")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert f"exactrelu[{extra}]" in err
    assert not (folder / target).exists()


def test_bytes_are_the_same_in_every_run(folder, capsys):
    for suffix in ("json", "csv", "smt2", "tex", "py", "dot"):
        fine(capsys, f"net.json -o one.{suffix}")
        fine(capsys, f"net.json -o two.{suffix}")
        assert (folder / f"one.{suffix}").read_bytes() == (folder / f"two.{suffix}").read_bytes()
