"""`exactrelu regions` with several processes or with limits."""

import time
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any

import typer

from exactrelu.cli.output import Watch, without_collector
from exactrelu.cli.region_text import json_chunks, numbers, print_counts, region_json, region_line
from exactrelu.regions import Counts, Region, Regions, Walk, WorkerPool
from exactrelu.regions.cell import Cell
from exactrelu.regions.parallel import Outcome, Search, direct
from exactrelu.regions.summary import Merger, Summary, summarize

__all__ = ["Limits", "run_search"]


@dataclass(frozen=True, slots=True)
class Limits:
    """How many processes, and when to stop."""

    workers: int
    regions: int | None
    seconds: int | None

    @property
    def exist(self) -> bool:
        """Whether the search may stop early."""
        return self.regions is not None or self.seconds is not None


@dataclass(frozen=True, slots=True)
class _Job:
    """What a task brings: the summary of its cells, and if asked for their descriptions."""

    listed: bool
    as_json: bool

    def __call__(self, walk: Walk, cells: Iterator[Cell]) -> tuple[Summary, list[str]]:
        texts: list[str] = []
        describe = region_json if self.as_json else region_line

        def passing() -> Iterator[Cell]:
            for cell in cells:
                texts.append(describe(Region(walk, cell)))
                yield cell

        return summarize(walk, passing() if self.listed else cells), texts


def run_search(regions: Regions, limits: Limits, listed: bool, as_json: bool) -> None:
    """Searches with workers, or until a limit, and prints what was found."""
    start = time.perf_counter()
    with without_collector(), Watch("searching") as watch:
        counts, texts, complete, cpu = _searched(regions, limits, _Job(listed, as_json), watch)
    seconds = {
        "cpu_seconds": round(cpu / 10**9, 6),
        "total_cpu_seconds": round(time.process_time() + cpu / 10**9, 6),
        "seconds": round(time.perf_counter() - start, 6),
    }
    reason = None if complete else _reason(limits, counts)
    if as_json:
        told: dict[str, Any] = {"complete": complete} if limits.exist else {}
        for chunk in json_chunks(told | numbers(counts, complete) | seconds, texts if listed else None):
            typer.echo(chunk, nl=False)
    else:
        for text in texts:
            typer.echo(text)
        print_counts(regions.network, counts, seconds, reason)
    if reason is not None:
        typer.echo(f"exactrelu: incomplete: {reason}", err=True)


def _reason(limits: Limits, counts: Counts) -> str:
    found = sum(counts.f_vector) if counts.f_vector is not None else counts.activation_regions
    by_number = limits.regions is not None and found >= limits.regions
    name = f"--max-regions {limits.regions}" if by_number else f"--max-seconds {limits.seconds}"
    return f"stopped by {name}; there are more than were found"


def _searched(regions: Regions, limits: Limits, job: _Job, watch: Watch) -> tuple[Counts, list[str], bool, int]:
    """Counts, descriptions, whether these are all, and the tasks' CPU nanoseconds."""
    source, texts = regions.source, list[str]()
    # The interior points that the simplex finds depend on the course of the search: to list them it is not cut.
    if job.listed and source.simplex:
        outcome = direct(source, job, limits.seconds, limits.regions)
        merger = Merger(source, None)
        _merge(merger, texts, [outcome], watch)
        return merger.counts(), texts, not outcome.rest, outcome.cpu + merger.cpu
    with nullcontext() if limits.workers == 1 else WorkerPool(limits.workers) as pool:
        merger = Merger(source, pool)
        search = Search(source, job, pool, seconds=limits.seconds, cells=limits.regions)
        _merge(merger, texts, search, watch)
        return merger.counts(), texts, search.complete, search.cpu + merger.cpu


def _merge(merger: Merger, texts: list[str], outcomes: Iterable[Outcome], watch: Watch) -> None:
    for outcome in outcomes:
        summary, described = outcome.result
        merger.add(summary)
        texts += described
        watch.advance(outcome.cells)
