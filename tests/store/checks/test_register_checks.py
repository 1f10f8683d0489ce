"""Every check of the register on records of which each has one thing wrong, and on others that look alike."""

from __future__ import annotations

import shlex
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from netreg.core.flags import SEVERITIES
from netreg.entities import BY_NAME
from netreg.store.checks import register

if TYPE_CHECKING:
    from tests.conftest import FilledOnce, Netreg

PLANTED = """
org add มหาวิทยาลัยสมมุติ --code uni --kind university --province ขอนแก่น
org add คณะหนึ่งสมมุติ --code one --kind faculty --parent uni --province ขอนแก่น
org add คณะสองสมมุติ --code two --kind faculty --parent uni
org add คณะลอยสมมุติ --code loose --kind faculty
org add ศึกษาธิการจังหวัดสมมุติ --code post-name
org add 'สำนักงานเขตสมมุติ เขต 1-5' --code several
org add สมาคมทดลองสมมุติ --code first
org add สมาคมทดลองสมมติ --code second --force
org not-same first second --forget
org add มหาวิทยาลัยตัวอย่างวิทยาเขตสมมุติ --code campus
member add 'นายอยู่ ตัวอย่าง' --code here --org one --position อาจารย์ --since 1/1/2560 --email same@one.example.org
member add 'นายไป ตัวอย่าง' --code left --org one --position อาจารย์ --until 31/12/2562 --email l@x.example.org
member add 'นายไปแล้ว ตัวอย่าง' --code gone --org one --position อาจารย์ --until 31/12/2562 --email gone@gmail.com
member add 'นางสาวไร้ ตัวอย่าง' --code none --email same@one.example.org
member add 'นางเบอร์ ตัวอย่าง' --code tel --phone 081-234-5678
member add 'นายร่วม ตัวอย่าง' --code share --phone 0812345678
member add 'นางต่อ ทดสอบศึกษานิเทศก์' --code run-on
agreement add ข้อตกลงสมมุติ --code mou --signed 1/2/2563 --term '20 ปี' --party uni --party two --responsible none
agreement add ข้อตกลงเก่าสมมุติ --code old --signed 1/2/2507 --term '80 ปี'
agreement sign mou left --party uni --on 1/2/2563 --position อาจารย์ --capacity on_behalf
agreement party add old uni --unit one --witnesses 2
agreement sign old --name 'นายสมมุติ ลงนาม' --position ผู้อำนวยการ --party one --on 1/2/2507
agreement add ข้อตกลงไร้นามสมมุติ --code bare --signed 1/2/2564 --term '20 ปี' --party uni
meeting add ประชุมสมมุติ --code meet --on 'วันพุธที่ 5 ส.ค. 2563' --chair left --note 'เลื่อนจากวันอังคารที่ 6 สิงหาคม 2563'
meeting headcount add meet นักศึกษา 25
group add เครือข่ายสมมุติ --code net --kind practitioner_network --of uni
group join net here --org one
news add 'ข่าวที่ตัวอ?กษรหาย' --code garbled
agreement attach mou {folder}/scan.pdf
due ack mou --clock end --kind agreement
"""
FOUND = {
    "no-province": ["organisation:two"],
    "no-upper-body": ["organisation:loose"],
    "name-is-post": ["organisation:post-name"],
    "name-of-several": ["organisation:several"],
    "campus-run-on": ["organisation:campus"],
    "duplicate": ["organisation:first"],
    "email-left": ["person:left"],
    "email-shared": ["person:here"],
    "phone-shared": ["person:tel"],
    "name-with-position": ["person:run-on"],
    "responsible-no-post": ["agreement:mou"],
    "signed-after-post": ["signatory:1"],
    "chaired-after-post": ["attendance:1"],
    "on-behalf-unknown": ["signatory:1"],
    "authority-missing": ["signatory:1"],
    "position-unclear": ["signatory:2"],
    "witnesses-unnamed": ["party:3"],
    "nobody-signed": ["agreement:bare"],
    "signed-incomplete": ["agreement:mou"],
    "attendance-count": ["meeting:meet"],
    "nobody-there": ["member_group:net"],
    "wrong-weekday": ["meeting:meet"],
    "lost-letters": ["news_item:garbled"],
    "year-57-off": ["agreement:old", "signatory:2"],
    "file-missing": ["document:1"],
}


def plant(netreg: Netreg) -> None:
    """Record one of everything that the checks of the register find."""
    (netreg.folder / "scan.pdf").write_bytes(b"%PDF-1.4 scan")
    for line in PLANTED.strip().splitlines():
        run = netreg(*shlex.split(line.replace("{folder}", str(netreg.folder))))
        assert run.code == 0, (line, run.err)
    for file in (netreg.folder / "register.db.files").rglob("*"):
        if file.is_file():
            file.unlink()


