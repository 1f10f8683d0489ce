"""Spreadsheets (xlsx, xls, ods) as tables, parsed in a child process with limits."""

from __future__ import annotations

from contextlib import contextmanager
from functools import partial
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from netreg.errors import UnusableInput, UsageError, list_names
from netreg.exchange.tables.detect_format import LockedSpreadsheet
from netreg.exchange.tables.source_tables import SourceFile, SourceRow, SourceTable
from netreg.language import _, ngettext
from netreg.thai.text import to_ascii_digits

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from zipfile import ZipFile, ZipInfo

    from netreg.exchange.tables.snapshot import Snapshot

MAX_UNPACKED = 512 << 20
"""The largest size of all parts of a spreadsheet, unpacked, in bytes."""
MAX_RATIO = 200
"""How many times its packed size a part may have unpacked, if that is more than `RATIO_FROM`."""
RATIO_FROM = 10 << 20
MAX_PARTS = 10_000

_START = (
    "import json, sys; sys.path[:] = json.loads(sys.argv.pop(1)); "
    "from netreg.exchange.tables.sheet_process import main; main()"
)


class _Sheet(NamedTuple):
    """One sheet as the child process lists it, with its rows where they are few."""

    position: int
    name: str
    visible: bool
    few: list[tuple[int, list[str]]] | None
    hidden_rows: list[int]
    hidden_columns: int
    strays: list[str]


def read_spreadsheet(
    snapshot: Snapshot, *, sheets: Sequence[str], encoding: str | None, hidden: str | None = None
) -> SourceFile:
    """Read the sheets as tables: those named or numbered, else each visible one that is not empty.

    `hidden` is ``take`` or ``skip``: what becomes of hidden rows, which filters make as well.

    Raises:
        UsageError: when there is no such sheet, or an encoding was given.
        UnusableInput: when the file is damaged, locked, hostile or empty.
    """
    if encoding:
        raise UsageError(
            _("--encoding: {file} is a spreadsheet and has no encoding").format(file=snapshot.name),
            _("leave --encoding out"),
        )
    if snapshot.format != "xls":
        _check_archive(snapshot)
    listed = [_Sheet(*row) for row in next(_ask_child(snapshot))]
    wanted = [_choose_sheet(snapshot, listed, sheet) for sheet in sheets]
    chosen = [s for s in listed if (s in wanted if wanted else s.visible and s.few != [])]
    if not chosen:
        raise UnusableInput(
            _("{file}: every visible sheet is empty").format(file=snapshot.name),
            _("unhide the sheet, or name it with --sheet") if listed else "",
        )
    if hidden is None:
        _refuse_hidden_rows(snapshot.name, chosen)
    skips = hidden == "skip"
    sources = [
        SourceTable(
            each.name,
            partial(_iterate_rows, snapshot, each, skips=skips),
            notes=tuple(_describe_hidden_parts(snapshot.name, each, skips=skips)),
        )
        for each in chosen
    ]
    notes = tuple(_describe_hidden_sheets(snapshot.name, listed, chosen))
    return SourceFile(snapshot.name, snapshot.sha256, snapshot.format, "", sources, notes=notes)


def _refuse_hidden_rows(file: str, chosen: list[_Sheet]) -> None:
    """Refuse rows that nobody saw who looked at the sheet: whether they are meant is for a person to say."""
    for sheet in chosen:
        if count := len(sheet.hidden_rows):
            raise UnusableInput(
                ngettext(
                    "{file}: the sheet '{sheet}' has {n} hidden or filtered row: {rows}",
                    "{file}: the sheet '{sheet}' has {n} hidden or filtered rows: {rows}",
                    count,
                ).format(file=file, sheet=sheet.name, n=f"{count:,}", rows=_name_rows(sheet.hidden_rows)),
                _("add --hidden skip to leave them out, or --hidden take to import them"),
            )


_ROWS_NAMED = 5


def _name_rows(rows: list[int]) -> str:
    return ", ".join(map(str, rows[:_ROWS_NAMED])) + (", …" if len(rows) > _ROWS_NAMED else "")


def _describe_hidden_parts(file: str, sheet: _Sheet, *, skips: bool) -> Iterator[str]:
    """Yield the notes on hidden rows and columns of a sheet, and on cells far from its table."""
    if sheet.hidden_rows:
        sentence = _("{file} [{sheet}]: hidden rows imported as well: {n} ({rows})")
        if skips:
            sentence = _("{file} [{sheet}]: hidden rows left out: {n} ({rows})")
        count = f"{len(sheet.hidden_rows):,}"
        yield sentence.format(file=file, sheet=sheet.name, n=count, rows=_name_rows(sheet.hidden_rows))
    if sheet.strays:
        sentence = _("{file} [{sheet}]: far from the table, and left out: {cells}")
        cells = ", ".join(sheet.strays[:_ROWS_NAMED]) + (", …" if len(sheet.strays) > _ROWS_NAMED else "")
        yield sentence.format(file=file, sheet=sheet.name, cells=cells)
    if sheet.hidden_columns:
        sentence = _("{file} [{sheet}]: hidden columns read as well: {n}")
        yield sentence.format(file=file, sheet=sheet.name, n=sheet.hidden_columns)


def _describe_hidden_sheets(file: str, listed: list[_Sheet], chosen: list[_Sheet]) -> Iterator[str]:
    """Yield the notes on hidden sheets that have cells."""
    for sheet in listed:
        if not sheet.visible and sheet.few != [] and sheet not in chosen:
            yield _("{file}: the hidden sheet '{sheet}' was skipped").format(file=file, sheet=sheet.name)


