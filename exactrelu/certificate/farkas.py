"""Farkas proofs along a path: from the generators where that is quick, from the exact simplex elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import cast

from gmpy2 import gcd, lcm, mpq, mpz

from exactrelu.affine import Form, primitive, value
from exactrelu.geometry.cone import AT_INFINITY, Generator
from exactrelu.geometry.simplex import Dictionary
from exactrelu.regions.chart import Chart

__all__ = ["CLOSED", "EQUALITY", "STRICT", "Constraint", "Inverses", "Proof", "Prover", "holds"]

CLOSED, STRICT, EQUALITY = ">=", ">", "="

SHORT = 8
"""A form this long, of which at most one entry in so many is not 0, is used by these entries."""

Proof = list[int]
"""mu, c, i_1, l_1, i_2, l_2, ...: docs/certificate-format.md, section 5."""


Inverses = dict[tuple[Generator, int], tuple[list[int], list[list[mpz]], mpz] | None]


@dataclass(frozen=True, slots=True)
class Constraint:
    """One constraint of a path: the form of mask bit `bit`, with that sign, and a relation to 0.

    inner is the same form in the coordinates of the cell's generators, by default those of the form.
    entries are the pairs (column, entry) of a form that is mostly 0, else empty.
    """

    bit: int
    form: Form
    relation: str
    sign: int = 1
    inner: Form = ()
    entries: tuple[tuple[int, mpz], ...] = field(init=False, default=(), compare=False)

    def __post_init__(self) -> None:
        if not self.inner:
            object.__setattr__(self, "inner", self.form)
        if len(self.form) > SHORT:
            entries = tuple((j, a) for j, a in enumerate(self.form) if a)
            if len(entries) * SHORT < len(self.form):
                object.__setattr__(self, "entries", entries)


def holds(p: Form, proof: Proof, path: Sequence[Constraint], strict: bool = False) -> bool:
    """Whether the proof shows p >= 0 (strict: p > 0) under the path, by multiplying and adding integers."""
    mu, c = proof[0], proof[1]
    if mu < 1 or c < 0:
        return False
    total = [mpz(0)] * (len(p) - 1) + [mpz(c)]
    is_strict = c > 0
    for i, multiplier in zip(proof[2::2], proof[3::2], strict=True):
        constraint = path[i]
        if multiplier < 0 and constraint.relation != EQUALITY:
            return False
        is_strict = is_strict or constraint.relation == STRICT
        if constraint.entries:
            for j, b in constraint.entries:
                total[j] += multiplier * b
        else:
            total = [a + multiplier * b for a, b in zip(total, constraint.form, strict=True)]
    return total == [mu * a for a in p] and (is_strict or not strict)


class Prover:
    """Proves forms non-negative on the cell of a path.

    path is the list of constraints (the caller changes it in place); where[bit] is the number of the constraint of a
    mask bit that is on the path.  Each proof is checked before it is handed out.
    inverses keeps the matrix inverses of vertices; whoever changes the forms of mask bits must change it too.

    With a chart, multipliers are found in its coordinates, from the constraints that do not vanish on the domain.  What
    the identity then lacks in the space vanishes on the domain, so it is a combination of those that do.
    """

    def __init__(self, dimension: int, chart: Chart | None = None) -> None:
        self.dimension = dimension
        self.chart = None if chart is None or chart.is_identity else chart
        self.level = 0 if self.chart is None else self.chart.vanishing
        self.path: list[Constraint] = []
        self.where: dict[int, int] = {}
        self.written = 0
        self.inverses: Inverses = {}

    def prove(
        self,
        p: Form,
        lines: Sequence[Generator],
        generators: Sequence[Generator],
        usable: int,
        without: int | None = None,
        strict: bool = False,
        outer: Form | None = None,
    ) -> Proof:
        """A proof of p >= 0 (or p > 0) from the path's constraints in the mask usable, except the one of bit without.

        outer is p in the space, where p is given in other coordinates.  p >= 0 must hold on the cone of the generators.
        Where a vertex of the cell at which p is smallest has exactly as many tight constraints as the space has
        dimensions, the multipliers are unique: one solve with a matrix inverse that is kept for the vertex.  Elsewhere
        the simplex finds them.
        """
        usable &= ~self.level
        proof = None if lines else self._from_vertex(p, generators, usable)
        if proof is None or (without is not None and self.where[without] in proof[2::2]):
            proof = self._from_simplex(p, usable, without)
        return self._verified(p if outer is None else outer, proof, strict)

    def _verified(self, p: Form, proof: Proof, strict: bool) -> Proof:
        """The proof, brought from the chart's coordinates into the space and checked there."""
        if self.chart is not None:
            proof = self._lifted(p, proof, self.chart)
        if not holds(p, proof, self.path, strict):
            raise ArithmeticError("a Farkas proof does not hold: this is a bug")
        self.written += 1
        return proof

    def _lifted(self, p: Form, proof: Proof, chart: Chart) -> Proof:
        """A proof in the coordinates of the chart, completed by constraints that vanish on the domain.

        The constant 1 of the space is `scale` there, in homogeneous coordinates.
        """
        mu, c = proof[0] * chart.scale, mpz(proof[1])
        terms = {i: mpq(m * chart.scale) for i, m in zip(proof[2::2], proof[3::2], strict=True)}
        rest = [mu * a for a in p]
        rest[-1] -= c
        for i, multiplier in terms.items():
            factor = multiplier.numerator
            rest = [a - factor * b if b else a for a, b in zip(rest, self.path[i].form, strict=True)]
        for i, extra in chart.made_of(tuple(rest)).items():
            terms[i] = terms.get(i, 0) + extra
        common = lcm(1, *(m.denominator for m in terms.values()))
        integers = {i: mpz(m * common) for i, m in sorted(terms.items()) if m}
        divisor = gcd(mu * common, c * common, *integers.values())
        flat = [int(mu * common // divisor), int(c * common // divisor)]
        for i, m in integers.items():
            flat += (i, int(m // divisor))
        return flat

    def _from_vertex(self, p: Form, generators: Sequence[Generator], usable: int) -> Proof | None:
        best = None
        low, low_t = mpz(0), mpz(1)
        for g in generators:
            if g.tight & AT_INFINITY:
                continue
            z = value(p, g.v)
            if best is None or z * low_t < low * g.v[-1]:
                best, low, low_t = g, z, g.v[-1]
        if best is None:
            return None
        tight = best.tight & usable
        if tight.bit_count() != self.dimension:
            return None
        key = (best, tight)
        if key not in self.inverses:
            self.inverses[key] = self._invert(tight)
        solver = self.inverses[key]
        if solver is None:
            return None
        bits, inverse, mu = solver
        multipliers = [sum((a * b for a, b in zip(p, column, strict=False)), mpz(0)) for column in inverse]
        return self._assemble(p, mu, [(self.where[bit], m) for bit, m in zip(bits, multipliers, strict=True) if m])

    def _assemble(self, p: Form, mu: mpz, terms: list[tuple[int, mpz]]) -> Proof | None:
        """The proof with these multipliers of the unsigned forms, or None where a multiplier has the wrong sign."""
        signed = []
        c = mu * p[-1]
        for i, multiplier in sorted(terms):
            constraint = self.path[i]
            multiplier *= constraint.sign
            if multiplier < 0 and constraint.relation != EQUALITY:
                return None
            c -= multiplier * constraint.inner[-1]
            signed.append((i, multiplier))
        divisor = gcd(mu, c, *(m for _, m in signed))
        flat = [int(mu // divisor), int(c // divisor)]
        for i, m in signed:
            flat += (i, int(m // divisor))
        return flat

    def _invert(self, tight: int) -> tuple[list[int], list[list[mpz]], mpz] | None:
        """The mask's bits, the columns of d * inverse of their forms' linear parts, and d > 0; None if singular."""
        bits = []
        while tight:
            one = tight & -tight
            tight ^= one
            bits.append(one.bit_length() - 1)
        n = self.dimension
        # The unsigned forms, so that the inverse serves both sides of a split.
        rows = []
        for i, bit in enumerate(bits):
            constraint = self.path[self.where[bit]]
            row = [constraint.sign * a for a in constraint.inner[:-1]]
            rows.append(row + [mpz(i == j) for j in range(n)])
        before = mpz(1)
        for column in range(n):
            pivot = next((i for i in range(column, n) if rows[i][column]), None)
            if pivot is None:
                return None
            rows[column], rows[pivot] = rows[pivot], rows[column]
            top = rows[column]
            head = top[column]
            for i in range(n):
                if i != column:
                    factor = rows[i][column]
                    rows[i] = [(head * a - factor * b) // before for a, b in zip(rows[i], top, strict=True)]
            before = head
        sign = 1 if before > 0 else -1
        inverse = [[sign * rows[i][n + j] for i in range(n)] for j in range(n)]
        return bits, inverse, abs(before)

    def _from_simplex(self, p: Form, usable: int, without: int | None) -> Proof:
        """The proof of the exact simplex over the usable constraints."""
        program = Dictionary(self.dimension)
        for i, constraint in enumerate(self.path):
            if usable >> constraint.bit & 1 and constraint.bit != without:
                program.add(constraint.inner, i, equality=constraint.relation == EQUALITY)
        found = program.minimize(p, stop_below_zero=False).proof
        if found is None:
            raise ArithmeticError("a form to be proved non-negative has no lower bound: this is a bug")
        flat = [int(found.mu), int(found.constant)]
        multipliers = cast(dict[int, int], found.multipliers)
        for i in sorted(multipliers):
            flat += (i, int(multipliers[i]))
        return flat

    def prove_strict_side(self, side: Constraint, vanishing: Constraint, usable: int) -> Proof:
        """A proof of a strict side p > 0 from another one, h > 0, that vanishes wherever p does on the closed cell.

        p - e * h >= 0 on the cell for some e > 0: the largest such e is the minimum of p where h = 1, or far out.
        """
        n, p, without = self.dimension, side.inner, side.bit
        usable &= ~self.level
        # In homogeneous coordinates: minimise p over the cone with h = 1, t >= 0.
        program = Dictionary(n + 1)
        for i, constraint in enumerate(self.path):
            if usable >> constraint.bit & 1 and constraint.bit != without:
                program.add((*constraint.inner, mpz(0)), i, equality=constraint.relation == EQUALITY)
        program.add((*([mpz(0)] * n), mpz(1), mpz(0)), -1)
        program.add((*vanishing.inner, mpz(-1)), -2, equality=True)
        least = program.minimize((*p, mpz(0)), stop_below_zero=False).value
        e, f = mpz(least.numerator), mpz(least.denominator)
        rest = primitive([2 * f * a - e * b for a, b in zip(p, vanishing.inner, strict=True)])
        proof = self._from_simplex(rest, usable, without)
        scale = next((2 * f * a - e * b) // r for a, b, r in zip(p, vanishing.inner, rest, strict=True) if r)
        terms = dict(zip(proof[2::2], (int(scale) * m for m in proof[3::2]), strict=True))
        j = self.where[vanishing.bit]
        terms[j] = terms.get(j, 0) + int(e) * proof[0]
        flat = [int(2 * f) * proof[0], int(scale) * proof[1]]
        for i in sorted(terms):
            flat += (i, terms[i])
        divisor = int(gcd(*(mpz(a) for a in (*flat[:2], *flat[3::2]))))
        flat = [flat[0] // divisor, flat[1] // divisor, *(a // divisor if k % 2 else a for k, a in enumerate(flat[2:]))]
        return self._verified(side.form, flat, strict=True)
