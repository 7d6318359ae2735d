"""A search that is remembered ends the same, whenever it was stopped, whatever happened to its folder."""

import json
import random
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exactrelu import Network
from exactrelu.errors import CheckpointError
from exactrelu.regions import parallel
from exactrelu.regions.checkpoint import Checkpoint
from exactrelu.regions.parallel import Limits, Search
from exactrelu.regions.summary import Merger, Summary, summarize
from exactrelu.regions.tasks import OverCells, work
from exactrelu.regions.walk import WHOLE
from tests.strategies import networks_with_domains

NETS = Path(__file__).parent.parent / "nets"
IDENTITY = {"network": "n", "domain": "d", "version": "v"}


def signs(walk, cells):
    return [[list(walk.signs(cell.positive, cell.negative)), *map(str, cell.flat)] for cell in cells]


def truth(source):
    walk = source.walk()
    return signs(walk, walk)


@pytest.fixture
def short_tasks(monkeypatch):
    for name in ("LEAST_TASK", "MOST_TASK"):
        monkeypatch.setattr(parallel, name, 0)


def run(source, folder, *, tasks=None, cells=None, executor=None, identity=IDENTITY):
    """One run, which is broken off after so many tasks, or by a limit; what it found, the search and the damage."""
    with closing(Checkpoint(folder, identity)) as checkpoint:
        search = Search(source, OverCells(signs), executor, limits=Limits(cells=cells), checkpoint=checkpoint)
        outcomes = iter(search) if tasks is None else islice(search, tasks)
        found = [cell for outcome in outcomes for cell in outcome.result]
        return found, search, checkpoint.damaged


def lines_of(folder):
    return [(file, i) for file in sorted(folder.glob("*.jsonl")) for i, _ in enumerate(file.read_bytes().splitlines())]


def change_line(folder, place, change):
    file, i = place
    lines = file.read_bytes().splitlines(keepends=True)
    lines[i] = change(lines[i])
    file.write_bytes(b"".join(lines))


@settings(max_examples=10)
@given(networks_with_domains(inputs=(1, 2), depth=(1, 3)), st.booleans(), st.booleans(), st.integers(1, 4), st.data())
def test_a_search_goes_on_where_it_was(tmp_path_factory, case, faces, simplex, tasks, data):
    network, domain = case
    folder = tmp_path_factory.mktemp("checkpoint")
    source = network.regions(domain, faces and not simplex, engine="simplex" if simplex else "auto").source
    expected = truth(source)
    with pytest.MonkeyPatch.context() as patch:
        for name in ("LEAST_TASK", "MOST_TASK"):
            patch.setattr(parallel, name, 0)
        for _ in range(2):
            found, _, _ = run(source, folder, tasks=tasks)
            assert found == expected[: len(found)]
        found, search, _ = run(source, folder, cells=data.draw(st.integers(1, len(expected))))
        assert found == expected[: search.found]
        with ThreadPoolExecutor(2) as pool:
            found, search, damaged = run(source, folder, executor=pool)
    assert (found, search.complete, search.found, damaged) == (expected, True, len(expected), 0)
    found, search, _ = run(source, folder)
    assert found == expected


def test_the_parts_of_a_search_are_remembered_apart(tmp_path, short_tasks):
    """They have the same nodes, the first of them the same as the whole of the space."""
    network = Network.load(NETS / "2-8-8-1.json")
    sources = [network.regions(domain).source for domain in (None, [(0, 1), (0, 1)], [(-1, 0), (0, 1)])]
    expected = [cell for source in sources for cell in truth(source)]
    for tasks, limit in ((80, None), (None, 125), (None, None), (None, None)):
        found, search, damaged = run(sources, tmp_path, tasks=tasks, cells=limit)
        assert found == expected[: len(found)]
    assert (found, search.complete, search.unfinished, damaged) == (expected, True, set(), 0)


@settings(max_examples=10)
@given(networks_with_domains(inputs=(1, 2), depth=(1, 3)), st.booleans(), st.randoms(use_true_random=False))
def test_damage_is_found_and_mended(tmp_path_factory, case, faces, rng):
    network, domain = case
    folder = tmp_path_factory.mktemp("checkpoint")
    source = network.regions(domain, faces).source
    with pytest.MonkeyPatch.context() as patch:
        for name in ("LEAST_TASK", "MOST_TASK"):
            patch.setattr(parallel, name, 0)
        run(source, folder, tasks=rng.randint(1, 5))
        run(source, folder)
        places = lines_of(folder)
        for place in sorted(rng.sample(places, min(len(places), 3)), reverse=True):
            change_line(folder, place, rng.choice([flip, shorten, garble, lambda line: b""]))
        expected = truth(source)
        found, search, _ = run(source, folder)
    assert (found, search.complete, search.found) == (expected, True, len(expected))


