"""The arguments and options that several commands share, and how their values are read."""

import errno
import os
from collections.abc import Sequence
from fractions import Fraction
from typing import Annotated

import typer

from exactrelu.cli.data import read_data
from exactrelu.domain import Domain
from exactrelu.errors import FormatError, ShapeError
from exactrelu.extended import rational, to_fraction
from exactrelu.formats import load_domain
from exactrelu.network import Network
from exactrelu.shallow import ShallowNetwork

__all__ = [
    "Box",
    "Depth",
    "DomainFile",
    "Json",
    "Near",
    "NetworkFile",
    "Output",
    "Segment",
    "Through",
    "check_writable",
    "read_domain",
    "read_point",
    "read_polyline",
    "slice_box",
]

NetworkFile = Annotated[
    str,
    typer.Argument(metavar="NET", show_default=False, help="The network's file: .json, .onnx, .nnet or .safetensors."),
]
Output = Annotated[
    str, typer.Option("--output", "-o", metavar="FILE", show_default=False, help="The file to be written.")
]
Box = Annotated[
    str | None,
    typer.Option(
        "--box",
        metavar="LO:HI,LO:HI,...",
        show_default=False,
        help="Only this box; an empty bound is infinite, equal bounds fix a coordinate.",
    ),
]
DomainFile = Annotated[
    str | None,
    typer.Option(
        "--domain",
        metavar="FILE",
        show_default=False,
        help='Only this polyhedron: JSON, {"inequalities": [[a_1, ..., a_n, c], ...], "equalities": []}.',
    ),
]
Segment = Annotated[
    str | None,
    typer.Option(
        "--segment",
        metavar="P:Q",
        show_default=False,
        help="Only the segment between two points, or a polyline P:Q:R:...; a point is 1,2.5,... or row 7 of a table, "
        "FILE.csv#7.",
    ),
]
Through = Annotated[
    list[str] | None,
    typer.Option(
        "--through",
        metavar="P",
        show_default=False,
        help="Give 3 points for the plane through them, or 2 for a line; --box then speaks of its coordinates, "
        "which are (0,0) at the first, (1,0) at the second and (0,1) at the third.",
    ),
]
Near = Annotated[
    str | None,
    typer.Option(
        "--near",
        metavar="FILE.csv",
        show_default=False,
        help="Only the regions that contain rows of this table, or have them on their boundary,",
    ),
]
Depth = Annotated[
    int | None,
    typer.Option(
        "--depth", min=0, metavar="D", show_default=False, help="and those that are at most D facets away from these."
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]


def read_domain(
    network: "Network | ShallowNetwork",
    box: str | None,
    file: str | None,
    segment: str | None = None,
    through: Sequence[str] | None = None,
    polyline: bool = False,
) -> Domain | None:
    """The domain that the options name, of the network's dimension; None for the whole space.

    A polyline, which is several domains, gives None where the caller looks after it, and else is wrong usage.
    """
    chosen = [
        name
        for name, value in (
            ("--box", None if through else box),
            ("--domain", file),
            ("--segment", segment),
            ("--through", through),
        )
        if value
    ]
    if len(chosen) > 1:
        raise typer.BadParameter(f"{chosen[0]} and {chosen[1]} exclude each other")
    if through:
        return _flat(network, through, box)
    if segment is not None:
        segments = read_polyline(network, segment)
        if len(segments) > 1 and not polyline:
            raise typer.BadParameter("--segment takes two points here: a polyline is several domains")
        return segments[0] if len(segments) == 1 else None
    if file is not None:
        return load_domain(file, network.inputs)
    if box is None:
        return None
    domain = Domain.parse_box(box)
    if domain.dimension != network.inputs:
        raise ShapeError(f"--box has {domain.dimension} sides, the network takes {network.inputs} inputs")
    return domain


def _flat(network: "Network | ShallowNetwork", through: Sequence[str], box: str | None) -> Domain:
    """The line or plane through the points, or the window of it that --box gives in its coordinates."""
    if len(through) not in (2, 3):
        raise typer.BadParameter("--through takes 2 points, for a line, or 3, for a plane: give it once for each")
    points = [read_point(text, network.inputs, "--through") for text in through]
    return Domain.through(points, None if box is None else slice_box(box, len(points) - 1))


def slice_box(box: str, dimension: int) -> Domain:
    """The window that --box gives in the coordinates of a slice."""
    window = Domain.parse_box(box)
    if window.dimension != dimension:
        raise ShapeError(f"--box has {window.dimension} sides, the slice has {dimension} coordinates")
    return window


def read_polyline(network: "Network | ShallowNetwork", text: str | None) -> tuple[Domain, ...]:
    """The segments that --segment names; none without it."""
    if text is None:
        return ()
    points = [read_point(part, network.inputs, "--segment") for part in text.split(":")]
    if len(points) < 2:
        raise typer.BadParameter("--segment takes at least two points, as in 0,0:1,1/2")
    return Domain.polyline(points)


def read_point(text: str, inputs: int, option: str = "--at") -> tuple[Fraction, ...]:
    """The point that an option gives, such as "1/3,-2.5", or "FILE.csv#7" for row 7 of a table, counted from 1.

    Raises FormatError for a bad number or row, ShapeError for the length.
    """
    file, mark, row = text.strip().rpartition("#")
    if mark:
        rows = read_data(file, inputs).rows
        if not row.isdecimal() or not 1 <= int(row) <= len(rows):
            raise FormatError(f"{option}: {file} has rows 1 to {len(rows)}, there is no row {row!r}")
        return rows[int(row) - 1]
    parts = text.split(",")
    point = []
    for i, part in enumerate(parts, start=1):
        try:
            point.append(to_fraction(rational(part.strip())))
        except (ValueError, ArithmeticError) as error:
            raise FormatError(f"{option}, coordinate {i}: {error}") from None
    if len(point) != inputs:
        raise ShapeError(f"{option} has {len(point)} coordinates, the network takes {inputs} inputs")
    return tuple(point)


def check_writable(path: str) -> None:
    """Raises OSError now for a target that could not be written later, after the work."""
    folder = os.path.dirname(os.path.realpath(path))
    if os.path.isdir(path):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), path)
    if not os.path.isdir(folder):
        raise FileNotFoundError(errno.ENOENT, "there is no such folder to write to", path)
    if not os.access(path if os.path.exists(path) else folder, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)
