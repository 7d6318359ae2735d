"""`certify`, `check` and `equal` at the command line: exit codes, results, and what they refuse."""

import json
import random
from fractions import Fraction
from pathlib import Path

import pytest

from exactrelu import Layer, Network, ShallowNetwork
from exactrelu.cli import main
from tests.certificate import mutants

EXAMPLES = Path(__file__).parent.parent.parent / "examples"
XOR = str(EXAMPLES / "xor.json")


def run(capsys, *words):
    """Exit code, stdout and stderr of a command."""
    code = main([str(word) for word in words])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


@pytest.mark.parametrize("hidden_layers", [2, 3])
@pytest.mark.parametrize("kind", ["construction", "partition"])
def test_a_certificate_is_written_and_accepted(capsys, tmp_path, hidden_layers, kind):
    target = tmp_path / "certificate.jsonl.gz"
    code, out, _ = run(capsys, "certify", XOR, "--hidden-layers", hidden_layers, "--kind", kind, "-o", target, "--json")
    assert code == 0
    assert json.loads(out)["bytes"] == target.stat().st_size
    code, out, _ = run(capsys, "check", target, "--json")
    verdict = json.loads(out)
    assert (code, verdict["verdict"], verdict["line"], verdict["rule"]) == (0, "accepted", None, None)
    assert {"expected", "found", "farkas_proofs", "cells", "seconds"} <= set(verdict)


def test_the_certificate_is_tied_to_the_readers_own_networks(capsys, tmp_path):
    shallow, target = tmp_path / "shallow.json", tmp_path / "certificate.jsonl"
    assert run(capsys, "shallow", XOR, "-o", shallow)[0] == 0
    assert run(capsys, "certify", XOR, "--shallow", shallow, "-o", target)[0] == 0
    assert run(capsys, "check", target, "--deep", XOR, "--shallow", shallow)[0] == 0
    other = EXAMPLES / "absolute.json"
    assert run(capsys, "check", target, "--deep", other)[0] == 1
    assert run(capsys, "check", target, "--shallow", other)[0] == 1
    assert run(capsys, "check", target, "--deep", tmp_path / "none.json")[0] == 2


def test_verdicts_are_exit_codes(capsys, tmp_path):
    target = tmp_path / "certificate.jsonl"
    assert run(capsys, "certify", XOR, "-o", target, "--box", "-1:1,0:1")[0] == 0
    lines = target.read_text().splitlines(keepends=True)
    (tmp_path / "malformed.jsonl").write_text("".join(lines[:-1]))
    i = next(k for k, line in enumerate(lines) if line.startswith('["i"'))
    wrong = json.loads(lines[i])
    wrong[3] += 1
    (tmp_path / "rejected.jsonl").write_text("".join([*lines[:i], json.dumps(wrong) + "\n", *lines[i + 1 :]]))
    code, out, _ = run(capsys, "check", tmp_path / "rejected.jsonl", "--json")
    assert (code, json.loads(out)["verdict"], json.loads(out)["line"]) == (1, "rejected", i + 1)
    assert run(capsys, "check", tmp_path / "malformed.jsonl")[0] == 2
    assert run(capsys, "check", tmp_path / "absent.jsonl")[0] == 2
    assert run(capsys, "check")[0] == 64


def test_a_limit_is_a_verdict_that_the_reader_can_lift(capsys, tmp_path):
    target = tmp_path / "certificate.jsonl"
    run(capsys, "certify", XOR, "-o", target)
    code, out, _ = run(capsys, "check", target, "--limit", "path_depth=1", "--json")
    assert (code, json.loads(out)["verdict"], json.loads(out)["rule"]) == (3, "limit", "path-depth")
    assert run(capsys, "check", target, "--limit", "path_depth=2", "--limit", "line_bytes=10000")[0] == 0
    for wrong in ("depth=1", "path_depth", "path_depth=x"):
        code, _, err = run(capsys, "check", target, "--limit", wrong)
        assert code == 64
        assert "path_depth" in err


def test_a_cell_is_explained(capsys, tmp_path):
    target = tmp_path / "certificate.jsonl"
    run(capsys, "certify", XOR, "-o", target)
    code, out, _ = run(capsys, "check", target, "--explain", 2)
    assert code == 0
    assert "x1 + x2 >= 0" in out
    assert "gate" in out


