"""Exact attributions: what each feature, or group of features, contributes to each output."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from exactrelu.errors import ShapeError
from exactrelu.explain.text import numeral
from exactrelu.extended import rational, to_fraction
from exactrelu.network import Network

__all__ = ["Attributions", "background_rows", "exact_point"]

Point = tuple[Fraction, ...]


@dataclass(frozen=True, slots=True)
class Attributions:
    """Contributions to the outputs: values[o][p] is that of player p to output o.

    A player is a tuple of inputs, counted from 0: one input, unless features were grouped.
    output is the network's at the point, reference its mean over the background (its output at a baseline);
    the values of an output add up to output - reference exactly, also when they are sampled.
    sampled is None for exact values, else (number of permutations, seed): the values are then exact means over these
    permutations, and only estimates of the attributions.
    """

    method: str
    players: tuple[tuple[int, ...], ...]
    values: tuple[tuple[Fraction, ...], ...]
    output: tuple[Fraction, ...]
    reference: tuple[Fraction, ...]
    sampled: tuple[int, int] | None = None

    @property
    def residual(self) -> tuple[Fraction, ...]:
        """Output minus reference minus the sum of the values, for each output: 0 by efficiency (completeness)."""
        return tuple(
            y - r - sum(row, Fraction(0)) for y, r, row in zip(self.output, self.reference, self.values, strict=True)
        )

    def player_names(self, names: Sequence[str]) -> tuple[str, ...]:
        """The players in the feature names, groups joined by " + "."""
        return tuple(" + ".join(names[i] for i in player) for player in self.players)

    def to_json(self, names: Sequence[str] | None = None) -> dict[str, Any]:
        """The attributions as a JSON object: "attributions" has for each output a list of exact strings."""
        data: dict[str, Any] = {
            "method": self.method,
            "players": [list(player) for player in self.players],
            "attributions": [[numeral(value) for value in row] for row in self.values],
            "output": [numeral(y) for y in self.output],
            "reference": [numeral(y) for y in self.reference],
            "sampled": None,
        }
        if self.sampled is not None:
            data["sampled"] = {"permutations": self.sampled[0], "seed": self.sampled[1]}
        if names is not None:
            data["names"] = list(self.player_names(names))
        return data


def exact_point(network: Network, point: Iterable[Any], what: str = "point") -> Point:
    """The point in Fractions; ShapeError for a wrong length, InexactNumberError for a float."""
    result = tuple(to_fraction(rational(x)) for x in point)
    if len(result) != network.inputs:
        raise ShapeError(f"the {what} has {len(result)} coordinates, the network takes {network.inputs} inputs")
    return result


def background_rows(network: Network, baseline: Iterable[Any] | None, background: Any) -> tuple[Point, ...]:
    """The rows of a background; a baseline is a background of one row.

    Raises ValueError unless exactly one of the two is given, and for a background without rows.
    """
    if (baseline is None) == (background is None):
        raise ValueError("give either a baseline (one point) or a background (a list of points)")
    if baseline is not None:
        return (exact_point(network, baseline, "baseline"),)
    rows = tuple(exact_point(network, row, f"background row {number}") for number, row in enumerate(background, 1))
    if not rows:
        raise ValueError("the background has no rows")
    return rows
