"""``netreg NOUN merge A B``: two records are one; both are shown side by side, and what is kept of each."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from netreg.cli.framework import arguments, options
from netreg.cli.framework.session import Session, make_dry_run_note
from netreg.cli.merging.pairs import One, Other, find_pair
from netreg.cli.merging.side_by_side import build_listing, show_value
from netreg.cli.merging.wording import describe_joined, describe_moved
from netreg.errors import NotConfirmed, UsageError
from netreg.language import _
from netreg.render import console
from netreg.render.results import Message
from netreg.render.safe_text import make_one_line
from netreg.store.merging import chosen_values, refusals
from netreg.store.merging.chosen_values import ONE, OTHER
from netreg.store.merging.merge import merge_records
from netreg.store.records import records

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Container, Iterable, Iterator

    from netreg.cli.framework.command_builder import Verb
    from netreg.core.entity import Entity, Row
    from netreg.render.results import Listing
    from netreg.store.merging.chosen_values import ChosenValue
    from netreg.store.merging.merge import MergeResult

Keep = Annotated[
    list[str] | None,
    typer.Option("--keep", metavar="FIELD=A|B|VALUE", help="Which value a field keeps: of A, of B, or another."),
]


def make_merge(entity: Entity) -> Verb:
    """Make the verb that merges two records of a kind."""

    @options.add_write_options
    def merge(session: Session, one: One, other: Other, keep: Keep = None, yes: options.Yes = False) -> Message:
        asks = sys.stdin.isatty() and not (yes or session.dry_run)
        sides, seen = _ask_first(session, entity, one, other, keep or []) if asks else ({}, ())
        with session.writing() as db:
            numbers = find_pair(db, entity, one, other)
            if asks and seen != _find_moments(db, entity, numbers):
                raise NotConfirmed(_("a record was changed meanwhile; nothing was merged"), _("merge again"))
            refusals.refuse_merge(db, entity, *numbers)
            chosen = _choose_values(db, entity, numbers, keep or [], sides)
            if not (asks or yes or session.dry_run):
                _refuse_two(entity, chosen, _read_keep(db, entity, keep or [])[0])
            listing = build_listing(db, session, entity, numbers, chosen)
            names = {number: ref.name for number, ref in records.find_refs(db, entity.name, numbers).items()}
            result = merge_records(db, entity, *numbers, chosen)
            names |= {number: ref.name for number, ref in records.find_refs(db, entity.name, numbers[:1]).items()}
            joined = [describe_joined(db, one, session.view.style) for one in result.outcome.joined]
        footer = tuple(_describe_result(entity, numbers, names, result, joined))
        notes = (
            *_warn_of_two(entity, chosen),
            *_tell_ended(entity, numbers, () if asks else chosen),
            *make_dry_run_note(dry_run=session.dry_run),
        )
        data = _build_data(entity, numbers, chosen, result)
        return Message(footer, session.view, data, notes, listing=None if asks else listing._replace(footer=footer))

    return merge


def _choose_values(
    db: sqlite3.Connection, entity: Entity, numbers: tuple[int, int], keep: list[str], asked: dict[str, str]
) -> list[ChosenValue]:
    sides, given = _read_keep(db, entity, keep)
    rows = [records.read_values(db, entity, number) for number in numbers]
    return chosen_values.choose_values(entity, rows[0], rows[1], {**asked, **sides}, given)


def _read_keep(db: sqlite3.Connection, entity: Entity, keep: list[str]) -> tuple[dict[str, str], Row]:
    """Return whose value is kept in which fields, and the values that were given.

    Raises:
        UsageError: naming what is not ``FIELD=A|B|VALUE``.
    """
    sides: dict[str, str] = {}
    pairs: list[str] = []
    seen: set[str] = set()
    compounds = {compound.name: compound.into for compound in entity.compound_columns}
    stored = {field.name: (field.name,) for field in entity.stored}
    for written in keep:
        name, _equals, value = written.partition("=")
        named = {name, *compounds.get(name, ())}
        if named & seen:
            raise UsageError(
                _("--keep: '{field}' is given twice").format(field=name), _("give each field once, with one value")
            )
        seen |= named
        if value.strip() in (ONE, OTHER) and (fields := stored.get(name) or compounds.get(name)):
            sides |= dict.fromkeys(fields, value.strip())
        else:
            pairs.append(written)
    try:
        given = arguments.parse_changes(db, entity, pairs)
    except UsageError as failure:
        raise UsageError(f"--keep: {failure.sentence}", failure.advice) from None
    parts = {part for into in compounds.values() for part in into if entity.by_name[part].is_name}
    for name in (one for one, value in given.items() if value is None and one in parts):
        raise UsageError(_("--keep: the name '{field}' would be lost").format(field=name), _("name A or B, or a value"))
    return sides, given


def _find_moments(db: sqlite3.Connection, entity: Entity, numbers: tuple[int, int]) -> tuple[Any, ...]:
    return tuple(records.find_updated_at(db, entity, number) for number in numbers)


# --- on a terminal --------------------------------------------------------------------------


def _ask_first(
    session: Session, entity: Entity, one: str, other: str, keep: list[str]
) -> tuple[dict[str, str], tuple[Any, ...]]:
    """Show both records and ask; return whose values are kept, and when the records were changed last."""
    with session.reading() as db:
        numbers = find_pair(db, entity, one, other)
        refusals.refuse_merge(db, entity, *numbers)
        chosen = _choose_values(db, entity, numbers, keep, {})
        shown = build_listing(db, session, entity, numbers, chosen)
        seen = _find_moments(db, entity, numbers)
        told = _read_keep(db, entity, keep)[0]
        style = session.view.style
        questions = [
            (each, show_value(db, each.field, each.one, style), show_value(db, each.field, each.other, style))
            for each in chosen
            if each.is_open and each.field.name not in told
        ]
    return _ask(session, entity, numbers, shown, questions), seen


def _ask(
    session: Session,
    entity: Entity,
    numbers: tuple[int, int],
    shown: Listing,
    questions: list[tuple[ChosenValue, str, str]],
) -> dict[str, str]:
    """Show both records, ask which value each open field keeps, and whether to merge; return whose are kept.

    Raises:
        NotConfirmed: when the answer is not yes.
    """
    if console.is_terminal():
        console.print_result(shown._replace(view=session.view._replace(format="table")))
    sides: dict[str, str] = {}
    for value, one, other in questions:
        pattern = _("{field}: A {one}, or B {other}?")
        question = pattern.format(field=value.field.label, one=one or "-", other=other or "-")
        answer = _read_side(f"{question} [{'A/b' if value.side == ONE else 'a/B'}]")
        if answer:
            sides[value.field.name] = answer
    question = _("merge {kind} {other} into {kind} {one}?").format(
        kind=entity.spoken_name, one=numbers[0], other=numbers[1]
    )
    if _read_answer(f"{question} [y/N]").lower() not in ("y", "yes", "ใช่"):
        raise NotConfirmed(_("nothing was merged"))
    return sides


def _read_side(question: str) -> str:
    """Ask until the answer is A, B or nothing; what was chosen of other fields is not lost by a slip."""
    while (answer := _read_answer(question).upper()) not in (ONE, OTHER, ""):
        print(_("'{text}' is neither A nor B").format(text=make_one_line(answer)), file=sys.stderr)
    return answer


def _read_answer(question: str) -> str:
    print(f"{make_one_line(question)}: ", end="", file=sys.stderr, flush=True)
    answer = sys.stdin.readline()
    if not answer:
        print(file=sys.stderr)
        raise typer.Abort
    return answer.strip()


# --- what was done --------------------------------------------------------------------------


def _describe_result(
    entity: Entity, numbers: tuple[int, int], names: dict[int, str], result: MergeResult, joined: list[str]
) -> list[str]:
    told = [
        _("merged {kind} {other} ({other_name}) into {kind} {one} ({one_name})").format(
            kind=entity.spoken_name,
            one=numbers[0],
            one_name=names[numbers[0]],
            other=numbers[1],
            other_name=names[numbers[1]],
        )
    ]
    if result.outcome.moved:
        told.append(_("moved: {what}").format(what=describe_moved(result.outcome.moved)))
    told += joined
    if result.names:
        told.append(_("also found by the name: {names}").format(names="; ".join(result.names)))
    keys = [f"{entity.by_name[field].label} {value}" for field, value in result.keys]
    told.append(_("also found by: {keys}").format(keys="; ".join([f"#{numbers[1]}", *keys])))
    told.append(
        _("to take it back: netreg undo, or later netreg {kind} unmerge {other}").format(
            kind=entity.command, other=numbers[1]
        )
    )
    return told


def _refuse_two(entity: Entity, chosen: list[ChosenValue], sides: Container[str]) -> None:
    """Refuse to merge, unasked, two records with other values in what mostly tells two apart.

    Raises:
        NotConfirmed: naming the fields of which nobody said whose value is kept.
    """
    if apart := [one.field for one in _list_apart(entity, chosen) if one.field.name not in sides]:
        fields = ", ".join(str(field.label) for field in apart)
        raise NotConfirmed(
            _("they differ in {fields}, which mostly tells two apart; nothing was merged").format(fields=fields),
            _("if they are one, say whose is kept with --keep {field}=A, or add --yes").format(field=apart[0].name),
        )


def _list_apart(entity: Entity, chosen: list[ChosenValue]) -> list[ChosenValue]:
    return [one for one in chosen if one.is_open and one.field.name in entity.apart_fields]


def _warn_of_two(entity: Entity, chosen: list[ChosenValue]) -> Iterator[str]:
    """Yield a warning where both have a value, and not the same, in what mostly tells two apart."""
    if apart := _list_apart(entity, chosen):
        yield _("they differ in {fields}, which mostly tells two apart; if they are two: netreg undo").format(
            fields=", ".join(str(one.field.label) for one in apart)
        )


def _tell_ended(entity: Entity, numbers: tuple[int, int], chosen: Iterable[ChosenValue]) -> Iterator[str]:
    """Yield a note where one of the two had ended, which the one that stays has not."""
    if one := chosen_values.find_ended(chosen):
        side = ONE if one.other is None else OTHER
        yield _("{kind} {number} had ended, what is kept has not; otherwise merge with --keep {field}={side}").format(
            kind=entity.spoken_name, number=numbers[side == OTHER], field=one.field.name, side=side
        )


def _build_data(
    entity: Entity, numbers: tuple[int, int], chosen: list[ChosenValue], result: MergeResult
) -> dict[str, Any]:
    fields = [
        {
            "field": one.field.name,
            "a": one.field.to_json(one.one),
            "b": one.field.to_json(one.other),
            "kept": one.field.to_json(one.kept),
            "side": one.side,
        }
        for one in chosen
    ]
    joined = [
        {"kind": one.kind, "kept": one.kept, "gone": one.gone, "left_out": dict(one.left)}
        for one in result.outcome.joined
    ]
    return {
        "kind": entity.name,
        "kept": numbers[0],
        "merged": numbers[1],
        "fields": fields,
        "moved": dict(result.outcome.moved),
        "joined": joined,
        "names": list(result.names),
        "keys": [{"field": field, "value": value} for field, value in result.keys],
    }
