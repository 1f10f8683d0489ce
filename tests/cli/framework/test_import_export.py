"""``netreg NOUN import`` and ``export``: files taken whole or not at all, and written to be taken again."""

from __future__ import annotations

import csv
import errno
import io
import json
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from netreg.core.table_import import DECISION_HEADING
from netreg.errors import DeviceError
from netreg.exchange.exporting import workbook
from netreg.exchange.exporting.workbook import WorkbookSheet
from netreg.exchange.headings.targets import REASON
from netreg.exchange.importing.rejects import TOO_FEW_CELLS
from netreg.exchange.tables import open_file
from netreg.store import connections, database
from tests.cli.conftest import whole
from tests.conftest import TRIED, Netreg

pytestmark = pytest.mark.usefixtures("in_english")


THAI = (
    "รหัส,ชื่อองค์กร,ประเภท,สังกัด,จังหวัด,ก่อตั้งเมื่อ\n"
    "tu,มหาวิทยาลัยทดสอบ,มหาวิทยาลัย,,ขอนแก่น,5 ส.ค. 2510\n"
    "tu-a,คณะสมมติ,คณะ,tu,,\n"
    "ex,มหาวิทยาลัยตัวอย่าง,,,เชียงใหม่,\n"
)
ENGLISH = (
    "Code,Name (Thai),Kind,Part of,Province,Founded\n"
    "tu,มหาวิทยาลัยทดสอบ,university,,Khon Kaen,1967-08-05\n"
    "tu-a,คณะสมมติ,faculty,มหาวิทยาลัยทดสอบ,,\n"
    "ex,มหาวิทยาลัยตัวอย่าง,,,Chiang Mai,\n"
)
NAMES = (
    "code;name_th;kind;parent;province;founded\n"
    "tu;มหาวิทยาลัยทดสอบ;university;;ขอนแก่น;1967-08-05\n"
    "tu-a;คณะสมมติ;faculty;#1;;\n"
    "ex;มหาวิทยาลัยตัวอย่าง;;;เชียงใหม่;\n"
)


def write(netreg: Netreg, name: str, content: str | bytes) -> str:
    """A file in the test's folder; its name."""
    (netreg.folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    return name


def counts(file: str, new: int, changed: int, unchanged: int, rejected: int = 0) -> str:
    """The last line about a file."""
    more = f", {rejected} rejected" if rejected else ""
    return f"{file}: {new} new, {changed} changed, {unchanged} unchanged{more}\n"


def told(file: str, new: int, changed: int, unchanged: int) -> tuple[str, str, int]:
    """What an import that worked prints."""
    return "", counts(file, new, changed, unchanged), 0


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, bytes]:
    """A register that is empty, and one with the three organisations of the files."""
    netreg = Netreg(tmp_path_factory.mktemp("imports"))
    database.create(netreg.db)
    empty = netreg.db.read_bytes()
    assert whole(netreg("--lang", "en", "org", "import", "-", stdin=THAI)) == told("standard input", 3, 0, 0)
    return empty, netreg.db.read_bytes()


def with_register(netreg: Netreg, content: bytes) -> Netreg:
    netreg.db.write_bytes(content)
    netreg.db.chmod(0o600)
    return netreg


@pytest.fixture
def register(netreg: Netreg, made: tuple[bytes, bytes]) -> Netreg:
    """The program with an empty register."""
    return with_register(netreg, made[0])


@pytest.fixture
def office(netreg: Netreg, made: tuple[bytes, bytes]) -> Netreg:
    """The program with a register of the three organisations."""
    return with_register(netreg, made[1])


def ask(netreg: Netreg, sql: str) -> list[tuple[Any, ...]]:
    """What the register's file holds."""
    with closing(sqlite3.connect(netreg.db)) as db:
        return db.execute(sql).fetchall()


COMMANDS = "SELECT count(*) FROM command"


def refused(office: Netreg, *arguments: str, stdin: str | bytes | None = None) -> tuple[list[str], int]:
    """The lines of a refusal that printed nothing else and left the register as it was."""
    before = office.db.read_bytes()
    files = sorted(path.name for path in office.folder.iterdir())
    run = office(*arguments, stdin=stdin)
    assert run.out == ""
    assert office.db.read_bytes() == before
    assert sorted(path.name for path in office.folder.iterdir()) == files
    lines = run.err.splitlines()
    assert lines[-1].startswith("netreg: error: ")
    assert not any(line.startswith("netreg: error: ") for line in lines[:-1])
    return [*lines[:-1], lines[-1].removeprefix("netreg: error: ")], run.code


def nothing_written(file: str, bad: int, total: int | str) -> str:
    """The last line about bad rows."""
    rows = f"{total} row" if total == 1 else f"{total} rows"
    return (
        f"{file}: {bad} of {rows} {'is' if bad == 1 else 'are'} invalid; nothing was written; "
        "correct the file and import it again, or add --skip-bad to import the other rows"
    )


# --- what is taken ----------------------------------------------------------------


def test_headings_in_thai_in_english_and_field_names_mean_the_same(register: Netreg) -> None:
    thai, english, names = (
        write(register, name, content)
        for name, content in (("thai.csv", THAI), ("english.csv", ENGLISH), ("names.csv", NAMES))
    )
    assert whole(register("org", "import", thai)) == told(thai, 3, 0, 0)
    said = "".join(counts(file, 0, 0, 3) for file in (thai, english, names))
    assert whole(register("org", "import", thai, english, names)) == ("", said, 0)
    columns = "code,name_th,kind,parent,province,founded"
    run = register("org", "list", "--columns", columns, "--no-header")
    assert run.out == (
        "tu-a\tคณะสมมติ\tfaculty\tมหาวิทยาลัยทดสอบ\t\t\n"
        "ex\tมหาวิทยาลัยตัวอย่าง\t\t\tเชียงใหม่\t\n"
        "tu\tมหาวิทยาลัยทดสอบ\tuniversity\t\tขอนแก่น\t1967-08-05\n"
    )


def test_a_second_run_is_kept_in_no_history_but_among_the_imports(office: Netreg) -> None:
    rows = "SELECT * FROM organisation"
    before = ask(office, rows), ask(office, COMMANDS), ask(office, "SELECT * FROM change")
    assert whole(office("org", "import", "-", stdin=ENGLISH)) == told("standard input", 0, 0, 3)
    assert (ask(office, rows), ask(office, COMMANDS), ask(office, "SELECT * FROM change")) == before
    kept = "SELECT command_id, kind, file, form, encoding, source, mapping, rows, new, changed, unchanged, rejected"
    first = "organisation", "standard input", "csv", "utf-8", None, "{}"
    assert ask(office, f"{kept} FROM imported_file") == [(1, *first, 3, 3, 0, 0, 0), (None, *first, 3, 0, 0, 3, 0)]
    assert len({row[0] for row in ask(office, "SELECT sha256 FROM imported_file")}) == 2


def test_only_what_differs_is_changed_and_empty_cells_change_nothing(office: Netreg) -> None:
    file = write(office, "more.csv", "รหัส,ชื่อองค์กร,จังหวัด\ntu,,เชียงใหม่\nex,,\nnew,สถาบันลอง,\n")
    out, err, code = told(file, 1, 1, 1)
    assert whole(office("org", "import", file)) == (out, f"more.csv:2: จังหวัด{REPLACED}{err}", code)
    run = office("org", "list", "--columns", "code,name_th,province", "--no-header")
    assert run.out.splitlines() == [
        "tu-a\tคณะสมมติ\t",
        "ex\tมหาวิทยาลัยตัวอย่าง\tเชียงใหม่",
        "tu\tมหาวิทยาลัยทดสอบ\tเชียงใหม่",
        "new\tสถาบันลอง\t",
    ]


@pytest.mark.parametrize("flag", ["--dry-run", "-n"])
def test_a_dry_run_counts_and_keeps_nothing(office: Netreg, flag: str) -> None:
    before = office.db.read_bytes()
    run = office("org", "import", "-", flag, stdin="code,name_th,note\nnew,สถาบันลอง,x\ntu,,ย\n")
    assert whole(run) == ("", counts("standard input", 1, 1, 0) + "netreg: dry run: nothing was saved\n", 0)
    assert office.db.read_bytes() == before


def test_counts_for_programs(office: Netreg) -> None:
    one = write(office, "one.csv", "code,name_th\nnew,สถาบันลอง\n")
    run = office("org", "import", one, write(office, "two.csv", THAI), "--json")
    changes = {"code": {"from": None, "to": "new"}, "name_th": {"from": None, "to": "สถาบันลอง"}}
    record = {"outcome": "new", "line": 2, "kind": "organisation", "id": 4, "name": "สถาบันลอง", "changes": changes}
    nothing: dict[str, Any] = {
        "left_out": 0,
        "confirmed": 0,
        "faults": [],
        "row_notes": [],
        "left_out_rows": [],
        "created": [],
    }
    assert run.data == [
        {
            "file": "one.csv",
            "rows": 1,
            "new": 1,
            "changed": 0,
            "unchanged": 0,
            "rejected": 0,
            **nothing,
            "command": 2,
            "records": [record],
        },
        {
            "file": "two.csv",
            "rows": 3,
            "new": 0,
            "changed": 0,
            "unchanged": 3,
            "rejected": 0,
            **nothing,
            "command": None,
            "records": [],
        },
    ]
    assert run.err == counts("one.csv", 1, 0, 0) + counts("two.csv", 0, 0, 3)


