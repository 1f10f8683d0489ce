"""``netreg agreement brief``: one screen from which a committee can decide on a renewal."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from netreg.cli.agreement.agreement_options import Agreement
from netreg.cli.agreement.signing import describe_signing
from netreg.cli.framework import generic_verbs, options
from netreg.cli.framework.session import Session
from netreg.cli.tools.finding_rows import SUMMED_FIELDS, list_part_findings, sum_up_findings
from netreg.core.choice_fields import Choice
from netreg.core.fields import Count, Number, Text
from netreg.core.thai_fields import Date
from netreg.entities import AGREEMENT, BY_NAME, TARGET
from netreg.entities.agreement.contacts import CONTACTS
from netreg.entities.agreement.decisions import KINDS
from netreg.entities.agreement.derived_dates import compute_dates, cut_periods
from netreg.entities.agreement.periods import number_periods
from netreg.entities.agreement.steps import describe_stage
from netreg.entities.rough_dates import has_come
from netreg.language import Label, _
from netreg.render.data_formats import build_card_object
from netreg.render.results import Listing, Message, Result, ResultGroup
from netreg.store.agreements import participants, proof_of_life
from netreg.store.records import lookup

if TYPE_CHECKING:
    import sqlite3

    from netreg.core.cards import Card
    from netreg.core.entity import Row
    from netreg.render.results import View
    from netreg.store.agreements.participants import Participants
    from netreg.store.agreements.proof_of_life import SignOfLife

HOW = {
    "first": Label("รอบแรก", "first"),
    "tacit": Label("ต่อโดยปริยาย", "tacit renewal"),
    "renew": KINDS["renew"],
    "extend": KINDS["extend"],
}
PERIODS = (
    Number("number", "รอบที่", "Period"),
    Choice("how", "ที่มา", "How", options=HOW),
    Date("first", "ตั้งแต่", "From"),
    Date("last", "ถึง", "To"),
    Date("decided_on", "พิจารณาเมื่อ", "Decided on", "ตัดสินเมื่อ"),
    Text("document_no", "เอกสาร", "Document"),
)
PARTIES = (
    Text("name", "ภาคี", "Party"),
    Text("signed", "ลงนาม", "Signed by"),
    Count("signs", "กิจกรรม", "Activities"),
    Count("undated", "ไม่มีวันที่", "Undated"),
    Date("last", "ล่าสุด", "Last"),
    CONTACTS,
)
SIGNS = (
    Text("kind", "สิ่งที่ทำ", "What was done"),
    Count("count", "จำนวน", "Count"),
    Count("undated", "ไม่มีวันที่", "Undated"),
    Date("last", "ล่าสุด", "Last"),
)
PURPOSES = (
    Text("text", "วัตถุประสงค์", "Purpose"),
    Count("signs", "กิจกรรม", "Activities"),
)
TARGETS = tuple(TARGET.by_name[name] for name in ("text", "done_of", "share", "target_day", "days_left", "progress"))
_TOLD = (
    "state", "signed_on", "effective_from", "end", "days_left", "notice_deadline", "grace_end", "renewal", "renews_on",
    "renews_until", "decision", "responsible", "predecessor", "flags",
)  # fmt: skip


class Facts(NamedTuple):
    """The facts for a decision: the agreement, its periods, and its activities by kind, party and purpose."""

    card: Card
    periods: list[Row]
    signs: list[Row]
    parties: list[Row]
    purposes: list[Row]
    targets: list[Card]
    findings: list[Row]


@options.add_view_options
def brief(session: Session, agreement: Agreement) -> Result:
    """Show all that a decision on its renewal needs, on one screen."""
    with session.reading() as db:
        number = lookup.find_record(db, AGREEMENT, agreement)
        card = generic_verbs.read_card_on_day(db, session, AGREEMENT, number)
        facts = gather_facts(db, card, session)
    return render_brief(facts, session)


def gather_facts(db: sqlite3.Connection, card: Card, session: Session) -> Facts:
    """Collect the facts about an agreement as of the day asked about."""
    as_of = session.as_of
    signs = proof_of_life.read_signs(db, card.row["id"], as_of)
    involved = [(sign, participants.find_participants(db, card.row["id"], sign)) for sign in signs]
    parties = [
        _describe_party(db, inner, involved, _name_signatories(card.row, inner, as_of))
        for inner in card.cards_of("parties")
    ]
    purposes = [
        {"text": inner.row["text"], "signs": sum(sign.purpose == inner.row["id"] for sign in signs)}
        for inner in card.cards_of("purposes")
    ]
    targets = [target for purpose in card.cards_of("purposes") for target in purpose.cards_of("targets")]
    findings = list_part_findings(db, AGREEMENT, card.row["id"], session.frame, session.view.style)
    return Facts(card, _list_periods(card.row, as_of), _count_by_kind(signs), parties, purposes, targets, findings)


def _list_periods(row: Row, as_of: date) -> list[Row]:
    return [
        {
            "number": number,
            "how": period.how,
            "first": period.first.value if period.first else None,
            "last": period.last.value if period.last else None,
            "decided_on": period.decision.decided_on if period.decision else None,
            "document_no": period.decision.document_no if period.decision else None,
        }
        for number, period in number_periods(cut_periods(compute_dates(row, as_of)))
    ]


def _count_by_kind(signs: list[SignOfLife]) -> list[Row]:
    kinds = dict.fromkeys(sign.kind for sign in signs)
    return [_count_signs(kind, [sign for sign in signs if sign.kind == kind]) for kind in kinds]


def _count_signs(kind: str, signs: list[SignOfLife]) -> Row:
    counted = _sum_up(signs)
    return {"kind": str(BY_NAME[kind].plural), "name": kind, "count": counted.pop("signs"), **counted}


def _sum_up(signs: list[SignOfLife]) -> Row:
    """Return how many signs of life there are, how many of them without a day, and the last day."""
    days = [sign.day[:10] for sign in signs if sign.day]
    return {"signs": len(signs), "undated": len(signs) - len(days), "last": max(days, default=None)}


def _name_signatories(agreement: Row, party: Card, as_of: date) -> str | None:
    """Return the names of those who had signed for a party by the day."""
    signed = [
        inner.kind.display_name(inner.row)
        for inner in party.cards_of("signatories")
        if has_come(inner.row["signed_on"] or agreement["signed_on"], as_of)
    ]
    return ", ".join(signed) or None


def _describe_party(
    db: sqlite3.Connection, card: Card, involved: list[tuple[SignOfLife, Participants]], signed: str | None
) -> Row:
    """Return a party, its signatories, and the activities in which it or a unit of it took part."""
    units = participants.read_units(db, (card.row["unit"] or card.row["organisation"]).id)
    shared = [sign for sign, who in involved if who.include(card.row["id"], units)]
    return {
        "name": card.kind.display_name(card.row),
        "signed": signed,
        **_sum_up(shared),
        "contacts": card.row["contacts"],
    }


def render_brief(facts: Facts, session: Session) -> Result:
    """Render the facts as tables one below another; for scripts as one object."""
    view = session.view
    if view.format in ("json", "ndjson"):
        lists = {name: getattr(facts, name) for name in ("periods", "signs", "parties", "purposes", "findings")}
        targets = [build_card_object(target) for target in facts.targets]
        return Message((), view, {"agreement": build_card_object(facts.card), **lists, "targets": targets})
    tables = (
        (PERIODS, facts.periods),
        (PARTIES, facts.parties),
        (SIGNS, facts.signs),
        (PURPOSES, facts.purposes),
        (TARGETS, [target.row for target in facts.targets]),
        (SUMMED_FIELDS, sum_up_findings(facts.findings)),
    )
    listings = tuple(Listing(fields, rows, view) for fields, rows in tables if rows)
    nothing = () if facts.signs else (Message((_("no activity under it is recorded"),), view),)
    return ResultGroup((Message(tuple(_heading_lines(facts.card, view)), view), *listings, *nothing), view)


def _heading_lines(card: Card, view: View) -> list[str]:
    style = view.style._replace(long=True)
    lines = [f"{card.row['title']} ({card.row['code'] or card.row['id']})", describe_signing(card, view.style)]
    if stage := describe_stage(card.row, style):
        lines.append(stage)
    for name in _TOLD:
        field = AGREEMENT.by_name[name]
        if value := field.show(card.row[name], style).strip():
            label = field.label.th if style.lang == "th" else field.label.en
            lines.append(f"{label}: {value}".replace("\n", "\n  "))
    if not (card.row["has_end"] or card.row["term"]):
        lines.append(_("NO END"))
    return lines
