"""The simplex against Fourier-Motzkin elimination, brute-force vertex enumeration and z3, on degenerate systems."""

import json
import random
from fractions import Fraction
from itertools import combinations, product
from math import comb, gcd
from operator import mul

import pytest
from gmpy2 import mpz
from hypothesis import given
from hypothesis import strategies as st

from exactrelu.errors import DomainError, InexactNumberError, ShapeError
from exactrelu.geometry import simplex
from exactrelu.geometry.simplex import Dictionary, Farkas, irredundant, verify_farkas
from tests.conftest import require

# A system is a list of (form, is_equality).
# Few small numbers make zero rows, duplicates, parallels and flat sets common.


def forms(n, largest=2):
    return st.tuples(*[st.integers(-largest, largest)] * (n + 1))


@st.composite
def systems(draw, largest_dimension=3, most=6):
    """A dimension, constraints (some repeated, negated or scaled), and forms to ask about."""
    n = draw(st.integers(1, largest_dimension))
    rows = draw(st.lists(st.tuples(forms(n), st.sampled_from([False, False, False, True])), max_size=most - 1))
    if rows and draw(st.booleans()):
        form, _ = draw(st.sampled_from(rows))
        factor = draw(st.sampled_from([1, -1, 2, -3]))
        rows.insert(draw(st.integers(0, len(rows))), (tuple(factor * a for a in form), draw(st.booleans())))
    return n, rows, draw(st.lists(forms(n), min_size=1, max_size=4))


def at(form, point):
    return sum(a * x for a, x in zip(form, point, strict=False)) + form[-1]


def holds(rows, point):
    return all(at(g, point) == 0 if equality else at(g, point) >= 0 for g, equality in rows)


def halves(rows):
    """The system as inequalities alone."""
    return [tuple(s * a for a in g) for g, equality in rows for s in ((1, -1) if equality else (1,))]