def test_a_report_of_bad_rows_for_programs(office: Netreg) -> None:
    file = write(office, "f.csv", "code,name_th,parent\nn1,สถาบันลอง,\n7,x,\nn2,y,ไม่มีแน่\n")
    run = office("org", "import", file, "--skip-bad", "--json", "--source", "x")
    [data] = run.data
    assert (run.code, data["rejected"], data["command"]) == (3, 2, 2)
    assert data["faults"] == [
        {
            "table": "f.csv", "line": 3, "heading": "code", "value": "7",
            "reason": "a code of digits alone would be taken for a record's number; add a letter", "candidates": [],
        },
        {
            "table": "f.csv", "line": 4, "heading": "parent", "value": "ไม่มีแน่",
            "reason": "there is no organisation 'ไม่มีแน่'; see them with 'netreg org list', "
            "or add --create-missing to create it",
            "candidates": [],
        },
    ]  # fmt: skip


def test_rows_may_point_to_later_rows(office: Netreg) -> None:
    file = write(office, "tree.csv", "code,name_th,parent\nx1,งานลอง,x2\nx2,กองลอง,x3\nx3,กรมลอง,\n")
    assert whole(office("org", "import", file)) == told(file, 3, 0, 0)
    assert whole(office("org", "import", file)) == told(file, 0, 0, 3)


FORMS = {
    "byte order mark": "\ufeffcode,name_th\n@,สถาบันลอง\n",
    "semicolons": "code;name_th\n@;สถาบันลอง\n",
    "tabs": "code\tname_th\n@\tสถาบันลอง\n",
    "carriage returns": "code,name_th\r\n@,สถาบันลอง\r\n",
    "old Macintosh": "code,name_th\r@,สถาบันลอง\r",
    "no last line end": "code,name_th\n@,สถาบันลอง",
    "blank lines": "\n\ncode,name_th\n\n@,สถาบันลอง\n,\n",
    "blanks": "  code , name_th \n @ ,  สถาบันลอง \n",
    "zero-width": "\u200bcode,name_th\ufeff\n@\u200b,สถาบัน\u200bลอง\n",
    "too many empty cells": "code,name_th\n@,สถาบันลอง,,\n",
    "quotes": '"code","name_th"\n"@","สถาบันลอง"\n',
}


def test_forms_of_csv(register: Netreg) -> None:
    """Eleven files that say the same, each of another institute."""
    files = [
        write(register, form, text.replace("@", f"n{n}").replace("ลอง", f"ลอง{n}"))
        for n, (form, text) in enumerate(FORMS.items())
    ]
    said = "".join(counts(file, 1, 0, 0) for file in files)
    assert whole(register("org", "import", *files)) == ("", said, 0)
    run = register("org", "list", "--columns", "code,name_th", "--sort", "id", "--no-header")
    assert run.out == "".join(f"n{n}\tสถาบันลอง{n}\n" for n in range(len(FORMS)))


def test_texts_come_back_as_they_were(office: Netreg) -> None:
    """Leading zeros, numbers that are none, line ends in a cell, quotes."""
    texts = [
        "007",
        "1E5",
        "NaN",
        "NULL",
        "-",
        "'=1+1",
        "-10",
        "บรรทัด1\nบรรทัด2",
        'a "b", c',
        "[/b]",
        "20-digit 12345678901234567890",
    ]
    out = io.StringIO()
    csv.writer(out).writerows([["name_th", "note"], *([f"สถาบัน{n}", text] for n, text in enumerate(texts))])
    assert office("org", "import", "-", "--blank-words", "", stdin=out.getvalue()).code == 0
    rows = office("org", "list", "--json", "--sort", "id").data[3:]
    assert [row["note"] for row in rows] == [text.removeprefix("'") for text in texts]


def test_a_header_alone_is_no_rows(office: Netreg) -> None:
    file = write(office, "head.csv", "code,name_th\n")
    assert whole(office("org", "import", file)) == told(file, 0, 0, 0)


def test_members_with_their_posts_in_one_file(office: Netreg) -> None:
    content = (
        "ชื่อ-สกุล,คณะ/หน่วยงาน,ตำแหน่ง,ดำรงตำแหน่งตั้งแต่,เบอร์โทรศัพท์,อีเมล์,วันเกิด\n"
        "ผศ.ดร.สมมติ หนึ่ง,คณะสมมติ,คณบดี,1 ต.ค. 2565,081-234-5678,One@Example.org,29/02/2543\n"
        "นางทดลอง สอง,ex,,,,,\n"
    )
    file = write(office, "people.csv", content)
    assert whole(office("member", "import", file)) == told(file, 2, 0, 0)
    assert whole(office("member", "import", file)) == told(file, 0, 0, 2)
    run = office(
        "member", "list", "--columns", "name,birth_date,email,phone,current_posts", "--sort", "id", "--no-header"
    )
    assert run.out == (
        "ผศ.ดร.สมมติ หนึ่ง\t2000-02-29\tOne@example.org\t0812345678\tคณบดี คณะสมมติ\nนางทดลอง สอง\t\t\t\tมหาวิทยาลัยตัวอย่าง\n"
    )


def test_the_same_person_with_another_title_is_the_same(office: Netreg) -> None:
    assert office("member", "import", "-", stdin="ชื่อ-สกุล,สังกัด\nอาจารย์สมมติ หนึ่ง,tu-a\n").code == 0
    run = office("member", "import", "-", stdin="ชื่อ-สกุล,สังกัด\nผศ.สมมติ  หนึ่ง,คณะสมมติ\n")
    note = (
        "standard input:2: ชื่อ-สกุล 'ผศ.': new titles; "
        "the name with the former ones, อาจารย์สมมติ หนึ่ง, is kept as member former-name 1\n"
    )
    assert (run.out, run.err, run.code) == ("", note + counts("standard input", 0, 1, 0), 0)
    assert office("member", "list", "--columns", "name", "--no-header").out == "ผศ.สมมติ หนึ่ง\n"


def test_two_digit_years_are_settled_by_the_user(office: Netreg) -> None:
    content = "ชื่อ,วันเกิด\nสมมติ,05/06/12\n"
    lines, code = refused(office, "member", "import", "-", stdin=content)
    assert (lines[0], code) == (
        "standard input:2: วันเกิด '05/06/12': the year 12 may be พ.ศ. 2512 or ค.ศ. 2012; write it in four digits",
        65,
    )
    assert office("member", "import", "-", "--read-years", "be", stdin=content).code == 0
    assert office("member", "show", "1", "--json").data["birth_date"] == "1969-06-05"
    assert refused(office, "member", "import", "-", "--read-years", "xx", stdin=content)[1] == 2


# --- --map ---------------------------------------------------------------------------

STRANGE = "รหัสเรา,ชื่อเรา,สี\nnew,สถาบันลอง,แดง\n"


def test_map_says_what_a_column_is_or_leaves_it_out(office: Netreg) -> None:
    file = write(office, "strange.csv", STRANGE)
    maps = ("--map", "รหัสเรา=code", "--map", "ชื่อเรา=name_th", "--map", "สี=-")
    assert whole(office("org", "import", file, *maps)) == told(file, 1, 0, 0)
    assert whole(office("org", "import", file, *maps)) == told(file, 0, 0, 1)


MAPS = {
    "one column by heading and position": (
        ("รหัสเรา=code", "@1=note", "ชื่อเรา=name_th", "สี=-"),
        2,
        "--map: 'รหัสเรา=code' and '@1=note' are the same column; use only one of them",
    ),
    "one heading twice": (
        ("รหัสเรา=code", "รหัสเรา=note"),
        2,
        "--map: 'รหัสเรา=code' and 'รหัสเรา=note' are the same column; use only one of them",
    ),
    "no column": (("@0=code",), 2, "--map: there is no column @0: columns count from 1; the first one is @1"),
    "no field": (
        ("รหัสเรา=code", "ชื่อเรา=nam_th", "สี=-"),
        2,
        "--map: 'nam_th' is not a field of org; did you mean: name_th?",
    ),
    "no equals sign": (("รหัสเรา",), 2, "--map: 'รหัสเรา' is not HEADING=FIELD; for example ชื่อ=name_th"),
    "twice the same": (
        ("รหัสเรา=code", "ชื่อเรา=code", "สี=-"),
        65,
        (
            "strange.csv: columns that cannot be read: 'ชื่อเรา'; to import it as it is: netreg org import strange.csv "
            "--map 'รหัสเรา=code' --map 'ชื่อเรา=code' --map 'สี=-' --map @2=note"
        ),
    ),
}


@pytest.mark.parametrize(("pairs", "code", "sentence"), MAPS.values(), ids=list(MAPS))
def test_a_wrong_map_is_refused(office: Netreg, pairs: tuple[str, ...], code: int, sentence: str) -> None:
    file = write(office, "strange.csv", STRANGE)
    options = [word for pair in pairs for word in ("--map", pair)]
    lines, found = refused(office, "org", "import", file, *options)
    assert (lines[-1], found) == (sentence, code)


def test_a_map_for_a_heading_that_is_not_there_is_refused(office: Netreg) -> None:
    """A mistyped heading must not be dropped in silence."""
    lines, code = refused(office, "org", "import", "-", "--map", "จังหวด=province", stdin="code,name_th\nnew,x\n")
    assert "จังหวด" in lines[0]
    assert (len(lines), code) == (1, 2)


# --- what is refused --------------------------------------------------------------------