def find_ids(netreg: Netreg, *words: str) -> dict[str, list[str]]:
    """Return the records that each check finds, by its id."""
    found: dict[str, list[str]] = {}
    for row in netreg("check", *words, "--json").data:
        kind, record, check = row["id"].split(":")[:3]
        found.setdefault(check, []).append(f"{kind}:{record}")
    return found


def test_each_check_finds_what_was_planted(filled_once: FilledOnce) -> None:
    assert find_ids(filled_once(plant)) == FOUND


def test_a_noun_or_a_record_narrows_it_with_what_belongs_to_it(filled_once: FilledOnce) -> None:
    netreg = filled_once(plant)
    asked = {
        ("org",): {"no-province", "no-upper-body", "name-is-post", "name-of-several", "campus-run-on", "duplicate"},
        ("การประชุม",): {"chaired-after-post", "attendance-count", "wrong-weekday"},
        ("old",): {"year-57-off", "witnesses-unnamed", "position-unclear"},
        ("agreement", "old"): {"year-57-off", "witnesses-unnamed", "position-unclear"},
        ("left",): {"email-left", "signed-after-post", "chaired-after-post"},
        ("member", "tel"): {"phone-shared"},
        ("share",): {"phone-shared"},
        ("--severity", "high"): {"signed-after-post", "file-missing"},
        ("--only", "email-left", "--only", "lost-letters"): {"email-left", "lost-letters"},
        ("here", "--only", "email-left"): set(),
    }
    assert {words: set(find_ids(netreg, *words)) for words in asked} == asked


def test_what_other_tools_left_is_found(filled_once: FilledOnce) -> None:
    netreg = filled_once(plant)
    with closing(sqlite3.connect(netreg.db)) as db:
        db.execute("PRAGMA foreign_keys = OFF")
        db.execute("UPDATE post SET confirmed_on = '2020-01-01', since = NULL WHERE id = 1")
        db.execute("UPDATE document SET agreement_id = NULL")
        db.execute("UPDATE silence SET record = '00000000-0000-0000-0000-000000000000'")
        db.execute("UPDATE agreement SET predecessor_id = 77 WHERE code = 'bare'")
        db.execute("UPDATE agreement SET signed_on = '1/1/2569' WHERE code = 'old'")
        db.execute("UPDATE meeting SET starts_at = '2563-08-05' WHERE code = 'meet'")
        db.execute(
            "INSERT INTO witness (uid, party_id, name_as_signed, created_at, updated_at) VALUES ('w', 3, 'ก', '', '')"
        )
        db.commit()
    known = {
        "post-unconfirmed": ["post:1"],
        "document-of-nothing": ["document:1"],
        "link-to-nothing": ["silence:1"],
        "lost-reference": ["agreement:bare"],
        "year-543-off": ["meeting:meet"],
        "witness-count": ["party:3"],
        "unreadable": ["agreement:old"],
    }
    found = find_ids(netreg)
    assert {name: found.get(name) for name in known} == known
    with closing(sqlite3.connect(netreg.db)) as db:
        db.execute("UPDATE post SET confirmed_on = NULL WHERE id = 1")
        db.commit()
    assert find_ids(netreg, "--only", "post-never-confirmed") == {"post-never-confirmed": ["post:1"]}


def test_a_pair_is_accepted_by_itself(filled_once: FilledOnce) -> None:
    netreg = filled_once(plant)
    assert netreg("org", "add", "สมาคมทดลองสมมตื", "--code", "third", "--force").code == 0
    assert netreg("org", "not-same", "second", "third", "--forget").code == 0
    ids = [row["id"] for row in netreg("check", "--only", "duplicate", "--json").data]
    assert ids == [f"organisation:{one}:duplicate:{other}" for one, other in PAIRS]
    assert netreg("check", "accept", ids[1], "--reason", "สองสมาคม").code == 0
    left = netreg("check", "second", "--only", "duplicate", "--json").data
    assert [row["id"] for row in left] == ids[:1]
    # What is said of a pair is in the language of who asks; it is no fact.
    assert len(netreg("--lang", "en", "check", "--accepted", "--json").data) == 1


PAIRS = (("first", "second"), ("second", "third"))


def test_every_check_is_described(netreg: Netreg) -> None:
    wrong, helped = [], dict[tuple[str, ...], int]()
    for one in register.list_checks().values():
        check = one.check
        texts = (*check.title, *check.why, *check.sentence)
        if not all(texts) or check.severity not in SEVERITIES or not check.commands:
            wrong.append(check.id)
        for command in check.commands:
            words = command.replace("{noun}", BY_NAME[one.kinds[0]].command).split(" ")
            verb = tuple(word for word in words if word.islower() and not set(word) & set("{}=-'"))
            helped[verb] = helped[verb] if verb in helped else netreg(*verb, "--help").code
            if helped[verb]:
                wrong.append(command)
    assert wrong == []
