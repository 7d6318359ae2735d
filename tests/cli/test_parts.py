"""Domains through points, and neighbourhoods, on the command line."""

import json
from pathlib import Path

import pytest

from exactrelu import Domain, Network, ShallowNetwork
from exactrelu.cli import main
from exactrelu.regions import looking

NETS = Path(__file__).parent.parent / "nets"
NET = str(NETS / "3-8-8-1.json")


def run(capsys, *words):
    capsys.readouterr()
    code = main(list(words))
    return (code, *capsys.readouterr())


def result(capsys, *words):
    code, out, err = run(capsys, *words, "--json")
    assert code == 0, err
    return json.loads(out)


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "rows.csv"
    path.write_text("a,b,c\n0,0,0\n1,1/2,-2.5\n", encoding="utf-8")
    return str(path)


def test_segments_lines_and_planes_are_those_of_the_library(capsys, table):
    network = Network.load(NET)
    p, q, r = (0, 0, 0), (1, "1/2", "-5/2"), (2, 0, 1)
    for words, domain in (
        (["--segment", "0,0,0:1,1/2,-2.5"], Domain.segment(p, q)),
        (["--segment", f"{table}#1:{table}#2"], Domain.segment(p, q)),
        (["--through", "0,0,0", "--through", f"{table}#2"], Domain.through([p, q])),
        (["--through", "0,0,0", "--through", "1,1/2,-5/2", "--through", "2,0,1"], Domain.plane(p, q, r)),
        (
            ["--through", "0,0,0", "--through", "1,1/2,-5/2", "--through", "2,0,1", "--box", "0:1,-1:"],
            Domain.plane(p, q, r, [(0, 1), (-1, "oo")]),
        ),
    ):
        expected = network.regions(domain, faces=True).counts()
        found = result(capsys, "regions", NET, "--faces", *words)
        assert (found["activation_regions"], found["f_vector"]) == (
            expected.activation_regions,
            list(expected.f_vector),
        )


def test_the_regions_on_a_polyline(capsys):
    words = ["regions", NET, "--segment", "0,0,0:1,1,1:2,0,0"]
    found = result(capsys, *words)
    network = Network.load(NET)
    cells = [list(network.regions(part)) for part in Domain.polyline([(0, 0, 0), (1, 1, 1), (2, 0, 0)])]
    assert [part["activation_regions"] for part in found["segments"]] == list(map(len, cells))
    assert found["activation_regions"] == len({cell.signs for part in cells for cell in part})
    code, out, _ = run(capsys, *words, "--list")
    assert code == 0
    assert sum(line.startswith("segment") for line in out.splitlines()) == sum(map(len, cells))


def test_the_regions_around_rows(capsys, table):
    found = result(capsys, "regions", NET, "--near", table, "--depth", "2", "--list")
    near = Network.load(NET).regions_near([(0, 0, 0), (1, "1/2", "-5/2")], 2)
    assert found["by_distance"] == list(near.sizes)
    assert [(r["distance"], r["rows"]) for r in found["regions"]] == [
        (n.distance, [i + 1 for i in n.points]) for n in near
    ]
    assert found["linear_pieces"] == near.counts().linear_pieces
    code, out, _ = run(capsys, "regions", NET, "--near", table, "--list")
    assert code == 0
    assert out.splitlines()[1].startswith("distance 0, row 2: ")
    # On a segment the neighbours are those on the segment.
    words = ["--near", table, "--depth", "9", "--segment", f"{table}#1:{table}#2"]
    segment = Domain.segment((0, 0, 0), (1, "1/2", "-5/2"))
    assert result(capsys, "regions", NET, *words)["activation_regions"] == len(Network.load(NET).regions(segment))


@pytest.mark.parametrize("words", [["--list"], ["--list", "--json"], ["--list", "--engine", "simplex"]])
def test_workers_find_the_same_around_rows(capsys, table, words, monkeypatch):
    monkeypatch.setattr(looking, "ALONE", 0)
    words = ["regions", NET, "--near", table, "--depth", "2", *words]
    one = run(capsys, *words)
    assert one[0] == 0
    assert run(capsys, *words, "--workers", "2") == one
    assert run(capsys, *words, "--workers", "1") == one


