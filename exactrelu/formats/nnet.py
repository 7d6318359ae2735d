"""The .nnet format: decimal text, one weight row or bias per line, with bounds and scales of the inputs beside it.

After // comments come the lines: layers, inputs, outputs, largest size; the layer sizes, inputs first; an unused flag;
minima and maxima of the inputs; means and ranges of the inputs and, last on the line, of the outputs; then, layer by
layer, the rows of the weights and the biases.  The network reads (x - mean) / range and its outputs are scaled back,
y * range + mean: both are folded into the first and the last layer, exactly.
The bounds of the inputs become the suggested domain; the format's own tools clip inputs to them, the network here is
left unclipped.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NoReturn

from gmpy2 import mpq

from exactrelu.domain import Domain
from exactrelu.errors import DomainError, FormatError
from exactrelu.extended import rational
from exactrelu.files import LARGEST_SIZE, Source, check_dense, shorten
from exactrelu.network import Layer, Network, Provenance

__all__ = ["read_network"]

READING_RULE = "decimal text of the file, exactly; the normalisation is folded into the first and the last layer"


@dataclass(slots=True)
class _Lines:
    """The lines of a file that are neither comments nor blank, read one after the other."""

    name: str
    lines: list[tuple[int, str]]
    position: int = 0
    notes: list[str] = field(default_factory=list)

    @property
    def number(self) -> int:
        """The number, in the file, of the line read last."""
        return self.lines[self.position - 1][0] if self.position else 1

    def fail(self, problem: object) -> NoReturn:
        raise FormatError(f"{self.name}: line {self.number}: {problem}") from None

    def take(self, what: str) -> list[mpq]:
        """The numbers of the next line; a comma may follow the last one."""
        if self.position == len(self.lines):
            self.fail(f"the file ends where {what} should follow; it is cut short")
        self.position += 1
        entries = [entry.strip() for entry in self.lines[self.position - 1][1].split(",")]
        if len(entries) > 1 and not entries[-1]:
            entries.pop()
        numbers = []
        for i, entry in enumerate(entries, start=1):
            try:
                if "/" in entry:
                    raise ValueError(f"{shorten(entry)} is not decimal")
                numbers.append(rational(entry))
            except ValueError as error:
                self.fail(f"entry {i} of {what}: {error}")
        return numbers

    def take_exactly(self, count: int, what: str) -> list[mpq]:
        numbers = self.take(what)
        if len(numbers) != count:
            self.fail(f"{what}: {count} numbers are needed, the line has {len(numbers)}")
        return numbers

    def take_sizes(self, what: str) -> list[int]:
        numbers = self.take(what)
        if any(number.denominator != 1 or not 0 <= number <= LARGEST_SIZE for number in numbers):
            self.fail(f"{what}: whole numbers from 0 to {LARGEST_SIZE} are needed")
        return [int(number) for number in numbers]

    def take_or_none(self, count: int, what: str) -> list[mpq] | None:
        """The numbers of the next line, or None for a lone 0, which stands for a line left out."""
        numbers = self.take(what)
        if len(numbers) != count and numbers != [0]:
            self.fail(f"{what}: {count} numbers are needed (or a lone 0 for none), the line has {len(numbers)}")
        if len(numbers) != count:
            self.notes.append(f"line {self.number}: a lone 0 for {what}, read as none")
            return None
        return numbers


def _sizes(lines: _Lines) -> list[int]:
    header = lines.take_sizes("the header (layers, inputs, outputs, largest size)")
    if len(header) != 4:
        lines.fail(f"the header has {len(header)} numbers instead of 4: layers, inputs, outputs, largest size")
    layers, inputs, outputs, _ = header
    if layers < 1:
        lines.fail("a network needs at least one layer")
    sizes = lines.take_sizes("the layer sizes")
    if len(sizes) < layers + 1:
        lines.fail(f"{layers} layers need {layers + 1} sizes, inputs first; the line has {len(sizes)}")
    if len(sizes) > layers + 1:
        surplus = ", ".join(map(str, sizes[layers + 1 :]))
        lines.notes.append(f"line {lines.number}: surplus layer sizes ignored: {surplus}")
    sizes = sizes[: layers + 1]
    if 0 in sizes:
        lines.fail("a layer of size 0")
    if (sizes[0], sizes[-1]) != (inputs, outputs):
        lines.fail(f"the sizes run from {sizes[0]} to {sizes[-1]}, but the header says {inputs} and {outputs}")
    return sizes


def _domain(lines: _Lines, inputs: int) -> Domain | None:
    minima = lines.take_or_none(inputs, "the minima of the inputs")
    at_minima = lines.number
    maxima = lines.take_or_none(inputs, "the maxima of the inputs")
    if inputs == 1 and minima == maxima == [0]:
        # With one input a lone 0 is also a number; but on both lines it would leave one point to look at.
        lines.notes.append(f"lines {at_minima} and {lines.number}: a lone 0 for both bounds of the input, read as none")
        return None
    if minima is None and maxima is None:
        return None
    low: Sequence[object] = minima if minima is not None else ["-oo"] * inputs
    high: Sequence[object] = maxima if maxima is not None else ["oo"] * inputs
    try:
        return Domain.box(zip(low, high, strict=True))
    except DomainError as error:
        lines.fail(error)


def _normalisation(lines: _Lines, inputs: int) -> tuple[list[mpq], list[mpq]]:
    """The means and the ranges: those of the inputs, then that of all outputs."""
    means = lines.take_or_none(inputs + 1, "the means of inputs and outputs")
    ranges = lines.take_or_none(inputs + 1, "the ranges of inputs and outputs")
    if ranges is not None and 0 in ranges:
        lines.fail(f"range {ranges.index(mpq(0)) + 1} is 0, and values are divided by it")
    return means or [mpq(0)] * (inputs + 1), ranges or [mpq(1)] * (inputs + 1)


def read_network(source: Source) -> Network:
    """The network of a .nnet file, with its normalisation folded in; hidden layers are ReLU, the output is affine.

    What was read otherwise than by the letter (a lone 0 for a normalisation, surplus sizes) is in provenance.notes.
    Raises FormatError, with the line, for a bad file.
    """
    numbered = enumerate(source.text().splitlines(), start=1)
    kept = [(number, line) for number, line in numbered if line.strip() and not line.lstrip().startswith("//")]
    lines = _Lines(source.name, kept)
    sizes = _sizes(lines)
    lines.take("the flag")
    domain = _domain(lines, sizes[0])
    means, ranges = _normalisation(lines, sizes[0])
    check_dense(pairwise(sizes), source.name)
    layers = []
    for depth, (columns, rows) in enumerate(pairwise(sizes), start=1):
        weight = [lines.take_exactly(columns, f"weight row {i} of layer {depth}") for i in range(1, rows + 1)]
        bias = [lines.take_exactly(1, f"bias {i} of layer {depth}")[0] for i in range(1, rows + 1)]
        if depth == 1:
            weight = [[w / scale for w, scale in zip(row, ranges, strict=False)] for row in weight]
            bias = [
                b - sum((w * mean for w, mean in zip(row, means, strict=False)), mpq(0))
                for row, b in zip(weight, bias, strict=True)
            ]
        last = depth == len(sizes) - 1
        if last:
            weight = [[w * ranges[-1] for w in row] for row in weight]
            bias = [b * ranges[-1] + means[-1] for b in bias]
        layers.append(Layer(weight, bias, "identity" if last else "relu"))
    if lines.position < len(lines.lines):
        lines.position += 1
        lines.fail("more lines than the layer sizes call for")
    return Network(layers, Provenance(source.sha256, READING_RULE, tuple(lines.notes)), domain)
