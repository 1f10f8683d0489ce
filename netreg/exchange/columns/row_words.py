"""The words by which rows of a table that are no records are known."""

from __future__ import annotations

import re
from functools import cache

_COUNTED = (
    r"(?:คน|ราย|ท่าน|นาย|รูป|องค์|อัตรา|แห่ง|โรง|โรงเรียน|ฉบับ|รายการ|เรื่อง|ครั้ง|หน่วยงาน|หน่วย|สถาบัน|โครงการ|ตำแหน่ง|สาย|ห้อง|ชุด|บาท|กิจกรรม|หลักสูตร|รุ่น|กลุ่ม|ข้อ|มติ|วาระ|ชั่วโมง|วัน|จังหวัด|อำเภอ|ภาคี|เตียง"
    r"|persons?|people|rows?|items?|members?|schools?)"
)


@cache
def total_pattern() -> re.Pattern[str]:
    """Match the beginning of a total; digits are ASCII."""
    return re.compile(
        rf"""[(\s]*(?:
            (?:ยอด|จำนวน)?รวม\s*(?:$|[0-9:(=]|ทั้งสิ้น|ทั้งหมด|จำนวน|เป็น|ยอด|สุทธิ|.{{0,30}}[0-9]\s*{_COUNTED}\W*$)
            |จำนวน(?:ทั้งสิ้น|ทั้งหมด|รวม|\s*[0-9])|ทั้งสิ้น|ทั้งหมด\s*[0-9]
            |(?:(?:grand\s+)?total|sub-?total|sum)\b\s*(?:$|[0-9:(=]|{_COUNTED}|number|of\s)
            |(?:ชาย|หญิง)\s*[0-9]+\s*คน
        )""",
        re.IGNORECASE | re.VERBOSE,
    )


@cache
def sum_pattern() -> re.Pattern[str]:
    """Match the beginning of a total, where a number and what is counted stand in further cells."""
    return re.compile(r"[(\s]*(?:รวม|ยอด|จำนวน|สรุป|ทั้งหมด|total|sum)", re.IGNORECASE)


@cache
def count_pattern() -> re.Pattern[str]:
    """Match what may stand beside a total."""
    return re.compile(
        rf"=.*|[\W_]*(?:(?:จำนวน|ทั้งสิ้น|ทั้งหมด|รวม|ชาย|หญิง|เป็น|total|sum)\s*)*[:=]?[0-9,.\s]*(?:{_COUNTED}(?:\s*/\s*{_COUNTED})?)?\W*",
        re.IGNORECASE | re.DOTALL,
    )


@cache
def note_pattern() -> re.Pattern[str]:
    """Match the beginning of a note below a table."""
    return re.compile(
        r"""[\W_]*(?:หมายเหตุ|ที่มา|แหล่งที่มา|แหล่งข้อมูล|อ้างอิง|คำอธิบาย|ข้อมูล\s*(?:ณ|จาก)|พิมพ์(?:เมื่อ|วันที่|โดย)|จัดพิมพ์|(?:เริ่ม|เลิก|ปิด)(?:การ)?ประชุม|(?:สั่ง|ประกาศ|ให้ไว้)\s*ณ|ทั้งนี้|จึงเรียน|ขอรับรอง|หน้า(?:ที่)?\s*[0-9]
            |(?:note|source|remark|remarks|legend|printed|page\s*[0-9]+)\b)|[*※†]""",
        re.IGNORECASE | re.VERBOSE,
    )


@cache
def left_pattern() -> re.Pattern[str]:
    """Match what a column of statuses says of those who have left, or were not admitted."""
    return re.compile(
        r"""\W*(?:เกษียณ|ลาออก|โอน(?!มา|เข้า|ย้ายมา|ย้ายเข้า)|ย้าย(?!มา|เข้า)|เสียชีวิต|ถึงแก่กรรม|พ้น(?!ทดลอง)
            |หมด(?:สัญญา|วาระ)|สิ้นสุด|เลิกจ้าง|ให้ออก|ไล่ออก|ปลดออก|ยกเลิก|สละสิทธิ์|ระงับ
            |ไม่(?:อนุมัติ|ปฏิบัติงาน|ใช้งาน)|ออก(?:แล้ว|จาก|$)
            |(?:retired|resigned|terminated|inactive|deceased|died|left|transferred\ out|denied|rejected|declined
            |cancell?ed|suspended|disabled|withdrawn|quit)\b)""",
        re.IGNORECASE | re.VERBOSE,
    )


@cache
def order_pattern() -> re.Pattern[str]:
    """Match the last line of an order or announcement, below which stands who signed it."""
    return re.compile(r"\W*(?:จึง(?:ขอ)?(?:ประกาศ|เรียน)|(?:จึง)?(?:สั่ง|ประกาศ|ให้ไว้)\s*ณ)")


@cache
def signature_pattern() -> re.Pattern[str]:
    """Match the beginning of a line to sign on."""
    return re.compile(
        r"""[(\s]*(?:ลงชื่อ|ลงนาม\s*[.…_(]|ผู้(?:จัดทำ|รายงาน|รับรอง|ตรวจสอบ|ตรวจ|อนุมัติ|สำรวจ|รวบรวม|ให้ข้อมูล)(?:ข้อมูล|รายงาน)?\s*[.…:_]
            |(?:signature|signed|approved\s+by|prepared\s+by)\b)|[(\s]*(?:\.{5,}|…{2,}|_{5,})""",
        re.IGNORECASE | re.VERBOSE,
    )


