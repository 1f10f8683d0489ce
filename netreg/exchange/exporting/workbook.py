"""Write tables to an Excel workbook, typed so that opening it changes nothing in them."""

from __future__ import annotations

import re
import unicodedata
from contextlib import contextmanager
from datetime import date
from io import BytesIO
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from netreg.errors import UsageError
from netreg.language import _
from netreg.thai.text import drop_unseen

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

MAX_ROWS = 1_048_575
"""The rows of a sheet below its headings."""
MAX_CHARACTERS = 32_767
"""The characters of a cell, counted as Excel counts: some count twice."""
MAX_WIDTH = 60
TEMPLATE_ROWS = 5_000
"""The last row of a template with drop-down lists."""

THAI_DATE = "[$-107041E]d mmm yyyy"
"""Western digits (01), the Buddhist calendar (07), Thai words (041E): 5 ส.ค. 2564."""

_LINE_HEIGHT = 15.75
_MAX_HEIGHT = 409
"""In points; Excel knows no higher row."""

_TEXT = 49  # Excel's own number for the format @
_MAX_NAME = 31
_MAX_LIST = 255
_EXACT = 10**15
_FIRST_DAY = date(1900, 3, 1)  # before it Excel counts 29 February 1900, which never was
_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


class WorkbookSheet(NamedTuple):
    """One table, with columns of the types ``text``, ``date`` (ISO 8601), ``number`` or ``money`` (satang)."""

    name: str
    headings: Sequence[str]
    kinds: Sequence[str]
    rows: Iterable[Sequence[Any]]


class CellCheck(NamedTuple):
    """A formula that holds for what may be typed, with ``{cell}`` in it, and the warning where it does not."""

    formula: str
    warning: str


class TemplateColumn(NamedTuple):
    """One column of a template: its heading, its meaning, an example, the allowed words, what is checked."""

    heading: str
    explanation: str
    example: str
    choices: tuple[str, ...] = ()
    check: CellCheck | None = None


class ExplanationSheet(NamedTuple):
    """The sheet of a template that explains the columns: its name and its four headings.

    They head the heading, its meaning, the example and the allowed words.
    """

    name: str
    headings: Sequence[str]


class CellFormats(NamedTuple):
    """The formats of cells; `text` keeps leading zeros that are typed, `lines` wraps a text wider than its column."""

    heading: Format
    number_heading: Format
    text: Format
    lines: Format
    date: Format
    number: Format
    money: Format


def build_workbook(sheets: Sequence[WorkbookSheet]) -> bytes:
    """Return a workbook with these sheets.

    Raises:
        UsageError: when a table has more rows, or a cell more text, than a workbook can have.
        OSError: when its temporary files cannot be written.
    """
    content = BytesIO()
    with create_workbook(content, constant_memory=True) as book:
        formats = create_formats(book)
        names = choose_sheet_names([sheet.name for sheet in sheets])
        for name, sheet in zip(names, sheets, strict=True):
            _fill_sheet(book.add_worksheet(name), sheet, formats)
    return content.getvalue()


@contextmanager
def create_workbook(content: IO[bytes], **options: bool) -> Iterator[Workbook]:
    """Create a workbook, written when the block ends without an error; nobody else can read its temporary files."""
    from xlsxwriter.workbook import Workbook

    from netreg.store.output_gate import open_temporary_folder

    with open_temporary_folder() as folder:
        book = Workbook(content, {**_OPTIONS, **options, "tmpdir": folder})
        try:
            yield book
        except BaseException:  # whatever ended it: files left open in the folder could not be deleted with it
            for sheet in book.worksheets():
                if sheet.row_data_fh:
                    sheet.row_data_fh.close()
            raise
        _close_workbook(book)


def _close_workbook(book: Workbook) -> None:
    from xlsxwriter.exceptions import FileCreateError

    try:
        book.close()
    except FileCreateError as error:  # it wraps the error of the system, which callers know
        raise error.args[0] from None


def create_formats(book: Workbook) -> CellFormats:
    """Create the formats of a workbook: all stand at the top of their row, beside texts of several lines."""
    heading = {"bold": True, "num_format": _TEXT, "valign": "top", "bottom": 1}
    return CellFormats(
        heading=book.add_format(heading),
        number_heading=book.add_format({**heading, "align": "right"}),
        text=book.add_format({"num_format": _TEXT, "valign": "top"}),
        lines=book.add_format({"num_format": _TEXT, "text_wrap": True, "valign": "top"}),
        date=book.add_format({"num_format": THAI_DATE, "align": "left", "valign": "top"}),
        number=book.add_format({"num_format": "0", "valign": "top"}),
        money=book.add_format({"num_format": "#,##0.00", "valign": "top"}),
    )


