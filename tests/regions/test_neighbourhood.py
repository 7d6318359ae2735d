"""Regions around points are those that a search of the whole space and its dual graph say."""

import os
import signal
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exactrelu import Domain, Layer, Network, certify, check
from exactrelu.errors import DomainError, ShapeError
from exactrelu.regions import Neighbourhood, WorkerPool, looking
from exactrelu.regions.parallel import Limits
from tests.oracles import output
from tests.strategies import networks_with_domains, points_in

NETS = Path(__file__).parent.parent / "nets"
SOME = settings(max_examples=max(settings().max_examples // 2, 1))


def by_search(network, domain, chosen, depth):
    """{signs: (distance, points in the closure)}, from all cells and their dual graph."""
    regions = network.regions(domain)
    cells = list(regions)
    around = [set() for _ in cells]
    for edge in regions.dual_graph():
        around[edge.first].add(edge.second)
        around[edge.second].add(edge.first)
    held = [tuple(i for i, point in enumerate(chosen) if cell.closure_contains(point)) for cell in cells]
    distance = {i: 0 for i, numbers in enumerate(held) if numbers}
    level = set(distance)
    for step in range(1, depth + 1):
        level = {j for i in level for j in around[i]} - set(distance)
        distance |= dict.fromkeys(level, step)
    return {cells[i].signs: (d, held[i]) for i, d in distance.items()}


@SOME
@given(networks_with_domains(inputs=(1, 3), depth=(1, 3)), st.integers(0, 3), st.data())
def test_neighbourhoods_are_balls_of_the_dual_graph(case, depth, data):
    network, domain = case
    # These points lie on hyperplanes and at vertices too.
    chosen = data.draw(st.lists(points_in(network, domain), min_size=1, max_size=3))
    expected = by_search(network, domain, chosen, depth)
    for engine in ("double-description", "simplex"):
        near = network.regions_near(chosen, depth, domain, engine)
        found = [(n.region.signs, (n.distance, n.points)) for n in near]
        assert dict(found) == expected
        assert len(found) == len(near) == len(expected) == sum(near.sizes)
        assert [d for _, (d, _) in found] == sorted(d for d, _ in expected.values())


@SOME
@given(networks_with_domains(inputs=(1, 3), depth=(1, 3), most_neurons=6), st.data())
def test_a_deep_enough_neighbourhood_is_everything(case, data):
    network, domain = case
    near = network.regions_near([data.draw(points_in(network, domain))], 30, domain)
    assert near.counts() == network.regions(domain).counts()


def test_two_neurons_that_share_a_hyperplane_are_crossed_together():
    network = Network([Layer([[1, 0], [-2, 0], [0, 0], [0, 1]], [0, 0, 0, 0]), Layer([[1, 1, 1, 1]], [0], "identity")])
    found = [(n.region.signs, n.distance) for n in network.regions_near([(1, 1)], 2)]
    assert found == [(("+-0+",), 0), (("-+0+",), 1), (("+-0-",), 1), (("-+0-",), 2)]
    corner = network.regions_near([(0, 0)])
    assert [n.points for n in corner] == [(0,)] * 4


def test_a_shallow_network_and_a_certificate_for_every_cell_of_a_neighbourhood(tmp_path):
    network = Network.load(NETS / "3-8-8-1.json")
    rows = [(Fraction(1, 3), 0, Fraction(-1, 2)), (2, 2, 2)]
    near = network.regions_near(rows, 1)
    assert near.sizes[0] == 2
    assert len(near) > 4
    for number, neighbour in enumerate(near):
        domain = neighbour.region.domain
        assert all((row in domain) == (i in neighbour.points) for i, row in enumerate(rows))
        shallow = network.shallow(3, domain)
        points = (neighbour.region.interior_point, *neighbour.region.vertices)
        assert all(shallow(point) == output(network, point) for point in points)
        path = tmp_path / f"{number}.jsonl"
        certify(network, shallow, out=path)
        assert check(path).accepted


def everything(near):
    """All of a neighbourhood, byte for byte."""
    found = []
    for n in near:
        r = n.region
        forms = r.vertices, r.rays, r.lines, r.inequalities, r.equalities
        cell = r.cell.facets(), r.cell.split, r.cell.vanishing
        found.append((n.distance, n.points, r.signs, r.interior_point, forms, r.affine_map, r.neighbours, *cell))
    return found, [n.region.is_bounded for n in near]


@settings(max_examples=15)
@given(networks_with_domains(inputs=(1, 3), depth=(1, 3)), st.integers(0, 3), st.data())
def test_cells_found_elsewhere_are_the_same(case, depth, data):
    network, domain = case
    chosen = data.draw(st.lists(points_in(network, domain), min_size=1, max_size=3))
    with pytest.MonkeyPatch.context() as patch, ThreadPoolExecutor(2) as pool:
        patch.setattr(looking, "ALONE", 0)
        patch.setattr(looking, "CHUNK", 2)
        for engine in ("double-description", "simplex"):
            here = network.regions_near(chosen, depth, domain, engine)
            there = network.regions_near(chosen, depth, domain, engine, executor=pool)
            assert everything(there) == everything(here)
            assert (there.counts(), there.sizes) == (here.counts(), here.sizes)


@SOME
@given(networks_with_domains(inputs=(1, 3), depth=(1, 3)), st.integers(0, 3), st.booleans(), st.data())
def test_a_number_of_cells_is_met_exactly(case, depth, alone, data):
    network, domain = case
    chosen = data.draw(st.lists(points_in(network, domain), min_size=1, max_size=3))
    whole = [(n.region.signs, n.distance) for n in network.regions_near(chosen, depth, domain)]
    cells = data.draw(st.integers(1, len(whole) + 1))
    with pytest.MonkeyPatch.context() as patch, ThreadPoolExecutor(2) as pool:
        patch.setattr(looking, "ALONE", 0)
        near = Neighbourhood(network, chosen, depth, domain, executor=None if alone else pool, limits=Limits(cells))
    assert [(n.region.signs, n.distance) for n in near] == whole[:cells]
    assert near.complete is (cells >= len(whole))
    assert near.stopped == (None if near.complete else "cells")


def test_no_time_and_no_memory_end_incomplete():
    network = Network.load(NETS / "3-8-8-1.json")
    for limits, name in ((Limits(seconds=0), "seconds"), (Limits(memory=1), "memory")):
        near = Neighbourhood(network, [(0, 0, 0)], 3, limits=limits)
        assert (len(near), near.sizes, near.stopped, near.complete) == (0, (0,), name, False)
    assert Neighbourhood(network, [(0, 0, 0)], 3, limits=Limits(10**6, 10**6, 10**15)).complete


def kill_once(file, *arguments):
    """Kills the worker process that comes first."""
    try:
        os.close(os.open(file, os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        return looking.look(*arguments)
    return os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.parametrize("engine", ["double-description", "simplex"])
def test_a_killed_worker_changes_nothing(tmp_path, monkeypatch, engine):
    monkeypatch.setattr(looking, "ALONE", 0)
    network = Network.load(NETS / "3-8-8-1.json")
    here = network.regions_near([(0, 0, 0)], 3, engine=engine)
    monkeypatch.setattr(looking, "look", partial(kill_once, str(tmp_path / "killed")))
    with WorkerPool(2) as pool:
        there = network.regions_near([(0, 0, 0)], 3, engine=engine, executor=pool)
    assert (tmp_path / "killed").exists()
    assert everything(there) == everything(here)


def test_points_and_depths_that_make_no_sense_are_refused():
    network = Network.load(NETS / "2-8-8-1.json")
    with pytest.raises(ShapeError, match="point 2 has 3 coordinates, the network takes 2"):
        network.regions_near([(0, 0), (1, 2, 3)])
    with pytest.raises(DomainError, match="point 1 lies outside the domain"):
        network.regions_near([(0, 2)], domain=Domain.box([(0, 1), (0, 1)]))
    with pytest.raises(ValueError, match="facets >= 0, not -1"):
        network.regions_near([(0, 0)], -1)
    assert len(network.regions_near([])) == 0
