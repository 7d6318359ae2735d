"""The Coq files: the golden ones of proofs/examples, which `make proofs` compiles, are what the exporter writes."""

from itertools import islice
from pathlib import Path

import pytest

from exactrelu import Network
from exactrelu.certificate.construction import MismatchError
from exactrelu.domain import Domain
from exactrelu.errors import FormatError
from exactrelu.formats import coq
from exactrelu.formats.coq import theorem_chunks
from tests.formats import coq_verdicts

ROOT = Path(__file__).parents[2]
BOX = Domain.box([(-1, 2), (0, 1)])
GOLDEN = {
    "absolute_closed_faces": ("absolute", 2, None, "construction"),
    "absolute_partition": ("absolute", 2, None, "partition"),
    "clip_on_a_box_half_open": ("clip", 3, BOX, "construction"),
    "clip_on_a_box_partition": ("clip", 2, BOX, "partition"),
    "degenerate_closed_faces": ("degenerate", 2, None, "construction"),
    "max3_closed_faces": ("max3", 2, None, "construction"),
    "sawtooth3_half_open": ("sawtooth3", 3, None, "construction"),
    "xor_half_open": ("xor", 3, None, "construction"),
    "xor_partition": ("xor", 3, None, "partition"),
}


def theorem(name: str, hidden_layers: int, domain: Domain | None, kind: str) -> str:
    network = Network.load(ROOT / "examples" / f"{name}.json")
    return "".join(theorem_chunks(network, network.shallow(hidden_layers=hidden_layers, domain=domain), kind))


@pytest.mark.parametrize("file", GOLDEN)
def test_golden_examples(file: str) -> None:
    assert theorem(*GOLDEN[file]) == (ROOT / "proofs" / "examples" / f"{file}.v").read_text()


def test_the_kernel_is_asked_for_the_verdict_on_every_test_certificate() -> None:
    written = (ROOT / "proofs" / "examples" / "verdicts.v").read_text()
    assert written == coq_verdicts.text()
    folders = [ROOT / "tests" / "certificates" / folder for folder in ("accepted", "rejected")]
    files = [path.stem for folder in folders for path in folder.glob("*.jsonl")]
    assert written.count("Lemma verdict") == len([stem for stem in files if not stem.startswith("network-sha256")])


def test_all_examples_are_golden() -> None:
    assert {path.stem for path in (ROOT / "proofs" / "examples").glob("*.v")} == {*GOLDEN, "verdicts"}


@pytest.mark.parametrize("file", GOLDEN)
def test_the_domain_is_a_premise_where_there_is_one(file: str) -> None:
    premise = {"construction": "in_domain E x", "partition": "in_equality_domain F E x"}[GOLDEN[file][3]]
    assert (f" {premise} the_claim ->" in theorem(*GOLDEN[file])) == ("on_a_box" in file)


def test_a_shallow_network_of_another_network() -> None:
    first, second = (Network.load(ROOT / "examples" / f"{name}.json") for name in ("absolute", "sawtooth3"))
    with pytest.raises(MismatchError):
        "".join(theorem_chunks(first, second.shallow()))


def test_too_long_for_the_kernel(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coq, "MAX_LINES", 10)
    network = Network.load(ROOT / "examples" / "xor.json")
    with pytest.raises(FormatError, match="extracted checker"):
        list(islice(theorem_chunks(network, network.shallow()), 1))
