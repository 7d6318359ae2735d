"""A shallow network is the same, whoever found its gates, and so is the file of the command."""

import os
import signal
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exactrelu import Layer, Network, certify
from exactrelu.cli import check, main
from exactrelu.cli.check import UnequalError, check_equality, witnesses_of
from exactrelu.regions import WorkerPool, looking, parallel
from exactrelu.regions.parallel import Search
from exactrelu.shallow import ShallowNetwork, build, closed_faces
from tests.strategies import networks_with_domains

NETS = Path(__file__).parent.parent / "nets"
ZERO = Network([Layer([[1, 1], [0, 0]], [0, -1]), Layer([[0, 5]], [0], "identity")])


@pytest.fixture
def short_tasks(monkeypatch):
    """Tasks that are over at once: every face is a task of its own."""
    for name in ("LEAST_TASK", "MOST_TASK"):
        monkeypatch.setattr(parallel, name, 0)


def same(one, other):
    """Whether two shallow networks agree in all, the order and the roles of their neurons included."""
    return (one.inputs, one.layers, one.roles, one.domain) == (other.inputs, other.layers, other.roles, other.domain)


@settings(max_examples=25)
@given(networks_with_domains(inputs=(1, 3), depth=(1, 3), most_neurons=6), st.sampled_from([2, 3]), st.integers(0, 1))
def test_gates_found_by_others_are_the_same(case, hidden_layers, milliseconds):
    network, domain = case
    counts = [], []
    with pytest.MonkeyPatch.context() as patch, ThreadPoolExecutor(2) as pool:
        for name in ("LEAST_TASK", "MOST_TASK"):
            patch.setattr(parallel, name, milliseconds * 10**6)
        here, there = (
            build(network, hidden_layers, domain, partial(counted, number), executor)
            for number, executor in zip(counts, (None, pool), strict=True)
        )
    assert same(there, here)
    assert sum(counts[0]) == sum(counts[1]) == len(network.regions(domain, faces=hidden_layers == 2))


def counted(numbers, items):
    for item in items:
        numbers.append(1)
        yield item


@pytest.mark.parametrize("hidden_layers", [2, 3])
def test_a_network_that_is_zero_has_its_one_gate(short_tasks, hidden_layers):
    with ThreadPoolExecutor(2) as pool:
        assert same(ZERO.shallow(hidden_layers, executor=pool), ZERO.shallow(hidden_layers))
        flat = [(0, 1), (1, 1)]
        assert same(ZERO.shallow(hidden_layers, flat, executor=pool), ZERO.shallow(hidden_layers, flat))


@pytest.mark.parametrize("hidden_layers", [2, 3])
def test_processes_build_the_same(tmp_path, monkeypatch, hidden_layers):
    monkeypatch.setattr(parallel, "LEAST_TASK", 10**7)
    network = Network.load(NETS / "int2_2-12-12-1.json")
    network.shallow(hidden_layers).save(tmp_path / "here.json")
    certify(network, out=tmp_path / "here.jsonl", hidden_layers=hidden_layers)
    with WorkerPool(2) as pool:
        network.shallow(hidden_layers, executor=pool).save(tmp_path / "there.json")
        certify(network, out=tmp_path / "there.jsonl", hidden_layers=hidden_layers, executor=pool)
    for suffix in ("json", "jsonl"):
        assert (tmp_path / f"there.{suffix}").read_bytes() == (tmp_path / f"here.{suffix}").read_bytes()


def kill_once(file, region):
    """Kills the worker process that comes first."""
    try:
        os.close(os.open(file, os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        return closed_faces.face_sides(region)
    return os.kill(os.getpid(), signal.SIGKILL)


def test_a_killed_worker_changes_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(Search, "_do_here", lambda *_: None)
    network = Network.load(NETS / "2-8-8-1.json")
    monkeypatch.setattr(closed_faces, "face_sides", partial(kill_once, str(tmp_path / "killed")))
    with WorkerPool(2) as pool:
        there = network.shallow(executor=pool)
    monkeypatch.undo()
    assert (tmp_path / "killed").exists()
    assert same(there, network.shallow())


def test_the_command_writes_the_same(tmp_path, capsys, short_tasks, monkeypatch):
    monkeypatch.setattr(check, "ALONE", 0)
    told = []
    for name, words in [
        ("one", []),
        ("two", ["--workers", "2"]),
        ("three", ["--workers", "1", "--hidden-layers", "2"]),
    ]:
        output = tmp_path / f"{name}.json"
        assert main(["shallow", str(NETS / "int1_2-8-8-1.json"), "-o", str(output), *words]) == 0
        assert output.read_bytes() == (tmp_path / "one.json").read_bytes()
        told.append(
            [line for line in capsys.readouterr().out.splitlines() if line.split()[0] not in ("check", "written")]
        )
    assert told[0] == told[1] == told[2]


@pytest.mark.parametrize("command", ["shallow", "certify", "certify --kind partition"])
@pytest.mark.parametrize("part", ["--near", "--segment"])
def test_the_parts_are_shared_by_workers(tmp_path, capsys, monkeypatch, command, part):
    monkeypatch.setattr(looking, "ALONE", 0)
    rows = tmp_path / "rows.csv"
    rows.write_text("a,b\n0,0\n1,-2.5\n3,4\n", encoding="utf-8")
    value = {"--near": str(rows), "--segment": "0,0:1,1:2,-3:0,5"}[part]
    words = [*command.split(), str(NETS / "2-8-8-1.json"), part, value]
    for folder, more in (("here", []), ("there", ["--workers", "2"])):
        assert main([*words, "-o", str(tmp_path / folder), *more]) == 0
    here, there = (sorted((tmp_path / folder).iterdir()) for folder in ("here", "there"))
    assert len(here) == 3
    assert [(file.name, file.read_bytes()) for file in there] == [(file.name, file.read_bytes()) for file in here]
    out = capsys.readouterr().out.splitlines()
    assert [line.replace("there", "here") for line in out[2:]] == out[:2]


def test_workers_find_a_difference(monkeypatch):
    monkeypatch.setattr(check, "ALONE", 0)
    monkeypatch.setattr(check, "CHUNK", 5)
    network = Network.load(NETS / "int1_2-8-8-1.json")
    shallow = network.shallow()
    with ThreadPoolExecutor(2) as pool:
        whole = check_equality(network, shallow, witnesses_of(network), executor=pool)
        assert whole.checked == whole.faces == check_equality(network, shallow, witnesses_of(network)).checked
        wrong = ShallowNetwork(2, (*shallow.layers[:-1], ZERO.shallow().layers[-1]), domain=shallow.domain)
        with pytest.raises(UnequalError) as there:
            check_equality(network, wrong, witnesses_of(network), executor=pool)
    with pytest.raises(UnequalError) as here:
        check_equality(network, wrong, witnesses_of(network))
    assert str(there.value) == str(here.value)
