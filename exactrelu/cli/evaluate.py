"""`exactrelu eval`: the exact output of a deep or a shallow network at one point."""

from typing import Annotated

import typer

from exactrelu.cli.options import Json, read_point
from exactrelu.cli.output import numeral, print_json, print_table, signs_text
from exactrelu.formats import load_any
from exactrelu.network import Network

__all__ = ["command"]


def command(
    net: Annotated[
        str, typer.Argument(metavar="NET_OR_SHALLOW", show_default=False, help="A deep or a shallow network's file.")
    ],
    at: Annotated[
        str, typer.Option("--at", metavar="X1,X2,...", show_default=False, help='The point, such as "1/3,-2.5".')
    ],
    as_json: Json = False,
) -> None:
    """Evaluate a deep or shallow network at a rational point."""
    network = load_any(net)
    point = read_point(at, network.inputs)
    output = [numeral(value) for value in network(point)]
    signs = network.sign_vector(point) if isinstance(network, Network) else None
    if as_json:
        print_json({"output": output, "signs": signs})
        return
    rows = [(f"y{k}", value) for k, value in enumerate(output, start=1)]
    if signs is not None:
        rows.append(("signs", signs_text(signs)))
    print_table(rows)
