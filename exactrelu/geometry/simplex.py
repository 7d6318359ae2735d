"""An exact, warm simplex in integers: signs of affine forms over rational polyhedra, with Farkas multipliers.

A form is a tuple of n + 1 integers (a_1, ..., a_n, c) that means a.x + c.
A polyhedron is {x in Q^n : g_i(x) >= 0, e_j(x) = 0} with x free; it may be empty, unbounded, flat, or contain lines.

The dictionary is kept in the space of x; n nonbasic variables s_j are slacks g_j(x) of constraints, or free variables.
With one column u_j in Z^n for each of them, and one homogeneous vertex (v, d) in Z^(n+1), d > 0,

    d * x = v + sum_j s_j * u_j                   for every x in Q^n,
    d * f = f(v, d) + sum_j f(u_j, 0) * s_j       for every form f, as an identity of forms.

So v/d is the basic point, u_j are the edges there, and once no admissible s_j decreases f the second line is a proof.
A pivot rewrites only these (n + 1)^2 numbers; rows of other constraints are dot products, made when a ratio test asks.
All numbers are minors of the matrix of the tight constraints (Cramer's rule), so every division in a pivot is exact,
and the length of a number is at most n times that of a coefficient, plus O(n log n) bits (Hadamard).
"""

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from operator import index, mul, neg
from typing import Final, Literal, NamedTuple, SupportsIndex

from gmpy2 import divexact, gcd, mpz

from exactrelu.affine import Form, primitive
from exactrelu.affine import value as value_at
from exactrelu.errors import DomainError, InexactNumberError, ShapeError

__all__ = ["Dictionary", "Farkas", "Minimum", "irredundant", "verify_farkas"]

IntegerForm = Sequence[SupportsIndex]

# Largest-coefficient pivots are fast but may cycle; after this many in a row without progress Bland's rule takes over.
_PATIENCE: Final = 6


@dataclass(frozen=True, slots=True)
class Farkas:
    """A proof that mu * form == sum of multipliers[key] * g_key + constant, with mu > 0.

    All integers have no common divisor; multipliers are positive on inequalities, nonzero on equalities, else left out.
    """

    mu: int
    multipliers: dict[Hashable, int]
    constant: int


@dataclass(frozen=True, slots=True)
class Minimum:
    """What `Dictionary.minimize` found out about a form.

    "negative": the form is negative at `point`; "nonnegative": its minimum is >= 0; "unbounded": it has no lower bound.
    `vertex` is `point` in homogeneous integers (x, t), t > 0; `value` is the form at `point`.
    `ray` is a primitive direction along which the polyhedron recedes and the form decreases, if one was met.
    `proof`, if present, shows that `value` == constant / mu is the minimum; the constant may be negative.
    """

    status: Literal["negative", "nonnegative", "unbounded"]
    vertex: Form
    value: Fraction
    ray: tuple[int, ...] | None = None
    proof: Farkas | None = None

    @property
    def point(self) -> tuple[Fraction, ...]:
        """The point of the polyhedron at which the form has `value`."""
        return _point(self.vertex)


@dataclass(frozen=True, slots=True, eq=False)
class _Constraint:
    """A constraint form >= 0 or form == 0; rank is the order for Bland's rule. A nonbasic equality is never entered."""

    key: Hashable
    form: Form
    equality: bool
    rank: int


class _End(NamedTuple):
    """Why a descent ended: the objective's value and slopes at the vertex, or a ray along which it falls for ever."""

    status: Literal["negative", "optimal", "unbounded", "tight"]
    value: mpz
    slopes: Sequence[mpz] = ()
    ray: list[mpz] | None = None


