"""The door to both kinds of certificates: producing one and writing it to a file as a stream."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import closing
from dataclasses import dataclass
from os import PathLike
from typing import Any

from exactrelu.certificate.canonical import AnyNetwork, identity_of, json_text
from exactrelu.certificate.construction import construction_lines
from exactrelu.certificate.joint import coding, joint_identity, partition_lines
from exactrelu.certificate.trace import Leaf, Trace
from exactrelu.domain import Domain
from exactrelu.errors import DomainError, ShapeError
from exactrelu.files import write_atomically
from exactrelu.network import Network
from exactrelu.regions import Walk, as_domain
from exactrelu.regions.cell import Cell
from exactrelu.regions.checkpoint import Checkpoint
from exactrelu.regions.parallel import NO_LIMITS, Limits
from exactrelu.shallow import Prediction, ShallowNetwork, build, predict

__all__ = [
    "KINDS",
    "Certificate",
    "bytes_per_face",
    "certificate_bytes",
    "certificate_lines",
    "certified_identity",
    "certify",
    "predict_bytes",
]

KINDS = ("construction", "partition")

BLOCKS, BLOCK = 48, 8
LAST_TOKEN_BYTES = 16


@dataclass(frozen=True, slots=True)
class Certificate:
    """What was written: the kind, the number of lines, and of bytes before compression."""

    kind: str
    lines: int
    bytes: int


def certify(
    first: Network | ShallowNetwork,
    second: Network | ShallowNetwork | None = None,
    out: "str | PathLike[str] | None" = None,
    kind: str = "construction",
    domain: Any = None,
    hidden_layers: int = 2,
    executor: Executor | None = None,
    checkpoint: "str | PathLike[str] | Checkpoint | None" = None,
    limits: Limits = NO_LIMITS,
    passing: Callable[[Iterable[str]], Iterable[str]] = iter,
) -> Certificate:
    """Writes a certificate that two networks are equal at every point of a domain; `out` names the file.

    kind "construction" proves that the second network is what a construction makes of the first: `first` is deep,
    `second` shallow; without a second one, the shallow network with the given number of hidden layers is built.
    kind "partition" proves that any two networks are equal.
    The domain is the shallow network's own; `domain` is for two networks that have none.
    The file appears complete or not at all; a name that ends in .gz is compressed.
    The same input gives the same bytes.  Every proof is verified before it is written.
    executor, any of concurrent.futures, finds the tokens; checkpoint names a folder that remembers them, so that a run
    that ended early can be repeated from there.  The bytes are the same as without.
    passing is given the lines as they are made and hands them on: it may count them for a progress bar.

    Raises SizeLimitError when a limit is reached, CheckpointError for a folder of another search,
    MismatchError (a ShapeError) when the second network is not made by a construction from the first,
    DifferenceFound when the networks of a partition certificate differ, DomainError for domains that do not fit.
    """
    if out is None:
        raise TypeError("certify needs out=, the name of the file to be written")
    if kind not in KINDS:
        raise ValueError(f"unknown kind {kind!r} of certificate; use 'construction' or 'partition'")
    if second is None:
        if not isinstance(first, Network):
            raise ShapeError("a shallow network alone cannot be certified: give the deep network first")
        second = build(first, hidden_layers, domain, executor=executor)
    lines = certificate_lines(first, second, kind, as_domain(domain, first), _producer(), executor, checkpoint, limits)
    counted = _Counter(passing(lines))
    write_atomically(out, iter(counted))
    return Certificate(kind, counted.lines, counted.bytes)


def certificate_lines(
    first: Network | ShallowNetwork,
    second: Network | ShallowNetwork,
    kind: str,
    domain: Domain | None,
    producer: dict[str, Any],
    executor: Executor | None = None,
    checkpoint: "str | PathLike[str] | Checkpoint | None" = None,
    limits: Limits = NO_LIMITS,
) -> Iterator[str]:
    """The lines of a certificate, one by one; the domain is the shallow network's own, or `domain` if it has none.

    Takes and raises what `certify` does.
    """
    own = next((net.domain for net in (second, first) if isinstance(net, ShallowNetwork) and net.domain), None)
    if own is not None and domain is not None and own != domain:
        raise DomainError("the shallow network was built for another domain than the one that was asked for")
    domain = domain if domain is not None else own
    if kind == "partition":
        return _compared(first, second, domain, producer, executor, checkpoint, limits)
    if not isinstance(first, Network) or not isinstance(second, ShallowNetwork):
        raise ShapeError('a construction certificate takes a deep and a shallow network; use kind="partition"')
    if domain != second.domain:
        raise DomainError("the shallow network speaks of all of space; build it for the domain first")
    return _constructed(first, second, producer, executor, checkpoint, limits)


def _constructed(
    deep: Network,
    shallow: ShallowNetwork,
    producer: dict[str, Any],
    executor: Executor | None,
    checkpoint: "str | PathLike[str] | Checkpoint | None",
    limits: Limits,
) -> Iterator[str]:
    """The lines of a construction certificate; a checkpoint that is opened here is closed here."""
    if checkpoint is None or isinstance(checkpoint, Checkpoint):
        yield from construction_lines(deep, shallow, producer, executor, limits, checkpoint)
        return
    with closing(Checkpoint(checkpoint, certified_identity(deep, shallow))) as opened:
        yield from construction_lines(deep, shallow, producer, executor, limits, opened)


def _compared(
    first: AnyNetwork,
    second: AnyNetwork,
    domain: Domain | None,
    producer: dict[str, Any],
    executor: Executor | None,
    checkpoint: "str | PathLike[str] | Checkpoint | None",
    limits: Limits,
) -> Iterator[str]:
    """The lines of a partition certificate; a checkpoint that is opened here is closed here."""
    if checkpoint is None or isinstance(checkpoint, Checkpoint):
        yield from partition_lines(first, second, domain, producer, executor, limits, checkpoint)
        return
    with closing(Checkpoint(checkpoint, joint_identity(first, second, domain), **coding(first, second))) as opened:
        yield from partition_lines(first, second, domain, producer, executor, limits, opened)


def certified_identity(deep: Network, shallow: ShallowNetwork) -> dict[str, str]:
    """What a checkpoint of a construction certificate must agree on."""
    return identity_of(
        deep, shallow.domain, f"tokens of {'closed faces' if len(shallow.layers) == 3 else 'half-open cells'}"
    )


def predict_bytes(network: Network, hidden_layers: int = 2, domain: Any = None) -> int:
    """The expected size of a construction certificate; it enumerates all faces (cells)."""
    part = as_domain(domain, network)
    return certificate_bytes(network, hidden_layers, part, predict(network, hidden_layers, part))


def certificate_bytes(network: Network, hidden_layers: int, domain: Domain | None, expected: Prediction) -> int:
    """The expected size by that of the shallow network's weights, with tokens like those of a random sample."""
    walk = Walk(network, domain, faces=hidden_layers == 2)
    return expected.weight_bytes + expected.faces * bytes_per_face(walk, expected.sample)


