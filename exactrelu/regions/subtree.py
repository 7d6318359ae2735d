"""Parts of the search: the cells below a node, for as long as time allows, and what is left as nodes again.

A node of the search is named by the decisions that lead to it: which neurons were split, and which side was taken.
Within a layer neurons are split in their order, so the decisions of a cell, in the order of the mask bits, name all
nodes on the way to it; and at each of them the sides that come later in the order of the search are never empty.
So the place of the last cell that was found says what is left to be searched.
"""

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from threading import local

from exactrelu.domain import Domain
from exactrelu.network import Network
from exactrelu.regions.cell import Cell
from exactrelu.regions.simplex_walk import SimplexWalk
from exactrelu.regions.walk import WHOLE, Path, Walk, leads_to

__all__ = ["Budget", "Source", "Subtrees", "forget", "path_of", "siblings_after", "within"]

CLOCKLESS = 15
"""After the first so many cells the clocks are read only at every 16th."""


@dataclass(frozen=True, slots=True)
class Source:
    """What is searched: a small value that can be pickled."""

    network: Network
    domain: Domain
    faces: bool
    simplex: bool

    @classmethod
    def of(cls, walk: Walk) -> "Source":
        """What a walk searches, if it is to see all."""
        return cls(walk.network, walk.domain, walk.faces, isinstance(walk, SimplexWalk))

    def walk(self, nodes: Sequence[Path] = (WHOLE,)) -> Walk:
        """The walk below some nodes."""
        if self.simplex:
            return SimplexWalk(self.network, self.domain, nodes)
        return Walk(self.network, self.domain, self.faces, nodes=nodes)


@dataclass(slots=True)
class Budget:
    """When to stop: times on the monotonic clock and on this thread's CPU clock in nanoseconds, and a number of cells.

    None is no limit.  until is a node before which to stop, to do once more what was done by a task that ended there.
    """

    deadline: int | None = None
    cells: int | None = None
    work: int | None = None
    until: Path | None = None

    def is_over(self, found: int = 0) -> bool:
        """Whether the time or the number of cells is used up."""
        if self.cells is not None and found >= self.cells:
            return True
        if found & CLOCKLESS and found > CLOCKLESS:
            return False
        if self.work is not None and time.thread_time_ns() >= self.work:
            return True
        return self.deadline is not None and time.monotonic_ns() >= self.deadline


def path_of(cell: Cell) -> Path:
    """The decisions that lead to a cell."""
    return cell.split, cell.positive & cell.split, cell.negative & cell.split


def siblings_after(path: Path, faces: bool) -> list[Path]:
    """The nodes that make up what comes after a node in the search: the later sides at each decision, the last first.

    >>> siblings_after((0b110, 0b000, 0b110), faces=False)
    [(6, 4, 2), (2, 2, 0)]
    """
    done, positive, negative = path
    left = done
    found = []
    while left:
        bit = 1 << (left.bit_length() - 1)
        left ^= bit
        before = done & (bit - 1)
        above, below = positive & before, negative & before
        if faces and negative & bit:
            found.append((before | bit, above, below))
        if not positive & bit:
            found.append((before | bit, above | bit, below))
    return found


def within(paths: Iterable[Path], nodes: Sequence[Path]) -> list[Path]:
    """What some nodes have in common with others, both in the order of the search: of two nested ones the inner one.

    >>> within([(1, 0, 1), (3, 3, 0)], [(3, 0, 3), (3, 2, 1), (1, 1, 0)])
    [(3, 0, 3), (3, 2, 1), (3, 3, 0)]
    """
    return [path if not node[0] & ~path[0] else node for path in paths for node in nodes if leads_to((node,), *path)]


class Subtrees:
    """The cells below some nodes in the order of the search, until the budget is over; rest is what is left then.

    found counts the cells; however small the budget is, there is one.
    If these nodes come next in the walk that the thread's last Subtrees left, they are searched by that walk: it knows
    the vertices on the boundary.  What is found is the same.
    """

    def __init__(self, source: Source, nodes: Sequence[Path], budget: Budget) -> None:
        self.source = source
        self.nodes = nodes
        self.budget = budget
        self.rest: list[Path] = []
        self.found = 0

    def __iter__(self) -> Iterator[Cell]:
        cells, until, beyond = self._cells()
        for cell in cells:
            if until is not None and not until[0] & ~cell.split and leads_to((until,), *path_of(cell)):
                return
            self.found += 1
            if self.budget.is_over(self.found):
                self.rest = within(siblings_after(path_of(cell), self.source.faces), self.nodes)
                _paused.walk = self.source, [*self.rest, *beyond], cells
                yield cell
                return
            yield cell

    def _cells(self) -> tuple[Iterator[Cell], Path | None, list[Path]]:
        """The cells from the first node on, the node where they are to end, and the nodes from there on."""
        paused, _paused.walk = _paused.walk, None
        if self.budget.until is None and paused is not None:
            source, nodes, cells = paused
            count = len(self.nodes)
            if source is self.source and nodes[:count] == list(self.nodes):
                beyond = nodes[count:]
                return cells, beyond[0] if beyond else None, beyond
        return iter(self.source.walk(self.nodes)), self.budget.until, []


class _Paused(local):
    """The walk that this thread left: its source, the nodes that it has not come to, and its cells from there on."""

    walk: tuple[Source, list[Path], Iterator[Cell]] | None = None


_paused = _Paused()


def forget() -> None:
    """Drops the walk that this thread left."""
    _paused.walk = None
