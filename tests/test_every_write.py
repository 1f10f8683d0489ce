"""Every command that writes, found by walking the tree: done and undone it leaves what was there."""

from __future__ import annotations

import io
import os
import shutil
import sqlite3
from contextlib import closing, redirect_stderr, redirect_stdout
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from netreg.cli import build_program
from netreg.cli.framework.lazy_group import LazyGroup
from tests.conftest import examples

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from typer._click.core import Command

Words = tuple[str, ...]

# Commands that write and are not undone, each with the reason.
EXEMPT = {
    "init": "makes the file itself",
    "demo": "makes the file itself",
    "backup": "writes another file",
    "restore": "replaces the file; what it replaced is kept",
    "undo": "is what is tested here; its own undoing stands in tests/store/test_undo.py",
    "redo": "the same",
    "doctor": "changes nothing that is recorded: triggers, permissions, what is derived",
    "config": "writes the configuration, not the register",
    "calendar": "writes another file",
    "cron": "writes other files",
    "document purge": "deletes files that no record names; tests/store/test_attached.py",
    "remind": "keeps what was told, which no undo may untell; see tests/cli/test_remind.py",
}
# Commands that read, by their last word.
READS = {
    "raised",
    "coverage",
    "matrix",
    "list",
    "show",
    "export",
    "history",
    "tree",
    "imports",
    "stats",
    "date",
    "name",
    "help",
    "open",
    "explain",
    "brief",
    "timeline",
    "forecast",
}

