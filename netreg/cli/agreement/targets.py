"""``netreg agreement target``: what was promised for a purpose, and how much of it is done."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from netreg.cli.agreement.agreement_options import Agreement
from netreg.cli.framework import arguments, generic_verbs, listing, options
from netreg.cli.framework.session import Session
from netreg.entities import AGREEMENT, PURPOSE, TARGET
from netreg.entities.agreement.derived_dates import compute_dates
from netreg.entities.rough_dates import ONE_DAY, parse_rough_date
from netreg.entities.targets.progress import LATE
from netreg.errors import RefusedChange, UsageError
from netreg.language import _
from netreg.render.results import Detail, Listing, Message
from netreg.store.records import conditions, lookup, records
from netreg.store.writes import checked_writes
from netreg.thai.dates import terms

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from netreg.core.entity import Row
    from netreg.store.records.conditions import Condition

_ON_TERMINAL = (
    "id", "agreement_name", "text", "done_of", "share", "target_day", "days_left", "progress", "flags",
)  # fmt: skip


@options.add_record_options
def add_target(
    session: Session,
    agreement: Agreement,
    purpose: Annotated[str | None, typer.Option("--purpose", help="The purpose that it is for.")] = None,
    what: Annotated[str | None, typer.Option("--what", metavar="TEXT", help="What was promised.")] = None,
    amount: Annotated[
        str | None, typer.Option("--amount", metavar="N", help="How much: 3, 500,000, or with its unit '3 เรื่อง'.")
    ] = None,
    unit: Annotated[str | None, typer.Option("--unit", help="What is counted: เรื่อง, คน, บาท.")] = None,
    by: Annotated[
        str | None, typer.Option("--by", metavar="DATE", help="The last day; by default the end of the agreement.")
    ] = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DATE", help="The first day; by default that of the agreement.")
    ] = None,
    counted_by: Annotated[
        str | None,
        typer.Option(
            "--counted-by",
            help="activities, participants, money, meetings, trainings, trained or achieved; money for baht, "
            "else activities.",
        ),
    ] = None,
    kind: Annotated[str | None, typer.Option("--kind", help="Count activities of this kind alone.")] = None,
    each_year: Annotated[bool, typer.Option("--each-year", help="So much in each year up to the last day.")] = False,
    note: options.Note = None,
    source: options.Source = None,
) -> Detail | Message:
    """Record what was promised for a purpose of an agreement: what, how much, by when."""
    texts = {
        "text": what, "amount": amount, "unit": unit, "measure": counted_by, "activity_kind": kind, "since": since,
        "due_on": by, "note": note, "source": source,
    }  # fmt: skip
    for option, written in (("--what", what), ("--amount", amount)):
        if written is None:
            raise UsageError(
                _("{option} is missing").format(option=option), _("see 'netreg agreement target add --help'")
            )
    with session.writing() as db:
        number = lookup.find_record(db, AGREEMENT, agreement)
        values = {"purpose": _find_purpose(db, number, purpose), **arguments.parse_values(db, TARGET, texts)}
        for each in _cut_years(db, number, values, session.as_of) if each_year else [values]:
            added = checked_writes.add_record(db, TARGET, each)
        return generic_verbs.confirm_added(db, session, TARGET, added, (AGREEMENT, number))


def _find_purpose(db: sqlite3.Connection, agreement: int, purpose: str | None) -> int:
    """Find the purpose of an agreement that a target is for.

    Raises:
        RefusedChange: when none is named, with those there are.
        UnknownRecord, AmbiguousRecord: when the text names none of them, or several.
    """
    if purpose is not None and purpose.strip():
        return lookup.find_record(db, PURPOSE, purpose, within=agreement)
    known = records.select_belonging(db, PURPOSE, "agreement", agreement, date.max)
    if not known:
        raise RefusedChange(
            _("a target belongs to a purpose, and agreement {number} has none").format(number=agreement),
            _("add one with 'netreg agreement purpose add {number} TEXT'").format(number=agreement),
        )
    names = ", ".join(f"'{row['text']}'" for row in known)
    raise RefusedChange(
        _("a target belongs to a purpose of the agreement"), _("name one with --purpose: {names}").format(names=names)
    )


def _cut_years(db: sqlite3.Connection, agreement: int, values: Row, as_of: date) -> Iterator[Row]:
    """Yield a target for each year from the first to the last day of one, named by it; the last may be shorter.

    The last day of one that renews itself is its end as of the day asked about.

    Raises:
        RefusedChange: when either day is not known.
    """
    row = records.get_record(db, AGREEMENT, agreement, date.max)
    assert row is not None
    dates = compute_dates(row, as_of)
    first = parse_rough_date(values.get("since")) or dates.begins
    last = parse_rough_date(values.get("due_on")) or dates.end
    if first is None or last is None:
        raise RefusedChange(_("--each-year needs a first and a last day"), _("give them with --since and --by"))
    begins, years = first.first, 0
    while begins <= last.last:
        years += 1
        following = terms.add_term(first.first, f"P{years}Y")
        ends = min(following - ONE_DAY, last.last)
        text = _("{what} (year {n})").format(what=values["text"], n=years)
        yield values | {"text": text, "since": begins.isoformat(), "due_on": ends.isoformat()}
        begins = following


@options.add_query_options
def list_targets(
    session: Session,
    choice: options.ListOptions,
    agreement: Annotated[str | None, typer.Option("--agreement", help="Of this agreement.")] = None,
    behind: Annotated[bool, typer.Option("--behind", help="Behind its plan, or missed.")] = False,
    match: options.Match = None,
) -> Listing:
    """List what was promised in all agreements, and how much of it is done."""

    def narrow(db: sqlite3.Connection) -> Iterator[Condition]:
        yield from listing.match_text(db, match, TARGET, session.as_of)
        if agreement is not None:
            yield conditions.select_targets(lookup.find_record(db, AGREEMENT, agreement))

    found = listing.list_records(
        session, TARGET, choice, narrow, (lambda row: row["progress"] in LATE) if behind else None
    )
    if choice.columns:
        return found
    short = [TARGET.by_name[name] for name in _ON_TERMINAL]
    return found._replace(for_terminal=found._replace(fields=short))


GROUP = generic_verbs.build_noun(
    TARGET,
    {"add": add_target, "list": list_targets},
    "What was promised: how much, by when, and how much is done.",
)
