"""Headings of columns that no kind has a field for: running numbers, and what a register does not keep."""

from __future__ import annotations

import re
from functools import cache

from netreg.exchange.headings.heading_forms import list_forms, make_key
from netreg.language import Label
from netreg.named_tuples import NamedTuple


class LeftOut(NamedTuple):
    """Headings of columns that no kind has a field for, and why."""

    reason: Label
    headings: tuple[str, ...]
    #: The note of a register keeps it: it says something of the record.
    is_noted: bool = False


OF_THE_MEMBER = Label("ข้อมูลของสมาชิก นำเข้าด้วย member import", "of the members; for 'member import'")
"""Why a column about people is left out of a table that only names them."""

REGION = Label("เขตสุขภาพหรือเขตตรวจราชการ", "the region of an authority")
"""Why a column is left out whose cells number the regions of an authority."""

LEFT_OUT = (
    LeftOut(
        Label("เลขลำดับ", "running numbers"),
        (
            "ลำดับ", "ลำดับที่", "ที่", "ล.ด.", "ลด.", "เลขลำดับ", "ข้อ", "ข้อที่", "เลขที่", "เลข", "no.", "no", "#", "nr", "item",
            "seq", "order", "index", "row", "row no", "s/n", "sn", "เลขที่แถว", "ที่/ลำดับ",
        ),
    ),
    LeftOut(
        Label("เวลาที่กรอกหรือเข้าระบบ", "when it was filled in or joined"),
        (
            "ประทับเวลา", "วันที่บันทึกข้อมูล", "วันที่กรอก", "timestamp", "time stamp", "submitted", "submitted at",
            "completion time", "join time", "leave time", "first join", "last leave", "first join time",
            "last leave time", "time joined", "time exited", "duration", "duration minute", "total duration",
            "total duration minute", "in-meeting duration", "duration in meeting", "เวลาเข้า", "เวลาออก",
            "เวลาที่เข้าร่วม", "เวลาที่ออก", "guest", "recording consent", "in waiting room", "last modified", "modified",
            "created", "update date", "updated", "last update", "create date",
        ),
    ),
    LeftOut(
        Label("หน่วยงานที่รับผิดชอบ ซึ่งไม่ใช่คู่สัญญา", "the unit in charge, no party"),
        (
            "หน่วยงานผู้รับผิดชอบ", "หน่วยงานที่รับผิดชอบ", "หน่วยงานรับผิดชอบ", "ส่วนงานผู้รับผิดชอบ", "ส่วนงานที่รับผิดชอบ", "ส่วนงานรับผิดชอบ",
            "คณะที่รับผิดชอบ", "คณะผู้รับผิดชอบ", "ส่วนงาน", "ส่วนงานเจ้าของเรื่อง", "หน่วยงานเจ้าของเรื่อง", "หน่วยงานเจ้าภาพ",
            "responsible unit",
            "unit in charge", "responsible office", "responsible department",
        ),
        is_noted=True,
    ),
    LeftOut(
        REGION,
        (
            "เขตสุขภาพ", "เขตสุขภาพที่", "เขตบริการสุขภาพ", "เขตตรวจราชการ", "เขตตรวจราชการที่", "health region", "health zone",
            "ศธภ.", "ศธภ",
        ),
        is_noted=True,
    ),
    LeftOut(
        Label("งบประมาณ ไม่ใช่เงินที่ระดมได้", "a budget, no money raised"),
        (
            "งบประมาณ", "งบประมาณที่ได้รับ", "งบประมาณที่ใช้", "งบประมาณที่ใช้จริง", "วงเงินงบประมาณ", "งบ", "ค่าใช้จ่าย",
            "ค่าใช้จ่ายจริง",
            "จำนวนเงินที่ใช้", "budget", "expense", "cost",
        ),
        is_noted=True,
    ),
    LeftOut(
        Label("แฟ้มแนบ แนบด้วย attach", "attached files; for 'attach'"),
        (
            "ไฟล์", "ไฟล์แนบ", "แฟ้ม", "แฟ้มแนบ", "เอกสารแนบ", "ลิงก์ไฟล์", "ลิงก์เอกสาร", "ลิงค์ไฟล์", "สแกน", "file", "files",
            "attachment", "attachments", "scan", "pdf",
        ),
        is_noted=True,
    ),
    LeftOut(
        Label("ทะเบียนไม่เก็บ", "not kept"),
        (
            "เพศ", "gender", "sex", "อายุ", "อายุ (ปี)", "age", "สัญชาติ", "nationality", "ชั้น", "ห้อง", "ชั้น/ห้อง", "ชั้นเรียน",
            "ระดับชั้น", "ลายมือชื่อ", "ลายเซ็น", "ลงชื่อ", "ลงลายมือชื่อ", "ลายมือชื่อผู้เข้าประชุม", "signature", "รูป", "รูปถ่าย",
            "photo", "picture", "สถานภาพสมรส", "อาหาร", "ประเภทอาหาร", "แพ้อาหาร", "ไซซ์เสื้อ", "ขนาดเสื้อ", "facebook",
            "เฟซบุ๊ก", "เฟสบุ๊ค", "marital status", "อายุราชการ", "อายุงาน",
        ),
    ),
    LeftOut(
        Label("ไม่เก็บเพื่อคุ้มครองข้อมูลส่วนบุคคล", "never kept, for privacy"),
        (
            "เลขประจำตัวประชาชน", "เลขบัตรประชาชน", "เลขบัตรประจำตัวประชาชน", "เลขที่บัตรประชาชน", "เลขที่บัตรประจำตัวประชาชน",
            "บัตรประชาชน", "รหัสบัตรประชาชน", "รหัสประชาชน", "รหัสประจำตัวประชาชน", "หมายเลขบัตรประชาชน",
            "หมายเลขประจำตัวประชาชน", "หมายเลขบัตรประจำตัวประชาชน", "เลขประชาชน", "เลข 13 หลัก", "เลขประจำตัว 13 หลัก",
            "รหัส 13 หลัก", "เลขประจำตัวผู้เสียภาษี", "เลขหนังสือเดินทาง", "เลขที่หนังสือเดินทาง", "หนังสือเดินทาง", "พาสปอร์ต",
            "national id", "national id no", "national identification number", "citizen id", "citizen no", "id card",
            "id card no", "id card number", "card no", "cardno", "idcard", "thai id", "cid", "pid", "passport",
            "passport no",
            "passport number", "tax id", "เลขบัญชี", "เลขที่บัญชี", "เลขบัญชีธนาคาร", "bank account", "account no",
            "account number", "ศาสนา", "religion", "เชื้อชาติ", "race", "หมู่เลือด", "หมู่โลหิต", "กรุ๊ปเลือด", "blood group",
            "blood type", "โรคประจำตัว", "เงินเดือน", "salary",
        ),
    ),
)  # fmt: skip
"""Headings of columns that are left out and named once."""

