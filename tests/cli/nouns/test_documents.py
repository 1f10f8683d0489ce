"""``attach``, ``open`` and ``netreg document``: the signed paper kept, found and given out again."""

from __future__ import annotations

import os
import pty
import shutil
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import refused

if TYPE_CHECKING:
    from tests.conftest import FilledOnce, Netreg

PDF = b"%PDF-1.7 signed"
DIGEST = sha256(PDF).hexdigest()
HEAD = "id\tcode\ttitle\tkind\tdated\tagreement\tmeeting\tfile_name\tsize\n"
FIRST = "1\t\tMOU ลงนาม\tsigned\t\tข้อตกลงสมมติ\t\tMOU ลงนาม.pdf\t15\n"


def fill(netreg: Netreg) -> None:
    assert netreg("agreement", "add", "ข้อตกลงสมมติ", "--code", "mou", "--signed", "1/2/2569").code == 0
    assert netreg("agreement", "add", "ข้อตกลงที่สองสมมติ", "--code", "second").code == 0
    assert netreg("meeting", "add", "ประชุมสมมติ", "--code", "meet", "--on", "5 ส.ค. 2568").code == 0


@pytest.fixture
def office(filled_once: FilledOnce) -> Netreg:
    """A register with an agreement and a meeting, and files to attach."""
    office = filled_once(fill)
    (office.folder / "MOU ลงนาม.pdf").write_bytes(PDF)
    (office.folder / "annex.pdf").write_bytes(b"%PDF-1.7 annex")
    return office


def kept(netreg: Netreg) -> set[str]:
    """The digests of what is kept; all else in the folder would show too."""
    folder = netreg.folder / "register.db.files"
    return {entry.name for entry in folder.rglob("*") if not entry.is_dir()}


# --- attach ------------------------------------------------------------------------------


def test_a_signed_document_is_attached_listed_and_given_out(office: Netreg) -> None:
    run = office("agreement", "attach", "mou", "MOU ลงนาม.pdf")
    assert (run.out, run.err, run.code) == (HEAD + FIRST, "", 0)
    path = office.folder / "register.db.files" / DIGEST[:2] / DIGEST
    assert office("agreement", "open", "mou").out == f"{path}\n"
    assert path.read_bytes() == PDF
    assert office("document", "list").out == HEAD + FIRST
    shown = office("agreement", "show", "mou", "--json").data["documents"]
    assert [(each["title"], each["sha256"], each["media_type"]) for each in shown] == [
        ("MOU ลงนาม", DIGEST, "application/pdf")
    ]


def test_what_is_said_of_it_is_kept(office: Netreg) -> None:
    run = office(
        "meeting", "attach", "meet", "annex.pdf", "--title", "เอกสารประกอบสมมติ", "--kind", "ภาคผนวก",
        "--document", "อว 1/2568", "--dated", "5 ส.ค. 2568", "--code", "paper", "--note", "หน้า 1-3",
        "--source", "ฝ่ายเลขานุการ", "--json",
    )  # fmt: skip
    (found,) = run.data
    assert {name: found[name] for name in ("code", "title", "kind", "document_no", "dated", "note", "source")} == {
        "code": "paper", "title": "เอกสารประกอบสมมติ", "kind": "annex", "document_no": "อว 1/2568",
        "dated": "2025-08-05", "note": "หน้า 1-3", "source": "ฝ่ายเลขานุการ",
    }  # fmt: skip
    assert found["meeting"]["code"] == "meet"
    assert found["agreement"] is None


def test_several_files_are_one_command_and_undone_as_one(office: Netreg) -> None:
    run = office("meeting", "attach", "meet", "MOU ลงนาม.pdf", "annex.pdf")
    assert [line.split("\t")[3] for line in run.out.splitlines()[1:]] == ["minutes", "minutes"]
    assert office("undo").code == 0
    assert office("document", "list", "--json").data == []
    assert office("redo").code == 0
    assert office("meeting", "open", "meet", "annex").code == 0
    assert [row["command"] for row in office("history", "--limit", "3", "--json").data] == [
        "redo 5", "undo 4", "meeting attach",
    ]  # fmt: skip


@pytest.mark.usefixtures("in_english")
def test_what_is_attached_already_is_not_attached_again(office: Netreg) -> None:
    assert office("agreement", "attach", "mou", "MOU ลงนาม.pdf").code == 0
    (office.folder / "copy.pdf").write_bytes(PDF)
    run = office("agreement", "attach", "mou", "copy.pdf", "annex.pdf")
    assert run.err == "netreg: copy.pdf is already attached, as document 1\n"
    assert [line.split("\t")[0] for line in run.out.splitlines()[1:]] == ["1", "2"]
    assert office("meeting", "attach", "meet", "copy.pdf").err == "", "to another it is attached"
    assert len(kept(office)) == 2, "but kept once"


