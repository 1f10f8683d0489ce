"""Thai words for the values of options that are one word of several; the first of each is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.entities import BY_NAME
from netreg.language import find_language

if TYPE_CHECKING:
    from collections.abc import Collection

_THAI = {
    "class": "รุ่น",
    "faculty": "คณะ",
    "campus": "วิทยาเขต",
    "year": "ปี ปีงบประมาณ ปีการศึกษา",
    "level": "ระดับ ระดับการศึกษา",
    "province": "จังหวัด",
    "region": "ภาค",
    "group": "กลุ่ม เครือข่าย",
    "meeting": "การประชุม ประชุม",
    "agreement": "ข้อตกลง mou",
    "training": "การอบรม อบรม",
    "unit": "หน่วยงาน",
    "person": "บุคคล คน สมาชิก",
    "high": "สูง",
    "medium": "ปานกลาง กลาง",
    "low": "ต่ำ",
    "fund": "กองทุน",
    "kind": "ประเภท",
    "document": "เอกสาร",
    "end": "วันสิ้นสุด สิ้นสุด",
    "notice": "บอกกล่าว",
    "starts": "เริ่ม วันเริ่ม",
    "held": "จัดแล้ว",
    "authority": "อำนาจลงนาม หนังสือมอบอำนาจ",
    "signatory": "ผู้ลงนาม",
    "witness": "พยาน",
    "dates": "วันที่",
    "cohorts": "รุ่น",
    "skip": "ข้าม",
    "take": "นำเข้า",
    "new": "ใหม่ เพิ่มใหม่",
    "reject": "ไม่รับ",
    "update": "ปรับปรุง",
    "overwrite": "เขียนทับ",
    "fill": "เติม เติมที่ว่าง",
    "be": "พ.ศ.",
    "ce": "ค.ศ.",
    "th": "ไทย thai",
    "en": "อังกฤษ english",
    "names": "ชื่อช่อง",
    "table": "ตาราง",
    "post": "ตำแหน่ง",
    "member": "สมาชิก",
    "org": "หน่วยงาน",
    "activity": "กิจกรรม",
    "news": "ข่าว",
    "target": "เป้าหมาย",
    "cohort": "รุ่น",
    "membership": "สมาชิกภาพ",
    "stated": "ที่ระบุ วันที่ระบุ",
    "term": "ระยะเวลา",
}


def find_word(written: str, known: Collection[str]) -> str | None:
    """Return the one of the words known that is written, by itself or in Thai; None if there is none.

    A kind of record is known by its label as well.
    """
    if written in known:
        return written
    plain = written.strip().casefold()
    for word in known:
        if plain in (word.casefold(), *_THAI.get(word, "").split()):
            return word
    return next((word for word in known if plain in map(str.casefold, _list_labels(word))), None)


def _list_labels(word: str) -> tuple[str, ...]:
    """List the names of the kind that a word names, in both languages."""
    kind = BY_NAME.get(word) or next((one for one in BY_NAME.values() if one.command == word), None)
    return (*kind.label, *kind.plural, kind.name) if kind else ()


def show_words(known: Collection[str]) -> list[str]:
    """Return the words for a list of what may be written, in Thai with the machine word behind."""
    if find_language("expected one of: {names}") != "th":
        return list(known)
    thai = {word: next(iter((*_THAI.get(word, "").split(), *_list_labels(word))), "") for word in known}
    return [f"{name} ({word})" if name else word for word, name in thai.items()]