FILES = {
    "an unclosed quote": (
        'code,name_th\nn1,"สถาบัน\nn2,x\n',
        "f.csv:2: a quote opened on this line is never closed; correct the quotes and import it again",
    ),
    "text behind a quote": (
        'code,name_th\nn1,สถาบัน\nn2,"x"y\n',
        ("f.csv:3: not valid CSV: text after a closing quote; correct the quotes and import it again"),
    ),
    "empty": ("", "f.csv is empty; its first line must be the headings"),
    "blank lines": ("\n \n", "f.csv is empty; its first line must be the headings"),
    "NUL": (
        "code,name_th\nn1,สถา\0บัน\n",
        "f.csv:2: NUL character in the text; save it as 'CSV UTF-8' in Excel and import that file",
    ),
    "neither UTF-8 nor Thai": (
        "code,name_th\nn1,André\n",
        (
            "f.csv: the text could be UTF-8 ('n1,André') or cp874 ('n1,Andrรฉ'); "
            "choose with --encoding utf-8 or --encoding cp874"
        ),
    ),
    "UTF-8 saved as cp874": (
        "code,name_th\nn1,สมมติ\n".encode().decode("cp874").encode(),
        (
            "f.csv:2: 'เธชเธกเธกเธ•เธด' should be 'สมมติ': the file was once saved in the wrong encoding; "
            "import the original file, or open that one and save it as 'CSV UTF-8'"
        ),
    ),
    "a long cell": (
        "code,name_th\nn1," + "a" * (2 << 20) + "\n",
        "f.csv: line 2 is longer than a million characters; save it as 'CSV UTF-8' in Excel and import that file",
    ),
}


@pytest.mark.parametrize(("content", "sentence"), FILES.values(), ids=list(FILES))
def test_a_file_that_cannot_be_taken_is_one_line(office: Netreg, content: str | bytes, sentence: str) -> None:
    file = write(office, "f.csv", content)
    assert refused(office, "org", "import", file) == ([sentence], 65)


@pytest.mark.parametrize(
    "content", [b"\x89PNG\r\n\x1a\n\x00\x01", b"SQLite format 3\x00\xff", b"PK\x03\x04\x14\x00\xff"]
)
def test_a_file_that_is_no_table_is_not_called_text(office: Netreg, content: bytes) -> None:
    lines, code = refused(office, "org", "import", write(office, "f.csv", content))
    assert (len(lines), code) == (1, 65)
    assert lines[0].startswith("f.csv")
    assert "Excel as 'CSV UTF-8'" not in lines[0]


def test_files_that_are_none(office: Netreg) -> None:
    (office.folder / "folder").mkdir()
    assert refused(office, "org", "import", "nope.csv") == (["no such file: nope.csv; check its name"], 66)
    assert refused(office, "org", "import", "folder") == (
        ["folder is not a file; name a file that contains a table"],
        66,
    )
    assert refused(office, "org", "import", os.devnull) == (
        [f"{os.devnull} is not a file; name a file that contains a table"],
        66,
    )
    assert refused(office, "org", "import", stdin=THAI) == (["name a file to import; see 'netreg org import -h'"], 2)


def test_a_good_file_for_another_kind_is_refused(office: Netreg) -> None:
    lines, code = refused(office, "member", "import", write(office, "orgs.csv", THAI))
    assert code == 65
    assert lines[0] == "orgs.csv: its columns are"
    assert "  @5 'จังหวัด': province" in lines


def test_every_ragged_row_is_named(office: Netreg) -> None:
    file = write(office, "f.csv", "code,name_th\nn1,a,b,c\nn2\nn3,ok\n")
    lines, code = refused(office, "org", "import", file)
    assert [line.split(":")[:2] for line in lines[:-1]] == [["f.csv", "2"], ["f.csv", "3"]]
    assert (lines[-1], code) == (nothing_written(file, 2, 3), 65)


def test_every_bad_row_is_named_with_line_column_value_and_reason(office: Netreg) -> None:
    file = write(
        office,
        "people.csv",
        "ชื่อ-สกุล,สังกัด,ตำแหน่ง,อีเมล,วันเกิด,ดำรงตำแหน่งตั้งแต่\n"
        "นายสมมติ หนึ่ง,tu-a,คณบดี,one@example.org,29/02/2564,1/1/2560\n"
        'นางทดลอง สอง,tu-a,"อาจารย์\nประจำ",ไม่มีเลย,12/13/2560,เมื่อไร\n'
        "นางสาวทดลอง สาม,คณะไม่มี,,,,\n"
        "นาย,tu,,,,\n"
        "นายดี สี่,tu,,,,\n",
    )
    assert refused(office, "member", "import", file) == (
        [
            "people.csv:2: วันเกิด '29/02/2564': there is no day 29 in Feb 2564, which has 28 days",
            "people.csv:3: อีเมล 'ไม่มีเลย': 'ไม่มีเลย' is not an e-mail address; write it like name@example.ac.th",
            "people.csv:3: วันเกิด '12/13/2560': there is no month 13; numbers are day/month/year",
            (
                "people.csv:3: ดำรงตำแหน่งตั้งแต่ 'เมื่อไร': 'เมื่อไร' is not a valid date; "
                "write it like 5 ส.ค. 2564 or 2021-08-05"
            ),
            (
                "people.csv:5: สังกัด 'คณะไม่มี': there is no organisation 'คณะไม่มี'; did you mean: คณะสมมติ? "
                "If it is none of these, add --create-missing to create it"
            ),
            "people.csv:6: ชื่อ-สกุล 'นาย': 'นาย' is a title without a name",
            nothing_written(file, 4, 5),
        ],
        65,
    )


def test_a_row_with_two_faults_of_different_kinds_tells_both(office: Netreg) -> None:
    """Else a file is mended in two rounds."""
    content = "ชื่อ-สกุล,สังกัด,วันเกิด\nนางสาวทดลอง สาม,คณะไม่มี,31/02/2540\n"
    lines, code = refused(office, "member", "import", "-", stdin=content)
    assert [line.split(":")[2].split()[0] for line in lines[:-1]] == ["วันเกิด", "สังกัด"]
    assert code == 65


def test_a_row_that_lacks_its_name(office: Netreg) -> None:
    lines, code = refused(office, "org", "import", "-", stdin="code,name_th\nn1,\n")
    assert lines == [
        "standard input:2: name_th: a name in Thai or English is required",
        nothing_written("standard input", 1, 1),
    ]
    assert code == 65


def test_two_rows_of_one_key_that_differ_are_both_named(office: Netreg) -> None:
    """Taken one after the other, no second run would ever say 0 changed."""
    file = write(office, "f.csv", "code,name_th\nn1,สถาบันเอ\nn2,สถาบันซี\nn1,สถาบันบี\n")
    lines, code = refused(office, "org", "import", file)
    text = "\n".join(lines)
    assert ("2" in text, "4" in text, code) == (True, True, 65)


def test_two_rows_that_say_the_same_are_one_record(office: Netreg) -> None:
    file = write(office, "f.csv", "code,name_th\nn1,สถาบันเอ\nn1,สถาบันเอ\n")
    for new in (1, 0):
        out, err, code = whole(office("org", "import", file))
        assert (out, err, code) == (
            "",
            f"{file}:3: code 'n1': it repeats an earlier row\n{counts(file, new, 0, 2 - new)}",
            0,
        )


def test_a_name_that_may_be_two_is_not_guessed(office: Netreg) -> None:
    assert office("org", "add", "คณะสมมติ", "--parent", "ex").code == 0
    lines, code = refused(office, "member", "import", "-", stdin="ชื่อ-สกุล,สังกัด\nนายสมมติ หนึ่ง,คณะสมมติ\n")
    assert lines == [
        (
            "standard input:2: สังกัด 'คณะสมมติ': 'คณะสมมติ' matches 2 records: 2 tu-a คณะสมมติ (มหาวิทยาลัยทดสอบ); "
            "4 คณะสมมติ (มหาวิทยาลัยตัวอย่าง); name it by its number or code"
        ),
        nothing_written("standard input", 1, 1),
    ]
    assert code == 65


def test_units_that_stand_above_each_other_are_refused(office: Netreg) -> None:
    lines, code = refused(office, "org", "import", "-", stdin="code,name_th,parent\nn1,ก,n2\nn2,ข,n1\n")
    assert [line.split(":")[1] for line in lines[:-1]] == ["2", "3"]
    assert code == 65


def test_an_end_before_its_start_is_named(office: Netreg) -> None:
    content = "ชื่อข้อตกลง,วันที่ลงนาม,วันสิ้นสุด\nข้อตกลงสมมติ,1 ม.ค. 2566,31 ธ.ค. 2565\n"
    lines, code = refused(office, "agreement", "import", "-", stdin=content)
    assert lines == [
        "standard input:2: วันสิ้นสุด: the agreement ends before it begins",
        nothing_written("standard input", 1, 1),
    ]
    assert code == 65


def test_hostile_cells_neither_crash_nor_steer_the_terminal(office: Netreg) -> None:
    content = 'ชื่อ-สกุล,วันเกิด\n"[/b]\x1b[31m\u202e",\x1b]0;t\x07\n'
    run = office("member", "import", "-", stdin=content)
    assert (run.out, run.code) == ("", 65)
    assert not any(sign in run.err for sign in "\x1b\x07\u202e")
    assert run.err.splitlines()[-1].startswith("netreg: error: ")


# --- how known records take a file -----------------------------------------------------------

REPLACED = ": replaces another value, which the history keeps\n"
KNOWN = "code,name_th,province,note\ntu,มหาวิทยาลัยใหม่,,x\nex,,เลย,\nnew,สถาบันลอง,,\n"
TAKEN = {
    "update": ((), (1, 2, 0), ("มหาวิทยาลัยใหม่", "ขอนแก่น", "x"), "เลย"),
    "fill": (("--on-match", "fill"), (1, 1, 1), ("มหาวิทยาลัยทดสอบ", "ขอนแก่น", "x"), "เชียงใหม่"),
    "skip": (("--on-match", "skip"), (1, 0, 2), ("มหาวิทยาลัยทดสอบ", "ขอนแก่น", None), "เชียงใหม่"),
    "clear": (("--blank-clears",), None, None, None),
}


