"""One task of a search: some nodes, a job, a budget, and what came of it."""

import gc
import pickle
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from multiprocessing import parent_process
from typing import Any

from exactrelu.regions.cell import Cell
from exactrelu.regions.memory import memory_in_use
from exactrelu.regions.subtree import Budget, Source, Subtrees
from exactrelu.regions.walk import Path, Walk

__all__ = ["Job", "Outcome", "OverCells", "work"]

SWITCH_SECONDS = 10 * sys.getswitchinterval()
"""How long other threads of a worker's process wait for their turn: Dask has some that ask every few milliseconds."""

Job = Callable[[Any, Sequence[Path], Budget], tuple[Any, int, Sequence[Path]]]
"""What a task does below its nodes until its budget is over: the result, the number of cells, the nodes that are left.

Its source is a Source, or for another tree than that of a walk something else that can be pickled.
A job can be pickled, and so can its result; for a checkpoint the result consists of lists, strings and integers.
"""


@dataclass(frozen=True, slots=True)
class OverCells:
    """The job that hands the cells of its part, in order, to a function that can be pickled."""

    function: Callable[[Walk, Iterator[Cell]], Any]

    def __call__(self, source: Source, nodes: Sequence[Path], budget: Budget) -> tuple[Any, int, Sequence[Path]]:
        """The function's result."""
        part = Subtrees(source, nodes, budget)
        result = self.function(source.walk(), iter(part))
        return result, part.found, part.rest


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a task found: the result of the job, the number of cells, the nodes that are left, CPU nanoseconds.

    process and memory (in bytes) say where it ran and how much that process held then, part to which of several
    sources it belongs.
    """

    result: Any
    cells: int
    rest: tuple[Path, ...]
    cpu: int
    process: str = ""
    memory: int = 0
    part: int = 0


def work(
    payload: bytes,
    nodes: Sequence[Path],
    cpu: int | None = None,
    left: int | None = None,
    cells: int | None = None,
    until: Path | None = None,
    part: int = 0,
) -> Outcome:
    """One task, in whatever process: it depends on its arguments only, but for where it stops.

    payload is a pickled pair of sources and a Job, and the task is about source number `part`.  cpu and left are
    nanoseconds of this thread's CPU time and of the clock on the wall, cells is a number of cells, until a node.
    """
    with _undisturbed():
        sources, job = _unpickled(payload)
        start = time.thread_time_ns()
        deadline = None if left is None else time.monotonic_ns() + left
        budget = Budget(deadline, cells, None if cpu is None else start + cpu, until)
        result, found, rest = job(sources[part], nodes, budget)
        process, memory = memory_in_use()
        return Outcome(result, found, tuple(rest), time.thread_time_ns() - start, process, memory, part)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """In a worker's process no collector, since a search makes no cycles, and few turns for other threads meanwhile.

    Afterwards all is as before: the process may be that of a cluster which others use too.
    """
    if parent_process() is None:
        yield
        return
    was_enabled, interval = gc.isenabled(), sys.getswitchinterval()
    gc.disable()
    sys.setswitchinterval(SWITCH_SECONDS)
    try:
        yield
    finally:
        sys.setswitchinterval(interval)
        if was_enabled:
            gc.enable()


@lru_cache(maxsize=8)
def _unpickled(payload: bytes) -> tuple[Sequence[Any], Job]:
    found: tuple[Sequence[Any], Job] = pickle.loads(payload)
    return found
