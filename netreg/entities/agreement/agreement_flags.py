"""The flags of an agreement, its parties and signatories: what contradicts itself, is missing or has run out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.core.flags import Check, collect_checks
from netreg.entities.people.leaving import LEFT_CHECK
from netreg.entities.rough_dates import can_be_in_order
from netreg.language import Label
from netreg.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from netreg.core.entity import Row
    from netreg.core.flags import Flag
    from netreg.entities.rough_dates import RoughDate

FLAGS = collect_checks(
    Check(
        "term-mismatch",
        "high",
        Label("วันสิ้นสุดไม่ตรง", "End and term differ"),
        Label(
            "ตามระยะเวลาสิ้นสุด {end_by_term} ไม่ตรงกับวันสิ้นสุดที่ระบุ",
            "by its term it ends {end_by_term}, not on the stated day",
        ),
        Label("ทุกวันเตือนและการต่ออายุคิดจากวันสิ้นสุด", "every warning and renewal counts from the end"),
        ("agreement settle {record} --by stated", "agreement settle {record} --by term"),
    ),
    Check(
        "missing-end-date",
        "high",
        Label("ไม่มีวันสิ้นสุด", "No end"),
        Label("ไม่มีวันสิ้นสุดและไม่มีระยะเวลา", "it has neither an end date nor a term"),
        Label("ไม่มีการเตือนใด ๆ ก่อนหมดอายุ", "nothing warns before it runs out"),
        ("agreement edit {record} end_stated=DATE", "agreement edit {record} term=TERM"),
    ),
    Check(
        "expired",
        "high",
        Label("ยังไม่มีการพิจารณา", "Ended, nothing decided"),
        Label("สิ้นสุดแล้วเมื่อ {end} และยังไม่มีการพิจารณา", "it ended {end} and no decision is recorded"),
        Label("กิจกรรมหลังจากนั้นไม่มีข้อตกลงรองรับ", "what is done after it rests on no agreement"),
        ("agreement replace {record} --with AGREEMENT", "agreement complete {record}"),
    ),
    Check(
        "party-count",
        "medium",
        Label("จำนวนภาคีไม่ตรง", "Parties stated and listed"),
        Label("เอกสารระบุภาคี {stated} ฝ่าย แต่บันทึกไว้ {listed} ฝ่าย", "{stated} parties are stated, {listed} are listed"),
        Label("อาจบันทึกภาคีไม่ครบ", "a party may be missing"),
        ("agreement amend {record} --add-party ORG", "agreement edit {record} parties_stated={listed}"),
    ),
    Check(
        "signed-ahead",
        "low",
        Label("ลงนามโดยลงวันที่ล่วงหน้า", "Signed ahead"),
        Label(
            "บันทึกการลงนามแล้ว {recorded} จาก {parties} ฝ่าย เป็นการลงวันที่ล่วงหน้า {ahead} ฝ่าย วันสุดท้ายคือ {last}",
            "{recorded} of {parties} recorded; {ahead} dated ahead, the last on {last}",
        ),
        Label("การลงนามยังไม่ครบจนกว่าจะถึงวันนั้น", "until that day it is not signed by all"),
        ("agreement show {record}",),
    ),
    Check(
        "signed-incomplete",
        "medium",
        Label("ลงนามไม่ครบ", "Not signed by all"),
        Label(
            "ถือว่าลงนามแล้วเมื่อ {signed_on} แต่ลงนามเพียง {signed} จาก {parties} ฝ่าย",
            "it counts as signed on {signed_on}, but only {signed} of {parties} have signed",
        ),
        Label("ภาคีที่ไม่ลงนามไม่ผูกพันตามข้อตกลง", "a party that did not sign is not bound"),
        ("agreement sign {record} MEMBER --party ORG",),
    ),
    Check(
        "retroactive",
        "low",
        Label("มีผลย้อนหลัง", "Retroactive"),
        Label(
            "มีผลย้อนหลังตั้งแต่ {effective_from} ก่อนวันที่ลงนาม {signed_on}",
            "it takes effect on {effective_from}, before it was signed on {signed_on}",
        ),
        Label("อาจพิมพ์ปีผิด หรือมีการดำเนินการก่อนลงนาม", "a year may be wrong, or things were done unsigned"),
        ("agreement explain {record}",),
    ),
    Check(
        "tacit-end",
        "medium",
        Label("ต่ออายุเองโดยไม่บอกระยะเวลา", "Renews itself for an unknown time"),
        Label(
            "ระบุวันสิ้นสุดไว้ แต่ให้ต่ออายุโดยปริยายโดยไม่บอกว่าครั้งละเท่าใด",
            "it has a stated end, but renews itself for an unknown time",
        ),
        Label("คำนวณวันสิ้นสุดรอบถัดไปไม่ได้", "the next end cannot be computed"),
        ("agreement edit {record} renewal_term=TERM",),
    ),
    Check(
        "late-notice",
        "medium",
        Label("แจ้งไม่ต่ออายุช้า", "Late notice"),
        Label(
            "แจ้งไม่ต่ออายุช้ากว่ากำหนด จึงมีผลเมื่อสิ้นสุดรอบถัดไป",
            "notice was given after its deadline, so it ends only after one more period",
        ),
        Label("ข้อตกลงผูกพันต่ออีกหนึ่งรอบ", "it binds for one more period"),
        ("agreement explain {record}",),
    ),
    Check(
        "renews-itself",
        "low",
        Label("จะต่ออายุเอง", "Renews itself"),
        Label(
            "วันสุดท้ายที่แจ้งไม่ต่ออายุ ({notice}) ผ่านไปแล้ว จะต่ออายุเองตั้งแต่ {renews_on} ถึง {renews_until}"
            " หากไม่ต้องการ ให้ตกลงกับภาคีเพื่อบอกเลิก หรือแจ้งไม่ต่อ ซึ่งมีผลเมื่อสิ้นสุดรอบนั้น",
            "the last day for notice, {notice}, has passed: it renews itself on {renews_on} until {renews_until}; if "
            "that is not wanted, agree to terminate it, or give notice, which counts at the end of that period",
        ),
        Label("ข้อตกลงผูกพันต่อโดยไม่มีใครตัดสินใจ", "it goes on without anybody deciding"),
        ("agreement decide {record} lapse", "agreement terminate {record} --on DATE"),
    ),
    Check(
        "amended-later",
        "low",
        Label("แก้ไขภายหลัง", "Amended later"),
        Label(
            "แก้ไขภายหลังเมื่อ {signed_on} วันเหล่านี้เป็นไปตามข้อความก่อนแก้ไข",
            "amended on {signed_on}; these are the dates before it",
        ),
        Label("วันที่แสดงเปลี่ยนไปตั้งแต่วันแก้ไข", "its dates are others from that day on"),
        ("agreement show {record}",),
    ),
    Check(
        "closed-before",
        "medium",
        Label("ปิดก่อนรอบที่ให้ต่อ", "Closed before a period"),
        Label("ปิดแล้วก่อนที่รอบซึ่งให้ต่อจะเริ่ม", "it was closed before a period began that was decided"),
        Label("การให้ต่อกับการปิดขัดกัน", "the decision and the closing contradict each other"),
        ("agreement explain {record}",),
    ),
    Check(
        "ends-early",
        "low",
        Label("สิ้นสุดก่อนกำหนด", "Ends early"),
        Label(
            "จะสิ้นสุด {end} ตามที่ตัดสินไว้ล่วงหน้า ไม่ใช่ตามที่ตกลงไว้แต่แรก",
            "it ends {end}, as was decided ahead, not as was agreed",
        ),
        Label("ภาคีอาจยังนับวันสิ้นสุดเดิม", "a party may still count on the former end"),
        ("agreement explain {record}",),
    ),
    Check(
        "no-parent",
        "medium",
        Label("ไม่ระบุข้อตกลงหลัก", "Addendum to nothing"),
        Label("บันทึกเพิ่มเติมที่ไม่ระบุว่าเพิ่มเติมข้อตกลงใด", "an addendum without the agreement that it belongs to"),
        Label("ไม่ทราบว่าเพิ่มเติมข้อความใด และสิ้นสุดเมื่อใด", "what it adds to, and when that ends, is unknown"),
        ("agreement edit {record} addendum_to=AGREEMENT",),
    ),
    Check(
        "outlives-parent",
        "high",
        Label("มีผลเกินข้อตกลงหลัก", "Outlives its agreement"),
        Label(
            "มีผลต่อไปหลังข้อตกลงหลักสิ้นสุดเมื่อ {parent_end}",
            "it goes on after the agreement that it is an addendum to, which ends {parent_end}",
        ),
        Label("ส่วนเพิ่มเติมไม่มีผลเมื่อข้อตกลงหลักสิ้นสุด", "it means nothing once that agreement has ended"),
        ("agreement explain {record}",),
    ),
    LEFT_CHECK,
)


SIGNATORY_FLAGS = collect_checks(
    Check(
        "on-behalf-unknown",
        "medium",
        Label("ไม่ทราบว่าลงนามแทนผู้ใด", "On behalf of whom is unknown"),
        Label("ลงนามแทนผู้อื่น แต่ไม่ระบุว่าแทนผู้ใด", "signed for somebody who is not named"),
        Label("ไม่ทราบว่าใครเป็นผู้มีอำนาจลงนาม", "who had the power to sign is unknown"),
        ("{noun} edit {record} on_behalf_of=NAME",),
    ),
    Check(
        "authority-missing",
        "medium",
        Label("ไม่ระบุคำสั่งหรือหนังสือมอบอำนาจ", "No authority given"),
        Label("ลงนามแทนหรือรักษาการ แต่ไม่ระบุคำสั่งหรือหนังสือมอบอำนาจ", "signed for others, without an order or a power"),
        Label("พิสูจน์อำนาจลงนามไม่ได้", "the power to sign cannot be shown"),
        ("{noun} edit {record} authority_kind=KIND authority_no=NUMBER",),
    ),
)
PARTY_FLAGS = collect_checks(
    LEFT_CHECK,
    Check(
        "witness-count",
        "medium",
        Label("จำนวนพยานไม่ตรง", "Witnesses stated and listed"),
        Label("ระบุพยาน {stated} คน แต่บันทึกไว้ {listed} คน", "{stated} witnesses are stated, {listed} are listed"),
        Label("อาจบันทึกพยานไม่ครบ", "a witness may be missing"),
        ("agreement amend {agreement} --party {record} witness_count={listed} --correction",),
    ),
    Check(
        "witnesses-unnamed",
        "low",
        Label("พยานไม่มีชื่อ", "Witnesses without names"),
        Label("ระบุพยาน {stated} คน แต่ไม่มีชื่อ", "{stated} witnesses are stated, none is named"),
        Label("เรียกพยานมายืนยันไม่ได้", "nobody can be asked to bear witness"),
        ("agreement witness add {agreement} --name NAME --party ORG",),
    ),
)


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


def find_agreement_flags(row: Row, facts: FlagFacts) -> list[Flag]:
    """Find the flags of an agreement."""
    found = [*_find_end_flags(row, facts), *_find_party_flags(row), *_find_signing_flags(row, facts)]
    if row["renewal"] == "tacit" and row["end_stated"] and not row["renewal_term"]:
        found.append(FLAGS["tacit-end"].make_flag())
    if facts.renewal:
        notice, first, last = facts.renewal
        found.append(FLAGS["renews-itself"].make_flag(notice=notice, renews_on=first, renews_until=last))
    if facts.is_late:
        found.append(FLAGS["late-notice"].make_flag())
    if facts.is_cut:
        found.append(FLAGS["closed-before"].make_flag())
    if facts.ahead:
        found.append(FLAGS["ends-early"].make_flag(end=facts.ahead.value))
    if facts.amended:
        found.append(FLAGS["amended-later"].make_flag(signed_on=facts.amended))
    if row["kind"] == "addendum" and not row.get("addendum_to"):
        found.append(FLAGS["no-parent"].make_flag())
    if facts.outlived:
        found.append(FLAGS["outlives-parent"].make_flag(parent_end=facts.outlived.value))
    return found


def _find_end_flags(row: Row, facts: FlagFacts) -> Iterator[Flag]:
    stated, computed = facts.disputed or (None, None)
    if stated and computed and (computed.last < stated.first or stated.last < computed.first):
        yield FLAGS["term-mismatch"].make_flag(end_by_term=computed.value)
    if facts.basis == "none" and not row["term"] and not row["final_status"]:
        yield FLAGS["missing-end-date"].make_flag()
    if facts.ended:
        yield FLAGS["expired"].make_flag(end=facts.ended.value)


def _find_party_flags(row: Row) -> Iterator[Flag]:
    listed, stated = row.get("party_count"), row["parties_stated"]
    if stated is not None and listed is not None and stated != listed:
        yield FLAGS["party-count"].make_flag(stated=stated, listed=listed)


def _find_signing_flags(row: Row, facts: FlagFacts) -> Iterator[Flag]:
    """Find signatures dated ahead, effect before the signing, and what counts as signed before everybody has.

    Where no signature at all is recorded the register does not keep them, and nothing contradicts.
    """
    parties, signed, ahead = (row.get(name) or 0 for name in ("party_count", "parties_signed", "parties_ahead"))
    if ahead:
        last = max(filter(None, (row.get("last_signed_on"), row["signed_on"])))[:10]
        yield FLAGS["signed-ahead"].make_flag(recorded=signed + ahead, parties=parties, ahead=ahead, last=last)
    begins = row["effective_from"]
    if facts.signed and begins and not can_be_in_order(facts.signed.value, begins):
        yield FLAGS["retroactive"].make_flag(effective_from=begins, signed_on=facts.signed.value)
    if facts.signed and not facts.is_closed and signed < parties and signed + ahead:
        yield FLAGS["signed-incomplete"].make_flag(signed=signed, parties=parties, signed_on=facts.signed.value)


def find_capacity_flags(row: Row) -> Iterator[Flag]:
    """Find of a signatory who signs for others that it is not said for whom, or by which authority."""
    if row["capacity"] == "on_behalf" and not row["on_behalf_of"]:
        yield SIGNATORY_FLAGS["on-behalf-unknown"].make_flag()
    if row["capacity"] in ("on_behalf", "acting") and not (row["authority_kind"] or row["authority_no"]):
        yield SIGNATORY_FLAGS["authority-missing"].make_flag()


def find_witness_flags(row: Row) -> Iterator[Flag]:
    """Find that other witnesses are listed for a party than are stated, or none."""
    stated, listed = row["witness_count"], row.get("witnesses_listed") or 0
    if not stated or stated == listed:
        return
    if listed:
        yield PARTY_FLAGS["witness-count"].make_flag(stated=stated, listed=listed)
    else:
        yield PARTY_FLAGS["witnesses-unnamed"].make_flag(stated=stated)
