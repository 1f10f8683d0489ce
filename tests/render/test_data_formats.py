"""For programs: JSON, NDJSON, CSV and TSV, compared whole."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netreg.core.cards import Card, CardSection
from netreg.core.choice_fields import YesNo
from netreg.core.fields import Count, Field, Ref, Reference, Style, Text, TextList
from netreg.core.thai_fields import Date
from netreg.entities import ORGANISATION, PARTY, POST, SIGNATORY
from netreg.language import Label
from netreg.render import data_formats
from netreg.render.results import Branch, Detail, Listing, Message, Tree, View
from tests.conftest import examples

if TYPE_CHECKING:
    from netreg.core.entity import Entity

FIELDS: list[Field] = [
    Count("id", "เลข", "No."),
    Text("title", "ชื่อ", "Title", lines=True),
    Date("day", "วัน", "Day"),
    YesNo("open", "เปิด", "Open"),
    TextList("words", "คำ", "Words"),
    Reference("unit", "หน่วย", "Unit", to="organisation"),
]
ROWS: list[dict[str, Any]] = [
    {
        "id": 1,
        "title": 'น้ำ, "ก"\nสอง\tสาม',
        "day": "2021-08",
        "open": 1,
        "words": '["ก", "ข; ค"]',
        "unit": Ref("organisation", 7, "mu", "มหาวิทยาลัยสมมติ"),
    },
    {"id": 66757, "title": None, "day": None, "open": None, "words": None, "unit": None},
]


def listed(form: str, fields: list[Field] = FIELDS, **view: Any) -> str:
    return data_formats.format_listing(Listing(fields, ROWS, View(**view), FIELDS), form)


class Bar(Field):
    """A picture, for people only."""

    is_picture = True


@pytest.mark.parametrize("form", ["json", "ndjson", "csv", "tsv"])
def test_a_picture_and_sentences_are_not_for_programs(form: str) -> None:
    fields = [FIELDS[0], Bar("bar", "แท่ง", "Bar")]
    rows = [{"id": 1, "bar": 20}]
    with_them = data_formats.format_listing(Listing(fields, rows, View(), footer=("one",)), form)
    assert with_them == data_formats.format_listing(Listing(FIELDS[:1], rows, View()), form)


# --- lists ---------------------------------------------------------------------

AS_JSON = [
    {
        "id": 1,
        "title": 'น้ำ, "ก"\nสอง\tสาม',
        "day": "2021-08",
        "open": True,
        "words": ["ก", "ข; ค"],
        "unit": {"id": 7, "code": "mu", "name": "มหาวิทยาลัยสมมติ"},
    },
    {"id": 66757, "title": None, "day": None, "open": None, "words": [], "unit": None},
]


def test_a_list_as_json() -> None:
    text = listed("json")
    assert json.loads(text) == AS_JSON
    assert text.startswith('[\n  {\n    "id": 1,\n    "title": "น้ำ')
    assert text.endswith("\n]\n")


def test_a_list_as_a_line_for_each_record() -> None:
    lines = listed("ndjson").split("\n")
    assert [json.loads(line) for line in lines[:-1]] == AS_JSON
    assert lines[-1] == ""


def test_a_list_as_csv() -> None:
    assert listed("csv") == (
        'id,title,day,open,words,unit\n1,"น้ำ, ""ก""\nสอง\tสาม",2021-08,yes,"ก\nข; ค\n",มหาวิทยาลัยสมมติ\n66757,,,,,\n'
    )


def test_a_list_as_tsv() -> None:
    assert listed("tsv") == (
        'id\ttitle\tday\topen\twords\tunit\n1\tน้ำ, "ก" สอง สาม\t2021-08\tyes\tก ข; ค\tมหาวิทยาลัยสมมติ\n66757\t\t\t\t\t\n'
    )


@pytest.mark.parametrize("form", ["csv", "tsv"])
def test_without_a_header(form: str) -> None:
    assert listed(form, header=False) == listed(form).split("\n", 1)[1]


@pytest.mark.parametrize("form", ["json", "ndjson", "csv", "tsv"])
@pytest.mark.parametrize("style", [Style("ce", "en"), Style("be", "th", long=True)])
def test_no_style_changes_what_scripts_get(form: str, style: Style) -> None:
    assert listed(form, style=style) == listed(form)


@pytest.mark.parametrize(
    ("form", "text"), [("json", "[]\n"), ("ndjson", ""), ("csv", "id,title\n"), ("tsv", "id\ttitle\n")]
)
def test_nothing_is_an_empty_answer(form: str, text: str) -> None:
    assert data_formats.format_listing(Listing(FIELDS[:2], [], View()), form) == text


def test_json_has_every_field_unless_columns_were_named() -> None:
    whole = data_formats.format_listing(Listing(FIELDS[:1], ROWS[1:], View(), FIELDS), "ndjson")
    named = data_formats.format_listing(Listing(FIELDS[:1], ROWS[1:], View()), "ndjson")
    assert list(json.loads(whole)) == [field.name for field in FIELDS]
    assert json.loads(named) == {"id": 66757}


def test_tables_have_the_columns_that_were_asked_for() -> None:
    assert data_formats.format_listing(Listing(FIELDS[:1], ROWS, View(), FIELDS), "tsv") == "id\n1\n66757\n"


# --- one record ------------------------------------------------------------------


def card(kind: Entity, number: int, groups: tuple[CardSection, ...] = (), **values: Any) -> Card:
    return Card(kind, {"id": number, **kind.make_blank_row(), **values}, groups)


POST_OF = card(POST, 3, person=Ref("person", 1, None, "กานดา"), organisation=Ref("organisation", 7, "ml", "หอสมุดสมมติ"))
LIBRARY = card(
    ORGANISATION,
    7,
    (CardSection("posts", Label("", "Posts"), POST, "organisation", (POST_OF,)),),
    name_th="หอสมุดสมมติ",
    code="ml",
)
NAMED = card(SIGNATORY, 5, party=Ref("party", 9, None, "x"), name_as_signed="นายสมมติ")
PARTY_OF = card(
    PARTY,
    9,
    (CardSection("signatories", Label("", "Signatories"), SIGNATORY, "party", (NAMED,)),),
    agreement=Ref("agreement", 2, None, "ข้อตกลง"),
)


def test_a_record_as_json_has_an_array_for_each_collection() -> None:
    data = json.loads(data_formats.format_detail(Detail(PARTY_OF, View()), "json"))
    assert data["id"] == 9
    assert [inner["name_as_signed"] for inner in data["signatories"]] == ["นายสมมติ"]
    assert data["agreement"]["name"] == "ข้อตกลง"
    assert "party" not in data["signatories"][0]


def test_a_post_on_the_card_of_its_organisation_says_whose_it_is() -> None:
    data = json.loads(data_formats.format_detail(Detail(LIBRARY, View()), "json"))
    assert data["posts"][0]["person"] == {"id": 1, "code": None, "name": "กานดา"}


def test_a_record_as_ndjson_is_one_line() -> None:
    text = data_formats.format_detail(Detail(PARTY_OF, View()), "ndjson")
    assert text.count("\n") == 1
    assert json.loads(text) == json.loads(data_formats.format_detail(Detail(PARTY_OF, View()), "json"))


def test_a_record_as_tsv_is_a_line_for_each_field_that_has_a_value() -> None:
    assert data_formats.format_detail(Detail(PARTY_OF, View()), "tsv") == (
        "field\tvalue\nid\t9\nagreement\tข้อตกลง\nrole\tparty\n"
        "signatories.1.id\t5\nsignatories.1.party\tx\nsignatories.1.name_as_signed\tนายสมมติ\n"
    )


def test_a_record_as_csv() -> None:
    text = data_formats.format_detail(Detail(PARTY_OF, View(header=False)), "csv")
    assert list(csv.reader(io.StringIO(text)))[:2] == [["id", "9"], ["agreement", "ข้อตกลง"]]


# --- trees -----------------------------------------------------------------------


def unit(number: int, name: str, *below: Branch, code: str | None = None, kind: str | None = None) -> Branch:
    return Branch({"id": number, "name_th": name, "name_en": None, "code": code, "kind": kind}, below)


TREE = Tree(ORGANISATION, (unit(1, "บน", unit(2, "กลาง", unit(3, "ล่าง")), code="t", kind="university"),), View())


def test_a_tree_as_json_is_nested() -> None:
    [top] = json.loads(data_formats.format_tree(TREE, "json"))
    assert (top["id"], top["code"], top["name"], top["kind"]) == (1, "t", "บน", "university")
    assert top["sub_units"][0]["sub_units"] == [{"id": 3, "code": None, "name": "ล่าง", "kind": None, "sub_units": []}]


def test_a_tree_as_tsv_has_depths() -> None:
    assert data_formats.format_tree(TREE, "tsv") == (
        "depth\tid\tcode\tname\tkind\n0\t1\tt\tบน\tuniversity\n1\t2\t\tกลาง\t\n2\t3\t\tล่าง\t\n"
    )


# --- sentences ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "data", "text"),
    [
        ("json", {"a": 1}, '{\n  "a": 1\n}\n'),
        ("ndjson", [{"a": 1}, {"a": 2}], '{"a": 1}\n{"a": 2}\n'),
        ("tsv", {"a": 1}, "หนึ่ง\nสอง \ufffd\n"),
        ("table", None, "หนึ่ง\nสอง \ufffd\n"),
        ("json", None, "หนึ่ง\nสอง \ufffd\n"),
    ],
)
def test_sentences_or_the_data_behind_them(form: str, data: Any, text: str) -> None:
    assert data_formats.format_message(Message(("หนึ่ง", "สอง \x1b"), data=data), form) == text


# --- safety ------------------------------------------------------------------------------

ANY = st.text(st.characters() | st.sampled_from("\x1b\x9b\x85\r\n\t\u202e\u2066\u2028\x00\",;'\ud800"), max_size=20)


@given(text=ANY)
@settings(deadline=None, max_examples=examples(150))
def test_json_says_just_what_was_meant_and_steers_nothing(text: str) -> None:
    for form in ("json", "ndjson", "line"):
        made = data_formats.dump_json({"x": text}, form)
        assert json.loads(made) == {"x": text}
        assert all(c == "\n" or c.isprintable() or c not in "\x1b\x9b\x85\u202e\u2066\u2028\ud800" for c in made)
    assert len(data_formats.dump_json([{"x": text}, 1], "ndjson").splitlines()) == 2


@given(text=ANY)
@settings(deadline=None, max_examples=examples(150))
def test_every_row_of_tsv_is_one_line_with_as_many_cells(text: str) -> None:
    made = data_formats.format_listing(Listing(FIELDS[:2], [{"id": 1, "title": text}], View()), "tsv")
    assert [len(line.split("\t")) for line in made.splitlines()] == [2, 2]


@given(text=ANY)
@settings(deadline=None, max_examples=examples(150))
def test_csv_is_read_back(text: str) -> None:
    made = data_formats.format_listing(Listing(FIELDS[:2], [{"id": 1, "title": text}], View()), "csv")
    [_head, row] = csv.reader(io.StringIO(made, newline=""), strict=True)
    assert len(row) == 2
    assert "\x1b" not in made
    assert "\u202e" not in made
