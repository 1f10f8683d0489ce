"""Single rows of a file put into the register: matched with a record, which is brought up to date, or added.

Where it is doubtful which record a row is about, it is refused with the candidates beside it, unless a
person decided, of this row or of all that are doubtful.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from netreg.core.confirmations import find_confirmation, find_repeated_confirmation
from netreg.core.fields import shorten
from netreg.core.table_import import CHANGED, CHILD, LEFT_OUT, NEW, OWN, UNCHANGED, MatchPolicy, RowDecision
from netreg.core.uid_field import UID_NAME
from netreg.entities import BY_NAME
from netreg.errors import DoubtfulRow, RefusedChange, UnknownRecord
from netreg.language import _
from netreg.store.records import matching, records
from netreg.store.writes import checked_writes, doubtful_rows, former_names, planned_notes
from netreg.store.writes.planned_notes import PlannedNote
from netreg.store.writes.rules import find_rules
from netreg.thai.text import match_key

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Container, Mapping, Sequence

    from netreg.core.entity import Entity, Row
    from netreg.store.records.matching import Match
    from netreg.store.similarity.similar_records import Similar


@dataclass
class RowContext:
    """How a row is put into the register, and what came of rows before it.

    The records in `others` are known not to be meant; those with a higher number than `since` came
    with the same file. Known records that are perhaps the same are `similar`.
    What is to be said of the row is added to `remarks`.
    """

    policy: MatchPolicy = field(default_factory=MatchPolicy)
    others: Container[int] = ()
    decision: RowDecision | None = None
    since: int | None = None
    similar: Sequence[Similar] = ()
    #: The day on which the row confirms its record, and that of the child; None if it does not.
    confirms: tuple[str | None, str | None] = (None, None)
    #: The former family name that the row gives, and whether it says that it is one.
    former_family: tuple[str, bool] | None = None
    is_confirmed: bool = False
    remarks: list[PlannedNote] = field(default_factory=list)
    #: The day asked about, by which an event without a state is planned or was held.
    today: str = ""


def import_row(
    db: sqlite3.Connection,
    entity: Entity,
    values: Mapping[str, Any],
    child: Mapping[str, Any] | None = None,
    context: RowContext | None = None,
) -> tuple[str, int]:
    """Add the record of an imported row, or bring it up to date; return which it was, and its number.

    What a known record takes of it is for the policy to say; by itself an empty value
    changes nothing. A row that is left out has the number 0.

    Raises:
        DoubtfulRow: when the row may be about another record than the one found, or about several.
        RefusedChange: when the record would contradict itself.
    """
    context = context or RowContext()
    if context.decision and context.decision.action == "skip":
        return LEFT_OUT, 0
    values, former = former_names.read_former_name(db, entity, values, context.former_family)
    if former and context.former_family and not context.former_family[1]:
        context.remarks.append(planned_notes.describe_known_family(former))
    known = _choose_record(db, entity, values, child or {}, context, former)
    if known == _NEITHER:
        return LEFT_OUT, 0
    if known and context.policy.on_match == "skip":
        return UNCHANGED, known
    outcome, number = _write_own(db, entity, values, known, context)
    if former and former_names.add_former_name(db, entity, number, former):
        outcome = NEW if outcome == NEW else CHANGED
    if child and entity.row_child:
        inner = _import_child(db, entity, number, child, context)
        outcome = CHANGED if outcome == UNCHANGED != inner else outcome
    return outcome, number


def add_child_to(
    db: sqlite3.Connection,
    entity: Entity,
    values: Mapping[str, Any],
    child: Mapping[str, Any],
    known: int | None = None,
) -> int:
    """Add a child to the record that a row is about, or to a new one; return the child's number.

    A record that is `known` is the one, whatever the values.

    Raises:
        RefusedChange: as for :func:`import_row`, and when the record has that child already.
    """
    context = RowContext()
    try:
        known = known or _choose_record(db, entity, values, child, context)
    except DoubtfulRow as doubt:
        advice = _("correct it, or change the record first")
        raise RefusedChange(f"{doubt.cell}{doubt.sentence}", advice) from None
    _outcome, number = _write_own(db, entity, values, known, context)
    return checked_writes.insert_child(db, entity, number, child)


_NEITHER = 0
"""Stands for the record of a row that is to be left out."""


def _choose_record(
    db: sqlite3.Connection,
    entity: Entity,
    values: Mapping[str, Any],
    child: Mapping[str, Any],
    context: RowContext,
    former: Row | None = None,
) -> int | None:
    """Return the record that a row is about, by its `former` name too; None for a new one."""
    if context.decision:
        decided = _read_decision(db, entity, context.decision)
        _refuse_mistyped_decision(db, entity, (values, child), decided, context)
        return decided or _note_equal_record(db, entity, values, child, context)
    match = matching.find_match(db, entity, dict(values), child, context.others, context.since)
    if former:
        match = _match_former_name(db, entity, {**values, **former}, child, context, match)
    doubt = doubtful_rows.find_doubt(db, entity, (values, child), match, context.policy)
    if doubt is None and match.is_loose and _would_change(db, entity, values, child, match, context):
        doubt = doubtful_rows.describe_loose_match(db, entity, values, match)
    if doubt is None and not match.records:
        similar = [
            one for one in context.similar if not matching.is_other_by_code(db, entity, one.record, dict(values), child)
        ]
        doubt = doubtful_rows.describe_similar(db, entity, similar) if similar else None
    if doubt is not None:
        if context.policy.doubtful == "reject":
            raise doubt
        return _NEITHER if context.policy.doubtful == "skip" else None
    if match.records and child:
        for rule in find_rules(entity.name):
            rule.refuse_match(db, entity, match.records[0], values, child)
    return match.records[0] if match.records else None


def _match_former_name(
    db: sqlite3.Connection,
    entity: Entity,
    values: Row,
    child: Mapping[str, Any],
    context: RowContext,
    match: Match,
) -> Match:
    """Return the match of a row by the former name in its `values`, where that by the present one finds nobody.

    Where they find two, either may be meant.
    """
    other = matching.find_match(db, entity, values, child, context.others, context.since)
    if not match.records:
        return other if other.records or other.namesakes else match
    if other.records and other.records != match.records:
        return matching.Match(sorted({*match.records, *other.records}))
    return match


def _read_decision(db: sqlite3.Connection, entity: Entity, decision: RowDecision) -> int | None:
    """Return the record that a person decided for, None for a new one."""
    if decision.action == "new":
        return None
    number = decision.record or 0
    if db.execute(f"SELECT 1 FROM {entity.name} WHERE id = ?", [number]).fetchone() is None:
        raise UnknownRecord(
            _("there is no {kind} {number}").format(kind=entity.spoken_name, number=f"#{number}"),
            _("see them with 'netreg {command} list'").format(command=entity.command),
        )
    return number


def _note_equal_record(
    db: sqlite3.Connection, entity: Entity, values: Mapping[str, Any], child: Mapping[str, Any], context: RowContext
) -> int | None:
    """Return the record that a row decided to be new would double, and note that; None if there is none."""
    number = doubtful_rows.find_equal_record(db, entity, values, child, context.since)
    if number is not None:
        place = next(n for n in values if values[n] is not None and n != UID_NAME)
        note = _("not made again: {kind} {number} says the same already").format(kind=entity.spoken_name, number=number)
        context.remarks.append(PlannedNote(f"{OWN}.{place}", shorten(entity.by_name[place].show(values[place])), note))
    return number


def _refuse_mistyped_decision(
    db: sqlite3.Connection,
    entity: Entity,
    sides: tuple[Mapping[str, Any], Mapping[str, Any]],
    decided: int | None,
    context: RowContext,
) -> None:
    """Refuse a decision for a record of another name, where without it there is no doubt that another is meant.

    Raises:
        RefusedChange: naming the record that the row is about.
    """
    name = next(filter(None, entity.names(entity.make_blank_row() | dict(sides[0]))), None)
    if decided is None or name is None:
        return
    match = matching.find_match(db, entity, dict(sides[0]), sides[1], context.others, context.since)
    if len(match.records) != 1 or decided in match.records or match.is_loose:
        return
    clause = f"{matching.NAMED} AND t.id = ?"
    if matching.select_numbers(db, entity, clause, [entity.name, match_key(name), decided]):
        return
    if doubtful_rows.find_doubt(db, entity, sides, match, context.policy) is None:
        [number] = match.records
        raise RefusedChange(
            _("the decision #{decided} is perhaps mistyped: the row is about {record}").format(
                decided=decided, record=doubtful_rows.describe_candidates(db, entity, match.records)
            ),
            _("write #{number}, or correct the row").format(number=number),
        )


def _would_change(
    db: sqlite3.Connection,
    entity: Entity,
    values: Mapping[str, Any],
    child: Mapping[str, Any],
    match: Match,
    context: RowContext,
) -> bool:
    """Tell whether a row would change the record that it matches, or what belongs to it."""
    [number] = match.records
    before = records.read_values(db, entity, number)
    present, _remarks = read_present_name(db, entity, number, before, values, context.policy)
    changes = context.policy.select_changes(OWN, present, before, entity)
    if any(before[name] != value for name, value in changes.items()):
        return True
    if not (child and entity.row_child) or context.policy.on_match == "skip":
        return False
    kind = BY_NAME[entity.row_child]
    assert kind.parent is not None
    row = {**child, kind.parent.name: number}
    found = matching.match_record(db, kind, row)
    if len(found) != 1:
        return not found
    inner = records.read_values(db, kind, found[0])
    return any(inner[name] != value for name, value in context.policy.select_changes(CHILD, row, inner, kind).items())


def _write_own(
    db: sqlite3.Connection, entity: Entity, values: Mapping[str, Any], known: int | None, context: RowContext
) -> tuple[str, int]:
    """Bring the known record up to date, or add one; return which it was, and its number."""
    if known is not None:
        return _update_known(db, entity, known, values, context), known
    row = entity.make_blank_row() | {name: value for name, value in values.items() if value is not None}
    row |= find_confirmation(entity, values, None, context.confirms[0])
    if values.get("state") is None:
        row |= entity.choose_state(row, context.today)
    if _is_decided(context) and matching.select_numbers(db, entity, "t.uid = ?", [row.get(UID_NAME)]):
        del row[UID_NAME]  # a person said that it is another than the one exported
    if not _is_decided(context):
        checked_writes.refuse_shared_value(db, entity, row)
    return NEW, checked_writes.insert_checked(db, entity, row, values, today=context.today)


def _is_decided(context: RowContext) -> bool:
    return context.decision is not None or context.policy.doubtful == "new"


def _update_known(
    db: sqlite3.Connection, entity: Entity, number: int, values: Mapping[str, Any], context: RowContext
) -> str:
    before = records.read_values(db, entity, number)
    values, remarks = read_present_name(db, entity, number, before, values, context.policy)
    if context.decision and context.policy.on_match != "overwrite":
        values, left = former_names.leave_out_other_spelling(entity, before, values)
        context.remarks += planned_notes.describe_kept_name(entity, number, before, left)
    changes = context.policy.select_changes(OWN, values, before, entity)
    context.remarks += [*remarks, *planned_notes.describe_kept_fields(context.policy, OWN, values, before, entity)]
    context.remarks += planned_notes.describe_replaced_fields(entity, before, changes)
    is_misspelt = entity.is_respelling is not None and entity.is_respelling(before, before | dict(changes))
    if not is_misspelt:
        kept = former_names.keep_former_name(db, entity, number, changes, today=context.today)
        if kept is not None:
            context.remarks.append(planned_notes.describe_former_name(db, entity, kept, before, changes))
    confirmed = find_repeated_confirmation(entity, values, before | dict(changes), context.confirms[0])
    differs = any(before[name] != value for name, value in changes.items())
    is_written = checked_writes.edit_record(db, entity, number, {**changes, **confirmed}, today=context.today)
    context.is_confirmed = context.is_confirmed or (is_written and bool(confirmed))
    return CHANGED if is_written and (differs or not confirmed) else UNCHANGED


def read_present_name(
    db: sqlite3.Connection, entity: Entity, number: int, before: Row, values: Mapping[str, Any], policy: MatchPolicy
) -> tuple[Row, list[PlannedNote]]:
    """Return the values of a row without another name of its record, and the remark that it was one."""
    if policy.on_match == "overwrite":
        return dict(values), []
    present, former = former_names.leave_out_former_name(db, entity, number, before, values)
    if former is None:
        return present, []
    place = next(name for name in values if name not in present and name != "titles")
    note = _("a former or other name of {kind} {number}, which keeps its present one").format(
        kind=entity.spoken_name, number=number
    )
    return present, [PlannedNote(f"{OWN}.{place}", shorten(former), note)]


def _import_child(
    db: sqlite3.Connection, entity: Entity, owner: int, child: Mapping[str, Any], context: RowContext
) -> str:
    kind = BY_NAME[entity.row_child or ""]
    assert kind.parent is not None
    clearing = frozenset((OWN, name) for level, name in context.policy.clearing if level == CHILD)
    inner = RowContext(
        context.policy._replace(clearing=clearing, doubtful="reject"), confirms=(context.confirms[1], None)
    )
    row = _spell_as_known(db, kind, {**child, kind.parent.name: owner})
    if not matching.match_record(db, kind, row):
        # A blank says nothing: the child that has all that the row does say is the one.
        row = {name: value for name, value in row.items() if value is not None}
    found = matching.match_record(db, kind, row)
    if len(found) > 1:
        context.remarks.append(planned_notes.describe_open_child(db, entity, owner, row, found))
        return UNCHANGED
    undated = _find_undated_child(db, kind, row) if not found else None
    if undated is not None and inner.policy.on_match != "skip":
        outcome = _update_known(db, kind, undated, row, inner)
    else:
        outcome, _number = import_row(db, kind, row, context=inner)
    context.is_confirmed = context.is_confirmed or inner.is_confirmed
    context.remarks += [one._replace(place=one.place.replace(OWN, CHILD, 1)) for one in inner.remarks]
    return outcome


def _spell_as_known(db: sqlite3.Connection, kind: Entity, row: Row) -> Row:
    """Return the row of a child with its names as the children of the record spell them: blanks may differ."""
    assert kind.parent is not None
    spelt = dict(row)
    for name in (one for one in matching.list_spelt_parts(kind) if row.get(one) is not None):
        part, value = kind.by_name[name], row[name]
        sql = f"SELECT DISTINCT {part.column} FROM {kind.name} WHERE {kind.parent.column} = ?"
        known = [found[0] for found in db.execute(sql, [row[kind.parent.name]]) if found[0] is not None]
        spelt[name] = value if value in known else next((one for one in known if part.is_same(one, value)), value)
    return spelt


def _find_undated_child(db: sqlite3.Connection, kind: Entity, row: Row) -> int | None:
    """Return the child that has all that a row says but the day, and none: the row brings it."""
    days = [name for name in matching.list_days(kind) if row.get(name) is not None]
    found = matching.match_record(db, kind, {**row, **dict.fromkeys(days)}) if days else []
    if len(found) != 1:
        return None
    before = records.read_values(db, kind, found[0])
    after = before | {name: value for name, value in row.items() if value is not None}
    return None if any(before[name] is not None for name in days) or kind.find_problems(after) else found[0]
