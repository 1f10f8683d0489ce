"""Agreements with several parties, their state and their days."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from netreg.core.choice_fields import Choice, YesNo
from netreg.core.compound_columns import CompoundColumn
from netreg.core.entity import Entity, Problem, RelatedRecords, Row
from netreg.core.fields import Count, Number, Reference, Text, TextList, Value
from netreg.core.flags import FlagList
from netreg.core.kept_names import POSITION_KNOWN_ON, KeptName
from netreg.core.keys import Key, KeyPart
from netreg.core.thai_fields import Date, TermField
from netreg.entities import choice_words
from netreg.entities.agreement import HEADINGS, STATES, contacts
from netreg.entities.agreement.agreement_flags import FLAGS, SIGNATORY_FLAGS, find_capacity_flags
from netreg.entities.agreement.decisions import KINDS as DECISIONS
from netreg.entities.agreement.derived_dates import CLOSED, derive_agreement, is_beyond_calendar
from netreg.entities.agreement.due_clocks import CLOCKS
from netreg.entities.agreement.periods import compute_first_term_end
from netreg.entities.agreement.steps import STAGE_FIELDS, describe_stage
from netreg.entities.agreement.term_columns import (
    make_state_compound,
    make_term_compound,
)
from netreg.entities.documents import relate_documents
from netreg.entities.rough_dates import ONE_DAY, can_be_in_order, parse_rough_date
from netreg.entities.span_columns import make_span_compound
from netreg.language import Label, _
from netreg.thai.dates import terms
from netreg.thai.text import clean, match_key

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

KINDS = {
    "mou": Label("บันทึกความเข้าใจ", "MOU"),
    "moa": Label("บันทึกข้อตกลง", "MOA"),
    "loi": Label("หนังสือแสดงเจตจำนง", "LOI"),
    "addendum": Label("บันทึกเพิ่มเติม", "addendum"),
    "contract": Label("สัญญา", "contract"),
}
FINAL = {word: STATES[word] for word in ("completed", "terminated", "cancelled", "replaced")}
RENEWAL = {
    "none": Label("ไม่ต่ออายุ", "none"),
    "express": Label("ต่อเมื่อตกลงกัน", "express"),
    "tacit": Label("ต่อโดยปริยาย", "tacit"),
}
DUE = {
    "none": Label("", ""),
    "notice": Label("ครบกำหนดแจ้ง", "NOTICE"),
    "end": Label("ใกล้สิ้นสุด", "ENDS"),
    "renewal": Label("จะต่ออายุเอง", "RENEWS"),
    "grace": Label("อยู่ในช่วงผ่อนผัน", "GRACE"),
}
BASIS = {
    "stated": Label("ตามที่ระบุ", "stated"),
    "term": Label("ตามระยะเวลา", "by term"),
    "closed": Label("ตามวันที่ปิด", "closing"),
    "replaced": Label("ตามวันที่ถูกแทนที่", "replacement"),
    "none": Label("ไม่มี", "none"),
}
SETTLED = {word: BASIS[word] for word in ("stated", "term")}
ROLES = {
    "lead": Label("ฝ่ายหลัก", "lead"),
    "party": Label("ภาคี", "party"),
    "observer": Label("ผู้สังเกตการณ์", "observer"),
    "funder": Label("ผู้ให้ทุน", "funder"),
}
CAPACITIES = {
    "own_right": Label("ในฐานะผู้มีอำนาจ", "in own right"),
    "acting": Label("รักษาการ", "acting"),
    "on_behalf": Label("ลงนามแทน", "on behalf of"),
}


def _list_names(row: Row) -> Iterator[str]:
    """List the title, the document numbers and other titles."""
    yield row["title"]
    yield from _VARIANTS.to_json(row["variants"])
    yield from _DOCUMENTS.to_json(row["document_no"])


def _check_agreement(row: Row) -> Iterable[Problem]:
    """Find dates in the wrong order, and fields that contradict or need each other."""
    if (row["grace_days"] or 0) > _MAX_GRACE_DAYS:
        yield Problem("grace_days", _("at most 36,525 days of grace (a hundred years) are allowed"))
        return
    if is_beyond_calendar(row):
        yield Problem("term", _("its dates go beyond the year 9999"))
        return
    if not can_be_in_order(row["effective_from"] or row["signed_on"], row["end_stated"]):
        yield Problem("end_stated", _("the agreement ends before it begins"))
    if not can_be_in_order(row["signed_on"], row["final_on"]):
        yield Problem("final_on", _("it was closed before it was signed"))
    if row["final_on"] and not row["final_status"]:
        yield Problem("final_status", _("a closing date requires a final status"))
    if _is_notice_too_long(row):
        yield Problem("notice", _("the notice is as long as the agreement lasts, or longer"))
    if not can_be_in_order(row["signed_on"], row["settled_on"]):
        yield Problem("settled_on", _("it was settled before it was signed"))
    if row["addendum_to"] is not None and row["addendum_to"] == row["predecessor"]:
        yield Problem("addendum_to", _("it cannot both follow an agreement and be an addendum to it"))
    if row["end_settled"] and not (row["end_stated"] and row["term"]):
        yield Problem("end_settled", _("there is nothing to settle without both a stated end and a term"))


def _check_person(row: Row) -> Iterable[Problem]:
    """Find a signatory or witness who is nobody."""
    if not row["person"] and not row["name_as_signed"]:
        yield Problem("person", _("a member, or a name as it was signed, is required"))


# The longest term is a hundred years, too.
_MAX_GRACE_DAYS = 36525


def _is_notice_too_long(row: Row) -> bool:
    """Tell whether the notice is as long as a period, so that its deadline lies before that."""
    if not row["notice"]:
        return False
    begins = parse_rough_date(row["effective_from"] or row["signed_on"])
    end = parse_rough_date(row["end_stated"]) or compute_first_term_end(row, begins)
    if begins and end and terms.add_term(begins.first, row["notice"]) >= end.last + ONE_DAY:
        return True
    lengths = (row["renewal_term"], row["term"] if not end else None)
    return any(length and _is_at_least(row["notice"], length) for length in lengths)


def _is_at_least(one: str, other: str) -> bool:
    start = date(2001, 1, 1)
    return terms.add_term(start, one) >= terms.add_term(start, other)


def is_due_soon(row: Row) -> bool:
    """Tell whether end or notice deadline are in the window, or the agreement is in grace."""
    return bool(row["due"] != "none")


def is_expired(row: Row) -> bool:
    """Tell whether it has ended without a decision on what follows."""
    return bool(row["undecided"])


def is_in_force(row: Row) -> bool:
    """Tell whether it is in force."""
    return bool(row["state"] == "in_force")


def has_no_end(row: Row) -> bool:
    """Tell whether no end is known."""
    return not row["has_end"]


def is_unsigned(state: str) -> bool:
    """Tell whether not every party has signed yet."""
    return state in ("draft", "awaiting_signatures")


def can_be_signed(state: str) -> bool:
    """Tell whether an agreement in this state can still be signed."""
    return state not in FINAL and state != "expired"


_TERM = TermField("term", "ระยะเวลา", "Term", "อายุข้อตกลง", "duration")
_END = Date("end_stated", "วันสิ้นสุดที่ระบุ", "End as stated", "วันสิ้นสุด", "สิ้นสุด", "วันหมดอายุ", "end", "end date", "expiry")
_BEGINNING = Date("effective_from", "วันเริ่มมีผล", "Effective from", "วันที่เริ่ม", "เริ่มมีผล", "เริ่มต้น", "start", "start date")
_FINAL_STATUS = Choice("final_status", "สถานะสุดท้าย", "Final status", options=FINAL, synonyms=choice_words.FINAL_STATE)
_STATE = Choice("state", "สถานะ", "State", options=STATES, synonyms=choice_words.AGREEMENT_STATE)
_IN_WORDS = {
    "final_status": make_state_compound(_FINAL_STATUS, _STATE),
    "effective_from": make_span_compound(_BEGINNING, "end_stated"),
    "term": make_term_compound(_TERM),
    "end_stated": make_term_compound(_END),
}


def _choose_compound(field: str, columns: Container[str]) -> CompoundColumn | None:
    """Choose the column whose cells may be in words; what is typed for the final state is one of its words."""
    return None if field == "final_status" and "uid" in columns else _IN_WORDS.get(field)


_DOCUMENTS = TextList("document_no", "เลขที่เอกสาร", "Document number", "เลขที่หนังสือ", "เลขที่", "document numbers")
_VARIANTS = TextList("variants", "ชื่ออื่น", "Other titles", "ชื่อเรียกอื่น", "other titles", is_name=True)

AGREEMENT = Entity(
    name="agreement",
    collection="agreements",
    command="agreement",
    label=Label("ข้อตกลง", "Agreement"),
    plural=Label("ข้อตกลง", "Agreements"),
    fields=(
        Choice(
            "kind",
            "ประเภท",
            "Kind",
            "ประเภทข้อตกลง",
            "type",
            options=KINDS,
            synonyms=choice_words.AGREEMENT_KIND,
            notes_others=True,
        ),
        Text("title", "ชื่อข้อตกลง", "Title", "ชื่อเรื่อง", "เรื่อง", "ชื่อ", "name", required=True, is_name=True),
        _VARIANTS,
        _DOCUMENTS,
        Date("signed_on", "วันที่ลงนาม", "Signed", "ลงนามเมื่อ", "วันลงนาม", "signed", "date signed", time=True),
        Text("place", "สถานที่ลงนาม", "Place of signing", "สถานที่", "venue"),
        Text("project", "โครงการ", "Project"),
        _BEGINNING,
        _TERM,
        Text("term_as_written", "ข้อความระยะเวลา", "Term as written", "ระยะเวลาตามเอกสาร"),
        YesNo("first_day_counted", "นับวันแรก", "First day counted", "นับวันแรกด้วย"),
        _END,
        Choice("renewal", "การต่ออายุ", "Renewal", options=RENEWAL, synonyms=choice_words.RENEWAL),
        TermField("renewal_term", "ต่ออายุครั้งละ", "Renewal term"),
        TermField("notice", "แจ้งล่วงหน้า", "Notice", "ระยะเวลาแจ้งล่วงหน้า", "notice period"),
        Count("grace_days", "วันผ่อนผัน", "Grace days", "ช่วงผ่อนผัน", "ระยะเวลาผ่อนผัน", "ผ่อนผัน", "grace period"),
        Reference("responsible", "ผู้รับผิดชอบ", "Responsible", to="person"),
        Reference("predecessor", "ข้อตกลงเดิม", "Predecessor", "ต่อจาก", "แทนฉบับ", to="agreement"),
        Reference("addendum_to", "เพิ่มเติมข้อตกลง", "Addendum to", "เพิ่มเติมจาก", to="agreement"),
        Count("parties_stated", "จำนวนภาคีที่ระบุ", "Parties as stated", "จำนวนภาคี"),
        TextList("keywords", "คำสำคัญ", "Keywords"),
        _FINAL_STATUS,
        Date("final_on", "วันที่ปิด", "Closed on"),
        Text("final_reason", "เหตุผลที่ปิด", "Reason for closing"),
        Reference("final_by", "ผู้สั่งปิด", "Closed by", to="person"),
        Text("final_document_no", "เลขที่เอกสารที่ปิด", "Closing document number"),
        Choice("end_settled", "วันสิ้นสุดที่ถือ", "End settled by", options=SETTLED),
        Date("settled_on", "วันที่ชี้ขาด", "Settled on"),
        Reference("settled_by", "ผู้ชี้ขาด", "Settled by", to="person"),
        Text("settled_reason", "เหตุผลที่ชี้ขาด", "Reason for settling"),
        Date("settled_stated", "วันที่ระบุขณะชี้ขาด", "Stated end when settled"),
        Date("settled_term", "วันตามระยะเวลาขณะชี้ขาด", "End by term when settled", span=True),
    ),
    status_fields=("state", "end", "days_left"),
    columns=("id", "code", "title", "state", "end", "days_left", "due", "party_count", "flags"),
    display_name=lambda row: str(row["title"]),
    names=_list_names,
    distinguishing_fields=("code", "document_no"),
    keys=(
        Key("code"),
        Key("document_no"),
        Key("name", KeyPart("organisation", child="party"), optional=("signed_on",)),
    ),
    check=_check_agreement,
    choose_compound=_choose_compound,
    row_child="party",
    related_records=(
        RelatedRecords(
            "meeting", "agreement", "meetings", Label("การประชุมและพิธี", "Meetings and ceremonies"), in_full=True
        ),
        RelatedRecords("activity", "agreement", "activities", Label("กิจกรรม", "Activities")),
        RelatedRecords("course", "agreement", "courses", Label("การอบรม", "Training courses")),
        RelatedRecords("news_item", "agreement", "news", Label("ข่าว", "News")),
        RelatedRecords("agreement", "addendum_to", "addenda", Label("บันทึกเพิ่มเติม", "Addenda")),
        RelatedRecords("agreement", "predecessor", "successors", Label("ข้อตกลงที่ตามมา", "What followed it")),
        relate_documents("agreement"),
    ),
    clocks=CLOCKS,
    derived=(
        _STATE,
        *STAGE_FIELDS,
        Choice("due", "ถึงกำหนด", "Due", options=DUE, synonyms=choice_words.DUE),
        YesNo("has_end", "มีวันสิ้นสุด", "Has an end", options=YesNo.EXISTENCE),
        Date("end", "สิ้นสุด", "End"),
        Choice("end_basis", "ที่มาของวันสิ้นสุด", "End rests on", options=BASIS),
        Date("end_by_term", "สิ้นสุดตามระยะเวลา", "End by term"),
        Number("days_left", "คงเหลือ (วัน)", "Days left", "คงเหลือ", "เหลือวัน"),
        Date("notice_deadline", "แจ้งภายใน", "Notice by"),
        Date("grace_end", "ผ่อนผันถึง", "Grace until"),
        Date("renews_on", "ต่ออายุเองเมื่อ", "Renews itself on"),
        Date("renews_until", "ต่ออายุเองถึง", "Renews itself until"),
        Count("party_count", "ภาคี", "Parties"),
        Count("parties_signed", "ลงนามแล้ว", "Signed by"),
        Number("period", "รอบที่", "Period"),
        Choice("decision", "ผลการพิจารณา", "Decided", options=DECISIONS, synonyms=choice_words.DECISION_KIND),
        YesNo("undecided", "สิ้นสุดโดยยังไม่มีการพิจารณา", "Ended undecided"),
        FlagList("flags", "ข้อสังเกต", "Flags", checks=FLAGS),
    ),
    derive=derive_agreement,
    headline=describe_stage,
    responsible_fields=("responsible",),
    is_closed=lambda row, _day: row["state"] in CLOSED,
    defaults={"kind": "mou"},
)

PURPOSE = Entity(
    name="purpose",
    collection="purposes",
    command="agreement purpose",
    label=Label("วัตถุประสงค์", "Purpose"),
    plural=Label("วัตถุประสงค์", "Purposes"),
    fields=(
        Reference("agreement", *HEADINGS, to="agreement", parent=True, required=True),
        Number("seq", "ลำดับที่", "Order", "ที่", "ข้อที่", "no"),
        Text("text", "วัตถุประสงค์", "Purpose", "ข้อความ", required=True, lines=True),
    ),
    columns=("id", "agreement", "seq", "text"),
    display_name=lambda row: str(row["text"]),
    names=lambda row: (row["text"],),
    keys=(Key("agreement", "text"),),
)

PARTY = Entity(
    name="party",
    collection="parties",
    command="agreement party",
    label=Label("ภาคี", "Party"),
    plural=Label("ภาคี", "Parties"),
    fields=(
        Reference("agreement", *HEADINGS, to="agreement", parent=True, required=True),
        Number("seq", "ลำดับที่", "Order", "ที่", "ลำดับภาคี", "no"),
        Reference("organisation", "องค์กร", "Organisation", "ภาคี", "หน่วยงาน", "party", to="organisation", required=True),
        Reference("unit", "หน่วยในองค์กร", "Unit", "หน่วยงานย่อย", to="organisation"),
        Choice(
            "role",
            "บทบาท",
            "Role",
            options=ROLES,
            synonyms=choice_words.PARTY_ROLE,
            notes_others=True,
        ),
        Text("document_no", "เลขที่เอกสารของภาคี", "Own document number", "เลขที่หนังสือของภาคี"),
        Text("name_as_signed", "ชื่อตามเอกสาร", "Name as signed", is_name=True),
        Count("witness_count", "จำนวนพยาน", "Witnesses counted"),
        *contacts.CONTACT_FIELDS,
    ),
    columns=("id", "agreement", "seq", "organisation", "unit", "role", "contacts", "flags"),
    display_name=lambda row: (row["unit"] or row["organisation"]).name,
    naming_references=("unit", "organisation"),
    keys=(Key("agreement", "organisation", optional=("unit",)),),
    row_child="signatory",
    line_fields=("organisation", "unit", "role", "document_no", "name_as_signed", "witness_count", "contacts", "flags"),
    derived=(contacts.CONTACTS, contacts.PARTY_FLAGS),
    derive=contacts.derive_party,
    responsible_fields=("contact",),
    is_closed=contacts.is_party_closed,
    defaults={"role": "party"},
)

_AGREEMENT_NAME = Text("agreement_name", "ข้อตกลง", "Agreement")
_PARTY_FIELD = Reference("party", "ภาคี", "Party", "ฝ่าย", to="party", parent=True, required=True)

_CAPACITY = Choice(
    "capacity", "ฐานะที่ลงนาม", "Capacity", "ลงนามในฐานะ", options=CAPACITIES, synonyms=choice_words.CAPACITY
)


def _split_capacity(written: str) -> tuple[Value, ...]:
    """Read a capacity; a form of the law that is none of our words, such as ``ปฏิบัติราชการแทน``, is kept as written."""
    word = str(_CAPACITY.parse(written))
    label = CAPACITIES[word]
    return word, None if match_key(written) in map(match_key, (word, label.th, label.en)) else clean(written)


_CAPACITY_COLUMN = CompoundColumn(
    "capacity",
    _CAPACITY.label,
    (),
    ("capacity",),
    _split_capacity,
    Label("ฐานะที่ลงนาม", "the capacity"),
    "ปฏิบัติราชการแทน",
    beside=("capacity_as_written",),
)


def _choose_signatory_compound(field: str, columns: Container[str]) -> CompoundColumn | None:
    """Choose the column of the capacity with its words, unless these have a column of their own."""
    return _CAPACITY_COLUMN if field == "capacity" and "capacity_as_written" not in columns else None


SIGNATORY = Entity(
    name="signatory",
    collection="signatories",
    command="agreement signatory",
    label=Label("ผู้ลงนาม", "Signatory"),
    plural=Label("ผู้ลงนาม", "Signatories"),
    fields=(
        _PARTY_FIELD,
        Reference("person", "ผู้ลงนาม", "Person", "สมาชิก", "signatory", to="person"),
        Text("name_as_signed", "ชื่อผู้ลงนามตามเอกสาร", "Signatory as signed", is_name=True),
        Text("position_as_signed", "ตำแหน่งผู้ลงนาม", "Position as signed", "ตำแหน่ง"),
        POSITION_KNOWN_ON,
        _CAPACITY,
        Text("capacity_as_written", "ข้อความฐานะที่ลงนาม", "Capacity as written"),
        Text("on_behalf_of", "ลงนามแทนผู้ใด", "On behalf of", "ลงนามแทน"),
        Text("authority_kind", "หนังสือมอบอำนาจ", "Authority", "ประเภทหนังสือมอบอำนาจ"),
        Text("authority_no", "เลขที่หนังสือมอบอำนาจ", "Authority number"),
        Date("authority_date", "วันที่มอบอำนาจ", "Authority date"),
        Date("signed_on", "วันที่ลงนามของผู้ลงนาม", "Signed on", "วันที่ผู้ลงนามลงนาม"),
    ),
    status_fields=("signed_on",),
    columns=(
        "id", "agreement_name", "party", "person", "position_as_signed", "capacity", "on_behalf_of", "signed_on",
        "flags",
    ),
    line_fields=(
        "person", "name_as_signed", "position_as_signed", "position_known_on", "capacity", "capacity_as_written",
        "on_behalf_of", "authority_kind", "authority_no", "authority_date", "signed_on", "flags",
    ),
    display_name=lambda row: row["person"].name if row["person"] else row["name_as_signed"] or "?",
    names=lambda row: filter(None, (row["name_as_signed"],)),
    naming_references=("person",),
    kept_name=KeptName("person", "name_as_signed", "position_as_signed"),
    keys=(Key("party", "person"), Key("party", "name_as_signed", optional=("person",))),
    choose_compound=_choose_signatory_compound,
    check=_check_person,
    derived=(_AGREEMENT_NAME, FlagList("flags", "ข้อสังเกต", "Flags", checks=SIGNATORY_FLAGS)),
    derive=lambda row, _frame: {"flags": list(find_capacity_flags(row))},
)  # fmt: skip

WITNESS = Entity(
    name="witness",
    collection="witnesses",
    command="agreement witness",
    label=Label("พยาน", "Witness"),
    plural=Label("พยาน", "Witnesses"),
    fields=(
        _PARTY_FIELD,
        Reference("person", "พยาน", "Person", "สมาชิก", "witness", to="person"),
        Text("name_as_signed", "ชื่อพยานตามเอกสาร", "Witness as signed", is_name=True),
        Text("position_as_signed", "ตำแหน่งพยาน", "Position as signed", "ตำแหน่ง"),
        POSITION_KNOWN_ON,
    ),
    columns=("id", "agreement_name", "party", "person", "name_as_signed", "position_as_signed"),
    derived=(_AGREEMENT_NAME,),
    display_name=lambda row: row["person"].name if row["person"] else row["name_as_signed"] or "?",
    names=lambda row: filter(None, (row["name_as_signed"],)),
    naming_references=("person",),
    kept_name=KeptName("person", "name_as_signed", "position_as_signed"),
    keys=(Key("party", "person"), Key("party", "name_as_signed", optional=("person",))),
    check=_check_person,
)
