"""The benchmarks still run, and what they compare agrees."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FAR = str(ROOT / "tests" / "nets" / "far30_2-2-1.json")
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


@pytest.mark.parametrize(
    "words",
    [["--checkpoint", "--faces"], ["--checkpoint", "--certify"], ["--checkpoint", "--partition"], ["--shallow"]],
)
def test_workers_agree(words):
    command = [sys.executable, str(ROOT / "benchmarks" / "workers.py"), "--widths", "2-4-4-1", "--json"]
    rows = json.loads(subprocess.run([*command, *words], capture_output=True, text=True, check=True).stdout)
    assert [row["run"] for row in rows] == ["1 workers", "2 workers"]
    assert all(row["counts"] == rows[0]["counts"] for row in rows)
    assert all((row["disk"] > 0) is ("--checkpoint" in words) for row in rows)


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
        ("100-6-6-2", "plane 0-2", 86, None),
        ("100-6-6-2", "around 0, depth 1", 11, None),
    ]
    assert {row["verdict"] for row in rows} == {"accepted"}
    assert all(row["certificate_bytes"] > 0 for row in rows)


@pytest.mark.extra("scipy", "z3")
def test_baselines_are_judged_by_the_true_count():
    (row,) = json.loads(benchmark(FAR, "--only", "z3,scipy-lp", "--json", script="peers"))
    assert (row["exactrelu"]["cells"], row["z3"]["cells"], row["z3"]["complete"]) == (4, 4, True)
    # Two lines that meet far away: in floating point the cell between them and the meeting point may be lost.
    assert row["scipy-lp"]["cells"] <= 4
    table = benchmark(FAR, "--only", "z3,scipy-lp", script="peers")
    assert ("WRONG" in table.splitlines()[1]) == (row["scipy-lp"]["cells"] != 4)


def test_what_is_not_installed_is_said_to_be_so(tmp_path):
    (tmp_path / "regioncam.py").write_text("raise ModuleNotFoundError('regioncam')")
    command = [sys.executable, str(ROOT / "benchmarks" / "peers.py"), FAR, "--only", "regioncam"]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(tmp_path), str(ROOT)])}
    table = subprocess.run(command, capture_output=True, text=True, check=True, env=environment).stdout.splitlines()
    assert table[1].split() == ["far30_2-2-1", "4", *table[1].split()[2:3], "-"]
    assert table[-1] == "regioncam: not installed"


def test_estimates_are_compared_with_the_truth():
    (row,) = json.loads(benchmark(FAR, "--runs", "2", "--json", script="estimates"))
    assert (row["truth"], row["covered"], row["mean_error"]) == (4, 2, 0)
    (row,) = json.loads(benchmark(FAR, "--forecast", "--json", script="estimates"))
    assert row["cells"] == row["expected_cells"] == 4


def test_growth_engines_and_signs_are_measured():
    (row,) = json.loads(benchmark("--what", "dimension", "--seeds", "1", "--limit", "0", "--json", script="growth"))
    assert 8 < row["cells"] <= row["upper_bound"]
    (row,) = json.loads(benchmark("--only", "3-16-16-1", "--limit", "0.02", "--json", script="engines"))
    assert row["auto"] == "double-description"
    assert min(row["double-description"], row["simplex"], row["share"]) > 0
    (row,) = json.loads(benchmark(FAR, "--rounds", "1", "--json", script="signs"))
    assert (row["cells"], row["gain"] > 0) == (4, True)
    row = json.loads(benchmark("--only", "11-2-1", "--rounds", "1", "--json", script="neighbours"))
    assert (row["cells"], row["engine"] > 0) == (4, True)
