"""Targets: what was promised for a purpose of an agreement, how much of it, and by when."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from netreg.core.choice_fields import Choice
from netreg.core.compound_columns import CompoundColumn
from netreg.core.entity import DueClock, Entity, Problem, RelatedRecords, Row
from netreg.core.fields import Code, Number, Reference, Text, Value
from netreg.core.flags import FlagList
from netreg.core.keys import Key
from netreg.core.thai_fields import Date
from netreg.entities import choice_words
from netreg.entities.activities import KINDS
from netreg.entities.quantity_field import HUNDREDTHS, Quantity
from netreg.entities.rough_dates import can_be_in_order
from netreg.entities.targets.progress import FLAGS, PROGRESS, derive_target, find_measure, is_baht
from netreg.language import Label, _
from netreg.thai.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable

MEASURES = {
    "activities": Label("กิจกรรมที่จัด", "activities held"),
    "participants": Label("ผู้เข้าร่วมกิจกรรม", "participants of activities"),
    "money": Label("เงินที่ระดมได้ (บาท)", "money raised (baht)"),
    "meetings": Label("การประชุมที่จัด", "meetings held"),
    "trainings": Label("รุ่นที่จัดอบรม", "training cohorts held"),
    "trained": Label("ผู้ผ่านการอบรม", "people trained"),
    "achieved": Label("ผลที่บันทึกในกิจกรรม", "amounts achieved"),
}
_OF_ACTIVITIES = ("activities", "participants", "money", "achieved")
_MEASURE_WORDS = {
    "กิจกรรม": "activities", "ผู้เข้าร่วม": "participants", "เงิน": "money", "ยอดเงิน": "money", "การประชุม": "meetings",
    "ประชุม": "meetings", "รุ่น": "trainings", "การอบรม": "trainings", "อบรม": "trainings", "ผู้เข้าอบรม": "trained",
    "ผู้ผ่านอบรม": "trained", "ผลที่ได้": "achieved",
}  # fmt: skip

_AMOUNT = Quantity("amount", "ค่าเป้าหมาย", "Amount", "เป้าหมาย (จำนวน)", "จำนวน", "จำนวนเป้าหมาย", required=True)
_AT_LEAST = re.compile(r"^(ไม่น้อยกว่า|ไม่ต่ำกว่า|อย่างน้อย|จำนวน|at least)\s*", re.IGNORECASE)


def _split_amount(written: str) -> tuple[Value, ...]:
    """Split an amount from the unit behind it: ``ไม่น้อยกว่า 3 เรื่อง``; a million baht are so many baht.

    Raises:
        InvalidValue: when it does not begin with a number.
    """
    plain = _AT_LEAST.sub("", clean(written))
    found = re.fullmatch(r"([0-9๐-๙][0-9๐-๙,.]*)\s*([^\W\d].*)", plain)
    if found is None:
        return _AMOUNT.parse(plain), None
    number, unit = _AMOUNT.parse(found[1]), found[2]
    if unit == "ล้านบาท":
        return int(number or 0) * 10**6, "บาท"
    return number, unit


_AMOUNT_COLUMN = CompoundColumn(
    "amount",
    _AMOUNT.label,
    (),
    ("amount",),
    _split_amount,
    Label("จำนวน พร้อมหน่วยนับได้", "an amount, with its unit or without"),
    "3 เรื่อง",
    beside=("unit",),
)


def _check_target(row: Row) -> Iterable[Problem]:
    """Find an amount that is none, what cannot be counted so, or a day before the first."""
    measure = find_measure(row)
    if row["amount"] == 0:
        yield Problem("amount", _("a target is more than zero"))
    if measure == "money" and row["unit"] and not is_baht(row["unit"]):
        yield Problem("unit", _("money is counted in baht"))
    if is_baht(row["unit"]) and measure not in ("money", "achieved"):
        yield Problem("measure", _("a target in baht is counted by money"))
    if row["amount"] % HUNDREDTHS and not (measure == "money" or is_baht(row["unit"])):
        yield Problem("amount", _("only money can have decimals"))
    if row["activity_kind"] and measure not in _OF_ACTIVITIES:
        yield Problem("activity_kind", _("only activities have a kind"))
    if not can_be_in_order(row["since"], row["due_on"]):
        yield Problem("due_on", _("the target day is before the first day that counts"))


_LISTED = (
    "id", "agreement_name", "purpose", "text", "done", "amount", "unit", "share", "target_day", "days_left", "progress",
    "flags",
)  # fmt: skip

TARGET = Entity(
    name="target",
    collection="targets",
    command="agreement target",
    label=Label("เป้าหมาย", "Target"),
    plural=Label("เป้าหมาย", "Targets"),
    fields=(
        Reference("purpose", "วัตถุประสงค์", "Purpose", "วัตถุประสงค์ของข้อตกลง", to="purpose", parent=True, required=True),
        Number("seq", "ลำดับที่", "Order", "ที่", "no"),
        Text("text", "เป้าหมาย", "Target", "ตัวชี้วัด", "สิ่งที่จะทำ", "ชื่อตัวชี้วัด", "indicator", required=True, is_name=True),
        _AMOUNT,
        Text("unit", "หน่วยนับ", "Unit", "หน่วย"),
        Choice("measure", "นับจาก", "Counted by", "วิธีนับ", options=MEASURES, synonyms=_MEASURE_WORDS),
        Choice(
            "activity_kind", "นับกิจกรรมประเภท", "Kind of activity", options=KINDS, synonyms=choice_words.ACTIVITY_KIND
        ),
        Date("since", "เริ่มนับ", "Counted from", "เริ่มนับวันที่"),
        Date("due_on", "ภายในวันที่", "By", "กำหนดเสร็จ", "กำหนดแล้วเสร็จ", "ภายใน", "due", "deadline"),
    ),
    choose_compound=lambda field, _columns: _AMOUNT_COLUMN if field == "amount" else None,
    status_fields=("progress", "target_day", "days_left"),
    columns=_LISTED,
    line_fields=("done_of", "share", "progress", "target_day", "days_left", "flags"),
    display_name=lambda row: str(row["text"]),
    names=lambda row: (row["text"],),
    owner_field="agreement_name",
    keys=(Key("purpose", "text", optional=("due_on",)),),
    check=_check_target,
    derived=(
        Text("agreement_name", "ข้อตกลง", "Agreement"),
        Code("agreement_code", "รหัสข้อตกลง", "Agreement code"),
        Quantity("done", "ทำได้", "Done"),
        Text("done_of", "ทำได้/เป้า", "Done/target"),
        Number("share", "ร้อยละ", "Percent"),
        Quantity("expected", "ควรได้ถึงวันนี้", "Expected by now"),
        Date("target_day", "ครบกำหนด", "Target day", span=True),
        Number("days_left", "คงเหลือ (วัน)", "Days left"),
        Choice("progress", "สถานะ", "Progress", options=PROGRESS),
        FlagList("flags", "ข้อสังเกต", "Flags", checks=FLAGS),
    ),
    derive=derive_target,
    related_records=(RelatedRecords("activity", "target", "activities", Label("กิจกรรม", "Activities")),),
    clocks=(
        DueClock(
            "target",
            Label("ครบกำหนดเป้าหมาย", "Target day"),
            "target_day",
            ("purpose.agreement.responsible",),
            "agreement target show {record}",
            "agreement target edit {record} due_on=DATE",
            matters_before=lambda row: row["is_open"],
            matters_after=lambda row: row["is_open"],
            offsets="P90D P30D P7D P0D",
        ),
    ),
)
