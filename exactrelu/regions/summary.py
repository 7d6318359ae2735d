"""Counts of a complex from counts of its parts: what a task tells of its cells, and how that is put together.

An affine map is told by a hash of 128 bits (BLAKE2b), all else exactly.
Facets matter only between cells that share their map, so a part looks at those that do so within it; a cell that shares
its map with other parts only is asked for its facets afterwards.
"""

from collections.abc import Iterator
from concurrent.futures import Executor
from dataclasses import dataclass
from hashlib import blake2b
from itertools import zip_longest
from typing import Any

from exactrelu.regions.cell import Cell
from exactrelu.regions.counts import Counts, facet_keys
from exactrelu.regions.parallel import Search
from exactrelu.regions.subtree import Source, path_of
from exactrelu.regions.tasks import OverCells
from exactrelu.regions.walk import Path, Walk

__all__ = ["Merger", "Summary", "facets_of_cells", "summarize"]

FacetKey = tuple[int, int]
Pieces = tuple[int, tuple[tuple[int, FacetKey], ...]]
"""A number of linear pieces, and the facets at which they may go on elsewhere, each with its piece."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What a part of the search has: faces by dimension, bounded cells, and its affine maps.

    single has the maps of one cell, with the path to it; shared those of several cells, with their linear pieces.
    """

    by_dimension: tuple[int, ...]
    bounded: int
    single: tuple[tuple[bytes, Path], ...]
    shared: tuple[tuple[bytes, Pieces], ...]

    def to_json(self) -> list[Any]:
        """The summary in lists, strings and integers; masks are hexadecimal, of any length."""
        single = [[name.hex(), *(f"{mask:x}" for mask in path)] for name, path in self.single]
        shared = [
            [name.hex(), pieces, [[piece, f"{above:x}", f"{below:x}"] for piece, (above, below) in facets]]
            for name, (pieces, facets) in self.shared
        ]
        return [list(self.by_dimension), self.bounded, single, shared]

    @classmethod
    def from_json(cls, data: list[Any]) -> "Summary":
        """The summary that to_json wrote."""
        by_dimension, bounded, single, shared = data
        paths = tuple(
            (bytes.fromhex(name), (int(done, 16), int(above, 16), int(below, 16)))
            for name, done, above, below in single
        )
        groups = tuple(
            (
                bytes.fromhex(name),
                (pieces, tuple((piece, (int(above, 16), int(below, 16))) for piece, above, below in facets)),
            )
            for name, pieces, facets in shared
        )
        return cls(tuple(by_dimension), bounded, paths, groups)


def summarize(walk: Walk, cells: Iterator[Cell]) -> Summary:
    """The summary of some cells."""
    full = walk.dimension
    by_dimension = [0] * (full + 1)
    bounded = 0
    groups: dict[bytes, list[Cell]] = {}
    for cell in cells:
        by_dimension[cell.dimension] += 1
        if cell.dimension < full:
            continue
        bounded += cell.is_bounded()
        text = " ".join([entry.digits(32) for entry in walk.map_key(cell)])
        name = blake2b(text.encode(), digest_size=16).digest()
        groups.setdefault(name, []).append(cell)
    single = tuple((name, path_of(group[0])) for name, group in groups.items() if len(group) == 1)
    shared = tuple(
        (name, joined([(1, tuple((0, key) for key in facet_keys(cell))) for cell in group]))
        for name, group in groups.items()
        if len(group) > 1
    )
    return Summary(tuple(by_dimension), bounded, single, shared)


def facets_of_cells(_: Walk, cells: Iterator[Cell]) -> list[tuple[Path, Pieces]]:
    """Each cell as a linear piece of its own, by the path to it."""
    return [(path_of(cell), (1, tuple((0, key) for key in facet_keys(cell)))) for cell in cells]


def joined(parts: list[Pieces]) -> Pieces:
    """Pieces with one affine map, joined wherever two share a facet, which then is an outer one no more."""
    parent: list[int] = []

    def find(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    outer: dict[FacetKey, int] = {}
    for pieces, facets in parts:
        first = len(parent)
        parent.extend(range(first, first + pieces))
        for piece, key in facets:
            other = outer.pop(key, None)
            if other is None:
                outer[key] = first + piece
            else:
                parent[find(first + piece)] = find(other)
    names: dict[int, int] = {}
    for i in range(len(parent)):
        names.setdefault(find(i), len(names))
    return len(names), tuple((names[find(i)], key) for key, i in outer.items())


class Merger:
    """Adds summaries up to the counts of the whole."""

    def __init__(self, source: Source, executor: Executor | None) -> None:
        self.source = source
        self.executor = executor
        self.by_dimension = [0]
        self.bounded = 0
        self.cpu = 0
        self.known: dict[bytes, list[Any]] = {}

    def add(self, summary: Summary) -> None:
        """Takes in one part."""
        self.by_dimension = [a + b for a, b in zip_longest(self.by_dimension, summary.by_dimension, fillvalue=0)]
        self.bounded += summary.bounded
        for name, path in summary.single:
            self.known.setdefault(name, []).append(path)
        for name, pieces in summary.shared:
            self.known.setdefault(name, []).append(pieces)

    def counts(self, complete: bool = True) -> Counts:
        """The counts of all that was added; of a part only, no linear pieces (0): they may be joined elsewhere."""
        found = tuple(self.by_dimension)
        pieces = self._pieces() if complete else 0
        return Counts(found[-1], len(self.known), pieces, self.bounded, found if self.source.faces else None)

    def _pieces(self) -> int:
        several = [entries for entries in self.known.values() if len(entries) > 1]
        asked = [entry for entries in several for entry in entries if _is_path(entry)]
        answers = self._facets(asked)
        pieces = 0
        for entries in self.known.values():
            if len(entries) == 1:
                pieces += 1 if _is_path(entries[0]) else entries[0][0]
        for entries in several:
            pieces += joined([answers[entry] if _is_path(entry) else entry for entry in entries])[0]
        return pieces

    def _facets(self, paths: list[Path]) -> dict[Path, Pieces]:
        """The facets of single cells, asked for by their paths."""
        if not paths:
            return {}
        search = Search(self.source, OverCells(facets_of_cells), self.executor, paths)
        found = {path: pieces for outcome in search for path, pieces in outcome.result}
        self.cpu += search.cpu
        return found


def _is_path(entry: Any) -> bool:
    """A path has three numbers, pieces are a pair."""
    return len(entry) == 3
