"""Short forms of the kinds of organisations at the beginning of their names: ``อบต.``, ``รพ.``, ``บจก.``; pure."""

from __future__ import annotations

import re
from functools import cache, lru_cache

# Written short, they stand for the same name.
_SHORT_FORMS = {
    "ม.": "มหาวิทยาลัย",
    "มรภ.": "มหาวิทยาลัยราชภัฏ",
    "มทร.": "มหาวิทยาลัยเทคโนโลยีราชมงคล",
    "รร.": "โรงเรียน",
    "ร.ร.": "โรงเรียน",
    "รพ.": "โรงพยาบาล",
    "ร.พ.": "โรงพยาบาล",
    "รพร.": "โรงพยาบาลสมเด็จพระยุพราช",
    "รพ.สต.": "โรงพยาบาลส่งเสริมสุขภาพตำบล",
    "รพสต.": "โรงพยาบาลส่งเสริมสุขภาพตำบล",
    "สนง.": "สำนักงาน",
    "สพป.": "สำนักงานเขตพื้นที่การศึกษาประถมศึกษา",
    "สพม.": "สำนักงานเขตพื้นที่การศึกษามัธยมศึกษา",
    "ศธจ.": "สำนักงานศึกษาธิการจังหวัด",
    "สสจ.": "สำนักงานสาธารณสุขจังหวัด",
    "สสอ.": "สำนักงานสาธารณสุขอำเภอ",
    "อบจ.": "องค์การบริหารส่วนจังหวัด",
    "อบต.": "องค์การบริหารส่วนตำบล",
    "ทน.": "เทศบาลนคร",
    "ทม.": "เทศบาลเมือง",
    "ทต.": "เทศบาลตำบล",
    "วท.": "วิทยาลัยเทคนิค",
    "วอศ.": "วิทยาลัยอาชีวศึกษา",
    "วษท.": "วิทยาลัยเกษตรและเทคโนโลยี",
    "หจก.": "ห้างหุ้นส่วนจำกัด",
    "บจก.": "บริษัท",
    "บจ.": "บริษัท",
    "บมจ.": "บริษัท",
}
# What stands behind the name of a company whose form is written short.
_ENDINGS = {"บจก.": "จำกัด", "บจ.": "จำกัด", "บมจ.": "จำกัด (มหาชน)"}
# Short forms that may stand for something else as well: perhaps the same name.
_DOUBTFUL_FORMS = {"สนง": "สำนักงาน", "กศน.": "ศูนย์การศึกษานอกระบบ", "ว.": "วิทยาลัย", "บ.": "บริษัท"}


@lru_cache(1 << 14)
def spell_out(name: str) -> str:
    """Return the name of an organisation with the short form of its kind spelt out: ``รพ.`` is ``โรงพยาบาล``."""
    found = "." in name and _sure_pattern().match(name)
    if not found:
        return name
    short, rest = re.sub(r"\s", "", found[1]), found[2]
    ending = _ENDINGS.get(short)
    return f"{_SHORT_FORMS[short]}{rest}{f' {ending}' if ending and 'จำกัด' not in rest else ''}"


@lru_cache(1 << 14)
def spell_out_likely(name: str) -> str:
    """Return the name with its short form spelt out, though that may stand for another; a company without its ending.

    What is left of two spellings of one name is the same, whether they have ``จำกัด`` or not.
    """
    found = _likely_pattern().match(name)
    whole = _DOUBTFUL_FORMS[found[1]] + found[2] if found else spell_out(name)
    return _company_ending().sub("", whole) if whole.startswith("บริษัท") else whole


def find_cut_name(name: str) -> str:
    """Return what stands before the ฯ by which a name is cut short: ``คณะวิทย`` of ``คณะวิทย์ฯ``; else an empty text.

    A ์ before it ends the part of a word, and not the word. ``กรุงเทพฯ`` is whole.
    """
    head, mark, tail = name.strip().rpartition("ฯ")
    if not mark or tail.strip() or head.endswith("กรุงเทพ"):
        return ""
    return head.rstrip(" ์").strip()


def is_cut_short(name: str) -> bool:
    """Return whether a word of a name is cut short by ฯ: ``คณะวิทย์ฯ มหาวิทยาลัยทดสอบ``."""
    return "ฯ" in name and any(map(find_cut_name, name.split()))


def _compile_forms(forms: dict[str, str]) -> re.Pattern[str]:
    """Compile what matches a short form, the longest that fits, and at least two letters behind it."""
    written = (
        r"\s*".join(map(re.escape, re.findall(r"[^.]+\.?", form))) for form in sorted(forms, key=len, reverse=True)
    )
    return re.compile(rf"\s*({'|'.join(written)})\s*(\S.+)")


@cache
def _sure_pattern() -> re.Pattern[str]:
    return _compile_forms(_SHORT_FORMS)


@cache
def _likely_pattern() -> re.Pattern[str]:
    return _compile_forms(_DOUBTFUL_FORMS)


@cache
def _company_ending() -> re.Pattern[str]:
    return re.compile(r"\s*จำกัด\s*(?:\(\s*มหาชน\s*\))?\s*$")
