"""Shallow networks with weights in the extended reals, in which every hidden neuron states its role."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from os import PathLike
from typing import Any

from gmpy2 import mpq, mpz

from exactrelu.affine import Form, format_form
from exactrelu.domain import Domain
from exactrelu.errors import DomainError, FormatError, ShapeError
from exactrelu.extended import INFINITY, MINUS_INFINITY, ExtendedRational, finite, rational, weighted_sum

__all__ = ["Role", "Row", "ShallowLayer", "ShallowNetwork"]

Row = tuple[tuple[int, ExtendedRational], ...]
"""A sparse row: (column, weight) pairs in increasing order of columns; absent columns are 0."""

ROLE_KINDS = ("carrier", "hyperplane", "selector", "gate")


@dataclass(frozen=True, slots=True)
class Role:
    """What a hidden neuron is for.

    kind "carrier": relu(sign * x_input), or its copy one layer on; carries one half of an input coordinate.
    kind "hyperplane": relu(form), or its copy one layer on; positive exactly on the open side form > 0.
    kind "selector": 1 where form <= 0 and 0 where form > 0; it shuts the gates of cells with the strict side form > 0.
    kind "gate": relu(sign * g) on the closed face (or half-open cell) number `face`, in the order of the enumeration,
    with the given sign vector and dimension, and 0 elsewhere; g is the output `output` of that face's affine map.
    Indexes count from 0; form is a primitive integer vector (a_1, ..., a_n, c).
    """

    kind: str
    sign: int | None = None
    input: int | None = None
    form: Form | None = None
    face: int | None = None
    signs: tuple[str, ...] | None = None
    dimension: int | None = None
    output: int | None = None

    def describe(self, names: Sequence[str] | None = None) -> str:
        """The role in words, with the inputs called x1, x2, ... or by the given names."""
        if self.kind == "carrier" and self.input is not None:
            name = names[self.input] if names is not None else f"x{self.input + 1}"
            return f"carries the {'positive' if self.sign == 1 else 'negative'} part of {name}"
        if self.kind == "hyperplane" and self.form is not None:
            return f"positive where {format_form(self.form, names)} > 0"
        if self.kind == "selector" and self.form is not None:
            return f"1 where {format_form(self.form, names)} <= 0, else 0"
        part = "positive" if self.sign == 1 else "negative"
        where = "|".join(self.signs or ())
        output = -1 if self.output is None else self.output
        return f"{part} part of output {output + 1} on face {self.face} ({where}, dimension {self.dimension}), else 0"

    def to_json(self) -> dict[str, Any]:
        """The role as a JSON object with the keys that its kind has."""
        data: dict[str, Any] = {"kind": self.kind}
        for key in ("sign", "input", "face", "dimension", "output"):
            number = getattr(self, key)
            if number is not None:
                data[key] = int(number)
        if self.form is not None:
            data["form"] = [int(entry) for entry in self.form]
        if self.signs is not None:
            data["signs"] = list(self.signs)
        return data

    @classmethod
    def from_json(cls, data: Any) -> "Role":
        """The role of a JSON object; FormatError for anything else."""
        if not isinstance(data, dict) or data.get("kind") not in ROLE_KINDS:
            raise FormatError(f'a role is an object whose "kind" is one of {", ".join(ROLE_KINDS)}')
        known = {"kind", "sign", "input", "face", "dimension", "output", "form", "signs"}
        if not set(data) <= known:
            raise FormatError(f"a role has the unknown key {min(set(data) - known)!r}")
        for key in ("sign", "input", "face", "dimension", "output"):
            if key in data and type(data[key]) not in (int, mpz):
                raise FormatError(f'"{key}" of a role must be an integer')
        form, signs = data.get("form"), data.get("signs")
        if form is not None:
            if not isinstance(form, list) or not all(type(entry) in (int, mpz) for entry in form):
                raise FormatError('"form" of a role must be a list of integers')
            form = tuple(mpz(entry) for entry in form)
        if signs is not None:
            if not isinstance(signs, list) or any(
                not isinstance(word, str) or set(word) - set("+-0") for word in signs
            ):
                raise FormatError('"signs" of a role must be a list of strings over "+-0"')
            signs = tuple(signs)
        numbers = {key: int(data[key]) for key in ("sign", "input", "face", "dimension", "output") if key in data}
        return cls(data["kind"], form=form, signs=signs, **numbers)


@dataclass(frozen=True, slots=True)
class _SplitRow:
    """A row cut in two: bit masks of the columns with weight oo and -oo, and the finite weights."""

    up: int
    down: int
    finite: tuple[tuple[int, mpq], ...]

    @classmethod
    def of(cls, row: Row) -> "_SplitRow":
        up = down = 0
        weights = []
        for i, weight in row:
            if weight.is_finite:
                weights.append((i, rational(weight)))
            elif weight.sign() > 0:
                up |= 1 << i
            else:
                down |= 1 << i
        return cls(up, down, tuple(weights))


@dataclass(frozen=True, slots=True)
class ShallowLayer:
    """One layer with sparse rows of extended rationals; activation has one word ("relu", "identity") per neuron."""

    rows: tuple[Row, ...]
    bias: tuple[ExtendedRational, ...]
    activation: tuple[str, ...]
    _split: tuple[_SplitRow, ...] | None = field(default=None, init=False, repr=False, compare=False)

    def __call__(self, values: Sequence[ExtendedRational]) -> tuple[ExtendedRational, ...]:
        """The layer's values by extended arithmetic; IndeterminateFormError where oo - oo is met."""
        totals = self._sums(values)
        return tuple(
            total.relu() if word == "relu" else total for total, word in zip(totals, self.activation, strict=True)
        )

    def _sums(self, values: Sequence[ExtendedRational]) -> Iterator[ExtendedRational]:
        """The weighted sums, with one bit operation for all penalties of a row.

        A term w * v with w = oo or -oo is 0 where v = 0, else infinite with the product of the signs.  So for finite v
        the sum is infinite iff such a term is, and else it is the sum of the terms with finite w.  Whatever else can
        happen (infinite values or biases, both infinities in one row) is left to the plain sum of all terms.
        """
        if self._split is None:
            object.__setattr__(self, "_split", tuple(map(_SplitRow.of, self.rows)))
        present = [(i, value) for i, value in enumerate(values) if value]
        plain = any(value.is_infinite for _, value in present)
        numbers = {} if plain else {i: rational(value) for i, value in present}
        above = sum(1 << i for i, number in numbers.items() if number > 0)
        below = sum(1 << i for i, number in numbers.items() if number < 0)
        for row, part, constant in zip(self.rows, self._split or (), self.bias, strict=True):
            rises, falls = part.up & above, part.down & above
            if below:
                rises, falls = rises | part.down & below, falls | part.up & below
            if plain or (rises and falls) or constant.is_infinite:
                yield weighted_sum(((weight, values[i]) for i, weight in row), constant)
            elif rises or falls:
                yield INFINITY if rises else MINUS_INFINITY
            else:
                terms = [weight * numbers[i] for i, weight in part.finite if i in numbers]
                yield finite(sum(terms, rational(constant)))


