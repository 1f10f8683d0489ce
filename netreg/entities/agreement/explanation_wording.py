"""The sentences in which the dates of an agreement are explained, in the words of a memo."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netreg.language import Label
from netreg.thai.dates.formats import format_date as show_date
from netreg.thai.dates.terms import format_term

if TYPE_CHECKING:
    from collections.abc import Mapping

    from netreg.core.fields import Style

CLOCK_LABELS = {
    "signed": Label("วันลงนาม", "Signed"),
    "effective": Label("วันเริ่มมีผล", "Effective from"),
    "end": Label("วันสิ้นสุด", "End"),
    "notice": Label("วันสุดท้ายที่แจ้งได้", "Last day to give notice"),
    "grace": Label("วันสิ้นสุดช่วงผ่อนผัน", "End of grace"),
}

CLOSING_WORDS = {
    "completed": ("เสร็จสิ้น", "completed"),
    "terminated": ("บอกเลิก", "terminated"),
    "cancelled": ("ยกเลิก", "cancelled"),
    "replaced": ("ถูกแทนที่", "replaced"),
}

_COUNTED = Label(
    "ตามระยะเวลา {it_term} นับวันแรกรวมด้วย เริ่มนับ {start_day}",
    "by its term of {it_term}, the first day counted, from {start_day}",
)
_UNCOUNTED = Label(
    "ตามระยะเวลา {it_term} ไม่นับวันแรก ({anchor_day}) เริ่มนับ {start_day}",
    "by its term of {it_term}, the first day ({anchor_day}) not counted, from {start_day}",
)
_ELSE = Label("หากนับอีกวิธีหนึ่ง ", "counted the other way, ")
_SHAPES = {
    "months": Label(
        "วันที่ตรงกันคือ {corresponding_day} จึงสิ้นสุดในวันก่อนหน้า คือ {it_day}",
        "the corresponding day is {corresponding_day}, so it ends on the day before, {it_day}",
    ),
    "short": Label(
        "เดือนสุดท้ายไม่มีวันที่ {number} จึงสิ้นสุดในวันสุดท้ายของเดือน คือ {it_day}",
        "the last month has no day {number}, so it ends on the last day of that month, {it_day}",
    ),
    "parts": Label(
        "นับเดือนเต็มก่อน ถึง {months_day} แล้วนับต่ออีก {days} วัน สิ้นสุด {it_day}",
        "whole months first, to {months_day}, then {days} days more: it ends {it_day}",
    ),
    "days": Label("นับให้ครบ {days} วัน สิ้นสุด {it_day}", "{days} days in full: it ends {it_day}"),
}


def _list_term_rules() -> dict[str, Label]:
    """List the sentence of each way to count the first day with each form of a term."""
    ways = {"counted": _COUNTED, "uncounted": _UNCOUNTED}
    plain = {
        f"{way}_{shape}": Label(f"{begin.th}: {end.th}", f"{begin.en}: {end.en}")
        for way, begin in ways.items()
        for shape, end in _SHAPES.items()
    }
    return plain | {f"else_{name}": Label(_ELSE.th + label.th, _ELSE.en + label.en) for name, label in plain.items()}


RULES = {
    "unsigned": Label(
        "ลงนามแล้ว {signed} จาก {parties} ฝ่าย ยังไม่ครบ", "{signed} of {parties} parties have signed, not all"
    ),
    "signed_ahead": Label(
        "ลงวันที่ลงนามล่วงหน้าไว้ {ahead} ฝ่าย วันสุดท้ายคือ {last_day}",
        "{ahead} signed with a date ahead, the last on {last_day}",
    ),
    "as_recorded": Label("{it_day} ตามที่บันทึกไว้", "{it_day} as recorded"),
    "at_stage": Label("{stage} ตั้งแต่ {since_day} ({days} วัน)", "{stage} since {since_day} ({days} days)"),
    "lies_with": Label(
        "{stage} อยู่ที่ {names} ตั้งแต่ {since_day} ({days} วัน)", "{stage}, lies with {names} since {since_day} ({days} days)"
    ),
    "last_signature": Label("{it_day} คือวันที่ภาคีฝ่ายสุดท้ายลงนาม", "{it_day}, the day on which the last party signed"),
    "from_signing": Label(
        "{it_day} คือวันลงนาม เพราะไม่ได้กำหนดวันเริ่มไว้เป็นอย่างอื่น", "{it_day}, the day of signing, since no other is recorded"
    ),
    "unknown": Label("ยังไม่ทราบ", "not known yet"),
    "stated": Label("{it_day} ตามที่ระบุไว้ในข้อตกลง", "{it_day} as the agreement states"),
    "no_start": Label(
        "มีระยะเวลา {it_term} แต่ยังไม่ทราบวันเริ่ม จึงยังนับไม่ได้", "its term is {it_term}, but its first day is not known"
    ),
    "no_end": Label("ไม่ได้ระบุวันสิ้นสุดและไม่มีระยะเวลา", "neither an end nor a term is recorded"),
    "differs": Label(
        "วันที่ระบุ ({stated_day}) กับวันตามระยะเวลา ({term_day}) ต่างกัน {days} วัน",
        "the stated day ({stated_day}) and the day by the term ({term_day}) differ by {days} days",
    ),
    "unsettled": Label(
        "ยังไม่มีผู้ชี้ขาดว่าวันใดถูก ระหว่างนี้ถือวันที่ระบุ",
        "it is not settled which is right; until then the stated day holds",
    ),
    "settled_otherwise": Label(
        "เคยชี้ขาดเมื่อ {settled_day} ระหว่างวันที่ระบุ {stated_day} กับวันตามระยะเวลา {term_day} แต่วันเหล่านั้นเปลี่ยนไปแล้ว",
        "it was settled on {settled_day} between the stated day {stated_day} and {term_day} by the term; "
        "these are other days now",
    ),
    "settled_stated": Label(
        "ชี้ขาดให้ถือวันที่ระบุ คือ {it_day} เมื่อ {settled_day} โดย {by} เหตุผล: {reason}",
        "settled for the stated day, {it_day}, on {settled_day} by {by}; reason: {reason}",
    ),
    "settled_term": Label(
        "ชี้ขาดให้ถือวันตามระยะเวลา คือ {it_day} เมื่อ {settled_day} โดย {by} เหตุผล: {reason}",
        "settled for the day by the term, {it_day}, on {settled_day} by {by}; reason: {reason}",
    ),
    "period_renew": Label(
        "รอบที่ {number} ต่ออายุตั้งแต่ {from_day} ถึง {it_day} พิจารณาเมื่อ {decided_day} โดย {by} เอกสาร {document}",
        "period {number}, renewed from {from_day} to {it_day}, decided on {decided_day} by {by}, document {document}",
    ),
    "period_extend": Label(
        "รอบที่ {number} ขยายเวลาตั้งแต่ {from_day} ถึง {it_day} พิจารณาเมื่อ {decided_day} โดย {by} เอกสาร {document}",
        "period {number}, extended from {from_day} to {it_day}, decided on {decided_day} by {by}, document {document}",
    ),
    "period_tacit": Label(
        "รอบที่ {number} ต่ออายุโดยปริยายตั้งแต่ {from_day} ถึง {it_day} เพราะไม่มีการแจ้งไม่ต่อภายในกำหนด",
        "period {number}, renewed tacitly from {from_day} to {it_day}, since no notice was given in time",
    ),
    "rounds_between": Label("ต่อโดยปริยายอีก {count} รอบในระหว่างนั้น", "{count} more tacit renewals in between"),
    "period_until": Label("{it_day} ตามที่กำหนดไว้ในการพิจารณานั้น", "{it_day} as that decision states"),
    "anchored": Label(
        "นับ {total_term} จาก {anchor_day} สิ้นสุด {it_day}", "{total_term} from {anchor_day} end on {it_day}"
    ),
    "anchored_apart": Label(
        "นับ {total_term} จากวันเริ่มแรก {anchor_day} สิ้นสุด {it_day} "
        "(หากนับรอบนี้รอบเดียวจากวันถัดจากวันสิ้นสุดเดิม จะเป็น {alone_day})",
        "{total_term} from the first day {anchor_day} end on {it_day} "
        "(this period alone, from the day after the last end, would end on {alone_day})",
    ),
    "amended": Label(
        "แก้ไขเมื่อ {it_day} วันก่อนหน้านั้นเป็นไปตามข้อความเดิม", "amended on {it_day}; earlier days go by the text before it"
    ),
    "amended_later": Label(
        "จะแก้ไขเมื่อ {it_day} วันเหล่านี้เป็นไปตามข้อความก่อนแก้ไข", "amended on {it_day}; these are the dates before it"
    ),
    "closed": Label(
        "ปิดแล้ว ({status}) เมื่อ {it_day} จึงไม่มีผลต่อจากวันนั้น",
        "it was {status} on {it_day} and ends with that day",
    ),
    "closed_ahead": Label(
        "จะปิด ({status}) เมื่อ {it_day} ตามที่ตัดสินไว้ล่วงหน้า วันนั้นเป็นวันสุดท้ายที่มีผล",
        "it is {status} on {it_day}, as was decided ahead; that is the last day on which it holds",
    ),
    "closed_after": Label(
        "ปิดแล้ว ({status}) เมื่อ {it_day} หลังวันสิ้นสุด วันสิ้นสุดจึงไม่เปลี่ยน",
        "it was {status} on {it_day}, after its end, which stays as it was",
    ),
    "replaced": Label(
        "ฉบับใหม่แทนตั้งแต่ {replaced_day} วันสุดท้ายที่มีผลจึงเป็น {it_day}",
        "it is replaced from {replaced_day}, so the last day on which it holds is {it_day}",
    ),
    "closed_some_day": Label("ปิดแล้ว ({status}) ไม่ทราบวันที่", "it was {status}; the day is not recorded"),
    "holiday": Label(
        "{it_day} เป็นวันหยุด ({name}) วันทำการถัดไปคือ {after_day}",
        "{it_day} is a holiday ({name}); the next working day is {after_day}",
    ),
    "not_announced": Label(
        "วันหยุดของปี {it_day} ยังไม่ประกาศครบ หรือไม่มีในตาราง จึงอาจมีวันหยุดเพิ่ม",
        "not all holidays of {it_day} are announced or in the table: there may be more",
    ),
    "decided_ahead": Label(
        "ตัดสินวันสิ้นสุดไว้ล่วงหน้าแล้ว จึงไม่ต้องแจ้งอีก", "its end was decided ahead, so no notice is to be given any more"
    ),
    "no_grace_left": Label(
        "ตัดสินวันสิ้นสุดไว้ล่วงหน้าแล้ว จึงไม่มีช่วงผ่อนผัน", "its end was decided ahead, so there is no grace period after it"
    ),
    "renews_without_grace": Label(
        "ต่ออายุเองเมื่อสิ้นสุดรอบ จึงไม่มีช่วงผ่อนผัน", "it renews itself at its end, so there is no grace period after it"
    ),
    "no_notice": Label("ไม่ได้กำหนดให้แจ้งล่วงหน้า", "no notice is required"),
    "earliest": Label(
        "วันสิ้นสุด ({end_day}) ยังไม่ทราบแน่ชัด จึงนับจากวันแรกที่เป็นไปได้",
        "the end ({end_day}) is not known to the day; this counts from the earliest possible day",
    ),
    "notice": Label("{end_day} ย้อนไป {it_term} คือ {it_day}", "{end_day} less {it_term} is {it_day}"),
    "notice_holiday": Label(
        "{it_day} เป็นวันหยุด ({name}) ควรแจ้งภายในวันทำการก่อนหน้า คือ {before_day}",
        "{it_day} is a holiday ({name}); give notice by the working day before it, {before_day}",
    ),
    "renews": Label(
        "จะต่ออายุเองตั้งแต่ {from_day} ถึง {it_day} เว้นแต่แจ้งไม่ต่อก่อนนั้น",
        "it renews itself from {from_day} to {it_day}, unless notice is given before",
    ),
    "renews_unless": Label(
        "หากไม่แจ้งภายใน {notice_day} จะต่ออายุเองตั้งแต่ {from_day} ถึง {it_day}",
        "unless notice is given by {notice_day} it renews itself from {from_day} to {it_day}",
    ),
    "renews_passed": Label(
        "วันสุดท้ายที่แจ้งได้ ({notice_day}) ผ่านไปแล้ว จะต่ออายุเองตั้งแต่ {from_day} ถึง {it_day}"
        " หากไม่ต้องการ ให้ตกลงกันบอกเลิก หรือแจ้งไม่ต่อ ซึ่งมีผลเมื่อสิ้นสุดรอบนั้น",
        "the last day for notice, {notice_day}, has passed: it renews itself from {from_day} to {it_day}; if that "
        "is not wanted, agree to terminate it, or give notice, which counts at the end of that period",
    ),
    "no_grace": Label("ไม่มีช่วงผ่อนผัน", "there is no grace period"),
    "grace": Label("{end_day} ต่อไปอีก {days} วัน คือ {it_day}", "{end_day} and {days} days more is {it_day}"),
    **_list_term_rules(),
}


def format_sentence(rule: str, figures: Mapping[str, Any], style: Style) -> str:
    """Format the sentence of a rule with its figures, in the language and era of the style."""
    label = RULES[rule]
    shown = {name: _format_figure(name, value, style) for name, value in figures.items()}
    return (label.th if style.lang == "th" else label.en).format(**shown)


def _format_figure(name: str, value: Any, style: Style) -> str:
    if isinstance(value, tuple):
        return str(value[0] if style.lang == "th" else value[1])
    if name.endswith("_day") and value:
        return show_date(value, era=style.era, style="long", lang=style.lang)
    if name.endswith("_term") and value:
        return format_term(value, lang=style.lang)
    return str(value) or "–"


def cite_sections(sections: tuple[str, ...], style: Style) -> str:
    """Cite sections of the Civil and Commercial Code as a memo does."""
    if not sections:
        return ""
    named = ", ".join(sections)
    return f" (ป.พ.พ. มาตรา {named})" if style.lang == "th" else f" (Civil and Commercial Code, s. {named})"
