"""`exactrelu decide`: verdicts, exit codes, and one line for whatever cannot be decided."""

import json

import pytest

from exactrelu import Layer, Network
from exactrelu.cli import main

ABSOLUTE = Network([Layer([[1], [-1]], [0, 0]), Layer([[1, 1]], ["1/3"], "identity")])
DECLARED = "(declare-const X_0 Real)\n(declare-const Y_0 Real)\n(assert (<= X_0 -0.1))\n"


@pytest.fixture
def decide(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    ABSOLUTE.save("net.json")

    def run(claim, *options):
        (tmp_path / "spec.vnnlib").write_text(DECLARED + claim)
        code = main(["decide", "net.json", "spec.vnnlib", *options])
        return (code, *capsys.readouterr())

    return run


def test_a_property_that_holds(decide):
    # |x| + 1/3 >= 1/10 + 1/3 = 0.4333...
    assert decide("(assert (<= Y_0 0.43333))") == (0, "holds: no input satisfies the assertions\n", "")
    code, out, err = decide("(assert (<= Y_0 0.43333))", "--json")
    assert (code, json.loads(out), err) == (0, {"holds": True, "point": None, "outputs": None}, "")


def test_a_property_that_does_not_hold(decide):
    claim = "(assert (<= (* 3 Y_0) 1.3))"
    assert decide(claim) == (1, "does not hold: at (-1/10) the outputs are (13/30)\n", "")
    code, out, err = decide(claim, "--json")
    assert (code, json.loads(out), err) == (1, {"holds": False, "point": ["-1/10"], "outputs": ["13/30"]}, "")


@pytest.mark.parametrize(
    ("claim", "message"),
    [
        ("(assert (< Y_0 1))", "spec.vnnlib: line 4: '<' cannot be read"),
        ("(assert", "spec.vnnlib: line 4: the file ends inside a command"),
        ("(declare-const X_1 Real)", "speaks of 2 inputs and 1 outputs, the network has 1 and 1"),
    ],
)
def test_what_cannot_be_read(decide, claim, message):
    code, out, err = decide(claim)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert err.startswith("exactrelu: ")
    assert message in err


def test_files_that_are_not_there(decide, capsys):
    decide("")
    for words in (["net.json", "none.vnnlib"], ["none.json", "spec.vnnlib"]):
        assert main(["decide", *words]) == 2
        out, err = capsys.readouterr()
        assert (out, err.count("\n")) == ("", 1)
        assert "No such file" in err


def test_limits(decide, monkeypatch, tmp_path, capsys):
    decide("")
    # Two cells, and two claims that are possible one by one.
    between = DECLARED.replace("<= X_0 -0.1", "<= X_0 1") + "(assert (>= Y_0 0.9))(assert (<= Y_0 0.8))"
    file = tmp_path / "between.vnnlib"
    file.write_text(between)
    assert main(["decide", "net.json", str(file), "--max-cells", "2"]) == 0
    capsys.readouterr()
    assert main(["decide", "net.json", str(file), "--max-cells", "1"]) == 3
    assert capsys.readouterr() == ("", "exactrelu: undecided after 1 cells; lift the limit, or split the property\n")
    many = "(assert (or (<= Y_0 0) (>= Y_0 1)))" * 20
    assert decide(many) == (
        3,
        "",
        "exactrelu: the property has more than 10000 alternatives; write it as several files\n",
    )

    def exhausted(*_):
        raise MemoryError

    monkeypatch.setattr("exactrelu.cli.decide.decide", exhausted)
    assert decide("") == (3, "", "exactrelu: out of memory: split the property into smaller ones\n")


def test_wrong_usage(decide):
    assert decide("", "--max-cells", "0")[0] == 64
    assert main(["decide", "net.json"]) == 64


def test_a_counterexample_that_is_not_confirmed_is_a_bug(decide, monkeypatch):
    from exactrelu.formats.decide import _Search

    monkeypatch.setattr(_Search, "counterexample", lambda *_: (1,))
    code, out, err = decide("(assert (>= Y_0 10))")
    assert (code, out) == (70, "")
    assert "not confirmed" in err
