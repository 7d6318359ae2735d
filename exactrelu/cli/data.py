"""Tables of points, and the names of features: read from CSV files and from options."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from exactrelu.errors import FormatError, ShapeError
from exactrelu.extended import rational, to_fraction

__all__ = ["Data", "read_data", "read_groups", "read_names"]

Row = tuple[Fraction, ...]


@dataclass(frozen=True, slots=True)
class Data:
    """The exact rows of a table, and its header if it has one."""

    names: tuple[str, ...] | None
    rows: tuple[Row, ...]


def read_data(path: str, inputs: int) -> Data:
    """A CSV file with one point per line, decimals and fractions read exactly.

    A first line that is no row of numbers is the header; blank lines are skipped.
    Raises FormatError for what is no number and for a file without rows, ShapeError for a row of another length, each
    with the line.
    """
    with open(path, encoding="utf-8-sig", newline="") as stream:
        reader = csv.reader(stream)
        try:
            lines = [(reader.line_num, line) for line in reader if any(cell.strip() for cell in line)]
        except (csv.Error, UnicodeDecodeError) as error:
            raise FormatError(f"{path}: after line {reader.line_num}: this is no CSV text: {error}") from None
    names = None
    if lines and not any(_is_number(cell) for cell in lines[0][1]):
        names = check_names([cell.strip() for cell in lines.pop(0)[1]], inputs, path)
    if not lines:
        raise FormatError(f"{path}: there are no rows of numbers")
    return Data(names, tuple(_row(path, number, line, inputs) for number, line in lines))


def _is_number(cell: str) -> bool:
    try:
        rational(cell.strip())
    except (ValueError, ArithmeticError):
        return False
    return True


def _row(path: str, number: int, line: Sequence[str], inputs: int) -> Row:
    if len(line) != inputs:
        raise ShapeError(f"{path}: line {number}: {len(line)} columns, the network takes {inputs} inputs")
    row = []
    for column, cell in enumerate(line, start=1):
        try:
            row.append(to_fraction(rational(cell.strip())))
        except (ValueError, ArithmeticError) as error:
            raise FormatError(f"{path}: line {number}, column {column}: {error}") from None
    return tuple(row)


def read_names(text: str, inputs: int) -> tuple[str, ...]:
    """The names that --names gives, such as "age,dose"."""
    return check_names([name.strip() for name in text.split(",")], inputs, "--names")


def check_names(names: Sequence[str], inputs: int, where: str) -> tuple[str, ...]:
    """The names; ShapeError unless there is one for each input, FormatError for one that is empty or comes twice."""
    if len(names) != inputs:
        raise ShapeError(f"{where}: {len(names)} feature names, the network takes {inputs} inputs")
    for name in names:
        if not name or names.count(name) > 1:
            raise FormatError(f"{where}: the feature name {name!r} is empty or comes twice; give each input its own")
    return tuple(names)


def read_groups(text: str, names: Sequence[str]) -> tuple[tuple[int, ...], ...]:
    """The groups that --groups gives, such as "x1+x2,x4+x5", as numbers of inputs, counted from 0.

    >>> read_groups("b+c", ["a", "b", "c"])
    ((1, 2),)
    """
    groups, seen = [], set()
    for part in text.split(","):
        members = [member.strip() for member in part.split("+")]
        for member in members:
            if member not in names:
                raise FormatError(f"--groups: there is no feature {member!r}; the features are {', '.join(names)}")
            if member in seen:
                raise FormatError(f"--groups: the feature {member!r} comes twice; groups must be disjoint")
            seen.add(member)
        groups.append(tuple(names.index(member) for member in members))
    return tuple(groups)
