"""Files taken in to be attached: what is refused, and that nothing is left of what was not kept."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import pytest

from netreg.errors import DeviceError, Failure, MissingFile, NotAllowed, UnusableInput
from netreg.exchange.attachments import incoming_files
from netreg.store.attachments import file_store

if TYPE_CHECKING:
    from collections.abc import Callable

PDF = b"%PDF-1.7 content"


@pytest.fixture
def path(empty: bytes, tmp_path: Path) -> Path:
    (tmp_path / "office").mkdir()
    file = tmp_path / "office" / "register.db"
    file.write_bytes(empty)
    return file


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    file = tmp_path / "mou.pdf"
    file.write_bytes(PDF)
    return file


def kept(path: Path) -> list[Path]:
    return list(file_store.list_files(file_store.get_folder(path)))


def take(path: Path, *sources: Path, **more: Any) -> None:
    with incoming_files.receiving_files(path, sources, 200, **more) as taken:
        for one in taken:
            incoming_files.keep_file(path, one)


def test_what_is_put_stays(path: Path, pdf: Path) -> None:
    take(path, pdf)
    assert [file.read_bytes() for file in kept(path)] == [PDF]
    assert pdf.read_bytes() == PDF, "the file itself stays where it was"


def test_what_is_not_put_is_gone(path: Path, pdf: Path) -> None:
    with incoming_files.receiving_files(path, [pdf], 200) as (taken,):
        assert taken.content.partial is not None
        assert taken.content.partial.read_bytes() == PDF
        assert (taken.name, taken.media_type) == ("mou.pdf", "application/pdf")
    assert kept(path) == []


@pytest.mark.parametrize("error", [KeyboardInterrupt(), SystemExit(143), DeviceError("the commit failed")])
def test_what_was_put_is_taken_back_when_the_command_fails(path: Path, pdf: Path, error: BaseException) -> None:
    def put_and_fail() -> None:
        with incoming_files.receiving_files(path, [pdf], 200) as (taken,):
            incoming_files.keep_file(path, taken)
            raise error

    with pytest.raises(type(error)):
        put_and_fail()
    assert kept(path) == []


def test_only_tried_there_is_not_even_a_folder(path: Path, pdf: Path) -> None:
    take(path, pdf, dry_run=True)
    assert list(path.parent.iterdir()) == [path]


def test_a_link_is_followed_to_what_is_meant(path: Path, pdf: Path, tmp_path: Path) -> None:
    (tmp_path / "link.pdf").symlink_to(pdf)
    take(path, tmp_path / "link.pdf")
    assert [file.read_bytes() for file in kept(path)] == [PDF]


# --- what is refused ------------------------------------------------------------------


def made(name: str, content: bytes = PDF) -> Callable[[Path, Path], Path]:
    def make(_path: Path, folder: Path) -> Path:
        (folder / name).write_bytes(content)
        return folder / name

    return make


def pipe(_path: Path, folder: Path) -> Path:
    os.mkfifo(folder / "pipe.pdf")
    return folder / "pipe.pdf"


def linked_to_register(path: Path, folder: Path) -> Path:
    (folder / "link.pdf").symlink_to(path)
    return folder / "link.pdf"


def attached_already(path: Path, folder: Path) -> Path:
    take(path, made("a.pdf")(path, folder))
    return kept(path)[0]


def linked_in_a_circle(_path: Path, folder: Path) -> Path:
    (folder / "circle.pdf").symlink_to(folder / "circle.pdf")
    return folder / "circle.pdf"


REFUSED: list[tuple[Callable[[Path, Path], Path], type[Failure]]] = [
    (lambda _path, folder: folder / "none.pdf", MissingFile),
    (lambda _path, folder: folder / "mou.pdf" / "none.pdf", MissingFile),
    (lambda _path, folder: folder, MissingFile),
    (lambda _path, _folder: Path("/dev/null"), MissingFile),
    (lambda _path, _folder: Path("/dev/zero"), MissingFile),
    (lambda _path, _folder: Path("/dev/full"), MissingFile),
    (lambda _path, folder: folder / "a\x00b", MissingFile),
    (lambda _path, folder: folder / ("ก" * 100), MissingFile),
    (linked_in_a_circle, MissingFile),
    (pipe, MissingFile),
    (made("empty.pdf", b""), UnusableInput),
    (lambda path, _folder: path, NotAllowed),
    (lambda path, _folder: path.parent / ".." / "office" / "register.db", NotAllowed),
    (lambda path, _folder: path.with_name("register.db-journal"), NotAllowed),
    (linked_to_register, NotAllowed),
    (attached_already, NotAllowed),
]


@pytest.mark.parametrize(("make", "failure"), REFUSED)
def test_what_is_no_file_to_attach(
    path: Path, pdf: Path, make: Callable[[Path, Path], Path], failure: type[Failure]
) -> None:
    source = make(path, pdf.parent)
    before = kept(path)
    with pytest.raises(failure) as refusal:
        take(path, pdf, source)
    assert refusal.value.advice
    assert kept(path) == before, "nor is the good one beside it kept"


def test_what_is_too_large_is_refused_before_it_is_copied(path: Path, tmp_path: Path) -> None:
    with (tmp_path / "large.pdf").open("wb") as file:
        file.truncate(200 * incoming_files.MEGABYTE + 1)
    with pytest.raises(UnusableInput) as refusal:
        take(path, tmp_path / "large.pdf")
    assert "200 MB" in str(refusal.value)
    assert not file_store.get_folder(path).exists()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads everything")
def test_what_may_not_be_read(path: Path, pdf: Path) -> None:
    pdf.chmod(0)
    with pytest.raises(MissingFile):
        take(path, pdf)


def grown(file: Path) -> None:
    with file.open("ab") as more:
        more.write(b"more")


def replaced(file: Path) -> None:
    file.unlink()
    file.write_bytes(b"%PDF-1.7 another")


def touched(file: Path) -> None:
    os.utime(file, (0, 0))


@pytest.mark.parametrize("change", [grown, replaced, touched, Path.unlink])
def test_what_changes_while_it_is_read(
    path: Path, pdf: Path, change: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = file_store.copy_content

    def changed(source: BinaryIO, folder: Path | None, **more: Any) -> file_store.CopiedContent:
        change(pdf)
        return real(source, folder, **more)

    monkeypatch.setattr(file_store, "copy_content", changed)
    with pytest.raises(UnusableInput) as refusal:
        take(path, pdf)
    assert "changed while" in str(refusal.value)
    assert kept(path) == []


NAMES = [
    ("mou.pdf", "mou.pdf"),
    ("a\nb\x1b[31m.pdf", "a b[31m.pdf"),
    (" บันทึก .pdf ", "บันทึก .pdf"),
    ("a\u202efdp.exe", "afdp.exe"),
    ("\u200b", "?"),
]


@pytest.mark.parametrize(("name", "expected"), NAMES)
def test_the_name_is_kept_as_it_can_be_shown(name: str, expected: str) -> None:
    assert incoming_files.clean_file_name(Path("folder") / name) == expected
