"""Digests: who gets what, in which words; read back by the parser of the standard library."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.utils import getaddresses
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netreg.core.fields import Style
from netreg.entities.due.due_items import DueWarning, make_digest_id
from netreg.errors import InvalidValue
from netreg.exchange.mail.digest_wording import choose_tone, format_days_left
from netreg.exchange.mail.digests import (
    AddressedDigest,
    Letterhead,
    address_digest,
    build_message,
    is_deliverable,
    parse_address,
)
from tests.conftest import examples

if TYPE_CHECKING:
    from email.message import EmailMessage

MOMENT = datetime(2026, 11, 26, 7, tzinfo=timezone(timedelta(hours=7)))
SENDER = "netreg@example.ac.th"
SOMMUT = "sommut@example.ac.th"
HEAD = Letterhead(SENDER, Style(), MOMENT, SOMMUT)
ENGLISH = Letterhead(SENDER, Style("ce", "en"), MOMENT, SOMMUT)

USUAL: dict[str, Any] = {
    "kind": "agreement",
    "record": 1,
    "code": "mou-1",
    "name": "บันทึกข้อตกลงสมมติ",
    "clock": "end",
    "clock_label": "สิ้นสุด",
    "day": "2026-12-31",
    "days_left": 35,
    "responsible_id": 1,
    "responsible_name": "ผศ. ดร.สมมติ ตัวอย่าง",
    "responsible_email": SOMMUT,
    "act_on": "2026-12-31",
    "command": "netreg agreement show mou-1",
    "offset": "90d",
    "uid": "01a1",
    "step_day": "2026-10-02",
    "kind_label": "ข้อตกลง",
    "acknowledgement": "netreg due ack mou-1 --clock end",
}


def warning(**changed: Any) -> DueWarning:
    values = USUAL | changed
    return DueWarning(**values, key=f"{values['kind']}:{values['record']}:{values['clock']}:{values['day']}")


def parsed(made: EmailMessage) -> EmailMessage:
    """The message as it is read again from its bytes, found to be without defects."""
    content = bytes(made)
    assert max(map(len, content.split(b"\r\n"))) <= 78
    assert content.isascii()
    assert b"\n" not in content.replace(b"\r\n", b"")
    found = message_from_bytes(content, policy=policy.default)
    assert not [part.defects for part in found.walk() if part.defects]
    assert not [value.defects for value in found.values() if value.defects]
    return found


def people(found: EmailMessage, header: str) -> list[tuple[str, str]]:
    """The names and addresses in a header, by the parser that also knows RFC 2047 in names of two parts.

    The newer one leaves a blank where an encoded name was folded (RFC 2047, 6.2 forbids it).
    """
    old = message_from_bytes(bytes(found), policy=policy.compat32)
    return [(str(make_header(decode_header(name))), address) for name, address in getaddresses(old.get_all(header, []))]


def bodies(made: EmailMessage) -> tuple[str, str]:
    """The plain text and the HTML."""
    texts = []
    for kind in ("plain", "html"):
        part: Any = made.get_body((kind,))
        assert part.get_content_charset() == "utf-8"
        texts.append(part.get_content())
    return texts[0], texts[1]


def digest(address: str, warnings: list[DueWarning], sender: str = SENDER) -> AddressedDigest:
    return address_digest(make_digest_id(address, [one.key for one in warnings]), address, warnings, sender)


# --- the message ---------------------------------------------------------------------


LATER = warning(
    record=2, code=None, name="การประชุมสมมติ", kind_label="การประชุม", day="2027-01-02", days_left=37,
    act_on="2026-12-30", extends_to="2027-01-04", command="netreg meeting show 2", acknowledgement="",
)  # fmt: skip
LATE = warning(record=3, day="2026-11-20", days_left=-6, clock_label="วันสุดท้ายที่แจ้งได้", act_on=None)


def test_the_headers() -> None:
    found = parsed(build_message(digest(SOMMUT, [LATER, LATE], SENDER), HEAD))
    assert found["Subject"] == "มี 2 เรื่องถึงกำหนด เรื่องแรก 20 พ.ย. 2569 (เกินกำหนดมาแล้ว 6 วัน)"
    assert people(found, "From") == [("ทะเบียนเครือข่าย", SENDER)]
    assert people(found, "To") == [("ผศ. ดร.สมมติ ตัวอย่าง", SOMMUT)]
    assert found["Date"] == "Thu, 26 Nov 2026 07:00:00 +0700"
    assert re.fullmatch(r"<digest-[0-9a-f]{32}@example\.ac\.th>", found["Message-ID"])
    assert found["Auto-Submitted"] == "auto-generated"
    assert found["X-Auto-Response-Suppress"] == "All"
    assert found["List-Id"] == "netreg <digest.example.ac.th>"
    assert found["Content-Language"] == "th"
    assert found.get_content_type() == "multipart/alternative"


def test_the_plain_text() -> None:
    text, _html = bodies(parsed(build_message(digest(SOMMUT, [LATER, LATE], SENDER), HEAD)))
    assert (
        text.replace("\r\n", "\n").partition("\n-- \n")[0]
        == """\
