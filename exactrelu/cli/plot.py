"""`exactrelu plot`: a picture of the regions of a network with two inputs, or the graph of one with one input."""

from typing import Annotated

import typer

from exactrelu.cli.options import Box, DomainFile, NetworkFile, check_writable, read_domain
from exactrelu.cli.output import Watch
from exactrelu.network import Network
from exactrelu.plot import check_figure_name, draw

__all__ = ["command"]


def command(
    net: NetworkFile,
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="FILE", show_default=False, help="A .svg, .pdf or .png file.")
    ],
    box: Box = None,
    domain: DomainFile = None,
) -> None:
    """Draw the regions of a network, or its graph.

    Regions are drawn for 2 inputs, coloured by affine map, and the graph of the function for 1 input.
    A network with more inputs is drawn on a slice: fix all but one or two coordinates, as in --box 0:1,-2:2,5:5.
    """
    network = Network.load(net)
    window = read_domain(network, box, domain)
    check_figure_name(output)
    check_writable(output)
    with Watch("drawing"):
        summary = draw(network, output, window)
    typer.echo(f"{output}: {summary}")
