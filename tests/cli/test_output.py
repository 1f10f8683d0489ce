"""What is printed, where and how: formats, columns, eras, languages, terminals, pipes, hostile data."""

from __future__ import annotations

import csv
import fcntl
import io
import json
import os
import pty
import re
import shutil
import sqlite3
import struct
import subprocess
import sys
import termios
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len

from netreg.exchange.formula_guard import guard_formula
from tests.cli.conftest import whole

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import FilledOnce, Netreg, Run

PROGRAM = str(Path(sys.executable).parent / "netreg")
LIBRARY = "บันทึกข้อตกลงความร่วมมือเครือข่ายความร่วมมือระหว่างห้องสมุด แหล่งเรียนรู้ และศูนย์บริการข้อมูลจังหวัดขอนแก่น"
EDUCATION = "บันทึกข้อตกลงความร่วมมือทางวิชาการ"
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
# What data must never bring to a screen: C0 and C1 controls, DEL, marks of direction.
UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def on_terminal(netreg: Netreg, columns: int, *arguments: str, **environment: str) -> tuple[str, int]:
    """All that a terminal of this width receives, and the exit code."""
    pinned = {name: value for name, value in netreg.pinned.items() if name != "COLUMNS"}
    process, terminal = pty.fork()
    if process == 0:
        os.chdir(netreg.folder)
        fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
        os.execve(PROGRAM, [PROGRAM, *arguments], pinned | {"TERM": "xterm-256color"} | environment)  # noqa: S606
    received = b""
    while True:
        try:
            more = os.read(terminal, 65536)
        except OSError:
            break
        if not more:
            break
        received += more
    os.close(terminal)
    code = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    return received.decode().replace("\r\n", "\n"), code


# --- formats -------------------------------------------------------------------------

LISTED = ("agreement", "list", "--columns", "id,code,end,has_end,days_left,flags", "--as-of", "2565-01-01")
FORMATS = {
    "tsv": (
        "id\tcode\tend\thas_end\tdays_left\tflags\n"
        "1\tkkn-library-mou\t2020-09-10\tyes\t-478\tterm-mismatch, expired\n"
        "2\tkkn-education-mou\t\tno\t\tmissing-end-date\n"
    ),
    "csv": (
        "id,code,end,has_end,days_left,flags\n"
        '1,kkn-library-mou,2020-09-10,yes,-478,"term-mismatch, expired"\n'
        "2,kkn-education-mou,,no,,missing-end-date\n"
    ),
    "ndjson": (
        '{"id": 1, "code": "kkn-library-mou", "end": "2020-09-10", "has_end": true, "days_left": -478, '
        '"flags": [{"id": "term-mismatch", "severity": "high", '
        '"data": {"end_by_term": "2019-09-10"}}, '
        '{"id": "expired", "severity": "high", "data": {"end": "2020-09-10"}}]}\n'
        '{"id": 2, "code": "kkn-education-mou", "end": null, "has_end": false, "days_left": null, '
        '"flags": [{"id": "missing-end-date", "severity": "high", "data": {}}]}\n'
    ),
    "table": (
        "เลข  รหัส                สิ้นสุด          มีวันสิ้นสุด  คงเหลือ (วัน)  ข้อสังเกต                    \n"
        "───────────────────────────────────────────────────────────────────────────────────────\n"
        "1    kkn-library-mou    10 ก.ย. 2563  มี               -478  วันสิ้นสุดไม่ตรง, ยังไม่มีการพิจารณา\n"
        "2    kkn-education-mou  ไม่มีกำหนด      ไม่มี                   ไม่มีวันสิ้นสุด                  \n"
        "2 รายการ\n"
    ),
}


@pytest.mark.parametrize(("form", "expected"), FORMATS.items())
def test_formats_of_a_list(demo: Callable[..., Run], form: str, expected: str) -> None:
    assert whole(demo(*LISTED, "--format", form)) == (expected, "", 0)


def test_json_is_an_array_of_the_same_objects(demo: Callable[..., Run]) -> None:
    run = demo(*LISTED, "--format", "json")
    assert run.data == [json.loads(line) for line in FORMATS["ndjson"].splitlines()]
    assert run.out == json.dumps(run.data, ensure_ascii=False, indent=2) + "\n"
    assert (run.err, run.code) == ("", 0)


def test_shorthands(demo: Callable[..., Run]) -> None:
    assert demo(*LISTED, "--json").out == demo(*LISTED, "--format", "json").out
    assert demo(*LISTED, "--csv").out == FORMATS["csv"]
    assert demo(*LISTED).out == FORMATS["tsv"]


