"""The examples of help pages: for each command what may be typed, on a register of invented records; a test types them.

The commands that all nouns share and that read or remove have the same example for each, but for the record.
"""

from __future__ import annotations

import re

_MOST = 4
"""The examples of a group's page."""
_START = ("netreg due", "netreg search คณะ", "netreg agreement list --expiring --within 1y", "netreg help dates")
_RECORDS = {
    "org": "uni", "member": "one", "agreement": "mou", "meeting": "meet", "alumni": "two", "training": "course",
    "group": "net", "activity": "run", "news": "item", "document": "paper", "view": "end-soon", "due rule": "quick",
    "duplicates not-same": "apart", "duplicates former-key": "old",
}  # fmt: skip
"""The record of an example, by noun; of all others the first."""
_SHARED = {
    "list": ("", "--csv"),
    "show": ("{record}",),
    "edit": ("{record} note=ตรวจสอบแล้ว",),
    "remove": ("{record} --yes",),
    "import": ("--template list.xlsx",),
    "export": ("list.xlsx",),
    "history": ("{record}",),
}


def list_examples(path: str) -> list[str]:
    """List what may be typed of the command or group at a path such as ``netreg member add``, at most a few."""
    if path == "netreg":
        return list(_START)
    pattern = re.compile(rf"^{re.escape(path)}(?: .*)?$", re.MULTILINE)
    found = pattern.findall(_EXAMPLES)[:_MOST]
    noun, _space, verb = path.removeprefix("netreg ").rpartition(" ")
    if not found and verb in _SHARED:
        record = _RECORDS.get(noun, "1")
        found = [f"{path} {words.format(record=record)}".rstrip() for words in _SHARED[verb]]
    return found


def find_nouns(verb: str) -> list[str]:
    """Find the nouns that have a command of their own by this verb, as an agreement is signed."""
    return list(dict.fromkeys(re.findall(rf"^netreg (\S+) {re.escape(verb)}(?: .*)?$", _EXAMPLES, re.MULTILINE)))


