"""A certificate is the same to the byte, whoever found its tokens, and however often it was interrupted."""

import os
import pickle
import signal
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exactrelu import Layer, Network, certify, check, equal
from exactrelu.certificate import compare
from exactrelu.certificate import joint as joint_module
from exactrelu.certificate.difference import DifferenceFound, UncertifiableError
from exactrelu.certificate.joint import Joint
from exactrelu.cli import main
from exactrelu.errors import CheckpointError, SizeLimitError
from exactrelu.regions import WorkerPool, parallel
from exactrelu.regions.parallel import Limits, Search
from exactrelu.regions.subtree import Budget
from exactrelu.regions.walk import WHOLE
from tests.certificate.variants import permuted, shallow_network, with_change, with_layer
from tests.strategies import networks, networks_with_domains

NETS = Path(__file__).parent.parent / "nets"


@pytest.fixture
def short_tasks(monkeypatch):
    for name in ("LEAST_TASK", "MOST_TASK"):
        monkeypatch.setattr(parallel, name, 0)


def certificate(folder, *arguments, name="out.jsonl", **options):
    certify(*arguments, out=folder / name, **options)
    return (folder / name).read_bytes()


@settings(max_examples=25)
@given(networks_with_domains(inputs=(1, 2), depth=(1, 3)), st.sampled_from([2, 3]), st.integers(0, 1))
def test_tokens_of_others_are_the_same(tmp_path_factory, case, hidden_layers, milliseconds):
    network, domain = case
    folder = tmp_path_factory.mktemp("certificates")
    shallow = network.shallow(hidden_layers, domain)
    here = certificate(folder, network, shallow)
    with pytest.MonkeyPatch.context() as patch, ThreadPoolExecutor(2) as pool:
        for name in ("LEAST_TASK", "MOST_TASK"):
            patch.setattr(parallel, name, milliseconds * 10**6)
        assert certificate(folder, network, shallow, executor=pool) == here
    assert check(folder / "out.jsonl").accepted


@pytest.mark.parametrize("hidden_layers", [2, 3])
def test_processes_write_the_same_bytes(tmp_path, monkeypatch, hidden_layers):
    monkeypatch.setattr(parallel, "LEAST_TASK", 10**7)
    network = Network.load(NETS / "int2_2-8-8-1.json")
    here = certificate(tmp_path, network, hidden_layers=hidden_layers)
    with WorkerPool(2) as pool:
        assert certificate(tmp_path, network, hidden_layers=hidden_layers, executor=pool) == here


class BrokenOffError(Exception):
    pass


@settings(max_examples=15)
@given(
    networks_with_domains(inputs=(1, 2), depth=(1, 3)),
    st.sampled_from([2, 3]),
    st.integers(1, 6),
    st.randoms(use_true_random=False),
)
def test_an_interrupted_certificate_is_the_same_in_the_end(tmp_path_factory, case, hidden_layers, tasks, rng):
    network, domain = case
    folder = tmp_path_factory.mktemp("certificates")
    interrupted(folder, (network, network.shallow(hidden_layers, domain)), {}, tasks, rng)


def interrupted(folder, pair, options, tasks, rng):
    """Writes a certificate, breaking off after some tasks, damaging what is kept, and going on."""
    here = certificate(folder, *pair, **options)
    kept, finish = folder / "kept", Search._finish
    left = [tasks]

    def breaking(search, *arguments):
        finish(search, *arguments)
        left[0] -= 1
        if not left[0]:
            raise BrokenOffError

    with pytest.MonkeyPatch.context() as patch:
        for name in ("LEAST_TASK", "MOST_TASK"):
            patch.setattr(parallel, name, 0)
        with patch.context() as inner:
            inner.setattr(Search, "_finish", breaking)
            try:
                assert certificate(folder, *pair, name="broken.jsonl", checkpoint=kept, **options) == here
            except BrokenOffError:
                assert not (folder / "broken.jsonl").exists()
        for file in kept.glob("*.jsonl"):
            lines = file.read_bytes().splitlines(keepends=True)
            i = rng.randrange(len(lines))
            lines[i] = lines[i][:-3] + b"x\n"
            file.write_bytes(b"".join(lines))
        assert certificate(folder, *pair, checkpoint=kept, **options) == here
        assert certificate(folder, *pair, checkpoint=kept, **options) == here


