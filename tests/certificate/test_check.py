"""The standalone checker: certificates written by hand from the format's page, hostile files, and the command line."""

import gzip
import hashlib
import io
import json
import os
import re
import resource
import shutil
import subprocess
import sys
import tracemalloc
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from fractions import Fraction
from pathlib import Path

import pytest

from exactrelu.certificate.check import (
    EXIT_CODES,
    Limits,
    Verdict,
    check,
    exact,
    main,
    own_lines,
    report,
    report_json,
    to_int,
    to_text,
)

CASES = Path(__file__).parent.parent / "certificates"
CHECKER = Path(sys.modules["exactrelu.certificate.check"].__file__ or "")
ABSOLUTE = CASES / "accepted" / "absolute-closed-faces.jsonl"
HALF_OPEN = CASES / "accepted" / "absolute-half-open.jsonl"
PARTITION = CASES / "accepted" / "absolute-partition.jsonl"
MEMORY = 1 << 29
"""For the whole process that checks a hostile file."""


def cases(folder: str) -> list[Path]:
    found = sorted((CASES / folder).glob("*.jsonl"))
    return found or pytest.fail(f"no cases in {folder}")


def lines_of(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines(keepends=True)


@pytest.mark.parametrize("path", cases("accepted"), ids=lambda path: path.stem)
def test_accepted(path: Path) -> None:
    verdict = check(path)
    assert (verdict.status, verdict.rule, verdict.line, verdict.accepted) == ("accepted", None, None, True), verdict
    neurons = sum(1 + sum(network.widths) for network in verdict.networks)
    assert verdict.tokens == len(lines_of(path)) - 1 - neurons


@pytest.mark.parametrize("folder", ["rejected", "malformed"])
def test_every_case_fails_by_the_rule_in_its_name(folder: str) -> None:
    found = {path.name: (verdict.status, verdict.rule) for path in cases(folder) for verdict in [check(path)]}
    assert found == {name: (folder, name.split("--")[0]) for name in found}


@pytest.mark.parametrize("path", cases("accepted"), ids=lambda path: path.stem)
def test_no_prefix_and_no_shortened_file_is_accepted(path: Path, tmp_path: Path) -> None:
    lines = lines_of(path)
    copy = tmp_path / "cut.jsonl"
    for cut in range(len(lines)):
        copy.write_text("".join(lines[:cut]), encoding="utf-8")
        assert (check(copy).status, check(copy).rule) == ("malformed", "unfinished")
        copy.write_text("".join(lines[:cut]) + lines[cut][:-1], encoding="utf-8")
        assert (check(copy).status, check(copy).rule) == ("malformed", "truncated")
        copy.write_text("".join(lines[:cut] + lines[cut + 1 :]), encoding="utf-8")
        # A status may not be needed, and of two equal constraints both may be kept: the claim is as true.
        assert not check(copy).accepted or lines[cut].startswith(('["d"', '["h"'))
        copy.write_text("".join(lines[: cut + 1] + lines[cut:]), encoding="utf-8")
        assert not check(copy).accepted


def test_line_expected_and_found_name_the_place(tmp_path: Path) -> None:
    lines = lines_of(ABSOLUTE)
    number = next(i for i, line in enumerate(lines) if line.startswith('["a", 1'))
    lines[number] = '["a", 1, 1, 0, 0, 2]\n'
    copy = tmp_path / "wrong.jsonl"
    copy.write_text("".join(lines), encoding="utf-8")
    verdict = check(copy)
    assert (verdict.line, verdict.rule) == (number + 1, "farkas-identity")
    assert (verdict.expected, verdict.found) == ("[-1, 0]", "[-2, 0]")
    verdict = check(CASES / "rejected" / "network-sha256--deep.jsonl")
    assert (verdict.line, verdict.found) == (2, "0" * 64)


def test_the_hash_is_that_of_the_canonical_text() -> None:
    # Section 3 of the format's page.
    text = b"exactrelu-network 1\ninputs 1\nlayer 2\nrelu 0 0:1\nrelu 0 0:-1\nlayer 1\nidentity 0 0:1 1:1\n"
    deep = check(ABSOLUTE).networks[0]
    assert deep.network_sha256 == hashlib.sha256(text).hexdigest()
    assert check(ABSOLUTE, deep=text).tied == ("deep",)
    for other in (text[:-2] + b"2\n", text + b"x", text[:-20], b"", text.replace(b"inputs 1", b"inputs 2")):
        assert check(ABSOLUTE, deep=other).rule == "own-network"


def test_the_examples_of_the_page_are_these_files() -> None:
    page = (CASES.parent.parent / "docs" / "certificate-format.md").read_text(encoding="utf-8")
    blocks = page.split("## 9. ")[1].split("```")[1::2]
    assert [block.split("\n", 1)[1] for block in blocks] == [
        "".join(lines_of(ABSOLUTE)),
        "".join(lines_of(HALF_OPEN)[5:]),
        "".join(lines_of(PARTITION)[11:]),
    ]
    # The table of the first names every token with its line.
    lines = lines_of(ABSOLUTE)
    for number, token in re.findall(r"^\| (\d+) \| `(.*?)` \|", page, re.MULTILINE):
        assert lines[int(number) - 1] == token + "\n"


def test_summary() -> None:
    verdict = check(ABSOLUTE)
    assert (verdict.kind, verdict.construction, verdict.inputs, verdict.domain) == (
        "construction",
        "closed-faces",
        1,
        None,
    )
    assert [network.widths for network in verdict.networks] == [(2, 1), (2, 2, 1)]
    assert (verdict.cells, verdict.tokens, verdict.farkas_proofs, verdict.gates) == (3, 7, 7, 2)
    content = json.loads(report_json(verdict))
    assert list(content)[:6] == ["verdict", "line", "rule", "expected", "found", "message"]
    assert content["verdict"] == "accepted"
    assert content["networks"][1]["widths"] == [2, 2, 1]
    assert "equal at every point of R^1" in "\n".join(report(verdict))
    domain = check(CASES / "accepted" / "domain-equality-two-outputs.jsonl").domain
    assert domain == ("x1 + x2 - 1 = 0",)


ZERO = "output 0: relu({}g) = 0 here, by a Farkas proof"
GATE = "output 0: gate {} is relu({}g) here, 0 outside; {}"


@pytest.mark.parametrize(
    ("name", "cell", "expected"),
    [
        (
            "absolute-closed-faces",
            1,
            [
                "sign of the cell: -1",
                "constraint 0 (split): x1 = 0",
                "output 0: g = 0",
                ZERO.format(""),
                ZERO.format("-"),
            ],
        ),
        (
            "absolute-closed-faces",
            2,
            [
                "sign of the cell: +1",
                "constraint 0 (split): x1 >= 0",
                "output 0: g = x1",
                GATE.format(1, "", "+1"),
                ZERO.format("-"),
            ],
        ),
        (
            "negative-on-a-face-closed-faces",
            0,
            [
                "sign of the cell: +1",
                "constraint 0 (split): -x1 >= 0",
                "output 0: g = -1",
                ZERO.format(""),
                GATE.format(0, "-", "-1"),
            ],
        ),
        (
            "negative-on-a-face-closed-faces",
            1,
            [
                "sign of the cell: -1",
                "constraint 0 (split): x1 = 0",
                "output 0: g = -1",
                ZERO.format(""),
                GATE.format(1, "-", "+1"),
            ],
        ),
        (
            "strict-drops-half-open",
            2,
            [
                "sign of the cell: +1",
                "constraint 0 (split): x1 > 0",
                "constraint 1 (split, dropped as redundant): 2*x1 > 0",
                "constraint 2 (split, dropped as redundant): x1 + 1 > 0",
                "output 0: g = 4*x1 + 1",
                GATE.format(1, "", "+1"),
                ZERO.format("-"),
            ],
        ),
        (
            "dropped-by-the-domain",
            0,
            [
                "sign of the cell: +1",
                "constraint 0 (domain): x1 >= 0",
                "constraint 1 (split, dropped as redundant): x1 + 1 >= 0",
                "output 0: g = x1 + 1",
                GATE.format(0, "", "+1"),
                ZERO.format("-"),
            ],
        ),
        (
            "absolute-partition",
            0,
            ["constraint 0 (split): -x1 > 0", "first, output 0: -x1", "second, output 0: -x1"],
        ),
        ("absolute-partition", 1, ["constraint 0 (split): x1 = 0", "first, output 0: 0", "second, output 0: 0"]),
        ("absolute-partition", 3, ["there is no cell 3: they are numbered from 0"]),
        ("absolute-half-open", 2, ["there is no cell 2: they are numbered from 0"]),
        ("absolute-half-open", None, []),
    ],
)
def test_explanations(name: str, cell: int | None, expected: list[str]) -> None:
    verdict = check(CASES / "accepted" / f"{name}.jsonl", explain=cell)
    assert list(verdict.explanation) == expected
    assert list(report(verdict))[len(list(report(verdict))) - len(expected) :] == expected


def test_no_other_verdict_is_explained() -> None:
    for folder in ("rejected", "malformed"):
        for path in cases(folder):
            assert check(path, explain=0).explanation == ()


def test_a_verdict_says_what_was_read_so_far(tmp_path: Path) -> None:
    verdict = check(tmp_path / "absent")
    assert (verdict.line, verdict.kind, verdict.networks, verdict.gates, verdict.explanation) == (
        None,
        None,
        (),
        None,
        (),
    )
    assert (verdict.cells, verdict.tokens, verdict.farkas_proofs) == (0, 0, 0)
    assert Verdict("accepted") == Verdict(
        "accepted", None, None, None, None, "", cells=0, tokens=0, farkas_proofs=0, seconds=0
    )
    assert Verdict("accepted").accepted is True
    assert Verdict("rejected").accepted is False
    assert (check(ABSOLUTE).line, check(ABSOLUTE).rule) == (None, None)
    verdict = check(CASES / "rejected" / "gate-entry--weight.jsonl")
    assert (verdict.rule, verdict.expected, verdict.found) == ("gate-entry", "1:1", "1:2")
    verdict = check(CASES / "rejected" / "output-entry--weight-missing.jsonl")
    assert (verdict.expected, verdict.found, verdict.message) == ("1", "0", "the weight of gate 1 in output 0")
    verdict = check(CASES / "rejected" / "drop-kept--twice.jsonl")
    assert (verdict.expected, verdict.found) == (None, None)
    assert list(report(verdict))[1].startswith("kind: ")


def deep_document() -> dict[str, object]:
    relu = {"weight": [["1"], [-1]], "bias": [0, "0/5"], "activation": ["relu", "relu"]}
    total = {"weight": [{"1": "4/4", "0": "1.0"}], "bias": ["-0"], "activation": "identity"}
    return {"format": "exactrelu-network", "version": 1, "inputs": 1, "layers": [relu, total]}


def test_tied_to_the_readers_own_files(tmp_path: Path) -> None:
    deep, shallow = tmp_path / "deep.json", tmp_path / "shallow.json"
    document = deep_document()
    deep.write_text(json.dumps(document), encoding="utf-8")
    first = {"weight": [[1.0], ["-1e0"]], "bias": [0, 0], "activation": "relu"}
    gates = {"weight": [["-oo", "1"], ["10e-1", "-oo"]], "bias": [0, 0], "activation": "relu"}
    total = {"weight": [[1, 1]], "bias": [0], "activation": "identity"}
    document["layers"] = [first, gates, total]
    shallow.write_text(json.dumps(document), encoding="utf-8")
    assert check(ABSOLUTE, deep=deep, shallow=shallow).tied == ("deep", "shallow")
    assert check(PARTITION, first=deep, second=shallow).tied == ("first", "second")
    for options in ({"deep": shallow}, {"shallow": deep}, {"first": deep}):
        verdict = check(ABSOLUTE, **options)  # type: ignore[arg-type]
        assert (verdict.status, verdict.rule) == ("rejected", "own-network")
    assert check(ABSOLUTE, deep=tmp_path / "absent.json").status == "malformed"
    for text in ("", "{}", "[[", '{"format": 1}', "[" * 100_000, '{"a": 1, "a": 1}'):
        deep.write_text(text, encoding="utf-8")
        assert (check(ABSOLUTE, deep=deep).status, check(ABSOLUTE, deep=deep).rule) == ("malformed", "own-network")


@pytest.mark.parametrize(
    "change",
    [
        {"format": "exactrelu-certificate"},
        {"format": "zzz"},
        {"version": 0},
        {"version": 2},
        {"inputs": 2},
        {"layers": []},
    ],
)
def test_own_files_of_another_format(change: dict[str, object], tmp_path: Path) -> None:
    path = tmp_path / "deep.json"
    path.write_text(json.dumps(deep_document() | change), encoding="utf-8")
    assert (check(ABSOLUTE, deep=path).status, check(ABSOLUTE, deep=path).rule) == ("malformed", "own-network")


@pytest.mark.parametrize(
    ("layer", "place", "value"),
    [
        (0, "weight", [["1"], [-1, 0]]),
        (0, "weight", [["1"], []]),
        (0, "weight", [["1"]]),
        (0, "weight", "11"),
        (0, "weight", ["1", ["-1"]]),
        (0, "weight", [None, ["-1"]]),
        (0, "weight", {"0": ["1"], "1": ["-1"]}),
        (0, "bias", "00"),
        (0, "bias", {"0": "0", "1": "0"}),
        (0, "bias", 0),
        (0, "activation", {"relu": 1, "identity": 2}),
        (0, "activation", None),
        (0, "weight", [{"00": "1"}, {"0": "-1"}]),
        (1, "weight", [{"2": "1"}]),
        (1, "weight", [{"0": "1", "5": "1"}]),
        (1, "weight", [{"0": "1", "01": "1"}]),
        (1, "weight", [{"0": "1", "1": "1", "x": "1"}]),
        (0, "bias", [0]),
        (0, "activation", ["relu"]),
        (0, "activation", ["relu", "tanh"]),
    ],
)
def test_own_files_with_a_wrong_layer(layer: int, place: str, value: object, tmp_path: Path) -> None:
    document = deep_document()
    document["layers"][layer][place] = value  # type: ignore[index]
    path = tmp_path / "deep.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    assert (check(ABSOLUTE, deep=path).status, check(ABSOLUTE, deep=path).rule) == ("malformed", "own-network")


def test_own_files_with_an_empty_layer(tmp_path: Path) -> None:
    document, path = deep_document(), tmp_path / "deep.json"
    for layer, row, status in (
        ({"weight": [], "bias": [], "activation": []}, [], "rejected"),
        ({"weight": [], "bias": [], "activation": "relu"}, {}, "rejected"),
        ({"weight": [], "bias": [], "activation": []}, [5], "malformed"),
        ({"weight": [], "bias": [], "activation": []}, {"0": 5}, "malformed"),
        ({"weight": {}, "bias": {}, "activation": {}}, [], "malformed"),
    ):
        document["layers"] = [layer, {"weight": [row], "bias": [0], "activation": "identity"}]
        path.write_text(json.dumps(document), encoding="utf-8")
        assert (check(ABSOLUTE, deep=path).status, check(ABSOLUTE, deep=path).rule) == (status, "own-network")


@pytest.mark.parametrize(
    ("number", "status"),
    [
        ("1e999999", "limit"),
        ("1e-999999", "limit"),
        ("1" * 50_000, "limit"),
        ("1/" + "3" * 50_000, "limit"),
        ("0x1", "malformed"),
        ("١", "malformed"),
        ("1/0", "malformed"),
        ("", "malformed"),
        (None, "malformed"),
    ],
)
def test_numbers_of_own_files(number: object, status: str, tmp_path: Path) -> None:
    document = deep_document()
    document["layers"][0]["bias"][0] = number  # type: ignore[index]
    path = tmp_path / "deep.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    assert check(ABSOLUTE, deep=path).status == status


def test_numerals_of_own_files_are_exact() -> None:
    numerals = "0 7 +7 -7 007 2e3 +2e3 -2E+3 0e5 -0 1.50e1 12.34e-5 -.5 5. .25e2 6/4 -6/4 0/7 1e-3 123456789e40"
    for text in numerals.split():
        assert exact(text, Limits()) == str(Fraction(text)), text
    assert [exact(text, Limits()) for text in ("oo", "+oo", "-oo")] == ["oo", "oo", "-oo"]


def test_own_files_of_any_length_up_to_the_limit(tmp_path: Path) -> None:
    path, limit = tmp_path / "deep.json", 1501
    for size, status in ((limit, "accepted"), (limit + 1, "limit")):
        path.write_text(json.dumps(deep_document()).ljust(size), encoding="utf-8")
        verdict = check(ABSOLUTE, deep=path, limits=Limits(network_bytes=limit))
        assert (verdict.status, verdict.rule) == (status, None if status == "accepted" else "network-bytes")


@pytest.mark.parametrize("dense", [True, False])
def test_each_network_is_tied_to_itself(dense: bool, tmp_path: Path) -> None:
    for path in cases("accepted"):
        lines = [json.loads(line) for line in lines_of(path)]
        place, own = 1, {}
        for name in ("deep", "shallow") if lines[0]["kind"] == "construction" else ("first", "second"):
            widths, columns, layers = lines[place]["widths"], lines[0]["inputs"], []
            place += 1
            for width in widths:
                neurons = lines[place : place + width]
                place += width
                rows = [weights for _, _, weights in neurons]
                if dense:
                    rows = [[row.get(str(column), 0) for column in range(columns)] for row in rows]
                words, biases = [neuron[0] for neuron in neurons], [neuron[1] for neuron in neurons]
                layers.append({"weight": rows, "bias": biases, "activation": words})
                columns = width
            own[name] = tmp_path / f"{name}.json"
            document = {"format": "exactrelu-network", "version": 1, "inputs": lines[0]["inputs"], "layers": layers}
            own[name].write_text(json.dumps(document), encoding="utf-8")
        verdict = check(path, **own)  # type: ignore[arg-type]
        assert (verdict.accepted, verdict.tied) == (True, tuple(own)), path.name


def test_outputs_of_which_some_are_relu(tmp_path: Path) -> None:
    layer = {"weight": [["1/2"], [0]], "bias": [1, -1], "activation": ["relu", "identity"]}
    document = {"format": "exactrelu-network", "version": 1, "inputs": 1, "layers": [layer]}
    path = tmp_path / "mixed.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    assert list(own_lines(path, Limits()))[2:] == [
        "layer 2",
        "relu 1 0:1/2",
        "identity -1",
        "layer 2",
        "identity 0 0:1",
        "identity 0 1:1",
    ]


