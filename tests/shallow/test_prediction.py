"""The size of a shallow network is predicted, the same by whoever counts, and giants are not counted to their end."""

from pathlib import Path

import pytest
from hypothesis import given

from exactrelu import Network
from exactrelu.cli import main
from exactrelu.regions import WorkerPool, parallel
from exactrelu.shallow import predict, prediction
from tests.strategies import networks_with_domains

BOTH = pytest.mark.parametrize("hidden_layers", [2, 3])
FILE = Path(__file__).parent.parent / "nets" / "int2_2-12-12-1.json"


@BOTH
@given(case=networks_with_domains(inputs=(1, 3), most_neurons=6, outputs=(1, 2)))
def test_the_size_is_predicted(hidden_layers, case):
    network, domain = case
    expected = predict(network, hidden_layers, domain)
    assert expected.complete
    assert expected.faces == len(network.regions(domain, faces=hidden_layers == 2))
    assert expected.gates == len(network.shallow(hidden_layers, domain).roles[-1])


def test_a_sample_of_many_faces_is_enough(tmp_path):
    network = Network.load(FILE)
    expected = predict(network)
    shallow = network.shallow()
    shallow.save(tmp_path / "shallow.json")
    assert prediction.SAMPLE // 4 < len(expected.sample) <= prediction.SAMPLE < expected.faces
    assert expected.faces == len(network.regions(faces=True))
    for about, exact in (
        (expected.gates, len(shallow.roles[-1])),
        (expected.bytes, (tmp_path / "shallow.json").stat().st_size),
    ):
        assert 9 * exact < 10 * about < 11 * exact


@BOTH
def test_processes_predict_the_same(monkeypatch, hidden_layers):
    monkeypatch.setattr(parallel, "LEAST_TASK", 10**7)
    monkeypatch.setattr(prediction, "SAMPLE", 64)
    network = Network.load(FILE)
    counted = []

    def counting(items):
        for item in items:
            counted.append(1)
            yield item

    here = predict(network, hidden_layers)
    with WorkerPool(2) as pool:
        there = predict(network, hidden_layers, passing=counting, executor=pool)
    assert len(counted) == here.faces
    assert numbers(there) == numbers(here)


def numbers(expected):
    """A prediction without its sample, of which the signs are enough."""
    return (
        expected.faces,
        expected.gates,
        expected.bytes,
        expected.weight_bytes,
        expected.complete,
        [(cell.positive, cell.negative) for cell in expected.sample],
    )


def test_giants_are_refused_early(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(prediction, "SAMPLE", 16)
    monkeypatch.setattr("exactrelu.cli.shallow.LARGEST_FILE", 20_000)
    monkeypatch.setattr("exactrelu.cli.certificates.LARGEST_FILE", 20_000)
    network = Network.load(FILE)
    faces = len(network.regions(faces=True))
    seen = predict(network, most_bytes=20_000)
    assert (seen.complete, seen.faces < faces, seen.weight_bytes > 20_000) == (False, True, True)
    least = predict(network, most_bytes=10**8)
    assert (least.complete, least.faces) == (True, faces)
    for command, output in (("shallow", "s.json"), ("certify", "c.jsonl")):
        assert main([command, str(FILE), "-o", str(tmp_path / output)]) == 2
        assert "would have more than" in capsys.readouterr().err
        assert not (tmp_path / output).exists()
