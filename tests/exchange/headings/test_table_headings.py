"""Which column of a file is which field."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from netreg.entities import AGREEMENT, BY_NAME, ENTITIES, MEETING, PERSON, SIGNATORY
from netreg.errors import Failure, UnusableInput, UsageError
from netreg.exchange.headings.table_headings import HeadingOptions, match_headings, refuse_unused_mapping
from netreg.exchange.headings.targets import REASON, list_targets
from netreg.exchange.tables.cell_marks import BLANK
from netreg.exchange.tables.source_tables import SourceRow

if TYPE_CHECKING:
    from netreg.core.entity import Entity
    from netreg.exchange.headings.table_headings import TableHeadings

every_kind = pytest.mark.parametrize("kind", ENTITIES, ids=lambda kind: str(kind.name))


def found(kind: str, *rows: list[str], mapping: dict[str, str] | None = None, **more: bool) -> TableHeadings:
    """The heading row of a table whose first rows these are, each with its cells."""
    lines = [SourceRow(number, cells) for number, cells in enumerate(rows, 1)]
    options = HeadingOptions(mapping or {})
    return match_headings(BY_NAME[kind], "file.csv", iter(lines), options, **{"headed": False, **more})


def names(kind: str, headings: list[str], mapping: dict[str, str] | None = None) -> list[str | None]:
    targets = found(kind, headings, mapping=mapping).targets
    return [targets[column].name if column in targets else None for column in range(len(headings))]


KNOWN = [
    ("organisation", ["ชื่อองค์กร", "สังกัด", "จังหวัด"], ["name_th", "parent", "province"]),
    ("organisation", ["Name (Thai)", "Part of", "PROVINCE"], ["name_th", "parent", "province"]),
    ("organisation", ["name th", "name_en"], ["name_th", "name_en"]),
    ("organisation", [" ชื่อ  ไทย ", "รหัส"], ["name_th", "code"]),
    ("person", ["คำนำหน้า", "ชื่อ", "นามสกุล", "อีเมล์"], ["titles", "given_name", "family_name", "email"]),
    ("person", ["ชื่อ-นามสกุล", "คณะ", "ตำแหน่ง"], ["name", "child.organisation", "child.position"]),
    ("person", ["ชื่อ - สกุล", "หน่วยงาน"], ["name", "child.organisation"]),
    ("person", ["Full name", "Faculty", "Job title"], ["name", "child.organisation", "child.position"]),
    ("person", ["หมายเหตุ", "child.note"], ["note", "child.note"]),
    ("post", ["ชื่อ-สกุล", "คณะ", "ตำแหน่ง", "ตั้งแต่"], ["person", "organisation", "position", "since"]),
    ("agreement", ["ชื่อข้อตกลง", "วันที่ลงนาม", "วันสิ้นสุด"], ["title", "signed_on", "end_stated"]),
    ("signatory", ["ข้อตกลง", "ภาคี", "ผู้ลงนาม"], ["scope.agreement", "party", "person"]),
    ("meeting", ["เรื่อง", "วันที่", "สถานที่"], ["title", "starts_at", "venue"]),
]


@pytest.mark.parametrize(("kind", "headings", "expected"), KNOWN)
def test_headings_that_are_known(kind: str, headings: list[str], expected: list[str]) -> None:
    assert names(kind, headings) == expected


@every_kind
@pytest.mark.parametrize("style", ["th", "en", "names"])
def test_the_headings_of_an_export_mean_their_own_fields(kind: Entity, style: str) -> None:
    fields = kind.stored
    written = [f.name if style == "names" else getattr(f.label, style) for f in fields]
    assert names(kind.name, written) == [f.name for f in fields]


@every_kind
def test_every_target_can_be_mapped_to_by_its_name(kind: Entity) -> None:
    wanted = [target.name for target in list_targets(kind)]
    assert len(set(wanted)) == len(wanted)
    for name in wanted:
        assert names(kind.name, ["Spalte 1"], {"Spalte 1": name}) == [name]


MAPPED = [
    (["ช่อง ก", "ช่อง ข"], {"ช่อง ก": "given_name", "ช่อง ข": "child.position"}, ["given_name", "child.position"]),
    (["ช่อง ก", "อีเมล"], {"ช่อง ก": "given_name"}, ["given_name", "email"]),
    (["ช่อง ก", "อีเมล"], {"ช่อง  ก": "-"}, [None, "email"]),
    (["ชื่อ", "อีเมล"], {"ชื่อ": "family_name"}, ["family_name", "email"]),
    (["ชื่อ", "อีเมล"], {"ชื่อ": "-"}, [None, "email"]),
    (["ช่อง ก"], {"ช่อง ก": "position"}, ["child.position"]),
]


@pytest.mark.parametrize(("headings", "mapping", "expected"), MAPPED)
def test_what_a_column_is_can_be_said(headings: list[str], mapping: dict[str, str], expected: list[str | None]) -> None:
    assert names("person", headings, mapping) == expected


REFUSED: list[tuple[list[str], dict[str, str], type[Failure], list[str]]] = [
    (["ชื่อ", "จังหวด", "xyzzy"], {}, UnusableInput, ["'จังหวด', 'xyzzy'", "--map 'จังหวด=province' --map xyzzy=-"]),
    (["กานดา", "วิทยาศาสตร์"], {}, UnusableInput, ["no column has a known heading", "headings"]),
    (["ช่อง ก"], {"ช่อง ก": "givnname"}, UsageError, ["'givnname' is not a field of member", "given_name"]),
    (["ช่อง ก"], {"ช่อง ก": "post.position"}, UsageError, ["'post.position' is not a field"]),
]


@pytest.mark.parametrize(("headings", "mapping", "kind", "words"), REFUSED)
def test_what_cannot_be_matched(
    headings: list[str], mapping: dict[str, str], kind: type[Failure], words: list[str]
) -> None:
    with pytest.raises(kind) as failure:
        found("person", headings, mapping=mapping)
    assert all(word in str(failure.value) for word in words), str(failure.value)


def test_every_unknown_heading_is_named_at_once() -> None:
    with pytest.raises(UnusableInput) as failure:
        found("organisation", ["ชื่อ", "qqq", "www", "zzz"])
    assert all(f"'{heading}'" in failure.value.sentence for heading in ("qqq", "www", "zzz"))
    assert failure.value.sentence.startswith("file.csv:")


def test_a_mapping_that_finds_no_heading_is_told_beside_the_headings_that_are_not_known() -> None:
    with pytest.raises(UnusableInput) as failure:
        found("person", ["ชื่อ", "ช่อง ก"], mapping={"ช่อง ข": "note"})
    assert failure.value.sentence == ("file.csv: unknown heading: 'ช่อง ก'; mapped, but not in the file: 'ช่อง ข'")
    with pytest.raises(UnusableInput, match="no column has a known heading; mapped, but not in the file: 'ช่อง ข'"):
        found("person", ["ช่อง ก"], mapping={"ช่อง ข": "note"})


def test_a_mapping_of_a_heading_that_is_not_there_is_let_be_until_all_tables_are_known() -> None:
    assert names("person", ["ชื่อ"], {"ช่อง ก": "note"}) == ["given_name"]
    refuse_unused_mapping(["ชื่อ", "ช่อง  ก"], {"ช่อง ก": "note"})
    with pytest.raises(UsageError) as failure:
        refuse_unused_mapping(["ชื่อ", "จังหวัด"], {"จังหวด": "note"})
    assert str(failure.value) == "--map: the file has no heading 'จังหวด'; did you mean: จังหวัด?"


@pytest.mark.parametrize(
    ("kind", "scope"), [(SIGNATORY, ["scope.agreement"]), (PERSON, []), (MEETING, []), (AGREEMENT, [])]
)
def test_the_grandparent_can_stand_in_a_column(kind: Entity, scope: list[str]) -> None:
    assert [t.name for t in list_targets(kind) if t.place == "scope"] == scope


# --- where the headings stand ------------------------------------------------------------

TITLE = ["รายชื่อเครือข่ายสมมติ", ""]
HEADS = ["ชื่อ", "อีเมล"]
PLACES = [
    ([HEADS, ["กานดา", ""]], 1),
    ([TITLE, ["ปี 2567", ""], HEADS, ["กานดา", ""]], 3),
    ([["ชื่อ", "กานดา"], HEADS, ["ขวัญ", ""]], 2),
    ([HEADS, HEADS], 1),
    ([["ชื่อ", ""], ["ชื่อ", "ชื่อ"], HEADS], 3),
    ([["ชื่อ", "x"], ["ชื่อ", "ชื่อ"]], 1),
    ([*[TITLE] * 29, HEADS], 30),
]


@pytest.mark.parametrize(("rows", "line"), PLACES)
def test_the_headings_are_the_row_with_the_most_that_are_known(rows: list[list[str]], line: int) -> None:
    if rows[line - 1] != HEADS:
        with pytest.raises(UnusableInput, match="'x'"):
            found("person", *rows)
        return
    headed = found("person", *rows)
    assert (headed.first, headed.names) == (line, HEADS)


def test_headings_too_far_below_are_not_looked_for() -> None:
    with pytest.raises(UnusableInput, match="known heading in the first 30 rows; is the heading row among them"):
        found("person", *[TITLE] * 30, HEADS)
    with pytest.raises(UnusableInput, match="known heading; is the first line the heading row"):
        found("person", *[TITLE] * 29)


def test_a_heading_whose_quotes_have_a_blank_before_them_is_refused_for_it() -> None:
    with pytest.raises(UnusableInput, match=r"file\.csv:2: there is a space before the opening quote"):
        found("person", TITLE, ["ชื่อ", f'{BLANK} "อีเมล"'])


def test_a_heading_that_is_mapped_tells_the_row_too() -> None:
    assert found("person", TITLE, ["ช่อง ก", "x"], mapping={"ช่อง ก": "given_name", "x": "-"}).first == 2


def test_where_the_first_line_is_certainly_the_headings_no_other_is() -> None:
    with pytest.raises(UnusableInput):
        found("person", TITLE, HEADS, headed=True)


def test_headings_are_shown_as_written_but_for_the_blanks_around_them() -> None:
    headed = found("person", [" ชื่อ ", "\u200bอีเมล", "", ""])
    assert (headed.names, sorted(headed.targets)) == (HEADS, [0, 1])


def test_a_file_without_a_line_is_empty() -> None:
    with pytest.raises(UnusableInput, match=r"file\.csv is empty"):
        found("person")


# --- what netreg fills ------------------------------------------------------------------------


def test_columns_that_netreg_fills_are_left_out_and_named() -> None:
    headed = found("person", ["id", "uid", "ชื่อ", "created_at", "updated_at", "current_posts"])
    assert [target.name for target in headed.targets.values()] == ["given_name"]
    assert headed.left_out == ["id", "uid", "created_at", "updated_at", "current_posts"]


@every_kind
def test_every_list_in_the_names_of_its_fields_can_be_read(kind: Entity) -> None:
    """What a person gets from ``list --csv`` is read: what is derived is left out, the rest is known."""
    fields = [field.name for field in kind.by_name.values() if (kind.name, field.name) != ("agreement", "end")]
    headed = found(kind.name, fields)
    stored = {field.name for field in kind.stored}
    assert {headed.names[column] for column in headed.targets} >= stored
    assert set(headed.left_out) <= set(fields) - stored


def test_what_netreg_fills_may_be_mapped_to_something_else() -> None:
    assert names("person", ["ชื่อ", "created_at"], {"created_at": "note"}) == ["given_name", "note"]


@pytest.mark.parametrize("heading", REASON)
def test_the_reasons_of_rejected_rows_are_no_field(heading: str) -> None:
    headed = found("person", ["ชื่อ", heading])
    assert (len(headed.targets), headed.left_out) == (1, [])
    assert names("person", ["ชื่อ", heading], {heading: "note"}) == ["given_name", "note"]


def test_a_nested_table_has_no_column_for_what_it_belongs_to() -> None:
    headed = found("post", ["ตำแหน่ง", "คณะ"], headed=True, nested=True)
    assert headed.nested
    assert [target.name for target in headed.targets.values()] == ["position", "organisation"]
