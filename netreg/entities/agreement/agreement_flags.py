"""The flags of an agreement: what contradicts itself, is missing or has run out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netreg.entities.flags import make_flag
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
    "tacit-end": Label(
        "ระบุวันสิ้นสุดไว้ แต่ให้ต่ออายุโดยปริยายโดยไม่บอกว่าครั้งละเท่าใด",
        "it has a stated end, but renews itself for an unknown time",
    ),
    "late-notice": Label(
        "แจ้งไม่ต่ออายุช้ากว่ากำหนด จึงมีผลเมื่อสิ้นสุดรอบถัดไป",
        "notice was given after its deadline, so it ends only after one more period",
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
}


def find_agreement_flags(
    row: Row,
    *,
    basis: str,
    disputed: tuple[RoughDate | None, RoughDate | None] | None,
    ended: RoughDate | None,
    late: bool,
    amended: str | None,
    cut: bool,
    ahead: RoughDate | None,
    outlived: RoughDate | None,
) -> list[dict[str, Any]]:
    """Find the flags of an agreement.

    `disputed` are the stated end and the end by the term, unless it was settled which is
    right; `ended` is an end in the past without a decision; `amended` is the day of the next
    amendment; `cut` says that it is closed before a period begins that was decided;
    `ahead` is an end to come that was decided ahead;
    `outlived` is the last day of the agreement that it is an addendum to, if it goes on after
    that.
    """
    found = [*_find_end_flags(row, basis, disputed, ended), *_find_party_flags(row)]
    if row["renewal"] == "tacit" and row["end_stated"] and not row["renewal_term"]:
        found.append(make_flag("tacit-end", "medium"))
    if late:
        found.append(make_flag("late-notice", "medium"))
    if cut:
        found.append(make_flag("closed-before", "medium"))
    if ahead:
        found.append(make_flag("ends-early", "low", end=ahead.value))
    if amended:
        found.append(make_flag("amended-later", "low", signed_on=amended))
    if row["kind"] == "addendum" and not row.get("addendum_to"):
        found.append(make_flag("no-parent", "medium"))
    if outlived:
        found.append(make_flag("outlives-parent", "high", parent_end=outlived.value))
    return found


def _find_end_flags(
    row: Row, basis: str, disputed: tuple[RoughDate | None, RoughDate | None] | None, ended: RoughDate | None
) -> Iterator[dict[str, Any]]:
    stated, computed = disputed or (None, None)
    if stated and computed and (computed.last < stated.first or stated.last < computed.first):
        yield make_flag("term-mismatch", "high", end_by_term=computed.value)
    if basis == "none" and not row["final_status"]:
        yield make_flag("missing-end-date", "high")
    if ended:
        yield make_flag("expired", "high", end=ended.value)


def _find_party_flags(row: Row) -> Iterator[dict[str, Any]]:
    listed, stated = row.get("party_count"), row["parties_stated"]
    if stated is not None and listed is not None and stated != listed:
        yield make_flag("party-count", "medium", stated=stated, listed=listed)
