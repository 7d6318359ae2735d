"""Construction certificates: produced for any network, accepted by the checker, and only for the right pair."""

import gzip
from pathlib import Path

import pytest
from hypothesis import given

from exactrelu import Domain, Layer, Network, ShallowNetwork
from exactrelu.certificate import certify, check
from exactrelu.certificate.canonical import canonical_text, network_sha256
from exactrelu.certificate.construction import MismatchError
from exactrelu.certificate.produce import predict_bytes
from exactrelu.certificate.trace import Leaf, Trace
from exactrelu.errors import DomainError, ShapeError
from exactrelu.extended import ExtendedRational
from exactrelu.regions import Walk
from exactrelu.shallow import ShallowLayer
from tests.strategies import networks, networks_with_domains

HERE = Path(__file__).parent.parent
NETS = HERE / "nets"
EXAMPLES = sorted((HERE.parent / "examples").glob("*.json"))
BOTH = pytest.mark.parametrize("hidden_layers", [2, 3])


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("certificates")


def accepted(network, hidden_layers, target, domain=None):
    """Certifies and checks, tied to both networks; the verdict."""
    shallow = network.shallow(hidden_layers, domain=domain)
    certify(network, shallow, out=target)
    texts = ["".join(canonical_text(net)).encode() for net in (network, shallow)]
    verdict = check(target, deep=texts[0], shallow=texts[1])
    assert verdict.accepted, verdict
    return verdict


@BOTH
@given(network=networks())
def test_random_networks_are_certified(folder, hidden_layers, network):
    verdict = accepted(network, hidden_layers, folder / "random.jsonl")
    assert verdict.cells == len(network.regions(faces=hidden_layers == 2))


@BOTH
@given(case=networks_with_domains())
def test_random_networks_are_certified_on_domains(folder, hidden_layers, case):
    network, domain = case
    accepted(network, hidden_layers, folder / "domain.jsonl", domain)


@BOTH
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_example_is_certified(folder, path, hidden_layers):
    accepted(Network.load(path), hidden_layers, folder / "example.jsonl")


@BOTH
@pytest.mark.parametrize(
    "name", ["2-8-8-1", "int1_2-8-8-1", "int2_2-12-12-1", "int1_3-6-6-1", "far30_2-2-1", "sliver40_2-8-8-1"]
)
def test_known_networks_are_certified(folder, name, hidden_layers):
    verdict = accepted(Network.load(NETS / f"{name}.json"), hidden_layers, folder / "known.jsonl")
    assert verdict.gates == verdict.networks[1].widths[-2]


def test_the_same_input_gives_the_same_bytes_compressed_too(tmp_path):
    network = Network.load(NETS / "int1_2-8-8-1.json")
    for name in ("a.jsonl", "b.jsonl", "a.jsonl.gz", "b.jsonl.gz"):
        certify(network, network.shallow(), out=tmp_path / name)
    assert (tmp_path / "a.jsonl").read_bytes() == (tmp_path / "b.jsonl").read_bytes()
    assert (tmp_path / "a.jsonl.gz").read_bytes() == (tmp_path / "b.jsonl.gz").read_bytes()
    assert gzip.decompress((tmp_path / "a.jsonl.gz").read_bytes()) == (tmp_path / "a.jsonl").read_bytes()
    assert check(tmp_path / "a.jsonl.gz").accepted


@BOTH
def test_the_zero_function_has_one_gate_and_a_certificate(folder, hidden_layers):
    zero = Network([Layer([[1, 1], [0, 0]], [0, -1]), Layer([[0, 5]], [0], "identity")])
    assert accepted(zero, hidden_layers, folder / "zero.jsonl").gates == 1


def shuffled(shallow):
    """The same shallow network with the gates in reverse order."""
    *before, gates, outputs = shallow.layers
    last = len(gates.rows) - 1
    turned = ShallowLayer(gates.rows[::-1], gates.bias[::-1], gates.activation[::-1])
    rows = tuple(tuple(sorted((last - i, w) for i, w in row)) for row in outputs.rows)
    return ShallowNetwork(shallow.inputs, (*before, turned, ShallowLayer(rows, outputs.bias, outputs.activation)))


@BOTH
def test_the_order_of_the_gates_is_free(folder, hidden_layers):
    network = Network.load(NETS / "int1_2-8-8-1.json")
    certify(network, shuffled(network.shallow(hidden_layers)), out=folder / "shuffled.jsonl")
    assert check(folder / "shuffled.jsonl").accepted


