"""Words by which commands and options are often called, in both languages, and what is meant by them.

A wrong word never leads to a command that destroys something: such a command is offered only to
who names it by a word that can mean nothing else, and then its help page alone.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

DANGEROUS = frozenset(
    ("remove", "undo", "redo", "restore", "merge", "unmerge", "purge", "erase", "cancel", "terminate", "replace")
)
"""Commands that nobody is led to by a word that resembles theirs."""

SHARED_VERBS = ("list", "show", "add", "edit", "import", "export", "history", "remove", "merge", "unmerge", "not-same")
"""Verbs that nearly all nouns have, and that need one before them."""

_NOUNS = {
    "agreement": (
        "mou moa loi mous moas agreements contract contracts agreement-list ข้อตกลง บันทึกข้อตกลง สัญญา เอ็มโอยู "
        "ความร่วมมือ บันทึกความเข้าใจ"
    ),
    "member": (
        "people person persons members contact contacts staff officer officers user users สมาชิก บุคคล คน บุคลากร "
        "รายชื่อ ผู้ติดต่อ เจ้าหน้าที่"
    ),
    "org": (
        "unit units organisation organization organisations organizations orgs university universities faculty "
        "faculties partner partners institution department school schools หน่วยงาน องค์กร สถาบัน มหาวิทยาลัย คณะ "
        "โรงเรียน คู่ความร่วมมือ สังกัด"
    ),
    "meeting": "meetings meet ประชุม การประชุม",
    "training": "trainings course courses cohort workshop seminar อบรม การอบรม ฝึกอบรม การฝึกอบรม หลักสูตร สัมมนา",
    "alumni": "alumnus alumna graduate graduates ศิษย์เก่า นักศึกษาเก่า บัณฑิต ผู้สำเร็จการศึกษา",
    "group": "groups network networks committee committees team กลุ่ม เครือข่าย คณะกรรมการ ชมรม",
    "activity": "activities event events project projects กิจกรรม โครงการ งาน",
    "news": "article articles press ข่าว ข่าวสาร ประชาสัมพันธ์",
    "document": "documents doc docs file files paper papers เอกสาร ไฟล์ แฟ้ม",
    "title": "titles prefix คำนำหน้า คำนำหน้าชื่อ",
    "view": "views มุมมอง",
}
_WHOLE = {
    "search": "find grep query look lookup seek locate ค้น ค้นหา หา สืบค้น",
    "stats": "report reports summary dashboard overview statistics stat count counts รายงาน สรุป สถิติ ภาพรวม",
    "due": (
        "expiring expire expires expiry deadline deadlines todo upcoming ครบกำหนด หมดอายุ ใกล้หมดอายุ ใกล้ครบกำหนด กำหนด"
    ),
    "remind": "notify reminder reminders alert alerts mail email เตือน แจ้งเตือน แจ้ง",
    "check": "validate verify audit lint ตรวจ ตรวจสอบ",
    "coverage": "missing gaps gap ครอบคลุม ความครอบคลุม",
    "duplicates": "duplicate dups dup dedupe dedup ซ้ำ ข้อมูลซ้ำ รายการซ้ำ",
    "history": "log logs changes journal ประวัติ ประวัติการแก้ไข",
    "imports": "imported ประวัตินำเข้า ประวัติการนำเข้า",
    "calendar": "ical ics cal ปฏิทิน",
    "config": "settings setting configure preferences options set ตั้งค่า การตั้งค่า",
    "help": "usage manual man ช่วย ช่วยด้วย ช่วยเหลือ วิธีใช้ คู่มือ",
    "demo": "sample example examples ตัวอย่าง สาธิต ทดลอง",
    "init": "create-db setup start initialise initialize เริ่ม เริ่มต้น เริ่มใช้งาน",
    "backup": "save dump snapshot copy สำรอง สำรองข้อมูล",
    "doctor": "diagnose fsck health ตรวจไฟล์ ซ่อม วินิจฉัย",
    "date": "dates วัน วันที่",
    "name": "names ชื่อ ชื่อ-สกุล",
    "cron": "schedule scheduler systemd ตั้งเวลา",
}
_DESTROYING = {
    "undo": "ย้อน ย้อนกลับ เลิกทำ ยกเลิกคำสั่ง revert rollback",
    "redo": "ทำซ้ำ",
    "restore": "recover กู้ กู้คืน กู้ข้อมูล",
    "member merge": "merge join combine unite รวม ผสาน",
    "member unmerge": "unmerge split แยก",
}
_VERBS = {
    "list": "ls all index browse รายการ แสดงทั้งหมด ทั้งหมด ดูทั้งหมด",
    "list --match": "search find grep query lookup filter ค้น ค้นหา หา สืบค้น",
    "show": "view get display info detail details read cat open-record แสดง ดู รายละเอียด เปิดดู",
    "add": "new create insert register make เพิ่ม สร้าง บันทึก ใหม่ ลงทะเบียน",
    "edit": "update change modify set fix alter correct แก้ แก้ไข ปรับปรุง เปลี่ยน",
    "import": "load upload ingest นำเข้า โหลด",
    "export": "save download dump write ส่งออก ดาวน์โหลด บันทึกไฟล์",
    "history": "log changes ประวัติ",
    "merge": "join combine dedupe รวม ผสาน",
    "unmerge": "split แยก",
    "not-same": "distinct different ไม่ซ้ำ คนละรายการ",
    "remove": "delete del rm erase drop destroy discard ลบ ลบออก ลบทิ้ง เอาออก",
    "attach": "upload-file แนบ แนบไฟล์",
    "open": "view-file เปิด เปิดไฟล์",
    "sign": "ลงนาม เซ็น",
    "renew": "ต่ออายุ ต่อสัญญา",
    "extend": "prolong ขยาย ขยายเวลา",
    "terminate": "end stop บอกเลิก",
    "explain": "why อธิบาย",
    "hold": "held จัด จัดแล้ว จัดประชุม ประชุมแล้ว",
    "postpone": "reschedule defer เลื่อน เลื่อนประชุม",
    "cancel": "canceled cancelled call-off ยกเลิก งด งดประชุม",
    "attend": "checkin check-in เข้าร่วม เข้าประชุม",
    "enrol": "enroll สมัคร ลงทะเบียนเรียน",
    "join": "เข้ากลุ่ม",
    "leave": "quit ออก ออกจากกลุ่ม",
    "rename": "เปลี่ยนชื่อ",
    "confirm": "ยืนยัน",
    "handover": "transfer hand-over ส่งมอบ ส่งมอบงาน",
}
_OPTIONS = {
    "place venue address": "place location where venue room site สถานที่ ที่ไหน ห้อง",
    "org party unit under parent organiser at": (
        "org organisation organization organisations unit faculty department university institution affiliation "
        "company of หน่วยงาน สังกัด องค์กร คณะ มหาวิทยาลัย"
    ),
    "party org": "partner with counterpart คู่ภาคี คู่ความร่วมมือ คู่สัญญา",
    "from since on signed start": "from since start begin begins starting start-date effective ตั้งแต่ เริ่ม วันที่เริ่ม เริ่มวันที่",
    "until to end": (
        "until till to end ends ending end-date expiry expires expire finish through ถึง จนถึง สิ้นสุด วันที่สิ้นสุด วันสิ้นสุด"
    ),
    "on signed since date held": "date when day on-date at-date time วันที่ เมื่อ วัน",
    "signed on": "signed-on signing signing-date sign-date sign วันที่ลงนาม ลงนาม ลงนามเมื่อ",
    "phone contact-phone": "tel telephone mobile phone-number cell phones โทร โทรศัพท์ เบอร์ เบอร์โทร เบอร์โทรศัพท์ มือถือ",
    "email contact-email": "mail e-mail email-address อีเมล อีเมล์ เมล",
    "born": "birthday birthdate birth dob birth-date วันเกิด เกิดวันที่",
    "key": "id staff-id student-id number-of-staff external-key รหัสพนักงาน รหัสนักศึกษา เลขประจำตัว",
    "code": "short-name shortname รหัส ชื่อย่อ",
    "position": "post job role-name job-title ตำแหน่ง",
    "role position": "function บทบาท หน้าที่",
    "note": "notes comment comments remark remarks memo หมายเหตุ บันทึก",
    "source": "origin reference แหล่งที่มา ที่มา",
    "kind": "type category ประเภท ชนิด",
    "responsible": "owner assignee in-charge ผู้รับผิดชอบ",
    "term": "duration length period years ระยะเวลา อายุ",
    "reason": "why because เหตุผล",
    "match": "search find filter contains grep text ค้น ค้นหา ข้อความ",
    "columns": "fields column cols select คอลัมน์ ช่อง",
    "sort": "order order-by orderby sort-by sorted เรียง เรียงตาม",
    "limit": "max top head rows count first จำกัด จำนวน",
    "out": "output file save to-file save-as ไฟล์ บันทึกเป็น",
    "format": "output-format form as รูปแบบ",
    "dry-run": "dryrun simulate preview try test ทดลอง ลองดู",
    "yes": "force-yes confirm no-confirm assume-yes ยืนยัน",
    "force": "overwrite replace ทับ เขียนทับ",
    "as-of": "asof on-day at ณ ณวันที่",
    "within": "window days next ภายใน",
    "year": "fiscal-year fy years ปี ปีงบประมาณ",
    "lang": "language locale ภาษา",
    "era": "calendar-era ศักราช",
    "quiet": "silent เงียบ",
    "province": "changwat จังหวัด",
    "title": "subject ชื่อเรื่อง",
    "name": "full-name ชื่อ",
    "map": "mapping headings-map จับคู่",
    "skip-bad": "ignore-errors skip-errors continue ข้าม ข้ามที่ผิด",
    "create-missing": "create add-missing สร้าง",
    "chair": "president chairman ประธาน",
    "on-behalf-of substitute-for": "for behalf-of instead-of in-place-of replacing deputy-for แทน มาแทน",
    "presence": "attendance attended present status การเข้าร่วม สถานะ มา",
    "rule": "every recurrence repeat rrule กฎ ทุก",
    "at": "start-time begin-time clock hour เวลา",
    "due": "deadline by due-date กำหนด กำหนดส่ง ภายใน",
    "owner": "responsible assignee assigned-to who ผู้รับผิดชอบ",
    "agenda": "items agenda-items วาระ ระเบียบวาระ",
    "group": "network committee series-group กลุ่ม เครือข่าย คณะกรรมการ",
    "organiser": "organizer host by ผู้จัด เจ้าภาพ",
    "meeting": "in-meeting ประชุม การประชุม",
    "party": "parties ภาคี",
    "signatory by": "signer signed-by ผู้ลงนาม",
    "capacity": "as-capacity ฐานะ",
    "severity": "level ระดับ",
    "topic": "topics หัวข้อ",
    "help": "help-me usage วิธีใช้ ช่วย",
}
_FIELDS = {
    "state": "status",
    "flags": "flag warning warnings",
    "amount": "budget cost money งบ งบประมาณ เงิน",
    "person": "who author writer ใคร ผู้เขียน",
}
"""Fields of queries by which lists are narrowed that have no such option."""


def _spread(table: dict[str, str]) -> dict[str, str]:
    return {word: name for name, words in table.items() for word in words.split()}


def find_command(word: str) -> str | None:
    """Return the command that a word at the beginning of a line means, a noun or a whole command."""
    word = word.casefold()
    return _spread(_NOUNS | _WHOLE | _DESTROYING).get(word)


def find_verb(word: str) -> str | None:
    """Return the verb that a word means."""
    return _spread(_VERBS).get(word.casefold())


def list_fields(word: str) -> list[str]:
    """List the names of fields that a word typed as an option may mean, the likeliest first: itself, then others."""
    plain = word.casefold()
    meant = [name for names, words in (_FIELDS | _OPTIONS).items() if plain in words.split() for name in names.split()]
    return list(dict.fromkeys((word, *meant)))


def suggest_command(word: str, known: Collection[str], *, is_verb: bool) -> str | None:
    """Return the command that a word resembles, or that a word means which it resembles; never one that destroys."""
    meant = _spread(_VERBS if is_verb else _NOUNS | _WHOLE)
    words = {name: name for name in known}
    words |= {name: command for name, command in meant.items() if command.split()[0] in known and name not in words}
    near = get_close_matches(word.casefold(), {*words, *DANGEROUS, *meant}, 1, 0.67)
    command = words.get(near[0]) if near else None
    return command if command and DANGEROUS.isdisjoint(command.split()) else None


def suggest_options(word: str, known: Iterable[str]) -> list[str]:
    """Return the options, with their dashes, that a word typed as one means or resembles, the most alike first."""
    plain = word.lstrip("-").casefold().replace("_", "-")
    by_name = {name.lstrip("-"): name for name in known if name.startswith("--")}
    meant = [
        by_name[name]
        for names, words in _OPTIONS.items()
        if plain in words.split()
        for name in names.split()
        if name in by_name and name != plain
    ]
    if meant:
        return meant[:1]
    return [by_name[name] for name in get_close_matches(plain, by_name, 2, 0.7)]