def test_a_relu_output_is_read_as_one_more_identity_layer(tmp_path: Path) -> None:
    certificate = CASES / "accepted" / "two-hidden-layers-scales.jsonl"
    layers = [
        {"weight": [["1/2"]], "bias": ["1/3"], "activation": "relu"},
        {"weight": [["-0.2"]], "bias": [0.5], "activation": "relu"},
    ]
    path = tmp_path / "deep.json"
    document = {"format": "exactrelu-network", "version": 1, "inputs": 1, "layers": layers}
    path.write_text(json.dumps(document), encoding="utf-8")
    assert check(certificate, deep=path).tied == ("deep",)


def test_gzip_is_known_by_its_bytes(tmp_path: Path) -> None:
    packed = gzip.compress(ABSOLUTE.read_bytes(), mtime=0)
    path = tmp_path / "plain.jsonl"
    path.write_bytes(packed)
    assert check(path).accepted
    for damaged in (
        packed[:-1],
        packed[:-5],
        packed[: len(packed) // 2],
        packed[:2],
        packed[:-8] + bytes(8),
        packed + b"x",
    ):
        path.write_bytes(damaged)
        assert (check(path).status, check(path).rule) in [("malformed", "unreadable"), ("malformed", "unfinished")]


def test_numerals_of_any_length() -> None:
    for number in (0, -1, 10**599, 10**600, -(10**5000) + 7, 3**40_000, 10**1201 - 1, 10**19, -(10**18), 1 << 1800):
        digits = to_text(number)
        assert to_int(digits) == number
        assert digits.lstrip("-").isdigit()
        assert digits.lstrip("-")[0] != "0" or digits == "0"
    assert to_text(-(10**5000)) == "-1" + "0" * 5000


def scaled_by(number: str) -> str:
    """The certificate of |x| with multipliers and mu as large as the numeral."""
    return "".join(lines_of(ABSOLUTE)).replace('["a", 1, 1, 0, 0, 1]', f'["a", 1, {number}, 0, 0, {number}]')


def test_large_integers_are_exact(tmp_path: Path) -> None:
    path = tmp_path / "large.jsonl"
    for digits in (500, 700, 5000, 40_000):
        path.write_text(scaled_by("7" * digits), encoding="utf-8")
        assert check(path).accepted
        path.write_text(scaled_by("7" * digits).replace("7, 0, 0, 7", "7, 0, 0, 8", 1), encoding="utf-8")
        assert check(path).rule == "farkas-identity"
    path.write_text(scaled_by("7" * 40_001), encoding="utf-8")
    assert (check(path).status, check(path).rule) == ("limit", "digits")


# ---------------------------------------------------------------------------------------------------------------------
# The command line, alone on another machine.


def run_alone(folder: Path, *arguments: str, cpu_seconds: int = 60) -> subprocess.CompletedProcess[str]:
    """The checker copied alone into the folder, isolated from site-packages, with its memory and CPU time limited."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
        resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds if hard < 0 else min(cpu_seconds, hard), hard))

    shutil.copy(CHECKER, folder / "check.py")
    return subprocess.run(
        [sys.executable, "-I", "-S", "check.py", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=20 * cpu_seconds,
        check=False,
        preexec_fn=limit,
    )


def test_an_internal_error_is_no_verdict() -> None:
    module = sys.modules["exactrelu.certificate.check"]

    def broken(*_: object) -> None:
        raise ZeroDivisionError("such\nand such")

    module.check = broken  # type: ignore[attr-defined]
    try:
        code, out, err = run_here("certificate")
    finally:
        module.check = check  # type: ignore[attr-defined]
    assert (code, out) == (70, "")
    assert err == "internal error, nothing is verified: ZeroDivisionError: such\\nand such\n"


def test_exit_codes_are_those_of_the_page() -> None:
    assert EXIT_CODES == {"accepted": 0, "rejected": 1, "malformed": 2, "limit": 3}


def test_it_runs_alone(tmp_path: Path) -> None:
    for folder in EXIT_CODES:
        if folder == "limit":
            continue
        path = cases(folder)[0]
        shutil.copy(path, tmp_path / "certificate")
        result = run_alone(tmp_path, "certificate")
        assert result.returncode == EXIT_CODES[folder], result
        assert result.stdout.startswith(folder + ": ")
        assert result.stderr == ""
    result = run_alone(tmp_path, "certificate", "--json", "--limit", "line_bytes=10")
    assert (result.returncode, json.loads(result.stdout)["verdict"]) == (3, "limit")
    result = run_alone(tmp_path, "absent")
    assert (result.returncode, result.stdout[:9]) == (2, "malformed")
    assert run_alone(tmp_path, str(tmp_path)).returncode == 2


def run_here(*arguments: str) -> tuple[int, str, str]:
    """The command line in this process: exit code, stdout and stderr."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        try:
            code = main(arguments)
        except SystemExit as stop:
            code = int(stop.code or 0)
    return code, out.getvalue(), err.getvalue()


@pytest.mark.parametrize(("path", "code"), [(ABSOLUTE, 0), (CASES / "rejected" / "farkas-mu--zero.jsonl", 1)])
def test_a_reader_that_goes_away_gets_the_exit_code(path: Path, code: int) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as closed:
        result = subprocess.run(
            [sys.executable, "-I", "-S", str(CHECKER), str(path)],
            stdout=closed,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert (result.returncode, result.stderr) == (code, "")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "required: certificate"),
        (["a", "b"], "unrecognized arguments: b"),
        (["a", "--what"], "--what"),
        (["a", "--limit", "x=1"], "--limit: "),
        (["a", "--limit", "digits"], "--limit: "),
        (["a", "--explain", "x"], "--explain: "),
    ],
)
def test_wrong_usage(arguments: list[str], message: str) -> None:
    code, out, err = run_here(*arguments)
    usage, last = err.rstrip().splitlines()[0], err.rstrip().splitlines()[-1]
    assert (code, out, usage[:6], message in last) == (64, "", "usage:", True)


