"""`exactrelu regions`: the counts of a network's regions and faces, and the regions themselves."""

import time
from collections import deque
from collections.abc import Iterable, Iterator
from enum import StrEnum
from functools import partial
from typing import Annotated

import typer

from exactrelu.cli.options import Box, Depth, DomainFile, Json, Near, NetworkFile, Segment, Through, read_domain
from exactrelu.cli.output import Watch, without_collector
from exactrelu.cli.parts import show_parts
from exactrelu.cli.region_text import json_chunks, numbers, print_counts, region_json, region_line
from exactrelu.cli.search import (
    CheckpointFolder,
    Dask,
    MaxMemory,
    MaxRegions,
    MaxSeconds,
    Workers,
    plan,
    run_search,
)
from exactrelu.estimate.quick import rough_total
from exactrelu.network import Network
from exactrelu.regions import Region, Regions
from exactrelu.regions.cell import Cell
from exactrelu.regions.summary import count

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
    workers: Workers = 1,
    dask: Dask = None,
    checkpoint: CheckpointFolder = None,
    max_regions: MaxRegions = None,
    max_seconds: MaxSeconds = None,
    max_memory: MaxMemory = None,
    box: Box = None,
    domain: DomainFile = None,
    segment: Segment = None,
    through: Through = None,
    near: Near = None,
    depth: Depth = None,
    as_json: Json = False,
) -> None:
    """Find all linear regions of a network, exactly, and count them.

    Activation regions are the full-dimensional cells on which every neuron keeps its sign; linear pieces are maximal
    sets of cells with the same affine map that are connected through facets.
    """
    start = time.perf_counter()
    network = Network.load(net)
    wanted = plan(workers, dask, checkpoint, max_regions, max_seconds, max_memory)
    part = read_domain(network, box, domain, segment, through, polyline=True)
    if show_parts(network, segment, near, depth, part, engine.value, faces, wanted, list_all, as_json):
        return
    if not wanted.is_plain:
        regions = Regions(network, part, faces, "auto" if faces else engine.value)
        run_search(regions, wanted, list_all, as_json)
        return
    with without_collector():
        cells, listed = network.regions(part, engine=engine.value), list[Cell]()
        with Watch("enumerating cells", about=partial(rough_total, network, cells.domain, False)) as watch:
            found = watch.timed(cells.walk)
            if faces:
                deque(found, maxlen=0)
            else:
                counts = count(cells.walk, _kept(found, listed) if list_all else found)
        cpu_seconds = watch.cpu_seconds
        if faces:
            cells = Regions(network, cells.domain, faces=True)
            with Watch("enumerating faces", about=partial(rough_total, network, cells.domain, True)) as watch:
                found = watch.passing(cells.walk)
                counts = count(cells.walk, _kept(found, listed) if list_all else found)
        seconds = {
            "cpu_seconds": round(cpu_seconds, 6),
            "total_cpu_seconds": round(time.process_time(), 6),
            "seconds": round(time.perf_counter() - start, 6),
        }
    described = (Region(cells.walk, cell) for cell in listed)
    if as_json:
        for chunk in json_chunks(numbers(cells, counts) | seconds, map(region_json, described) if list_all else None):
            typer.echo(chunk, nl=False)
        return
    for region in described:
        typer.echo(region_line(region))
    print_counts(cells, counts, seconds)


def _kept(cells: Iterable[Cell], kept: list[Cell]) -> Iterator[Cell]:
    """The cells as they pass, which are put on the list."""
    for cell in cells:
        kept.append(cell)
        yield cell
