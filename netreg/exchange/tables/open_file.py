"""Open a file of any format as tables, by the reader for what its first bytes say it is."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from netreg.exchange.tables.snapshot import take_snapshot

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from netreg.exchange.tables.source_tables import SourceFile


@contextmanager
def open_file(
    path: Path, *, sheets: Sequence[str] = (), encoding: str | None = None, hidden: str | None = None
) -> Iterator[SourceFile]:
    """Open the tables of a file (``-`` is the standard input), whatever its name ends with.

    Raises:
        MissingFile: when it does not exist or cannot be read.
        UnusableInput: when it is not a table, with the line at fault.
    """
    with take_snapshot(path) as snapshot:
        more = {"hidden": hidden} if snapshot.format in SPREADSHEETS else {}
        file = _load_reader(snapshot.format)(snapshot, sheets=sheets, encoding=encoding, **more)
        yield file._replace(size=snapshot.size, line_count=snapshot.line_count)


SPREADSHEETS = ("xlsx", "xls", "ods")


def _load_reader(format: str) -> Callable[..., SourceFile]:
    """Return the reader of a format, loaded only when there is a file of that format."""
    if format in SPREADSHEETS:
        from netreg.exchange.tables.spreadsheets import read_spreadsheet

        return read_spreadsheet
    if format in ("json", "ndjson"):
        from netreg.exchange.tables.json_reader import read_json

        return read_json
    if format == "vcf":
        from netreg.exchange.tables.vcard_reader import read_vcards

        return read_vcards
    if format == "html":
        from netreg.exchange.tables.markup.markup_reader import read_markup

        return read_markup
    from netreg.exchange.tables.csv_reader import read_csv

    return read_csv
