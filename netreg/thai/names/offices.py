"""The words for offices, bodies and places of work that stand in lists of names, as patterns.

Each constant has expressions with commas between them.
"""

from __future__ import annotations

import re
from functools import cache

# Words for an office that are given or family names as well.
_NAMES = ("นายก", "คณบดี", "อธิบดี", "ประธาน", "อธิการ", "เลขา", "ปลัด", "กำนัน", "สารวัตร", "ครูใหญ่")

_OFFICES = (
    r"อธิการบดี, คณบดี, ผู้อำนวยการ, ผอ\., ผอ(?= ), ผวจ\., ผู้ว่าราชการจังหวัด, ผู้ว่าการ, อธิบดี, "
    r"นายกเทศมนตรี, นายกรัฐมนตรี, นายกองค์การ(?=[^ ]), นายกสมาคม, นายกสภา, นายก ?อบ[ตจ]\.?, นายกเหล่า, นายอำเภอ, "
    r"นายทะเบียน, นายกเมือง, นายก(?= ), ปลัดเทศบาล, ปลัดอำเภอ, ปลัดจังหวัด, ปลัดกระทรวง, ปลัดองค์การ, "
    r"ปลัด ?อบ[ตจ]\.?, ปลัด(?!บาง|พรม), หัวหน้า, "
    r"ประธาน(?:กรรมการ|สภา|สาขา|ชมรม|สมาคม|เครือข่าย|คณะ|ฝ่าย|กลุ่ม)?, เลขาธิการ, เลขานุการ, เลขา(?= |ฯ), รอง(?=ฯ), "
    r"ผู้ว่า(?=ฯ), ผจก\., หน\., สจ\., ส\.จ\., ผญบ\., หมอ(?= ), นายแพทย์สาธารณสุข, นายกสโมสร, นายกพุทธ, "
    r"สาธารณสุข(?:จังหวัด|อำเภอ), เกษตร(?:จังหวัด|อำเภอ), พัฒนาการ(?:จังหวัด|อำเภอ), แม่บ้าน, "
    r"ภารโรง, คนงาน, นายกกิตติมศักดิ์, "
    r"ผู้จัดการ, กรรมการ, อนุกรรมการ, เหรัญญิก, นายทะเบียน, ปฏิคม, ประชาสัมพันธ์, รัฐมนตรี, รมต\., รมว\., "
    r"ส\.ส\., ส\.ว\., สส\., สว\., ส\.อบ[ตจ]\., สมาชิกสภา, สมาชิกวุฒิสภา, ผู้พิพากษา, อัยการ, "
    r"ผู้ตรวจราชการ, ผู้บัญชาการ, ผู้กำกับการ, ผู้บังคับการ, สารวัตร, ผู้ใหญ่บ้าน, กำนัน, ศึกษาธิการ, "
    r"ศึกษานิเทศก์, ครูใหญ่, อาจารย์ใหญ่, เจ้าอาวาส, เจ้าคณะ, บรรณารักษ์, นักวิชาการ, นักวิเคราะห์, "
    r"นักวิจัย, นักทรัพยากร, เจ้าหน้าที่, เจ้าพนักงาน, พนักงาน, ผู้ประสานงาน, วิทยากร, พิธีกร, ที่ปรึกษา, "
    r"ผู้ทรงคุณวุฒิ, ผู้เชี่ยวชาญ, ผู้ชำนาญการ, ผู้แทน, ตัวแทน, ผู้ช่วย(?!ศาสตร), ผู้ปกครอง, ผู้ดูแล, "
    r"ผู้รับผิดชอบ, ผู้รักษาการ"
)
_BEFORE_OFFICE = (
    r"(?:ท่าน ?|อดีต ?|รักษาการ(?:แทน|ในตำแหน่ง)? ?|รก\. ?|รักษาราชการแทน ?|ปฏิบัติราชการแทน ?|รอง ?"
    r"|ผู้ช่วย ?|ว่าที่ ?)*"
)