def test_every_option_of_the_command_line(tmp_path: Path) -> None:
    path = tmp_path / "absolute.json"
    path.write_text(json.dumps(deep_document()), encoding="utf-8")
    for certificate, names in ((ABSOLUTE, ("deep", "shallow")), (PARTITION, ("first", "second"))):
        code, out, err = run_here(str(certificate), f"--{names[0]}", str(path), "--json")
        assert (code, json.loads(out)["tied"], err) == (0, [names[0]], "")
        code, out, _ = run_here(str(certificate), f"--{names[1]}", str(path))
        assert (code, out.splitlines()[0].split()[:4]) == (1, ["rejected:", "line", out.split()[2], "own-network:"])
    code, out, _ = run_here(str(ABSOLUTE), "--explain", "1", "--limit", "path_depth=1", "--limit", "line_bytes=1000")
    assert (code, "constraint 0 (split): x1 = 0" in out.splitlines()) == (0, True)
    assert run_here(str(ABSOLUTE), "--limit", "path_depth=0")[0] == 3
    code, out, _ = run_here("--help")
    words = ["certificate", *(f"[--{name} FILE]" for name in ("deep", "shallow", "first", "second"))]
    words += ["[--explain N]", "[--limit NAME=N]", "[--json]", "path_depth, digits, memory_bits"]
    flat = " ".join(out.split())
    assert (code, [word for word in words if word not in flat]) == (0, [])