def test_limits_around_rows(capsys, table):
    words = ["regions", NET, "--near", table, "--depth", "3", "--list"]
    whole = result(capsys, *words)
    first, second = whole["by_distance"][:2]
    code, out, err = run(capsys, *words, "--json", "--max-regions", str(first + second + 3))
    part = json.loads(out)
    assert (code, part["complete"], part["linear_pieces"]) == (0, False, None)
    assert part["by_distance"] == [first, second, 3]
    assert part["regions"] == whole["regions"][: first + second + 3]
    assert part["activation_regions"] == first + second + 3
    assert (
        err == f"exactrelu: incomplete: stopped by --max-regions {first + second + 3}; there are more than were found\n"
    )
    _, out, _ = run(capsys, *words[:-1], "--max-regions", str(first + second + 3))
    assert "INCOMPLETE             stopped by --max-regions" in out
    assert f"regions at distance 1  {second}\nregions at distance 2  at least 3\n" in out
    assert "linear pieces" not in out
    enough = result(capsys, *words, "--max-regions", str(len(whole["regions"])), "--max-seconds", "1000")
    assert enough.pop("complete") is True
    assert enough == whole
    memory = result(capsys, *words, "--max-memory", "1")
    assert (memory["complete"], memory["activation_regions"], memory["by_distance"]) == (False, 0, [0])


def test_shallow_networks_and_certificates_of_parts(capsys, table, tmp_path):
    network = Network.load(NET)
    folder = tmp_path / "shallow"
    made = result(capsys, "shallow", NET, "--near", table, "-o", str(folder), "--hidden-layers", "3")
    assert made["parts"] == 2 == len(list(folder.iterdir()))
    for number, point in enumerate([(0, 0, 0), (1, "1/2", "-5/2")], start=1):
        shallow = ShallowNetwork.load(folder / f"part-{number:03}.json")
        assert shallow.domain is not None
        assert point in shallow.domain
        assert shallow(point) == network(point)
    for kind in ("construction", "partition"):
        folder = tmp_path / kind
        words = ["certify", NET, "--segment", "0,0,0:1,1,1:2,0,0", "-o", str(folder), "--kind", kind]
        code, out, _ = run(capsys, *words)
        assert code == 0
        assert "parts    2" in out
        for path in folder.iterdir():
            code, out, _ = run(capsys, "check", str(path))
            assert (code, out.splitlines()[0]) == (0, "accepted: every rule held, to the end of the file")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["regions", NET, "--segment", "0,0,0"], "at least two points"),
        (["regions", NET, "--segment", "0,0,0:1,1,1", "--box", "0:1,0:1,0:1"], "--box and --segment exclude"),
        (["regions", NET, "--through", "0,0,0"], "2 points, for a line, or 3"),
        (["regions", NET, "--depth", "2"], "--depth belongs to --near"),
        (["regions", NET, "--near", "rows.csv", "--faces"], "no faces: leave --faces out"),
        (["regions", NET, "--near", "rows.csv", "--checkpoint", "kept"], "--near takes no --checkpoint: regions are"),
        (["equal", NET, NET, "--segment", "0,0,0:1,1,1:2,0,0"], "two points here"),
        (["certify", NET, "--segment", "0,0,0:1,1,1:2,0,0", "--shallow", NET, "-o", "x"], "leave --shallow out"),
        (["certify", NET, "--segment", "0,0,0:1,1,1:2,0,0", "--checkpoint", "k", "-o", "x"], "written as soon as it"),
        (["certify", NET, "--near", "rows.csv", "--max-seconds", "9", "-o", "x"], "go without --checkpoint and limits"),
    ],
)
def test_wrong_usage(capsys, words, message):
    code, _, err = run(capsys, *words)
    assert code == 64
    assert message in err
    assert len(err.splitlines()) == 1


def test_bad_points_are_named(capsys, table):
    for words, message in (
        (["--segment", "0,0:1,1,1"], "--segment has 2 coordinates, the network takes 3 inputs"),
        (["--segment", f"{table}#3:{table}#1"], "has rows 1 to 2, there is no row '3'"),
        (["--segment", "0,0,x:1,1,1"], "--segment, coordinate 3"),
        (["--through", "0,0,0", "--through", "1,1,1", "--through", "2,2,2"], "not affinely independent"),
        (["--through", "0,0,0", "--through", "1,1,1", "--box", "0:1,0:1"], "--box has 2 sides, the slice has 1"),
    ):
        code, _, err = run(capsys, "regions", NET, *words)
        assert (code, len(err.splitlines())) == (2, 1)
        assert message in err


def test_eval_takes_a_row_of_a_table(capsys, table):
    assert result(capsys, "eval", NET, "--at", f"{table}#2") == result(capsys, "eval", NET, "--at", "1,1/2,-5/2")
