"""equal(): decided against oracles that know nothing of cells and certificates, and differences as small as can be."""

from fractions import Fraction
from itertools import product
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exactrelu.certificate import compare
from exactrelu.certificate.check import check
from exactrelu.certificate.compare import Equality, equal
from exactrelu.certificate.difference import DifferenceFound, UncertifiableError
from exactrelu.certificate.partition import Explorer
from exactrelu.domain import Domain
from exactrelu.errors import DomainError, ShapeError
from exactrelu.extended import ExtendedRational
from exactrelu.network import Layer, Network
from exactrelu.shallow import ShallowNetwork
from tests.certificate.variants import (
    closed_cells_only,
    infinite_weights,
    permuted,
    scaled,
    shallow_network,
    with_change,
    with_layer,
    without_weight,
)
from tests.oracles import feasible, neuron_forms, output, plain, relu_neurons, shallow_output, shallow_weights
from tests.strategies import networks, networks_with_domains

NETS = Path(__file__).parent.parent / "nets"
ABSOLUTE = Network([Layer([[1], [-1]], [0, 0]), Layer([[1, 1]], [0], "identity")])
KINKS = Network([Layer([[1], [1]], [0, -1]), Layer([[1, -2], [-1, 1]], [0, 1]), Layer([[1, 1]], [0], "identity")])
WEDGE = Network([Layer([[1, 1], [1, -1]], [0, 0]), Layer([[1, -2]], [1], "identity")])


def value_at(network, point):
    if isinstance(network, Network):
        return output(network, point)
    return shallow_output(shallow_weights(network), point)


def confirmed(first, second, result):
    """The point is one where plain evaluation gives the outputs, and they differ."""
    for network, outputs in zip((first, second), result.outputs, strict=True):
        if outputs is not None:
            assert tuple(map(str, outputs)) == tuple(map(str, value_at(network, result.point)))
    return result.outputs[0] != result.outputs[1]


def explored(first, second):
    """The difference that the walk finds without any sampling, or None."""
    try:
        for _ in Explorer(first, second, None, proofs=False).tokens():
            pass
    except DifferenceFound as found:
        return found
    return None


# Finite networks ------------------------------------------------------------------------------------------------------


def truly_equal(first, second, domain=None):
    """By Fourier-Motzkin elimination on all closed activation patterns of both networks."""
    base = []
    if domain is not None:
        base = [(plain(g), ">=") for g in domain.inequalities] + [(plain(g), "==") for g in domain.equalities]
    for pattern in product("+-", repeat=relu_neurons(first) + relu_neurons(second)):
        left, right = pattern[: relu_neurons(first)], pattern[relu_neurons(first) :]
        (neurons, outputs), (others, values) = neuron_forms(first, left), neuron_forms(second, right)
        cell = [
            (form if sign == "+" else tuple(-a for a in form), ">=")
            for form, sign in zip((*neurons, *others), pattern, strict=True)
        ]
        for one, other in zip(outputs, values, strict=True):
            gap = tuple(a - b for a, b in zip(one, other, strict=True))
            if any(feasible(first.inputs, [*base, *cell, (tuple(s * a for a in gap), ">")]) for s in (1, -1)):
                return False
    return True


@given(st.data())
def test_finite_networks_against_elimination(data):
    network, domain = data.draw(networks_with_domains(inputs=(1, 2), depth=(1, 3), most_neurons=3))
    random = Random(data.draw(st.integers(0, 99)))
    depth = random.randrange(len(network.layers))
    layer = network.layers[depth]
    column = random.choice([None, *range(layer.inputs)])
    other = with_change(network, depth, random.randrange(layer.outputs), column, Fraction(random.choice([0, 1, -1]), 7))
    other = permuted(other)
    result = equal(network, other, domain)
    assert result.equal == truly_equal(network, other, domain)
    if not result.equal:
        assert confirmed(network, other, result)
        assert domain is None or result.point in domain


@given(networks(inputs=(1, 3), depth=(1, 4)), st.integers(0, 99))
def test_the_same_function_in_another_form(network, seed):
    assert equal(network, scaled(permuted(network, seed), seed)) == Equality(True)
    assert equal(with_layer(network, 0, "identity"), network)


@pytest.mark.parametrize(("layer", "neuron", "column"), [(0, 0, 0), (0, 5, None), (1, 1, 7), (2, 0, 5), (2, 0, None)])
def test_one_weight_changed_by_a_millionth(layer, neuron, column):
    network = Network.load(NETS / "2-8-8-1.json")
    other = with_change(network, layer, neuron, column, Fraction(1, 10**6))
    result = equal(network, other)
    assert not result.equal
    assert confirmed(network, other, result)
    # A neuron that is never active has no say.
    assert not {"+", "0"} & {region.signs[1][4] for region in network.regions()}
    assert equal(network, with_change(network, 1, 4, None, Fraction(-1, 10**6)))


