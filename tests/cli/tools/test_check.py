"""``netreg check``: findings as people and programs see them, and those that somebody accepted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import FilledOnce, Netreg

MOU = "agreement:mou:term-mismatch"


def fill(netreg: Netreg) -> None:
    for words in (
        ("org", "add", "มหาวิทยาลัยสมมุติ", "--code", "uni"),
        ("member", "add", "นายสมมุติ ตัวอย่าง", "--code", "one", "--org", "uni", "--email", "one@example.org"),
        (
            *("agreement", "add", "ข้อตกลงสมมุติ", "--code", "mou", "--signed", "1/1/2567", "--term", "2 ปี"),
            *("--end", "31/12/2569", "--party", "uni", "--responsible", "one"),
        ),
        ("agreement", "add", "ข้อตกลงไม่มีกำหนด", "--code", "open", "--signed", "1/1/2567", "--party", "uni"),
        ("meeting", "add", "ประชุมสมมุติ", "--code", "meet", "--on", "1/12/2569"),
        ("training", "add", "หลักสูตรสมมุติ", "--code", "uni-course"),
    ):
        run = netreg(*words)
        assert run.code == 0, run.err


def find_ids(netreg: Netreg, *words: str) -> list[str]:
    return [row["id"] for row in netreg("check", *words, "--json").data]


@pytest.fixture
def filled(filled_once: FilledOnce) -> Netreg:
    return filled_once(fill)


def test_people_see_it_by_severity_and_check(filled: Netreg) -> None:
    assert filled("check", "--format", "table", COLUMNS="80").out == (
        "ระดับสูง: 2 ข้อ\n"
        "  ไม่มีวันสิ้นสุด\n"
        "    ข้อตกลง open ข้อตกลงไม่มีกำหนด\n"
        "    → netreg agreement edit open end_stated=วันที่\n"
        "  วันสิ้นสุดไม่ตรง\n"
        "    ข้อตกลง mou ข้อตกลงสมมุติ: ตามระยะเวลาสิ้นสุด 31 ธันวาคม 2568 ไม่ตรงกับวันสิ้นสุดที่ระบุ\n"
        "    → netreg agreement settle mou --by stated\n"
        "\n"
        "ระดับต่ำ: 2 ข้อ\n"
        "  ไม่มีชื่อผู้ลงนาม (2)\n"
        "    ข้อตกลง mou ข้อตกลงสมมุติ: ลงนามเมื่อ 1 มกราคม 2567 แต่ไม่บันทึกว่าผู้ใดลงนาม\n"
        "    ข้อตกลง open ข้อตกลงไม่มีกำหนด: ลงนามเมื่อ 1 มกราคม 2567 แต่ไม่บันทึกว่าผู้ใดลงนาม\n"
        "    → netreg agreement sign mou สมาชิก --party หน่วยงาน\n"
        "\n"
        "ถูกต้องอยู่แล้ว? netreg check accept agreement:open:missing-end-date --reason\n"
        "  ข้อความ\n"
    )
    assert filled("check", "meeting", "--format", "table").out == "ไม่พบสิ่งผิดปกติ\n"


def test_programs_get_ids_facts_records_and_commands(filled: Netreg) -> None:
    (row,) = filled("--lang", "en", "check", "mou", "--severity", "high", "--json").data
    assert row == {
        "id": MOU,
        "severity": "high",
        "record": "agreement mou",
        "name": "ข้อตกลงสมมุติ",
        "what": "by its term it ends 31 December 2568, not on the stated day",
        "command": "netreg agreement settle mou --by stated",
        "check": "term-mismatch",
        "title": "End and term differ",
        "kind": "agreement",
        "commands": ["netreg agreement settle mou --by stated", "netreg agreement settle mou --by term"],
        "records": [{"kind": "agreement", "id": 1, "code": "mou", "name": "ข้อตกลงสมมุติ"}],
        "facts": [{"end_by_term": "2025-12-31"}],
        "accepted": None,
    }
    assert filled("check", "mou", "--severity", "high", "--csv").out.splitlines()[0] == (
        "id,severity,record,name,what,command"
    )
    (listed,) = filled("--lang", "en", "check", "--list", "--only", "expired", "--json").data
    assert (listed["check"], listed["severity"], listed["kind"]) == ("expired", "high", "agreement")


def test_what_is_accepted_is_quiet_everywhere_until_its_facts_change(filled: Netreg) -> None:
    def see_flags() -> tuple[object, ...]:
        shown = filled("agreement", "show", "mou", "--json").data["flags"]
        listed = filled("agreement", "list", "code:mou", "--columns", "code,flags", "--no-header").out.strip("\n")
        brief = "ไม่ตรงกับวันสิ้นสุดที่ระบุ" in filled("agreement", "brief", "mou").out
        remind = filled("remind", "--json", "--dry-run").data
        told = [flag["id"] for one in remind if one["code"] == "mou" for flag in one["findings"]]
        return [flag["id"] for flag in shown], listed, brief, told, MOU in find_ids(filled)

    loud = (["term-mismatch"], "mou\tterm-mismatch", True, ["term-mismatch"], True)
    quiet: tuple[object, ...] = ([], "mou\t", False, [], False)
    assert see_flags() == loud
    run = filled("check", "accept", MOU, "--reason", "ภาคีตกลงตามวันที่ระบุ")
    assert (run.out, run.code) == (f"ยอมรับแล้ว: {MOU}\n", 0)
    assert see_flags() == quiet
    (row,) = filled("check", "--accepted", "--json").data
    assert (row["id"], row["accepted"]) == (MOU, "ภาคีตกลงตามวันที่ระบุ")
    assert "ภาคีตกลงตามวันที่ระบุ" in filled("check", "--accepted", "--format", "table").out
    assert filled("check").err == "netreg: ยอมรับไว้ 1 ข้อ ดู 'netreg check --accepted'\n"
    assert filled("agreement", "list", "flags:term-mismatch", "--json").data == []

    assert filled("agreement", "edit", "mou", "note=อื่น").code == 0
    assert see_flags() == quiet
    assert filled("agreement", "edit", "mou", "term=1 ปี").code == 0
    assert see_flags() == loud
    assert filled("undo").code == 0
    assert see_flags() == quiet
    assert filled("agreement", "edit", "mou", "term=1 ปี").code == 0
    assert filled("check", "accept", MOU, "--reason", "อีกครั้ง").code == 0
    assert see_flags() == quiet
    assert [row["reason"] for row in filled("check", "acceptance", "list", "--json").data] == ["อีกครั้ง"]
    assert filled("check", "reopen", MOU).out == f"ยกเลิกการยอมรับแล้ว: {MOU}\n"
    assert see_flags() == loud
    assert filled("undo").code == 0
    assert see_flags() == quiet


def test_an_acceptance_moves_with_its_record(filled: Netreg) -> None:
    assert filled("check", "accept", MOU, "--reason", "ตกลงแล้ว").code == 0
    assert filled("agreement", "edit", "mou", "code=renamed").code == 0
    assert "agreement:renamed:term-mismatch" not in find_ids(filled)
    assert filled("check", "acceptance", "export", "kept.csv").code == 0
    assert filled("check", "reopen", "agreement:renamed:term-mismatch").code == 0
    assert "agreement:renamed:term-mismatch" in find_ids(filled)
    assert filled("check", "acceptance", "import", "kept.csv").code == 0
    assert "agreement:renamed:term-mismatch" not in find_ids(filled)


def test_it_can_be_asked_by_cron(filled: Netreg) -> None:
    codes = {
        ("--exit-code",): 11,
        ("--exit-code", "--only", "nobody-signed"): 10,
        ("--exit-code", "meeting"): 0,
        ("meeting",): 0,
        (): 0,
    }
    assert {words: filled("check", *words).code for words in codes} == codes


@pytest.mark.usefixtures("in_english")
def test_what_is_wrong_is_refused(filled: Netreg) -> None:
    filled("check", "accept", "agreement:open:missing-end-date", "--reason", "ไม่มีกำหนด")
    before = filled.db.read_bytes()
    wrong = {
        ("nonsense",): "no such noun or record: 'nonsense'; ",
        ("agreement", "nothing"): "there is no agreement 'nothing'; ",
        ("1",): "'1' is ambiguous: org 1, member 1, agreement 1, meeting 1, training 1; specify its kind: netreg ",
        ("--only", "expird"): "there is no check 'expird'; did you mean: expired?",
        ("--severity", "grave"): "--severity: unknown value 'grave'; expected one of: high, medium, low",
        ("accept", MOU): "--reason is missing; say why it is right as it is: --reason TEXT",
        ("accept", MOU, "--reason", "  "): "--reason is missing; say why it is right as it is: --reason TEXT",
        ("accept", "mou", "--reason", "ก"): "'mou' is not the id of a finding; copy one from 'netreg check --csv'",
        ("accept", "agreement:mou:expird", "--reason", "ก"): "there is no check 'expird'; did you mean: expired?",
        ("accept", "agreement:nix:expired", "--reason", "ก"): "there is no agreement 'nix'; ",
        ("accept", "agreement:mou:expired", "--reason", "ก"): (
            "there is no finding 'agreement:mou:expired'; see 'netreg check agreement mou'"
        ),
        ("accept", "agreement:open:missing-end-date", "--reason", "ก"): (
            "agreement:open:missing-end-date is already accepted: ไม่มีกำหนด; 'netreg check reopen "
        ),
        ("reopen", MOU): f"{MOU} is not accepted; see 'netreg check --accepted'",
    }
    said = {words: filled("check", *words) for words in wrong}
    assert {
        words: run.err for words, run in said.items() if not run.err.startswith(f"netreg: error: {wrong[words]}")
    } == {}
    assert {words: run.code for words, run in said.items() if run.code not in (1, 2)} == {}
    assert filled.db.read_bytes() == before
