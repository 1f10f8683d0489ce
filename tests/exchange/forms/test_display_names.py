"""Names as people show themselves in a meeting, and what is their name in it."""

from __future__ import annotations

from netreg.exchange.forms.display_names import split_display_name

SHOWN = {
    "สมมุติ ตัวอย่าง": ("สมมุติ ตัวอย่าง", "", ""),
    "ผศ.ดร.สมมุติ ตัวอย่าง (Sommut T.)": ("ผศ.ดร.สมมุติ ตัวอย่าง", "", "Sommut T."),
    "ทดสอบ สมมติกุล - คณะนิติ": ("ทดสอบ สมมติกุล", "คณะนิติ", ""),
    "ทดสอบ สมมติกุล-คณะนิติ": ("ทดสอบ สมมติกุล", "คณะนิติ", ""),
    "คณะวิทย์_ทดสอบ สมมติกุล": ("ทดสอบ สมมติกุล", "คณะวิทย์", ""),
    "คณะวิทย์ | ทดสอบ สมมติกุล": ("ทดสอบ สมมติกุล", "คณะวิทย์", ""),
    "05-ทดสอบ สมมติกุล-ศูนย์คอมฯ": ("ทดสอบ สมมติกุล", "ศูนย์คอมฯ", ""),
    "นางตัวอย่าง ประชุมดี (คณะวิทย์)": ("นางตัวอย่าง ประชุมดี", "คณะวิทย์", ""),
    "ตัวอย่าง ประชุมดี (คณะวิทย์) (Tuayang)": ("ตัวอย่าง ประชุมดี", "คณะวิทย์", "Tuayang"),
    "ตัวอย่าง ประชุมดี - กองแผนงาน (Guest)": ("ตัวอย่าง ประชุมดี", "กองแผนงาน", ""),
    "นายผู้มา เยือนสมมุติ (Unverified)": ("นายผู้มา เยือนสมมุติ", "", ""),
    "นายผู้มา เยือนสมมุติ (ผู้เยี่ยมชม)": ("นายผู้มา เยือนสมมุติ", "", ""),
    "Sample, Anna-Maria (Office of Tests)": ("Sample, Anna-Maria", "Office of Tests", ""),
    "Anna-Maria Sample": ("Anna-Maria Sample", "", ""),
    "สมมุติ-ตัวอย่าง": ("สมมุติ-ตัวอย่าง", "", ""),
    "คณะวิทยาศาสตร์": ("คณะวิทยาศาสตร์", "", ""),
    "iPhone": ("iPhone", "", ""),
    "(Sommut)": ("(Sommut)", "", ""),
    "สมมุติ ()": ("สมมุติ", "", ""),
}


def test_the_name_is_parted_from_what_stands_beside_it() -> None:
    read = {shown: tuple(split_display_name(shown)) for shown in SHOWN}
    assert read == SHOWN
