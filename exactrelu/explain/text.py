"""Exact numbers and feature names as text."""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from exactrelu.affine import AffineMap, Form, format_form
from exactrelu.errors import ShapeError
from exactrelu.extended import ExtendedRational, format_rational, rational

__all__ = ["affine_json", "constraint_text", "feature_names", "form_json", "numeral"]


def feature_names(names: Iterable[str] | None, inputs: int) -> tuple[str, ...]:
    """The names of the inputs: x1, x2, ... where none are given.

    Raises ShapeError unless there is one name for each input, ValueError when two inputs have the same name.

    >>> feature_names(None, 3)
    ('x1', 'x2', 'x3')
    """
    if names is None:
        return tuple(f"x{i + 1}" for i in range(inputs))
    result = tuple(names)
    if len(result) != inputs:
        raise ShapeError(f"{len(result)} feature names for a network with {inputs} inputs")
    if len(set(result)) != len(result):
        raise ValueError("two inputs have the same feature name; give each its own")
    return result


def numeral(number: int | Fraction | ExtendedRational) -> str:
    """An exact number as "p/q", "p", "oo" or "-oo", whatever its length.

    >>> numeral(Fraction(-6, 4)), numeral(ExtendedRational("oo"))
    ('-3/2', 'oo')
    """
    return str(number) if isinstance(number, ExtendedRational) else format_rational(rational(number))


def constraint_text(form: Form, relation: str, names: Sequence[str]) -> str:
    """A constraint on a form in the feature names, such as "2*x1 - x2 - 3 >= 0"."""
    return f"{format_form(form, names)} {relation} 0"


def form_json(form: Form) -> list[str]:
    """The numbers of a form as exact strings."""
    return [numeral(entry) for entry in form]


def affine_json(affine_map: AffineMap) -> dict[str, list[list[str]] | list[str]]:
    """An affine map as {"weight": rows, "bias": list} of exact strings."""
    return {
        "weight": [[numeral(entry) for entry in row] for row in affine_map.weight],
        "bias": [numeral(entry) for entry in affine_map.bias],
    }
