"""Tables out of spreadsheets (xlsx, xls, ods), parsed in a child process that has limits."""

from __future__ import annotations

from contextlib import contextmanager
from functools import partial
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from netreg.errors import UnusableInput, UsageError
from netreg.exchange.tables.source_tables import SourceFile, SourceRow, SourceTable
from netreg.language import _

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zipfile import ZipFile, ZipInfo

    from netreg.exchange.tables.snapshot import Snapshot

MOST_UNPACKED = 512 << 20
"""What all parts of a spreadsheet may come to, unpacked, in bytes."""
MOST_RATIO = 200
"""How many times its packed size a part may unpack to, if that is more than `RATIO_FROM`."""
RATIO_FROM = 10 << 20
MOST_PARTS = 10_000

_START = (
    "import json, sys; sys.path[:] = json.loads(sys.argv.pop(1)); "
    "from netreg.exchange.tables.sheet_process import main; main()"
)


class _Sheet(NamedTuple):
    """One sheet as the child lists it, with its rows where they are few."""

    place: int
    name: str
    visible: bool
    few: list[tuple[int, list[str]]] | None


def read_spreadsheet(snapshot: Snapshot, *, sheet: str | None, encoding: str | None) -> SourceFile:
    """The sheets as tables: the one named or numbered, else each visible one that holds anything.

    Raises:
        UsageError: when there is no such sheet, or an encoding was given.
        UnusableInput: when the file is damaged, locked, hostile or empty.
    """
    if encoding:
        raise UsageError(
            _("--encoding: {file} is a spreadsheet, which has none").format(file=snapshot.name), _("leave it out")
        )
    if snapshot.format != "xls":
        _check_archive(snapshot)
    listed = [_Sheet(*row) for row in next(_told(snapshot))]
    chosen = [_chosen(snapshot, listed, sheet)] if sheet else [s for s in listed if s.visible and s.few != []]
    if not chosen:
        raise UnusableInput(
            _("{file}: no visible sheet holds anything").format(file=snapshot.name),
            _("unhide the sheet, or name it with --sheet") if listed else "",
        )
    sources = [SourceTable(s.name, partial(_lines, snapshot, s)) for s in chosen]
    return SourceFile(snapshot.name, snapshot.sha256, snapshot.format, "", sources)


def _chosen(snapshot: Snapshot, listed: list[_Sheet], wanted: str) -> _Sheet:
    """The sheet of that name, else with that number among the visible ones."""
    visible = [sheet for sheet in listed if sheet.visible]
    for sheet in listed:
        if sheet.name.strip() == wanted.strip():
            return sheet
    if wanted.isdecimal() and 1 <= int(wanted) <= len(visible):
        return visible[int(wanted) - 1]
    raise UsageError(
        _("--sheet: {file} has no sheet '{sheet}'").format(file=snapshot.name, sheet=wanted),
        _("it has: {names}").format(names=", ".join(f"{n} {s.name}" for n, s in enumerate(visible, 1))),
    )


def _lines(snapshot: Snapshot, sheet: _Sheet) -> Iterator[SourceRow]:
    for block in _told(snapshot, str(sheet.place)) if sheet.few is None else [sheet.few]:
        for number, cells in block:
            yield SourceRow(number, cells)


# The child process


def _told(snapshot: Snapshot, *places: str) -> Iterator[Any]:
    """What the child tells, up to its last word."""
    import json

    from netreg.exchange.tables.sheet_process import END

    with _child(snapshot, *places) as told:
        for line in told:
            try:
                answer = json.loads(line)
            except ValueError:
                break
            if answer == END:
                return
            if isinstance(answer, dict):
                raise _refusal(snapshot.name, answer)
            yield answer
    raise _damaged(snapshot.name)


@contextmanager
def _child(snapshot: Snapshot, *places: str) -> Iterator[IO[bytes]]:
    """The output of a child that reads the file; it ends with the block, whatever it was doing.

    What the parsers complain about is shown only to whoever looks for a fault of netreg.
    """
    import json
    import os
    import subprocess
    import sys

    snapshot.file.seek(0)
    command = [sys.executable, "-I", "-S", "-c", _START, json.dumps(_packages()), snapshot.format, *places]
    complaints = None if os.environ.get("NETREG_DEBUG") == "1" else subprocess.DEVNULL
    with subprocess.Popen(  # noqa: S603 - nothing of it comes from the file
        command, stdin=snapshot.file, stdout=subprocess.PIPE, stderr=complaints
    ) as child:
        assert child.stdout
        try:
            yield child.stdout
        finally:
            child.kill()


def _packages() -> list[str]:
    """Where this process finds its modules, which the child, started bare, cannot know."""
    import sys
    from pathlib import Path

    return [*filter(None, sys.path), str(Path(__file__).parents[3])]


def _refusal(file: str, answer: dict[str, Any]) -> Exception:
    if answer["fault"] == "own":
        return RuntimeError("the reader of spreadsheets failed")
    if answer["fault"] == "password":
        return _locked(file)
    if answer["fault"] == "row":
        return UnusableInput(
            _("{file}: row {row} holds more text than a table ought to").format(file=file, row=answer["row"]),
            _("shorten its cells"),
        )
    return _damaged(file)


def _damaged(file: str) -> UnusableInput:
    return UnusableInput(
        _("{file} is damaged or far larger than a table ought to be").format(file=file),
        _("open it in a spreadsheet program and save the table alone in a new file"),
    )


def _locked(file: str) -> UnusableInput:
    return UnusableInput(
        _("{file} is protected by a password").format(file=file),
        _("open it in Excel, remove the password, save it, and import it again"),
    )


# What can be seen of an archive without parsing it


def _check_archive(snapshot: Snapshot) -> None:
    """Refuse an archive that unpacks to more than a table, to other than it says, or to entities."""
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
        len(parts) > MOST_PARTS
        or sum(part.file_size for part in parts) > MOST_UNPACKED
        or any(p.file_size > max(RATIO_FROM, MOST_RATIO * p.compress_size) for p in parts)
    ):
        raise UnusableInput(
            _("{file} unpacks to far more than a table ought to be").format(file=file),
            _("open it in a spreadsheet program and save the table alone in a new file"),
        )


def _check_part(file: str, archive: ZipFile, part: ZipInfo) -> None:
    """Unpack the part: what it really comes to may be other than what the archive says."""
    if part.flag_bits & 1:
        raise _locked(file)
    declared, part.file_size = part.file_size, MOST_UNPACKED + 1
    with archive.open(part) as content:
        head = content.read(4096)
        _refuse_entities(file, part.filename, head)
        size = len(head)
        while size <= declared and (chunk := content.read(1 << 20)):
            size += len(chunk)
    if size != declared:
        raise _damaged(file)


def _refuse_entities(file: str, part: str, head: bytes) -> None:
    """No program writes them into cells; macros in other parts of ODS files do have a DOCTYPE."""
    if not part.endswith((".xml", ".rels")):
        return
    head = head.replace(b"\0", b"")
    if b"<!ENTITY" in head or (b"<!DOCTYPE" in head and (part == "content.xml" or part.startswith("xl/"))):
        raise UnusableInput(
            _("{file}: {part} declares XML entities, which no spreadsheet program does").format(file=file, part=part),
            _("do not trust the file; ask its sender for another copy"),
        )
