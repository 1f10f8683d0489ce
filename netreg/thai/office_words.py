"""Words that offices write, before which a long Thai text may be broken: Thai has no blanks between words.

A break before one of them is never within a syllable. It is no dictionary: where none of them begins
near the end of a line, :mod:`netreg.render.wrapping` looks for what is surely the end of a syllable.
"""

from __future__ import annotations

import re
from functools import cache

_WORDS = """
    กรรมการ กลุ่ม กลาง กอง กองทุน การ กำหนด กิจกรรม เก่า ของ ขอนแก่น ข้อ ข้อตกลง ข้อมูล ข่าว เข้าร่วม เขต คณะ คณาจารย์ ความ
    ความต้องการ ความร่วมมือ คำสั่ง เครือข่าย เครื่อง โครงการ ครู งาน จังหวัด จัดการ จัดทำ เฉียงเหนือ เฉลิมพระเกียรติ ชมรม ชั้น ชุมชน
    ดังกล่าว ด้าน ดำเนินการ ดำรง ตกลง ตะวันตก ตะวันออก ตัวอย่าง ตาม ตำแหน่ง ตำบล ต่อ ต่ออายุ แต่ ถนน ทดสอบ ทั้งหมด ท้องถิ่น ทาง ทางการ
    เทคนิค เทคโนโลยี เทศบาล เทศมนตรี แทน นคร นโยบาย นักเรียน นักศึกษา นายก นิสิต แนะแนว ใน ในฐานะ บริการ บริหาร บริษัท บันทึก
    บุคลากร แบบ ปฏิบัติ ประกาศ ประจำ ประชาชน ประชาสัมพันธ์ ประชุม ประถมศึกษา ประธาน ประเทศ ประโยชน์ ประเภท ปลัด ปีงบประมาณ ผล ผู้
    ผู้เข้าร่วม ผู้ลงนาม ผู้อำนวยการ แผนก ฝ่าย ฝึกอบรม พยาน พยาบาล พัฒนา พิจารณา พิธี พื้นที่ เพื่อ ภาค ภาคี ภายใน มหาวิทยาลัย มอบอำนาจ
    มัธยมศึกษา มี มีผล มุ่ง เมือง แม่ข่าย ยังไม่ ระเบียน ระบุ ระบบ ระยะเวลา ระหว่าง รักษาการ ราชการ รายการ ร่วมมือ รอง เรียนรู้ โรงพยาบาล
    โรงเรียน ลงทะเบียน ลงนาม เลขานุการ เลขที่ เลือกตั้ง และ วัฒนธรรม วัตถุประสงค์ วันที่ วันสิ้นสุด วิจัย วิชา วิชาการ วิชาชีพ วิทยบริการ
    วิทยาเขต วิทยาลัย วิทยาศาสตร์ วิศวกรรมศาสตร์ ศาสตร์ ศึกษา ศึกษาธิการ ศิษย์เก่า ศูนย์ สถานศึกษา สถานที่ สถานะ สถาบัน สนับสนุน สภา สมาคม
    สมาชิก สมมติ สมมุติ ส่งเสริม สังคม สังกัด สัมพันธ์ สาขา สารสนเทศ สำนัก สำนักงาน สำนักหอสมุด สำรวจ สิ้นสุด สุขภาพ สื่อ หนังสือ หน่วย หน่วยงาน
    หมวด หรือ หลักสูตร หอสมุด ห้อง ห้องสมุด หัวข้อ หัวหน้า แห่ง แหล่งเรียนรู้ องค์กร องค์การ อธิการบดี อบรม อาคาร อาจารย์
    อาชีวศึกษา อาเซียน อำเภอ
    อำนวยการ อุดมศึกษา เอกสาร โอกาส ให้
"""


@cache
def _word_pattern() -> re.Pattern[str]:
    """Compile the words, the longest first: within ``มหาวิทยาลัย`` none begins."""
    return re.compile("|".join(sorted(_WORDS.split(), key=len, reverse=True)))


def find_word_starts(text: str) -> list[int]:
    """Find where words begin, from left to right; what lies between known words is one word."""
    starts = []
    for found in _word_pattern().finditer(text):
        starts += [found.start(), found.end()]
    return starts
