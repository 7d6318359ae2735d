"""Reading whole files with their digest, and writing files so that nobody ever sees half of one."""

import errno
import gzip
import hashlib
import io
import os
import secrets
import stat
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import IO

from gmpy2 import mpz

from exactrelu.errors import FormatError

__all__ = ["LARGEST_SIZE", "PathLike", "Source", "check_dense", "read_source", "shorten", "write_atomically"]

PathLike = str | os.PathLike[str]

GZIP_MAGIC = b"\x1f\x8b"
# No file may ask for more weights than this, zeros included: memory would run out long before a region is found.
LARGEST_SIZE = 5 * 10**7
# Text of numbers is packed ten times or so; what becomes far larger is made to fill the memory.
MOST_UNPACKED, LARGEST_FACTOR = 10**8, 100
PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Source:
    """A file that was read: its name for messages, its content (unpacked) and the sha256 of its bytes as stored."""

    name: str
    data: bytes
    sha256: str

    def text(self) -> str:
        """The content as text; raises FormatError when it is not UTF-8."""
        try:
            return self.data.decode()
        except UnicodeDecodeError as error:
            raise FormatError(
                f"{self.name}: byte {error.start} is not UTF-8 text; is this another kind of file?"
            ) from None


def read_source(path: PathLike) -> Source:
    """Reads a file, unpacking it if it starts like gzip, whatever its suffix.

    Raises OSError for an unreadable file and FormatError for damaged gzip data.
    """
    name = os.fspath(path)
    with open(name, "rb") as file:
        stored = file.read()
    data = stored
    if stored.startswith(GZIP_MAGIC):
        try:
            data = b"".join(_unpacked(name, stored))
        except (EOFError, OSError, zlib.error) as error:
            raise FormatError(f"{name}: damaged gzip data ({error}); write or fetch the file again") from None
    return Source(name, data, hashlib.sha256(stored).hexdigest())


def _unpacked(name: str, stored: bytes) -> Iterator[bytes]:
    most, length = max(MOST_UNPACKED, LARGEST_FACTOR * len(stored)), 0
    with gzip.GzipFile(fileobj=io.BytesIO(stored)) as file:
        while piece := file.read(PIECE):
            length += len(piece)
            if length > most:
                raise FormatError(f"{name}: the {len(stored)} bytes unpack to more than {most}: no network file")
            yield piece


def shorten(value: object) -> str:
    """A value quoted for a message: on one line, and never longer than a glance.

    >>> shorten("relu"), shorten(10**5000)
    ("'relu'", '1000000000000000000000000000000000000000...0000000000')
    """
    # Python would refuse to print an integer of more than 4300 digits; gmpy2 does not.
    if isinstance(value, int):
        text = str(mpz(value))
    else:
        text = ascii(value) if isinstance(value, str | bytes) else f"a {type(value).__name__}"
    return text if len(text) <= 60 else f"{text[:40]}...{text[-10:]}"


def check_dense(shapes: Iterable[tuple[int, int]], place: str) -> None:
    """Raises FormatError for layers, given as (neurons, inputs), too large to be kept together, before memory runs out.

    Zeros count: layers of deep networks are kept with all their entries.
    """
    entries = sum(rows * columns for rows, columns in shapes)
    if entries > LARGEST_SIZE:
        raise FormatError(f"{place}: {entries} weights, zeros included; at most {LARGEST_SIZE} can be kept in memory")


@contextmanager
def _naming(path: str) -> Iterator[None]:
    """Errors of the operating system name the target that was asked for, not the temporary file beside it."""
    try:
        yield
    except OSError as error:
        raise OSError(error.errno or errno.EIO, error.strerror or str(error), path) from None


def write_atomically(path: PathLike, content: str | bytes | Iterable[str | bytes]) -> None:
    """Writes text, or chunks of text or bytes, to a file that appears complete or not at all.

    The chunks go to a new file beside the target, which then takes the target's place in one step; when anything fails,
    an error among the chunks included, the target is as it was before.
    A name that ends in .gz is compressed, without a timestamp, so that equal content gives equal bytes.
    Devices and pipes such as /dev/stdout are written directly.
    Raises OSError, naming the path, when the target cannot be written.
    """
    name = os.fspath(path)
    chunks = (content,) if isinstance(content, str | bytes) else content
    # A link stays a link: the file that it points to is replaced.
    target = os.path.realpath(name)
    mode = None
    with _naming(name), suppress(FileNotFoundError):
        mode = os.stat(target).st_mode
    if mode is not None:
        if stat.S_ISDIR(mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), name)
        if not os.access(target, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), name)
        if not stat.S_ISREG(mode):
            with _naming(name):
                device = open(target, "wb")  # noqa: SIM115 - _write closes it
            _write(device, chunks, name)
            return
    temporary = os.path.join(os.path.dirname(target), f".exactrelu-{secrets.token_hex(8)}.tmp")
    with _naming(name):
        file = open(temporary, "xb")  # noqa: SIM115 - _write closes it
    try:
        _write(file, chunks, name)
        with _naming(name):
            if mode is not None:
                os.chmod(temporary, stat.S_IMODE(mode))
            os.replace(temporary, target)
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)
        raise


def _write(file: IO[bytes], chunks: Iterable[str | bytes], name: str) -> None:
    """Writes the chunks, all the way to the disk where there is one, and closes the file."""
    packed = gzip.GzipFile("", "wb", 6, file, mtime=0) if name.endswith(".gz") else None
    out = packed or file
    try:
        for chunk in chunks:
            data = chunk.encode() if isinstance(chunk, str) else chunk
            try:
                out.write(data)
            except OSError as error:
                raise OSError(error.errno or errno.EIO, error.strerror or str(error), name) from None
        with _naming(name):
            if packed:
                packed.close()
            file.flush()
            # A pipe or terminal cannot be synchronised.
            with suppress(OSError):
                os.fsync(file.fileno())
    finally:
        with suppress(OSError):
            file.close()
