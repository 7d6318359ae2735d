"""The search in many processes: any concurrent.futures.Executor, and results in the order of the search.

The work is cut as it goes.  A task is a list of nodes of the search and a time; what it has not searched by then it
hands back as nodes, which are cut into as many tasks as workers are waiting for.  So no estimate of sizes is needed,
and when tasks are cut has no influence on what is found, nor on its order: every result has its position.
"""

import heapq
import pickle
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from dataclasses import dataclass
from typing import Any

from exactrelu.regions.checkpoint import Checkpoint, Finished
from exactrelu.regions.memory import memory_in_use
from exactrelu.regions.subtree import forget
from exactrelu.regions.tasks import Job, Outcome, work
from exactrelu.regions.walk import WHOLE, Path
from exactrelu.regions.workers import ATTEMPTS, is_lost, lost_error, width

__all__ = ["NO_LIMITS", "Limits", "Search"]

MILLISECOND = 10**6
LEAST_TASK, MOST_TASK = 200 * MILLISECOND, 4000 * MILLISECOND
SHARE, SHORT = 4, 8
"""A task takes a quarter of the time since the beginning: cutting costs little, and the last tasks end together.
Where few tasks are left, it takes an eighth of that, so that nobody waits long for something to do."""
MOST_CELLS = 50_000
"""A task may have to keep its cells until it ends."""
AHEAD, AHEAD_CONTIGUOUS = 2, 1
"""Tasks for each worker that are submitted at a time: one runs, one waits; or none, so that a worker that is done is
the one that takes the next task."""
SUPPLY, SUPPLY_CONTIGUOUS = 6, 2
"""Tasks for each worker that there are to be, so that none waits while another one works on a large part."""


@dataclass(frozen=True, slots=True)
class Limits:
    """When to stop: a number of cells, seconds, or bytes held by this process and its workers together."""

    cells: int | None = None
    seconds: int | None = None
    memory: int | None = None


NO_LIMITS = Limits()


@dataclass(slots=True)
class _Task:
    position: tuple[int, ...]
    nodes: Sequence[Path]
    attempts: int = 0
    groups: tuple[tuple[Path, ...], ...] | None = None
    """What an earlier run left to others, if the result of that run is damaged: it is to be done up to there."""

    @property
    def part(self) -> int:
        """The number of the source."""
        return self.position[0]


