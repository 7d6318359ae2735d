"""`exactrelu decide`: a property in VNN-LIB settled exactly, by a proof of absence or a counterexample."""

from typing import Annotated, Any

import typer

from exactrelu.cli.options import Json, NetworkFile
from exactrelu.cli.output import Watch, numeral, one_line, point_text, print_json, without_collector
from exactrelu.errors import SizeLimitError
from exactrelu.formats.decide import decide
from exactrelu.formats.vnnlib import load_specification
from exactrelu.network import Network

__all__ = ["command"]

HOLDS, BROKEN, LIMIT = 0, 1, 3


def command(
    net: NetworkFile,
    spec: Annotated[
        str, typer.Argument(metavar="SPEC.vnnlib", show_default=False, help="The property: its counterexamples.")
    ],
    most_cells: Annotated[
        int | None,
        typer.Option("--max-cells", min=1, metavar="N", show_default=False, help="Give up after so many cells."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Decide whether a property holds: whether no input satisfies the assertions of a VNN-LIB file.

    Exit code 0: it holds; 1: it does not, with an exact input and its outputs; 2: unreadable; 3: a limit was reached.
    """
    network = Network.load(net)
    specification = load_specification(spec)
    try:
        with without_collector(), Watch("deciding"):
            found = decide(network, specification, most_cells)
    except (SizeLimitError, MemoryError) as error:
        typer.echo(f"exactrelu: {one_line(error) or 'out of memory: split the property into smaller ones'}", err=True)
        raise typer.Exit(LIMIT) from None
    if as_json:
        data: dict[str, Any] = {"holds": found.holds, "point": None, "outputs": None}
        for key, values in (("point", found.point), ("outputs", found.outputs)):
            if values is not None:
                data[key] = [numeral(number) for number in values]
        print_json(data)
    elif found.holds:
        typer.echo("holds: no input satisfies the assertions")
    else:
        point, outputs = point_text(found.point or ()), point_text(found.outputs or ())
        typer.echo(f"does not hold: at {point} the outputs are {outputs}")
    raise typer.Exit(HOLDS if found.holds else BROKEN)