def bytes_per_face(walk: Walk, sample: Sequence[Cell]) -> int:
    """The expected size of the tokens of one face (cell), by those that follow the faces (cells) of a sample.

    Tokens are ascribed to the next leaf; of every face in the sample the next few leaves are looked at.  So the mean
    for a random face is the mean over all.  The token of a leaf itself is like the others, for every output.
    """
    if not walk.relu:
        return LAST_TOKEN_BYTES
    trace = Trace(walk)
    size = tokens = faces = 0
    for cell in sample[:: max(1, len(sample) // BLOCKS)]:
        left = BLOCK
        for token in trace.after(cell):
            if isinstance(token, Leaf):
                faces, left = faces + 1, left - 1
                if not left:
                    break
            else:
                size += len(json_text(token)) + 1
                tokens += 1
    if not tokens:
        return LAST_TOKEN_BYTES
    return size // max(1, faces) + walk.network.outputs * size // tokens + LAST_TOKEN_BYTES


def _producer() -> dict[str, Any]:
    from exactrelu import __version__

    return {"name": "exactrelu", "version": __version__}


class _Counter:
    """Counts lines and bytes as they pass, in pieces of any size."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.source = lines
        self.lines = self.bytes = 0

    def __iter__(self) -> Iterator[str]:
        for line in self.source:
            self.lines += line.count("\n")
            self.bytes += len(line)
            yield line
