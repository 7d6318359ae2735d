"""`exactrelu regions`: the counts of a network's regions and faces, and the regions themselves."""

import json
import time
from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Any

import typer

from exactrelu.cli.options import Box, DomainFile, Json, NetworkFile, read_domain
from exactrelu.cli.output import (
    Watch,
    point_text,
    print_table,
    signs_text,
    widths_text,
    without_collector,
)
from exactrelu.formats.region_table import region_record
from exactrelu.network import Network
from exactrelu.plot.figure import map_text
from exactrelu.regions import Counts, Region, Regions
from exactrelu.regions.regions import count

__all__ = ["command"]


class Engine(StrEnum):
    """The two enumerators, and the choice between them by the number of inputs."""

    AUTO = "auto"
    DOUBLE_DESCRIPTION = "double-description"
    SIMPLEX = "simplex"


def command(
    net: NetworkFile,
    faces: Annotated[bool, typer.Option("--faces", help="Count the faces of every dimension too.")] = False,
    list_all: Annotated[
        bool, typer.Option("--list", help="Print every region (with --faces every face), one per line or in the JSON.")
    ] = False,
    engine: Annotated[Engine, typer.Option(help="How cells are found; both give the same.")] = Engine.AUTO,
    box: Box = None,
    domain: DomainFile = None,
    as_json: Json = False,
) -> None:
    """Find all linear regions of a network, exactly, and count them.

    Activation regions are the full-dimensional cells on which every neuron keeps its sign; linear pieces are maximal
    sets of cells with the same affine map that are connected through facets.
    """
    start = time.perf_counter()
    network = Network.load(net)
    with without_collector():
        cells = network.regions(read_domain(network, box, domain), engine=engine.value)
        before = time.process_time()
        with Watch("enumerating cells") as watch:
            found = watch.collect(cells.walk)
        cpu_seconds = time.process_time() - before
        if faces:
            cells, found = Regions(network, cells.domain, faces=True), []
            with Watch("enumerating faces") as watch:
                counts = count(cells.walk, watch.passing(cells.walk, found if list_all else None))
        else:
            with Watch("counting"):
                counts = count(cells.walk, found)
        seconds = {
            "cpu_seconds": round(cpu_seconds, 6),
            "total_cpu_seconds": round(time.process_time(), 6),
            "seconds": round(time.perf_counter() - start, 6),
        }
    listed = (Region(cells.walk, cell) for cell in found) if list_all else None
    if as_json:
        for chunk in _json_chunks(_numbers(counts) | seconds, listed):
            typer.echo(chunk, nl=False)
        return
    for region in listed or ():
        typer.echo(_line(region))
    _print_counts(network, counts, seconds)


def _numbers(counts: Counts) -> dict[str, Any]:
    return {
        "activation_regions": counts.activation_regions,
        "distinct_affine_maps": counts.distinct_affine_maps,
        "linear_pieces": counts.linear_pieces,
        "bounded_regions": counts.bounded_regions,
        "f_vector": counts.f_vector,
    }


def _print_counts(network: Network, counts: Counts, seconds: dict[str, float]) -> None:
    rows: list[tuple[str, object]] = [("network", widths_text(network.widths))]
    rows += [(key.replace("_", " "), value) for key, value in _numbers(counts).items() if key != "f_vector"]
    if counts.f_vector is not None:
        for dimension, number in enumerate(counts.f_vector):
            rows.append((f"faces of dimension {dimension}", number))
        rows.append(("Euler characteristic", counts.euler_characteristic))
    rows.append(
        ("CPU seconds", f"{seconds['cpu_seconds']:.3f} enumerating cells, {seconds['total_cpu_seconds']:.3f} in all")
    )
    print_table(rows)


def _line(region: Region) -> str:
    extent = "bounded" if region.is_bounded else "unbounded"
    return (
        f"{signs_text(region.signs)}  dimension {region.dimension}, {extent}, "
        f"around {point_text(region.interior_point)}: {map_text(region.affine_map)}"
    )


def _json_chunks(head: dict[str, Any], listed: Iterator[Region] | None) -> Iterator[str]:
    """One JSON object in pieces: the list of regions may be long."""
    if listed is None:
        yield json.dumps(head) + "\n"
        return
    yield json.dumps(head)[:-1] + ', "regions": ['
    for i, region in enumerate(listed):
        yield (",\n" if i else "\n") + json.dumps(region_record(region))
    yield "]}\n"