@pytest.mark.parametrize(("options", "said", "first", "second"), TAKEN.values(), ids=list(TAKEN))
def test_how_known_records_take_a_file(
    office: Netreg,
    options: tuple[str, ...],
    said: tuple[int, int, int] | None,
    first: tuple[str | None, ...],
    second: str,
) -> None:
    file = write(office, "f.csv", KNOWN)
    if said is None:
        file = write(office, "f.csv", KNOWN.replace("ex,,", "ex,มหาวิทยาลัยตัวอย่าง,"))
        said, first, second = (1, 2, 0), ("มหาวิทยาลัยใหม่", None, "x"), "เลย"
    note = "f.csv:2: name_th 'มหาวิทยาลัยใหม่': a new name; the former one, มหาวิทยาลัยทดสอบ, is kept as org former-name 1\n"
    note += f"f.csv:3: province{REPLACED}"
    out, err, code = told(file, *said)
    assert whole(office("org", "import", file, *options)) == (out, note * (first[0] == "มหาวิทยาลัยใหม่") + err, code)
    assert ask(office, "SELECT name_th, province, note FROM organisation WHERE code = 'tu'") == [first]
    assert ask(office, "SELECT province FROM organisation WHERE code = 'ex'") == [(second,)]
    assert whole(office("org", "import", file, *options)) == told(file, 0, 0, 3)


def test_a_blank_that_would_clear_what_is_needed_is_refused(office: Netreg) -> None:
    lines, code = refused(office, "org", "import", "-", "--blank-clears", stdin="code,name_th\ntu,\n")
    assert lines == [
        "standard input:2: name_th: a name in Thai or English is required",
        nothing_written("standard input", 1, 1),
    ]
    assert code == 65


def test_a_word_that_is_none_of_the_three_is_refused(office: Netreg) -> None:
    lines, code = refused(office, "org", "import", "-", "--on-match", "merge", stdin=KNOWN)
    assert (lines, code) == (["--on-match: unknown value 'merge'; expected one of: update, overwrite, fill, skip"], 2)


# --- bad rows ----------------------------------------------------------------------------------

HEAD = "รหัส,ชื่อองค์กร,จังหวัด\n"
BAD = {100: "นครที่ไม่มี", 300: "x", 500: "ขอนแก่", 700: "เชียงไหม่", 1001: "?"}


def thousand(provinces: dict[int, str]) -> str:
    return HEAD + "".join(f"n{n},หน่วย {n} สมมติ,{provinces.get(n, 'เลย')}\n" for n in range(2, 1002))


