"""Files taken in: what is told by their first bytes, and what is refused before it fills the disk."""

from __future__ import annotations

import contextlib
import errno
import gzip
import hashlib
import io
import os
import sys
import threading
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import pytest

from netreg.errors import DeviceError, Failure, MissingFile, UnusableInput
from netreg.exchange.tables import snapshot
from netreg.exchange.tables.snapshot import take_snapshot

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

THAI = "ชื่อ,คณะ\nสมมติ,วิทยาศาสตร์\n"


def zipped(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


XLSX = zipped(**{"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<x/>"})
ODS = zipped(mimetype=b"application/vnd.oasis.opendocument.spreadsheet", **{"content.xml": b"<x/>"})
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def form(folder: Path, content: bytes, name: str = "file.csv") -> str:
    path = folder / name
    path.write_bytes(content)
    with take_snapshot(path) as taken:
        return taken.format


FORMS: list[tuple[str, bytes, str]] = [
    ("csv", THAI.encode(), "csv"),
    ("csv with a mark", THAI.encode("utf-8-sig"), "csv"),
    ("csv in UTF-16", THAI.encode("utf-16"), "csv"),
    ("csv in UTF-16 without a mark", THAI.encode("utf-16-le"), "csv"),
    ("csv in cp874", THAI.encode("cp874"), "csv"),
    ("a workbook", XLSX, "xlsx"),
    ("an old workbook", OLE, "xls"),
    ("an open workbook", ODS, "ods"),
    ("an array", b'[{"a": 1}]', "json"),
    ("an array further down", b'\xef\xbb\xbf\n\n  [\n{"a": 1}\n]', "json"),
    ("an array in UTF-16", '[{"a": 1}]'.encode("utf-16"), "json"),
    ("an array in UTF-16 without a mark", '\n[{"a": 1}]'.encode("utf-16-be"), "json"),
    ("an object", b'{"a": 1}', "json"),
    ("an object over lines", b'{\n"a": {\n"code": "b"}}', "json"),
    ("an object in an object on a new line", b'{"a":\n{"code": "b"}}', "json"),
    ("objects on lines", b'{"a": 1}\n{"a": 2}\n', "ndjson"),
    ("objects on lines apart", b'\n{"a": 1}\r\n\r\n{"a": 2}\r\n', "ndjson"),
]


@pytest.mark.parametrize(("content", "expected"), [case[1:] for case in FORMS], ids=[case[0] for case in FORMS])
def test_the_form_is_told_by_the_content(tmp_path: Path, content: bytes, expected: str) -> None:
    assert form(tmp_path, content) == expected


@pytest.mark.parametrize("name", ["one.ndjson", "ONE.JSONL"])
def test_a_single_object_is_a_line_where_the_name_says_so(tmp_path: Path, name: str) -> None:
    assert form(tmp_path, b'{"a": 1}\n', name) == "ndjson"


@pytest.mark.parametrize("name", ["one.ndjson", "ONE.JSONL"])
def test_nothing_at_all_is_no_objects_where_the_name_says_so(tmp_path: Path, name: str) -> None:
    assert form(tmp_path, b"", name) == "ndjson"


def test_the_name_of_a_file_says_nothing_else(tmp_path: Path) -> None:
    assert form(tmp_path, THAI.encode(), "file.xlsx") == "csv"
    assert form(tmp_path, XLSX, "file.csv") == "xlsx"


ENCRYPTED = OLE + "EncryptedPackage".encode("utf-16-le") + bytes(100)
REFUSED: list[tuple[str, bytes, str, str]] = [
    ("empty", b"", "file.csv is empty", "headings"),
    ("blank", b" \r\n\t\n\n", "file.csv is empty", "headings"),
    ("nothing but a mark", b"\xef\xbb\xbf\n", "file.csv is empty", "headings"),
    ("nothing but a mark of UTF-16", "\n \n".encode("utf-16"), "file.csv is empty", "headings"),
    ("a picture", b"\x89PNG\r\n", "file.csv is a PNG file", "CSV UTF-8"),
    ("a photograph", b"\xff\xd8\xff\xe0", "file.csv is a JPEG file", "CSV UTF-8"),
    ("a document", b"%PDF-1.7\n", "file.csv is a PDF file", "CSV UTF-8"),
    ("a letter", b"{\\rtf1", "file.csv is an RTF file", "CSV UTF-8"),
    ("a database", b"SQLite format 3\x00", "SQLite database, not a table", "export its records"),
    ("packed", gzip.compress(b"a\n"), "file.csv is a gzip file", "gunzip"),
    ("a zip file", zipped(**{"a.csv": b"a\n"}), "file.csv is a zip file", "extract the table"),
    ("a letter of Word", zipped(**{"[Content_Types].xml": b"", "word/document.xml": b""}), "is a zip file", "extract"),
    ("an open letter", zipped(mimetype=b"application/vnd.oasis.opendocument.text"), "is a zip file", "extract"),
    ("half a workbook", XLSX[: len(XLSX) // 2], "is an incomplete Excel file", "complete"),
    ("the head of a workbook", b"PK\x03\x04\x00\x00", "is an incomplete Excel file", "complete"),
    ("a locked workbook", ENCRYPTED, "file.csv is protected by a password", "remove the password"),
]


@pytest.mark.parametrize(("content", "sentence", "advice"), [case[1:] for case in REFUSED], ids=[c[0] for c in REFUSED])
def test_what_is_refused(tmp_path: Path, content: bytes, sentence: str, advice: str) -> None:
    with pytest.raises(UnusableInput) as failure:
        form(tmp_path, content)
    assert sentence in failure.value.sentence
    assert advice in failure.value.advice
    assert failure.value.exit_code == 65


def test_what_was_taken_in_is_copied_whole(tmp_path: Path) -> None:
    content = THAI.encode() * 40_000
    (tmp_path / "file.csv").write_bytes(content)
    with take_snapshot(tmp_path / "file.csv") as taken:
        assert taken.name == str(tmp_path / "file.csv")
        assert (taken.size, taken.sha256) == (len(content), hashlib.sha256(content).hexdigest())
        taken.file.seek(0)
        assert taken.file.read() == content
        # A process that is given the file finds it where it was put.
        taken.file.seek(0)
        assert os.lseek(taken.file.fileno(), 0, os.SEEK_CUR) == 0


def test_the_copy_has_no_name_and_is_gone_in_the_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "room"))
    (tmp_path / "room").mkdir()
    (tmp_path / "file.csv").write_text("a\n")
    with take_snapshot(tmp_path / "file.csv") as taken:
        assert list((tmp_path / "room").iterdir()) == []
    assert taken.file.closed


def test_what_goes_wrong_in_the_block_is_not_the_files_fault(tmp_path: Path) -> None:
    (tmp_path / "file.csv").write_text("a\n")
    with pytest.raises(PermissionError), take_snapshot(tmp_path / "file.csv"):
        raise PermissionError


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with (
        pytest.raises(MissingFile, match=r"no such file: .*nowhere\.csv") as failure,
        take_snapshot(tmp_path / "nowhere.csv"),
    ):
        pass
    assert failure.value.exit_code == 66
    assert failure.value.advice == "check its name"


@pytest.mark.parametrize("path", [Path("/dev/null"), Path("/dev/zero"), Path("/tmp")], ids=str)  # noqa: S108
def test_folders_and_devices_are_no_files(path: Path) -> None:
    with pytest.raises(MissingFile, match="is not a file"), take_snapshot(path):
        pass


def test_a_name_that_no_file_can_have() -> None:
    with pytest.raises(MissingFile, match="null"), take_snapshot(Path("a\0b")):
        pass


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def deny(*_arguments: object) -> BinaryIO:
        raise PermissionError(13, "Permission denied")

    path = tmp_path / "file.csv"
    path.write_text("a\n")
    monkeypatch.setattr("pathlib.Path.open", deny)
    with pytest.raises(MissingFile, match=r"file\.csv cannot be read: Permission denied"), take_snapshot(path):
        pass


class Stdin:
    """A standard input that holds bytes."""

    def __init__(self, content: bytes) -> None:
        self.buffer = io.BytesIO(content)


def test_the_standard_input_is_a_file_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", Stdin(THAI.encode()))
    with take_snapshot(Path("-")) as taken:
        assert (taken.name, taken.format, taken.size) == ("standard input", "csv", len(THAI.encode()))


def test_a_standard_input_that_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", None)
    with pytest.raises(MissingFile, match="standard input is closed"), take_snapshot(Path("-")):
        pass


def test_a_standard_input_that_is_a_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    descriptor = os.open(tmp_path, os.O_RDONLY)
    try:

        class Folder:
            class buffer:  # noqa: N801
                @staticmethod
                def fileno() -> int:
                    return descriptor

                @staticmethod
                def read(size: int) -> bytes:
                    return os.read(descriptor, size)

        monkeypatch.setattr("sys.stdin", Folder)
        with pytest.raises(MissingFile, match="Is a directory"), take_snapshot(Path("-")):
            pass
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def pipe(folder: Path, chunks: Iterable[bytes]) -> Iterator[Path]:
    """A named pipe that someone writes the chunks into."""
    path = folder / "pipe"
    os.mkfifo(path)

    def write() -> None:
        with contextlib.suppress(BrokenPipeError), path.open("wb") as file:
            for chunk in chunks:
                file.write(chunk)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        yield path
    finally:
        writer.join(20)
        assert not writer.is_alive()


def test_a_pipe_is_read_to_its_end(tmp_path: Path) -> None:
    with pipe(tmp_path, [THAI.encode()] * 3) as path, take_snapshot(path) as taken:
        assert (taken.format, taken.size) == ("csv", 3 * len(THAI.encode()))


def endless(chunk: bytes) -> Iterator[bytes]:
    while True:
        yield chunk


@pytest.mark.parametrize("chunk", [bytes(1 << 16), b"x" * (1 << 16)], ids=["zeros", "letters"])
def test_a_pipe_without_lines_or_end_is_refused(tmp_path: Path, chunk: bytes) -> None:
    with (
        pipe(tmp_path, endless(chunk)) as path,
        pytest.raises(UnusableInput, match="a line longer than a million characters"),
        take_snapshot(path),
    ):
        pass


def test_a_pipe_of_brackets_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshot, "MAX_JSON", 8 << 20)
    with (
        pipe(tmp_path, endless(b"[" * (1 << 16))) as path,
        pytest.raises(UnusableInput, match="longer than a million"),
        take_snapshot(path),
    ):
        pass


