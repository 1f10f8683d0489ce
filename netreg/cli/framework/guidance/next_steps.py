"""The line about a record that was just added, and commands for what clocks and rules still need of it."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from netreg.core.cards import summarise
from netreg.core.flags import FlagList
from netreg.language import _, translate_placeholders
from netreg.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from netreg.core.cards import Card
    from netreg.core.entity import Entity, Row
    from netreg.core.fields import Style


class NextStep(NamedTuple):
    """A command to type after ``netreg`` as long as all these fields of a new record are blank, or counts of nothing.

    `in_state` is the only state in which they matter, if there is one.
    """

    fields: tuple[str, ...]
    command: str
    in_state: str = ""

    def is_open(self, row: Row) -> bool:
        """Tell whether the step is still to be done for a row with derived fields."""
        return self.in_state in ("", row.get("state")) and not any(row.get(name) for name in self.fields)


NEXT_STEPS = {
    "person": (
        NextStep(("current_posts",), "member post add {record} --org ORG --position TEXT"),
        NextStep(("email", "phone"), "member edit {record} email=TEXT phone=TEXT"),
    ),
    "member_group": (
        NextStep(("people_count", "organisation_count"), "group join {record} MEMBER"),
        NextStep(("responsible",), "group edit {record} responsible=MEMBER"),
    ),
    "agreement": (
        NextStep(("party_count",), "agreement party add {record} ORG"),
        NextStep(("signed_on",), "agreement edit {record} signed_on=DATE"),
        NextStep(("responsible",), "agreement edit {record} responsible=MEMBER"),
    ),
    "target": (NextStep(("target_day",), "agreement target edit {record} due_on=DATE"),),
    "meeting": (
        NextStep(("attendance_count",), "meeting attend {record} MEMBER", in_state="held"),
        NextStep(("organiser",), "meeting edit {record} organiser=ORG"),
    ),
    "action_item": (
        NextStep(("due_on",), "meeting action edit {record} due_on=DATE"),
        NextStep(("owner", "unit"), "meeting action edit {record} owner=MEMBER"),
    ),
    "course": (
        NextStep(("cohort_count",), "training plan {record} 1 --on DATE"),
        NextStep(("responsible", "organiser"), "training edit {record} organiser=ORG"),
    ),
    "cohort": (NextStep(("planned_from", "held_from"), "training cohort edit {record} planned_from=DATE"),),
    "activity": (
        NextStep(("starts_on",), "activity edit {record} starts_on=DATE"),
        NextStep(("organiser", "agreement", "group"), "activity edit {record} organiser=ORG"),
    ),
    "news_item": (NextStep(("published_on",), "news edit {record} published_on=DATE"),),
}
"""The needs of clocks, reminders and lists of a new record, by its kind; its flags say more."""


def describe_added(entity: Entity, row: Row, style: Style, owner: Card | None) -> str:
    """Return the line that says which record was added, how it stands, and on whose card it is."""
    code, name = row.get("code"), entity.display_name(row)
    sentence = _("added {kind} {number}: {name}").format(
        kind=entity.spoken_name,
        number=f"{row['id']} ({code})" if code and code != name else row["id"],
        name=" · ".join(filter(None, (name, summarise(entity, row, style)))),
    )
    if owner is None:
        return sentence
    above = f"{owner.kind.spoken_name} {owner.row['id']}: {owner.kind.display_name(owner.row)}"
    return f"{sentence} ({above})"


def list_next_steps(entity: Entity, row: Row, style: Style, owner: Card | None) -> Iterator[str]:
    """List what a new record lacks, or contradicts in itself, each with what to type."""
    known = {"record": row.get("code") or row["id"], "noun": entity.command}
    if owner is not None:
        known[owner.kind.name] = owner.row.get("code") or owner.row["id"]
    for step in NEXT_STEPS.get(entity.name, ()):
        if step.is_open(row):
            yield _("not given yet: {fields}; type 'netreg {command}'").format(
                fields=_(" or ").join(str(entity.by_name[name].label) for name in step.fields),
                command=translate_placeholders(step.command).format(**known),
            )
    for field in entity.derived:
        if isinstance(field, FlagList):
            for flag in row.get(field.name) or ():
                yield _describe_flag(field, flag, known, style)


def _describe_flag(field: FlagList, flag: Row, known: Row, style: Style) -> str:
    """Say what a flag says, with the likeliest command that settles it and names nothing unknown here."""
    sentence, facts = field.explain(flag, style), known | flag["data"]
    for command in field.checks[flag["id"]].commands:
        with suppress(KeyError):
            filled = translate_placeholders(command).format(**facts)
            return _("{sentence}; type 'netreg {command}'").format(sentence=sentence, command=filled)
    return sentence
