"""Texts in a column of names that name no person: vacant posts, offices, bodies, several people."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from netreg.language import _
from netreg.named_tuples import NamedTuple
from netreg.thai.names import offices
from netreg.thai.names.title_table import get_default_titles, tidy_blanks

if TYPE_CHECKING:
    from netreg.thai.names.title_table import TitleTable


class NoPerson(NamedTuple):
    """Why a text names no person: ``vacant``, ``total``, ``section``, ``office`` or ``several``, and a sentence."""

    kind: str
    sentence: str


class OfficeBefore(NamedTuple):
    """An office in front of a name, and the name."""

    office: str
    name: str


def find_no_person(text: str, table: TitleTable | None = None) -> NoPerson | None:
    """Find why a text names no person; None if it may name one.

    A vacant post, a total and the title of a section are rows that are no records; an office and several
    people are to be mended by whoever wrote them.
    """
    line = tidy_blanks(text)
    if found := find_vacant_or_total(line):
        return found
    if is_status(line):
        return NoPerson("status", _("'{text}' says what became of somebody, not who it is").format(text=line))
    if is_thing(line):
        return NoPerson("thing", _("'{text}' is a place, a thing or a service, not a person").format(text=line))
    if "หรือ" in line and _or_another_pattern().search(line):
        return NoPerson("office", _("'{text}' is an office; name the person who holds it").format(text=line))
    table = table or get_default_titles()
    if _names_several(line, table):
        sentence = _("'{text}' names several people; give each a row")
        if re.fullmatch(r"[^/;&+]+,[^,]+", line) and " และ" not in line:
            sentence = _("'{text}' names two people, or the family name first; give each a row, the given name first")
        return NoPerson("several", sentence.format(text=line))
    return None if table.begins_with_own(line) or split_office(line, table) else _find_office(line)


_STATUS = frozenset({
    "เกษียณ", "เกษียณอายุ", "เกษียณราชการ", "เกษียณอายุราชการ", "ลาออก", "ลาออกแล้ว",
    "ไปช่วยราชการ", "ช่วยราชการ", "มาช่วยราชการ", "โอน", "โอนย้าย", "โอนย้ายแล้ว", "ย้าย",
    "ย้ายแล้ว", "ขอย้าย", "ย้ายไป", "ย้ายออก", "เสียชีวิต", "ถึงแก่กรรม", "ลาศึกษาต่อ", "ลาคลอด",
    "ลาบวช", "ลากิจ", "ลาป่วย", "พักราชการ", "ให้ออก", "ไล่ออก", "ปลดออก", "หมดวาระ", "ครบวาระ",
    "พ้นวาระ", "พ้นตำแหน่ง", "พ้นจากตำแหน่ง", "หมดสัญญา", "เลิกจ้าง", "สละสิทธิ์", "ไม่มา",
    "ไม่มารายงานตัว", "ติดราชการ", "retired", "resigned", "transferred", "deceased",
})  # fmt: skip
"""What became of somebody, in the place of the name."""
_THINGS = frozenset({
    "ยาม", "ป้อมยาม", "รปภ", "รปภ.", "ธุรการ", "โทรสาร", "แฟกซ์", "แฟ็กซ์", "โทรศัพท์",
    "เบอร์กลาง", "เบอร์โทร", "เบอร์สำนักงาน", "สายนอก", "สายใน", "สายด่วน", "สายตรง",
    "โอเปอเรเตอร์", "เคาน์เตอร์", "เคาเตอร์", "โรงอาหาร", "โรงรถ", "ลานจอดรถ", "หน้าห้อง",
    "คนขับรถ", "คนสวน", "คนครัว", "แม่ครัว", "ช่างไฟ", "ส่วนกลาง", "สหกรณ์", "ร้านค้า", "fax",
    "tel", "telephone", "phone", "operator", "reception", "lobby", "office", "hotline", "admin",
    "website", "email", "e-mail", "line", "guard", "security",
})  # fmt: skip
"""What telephone lists name beside people."""
_PLACES = (
    "ห้อง", "อาคาร", "ป้อมยาม", "เคาน์เตอร์", "โทรสาร", "เบอร์กลาง", "สายด่วน", "ประตูทาง", "ร้าน", "ห้าง", "โรงแรม",
    "โรงงาน", "โรงพิมพ์", "โรงภาพยนตร์", "คลินิก", "สถานี", "ไปรษณีย์", "การไฟฟ้า", "การประปา", "การรถไฟ", "ที่ทำการ",
    "ที่ว่าการ", "หจก.", "บจก.", "บมจ.", "หมู่บ้าน", "ชุมชน", "ตลาด", "ปั๊ม", "อู่ซ่อม", "สหกรณ์", "สวนอาหาร", "รีสอร์ท",
    "รีสอร์ต", "กรมการ", "กรมส่งเสริม", "กรมที่ดิน", "กรมทาง", "กรมป่า", "กรมชล", "กรมสรรพ", "กรมพัฒนา", "กรมวิทย",
    "กรมปศุ", "กรมประชา", "กรมประมง", "กรมสุขภาพ", "กรมควบคุม", "กรมศิลป", "กรมศุล",
)  # fmt: skip
"""The beginnings of places, shops and offices, which are no names of people."""


THINGS_BEGIN = (*_PLACES, *_THINGS)
"""The beginnings of everything that is a place, a thing or a service."""
_NOBODY = frozenset(
    form for word in (*_STATUS, *_THINGS, *_PLACES) for form in (word[:2], word[:2].upper(), word[:2].capitalize())
)
"""The beginnings of these words, so that hardly any name is looked at closely."""


def is_status(line: str) -> bool:
    """Return whether a text says what became of somebody."""
    word = line.strip("()[]-–*. ").casefold()
    return word in _STATUS or bool(_status_pattern().match(word))


@cache
def _status_pattern() -> re.Pattern[str]:
    """Match the beginning of what became of somebody, with more behind it: ``ย้ายไป รร.…``, ``เกษียณ 2568``."""
    return re.compile(
        r"(?:ย้าย|โอน|โอนย้าย|ขอย้าย)(?:ไป|มา|ออก|แล้ว|กลับ)|(?:ไป|มา)?ช่วยราชการ|เสียชีวิต|ถึงแก่กรรม|ลาศึกษา"
        r"|ลาออก(?:แล้ว|เมื่อ| ?[0-9๐-๙(])"
        r"|เกษียณ(?:อายุ|ราชการ|แล้ว|เมื่อ| ?[0-9๐-๙(])|พ้นจาก|พ้นตำแหน่ง|ครบวาระ|หมดวาระ|ลาออกจาก"
    )


def may_be_nobody(word: str) -> bool:
    """Return whether a word is in the place of a name what became of somebody, or a place, a thing, a service."""
    return word[:2] in _NOBODY and (is_status(word) or is_thing(word))


def is_thing(line: str) -> bool:
    """Return whether a text is a place, a thing or a service with a telephone."""
    word = line.strip("()[]-–*:. ").casefold()
    if word in _THINGS or word.startswith(_PLACES) or (word.startswith("fax") and not word[3:].isalpha()):
        return True
    return " " in word and word[:1].isascii() and names_company(word)


def names_company(words: str) -> bool:
    """Return whether a word of a company, a school and the like is among words in Latin letters."""
    return bool(_company_pattern().search(words.casefold()))


@cache
def _company_pattern() -> re.Pattern[str]:
    """Match the word of a company, a school and the like in a name in Latin letters."""
    return re.compile(
        r"\b(?:co\.?,? ?ltd|ltd|limited|inc|corp|corporation|plc|llc|gmbh|company|hotel|restaurant|resort|university"
        r"|college|school|hospital|clinic|institute|foundation|association|department|faculty|ministry|embassy"
        r"|committee|council)\b"
    )


def _find_office(line: str) -> NoPerson | None:
    """Find the title of a section or an office that a text is, where no name follows it."""
    if " " not in line and _acting_pattern().search(line):
        return NoPerson("office", _("'{text}' is an office; name the person who holds it").format(text=line))
    if not offices.may_begin_office(line):
        return None
    if offices.section_pattern().match(line):
        return NoPerson("section", _("'{text}' is a group or a section, not a person").format(text=line))
    if re.fullmatch(r"[ก-๎]{4,}(?:จังหวัด|อำเภอ)[ก-๎]*", line):
        return NoPerson("office", _("'{text}' is an office; name the person who holds it").format(text=line))
    found_office = offices.office_pattern().match(line)
    if found_office and _is_office_alone(found_office[1], line[found_office.end() :]):
        return NoPerson("office", _("'{text}' is an office; name the person who holds it").format(text=line))
    return None


@cache
def _or_another_pattern() -> re.Pattern[str]:
    """Match the words for whoever else may come: ``หรือผู้แทน``, ``หรือผู้ที่ได้รับมอบหมาย``."""
    return re.compile("(?:^| )หรือ|หรือ(?:ผู้|ตัวแทน|มอบหมาย|บุคคล|เทียบเท่า)")


def is_substitute(text: str) -> bool:
    """Return whether a text has two names, the first in the place of the second: ``น.ส.ก ข แทน นายค ง``."""
    pattern = r"\S+ .* \(?(?:มา|เข้า|ประชุม|เข้าประชุม|เข้าร่วม)?แทน ?\S.*"
    return " " in text and bool(re.fullmatch(pattern, tidy_blanks(text)))


@cache
def _acting_pattern() -> re.Pattern[str]:
    """Match the word for holding an office of another, within one word: ``ปลัดปฏิบัติหน้าที่นายก``."""
    return re.compile("ปฏิบัติ(?:หน้าที่|ราชการ)|รักษา(?:การ|ราชการ)|ทำหน้าที่")


def split_office(line: str, table: TitleTable) -> OfficeBefore | None:
    """Split an office off the name behind it: ``อธิการบดี รศ.ดร.สมมติ ตัวอย่าง``, ``ผอ.สมมติ ตัวอย่าง``; None without."""
    if not offices.may_begin_office(line):
        return None
    office = offices.office_pattern().match(line)
    if (not office and not offices.section_pattern().match(line)) or table.begins_with_own(line):
        return None
    words = line.split(" ")
    for place in range(1, len(words)):
        rest = " ".join(words[place:])
        titles, name = table.take_titles(rest)
        if name and titles and titles != ("อ.",) and not _is_family_name(office, words[:place], rest, name):
            return OfficeBefore(" ".join(words[:place]), rest)
    return _split_untitled(office, line) if office else None


def _is_family_name(office: re.Match[str] | None, before: list[str], rest: str, name: str) -> bool:
    """Return whether the word behind an office and a given name is the family name, which begins like a title.

    In ``ผอ.ทดลอง ครูใหญ่`` a man is called ทดลอง.
    """
    if office is None or " " in name or not rest.startswith(_TITLES_LIKE_NAMES) or rest.startswith(_EVERYDAY):
        return False
    between = " ".join(before)[office.end() :].strip(" .:,-")
    is_body = offices.place_pattern().match(between) or offices.organisation_pattern().match(between)
    return bool(between) and not is_body and not offices.office_pattern().match(between)


_TITLES_LIKE_NAMES = ("ครู", "คุณ", "พระ", "อาจารย์", "หมอ", "หลวง", "ท่าน", "หม่อม", "พล", "พัน")
"""The beginnings of family names that are titles as well."""


def _split_untitled(office: re.Match[str], line: str) -> OfficeBefore | None:
    """Split an office off a name without titles."""
    rest = line[office.end() :].lstrip(" .:,-")
    if not rest or _is_office_alone(office[1], line[office.end() :]):
        return None
    if " " not in line and not office[1].endswith("."):
        return None  # กรรมการดำเนินงาน
    if offices.is_office_like_name(office[1]) and " " not in rest:
        return None  # the name of somebody called ประธาน
    return OfficeBefore(office[1], rest)


def _is_office_alone(office: str, behind: str) -> bool:
    """Return whether what stands behind an office says what it is the office of, and names nobody."""
    rest = behind.strip(" .:,-")
    if not rest:
        return not offices.is_office_like_name(office)
    if not behind.startswith(" ") and not office.endswith(".") and offices.is_office_like_name(office):
        return bool(offices.place_pattern().match(rest))  # else a name that begins like one: ประธานพร
    if offices.certain_position_pattern().match(rest) or offices.organisation_pattern().match(rest):
        return True
    first, *others = rest.split(" ")
    parts = [first, *(word for word in others if not word.startswith(_TITLES_LIKE_NAMES))]
    if (office.startswith(_HEADS) and office != "นายก") or any(map(offices.section_pattern().match, parts)):
        return True
    if " " not in rest and not behind.startswith(" ") and not office.endswith("."):
        return True  # one word for both: กรรมการดำเนินงาน
    return bool(offices.place_pattern().match(rest) or offices.office_pattern().match(rest)) or "มหาวิทยาลัย" in rest


_HEADS = (
    *("นายก", "นายอำเภอ", "นายทะเบียน", "ปลัดเทศบาล", "ปลัดอำเภอ", "ปลัดจังหวัด", "ผู้ว่าราชการ", "ศึกษาธิการ"),
    *("ผู้แทน", "ตัวแทน", "ผู้ปกครอง"),
)
"""Offices of a place or of others: what stands behind them is these."""


_NO_DIGITS = str.maketrans("", "", "0123456789๐๑๒๓๔๕๖๗๘๙")
_VACANT_OR_TOTAL = (
    "ว่าง",
    "ยังไม่",
    "อยู่ระหว่าง",
    "ระหว่าง",
    "ตำแหน่ง",
    "อัตรา",
    "รอ",
    "ไม่มี",
    "ยุบ",
    "รวม",
    "จำนวน",
    "ยอด",
    "ทั้งหมด",
    "ทั้งสิ้น",
)
"""The Thai beginnings of such texts."""


def find_vacant_or_total(line: str) -> NoPerson | None:
    """Find whether a text says that a post is vacant, or how many people there are."""
    if line[:1] >= "ก" and not line.startswith(_VACANT_OR_TOTAL) and not _count_pattern().search(line):
        return None
    if _vacant_pattern().fullmatch(line.translate(_NO_DIGITS)):
        return NoPerson("vacant", _("'{text}' is a vacant post, not a person").format(text=line))
    if _total_pattern().match(line):
        return NoPerson("total", _("'{text}' is a total, not a person").format(text=line))
    return None


_WAITED_FOR = (
    "สรรหา|บรรจุ|แต่งตั้ง|คัดเลือก|โอนย้าย|สอบ|มีผู้|เสนอ|แจ้ง|ยืนยัน|ระบุ|ประกาศ|มอบหมาย|พิจารณา|ดำเนินการ|รายชื่อ|รายงานตัว"
    "|ทราบ|เลือกตั้ง|กำหนด|อนุมัติ|เพิ่มเติม|ผล|ย้าย|ผู้|ชื่อ"
)
"""The beginnings of what a post, or the name of its holder, waits for: ``รอเสนอชื่อ``."""


@cache
def _vacant_pattern() -> re.Pattern[str]:
    waiting = rf"(?:ยังไม่(?:ได้)?|(?:อยู่ ?)?ระหว่าง(?:การ|ดำเนินการ)?|รอ(?:การ)?)(?:{_WAITED_FOR}).*"
    none = "ไม่มี(?:ผู้ดำรงตำแหน่ง|คนครอง|ผู้ครอง).*|(?i:vacant|vacancy|tba|tbc|tbd|unknown)"
    return re.compile(
        rf"[\s(\[\-–*.]*(?:(?:ตำแหน่ง|อัตรา|อัตรากำลัง)? ?-? ?ว่าง(?: ?(?:เปล่า|อยู่|ตำแหน่ง|อัตรา|[0-9]+ อัตรา).*)?"
        rf"|{waiting}|{none}|ยุบเลิก(?:ตำแหน่ง)?|ว่าง(?= ?\().*)[\s)\]\-–*.]*"
    )


@cache
def _count_pattern() -> re.Pattern[str]:
    """Match how many people there are, at the end of a text."""
    return re.compile("[0-9๐-๙] ?(?:คน|ราย|ท่าน|รูป)$")


@cache
def _total_pattern() -> re.Pattern[str]:
    return re.compile(
        r"(?:รวม(?:ทั้งสิ้น|ทั้งหมด|ทั้งสอง|จำนวน|เป็น)?(?: ?[:=]? ?[0-9๐-๙]|$| )(?!.*สกุล)"
        r"|(?:จำนวน|ยอด|ทั้งหมด|ทั้งสิ้น)(?:รวม|ทั้งสิ้น|ทั้งหมด)? ?[:=]? ?[0-9๐-๙]|รวมทั้ง"
        r"|.*[0-9๐-๙] ?(?:คน|ราย|ท่าน|รูป)$|(?i:total|subtotal|sum)\b)"
    )


def _names_several(line: str, table: TitleTable) -> bool:
    """Return whether there are several people in a text: ``นาย ก / นาย ข``, ``นาย ก และนาย ข``, ``นาย ก นาย ข``."""
    parts = [part.strip() for part in _separator_pattern().split(line)]
    if len(parts) > 1 and all(parts) and not _is_only_titles(parts[0], table):
        return not any(is_no_name(part) or _has_titles_only([part], table) for part in parts[1:])
    words = line.split(" ")
    for place in range(2, len(words)):
        if words[place] in _EVERYDAY and place + 1 < len(words):
            return True
        if place > 1 and words[place].startswith(_EVERYDAY) and not _has_titles_only(words[:place], table):
            titles, name = table.take_titles(" ".join(words[place:]))
            if titles and " " in name:
                return not offices.office_pattern().match(line)
    return False


_EVERYDAY = ("นาย", "นางสาว", "นาง", "น.ส.")


def _has_titles_only(words: list[str], table: TitleTable) -> bool:
    titles, rest = table.take_titles(" ".join(words))
    return bool(titles) and not rest


def _is_only_titles(part: str, table: TitleTable) -> bool:
    titles, rest = table.take_titles(part)
    return bool(titles) and not rest and len(titles) == 1 and titles[0] not in _EVERYDAY


@cache
def _separator_pattern() -> re.Pattern[str]:
    """Match what stands between two people."""
    return re.compile(
        r" ?(?<!^A)[/;&+] ?|, ?| และ ?(?=[^ ]|$)"
        r"| กับ(?: |(?=นาย|นาง|น\.ส\.))| and (?=[A-Z])|(?<=[^ ])และ(?=นาย|นาง|น\.ส\.)"
    )


def is_no_name(part: str) -> bool:
    """Return whether what stands behind a separator is no second person: a position, a degree, Jr."""
    is_place = offices.position_pattern().match(part) or offices.organisation_pattern().match(part)
    return bool(is_place) or are_degrees(part)


def are_degrees(part: str) -> bool:
    """Return whether a text is nothing but degrees: ``M.D., Ph.D.``, ``วท.บ. วท.ม.``."""
    return all(degree_pattern().fullmatch(word) for word in re.split(r"[,;/]+ ?| (?=[^dD])", part.strip(" ,;/")))


@cache
def degree_pattern() -> re.Pattern[str]:
    """Match what stands behind a name in Latin letters: a degree, or Jr."""
    return re.compile(
        r"(?i:(?:ph\.? ?d|m\.?d|ed\.?d|d\.?b\.?a|d\.?sc|m\.?sc|b\.?sc|m\.?a|b\.?a|m\.?b\.?a|ll\.?[bm]|d\.?d\.?s"
        r"|d\.?v\.?m|r\.?n|frcs[a-z]*|p\.?e|jr|sr|ii|iii|iv|esq|emeritus)\.?)"
        r"|[ก-ฮ]{1,4}\. ?[ดมบ]\.?(?: ?\([^()]*\))?|[วอ]\.ว\.|ป\.(?:บัณฑิต|ตรี|โท|เอก)|ดุษฎีบัณฑิต|ปว[สชท]\."
    )
