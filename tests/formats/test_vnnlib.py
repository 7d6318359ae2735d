"""VNN-LIB properties: what is read, what is refused where, and decisions judged by brute force and by z3."""

from fractions import Fraction
from itertools import chain, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exactrelu import Layer, Network
from exactrelu.errors import FormatError, ShapeError, SizeLimitError
from exactrelu.files import Source
from exactrelu.formats.decide import decide
from exactrelu.formats.vnnlib import read_specification
from tests import oracles
from tests.strategies import networks

DECLARED = "(declare-const X_0 Real)\n(declare-const X_1 Real)\n(declare-const Y_0 Real)\n"


def read(text, declared=DECLARED):
    return read_specification(Source("p.vnnlib", (declared + text).encode(), ""))


def plain(case):
    domain = [[int(a) for a in form] for form in case.domain.inequalities]
    return domain, [[[int(a) for a in row] for row in rows] for rows in case.alternatives]


def test_terms_and_comparisons():
    text = """
    ; a comment (assert (<= X_0 1))
    (assert (<= X_0 0.5)) ; 1 - 2 x >= 0
    (assert (>= X_1 -1e-2))(assert(<= (+ X_0 (* -2 X_1) (- 3) (/ 1 4)) (- Y_0 X_0 (* 2 (* 3 0.5 Y_0)) 1E1)))
    """
    (case,) = read(text).cases()
    # The last one: Y - X_0 - 3 Y - 10 - X_0 + 2 X_1 + 3 - 1/4 >= 0, times 4.
    assert plain(case) == ([[-2, 0, 1], [0, 100, 1]], [[[-8, 8, -8, -29]]])


def test_alternatives_share_their_inputs():
    text = """
    (assert (or (and (>= X_0 0) (<= X_0 1)) (and (>= X_0 3) (>= X_1 2))))
    (assert (or (>= Y_0 1) (and (<= Y_0 -1) (or (<= Y_0 X_0) (>= Y_0 (* 2 X_1))))))
    """
    first, second = map(plain, read(text).cases())
    outputs = [[[0, 0, 1, -1]], [[0, 0, -1, -1], [1, 0, -1, 0]], [[0, 0, -1, -1], [0, -2, 1, 0]]]
    assert first == ([[1, 0, 0], [-1, 0, 1]], outputs)
    assert second == ([[1, 0, -3], [0, 1, -2]], outputs)


def test_what_is_always_or_never_true():
    (case,) = read("(assert (<= 0 (- X_0 X_0)))").cases()
    assert plain(case) == ([], [[]])
    network = Network([Layer([[1, 0]], [0], "identity")])
    assert decide(network, read("(assert (<= 0 0))")).holds is False
    assert decide(network, read("")).holds is False
    assert decide(network, read("(assert (<= 1 (* 0 Y_0)))")).holds is True
    assert decide(network, read("(assert (<= X_0 0)) (assert (>= X_0 0.001))")).holds is True


