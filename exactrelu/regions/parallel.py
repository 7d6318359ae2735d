"""The search in many processes: any concurrent.futures.Executor, and results in the order of the search.

The work is cut as it goes.  A task is a list of nodes of the search and a time; what it has not searched by then it
hands back as nodes, which are cut into as many tasks as workers are waiting for.  So no estimate of sizes is needed,
and when tasks are cut has no influence on what is found, nor on its order: every result has its position.
"""

import gc
import heapq
import os
import pickle
import signal
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from concurrent.futures.process import ProcessPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from multiprocessing import get_context
from typing import Any

from exactrelu.errors import WorkerLostError
from exactrelu.regions.cell import Cell
from exactrelu.regions.subtree import Budget, Source, Subtrees
from exactrelu.regions.walk import WHOLE, Path, Walk

__all__ = ["Job", "Outcome", "Search", "WorkerPool", "direct", "work"]

Job = Callable[[Walk, Iterator[Cell]], Any]
"""What a task makes of its cells: a function that can be pickled, and a result that can be."""

MILLISECOND = 10**6
LEAST_TASK, MOST_TASK = 200 * MILLISECOND, 2000 * MILLISECOND
ATTEMPTS = 3
AHEAD = 2
"""Tasks for each worker that are submitted at a time: one runs, one waits."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a task found: the result of the job, the number of cells, the nodes that are left, and CPU nanoseconds."""

    result: Any
    cells: int
    rest: tuple[Path, ...]
    cpu: int


@dataclass(slots=True)
class _Task:
    position: tuple[int, ...]
    nodes: Sequence[Path]
    attempts: int = 0


def work(
    payload: bytes, nodes: Sequence[Path], cpu: int | None = None, left: int | None = None, cells: int | None = None
) -> Outcome:
    """One task, in whatever process: it depends on its arguments only, but for where it stops.

    cpu and left are nanoseconds of this thread's CPU time and of the clock on the wall, cells is a number of cells.
    """
    source, job = _unpickled(payload)
    start = time.thread_time_ns()
    deadline = None if left is None else time.monotonic_ns() + left
    part = Subtrees(source, nodes, Budget(deadline, cells, None if cpu is None else start + cpu))
    result = job(source.walk(), iter(part))
    return Outcome(result, part.found, tuple(part.rest), time.thread_time_ns() - start)


def direct(source: Source, job: Job, seconds: int | None, cells: int | None) -> Outcome:
    """The whole search as one task, here and uncut, with the limits of a Search."""
    left = None if seconds is None else seconds * 1000 * MILLISECOND
    return work(pickle.dumps((source, job)), [WHOLE], left=left, cells=cells)


@lru_cache(maxsize=8)
def _unpickled(payload: bytes) -> tuple[Source, Job]:
    found: tuple[Source, Job] = pickle.loads(payload)
    return found


def _idle() -> None:
    """What a worker does first: the search makes no cycles, and Ctrl-C is answered by the process that asked for it."""
    gc.disable()
    signal.signal(signal.SIGINT, signal.SIG_IGN)


class WorkerPool(Executor):
    """Processes on this machine; they start when the first task comes, and again when one of them was killed.

    Raises ValueError for fewer than one worker.
    """

    def __init__(self, workers: int) -> None:
        if workers < 1:
            raise ValueError(f"a pool needs at least one worker, not {workers}")
        self.workers = workers
        self._pool: ProcessPoolExecutor | None = None

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Schedules a call; in new processes where the old ones are lost."""
        if self._pool is not None:
            try:
                return self._pool.submit(fn, *args, **kwargs)
            except BrokenExecutor:
                self._pool.shutdown(wait=False)
        # Not by fork: the parent may have threads, and its memory is not what the workers need.
        self._pool = ProcessPoolExecutor(self.workers, mp_context=get_context("spawn"), initializer=_idle)
        return self._pool.submit(fn, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Ends the processes."""
        if self._pool is not None:
            self._pool.shutdown(wait=wait, cancel_futures=cancel_futures)
            self._pool = None


