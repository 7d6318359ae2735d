"""Network files, one module per format, chosen by suffix, and models in memory: read exactly as they are stored.

`load_network` reads a file; `from_torch`, `from_sklearn` and `from_keras` read a model that another library holds.
Binary floats are taken as the dyadic rationals that they are, decimal text as the decimals that it says; tensors of any
shape are flattened in row-major order.  docs/formats.md lists what is read, and what is refused and why.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from os import fspath
from pathlib import PurePath
from typing import TYPE_CHECKING

from exactrelu.domain import Domain
from exactrelu.errors import FormatError
from exactrelu.files import PathLike, Source, read_source, write_atomically
from exactrelu.formats import (
    native,
    nnet,
    nnet_writer,
    onnx_reader,
    onnx_writer,
    safetensors_reader,
    safetensors_writer,
)
from exactrelu.formats.keras_reader import from_keras
from exactrelu.formats.sklearn_reader import from_sklearn
from exactrelu.formats.torch_reader import from_torch
from exactrelu.network import Network

if TYPE_CHECKING:
    from exactrelu.shallow.network import ShallowNetwork

__all__ = [
    "FORMATS",
    "FileFormat",
    "from_keras",
    "from_sklearn",
    "from_torch",
    "load_any",
    "load_domain",
    "load_network",
    "load_shallow",
    "save_network",
    "save_shallow",
    "write_atomically",
]


@dataclass(frozen=True, slots=True)
class FileFormat:
    """How to read a network from the content of a file and, where it is supported, how to write one in pieces."""

    read: Callable[[Source], Network]
    write: Callable[[Network], Iterable[str | bytes]] | None = None


# To add a format, add its line here.  A further suffix .gz is allowed everywhere.
FORMATS = {
    ".json": FileFormat(native.read_network, native.network_chunks),
    ".nnet": FileFormat(nnet.read_network, nnet_writer.nnet_chunks),
    ".onnx": FileFormat(onnx_reader.read_network, onnx_writer.onnx_chunks),
    ".safetensors": FileFormat(safetensors_reader.read_network, safetensors_writer.safetensors_chunks),
}
# Files of other libraries run code when they are loaded, so they are left to those; their models are read in memory.
MODELS = {".pt": "from_torch", ".pth": "from_torch", ".keras": "from_keras", ".h5": "from_keras"}
MODELS |= {".pkl": "from_sklearn", ".joblib": "from_sklearn"}


def _suffix(path: PathLike) -> str:
    name = PurePath(fspath(path).lower().removesuffix(".gz"))
    return name.suffix


def _unknown_suffix(path: PathLike, known: list[str], verb: str) -> FormatError:
    suffix = _suffix(path)
    message = f"{fspath(path)}: no format is known by the suffix {suffix!r}; networks are {verb} as {', '.join(known)}"
    if verb == "read" and suffix in MODELS:
        message += f"; in Python, {MODELS[suffix]} of exactrelu.formats reads a loaded model"
    return FormatError(message)


def load_network(path: PathLike) -> Network:
    """Reads a deep network exactly; the format goes by the suffix, and gzip is recognised by its first bytes.

    The sha256 of the file and the rule by which its numbers were read are in the network's provenance.
    Raises FormatError (with the place) for a bad file, an unknown suffix, or a shallow network; OSError for an
    unreadable file; MissingExtraError when the format needs a package that is not installed.
    """
    suffix = _suffix(path)
    if suffix not in FORMATS:
        raise _unknown_suffix(path, list(FORMATS), "read")
    return FORMATS[suffix].read(read_source(path))


def load_any(path: PathLike) -> "Network | ShallowNetwork":
    """Reads a deep or a shallow network: JSON with roles or infinite numbers is shallow, everything else deep.

    Raises the errors of load_network.
    """
    if _suffix(path) == ".json":
        return native.read_any(read_source(path))
    return load_network(path)


def load_shallow(path: PathLike) -> "ShallowNetwork":
    """Reads a shallow network from JSON exactly.

    Raises FormatError (with the place) for a bad file or another suffix, and OSError for an unreadable one.
    """
    if _suffix(path) != ".json":
        raise _unknown_suffix(path, [".json"], "read here")
    return native.read_shallow(read_source(path))


def load_domain(path: PathLike, dimension: int) -> Domain:
    """Reads a domain from JSON: {"inequalities": [[a_1, ..., a_n, c], ...], "equalities": [...]} with n = dimension.

    Raises FormatError (with the place) for a bad file, and OSError for an unreadable one.
    """
    return native.read_domain(read_source(path), dimension)


def save_network(network: Network, path: PathLike) -> None:
    """Writes a deep network with its suggested domain, deterministically; the file appears complete or not at all.

    Raises FormatError for a suffix that is only read or unknown, and OSError for a target that cannot be written.
    """
    write = FORMATS[_suffix(path)].write if _suffix(path) in FORMATS else None
    if write is None:
        raise _unknown_suffix(path, [suffix for suffix, known in FORMATS.items() if known.write], "written")
    write_atomically(path, write(network))


def save_shallow(network: "ShallowNetwork", path: PathLike) -> None:
    """Writes a shallow network row by row, deterministically; the file appears complete or not at all.

    Raises FormatError for another suffix than .json or .json.gz, and OSError for a target that cannot be written.
    """
    if _suffix(path) != ".json":
        raise _unknown_suffix(path, [".json"], "written")
    write_atomically(path, native.shallow_chunks(network))