REFUSED = {
    "cut short": ("(assert (<= X_0 1)", 4, "cut short"),
    "a bracket too many": ("(assert (<= X_0 1)))", 4, "a closing bracket too many"),
    "words outside": ("\nassert (<= X_0 1)", 5, "'assert' outside of a command"),
    "another command": ("(check-sat)", 4, "'check-sat' is no command"),
    "an empty command": ("()", 4, "an empty command"),
    "an empty expression": ("(assert ())", 4, "an expression begins with an operator"),
    "a nested operator": ("(assert ((<= X_0 1) 2))", 4, "an expression begins with an operator"),
    "an assertion of a term": ("(assert X_0)", 4, "an assertion has the form"),
    "an assertion of nothing": ("(assert)", 4, "an assertion has the form"),
    "two formulas": ("(assert (<= X_0 1) (<= X_0 2))", 4, "an assertion has the form"),
    "strict": ("(assert (< X_0 1))", 4, "'<' cannot be read"),
    "negation": ("\n\n(assert (not\n (<= X_0 1)))", 7, "'not' cannot be read"),
    "equality": ("(assert (= X_0 1))", 4, "'=' cannot be read"),
    "three sides": ("(assert (<= 0 X_0 1))", 4, "'<=' compares two terms, not 3"),
    "formulas compared": ("(assert (<= (<= X_0 1) 1))", 4, "'<=' takes terms"),
    "terms joined": ("(assert (and X_0 X_1))", 4, "'and' takes formulas"),
    "an empty disjunction": ("(assert (or))", 4, "'or' takes formulas, at least one"),
    "not linear": ("(assert (<= (* X_0 X_1) 1))", 4, "a product of two variables"),
    "a quotient by a variable": ("(assert (<= (/ 1 X_1) 1))", 4, "divided by something else than a number"),
    "a quotient by 0": ("(assert (<= (/ X_0 0.0) 1))", 4, "divided by something else than a number"),
    "undeclared": ("(assert (<= X_2 1))", 4, "X_2 is used before it is declared"),
    "another name": ("(assert (<= Z_0 1))", 4, "'Z_0' is neither"),
    "a padded index": ("(assert (<= X_00 1))", 4, "'X_00' is neither"),
    "not a number": ("(assert (<= X_0 1.2.3))", 4, "'1.2.3' is neither"),
    "an infinite number": ("(assert (<= X_0 oo))", 4, "'oo' is neither"),
    "a fraction in one word": ("(assert (<= X_0 1/2))", 4, "'1/2' is neither"),
    "a giant exponent": ("(assert (<= X_0 1e99999999))", 4, "1e99999999"),
    "other digits": ("(assert (<= X_0 ١))", 4, "is neither"),
    "a string": ('(assert (<= X_0 "1"))', 4, "unexpected '\"'"),
    "declared twice": ("(declare-const X_0 Real)", 4, "X_0 is declared twice"),
    "declared otherwise": ("(declare-const X_2 Int)", 4, "a declaration has the form"),
    "declared badly": ("(declare-const A Real)", 4, "'A' is declared"),
    "declared too far": ("(declare-const X_99999999 Real)", 4, "at most 1000000 variables"),
    "a gap": ("(declare-const X_7 Real)", 4, "X_7 is declared, but X_2 is not"),
    "too deep": ("(assert " + "(and " * 2000, 4, "nested more than 1000 deep"),
}


@pytest.mark.parametrize(("text", "line", "message"), REFUSED.values(), ids=REFUSED)
def test_everything_else_is_refused_with_its_line(text, line, message):
    with pytest.raises(FormatError) as error:
        read(text)
    assert str(error.value).startswith(f"p.vnnlib: line {line}: ")
    assert message in str(error.value)


@pytest.mark.parametrize(
    ("declared", "message"),
    [
        ("", "no input X_0 is declared"),
        ("(declare-const X_0 Real)", "no output Y_0 is declared"),
        ("\0", "unexpected|outside"),
    ],
)
def test_missing_declarations(declared, message):
    with pytest.raises(FormatError, match=message):
        read("", declared)


def test_depth_costs_no_recursion():
    deep = "(assert " + "(or (<= X_0 0) (and " * 490 + "(>= X_0 1)" + "))" * 490 + ")"
    specification = read(deep)
    assert len(specification.cases()) == 2
    assert specification.holds_at([Fraction(1), Fraction(0)], [Fraction(0)])
    assert not specification.holds_at([Fraction(1, 2), Fraction(0)], [Fraction(0)])


def test_too_many_alternatives():
    many = "(assert (or (<= Y_0 0) (>= Y_0 1)))" * 20
    with pytest.raises(SizeLimitError, match="more than 10000 alternatives"):
        read(many).cases()


def test_products_of_giants_are_refused():
    with pytest.raises(FormatError, match="longer than any file needs"):
        read("(assert (<= X_0 (* " + "1e9999 " * 1000 + ")))")


def test_sizes_must_fit():
    with pytest.raises(ShapeError, match="speaks of 2 inputs and 1 outputs, the network has 1 and 1"):
        decide(Network([Layer([[1]], [0], "identity")]), read(""))


# Decisions --------------------------------------------------------------------------------------------------------


