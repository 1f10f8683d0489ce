"""A hyphen in the place of a file: what a command writes goes to the standard output."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import pytest
from python_calamine import CalamineWorkbook

from netreg.cli import build_program
from netreg.cli.framework.lazy_group import LazyGroup
from netreg.store.backup import copies
from tests.conftest import PROGRAM
from tests.in_process import run_in_process

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import Netreg

pytestmark = pytest.mark.usefixtures("in_english")
PDF = b"%PDF-1.4 for the test\n"
PEOPLE = "ชื่อ-สกุล,อีเมล\nนายสมมุติ ทดสอบ,a@example.org\n"


@pytest.fixture
def office(register: Netreg) -> Netreg:
    for words in ("org add มหาวิทยาลัยทดสอบ --code tu", "agreement add ความร่วมมือ --code a1 --party tu"):
        assert register(*words.split()).code == 0
    (register.folder / "m.csv").write_text(PEOPLE)
    (register.folder / "a.pdf").write_bytes(PDF)
    return register


def written(office: Netreg, *words: str) -> bytes:
    """What a command writes to the standard output; it is done, and no file is there that was not before."""
    before = sorted(office.folder.iterdir())
    out, err, code = run_in_process(
        [*PROGRAM, *words], folder=office.folder, environment=office.pinned | office.environment, stdin=None
    )
    assert code == 0, (words, err.decode())
    assert sorted(office.folder.iterdir()) == before, words
    return out


def test_a_list_is_shown_as_without_a_file(office: Netreg) -> None:
    for verb in ("agreement list", "org list", "agreement timeline", "agreement forecast", "due", "org history tu"):
        for form in ((), ("--json",), ("--csv",), ("--format", "ndjson")):
            words = (*verb.split(), *form)
            assert written(office, *words, "--out", "-") == written(office, *words), words


def test_a_workbook_goes_into_a_pipe(office: Netreg) -> None:
    for words in (
        "org list --format xlsx", "org list --out - --format xlsx", "agreement timeline --format xlsx",
        "due --format xlsx --out -", "org export - --format xlsx", "org export --out - --format xlsx",
    ):  # fmt: skip
        book = CalamineWorkbook.from_filelike(io.BytesIO(written(office, *words.split())))
        cells = {cell for row in book.get_sheet_by_index(0).to_python() for cell in row}
        assert "มหาวิทยาลัยทดสอบ" in cells or "org" not in words, words
    assert office("org", "list", "--format", "xlsx", "--out", "new.xlsx").out == "wrote new.xlsx\n"
    run = office("org", "list", "--format", "xlsx", "--out", "new.csv")
    assert (run.code, run.err) == (
        2,
        "netreg: error: --out cannot be used with --format xlsx; leave out one of them\n",
    )


def test_an_export_takes_its_file_either_way(office: Netreg) -> None:
    for words in (("org", "export"), ("alumni", "export"), ("agreement", "party", "export")):
        assert written(office, *words, "--out", "-") == written(office, *words) == written(office, *words, "-")
    assert written(office, "org", "export", "--out", "-", "code:tu") == written(office, "org", "export", "-", "code:tu")
    assert office("org", "export", "--out", "o.csv", "code:nothing").code == 0
    assert len((office.folder / "o.csv").read_text().splitlines()) == 1
    run = office("org", "export", "one.csv", "--out", "other.csv")
    assert (run.code, run.err) == (
        2,
        "netreg: error: two files are named: one.csv and other.csv; leave out one of them\n",
    )


def test_a_calendar_is_written_as_without_a_file(office: Netreg) -> None:
    assert written(office, "calendar", "--out", "-") == written(office, "calendar")
    assert written(office, "calendar", "--out", "-", "--dry-run").startswith(b"BEGIN:VCALENDAR")


def test_a_document_is_written_as_it_was_attached(office: Netreg) -> None:
    assert office("agreement", "attach", "a1", "a.pdf").code == 0
    assert written(office, "agreement", "open", "a1", "--out", "-") == PDF
    assert written(office, "document", "open", "1", "--out", "-") == PDF


def test_an_import_writes_what_changes(office: Netreg) -> None:
    table = written(office, "member", "import", "m.csv", "--dry-run", "--out", "-").decode()
    assert table.splitlines()[1].startswith("m.csv,2,")
    assert not table.startswith("\ufeff")
    changes = json.loads(written(office, "member", "import", "m.csv", "--out", "-", "--json"))
    assert [(one["outcome"], one["line"]) for one in changes] == [("new", 2)]
    assert written(office, "member", "import", "m.csv", "--out", "-", "--format", "ndjson") == b"", "nothing changes"
    assert "ชื่อ-สกุล" in written(office, "member", "import", "--template", "-").decode().split(",")
    run = office("member", "import", "m.csv", "--rejects", "-")
    assert (run.code, run.err) == (2, "netreg: error: --rejects needs the name of a file; for example new.csv\n")


def test_a_backup_is_a_whole_register(office: Netreg, tmp_path: Path) -> None:
    for number, words in enumerate(("backup -", "backup --out -")):
        copy = tmp_path / f"copy-{number}.db"
        copy.write_bytes(written(office, *words.split()))
        assert copies.verify_copy(copy) > 0
    run = office("backup", "-", "--to", ".")
    assert (run.code, run.out) == (2, "")


def test_a_backup_never_lacks_documents_unseen(office: Netreg) -> None:
    assert office("agreement", "attach", "a1", "a.pdf").code == 0
    run = office("backup", "-")
    assert (run.code, run.out, run.err) == (
        2,
        "",
        (
            "netreg: error: the files of the documents do not fit into a backup on the standard output; "
            "add --encrypt-to RECIPIENT, which takes them along, or name a file\n"
        ),
    )
    pyrage = pytest.importorskip("pyrage")
    key = pyrage.x25519.Identity.generate()
    (office.folder / "key.txt").write_text(str(key))
    sealed = written(office, "backup", "-", "--encrypt-to", str(key.to_public()))
    (office.folder / "b.age").write_bytes(sealed)
    assert office("backup", "verify", "b.age", "--identity", "key.txt").code == 0


def test_a_terminal_gets_no_bytes_of_a_file(office: Netreg, monkeypatch: pytest.MonkeyPatch) -> None:
    assert office("agreement", "attach", "a1", "a.pdf").code == 0
    monkeypatch.setattr("netreg.render.console.is_terminal", lambda: True)
    advice = "; name a file with --out FILE, or send it on through a pipe\n"
    for words, what in {
        "org list --format xlsx": "an Excel file",
        "org list --format xlsx --out -": "an Excel file",
        "org export --format xlsx": "an Excel file",
        "agreement open a1 --out -": "a document",
        "backup -": "a backup",
    }.items():
        run = office(*words.split())
        assert (run.code, run.out, run.err) == (2, "", f"netreg: error: {what} is not for the screen{advice}"), words
    assert office("calendar", "--out", "-").out.startswith("BEGIN:VCALENDAR")


def test_a_register_is_never_called_a_hyphen(office: Netreg) -> None:
    for words in ("--db - init", "--db - org list"):
        run = office(*words.split())
        assert (run.code, run.err) == (
            2,
            "netreg: error: - is no name of a file; give the path of a register, or leave it out\n",
        ), words
    assert office("restore", "--salvage", str(office.db), "--out", "-").code == 77
    assert not (office.folder / "-").exists()


def walk(group: LazyGroup, path: str) -> Iterator[tuple[str, str]]:
    """The commands that write a file, each with what is said of its option."""
    for name in group.entries:
        command = group.load_command(name)
        if isinstance(command, LazyGroup):
            yield from walk(command, f"{path} {name}")
        for parameter in command.params:
            if "--out" in parameter.opts:
                yield f"{path} {name}".strip(), str(vars(parameter)["_written_help"])


def test_every_option_of_the_tree_is_one_of_those_tried() -> None:
    found = {text: command for command, text in walk(build_program(), "")}
    assert sorted(found) == [
        "The .ics file to write, or to refresh; - is the standard output.",
        "The same as FILE.",
        "With --salvage: the new register.",  # a register cannot be written to a pipe
        "Write a copy to a new file or a folder, or to - (a pipe).",
        "Write a new .csv, .tsv, .xlsx, .json or .ndjson file; - is the standard output.",
        "Write a new .docx, .html, .md or .txt file; - is the standard output.",  # tests/cli/meeting/test_papers.py
        "Write who is new and which fields change to a new .csv, .xlsx or .json file, or to -.",
    ]
