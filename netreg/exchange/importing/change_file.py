"""The file of an import's changes: each record that is new or changed, with its fields before and after."""

from __future__ import annotations

import csv
import io
import json
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

from netreg.errors import UsageError, list_names
from netreg.exchange.atomic_files import saving
from netreg.exchange.exporting.file_formats import choose_format
from netreg.exchange.formula_guard import guard_formula
from netreg.language import Label, _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from netreg.exchange.importing.preview import ChangedRecord

    Write = Callable[[ChangedRecord], None]

FORMATS = ("csv", "tsv", "xlsx", "json", "ndjson")
HEADINGS = (
    Label("แฟ้ม", "File"),
    Label("บรรทัด", "Line"),
    Label("ผล", "Outcome"),
    Label("เลข", "No."),
    Label("ชื่อ", "Name"),
    Label("ช่อง", "Field"),
    Label("เดิม", "From"),
    Label("เป็น", "To"),
)
SHEET = Label("สิ่งที่เปลี่ยน", "Changes")


@contextmanager
def writing_changes(path: Path, *, force: bool) -> Iterator[Write]:
    """Open the file; each record given to what comes out is written at once, in the format of the file's name.

    Raises:
        UsageError: when changes cannot have that format.
        NotAllowed: when the file already exists, unless with `force`.
    """
    format = choose_format(path, None)
    if format not in FORMATS:
        raise UsageError(_("cannot save changes as {format}").format(format=format), list_names(FORMATS))
    with saving(path, force=force) as file:
        yield from _write(file, format, mark=True)


@contextmanager
def collecting_changes(file: IO[bytes], format: str) -> Iterator[Write]:
    """Write the records to an open file, as those of a pipe are written: without a byte order mark."""
    yield from _write(file, format, mark=False)


def _write(file: IO[bytes], format: str, *, mark: bool) -> Iterator[Write]:
    if format == "xlsx":
        yield from _write_workbook(file)
    elif format in ("json", "ndjson"):
        yield from _write_json(file, format)
    else:
        yield from _write_delimited(file, format, mark=mark)


def list_cells(record: ChangedRecord) -> Iterator[list[str]]:
    """Yield a row of cells for each field that differs; one for a record of which none is shown."""
    ahead = [record.table, str(record.line), record.outcome_text, str(record.id), record.name]
    if not record.fields:
        yield [*ahead, "", "", ""]
    for field in record.fields:
        yield [*ahead, field.label, field.before_text, field.after_text]


def _write_delimited(file: IO[bytes], format: str, *, mark: bool) -> Iterator[Write]:
    out = io.TextIOWrapper(file, encoding="utf-8-sig" if mark else "utf-8", newline="")
    writer = csv.writer(out, delimiter="\t" if format == "tsv" else ",")
    writer.writerow(map(str, HEADINGS))
    yield lambda record: writer.writerows([guard_formula(cell) for cell in cells] for cells in list_cells(record))
    out.flush()
    out.detach()


def _write_json(file: IO[bytes], format: str) -> Iterator[Write]:
    begin, between, end = ("", "\n", "\n") if format == "ndjson" else ("[\n", ",\n", "\n]\n")
    mark = begin

    def write(record: ChangedRecord) -> None:
        nonlocal mark
        content = json.dumps({"file": record.table, **record.to_json()}, ensure_ascii=False)
        file.write((mark + content).encode())
        mark = between

    yield write
    if mark == begin:  # nothing was written
        file.write(b"" if format == "ndjson" else b"[]\n")
    else:
        file.write(end.encode())


def _write_workbook(file: IO[bytes]) -> Iterator[Write]:
    from netreg.exchange.exporting.row_workbook import writing_workbook

    with writing_workbook(file) as book:
        book.start_sheet(str(SHEET), [str(heading) for heading in HEADINGS])

        def write(record: ChangedRecord) -> None:
            for cells in list_cells(record):
                book.add_row(cells)

        yield write
