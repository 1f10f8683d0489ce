"""The contact people of parties: named, reached, imported, handed over."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Run

pytestmark = pytest.mark.usefixtures("in_english")

SETUP = (
    "org add มหาวิทยาลัยสมมติ --code uni",
    "org add คณะสมมติ --code fac",
    "member add 'นายสมมติ ตัวอย่าง' --code one --phone 0812345678 --email one@example.org",
    "member add 'นางทดสอบ สมมติ' --code two",
    "agreement add ข้อตกลงสมมติ --code mou --term '3 ปี' --party uni --party fac --contact one",
    "agreement sign mou one --party uni --on 2025-10-01",
    "agreement sign mou two --party fac --on 2025-10-01",
)


REACHED = "นายสมมติ ตัวอย่าง (081-234-5678, one@example.org)"


def test_a_contact_is_shown_with_telephone_and_email_everywhere(ask: Callable[[str], Run]) -> None:
    assert ask("agreement party list --columns id,contacts --no-header").out == f"1\t{REACHED}\n2\t\n"
    assert ask("agreement party list --columns contacts --csv --limit 1").out == f'contacts\n"{REACHED}"\n'
    assert f" 1 มหาวิทยาลัยสมมติ (Contacts {REACHED}) " in ask("agreement show mou --format table").out
    contacts = [{"name": "นายสมมติ ตัวอย่าง", "phone": "0812345678", "email": "one@example.org"}]
    assert [party["contacts"] for party in ask("agreement show mou --json").data["parties"]] == [contacts, []]
    assert [party["contacts"] for party in ask("agreement brief mou --json").data["parties"]] == [contacts, []]
    assert f"\t{REACHED}\n" in ask("agreement brief mou").out


def test_who_is_not_in_the_register_is_written_down_and_several_are(ask: Callable[[str], Run]) -> None:
    given = "contact_name='นาย ก ทดสอบ' contact_phone='02-123-4567 ต่อ 9' other_contacts='นาง ข ทดสอบ; นาย ค ทดสอบ'"
    assert ask(f"agreement party edit 2 {given}").code == 0  # though the agreement is signed
    shown = "นาย ก ทดสอบ (0-2123-4567 ext. 9); นาง ข ทดสอบ; นาย ค ทดสอบ"
    assert ask("agreement party list --columns contacts --no-header").out == f"{REACHED}\n{shown}\n"
    assert ask("agreement party edit 1 contact_phone=02-111-2222").code == 0
    own = "นายสมมติ ตัวอย่าง (0-2111-2222, one@example.org)"
    assert ask("agreement party list --columns contacts --no-header --limit 1").out == f"{own}\n"
    assert ask("agreement party edit 1 contact=").code == 0
    assert ask("agreement party list --columns contacts --no-header --limit 1").out == "0-2111-2222\n"


def test_contacts_come_from_files(ask: Callable[[str], Run], tmp_path: Path) -> None:
    whole = tmp_path / "agreements.csv"
    whole.write_text("รหัส,ชื่อข้อตกลง,ภาคี,ผู้ประสานงาน,โทรศัพท์ผู้ประสานงาน\nnew,ข้อตกลงสองสมมติ,uni,นายสมมติ ตัวอย่าง,02-111-2222\n")
    assert ask(f"agreement import {whole}").code == 0
    parties = tmp_path / "parties.csv"
    parties.write_text(
        "ข้อตกลง,ภาคี,ผู้ประสานงาน,ชื่อผู้ประสานงาน,อีเมลผู้ประสานงาน\nmou,uni,two,,\nmou,fac,,นางอื่น สมมติ,o@example.org\n"
    )
    assert ask(f"agreement party import {parties}").err == f"{parties}: 0 new, 2 changed, 0 unchanged\n"
    assert ask(f"agreement party import {parties}").err == f"{parties}: 0 new, 0 changed, 2 unchanged\n"
    assert ask("agreement party list --columns contacts --no-header").out.splitlines() == [
        "นางทดสอบ สมมติ",
        "นางอื่น สมมติ (o@example.org)",
        "นายสมมติ ตัวอย่าง (0-2111-2222, one@example.org)",
    ]


def test_the_roles_of_a_contact_are_handed_over_until_the_agreement_is_closed(ask: Callable[[str], Run]) -> None:
    passed = ask("member handover one --to two --keep-posts --no-header").out
    assert passed == "agreement party\t1\tมหาวิทยาลัยสมมติ\tcontact\n"
    assert ask("agreement party list --columns contacts --no-header --limit 1").out == "นางทดสอบ สมมติ\n"
    assert ask("agreement complete mou --on 2026-01-01").code == 0
    assert ask("member handover two --to one --keep-posts").code == 1


def test_more_contacts_than_parties_are_refused(ask: Callable[[str], Run]) -> None:
    run = ask("agreement add อื่น --party uni --contact one --contact two")
    assert (run.out, run.code) == ("", 2)
    assert run.err == "netreg: error: there are more contacts than parties; give a --party before each --contact\n"
    assert ask("agreement add อื่น --party uni --contact nobody").code == 1
    assert ask("agreement list --columns code --no-header").out == "mou\n"
