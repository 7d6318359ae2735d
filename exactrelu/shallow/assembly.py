"""What both constructions share: numbering neurons, and the rows of gates."""

from collections.abc import Callable, Iterable, Iterator

from gmpy2 import mpq, mpz

from exactrelu.affine import Form, value
from exactrelu.domain import Domain
from exactrelu.extended import MINUS_INFINITY, ExtendedRational, finite
from exactrelu.regions import Region, Walk
from exactrelu.regions.cell import Cell
from exactrelu.shallow.network import Role, Row, ShallowLayer, ShallowNetwork

__all__ = ["FirstLayer", "Gates", "Passing", "Term", "gate_signs", "signs_on", "terms", "unit_form"]

ZERO = finite(mpq(0))

Term = tuple[int, int, Form]
"""Output, sign, and sign * g: one gate relu(sign * g)."""


def unit_form(inputs: int, i: int, sign: int) -> Form:
    """The form sign * x_i."""
    return tuple(mpz(sign * (i == j)) for j in range(inputs + 1))


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


Passing = Callable[[Iterable[Cell]], Iterable[Cell]]
"""Hands on all cells as they come, and may count them for a progress bar."""


def terms(walk: Walk, passing: Passing = iter) -> Iterator[tuple[int, Region, list[Term]]]:
    """The cells of a walk, numbered, that need gates, and which.

    A network that is 0 everywhere needs none; it gets one all the same, so that no layer is empty.
    """
    spare: Cell | None = None
    needed = False
    for number, cell in enumerate(passing(walk)):
        spare = spare if spare is not None else cell
        found = list(gate_signs(walk, cell))
        if found:
            needed = True
            yield number, Region(walk, cell), found
    if not needed and spare is not None:
        yield 0, Region(walk, spare), [(0, 1, walk.outputs(spare)[0])]


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
            tuple((i, finite(mpq(entry))) for i, entry in enumerate(form[:-1]) if entry) for form in self.index
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
        self.rows.append(tuple(sorted(row.items())))
        self.bias.append(finite(mpq(form[-1], self.scale)))
        self.roles.append(role)

    def finish(self, hidden: list[ShallowLayer], roles: list[list[Role]], domain: Domain | None) -> ShallowNetwork:
        """The network of the given earlier hidden layers, the gates, and the signed sums as outputs."""
        gates = ShallowLayer(tuple(self.rows), tuple(self.bias), ("relu",) * len(self.rows))
        sums = ShallowLayer(
            tuple(map(tuple, self.output)), (ZERO,) * len(self.output), ("identity",) * len(self.output)
        )
        return ShallowNetwork(self.inputs, (*hidden, gates, sums), (*map(tuple, roles), tuple(self.roles)), domain)
