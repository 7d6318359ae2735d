"""Linear equations with sparse rational rows in reduced echelon form, and how each row is made of the given ones."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from gmpy2 import mpq, mpz

__all__ = ["Echelon", "SparseRow", "sparse"]

SparseRow = dict[int, mpq]
"""A row by its entries that are not 0."""


def sparse(form: Iterable[mpz]) -> SparseRow:
    """The entries of a form that are not 0."""
    return {column: mpq(entry) for column, entry in enumerate(form) if entry}


class Echelon:
    """The reduced echelon form of rows, with pivots in the columns below `width` only.

    rows maps a pivot column to its row, which is 1 there and 0 in the other pivot columns; combinations says how that
    row is made of the given ones, chosen lists the given rows that are independent of those before.
    contradiction says whether a combination of the rows is 0 below `width` and not 0 elsewhere.
    A pivot is taken in a column that the fewest rows use: equations that give some coordinates by a few others, such as
    those of a line or a plane, stay as sparse as they are, in any number.
    rank is the most that is looked for: what comes after the last pivot is not read.

    >>> line = Echelon([{0: mpq(1), 1: mpq(-2)}, {1: mpq(1), 2: mpq(-1)}, {0: mpq(1), 2: mpq(-2)}], 3)
    >>> sorted(line.rows), line.chosen, line.contradiction
    ([0, 1], [0, 1], False)
    """

    __slots__ = ("chosen", "combinations", "contradiction", "rows", "width")

    def __init__(self, rows: Sequence[SparseRow], width: int, rank: int | None = None) -> None:
        self.width = width
        self.rows: dict[int, SparseRow] = {}
        self.combinations: dict[int, SparseRow] = {}
        self.chosen: list[int] = []
        self.contradiction = False
        users = Counter(column for row in rows for column in row)
        for number, row in enumerate(rows):
            if len(self.chosen) == rank:
                return
            self._add(number, row, users)

    def _add(self, number: int, row: SparseRow, users: Mapping[int, int]) -> None:
        reduced = dict(row)
        made: SparseRow = {number: mpq(1)}
        for column in [column for column in row if column in self.rows]:
            factor = reduced[column]
            _subtract(reduced, self.rows[column], factor)
            _subtract(made, self.combinations[column], factor)
        free = [column for column in reduced if column < self.width]
        if not free:
            self.contradiction = self.contradiction or bool(reduced)
            return
        pivot = min(free, key=lambda column: (users[column], column))
        scale = 1 / reduced[pivot]
        reduced = {column: entry * scale for column, entry in reduced.items()}
        made = {index: entry * scale for index, entry in made.items()}
        for column, other in self.rows.items():
            factor = other.get(pivot, mpq(0))
            if factor:
                _subtract(other, reduced, factor)
                _subtract(self.combinations[column], made, factor)
        self.rows[pivot], self.combinations[pivot] = reduced, made
        self.chosen.append(number)

    def made_of(self, row: Mapping[int, mpq]) -> SparseRow:
        """The multipliers of the given rows whose combination agrees with a row in all pivot columns."""
        total: SparseRow = {}
        for column, made in self.combinations.items():
            if column in row:
                _subtract(total, made, -row[column])
        return total


def _subtract(row: SparseRow, other: Mapping[int, mpq], factor: mpq) -> None:
    """Takes factor * other from the row, in place."""
    for column, entry in other.items():
        left = row.get(column, 0) - factor * entry
        if left:
            row[column] = left
        else:
            row.pop(column, None)
