"""Read how long an agreement lasts where that is said in words: without an end, renewed by itself, from its signing.

The wording itself is for whoever stores it; here it is only understood. A text is understood as
a whole or not at all.
"""

from __future__ import annotations

import re
from functools import cache

from netreg.errors import InvalidValue
from netreg.named_tuples import NamedTuple
from netreg.thai.dates.term_parser import parse_term
from netreg.thai.dates.words import simplify_text


class TermWording(NamedTuple):
    """The content of a wording: the term and the term of a renewal as ISO 8601 durations, how it is renewed.

    `renewal` is ``tacit``, ``express`` or ``none``. Without a term no end is known. `is_first_day_counted`
    is False where the term begins on the day after the signing (Civil and Commercial Code s. 193/3).
    """

    term: str | None = None
    renewal: str | None = None
    renewal_term: str | None = None
    is_first_day_counted: bool | None = None


def read_term_wording(text: str) -> TermWording | None:
    """Return what a wording says, None where it is not understood as a whole."""
    rest = " ".join(simplify_text(text).lower().split())
    rest, _has_years = _take(_years_pattern(), rest)
    renewal, renewal_term, rest = _take_renewal(rest)
    rest, has_no_end = _take(_no_end_pattern(), rest)
    rest, begins_next_day = _take(_next_day_pattern(), rest)
    rest, begins_at_signing = _take(_signing_pattern(), rest)
    term, rest = _take_term(rest)
    if rest or (has_no_end and term) or not (renewal or has_no_end or begins_next_day or begins_at_signing or term):
        return None
    return TermWording(term, renewal, renewal_term, False if begins_next_day else None)


_JOINTS = " ,;:/()[]-–.&+"
"""What stands between the parts of a wording."""


def _take(pattern: re.Pattern[str], text: str) -> tuple[str, bool]:
    """Return a text without what a pattern finds in it, and whether it found anything."""
    found = pattern.search(text)
    return (f"{text[: found.start()]} {text[found.end() :]}".strip(_JOINTS), True) if found else (text, False)


def _take_renewal(text: str) -> tuple[str | None, str | None, str]:
    """Return how it is renewed and for how long, and the text before that."""
    for renewal, pattern in _renewal_patterns().items():
        if found := pattern.search(text):
            before, behind = text[: found.start()].strip(_JOINTS), text[found.end() :].strip(_JOINTS)
            # The term of the renewal ends the text, or what follows belongs to the whole.
            length, rest = _take_term(_each_pattern().sub("", behind, count=1)) if behind else (None, "")
            is_each = bool(_each_pattern().match(behind))
            if length and (is_each or before):
                return renewal, length, f"{before} {rest}".strip(_JOINTS)
            return renewal, None, f"{before} {behind}".strip(_JOINTS)
    return None, None, text


def _take_term(text: str) -> tuple[str | None, str]:
    """Return the term that a text is, with or without ``at most`` before it; or none, and the text."""
    plain = _joint_words_pattern().sub(" ", text).strip(_JOINTS)
    if not plain:
        return None, ""
    # What is said in brackets again must say the same: ``5 ปี (ห้าปี)``.
    parts = [_limit_pattern().sub("", part).strip(_JOINTS) for part in plain.split("(")]
    try:
        terms = {parse_term(part) for part in parts}
    except InvalidValue:
        return None, plain
    return (terms.pop(), "") if len(terms) == 1 else (None, plain)