# For each command that writes: arguments that change the register prepared below.
EXAMPLES: dict[str, list[Words]] = {
    "org add": [("วิทยาลัยสมมติ", "--parent", "uni", "--abbreviation", "วสม.; วส.", "--phone", "0-7428-2209 ต่อ 9")],
    "org edit": [("fac", "name_th=คณะใหม่สมมติ", "province=สงขลา"), ("uni", "province=")],
    "org remove": [("spare", "--yes")],
    "org import": [("{folder}/organisation.csv",)],
    "org figure add": [("uni", "classes", "35", "--year", "2549", "--wording", "รวม 35 รุ่น")],
    "org figure edit": [("1", "count=66,758", "note=แก้")],
    "org figure remove": [("1", "--yes")],
    "org figure import": [("{folder}/figure.csv",)],
    "alumni add": [
        ("นางสมมติ ตัวอย่าง", "--email", "a@example.org", "--faculty", "fac", "--year", "2545", "--student-no", "45001"),
        ("นายใหม่ ศิษย์สมมติ", "--faculty", "fac", "--class", "3", "--born", "1/2/2520"),
    ],
    "alumni edit": [("1", "degree=ศิลปศาสตรบัณฑิต", "class_no=5")],
    "alumni remove": [("1", "--yes")],
    "alumni import": [("{folder}/alumnus.csv",)],
    "member add": [
        ("ดร.ใหม่ สมมติ", "--org", "fac", "--position", "อาจารย์"),
        ("นายเดี่ยว สมมติ", "--phone", "081-234-5678"),
    ],
    "member edit": [("one", "name=นางชื่อใหม่ ตัวอย่าง"), ("1", "email=", "line_id='o\"b")],
    "member remove": [("three", "--yes"), ("alone", "--yes")],
    "member import": [("{folder}/person.csv",), ("{folder}/person.csv", "{folder}/more.csv")],
    "member post add": [("two", "--org", "uni", "--position", "ผู้ช่วย", "--since", "1/1/2567")],
    "member post edit": [("1", "position=หัวหน้าภาค")],
    "member post remove": [("1", "--yes")],
    "member post import": [("{folder}/post.csv",)],
    "member post end": [("one", "--on", "30/9/2569")],
    "agreement add": [
        ("ข้อตกลงใหม่สมมติ", "--signed", "1/2/2569", "--term", "3 ปี", "--party", "uni", "--purpose", "ก", "--purpose", "ข")
    ],
    "agreement edit": [("mou", "term=5 ปี", "note=ขยาย")],
    "agreement remove": [("draft", "--yes")],
    "agreement import": [("{folder}/agreement.csv",)],
    "agreement sign": [
        ("mou", "--party", "fac", "--name", "ผู้แทน สมมติ", "--on", "11/9/2567"),
        ("mou", "two", "--party", "uni"),
    ],
    "agreement party add": [("mou", "late", "--role", "observer")],
    "agreement effect": [("plain", "--from", "1/10/2567")],
    "agreement decide": [
        ("mou", "lapse", "--on", "1/6/2569", "--by", "one", "--document", "สม 1/2569", "--reason", "ครบแล้ว"),
        ("mou", "renew", "--until", "30/9/2575"),
    ],
    "agreement renew": [("mou", "--term", "2 ปี", "--on", "1/6/2569"), ("mou", "--from", "1/10/2571")],
    "agreement extend": [("mou", "--until", "31/12/2571", "--by", "one")],
    "agreement replace": [("mou", "--with", "draft", "--from", "1/1/2570")],
    "agreement complete": [("mou", "--reason", "เสร็จแล้ว")],
    "agreement terminate": [("mou", "--on", "1/3/2569", "--by", "one", "--document", "สม 2/2569")],
    "agreement cancel": [("draft", "--on", "1/1/2569")],
    "agreement settle": [("mou", "--by", "term", "--reason", "ตามมติ", "--decided-by", "two")],
    "agreement amend": [
        ("mou", "--party", "uni", "role=lead", "--document", "แก้ 1/2569"),
        ("mou", "--add-party", "late", "--remove-party", "fac", "--signed", "1/2/2569"),
        ("mou", "--party", "uni", "--remove-signatory", "one", "--correction", "--reason", "บันทึกผิด"),
    ],
    "agreement decision edit": [("1", "reason=แก้ไข")],
    "agreement decision remove": [("1", "--yes")],
    "agreement decision import": [("{folder}/decision.csv",)],
    "agreement amendment edit": [("1", "reason=แก้ไข", "document_no=แก้ 9")],
    "agreement amendment remove": [("1", "--yes")],
    "agreement amendment import": [("{folder}/amendment.csv",)],
    "agreement party edit": [("3", "role=lead"), ("1", "witness_count=2")],
    "agreement party remove": [("3", "--yes")],
    "agreement party import": [("{folder}/party.csv",)],
    "agreement purpose add": [("mou", "แลกเปลี่ยนความรู้")],
    "agreement purpose edit": [("1", "text=ร่วมมือกันมากขึ้น")],
    "agreement purpose remove": [("1", "--yes")],
    "agreement purpose import": [("{folder}/purpose.csv",)],
    "agreement signatory add": [("mou", "two", "--party", "fac", "--capacity", "acting")],
    "agreement signatory edit": [("1", "position_as_signed=รองอธิการบดี")],
    "agreement signatory remove": [("2", "--yes")],
    "agreement signatory import": [("{folder}/signatory.csv",)],
    "agreement witness add": [("mou", "--party", "uni", "--name", "พยาน สมมติ")],
    "agreement witness edit": [("1", "position_as_signed=พยานคนที่หนึ่ง")],
    "agreement witness remove": [("2", "--yes")],
    "agreement witness import": [("{folder}/witness.csv",)],
    "member handover": [("one", "--to", "two", "--on", "30/9/2569"), ("one", "--to", "three", "--keep-posts")],
    "group add": [
        (
            "กลุ่มใหม่สมมติ",
            "--kind",
            "alumni_provincial",
            "--of",
            "uni",
            "--province",
            "สงขลา",
            "--objective",
            "ก",
            "--objective",
            "ข",
        )
    ],
    "group edit": [("net", "name_th=เครือข่ายใหม่สมมติ")],
    "group remove": [("board", "--yes"), ("net", "--yes")],
    "group import": [("{folder}/member_group.csv",)],
    "group join": [("net", "three", "--role", "adviser", "--on", "1/1/2569"), ("net", "--org", "late")],
    "group leave": [("net", "one", "--on", "30/9/2569")],
    "group membership add": [("board", "two", "--role", "chair", "--until", "30/9/2571")],
    "group membership edit": [("1", "role=secretary")],
    "group membership remove": [("1", "--yes")],
    "group membership import": [("{folder}/membership.csv",)],
    "activity add": [
        (
            "กิจกรรมใหม่สมมติ",
            "--kind",
            "survey",
            "--on",
            "24 - 25 มี.ค. 2569",
            "--agreement",
            "mou",
            "--purpose",
            "ร่วมมือ",
            "--with",
            "fac",
            "--with",
            "late",
        )
    ],
    "activity edit": [("run", "amount=2,000.50")],
    "activity remove": [("run", "--yes")],
    "activity import": [("{folder}/activity.csv",)],
    "activity involve": [("run", "two", "--role", "donor", "--amount", "500"), ("run", "--name", "ร้านสมมติ")],
    "activity involvement add": [("run", "--org", "late", "--role", "partner")],
    "activity involvement edit": [("1", "detail=โล่")],
    "activity involvement remove": [("1", "--yes")],
    "activity involvement import": [("{folder}/involvement.csv",)],
    "news add": [("ข่าวใหม่สมมติ", "--on", "1/10/2569", "--writer", "one", "--photographer", "two", "--reads", "3")],
    "news edit": [("item", "reads=404", "reads_on=1/10/2569")],
    "news remove": [("item", "--yes")],
    "news import": [("{folder}/news_item.csv",)],
    "news credit add": [("item", "--name", "ผู้สื่อข่าว สมมติ", "--role", "poster")],
    "news credit edit": [("1", "position=นักศึกษาฝึกงาน")],
    "news credit remove": [("1", "--yes")],
    "news credit import": [("{folder}/credit.csv",)],
    "meeting add": [("ประชุมใหม่สมมติ", "--on", "1/12/2569", "--chair", "one", "--agenda", "หนึ่ง", "--agenda", "สอง")],
    "meeting edit": [("meet", "venue=ห้องสมมติ", "state=cancelled")],
    "meeting remove": [("meet", "--yes")],
    "meeting import": [("{folder}/meeting.csv",)],
    "meeting attend": [("meet", "two"), ("meet", "--name", "ผู้สังเกต สมมติ", "--role", "observer")],
    "meeting agenda add": [("meet", "เรื่องอื่น ๆ", "--detail", "บรรทัดหนึ่ง\nบรรทัดสอง")],
    "meeting agenda edit": [("1", "title=เรื่องแจ้งเพื่อทราบ")],
    "meeting agenda remove": [("1", "--yes")],
    "meeting agenda import": [("{folder}/agenda_item.csv",)],
    "meeting attendance add": [("meet", "two", "--presence", "apology")],
    "meeting attendance edit": [("1", "role=secretary")],
    "meeting attendance remove": [("1", "--yes")],
    "meeting attendance import": [("{folder}/attendance.csv",)],
    "meeting headcount add": [("meet", "บุคลากร", "12")],
    "meeting headcount edit": [("1", "count=26", "qualifier=about")],
    "meeting headcount remove": [("1", "--yes")],
    "meeting headcount import": [("{folder}/head_count.csv",)],
    "training add": [
        (
            "หลักสูตรใหม่สมมติ",
            "--organiser",
            "uni",
            "--purpose",
            "ก",
            "--purpose",
            "ข; ค",
            "--cohorts",
            "4",
            "--year",
            "2570",
        )
    ],
    "training edit": [("course", "cohorts_planned=5", "audience=อาจารย์; เจ้าหน้าที่")],
    "training remove": [("course", "--yes")],
    "training import": [("{folder}/course.csv",)],
    "training plan": [("course", "3", "--on", "มีนาคม 2570", "--region", "ภาคใต้", "--seats", "40")],
    "training hold": [
        ("course", "1", "--on", "24 - 25 มีนาคม 2565", "--people", "more than 40", "--provinces", "20"),
        ("course", "3", "--venue", "spare"),
    ],
    "training enrol": [("course", "2", "one", "two", "--name", "ผู้ฟัง สมมติ", "--result", "completed")],
    "training certify": [("course", "1"), ("course", "1", "two", "--pattern", "{n:03}/{year}", "--from-number", "9")],
    "training cohort add": [("course", "๓", "--from", "1/3/2570", "--until", "2/3/2570")],
    "training cohort edit": [("2", "people=ประมาณ 30", "state=postponed")],
    "training cohort remove": [("1", "--yes")],
    "training cohort import": [("{folder}/cohort.csv",)],
    "training session add": [("course", "1", "เรื่องใหม่", "--speaker", "two", "--affiliation", "fac")],
    "training session edit": [("1", "topic=เรื่องสมมติ")],
    "training session remove": [("1", "--yes")],
    "training session import": [("{folder}/session.csv",)],
    "training enrolment add": [("course", "2", "three", "--role", "observer")],
    "training enrolment edit": [("1", "result=failed")],
    "training enrolment remove": [("1", "--yes")],
    "training enrolment import": [("{folder}/enrolment.csv",)],
    "due ack": [("mou", "--clock", "end", "--reason", "ต่ออายุแล้ว"), ("near", "--reason", "ทราบแล้ว")],
    "due snooze": [("mou", "--clock", "end", "--until", "+30d"), ("near", "--until", "1/12/2569")],
    "due rule add": [
        ("meeting", "starts", "--offsets", "14d, 1d"),
        ("agreement", "end", "--only", "moa", "--repeat", "never"),
        ("agreement", "end", "--record", "mou", "--off"),
    ],
    "due rule edit": [("quick", "offsets=60d, 7d", "enabled=no")],
    "due rule remove": [("quick", "--yes")],
    "due rule import": [("{folder}/rule.csv",)],
    "due silence edit": [("1", "until=1/1/2570", "reason=")],
    "due silence remove": [("1", "--yes")],
    "due silence import": [("{folder}/silence.csv",)],
    "agreement attach": [
        ("mou", "{folder}/new.pdf", "{folder}/scan.pdf", "--kind", "annex"),
        ("draft", "{folder}/scan.pdf", "--title", "ร่างสมมติ", "--dated", "1/9/2567", "--document", "อว 1/2567"),
    ],
    "meeting attach": [("meet", "{folder}/new.pdf")],
    "news attach": [("item", "{folder}/new.pdf")],
    "document edit": [("paper", "title=ฉบับใหม่สมมติ", "kind=scan", "meeting=meet")],
    "document remove": [("paper", "--yes")],
}
CASES = [(command, arguments) for command, examples in EXAMPLES.items() for arguments in examples]
every_example = pytest.mark.parametrize(
    ("command", "arguments"), CASES, ids=[f"{command}-{number}" for number, (command, _a) in enumerate(CASES)]
)

