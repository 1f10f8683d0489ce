"""The forms of a heading: how people decorate the words that say what a column holds.

A heading such as ``2. ชื่อ-สกุล (ภาษาไทย) *`` is looked up by several keys, the whole text
first and bare words last, each with the language that it names. What stands behind a name in
brackets may make it that of somebody else (``ชื่อ (บิดา)``): such a heading is left whole.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from netreg.named_tuples import NamedTuple
from netreg.thai import text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

THAI, ENGLISH = "th", "en"
_LANGUAGE_WORDS = {
    **dict.fromkeys(("ภาษาไทย", "ไทย", "thai", "tha", "th", "ก-ฮ"), THAI),
    **dict.fromkeys(("ภาษาอังกฤษ", "อังกฤษ", "english", "eng", "en", "a-z", "อักษรโรมัน"), ENGLISH),
}
_OF_SOMEBODY_ELSE = (
    "บิดา", "มารดา", "พ่อ", "แม่", "ผู้ปกครอง", "คู่สมรส", "สามี", "ภรรยา", "บุตร", "ฉุกเฉิน", "ผู้ประสาน", "ผู้ติดต่อ", "ผู้แทน",
    "ที่ปรึกษา", "เดิม", "เก่า", "ก่อนสมรส", "father", "mother", "parent", "guardian", "spouse", "emergency",
    "contact person", "advisor", "former", "previous", "maiden", "ล้านบาท", "พันบาท", "million", "thousand",
)  # fmt: skip
"""Words in brackets behind a heading that make it about somebody else, about former times, or in another unit."""


def concerns_somebody_else(words: str) -> bool:
    """Return whether words beside a heading make it about somebody else, or about former times."""
    return any(word in words.lower() for word in _OF_SOMEBODY_ELSE)


class HeadingForm(NamedTuple):
    """One form of a heading: the key of its words, and the language that it names (empty if none)."""

    key: str
    language: str = ""


@lru_cache(1 << 12)
def make_key(heading: str) -> str:
    """Return a key that is equal for headings that differ in case, blanks, punctuation or an English plural."""
    words = heading if heading == heading.lower() else re.sub(r"(?<=[a-z])(?=[A-Z])", " ", heading)  # FirstName
    words = _signs_pattern().sub(" ", words)
    if "mail" in words.lower():
        words = re.sub(r"(?i)\be[ -]?mail", "email", words)
    if "อี" in words or "อิ" in words:
        words = _mail_pattern().sub("อีเมล", words)
    if "s" in words or "S" in words:
        words = re.sub(r"[A-Za-z]{2,}[sS]\b", lambda found: _strip_plural(found[0]), words)
    return text.match_key(words) if words.strip() else text.match_key(heading)


@cache
def _signs_pattern() -> re.Pattern[str]:
    """Match signs that stand between the words of a heading."""
    return re.compile(r"[/\\|*#&+?!<>=_~]+")


@cache
def _mail_pattern() -> re.Pattern[str]:
    """Match the spellings of e-mail in Thai letters."""
    return re.compile(r"(?:อี|อิ)[- ]?(?:เมล|เม)(?:ล์|ล|์)*|(?:อี|อิ)[- ]?แมล์?")


def _strip_plural(word: str) -> str:
    return word if word.lower().endswith(("ss", "us", "is")) else word[:-1]


@lru_cache(1 << 10)
def list_forms(heading: str) -> tuple[HeadingForm, ...]:
    """Return the forms of a heading, the closest to the text first, each once."""
    forms = [HeadingForm(make_key(heading))] if len(heading) > _LONGEST else _list_all(text.clean(heading))
    return tuple(dict.fromkeys(form for form in forms if form.key))


_LONGEST = 1000
"""Letters of a heading in which more is looked for than its words as they are: the longest questions of forms."""


_OF_A_TABLE = r"(?:PER|EMP|STF|STAFF|PERSON|STD|STU|MEM)_(?=[A-Z])"
"""The beginnings of column names in the databases of human resources: ``PER_NAME``."""
_NAME_OF_CODE = re.compile(
    r"(?P<of>[A-Za-z]\w*?)_(?:NAME|NM|DESC|DESCR|TXT|TEXT)(?P<language>_(?:THA?|ENG?))?", re.IGNORECASE
)
"""A column name in a database for the words beside a code: ``PREFIX_NAME``, ``FAC_NAME_TH``."""


def _list_all(heading: str) -> Iterator[HeadingForm]:
    yield HeadingForm(make_key(heading))
    bare = _strip_decoration(heading)
    if table := re.match(_OF_A_TABLE, bare):
        yield from _list_without_fillers(bare[table.end() :], "")
    yield from _read_language(bare)
    if "_" in bare and (name := _NAME_OF_CODE.fullmatch(bare)):
        yield from _list_without_fillers(name["of"] + (name["language"] or ""), "")
    outside, inside = _split_brackets(bare)
    language = next(filter(None, map(_find_language, inside)), "")
    more = [part for part in inside if not _find_language(part)]
    if inside and outside:
        yield from _add_language(outside if not more else f"{outside} {' '.join(more)}", language)
        if any(map(concerns_somebody_else, more)):
            return
        yield from _list_without_fillers(outside, language)
        for part in more:
            yield from _read_language(part)
    yield from _list_without_fillers(bare, language)


def _list_without_fillers(words: str, language: str) -> Iterator[HeadingForm]:
    """Yield the forms of words as they are, and without the polite and pointing words around them."""
    yield from _add_language(words, language)
    shorter = _strip_fillers(words)
    if shorter != words:
        yield from _add_language(shorter, language)


def _add_language(words: str, language: str) -> Iterator[HeadingForm]:
    if language:
        yield HeadingForm(make_key(words), language)
    else:
        yield from _read_language(words)


def _strip_decoration(heading: str) -> str:
    """Return a heading without the number before it and the marks of a required field."""
    heading = re.sub(r"^\s*(?:ข้อ(?:ที่)?\s*)?\(?[0-9๐-๙]{1,2}(?:\.[0-9๐-๙]{1,2})?\s*[.):]\s*", "", heading)
    heading = re.sub(r"(?i)[*:：]+|\((?:จำเป็น|บังคับ|required|optional|ถ้ามี|ไม่บังคับ)\)", " ", heading)
    return " ".join(heading.split())


def _split_brackets(heading: str) -> tuple[str, list[str]]:
    """Return the words outside of brackets, and those in each pair of them."""
    inside = [found.strip() for found in re.findall(r"[(\[{]([^()\[\]{}]*)[)\]}]?", heading)]
    outside = re.sub(r"[(\[{][^()\[\]{}]*[)\]}]?", " ", heading)
    return " ".join(outside.split()), [part for part in inside if part]


def _find_language(words: str) -> str:
    """Return the language that words name, where they name nothing else."""
    return _LANGUAGE_WORDS.get(re.sub(r"[\s.]+", "", words.lower()), "")


def may_name_english(heading: str) -> bool:
    """Return whether a heading may name English, at a glance: every word for it has one of these letters."""
    return any(letter in heading.lower() for letter in "nzษ")


def _read_language(words: str) -> Iterator[HeadingForm]:
    """Yield the form of words whose first or last one may be a language: ``th_name``, ``ชื่อภาษาอังกฤษ``."""
    parts = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", words).replace("_", " ").replace("-", " ").split()
    for language, rest in (
        ((_find_language(parts[0]), parts[1:]), (_find_language(parts[-1]), parts[:-1])) if parts else ()
    ):
        if language and rest:
            yield HeadingForm(make_key(" ".join(rest)), language)
            return
    found = re.search(r"(?:เป็น)?(?:ภาษา)?(ไทย|อังกฤษ)$", words)
    if found and found.start() > 0:
        yield HeadingForm(make_key(words[: found.start()]), THAI if found[1] == "ไทย" else ENGLISH)
        return
    yield HeadingForm(make_key(words))


_BEFORE = (
    r"(?i)^(?:(?:กรุณา|โปรด|ระบุ|กรอก|ใส่|เลือก|please|enter|your|user|participant'?s?|attendee'?s?|member'?s?"
    r"|staff|employee)\s*)+"
)
_BEHIND = (
    r"(?i)(?:\s*(?:"
    r"ของ(?:ท่าน|คุณ|ตนเอง|ผู้\S*|นักเรียน|นักศึกษา|บุคลากร|สมาชิก|พนักงาน|อาจารย์|ครู)"
    r"|ผู้(?:เข้า\S*|สมัคร\S*|ลงทะเบียน|ตอบแบบ\S*|ร่วม\S*|รับ(?!ผิดชอบ)\S*|เรียน)|นักเรียน|นักศึกษา|นิสิต|บุคลากร|สมาชิก|พนักงาน|อาจารย์|ครู|ข้าราชการ|คณะกรรมการ|กรรมการ"
    r"|ที่(?:สามารถ)?(?:ติดต่อ\S*|สะดวก\S*|ใช้\S*|สังกัด|ทำงาน|ปฏิบัติงาน|อยู่|ท่าน\S*|ตั้ง)|ปัจจุบัน|หลัก|ถ้ามี|โดยย่อ"
    r"|- ?value|value|[0-9๐-๙]++|\(?ที่ ?1\)?"
    r"))++$"
)  # fmt: skip
"""Words behind those for the field. Nothing of it is tried twice: a cell of digits took longer than anybody waits."""


_REQUEST = r"(?i)(?<=\S)\s*(?:กรุณา|โปรด|พร้อม|เช่น|ตัวอย่าง|ให้ระบุ|please|e\.g\.).*$"
"""What is asked of whoever fills in a form, behind the words for the field."""


def _strip_fillers(words: str) -> str:
    """Return the words without those that ask for them or say whose they are; never without all of them."""
    shorter = re.sub(_REQUEST, "", re.sub(_BEFORE, "", words))
    previous = ""
    while shorter != previous:
        previous = shorter
        shorter = re.sub(_BEHIND, "", shorter).strip(" -") or previous
    return shorter or words


def strip_date_words(key: str) -> str:
    """Return the key of a heading without the words that only say that it is a day."""
    return re.sub(r"เมื่อวันที่|วันเดือนปี|วันที่|เมื่อ|^วัน|ณวัน", "", key)


def split_alternatives(heading: str) -> list[str]:
    """Return the words of a heading that names a thing twice: ``หน่วยงาน/สังกัด``, ``ยศ หรือ คำนำหน้า``."""
    parts = re.split(r"\s*[/|]\s*|\s+(?:หรือ|or)\s+", _strip_decoration(text.clean(heading)))
    return [part for part in parts if part] if len(parts) > 1 else []


def list_keys(headings: Iterable[str]) -> frozenset[str]:
    """Return the keys of headings."""
    return frozenset(map(make_key, headings))
