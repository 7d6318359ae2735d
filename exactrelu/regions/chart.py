"""Coordinates in which a domain has full dimension and a network sees every direction."""

from collections.abc import Iterable, Sequence
from typing import cast

from gmpy2 import lcm, mpq, mpz

from exactrelu.affine import Form, clear_denominators, homogeneous_point, primitive, value
from exactrelu.domain import Domain
from exactrelu.echelon import Echelon, SparseRow, sparse
from exactrelu.errors import DomainError
from exactrelu.geometry.simplex import Dictionary
from exactrelu.network import IntegerLayer

__all__ = ["Chart"]

HALF = mpq(1, 2)


class Chart:
    """An affine map y -> x from Q^r into the hull of a domain, onto a complement of the directions that no form sees.

    The domain, pulled back to y, has full dimension r, and no line along which all the given forms are constant.
    The forms are a first layer's: whatever comes later is a function of them.
    In homogeneous coordinates the map is linear, and pull and push keep values: the pulled form at y is the form at
    the pushed y, exactly; only `push` then divides by the gcd.
    vanishing is the mask of the constraints that hold with equality on the domain (bit 1 + j for constraint j,
    inequalities first), dimension that of the domain, scale the integer t of the x that belongs to t = 1 in y.
    is_identity says that x and y are the same.  Raises DomainError when the domain is empty.

    >>> diagonal = Chart(Domain.from_rows(3, [], [(1, -1, 0, 0)]), [(mpz(1), mpz(1), mpz(0), mpz(0))])
    >>> diagonal.dimension, diagonal.rank, [int(a) for a in diagonal.push((mpz(5), mpz(1)))]
    (2, 1, [5, 5, 0, 1])
    """

    __slots__ = (
        "_directions",
        "_free",
        "_hull",
        "_opposites",
        "_rows",
        "_seen",
        "dimension",
        "domain",
        "rank",
        "scale",
        "vanishing",
    )

    def __init__(self, domain: Domain, forms: Sequence[Form]) -> None:
        n = domain.dimension
        self.domain = domain
        self._opposites: dict[int, SparseRow] = {}
        self._hull, flat = _hull(domain)
        constraints = (*domain.inequalities, *domain.equalities)
        self.vanishing = sum(2 << j for j in flat)
        origin, self._directions = _parametrized(self._hull, n)
        self.dimension = len(self._directions)
        rows = _matrix(origin, self._directions)
        facets = [form for j, form in enumerate(constraints) if not self.vanishing >> (1 + j) & 1]
        seen = [{c: mpq(a) for c, a in _pulled(form, rows).items() if c < n} for form in (*facets, *forms)]
        self._seen = Echelon(seen, n, self.dimension)
        self._free = sorted(self._seen.rows)
        self.rank = len(self._free)
        self.scale = origin[-1]
        places = {column: j for j, column in enumerate((*self._free, n))}
        self._rows = [[(places[c], entry) for c, entry in row if c in places] for row in rows]

    @property
    def is_identity(self) -> bool:
        """Whether the coordinates are those of the space."""
        return self.rank == self.domain.dimension

    @property
    def lineality(self) -> int:
        """The dimension of the directions in the hull that no form sees."""
        return self.dimension - self.rank

    def pull(self, form: Form) -> Form:
        """The form x -> form(x) as a form in y."""
        if self.is_identity:
            return form
        total = [mpz(0)] * (self.rank + 1)
        for a, row in zip(form, self._rows, strict=True):
            if a:
                for j, entry in row:
                    total[j] += a * entry
        return tuple(total)

    def push(self, vector: Sequence[mpz]) -> Form:
        """The homogeneous x of a homogeneous y, or the direction of a direction, in primitive integers."""
        if self.is_identity:
            return tuple(vector)
        return primitive([sum((entry * vector[j] for j, entry in row), mpz(0)) for row in self._rows])

    def coordinates(self, point: Form) -> Form:
        """The homogeneous y of a homogeneous x in the hull, up to directions that no form sees."""
        if self.is_identity:
            return point
        steps = {c: mpq(point[c], direction[c]) for c, direction in self._directions.items() if point[c]}
        entries = [
            sum((entry * steps[c] for c, entry in self._seen.rows[pivot].items() if c in steps), mpq(0))
            for pivot in self._free
        ]
        return clear_denominators([*entries, mpq(point[-1], self.scale)])

    def lines(self) -> list[Form]:
        """A basis of the directions in the hull that no form sees, in primitive integers."""
        found = []
        for column in self._directions:
            if column in self._seen.rows:
                continue
            steps = {column: mpq(1)}
            steps |= {pivot: -row[column] for pivot, row in self._seen.rows.items() if column in row}
            total = [mpq(0)] * (self.domain.dimension + 1)
            for c, step in steps.items():
                for i, entry in self._directions[c].items():
                    total[i] += step * entry
            found.append(clear_denominators(total))
        return found

    def pulled_domain(self) -> Domain:
        """The domain in y, constraint by constraint."""
        if self.is_identity:
            return self.domain
        inequalities, equalities = self.domain.inequalities, self.domain.equalities
        return Domain(self.rank, tuple(map(self.pull, inequalities)), tuple(map(self.pull, equalities)))

    def pulled_layers(self, layers: tuple[IntegerLayer, ...]) -> tuple[IntegerLayer, ...]:
        """Layers whose scaled pre-activations, as forms in y, are those of the given layers pulled back."""
        if self.is_identity:
            return layers
        first, *others = layers
        rows = [self.pull((*row, constant)) for row, constant in zip(first.weight, first.bias, strict=True)]
        weight = tuple(row[:-1] for row in rows)
        columns = tuple(zip(*weight, strict=True)) if self.rank else ()
        pulled = [IntegerLayer(weight, columns, tuple(row[-1] for row in rows), first.scale, first.relu)]
        for layer in others:
            bias = tuple(constant * self.scale for constant in layer.bias)
            pulled.append(IntegerLayer(layer.weight, layer.columns, bias, layer.scale, layer.relu))
        return tuple(pulled)

    def made_of(self, form: Form) -> dict[int, mpq]:
        """Multipliers, by number of the constraint, that make a form out of the domain's constraints.

        The form must vanish on the domain; then those that vanish on it are enough.  On inequalities they are >= 0.
        """
        inequalities, equalities = len(self.domain.inequalities), len(self.domain.equalities)
        implied = [j for j in range(inequalities) if self.vanishing >> (1 + j) & 1]
        names = [*range(inequalities, inequalities + equalities), *implied]
        total: SparseRow = {}
        for k, factor in self._hull.made_of(sparse(form)).items():
            j = names[k]
            if factor >= 0 or j >= inequalities:
                total[j] = total.get(j, 0) + factor
                continue
            for i, multiplier in self._opposite(j).items():
                total[i] = total.get(i, 0) - factor * multiplier
        return total

    def _opposite(self, j: int) -> SparseRow:
        """The multipliers that make -h out of the domain's constraints, h being an inequality that vanishes on it."""
        if j not in self._opposites:
            program = Dictionary(self.domain.dimension)
            count = len(self.domain.inequalities)
            for i, form in enumerate((*self.domain.inequalities, *self.domain.equalities)):
                program.add(form, i, equality=i >= count)
            least = program.minimize(tuple(-entry for entry in self.domain.inequalities[j]), stop_below_zero=False)
            if least.proof is None or least.proof.constant:
                raise ArithmeticError("an inequality that vanishes on the domain can be positive: this is a bug")
            multipliers = cast("dict[int, int]", least.proof.multipliers)
            self._opposites[j] = {i: mpq(m, least.proof.mu) for i, m in multipliers.items()}
        return self._opposites[j]


