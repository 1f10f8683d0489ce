"""The cohorts of a course: which are held, which are missing, and which figures contradict each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.core.flags import Check, collect_checks
from netreg.core.plural_fields import split_joined
from netreg.entities.due.planned_events import count_days_since, list_outcomes, make_passed_check
from netreg.entities.people.leaving import LEFT_CHECK, find_left_flags
from netreg.entities.people.listed_people import collect_people, count_standings, parse_listed_people
from netreg.entities.rough_dates import get_fiscal_year
from netreg.language import Label
from netreg.named_tuples import NamedTuple
from netreg.thai.dates.formats import find_earliest_day, find_latest_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from netreg.core.entity import Row, TimeFrame
    from netreg.core.flags import Flag

OVERDUE = "cohort-overdue"
COURSE_FLAGS = collect_checks(
    LEFT_CHECK,
    Check(
        "cohort-missing",
        "high",
        Label("รุ่นขาดช่วง", "Cohort missing"),
        Label(
            "ไม่ปรากฏว่าจัดรุ่นที่ {numbers} ทั้งที่จัดรุ่นที่ {later} แล้ว",
            "cohort {numbers} is not recorded as held, but cohort {later} is",
        ),
        Label("รุ่นที่ขาดอาจเลื่อน ยกเลิก หรือลืมบันทึก", "it was postponed, cancelled or not recorded"),
        ("training matrix {record}", "training cohort add {record} NUMBER"),
    ),
    Check(
        "cohort-count",
        "medium",
        Label("จำนวนรุ่นเกินที่กำหนด", "More cohorts than planned"),
        Label("กำหนดไว้ {stated} รุ่น แต่บันทึกไว้ {listed} รุ่น", "{stated} cohorts are planned, {listed} are listed"),
        Label("แผนหรือรายการรุ่นไม่ถูกต้อง", "the plan or the list is wrong"),
        ("training edit {record} cohorts_planned={listed}",),
    ),
    Check(
        "held-count",
        "medium",
        Label("จำนวนรุ่นที่จัดแล้วไม่ตรง", "Cohorts held, stated and listed"),
        Label(
            "ระบุว่าจัดแล้ว {stated} รุ่น แต่บันทึกว่าจัดแล้ว {listed} รุ่น",
            "{stated} cohorts are stated as held, {listed} are listed",
        ),
        Label("อาจยังบันทึกรุ่นไม่ครบ", "a cohort may not be recorded"),
        ("training cohort add {record} NUMBER", "training edit {record} cohorts_held_stated={listed}"),
    ),
)
COHORT_FLAGS = collect_checks(
    Check(
        "cohort-undated",
        "medium",
        Label("จัดแล้วแต่ไม่มีวันที่", "Held, no date"),
        Label("จัดแล้วแต่ไม่มีวันที่", "it was held, but has no date"),
        Label("ไม่นับในรายงานประจำปี", "no yearly report counts it"),
        ("training cohort edit {record} held_from=DATE",),
    ),
    make_passed_check(list_outcomes("training cohort edit"), OVERDUE),
    Check(
        "people-count",
        "medium",
        Label("จำนวนคนไม่ตรงกับรายชื่อ", "Head-count against names"),
        Label("ระบุ {stated} คน แต่มีรายชื่อ {listed} คน", "{stated} people are stated, {listed} are listed"),
        Label("รายชื่ออาจไม่ครบหรือซ้ำ", "a name may be missing or listed twice"),
        ("training cohort edit {record} people_stated={listed}",),
    ),
    Check(
        "over-seats",
        "low",
        Label("คนเกินที่นั่ง", "More people than seats"),
        Label("มีผู้เข้าอบรม {people} คน เกินที่นั่ง {seats}", "{people} people for {seats} seats"),
        Label("จำนวนที่นั่งหรือจำนวนคนไม่ถูกต้อง", "the seats or the people are wrong"),
        ("training cohort edit {record} seats={people}",),
    ),
    Check(
        "certificates",
        "high",
        Label("วุฒิบัตรเกินจำนวนคน", "More certificates than people"),
        Label("ออกวุฒิบัตร {certificates} ฉบับ เกินจำนวนคน {people}", "{certificates} certificates for {people} people"),
        Label("มีวุฒิบัตรที่ไม่ควรออก หรือรายชื่อไม่ครบ", "one should not exist, or a name is missing"),
        ("training cohort show {record}",),
    ),
    Check(
        "certificate-twice",
        "high",
        Label("เลขที่วุฒิบัตรซ้ำ", "Certificate number used twice"),
        Label("เลขที่วุฒิบัตรซ้ำในหลักสูตร: {numbers}", "certificate numbers used twice in the course: {numbers}"),
        Label("ตรวจสอบวุฒิบัตรไม่ได้ว่าเป็นของใคร", "whose certificate it is cannot be told"),
        ("training cohort show {record}",),
    ),
    Check(
        "province-region",
        "medium",
        Label("จังหวัดไม่อยู่ในภาค", "Province outside the region"),
        Label("จังหวัด{province}อยู่{lies_in} ไม่ใช่{region}", "{province} lies in {lies_in}, not in {region}"),
        Label("รายงานรายภาคนับผิด", "reports by region count it wrongly"),
        ("training cohort edit {record} region={lies_in}",),
    ),
    Check(
        "province-region-count",
        "medium",
        Label("จำนวนจังหวัดเกินของภาค", "More provinces than the region has"),
        Label(
            "ระบุ {stated} จังหวัด แต่{region}มี {provinces} จังหวัด",
            "{stated} provinces are stated, {region} has {provinces}",
        ),
        Label("จำนวนหรือภาคไม่ถูกต้อง", "the number or the region is wrong"),
        ("training cohort edit {record} provinces_stated=NUMBER",),
    ),
    Check(
        "province-count",
        "medium",
        Label("จำนวนจังหวัดไม่ตรงกับรายชื่อ", "Provinces stated and listed"),
        Label(
            "ระบุ {stated} จังหวัด แต่ผู้เข้าอบรมมาจาก {listed} จังหวัด",
            "{stated} provinces are stated, those named come from {listed}",
        ),
        Label("จำนวนหรือรายชื่อไม่ถูกต้อง", "the number or the list is wrong"),
        ("training cohort edit {record} provinces_stated={listed}",),
    ),
)


TRAINED = ("enrolled", "completed", "failed")
"""The results of whoever was trained, or is to be: all but those of whoever withdrew or stayed away."""


class CohortStanding(NamedTuple):
    """The standing of a cohort: its number and state, and where known the last planned and first held day."""

    number: int
    state: str
    planned: str
    held: str

    def is_held(self, day: str) -> bool:
        """Tell whether it was held by that day (ISO), as far as is known."""
        return self.state == "held" and not (self.held and find_earliest_day(self.held) > day)

    def is_missing(self, day: str) -> bool:
        """Tell whether it was to be held by that day and nothing shows that it was."""
        if self.state in ("held", "cancelled"):
            return False
        return not self.planned or find_latest_day(self.planned) < day


def get_standing(row: Row) -> CohortStanding:
    """Return the standing of the cohort in a row."""
    planned = row["planned_until"] or row["planned_from"] or ""
    return CohortStanding(row["number"], row["state"] or "planned", planned, row["held_from"] or "")


MAX_COHORTS = 9999


def parse_standings(text: str | None) -> list[CohortStanding]:
    """Parse the standings of the cohorts of a course from the one text that the store makes of them."""
    parts = (part for part in split_joined(text, 4) if part[0].isdecimal())
    return [CohortStanding(int(number), state or "planned", planned, held) for number, state, planned, held in parts]


def list_expected_numbers(listed: Iterable[int], planned: int | None) -> range:
    """List the numbers of the cohorts that a course should have: `planned` ones, some of them listed.

    It counts from 1. Where more are numbered than are planned, it goes on from an earlier
    year: 4 cohorts of which the 51st is the first listed are 51 to 54.
    """
    numbers = sorted(number for number in listed if 0 < number <= MAX_COHORTS)
    planned = None if planned is None else min(planned, MAX_COHORTS)
    top = numbers[-1] if numbers else 0
    if planned is None or top <= planned:
        return range(1, max(top, planned or 0) + 1)
    return range(numbers[0], max(top + 1, numbers[0] + planned))


def find_unlisted(found: Iterable[CohortStanding], planned: int | None) -> list[int]:
    """Find the numbers of cohorts without a record: planned ones, or skipped in the numbering."""
    numbers = {one.number for one in found}
    return [number for number in list_expected_numbers(numbers, planned) if number not in numbers]


def find_missing(found: list[CohortStanding], planned: int | None, day: str) -> list[int]:
    """Find the numbers of cohorts that nothing shows to have been held."""
    return sorted([one.number for one in found if one.is_missing(day)] + find_unlisted(found, planned))


def derive_course(row: Row, frame: TimeFrame) -> Row:
    """Derive how many cohorts are listed and held by the day, and which are missing."""
    day = frame.as_of.isoformat()
    found = parse_standings(row.get("cohort_standings"))
    held = [one for one in found if one.is_held(day)]
    missing = find_missing(found, row["cohorts_planned"], day)
    return {
        "cohort_count": len(found),
        "held_count": len(held),
        "holes": missing,
        "undated": sorted(one.number for one in held if not one.held),
        "flags": [
            *_find_course_flags(row, len(found), [one.number for one in held], missing),
            *(() if is_course_closed(row, frame.as_of) else find_left_flags(row)),
        ],
    }


def is_course_closed(row: Row, day: date) -> bool:
    """Tell whether all of its cohorts were held by a day, or cancelled."""
    found = parse_standings(row.get("cohort_standings"))
    left = find_unlisted(found, row["cohorts_planned"])
    return bool(found) and not left and all(one.state == "cancelled" or one.is_held(day.isoformat()) for one in found)


def _find_course_flags(row: Row, listed: int, held: list[int], missing: list[int]) -> Iterator[Flag]:
    """Find the flags of a course; a figure below what is listed may just be older, and is none."""
    if gaps := [number for number in missing if number < max(held, default=0)]:
        yield COURSE_FLAGS["cohort-missing"].make_flag(numbers=gaps, later=max(held))
    if row["cohorts_planned"] is not None and listed > row["cohorts_planned"]:
        yield COURSE_FLAGS["cohort-count"].make_flag(stated=row["cohorts_planned"], listed=listed)
    if row["cohorts_held_stated"] is not None and row["cohorts_held_stated"] > len(held):
        yield COURSE_FLAGS["held-count"].make_flag(stated=row["cohorts_held_stated"], listed=len(held))


def derive_cohort(row: Row, frame: TimeFrame) -> Row:
    """Derive the days, the fiscal year and the flags of a cohort."""
    first = row["held_from"] or row["planned_from"]
    ends = ("held_until", "held_from") if row["held_from"] else ("planned_until", "planned_from")
    counts = _count_trainees(row)
    return {
        **counts,
        "first_day": first,
        "last_day": row[ends[0]] or row[ends[1]],
        "fiscal_year": get_fiscal_year(first) or row.get("course_fiscal_year"),
        "region_provinces": _count_provinces(row["region"]),
        "flags": list(_find_cohort_flags(row | counts, frame)),
    }


def _count_trainees(*cohorts: Row) -> Row:
    """Count those enrolled in one or several cohorts, each once: those trained, and those who were not."""
    people = collect_people(parse_listed_people(*(row.get("trainee_rows") for row in cohorts)))
    trained, withdrawn, absent = count_standings(people, TRAINED, ("withdrawn",), ("absent",))
    return {
        "trainee_count": trained,
        "enrolled_count": len(people),
        "withdrawn_count": withdrawn,
        "absent_count": absent,
    }


def count_named(cohorts: Iterable[Row]) -> int:
    """Count the people trained by name in several cohorts, whoever was in more than one once."""
    named: int = _count_trainees(*cohorts)["trainee_count"]
    return named


def _count_provinces(region: str | None) -> int | None:
    """Count the provinces of a region by the administrative scheme of four."""
    if region is None:
        return None
    from netreg.thai.places import list_provinces

    return len(list_provinces(region, 4))


def get_region(row: Row) -> str | None:
    """Return the region of a cohort: as recorded, else that of its province by the scheme of four."""
    if row["region"] or not row["province"]:
        return row["region"] or None
    from netreg.thai.places import find_region_of_province

    return find_region_of_province(row["province"], 4)


def get_certificate_limit(row: Row) -> int | None:
    """Return how many certificates there can be: as many as people stated exactly, else None."""
    stated: int | None = row["people_stated"]
    return stated if row["people_qualifier"] in (None, "exact") else None


def _find_cohort_flags(row: Row, frame: TimeFrame) -> Iterator[Flag]:
    standing, day = get_standing(row), frame.as_of.isoformat()
    if standing.is_held(day) and not standing.held:
        yield COHORT_FLAGS["cohort-undated"].make_flag()
    if standing.planned and standing.is_missing(day):
        yield COHORT_FLAGS[OVERDUE].make_flag(planned=standing.planned, days=count_days_since(standing.planned, frame))
    yield from _find_count_flags(row)
    yield from _find_certificate_flags(row)
    yield from _find_province_flags(row)


def _find_count_flags(row: Row) -> Iterator[Flag]:
    stated, listed, seats = row["people_stated"], row.get("trainee_count") or 0, row["seats"]
    if stated is not None and listed and not _can_agree(stated, row["people_qualifier"], listed):
        yield COHORT_FLAGS["people-count"].make_flag(stated=stated, listed=listed)
    people = max(listed, stated or 0)
    if seats is not None and people > seats:
        yield COHORT_FLAGS["over-seats"].make_flag(people=people, seats=seats)


def _can_agree(stated: int, qualifier: str | None, listed: int) -> bool:
    """Tell whether so many listed people agree with the number stated."""
    if qualifier == "more_than":
        return listed > stated
    return listed >= stated if qualifier == "at_least" else qualifier == "about" or listed == stated


def _find_certificate_flags(row: Row) -> Iterator[Flag]:
    given, most = row.get("certificate_count") or 0, get_certificate_limit(row)
    known = [number for number in (most, row.get("trainee_count") or 0) if number is not None]
    if given > min(known):
        yield COHORT_FLAGS["certificates"].make_flag(certificates=given, people=min(known))
    if twice := row.get("repeated_certificates"):
        yield COHORT_FLAGS["certificate-twice"].make_flag(numbers=sorted(twice.split("\x1e")))


def _find_province_flags(row: Row) -> Iterator[Flag]:
    lies_in = get_region({**row, "region": None})
    if row["region"] and lies_in and lies_in != row["region"]:
        yield COHORT_FLAGS["province-region"].make_flag(province=row["province"], lies_in=lies_in, region=row["region"])
    stated, in_region = row["provinces_stated"], _count_provinces(row["region"])
    if stated is not None and in_region is not None and stated > in_region:
        yield COHORT_FLAGS["province-region-count"].make_flag(stated=stated, provinces=in_region, region=row["region"])
    if stated is not None and (named := row.get("province_count") or 0) > stated:
        yield COHORT_FLAGS["province-count"].make_flag(stated=stated, listed=named)
