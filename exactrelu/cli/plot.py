"""`exactrelu plot`: pictures of a network, and the exact data behind them."""

from collections.abc import Sequence
from typing import Annotated

import typer

from exactrelu.cli.data import read_names
from exactrelu.cli.options import (
    Box,
    DomainFile,
    Json,
    NetworkFile,
    Through,
    check_writable,
    read_domain,
    read_point,
    slice_box,
)
from exactrelu.cli.output import Watch, print_json
from exactrelu.domain import Domain
from exactrelu.formats import load_any
from exactrelu.plot import KINDS, check_figure_name, picture

__all__ = ["command"]


def command(
    net: NetworkFile,
    output: Annotated[
        str | None,
        typer.Option("--output", "-o", metavar="FILE", show_default=False, help="A .svg, .pdf or .png file."),
    ] = None,
    kind: Annotated[
        str | None,
        typer.Option(
            "--kind",
            metavar="KIND",
            show_default=False,
            help="; ".join(f"{name}: {text}" for name, text in KINDS.items()) + ".",
        ),
    ] = None,
    box: Box = None,
    domain: DomainFile = None,
    through: Through = None,
    of: Annotated[int, typer.Option("--of", min=1, metavar="K", help="Which output; for output and surface.")] = 1,
    hidden_layers: Annotated[
        int, typer.Option("--hidden-layers", min=2, max=3, metavar="2|3", help="For --kind sparsity.")
    ] = 2,
    names: Annotated[
        str | None,
        typer.Option("--names", metavar="A,B,...", show_default=False, help="The inputs' names, for the axes."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Draw the regions of a network, its graph, its decisions, its weight matrices, ...

    A plane window shows regions coloured by affine map, a line the graph of the function; --kind names the others.
    A network with more inputs is drawn on a slice: fix all but one or two coordinates, as in --box 0:1,-2:2,5:5, or
    lay a plane through three points.
    With --json the exact data are printed, and -o may be left out.
    """
    if output is None and not as_json:
        raise typer.BadParameter("give the picture's file with -o FILE, or --json for its exact data")
    if kind is not None and kind not in KINDS:
        raise typer.BadParameter(f"there is no kind {kind!r} of picture: use one of {', '.join(KINDS)}")
    if of != 1 and kind not in ("output", "surface"):
        raise typer.BadParameter("--of goes with --kind output or surface")
    if hidden_layers != 2 and kind != "sparsity":
        raise typer.BadParameter("--hidden-layers goes with --kind sparsity")
    network = load_any(net)
    points = [read_point(text, network.inputs, "--through") for text in through or ()]
    window = _slice_box(box, domain, points) if points else read_domain(network, box, domain)
    if output is not None:
        check_figure_name(output)
        check_writable(output)
    with Watch("drawing"):
        words = None if names is None else read_names(names, network.inputs)
        found = picture(network, kind, window, points, of - 1, hidden_layers, words)
        summary = None if output is None else found.draw(output)
    if as_json:
        print_json(found.to_json())
    else:
        typer.echo(f"{output}: {summary}")


def _slice_box(box: str | None, file: str | None, points: Sequence[object]) -> Domain | None:
    if file is not None:
        raise typer.BadParameter("--through takes --box, in the coordinates of the slice, and no --domain")
    return None if box is None else slice_box(box, len(points) - 1)