def choose_sheet_names(wanted: Iterable[str]) -> list[str]:
    """Return the names as Excel accepts them: short, without some characters, unique regardless of case."""
    names: list[str] = []
    for name in wanted:
        plain = _cut_text(re.sub(r"[\[\]:*?/\\\x00-\x1f]", "-", name).strip().strip("'"), _MAX_NAME) or "-"
        count = 1
        taken = {other.lower() for other in names} | {"history"}
        while (found := _number_name(plain, count)).lower() in taken:
            count += 1
        names.append(found)
    return names


def _number_name(name: str, count: int) -> str:
    end = f" ({count})" if count > 1 else ""
    return _cut_text(name, _MAX_NAME - len(end)) + end


def _cut_text(text: str, units: int) -> str:
    """Shorten a text to what Excel allows: characters beyond U+FFFF count twice."""
    while _count_units(text) > units:
        text = text[:-1]
    return text.rstrip()


def _count_units(text: str) -> int:
    return len(text) + sum(sign > "\uffff" for sign in text)


# Sheets


def _fill_sheet(page: Worksheet, sheet: WorkbookSheet, formats: CellFormats) -> None:
    write_headings(page, sheet.headings, formats, sheet.kinds)
    widths = [measure_width(heading) + 3 for heading in sheet.headings]
    number = 0
    for number, row in enumerate(sheet.rows, 1):
        refuse_many_rows(page, number)
        texts = [_convert_value(kind, value) for kind, value in zip(sheet.kinds, row, strict=True)]
        set_row_height(page, number, texts)
        for column, value in enumerate(texts):
            shown = write_cell(page, (number, column), value, formats)
            if len(shown) > widths[column] < MAX_WIDTH:
                widths[column] = max(widths[column], measure_width(shown))
    for column, (kind, width) in enumerate(zip(sheet.kinds, widths, strict=True)):
        page.set_column(column, column, min(width, MAX_WIDTH) + 1, getattr(formats, kind))
    page.autofilter(0, 0, number, max(len(widths) - 1, 0))


def write_headings(page: Worksheet, headings: Sequence[str], formats: CellFormats, kinds: Sequence[str] = ()) -> None:
    """Write the heading row, which stays in sight, those of numbers above their digits; set the page for paper."""
    numbers = {column for column, kind in enumerate(kinds) if kind in ("number", "money")}
    for column, heading in enumerate(headings):
        page.write_string(0, column, heading, formats.number_heading if column in numbers else formats.heading)
    page.freeze_panes(1, 0)
    # On paper: A4 on its side, as wide as the page, the headings and the number on each.
    page.set_paper(9)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.set_footer("&R&P / &N")
    page.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})


def refuse_many_rows(page: Worksheet, number: int) -> None:
    """Refuse a row beyond the last that a sheet can have.

    Raises:
        UsageError: naming the sheet.
    """
    if number > MAX_ROWS:
        raise UsageError(
            _("'{sheet}' has more than the {count:,} rows of an Excel sheet").format(
                sheet=page.get_name(), count=MAX_ROWS
            ),
            _("export as CSV"),
        )


def _convert_value(kind: str, value: Any) -> date | float | str:
    """Convert a value for its cell: what Excel would alter becomes text."""
    if value is None:
        return ""
    if kind == "number" and isinstance(value, int) and abs(value) < _EXACT:
        return int(value)
    if kind == "money":
        return value / 100 if abs(value) < _EXACT else f"{value // 100}.{value % 100:02}"
    if kind == "date":
        return _parse_day(str(value)) or str(value)
    return str(value)


def _parse_day(written: str) -> date | None:
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", written):
        return None
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return None
    return day if day >= _FIRST_DAY else None


def write_cell(page: Worksheet, place: tuple[int, int], value: date | float | str, formats: CellFormats) -> str:
    """Write the cell, and return about what it shows."""
    if isinstance(value, date):
        page.write_datetime(*place, value, formats.date)
        return "00 ม.ค. 0000"
    if isinstance(value, int | float):
        page.write_number(*place, value, formats.money if isinstance(value, float) else formats.number)
        return str(value)
    if value:
        _refuse_long_text(page, place[0], value)
        page.write_string(*place, drop_unseen(value), formats.lines if count_lines(value) > 1 else formats.text)
    return value