def test_json_may_stand_on_one_long_line(tmp_path: Path) -> None:
    content = b" [" + b'{"a": "xxxxxxxxxxxxxxxxxxxx"},' * 200_000 + b"{}]"
    assert len(content) > snapshot._MAX_UNBROKEN
    assert form(tmp_path, content) == "json"


def test_lines_without_end_are_refused_when_they_are_too_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshot, "MAX_SIZE", 3 << 20)
    with (
        pipe(tmp_path, endless(b"a,b\n" * 20_000)) as path,
        pytest.raises(UnusableInput, match="is larger than 4 GiB"),
        take_snapshot(path),
    ):
        pass


def test_an_interrupt_passes_through(monkeypatch: pytest.MonkeyPatch) -> None:
    def read(_size: int) -> bytes:
        raise KeyboardInterrupt

    stdin = Stdin(b"")
    monkeypatch.setattr(stdin, "buffer", type("Slow", (io.BytesIO,), {"read": staticmethod(read)})())
    monkeypatch.setattr("sys.stdin", stdin)
    with pytest.raises(KeyboardInterrupt), take_snapshot(Path("-")):
        pass


def meanwhile(monkeypatch: pytest.MonkeyPatch, act: Any) -> None:
    """Let `act` happen after the first chunk was read."""
    read, done = snapshot._read_chunk, list[Any]()

    def and_act(name: str, source: BinaryIO) -> bytes:
        chunk = read(name, source)
        if not done:
            done.append(act())
        return chunk

    monkeypatch.setattr(snapshot, "_read_chunk", and_act)


