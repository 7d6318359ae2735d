"""What a run will cost, from random probes: cells, faces, seconds, bytes."""

import math
import random
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from typing import Any

from exactrelu.certificate.produce import bytes_per_face
from exactrelu.estimate.bounds import Bound, known_bounds, least_upper_bound
from exactrelu.estimate.interval import Estimate, interval, student_quantile
from exactrelu.estimate.probes import Probe, probe
from exactrelu.network import Network
from exactrelu.regions import Regions, Walk
from exactrelu.regions.cell import Cell
from exactrelu.regions.simplex_cell import SimplexCell
from exactrelu.regions.simplex_walk import Refinement, SimplexWalk
from exactrelu.shallow.prediction import sampled_size

__all__ = ["POPULATION", "Forecast", "estimate"]

POPULATION = 256
"""The nodes that a probe takes along at most: the relative variance of its result falls faster than their inverse."""
LEAST_POPULATION = 16
PILOT = 8
LEAST_PROBES, MOST_PROBES = 32, 400
TIGHT = Fraction(1, 20)
"""Half the interval's width, relative to the mean, at which there are enough probes."""
SAMPLE = 64
PACE_SECONDS = 0.3


@dataclass(frozen=True, slots=True)
class Forecast:
    """Estimates for a network on a domain, and the bounds that stand beside them.

    faces and f_vector (the mean number of faces by dimension) are None where faces are not looked at.
    seconds is the expected CPU time for enumerating the cells here, shallow_bytes and certificate_bytes the expected
    sizes of the shallow network of two hidden layers and its certificate: extrapolated from samples, without interval.
    bounds are known_bounds for the dimension of the domain.
    """

    cells: Estimate
    faces: Estimate | None
    f_vector: tuple[Fraction, ...] | None
    seconds: float
    shallow_bytes: int | None
    certificate_bytes: int | None
    bounds: tuple[Bound, ...]


def estimate(
    network: Network,
    domain: Any = None,
    faces: bool = True,
    probes: int | None = None,
    seed: int = 0,
    seconds: float = 5,
    population: int | None = None,
) -> Forecast:
    """Estimates the cells (and faces) of a network on a domain, without bias, with 95 % confidence intervals.

    With probes, that many are made, each of the given population (256 by default), and the same seed gives the same
    estimates.  Without, a pilot that is not used otherwise decides how many should make an interval of +-5 %: so
    their number does not depend on their results, and the mean stays unbiased.  seconds limits the time for the cells,
    and again for the faces: where it binds, the population and the number of probes depend on the clock.
    The means are exact rationals; only the ends of the intervals are rounded, outwards.
    Where the simplex engine is chosen, for many inputs, faces are out of reach and not looked at.
    Raises ValueError for fewer than two probes or a population below 1, DomainError for an empty domain.

    >>> from exactrelu.network import Layer
    >>> net = Network([Layer([[1, 0], [0, 1], [1, 1]], [0, 0, 1]), Layer([[1, 1, 1]], [0], "identity")])
    >>> forecast = estimate(net)
    >>> forecast.cells.mean, forecast.cells.exact, forecast.faces.mean, forecast.f_vector
    (Fraction(7, 1), True, Fraction(19, 1), (Fraction(3, 1), Fraction(9, 1), Fraction(7, 1)))
    """
    if probes is not None and probes < 2:
        raise ValueError(f"an interval needs at least 2 probes, not {probes}")
    if population is not None and population < 1:
        raise ValueError(f"a probe needs a population of at least 1, not {population}")
    walk = Regions(network, domain).walk
    bounds = known_bounds(network, walk.dimension)
    most = least_upper_bound(network, walk.dimension).value
    chances = random.Random(seed)
    found = _probes(walk, probes, chances, seconds, population)
    cells = _combined(found, most)
    pace = _seconds_per_cell(walk, found[0].parents)
    whole: Estimate | None = None
    by_dimension: tuple[Fraction, ...] | None = None
    sizes: tuple[int | None, int | None] = None, None
    if faces and not isinstance(walk, SimplexWalk):
        all_faces = Walk(network, walk.domain, faces=True)
        found = _probes(all_faces, probes, chances, seconds, population)
        # Each face is made of at most three for each neuron that is looked at.
        whole = _combined(found, 3 ** sum(map(len, walk.relu)))
        by_dimension = tuple(
            sum((p.weight * p.by_dimension[d] for p in found), Fraction(0)) / len(found)
            for d in range(walk.dimension + 1)
        )
        sizes = _sizes(all_faces, whole.mean, found)
    return Forecast(cells, whole, by_dimension, float(cells.mean) * pace, *sizes, bounds)


