"""The project's JSON format for shallow networks: infinite weights, sparse rows, roles and the domain."""

import gzip
import json

import pytest
from gmpy2 import mpz

from exactrelu.domain import Domain
from exactrelu.errors import FormatError
from exactrelu.extended import ExtendedRational
from exactrelu.files import Source
from exactrelu.formats import load_any, load_network, load_shallow, save_shallow
from exactrelu.formats.native import read_any, read_network, read_shallow, shallow_chunks
from exactrelu.network import Layer, Network
from exactrelu.shallow.network import Role, ShallowLayer, ShallowNetwork


def numbers(*entries):
    return tuple(map(ExtendedRational, entries))


def row(entries):
    return tuple((j, ExtendedRational(weight)) for j, weight in entries.items())


# On x >= 1/2 it is x, below it is 0: a gate that is shut by the violation of 2x - 1 >= 0.
STEP = ShallowNetwork(
    1,
    (
        ShallowLayer((row({0: 1}), row({0: -2})), numbers(0, 1), ("relu", "relu")),
        ShallowLayer((row({0: 1, 1: "-oo"}), ()), numbers(0, "-1/3"), ("relu", "identity")),
        ShallowLayer((row({0: 1}),), numbers(0), ("identity",)),
    ),
    (
        (Role("carrier", sign=1, input=0), Role("hyperplane", form=(mpz(-2), mpz(1)))),
        (Role("gate", sign=1, face=0, signs=("+",), dimension=1, output=0), Role("selector", form=(mpz(1), mpz(0)))),
    ),
    Domain.box([(0, "oo")]),
)

TEXT = """\
{"format": "exactrelu-network", "version": 1, "inputs": 1, "layers": [
{"weight": [
{"0": "1"},
{"0": "-2"}],
"bias": ["0", "1"],
"activation": "relu"},
{"weight": [
{"0": "1", "1": "-oo"},
{}],
"bias": ["0", "-1/3"],
"activation": ["relu", "identity"]},
{"weight": [
{"0": "1"}],
"bias": ["0"],
"activation": "identity"}],
"roles": [
[{"kind": "carrier", "sign": 1, "input": 0},
{"kind": "hyperplane", "form": [-2, 1]}],
[{"kind": "gate", "sign": 1, "face": 0, "dimension": 1, "output": 0, "signs": ["+"]},
{"kind": "selector", "form": [1, 0]}]],
"domain": {"inequalities": [[1, 0]], "equalities": []}}
"""


def read(content):
    return read_shallow(Source("net.json", content.encode(), "0" * 64))


def test_the_saved_text_is_fixed():
    assert "".join(shallow_chunks(STEP)) == TEXT


def test_loading_gives_back_the_same_network():
    network = read(TEXT)
    assert network == STEP
    assert [network((x,)) for x in ("1/4", "1/2", 3)] == [(0,), (ExtendedRational("1/2"),), (3,)]


def test_dense_rows_and_a_missing_domain():
    data = json.loads(TEXT)
    data["layers"][1]["weight"][0] = [1, "-oo"]
    data["layers"][1]["weight"][1] = [0, "0/5"]
    data["domain"] = None
    network = read(json.dumps(data))
    assert network.layers == STEP.layers
    assert network.domain is None
    assert read("".join(shallow_chunks(network))) == network


@pytest.mark.parametrize("name", ["net.json", "net.json.gz"])
def test_files(tmp_path, name):
    path = tmp_path / name
    save_shallow(STEP, path)
    stored = path.read_bytes()
    assert (gzip.decompress(stored) if name.endswith("gz") else stored).decode() == TEXT
    assert load_shallow(path) == STEP == load_any(path) == ShallowNetwork.load(path)
    STEP.save(path)
    assert path.read_bytes() == stored
    with pytest.raises(FormatError, match=r'a shallow network \(it has "roles"\); read it with ShallowNetwork\.load'):
        load_network(path)


@pytest.mark.parametrize("hidden_layers", [2, 3])
def test_a_built_network_survives_saving(tmp_path, hidden_layers):
    deep = Network(
        [Layer([[1, 2], [-1, 1]], [0, 1]), Layer([[1, -1], [2, "1/3"]], [0, -1]), Layer([[1, 1]], [0], "identity")]
    )
    shallow = deep.shallow(hidden_layers)
    shallow.save(tmp_path / "net.json")
    again = ShallowNetwork.load(tmp_path / "net.json")
    assert again == shallow
    assert again((2, "-1/2")) == deep((2, "-1/2"))


def test_what_makes_a_file_shallow():
    data = json.loads(TEXT)
    del data["roles"]
    infinite = read_any(Source("net.json", json.dumps(data).encode(), ""))
    assert infinite == ShallowNetwork(1, STEP.layers, (), STEP.domain)
    data["layers"][1]["weight"][0]["1"] = 5
    assert isinstance(read_any(Source("net.json", json.dumps(data).encode(), "")), Network)
    assert isinstance(read(json.dumps(data)), ShallowNetwork)
    data["roles"] = []
    with pytest.raises(FormatError, match="a shallow network"):
        read_network(Source("net.json", json.dumps(data).encode(), ""))
    assert isinstance(read_any(Source("net.json", json.dumps(data).encode(), "")), ShallowNetwork)
    data["layers"][1]["bias"][1] = "-oo"
    del data["roles"]
    assert isinstance(read_any(Source("net.json", json.dumps(data).encode(), "")), ShallowNetwork)
    with pytest.raises(FormatError, match="layer 2, bias 2: infinite, which only a shallow network may be"):
        read_network(Source("net.json", json.dumps(data).encode(), ""))


