import json

import pytest

from exactrelu import Layer, Network
from exactrelu.cli import main

LINES = Network([Layer([[1, 0], [0, 1], [1, 1]], [0, 0, 1]), Layer([[1, 1, 1]], [0], "identity")])


@pytest.fixture
def lines(tmp_path):
    path = tmp_path / "lines.json"
    LINES.save(path)
    return str(path)


def run(capsys, *words):
    capsys.readouterr()
    code = main([str(word) for word in words])
    return (code, *capsys.readouterr())


def test_json(capsys, lines):
    code, out, err = run(capsys, "estimate", lines, "--json")
    assert (code, err) == (0, "")
    found = json.loads(out)
    exact = {"mean": "7", "interval": [7, 7], "confidence": "95%", "probes": 2, "exact": True}
    assert found["activation_regions"] == exact
    assert found["faces"] == exact | {"mean": "19", "interval": [19, 19]}
    assert found["f_vector"] == [3, 9, 7]
    assert [(b["name"], b["value"]) for b in found["bounds"]] == [
        ("Zaslavsky", 7),
        ("Montufar et al.", 7),
        ("Raghu et al.", 7),
        ("Serra et al.", 7),
    ]
    assert found["certificate_bytes"] > 0
    assert found["shallow_bytes"] > 0


def test_text_and_domain(capsys, lines):
    code, out, err = run(capsys, "estimate", lines, "--box", "1:2,-1:1", "--probes", "3", "--seed", "7")
    assert (code, err) == (0, "")
    assert "activation regions    2 (exact: the probes saw all of them)" in out
    assert "some weights have at least so many; it says nothing of the weights at hand" in out


def test_wrong_use(capsys, lines):
    assert run(capsys, "estimate", lines, "--probes", "1")[0] == 64
    assert run(capsys, "estimate", lines, "--box", "0:1")[0] == 2