class Search:
    """The outcomes of a job on all parts of a search, in the order of the search, each handed out as soon as it can be.

    executor None does the work here, part after part in order.  Tasks that a lost worker had are done again; where the
    executor takes no more, they are done here.  seconds and cells are limits: complete is False if one of them ended
    the search, whose outcomes are then some of the parts; without an executor they are the first ones, with exactly so
    many cells.  cpu sums the tasks' CPU nanoseconds.
    Raises WorkerLostError when a task has lost its worker three times.
    """

    def __init__(
        self,
        source: Source,
        job: Job,
        executor: Executor | None = None,
        nodes: Iterable[Path] = (WHOLE,),
        seconds: int | None = None,
        cells: int | None = None,
    ) -> None:
        self.payload = pickle.dumps((source, job))
        self.executor = executor
        self.complete = True
        self.cpu = 0
        self.found = 0
        self._limit = cells
        self._start = time.monotonic_ns()
        self._deadline = None if seconds is None else self._start + seconds * 1000 * MILLISECOND
        self._ready = [(task.position, task) for task in [_Task((0,), list(nodes))]]
        self._running: dict[Future[Outcome], _Task] = {}
        self._finished: list[tuple[tuple[int, ...], int, Outcome]] = []
        width = getattr(executor, "workers", None) or getattr(executor, "_max_workers", None) or os.cpu_count() or 1
        self._wanted = AHEAD * width if executor is not None else 1

    def __iter__(self) -> Iterator[Outcome]:
        try:
            # The first part is done here: a small search is over before processes would have started.
            self._do_here()
            while self._ready or self._running:
                yield from self._in_order()
                if self._is_over():
                    self._stop()
                    break
                self._submit()
                if self.executor is None:
                    self._do_here()
                else:
                    self._collect()
            yield from self._in_order()
        finally:
            for future in self._running:
                future.cancel()

    def _is_over(self) -> bool:
        if self._limit is not None and self.found >= self._limit:
            return True
        return self._deadline is not None and time.monotonic_ns() >= self._deadline

    def _budget(self) -> tuple[int, int | None, int | None]:
        """CPU time, time and cells for the next task.

        Tasks become longer and longer, so that cutting costs little and the last ones end together.
        """
        now = time.monotonic_ns()
        cpu = min(max((now - self._start) // 8, LEAST_TASK), MOST_TASK)
        left = None if self._deadline is None else max(self._deadline - now, MILLISECOND)
        return cpu, left, None if self._limit is None else self._limit - self.found

    def _do_here(self) -> None:
        if self._ready:
            _, task = heapq.heappop(self._ready)
            self._finish(task, work(self.payload, task.nodes, *self._budget()))

    def _submit(self) -> None:
        while self.executor is not None and self._ready and len(self._running) < self._wanted:
            _, task = self._ready[0]
            try:
                future = self.executor.submit(work, self.payload, task.nodes, *self._budget())
            except (BrokenExecutor, RuntimeError):
                self.executor = None
                self._give_back(list(self._running))
                return
            heapq.heappop(self._ready)
            self._running[future] = task

    def _collect(self) -> None:
        """Takes in what is done; a task whose worker was lost is ready again."""
        done, _ = wait(self._running, return_when=FIRST_COMPLETED)
        lost = []
        for future in done:
            if isinstance(future.exception(), BrokenExecutor):
                lost.append(future)
            else:
                self._finish(self._running.pop(future), future.result())
        self._give_back(lost)

    def _give_back(self, futures: Iterable[Future[Outcome]]) -> None:
        for future in futures:
            task = self._running.pop(future)
            task.attempts += 1
            if task.attempts == ATTEMPTS:
                raise WorkerLostError(
                    f"a part of the search lost its worker process {ATTEMPTS} times; it may need more memory: "
                    "use fewer workers, or look at a part of the space"
                )
            heapq.heappush(self._ready, (task.position, task))

    def _finish(self, task: _Task, outcome: Outcome) -> None:
        self.cpu += outcome.cpu
        self.found += outcome.cells
        heapq.heappush(self._finished, (task.position, len(self._finished), outcome))
        if outcome.rest:
            hungry = self._wanted - len(self._ready) - len(self._running)
            for i, nodes in enumerate(_groups(outcome.rest, max(hungry, 1))):
                position = (*task.position, i)
                heapq.heappush(self._ready, (position, _Task(position, nodes)))

    def _in_order(self) -> Iterator[Outcome]:
        """The outcomes before which nothing is missing."""
        open_tasks = [task.position for task in self._running.values()]
        if self._ready:
            open_tasks.append(self._ready[0][0])
        first = min(open_tasks, default=None)
        while self._finished and (first is None or self._finished[0][0] < first):
            yield heapq.heappop(self._finished)[2]

    def _stop(self) -> None:
        """Ends early: takes what running tasks still bring, and drops what is left."""
        pending = [future for future in self._running if not future.cancel()]
        dropped = len(self._running) - len(pending)
        for future in pending:
            task = self._running.pop(future)
            if isinstance(future.exception(), BrokenExecutor):
                dropped += 1
            else:
                self._finish(task, future.result())
        self.complete = not (dropped or self._ready)
        self._running.clear()
        self._ready.clear()


def _groups(nodes: Sequence[Path], parts: int) -> list[Sequence[Path]]:
    """The nodes in at most so many runs of about the same size, if a decision leaves two thirds of a subtree."""
    longest = max(path[0].bit_count() for path in nodes)
    sizes = [2 ** path[0].bit_count() * 3 ** (longest - path[0].bit_count()) for path in nodes]
    total, passed = sum(sizes), 0
    groups: list[list[Path]] = [[] for _ in range(parts)]
    for path, size in zip(nodes, sizes, strict=True):
        groups[min((passed + size // 2) * parts // total, parts - 1)].append(path)
        passed += size
    return [group for group in groups if group]