class Dictionary:
    """The polyhedron of the constraints added so far (at first the whole space Q^n), with a basic point kept warm.

    Methods may move that point; only `add` and `drop` change the polyhedron. Primitive forms keep the numbers short.
    A form of another length than n + 1 raises ShapeError, an entry that is no integer InexactNumberError.
    Once the polyhedron is empty, `drop`, and whatever asks for a point or a sign, raise DomainError.

    >>> triangle = Dictionary(2)
    >>> [triangle.add(form, key) for form, key in [((1, 0, 0), "x"), ((0, 1, 0), "y"), ((-1, -1, 1), "hypotenuse")]]
    [True, True, True]
    >>> lowest = triangle.minimize((-2, 0, 3))
    >>> lowest.status, lowest.value == 1, lowest.proof
    ('nonnegative', True, Farkas(mu=1, multipliers={'hypotenuse': 2, 'y': 2}, constant=1))
    >>> triangle.add((1, 1, -2), "far")
    False
    >>> triangle.infeasibility()
    Farkas(mu=1, multipliers={'hypotenuse': 1, 'far': 1}, constant=1)
    """

    __slots__ = ("_basic", "_by_key", "_columns", "_count", "_nonbasic", "_refutation", "_vertex")

    def __init__(self, dimension: int) -> None:
        if dimension < 0:
            raise ShapeError(f"the dimension is {dimension}; it must be 0 or more")
        self._columns: list[list[mpz]] = [[mpz(i == j) for i in range(dimension)] for j in range(dimension)]
        self._vertex: list[mpz] = [mpz(0)] * dimension + [mpz(1)]
        self._nonbasic: list[_Constraint | None] = [None] * dimension  # None marks a free variable
        self._basic: dict[_Constraint, Form] = {}  # inequalities only
        self._by_key: dict[Hashable, _Constraint] = {}
        self._count = 0
        self._refutation: Farkas | None = None

    def copy(self) -> "Dictionary":
        """An independent dictionary of the same polyhedron at the same vertex; integers and forms are shared."""
        twin = Dictionary.__new__(Dictionary)
        twin._columns, twin._vertex = self._columns, self._vertex  # replaced by pivots, never changed in place
        twin._nonbasic, twin._basic, twin._by_key = self._nonbasic.copy(), self._basic.copy(), self._by_key.copy()
        twin._count, twin._refutation = self._count, self._refutation
        return twin

    @property
    def constraints(self) -> dict[Hashable, Form]:
        """The forms of all constraints by key, in the order of adding."""
        return {key: constraint.form for key, constraint in self._by_key.items()}

    @property
    def equalities(self) -> frozenset[Hashable]:
        """The keys of the constraints that are equalities."""
        return frozenset(key for key, constraint in self._by_key.items() if constraint.equality)

    def add(self, form: IntegerForm, key: Hashable, equality: bool = False) -> bool:
        """Adds form >= 0 (or form == 0) and returns whether the polyhedron is still nonempty.

        Once it is empty, `infeasibility` has the proof and further constraints change nothing.
        Raises DomainError for a key that is in use.
        """
        if key in self._by_key:
            raise DomainError(f"the constraint key {key!r} is in use; give every constraint its own key")
        constraint = self._by_key[key] = _Constraint(key, self._form(form), equality, self._count)
        self._count += 1
        return self._refutation is None and self._enforce(constraint)

    def _enforce(self, constraint: _Constraint) -> bool:
        form = constraint.form
        value = value_at(form, self._vertex)
        if value < 0 or (value > 0 and constraint.equality):
            # Descend on |form| until it is 0. If it stays positive, d*|form| = sum slopes*s + value refutes form == 0.
            end = self._descend(tuple(map(neg, form)) if value < 0 else form, tight=constraint)
            if end.status == "optimal":
                denominator = self._vertex[-1]
                self._refutation = self._proof(mpz(0), end, (constraint, denominator if value < 0 else -denominator))
            return end.status == "tight"
        if not constraint.equality:
            self._basic[constraint] = form
            return True
        # The vertex satisfies the equality, so a degenerate pivot keeps it; without a column for it, others imply it.
        for j, label in enumerate(self._nonbasic):
            if not (label and label.equality) and value_at(form, self._columns[j]):
                self._pivot(constraint, j)
                break
        return True

    def drop(self, key: Hashable) -> None:
        """Forgets the constraint with this key; raises DomainError when there is none."""
        self._require_nonempty()
        if key not in self._by_key:
            raise DomainError(f"there is no constraint with the key {key!r}; add it first")
        constraint = self._by_key.pop(key)
        self._basic.pop(constraint, None)
        if constraint in self._nonbasic:
            # Its slack loses its sign restriction, which is just what a free variable is.
            self._nonbasic[self._nonbasic.index(constraint)] = None
            # An equality that followed from the dropped one and others is in no column, and now may need one.
            for other in self._by_key.values():
                if other.equality and other not in self._nonbasic:
                    self._enforce(other)

    def minimize(self, form: IntegerForm, stop_below_zero: bool = True) -> Minimum:
        """Decides the sign of the form over the polyhedron, or finds its minimum when stop_below_zero is False.

        With stop_below_zero the first point met where the form is negative ends the search, an unbounded edge included.
        Otherwise the minimum is reached and proved, whatever its sign, or the status is "unbounded".
        """
        self._require_nonempty()
        objective = self._form(form)
        end = self._descend(objective, stop_below_zero)
        vertex, value, ray = tuple(self._vertex), end.value, None
        if end.ray is not None:
            ray = tuple(map(int, primitive(end.ray)))
            if stop_below_zero:
                slope = value_at(objective, end.ray)
                steps = value // -slope + 1
                vertex = (*(v + steps * u for v, u in zip(vertex, end.ray, strict=False)), vertex[-1])
                value += steps * slope
        sign: Literal["negative", "nonnegative"] = "negative" if value < 0 else "nonnegative"
        status = "unbounded" if ray and not stop_below_zero else sign
        proof = self._proof(vertex[-1], end) if end.status == "optimal" else None
        return Minimum(status, vertex, Fraction(int(value), int(vertex[-1])), ray, proof)

    def is_nonnegative(self, form: IntegerForm) -> bool:
        """Whether the form is >= 0 on the whole polyhedron: `minimize` without the point and the proof, so faster."""
        self._require_nonempty()
        return self._descend(self._form(form), stop_below_zero=True).status == "optimal"

    def infeasibility(self) -> Farkas:
        """The proof of emptiness: 0 == sum of multipliers[key] * g_key + constant, with constant > 0, and mu == 1."""
        if self._refutation is None:
            raise DomainError("the polyhedron is not empty: there is no proof of infeasibility; look at add's result")
        return self._refutation

    def point(self) -> tuple[Fraction, ...]:
        """The current basic point of the polyhedron."""
        self._require_nonempty()
        return _point(self._vertex)

    def interior_point(self) -> tuple[Fraction, ...]:
        """A point of the relative interior: every inequality is strict there unless it is 0 on the whole polyhedron."""
        self._require_nonempty()
        points = [tuple(self._vertex)]  # whose mean is strict wherever one of them is
        for constraint in self._by_key.values():
            if not constraint.equality and not any(value_at(constraint.form, point) for point in points):
                lowest = self.minimize(tuple(map(neg, constraint.form)))
                if lowest.status == "negative":
                    points.append(lowest.vertex)
        return tuple(sum(column, Fraction()) / len(points) for column in zip(*map(_point, points), strict=True))

    def _descend(self, objective: Form, stop_below_zero: bool = False, tight: _Constraint | None = None) -> _End:
        """Pivots until the objective is optimal, unbounded, negative (if asked), or 0 with `tight` made nonbasic.

        It ends: an edge of positive length decreases the objective, and along edges of length 0 Bland's rule takes over
        after _PATIENCE pivots and does not cycle. A free variable that enters never comes back, so at most n do.
        """
        stalled = 0
        while True:
            value = value_at(objective, self._vertex)
            if stop_below_zero and value < 0:
                return _End("negative", value)
            slopes = [value_at(objective, column) for column in self._columns]
            bland = stalled >= _PATIENCE
            entering = self._entering(slopes, bland)
            if entering is None:
                return _End("optimal", value, slopes)
            edge, slope = self._columns[entering], slopes[entering]
            if slope > 0:
                edge, slope = [-entry for entry in edge], -slope
            leaving, slack, rate = self._ratio_test(edge, bland)
            if tight is not None and (leaving is None or value * rate >= slack * slope):
                self._pivot(tight, entering)
                return _End("tight", value)
            if leaving is None:
                return _End("unbounded", value, slopes, edge)
            self._pivot(leaving, entering)
            stalled = 0 if slack else stalled + 1

    def _entering(self, slopes: list[mpz], bland: bool) -> int | None:
        """A column along which the objective decreases: free ones first, then the steepest, or Bland's first one."""
        choices = []
        for j, (label, slope) in enumerate(zip(self._nonbasic, slopes, strict=True)):
            if slope and not label:
                return j
            if slope < 0 and label and not label.equality:
                choices.append((label.rank if bland else slope, j))
        return min(choices)[1] if choices else None

    def _ratio_test(self, edge: list[mpz], bland: bool) -> tuple[_Constraint | None, mpz, mpz]:
        """The first inequality to become 0 along the edge, with its slack and its rate there, both times d."""
        leaving, least_slack, least_rate = None, mpz(0), mpz(0)
        for constraint, form in self._basic.items():
            rate = sum(map(mul, form, edge))
            if rate < 0:
                slack = sum(map(mul, form, self._vertex))
                if not slack and not bland:
                    return constraint, slack, rate
                if leaving is not None:
                    excess = least_slack * rate - slack * least_rate
                    if excess > 0 or (excess == 0 and constraint.rank > leaving.rank):
                        continue
                leaving, least_slack, least_rate = constraint, slack, rate
        return leaving, least_slack, least_rate

    def _pivot(self, entering: _Constraint, column: int) -> None:
        """Makes the constraint nonbasic in the column, whose variable becomes basic.

        With p = entering's slope in the column u, substitute s_column = (d*s_entering - slack - sum_j slope_j*s_j) / p:

            p * x = (p*v - slack*u)/d + s_entering*u + sum_j s_j * (p*u_j - slope_j*u)/d,

        integral by Cramer's rule, p being the new determinant; if p < 0, negate both p and u.
        """
        slopes = [value_at(entering.form, other) for other in self._columns]
        axis, pivot, vertex = self._columns[column], slopes[column], self._vertex
        slack, d = value_at(entering.form, vertex), vertex[-1]
        if pivot < 0:
            axis, pivot = [-entry for entry in axis], -pivot
        self._columns = [_combine(pivot, u, slope, axis, d) for u, slope in zip(self._columns, slopes, strict=True)]
        self._columns[column] = axis
        self._vertex = [*_combine(pivot, vertex[:-1], slack, axis, d), pivot]
        if leaving := self._nonbasic[column]:
            self._basic[leaving] = leaving.form
        self._basic.pop(entering, None)
        self._nonbasic[column] = entering

    def _proof(self, mu: mpz, end: _End, *more: tuple[_Constraint, mpz]) -> Farkas:
        """The proof that an optimal end gives; mu = 0 stands for the zero form, whose factor may be any, say 1."""
        slopes = zip(self._nonbasic, end.slopes, strict=True)
        factors = [*((label, slope) for label, slope in slopes if slope and label), *more]
        divisor = gcd(mu, end.value, *(factor for _, factor in factors))
        multipliers = {constraint.key: int(factor // divisor) for constraint, factor in factors}
        return Farkas(int(mu // divisor) or 1, multipliers, int(end.value // divisor))

    def _require_nonempty(self) -> None:
        if self._refutation is not None:
            raise DomainError("the polyhedron is empty; see infeasibility() for the proof, or use an earlier copy")

    def _form(self, form: IntegerForm) -> Form:
        try:
            result = tuple([entry if type(entry) is mpz else mpz(index(entry)) for entry in form])
        except TypeError:
            raise InexactNumberError(f"the form {form!r} has an entry that is no integer; clear denominators") from None
        if len(result) != len(self._vertex):
            raise ShapeError(f"a form in dimension {len(self._columns)} has one entry more, not {len(result)} entries")
        return result


def irredundant(forms: Iterable[IntegerForm], equalities: Iterable[IntegerForm] = ()) -> list[int]:
    """Indexes of inequalities that with the equalities describe the polyhedron, none implied by the others.

    Of several equal ones the first stays. Raises DomainError when the polyhedron is empty.

    >>> irredundant([(1, 0, 0), (0, 1, 0), (1, 1, 0), (2, 0, 0), (0, 0, 3)])
    [0, 1]
    """
    rows = list(forms)
    if not rows:
        return []
    kept = Dictionary(len(rows[0]) - 1)
    for j, row in enumerate(equalities):
        kept.add(row, ("equality", j), equality=True)
    for i, row in enumerate(rows):
        kept.add(row, i)
    for i in reversed(range(len(rows))):
        others = kept.copy()
        others.drop(i)
        if others.is_nonnegative(rows[i]):
            kept = others
    return [i for i in range(len(rows)) if i in kept.constraints]


def verify_farkas(
    form: Sequence[int],
    constraints: Mapping[Hashable, Sequence[int]],
    mu: int,
    multipliers: Mapping[Hashable, int],
    constant: int,
    strict: bool = False,
    *,
    equalities: Collection[Hashable] = (),
    open_keys: Collection[Hashable] = (),
) -> bool:
    """Whether mu * form == sum of multipliers[key] * constraints[key] + constant proves form >= 0 (form > 0 if strict).

    The constraints are g >= 0, with keys in `equalities` g == 0, with keys in `open_keys` g > 0.
    A strict proof needs constant > 0, or a multiplier > 0 on an open key; for the zero form it shows emptiness.

    >>> verify_farkas((1, 1, 0), {"x": (1, 0, 0), "y": (0, 1, -1)}, 1, {"x": 1, "y": 1}, 1, strict=True)
    True
    """
    if mu <= 0 or constant < 0 or any(factor < 0 and key not in equalities for key, factor in multipliers.items()):
        return False
    if strict and constant == 0 and not any(multipliers.get(key, 0) > 0 for key in open_keys):
        return False
    if any(len(constraints.get(key, ())) != len(form) for key in multipliers):
        return False
    total = [0] * (len(form) - 1) + [constant]
    for key, factor in multipliers.items():
        total = [entry + factor * other for entry, other in zip(total, constraints[key], strict=True)]
    return total == [mu * entry for entry in form]


def _combine(p: mpz, u: list[mpz], q: mpz, v: list[mpz], d: mpz) -> list[mpz]:
    """The vector (p*u - q*v) / d, known to be integral."""
    if q:
        return [divexact(p * x - q * y, d) for x, y in zip(u, v, strict=True)]
    return u if p == d else [divexact(p * x, d) for x in u]


def _point(vertex: Sequence[mpz]) -> tuple[Fraction, ...]:
    denominator = int(vertex[-1])
    return tuple(Fraction(int(entry), denominator) for entry in vertex[:-1])
