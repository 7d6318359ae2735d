"""A rational polyhedron given by closed constraints: the set on which a network is looked at."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from gmpy2 import mpq, mpz

from exactrelu.affine import Form, clear_denominators, homogeneous_point, value
from exactrelu.echelon import Echelon
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
    def through(cls, points: Iterable[Iterable[Any]], window: Any = None) -> "Domain":
        """The line, plane, ... through affinely independent points, or a part of it.

        Its coordinates are (0, 0, ...) at the first point, and (1, 0, ...), (0, 1, ...), ... at the others; window is a
        Domain or (low, high) pairs in these coordinates, None for the whole flat.
        Each equality gives one input by as many others as the flat has dimensions.
        Raises DomainError for points that are not affinely independent or have different lengths.

        >>> line = Domain.through([(0, 0, 1), (2, 2, 1)])
        >>> (5, 5, 1) in line, (5, 5, 2) in line, len(line.equalities)
        (True, False, 2)
        """
        origin, *others = [tuple(map(rational, point)) for point in points] or [()]
        n, k = len(origin), len(others)
        if not n or any(len(point) != n for point in others):
            raise DomainError("a line or plane needs points, all with the same number of coordinates")
        part = cls(k) if window is None else window if isinstance(window, Domain) else cls.box(window)
        if part.dimension != k:
            raise DomainError(f"the window has {part.dimension} coordinates, the points span {k}")
        # In the directions d_j to the other points, x - origin = sum of (x_p - origin_p) * rows[p] over the pivots p,
        # where rows[p] = sum of combinations[p][j] * d_j: so s_j = sum of combinations[p][j] * (x_p - origin_p).
        solved = Echelon(
            [{i: b - a for i, (a, b) in enumerate(zip(origin, point, strict=True)) if a != b} for point in others], n
        )
        if len(solved.chosen) < k:
            raise DomainError("the points are not affinely independent: some are equal, or three lie on one line")

        def form(weights: Mapping[int, mpq], constant: mpq) -> Form:
            """The form constant + sum of weights_i * (x_i - origin_i)."""
            constant -= sum((weight * origin[i] for i, weight in weights.items()), mpq(0))
            return clear_denominators([*(weights.get(i, mpq(0)) for i in range(n)), constant])

        def carried(row: Form) -> Form:
            """The form in the coordinates s."""
            made = solved.combinations.items()
            weights = {p: sum((row[j] * c for j, c in combination.items()), mpq(0)) for p, combination in made}
            return form(weights, mpq(row[-1]))

        dependent = [i for i in range(n) if i not in solved.rows]
        hull = [
            form({p: row[i] for p, row in solved.rows.items() if i in row} | {i: mpq(-1)}, mpq(0)) for i in dependent
        ]
        return cls(n, tuple(map(carried, part.inequalities)), (*hull, *map(carried, part.equalities)))

    @classmethod
    def simplex(cls, points: Iterable[Iterable[Any]]) -> "Domain":
        """The convex hull of affinely independent points: a point, a segment, a triangle, ...

        Raises DomainError for points that are not affinely independent.

        >>> triangle = Domain.simplex([(0, 0), (1, 0), (0, 1)])
        >>> ("1/3", "1/3") in triangle, (1, 1) in triangle
        (True, False)
        """
        corners = [tuple(point) for point in points]
        k = max(len(corners) - 1, 0)
        unit = [[int(i == j) for j in range(k)] + [0] for i in range(k)]
        window = cls.from_rows(k, [*unit, [-1] * k + [1]] if k else [])
        return cls.through(corners, window)

    @classmethod
    def segment(cls, start: Iterable[Any], end: Iterable[Any]) -> "Domain":
        """The segment between two points; a point where they are equal.

        >>> (1, 3) in Domain.segment((0, 1), (2, 5))
        True
        """
        first, last = tuple(start), tuple(end)
        return cls.simplex([first] if tuple(map(rational, first)) == tuple(map(rational, last)) else [first, last])

    @classmethod
    def polyline(cls, points: Iterable[Iterable[Any]]) -> tuple["Domain", ...]:
        """The segments between consecutive points.

        >>> [(1, 0) in part for part in Domain.polyline([(0, 0), (1, 0), (1, 1)])]
        [True, True]
        """
        return tuple(cls.segment(a, b) for a, b in pairwise(map(tuple, points)))

    @classmethod
    def plane(cls, p: Iterable[Any], q: Iterable[Any], r: Iterable[Any], window: Any = None) -> "Domain":
        """The plane through three points, whose coordinates are (0, 0), (1, 0) and (0, 1), or a window of it.

        >>> square = Domain.plane((0, 0, 1), (1, 0, 1), (0, 1, 1), window=[(0, 1), (0, 1)])
        >>> (1, 1, 1) in square, (1, 1, 0) in square, (2, 1, 1) in square
        (True, False, False)
        """
        return cls.through([p, q, r], window)

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
