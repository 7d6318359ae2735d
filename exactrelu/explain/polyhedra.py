"""Polyhedra that come out of an explanation: irredundant constraints, dimension and generators of a convex set."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from gmpy2 import mpq

from exactrelu.affine import Form, homogeneous_point, primitive, value
from exactrelu.domain import Domain
from exactrelu.errors import DomainError
from exactrelu.explain.text import constraint_text, feature_names, form_json, numeral
from exactrelu.extended import to_fraction
from exactrelu.geometry.cone import rank
from exactrelu.geometry.polyhedron import generate
from exactrelu.regions.cell import Cell

__all__ = ["ConvexSet", "convex_set"]


@dataclass(frozen=True, slots=True)
class ConvexSet:
    """A non-empty closed polyhedron: equalities cut out its affine hull, inequalities are irredundant within it.

    Forms are primitive integer vectors (a_1, ..., a_n, c); dimension is that of the affine hull.
    """

    dimension: int
    inequalities: tuple[Form, ...]
    equalities: tuple[Form, ...]
    cell: Cell = field(repr=False, compare=False)

    @property
    def vertices(self) -> tuple[tuple[Fraction, ...], ...]:
        """The vertices; where the set contains lines, one point on each minimal face."""
        finite = [g.v for g in self.cell.generators if g.v[-1]]
        return tuple(sorted(tuple(to_fraction(mpq(entry, v[-1])) for entry in v[:-1]) for v in finite))

    @property
    def is_bounded(self) -> bool:
        """Whether the set is a polytope."""
        return self.cell.is_bounded()

    @property
    def domain(self) -> Domain:
        """The set as a Domain."""
        return Domain(len(self.cell.generators[0].v) - 1, self.inequalities, self.equalities)

    def __contains__(self, point: Iterable[Any]) -> bool:
        vector = homogeneous_point(point)
        return not any(value(form, vector) for form in self.equalities) and all(
            value(form, vector) >= 0 for form in self.inequalities
        )

    def includes(self, other: "ConvexSet") -> bool:
        """Whether the other set is a subset of this one, decided on its generators."""
        cell = other.cell
        return not any(
            value(form, g.v) for form in self.equalities for g in (*cell.generators, *cell.lines)
        ) and not any(
            any(value(form, g.v) < 0 for g in cell.generators) or any(value(form, g.v) for g in cell.lines)
            for form in self.inequalities
        )

    def conditions(self, names: Sequence[str] | None = None) -> tuple[str, ...]:
        """The constraints in the feature names, equalities first."""
        words = feature_names(names, len(self.cell.generators[0].v) - 1)
        return (
            *(constraint_text(form, "=", words) for form in self.equalities),
            *(constraint_text(form, ">=", words) for form in self.inequalities),
        )

    def to_json(self, names: Sequence[str] | None = None) -> dict[str, Any]:
        """The set as a JSON object with exact strings."""
        return {
            "dimension": self.dimension,
            "inequalities": [form_json(form) for form in self.inequalities],
            "equalities": [form_json(form) for form in self.equalities],
            "conditions": list(self.conditions(names)),
            "vertices": [[numeral(x) for x in vertex] for vertex in self.vertices],
            "bounded": self.is_bounded,
        }


def convex_set(inputs: int, inequalities: Iterable[Form], equalities: Iterable[Form] = ()) -> ConvexSet | None:
    """The set of the solutions of form >= 0 and form = 0 in Q^inputs; None when there are none.

    >>> from gmpy2 import mpz
    >>> corner = convex_set(2, [(mpz(1), mpz(0), mpz(0)), (mpz(0), mpz(1), mpz(0)), (mpz(1), mpz(1), mpz(0))])
    >>> corner.dimension, corner.conditions(), corner.is_bounded
    (2, ('x1 >= 0', 'x2 >= 0'), False)
    """
    system = Domain(inputs, tuple(map(primitive, inequalities)), tuple(map(primitive, equalities)))
    try:
        part = generate(system)
    except DomainError:
        return None
    forms = (*system.inequalities, *system.equalities)
    proper = ((1 << part.bits) - 2) & ~part.vanishing
    cell = Cell(part.lines, part.generators, part.dimension, proper, 0, part.vanishing, 0, (), None)
    hull: list[Form] = []
    for k, form in enumerate(forms):
        if part.vanishing >> (1 + k) & 1 and rank([*hull, form]) > len(hull):
            hull.append(form)
    walls = []
    for mask in cell.facets():
        held = mask & proper
        walls.append(forms[(held & -held).bit_length() - 2])
    return ConvexSet(part.dimension, tuple(walls), tuple(map(_oriented, hull)), cell)


def _oriented(form: Form) -> Form:
    """The form or its negative, the first coefficient that is not 0 being positive."""
    first = next((entry for entry in form if entry), 0)
    return tuple(-entry for entry in form) if first < 0 else form
