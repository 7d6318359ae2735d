"""However the search is cut, and whatever becomes of the workers: the same results in the same order."""

import gc
import os
import pickle
import signal
import subprocess
import sys
import time
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exactrelu import Domain, Network
from exactrelu.errors import WorkerLostError
from exactrelu.regions import WorkerPool, parallel, subtree
from exactrelu.regions.parallel import Limits, Search
from exactrelu.regions.region import Region
from exactrelu.regions.regions import OverRegions
from exactrelu.regions.subtree import Budget, Source, Subtrees, path_of, siblings_after, within
from exactrelu.regions.tasks import OverCells, work
from exactrelu.regions.walk import WHOLE, Walk
from tests.strategies import networks_with_domains

NETS = Path(__file__).parent.parent / "nets"


def describe(region):
    """All of a region, byte for byte: its generators in their order, facets, map and interior point."""
    forms = region.vertices, region.rays, region.lines, region.inequalities, region.equalities
    return f"{region.signs} {region.dimension} {region.interior_point} {forms} {region.affine_map} {region.neighbours}"


def over(function):
    return OverCells(OverRegions(function))


def masks(cells):
    return [(cell.positive, cell.negative, cell.vanishing, cell.split, cell.flat) for cell in cells]


@pytest.fixture
def short_tasks(monkeypatch):
    """Tasks that are over at once: every cell is a task of its own."""
    for name in ("LEAST_TASK", "MOST_TASK"):
        monkeypatch.setattr(parallel, name, 0)


@pytest.fixture(scope="module")
def processes():
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        yield pool


# Parts of the search --------------------------------------------------------------------------------------------------


@given(networks_with_domains(inputs=(1, 3), depth=(1, 4)), st.booleans(), st.booleans(), st.sampled_from([1, 2, 7]))
def test_a_search_that_stops_goes_on_where_it_was(case, faces, simplex, cells):
    network, domain = case
    walk = Walk(network, domain, faces and not simplex)
    source = Source(network, walk.domain, walk.faces, simplex)
    found, rest = [], [WHOLE]
    while rest:
        part = Subtrees(source, rest, Budget(cells=cells))
        new = masks(part)
        assert len(new) == part.found <= cells
        assert len(new) == cells or not part.rest
        found += new
        rest = part.rest
    assert found == masks(walk)


@settings(max_examples=20)
@given(networks_with_domains(inputs=(1, 3), depth=(1, 4)), st.booleans(), st.data())
def test_groups_and_walks_that_go_on_change_nothing(case, faces, data):
    walk = Walk(*case, faces=faces)
    source = Source(walk.network, walk.domain, faces, simplex=False)
    found, waiting = [], [[WHOLE]]
    while waiting:
        if data.draw(st.booleans()):
            subtree.forget()
        part = Subtrees(source, waiting.pop(), Budget(cells=data.draw(st.sampled_from([1, 2, 9]))))
        found += [describe(Region(walk, cell)) for cell in part]
        assert part.found
        size = data.draw(st.sampled_from([1, 2, 99]))
        waiting += [part.rest[i : i + size] for i in range(0, len(part.rest), size)][::-1]
    assert found == [describe(Region(walk, cell)) for cell in walk]


def test_a_walk_goes_on_only_where_it_stopped(monkeypatch):
    started = []
    walk = Source.walk
    monkeypatch.setattr(Source, "walk", lambda self, nodes: started.append(nodes) or walk(self, nodes))
    source = Network.load(NETS / "2-8-8-1.json").regions().source
    first = Subtrees(source, [WHOLE], Budget(cells=5))
    masks(first)
    second = Subtrees(source, first.rest, Budget(cells=5))
    masks(second)
    assert len(started) == 1
    masks(Subtrees(replace(source), second.rest, Budget(cells=5)))
    assert len(started) == 2, "another search has vertices of its own"
    masks(Subtrees(source, second.rest[1:], Budget(cells=5)))
    assert len(started) == 3
    with ThreadPoolExecutor(1) as pool:
        pool.submit(masks, Subtrees(source, second.rest, Budget(cells=5))).result()
    assert len(started) == 4


@given(networks_with_domains(inputs=(1, 3), depth=(1, 3)), st.booleans(), st.data())
def test_what_comes_after_a_cell(case, faces, data):
    walk = Walk(*case, faces=faces)
    cells = list(walk)
    i = data.draw(st.integers(0, len(cells) - 1))
    after = siblings_after(path_of(cells[i]), faces)
    below = [masks(Walk(*case, faces=faces, nodes=[node])) for node in after]
    assert all(below)
    assert [cell for part in below for cell in part] == masks(cells[i + 1 :])
    if after:
        assert masks(Walk(*case, faces=faces, nodes=after)) == masks(cells[i + 1 :])
    coarse = [path_of(cell) for cell in cells]
    both = within(coarse, after)
    assert not both if not after else masks(Walk(*case, faces=faces, nodes=both)) == masks(cells[i + 1 :])


