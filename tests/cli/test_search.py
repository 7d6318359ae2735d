import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from exactrelu import Domain, Network
from exactrelu.cli import main
from exactrelu.regions import parallel

NETS = Path(__file__).parent.parent / "nets"
TIMES = ("cpu_seconds", "total_cpu_seconds", "seconds")


def run(capsys, *words):
    capsys.readouterr()
    code = main([str(word) for word in words])
    return (code, *capsys.readouterr())


def result(capsys, *words):
    code, out, err = run(capsys, "regions", *words, "--json")
    assert code == 0
    found = json.loads(out)
    assert all(found.pop(key) >= 0 for key in TIMES)
    return found, err


@pytest.fixture(autouse=True)
def short_tasks(monkeypatch):
    for name in ("LEAST_TASK", "MOST_TASK"):
        monkeypatch.setattr(parallel, name, 10**6)


@pytest.mark.parametrize("words", [["--list"], ["--list", "--faces"], ["--box", "-1:1,-1:1"]])
def test_two_workers_print_what_one_prints(capsys, words):
    net = NETS / "int1_2-8-8-1.json"
    assert result(capsys, net, *words, "--workers", 2) == result(capsys, net, *words)
    one, two = (run(capsys, "regions", net, *words, "--workers", n)[1].rpartition("\n")[0] for n in (1, 2))
    assert two.rpartition("\n")[0] == one.rpartition("\n")[0]


def test_the_simplex_lists_the_same_with_workers(capsys):
    words = [NETS / "int1_2-8-8-1.json", "--list", "--engine", "simplex"]
    assert result(capsys, *words, "--workers", 2) == result(capsys, *words)


def test_a_limit_that_is_not_met_changes_nothing_but_says_so(capsys):
    net = NETS / "int1_2-8-8-1.json"
    whole, err = result(capsys, net, "--list", "--max-regions", 51, "--max-seconds", 1000)
    assert (err, whole.pop("complete")) == ("", True)
    assert whole == result(capsys, net, "--list")[0]


@pytest.mark.parametrize("engine", ["double-description", "simplex"])
def test_a_limit_ends_well_and_is_marked(capsys, engine):
    words = [NETS / "2-8-8-1.json", "--engine", engine, "--list"]
    part, err = result(capsys, *words, "--max-regions", 50)
    whole, _ = result(capsys, *words)
    assert part["regions"] == whole["regions"][:50]
    assert (part["complete"], part["activation_regions"], part["linear_pieces"]) == (False, 50, None)
    assert part["bounded_regions"] == sum(region["bounded"] for region in part["regions"])
    assert err == "exactrelu: incomplete: stopped by --max-regions 50; there are more than were found\n"
    code, out, _ = run(capsys, "regions", *words[:3], "--max-regions", 50)
    assert code == 0
    assert "INCOMPLETE            stopped by --max-regions 50" in out
    assert "activation regions    at least 50" in out
    assert "linear pieces" not in out


def test_time_ends_well(capsys, monkeypatch):
    monkeypatch.setattr(parallel, "MILLISECOND", 1)
    part, err = result(capsys, NETS / "3-8-8-1.json", "--faces", "--max-seconds", 1)
    assert part["complete"] is False
    assert sum(part["f_vector"]) < 5205
    assert "stopped by --max-seconds 1" in err


def test_wrong_use(capsys):
    net = NETS / "2-8-8-1.json"
    assert run(capsys, "regions", net, "--workers", 0)[0] == 64
    assert run(capsys, "regions", net, "--max-regions", 0)[0] == 64
    assert run(capsys, "regions", net, "--box", "1:0,0:1", "--workers", 2)[0] == 2


def test_a_killed_run_goes_on_and_ends_the_same(capsys, tmp_path, monkeypatch):
    monkeypatch.setattr(parallel, "MOST_TASK", 500 * 10**6)
    monkeypatch.setattr(parallel, "LEAST_TASK", 100 * 10**6)
    net, folder = NETS / "4-12-12-1.json", tmp_path / "kept"
    words = [sys.executable, "-m", "exactrelu", "regions", str(net), "--checkpoint", str(folder)]
    with subprocess.Popen(words, stdout=subprocess.PIPE) as process:
        while process.poll() is None and not any(b'["done"' in file.read_bytes() for file in folder.glob("*.jsonl")):
            time.sleep(0.01)
        assert process.poll() is None
        process.kill()
    found, err = result(capsys, net, "--checkpoint", folder, "--workers", 2)
    assert (found["activation_regions"], err) == (12758, "")
    assert len(list(folder.glob("*.jsonl"))) == 2
    assert result(capsys, net, "--checkpoint", folder) == result(capsys, net) == (found, "")


def test_a_limit_can_be_raised(capsys, tmp_path):
    words = [NETS / "2-8-8-1.json", "--list", "--checkpoint", tmp_path, "--max-regions"]
    part, err = result(capsys, *words, 50)
    assert (part["complete"], len(part["regions"])) == (False, 50)
    assert err.endswith("the same command with a higher limit goes on from there\n")
    whole, err = result(capsys, *words, 500)
    assert whole.pop("complete") is True
    assert (whole, err) == result(capsys, *words[:2])