def test_limits_and_other_checkpoints(tmp_path, short_tasks):
    network = Network.load(NETS / "2-8-8-1.json")
    with pytest.raises(SizeLimitError, match="seconds was reached: no certificate is written; with the same"):
        certificate(tmp_path, network, checkpoint=tmp_path / "kept", limits=Limits(seconds=0))
    assert not (tmp_path / "out.jsonl").exists()
    with pytest.raises(CheckpointError, match="its search is 'tokens of closed faces', here it is 'tokens of half-ope"):
        certificate(tmp_path, network, checkpoint=tmp_path / "kept", hidden_layers=3)
    certificate(tmp_path, network, name="p.jsonl", kind="partition", checkpoint=tmp_path / "pair")
    with pytest.raises(SizeLimitError, match="seconds was reached"):
        certificate(tmp_path, network, name="no.jsonl", kind="partition", limits=Limits(seconds=0))
    assert not (tmp_path / "no.jsonl").exists()
    with pytest.raises(CheckpointError, match="its second network is"):
        certificate(tmp_path, network, network, kind="partition", checkpoint=tmp_path / "pair")


def test_at_the_command_line(tmp_path, capsys, short_tasks):
    net = str(NETS / "int1_2-8-8-1.json")
    for name, words in [
        ("one", []),
        ("two", ["--workers", "2"]),
        ("three", ["--checkpoint", str(tmp_path / "kept")]),
        ("four", ["--checkpoint", str(tmp_path / "kept"), "--max-seconds", "1000", "--max-memory", "100000"]),
    ]:
        assert main(["certify", net, "-o", str(tmp_path / name), *words]) == 0
        assert (tmp_path / name).read_bytes() == (tmp_path / "one").read_bytes()
    assert main(["certify", net, "-o", str(tmp_path / "no"), "--max-memory", "1"]) == 2
    assert not (tmp_path / "no").exists()
    assert "memory" in capsys.readouterr().err


# Partition certificates ----------------------------------------------------------------------------------------------


def pairs(network, domain):
    """Equal networks of several makes."""
    return [
        (network, permuted(network, 3)),
        (network, with_layer(network, 0, "identity")),
        (network, network.shallow(2, domain)),
        (network.shallow(3, domain), network),
    ]


@settings(max_examples=15)
@given(networks_with_domains(inputs=(1, 2), depth=(1, 2), most_neurons=4), st.integers(0, 3), st.integers(0, 1))
def test_partitions_by_others_are_the_same(tmp_path_factory, case, number, milliseconds):
    _, domain = case
    folder = tmp_path_factory.mktemp("certificates")
    pair = pairs(*case)[number]
    here = certificate(folder, *pair, kind="partition", domain=domain)
    with pytest.MonkeyPatch.context() as patch, ThreadPoolExecutor(2) as pool:
        for name in ("LEAST_TASK", "MOST_TASK"):
            patch.setattr(parallel, name, milliseconds * 10**6)
        assert certificate(folder, *pair, kind="partition", domain=domain, executor=pool) == here
        assert equal(*pair, domain, executor=pool).equal
    assert check(folder / "out.jsonl").accepted


@settings(max_examples=25)
@given(
    networks(inputs=(1, 2), depth=(1, 2), most_neurons=4),
    st.integers(0, 3),
    st.integers(1, 7),
    st.randoms(use_true_random=False),
)
def test_what_comes_after_a_place_in_the_joint_tree(network, number, ends, rng):
    first, second = pairs(network, None)[number]
    for proofs in (True, False):
        joint = Joint(first, second, None, proofs)
        whole = list(joint.explorer().tokens())
        found, rest = [], [WHOLE]
        while rest:
            explorer = joint.explorer()
            found += explorer.tokens(rest, Budget(cells=ends))
            assert explorer.ends <= ends
            rest = explorer.rest
        assert found == whole
        part = joint.explorer()
        start = list(part.tokens(budget=Budget(cells=ends)))
        if part.rest:
            # What was done is done again up to there, whatever the time.
            assert list(joint.explorer().tokens(budget=Budget(until=part.rest[0]))) == start
            i = rng.randrange(len(part.rest))
            parts = [group for group in (part.rest[:i], part.rest[i:]) if group]
            assert start + [token for group in parts for token in joint.explorer().tokens(group)] == whole


def test_the_first_difference_is_the_answer(short_tasks, monkeypatch):
    monkeypatch.setattr(compare, "sample", lambda *_: ())
    network = Network.load(NETS / "2-8-8-1.json")
    for other in (with_change(network, 1, 7, 3, 1), network.shallow(domain=[(-1, 1), (0, 1)])):
        here = equal(network, other, [(-2, 3), (-1, 2)])
        assert not here.equal
        with ThreadPoolExecutor(2) as pool:
            assert equal(network, other, [(-2, 3), (-1, 2)], executor=pool) == here


def test_differences_that_workers_find_and_checkpoints_keep(tmp_path, monkeypatch):
    monkeypatch.setattr(parallel, "LEAST_TASK", 10**6)
    network = Network.load(NETS / "2-8-8-1.json")
    other = with_change(network, 1, 7, 3, 1)
    points = []
    with WorkerPool(2) as pool:
        for options in ({}, {"executor": pool}, {"checkpoint": tmp_path / "kept"}, {"checkpoint": tmp_path / "kept"}):
            with pytest.raises(DifferenceFound) as found:
                certificate(tmp_path, network, other, kind="partition", **options)
            points.append((found.value.point, found.value.outputs, str(found.value)))
    assert len(set(points)) == 1
    assert not (tmp_path / "out.jsonl").exists()