def test_what_cannot_be_certified_is_refused_and_nothing_is_written(capsys, tmp_path):
    target = tmp_path / "certificate.jsonl"
    wrong = tmp_path / "wrong.json"
    Network.load(EXAMPLES / "max3.json").shallow().save(wrong)
    for words in (
        ("--shallow", wrong),
        ("--kind", "partition", "--shallow", wrong),
        ("--box", "0:1"),
        ("--shallow", XOR),
    ):
        code, _, err = run(capsys, "certify", XOR, "-o", target, *words)
        assert code == 2, words
        assert len(err.strip().splitlines()) == 1
    assert run(capsys, "certify", XOR, "-o", target, "--kind", "magic")[0] == 64
    assert run(capsys, "certify", XOR, "-o", tmp_path / "no" / "such.jsonl")[0] == 2
    assert not target.exists()


def test_equal_networks_are_equal_with_a_certificate(capsys, tmp_path):
    shallow, target = tmp_path / "shallow.json", tmp_path / "certificate.jsonl"
    Network.load(XOR).shallow(3).save(shallow)
    code, out, _ = run(capsys, "equal", XOR, shallow, "-o", target, "--json")
    assert (code, json.loads(out)) == (0, {"equal": True, "point": None, "outputs": None})
    assert run(capsys, "check", target, "--deep", XOR, "--shallow", shallow)[0] == 0
    assert "equal" in run(capsys, "equal", XOR, XOR)[1]


def test_different_networks_differ_at_an_exact_point(capsys, tmp_path):
    network = Network.load(XOR)
    *hidden, last = network.layers
    other = Network([*hidden, Layer(last.weight, [last.bias[0] + Fraction(1, 10**9)], "identity")])
    other.save(tmp_path / "other.json")
    code, out, _ = run(capsys, "equal", XOR, tmp_path / "other.json", "-o", tmp_path / "no.jsonl", "--json")
    result = json.loads(out)
    assert (code, result["equal"]) == (1, False)
    assert [list(map(str, net(result["point"]))) for net in (network, other)] == result["outputs"]
    assert not (tmp_path / "no.jsonl").exists()
    assert run(capsys, "equal", XOR, tmp_path / "absent.json")[0] == 2
    assert run(capsys, "equal", XOR, EXAMPLES / "absolute.json")[0] == 2


def test_networks_may_be_equal_on_a_part_only(capsys, tmp_path):
    line = Network([Layer([[1]], [0], "identity")])
    line.save(tmp_path / "line.json")
    assert run(capsys, "equal", EXAMPLES / "absolute.json", tmp_path / "line.json")[0] == 1
    assert run(capsys, "equal", EXAMPLES / "absolute.json", tmp_path / "line.json", "--box", "0:")[0] == 0


def test_a_gate_without_penalties_is_found(capsys, tmp_path):
    """A shallow network with one gate that is never shut differs from the deep one, and equal says where."""
    network = Network.load(EXAMPLES / "sawtooth3.json")
    shallow = network.shallow()
    shallow.save(tmp_path / "shallow.json")
    data = json.loads((tmp_path / "shallow.json").read_text())
    row = next(row for row in data["layers"][1]["weight"] if "-oo" in row.values())
    for column in [column for column, weight in row.items() if weight == "-oo"]:
        del row[column]
    (tmp_path / "broken.json").write_text(json.dumps(data))
    broken = ShallowNetwork.load(tmp_path / "broken.json")
    code, out, _ = run(capsys, "equal", EXAMPLES / "sawtooth3.json", tmp_path / "broken.json", "--json")
    assert code == 1
    point = json.loads(out)["point"]
    assert network(point) != broken(point)


def test_the_mutants_module_reads_what_the_command_writes(capsys, tmp_path):
    target = tmp_path / "certificate.jsonl"
    run(capsys, "certify", XOR, "-o", target)
    assert mutants.difference(target.read_text(), random.Random(1)) is None


def test_the_verified_checker_is_run_or_said_to_be_missing(capfd, tmp_path, monkeypatch):
    target, program = tmp_path / "certificate.jsonl", tmp_path / "exactrelu-verify"
    run(capfd, "certify", XOR, "-o", target)
    monkeypatch.setattr("exactrelu.__file__", str(tmp_path / "exactrelu" / "__init__.py"))
    monkeypatch.setenv("PATH", str(tmp_path))
    code, _, err = run(capfd, "check", target, "--verified")
    assert code == 2
    assert "make proofs" in err
    program.write_text('#!/bin/sh\necho "$@"\nexit 1\n')
    program.chmod(0o755)
    code, out, _ = run(capfd, "check", target, "--verified", "--deep", XOR, "--json")
    assert code == 1
    assert out.split()[:3] == [str(target), "--json", "--deep-sha256"]
