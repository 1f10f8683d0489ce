"""Names of people taken apart and put together; every name here is invented."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netreg.errors import InvalidValue
from netreg.thai.names.name_format import format_name
from netreg.thai.names.name_parser import parse_given_name, parse_name
from netreg.thai.names.title_table import TITLES_LIKE_NAMES, TitleTable, join_titles, shorten_title, split_titles
from netreg.thai.names.titles import TITLES

# The text, the titles with a bar between them, the given name, the family name; every
# text is also how `full_name` writes the name.
AS_WRITTEN = """
    สมมติ ตัวอย่าง                      =                      = สมมติ = ตัวอย่าง
    สมมติ                              =                      = สมมติ =
    นายสมมติ ตัวอย่าง                   = นาย                  = สมมติ = ตัวอย่าง
    นายสมมติ ตัวอย่าง ณ ทดสอบ           = นาย                  = สมมติ = ตัวอย่าง ณ ทดสอบ
    นางสมมติ ตัวอย่าง                   = นาง                  = สมมติ = ตัวอย่าง
    นางสาวสมมติ ตัวอย่าง                = นางสาว               = สมมติ = ตัวอย่าง
    นางสาวสาวิตรี ตัวอย่าง              = นางสาว               = สาวิตรี = ตัวอย่าง
    นางสาวิตรี ตัวอย่าง                 = นาง                  = สาวิตรี = ตัวอย่าง
    นางสาวสาวดี                        = นางสาว               = สาวดี =
    น.ส.สมมติ ตัวอย่าง                  = น.ส.                 = สมมติ = ตัวอย่าง
    นส.สมมติ ตัวอย่าง                   = นส.                  = สมมติ = ตัวอย่าง
    เด็กชายสมมติ ตัวอย่าง               = เด็กชาย              = สมมติ = ตัวอย่าง
    ด.ช.สมมติ ตัวอย่าง                  = ด.ช.                 = สมมติ = ตัวอย่าง
    ด.ญ.สมมติ ตัวอย่าง                  = ด.ญ.                 = สมมติ = ตัวอย่าง
    ดร.สมมติ ตัวอย่าง                   = ดร.                  = สมมติ = ตัวอย่าง
    ดร สมมติ ตัวอย่าง                   = ดร                   = สมมติ = ตัวอย่าง
    ด็อกเตอร์สมมติ ตัวอย่าง             = ด็อกเตอร์            = สมมติ = ตัวอย่าง
    รศ.สมมติ ตัวอย่าง                   = รศ.                  = สมมติ = ตัวอย่าง
    รศ.ดร.สมมติ ตัวอย่าง                = รศ. | ดร.            = สมมติ = ตัวอย่าง
    ผศ.ดร.สมมติ ตัวอย่าง                = ผศ. | ดร.            = สมมติ = ตัวอย่าง
    ผ.ศ.ดร.สมมติ ตัวอย่าง               = ผ.ศ. | ดร.           = สมมติ = ตัวอย่าง
    อ.สมมติ ตัวอย่าง                    = อ.                   = สมมติ = ตัวอย่าง
    อ.ดร.สมมติ ตัวอย่าง                 = อ. | ดร.             = สมมติ = ตัวอย่าง
    อาจารย์สมมติ ตัวอย่าง               = อาจารย์              = สมมติ = ตัวอย่าง
    ศาสตราจารย์สมมติ ตัวอย่าง           = ศาสตราจารย์          = สมมติ = ตัวอย่าง
    ศาสตราจารย์ ดร.สมมติ ตัวอย่าง       = ศาสตราจารย์ | ดร.    = สมมติ = ตัวอย่าง
    รองศาสตราจารย์ ดร.สมมติ ตัวอย่าง    = รองศาสตราจารย์ | ดร. = สมมติ = ตัวอย่าง
    ผู้ช่วยศาสตราจารย์สมมติ ตัวอย่าง    = ผู้ช่วยศาสตราจารย์   = สมมติ = ตัวอย่าง
    ศ.เกียรติคุณ ดร.สมมติ ตัวอย่าง      = ศ.เกียรติคุณ | ดร.   = สมมติ = ตัวอย่าง
    ศ.(พิเศษ) ดร.สมมติ ตัวอย่าง         = ศ.(พิเศษ) | ดร.      = สมมติ = ตัวอย่าง
    ศ.พิเศษสมมติ ตัวอย่าง               = ศ.พิเศษ              = สมมติ = ตัวอย่าง
    ศ. พิเศษ ตัวอย่าง                   = ศ.                   = พิเศษ = ตัวอย่าง
    ศาสตราจารย์คลินิกสมมติ ตัวอย่าง     = ศาสตราจารย์คลินิก    = สมมติ = ตัวอย่าง
    ศ.นพ.สมมติ ตัวอย่าง                 = ศ. | นพ.             = สมมติ = ตัวอย่าง
    รศ.พญ.สมมติ ตัวอย่าง                = รศ. | พญ.            = สมมติ = ตัวอย่าง
    นายแพทย์สมมติ ตัวอย่าง              = นายแพทย์             = สมมติ = ตัวอย่าง
    แพทย์หญิงสมมติ ตัวอย่าง             = แพทย์หญิง            = สมมติ = ตัวอย่าง
    ทันตแพทย์หญิงสมมติ ตัวอย่าง         = ทันตแพทย์หญิง        = สมมติ = ตัวอย่าง
    ทพญ.สมมติ ตัวอย่าง                  = ทพญ.                 = สมมติ = ตัวอย่าง
    นายสัตวแพทย์สมมติ ตัวอย่าง          = นายสัตวแพทย์         = สมมติ = ตัวอย่าง
    น.สพ.สมมติ ตัวอย่าง                 = น.สพ.                = สมมติ = ตัวอย่าง
    สพ.ญ.สมมติ ตัวอย่าง                 = สพ.ญ.                = สมมติ = ตัวอย่าง
    ภก.สมมติ ตัวอย่าง                   = ภก.                  = สมมติ = ตัวอย่าง
    พล.ต.ต.สมมติ ตัวอย่าง               = พล.ต.ต.              = สมมติ = ตัวอย่าง
    พ.ต.ท.หญิง สมมติ ตัวอย่าง           = พ.ต.ท. | หญิง        = สมมติ = ตัวอย่าง
    ร.ต.อ.หญิง สมมติ ตัวอย่าง           = ร.ต.อ. | หญิง        = สมมติ = ตัวอย่าง
    ร.ต.อ.ดร.สมมติ ตัวอย่าง             = ร.ต.อ. | ดร.         = สมมติ = ตัวอย่าง
    พ.ต.อ.(พิเศษ) สมมติ ตัวอย่าง        = พ.ต.อ.(พิเศษ)        = สมมติ = ตัวอย่าง
    พลตำรวจเอก สมมติ ตัวอย่าง           = พลตำรวจเอก           = สมมติ = ตัวอย่าง
    พลเอก สมมติ ตัวอย่าง                = พลเอก                = สมมติ = ตัวอย่าง
    พล.อ.สมมติ ตัวอย่าง                 = พล.อ.                = สมมติ = ตัวอย่าง
    พลฯ สมมติ ตัวอย่าง                  = พลฯ                  = สมมติ = ตัวอย่าง
    จ.ส.อ.สมมติ ตัวอย่าง                = จ.ส.อ.               = สมมติ = ตัวอย่าง
    พลเรือตรี สมมติ ตัวอย่าง            = พลเรือตรี            = สมมติ = ตัวอย่าง
    น.อ.สมมติ ตัวอย่าง                  = น.อ.                 = สมมติ = ตัวอย่าง
    นาวาอากาศโท สมมติ ตัวอย่าง          = นาวาอากาศโท          = สมมติ = ตัวอย่าง
    ว่าที่ ร.ต.สมมติ ตัวอย่าง           = ว่าที่ | ร.ต.        = สมมติ = ตัวอย่าง
    ว่าที่ ร.ต.หญิง สมมติ ตัวอย่าง      = ว่าที่ | ร.ต. | หญิง = สมมติ = ตัวอย่าง
    ว่าที่ร้อยตรี สมมติ ตัวอย่าง        = ว่าที่ | ร้อยตรี     = สมมติ = ตัวอย่าง
    ว่าที่ร้อยตรีหญิง สมมติ ตัวอย่าง    = ว่าที่ | ร้อยตรี | หญิง = สมมติ = ตัวอย่าง
    ว่าที่ร้อยตรี ดร.สมมติ ตัวอย่าง     = ว่าที่ | ร้อยตรี | ดร. = สมมติ = ตัวอย่าง
    ม.ร.ว.สมมติ ตัวอย่าง                = ม.ร.ว.               = สมมติ = ตัวอย่าง
    ม.ล.สมมติ ตัวอย่าง                  = ม.ล.                 = สมมติ = ตัวอย่าง
    หม่อมราชวงศ์สมมติ ตัวอย่าง          = หม่อมราชวงศ์         = สมมติ = ตัวอย่าง
    หม่อมหลวงสมมติ ตัวอย่าง             = หม่อมหลวง            = สมมติ = ตัวอย่าง
    คุณหญิงสมมติ ตัวอย่าง               = คุณหญิง              = สมมติ = ตัวอย่าง
    ฯพณฯ นายสมมติ ตัวอย่าง              = ฯพณฯ | นาย           = สมมติ = ตัวอย่าง
    พระมหาสมมติ ตัวอย่าง                = พระมหา               = สมมติ = ตัวอย่าง
    Mr. John Example                  = Mr.                  = John = Example
    Mrs Jane Example                  = Mrs                  = Jane = Example
    MISS JANE EXAMPLE                 = MISS                 = JANE = EXAMPLE
    Dr. Jane Example                  = Dr.                  = Jane = Example
    Prof. Dr. Jane van der Example    = Prof. | Dr.          = Jane = van der Example
    Asst. Prof. Dr. Jane Example      = Asst. Prof. | Dr.    = Jane = Example
    Asst.Prof. Jane Example           = Asst.Prof.           = Jane = Example
    Associate Professor Jane Example  = Associate Professor  = Jane = Example
    ดร. Jane Example                  = ดร.                  = Jane = Example
    นาย ก.                             = นาย                  = ก. =
    ดรุณี ใจดี                          =                      = ดรุณี = ใจดี
    ดรสา ใจดี                           =                      = ดรสา = ใจดี
    พลกริช ใจดี                         =                      = พลกริช = ใจดี
    พลอย ใจดี                           =                      = พลอย = ใจดี
    พลอยไพลิน ใจดี                      =                      = พลอยไพลิน = ใจดี
    นายิกา ใจดี                         =                      = นายิกา = ใจดี
    นางค์ ใจดี                          =                      = นางค์ = ใจดี
    ศรีสุดา ใจดี                        =                      = ศรีสุดา = ใจดี
    พระนาย ใจดี                         =                      = พระนาย = ใจดี
    คุณากร ใจดี                         =                      = คุณากร = ใจดี
    คุณวุฒิ ใจดี                        =                      = คุณวุฒิ = ใจดี
    หญิง ใจดี                           =                      = หญิง = ใจดี
    นพ ใจดี                            =                      = นพ = ใจดี
    อาจารี ใจดี                         =                      = อาจารี = ใจดี
    ดอกรัก ใจดี                         =                      = ดอกรัก = ใจดี
    Drew Example                      =                      = Drew = Example
    Missy Example                     =                      = Missy = Example
    Mrsmith Example                   =                      = Mrsmith = Example
    Profa-Maria Example               =                      = Profa-Maria = Example
    นายกฤษณะ ใจดี                       = นาย                  = กฤษณะ = ใจดี
    นายธเนศ ใจดี                        = นาย                  = ธเนศ = ใจดี
    นายฤทธิ์ ใจดี                       = นาย                  = ฤทธิ์ = ใจดี
    นายโอภาส ใจดี                       = นาย                  = โอภาส = ใจดี
    นายพล ใจดี                          = นาย                  = พล = ใจดี
    นายพลกริช ใจดี                      = นาย                  = พลกริช = ใจดี
    นายพลเอก ใจดี                       = นาย                  = พลเอก = ใจดี
    นางหญิง ใจดี                        = นาง                  = หญิง = ใจดี
    นางสาวดรุณี ใจดี                    = นางสาว               = ดรุณี = ใจดี
    นางสาวนางฟ้า ใจดี                   = นางสาว               = นางฟ้า = ใจดี
    ดร.ดรุณี ใจดี                       = ดร.                  = ดรุณี = ใจดี
