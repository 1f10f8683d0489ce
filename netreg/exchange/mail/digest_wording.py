"""The wording of a digest, in Thai and English: its subject, its days, what to do.

A digest is read by people who may not use netreg; it is in the configured language.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.language import Label
from netreg.thai.dates import formats

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netreg.core.fields import Style
    from netreg.entities.due.due_items import DueWarning

SENDER = Label("ทะเบียนเครือข่าย", "netreg")
SOON = 7
"""The number of days before its day from which an item is shown as urgent."""

_PHRASES = {
    "intro": Label(
        "ทะเบียนเครือข่ายขอแจ้งเรื่องที่ใกล้ถึงกำหนดหรือเลยกำหนดแล้ว ดังนี้",
        "These items of the register are due soon or overdue:",
    ),
    "task": Label("สิ่งที่ต้องดำเนินการ", "What to do"),
    "type": Label("พิมพ์คำสั่ง", "Type"),
    "handover": Label("เปลี่ยนผู้รับผิดชอบ", "To pass it on"),
    "or": Label("หรือ", "Or"),
    "silence": Label("หรือหากรับทราบแล้ว", "Or, to acknowledge it"),
    "responsible": Label("ผู้รับผิดชอบ", "Responsible"),
    "findings": Label("ข้อสังเกตในรายการเหล่านี้", "Also noticed in these records"),
    "footer": Label(
        "ข้อความนี้ส่งโดยอัตโนมัติจากทะเบียนเครือข่าย แต่ละเรื่องแจ้งครั้งเดียวต่อกำหนด และหยุดแจ้งเมื่อบันทึกผลแล้ว",
        "This message was sent automatically by netreg. Each item is announced once for each due date,"
        " and no more once it is settled.",
    ),
}
_TELL = Label(
    "{footer} เมื่อดำเนินการแล้ว หรือหากท่านไม่ใช่ผู้รับผิดชอบ โปรดแจ้งผู้ดูแลทะเบียน{keeper}",
    "{footer} When it is done, or if you are not responsible, please tell the administrator{keeper}.",
)
_ONE = Label("ถึงกำหนด: {what} {name} {day} ({left})", "Due: {what} {name} {day} ({left})")
_MANY = Label("มี {n} เรื่องถึงกำหนด เรื่องแรก {day} ({left})", "{n} items due, the first {day} ({left})")
_MAX_NAME = 60


def list_phrases(lang: str, *, keeper: str | None) -> dict[str, str]:
    """Return the phrases of a digest: to people without netreg it says whom to tell, by the address if known.

    None is the keeper of the register, who types what was done.
    """
    phrases = {name: label.in_language(lang) for name, label in _PHRASES.items()}
    if keeper is not None:
        whom = f" ({keeper})" if keeper else ""
        phrases["footer"] = _TELL.in_language(lang).format(footer=phrases["footer"], keeper=whom)
    return phrases


def format_greeting(name: str, lang: str) -> str:
    """Return the opening line."""
    if lang == "th":
        return f"เรียน {name or 'ผู้ดูแลทะเบียน'}"
    return f"Dear {name or 'administrator'},"


def format_subject(warnings: Sequence[DueWarning], style: Style) -> str:
    """Return the subject: the first item, and how many there are."""
    first = warnings[0]
    name = first.name if len(first.name) <= _MAX_NAME else first.name[:_MAX_NAME].rstrip() + "…"
    return (
        (_ONE if len(warnings) == 1 else _MANY)
        .in_language(style.lang)
        .format(
            n=len(warnings),
            what=first.clock_label,
            name=name,
            day=formats.format_date(first.day, era=style.era, lang=style.lang),
            left=format_time_left(first, style.lang),
        )
    )


def format_day(value: str, style: Style) -> str:
    """Return a day with its weekday: `วันพฤหัสบดีที่ 26 พฤศจิกายน 2569`."""
    shown = formats.format_date(value, era=style.era, style="long", lang=style.lang)
    weekday = formats.find_weekday(value, style.lang)
    if weekday is None:
        return shown
    return f"{weekday}ที่ {shown}" if style.lang == "th" else f"{weekday}, {shown}"


def format_time_left(warning: DueWarning, lang: str) -> str:
    """Return how long there is still, or how long ago it was."""
    if warning.days_left == 0 and len(warning.day) in _BEGUN:
        return _BEGUN[len(warning.day)].in_language(lang)
    if not warning.lapsed:
        return format_days_left(warning.days_left, lang)
    ago = -warning.days_left
    return f"ผ่านไปแล้ว {ago} วัน" if lang == "th" else f"{ago} day{'s' if ago > 1 else ''} ago"


def format_days_left(days: int, lang: str) -> str:
    """Return how long there is still, or how long it is overdue."""
    if days in _NEAR:
        return _NEAR[days].in_language(lang)
    if lang == "th":
        return f"อีก {days} วัน" if days > 0 else f"เกินกำหนดมาแล้ว {-days} วัน"
    return f"in {days} days" if days > 0 else f"{-days} days overdue"


_BEGUN = {4: Label("ปีนี้", "this year"), 7: Label("เดือนนี้", "this month")}
_NEAR = {
    -1: Label("เกินกำหนดมาแล้ว 1 วัน", "1 day overdue"),
    0: Label("วันนี้", "today"),
    1: Label("พรุ่งนี้", "tomorrow"),
}


def choose_tone(days: int) -> str:
    """Return how an item is highlighted: ``late``, ``soon`` or ``calm``."""
    return "late" if days < 0 else "soon" if days <= SOON else "calm"


def format_act_on(warning: DueWarning, style: Style) -> str:
    """Return the working day to act on, where it is not the day itself."""
    if not warning.act_on or warning.act_on == warning.day:
        return ""
    if len(warning.day) < len(warning.act_on):
        return _ROUGH.in_language(style.lang).format(day=format_day(warning.act_on, style))
    return _DAY_OFF.in_language(style.lang).format(day=format_day(warning.act_on, style))


def format_extension(warning: DueWarning, style: Style) -> str:
    """Return the working day to which a term extends, if it does (Civil and Commercial Code, 193/8)."""
    return (
        _RUNS_ON.in_language(style.lang).format(day=format_day(warning.extends_to, style)) if warning.extends_to else ""
    )


_ROUGH = Label("ไม่ทราบวันแน่ชัด ให้ดำเนินการภายใน{day}", "exact day unknown: act by {day}")
_DAY_OFF = Label("ตรงกับวันหยุด ให้ดำเนินการภายใน{day}", "not a working day: act by {day}")
_RUNS_ON = Label("ระยะเวลาสิ้นสุดใน{day} (ป.พ.พ. มาตรา 193/8)", "the term extends to {day} (s. 193/8)")


_TASKS = {
    "agreement renew": Label(
        "พิจารณาว่าจะต่ออายุ ขยายเวลา หรือปล่อยให้ข้อตกลงสิ้นสุด", "decide whether to renew it, extend it or let it end"
    ),
    "agreement replace": Label("พิจารณาทำข้อตกลงฉบับใหม่ หรือปิดข้อตกลงนี้", "make a new agreement, or close this one"),
    "agreement decide": Label(
        "หากไม่ประสงค์ให้ต่ออายุ ให้บอกกล่าวแก่ภาคีก่อนวันดังกล่าว", "give notice before that day if it is not to be renewed"
    ),
    "agreement step": Label("ติดตามเรื่องก่อนลงนาม", "ask how far it has come before the signing"),
    "agreement explain": Label("รับทราบวันสิ้นสุดของข้อตกลง", "take note of the end of the agreement"),
    "meeting": Label("เตรียมการประชุม หรือบันทึกผลการประชุม", "prepare the meeting, or record what came of it"),
    "training": Label("เตรียมการอบรม หรือบันทึกผลการอบรม", "prepare the training, or record what came of it"),
    "member": Label("ตรวจสอบตำแหน่งและผู้รับช่วงงาน", "check the post, and who takes over"),
    "group": Label("ตรวจสอบวาระและสมาชิกของกลุ่ม", "check the term and the members of the group"),
    "activity": Label("เตรียมกิจกรรม หรือบันทึกผลของกิจกรรม", "prepare the activity, or record what came of it"),
}
_ANY_TASK = Label("ตรวจสอบและดำเนินการ แล้วบันทึกผล", "look into it, and record what was done")


def format_task(warning: DueWarning, lang: str) -> str:
    """Return what is to be done, in words for people who do not use netreg."""
    words = warning.command.split()
    for count in (2, 1):
        if label := _TASKS.get(" ".join(words[1 : 1 + count])):
            return label.in_language(lang)
    return _ANY_TASK.in_language(lang)


_LEFT = Label(
    "{name} (ไม่มีตำแหน่งแล้ว โปรดกำหนดผู้รับผิดชอบคนใหม่)",
    "{name} (holds no post any more; somebody else has to look after it)",
)


def format_responsible(warning: DueWarning, address: str, lang: str) -> str:
    """Return who is responsible, where it is not the recipient, or has left."""
    if not warning.responsible_name:
        return Label("ยังไม่ได้กำหนด", "nobody yet").in_language(lang)
    if warning.responsible_left:
        return _LEFT.in_language(lang).format(name=warning.responsible_name)
    if (warning.responsible_email or "").casefold() == address.casefold():
        return ""
    unreachable = Label("{name} (ไม่มีอีเมลที่ใช้ได้)", "{name} (no usable e-mail address)")
    return unreachable.in_language(lang).format(name=warning.responsible_name)
