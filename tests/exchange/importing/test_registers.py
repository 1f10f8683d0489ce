"""Registers as offices keep them: what no field takes is kept in the note, and nothing is guessed that is not meant."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.conftest import Netreg


def test_unknown_columns_of_a_register_go_into_the_note(netreg: Netreg) -> None:
    netreg("init")
    cases = {
        (
            "agreement",
            "ชื่อ MOU,คู่สัญญา,กิจกรรมปี 2566,QS Ranking\nก,กรมสมมุติ,ค่าย,200\n",
        ): "กิจกรรมปี 2566: ค่าย; QS Ranking: 200",
        ("agreement", "ชื่อ MOU,คู่สัญญา,วันที่ต่ออายุ,หมายเหตุ\nข,กรมสมมุติ,1/1/2569,ดี\n"): "ดี; วันที่ต่ออายุ: 1/1/2569",
        ("meeting", "ชื่อการประชุม,วันที่,หน่วยงานร่วมจัด,ผู้บันทึก\nก,1/2/2568,กรมสมมุติ,นายก\n"): (
            "หน่วยงานร่วมจัด: กรมสมมุติ; ผู้บันทึก: นายก"
        ),
        ("activity", "ชื่อกิจกรรม,วันที่จัด,SDGs,หน่วยงานผู้สนับสนุน\nก,1/2/2568,4,กรมสมมุติ\n"): (
            "SDGs: 4; หน่วยงานผู้สนับสนุน: กรมสมมุติ"
        ),
        ("org", "ชื่อหน่วยงาน,จังหวัด,หน่วยนับ\nหน่วยสมมุติ,สงขลา,12\n"): "หน่วยนับ: 12",
    }
    wrong = {}
    for (noun, table), note in cases.items():
        run = netreg("--lang", "en", noun, "import", "-", "--create-missing", stdin=table)
        notes = [row["note"] for row in json.loads(netreg(noun, "list", "--json").out)]
        if run.code or "columns kept in the note: " not in run.err or note not in notes:
            wrong[noun, table] = (run.err, notes)
    assert not wrong


def test_a_heading_that_is_not_meant_is_not_guessed(netreg: Netreg) -> None:
    """A word more makes another thing of a heading; a letter wrong does not."""
    netreg("init")
    table = "ชื่อ MOU,คู่สัญญา,วันสิ้นสดุ,ภาษา\nก,กรมสมมุติ,1/1/2569,ไทย\n"
    run = netreg("--lang", "en", "agreement", "import", "-", "--create-missing", stdin=table)
    assert "import - --create-missing --map 'วันสิ้นสดุ=end_stated'\n" in run.err
    assert "@4 'ภาษา': kept in the note" in run.err
    mapped = ("--map", "วันสิ้นสดุ=note", "--map", "ภาษา=note", "--create-missing")
    assert netreg("agreement", "import", "-", *mapped, stdin=table).code == 0
    (row,) = json.loads(netreg("agreement", "list", "--json").out)
    assert row["note"] == "วันสิ้นสดุ: 1/1/2569; ภาษา: ไทย"


def test_the_words_for_a_state_are_kept_or_compared(netreg: Netreg) -> None:
    """What an agreement can keep is kept, what its days derive is compared, and the rest goes into the note."""
    netreg("init")
    past, future = "1/1/2560,1/1/2565", "1/1/2560,1/1/2595"
    follows = "kept in the note; the state follows from the days of the agreement"
    cases = {
        (past, "อยู่ระหว่างต่ออายุ"): ("expired", None, "สถานะ: อยู่ระหว่างต่ออายุ", follows),
        (past, "ส่งกองกฎหมายตรวจ"): ("expired", None, "สถานะ: ส่งกองกฎหมายตรวจ", follows),
        (past, "หมดอายุแล้ว"): ("expired", None, None, "left out: the state follows from the days of the agreement"),
        (past, "Active"): ("expired", None, "Status: Active", "kept in the note; by its days it is: EXPIRED"),
        (past, "ต่ออายุอัตโนมัติ"): ("expired", "tacit", "สถานะ: ต่ออายุอัตโนมัติ", "by its days it is: EXPIRED"),
        (past, "ไม่ต่ออายุ"): ("expired", None, "สถานะ: ไม่ต่ออายุ", follows),
        (future, "หมดอายุแล้ว"): ("in_force", None, "สถานะ: หมดอายุแล้ว", "by its days it is: in force"),
        (future, "auto-renewed"): ("in_force", "tacit", None, "left out: the state follows"),
        (future, "ยกเลิก"): ("terminated", None, None, "taken for one that a party ended, since it was signed"),
        (future, "ยกเลิกเมื่อ 1 มี.ค. 2567"): ("terminated", None, None, "taken for one that a party ended"),
        (future, "ขอยกเลิก"): ("in_force", None, "สถานะ: ขอยกเลิก", follows),
        (",", "ยกเลิก"): ("cancelled", None, None, ""),
        (",", "อยู่ระหว่างดำเนินการลงนาม"): ("draft", None, "สถานะ: อยู่ระหว่างดำเนินการลงนาม", follows),
        (",", "มีผลบังคับใช้"): ("draft", None, "สถานะ: มีผลบังคับใช้", "by its days it is: draft"),
    }
    rows = (f"ก{n},กรมสมมุติ,{days},{words}\n" for n, (days, words) in enumerate(cases))
    table = "ชื่อ MOU,คู่สัญญา,วันที่ลงนาม,วันสิ้นสุด,สถานะ\n" + "".join(rows)
    run = netreg("--lang", "en", "agreement", "import", "-", "--create-missing", stdin=table)
    listed = {row["title"]: row for row in json.loads(netreg("agreement", "list", "--json").out)}
    found = {key: listed[f"ก{n}"] for n, key in enumerate(cases)}
    assert {key: (row["state"], row["renewal"], row["note"]) for key, row in found.items()} == {
        key: expected[:3] for key, expected in cases.items()
    }
    assert [told for *_values, told in cases.values() if told not in run.err] == []
    assert "14 unchanged" in netreg("--lang", "en", "agreement", "import", "-", stdin=table).err
    closed = json.loads(netreg("agreement", "list", "--json").out)
    assert ("2024-03-01", "ยกเลิกเมื่อ 1 มี.ค. 2567") in [(row["final_on"], row["final_reason"]) for row in closed]


def test_words_beside_the_choices_go_into_the_note(netreg: Netreg) -> None:
    netreg("init")
    netreg("group", "add", "กลุ่มสมมุติ", "--code", "g")
    cases = {
        ("agreement", "ชื่อ MOU,คู่สัญญา,ประเภท\nก,กรมสมมุติ,MOA แลกเปลี่ยนนักศึกษา\n"): (
            "kind", "moa", "ประเภท: MOA แลกเปลี่ยนนักศึกษา",
        ),
        ("agreement", "ชื่อ MOU,คู่สัญญา,ประเภท\nข,กรมสมมุติ,ภาครัฐ\n"): ("kind", "mou", "ประเภท: ภาครัฐ"),
        ("meeting", "ชื่อการประชุม,วันที่,รูปแบบ\nก,1/2/2568,สัญจร\n"): ("mode", None, "รูปแบบ: สัญจร"),
        ("activity", "ชื่อกิจกรรม,วันที่จัด,ประเภท\nก,1/2/2568,วิ่งการกุศล\n"): ("kind", None, "ประเภท: วิ่งการกุศล"),
        ("group membership", "กลุ่ม,ชื่อ-สกุล,บทบาท\ng,นายสมมุติ ตัวอย่าง,เจ้าหน้าที่บันทึก\n"): (
            "role", "member", "บทบาท: เจ้าหน้าที่บันทึก",
        ),
    }  # fmt: skip
    wrong = {}
    for (noun, table), (field, value, note) in cases.items():
        run = netreg("--lang", "en", *noun.split(), "import", "-", "--create-missing", stdin=table)
        rows = json.loads(netreg(*noun.split(), "list", "--json").out)
        if run.code or "kept in the note" not in run.err or (value, note) not in [(r[field], r["note"]) for r in rows]:
            wrong[noun, table] = (run.err, rows)
    assert not wrong
    assert netreg("agreement", "edit", "1", "kind=ภาครัฐ").code == 2
    assert netreg("agreement", "edit", "1", "final_status=อยู่ระหว่างต่ออายุ").code == 2


def test_a_total_below_a_column_before_the_name_is_no_record(netreg: Netreg) -> None:
    netreg("init")
    table = "ประเทศ,สถาบันคู่ความร่วมมือ,วันที่ลงนาม\nลาว,กรมสมมุติ,1/1/2568\nรวมทั้งสิ้น,1 ฉบับ,\n"
    run = netreg("--lang", "en", "agreement", "import", "-", "--create-missing", stdin=table)
    assert run.err.endswith("1 new, 0 changed, 0 unchanged, 1 left out\n"), run.err


def test_answers_to_an_invitation_are_no_presence(netreg: Netreg) -> None:
    """Whoever answers is invited; at a meeting that is still ahead nobody has come, whatever a file says."""
    netreg("init")
    netreg("meeting", "add", "ประชุมสมมุติ", "--code", "past", "--on", "15 ม.ค. 2560 09:00")
    netreg("meeting", "add", "ประชุมทดสอบ", "--code", "ahead", "--on", "15 ม.ค. 2590 09:00")
    form = "ประทับเวลา,ชื่อ-สกุล,ท่านสะดวกเข้าร่วมประชุมหรือไม่,ประเด็นที่ประสงค์หารือ\n1/12/2569,นายสมมุติ ก,ไม่เข้าร่วม,งบ\n"
    cases = {
        ("past", "ชื่อ-สกุล,การตอบรับ\nนายสมมุติ ก,เข้าร่วม\n"): ("invited", "การตอบรับ: เข้าร่วม"),
        ("past", "ชื่อ-สกุล,Response\nนายสมมุติ ก,Declined\n"): ("invited", "Response: Declined"),
        ("past", "ชื่อ-สกุล,สถานะ\nนายสมมุติ ก,ตอบรับ\nนายสมมุติ ข,เข้าร่วม\n"): ("invited", "สถานะ: ตอบรับ"),
        ("past", "Full Name,Attendance,Response\nนายสมมุติ ก,Required Attendee,Tentative\n"): (
            "invited", "Attendance: Required Attendee; Response: Tentative",
        ),
        ("past", "ชื่อ-สกุล,การเข้าร่วม\nนายสมมุติ ก,ไม่เข้าร่วม\n"): ("absent", None),
        ("past", "ชื่อ-สกุล,การเข้าร่วม,ตอบรับล่วงหน้า\nนายสมมุติ ก,มา,ไม่มา\n"): ("present", "ตอบรับล่วงหน้า: ไม่มา"),
        ("past", "ชื่อ-สกุล,หมายเหตุ\nนายสมมุติ ก,-\n"): ("present", None),
        ("past", form): ("invited", "ท่านสะดวกเข้าร่วมประชุมหรือไม่: ไม่เข้าร่วม; ประเด็นที่ประสงค์หารือ: งบ"),
        ("ahead", "ชื่อ-สกุล,การเข้าร่วม\nนายสมมุติ ก,มา\n"): ("invited", "การเข้าร่วม: มา"),
        ("ahead", "ชื่อ-สกุล,มา,ไม่มา\nนายสมมุติ ก,/,\n"): ("invited", "มา: /"),
        ("ahead", "ชื่อ-สกุล,หมายเหตุ\nนายสมมุติ ก,-\n"): ("invited", None),
        ("ahead", "ชื่อ-สกุล,สถานะ\nนายสมมุติ ก,ลา\n"): ("apology", None),
    }  # fmt: skip
    wrong = {}
    for (meeting, table), expected in cases.items():
        run = netreg("meeting", "attendance", "import", "-", "--meeting", meeting, "--create-missing", stdin=table)
        rows = json.loads(netreg("meeting", "attendance", "list", "--json").out)
        if run.code or expected not in [(row["presence"], row["note"]) for row in rows]:
            wrong[meeting, table] = (run.err, rows)
        for row in rows:
            netreg("meeting", "attendance", "remove", str(row["id"]), "--yes")
    assert not wrong
    by_column = "การประชุม,ชื่อ-สกุล,การเข้าร่วม\nahead,นายสมมุติ ก,มา\n"
    refused = netreg("--lang", "en", "meeting", "attendance", "import", "-", stdin=by_column)
    assert "is still ahead, on 15 Jan 2590: nobody has come to it yet" in refused.err, refused.err
    refused = netreg("--lang", "en", "meeting", "attend", "ahead", "--name", "นายสมมุติ ก", "--presence", "present")
    assert (refused.code, "record an answer as 'invited' with a note" in refused.err) == (1, True), refused
    assert netreg("meeting", "attend", "ahead", "--name", "นายสมมุติ ก").code == 0
    (row,) = json.loads(netreg("meeting", "attendance", "list", "--json").out)
    assert row["presence"] == "invited"


def test_who_signed_becomes_a_signatory_of_a_known_party(netreg: Netreg) -> None:
    """The party is known by its number, by its heading, or as the only partner; what names nobody stays in the note."""
    netreg("init")
    netreg("member", "add", "นายทดสอบ ระบบดี")
    signer, dean = "รศ.ดร.สมมุติ ตัวอย่าง", "คณบดีคณะสมมุติ"
    cases = {
        ("ฝ่ายที่ 1,ผู้ลงนามฝ่ายที่ 1,ฝ่ายที่ 2,ผู้ลงนามฝ่ายที่ 2", f"กรมก,{signer} (อธิการบดี),กรมข,นายทดสอบ ระบบดี"): (
            {("กรมก", signer, "อธิการบดี"), ("กรมข", "นายทดสอบ ระบบดี", None)}, None,
        ),
        ("คู่สัญญา,ผู้ลงนามคู่สัญญา,ตำแหน่ง,ผู้ลงนามฝ่ายมหาวิทยาลัย", f"กรมค,{signer},อธิบดี,นายจำลอง ทดลอง"): (
            {("กรมค", signer, "อธิบดี")}, "ผู้ลงนามฝ่ายมหาวิทยาลัย: นายจำลอง ทดลอง",
        ),
        ("คู่ความร่วมมือ,ผู้ลงนาม (คู่ความร่วมมือ),พยาน", f'กรมง,"1. {signer}\n2. นายจำลอง ทดลอง",นายพยาน ดี'): (
            {("กรมง", signer, None), ("กรมง", "นายจำลอง ทดลอง", None)}, "พยาน: นายพยาน ดี",
        ),
        ("Partner,Signatory (Partner),Position", "Dept E,Dr. Hana Sommut,Dean"): (
            {("Dept E", "Dr. Hana Sommut", "Dean")}, None,
        ),
        ("คู่สัญญา,ผู้ลงนามคู่สัญญา", f"กรมจ,{dean}"): (set(), f"ผู้ลงนามคู่สัญญา: {dean}"),
        ("คู่สัญญา,ผู้ลงนาม", f"กรมฉ,{signer}"): (set(), f"ผู้ลงนาม: {signer}"),
    }  # fmt: skip
    wrong = {}
    for n, ((headings, cells), (signed, note)) in enumerate(cases.items()):
        table = f"ชื่อ MOU,{headings},วันที่ลงนาม\nก{n},{cells},15/03/66\n"
        run = netreg("--lang", "en", "agreement", "import", "-", "--create-missing", stdin=table)
        again = netreg("--lang", "en", "agreement", "import", "-", "--create-missing", stdin=table)
        (row,) = (row for row in json.loads(netreg("agreement", "list", "--json").out) if row["title"] == f"ก{n}")
        rows = [
            row
            for row in json.loads(netreg("agreement", "signatory", "list", "--json").out)
            if row["agreement_name"] == f"ก{n}"
        ]
        found = {
            (r["party"]["name"], r["person"]["name"] if r["person"] else r["name_as_signed"], r["position_as_signed"])
            for r in rows
        }
        days = {r["signed_on"] for r in rows} <= {"2023-03-15"}
        if (found, row["note"], days, run.code) != (
            signed,
            note,
            True,
            0,
        ) or "0 new, 0 changed, 1 unchanged" not in again.err:
            wrong[headings] = (run.err, again.err, found, row["note"])
    assert not wrong
