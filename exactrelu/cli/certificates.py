"""`exactrelu certify`, `check` and `equal`: proofs of equality, written, checked, and decided."""

import gzip
import hashlib
import os
import shutil
import subprocess
import sys
import zlib
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor
from contextlib import AbstractContextManager
from dataclasses import fields
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

import exactrelu
from exactrelu.certificate import certify, check, equal
from exactrelu.certificate.canonical import canonical_text
from exactrelu.certificate.check import EXIT_CODES, Limits, report, report_json
from exactrelu.certificate.joint import coding, joint_identity
from exactrelu.certificate.produce import Certificate, certificate_bytes, certified_identity
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
from exactrelu.cli.output import Watch, numeral, point_text, print_json, print_table, widths_text, without_collector
from exactrelu.cli.parts import read_parts, write_parts
from exactrelu.cli.search import PLAIN, CheckpointFolder, Dask, MaxMemory, MaxSeconds, Plan, Workers, plan
from exactrelu.cli.shallow import LARGEST_FILE, build_watched, predict_watched
from exactrelu.domain import Domain
from exactrelu.errors import MissingExtraError, SizeLimitError
from exactrelu.formats import load_any, load_shallow
from exactrelu.network import Network
from exactrelu.regions.checkpoint import Checkpoint
from exactrelu.shallow import Prediction, ShallowNetwork

HEADER_BYTES = 1 << 16
KILOBYTE = 1000
VERIFIED = "exactrelu-verify"
LIMITS = ", ".join(field.name for field in fields(Limits))

__all__ = ["certify_command", "check_command", "equal_command"]


def certify_command(
    net: NetworkFile,
    output: Output,
    hidden_layers: Annotated[
        int, typer.Option("--hidden-layers", min=2, max=3, metavar="2|3", help="Which construction to certify.")
    ] = 2,
    shallow: Annotated[
        str | None,
        typer.Option("--shallow", metavar="FILE", help="Certify this shallow network instead of building one."),
    ] = None,
    kind: Annotated[
        str,
        typer.Option(
            "--kind",
            metavar="construction|partition",
            help="construction: by the way it was made; partition: leaf by leaf, however it was made.",
        ),
    ] = "construction",
    box: Box = None,
    domain: DomainFile = None,
    segment: Segment = None,
    through: Through = None,
    near: Near = None,
    depth: Depth = None,
    force: Annotated[bool, typer.Option("--force", help="Write it even if it will exceed 1 GB.")] = False,
    workers: Workers = 1,
    dask: Dask = None,
    checkpoint: CheckpointFolder = None,
    max_seconds: MaxSeconds = None,
    max_memory: MaxMemory = None,
    as_json: Json = False,
) -> None:
    """Write a certificate that the shallow network equals the deep one at every point.

    Anyone can check it with the one file exactrelu/certificate/check.py, which needs nothing but Python.
    For the cells around the rows of a table, and for a polyline, -o names a folder: it gets one certificate for each.
    """
    if kind not in ("construction", "partition"):
        raise typer.BadParameter(f"{kind!r} is not one of construction, partition", param_hint="'--kind'")
    wanted = plan(workers, dask, checkpoint, None, max_seconds, max_memory)
    deep = Network.load(net)
    part = read_domain(deep, box, domain, segment, through, polyline=True)
    writing = partial(_written, deep, hidden_layers=hidden_layers, kind=kind, force=force)
    with wanted.executor() as executor:
        if near is not None or (segment is not None and part is None):
            _require_no_more(shallow, wanted)
        parts = read_parts(deep, segment, near, depth, part, executor)
        if parts is not None:
            write_parts(parts, output, ".jsonl", writing, executor, as_json)
            return
        given = load_shallow(shallow) if shallow is not None else None
        check_writable(output)
        second, written = writing(part, output, given=given, wanted=wanted, executor=executor)
    result = {
        "output": output,
        "kind": written.kind,
        "bytes": os.path.getsize(output),
        "lines": written.lines,
        "deep_widths": deep.widths,
        "shallow_widths": second.widths,
    }
    if as_json:
        print_json(result)
        return
    print_table(
        [
            ("certificate", f"{kind}, {written.lines} lines"),
            ("deep network", widths_text(deep.widths)),
            ("shallow network", widths_text(second.widths)),
            ("written", f"{output}, {result['bytes']} bytes"),
            ("check it with", f"exactrelu check {output}"),
        ]
    )


