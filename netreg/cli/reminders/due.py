"""``netreg due``: what is to be decided, what takes place, what has run out; rules and silences."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from netreg.cli.framework import generic_verbs, listing, options
from netreg.cli.framework.command_builder import build_command, build_entry
from netreg.cli.framework.lazy_group import ListingGroup
from netreg.cli.framework.option_values import check_known, read_day, read_duration
from netreg.cli.framework.session import Session, make_dry_run_note, make_unchanged_note
from netreg.cli.reminders.due_rules import add_rule, list_rules
from netreg.core.address_fields import Email
from netreg.core.choice_fields import Choice, YesNo
from netreg.core.entity import TimeFrame
from netreg.core.fields import Field, Number, Reference
from netreg.core.flags import FlagList
from netreg.core.naming.record_addresses import AddressField, say_address
from netreg.core.plural_fields import CommandList, CommandText
from netreg.core.thai_fields import Date
from netreg.entities import PERSON, RULE, SILENCE
from netreg.errors import EXPIRED, IN_WINDOW, DeviceError, Failure, UsageError
from netreg.language import Label, _, ngettext, translate_placeholders
from netreg.render import console, nagios
from netreg.render.due_warnings import join_commands
from netreg.render.results import Listing, Message
from netreg.store.records import lookup
from netreg.store.reminders import due_list
from netreg.thai.dates import terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from netreg.core.entity import Row
    from netreg.core.fields import Style
    from netreg.entities.due.due_items import DueItem

KINDS = {kind.name: kind.label for kind in due_list.KINDS}
CLOCKS = {clock.name: clock.label for kind in due_list.KINDS for clock in kind.clocks}
_CHECKS = {
    name: check
    for kind in due_list.KINDS
    if isinstance(field := kind.by_name.get("flags"), FlagList)
    for name, check in field.checks.items()
}
_FLAGS = FlagList("flags", "ข้อสังเกต", "Flags", checks=_CHECKS)
SILENCES = {
    "acknowledged": Label("รับทราบแล้ว", "acknowledged"),
    "snoozed": Label("เลื่อนการเตือน", "snoozed"),
}
FIELDS = (
    Date("day", "วันที่", "Day"),
    Number("days_left", "คงเหลือ (วัน)", "Days left", "คงเหลือ", "เหลือวัน"),
    Choice("clock", "เรื่อง", "What", options=CLOCKS),
    AddressField("record", "รายการ", "Record"),
    Field("name", "ชื่อ", "Name"),
    Reference("responsible", "ผู้รับผิดชอบ", "Responsible", to="person"),
    Date("act_on", "วันทำการ", "Act on"),
    Date("extends_to", "ขยายถึง", "Runs on to"),
    Choice("silence", "การพักเตือน", "Silence", options=SILENCES, synonyms={"พักไว้": "snoozed"}),
)
MORE = (
    Choice("kind", "ชนิดรายการ", "Kind", options=KINDS),
    CommandText("command", "พิมพ์", "To settle it"),
    CommandList("commands", "คำสั่งที่ใช้ได้", "All that may settle it"),
    _FLAGS,
    Number("id", "เลข", "No."),
    Field("code", "รหัส", "Code"),
    Field("uid", "รหัสสากล", "UID"),
    YesNo("overdue", "พ้นกำหนด", "Overdue"),
    Email("email", "อีเมล", "E-mail"),
    Date("snoozed_until", "พักถึง", "Snoozed until"),
    YesNo("responsible_left", "ผู้รับผิดชอบไม่มีตำแหน่งแล้ว", "Responsible has left"),
)

Kind = Annotated[str | None, typer.Option("--kind", metavar="KIND", help=f"Only {', '.join(KINDS)}.")]
ClockName = Annotated[
    str | None,
    typer.Option("--clock", metavar="CLOCK", help="Which of its days, such as end; by default those that are near."),
]
Reason = Annotated[str | None, typer.Option("--reason", help="Why; kept in the history.")]


@options.add_due_options
def due(
    session: Session,
    choice: options.ListOptions,
    within: options.Within = None,
    kind: Kind = None,
    responsible: options.OfResponsible = None,
    overdue: Annotated[bool, typer.Option("--overdue", help="Only what has expired without a decision.")] = False,
    everything: Annotated[bool, typer.Option("--all", help="Also what was acknowledged or snoozed.")] = False,
    exit_code: options.ExitCode = False,
) -> Listing | Message:
    """List what is due, the next first: ends, notice days, meetings, posts; then what has run out."""
    if session.view.format == nagios.FORMAT:
        return _answer_plugin(session, within, kind, responsible)
    frame = _read_question(session, within)
    found = _find_items(session, frame, kind, responsible)
    loud = [item for item in found if not item.is_silenced]
    fields = listing.select_columns((*FIELDS, *MORE), choice) if choice.columns else FIELDS
    shown = _put_next_first(item for item in (found if everything else loud) if item.is_overdue or not overdue)
    folded: tuple[str, ...] = ()
    is_table = console.choose_format(session.view) == "table"
    if is_table and not (overdue or everything):
        folded = tuple(_fold_past([item for item in shown if item.is_overdue], session.view.style))
        shown = [item for item in shown if not item.is_overdue]
    shown = shown[: choice.limit]
    rows = [_build_row(item) for item in shown]
    rows = [_drop_same_day(row) for row in rows] if is_table else rows
    result = Listing(fields, rows, session.view, (*FIELDS, *MORE), footer=folded)
    hidden = 0 if everything else len(found) - len(loud)
    notes = (*_explain_items(shown, session.view.style), *_note_left(shown), *_note_hidden(hidden))
    return result._replace(notes=notes, exit_code=_exit_code(loud) if exit_code else 0)


def _drop_same_day(row: Row) -> Row:
    """Leave out the working day where it is the day itself: a person need not read it twice."""
    return row | {"act_on": None} if row["act_on"] == row["day"] else row


def _put_next_first(found: Iterable[DueItem]) -> list[DueItem]:
    """Order items by what is next; behind it what is past, the latest first."""
    ordered = sorted(found, key=lambda item: item.last if item.is_overdue else date.min, reverse=True)
    return sorted(ordered, key=lambda item: date.max if item.is_overdue else item.first)


def _fold_past(past: list[DueItem], style: Style) -> Iterator[str]:
    """Say in one line how much is past without a decision, and the latest of it."""
    if past:
        latest = past[0]
        sentence = ngettext(
            "{n} item is past without a decision ({record}, {day}: {name}); see 'netreg due --overdue'",
            "{n} items are past without a decision (the latest {record}, {day}: {name}); see 'netreg due --overdue'",
            len(past),
        )
        day = Date("day", "", "").show(latest.day, style)
        yield sentence.format(n=len(past), day=day, name=latest.name, record=say_address(latest.address))


def _read_question(session: Session, within: str | None) -> TimeFrame:
    return TimeFrame(session.as_of, read_duration(within) or session.settings.within)


def _find_items(session: Session, frame: TimeFrame, kind: str | None, responsible: str | None) -> list[DueItem]:
    kinds = [one for one in due_list.KINDS if one.name in _read_kinds(kind)]
    with session.reading() as db:
        person = lookup.find_record(db, PERSON, responsible) if responsible else None
        found = due_list.list_due_items(db, frame, terms.add_term(frame.as_of, frame.window), kinds)
    return [item for item in found if person is None or _looks_after(item, person)]


def _read_kinds(written: str | None) -> tuple[str, ...]:
    """Return the kinds that ``--kind`` names: by machine name, by the noun of its commands, or by its label.

    Raises:
        UsageError: when it is none that has days to watch.
    """
    if written is None:
        return tuple(KINDS)
    for kind in due_list.KINDS:
        if written.strip().lower() in (kind.name, kind.command, kind.label.th, kind.label.en.lower()):
            return (kind.name,)
    return (check_known("--kind", written, KINDS),)


def _looks_after(item: DueItem, person: int) -> bool:
    who = item.responsible
    return who is not None and (who.kind, who.id) == (PERSON.name, person)


def _exit_code(loud: list[DueItem]) -> int:
    return EXPIRED if any(item.is_overdue for item in loud) else IN_WINDOW if loud else 0


_EXPLAINED = 5


def _explain_items(shown: list[DueItem], style: Style) -> Iterator[str]:
    """Say of items of which a flag says more what it says, and what to type."""
    flagged = [item for item in shown if item.flags]
    for item in flagged[:_EXPLAINED]:
        told = "; ".join(_FLAGS.explain(flag, style) for flag in item.flags)
        yield _("{record}: {what}; type {commands}").format(
            record=say_address(item.address), what=told, commands=join_commands(item.commands)
        )
    if (left := len(flagged) - _EXPLAINED) > 0:
        sentence = ngettext(
            "{n} more item is explained by 'netreg due --columns record,flags,commands'",
            "{n} more items are explained by 'netreg due --columns record,flags,commands'",
            left,
        )
        yield sentence.format(n=left)


def _note_left(items: list[DueItem]) -> Iterator[str]:
    """Note each person who looks after something that is due and holds no post any more."""
    counts = Counter((item.responsible.name, item.handover) for item in items if item.responsible and item.handover)
    for (name, command), n in counts.items():
        sentence = ngettext(
            "{name}, responsible for {n} of these, has left; pass it on with '{command}'",
            "{name}, responsible for {n} of these, has left; pass them on with '{command}'",
            n,
        )
        yield sentence.format(name=name, n=n, command=translate_placeholders(command))


def _note_hidden(count: int) -> tuple[str, ...]:
    if not count:
        return ()
    sentence = ngettext(
        "{n} more is acknowledged or snoozed; see 'netreg due --all'",
        "{n} more are acknowledged or snoozed; see 'netreg due --all'",
        count,
    )
    return (sentence.format(n=count),)


def _build_row(item: DueItem) -> Row:
    who, silence = item.responsible, item.silence if item.is_silenced else None
    return {
        "day": item.day,
        "days_left": item.days_left,
        "clock": item.clock.name,
        "kind": item.kind.name,
        "record": item.address,
        "name": item.name,
        "responsible": who and due_list.make_responsible_ref(who),
        "act_on": _format_iso(item.act_on),
        "extends_to": _format_iso(item.extends_to),
        "silence": ("snoozed" if silence.until else "acknowledged") if silence else None,
        "command": item.command,
        "commands": item.commands,
        "flags": list(item.flags),
        "id": item.id,
        "code": item.code,
        "uid": item.uid,
        "overdue": int(item.is_overdue),
        "email": who.email if who else None,
        "snoozed_until": _format_iso(silence.until) if silence else None,
        "responsible_left": int(item.is_left_behind),
    }


def _answer_plugin(session: Session, within: str | None, kind: str | None, responsible: str | None) -> Message:
    """Return the answer of a Nagios plugin, with its exit codes, and no other way to fail."""
    if console.is_output_closed():
        raise DeviceError(_("standard output is closed; nothing was shown"))
    try:
        found = [
            item
            for item in _find_items(session, _read_question(session, within), kind, responsible)
            if not item.is_silenced
        ]
    except Failure as failure:
        return Message((nagios.format_unknown(str(failure)),), session.view, exit_code=nagios.UNKNOWN)
    line, code = nagios.format_status(found, session.view.style)
    return Message((line,), session.view, exit_code=code)


Which = tuple[str, str | None, str | None]  # the record as it was written, its clock, its kind


# --- quieting ------------------------------------------------------------------


@options.add_write_options
def ack(
    session: Session,
    record: options.Record,
    clock: ClockName = None,
    kind: Kind = None,
    reason: Reason = None,
) -> Message:
    """Acknowledge a due day of a record: no more warnings until the day changes."""
    return _silence_items(session, (record, clock, kind), None, reason)


@options.add_write_options
def snooze(
    session: Session,
    record: options.Record,
    until: Annotated[str, typer.Option("--until", metavar="DATE", help="The day to warn again.")],
    clock: ClockName = None,
    kind: Kind = None,
    reason: Reason = None,
) -> Message:
    """Snooze a due day of a record: no warnings until a day, then once more."""
    last = read_day(until, session.as_of, "--until")
    if last <= session.as_of:
        raise UsageError(_("--until: the day must be in the future"), _("give a later one, such as +14d"))
    return _silence_items(session, (record, clock, kind), last, reason)


def _check_snooze(items: list[DueItem], until: date) -> None:
    """Refuse a snooze beyond the day itself, by which the warning would be lost.

    Raises:
        UsageError: saying the last day that will do.
    """
    for item in items:
        if not item.clock.needs_decision and until > item.last:
            raise UsageError(
                _("--until: {name} has ended by then").format(name=item.name),
                _("{day} at the latest; or use 'netreg due ack' to stop the warnings").format(
                    day=item.last.isoformat()
                ),
            )


def _silence_items(
    session: Session,
    which: Which,
    until: date | None,
    reason: str | None,
) -> Message:
    written, clock, kind = which
    (name,) = _read_kinds(kind) if kind else (None,)
    with session.writing() as db:
        items = due_list.resolve_due_items(db, session.frame, written, name, clock)
        if until:
            _check_snooze(items, until)
        changed = [item for item in items if due_list.silence_item(db, item, until, reason)]
    notes = (*make_unchanged_note(changed=bool(changed)), *make_dry_run_note(dry_run=session.dry_run))
    data = [
        {"kind": i.kind.name, "id": i.id, "clock": i.clock.name, "day": i.day, "until": _format_iso(until)}
        for i in items
    ]
    return Message(tuple(_describe_silence(session, item, until) for item in items), session.view, data, notes)


def _format_iso(date_: date | None) -> str | None:
    return date_.isoformat() if date_ else None


def _describe_silence(session: Session, item: DueItem, until: date | None) -> str:
    style = session.view.style
    sentence = _("snoozed until {until}: {what} {day}, {name}") if until else _("acknowledged: {what} {day}, {name}")
    shown = Date("day", "", "").show
    return sentence.format(
        until=shown(_format_iso(until), style), what=item.clock.label, day=shown(item.day, style), name=item.name
    )


GROUP = ListingGroup(
    name="due",
    help=(due.__doc__ or "").split("\n")[0],
    alone=build_command(due, "due"),
    entries={
        "ack": build_entry(ack, "ack"),
        "snooze": build_entry(snooze, "snooze"),
        "rule": generic_verbs.build_noun_entry(
            RULE, {"add": add_rule, "list": list_rules}, "When to warn of a day, and how often."
        ),
        "silence": generic_verbs.build_noun_entry(SILENCE, {}, "What is acknowledged or snoozed."),
    },
    rich_markup_mode="rich",
)