@pytest.mark.parametrize("options", [("--json", "--csv"), ("--json", "--format", "csv"), ("--csv", "--format", "tsv")])
def test_formats_that_contradict_each_other_are_refused(demo: Callable[..., Run], options: tuple[str, ...]) -> None:
    run = demo(*LISTED, *options)
    assert (run.out, run.err.count("\n"), run.code) == ("", 1, 2)


def test_json_has_the_fields_scripts_are_promised(demo: Callable[..., Run]) -> None:
    promised = {
        "id", "code", "title", "kind", "state", "due", "has_end", "signed_on", "effective_from", "end", "end_basis",
        "days_left", "party_count", "flags",
    }  # fmt: skip
    rows = demo("agreement", "list", "--json").data
    assert [promised - row.keys() for row in rows] == [set(), set()]


def test_formats_of_one_record(demo: Callable[..., Run]) -> None:
    tsv = demo("org", "show", "kku-sdad", "--format", "tsv").out
    head = "field\tvalue\nid\t2\ncode\tkku-sdad\nname_th\tกองพัฒนานักศึกษาและศิษย์เก่าสัมพันธ์\nkind\tdivision\n"
    assert tsv.startswith(head)
    rows = csv.reader(io.StringIO(demo("org", "show", "kku-sdad", "--format", "csv").out))
    assert ["\t".join(row) for row in rows] == tsv.splitlines()
    one = demo("org", "show", "kku-sdad", "--format", "ndjson").out
    assert (one.count("\n"), json.loads(one)) == (1, demo("org", "show", "kku-sdad", "--json").data)


def test_stats_are_counts_under_names_that_do_not_change_with_the_language(demo: Callable[..., Run]) -> None:
    thai, english = (demo("--lang", lang, "stats", "--json").data for lang in ("th", "en"))
    assert thai == english
    counts = {row["what"]: row["count"] for row in thai}
    assert (counts["organisations"], counts["agreements"], counts["agreements.expired"]) == (51, 2, 1)
    for lang, told in (("en", "Organisations 51 · Members 35"), ("th", "องค์กร 51 · สมาชิก 35")):
        assert demo("--lang", lang, "stats", "--format", "table").out.splitlines()[1].startswith(told)


# --- columns, order, limit --------------------------------------------------------------


def test_columns_are_in_the_order_asked_for(demo: Callable[..., Run]) -> None:
    run = demo("org", "list", "--columns", " code , id", "--under", "kku", "--sort", "id")
    assert whole(run) == ("code\tid\nkku-sdad\t2\nkku-alumni\t3\nkku-lib\t4\nkku-irdtp\t5\n", "", 0)


def test_no_header(demo: Callable[..., Run]) -> None:
    asked = ("org", "list", "--columns", "id,code", "--under", "kku", "--sort", "-id", "--limit", "1", "--no-header")
    assert demo(*asked).out == "5\tkku-irdtp\n"
    assert demo(*asked, "--csv").out == "5,kku-irdtp\n"
    assert demo(*asked, "--format", "table").out == "5    kku-irdtp\n"


@pytest.mark.parametrize(
    ("sort", "order"),
    [("id", "2 3 4 5"), ("-id", "5 4 3 2"), ("code", "3 5 4 2"), ("-code", "2 4 5 3"), ("kind", "2 4 5 3")],
)
def test_sort(demo: Callable[..., Run], sort: str, order: str) -> None:
    run = demo("org", "list", "--under", "kku", "--columns", "id", "--no-header", "--sort", sort)
    assert (run.out.split(), run.code) == (order.split(), 0)


def test_sort_by_name_both_ways(demo: Callable[..., Run]) -> None:
    asked = ("org", "list", "--columns", "id", "--no-header", "--sort")
    assert demo(*asked, "-name").out.split() == demo(*asked, "name").out.split()[::-1]


def test_what_has_no_value_is_last_both_ways(demo: Callable[..., Run]) -> None:
    for sort in ("end", "-end", "days_left", "-days_left"):
        run = demo("agreement", "list", "--columns", "id", "--no-header", "--sort", sort)
        assert run.out == "1\n2\n"


def test_limit(demo: Callable[..., Run]) -> None:
    asked = ("org", "list", "--columns", "id", "--sort", "id", "--no-header", "--limit")
    found = [demo(*asked, limit).out.split() for limit in ("0", "2", "1000")]
    assert [len(ids) for ids in found] == [0, 2, 51]
    assert found[1] == ["1", "2"]