def _probes(
    walk: Walk, wanted: int | None, chances: random.Random, seconds: float, population: int | None
) -> list[Probe]:
    """Independent probes, as many as wanted or as a pilot says."""
    size = population or POPULATION
    choose = chances.randrange
    if wanted is not None:
        return [probe(walk, size, choose, _keep(i)) for i in range(wanted)]
    if population is None:
        start = time.process_time()
        probe(walk, LEAST_POPULATION, choose)
        spent = time.process_time() - start
        affordable = int(LEAST_POPULATION * seconds / (spent * (PILOT + LEAST_PROBES))) if spent else POPULATION
        size = max(LEAST_POPULATION, min(POPULATION, affordable))
    start = time.process_time()
    pilot = [probe(walk, size, choose, SAMPLE)]
    if pilot[0].weight == 1:
        # Never thinned: all probes are this one, and none is random.
        return pilot * 2
    pilot += [probe(walk, size, choose) for _ in range(PILOT - 1)]
    each = (time.process_time() - start) / PILOT
    count = _enough([p.total for p in pilot])
    if each:
        count = min(count, max(LEAST_PROBES, int(seconds / each) - PILOT))
    return [probe(walk, size, choose, _keep(i)) for i in range(count)]


def _keep(i: int) -> int:
    """Leaves for the forecast of sizes are taken from a few probes only."""
    return SAMPLE if i < PILOT else 0


def _enough(totals: Sequence[Fraction]) -> int:
    """How many probes will make the interval tight, by the spread of a few."""
    mean = sum(totals, Fraction(0)) / len(totals)
    variance = sum((total - mean) ** 2 for total in totals) / (len(totals) - 1)
    factor = Fraction(student_quantile(0.975, LEAST_PROBES)) / TIGHT
    return min(MOST_PROBES, max(LEAST_PROBES, math.ceil(factor**2 * variance / mean**2)))


def _combined(found: Sequence[Probe], most: int) -> Estimate:
    seen = max(sum(p.by_dimension) for p in found)
    return interval([p.total for p in found], seen, most, all(p.weight == 1 for p in found))


def _seconds_per_cell(walk: Walk, parents: Sequence[Cell]) -> float:
    """The CPU time of refining cells of the layer before the last by the last, by the cells that it makes."""
    layer = len(walk.relu) - 1
    start, made = time.process_time(), 0
    for parent in parents:
        for _ in _refined(walk, parent, layer):
            made += 1
            if not made % 16 and time.process_time() - start > PACE_SECONDS:
                break
        if time.process_time() - start > PACE_SECONDS:
            break
    return (time.process_time() - start) / made if made else 0.0


def _refined(walk: Walk, parent: Cell, layer: int) -> Iterator[Cell]:
    if isinstance(walk, SimplexWalk) and isinstance(parent, SimplexCell):
        return Refinement(walk, parent, layer).cells()
    return walk.refine(parent, layer, {})


def _sizes(walk: Walk, faces: Fraction, found: Iterable[Probe]) -> tuple[int, int]:
    """The expected bytes of the shallow network and of its certificate, by a sample of faces."""
    sample = [cell for p in islice(found, PILOT) for cell in p.leaves][: 4 * SAMPLE]
    if not sample:
        return 0, 0
    _, size, weights = (faces * number / len(sample) for number in sampled_size(walk, sample, 2))
    return round(size), round(weights + faces * bytes_per_face(walk, sample))
