"""A rational polyhedron given by closed constraints: the set on which a network is looked at."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from gmpy2 import mpq, mpz

from exactrelu.affine import Form, clear_denominators, homogeneous_point, value
from exactrelu.errors import DomainError, FormatError
from exactrelu.extended import ExtendedRational, rational

__all__ = ["Domain"]


@dataclass(frozen=True, slots=True)
class Domain:
    """The polyhedron {x in Q^n : a.x + c >= 0 for the inequalities, a.x + c = 0 for the equalities}.

    Forms are primitive integer vectors (a_1, ..., a_n, c) of length n + 1.

    >>> square = Domain.box([(0, 1), (0, "1/2")])
    >>> (1, 0) in square, (1, 1) in square
    (True, False)
    """

    dimension: int
    inequalities: tuple[Form, ...] = ()
    equalities: tuple[Form, ...] = ()

    @classmethod
    def from_rows(
        cls, dimension: int, inequalities: Iterable[Sequence[Any]] = (), equalities: Iterable[Sequence[Any]] = ()
    ) -> "Domain":
        """A domain from rows (a_1, ..., a_n, c) of exact numbers.

        Raises DomainError for a row of another length than n + 1.
        """

        def form(row: Sequence[Any]) -> Form:
            if len(row) != dimension + 1:
                raise DomainError(
                    f"a domain constraint has {len(row)} numbers; {dimension} inputs need {dimension + 1} (a_1..a_n, c)"
                )
            return clear_denominators([rational(entry) for entry in row])

        return cls(dimension, tuple(map(form, inequalities)), tuple(map(form, equalities)))

    @classmethod
    def box(cls, bounds: Iterable[tuple[Any, Any]]) -> "Domain":
        """The box of the (low, high) pairs; an infinite bound (ExtendedRational or "oo", "-oo") gives no constraint.

        A pair with low = high fixes that coordinate by an equality.
        Raises DomainError when low > high.
        """
        pairs = [(ExtendedRational(low), ExtendedRational(high)) for low, high in bounds]
        inequalities, equalities = [], []
        for i, (low, high) in enumerate(pairs):
            if low > high or (low == high and not low.is_finite):
                raise DomainError(f"the box is empty: coordinate {i + 1} runs from {low} to {high}")

            def row(sign: int, constant: mpq, i: int = i) -> Form:
                return clear_denominators([*(mpq(sign * (i == j)) for j in range(len(pairs))), constant])

            if low == high:
                equalities.append(row(1, -rational(low)))
                continue
            if low.is_finite:
                inequalities.append(row(1, -rational(low)))
            if high.is_finite:
                inequalities.append(row(-1, rational(high)))
        return cls(len(pairs), tuple(inequalities), tuple(equalities))

    @classmethod
    def parse_box(cls, text: str) -> "Domain":
        """The box written as "lo:hi,lo:hi,..."; an empty side or oo is unbounded.

        >>> Domain.parse_box("0:1,-1/2:").inequalities == Domain.box([(0, 1), ("-1/2", "oo")]).inequalities
        True
        """
        bounds = []
        for part in text.split(","):
            low, colon, high = part.partition(":")
            if not colon:
                raise DomainError(f"the box side {part!r} is not of the form lo:hi")
            try:
                bounds.append((ExtendedRational(low.strip() or "-oo"), ExtendedRational(high.strip() or "oo")))
            except ValueError as error:
                raise DomainError(f"the box side {part!r} has a bound that is no exact number: {error}") from None
        return cls.box(bounds)

    @classmethod
    def from_json(cls, data: Any, dimension: int) -> "Domain":
        """The domain of a JSON object {"inequalities": [[a_1, ..., a_n, c], ...], "equalities": [...]}.

        Raises FormatError when the object is something else, DomainError when a row has a wrong length.
        """
        if not isinstance(data, dict) or not set(data) <= {"inequalities", "equalities"}:
            raise FormatError('a domain is an object with the keys "inequalities" and "equalities" only')
        rows = [data.get("inequalities", []), data.get("equalities", [])]
        if not all(isinstance(part, list) and all(isinstance(row, list) for row in part) for part in rows):
            raise FormatError("the constraints of a domain are lists of rows [a_1, ..., a_n, c]")
        try:
            return cls.from_rows(dimension, *rows)
        except (TypeError, ValueError) as error:
            raise FormatError(f"bad domain: {error}") from None

    def to_json(self) -> dict[str, list[list[int]]]:
        """The domain as a JSON object of integer rows."""
        return {
            "inequalities": [[int(entry) for entry in form] for form in self.inequalities],
            "equalities": [[int(entry) for entry in form] for form in self.equalities],
        }

    def __contains__(self, point: Iterable[Any]) -> bool:
        vector = homogeneous_point(point)
        if len(vector) != self.dimension + 1:
            raise DomainError(f"the domain has dimension {self.dimension}, the point has {len(vector) - 1} coordinates")
        return all(value(form, vector) >= 0 for form in self.inequalities) and all(
            value(form, vector) == mpz(0) for form in self.equalities
        )
