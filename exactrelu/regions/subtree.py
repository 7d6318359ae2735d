"""Parts of the search: the cells below a node, for as long as time allows, and what is left as nodes again.

A node of the search is named by the decisions that lead to it: which neurons were split, and which side was taken.
Within a layer neurons are split in their order, so the decisions of a cell, in the order of the mask bits, name all
nodes on the way to it; and at each of them the sides that come later in the order of the search are never empty.
So the place of the last cell that was found says what is left to be searched.
"""

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from exactrelu.domain import Domain
from exactrelu.geometry.cone import Generator
from exactrelu.network import Network
from exactrelu.regions.cell import Cell
from exactrelu.regions.simplex_walk import SimplexWalk
from exactrelu.regions.walk import WHOLE, Path, Walk

__all__ = ["Budget", "Source", "Subtrees", "coarsened", "path_of", "siblings_after"]

FINE_ENOUGH = 16
"""A node that takes too long before its first cell is found is cut into so many, or more."""


@dataclass(frozen=True, slots=True)
class Source:
    """What is searched: a small value that can be pickled."""

    network: Network
    domain: Domain
    faces: bool
    simplex: bool

    def walk(self, path: Path = WHOLE) -> Walk:
        """The walk below a node."""
        if self.simplex:
            return SimplexWalk(self.network, self.domain, path)
        return Walk(self.network, self.domain, self.faces, path=path)


@dataclass(slots=True)
class Budget:
    """When to stop: a time on the monotonic clock in nanoseconds, and a number of cells; None is no limit."""

    deadline: int | None = None
    cells: int | None = None

    def is_over(self, found: int = 0) -> bool:
        """Whether the time or the number of cells is used up."""
        if self.cells is not None and found >= self.cells:
            return True
        return self.deadline is not None and time.monotonic_ns() >= self.deadline


def path_of(cell: Cell) -> Path:
    """The decisions that lead to a cell."""
    return cell.split, cell.positive & cell.split, cell.negative & cell.split


def siblings_after(path: Path, base: int, faces: bool) -> list[Path]:
    """The nodes that make up what comes after a node in the search, below the decisions in the mask `base`.

    They are the later sides at each decision, the last decision first.

    >>> siblings_after((0b110, 0b000, 0b110), 0, faces=False)
    [(6, 4, 2), (2, 2, 0)]
    """
    done, positive, negative = path
    left = done & ~base
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


def coarsened(paths: Sequence[Path], base: int, wanted: int = FINE_ENOUGH) -> list[Path]:
    """The nodes after the first r decisions beyond `base`, for the least r that gives as many as wanted.

    paths are all of a level of the search below the node of base, in order; the result covers the same.

    >>> coarsened([(3, 0, 3), (3, 2, 1), (1, 1, 0)], 0, 2)
    [(1, 0, 1), (1, 1, 0)]
    """
    longest = max((path[0] & ~base).bit_count() for path in paths)
    for cut in range(1, longest + 1):
        firsts = [_first(path, base, cut) for path in paths]
        distinct = [firsts[0], *(b for a, b in pairwise(firsts) if a != b)]
        if len(distinct) >= wanted:
            return distinct
    return list(paths)


def _first(path: Path, base: int, count: int) -> Path:
    done, positive, negative = path
    left = done & ~base
    kept = done & base
    for _ in range(count):
        kept |= left & -left
        left &= left - 1
    return kept, positive & kept, negative & kept


class Subtrees:
    """The cells below some nodes in the order of the search, until the budget is over; rest is what is left then.

    found counts the cells.  However small the budget is, the rest is finer than the nodes were, or there are cells.
    """

    def __init__(self, source: Source, nodes: Iterable[Path], budget: Budget) -> None:
        self.source = source
        self.walk = source.walk()
        self.budget = budget
        self.rest: list[Path] = list(nodes)
        self.found = 0

    def __iter__(self) -> Iterator[Cell]:
        waiting = self.rest[::-1]
        started = False
        while waiting:
            if started and self.budget.is_over(self.found):
                break
            started = True
            self.walk.path = node = waiting.pop()
            self.rest = []
            yield from self._below(node)
            if self.rest:
                break
        self.rest += waiting[::-1]

    def _below(self, node: Path) -> Iterator[Cell]:
        for cell in self._cells(node):
            self.found += 1
            if self.budget.is_over(self.found):
                self.rest = siblings_after(path_of(cell), node[0], self.source.faces)
                yield cell
                return
            yield cell

    def _cells(self, node: Path) -> Iterator[Cell]:
        """The cells of the last layer; none, and a rest, if the budget is over before the first."""
        walk = self.walk
        if isinstance(walk, SimplexWalk) or len(walk.relu) < 2:
            yield from walk
            return
        cells = [walk.root()]
        for layer in range(len(walk.relu) - 1):
            cells = self._layer(node, cells, layer)
            if self.rest:
                return
        memo: dict[tuple[Generator, Generator, int], Generator] = {}
        cells.reverse()
        while cells:
            yield from walk.refine(cells.pop(), len(walk.relu) - 1, memo)

    def _layer(self, node: Path, cells: list[Cell], layer: int) -> list[Cell]:
        """The cells of the next layer."""
        memo: dict[tuple[Generator, Generator, int], Generator] = {}
        made: list[Cell] = []
        for i, cell in enumerate(cells):
            for child in self.walk.refine(cell, layer, memo):
                made.append(child)
                if self.budget.is_over():
                    here = siblings_after(path_of(child), node[0] | cell.split, self.source.faces)
                    paths = [*map(path_of, made), *here, *map(path_of, cells[i + 1 :])]
                    if len(paths) > 1:
                        self.rest = coarsened(paths, node[0])
                        return made
        return made