def bounds(n, rows, form):
    """Oracle: (infimum, supremum) of the form by Fourier-Motzkin elimination, None for infinite; "empty" if it is."""
    # Coordinates x_1..x_n, t with t == form(x); x_1..x_n are eliminated.
    current = {(*g[:-1], 0, g[-1]) for g in halves(rows)}
    current |= {tuple(s * a for a in (*form[:-1], -1, form[-1])) for s in (1, -1)}
    for k in range(n):
        upper, lower = [g for g in current if g[k] < 0], [g for g in current if g[k] > 0]
        current = {g for g in current if g[k] == 0}
        for p, q in product(upper, lower):
            g = [q[k] * a - p[k] * b for a, b in zip(p, q, strict=True)]
            divisor = gcd(*g) or 1
            current.add(tuple(a // divisor for a in g))
    least = max((Fraction(-g[-1], g[n]) for g in current if g[n] > 0), default=None)
    greatest = min((Fraction(-g[-1], g[n]) for g in current if g[n] < 0), default=None)
    if any(g[n] == 0 and g[-1] < 0 for g in current) or (None not in (least, greatest) and least > greatest):
        return "empty"
    return least, greatest


def is_empty(n, rows):
    return bounds(n, rows, (0,) * (n + 1)) == "empty"


def assert_identity(form, rows, proof):
    """mu*form == sum lambda*g + constant, with the signs that a proof needs, reduced, in Python integers."""
    right = [0] * (len(form) - 1) + [proof.constant]
    for key, factor in proof.multipliers.items():
        g, equality = rows[key]
        assert type(factor) is int
        assert factor > 0 or (equality and factor != 0)
        right = [r + factor * int(a) for r, a in zip(right, g, strict=True)]
    assert type(proof.mu) is int
    assert type(proof.constant) is int
    assert proof.mu > 0
    assert right == [proof.mu * int(a) for a in form]


def assert_consistent(dictionary):
    """What holds between pivots: a positive denominator, tight nonbasic constraints, basic inequalities satisfied."""
    vertex = dictionary._vertex
    nonbasic = {label for label in dictionary._nonbasic if label}
    assert vertex[-1] > 0
    assert all(sum(map(mul, label.form, vertex)) == 0 for label in nonbasic)
    assert all(sum(map(mul, form, vertex)) >= 0 for form in dictionary._basic.values())
    inequalities = {label for label in dictionary._by_key.values() if not label.equality}
    assert dictionary._basic.keys() == inequalities - nonbasic


def build(n, rows):
    """The dictionary of the system, with each answer of add and each refutation checked on the way."""
    dictionary = Dictionary(n)
    for key, (form, equality) in enumerate(rows):
        empty = is_empty(n, rows[: key + 1])
        assert dictionary.add(form, key, equality) is not empty
        if empty:
            proof = dictionary.infeasibility()
            assert proof.constant > 0
            assert gcd(proof.constant, *proof.multipliers.values()) == 1
            assert_identity((0,) * (n + 1), rows[: key + 1], proof)
        else:
            assert holds(rows[: key + 1], dictionary.point())
            assert_consistent(dictionary)
    return dictionary


def check_minimum(n, rows, dictionary, form):
    least, _ = bounds(n, rows, form)
    best = dictionary.minimize(form, stop_below_zero=False)
    assert_consistent(dictionary)
    assert holds(rows, best.point)
    assert at(form, best.point) == best.value
    assert best.status == ("unbounded" if least is None else "negative" if least < 0 else "nonnegative")
    if least is None:
        assert best.proof is None
        assert at((*form[:-1], 0), best.ray) < 0
        assert holds([((*g[:-1], 0), equality) for g, equality in rows], best.ray)
        assert gcd(*best.ray) == 1
    else:
        assert best.value == least
        assert Fraction(best.proof.constant, best.proof.mu) == least
        assert gcd(best.proof.mu, best.proof.constant, *best.proof.multipliers.values()) == 1
        assert_identity(form, rows, best.proof)


def check_sign(n, rows, dictionary, form):
    least, _ = bounds(n, rows, form)
    end = dictionary.minimize(form)
    assert holds(rows, end.point)
    assert at(form, end.point) == end.value
    if least is None or least < 0:
        assert end.status == "negative"
        assert end.value < 0
        assert end.proof is None or end.proof.constant < 0
    else:
        assert end.status == "nonnegative"
        assert end.value == least
        assert end.proof.constant >= 0
        assert_identity(form, rows, end.proof)


@given(systems())
def test_feasibility_minima_signs_and_proofs_are_those_of_elimination(system):
    n, rows, questions = system
    dictionary = build(n, rows)
    if not is_empty(n, rows):
        for form in questions:
            before = dictionary.point()
            cold = dictionary.copy()
            check_sign(n, rows, dictionary, form)
            check_minimum(n, rows, dictionary, form)
            check_minimum(n, rows, cold, form)
            assert cold.is_nonnegative(form) is (dictionary.minimize(form).status == "nonnegative")
            assert holds(rows, before)


@given(systems(), st.randoms(use_true_random=False))
def test_dropping_constraints_leaves_the_polyhedron_of_the_others(system, rng):
    n, rows, questions = system
    if is_empty(n, rows):
        return
    dictionary = build(n, rows)
    kept = dict(enumerate(rows))
    for key in rng.sample(sorted(kept), len(kept)):
        dictionary.drop(key)
        del kept[key]
        assert dictionary.constraints == {k: g for k, (g, _) in kept.items()}
        assert dictionary.equalities == {k for k, (_, equality) in kept.items() if equality}
        for form in questions:
            least, _ = bounds(n, list(kept.values()), form)
            best = dictionary.minimize(form, stop_below_zero=False)
            assert holds(kept.values(), best.point)
            assert (None if best.status == "unbounded" else best.value) == least
            if best.proof:
                assert_identity(form, kept, best.proof)


@given(systems())
def test_irredundant_keeps_enough_and_nothing_implied(system):
    n, rows, _ = system
    inequalities = [row for row in rows if not row[1]]
    equalities = [row for row in rows if row[1]]
    if not inequalities:
        return
    if is_empty(n, rows):
        with pytest.raises(DomainError):
            irredundant([g for g, _ in inequalities], [g for g, _ in equalities])
        return
    kept = irredundant([g for g, _ in inequalities], [g for g, _ in equalities])
    assert kept == sorted(set(kept))
    for i, (form, _) in enumerate(inequalities):
        least, _ = bounds(n, [inequalities[k] for k in kept if k != i] + equalities, form)
        assert (least is None or least < 0) is (i in kept)


def test_irredundant_keeps_the_first_of_equal_forms():
    assert irredundant([(2, 0, 1), (1, 0, 0), (3, 0, 0), (1, 0, 0), (0, 0, 0)]) == [1]
    assert irredundant([(1, 0, 0), (0, 1, 0), (1, 1, 0)], [(1, -1, 0)]) == [0]


@given(systems())
def test_interior_point_is_strict_wherever_the_polyhedron_is(system):
    n, rows, _ = system
    if is_empty(n, rows):
        return
    point = build(n, rows).interior_point()
    assert holds(rows, point)
    for form, _ in rows:
        assert (at(form, point) == 0) is (bounds(n, rows, form) == (0, 0))


def solve(matrix):
    """Oracle: the solution of a square system [A | b] of Fractions by Gauss-Jordan, None if A is singular."""
    matrix = [[Fraction(a) for a in row] for row in matrix]
    n = len(matrix)
    for k in range(n):
        pivot = next((i for i in range(k, n) if matrix[i][k]), None)
        if pivot is None:
            return None
        matrix[k], matrix[pivot] = matrix[pivot], matrix[k]
        matrix[k] = [a / matrix[k][k] for a in matrix[k]]
        for i in range(n):
            if i != k:
                matrix[i] = [a - matrix[i][k] * b for a, b in zip(matrix[i], matrix[k], strict=True)]
    return [row[-1] for row in matrix]


def vertices(n, rows):
    for chosen in combinations(rows, n):
        point = solve([[*g[:-1], -g[-1]] for g, _ in chosen])
        if point is not None and holds(rows, point):
            yield tuple(point)


def box(n, size):
    return [((*(s * (i == j) for j in range(n)), size), False) for i in range(n) for s in (1, -1)]


@given(systems(most=5), st.permutations(range(11)))
def test_minimum_over_a_polytope_is_taken_at_a_vertex(system, order):
    n, rows, questions = system
    rows += box(n, 3)
    rows = [rows[i] for i in order if i < len(rows)]
    corners = list(vertices(n, rows))
    dictionary = Dictionary(n)
    nonempty = [dictionary.add(form, key, equality) for key, (form, equality) in enumerate(rows)]
    assert nonempty[-1] is bool(corners)
    if corners:
        for form in questions:
            least = min(at(form, corner) for corner in corners)
            best = dictionary.minimize(form, stop_below_zero=False)
            assert best.value == least
            assert_identity(form, rows, best.proof)
    else:
        assert_identity((0,) * (n + 1), rows, dictionary.infeasibility())


@pytest.mark.parametrize(("n", "count", "largest"), [(4, 10, 2), (6, 14, 3), (8, 16, 1), (5, 12, 1 << 90)])
@pytest.mark.parametrize("seed", range(4))
def test_signs_and_feasibility_are_those_of_z3(n, count, largest, seed):
    z3 = require("z3")
    rng = random.Random(f"{n} {count} {largest} {seed}")
    xs = [z3.Real(f"x{i}") for i in range(n)]

    def term(form):
        return z3.Sum([a * x for a, x in zip(form, xs, strict=False)] + [z3.RealVal(form[-1])])

    rows, dictionary, solver = [], Dictionary(n), z3.Solver()
    while len(rows) < count:
        form = tuple(rng.choice((0, 1, 1)) * rng.randint(-largest, largest) for _ in range(n + 1))
        if rows and rng.random() < 0.2:
            form = tuple(rng.choice((-1, 1, 2)) * a for a in rng.choice(rows)[0])
        equality = rng.random() < 0.1
        rows.append((form, equality))
        solver.add(term(form) == 0 if equality else term(form) >= 0)
        nonempty = dictionary.add(form, len(rows) - 1, equality)
        assert nonempty is (solver.check() == z3.sat)
        if not nonempty:
            assert_identity((0,) * (n + 1), rows, dictionary.infeasibility())
            return
        for _ in range(3):
            question = tuple(rng.randint(-largest, largest) for _ in range(n + 1))
            if rng.random() < 0.5:  # a form that is nonnegative there, or nearly so
                mixed = [rng.randint(0, 2) * rng.choice((0, 1)) for _ in rows]
                question = tuple(sum(f * g[k] for f, (g, _) in zip(mixed, rows, strict=True)) for k in range(n + 1))
                question = (*question[:-1], question[-1] + rng.randint(-1, 1))
            solver.push()
            solver.add(term(question) < 0)
            end = dictionary.minimize(question)
            assert (end.status == "negative") is (solver.check() == z3.sat)
            solver.pop()
            assert holds(rows, end.point)
            if end.status == "negative":
                assert at(question, end.point) < 0
            else:
                assert_identity(question, rows, end.proof)


@given(systems(), systems())
def test_a_copy_and_its_original_do_not_touch_each_other(system, other):
    n, rows, questions = system
    extra = [row for row in other[1] if len(row[0]) == n + 1]
    if is_empty(n, rows):
        return
    original = build(n, rows)
    point, constraints = original.point(), original.constraints
    branch = original.copy()
    for i, (form, equality) in enumerate(extra):
        if branch.add(form, ("extra", i), equality):
            branch.minimize(questions[0], stop_below_zero=False)
    assert original.point() == point
    assert original.constraints == constraints
    check_minimum(n, rows, original, questions[0])
    assert (is_empty(n, rows + extra)) is not branch.add((0,) * n + (1,), "last")


def cycling_program():
    """The program on which largest-coefficient pivots cycle in Chvatal, Linear Programming (1983), chapter 3.

    With x = 2y all of it is integral, without a change of the slacks on which the pivots depend. The minimum is -1.
    """
    signs = [((*(2 * (i == j) for j in range(4)), 0), False) for i in range(4)]
    rows = [(-1, 11, 5, -18, 0), (-1, 3, 1, -2, 0), (-2, 0, 0, 0, 1)]
    return [*signs, *((row, False) for row in rows)], (-20, 114, 18, 48, 0)


def at_its_start(rows):
    """The dictionary at x = 0, with the signs nonbasic."""
    dictionary = Dictionary(4)
    for i, (form, _) in enumerate(rows):
        assert dictionary.add(form, i)
        if i < 4:
            dictionary.minimize(form)
    return dictionary


@pytest.mark.parametrize("patience", [0, 1, 6])
def test_a_program_that_can_cycle_is_solved(monkeypatch, patience):
    monkeypatch.setattr(simplex, "_PATIENCE", patience)
    rows, form = cycling_program()
    best = at_its_start(rows).minimize(form, stop_below_zero=False)
    assert best.value == -1
    assert_identity(form, rows, best.proof)


def test_without_blands_rule_it_does_cycle(monkeypatch):
    monkeypatch.setattr(simplex, "_PATIENCE", 10**9)
    pivot, seen = Dictionary._pivot, []

    def watched(self, entering, column):
        pivot(self, entering, column)
        seen.append(tuple(label.rank for label in self._nonbasic))
        if seen.count(seen[-1]) > 3:
            raise RecursionError("cycling")

    rows, form = cycling_program()
    dictionary = at_its_start(rows)
    monkeypatch.setattr(Dictionary, "_pivot", watched)
    with pytest.raises(RecursionError, match="cycling"):
        dictionary.minimize(form, stop_below_zero=False)


@pytest.mark.parametrize("constant", [0, 2])
@pytest.mark.parametrize("order", [1, -1])
def test_blands_rule_lets_the_oldest_of_tied_constraints_leave(constant, order):
    strip = Dictionary(1)
    for key in range(1, 4):
        strip.add((-key, key * constant), key)
    strip._basic = dict(list(strip._basic.items())[::order])
    assert strip._ratio_test([mpz(1)], bland=True)[0].key == 1


@given(systems())
def test_blands_rule_alone_gives_the_same_answers(system):
    n, rows, questions = system
    patience = simplex._PATIENCE
    simplex._PATIENCE = 0
    try:
        dictionary = build(n, rows)
        if not is_empty(n, rows):
            for form in questions:
                check_minimum(n, rows, dictionary, form)
    finally:
        simplex._PATIENCE = patience


def test_coefficients_of_hundreds_of_bits():
    rng = random.Random(7)
    n, bits = 4, 400
    rows = [
        ((*(rng.getrandbits(bits) - (1 << bits - 1) for _ in range(n)), rng.getrandbits(bits)), False) for _ in range(5)
    ]
    rows += box(n, 1 << bits)
    corners = list(vertices(n, rows))
    dictionary = Dictionary(n)
    assert all(dictionary.add(form, key) for key, (form, _) in enumerate(rows))
    for _ in range(6):
        form = tuple(rng.getrandbits(bits) - (1 << bits - 1) for _ in range(n + 1))
        best = dictionary.minimize(form, stop_below_zero=False)
        assert best.value == min(at(form, corner) for corner in corners)
        assert_identity(form, rows, best.proof)


def test_a_sliver_thinner_than_any_float_is_seen():
    tiny = 1 << 2000
    strip = Dictionary(1)
    assert strip.add((tiny, -tiny), "left")
    assert strip.add((-tiny, tiny + 1), "right")
    assert strip.interior_point() == (1 + Fraction(1, 2 * tiny),)
    assert not strip.add((-tiny, tiny - 1), "beyond")


@pytest.mark.parametrize("equality", [False, True])
@pytest.mark.parametrize("n", [0, 1, 3])
def test_constant_forms(n, equality):
    zero = (0,) * n
    dictionary = Dictionary(n)
    assert dictionary.add((*zero, 0), "zero", equality)
    assert dictionary.copy().add((*zero, 2), "positive", equality) is not equality
    constant = dictionary.minimize((*zero, 5))
    assert (constant.status, constant.value, constant.proof) == ("nonnegative", 5, Farkas(1, {}, 5))
    assert dictionary.minimize((*zero, -5)).status == "negative"
    assert dictionary.minimize((*zero, -5), stop_below_zero=False).proof == Farkas(1, {}, -5)
    assert not dictionary.add((*zero, -3), "false", equality)
    assert dictionary.infeasibility() == Farkas(1, {"false": 1}, 3)


def test_whole_space():
    space = Dictionary(2)
    assert space.point() == space.interior_point() == (0, 0)
    end = space.minimize((3, -6, 7))
    assert (end.status, end.ray) in [("negative", (-1, 0)), ("negative", (0, 1))]
    assert at((3, -6, 7), end.point) == end.value < 0
    assert space.minimize((3, -6, 7), stop_below_zero=False).status == "unbounded"
    assert irredundant([]) == []


def test_equalities_that_hold_at_the_vertex_all_stay_equalities():
    origin = Dictionary(2)
    assert origin.add((1, 0, 0), "x", equality=True)
    assert origin.add((1, 1, 0), "x+y", equality=True)
    assert all(origin.is_nonnegative(form) for form in [(1, 0, 0), (-1, 0, 0), (0, 1, 0), (0, -1, 0)])
    assert origin.minimize((-1, -3, 0)).proof == Farkas(1, {"x": 2, "x+y": -3}, 0)


def test_an_equality_that_followed_from_a_dropped_one_is_enforced_again():
    plane = Dictionary(2)
    assert plane.add((1, -1, 0), "e", equality=True)
    assert plane.add((2, -2, 0), "twice e", equality=True)
    plane.drop("e")
    assert plane.minimize((1, -1, 0)).proof.multipliers == {"twice e": 1}
    assert plane.minimize((-1, 1, 0)).proof.multipliers == {"twice e": -1}
    plane.drop("twice e")
    assert not plane.is_nonnegative((1, -1, 0))


def test_after_emptiness_only_copies_and_the_proof_are_left():
    empty = Dictionary(1)
    empty.add((1, 0), "x")
    assert not empty.add((-1, -1), "-x-1")
    proof = empty.infeasibility()
    assert proof == Farkas(1, {"x": 1, "-x-1": 1}, 1)
    assert not empty.add((1, 5), "more")
    assert empty.copy().infeasibility() == proof
    for use in (
        empty.point,
        empty.interior_point,
        lambda: empty.minimize((1, 0)),
        lambda: empty.is_nonnegative((1, 0)),
        lambda: empty.drop("x"),
    ):
        with pytest.raises(DomainError, match="empty"):
            use()


def test_misuse_is_named():
    line = Dictionary(1)
    assert line.add((1, 0), "x")
    with pytest.raises(DomainError, match="'x' is in use"):
        line.add((2, 0), "x")
    with pytest.raises(DomainError, match="no constraint with the key 'y'"):
        line.drop("y")
    with pytest.raises(DomainError, match="not empty"):
        line.infeasibility()
    with pytest.raises(ShapeError, match="not 3"):
        line.minimize((1, 0, 0))
    for wrong in (0.5, Fraction(1, 2), "1", None):
        with pytest.raises(InexactNumberError):
            line.add((wrong, 0), "wrong")
    with pytest.raises(ShapeError):
        Dictionary(-1)
    assert line.constraints == {"x": (1, 0)}


def test_results_are_python_integers_and_fractions():
    dictionary = Dictionary(2)
    dictionary.add((mpz(2), mpz(1), mpz(0)), "a")
    dictionary.add((mpz(1), mpz(3), mpz(-1)), "b")
    best = dictionary.minimize((mpz(1), mpz(1), mpz(0)))
    assert json.loads(json.dumps([best.proof.mu, best.proof.multipliers, best.proof.constant])) == [
        5,
        {"a": 2, "b": 1},
        1,
    ]
    assert [type(x) for x in (*best.point, best.value, *dictionary.point())] == [Fraction] * 5
    ray = dictionary.minimize((mpz(-2), mpz(-2), mpz(0)), stop_below_zero=False).ray
    assert {type(x) for x in ray} == {int}


SIGNS = {"x": (1, 0, 0), "y": (0, 1, -1), "e": (1, 1, -3)}


@pytest.mark.parametrize(
    ("form", "mu", "multipliers", "constant", "options", "accepted"),
    [
        ((1, 1, 0), 1, {"x": 1, "y": 1}, 1, {}, True),
        ((1, 1, 0), 1, {"x": 1, "y": 1}, 1, {"strict": True}, True),
        ((1, 1, -1), 1, {"x": 1, "y": 1}, 0, {}, True),
        ((1, 1, -1), 1, {"x": 1, "y": 1}, 0, {"strict": True}, False),
        ((1, 1, -1), 1, {"x": 1, "y": 1}, 0, {"strict": True, "open_keys": {"x"}}, True),
        ((1, 1, -1), 1, {"x": 1, "y": 1}, 0, {"strict": True, "open_keys": {"e"}}, False),
        ((1, 1, -1), 1, {"x": 1, "y": 1, "e": 0}, 0, {"strict": True, "open_keys": {"e"}}, False),
        ((1, 1, 0), 1, {"x": 1, "y": 1}, 2, {}, False),
        ((1, 1, -2), 1, {"x": 1, "y": 1}, -1, {}, False),
        ((1, 1, 0), 2, {"x": 2, "y": 2}, 2, {}, True),
        ((0, 0, 0), 0, {}, 0, {}, False),
        ((-1, -1, 0), -1, {"x": 1, "y": 1}, 1, {}, False),
        ((0, -1, 3), 1, {"x": 1, "e": -1}, 0, {}, False),
        ((0, -1, 3), 1, {"x": 1, "e": -1}, 0, {"equalities": {"e"}}, True),
        ((0, -1, 3), 1, {"x": -1, "e": 1}, 0, {"equalities": {"e"}}, False),
        ((1, 0, 0), 1, {"x": 1, "unknown": 0}, 0, {}, False),
        ((1, 0), 1, {"x": 1}, 0, {}, False),
        ((0, 0, 1), 1, {}, 1, {"strict": True}, True),
    ],
)
def test_verify_farkas(form, mu, multipliers, constant, options, accepted):
    assert verify_farkas(form, SIGNS, mu, multipliers, constant, **options) is accepted


@given(systems(), st.sampled_from(["mu", "constant", "multiplier"]), st.sampled_from([-1, 1]))
def test_verify_farkas_takes_our_proofs_and_none_that_is_off_by_one(system, part, step):
    n, rows, questions = system
    if is_empty(n, rows):
        return
    dictionary = build(n, rows)
    for form in questions:
        proof = dictionary.minimize(form).proof
        if proof is None or proof.constant < 0:
            continue
        parts = {"mu": proof.mu, "multipliers": dict(proof.multipliers), "constant": proof.constant}
        options = {"equalities": dictionary.equalities}
        assert verify_farkas(form, dictionary.constraints, **parts, **options)
        if part != "multiplier":
            parts[part] += step
        for key in parts["multipliers"] if part == "multiplier" else ():
            parts["multipliers"][key] += step
            break
        identical = parts == {"mu": proof.mu, "multipliers": proof.multipliers, "constant": proof.constant}
        zero_form = part == "mu" and not any(form) and parts["mu"] > 0
        assert verify_farkas(form, dictionary.constraints, **parts, **options) is (identical or zero_form)


@pytest.mark.parametrize(("n", "count"), [(1, 5), (3, 8), (5, 7)])
def test_branching_on_copies_finds_every_cell_of_an_arrangement(n, count):
    """Hyperplanes in general position have sum C(count, i), i <= n, cells (Schlaefli); a repeated one adds none."""
    points = range(1, count + 1)
    arrangement = [tuple(t**k for k in range(n + 1)) for t in points]  # on the moment curve, hence in general position
    arrangement.append(tuple(-3 * a for a in arrangement[0]))

    def cells(dictionary, k):
        if k == len(arrangement):
            return 1
        total = 0
        for sign in (1, -1):
            side = tuple(sign * a for a in arrangement[k])
            if not dictionary.is_nonnegative(tuple(-a for a in side)):  # side > 0 somewhere
                branch = dictionary.copy()
                assert branch.add(side, k)
                total += cells(branch, k + 1)
        return total

    assert cells(Dictionary(n), 0) == sum(comb(count, i) for i in range(n + 1))
