"""An entity: one kind of record described once, and what follows from the description."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from netreg.core.entity import Entity, Problem, Row, TimeFrame, computed_from
from netreg.core.fields import Count, Reference, Text
from netreg.language import Label

if TYPE_CHECKING:
    from collections.abc import Iterable


def check(row: Row) -> Iterable[Problem]:
    if (row["pages"] or 0) > 1000:
        yield Problem("pages", "too thick")


BOOK = Entity(
    name="book",
    collection="books",
    command="book",
    label=Label("หนังสือ", "Book"),
    plural=Label("หนังสือ", "Books"),
    fields=(
        Text("title", "ชื่อ", "Title", required=True),
        Count("pages", "หน้า", "Pages"),
        Reference("shelf", "ชั้น", "Shelf", to="shelf"),
    ),
    columns=("id", "title"),
    display_name=lambda row: str(row["title"]),
    check=check,
    derived=(Text("size", "ขนาด", "Size"),),
    derive=lambda row, frame: {"size": f"{row['pages']} on {frame.as_of} for {frame.window}"},
    defaults={"pages": 10},
)
PAGE = Entity(
    name="page",
    collection="pages",
    command="book page",
    label=Label("หน้า", "Page"),
    plural=Label("หน้า", "Pages"),
    fields=(Reference("book", "หนังสือ", "Book", to="book", parent=True, required=True), Text("text", "ข้อความ", "Text")),
    columns=("id", "book"),
    display_name=lambda row: str(row["text"]),
)


def test_a_record_of_its_own_has_a_code_and_what_all_have() -> None:
    assert [field.name for field in BOOK.stored] == ["code", "title", "pages", "shelf", "note", "source"]


def test_a_record_that_belongs_to_another_has_no_code() -> None:
    assert [field.name for field in PAGE.stored] == ["book", "text", "note", "source"]


def test_the_parent_is_the_reference_that_says_so() -> None:
    assert BOOK.parent is None
    assert PAGE.parent is PAGE.fields[0]
    assert [reference.to for reference in BOOK.references] == ["shelf"]


def test_every_field_is_found_by_its_name() -> None:
    assert list(BOOK.by_name) == [
        "id", "code", "title", "pages", "shelf", "note", "source", "size", "uid", "created_at", "updated_at",
    ]  # fmt: skip
    assert BOOK.by_name["title"] is BOOK.fields[0]
    assert "code" not in PAGE.by_name


def test_of_a_blank_record_only_the_defaults_are_known() -> None:
    blank = {"code": None, "title": None, "pages": 10, "shelf": None, "note": None, "source": None}
    assert BOOK.make_blank_row() == blank


def test_a_blank_record_is_nobody_elses() -> None:
    BOOK.make_blank_row()["pages"] = 99
    assert BOOK.make_blank_row()["pages"] == 10


@pytest.mark.parametrize(
    ("values", "problems"),
    [
        ({"title": "สมมติ"}, []),
        ({"title": None}, [Problem("title", "title is required")]),
        ({"title": None, "pages": 5000}, [Problem("title", "title is required")]),
        ({"title": "สมมติ", "pages": 5000}, [Problem("pages", "too thick")]),
    ],
)
def test_what_is_missing_is_said_before_what_contradicts(values: Row, problems: list[Problem]) -> None:
    assert BOOK.find_problems(BOOK.make_blank_row() | values) == problems


def test_a_row_is_completed_as_of_a_day() -> None:
    row = BOOK.make_blank_row() | {"title": "สมมติ"}
    frame = TimeFrame(date(2026, 11, 21), "P30D")
    assert BOOK.add_derived(row, frame) == row | {"size": "10 on 2026-11-21 for P30D"}
    assert "size" not in row


def test_a_kind_without_derived_fields_is_complete_as_it_is() -> None:
    row = PAGE.make_blank_row() | {"text": "ก"}
    assert PAGE.add_derived(row, TimeFrame(date(2026, 11, 21))) == row


def test_the_usual_window_is_ninety_days() -> None:
    assert TimeFrame(date(2026, 11, 21)).window == "P90D"


def test_what_fields_make_is_made_of_a_row_and_of_values() -> None:
    @computed_from("title", "pages")
    def told(title: str, pages: int) -> str:
        return f"{title}: {pages}"

    assert told.fields == ("title", "pages")
    assert told({"title": "Rules", "pages": 7, "shelf": None}) == told.compute("Rules", 7) == "Rules: 7"