_BODIES = (
    r"คณะ(?!ณัฐ), ฝ่าย, กลุ่ม(?:งาน|สาระ|บริหาร|วิชา|ภารกิจ|อำนวยการ|ที่ ?[0-9]|นโยบาย), กลุ่มที่, "
    r"งาน(?:บริหาร|วิชาการ|พัสดุ|การเงิน|บุคคล|ทะเบียน|บริการ|นโยบาย|ธุรการ|สารบรรณ|แผน|ประชา|เทคโน), "
    r"สำนัก(?:งาน|หอ|วิทย|พระ|บริการ|วิชา|ปลัด|การ| ), ศูนย์, สถาบัน, วิทยาลัย, มหาวิทยาลัย, มทร\., "
    r"โรงเรียน, โรงพยาบาล, หอสมุด, ห้องสมุด, เทศบาล, องค์การ(?=[^ ]), องค์กร, สมาคม, มูลนิธิ, กระทรวง, บริษัท, "
    r"ธนาคาร(?=[^ ]), ภาควิชา, สาขาวิชา, สาขา, หมวดวิชา, แผนกวิชา, แผนก(?!กระโทก), กองทุน, กองการ, กองคลัง, "
    r"กองช่าง, กองบริหาร, อบ[ตจ]\., สพ[ปม]\., ชมรม, เครือข่าย, ชั้น(?:ประถม|มัธยม|อนุบาล|ปี| ?[ปม]\.), "
    r"เขต(?:พื้นที่|การ)"
)
_SECTIONS = (
    r"ครู(?:ผู้|อัตรา|ประจำ|ชำนาญ|พี่เลี้ยง|พิเศษ|ใหญ่|สอน|และ|จ้าง|อาสา|ต่าง|พนักงาน), คศ\., "
    r"อาจารย์(?:ประจำ|ผู้สอน|อัตรา|และ|พี่เลี้ยง), ข้าราชการ, บุคลากร, พนักงานราชการ, พนักงานมหาวิทยาลัย, "
    r"ลูกจ้าง, นักการ, ผู้บริหาร, สายสนับสนุน, สายวิชาการ, ผู้เข้าร่วม, ผู้เข้าอบรม, ผู้มาประชุม, "
    r"ผู้ไม่มาประชุม, ทีมงาน, รายชื่อ, รายนาม, ชื่อ ?[-–/] ?(?:นาม)?สกุล, ที่ปรึกษา"
)
_PLACES = (
    r"เมือง, ตำบล, อำเภอ, จังหวัด, เขต, แขวง, ประจำ, ฝ่าย, ด้าน, บริหาร, วิชาการ, สภา, กลุ่ม, งาน, กอง, "
    r"สำนัก, การ, ความ, และ, กิจการ, แผนงาน, วิจัย, ทั่วไป, สาย, ประชา, เครือ, นโยบาย, ส่วน, หน่วย, ห้อง, "
    r"จาก, ของ"
)

# Behind a name even without brackets; the first where a family name could stand.
_CERTAIN = (
    r"(?:รอง|ผู้ช่วย)?อธิการบดี, รองคณบดี, ผู้ช่วยคณบดี, ผู้(?!กำจัด|ภักดี), รองผู้, บรรณารักษ์, "
    r"นักวิชาการ, เจ้าหน้าที่, เลขานุการ, เลขาธิการ, นายกเทศมนตรี, นายกสมาคม, นายอำเภอ, หัวหน้า(?=.), "
    r"กรรมการ(?=.), ประธานกรรมการ, คณบดีคณะ, ศึกษานิเทศก์, พนักงาน, นักวิเคราะห์, ที่ปรึกษา, วิทยากร, "
    r"อดีต, รักษาการ, ปฏิบัติ(?:ราชการ|หน้าที่), ผอ\., ตำแหน่ง, คณะ(?!ครุฑ|นัย|วาปี|ณัฐ), มหาวิทยาลัย, "
    r"โรงเรียน, สังกัด, โทร(?=[ .:0-9]|ศัพท์|$), เบอร์(?=[ .:0-9]|โทร|มือถือ|$), "
    r"และ(?:คณะ|ทีม|ผู้), แทน$, พร้อม(?:คณะ|ด้วย|ทีม), กับคณะ"
)


