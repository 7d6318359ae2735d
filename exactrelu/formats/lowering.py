"""From a graph of tensors to layers: every entry of a tensor is kept as an affine expression of neurons.

A reader computes with tensors of expressions; only an activation makes new neurons.  A neuron reads neurons of earlier
layers, not only of the one before: in the end each value that is still needed is carried past the layers in between by
identity neurons, which adds no kinks (see `Network`).  So skip connections cost the reader nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Union

from gmpy2 import mpq

from exactrelu.errors import ShapeError
from exactrelu.extended import to_fraction
from exactrelu.files import check_dense
from exactrelu.network import Layer

__all__ = ["Expression", "Lowering", "Tensor", "weighted_sum"]

Number = Union[mpq, "Expression"]


@dataclass(frozen=True, slots=True)
class Expression:
    """The affine expression constant + sum of terms[i] * (value of neuron i), exact; no term is 0.

    >>> x = Expression({0: mpq(1)}, mpq(0))
    >>> (x + x - mpq(1)) - x
    Expression(terms={0: mpq(1,1)}, constant=mpq(-1,1))
    """

    terms: Mapping[int, mpq]
    constant: mpq

    def __add__(self, other: Number) -> "Expression":
        if isinstance(other, Expression):
            return _sum([(mpq(1), self), (mpq(1), other)])
        return Expression(self.terms, self.constant + other)

    __radd__ = __add__

    def __neg__(self) -> "Expression":
        return _sum([(mpq(-1), self)])

    def __sub__(self, other: Number) -> "Expression":
        return self + -other

    def __rsub__(self, other: Number) -> "Expression":
        return -self + other


def _sum(weighted: Iterable[tuple[mpq, Number]]) -> Expression:
    terms: dict[int, mpq] = {}
    constant = mpq(0)
    for weight, value in weighted:
        if not weight:
            continue
        if isinstance(value, Expression):
            constant += weight * value.constant
            for neuron, factor in value.terms.items():
                terms[neuron] = terms.get(neuron, 0) + weight * factor
        else:
            constant += weight * value
    return Expression({neuron: factor for neuron, factor in terms.items() if factor}, constant)


def weighted_sum(weights: Iterable[mpq], values: Iterable[Number]) -> Number:
    """The sum of weight * value, exactly: an expression, or a number if all values are numbers."""
    pairs = list(zip(weights, values, strict=True))
    total = _sum(pairs)
    return total if any(isinstance(value, Expression) for _, value in pairs) else total.constant


@dataclass(frozen=True, slots=True)
class Tensor:
    """An array of exact numbers or of expressions.

    entries is a numpy array of objects: mpq when level is None (a constant), else `Expression`.  numpy serves for
    shapes, broadcasting and indexing only; the arithmetic is that of the objects.
    level is the deepest layer that the tensor's operands come from, 0 being the input.
    """

    entries: Any
    level: int | None = None

    @classmethod
    def of(cls, numbers: Iterable[Number], shape: tuple[int, ...], level: int | None = None) -> "Tensor":
        """A tensor from its entries in row-major order; raises ShapeError if their number does not fit the shape."""
        import numpy as np

        flat = list(numbers)
        entries: Any = np.empty(len(flat), dtype=object)
        entries[:] = flat
        try:
            return cls(entries.reshape(shape), level)
        except ValueError:
            raise ShapeError(f"{len(flat)} entries do not fill the shape {list(shape)}") from None

    @property
    def shape(self) -> tuple[int, ...]:
        """The sizes along the axes."""
        return tuple(self.entries.shape)

    def flat(self) -> list[Any]:
        """The entries in row-major order."""
        return list(self.entries.ravel())


@dataclass(frozen=True, slots=True)
class _Neuron:
    level: int
    activation: str
    pre_activation: Expression


class Lowering:
    """Collects the neurons of a graph and arranges them in layers; neurons 0..inputs-1 are the inputs."""

    def __init__(self, inputs: int) -> None:
        self.inputs = inputs
        self._neurons: list[_Neuron] = []

    def input(self, shape: tuple[int, ...]) -> Tensor:
        """The network's input as a tensor, in row-major order."""
        return Tensor.of((Expression({i: mpq(1)}, mpq(0)) for i in range(self.inputs)), shape, 0)

    def activate(self, tensor: Tensor, activation: str = "relu") -> Tensor:
        """One new neuron per entry: relu(entry), or the entry itself, ready to be read in later layers.

        The layer comes from the tensor's level and not from its terms, so that a neuron without any stays in its place.
        """
        if tensor.level is None:
            numbers = (max(number, mpq(0)) if activation == "relu" else number for number in tensor.flat())
            return Tensor.of(numbers, tensor.shape)
        first = self.inputs + len(self._neurons)
        self._neurons += [_Neuron(tensor.level + 1, activation, entry) for entry in tensor.flat()]
        entries = (Expression({i: mpq(1)}, mpq(0)) for i in range(first, self.inputs + len(self._neurons)))
        return Tensor.of(entries, tensor.shape, tensor.level + 1)

    def layers(self, output: Tensor, place: str) -> list[Layer]:
        """The layers of the network whose outputs are the entries of a tensor, in row-major order.

        Within a layer new neurons come first, in the order in which they were made, then the carried ones.
        Raises FormatError, naming the place, when a layer is too large to be kept.
        """
        neurons = dict(enumerate(self._neurons, start=self.inputs))
        final = [entry if isinstance(entry, Expression) else Expression({}, entry) for entry in output.flat()]
        hidden = max((neuron.level for neuron in self._neurons), default=0)
        last_reader: dict[int, int] = {}
        for level, expression in [
            *((neuron.level, neuron.pre_activation) for neuron in self._neurons),
            *((hidden + 1, expression) for expression in final),
        ]:
            for i in expression.terms:
                last_reader[i] = max(level, last_reader.get(i, 0))
        layers = []
        available = list(range(self.inputs))
        for level in range(1, hidden + 1):
            fresh = [i for i, neuron in neurons.items() if neuron.level == level]
            carried = [i for i in available if last_reader.get(i, 0) > level]
            rows = [neurons[i].pre_activation for i in fresh] + [Expression({i: mpq(1)}, mpq(0)) for i in carried]
            words = [neurons[i].activation for i in fresh] + ["identity"] * len(carried)
            layers.append(_layer(rows, available, words, f"{place}: layer {level}"))
            available = fresh + carried
        layers.append(_layer(final, available, ["identity"] * len(final), f"{place}: the output layer"))
        return layers


def _layer(rows: list[Expression], available: list[int], activation: list[str], place: str) -> Layer:
    check_dense(len(rows), len(available), place)
    zero = mpq(0)
    weight = [[row.terms.get(i, zero) for i in available] for row in rows]
    return Layer(
        [[to_fraction(w) for w in row] for row in weight], [to_fraction(row.constant) for row in rows], activation
    )
