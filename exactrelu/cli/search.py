"""`exactrelu regions` with several workers, with limits, or with a checkpoint; and the options for these."""

import time
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any

import typer

from exactrelu.certificate.canonical import identity_of
from exactrelu.cli.output import Watch, signs_text, without_collector
from exactrelu.cli.region_text import json_chunks, numbers, print_counts, region_json, region_line
from exactrelu.estimate.quick import rough_total
from exactrelu.regions import Region, Regions, Walk, WorkerPool, dask_executor
from exactrelu.regions.cell import Cell
from exactrelu.regions.checkpoint import Checkpoint
from exactrelu.regions.parallel import NO_LIMITS, Limits, Search
from exactrelu.regions.subtree import Source
from exactrelu.regions.summary import Merger, Summary, summarize
from exactrelu.regions.tasks import OverCells

__all__ = [
    "PLAIN",
    "CheckpointFolder",
    "Dask",
    "Describe",
    "MaxMemory",
    "MaxRegions",
    "MaxSeconds",
    "Plan",
    "Workers",
    "decode",
    "encode",
    "plan",
    "run_search",
]

MEGABYTE = 10**6

Workers = Annotated[int, typer.Option("--workers", min=1, metavar="N", help="Processes that do the work.")]
Dask = Annotated[
    str | None,
    typer.Option("--dask", metavar="ADDRESS", show_default=False, help="Or the Dask cluster of this scheduler."),
]
CheckpointFolder = Annotated[
    str | None,
    typer.Option(
        "--checkpoint",
        metavar="DIR",
        show_default=False,
        help="Remember there what is found; the same command goes on from there, whatever ended it.",
    ),
]
MaxRegions = Annotated[
    int | None,
    typer.Option("--max-regions", min=1, show_default=False, help="Stop after so many regions (with --faces, faces)."),
]
MaxSeconds = Annotated[
    int | None, typer.Option("--max-seconds", min=1, show_default=False, help="Stop after so many seconds.")
]
MaxMemory = Annotated[
    int | None,
    typer.Option(
        "--max-memory",
        min=1,
        metavar="MB",
        show_default=False,
        help="Stop when this process and its workers hold so many megabytes.",
    ),
]


@dataclass(frozen=True, slots=True)
class Plan:
    """Who searches, where it is remembered, and when it stops."""

    workers: int
    dask: str | None
    folder: str | None
    limits: Limits

    @property
    def is_plain(self) -> bool:
        """Whether one process searches all, and nothing is remembered."""
        return self.workers == 1 and self.dask is None and self.folder is None and not self.has_limits

    @property
    def has_limits(self) -> bool:
        """Whether the search may stop early."""
        return self.limits != NO_LIMITS

    def executor(self) -> AbstractContextManager[Executor | None]:
        """Those who do the work; BadParameter for both kinds of workers at once."""
        if self.dask is not None and self.workers > 1:
            raise typer.BadParameter("--workers and --dask exclude each other")
        if self.dask is not None:
            return dask_executor(self.dask)
        return nullcontext() if self.workers == 1 else WorkerPool(self.workers)

    @contextmanager
    def checkpoint(self, identity: dict[str, str], **coding: Any) -> Iterator[Checkpoint | None]:
        """The checkpoint of a search with this identity, if there is to be one; says what was damaged."""
        if self.folder is None:
            yield None
            return
        with closing(Checkpoint(self.folder, identity, **coding)) as opened:
            if opened.damaged:
                lines = "1 line is" if opened.damaged == 1 else f"{opened.damaged} lines are"
                typer.echo(f"exactrelu: {self.folder}: {lines} damaged; what they held is searched again", err=True)
            yield opened

    def reason(self, stopped: str) -> str:
        """Why a search stopped, in the words of the command line."""
        name = {
            "cells": f"--max-regions {self.limits.cells}",
            "seconds": f"--max-seconds {self.limits.seconds}",
            "memory": f"--max-memory {(self.limits.memory or 0) // MEGABYTE}",
        }[stopped]
        again = "" if self.folder is None else "; the same command with a higher limit goes on from there"
        return f"stopped by {name}; there are more than were found{again}"