def test_a_difference_that_vanishes_in_the_middle_of_the_cell():
    zero, line = (Network([Layer([[w]], [0], "identity")]) for w in (0, 1))
    assert confirmed(zero, line, explored(zero, line))
    odd = Network([Layer([[1], [1]], [1, -1]), Layer([[1, -1]], [-1], "identity")])
    assert confirmed(zero, odd, explored(zero, odd))


def test_a_difference_that_sampling_misses():
    # A spike of width 2/10^30 and height 1/10^30 at x = 22/7, outside which both are 0.
    e, x = Fraction(1, 10**30), Fraction(22, 7)
    spike = Network([Layer([[1], [1], [1]], [e - x, -x, -e - x]), Layer([[1, -2, 1]], [0], "identity")])
    zero = Network([Layer([[0]], [0], "identity")])
    result = equal(spike, zero)
    assert not result.equal
    assert abs(result.point[0] - x) < e
    assert equal(spike, zero, [(4, "oo")])
    assert equal(spike, zero, [("-oo", x - e)])


def test_sampling_comes_before_any_enumeration(monkeypatch):
    def never(self):
        raise AssertionError("the cells were enumerated")

    monkeypatch.setattr(Explorer, "tokens", never)
    network = Network.load(NETS / "6-8-8-8-1.json")
    result = equal(network, with_change(network, 3, 0, None, 1))
    assert not result.equal
    with pytest.raises(AssertionError, match="enumerated"):
        equal(network, permuted(network))


# Networks with infinite weights ---------------------------------------------------------------------------------------


def agree_on_faces(deep, shallow):
    """By evaluation at points that affinely span each face on which both networks are affine.

    The faces are those of a finite network with the neurons of both, infinite weights left out.
    """
    first, gates = shallow.layers[0], shallow.layers[1]
    n, width = deep.inputs, len(first.rows)

    def dense(row, size):
        weights = {j: w.to_fraction() for j, w in row if w.is_finite}
        return [weights.get(j, 0) for j in range(size)]

    hidden = deep.layers[:-1]
    one = [dense(row, n) for row in first.rows] + [list(row) for row in hidden[0].weight]
    two = [dense(row, width) + [0] * hidden[0].outputs for row in gates.rows]
    bias_two = [b.to_fraction() for b in gates.bias]
    for layer in hidden[1:]:
        two += [[0] * width + list(row) for row in layer.weight]
        bias_two += layer.bias
    both = Network(
        [
            Layer(one, [*(b.to_fraction() for b in first.bias), *hidden[0].bias]),
            Layer(two, bias_two),
            Layer([[0] * len(two)], [0], "identity"),
        ]
    )
    weights = shallow_weights(shallow)
    for face in both.regions(shallow.domain, faces=True):
        inside = face.interior_point
        points = [inside, *([(a + b) / 2 for a, b in zip(inside, v, strict=True)] for v in face.vertices)]
        points += ([a + int(b) for a, b in zip(inside, r, strict=True)] for r in (*face.rays, *face.lines))
        if any(output(deep, point) != shallow_output(weights, point) for point in points):
            return False
    return True


# A carrier that is a penalty too leaves a weight of 0, not its own: for |x| that makes no difference.
@pytest.mark.parametrize(
    ("network", "expected"),
    [(ABSOLUTE, {True}), (KINKS, {True, False}), (WEDGE, {True, False})],
    ids=["absolute", "kinks", "wedge"],
)
def test_each_infinite_weight_removed(network, expected):
    shallow = network.shallow(2)
    assert equal(network, shallow)
    assert agree_on_faces(network, shallow)
    verdicts = set()
    for gate, column in infinite_weights(shallow):
        other = without_weight(shallow, gate, column)
        result = equal(network, other)
        assert result.equal == agree_on_faces(network, other)
        assert result.equal or confirmed(network, other, result)
        verdicts.add(result.equal)
    assert verdicts == expected


@pytest.mark.parametrize("hidden_layers", [2, 3])
@pytest.mark.parametrize("seed", range(4))
def test_an_infinite_weight_of_a_larger_network_removed(hidden_layers, seed):
    network = Network.load(NETS / "int1_2-8-8-1.json")
    shallow = network.shallow(hidden_layers)
    other = without_weight(shallow, *Random(seed).choice(infinite_weights(shallow)))
    result = equal(network, other)
    assert result.equal or confirmed(network, other, result)
    # The tree alone, without sampling, comes to the same verdict.
    found = explored(other, network)
    assert result.equal == (found is None)
    assert found is None or confirmed(other, network, found)


