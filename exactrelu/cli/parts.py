"""What several parts of the space have in common on the command line: the segments of a polyline, cells around rows."""

import json
import os
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import asdict
from functools import partial
from tempfile import TemporaryDirectory
from typing import Any

import typer

from exactrelu.cli.data import read_data
from exactrelu.cli.options import read_polyline
from exactrelu.cli.output import Watch, print_json, print_table, widths_text, without_collector
from exactrelu.cli.polyline import show_polyline
from exactrelu.cli.region_text import json_chunks, region_line
from exactrelu.cli.search import Plan
from exactrelu.domain import Domain
from exactrelu.files import write_atomically
from exactrelu.formats.region_table import region_record
from exactrelu.network import Network
from exactrelu.regions import Counts, Neighbour, Neighbourhood
from exactrelu.regions.parallel import NO_LIMITS, Limits
from exactrelu.regions.workers import in_order

__all__ = ["read_near", "read_parts", "show_parts", "write_parts", "written_elsewhere"]


def read_near(
    network: Network,
    near: str,
    depth: int,
    part: Domain | None,
    engine: str = "auto",
    executor: Executor | None = None,
    limits: Limits = NO_LIMITS,
) -> Neighbourhood:
    """The neighbourhood of the rows of a CSV file."""
    rows = read_data(near, network.inputs).rows
    with Watch("finding neighbours"):
        return Neighbourhood(network, rows, depth, part, engine, executor, limits)


def read_parts(
    network: Network,
    segment: str | None,
    near: str | None,
    depth: int | None,
    part: Domain | None,
    executor: Executor | None = None,
) -> tuple[Domain, ...] | None:
    """The domains, one by one convex, of a polyline or of the cells around rows; None where the domain is one.

    part is the domain that the other options name.
    """
    segments = _segments(network, segment, near, depth)
    if near is not None:
        with without_collector():
            found = read_near(network, near, depth or 0, part, executor=executor)
            return tuple(neighbour.region.domain for neighbour in found)
    return segments if len(segments) > 1 else None


def _segments(network: Network, segment: str | None, near: str | None, depth: int | None) -> tuple[Domain, ...]:
    """The segments of a polyline; BadParameter for options that do not go together."""
    if near is None and depth is not None:
        raise typer.BadParameter("--depth belongs to --near")
    segments = read_polyline(network, segment)
    if near is not None and len(segments) > 1:
        raise typer.BadParameter("--near looks at one segment at a time, not at a polyline")
    return segments


def show_parts(
    network: Network,
    segment: str | None,
    near: str | None,
    depth: int | None,
    part: Domain | None,
    engine: str,
    faces: bool,
    wanted: Plan,
    listed: bool,
    as_json: bool,
) -> bool:
    """Prints the regions around the rows of a table, or on a polyline; False where neither was asked for."""
    segments = _segments(network, segment, near, depth)
    if near is not None:
        if faces:
            raise typer.BadParameter("--near finds cells, the regions around rows, and no faces: leave --faces out")
        if wanted.folder is not None:
            raise typer.BadParameter(
                "--near takes no --checkpoint: regions are found from those before, of which all are needed to go on"
            )
        with without_collector(), wanted.executor() as executor:
            found = read_near(network, near, depth or 0, part, engine, executor, wanted.limits)
        _show_near(network, found, wanted, listed, as_json)
        return True
    if len(segments) > 1:
        show_polyline(network, segments, faces, engine, wanted, listed, as_json)
    return len(segments) > 1


def _show_near(network: Network, near: Neighbourhood, wanted: Plan, listed: bool, as_json: bool) -> None:
    """Prints the counts of a neighbourhood, and its regions with their distances."""
    with without_collector():
        numbers = _numbers(near.counts(), near.complete)
    reason = None if near.stopped is None else wanted.reason(near.stopped)
    if as_json:
        told: dict[str, Any] = {"complete": near.complete} if wanted.has_limits else {}
        texts = map(_neighbour_json, near) if listed else None
        for chunk in json_chunks(told | numbers | {"by_distance": near.sizes}, texts):
            typer.echo(chunk, nl=False)
    else:
        for neighbour in near if listed else ():
            where = f"row {', '.join(str(i + 1) for i in neighbour.points)}" if neighbour.points else "no row"
            typer.echo(f"distance {neighbour.distance}, {where}: {region_line(neighbour.region)}")
        rows: list[tuple[str, object]] = [("network", widths_text(network.widths))]
        rows += [("INCOMPLETE", reason)] if reason is not None else []
        least = "" if near.complete else "at least "
        # Those of the last distance are the ones that a limit leaves out.
        whole = len(near.sizes) - (not near.complete)
        for distance, size in enumerate(near.sizes):
            rows.append((f"regions at distance {distance}", size if distance < whole else f"{least}{size}"))
        rows += [(key.replace("_", " "), f"{least}{n}") for key, n in numbers.items() if n is not None]
        print_table(rows)
    if reason is not None:
        typer.echo(f"exactrelu: incomplete: {reason}", err=True)


def _numbers(counts: Counts, complete: bool) -> dict[str, Any]:
    """The counts of cells by name; the known bounds are for the whole of a convex domain.

    Linear pieces may go on in cells that were not found.
    """
    numbers = {key: number for key, number in asdict(counts).items() if key != "f_vector"}
    return numbers | ({} if complete else {"linear_pieces": None})


def _neighbour_json(neighbour: Neighbour) -> str:
    """A region as JSON, with its distance and its rows, counted from 1."""
    place = {"distance": neighbour.distance, "rows": [i + 1 for i in neighbour.points]}
    return json.dumps(place | region_record(neighbour.region))


def write_parts(
    parts: Sequence[Domain],
    folder: str,
    suffix: str,
    write: Callable[[Domain, str], object],
    executor: Executor | None,
    as_json: bool,
) -> None:
    """Writes one file for every part into a folder, which is made if need be; each file is the work of one process.

    write can be pickled if there is an executor.
    """
    os.makedirs(folder, exist_ok=True)
    digits = max(3, len(str(len(parts))))
    names = [os.path.join(folder, f"part-{number:0{digits}}{suffix}") for number in range(1, len(parts) + 1)]
    if executor is None:
        for part, name in zip(parts, names, strict=True):
            write(part, name)
    else:
        contents = in_order(executor, partial(written_elsewhere, write, suffix), parts)
        for content, name in zip(contents, names, strict=True):
            write_atomically(name, content)
    total = sum(map(os.path.getsize, names))
    if as_json:
        print_json({"output": folder, "parts": len(parts), "bytes": total})
    else:
        print_table([("parts", len(parts)), ("written", f"{folder}, {total} bytes")])


def written_elsewhere(write: Callable[[Domain, str], object], suffix: str, part: Domain) -> bytes:
    """The bytes of the file of a part: workers on other machines do not see the folder."""
    with TemporaryDirectory() as folder:
        name = os.path.join(folder, f"part{suffix}")
        write(part, name)
        with open(name, "rb") as file:
            return file.read()