def _any_of(*groups: str) -> str:
    """Return an expression for any of the words, the longest first."""
    return "|".join(sorted(", ".join(groups).split(", "), key=len, reverse=True))


@cache
def _list_beginnings() -> frozenset[str]:
    """Return the first two letters of every word of this module."""
    before = "ท่าน, อดีต, รักษา, รก., ปฏิบัติ, รอง, ผู้ช่วย, ว่าที่, อาจารย์, ครู, นักศึกษา, นิสิต, ศาสตราจารย์"
    words = f"{before}, {_OFFICES}, {_BODIES}, {_SECTIONS}, {_CERTAIN}".split(", ")
    return frozenset(re.sub(r"\(\?[^)]*\)|\\", "", word)[:2] for word in words)


def may_begin_office(word: str) -> bool:
    """Return whether a word may begin with one of an office, a body or a position, at a glance."""
    return word[:2] in _list_beginnings()


@cache
def office_pattern() -> re.Pattern[str]:
    """Match the word for an office at the beginning of a text."""
    return re.compile(f"({_BEFORE_OFFICE}(?:{_any_of(_OFFICES)})ฯ?)")


@cache
def section_pattern() -> re.Pattern[str]:
    """Match the beginning of the title of a section, or of a body of people."""
    return re.compile(f"(?:{_any_of(_BODIES, _SECTIONS)})")


@cache
def place_pattern() -> re.Pattern[str]:
    """Match what an office is of: a body, a place or a field of work."""
    return re.compile(f"(?:{_any_of(_BODIES, _SECTIONS, _PLACES)})")


@cache
def position_pattern() -> re.Pattern[str]:
    """Match a word that begins a position or a place of work, where no family name is expected."""
    titles = "อาจารย์, ครู(?=ชำนาญ|ผู้|พิเศษ|อัตรา|$), นักศึกษา, นิสิต, (?:รอง|ผู้ช่วย)?ศาสตราจารย์"
    return re.compile(f"{_BEFORE_OFFICE}(?:{_any_of(_OFFICES, _CERTAIN, titles, _BODIES)})")


@cache
def certain_position_pattern() -> re.Pattern[str]:
    """Match a word that begins a position and no family name."""
    return re.compile(f"(?:{_any_of(_CERTAIN)})")


@cache
def organisation_pattern() -> re.Pattern[str]:
    """Match the abbreviation of an organisation, which with its dot is no family name: ``อบต.บ้านทดลอง``, ``รพ.``."""
    short = (
        r"อบ[ตจ], อปท, ท[ตมน], รพ(?:\.?สต|[ชทศ])?, ร\.พ, รร, ร\.ร, ร\.?ร, สส[จอ], สพ[ปม], ศธจ, กศน, สกร, มทร, "
        r"มรภ, ม(?=\.[ก-ฮ][ก-๎]{2}), สนง, สน, สภ, ศพด, บจก, บมจ, หจก, ว[ทษ], วพบ, มจ[พธร], สนจ, สทน, กฟ[ผภน], กปภ"
    )
    full = r"เทศบาล(?:ตำบล|เมือง|นคร), องค์การบริหาร, โรงพยาบาล, โรงเรียน, มหาวิทยาลัย, บริษัท(?=[^ ])"
    return re.compile(rf"(?:{_any_of(short)})\.|(?:{_any_of(full)})")


def is_office_like_name(word: str) -> bool:
    """Return whether the word for an office is a name of people too: ประธาน."""
    return word in _NAMES
