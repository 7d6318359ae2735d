"""Piecewise expressions have the network's exact values, and LaTeX matrices read back as the weights."""

import os
import re
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from exactrelu import Domain, ExtendedRational, Layer, Network
from exactrelu.errors import DomainError, ShapeError
from exactrelu.shallow.view import latex, piecewise
from tests.oracles import output
from tests.strategies import networks_with_domains, points, points_in

NETS = Path(__file__).parent.parent / "nets"
FEWER = settings(max_examples=-(-settings().max_examples // 2))


def rational(number):
    return sympy.Rational(Fraction(number).numerator, Fraction(number).denominator)


def substitution(point):
    return {sympy.Symbol(f"x{i + 1}"): rational(x) for i, x in enumerate(point)}


def value(expression, point):
    found = expression.subs(substitution(point))
    return Fraction(int(found.p), int(found.q))


@FEWER
@given(networks_with_domains(inputs=(1, 3), most_neurons=5), st.data())
def test_expressions_have_the_values_of_the_network(case, data):
    network, domain = case
    expressions = piecewise(network, domain)
    assert len(expressions) == network.outputs
    drawn = data.draw(st.lists(st.one_of(points(network.inputs), points_in(network, domain)), min_size=2, max_size=4))
    for point in drawn:
        if domain is None or point in domain:
            assert tuple(value(expression, point) for expression in expressions) == output(network, point)
        else:
            assert all(
                expression.subs(substitution(point)) is sympy.nan
                for expression in expressions
                if isinstance(expression, sympy.Piecewise)
            )
    assert not any(expression.atoms(sympy.Float) for expression in expressions)


@FEWER
@given(networks_with_domains(inputs=(1, 3), most_neurons=4, outputs=(1, 2)), st.data())
def test_branches_are_the_closed_regions_in_order(case, data):
    network, domain = case
    regions = list(network.regions(domain))
    point = data.draw(points_in(network, domain))
    for o, expression in enumerate(piecewise(network, domain)):
        if not isinstance(expression, sympy.Piecewise):
            assert len(regions) == 1
            assert domain is None or not (regions[0].inequalities or regions[0].equalities)
            assert value(expression, point) == output(network, point)[o]
            continue
        assert len(expression.args) == len(regions)
        for (branch, condition), region in zip(expression.args, regions, strict=True):
            assert bool(condition.subs(substitution(point))) is region.closure_contains(point)
            assert value(branch, point) == region.affine_map(point)[o]
            sides = condition.args if isinstance(condition, sympy.And) else (condition,)
            assert len(sides) == len(region.inequalities) + len(region.equalities)
            assert sum(isinstance(side, sympy.Eq) for side in sides) == len(region.equalities)


def test_a_known_network():
    network = Network([Layer([[1, 0], [0, 1]], [0, -1]), Layer([["1/3", 0], [2, -1]], [0, 1], "identity")])
    x1, x2 = sympy.symbols("x1 x2")
    first, second = piecewise(network, [("-oo", "oo"), (0, 5)])
    assert len(first.args) == len(second.args) == 4
    assert [branch for branch, _ in first.args] == [0, 0, x1 / 3, x1 / 3]
    assert [branch for branch, _ in second.args] == [1, 2 - x2, 2 * x1 + 1, 2 * x1 - x2 + 2]
    assert set(first.args[0][1].args) == {
        sympy.Ge(-x1, 0, evaluate=False),
        sympy.Ge(1 - x2, 0, evaluate=False),
        sympy.Ge(x2, 0, evaluate=False),
    }
    assert first.subs({x2: 6}) is second.subs({x1: 0, x2: -1}) is sympy.nan
    affine = Network([Layer([[2, "-1/7"]], [3], "identity")])
    assert piecewise(affine) == (2 * x1 - x2 / 7 + 3,)
    (flat,) = piecewise(affine, Domain.from_rows(2, [], [(1, -1, 0)]))
    assert flat.subs({x1: 7, x2: 7}) == 16
    assert flat.subs({x1: 7, x2: 6}) is sympy.nan


def test_a_larger_network_is_translated_in_a_moment():
    network = Network.load(NETS / "2-8-8-1.json")
    (expression,) = piecewise(network)
    assert len(expression.args) == 107
    for point in ((Fraction(1, 3), Fraction(2, 7)), (-100, 55)):
        assert value(expression, point) == output(network, point)[0]


def test_symbols_may_be_substituted_one_at_a_time():
    """With 107 equal branches, too, whose conditions sympy would join and multiply out."""
    *hidden, _ = Network.load(NETS / "2-8-8-1.json").layers
    network = Network([*hidden, Layer([[0] * 8], ["7/3"], "identity")])
    (expression,) = piecewise(network)
    x1, x2 = sympy.symbols("x1 x2")
    halfway = expression.subs(x1, sympy.Rational(1, 3))
    assert halfway.free_symbols == {x2}
    assert halfway.subs(x2, 5) == sympy.Rational(7, 3)
    assert expression.subs(x2, x1).free_symbols == {x1}


def test_sympy_prints_the_expressions():
    (expression,) = piecewise(Network([Layer([[1], [-1]], [0, 0]), Layer([[1, 1]], [5], "identity")]))
    assert isinstance(expression, sympy.Piecewise)
    assert str(expression) == "Piecewise((5 - x1, -x1 >= 0), (x1 + 5, x1 >= 0))"
    assert sympy.latex(expression).startswith(r"\begin{cases} 5 - x_{1} & \text{for}\: - x_{1} \geq 0")
    assert sympy.lambdify(sympy.Symbol("x1"), expression, "math")(-7) == 12
    assert sympy.diff(expression, sympy.Symbol("x1")).subs(sympy.Symbol("x1"), 3) == 1


def test_domains_are_checked():
    network = Network([Layer([[1]], [0])])
    with pytest.raises(DomainError, match="empty"):
        piecewise(network, Domain.from_rows(1, [(0, -1)]))
    with pytest.raises(ShapeError):
        piecewise(network, [(0, 1), (0, 1)])


PROBE = """
import sympy
from sympy.external.gmpy import GROUND_TYPES
from exactrelu import Layer, Network
from exactrelu.shallow.view import piecewise

print(GROUND_TYPES)
network = Network([Layer([["1/3", 1], [-2, "7/5"]], ["1/9", 0]), Layer([["2/7", "-1/3"]], [10**30], "identity")])
(expression,) = piecewise(network)
print(sorted(map(str, expression.atoms(sympy.Float))))
x = {sympy.Symbol("x1"): sympy.Rational(1, 3), sympy.Symbol("x2"): sympy.Rational(-2, 7)}
print(expression.subs(x), network(("1/3", "-2/7"))[0])
print(sorted({type(number).__name__ for number in expression.atoms(sympy.Number) if not number.is_Rational}))
"""


@pytest.mark.parametrize("ground", ["python", "gmpy", pytest.param("flint", marks=pytest.mark.extra("flint"))])
def test_no_float_gets_in_whatever_numbers_sympy_uses(ground):
    environment = os.environ | {"SYMPY_GROUND_TYPES": ground}
    run = subprocess.run([sys.executable, "-c", PROBE], env=environment, capture_output=True, text=True, check=True)
    used, floats, values, others = run.stdout.splitlines()
    assert used in (ground, f"{ground}2")
    assert floats == others == "[]"
    mine, expected = values.split()
    assert mine == expected


# LaTeX: the displays are read back by a few regular expressions -------------------------------------------------------

ARRAY = re.compile(r"\\\[ ([Wb])_\{(\d+)\} = \\left\(\\begin\{array\}\{(r*)\} (.*) \\end\{array\}\\right\) \\\]")
FRACTION = re.compile(r"(-?)\\frac\{(\d+)\}\{(\d+)\}")


def read_number(text):
    infinite = {r"\infty": "oo", r"-\infty": "-oo"}.get(text)
    return ExtendedRational(infinite or FRACTION.sub(r"\1\2/\3", text))


def read(text):
    """{(name, layer): rows} of the displayed matrices; dots stay as they are."""
    found = {}
    for name, depth, columns, body in ARRAY.findall(text):
        rows = [line.split(" & ") for line in body.split(r" \\ ")]
        assert {len(row) for row in rows} == {len(columns)}
        found[name, int(depth)] = [[cell if "dots" in cell else read_number(cell) for cell in row] for row in rows]
    return found


@FEWER
@given(networks_with_domains(inputs=(1, 2), most_neurons=3))
def test_matrices_read_back_as_the_weights(case):
    network, domain = case
    text = latex(network)
    found = read(text)
    assert len(found) == 2 * len(network.layers)
    for depth, layer in enumerate(network.layers, start=1):
        assert found["W", depth] == [list(row) for row in layer.weight]
        assert found["b", depth] == [[constant] for constant in layer.bias]
    shallow = network.shallow(3, domain)
    found = read(latex(shallow, shown=1000))
    for depth, layer in enumerate(shallow.layers, start=1):
        width = shallow.widths[depth - 1]
        assert found["W", depth] == [[dict(row).get(i, 0) for i in range(width)] for row in layer.rows]
        assert found["b", depth] == [[constant] for constant in layer.bias]


def test_infinite_weights_and_the_formula_are_shown():
    absolute = Network([Layer([[1], [-1]], [0, 0]), Layer([["-1/2", 1]], [0], "identity")])
    text = latex(absolute.shallow())
    assert text.splitlines() == [
        r"\[ W_{1} = \left(\begin{array}{r} 1 \\ -1 \end{array}\right) \]",
        r"\[ b_{1} = \left(\begin{array}{r} 0 \\ 0 \end{array}\right) \]",
        r"\[ W_{2} = \left(\begin{array}{rr} -\infty & 1 \\ \frac{1}{2} & -\infty \end{array}\right) \]",
        r"\[ b_{2} = \left(\begin{array}{r} 0 \\ 0 \end{array}\right) \]",
        r"\[ W_{3} = \left(\begin{array}{rr} 1 & -1 \end{array}\right) \]",
        r"\[ b_{3} = \left(\begin{array}{r} 0 \end{array}\right) \]",
        r"\[ N(x) = W_{3}\,\sigma(W_{2}\,\sigma(W_{1}\,x + b_{1}) + b_{2}) + b_{3}, \quad \sigma(z) = \max(z, 0) \]",
    ]


def test_large_matrices_are_cut_and_say_so():
    shallow = Network.load(NETS / "2-8-8-1.json").shallow()
    text = latex(shallow, shown=5)
    widths = shallow.widths
    assert len(text) < 10_000
    entries = [weight for row in shallow.layers[1].rows for _, weight in row]
    infinite = sum(weight.is_infinite for weight in entries)
    assert (
        f"$W_{{2}}$ is shown in part: it has 436 rows, {widths[1]} columns, "
        f"{len(entries)} non-zero entries, {infinite} of them infinite."
    ) in text
    found = read(text)
    rows = found["W", 2]
    assert len(rows) == len(rows[0]) == 6
    assert rows[4] == [r"\vdots"] * 4 + [r"\ddots", r"\vdots"]
    assert [row[4] for row in rows] == [r"\cdots"] * 4 + [r"\ddots", r"\cdots"]
    dense = [[dict(row).get(i, 0) for i in range(widths[1])] for row in shallow.layers[1].rows]
    kept = [0, 1, 2, 3, -1]
    assert [[row[j] for j in kept] for row in (rows[i] for i in kept)] == [[dense[i][j] for j in kept] for i in kept]
    with pytest.raises(ValueError, match="at least 2"):
        latex(shallow, shown=1)


def test_mixed_layers_are_explained():
    mixed = Network(
        [
            Layer([[1], [2], [3]], [0, 0, 0], ["relu", "identity", "identity"]),
            Layer([[1, 1, 1]], [0], "identity"),
            Layer([[1]], [0], "identity"),
        ]
    )
    text = latex(mixed)
    assert r"In layer 1, $\sigma$ leaves these entries as they are: 2, 3." in text
    assert r"W_{3}\,(W_{2}\,\sigma(W_{1}\,x + b_{1}) + b_{2}) + b_{3}" in text
    assert text.count("leaves") == 1


def test_long_numbers_are_printed():
    long = Network([Layer([[10**5000]], ["1/3"], "identity")])
    assert "1" + "0" * 5000 in latex(long)