def test_notes_of_the_producer_cannot_imitate_a_verdict(tmp_path: Path) -> None:
    lines = lines_of(ABSOLUTE)
    head = json.loads(lines[1])
    head |= {"reading_rule": "\u001b[2J\naccepted: \ud800 \u202e", "source_sha256": "x" * 10_000}
    lines[1] = json.dumps(head) + "\n"
    (tmp_path / "certificate").write_text("".join(lines), encoding="utf-8")
    result = run_alone(tmp_path, "certificate")
    assert result.returncode == 0
    assert result.stdout.isascii()
    assert result.stdout.count("\naccepted") == 0
    assert "\u001b" not in result.stdout
    assert len(result.stdout) < 3000


# ---------------------------------------------------------------------------------------------------------------------
# Hostile files: made here, since they are large.  Each must end in its verdict quickly and in little memory.


def header(**changes: object) -> str:
    return json.dumps(json.loads(lines_of(ABSOLUTE)[0]) | changes) + "\n"


def network_head(name: str, widths: list[int]) -> str:
    return json.dumps({"network": name, "widths": widths, "network_sha256": ""}) + "\n"


BEFORE_TOKENS = "".join(line for line in lines_of(ABSOLUTE) if line[:4] not in ('["a"', '["i"', '["s"', '["o"'))
NO_BIASES = [["0"], ["0"], ["0"]]
HOSTILE: dict[str, tuple[str, str, Callable[[], str]]] = {
    "nested-lists": ("malformed", "nesting", lambda: "[" * 10**6),
    "nested-objects": ("malformed", "nesting", lambda: '{"a":' * 10**6),
    "nested-and-closed": ("malformed", "nesting", lambda: "[" * 10**6 + "]" * 10**6),
    "nested-in-producer": ("malformed", "nesting", lambda: header()[:-4] + '{"a":' + "[" * 10**6),
    "nested-token": ("malformed", "nesting", lambda: BEFORE_TOKENS + '["a", ' + "[" * 10**6),
    "spaces": ("limit", "line-bytes", lambda: " " * (1 << 24)),
    "zeros": ("limit", "line-bytes", lambda: "\0" * (1 << 24)),
    "huge-integer": ("limit", "digits", lambda: scaled_by("9" * 4_000_000)),
    "huge-integer-in-header": ("limit", "digits", lambda: header(version=0).replace("0", "9" * 10**6)),
    "many-large-integers": (
        "rejected",
        "farkas-order",
        lambda: BEFORE_TOKENS + '["s", 0]\n["a", 1, 1, 0' + f", 0, {'9' * 20_000}" * 200 + "]",
    ),
    "long-proof": (
        "rejected",
        "farkas-order",
        lambda: BEFORE_TOKENS + '["s", 0]\n["a", 1, 1, 0' + ", 0, 1" * 10**6 + "]",
    ),
    "huge-bias": (
        "limit",
        "digits",
        lambda: header() + network_head("deep", [1, 1]) + f'["relu", "{"9" * 10**6}", {{}}]',
    ),
    "huge-denominators": (
        "limit",
        "digits",
        lambda: (
            header()
            + network("deep", 1, [["1/" + to_text(10**9000 + k) for k in range(40)], ["0"]])
            + network("shallow", 1, NO_BIASES)
        ),
    ),
    "huge-widths": ("limit", "neurons", lambda: header() + network_head("deep", [10**12, 1])),
    "huge-width-numeral": ("limit", "digits", lambda: header() + network_head("deep", [1]).replace("1", "9" * 10**5)),
    "many-layers": ("limit", "neurons", lambda: header() + network_head("deep", [1] * 2_200_000)),
    "many-inputs": ("limit", "memory-bits", lambda: header(inputs=10**15)),
    "wide-forms": (
        "limit",
        "memory-bits",
        lambda: (
            header(inputs=10**6) + network("deep", 10**6, [["0"] * 1000, ["0"]]) + network("shallow", 10**6, NO_BIASES)
        ),
    ),
    "many-atoms": (
        "limit",
        "memory-bits",
        lambda: lines_of(PARTITION)[0] + many_atoms("first", 800) + many_atoms("second", 1) + '["l", 0]',
    ),
}


