"""Partition certificates: what the producer writes the standalone checker accepts, for equal networks of any make."""

from collections import Counter
from fractions import Fraction
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exactrelu.certificate.check import check
from exactrelu.certificate.difference import DifferenceFound, UncertifiableError
from exactrelu.certificate.joint import partition_lines
from exactrelu.certificate.partition import Explorer
from exactrelu.domain import Domain
from exactrelu.errors import DomainError, ShapeError
from exactrelu.network import Layer, Network
from tests.certificate.variants import permuted, scaled, shallow_network, with_change, with_layer
from tests.strategies import domains, first_layer_forms, networks, networks_with_domains

NETS = Path(__file__).parent.parent / "nets"
ABSOLUTE = Network([Layer([[1], [-1]], [0, 0]), Layer([[1, 1]], [0], "identity")])
TINY = {"inputs": (1, 3), "depth": (1, 3), "most_neurons": 3}


@pytest.fixture(name="certified", scope="module")
def _certified(tmp_path_factory):
    """A function that writes a certificate, has it checked, and counts its tokens."""
    path = tmp_path_factory.mktemp("partition") / "certificate.jsonl"

    def certified(first, second, domain=None):
        lines = list(partition_lines(first, second, domain, {}))
        path.write_text("".join(lines), encoding="utf-8")
        verdict = check(path)
        assert verdict.accepted, verdict
        start = 3 + sum(map(sum, (first.widths[1:], second.widths[1:])))
        return Counter(line[2] for line in lines[start:])

    return certified


