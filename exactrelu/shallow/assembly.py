"""What both constructions share: numbering neurons, and the rows of gates."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from itertools import compress
from typing import Any

from gmpy2 import mpq, mpz

from exactrelu.affine import Form, value
from exactrelu.domain import Domain
from exactrelu.extended import MINUS_INFINITY, ExtendedRational, finite
from exactrelu.regions import Region, Walk
from exactrelu.regions.cell import Cell
from exactrelu.regions.parallel import Search
from exactrelu.regions.region import Signs
from exactrelu.regions.subtree import Source
from exactrelu.regions.tasks import OverCells
from exactrelu.shallow.network import Role, Row, ShallowLayer, ShallowNetwork

__all__ = ["FirstLayer", "Gates", "Passing", "Piece", "Side", "Term", "gate_signs", "pieces", "signs_on", "unit_form"]

ZERO = finite(mpq(0))

Term = tuple[int, int, Form]
"""Output, sign, and sign * g: one gate relu(sign * g)."""


def unit_form(inputs: int, i: int, sign: int) -> Form:
    """The form sign * x_i."""
    form = [mpz(0)] * (inputs + 1)
    form[i] = mpz(sign)
    return tuple(form)


def signs_on(cell: Cell, form: Form) -> tuple[bool, bool]:
    """Whether the form, in the cell's coordinates, is somewhere positive, and somewhere negative, on its closure."""
    values = [value(form, g.v) for g in cell.generators]
    along = any(value(form, g.v) for g in cell.lines)
    return along or any(z > 0 for z in values), along or any(z < 0 for z in values)


def gate_signs(walk: Walk, cell: Cell) -> Iterator[Term]:
    """The (output, sign, sign * g) for which sign * g is somewhere positive on the closed cell."""
    pairs = zip(cell.forms(walk.length), walk.outputs(cell), strict=True)
    for output, (inner, form) in enumerate(pairs):
        positive, negative = signs_on(cell, inner)
        if positive:
            yield output, 1, form
        if negative:
            yield output, -1, tuple(-entry for entry in form)


Passing = Callable[[Iterable[Any]], Iterable[Any]]
"""Hands on one item for each face (cell) as it comes, and may count them for a progress bar."""

Side = tuple[int, Form, bool]
"""A constraint of a face: a mask bit, a form, and which of its two kinds it is."""

SPARE = 0
"""Instead of the sign of a gate: it is needed only if there is no other."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What one face (or cell) brings: its sign vector, its dimension, its sides, and its gates."""

    signs: Signs
    dimension: int
    sides: list[Side]
    terms: list[Term]


@dataclass(frozen=True, slots=True)
class Pieces:
    """What a search does with its faces (or cells): finds the numbers and the pieces of those that need gates.

    A network that is 0 everywhere needs none; it gets one all the same, so that no layer is empty.
    """

    sides: Callable[[Region], list[Side]]

    def __call__(self, walk: Walk, cells: Iterable[Cell]) -> list[tuple[int, Piece]]:
        """All pieces of some cells."""
        return list(self.of(walk, cells))

    def of(self, walk: Walk, cells: Iterable[Cell]) -> Iterator[tuple[int, Piece]]:
        """The pieces one by one; the first cell has a spare gate if it needs none."""
        for number, cell in enumerate(cells):
            found = list(gate_signs(walk, cell))
            if not found and not number:
                found = [(0, SPARE, walk.outputs(cell)[0])]
            if found:
                region = Region(walk, cell)
                yield number, Piece(region.signs, region.dimension, self.sides(region), found)


