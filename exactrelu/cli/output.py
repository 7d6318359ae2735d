"""What the commands print: text for exact numbers, JSON, progress on stderr."""

import gc
import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from fractions import Fraction
from itertools import islice
from multiprocessing import parent_process
from threading import Event, Lock, Timer
from typing import TYPE_CHECKING, Any, TypeVar

import typer
from gmpy2 import mpq

from exactrelu.extended import ExtendedRational, format_rational

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

__all__ = [
    "Watch",
    "decimal",
    "numeral",
    "one_line",
    "point_text",
    "print_json",
    "print_table",
    "signs_text",
    "widths_text",
    "without_collector",
]

Item = TypeVar("Item")
About = Callable[[Callable[[], bool]], int | None]
"""A rough total, or None: asked with a function that says whether it is still wanted."""

PATIENCE_SECONDS, ESTIMATE_SECONDS = 2, 5
CHUNK = 1000


def one_line(message: object) -> str:
    """A message on one line, whatever it was made of."""
    return " ".join(str(message).split())


def numeral(number: Any) -> str:
    """An exact number as "p/q" or "p", of any length (str would stop at Python's limit of 4300 digits).

    >>> numeral(-3), len(numeral(10**5000))
    ('-3', 5001)
    """
    return str(number) if isinstance(number, ExtendedRational) else format_rational(mpq(number))


def decimal(number: Fraction, places: int = 3) -> str:
    """A number rounded to some decimal places, for the eye alone.

    >>> decimal(Fraction(-2, 3)), decimal(Fraction(1, 8), 2)
    ('-0.667', '0.12')
    """
    whole, part = divmod(round(abs(number) * 10**places), 10**places)
    return f"{'-' if number < 0 else ''}{numeral(whole)}.{part:0{places}}"


def point_text(point: Iterable[Any]) -> str:
    """A point as text."""
    return f"({', '.join(map(numeral, point))})"


def signs_text(signs: Sequence[str]) -> str:
    """A sign vector as text, the layers apart."""
    return "|".join(signs) or "(no hidden layer)"


def widths_text(widths: Sequence[int]) -> str:
    """Layer widths as text, as in 2-8-8-1."""
    return "-".join(map(str, widths))


def print_json(data: Any) -> None:
    """Prints one JSON value on one line."""
    typer.echo(json.dumps(data))


def print_table(rows: Iterable[tuple[str, object]]) -> None:
    """Prints named values, one per line, the values aligned."""
    pairs = list(rows)
    width = max(len(name) for name, _ in pairs) + 2
    for name, value in pairs:
        typer.echo(f"{name:<{width}}{value}")


@contextmanager
def without_collector() -> Iterator[None]:
    """Keeps the cyclic garbage collector away while cells are made.

    A walk makes no cycles, but hundreds of thousands of objects that stay, over which the collector goes again and
    again: without it the enumeration of 17,072 and of 52,447 cells takes 15 to 18 % less time.
    A command owns its process, so it may; a library may not.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


class Watch:
    """Shows on stderr what takes long: from the third second on, and only where stderr is a terminal.

    total is the exact number of steps.  Where it is not known, about gives an estimate, which is shown as one: it is
    asked for only once the work has taken ESTIMATE_SECONDS, in the timer's thread, and given up when the work ends.
    """

    def __init__(self, what: str, total: int | None = None, about: About | None = None) -> None:
        self._what = what
        self._total = total
        self._about = about
        self.cpu_seconds = 0.0
        self._done = 0
        self._estimate: int | None = None
        self._lock = Lock()
        self._ended = Event()
        self._timer: Timer | None = None
        self._display: Progress | None = None
        self._task: TaskID | None = None

    def __enter__(self) -> "Watch":
        # Workers have the same terminal.
        if sys.stderr is not None and sys.stderr.isatty() and parent_process() is None:
            self._timer = Timer(PATIENCE_SECONDS, self._show)
            self._timer.daemon = True
            self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        with self._lock:
            timer, self._timer = self._timer, None
        if timer is not None:
            timer.cancel()
            timer.join()
        if self._display is not None:
            self._display.stop()

    def advance(self, steps: int = 1) -> None:
        """Counts steps that are done."""
        self._done += steps
        if self._display is not None and self._task is not None:
            # Past the estimate the bar stays short of its end: a full one would say that the work is done.
            total = None if self._estimate is None else max(self._estimate, self._done + self._done // 20 + 1)
            self._display.update(self._task, completed=self._done, total=total)

    def timed(self, items: Iterable[Item]) -> Iterator[Item]:
        """The items, counted and timed chunk by chunk as they are made: cpu_seconds is the CPU time for that alone."""
        iterator = iter(items)
        while True:
            before = time.process_time()
            chunk = list(islice(iterator, CHUNK))
            self.cpu_seconds += time.process_time() - before
            if not chunk:
                return
            self.advance(len(chunk))
            yield from chunk

    def passing(self, items: Iterable[Item]) -> Iterator[Item]:
        """The items, counted as they pass."""
        for item in items:
            yield item
            self.advance()

    def _show(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

        display = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.completed}{task.fields[of]}"),
            TimeElapsedColumn(),
            console=Console(stderr=True),
            transient=True,
            redirect_stdout=False,
            redirect_stderr=False,
            refresh_per_second=4,
        )
        with self._lock:
            # The work may have ended while the display was being made.
            if self._timer is None:
                return
            of = "" if self._total is None else f"/{self._total}"
            self._task = display.add_task(self._what, total=self._total, completed=self._done, of=of)
            display.start()
            self._display = display
        if self._about is not None and not self._ended.wait(ESTIMATE_SECONDS - PATIENCE_SECONDS):
            total = self._about(lambda: not self._ended.is_set())
            if total is not None and not self._ended.is_set():
                self._estimate = total
                display.update(self._task, of=f" of about {total}")
                self.advance(0)