@pytest.mark.usefixtures("in_english")
def test_what_was_lost_is_put_back_by_attaching_it_again(office: Netreg) -> None:
    assert office("agreement", "attach", "mou", "MOU ลงนาม.pdf").code == 0
    (office.folder / "register.db.files" / DIGEST[:2] / DIGEST).unlink()
    assert "missing" in refused(office("agreement", "open", "mou"), 66)
    assert office("doctor", "--json").data[0]["id"] == "file-missing"
    assert office("agreement", "attach", "mou", "MOU ลงนาม.pdf").code == 0
    assert office("doctor", "--full", "--json").data == []


@pytest.mark.usefixtures("in_english")
def test_a_file_that_is_not_what_its_name_says_is_doubted(office: Netreg) -> None:
    (office.folder / "login.pdf").write_bytes(b"<html>please sign in")
    run = office("agreement", "attach", "mou", "login.pdf")
    assert run.code == 0
    assert run.err == "netreg: login.pdf does not match its extension; check the file\n"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("agreement", "attach", "none", "annex.pdf"), 1),
        (("agreement", "attach", "mou"), 2),
        (("agreement", "attach", "mou", "none.pdf"), 66),
        (("agreement", "attach", "mou", "annex.pdf", "none.pdf"), 66),
        (("agreement", "attach", "mou", "annex.pdf", "--kind", "viel"), 2),
        (("agreement", "attach", "mou", "annex.pdf", "--dated", "viel"), 2),
        (("agreement", "attach", "mou", "annex.pdf", "MOU ลงนาม.pdf", "--title", "x"), 2),
        (("agreement", "attach", "mou", "register.db"), 77),
        (("agreement", "attach", "mou", "."), 66),
        (("agreement", "attach", "mou", "/dev/stdin"), 66),
        (("agreement", "attach", "mou", "a\nb.pdf"), 66),
        (("agreement", "attach", "mou", "ก" * 100 + ".pdf"), 66),
        (("agreement", "open", "mou"), 1),
        (("agreement", "list", "--missing", "viel"), 2),
        (("org", "attach", "mou", "annex.pdf"), 2),
        (("document", "import", "annex.pdf"), 2),
        (("config", "document_mb", "0"), 2),
    ],
)
def test_what_is_refused_leaves_nothing(office: Netreg, arguments: tuple[str, ...], code: int) -> None:
    before = office.db.read_bytes()
    refused(office(*arguments), code)
    assert office.db.read_bytes() == before
    assert kept(office) == set()


def test_how_large_a_file_may_be_is_configured(office: Netreg) -> None:
    assert office("config", "document_mb", "1").code == 0
    with (office.folder / "large.pdf").open("wb") as file:
        file.truncate((1 << 20) + 1)
    assert "netreg config document_mb" in refused(office("agreement", "attach", "mou", "large.pdf"), 65)


@pytest.mark.parametrize("size", [0, 8192, 450_000])
def test_a_disk_that_is_full_leaves_all_as_it_was(office: Netreg, size: int) -> None:
    (office.folder / "large.pdf").write_bytes(PDF + bytes(600_000))
    before = office.db.read_bytes()
    run = office.on_full_disk(size, "agreement", "attach", "mou", "annex.pdf", "large.pdf")
    assert (run.out, run.err.count("\n"), run.code) == ("", 1, 74)
    assert office.db.read_bytes() == before
    assert kept(office) == set()


# --- missing -------------------------------------------------------------------------------


def test_those_without_a_document_are_listed(office: Netreg) -> None:
    def missing(noun: str) -> list[str]:
        return office(noun, "list", "--missing", "document", "--columns", "code", "--no-header").out.split()

    assert sorted(missing("agreement")) == ["mou", "second"]
    assert office("agreement", "attach", "mou", "MOU ลงนาม.pdf").code == 0
    assert office("agreement", "attach", "second", "annex.pdf", "--kind", "draft").code == 0
    assert missing("agreement") == ["second"], "a draft is not what was signed"
    assert missing("meeting") == ["meet"]
    assert office("meeting", "attach", "meet", "annex.pdf").code == 0
    assert missing("meeting") == []


# --- open ----------------------------------------------------------------------------------