def _refuse_long_text(page: Worksheet, row: int, text: str) -> None:
    if len(text) > MAX_CHARACTERS // 2 and _count_units(text) > MAX_CHARACTERS:
        raise UsageError(
            _("row {row} of '{sheet}' has a text longer than the {count:,} characters of an Excel cell").format(
                row=row + 1, sheet=page.get_name(), count=MAX_CHARACTERS
            ),
            _("export as CSV"),
        )


def set_row_height(page: Worksheet, row: int, cells: Iterable[object]) -> None:
    """Give the row the height of its longest text: not every program finds it by itself."""
    lines = max((count_lines(cell) for cell in cells if isinstance(cell, str) and len(cell) > 1), default=1)
    if lines > 1:
        page.set_row(row, min(lines * _LINE_HEIGHT, _MAX_HEIGHT))


def count_lines(text: str) -> int:
    """Return about how many lines a text takes in the widest column."""
    if len(text) <= MAX_WIDTH and "\n" not in text:
        return 1
    return sum(max(1, -(-measure_width(line) // MAX_WIDTH)) for line in text.split("\n"))


def measure_width(text: str) -> int:
    """Return the columns that the longest line takes: signs above and below letters take none."""
    return max(sum(unicodedata.category(sign) != "Mn" for sign in line) for line in text.split("\n"))


# Templates


def build_template(name: str, columns: Sequence[TemplateColumn], explanation: ExplanationSheet) -> bytes:
    """Return a workbook to be filled in: a sheet with only the headings, and one that explains them."""
    content = BytesIO()
    with create_workbook(content) as book:
        formats = create_formats(book)
        page, about = (book.add_worksheet(name) for name in choose_sheet_names([name, explanation.name]))
        write_headings(page, [column.heading for column in columns], formats)
        _fill_explanation(about, columns, explanation, formats)
        for place, column in enumerate(columns):
            page.set_column(place, place, min(max(measure_width(column.heading), 12), MAX_WIDTH) + 3, formats.text)
            if column.choices:
                _offer_choices(page, about, place, column.choices)
            elif column.check:
                _check_cells(page, place, column.check)
    return content.getvalue()


def _fill_explanation(
    about: Worksheet, columns: Sequence[TemplateColumn], explanation: ExplanationSheet, formats: CellFormats
) -> None:
    write_headings(about, explanation.headings, formats)
    for row, column in enumerate(columns, 1):
        set_row_height(about, row, (column.explanation, "; ".join(column.choices)))
        for place, text in enumerate((column.heading, column.explanation, column.example, "; ".join(column.choices))):
            about.write_string(row, place, text, formats.lines)
    for place, width in enumerate((24, MAX_WIDTH, 30, MAX_WIDTH)):
        about.set_column(place, place, width, formats.lines)


def _offer_choices(page: Worksheet, about: Worksheet, place: int, choices: Sequence[str]) -> None:
    """Add a drop-down list to the column; another word only gives a warning, since synonyms are accepted too."""
    source: list[str] | str = list(choices)
    if len(",".join(choices)) > _MAX_LIST or any("," in choice for choice in choices):
        source = _write_choices(about, place, choices)
    options = {"validate": "list", "source": source, "error_type": "warning"}
    page.data_validation(1, place, TEMPLATE_ROWS - 1, place, options)


def _check_cells(page: Worksheet, place: int, check: CellCheck) -> None:
    """Warn of what is typed in the column where the formula does not hold; whoever types may keep it."""
    from xlsxwriter.utility import xl_rowcol_to_cell

    formula = "=" + check.formula.format(cell=xl_rowcol_to_cell(1, place))
    options = {"validate": "custom", "value": formula, "error_type": "warning", "error_message": check.warning}
    page.data_validation(1, place, TEMPLATE_ROWS - 1, place, options)


def _write_choices(about: Worksheet, place: int, choices: Sequence[str]) -> str:
    """Write the choices to a hidden column of the explanation, and return the formula that names it."""
    from xlsxwriter.utility import xl_range_abs

    column = place + 5
    about.set_column(column, column, None, None, {"hidden": True})
    for row, choice in enumerate(choices):
        about.write_string(row, column, choice)
    sheet = about.get_name().replace("'", "''")
    return f"='{sheet}'!{xl_range_abs(0, column, len(choices) - 1, column)}"
