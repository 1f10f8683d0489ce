"""``netreg due rule``: how long before a day netreg speaks of it, and how often after it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from netreg.cli.framework import arguments, generic_verbs, listing, options
from netreg.cli.framework.guidance.option_words import find_word
from netreg.cli.framework.session import Session
from netreg.core.choice_fields import YesNo
from netreg.core.fields import Text
from netreg.entities import BY_NAME, RULE
from netreg.entities.due.warning_rules import fill_rule, find_clock, make_default_rule
from netreg.render.results import Detail, Listing, Message
from netreg.store.reminders import due_list
from netreg.store.writes import checked_writes

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from netreg.core.entity import Row

NAME = Text("record_name", "ชื่อรายการ", "Record")
BUILT_IN = YesNo("built_in", "ค่าตั้งต้น", "Built in")


@options.add_record_options
def add_rule(
    session: Session,
    kind: Annotated[str, typer.Argument(metavar="KIND", help="agreement, meeting, post …", show_default=False)],
    clock: Annotated[str, typer.Argument(metavar="CLOCK", help="notice, end, starts …", show_default=False)],
    offsets: Annotated[
        str | None, typer.Option("--offsets", metavar="TIMES", help="How long before the day: '12m, 90d, 0d'.")
    ] = None,
    repeat: Annotated[
        str | None, typer.Option("--repeat", metavar="TIME", help="After the day every so often: 1w, or never.")
    ] = None,
    sort: Annotated[str | None, typer.Option("--only", metavar="SORT", help="Only of this sort, such as moa.")] = None,
    record: Annotated[
        str | None, typer.Option("--record", metavar="RECORD", help="Only of this record; its code, number or name.")
    ] = None,
    off: Annotated[bool, typer.Option("--off", help="Do not warn at all.")] = False,
    note: options.Note = None,
) -> Detail | Message:
    """Keep a rule of your own for a clock, in place of the built-in one."""
    kind = find_word(kind, [one.name for one in due_list.KINDS]) or kind
    clock = _find_clock_name(kind, clock)
    texts = {
        "kind": kind, "clock": clock, "offsets": offsets, "repeat": repeat, "sort": sort, "note": note,
        "enabled": "no" if off else None,
    }  # fmt: skip
    with session.writing() as db:
        values = arguments.parse_values(db, RULE, texts)
        if record is not None and find_clock(kind, clock):
            values["record"] = due_list.find_uid(db, BY_NAME[kind], record)
        number = checked_writes.add_record(db, RULE, values)
        return generic_verbs.confirm_added(db, session, RULE, number)


def _find_clock_name(kind: str, written: str) -> str:
    """Return the name of the clock that is written by it or by its label in either language; else the text as it is."""
    clocks = BY_NAME[kind].clocks if kind in BY_NAME else ()
    labelled = (clock.name for clock in clocks if written.strip() in clock.label)
    return next(labelled, None) or find_word(written, [clock.name for clock in clocks]) or written


@options.add_query_options
def list_rules(session: Session, choice: options.ListOptions) -> Listing:
    """List the rules that hold: those kept, and the built-in ones of the clocks that have none."""
    every = (*RULE.by_name.values(), NAME, BUILT_IN)
    names = ("id", "kind", "clock", "sort", "record_name", "offsets", "repeat", "enabled", "built_in")
    fields = (
        listing.select_columns(every, choice)
        if choice.columns
        else [f for name in names for f in every if f.name == name]
    )
    with session.reading() as db:
        rows = [*_build_rows(db)]
        if choice.query:
            from netreg.store.records.querying.listed_rows import select_rows

            named = [row | {"record": row.get("record_name")} for row in rows]  # a record is asked for by its name
            rows = [rows[named.index(row)] for row in select_rows(db, RULE, named, choice.query, session.as_of)]
    return Listing(fields, listing.sort_rows(rows, every, choice.sort)[: choice.limit], session.view, every)


def _build_rows(db: sqlite3.Connection) -> Iterator[Row]:
    kept = due_list.select_rules(db)
    for kind in due_list.KINDS:
        for clock in kind.clocks:
            own = [rule for rule in kept if (rule["kind"], rule["clock"]) == (kind.name, clock.name)]
            if not any(rule["sort"] is None and rule["record"] is None for rule in own):
                yield {"kind": kind.name, "clock": clock.name, "built_in": 1, **make_default_rule(clock)}
            for rule in own:
                name = due_list.find_name_by_uid(db, kind.name, rule["record"]) if rule["record"] else None
                yield {**rule, **fill_rule(clock, rule), "record_name": name, "built_in": 0}
