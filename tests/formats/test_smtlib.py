"""The SMT-LIB script, judged by two solvers that share nothing with the package."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exactrelu import Domain, Layer, Network
from exactrelu.errors import ShapeError
from exactrelu.extended import ExtendedRational
from exactrelu.formats.smtlib import difference_script
from exactrelu.shallow.network import ShallowLayer, ShallowNetwork
from tests import oracles
from tests.strategies import networks, networks_with_domains, points

FOLD = Layer([[2, -4], [2, -4]], [0, "-1/2"])
SAWTOOTH = Network([Layer([[1], [1]], [0, "-1/2"]), FOLD, FOLD, Layer([[2, -4]], [0], "identity")])
QUADRANTS = Network([Layer([[1, 0], [0, 1]], [0, 0]), Layer([[1, 1]], [-1]), Layer([[2]], ["1/3"], "identity")])
ABSOLUTE = Network([Layer([[1], [-1]], [0, 0]), Layer([[1, 1]], [0], "identity")])
IDENTITY = Network([Layer([[1]], [0], "identity")])
# Neurons that coincide, are parallel, dead or pass their value on, and two outputs.
MIXED = Network(
    [
        Layer(
            [[1, "-2/3"], [1, "-2/3"], [-1, "2/3"], [0, 0], [3, 1]], [0, 0, 0, -1, "1/7"], ["relu"] * 4 + ["identity"]
        ),
        Layer([[1, 0, 1, 5, "-1/2"], [0, 1, -1, 0, 1]], ["-1/3", 0]),
        Layer([[1, 1], [0, -2]], [0, "22/7"], "identity"),
    ]
)
NETWORKS = {"sawtooth": SAWTOOTH, "quadrants": QUADRANTS, "absolute": ABSOLUTE, "identity": IDENTITY, "mixed": MIXED}


def by_z3(script):
    import z3

    solver = z3.Solver()
    solver.from_string(script)
    return str(solver.check())


def by_cvc5(script):
    """cvc5's own reader, made to refuse whatever the standard does not allow."""
    import cvc5

    solver = cvc5.Solver(cvc5.TermManager())
    solver.setOption("strict-parsing", "true")
    parser = cvc5.InputParser(solver)
    parser.setStringInput(cvc5.InputLanguage.SMT_LIB_2_6, script, "script")
    answer = ""
    while not (command := parser.nextCommand()).isNull():
        answer += command.invoke(solver, parser.getSymbolManager())
    return answer.strip()


@pytest.fixture(
    params=[pytest.param("z3", marks=pytest.mark.extra("z3")), pytest.param("cvc5", marks=pytest.mark.extra("cvc5"))]
)
def solve(request):
    return {"z3": by_z3, "cvc5": by_cvc5}[request.param]


def script(deep, shallow, domain=None):
    return "".join(difference_script(deep, shallow, domain))


@pytest.mark.parametrize("hidden_layers", [2, 3])
@pytest.mark.parametrize("network", NETWORKS.values(), ids=NETWORKS)
def test_the_shallow_network_differs_nowhere(solve, network, hidden_layers):
    assert solve(script(network, network.shallow(hidden_layers))) == "unsat"


def broken(shallow, depth, change):
    layers = list(shallow.layers)
    layers[depth] = change(layers[depth])
    return replace(shallow, layers=tuple(layers))


def without_a_penalty(layer):
    k = next(k for k, row in enumerate(layer.rows) if any(weight.is_infinite for _, weight in row))
    j = next(j for j, weight in layer.rows[k] if weight.is_infinite)
    rows = list(layer.rows)
    rows[k] = tuple(entry for entry in rows[k] if entry[0] != j)
    return replace(layer, rows=tuple(rows))


def with_another_bias(layer):
    return replace(layer, bias=(layer.bias[0] + Fraction(1, 10**9), *layer.bias[1:]))


def with_a_doubled_weight(layer):
    (j, weight), *rest = layer.rows[0]
    return replace(layer, rows=(((j, weight * 2), *rest), *layer.rows[1:]))


def with_oo_for_minus_oo(layer):
    rows = tuple(tuple((j, -w if w.is_infinite else w) for j, w in row) for row in layer.rows)
    return replace(layer, rows=rows)


@pytest.mark.parametrize("hidden_layers", [2, 3])
@pytest.mark.parametrize(
    ("depth", "change"),
    [
        (-2, without_a_penalty),
        (-1, with_another_bias),
        (-1, with_a_doubled_weight),
        (-2, with_oo_for_minus_oo),
        (0, with_a_doubled_weight),
    ],
)
def test_a_broken_shallow_network_differs_somewhere(solve, hidden_layers, depth, change):
    wrong = broken(QUADRANTS.shallow(hidden_layers), depth, change)
    assert solve(script(QUADRANTS, wrong)) == "sat"


def test_domains_are_heeded(solve):
    right = [(0, "oo")]
    shallow = ABSOLUTE.shallow(domain=right)
    assert solve(script(IDENTITY, shallow)) == "unsat"
    assert solve(script(IDENTITY, ABSOLUTE.shallow())) == "sat"
    assert solve(script(IDENTITY, ABSOLUTE.shallow(), Domain.box(right))) == "unsat"
    point = Domain.box([("-1/2", "-1/2")])
    assert solve(script(IDENTITY, ABSOLUTE.shallow(), point)) == "sat"
    assert solve(script(ABSOLUTE, ABSOLUTE.shallow(), point)) == "unsat"


