"""`exactrelu teach`: a page that walks through the construction on a network."""

import os
from typing import Annotated

import typer

from exactrelu.cli.options import Box, Json, NetworkFile, check_writable, read_domain
from exactrelu.cli.output import Watch, print_json, without_collector
from exactrelu.errors import FormatError
from exactrelu.files import write_atomically
from exactrelu.network import Network
from exactrelu.teach import lesson, page

__all__ = ["command"]


def command(
    net: NetworkFile,
    output: Annotated[
        str | None, typer.Option("--output", "-o", metavar="FILE", show_default=False, help="The .html file.")
    ] = None,
    box: Box = None,
    as_json: Json = False,
) -> None:
    """Write a page that teaches the construction on a network.

    It is one HTML file that loads nothing: open it in any browser, with the keyboard, the mouse or a projector.
    It is made for 1 or 2 inputs; a network with more is taught on a slice: fix all but one or two coordinates, as in
    --box 0:1,-2:2,5:5.  The box is what the picture shows; the construction is that of the whole line or plane.
    With --json the page's data are printed, and -o may be left out.
    """
    if output is None and not as_json:
        raise typer.BadParameter("give the page's file with -o FILE, or --json for its data")
    network = Network.load(net)
    window = read_domain(network, box, None)
    title = os.path.basename(net)
    if output is not None:
        if not output.lower().endswith((".html", ".htm")):
            raise FormatError(f"{output}: a page is an .html file")
        check_writable(output)
    with without_collector(), Watch("working out the lesson"):
        if output is not None:
            write_atomically(output, page(network, title, window).encode())
        data = lesson(network, title, window) if as_json else None
    if data is not None:
        print_json(data)
    else:
        typer.echo(f"{output}: {os.path.getsize(output or '')} bytes; open it in a browser")
