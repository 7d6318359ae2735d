"""From constraints to generators and back: support functions by Fourier-Motzkin elimination, extreme rays by rank."""

from fractions import Fraction
from itertools import combinations, permutations, product
from math import gcd

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exactrelu import Domain
from exactrelu.errors import DomainError
from exactrelu.geometry.cone import AT_INFINITY
from exactrelu.geometry.polyhedron import generate
from tests.oracles import at, feasible, inner_constraints, largest, plain, rank
from tests.strategies import domains, forms


def constraints(domain):
    return [(plain(g), ">=") for g in domain.inequalities] + [(plain(g), "==") for g in domain.equalities]


def vectors(generators):
    return [tuple(map(int, g.v)) for g in generators]


def dot(form, vector):
    return sum(a * x for a, x in zip(form, vector, strict=True))


def supremum(part, form):
    """The largest value of a form over the polyhedron that has the given generators; None when it is unbounded."""
    rays = [v for v in vectors(part.generators) if not v[-1]]
    if any(dot(form, v) for v in vectors(part.lines)) or any(dot(form, v) > 0 for v in rays):
        return None
    return max(Fraction(dot(form, v), v[-1]) for v in vectors(part.generators) if v[-1])


def check(domain, part):
    """What generators promise apart from being enough: they satisfy the constraints, are extreme, know their masks."""
    n, everything = domain.dimension, constraints(domain)
    assert part.bits == 1 + len(everything)
    lines = vectors(part.lines)
    assert rank(lines) == len(lines) == n - rank([g[:-1] for g, _ in everything])
    assert all(dot(g, line) == 0 for line in lines for g, _ in everything)
    if n < 4:  # elimination is slow beyond
        inner = inner_constraints(domain)
        assert part.dimension == n - rank([g[:-1] for g, relation in inner if relation == "=="])
        assert [part.vanishing >> (1 + k) & 1 for k in range(len(inner))] == [relation == "==" for _, relation in inner]
    assert len(set(vectors(part.generators))) == len(part.generators)
    assert rank(vectors([*part.lines, *part.generators])) == part.dimension + 1
    for g in (*part.lines, *part.generators):
        vector = tuple(map(int, g.v))
        assert gcd(*vector) == 1
        assert bool(g.tight & AT_INFINITY) is (vector[-1] == 0)
        assert [g.tight >> (1 + k) & 1 for k in range(len(everything))] == [dot(f, vector) == 0 for f, _ in everything]
    for vector in vectors(part.generators):
        assert vector[-1] >= 0
        assert all(dot(f, vector) == 0 if relation == "==" else dot(f, vector) >= 0 for f, relation in everything)
        # Extreme modulo the lines: what is tight leaves one more dimension than the lines have.
        tight = [f for f, _ in everything if dot(f, vector) == 0] + [(*(0,) * n, 1)] * (vector[-1] == 0)
        assert rank(tight) == n - len(lines)


@given(st.integers(1, 4).flatmap(lambda n: st.tuples(domains(n), st.lists(forms(n), min_size=1, max_size=4))))
def test_generators_span_just_the_polyhedron(case):
    """Its support function is that of the constraints, in random directions and in those of the constraints."""
    domain, directions = case
    part = generate(domain)
    check(domain, part)
    for form in (
        *directions,
        *(plain(g) for g in domain.inequalities),
        *(tuple(-a for a in d) for d in directions),
    ):
        assert supremum(part, form) == largest(domain.dimension, constraints(domain), form)


@st.composite
def cones_and_wedges(draw, n):
    """Many constraints that hold at the origin, most with equality: degenerate there."""
    rows = draw(st.lists(forms(n), min_size=n, max_size=n + (3 if n < 4 else 6)))
    return Domain.from_rows(n, [(*row[:-1], max(0, row[-1])) for row in rows])


@given(st.integers(2, 5).flatmap(cones_and_wedges), st.data())
def test_degenerate_polyhedra_keep_their_extreme_rays(domain, data):
    part = generate(domain)
    check(domain, part)
    if domain.dimension < 4:
        form = data.draw(forms(domain.dimension))
        assert supremum(part, form) == largest(domain.dimension, constraints(domain), form)