@cache
def _no_end_pattern() -> re.Pattern[str]:
    return re.compile(
        r"""(?:un-?limited|indefinite(?:ly)?)(?:\s+(?:term|period|duration|time))?|open[- ]?ended
        |(?:no|without(?:\s+an?)?|unspecified)\s+(?:fixed\s+)?
        (?:expir(?:y|ation)|end(?:ing)?|limit|time\s+limit|term|termination)(?:\s+date)?
        |(?:never|does\s+not|doesn't)\s+(?:end|expires?)|perpetual(?:ly)?|for\s*ever|permanent(?:ly)?
        |until\s+(?:terminated|cancell?ed|further\s+notice)[a-z ]*
        |ไม่(?:มี|ได้|ระบุ)*(?:การ)?(?:กำหนด|จำกัด|ระบุ|มี|ระยะเวลา)(?:การ)?(?:ระยะ)?(?:เวลา)?(?:ที่แน่นอน)?(?:วัน)?(?:ที่)?(?:สิ้นสุด|หมดอายุ|อายุ)?(?:สัญญา|ข้อตกลง)?
        |ไม่หมดอายุ|ไม่มีอายุ|ตลอดไป|ตลอดชีพ|ถาวร|จนกว่า(?:จะ)?(?:มี)?(?:การ)?(?:ฝ่ายใด(?:ฝ่าย)?หนึ่ง)?(?:จะ)?(?:ขอ)?
        (?:ยกเลิก|บอกเลิก|เลิก|เปลี่ยนแปลง|สิ้นสุด)[ก-๎ ]*
        |(?:จนกว่า|จน|ตลอด)(?:จะ)?(?:การ)?
        (?:ดำเนิน(?:งาน|การ)|ระยะเวลา|โครงการ|งาน|ภารกิจ|กิจกรรม|\s)*(?:จะ)?
        (?:แล้วเสร็จ|เสร็จสิ้น|เสร็จ|บรรลุ|ครบถ้วน|โครงการ)[ก-๎ ]*
        |(?:ขณะนี้|ปัจจุบัน)?\s*(?:อยู่)?(?:ใน)?ระหว่าง(?:การ)?
        (?:ดำเนิน(?:งาน|การ)|ขอ|พิจารณา|จัดทำ|เจรจา|ต่อ|ขยาย|ทบทวน|ปรับปรุง)[ก-๎ ]*
        |until\s+(?:the\s+)?(?:completion|completed|fulfil+ed)[a-z ]*
        |(?:under|in|pending)\s+(?:renewal|negotiation|review)""",
        re.VERBOSE,
    )


@cache
def _years_pattern() -> re.Pattern[str]:
    """Match the years that a term means, in brackets behind it: ``5 ปี (2567-2571)``."""
    return re.compile(r"(?<=\S)\s*[(\[][^()\[\]]*[0-9]{4}[^()\[\]]*[0-9]{4}[^()\[\]]*[)\]]")


@cache
def _renewal_patterns() -> dict[str, re.Pattern[str]]:
    thai = r"(?:ต่อ|ขยาย)\s*(?:อายุ|สัญญา|ระยะ|เวลา|ข้อตกลง|บันทึก|ความร่วมมือ|ออกไป|\s)*"
    return {
        "none": re.compile(rf"ไม่(?:สามารถ|มีการ|ให้)?{thai}(?:ได้)?|(?:non-?|not)\s?renew(?:able|ed)|no\s+renewal"),
        "tacit": re.compile(
            rf"""(?:และ|ให้|โดย|มีผล|จะ|ถือว่า|\s)*(?:{thai}(?:ไป|ได้|เอง|มีผล|\s)*(?:โดย)?\s*อัตโนมัติ|อัตโนมัติ)
            |(?:with\s+|and\s+|is\s+|will\s+be\s+|shall\s+be\s+)*(?:auto(?:matic(?:ally)?)?[\s-]*(?:renew(?:al|ed|s|able|ing)?|extend(?:ed|s)?|extension)
            |renew(?:al|ed|s|able)?\s+auto(?:matic(?:ally)?)?|tacit(?:ly)?(?:\s+renew(?:al|ed))?|evergreen|rolling)""",
            re.VERBOSE,
        ),
        "express": re.compile(
            rf"(?:และ|โดย|สามารถ|อาจ|\s)*{thai}ได้|(?:and\s+|is\s+|may\s+be\s+|can\s+be\s+)*(?:renewable|renewed|extendable|extended)"
            r"(?:\s+(?:by|upon|with)\s+mutual\s+(?:agreement|consent))?"
        ),
    }  # fmt: skip


