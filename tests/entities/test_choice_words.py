"""The words by which people say a choice: each means one choice, and refusals offer words they can type."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from netreg.core.choice_fields import Choice, YesNo
from netreg.entities import BY_NAME, ENTITIES
from netreg.errors import InvalidValue
from netreg.language import set_language

if TYPE_CHECKING:
    from collections.abc import Iterator

WORDS = {
    "attendance.role": {
        "committee_member": "กรรมการ", "member": "สมาชิก ผู้เข้าร่วม ผู้เข้าประชุม Attendee", "adviser": "ที่ปรึกษา",
        "resource_person": "วิทยากร", "assistant_secretary": "ผู้ช่วยเลขานุการ", "vice_chair": "รองประธาน",
        "secretary": "เลขา กรรมการและเลขานุการ", "chair": "ประธาน ประธานกรรมการ", "organiser": "Host Organizer",
    },
    "attendance.presence": {
        "present": "เข้าร่วม มา มาประชุม ✓ /", "absent": "ไม่เข้าร่วม ขาด ไม่มา x X", "apology": "ติดภารกิจ ลา ลาประชุม ลาป่วย",
        "partial": "มาสาย",
    },
    "signatory.capacity": {
        "on_behalf": "ปฏิบัติราชการแทน ผู้รับมอบอำนาจ ลงนามแทน", "acting": "รักษาราชการแทน รักษาการแทน รักษาการ",
    },
    "organisation.kind": {
        "graduate_school": "บัณฑิตวิทยาลัย", "council": "สภา", "office": "สำนัก สำนักงาน", "faculty": "คณะ สำนักวิชา",
        "municipality": "เทศบาลตำบล", "department": "ภาควิชา กรม สาขาวิชา", "division": "กอง ฝ่าย",
        "school": "ร.ร. โรงเรียน",
    },
    "membership.role": {"committee_member": "กรรมการ", "member": "สมาชิก ผู้แทน", "coordinator": "ผู้ประสานงาน"},
    "enrolment.result": {"completed": "ผ่าน ✓", "failed": "ไม่ผ่าน", "absent": "ขาด"},
    "meeting.mode": {"online": "ออนไลน์ Zoom", "onsite": "ออนไซต์", "hybrid": "ไฮบริด"},
    "action_item.state": {
        "open": "ยังไม่ดำเนินการ รอดำเนินการ", "in_progress": "อยู่ระหว่างดำเนินการ", "done": "เสร็จสิ้น ดำเนินการแล้ว เรียบร้อยแล้ว",
        "dropped": "ยกเลิก ไม่ดำเนินการ",
    },
    "opinion.kind": {"suggestion": "ข้อเสนอแนะ ข้อเสนอ", "question": "ข้อซักถาม", "objection": "ไม่เห็นด้วย"},
    "opinion.state": {"open": "รอพิจารณา", "accepted": "เห็นด้วย กำลังดำเนินการ", "done": "ดำเนินการแล้ว"},
    "agenda_item.kind": {"information": "เพื่อทราบ", "consideration": "เรื่องเสนอเพื่อพิจารณา", "matters_arising": "สืบเนื่อง"},
    "activity.kind": {"academic": "สัมมนา อบรม", "exchange": "ศึกษาดูงาน", "internship": "สหกิจศึกษา"},
    "document.kind": {"signed": "ต้นฉบับ", "scan": "สำเนา", "annex": "เอกสารแนบ"},
    "head_count.qualifier": {"more_than": "เกิน กว่า", "about": "ราว โดยประมาณ"},
    "agreement.renewal": {"tacit": "อัตโนมัติ ต่ออายุอัตโนมัติ", "none": "none ไม่ต่ออายุ"},
}  # fmt: skip


def _find_choice(name: str) -> Choice:
    kind, _dot, field = name.partition(".")
    found = BY_NAME[kind].by_name[field]
    assert isinstance(found, Choice)
    return found


def test_choices_in_the_words_of_people() -> None:
    wrong = {
        (name, text): found
        for name, words in WORDS.items()
        for word, texts in words.items()
        for text in texts.split(" ")
        if (found := _find_choice(name).parse(text)) != word
    }
    assert wrong == {}


def test_no_word_means_two_choices() -> None:
    for entity in ENTITIES:
        for field in entity.fields:
            if isinstance(field, Choice) and not isinstance(field, YesNo):
                labels = {name: word for word, label in field.options.items() for name in (word, label.th, label.en)}
                for word, label in field.options.items():
                    assert [field.parse(name) for name in (word, label.th, label.en) if name] == [word] * 3, field.name
                others = {name: word for name, word in field._synonyms.items() if field.parse(name) != word}
                assert others == {}, (entity.name, field.name, labels)


@pytest.fixture
def thai() -> Iterator[None]:
    set_language("th")
    yield
    set_language("en")


def _refuse(name: str, written: str) -> str:
    with pytest.raises(InvalidValue) as refusal:
        _find_choice(name).parse(written)
    return str(refusal.value)


def test_a_refusal_offers_words_of_both_languages() -> None:
    assert _refuse("attendance.presence", "มมา") == (
        "'มมา' is not a valid choice; expected one of: present (มา), absent (ขาด), apology (ลา), partial (มาบางช่วง), "
        "invited (เชิญแล้ว)"
    )
    assert _refuse("organisation.kind", "บัณฑิตวิทลัย").endswith(
        "did you mean: graduate_school (บัณฑิตวิทยาลัย), college (วิทยาลัย)?"
    )


@pytest.mark.usefixtures("thai")
def test_a_refusal_in_thai_offers_thai_words() -> None:
    assert "มา (present), ขาด (absent), ลา (apology), " in _refuse("attendance.presence", "มมา")


OFFICE_WORDS = {
    "step": {"kind": {"นิติการ": "legal_review", "รอลงนาม": "ready", "รอคู่สัญญา": "sent", "ตีกลับ": "returned"}},
    "agreement": {
        "final_status": {"เลิกสัญญา": "terminated", "ยกเลิกแล้ว": "cancelled", "มีฉบับใหม่": "replaced"},
    },
    "decision": {"kind": {"ไม่ต่อ": "lapse", "ต่อสัญญา": "renew", "ขยายระยะเวลา": "extend", "รอพิจารณา": "undecided"}},
    "signatory": {"capacity": {"ผู้ได้รับมอบหมาย": "on_behalf", "รรท.": "acting", "ลงนามเอง": "own_right"}},
    "attendance": {
        "presence": {"ติดสอน": "apology", "ไม่ได้มา": "absent", "ครึ่งวัน": "partial", "ลงทะเบียน": "present"},
        "role": {"ผู้ทรงคุณวุฒิ": "committee_member", "ผู้แทน": "member"},
    },
    "membership": {"role": {"ประธานฯ": "chair", "กรรมการและปฏิคม": "committee_member", "สมาชิกสมทบ": "member"}},
    "enrolment": {"result": {"ไม่มารายงานตัว": "absent", "อบรมครบ": "completed", "ไม่ครบชั่วโมง": "failed"}},
    "member_group": {"kind": {"คณะอนุกรรมการ": "committee", "เครือข่าย": "partner_network"}},
}
"""Words that Thai offices write, by kind and field."""


def test_words_of_offices_are_choices() -> None:
    for kind, fields in OFFICE_WORDS.items():
        for name, words in fields.items():
            field = BY_NAME[kind].by_name[name]
            assert {word: field.parse(word) for word in words} == words
