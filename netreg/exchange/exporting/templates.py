"""An empty table with the right headings, for a faculty to fill in."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from netreg.core.address_fields import Email, Url
from netreg.core.entity import CompoundColumn
from netreg.core.fields import Choice, Count, Money, Reference, Texts
from netreg.core.thai_fields import BuddhistYear, Date, Phone, Province, Region, Term
from netreg.entities import BY_NAME
from netreg.errors import UsageError
from netreg.exchange.atomic_files import saving
from netreg.exchange.columns.headings import CHILD, OWN, list_targets
from netreg.exchange.columns.table_kinds import EXPLANATION
from netreg.exchange.exporting import workbook
from netreg.exchange.exporting.file_formats import choose_format, encode_delimited
from netreg.language import Label, _

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from netreg.core.entity import Entity
    from netreg.core.fields import Field, Style
    from netreg.exchange.columns.headings import ColumnTarget

_HEADINGS = (
    Label("หัวคอลัมน์", "Heading"),
    Label("ความหมาย", "What it means"),
    Label("ตัวอย่าง", "Example"),
    Label("คำที่ใช้ได้", "Words allowed"),
)
# What each type of field takes, and an example of it.
_TYPES: tuple[tuple[type[Field], Label, str], ...] = (
    (BuddhistYear, Label("ปี พ.ศ. สี่หลัก", "a year of the Buddhist era, four digits"), "2567"),
    (Date, Label("วันที่ หรือเพียงเดือนหรือปี", "a day, or only its month or year"), "5 ส.ค. 2564"),
    (Term, Label("ระยะเวลา", "a length of time"), "2 ปี 6 เดือน"),
    (Phone, Label("หมายเลขโทรศัพท์ หลายหมายเลขคั่นด้วยจุลภาค", "telephone numbers, parted by commas"), "0-7428-2209 ต่อ 2209"),
    (Province, Label("จังหวัด", "one of the 77 provinces"), "ขอนแก่น"),
    (Email, Label("ที่อยู่อีเมล", "an e-mail address"), "name@example.ac.th"),
    (Url, Label("ที่อยู่เว็บ", "a web address"), "https://example.ac.th"),
    (Choice, Label("คำใดคำหนึ่ง", "one of the words allowed"), ""),
    (Texts, Label("ข้อความหลายรายการ คั่นด้วยอัฒภาค", "several texts, parted by semicolons"), "ก; ข"),
    (Region, Label("ภาคหนึ่งในสี่ภาค", "one of the four regions"), "ภาคใต้"),
    (Money, Label("จำนวนเงินเป็นบาท", "an amount in baht"), "12,500.50"),
    (Count, Label("จำนวนเต็ม", "a whole number"), "12"),
)


def save_template(path: Path, entity: Entity, style: Style, *, force: bool) -> None:
    """Write the template to an .xlsx or .csv file.

    Raises:
        UsageError: when the file's name has another form.
        NotAllowed: when a file is there already and `force` was not said.
    """
    form = choose_format(path, None)
    if form not in ("csv", "tsv", "xlsx"):
        raise UsageError(_("a template can not be {form}").format(form=form), _("name an .xlsx or a .csv file"))
    columns = list(_columns(entity, style.lang))
    with saving(path, force=force) as file:
        if form == "xlsx":
            file.write(_workbook(entity, columns, style.lang))
        else:
            file.write(encode_delimited([column.heading for column in columns], [], form))


def _workbook(entity: Entity, columns: list[workbook.TemplateColumn], lang: str) -> bytes:
    words = [label.th if lang == "th" else label.en for label in (entity.plural, EXPLANATION, *_HEADINGS)]
    name, about, first, second, third, fourth = words
    out = io.BytesIO()
    workbook.write_template(out, name, columns, workbook.ExplanationSheet(about, (first, second, third, fourth)))
    return out.getvalue()


def _columns(entity: Entity, lang: str) -> Iterator[workbook.TemplateColumn]:
    """The columns a person fills in: what is written in one piece stands where the first of its parts would."""
    known = list(list_targets(entity))
    whole = {part: target for target in known if isinstance(target.field, CompoundColumn) for part in target.field.into}
    plain = [target for target in known if not isinstance(target.field, CompoundColumn)]
    plain = [target for target in plain if target.place == OWN or target.field.name not in ("note", "source")]
    taken: set[str] = set()
    for target in plain:
        written = whole.get(target.field.name, target) if target.place == OWN else target
        column = _column(written, lang, taken)
        if column.heading not in taken:
            taken.add(column.heading)
            yield column


def _column(target: ColumnTarget, lang: str, taken: set[str]) -> workbook.TemplateColumn:
    field = target.field
    label = field.label.th if lang == "th" else field.label.en
    heading = target.name if label in taken and target.place == CHILD else label
    if isinstance(field, CompoundColumn):
        return workbook.TemplateColumn(heading, field.meaning.th if lang == "th" else field.meaning.en, field.example)
    meaning, example = _meaning(field, lang)
    choices = tuple(o.th if lang == "th" else o.en for o in field.options.values()) if isinstance(field, Choice) else ()
    return workbook.TemplateColumn(heading, meaning, example, choices)


def _meaning(field: Field, lang: str) -> tuple[str, str]:
    needed = Label(" (ต้องมี)", " (needed)") if field.required else Label("", "")
    if isinstance(field, Reference):
        kind = BY_NAME[field.to].label
        told, example = Label(f"รหัสหรือชื่อของ{kind.th}", f"code or name of the {kind.en.lower()}"), ""
    else:
        told, example = next(((told, ex) for type_, told, ex in _TYPES if isinstance(field, type_)), (field.label, ""))
    return (told.th + needed.th if lang == "th" else told.en + needed.en), example