def many_atoms(name: str, width: int) -> str:
    """A network with a layer of so many neurons, each a sum of as many atoms."""
    total = " ".join(["identity 0", *(f"{k}:1" for k in range(width))])
    return embedded(name, 1, [[f"relu {k} 0:1" for k in range(width)], [total] * width, ["identity 0"]])


def network(name: str, inputs: int, biases: list[list[str]]) -> str:
    """The lines of a network without weights."""
    words = ["relu"] * (len(biases) - 1) + ["identity"]
    layers = zip(words, biases, strict=True)
    return embedded(name, inputs, [[f"{word} {bias}" for bias in layer] for word, layer in layers])


def embedded(name: str, inputs: int, layers: list[list[str]]) -> str:
    """The lines that embed the network of these canonical lines."""
    digest = hashlib.sha256(f"exactrelu-network 1\ninputs {inputs}\n".encode())
    lines = []
    for layer in layers:
        digest.update(f"layer {len(layer)}\n".encode())
        for row in layer:
            digest.update(f"{row}\n".encode())
            word, bias, *weights = row.split(" ")
            lines.append(json.dumps([word, bias, dict(weight.split(":") for weight in weights)]) + "\n")
    head = {"network": name, "widths": list(map(len, layers)), "network_sha256": digest.hexdigest()}
    return "".join([json.dumps(head) + "\n", *lines])


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_end_in_a_verdict(name: str, tmp_path: Path) -> None:
    status, rule, content = HOSTILE[name]
    (tmp_path / "hostile").write_text(content() + "\n", encoding="utf-8")
    result = run_alone(tmp_path, "hostile", "--json", "--limit", "memory_bits=1000000000", cpu_seconds=30)
    assert result.stderr == ""
    verdict = json.loads(result.stdout)
    assert (verdict["verdict"], verdict["rule"], result.returncode) == (status, rule, EXIT_CODES[status])
    assert len(result.stdout) < 5000


