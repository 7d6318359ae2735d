"""`exactrelu regions` on a polyline: the counts on each segment, and the different regions that it meets in all."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import typer

from exactrelu.certificate.canonical import identity_of
from exactrelu.cli.output import Watch, print_table, without_collector
from exactrelu.cli.region_text import json_chunks
from exactrelu.cli.search import Describe, Plan, decode, encode
from exactrelu.domain import Domain
from exactrelu.network import Network
from exactrelu.regions import Counts, Regions
from exactrelu.regions.parallel import Search
from exactrelu.regions.summary import Merger
from exactrelu.regions.tasks import OverCells

__all__ = ["show_polyline"]


@dataclass(slots=True)
class _Met:
    """What was found: the counts on each segment, the sign vectors met, the regions listed, the segments left open."""

    counts: list[Counts]
    different: set[str] = field(default_factory=set)
    texts: list[str] = field(default_factory=list)
    unfinished: set[int] = field(default_factory=set)
    stopped: str | None = None

    def take(self, segment: int, texts: Sequence[str], names: Sequence[str], as_json: bool) -> None:
        """Takes in the descriptions of some regions on a segment, counted from 0."""
        if as_json:
            self.texts += [f'{{"segment": {segment + 1}, {text[1:]}' for text in texts]
        else:
            self.texts += [f"segment {segment + 1}: {text}" for text in texts]
        self.different.update(names)


def show_polyline(
    network: Network,
    segments: Sequence[Domain],
    faces: bool,
    engine: str,
    wanted: Plan,
    listed: bool,
    as_json: bool,
) -> None:
    """Prints the counts on each segment, and the number of different regions that the polyline meets."""
    parts = [Regions(network, segment, faces, "auto" if faces else engine) for segment in segments]
    describe = Describe(listed, as_json, named=True)
    with without_collector():
        met = _searched(parts, describe, wanted)
    reason = None if met.stopped is None else wanted.reason(met.stopped)
    if as_json:
        data = [_numbers(met, number, wanted) for number in range(len(parts))]
        head: dict[str, Any] = {"complete": reason is None} if wanted.has_limits else {}
        head |= {"activation_regions": len(met.different), "segments": data}
        for chunk in json_chunks(head, met.texts if listed else None):
            typer.echo(chunk, nl=False)
    else:
        for text in met.texts:
            typer.echo(text)
        print_table(_rows(met, reason))
    if reason is not None:
        typer.echo(f"exactrelu: incomplete: {reason}", err=True)


def _searched(parts: Sequence[Regions], describe: Describe, wanted: Plan) -> _Met:
    """One search of all segments: they share the workers and the limits."""
    sources = [regions.source for regions in parts]
    identity = identity_of(
        parts[0].network, [source.domain for source in sources], f"polyline, {describe.of(sources[0])}"
    )
    met = _Met([])
    with (
        wanted.executor() as executor,
        wanted.checkpoint(identity, encode=encode, decode=decode) as checkpoint,
        Watch("searching") as watch,
    ):
        mergers = [Merger(source, executor) for source in sources]
        search = Search(sources, OverCells(describe), executor, limits=wanted.limits, checkpoint=checkpoint)
        for outcome in search:
            summary, texts, names = outcome.result
            mergers[outcome.part].add(summary)
            met.take(outcome.part, texts, names, describe.as_json)
            watch.advance(outcome.cells)
        met.unfinished, met.stopped = search.unfinished, search.stopped
        met.counts += [merger.counts(number not in met.unfinished) for number, merger in enumerate(mergers)]
    return met


def _numbers(met: _Met, segment: int, wanted: Plan) -> dict[str, Any]:
    """The counts on a segment by name; the linear pieces of a part may be joined elsewhere, so they are no count."""
    complete = segment not in met.unfinished
    told = {"complete": complete} if wanted.has_limits else {}
    numbers = asdict(met.counts[segment])
    return {"segment": segment + 1} | told | numbers | ({} if complete else {"linear_pieces": None})


def _rows(met: _Met, incomplete: str | None) -> list[tuple[str, object]]:
    """The table of the counts."""
    rows: list[tuple[str, object]] = [] if incomplete is None else [("INCOMPLETE", incomplete)]
    for number, counts in enumerate(met.counts):
        least = "at least " if number in met.unfinished else ""
        rows.append((f"regions on segment {number + 1}", f"{least}{counts.activation_regions}"))
        for dimension, faces in enumerate(counts.f_vector or ()):
            rows.append((f"faces of dimension {dimension} on segment {number + 1}", f"{least}{faces}"))
    least = "at least " if incomplete is not None else ""
    return [*rows, ("different regions", f"{least}{len(met.different)}")]
