"""Who was invited to a meeting, who came for which unit, and which units sent nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import assert_refused, shown, table

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Netreg, Run

pytestmark = pytest.mark.usefixtures("in_english")
SETUP = (
    "org add มหาวิทยาลัยทดสอบ --code tu",
    "org add คณะสมมุติ --code fa --parent tu",
    "org add คณะตัวอย่าง --code fb --parent tu",
    "org add ภาคสมมุติ --code fa1 --parent fa",
    "member add 'นายสมมุติ หนึ่ง' --code m1 --org fa1",
    "member add 'นายสมมุติ สอง' --code m2 --org fa1",
    "member add 'นายสมมุติ สาม' --code m3",
    "group add เครือข่ายทดสอบ --code net --of tu",
    "group join net m1 --role chair --on 1/1/2560",
    "group join net m2 --on 1/1/2560",
    "meeting add ประชุมลอง --code a --on 1/9/2568",
    "meeting invitation add a tu --with-units",
    "meeting invitation add a fb --group net",
    "meeting attend a m1",
    "meeting attend a m2 --presence ลา --reason ติดภารกิจ",
    "meeting attend a m3 --substitute-for m2",
    "meeting add ประชุมยกเลิก --code off --on 2/9/2568 --state cancelled",
    "meeting add ประชุมว่าง --code bare --on 3/9/2568",
)


def test_the_units_that_sent_nobody_come_first(ask: Callable[[str], Run]) -> None:
    expected = table(
        "name_th | covered | people",
        "คณะตัวอย่าง | no | 0", "คณะสมมุติ | yes | 1", "ภาคสมมุติ | yes | 1", "มหาวิทยาลัยทดสอบ | yes | 1",
    )  # fmt: skip
    run = ask("meeting coverage a --columns name_th,covered,people")
    assert shown(run) == (expected, "netreg: 1 of 4 is missing\n", 0)
    assert ask("meeting attend a --name 'นางตัวอย่าง นอกทะเบียน' --org fb").code == 0
    assert shown(ask("meeting coverage a --missing --no-header")) == ("", "netreg: none of 4 is missing\n", 0)


def test_who_was_invited_and_came_is_one_row(ask: Callable[[str], Run]) -> None:
    assert shown(ask("meeting attendance list --columns id,person,role,presence,reason,substitute_for")) == (
        table(
            "id | person | role | presence | reason | substitute_for",
            "1 | นายสมมุติ หนึ่ง | chair | present | |",
            "2 | นายสมมุติ สอง | member | apology | ติดภารกิจ |",
            "3 | นายสมมุติ สาม | member | present | | นายสมมุติ สอง",
        ),
        "",
        0,
    )
    counts = ask("meeting show a --json").data
    names = ("attendance_count", "invited_count", "apology_count", "absent_count")
    assert [counts[name] for name in names] == [2, 3, 1, 0]


def test_a_quorum_counts_the_members_who_came_or_sent_a_substitute(ask: Callable[[str], Run]) -> None:
    """Of two members one came and the other sent a substitute; who is no member counts for nobody."""
    names = ("quorum_members", "quorum_present", "quorum_needed", "has_quorum")
    assert ask("meeting edit a group=net").code == 0
    assert [ask("meeting show a --json").data[name] for name in names] == [None] * 4
    found = []
    for rule in ("กึ่งหนึ่ง", "เกินกึ่งหนึ่ง", "3 คน"):
        assert ask(f"group edit net quorum='{rule}'").code == 0
        found.append([ask("meeting show a --json").data[name] for name in names])
    assert found == [[2, 2, 1, True], [2, 2, 2, True], [2, 2, 3, False]]
    flag = "2 of 2 members came, 3 are needed"
    assert [one["what"] for one in ask("check --json").data if one["id"] == "meeting:a:no-quorum"] == [flag]
    minutes = "มีองค์ประกอบมาประชุม 2 คน จากทั้งหมด 2 คน ไม่ครบองค์ประชุม (ต้องมีไม่น้อยกว่า 3 คน)"
    assert minutes in ask("meeting minutes a").out
    assert ask("meeting attendance remove 3 -y").code == 0
    assert [ask("meeting show a --json").data[name] for name in names] == [2, 1, 3, False]
    refused = ask("group edit net quorum=หลายคน")
    assert (refused.code, "not a quorum" in refused.err) == (2, True)


def test_a_quorum_knows_substitutes_and_members_as_files_name_them(office: Netreg, ask: Callable[[str], Run]) -> None:
    """By code, number, a name with another title, a former name; a member who came by name alone is one too."""
    assert ask("meeting edit bare group=net").code == 0
    assert ask("group edit net quorum='2 คน'").code == 0
    names = ("quorum_members", "quorum_present", "has_quorum", "flags")

    def read() -> list[object]:
        return [ask("meeting show bare --json").data[name] for name in names]

    unknown: list[object] = [2, None, None, []]
    assert read() == unknown  # nobody said who came
    path = office.db.parent / "who.csv"
    wrong = []
    for who in ("m2", "#2", "ดร. สมมุติ สอง", "สมมุติ  สอง"):
        path.write_text(
            f"meeting,name_as_recorded,role,มาแทน\nbare,นาย สมมุติ หนึ่ง,chair,\nbare,นางอื่น นอก,,{who}\n", "utf-8"
        )
        run = ask(f"meeting attendance import {path}")
        if run.code or read() != [2, 2, True, []]:
            wrong.append((who, run.err, read()))
        assert ask("undo").code == 0
    assert wrong == []
    assert ask(f"meeting attendance import {path}").code == 0
    assert ask("member rename m2 'นายสมมุติ ใหม่' --on 1/1/2569").code == 0
    assert read() == [2, 2, True, []]
    assert ask("meeting edit bare state=planned").code == 0
    assert read()[:3] == unknown[:3]


def test_whoever_says_no_unit_stands_for_that_of_their_seat_or_post(office: Netreg, ask: Callable[[str], Run]) -> None:
    """By the day of the meeting, from a command and from a file; where there are several it is left open."""
    for line in (
        "group join net m3 --org fb --on 1/1/2560",
        "member post add m3 --org fa --position อาจารย์ --since 1/1/2560",
        "member add 'นายสองหน่วย สมมุติ' --code m4 --org fa --position อาจารย์ --since 1/1/2560",
        "member post add m4 --org fb --position กรรมการ --since 1/1/2560",
        "member add 'นางย้าย สมมุติ' --code m5 --org fa --position อาจารย์ --since 1/1/2560 --until 31/12/2567",
        "member post add m5 --org fb --position อาจารย์ --since 1/1/2568",
        "meeting edit bare group=net",
        "meeting invitation add bare fa fb",
        "meeting add ประชุมเก่า --code old --on 3/9/2567",
        "meeting add ประชุมหน้า --code next --on 3/9/2570 --attendee m5",
    ):
        assert ask(line).code == 0, line
    path = office.db.parent / "who.csv"
    path.write_text("meeting,person\nbare,m1\nbare,m3\nbare,m4\nold,m5\n", encoding="utf-8")

    def read() -> dict[str, str | None]:
        rows = ask("meeting attendance list --json").data
        return {
            f"{row['meeting']['code']} {row['person']['code']}": row["organisation"] and row["organisation"]["code"]
            for row in rows
            if row["person"] and row["meeting"]["code"] != "a"
        }

    assert ask(f"meeting attendance import {path}").code == 0
    expected = {"bare m1": "fa1", "bare m3": "fb", "bare m4": None, "old m5": "fa", "next m5": None}
    assert read() == expected
    missing = ask("meeting coverage bare --missing --columns code --no-header --format csv")
    assert (missing.out, missing.err) == ("", "netreg: none of 2 is missing\n")
    assert ask("undo").code == 0
    for line in ("bare m1", "bare m3", "bare m4", "old m5", "next m5", "bare m2 --org fb"):
        assert ask(f"meeting attend {line}").code == 0, line
    assert read() == expected | {"bare m2": "fb"}
    assert ask("meeting hold next --on 1/9/2569").code == 0
    assert read()["next m5"] == "fb"
    assert ask("opinion add ควรมี --by m5 --on 1/9/2567 --json").data["organisation"]["code"] == "fa"


REFUSED = {
    "meeting attend off m1": (
        1,
        ("nobody came to meeting 2: it is recorded as 'cancelled'; if it was held, first run 'netreg meeting hold 2'"),
    ),
    "meeting attendance edit 2 presence=present": (
        1,
        (
            "the member and the substitute cannot both be present: see attendance 3; "
            "correct it with 'netreg meeting attendance edit 3 presence=apology'"
        ),
    ),
    "meeting attend bare m1 --substitute-for m1": (
        1,
        "nobody can be a substitute for themselves; give in --substitute-for who was to come",
    ),
    "meeting attend a --name 'นางอื่น สมมุติ' --substitute-for 'สมมุติ หนึ่ง'": (
        1,
        (
            "the member and the substitute cannot both be present: see attendance 1; "
            "correct it with 'netreg meeting attendance edit 1 presence=apology'"
        ),
    ),
    "meeting invitation add a": (2, "nobody to invite; give a unit, or --group"),
    "meeting coverage bare": (
        2,
        (
            "no unit was invited to meeting 3; type 'netreg meeting invitation add 3 ORG', "
            "or 'netreg coverage 3 --in meeting --of ORG'"
        ),
    ),
}


@pytest.mark.parametrize("line", REFUSED)
def test_what_is_refused(office: Netreg, line: str) -> None:
    assert_refused(office, line, *REFUSED[line])


def test_a_file_is_held_to_the_same(office: Netreg, ask: Callable[[str], Run]) -> None:
    rows = "meeting,person,presence,substitute_for\noff,m1,present,\nbare,m1,present,\nbare,m2,present,m1\n"
    (office.db.parent / "who.csv").write_text(rows, encoding="utf-8")
    run = ask(f"meeting attendance import {office.db.parent / 'who.csv'}")
    assert run.code in {1, 65}
    assert "nobody came to meeting 2" in run.err + run.out
    assert "cannot both be present" in run.err + run.out
