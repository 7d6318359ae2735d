"""Which regions the points of a data set lie in: exact shares, a table and a histogram."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from exactrelu.explain.attributions import Point, exact_point
from exactrelu.explain.text import numeral
from exactrelu.network import Network
from exactrelu.regions import Region, as_domain
from exactrelu.regions.region import Signs

__all__ = ["Membership", "membership"]


@dataclass(frozen=True, slots=True)
class Membership:
    """The cells of a network and a data set's points in them; everything is exact.

    regions are all cells, in the order of the enumeration, those without data among them.
    members has for each point the numbers of the cells whose closures contain it: one inside a cell, more on a
    boundary, none for a point outside the domain.
    counts has for each cell its number of points, where a point in k closures counts 1/k in each, so that the counts
    and the number `outside` add up to the number of points.
    """

    regions: tuple[Region, ...]
    points: tuple[Point, ...]
    members: tuple[tuple[int, ...], ...]
    counts: tuple[Fraction, ...]

    @property
    def outside(self) -> int:
        """How many points lie outside the domain."""
        return sum(not found for found in self.members)

    def histogram(self) -> tuple[tuple[int, Fraction], ...]:
        """The (cell number, count) pairs of the cells with data, the fullest first."""
        filled = [(number, count) for number, count in enumerate(self.counts) if count]
        return tuple(sorted(filled, key=lambda pair: (-pair[1], pair[0])))

    def to_json(self) -> dict[str, Any]:
        """The membership as a JSON object with exact strings; "regions" has the cells with data only."""
        return {
            "points": len(self.points),
            "outside": self.outside,
            "members": [list(found) for found in self.members],
            "activation_regions": len(self.regions),
            "regions": [
                {"region": number, "signs": list(self.regions[number].signs), "count": numeral(count)}
                for number, count in self.histogram()
            ],
        }


def membership(network: Network, data: Iterable[Iterable[Any]], domain: Any = None) -> Membership:
    """The cells, of all that the network has on the domain, in which the points of a data set lie.

    Raises ShapeError for a point of a wrong length, InexactNumberError for a float, DomainError for an empty domain.

    >>> from exactrelu.network import Layer
    >>> net = Network([Layer([[1]], [0]), Layer([[1]], [0], "identity")])
    >>> found = membership(net, [(-1,), (2,), (3,), (0,)])
    >>> found.members, [str(count) for count in found.counts]
    (((0,), (1,), (1,), (0, 1)), ['3/2', '5/2'])
    """
    points = tuple(exact_point(network, row, f"data row {number}") for number, row in enumerate(data, 1))
    chosen = as_domain(domain, network)
    regions = tuple(network.regions(chosen))
    numbers = {region.signs: number for number, region in enumerate(regions)}
    known: dict[Signs, tuple[int, ...]] = {}
    members, counts = [], [Fraction(0)] * len(regions)
    for point in points:
        found: tuple[int, ...] = ()
        if chosen is None or point in chosen:
            signs = network.sign_vector(point)
            if signs not in known:
                known[signs] = (numbers[signs],) if signs in numbers else _above(signs, regions)
            found = known[signs]
        members.append(found)
        for number in found:
            counts[number] += Fraction(1, len(found))
    return Membership(regions, points, tuple(members), tuple(counts))


def _above(signs: Signs, regions: Sequence[Region]) -> tuple[int, ...]:
    """The cells whose closures contain the points with these signs: each sign is 0 or that of the cell.

    On the boundary of a domain too: the interior of the domain meets the cell, so the closure of what they share is
    what their closures share.
    """
    flat = "".join(signs)
    return tuple(
        number
        for number, region in enumerate(regions)
        if all(a in ("0", b) for a, b in zip(flat, "".join(region.signs), strict=True))
    )
