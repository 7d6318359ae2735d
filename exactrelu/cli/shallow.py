"""`exactrelu shallow`: the shallow network that equals a deep one, written to a file and checked."""

import os
from concurrent.futures import Executor
from functools import partial
from typing import Annotated, Any

import typer

from exactrelu.cli.check import BUDGET_SECONDS, SAMPLE_PER_DIMENSION, Check, check_equality, witnesses_of
from exactrelu.cli.options import (
    Box,
    Depth,
    DomainFile,
    Json,
    Near,
    NetworkFile,
    Output,
    Segment,
    Through,
    check_writable,
    read_domain,
)
from exactrelu.cli.output import Watch, print_json, print_table, widths_text, without_collector
from exactrelu.cli.parts import read_parts, write_parts
from exactrelu.cli.search import Dask, Workers, plan
from exactrelu.domain import Domain
from exactrelu.errors import FormatError, SizeLimitError
from exactrelu.estimate.quick import rough_total
from exactrelu.network import Network
from exactrelu.shallow import Prediction, ShallowNetwork, build, predict

__all__ = ["LARGEST_FILE", "build_watched", "command", "predict_watched"]

LARGEST_FILE = 10**9


def command(
    net: NetworkFile,
    output: Output,
    hidden_layers: Annotated[
        int,
        typer.Option(
            "--hidden-layers",
            min=2,
            max=3,
            metavar="2|3",
            help="2: closed faces, signed; 3: half-open cells, fewer gates.",
        ),
    ] = 2,
    box: Box = None,
    domain: DomainFile = None,
    segment: Segment = None,
    through: Through = None,
    near: Near = None,
    depth: Depth = None,
    check_all: Annotated[
        bool,
        typer.Option(
            "--check-all",
            help=f"Check every face; otherwise a fixed sample where all would take more than {BUDGET_SECONDS} seconds.",
        ),
    ] = False,
    sample: Annotated[
        int, typer.Option("--sample", min=1, metavar="N", help="How many faces of every dimension that sample has.")
    ] = SAMPLE_PER_DIMENSION,
    force: Annotated[bool, typer.Option("--force", help="Build it even if the file will exceed 1 GB.")] = False,
    workers: Workers = 1,
    dask: Dask = None,
    as_json: Json = False,
) -> None:
    """Write the shallow network that equals a deep one at every point.

    Its weights are rational numbers and -oo.
    Both networks are compared, exactly and by plain evaluation, at a point of every face; then the file is written.
    For the cells around the rows of a table, and for a polyline, -o names a folder: it gets one network for each.
    """
    network = Network.load(net)
    wanted = plan(workers, dask)
    part = read_domain(network, box, domain, segment, through, polyline=True)
    writing = partial(_written, network, hidden_layers=hidden_layers, force=force, check_all=check_all, sample=sample)
    with wanted.executor() as executor:
        parts = read_parts(network, segment, near, depth, part, executor)
        if parts is not None:
            write_parts(parts, output, ".json", writing, executor, as_json)
            return
        _require_json(output)
        check_writable(output)
        shallow, check = writing(part, output, executor=executor)
    result = _result(network, shallow, check, output)
    if as_json:
        print_json(result)
    else:
        _print(result, check)


def _require_json(output: str) -> None:
    if not output.lower().removesuffix(".gz").endswith(".json"):
        raise FormatError(
            f"{output}: a shallow network is written as JSON: choose a name that ends in .json or .json.gz"
        )


def _written(
    network: Network,
    part: Domain | None,
    output: str,
    hidden_layers: int,
    force: bool,
    check_all: bool,
    sample: int,
    executor: Executor | None = None,
) -> tuple[ShallowNetwork, Check]:
    """Builds the shallow network on a domain, checks it and writes it."""
    with without_collector():
        expected = None if force else predict_watched(network, hidden_layers, part, executor)
        if expected is not None:
            _refuse_giants(expected)
        shallow = build_watched(network, hidden_layers, part, expected, executor)
        check = check_equality(network, shallow, witnesses_of(network, part), check_all, sample, executor)
    with Watch("writing"):
        shallow.save(output)
    return shallow, check


def predict_watched(
    network: Network, hidden_layers: int, domain: Domain | None, executor: Executor | None
) -> Prediction:
    """The expected size of a shallow network, with progress shown while its faces are counted."""
    with Watch("predicting the size", about=partial(rough_total, network, domain, hidden_layers == 2)) as watch:
        return predict(network, hidden_layers, domain, watch.passing, executor, LARGEST_FILE)


def build_watched(
    network: Network,
    hidden_layers: int,
    domain: Domain | None,
    expected: Prediction | None,
    executor: Executor | None = None,
) -> ShallowNetwork:
    """The shallow network, with progress shown: of the number of faces that is expected, or else of about so many."""
    total = None if expected is None else expected.faces
    about = partial(rough_total, network, domain, hidden_layers == 2) if total is None else None
    with Watch("building the shallow network", total, about) as watch:
        return build(network, hidden_layers, domain, watch.passing, executor)


def _refuse_giants(expected: Prediction) -> None:
    if expected.bytes > LARGEST_FILE:
        about = "about" if expected.complete else "more than"
        # Whole megabytes, and so no float.
        raise SizeLimitError(
            f"the shallow network would have {about} {expected.gates} gates and a file of {expected.bytes // 10**6} "
            "MB; take a part of the space with --box, try --hidden-layers 3, or lift the limit of 1 GB with --force"
        )


def _result(network: Network, shallow: ShallowNetwork, check: Check, output: str) -> dict[str, Any]:
    return {
        "output": output,
        "bytes": os.path.getsize(output),
        "deep_widths": network.widths,
        "widths": shallow.widths,
        "hidden_layers": len(shallow.layers) - 1,
        "infinite_weights": shallow.infinite_weights,
        "activation_regions": check.faces[-1],
        "faces": sum(check.faces),
        "f_vector": check.faces,
        "check": {
            "equal": True,
            "faces": sum(check.checked),
            "by_dimension": check.checked,
            "complete": check.complete,
            "seconds": round(check.seconds, 6),
        },
    }


def _print(result: dict[str, Any], check: Check) -> None:
    advice = "" if check.complete else "; --check-all checks every face"
    by_dimension = ", ".join(f"{number} of dimension {d}" for d, number in enumerate(check.faces))
    print_table(
        [
            ("deep network", widths_text(result["deep_widths"])),
            ("shallow network", f"{widths_text(result['widths'])}, {result['hidden_layers']} hidden layers"),
            ("infinite weights", result["infinite_weights"]),
            ("activation regions", result["activation_regions"]),
            ("faces", f"{result['faces']}: {by_dimension}"),
            ("check", f"{check.describe()}, in {check.seconds:.1f} s{advice}"),
            ("written", f"{result['output']}, {result['bytes']} bytes"),
        ]
    )
