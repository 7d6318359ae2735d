"""`exactrelu convert`: a network in another form."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Annotated, NoReturn

import typer

from exactrelu.certificate.produce import KINDS
from exactrelu.cli.options import Box, DomainFile, NetworkFile, Output, check_writable, read_domain
from exactrelu.cli.output import Watch, without_collector
from exactrelu.domain import Domain
from exactrelu.errors import ExactReluError, FormatError
from exactrelu.formats import load_any, load_shallow, write_atomically
from exactrelu.formats.coq import theorem_chunks
from exactrelu.formats.dual_graph import dot_chunks
from exactrelu.formats.floats import FLOAT64, FLOAT_TYPES, FloatType
from exactrelu.formats.native import network_chunks, shallow_chunks
from exactrelu.formats.nnet_writer import nnet_chunks
from exactrelu.formats.onnx_writer import onnx_model
from exactrelu.formats.region_table import csv_chunks, json_chunks, latex_chunks
from exactrelu.formats.safetensors_writer import safetensors_chunks
from exactrelu.formats.smtlib import difference_script
from exactrelu.network import Network
from exactrelu.shallow import ShallowNetwork, build

__all__ = ["EXPORTS", "Export", "Request", "command"]

AnyNetwork = Network | ShallowNetwork


@dataclass(frozen=True, slots=True)
class Request:
    """What a target may ask for besides the network; None or a default where the user said nothing."""

    domain: Domain | None = None
    shallow: str | None = None
    hidden_layers: int = 2
    float_type: FloatType = FLOAT64
    kind: str = "construction"


@dataclass(frozen=True, slots=True)
class Export:
    """One target of `convert`: its suffixes (.gz may follow), what makes the content, and the options it heeds."""

    suffixes: tuple[str, ...]
    content: Callable[[AnyNetwork, Request], str | bytes | Iterable[str | bytes]]
    options: frozenset[str] = frozenset()


def _deep(network: AnyNetwork, target: str, reason: str) -> Network:
    if not isinstance(network, Network):
        raise FormatError(f"a shallow network cannot be written as {target}: {reason}")
    return network


def _json(network: AnyNetwork, request: Request) -> Iterable[str]:
    return network_chunks(network) if isinstance(network, Network) else shallow_chunks(network)


def _onnx(network: AnyNetwork, request: Request) -> bytes:
    reason = "0 * inf is NaN in its arithmetic; --to torch writes its infinite weights as choices"
    return onnx_model(_deep(network, "ONNX", reason), request.float_type)


def _nnet(network: AnyNetwork, request: Request) -> Iterable[str]:
    deep = _deep(network, ".nnet", "the format has no infinite weights; write .json")
    return nnet_chunks(Network(deep.layers, deep.provenance, request.domain or deep.suggested_domain))


def _safetensors(network: AnyNetwork, request: Request) -> Iterable[bytes]:
    reason = "the format has no activations, so no meaning for infinite weights; write .json"
    return safetensors_chunks(_deep(network, "safetensors", reason), request.float_type)


def _torch(network: AnyNetwork, request: Request) -> bytes:
    from exactrelu.formats.torch_module import module_bytes

    return module_bytes(network, request.float_type)


def _sympy(network: AnyNetwork, request: Request) -> Iterable[str]:
    from exactrelu.formats.sympy_source import source_chunks

    return source_chunks(_deep(network, "sympy", _REGIONS), request.domain)


def _latex(network: AnyNetwork, request: Request) -> str:
    from exactrelu.shallow.view import latex

    return latex(network) + "\n"


def _smt2(network: AnyNetwork, request: Request) -> Iterable[str]:
    reason = "the script compares two networks: give the deep one, and this one with --shallow"
    deep = _deep(network, "SMT-LIB", reason)
    if request.shallow is not None:
        return difference_script(deep, load_shallow(request.shallow), request.domain)
    return difference_script(deep, build(deep, request.hidden_layers, request.domain))


_REGIONS = "its regions are those of the deep network; convert that one"
_DOMAIN = frozenset({"--box", "--domain"})


def _coq(network: AnyNetwork, request: Request) -> Iterable[str]:
    deep = _deep(network, "a Coq theorem", "the theorem compares two networks: give the deep one, and this --shallow")
    if request.shallow is not None:
        return theorem_chunks(deep, load_shallow(request.shallow), request.kind, request.domain)
    return theorem_chunks(deep, build(deep, request.hidden_layers, request.domain), request.kind)


def _csv(network: AnyNetwork, request: Request) -> Iterable[str]:
    return csv_chunks(_deep(network, "CSV", _REGIONS).regions(request.domain))


def _regions_json(network: AnyNetwork, request: Request) -> Iterable[str]:
    return json_chunks(_deep(network, "a list of regions", _REGIONS).regions(request.domain))


def _regions_latex(network: AnyNetwork, request: Request) -> Iterable[str]:
    return latex_chunks(_deep(network, "a table of regions", _REGIONS).regions(request.domain))


def _dot(network: AnyNetwork, request: Request) -> Iterable[str]:
    return dot_chunks(_deep(network, "a dual graph", _REGIONS).regions(request.domain))


# To add a target, add its line here.
EXPORTS = {
    "json": Export((".json",), _json),
    "onnx": Export((".onnx",), _onnx, frozenset({"--float"})),
    "nnet": Export((".nnet",), _nnet, _DOMAIN),
    "safetensors": Export((".safetensors",), _safetensors, frozenset({"--float"})),
    "torch": Export((".pt", ".pth"), _torch, frozenset({"--float"})),
    "sympy": Export((".py",), _sympy, _DOMAIN),
    "latex": Export((".tex",), _latex),
    "smt2": Export((".smt2",), _smt2, _DOMAIN | {"--shallow", "--hidden-layers"}),
    "coq": Export((".v",), _coq, _DOMAIN | {"--shallow", "--hidden-layers", "--kind"}),
    "csv": Export((".csv",), _csv, _DOMAIN),
    "regions-json": Export((), _regions_json, _DOMAIN),
    "regions-latex": Export((), _regions_latex, _DOMAIN),
    "dot": Export((".dot", ".gv"), _dot, _DOMAIN),
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
    box: Box = None,
    domain: DomainFile = None,
    shallow: Annotated[
        str | None,
        typer.Option(
            "--shallow",
            metavar="FILE",
            show_default=False,
            help="smt2, coq: compare with this one, instead of building it.",
        ),
    ] = None,
    hidden_layers: Annotated[
        int | None,
        typer.Option("--hidden-layers", min=2, max=3, metavar="2|3", help="smt2, coq: which shallow network to build."),
    ] = None,
    kind: Annotated[
        str | None,
        typer.Option(
            "--kind",
            metavar="|".join(KINDS),
            help="coq: which certificate proves it; a partition takes any shallow network.",
        ),
    ] = None,
    float_type: Annotated[
        str | None,
        typer.Option(
            "--float", metavar="|".join(FLOAT_TYPES), help="onnx, safetensors, torch: the type of the numbers."
        ),
    ] = None,
) -> None:
    """Write a deep or shallow network in another form.

    Numbers are written exactly, or refused, naming the first that does not fit; only the torch module of a shallow
    network rounds.
    """
    name, export = _choose(output, to)
    given = {"--box": box, "--domain": domain, "--shallow": shallow, "--hidden-layers": hidden_layers}
    given |= {"--kind": kind, "--float": float_type}
    for option, value in given.items():
        if value is not None and option not in export.options:
            raise typer.BadParameter(f"{name} does not heed it", param_hint=f"'{option}'")
    if shallow is not None and hidden_layers is not None:
        raise typer.BadParameter("--shallow and --hidden-layers exclude each other")
    if kind is not None and kind not in KINDS:
        raise typer.BadParameter(f"{kind!r} is none of {', '.join(KINDS)}", param_hint="'--kind'")
    if float_type is not None and float_type not in FLOAT_TYPES:
        raise typer.BadParameter(f"{float_type!r} is none of {', '.join(FLOAT_TYPES)}", param_hint="'--float'")
    check_writable(output)
    network = load_any(net)
    part = read_domain(network, box, domain) if isinstance(network, Network) else None
    floats = FLOAT_TYPES[float_type or FLOAT64.name]
    request = Request(part, shallow, hidden_layers or 2, floats, kind or "construction")
    with without_collector(), Watch("writing"):
        try:
            write_atomically(output, export.content(network, request))
        except ExactReluError as error:
            _name(error, [file for file in (net, shallow) if file is not None])


def _name(error: ExactReluError, files: list[str]) -> NoReturn:
    """Raises the error with the network's file named, if it names none of the files."""
    message = str(error)
    raise error if message.startswith(tuple(files)) else type(error)(f"{files[0]}: {message}") from None


def _choose(output: str, to: str | None) -> tuple[str, Export]:
    if to is not None:
        if to not in EXPORTS:
            raise typer.BadParameter(f"{to!r} is none of {', '.join(EXPORTS)}", param_hint="'--to'")
        return to, EXPORTS[to]
    for name, export in EXPORTS.items():
        if export.suffixes and output.lower().removesuffix(".gz").endswith(export.suffixes):
            return name, export
    known = ", ".join(suffix for export in EXPORTS.values() for suffix in export.suffixes)
    raise FormatError(f"{output}: the suffix names no form; use one of {known}, or say which with --to")