"""

# The same, where `full_name` writes it another way (the last column).
TIDIED = """
    นาย สมมติ ตัวอย่าง          = นาย             = สมมติ = ตัวอย่าง = นายสมมติ ตัวอย่าง
    นาย  สมมติ   ตัวอย่าง       = นาย             = สมมติ = ตัวอย่าง = นายสมมติ ตัวอย่าง
    ผศ. ดร. สมมติ ตัวอย่าง      = ผศ. | ดร.       = สมมติ = ตัวอย่าง = ผศ.ดร.สมมติ ตัวอย่าง
    ผศ ดร สมมติ ตัวอย่าง        = ผศ | ดร         = สมมติ = ตัวอย่าง = ผศ ดร สมมติ ตัวอย่าง
    รศ. พญ. สมมติ ตัวอย่าง      = รศ. | พญ.       = สมมติ = ตัวอย่าง = รศ.พญ.สมมติ ตัวอย่าง
    พล. ต. ต. สมมติ ตัวอย่าง    = พล.ต.ต.         = สมมติ = ตัวอย่าง = พล.ต.ต.สมมติ ตัวอย่าง
    พล.ต.ต. หญิง สมมติ ตัวอย่าง = พล.ต.ต. | หญิง  = สมมติ = ตัวอย่าง = พล.ต.ต.หญิง สมมติ ตัวอย่าง
    พล.ต.ต สมมติ ตัวอย่าง       = พล.ต.ต          = สมมติ = ตัวอย่าง = พล.ต.ต สมมติ ตัวอย่าง
    ร้อยตรีสมมติ ตัวอย่าง       = ร้อยตรี         = สมมติ = ตัวอย่าง = ร้อยตรี สมมติ ตัวอย่าง
    ว่าที่ร.ต.สมมติ ตัวอย่าง    = ว่าที่ | ร.ต.   = สมมติ = ตัวอย่าง = ว่าที่ ร.ต.สมมติ ตัวอย่าง
    นายเเพทย์สมมติ ตัวอย่าง     = นายเเพทย์       = สมมติ = ตัวอย่าง = นายเเพทย์สมมติ ตัวอย่าง
    พันตํารวจโทสมมติ ตัวอย่าง   = พันตํารวจโท     = สมมติ = ตัวอย่าง = พันตํารวจโท สมมติ ตัวอย่าง
    ศ.พิเศษ ใจดี                = ศ.              = พิเศษ = ใจดี = ศ. พิเศษ ใจดี
    MR.JOHN EXAMPLE            = MR.             = JOHN = EXAMPLE = MR. JOHN EXAMPLE
    Dr.สมมติ ตัวอย่าง           = Dr.             = สมมติ = ตัวอย่าง = Dr. สมมติ ตัวอย่าง
    นายJohn Example            = นาย             = John = Example = นาย John Example
    นาย พันตรี สมมติ ตัวอย่าง   = นาย | พันตรี    = สมมติ = ตัวอย่าง = นาย พันตรี สมมติ ตัวอย่าง