PREPARED: list[Words] = [
    ("org", "add", "มหาวิทยาลัยสมมติ", "--code", "uni", "--kind", "university", "--province", "ขอนแก่น"),
    ("org", "add", "คณะตัวอย่าง", "--code", "fac", "--parent", "uni"),
    ("org", "add", "สำนักงานสมมติ", "--code", "spare", "--note", "มี 'อัญประกาศ' และ \"อีกแบบ\""),
    ("org", "add", "ศูนย์ตัวอย่าง", "--code", "late"),
    ("member", "add", "นางสมมติ ตัวอย่าง", "--code", "one", "--org", "fac", "--position", "อาจารย์",
     "--email", "a@example.org"),
    ("member", "add", "นายทดสอบ ตัวอย่าง", "--code", "two"),
    ("member", "add", "รศ. ดร.สาม ตัวอย่าง", "--code", "three", "--org", "uni", "--position", "ที่ปรึกษา"),
    ("member", "add", "นายโดด เดี่ยวสมมติ", "--code", "alone", "--born", "1 ม.ค. 2500"),
    ("agreement", "add", "บันทึกข้อตกลงสมมติ", "--code", "mou", "--signed", "11/9/2567", "--term", "4 ปี",
     "--party", "uni", "--party", "fac", "--purpose", "ร่วมมือ"),
    ("agreement", "add", "ร่างข้อตกลงตัวอย่าง", "--code", "draft", "--party", "uni", "--party", "fac", "--purpose", "ร่าง"),
    ("agreement", "sign", "mou", "one", "--party", "uni", "--on", "11/9/2567"),
    ("agreement", "sign", "draft", "two", "--party", "uni", "--on", "11/9/2567"),
    ("agreement", "witness", "add", "mou", "two", "--party", "uni"),
    ("agreement", "witness", "add", "draft", "two", "--party", "uni"),
    ("agreement", "decide", "mou", "undecided", "--on", "1/2/2569"),
    ("agreement", "amend", "mou", "note=แก้", "end_stated=31/12/2570", "--text", "แก้คำผิด", "--correction"),
    ("meeting", "add", "ประชุมสมมติ", "--code", "meet", "--on", "5 ส.ค. 2568", "--chair", "one", "--agenda", "แรก"),
    ("meeting", "headcount", "add", "meet", "นักศึกษา", "25"),
    ("agreement", "edit", "mou", "responsible=one"),
    ("group", "add", "เครือข่ายสมมติ", "--code", "net", "--of", "uni", "--responsible", "one"),
    ("group", "add", "คณะกรรมการสมมติ", "--code", "board", "--kind", "committee"),
    ("group", "join", "net", "one", "--org", "fac", "--role", "coordinator"),
    ("activity", "add", "วิ่งสมมติ", "--code", "run", "--on", "1 ม.ค. 2569", "--fund", "กองทุนสมมติ", "--amount", "1,500"),
    ("activity", "involve", "run", "two", "--role", "honouree"),
    ("news", "add", "ข่าวสมมติ", "--code", "item", "--agreement", "mou", "--writer", "two"),
    ("training", "add", "หลักสูตรสมมติ", "--code", "course", "--organiser", "uni", "--cohorts", "3"),
    ("training", "hold", "course", "1", "--on", "1/2/2565", "--people", "2"),
    ("training", "plan", "course", "2", "--on", "2570", "--province", "ขอนแก่น"),
    ("training", "enrol", "course", "1", "one", "two", "--result", "completed"),
    ("training", "session", "add", "course", "1", "เรื่องแรก"),
    ("org", "figure", "add", "uni", "graduates", "66,757", "--year", "2549"),
    ("alumni", "add", "นายทดสอบ ตัวอย่าง", "--code", "two", "--faculty", "fac", "--student-no", "40001"),
    ("meeting", "add", "ประชุมหน้าสมมติ", "--code", "near", "--on", "10/12/2569"),
    ("meeting", "add", "ประชุมถัดไปสมมติ", "--code", "next", "--on", "11/12/2569"),
    ("due", "ack", "next"),
    ("due", "rule", "add", "agreement", "notice", "--offsets", "30d"),
    ("due", "rule", "edit", "1", "code=quick"),
    ("agreement", "attach", "mou", "{folder}/scan.pdf", "--code", "paper"),
    ("meeting", "add", "ประชุมที่สองสมมติ", "--code", "second", "--on", "6 ส.ค. 2568"),
    ("meeting", "attach", "second", "{folder}/scan.pdf"),
    ("news", "add", "ข่าวที่สองสมมติ", "--code", "other"),
    ("news", "attach", "other", "{folder}/scan.pdf"),
    ("agreement", "add", "ข้อตกลงที่สามสมมติ", "--code", "plain", "--signed", "1/9/2567", "--term", "1 ปี"),
]  # fmt: skip

