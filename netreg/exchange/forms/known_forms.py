"""The known forms: how each is recognised, and which of its columns mean what.

The headings are those that the programs write, in English and, where their Thai is known, in Thai.
Sources: reports of Zoom, Microsoft Teams and Google Meet and of the add-ons for it, exports of
Google Contacts (until 2024 and since) and of Outlook, answers of Google Forms.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from netreg.language import Label
from netreg.named_tuples import NamedTuple
from netreg.thai import text

if TYPE_CHECKING:
    from collections.abc import Sequence


class FormColumn(NamedTuple):
    """A part of what is said of somebody, and the patterns of the headings that it stands under.

    The cells of several columns are joined by `joined_by`; where that is empty the first
    that is filled is taken and the others are left out.
    """

    part: str
    headings: tuple[str, ...]
    joined_by: str = ""


class KnownForm(NamedTuple):
    """The form in which a program writes its files.

    A table is recognised by its heading row, which has a heading for each pattern of `signature`.
    In a form that `has_participants` each row is somebody's presence, online; it may be repeated.
    `format` is that of the file, where this alone is the form.
    """

    label: Label
    signature: tuple[str, ...]
    columns: tuple[FormColumn, ...]
    has_participants: bool = False
    format: str = ""

    def is_heading_row(self, cells: Sequence[str]) -> bool:
        """Tell whether these cells are the headings of the form."""
        found = _normalise_headings(cells)
        return all(any(re.fullmatch(pattern, heading) for heading in found) for pattern in self.signature)

    @staticmethod
    def is_section_title(cells: Sequence[str], least: int = 1) -> bool:
        """Tell whether a row begins a section of a report, of this number or later: ``3. In-Meeting Activities``."""
        found = re.match(r"(\d)\. ?[^\d\s]", cells[0].strip()) if cells else None
        return found is not None and int(found[1]) >= least and not any(cells[1:]) and len(cells) > 1

    @staticmethod
    def is_title_of_people(cells: Sequence[str]) -> bool:
        """Tell whether a row says which people stand below it in the report of a webinar: ``Panelist Details``."""
        return bool(_PEOPLE_TITLE.fullmatch(text.normalise(cells[0][:_LONGEST_HEADING]))) and not any(cells[1:])

    def is_later_heading_row(self, cells: Sequence[str]) -> bool:
        """Tell whether a row below the headings has those of other people, who stand below it."""
        if any(map(_has_digit, cells)):
            return False
        parts = {column.part for column, _places in self.find_columns(cells)}
        return "shown" in parts and bool(parts & {"joined", "stayed"})

    def find_columns(self, headings: Sequence[str]) -> list[tuple[FormColumn, list[int]]]:
        """Return the parts that a table has, each with the places of its columns in the order of the patterns."""
        names = _normalise_headings(headings)
        taken: set[int] = set()
        found = []
        for column in self.columns:
            places = [
                place
                for pattern in column.headings
                for place, name in enumerate(names)
                if place not in taken and re.fullmatch(pattern, name)
            ]
            places = list(dict.fromkeys(places))
            taken.update(places)
            if places:
                found.append((column, places))
        return found


_PEOPLE_TITLE = re.compile(r"(host|panelist|attendee) details|other attended")
_has_digit = re.compile(r"\d").search
_LONGEST_HEADING = 300
"""The most characters of a cell that is looked at as a heading: the patterns take long for a long text."""


def _normalise_headings(cells: Sequence[str]) -> list[str]:
    """Return headings as the patterns have them; a long text is none."""
    return ["" if len(cell) > _LONGEST_HEADING else text.normalise(cell) for cell in cells]


_TIME_OF = r"(?:เวลา(?:ที่)?|การ)?"
_STAYED = FormColumn(
    "stayed",
    (
        r"(total |in-meeting |attended )?duration( \((minutes|min)\))?|time in (session|call)( \((minutes|min)\))?",
        r"(ระยะ)?เวลา(ที่อยู่)?(ในการประชุม|ทั้งหมด|รวม)?( ?\(นาที\))|ระยะเวลา(ในการประชุม|ทั้งหมด|การประชุม)?",
    ),
)
"""How long somebody was there; a bare number is of minutes."""
_JOINED = FormColumn(
    "joined",
    (
        r"first join.*|join(ed)? time|time joined|joined( at.*)?",
        rf"{_TIME_OF}เข้า(ร่วม)?(การประชุม)?ครั้งแรก.*|เวลา(ที่)?(เข้าร่วม|เข้า)(การประชุม)?",
    ),
)
_LEFT = FormColumn(
    "left",
    (
        r"last leave.*|leave time|time (exited|left)|left( at.*)?",
        rf"{_TIME_OF}ออก(จากการประชุม)?ครั้ง(สุดท้าย|ล่าสุด|หลังสุด).*|เวลา(ที่)?ออก(จากการประชุม)?",
    ),
)
_SHOWN = r"(user )?name \(original name\)|ชื่อ(ผู้ใช้)? ?\((ชื่อเดิม|ชื่อต้นฉบับ|ชื่อดั้งเดิม)\)"
_ZOOM = KnownForm(
    Label("รายงานผู้เข้าร่วมของ Zoom", "a Zoom participants report"),
    (_SHOWN,),
    (
        FormColumn("shown", (_SHOWN, "user name|ชื่อผู้ใช้")),
        FormColumn("email", ("user email|email|e-mail|อีเมล(ของ)?ผู้ใช้|อีเมล|ที่อยู่อีเมล",)),
        FormColumn("attended", ("attended|attendance status|เข้าร่วม",)),
        FormColumn("waited", ("in waiting room|(อยู่)?ใน(ห้อง)?รอ(การประชุม)?|(อยู่ใน)?ห้องรอ",)),
        _STAYED,
        _JOINED,
        _LEFT,
    ),
    has_participants=True,
)

_TEAMS_NAME = r"name|full name|ชื่อ|ชื่อเต็ม|ชื่อ-?นามสกุล"
_TEAMS_LABEL = Label("รายงานการเข้าร่วมของ Microsoft Teams", "a Microsoft Teams attendance report")
_TEAMS_COLUMNS = (
    FormColumn("shown", (_TEAMS_NAME,)),
    FormColumn("email", ("email|อีเมล", "registration email|อีเมล(ที่)?ลงทะเบียน", r".*\(upn\)")),
    _STAYED,
    _JOINED,
    _LEFT,
)
_TEAMS = KnownForm(
    _TEAMS_LABEL,
    (
        _TEAMS_NAME,
        rf"first join.*|join time|{_JOINED.headings[1]}",
        rf"last leave.*|leave time|{_LEFT.headings[1]}",
    ),
    _TEAMS_COLUMNS,
    has_participants=True,
)
_ACTION, _MOMENT = "user action|(การดำเนินการ|การกระทำ|แอคชัน)ของผู้ใช้", "timestamp|(การ)?ประทับเวลา"
_TEAMS_2020 = KnownForm(
    _TEAMS_LABEL,
    (_TEAMS_NAME, _ACTION, _MOMENT),
    (*_TEAMS_COLUMNS, FormColumn("action", (_ACTION,)), FormColumn("moment", (_MOMENT,))),
    has_participants=True,
)

_MEET_TIME = r"time joined|joined( at.*)?|เวลา(ที่)?เข้าร่วม"
_MEET = KnownForm(
    Label("รายงานการเข้าร่วมของ Google Meet", "a Google Meet attendance report"),
    ("first name|ชื่อ", "last name|นามสกุล", _MEET_TIME),
    (
        FormColumn("shown", ("first name|ชื่อ", "last name|นามสกุล"), " "),
        FormColumn("email", ("email|e-mail|อีเมล",)),
        _STAYED,
        _JOINED,
        _LEFT,
    ),
    has_participants=True,
)
_MEET_ADD_ON_NAME = r"participant name|full name|name|participant|ชื่อผู้เข้าร่วม"
_MEET_ADD_ON = KnownForm(
    Label("รายงานของส่วนเสริมเช็กชื่อใน Google Meet", "an attendance list of an add-on for Google Meet"),
    (_MEET_ADD_ON_NAME, r"time in call|attended duration|attendance started at|first seen( at)?|first seen on"),
    (FormColumn("shown", (_MEET_ADD_ON_NAME,)), FormColumn("email", ("email|e-mail|email address",)), _STAYED),
    has_participants=True,
)

_NO_FAX = r"(?!.*\bfax)"
_GOOGLE = (
    FormColumn("prefix", ("name prefix",)),
    FormColumn("given", ("first name|given name", "middle name|additional name"), " "),
    FormColumn("family", ("last name|family name",)),
    FormColumn("whole", ("name", "file as")),
    FormColumn("nickname", ("nickname",)),
    FormColumn("born", ("birthday",)),
    FormColumn("email", (r"e-mail \d+ - value",), " ::: "),
    FormColumn("phone", (r"phone \d+ - value",), " ::: "),
    FormColumn("unit", ("organization 1 - department|organization department",)),
    FormColumn("organisation", ("organization 1 - name|organization name",)),
    FormColumn("position", ("organization 1 - title|organization title",)),
    FormColumn("note", ("notes",)),
)
_GOOGLE_CONTACTS = KnownForm(
    Label("รายชื่อผู้ติดต่อของ Google", "an export of Google Contacts"),
    (
        "first name|given name",
        r"(e-mail|phone) \d+ - (label|type|value)|labels|group membership",
    ),
    _GOOGLE,
)

_OUTLOOK_PHONES = (
    "mobile phone|โทรศัพท์มือถือ|โทรศัพท์เคลื่อนที่",
    r"business phone( 2)?|company main phone|primary phone|โทรศัพท์(ที่)?(ที่ทำงาน|ธุรกิจ)( 2)?|โทรศัพท์หลัก(ของบริษัท)?",
    r"home phone( 2)?|other phone|โทรศัพท์(ที่)?บ้าน( 2)?|โทรศัพท์อื่น(ๆ)?",
)
_OUTLOOK_CONTACTS = KnownForm(
    Label("รายชื่อผู้ติดต่อของ Outlook", "an export of Outlook contacts"),
    (
        "first name|ชื่อ",
        "last name|นามสกุล",
        "e-mail address|ที่อยู่อีเมล|ที่อยู่ e-mail|อีเมล",
        "business phone|home street|e-mail display name|โทรศัพท์(ที่)?(ที่ทำงาน|ธุรกิจ)|ชื่อที่แสดง(ของ|ใน)?(อีเมล| ?e-mail)|บริษัท",
    ),
    (
        FormColumn("prefix", ("title|คำนำหน้า(ชื่อ)?",)),
        FormColumn("given", ("first name|ชื่อ", "middle name|ชื่อกลาง"), " "),
        FormColumn("family", ("last name|นามสกุล",)),
        FormColumn("nickname", ("nickname|ชื่อเล่น",)),
        FormColumn("born", ("birthday|วันเกิด",)),
        FormColumn("email", (r"e-mail( \d)? address|ที่อยู่อีเมล( \d)?|ที่อยู่ e-mail( \d)?|อีเมล( \d)?",), " ::: "),
        FormColumn("phone", _OUTLOOK_PHONES, " ::: "),
        FormColumn("unit", ("department|แผนก",)),
        FormColumn("organisation", ("company|บริษัท|องค์กร",)),
        FormColumn("position", ("job title|ตำแหน่งงาน|ตำแหน่ง",)),
        FormColumn("province", ("business state|จังหวัด(ที่ทำงาน)?",)),
        FormColumn("note", ("notes|บันทึกย่อ|หมายเหตุ|บันทึก",)),
    ),
)

_NUMBER = r"(?:(?:ข้อ(?:ที่)? ?)?\d+(?:\.\d+)*[.)]? ?)?"
"""The number of a question."""
_OPINION = (
    r"หรือไม่|อย่างไร|กี่|ไหม|เพราะ|พึงพอใจ|เสนอแนะ|คิดเห็น|คาดหวัง|เหตุผล|ควร|ประสงค์|ต้องการ|ปัญหา|อุปสรรค|ความพร้อม|สะดวก(?!ที่)|"
    r"\bdo you\b|\bwould\b|\bwhy\b|\bhow\b|suggestion|comment|satisf"
)
_OF_ANOTHER = (
    r"บิดา|มารดา|ผู้ปกครอง|คู่สมรส|ฉุกเฉิน|ผู้ประสาน|หัวหน้าหน่วย|ผู้บังคับบัญชา|ผู้บริหาร|ที่ปรึกษา|"
    r"emergency|parent|guardian|spouse|supervisor"
)
_ASKED = rf"{_NUMBER}(?!.*(?:{_OPINION}|{_OF_ANOTHER}))(?:กรุณา ?)?(?:โปรด ?)?(?:ระบุ ?|กรอก ?|เลือก ?)?"
"""The beginning of a question about whoever answers: neither what they think, nor who somebody else is."""
_NOT_OF_UNIT = r"(?!.*(?:หน่วยงาน|องค์กร|สถาบัน|บริษัท|สังกัด|โครงการ|โรงเรียน|ชื่อเล่น|อังกฤษ|english))"
_ANSWERED = FormColumn(
    "answer",
    (
        r".*(?:ตอบรับ|(?:เข้าร่วม|เข้าประชุม|ร่วมประชุม).*(?:หรือไม่|ไหม)|(?:สามารถ|ประสงค์|ยินดี|สะดวก|ยืนยัน).*(?:ร่วม|ประชุม)|rsvp|attend).*",
    ),
)
"""The answer to an invitation."""
_QUESTIONS = (
    _ANSWERED,
    FormColumn("email", ("ที่อยู่อีเมล|email address|username|ชื่อผู้ใช้", rf"{_ASKED}.*(?:อีเมล|อี-เมล|e-?mail).*")),
    FormColumn("prefix", (rf"{_ASKED}(?:คำนำหน้า|ยศ)(?!.*ชื่อ.*สกุล).*", rf"{_ASKED}(?:title|prefix)")),
    FormColumn("latin", (rf"{_ASKED}.*ชื่อ.*อังกฤษ.*", rf"{_ASKED}.*name.*\benglish\b.*")),
    FormColumn(
        "whole",
        (
            rf"{_ASKED}{_NOT_OF_UNIT}.*ชื่อ.*สกุล.*",
            rf"{_ASKED}{_NOT_OF_UNIT}(?:your )?(?:full name|name and surname|name)\b.*",
            rf"{_ASKED}{_NOT_OF_UNIT}(?:รายชื่อ|ชื่อเต็ม|ชื่อผู้(?:เข้า|สมัคร|ตอบ|ลงทะเบียน|ร่วม)).*",
        ),
    ),
    FormColumn("family", (rf"{_ASKED}(?:นาม)?สกุล.*", rf"{_ASKED}(?:last name|surname|family name).*")),
    FormColumn("given", (rf"{_ASKED}ชื่อ(?:จริง|ตัว)?(?: ?\(.*\))?", rf"{_ASKED}(?:first name|given name).*")),
    FormColumn("nickname", (rf"{_ASKED}ชื่อเล่น.*", rf"{_ASKED}nickname.*")),
    FormColumn("phone", (rf"{_ASKED}.*(?:โทรศัพท์|เบอร์|มือถือ|phone|mobile).*",)),
    FormColumn("line", (rf"{_ASKED}.*(?:\bline\b|ไลน์).*",)),
    FormColumn(
        "position", (rf"{_ASKED}(?:ท่าน)?(?:ดำรง)?(?:ชื่อ)?ตำแหน่ง.*", rf"{_ASKED}(?:your )?(?:position|job title).*")
    ),
    FormColumn(
        "organisation",
        (
            rf"{_ASKED}(?:ชื่อ)?(?:หน่วยงาน|สังกัด|ต้นสังกัด|คณะ|ส่วนงาน|สถาบัน|องค์กร|โรงเรียน|สถานศึกษา|มหาวิทยาลัย|สถานที่ทำงาน|ที่ทำงาน).*",
            rf"{_ASKED}.*สังกัด.*",
            rf"{_ASKED}(?:your )?(?:organi[sz]ation|affiliation|institution|faculty|department|company|workplace).*",
        ),
    ),
    FormColumn("province", (rf"{_ASKED}จังหวัด.*", rf"{_ASKED}province.*")),
    FormColumn("born", (rf"{_ASKED}วัน[/ ]?(?:เดือน[/ ]?ปี ?)?(?:ที่)?เกิด.*", rf"{_ASKED}(?:birthday|date of birth).*")),
)
_STAMP = r"ประทับเวลา|การประทับเวลา|timestamp"
_GOOGLE_FORM = KnownForm(
    Label("คำตอบของ Google ฟอร์ม", "the answers of a Google form"),
    (_STAMP, f"(?!{_STAMP}).+"),
    _QUESTIONS,
)

_VCARDS = KnownForm(
    Label("นามบัตรอิเล็กทรอนิกส์ (vCard)", "vCards"),
    ("fn", "version"),
    (
        FormColumn("uid", ("uid",)),
        FormColumn("kind", ("kind",)),
        FormColumn("left_out", ("left out",)),
        FormColumn("version", ("version",)),
        FormColumn("prefix", ("n prefix",)),
        FormColumn("given", ("n given", "n additional"), " "),
        FormColumn("family", ("n family",)),
        FormColumn("whole", ("fn",)),
        FormColumn("latin", ("name-latin",)),
        FormColumn("nickname", ("nickname",)),
        FormColumn("born", ("bday",)),
        FormColumn("email", ("email",)),
        FormColumn("phone", ("tel",)),
        FormColumn("fax", ("fax",)),
        FormColumn("line", ("line",)),
        FormColumn("unit", ("org unit",)),
        FormColumn("organisation", ("org",)),
        FormColumn("position", ("title",)),
        FormColumn("role", ("role",)),
        FormColumn("address", ("adr street", "adr locality"), " "),
        FormColumn("province", ("adr region",)),
        FormColumn("postcode", ("adr code",)),
        FormColumn("website", ("url",)),
        FormColumn("note", ("note",)),
    ),
    format="vcf",
)

FORMS = (_VCARDS, _ZOOM, _MEET_ADD_ON, _MEET, _TEAMS, _TEAMS_2020, _GOOGLE_CONTACTS, _OUTLOOK_CONTACTS, _GOOGLE_FORM)
"""The forms in the order in which they are tried: one with fewer headings of its own comes later."""


def tells_stays(cells: Sequence[str]) -> bool:
    """Tell whether these are headings of a report that tells when people came and when they left, or for how long."""
    found = [
        any(re.fullmatch(pattern, heading) for pattern in column.headings for heading in _normalise_headings(cells))
        for column in (_JOINED, _LEFT, _STAYED)
    ]
    return sum(found) > 1
