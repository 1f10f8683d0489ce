"""The flags of an agreement: what contradicts itself, is missing or has run out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from netreg.entities.flags import make_flag
from netreg.entities.people.leaving import LEFT, LEFT_SENTENCE
from netreg.entities.rough_dates import can_be_in_order
from netreg.language import Label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from netreg.core.entity import Row
    from netreg.entities.rough_dates import RoughDate

FLAGS = {
    "term-mismatch": Label(
        "ตามระยะเวลาสิ้นสุด {end_by_term} ไม่ตรงกับวันสิ้นสุดที่ระบุ",
        "by its term it ends {end_by_term}, not on the stated day",
    ),
    "missing-end-date": Label("ไม่มีวันสิ้นสุดและไม่มีระยะเวลา", "it has neither an end date nor a term"),
    "expired": Label("สิ้นสุดแล้วเมื่อ {end} และยังไม่มีการพิจารณา", "it ended {end} and no decision is recorded"),
    "party-count": Label(
        "เอกสารระบุภาคี {stated} ฝ่าย แต่บันทึกไว้ {listed} ฝ่าย", "{stated} parties are stated, {listed} are listed"
    ),
    "signed-ahead": Label(
        "บันทึกการลงนามแล้ว {recorded} จาก {parties} ฝ่าย เป็นการลงวันที่ล่วงหน้า {ahead} ฝ่าย วันสุดท้ายคือ {last}",
        "{recorded} of {parties} recorded; {ahead} dated ahead, the last on {last}",
    ),
    "signed-incomplete": Label(
        "ถือว่าลงนามแล้วเมื่อ {signed_on} แต่ลงนามเพียง {signed} จาก {parties} ฝ่าย",
        "it counts as signed on {signed_on}, but only {signed} of {parties} have signed",
    ),
    "retroactive": Label(
        "มีผลย้อนหลังตั้งแต่ {effective_from} ก่อนวันที่ลงนาม {signed_on}",
        "it takes effect on {effective_from}, before it was signed on {signed_on}",
    ),
    "tacit-end": Label(
        "ระบุวันสิ้นสุดไว้ แต่ให้ต่ออายุโดยปริยายโดยไม่บอกว่าครั้งละเท่าใด",
        "it has a stated end, but renews itself for an unknown time",
    ),
    "late-notice": Label(
        "แจ้งไม่ต่ออายุช้ากว่ากำหนด จึงมีผลเมื่อสิ้นสุดรอบถัดไป",
        "notice was given after its deadline, so it ends only after one more period",
    ),
    "renews-itself": Label(
        "วันสุดท้ายที่แจ้งไม่ต่ออายุ ({notice}) ผ่านไปแล้ว จะต่ออายุเองตั้งแต่ {renews_on} ถึง {renews_until}"
        " หากไม่ต้องการ ให้ตกลงกับภาคีเพื่อบอกเลิก หรือแจ้งไม่ต่อ ซึ่งมีผลเมื่อสิ้นสุดรอบนั้น",
        "the last day for notice, {notice}, has passed: it renews itself on {renews_on} until {renews_until}; if that "
        "is not wanted, agree to terminate it, or give notice, which counts at the end of that period",
    ),
    "amended-later": Label(
        "แก้ไขภายหลังเมื่อ {signed_on} วันเหล่านี้เป็นไปตามข้อความก่อนแก้ไข",
        "amended on {signed_on}; these are the dates before it",
    ),
    "closed-before": Label("ปิดแล้วก่อนที่รอบซึ่งให้ต่อจะเริ่ม", "it was closed before a period began that was decided"),
    "ends-early": Label(
        "จะสิ้นสุด {end} ตามที่ตัดสินไว้ล่วงหน้า ไม่ใช่ตามที่ตกลงไว้แต่แรก", "it ends {end}, as was decided ahead, not as was agreed"
    ),
    "no-parent": Label("บันทึกเพิ่มเติมที่ไม่ระบุว่าเพิ่มเติมข้อตกลงใด", "an addendum without the agreement that it belongs to"),
    "outlives-parent": Label(
        "มีผลต่อไปหลังข้อตกลงหลักสิ้นสุดเมื่อ {parent_end}",
        "it goes on after the agreement that it is an addendum to, which ends {parent_end}",
    ),
    LEFT: LEFT_SENTENCE,
}


class FlagFacts(NamedTuple):
    """The facts that the flags of an agreement are found from, beside its record, as of a day.

    `disputed` are the stated end and the end by the term, unless it was settled which is
    right; `ended` is an end in the past without a decision; `amended` is the day of the next
    amendment; `is_cut` says that it is closed before a period begins that was decided;
    `ahead` is an end to come that was decided ahead; `outlived` is the last day of the
    agreement that it is an addendum to, if it goes on after that; `signed` is the day on which
    it counts as signed, if that has come; `renewal` are the last day for notice, which has passed,
    and the first and the last day of the period by which it then renews itself.
    """

    basis: str
    disputed: tuple[RoughDate | None, RoughDate | None] | None
    ended: RoughDate | None
    is_late: bool
    amended: str | None
    is_cut: bool
    ahead: RoughDate | None
    outlived: RoughDate | None
    signed: RoughDate | None
    is_closed: bool
    renewal: tuple[str, str, str] | None = None


def find_agreement_flags(row: Row, facts: FlagFacts) -> list[dict[str, Any]]:
    """Find the flags of an agreement."""
    found = [*_find_end_flags(row, facts), *_find_party_flags(row), *_find_signing_flags(row, facts)]
    if row["renewal"] == "tacit" and row["end_stated"] and not row["renewal_term"]:
        found.append(make_flag("tacit-end", "medium"))
    if facts.renewal:
        notice, first, last = facts.renewal
        found.append(make_flag("renews-itself", "low", notice=notice, renews_on=first, renews_until=last))
    if facts.is_late:
        found.append(make_flag("late-notice", "medium"))
    if facts.is_cut:
        found.append(make_flag("closed-before", "medium"))
    if facts.ahead:
        found.append(make_flag("ends-early", "low", end=facts.ahead.value))
    if facts.amended:
        found.append(make_flag("amended-later", "low", signed_on=facts.amended))
    if row["kind"] == "addendum" and not row.get("addendum_to"):
        found.append(make_flag("no-parent", "medium"))
    if facts.outlived:
        found.append(make_flag("outlives-parent", "high", parent_end=facts.outlived.value))
    return found


def _find_end_flags(row: Row, facts: FlagFacts) -> Iterator[dict[str, Any]]:
    stated, computed = facts.disputed or (None, None)
    if stated and computed and (computed.last < stated.first or stated.last < computed.first):
        yield make_flag("term-mismatch", "high", end_by_term=computed.value)
    if facts.basis == "none" and not row["term"] and not row["final_status"]:
        yield make_flag("missing-end-date", "high")
    if facts.ended:
        yield make_flag("expired", "high", end=facts.ended.value)


def _find_party_flags(row: Row) -> Iterator[dict[str, Any]]:
    listed, stated = row.get("party_count"), row["parties_stated"]
    if stated is not None and listed is not None and stated != listed:
        yield make_flag("party-count", "medium", stated=stated, listed=listed)


def _find_signing_flags(row: Row, facts: FlagFacts) -> Iterator[dict[str, Any]]:
    """Find signatures dated ahead, effect before the signing, and what counts as signed before everybody has.

    Where no signature at all is recorded the register does not keep them, and nothing contradicts.
    """
    parties, signed, ahead = (row.get(name) or 0 for name in ("party_count", "parties_signed", "parties_ahead"))
    if ahead:
        last = max(filter(None, (row.get("last_signed_on"), row["signed_on"])))[:10]
        yield make_flag("signed-ahead", "low", recorded=signed + ahead, parties=parties, ahead=ahead, last=last)
    begins = row["effective_from"]
    if facts.signed and begins and not can_be_in_order(facts.signed.value, begins):
        yield make_flag("retroactive", "low", effective_from=begins, signed_on=facts.signed.value)
    if facts.signed and not facts.is_closed and signed < parties and signed + ahead:
        yield make_flag("signed-incomplete", "medium", signed=signed, parties=parties, signed_on=facts.signed.value)
