"""Tables into an Excel workbook, typed so that nothing in them is changed by opening it."""

from __future__ import annotations

import re
import unicodedata
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from netreg.errors import UsageError
from netreg.language import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

MOST_ROWS = 1_048_575
"""The rows that a sheet holds below its headings."""
MOST_CHARACTERS = 32_767
"""The characters that a cell holds, counted as Excel counts: some signs are two."""
MOST_WIDTH = 60
TEMPLATE_ROWS = 5_000
"""The last row of a template whose cells offer the choices."""

THAI_DATE = "[$-107041E]d mmm yyyy"
"""Western digits (01), the Buddhist calendar (07), Thai words (041E): 5 ส.ค. 2564."""

_TEXT = 49  # Excel's own number for the format @
_MOST_NAME = 31
_MOST_LIST = 255
_EXACT = 10**15
_FIRST_DAY = date(1900, 3, 1)  # before it Excel counts a day that never was
_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


class WorkbookSheet(NamedTuple):
    """One table: each of its columns is of the kind ``text``, ``date``, ``number`` or ``money`` (satang).

    A date is text in ISO 8601; of what is no full date, `write` is told how it is written.
    """

    name: str
    headings: Sequence[str]
    kinds: Sequence[str]
    rows: Iterable[Sequence[Any]]


class TemplateColumn(NamedTuple):
    """One column of a template: its heading, what it means, an example, the words it may hold."""

    heading: str
    explanation: str
    example: str
    choices: tuple[str, ...] = ()


class ExplanationSheet(NamedTuple):
    """The sheet of a template that explains the columns: its name, its four headings.

    They stand over the heading, what it means, the example, and the words allowed.
    """

    name: str
    headings: tuple[str, str, str, str]


class _Formats(NamedTuple):
    """How cells look: `text` keeps the zeros that are typed in front of a number."""

    heading: Format
    text: Format
    lines: Format
    date: Format
    number: Format
    money: Format


def write_workbook(
    file: Path | BinaryIO, sheets: Sequence[WorkbookSheet], *, as_text: Callable[[str], str] = str
) -> None:
    """Write the tables; `as_text` says how a date is written that Excel has none for.

    Raises:
        UsageError: when a table has more rows, or a cell more text, than a workbook can hold.
        OSError: when it cannot be written.
    """
    with _book(file, constant_memory=True) as book:
        formats = _formats(book)
        names = _names([sheet.name for sheet in sheets])
        for name, sheet in zip(names, sheets, strict=True):
            _fill(book.add_worksheet(name), sheet, formats, as_text)


@contextmanager
def _book(file: Path | BinaryIO, **options: bool) -> Iterator[Workbook]:
    """A workbook, written when the block ends well; what it keeps aside meanwhile nobody else can read."""
    from io import BytesIO
    from tempfile import TemporaryDirectory

    from xlsxwriter.workbook import Workbook

    whole = BytesIO()  # an archive that could not be written would complain once more as it is thrown away
    with TemporaryDirectory(prefix="netreg-") as folder:
        book = Workbook(whole, {**_OPTIONS, **options, "tmpdir": folder})
        try:
            yield book
        except BaseException:  # whatever ended it: what is open in the folder could not be taken away with it
            for sheet in book.worksheets():
                if sheet.row_data_fh:
                    sheet.row_data_fh.close()
            raise
        _close(book)
    if isinstance(file, Path):
        file.write_bytes(whole.getbuffer())
    else:
        file.write(whole.getbuffer())


def _close(book: Workbook) -> None:
    from xlsxwriter.exceptions import FileCreateError

    try:
        book.close()
    except FileCreateError as error:  # the system's own error, which callers know, is within
        raise error.args[0] from None


def _formats(book: Workbook) -> _Formats:
    return _Formats(
        heading=book.add_format({"bold": True, "num_format": _TEXT}),
        text=book.add_format({"num_format": _TEXT}),
        lines=book.add_format({"num_format": _TEXT, "text_wrap": True, "valign": "top"}),
        date=book.add_format({"num_format": THAI_DATE, "align": "left"}),
        number=book.add_format({"num_format": "0"}),
        money=book.add_format({"num_format": "#,##0.00"}),
    )


def _names(wanted: Iterable[str]) -> list[str]:
    """The names as Excel takes them: short, without some signs, none twice in either case."""
    names: list[str] = []
    for name in wanted:
        plain = _cut(re.sub(r"[\[\]:*?/\\\x00-\x1f]", "-", name).strip().strip("'"), _MOST_NAME) or "-"
        count = 1
        taken = {other.lower() for other in names} | {"history"}
        while (found := _numbered(plain, count)).lower() in taken:
            count += 1
        names.append(found)
    return names


def _numbered(name: str, count: int) -> str:
    end = f" ({count})" if count > 1 else ""
    return _cut(name, _MOST_NAME - len(end)) + end


def _cut(text: str, units: int) -> str:
    """The text, as long as Excel lets it be: signs beyond the first 65,536 count twice."""
    while _units(text) > units:
        text = text[:-1]
    return text.rstrip()


def _units(text: str) -> int:
    return len(text) + sum(sign > "\uffff" for sign in text)


# A sheet


