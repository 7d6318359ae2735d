"""The cells at many points, found by many processes: the points go to the workers in chunks, the cells come back.

A cell found elsewhere is as good as one that was found here: the same generators or constraints, in the same order.
What it has in common with the others, the walk and the domain, is not sent with it.
"""

import io
import pickle
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Executor
from functools import lru_cache, partial
from itertools import islice
from typing import Any

from exactrelu.affine import Form
from exactrelu.regions.cell import Cell
from exactrelu.regions.memory import memory_in_use
from exactrelu.regions.subtree import Source
from exactrelu.regions.walk import Walk
from exactrelu.regions.workers import in_order

__all__ = ["Looking", "Masks", "Place", "look"]

Masks = tuple[int, int]
"""The signs of a cell: the positive and the negative ones."""

Place = tuple[Form, Masks | None]
"""A point in the coordinates of the walk, and a cell there that is known already."""

ALONE = 200 * 10**6
"""For so many nanoseconds the work is done here: a small one is over before processes would have started."""
CHUNK = 16
"""Points for each task: a few milliseconds of work, up to seconds where the network is large."""

WALK, ROOT = "walk", "root"


class Looking:
    """Finds the cells whose closures contain a point, for many points, here or by an executor.

    nanoseconds is the time since the beginning, memory what this process and its workers hold, in bytes.
    """

    def __init__(self, source: Source, walk: Walk, executor: Executor | None) -> None:
        self.walk = walk
        self.executor = executor
        self._payload = pickle.dumps(source) if executor is not None else b""
        self._root: Cell | None = None
        self._start = time.monotonic_ns()
        self._held: dict[str, int] = {}

    @property
    def nanoseconds(self) -> int:
        """The time since the beginning."""
        return time.monotonic_ns() - self._start

    @property
    def memory(self) -> int:
        """The bytes that this process and its workers hold, as far as they have told."""
        here, bytes_here = memory_in_use()
        return sum((self._held | {here: bytes_here}).values())

    def at(self, places: Iterable[Place], more: bool) -> Iterator[list[Cell]]:
        """For each place its cells, in order, but for the one that is known; more says that facets will be needed."""
        left = iter(places)
        for place in left:
            yield _cells_at(self.walk, place)
            if self.executor is not None and self.nanoseconds >= ALONE:
                break
        tasks = iter(lambda: list(islice(left, CHUNK)), [])
        for process, memory, packed in in_order(self.executor, partial(look, self._payload, more), tasks):
            self._held[process] = memory
            yield from self._unpacked(packed)

    def _unpacked(self, packed: bytes) -> list[list[Cell]]:
        if self._root is None:
            self._root = self.walk.root()
        return _Unpickler(packed, self.walk, self._root).lists()


def _cells_at(walk: Walk, place: Place) -> list[Cell]:
    point, known = place
    return [cell for cell in walk.leading_to(point) if (cell.positive, cell.negative) != known]


def look(payload: bytes, more: bool, places: Sequence[Place]) -> tuple[str, int, bytes]:
    """One task, in whatever process: the lists of cells, packed, and how much memory that process holds."""
    walk = _walk(payload)
    met: dict[Masks, Cell] = {}
    lists = [[met.setdefault((c.positive, c.negative), c) for c in _cells_at(walk, place)] for place in places]
    for cell in met.values() if more else ():
        # Some cells remember their facets, which then need not be found anew.
        cell.facets()
    file = io.BytesIO()
    _Pickler(file, pickle.HIGHEST_PROTOCOL).dump(lists)
    return *memory_in_use(), file.getvalue()


@lru_cache(maxsize=2)
def _walk(payload: bytes) -> Walk:
    source: Source = pickle.loads(payload)
    return source.walk()


class _Pickler(pickle.Pickler):
    def persistent_id(self, item: Any) -> str | None:
        """The name of what is not sent."""
        if isinstance(item, Walk):
            return WALK
        return ROOT if isinstance(item, Cell) and item.parent is None else None


class _Unpickler(pickle.Unpickler):
    def __init__(self, packed: bytes, walk: Walk, root: Cell) -> None:
        super().__init__(io.BytesIO(packed))
        self._named: dict[str, Any] = {WALK: walk, ROOT: root}

    def persistent_load(self, name: str) -> Any:
        """What has the name here."""
        return self._named[name]

    def lists(self) -> list[list[Cell]]:
        """The lists of cells that were packed."""
        found: list[list[Cell]] = self.load()
        return found