@pytest.mark.parametrize("network", [ABSOLUTE, KINKS, WEDGE, Network.load(NETS / "2-8-8-1.json")])
def test_closed_cells_alone_differ_on_lower_dimensional_faces_only(network):
    lowered = with_change(network, len(network.layers) - 1, 0, None, 1)
    naive = closed_cells_only(lowered)
    result = equal(lowered, naive)
    assert not result.equal
    assert confirmed(lowered, naive, result)
    assert any("0" in word for word in lowered.sign_vector(result.point))
    for cell in lowered.regions():
        assert naive(cell.interior_point) == lowered(cell.interior_point)


def test_a_difference_at_a_single_point_that_no_sample_meets():
    x = Fraction(355, 113)
    spot = shallow_network(
        1,
        ([{0: 1}, {0: -1}], [-x, x], "relu"),
        ([{0: "-oo", 1: "-oo"}], [1], "relu"),
        ([{0: 1}], [2], "identity"),
    )
    two = Network([Layer([[0]], [2], "identity")])
    result = equal(spot, two)
    assert (result.point, result.outputs) == ((x,), ((3,), (2,)))
    assert equal(spot, two, [("-oo", 3)])


def test_no_value_equals_nothing():
    # oo - oo for x > 5 only.
    rows = ([{0: 1}, {0: 1}], [-5, -5], "relu")
    clash = shallow_network(1, rows, ([{0: "oo", 1: "-oo"}], [0], "relu"), ([{0: 1}], [0], "identity"))
    zero = Network([Layer([[0]], [0], "identity")])
    result = equal(zero, clash)
    assert (result.equal, result.outputs) == (False, ((0,), None))
    assert result.point[0] > 5
    assert equal(clash, clash).outputs == (None, None)
    assert equal(clash, zero, [("-oo", 5)])
    # It is not hidden by an output that does not depend on the neuron.
    hidden = shallow_network(1, rows, ([{0: "oo", 1: "-oo"}], [0], "relu"), ([{}], [0], "identity"))
    assert not equal(zero, hidden)
    # An infinity that a finite weight carries on meets the opposite one, too.
    carried = shallow_network(
        1, rows, ([{0: "oo"}, {1: 1}], [0, 0], "relu"), ([{0: 1, 1: "-oo"}], [0], "relu"), ([{}], [0], "identity")
    )
    assert not equal(zero, carried)


def test_infinite_outputs(tmp_path):
    wall = shallow_network(1, ([{0: 1}], [0], "relu"), ([{0: "oo"}], [1], "identity"))
    # The same with a weight on the input: oo * x + oo * relu(-x) would be oo - oo, oo * relu(x) is not.
    other = shallow_network(1, ([{0: "oo"}], [0], "relu"), ([{0: 3}], [1], "identity"))
    assert equal(wall, wall)
    assert equal(wall, other)
    plain_one = Network([Layer([[0]], [1], "identity")])
    result = equal(wall, plain_one)
    assert (result.equal, result.outputs) == (False, ((ExtendedRational("oo"),), (1,)))
    assert explored(wall, plain_one) is not None
    assert equal(wall, plain_one, [("-oo", 0)])
    target = tmp_path / "certificate.jsonl"
    for pair in ((wall, wall), (wall, other)):
        with pytest.raises(UncertifiableError):
            equal(*pair, out=target)
    assert not target.exists()
    assert not equal(other, plain_one, out=target)


def extended_networks(random, inputs):
    """Small networks with infinite weights anywhere, most of which mean nothing."""
    layers, width = [], inputs
    depth = random.randint(1, 3)
    for number in range(depth + 1):
        last = number == depth
        choices = [0, 0, 1, -1, 2, Fraction(1, 2)]
        choices += ["-oo", "-oo", "oo"] * (0 < number < depth or random.random() < 0.1)
        wide = 1 if last else random.randint(1, 3)
        rows = [{j: random.choice(choices) for j in range(width)} for _ in range(wide)]
        words = ["identity" if last or random.random() < 0.15 else "relu" for _ in rows]
        rows = [{j: w for j, w in row.items() if w != 0} for row in rows]
        layers.append((rows, [random.choice([0, 0, 1, -1, Fraction(1, 2)]) for _ in rows], words))
        width = wide
    return layers


