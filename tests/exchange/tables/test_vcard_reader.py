"""vCards of every version as rows: what each property says, and which files are refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from netreg.errors import UnusableInput
from netreg.exchange.tables import open_file
from netreg.exchange.tables.vcard_reader import HEADINGS

if TYPE_CHECKING:
    from pathlib import Path


def read_cards(folder: Path, *cards: str | bytes) -> list[dict[str, str]]:
    """Return the filled cells of each card, without the constant mark of the version."""
    content = b"".join(one.encode() if isinstance(one, str) else one for one in cards)
    (folder / "c.vcf").write_bytes(content)
    with open_file.open_file(folder / "c.vcf") as file:
        (table,) = file.tables
        headings, *rows = table.rows()
        assert (file.format, headings.cells) == ("vcf", list(HEADINGS))
    filled = [{h: c for h, c in zip(HEADINGS, row.cells, strict=True) if c and h != "VERSION"} for row in rows]
    assert all("VCARD" not in str(one) for one in filled)
    return filled


def card(*lines: str, version: str = "3.0") -> str:
    return "".join(f"{line}\r\n" for line in ("BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD"))


PROPERTIES: dict[str, dict[str, str]] = {
    "N:ตัวอย่าง;สมมุติ;กลาง;ผศ. ดร.;": {
        "N FAMILY": "ตัวอย่าง", "N GIVEN": "สมมุติ", "N ADDITIONAL": "กลาง", "N PREFIX": "ผศ. ดร.",
    },
    "N:Sample\\, Jr.;Anna;;;": {"N FAMILY": "Sample, Jr.", "N GIVEN": "Anna"},
    "FN:สมมุติ ตัว\r\n อย่าง": {"FN": "สมมุติ ตัวอย่าง"},
    "FN;ALTID=1;LANGUAGE=th:สมมุติ\r\nFN;ALTID=1;LANGUAGE=en:Sommut": {"FN": "สมมุติ", "NAME-LATIN": "Sommut"},
    "X-NAME-LATIN:Sommut": {"NAME-LATIN": "Sommut"},
    "EMAIL;TYPE=INTERNET:a@x.th\r\nEMAIL;TYPE=pref:b@x.th": {"EMAIL": "b@x.th ::: a@x.th"},
    "EMAIL;INTERNET:a@x.th": {"EMAIL": "a@x.th"},
    "TEL;TYPE=CELL:081-234-5678\r\nTEL;TYPE=WORK,FAX:02-123-4567": {"TEL": "081-234-5678", "FAX": "02-123-4567"},
    "TEL;WORK;FAX:02-123-4567": {"FAX": "02-123-4567"},
    'TEL;VALUE=uri;TYPE="work,voice":tel:+6674282209;ext=2209': {"TEL": "+6674282209;ext=2209"},
    "TEL;VALUE=uri:tel:1669;phone-context=+66": {"TEL": "1669"},
    "ORG:มหาวิทยาลัยสมมุติ;คณะทดสอบ;ภาคสมมุติ": {"ORG": "มหาวิทยาลัยสมมุติ", "ORG UNIT": "ภาคสมมุติ", "KIND": "org"},
    "N:ก;ข;;;\r\nitem1.ORG:หนึ่ง\r\nitem1.TITLE:คณบดี\r\nitem2.ORG:สอง\r\nitem2.TITLE:กรรมการ": {
        "N FAMILY": "ก", "N GIVEN": "ข", "ORG": "หนึ่ง", "TITLE": "คณบดี", "LEFT OUT": "ORG ::: TITLE",
    },
    "N:ก;;;;\r\nORG:บริษัททดสอบ\r\nX-ABShowAs:COMPANY": {"N FAMILY": "ก", "ORG": "บริษัททดสอบ", "KIND": "org"},
    "FN:สมมุติ ตัวอย่าง\r\nORG:กองทดสอบ": {"FN": "สมมุติ ตัวอย่าง", "ORG": "กองทดสอบ"},
    "FN:กองทดสอบ\r\nORG:ม.สมมุติ;กองทดสอบ": {
        "FN": "กองทดสอบ", "ORG": "ม.สมมุติ", "ORG UNIT": "กองทดสอบ", "KIND": "org",
    },
    "BDAY:1980-08-05": {"BDAY": "1980-08-05"},
    "BDAY;X-APPLE-OMIT-YEAR=1604:1604-08-05": {"BDAY": "--08-05"},
    "ADR;TYPE=WORK:;;1 ถนนสมมุติ;เมือง;ขอนแก่น;40000;ไทย": {
        "ADR STREET": "1 ถนนสมมุติ", "ADR LOCALITY": "เมือง", "ADR REGION": "ขอนแก่น", "ADR CODE": "40000",
    },
    "NOTE:หนึ่ง\\nสอง\\; สาม\\, สี่": {"NOTE": "หนึ่ง\nสอง; สาม, สี่"},
    "FN:Example Co., Ltd.\r\nTITLE:หัวหน้า, รอง\r\nNOTE:หนึ่ง, สอ\r\n ง": {
        "FN": "Example Co., Ltd.", "TITLE": "หัวหน้า, รอง", "NOTE": "หนึ่ง, สอง",
    },
    "UID:urn:uuid:01": {"UID": "urn:uuid:01"},
    "IMPP;X-SERVICE-TYPE=LINE:https://line.me/R/ti/p/~sommut.t": {"LINE": "sommut.t"},
    "IMPP;X-SERVICE-TYPE=LINE:https://line.me/R/ti/p/%40sommut": {"LINE": "@sommut"},
    "PHOTO;ENCODING=b;TYPE=PNG:iVBORw0KGgo\r\n iVBORw0KGgo\r\nNOTE:จบ": {"NOTE": "จบ", "LEFT OUT": "PHOTO"},
    "item1.LOGO:data:image/png;base64,AAAA\r\nCATEGORIES:ก,ข\r\nREV:2026": {"LEFT OUT": "CATEGORIES ::: LOGO"},
    "no property at all\r\nNOTE:ไปต่อ": {"NOTE": "ไปต่อ"},
}  # fmt: skip


def test_what_each_property_says(tmp_path: Path) -> None:
    read = read_cards(tmp_path, *map(card, PROPERTIES))
    assert dict(zip(PROPERTIES, read, strict=True)) == PROPERTIES


@pytest.mark.parametrize("charset", ["UTF-8", "TIS-620", "windows-874"])
def test_quoted_printable_in_any_character_set(tmp_path: Path, charset: str) -> None:
    codec = {"UTF-8": "utf-8"}.get(charset, "cp874")
    quoted = "".join(f"={byte:02X}" for byte in "ก้าว".encode(codec)[:3])
    rest = "".join(f"={byte:02X}" for byte in "ก้าว".encode(codec)[3:])
    text = f"N;CHARSET={charset};ENCODING=QUOTED-PRINTABLE:;{quoted}=\r\n{rest};;;"
    assert read_cards(tmp_path, card(text, version="2.1")) == [{"N GIVEN": "ก้าว"}]


def test_large_pictures_are_not_read(tmp_path: Path) -> None:
    picture = "PHOTO;ENCODING=BASE64;JPEG:" + "\r\n ".join("A" * 70 for _line in range(20_000)) + "\r\n"
    assert read_cards(tmp_path, card(picture, "NOTE:จบ", version="2.1")) == [{"NOTE": "จบ", "LEFT OUT": "PHOTO"}]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("BEGIN:VCARD\r\nVERSION:3.0\r\nFN:ก\r\n", "1: not a valid vCard: it has no END:VCARD"),
        (card("N;CHARSET=klingon;ENCODING=QUOTED-PRINTABLE:=41"), "1: not a valid vCard: unknown encoding: klingon"),
    ],
)
def test_what_is_no_card_is_refused_by_its_line(tmp_path: Path, content: str, reason: str) -> None:
    with pytest.raises(UnusableInput) as refusal:
        read_cards(tmp_path, content)
    assert str(refusal.value).startswith(f"{tmp_path / 'c.vcf'}:{reason}")
