"""``netreg restore``: a backup put in the register's place; or what can be read of a damaged register, in a new one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from netreg import config
from netreg.cli.framework import options
from netreg.cli.framework.session import Session, make_dry_run_note
from netreg.cli.maintenance.backup import list_documents, note_incomplete, opening_backup
from netreg.entities import BY_NAME
from netreg.errors import NoSuchFile, UsageError, quote_word
from netreg.language import _
from netreg.render.results import Message
from netreg.store import connections
from netreg.store.attachments import usage
from netreg.store.backup import copies
from netreg.store.salvage import salvage
from netreg.store.salvage.salvage import (
    CUT,
    FROM_HISTORY,
    INCOMPLETE,
    LOST,
    NUMBERED_TABLES,
    SalvageReport,
)

_SHOWN = 10


@options.add_write_options
def restore(
    session: Session,
    file: Annotated[Path, typer.Argument(metavar="FILE", readable=False, show_default=False)],
    salvaging: Annotated[
        bool, typer.Option("--salvage", help="FILE is damaged: take what can be read of it into a new register.")
    ] = False,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="NEW", readable=False, help="With --salvage: the new register.")
    ] = None,
    identity: Annotated[
        list[Path] | None,
        typer.Option(
            "--identity", metavar="FILE", readable=False, help="The secret key of an encrypted backup; repeat."
        ),
    ] = None,
    yes: options.Yes = False,
) -> Message:
    """Replace the register by a backup; the old file is kept beside it."""
    if salvaging and identity:
        raise UsageError(_("--salvage takes a file that is not encrypted"), _("leave out --identity"))
    if salvaging:
        return _salvage(session, file, out)
    if out is not None:
        raise UsageError(_("--out needs --salvage"), _("to restore to another place: netreg --db PATH restore FILE"))
    with opening_backup(session, file, identity or []) as copy:
        return _restore(session, file, copy, yes=yes)


def _restore(session: Session, file: Path, copy: Path, *, yes: bool) -> Message:
    """Restore `copy`, which is `file` itself or what was encrypted in it."""
    from netreg.cli.framework.generic_verbs import confirm

    copies.verify_copy(copy)
    if session.dry_run:
        sentence = _("{file} is whole, and would replace {path}").format(file=file, path=session.db)
        return Message(
            (sentence,), session.view, {"path": str(session.db), "from": str(file)}, make_dry_run_note(dry_run=True)
        )
    if session.db.exists():
        confirm(_("replace {path} with {file}?").format(path=session.db, file=file), yes)
    replaced = copies.restore_backup(session.db, copy)
    sentences = [_("restored {path} from {file}").format(path=session.db, file=file)]
    if replaced:
        sentences.append(_("the old file is kept: {file}").format(file=replaced))
        sentences.append(_("to go back: netreg restore {file}").format(file=quote_word(replaced)))
    flaws = usage.find_flaws_in_copy(session.db)
    data = {
        "path": str(session.db), "from": str(file), "replaced": str(replaced) if replaced else None,
        "incomplete": list_documents(flaws),
    }  # fmt: skip
    return Message(tuple(sentences), session.view, data, note_incomplete(flaws), exit_code=int(bool(flaws)))


# --- salvage -------------------------------------------------------------------------------


def _salvage(session: Session, file: Path, out: Path | None) -> Message:
    """Take what can be read into the register that is to be; where there is one, into a file beside the damaged one."""
    if not file.exists():
        raise NoSuchFile(file)
    connections.read_header(file)
    target = out or (file.with_name(f"{file.stem}.salvaged.db") if session.db.exists() else session.db)
    report = salvage.salvage_register(file, target, config.find_actor(), dry_run=session.dry_run)
    return Message(
        tuple(_describe_salvage(report, file, target, dry_run=session.dry_run)),
        session.view,
        _build_data(report, file, target),
        (*note_incomplete(list(report.flaws)), *make_dry_run_note(dry_run=session.dry_run)),
        exit_code=int(not report.is_whole),
    )


def _describe_salvage(report: SalvageReport, file: Path, target: Path, *, dry_run: bool) -> list[str]:
    count = sum(one.read for one in report.tables if one.table in BY_NAME)
    sentence = _("{target}: {n} records read of {file}")
    sentences = [sentence.format(target=target, n=f"{count:,}", file=file)]
    for table in NUMBERED_TABLES:
        sentences += _describe_table(report, table)
    if report.differing:
        numbers = ", ".join(f"{_name_kind(table)} {number}" for table, number in report.differing[:_SHOWN])
        more = ", …" if len(report.differing) > _SHOWN else ""
        sentences.append(_("the history says otherwise of: {records}").format(records=numbers + more))
    sentences += _describe_history(report)
    if report.is_whole:
        sentences.append(_("nothing is lost"))
    if not dry_run:
        sentences.append(_("look at it: netreg --db {path} doctor --full").format(path=quote_word(target)))
        sentences.append(_("to use it: netreg restore {path}").format(path=quote_word(target)))
    return sentences


def _describe_table(report: SalvageReport, table: str) -> list[str]:
    """Say what is lost of a table: how many are from the history, which are incomplete, and which are gone."""
    lines = {
        FROM_HISTORY: _("{kind}: from the history, as it last was: {numbers}"),
        INCOMPLETE: _("{kind}: only in part: {numbers}"),
        CUT: _("{kind}: pointed to a record that never was, and does so no more: {numbers}"),
        LOST: _("{kind}: lost, if they were not removed before: {numbers}"),
    }
    found = [one for one in report.records if one.table == table]
    return [
        sentence.format(
            kind=_name_kind(table), numbers=_join_numbers([one.number for one in found if one.fate == fate])
        )
        for fate, sentence in lines.items()
        if any(one.fate == fate for one in found)
    ]


def _join_numbers(numbers: list[int]) -> str:
    shown = ", ".join(map(str, numbers[:_SHOWN]))
    rest = len(numbers) - _SHOWN
    return _("{numbers} and {n} more").format(numbers=shown, n=rest) if rest > 0 else shown


def _describe_history(report: SalvageReport) -> list[str]:
    """Say where the chain of the history breaks: up to there it is proved, and no further."""
    sentences = []
    if report.broken_at is not None:
        sentences.append(
            _("the history is proved up to command {number}, and not from there on").format(number=report.broken_at - 1)
        )
    if report.gap and report.gap[0] == "command":
        sentences.append(_("command {number} is missing from the history").format(number=report.gap[1]))
    elif report.gap:
        sentences.append(_("change {number} is missing from the history").format(number=report.gap[1]))
    if report.is_cut_off:
        sentences.append(_("the end of the history is missing"))
    return sentences


def _name_kind(table: str) -> str:
    return BY_NAME[table].spoken_name if table in BY_NAME else table


def _build_data(report: SalvageReport, file: Path, target: Path) -> dict[str, Any]:
    return {
        "path": str(target),
        "from": str(file),
        "whole": report.is_whole,
        "tables": [{"table": one.table, "read": one.read, "damaged": one.is_damaged} for one in report.tables],
        "records": [
            {"kind": _name_kind(one.table), "id": one.number, "fate": one.fate, "known": dict(one.known)}
            for one in report.records
        ],
        "differing": [{"kind": _name_kind(table), "id": number} for table, number in report.differing],
        "history": {
            "broken_at": report.broken_at,
            "missing": dict([report.gap]) if report.gap else {},
            "cut_off": report.is_cut_off,
        },
        "incomplete": list_documents(list(report.flaws)),
    }
