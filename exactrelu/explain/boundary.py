"""How far a point is from the boundary of its region: along each coordinate, in L1 and in L-infinity, exactly.

From inside a closed convex cell the nearest boundary point lies on a facet, and the nearest of all facet hyperplanes is
met inside the cell: a ball that reaches no facet hyperplane earlier lies in the closed cell.  So for a cell of full
dimension the distance is the least of the distances from the facet hyperplanes.
On a face of lower dimension than the domain the point lies on a region boundary already, and every distance is 0.
In a flat domain distances are measured within its affine hull, by one linear program for each facet.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from gmpy2 import mpq

from exactrelu.affine import Form, homogeneous_point, value
from exactrelu.explain.norms import (
    NORMS,
    hyperplane_distance,
    lift,
    nearest_on_hyperplane,
    norm_forms,
    norm_objective,
)
from exactrelu.explain.text import numeral
from exactrelu.extended import INFINITY, ExtendedRational, to_fraction
from exactrelu.geometry.simplex import Dictionary
from exactrelu.regions import Region

__all__ = ["BoundaryDistances", "Distance", "boundary_distances"]

Point = tuple[Fraction, ...]
Candidate = tuple[Fraction, Point, int]
"""A distance, a nearest point, and the number of the facet."""


@dataclass(frozen=True, slots=True)
class Distance:
    """A distance, oo where there is no boundary; a nearest boundary point; the numbers of all facets that far away."""

    value: ExtendedRational
    point: Point | None
    facets: tuple[int, ...]

    def to_json(self) -> dict[str, Any]:
        """The distance as a JSON object with exact strings."""
        point = None if self.point is None else [numeral(x) for x in self.point]
        return {"value": numeral(self.value), "point": point, "facets": list(self.facets)}


@dataclass(frozen=True, slots=True)
class BoundaryDistances:
    """Distances of a point from the boundary of its region.

    coordinates has a pair (down, up) for each input: the largest step that stays in the closed region.
    on_boundary says that the point's face has a lower dimension than the domain, so that all distances are 0.
    """

    on_boundary: bool
    coordinates: tuple[tuple[Distance, Distance], ...]
    l1: Distance
    linf: Distance

    def to_json(self) -> dict[str, Any]:
        """The distances as a JSON object with exact strings."""
        return {
            "on_boundary": self.on_boundary,
            "coordinates": [{"down": down.to_json(), "up": up.to_json()} for down, up in self.coordinates],
            "l1": self.l1.to_json(),
            "linf": self.linf.to_json(),
        }


def boundary_distances(region: Region, point: Sequence[Fraction]) -> BoundaryDistances:
    """The distances of a point from the boundary of the region (or face) that contains it; all exact."""
    vector = homogeneous_point(point)
    n, full = len(point), region.walk.dimension
    if region.dimension < full:
        here = Distance(ExtendedRational(0), tuple(point), ())
        return BoundaryDistances(True, ((here, here),) * n, here, here)
    facets, hull = region.inequalities, region.equalities
    coordinates = tuple((_along(facets, hull, vector, i, -1), _along(facets, hull, vector, i, 1)) for i in range(n))
    if hull:
        l1, linf = (_least(_by_program(facets, hull, point, kind)) for kind in NORMS)
    else:
        l1, linf = (_least(_by_hyperplanes(facets, vector, kind)) for kind in NORMS)
    return BoundaryDistances(False, coordinates, l1, linf)


def _along(facets: Sequence[Form], hull: Sequence[Form], vector: Form, i: int, sign: int) -> Distance:
    """The largest step along a coordinate, in the direction of sign, that stays in the closed region."""

    def moved(step: Fraction) -> Point:
        x = [to_fraction(mpq(entry, vector[-1])) for entry in vector[:-1]]
        x[i] += sign * step
        return tuple(x)

    if any(form[i] for form in hull):
        return Distance(ExtendedRational(0), moved(Fraction(0)), ())
    found = []
    for k, form in enumerate(facets):
        if form[i] * sign < 0:
            step = to_fraction(mpq(value(form, vector), vector[-1] * abs(form[i])))
            found.append((step, moved(step), k))
    return _least(found)


def _by_hyperplanes(facets: Sequence[Form], vector: Form, kind: str) -> list[Candidate]:
    return [
        (hyperplane_distance(form, vector, kind), nearest_on_hyperplane(form, vector, kind), k)
        for k, form in enumerate(facets)
    ]


def _by_program(facets: Sequence[Form], hull: Sequence[Form], point: Sequence[Fraction], kind: str) -> list[Candidate]:
    """For each facet the least distance of its points, within the affine hull."""
    n, objective = len(point), norm_objective(len(point), kind)
    start = Dictionary(len(objective) - 1)
    for key, form in norm_forms(point, kind).items():
        start.add(form, key)
    for k, form in enumerate(hull):
        start.add(lift(form, kind), ("hull", k), equality=True)
    found = []
    for k, form in enumerate(facets):
        program = start.copy()
        program.add(lift(form, kind), ("facet", k), equality=True)
        lowest = program.minimize(objective, stop_below_zero=False)
        found.append((lowest.value, lowest.point[:n], k))
    return found


def _least(candidates: list[Candidate]) -> Distance:
    if not candidates:
        return Distance(INFINITY, None, ())
    least, place, _ = min(candidates, key=lambda candidate: candidate[0])
    return Distance(ExtendedRational(least), place, tuple(k for distance, _, k in candidates if distance == least))
