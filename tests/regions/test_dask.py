"""A Dask cluster on this machine: the same results, whatever becomes of its workers."""

import json
import os
import signal
from functools import partial
from pathlib import Path

import pytest

from exactrelu import Network
from exactrelu.cli import check, main
from exactrelu.errors import ClusterError
from exactrelu.regions import dask_executor, looking, parallel
from exactrelu.regions.parallel import Search
from exactrelu.regions.regions import OverRegions
from exactrelu.regions.tasks import OverCells

NETS = Path(__file__).parent.parent / "nets"

pytestmark = [pytest.mark.extra("distributed"), pytest.mark.filterwarnings("default")]


@pytest.fixture(scope="module")
def address():
    from distributed import LocalCluster

    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=50) as cluster:
        yield cluster.scheduler_address


def describe(region):
    return f"{region.signs} {region.interior_point} {region.affine_map}"


def kill_once(file, region):
    try:
        os.close(os.open(file, os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        return describe(region)
    return os.kill(os.getpid(), signal.SIGKILL)


def test_a_cluster_gives_the_same(address, monkeypatch):
    monkeypatch.setattr(parallel, "LEAST_TASK", 20 * 10**6)
    monkeypatch.setattr(Search, "_do_here", lambda *_: None)
    network = Network.load(NETS / "3-8-8-1.json")
    with dask_executor(address) as executor:
        regions = network.regions(faces=True, executor=executor)
        assert regions.counts() == network.regions(faces=True).counts()
        assert list(network.regions(executor=executor).map(describe)) == list(map(describe, network.regions()))


def test_a_killed_worker_of_a_cluster_changes_nothing(address, tmp_path, monkeypatch):
    monkeypatch.setattr(Search, "_do_here", lambda *_: None)
    network = Network.load(NETS / "3-8-8-1.json")
    job = OverCells(OverRegions(partial(kill_once, str(tmp_path / "killed"))))
    with dask_executor(address) as executor:
        search = Search(network.regions().source, job, executor)
        found = [text for outcome in search for text in outcome.result]
    assert (tmp_path / "killed").exists()
    assert search.complete
    assert found == list(map(describe, network.regions()))


def test_at_the_command_line(address, capsys):
    net = str(NETS / "2-8-8-1.json")
    assert main(["regions", net, "--dask", address, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert main(["regions", net, "--json"]) == 0
    here = json.loads(capsys.readouterr().out)
    times = {"cpu_seconds", "total_cpu_seconds", "seconds"}
    assert {k: v for k, v in found.items() if k not in times} == {k: v for k, v in here.items() if k not in times}


def test_other_commands(address, capsys, tmp_path, monkeypatch):
    monkeypatch.setattr(parallel, "LEAST_TASK", 20 * 10**6)
    for module in (looking, check):
        monkeypatch.setattr(module, "ALONE", 0)
    net, rows = str(NETS / "2-8-8-1.json"), tmp_path / "rows.csv"
    rows.write_text("a,b\n0,0\n1,-2.5\n", encoding="utf-8")
    for words in (
        ["regions", net, "--near", str(rows), "--depth", "3", "--list"],
        ["regions", net, "--segment", "0,0:1,1:2,-3", "--list"],
        ["equal", net, net],
    ):
        assert main(words) == 0
        here = capsys.readouterr().out
        assert main([*words, "--dask", address]) == 0
        assert capsys.readouterr().out == here
    for number, words in enumerate(
        (["shallow", net], ["certify", net, "--kind", "partition"], ["shallow", net, "--near", str(rows)])
    ):
        written = []
        for name, more in (("here", []), ("there", ["--dask", address])):
            output = tmp_path / f"{name}-{number}.json"
            assert main([*words, "-o", str(output), *more]) == 0
            files = sorted(output.iterdir()) if output.is_dir() else [output]
            written.append([file.read_bytes() for file in files])
        assert written[0] == written[1]


def test_no_cluster_there(capsys, monkeypatch):
    monkeypatch.setattr("exactrelu.regions.workers.CONNECT_SECONDS", "1s")
    with pytest.raises(ClusterError, match="no Dask scheduler answers"), dask_executor("tcp://127.0.0.1:9"):
        pass
    assert main(["regions", str(NETS / "2-8-8-1.json"), "--dask", "nonsense://x"]) == 2
    assert capsys.readouterr().err.count("\n") == 1