เรียน ผศ. ดร.สมมติ ตัวอย่าง

ทะเบียนเครือข่ายขอแจ้งเรื่องที่ใกล้ถึงกำหนดหรือเลยกำหนดแล้ว ดังนี้

1. บันทึกข้อตกลงสมมติ
   ข้อตกลง mou-1
   วันสุดท้ายที่แจ้งได้: วันศุกร์ที่ 20 พฤศจิกายน 2569 (เกินกำหนดมาแล้ว 6 วัน)
   สิ่งที่ต้องดำเนินการ: ตรวจสอบและดำเนินการ แล้วบันทึกผล
   พิมพ์คำสั่ง: netreg agreement show mou-1
   หรือหากรับทราบแล้ว: netreg due ack mou-1 --clock end

2. การประชุมสมมติ
   การประชุม
   สิ้นสุด: วันเสาร์ที่ 2 มกราคม 2570 (อีก 37 วัน)
   ตรงกับวันหยุด ให้ดำเนินการภายในวันพุธที่ 30 ธันวาคม 2569
   ระยะเวลาสิ้นสุดในวันจันทร์ที่ 4 มกราคม 2570 (ป.พ.พ. มาตรา 193/8)
   สิ่งที่ต้องดำเนินการ: เตรียมการประชุม หรือบันทึกผลการประชุม
   พิมพ์คำสั่ง: netreg meeting show 2