def conjunctions(formula):
    """The disjunctive form of a nested ("and" | "or", parts) or an atom (a row over x, y, 1)."""
    if formula[0] == "and":
        return [list(chain(*choice)) for choice in product(*map(conjunctions, formula[1]))]
    if formula[0] == "or":
        return [found for part in formula[1] for found in conjunctions(part)]
    return [[formula]]


def text_of(formula, n):
    if formula[0] in ("and", "or"):
        return f"({formula[0]} {' '.join(text_of(part, n) for part in formula[1])})"
    names = [f"X_{i}" for i in range(n)] + [f"Y_{j}" for j in range(len(formula) - 1 - n)]
    terms = " ".join(
        f"(* (/ {a.numerator} {a.denominator}) {name})" for a, name in zip(map(Fraction, formula), names, strict=False)
    )
    constant = Fraction(formula[-1])
    return f"(>= (+ {terms}) (/ {-constant.numerator} {constant.denominator}))"


def broken_somewhere(network, formula):
    """Whether a counterexample exists: all activation patterns tried, by Fourier-Motzkin elimination."""
    n = network.inputs
    for pattern in product("+-", repeat=oracles.relu_neurons(network)):
        neurons, outputs = oracles.neuron_forms(network, pattern)
        cell = [(g if s == "+" else tuple(-a for a in g), ">=") for g, s in zip(neurons, pattern, strict=True)]
        for rows in conjunctions(formula):
            claims = []
            for row in rows:
                form = [*row[:n], row[-1]]
                for b, output in zip(row[n:-1], outputs, strict=True):
                    form = [a + b * c for a, c in zip(form, output, strict=True)]
                claims.append((form, ">="))
            if oracles.feasible(n, [*cell, *claims]):
                return True
    return False


def formulas(width):
    """Rows that are mostly box sides or output bounds, joined by and, or."""
    entries = st.sampled_from([0, 0, 0, 1, -1, 2, Fraction(-1, 3)])
    rows = st.tuples(*[entries] * width, st.sampled_from([0, 1, -1, Fraction(1, 2), -3, 5]))
    return st.recursive(
        rows,
        lambda parts: st.tuples(st.sampled_from(["and", "or"]), st.lists(parts, min_size=1, max_size=3)),
        max_leaves=5,
    )


@settings(max_examples=120)
@given(networks(inputs=(1, 2), depth=(0, 3), outputs=(1, 2), most_neurons=4), st.data())
def test_decisions_by_brute_force(network, data):
    n, m = network.inputs, network.outputs
    parts = [data.draw(formulas(n + m)), data.draw(formulas(n + m))]
    if data.draw(st.booleans()):
        # A box, on which everything is bounded, and an output bound near what is reached there.
        sides = [(*(s * (i == j) for j in range(n + m)), 1) for i in range(n) for s in (1, -1)]
        near = oracles.output(network, [data.draw(st.integers(-1, 1)) for _ in range(n)])[0]
        sign = data.draw(st.sampled_from([1, -1]))
        shift = data.draw(st.sampled_from([0, Fraction(1, 10), -1, 3, -10]))
        parts = [*sides, (*[0] * n, sign, *[0] * (m - 1), shift - sign * near), *parts[: data.draw(st.integers(0, 1))]]
    formula = ("and", parts)
    declared = "".join(f"(declare-const {v} Real)" for v in [f"X_{i}" for i in range(n)] + [f"Y_{j}" for j in range(m)])
    found = decide(network, read(f"(assert {text_of(formula, n)})", declared))
    assert found.holds is not broken_somewhere(network, formula)
    if not found.holds:
        assert found.outputs == oracles.output(network, found.point)
        values = (*found.point, *found.outputs)
        assert any(all(oracles.at(row, values) >= 0 for row in rows) for rows in conjunctions(formula))


CUBE = 7
# The sum of relu(2 x_i - 1) over 7 inputs.
SUM = Network(
    [
        Layer([[2 * (i == j) for j in range(CUBE)] for i in range(CUBE)], [-1] * CUBE),
        Layer([[1] * CUBE], [0], "identity"),
    ]
)