_EXAMPLES = """\
netreg org add คณะทดสอบ --code new-fac --parent uni --province ขอนแก่น
netreg org list --under uni
netreg org list kind:faculty
netreg org show uni
netreg org edit fac province=สงขลา phone=0-7428-2209
netreg org remove spare --yes
netreg org import organisation.csv
netreg org export orgs.xlsx
netreg org rename fac คณะใหม่ตัวอย่าง --on 1/1/2568
netreg org tree uni
netreg org history uni
netreg org not-same spare late --reason คนละจังหวัด
netreg org merge spare late --keep code=B --keep note=รวมแล้ว
netreg org unmerge org-twin
netreg org former-name add fac โรงเรียนตัวอย่าง --until 2540
netreg org former-name edit 1 until=2551 former_name=วิทยาลัยแก้สมมติ
netreg org figure add uni classes 35 --year 2549 --wording 'รวม 35 รุ่น'
netreg org figure edit 1 count=66,758 note=แก้
netreg member add 'ผศ.ดร.ใหม่ ทดสอบ' --org fac --position อาจารย์ --phone 081-234-5678
netreg member list --org fac
netreg member list --match ตัวอย่าง --columns name,phone
netreg member show one
netreg member edit one phone=081-234-5678
netreg member remove three --yes
netreg member import person.csv --dry-run
netreg member import person.csv
netreg member export members.xlsx
netreg member rename one 'นางสมมติ ใหม่' --on 1/1/2568
netreg member handover one --to two --on 30/9/2569
netreg member confirm one three --on 1/1/2569
netreg member not-same one two
netreg member merge one three --keep titles=B --keep given_name=B
netreg member unmerge twin@example.org
netreg member former-name add one 'สมมติ เดิม' --until 1/2/2563
netreg member former-name edit 1 until= family_name=แก้สมมติ
netreg member post add two --org uni --position ผู้ช่วย --since 1/1/2567
netreg member post edit 1 position=หัวหน้าภาค
netreg member post end one --on 30/9/2569
netreg agreement add บันทึกข้อตกลงทดสอบ --signed '1 ก.พ. 2569' --term '3 ปี' --party uni --party fac
netreg agreement list --expiring --within 1y
netreg agreement list 'state:in_force end:<2572'
netreg agreement list --missing document --out missing.xlsx
netreg agreement show mou
netreg agreement edit open note=ขยายความร่วมมือ
netreg agreement remove draft --yes
netreg agreement import agreement.csv
netreg agreement export agreements.xlsx
netreg agreement sign mou --party fac --name 'ผู้แทน ทดสอบ' --on '11 ก.ย. 2567'
netreg agreement effect plain --from 1/10/2567
netreg agreement decide mou lapse --on 1/6/2569 --by one --document 'สม 1/2569' --reason ครบแล้ว
netreg agreement renew mou --term '2 ปี' --on 1/6/2569
netreg agreement extend mou --until 31/12/2571 --by one
netreg agreement replace mou --with draft --from 1/1/2570
netreg agreement complete mou --reason เสร็จแล้ว
netreg agreement terminate mou --on 1/3/2569 --by one --document 'สม 2/2569'
netreg agreement cancel draft --on 1/1/2569
netreg agreement settle mou --by term --reason ตามมติ --decided-by two
netreg agreement amend mou --party uni role=lead --document 'แก้ 1/2569'
netreg agreement explain mou
netreg agreement brief mou
netreg agreement timeline
netreg agreement forecast
netreg agreement attach mou new.pdf scan.pdf --kind annex
netreg agreement open mou --path
netreg agreement not-same mou draft
netreg agreement merge draft plain
netreg agreement unmerge deal-twin
netreg agreement party add open late --role observer
netreg agreement party edit 5 role=lead
netreg agreement party remove 5 --yes
netreg agreement purpose add mou แลกเปลี่ยนความรู้
netreg agreement purpose edit 1 text=ร่วมมือกันมากขึ้น
netreg agreement target add mou --purpose ร่วมมือ --what วิจัยร่วม --amount '3 เรื่อง' --by 30/9/2570
netreg agreement target edit 1 'amount=5 ครั้ง' due_on=30/9/2571
netreg agreement target remove 2 --yes
netreg agreement signatory add mou two --party fac --capacity acting
netreg agreement signatory edit 1 position_as_signed=รองอธิการบดี --correction
netreg agreement signatory remove 2 --yes
netreg agreement witness add mou --party uni --name 'พยาน สมมติ'
netreg agreement witness edit 1 position_as_signed=พยานคนที่หนึ่ง
netreg agreement witness remove 2 --yes
netreg agreement step add draft sent --to fac --on 6/9/2567 --answer-by 30/9/2567
netreg agreement step edit 1 comment=เร่งด่วน taken_on=2/9/2567
netreg agreement decision edit 1 reason=แก้ไข
netreg agreement amendment edit 1 reason=แก้ไข 'document_no=แก้ 9'
netreg meeting add ประชุมทดสอบ --on '1 ธ.ค. 2569 13:30' --chair one --agenda เรื่องแจ้งเพื่อทราบ
netreg meeting list state:held
netreg meeting show meet
netreg meeting edit meet venue=ห้องสมมติ
netreg meeting remove meet --yes
netreg meeting hold near --on 1/11/2569 --until '1 พ.ย. 2569 16:00'
netreg meeting postpone near --to 15/1/2570 --reason ห้องประชุมไม่ว่าง
netreg meeting cancel next --reason 'ไม่มีเรื่องพิจารณา'
netreg meeting import meeting.csv
netreg meeting attend meet two --role member
netreg meeting attach meet new.pdf
netreg meeting open meet --path
netreg meeting invitation add meet uni
netreg meeting action add meet ส่งรายงาน --unit fac
netreg meeting series add ชุดประชุมใหม่ --numbering ตามปีงบประมาณ
netreg opinion add ควรมีอาหารเจ --org fac
netreg meeting minutes meet
netreg meeting minutes meet --out minutes.docx --thai-digits
netreg meeting minutes --write-template template.docx
netreg meeting sign-in meet --out sign-in.html
netreg meeting invite meet
netreg meeting agenda add meet 'เรื่องอื่น ๆ'
netreg meeting agenda add meet รายงานผล --under แรก
netreg meeting agenda lay meet
netreg meeting agenda resolve meet 1 เห็นชอบ --by one
netreg meeting accept meet --in second
netreg meeting action add meet ทำคู่มือ --owner two --due '30 วัน'
netreg meeting action list --open --owner one
netreg meeting action done 1 --evidence 'หนังสือสมมติ 1/2569'
netreg meeting action drop 1 --reason ไม่จำเป็นแล้ว
netreg opinion list --open --age 30d
netreg opinion answer view จะจัดทุกปี --state accepted --by one
netreg meeting agenda edit 1 title=เรื่องแจ้งเพื่อทราบ
netreg meeting agenda meet
netreg meeting agenda print meet --out agenda.docx
netreg meeting attendance add meet two --presence apology
netreg meeting attendance edit 1 role=secretary
netreg meeting headcount add meet บุคลากร 12
netreg meeting headcount edit 1 count=26 qualifier=about
netreg meeting series add ชุดประชุมทดสอบ --numbering fiscal
netreg meeting series edit 1 numbering=calendar
netreg meeting plan row --year 2570 --rule 'วันอังคารสุดท้ายของเดือน' --at 13.30
netreg meeting coverage meet
netreg meeting coverage meet --missing
netreg meeting invitation add meet uni --with-units
netreg meeting invitation edit 1 note=ส่งหนังสือแล้ว
netreg meeting action add meet ส่งรายงาน --owner two --due '31 ธ.ค. 2569'
netreg meeting action edit 1 state=done
netreg opinion add ควรจัดทุกปี --by one --kind suggestion
netreg opinion edit 1 state=noted answer=รับไปพิจารณา
netreg alumni add 'นายใหม่ ศิษย์สมมติ' --faculty fac --class 3 --year 2545
netreg alumni list --match ตัวอย่าง
netreg alumni show two
netreg alumni edit 1 degree=ศิลปศาสตรบัณฑิต class_no=5
netreg alumni remove 1 --yes
netreg alumni import alumnus.csv
netreg alumni stats
netreg alumni history two
netreg training add หลักสูตรทดสอบ --organiser uni --cohorts 4 --year 2570
netreg training list
netreg training show course
netreg training edit course cohorts_planned=5 'audience=อาจารย์; เจ้าหน้าที่'
netreg training remove course --yes
netreg training import course.csv
netreg training plan course 3 --on 'มีนาคม 2570' --region ภาคใต้ --seats 40
netreg training hold course 1 --on '24 - 25 มีนาคม 2565' --people 'more than 40' --provinces 20
netreg training enrol course 2 one two --name 'ผู้ฟัง สมมติ' --result completed
netreg training certify course 1
netreg training matrix course
netreg training cohort add course ๓ --from 1/3/2570 --until 2/3/2570
netreg training cohort edit 2 'people=ประมาณ 30' state=postponed
netreg training session add course 1 เรื่องใหม่ --speaker two --affiliation fac
netreg training session edit 1 topic=เรื่องสมมติ
netreg training enrolment add course 2 three --role observer
netreg training enrolment edit 1 result=failed
netreg group add ศิษย์เก่าทดสอบ --kind alumni_provincial --of uni --province สงขลา
netreg group list
netreg group show net
netreg group edit net name_th=เครือข่ายใหม่สมมติ
netreg group remove board --yes
netreg group import member_group.csv
netreg group join net three --role adviser --on 1/1/2569
netreg group leave net one --on 30/9/2569
netreg group coverage net --of uni
netreg group attendance net --missed 3
netreg group not-same net board
netreg group merge net board
netreg group unmerge net
netreg group membership add board two --role chair --until 30/9/2571
netreg group membership edit 1 role=secretary
netreg activity add กิจกรรมทดสอบ --kind survey --on '24 - 25 มี.ค. 2569' --agreement mou
netreg activity list
netreg activity show run
netreg activity edit run amount=2,000.50
netreg activity remove run --yes
netreg activity import activity.csv
netreg activity involve run two --role donor --amount 500
netreg activity raised --by fund
netreg activity involvement add run --org late --role partner
netreg activity involvement edit 1 detail=โล่
netreg news add ข่าวใหม่สมมติ --on 1/10/2569 --writer one --photographer two --reads 3
netreg news list
netreg news show item
netreg news edit item reads=404 reads_on=1/10/2569
netreg news remove item --yes
netreg news import news_item.csv
netreg news attach item new.pdf
netreg news open item --path
netreg news credit add item --name 'ผู้สื่อข่าว สมมติ' --role poster
netreg news credit edit 1 position=นักศึกษาฝึกงาน
netreg search ตัวอย่าง
netreg coverage --in group net
netreg due --within 90d
netreg due ack mou --clock end --reason ต่ออายุแล้ว
netreg due snooze mou --clock end --until +30d
netreg due rule add meeting starts --offsets '14d, 1d'
netreg due rule edit quick 'offsets=60d, 7d' enabled=no
netreg due rule remove quick --yes
netreg due silence edit 1 until=1/1/2570 reason=
netreg check
netreg check accept agreement:mou:signed-incomplete --reason ลงนามในฉบับของตน
netreg check reopen agreement:plain:expired
netreg check acceptance edit 1 reason=แก้เหตุผล
netreg remind --dry-run
netreg document list
netreg document show paper
netreg document edit paper title=ฉบับใหม่สมมติ kind=scan meeting=meet
netreg document remove paper --yes
netreg document open paper --path
netreg document purge --dry-run
netreg document history paper
netreg duplicates
netreg duplicates org
netreg duplicates member
netreg duplicates group
netreg duplicates agreement
netreg duplicates not-same edit apart reason=ต่างวันเกิด
netreg duplicates not-same remove apart --yes
netreg duplicates former-key edit old note=ก
netreg duplicates former-key remove old --yes
netreg init
netreg demo
netreg stats
netreg date '5 ส.ค. 2564'
netreg date 29/02/2567
netreg title add ผอ. --short ผอ. --class civil
netreg title list
netreg title edit 1 short=พล.
netreg title remove 1 --yes
netreg title import own_title.csv
netreg view list
netreg view edit end-soon 'query=end:<2571'
netreg view remove end-soon --yes
netreg view import saved_view.csv
netreg view save ใกล้สิ้นสุด agreement 'state:in_force end:<2570 -purpose:วิจัย'
netreg name 'ผศ.ดร.สมมติ ตัวอย่าง'
netreg undo
netreg redo
netreg backup copy.db
netreg restore copy.db --yes
netreg restore --salvage damaged.db --out new.db
netreg doctor
netreg history --since -7d
netreg imports
netreg calendar --out network.ics
netreg cron
netreg config lang th
netreg completion bash
netreg help dates
"""