@pytest.fixture
def two(office: Netreg) -> Netreg:
    """An agreement with its signed document and an annex."""
    assert office("agreement", "attach", "mou", "MOU ลงนาม.pdf", "--document", "อว 1/2569").code == 0
    assert office("agreement", "attach", "mou", "annex.pdf", "--kind", "annex").code == 0
    return office


@pytest.mark.usefixtures("in_english")
def test_which_document_is_meant(two: Netreg) -> None:
    signed = two("agreement", "open", "mou")
    assert DIGEST in signed.out, "the signed one if nobody says"
    for name in ("1", "MOU ลงนาม", "MOU ลงนาม.pdf", "อว 1/2569"):
        assert two("agreement", "open", "mou", name) == signed
    assert two("document", "open", "1") == signed
    assert "2 annex" in refused(two("agreement", "open", "mou", "none"), 1)
    assert "has no document" in refused(two("agreement", "open", "second", "1"), 1)
    assert two("document", "edit", "2", "kind=scan").code == 0
    assert "2 annex; 1 MOU ลงนาม" in refused(two("agreement", "open", "mou"), 1)


@pytest.mark.usefixtures("in_english")
def test_a_copy_is_written_where_it_is_asked_for(two: Netreg) -> None:
    assert two("agreement", "open", "mou", "--out", "copy.pdf").out == "wrote copy.pdf\n"
    assert (two.folder / "copy.pdf").read_bytes() == PDF
    refused(two("agreement", "open", "mou", "--out", "copy.pdf"), 77)
    refused(two("agreement", "open", "mou", "--out", "register.db", "--force"), 77)
    (two.folder / "out").mkdir()
    assert two("agreement", "open", "mou", "--out", "out", "--json").data["path"] == "out/MOU ลงนาม.pdf"
    assert two("agreement", "open", "mou", "--out", "/dev/full").code == 77


def on_a_terminal(netreg: Netreg, *arguments: str, **environment: str) -> str:
    """What the program prints on a terminal."""
    ours, theirs = pty.openpty()
    terminal = {"TMPDIR": str(netreg.folder), "TERM": "dumb"}
    process = netreg.start(*arguments, env=netreg.pinned | terminal | environment, stdout=theirs, stderr=theirs)
    process.wait(timeout=60)
    os.close(theirs)
    said = os.read(ours, 10_000)
    os.close(ours)
    return said.decode().replace("\r\n", "\n")


@pytest.mark.usefixtures("in_english")
def test_on_a_terminal_the_systems_program_shows_a_copy(two: Netreg) -> None:
    (two.folder / "bin").mkdir()
    viewer = two.folder / "bin" / "xdg-open"
    viewer.write_text(f'#!/bin/sh\ncat "$1" > "{two.folder}/seen"\n', encoding="utf-8")
    viewer.chmod(0o700)
    screen = {"PATH": f"{viewer.parent}{os.pathsep}{os.defpath}", "DISPLAY": ":0"}
    assert (
        on_a_terminal(two, "--lang", "en", "agreement", "open", "mou", **screen) == "opened a copy of MOU ลงนาม.pdf\n"
    )
    assert (two.folder / "seen").read_bytes() == PDF
    kept_at = two("agreement", "open", "mou").out
    assert on_a_terminal(two, "agreement", "open", "mou", "--path", **screen) == kept_at
    (two.folder / "run.exe").write_bytes(b"MZ")
    assert two("meeting", "attach", "meet", "run.exe").code == 0
    (two.folder / "seen").unlink()
    said = on_a_terminal(two, "--lang", "en", "meeting", "open", "meet", **screen)
    assert said.endswith("netreg: it cannot be opened here; use --out FILE to save a copy\n")
    assert not (two.folder / "seen").exists(), "what could be run is not opened"


# --- the noun --------------------------------------------------------------------------------


def test_what_was_settled_with_the_file_is_not_edited(two: Netreg) -> None:
    for change in ("sha256=" + "0" * 64, "size=1", "file_name=x.pdf", "media_type=text/html"):
        refused(two("document", "edit", "1", change), 1)
    assert two("document", "edit", "1", "title=ฉบับจริงสมมติ", "meeting=meet", "--json").data["title"] == "ฉบับจริงสมมติ"
    refused(two("document", "edit", "1", "meeting=", "agreement="), 1)