def test_an_empty_list(register: Netreg) -> None:
    expected = {
        "tsv": "id\tcode\tname_th\tkind\tparent\tprovince\n",
        "csv": "id,code,name_th,kind,parent,province\n",
        "json": "[]\n",
        "ndjson": "",
    }
    assert {form: register("org", "list", "--format", form).out for form in expected} == expected


# --- era and language ----------------------------------------------------------------------

ENDS = ("agreement", "list", "--columns", "id,end", "--format", "table", "--limit", "1")


@pytest.mark.parametrize(
    ("before", "behind", "end"),
    [
        ((), (), "10 ก.ย. 2563"),
        ((), ("--era", "ce"), "10 ก.ย. 2020"),
        (("--era", "ce"), ("--era", "be"), "10 ก.ย. 2563"),
        (("--lang=en", "--era", "ce"), (), "10 Sep 2020"),
    ],
)
def test_era_and_language_of_tables(
    demo: Callable[..., Run], before: tuple[str, ...], behind: tuple[str, ...], end: str
) -> None:
    assert demo(*before, *ENDS, *behind).out.splitlines()[2].split(maxsplit=1)[1].strip() == end


def test_neither_changes_what_programs_read(demo: Callable[..., Run]) -> None:
    for command in (("agreement", "show", "1"), ("meeting", "show", "3", "--json")):
        assert demo("--lang", "en", "--era", "ce", *command).out == demo(*command).out


def test_as_of_before_and_behind_the_command(demo: Callable[..., Run]) -> None:
    listing = ("agreement", "list", "--columns", "days_left", "--no-header", "--limit", "1")
    found = [
        demo("--as-of", "2563-07-01", *listing).out,
        demo(*listing, "--as-of", "1 ก.ค. 2563").out,
        demo(*listing, NETREG_TODAY="2563-07-01").out,
        demo(*listing, "--as-of", "+1d", NETREG_TODAY="2563-06-30").out,
    ]
    assert found == ["71\n"] * 4


# --- terminals ----------------------------------------------------------------------------------


def test_a_terminal_gets_a_table_in_colour_and_in_words(netreg: Netreg, demo_file: Path) -> None:
    shown, code = on_terminal(netreg, 120, "--db", str(demo_file), "agreement", "list", "--columns", "code,state,end")
    assert code == 0
    assert "\x1b[1;31mหมดอายุ" in shown
    assert COLOUR.sub("", shown) == (
        "รหัส                สถานะ      สิ้นสุด        \n"
        "──────────────────────────────────────────\n"
        "kkn-library-mou    หมดอายุ     10 ก.ย. 2563\n"
        "kkn-education-mou  มีผลใช้บังคับ  ไม่มีกำหนด    \n"
        "2 รายการ\n"
    )


def test_what_is_near_stands_out_by_colour_and_word(netreg: Netreg, demo_file: Path) -> None:
    asked = ("--db", str(demo_file), "agreement", "list", "--expiring", "--as-of", "2563-07-01")
    shown, _code = on_terminal(netreg, 120, *asked)
    assert "\x1b[1;31mใกล้สิ้นสุด" in shown