def test_five_bad_rows_among_a_thousand(office: Netreg) -> None:
    """Refused whole; the good ones taken; the rest mended and taken; each taken back by itself."""
    file = write(office, "big.csv", thousand(BAD))
    lines, code = refused(office, "org", "import", file)
    assert [line.split(" ")[0] for line in lines[:-1]] == [f"big.csv:{n}:" for n in BAD]
    assert all(f"จังหวัด '{word}': " in line for line, word in zip(lines, BAD.values(), strict=False))
    assert (lines[-1], code) == (nothing_written(file, 5, "1,000"), 65)

    run = office("org", "import", file, "--skip-bad", "--rejects", "bad.csv")
    said = counts(file, 995, 0, 0, 5) + "the rejected rows are in bad.csv\n"
    assert whole(run) == ("", "\n".join(lines[:-1]) + "\n" + said, 3)
    rejects = (office.folder / "bad.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.reader(io.StringIO(rejects)))
    assert rows[0] == ["รหัส", "ชื่อองค์กร", "จังหวัด", REASON.en, DECISION_HEADING.en]
    assert [row[:3] for row in rows[1:]] == [[f"n{n}", f"หน่วย {n} สมมติ", word] for n, word in BAD.items()]
    assert all(
        row[3] == f"จังหวัด: {line.partition(': ')[2].split(': ', 1)[1]}"
        for row, line in zip(rows[1:], lines, strict=False)
    )

    for word in BAD.values():
        rejects = rejects.replace(f",{word},", ",เลย,")
    mended = write(office, "mended.csv", rejects)
    assert office("org", "import", mended).err.endswith(counts(mended, 5, 0, 0))
    assert ask(office, "SELECT count(*) FROM organisation") == [(1003,)]
    for left in (998, 3):
        assert office("undo").code == 0
        assert ask(office, "SELECT count(*) FROM organisation") == [(left,)]
    assert office("doctor", "--full").code == 0


def test_undo_gives_changed_records_their_old_values(office: Netreg) -> None:
    rows = "SELECT * FROM organisation ORDER BY id"
    before = ask(office, rows), ask(office, "SELECT * FROM name_key ORDER BY 1, 2, 3")
    assert office("org", "import", "-", stdin=KNOWN.replace("มหาวิทยาลัยใหม่", "ชื่อใหม่")).code == 0
    assert ask(office, rows) != before[0]
    assert office("undo").code == 0
    assert (ask(office, rows), ask(office, "SELECT * FROM name_key ORDER BY 1, 2, 3")) == before


def test_rejects_without_skip_bad_hold_the_bad_rows_too(office: Netreg) -> None:
    file = write(office, "f.csv", "code,name_th\nn1,ก\n7,ข\n")
    run = office("org", "import", file, "--rejects", "bad.csv")
    assert run.err.splitlines()[-1] == (
        "netreg: error: f.csv: 1 of 2 rows is invalid; nothing was written; "
        "correct or decide them in bad.csv and import it; "
        "then import f.csv again with --skip-bad, without --rejects, to bring in the other rows"
    )
    assert run.code == 65
    assert (office.folder / "bad.csv").read_text(encoding="utf-8-sig").splitlines()[1:] == [
        "7,ข,code: a code of digits alone would be taken for a record's number; add a letter,"
    ]


def test_rejects_of_another_width_lose_nothing_and_wait_until_they_are_mended(office: Netreg) -> None:
    """A comma that no quotes keep, and a row cut short: refused again as they are, and taken once they are whole."""
    write(office, "f.csv", "รหัส,ชื่อองค์กร,หมายเหตุ\nn1,หน่วยหนึ่ง,ลา, ถึงสิ้นปี\nn2,หน่วยสอง\n")
    for file, more in (("f.csv", "bad.csv"), ("bad.csv", "again.csv")):
        assert office("org", "import", file, "--skip-bad", "--rejects", more).code == 3
    assert ask(office, "SELECT count(*) FROM organisation") == [(3,)]
    rejects = (office.folder / "again.csv").read_text(encoding="utf-8-sig")
    head, wide, narrow = csv.reader(io.StringIO(rejects))
    assert head == ["รหัส", "ชื่อองค์กร", "หมายเหตุ", REASON.en, DECISION_HEADING.en]
    assert (wide[:3], wide[5:]) == (["n1", "หน่วยหนึ่ง", "ลา"], [" ถึงสิ้นปี"])
    assert (narrow[:3], narrow[5:]) == (["n2", "หน่วยสอง", ""], [TOO_FEW_CELLS.en])

    mended = [[*head, ""], [*wide[:2], "ลา, ถึงสิ้นปี", *wide[3:5], ""], [*narrow[:2], "ครบ", *narrow[3:5], ""]]
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows(mended)
    write(office, "mended.csv", text.getvalue())
    assert office("org", "import", "mended.csv").err.endswith(
        "or import that with --skip-bad\n" + counts("mended.csv", 2, 0, 0)
    )
    assert ask(office, "SELECT note FROM organisation WHERE id > 3") == [("ลา, ถึงสิ้นปี",), ("ครบ",)]


def test_rejects_replace_nothing_unless_said(office: Netreg) -> None:
    file = write(office, "f.csv", "code,name_th\n7,ข\n")
    write(office, "bad.csv", "alt")
    before = office.db.read_bytes()
    run = office("org", "import", file, "--skip-bad", "--rejects", "bad.csv")
    assert (run.code, (office.folder / "bad.csv").read_text()) == (77, "alt")
    assert office.db.read_bytes() == before
    assert office("org", "import", file, "--skip-bad", "--rejects", "bad.csv", "--force").code == 3
    assert "7,ข" in (office.folder / "bad.csv").read_text(encoding="utf-8")


def test_no_bad_rows_make_no_file_of_them(office: Netreg) -> None:
    assert office("org", "import", "-", "--rejects", "bad.csv", stdin=THAI).code == 0
    assert not (office.folder / "bad.csv").exists()


def test_rejects_are_for_one_file(office: Netreg) -> None:
    file = write(office, "f.csv", THAI)
    lines, code = refused(office, "org", "import", file, file, "--rejects", "bad.csv")
    assert (lines, code) == (["--rejects cannot be used with several files; import the files one by one"], 2)


# --- who sent it ---------------------------------------------------------------------------------


def test_a_mapping_is_remembered_for_its_source_by_heading(office: Netreg) -> None:
    maps = ("--map", "รหัสเรา=code", "--map", "ชื่อเรา=name_th", "--map", "สี=-")
    first = write(office, "first.csv", STRANGE)
    assert whole(office("org", "import", first, *maps, "--source", "คณะสมมติ")) == told(first, 1, 0, 0)
    second = write(office, "second.csv", "สี,ชื่อเรา,จังหวัด,รหัสเรา\nฟ้า,สถาบันใหม่,เลย,new\n,สถาบันที่สอง,,n2\n")
    note = "second.csv:2: ชื่อเรา 'สถาบันใหม่': a new name; the former one, สถาบันลอง, is kept as org former-name 1\n"
    out, err, code = told(second, 1, 1, 0)
    assert whole(office("org", "import", second, "--source", "คณะสมมติ")) == (out, note + err, code)
    assert ask(office, "SELECT code, name_th, province FROM organisation WHERE id > 3") == [
        ("new", "สถาบันใหม่", "เลย"),
        ("n2", "สถาบันที่สอง", None),
    ]
    assert refused(office, "org", "import", second, "--source", "คณะอื่น")[1] == 65
    assert refused(office, "org", "import", second)[1] == 65
    assert refused(office, "member", "import", second, "--source", "คณะสมมติ")[1] == 65
    assert ask(office, "SELECT file, source FROM imported_file WHERE id > 1") == [
        ("first.csv", "คณะสมมติ"),
        ("second.csv", "คณะสมมติ"),
    ]


def test_a_map_said_now_goes_before_one_remembered(office: Netreg) -> None:
    maps = ("--map", "รหัสเรา=code", "--map", "ชื่อเรา=name_th", "--map", "สี=-")
    file = write(office, "f.csv", STRANGE)
    assert office("org", "import", file, *maps, "--source", "x").code == 0
    assert whole(office("org", "import", file, "--map", "สี=note", "--source", "x")) == told(file, 0, 1, 0)
    assert ask(office, "SELECT note FROM organisation WHERE code = 'new'") == [("แดง",)]
    assert whole(office("org", "import", file, "--source", "x")) == told(file, 0, 0, 1)


def test_the_source_can_be_the_name_of_each_file(office: Netreg) -> None:
    text = STRANGE.replace("ลอง", "{0}").replace("new", "{0}")
    one, two = (write(office, name, text.format(name[:2])) for name in ("na.csv", "ob.csv"))
    maps = ("--map", "รหัสเรา=code", "--map", "ชื่อเรา=name_th", "--map", "สี=-")
    run = office("org", "import", one, two, *maps, "--source-from-name")
    assert whole(run) == ("", counts(one, 1, 0, 0) + counts(two, 1, 0, 0), 0)
    assert ask(office, "SELECT source FROM imported_file WHERE id > 1") == [("na",), ("ob",)]
    assert whole(office("org", "import", one, "--source", "ob")) == told(one, 0, 0, 1)


def test_a_mapping_is_not_kept_by_a_dry_run_and_by_a_refused_file_only_with_its_rejects(office: Netreg) -> None:
    maps = ("--map", "รหัสเรา=code", "--map", "ชื่อเรา=name_th", "--map", "สี=-", "--source", "x")
    assert office("org", "import", write(office, "f.csv", STRANGE), *maps, "-n").code == 0
    assert office("org", "import", write(office, "g.csv", STRANGE.replace("new", "7")), *maps).code == 65
    assert ask(office, "SELECT * FROM setting") == []
    assert office("org", "import", "g.csv", *maps, "--rejects", "bad.csv").code == 65
    write(office, "bad.csv", (office.folder / "bad.csv").read_text(encoding="utf-8-sig").replace("7,", "n7,"))
    assert office("org", "import", "bad.csv", "--source", "x").code == 0


# --- who is named and not there ------------------------------------------------------------------


def test_a_misspelt_unit_offers_the_nearest(office: Netreg) -> None:
    assert office("org", "add", "เทศบาลนครขอนแก่น").code == 0
    lines, code = refused(office, "member", "import", "-", stdin="ชื่อ-สกุล,หน่วยงาน\nสมมติ หนึ่ง,เทศบาลยคนขอนแก่น\n")
    assert lines == [
        (
            "standard input:2: หน่วยงาน 'เทศบาลยคนขอนแก่น': there is no organisation 'เทศบาลยคนขอนแก่น'; "
            "did you mean: เทศบาลนครขอนแก่น? If it is none of these, add --create-missing to create it"
        ),
        nothing_written("standard input", 1, 1),
    ]
    assert code == 65


def test_what_is_missing_is_made_if_that_is_said(office: Netreg) -> None:
    content = "ชื่อ-สกุล,สังกัด\nสมมติ หนึ่ง,สำนักใหม่\nสมมติ สอง,สำนักใหม่\nสมมติ สาม,tu-a\nสมมติ สี่,New Office\n"
    file = write(office, "f.csv", content)
    made = "f.csv: created org 4 (สำนักใหม่)\nf.csv: created org 5 (New Office)\n"
    assert whole(office("member", "import", file, "--create-missing")) == ("", made + counts(file, 4, 0, 0), 0)
    assert whole(office("member", "import", file, "--create-missing")) == told(file, 0, 0, 4)
    assert ask(office, "SELECT name_th, name_en FROM organisation WHERE id > 3") == [
        ("สำนักใหม่", None), (None, "New Office"),
    ]  # fmt: skip
    assert office("undo").code == 0
    assert ask(office, "SELECT (SELECT count(*) FROM organisation), (SELECT count(*) FROM person)") == [(3, 0)]


def test_a_parent_that_is_missing_is_made_and_one_in_the_file_is_not(office: Netreg) -> None:
    content = "name_th,parent\nงานลอง,กองลอง\nกองลอง,กรมไกล\n"
    run = office("org", "import", "-", "--create-missing", stdin=content)
    assert (run.code, ask(office, "SELECT count(*) FROM organisation WHERE name_th = 'กองลอง'")) == (0, [(1,)])
    sql = "SELECT o.name_th, p.name_th FROM organisation o JOIN organisation p ON p.id = o.parent_id WHERE o.id > 3"
    assert sorted(ask(office, sql)) == [("กองลอง", "กรมไกล"), ("งานลอง", "กองลอง")]
    assert ask(office, "SELECT count(*) FROM organisation") == [(6,)]


# --- forms of files --------------------------------------------------------------------------------


def book(netreg: Netreg, name: str, *sheets: tuple[str, list[list[Any]]]) -> str:
    """A workbook of text cells; its name."""
    tables = [WorkbookSheet(title, rows[0], ["text"] * len(rows[0]), rows[1:]) for title, rows in sheets]
    (netreg.folder / name).write_bytes(workbook.build_workbook(tables))
    return name


def test_one_of_several_sheets(office: Netreg) -> None:
    rows = [["code", "name_th"], ["n1", "สถาบันลอง"]]
    file = book(office, "f.xlsx", ("ปก", [["ทะเบียน"]]), ("รายการ", rows))
    assert refused(office, "org", "import", file) == (
        ["f.xlsx has several sheets: 'ปก', 'รายการ'; choose one with --sheet NAME, or take each with --sheet all"],
        65,
    )
    for sheet in ("รายการ", "2"):
        run = office("org", "import", file, "--sheet", sheet, "-n")
        assert (run.err.splitlines()[0], run.code) == (counts(file, 1, 0, 0).strip(), 0)
    lines, code = refused(office, "org", "import", file, "--sheet", "ไม่มี")
    assert (len(lines), code, "รายการ" in lines[0]) == (1, 2, True)


def test_sheets_of_what_belongs_to_the_records(office: Netreg) -> None:
    file = book(
        office, "f.xlsx",
        ("ข้อตกลง", [["รหัส", "ชื่อข้อตกลง"], ["m1", "ข้อตกลงสมมติ"]]),
        ("ภาคี", [["ข้อตกลง", "องค์กร"], ["m1", "tu"], ["m1", "ex"]]),
        ("หน้าปก", [["x"]]),
    )  # fmt: skip
    left = "f.xlsx: the sheet 'หน้าปก' was skipped\n"
    assert whole(office("agreement", "import", file)) == ("", left + counts(file, 3, 0, 0), 0)
    assert whole(office("agreement", "import", file)) == ("", left + counts(file, 0, 0, 3), 0)
    assert ask(office, "SELECT seq, organisation_id FROM party ORDER BY seq") == [
        (1, ask(office, "SELECT id FROM organisation WHERE code = 'tu'")[0][0]),
        (2, ask(office, "SELECT id FROM organisation WHERE code = 'ex'")[0][0]),
    ]


def test_lists_nested_in_json(office: Netreg) -> None:
    content = (
        '[{"given_name": "สมมติ", "email": "s@example.org", "posts": [{"organisation": "tu", "position": "ครู"},'
        ' {"organisation": "ex", "position": "คณบดี"}]}, {"given_name": "ทดลอง", "posts": []}]'
    )
    file = write(office, "f.json", content)
    assert whole(office("member", "import", file)) == told(file, 4, 0, 0)
    assert whole(office("member", "import", file)) == told(file, 0, 0, 4)


def test_what_is_nested_in_a_bad_object_is_not_taken(office: Netreg) -> None:
    content = (
        '[{"given_name": "สมมติ", "email": "x", "posts": [{"position": "ครู"}]}, '
        '{"given_name": "ทดลอง", "posts": [{"position": "ครู"}]}]'
    )
    run = office("member", "import", write(office, "f.json", content), "--skip-bad")
    assert run.err == (
        "f.json:1: email 'x': 'x' is not an e-mail address; write it like name@example.ac.th\n"
        "f.json [posts]:1: the row that it belongs to was rejected\n" + counts("f.json", 2, 0, 0, 2)
    )
    assert run.code == 3


CODED = {"utf-8": "utf-8", "cp874": "cp874", "utf-16": "utf-16", "utf-16-le": "utf-16", "utf-8-sig": "utf-8"}


@pytest.mark.parametrize("codec", CODED)
def test_encodings_are_told_apart(office: Netreg, codec: str) -> None:
    file = write(office, "f.csv", THAI.encode(codec))
    assert whole(office("org", "import", file)) == told(file, 0, 0, 3)


def test_an_encoding_that_cannot_be_told_is_said(office: Netreg) -> None:
    file = write(office, "f.csv", "code,name_en\nn1,André\n")
    assert whole(office("org", "import", file, "--encoding", "utf-8")) == told(file, 1, 0, 0)
    assert ask(office, "SELECT name_en FROM organisation WHERE code = 'n1'") == [("André",)]
    assert ask(office, "SELECT encoding FROM imported_file WHERE id = 2") == [("utf-8",)]
    assert refused(office, "org", "import", file, "--encoding", "latin")[1] == 2


def test_title_rows_may_stand_above_the_headings(office: Netreg) -> None:
    file = write(office, "f.csv", "รายชื่อหน่วยงานในเครือข่าย,,\nปี 2567,,\n,,\nรหัส,ชื่อองค์กร,จังหวัด\nn1,สถาบันลอง,ไม่มีที่\n")
    lines, code = refused(office, "org", "import", file)
    assert (lines[0].split(" ")[0], code) == ("f.csv:5:", 65)
    write(office, file, (office.folder / file).read_text(encoding="utf-8").replace("ไม่มีที่", "เลย"))
    assert whole(office("org", "import", file)) == told(file, 1, 0, 0)


def test_an_export_of_nobody_is_read_back(office: Netreg) -> None:
    for form in ("csv", "xlsx", "json", "ndjson"):
        file = str(office.folder / f"none.{form}")
        assert office("alumni", "export", file).code == 0
        assert whole(office("alumni", "import", file)) == told(file, 0, 0, 0)


def test_a_dry_run_names_no_command(office: Netreg) -> None:
    file = write(office, "f.csv", "ชื่อ\nหนึ่ง\n")
    assert office("member", "import", file, "--dry-run", "--json").data[0]["command"] is None


def test_years_of_both_eras_in_one_column_are_refused_with_their_rows(office: Netreg) -> None:
    content = "ชื่อ,วันเกิด\nหนึ่ง,5/8/2530\nสอง,1987-08-06\nสาม,7 ส.ค. 2531\n"
    file = write(office, "f.csv", content)
    assert refused(office, "member", "import", file) == (
        [
            (
                "f.csv: the column 'วันเกิด' mixes years of both eras: พ.ศ.: rows 2, 4 (2 rows); ค.ศ.: row 3 (1 row); "
                "write them in one era, or add --skip-bad to import the rows without those of the rarer era; "
                "--read-years be or --read-years ce says what years of two digits mean"
            )
        ],
        65,
    )
    run = office("member", "import", file, "--skip-bad", "-n")
    reason = "the year is in ค.ศ., unlike others of this column; write it in the era of these"
    assert (run.code, run.err.splitlines()[0]) == (3, f"f.csv:3: วันเกิด '1987-08-06': {reason}")
    both = write(office, "g.csv", "ชื่อ,วันเกิด\nหนึ่ง,5/8/2530\nสอง,5/8/1987\nสาม,\n")
    assert "3 new, 0 changed, 0 unchanged" in office("member", "import", both, "-n").err


def test_the_user_settles_the_era(office: Netreg) -> None:
    file = write(office, "f.csv", "ชื่อ,วันเกิด\nหนึ่ง,5/8/30\nสอง,6/8/2531\n")
    assert whole(office("member", "import", file, "--read-years", "be")) == told(file, 2, 0, 0)
    assert ask(office, "SELECT birth_date FROM person ORDER BY 1") == [("1987-08-05",), ("1988-08-06",)]


def test_columns_that_netreg_fills_are_left_out_with_a_note(office: Netreg) -> None:
    listed = office("org", "list", "--csv", "--columns", "id,code,name_th,created_at,updated_at").out
    file = write(office, "f.csv", listed)
    left = "f.csv: columns that netreg fills itself were left out: id, created_at, updated_at\n"
    assert whole(office("org", "import", file)) == ("", left + counts(file, 0, 0, 3), 0)


def test_a_formula_is_named_with_its_line_and_column(office: Netreg) -> None:
    content = 'code,name_th,note\nn1,สถาบันลอง,"=HYPERLINK(""x"")"\nn2,สถาบันสอง,\'=1+1\n'
    lines, code = refused(office, "org", "import", "-", stdin=content)
    assert lines == [
        "standard input:2: note '=HYPERLINK(\"x\")': this is a formula; enter its value instead",
        nothing_written("standard input", 1, 2),
    ]
    assert code == 65


@pytest.mark.parametrize("name", ["t.csv", "t.xlsx", "t.tsv"])
@pytest.mark.parametrize("noun", ["org", "member", "agreement party", "meeting attendance"])
def test_a_template_is_empty_and_can_be_imported(office: Netreg, name: str, noun: str) -> None:
    assert whole(office(*noun.split(), "import", "--template", name)) == (f"wrote {name}\n", "", 0)
    assert whole(office(*noun.split(), "import", name)) == told(name, 0, 0, 0)


def test_a_template_replaces_nothing_unless_said(office: Netreg) -> None:
    write(office, "t.csv", "alt")
    lines, code = refused(office, "org", "import", "--template", "t.csv")
    assert (lines, code) == (["t.csv already exists; add --force to replace it"], 77)
    assert whole(office("org", "import", "--template", "t.csv", "--force")) == ("wrote t.csv\n", "", 0)
    lines, code = refused(office, "org", "import", "--template", "t.json")
    assert (lines, code) == (["cannot save a template as json; name an .xlsx or .csv file"], 2)


# --- several files ------------------------------------------------------------------------------


def test_a_file_that_is_refused_does_not_keep_the_others_out(office: Netreg) -> None:
    good = write(office, "good.csv", "code,name_th\nn1,สถาบันหนึ่ง\n")
    bad = write(office, "bad.csv", "code,name_th\n7,สถาบันลอง\n")
    last = write(office, "last.csv", "code,name_th\nn2,สถาบันสอง\n")
    reason = "a code of digits alone would be taken for a record's number; add a letter"
    said = (
        counts(good, 1, 0, 0) + f"bad.csv:2: code '7': {reason}\nnetreg: error: {nothing_written(bad, 1, 1)}\n"
        "netreg: error: no such file: nope.csv; check its name\n" + counts(last, 1, 0, 0)
    )
    run = office("org", "import", good, bad, "nope.csv", last)
    assert whole(run) == ("", said, 3)
    assert ask(office, "SELECT code FROM organisation WHERE id > 3") == [("n1",), ("n2",)]


def test_a_refused_file_behind_others_is_no_refusal_of_all(office: Netreg) -> None:
    """The code that says "nothing was written" is kept for when nothing was."""
    new, bad = write(office, "new.csv", "code,name_th\nn1,สถาบันหนึ่ง\n"), write(office, "bad.csv", "")
    for options in (("-n",), ()):
        assert office("org", "import", bad, new, *options).code == 3
    assert ask(office, "SELECT code FROM organisation WHERE id > 3") == [("n1",)]
    assert office("org", "import", new, bad).code == 65


def test_the_same_reason_is_told_once(office: Netreg) -> None:
    """By the headings of the file; programs get every row."""
    rows = "".join(f",คณะ {n % 2}\n" for n in range(40))
    file = write(office, "f.csv", f"ชื่อ - สกุล,หน่วยงาน\n{rows}")
    lines, code = refused(office, "member", "import", file, "--create-missing")
    assert lines == [
        "f.csv: ชื่อ - สกุล: is required: 40 rows (lines 2, 3, 4, 5, 6, …)", nothing_written(file, 40, 40),
    ]  # fmt: skip
    lines, code = refused(office, "member", "import", file)
    unknown = "there is no organisation '{}'; see them with 'netreg org list', or add --create-missing to create it"
    assert lines[:-1] == [
        f"f.csv: หน่วยงาน 'คณะ 0': {unknown.format('คณะ 0')}: 20 rows (lines 2, 4, 6, 8, 10, …)",
        f"f.csv: หน่วยงาน 'คณะ 1': {unknown.format('คณะ 1')}: 20 rows (lines 3, 5, 7, 9, 11, …)",
    ]
    assert code == 65
    faults = office("member", "import", file, "--json").data[0]["faults"]
    assert [fault["line"] for fault in faults] == list(range(2, 42))


def test_several_files_are_an_entry_each_and_one_batch(office: Netreg) -> None:
    names = [write(office, f"f{n}.csv", f"code,name_th\nn{n},สถาบัน {n} สมมติ\n") for n in range(3)]
    assert office("org", "import", *names).code == 0
    assert ask(office, "SELECT id, batch_id FROM command WHERE id > 1") == [(2, None), (3, 2), (4, 2)]
    assert office("undo").code == 0
    assert ask(office, "SELECT count(*) FROM organisation") == [(3,)]


def test_the_exit_code_is_the_worst(office: Netreg) -> None:
    good = write(office, "good.csv", THAI)
    some = write(office, "some.csv", "code,name_th\n7,สถาบันลอง\n")
    none = write(office, "none.csv", "")
    for files, code in (((good, good), 0), ((good, some), 3), ((some, none, good), 65), ((none, "no.csv"), 66)):
        assert office("org", "import", *files, "--skip-bad").code == code


def test_files_for_programs_tell_what_was_wrong(office: Netreg) -> None:
    """One file or many: each has its counts and faults, a refused one why; people read the same as ever."""
    good, bad = write(office, "good.csv", THAI), write(office, "bad.csv", "code,name_th\nn1,ก\n7,ข\nn2,\n")
    nothing = {"rows": 0, "new": 0, "changed": 0, "unchanged": 0, "rejected": 0, "left_out": 0, "confirmed": 0,
               "faults": [], "row_notes": [], "left_out_rows": [], "created": [], "command": None,
               "records": []}  # fmt: skip
    uncounted = {**nothing, "rows": None, "rejected": None}
    missing = {"file": "nope.csv", **uncounted, "error": "no such file: nope.csv; check its name", "exit": 66}
    run = office("org", "import", good, "nope.csv", bad, "--json")
    assert ([one["file"] for one in run.data], run.data[1]) == ([good, "nope.csv", bad], missing)
    assert (run.data[0]["unchanged"], run.code) == (3, 66)
    faults = run.data[2]["faults"]
    assert [(one["line"], one["heading"], one["value"]) for one in faults] == [(3, "code", "7"), (4, "name_th", "")]
    assert run.data[2] == {
        **nothing, "file": bad, "rows": 3, "rejected": 2, "faults": faults, "exit": 65,
        "error": nothing_written(bad, 2, 3),
    }  # fmt: skip

    for options in ((), ("--dry-run",)):
        alone = office("org", "import", bad, "--json", *options)
        assert (alone.data, alone.code) == ([run.data[2]], 65)
        assert whole(office("org", "import", bad, *options)) == ("", alone.err, 65)
    assert office("org", "import", "nope.csv", "--json").data == [missing]
    assert office("org", "import", bad, "--json", "--skip-bad").data[0]["faults"] == faults


# --- a dry run ------------------------------------------------------------------------------------

DRY = {
    "update": (KNOWN, ()),
    "fill": (KNOWN, ("--on-match", "fill")),
    "skip bad": ("code,name_th,parent\n7,ก,\nn1,ข,tu\nn2,ค,n1\nn3,ง,n9\nex,ใหม่,\n", ("--skip-bad",)),
    "missing": ("code,name_th,parent\nn1,ข,ใหม่\n", ("--create-missing",)),
    "refused": ("code,name_th\n7,ก\n", ()),
}


@pytest.mark.parametrize(("content", "options"), DRY.values(), ids=list(DRY))
def test_a_dry_run_says_just_what_the_real_thing_says(office: Netreg, content: str, options: tuple[str, ...]) -> None:
    file = write(office, "f.csv", content)
    before = office.db.read_bytes()
    dry = office("org", "import", file, "-n", *options)
    assert office.db.read_bytes() == before
    real = office("org", "import", file, *options)
    note = "" if dry.code == 65 else "netreg: dry run: nothing was saved\n"
    assert whole(dry) == (real.out, real.err + note, real.code)


PREVIEW = """\
code,name_th,parent,note
tu,มหาวิทยาลัยทดสอบ,,ใหม่กว่า
n1,ภาควิชาลอง,tu-a,
ex,มหาวิทยาลัยตัวอย่าง,,
tu-a,,ex,
"""


def test_a_dry_run_shows_record_by_record_what_changes(office: Netreg) -> None:
    """A page on a terminal; all of it in the formats for programs, and in a file."""
    file = write(office, "f.csv", PREVIEW)
    run = office("--lang", "th", "org", "import", file, "-n", "--format", "table")
    assert [line.rstrip() for line in run.out.splitlines()] == [
        "บรรทัด  ผล     ชื่อ              สิ่งที่เปลี่ยน",
        "─" * 68,
        "    2  เปลี่ยน  มหาวิทยาลัยทดสอบ  หมายเหตุ: ใหม่กว่า",
        "    3  ใหม่    ภาควิชาลอง       รหัส: n1",
        "                              สังกัด: คณะสมมติ",
        "    5  เปลี่ยน  คณะสมมติ         สังกัด: มหาวิทยาลัยทดสอบ → มหาวิทยาลัยตัวอย่าง",
    ]
    assert run.err == f"{file}: เพิ่มใหม่ 1 แก้ไข 2 ไม่เปลี่ยน 1\n{TRIED}"
    rows = office("org", "import", file, "-n", "--format", "tsv").out.splitlines()
    assert rows == [
        "file\tline\toutcome\tid\tname\tfield\tfrom\tto",
        "f.csv\t2\tchanged\t1\tมหาวิทยาลัยทดสอบ\tnote\t\tใหม่กว่า",
        "f.csv\t3\tnew\t4\tภาควิชาลอง\tcode\t\tn1",
        "f.csv\t3\tnew\t4\tภาควิชาลอง\tname_th\t\tภาควิชาลอง",
        "f.csv\t3\tnew\t4\tภาควิชาลอง\tparent\t\ttu-a",
        "f.csv\t5\tchanged\t2\tคณะสมมติ\tparent\ttu\tex",
    ]
    dry, before = office("org", "import", file, "-n", "--json").data[0]["records"], office.db.read_bytes()
    assert [(one["line"], one["outcome"], one["name"]) for one in dry] == [
        (2, "changed", "มหาวิทยาลัยทดสอบ"), (3, "new", "ภาควิชาลอง"), (5, "changed", "คณะสมมติ"),
    ]  # fmt: skip
    assert dry[2]["changes"] == {
        "parent": {
            "from": {"id": 1, "code": "tu", "name": "มหาวิทยาลัยทดสอบ"},
            "to": {"id": 3, "code": "ex", "name": "มหาวิทยาลัยตัวอย่าง"},
        }
    }
    assert office.db.read_bytes() == before
    assert office("org", "import", file, "--json").data[0]["records"] == dry


def test_the_changes_of_several_files_are_written_to_one(office: Netreg) -> None:
    one, two = write(office, "one.csv", PREVIEW), write(office, "two.csv", "code,name_th\nn1,ภาควิชาใหม่\n7,ก\n")
    names = ("out.csv", "out.json", "out.ndjson", "out.xlsx")
    for name in names:
        assert office("--lang", "th", "org", "import", one, two, "-n", "--skip-bad", "--out", name).code == 3
    rows = list(csv.reader(io.StringIO((office.folder / "out.csv").read_text(encoding="utf-8-sig"))))
    assert rows[0] == ["แฟ้ม", "บรรทัด", "ผล", "เลข", "ชื่อ", "ช่อง", "เดิม", "เป็น"]
    assert rows[-2:] == [
        ["one.csv", "5", "เปลี่ยน", "2", "คณะสมมติ", "สังกัด", "มหาวิทยาลัยทดสอบ", "มหาวิทยาลัยตัวอย่าง"],
        ["two.csv", "2", "เปลี่ยน", "4", "ภาควิชาใหม่", "ชื่อองค์กร", "ภาควิชาลอง", "ภาควิชาใหม่"],
    ]
    records = json.loads((office.folder / "out.json").read_bytes())
    assert [(one["file"], one["line"]) for one in records] == [("one.csv", n) for n in (2, 3, 5)] + [("two.csv", 2)]
    lines = (office.folder / "out.ndjson").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line) for line in lines] == records
    with open_file.open_file(office.folder / "out.xlsx") as file:
        assert [row.cells for row in file.tables[0].rows()] == rows
    for name, code in (("out.csv", 77), ("out.ics", 2)):
        assert office("org", "import", one, "--out", name).code == code
    assert ask(office, "SELECT count(*) FROM organisation") == [(3,)]
    assert office("org", "import", one, "--out", "out.json", "--force").code == 0
    assert json.loads((office.folder / "out.json").read_bytes()) == records[:3]
    assert office("org", "import", one, "--out", "none.json").code == 0
    assert json.loads((office.folder / "none.json").read_bytes()) == []