@pytest.mark.usefixtures("in_english")
def test_a_removed_document_comes_back_until_its_file_is_purged(two: Netreg) -> None:
    assert two("document", "remove", "1", "--yes").code == 0
    assert DIGEST in kept(two)
    assert two("undo").code == 0
    assert two("document", "remove", "1", "--yes").code == 0
    assert "--yes" in refused(two("document", "purge"), 1)
    assert two("document", "purge", "--dry-run", "--json").data == {"deleted": [DIGEST]}
    assert two("document", "purge", "--yes").out == "deleted 1 file\n"
    assert DIGEST not in kept(two)
    assert two("document", "purge").out == "deleted 0 files\n", "nothing to ask about"
    assert "document 1 (MOU ลงนาม)" in refused(two("undo"), 1)
    assert two("doctor", "--full", "--json").data == []


@pytest.mark.usefixtures("in_english")
@pytest.mark.parametrize(
    ("end", "word", "code"), [(KeyboardInterrupt(), "interrupted", 130), (SystemExit(143), "terminated", 143)]
)
def test_a_purge_that_is_ended_says_how_many_files_are_gone(
    two: Netreg,
    monkeypatch: pytest.MonkeyPatch,
    end: BaseException,
    word: str,
    code: int,
) -> None:
    for number in ("1", "2"):
        assert two("document", "remove", number, "--yes").code == 0
    before, done = kept(two), list[Path]()

    def ended(file: Path) -> None:
        if len(done) == 1:
            raise end
        done.append(file)
        file.unlink()

    with monkeypatch.context() as patch:
        patch.setattr("netreg.store.attachments.usage.remove_file", ended)
        for said in (
            "interrupted; 1 of 2 files was permanently deleted; run it again for the others",
            f"{word}; nothing was written",
        ):
            run = two("document", "purge", "--yes")
            assert (run.out, run.err, run.code) == ("", f"netreg: error: {said}\n", code)
            assert len(kept(two)) == len(before) - 1
    assert two("document", "purge", "--yes").out == "deleted 1 file\n"


def test_an_owner_is_not_removed_while_it_has_documents(two: Netreg) -> None:
    assert "เอกสาร 1 (MOU ลงนาม)" in refused(two("agreement", "remove", "mou", "--yes"), 1)


def test_it_is_exported_like_any_kind(two: Netreg) -> None:
    assert two("document", "export", "documents.json").code == 0
    assert two("document", "list", "--agreement", "mou", "--kind", "annex", "--no-header").out.split("\t")[2] == "annex"
    assert two("document", "list", "--meeting", "meet", "--json").data == []
    assert two("news", "add", "ข่าวสมมติ", "--code", "news").code == 0
    assert two("news", "attach", "news", "annex.pdf").code == 0
    told = "kind,news_item"
    assert two("document", "list", "--news", "news", "--columns", told, "--no-header").out == "other\tข่าวสมมติ\n"
    assert two("document", "history", "1", "--json").code == 0


# --- backups -----------------------------------------------------------------------------------


@pytest.mark.usefixtures("in_english")
def test_a_backup_has_the_files_and_a_restore_brings_them(two: Netreg) -> None:
    run = two("backup", "copy.db")
    assert (run.out, run.err, run.code) == ("wrote copy.db and verified it\n", "", 0)
    assert two("backup", "verify", "copy.db").code == 0
    shutil.rmtree(two.folder / "register.db.files")
    two.db.unlink()
    assert two("restore", "copy.db", "--json").data["incomplete"] == []
    assert two("agreement", "open", "mou").code == 0
    assert two("doctor", "--full", "--json").data == []


@pytest.mark.usefixtures("in_english")
def test_a_backup_that_lacks_a_file_says_so_and_is_made(two: Netreg) -> None:
    (two.folder / "register.db.files" / DIGEST[:2] / DIGEST).unlink()
    run = two("backup", "copy.db")
    assert (run.out, run.code) == ("wrote copy.db, without the files of some documents\n", 1)
    assert run.err == (
        "netreg: the file of 1 document is missing or damaged: 1 (MOU ลงนาม); see 'netreg doctor --full'\n"
    )
    assert "1 (MOU ลงนาม)" in refused(two("backup", "verify", "copy.db"), 74)
    restored = two("restore", "copy.db", "--yes", "--json")
    assert (restored.code, restored.data["incomplete"]) == (1, [1])


def test_a_copy_in_the_folder_of_backups_can_be_looked_at(two: Netreg) -> None:
    (two.folder / "backups").mkdir()
    made = two("backup", "--to", "backups", "--keep", "1d", "--json").data["file"]
    assert two("--db", made, "agreement", "open", "mou", "--out", "from-backup.pdf").code == 0
    assert (two.folder / "from-backup.pdf").read_bytes() == PDF
    assert two("--db", made, "doctor", "--full", "--json").data == []