def test_integers_beyond_the_digit_limit_of_python_in_roles_and_domain():
    large = mpz(10) ** 6000 + 1
    network = ShallowNetwork(
        1,
        (
            ShallowLayer((row({0: ExtendedRational(large)}),), numbers(ExtendedRational(1, large)), ("relu",)),
            ShallowLayer((row({0: "oo"}),), numbers(0), ("identity",)),
        ),
        ((Role("hyperplane", form=(large, mpz(1))),),),
        Domain.from_rows(1, [[large, -1]]),
    )
    assert read("".join(shallow_chunks(network))) == network


def test_the_text_comes_in_pieces_of_one_row():
    width = 1000
    many = ShallowNetwork(
        1,
        (
            ShallowLayer((row({0: 1}),) * width, numbers(*[0] * width), ("relu",) * width),
            ShallowLayer((row({0: "oo"}),), numbers(0), ("identity",)),
        ),
        ((Role("carrier", sign=1, input=0),) * width,),
    )
    pieces = list(shallow_chunks(many))
    assert len(pieces) > 2 * width
    assert sorted(map(len, pieces))[-2] < 100  # all but the line of the biases


def changed(change):
    data = json.loads(TEXT)
    change(data)
    return json.dumps(data)


BAD = {
    "roles an object": (lambda d: d.update(roles={}), "roles: the entry is a list, not an object"),
    "roles false": (lambda d: d.update(roles=False), "roles: the entry is a list, not true or false"),
    "a layer of roles null": (
        lambda d: d.update(roles=[None, []]),
        "roles, layer 1: a layer of roles is a list, not null",
    ),
    "too few roles": (lambda d: d["roles"][1].pop(), "the roles do not fit the hidden layers"),
    "too few layers of roles": (lambda d: d["roles"].pop(), "the roles do not fit the hidden layers"),
    "role null": (lambda d: d["roles"][1].__setitem__(1, None), "roles, layer 2, neuron 2: a role is an object"),
    "role of an unknown kind": (
        lambda d: d["roles"][0][1].update(kind="x"),
        "roles, layer 1, neuron 2: a role is an object",
    ),
    "role of no kind": (lambda d: d["roles"][0][1].pop("kind"), "roles, layer 1, neuron 2: a role is an object"),
    "role with more": (
        lambda d: d["roles"][0][0].update(name="x"),
        "roles, layer 1, neuron 1: a role has the unknown key",
    ),
    "form with a word": (lambda d: d["roles"][0][1].update(form=["x"]), "roles, layer 1, neuron 2: "),
    "form with null": (lambda d: d["roles"][0][1].update(form=[None]), "roles, layer 1, neuron 2: "),
    "form with a list": (lambda d: d["roles"][0][1].update(form=[[1]]), "roles, layer 1, neuron 2: "),
    "form with a fraction": (lambda d: d["roles"][0][1].update(form=[0.5]), "roles, layer 1, neuron 2: "),
    "sign true": (lambda d: d["roles"][0][0].update(sign=True), "roles, layer 1, neuron 1: "),
    "signs of other letters": (lambda d: d["roles"][1][0].update(signs=["x"]), "roles, layer 2, neuron 1: "),
    "column out of range": (
        lambda d: d["layers"][1]["weight"][0].update({"2": 1}),
        "layer 2, weight row 1: '2' is no column",
    ),
    "infinity misspelt": (
        lambda d: d["layers"][1]["weight"][0].update({"0": "inf"}),
        'layer 2, weight row 1, key "0": ',
    ),
    "domain infinite": (lambda d: d.update(domain={"equalities": [["oo", 1]]}), "domain, equality 1: "),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_with_its_place(name):
    change, fragment = BAD[name]
    with pytest.raises(FormatError) as caught:
        read(changed(change))
    assert str(caught.value).startswith(f"net.json: {fragment}")
    assert "\n" not in str(caught.value)


def test_a_file_cut_short_is_refused_at_every_byte():
    whole = TEXT.rstrip()
    for length in range(len(whole)):
        with pytest.raises(FormatError, match=r"^net\.json: "):
            read(whole[:length])


def test_only_json_holds_shallow_networks(tmp_path):
    for name in ("net.onnx", "net.nnet", "net", "net.txt"):
        with pytest.raises(FormatError, match=r"written as \.json$"):
            save_shallow(STEP, tmp_path / name)
        with pytest.raises(FormatError, match=r"read here as \.json$"):
            load_shallow(tmp_path / name)
    assert list(tmp_path.iterdir()) == []
