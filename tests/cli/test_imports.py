"""``netreg NOUN import`` and ``export``: CSV files taken whole or not at all, and written to be taken again."""

from __future__ import annotations

import csv
import io
import os
import shutil
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Netreg, Run

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
    "tu-a;คณะสมมติ;faculty;1;;\n"
    "ex;มหาวิทยาลัยตัวอย่าง;;;เชียงใหม่;\n"
)


def write(netreg: Netreg, name: str, content: str | bytes) -> str:
    """A file in the test's folder; its name."""
    (netreg.folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    return name


def whole(run: Run) -> tuple[str, str, int]:
    """All of a run."""
    return run.out, run.err, run.code


def told(file: str, new: int, changed: int, unchanged: int) -> tuple[str, str, int]:
    """What an import that worked prints."""
    return f"{file}: {new} new, {changed} changed, {unchanged} unchanged\n", "", 0


@pytest.fixture
def office(netreg: Netreg, tmp_path_factory: pytest.TempPathFactory) -> Netreg:
    """A register with the three organisations of the files; made once and copied."""
    made = tmp_path_factory.getbasetemp() / "imports.db"
    if not made.exists():
        assert netreg("init").code == 0
        assert whole(netreg("org", "import", "-", stdin=THAI)) == told("standard input", 3, 0, 0)
        shutil.copy(netreg.db, made)
    shutil.copy(made, netreg.db)
    return netreg


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


def nothing_written(file: str, bad: int, total: int) -> str:
    """The last line about bad rows."""
    rows = "row" if total == 1 else "rows"
    return f"{file}: {bad} of {total} {rows} cannot be taken, nothing was written; mend the file and import it again"


# --- what is taken ----------------------------------------------------------------


def test_headings_in_thai_in_english_and_field_names_mean_the_same(register: Netreg) -> None:
    thai, english, names = (
        write(register, name, content)
        for name, content in (("thai.csv", THAI), ("english.csv", ENGLISH), ("names.csv", NAMES))
    )
    assert whole(register("org", "import", thai)) == told(thai, 3, 0, 0)
    out = "".join(told(file, 0, 0, 3)[0] for file in (thai, english, names))
    assert whole(register("org", "import", thai, english, names)) == (out, "", 0)
    columns = "code,name_th,kind,parent,province,founded"
    run = register("org", "list", "--columns", columns, "--sort", "id", "--no-header")
    assert run.out == (
        "tu\tมหาวิทยาลัยทดสอบ\tuniversity\t\tขอนแก่น\t1967-08-05\n"
        "tu-a\tคณะสมมติ\tfaculty\tมหาวิทยาลัยทดสอบ\t\t\n"
        "ex\tมหาวิทยาลัยตัวอย่าง\t\t\tเชียงใหม่\t\n"
    )


def test_a_second_run_writes_nothing(office: Netreg) -> None:
    before = office.db.read_bytes()
    assert whole(office("org", "import", "-", stdin=ENGLISH)) == told("standard input", 0, 0, 3)
    assert office.db.read_bytes() == before


def test_only_what_differs_is_changed_and_empty_cells_change_nothing(office: Netreg) -> None:
    file = write(office, "more.csv", "รหัส,ชื่อองค์กร,จังหวัด\ntu,,เชียงใหม่\nex,,\nnew,สถาบันลอง,\n")
    assert whole(office("org", "import", file)) == told(file, 1, 1, 1)
    run = office("org", "list", "--columns", "code,name_th,province", "--sort", "id", "--no-header")
    assert run.out.splitlines() == [
        "tu\tมหาวิทยาลัยทดสอบ\tเชียงใหม่",
        "tu-a\tคณะสมมติ\t",
        "ex\tมหาวิทยาลัยตัวอย่าง\tเชียงใหม่",
        "new\tสถาบันลอง\t",
    ]


@pytest.mark.parametrize("flag", ["--dry-run", "-n"])
def test_a_dry_run_counts_and_keeps_nothing(office: Netreg, flag: str) -> None:
    before = office.db.read_bytes()
    run = office("org", "import", "-", flag, stdin="code,name_th,note\nnew,สถาบันลอง,x\ntu,,ย\n")
    assert whole(run) == ("standard input: 1 new, 1 changed, 0 unchanged\n", "netreg: dry run: nothing was kept\n", 0)
    assert office.db.read_bytes() == before


def test_counts_for_programs(office: Netreg) -> None:
    one = write(office, "one.csv", "code,name_th\nnew,สถาบันลอง\n")
    run = office("org", "import", one, write(office, "two.csv", THAI), "--json")
    assert run.data == [
        {"file": "one.csv", "rows": 1, "new": 1, "changed": 0, "unchanged": 0},
        {"file": "two.csv", "rows": 3, "new": 0, "changed": 0, "unchanged": 3},
    ]


def test_several_files_are_taken_together_or_not_at_all(office: Netreg) -> None:
    good = write(office, "good.csv", "code,name_th\nnew,สถาบันลอง\n")
    bad = write(office, "bad.csv", "code,name_th\n7,สถาบันลอง\n")
    lines, code = refused(office, "org", "import", good, bad)
    assert lines == [
        "bad.csv:2: code '7': a code of digits alone would be taken for a record's number; add a letter",
        nothing_written("bad.csv", 1, 1),
    ]
    assert code == 65


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
    files = [write(register, form, text.replace("@", f"n{n}")) for n, (form, text) in enumerate(FORMS.items())]
    out = "".join(told(file, 1, 0, 0)[0] for file in files)
    assert whole(register("org", "import", *files)) == (out, "", 0)
    run = register("org", "list", "--columns", "code,name_th", "--sort", "id", "--no-header")
    assert run.out == "".join(f"n{n}\tสถาบันลอง\n" for n in range(len(FORMS)))


def test_texts_come_back_as_they_were(office: Netreg) -> None:
    """Leading zeros, numbers that are none, line ends in a cell, formulas, quotes."""
    texts = [
        "007",
        "1E5",
        "NaN",
        "NULL",
        "-",
        "=1+1",
        "บรรทัด1\nบรรทัด2",
        'a "b", c',
        "[/b]",
        "20-digit 12345678901234567890",
    ]
    out = io.StringIO()
    csv.writer(out).writerows([["name_th", "note"], *([f"สถาบัน{n}", text] for n, text in enumerate(texts))])
    assert office("org", "import", "-", stdin=out.getvalue()).code == 0
    rows = office("org", "list", "--json", "--sort", "id").data[3:]
    assert [row["note"] for row in rows] == texts


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
    assert whole(run) == told("standard input", 0, 1, 0)
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
    "no field": (("รหัสเรา=code", "ชื่อเรา=nam_th", "สี=-"), 2, "--map: 'nam_th' is no field of org; nearest: name_th"),
    "no equals sign": (("รหัสเรา",), 2, "--map: 'รหัสเรา' is not HEADING=FIELD"),
    "twice the same": (
        ("รหัสเรา=code", "ชื่อเรา=code", "สี=-"),
        65,
        "strange.csv: 'รหัสเรา' and 'ชื่อเรา' both mean code; leave one out with --map 'HEADING=-'",
    ),
}


