"""Joint searches of two networks, by one process or by many: partition certificates, and decisions without one.

A task explores the tree of cells below some nodes; on the way to them it finds again what is known there, without the
proofs.  So a token does not depend on who found it, and the first difference in the order of the tree is the answer.
"""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from exactrelu.affine import homogeneous_point
from exactrelu.certificate.canonical import AnyNetwork, domain_sha256, json_text, network_lines, network_sha256
from exactrelu.certificate.difference import DifferenceFound, UncertifiableError, difference_at
from exactrelu.certificate.partition import Explorer
from exactrelu.certificate.symbolic import Sparse, sparse_pair
from exactrelu.domain import Domain
from exactrelu.errors import SizeLimitError
from exactrelu.regions.checkpoint import Checkpoint
from exactrelu.regions.parallel import NO_LIMITS, Limits, Search
from exactrelu.regions.subtree import Budget
from exactrelu.regions.walk import WHOLE, Path

__all__ = ["Joint", "coding", "decide", "explored", "joint_identity", "partition_lines"]

Explored = tuple[str, Exception | None]
"""The lines of some tokens, and why there are no more: DifferenceFound or UncertifiableError."""


@dataclass(frozen=True)
class Joint:
    """Two networks to be compared on a domain, with or without proofs: a value that can be pickled."""

    first: AnyNetwork
    second: AnyNetwork
    domain: Domain | None
    proofs: bool

    def __getstate__(self) -> dict[str, Any]:
        return {name: value for name, value in self.__dict__.items() if name != "nets"}

    @cached_property
    def nets(self) -> list[Sparse]:
        """The networks without denominators, for all explorers in this process."""
        return sparse_pair(self.first, self.second, self.proofs)

    def explorer(self) -> Explorer:
        """A new explorer."""
        return Explorer(self.first, self.second, self.domain, self.proofs, self.nets)


def explored(joint: Joint, nodes: Sequence[Path], budget: Budget) -> tuple[Explored, int, Sequence[Path]]:
    """The job of a search that writes tokens, if proofs are wanted, and stops at the first difference."""
    explorer = joint.explorer()
    tokens = explorer.tokens(nodes, budget)
    lines: list[str] = []
    error: Exception | None = None
    try:
        if joint.proofs:
            lines.extend(f"{json_text(token)}\n" for token in tokens)
        else:
            deque(tokens, maxlen=0)
    except (DifferenceFound, UncertifiableError) as found:
        error = found
    return ("".join(lines), error), explorer.ends, explorer.rest


def partition_lines(
    first: AnyNetwork,
    second: AnyNetwork,
    domain: Domain | None,
    producer: dict[str, Any],
    executor: Executor | None = None,
    limits: Limits = NO_LIMITS,
    checkpoint: Checkpoint | None = None,
) -> Iterator[str]:
    """The lines of the partition certificate of two equal networks; DifferenceFound when they are not equal.

    Memory holds one path, whatever the number of leaves.  The tokens are found here, or by an executor, with or without
    a checkpoint: they are the same.
    Raises ShapeError for networks of different shapes, UncertifiableError where the format has no words, and
    SizeLimitError when a limit is reached.
    """
    joint = Joint(first, second, domain, proofs=True)
    explorer = joint.explorer()
    head = {
        "format": "exactrelu-certificate",
        "version": 1,
        "kind": "partition",
        "inputs": first.inputs,
        "domain": None if domain is None else domain.to_json(),
        "producer": producer,
    }
    yield json_text(head) + "\n"
    yield from network_lines("first", first)
    yield from network_lines("second", second)
    if executor is None and checkpoint is None and limits == NO_LIMITS:
        for token in explorer.tokens():
            yield json_text(token) + "\n"
        return
    search = Search(joint, explored, executor, (WHOLE,), limits, checkpoint)
    for outcome in search:
        lines, error = outcome.result
        if error is not None:
            raise error
        yield lines
    if search.stopped is not None:
        again = "" if checkpoint is None else "; with the same checkpoint it goes on from there"
        raise SizeLimitError(f"the limit on {search.stopped} was reached: no certificate is written{again}")


def decide(joint: Joint, executor: Executor | None = None) -> None:
    """Raises DifferenceFound where the networks are not equal."""
    if executor is None:
        deque(joint.explorer().tokens(), maxlen=0)
        return
    for outcome in Search(joint, explored, executor):
        _, error = outcome.result
        if error is not None:
            raise error


def joint_identity(first: AnyNetwork, second: AnyNetwork, domain: Domain | None) -> dict[str, str]:
    """What a checkpoint of a partition certificate must agree on."""
    from exactrelu import __version__

    return {
        "network": network_sha256(first),
        "second network": network_sha256(second),
        "domain": domain_sha256(domain if domain is not None else Domain(first.inputs)),
        "search": "tokens of a partition",
        "version": __version__,
    }


def coding(first: AnyNetwork, second: AnyNetwork) -> dict[str, Callable[[Any], Any]]:
    """How a checkpoint writes and reads what was explored: of a difference, the point."""

    def encode(result: Explored) -> list[Any]:
        lines, error = result
        if isinstance(error, DifferenceFound):
            return [lines, [f"{x.numerator:x}/{x.denominator:x}" for x in error.point], None]
        return [lines, None, None if error is None else str(error)]

    def decode(data: list[Any]) -> Explored:
        lines, point, message = data
        if point is not None:
            pairs = [text.split("/") for text in point]
            return lines, difference_at(
                first, second, homogeneous_point([Fraction(int(p, 16), int(q, 16)) for p, q in pairs])
            )
        return lines, None if message is None else UncertifiableError(message)

    return {"encode": encode, "decode": decode}