def test_checkpoints_of_other_searches_and_damaged_ones(capsys, tmp_path):
    net, folder = NETS / "2-8-8-1.json", tmp_path / "kept"
    result(capsys, net, "--checkpoint", folder)
    for words, name in [
        ([NETS / "int1_2-8-8-1.json"], "network"),
        ([net, "--box", "0:1,0:1"], "domain"),
        ([net, "--faces"], "search"),
    ]:
        code, _, err = run(capsys, "regions", *words, "--checkpoint", folder)
        assert (code, err.count("\n")) == (2, 1)
        assert f"is the checkpoint of another search: its {name} is '" in err
    (file, *_) = folder.glob("*.jsonl")
    data = bytearray(file.read_bytes())
    data[-10] ^= 1
    file.write_bytes(data)
    found, err = result(capsys, net, "--checkpoint", folder)
    assert found == result(capsys, net)[0]
    assert err == f"exactrelu: {folder}: 1 line is damaged; what they held is searched again\n"
    assert run(capsys, "regions", net, "--checkpoint", file)[0] == 2


POLYLINE = [NETS / "3-8-8-1.json", "--segment", "0,0,0:1,1,1:2,0,0:-3,1,2"]


def polyline(capsys, *words):
    code, out, err = run(capsys, "regions", *POLYLINE, *words)
    assert code == 0
    return out, err


@pytest.mark.parametrize(
    "words", [[], ["--list"], ["--faces", "--list", "--json"], ["--json", "--list", "--engine", "simplex"]]
)
def test_a_polyline_is_the_same_however_it_is_searched(capsys, tmp_path, words):
    plain = polyline(capsys, *words)
    assert polyline(capsys, *words, "--workers", 1, "--checkpoint", tmp_path / "kept") == plain
    assert polyline(capsys, *words, "--workers", 2, "--checkpoint", tmp_path / "kept") == plain
    assert polyline(capsys, *words, "--workers", 2) == plain
    if "--json" not in words:
        assert polyline(capsys, *words, "--max-regions", 1000) == plain


def test_the_faces_on_a_polyline(capsys):
    found = json.loads(polyline(capsys, "--faces", "--list", "--json")[0])
    network = Network.load(POLYLINE[0])
    parts = Domain.polyline([(0, 0, 0), (1, 1, 1), (2, 0, 0), (-3, 1, 2)])
    faces = [network.regions(part, faces=True) for part in parts]
    assert [part["f_vector"] for part in found["segments"]] == [list(part.counts().f_vector) for part in faces]
    assert [(region["segment"], tuple(region["signs"])) for region in found["regions"]] == [
        (number, face.signs) for number, part in enumerate(faces, start=1) for face in part
    ]
    assert found["activation_regions"] == len({face.signs for part in faces for face in part if face.dimension})
    assert "faces of dimension 0 on segment 2  1\n" in polyline(capsys, "--faces")[0]


def test_the_segments_of_a_polyline_share_the_limits(capsys, tmp_path):
    whole = json.loads(polyline(capsys, "--json", "--list")[0])
    first = whole["segments"][0]["activation_regions"]
    words = ["--json", "--list", "--checkpoint", tmp_path / "kept", "--max-regions"]
    out, err = polyline(capsys, *words, first + 1)
    part = json.loads(out)
    assert part["regions"] == whole["regions"][: first + 1]
    assert part["complete"] is False
    assert [segment.pop("complete") for segment in part["segments"]] == [True, False, False]
    assert part["segments"][0] == whole["segments"][0]
    assert [segment["activation_regions"] for segment in part["segments"][1:]] == [1, 0]
    assert part["segments"][1]["linear_pieces"] is None
    assert err.startswith(f"exactrelu: incomplete: stopped by --max-regions {first + 1}; ")
    table, _ = polyline(capsys, "--max-regions", first + 1)
    assert f"regions on segment 1  {first}\nregions on segment 2  at least 1\n" in table
    assert "INCOMPLETE" in table
    again = json.loads(polyline(capsys, *words, 1000)[0])
    assert (again.pop("complete"), *(segment.pop("complete") for segment in again["segments"])) == (True,) * 4
    assert again == whole
    code, _, err = run(capsys, "regions", POLYLINE[0], "--segment", "0,0,0:1,1,1", *words[:-1])
    assert code == 2
    assert "is the checkpoint of another search" in err


def test_no_time_for_a_polyline(capsys, monkeypatch):
    monkeypatch.setattr(parallel, "MILLISECOND", 0)
    part = json.loads(polyline(capsys, "--json", "--max-seconds", 1)[0])
    assert (part["complete"], [segment["complete"] for segment in part["segments"]]) == (False, [False] * 3)


def test_memory_ends_well(capsys):
    part, err = result(capsys, NETS / "3-8-8-1.json", "--max-memory", 1)
    assert (part["complete"], part["activation_regions"]) == (False, 0)
    assert "stopped by --max-memory 1" in err
    assert result(capsys, NETS / "2-8-8-1.json", "--max-memory", 10**6)[0]["complete"] is True