@dataclass(frozen=True, slots=True)
class ShallowNetwork:
    """A network of two or three hidden layers whose weights are extended rationals.

    Calling it evaluates layer by layer in extended arithmetic (0 * oo = 0; oo - oo raises), with no other rule.
    roles has one entry per hidden neuron; domain is the set on which it equals its deep network, None for Q^n.
    Raises ShapeError when layers or roles do not fit.
    """

    inputs: int
    layers: tuple[ShallowLayer, ...]
    roles: tuple[tuple[Role, ...], ...] = ()
    domain: Domain | None = None

    def __post_init__(self) -> None:
        width = self.inputs
        for depth, layer in enumerate(self.layers, start=1):
            if not len(layer.rows) == len(layer.bias) == len(layer.activation):
                raise ShapeError(f"layer {depth} has {len(layer.rows)} rows and a bias of length {len(layer.bias)}")
            if any(row and not 0 <= row[0][0] <= row[-1][0] < width for row in layer.rows):
                raise ShapeError(f"layer {depth} has a weight at a column beyond its {width} inputs")
            width = len(layer.rows)
        if self.roles and [len(part) for part in self.roles] != [len(layer.rows) for layer in self.layers[:-1]]:
            raise ShapeError("the roles do not fit the hidden layers: one list per layer, one role per neuron")
        if self.domain is not None and self.domain.dimension != self.inputs:
            raise ShapeError(f"a domain of dimension {self.domain.dimension} for {self.inputs} inputs")

    @property
    def outputs(self) -> int:
        """The number of outputs."""
        return len(self.layers[-1].rows)

    @property
    def widths(self) -> tuple[int, ...]:
        """Inputs, then neurons of every layer."""
        return (self.inputs, *(len(layer.rows) for layer in self.layers))

    @property
    def infinite_weights(self) -> int:
        """How many weights are infinite."""
        return sum(weight.is_infinite for layer in self.layers for row in layer.rows for _, weight in row)

    def values(self, point: Iterable[Any]) -> tuple[tuple[ExtendedRational, ...], ...]:
        """The values of every layer, the inputs first, at a rational point."""
        current = tuple(finite(rational(coordinate)) for coordinate in point)
        if len(current) != self.inputs:
            raise ShapeError(f"the network takes {self.inputs} inputs, the point has {len(current)}")
        result = [current]
        for layer in self.layers:
            current = layer(current)
            result.append(current)
        return tuple(result)

    def __call__(self, point: Iterable[Any]) -> tuple[ExtendedRational, ...]:
        """The exact outputs at a rational point of the domain.

        Raises DomainError outside the domain, ShapeError for a point of another length, InexactNumberError for a float.
        """
        coordinates = tuple(point)
        if self.domain is not None and len(coordinates) == self.inputs and coordinates not in self.domain:
            raise DomainError("the point lies outside the domain on which the shallow network was built")
        return self.values(coordinates)[-1]

    @classmethod
    def load(cls, path: "str | PathLike[str]") -> "ShallowNetwork":
        """Reads a shallow network from the project's JSON format; FormatError for a bad file."""
        from exactrelu.formats import load_shallow

        return load_shallow(path)

    def save(self, path: "str | PathLike[str]") -> None:
        """Writes the network with its roles in the project's JSON format; the file appears complete or not at all."""
        from exactrelu.formats import save_shallow

        save_shallow(self, path)