def _hull(domain: Domain) -> tuple[Echelon, list[int]]:
    """The equations of the affine hull, made of the equalities and then of inequalities, and which constraints vanish.

    Raises DomainError when the domain is empty.
    """
    n, count = domain.dimension, len(domain.inequalities)
    equations = [sparse(form) for form in domain.equalities]
    hull = Echelon(equations, n)
    if hull.contradiction:
        raise DomainError("the domain is empty: no point satisfies its constraints")
    rows = _matrix(*_parametrized(hull, n))
    columns = [c for c in range(n) if c not in hull.rows]
    pulled = [_pulled(form, rows) for form in domain.inequalities]
    implied = _implied([[form.get(c, mpz(0)) for c in (*columns, n)] for form in pulled], len(columns))
    if any(any(c < n for c in pulled[j]) for j in implied):
        hull = Echelon([*equations, *(sparse(domain.inequalities[j]) for j in implied)], n)
    return hull, [*implied, *range(count, count + len(domain.equalities))]


def _implied(forms: Sequence[Sequence[mpz]], dimension: int) -> list[int]:
    """The forms that are 0 wherever all are >= 0; DomainError when that is nowhere."""
    inside = _middle(forms, dimension)
    if all(value(form, inside) > 0 for form in forms):
        return []
    # Whatever values the forms take together, they take where the coordinates that are no pivots of theirs are 0.
    pivots = sorted(Echelon([sparse(form[:-1]) for form in forms], dimension).rows)
    narrow = [[form[column] for column in (*pivots, dimension)] for form in forms]
    polyhedron = Dictionary(len(pivots))
    if not all(polyhedron.add(form, j) for j, form in enumerate(narrow)):
        raise DomainError("the domain is empty: no point satisfies its constraints")
    inside = homogeneous_point(polyhedron.interior_point())
    return [j for j, form in enumerate(narrow) if not value(form, inside)]


