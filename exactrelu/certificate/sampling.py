"""Points of a domain at which networks that differ are likely to differ: simple, on hyperplanes, and beside them."""

from collections.abc import Iterator, Sequence
from itertools import pairwise, product

from gmpy2 import mpz

from exactrelu.affine import Form, clear_denominators, primitive, value
from exactrelu.domain import Domain
from exactrelu.extended import rational
from exactrelu.geometry.cone import AT_INFINITY
from exactrelu.geometry.polyhedron import generate
from exactrelu.geometry.simplex import Dictionary

__all__ = ["sample"]

MIXTURES = 24
CROSSINGS = 48
CORNERS = 32
BESIDE = 1024
"""A point beside a hyperplane lies at this fraction of a segment that crosses it."""
STEPS = (0, 1, -1, 3, -2, 7, 0, -5)


def sample(domain: Domain, hyperplanes: Sequence[Form]) -> Iterator[Form]:
    """Homogeneous points (x, t), t > 0, of the domain, the same ones in every run; DomainError when it is empty."""
    seen: set[Form] = set()
    for point in _points(domain, hyperplanes):
        short = primitive(point)
        if short not in seen:
            seen.add(short)
            yield short


def _points(domain: Domain, hyperplanes: Sequence[Form]) -> Iterator[Form]:
    anchors = list(_mixtures(domain))
    yield from anchors
    segments = list(pairwise(anchors))
    if hyperplanes and segments:
        for i in range(CROSSINGS):
            yield from _crossing(hyperplanes[i % len(hyperplanes)], segments[(5 * i + 3) % len(segments)])
    yield from _corners(domain, hyperplanes)


def _mixtures(domain: Domain) -> Iterator[Form]:
    """Small integer points, the vertices of the domain, and combinations of its generators with small coefficients."""
    n = domain.dimension
    for x in product((0, 1, -1), repeat=min(n, 2)):
        point = (*map(mpz, x), *[mpz(1)] * (n - len(x)), mpz(1))
        if all(value(form, point) >= 0 for form in domain.inequalities) and not any(
            value(form, point) for form in domain.equalities
        ):
            yield point
    part = generate(domain)
    vertices = [g.v for g in part.generators if not g.tight & AT_INFINITY]
    yield from map(tuple, vertices)
    rays = [g.v for g in part.generators if g.tight & AT_INFINITY]
    lines = [g.v for g in part.lines]
    state = 1
    for i in range(MIXTURES):
        terms = []
        for group, sign in ((vertices, 0), (rays, 0), (lines, 1)):
            for v in group:
                state = (1103515245 * state + 12345) % 2**31
                step = STEPS[(state >> 16) % len(STEPS)]
                terms.append((step if sign else abs(step) + (group is vertices), v))
        whole = [sum(c * v[j] for c, v in terms) for j in range(n + 1)]
        # The vertices keep their weight in t; a larger one brings points on lines and rays nearer to them.
        for c, v in zip((1 + i % 5,) * len(vertices), vertices, strict=True):
            whole = [a + c * b for a, b in zip(whole, v, strict=True)]
        yield tuple(whole)


def _crossing(form: Form, segment: tuple[Form, Form]) -> Iterator[Form]:
    """The point where a segment crosses a hyperplane, and one on each side of it."""
    p, q = segment
    above, below = value(form, p) * q[-1], value(form, q) * p[-1]
    if (above > 0) == (below > 0) or not above or not below:
        return
    a, b = abs(below), abs(above)
    # Both ends with the same t, so that coefficients are those of a convex combination.
    left, right = [q[-1] * x for x in p], [p[-1] * x for x in q]
    middle = [a * x + b * y for x, y in zip(left, right, strict=True)]
    yield tuple(middle)
    scale = middle[-1]
    for end in (left, right):
        yield tuple((BESIDE - 1) * end[-1] * x + scale * y for x, y in zip(middle, end, strict=True))


def _corners(domain: Domain, hyperplanes: Sequence[Form]) -> Iterator[Form]:
    """Points of the domain on as many hyperplanes at once as possible."""
    start = Dictionary(domain.dimension)
    for i, form in enumerate((*domain.inequalities, *domain.equalities)):
        start.add(form, i, equality=i >= len(domain.inequalities))
    count = len(hyperplanes)
    for i in range(min(CORNERS, count)):
        program = start.copy()
        for j in range(domain.dimension):
            tried = program.copy()
            if tried.add(hyperplanes[(i + j * (1 + i % 7)) % count], ("hyperplane", j), equality=True):
                program = tried
        yield clear_denominators([*map(rational, program.point()), rational(1)])
