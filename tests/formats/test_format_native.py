"""The project's JSON format for deep networks: every number exact, everything malformed refused with its place."""

import gzip
import hashlib
import json
import random
import re
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exactrelu.domain import Domain
from exactrelu.errors import ExactReluError, FormatError
from exactrelu.files import Source
from exactrelu.formats import load_any, load_domain, load_network, save_network
from exactrelu.formats.native import network_chunks, read_any, read_network
from exactrelu.network import Layer, Network


def read(text):
    return read_network(Source("net.json", text if isinstance(text, bytes) else text.encode(), "0" * 64))


def written(network):
    return "".join(network_chunks(network))


def document(layers, inputs=2, **more):
    return {"format": "exactrelu-network", "version": 1, "inputs": inputs, "layers": layers, **more}


def layer(weight, bias, activation="relu"):
    return {"weight": weight, "bias": bias, "activation": activation}


SMALL = document([layer([["1/2", "-3"], ["0", "1"]], ["0", "1/3"]), layer([["1", "-1"]], ["5"], "identity")])


def evaluate(data, point):
    """A forward pass over the parsed JSON that shares no code with the package."""
    values = [Fraction(x) for x in point]
    for part in data["layers"]:
        words = part["activation"]
        words = [words] * len(part["bias"]) if isinstance(words, str) else words
        sums = []
        for row, constant in zip(part["weight"], part["bias"], strict=True):
            entries = row.items() if isinstance(row, dict) else enumerate(row)
            sums.append(Fraction(constant) + sum(Fraction(w) * values[int(j)] for j, w in entries))
        values = [max(z, Fraction(0)) if word == "relu" else z for z, word in zip(sums, words, strict=True)]
    return tuple(values)


rationals = st.fractions(min_value=-9, max_value=9, max_denominator=12) | st.integers(-2, 2).map(Fraction)


@st.composite
def networks(draw):
    widths = draw(st.lists(st.sampled_from([1, 2, 3, 17, 20]), min_size=2, max_size=4))
    layers = []
    for depth, (columns, rows) in enumerate(pairwise(widths), start=1):
        weight = []
        for _ in range(rows):
            row = [Fraction(0)] * columns
            for j in draw(st.lists(st.integers(0, columns - 1), max_size=6)):
                row[j] = draw(rationals)
            weight.append(row)
        bias = draw(st.lists(rationals, min_size=rows, max_size=rows))
        words = st.sampled_from(["identity"] if depth == len(widths) - 1 else ["relu", "identity"])
        layers.append(Layer(weight, bias, draw(st.lists(words, min_size=rows, max_size=rows))))
    row = st.lists(rationals, min_size=widths[0] + 1, max_size=widths[0] + 1)
    domains = st.builds(
        lambda a, b: Domain.from_rows(widths[0], a, b), st.lists(row, max_size=2), st.lists(row, max_size=2)
    )
    return Network(layers, suggested_domain=draw(st.none() | domains))


@given(networks(), st.data())
def test_saving_and_loading_give_the_same_network_and_domain(network, data):
    text = written(network)
    again = read(text)
    assert again == network
    assert again.suggested_domain == network.suggested_domain
    assert written(again) == text
    point = data.draw(st.lists(rationals, min_size=network.inputs, max_size=network.inputs))
    assert evaluate(json.loads(text), point) == network(point)


def test_the_saved_text_has_one_line_per_weight_row():
    network = Network(
        [
            Layer([[1, "-1/2"], [0, 0]], [0, "7/3"], ["relu", "identity"]),
            Layer([[2, 3]], ["-1/9"], "identity"),
        ],
        suggested_domain=Domain.box([(0, 1), ("-oo", "1/2")]),
    )
    assert written(network) == (
        '{"format": "exactrelu-network", "version": 1, "inputs": 2, "layers": [\n'
        '{"weight": [\n'
        '["1", "-1/2"],\n'
        '["0", "0"]],\n'
        '"bias": ["0", "7/3"],\n'
        '"activation": ["relu", "identity"]},\n'
        '{"weight": [\n'
        '["2", "3"]],\n'
        '"bias": ["-1/9"],\n'
        '"activation": "identity"}],\n'
        '"domain": {"inequalities": [[1, 0, 0], [-1, 0, 1], [0, -2, 1]], "equalities": []}}\n'
    )