@pytest.mark.parametrize("seed", range(250))
def test_any_networks_at_all(seed, tmp_path):
    """The walk ends, whatever the weights; grid points find no difference that it misses; certificates are accepted."""
    random = Random(seed)
    inputs = random.choice([1, 1, 2])
    layers = extended_networks(random, inputs)
    first = shallow_network(inputs, *layers)
    depth = random.randrange(len(layers))
    rows, bias, words = layers[depth]
    if random.random() < 0.7:
        rows = [{j: w for j, w in row.items() if random.random() < 0.8} for row in rows]
        layers[depth] = (rows, bias, words)
    second = shallow_network(inputs, *layers)
    result = equal(first, second)
    if not result.equal:
        assert None in result.outputs or result.outputs[0] != result.outputs[1]
        return
    step, size = (Fraction(1, 12), 60) if inputs == 1 else (Fraction(1, 2), 6)
    grid = product([step * i for i in range(-size, size + 1)], repeat=inputs)
    assert all(first.values(point)[-1] == second.values(point)[-1] for point in grid)
    target = tmp_path / "certificate.jsonl"
    try:
        equal(first, second, out=target)
    except UncertifiableError:
        return
    assert check(target).accepted


# Domains, files, shapes -----------------------------------------------------------------------------------------------


def test_equal_on_a_domain_only():
    line = Network([Layer([[1]], [0], "identity")])
    assert equal(ABSOLUTE, line, [(0, "oo")])
    assert equal(ABSOLUTE, line, Domain.box([(0, 0)]))
    result = equal(ABSOLUTE, line, [(Fraction(-1, 10**9), 5)])
    assert Fraction(-1, 10**9) <= result.point[0] < 0
    diagonal = Domain.from_rows(2, [], [(1, -1, 0)])
    first, second = (Network([Layer([row], [0], "identity")]) for row in ([2, 0], [0, 2]))
    assert equal(first, second, diagonal)
    assert not equal(first, second)


def test_the_domain_is_that_of_the_shallow_network():
    shallow = ABSOLUTE.shallow(2, [(1, 2)])
    assert equal(ABSOLUTE, shallow)
    assert equal(ABSOLUTE.shallow(3, [(1, 2)]), shallow)
    for other in (ABSOLUTE.shallow(2), ABSOLUTE.shallow(2, [(1, 3)])):
        with pytest.raises(DomainError, match="different domains; say by domain"):
            equal(other, shallow)
        assert equal(other, shallow, [(1, 2)])
    # Beyond its domain a shallow network is some other function.
    assert not equal(ABSOLUTE, shallow, [("-oo", "oo")])


def test_a_certificate_is_written_only_of_equal_networks(tmp_path):
    target = tmp_path / "certificate.jsonl.gz"
    assert equal(KINKS, KINKS.shallow(2), out=target).equal
    verdict = check(target)
    assert verdict.accepted
    assert [network.widths for network in verdict.networks] == [KINKS.widths[1:], KINKS.shallow(2).widths[1:]]
    for other in (ABSOLUTE, closed_cells_only(KINKS)):
        missing = tmp_path / "missing.jsonl"
        assert not equal(KINKS, other, out=missing)
        assert not missing.exists()


def test_a_difference_met_while_writing_leaves_no_file(tmp_path, monkeypatch):
    monkeypatch.setattr(compare, "sample", lambda domain, hyperplanes: iter(()))
    missing = tmp_path / "missing.jsonl"
    other = with_change(KINKS, 1, 0, 1, Fraction(1, 10**6))
    result = equal(KINKS, other, out=missing)
    assert not result.equal
    assert confirmed(KINKS, other, result)
    assert list(tmp_path.iterdir()) == []


def test_shapes_must_fit():
    wide = Network([Layer([[1, 1]], [0], "identity")])
    with pytest.raises(ShapeError, match="1 and 2 inputs"):
        equal(ABSOLUTE, wide)
    with pytest.raises(ShapeError, match="dimension 2"):
        equal(ABSOLUTE, ABSOLUTE, [(0, 1), (0, 1)])
    with pytest.raises(DomainError, match="empty"):
        equal(ABSOLUTE, ABSOLUTE, Domain.from_rows(1, [(0, -1)]))


def test_a_shallow_network_with_finite_weights_only():
    finite = shallow_network(1, ([{0: 1}, {0: -1}], [0, 0], "relu"), ([{0: 1, 1: 1}], [0], "identity"))
    assert isinstance(finite, ShallowNetwork)
    assert equal(ABSOLUTE, finite)
    assert equal(finite, with_layer(ABSOLUTE, 0, "relu"))
