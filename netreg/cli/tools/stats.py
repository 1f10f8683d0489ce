"""``netreg stats``: how much of what the register holds."""

from __future__ import annotations

from typing import Any

from netreg.cli.framework import options
from netreg.cli.framework.session import Session
from netreg.core.fields import PLAIN, Count, Field, Style
from netreg.entities import AGREEMENT, BY_NAME, HOUSEKEEPING, ORGANISATION, PERSON
from netreg.entities.agreement.agreements import STATES
from netreg.language import Label
from netreg.render.results import Listing
from netreg.store.agreements import dates
from netreg.store.records import conditions, records
from netreg.store.reports import listed_people


class _CountedField(Field):
    """The thing counted: a stable word for scripts, a label for people."""

    def show(self, value: Any, style: Style = PLAIN) -> str:  # noqa: ARG002 - labels know their language
        return str(value[1])

    def to_json(self, value: Any) -> str:
        return str(value[0])


FIELDS = (_CountedField("what", "รายการ", "What"), Count("count", "จำนวน", "Count"))


@options.add_view_options
def stats(session: Session) -> Listing:
    """Count the records of each kind, and agreements by state."""
    return Listing(FIELDS, count_records(session), session.view)


def count_records(session: Session) -> list[dict[str, object]]:
    """Return the counts as of the day asked about, each with a word and a label."""
    as_of = session.as_of
    with session.reading() as db:
        kinds = [entity for entity in BY_NAME.values() if entity.name not in HOUSEKEEPING]
        known = [dates.select_known(as_of)] if session.is_past else []
        found = [
            (
                entity.collection,
                entity.plural,
                records.count_records(db, entity, *(known if entity is AGREEMENT else ())),
            )
            for entity in kinds
        ]
        members = records.count_records(db, PERSON, conditions.select_with_post(as_of))
        empty = records.count_records(db, ORGANISATION, conditions.select_without_member(as_of))
        people = listed_people.count_attending(db), listed_people.count_trained(db)
        agreements = records.select_records(db, AGREEMENT, known, as_of=as_of)
    found.append(("members.current", Label("สมาชิกที่มีตำแหน่งปัจจุบัน", "Members with a current post"), members))
    found.append(("organisations.empty", Label("หน่วยงานที่ยังไม่มีสมาชิก", "Organisations without a member"), empty))
    found.append(("attendance.people", Label("บุคคลที่เข้าประชุม", "People who came to meetings"), people[0]))
    found.append(("enrolments.people", Label("บุคคลที่เข้าอบรม", "People trained or enrolled"), people[1]))
    states = [AGREEMENT.add_derived(row, session.frame)["state"] for row in agreements]
    for state, label in STATES.items():
        name = Label(f"ข้อตกลง: {label.th}", f"Agreements: {label.en}")
        found.append((f"agreements.{state}", name, states.count(state)))
    return [{"what": (word, label), "count": number} for word, label, number in found if number or "." not in word]
