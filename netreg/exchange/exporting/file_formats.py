"""The forms in which files are written: which one a name means, and a table as text."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

from netreg.core.fields import Count, Field, Money
from netreg.core.thai_fields import Date
from netreg.errors import RefusedChange, UsageError
from netreg.exchange.tables.formula_guard import guard_formula
from netreg.language import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

FORMATS = ("csv", "tsv", "xlsx", "json", "ndjson", "vcf", "ics")
_SUFFIXES = {".jsonl": "ndjson", ".vcard": "vcf", ".ical": "ics"} | {f".{form}": form for form in FORMATS}
WRITABLE_ENCODINGS = {"utf-8": "utf-8", "utf8": "utf-8", "cp874": "cp874", "tis-620": "cp874", "windows-874": "cp874"}


def choose_format(path: Path, form: str | None) -> str:
    """The form asked for, or that of the file's name; CSV where neither tells.

    Raises:
        UsageError: when it is none that is written.
    """
    asked = form or _SUFFIXES.get(path.suffix.lower(), "csv")
    if asked not in FORMATS or (not form and path.suffix.lower() in (".xls", ".ods")):
        raise UsageError(
            _("an export can not be {form}").format(form=form or path.suffix.lower().lstrip(".")),
            _("there are: {names}").format(names=", ".join(FORMATS)),
        )
    return asked


def encode_delimited(
    names: Sequence[str], rows: Iterable[Sequence[str]], form: str, encoding: str | None = None, *, mark: bool = True
) -> bytes:
    """A table as text, no cell of which a spreadsheet runs as a formula.

    Raises:
        UsageError: when the encoding is not known.
        RefusedChange: when it lacks a letter that is needed, naming it and its line.
    """
    codec = WRITABLE_ENCODINGS.get((encoding or "utf-8").lower())
    if codec is None:
        raise UsageError(_("--encoding: there is no '{name}' to write").format(name=encoding), _("utf-8 or cp874"))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n", delimiter="\t" if form == "tsv" else ",")
    writer.writerow(names)
    writer.writerows([[guard_formula(cell) for cell in row] for row in rows])
    try:
        return out.getvalue().encode("utf-8-sig" if mark and codec == "utf-8" else codec)
    except UnicodeEncodeError as error:
        line = out.getvalue().count("\n", 0, error.start) + 1
        raise RefusedChange(
            _("cp874 has no '{letter}' (line {line})").format(letter=out.getvalue()[error.start], line=line),
            _("export it as UTF-8"),
        ) from None


def format_json(objects: Sequence[Mapping[str, Any]], form: str) -> str:
    """The objects as one JSON array, or as ``ndjson`` one a line."""
    if form == "ndjson":
        return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in objects)
    return json.dumps(objects, ensure_ascii=False, indent=2) + "\n"


def choose_cell_type(field: Field) -> str:
    """The kind of cell that a workbook has for the values of a field."""
    if isinstance(field, Date):
        return "date"
    if isinstance(field, Money):
        return "money"
    return "number" if isinstance(field, Count) else "text"


def is_typed_value(field: Field, value: Any) -> bool:
    """Whether a workbook holds the value itself, a number or a full date, and not how it is written."""
    if isinstance(field, Date):
        return isinstance(value, str) and len(value) == len("2021-08-05")
    return isinstance(field, Count) and (value is None or isinstance(value, int))