def test_a_page_is_no_longer_than_a_page(office: Netreg) -> None:
    rows = "".join(f"n{n},หน่วย {n} สมมติ\n" for n in range(32))
    files = [
        write(office, f"f{n}.csv", f"code,name_th\n{rows.replace('n', 'abc'[n]).replace('สมมติ', 'กข'[n])}")
        for n in range(2)
    ]
    run = office("--lang", "en", "org", "import", *files, "-n", "--format", "table")
    lines = run.out.splitlines()
    assert (len(lines), lines[-1]) == (24, "… 44 more records; all with --json or --out FILE")
    assert len(office("org", "import", *files, "-n", "--json").data[1]["records"]) == 32


def test_quiet_is_quiet(office: Netreg) -> None:
    assert whole(office("-q", "org", "import", "-", stdin=KNOWN)) == ("", "", 0)
    error = "netreg: error: no such file: nope.csv; check its name\n"
    good = write(office, "good.csv", KNOWN)
    for files in (("nope.csv",), (good, "nope.csv"), (good, "nope.csv", "-n")):
        assert whole(office("-q", "org", "import", *files)) == ("", error, 66)


# --- how it looks in the history -----------------------------------------------------------------


def test_an_import_is_one_entry_of_the_history(office: Netreg) -> None:
    people = "ชื่อ-สกุล,สังกัด,ตำแหน่ง\nสมมติ หนึ่ง,tu-a,ครู\nสมมติ สอง,ex,ครู\n"
    assert office("member", "import", "-", stdin=people).code == 0
    assert ask(office, "SELECT words FROM command") == [("org import",), ("member import",)]
    assert ask(office, "SELECT kind, count(*) FROM change WHERE command_id = 2 GROUP BY 1") == [
        ("person", 2), ("post", 2),
    ]  # fmt: skip


