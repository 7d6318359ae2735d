"""Settling a property of a network exactly: no counterexample exists, or here is one.

The network is affine on each closed cell, so on a cell the counterexamples are a polyhedron, and an exact simplex tells
whether it is empty.  The cells are made layer by layer; one on which bounds of the later layers exclude every
alternative is dropped with all that would come of it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from gmpy2 import mpq, mpz

from exactrelu.affine import Form, homogeneous_point, primitive, value
from exactrelu.errors import DomainError, ShapeError, SizeLimitError
from exactrelu.extended import to_fraction
from exactrelu.formats.vnnlib import Case, Specification
from exactrelu.geometry.cone import Generator
from exactrelu.geometry.simplex import Dictionary
from exactrelu.network import Network
from exactrelu.regions import Regions
from exactrelu.regions.cell import Cell
from exactrelu.regions.chart import Chart
from exactrelu.regions.simplex_cell import SimplexCell
from exactrelu.regions.simplex_walk import SimplexWalk

__all__ = ["Decision", "decide"]

Range = tuple[mpq | None, mpq | None]
"""The least and the largest value; None where there is none."""


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether a property holds; if not, a point that breaks it, with the outputs there, both exact."""

    holds: bool
    point: tuple[Fraction, ...] | None = None
    outputs: tuple[Fraction, ...] | None = None


def decide(network: Network, specification: Specification, most_cells: int | None = None) -> Decision:
    """Whether the specification, a set of counterexamples, is empty for the network; else one of them.

    Exact, and complete: the answer is right for the real-arithmetic function of the network.  A counterexample is
    confirmed by evaluating the network and the specification at it.
    Raises ShapeError when the numbers of inputs or outputs differ, SizeLimitError beyond most_cells cells.

    >>> from exactrelu.files import Source
    >>> from exactrelu.formats.vnnlib import read_specification
    >>> from exactrelu.network import Layer
    >>> absolute = Network([Layer([[1], [-1]], [0, 0]), Layer([[1, 1]], [0], "identity")])
    >>> text = b"(declare-const X_0 Real) (declare-const Y_0 Real) (assert (<= X_0 -0.1)) (assert (<= Y_0 %s))"
    >>> decide(absolute, read_specification(Source("p.vnnlib", text % b"0.09", "")))
    Decision(holds=True, point=None, outputs=None)
    >>> decide(absolute, read_specification(Source("p.vnnlib", text % b"0.1", "")))
    Decision(holds=False, point=(Fraction(-1, 10),), outputs=(Fraction(1, 10),))
    """
    if (network.inputs, network.outputs) != (specification.inputs, specification.outputs):
        raise ShapeError(
            f"the property speaks of {specification.inputs} inputs and {specification.outputs} outputs, "
            f"the network has {network.inputs} and {network.outputs}"
        )
    budget = _Budget(most_cells)
    for case in specification.cases():
        point = _search(network, case, budget)
        if point is not None:
            outputs = network(point)
            if not specification.holds_at(list(map(mpq, point)), list(map(mpq, outputs))):
                raise RuntimeError(f"the counterexample {point} is not confirmed by evaluation")
            return Decision(False, point, outputs)
    return Decision(True)


class _Budget:
    """How many cells may still be looked at."""

    def __init__(self, most: int | None) -> None:
        self.most = most
        self.used = 0

    def spend(self) -> None:
        self.used += 1
        if self.most is not None and self.used > self.most:
            raise SizeLimitError(f"undecided after {self.most} cells; lift the limit, or split the property")


def _search(network: Network, case: Case, budget: _Budget) -> tuple[Fraction, ...] | None:
    search = _Search(network, case)
    try:
        root = search.walk.root()
    except DomainError:
        # No input satisfies the case's constraints on inputs.
        return None
    for cell in search.cells(root, budget):
        point = search.counterexample(cell)
        if point is not None:
            return point
    return None