"""


def rows(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("=")] for line in table.strip().splitlines()]


def titles_of(cell: str) -> tuple[str, ...]:
    return tuple(title.strip() for title in cell.split("|") if title.strip())


def test_a_name_is_parsed_and_formatted_again() -> None:
    parts, again = {}, {}
    for text, titles, given_name, family in rows(AS_WRITTEN):
        name = parse_name(text)
        parts[text] = (name[:3], (titles_of(titles), given_name, family))
        again[text] = {format_name(*name[:3]), format_name(join_titles(name.titles), name.given, name.family)}
    assert {text: found for text, (found, _known) in parts.items()} == {text: one[1] for text, one in parts.items()}
    assert again == {text: {text} for text in parts}


@pytest.mark.parametrize(("text", "titles", "given_name", "family", "written"), rows(TIDIED))
def test_a_name_typed_otherwise_is_tidied(text: str, titles: str, given_name: str, family: str, written: str) -> None:
    name = parse_name(text)
    assert name[:3] == (titles_of(titles), given_name, family)
    assert format_name(*name[:3]) == written
    assert parse_name(written)[:3] == name[:3]


@pytest.mark.parametrize(
    "text", ["\u00a0นาย\u00a0สมมติ\u00a0ตัวอย่าง", "\ufeffนายสมมติ\tตัวอย่าง", "นาย\u200bสมมติ ตัวอย่าง\r\n"]
)
def test_blanks_and_signs_nobody_sees(text: str) -> None:
    assert parse_name(text)[:3] == (("นาย",), "สมมติ", "ตัวอย่าง")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "the name is empty"),
        (" \u00a0\u200b", "the name is empty"),
        ("นาย", "'นาย' is a title without a name"),
        ("ดร", "'ดร' is a title without a name"),
        ("ผศ.ดร.", "'ผศ.ดร.' is a title without a name"),
        ("ว่าที่ ร้อยตรีหญิง", "'ว่าที่ ร้อยตรีหญิง' is a title without a name"),
        ("Mr.", "'Mr.' is a title without a name"),
        ("123", "'123' is not a valid name"),
        ("๑๒๓ ๔๕", "'๑๒๓ ๔๕' is not a valid name"),
        ("-", "'-' is not a valid name"),
        ("ั ั", "'ั ั' is not a valid name"),
        ("นาย -", "'นาย -' is not a valid name"),
    ],
)
def test_refused(text: str, sentence: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        parse_name(text)
    assert str(refused.value) == sentence


def test_every_title_is_taken_off() -> None:
    found = {}
    for form, canonical, _kind in TITLES:
        rank = "พล.อ. " if canonical in ("หญิง", "ร.น.") else ""
        taken = parse_name(f"{rank}{form} สมมติ ตัวอย่าง").titles[-1], split_titles(f"{rank}{form}")[-1]
        found[form] = (shorten_title(form), *taken)
    assert found == {form: (canonical, form, form) for form, canonical, _kind in TITLES}


@pytest.mark.parametrize(
    ("title", "canonical"),
    [
        ("รองศาสตราจารย์", "รศ."),
        ("ร.ศ.", "รศ."),
        ("พล.ต.ต", "พล.ต.ต."),
        ("พันตํารวจโท", "พ.ต.ท."),
        ("MISS", "Ms."),
        ("ครู", "ครู"),
        ("", ""),
    ],
)
def test_shorten_title(title: str, canonical: str) -> None:
    assert shorten_title(title) == canonical


@pytest.mark.parametrize(
    ("stored", "titles"),
    [
        ("", ()),
        ("รศ. ดร.", ("รศ.", "ดร.")),
        ("รศ.ดร.", ("รศ.", "ดร.")),
        ("ว่าที่ร้อยตรีหญิง", ("ว่าที่", "ร้อยตรี", "หญิง")),
        ("ศ.พิเศษ ดร.", ("ศ.พิเศษ", "ดร.")),
        ("Asst. Prof. Dr.", ("Asst. Prof.", "Dr.")),
        ("ครู ดร.", ("ครู", "ดร.")),
        ("ครู", ("ครู",)),
    ],
)
def test_split_titles(stored: str, titles: tuple[str, ...]) -> None:
    assert split_titles(stored) == titles
    assert split_titles(join_titles(titles)) == titles


def test_titles_of_the_user_are_taken_off_too() -> None:
    own = TitleTable([("พี่เลี้ยง", "พล."), ("ผู้อำนวยการ", "ผอ."), ("ผอ.", "ผอ.", "civil"), ("อ.", "อจ.")])
    assert parse_name("ผอ.สมมติ ตัวอย่าง", own) == (("ผอ.",), "สมมติ", "ตัวอย่าง", "", "", (), "")
    assert parse_name("ผู้อำนวยการสมมติ ตัวอย่าง", own)[:3] == (("ผู้อำนวยการ",), "สมมติ", "ตัวอย่าง")
    assert parse_name("พี่เลี้ยงสมมติ ตัวอย่าง", own)[:3] == (("พี่เลี้ยง",), "สมมติ", "ตัวอย่าง")
    assert (own.shorten("ผู้อำนวยการ"), own.shorten("อ."), own.find_class("พี่เลี้ยง")) == ("ผอ.", "อจ.", "own")
    assert own.find_class("ผอ.") == "civil"
    assert format_name("พี่เลี้ยง", "สมมติ", "ตัวอย่าง", own) == "พี่เลี้ยงสมมติ ตัวอย่าง"
    assert parse_name("พี่เลี้ยงสมมติ ตัวอย่าง").titles == ()


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("เรียน ดร.สมมติ ตัวอย่าง", "ดร."),
        ("เรียนนายสมมติ ตัวอย่าง", "นาย"),
        ("กราบเรียน ท่าน ผศ.ดร.สมมติ ตัวอย่าง", "ท่าน ผศ. ดร."),
        ("เรียน ท่านผู้อำนวยการ สมมติ ตัวอย่าง", ""),
        ("คุณ นางสาวสมมติ ตัวอย่าง", "คุณ นางสาว"),
        ("คุณนายสมมติ ตัวอย่าง", "คุณ นาย"),
        ("พี่สมมติ ตัวอย่าง", ""),
        ("น้อง สมมติ ตัวอย่าง", ""),
        ("ถึง: สมมติ ตัวอย่าง", ""),
        ("Dear คุณสมมติ ตัวอย่าง", "คุณ"),
        ("K.สมมติ ตัวอย่าง", ""),
        ("ลงชื่อ..........(นายสมมติ ตัวอย่าง)", "นาย"),
        ("สมมติ ตัวอย่าง ผศ.ดร.", "ผศ. ดร."),
        ("สมมติ ตัวอย่าง, ศ.ดร.", "ศ. ดร."),
        ("สมมติ ตัวอย่าง / พ.ต.อ.", "พ.ต.อ."),
        ("สมมติ ตัวอย่าง, Dr.", "Dr."),
        ("สมมติ ตัวอย่าง (Prof.)", "Prof."),
    ],
)
def test_kind_words_and_words_of_letters_are_no_part_of_a_name(text: str, titles: str) -> None:
    assert parse_name(text)[:3] == (tuple(titles.split()), "สมมติ", "ตัวอย่าง")


def test_what_only_looks_like_kind_words_is_a_name() -> None:
    for text in ("เรียน ตัวอย่าง", "โดย ณ ทดสอบ", "เสนอ ตัวอย่าง", "น้องนุช ทดสอบ"):
        given_name, _blank, family = text.partition(" ")
        assert parse_name(text) == ((), given_name, family, "", "", (), "")
    assert parse_given_name("เรียน คุณสมมติ")[:3] == (("คุณ",), "สมมติ", "")
    assert parse_given_name("พี่สมมติ")[:3] == ((), "สมมติ", "")


def test_a_title_or_a_digit_within_a_name_is_never_silent() -> None:
    for text in ("อดีต ดร.สมมติ ตัวอย่าง", "นายสมมติ ผศ.ตัวอย่าง", "สม1มติ ตัวอย่าง", "นายสม๑มติ ตัวอย่าง"):
        with pytest.raises(InvalidValue):
            parse_name(text)
    assert [remark.words for remark in parse_name("สมมติ2 ตัวอย่าง").remarks] == ["สมมติ2"]
    assert [remark.words for remark in parse_given_name("สมมติ2").remarks] == ["สมมติ2"]


@pytest.mark.parametrize(
    ("titles", "given_name", "family", "written"),
    [
        ("ช่าง", "สมมติ", "ตัวอย่าง", "ช่าง สมมติ ตัวอย่าง"),
        ("ผอ.", "สมมติ", "ตัวอย่าง", "ผอ.สมมติ ตัวอย่าง"),
        ("นาง", "สาวดี", "ใจดี", "นาง สาวดี ใจดี"),
        ("", "สมมติ", "", "สมมติ"),
        ("นาย", "", "", "นาย"),
        (("Mr.",), "", "Example", "Mr. Example"),
    ],
)
def test_format_name_where_titles_would_run_together(
    titles: str | tuple[str, ...], given_name: str, family: str, written: str
) -> None:
    assert " ".join(format_name(titles, given_name, family).split()) == written


SYLLABLES = st.sampled_from(["มาลี", "กร", "เนตร", "ชัย", "ศรี", "ใจ", "ดี", "โสภา", "รัตน์", "วิ", "อัญ"])
WORDS = st.lists(SYLLABLES, min_size=1, max_size=3).map("".join)
FAMILIES = st.sampled_from(["", "ตัวอย่าง", "ตัวอย่าง ณ ทดสอบ", "ทดสอบ"])
NOT_ALONE = ("female-mark", "navy-mark", "acting")
STACKS = st.tuples(
    st.sampled_from([row[0] for row in TITLES if row[2] not in NOT_ALONE and row[0].lower() not in TITLES_LIKE_NAMES]),
    st.sampled_from(["", "ดร.", "ดร"]),
).map(lambda stack: tuple(title for title in stack if title))


@given(STACKS | st.just(()), WORDS, FAMILIES)
def test_a_formatted_name_is_parsed_again(titles: tuple[str, ...], given_name: str, family: str) -> None:
    assert parse_name(format_name(titles, given_name, family))[:3] == (titles, given_name, family)


@given(st.text())
def test_any_text_is_a_name_or_refused(text: str) -> None:
    try:
        name = parse_name(text)
    except InvalidValue as refused:
        shown = str(refused)
    else:
        shown = name.given
    assert len(shown.splitlines()) == 1


def test_an_office_or_its_representative_is_no_person() -> None:
    for text in ("อธิการบดี หรือผู้แทน", "คณบดีหรือผู้ที่ได้รับมอบหมาย", "นายสมมติ ตัวอย่าง หรือผู้แทน", "สมมติ หรือผู้แทน"):
        with pytest.raises(InvalidValue):
            parse_name(text)
