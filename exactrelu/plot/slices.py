"""Lines and planes in the input space: a network on one is a network of one or two inputs, exactly."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from textwrap import wrap
from typing import Any

from gmpy2 import mpq, mpz

from exactrelu.affine import Form, primitive, value
from exactrelu.domain import Domain
from exactrelu.errors import DomainError, ShapeError
from exactrelu.explain.text import feature_names
from exactrelu.extended import format_rational, rational, to_fraction
from exactrelu.network import Layer, Network
from exactrelu.plot.figure import number_label
from exactrelu.plot.window import as_window, free_axes
from exactrelu.regions import as_domain

__all__ = ["Slice", "as_slice", "point_text", "restrict", "slice_through"]

Point = tuple[Fraction, ...]

HALF = Fraction(1, 2)
LONGEST_LINE = 66


@dataclass(frozen=True, slots=True)
class Slice:
    """A network on the line or plane x = origin + s * directions[0] (+ t * directions[1]).

    network is that function of s (and t), window the bounded domain of a picture in these coordinates, names are what
    they are called, features what all inputs are called, marks the points through which the slice was laid, with their
    coordinates in it.
    """

    network: Network
    window: Domain
    origin: Point
    directions: tuple[Point, ...]
    names: tuple[str, ...]
    features: tuple[str, ...]
    marks: tuple[tuple[Point, Point], ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether the slice is the whole input space."""
        unit = tuple(tuple(Fraction(int(i == j)) for j in range(len(self.origin))) for i in range(len(self.origin)))
        return not any(self.origin) and self.directions == unit

    def describe(self) -> str:
        """What is fixed, in words; empty for the whole input space."""
        if self.marks:
            return f"through {', '.join(point_text(point) for _, point in self.marks)}"
        moved = {i for direction in self.directions for i, entry in enumerate(direction) if entry}
        fixed = (
            (name, x) for i, (name, x) in enumerate(zip(self.features, self.origin, strict=True)) if i not in moved
        )
        return ", ".join(f"{name} = {number_label(x)}" for name, x in fixed)

    def caption(self, title: str) -> str:
        """The title of a picture, with what is fixed in lines below."""
        return "\n".join([title, *wrap(self.describe(), LONGEST_LINE)])

    def point(self, coordinates: Iterable[Any]) -> Point:
        """The point of the input space with these coordinates in the slice."""
        steps = [to_fraction(rational(step)) for step in coordinates]
        columns = zip(*self.directions, strict=True)
        return tuple(
            x + sum((s * d for s, d in zip(steps, column, strict=True)), Fraction(0))
            for x, column in zip(self.origin, columns, strict=True)
        )

    def to_json(self) -> dict[str, Any]:
        """The slice as exact strings."""
        return {
            "names": list(self.names),
            "origin": _texts(self.origin),
            "directions": [_texts(direction) for direction in self.directions],
            "window": self.window.to_json(),
        }


def _texts(point: Iterable[Fraction]) -> list[str]:
    return [format_rational(mpq(number)) for number in point]


def point_text(point: Iterable[Fraction]) -> str:
    """A point as text, long numbers rounded."""
    return f"({', '.join(map(number_label, point))})"


def restrict(network: Network, origin: Sequence[Fraction], directions: Sequence[Sequence[Fraction]]) -> Network:
    """The network as a function of s, where x = origin + sum of s_i * directions[i].

    >>> net = Network([Layer([[1, 2, 3]], [4]), Layer([[1]], [0], "identity")])
    >>> restrict(net, (Fraction(0), Fraction(1), Fraction(0)), [(Fraction(1), Fraction(0), Fraction(1))]).layers[0]
    Layer(weight=((Fraction(4, 1),),), bias=(Fraction(6, 1),), activation=('relu',))
    """
    first = network.layers[0]

    def dot(row: Sequence[Fraction], vector: Sequence[Fraction]) -> Fraction:
        return sum((a * b for a, b in zip(row, vector, strict=True)), Fraction(0))

    weight = [[dot(row, direction) for direction in directions] for row in first.weight]
    bias = [constant + dot(row, origin) for row, constant in zip(first.weight, first.bias, strict=True)]
    return Network([Layer(weight, bias, first.activation), *network.layers[1:]])


