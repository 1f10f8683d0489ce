"""Names as people show themselves in a meeting: the name itself, and what they wrote beside it."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from netreg.thai import text

_UNIT = re.compile(
    r"คณะ|สำนัก|กอง|ศูนย์|สถาบัน|ภาควิชา|สาขา|มหาวิทยาลัย|มทร|ม\.|มรภ|รร\.|โรงเรียน|วิทยาลัย|วษท|งาน|ฝ่าย|แผนก|หน่วย|สพ[ฐปม]|อบ[จต]|"
    r"เทศบาล|กรม|กระทรวง|ห้องสมุด|หอสมุด|บริษัท|รพ\.|โรงพยาบาล|สมาคม|มูลนิธิ|ชมรม|วิทยาเขต|บัณฑิตวิทยาลัย|จ\.|จังหวัด|"
    r"(?:faculty|university|office|department|school|institute|cent(?:er|re)|library|college|ministry|division)\b",
    re.IGNORECASE,
)
"""The beginning of what is a unit, not a name."""
_PROGRAM = re.compile(
    r"guest|host|co-?host|me|you|unverified|external|organi[sz]er|presenter|attendee|"
    r"ผู้เยี่ยมชม|แขก|ผู้มาเยือน|โฮสต์|โฮสต์ร่วม|เจ้าภาพ|ฉัน|คุณ|ภายนอก|ไม่ได้รับการยืนยัน|ไม่ได้ตรวจสอบ|ผู้จัดงาน|ผู้นำเสนอ",
    re.IGNORECASE,
)
"""The marks that the program itself sets behind a name."""
_LONGEST_NAME = 300
"""The most characters of a text that may be a name."""
_TELEPHONE = re.compile(
    r"\+?[\d*xX•][\d*xX• ().-]{6,}|(?:call|dial)[- ]?in user.*|phone (?:participant|user).*|"
    r"(?:ผู้ใช้|ผู้เข้าร่วม)(?:ที่|ทาง)?(?:โทรเข้า|โทรศัพท์).*",
    re.IGNORECASE,
)
"""Names that the programs give to telephones."""
_NOTE_TAKER = re.compile(
    r".*\b(?:note-?taker|note taker|meeting notes|ai companion|ai assistant)\b.*|"
    r"(?:otter|fireflies|fathom|meetgeek|read)\.ai\b.*|tl;dv\b.*",
    re.IGNORECASE,
)
"""Names of programs that join a meeting to take notes."""
_BRACKETS = re.compile(r"(?P<name>.*\S)\s*[(（\[](?P<inner>[^()（）\[\]]*)[)）\]]\s*")
_DASH = re.compile(r"\s+[-–—|/:,]+\s*|\s*[-–—|/:,]+\s+|\s*[|_]+\s*|(?<=[ก-๎0-9])-(?=[ก-๎])")


class DisplayName(NamedTuple):
    """A shown name in its parts: the name, the unit written beside it, and anything else in brackets."""

    name: str
    unit: str = ""
    other: str = ""


def split_display_name(shown: str) -> DisplayName:
    """Split ``ทดสอบ สมมุติ - คณะนิติ`` or ``คณะนิติ_ทดสอบ สมมุติ (Todsob)`` into name, unit and original name."""
    name, units, others = text.clean(shown), list[str](), list[str]()
    if len(name) > _LONGEST_NAME:
        return DisplayName(name)
    name = _remove_pictures(name)
    while (found := _BRACKETS.fullmatch(name)) and not is_telephone(found["inner"].strip()):
        name, inner = found["name"], found["inner"].strip()
        if _UNIT.match(inner):
            units.insert(0, inner)
        elif inner and not _PROGRAM.fullmatch(inner):
            others.insert(0, inner)
    pieces = [piece for piece in _DASH.split(name) if piece]
    is_unit = [bool(_UNIT.match(piece)) for piece in pieces]
    if any(is_unit) and not all(is_unit):
        named = [piece for piece, unit in zip(pieces, is_unit, strict=True) if not unit]
        units = [piece for piece, unit in zip(pieces, is_unit, strict=True) if unit] + units
        # A bare number before the name is that of a list or a class.
        name = " ".join(piece for piece in named if not piece.isdecimal()) or name
    return DisplayName(name, ", ".join(units), ", ".join(others))


def _remove_pictures(name: str) -> str:
    """Return a name without emoji and the like; one that is nothing else stays as it is."""
    return text.clean("".join(sign for sign in name if not _is_picture(sign))) or name


def _is_picture(sign: str) -> bool:
    """Tell whether a sign is a picture, changes the colour of one, or joins two."""
    return unicodedata.category(sign) == "So" or "\U0001f3fb" <= sign <= "\U0001f3ff" or sign in "\ufe0f\u200d"


def is_telephone(name: str) -> bool:
    """Tell whether a name is that of a telephone, whose number stands in it or is hidden."""
    return bool(_TELEPHONE.fullmatch(name))


def is_note_taker(name: str) -> bool:
    """Tell whether a name is that of a program that takes notes."""
    return len(name) <= _LONGEST_NAME and bool(_NOTE_TAKER.fullmatch(name))
