"""The benchmarks still run, and what they compare agrees."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


VERIFIER = ROOT / "proofs" / "build" / "exactrelu-verify"


def benchmark(*arguments, script="regions"):
    command = [sys.executable, str(ROOT / "benchmarks" / f"{script}.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


@pytest.mark.extra("z3")
def test_the_z3_loop_finds_the_same_cells():
    (row,) = json.loads(benchmark("--json", str(ROOT / "tests" / "nets" / "2-8-8-1.json")))
    assert (row["cells"], row["z3"]["cells"], row["z3"]["complete"]) == (107, 107, True)
    assert row["ratio_to_z3"] > 0


def test_the_table_names_every_network():
    table = benchmark("--no-z3", str(ROOT / "tests" / "nets" / "2-8-8-1.json"))
    assert table.splitlines()[-1].split()[:2] == ["2-8-8-1", "107"]


def test_the_carried_networks_are_those_of_the_tests():
    carried = sorted((ROOT / "benchmarks" / "nets").glob("*.json"))
    assert len(carried) == 9
    assert [path.read_bytes() for path in carried] == [
        (ROOT / "tests" / "nets" / path.name).read_bytes() for path in carried
    ]


def test_certificates_are_measured_beside_the_enumeration():
    command = [
        sys.executable,
        str(ROOT / "benchmarks" / "certificates.py"),
        "--json",
        str(ROOT / "examples" / "xor.json"),
    ]
    proofs = ["construction-2", "partition-shallow-3", "partition-doubled"]
    for proof in proofs:
        command += ["--proof", proof]
    rows = list(
        map(json.loads, subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines())
    )
    assert [(row["network"], row["proof"], row["leaves"]) for row in rows] == [
        ("xor", proof, n) for proof, n in zip(proofs, (5, 5, 3), strict=True)
    ]
    assert all(row["enumerating_seconds"] > 0 < row["checking_seconds"] for row in rows)


@pytest.mark.parametrize("words", [["--faces"], ["--certify"]])
def test_workers_agree(words):
    command = [sys.executable, str(ROOT / "benchmarks" / "workers.py"), "--widths", "2-4-4-1", "--checkpoint", "--json"]
    rows = json.loads(subprocess.run([*command, *words], capture_output=True, text=True, check=True).stdout)
    assert [row["run"] for row in rows] == ["1 workers", "2 workers"]
    assert all(row["counts"] == rows[0]["counts"] and row["disk"] > 0 for row in rows)


@pytest.mark.skipif(not VERIFIER.exists(), reason="the extracted checker is not built: make proofs")
def test_the_verified_checker_is_timed_with_a_small_stack():
    network = str(ROOT / "tests" / "nets" / "2-8-8-1.json")
    arguments = ("--json", "--hidden-layers", "3", "--kernel-lines", "0", "--stack", "128", network)
    row = json.loads(benchmark(*arguments, script="verified_speed"))
    assert (row["network"], row["proofs"], row["kernel_seconds"]) == ("2-8-8-1", 593, None)
    assert row["ratio"] > 0


def test_parts_of_large_networks_are_certified():
    command = [sys.executable, str(ROOT / "benchmarks" / "local.py"), "--small", "--json"]
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    rows = [json.loads(line) for line in lines]
    assert [(row["network"], row["part"], row["cells"], row["faces"]) for row in rows] == [
        ("5-12-12-12-5", "box +-1/8", 239, None),
        ("100-6-6-2", "segment 0-1", 4, 7),
        ("100-6-6-2", "triangle 0-2", 4, None),
        ("100-6-6-2", "around 0, depth 1", 11, None),
    ]
    assert {row["verdict"] for row in rows} == {"accepted"}
    assert all(row["certificate_bytes"] > 0 for row in rows)