def _require_no_more(shallow: str | None, wanted: Plan) -> None:
    """Raises BadParameter for options that are for one certificate, not for those of many parts."""
    if shallow is not None:
        raise typer.BadParameter("--near and a polyline have a shallow network for each part: leave --shallow out")
    if wanted.folder is not None or wanted.has_limits:
        raise typer.BadParameter(
            "--near and a polyline go without --checkpoint and limits: each part is written as soon as it is done"
        )


def _written(
    deep: Network,
    part: Domain | None,
    output: str,
    hidden_layers: int,
    kind: str,
    force: bool,
    given: ShallowNetwork | None = None,
    wanted: Plan = PLAIN,
    executor: Executor | None = None,
) -> tuple[ShallowNetwork, Certificate]:
    """Builds the shallow network on a domain, unless one is given, and writes the certificate."""
    with without_collector():
        layers = hidden_layers if given is None else len(given.layers) - 1
        space = part if given is None else given.domain
        expected = None if force or layers not in (2, 3) else predict_watched(deep, layers, space, executor)
        size = None if expected is None else _size(deep, layers, space, expected)
        second = given if given is not None else build_watched(deep, layers, space, expected, executor)
        about = None if size is None or kind == "partition" else size // KILOBYTE
        with (
            _remembered(deep, second, part, kind, wanted) as remembered,
            Watch("writing the certificate, kB", about=lambda _: about) as watch,
        ):
            written = certify(
                deep,
                second,
                out=output,
                kind=kind,
                domain=part,
                executor=executor,
                checkpoint=remembered,
                limits=wanted.limits,
                passing=partial(_in_kilobytes, watch),
            )
    return second, written


def _remembered(
    deep: Network, second: ShallowNetwork, part: Domain | None, kind: str, wanted: Plan
) -> AbstractContextManager[Checkpoint | None]:
    """The checkpoint of a certificate, if there is to be one."""
    if kind == "partition":
        # A network without a domain of its own may be compared on any.
        domain = part if second.domain is None else second.domain
        return wanted.checkpoint(joint_identity(deep, second, domain), **coding(deep, second))
    return wanted.checkpoint(certified_identity(deep, second))


def _size(deep: Network, layers: int, domain: Domain | None, expected: Prediction) -> int:
    """The expected bytes of a construction certificate; SizeLimitError where they are too many."""
    size = certificate_bytes(deep, layers, domain, expected)
    if size > LARGEST_FILE:
        about = "about" if expected.complete else "more than"
        raise SizeLimitError(
            f"the certificate would have {about} {size // 10**6} MB; "
            "take a part of the space with --box, try --hidden-layers 3, or lift the limit of 1 GB with --force"
        )
    return size


