"""The network as a whole: coefficients region by region, and the importance of features over all regions."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from gmpy2 import mpq

from exactrelu.affine import AffineMap
from exactrelu.errors import DomainError
from exactrelu.explain.membership import membership
from exactrelu.explain.text import affine_json, feature_names, numeral
from exactrelu.explain.volume import bounded_domain, measures
from exactrelu.extended import rational, to_fraction
from exactrelu.network import Network

__all__ = ["Importance", "RegionRow", "importance", "region_table", "table_rows"]


@dataclass(frozen=True, slots=True)
class RegionRow:
    """One cell of the table: its number in the enumeration, sign vector, affine map, volume and count.

    volume is None unless the domain is bounded, count None unless there are data.
    """

    number: int
    signs: tuple[str, ...]
    affine_map: AffineMap
    bounded: bool
    volume: Fraction | None
    count: Fraction | None

    def to_json(self) -> dict[str, Any]:
        """The row as a JSON object with exact strings."""
        return {
            "number": self.number,
            "signs": list(self.signs),
            "affine": affine_json(self.affine_map),
            "bounded": self.bounded,
            "volume": None if self.volume is None else numeral(self.volume),
            "count": None if self.count is None else numeral(self.count),
        }


def region_table(
    network: Network,
    domain: Any = None,
    data: Iterable[Iterable[Any]] | None = None,
    volumes: bool = False,
    progress: Callable[[int], None] | None = None,
) -> tuple[RegionRow, ...]:
    """The coefficients of every cell on the domain, with exact volumes and counts of data when asked for.

    Raises DomainError when volumes are asked for on an unbounded or empty domain.

    >>> from exactrelu.network import Layer
    >>> net = Network([Layer([[1]], [0]), Layer([[3]], [1], "identity")])
    >>> for row in region_table(net, [(-1, 2)], volumes=True):
    ...     print(row.signs, row.affine_map.weight[0][0], row.volume)
    ('-',) 0 1
    ('+',) 3 2
    """
    counts = None if data is None else membership(network, data, domain).counts
    if volumes:
        parts = ((m.number, m.region, m.volume) for m in measures(network, domain, progress))
        return tuple(
            RegionRow(i, region.signs, region.affine_map, True, volume, None if counts is None else counts[i])
            for i, region, volume in parts
        )
    rows = []
    for i, region in enumerate(network.regions(domain)):
        count = None if counts is None else counts[i]
        rows.append(RegionRow(i, region.signs, region.affine_map, region.is_bounded, None, count))
        if progress is not None:
            progress(i + 1)
    return tuple(rows)


def table_rows(table: Sequence[RegionRow], names: Sequence[str] | None = None) -> tuple[tuple[str, ...], ...]:
    """The table as rows of exact strings, the header first, one row for each cell and output: fit for a CSV file."""
    if not table:
        return ()
    words = feature_names(names, table[0].affine_map.inputs)
    result = [("region", "signs", "output", *words, "constant", "volume", "count")]
    for row in table:
        volume, count = ("" if number is None else numeral(number) for number in (row.volume, row.count))
        parts = zip(row.affine_map.weight, row.affine_map.bias, strict=True)
        for output, (weights, bias) in enumerate(parts):
            numbers = (*map(numeral, weights), numeral(bias))
            result.append((str(row.number), "|".join(row.signs), str(output + 1), *numbers, volume, count))
    return tuple(result)


@dataclass(frozen=True, slots=True)
class Importance:
    """Means of the gradient over the regions: for each output one number for each input.

    absolute is the mean of |dN_o/dx_i|, signed that of dN_o/dx_i; weighting is "volume" or "data".
    total is the sum of the weights: the volume of the domain, or the number of data points in it.
    used is the number of cells with a positive weight, regions that of all.
    """

    weighting: str
    absolute: tuple[tuple[Fraction, ...], ...]
    signed: tuple[tuple[Fraction, ...], ...]
    total: Fraction
    used: int
    regions: int

    def to_json(self) -> dict[str, Any]:
        """The importance as a JSON object with exact strings."""
        return {
            "weighting": self.weighting,
            "absolute": [[numeral(value) for value in row] for row in self.absolute],
            "signed": [[numeral(value) for value in row] for row in self.signed],
            "total": numeral(self.total),
            "used": self.used,
            "activation_regions": self.regions,
        }


def importance(
    network: Network,
    domain: Any = None,
    data: Iterable[Iterable[Any]] | None = None,
    progress: Callable[[int], None] | None = None,
) -> Importance:
    """The importance of the inputs: the mean size of the gradient over all regions, exactly.

    Without data regions count by their exact volumes on the bounded domain.
    With data they count by the points in them; a point on a boundary counts in equal shares in the cells around it.
    Raises DomainError for an unbounded domain without data, and when no data lie in the domain.

    >>> from exactrelu.network import Layer
    >>> net = Network([Layer([[1, 0]], [0]), Layer([[-2]], [0], "identity")])
    >>> found = importance(net, [(-1, 3), (0, 1)])
    >>> [[str(value) for value in row] for row in (*found.absolute, *found.signed)]
    [['3/2', '0'], ['-3/2', '0']]
    """
    weighted: Iterable[tuple[AffineMap, Fraction]]
    if data is None:
        chosen = bounded_domain(network, domain)
        weighted = ((m.region.affine_map, m.volume) for m in measures(network, chosen, progress))
    else:
        found = membership(network, data, domain)
        weighted = ((r.affine_map, count) for r, count in zip(found.regions, found.counts, strict=True))
    absolute = [[mpq(0)] * network.inputs for _ in range(network.outputs)]
    signed = [[mpq(0)] * network.inputs for _ in range(network.outputs)]
    total, used, regions = mpq(0), 0, 0
    for affine_map, count in weighted:
        regions += 1
        if not count:
            continue
        used += 1
        weight = rational(count)
        total += weight
        for o, row in enumerate(affine_map.rows):
            for i, entry in enumerate(row[:-1]):
                slope = weight * mpq(entry, affine_map.denominator)
                signed[o][i] += slope
                absolute[o][i] += abs(slope)
    if not total:
        raise DomainError("no data point lies in the domain, so there is nothing to weigh regions by")
    return Importance(
        "volume" if data is None else "data",
        tuple(tuple(to_fraction(value / total) for value in row) for row in absolute),
        tuple(tuple(to_fraction(value / total) for value in row) for row in signed),
        to_fraction(total),
        used,
        regions,
    )
