"""Agreements and events that are perhaps known under nearly the same title, or on another day."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.conftest import Netreg

AGREEMENTS = "ชื่อข้อตกลง,คู่สัญญา,วันที่ลงนาม\n"
MEETINGS = "ชื่อการประชุม,วันที่ประชุม,ผู้จัด\n"
COURSES = "ชื่อหลักสูตร,ผู้จัด,ปีงบประมาณ\n"
KNOWN = {
    "agreement": f"{AGREEMENTS}ข้อตกลงวิจัยสมมุติ,บริษัท ทดลอง จำกัด,5 ส.ค. 2567\n",
    "meeting": f"{MEETINGS}สัมมนาเครือข่ายสมมุติ,5 ส.ค. 2567,กองสมมติ\n"
    "ประชุมประจำสัปดาห์สมมุติ,5 ส.ค. 2567,กองสมมติ\nประชุมประจำสัปดาห์สมมุติ,12 ส.ค. 2567,กองสมมติ\n",
    "activity": "ชื่อกิจกรรม,วันที่\nค่ายสมมุติ,5 ส.ค. 2567\n",
    "training": f"{COURSES}อบรมสมมุติพื้นฐาน,กองสมมติ,2567\n",
}
MOVED = "สัมมนาเครือข่ายสมมุติ,5 ส.ค. 2567,กองสมมติ\n"
"""The known one, which was not moved where it is in the file as well."""
CASES = (
    ("agreement", f"{AGREEMENTS}ข้อตกลงวิจัยสมมุติ,บจก. ทดลอง,5 ส.ค. 2567\n", "1 unchanged"),
    ("agreement", f"{AGREEMENTS}ข้อตกลงวิจัยสมมุต,บจก. ทดลอง,5 ส.ค. 2567\n", "one letter of the title differs"),
    ("agreement", f"{AGREEMENTS}ข้อตกลงวิจัยสมมุติ,บจก. ทดลอง,6 ส.ค. 2567\n", "the same title and party, another day"),
    ("agreement", f"{AGREEMENTS}ข้อตกลงวิจัยสมมุติ,กองสมมติ,5 ส.ค. 2567\n", "1 new"),
    ("agreement", f"{AGREEMENTS}ข้อตกลงวิจัยตัวอย่าง,บจก. ทดลอง,5 ส.ค. 2567\n", "1 new"),
    ("meeting", f"{MEETINGS}สัมมนาเครือข่ายสมมุต,5 ส.ค. 2567,กองสมมติ\n", "one letter of the title differs"),
    ("meeting", f"{MEETINGS}สัมมนาเครือข่ายสมมุติ,6 ส.ค. 2567,กองสมมติ\n", "the same title, a day nearby"),
    ("meeting", f"{MEETINGS}สัมมนาเครือข่ายสมมุติ,12 ส.ค. 2567,\n", "perhaps moved to another day"),
    ("meeting", f"{MEETINGS}สัมมนาเครือข่ายสมมุติ,12 ส.ค. 2567,บจก. ทดลอง\n", "1 new"),
    ("meeting", f"{MEETINGS}สัมมนาเครือข่ายสมมุติ,12 ส.ค. 2567,กองสมมติ\n{MOVED}", "1 new, 0 changed, 1 unchanged"),
    ("meeting", f"{MEETINGS}สัมมนาเครือข่ายสมมุติ,5 ส.ค. 2568,กองสมมติ\n", "1 new"),
    ("meeting", f"{MEETINGS}ประชุมประจำสัปดาห์สมมุติ,19 ส.ค. 2567,กองสมมติ\n", "1 new"),
    ("activity", "ชื่อกิจกรรม,วันที่\nค่ายสมมุติ,12 ส.ค. 2567\n", "perhaps moved to another day"),
    ("training", f"{COURSES}อบรมสมมติพื้นฐาน,กองสมมติ,2567\n", "one letter of the title differs"),
    ("training", f"{COURSES}อบรมสมมุติพื้นฐาน,กองสมมติ,2568\n", "1 new"),
)


def test_they_are_doubtful_and_others_are_new(netreg: Netreg) -> None:
    netreg("init")
    for noun, rows in KNOWN.items():
        assert netreg(noun, "import", "-", "--create-missing", stdin=rows).code == 0, noun
    wrong = []
    for noun, rows, expected in CASES:
        run = netreg("--lang", "en", noun, "import", "-", "-n", stdin=rows)
        if expected not in run.err:
            wrong.append((rows, expected, run.err))
    assert wrong == []