@cache
def signer_pattern() -> re.Pattern[str]:
    """Match the word for whoever signs a list, where the name follows in the same cell or the next."""
    return re.compile(
        r"ผู้(?:จัดทำ|จัดเตรียม|จัดพิมพ์|พิมพ์|ทาน|ร่าง|รายงาน|รับรอง|ตรวจสอบ|ตรวจทาน|ตรวจ|อนุมัติ|เห็นชอบ|สำรวจ|รวบรวม|กรอก|บันทึก|ให้ข้อมูล)"
        r"(?:รายงาน|รายชื่อ|เอกสาร|ข้อมูล|การประชุม)*\s*[.…:_]*",
    )


@cache
def vacant_pattern() -> re.Pattern[str]:
    """Match a post that nobody holds, without the marks around it."""
    return re.compile(
        r"""(?:ตำแหน่ง|อัตรา|กรอบ(?:อัตรา)?)?\s*ว่าง(?:เดิม|ลง|มีเงิน|ไม่มีเงิน|\s*\(.*|[)\]\s*-]+.{0,60})?
            |(?:อยู่)?ระหว่าง(?:การ)?(?:สรรหา|ดำเนินการ|รอ|คัดเลือก|แต่งตั้ง).{0,30}
            |รอ(?:การ)?(?:บรรจุ|สรรหา|แต่งตั้ง|คัดเลือก).{0,30}|ยังไม่(?:มี|แต่งตั้ง|บรรจุ|ได้).{0,30}|(?:post\s+)?vacant|vacancy|to\s+be\s+(?:appointed|named)|tba|tbc""",
        re.IGNORECASE | re.VERBOSE,
    )


_OF_PLACES = (
    r"จังหวัด|อำเภอ|ตำบล|ประเทศ|ทวีป|ภาค(?:เหนือ|ใต้|กลาง|ตะวันออก|ตะวันตก|อีสาน|เรียน|การศึกษา)|เขต(?:พื้นที่|\s*[0-9])|"
    r"ปี(?:การศึกษา|งบประมาณ|\s*(?:พ\.?ศ\.?)?\s*[0-9])|ประเภท|หมวด|ส่วนที่|ตอนที่|ระดับ|รุ่น(?:ที่)?\s*[0-9]|สังกัด|กลุ่มที่|ลำดับ|"
    r"รายชื่อ|บัญชี(?:รายชื่อ)?|ทะเบียน|ตาราง|แบบฟอร์ม|ในประเทศ|ต่างประเทศ"
)


@cache
def place_section_pattern() -> re.Pattern[str]:
    """Match the beginning of a title between the rows of a table of any kind."""
    return re.compile(_OF_PLACES)


@cache
def unit_section_pattern() -> re.Pattern[str]:
    """Match the beginning of a title that is the name of a unit, not a word for some of its people."""
    return re.compile(
        r"""คณะ(?!กรรมการ|ผู้|ทำงาน|อนุ|บุคคล|ที่|ครู|อาจารย์)|สำนัก|สถาบัน|วิทยาลัย|มหาวิทยาลัย|ภาควิชา|โรงเรียน|โรงพยาบาล|เทศบาล|กระทรวง|กรม(?!การ)
            |องค์การบริหาร|อบต\.|อบจ\.|ศูนย์|กอง(?:คลัง|ช่าง|แผน|กลาง|กิจ|บริหาร|บริการ|พัฒนา|การ)|บริษัท|สมาคม|มูลนิธิ|ธนาคาร
            |(?:faculty|school|college|institute|university|department|office|centre|center)\s+of\b""",
        re.VERBOSE | re.IGNORECASE,
    )


@cache
def people_section_pattern() -> re.Pattern[str]:
    """Match the beginning of a title between the rows of a table of people."""
    return re.compile(
        rf"""{_OF_PLACES}|ครู(?:ผู้|อัตรา|พี่เลี้ยง|จ้าง|ประจำ|พิเศษ|ต่างชาติ|ชาว|และ|\s*$)|(?:คณะ)?ผู้(?:บริหาร|อำนวยการ|สอน|ทรงคุณวุฒิ|แทน|ช่วย|เข้าร่วม|ประสาน)
            |ฝ่าย|กลุ่ม|แผนก|งาน(?!ทิพย์)|สาขา|ภาควิชา|กอง(?:\S*$|บริหาร|คลัง|การ|ช่าง|แผน|กิจ|พัฒนา|บริการ)|สำนัก|ศูนย์|คณะ|สาย(?:สนับสนุน|วิชาการ|งาน|บริหาร)|บุคลากร|ลูกจ้าง|พนักงาน|ข้าราชการ
            |อาจารย์(?:ประจำ|พิเศษ|ผู้|ใหม่|\s*$)|เจ้าหน้าที่|นักการ|นักเรียน|นักศึกษา|นิสิต|กรรมการ|คณะกรรมการ|อนุกรรมการ|ที่ปรึกษา|วิทยากร|แขกรับเชิญ|แขกผู้มี
            |ชั้น|ห้อง|ตำแหน่ง|โรงเรียน|วิทยาลัย|มหาวิทยาลัย|สถาบัน|เทศบาล|องค์การ|อบต|อบจ|โรงพยาบาล|กระทรวง|กรม|หน่วยงาน|สมาคม|ชมรม|หน่วย
            |(?:staff|teachers?|lecturers?|faculty|department|division|school|section|office|committee|students?|guests?)\b""",
        re.VERBOSE | re.IGNORECASE,
    )