def appended(path: Path) -> None:
    with path.open("ab") as file:
        file.write(b"2\n")


def rewritten(path: Path) -> None:
    path.write_bytes(b"b\n2\n")
    os.utime(path, ns=(1, 1))


def replaced(path: Path) -> None:
    other = path.with_name("other")
    other.write_bytes(b"another,table\n")
    other.replace(path)


@pytest.mark.parametrize("change", [appended, rewritten, replaced, Path.unlink])
def test_a_file_that_changes_meanwhile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: Any) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(b"a\n1\n")
    meanwhile(monkeypatch, lambda: change(path))
    with pytest.raises(UnusableInput, match="changed while it was read") as failure, take_snapshot(path):
        pass
    assert "complete" in failure.value.advice


def test_no_room_for_the_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Full(io.BytesIO):
        def write(self, _chunk: Any) -> int:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(snapshot, "TemporaryFile", lambda **_more: Full())
    (tmp_path / "file.csv").write_text("a\n")
    with pytest.raises(DeviceError, match="No space left") as failure, take_snapshot(tmp_path / "file.csv"):
        pass
    assert failure.value.exit_code == 74


def test_no_place_for_the_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "nowhere"))
    (tmp_path / "file.csv").write_text("a\n")
    with pytest.raises(DeviceError, match="cannot be copied to"), take_snapshot(tmp_path / "file.csv"):
        pass


def test_a_copy_is_written_on_where_the_system_took_half(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Slow(io.BytesIO):
        def write(self, chunk: Any) -> int:
            return super().write(chunk[:3])

    monkeypatch.setattr(snapshot, "TemporaryFile", lambda **_more: Slow())
    (tmp_path / "file.csv").write_text("a,b,c\n1,2,3\n")
    with take_snapshot(tmp_path / "file.csv") as taken:
        assert taken.size == 12


@pytest.mark.skipif(sys.platform != "linux", reason="needs /dev/fd")
def test_a_process_substitution_is_a_file_too(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    with os.fdopen(writing, "wb") as file:
        file.write(b"a\n1\n")
    try:
        with take_snapshot(Path(f"/dev/fd/{reading}")) as taken:
            assert (taken.format, taken.size) == ("csv", 4)
    finally:
        os.close(reading)
    assert tmp_path.is_dir()


@pytest.mark.parametrize("size", [0, 1, 3, 10, 100])
def test_bytes_of_any_kind_are_taken_or_refused(tmp_path: Path, size: int) -> None:
    import random

    for head in (b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"[", b"\xff\xfe", b"\xef\xbb\xbf"):
        try:
            form(tmp_path, head + random.Random(size).randbytes(size))
        except Failure as failure:
            assert failure.exit_code == 65  # noqa: PT017
