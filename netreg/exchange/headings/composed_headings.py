"""Headings that are put together of known words: ``ชื่อบันทึกข้อตกลงความร่วมมือ``, ``Date of Expiry``.

No list has every way in which an office may put the words of a heading together. One that no list
has is read by its words: all of it must be words that a column of a field can have, and one of
them the word for the field. What is left over makes it unknown, so ``หน่วยงานที่รับผิดชอบ`` is no party.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from netreg.exchange.headings.heading_forms import make_key
from netreg.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

_DAY = "วันที่|วันเดือนปี|เดือนปี|วัน|ว/?ด/?ป|ที่|เมื่อ|ณ|ใน|การ|กำหนด|และ|หรือ|พศ"
_DONE = "ดำเนินการ|ดำเนินงาน|ดำเนินกิจกรรม|จัด|ทำ|กิจกรรม|โครงการ|อบรม|ฝึก"
_PAPER = (
    "บันทึก|ข้อตกลง|ความตกลง|ความเข้าใจ|ความร่วมมือ|สัญญา|mou|moa|mous|loi|ทางวิชาการ|ด้านวิชาการ|ฉบับ|ของ|การ|เอกสาร|"
    "และ|หรือ|ด้าน|ที่|จัดทำ|ทำ"
)
_BODY = "หน่วยงาน|องค์กร|สถาบัน|สถาบันการศึกษา|มหาวิทยาลัย|บริษัท|สถานประกอบการ|สถานศึกษา|ภาคี|เครือข่าย"
_PLACE = (
    "หน่วยบริการ|หน่วยงาน|หน่วย|บริการ|สุขภาพ|สถานพยาบาล|สถานศึกษา|โรงเรียน|ส่วนงาน|ส่วนราชการ|"
    "องค์กรปกครองส่วนท้องถิ่น|องค์กร|โรงพยาบาล"
)


class Composed(NamedTuple):
    """The headings of a target: how one begins, the words of which all of it is made, and one that it must have."""

    target: str
    begin: str
    words: str
    needs: str = ""

    def fits(self, key: str) -> bool:
        """Tell whether the key of a heading is made of these words and no others."""
        return bool(_compile(self).fullmatch(key))


@cache
def _compile(composed: Composed) -> re.Pattern[str]:
    needs = f"(?=.*(?:{composed.needs}))" if composed.needs else ""
    begin = f"(?=(?:{composed.begin}))" if composed.begin else ""
    # Possessive: nothing of a long cell is tried twice. The longest words go first for that.
    words = "|".join(sorted({*composed.words.split("|")}, key=len, reverse=True))
    return re.compile(f"{needs}{begin}(?:{words})++")


_OF_KIND: dict[str, tuple[Composed, ...]] = {
    "agreement": (
        Composed("end_stated", "", f"{_DAY}|{_PAPER}|สิ้นสุด|หมดอายุ|ครบกำหนด|ครบ|เวลา|อายุ|ลง", "สิ้นสุด|หมดอายุ|ครบกำหนด"),
        Composed("signed_on", "", f"{_DAY}|{_PAPER}|ลงนาม|ลงชื่อ|พิธี|ร่วมกัน|ร่วม|ใน", "(?:วัน|ว/?ด/?ป).*(?:ลงนาม|ทำ)"),
        Composed("effective_from", "", f"{_DAY}|{_PAPER}|เริ่มต้น|เริ่ม|มีผล|บังคับใช้|ใช้บังคับ|บังคับ|ใช้", "เริ่ม|วัน.*มีผล"),
        Composed(
            "term",
            "ระยะเวลา|กำหนด(?:ระยะ)?เวลา|อายุ|ช่วงเวลา|ระยะ",
            f"{_PAPER}|ระยะเวลา|กำหนดระยะเวลา|กำหนดเวลา|กำหนด|อายุ|ช่วงเวลา|ระยะ|เวลา|มีผล|บังคับใช้|ใช้บังคับ|ดำเนินการ|ดำเนินงาน|ปี|ใน|ตาม",
        ),
        Composed("final_status", "สถานะ|สถานภาพ", f"{_PAPER}|สถานะ|สถานภาพ|ปัจจุบัน|ล่าสุด|ดำเนินการ|ดำเนินงาน|มีผล|บังคับใช้"),
        Composed("document_no", "เลข|หมายเลข|ทะเบียนเลข", f"{_PAPER}|เลขที่|เลข|หมายเลข|ทะเบียน|หนังสือ|คุม|สารบบ"),
        Composed("kind", "ประเภท|ชนิด|รูปแบบ", f"{_PAPER}|ประเภท|ชนิด|รูปแบบ|หนังสือ"),
        Composed("place", "สถานที่", "สถานที่|ลงนาม|พิธี|จัด|การ|ที่"),
        Composed("title", "ชื่อ|เรื่อง|บันทึก|ข้อตกลง|สัญญา|โครงการ|รายการ", f"{_PAPER}|ชื่อ|เรื่อง|โครงการ|รายการ|ที่ลงนาม"),
        Composed(
            "child.organisation",
            f"(?:ราย)?(?:ชื่อ)?(?:{_BODY}|คู่|ผู้ร่วมลงนาม)",
            f"{_BODY}|{_PAPER}|รายชื่อ|ชื่อ|ภายนอก|ต่างประเทศ|ในประเทศ|คู่|คู่ค้า|ได้|ร่วม|ลงนาม|มือ|กัน|กับ|ภาครัฐ|ภาคเอกชน|เอกชน|ด้วย|ฝ่าย|อื่นๆ|อื่น|ผู้",
            "คู่|ร่วม|ลงนาม|ทำ|ภายนอก|ต่างประเทศ|ภาคี|เครือข่าย",
        ),
    ),
    "organisation": (
        Composed("name_th", f"(?:ราย)?(?:ชื่อ)?(?:{_PLACE})", f"{_PLACE}|รายชื่อ|ชื่อ|และ|หรือ|ย่อย|ใน|สังกัด|เครือข่าย|เต็ม|ภายใน"),
        Composed(
            "parent",
            "สังกัด|ต้นสังกัด|สพ[ปม]|อยู่(?:ใน|ภายใต้)|ภายใต้",
            "สังกัด|ต้นสังกัด|หน่วยงาน|สพป|สพม|สพท|สพฐ|สำนักงาน|เขตพื้นที่|เขต|พื้นที่|การศึกษา|อยู่ใน|อยู่|ภายใต้|กระทรวง|กรม|ของ",
        ),
        Composed(
            "address",
            "ที่อยู่|ที่ตั้ง|สถานที่ตั้ง",
            "ที่อยู่|ที่ตั้ง|สถาน|สำนักงาน|หน่วยงาน|โรงเรียน|โรงพยาบาล|ของ|และ|เลขที่|ติดต่อ|โทรศัพท์|หมายเลข|ปัจจุบัน|เบอร์|โทร",
        ),
    ),
    "meeting": (
        Composed("starts_at", "วัน|ว/?ด/?ป|กำหนด", f"{_DAY}|{_DONE}|เวลา|ประชุม|นัด", "วัน|ว/?ด/?ป"),
        Composed("venue", "สถานที่|ห้อง", "สถานที่|ห้อง|ประชุม|การ|ที่|จัด|ดำเนินการ"),
        Composed("outcome", "มติ|ผล|สรุป", "มติ|ผล|สรุป|สาระ|สำคัญ|การ|ประชุม|ที่|โดยย่อ|ย่อ|และ|ของ"),
        Composed("mode", "รูปแบบ|ช่องทาง|วิธี", "รูปแบบ|ช่องทาง|วิธี|การ|จัด|ประชุม|ที่"),
        Composed("title", "ชื่อ|เรื่อง|การประชุม|ประชุม", "ชื่อ|เรื่อง|การ|ประชุม|ที่|คณะกรรมการ|คณะทำงาน|หัวข้อ"),
    ),
    "activity": (
        Composed("starts_on", "วัน|ว/?ด/?ป|กำหนด|ระยะเวลา|ช่วง", f"{_DAY}|{_DONE}|ระยะเวลา|ช่วงเวลา|ช่วง|เวลา"),
        Composed("venue", "สถานที่", f"สถานที่|การ|ที่|{_DONE}"),
        Composed(
            "people", "จำนวน|ผู้", "จำนวน|ผู้|เข้าร่วม|เข้า|ร่วม|คน|ราย|ที่|ทั้งหมด|ทั้งสิ้น|กิจกรรม|โครงการ|งาน", "จำนวน.*ผู้|คน|ราย"
        ),
        Composed("outcome", "ผล|สรุปผล", f"ผลลัพธ์|ผลผลิต|ผลการ|ผล|สรุป|ที่|ได้รับ|ได้|การ|เกิดขึ้น|สำคัญ|จาก|คาดว่าจะ|{_DONE}"),
        Composed(
            "title", "(?:ชื่อ|รายการ)?(?:กิจกรรม|โครงการ|การดำเนิน)", f"ชื่อ|รายการ|การ|และ|หรือ|ที่|ได้|ความร่วมมือ|ร่วม|กัน|{_DONE}"
        ),
    ),
    "cohort": (
        Composed("seats", "", "จำนวน|กลุ่ม|ผู้|เข้า|รับ|การ|ฝึก|อบรม|คน|เป้าหมาย|แผน|ตาม|ที่", "เป้าหมาย|แผน"),
        Composed(
            "people", "", "จำนวน|ผู้|เข้าร่วม|เข้า|รับ|การ|ฝึก|อบรม|คน|จริง|ที่|ทั้งหมด|ทั้งสิ้น|โครงการ|มา", "จำนวน.*ผู้เข้า|เข้า.*คน|จริง"
        ),
    ),
    "action_item": (
        Composed(
            "text",
            "มติ|ข้อสั่งการ|เรื่อง|ประเด็น|สิ่ง",
            "มติ|ที่ประชุม|ประชุม|ข้อสั่งการ|เรื่อง|ประเด็น|สิ่ง|ที่|มอบหมาย|สั่งการ|ต้อง|ดำเนินการ|และ|ของ",
        ),
        Composed("meeting", "การประชุม|ประชุม|จากการประชุม|ครั้งที่", "จาก|การ|ประชุม|ครั้ง|ที่|ปี|และ|คณะกรรมการ"),
        Composed("state", "สถานะ", "สถานะ|การ|ดำเนินการ|ดำเนินงาน|ปัจจุบัน|ล่าสุด|ของ|มติ|งาน"),
    ),
    "opinion": (
        Composed("person", "(?:ชื่อ|สกุล)*ผู้", "ชื่อ|สกุล|ผู้|ให้|แสดง|เสนอ|ความเห็น|ความคิดเห็น|ข้อเสนอแนะ|ข้อคิดเห็น|และ|หรือ"),
        Composed(
            "answer",
            "การดำเนิน|คำตอบ|ผลการ|คำชี้แจง|การตอบ|แนวทาง",
            "การ|ดำเนินการ|ดำเนินงาน|ของ|หน่วยงาน|คำ|ผล|ตอบ|กลับ|ชี้แจง|แนวทาง|ต่อ|ข้อเสนอแนะ|ที่|แก้ไข",
        ),
    ),
    "agenda_item": (
        Composed("seq", "ระเบียบวาระ|วาระ|ลำดับวาระ", "ระเบียบ|วาระ|ลำดับ|ที่"),
        Composed("reported_by", "ผู้", "ผู้|นำ|เสนอ|ชี้แจง|รายงาน|แถลง|และ|หรือ|รับผิดชอบ|เรื่อง"),
    ),
}


def find_composed_name(kind: str, heading: str) -> str:
    """Return the name of the target of a heading that is put together of the words for it; empty for any other."""
    key = make_key(heading)
    if len(key) > _LONGEST:
        return ""
    target = next((composed.target for composed in _OF_KIND.get(kind, ()) if composed.fits(key)), "")
    return target if target in _NUMBERED or not re.search("(?<!พื้น)ที่$", key) else ""


_NUMBERED = frozenset({"seq", "meeting"})
"""The targets whose headings may end in ``ที่``; any other such as ``มติที่`` numbers the rows."""
_LONGEST = 80
"""The letters that such a heading has at most; a longer cell is none."""
_BETWEEN = frozenset({"of", "the", "for", "in", "on", "and"})


@lru_cache(1 << 10)
def make_bag(heading: str) -> str:
    """Return the words of an English heading in one order, without those between them; empty for fewer than two."""
    if not heading.isascii() or len(heading) > _LONGEST:
        return ""
    words = {*re.findall("[a-z]+", make_words(heading))} - _BETWEEN
    return " ".join(sorted(words)) if len(words) > 1 else ""


def make_words(heading: str) -> str:
    """Return an English heading in small letters, its words apart and without the s of a plural."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", heading).lower().replace("e-mail", "email")
    return re.sub(r"(?<=[a-z]{3})(?<![su])s\b", "", words)


