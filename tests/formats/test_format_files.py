"""Reading and writing of whole files: never half a file, never a leftover, errors that name the target."""

import gzip
import hashlib
import os
import stat

import pytest

from exactrelu.errors import FormatError
from exactrelu.files import check_dense, read_source, shorten
from exactrelu.formats import write_atomically


def listing(folder):
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("content", ["a\nü\n", "a\nü\n".encode(), ["a\n", "", b"\xc3\xbc", "\n"], iter(["a\n", "ü\n"])])
def test_text_bytes_and_chunks_are_written_as_utf8(tmp_path, content):
    write_atomically(tmp_path / "new", content)
    assert (tmp_path / "new").read_bytes() == b"a\n\xc3\xbc\n"
    assert listing(tmp_path) == ["new"]


def test_an_old_file_is_replaced_by_a_shorter_one(tmp_path):
    target = tmp_path / "file"
    target.write_text("something longer")
    write_atomically(str(target), "x")
    assert target.read_text() == "x"


@pytest.mark.parametrize("error", [RuntimeError, OSError, KeyboardInterrupt])
@pytest.mark.parametrize("existing", [None, "as it was"])
def test_an_error_among_the_chunks_leaves_the_target_as_it_was(tmp_path, error, existing):
    target = tmp_path / "file.gz"
    if existing is not None:
        target.write_text(existing)

    def chunks():
        yield "x" * 100_000
        raise error("stopped on purpose")

    with pytest.raises(error, match=r"^stopped on purpose$"):
        write_atomically(target, chunks())
    assert listing(tmp_path) == ([] if existing is None else ["file.gz"])
    assert existing is None or target.read_text() == existing


def test_the_target_does_not_change_before_the_last_chunk(tmp_path):
    target = tmp_path / "file"
    target.write_text("old")
    seen = []

    def chunks():
        for chunk in ("new ", "content"):
            seen.append(target.read_text())
            yield chunk

    write_atomically(target, chunks())
    assert seen == ["old", "old"]
    assert target.read_text() == "new content"


def test_gzip_by_suffix_is_the_same_every_time(tmp_path):
    for name in ("a.gz", "b.gz"):
        write_atomically(tmp_path / name, ["line\n"] * 1000)
    packed = (tmp_path / "a.gz").read_bytes()
    assert packed == (tmp_path / "b.gz").read_bytes()
    assert packed[:4] == b"\x1f\x8b\x08\x00"  # no name in the header
    assert packed[4:8] == bytes(4)  # mtime 0
    assert gzip.decompress(packed) == b"line\n" * 1000


@pytest.mark.parametrize(
    ("name", "error"), [("missing/file.json", FileNotFoundError), ("folder", IsADirectoryError), ("file/x", OSError)]
)
def test_an_unwritable_target_is_named_on_one_line(tmp_path, name, error):
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("")
    with pytest.raises(error) as caught:
        write_atomically(tmp_path / name, "x")
    assert str(tmp_path / name) in str(caught.value)
    assert ".tmp" not in str(caught.value)
    assert "\n" not in str(caught.value)
    assert listing(tmp_path) == ["file", "folder"]


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write everywhere")
def test_a_write_protected_file_or_folder_is_respected(tmp_path):
    target = tmp_path / "file"
    target.write_text("protected")
    target.chmod(0o444)
    with pytest.raises(PermissionError, match="file"):
        write_atomically(target, "x")
    tmp_path.chmod(0o555)
    with pytest.raises(PermissionError, match="other"):
        write_atomically(tmp_path / "other", "x")
    tmp_path.chmod(0o755)
    assert target.read_text() == "protected"


def test_permissions_are_those_of_an_ordinary_new_file_or_of_the_old_one(tmp_path):
    ordinary, new, old = tmp_path / "ordinary", tmp_path / "new", tmp_path / "old"
    ordinary.write_text("")
    old.write_text("")
    old.chmod(0o640)
    write_atomically(new, "x")
    write_atomically(old, "x")
    assert new.stat().st_mode == ordinary.stat().st_mode
    assert stat.S_IMODE(old.stat().st_mode) == 0o640


def test_a_link_stays_a_link(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "file").write_text("old")
    (tmp_path / "link").symlink_to(tmp_path / "real" / "file")
    write_atomically(tmp_path / "link", "new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real" / "file").read_text() == "new"
    assert listing(tmp_path) == ["link", "real"]


def test_a_device_is_written_and_not_replaced():
    write_atomically(os.devnull, ["x"])
    assert stat.S_ISCHR(os.stat(os.devnull).st_mode)


def test_a_full_device_is_named():
    if not os.path.exists("/dev/full"):
        pytest.skip("this system has no /dev/full")
    with pytest.raises(OSError, match="/dev/full"):
        write_atomically("/dev/full", ["x" * 1_000_000])


def test_reading_goes_by_the_first_bytes_and_digests_what_is_stored(tmp_path):
    packed, plain = tmp_path / "named.json", tmp_path / "plain.json.gz"
    packed.write_bytes(gzip.compress(b"content"))
    plain.write_bytes(b"content")
    for path in (packed, plain):
        source = read_source(path)
        assert source.data == b"content"
        assert source.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
        assert source.name == str(path)


def test_damaged_gzip_is_a_format_error_at_every_length(tmp_path):
    packed = gzip.compress(b"some content that is long enough" * 3, mtime=0)
    for length in range(2, len(packed)):
        (tmp_path / "cut.json").write_bytes(packed[:length])
        with pytest.raises(FormatError, match=r"cut\.json: damaged gzip data"):
            read_source(tmp_path / "cut.json")
    for damaged in (packed[:-5] + b"wrong", packed[:10] + b"\xff" * 20):
        (tmp_path / "cut.json").write_bytes(damaged)
        with pytest.raises(FormatError, match=r"cut\.json: damaged gzip data"):
            read_source(tmp_path / "cut.json")


def test_quoted_values_fit_on_a_line():
    assert shorten("a\nb") == r"'a\nb'"
    assert len(shorten("x" * 10**6)) < 70
    assert len(shorten(-(10**20_000))) < 70
    assert shorten([10**5000]) == "a list"


def test_too_large_a_matrix_is_refused_by_its_size_alone():
    check_dense([(5000, 5000), (25, 10**6)], "here")
    with pytest.raises(FormatError, match=r"^here: 50000001 weights, zeros included; at most 50000000 can be kept"):
        check_dense([(5000, 5000), (1, 1), (25, 10**6)], "here")


def test_a_file_made_to_fill_the_memory_is_not_unpacked(tmp_path):
    bomb = tmp_path / "net.json"
    bomb.write_bytes(gzip.compress(bytes(2 * 10**8), 9, mtime=0))
    with pytest.raises(FormatError, match=r"net\.json: the \d+ bytes unpack to more than 100000000"):
        read_source(bomb)
    # Text that is packed well is no such file.
    bomb.write_bytes(gzip.compress(b'{"0": "-oo"}, ' * 10**5))
    assert len(read_source(bomb).data) == 14 * 10**5
