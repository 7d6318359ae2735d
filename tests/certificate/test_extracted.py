"""The extracted checker of proofs/ against the Python checker, and the extracted evaluator against two others.

Skipped where `make proofs` has not built it.
"""

import json
import random
import subprocess
from pathlib import Path

import pytest

from exactrelu import Network, ShallowNetwork
from exactrelu.certificate import check
from exactrelu.certificate.produce import certify
from exactrelu.cli import main
from tests.certificate import mutants
from tests.oracles import IndeterminateError, shallow_output

ROOT = Path(__file__).parents[2]
VERIFIER = ROOT / "proofs" / "build" / "exactrelu-verify"
CASES = ROOT / "tests" / "certificates"
EXIT_CODES = {"accepted": 0, "rejected": 1, "malformed": 2, "limit": 3}
MUTANTS_PER_CASE = 12

pytestmark = pytest.mark.skipif(not VERIFIER.exists(), reason="the extracted checker is not built: make proofs")


def verify(path):
    """The exit code and the report of the extracted checker."""
    run = subprocess.run([VERIFIER, path, "--json"], capture_output=True, text=True, check=False)
    return run.returncode, json.loads(run.stdout) if run.stdout else {"error": run.stderr}


def assert_agreement(path):
    code, report = verify(path)
    verdict = check(path)
    assert (code, report["line"], report["rule"]) == (EXIT_CODES[verdict.status], verdict.line, verdict.rule)
    if verdict.accepted:
        counts = (verdict.cells, verdict.tokens, verdict.farkas_proofs)
        assert (report["cells"], report["tokens"], report["farkas_proofs"]) == counts


@pytest.mark.parametrize("folder", ["accepted", "rejected", "malformed"])
def test_same_verdict_and_rule_on_every_case(folder):
    for path in sorted((CASES / folder).glob("*.jsonl")):
        assert_agreement(path)


@pytest.mark.parametrize("path", sorted((CASES / "accepted").glob("*.jsonl")), ids=lambda path: path.stem)
def test_same_verdict_and_rule_on_mutants(path, tmp_path):
    text, dice, target = path.read_text(), random.Random(path.stem), tmp_path / "mutant.jsonl"
    for _ in range(MUTANTS_PER_CASE):
        target.write_text(mutants.mutant(text, dice)[0])
        assert_agreement(target)


@pytest.mark.parametrize("hidden_layers", [2, 3])
@pytest.mark.parametrize("name", ["degenerate", "max3", "sawtooth3", "xor"])
def test_certificates_as_produced_and_compressed(name, hidden_layers, tmp_path):
    network = Network.load(ROOT / "examples" / f"{name}.json")
    for suffix in ("jsonl", "jsonl.gz"):
        target = tmp_path / f"certificate.{suffix}"
        certify(network, network.shallow(hidden_layers=hidden_layers), out=target)
        assert verify(target)[0] == 0
    cut = tmp_path / "cut.jsonl.gz"
    cut.write_bytes(target.read_bytes()[:-9])
    assert verify(cut)[0] == EXIT_CODES["malformed"]


@pytest.mark.parametrize("kind", ["construction", "partition"])
def test_the_certificate_is_tied_to_the_readers_own_networks(kind, tmp_path, capfd):
    deep, other = ROOT / "examples" / "xor.json", ROOT / "examples" / "absolute.json"
    shallow, target = tmp_path / "shallow.json", tmp_path / "certificate.jsonl"
    Network.load(deep).shallow().save(shallow)
    certify(Network.load(deep), ShallowNetwork.load(shallow), out=target, kind=kind)

    def code(*options):
        return main(["check", str(target), "--verified", *map(str, options)])

    assert code("--deep", deep, "--shallow", shallow) == 0
    assert capfd.readouterr().out.count("that of the network named") == 2
    assert [code("--deep", other), code("--shallow", other), code("--first", shallow)] == [1, 1, 1]
    assert capfd.readouterr().out.count("own-network") == 3


def test_what_is_read_is_printed_back_and_compared_whatever_the_spelling(tmp_path):
    """Escapes, white space and the order of keys are free; every line of the file is compared all the same."""
    lines = mutants.read((CASES / "accepted" / "domain-inequality.jsonl").read_text())
    head = dict(reversed(lines[0].items()))
    head["domain"] = dict(reversed(head["domain"].items()))
    head["producer"] = {"näme": '"\\\b\f\n\r\t/é\U0001f600', "a": [None, True, False, {"b": -3}]}
    target = tmp_path / "spelling.jsonl"
    for ascii_only in (True, False):
        text = "".join(json.dumps(line, indent=None, ensure_ascii=ascii_only) + "\n" for line in [head, *lines[1:]])
        target.write_text(text.replace('"relu"', ' "\\u0072elu"\t').replace('"kind"', '"k\\u0069nd"'))
        assert_agreement(target)
        code, report = verify(target)
        assert (code, report["domain"]) == (0, lines[0]["domain"])


def evaluate(path, points):
    """The extracted evaluator's outputs of both networks: numerals, or "undefined"."""
    text = "".join(" ".join(map(str, point)) + "\n" for point in points)
    run = subprocess.run([VERIFIER, path, "--evaluate"], input=text, capture_output=True, text=True, check=True)
    return [[part.split()[1:] for part in line.split("; ")] for line in run.stdout.splitlines()]


def oracle(network, point):
    """The oracle's outputs as the extracted evaluator prints them; an int is an infinity of that sign."""
    try:
        return [("oo" if v > 0 else "-oo") if type(v) is int else str(v) for v in shallow_output(network, point)]
    except IndeterminateError:
        return ["undefined"]


@pytest.mark.parametrize("hidden_layers", [2, 3])
@pytest.mark.parametrize("name", ["degenerate", "max3", "clip", "sawtooth3", "xor"])
def test_the_evaluator_agrees_with_the_library(name, hidden_layers, tmp_path):
    network = Network.load(ROOT / "examples" / f"{name}.json")
    shallow = network.shallow(hidden_layers=hidden_layers)
    target = tmp_path / "certificate.jsonl"
    certify(network, shallow, out=target)
    points = mutants.points(mutants.read(target.read_text()), random.Random(name), how_many=150)
    for point, (deep, other) in zip(points, evaluate(target, points), strict=True):
        expected = [str(value) for value in network(point)]
        assert deep == other == expected == [str(value) for value in shallow(point)]


def test_the_evaluator_agrees_with_the_oracle_on_infinite_and_undefined_values():
    seen = set()
    for folder in ("accepted", "rejected"):
        for path in sorted((CASES / folder).glob("*.jsonl")):
            lines = mutants.read(path.read_text())
            networks = mutants.embedded(lines)
            points = mutants.points(lines, random.Random(path.stem), how_many=20)
            try:
                found = evaluate(path, points)
            except subprocess.CalledProcessError:
                assert path.name.startswith("network-sha256")
                continue
            for point, values in zip(points, found, strict=True):
                for network, value in zip(networks, values, strict=True):
                    assert value == oracle(network, point), path.stem
                    seen.update(value)
    assert {"oo", "-oo", "undefined"} <= seen
