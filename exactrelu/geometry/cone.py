"""Polyhedra as cones in homogeneous coordinates, cut by hyperplanes: the double description method.

A polyhedron P of Q^n is kept as the cone over P x {1}: vectors (x, t) with t >= 0.
Its **generators** are lines (both directions belong to the cone), and extreme rays modulo the lines: a vertex of P
where t > 0, a direction in which P recedes where t = 0.
Each generator knows by bit mask the constraints that it satisfies with equality, so facets, faces and adjacency are
questions about masks.  Signs of affine forms on P are read off the generators: the relative interior of P meets z > 0
iff some generator has z > 0 (a line counts for both signs), meets z < 0 likewise, and meets z = 0 iff both or all are
zero. No linear program is needed.

Source: T. S. Motzkin et al., The double description method (1953); K. Fukuda, A. Prodon, Double description method
revisited (1996).
"""

from collections.abc import Sequence
from operator import mul

from gmpy2 import gcd, mpz

from exactrelu.affine import Form

__all__ = ["AT_INFINITY", "MEMO_LIMIT", "Copies", "Cutter", "Generator", "Memo", "Pieces", "rank", "whole_space"]

AT_INFINITY = 1
"""The mask bit of the constraint t >= 0: it is tight exactly at the directions."""

MEMO_LIMIT = 200_000
"""A memo beyond this size is emptied: generators are then made again, not shared."""


class Generator:
    """A vertex, direction or line: v = (x_1, ..., x_n, t) in primitive integers.

    tight is the mask of all constraints so far that hold with equality here; positive and negative are masks over the
    forms of the current Cutter; seen is the tag of the last Cutter group whose signs were computed.
    """

    __slots__ = ("negative", "positive", "seen", "tight", "v")

    positive: int
    negative: int

    def __init__(self, v: Sequence[mpz], tight: int, seen: int | None = None) -> None:
        self.v = v
        self.tight = tight
        self.seen = seen


MANY_PAIRS = 10_000
"""From so many pairs of rays on the two sides on, the adjacent ones are found by a table."""

Generators = list[Generator]
Memo = dict[tuple[Generator, Generator, int], Generator]
"""What cutters of one group made: from which two generators, by which form."""
Pieces = tuple[Generators, Generators, Generators, Generators]
"""Common lines; generators strictly on the negative side, on the hyperplane (new ones too), on the positive side."""


class Copies:
    """Generators for the next group, each the copy of one, so that what is shared among cones stays shared.

    A cutter of the next group writes its signs into the copies: one can go back to the group before, whose signs stand.
    """

    __slots__ = ("_copies",)

    def __init__(self) -> None:
        self._copies: dict[Generator, Generator] = {}

    def of(self, generators: Generators) -> Generators:
        """The copies of some generators."""
        copies = self._copies
        if len(copies) > MEMO_LIMIT:
            copies.clear()
        found = []
        for g in generators:
            copy = copies.get(g)
            if copy is None:
                copies[g] = copy = Generator(g.v, g.tight)
            found.append(copy)
        return found


class _Table:
    """Finds the rays that share all but one of a simple ray's tight constraints, without a look at the others.

    A simple ray is found by each of its sets of all but one constraint, one that is not simple is always compared.
    """

    def __init__(self, rays: Sequence[tuple[Generator, int]], valid: int, simple: int) -> None:
        self.enough = simple - 1
        self.rays = rays
        self.others: list[int] = []
        self.by_ridge: dict[int, list[int]] = {}
        for i, (_, tight) in enumerate(rays):
            mask = tight & valid
            if mask.bit_count() != simple:
                self.others.append(i)
                continue
            for ridge in _ridges(mask):
                self.by_ridge.setdefault(ridge, []).append(i)

    def near(self, mask: int) -> Generators:
        """The rays with enough constraints of the mask, in their order."""
        found = {i for ridge in _ridges(mask) for i in self.by_ridge.get(ridge, ())}
        found.update(i for i in self.others if (mask & self.rays[i][1]).bit_count() >= self.enough)
        return [self.rays[i][0] for i in sorted(found)]


