"""A rough total for a progress bar, from a few small probes: cheap, and stopped when it takes too long."""

import random
import time
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from exactrelu.estimate.bounds import least_upper_bound
from exactrelu.estimate.probes import probe
from exactrelu.network import Network
from exactrelu.regions import Regions

__all__ = ["rough_total"]

PROBES, POPULATION = 8, 32
SECONDS = Fraction(1, 10)
"""Two percent of the time after which a progress bar asks."""


class _TooLongError(Exception):
    pass


def rough_total(
    network: Network,
    domain: Any = None,
    faces: bool = False,
    wanted: Callable[[], bool] = lambda: True,
    seconds: Fraction | int = SECONDS,
) -> int | None:
    """About how many cells (or faces) there are, from what random probes say in so many CPU seconds of this thread.

    The first probe, of population 1, measures the time and is not counted; the population of the others is what the
    time allows, 32 at most.  None when not even two probes fit in, or once wanted() says that nobody waits for it.
    How many probes fit depends on the clock: this is no unbiased estimate and has no interval; see estimate for these.

    >>> from exactrelu.network import Layer
    >>> net = Network([Layer([[1, 0], [0, 1], [1, 1]], [0, 0, 1]), Layer([[1, 1, 1]], [0], "identity")])
    >>> rough_total(net, seconds=5), rough_total(net, faces=True, wanted=lambda: False)
    (7, None)
    """
    walk = Regions(network, domain, faces).walk
    chances = random.Random(0)
    start = time.thread_time()

    def choose(n: int) -> int:
        if time.thread_time() - start > seconds or not wanted():
            raise _TooLongError
        return chances.randrange(n)

    totals: list[Fraction] = []
    try:
        probe(walk, 1, choose)
        each = time.thread_time() - start
        affordable = int(float(seconds) / (each * PROBES)) if each else POPULATION
        population = max(1, min(POPULATION, affordable))
        while len(totals) < PROBES:
            totals.append(probe(walk, population, choose).total)
    except _TooLongError:
        pass
    if len(totals) < 2:
        return None
    mean = round(sum(totals, Fraction(0)) / len(totals))
    if faces:
        return mean
    return min(mean, least_upper_bound(network, walk.dimension).value)