"""
    )


def test_people_without_netreg_are_told_in_words() -> None:
    """Only whoever keeps the register is told what to type; all others whom to tell."""
    shown = {"command": "netreg agreement renew mou-1", "commands": ("netreg a", "netreg b"), "responsible_left": True}
    one = digest(SOMMUT, [warning(**shown, handover="netreg member handover 1 --to MEMBER")], SENDER)
    for head in (HEAD, ENGLISH):
        for keeper in ("office@example.ac.th", ""):
            for body in bodies(parsed(build_message(one, head._replace(keeper=keeper)))):
                assert re.search(r"netreg [a-z]+ |--[a-z]", body) is None
                assert keeper in body
        for body in bodies(parsed(build_message(one, head))):
            said = ("netreg agreement renew mou-1", "netreg b", "netreg member handover 1", "netreg due ack mou-1")
            assert [words for words in said if words not in body] == []


def test_in_english_and_the_common_era() -> None:
    found = parsed(build_message(digest(SOMMUT, [warning(clock_label="Ends", act_on="2026-12-30")], SENDER), ENGLISH))
    assert found["Subject"] == "Due: Ends บันทึกข้อตกลงสมมติ 31 Dec 2026 (in 35 days)"
    text, html = bodies(found)
    assert "Dear ผศ. ดร.สมมติ ตัวอย่าง," in text
    assert "Ends: Thursday, 31 December 2026 (in 35 days)" in text
    assert "not a working day: act by Wednesday, 30 December 2026" in text
    assert '<html lang="en">' in html


def test_the_html_says_the_same_and_asks_for_nothing_from_outside() -> None:
    text, html = bodies(parsed(build_message(digest(SOMMUT, [LATER, LATE], SENDER), HEAD)))
    for line in text.replace("\r\n", "\n").partition("\n-- \n")[0].splitlines():
        said = line.strip().partition(": ")[2] or re.sub(r"^\d\. ", "", line.strip())
        assert all(word in html for word in said.replace("(", " ").replace(")", " ").split()), said
    assert not re.search(r"(src|href|url\()", html)
    assert "http" not in html


def test_hostile_words_are_only_words() -> None:
    hostile = "<script>alert(1)</script>{{ 7*7 }}&amp;\"'"
    one = digest(SOMMUT, [warning(name=hostile, code=hostile, command=hostile, responsible_name=hostile)], SENDER)
    text, html = bodies(parsed(build_message(one, HEAD)))
    assert hostile in text
    assert "<script" not in html
    assert "49" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7*7 }}&amp;amp;&#34;&#39;" in html


def test_a_matter_of_somebody_else_says_whose_it_is() -> None:
    others = [warning(responsible_name=None, responsible_email=None), warning(record=2, responsible_email="nonsense")]
    one = digest("office@example.ac.th", others)
    text, html = bodies(build_message(one, HEAD))
    for said in ("ผู้รับผิดชอบ: ยังไม่ได้กำหนด", "ผู้รับผิดชอบ: ผศ. ดร.สมมติ ตัวอย่าง (ไม่มีอีเมลที่ใช้ได้)"):
        assert said in text
        assert said in html
    assert "เรียน ผู้ดูแลทะเบียน" in text
    assert (one.address, one.name) == ("office@example.ac.th", "")


def test_the_same_digest_gives_the_same_bytes() -> None:
    assert bytes(build_message(digest(SOMMUT, [LATE, LATER], SENDER), HEAD)) == bytes(
        build_message(digest(SOMMUT, [LATER, LATE], SENDER), HEAD)
    )


# --- nothing gets into a header -------------------------------------------------------------

HEADERS = [
    "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "X-Auto-Response-Suppress", "List-Id",
    "MIME-Version", "Content-Type", "Content-Language",
]  # fmt: skip
NAMES = [
    "สมชาย\r\nBcc: victim@example.org",
    "สมชาย\nSubject: x",
    'สมชาย "น้อย" ทดสอบ, สมหญิง <other@example.org>',
    "\u202eกลับด้าน\u202c",
    "\u061cก\u2066ข\u2069",
    "\x1b[31mแดง\x1b[0m",
    "a\x00b\x85c\u2028d",
    "=?utf-8?b?4Lic4Lio?= x",
    "ย" * 500,
    " ",
    "\udc80",
    "(comment) ; : group: a@b.c;",
]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_stays_a_name(name: str) -> None:
    _holds(name)


@settings(max_examples=examples(15), deadline=None)  # to fold Thai headers takes the library long
@given(st.text(max_size=60) | st.text(st.sampled_from('\r\n\t ,;:<>"\\()@=?กานดาย์ำ\x1b\u202e'), max_size=120))
def test_any_name_stays_a_name(name: str) -> None:
    _holds(name)


def _holds(name: str) -> None:
    one = digest(SOMMUT, [warning(responsible_name=name, name=name, code=name, clock_label=name)], SENDER)
    found = parsed(build_message(one, HEAD))
    assert found.keys() == HEADERS
    ((shown, address),) = people(found, "To")
    assert address == SOMMUT
    for value in (shown, found["Subject"], *bodies(found)):
        assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]", value)
    assert "\n" not in found["Subject"]
    assert found.get_all("To") == [found["To"]]


# --- who gets what ------------------------------------------------------------------------


def test_a_digest_is_in_order_of_day_and_goes_by_its_name() -> None:
    other = warning(record=5, responsible_email="Sommut@Example.ac.th", responsible_name="ผู้มีที่อยู่เดียวกัน")
    one = address_digest("abc", SOMMUT, [LATER, other, LATE], SENDER)
    assert (one.message_id, one.address, one.name) == ("<digest-abc@example.ac.th>", SOMMUT, "ผศ. ดร.สมมติ ตัวอย่าง")
    assert [each.record for each in one.warnings] == [3, 5, 2]
    assert address_digest("abc", SOMMUT, [LATE], "").message_id == "<digest-abc@netreg.invalid>"


@pytest.mark.parametrize(
    ("address", "can"),
    [(SOMMUT, True), ("", False), (None, False), ("ก@example.ac.th", True), ("ก..ก@example.ac.th", False)],
)
def test_who_can_be_reached(address: str | None, can: bool) -> None:
    assert is_deliverable(address) is can


def test_a_day_known_to_the_month() -> None:
    one = digest(SOMMUT, [warning(day="2027-01", act_on="2026-12-30")])
    text, _html = bodies(build_message(one, HEAD))
    assert "สิ้นสุด: มกราคม 2570 (อีก 35 วัน)" in text
    assert "ไม่ทราบวันแน่ชัด ให้ดำเนินการภายในวันพุธที่ 30 ธันวาคม 2569" in text


@pytest.mark.parametrize(
    "address",
    [
        "",
        "nobody",
        "a@b",
        "ก..ข@example.ac.th",
        ".ก@example.ac.th",
        "a..b@example.org",
        "a@example..org",
        f"a@{'x' * 64}.org",
        "a\n@example.org b",
    ],
)
def test_what_is_no_address(address: str) -> None:
    with pytest.raises(InvalidValue):
        parse_address(address)
    with pytest.raises(InvalidValue):
        build_message(digest(SOMMUT, [warning()], SENDER)._replace(address=address), HEAD)


def test_a_thai_domain_goes_out_in_ascii() -> None:
    address = parse_address("info@ทดสอบ.ไทย")
    assert address.addr_spec.isascii()
    assert address.domain.encode().decode("idna") == "ทดสอบ.ไทย"


# --- words --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "th", "en", "how"),
    [
        (-30, "เกินกำหนดมาแล้ว 30 วัน", "30 days overdue", "late"),
        (-1, "เกินกำหนดมาแล้ว 1 วัน", "1 day overdue", "late"),
        (0, "วันนี้", "today", "soon"),
        (1, "พรุ่งนี้", "tomorrow", "soon"),
        (2, "อีก 2 วัน", "in 2 days", "soon"),
        (7, "อีก 7 วัน", "in 7 days", "soon"),
        (8, "อีก 8 วัน", "in 8 days", "calm"),
    ],
)
def test_days_left_in_words(days: int, th: str, en: str, how: str) -> None:
    assert (format_days_left(days, "th"), format_days_left(days, "en"), choose_tone(days)) == (th, en, how)