def _ridges(mask: int) -> list[int]:
    """The mask without each of its bits."""
    found, left = [], mask
    while left:
        one = left & -left
        left ^= one
        found.append(mask ^ one)
    return found


def whole_space(dimension: int) -> tuple[Generators, Generators]:
    """The lines and generators of Q^n: the unit directions as lines, and the origin."""
    lines = [Generator([mpz(int(i == j)) for j in range(dimension + 1)], AT_INFINITY) for i in range(dimension)]
    return lines, [Generator([mpz(0)] * dimension + [mpz(1)], 0)]


def rank(vectors: Sequence[Sequence[mpz]]) -> int:
    """The rank of integer vectors, by fraction-free elimination."""
    rows = [list(vector) for vector in vectors]
    found = 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((i for i in range(found, len(rows)) if rows[i][column]), None)
        if pivot is None:
            continue
        rows[found], rows[pivot] = rows[pivot], rows[found]
        top = rows[found]
        for i in range(found + 1, len(rows)):
            factor = rows[i][column]
            if factor:
                combined = [top[column] * a - factor * b for a, b in zip(rows[i], top, strict=True)]
                divisor = gcd(*combined)
                rows[i] = [a // divisor for a in combined] if divisor > 1 else combined
        found += 1
    return found


class Cutter:
    """Cuts cones by the zero sets of a group of affine forms that share one range of mask bits.

    forms[k] is form number k as it is on the cone at hand; its bit is 1 << (offset + k).
    A Cutter is made for every cone of one group (the cells of a layer); they share memo, so that neighbouring cones
    share the generators on their common edges.  The forms of neighbouring cones must agree on the common boundary, and
    along common directions, as the pre-activations of a continuous piecewise-affine function do.
    """

    __slots__ = ("earlier", "forms", "group", "known", "memo", "offset")

    def __init__(
        self,
        forms: Sequence[Form],
        offset: int,
        group: int,
        memo: Memo,
    ) -> None:
        self.forms = forms
        self.offset = offset
        self.earlier = (1 << offset) - 1
        self.known = (1 << (offset + len(forms))) - 1
        self.group = group
        self.memo = memo
        if len(memo) > MEMO_LIMIT:
            memo.clear()

    def evaluate(self, generators: Generators) -> None:
        """Sets the sign masks over this group's forms for the generators that do not have them yet."""
        for g in generators:
            if g.seen != self.group:
                g.seen = self.group
                self._set_signs(g)

    def _set_signs(self, g: Generator) -> None:
        v = g.v
        positive = negative = 0
        tight = g.tight
        bit = 1
        for form in self.forms:
            z = sum(map(mul, form, v))
            if z > 0:
                positive |= bit
            elif z < 0:
                negative |= bit
            else:
                tight |= bit << self.offset
            bit <<= 1
        g.positive = positive
        g.negative = negative
        g.tight = tight

    def split(self, k: int, lines: Generators, generators: Generators, valid: int, simple: int) -> Pieces:
        """Cuts the cone by form k, which takes both strict signs on it.

        valid is the mask of the constraints that hold on the cone without vanishing identically on it (t >= 0 included)
        and that define it; simple is dim P - len(lines), the number of independent constraints tight at a vertex.
        """
        bit = 1 << k
        for i, line in enumerate(lines):
            if (line.positive | line.negative) & bit:
                return self._split_line(k, i, lines, generators)
        plus: Generators = []
        minus: Generators = []
        on: Generators = []
        for g in generators:
            if g.positive & bit:
                plus.append(g)
            elif g.negative & bit:
                minus.append(g)
            else:
                on.append(g)
        on += self._edge_points(k, plus, minus, generators, valid, simple)
        return lines, minus, on, plus

    def _edge_points(
        self, k: int, plus: Generators, minus: Generators, generators: Generators, valid: int, simple: int
    ) -> Generators:
        """One new generator on each edge that joins the two sides.

        Two extreme rays are adjacent iff no third one satisfies all their common constraints.  A ray with exactly
        `simple` tight constraints has independent ones, so any `simple` - 1 of them cut out a two-dimensional face:
        a ray that shares these is adjacent without further search.
        """
        enough = simple - 1
        made: Generators = []
        memo = self.memo
        form = self.forms[k]
        opposite = [(q, q.tight) for q in minus]
        table = _Table(opposite, valid, simple) if len(plus) * len(minus) > MANY_PAIRS else None
        below: dict[Generator, mpz] = {}
        for p in plus:
            mask = p.tight & valid
            is_simple = mask.bit_count() == simple
            above = None
            if table is not None and is_simple:
                near = table.near(mask)
            else:
                near = [q for q, tight in opposite if (mask & tight).bit_count() >= enough]
            for q in near:
                if not is_simple and not self._adjacent(mask, q.tight, generators, valid, simple):
                    continue
                key = (p, q, k)
                w = memo.get(key)
                if w is None:
                    if above is None:
                        above = sum(map(mul, form, p.v))
                    z = below.get(q)
                    if z is None:
                        below[q] = z = -sum(map(mul, form, q.v))
                    memo[key] = w = self._edge_point(p, q, k, z, above)
                made.append(w)
        return made

    @staticmethod
    def _adjacent(mask: int, tight: int, generators: Generators, valid: int, simple: int) -> bool:
        """Whether no third generator satisfies all common constraints; mask and tight are those of the two."""
        if (tight & valid).bit_count() == simple:
            return True
        common = mask & tight
        return sum([g.tight & common == common for g in generators]) == 2

    def _edge_point(self, p: Generator, q: Generator, k: int, a: mpz, b: mpz) -> Generator:
        """The generator between p (form k is b > 0) and q (form k is -a < 0) at which form k vanishes.

        Only the forms on which p and q have opposite strict signs need a value; the other signs are those of p or q.
        What is tight at both ends is tight between them for the constraints up to this group only: where p and q were
        used for later groups too they carry bits of these, whose forms are not affine along the whole edge.
        """
        v = [a * x + b * y for x, y in zip(p.v, q.v, strict=True)]
        divisor = gcd(*v)
        if divisor > 1:
            v = [x // divisor for x in v]
        bit = 1 << k
        w = Generator(v, (p.tight & q.tight & self.known) | (bit << self.offset), self.group)
        doubtful = ((p.positive & q.negative) | (p.negative & q.positive)) ^ bit
        known = ~(doubtful | bit)
        positive = (p.positive | q.positive) & known
        negative = (p.negative | q.negative) & known
        while doubtful:
            one = doubtful & -doubtful
            doubtful ^= one
            z = sum(map(mul, self.forms[one.bit_length() - 1], v))
            if z > 0:
                positive |= one
            elif z < 0:
                negative |= one
            else:
                w.tight |= one << self.offset
        w.positive = positive
        w.negative = negative
        return w

    def _split_line(self, k: int, chosen: int, lines: Generators, generators: Generators) -> Pieces:
        """Form k varies along a line: the line becomes a ray on each side, all else is moved along it into z = 0."""
        line = lines[chosen]
        ray = line if line.positive >> k & 1 else self._opposite(line)
        rest = [self._project(g, ray, k) for i, g in enumerate(lines) if i != chosen]
        moved = [self._project(g, ray, k) for g in generators]
        return rest, [self._opposite(ray)], moved, [ray]

    def _opposite(self, line: Generator) -> Generator:
        key = (line, line, -1)
        g = self.memo.get(key)
        if g is None:
            g = Generator([-x for x in line.v], line.tight & self.known, self.group)
            g.positive, g.negative = line.negative, line.positive
            self.memo[key] = g
            self.memo[g, g, -1] = line
        return g

    def _project(self, g: Generator, ray: Generator, k: int) -> Generator:
        """g moved along the line of ray until form k vanishes; earlier constraints are constant along the line."""
        key = (g, ray, k)
        moved = self.memo.get(key)
        if moved is None:
            form = self.forms[k]
            a, b = sum(map(mul, form, ray.v)), sum(map(mul, form, g.v))
            if not b:
                moved = g
            else:
                v = [a * x - b * y for x, y in zip(g.v, ray.v, strict=True)]
                divisor = gcd(*v)
                moved = Generator([x // divisor for x in v] if divisor > 1 else v, g.tight & self.earlier, self.group)
                self._set_signs(moved)
            self.memo[key] = moved
        return moved
