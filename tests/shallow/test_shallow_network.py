"""Shallow networks as data: honest extended arithmetic, shapes, and roles in words and in JSON."""

import json
from fractions import Fraction

import pytest
from gmpy2 import mpz
from hypothesis import given
from hypothesis import strategies as st

from exactrelu import Domain, ExtendedRational, ShallowNetwork
from exactrelu.errors import DomainError, FormatError, IndeterminateFormError, InexactNumberError, ShapeError
from exactrelu.shallow import Role, ShallowLayer
from tests.oracles import IndeterminateError, extended, shallow_output, shallow_weights
from tests.strategies import networks_with_domains, points

OO = ExtendedRational("oo")
ONE = ExtendedRational(1)
ZERO = ExtendedRational(0)

finite = st.builds(ExtendedRational, st.integers(-3, 3))
numbers = st.one_of(finite, finite, st.sampled_from([OO, -OO]))


def layer(rows, bias, words="relu"):
    """A layer from dense rows; zeros are left out."""
    sparse = tuple(
        tuple((i, ExtendedRational(w)) for i, w in enumerate(row) if ExtendedRational(w) != 0) for row in rows
    )
    activation = (words,) * len(sparse) if isinstance(words, str) else tuple(words)
    return ShallowLayer(sparse, tuple(map(ExtendedRational, bias)), activation)


@st.composite
def extended_networks(draw):
    """Any layers of extended numbers, whether they meet oo - oo or not."""
    n = width = draw(st.integers(1, 3))
    layers = []
    for _ in range(draw(st.integers(1, 3))):
        wide = draw(st.integers(1, 3))
        rows = [draw(st.lists(numbers, min_size=width, max_size=width)) for _ in range(wide)]
        words = [draw(st.sampled_from(["relu", "identity"])) for _ in range(wide)]
        layers.append(layer(rows, draw(st.lists(numbers, min_size=wide, max_size=wide)), words))
        width = wide
    return ShallowNetwork(n, tuple(layers))


@given(extended_networks(), st.data())
def test_evaluation_is_extended_arithmetic_and_nothing_else(network, data):
    point = data.draw(points(network.inputs))
    try:
        expected = shallow_output(shallow_weights(network), point)
    except IndeterminateError:
        with pytest.raises(IndeterminateFormError):
            network(point)
        return
    assert tuple(map(extended, network(point))) == expected
    assert network.values(point)[0] == point
    assert network.values(point)[-1] == network(point)
    assert [len(part) for part in network.values(point)] == list(network.widths)


def test_opposite_infinities_are_refused():
    network = ShallowNetwork(1, (layer([["oo", 0], ["-oo", 0]], [0, 0], "identity"), layer([[1, 1]], [0], "identity")))
    with pytest.raises(IndeterminateFormError):
        network((1,))
    assert network((0,)) == (0,)
    assert network.infinite_weights == 2
    assert network.outputs == 1
    assert network.widths == (1, 2, 1)


def test_a_selector_switches_at_the_boundary():
    selector = ShallowNetwork(1, (layer([[1]], [0]), layer([["-oo"]], [1]), layer([[1]], [0], "identity")))
    assert [selector((x,))[0] for x in (-5, 0, Fraction(1, 10**50), 5)] == [1, 1, 0, 0]


def test_shapes_are_checked():
    good = layer([[1, 2]], [0])
    with pytest.raises(ShapeError, match="bias"):
        ShallowNetwork(2, (ShallowLayer(good.rows, (), ("relu",)),))
    with pytest.raises(ShapeError, match="column"):
        ShallowNetwork(1, (good,))
    with pytest.raises(ShapeError, match="roles"):
        ShallowNetwork(2, (good, layer([[1]], [0])), roles=((),))
    with pytest.raises(ShapeError, match="dimension"):
        ShallowNetwork(2, (good,), domain=Domain.box([(0, 1)]))
    network = ShallowNetwork(2, (good,), domain=Domain.box([(0, 1), (0, 1)]))
    for point in ((1,), (1, 0, 0)):
        with pytest.raises(ShapeError, match="inputs"):
            network(point)
    with pytest.raises(DomainError, match="outside"):
        network((2, 0))
    with pytest.raises(InexactNumberError):
        network((0.5, 0))
    assert network((1, "1/2")) == (2,)


ROLES = {
    Role("carrier", sign=1, input=0): "carries the positive part of x1",
    Role("carrier", sign=-1, input=1): "carries the negative part of x2",
    Role("hyperplane", form=(mpz(2), mpz(-1), mpz(3))): "positive where 2*x1 - x2 + 3 > 0",
    Role("selector", form=(mpz(0), mpz(1), mpz(0))): "1 where x2 <= 0, else 0",
    Role("gate", -1, face=4, signs=("+-", "0"), dimension=1, output=1): (
        "negative part of output 2 on face 4 (+-|0, dimension 1), else 0"
    ),
}


@pytest.mark.parametrize(("role", "words"), ROLES.items(), ids=lambda part: getattr(part, "kind", ""))
def test_roles_in_words_and_in_json(role, words):
    assert role.describe() == words
    data = json.loads(json.dumps(role.to_json()))
    assert Role.from_json(data) == role
    assert set(data) == {"kind"} | {name for name in role.__slots__[1:] if getattr(role, name) is not None}


def test_roles_take_names():
    carrier, _, hyperplane, *_ = ROLES
    assert carrier.describe(["age", "size"]) == "carries the positive part of age"
    assert hyperplane.describe(["age", "size"]) == "positive where 2*age - size + 3 > 0"


@pytest.mark.parametrize(
    "data",
    [
        None,
        "carrier",
        {},
        {"kind": "magic"},
        {"kind": "carrier", "colour": 1},
        {"kind": "carrier", "sign": True},
        {"kind": "carrier", "input": "0"},
        {"kind": "hyperplane", "form": 3},
        {"kind": "hyperplane", "form": [1, "2"]},
        {"kind": "hyperplane", "form": [1, 0.5]},
        {"kind": "hyperplane", "form": [1, None]},
        {"kind": "gate", "signs": "+-"},
        {"kind": "gate", "signs": [1]},
        {"kind": "gate", "signs": ["+x"]},
    ],
)
def test_bad_roles_are_refused(data):
    with pytest.raises(FormatError):
        Role.from_json(data)


@pytest.mark.parametrize("hidden_layers", [2, 3])
@given(case=networks_with_domains(inputs=(1, 2), most_neurons=4))
def test_built_networks_survive_a_file(hidden_layers, case, tmp_path_factory):
    network, domain = case
    shallow = network.shallow(hidden_layers, domain)
    path = tmp_path_factory.mktemp("shallow") / "shallow.json"
    shallow.save(path)
    assert ShallowNetwork.load(path) == shallow
    roles = [role for part in shallow.roles for role in part]
    assert [Role.from_json(json.loads(json.dumps(role.to_json()))) for role in roles] == roles