@pytest.mark.parametrize("piece", [b"[", b" ", b"\n", b'["relu", "0", {}]\n'])
def test_gzip_bombs(piece: bytes, tmp_path: Path) -> None:
    start = (header() + network_head("deep", [2_000_000, 1])).encode()
    with gzip.open(tmp_path / "bomb", "wb") as stream:
        stream.write(start)
        for _ in range(300):
            stream.write(piece * ((1 << 20) // len(piece)))
    result = run_alone(tmp_path, "bomb", "--json", "--limit", "network_bytes=33554432", cpu_seconds=60)
    assert json.loads(result.stdout)["verdict"] in ("malformed", "limit")
    assert result.returncode in (2, 3)


def test_every_limit_is_a_verdict(tmp_path: Path) -> None:
    found = {}
    for name, value in {"line_bytes": 30, "total_bytes": 150, "network_bytes": 200, "neurons": 4, "path_depth": 0,
                        "digits": 0, "memory_bits": 1000}.items():  # fmt: skip
        verdict = check(ABSOLUTE, limits=Limits(**{name: value}))
        found[name] = (verdict.status, verdict.rule)
    assert found == {name: ("limit", name.replace("_", "-")) for name in found}


def test_memory_of_a_long_walk_is_that_of_one_path(tmp_path: Path) -> None:
    source = lines_of(CASES / "accepted" / "atoms-merge-partition.jsonl")
    path = tmp_path / "long"
    peaks = []
    for leaves in (100, 20_000):
        with path.open("w", encoding="utf-8") as stream:
            stream.writelines(source[:-1])
            # A balanced tree: the k-th leaf is followed by as many splits as 2 divides k.
            for k in range(leaves):
                depth = leaves.bit_length() if k == 0 else (k & -k).bit_length() - 1
                stream.write(f'["s", 1, {k}]\n' * depth + '["l", 0]\n')
        tracemalloc.start()
        verdict = check(path)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert verdict.tokens > leaves
    assert peaks[1] < 2 * peaks[0] + 100_000
