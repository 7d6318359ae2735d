import json
from pathlib import Path

import pytest

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