def _middle(forms: Iterable[Sequence[mpz]], dimension: int) -> Form:
    """The middle of the box that the forms in one variable make: often inside, and then no linear program is needed."""
    low: dict[int, mpq] = {}
    high: dict[int, mpq] = {}
    for form in forms:
        used = [i for i in range(dimension) if form[i]]
        if len(used) == 1:
            i = used[0]
            bound = mpq(-form[-1], form[i])
            if form[i] > 0:
                low[i] = max(low.get(i, bound), bound)
            else:
                high[i] = min(high.get(i, bound), bound)
    middle = []
    for i in range(dimension):
        if i in low and i in high:
            middle.append((low[i] + high[i]) * HALF)
        else:
            middle.append(low[i] + 1 if i in low else high[i] - 1 if i in high else mpq(0))
    return clear_denominators([*middle, mpq(1)])


def _parametrized(hull: Echelon, n: int) -> tuple[Form, dict[int, dict[int, mpz]]]:
    """A homogeneous point of the hull, 0 in every free coordinate, and for each of these a direction in the hull."""
    point = [mpq(0)] * n + [mpq(1)]
    steps: dict[int, SparseRow] = {c: {c: mpq(1)} for c in range(n) if c not in hull.rows}
    for pivot, row in hull.rows.items():
        for c, entry in row.items():
            if c == n:
                point[pivot] = -entry
            elif c != pivot:
                steps[c][pivot] = -entry
    directions = {}
    for c, step in steps.items():
        common = lcm(1, *(entry.denominator for entry in step.values()))
        directions[c] = {i: mpz(entry * common) for i, entry in step.items()}
    return clear_denominators(point), directions


def _matrix(origin: Form, directions: dict[int, dict[int, mpz]]) -> list[list[tuple[int, mpz]]]:
    """The rows of (x, t) as linear functions of the steps in the directions and of t: pairs (column, entry)."""
    n = len(origin) - 1
    rows: list[list[tuple[int, mpz]]] = [[] for _ in origin]
    for c, direction in directions.items():
        for i, entry in direction.items():
            rows[i].append((c, entry))
    for i, entry in enumerate(origin):
        if entry:
            rows[i].append((n, entry))
    return rows


def _pulled(form: Form, rows: Sequence[Sequence[tuple[int, mpz]]]) -> dict[int, mpz]:
    """The form as a function of the steps, by its entries that are not 0."""
    total: dict[int, mpz] = {}
    for a, row in zip(form, rows, strict=True):
        if a:
            for c, entry in row:
                total[c] = total.get(c, mpz(0)) + a * entry
    return {c: entry for c, entry in total.items() if entry}