@pytest.mark.parametrize(("pairs", "code", "sentence"), MAPS.values(), ids=list(MAPS))
def test_a_wrong_map_is_refused(office: Netreg, pairs: tuple[str, ...], code: int, sentence: str) -> None:
    file = write(office, "strange.csv", STRANGE)
    options = [word for pair in pairs for word in ("--map", pair)]
    assert refused(office, "org", "import", file, *options) == ([sentence], code)


def test_a_map_for_a_heading_that_is_not_there_is_refused(office: Netreg) -> None:
    """A mistyped heading must not be dropped in silence."""
    lines, code = refused(office, "org", "import", "-", "--map", "จังหวด=province", stdin="code,name_th\nnew,x\n")
    assert "จังหวด" in lines[0]
    assert (len(lines), code) == (1, 2)


# --- what is refused --------------------------------------------------------------------

WIDE = "is the first line the headings? they may be: รหัส, ชื่อองค์กร, ชื่อภาษาอังกฤษ, ชื่อย่อ, ชื่ออื่น, ประเภท, สังกัด, จังหวัด"
FILES = {
    "no headings": ("n1,สถาบันหนึ่ง\nn2,สถาบันสอง\n", f"f.csv: no column has a heading that is known; {WIDE}"),
    "unknown headings": (
        "code,name_th,colour,จังวัด\nnew,x,แดง,ขอนแก่น\n",
        (
            "f.csv: headings that are not known: 'colour', 'จังวัด' (nearest: จังหวัด); "
            "rename them, or say --map 'HEADING=FIELD' (HEADING=- leaves a column out)"
        ),
    ),
    "the same heading twice": (
        "code,name_th,code\nnew,x,y\n",
        "f.csv: columns 1 and 3 have the same heading 'code'; rename one of them",
    ),
    "the same heading but for blanks": (
        "code,name_th,\u200bCode \nnew,สถาบัน,y\n",
        "f.csv: columns 1 and 3 have the same heading 'Code'; rename one of them",
    ),
    "two headings of one field": (
        "code,รหัส,name_th\nnew,x,y\n",
        "f.csv: 'code' and 'รหัส' both mean code; leave one out with --map 'HEADING=-'",
    ),
    "an empty heading": ("code,,name_th\nnew,x,y\n", "f.csv: column 2 has no heading; is the first line the headings?"),
    "an unclosed quote": (
        'code,name_th\nn1,"สถาบัน\nn2,x\n',
        "f.csv:2: a quote that opens on this line never closes; mend the quotes and import again",
    ),
    "text behind a quote": (
        'code,name_th\nn1,สถาบัน\nn2,"x"y\n',
        "f.csv:3: the quotes are not those of a CSV file; mend the quotes and import again",
    ),
    "empty": ("", "f.csv is empty; its first line must be the headings"),
    "blank lines": ("\n \n", "f.csv is empty; its first line must be the headings"),
    "NUL": (
        "code,name_th\nn1,สถา\0บัน\n",
        "f.csv:2: there are NUL characters in it; is it a CSV file? save it again as 'CSV UTF-8'",
    ),
    "cp874": (
        "code,name_th\nn1,คณะสมมติ\n".encode("cp874"),
        "f.csv:2: the text is not UTF-8; save it from Excel as 'CSV UTF-8' and import that",
    ),
    "a long cell": (
        "code,name_th\nn1," + "a" * (2 << 20) + "\n",
        "f.csv:2: a cell is longer than a million characters; shorten it and import again",
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
    os.mkfifo(office.folder / "pipe")
    assert refused(office, "org", "import", "nope.csv") == (["there is no file nope.csv; check its name"], 66)
    assert refused(office, "org", "import", "folder") == (["folder is not a file; name a CSV file"], 66)
    assert refused(office, "org", "import", "pipe") == (["pipe is not a file; name a CSV file"], 66)
    assert refused(office, "org", "import", os.devnull) == ([f"{os.devnull} is not a file; name a CSV file"], 66)
    assert refused(office, "org", "import", stdin=THAI)[1] == 2


def test_a_good_file_for_another_kind_is_refused(office: Netreg) -> None:
    lines, code = refused(office, "member", "import", write(office, "orgs.csv", THAI))
    assert (len(lines), code) == (1, 65)
    assert "'ชื่อองค์กร'" in lines[0]


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
        'นางทดลอง สอง,tu-a,"อาจารย์\nประจำ",ไม่มี,12/13/2560,เมื่อไร\n'
        "นางสาวทดลอง สาม,คณะไม่มี,,,,\n"
        "นาย,tu,,,,\n"
        "นายดี สี่,tu,,,,\n",
    )
    assert refused(office, "member", "import", file) == (
        [
            "people.csv:2: วันเกิด '29/02/2564': there is no day 29 in ก.พ. 2564, which has 28 days",
            (
                "people.csv:3: ดำรงตำแหน่งตั้งแต่ 'เมื่อไร': 'เมื่อไร' is not a date that can be read exactly; "
                "write it such as 5 ส.ค. 2564 or 2021-08-05"
            ),
            "people.csv:3: วันเกิด '12/13/2560': there is no month 13; numbers are day/month/year",
            "people.csv:3: อีเมล 'ไม่มี': 'ไม่มี' is not an e-mail address; write it such as name@example.ac.th",
            "people.csv:5: สังกัด 'คณะไม่มี': there is no organisation 'คณะไม่มี'; nearest: คณะสมมติ",
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
        "standard input:2: code 'n1': a name in Thai or English is needed; look at name_th",
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
    assert whole(office("org", "import", file)) == told(file, 1, 0, 1)
    assert whole(office("org", "import", file)) == told(file, 0, 0, 2)


def test_a_name_that_may_be_two_is_not_guessed(office: Netreg) -> None:
    assert office("org", "add", "คณะสมมติ", "--parent", "ex").code == 0
    lines, code = refused(office, "member", "import", "-", stdin="ชื่อ-สกุล,สังกัด\nนายสมมติ หนึ่ง,คณะสมมติ\n")
    assert lines == [
        (
            "standard input:2: สังกัด 'คณะสมมติ': 'คณะสมมติ' may be any of 2: 2 tu-a คณะสมมติ; 4 คณะสมมติ; "
            "name it by its number or code"
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
        "standard input:2: ชื่อข้อตกลง 'ข้อตกลงสมมติ': the agreement ends before it begins; look at end_stated",
        nothing_written("standard input", 1, 1),
    ]
    assert code == 65


def test_hostile_cells_neither_crash_nor_steer_the_terminal(office: Netreg) -> None:
    content = 'ชื่อ-สกุล,วันเกิด\n"[/b]\x1b[31m\u202e",\x1b]0;t\x07\n'
    run = office("member", "import", "-", stdin=content)
    assert (run.out, run.code) == ("", 65)
    assert not any(sign in run.err for sign in "\x1b\x07\u202e")
    assert run.err.splitlines()[-1].startswith("netreg: error: ")


# --- export ------------------------------------------------------------------------------

NOUNS = (
    "org", "member", "member post", "agreement", "agreement purpose", "agreement party", "agreement signatory",
    "agreement witness", "meeting", "meeting agenda", "meeting attendance", "meeting headcount",
)  # fmt: skip


HEADINGS = (("th",), ("th", "en", "names"))
# Between them these have every type of field.
ALL_HEADINGS = ("org", "member", "agreement", "meeting headcount")


@pytest.mark.parametrize("noun", NOUNS)
def test_what_is_exported_is_imported_as_nothing_new(netreg: Netreg, demo_file: Path, noun: str) -> None:
    shutil.copy(demo_file, netreg.db)
    before = netreg.db.read_bytes()
    out, files = "", []
    for headings in HEADINGS[noun in ALL_HEADINGS]:
        exported = netreg(*noun.split(), "export", "--headings", headings)
        assert (exported.err, exported.code) == ("", 0)
        files.append(write(netreg, f"{headings}.csv", exported.out))
        out += told(files[-1], 0, 0, len(list(csv.reader(io.StringIO(exported.out)))) - 1)[0]
    assert whole(netreg(*noun.split(), "import", *files)) == (out, "", 0)
    assert netreg.db.read_bytes() == before


def test_an_export_makes_the_same_register_elsewhere(register: Netreg, demo_file: Path) -> None:
    nouns = ("org", "member", "agreement", "agreement party", "agreement signatory", "meeting", "meeting attendance")
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
    assert refused(office, "org", "export", "out.csv") == (["out.csv is there already; add --force to replace it"], 77)
    assert whole(office("org", "export", "out.csv", "--force")) == ("wrote out.csv\n", "", 0)
    assert whole(office("org", "import", "out.csv")) == told("out.csv", 0, 0, 3)


@pytest.mark.parametrize("options", [(), ("--force",)], ids=["plain", "force"])
def test_an_export_never_replaces_a_register(office: Netreg, options: tuple[str, ...]) -> None:
    shutil.copy(office.db, office.folder / "other.db")
    for name in ("register.db", "other.db"):
        lines, code = refused(office, "org", "export", name, *options)
        assert (len(lines), code) == (1, 77)


def test_places_an_export_cannot_go(office: Netreg) -> None:
    assert refused(office, "org", "export", "nowhere/x.csv") == (["there is no folder nowhere; make it first"], 66)
    assert refused(office, "org", "export", ".", "--force")[1] == 77
    assert refused(office, "org", "export", os.devnull, "--force")[1] == 77
    assert refused(office, "org", "export", "--headings", "xx") == (
        ["--headings: 'xx' is none of th, en, names"],
        2,
    )
