"""The equality check: both networks evaluated, exactly and plainly, at a witness point of every face or of a sample."""

import pickle
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache, partial
from itertools import islice

from gmpy2 import mpq

from exactrelu.affine import Form
from exactrelu.cli.output import Watch, numeral, point_text
from exactrelu.domain import Domain
from exactrelu.estimate.quick import rough_total
from exactrelu.extended import to_fraction
from exactrelu.network import Network
from exactrelu.regions import Walk
from exactrelu.regions.cell import Cell
from exactrelu.regions.workers import in_order
from exactrelu.shallow import ShallowNetwork

__all__ = [
    "BUDGET_SECONDS",
    "SAMPLE_PER_DIMENSION",
    "Check",
    "UnequalError",
    "Witnesses",
    "check_equality",
    "witnesses_of",
]

BUDGET_SECONDS = 20
SAMPLE_PER_DIMENSION = 1000
ALONE = 200 * 10**6
"""For so many nanoseconds the points are compared here, even if there are workers."""
CHUNK = 64
"""Points for each task."""
SMALL_WORK = 10**6
"""Up to this many faces times gates, all faces are checked whatever the time."""


class UnequalError(Exception):
    """The shallow network differs from the deep one at a point: a bug in the construction."""


class Witnesses:
    """One homogeneous point of the relative interior of every face, by dimension, in the order of the enumeration."""

    def __init__(self, dimension: int) -> None:
        self._by_dimension: list[list[Form]] = [[] for _ in range(dimension + 1)]

    def add(self, cell: Cell) -> None:
        """Keeps a witness of one face."""
        self._by_dimension[cell.dimension].append(cell.interior())

    @property
    def f_vector(self) -> tuple[int, ...]:
        """The number of faces of each dimension."""
        return tuple(map(len, self._by_dimension))

    def split(self, per_dimension: int) -> tuple[list[tuple[int, Form]], list[tuple[int, Form]]]:
        """An evenly spread sample of each dimension, and the rest: pairs (dimension, point)."""
        sample, rest = list[tuple[int, Form]](), list[tuple[int, Form]]()
        for dimension, points in enumerate(self._by_dimension):
            chosen = set(sample_positions(len(points), per_dimension))
            for i, point in enumerate(points):
                (sample if i in chosen else rest).append((dimension, point))
        return sample, rest


@dataclass(frozen=True, slots=True)
class Check:
    """An equality check without a failure: how many faces of each dimension there are and were checked."""

    faces: tuple[int, ...]
    checked: tuple[int, ...]
    seconds: float

    @property
    def complete(self) -> bool:
        """Whether every face was checked."""
        return self.faces == self.checked

    def describe(self) -> str:
        """The result in words."""
        if self.complete:
            return f"equal at the witness points of all {sum(self.faces)} faces"
        parts = ", ".join(f"{number} of dimension {d}" for d, number in enumerate(self.checked))
        return f"equal at the witness points of {sum(self.checked)} of {sum(self.faces)} faces, evenly spread: {parts}"


def witnesses_of(network: Network, domain: Domain | None = None) -> Witnesses:
    """The witnesses of all faces of the network on the domain."""
    walk = Walk(network, domain, faces=True)
    witnesses = Witnesses(walk.dimension)
    with Watch("enumerating faces", about=partial(rough_total, network, domain, True)) as watch:
        for cell in watch.passing(walk):
            witnesses.add(walk.lifted(cell))
    return witnesses


def sample_positions(count: int, size: int) -> Sequence[int]:
    """At most `size` positions spread evenly over range(count): a sample that is the same in every run.

    >>> sample_positions(10, 4), sample_positions(3, 4)
    ([0, 2, 5, 7], [0, 1, 2])
    """
    return [i * count // size for i in range(size)] if size < count else list(range(count))


def check_equality(
    network: Network,
    shallow: ShallowNetwork,
    witnesses: Witnesses,
    everything: bool = False,
    per_dimension: int = SAMPLE_PER_DIMENSION,
    executor: Executor | None = None,
) -> Check:
    """Compares both networks' outputs at the witnesses of all faces, or of a sample where that would take too long.

    The sample has per_dimension faces of every dimension (all, where there are fewer).
    All faces are checked where faces times gates are at most SMALL_WORK, where by the time of the sample all take less
    than BUDGET_SECONDS, and with everything=True.  An executor compares at several points at a time.
    Raises UnequalError, naming the point, where the outputs differ.
    """
    start = time.perf_counter()
    faces = witnesses.f_vector
    checked = [0] * len(faces)
    sample, rest = witnesses.split(per_dimension)

    def compare(points: list[tuple[int, Form]]) -> None:
        with Watch("comparing outputs", len(points)) as watch:
            for compared in _compare_all(network, shallow, [vector for _, vector in points], executor):
                watch.advance(compared)
            for dimension, _ in points:
                checked[dimension] += 1

    compare(sample)
    seconds = time.perf_counter() - start
    small = sum(faces) * shallow.widths[-2] <= SMALL_WORK
    if everything or small or seconds * sum(faces) <= BUDGET_SECONDS * len(sample):
        compare(rest)
    return Check(faces, tuple(checked), time.perf_counter() - start)


def _compare_all(
    network: Network, shallow: ShallowNetwork, points: list[Form], executor: Executor | None
) -> Iterator[int]:
    """Compares at all points, and tells how many are done."""
    left, start = iter(points), time.monotonic_ns()
    for vector in left:
        _compare(network, shallow, vector)
        yield 1
        if executor is not None and time.monotonic_ns() - start >= ALONE:
            break
    else:
        return
    # What the neurons are there for is not sent with them.
    payload = pickle.dumps((network, ShallowNetwork(shallow.inputs, shallow.layers, domain=shallow.domain)))
    tasks = iter(lambda: list(islice(left, CHUNK)), [])
    yield from in_order(executor, partial(compare_packed, payload), tasks)


def compare_packed(payload: bytes, points: list[Form]) -> int:
    """Compares two networks, pickled, at some points in whatever process, and tells how many these are."""
    for vector in points:
        _compare(*_unpacked(payload), vector)
    return len(points)


@lru_cache(maxsize=1)
def _unpacked(payload: bytes) -> tuple[Network, ShallowNetwork]:
    found: tuple[Network, ShallowNetwork] = pickle.loads(payload)
    return found


def _compare(network: Network, shallow: ShallowNetwork, vector: Form) -> None:
    point: tuple[Fraction, ...] = tuple(to_fraction(mpq(entry, vector[-1])) for entry in vector[:-1])
    deep, flat = network(point), shallow(point)
    if flat != deep:
        values = ", ".join(map(str, flat))
        raise UnequalError(
            f"at {point_text(point)} the shallow network gives ({values}), "
            f"the deep network ({', '.join(map(numeral, deep))})"
        )
