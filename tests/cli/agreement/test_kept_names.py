"""Who signed, witnessed, attended, enrolled or spoke is shown as on that day, and changed only by a correction."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Netreg, Run

SETUP = (
    "org add มหาวิทยาลัยสมมติ --code uni --kind university",
    "org add สำนักหอสมุดสมมติ --code lib --parent uni",
    "org add คณะสมมติ --code fac --parent uni",
    "org add โรงเรียนสมมติ --code school",
    "org edit school founded=2560",
    "member add 'ผศ.สมมุติ ตัวอย่าง' --code one --org lib --position ผู้อำนวยการ --born 1/2/2520",
    "member post add one --org fac --position อาจารย์",
    "member add 'นายทดสอบ ตัวอย่าง' --code two",
    "member post add two --org uni --position อธิการบดี --acting acting_official --since 1/1/2566 --until 31/12/2567",
    "agreement add ข้อตกลงหนึ่ง --code mou --signed 1/2/2567 --term '5 ปี' --party lib --party uni --party school",
    "agreement add ร่างหนึ่ง --code draft --party uni",
    "agreement sign mou one --party lib",
    "agreement sign mou two --party uni",
    "agreement witness add mou one --party uni",
    "meeting add ประชุมสมมติ --code met --on 5/8/2567",
    "meeting attend met one --position กรรมการ",
    "meeting attend met two",
    "training add หลักสูตรสมมติ --code course",
    "training hold course 1 --on 1/3/2567",
    "training enrol course 1 two",
    "training session add course 1 เรื่องสมมติ --speaker one --affiliation fac",
)
TODAY = ("member edit one 'titles=รศ. ดร.' --correction", "member rename two 'ดร.ทดสอบ ใหม่สมมติ'")
SHOWN = (
    "agreement show mou",
    "agreement show mou --as-of 2567-03-01",
    "agreement show mou --json",
    "agreement brief mou",
    "agreement signatory list --columns person,name_as_signed,position_as_signed",
    "agreement witness list --csv",
    "agreement signatory show 1",
    "meeting show met",
    "meeting attendance list --json",
    "training enrolment list",
    "training session list --csv",
    "training cohort show 1 --json",
)
KEPT = ("agreement signatory", "agreement witness", "meeting attendance", "training enrolment", "training session")


def test_shown_as_on_the_day(ask: Callable[[str], Run]) -> None:
    before = [ask(line).out for line in SHOWN]
    for line in TODAY:
        assert ask(line).code == 0
    after = [ask(line).out for line in SHOWN]
    assert [line for line, one, other in zip(SHOWN, before, after, strict=True) if one != other] == []
    assert [line for line, one in zip(SHOWN, after, strict=True) if "รศ." in one or "ใหม่สมมติ" in one] == []
    assert ask("agreement signatory list --columns person,position_as_signed,capacity,capacity_as_written").out == (
        "person\tposition_as_signed\tcapacity\tcapacity_as_written\n"
        "ผศ.สมมุติ ตัวอย่าง\tผู้อำนวยการ\t\t\n"
        "นายทดสอบ ตัวอย่าง\tรักษาราชการแทนอธิการบดี\tacting\tรักษาราชการแทน\n"
    )
    assert ask("meeting attendance list --columns person,position_as_recorded --no-header").out == (
        "ผศ.สมมุติ ตัวอย่าง\tกรรมการ\nนายทดสอบ ตัวอย่าง\tรักษาราชการแทนอธิการบดี\n"
    )
    assert ask("training session list --columns speaker,affiliation_as_written --no-header").out == (
        "ผศ.สมมุติ ตัวอย่าง\tอาจารย์\n"
    )
    assert ask("doctor").code == 0


def test_the_post_of_the_day(ask: Callable[[str], Run]) -> None:
    """The one in the organisation counts; where that leaves several, all are told and none is taken."""
    assert ask("agreement witness list --columns position_as_signed --no-header").out == "\n"
    assert ask("meeting add หลังจากนั้น --code later --on 5/8/2568").code == 0
    two = ask("meeting attend later two --json")
    assert (two.data["position_as_recorded"], two.err) == (None, "")
    one = ask("meeting attend later one")
    assert one.err == (
        "netreg: ผศ.สมมุติ ตัวอย่าง ดำรงหลายตำแหน่งในวันนั้น จึงไม่ได้บันทึกตำแหน่ง: "
        "ผู้อำนวยการ (สำนักหอสมุดสมมติ); อาจารย์ (คณะสมมติ) "
        "ให้ระบุด้วย 'netreg meeting attendance edit 4 position_as_recorded=…'\n"
    )
    assert ask("meeting attendance edit 4 position_as_recorded=อาจารย์").code == 0


@pytest.mark.usefixtures("in_english")
def test_titles_that_change_have_a_day_too(office: Netreg, ask: Callable[..., Run]) -> None:
    """What was signed before under the former titles shows them, however late it is recorded."""
    (office.folder / "a.csv").write_text("code,name\ntwo,ดร.ทดสอบ ตัวอย่าง\n", encoding="utf-8")
    for line in (
        "agreement add ก่อน --code before --signed 1/2/2567 --party lib --party uni --party fac",
        "agreement add วันนี้ --code now --signed 21/11/2569 --party lib --party uni",
        "member edit one titles=รศ.",
        "member import a.csv",
        "agreement sign before one --party lib",
        "agreement sign before two --party uni",
        "agreement sign now one --party lib",
        "agreement sign now two --party uni",
        "member former-name edit 1 until=31/12/2566",
        "agreement sign before one --party fac",
    ):
        assert ask(line).code == 0, line
    assert ask("agreement signatory list --columns name_as_signed --no-header").out.splitlines()[2:] == [
        "ผศ.สมมุติ ตัวอย่าง",
        "นายทดสอบ ตัวอย่าง",
        "รศ.สมมุติ ตัวอย่าง",
        "รศ.สมมุติ ตัวอย่าง",
        "ดร.ทดสอบ ตัวอย่าง",
    ]
    names = ask("member former-name list --columns titles,until --no-header").out.splitlines()
    assert names == ["ผศ.\t2023-12-31", "นาย\t2026-11-20"]
    assert ask("member edit one titles=ศ.").code == 0
    assert ask("member edit one titles=รศ.").code == 0, "taken back on the same day"
    assert len(ask("member former-name list --no-header").out.splitlines()) == 3


@pytest.mark.usefixtures("in_english")
def test_a_position_that_nobody_knew_on_the_day_is_marked(office: Netreg, ask: Callable[..., Run]) -> None:
    """It is taken from a post without a first day that was recorded later, and said not to be confirmed."""
    known = {noun: ask(f"{noun} list --csv --no-header --columns position_known_on").out.split() for noun in KEPT}
    assert {noun: [cell != '""' for cell in cells] for noun, cells in known.items()} == {
        "agreement signatory": [True, False],
        "agreement witness": [False],
        "meeting attendance": [False, False],
        "training enrolment": [False],
        "training session": [True],
    }
    assert ask("agreement add สมมติสอง --code later --signed 1/2/2567 --party lib --party fac").code == 0
    told = ask("agreement sign later one --party lib").err
    assert "the position 'ผู้อำนวยการ' is known only since " in told
    assert "'netreg agreement signatory edit 3 position_known_on='" in told
    assert "Position known only since (not confirmed)" in ask("agreement show later --format table", COLUMNS="200").out
    assert "position_known_on" in ask("agreement signatory export - --headings names").out.splitlines()[0]
    assert ask("agreement signatory edit 3 position_known_on= --json").data["position_known_on"] is None
    corrected = ask("agreement signatory edit 1 position_as_signed=รองผู้อำนวยการ --correction --json").data
    assert (corrected["position_as_signed"], corrected["position_known_on"]) == ("รองผู้อำนวยการ", None)
    (office.folder / "a.csv").write_text("agreement,party,person\nlater,fac,one\n", encoding="utf-8")
    assert ask("agreement signatory import a.csv").code == 0
    assert ask("agreement signatory show 4 --json").data["position_known_on"] is not None
    # A post that was held on the day for certain goes before one that may have been.
    assert ask("member post edit 2 since=1/1/2560").code == 0
    assert ask("meeting add อีกครั้ง --code again --on 5/8/2567").code == 0
    again = ask("meeting attend again one --json").data
    assert (again["position_as_recorded"], again["position_known_on"]) == ("อาจารย์", None)


@pytest.mark.usefixtures("in_english")
def test_kept_until_it_is_corrected(office: Netreg, ask: Callable[[str], Run]) -> None:
    wrong = []
    for noun in KEPT:
        name = next(one for one in ask(f"{noun} show 1 --json").data if one.startswith(("name_as", "speaker_as")))
        before = office.db.read_bytes()
        refused = ask(f"{noun} edit 1 '{name}=คนอื่น'")
        expected = (
            f"netreg: error: {noun} 1 keeps {name} as on the day, so it cannot be edited; "
            f"correct a slip with 'netreg {noun} edit 1 {name}=… --correction'\n"
        )
        unchanged = office.db.read_bytes() == before
        corrected = ask(f"{noun} edit 1 '{name}=นายแก้ไข ตัวอย่าง' --correction --json")
        if (refused.err, refused.code, unchanged, corrected.code) != (expected, 1, True, 0):
            wrong.append((noun, refused, corrected))
        assert corrected.data[name] == "นายแก้ไข ตัวอย่าง"
        assert ask("undo").code == 0
        assert ask(f"{noun} show 1 --json").data[name] == "ผศ.สมมุติ ตัวอย่าง" or "enrolment" in noun
    assert wrong == []
    assert ask("agreement signatory edit 1 'position_as_signed=รองผู้อำนวยการ' --correction").code == 0
    assert [one["kind"] for one in ask("agreement show mou --json").data["amendments"]] == ["corrected"]


def test_filled_once_the_day_is_known(office: Netreg, ask: Callable[[str], Run]) -> None:
    files = {
        "signatory.csv": "agreement,party,person\ndraft,uni,one\n",
        "attendance.csv": "meeting,person\nplanned,two\nplanned,one\n",
    }
    for name, content in files.items():
        (office.folder / name).write_text(content, encoding="utf-8")
    assert ask("meeting add ครั้งหน้า --code planned --on 5/8/2570").code == 0
    lists = (
        "agreement signatory list --csv --columns name_as_signed",
        "meeting attendance list --csv --columns name_as_recorded",
    )
    for noun in ("agreement signatory", "meeting attendance"):
        for counts in ("new", "unchanged"):
            run = ask(f"{noun} import {noun.split()[1]}.csv --json")
            assert (run.code, run.data[0][counts]) == (0, len(files[f"{noun.split()[1]}.csv"].splitlines()) - 1)
    assert [ask(line).out.splitlines()[3:] for line in lists] == [['""'], ['""', '""']]
    assert ask(TODAY[0]).code == 0
    assert ask("agreement edit draft signed_on=1/3/2568").code == 0
    assert ask("meeting edit planned state=held").code == 0
    assert [ask(line).out.splitlines()[3:] for line in lists] == [
        ["รศ.ดร.สมมุติ ตัวอย่าง"],
        ["นายทดสอบ ตัวอย่าง", "รศ.ดร.สมมุติ ตัวอย่าง"],
    ]
    for noun in ("agreement signatory", "meeting attendance"):
        assert ask(f"{noun} import {noun.split()[1]}.csv --json").data[0]["changed"] == 0


def test_exported_and_read_again(office: Netreg, ask: Callable[[str], Run]) -> None:
    for line in TODAY:
        assert ask(line).code == 0
    changed = []
    for noun in KEPT:
        assert ask(f"{noun} export out.csv --force").code == 0
        run = ask(f"{noun} import out.csv --json")
        if run.code or run.data[0]["new"] or run.data[0]["changed"]:
            changed.append((noun, run))
    assert changed == []
    (office.folder / "a.csv").write_text("meeting,person,name_as_recorded\nmet,one,คนอื่น\n", encoding="utf-8")
    assert "--correction" in ask("meeting attendance import a.csv").err


IMPOSSIBLE = {
    "agreement sign mou two --party school --on 1/1/2567": "the agreement was signed on 1 Feb 2567",
    "agreement sign draft one --party uni --on 1/1/2519": "ผศ.สมมุติ ตัวอย่าง was born on 1 Feb 2520",
    "agreement sign young two --party school --on 1/1/2559": "โรงเรียนสมมติ was founded on 2560",
    "agreement sign gone two --party lib --on 1/1/2569": "was terminated on",
    "agreement signatory import late.csv": "the agreement was closed on 1 Jun 2568",
    "agreement signatory edit 3 signed_on=1/1/2569 --correction": "the agreement was closed on 1 Jun 2568",
}


@pytest.mark.usefixtures("in_english")
def test_no_signature_on_an_impossible_day(office: Netreg, ask: Callable[[str], Run]) -> None:
    (office.folder / "late.csv").write_text(
        "agreement,party,person,signed_on\ngone,lib,two,2026-01-01\n", encoding="utf-8"
    )
    for line in (
        "agreement add หนุ่ม --code young --party school",
        "agreement add จบแล้ว --code gone --signed 1/1/2567 --party uni --party lib",
        "agreement sign gone two --party uni",
        "agreement terminate gone --on 1/6/2568",
    ):
        assert ask(line).code == 0, line
    before = office.db.read_bytes()
    wrong = {line: run for line, reason in IMPOSSIBLE.items() if not (run := ask(line)).code or reason not in run.err}
    assert wrong == {}
    assert office.db.read_bytes() == before


@pytest.mark.usefixtures("in_english")
def test_recorded_late_under_the_name_of_the_day(office: Netreg, ask: Callable[[str], Run]) -> None:
    """The former name is taken up to its last day; who was written down under a name keeps that one."""
    lines = (
        "member add 'นางสาวหญิง โสดสมมติ' --code three",
        "member rename three 'นางหญิง แต่งสมมติ' --on 2565-06-01",
        "agreement add เก่า --code older --signed 2565-06-01 --term '9 ปี' --party lib --party uni",
        "agreement sign older --party lib three",
        "agreement sign older --party uni 'น.ส.หญิง โสดสมมติ' --on 2566-01-01",
        "meeting add ก่อน --code before --on 2563-03-02",
        "meeting attend before 'หญิง แต่งสมมติ'",
        "meeting add หลัง --code after --on 2565-06-02",
        "meeting attend after three",
        "meeting add รายชื่อ --code listed --on 2563-03-02",
        "meeting add ภายหน้า --code planned --on 2590-03-02",
    )
    assert [line for line in lines if ask(line).code != 0] == []
    written = "meeting,person\nlisted,รศ.ดร.หญิง โสดสมมติ\nplanned,น.ส.หญิง โสดสมมติ\nlisted,one\n"
    (office.folder / "a.csv").write_text(written, encoding="utf-8")
    for counts in ("3 new, 0 changed, 0 unchanged", "0 new, 0 changed, 3 unchanged"):
        assert ask("meeting attendance import a.csv").err.endswith(f"{counts}\n")
    kept = ask("agreement signatory list --columns name_as_signed --no-header").out.splitlines()
    assert kept[-2:] == ["นางสาวหญิง โสดสมมติ", "น.ส.หญิง โสดสมมติ"]
    came = ask("meeting attendance list --columns person,name_as_recorded --no-header").out.splitlines()
    assert [line.split("\t") for line in came[-5:]] == [
        ["นางสาวหญิง โสดสมมติ", "นางสาวหญิง โสดสมมติ"],
        ["นางหญิง แต่งสมมติ", "นางหญิง แต่งสมมติ"],
        ["รศ.ดร.หญิง โสดสมมติ", "รศ.ดร.หญิง โสดสมมติ"],
        ["ผศ.สมมุติ ตัวอย่าง", "ผศ.สมมุติ ตัวอย่าง"],
        ["นางหญิง แต่งสมมติ", ""],
    ]


def test_who_has_no_record_is_listed_by_name(ask: Callable[[str], Run]) -> None:
    assert ask("meeting attend met --name 'นายนอก ทะเบียน'").code == 0
    assert ask("meeting attendance list --columns person --no-header").out.splitlines()[-1] == "นายนอก ทะเบียน"
    assert ask("meeting attendance list --csv --columns person --no-header").out.splitlines()[-1] == "นายนอก ทะเบียน"
    assert ask("meeting attendance list --json").data[-1]["person"] is None


@pytest.mark.usefixtures("in_english")
def test_another_person_is_a_correction(ask: Callable[[str], Run]) -> None:
    assert ask("meeting attendance edit 1 person=two").err == (
        "netreg: error: meeting attendance 1 keeps person as on the day, so it cannot be edited; "
        "correct a slip with 'netreg meeting attendance edit 1 person=… --correction'\n"
    )
    row = ask("meeting attendance edit 1 person=two role=chair --correction --json").data
    assert (row["person"]["code"], row["name_as_recorded"]) == ("two", "นายทดสอบ ตัวอย่าง")


@pytest.mark.usefixtures("in_english")
def test_a_corrected_name_tells_where_the_old_spelling_is_kept(ask: Callable[[str], Run]) -> None:
    run = ask("member rename two 'นายทดสอบ ถูกต้อง' --correction")
    commands = [line for line in run.err.split("'") if line.startswith("netreg ")]
    assert "records keep the name 'นายทดสอบ ตัวอย่าง'; correct them with" in run.err
    assert [command for command in commands if ask(command.removeprefix("netreg ")).code != 0] == []
    names = ask("meeting attendance list --columns person --no-header").out + ask("agreement signatory list").out
    assert ("นายทดสอบ ตัวอย่าง" in names, "นายทดสอบ ถูกต้อง" in names) == (False, True)