def test_a_long_row_with_few_entries_is_saved_as_an_object():
    row = [0] * 40
    row[3], row[17] = 1, Fraction(-1, 2)
    network = Network([Layer([row, [1] * 40], [0, 0], "identity")])
    weight = json.loads(written(network))["layers"][0]["weight"]
    assert weight == [{"3": "1", "17": "-1/2"}, ["1"] * 40]
    assert read(written(network)) == network


NUMERALS = [
    ('"1/3"', Fraction(1, 3)),
    ('"-6/4"', Fraction(-3, 2)),
    ('"0.1"', Fraction(1, 10)),
    ('"+2"', Fraction(2)),
    ("7", Fraction(7)),
    ("-0", Fraction(0)),
    ("0.1", Fraction(1, 10)),
    ("-1.50", Fraction(-3, 2)),
    ("1e3", Fraction(1000)),
    ("25E-2", Fraction(1, 4)),
    ("123456789012345678901234567890.5", Fraction(246913578024691357802469135781, 2)),
    ("1e400", Fraction(10**400)),
    ("1e-400", Fraction(1, 10**400)),
]


@pytest.mark.parametrize(("text", "number"), NUMERALS)
def test_numbers_are_read_by_their_decimal_text(text, number):
    network = read(
        json.dumps(document([layer([["W"]], ["B"], "identity")], 1)).replace('"W"', text).replace('"B"', text)
    )
    assert network.layers == (Layer([[number]], [number], "identity"),)


def test_integers_beyond_the_digit_limit_of_python(tmp_path):
    nines = "9" * 6000
    text = json.dumps(document([layer([["W", "V"]], ["B"], "identity")], domain={"inequalities": [["D", 1, 0]]}))
    for mark, numeral in {'"W"': nines, '"V"': f'"-1/{nines}"', '"B"': f"-{nines}", '"D"': nines}.items():
        text = text.replace(mark, numeral)
    network = read(text)
    number = 10**6000 - 1
    assert network.layers[0].weight == ((Fraction(number), Fraction(-1, number)),)
    assert network.layers[0].bias == (-Fraction(number),)
    assert network.suggested_domain.inequalities == ((number, 1, 0),)
    save_network(network, tmp_path / "long.json")
    again = load_network(tmp_path / "long.json")
    assert again == network
    assert again.suggested_domain == network.suggested_domain


def test_sparse_and_dense_rows_mean_the_same():
    dense = document([layer([["0", "4"], ["0", "0"]], [0, 1]), layer([[1, 1]], [0], "identity")])
    sparse = document([layer([{"1": 4}, {}], [0, 1]), layer([{"1": "1", "0": 1}], [0], "identity")])
    assert read(json.dumps(sparse)) == read(json.dumps(dense))


def test_optional_parts_may_be_null():
    network = read(json.dumps({**SMALL, "domain": None, "roles": None}))
    assert network == read(json.dumps(SMALL))
    assert network.suggested_domain is None


def test_provenance_names_the_file_read_and_the_rule(tmp_path):
    for name, data in (
        ("net.json", json.dumps(SMALL).encode()),
        ("net.JSON.gz", gzip.compress(json.dumps(SMALL).encode())),
    ):
        (tmp_path / name).write_bytes(data)
        network = load_network(tmp_path / name)
        assert network.provenance.sha256 == hashlib.sha256(data).hexdigest()
        assert "decimal text" in network.provenance.reading_rule
        assert network == Network.load(str(tmp_path / name)) == load_any(tmp_path / name)


def test_files_with_a_gz_suffix_are_compressed(tmp_path):
    network = read(json.dumps(SMALL))
    network.save(tmp_path / "net.json.gz")
    assert gzip.decompress((tmp_path / "net.json.gz").read_bytes()).decode() == written(network)
    assert Network.load(tmp_path / "net.json.gz") == network


def changed(**changes):
    return json.dumps({**SMALL, **changes})


