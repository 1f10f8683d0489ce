"""For people: tables, cards and trees, each compared as it is drawn, line by line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from netreg.core.cards import Card, CardSection
from netreg.core.choice_fields import Choice
from netreg.core.fields import Field, Number, Ref, Style, Text
from netreg.core.thai_fields import Date
from netreg.entities import AGREEMENT, ORGANISATION, PARTY, POST, SIGNATORY
from netreg.language import Label, get_language, set_language
from netreg.render.console import make_console
from netreg.render.results import Branch, Detail, Listing, Tree, View
from netreg.render.tables import render_result
from tests.conftest import examples

if TYPE_CHECKING:
    from collections.abc import Iterator

    from netreg.core.entity import Entity

DUE = {"none": Label("", ""), "end": Label("ใกล้สิ้นสุด", "ENDS")}
FIELDS: list[Field] = [
    Number("id", "เลข", "No."),
    Text("title", "ชื่อเรื่อง", "Title"),
    Date("end", "สิ้นสุด", "End"),
    Number("days_left", "คงเหลือ (วัน)", "Days left", "คงเหลือ", "เหลือวัน"),
    Choice("due", "ถึงกำหนด", "Due", options=DUE),
    Text("empty", "ว่าง", "Empty"),
]
ROWS: list[dict[str, Any]] = [
    {"id": 1, "title": "ข้อตกลงว่าด้วยน้ำ", "end": "2020-09-10", "days_left": 71, "due": "end", "has_end": True},
    {"id": 12, "title": "Plan [red]one[/] two", "end": None, "days_left": None, "due": "none", "has_end": False},
]
LISTING = Listing(FIELDS, ROWS, View())


@pytest.fixture(autouse=True)
def plain(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No colours, labels in English."""
    for name in ("NO_COLOR", "FORCE_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    before = get_language()
    set_language("en")
    yield
    set_language(before)


def lines(result: Listing | Detail | Tree, width: int, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The lines as they are drawn, without the blanks that fill them up."""
    monkeypatch.setenv("COLUMNS", str(width))
    return [line.rstrip() for line in render_result(result, make_console()).split("\n")]


class Bar(Field):
    """A picture, for people only."""

    is_picture = True

    def show(self, value: Any, style: Style = Style()) -> str:  # noqa: ARG002, B008 - a value
        return "█" * (value or 0)


def test_a_picture_goes_where_there_is_no_room_and_sentences_stand_under_the_table(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fields = [Text("title", "ชื่อ", "Title"), Bar("bar", "แท่ง", "Bar")]
    listing = Listing(fields, [{"title": "plan", "bar": 20}], View(), footer=("one [b]two[/b] three", "four"))
    assert lines(listing, 40, monkeypatch) == [
        "Title  Bar",
        "───────────────────────────",
        "plan   ████████████████████",
        "",
        "one [b]two[/b] three",
        "four",
        "",
    ]
    assert lines(listing, 24, monkeypatch) == ["Title", "─────", "plan", "", "one [b]two[/b] three", "four", ""]


# --- tables ------------------------------------------------------------------------


def test_a_table_that_fits(monkeypatch: pytest.MonkeyPatch) -> None:
    assert lines(LISTING, 80, monkeypatch) == [
        "No.  Title                 End           Days left  Due",
        "───────────────────────────────────────────────────────────",
        "  1  ข้อตกลงว่าด้วยน้ำ         10 ก.ย. 2563         71  ใกล้สิ้นสุด",
        " 12  Plan [red]one[/] two  NO END",
        "",
    ]


def test_a_table_that_gives_way(monkeypatch: pytest.MonkeyPatch) -> None:
    assert lines(LISTING, 46, monkeypatch) == [
        "                                 Days",
        "No.  Title     End               left  Due",
        "──────────────────────────────────────────────",
        "  1  ข้อตกลง    10 ก.ย. 2563        71  ใกล้สิ้นสุด",
        "     ว่าด้วยน้ำ",
        " 12  Plan      NO END",
        "     [red]one",
        "     [/] two",
        "",
    ]


def test_a_terminal_too_narrow_for_a_table(monkeypatch: pytest.MonkeyPatch) -> None:
    assert lines(LISTING, 30, monkeypatch) == [
        "No.        1",
        "Title      ข้อตกลงว่าด้วยน้ำ",
        "End        10 ก.ย. 2563",
        "Days left  71",
        "Due        ใกล้สิ้นสุด",
        "",
        "No.    12",
        "Title  Plan [red]one[/] two",
        "End    NO END",
        "",
        "",
    ]


def test_a_table_in_the_other_era_and_language_without_header(monkeypatch: pytest.MonkeyPatch) -> None:
    listing = LISTING._replace(view=View(style=Style("ce", "en"), header=False))
    assert lines(listing, 80, monkeypatch) == [
        "  1  ข้อตกลงว่าด้วยน้ำ         10 Sep 2020         71  ENDS",
        " 12  Plan [red]one[/] two  NO END",
        "",
    ]


def test_headings_are_in_the_language_of_the_interface(monkeypatch: pytest.MonkeyPatch) -> None:
    set_language("th")
    head = lines(LISTING, 80, monkeypatch)[0]
    assert head.split() == ["เลข", "ชื่อเรื่อง", "สิ้นสุด", "คงเหลือ", "(วัน)", "ถึงกำหนด"]


def test_a_table_of_nothing_has_its_headings(monkeypatch: pytest.MonkeyPatch) -> None:
    assert lines(LISTING._replace(rows=[]), 80, monkeypatch)[0] == "No.  Title  End  Days left  Due  Empty"


def test_what_matters_least_is_left_out_first(monkeypatch: pytest.MonkeyPatch) -> None:
    fields = [ORGANISATION.by_name[name] for name in ("id", "code", "name_th", "province")]
    rows = [{"id": 1, "code": "a-long-code", "name_th": "มหาวิทยาลัยสมมติ", "province": "นครราชสีมา"}]
    listing = Listing(fields, rows, View(style=Style("ce", "en")))
    assert lines(listing, 60, monkeypatch)[0].split() == ["No.", "Code", "Name", "(Thai)", "Province"]
    assert lines(listing, 32, monkeypatch)[0].split() == ["No.", "Code", "Name", "(Thai)"]


# --- cards ----------------------------------------------------------------------------


def card(entity: Entity, number: int, groups: tuple[CardSection, ...] = (), /, **values: Any) -> Card:
    system = {"uid": "u", "created_at": "2021-08-04T18:30:00Z", "updated_at": "2021-08-04T18:30:00Z"}
    return Card(entity, {"id": number, **system, **entity.make_blank_row(), **values}, groups)


LIBRARY = card(ORGANISATION, 7, name_th="หอสมุดสมมติ", kind="library", founded="1964", note="หนึ่ง\nสอง [b]x")


def test_a_card_has_a_line_for_each_value(monkeypatch: pytest.MonkeyPatch) -> None:
    assert lines(Detail(LIBRARY, View()), 60, monkeypatch) == [
        "Organisation 7: หอสมุดสมมติ",
        "Name (Thai)  หอสมุดสมมติ",
        "Kind         ห้องสมุด",
        "Founded      2507",
        "Note         หนึ่ง",
        "             สอง [b]x",
        "Created      5 ส.ค. 2564 01:30 น.",
        "Updated      5 ส.ค. 2564 01:30 น.",
        "",
    ]


ORGANISATION_REF = Ref("organisation", 7, "ml", "หอสมุดสมมติ")
POSTS = tuple(
    card(POST, number, person=Ref("person", number, None, name), organisation=ORGANISATION_REF, position=position)
    for number, name, position in ((3, "กานดา", "ครู"), (4, "ขวัญ", "ผู้ช่วย"))
)


def test_posts_on_the_card_of_their_organisation_say_whose_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    library = LIBRARY._replace(sections=(CardSection("posts", POST.plural, POST, "organisation", POSTS),))
    below = lines(Detail(library, View()), 60, monkeypatch)
    at = below.index("Posts (2)")
    assert [name for name in ("กานดา", "ขวัญ") if any(name in line for line in below[at:])] == ["กานดา", "ขวัญ"]
    assert not any("หอสมุดสมมติ" in line for line in below[at:])


def test_a_collection_without_records_is_not_headed(monkeypatch: pytest.MonkeyPatch) -> None:
    library = LIBRARY._replace(sections=(CardSection("posts", POST.plural, POST, "organisation", ()),))
    assert not any("Posts" in line for line in lines(Detail(library, View()), 60, monkeypatch))


def test_children_with_children_are_lines_under_one_another(monkeypatch: pytest.MonkeyPatch) -> None:
    signed = card(SIGNATORY, 5, name_as_signed="นายสมมติ ใจดี", position_as_signed="คณบดี", capacity="acting", person=None)
    inner = (CardSection("signatories", SIGNATORY.plural, SIGNATORY, "party", (signed,)),)
    party = card(PARTY, 9, inner, seq=1, organisation=ORGANISATION_REF, unit=None, role="lead")
    parties = (CardSection("parties", PARTY.plural, PARTY, "agreement", (party,)),)
    agreement = card(AGREEMENT, 2, parties, title="ข้อตกลงสมมติ", signed_on="2017-09-11", has_end=False, end=None)
    assert lines(Detail(agreement, View(style=Style("be", "en"))), 90, monkeypatch) == [
        "Agreement 2: ข้อตกลงสมมติ",
        "End      NO END",
        "Kind     MOU",
        "Title    ข้อตกลงสมมติ",
        "Signed   11 September 2560",
        "Created  5 Aug 2564 01:30",
        "Updated  5 Aug 2564 01:30",
        "",
        "Parties (1)",
        " 1 หอสมุดสมมติ (Role lead)",
        "      Signatory:  5 นายสมมติ ใจดี (Position as signed คณบดี; Capacity acting)",
        "",
    ]


def make_party(number: int, name: str, *signatories: tuple[int, str, str, str | None]) -> Card:
    signed = tuple(
        card(
            SIGNATORY,
            n,
            name_as_signed=who,
            position_as_signed=position,
            capacity=capacity,
            signed_on="2017-09-11",
            person=None,
        )
        for n, who, position, capacity in signatories
    )
    inner = (CardSection("signatories", SIGNATORY.plural, SIGNATORY, "party", signed),)
    organisation = Ref("organisation", number, None, name)
    return card(PARTY, number, inner, seq=number, organisation=organisation, unit=ORGANISATION_REF, role="party")


def test_children_with_few_children_each_are_a_table(monkeypatch: pytest.MonkeyPatch) -> None:
    parties = (
        make_party(1, "มหาวิทยาลัยสมมติ", (5, "นายสมมติ ใจดี", "คณบดี", "acting"), (6, "นางสอง ทดสอบ", "รองคณบดี", None)),
        make_party(2, "เทศบาลสมมติ", (7, "นายสาม ทดสอบ", "นายกเทศมนตรีเมืองสมมติตัวอย่างทดสอบ", None)),
        make_party(3, "โรงพยาบาลสมมติ"),
    )
    section = CardSection("parties", PARTY.plural, PARTY, "agreement", parties)
    agreement = card(AGREEMENT, 2, (section,), title="ข้อตกลง", has_end=False, end=None)
    drawn = lines(Detail(agreement, View(style=Style("be", "en"))), 70, monkeypatch)
    assert [line.rstrip() for line in drawn[drawn.index("Parties (3)") :]] == [
        "Parties (3)",
        "Party                         Signatory (Signed on 11 Sep 2560)",
        "──────────────────────────────────────────────────────────────────────",
        " 1 หอสมุดสมมติ (มหาวิทยาลัยสมมติ)   5 นายสมมติ ใจดี (คณบดี; acting)",
        "                               6 นางสอง ทดสอบ (รองคณบดี)",
        " 2 หอสมุดสมมติ (เทศบาลสมมติ)      7 นายสาม ทดสอบ",
        "                                 (นายกเทศมนตรีเมืองสมมติตัวอย่างทดสอบ)",
        " 3 หอสมุดสมมติ (โรงพยาบาลสมมติ)",
        "",
    ]


def test_children_with_many_children_have_these_below_a_heading(monkeypatch: pytest.MonkeyPatch) -> None:
    many = tuple((n, f"นาย{n}", "คณบดี", "acting" if n == 4 else None) for n in range(1, 5))
    parties = (make_party(1, "มหาวิทยาลัยสมมติ", *many), make_party(2, "เทศบาลสมมติ"))
    section = CardSection("parties", PARTY.plural, PARTY, "agreement", parties)
    agreement = card(AGREEMENT, 2, (section,), title="ข้อตกลง", has_end=False, end=None)
    drawn = lines(Detail(agreement, View(style=Style("be", "en"))), 70, monkeypatch)
    assert drawn[drawn.index("Parties (2)") :] == [
        "Parties (2)",
        " 1 หอสมุดสมมติ (Organisation มหาวิทยาลัยสมมติ)",
        "      Signatories:",
        "       1 นาย1 (คณบดี; 11 Sep 2560)",
        "       2 นาย2 (คณบดี; 11 Sep 2560)",
        "       3 นาย3 (คณบดี; 11 Sep 2560)",
        "       4 นาย4 (คณบดี; acting; 11 Sep 2560)",
        " 2 หอสมุดสมมติ (Organisation เทศบาลสมมติ)",
        "",
    ]


# --- trees ----------------------------------------------------------------------------


def unit(number: int, name: str, *below: Branch, code: str | None = None) -> Branch:
    return Branch({"id": number, "name_th": name, "name_en": None, "code": code, "kind": None}, below)


def test_a_tree(monkeypatch: pytest.MonkeyPatch) -> None:
    top = unit(1, "มหาวิทยาลัย", unit(2, "คณะ\x1b", unit(3, "ภาค")), unit(4, "หอสมุด", code="ml"), code="mu")
    assert lines(Tree(ORGANISATION, (top, unit(5, "อื่น")), View()), 40, monkeypatch) == [
        "มหาวิทยาลัย  mu",
        "├── คณะ\ufffd  2",
        "│   └── ภาค  3",
        "└── หอสมุด  ml",
        "อื่น  5",
        "",
    ]


# --- colour ----------------------------------------------------------------------------------

LOUD = [
    ("due", "end", "\x1b[1;31m", "ENDS"),
    ("state", "expired", "\x1b[1;31m", "EXPIRED"),
    ("state", "in_grace", "\x1b[1;33m", "in grace"),
    ("state", "awaiting_signatures", "\x1b[33m", "awaiting signatures"),
]


@pytest.mark.parametrize(("field", "value", "colour", "word"), LOUD)
def test_a_warning_is_a_colour_and_a_word(
    monkeypatch: pytest.MonkeyPatch, field: str, value: str, colour: str, word: str
) -> None:
    listing = Listing([AGREEMENT.by_name[field]], [{field: value}], View(style=Style("ce", "en")))
    assert word in lines(listing, 40, monkeypatch)
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert any(f"{colour}{word}" in line for line in lines(listing, 40, monkeypatch))


def test_flags_are_ranked_by_their_colours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    found = {}
    for name, severity in (("expired", "high"), ("term-mismatch", "high"), ("missing-end-date", "high")):
        rows = [{"flags": [{"id": name, "severity": severity, "data": {}}]}]
        listing = Listing([AGREEMENT.by_name["flags"]], rows, View(style=Style("ce", "en")))
        found[name] = re.findall(r"\x1b\[[0-9;]+m", "".join(lines(listing, 40, monkeypatch)[2:]))[0]
    assert found == {"expired": "\x1b[1;31m", "term-mismatch": "\x1b[31m", "missing-end-date": "\x1b[33m"}


@pytest.mark.parametrize(
    ("environment", "coloured"),
    [
        ({}, False),
        ({"FORCE_COLOR": "1"}, True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        ({"NO_COLOR": "1"}, False),
        ({"TERM": "xterm-256color"}, False),
    ],
)
def test_who_wants_colours(monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], coloured: bool) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert any("\x1b[" in line for line in lines(LISTING, 80, monkeypatch)) is coloured


@pytest.mark.parametrize(("term", "coloured"), [("xterm", True), ("dumb", False)])
def test_a_terminal_has_colours_unless_it_is_dumb(monkeypatch: pytest.MonkeyPatch, term: str, coloured: bool) -> None:
    monkeypatch.setattr("netreg.render.console.is_terminal", lambda: True)
    monkeypatch.setenv("TERM", term)
    assert any("\x1b[" in line for line in lines(LISTING, 80, monkeypatch)) is coloured


@pytest.mark.parametrize(("columns", "width"), [("100", 100), ("20", 20), ("5", 20), ("x", 80), ("0", 80)])
def test_the_width_is_that_of_the_terminal(monkeypatch: pytest.MonkeyPatch, columns: str, width: int) -> None:
    monkeypatch.setattr("sys.__stdout__", None)
    monkeypatch.setenv("COLUMNS", columns)
    assert make_console().width == width


# --- whatever the data ------------------------------------------------------------------------

HOSTILE = [
    "\x1b[31mred",
    "[/]",
    "[link=https://example.org]x[/link]",
    "[bold",
    ":smile:",
    "a\u202eb",
    "a\tb",
    "\\[x]",
    "a\nb",
]
SYLLABLES = ["กำ", "น้ำ", "เก้า", "แม่", "ที่", "โต๊ะ", "ใหญ่", "เรื่อง", "หนึ่ง", "ศิษย์", "สำหรับ", "เสื้อ", " ", "a", "-"]
WORDS = st.lists(st.sampled_from([*SYLLABLES, *SYLLABLES, *HOSTILE]), min_size=1, max_size=20).map("".join)
MARKS = re.compile("(?m)^[ัิ-ฺ็-๎าำะๅ]")


@pytest.mark.parametrize("text", HOSTILE)
def test_data_is_never_markup_nor_an_escape(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    shown = "\n".join(lines(Listing(FIELDS[:2], [{"id": 1, "title": text}], View()), 80, monkeypatch))
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    visible = text.replace("\x1b", "\ufffd").replace("\u202e", "\ufffd")
    assert all(part in shown for part in re.split(r"\s", visible))


@given(titles=st.lists(WORDS, min_size=1, max_size=3), width=st.integers(20, 90))
@settings(deadline=None, max_examples=examples(50), suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_table_is_wider_than_the_terminal_or_parts_a_cluster(
    monkeypatch: pytest.MonkeyPatch, titles: list[str], width: int
) -> None:
    rows = [{"id": n, "title": title, "end": "2020-09-10", "has_end": True} for n, title in enumerate(titles)]
    made = lines(Listing(FIELDS, rows, View()), width, monkeypatch)
    assert all(cell_len(line) <= width for line in made)
    assert not any(MARKS.search(cell.strip()) for line in made for cell in line.split("  "))
    assert not any("…" in line for line in made)


@given(title=WORDS, width=st.integers(20, 90))
@settings(deadline=None, max_examples=examples(50), suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_card_is_wider_than_the_terminal_or_parts_a_cluster(
    monkeypatch: pytest.MonkeyPatch, title: str, width: int
) -> None:
    shown = card(SIGNATORY, 5, party=None, person=None, name_as_signed="นายสมมติ", position_as_signed=title)
    made = lines(Detail(shown, View()), width, monkeypatch)
    assert all(cell_len(line) <= width for line in made)
    assert not any(MARKS.search(cell.strip()) for line in made for cell in line.split("  "))


@pytest.mark.parametrize("lang", ["th", "en"])
@pytest.mark.parametrize("width", [20, 24, 30, 40])
def test_labels_and_dates_of_a_card_are_whole(monkeypatch: pytest.MonkeyPatch, lang: str, width: int) -> None:
    set_language(lang)
    shown = card(SIGNATORY, 5, party=None, person=None, name_as_signed="นายสมมติ", authority_date="2021-09-10")
    made = lines(Detail(shown, View()), width, monkeypatch)
    assert all(cell_len(line) <= width for line in made)
    assert not any("…" in line for line in made)
    assert not any(MARKS.search(cell.strip()) for line in made for cell in line.split("  "))
