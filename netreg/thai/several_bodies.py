"""Several organisations written as one text: numbered, on lines of their own, with ``;``, ``/``, a comma or ``และ``.

A conjunction is in many names (``คณะวิทยาศาสตร์และเทคโนโลยี``): it parts two of them only where a word for
the kind of a body stands behind it.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from netreg.thai.text import clean, to_ascii_digits

_UPPER = (
    r"ราชวิทยาลัย|มหาวิทยาลัย|ม\.|มรภ\.|มทร\.|กระทรวง|กรม(?!ธรรม์)|บริษัท|บจก\.?|บมจ\.?|บจ\.|หจก\.?|ห้างหุ้นส่วน|เทศบาล|ทต\.|ทม\.|ทน\.|"
    r"องค์การ|อบต\.?|อบจ\.?|สมาคม|มูลนิธิ|ธนาคาร|หอการค้า|การไฟฟ้า|การประปา|การรถไฟ|โรงเรียน|ร\.?ร\.|โรงพยาบาล|รพ\.|จังหวัด"
)
_MIDDLE = (
    r"วิทยาลัย|สถาบัน|คณะ(?!กรรมการ|ทำงาน|อนุ|ผู้|บุคคล|รัฐมนตรี)|สำนักงาน|สำนัก|สนง\.|ศูนย์|กอง(?!ทุน|ทัพ)|หอสมุด|บัณฑิตวิทยาลัย|วิทยาเขต"
)
_LOWER = r"ภาควิชา|แผนก(?!าร)|ฝ่าย|กลุ่มงาน|กลุ่มสาระ|หลักสูตร"
_BODY = f"(?:{_UPPER}|{_MIDDLE}|{_LOWER})"
UNIT_PATH = " > "
"""Stands between the names of a body and of a unit of it."""
_ENGLISH = (
    r"(?:[Tt]he )?(?:[A-Z][\w.'’-]*\s+){0,4}(?:University|Institute|College|Ministry|Department|School|Hospital|"
    r"Company|Co\.|Ltd\.?|Inc\.?|Corporation|Foundation|Association|Cent(?:er|re)|Agency|Faculty|Office|Bank)\b"
)


@lru_cache(1 << 12)
def split_bodies(text: str) -> tuple[str, ...]:
    """Return the organisations that a text names, in their order; one, as it is written, where it is a single name.

    A unit behind the body that it belongs to (``คณะวิทยาศาสตร์ / ภาควิชาเคมี``) is no second one.
    """
    plain = clean(text, lines=True)
    found = _split_numbered(plain) or _split_lines(plain) or _split_marked(plain)
    return tuple(found) if len(found) > 1 else (text,)


@lru_cache(1 << 12)
def are_several_bodies(text: str) -> bool:
    """Tell whether a text names more than one organisation, a unit behind the one that it belongs to included."""
    plain = clean(text)
    return len(split_bodies(text)) > 1 or bool(_path_pattern().search(plain) or _secondment_pattern().search(plain))


def split_unit_path(text: str) -> tuple[str, ...]:
    """Return the bodies of a path, the highest first: ``คณะวิทยาศาสตร์ > ภาควิชาเคมี``; a name alone where it is none."""
    return tuple(filter(None, (part.strip() for part in text.split(UNIT_PATH.strip())))) or (text,)


def _split_numbered(text: str) -> list[str]:
    """Split what is numbered from 1: ``1) กรมหนึ่ง 2) กรมสอง``; or nothing."""
    plain = to_ascii_digits(text)
    marks = [found for found in _number_pattern().finditer(plain) if int(found[1] or found[2]) > 0]
    if len(marks) < 2 or plain[: marks[0].start()].strip():
        return []
    if [int(found[1] or found[2]) for found in marks] != [*range(1, len(marks) + 1)]:
        return []
    ends = [found.start() for found in marks[1:]] + [len(text)]
    parts = [_trim(text[found.end() : end]) for found, end in zip(marks, ends, strict=True)]
    return parts if all(parts) else []


def _split_lines(text: str) -> list[str]:
    """Split lines each of which begins like a name, or with a mark of a list; or nothing: a name may be wrapped."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if len(lines) < 2:
        return []
    bare = [re.sub(r"^[-–•·*]\s*", "", line) for line in lines]
    listed = all(one != line for one, line in zip(bare, lines, strict=True))
    return [_trim(line) for line in bare] if listed or all(map(_is_body, bare)) else []


def _split_marked(text: str) -> list[str]:
    """Split at a semicolon, or at a conjunction, a comma or a slash before a word for a body; or nothing."""
    plain = " ".join(text.split("\n"))
    if ";" in plain:
        return [part for part in map(_trim, plain.split(";")) if part]
    parts = [part for part in map(_trim, _joint_pattern().split(plain)) if part]
    if len(parts) > 1 and all(map(_is_body, parts)) and not _path_pattern().search(plain):
        return parts
    parts = [part for part in map(_trim, re.split(r"\s+(?:and|&)\s+|\s*/\s*", plain)) if part]
    return parts if all(re.match(_ENGLISH, part) for part in parts) else []


def _trim(name: str) -> str:
    return re.sub(r"^(?:และ|กับ|ระหว่าง)\s*(?=\S)|[,;/&]+$", "", name.strip()).strip(" ,;")


def _is_body(name: str) -> bool:
    return bool(re.match(rf"{_BODY}\s*\S|{_ENGLISH}", name))


@cache
def _number_pattern() -> re.Pattern[str]:
    return re.compile(r"(?:(?<=\s)|^)(?:\(?([0-9]{1,2})\)|([0-9]{1,2})\.)\s*(?=[^\d\s])")


@cache
def _joint_pattern() -> re.Pattern[str]:
    """Match what stands between two bodies."""
    return re.compile(rf"\s*(?:,|/|&|และ|กับ|ร่วมกับ)\s*(?:และ|กับ)?\s*(?={_BODY}\s*[^\s,/])")


@cache
def _path_pattern() -> re.Pattern[str]:
    """Match a body with a unit of a lower level behind a slash, a comma or a ``>``."""
    return re.compile(
        rf"^(?:(?:{_UPPER})[^/,>]*[/,>]\s*(?:{_MIDDLE}|{_LOWER})|(?:{_MIDDLE})[^/,>]*[/,>]\s*(?:{_LOWER})|[^>]+>\s*\S)"
    )


@cache
def _secondment_pattern() -> re.Pattern[str]:
    """Match a second unit to which somebody is lent: ``กองคลัง (ช่วยราชการกองแผน)``."""
    return re.compile(rf"\S\s*\(?\s*(?:ไป)?(?:ช่วยราชการ|ช่วยปฏิบัติ|ปฏิบัติราชการ|ปฏิบัติงาน|ยืมตัว)[^)]*?{_BODY}")