class _Search:
    """One case of a property on one network."""

    def __init__(self, network: Network, case: Case) -> None:
        self.network = network
        self.case = case
        self.walk = Regions(network, case.domain).walk
        self._mixed = any(any(row[: network.inputs]) for rows in case.alternatives for row in rows)

    @cached_property
    def chart(self) -> Chart | None:
        """Coordinates in which the cells have warm dictionaries, unless an alternative sees more than they show."""
        if not isinstance(self.walk, SimplexWalk) or (self._mixed and not self.walk.chart.is_identity):
            return None
        return self.walk.chart

    def cells(self, root: Cell, budget: _Budget) -> Iterator[Cell]:
        """The cells of the last layer on which bounds do not exclude every alternative."""
        walk = self.walk
        if isinstance(walk, SimplexWalk):
            for found in walk:
                budget.spend()
                yield found
            return
        depth = len(self.network.hidden)
        cells = [root]
        for layer in range(depth):
            kept = [cell for cell in cells if self._possible(cell, layer)]
            last = layer == depth - 1
            cells = []
            memo: dict[tuple[Generator, Generator, int], Generator] = {}
            for cell in kept:
                for child in walk.refine(cell, layer, memo):
                    budget.spend()
                    if last:
                        yield child
                    else:
                        cells.append(child)
        if not depth:
            yield from cells

    def _possible(self, cell: Cell, layer: int) -> bool:
        """Whether bounds leave a possibility of a counterexample in a cell that hidden layer `layer` has not cut."""
        cell = self.walk.lifted(cell)
        forms = cell.forms(self.network.inputs + 1)
        ranges = [_range(cell, form) for form in forms]
        layers = self.network.integer_layers
        for depth in range(layer, len(layers) - 1):
            active = [_active(part) if relu else part for part, relu in zip(ranges, layers[depth].relu, strict=True)]
            after = layers[depth + 1]
            if depth == len(layers) - 2:
                break
            ranges = [_combined(row, active, b) for row, b in zip(after.weight, after.bias, strict=True)]
        return any(
            all(self._reaches(cell, row, active, after.weight, after.bias, after.scale) for row in rows)
            for rows in self.case.alternatives
        )

    def _reaches(
        self, cell: Cell, row: Form, active: Sequence[Range], weight: Sequence[Form], bias: Form, scale: mpz
    ) -> bool:
        """Whether a.x + b.y + c may be >= 0, with y = (weight @ active + bias) / scale."""
        n = self.network.inputs
        b = row[n:-1]
        merged = [sum((f * w for f, w in zip(b, column, strict=True)), mpz(0)) for column in zip(*weight, strict=True)]
        constant = sum((f * c for f, c in zip(b, bias, strict=True)), mpz(0))
        _, most = _combined(merged, active, constant)
        _, rest = _range(cell, (*(scale * a for a in row[:n]), scale * row[-1]))
        return most is None or rest is None or most + rest >= 0

    def counterexample(self, cell: Cell) -> tuple[Fraction, ...] | None:
        """A counterexample in a closed cell of the last layer."""
        n, scale = self.network.inputs, self.network.integer_layers[-1].scale
        outputs = self.walk.outputs(cell)
        seen = self.walk.lifted(cell)
        base: Dictionary | None = None
        for rows in self.case.alternatives:
            forms = []
            for row in rows:
                form = [*(scale * a for a in row[:n]), scale * row[-1]]
                for factor, output in zip(row[n:-1], outputs, strict=True):
                    if factor:
                        form = [entry + factor * other for entry, other in zip(form, output, strict=True)]
                forms.append(primitive(form))
            if not isinstance(self.walk, SimplexWalk):
                if any((most := _range(seen, form)[1]) is not None and most < 0 for form in forms):
                    continue
                for g in seen.generators:
                    if g.v[-1] and all(value(form, g.v) >= 0 for form in forms):
                        return _point(g.v)
            base = base or self._polyhedron(cell)
            polyhedron = base.copy()
            if all(polyhedron.add(self._pulled(form), ("output", j)) for j, form in enumerate(forms)):
                found = homogeneous_point(polyhedron.point())
                return _point(found if self.chart is None else self.chart.push(found))
        return None

    def _pulled(self, form: Form) -> Form:
        return form if self.chart is None else primitive(self.chart.pull(form))

    def _polyhedron(self, cell: Cell) -> Dictionary:
        """The closed cell, in the coordinates of the chart if there is one."""
        if self.chart is not None and isinstance(cell, SimplexCell):
            return cell.dictionary()
        walk = self.walk
        made = Dictionary(self.network.inputs)
        for j, form in enumerate(walk.domain.inequalities):
            made.add(form, ("domain", j))
        for j, form in enumerate(walk.domain.equalities):
            made.add(form, ("hull", j), equality=True)
        left = cell.split
        while left:
            bit = left & -left
            left ^= bit
            form = primitive(walk.form(cell, bit.bit_length() - 1))
            made.add(form if cell.positive & bit else tuple(-entry for entry in form), bit)
        return made


def _range(cell: Cell, form: Form) -> Range:
    """The range of a form on a closed cell, read off its generators."""
    low: mpq | None = None
    high: mpq | None = None
    below = above = any(value(form, line.v) for line in cell.lines)
    for g in cell.generators:
        height, t = value(form, g.v), g.v[-1]
        if t:
            reached = mpq(height, t)
            low = reached if low is None else min(low, reached)
            high = reached if high is None else max(high, reached)
        else:
            below, above = below or height < 0, above or height > 0
    return None if below else low, None if above else high


def _active(part: Range) -> Range:
    """The range after a ReLU."""
    low, high = part
    return max(low, mpq(0)) if low is not None else mpq(0), max(high, mpq(0)) if high is not None else None


def _combined(row: Sequence[mpz], parts: Sequence[Range], constant: mpz) -> Range:
    """Bounds of the sum of factor * value, plus a constant."""
    low: mpq | None = mpq(constant)
    high: mpq | None = mpq(constant)
    for factor, (least, most) in zip(row, parts, strict=True):
        if factor:
            first, second = (least, most) if factor > 0 else (most, least)
            low = None if low is None or first is None else low + factor * first
            high = None if high is None or second is None else high + factor * second
    return low, high


def _point(vector: Sequence[mpz]) -> tuple[Fraction, ...]:
    return tuple(to_fraction(mpq(entry, vector[-1])) for entry in vector[:-1])
