"""`exactrelu estimate`: what an enumeration will cost, before it is run."""

from typing import Annotated, Any

import typer

from exactrelu.cli.options import Box, DomainFile, Json, NetworkFile, read_domain
from exactrelu.cli.output import Watch, numeral, print_json, print_table, widths_text, without_collector
from exactrelu.estimate import Bound, Estimate, Forecast, estimate
from exactrelu.network import Network

__all__ = ["command"]


def command(
    net: NetworkFile,
    box: Box = None,
    domain: DomainFile = None,
    probes: Annotated[
        int | None,
        typer.Option(min=2, show_default=False, help="The number of probes; by default as many as +-5 % or time need."),
    ] = None,
    seed: Annotated[int, typer.Option(help="The seed of the random probes.")] = 0,
    max_seconds: Annotated[
        int, typer.Option(min=1, help="CPU seconds for probing the cells, and again for the faces.")
    ] = 5,
    as_json: Json = False,
) -> None:
    """Estimate how many regions and faces a network has, and what finding them will cost.

    The estimates come from random probes of the search tree and are unbiased; the intervals hold with 95 % confidence.
    Known bounds for the widths of the network stand beside them.
    """
    network = Network.load(net)
    part = read_domain(network, box, domain)
    with without_collector(), Watch("probing"):
        forecast = estimate(network, part, probes=probes, seed=seed, seconds=max_seconds)
    if as_json:
        print_json(_data(forecast))
        return
    print_table(_rows(network, forecast))


def _data(forecast: Forecast) -> dict[str, Any]:
    faces = forecast.faces
    return {
        "activation_regions": _estimate(forecast.cells),
        "faces": None if faces is None else _estimate(faces),
        "f_vector": None if forecast.f_vector is None else [round(number) for number in forecast.f_vector],
        "cpu_seconds": float(f"{forecast.seconds:.3g}"),
        "shallow_bytes": forecast.shallow_bytes,
        "certificate_bytes": forecast.certificate_bytes,
        "bounds": [
            {"name": b.name, "kind": b.kind, "value": b.value, "source": b.source, "note": b.note}
            for b in forecast.bounds
        ],
    }


def _estimate(found: Estimate) -> dict[str, Any]:
    return {
        "mean": numeral(found.mean),
        "interval": [found.low, found.high],
        "confidence": "95%",
        "probes": found.probes,
        "exact": found.exact,
    }


def _rows(network: Network, forecast: Forecast) -> list[tuple[str, object]]:
    rows: list[tuple[str, object]] = [("network", widths_text(network.widths))]
    rows.append(("activation regions", _text(forecast.cells)))
    if forecast.faces is not None and forecast.f_vector is not None:
        rows.append(("faces", _text(forecast.faces)))
        rows += [(f"faces of dimension {d}", f"about {round(number)}") for d, number in enumerate(forecast.f_vector)]
    else:
        rows.append(("faces", "not estimated with so many inputs"))
    rows.append(("CPU seconds", f"about {forecast.seconds:.2g} for the activation regions"))
    if forecast.shallow_bytes is not None and forecast.certificate_bytes is not None:
        rows.append(("shallow network", f"about {_bytes(forecast.shallow_bytes)} (two hidden layers)"))
        rows.append(("certificate", f"about {_bytes(forecast.certificate_bytes)}"))
    rows += [(f"{bound.name}", _bound(bound)) for bound in forecast.bounds]
    return rows


def _text(found: Estimate) -> str:
    if found.exact:
        return f"{found.low} (exact: the probes saw all of them)"
    return f"about {round(found.mean)} (95 %: {found.low} to {found.high}, from {found.probes} probes)"


def _bound(bound: Bound) -> str:
    return f"{bound.value} ({bound.kind}; {bound.note}) -- {bound.source}"


def _bytes(number: int) -> str:
    for unit, size in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if number >= size:
            return f"{number / size:.1f} {unit}"
    return f"{number} bytes"