@pytest.mark.parametrize("environment", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_colour_is_not_forced_on_anyone(netreg: Netreg, demo_file: Path, environment: dict[str, str]) -> None:
    shown, code = on_terminal(netreg, 100, "--db", str(demo_file), "agreement", "list", **environment)
    assert ("\x1b" in shown, "หมดอายุ" in shown, code) == (False, True, 0)


def test_a_pipe_gets_no_colour_unless_it_is_forced(demo: Callable[..., Run]) -> None:
    asked = ("agreement", "list", "--format", "table")
    assert "\x1b" not in demo(*asked).out
    assert "\x1b[1;31m" in demo(*asked, FORCE_COLOR="1").out
    assert "\x1b" not in demo(*asked, FORCE_COLOR="1", NO_COLOR="1").out


WIDE = (
    "agreement list", "org list", "member list --all", "meeting list", "agreement show 2", "member show 1",
    "meeting show 5", "config", "--help",
)  # fmt: skip


@pytest.mark.parametrize(("columns", "commands"), [(80, WIDE), (120, WIDE[:3])])
def test_nothing_is_wider_than_the_terminal(demo: Callable[..., Run], columns: int, commands: tuple[str, ...]) -> None:
    def too_wide(command: str) -> list[str]:
        run = demo(*command.split(), *([] if command == "--help" else ["--format", "table"]), COLUMNS=str(columns))
        assert run.code == 0
        return [line for line in run.out.splitlines() if cell_len(line) > columns]

    assert {command: too_wide(command) for command in commands} == {command: [] for command in commands}


@pytest.mark.parametrize("columns", ["20", "80"])
def test_no_cell_begins_with_a_mark_or_a_following_vowel(demo: Callable[..., Run], columns: str) -> None:
    """A Thai cluster is never cut: no line of a cell begins inside of one."""
    following = re.compile("(?:^|\\s{2,})[\u0e30-\u0e3a\u0e45\u0e47-\u0e4e]", re.MULTILINE)
    for command in ("agreement list", "org list"):
        run = demo(*command.split(), "--format", "table", COLUMNS=columns)
        assert following.findall(run.out) == []


def answered(netreg: Netreg, answer: bytes, *arguments: str) -> tuple[str, str, int]:
    """A run whose standard input alone is a terminal, on which `answer` was typed."""
    master, slave = pty.openpty()
    os.write(master, answer)
    process = netreg.start(*arguments, stdin=slave)
    out, err = process.communicate()
    os.close(master)
    os.close(slave)
    return out.decode(), err.decode(), process.returncode


QUESTION = "ลบองค์กร 5 (สถาบันวิจัยและพัฒนาวิชาชีพครูสำหรับอาเซียน) หรือไม่ [y/N]:"


@pytest.mark.parametrize(
    ("typed", "sentence", "code"),
    [
        (b"n\n", "ยังไม่ได้ลบรายการใด", 1),
        (b"\n", "ยังไม่ได้ลบรายการใด", 1),
        (b"\x04", "ถูกขัดจังหวะ ไม่ได้บันทึกสิ่งใด", 130),
    ],
    ids=["no", "nothing", "end of file"],
)
def test_a_removal_that_is_not_confirmed_on_the_terminal(
    netreg: Netreg, demo_file: Path, typed: bytes, sentence: str, code: int
) -> None:
    shutil.copy(demo_file, netreg.db)
    before = netreg.db.read_bytes()
    out, err, ended = answered(netreg, typed, "org", "remove", "kku-irdtp")
    assert (out, ended) == ("", code)
    assert err.startswith(QUESTION)
    assert err.endswith(f"netreg: error: {sentence}\n")
    assert netreg.db.read_bytes() == before


def test_a_removal_that_is_confirmed_on_the_terminal(netreg: Netreg, demo_file: Path) -> None:
    """The question is on the standard error: a script's output stays clean."""
    shutil.copy(demo_file, netreg.db)
    out, err, code = answered(netreg, b"y\n", "member", "post", "remove", "1", "--json")
    assert (json.loads(out), code) == ({"removed": 1, "id": 1, "kind": "post"}, 0)
    assert out.startswith("{")
    assert "ลบตำแหน่ง 1 (" in err


# --- streams ------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["org list", "agreement show 1 --json", "-q org export", "--help"])
def test_a_closed_pipe_ends_quietly(netreg: Netreg, demo_file: Path, command: str) -> None:
    line = f"{PROGRAM} --db {demo_file} {command} | head -1 >/dev/null; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(
        ["bash", "-c", line],  # noqa: S607
        env=netreg.pinned,
        capture_output=True,
        cwd=netreg.folder,
        check=False,
    )
    assert (done.stderr, done.returncode) == (b"", 0)


def shell(netreg: Netreg, line: str, demo_file: Path) -> tuple[str, str, int]:
    """A line of the shell in which ``$NETREG`` is the program on the demonstration register."""
    environment = netreg.pinned | {"NETREG": PROGRAM, "NETREG_DB": str(demo_file)}
    done = subprocess.run(["bash", "-c", line], env=environment, capture_output=True, cwd=netreg.folder, check=False)  # noqa: S607
    return done.stdout.decode(), done.stderr.decode(), done.returncode


