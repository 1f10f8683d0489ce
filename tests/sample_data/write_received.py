"""Write the files of ``sample_data/as_received`` anew: ``python -m tests.sample_data.write_received``.

They are committed; this shows how each was made, above all those that no text editor writes.
Everybody and everything in them is invented, and plainly so.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING

import xlsxwriter

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

FOLDER = Path(__file__).parents[2] / "sample_data" / "as_received"

PUPILS = (
    ("เด็กชาย", "หนึ่ง", "5 ส.ค. 2555"),
    ("เด็กหญิง", "สอง", "๑๒/๐๓/๒๕๕๕"),
    ("ด.ช.", "สาม", "29/02/2555"),
)
SERIALS = (20306, 19430, 20515)
"""5/8/55, 12/3/53 and 2/3/56 typed into an English Excel and kept under the format General: 1955, 1953, 1956."""


def write_pupils() -> None:
    """Sixteen sheets of three pupils; in the last one the birth dates are serial numbers of Excel."""
    with xlsxwriter.Workbook(FOLDER / "pupils.xlsx") as book:
        seven_digits = book.add_format({"num_format": "0000000"})
        for number in range(16):
            room = f"ม.{number // 4 + 1}/{number % 4 + 1}"
            sheet = book.add_worksheet(room.replace("/", "-"))
            sheet.write(0, 0, f"รายชื่อนักเรียนชั้น {room} ปีการศึกษา 2569 (สมมุติ)")
            sheet.write_row(2, 0, ("ที่", "เลขประจำตัวนักเรียน", "ชื่อ - สกุล", "ว/ด/ป เกิด"))
            for place, (title, given, born) in enumerate(PUPILS):
                key, name = (
                    f"{40001 + number * 3 + place:07}",
                    f"{title}{given}{_THAI[number]} ทดสอบ{_THAI[15 - number]}",
                )
                sheet.write_row(3 + place, 0, (place + 1, key, name))
                if number % 2:
                    sheet.write_number(3 + place, 1, int(key), seven_digits)
                sheet.write(3 + place, 3, born if number < 15 else SERIALS[place])
            sheet.write(6, 2, "รวม 3 คน")


_THAI = (
    "กลาง", "ขวัญ", "คง", "งาม", "จันทร์", "ฉาย", "ชัย", "ดวง", "ตะวัน", "ทอง", "นภา", "บุญ", "ปราง", "พร", "มณี", "รุ่ง",
)  # fmt: skip

SCHOOLS = ("บ้านสมมุติ", "บ้านตัวอย่าง", "วัดทดสอบ", "ชุมชนสมมุติพัฒนา", "อนุบาลตัวอย่าง")
KINDS = ("", "วิทยา", "พิทยาคม", "ประชาสรรค์", "ราษฎร์บำรุง", "สามัคคี", "หนองทดลอง", "โนนทดลอง", "โคกทดลอง", "นาทดลอง")
PROVINCES = (
    ("40", "ขอนแก่น", ("เมืองขอนแก่น", "บ้านไผ่", "ชุมแพ", "พล", "น้ำพอง")),
    ("30", "จ.นครราชสีมา", ("อ.เมืองนครราชสีมา", "อ.ปากช่อง", "อ.พิมาย", "อ.บัวใหญ่", "อ.สีคิ้ว")),
    ("31", "บุรีรัมย์ ", ("เมืองบุรีรัมย์", "นางรอง", "สตึก", "พุทไธสง", "ลำปลายมาศ")),
    ("36", "จังหวัดชัยภูมิ", ("อำเภอเมืองชัยภูมิ", "อำเภอภูเขียว", "อำเภอแก้งคร้อ", "อำเภอจัตุรัส", "อำเภอคอนสาร")),
)


def write_schools() -> None:
    """Fifty names, each in four provinces: only the ten-digit code and the place tell the schools apart."""
    rows = [
        (f"10{code}05{number:04}", f"โรงเรียน{name}{kind}", districts[number % 5], province)
        for code, province, districts in PROVINCES
        for number, (name, kind) in enumerate(((name, kind) for kind in KINDS for name in SCHOOLS), start=1)
    ]
    _write_csv("schools.csv", [("รหัสสถานศึกษา", "ชื่อโรงเรียน", "อำเภอ", "จังหวัด"), *rows], mark=True)


PARTNERS = (
    "University of Sample", "มหาวิทยาลัยสมมุติ", "Example Institute of Technology", "บริษัท ทดสอบ จำกัด", "Test College",
    "สถาบันวิจัยตัวอย่าง", "Sample Hospital", "เทศบาลเมืองสมมุติ", "Example Academy", "สมาคมศิษย์เก่าทดสอบ",
)  # fmt: skip
TERMS = (
    ("5 ปี", ""), ("unlimited", ""), ("2 ปี นับแต่วันลงนาม", ""), ("", "30/09/2573"), ("auto renew", ""),
    ("3 years", ""), ("ไม่มีกำหนด", "-"), ("ไม่กำหนดระยะเวลา", "n/a"), ("ต่ออายุอัตโนมัติ", ""), ("", "-"),
)  # fmt: skip


def write_agreements() -> None:
    """A hundred agreements with ten partners; how long each lasts is said in ten ways, half of them without an end."""
    rows = [
        (str(number + 1), f"MOU {number + 1:03} ว่าด้วยความร่วมมือสมมุติ", PARTNERS[number // 10],
         f"{number % 28 + 1}/{number % 12 + 1}/{2560 + number // 12}", *TERMS[number % 10])
        for number in range(100)
    ]  # fmt: skip
    head = ("NO.", "ชื่อข้อตกลง", "UNIVERSITY/ORGANIZATION", "SIGNING", "ระยะเวลา", "EXPIRY")
    _write_csv("agreements_100.csv", [head, *rows])


def write_army() -> None:
    """A staff list in cp874: vacant posts, and a column without a heading."""
    rows = (
        ("บัญชีรายชื่อกำลังพล กองพันสมมุติ", "", "", "", "", ""),
        ("ข้อมูล ณ วันที่ ๑ ต.ค. ๒๕๖๙", "", "", "", "", ""),
        ("ลำดับ", "", "ยศ - ชื่อ - นามสกุล", "ตำแหน่ง", "หมายเลขโทรศัพท์", "หมายเหตุ"),
        ("๑", "*", "พ.อ. สมมุติ ทดลองรบ", "ผบ.พัน", "0 2123 4567 ต่อ 11", ""),
        ("๒", "", "พ.ท.หญิง ตัวอย่าง ทดลองนาม", "รอง ผบ.พัน", "08-1234-5678", "ช่วยราชการ"),
        ("๓", "", "ว่าง", "ฝอ.1", "-", ""),
        ("๔", "*", "ร.อ. ทดสอบ สมมุติวงศ์", "ฝอ.2", "", ""),
        ("๕", "", "(ว่าง)", "ฝอ.3", "", "รอบรรจุ"),
        ("๖", "", "ว่าที่ ร.ต. จำลอง ตัวอย่างดี", "ฝอ.4", "081-999-0000, 02-123-4567", ""),
        ("๗", "", "จ.ส.อ. แบบอย่าง ลองดู", "เสมียน", "", ""),
    )
    _write_csv("army_staff.csv", rows, encoding="cp874", end="\r\n")


def write_teachers() -> None:
    """Section titles between the rows, and the title joined to the given name."""
    rows = (
        ("รายชื่อข้าราชการครูและบุคลากร โรงเรียนสมมุติวิทยา", "", "", "", "", ""),
        ("ที่", "ชื่อ", "นามสกุล", "ตำแหน่ง", "วิทยฐานะ", "เบอร์โทรศัพท์มือถือ"),
        ("ฝ่ายบริหาร", "", "", "", "", ""),
        ("1", "นายสมมุติ", "ตัวอย่างวิทย์", "ผู้อำนวยการโรงเรียน", "ชำนาญการพิเศษ", "081-111-0001"),
        ("2", "นางสาวทดสอบ", "ใจสมมุติ", "รองผู้อำนวยการโรงเรียน", "ชำนาญการ", "081-111-0002"),
        ("", "ครูผู้สอน", "", "", "", ""),
        ("3", "นางจำลอง", "ลองสอน", "ครู", "ชำนาญการ", "0811110003"),
        ("4", "ว่าที่ร้อยตรีหญิงแบบอย่าง", "ทดลองงาน", "ครู", "-", "081-111-0004"),
        ("5", "นายเสมือน", "จริงจัง", "ครูผู้ช่วย", "-", "-"),
        ("บุคลากรสนับสนุน", "", "", "", "", ""),
        ("6", "น.ส.นามสมมุติ", "ทดสอบดี", "เจ้าหน้าที่ธุรการ", "", "081-111-0006"),
        ("", "รวม 6 คน", "", "", "", ""),
    )
    _write_csv("teachers.csv", rows, mark=True)


def write_numbered() -> None:
    """A form with more numbered lines than people."""
    rows = [
        ("ลำดับ", "ชื่อ-สกุล", "สังกัด", "ตำแหน่ง", "อีเมล"),
        ("1", "ดร.สมมุติ ลำดับดี", "คณะวิทยาศาสตร์ตัวอย่าง", "อาจารย์", "lamdap1@example.ac.th"),
        ("2", "นางทดสอบ ลำดับสอง", "คณะนิติศาสตร์ตัวอย่าง", "นักวิชาการศึกษา", "lamdap2@example.ac.th"),
        ("3", "นายตัวอย่าง ลำดับสาม", "คณะวิทยาศาสตร์ตัวอย่าง", "-", "ไม่มี"),
        *[(str(number), "", "", "", "") for number in range(4, 21)],
    ]
    _write_csv("numbered.csv", rows, mark=True)


def write_phone_list() -> None:
    """Offices stand among the people."""
    rows = (
        ("หมายเลขโทรศัพท์ภายใน มหาวิทยาลัยตัวอย่าง", "", ""),
        ("รายชื่อ", "ตำแหน่ง", "เบอร์ภายใน"),
        ("สำนักงานอธิการบดี", "", "043-202-200"),
        ("ศ.ดร.สมมุติ โทรดี", "อธิการบดี", "043-202-201"),
        ("นางสาวตัวอย่าง รับสาย", "เลขานุการอธิการบดี", "043-202-202 ต่อ 12"),
        ("คณะวิทยาศาสตร์ตัวอย่าง", "", "043-202-300"),
        ("รศ.ทดสอบ วางสาย", "คณบดี", "043-202-301"),
        ("งานการเงิน", "", "043-202-310"),
        ("นายจำลอง โทรกลับ", "หัวหน้างานการเงิน", "043-202-311, 081-222-3333"),
        ("ห้องประชุม 1", "", "043-202-399"),
    )
    _write_csv("phone_list.csv", rows, mark=True)


def write_zoom() -> None:
    """The report with the two lines about the meeting; people who came back, and who wrote more than a name."""
    rows = (
        ("Meeting ID", "Topic", "Start Time", "End Time", "User Email", "Duration (Minutes)", "Participants"),
        ("823 4567 8901", "ประชุมเครือข่ายสมมุติ", "11/13/2026 08:50:11 AM", "11/13/2026 12:03:40 PM",
         "host@example.ac.th", "194", "9"),
        (),
        ("Name (Original Name)", "User Email", "Join Time", "Leave Time", "Duration (Minutes)", "Guest",
         "Recording Consent"),
        *_zoom("เจ้าภาพ สมมุติ", "host@example.ac.th", ("08:50:11 AM", "12:03:40 PM", "194"), guest="No"),
        *_zoom("ผศ.ดร.สมมุติ ตัวอย่าง (Sommut T.)", "sommut@example.ac.th", ("08:55:01 AM", "12:00:02 PM", "186")),
        *_zoom("ทดสอบ สมมติกุล - คณะนิติ", "",
               ("08:58:10 AM", "09:30:00 AM", "32"), ("09:34:22 AM", "12:01:00 PM", "147")),
        *_zoom("นางตัวอย่าง ประชุมดี (คณะวิทย์)", "", ("09:02:45 AM", "11:59:00 AM", "177")),
        *_zoom("Jamlong L.", "jamlong@example.ac.th",
               ("09:00:00 AM", "09:20:00 AM", "20"), ("09:21:00 AM", "10:00:00 AM", "39"),
               ("10:05:00 AM", "12:00:30 PM", "116")),
        *_zoom("iPhone", "", ("09:10:00 AM", "09:12:00 AM", "2")),
    )  # fmt: skip
    _write_csv("zoom_participants.csv", rows, mark=True)


def _zoom(name: str, email: str, *times: tuple[str, str, str], guest: str = "Yes") -> Iterable[tuple[str, ...]]:
    for begin, end, minutes in times:
        yield name, email, f"11/13/2026 {begin}", f"11/13/2026 {end}", minutes, guest, ""


def write_teams() -> None:
    """The attendance report of Teams: sections one below another, cells separated by tabs, UTF-16."""
    person = ("13/11/2569 08:55:20", "13/11/2569 12:00:11", "3h 4m 51s")
    rows = (
        ("1. Summary",),
        ("Meeting title", "ประชุมเครือข่ายสมมุติ"),
        ("Attended participants", "4"),
        ("Start time", "11/13/26, 8:50:11 AM"),
        ("End time", "11/13/26, 12:03:40 PM"),
        ("Meeting duration", "3h 13m 29s"),
        ("Average attendance time", "2h 40m 2s"),
        (),
        ("2. Participants",),
        ("Name", "First Join", "Last Leave", "In-Meeting Duration", "Email", "Participant ID (UPN)", "Role"),
        ("เจ้าภาพ สมมุติ", *person, "host@example.ac.th", "host@example.ac.th", "Organizer"),
        ("สมมุติ ตัวอย่าง", *person, "sommut@example.ac.th", "sommut@example.ac.th", "Presenter"),
        ("ทดสอบ สมมติกุล (คณะนิติศาสตร์)", *person, "todsob@example.ac.th", "todsob@example.ac.th", "Attendee"),
        ("นายผู้มา เยือนสมมุติ (Guest)", *person, "", "", "Attendee"),
        (),
        ("3. In-Meeting Activities",),
        ("Name", "Join Time", "Leave Time", "Duration", "Email", "Role"),
        ("เจ้าภาพ สมมุติ", *person, "host@example.ac.th", "Organizer"),
        ("สมมุติ ตัวอย่าง", "11/13/26, 8:55:20 AM", "11/13/26, 9:30:00 AM", "34m 40s", "sommut@example.ac.th",
         "Presenter"),
        ("สมมุติ ตัวอย่าง", "11/13/26, 9:31:00 AM", "11/13/26, 12:00:11 PM", "2h 29m 11s", "sommut@example.ac.th",
         "Presenter"),
    )  # fmt: skip
    text = "".join("\t".join(row) + "\r\n" for row in rows)
    (FOLDER / "teams_attendance.csv").write_bytes("\ufeff".encode("utf-16-le") + text.encode("utf-16-le"))


def write_meet() -> None:
    """The attendance report of Google Meet."""
    rows = (
        ("First name", "Last name", "Email", "Duration", "Time joined", "Time exited"),
        ("สมมุติ", "ตัวอย่าง", "sommut@example.ac.th", "1 hr 58 min", "9:01 AM", "11:00 AM"),
        ("ทดสอบ", "สมมติกุล", "todsob@example.ac.th", "45 min", "9:05 AM", "9:50 AM"),
        ("นางแขก", "รับเชิญ", "", "12 min", "9:30 AM", "9:42 AM"),
        ("ทดสอบ", "สมมติกุล", "todsob@example.ac.th", "1 hr 2 min", "9:58 AM", "11:00 AM"),
    )
    _write_csv("meet_attendance.csv", rows)


def write_google_contacts() -> None:
    """The form of the year 2024, with a contact that is an office."""
    head = (
        "First Name", "Middle Name", "Last Name", "Phonetic First Name", "Phonetic Middle Name", "Phonetic Last Name",
        "Name Prefix", "Name Suffix", "Nickname", "File As", "Organization Name", "Organization Title",
        "Organization Department", "Birthday", "Notes", "Photo", "Labels", "E-mail 1 - Label", "E-mail 1 - Value",
        "Phone 1 - Label", "Phone 1 - Value", "Phone 2 - Label", "Phone 2 - Value",
    )  # fmt: skip
    people: tuple[dict[str, str], ...] = (
        {
            "First Name": "สมมุติ", "Last Name": "ติดต่อดี", "Name Prefix": "ผศ.ดร.", "Organization Name": "มหาวิทยาลัยตัวอย่าง",
            "Organization Title": "รองคณบดี", "Birthday": "1980-08-05", "Labels": "* myContacts ::: เครือข่าย",
            "E-mail 1 - Label": "* Work", "E-mail 1 - Value": "tidtor@example.ac.th",
            "Phone 1 - Label": "Mobile", "Phone 1 - Value": "+66 81 234 5678",
            "Phone 2 - Label": "Work", "Phone 2 - Value": "043-202-222 ::: 043-202-223",
        },
        {
            "First Name": "นางสาวทดสอบ", "Last Name": "ติดต่อด้วย", "Organization Name": "คณะวิทยาศาสตร์ตัวอย่าง",
            "Birthday": "--08-05", "Labels": "* myContacts", "Notes": "พบกันที่งาน\nเครือข่ายสมมุติ",
            "E-mail 1 - Label": "*", "E-mail 1 - Value": "duai@example.ac.th ::: duai.home@example.com",
        },
        {"First Name": "ตัวอย่าง", "Labels": "* myContacts", "Phone 1 - Value": "0819990001"},
    )  # fmt: skip
    _write_csv("google_contacts.csv", [head, *[[one.get(name, "") for name in head] for one in people]])


def write_google_form() -> None:
    """The responses of a form: the questions are the headings."""
    rows = (
        ("ประทับเวลา", "ที่อยู่อีเมล", "1. ชื่อ-นามสกุล (พร้อมคำนำหน้า)", "2. หน่วยงานที่สังกัด", "3. ตำแหน่งปัจจุบัน",
         "4. เบอร์โทรศัพท์ที่ติดต่อได้", "5. ท่านรับประทานอาหารประเภทใด"),
        ("13/11/2026, 8:31:05", "form1@example.ac.th", "นายสมมุติ ตอบแบบ", "คณะวิทยาศาสตร์ตัวอย่าง", "อาจารย์",
         "0812220001", "ทั่วไป"),
        ("13/11/2026, 9:02:44", "form2@example.ac.th", "ดร.ตัวอย่าง ตอบไว", "คณะนิติศาสตร์ตัวอย่าง", "", "081-222-0002",
         "มังสวิรัติ, ไม่เผ็ด"),
        ("13/11/2026, 21:40:10", "form1@example.ac.th", "นายสมมุติ ตอบแบบ", "คณะวิทยาศาสตร์ตัวอย่าง", "อาจารย์",
         "0812220001", "อิสลาม"),
    )  # fmt: skip
    _write_csv("google_form.csv", rows)


def write_vcards() -> None:
    """Cards of a telephone, of an address book and of a newer one, one of an office, and a picture."""
    picture = "\r\n ".join("iVBORw0KGgo" * 6 for _line in range(20))
    cards = (
        ("2.1", "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:" + _quote("โทรเก่า;ทดสอบ;;นาย;"),
         "FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:" + _quote("นายทดสอบ โทรเก่า"),
         "TEL;CELL;PREF:081-333-0001", "TEL;WORK;VOICE:02-123-4567", "EMAIL;INTERNET:old@example.ac.th"),
        ("3.0", "N:สมุดชื่อ;สมมุติ;;ผศ. ดร.;", "FN:ผศ.ดร.สมมุติ สมุดชื่อ",
         "ORG:มหาวิทยาลัยตัวอย่าง;คณะวิทยาศาสตร์ตัวอย่าง",
         "TITLE:รองคณบดี", "EMAIL;TYPE=INTERNET,WORK:samut@example.ac.th", "TEL;TYPE=CELL:+66813330002",
         "BDAY:1980-08-05",
         "ADR;TYPE=WORK:;;123 ถนนสมมุติ;เมือง;ขอนแก่น;40000;ไทย", "NOTE:พบกันที่ประชุม\\, ครั้งแรก\\nส่งเอกสาร\r\n แล้ว",
         "X-SOCIALPROFILE;TYPE=facebook:https://example.com/samut", f"PHOTO;ENCODING=b;TYPE=PNG:{picture}"),
        ("4.0", "UID:urn:uuid:8d3c1a52-6f0b-4d1e-9a55-000000000003",
         "N:ใหม่กว่า;ตัวอย่าง;;นางสาว;", "FN:นางสาวตัวอย่าง ใหม่กว่า",
         "ORG:คณะนิติศาสตร์ตัวอย่าง", "TITLE:นักวิชาการศึกษา", 'TEL;VALUE=uri;TYPE="cell,voice":tel:+66-81-333-0003',
         "EMAIL;PREF=1:new@example.ac.th", "BDAY:--0805"),
        ("3.0", "N:;;;;", "FN:สำนักงานตัวอย่าง", "ORG:สำนักงานตัวอย่าง", "TEL;TYPE=WORK:043-202-400"),
    )  # fmt: skip
    lines = [line for version, *rest in cards for line in ("BEGIN:VCARD", f"VERSION:{version}", *rest, "END:VCARD")]
    (FOLDER / "contacts.vcf").write_bytes("".join(f"{line}\r\n" for line in lines).encode())


def _quote(text: str) -> str:
    """Return text as telephones quote it: soft line breaks, every byte of a letter written out."""
    lines = [""]
    for byte in text.encode():
        sign = chr(byte) if byte in b"; " else f"={byte:02X}"
        if len(lines[-1]) + len(sign) > 72:
            lines.append("")
        lines[-1] += sign
    return "=\r\n".join(lines)


def _write_csv(
    name: str, rows: Iterable[Sequence[str]], *, encoding: str = "utf-8", end: str = "\n", mark: bool = False
) -> None:
    text = io.StringIO()
    csv.writer(text, lineterminator=end).writerows(rows)
    (FOLDER / name).write_bytes(text.getvalue().encode("utf-8-sig" if mark else encoding))


if __name__ == "__main__":
    for write in [function for name, function in sorted(globals().items()) if name.startswith("write_")]:
        write()