@pytest.mark.extra("z3")
@settings(max_examples=15)
@given(networks_with_domains(inputs=(1, 3), depth=(1, 3), most_neurons=4), st.sampled_from([2, 3]))
def test_random_networks_differ_nowhere(case, hidden_layers):
    network, domain = case
    assert by_z3(script(network, network.shallow(hidden_layers, domain))) == "unsat"


extended_numbers = st.sampled_from([*map(Fraction, (0, 0, 1, -1, 2, "-1/3")), "oo", "-oo"]).map(ExtendedRational)


@st.composite
def wild_shallow_networks(draw):
    """Small networks with infinities anywhere, ReLU and identity neurons; some have no value somewhere."""
    width = inputs = draw(st.integers(1, 2))
    layers = []
    for _ in range(draw(st.integers(1, 3))):
        size = draw(st.integers(1, 3))
        rows = tuple(tuple((j, draw(extended_numbers)) for j in range(width)) for _ in range(size))
        bias = tuple(draw(extended_numbers) for _ in range(size))
        words = tuple(draw(st.sampled_from(["relu", "relu", "identity"])) for _ in range(size))
        layers.append(ShallowLayer(rows, bias, words))
        width = size
    return ShallowNetwork(inputs, tuple(layers))


@pytest.mark.extra("z3")
@settings(max_examples=150)
@given(wild_shallow_networks(), st.data())
def test_infinities_mean_what_extended_arithmetic_says(shallow, data):
    point = data.draw(points(shallow.inputs))
    try:
        values = oracles.shallow_output(oracles.shallow_weights(shallow), point)
    except oracles.IndeterminateError:
        values = None
    finite = values is not None and all(type(value) is Fraction for value in values)
    here = Domain.box([(x, x) for x in point])
    constants = values if finite else [0] * shallow.outputs
    same = Network([Layer([[0] * shallow.inputs] * shallow.outputs, constants, "identity")])
    assert by_z3(script(same, shallow, here)) == ("unsat" if finite else "sat")
    other = Network([Layer([[0] * shallow.inputs] * shallow.outputs, [constants[0] + 1, *constants[1:]], "identity")])
    assert by_z3(script(other, shallow, here)) == "sat"


def layer(*rows, bias=None, words="relu"):
    sparse = tuple(tuple((j, ExtendedRational(weight)) for j, weight in row.items()) for row in rows)
    biases = tuple(map(ExtendedRational, bias or [0] * len(rows)))
    return ShallowLayer(sparse, biases, (words,) * len(rows))


WILD = {
    # At x = 1 the first neuron may be infinite; the second one multiplies it, and is the output.
    "oo times oo": ({0: "oo"}, {0: "oo"}, "relu", "sat"),
    "oo times -oo": ({0: "oo"}, {0: "-oo"}, "identity", "sat"),
    "oo times -oo, then relu": ({0: "oo"}, {0: "-oo"}, "relu", "unsat"),
    "0 times oo": ({0: "oo"}, {0: 0}, "identity", "unsat"),
    "finite times oo": ({0: "oo"}, {0: "1/2"}, "relu", "sat"),
    "-oo is cut off": ({0: "-oo"}, {0: "oo"}, "identity", "unsat"),
}


@pytest.mark.parametrize(("first", "second", "words", "answer"), WILD.values(), ids=WILD)
def test_infinite_values_of_neurons(solve, first, second, words, answer):
    shallow = ShallowNetwork(1, (layer(first), layer(second, words=words), layer({0: 1}, words="identity")))
    zero = Network([Layer([[0]], [0], "identity")])
    assert solve(script(zero, shallow, Domain.box([(1, 1)]))) == answer


@pytest.mark.extra("z3")
@settings(max_examples=15)
@given(networks(inputs=(1, 2), depth=(1, 3), most_neurons=5), st.data())
def test_the_deep_part_is_the_deep_network(network, data):
    point = data.draw(points(network.inputs))
    outputs = oracles.output(network, point)
    here = Domain.box([(x, x) for x in point])
    constant = Network([Layer([[0] * network.inputs] * network.outputs, outputs, "identity")])
    assert by_z3(script(network, constant.shallow(), here)) == "unsat"
    shifted = Network([Layer([[0] * network.inputs] * network.outputs, [y + 1 for y in outputs], "identity")])
    assert by_z3(script(network, shifted.shallow(), here)) == "sat"


def test_long_numbers_are_written_whole():
    huge = Network([Layer([[10**5000]], [Fraction(-1, 3**4000)], "identity")])
    text = script(huge, huge.shallow())
    assert "1" + "0" * 5000 in text
    assert f"(/ (- 1) {ExtendedRational(3**4000)})" in text


def test_networks_that_do_not_fit():
    with pytest.raises(ShapeError, match="2 inputs and 1 outputs, the shallow one 1 and 1"):
        script(QUADRANTS, ABSOLUTE.shallow())
    with pytest.raises(ShapeError, match="dimension 2, the network takes 1"):
        script(ABSOLUTE, ABSOLUTE.shallow(), Domain(2))