def as_slice(
    network: Network, window: Any = None, through: Iterable[Iterable[Any]] = (), features: Iterable[str] | None = None
) -> Slice:
    """The slice of a picture.

    With points in `through`, two or three, it is the line or plane through them: the first has the coordinates (0, 0),
    the others (1, 0) and (0, 1), and window speaks of these coordinates; by default each runs from -1/2 to 3/2.
    Without, window is a Domain or (low, high) pairs that leave one or two coordinates free.
    features are the names of the inputs, x1, x2, ... by default.
    Raises ShapeError for another number of points or free coordinates, DomainError for points on a line or equal ones.
    """
    words = feature_names(features, network.inputs)
    points = tuple(tuple(to_fraction(rational(entry)) for entry in point) for point in through)
    if points:
        return slice_through(network, points, window, words)
    chosen = as_window(network, window)
    axes = free_axes(chosen)
    names = tuple(words[i] for i in axes)
    fixed = {i: x for i, x in map(_fixed, chosen.equalities) if i not in axes and i >= 0}
    origin = tuple(fixed.get(i, Fraction(0)) for i in range(network.inputs))
    directions = tuple(tuple(Fraction(int(i == axis)) for i in range(network.inputs)) for axis in axes)
    if len(axes) == network.inputs:
        return Slice(network, chosen, origin, directions, names, words)
    return Slice(restrict(network, origin, directions), _pull(chosen, origin, axes), origin, directions, names, words)


def slice_through(network: Network, points: Sequence[Point], window: Any, features: tuple[str, ...]) -> Slice:
    """The line or plane through two or three points; see `as_slice`."""
    if len(points) not in (2, 3):
        raise ShapeError(f"a slice goes through 2 points (a line) or 3 (a plane), not {len(points)}")
    for point in points:
        if len(point) != network.inputs:
            raise ShapeError(f"the network takes {network.inputs} inputs, a point of the slice has {len(point)}")
    origin, *others = points
    directions = tuple(tuple(a - b for a, b in zip(point, origin, strict=True)) for point in others)
    if _are_dependent(directions):
        raise DomainError("the points of the slice are equal or lie on one line: choose others")
    inner = restrict(network, origin, directions)
    sides = [(-HALF, 3 * HALF)] * len(directions)
    chosen = as_domain(window, inner) or Domain.box(sides)
    dimensions = range(len(directions))
    coordinates = [tuple(Fraction(int(i == j)) for j in dimensions) for i in (-1, *dimensions)]
    marks = tuple(zip(coordinates, points, strict=True))
    return Slice(inner, chosen, origin, directions, ("s", "t")[: len(directions)], features, marks)


def _are_dependent(directions: Sequence[Point]) -> bool:
    """Whether one direction is zero, or two are proportional."""
    if len(directions) == 1:
        return not any(directions[0])
    pairs = list(zip(*directions, strict=True))
    return all(a * d == b * c for a, b in pairs for c, d in pairs)


def _fixed(form: Form) -> tuple[int, Fraction]:
    """The coordinate that an equality fixes, and its value; -1 for an equality of another kind."""
    used = [i for i, entry in enumerate(form[:-1]) if entry]
    return (used[0], to_fraction(mpq(-form[-1], form[used[0]]))) if len(used) == 1 else (-1, Fraction(0))


def _pull(domain: Domain, origin: Point, axes: Sequence[int]) -> Domain:
    """The domain in the free coordinates; the equalities that fix the others become 0 = 0 and are left out."""
    scale = mpz(1)
    for x in origin:
        scale = scale * x.denominator
    at = (*(mpz(x.numerator) * (scale // x.denominator) for x in origin), scale)

    def form(row: Form) -> Form:
        return primitive([*(row[axis] * scale for axis in axes), value(row, at)])

    equalities = [pulled for pulled in map(form, domain.equalities) if any(pulled)]
    inequalities = [pulled for pulled in map(form, domain.inequalities) if any(pulled)]
    return Domain(len(axes), tuple(inequalities), tuple(equalities))
