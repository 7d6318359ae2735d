"""Cutting cones: both sides and the part between have just the points that they should."""

from pathlib import Path

import pytest
from gmpy2 import mpz
from hypothesis import given
from hypothesis import strategies as st

from exactrelu import Layer, Network
from exactrelu.geometry.cone import AT_INFINITY, rank, whole_space
from exactrelu.regions import Region, Walk
from tests import oracles
from tests.oracles import largest, neuron_forms, plain
from tests.strategies import domains, forms, networks

NETS = Path(__file__).parent.parent / "nets"
integers = st.one_of(st.integers(-3, 3), st.sampled_from([10**30, -(2**90)]))


@given(st.integers(1, 5).flatmap(lambda n: st.lists(st.lists(integers, min_size=n, max_size=n), max_size=6)))
def test_the_rank_is_that_of_rational_elimination(rows):
    assert rank([list(map(mpz, row)) for row in rows]) == oracles.rank(rows)


@given(st.integers(2, 5), st.data())
def test_the_rank_sees_dependences(n, data):
    rows = data.draw(st.lists(st.lists(integers, min_size=n, max_size=n), min_size=1, max_size=n - 1))
    factors = data.draw(st.lists(integers, min_size=len(rows), max_size=len(rows)))
    combined = [sum(f * a for f, a in zip(factors, column, strict=True)) for column in zip(*rows, strict=True)]
    before = rank([list(map(mpz, row)) for row in rows])
    assert rank([list(map(mpz, row)) for row in (combined, *rows)]) == before
    assert before <= len(rows)


@pytest.mark.parametrize("n", range(1, 5))
def test_the_whole_space_has_every_direction_and_one_point(n):
    lines, (origin,) = whole_space(n)
    assert [list(map(int, line.v)) for line in lines] == [[int(i == j) for j in range(n + 1)] for i in range(n)]
    assert all(line.tight == AT_INFINITY for line in lines)
    assert (list(map(int, origin.v)), origin.tight) == ([0] * n + [1], 0)


@given(networks(inputs=(1, 3), most_neurons=5, outputs=(1, 1)), st.data())
def test_cells_are_cut_to_the_polyhedra_of_their_constraints(network, data):
    """The support function of each face, by its generators, is that of its sign constraints by elimination."""
    n = network.inputs
    domain = data.draw(st.one_of(st.none(), domains(n)))
    directions = data.draw(st.lists(forms(n), min_size=1, max_size=2))
    base = [] if domain is None else [(plain(g), ">=") for g in domain.inequalities]
    base += [] if domain is None else [(plain(g), "==") for g in domain.equalities]
    walk = Walk(network, domain, faces=True)
    for cell in map(walk.lifted, walk):
        signs = "".join(walk.signs(cell.positive, cell.negative))
        system = [
            (tuple(-a for a in form) if s == "-" else form, "==" if s == "0" else ">=")
            for form, s in zip(neuron_forms(network, signs)[0], signs, strict=True)
        ]
        for form in directions:
            assert supremum(cell, form) == largest(n, [*base, *system], form)


def supremum(cell, form):
    def dot(g):
        return sum(a * int(x) for a, x in zip(form, g.v, strict=True))

    if any(dot(g) for g in cell.lines) or any(dot(g) > 0 for g in cell.generators if not g.v[-1]):
        return None
    return max(oracles.Fraction(dot(g), int(g.v[-1])) for g in cell.generators if g.v[-1])


@given(networks(inputs=(2, 4)), st.data())
def test_generators_are_extreme_and_know_what_is_tight(network, data):
    """The mask of a generator names just the constraints and neurons that vanish there (slopes for directions)."""
    domain = data.draw(st.one_of(st.none(), domains(network.inputs)))
    walk = Walk(network, domain, faces=True)
    constraints = [] if domain is None else [plain(g) for g in (*domain.inequalities, *domain.equalities)]
    t = (0,) * network.inputs + (1,)
    for cell in map(walk.lifted, walk):
        signs = "".join(walk.signs(cell.positive, cell.negative))
        valid = [t, *constraints, *neuron_forms(network, signs)[0]]
        listed = [tuple(map(int, g.v)) for g in cell.generators]
        assert len(set(listed)) == len(listed)
        for g, vector in zip(cell.generators, listed, strict=True):
            zero = [sum(a * x for a, x in zip(form, vector, strict=True)) == 0 for form in valid]
            assert [bool(g.tight >> k & 1) for k in range(len(valid))] == zero
            assert oracles.rank([f for f, z in zip(valid, zero, strict=True) if z] or [t[:0]]) == (
                network.inputs - len(cell.lines)
            )


@pytest.mark.parametrize("name", ["int1_3-6-6-1", "int2_2-8-8-1"])
def test_vertices_stay_extreme_where_many_hyperplanes_meet(name):
    """Cells have each vertex once, at a crossing of as many independent hyperplanes as there are inputs."""
    network = Network.load(NETS / f"{name}.json")
    walk = Walk(network)
    for cell in walk:
        region = Region(walk, cell)
        neurons = neuron_forms(network, "".join(region.signs))[0]
        for vertex in region.vertices:
            tight = [form[:-1] for form in neurons if oracles.at(form, vertex) == 0]
            assert oracles.rank(tight) == network.inputs - len(region.lines)


def test_neighbouring_cells_share_their_vertices():
    """A new vertex on a common edge is one object, so that its signs are computed once."""
    network = Network([Layer([[1, 0], [0, 1], [1, 1]], [0, 0, -1]), Layer([[1, 1, -1]], [-1]), Layer([[1]], [0])])
    cells = list(Walk(network))
    shared = {}
    for cell in cells:
        for g in cell.generators:
            shared.setdefault(tuple(map(int, g.v)), set()).add(g)
    assert len(cells) > 4
    assert set(map(len, shared.values())) == {1}
