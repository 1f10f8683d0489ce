"""``netreg history``: who changed what, and when, in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from netreg.cli.framework import listing, options
from netreg.cli.framework.option_values import convert_to_utc, read_day
from netreg.cli.framework.record_history import list_changes, name_columns
from netreg.cli.framework.session import Session
from netreg.core.fields import Field, Number
from netreg.core.thai_fields import Moment
from netreg.entities import BY_NAME, HOUSEKEEPING
from netreg.errors import AmbiguousRecord, UnknownRecord
from netreg.language import _, ngettext
from netreg.render.results import Listing
from netreg.store.history import changes as history_changes
from netreg.store.records import lookup
from netreg.store.undo import reversal

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from netreg.core.entity import Entity
    from netreg.store.history.changes import Change, Command

FIELDS = (
    Number("id", "เลข", "No."),
    Moment("at", "เมื่อ", "When"),
    Field("actor", "โดย", "By"),
    Field("command", "คำสั่ง", "Command"),
    Number("records", "รายการ", "Records"),
    Field("what", "สิ่งที่เปลี่ยน", "What changed"),
    Number("undone_by", "ยกเลิกโดย", "Undone by"),
)
_MOST_DESCRIBED = 3


@options.add_unsorted_list_options
def history(
    session: Session,
    choice: options.ListOptions,
    record: Annotated[str | None, typer.Argument(metavar="[RECORD]", show_default=False)] = None,
    since: Annotated[str | None, typer.Option("--since", metavar="DATE", help="From this day on.")] = None,
    by: Annotated[str | None, typer.Option("--by", metavar="NAME", help="Made by this user.")] = None,
    command: Annotated[
        str | None, typer.Option("--command", metavar="WORDS", help="Commands with these words, such as 'member edit'.")
    ] = None,
) -> Listing:
    """List what was changed, the newest first; of one record, field by field."""
    with session.reading() as db:
        if record is not None:
            return list_changes(db, session, choice, *_find_any_record(db, record))
        at = convert_to_utc(f"{read_day(since, session.as_of, '--since').isoformat()}T00:00:00") if since else None
        found = history_changes.select_commands_since(db, at=at, by=by, words=command)
        rows = [] if by or command else [row for row in _describe_outside_changes(db) if at is None or row["at"] >= at]
        rows += [_build_row(db, one) for one in found[: choice.limit]]
    return Listing(listing.select_columns(FIELDS, choice), rows[: choice.limit], session.view)


def _find_any_record(db: sqlite3.Connection, written: str) -> tuple[Entity, int]:
    """Return the kind and the number of the one record that a code or a name fits.

    Raises:
        UnknownRecord, AmbiguousRecord: when none or several fit.
    """
    kinds = [entity for entity in BY_NAME.values() if entity.parent is None and entity.name not in HOUSEKEEPING]
    found = [(kind, number) for kind in kinds for number in lookup.find_candidates(db, kind, written)]
    if len(found) == 1:
        return found[0]
    if not found:
        raise UnknownRecord(
            _("no such record: '{text}'").format(text=written),
            _("for a removed one, specify its kind and number: netreg member history 12"),
        )
    raise AmbiguousRecord(
        _("'{text}' is ambiguous: {records}").format(
            text=written, records=", ".join(f"{kind.spoken_name} {number}" for kind, number in found[:5])
        ),
        _("specify its kind: netreg {kind} history {number}").format(kind=found[0][0].command, number=found[0][1]),
    )


def _build_row(db: sqlite3.Connection, command: Command) -> dict[str, Any]:
    words = command.words + (f" {command.undoes}" if command.undoes else "")
    row = _describe_command(db, command.id, command.at, command.actor, words) | {"undone_by": command.undone_by}
    if command.words == history_changes.MIGRATE:
        row["what"] = _("updated the file to this version and recorded {n} records").format(n=row["records"])
    if command.words == history_changes.SALVAGE:
        row["what"] = _("recorded {n} records out of a damaged file that the history did not know").format(
            n=row["records"]
        )
    return row


def _describe_outside_changes(db: sqlite3.Connection) -> list[dict[str, Any]]:
    """Return what another tool changed since the last command of netreg, as one row, if it did."""
    changes, _total = history_changes.read_first_changes(db, None, 1)
    return [_describe_command(db, None, changes[0].at, "?", history_changes.OUTSIDE)] if changes else []


def _describe_command(db: sqlite3.Connection, number: int | None, at: str, actor: str, words: str) -> dict[str, Any]:
    changes, total = history_changes.read_first_changes(db, number, _MOST_DESCRIBED)
    return {
        "id": number,
        "at": at,
        "actor": actor,
        "command": words,
        "records": total,
        "what": "; ".join(_describe_changes(db, changes, total)),
    }


def describe_command(db: sqlite3.Connection, command: Command) -> str:
    """Return in words what a command changed."""
    return str(_build_row(db, command)["what"])


def _describe_changes(db: sqlite3.Connection, changes: list[Change], total: int) -> Iterator[str]:
    records = list(dict.fromkeys((change.kind, change.record) for change in changes))
    for kind, record in records:
        yield _describe_record(db, [change for change in changes if (change.kind, change.record) == (kind, record)])
    if more := total - len(records):
        yield ngettext("and {n} more record", "and {n} more records", more).format(n=more)


def _describe_record(db: sqlite3.Connection, changes: list[Change]) -> str:
    """Return in words what a command made of one record."""
    first, last = changes[0], changes[-1]
    name = reversal.describe_record(db, last.kind, last.record)
    if first.before is None:
        return _("added {record}").format(record=name)
    if last.after is None:
        return _("removed {record}").format(record=name)
    if not any(change.after for change in changes):
        return _("wrote {record} again as it was").format(record=name)
    fields = {field for change in changes for field, _column in name_columns(change.kind, change.after or {})}
    return _("changed {record}: {fields}").format(record=name, fields=", ".join(sorted(fields)))
