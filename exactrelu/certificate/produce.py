"""The door to both kinds of certificates: producing one and writing it to a file as a stream."""

from collections.abc import Iterator
from dataclasses import dataclass
from os import PathLike
from typing import Any

from exactrelu.certificate.construction import construction_lines
from exactrelu.files import write_atomically
from exactrelu.network import Network
from exactrelu.shallow import ShallowNetwork

__all__ = ["Certificate", "certify"]


@dataclass(frozen=True, slots=True)
class Certificate:
    """What was written: the number of lines and of bytes before compression."""

    lines: int
    bytes: int


def certify(first: Network, second: ShallowNetwork | None = None, out: "str | PathLike[str]" = "") -> Certificate:
    """Writes a certificate."""
    shallow = second if second is not None else first.shallow()
    counted = _Counter(construction_lines(first, shallow, _producer()))
    write_atomically(out, iter(counted))
    return Certificate(counted.lines, counted.bytes)


def _producer() -> dict[str, Any]:
    from exactrelu import __version__

    return {"name": "exactrelu", "version": __version__}


class _Counter:
    def __init__(self, lines: Iterator[str]) -> None:
        self.source = lines
        self.lines = self.bytes = 0

    def __iter__(self) -> Iterator[str]:
        for line in self.source:
            self.lines += 1
            self.bytes += len(line)
            yield line
