"""Templates: empty tables with the right headings, to be filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.core.address_fields import Email, Url
from netreg.core.choice_fields import Choice
from netreg.core.compound_columns import CompoundColumn
from netreg.core.fields import Count, Money, Reference, TextList
from netreg.core.thai_fields import BuddhistYear, Date, Phone, ProvinceField, Region, TermField
from netreg.entities import BY_NAME
from netreg.entities.quantity_field import Quantity
from netreg.errors import UsageError
from netreg.exchange.atomic_files import saving
from netreg.exchange.columns.table_kinds import EXPLANATION
from netreg.exchange.exporting import cell_checks, workbook
from netreg.exchange.exporting.file_formats import choose_format, encode_delimited
from netreg.exchange.headings.targets import CHILD, OWN, list_targets
from netreg.language import Label, _
from netreg.thai.provinces import PROVINCES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from netreg.core.entity import Entity
    from netreg.core.fields import Field, Style
    from netreg.exchange.headings.targets import ColumnTarget

_HEADINGS = (
    Label("หัวคอลัมน์", "Heading"),
    Label("ความหมาย", "Meaning"),
    Label("ตัวอย่าง", "Example"),
    Label("คำที่ใช้ได้", "Allowed words"),
)
# What each type of field accepts, with an example.
_TYPES: tuple[tuple[type[Field], Label, str], ...] = (
    (BuddhistYear, Label("ปี พ.ศ. สี่หลัก", "a year of the Buddhist era, four digits"), "2567"),
    (Date, Label("วันที่ หรือเพียงเดือนหรือปี", "a day, or only its month or year"), "5 ส.ค. 2564"),
    (TermField, Label("ระยะเวลา", "a duration"), "2 ปี 6 เดือน"),
    (
        Phone,
        Label("หมายเลขโทรศัพท์ หลายหมายเลขคั่นด้วยจุลภาค", "telephone numbers, separated by commas"),
        "0-7428-2209 ต่อ 2209",
    ),
    (ProvinceField, Label("จังหวัด", "one of the 77 provinces"), "ขอนแก่น"),
    (Email, Label("ที่อยู่อีเมล", "an e-mail address"), "name@example.ac.th"),
    (Url, Label("ที่อยู่เว็บ", "a web address"), "https://example.ac.th"),
    (Choice, Label("คำใดคำหนึ่ง", "one of the allowed words"), ""),
    (TextList, Label("ข้อความหลายรายการ คั่นด้วยอัฒภาค", "several texts, separated by semicolons"), "ก; ข"),
    (Region, Label("ภาคหนึ่งในสี่ภาค", "one of the four regions"), "ภาคใต้"),
    (Quantity, Label("จำนวน", "an amount"), "12,500"),
    (Money, Label("จำนวนเงินเป็นบาท", "an amount in baht"), "12,500.50"),
    (Count, Label("จำนวนเต็ม", "a whole number"), "12"),
)


def save_template(path: Path, entity: Entity, style: Style, *, force: bool) -> None:
    """Write the template to an .xlsx or .csv file.

    Raises:
        UsageError: when the file's name has another format.
        NotAllowed: when the file already exists, unless with `force`.
    """
    format = choose_format(path, None)
    if format not in ("csv", "tsv", "xlsx"):
        raise UsageError(_("cannot save a template as {format}").format(format=format), _("name an .xlsx or .csv file"))
    columns = list(_list_columns(entity, style.lang))
    with saving(path, force=force) as file:
        if format == "xlsx":
            file.write(_build_workbook(entity, columns, style.lang))
        else:
            file.write(encode_delimited([column.heading for column in columns], [], format))


def build_heading_line(entity: Entity, style: Style) -> bytes:
    """Return the template as CSV for a pipe: the line of headings."""
    return encode_delimited([column.heading for column in _list_columns(entity, style.lang)], [], "csv", mark=False)


def _build_workbook(entity: Entity, columns: list[workbook.TemplateColumn], lang: str) -> bytes:
    name, about, *headings = (label.in_language(lang) for label in (entity.plural, EXPLANATION, *_HEADINGS))
    return workbook.build_template(name, columns, workbook.ExplanationSheet(about, headings))


def _list_columns(entity: Entity, lang: str) -> Iterator[workbook.TemplateColumn]:
    """Yield the columns to fill in: a compound in place of the first of its parts."""
    known = list(list_targets(entity))
    whole = {part: target for target in known if isinstance(target.field, CompoundColumn) for part in target.field.into}
    plain = [target for target in known if not isinstance(target.field, CompoundColumn)]
    plain = [target for target in plain if target.place == OWN or target.field.name not in ("note", "source")]
    taken: set[str] = set()
    for target in plain:
        written = whole.get(target.field.name, target) if target.place == OWN else target
        column = _make_column(written, lang, taken)
        if column.heading not in taken:
            taken.add(column.heading)
            yield column


def _make_column(target: ColumnTarget, lang: str, taken: set[str]) -> workbook.TemplateColumn:
    field = target.field
    label = field.label.in_language(lang)
    heading = target.name if label in taken and target.place == CHILD else label
    if isinstance(field, CompoundColumn):
        return workbook.TemplateColumn(heading, field.meaning.in_language(lang), field.example)
    meaning, example = explain_field(field, lang)
    choices = tuple(option.in_language(lang) for option in field.options.values()) if isinstance(field, Choice) else ()
    if isinstance(field, ProvinceField):
        choices = tuple(one.name_th if lang == "th" else one.name_en for one in PROVINCES)
    check = workbook.CellCheck(cell_checks.find_check(field), cell_checks.WARNING.in_language(lang))
    return workbook.TemplateColumn(heading, meaning, example, choices, check if check.formula else None)


def explain_field(field: Field, lang: str) -> tuple[str, str]:
    """Return what may be written in a field, in a language, and an example of it."""
    required = Label(" (ต้องมี)", " (required)") if field.required else Label("", "")
    if isinstance(field, Reference):
        kind = BY_NAME[field.to].label
        meaning, example = Label(f"รหัสหรือชื่อของ{kind.th}", f"code or name of the {kind.en.lower()}"), ""
    else:
        found = ((label, example) for type_, label, example in _TYPES if isinstance(field, type_))
        meaning, example = next(found, (field.label, ""))
    return meaning.in_language(lang) + required.in_language(lang), example
