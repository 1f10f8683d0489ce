"""``netreg stats``: how much of what the register holds."""

from __future__ import annotations

from netreg.cli import options
from netreg.cli.context import Session
from netreg.cli.standard import command
from netreg.core.fields import Count, Field
from netreg.entities import AGREEMENT, ENTITIES, ORGANISATION, PERSON
from netreg.entities.agreements import STATES
from netreg.language import Label
from netreg.render.results import Listing
from netreg.store import conditions, records

FIELDS = (Field("what", "รายการ", "What"), Count("count", "จำนวน", "Count"))


@options.shows
def stats(session: Session) -> Listing:
    """Count the records of each kind, and agreements by state."""
    return Listing(FIELDS, counted(session), session.view)


def counted(session: Session) -> list[dict[str, object]]:
    """The counts as of the day asked about, each with what it counts."""
    as_of = session.as_of
    with session.reading() as db:
        found = {entity.plural: records.count(db, entity) for entity in ENTITIES}
        found[Label("สมาชิกที่มีตำแหน่งปัจจุบัน", "Members with a current post")] = records.count(
            db, PERSON, conditions.holding_post(as_of)
        )
        found[Label("หน่วยงานที่ยังไม่มีสมาชิก", "Organisations without a member")] = records.count(
            db, ORGANISATION, conditions.without_member(as_of)
        )
        agreements = records.select(db, AGREEMENT, as_of=as_of)
    states = [AGREEMENT.complete(row, session.question)["state"] for row in agreements]
    for state, label in STATES.items():
        if number := states.count(state):
            found[Label(f"ข้อตกลง: {label.th}", f"Agreements: {label.en}")] = number
    return [{"what": str(label), "count": number} for label, number in found.items()]


COMMAND = command(stats, "stats")