NOTED = frozenset(left_out.reason for left_out in LEFT_OUT if left_out.is_noted)
"""The reasons for which a list of anything but people does not lose a column: its note keeps it."""
OF_ANOTHER_COLUMN = Label("รหัสหรือเลขที่ของอีกคอลัมน์", "the codes of another column")
"""Why a column is left out whose cells are codes of what the column beside it names."""
NOT_KEPT = next(left_out.reason for left_out in LEFT_OUT if "เพศ" in left_out.headings)
"""Why a column is left out that a register has no field for."""

_OF_PEOPLE = (
    # How somebody did, and what was counted or paid.
    r"คะแนน|เกรด|ผลการเรียน|ผลสอบ|ร้อยละ|จำนวน|หน่วยกิต|gpax?$|score|grade point|(?:pre|post) ?test",
    r"ค่าจ้าง|ค่าตอบแทน|ค่าวิทยากร|ศูนย์ต้นทุน|cost cent",
    r"ค่าลงทะเบียน|ค่าอบรม|การชำระ|สลิป|ใบเสร็จ|payment|registration fee|bank|ธนาคาร",
    # The rank of a post in the civil service, and its number.
    r"(?:ระดับ|level)(?!.*(?:การศึกษา|ปริญญา|degree))(?: ?(?:ตำแหน่ง|name|ชำนาญการ|บุคลากร|ปัจจุบัน))*(?: ?\(.*\))?$",
    r"(?:วิทยฐานะ|อันดับ|ซี|ขั้น|สายงาน|กลุ่มตำแหน่ง|กลุ่มบุคลากร|ลักษณะงาน|แท่ง)(?: ?\(.*\))?$",
    r"กลุ่ม(?:พนักงาน|ข้าราชการ|ลูกจ้าง|บุคลากร)|(?:หัวข้อ|เรื่อง)ที่(?:บรรยาย|สอน|อบรม)|วิชาที่สอน",
    r"ประเภท(?:ของ)?(?:บุคลากร|ตำแหน่ง|การจ้าง|พนักงาน|ข้าราชการ|ลูกจ้าง|สายงาน|ผู้เข้า|ผู้สมัคร)",
    r"(?:staff|employee|employment|personnel|position|contract) (?:type|group|category|level|class)$",
    r"(?:เลขที่|เลข|รหัส)(?:ประจำ)?(?:ตำแหน่ง|อัตรา)|ตำแหน่งเลขที่|เลขที่จ่ายตรง|เลขถือจ่าย",
    r"position (?:no|number|code|id)|pos(?:ition)?no",
    # What somebody learnt, and is good at.
    r"คุณวุฒิ|วุฒิ|ระดับการศึกษา|การศึกษา|ประวัติการศึกษา|จบจาก|สถาบันที่(?:จบ|สำเร็จ)|ความเชี่ยวชาญ|ความสนใจ|ความถนัด",
    r"ประสบการณ์|ผลงาน|education|qualification|highest degree|expertise|speciali[sz]ation|(?:research )?interest",
    r"(?:เครื่องราช|เหรียญ|รางวัล|ปีเกษียณ|ปีที่เกษียณ|เกษียณปี|อายุ|retirement year|year of retirement)(?!.*วันที่)",
    # Where somebody lives, sits, sleeps, how they come and what they eat.
    r"ที่อยู่(?!อีเมล|e-?mail|email)|ภูมิลำเนา|รหัสไปรษณีย์|post ?code|zip",
    r"(?:home |mailing |postal |current |contact )?address(?: line)?(?: ?\d)?$",
    r"การเดินทาง|เดินทาง|วิธีเดินทาง|พาหนะ|ยานพาหนะ|ทะเบียนรถ|เที่ยวบิน|ที่พัก|ห้องพัก|พักคู่|พักร่วม|พักกับ|เลขห้อง|หมายเลขห้อง",
    r"ชั้นที่|อาคาร|ที่นั่ง|โต๊ะ|travel|transport|vehicle|flight|hotel|accommodation|room|building|floor|seat",
    r"อาหาร|ประเภทอาหาร|มื้อ|เมนู|แพ้|food|meal|diet|allerg|ไซ[สซ]|ขนาด|เสื้อ|(?:t-?)?shirt|size",
    # When the row was written, and what was attached.
    r"(?:วัน(?:ที่)?(?:และ)?เวลา|เวลา|วันที่)(?:ที่)?(?:ลงทะเบียน|ตอบแบบ|กรอก|บันทึก|ส่งแบบ|แก้ไข|ปรับปรุง)",
    r"(?:registration|registered|submission|creation|enrol?ment|sign-?up) (?:time|date)",
    r"(?:start|end|finish|completion) time|time ?zone|ความคาดหวัง|ข้อเสนอแนะ|ความคิดเห็น|คำถาม",
    r".*(?:รูปแบบใด|เพราะเหตุใด|เพียงใด)",
    r"date (?:created|modified|added|registered)",
    r"last (?:access|login|log ?in|seen|activity|download|sign|update|modified)",
    r"(?:ครั้ง|เข้าใช้|ใช้งาน|เข้าสู่ระบบ)(?:งาน)?(?:ระบบ)?(?:ครั้ง)?ล่าสุด",
    r"รูป|ภาพถ่าย|ลิงก์|ลิงค์|link|เอกสาร|หลักฐาน|สำเนา|qr|คิวอาร์|barcode|บาร์โค้ด|avatar",
)
"""The beginnings of headings of what a list says of people and a register does not keep."""


