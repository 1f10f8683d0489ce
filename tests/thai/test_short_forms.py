"""Short forms of the kinds of organisations, spelt out so that two spellings of a name are one."""

from __future__ import annotations

from netreg.thai.short_forms import spell_out, spell_out_likely

SPELT_OUT = {
    "รพ.สมมุติราษฎร์": "โรงพยาบาลสมมุติราษฎร์",
    "ร.พ. สมมุติราษฎร์": "โรงพยาบาลสมมุติราษฎร์",
    "รพ.สต.สมมุติ": "โรงพยาบาลส่งเสริมสุขภาพตำบลสมมุติ",
    "รพ. สต. สมมุติ": "โรงพยาบาลส่งเสริมสุขภาพตำบลสมมุติ",
    "รร.บ้านสมมุติ": "โรงเรียนบ้านสมมุติ",
    "อบต.สมมุติ": "องค์การบริหารส่วนตำบลสมมุติ",
    "ทม.สมมุติ": "เทศบาลเมืองสมมุติ",
    "ม.สมมุติ": "มหาวิทยาลัยสมมุติ",
    "มทร.สมมุติ": "มหาวิทยาลัยเทคโนโลยีราชมงคลสมมุติ",
    "บมจ. ทดลอง": "บริษัททดลอง จำกัด (มหาชน)",
    "บจก.ทดลอง จำกัด": "บริษัททดลอง จำกัด",
    "หจก. ทดลอง": "ห้างหุ้นส่วนจำกัดทดลอง",
    "ว.สมมุติ": "ว.สมมุติ",
    "โรงพยาบาลสมมุติ": "โรงพยาบาลสมมุติ",
    "รพ.": "รพ.",
    "U.S. Example": "U.S. Example",
}


def test_a_short_form_at_the_beginning_is_spelt_out() -> None:
    assert {name: spell_out(name) for name in SPELT_OUT} == SPELT_OUT


def test_what_may_stand_for_something_else_is_likely_only() -> None:
    assert spell_out_likely("ว.สมมุติ") == "วิทยาลัยสมมุติ"
    assert spell_out_likely("บ.ทดลอง") == spell_out_likely("บมจ.ทดลอง") == "บริษัททดลอง"
