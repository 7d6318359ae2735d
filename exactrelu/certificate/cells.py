"""The cells of a partition: cones by double description along a path, their splits, and Farkas proofs on them."""

from collections.abc import Sequence
from dataclasses import dataclass

from gmpy2 import gcd, mpz

from exactrelu.affine import Form, primitive, value
from exactrelu.certificate.farkas import CLOSED, EQUALITY, STRICT, Constraint, Proof, Prover, holds
from exactrelu.domain import Domain
from exactrelu.geometry.cone import AT_INFINITY, Cutter, Generators, rank
from exactrelu.geometry.polyhedron import generate
from exactrelu.geometry.simplex import Dictionary

__all__ = ["Cell", "Path", "refute"]

Side = tuple[Form, str]
"""A form with its relation to 0."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell by the generators of its closure; strict sides are known to the path only."""

    lines: Generators
    generators: Generators
    dimension: int

    def interior(self) -> Form:
        """A homogeneous point of the relative interior: the sum of all generators."""
        return tuple(map(sum, zip(*(g.v for g in self.generators), strict=True)))


def flip(form: Form) -> Form:
    """The negated form."""
    return tuple(-a for a in form)


class Path:
    """The constraints on the way to one cell, and proofs from them.

    Constraint i has mask bit i + 1.  With proofs=False nothing is proved, and all proofs are empty.
    """

    def __init__(self, domain: Domain, proofs: bool) -> None:
        self.proofs = proofs
        self.prover = Prover(domain.dimension)
        self.constraints = self.prover.path
        self.strict = self.closed = 0
        self.known: dict[Form, list[int]] = {}
        self.groups = 0
        self.cell = Cell([], [], 0)
        self.domain = generate(domain)
        for form in domain.inequalities:
            self.push(form, CLOSED)
        for form in domain.equalities:
            self.push(form, EQUALITY)
        self.has_facets = bool(domain.inequalities)

    def root(self) -> Cell:
        """The domain."""
        return Cell(self.domain.lines, self.domain.generators, self.domain.dimension)

    def push(self, form: Form, relation: str) -> None:
        """Adds a constraint."""
        number = len(self.constraints)
        self.constraints.append(Constraint(number + 1, form, relation))
        self.prover.where[number + 1] = number
        self.strict |= (relation == STRICT) << (number + 1)
        self.closed |= (relation == CLOSED) << (number + 1)
        for direction in self._directions(form, relation):
            self.known.setdefault(direction, []).append(number)

    def truncate(self, length: int) -> None:
        """Back to the first constraints."""
        while len(self.constraints) > length:
            constraint = self.constraints.pop()
            for direction in self._directions(constraint.form, constraint.relation):
                self.known[direction].pop()
                if not self.known[direction]:
                    del self.known[direction]
        mask = (2 << length) - 1
        self.strict &= mask
        self.closed &= mask

    @staticmethod
    def _directions(form: Form, relation: str) -> list[Form]:
        direction = primitive(form)
        return [direction, flip(direction)] if relation == EQUALITY else [direction]

    def enter(self, cell: Cell) -> None:
        """Makes the cell the one on which things are proved.

        Generators are shared with the cells of other paths, which may have given later bits another meaning.
        """
        self.cell = cell
        mask = (2 << len(self.constraints)) - 1
        for g in (*cell.lines, *cell.generators):
            g.tight &= mask
        self.prover.inverses = {}

    def signs(self, form: Form) -> tuple[bool, bool]:
        """Whether the form is somewhere positive, and somewhere negative, on the closure of the cell."""
        positive = negative = False
        for line in self.cell.lines:
            if value(form, line.v):
                return True, True
        for g in self.cell.generators:
            z = value(form, g.v)
            positive = positive or z > 0
            negative = negative or z < 0
        return positive, negative

    def excludes(self, zeros: Generators) -> bool:
        """Whether the cell has no point on the face of its closure that these generators span.

        A point of its relative interior satisfies every strict side that does not vanish on the face.
        """
        if not self.has_facets:
            return True
        common = -1
        finite = False
        for g in zeros:
            common &= g.tight
            finite = finite or not g.tight & AT_INFINITY
        return not finite or bool(common & self.strict)

    def zeros(self, form: Form) -> Generators:
        """The generators at which the form vanishes."""
        return [g for g in self.cell.generators if not value(form, g.v)]

    def split(self, form: Form) -> tuple[Cell | None, Cell, Cell | None]:
        """The closures of the parts where the form is negative, zero, and positive; None for an empty part.

        The form must take at least two of the three signs on the cell.
        """
        cell = self.cell
        positive, negative = self.signs(form)
        lines, generators = cell.lines, cell.generators
        if positive and negative:
            self.groups += 1
            cutter = Cutter([form], len(self.constraints) + 1, self.groups, {})
            cutter.evaluate(lines)
            cutter.evaluate(generators)
            common = -1
            for g in generators:
                common &= g.tight
            valid = (self.closed | self.strict | AT_INFINITY) & ~common
            lines, minus, on, plus = cutter.split(0, lines, generators, valid, cell.dimension - len(lines))
            return (
                Cell(lines, minus + on, cell.dimension),
                Cell(lines, on, cell.dimension - 1),
                Cell(lines, plus + on, cell.dimension),
            )
        bit = 2 << len(self.constraints)
        on = self.zeros(form)
        if not (positive or negative) or self.excludes(on):
            raise ArithmeticError("a split on a form with one sign on the cell: this is a bug")
        for g in on:
            g.tight |= bit
        for g in lines:
            g.tight |= bit
        level = Cell(lines, on, rank([g.v for g in (*lines, *on)]) - 1)
        return (cell if negative else None), level, (cell if positive else None)

    def prove(self, form: Form, strict: bool = False) -> Proof:
        """A proof that the form is >= 0 (strict: > 0) on the cell, which must be so."""
        if not self.proofs:
            return []
        proof = self._multiple(form, strict) or self._from_generators(form, strict)
        if proof is None and strict:
            number = len(self.constraints)
            found = refute([*self.sides(), (flip(form), CLOSED)], self.prover.dimension)
            if found is not None:
                terms = list(zip(found[2::2], found[3::2], strict=True))
                mu = dict(terms).get(number, 0)
                proof = [mu, found[1], *(a for i, m in terms if i != number for a in (i, m))]
        if proof is None or not holds(form, proof, self.constraints, strict):
            raise ArithmeticError("a Farkas proof does not hold: this is a bug")
        self.prover.written += 1
        return proof

    def prove_empty(self, extra: Sequence[Side] = ()) -> Proof | None:
        """A proof that no point of the path satisfies the extra sides too; None when there is such a point."""
        interior = self.cell.interior()
        if extra and all(value(form, interior) > 0 if relation == STRICT else value(form, interior) >= 0
                         for form, relation in extra):  # fmt: skip
            return None
        sides = [*self.sides(), *extra]
        proof = refute(sides, self.prover.dimension)
        if proof is not None:
            path = [Constraint(i + 1, form, relation) for i, (form, relation) in enumerate(sides)]
            if not holds((mpz(0),) * len(interior), proof, path, strict=True):
                raise ArithmeticError("a proof of emptiness does not hold: this is a bug")
            self.prover.written += 1
        return proof

    def sides(self) -> list[Side]:
        """All constraints as forms with relations."""
        return [(constraint.form, constraint.relation) for constraint in self.constraints]

    def _multiple(self, form: Form, strict: bool) -> Proof | None:
        """The form as a multiple of a constraint."""
        a = gcd(*form)
        for i in reversed(self.known.get(primitive(form), ())):
            constraint = self.constraints[i]
            if not strict or constraint.relation == STRICT:
                b = gcd(*constraint.form)
                same = all(b * x == a * y for x, y in zip(form, constraint.form, strict=True))
                common = gcd(a, b)
                return [int(b // common), 0, i, int(a // common) * (1 if same else -1)]
        return None

    def _from_generators(self, form: Form, strict: bool) -> Proof | None:
        """A proof from the tight constraints of a vertex where the form is smallest."""
        usable = (2 << len(self.constraints)) - 2
        if not self.cell.lines:
            proof = self.prover._from_vertex(form, self.cell.generators, usable)
            if proof is not None and holds(form, proof, self.constraints, strict):
                return proof
            usable &= self._lowest(form)
        proof = self.prover._from_simplex(form, usable, None)
        return proof if holds(form, proof, self.constraints, strict) else None

    def _lowest(self, form: Form) -> int:
        """The tight constraints of a vertex where the form is smallest: duality needs no others."""
        best, low, t = 0, mpz(0), mpz(0)
        for g in self.cell.generators:
            if not g.tight & AT_INFINITY:
                z = value(form, g.v)
                if not t or z * t < low * g.v[-1]:
                    best, low, t = g.tight, z, g.v[-1]
        return best


def refute(sides: Sequence[Side], dimension: int) -> Proof | None:
    """A proof that no point satisfies all sides, or None when there is one.

    With one more variable e, each strict side h > 0 becomes h - e >= 0, and e <= 1: there is a point iff e can be > 0.
    If e cannot, the proof of -e >= 0 uses strict sides with multipliers that add up to more than 0, or a constant > 0;
    e <= 1 is of no use to it.
    """
    program = Dictionary(dimension + 1)
    no = mpz(0)
    order = sorted(range(len(sides)), key=lambda i: sides[i][1] == STRICT)
    rows = [(i, (*sides[i][0][:-1], mpz(-1 if sides[i][1] == STRICT else 0), sides[i][0][-1])) for i in order]
    rows.append((-1, (*[no] * dimension, mpz(-1), mpz(1))))
    found = None
    for i, row in rows:
        if not program.add(row, i, equality=i >= 0 and sides[i][1] == EQUALITY):
            found = program.infeasibility()
            break
    else:
        found = program.minimize((*[no] * dimension, mpz(-1), no)).proof
    if found is None:
        return None
    multipliers = {int(str(i)): m for i, m in found.multipliers.items()}
    return [1, int(found.constant), *(a for i in sorted(multipliers) for a in (i, int(multipliers[i])))]