def test_the_program_itself_imports(netreg: Netreg, made: tuple[bytes, bytes]) -> None:
    """The tests above run in this process; this one starts the program."""
    program = with_register(Netreg(netreg.folder), made[1])
    assert whole(program("org", "import", "-", stdin=THAI.encode("cp874"))) == told("standard input", 0, 0, 3)
    file = write(program, "f.csv", "code,name_th\n7,ก\nn1,ข\n")
    run = program("org", "import", file, "--skip-bad", "--json")
    assert (run.code, run.data[0]["new"], run.err.splitlines()[-1]) == (3, 1, counts(file, 1, 0, 0, 1).strip())


# --- export ------------------------------------------------------------------------------


def test_what_has_no_room_in_a_table_is_told_on_the_standard_error(office: Netreg) -> None:
    assert office("member", "add", "นายสมมติ ตัวอย่าง", "--org", "tu", "--position", "อาจารย์").code == 0
    told = "netreg: not included: the records that belong to them; export them with netreg member post export\n"
    assert office("member", "export").err == told
    assert whole(office("member", "export", "m.csv")) == ("wrote m.csv\n", told, 0)
    assert whole(office("member", "export", "m.json")) == ("wrote m.json\n", "", 0)


def test_an_export_makes_the_same_register_elsewhere(register: Netreg, demo_file: Path) -> None:
    nouns = (
        "org", "member", "group", "agreement", "agreement party", "agreement signatory",
        "meeting series", "meeting", "meeting attendance",
    )  # fmt: skip
    exports = {noun: register("--db", str(demo_file), *noun.split(), "export").out for noun in nouns}
    for noun, content in exports.items():
        assert register(*noun.split(), "import", "-", stdin=content).code == 0
    for noun in ("org", "member", "agreement signatory", "meeting"):
        assert register(*noun.split(), "export").out == exports[noun]