class Search:
    """The outcomes of a job on all parts of a search, in the order of the search, each handed out as soon as it can be.

    source is what the job takes, mostly a Source, or a sequence of several ones: these are searched one after the
    other, as far as the order is concerned, and share the workers and the limits.  nodes are those of each of them.
    contiguous lets each worker go on where it stopped, as long as there is something: it has the vertices there.  Then
    results wait longer for those before them, so they should be small.
    head_start is the least time, in CPU nanoseconds, of the tasks that are sent away before the first outcome: the
    workers have something to do until the one who asks for the outcomes asks for the second one.
    executor None does the work here, part after part in order.  Tasks that a lost worker had are done again; where the
    executor takes no more, they are done here.  With a checkpoint, tasks that it knows are not done again.
    stopped names the limit that ended the search early, if one did; the outcomes are then some of the parts; without an
    executor they are the first ones, with exactly so many cells.  unfinished has the numbers of the sources of which
    something was left out.
    found counts the cells, cpu sums the tasks' CPU nanoseconds, those of earlier runs included; cpu_elsewhere is what
    of it was not spent in this process.
    Raises WorkerLostError when a task has lost its worker three times.
    """

    def __init__(
        self,
        source: Any,
        job: Job,
        executor: Executor | None = None,
        nodes: Iterable[Path] = (WHOLE,),
        limits: Limits = NO_LIMITS,
        checkpoint: Checkpoint | None = None,
        contiguous: bool = False,
        head_start: int = 0,
    ) -> None:
        sources = tuple(source) if isinstance(source, Sequence) else (source,)
        self.payload = pickle.dumps((sources, job))
        self.executor = executor
        self.limits = limits
        self.checkpoint = checkpoint
        self.contiguous = contiguous
        self.head_start = head_start
        self.stopped: str | None = None
        self.unfinished: set[int] = set()
        self.cpu = self.cpu_elsewhere = 0
        self.found = 0
        self._here, _ = memory_in_use()
        self._least = LEAST_TASK
        self._start = time.monotonic_ns()
        self._deadline = None if limits.seconds is None else self._start + limits.seconds * 1000 * MILLISECOND
        self._ready: list[tuple[bool, tuple[int, ...], _Task]] = []
        self._running: dict[Future[Outcome], _Task] = {}
        self._finished: list[tuple[tuple[int, ...], int, Outcome | Finished]] = []
        self._held: dict[str, int] = {}
        self._width = width(executor) if executor is not None else 0
        wanted = list(nodes)
        for part in range(len(sources)):
            self._add((part,), wanted)

    @property
    def complete(self) -> bool:
        """Whether no limit ended the search."""
        return self.stopped is None

    def __iter__(self) -> Iterator[Outcome]:
        try:
            # The first part is done here: a small search is over before processes would have started.
            self._do_here()
            self._least = max(LEAST_TASK, self.head_start)
            while self._ready or self._running:
                limit = self._limit_reached()
                if limit is not None:
                    self._stop(limit)
                    break
                self._submit()
                yield from self._in_order()
                if self.executor is None:
                    self._do_here()
                else:
                    self._collect()
                    self._least = LEAST_TASK
            yield from self._in_order()
        finally:
            forget()
            for future in self._running:
                future.cancel()

    def _add(self, position: tuple[int, ...], nodes: Sequence[Path], first: bool = False) -> None:
        """A new task, to be done before others or in their order, or what the checkpoint knows of it."""
        waiting = [(position, nodes)]
        while waiting:
            position, nodes = waiting.pop()
            known = self.checkpoint.find(nodes, position[0]) if self.checkpoint is not None else None
            if known is None:
                self._make_ready(_Task(position, nodes), first)
                continue
            if known.is_complete:
                self.cpu += known.cpu
                self.cpu_elsewhere += known.cpu
                self.found += known.cells
                self._push(position, known)
            else:
                self._make_ready(_Task(position, nodes, groups=known.groups))
            waiting += [((*position, i), group) for i, group in enumerate(known.groups)]

    def _make_ready(self, task: _Task, first: bool = False) -> None:
        heapq.heappush(self._ready, (not first, task.position, task))

    def _limit_reached(self) -> str | None:
        limits = self.limits
        if limits.cells is not None and self.found >= limits.cells:
            return "cells"
        if self._deadline is not None and time.monotonic_ns() >= self._deadline:
            return "seconds"
        if limits.memory is None:
            return None
        held = self._held | {self._here: memory_in_use()[1]}
        return "memory" if sum(held.values()) >= limits.memory else None

    def _budget(self, task: _Task) -> tuple[int | None, int | None, int | None, Path | None]:
        """CPU time, time and cells for a task, or the node where it ends."""
        if task.groups is not None:
            return None, None, None, task.groups[0][0] if task.groups else None
        now = time.monotonic_ns()
        cpu = min((now - self._start) // SHARE, MOST_TASK)
        if len(self._ready) < self._width:
            cpu //= SHORT
        cpu = max(cpu, self._least)
        left = None if self._deadline is None else max(self._deadline - now, MILLISECOND)
        cells = MOST_CELLS if self.limits.cells is None else min(MOST_CELLS, max(self.limits.cells - self.found, 1))
        return cpu, left, cells, None

    def _do_here(self) -> None:
        if self._ready and self._limit_reached() is None:
            task = heapq.heappop(self._ready)[-1]
            self._finish(task, work(self.payload, task.nodes, *self._budget(task), task.part))

    def _submit(self) -> None:
        ahead = SUPPLY if self._least > LEAST_TASK else AHEAD_CONTIGUOUS if self.contiguous else AHEAD
        while self.executor is not None and self._ready and len(self._running) < ahead * self._width:
            task = self._ready[0][-1]
            try:
                future = self.executor.submit(work, self.payload, task.nodes, *self._budget(task), task.part)
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
            if is_lost(future):
                lost.append(future)
            else:
                self._finish(self._running.pop(future), future.result())
        self._give_back(lost)

    def _give_back(self, futures: Iterable[Future[Outcome]]) -> None:
        for future in futures:
            task = self._running.pop(future)
            task.attempts += 1
            if task.attempts == ATTEMPTS:
                raise lost_error()
            self._make_ready(task)

    def _finish(self, task: _Task, outcome: Outcome) -> None:
        self.cpu += outcome.cpu
        self.cpu_elsewhere += outcome.cpu if outcome.process != self._here else 0
        self.found += outcome.cells
        self._held[outcome.process] = outcome.memory
        groups: Sequence[Sequence[Path]]
        if task.groups is not None:
            groups = task.groups
        else:
            supply = SUPPLY_CONTIGUOUS if self.contiguous else SUPPLY
            hungry = supply * self._width - len(self._ready) - len(self._running)
            groups = _groups(outcome.rest, max(hungry, 1)) if outcome.rest else []
            for i, nodes in enumerate(groups):
                self._add((*task.position, i), nodes, self.contiguous and i == 0)
        if self.checkpoint is not None:
            self.checkpoint.record(task.nodes, groups, outcome.cells, outcome.cpu, outcome.result, task.part)
        self._push(task.position, outcome)

    def _push(self, position: tuple[int, ...], outcome: Outcome | Finished) -> None:
        heapq.heappush(self._finished, (position, len(self._finished), outcome))

    def _in_order(self) -> Iterator[Outcome]:
        """The outcomes before which nothing is missing."""
        open_tasks = [task.position for task in self._running.values()]
        open_tasks += [position for _, position, _ in self._ready]
        first = min(open_tasks, default=None)
        while self._finished and (first is None or self._finished[0][0] < first):
            position, _, outcome = heapq.heappop(self._finished)
            if isinstance(outcome, Finished):
                if self.checkpoint is None:
                    raise TypeError("an outcome of a checkpoint without the checkpoint: this is a bug")
                outcome = Outcome(self.checkpoint.result(outcome), outcome.cells, (), outcome.cpu, part=position[0])
            yield outcome

    def _stop(self, limit: str) -> None:
        """Ends early: takes what running tasks still bring, and drops what is left."""
        pending = [future for future in self._running if not future.cancel()]
        dropped = [task for future, task in self._running.items() if future not in pending]
        for future in pending:
            task = self._running.pop(future)
            wait([future])
            if is_lost(future):
                dropped.append(task)
            else:
                self._finish(task, future.result())
        dropped += [task for *_, task in self._ready]
        self.unfinished = {task.part for task in dropped}
        self.stopped = limit if dropped else None
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
