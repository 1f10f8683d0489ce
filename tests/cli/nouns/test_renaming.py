"""New names of people and organisations: the former one is kept, shown, and finds the record."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import assert_refused, shown, table

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Netreg, Run

pytestmark = pytest.mark.usefixtures("in_english")

SETUP = (
    "org add มหาวิทยาลัยทดสอบ --code uni",
    "org add คณะตัวอย่าง --code fac --parent uni",
    "member add 'นางสาวสมมติ เดิมก่อน' --code one --org fac --position อาจารย์ --email one@example.org",
    "member add 'นายลองดู ใหม่เอี่ยม' --code two",
)
MISTAKE = "if it was only a mistake: netreg {} former-name remove 1\n"
KEPT = "netreg: kept 'นางสาวสมมติ เดิมก่อน' as a former name; " + MISTAKE.format("member")
KEPT_TITLES = (
    "netreg: kept 'นางสาวสมมติ เดิมก่อน' as the name up to 20 Nov 2569; another day: netreg member former-name edit 1 "
    "until=DATE; " + MISTAKE.format("member")
)
KEPT_FACULTY = "netreg: kept 'คณะตัวอย่าง' as a former name; " + MISTAKE.format("org")
TITLED, PLAIN = "นางสมมติ แต่งแล้ว", "นางสาวสมมติ แต่งแล้ว"
RENAMED = {
    "member rename one 'นางสมมติ แต่งแล้ว' --on 1/1/2568": (TITLED, KEPT, ["สมมติ เดิมก่อน|2025-01-01"]),
    "member rename one 'สมมติ แต่งแล้ว'": (PLAIN, KEPT, ["สมมติ เดิมก่อน|"]),
    "member rename one 'นางสมมติ แต่งแล้ว' --on 2568": (TITLED, KEPT, ["สมมติ เดิมก่อน|2025"]),
    "member edit one family_name=แต่งแล้ว": (PLAIN, KEPT, ["สมมติ เดิมก่อน|"]),
    "member edit one given_name=ชื่อใหม่ titles=": ("ชื่อใหม่ เดิมก่อน", KEPT, ["สมมติ เดิมก่อน|"]),
    "member edit one family_name=แต่งแล้ว --correction": (PLAIN, "", []),
    "member rename one 'นางสมมติ แต่งแล้ว' --correction": (TITLED, "", []),
    "member edit one 'family_name=เดิม ก่อน'": ("นางสาวสมมติ เดิม ก่อน", "", []),
    "member edit one family_name=": ("นางสาวสมมติ", "", []),
    "member edit one titles=ดร.": ("ดร.สมมติ เดิมก่อน", KEPT_TITLES, ["สมมติ เดิมก่อน|2026-11-20"]),
    "member edit one titles=น.ส.": ("น.ส.สมมติ เดิมก่อน", "", []),
    "member edit one titles=ดร. --correction": ("ดร.สมมติ เดิมก่อน", "", []),
    "member rename one 'ดร.สมมติ เดิมก่อน' --on 1/1/2568": ("ดร.สมมติ เดิมก่อน", KEPT, ["สมมติ เดิมก่อน|2025-01-01"]),
    "member edit one email=": ("นางสาวสมมติ เดิมก่อน", "", []),
    "member rename one 'นางสาวสมมติ เดิมก่อน'": (
        "นางสาวสมมติ เดิมก่อน", "netreg: no change; nothing was written\n", []
    ),
    "org rename fac คณะสหวิทยา --on 1/10/2567": ("คณะสหวิทยา", KEPT_FACULTY, ["คณะตัวอย่าง|2024-10-01"]),
    "org edit fac name_th=คณะสหวิทยา": ("คณะสหวิทยา", KEPT_FACULTY, ["คณะตัวอย่าง|"]),
    "org edit fac name_th=คณะสหวิทยา --correction": ("คณะสหวิทยา", "", []),
    "org rename fac 'Example Faculty'": ("คณะตัวอย่าง", "", []),
}  # fmt: skip


@pytest.mark.parametrize("line", RENAMED)
def test_the_name_that_is_given_up_is_kept(ask: Callable[[str], Run], line: str) -> None:
    name, told, former = RENAMED[line]
    run = ask(line)
    assert (run.err, run.code) == (told, 0)
    noun, key = line.split(maxsplit=1)[0], line.split()[2]
    card = ask(f"{noun} show {key} --json").data
    own = "name" if noun == "member" else "name_th"
    kept = card["former_names" if noun == "member" else "former_organisation_names"]
    names = [one.get("former_name") or f"{one['given_name']} {one['family_name']}" for one in kept]
    found = [f"{given_up}|{one['until'] or ''}" for given_up, one in zip(names, kept, strict=True)]
    assert (card[own], found) == (name, former)


def test_a_former_name_finds_the_record(ask: Callable[[str], Run], office: Netreg) -> None:
    ask("member rename one 'นางสมมติ แต่งแล้ว' --on 1/1/2568")
    ask("org rename fac คณะสหวิทยา --on 1/10/2567")
    assert ask("member show 'นางสาวสมมติ เดิมก่อน' --json").data["code"] == "one"
    assert ask("org show คณะตัวอย่าง --json").data["code"] == "fac"
    assert ask("member list --match เดิมก่อน --columns code --no-header").out == "one\n"
    assert ask("org list --match คณะตัวอย่าง --columns code --no-header").out == "fac\n"
    assert ask("member former-name list --columns person,given_name,family_name,until --no-header").out == (
        "นางสมมติ แต่งแล้ว\tสมมติ\tเดิมก่อน\t2025-01-01\n"
    )
    assert_refused(
        office, "member add 'สมมติ เดิมก่อน'", 1,
        "member 1 already exists: นางสมมติ แต่งแล้ว; change it with 'netreg member edit 1 FIELD=VALUE'",
    )  # fmt: skip
    assert ask("undo").code == 0
    assert ask("org show คณะตัวอย่าง").code == 0
    assert ask("org former-name list --no-header").out == ""
    assert ask("org show คณะสหวิทยา").code == 1


def test_former_names_are_added_imported_and_exported(ask: Callable[[str], Run], office: Netreg) -> None:
    run = ask("member former-name add two 'นายลองดู เก่าแก่' --until 'พ.ศ. 2560' --note ทะเบียน")
    assert shown(run)[0].endswith(
        table(
            "former_names.1.id | 1",
            "former_names.1.person | นายลองดู ใหม่เอี่ยม",
            "former_names.1.titles | นาย",
            "former_names.1.given_name | ลองดู",
            "former_names.1.family_name | เก่าแก่",
            "former_names.1.until | 2017",
            "former_names.1.note | ทะเบียน",
        )
    )
    (office.folder / "f.csv").write_text("สมาชิก,ชื่อเดิม,ใช้ถึง\none,นางสาวสมมติ สกุลก่อน,1/1/2560\n", encoding="utf-8")
    assert ask("member former-name import f.csv").err == "f.csv: 1 new, 0 changed, 0 unchanged\n"
    assert ask("member show 'สมมติ สกุลก่อน' --json").data["code"] == "one"
    ask("member former-name export out.csv")
    assert ask("member former-name import out.csv").err == "out.csv: 0 new, 0 changed, 2 unchanged\n"
    ask("member former-name remove 2 --yes")
    assert ask("member show 'สมมติ สกุลก่อน'").code == 1
    assert ask("doctor").code == 0


def test_a_file_with_the_former_name_finds_the_person_and_brings_nothing_back(
    ask: Callable[[str], Run], office: Netreg
) -> None:
    ask("member rename one 'นางสมมติ แต่งแล้ว' --on 1/1/2568")
    told = "ชื่อ-สกุล,หน่วยงาน,โทรศัพท์\nนางสาวสมมติ เดิมก่อน,fac,081-234-5678\n"
    (office.folder / "f.csv").write_text(told, encoding="utf-8")
    run = ask("member import f.csv")
    assert (run.err, run.code) == (OLD, 0)
    row = ask("member show one --json").data
    assert (row["titles"], row["family_name"], row["phone"]) == ("นาง", "แต่งแล้ว", "0812345678")
    assert len(row["former_names"]) == 1
    assert ask("member import f.csv").err == OLD.replace("1 changed, 0 unchanged", "0 changed, 1 unchanged")


OLD = """\
f.csv:2: ชื่อ-สกุล 'สมมติ เดิมก่อน': a former or other name of member 1, which keeps its present one
f.csv: 0 new, 1 changed, 0 unchanged
"""
NEW = """\
f.csv:2: ชื่อ-สกุล 'แต่งแล้ว': a new name; the former one, นางสาวสมมติ เดิมก่อน, is kept as member former-name 1
f.csv: 0 new, 1 changed, 0 unchanged
"""


def test_a_file_that_names_the_person_by_a_strong_key_gives_a_new_name(
    ask: Callable[[str], Run], office: Netreg
) -> None:
    told = "ชื่อ-สกุล,อีเมล\nนางสมมติ แต่งแล้ว,one@example.org\n"
    (office.folder / "f.csv").write_text(told, encoding="utf-8")
    run = ask("member import f.csv")
    assert (run.err, run.code) == (NEW, 0)
    row = ask("member show one --json").data
    kept = [(one["given_name"], one["family_name"], one["until"]) for one in row["former_names"]]
    assert (row["family_name"], kept) == ("แต่งแล้ว", [("สมมติ", "เดิมก่อน", None)])
    assert ask("member import f.csv").err == "f.csv: 0 new, 0 changed, 1 unchanged\n"
    assert ask("undo 5").code == 0


def test_a_party_keeps_the_name_under_which_it_signed(ask: Callable[[str], Run], office: Netreg) -> None:
    (office.folder / "p.csv").write_text("ข้อตกลง,ภาคี\nlisted,fac\n", encoding="utf-8")
    lines = (
        "agreement add ก่อน --code before --signed 2540-05-05 --term '90 ปี' --party fac",
        "agreement add รายการ --code listed --signed 2547-06-14 --term '90 ปี' --party uni",
        "org rename fac คณะใหม่สมมติ --on 2547-06-14",
        "agreement add ย้อน --code late --signed 2541 --term '90 ปี' --party fac",
        "agreement add หลัง --code after --signed 2547-06-15 --term '90 ปี' --party fac",
        "agreement add ร่าง --code draft --party fac",
        "agreement party import p.csv",
    )
    assert [line for line in lines if ask(line).code != 0] == []
    parties = [one for one in ask("agreement party list --json").data if one["organisation"]["code"] == "fac"]
    assert {one["agreement"]["code"]: one["name_as_signed"] for one in parties} == {
        "before": "คณะตัวอย่าง", "late": "คณะตัวอย่าง", "after": None, "draft": None, "listed": "คณะตัวอย่าง",
    }  # fmt: skip
    assert ask("agreement sign draft --party fac one --on 2545-01-01").code == 0
    assert ask("agreement show draft --json").data["parties"][0]["name_as_signed"] == "คณะตัวอย่าง"
    assert ask("undo").code == 0
    assert ask("agreement show draft --json").data["parties"][0]["name_as_signed"] is None
    assert ask("doctor").code == 0


def test_a_signature_dated_ahead_takes_the_new_name(ask: Callable[[str], Run]) -> None:
    for line in (
        "agreement add ร่าง --code draft --party fac --party uni",
        "agreement sign draft --party fac one --on 2590-01-01",
        "agreement sign draft --party uni one --on 2560-01-01",
        "member rename one 'นางสมมติ แต่งแล้ว'",
    ):
        assert ask(line).code == 0
    kept = ask("agreement signatory list --columns name_as_signed --no-header").out.splitlines()
    assert (kept[0], kept[1] == kept[0]) == ("นางสมมติ แต่งแล้ว", False)
