"""The arguments and options that several commands share, and how their values are read."""

import errno
import os
from fractions import Fraction
from typing import Annotated

import typer

from exactrelu.domain import Domain
from exactrelu.errors import FormatError, ShapeError
from exactrelu.extended import rational, to_fraction
from exactrelu.formats import load_domain
from exactrelu.network import Network
from exactrelu.shallow import ShallowNetwork

__all__ = ["Box", "DomainFile", "Json", "NetworkFile", "Output", "check_writable", "read_domain", "read_point"]

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
Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]


def read_domain(network: "Network | ShallowNetwork", box: str | None, file: str | None) -> Domain | None:
    """The domain that --box or --domain names, of the network's dimension; None for the whole space."""
    if box is not None and file is not None:
        raise typer.BadParameter("--box and --domain exclude each other")
    if file is not None:
        return load_domain(file, network.inputs)
    if box is None:
        return None
    domain = Domain.parse_box(box)
    if domain.dimension != network.inputs:
        raise ShapeError(f"--box has {domain.dimension} sides, the network takes {network.inputs} inputs")
    return domain


def read_point(text: str, inputs: int, option: str = "--at") -> tuple[Fraction, ...]:
    """The point that an option gives, such as "1/3,-2.5"; FormatError for a bad number, ShapeError for the length."""
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
