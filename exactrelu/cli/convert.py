"""`exactrelu convert`: a network in another form."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

import typer

from exactrelu.cli.options import NetworkFile, Output, check_writable
from exactrelu.errors import FormatError
from exactrelu.formats import load_any, write_atomically
from exactrelu.formats.native import network_chunks, shallow_chunks
from exactrelu.network import Network
from exactrelu.shallow import ShallowNetwork

__all__ = ["EXPORTS", "Export", "command"]

AnyNetwork = Network | ShallowNetwork


@dataclass(frozen=True, slots=True)
class Export:
    """One target of `convert`: the suffixes by which it is the default, and what writes the file."""

    suffixes: tuple[str, ...]
    write: Callable[[AnyNetwork, str], None]


def _json(network: AnyNetwork, path: str) -> None:
    write_atomically(path, network_chunks(network) if isinstance(network, Network) else shallow_chunks(network))


# To add a target, add its line here.
EXPORTS = {
    "json": Export((".json", ".json.gz"), _json),
}


def command(
    net: NetworkFile,
    output: Output,
    to: Annotated[
        str | None,
        typer.Option(
            "--to", metavar="|".join(EXPORTS), show_default=False, help="By default the file's suffix decides."
        ),
    ] = None,
) -> None:
    """Write a deep or shallow network in another form."""
    export = _choose(output, to)
    check_writable(output)
    export.write(load_any(net), output)


def _choose(output: str, to: str | None) -> Export:
    if to is not None:
        if to not in EXPORTS:
            raise typer.BadParameter(f"{to!r} is none of {', '.join(EXPORTS)}", param_hint="'--to'")
        return EXPORTS[to]
    for export in EXPORTS.values():
        if output.lower().endswith(export.suffixes):
            return export
    known = ", ".join(suffix for export in EXPORTS.values() for suffix in export.suffixes)
    raise FormatError(f"{output}: the suffix names no form; use one of {known}, or say which with --to")