def test_a_difference_from_another_process_is_the_same():
    step = shallow_network(1, ([{0: 1}], [0], "relu"), ([{0: "oo"}], [0], "identity"))
    line = Network([Layer([[1]], [0], "identity")])
    for pair in ((step, line), (line, step)):
        joint = Joint(*pair, None, proofs=False)
        (_, found), _, _ = joint_module.explored(pickle.loads(pickle.dumps(joint)), [WHOLE], Budget())
        again = pickle.loads(pickle.dumps(found))
        assert (str(again), again.point, again.outputs) == (str(found), found.point, found.outputs)
        assert isinstance(again, DifferenceFound)


def test_no_words_for_infinite_outputs(short_tasks, tmp_path):
    infinite = shallow_network(1, ([{0: 1}], [0], "relu"), ([{0: "oo"}], [0], "identity"))
    with ThreadPoolExecutor(2) as pool:
        for options in ({"executor": pool}, {"checkpoint": tmp_path / "kept"}, {"checkpoint": tmp_path / "kept"}):
            with pytest.raises(UncertifiableError, match="no certificates for that"):
                certificate(tmp_path, infinite, infinite, kind="partition", **options)
        assert equal(infinite, infinite, executor=pool).equal
        with pytest.raises(UncertifiableError):
            equal(infinite, infinite, out=tmp_path / "no.jsonl", executor=pool)


def kill_once(file, joint, nodes, budget):
    """Kills the worker process that comes first."""
    try:
        os.close(os.open(file, os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        return joint_module.explored(joint, nodes, budget)
    return os.kill(os.getpid(), signal.SIGKILL)


def test_a_killed_worker_changes_no_partition(tmp_path, monkeypatch):
    network = Network.load(NETS / "2-8-8-1.json")
    here = certificate(tmp_path, network, permuted(network), kind="partition")
    monkeypatch.setattr(Search, "_do_here", lambda *_: None)
    monkeypatch.setattr(parallel, "LEAST_TASK", 10**7)
    monkeypatch.setattr(joint_module, "explored", partial(kill_once, str(tmp_path / "killed")))
    with WorkerPool(2) as pool:
        assert certificate(tmp_path, network, permuted(network), kind="partition", executor=pool) == here
    assert (tmp_path / "killed").exists()


@settings(max_examples=10)
@given(
    networks_with_domains(inputs=(1, 2), depth=(1, 2), most_neurons=4),
    st.integers(0, 3),
    st.integers(1, 6),
    st.randoms(use_true_random=False),
)
def test_an_interrupted_partition_is_the_same_in_the_end(tmp_path_factory, case, number, tasks, rng):
    network, domain = case
    folder = tmp_path_factory.mktemp("certificates")
    options = {"kind": "partition", "domain": domain}
    interrupted(folder, pairs(network, domain)[number], options, tasks, rng)


def test_partitions_at_the_command_line(tmp_path, capsys, short_tasks):
    net = str(NETS / "int1_2-8-8-1.json")
    kept = str(tmp_path / "kept")
    for name, words in [
        ("one", []),
        ("two", ["--workers", "2"]),
        ("three", ["--checkpoint", kept]),
        ("four", ["--checkpoint", kept, "--max-seconds", "1000"]),
    ]:
        assert main(["certify", net, "--kind", "partition", "-o", str(tmp_path / name), *words]) == 0
        assert (tmp_path / name).read_bytes() == (tmp_path / "one").read_bytes()
    assert main(["shallow", net, "-o", str(tmp_path / "shallow.json")]) == 0
    words = ["certify", net, "--kind", "partition", "--shallow", str(tmp_path / "shallow.json"), "-o"]
    for box, code in (("0:1,0:1", 0), ("0:1,0:1", 0), ("0:1,0:2", 2)):
        # The box is not the shallow network's own, but the checkpoint's.
        assert main([*words, str(tmp_path / "box"), "--box", box, "--checkpoint", str(tmp_path / "boxes")]) == code
    assert "is the checkpoint of another search: its domain is" in capsys.readouterr().err
    assert main(["certify", net, "--kind", "partition", "-o", str(tmp_path / "no"), "--max-memory", "1"]) == 2
    assert not (tmp_path / "no").exists()
    capsys.readouterr()
    other = str(NETS / "2-8-8-1.json")
    for words, code in (([net, net], 0), ([net, other], 1), ([net, net, "-o", str(tmp_path / "equal")], 0)):
        assert main(["equal", *words, "--json"]) == code
        here = capsys.readouterr().out
        assert main(["equal", *words, "--json", "--workers", "2"]) == code
        assert capsys.readouterr().out == here