@pytest.mark.parametrize("hidden_layers", [2, 3])
@pytest.mark.parametrize(
    ("name", "faces"), [("2-8-8-1", 399), ("int1_2-8-8-1", 167), ("int2_2-8-8-1", 365), ("far30_2-2-1", 9)]
)
def test_deep_against_shallow(certified, name, faces, hidden_layers):
    network = Network.load(NETS / f"{name}.json")
    tokens = certified(network, network.shallow(hidden_layers))
    # One leaf for each face: nothing is split but the deep network's neurons.
    assert (tokens["l"], tokens["t"], tokens["s"], tokens["e"]) == (faces, (faces - 1) // 2, 0, 0)
    assert faces == len(network.regions(faces=True))


@pytest.mark.parametrize(
    "variant",
    [
        permuted,
        scaled,
        lambda network: scaled(permuted(network, 5), 7),
        lambda network: with_layer(network, 0, "relu"),
        lambda network: with_layer(network, 1, "relu"),
        lambda network: with_layer(network, 0, "identity"),
        lambda network: with_layer(network, 1, "identity"),
    ],
    ids=["permuted", "scaled", "both", "layer 1 twice", "layer 2 twice", "identity after 1", "identity after 2"],
)
@pytest.mark.parametrize("name", ["2-8-8-1", "int1_2-8-8-1", "int1_3-6-6-1", "3-8-8-1", "2-16-16-1"])
def test_deep_against_deep(certified, name, variant):
    network = Network.load(NETS / f"{name}.json")
    tokens = certified(network, variant(network))
    # Closed cells only; the atoms of the last layer need no split where no ReLU neuron follows.
    cells, first = len(network.regions()), len(Network([network.layers[0], *network.layers[-1:]]).regions())
    assert tokens["l"] in (cells, first)
    assert (tokens["s"], tokens["t"], tokens["h"] > 0) == (tokens["l"] - 1, 0, True)


def test_many_cells_in_four_dimensions(certified):
    network = Network.load(NETS / "4-8-8-1.json")
    first = Network([network.layers[0], *network.layers[-1:]])
    assert certified(network, permuted(network))["l"] == len(first.regions())


def test_one_hidden_layer_needs_no_split(certified):
    wide = Network([Layer([[1, 2], [-1, 1], [3, 0]], [0, 1, -1]), Layer([[1, -2, 5], [1, 1, 1]], [0, 3], "identity")])
    assert certified(wide, scaled(permuted(wide))) == {"l": 1}


@given(networks_with_domains(**TINY), st.integers(0, 9))
def test_all_makes_of_random_networks(certified, case, seed):
    network, domain = case
    two, three = network.shallow(2, domain), network.shallow(3, domain)
    certified(network, two, domain)
    certified(three, network, domain)
    certified(two, three, domain)
    certified(network, scaled(permuted(network, seed), seed), domain)


@given(st.data())
def test_shallow_networks_of_the_whole_space_on_a_domain(certified, data):
    """The domain's boundary is closed, and the sides of cells are open: neurons touch 0 where the two meet."""
    network = data.draw(networks(**TINY))
    domain = data.draw(domains(network.inputs, first_layer_forms(network)))
    certified(network, network.shallow(2), domain)
    certified(network.shallow(3), network.shallow(2, domain), domain)


def test_a_neuron_that_touches_zero_on_the_boundary_of_the_domain(certified):
    half = Domain.box([(0, "oo"), (-1, 1)])
    corner = Network([Layer([[1, 0], [1, 1], [-1, 2]], [0, 0, 0]), Layer([[1, -1, 2]], [0], "identity")])
    tokens = certified(corner, corner.shallow(2), half)
    assert tokens["e"] > 0


def test_splits_in_three_where_one_network_has_infinite_weights(certified):
    # [x > 0] + [x <= 0] is 1 everywhere: selectors and their complements, on all three parts.
    step = shallow_network(
        1,
        ([{0: 1}], [0], "relu"),
        ([{0: "-oo"}], [1], "relu"),
        ([{0: 1}, {0: "-oo"}], [0, 1], "relu"),
        ([{0: 1, 1: 1}], [0], "identity"),
    )
    one = Network([Layer([[0]], [1], "identity")])
    assert certified(step, one)["t"] == 1


def test_a_gate_that_no_single_penalty_kills(certified):
    # At every point with x + y >= 1 one of x and y is positive, but not always the same one.
    rows = [{0: 1}, {1: 1}, {0: 1, 1: 1}]
    gates = [{2: 1, 0: "-oo", 1: "-oo"}]
    gated = shallow_network(2, (rows, [0, 0, 0], "relu"), (gates, [0], "relu"), ([{0: 1}], [0], "identity"))
    zero = Network([Layer([[0, 0]], [0], "identity")])
    tokens = certified(gated, zero, Domain.from_rows(2, [(1, 1, -1)]))
    assert tokens == {"h": 2, "l": 1}


def test_equal_outputs_modulo_the_equalities_of_the_domain(certified):
    one = Network([Layer([[1, 0]], [0], "identity")])
    other = Network([Layer([[0, 1]], [0], "identity")])
    assert certified(one, other, Domain.from_rows(2, [], [(1, -1, 0)])) == {"l": 1}
    point = Domain.from_rows(2, [], [(1, 0, -1), (0, 1, -1)])
    assert certified(one, other, point) == {"l": 1}


def test_long_integers(certified):
    network = with_change(ABSOLUTE, 0, 0, None, Fraction(1, 7**9000))
    certified(network, permuted(network))
    certified(network, network.shallow(3))
    certified(network, network, Domain.box([(0, Fraction(7**9000, 3))]))


def test_layers_without_neurons(certified):
    three = Network([Layer([[0]], [-1]), Layer([[1]], [3], "identity")])
    hollow = shallow_network(1, ([{0: 1}], [0], "relu"), ([], [], "relu"), ([{}], [3], "identity"))
    assert certified(hollow, three)["l"] == 1


def test_the_same_input_gives_the_same_bytes():
    network = Network.load(NETS / "int2_2-8-8-1.json")
    pair = network, network.shallow(2)
    assert list(partition_lines(*pair, None, {})) == list(partition_lines(*pair, None, {}))


def test_lines_come_as_a_stream():
    # Far too many cells to be looked at before the first line.
    network = Network.load(NETS / "6-8-8-8-1.json")
    lines = partition_lines(network, permuted(network), None, {})
    assert len(list(islice(lines, 300))) == 300


def test_without_proofs_the_tree_is_the_same():
    network = Network.load(NETS / "int1_2-8-8-1.json")
    shallow = network.shallow(2)
    bare = list(Explorer(network, shallow, None, proofs=False).tokens())
    proved = list(Explorer(network, shallow, None).tokens())
    assert [token[:5] if token[0] == "h" else token[0] for token in bare] == [
        token[:5] if token[0] == "h" else token[0] for token in proved
    ]
    assert not any(token[5:] for token in bare if token[0] == "h")
    assert all(token[5:] for token in proved if token[0] == "h")


def test_different_networks_have_no_certificate():
    other = with_change(ABSOLUTE, 0, 1, None, Fraction(-1, 10**6))
    with pytest.raises(DifferenceFound) as caught:
        list(partition_lines(ABSOLUTE, other, None, {}))
    (x,) = caught.value.point
    assert caught.value.outputs == ((abs(x),), (max(x, 0) + max(-x - Fraction(1, 10**6), 0),))
    assert caught.value.outputs[0] != caught.value.outputs[1]
    assert "differ at" in str(caught.value)


def test_what_the_format_has_no_words_for():
    infinite = shallow_network(1, ([{0: 1}], [0], "relu"), ([{0: "oo"}], [0], "identity"))
    with pytest.raises(UncertifiableError, match="infinite value"):
        list(partition_lines(infinite, infinite, None, {}))
    on_input = shallow_network(1, ([{0: "-oo"}], [0], "relu"), ([{0: 0}], [0], "identity"))
    with pytest.raises(UncertifiableError, match="layer 1 has an infinite weight on an input"):
        list(partition_lines(on_input, on_input, None, {}))
    bias = shallow_network(1, ([{0: 1}], ["oo"], "relu"), ([{0: 1}], [0], "identity"))
    with pytest.raises(ShapeError, match="layer 1 has an infinite bias"):
        list(partition_lines(bias, bias, None, {}))


def test_shapes_must_fit():
    two = Network([Layer([[1], [2]], [0, 0], "identity")])
    with pytest.raises(ShapeError, match="1 and 1 inputs, 1 and 2 outputs"):
        list(partition_lines(ABSOLUTE, two, None, {}))
    with pytest.raises(DomainError, match="dimension 2"):
        list(partition_lines(ABSOLUTE, ABSOLUTE, Domain.box([(0, 1), (0, 1)]), {}))
    with pytest.raises(DomainError, match="empty"):
        list(partition_lines(ABSOLUTE, ABSOLUTE, Domain.from_rows(1, [(0, -1)]), {}))