@BOTH
def test_a_shallow_network_of_another_deep_one_is_refused_and_nothing_is_written(tmp_path, hidden_layers):
    one, other = (Network.load(NETS / f"{name}.json") for name in ("2-8-8-1", "int1_2-8-8-1"))
    with pytest.raises(MismatchError, match="partition"):
        certify(one, other.shallow(hidden_layers), out=tmp_path / "no.jsonl")
    assert list(tmp_path.iterdir()) == []


def test_a_gate_too_many_is_refused(tmp_path):
    network = Network.load(NETS / "far30_2-2-1.json")
    shallow = network.shallow()
    first, gates, outputs = shallow.layers
    more = ShallowLayer((*gates.rows, ()), (*gates.bias, ExtendedRational(0)), (*gates.activation, "relu"))
    with pytest.raises(MismatchError, match="1 gates"):
        certify(network, ShallowNetwork(shallow.inputs, (first, more, outputs)), out=tmp_path / "no.jsonl")


def test_the_wrong_pair_of_arguments_is_refused(tmp_path):
    network = Network.load(NETS / "far30_2-2-1.json")
    with pytest.raises(TypeError, match="out="):
        certify(network)
    with pytest.raises(ValueError, match="kind"):
        certify(network, out=tmp_path / "no.jsonl", kind="magic")
    with pytest.raises(ShapeError, match="deep"):
        certify(network.shallow(), out=tmp_path / "no.jsonl")
    with pytest.raises(ShapeError, match="partition"):
        certify(network, network, out=tmp_path / "no.jsonl")
    with pytest.raises(DomainError, match="another domain"):
        certify(network, network.shallow(domain=[(0, 1), (0, 1)]), out=tmp_path / "no.jsonl", domain=[(0, 2), (0, 1)])
    with pytest.raises(DomainError, match="all of space"):
        certify(network, network.shallow(), out=tmp_path / "no.jsonl", domain=[(0, 2), (0, 1)])
    assert list(tmp_path.iterdir()) == []


def test_without_a_second_network_it_is_built(tmp_path):
    network = Network.load(NETS / "far30_2-2-1.json")
    domain = Domain.box([(-1, 1), ("-1/2", 3)])
    certify(network, out=tmp_path / "built.jsonl", hidden_layers=3, domain=domain)
    verdict = check(tmp_path / "built.jsonl")
    assert verdict.accepted
    assert verdict.construction == "half-open"
    assert verdict.networks[1].network_sha256 == network_sha256(network.shallow(3, domain=domain))


@BOTH
@pytest.mark.parametrize("name", ["3-8-8-1", "2-16-16-1"])
def test_the_size_is_predicted_within_a_quarter(tmp_path, hidden_layers, name):
    network = Network.load(NETS / f"{name}.json")
    written = certify(network, network.shallow(hidden_layers), out=tmp_path / "certificate.jsonl")
    assert written.bytes == (tmp_path / "certificate.jsonl").stat().st_size
    assert 3 * written.bytes < 4 * predict_bytes(network, hidden_layers) < 5 * written.bytes


@BOTH
def test_the_tokens_after_a_leaf_are_those_of_the_whole_trace(hidden_layers):
    network = Network.load(NETS / "int1_2-8-8-1.json")
    walk = Walk(network, Domain.box([(-1, 2), (-2, 1)]), faces=hidden_layers == 2)
    tokens = list(Trace(walk).tokens())
    leaves = [i for i, token in enumerate(tokens) if isinstance(token, Leaf)]
    trace = Trace(walk)
    for start in leaves[::7]:
        ours = list(trace.after(tokens[start].cell))
        assert len(ours) == len(tokens) - start - 1
        assert [t for t in ours if not isinstance(t, Leaf)] == [t for t in tokens[start:] if not isinstance(t, Leaf)]


@BOTH
def test_numbers_of_many_thousand_digits_are_written(folder, hidden_layers):
    huge = Network([Layer([[10**5000 + 1], [-3]], [1, "1/1" + "0" * 4499 + "1"]), Layer([[1, 7]], [0], "identity")])
    accepted(huge, hidden_layers, folder / "huge.jsonl", [(-(10**4400), 10**4400 + 1)])


@BOTH
@given(network=networks(inputs=(5, 5), depth=(1, 5), most_neurons=5))
def test_networks_of_five_inputs_are_certified_and_equal_at_every_face(folder, hidden_layers, network):
    accepted(network, hidden_layers, folder / "five.jsonl")
    shallow = network.shallow(hidden_layers)
    for face in network.regions(faces=True):
        assert shallow(face.interior_point) == network(face.interior_point)
