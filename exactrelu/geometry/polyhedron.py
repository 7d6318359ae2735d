"""From the constraints of a domain to its generators."""

from dataclasses import dataclass

from exactrelu.affine import value
from exactrelu.domain import Domain
from exactrelu.errors import DomainError
from exactrelu.geometry.cone import AT_INFINITY, Cutter, Generators, rank, whole_space

__all__ = ["Polyhedron", "generate"]

DOMAIN_GROUP = -2


@dataclass(frozen=True, slots=True)
class Polyhedron:
    """A non-empty polyhedron by its generators.

    Bit 1 + j of the generators' masks belongs to constraint j: the inequalities of the domain, then its equalities.
    vanishing is the mask of the constraints that hold with equality on all of it; bits is the first free mask bit.
    """

    lines: Generators
    generators: Generators
    dimension: int
    vanishing: int
    bits: int


def generate(domain: Domain) -> Polyhedron:
    """The generators of a domain, one constraint after the other; DomainError when it is empty."""
    lines, generators = whole_space(domain.dimension)
    dimension = domain.dimension
    forms = [*domain.inequalities, *domain.equalities]
    cutter = Cutter(forms, 1, DOMAIN_GROUP, {})
    cutter.evaluate(lines)
    cutter.evaluate(generators)
    for k in range(len(forms)):
        bit = 1 << k
        equality = k >= len(domain.inequalities)
        varies = any((g.positive | g.negative) & bit for g in lines)
        above = varies or any(g.positive & bit for g in generators)
        below = varies or any(g.negative & bit for g in generators)
        if above and below:
            valid = AT_INFINITY | sum(2 << j for j in range(k) if any(not g.tight >> (1 + j) & 1 for g in generators))
            lines, _, on, plus = cutter.split(k, lines, generators, valid, dimension - len(lines))
            generators = on if equality else plus + on
            dimension -= equality
        elif below or (equality and above):
            generators = [g for g in generators if not (g.positive | g.negative) & bit]
            dimension = rank([g.v for g in (*lines, *generators)]) - 1
        if not any(g.v[-1] > 0 for g in generators):
            raise DomainError("the domain is empty: no point satisfies its constraints")
    vanishing = sum(2 << k for k, form in enumerate(forms) if not any(value(form, g.v) for g in (*lines, *generators)))
    return Polyhedron(lines, generators, dimension, vanishing, 1 + len(forms))
