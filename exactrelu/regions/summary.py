"""Counts of a complex from counts of its parts: what a task tells of its cells, and how that is put together.

Facets matter only between cells that share their affine map, so a part looks at those that do so within it; a cell that
may share its map with other parts only is asked for map and facets afterwards.
Which ones these are is told by short names of maps; equal maps have equal names, and what has equal names is compared.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice, zip_longest
from operator import mul
from typing import Any

from gmpy2 import mpz

from exactrelu.regions.cell import Cell
from exactrelu.regions.counts import Counts, facet_keys
from exactrelu.regions.parallel import Search
from exactrelu.regions.subtree import Source, path_of
from exactrelu.regions.tasks import OverCells
from exactrelu.regions.walk import Path, Walk

__all__ = ["Merger", "Summary", "count", "described", "summarize"]

PRIME = mpz(2**127 - 1)
BASE = mpz(0x2B7E151628AED2A6ABF7158809CF4F3C)
NAME = 16
"""A name is the value of a polynomial at a base, modulo a prime: a map's entries are the coefficients.

The base has no meaning; two maps with one name are as rare as its being a root of their difference."""

PART = 50_000
"""So many cells are kept at a time to be counted."""

FacetKey = tuple[int, int]
Pieces = tuple[int, tuple[tuple[int, FacetKey], ...]]
"""A number of linear pieces, and the facets at which they may go on elsewhere, each with its piece."""
Map = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """What a part of the search has: faces by dimension, bounded cells, and its affine maps.

    names has the names of the maps of one cell each, one after the other, paths the paths to these cells, each split
    and positive mask in `width` bytes: there may be a million of them, and paths are hardly ever looked at.
    shared has the maps of several cells, with their linear pieces.
    """

    by_dimension: tuple[int, ...]
    bounded: int
    names: bytes
    width: int
    paths: bytes
    shared: tuple[tuple[Map, Pieces], ...]

    def path(self, number: int) -> Path:
        """The path to the cell that has the map with this number."""
        width = self.width
        split, positive = (
            int.from_bytes(self.paths[start : start + width], "little")
            for start in (2 * number * width, (2 * number + 1) * width)
        )
        return split, positive, split ^ positive

    def to_json(self) -> list[Any]:
        """The summary in lists, strings and integers; what may be long is hexadecimal."""
        shared = [
            [
                [f"{entry:x}" for entry in key],
                pieces,
                [[piece, f"{above:x}", f"{below:x}"] for piece, (above, below) in facets],
            ]
            for key, (pieces, facets) in self.shared
        ]
        return [list(self.by_dimension), self.bounded, self.names.hex(), self.width, self.paths.hex(), shared]

    @classmethod
    def from_json(cls, data: list[Any]) -> "Summary":
        """The summary that to_json wrote."""
        by_dimension, bounded, names, width, paths, shared = data
        groups = tuple(
            (
                tuple(int(entry, 16) for entry in key),
                (pieces, tuple((piece, (int(above, 16), int(below, 16))) for piece, above, below in facets)),
            )
            for key, pieces, facets in shared
        )
        return cls(tuple(by_dimension), bounded, bytes.fromhex(names), width, bytes.fromhex(paths), groups)


def summarize(walk: Walk, cells: Iterable[Cell]) -> Summary:
    """The summary of some cells.

    They are kept until the end, since facets are looked at where a second cell comes with the same map.
    """
    full = walk.dimension
    by_dimension = [0] * (full + 1)
    bounded = 0
    parent, inside = None, False
    first: dict[tuple[mpz, ...], Cell] = {}
    several: dict[tuple[mpz, ...], list[Cell]] = {}
    for cell in cells:
        by_dimension[cell.dimension] += 1
        if cell.dimension < full:
            continue
        if cell.parent is not parent:
            parent = cell.parent
            inside = parent is not None and parent.is_bounded()
        bounded += inside or cell.is_bounded()
        key = walk.map_key(cell)
        if first.setdefault(key, cell) is not cell:
            several.setdefault(key, [first[key]]).append(cell)
    shared = tuple((tuple(map(int, key)), joined(list(map(_alone, group)))) for key, group in several.items())
    for key in several:
        del first[key]
    names = b"".join(map(_name, first))
    width = (walk.offsets[-1] + 7) // 8
    # A cell of full dimension is on no neuron that was split, so two masks tell the path to it.
    paths = b"".join(
        [
            (cell.split | (cell.positive & cell.split) << 8 * width).to_bytes(2 * width, "little")
            for cell in first.values()
        ]
    )
    return Summary(tuple(by_dimension), bounded, names, width, paths, shared)


def _name(key: Sequence[mpz | int]) -> bytes:
    """The name of a map."""
    return int(sum(map(mul, _powers(len(key)), key)) % PRIME).to_bytes(NAME, "little")


@lru_cache(maxsize=4)
def _powers(length: int) -> tuple[mpz, ...]:
    """The powers of the base."""
    powers = [mpz(1)]
    while len(powers) < length:
        powers.append(powers[-1] * BASE % PRIME)
    return tuple(powers)


def _alone(cell: Cell) -> Pieces:
    """A cell as a linear piece of its own."""
    return 1, tuple((0, key) for key in facet_keys(cell))


def described(walk: Walk, cells: Iterator[Cell]) -> list[tuple[Path, Map, Pieces]]:
    """Each cell as a linear piece of its own, by the path to it, with its affine map."""
    return [(path_of(cell), tuple(map(int, walk.map_key(cell))), _alone(cell)) for cell in cells]


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
        self._parts: list[Summary] = []
        self._starts: list[int] = []
        self._singles = 0
        self._shared: list[tuple[Map, Pieces]] = []

    def add(self, summary: Summary) -> None:
        """Takes in one part."""
        self.by_dimension = [a + b for a, b in zip_longest(self.by_dimension, summary.by_dimension, fillvalue=0)]
        self.bounded += summary.bounded
        blob = summary.names
        self._parts.append(replace(summary, names=b"", shared=()))
        self._starts.append(self._singles)
        self._take([blob[i : i + NAME] for i in range(0, len(blob), NAME)], self._singles, 1)
        self._singles += len(blob) // NAME
        self._take([_name(key) for key, _ in summary.shared], -1 - len(self._shared), -1)
        self._shared += summary.shared

    def _take(self, names: list[bytes], number: int, step: int) -> None:
        known = self._known.setdefault
        for name in names:
            first = known(name, number)
            if first != number:
                self._several.setdefault(name, [first]).append(number)
            number += step

    def counts(self, complete: bool = True) -> Counts:
        """The counts of all that was added.

        Of a part only, no linear pieces (0): they may be joined elsewhere; and maps are told apart by their names.
        """
        found = tuple(self.by_dimension)
        maps, pieces = self._maps_and_pieces() if complete else (len(self._known), 0)
        return Counts(found[-1], maps, pieces, self.bounded, found if self.source.faces else None)

    def _maps_and_pieces(self) -> tuple[int, int]:
        """The numbers of affine maps and of linear pieces."""
        several = self._several
        alone = [number for name, number in self._known.items() if name not in several]
        pieces = sum(1 if number >= 0 else self._shared[-1 - number][1][0] for number in alone)
        compared: dict[Map, list[Pieces]] = {}
        numbers = [number for entries in several.values() for number in entries]
        asked = self._ask([number for number in numbers if number >= 0])
        for number in numbers:
            key, one = asked[number] if number >= 0 else self._shared[-1 - number]
            compared.setdefault(key, []).append(one)
        return len(alone) + len(compared), pieces + sum(joined(parts)[0] for parts in compared.values())

    def _ask(self, numbers: list[int]) -> dict[int, tuple[Map, Pieces]]:
        """The maps of some cells, and the cells as linear pieces, by their numbers."""
        if not numbers:
            return {}
        places = {self._path(number): number for number in sorted(numbers)}
        search = Search(self.source, OverCells(described), self.executor, list(places))
        found = {places[path]: (key, pieces) for outcome in search for path, key, pieces in outcome.result}
        self.cpu += search.cpu_elsewhere
        return found

    def _path(self, number: int) -> Path:
        part = bisect_right(self._starts, number) - 1
        return self._parts[part].path(number - self._starts[part])


def count(walk: Walk, cells: Iterable[Cell]) -> Counts:
    """Counts cells of a walk in one pass, which keeps some of them at a time.

    Two cells are in one linear piece only if they have the same map, so facets are looked at for such cells alone.
    """
    merger = Merger(Source.of(walk), None)
    iterator = iter(cells)
    summary = summarize(walk, islice(iterator, PART))
    while any(summary.by_dimension):
        merger.add(summary)
        summary = summarize(walk, islice(iterator, PART))
    return merger.counts()