def list_bags(headings: Iterable[str]) -> set[str]:
    """Return the bags of words of headings."""
    return {*filter(None, map(make_bag, headings))}


_NOTED_KINDS = frozenset(
    {"agreement", "organisation", "meeting", "activity", "course", "cohort", "action_item", "agenda_item", "opinion"}
)
_NOTED = (
    r"ชื่อผู้ลงนาม|รายชื่อผู้ลงนาม|"
    r"จำนวน|ร้อยละ|%|คิดเป็น|ขนาด|ระดับ|ประชากร|เตียง|พื้นที่|แหล่ง|วงเงิน|ปีงบ|ปีการศึกษา|ประเทศ|ทวีป|ขอบเขต|สาขา|ด้าน|"
    r"ผู้อำนวยการ|ผอ\.?|นายก|ผู้บริหาร|หัวหน้า|อธิการ|คณบดี|ประธาน|เลขา|ผู้ลงนาม|ตำแหน่งผู้ลงนาม|พยาน|สถานะรายงาน|ผู้มา|ผู้ไม่มา|"
    r"ผู้เข้าร่วมประชุม|องค์ประชุม|เอกสารประกอบ|ชั่วโมง|ผู้ได้รับ|ผู้ผ่าน|ความพึงพอใจ|ค่าลงทะเบียน|ละติจูด|ลองจิจูด|พิกัด|ไตรมาส|"
    r"country|area|scope|field|number of|no\. of|level|size|signator|signed by|continent|"
    r"region|responsible|faculty|coordinat|percent|"
    r"latitude|longitude|population|bed|hour|budget source|fiscal year|academic year|quarter"
)


def belongs_in_note(kind: str, heading: str) -> bool:
    """Tell whether a column says more of a record than it has fields for: it is kept in the note, with its heading."""
    if kind == "agenda_item" and re.match(r"(?i)เวลา|time", heading):
        return True
    return kind in _NOTED_KINDS and bool(re.match(rf"(?i)\W*(?:{_NOTED})", heading))


def keeps_notes(kind: str) -> bool:
    """Tell whether files of this kind are registers of an office, with more columns than there are fields."""
    return kind in _NOTED_KINDS


def names_signer(kind: str, heading: str) -> bool:
    """Tell whether a column of agreements has who signed, whatever party stands behind: ``ผู้ลงนาม (คู่สัญญา)``."""
    signer = r"(?i)\W*(?:ราย)?(?:ชื่อ|ตำแหน่ง)?\s*(?:ผู้ลงนาม|พยาน|signator|signed by)"
    return kind == "agreement" and bool(re.match(signer, heading))