def _choose_sheet(snapshot: Snapshot, listed: list[_Sheet], wanted: str) -> _Sheet:
    """Return the sheet of that name, else with that number among the visible ones."""
    visible = [sheet for sheet in listed if sheet.visible]
    for sheet in listed:
        if sheet.name.strip() == wanted.strip():
            return sheet
    numbered = {str(number): sheet for number, sheet in enumerate(visible, 1)}
    if chosen := numbered.get(to_ascii_digits(wanted.strip())):
        return chosen
    raise UsageError(
        _("--sheet: {file} has no sheet '{sheet}'").format(file=snapshot.name, sheet=wanted),
        list_names(f"{n} {s.name}" for n, s in enumerate(visible, 1)),
    )


def _iterate_rows(snapshot: Snapshot, sheet: _Sheet, *, skips: bool) -> Iterator[SourceRow]:
    left_out = frozenset(sheet.hidden_rows if skips else ())
    for block in _ask_child(snapshot, str(sheet.position)) if sheet.few is None else [sheet.few]:
        for number, cells in block:
            if number not in left_out:
                yield SourceRow(number, cells)


# The child process


def _ask_child(snapshot: Snapshot, *positions: str) -> Iterator[Any]:
    """Yield the answers of the child, up to its last."""
    import json

    from netreg.exchange.tables.sheet_process import END

    with _run_child(snapshot, *positions) as output:
        for line in output:
            try:
                answer = json.loads(line)
            except ValueError:
                break
            if answer == END:
                return
            if isinstance(answer, dict):
                raise _read_refusal(snapshot.name, answer)
            yield answer
    raise _damaged(snapshot.name)


@contextmanager
def _run_child(snapshot: Snapshot, *positions: str) -> Iterator[IO[bytes]]:
    """Run a child that reads the file, and yield its output; it is killed when the block ends.

    Complaints of the parsers are shown only to whoever debugs netreg.
    """
    import json
    import os
    import subprocess
    import sys

    snapshot.file.seek(0)
    command = [sys.executable, "-I", "-S", "-c", _START, json.dumps(_list_import_paths()), snapshot.format, *positions]
    complaints = None if os.environ.get("NETREG_DEBUG") == "1" else subprocess.DEVNULL
    with subprocess.Popen(  # noqa: S603 - nothing in it comes from the file
        command, stdin=snapshot.file, stdout=subprocess.PIPE, stderr=complaints
    ) as child:
        assert child.stdout
        try:
            yield child.stdout
        finally:
            child.kill()


def _list_import_paths() -> list[str]:
    """Return where this process finds its modules, which the child, started bare, cannot know."""
    import sys
    from pathlib import Path

    return [*filter(None, sys.path), str(Path(__file__).parents[3])]


def _read_refusal(file: str, answer: dict[str, Any]) -> Exception:
    if answer["failure"] == "internal":
        return RuntimeError("the reader of spreadsheets failed")
    if answer["failure"] == "password":
        return LockedSpreadsheet(file)
    if answer["failure"] == "sheets":
        return UnusableInput(
            _("{file} has {n} sheets, more than are read").format(file=file, n=f"{answer['count']:,}"),
            _advise_new_file(),
        )
    if answer["failure"] == "row":
        return UnusableInput(
            _("{file}: row {row} is longer than a million characters").format(file=file, row=answer["row"]),
            _("shorten its cells"),
        )
    return _damaged(file)


def _damaged(file: str) -> UnusableInput:
    return UnusableInput(_("{file} is damaged or too large").format(file=file), _advise_new_file())


def _advise_new_file() -> str:
    return _("open it in a spreadsheet program and save the table alone in a new file")


# The archive, checked without parsing it


def _check_archive(snapshot: Snapshot) -> None:
    """Refuse an archive that unpacks to too much, to another size than it says, or declares XML entities."""
    from struct import error as struct_error
    from zipfile import BadZipFile, ZipFile
    from zlib import error as zlib_error

    snapshot.file.seek(0)
    try:
        with ZipFile(snapshot.file) as archive:
            _refuse_bomb(snapshot.name, archive.infolist())
            for part in archive.infolist():
                _check_part(snapshot.name, archive, part)
    except (BadZipFile, zlib_error, struct_error, EOFError, NotImplementedError, ValueError, OSError):
        raise _damaged(snapshot.name) from None


def _refuse_bomb(file: str, parts: list[ZipInfo]) -> None:
    if (
        len(parts) > MAX_PARTS
        or sum(part.file_size for part in parts) > MAX_UNPACKED
        or any(p.file_size > max(RATIO_FROM, MAX_RATIO * p.compress_size) for p in parts)
    ):
        raise UnusableInput(_("{file} unpacks to far more data than a table has").format(file=file), _advise_new_file())


def _check_part(file: str, archive: ZipFile, part: ZipInfo) -> None:
    """Unpack the part, since its real size may differ from the one that the archive declares."""
    if part.flag_bits & 1:
        raise LockedSpreadsheet(file)
    declared, part.file_size = part.file_size, MAX_UNPACKED + 1
    with archive.open(part) as content:
        head = content.read(4096)
        _refuse_entities(file, part.filename, head)
        size = len(head)
        while size <= declared and (chunk := content.read(1 << 20)):
            size += len(chunk)
    if size != declared:
        raise _damaged(file)


def _refuse_entities(file: str, part: str, head: bytes) -> None:
    """Refuse XML entities, which no program writes; macros in other parts of ODS files do have a DOCTYPE."""
    if not part.endswith((".xml", ".rels")):
        return
    head = head.replace(b"\0", b"")
    if b"<!ENTITY" in head or (b"<!DOCTYPE" in head and (part == "content.xml" or part.startswith("xl/"))):
        raise UnusableInput(
            _("{file}: {part} declares XML entities, which no spreadsheet program does").format(file=file, part=part),
            _("do not trust the file; ask the sender for another copy"),
        )
