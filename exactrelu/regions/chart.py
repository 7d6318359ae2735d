"""Coordinates in which a domain has full dimension and a network sees every direction."""

from collections.abc import Sequence
from operator import add

from gmpy2 import mpz

from exactrelu.affine import Form, primitive, value
from exactrelu.domain import Domain
from exactrelu.errors import DomainError
from exactrelu.geometry.simplex import Dictionary

__all__ = ["Chart"]


class Chart:
    """An affine map y -> x from Q^r into the hull of a domain, onto a complement of the directions that no form sees.

    The domain, pulled back to y, has full dimension r, and no line along which all the given forms are constant.
    The forms are a first layer's: whatever comes later is a function of them.
    vanishing is the mask of the constraints that hold with equality on the domain (bit 1 + j for constraint j,
    inequalities first), dimension that of the domain; frame has affinely independent points (and directions) that span
    the hull, or is None where that is the whole space.  Raises DomainError when the domain is empty.

    >>> diagonal = Chart(Domain.from_rows(3, [], [(1, -1, 0, 0)]), [(mpz(1), mpz(1), mpz(0), mpz(0))])
    >>> diagonal.dimension, diagonal.rank, [int(a) for a in diagonal.push((mpz(5), mpz(1)))]
    (2, 1, [5, 5, 0, 1])
    """

    __slots__ = ("columns", "dimension", "frame", "rank", "vanishing")

    def __init__(self, domain: Domain, forms: Sequence[Form]) -> None:
        self.vanishing = _vanishing(domain)
        constraints = [*domain.inequalities, *domain.equalities]
        flat = [form for j, form in enumerate(constraints) if self.vanishing >> (1 + j) & 1]
        origin = _solution(domain.dimension, flat)
        directions = _kernel([form[:-1] for form in flat], domain.dimension)
        self.dimension = len(directions)
        self.frame = None if self.dimension == domain.dimension else [origin, *((*d, mpz(0)) for d in directions)]
        seen = [[value(form, direction) for direction in directions] for form in (*constraints, *forms)]
        chosen = _pivots(seen, self.dimension)
        self.rank = len(chosen)
        self.columns: list[Form] | None = None
        if self.rank < domain.dimension:
            t = origin[-1]
            self.columns = [(*(t * entry for entry in directions[j]), mpz(0)) for j in chosen] + [origin]

    def pull(self, form: Form) -> Form:
        """A positive multiple of x -> form(x) as a form in y."""
        if self.columns is None:
            return form
        return tuple([value(form, column) for column in self.columns])

    def push(self, point: Form) -> Form:
        """The homogeneous x of a homogeneous y."""
        if self.columns is None:
            return point
        total: tuple[mpz, ...] = (mpz(0),) * len(self.columns[-1])
        for entry, column in zip(point, self.columns, strict=True):
            total = tuple(map(add, total, [entry * other for other in column]))
        return primitive(total)


def _vanishing(domain: Domain) -> int:
    """The mask of the constraints that hold with equality on the whole domain."""
    polyhedron = Dictionary(domain.dimension)
    count = len(domain.inequalities)
    nonempty = all(polyhedron.add(form, count + j, equality=True) for j, form in enumerate(domain.equalities))
    if not nonempty or not all(polyhedron.add(form, j) for j, form in enumerate(domain.inequalities)):
        raise DomainError("the domain is empty: no point satisfies its constraints")
    mask = sum(2 << (count + j) for j in range(len(domain.equalities)))
    for j, form in enumerate(domain.inequalities):
        if polyhedron.is_nonnegative(tuple(-entry for entry in form)):
            mask |= 2 << j
    return mask


def _solution(dimension: int, equalities: Sequence[Form]) -> Form:
    """A homogeneous point on which the forms vanish; they have a common zero."""
    plane = Dictionary(dimension)
    for j, form in enumerate(equalities):
        plane.add(form, j, equality=True)
    return plane.minimize((mpz(0),) * (dimension + 1)).vertex


def _pivots(rows: Sequence[Sequence[mpz]], width: int) -> list[int]:
    """The columns in which elimination finds a pivot: a basis of the column space."""
    return [column for column, _ in _reduced(rows, width)]


def _kernel(rows: Sequence[Sequence[mpz]], width: int) -> list[Form]:
    """A basis of the vectors on which all rows vanish, in primitive integers."""
    reduced = _reduced(rows, width)
    pivots = {column for column, _ in reduced}
    basis = []
    for free in range(width):
        if free in pivots:
            continue
        scale = mpz(1)
        for column, row in reduced:
            if row[free]:
                scale *= row[column]
        vector = [mpz(0)] * width
        vector[free] = scale
        for column, row in reduced:
            vector[column] = -row[free] * scale // row[column]
        basis.append(primitive(vector))
    return basis


def _reduced(rows: Sequence[Sequence[mpz]], width: int) -> list[tuple[int, Form]]:
    """The reduced echelon form by (pivot column, primitive row): each row is zero in the other pivot columns."""
    found: list[tuple[int, Form]] = []
    remaining = [primitive(row) for row in rows]
    for column in range(width):
        pivot = next((row for row in remaining if row[column]), None)
        if pivot is None:
            continue
        remaining = [_eliminate(row, pivot, column) for row in remaining if row is not pivot]
        found = [(other, _eliminate(row, pivot, column)) for other, row in found]
        found.append((column, pivot))
    return found


def _eliminate(row: Form, pivot: Form, column: int) -> Form:
    if not row[column]:
        return row
    a, b = pivot[column], row[column]
    return primitive([a * x - b * y for x, y in zip(row, pivot, strict=True)])
