"""`exactrelu explain --global`: the network as a whole, over all its regions."""

import csv
import io
from collections.abc import Callable, Sequence
from enum import StrEnum
from fractions import Fraction
from functools import partial
from typing import Any

import typer

from exactrelu.cli.data import Data
from exactrelu.cli.explain_text import Counter, print_columns, readable
from exactrelu.cli.output import numeral, print_json, signs_text
from exactrelu.domain import Domain
from exactrelu.errors import DomainError
from exactrelu.explain import (
    DecisionPiece,
    class_volumes,
    decision_boundary,
    decision_regions,
    domain_volume,
    importance,
    integral,
    membership,
    region_table,
    table_rows,
)
from exactrelu.explain.volume import bounded_domain
from exactrelu.network import Network

__all__ = ["View", "show"]

BAR = 40


class View(StrEnum):
    """The views of a whole network."""

    COEFFICIENTS = "coefficients"
    IMPORTANCE = "importance"
    MEAN = "mean"
    MEMBERSHIP = "membership"
    DECISIONS = "decisions"
    BOUNDARY = "boundary"


def show(
    network: Network,
    view: View,
    domain: Domain | None,
    data: Data | None,
    names: tuple[str, ...],
    as_json: bool,
    volumes: bool = True,
) -> None:
    """Computes and prints one view; data count for coefficients, importance and membership alone."""
    if view == View.MEMBERSHIP and data is None:
        raise typer.BadParameter("--global membership needs --data")
    if data is not None and view not in (View.COEFFICIENTS, View.IMPORTANCE, View.MEMBERSHIP):
        raise typer.BadParameter(f"--data says nothing to --global {view}")
    with Counter(f"finding regions for {view}") as progress:
        answer = _VIEWS[view] if volumes else partial(_coefficients, volumes=False)
        result, write = answer(network, domain, data, names, progress)
    if as_json:
        print_json({"view": view, "names": names} | result)
    else:
        write()


Answer = tuple[dict[str, Any], Callable[[], None]]
"""The result for JSON, and what prints it as text."""


def _is_bounded(network: Network, domain: Domain | None) -> bool:
    if domain is None:
        return False
    try:
        bounded_domain(network, domain)
    except DomainError:
        return False
    return True


def _coefficients(
    network: Network,
    domain: Domain | None,
    data: Data | None,
    names: tuple[str, ...],
    progress: Counter,
    volumes: bool = True,
) -> Answer:
    """As text a CSV table: it has as many rows as there are regions."""
    rows = None if data is None else data.rows
    table = region_table(network, domain, rows, volumes=volumes and _is_bounded(network, domain), progress=progress)

    def write() -> None:
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(table_rows(table, names))
        typer.echo(text.getvalue(), nl=False)

    return {"regions": [row.to_json() for row in table]}, write


def _importance(
    network: Network, domain: Domain | None, data: Data | None, names: tuple[str, ...], progress: Counter
) -> Answer:
    found = importance(network, domain, None if data is None else data.rows, progress)

    def write() -> None:
        weighting = "exact volume" if found.weighting == "volume" else "the data in them"
        typer.echo(f"Mean of |dy/dx| over all {found.regions} regions, weighted by {weighting}")
        _print_features(found.absolute, names)
        typer.echo("Mean of dy/dx, with its sign")
        _print_features(found.signed, names)

    return found.to_json(), write


def _print_features(values: Sequence[Sequence[Fraction]], names: Sequence[str]) -> None:
    """Numbers for each output and feature, a row for each feature."""
    columns = zip(names, *values, strict=True)
    header = ["", *(f"y{k}" for k in range(1, len(values) + 1))]
    print_columns([header, *([name, *map(readable, row)] for name, *row in columns)])


def _mean(
    network: Network, domain: Domain | None, _data: Data | None, _names: tuple[str, ...], progress: Counter
) -> Answer:
    chosen = bounded_domain(network, domain)
    total, volume = integral(network, chosen, progress), domain_volume(chosen)
    mean = [part / volume for part in total]
    result = {"mean": list(map(numeral, mean)), "integral": list(map(numeral, total)), "volume": numeral(volume)}

    def write() -> None:
        rows = [[f"mean of y{k}", readable(value)] for k, value in enumerate(mean, start=1)]
        print_columns([*rows, ["volume", readable(volume)]], indent="")

    return result, write


def _membership(
    network: Network, domain: Domain | None, data: Data | None, _names: tuple[str, ...], _progress: Counter
) -> Answer:
    found = membership(network, data.rows if data is not None else (), domain)

    def write() -> None:
        bars = found.histogram()
        typer.echo(f"{len(found.points)} points, {found.outside} of them outside the domain")
        typer.echo(f"{len(bars)} of {len(found.regions)} regions hold points")
        largest = max((count for _, count in bars), default=Fraction(1))
        print_columns(
            [str(number), signs_text(found.regions[number].signs), readable(count), "#" * round(BAR * count / largest)]
            for number, count in bars
        )

    return found.to_json(), write


def _decisions(
    network: Network, domain: Domain | None, _data: Data | None, names: tuple[str, ...], progress: Counter
) -> Answer:
    pieces = tuple(decision_regions(network, domain, progress))
    volumes = class_volumes(network, domain) if _is_bounded(network, domain) else None
    shares = (
        None
        if volumes is None
        else [{"classes": list(classes), "volume": numeral(volume)} for classes, volume in volumes.items()]
    )

    def write() -> None:
        _print_pieces(pieces, names)
        for classes, volume in (volumes or {}).items():
            typer.echo(f"{_classes(classes)}: volume {readable(volume)}")

    return {"pieces": [piece.to_json(names) for piece in pieces], "volumes": shares}, write


def _boundary(
    network: Network, domain: Domain | None, _data: Data | None, names: tuple[str, ...], progress: Counter
) -> Answer:
    pieces = decision_boundary(network, domain, progress)
    return {"pieces": [piece.to_json(names) for piece in pieces]}, lambda: _print_pieces(pieces, names)


def _classes(classes: tuple[int, ...]) -> str:
    return f"class {classes[0]}" if len(classes) == 1 else f"tie of classes {' and '.join(map(str, classes))}"


def _print_pieces(pieces: tuple[DecisionPiece, ...], names: tuple[str, ...]) -> None:
    for piece in pieces:
        conditions = ", ".join(piece.polyhedron.conditions(names)) or "everywhere"
        typer.echo(f"{_classes(piece.classes)} in region {piece.region}: {conditions}")


_VIEWS: dict[View, Callable[[Network, Domain | None, Data | None, tuple[str, ...], Counter], Answer]] = {
    View.COEFFICIENTS: _coefficients,
    View.IMPORTANCE: _importance,
    View.MEAN: _mean,
    View.MEMBERSHIP: _membership,
    View.DECISIONS: _decisions,
    View.BOUNDARY: _boundary,
}