@st.composite
def systems(draw):
    """Constraints that need not have a solution."""
    n = draw(st.integers(1, 3))
    return Domain.from_rows(n, draw(st.lists(forms(n), max_size=6)), draw(st.lists(forms(n), max_size=2)))


@given(systems())
def test_emptiness_is_noticed(domain):
    if feasible(domain.dimension, constraints(domain)):
        check(domain, generate(domain))
        return
    with pytest.raises(DomainError, match="empty"):
        generate(domain)


@given(st.integers(2, 3).flatmap(lambda n: st.lists(forms(n, 3), min_size=n + 1, max_size=7)))
def test_vertices_are_the_feasible_crossings(rows):
    """Oracle: Cramer's rule for every n constraints."""
    n = len(rows[0]) - 1
    domain = Domain.from_rows(n, rows)
    if not feasible(n, constraints(domain)) or rank([row[:-1] for row in rows]) < n:
        return
    crossings = set()
    for chosen in combinations(rows, n):
        d = determinant([row[:-1] for row in chosen])
        if d:
            columns = list(zip(*chosen, strict=True))
            point = tuple(
                Fraction(-determinant(list(zip(*columns[:i], columns[-1], *columns[i + 1 : n], strict=True))), d)
                for i in range(n)
            )
            if all(at(row, point) >= 0 for row in rows):
                crossings.add(point)
    found = [v for v in vectors(generate(domain).generators) if v[-1]]
    assert {tuple(Fraction(x, v[-1]) for x in v[:-1]) for v in found} == crossings
    assert len(found) == len(crossings)


def determinant(rows):
    if len(rows) == 1:
        return rows[0][0]
    minors = ([row[:i] + row[i + 1 :] for row in map(tuple, rows[1:])] for i in range(len(rows)))
    return sum((-1) ** i * rows[0][i] * determinant(minor) for i, minor in enumerate(minors))


@pytest.mark.parametrize("n", range(1, 6))
def test_cubes_and_cross_polytopes(n):
    signs = list(product((1, -1), repeat=n))
    cube = generate(Domain.box([(-1, 1)] * n))
    assert sorted(vectors(cube.generators)) == sorted((*s, 1) for s in signs)
    # Degenerate for n > 2: each vertex lies on 2^(n-1) facets.
    cross = generate(Domain.from_rows(n, [(*s, 1) for s in signs]))
    units = [tuple(sign * (i == j) for j in range(n)) for i in range(n) for sign in (1, -1)]
    assert sorted(vectors(cross.generators)) == sorted((*unit, 1) for unit in units)
    assert (cube.dimension, cross.dimension, cube.lines, cross.lines) == (n, n, [], [])
    orthant = generate(Domain.box([(0, "oo")] * n))
    assert sorted(vectors(orthant.generators)) == sorted([(*unit, 0) for unit in units[::2]] + [(*(0,) * n, 1)])


def test_the_whole_space_and_slabs_have_lines():
    part = generate(Domain(3))
    assert (part.dimension, len(part.lines), vectors(part.generators)) == (3, 3, [(0, 0, 0, 1)])
    slab = generate(Domain.from_rows(3, [(1, 1, 0, 0), (-1, -1, 0, 2)]))
    assert (slab.dimension, len(slab.lines), len(slab.generators)) == (3, 2, 2)
    flat = generate(Domain.from_rows(3, [(1, 1, 0, 0), (-1, -1, 0, 0)]))
    assert (flat.dimension, len(flat.lines), len(flat.generators), flat.vanishing) == (2, 2, 1, 0b110)


def test_nothing_left_but_directions_is_empty():
    """x >= 1 and x <= 0 have a common direction with y >= 0, and no point."""
    for rows in permutations([(1, 0, -1), (-1, 0, 0), (0, 1, 0)]):
        with pytest.raises(DomainError, match="empty"):
            generate(Domain.from_rows(2, rows))