@cache
def _each_pattern() -> re.Pattern[str]:
    """Match what stands before the term of a renewal."""
    return re.compile(
        r"""(?:ออกไป|ไป|ได้|อีก|เป็น|ระยะ|เวลา|\s)*(?:คราวละ|ครั้งละ|รอบละ|ทุก(?:ๆ)?|อีก|งวดละ)\s*(?:ระยะ)?(?:เวลา)?\s*
        |(?:for\s+|every\s+|each\s+|by\s+|in\s+)*(?:an?\s+)?(?:successive\s+|further\s+|another\s+|additional\s+|consecutive\s+|subsequent\s+)*
        (?:periods?\s+|terms?\s+)?(?:of\s+)?(?=[0-9a-z])""",
        re.VERBOSE,
    )


_OF_IT = (
    r"(?:\s*(?:ใน|บันทึก(?:ข้อตกลง|ความเข้าใจ|ความร่วมมือ)|ความร่วมมือ|ข้อตกลง|สัญญา|เอกสาร|"
    r"ฉบับ|นี้|เป็นต้นไป|ทั้งสองฝ่าย|ร่วมกัน|แล้ว))*"
)
_SIGNED = r"(?:ได้)?(?:มีการ)?(?:ทั้ง(?:สอง|สาม)?ฝ่าย)?(?:ร่วม)?(?:ลงนาม|ลงลายมือชื่อ|ลงชื่อ|ทำสัญญา|ทำข้อตกลง)"


@cache
def _next_day_pattern() -> re.Pattern[str]:
    return re.compile(
        rf"""(?:โดย|มีผล|บังคับ|ใช้|เริ่ม|\s)*(?:นับ)?(?:ตั้ง)?(?:แต่|จาก)?\s*(?:วัน)?\s*ถัด(?:จาก|ไปจาก|ไป)?\s*(?:วัน)?(?:ที่)?\s*{_SIGNED}{_OF_IT}
        |(?:starting\s+|beginning\s+|counted\s+)?(?:from\s+|on\s+)?the\s+(?:next\s+)?day\s+(?:after|following)\s+(?:the\s+)?(?:date\s+of\s+)?sign(?:ing|ature)""",
        re.VERBOSE,
    )


@cache
def _signing_pattern() -> re.Pattern[str]:
    return re.compile(
        rf"""(?:โดย|มีผล|บังคับ|ใช้|เริ่ม|\s)*(?:นับ|เริ่ม)?(?:ตั้ง)?(?:แต่|จาก|เมื่อ|หลัง(?:จาก)?)\s*(?:วัน)?(?:ที่)?\s*{_SIGNED}{_OF_IT}
        |(?:effective\s+|valid\s+|starting\s+|beginning\s+|counted\s+|commencing\s+)*(?:from|since|upon|after|as\s+of|as\s+from|on)\s+
        (?:the\s+)?(?:date\s+of\s+|day\s+of\s+)?(?:the\s+)?(?:its\s+)?(?:last\s+|final\s+)?(?:sign(?:ing|ature|ed)|date\s+(?:of\s+)?sign(?:ed|ing|ature))
        (?:\s+of\s+(?:the\s+|this\s+)?(?:agreement|mou|moa|memorandum))?""",
        re.VERBOSE,
    )


@cache
def _limit_pattern() -> re.Pattern[str]:
    return re.compile(
        r"^(?:ไม่เกิน|สูงสุด|มากที่สุด|ประมาณ|(?:มี)?กำหนด(?:ระยะ)?(?:เวลา)?|เป็น(?:ระยะ)?เวลา|(?:ระยะ)?เวลา|อายุ|"
        r"up\s+to|at\s+most|maximum(?:\s+of)?|max\.?|not\s+(?:exceeding|more\s+than)|about|valid|period\s+of|for|a\s+period\s+of|the|\s)+"
    )


@cache
def _joint_words_pattern() -> re.Pattern[str]:
    """Match the words that join the parts."""
    return re.compile(r"(?:^|\s)(?:and|with|และ|โดย|แล้ว)(?=\s|$)")