# Executors ------------------------------------------------------------------------------------------------------------


@settings(max_examples=20)
@given(networks_with_domains(inputs=(1, 3), depth=(1, 4)), st.booleans(), st.integers(0, 3))
def test_threads_give_the_same_counts_and_regions(case, faces, milliseconds):
    network, domain = case
    with pytest.MonkeyPatch.context() as patch, ThreadPoolExecutor(3) as pool:
        for name in ("LEAST_TASK", "MOST_TASK"):
            patch.setattr(parallel, name, milliseconds * 10**6)
        here, there = network.regions(domain, faces), network.regions(domain, faces, executor=pool)
        assert there.counts() == here.counts()
        assert len(there) == len(here)
        assert list(there.map(describe)) == [describe(region) for region in here]
        assert [region.signs for region in there] == [region.signs for region in here]


@pytest.mark.parametrize(("name", "faces"), [("int2_2-12-12-1", True), ("3-8-8-1", False), ("2-8-8-1", True)])
def test_processes_give_the_same_bytes(processes, short_tasks, name, faces):
    network = Network.load(NETS / f"{name}.json")
    here, there = network.regions(faces=faces), network.regions(faces=faces, executor=processes)
    assert there.counts() == here.counts()
    assert "\n".join(there.map(describe)).encode() == "\n".join(map(describe, here)).encode()


def test_a_process_of_others_is_left_as_it_was(processes):
    source = Source.of(Walk(Network.load(NETS / "2-8-8-1.json")))
    payload = pickle.dumps(((source,), OverCells(settings_meanwhile)))
    collects, microseconds = processes.submit(settings_of_the_process).result()
    assert collects
    assert processes.submit(work, payload, [WHOLE]).result().result == (False, 10 * microseconds)
    assert processes.submit(settings_of_the_process).result() == (True, microseconds)
    with WorkerPool(1) as pool:
        assert pool.submit(settings_of_the_process).result() == (False, microseconds)
    # In a process of its own, that of the host, a task changes nothing at all.
    assert work(payload, [WHOLE]).result == settings_of_the_process()


def settings_of_the_process():
    """Whether the collector is on, and how often threads switch."""
    return gc.isenabled(), round(10**6 * sys.getswitchinterval())


def settings_meanwhile(_, cells):
    for _ in cells:
        pass
    return settings_of_the_process()


def test_both_engines_in_processes(processes, short_tasks):
    network = Network.load(NETS / "int1_2-8-8-1.json")
    there = network.regions(engine="simplex", executor=processes)
    assert there.counts() == network.regions().counts()
    assert list(there.map(describe)) == [describe(r) for r in network.regions(engine="simplex")]