def _fill(page: Worksheet, sheet: WorkbookSheet, formats: _Formats, as_text: Callable[[str], str]) -> None:
    _head(page, sheet.headings, formats)
    widths = [_width(heading) + 3 for heading in sheet.headings]
    number = 0
    for number, row in enumerate(sheet.rows, 1):
        _refuse_many(page, number)
        for column, (kind, value) in enumerate(zip(sheet.kinds, row, strict=True)):
            shown = _put(page, (number, column), _typed(kind, value, as_text), formats)
            if len(shown) > widths[column] < MOST_WIDTH:
                widths[column] = max(widths[column], _width(shown))
    for column, (kind, width) in enumerate(zip(sheet.kinds, widths, strict=True)):
        page.set_column(column, column, min(width, MOST_WIDTH) + 1, getattr(formats, kind))
    page.autofilter(0, 0, number, max(len(widths) - 1, 0))


def _head(page: Worksheet, headings: Sequence[str], formats: _Formats) -> None:
    for column, heading in enumerate(headings):
        page.write_string(0, column, heading, formats.heading)
    page.freeze_panes(1, 0)
    page.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})


def _refuse_many(page: Worksheet, number: int) -> None:
    if number > MOST_ROWS:
        raise UsageError(
            _("a sheet of a workbook holds {count:,} rows, and '{sheet}' has more").format(
                count=MOST_ROWS, sheet=page.get_name()
            ),
            _("export it as CSV"),
        )


def _typed(kind: str, value: Any, as_text: Callable[[str], str]) -> date | float | str:
    """The value as it goes into its cell: what Excel would alter goes as text."""
    if value is None:
        return ""
    if kind == "number" and isinstance(value, int) and abs(value) < _EXACT:
        return int(value)
    if kind == "money":
        return value / 100 if abs(value) < _EXACT else f"{value // 100}.{value % 100:02}"
    if kind == "date":
        return _day(str(value)) or as_text(str(value))
    return str(value)


def _day(written: str) -> date | None:
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", written):
        return None
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return None
    return day if day >= _FIRST_DAY else None


def _put(page: Worksheet, place: tuple[int, int], value: date | float | str, formats: _Formats) -> str:
    """Write the cell, and tell about what it shows."""
    if isinstance(value, date):
        page.write_datetime(*place, value, formats.date)
        return "00 ม.ค. 0000"
    if isinstance(value, int | float):
        page.write_number(*place, value, formats.money if isinstance(value, float) else formats.number)
        return str(value)
    if value:
        _refuse_long(page, place[0], value)
        page.write_string(*place, value, formats.lines if "\n" in value else formats.text)
    return value


def _refuse_long(page: Worksheet, row: int, text: str) -> None:
    if len(text) > MOST_CHARACTERS // 2 and _units(text) > MOST_CHARACTERS:
        raise UsageError(
            _("row {row} of '{sheet}' has a text longer than the {count:,} characters a cell holds").format(
                row=row + 1, sheet=page.get_name(), count=MOST_CHARACTERS
            ),
            _("export it as CSV"),
        )


def _width(text: str) -> int:
    """The columns that the longest line takes: signs above and below letters take none."""
    return max(sum(unicodedata.category(sign) != "Mn" for sign in line) for line in text.split("\n"))


# A template


def write_template(
    file: Path | BinaryIO, name: str, columns: Sequence[TemplateColumn], explain: ExplanationSheet
) -> None:
    """Write a workbook to be filled in: a sheet with the headings alone, and one that explains them."""
    with _book(file) as book:
        formats = _formats(book)
        page, about = (book.add_worksheet(name) for name in _names([name, explain.name]))
        _head(page, [column.heading for column in columns], formats)
        _explain(about, columns, explain, formats)
        for place, column in enumerate(columns):
            page.set_column(place, place, min(max(_width(column.heading), 12), MOST_WIDTH) + 3, formats.text)
            if column.choices:
                _offer(page, about, place, column.choices)


def _explain(about: Worksheet, columns: Sequence[TemplateColumn], explain: ExplanationSheet, formats: _Formats) -> None:
    _head(about, explain.headings, formats)
    for row, column in enumerate(columns, 1):
        for place, text in enumerate((column.heading, column.explanation, column.example, "; ".join(column.choices))):
            about.write_string(row, place, text, formats.lines)
    for place, width in enumerate((24, MOST_WIDTH, 30, MOST_WIDTH)):
        about.set_column(place, place, width, formats.lines)


def _offer(page: Worksheet, about: Worksheet, place: int, choices: Sequence[str]) -> None:
    """Let a list drop down in the column; another word is asked back about, since synonyms are taken too."""
    source: list[str] | str = list(choices)
    if len(",".join(choices)) > _MOST_LIST or any("," in choice for choice in choices):
        source = _range(about, place, choices)
    options = {"validate": "list", "source": source, "error_type": "warning"}
    page.data_validation(1, place, TEMPLATE_ROWS - 1, place, options)


def _range(about: Worksheet, place: int, choices: Sequence[str]) -> str:
    """The choices in a hidden column of the explaining sheet, as a formula names it."""
    from xlsxwriter.utility import xl_range_abs

    column = place + 5
    about.set_column(column, column, None, None, {"hidden": True})
    for row, choice in enumerate(choices):
        about.write_string(row, column, choice)
    sheet = about.get_name().replace("'", "''")
    return f"='{sheet}'!{xl_range_abs(0, column, len(choices) - 1, column)}"
