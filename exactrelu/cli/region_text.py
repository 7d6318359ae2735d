"""How counts and regions are written by `exactrelu regions`."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from exactrelu.cli.output import point_text, print_table, signs_text, widths_text
from exactrelu.estimate.bounds import least_upper_bound
from exactrelu.formats.region_table import region_record
from exactrelu.plot.figure import map_text
from exactrelu.regions import Counts, Region, Regions

__all__ = ["json_chunks", "numbers", "print_counts", "region_json", "region_line"]


def numbers(regions: Regions, counts: Counts, complete: bool = True) -> dict[str, Any]:
    """The counts by name, and the least known upper bound of the activation regions.

    The linear pieces of a part may be joined elsewhere, so they are not a count.
    """
    bound = least_upper_bound(regions.network, regions.walk.dimension)
    return {
        "activation_regions": counts.activation_regions,
        "distinct_affine_maps": counts.distinct_affine_maps,
        "linear_pieces": counts.linear_pieces if complete else None,
        "bounded_regions": counts.bounded_regions,
        "f_vector": counts.f_vector,
        "upper_bound": {"value": bound.value, "name": bound.name, "source": bound.source},
    }


def print_counts(regions: Regions, counts: Counts, seconds: dict[str, float], incomplete: str | None = None) -> None:
    """Prints a table; incomplete says why the counts are those of a part only."""
    rows: list[tuple[str, object]] = [("network", widths_text(regions.network.widths))]
    if incomplete is not None:
        rows.append(("INCOMPLETE", incomplete))
    least = "" if incomplete is None else "at least "
    named = numbers(regions, counts, incomplete is None)
    bound = named.pop("upper_bound")
    for key, value in named.items():
        if value is not None and key != "f_vector":
            rows.append((key.replace("_", " "), f"{least}{value}"))
    if counts.f_vector is not None:
        for dimension, number in enumerate(counts.f_vector):
            rows.append((f"faces of dimension {dimension}", f"{least}{number}"))
        if incomplete is None:
            rows.append(("Euler characteristic", counts.euler_characteristic))
    rows.append(("upper bound", f"{bound['value']} activation regions ({bound['name']}, {bound['source']})"))
    rows.append(
        ("CPU seconds", f"{seconds['cpu_seconds']:.3f} enumerating cells, {seconds['total_cpu_seconds']:.3f} in all")
    )
    print_table(rows)


def region_line(region: Region) -> str:
    """A region on one line."""
    extent = "bounded" if region.is_bounded else "unbounded"
    return (
        f"{signs_text(region.signs)}  dimension {region.dimension}, {extent}, "
        f"around {point_text(region.interior_point)}: {map_text(region.affine_map)}"
    )


def region_json(region: Region) -> str:
    """A region as JSON, its exact numbers as strings."""
    return json.dumps(region_record(region))


def json_chunks(head: dict[str, Any], listed: Iterable[str] | None) -> Iterator[str]:
    """One JSON object in pieces, the regions being JSON already: their list may be long."""
    if listed is None:
        yield json.dumps(head) + "\n"
        return
    yield json.dumps(head)[:-1] + ', "regions": ['
    for i, text in enumerate(listed):
        yield (",\n" if i else "\n") + text
    yield "]}\n"
