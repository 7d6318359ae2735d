"""Who does the tasks: processes on this machine, or a Dask cluster; and how it shows that one was lost."""

import gc
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, wait
from concurrent.futures.process import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from threading import Thread
from typing import Any, TypeVar

from exactrelu.errors import ClusterError, MissingExtraError, WorkerLostError

__all__ = ["ATTEMPTS", "WorkerPool", "dask_executor", "in_order", "is_lost", "lost_error", "width"]

CONNECT_SECONDS = "10s"
ATTEMPTS = 3
"""How often a task may lose its worker."""
AHEAD = 4
"""Tasks for each worker that wait to be done, or to be taken in."""

Task = TypeVar("Task")
Result = TypeVar("Result")


def _idle() -> None:
    """What a worker does first: Ctrl-C is answered by the process that asked for it.

    Should that process be killed, nobody else would end the worker.
    No collector: the worker is there for searches alone, which make no cycles.
    """
    gc.disable()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


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

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Ends the processes, after an error (Ctrl-C is one) in the middle of their tasks."""
        if kind is not None and self._pool is not None:
            # The pool itself would wait for tasks that nobody wants any more.
            for process in list((getattr(self._pool, "_processes", None) or {}).values()):
                process.kill()
        self.shutdown(wait=True, cancel_futures=kind is not None)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Ends the processes."""
        if self._pool is not None:
            self._pool.shutdown(wait=wait, cancel_futures=cancel_futures)
            self._pool = None


@contextmanager
def dask_executor(address: str) -> Iterator[Executor]:
    """The executor of the Dask cluster whose scheduler has this address, such as "tcp://10.0.0.1:8786".

    The workers need this package in the same version.  Raises MissingExtraError without the package distributed,
    ClusterError when no scheduler answers within ten seconds, or none of its workers is there.
    """
    try:
        from distributed import Client
    except ImportError:
        raise MissingExtraError("a Dask cluster needs the extra 'cluster': pip install 'exactrelu[cluster]'") from None
    try:
        client = Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise ClusterError(
            f"no Dask scheduler answers at {address!r} ({error}); is it the address it printed?"
        ) from None
    with client:
        threads = client.nthreads()
        if not threads:
            raise ClusterError(f"the Dask scheduler at {address!r} has no workers; start one: dask worker {address}")
        executor = client.get_executor()
        executor.workers = sum(threads.values())
        yield executor


def width(executor: Executor) -> int:
    """How many tasks the executor runs at a time, as far as it says."""
    found = getattr(executor, "workers", None) or getattr(executor, "_max_workers", None)
    return found if isinstance(found, int) else os.cpu_count() or 1


def is_lost(future: Future[Any]) -> bool:
    """Whether a finished future failed because its worker died, and not by an error of the task."""
    if future.cancelled():
        return True
    error = future.exception()
    # Dask names its own error so; to compare with the class would need Dask.
    return isinstance(error, BrokenExecutor) or type(error).__name__ == "KilledWorker"


def lost_error() -> WorkerLostError:
    """The error of a task that has lost its worker too often."""
    return WorkerLostError(
        f"a part of the work lost its worker process {ATTEMPTS} times; it may need more memory: "
        "use fewer workers, or look at a part of the space"
    )


def in_order(executor: Executor | None, function: Callable[[Task], Result], tasks: Iterable[Task]) -> Iterator[Result]:
    """function(task) for each task, in order: done by the executor, by several of its workers at a time, or here.

    A task that lost its worker is done again; tasks that nobody waits for any more are not begun.
    Raises WorkerLostError when one has lost its worker three times.
    """
    if executor is None:
        yield from map(function, tasks)
        return
    waiting: deque[tuple[Task, Future[Result]]] = deque()
    try:
        for task in tasks:
            waiting.append((task, executor.submit(function, task)))
            if len(waiting) >= AHEAD * width(executor):
                yield _result(executor, function, *waiting.popleft())
        while waiting:
            yield _result(executor, function, *waiting.popleft())
    finally:
        for _, future in waiting:
            future.cancel()


def _result(executor: Executor, function: Callable[[Task], Result], task: Task, future: Future[Result]) -> Result:
    for _ in range(ATTEMPTS - 1):
        wait([future])
        if not is_lost(future):
            return future.result()
        future = executor.submit(function, task)
    wait([future])
    if is_lost(future):
        raise lost_error()
    return future.result()
