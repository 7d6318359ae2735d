"""Decision regions and decision boundaries of a classifier, as polyhedra, exactly.

On each cell every score is affine, so the part of the closed cell on which one class has the largest score, and the
part on which several share it, are polyhedra.  Unions over all cells give the decision regions and the boundary.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import Any

from exactrelu.affine import Form, value
from exactrelu.explain.classes import class_forms
from exactrelu.explain.polyhedra import ConvexSet, convex_set
from exactrelu.explain.volume import axes_of, bounded_domain, cell_volume
from exactrelu.extended import to_fraction
from exactrelu.network import Network
from exactrelu.regions import Region

__all__ = ["DecisionPiece", "class_volumes", "decision_boundary", "decision_regions"]


@dataclass(frozen=True, slots=True)
class DecisionPiece:
    """A polyhedron in the closure of one cell on which the same classes have the largest score.

    classes count from 0.  For a piece of a decision region it is the one class with the largest score inside, or all
    that share it on the whole piece; for a piece of the boundary two classes that share the largest score on it.
    region is the number of the cell in the enumeration, signs its sign vector.
    """

    classes: tuple[int, ...]
    region: int
    signs: tuple[str, ...]
    polyhedron: ConvexSet

    def to_json(self, names: Sequence[str] | None = None) -> dict[str, Any]:
        """The piece as a JSON object with exact strings."""
        return {
            "classes": list(self.classes),
            "region": self.region,
            "signs": list(self.signs),
            "polyhedron": self.polyhedron.to_json(names),
        }


def decision_regions(
    network: Network, domain: Any = None, progress: Callable[[int], None] | None = None
) -> Iterator[DecisionPiece]:
    """The pieces of full dimension of all decision regions, cell by cell; they cover the domain.

    >>> from exactrelu.network import Layer
    >>> net = Network([Layer([[1], [-1]], [0, 0]), Layer([[1, 1], [0, 0]], [0, 1], "identity")])
    >>> for piece in decision_regions(net):
    ...     print(piece.classes, piece.polyhedron.conditions(["x"]))
    (0,) ('-x - 1 >= 0',)
    (1,) ('-x >= 0', 'x + 1 >= 0')
    (0,) ('x - 1 >= 0',)
    (1,) ('x >= 0', '-x + 1 >= 0')
    """
    regions = network.regions(domain)
    for number, region in enumerate(regions):
        for classes, polyhedron in _winners(region):
            yield DecisionPiece(classes, number, region.signs, polyhedron)
        if progress is not None:
            progress(number + 1)


def decision_boundary(
    network: Network, domain: Any = None, progress: Callable[[int], None] | None = None
) -> tuple[DecisionPiece, ...]:
    """The polyhedra on which two classes share the largest score; their union is the whole decision boundary.

    None is contained in another one with the same classes.  Most have one dimension less than the domain; where two
    classes tie on a set of full dimension, or only in a corner, the piece is that set.

    >>> from exactrelu.network import Layer
    >>> net = Network([Layer([[1], [-1]], [0, 0]), Layer([[1, 1], [0, 0]], [0, 1], "identity")])
    >>> [(piece.classes, piece.polyhedron.conditions(["x"])) for piece in decision_boundary(net)]
    [((0, 1), ('x + 1 = 0',)), ((0, 1), ('x - 1 = 0',))]
    """
    found: dict[tuple[int, ...], list[DecisionPiece]] = {}
    for number, region in enumerate(network.regions(domain)):
        for classes, polyhedron in _ties(region):
            piece = DecisionPiece(classes, number, region.signs, polyhedron)
            found.setdefault(classes, []).append(piece)
        if progress is not None:
            progress(number + 1)
    kept = [piece for pieces in found.values() for piece in _maximal(pieces)]
    return tuple(sorted(kept, key=lambda piece: (piece.region, piece.classes)))


def class_volumes(
    network: Network, domain: Any, progress: Callable[[int], None] | None = None
) -> dict[tuple[int, ...], Fraction]:
    """The exact volume that each class (or set of tied classes) has of a bounded domain; they add up to the domain's.

    >>> from exactrelu.network import Layer
    >>> net = Network([Layer([[1, 0], [0, 1]], [0, 0], "identity")])
    >>> {classes: str(volume) for classes, volume in class_volumes(net, [(0, 2), (0, 1)]).items()}
    {(0,): '3/2', (1,): '1/2'}
    """
    chosen = bounded_domain(network, domain)
    axes = axes_of(chosen)
    volumes: dict[tuple[int, ...], Fraction] = {}
    for piece in decision_regions(network, chosen, progress):
        volume = to_fraction(cell_volume(piece.polyhedron.cell, axes)[0])
        volumes[piece.classes] = volumes.get(piece.classes, Fraction(0)) + volume
    return dict(sorted(volumes.items()))


def _scores(region: Region) -> tuple[Form, ...]:
    return class_forms(list(region.walk.outputs(region.cell)))


def _minus(a: Form, b: Form) -> Form:
    return tuple(x - y for x, y in zip(a, b, strict=True))


def _range(region: Region, form: Form) -> tuple[bool, bool]:
    """Whether the form is somewhere negative, and somewhere positive, on the closed cell."""
    values = [value(form, g.v) for g in region.cell.generators]
    along = any(value(form, g.v) for g in region.cell.lines)
    return along or any(z < 0 for z in values), along or any(z > 0 for z in values)


def _candidates(region: Region) -> list[list[int]]:
    """The classes, in groups with equal scores on the cell; without those nowhere above some other."""
    scores = _scores(region)
    groups: list[list[int]] = []
    for k, score in enumerate(scores):
        group = next((group for group in groups if not any(_range(region, _minus(score, scores[group[0]])))), None)
        if group is None:
            groups.append([k])
        else:
            group.append(k)
    return [
        group
        for group in groups
        if all(_range(region, _minus(scores[group[0]], scores[other[0]]))[1] for other in groups if other is not group)
    ]


def _winners(region: Region) -> Iterator[tuple[tuple[int, ...], ConvexSet]]:
    """The parts of the closed cell, of its dimension, on which one group of classes has the largest score."""
    scores, groups = _scores(region), _candidates(region)
    for group in groups:
        # A class that is no candidate is never above some candidate, hence needs no constraint.
        walls = [_minus(scores[group[0]], scores[other[0]]) for other in groups if other is not group]
        part = convex_set(region.walk.network.inputs, [*region.inequalities, *walls], region.equalities)
        if part is not None and part.dimension == region.dimension:
            yield tuple(group), part


def _ties(region: Region) -> Iterator[tuple[tuple[int, ...], ConvexSet]]:
    """The parts of the closed cell on which two classes share the largest score."""
    scores = _scores(region)
    for pair in combinations(range(len(scores)), 2):
        first = scores[pair[0]]
        level = _minus(first, scores[pair[1]])
        walls = [_minus(first, score) for k, score in enumerate(scores) if k not in pair]
        # A level that is positive (negative) at all vertices and takes one sign only is 0 nowhere on the cell.
        below, above = _range(region, level)
        touches = any(not value(level, g.v) for g in region.cell.generators if g.v[-1])
        if not (below and above) and not touches:
            continue
        part = convex_set(region.walk.network.inputs, [*region.inequalities, *walls], [*region.equalities, level])
        if part is not None:
            yield pair, part


def _maximal(pieces: list[DecisionPiece]) -> list[DecisionPiece]:
    """The pieces that are contained in no other one, of equal ones the first."""
    kept: list[DecisionPiece] = []
    for piece in sorted(pieces, key=lambda piece: -piece.polyhedron.dimension):
        if not any(other.polyhedron.includes(piece.polyhedron) for other in kept):
            kept.append(piece)
    return kept