@cache
def _people_pattern() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in _OF_PEOPLE))


def is_not_kept_of_people(heading: str) -> bool:
    """Return whether a heading of a list of people names what a register does not keep of them."""
    words = re.sub(r"^[\s\d.)]+", "", heading.replace("_", " ")).lower().strip(" *:")
    return bool(_people_pattern().match(words))


STATUS = Label("สถานะ ผู้ที่พ้นหรือไม่ได้รับอนุมัติไม่นำเข้า", "statuses; those who left or were not admitted are left out")
"""Why a column is left out that says who is still there."""
_STATUS = re.compile(
    r"(?:สถานะ|สถานภาพ)(?!.*(?:สมรส|โสด))(?:การ|ของ)?"
    r"(?:ทำงาน|จ้าง|จ้างงาน|ปฏิบัติงาน|บุคลากร|ปัจจุบัน|อนุมัติ|ลงทะเบียน|บัญชี|ผู้ใช้|พนักงาน|ข้าราชการ)*"
    r"|(?:(?:approval|work|working|employment|employee|staff|registration|account|user|current|emp) ?)?status"
    r"(?: ?(?:name|desc))?"
)


def is_status_heading(heading: str) -> bool:
    """Return whether a heading of a list of people is that of their status: still there, retired, approved."""
    return bool(_STATUS.fullmatch(heading.replace("_", " ").lower().strip(" *:")))


_CODE = re.compile(
    r"(?:รหัส|เลขที่|เลขรหัส|เลข)(?:ของ)?(?P<thai>\S.*)|(?P<english>[A-Za-z].*?)[ _]?(?:code|id|no|num|number|cd)\.?",
    re.IGNORECASE,
)


def find_codes_of(heading: str) -> frozenset[str]:
    """Return the keys of the headings whose codes a heading names: ``DEPT_CODE`` those of ``DEPT_NAME``, ``DEPT``."""
    found = _CODE.fullmatch(heading.strip())
    if not found:
        return frozenset()
    of = found["thai"] or found["english"]
    names = (of, f"ชื่อ{of}") if found["thai"] else (of, f"{of} name", f"{of} desc")
    return frozenset(form.key for name in names for form in (*list_forms(name), *list_forms(make_key(name))))