def flip(line):
    i = len(line) // 2
    return line[:i] + bytes([line[i] ^ 1]) + line[i + 1 :]


def shorten(line):
    return line[: len(line) // 2] + b"\n"


def garble(line):
    return b"\xff\x00{}[]\n"


def test_only_the_damaged_part_is_searched_again(tmp_path, short_tasks):
    source = Network.load(NETS / "2-8-8-1.json").regions().source
    expected = truth(source)
    run(source, tmp_path)
    rng = random.Random(5)
    done = [place for place in lines_of(tmp_path) if b'["done"' in place[0].read_bytes().splitlines()[place[1]]]
    for place in rng.sample(done, 3):
        change_line(tmp_path, place, flip)
    with closing(Checkpoint(tmp_path, IDENTITY)) as checkpoint:
        assert checkpoint.damaged == 3
        search = Search(source, OverCells(signs), checkpoint=checkpoint)
        with pytest.MonkeyPatch.context() as patch:
            again = []
            patch.setattr(parallel, "work", lambda *arguments: again.append(work(*arguments)) or again[-1])
            found = [cell for outcome in search for cell in outcome.result]
    assert found == expected
    assert len(again) == 3
    assert sum(outcome.cells for outcome in again) < len(expected) // 4


def test_a_line_that_was_cut_short_is_no_damage(tmp_path, short_tasks):
    source = Network.load(NETS / "2-8-8-1.json").regions().source
    run(source, tmp_path, tasks=5)
    (file,) = tmp_path.glob("*.jsonl")
    file.write_bytes(file.read_bytes()[:-20])
    found, _, damaged = run(source, tmp_path)
    assert (found, damaged) == (truth(source), 0)


@pytest.mark.parametrize("name", IDENTITY)
def test_another_search_is_refused_by_name(tmp_path, name):
    source = Network.load(NETS / "2-8-8-1.json").regions().source
    run(source, tmp_path)
    with pytest.raises(CheckpointError, match=f"another search: its {name} is '{IDENTITY[name]}', here it is 'x'"):
        Checkpoint(tmp_path, {**IDENTITY, name: "x"})


def test_lines_of_another_search_do_not_count(tmp_path):
    """Even if the first line, which is for people, was replaced."""
    net = Network.load(NETS / "2-8-8-1.json")
    run(net.regions().source, tmp_path, identity={**IDENTITY, "network": "another"})
    (other,) = tmp_path.glob("*.jsonl")
    run(net.regions().source, tmp_path / "mine", cells=1)
    (mine,) = (tmp_path / "mine").glob("*.jsonl")
    other.write_bytes(
        b"".join([mine.read_bytes().splitlines(keepends=True)[0], *other.read_bytes().splitlines(True)[1:]])
    )
    with closing(Checkpoint(tmp_path, IDENTITY)) as checkpoint:
        assert checkpoint.find([WHOLE]) is None
        assert checkpoint.damaged == 2


def test_a_folder_that_changes_under_the_search(tmp_path):
    source = Network.load(NETS / "2-8-8-1.json").regions().source
    run(source, tmp_path)
    with closing(Checkpoint(tmp_path, IDENTITY)) as checkpoint:
        known = checkpoint.find([WHOLE])
        for place in lines_of(tmp_path):
            change_line(tmp_path, place, garble)
        with pytest.raises(CheckpointError, match="was changed"):
            checkpoint.result(known)


@settings(max_examples=20)
@given(networks_with_domains(inputs=(1, 3), depth=(1, 3)), st.booleans())
def test_a_summary_is_the_same_after_json(case, faces):
    source = case[0].regions(case[1], faces).source
    walk = source.walk()
    summary = summarize(walk, iter(walk))
    again = Summary.from_json(json.loads(json.dumps(summary.to_json())))
    assert again == summary
    merger = Merger(source, None)
    merger.add(again)
    assert merger.counts() == case[0].regions(case[1], faces).counts()