def test_a_full_disk_under_the_output(netreg: Netreg, demo_file: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    out, err, code = shell(netreg, '"$NETREG" org list > /dev/full', demo_file)
    assert (out, err.count("\n"), code) == ("", 1, 74)
    assert err.startswith("netreg: error: ")


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&- >&- 2>&-"])
def test_closed_streams_are_no_fault(netreg: Netreg, demo_file: Path, closed: str) -> None:
    for command in ("org list --nope", "date"):
        _out, err, code = shell(netreg, f'"$NETREG" {command} {closed}', demo_file)
        assert "Traceback" not in err
        assert "fault" not in err
        assert code != 70
        assert code in ((2,) if command.endswith("--nope") else (0, 74))


@pytest.mark.usefixtures("in_english")
def test_notes_are_on_the_standard_error_and_can_be_hushed(demo: Callable[..., Run]) -> None:
    asked = ("agreement", "list", "--expiring", "--columns", "id")
    note = (
        f"netreg: 1 agreement has ended and nobody has decided on it: kkn-library-mou {LIBRARY}; "
        "see 'netreg agreement list --expired'\n"
    )
    assert whole(demo(*asked)) == ("id\n", note, 0)
    assert whole(demo("--quiet", *asked)) == ("id\n", "", 0)
    assert whole(demo("-q", *asked, "--exit-code")) == ("id\n", "", 11)


@pytest.mark.parametrize(
    "environment",
    [
        {"LANG": "C", "LC_ALL": "C"},
        {"LC_ALL": "th_TH.TIS-620"},
        {"PYTHONIOENCODING": "ascii"},
        {"PYTHONUTF8": "0", "LC_ALL": "POSIX", "PYTHONCOERCECLOCALE": "0"},
        {"COLUMNS": "0"},
        {"HOME": ""},
    ],
    ids=str,
)
def test_the_same_data_whatever_the_environment(demo: Callable[..., Run], environment: dict[str, str]) -> None:
    run = demo("agreement", "list", "--columns", "id,title", **environment)
    assert whole(run) == (f"id\ttitle\n1\t{LIBRARY}\n2\t{EDUCATION}\n", "", 0)


def test_thai_arguments_are_taken_in_any_locale(demo: Callable[..., Run]) -> None:
    run = demo("org", "show", "มหาวิทยาลัยขอนแก่น", "--format", "tsv", LC_ALL="C")
    assert (run.out.splitlines()[1], run.err, run.code) == ("id\t1", "", 0)


# --- hostile data --------------------------------------------------------------------------------

HOSTILE = {
    "markup": "[/b]",
    "link": "[link=http://example.org]x[/link]",
    "colour": "a\x1b[31mred\x1b[0m",
    "title": "a\x1b]0;t\x07",
    "one byte CSI": "a\x9b31m",
    "bidi": "a\u202eb\u2066c",
    "line separators": "a\u2028b\x85c",
    "formula": "=1+1",
    "at": "@SUM(A1)",
    "format": "%s {0} {n} {",
    "sql": "'; DROP TABLE organisation; --",
    "emoji": "😀",
    "backspace": "a\x08\x7fb",
    "long": "ก" * 3000,
}


def fill(netreg: Netreg) -> None:
    """Put every hostile text into every text field; into names, which refuse most of it, as another tool would."""
    kinds = {
        "org": ("name_th", "name_en", "variants", "address", "note", "source"),
        "member": ("name_latin", "line_id", "position", "note"),
        "agreement": ("title", "place", "project", "term_as_written", "keywords", "note"),
        "meeting": ("title", "venue", "platform", "objectives", "note"),
    }
    for noun, fields in kinds.items():
        content = io.StringIO()
        more = {"meeting": {"starts_at": "2569-01-01"}, "member": {"given_name": "สมมุติ"}}.get(noun, {})
        writer = csv.DictWriter(content, ["code", *fields, *more])
        writer.writeheader()
        for number, text in enumerate(HOSTILE.values()):
            cells = dict.fromkeys(fields, guard_formula(text))
            writer.writerow({"code": f"h{number}", **cells, **more})
        run = netreg(noun, "import", "-", stdin=content.getvalue())
        assert run.code == 0, run.err
    with closing(sqlite3.connect(netreg.db)) as db, db:
        names = [(text, text, f"h{number}") for number, text in enumerate(HOSTILE.values())]
        db.executemany("UPDATE person SET given_name = ?, family_name = ? WHERE code = ?", names)
    purposes = [word for text in HOSTILE.values() for word in ("--purpose", text)]
    items = [word for text in HOSTILE.values() for word in ("--agenda", text)]
    assert netreg("agreement", "add", "ข้อตกลงสมมติ", *purposes).code == 0
    assert netreg("meeting", "add", "ประชุมสมมติ", "--on", "2569-01-01", *items).code == 0


@pytest.fixture
def hostile(filled_once: FilledOnce) -> Netreg:
    """A register with every hostile text in every text field."""
    return filled_once(fill)


LOOKS = (
    "org list", "member list --all", "agreement list", "meeting list", "org tree", "org show h0", "agreement show h2",
    "meeting show h5", "agreement purpose list",
)  # fmt: skip


@pytest.mark.parametrize("command", LOOKS)
def test_data_is_never_markup_or_an_escape_sequence(hostile: Netreg, command: str) -> None:
    run = hostile(*command.split(), "--format", "table")
    assert (UNSAFE.findall(run.out), run.err, run.code) == ([], "", 0)


@pytest.mark.parametrize("form", ["json", "ndjson", "csv", "tsv"])
def test_nor_in_the_other_formats(hostile: Netreg, form: str) -> None:
    run = hostile("org", "list", "--columns", "name_th,note,variants", "--format", form)
    assert (UNSAFE.findall(run.out), run.err, run.code) == ([], "", 0)


def test_on_a_terminal_all_escapes_are_our_own_colours(hostile: Netreg) -> None:
    for command in ("org list", "org tree", "agreement purpose list", "agreement show h2"):
        shown, code = on_terminal(hostile, 80, *command.split())
        assert code == 0
        assert UNSAFE.findall(COLOUR.sub("", shown)) == []


def test_markup_and_formulas_are_shown_as_they_are_written(hostile: Netreg) -> None:
    listed = hostile("org", "list", "--columns", "name_th", "--no-header").out.splitlines()
    table = " ".join(hostile("org", "list", "--columns", "name_th", "--format", "table", COLUMNS="4000").out.split())
    for name in ("markup", "link", "formula", "at", "format", "sql", "emoji", "long"):
        assert HOSTILE[name] in listed
        assert HOSTILE[name] in table


def test_what_was_stored_holds_no_control_characters(hostile: Netreg) -> None:
    for noun in ("org", "agreement purpose", "meeting agenda"):
        exported = hostile(*noun.split(), "export").out
        assert re.findall("[\x00-\x08\x0b-\x1f\x7f-\x9f]", exported) == []


def test_a_tab_or_line_end_in_a_cell_makes_no_column_and_no_row(register: Netreg) -> None:
    content = 'code,name_th,note\na,สถาบันลอง,"หนึ่ง\nสอง\tสาม"\n'
    assert register("org", "import", "-", stdin=content).code == 0
    asked = ("org", "list", "--columns", "code,note", "--no-header")
    assert register(*asked).out == "a\tหนึ่ง สอง สาม\n"
    assert register(*asked, "--csv").out == 'a,"หนึ่ง\nสอง\tสาม"\n'
    assert register(*asked, "--json").data == [{"code": "a", "note": "หนึ่ง\nสอง\tสาม"}]


ARGUMENTS = (
    ("org", "show"), ("org", "list", "--columns"), ("org", "list", "--sort"), ("org", "list", "--format"),
    ("org", "list", "--as-of"), ("org", "list", "--under"), ("org", "edit", "h0"), ("org", "import"), ("org",), (),
    ("agreement", "list", "--within"), ("config",), ("help",), ("org", "add", "x", "--kind"),
)  # fmt: skip


def test_an_error_repeats_hostile_arguments_safely_on_one_line(hostile: Netreg) -> None:
    before = hostile.db.read_bytes()
    for asked in ARGUMENTS:
        run = hostile(*asked, "nope[/b]{0}%s\x1b[31m\u202e\n\x07")
        assert (asked, run.out, run.err.count("\n")) == (asked, "", 1)
        assert run.err.startswith("netreg: error: ")
        assert UNSAFE.findall(run.err) == []
        assert run.code in (1, 2, 66)
    assert hostile.db.read_bytes() == before


@pytest.mark.parametrize(
    "arguments",
    [
        ("org", "add"),
        ("org", "add", "x", "--note"),
        ("agreement", "add", "x", "--purpose"),
    ],
    ids=" ".join,
)
def test_an_argument_that_is_no_text_is_refused_and_not_dropped(register: Netreg, arguments: tuple[str, ...]) -> None:
    """What a terminal in TIS-620 sends must not be stored without its letters."""
    before = register.db.read_bytes()
    run = register(*arguments, "ก\udca1\udcca")
    assert (run.out, run.err.count("\n"), run.code) == ("", 1, 2)
    assert run.err.startswith("netreg: error: ")
    assert register.db.read_bytes() == before
