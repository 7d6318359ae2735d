"""A folder that remembers what was found: finished tasks, written durably, so that a search can go on after any end.

Each run writes one file of lines, and reads all of them.  A line is a checksum, a space, and JSON; a line that a crash
cut short, or that was damaged since, fails its checksum and counts as not there.

    ["identity", {...}]                                    what is searched, once in each file
    ["cut", part, nodes, groups]                           a task on these nodes left these groups of nodes to others
    ["done", part, nodes, groups, cells, nanoseconds, result]    the same, with what it found in what it did

A search may have several parts, such as the segments of a polyline, which are numbered from 0.

The checksum is keyed with the identity, so no line of another search passes.  If "done" is damaged, "cut" still tells
which part has to be searched again: what comes before the first group.
"""

import json
import os
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path as FilePath
from typing import IO, Any

from exactrelu.errors import CheckpointError
from exactrelu.regions.walk import Path

__all__ = ["Checkpoint", "Finished"]

FORMAT = "exactrelu-checkpoint-2"
SUM = 16
Nodes = Sequence[Path]


@dataclass(frozen=True, slots=True)
class Finished:
    """What is known of a task: the nodes that it left, in groups, and if it is not damaged what it found.

    The result is read from the file when it is asked for: there may be more results than memory.
    """

    groups: tuple[tuple[Path, ...], ...]
    cells: int = 0
    cpu: int = 0
    place: tuple[FilePath, int] | None = None

    @property
    def is_complete(self) -> bool:
        """Whether the result is there."""
        return self.place is not None


def _same(result: Any) -> Any:
    return result


class Checkpoint:
    """The finished tasks of one search, in a folder that is made if it is not there.

    identity says what is searched, as texts by name; a folder of another search is refused with the name that differs.
    damaged counts the lines that were there and cannot be trusted, except for last lines that were cut short.
    encode makes lists, strings and integers of a result, decode the result of these.
    Raises CheckpointError, and OSError where the folder cannot be read or written.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     one = Checkpoint(folder, {"network": "abc"})
    ...     one.record([(0, 0, 0)], [[(1, 1, 0)]], 5, 10, ["result"])
    ...     one.close()
    ...     two = Checkpoint(folder, {"network": "abc"})
    ...     known = two.find([(0, 0, 0)])
    ...     found = known.groups, known.cells, two.result(known), two.find([(1, 1, 0)])
    ...     two.close()
    >>> found
    ((((1, 1, 0),),), 5, ['result'], None)
    """

    def __init__(
        self,
        folder: "str | os.PathLike[str]",
        identity: Mapping[str, str],
        encode: Callable[[Any], Any] = _same,
        decode: Callable[[Any], Any] = _same,
    ) -> None:
        self.encode, self.decode = encode, decode
        self.folder = FilePath(folder)
        self.identity = {"format": FORMAT, **identity}
        self._key = blake2b(json.dumps(self.identity, sort_keys=True).encode(), digest_size=32).digest()
        self._known: dict[bytes, Finished] = {}
        self.damaged = 0
        self.folder.mkdir(parents=True, exist_ok=True)
        for file in sorted(self.folder.glob("*.jsonl")):
            self._read(file)
        self._file = self._create()

    def _create(self) -> IO[bytes]:
        """A new file of this run alone: runs at the same time do not disturb each other."""
        file = (self.folder / f"{secrets.token_hex(8)}.jsonl").open("xb")
        # The first line is for people and for the message of a refusal, so its checksum has no key.
        file.write(_line(["identity", self.identity], b""))
        _sync(file)
        _sync_folder(self.folder)
        return file

    def _read(self, file: FilePath) -> None:
        with open(file, "rb") as lines:
            place = 0
            for line in lines:
                self._take(line, (file, place))
                place += len(line)

    def _take(self, line: bytes, place: tuple[FilePath, int]) -> None:
        first = place[1] == 0
        content = _content(line, b"" if first else self._key)
        if content is None:
            self.damaged += line.endswith(b"\n")
        elif first:
            self._compare(content[1])
        else:
            kind, part, nodes, groups, *found = content
            name = _name(_nodes(nodes), part)
            if kind == "done":
                self._known[name] = Finished(tuple(map(_nodes, groups)), found[0], found[1], place)
            else:
                self._known.setdefault(name, Finished(tuple(map(_nodes, groups))))

    def _compare(self, identity: Any) -> None:
        for name in sorted({*identity, *self.identity}):
            theirs, ours = identity.get(name), self.identity.get(name)
            if theirs != ours:
                raise CheckpointError(
                    f"{self.folder} is the checkpoint of another search: its {name} is {_short(theirs)}, here it is "
                    f"{_short(ours)}; name another folder"
                )

    def find(self, nodes: Nodes, part: int = 0) -> Finished | None:
        """What is known of the task on these nodes of a part."""
        return self._known.get(_name(nodes, part))

    def result(self, finished: Finished) -> Any:
        """The result of a complete task; CheckpointError if the file has changed since it was opened."""
        if finished.place is not None:
            path, start = finished.place
            with open(path, "rb") as file:
                file.seek(start)
                content = _content(file.readline(), self._key)
            if content is not None:
                return self.decode(content[-1])
        raise CheckpointError(f"{self.folder} was changed during the search; run the same command again")

    def record(self, nodes: Nodes, groups: Sequence[Nodes], cells: int, cpu: int, result: Any, part: int = 0) -> None:
        """Remembers a finished task; on return it is on the disk."""
        data = self.encode(result)
        common = [part, _texts(nodes), [_texts(group) for group in groups]]
        self._file.write(_line(["cut", *common], self._key) + _line(["done", *common, cells, cpu, data], self._key))
        _sync(self._file)

    def close(self) -> None:
        """Closes the file of this run."""
        self._file.close()


def _sync(file: IO[bytes]) -> None:
    file.flush()
    os.fsync(file.fileno())


def _sync_folder(folder: FilePath) -> None:
    """Makes the name of a new file durable, where folders can be opened (not on Windows)."""
    try:
        number = os.open(folder, os.O_RDONLY)
    except PermissionError:
        return
    try:
        os.fsync(number)
    finally:
        os.close(number)


def _line(content: Any, key: bytes) -> bytes:
    text = json.dumps(content, separators=(",", ":")).encode()
    return b"%s %s\n" % (_checksum(text, key), text)


def _content(line: bytes, key: bytes) -> Any:
    """The JSON of a line, or None if it is not what was written."""
    checksum, _, text = line.removesuffix(b"\n").partition(b" ")
    return json.loads(text) if checksum == _checksum(text, key) else None


def _checksum(text: bytes, key: bytes) -> bytes:
    return blake2b(text, digest_size=SUM, key=key).hexdigest().encode()


def _name(nodes: Nodes, part: int) -> bytes:
    return blake2b(json.dumps([part, _texts(nodes)]).encode(), digest_size=SUM).digest()


def _texts(nodes: Nodes) -> list[list[str]]:
    """Masks in hexadecimal: Python does not print decimals of more than 4300 digits."""
    return [[f"{mask:x}" for mask in path] for path in nodes]


def _nodes(texts: Any) -> tuple[Path, ...]:
    return tuple((int(done, 16), int(above, 16), int(below, 16)) for done, above, below in texts)


def _short(text: object) -> str:
    return repr(text if not isinstance(text, str) or len(text) <= 40 else f"{text[:40]}...")
