"""vCards, read back by a parser of their own that knows nothing of how they were written."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netreg.core.cards import Card, CardSection
from netreg.core.fields import Ref
from netreg.entities import PERSON, POST
from netreg.entities.acting import ACTING
from netreg.exchange.exporting.vcards import format_vcards
from netreg.exchange.tables import open_file
from netreg.store.database import reading
from netreg.store.records import records
from tests.conftest import laid

if TYPE_CHECKING:
    from tests.conftest import Netreg

TODAY = date(2026, 11, 21)
UID = "01a1fe78-4553-76cc-adb7-ee33d28721e9"
SYSTEM = {"id": 1, "uid": UID, "created_at": "2026-01-01T00:00:00.000000Z", "updated_at": "2026-11-21T03:04:05.678901Z"}
LIBRARY = Ref("organisation", 7, "lib", "หอสมุดสมมติ")
UNIVERSITY = Ref("organisation", 8, None, "มหาวิทยาลัยสมมติ")


class Property(NamedTuple):
    group: str
    name: str
    parameters: dict[str, str]
    value: str

    @property
    def text(self) -> str:
        return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], self.value)

    @property
    def components(self) -> list[str]:
        parts = re.split(r"(?<!\\)((?:\\\\)*);", self.value)
        joined = [before + slashes for before, slashes in zip(parts[::2], [*parts[1::2], ""], strict=True)]
        return [self._replace(value=part).text for part in joined]


def parse(content: str) -> list[list[Property]]:
    """Each card as its properties; lines are held to the rules of RFC 6350 on the way."""
    assert content.endswith("\r\n") or not content
    assert not re.search("(?<!\r)\n|\r(?!\n)", content)
    for line in content.split("\r\n"):
        assert len(line.encode()) <= 75
    cards: list[list[Property]] = []
    for line in filter(None, re.sub("\r\n[ \t]", "", content).split("\r\n")):
        head, value = re.fullmatch(r"([^:]*):(.*)", line, re.DOTALL).groups()  # type: ignore[union-attr]
        full, *parameters = head.split(";")
        group, _dot, name = full.rpartition(".")
        if name == "BEGIN":
            cards.append([])
        cards[-1].append(Property(group, name, dict(p.split("=", 1) for p in parameters), value))
    return cards


def person(*posts: dict[str, Any], **values: Any) -> Card:
    named = {"given_name": "สมมติ", "family_name": "ตัวอย่าง"}
    rows = [POST.make_blank_row() | SYSTEM | {"person": Ref("person", 1, None, "สมมติ ตัวอย่าง")} | post for post in posts]
    inner = tuple(Card(POST, row, ()) for row in rows)
    group = CardSection("posts", POST.plural, POST, "person", inner)
    return Card(PERSON, PERSON.make_blank_row() | SYSTEM | named | values, (group,))


def properties(*posts: dict[str, Any], **values: Any) -> list[Property]:
    (card,) = parse(format_vcards([person(*posts, **values)], TODAY, "4.0"))
    return card


def found(card: list[Property], name: str) -> list[Property]:
    return [one for one in card if one.name == name]


def value(card: list[Property], name: str) -> str:
    (one,) = found(card, name)
    return one.value


def test_the_least_that_a_card_holds() -> None:
    assert format_vcards([person()], TODAY, "4.0").split("\r\n") == [
        "BEGIN:VCARD",
        "VERSION:4.0",
        f"UID:urn:uuid:{UID}",
        "FN:สมมติ ตัวอย่าง",
        "N:ตัวอย่าง;สมมติ;;;",
        "REV:20261121T030405Z",
        "END:VCARD",
        "",
    ]


def test_the_version_that_every_address_book_takes() -> None:
    """3.0 is what is written unless 4.0 is asked for; it has the same, in its own words."""
    written = person(
        {"organisation": LIBRARY, "position": "บรรณารักษ์"},
        titles="รศ. ดร.", name_latin="Sommut T.", nickname="ต้น", email="s@example.ac.th", birth_date="1980-08-05",
        phone="0812345678, 074282209;ext=2209, 1669", line_id="sommut.t", province="ขอนแก่น", note="หนึ่ง, สอง",
    )  # fmt: skip
    assert format_vcards([written], TODAY).split("\r\n")[1:-2] == [
        "VERSION:3.0",
        f"UID:urn:uuid:{UID}",
        "FN:รศ.ดร.สมมติ ตัวอย่าง",
        "N:ตัวอย่าง;สมมติ;;รศ. ดร.;",
        "X-NAME-LATIN:Sommut T.",
        "BDAY:1980-08-05",
        "ORG:หอสมุดสมมติ",
        "TITLE:บรรณารักษ์",
        "EMAIL;TYPE=INTERNET:s@example.ac.th",
        "TEL;TYPE=CELL:+66812345678",
        "TEL;TYPE=VOICE:+6674282209 ext. 2209",
        "TEL;TYPE=VOICE:1669",
        "IMPP;X-SERVICE-TYPE=LINE:https://line.me/R/ti/p/~sommut.t",
        "ADR:;;;;ขอนแก่น;;",
        "NICKNAME:ต้น",
        "NOTE:หนึ่ง\\, สอง",
        "REV:2026-11-21T03:04:05Z",
    ]
    assert "X-BDAY:1980-08" in format_vcards([person(birth_date="1980-08")], TODAY)


@pytest.mark.parametrize("version", ["3.0", "4.0"])
def test_vobject_reads_what_is_written(version: str) -> None:
    import vobject

    posts = ({"organisation": LIBRARY, "position": "บรรณารักษ์"}, {"organisation": UNIVERSITY, "position": "กรรมการ"})
    text = format_vcards([person(*posts, note="ก้ำ;" * 50 + "\n, จบ"), person(given_name="กานดา")], TODAY, version)
    first, second = vobject.readComponents(text)
    assert (first.version.value, first.fn.value, first.n.value.family) == (version, "สมมติ ตัวอย่าง", "ตัวอย่าง")
    assert [org.value for org in first.org_list] == [["หอสมุดสมมติ"], ["มหาวิทยาลัยสมมติ"]]
    assert first.note.value == "ก้ำ;" * 50 + "\n, จบ"
    assert second.fn.value == "กานดา ตัวอย่าง"


@pytest.mark.parametrize("form", ["vcf", "vcf4"])
def test_an_export_of_the_demonstration_changes_nothing(netreg: Netreg, demo_file: Path, form: str) -> None:
    laid(netreg.db, demo_file.read_bytes())
    written = netreg("member", "export", "m.vcf", "--format", form)
    assert written.code == 0, written.err
    again = netreg("member", "import", "m.vcf", "--json")
    assert again.code == 0, again.err
    (report,) = again.data
    assert (report["new"], report["changed"], report["rejected"], report["left_out"]) == (0, 0, 0, 0)


def test_nobody_is_an_empty_file() -> None:
    assert format_vcards([], TODAY) == ""


def test_several_people_stand_one_after_another() -> None:
    cards = parse(format_vcards([person(), person(given_name="กานดา")], TODAY))
    assert [value(card, "FN") for card in cards] == ["สมมติ ตัวอย่าง", "กานดา ตัวอย่าง"]


def test_the_name_in_both_scripts() -> None:
    card = properties(titles="รศ. ดร.", name_latin="Sommut Tuayang, Ph.D.")
    thai, latin = found(card, "FN")
    assert (thai.text, thai.parameters) == ("รศ.ดร.สมมติ ตัวอย่าง", {"ALTID": "1", "LANGUAGE": "th"})
    assert (latin.text, latin.parameters) == ("Sommut Tuayang, Ph.D.", {"ALTID": "1", "LANGUAGE": "en"})
    assert found(card, "N")[0].components == ["ตัวอย่าง", "สมมติ", "", "รศ. ดร.", ""]


def test_a_name_without_a_family() -> None:
    card = properties(family_name=None)
    assert (value(card, "FN"), value(card, "N")) == ("สมมติ", ";สมมติ;;;")


@pytest.mark.parametrize(
    ("stored", "written"), [("1980-08-05", "19800805"), ("1980-08", "1980-08"), ("1980", "1980"), (None, None)]
)
def test_a_birthday_as_far_as_it_is_known(stored: str | None, written: str | None) -> None:
    assert [one.value for one in found(properties(birth_date=stored), "BDAY")] == ([written] if written else [])


@pytest.mark.parametrize(
    ("stored", "written"),
    [
        ("0812345678", "TEL;VALUE=uri;TYPE=cell:tel:+66812345678"),
        ("074282209;ext=2209", "TEL;VALUE=uri:tel:+6674282209;ext=2209"),
        ("021234567", "TEL;VALUE=uri:tel:+6621234567"),
        ("+6561234567", "TEL;VALUE=uri:tel:+6561234567"),
        ("+6561234567;ext=5", "TEL;VALUE=uri:tel:+6561234567;ext=5"),
        ("1669", "TEL;VALUE=uri:tel:1669;phone-context=+66"),
        ("1800123456;ext=9", "TEL;VALUE=uri:tel:1800123456;ext=9;phone-context=+66"),
    ],
)
def test_a_number_that_can_be_dialled(stored: str, written: str) -> None:
    assert f"\r\n{written}\r\n" in format_vcards([person(phone=stored)], TODAY, "4.0")


def test_every_number_has_a_line() -> None:
    card = properties(phone="074282209;ext=2209, 074282209;ext=2210, 0812345678")
    assert [one.value for one in found(card, "TEL")] == [
        "tel:+6674282209;ext=2209",
        "tel:+6674282209;ext=2210",
        "tel:+66812345678",
    ]


def test_the_one_post_is_not_grouped() -> None:
    card = properties({"organisation": LIBRARY, "position": "บรรณารักษ์"})
    assert [(p.group, p.name, p.text) for p in card if p.name in ("ORG", "TITLE", "ROLE")] == [
        ("", "ORG", "หอสมุดสมมติ"),
        ("", "TITLE", "บรรณารักษ์"),
    ]


def test_position_and_place_of_several_posts_stay_together() -> None:
    card = properties(
        {"organisation": LIBRARY, "position": "ผู้อำนวยการ", "acting": "acting_for"},
        {"organisation": UNIVERSITY},
        {"position": "กรรมการ; เลขานุการ"},
    )
    assert [(p.group, p.name, p.text) for p in card if p.group] == [
        ("item1", "ORG", "หอสมุดสมมติ"),
        ("item1", "TITLE", "รักษาการแทนผู้อำนวยการ"),
        ("item1", "ROLE", "รักษาการแทน"),
        ("item2", "ORG", "มหาวิทยาลัยสมมติ"),
        ("item3", "TITLE", "กรรมการ; เลขานุการ"),
    ]


@pytest.mark.parametrize("form", ACTING)
def test_who_only_acts_is_not_called_the_holder(form: str) -> None:
    card = properties({"position": "คณบดี", "acting": form})
    assert value(card, "TITLE") == f"{ACTING[form].th}คณบดี"
    written_out = properties({"position": f"{ACTING[form].th}คณบดี", "acting": form})
    assert value(written_out, "TITLE") == f"{ACTING[form].th}คณบดี"


def test_an_acting_form_alone_is_no_title() -> None:
    card = properties({"organisation": LIBRARY, "acting": "delegated"})
    assert not found(card, "TITLE")
    assert value(card, "ROLE") == "ปฏิบัติราชการแทน"


def test_only_posts_of_the_day_asked_about() -> None:
    card = person({"position": "เดิม", "until": "2025-09"}, {"position": "ใหม่", "since": "2025-10-01"})
    for day, position in ((date(2025, 9, 30), "เดิม"), (TODAY, "ใหม่")):
        (one,) = parse(format_vcards([card], day))
        assert value(one, "TITLE") == position


def test_where_the_person_is_reached() -> None:
    card = properties(email="sommut@example.ac.th", province="ขอนแก่น", note="แถวแรก\nแถวที่สอง, จบ")
    assert value(card, "EMAIL") == "sommut@example.ac.th"
    assert found(card, "ADR")[0].components == ["", "", "", "", "ขอนแก่น", "", ""]
    assert found(card, "NOTE")[0].text == "แถวแรก\nแถวที่สอง, จบ"


@pytest.mark.parametrize(
    ("stored", "link"),
    [
        ("sommut.t", "https://line.me/R/ti/p/~sommut.t"),
        ("@sommut", "https://line.me/R/ti/p/%40sommut"),
        ("081 234;x", "https://line.me/R/ti/p/~081%20234%3Bx"),
        ("https://line.me/ti/p/AbC-1", "https://line.me/ti/p/AbC-1"),
    ],
)
def test_the_line_account_is_a_link(stored: str, link: str) -> None:
    (one,) = found(properties(line_id=stored), "IMPP")
    assert (one.value, one.parameters) == (link, {"X-SERVICE-TYPE": "LINE"})


def test_no_thai_syllable_is_cut() -> None:
    content = format_vcards([person(note="กำ้น้ำผู้ทั้งปี่ที่" * 30)], TODAY)
    for line in content.split("\r\n "):
        assert not re.match("[ัำิ-ฺ็-๎]", line)


def test_a_heap_of_signs_is_cut_between_characters() -> None:
    note = "ก" + "่" * 200
    assert value(properties(note=note), "NOTE") == note


@given(st.text(st.characters(exclude_characters="\r", codec="utf-8"), min_size=1))
def test_any_text_comes_back(text: str) -> None:
    card = properties(note=text, family_name=text)
    assert found(card, "NOTE")[0].text == text
    assert found(card, "N")[0].components == [text, "สมมติ", "", "", ""]


@pytest.mark.parametrize("end", ["\r", "\r\n", "\n"])
def test_no_line_end_gets_out_of_a_value(end: str) -> None:
    card = properties(note=f"ก{end}UID:another")
    assert found(card, "NOTE")[0].text == "ก\nUID:another"
    assert len(found(card, "UID")) == 1


def test_everybody_of_the_demonstration(demo_file: Path) -> None:
    with reading(demo_file) as db:
        numbers = [row["id"] for row in records.select_records(db, PERSON, as_of=TODAY)]
        cards = [records.read_card(db, PERSON, number, TODAY) for number in numbers]
    read = parse(format_vcards(cards, TODAY, "4.0"))
    assert [found(one, "FN")[0].text for one in read] == [PERSON.display_name(card.row) for card in cards]
    assert len({value(one, "UID") for one in read}) == len(numbers)
    for one in read:
        assert [p.name for p in (one[0], one[1], one[-1])] == ["BEGIN", "VERSION", "END"]


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1), st.booleans())
def test_any_text_is_read_back_by_the_import(text: str, old: bool) -> None:
    written = format_vcards([person(note=text, family_name=text)], TODAY, "3.0" if old else "4.0")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "c.vcf"
        path.write_bytes(written.encode())
        with open_file.open_file(path, encoding="utf-8") as file:
            headings, row = file.tables[0].rows()
    cells = dict(zip(headings.cells, row.cells, strict=True))
    assert (cells["NOTE"], cells["N FAMILY"]) == (text.strip(), text.strip())