def _in_kilobytes(watch: Watch, lines: Iterable[str]) -> Iterator[str]:
    """The lines, their size counted as they pass."""
    size = 0
    for line in lines:
        yield line
        size += len(line)
        if size >= KILOBYTE:
            watch.advance(size // KILOBYTE)
            size %= KILOBYTE


def check_command(
    certificate: Annotated[str, typer.Argument(metavar="CERT", show_default=False, help="The certificate's file.")],
    deep: Annotated[
        str | None,
        typer.Option("--deep", "--first", metavar="FILE", help="Reject unless the first embedded network is this one."),
    ] = None,
    shallow: Annotated[
        str | None,
        typer.Option(
            "--shallow", "--second", metavar="FILE", help="Reject unless the second embedded network is this one."
        ),
    ] = None,
    explain: Annotated[
        int | None, typer.Option("--explain", min=0, metavar="N", help="Show cell number N, from 0, in full.")
    ] = None,
    limit: Annotated[
        list[str] | None,
        typer.Option("--limit", metavar="NAME=N", help=f"Another limit on what the file may cost: {LIMITS}."),
    ] = None,
    verified: Annotated[
        bool,
        typer.Option("--verified", help="Run the checker that is proved correct in Coq, once `make proofs` built it."),
    ] = False,
    as_json: Json = False,
) -> None:
    """Check a certificate, believing nothing that it says.

    Exit code 0: accepted, 1: rejected, 2: malformed or unreadable, 3: a limit was exceeded.
    """
    texts = ["".join(canonical_text(load_any(file))).encode() if file is not None else None for file in (deep, shallow)]
    limits = _limits(limit or [])
    if verified:
        if explain is not None or limit:
            raise typer.BadParameter("--verified takes neither --explain nor --limit")
        raise typer.Exit(_run_verified(certificate, texts, as_json))
    with without_collector(), Watch("checking"):
        if _is_partition(certificate):
            verdict = check(certificate, first=texts[0], second=texts[1], limits=limits, explain=explain)
        else:
            verdict = check(certificate, deep=texts[0], shallow=texts[1], limits=limits, explain=explain)
    if as_json:
        typer.echo(report_json(verdict))
    else:
        typer.echo("\n".join(report(verdict)))
    raise typer.Exit(EXIT_CODES[verdict.status])


def _limits(words: list[str]) -> Limits:
    try:
        return Limits(**{name: int(value) for name, _, value in (word.partition("=") for word in words)})
    except (TypeError, ValueError):
        raise typer.BadParameter(f"a limit is one of {LIMITS}, an equals sign, and an integer") from None


def _run_verified(certificate: str, texts: list[bytes | None], as_json: bool) -> int:
    """Runs the extracted checker with the hashes of the reader's own networks; its exit code is the answer."""
    built = Path(exactrelu.__file__).parent.parent / "proofs" / "build" / VERIFIED
    program = str(built) if built.is_file() else shutil.which(VERIFIED)
    if program is None:
        raise MissingExtraError(
            f"the verified checker is not built: run 'make proofs' in a clone of the project, or put {VERIFIED} on PATH"
        )
    words = [program, certificate, *(["--json"] if as_json else [])]
    names = ("first", "second") if _is_partition(certificate) else ("deep", "shallow")
    for name, text in zip(names, texts, strict=True):
        if text is not None:
            words += [f"--{name}-sha256", hashlib.sha256(text).hexdigest()]
    sys.stdout.flush()
    return subprocess.run(words, check=False).returncode


def _is_partition(certificate: str) -> bool:
    """Whether the header says so; whatever is wrong with the file is the checker's to say."""
    try:
        with open(certificate, "rb") as file:
            packed = file.read(2) == b"\x1f\x8b"
        with gzip.open(certificate) if packed else open(certificate, "rb") as file:
            return b'"partition"' in file.readline(HEADER_BYTES)
    except (OSError, EOFError, zlib.error):
        return False


def equal_command(
    first: Annotated[str, typer.Argument(metavar="A", show_default=False, help="A network's file.")],
    second: Annotated[str, typer.Argument(metavar="B", show_default=False, help="Another network's file.")],
    output: Annotated[
        str | None,
        typer.Option("--certificate", "-o", metavar="FILE", help="Write a partition certificate if they are equal."),
    ] = None,
    box: Box = None,
    domain: DomainFile = None,
    segment: Segment = None,
    through: Through = None,
    workers: Workers = 1,
    dask: Dask = None,
    as_json: Json = False,
) -> None:
    """Decide whether two networks are the same function.

    Exit code 0: equal, 1: not equal, with an exact point where they differ.
    """
    one, two = load_any(first), load_any(second)
    part = read_domain(one, box, domain, segment, through)
    if output is not None:
        check_writable(output)
    with without_collector(), plan(workers, dask).executor() as executor, Watch("comparing"):
        result = equal(one, two, domain=part, out=output, executor=executor)
    data: dict[str, Any] = {"equal": result.equal, "point": None, "outputs": None}
    if result.point is not None and result.outputs is not None:
        data["point"] = [numeral(coordinate) for coordinate in result.point]
        data["outputs"] = [
            None if values is None else [numeral(value) for value in values] for values in result.outputs
        ]
    if as_json:
        print_json(data)
    elif result.equal:
        typer.echo("equal: the same function" + (" on the domain" if part is not None else ""))
        if output is not None:
            typer.echo(f"certificate written to {output}")
    else:
        values = ["undefined" if v is None else point_text(v) for v in result.outputs or ()]
        typer.echo(f"not equal: at {point_text(result.point or ())} the outputs are {' and '.join(values)}")
    raise typer.Exit(0 if result.equal else 1)