# One row that is new and, where it can be, one that changes a record.
TABLES = {
    "organisation": "code,name_th,province\nnew,หน่วยนำเข้าสมมติ,\nuni,,สงขลา\n",
    "person": "code,name,email\nin,นายนำเข้า สมมติ,in@example.org\none,,new@example.org\n",
    "figure": "organisation,subject,count,academic_year\nuni,graduates,66760,2549\nuni,years,39,2549\n",
    "alumnus": "name,student_no,faculty,class,year,email\nนายนำเข้า สมมติ,46001,fac,1,2546,\n,40001,,7,,t@example.org\n",
    "more": "code,name,email\nmo,นางอีกคน สมมติ,mo@example.org\n",
    "post": "person,organisation,position\ntwo,fac,เลขานุการ\n",
    "agreement": "code,title,note\nnew,ข้อตกลงนำเข้าสมมติ,\nmou,,นำเข้า\n",
    "party": "agreement,organisation,role\nmou,late,observer\ndraft,uni,lead\n",
    "decision": "agreement,kind,decided_on,until\nmou,renew,2026-06-01,2030-09-30\n",
    "amendment": "agreement,text\nmou,เปลี่ยนชื่อภาคี\n",
    "purpose": "agreement,text\nmou,ข้อนำเข้า\n",
    "signatory": "agreement,party,person\nmou,fac,two\n",
    "witness": "agreement,party,person\nmou,fac,two\n",
    "meeting": "code,title,starts_at\nnew,ประชุมนำเข้าสมมติ,2026-01-02\nmeet,,2025-08-06\n",
    "agenda_item": "meeting,title\nmeet,วาระนำเข้า\n",
    "attendance": "meeting,person,role\nmeet,two,member\n",
    "head_count": "meeting,category,count\nmeet,อาจารย์,7\n",
    "member_group": "code,name_th,kind\nnew,กลุ่มนำเข้าสมมติ,class\nnet,,working_group\n",
    "membership": "group,person,role\nboard,two,treasurer\n",
    "activity": "code,title,amount\nnew,กิจกรรมนำเข้าสมมติ,\nrun,,1600\n",
    "involvement": "activity,person,role\nrun,two,speaker\n",
    "news_item": "code,headline,reads\nnew,ข่าวนำเข้าสมมติ,\nitem,,9\n",
    "credit": "news_item,person,role\nitem,three,photographer\n",
    "course": "code,title,cohorts_planned\nnew,หลักสูตรนำเข้าสมมติ,2\ncourse,,6\n",
    "cohort": "course,number,people,region\ncourse,4,มากกว่า 40,ภาคเหนือ\ncourse,1,2,\n",
    "session": "course,cohort,topic,speaker\ncourse,1,เรื่องนำเข้า,two\n",
    "enrolment": "course,cohort,person,result\ncourse,1,one,failed\ncourse,2,three,\n",
    "rule": 'kind,clock,offsets,repeat\nmeeting,starts,"7d, 1d",never\nagreement,notice,14d,\n',
    "silence": "kind,clock,record,day,reason\nmeeting,starts,01a1ff02-0000,2026-12-10,นำเข้า\n",
}


