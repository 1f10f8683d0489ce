"""The formats in which files are written: the one that a name means, and tables as text."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

from netreg.core.fields import Count, Field, Money
from netreg.core.thai_fields import Date
from netreg.entities.quantity_field import Quantity
from netreg.errors import RefusedChange, UsageError, list_names
from netreg.exchange.formula_guard import guard_formula
from netreg.language import _
from netreg.thai.text import drop_unseen

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

CARD_FORMATS = ("vcf", "vcf4", "ics")
"""Formats that are no tables: vCards of version 3.0 or 4.0, and calendars."""
FORMATS = ("csv", "tsv", "xlsx", "json", "ndjson", *CARD_FORMATS)
_SUFFIXES = {".jsonl": "ndjson", ".vcard": "vcf", ".ical": "ics"} | {f".{format}": format for format in FORMATS}
_NOT_WRITTEN = (".xls", ".ods", ".pdf", ".doc", ".docx", ".htm", ".html", ".png", ".jpg", ".zip")
"""Names of files that hold something else than netreg writes; a CSV file would be taken for it."""
WRITABLE_ENCODINGS = {"utf-8": "utf-8", "utf8": "utf-8", "cp874": "cp874", "tis-620": "cp874", "windows-874": "cp874"}


def choose_format(path: Path, format: str | None) -> str:
    """Return the format asked for, else that of the file's name, else CSV.

    Raises:
        UsageError: when netreg does not write it.
    """
    chosen = format or _SUFFIXES.get(path.suffix.lower(), "csv")
    if chosen not in FORMATS or (not format and path.suffix.lower() in _NOT_WRITTEN):
        raise UsageError(
            _("cannot export as {format}").format(format=format or path.suffix.lower().lstrip(".")), list_names(FORMATS)
        )
    return chosen


def is_writable_name(path: Path) -> bool:
    """Tell whether a text is the name of a file in one of the formats."""
    return path.suffix.lower() in _SUFFIXES


def encode_delimited(
    names: Sequence[str], rows: Iterable[Sequence[str]], format: str, encoding: str | None = None, *, mark: bool = True
) -> bytes:
    """Return a table as text, guarded so that a spreadsheet runs no cell as a formula.

    Raises:
        UsageError: when the encoding is unknown.
        RefusedChange: when it lacks a character of the table, naming it and its line.
    """
    codec = WRITABLE_ENCODINGS.get((encoding or "utf-8").lower())
    if codec is None:
        raise UsageError(
            _("--encoding: unknown encoding '{text}'").format(text=encoding), list_names(("utf-8", "cp874"))
        )
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n", delimiter="\t" if format == "tsv" else ",")
    writer.writerow(names)
    writer.writerows([[guard_formula(drop_unseen(cell)) for cell in row] for row in rows])
    try:
        return out.getvalue().encode("utf-8-sig" if mark and codec == "utf-8" else codec)
    except UnicodeEncodeError as error:
        line = out.getvalue().count("\n", 0, error.start) + 1
        raise RefusedChange(
            _("'{letter}' on line {line} cannot be written in cp874").format(
                letter=out.getvalue()[error.start], line=line
            ),
            _("export as UTF-8"),
        ) from None


def format_json(objects: Sequence[Mapping[str, Any]], format: str) -> str:
    """Return the objects as one JSON array, or in the format ``ndjson`` one per line."""
    if format == "ndjson":
        return drop_unseen("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in objects))
    return drop_unseen(json.dumps(objects, ensure_ascii=False, indent=2) + "\n")


def choose_cell_type(field: Field) -> str:
    """Return the type of the cells that a workbook has for a field: date, money, number or text."""
    if isinstance(field, Date):
        return "date"
    if isinstance(field, Money | Quantity):
        return "money"
    return "number" if isinstance(field, Count) else "text"


def is_typed_value(field: Field, value: Any) -> bool:
    """Return whether a workbook has the value itself, a number or a full date, and not its text."""
    if isinstance(field, Date):
        return isinstance(value, str) and len(value) == len("2021-08-05")
    return isinstance(field, Count) and (value is None or isinstance(value, int))
