"""From a graph of tensors to layers: every entry of a tensor is a number or an affine expression of neurons.

A reader computes with tensors of expressions; only an activation makes new neurons.  A neuron reads neurons of earlier
layers, not only of the one before: in the end each value that is still needed is carried past the layers in between by
identity neurons, which adds no kinks (see `Network`).  So skip connections cost the reader nothing.

What folds and what stays: an entry that reads no neuron is a number, and an activation of a number is a number; neurons
that nothing reads on the way to the output are left out.  But a neuron that a matrix reads with weight 0 counts as read
and a row of zeros as a neuron, so that a plain chain of matrices and activations gives its own layers, neuron for
neuron, and its activation patterns are those of the model.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any, Union

from gmpy2 import mpq

from exactrelu.errors import FormatError, ShapeError
from exactrelu.files import check_dense, shorten
from exactrelu.network import Layer

__all__ = ["Expression", "Lowering", "Number", "Tensor", "check_size", "scaled", "weighted_sum", "words"]

ZERO, ONE = mpq(0), mpq(1)
# No tensor may ask for more entries than this: every entry is an object of its own.
LARGEST_TENSOR = 10**6
# A graph of a few lines may ask for more work than can be waited for, and, by squaring, for numbers of any length.
# The work is counted in words of 64 bits that are made or multiplied, a neuron being worth a hundred; this much takes
# about a minute.
MOST_WORK = 5 * 10**7
NEURON_WORK = 100
MOST_BITS = 10**6

Number = Union[mpq, "Expression"]


@dataclass(frozen=True, slots=True)
class Expression:
    """The affine expression constant + sum of terms[i] * (value of neuron i), exact; it reads at least one neuron.

    A factor is 0 where a matrix reads the neuron with weight 0.  Results that read no neuron are numbers.

    >>> x, y = (Expression({i: mpq(1)}, mpq(0)) for i in range(2))
    >>> x + y + mpq(2) - x, x - x
    (Expression(terms={1: mpq(1,1)}, constant=mpq(2,1)), mpq(0,1))
    """

    terms: Mapping[int, mpq]
    constant: mpq

    def __add__(self, other: Number) -> Number:
        if not isinstance(other, Expression):
            return Expression(self.terms, self.constant + other)
        terms = dict(self.terms)
        for neuron, factor in other.terms.items():
            if neuron not in terms:
                terms[neuron] = factor
            elif total := terms[neuron] + factor:
                terms[neuron] = total
            else:
                del terms[neuron]
        constant = self.constant + other.constant
        return Expression(terms, constant) if terms else constant

    __radd__ = __add__

    def __neg__(self) -> "Expression":
        return Expression({neuron: -factor for neuron, factor in self.terms.items()}, -self.constant)

    def __sub__(self, other: Number) -> Number:
        return self + -other

    def __rsub__(self, other: Number) -> Number:
        return -self + other

    def stripped(self) -> Number:
        """The same value without the neurons that are read with factor 0."""
        terms = {neuron: factor for neuron, factor in self.terms.items() if factor}
        return Expression(terms, self.constant) if terms else self.constant


def scaled(factor: mpq, value: Number) -> Number:
    """The product of a number and a value; 0 times anything reads no neuron."""
    if not isinstance(value, Expression):
        return factor * value
    if not factor:
        return ZERO
    return Expression({neuron: factor * w for neuron, w in value.terms.items()}, factor * value.constant)


def weighted_sum(weights: Iterable[mpq], values: Iterable[Number]) -> Number:
    """The sum of weight * value, exactly, as a matrix forms it: neurons with weight 0 count as read."""
    terms: dict[int, mpq] = {}
    constant = ZERO
    for weight, value in zip(weights, values, strict=True):
        if isinstance(value, Expression):
            constant += weight * value.constant
            for neuron, factor in value.terms.items():
                terms[neuron] = terms.get(neuron, ZERO) + weight * factor
        elif weight:
            constant += weight * value
    return Expression(terms, constant) if terms else constant


def words(values: Iterable[Number]) -> int:
    """How many words the numbers of the values take; raises FormatError for a number of more than MOST_BITS bits."""
    total = 0
    for value in values:
        numbers = (value.constant, *value.terms.values()) if isinstance(value, Expression) else (value,)
        for number in numbers:
            bits = number.numerator.bit_length() + number.denominator.bit_length()
            if bits > MOST_BITS:
                raise FormatError(f"a number of {bits} bits comes about; no model needs more than {MOST_BITS}")
            total += 1 + bits // 64
    return total


def check_size(shape: Sequence[int]) -> None:
    """Raises FormatError for a tensor with more entries than can be kept, before memory runs out."""
    if prod(shape) > LARGEST_TENSOR:
        raise FormatError(f"a tensor with {shorten(prod(shape))} entries; at most {LARGEST_TENSOR} can be kept")


@dataclass(frozen=True, slots=True)
class Tensor:
    """An array of exact values.

    entries is a numpy array of objects, each an mpq or an `Expression`.  numpy serves for shapes, broadcasting and
    indexing only; the arithmetic is that of the objects.
    kind is "float", "integer" or "boolean"; only constants are other than "float".
    """

    entries: Any
    kind: str = "float"

    @classmethod
    def of(cls, values: Iterable[Number], shape: Sequence[int], kind: str = "float") -> "Tensor":
        """A tensor from its entries in row-major order; raises ShapeError if their number does not fit the shape."""
        import numpy as np

        flat = list(values)
        entries: Any = np.empty(len(flat), dtype=object)
        entries[:] = flat
        try:
            return cls(entries.reshape(tuple(shape)), kind)
        except ValueError:
            raise ShapeError(f"{len(flat)} entries do not fill the shape {list(shape)}") from None

    @property
    def shape(self) -> tuple[int, ...]:
        """The sizes along the axes."""
        return tuple(self.entries.shape)

    @property
    def is_constant(self) -> bool:
        """Whether every entry is a number."""
        return not any(isinstance(entry, Expression) for entry in self.entries.flat)

    def flat(self) -> list[Any]:
        """The entries in row-major order."""
        return list(self.entries.ravel())

    def with_entries(self, entries: Any) -> "Tensor":
        """A tensor of the same kind with other entries, an array of objects."""
        return Tensor(entries, self.kind)


@dataclass(frozen=True, slots=True)
class _Neuron:
    level: int
    activation: str
    pre_activation: Expression


class Lowering:
    """Collects the neurons of a graph and arranges them in layers; neurons 0..inputs-1 are the inputs.

    notes collects what a reader has to say about the reading.
    """

    def __init__(self, inputs: int) -> None:
        self.inputs = inputs
        self.notes: list[str] = []
        self._neurons: list[_Neuron] = []
        self._known: dict[object, Expression] = {}
        self._work = 0

    def spend(self, work: int) -> None:
        """Counts work; raises FormatError when a graph asks for more than can be waited for, before it is done."""
        self._work += work
        if self._work > MOST_WORK:
            raise FormatError(
                f"the model is too large to be read exactly: it takes more than {MOST_WORK} steps of arithmetic"
            )

    def input(self, shape: Sequence[int]) -> Tensor:
        """The network's input as a tensor, in row-major order."""
        return Tensor.of((Expression({i: ONE}, ZERO) for i in range(self.inputs)), shape)

    def _level_of(self, neuron: int) -> int:
        return 0 if neuron < self.inputs else self._neurons[neuron - self.inputs].level

    def level(self, values: Iterable[Number]) -> int:
        """The deepest layer that the values read, 0 being the input and constants."""
        read = {neuron for value in values if isinstance(value, Expression) for neuron in value.terms}
        return max(map(self._level_of, read), default=0)

    def _neuron(self, activation: str, value: Expression) -> Expression:
        self.spend(NEURON_WORK + len(value.terms))
        level = 1 + max(map(self._level_of, value.terms))
        self._neurons.append(_Neuron(level, activation, value))
        return Expression({self.inputs + len(self._neurons) - 1: ONE}, ZERO)

    def _shared(self, activation: str, value: Expression) -> Expression:
        key = _key(activation, value)
        if key not in self._known:
            self._known[key] = self._neuron(activation, value)
        return self._known[key]

    def activate(self, values: Iterable[Number]) -> list[Number]:
        """relu of every value, by one neuron for each that is not a number: the neurons that a model names itself.

        Equal values get neurons of their own, unless an earlier call has made them.
        """
        results: list[Number] = []
        made: dict[object, Expression] = {}
        for value in values:
            if isinstance(value, Expression):
                key = _key("relu", value)
                neuron = self._known.get(key)
                if neuron is None:
                    neuron = self._neuron("relu", value)
                    made.setdefault(key, neuron)
                results.append(neuron)
            else:
                results.append(max(value, ZERO))
        self._known.update(made)
        return results

    def positive_part(self, value: Number) -> Number:
        """relu of a value that the lowering of max, clipping and the like needs: shared, and no kink without need.

        Where the sign is plain (numbers; non-negative combinations of ReLU neurons) no neuron is made.
        """
        if isinstance(value, Expression):
            value = value.stripped()
        if not isinstance(value, Expression):
            return max(value, ZERO)
        if all(i >= self.inputs and self._neurons[i - self.inputs].activation == "relu" for i in value.terms):
            numbers = [value.constant, *value.terms.values()]
            if min(numbers) >= 0:
                return value
            if max(numbers) <= 0:
                return ZERO
        return self._shared("relu", value)

    def hold(self, values: Iterable[Number]) -> list[Number]:
        """The values, ready to be carried past layers: by identity neurons of their own if that takes fewer of them.

        The other way is to carry the neurons that the values read.
        """
        kept = list(values)
        several = [v for v in kept if isinstance(v, Expression) and sum(map(bool, v.terms.values())) > 1]
        read = {neuron for value in several for neuron, factor in value.terms.items() if factor}
        if len({_key("identity", value) for value in several}) >= len(read):
            return kept
        chosen = set(map(id, several))
        return [self._shared("identity", value) if id(value) in chosen else value for value in kept]

    def layers(self, output: Tensor, place: str) -> list[Layer]:
        """The layers of the network whose outputs are the entries of a tensor, in row-major order.

        Within a layer new neurons come first, in the order in which they were made, then the carried ones.
        Raises FormatError, naming the place, when the layers are too large to be kept.
        """
        final = [entry if isinstance(entry, Expression) else Expression({}, entry) for entry in output.flat()]
        neurons = self._needed(final)
        hidden = max((neuron.level for neuron in neurons.values()), default=0)
        last_reader: dict[int, int] = {}
        for level, expression in [
            *((neuron.level, neuron.pre_activation) for neuron in neurons.values()),
            *((hidden + 1, expression) for expression in final),
        ]:
            for i, factor in expression.terms.items():
                if factor:
                    last_reader[i] = max(level, last_reader.get(i, 0))
        by_level: dict[int, list[int]] = {level: [] for level in range(1, hidden + 1)}
        for i, neuron in neurons.items():
            by_level[neuron.level].append(i)
        layers: list[Layer] = []
        available = list(range(self.inputs))
        for level, fresh in by_level.items():
            carried = [i for i in available if last_reader.get(i, 0) > level]
            rows = [neurons[i].pre_activation for i in fresh] + [Expression({i: ONE}, ZERO) for i in carried]
            activation = [neurons[i].activation for i in fresh] + ["identity"] * len(carried)
            _add_layer(layers, rows, available, activation, place)
            available = fresh + carried
        _add_layer(layers, final, available, ["identity"] * len(final), place)
        return layers

    def _needed(self, final: list[Expression]) -> dict[int, _Neuron]:
        """The neurons that the output reads, directly or through others, in the order in which they were made."""
        read = {i for expression in final for i in expression.terms}
        kept = []
        # A neuron reads earlier ones only, so one pass backwards meets every reader before what it reads.
        for i in range(self.inputs + len(self._neurons) - 1, self.inputs - 1, -1):
            if i in read:
                neuron = self._neurons[i - self.inputs]
                read.update(neuron.pre_activation.terms)
                kept.append((i, neuron))
        return dict(kept[::-1])


def _key(activation: str, value: Expression) -> object:
    return activation, frozenset(value.terms.items()), value.constant


def _add_layer(
    layers: list[Layer], rows: list[Expression], available: list[int], activation: list[str], place: str
) -> None:
    check_dense([*((layer.outputs, layer.inputs) for layer in layers), (len(rows), len(available))], place)
    weight = [[row.terms.get(i, ZERO) for i in available] for row in rows]
    layers.append(Layer(weight, [row.constant for row in rows], activation))