# --- the tree ------------------------------------------------------------------


class Leaf(NamedTuple):
    """A command at the end of the tree: the words that lead to it, and what it can be told."""

    path: str
    command: Command

    @property
    def options(self) -> set[str]:
        """The names of its parameters."""
        return {str(parameter.name) for parameter in self.command.params}


def leaves(group: LazyGroup, path: Words = ()) -> Iterator[Leaf]:
    for name in group.entries:
        found = group.loaded(name)
        if isinstance(found, LazyGroup):
            yield from leaves(found, (*path, name))
        else:
            yield Leaf(" ".join((*path, name)), found)


@pytest.fixture(scope="module")
def tree() -> dict[str, Leaf]:
    return {leaf.path: leaf for leaf in leaves(build_program())}


def test_every_command_is_known_to_write_or_to_read(tree: dict[str, Leaf]) -> None:
    unknown = {
        path for path in tree if path not in EXAMPLES and path not in EXEMPT and path.rpartition(" ")[2] not in READS
    }
    assert unknown == set(), "give each an example above, or say why it needs none"


def test_every_command_that_can_be_tried_has_an_example(tree: dict[str, Leaf]) -> None:
    dry = {path for path, leaf in tree.items() if "dry_run" in leaf.options}
    assert dry - EXEMPT.keys() == EXAMPLES.keys()