def kill_once(file, region):
    """Kills the worker process that comes first."""
    try:
        os.close(os.open(file, os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        return describe(region)
    return os.kill(os.getpid(), signal.SIGKILL)


def kill(parent, region):
    """Kills every worker process, but not the one that started them."""
    if os.getpid() != parent:
        os.kill(os.getpid(), signal.SIGKILL)
    return describe(region)


def rest_of(network):
    """The search after the first cell, which is found in this process: workers find all others."""
    source = network.regions().source
    first = work(pickle.dumps(((source,), over(describe))), [WHOLE], cells=1)
    return source, first.result, first.rest


def test_a_killed_worker_changes_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(Search, "_do_here", lambda *_: None)
    network = Network.load(NETS / "3-8-8-1.json")
    source, found, rest = rest_of(network)
    with WorkerPool(2) as pool:
        job = over(partial(kill_once, str(tmp_path / "killed")))
        search = Search(source, job, pool, rest)
        found += [text for outcome in search for text in outcome.result]
    assert (tmp_path / "killed").exists()
    assert search.complete
    assert found == [describe(region) for region in network.regions()]


def test_a_task_that_kills_every_worker_is_given_up(monkeypatch):
    monkeypatch.setattr(Search, "_do_here", lambda *_: None)
    source, _, rest = rest_of(Network.load(NETS / "2-8-8-1.json"))
    with WorkerPool(1) as pool, pytest.raises(WorkerLostError, match="3 times"):
        list(Search(source, over(partial(kill, os.getpid())), pool, rest))


def test_a_pool_that_stays_broken_is_done_without(short_tasks):
    network = Network.load(NETS / "2-8-8-1.json")
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        regions = network.regions(executor=pool)
        assert list(regions.map(partial(kill, os.getpid()))) == [describe(r) for r in network.regions()]
        with pytest.raises(BrokenProcessPool):
            pool.submit(int)


class Refusing(Executor):
    """An executor whose every task ends in an error of its own."""

    def submit(self, fn, /, *args, **kwargs):
        future = Future()
        future.set_exception(ZeroDivisionError("in the task"))
        return future


def test_an_error_in_a_task_is_an_error(short_tasks):
    with pytest.raises(ZeroDivisionError, match="in the task"):
        len(Network.load(NETS / "2-8-8-1.json").regions(executor=Refusing()))


# Limits ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("cells", "complete"), [(1, False), (100, False), (106, False), (107, True), (1000, True)])
def test_a_number_of_cells_is_met_exactly(short_tasks, cells, complete):
    network = Network.load(NETS / "2-8-8-1.json")
    search = Search(network.regions().source, over(describe), limits=Limits(cells=cells))
    found = [text for outcome in search for text in outcome.result]
    assert search.complete is complete
    assert found == [describe(region) for region in network.regions()][:cells]


@settings(max_examples=20)
@given(networks_with_domains(inputs=(1, 3), depth=(1, 3), most_neurons=6), st.data())
def test_several_sources_are_one_search(case, data):
    network, domain = case
    halves = [Domain(network.inputs, ((sign, *[0] * network.inputs),)) for sign in (1, -1)]
    sources = [network.regions(part, faces).source for part in (domain, *halves) for faces in (False, True)]
    each = [[describe(region) for region in network.regions(source.domain, source.faces)] for source in sources]
    whole = [(part, text) for part, texts in enumerate(each) for text in texts]
    cells = data.draw(st.integers(1, len(whole) + 1))
    with pytest.MonkeyPatch.context() as patch, ThreadPoolExecutor(2) as pool:
        for name in ("LEAST_TASK", "MOST_TASK"):
            patch.setattr(parallel, name, 0)
        for executor in (None, pool):
            search = Search(sources, over(describe), executor)
            assert [(outcome.part, text) for outcome in search for text in outcome.result] == whole
        search = Search(sources, over(describe), limits=Limits(cells=cells))
        assert [(outcome.part, text) for outcome in search for text in outcome.result] == whole[:cells]
    assert search.unfinished == {part for part, _ in whole[cells:]}
    assert search.complete is (cells >= len(whole))


def test_a_killed_worker_of_several_sources_changes_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(Search, "_do_here", lambda *_: None)
    network = Network.load(NETS / "3-8-8-1.json")
    parts = Domain.polyline([(0, 0, 0), (1, 1, 1), (2, 0, 0), (-3, 1, 2)])
    with WorkerPool(2) as pool:
        job = over(partial(kill_once, str(tmp_path / "killed")))
        search = Search([network.regions(part).source for part in parts], job, pool)
        found = [text for outcome in search for text in outcome.result]
    assert (tmp_path / "killed").exists()
    assert found == [describe(region) for part in parts for region in network.regions(part)]


def test_no_time_ends_incomplete(short_tasks):
    network = Network.load(NETS / "3-16-16-1.json")
    search = Search(network.regions().source, over(str), limits=Limits(seconds=0))
    assert len([text for outcome in search for text in outcome.result]) == search.found < 5747
    assert not search.complete


def test_a_limit_with_workers_brings_at_least_so_many(short_tasks):
    network = Network.load(NETS / "3-8-8-1.json")
    with ThreadPoolExecutor(2) as pool:
        search = Search(network.regions().source, over(describe), pool, limits=Limits(cells=50))
        found = [text for outcome in search for text in outcome.result]
    assert 50 <= len(found) == search.found < 727
    assert not search.complete
    assert set(found) < {describe(region) for region in network.regions()}


def is_alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def gone(pids, seconds=20):
    end = time.monotonic() + seconds
    while any(map(is_alive, pids)) and time.monotonic() < end:
        time.sleep(0.05)
    return not any(map(is_alive, pids))


def test_an_error_ends_the_workers_at_once():
    start, pids = time.monotonic(), set()

    def interrupted():
        with WorkerPool(2) as pool:
            pids.add(pool.submit(os.getpid).result())
            pool.submit(time.sleep, 100)
            pool.submit(time.sleep, 100)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert gone(pids)
    assert time.monotonic() - start < 60


ORPHANS = """
import os, sys, time
from exactrelu.regions import WorkerPool
if __name__ == "__main__":
    pool = WorkerPool(1)
    print(pool.submit(os.getpid).result(), flush=True)
    pool.submit(time.sleep, 100)
    time.sleep(100)
"""


def test_workers_end_when_their_parent_is_killed(tmp_path):
    script = tmp_path / "orphans.py"
    script.write_text(ORPHANS)
    root = str(Path(__file__).parent.parent.parent)
    with subprocess.Popen(
        [sys.executable, str(script)], stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": root}
    ) as process:
        worker = int(process.stdout.readline())
        assert is_alive(worker)
        process.kill()
    assert gone([worker])


def test_a_pool_has_workers():
    with pytest.raises(ValueError, match="at least one"):
        WorkerPool(0)
