"""Which column of a file is which field."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

from netreg.entities import AGREEMENT, BY_NAME, ENTITIES, MEETING, PERSON, SIGNATORY
from netreg.errors import Failure, UnusableInput, UsageError
from netreg.exchange.headings.heading_refusals import HeadingQuestion, UnknownHeadings
from netreg.exchange.headings.table_headings import HeadingOptions, match_headings, refuse_unused_mapping
from netreg.exchange.headings.targets import REASON, list_targets
from netreg.exchange.tables.cell_marks import BLANK, CLASH
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
    (["ชื่อ", "จังหวด", "xyzzy"], {}, UnusableInput, ["unknown heading: 'จังหวด'", "add --map 'จังหวด=province'"]),
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
        found("organisation", ["จังหวัด", "qqq", "www", "zzz"])
    assert all(f"'{heading}'" in failure.value.sentence for heading in ("qqq", "www", "zzz"))
    assert failure.value.sentence.startswith("file.csv:")


def test_a_mapping_that_finds_no_heading_is_told_beside_the_headings_that_are_not_known() -> None:
    with pytest.raises(UnusableInput) as failure:
        found("person", ["จังหวัด", "ช่อง ก"], mapping={"ช่อง ข": "note"})
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
        assert found("person", *rows).noted == ["x"]
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
    assert [target.name for target in headed.targets.values()] == ["uid", "given_name"]
    assert headed.left_out == ["id", "created_at", "updated_at", "current_posts"]


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


# --- by the other columns, and by the first cells -----------------------------------------------------


class Decided(NamedTuple):
    """A kind, the first rows of a table, and the fields of its columns by their headings in messages."""

    kind: str
    rows: str
    fields: dict[str, str]
    skipped: str = ""


DECIDED = {
    "a given name beside a family name": Decided(
        "person", "ชื่อ,นามสกุล/ก,ข", {"ชื่อ": "given_name", "นามสกุล": "family_name"}
    ),
    "a family name called ชื่อสกุล": Decided("person", "ชื่อ,ชื่อสกุล/ก,ข", {"ชื่อ": "given_name", "ชื่อสกุล": "family_name"}),
    "whole names under ชื่อ": Decided("person", "ชื่อ,อีเมล/นาย ก ข,", {"ชื่อ": "name", "อีเมล": "email"}),
    "given names under ชื่อ": Decided("person", "ชื่อ,อีเมล/กานดา,", {"ชื่อ": "given_name", "อีเมล": "email"}),
    "Name and Surname": Decided("person", "Name,Surname/a,b", {"Name": "given_name", "Surname": "family_name"}),
    "the language in brackets": Decided(
        "person",
        "ชื่อ (ไทย),นามสกุล (ไทย),ชื่อ (อังกฤษ),นามสกุล (อังกฤษ)/ก,ข,A,B",
        {"ชื่อ (ไทย)": "given_name", "นามสกุล (ไทย)": "family_name", "ชื่อ (อังกฤษ) + นามสกุล (อังกฤษ)": "name_latin"},
    ),
    "a name in three columns where a member is asked for": Decided(
        "attendance", "ที่,คำนำหน้า,ชื่อ,สกุล/1,นาย,ก,ข", {"คำนำหน้า + ชื่อ + สกุล": "person"}, "running numbers: ที่"
    ),
    "a number that the sender gives": Decided("person", "ID,ชื่อ/A12,ก", {"ID": "external_key", "ชื่อ": "given_name"}),
    "a number that only counts": Decided("person", "ID,ชื่อ/1,ก/2,ข", {"ชื่อ": "given_name"}),
    "a code of digits": Decided("person", "รหัส,ชื่อ/650123,ก", {"รหัส": "external_key", "ชื่อ": "given_name"}),
    "an index of pandas": Decided("person", ",ชื่อ/0,ก/1,ข", {"ชื่อ": "given_name"}, "running numbers: @1"),
    "an index that pandas has read again": Decided(
        "person", "Unnamed: 0,ชื่อ/0,ก/1,ข", {"ชื่อ": "given_name"}, "running numbers: Unnamed: 0"
    ),
    "a blank column without a heading": Decided("person", "ชื่อ,,อีเมล/ก,,", {"ชื่อ": "given_name", "อีเมล": "email"}),
    "an unknown column that is blank": Decided("person", "ชื่อ,xyzzy/ก,", {"ชื่อ": "given_name"}, "blank: xyzzy"),
    "the same heading twice with the same cells": Decided(
        "person", "ชื่อ,เบอร์โทร,เบอร์โทร/ก,081,081/ข,,082", {"ชื่อ": "given_name", "เบอร์โทร": "phone"}
    ),
    "two telephones": Decided("person", "ชื่อ,โทรศัพท์,มือถือ/ก,02,081", {"ชื่อ": "given_name", "โทรศัพท์ + มือถือ": "phone"}),
    "two notes": Decided(
        "person", "ชื่อ,หมายเหตุ 1,หมายเหตุ 2/ก,a,b", {"ชื่อ": "given_name", "หมายเหตุ 1 + หมายเหตุ 2": "note"}
    ),
    "a day and its hours": Decided(
        "meeting",
        "เรื่อง,วันที่ประชุม,เวลา/ก,5/8/2564,09.00-12.00 น.".replace("5/8/2564", "5.8.2564"),
        {"เรื่อง": "title", "วันที่ประชุม + เวลา": "starts_at ends_at"},
    ),
    "a day, a beginning and an end": Decided(
        "meeting",
        "เรื่อง,วันที่,เวลาเริ่ม,เวลาสิ้นสุด/ก,5.8.2564,9:00,12:00",
        {"เรื่อง": "title", "วันที่ + เวลาเริ่ม": "starts_at", "วันที่ + เวลาสิ้นสุด": "ends_at"},
    ),
    "the parts of an address": Decided(
        "organisation",
        "ชื่อ,เลขที่,หมู่,ตำบล,อำเภอ/ก,1,2,ข,ค",
        {"ชื่อ": "name_th", "เลขที่ + หมู่ + ตำบล": "address", "อำเภอ": "district"},
    ),
    "a heading over two others": Decided(
        "organisation",
        "ลำดับ,ชื่อ,ที่ตั้ง,,โทรศัพท์/,,อำเภอ,จังหวัด,/1,ก,ข,ค,081",
        {"ชื่อ": "name_th", "อำเภอ": "district", "จังหวัด": "province", "โทรศัพท์": "phone"},
        "running numbers: ลำดับ",
    ),
    "names in two languages under one heading": Decided(
        "person",
        "ชื่อ-สกุล,,อีเมล/ภาษาไทย,ภาษาอังกฤษ,/นาย ก ข,Mr A B,",
        {"ชื่อ-สกุล ภาษาไทย": "name", "ชื่อ-สกุล ภาษาอังกฤษ": "name_latin", "อีเมล": "email"},
    ),
    "headings in both languages": Decided(
        "person", "ชื่อ-สกุล,อีเมล/Name,E-mail/นาย ก ข,", {"ชื่อ-สกุล": "name", "อีเมล": "email"}
    ),
    "boxes to tick, and a column about the members": Decided(
        "attendance",
        "ชื่อ-สกุล,สังกัด,มา,ลา,ขาด/ก ข,ค,x,,",
        {"ชื่อ-สกุล": "person", "สังกัด": "organisation", "มา + ลา + ขาด": "presence"},
        "",
    ),
    "the number of an agreement": Decided("agreement", "NO.,ชื่อ/1,ก/2,ข", {"ชื่อ": "title"}, "running numbers: NO."),
    "a term with its unit in the heading": Decided(
        "agreement", "ชื่อ,ระยะเวลา (ปี)/ก,2", {"ชื่อ": "title", "ระยะเวลา (ปี)": "term"}
    ),
}


def test_what_headings_mean_beside_one_another() -> None:
    wrong = {}
    for name, case in DECIDED.items():
        headed = found(case.kind, *(row.split(",") for row in case.rows.split("/")))
        fields: dict[str, str] = {}
        for column, target in headed.targets.items():
            heading = headed.get_heading(column)
            fields[heading] = f"{fields[heading]} {target.name}" if heading in fields else target.name
        skipped = "; ".join(f"{why}: {', '.join(names)}" for why, names in headed.skipped.items())
        if (fields, skipped) != (case.fields, case.skipped):
            wrong[name] = fields, skipped
    assert wrong == {}


CELLS = (
    ("meeting", "เรื่อง,วันที่,เวลา", "ก,5 ส.ค. 2564,09.00-12.00 น.", ["5 ส.ค. 2564 09:00", "5 ส.ค. 2564 12:00"]),
    ("meeting", "เรื่อง,วันที่,เวลา", "ก,2021-08-05,13:30", ["2021-08-05 13:30"]),
    ("meeting", "เรื่อง,วันที่,เวลา", "ก,5 ส.ค. 2564,-", ["5 ส.ค. 2564"]),
    ("meeting", "เรื่อง,วันที่,เวลาเริ่ม,ถึงเวลา", "ก,5 ส.ค. 2564,9,4 pm", ["5 ส.ค. 2564 09:00", "5 ส.ค. 2564 16:00"]),
    ("organisation", "ชื่อ,เลขที่,หมู่,ซอย,ตำบล", "ก,123,4,-,ต.ในเมือง", ["123 หมู่ 4 ต.ในเมือง"]),
    ("organisation", "ชื่อ,ที่อยู่,ถนน,ตำบล", "ก,1 หมู่ 2,มิตรภาพ,ในเมือง", ["1 หมู่ 2 ถนนมิตรภาพ ตำบลในเมือง"]),
    ("person", "ชื่อ,โทรศัพท์,มือถือ", "ก,021,081", ["021, 081"]),
    ("person", "ชื่อ,โทรศัพท์,มือถือ", "ก,021,021", ["021"]),
    ("attendance", "คำนำหน้า,ชื่อ,สกุล", "นาย,ก,ข", ["นาย ก ข"]),
    ("attendance", "คำนำหน้า,ชื่อ-สกุล", "นาง,นาง ก ข", ["นาง ก ข"]),
    ("attendance", "ชื่อ-สกุล,มา,ลา,ขาด", "ก ข,,✓,", ["ลา"]),
    (
        "attendance",
        "ชื่อ-สกุล,มา,ลา,ขาด",
        "ก ข,✓,✓,",
        [f"{CLASH}✓{CLASH}มา, ลา are both ticked; tick one of them"],
    ),
    ("agreement", "ชื่อ,ระยะเวลา (ปี)", "ก,2", ["2 ปี"]),
    ("agreement", "ชื่อ,ระยะเวลา (ปี)", "ก,6 เดือน", ["6 เดือน"]),
)


def test_the_cells_of_one_field_are_joined() -> None:
    wrong = []
    for kind, headings, row, expected in CELLS:
        headed = found(kind, headings.split(","), row.split(","))
        cells = [[cell] for cell in row.split(",")]
        for column in headed.virtual.values():
            cells.append(list(column.make_cells(cells, 1)))
        made = [cells[number][0] for number in headed.virtual]
        if made != expected:
            wrong.append((row, made))
    assert wrong == []


def test_of_columns_of_one_field_that_differ_the_others_are_kept_in_the_note() -> None:
    headed = found("person", ["ชื่อ", "อีเมล", "E-mail", "สี"], ["ก", "a@x.th", "b@x.th", "แดง"])
    assert headed.noted == ["E-mail", "สี"]
    assert {target.name: n for n, target in headed.targets.items()} == {"given_name": 0, "email": 1, "note": 4}
    cells = [["ก"], ["a@x.th"], ["b@x.th"], ["แดง"]]
    assert headed.virtual[4].make_cells(cells, 1) == ["E-mail: b@x.th; สี: แดง"]


def test_columns_of_what_names_a_record_that_differ_are_refused() -> None:
    with pytest.raises(UnknownHeadings) as failure:
        found("organisation", ["ชื่อหน่วยงาน", "รายชื่อ", "สีตึก"], ["สำนักหนึ่ง", "สำนักสอง", "แดง"])
    assert failure.value.details == (
        "file.csv: its columns are",
        "  @1 'ชื่อหน่วยงาน': name_th",
        "  @2 'รายชื่อ': means name_th like @1, but has other cells, first cell 'สำนักสอง'",
        "  @3 'สีตึก': kept in the note",
    )
    assert str(failure.value) == (
        "file.csv: columns that cannot be read: 'รายชื่อ'; to import it as it is, add --map @2=note"
    )


def test_of_units_of_two_levels_the_upper_one_stands_before_the_other() -> None:
    for rows in (["ชื่อ", "มหาวิทยาลัย", "คณะ"], ["ชื่อ", "สังกัด", "แผนก"], ["ชื่อ", "คณะ", "ภาควิชา"]):
        for turned in (1, -1):
            headed = found("person", [rows[0], *rows[1:][::turned]], ["ก", *["ข", "ค"][::turned]])
            [joined] = headed.virtual.values()
            cells = ["ก", *["ข", "ค"][::turned]]
            assert joined.make_cells([[cell] for cell in cells], 1) == ["ข > ค"]


def test_the_guess_for_an_unknown_heading_is_one_that_takes_its_cells() -> None:
    rows = [["ก", "ขอนแก่น", "ไม่บอก", "081-234-5678", "x"]] * 3
    with pytest.raises(UnknownHeadings) as failure:
        found("person", ["ชื่อ", "จังหวด", "อีเมว", "ติดต่อ", ""], *rows)
    assert failure.value.pairs == ("จังหวด=province", "ติดต่อ=phone")


def test_the_field_that_every_row_needs_is_given_to_the_likeliest_column() -> None:
    cases = {
        ("person", "บุคคล ก|งานของ ข", "นายสมมุติ หนึ่ง|ครู", "นางทดสอบ สอง|ครู"): ("บุคคล ก=name",),
        ("agreement", "รายการความร่วม|ราคารวม", "จ้างสมมุติ|12", "ซื้อสมมุติ|14"): ("รายการความร่วม=title",),
        ("organisation", "นามหน่วย|ผู้แล ก", "ทต.ก|นายสมมุติ หนึ่ง", "ทต.ข|นางทดสอบ สอง"): ("นามหน่วย=name_th",),
        ("agreement", "วันลงนาม|ราคารวม", "1/2/2565|12", "1/3/2565|14"): (),
        ("organisation", "จังหวัด|ที่พัก ก", "ขอนแก่น|a@x.th", "เลย|b@x.th"): (),
    }
    for (kind, *lines), pairs in cases.items():
        with pytest.raises(UnknownHeadings) as failure:
            found(kind, *(["อีเมล", *line.split("|")] if kind == "person" else line.split("|") for line in lines))
        assert failure.value.pairs == pairs, lines
        assert ("which every row needs" in str(failure.value)) == (not pairs)


def test_a_column_can_be_mapped_by_its_position() -> None:
    rows = ["ชื่อ", "", "ช่อง", "ช่อง"], ["ก", "081", "x", "y"]
    headed = found("person", *rows, mapping={"@2": "phone", "@3": "note", "@4": "-"})
    assert [(n, target.name) for n, target in headed.targets.items()] == [(0, "given_name"), (1, "phone"), (2, "note")]
    refuse_unused_mapping(["ชื่อ"], {"@1": "note"})
    with pytest.raises(UsageError, match="--map: the file has no column @2; it has 1 columns"):
        refuse_unused_mapping(["ชื่อ"], {"@2": "note"})


def test_unknown_columns_are_ignored_where_that_is_asked_for() -> None:
    lines = [SourceRow(1, ["ชื่อ", "xyzzy", "", "อีเมล"]), SourceRow(2, ["ก", "1", "x", ""])]
    options = HeadingOptions(ignore_unknown=True)
    headed = match_headings(PERSON, "file.csv", iter(lines), options, headed=False)
    assert (len(headed.targets), headed.ignored) == (2, ["xyzzy", "@3"])


def test_unknown_columns_are_asked_for_one_by_one() -> None:
    asked = list[tuple[int, str, str, str]]()
    answers = iter(["?", "nonsense", "", "-", "หมายเหตุ"])

    def ask(question: HeadingQuestion) -> str:
        guess = question.guess.name if question.guess else ""
        asked.append((question.position, question.heading, guess, question.remark[:30]))
        return next(answers)

    heads = ["ชื่อ", "จังหวด", "ตำแหนง", "เบอโทร", "สี"]
    lines = [SourceRow(1, heads), SourceRow(2, ["ก", "ขอนแก่น", "ครู", "0812345678", "y"])]
    headed = match_headings(PERSON, "file.csv", iter(lines), HeadingOptions(ask=ask), headed=False)
    assert [target.name for target in headed.targets.values()] == ["given_name", "province", "note"]
    assert headed.answers == {"จังหวด": "province", "ตำแหนง": "-", "เบอโทร": "note"}
    assert asked == [
        (2, "จังหวด", "province", ""),
        (2, "จังหวด", "province", "code, external_key, titles, gi"),
        (2, "จังหวด", "province", "?: 'nonsense' is not a field o"),
        (3, "ตำแหนง", "child.position", ""),
        (4, "เบอโทร", "phone", ""),
    ]