def test_what_is_exempt_is_there(tree: dict[str, Leaf]) -> None:
    assert EXEMPT.keys() <= tree.keys()
    assert all(EXEMPT.values())


# --- doing and undoing -----------------------------------------------------------


class Answer(NamedTuple):
    """How one run ended, and all it said."""

    code: int
    said: str


def run(db: Path, *arguments: str) -> Answer:
    """The program within this process, on one register."""
    out, err = io.TextIOWrapper(io.BytesIO(), encoding="utf-8"), io.StringIO()
    os.environ["NETREG_DB"] = str(db)
    with redirect_stdout(out), redirect_stderr(err):
        code = build_program().main(list(arguments), standalone_mode=False)
    out.flush()
    out.seek(0)
    return Answer(code, out.read() + err.getvalue())


def do(db: Path, *arguments: str) -> None:
    """Run what must succeed."""
    answer = run(db, *arguments)
    assert answer.code == 0, (arguments, answer.said)


# What looks on through all of a test is one connection, outside of any transaction: each new one parses the schema.


def dump(eye: sqlite3.Connection) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table but the history's, in order."""
    history = {"command", "change", "running", "imported_file"}
    tables = [row[0] for row in eye.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    kept = [name for name in tables if name not in history and not name.startswith(("_", "sqlite_"))]
    return {name: sorted(eye.execute(f"SELECT * FROM {name}"), key=repr) for name in kept}


def last_command(eye: sqlite3.Connection) -> int:
    return int(eye.execute("SELECT count(*) FROM command WHERE batch_id IS NULL").fetchone()[0])


def entries_of_last_batch(eye: sqlite3.Connection) -> list[int]:
    """The last command and those of its batch, the newest first: each file of an import has its own."""
    last, batch = eye.execute("SELECT id, batch_id FROM command ORDER BY id DESC LIMIT 1").fetchone()
    sql = "SELECT id FROM command WHERE id IN (?, ?) OR batch_id = ? ORDER BY id DESC"
    return [row[0] for row in eye.execute(sql, [last, batch, batch])]


@pytest.fixture(scope="module", autouse=True)
def environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NETREG_CONFIG", str(tmp_path_factory.mktemp("config") / "config.toml"))
        patch.setenv("NETREG_TODAY", "2026-11-21")
        patch.setenv("NETREG_DB", "")
        patch.setenv("NETREG_ACTOR", "ผู้ทดสอบ")
        yield


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("prepared")
    db = folder / "register.db"
    do(db, "init")
    for name in ("scan", "new"):
        (folder / f"{name}.pdf").write_bytes(b"%PDF-1.7 " + name.encode())
    for arguments in PREPARED:
        do(db, *(word.replace("{folder}", str(folder)) for word in arguments))
    for name, text in TABLES.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return db


@pytest.fixture
def db(prepared: Path, tmp_path: Path) -> Path:
    return copied(prepared, tmp_path)


def copied(prepared: Path, folder: Path) -> Path:
    """The register with the files of its documents, in another folder."""
    copy = folder / "register.db"
    copy.write_bytes(prepared.read_bytes())
    shutil.copytree(f"{prepared}.files", f"{copy}.files")
    return copy


def filled(prepared: Path, command: str, arguments: Words) -> Words:
    """The words of an example, its files named."""
    return (*command.split(), *(word.replace("{folder}", str(prepared.parent)) for word in arguments))


@every_example
def test_done_undone_and_redone(prepared: Path, db: Path, command: str, arguments: Words) -> None:
    with closing(sqlite3.connect(db)) as eye:
        before, number = dump(eye), last_command(eye)
        do(db, *filled(prepared, command, arguments))
        after = dump(eye)
        assert after != before
        assert last_command(eye) == number + 1, "one command is one entry of the history"
        do(db, "undo")
        assert dump(eye) == before
        do(db, "redo")
        assert dump(eye) == after
        for entry in entries_of_last_batch(eye):
            do(db, "undo", str(entry))
        assert dump(eye) == before


@every_example
def test_tried_it_changes_no_byte(prepared: Path, db: Path, command: str, arguments: Words) -> None:
    bytes_before, stamp, there = db.read_bytes(), db.stat().st_mtime_ns, sorted(db.parent.rglob("*"))
    do(db, *filled(prepared, command, arguments), "--dry-run")
    assert db.read_bytes() == bytes_before
    assert db.stat().st_mtime_ns == stamp
    assert sorted(db.parent.rglob("*")) == there


@pytest.mark.parametrize("command", ["undo", "redo"])
def test_undo_and_redo_can_be_tried(db: Path, command: str) -> None:
    do(db, "org", "edit", "uni", "note=ก")
    if command == "redo":
        do(db, "undo")
    bytes_before = db.read_bytes()
    do(db, command, "--dry-run")
    assert db.read_bytes() == bytes_before


@settings(max_examples=examples(15), deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(st.sampled_from(CASES), min_size=3, max_size=6))
def test_any_sequence_undone_and_redone(
    prepared: Path, tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, Words]]
) -> None:
    db = copied(prepared, tmp_path_factory.mktemp("sequence"))
    with closing(sqlite3.connect(db)) as eye:
        before, number = dump(eye), last_command(eye)
        for command, arguments in steps:
            assert run(db, *filled(prepared, command, arguments)).code in (0, 1, 65)  # what is gone or there is refused
        after, done = dump(eye), last_command(eye) - number
        for _ in range(done):
            do(db, "undo")
        assert dump(eye) == before
        for _ in range(done):
            do(db, "redo")
        assert dump(eye) == after


# --- reading -----------------------------------------------------------------------


READING: dict[str, Words] = {
    "coverage": ("net",),
    "open": ("1",),
    "meeting open": ("second",),
    "news open": ("other",),
    "explain": ("1",),
    "brief": ("1",),
    "show": ("1",),
    "history": ("1",),
    "date": ("1/1/2567",),
    "name": ("นายสมมติ ตัวอย่าง",),
}


def test_what_reads_changes_no_byte(tree: dict[str, Leaf], db: Path) -> None:
    reading = [path for path in tree if path.rpartition(" ")[2] in READS and path not in EXAMPLES]
    bytes_before = db.read_bytes()
    for path in reading:
        verb = path.rpartition(" ")[2]
        words = () if path == "history" else READING.get(path, READING.get(verb, ()))
        do(db, *path.split(), *words)
    assert db.read_bytes() == bytes_before
    assert reading
