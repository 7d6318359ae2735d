"""A certificate is the same to the byte, whoever found its tokens, and however often it was interrupted."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exactrelu import Network, certify, check
from exactrelu.cli import main
from exactrelu.errors import CheckpointError, SizeLimitError
from exactrelu.regions import WorkerPool, parallel
from exactrelu.regions.parallel import Limits, Search
from tests.strategies import networks_with_domains

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
    shallow = network.shallow(hidden_layers, domain)
    here = certificate(folder, network, shallow)
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
                assert certificate(folder, network, shallow, name="broken.jsonl", checkpoint=kept) == here
            except BrokenOffError:
                assert not (folder / "broken.jsonl").exists()
        for file in kept.glob("*.jsonl"):
            lines = file.read_bytes().splitlines(keepends=True)
            i = rng.randrange(len(lines))
            lines[i] = lines[i][:-3] + b"x\n"
            file.write_bytes(b"".join(lines))
        assert certificate(folder, network, shallow, checkpoint=kept) == here
        assert certificate(folder, network, shallow, checkpoint=kept) == here


def test_limits_and_other_checkpoints(tmp_path, short_tasks):
    network = Network.load(NETS / "2-8-8-1.json")
    with pytest.raises(SizeLimitError, match="seconds was reached: no certificate is written; with the same"):
        certificate(tmp_path, network, checkpoint=tmp_path / "kept", limits=Limits(seconds=0))
    assert not (tmp_path / "out.jsonl").exists()
    with pytest.raises(CheckpointError, match="its search is 'tokens of closed faces', here it is 'tokens of half-ope"):
        certificate(tmp_path, network, checkpoint=tmp_path / "kept", hidden_layers=3)
    with pytest.raises(ValueError, match="one process"):
        certificate(tmp_path, network, network, kind="partition", checkpoint=tmp_path / "kept")


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
    assert main(["certify", net, "-o", str(tmp_path / "no"), "--kind", "partition", "--workers", "2"]) == 64