def one(weight="[[1, 2]]", bias="[0]", activation='"identity"'):
    entry = f'{{"weight": {weight}, "bias": {bias}, "activation": {activation}}}'
    return f'{{"format": "exactrelu-network", "version": 1, "inputs": 2, "layers": [{entry}]}}'


BAD = {
    "empty": ("", "line 1, column 1: not JSON, or cut short"),
    "blank": ("  \n ", "line 2, column 2: not JSON, or cut short"),
    "not UTF-8": (b'{"format": "\xff"}', "byte 12 is not UTF-8 text"),
    "binary": (bytes(range(256)), "byte 128 is not UTF-8 text"),
    "byte order mark": ("\ufeff" + json.dumps(SMALL), "not JSON"),
    "two documents": (json.dumps(SMALL) * 2, "not JSON, or cut short: Extra data"),
    "a list": ("[]", 'not a network file: it has no "format": "exactrelu-network"'),
    "null": ("null", "not a network file"),
    "other format": (changed(format="onnx"), "not a network file"),
    "number as format": (changed(format=1), "not a network file"),
    "future version": (changed(version=2), "unknown version 2; this release reads version 1"),
    "version in a string": (changed(version="1"), "unknown version '1'"),
    "version with a fraction": (json.dumps(SMALL).replace('"version": 1', '"version": 1.0'), "unknown version '1.0'"),
    "version true": (changed(version=True), "unknown version true or false"),
    "no version": (json.dumps({k: v for k, v in SMALL.items() if k != "version"}), "unknown version null"),
    "no inputs": (json.dumps({k: v for k, v in SMALL.items() if k != "inputs"}), 'the key "inputs" is missing'),
    "no layers key": (json.dumps({k: v for k, v in SMALL.items() if k != "layers"}), 'the key "layers" is missing'),
    "unknown key": (changed(domian=None), "unknown key 'domian'; known are domain, format"),
    "key twice": (json.dumps(SMALL)[:-1] + ', "inputs": 2}', "an object has the key 'inputs' twice"),
    "column twice": (one('[{"0": 1, "0": 1}]'), "an object has the key '0' twice"),
    "inputs zero": (changed(inputs=0), "inputs: 0 is not an integer from 1"),
    "inputs true": (changed(inputs=True), "inputs: true or false is not an integer"),
    "inputs in a string": (changed(inputs="2"), "inputs: '2' is not an integer"),
    "inputs enormous": (json.dumps(SMALL).replace('"inputs": 2', '"inputs": 1' + "0" * 9000), "inputs: 1000"),
    "inputs very negative": (json.dumps(SMALL).replace('"inputs": 2', '"inputs": -1' + "0" * 9000), "inputs: -1000"),
    "no layers": (changed(layers=[]), "layers: a network needs at least one layer"),
    "layers an object": (changed(layers={}), "layers: a network is a list, not an object"),
    "layer null": (changed(layers=[None]), "layer 1: a layer is an object, not null"),
    "layer without bias": (
        changed(layers=[{"weight": [], "activation": "relu"}]),
        'layer 1: the key "bias" is missing',
    ),
    "layer with more": (changed(layers=[{**layer([], []), "name": ""}]), "layer 1: unknown key 'name'"),
    "no neurons": (one("[]", "[]"), "layer 1, weight: a layer needs at least one neuron"),
    "weight a word": (one('"oo"'), "layer 1, weight: a weight matrix is a list, not 'oo'"),
    "row a number": (one("[1]"), "layer 1, weight row 1: a row of numbers is a list, not 1"),
    "row null": (one("[null]"), "layer 1, weight row 1: a row of numbers is a list, not null"),
    "row too short": (one("[[1]]"), "layer 1, weight row 1: 1 numbers where 2 are needed"),
    "row too long": (one("[[1, 2, 3]]"), "layer 1, weight row 1: 3 numbers where 2 are needed"),
    "ragged": (one("[[1, 2], [3]]", "[0, 0]"), "layer 1, weight row 2: 1 numbers where 2 are needed"),
    "layers that do not fit": (
        changed(layers=[layer([[1, 2]], [0]), layer([[1, 2]], [0], "identity")]),
        "layer 2, weight row 1: 2 numbers where 1 are needed",
    ),
    "bias too short": (one(bias="[]"), "layer 1, bias: 0 numbers where 1 are needed"),
    "bias an object": (one(bias='{"0": 1}'), "layer 1, bias: a row of numbers is a list, not an object"),
    "NaN": (one("[[1, NaN]]"), "layer 1, weight row 1, column 2: 'NaN' is not a number"),
    "Infinity": (one("[[Infinity, 1]]"), "layer 1, weight row 1, column 1: 'Infinity' is not a number"),
    "minus Infinity": (one(bias="[-Infinity]"), "layer 1, bias 1: '-Infinity' is not a number"),
    "true": (one("[[true, 1]]"), "layer 1, weight row 1, column 1: true or false is not a number"),
    "false in a bias": (one(bias="[false]"), "layer 1, bias 1: true or false is not a number"),
    "true in an object": (one('[{"1": true}]'), 'layer 1, weight row 1, key "1": true or false is not a number'),
    "null entry": (one("[[1, null]]"), "layer 1, weight row 1, column 2: null is not a number"),
    "list entry": (one("[[1, [2]]]"), "layer 1, weight row 1, column 2: a list is not a number"),
    "words": (one('[[1, "two"]]'), "layer 1, weight row 1, column 2: 'two' is not a number"),
    "spaces": (one('[[1, " 2"]]'), "layer 1, weight row 1, column 2: ' 2' is not a number"),
    "empty numeral": (one('[[1, ""]]'), "layer 1, weight row 1, column 2: '' is not a number"),
    "division by zero": (one('[[1, "1/0"]]'), "layer 1, weight row 1, column 2: '1/0' has denominator 0"),
    "huge exponent": (
        one("[[1, 1e999999999]]"),
        "layer 1, weight row 1, column 2: '1e999999999' has an exponent beyond",
    ),
    "huge exponent in a string": (one('[["1e99999", 1]]'), "column 1: '1e99999' has an exponent beyond"),
    "infinite weight": (one('[[1, "oo"]]'), "layer 1, weight row 1, column 2: infinite, which only a shallow network"),
    "infinite bias": (one(bias='["-oo"]'), "layer 1, bias 1: infinite, which only a shallow network"),
    "roles": (changed(roles=[[]]), 'a shallow network (it has "roles"); read it with ShallowNetwork.load'),
    "column out of range": (one('[{"2": 1}]'), "layer 1, weight row 1: '2' is no column index"),
    "column with a zero": (one('[{"01": 1}]'), "layer 1, weight row 1: '01' is no column index"),
    "column negative": (one('[{"-1": 1}]'), "layer 1, weight row 1: '-1' is no column index"),
    "column with a sign": (one('[{"+1": 1}]'), "layer 1, weight row 1: '+1' is no column index"),
    "column with a space": (one('[{" 1": 1}]'), "layer 1, weight row 1: ' 1' is no column index"),
    "column with a newline": (one('[{"1\\n": 1}]'), r"layer 1, weight row 1: '1\n' is no column index"),
    "column in other digits": (one('[{"\u0661": 1}]'), "is no column index"),
    "column of many digits": (one('[{"1' + "0" * 9000 + '": 1}]'), "is no column index"),
    "unknown activation": (one(activation='"tanh"'), "layer 1, activation: unknown activation 'tanh'"),
    "activation null": (one(activation="null"), "layer 1, activation: a layer's activation is a list, not null"),
    "activations too few": (one(activation="[]"), "layer 1, activation: 0 activations for 1 neurons"),
    "activation a list of lists": (one(activation='[["relu"]]'), "layer 1, activation: unknown activation a list"),
    "domain a list": (changed(domain=[]), "domain: a domain is an object, not a list"),
    "domain with more": (changed(domain={"box": []}), "unknown key 'box'"),
    "domain row too short": (
        changed(domain={"equalities": [[1, 2]]}),
        "domain, equality 1: 2 numbers where 3 are needed",
    ),
    "domain with true": (
        changed(domain={"inequalities": [[1, 2, 3], [1, True, 3]]}),
        "domain, inequality 2, column 2: true or false is not a number",
    ),
    "domain infinite": (
        changed(domain={"inequalities": [[1, "oo", 3]]}),
        "domain, inequality 1: a constraint has finite",
    ),
    "domain rows an object": (changed(domain={"equalities": {}}), "a system of constraints is a list, not an object"),
    "nested lists": ("[" * 200_000, "nested far deeper than a network file"),
    "nested objects": ('{"a":' * 200_000, "nested far deeper than a network file"),
    "nested in a row": (one("[[1, " + "[" * 100_000 + "]" * 100_000 + "]]"), "nested far deeper than a network file"),
    "lone surrogate": (one(activation='"\\ud800"'), r"unknown activation '\ud800'"),
    "too many entries": (
        changed(inputs=3 * 10**7, layers=[layer([{}, {}], [0, 0])]),
        "60000000 weights, zeros included; at most 50000000 can be kept in memory",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_with_its_place(name):
    content, fragment = BAD[name]
    with pytest.raises(FormatError) as caught:
        read(content)
    message = str(caught.value)
    assert message.startswith("net.json: ")
    assert fragment in message
    assert "\n" not in message
    assert len(message) < 300
    assert isinstance(caught.value, ValueError)


def test_a_file_cut_short_is_refused_at_every_byte():
    data = written(Network([Layer([[1, "-1/2"]], ["2.5"]), Layer([[3]], [0], "identity")])).rstrip().encode()
    for length in range(len(data)):
        with pytest.raises(FormatError, match=r"^net\.json: "):
            read(data[:length])


def test_random_damage_gives_a_network_or_a_format_error():
    data = json.dumps(SMALL).encode()
    random.seed(7)
    refused = 0
    for _ in range(3000):
        damaged = bytearray(data)
        for _ in range(random.choice([1, 1, 2, 5])):
            damaged[random.randrange(len(damaged))] = random.choice(b'{}[]",:/-0123456789eo. \x00\xff')
        try:
            read(bytes(damaged))
        except FormatError:
            refused += 1
    assert 1000 < refused < 3000


@pytest.mark.parametrize(
    ("name", "reader"), [("net.pt", "from_torch"), ("net.pkl.gz", "from_sklearn"), ("net.keras", "from_keras")]
)
def test_files_of_other_libraries_are_left_to_them(tmp_path, name, reader):
    with pytest.raises(FormatError, match=f"in Python, {reader} of exactrelu.formats reads a loaded model"):
        load_network(tmp_path / name)
    with pytest.raises(FormatError, match=r"written as [.a-z, ]*$"):
        save_network(Network([Layer([[1]], [0], "identity")]), tmp_path / name)


@pytest.mark.parametrize("name", ["net.txt", "net", "net.gz", "net.json.bz2", ".json"])
def test_an_unknown_suffix_lists_the_known_ones(tmp_path, name):
    with pytest.raises(FormatError, match=re.escape(".json, .nnet, .onnx")):
        load_network(tmp_path / name)
    with pytest.raises(FormatError, match=r"written as \.json, \.nnet, \.onnx, \.safetensors$"):
        save_network(read(json.dumps(SMALL)), tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_an_unreadable_file_is_an_os_error_that_names_it(tmp_path):
    (tmp_path / "folder.json").mkdir()
    for name in ("missing.json", "folder.json"):
        with pytest.raises(OSError, match=re.escape(name)):
            load_network(tmp_path / name)


def test_reading_either_kind_takes_a_finite_file_without_roles_as_deep():
    source = Source("net.json", json.dumps(SMALL).encode(), "0" * 64)
    assert read_any(source) == read(json.dumps(SMALL))
    assert isinstance(read_any(source), Network)


def test_a_domain_may_have_a_file_of_its_own(tmp_path):
    path = tmp_path / "domain.json"
    path.write_text('{"inequalities": [["1/2", 0, -1], [0, 0.5, 3]], "equalities": [[1, 1, 0]]}')
    assert load_domain(path, 2) == Domain.from_rows(2, [[1, 0, -2], [0, 1, 6]], [[1, 1, 0]])
    path.write_text('{"inequalities": [[1, 0, "x"]]}')
    with pytest.raises(ExactReluError, match=r"domain\.json: inequality 1, column 3: 'x' is not a number"):
        load_domain(path, 2)