def test_an_export_on_the_standard_output(office: Netreg) -> None:
    assert office("org", "remove", "tu-a", "-y").code == 0
    run = office("org", "export", "--headings", "names")
    assert [row[:2] for row in csv.reader(io.StringIO(run.out))] == [
        ["code", "name_th"],
        ["ex", "มหาวิทยาลัยตัวอย่าง"],
        ["tu", "มหาวิทยาลัยทดสอบ"],
    ]
    assert office("org", "export", "-", "--headings", "names").out == run.out


def test_an_export_to_a_file(office: Netreg) -> None:
    assert whole(office("org", "export", "out.csv")) == ("wrote out.csv\n", "", 0)
    path = office.folder / "out.csv"
    assert path.read_bytes() == b"\xef\xbb\xbf" + office("org", "export").out.encode()
    assert path.stat().st_mode & 0o777 == 0o600
    assert sorted(found.name for found in office.folder.iterdir()) == ["out.csv", "register.db"]
    assert refused(office, "org", "export", "out.csv") == (["out.csv already exists; add --force to replace it"], 77)
    assert whole(office("org", "export", "out.csv", "--force")) == ("wrote out.csv\n", "", 0)
    assert whole(office("org", "import", "out.csv")) == told("out.csv", 0, 0, 3)


@pytest.mark.parametrize("options", [(), ("--force",)], ids=["plain", "force"])
def test_an_export_never_replaces_a_register(office: Netreg, options: tuple[str, ...]) -> None:
    shutil.copy(office.db, office.folder / "other.db")
    for name in ("register.db", "other.db"):
        lines, code = refused(office, "org", "export", name, *options)
        assert (len(lines), code) == (1, 77)


def test_places_an_export_cannot_go(office: Netreg) -> None:
    assert refused(office, "org", "export", "nowhere/x.csv") == (
        ["no such folder: nowhere; create it with 'mkdir -p nowhere'"],
        66,
    )
    assert refused(office, "org", "export", ".", "--force")[1] == 77
    assert refused(office, "org", "export", os.devnull, "--force")[1] == 77
    assert refused(office, "org", "export", "--headings", "xx") == (
        ["--headings: unknown headings 'xx'; expected one of: th, en, names"],
        2,
    )


def test_the_files_imported_are_listed_with_what_became_of_their_rows(office: Netreg) -> None:
    file = write(office, "more.csv", "code,name_th\nn1,สถาบันหนึ่ง\n")
    assert office("org", "import", file, "--source", "sat").code == 0
    assert office("org", "import", file, "--source", "sat").code == 0
    columns = "file,source,rows,new,unchanged,command_id,encoding"
    assert office("imports", "--csv", "--columns", columns, "--limit", "2").out == (
        "file,source,rows,new,unchanged,command_id,encoding\nmore.csv,sat,1,0,1,,utf-8\nmore.csv,sat,1,1,0,2,utf-8\n"
    )


def test_a_key_that_names_somebody_else_renames_nobody(office: Netreg) -> None:
    first = write(office, "first.csv", "external_key,name\n1,นายสมมติ หนึ่ง\n")
    second = write(office, "second.csv", "external_key,name\n1,นางลอง สอง\n")
    assert office("member", "import", first).code == 0
    run = office("member", "import", second)
    assert run.code == 65
    assert (
        "external_key '1': it belongs to member 1 (นายสมมติ หนึ่ง; 1), who has a different name; write #1, new or skip"
        in run.err
    )
    married = write(office, "married.csv", "external_key,name\n1,นายสมมติ ใหม่\n")
    note = "married.csv:2: name 'ใหม่': a new name; the former one, นายสมมติ หนึ่ง, is kept as member former-name 1\n"
    assert office("member", "import", married).err == note + counts(married, 0, 1, 0)


def test_a_code_that_two_people_are_given_is_told_with_its_line(office: Netreg) -> None:
    people = "รหัส,ชื่อ-สกุล,อีเมล\nC1,นายสมมติ หนึ่ง,p1@example.org\nC1,นางลอง สอง,p2@example.org\n"
    file = write(office, "codes.csv", people)
    fault = (
        "codes.csv:3: รหัส 'C1': line 2 has the same value, but a different Name; correct one of them, or remove it\n"
    )
    run = office("member", "import", file)
    assert (run.code, run.err.startswith(fault)) == (65, True)
    run = office("member", "import", file, "--skip-bad", "--json")
    assert (run.code, run.data[0]["new"], run.data[0]["rejected"]) == (3, 1, 1)
    [told] = run.data[0]["faults"]
    assert (told["line"], told["heading"], told["value"]) == (3, "รหัส", "C1")
    assert office("member", "list", "--all", "--columns", "code,email", "--no-header").out == "C1\tp1@example.org\n"


def test_a_name_that_its_parts_contradict_is_refused(office: Netreg) -> None:
    content = "ชื่อ-สกุล,ชื่อ,นามสกุล\nนายหนึ่ง สมมติกุล,สอง,สามมี\n"
    run = office("member", "import", "-", stdin=content)
    assert run.code == 65
    assert "another column of this row has a different value" in run.err


def test_a_bare_number_names_no_record(office: Netreg) -> None:
    run = office("member", "import", "-", stdin="ชื่อ-สกุล,คณะ\nนายสมมติ หนึ่ง,1\n")
    assert run.code == 65
    assert (
        "'1' is a number, and may be the sender's own; write the name or code; #1 is org 1 of this register" in run.err
    )
    assert office("member", "import", "-", stdin="ชื่อ-สกุล,คณะ\nนายสมมติ หนึ่ง,#1\n").code == 0


def test_rejects_go_onto_no_input(office: Netreg) -> None:
    file = write(office, "bad.csv", "code,name_th\n7,สถาบันลอง\n")
    before = (office.folder / file).read_bytes()
    run = office("org", "import", file, "--rejects", file, "--force")
    assert (run.out, run.code) == ("", 2)
    assert (office.folder / file).read_bytes() == before


def test_a_dry_run_of_several_files_sees_what_comes_before(office: Netreg) -> None:
    one = write(office, "one.csv", "name_th\nคณะใหม่\n")
    two = write(office, "two.csv", "name_th,parent\nภาคใหม่,คณะใหม่\n")
    tried = office("org", "import", one, two, "-n")
    assert (tried.err, tried.code) == (
        counts(one, 1, 0, 0) + counts(two, 1, 0, 0) + "netreg: dry run: nothing was saved\n", 0,
    )  # fmt: skip
    assert ask(office, "SELECT count(*) FROM organisation") == [(3,)]
    assert office("org", "import", one, two).err == counts(one, 1, 0, 0) + counts(two, 1, 0, 0)


def test_an_import_is_recorded_where_another_tool_took_the_trigger_away(office: Netreg) -> None:
    with closing(sqlite3.connect(office.db)) as db:
        db.execute("DROP TRIGGER history_person_insert")
    assert office("member", "import", "-", stdin="ชื่อ-สกุล\nนายสมมติ หนึ่ง\n").code == 0
    assert ask(office, "SELECT count(*) FROM change WHERE kind = 'person'") == [(1,)]
    assert office("doctor", "--full").code == 0


def test_a_list_of_ones_own_is_read_back_and_changes_nothing(office: Netreg) -> None:
    content = "รหัส,ชื่อ-สกุล,ตำแหน่ง,หน่วยงาน\nm1,นายสมมุติ หนึ่ง,ครู,tu-a\nm2,นางทดสอบ สอง,หัวหน้า,tu-a\n"
    assert office("member", "import", "-", stdin=content).code == 0
    for noun in ("member", "org"):
        assert office(noun, "list", "--out", f"{noun}.csv").code == 0
        run = office(noun, "import", f"{noun}.csv")
        assert (run.code, "0 new, 0 changed" in run.err, "No." in run.err) == (0, True, True), run.err
    foreign = "เลข,ชื่อ-สกุล,ตำแหน่งปัจจุบัน,หน่วยงาน\n7,นายใหม่ ลอง,ครู,tu-a\n"
    assert office("member", "import", "-", stdin=foreign).code == 0
    assert "ครู" in office("member", "list", "--match", "ใหม่ ลอง", "--no-header").out


def test_rejects_go_with_an_import_that_fails(office: Netreg, monkeypatch: pytest.MonkeyPatch) -> None:
    """What failed in its commit has written nothing; the same command works once there is space again."""
    file = write(office, "f.csv", "code,name_th,province\nx7,หน่วยดีสมมติ,\nx8,หน่วยเสียสมมติ,ไม่มีจริง\n")
    words = ("org", "import", file, "--skip-bad", "--rejects", "bad.csv")
    before = sorted(office.folder.iterdir())

    def fail(*_arguments: object) -> None:
        raise DeviceError("full")

    with monkeypatch.context() as patch:
        patch.setattr(connections, "_commit", fail)
        assert office(*words).code == 74
        assert sorted(office.folder.iterdir()) == before
    (office.folder / "old.csv").write_text("alt")
    with monkeypatch.context() as patch:
        patch.setattr(connections, "_commit", fail)
        assert office(*words[:-1], "old.csv", "--force").code == 74
    assert (office.folder / "old.csv").exists(), "what was there before is never removed"
    assert office(*words).code == 3


def test_a_report_that_cannot_be_written_does_not_deny_the_import(
    office: Netreg, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write(office, "f.csv", "code,name_th\nx7,หน่วยดีสมมติ\n")
    replace = Path.replace

    def fail(path: Path, target: Path) -> Path:
        if Path(target).name == "changes.csv":
            raise OSError(errno.ENOSPC, "No space left on device")
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", fail)
    run = office("org", "import", file, "--out", "changes.csv")
    assert (run.code, run.out) == (74, "")
    assert run.err == "netreg: error: the disk of changes.csv is full; the command itself was completed\n"
    assert office("org", "show", "x7").code == 0