def pieces(
    walk: Walk, sides: Callable[[Region], list[Side]], passing: Passing = iter, executor: Executor | None = None
) -> Iterator[tuple[int, Piece]]:
    """The pieces that a network needs, each with the number of its face (cell), found here or by an executor."""
    spare: Piece | None = None
    needed = False
    job = Pieces(sides)
    for number, piece in job.of(walk, passing(walk)) if executor is None else _searched(walk, job, passing, executor):
        if piece.terms[0][1] != SPARE:
            needed = True
            yield number, piece
        elif not number:
            spare = piece
    if not needed and spare is not None:
        yield 0, replace(spare, terms=[(0, 1, spare.terms[0][2])])


def _searched(walk: Walk, job: Pieces, passing: Passing, executor: Executor) -> Iterator[tuple[int, Piece]]:
    first = 0
    for outcome in Search(Source.of(walk), OverCells(job), executor):
        for number, piece in outcome.result:
            yield first + number, piece
        first += sum(1 for _ in passing(range(outcome.cells)))


class FirstLayer:
    """Hidden layer 1: relu of primitive integer forms, each once; the carriers relu(x_i), relu(-x_i) come first."""

    def __init__(self, inputs: int) -> None:
        self.inputs = inputs
        self.index: dict[Form, int] = {}
        self.roles: list[Role] = []
        for i in range(inputs):
            for sign in (1, -1):
                self.index[unit_form(inputs, i, sign)] = len(self.roles)
                self.roles.append(Role("carrier", sign=sign, input=i))

    def neuron(self, form: Form) -> int:
        """The number of the neuron relu(form), made when it is new."""
        number = self.index.get(form)
        if number is None:
            self.index[form] = number = len(self.roles)
            self.roles.append(Role("hyperplane", form=form))
        return number

    def layer(self) -> ShallowLayer:
        """The finished layer."""
        rows = tuple(
            tuple((i, finite(mpq(entry))) for i, entry in compress(enumerate(form), form[:-1])) for form in self.index
        )
        bias = tuple(finite(mpq(form[-1])) for form in self.index)
        return ShallowLayer(rows, bias, ("relu",) * len(rows))


class Gates:
    """The last hidden layer and the output layer: relu(+-g - oo * penalties) for every face (or cell) and output."""

    def __init__(self, inputs: int, outputs: int, scale: mpz) -> None:
        self.inputs = inputs
        self.scale = scale
        self.rows: list[Row] = []
        self.bias: list[ExtendedRational] = []
        self.roles: list[Role] = []
        self.output: list[list[tuple[int, ExtendedRational]]] = [[] for _ in range(outputs)]

    def add(self, form: Form, penalties: Iterable[int], coefficient: int, role: Role) -> None:
        """One gate relu(form / scale - oo * penalties), which enters the output of its role with +-1.

        The carrier of the positive part of x_i has number 2i, that of the negative part 2i + 1.  A carrier that is a
        penalty too has weight -oo: w + (-oo) = -oo.
        """
        row: dict[int, ExtendedRational] = {}
        for i, entry in enumerate(form[:-1]):
            if entry:
                weight = mpq(entry, self.scale)
                row[2 * i] = finite(weight)
                row[2 * i + 1] = finite(-weight)
        for number in penalties:
            row[number] = MINUS_INFINITY
        if role.output is not None:
            self.output[role.output].append((len(self.rows), finite(mpq(coefficient))))
        self.rows.append(tuple((number, row[number]) for number in sorted(row)))
        self.bias.append(finite(mpq(form[-1], self.scale)))
        self.roles.append(role)

    def finish(self, hidden: list[ShallowLayer], roles: list[list[Role]], domain: Domain | None) -> ShallowNetwork:
        """The network of the given earlier hidden layers, the gates, and the signed sums as outputs."""
        gates = ShallowLayer(tuple(self.rows), tuple(self.bias), ("relu",) * len(self.rows))
        sums = ShallowLayer(
            tuple(map(tuple, self.output)), (ZERO,) * len(self.output), ("identity",) * len(self.output)
        )
        return ShallowNetwork(self.inputs, (*hidden, gates, sums), (*map(tuple, roles), tuple(self.roles)), domain)