def cube(claim):
    names = [f"X_{i}" for i in range(CUBE)]
    declared = "".join(f"(declare-const {name} Real)" for name in [*names, "Y_0"])
    sides = "".join(f"(assert (>= {name} 0))(assert (<= {name} 1))" for name in names)
    return read(sides + claim, declared)


@pytest.mark.parametrize(
    ("claim", "holds"),
    [
        ("(assert (>= Y_0 7))", False),
        ("(assert (>= Y_0 7.0000000000000000000000001))", True),
        ("(assert (<= Y_0 -1e-30))", True),
        # Y - 2 (X_0 + X_1) is at most 5 - 0 where X_0 = X_1 = 1/2, or 0 for both: 5.
        ("(assert (>= Y_0 (+ 5 (* 2 (+ X_0 X_1)))))", False),
        ("(assert (>= Y_0 (+ 5.1 (* 2 (+ X_0 X_1)))))", True),
        ("(assert (or (>= Y_0 8) (and (>= Y_0 6.5) (<= X_3 0.75))))", False),
        ("(assert (or (>= Y_0 8) (and (>= Y_0 6.5) (<= X_3 0.7499))))", True),
    ],
)
def test_many_inputs(claim, holds):
    # 14 sides and 7 neurons: enough for the simplex.
    from exactrelu.regions.simplex_walk import SimplexWalk

    specification = cube(claim)
    assert all(isinstance(SUM.regions(case.domain).walk, SimplexWalk) for case in specification.cases())
    found = decide(SUM, specification)
    assert found.holds is holds
    if not holds:
        assert all(0 <= x <= 1 for x in found.point)
        assert found.outputs == oracles.output(SUM, found.point)


def test_a_thin_domain_with_many_inputs():
    equal = "".join(f"(assert (<= X_{i} X_0))(assert (>= X_{i} X_0))" for i in range(1, CUBE))
    found = decide(SUM, cube(equal + "(assert (>= Y_0 3.5))(assert (<= Y_0 3.5))"))
    assert found.point == (Fraction(3, 4),) * CUBE
    assert decide(SUM, cube(equal + "(assert (>= Y_0 (+ X_1 6.001)))")).holds
    assert decide(SUM, cube(equal + "(assert (>= Y_0 (+ X_1 6)))")).point == (Fraction(1),) * CUBE


def test_claims_about_inputs_that_the_network_does_not_see():
    blind = Network([Layer([(*row, 0) for row in SUM.layers[0].weight], SUM.layers[0].bias), SUM.layers[1]])
    names = [f"X_{i}" for i in range(CUBE)]
    declared = "".join(f"(declare-const {name} Real)" for name in [*names, "X_7", "Y_0"])
    sides = "".join(f"(assert (>= {name} 0))(assert (<= {name} 1))" for name in names)
    found = decide(blind, read(sides + "(assert (>= Y_0 (+ X_7 8)))", declared))
    assert found.outputs[0] >= found.point[7] + 8
    assert decide(blind, read(sides + "(assert (>= Y_0 (+ (* 0 X_7) 8)))", declared)).holds


def test_a_limit_of_cells():
    with pytest.raises(SizeLimitError, match="undecided after 5 cells"):
        decide(SUM, cube("(assert (>= Y_0 6.9)) (assert (<= Y_0 6.8))"), most_cells=5)


def test_bounds_spare_cells():
    # Far above what the output reaches, the root is dropped: no cell is made.
    box = "".join(f"(assert (>= X_{i} -1))(assert (<= X_{i} 1))" for i in range(2))
    network = Network([Layer([[1, 1], [1, -1]], [0, 0]), Layer([[1, 1]], [-1]), Layer([[1]], [0], "identity")])
    assert decide(network, read(box + "(assert (>= Y_0 100))"), most_cells=1).holds
    assert not decide(network, read(box + "(assert (>= Y_0 1))")).holds
    assert decide(network, read(box + "(assert (>= Y_0 1.0001))")).holds
    # A neuron that is negative on all of the box adds 0, and not what it is before its ReLU.
    dead = Network([Layer([[1, 0]], [-5]), Layer([[1]], [0], "identity")])
    assert not decide(dead, read(box + "(assert (>= Y_0 0))")).holds