PLAIN = Plan(1, None, None, NO_LIMITS)


def plan(
    workers: int,
    dask: str | None,
    folder: str | None = None,
    regions: int | None = None,
    seconds: int | None = None,
    megabytes: int | None = None,
) -> Plan:
    """The plan that the options ask for."""
    memory = None if megabytes is None else megabytes * MEGABYTE
    return Plan(workers, dask, folder, Limits(regions, seconds, memory))


Described = tuple[Summary, list[str], list[str]]


@dataclass(frozen=True, slots=True)
class Describe:
    """What a task brings: the summary of its cells, and if asked for their descriptions, and the regions' signs."""

    listed: bool
    as_json: bool
    named: bool = False

    def __call__(self, walk: Walk, cells: Iterator[Cell]) -> Described:
        """What is found of some cells."""
        texts, names = list[str](), list[str]()
        if self.listed or self.named:
            cells = self.passing(walk, cells, texts, names)
        return summarize(walk, cells), texts, names

    def passing(self, walk: Walk, cells: Iterable[Cell], texts: list[str], names: list[str]) -> Iterator[Cell]:
        """The cells, described as they pass."""
        describe = region_json if self.as_json else region_line
        for cell in cells:
            if self.listed:
                texts.append(describe(Region(walk, cell)))
            if self.named and cell.dimension == walk.dimension:
                names.append(signs_text(walk.signs(cell.positive, cell.negative)))
            yield cell

    def of(self, source: Source) -> str:
        """What is searched, in words, for a checkpoint."""
        what = f"{'faces' if source.faces else 'cells'}{', simplex' if source.simplex else ''}"
        return what + (f", listed as {'JSON' if self.as_json else 'text'}" if self.listed else "")


def encode(result: Described) -> list[Any]:
    """What a checkpoint keeps of a task's result."""
    summary, texts, names = result
    return [summary.to_json(), texts, names]


def decode(data: list[Any]) -> Described:
    """The result that encode was given."""
    return Summary.from_json(data[0]), data[1], data[2]


def run_search(regions: Regions, wanted: Plan, listed: bool, as_json: bool) -> None:
    """Searches as planned, and prints what was found."""
    start = time.perf_counter()
    source, texts = regions.source, list[str]()
    describe = Describe(listed, as_json)
    about = partial(rough_total, regions.network, regions.domain, source.faces)
    identity = identity_of(regions.network, regions.domain, describe.of(source))
    with (
        without_collector(),
        wanted.executor() as executor,
        wanted.checkpoint(identity, encode=encode, decode=decode) as checkpoint,
        Watch("searching", about=about) as watch,
    ):
        merger = Merger(source, executor)
        search = Search(
            source, OverCells(describe), executor, limits=wanted.limits, checkpoint=checkpoint, contiguous=not listed
        )
        for outcome in search:
            summary, described, _ = outcome.result
            merger.add(summary)
            texts += described
            watch.advance(outcome.cells)
        counts = merger.counts(search.complete)
    elsewhere = search.cpu_elsewhere + merger.cpu
    seconds = {
        "cpu_seconds": round(search.cpu / 10**9, 6),
        "total_cpu_seconds": round(time.process_time() + elsewhere / 10**9, 6),
        "seconds": round(time.perf_counter() - start, 6),
    }
    reason = None if search.stopped is None else wanted.reason(search.stopped)
    if as_json:
        told: dict[str, Any] = {"complete": search.complete} if wanted.has_limits else {}
        for chunk in json_chunks(told | numbers(regions, counts, search.complete) | seconds, texts if listed else None):
            typer.echo(chunk, nl=False)
    else:
        for text in texts:
            typer.echo(text)
        print_counts(regions, counts, seconds, reason)
    if reason is not None:
        typer.echo(f"exactrelu: incomplete: {reason}", err=True)
