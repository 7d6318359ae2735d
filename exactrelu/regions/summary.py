"""Counts of a complex from counts of its parts: what a task tells of its cells, and how that is put together.

An affine map is told by a hash of 128 bits (BLAKE2b), all else exactly.
Facets matter only between cells that share their map, so a part looks at those that do so within it; a cell that shares
its map with other parts only is asked for its facets afterwards.
"""

import marshal
from collections.abc import Iterator, Sequence
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

NAME = 16
"""The bytes of a map's hash."""

FacetKey = tuple[int, int]
Pieces = tuple[int, tuple[tuple[int, FacetKey], ...]]
"""A number of linear pieces, and the facets at which they may go on elsewhere, each with its piece."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What a part of the search has: faces by dimension, bounded cells, and its affine maps.

    names has the hashes of the maps of one cell each, one after the other, paths the paths to these cells as text:
    there may be a million of them, and paths are hardly ever looked at.  shared has the maps of several cells, with
    their linear pieces.
    """

    by_dimension: tuple[int, ...]
    bounded: int
    names: bytes
    paths: str
    shared: tuple[tuple[bytes, Pieces], ...]

    def to_json(self) -> list[Any]:
        """The summary in lists, strings and integers; masks are hexadecimal, of any length."""
        shared = [
            [name.hex(), pieces, [[piece, f"{above:x}", f"{below:x}"] for piece, (above, below) in facets]]
            for name, (pieces, facets) in self.shared
        ]
        return [list(self.by_dimension), self.bounded, self.names.hex(), self.paths, shared]

    @classmethod
    def from_json(cls, data: list[Any]) -> "Summary":
        """The summary that to_json wrote."""
        by_dimension, bounded, names, paths, shared = data
        groups = tuple(
            (
                bytes.fromhex(name),
                (pieces, tuple((piece, (int(above, 16), int(below, 16))) for piece, above, below in facets)),
            )
            for name, pieces, facets in shared
        )
        return cls(tuple(by_dimension), bounded, bytes.fromhex(names), paths, groups)


def summarize(walk: Walk, cells: Iterator[Cell]) -> Summary:
    """The summary of some cells.

    They are kept until the end, since facets are looked at where a second cell comes with the same map.
    """
    full = walk.dimension
    by_dimension = [0] * (full + 1)
    bounded = 0
    first: dict[bytes, Cell] = {}
    several: dict[bytes, list[Cell]] = {}
    for cell in cells:
        by_dimension[cell.dimension] += 1
        if cell.dimension < full:
            continue
        bounded += cell.is_bounded()
        # Version 2 of the format depends on the numbers alone, and tells where each of them ends.
        text = marshal.dumps(list(map(int, walk.map_key(cell))), 2)
        name = blake2b(text, digest_size=NAME).digest()
        if first.setdefault(name, cell) is not cell:
            several.setdefault(name, [first[name]]).append(cell)
    single = [(name, path_of(cell)) for name, cell in first.items() if name not in several]
    names = b"".join([name for name, _ in single])
    paths = " ".join([f"{done:x}:{above:x}:{below:x}" for _, (done, above, below) in single])
    shared = tuple((name, joined(list(map(_alone, group)))) for name, group in several.items())
    return Summary(tuple(by_dimension), bounded, names, paths, shared)


def _alone(cell: Cell) -> Pieces:
    """A cell as a linear piece of its own."""
    return 1, tuple((0, key) for key in facet_keys(cell))


def facets_of_cells(_: Walk, cells: Iterator[Cell]) -> list[tuple[Path, Pieces]]:
    """Each cell as a linear piece of its own, by the path to it."""
    return [(path_of(cell), _alone(cell)) for cell in cells]


def joined(parts: Sequence[Pieces]) -> Pieces:
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
    """Adds summaries up to the counts of the whole.

    A map of one cell of a part is told by the number of that cell among all such cells, a map of several cells of a
    part by -1 - its number among all such maps.
    """

    def __init__(self, source: Source, executor: Executor | None) -> None:
        self.source = source
        self.executor = executor
        self.by_dimension = [0]
        self.bounded = 0
        self.cpu = 0
        self._known: dict[bytes, int] = {}
        self._several: dict[bytes, list[int]] = {}
        self._paths: list[str] = []
        self._starts: list[int] = []
        self._singles = 0
        self._shared: list[Pieces] = []
        self._shared_names: list[bytes] = []

    def add(self, summary: Summary) -> None:
        """Takes in one part."""
        self.by_dimension = [a + b for a, b in zip_longest(self.by_dimension, summary.by_dimension, fillvalue=0)]
        self.bounded += summary.bounded
        self._paths.append(summary.paths)
        self._starts.append(self._singles)
        blob = summary.names
        self._take([blob[i : i + NAME] for i in range(0, len(blob), NAME)], self._singles, 1)
        self._singles += len(blob) // NAME
        names = [name for name, _ in summary.shared]
        self._take(names, -1 - len(self._shared), -1)
        self._shared_names += names
        self._shared += [pieces for _, pieces in summary.shared]

    def _take(self, names: list[bytes], number: int, step: int) -> None:
        known = self._known.setdefault
        for name in names:
            first = known(name, number)
            if first != number:
                self._several.setdefault(name, [first]).append(number)
            number += step

    def counts(self, complete: bool = True) -> Counts:
        """The counts of all that was added; of a part only, no linear pieces (0): they may be joined elsewhere."""
        found = tuple(self.by_dimension)
        pieces = self._pieces() if complete else 0
        return Counts(found[-1], len(self._known), pieces, self.bounded, found if self.source.faces else None)

    def _pieces(self) -> int:
        """The number of linear pieces."""
        alone = len(self._known) - len(self._several)
        for name, (pieces, _) in zip(self._shared_names, self._shared, strict=True):
            alone += pieces - 1 if name not in self._several else 0
        asked = self._paths_of([number for entries in self._several.values() for number in entries if number >= 0])
        answers = self._facets(list(asked.values()))
        for entries in self._several.values():
            parts = [answers[asked[number]] if number >= 0 else self._shared[-1 - number] for number in entries]
            alone += joined(parts)[0]
        return alone

    def _paths_of(self, numbers: list[int]) -> dict[int, Path]:
        """The paths to some cells, by their numbers, in the order of the search."""
        wanted = sorted(numbers)[::-1]
        found: dict[int, Path] = {}
        for i, start in enumerate(self._starts):
            end = self._starts[i + 1] if i + 1 < len(self._starts) else self._singles
            if not wanted or wanted[-1] >= end:
                continue
            texts = self._paths[i].split(" ")
            while wanted and wanted[-1] < end:
                number = wanted.pop()
                done, above, below = texts[number - start].split(":")
                found[number] = int(done, 16), int(above, 16), int(below, 16)
        return found

    def _facets(self, paths: list[Path]) -> dict[Path, Pieces]:
        """The facets of single cells, asked for by their paths."""
        if not paths:
            return {}
        search = Search(self.source, OverCells(facets_of_cells), self.executor, paths)
        found = {path: pieces for outcome in search for path, pieces in outcome.result}
        self.cpu += search.cpu_elsewhere
        return found
