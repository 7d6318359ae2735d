"""The nearest counterfactual: the nearest point at which a classifier decides otherwise, proved nearest.

The distance is L1 or L-infinity, so that on each closed cell the nearest point with another class is a linear program.
Cells are found by branch and bound: the neurons are decided one after the other, and the parts of the domain that this
makes are taken up in the order of their distances from the point, each by an exact linear program.  A part that lies
farther than the best point found is not divided further.

What is left over is a proof: a tree of parts that covers the domain, and for each of them the Farkas multipliers that
bound its distance from below, or show that no point of it has the class.  `Counterfactual.verify` checks it again.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from exactrelu.errors import SizeLimitError
from exactrelu.explain.attributions import exact_point
from exactrelu.explain.classes import class_number, classes_at
from exactrelu.explain.evidence import Evidence, check_evidence
from exactrelu.explain.norms import require_norm
from exactrelu.explain.search import Progress, Search
from exactrelu.explain.text import numeral
from exactrelu.extended import INFINITY, ExtendedRational, rational, to_fraction
from exactrelu.network import Network
from exactrelu.regions import as_domain

__all__ = ["Counterfactual", "Nearest", "nearest_counterfactual"]

Point = tuple[Fraction, ...]

MOST_PARTS = 100_000


@dataclass(frozen=True, slots=True)
class Nearest:
    """Nearest points in the closure of one cell: one of them, the class there, and each coordinate's range over all.

    signs are the neurons' signs in the cell, "-" for those that are 0 on it.
    """

    point: Point
    target: int
    signs: tuple[str, ...]
    low: Point
    high: Point

    @property
    def is_single(self) -> bool:
        """Whether the closed cell has only this one nearest point for the target."""
        return self.low == self.high

    def to_json(self) -> dict[str, Any]:
        """The nearest points as a JSON object with exact strings."""
        return {
            "point": [numeral(x) for x in self.point],
            "target": self.target,
            "signs": list(self.signs),
            "low": [numeral(x) for x in self.low],
            "high": [numeral(x) for x in self.high],
        }


@dataclass(frozen=True, slots=True)
class Counterfactual:
    """The distance to the nearest counterfactual, oo if there is none, with all closed cells that hold a nearest point.

    classes are those at the point, targets those that were searched for; at a nearest point the target's score is the
    largest, by the margin at least (with margin 0 it ties with another one there).
    ties has one entry for each closed cell and target with a nearest point; the first has the point to be shown.
    """

    network: Network = field(repr=False)
    point: Point
    classes: tuple[int, ...]
    targets: tuple[int, ...]
    norm: str
    margin: Fraction
    distance: ExtendedRational
    ties: tuple[Nearest, ...]
    evidence: Evidence = field(repr=False)

    @property
    def nearest(self) -> Point | None:
        """A nearest point, None if there is no counterfactual."""
        return self.ties[0].point if self.ties else None

    @property
    def unique(self) -> bool:
        """Whether there is exactly one nearest point."""
        return bool(self.ties) and all(tie.is_single and tie.point == self.nearest for tie in self.ties)

    def verify(self) -> bool:
        """Whether the evidence proves that no point of the domain with a target class is nearer than the distance.

        It computes the network's forms anew, and only multiplies and adds integers: no search, no linear program.
        """
        return check_evidence(
            self.network, self.point, self.targets, self.norm, self.margin, self.distance, self.evidence
        )

    def to_json(self) -> dict[str, Any]:
        """The counterfactual as a JSON object with exact strings."""
        nearest = self.nearest
        return {
            "point": [numeral(x) for x in self.point],
            "classes": list(self.classes),
            "targets": list(self.targets),
            "norm": self.norm,
            "margin": numeral(self.margin),
            "distance": numeral(self.distance),
            "nearest": None if nearest is None else [numeral(x) for x in nearest],
            "change": None if nearest is None else [numeral(b - a) for a, b in zip(self.point, nearest, strict=True)],
            "unique": self.unique,
            "ties": [tie.to_json() for tie in self.ties],
            "evidence": self.evidence.summary(),
        }


def nearest_counterfactual(
    network: Network,
    point: Iterable[Any],
    target: int | None = None,
    norm: str = "linf",
    domain: Any = None,
    margin: Any = 0,
    limit: int = MOST_PARTS,
    progress: Progress | None = None,
) -> Counterfactual:
    """The nearest point of the domain at which another class (or the target) has the largest score, exactly.

    Where several classes share the largest score at the point, the first counts as its decision, so the distance is 0.
    norm is "l1" or "linf".  A class has the largest score where no other exceeds it: with margin 0 the nearest point
    is on the decision boundary, where two classes tie; with a positive margin the target leads by at least so much.
    progress is called with (parts looked at, greatest lower bound so far).
    Raises ValueError for an unknown norm or class or a negative margin, DomainError for an empty domain,
    SizeLimitError when more than `limit` parts would be looked at.

    >>> from exactrelu.network import Layer
    >>> net = Network([Layer([[1, 1], [1, -1]], [0, 0]), Layer([[1, 1], [0, 0]], [0, 2], "identity")])
    >>> found = nearest_counterfactual(net, (0, 0), norm="l1")
    >>> found.classes, found.targets, str(found.distance), [str(x) for x in found.nearest], found.unique, found.verify()
    ((1,), (0,), '1', ['1', '0'], True, True)
    """
    require_norm(norm)
    x = exact_point(network, point)
    lead = to_fraction(rational(margin))
    if lead < 0:
        raise ValueError(f"the margin is {numeral(lead)}; it must be 0 or more")
    classes = classes_at(network, x)
    if target is not None and target not in range(class_number(network)):
        raise ValueError(f"there is no class {target!r}; classes are 0 to {class_number(network) - 1}")
    others = tuple(k for k in range(class_number(network)) if k != classes[0])
    targets = others if target is None else (target,)
    search = Search(network, x, targets, norm, lead, as_domain(domain, network))
    if not search.run(limit, progress):
        raise SizeLimitError(
            f"more than {limit} parts of the domain were looked at; give a smaller domain, or a higher limit"
        )
    ties = tuple(Nearest(*tie) for tie in search.ties())
    distance = INFINITY if search.best is None else ExtendedRational(search.best)
    return Counterfactual(network, x, classes, targets, norm, lead, distance, ties, search.evidence())
