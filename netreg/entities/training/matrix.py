"""The matrix of training: each course by region, province or fiscal year, planned against held."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netreg.core.choice_fields import Choice
from netreg.core.fields import PLAIN, Count, Field, Ref, Reference, Style
from netreg.core.plural_fields import DayList, NameList, NumberList
from netreg.core.thai_fields import ProvinceField, Region
from netreg.entities.training.cohort_standings import (
    count_named,
    find_unlisted,
    get_region,
    get_standing,
    parse_standings,
)
from netreg.language import Label
from netreg.named_tuples import NamedTuple
from netreg.thai.text import format_ranges

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from netreg.core.entity import Row

AXES = {
    "region": Label("ภาค", "Region"),
    "province": Label("จังหวัด", "Province"),
    "year": Label("ปีงบประมาณ", "Fiscal year (BE)"),
}


class BucketField(Field):
    """A region, a province, or a fiscal year as a number; nothing for cohorts that have none."""

    def show(self, value: Any, style: Style = PLAIN) -> str:
        """Return the name in the language of the style."""
        if value is None:
            return ""
        written = str(value)
        return (_REGION if written.startswith("ภาค") else _PROVINCE).show(written, style)


class _HeadedBucketField(BucketField):
    """A bucket below a heading that says what it is: ``ใต้`` below ``ภาค``."""

    def show(self, value: Any, style: Style = PLAIN) -> str:
        """Return the name without the word for region."""
        return super().show(value, style).removeprefix("ภาค")


class ProvinceNamesField(NameList):
    """Names of provinces."""

    def show_one(self, item: str, style: Style) -> str:
        """Return the name in the language of the style."""
        return _PROVINCE.show(item, style)


_REGION, _PROVINCE = Region("region", *AXES["region"]), ProvinceField("province", *AXES["province"])

FIELDS: tuple[Field, ...] = (
    Reference("course", "หลักสูตร", "Course", to="course"),
    Choice("by", "แยกตาม", "By", options=AXES),
    BucketField("bucket", "กลุ่ม", "Bucket"),
    NumberList("cohorts", "รุ่นที่", "Cohorts"),
    Count("planned", "กำหนด (รุ่น)", "Planned"),
    Count("held", "จัด (รุ่น)", "Held"),
    NumberList("holes", "เลขรุ่นที่ขาด", "Not held"),
    NumberList("unlisted", "รุ่นที่ไม่มีบันทึก", "Not listed"),
    NumberList("undated", "จัดแล้วไม่มีวันที่", "Held, no date"),
    DayList("held_on", "จัดเมื่อ", "Held on"),
    DayList("planned_on", "กำหนดเมื่อ", "Planned on"),
    ProvinceNamesField("provinces", "จังหวัด", "Provinces"),
    NameList("venues", "สถานที่", "Venues"),
    Count("people", "คน", "People"),
    Count("people_stated", "คนที่ระบุ", "People as stated"),
    Count("people_named", "คนในรายชื่อ", "People named"),
    Count("seats", "ที่นั่ง", "Seats"),
    Count("provinces_stated", "จังหวัดที่ระบุ", "Provinces as stated"),
    Count("provinces_named", "จังหวัดในรายชื่อ", "Provinces named"),
    Count("region_provinces", "จังหวัดในภาค", "Provinces of the region"),
    Count("sessions", "หัวข้อ", "Sessions"),
    Count("certificates", "วุฒิบัตร", "Certificates"),
    Count("course_planned", "กำหนดทั้งหลักสูตร (รุ่น)", "Planned in the course"),
)


def build_matrix(courses: Iterable[Row], cohorts: Iterable[Row], by: str, day: str) -> Iterator[Row]:
    """Build a row for each course and each region, province or fiscal year that it has a cohort in.

    The rows of a course are in the order of their first cohorts, or of the years. Cohorts
    without a record are counted in a last row without a bucket. `day` (ISO) is the one asked
    about; courses and cohorts have their derived fields as of it.
    """
    for course, own in _group_cohorts(courses, cohorts):
        yield from _build_rows(course, own, by, day)


def build_brief_matrix(courses: Iterable[Row], cohorts: Iterable[Row], by: str, day: str) -> Iterator[Row]:
    """Build the same rows for people: with pairs of figures, and a total for a course of several rows."""
    for course, own in _group_cohorts(courses, cohorts):
        rows = list(_build_rows(course, own, by, day))
        whole = _sum_course(course, own, day)
        total = rows[0] | whole | _NOT_TOTALLED | {"bucket": str(TOTAL)}
        for row in [*rows, total] if len(rows) > 1 else [rows[0] | {"planned": whole["planned"]}]:
            bucket = str(UNKNOWN) if row["bucket"] is None else row["bucket"]
            pairs = {pair.name: (row[pair.one], row[pair.other]) for pair in PAIRS}
            short = row["course"]._replace(name=course["code"] or row["course"].name)
            yield row | pairs | {"bucket": bucket, "course": short}


def _sum_course(course: Row, cohorts: list[Row], day: str) -> Row:
    """Sum all cohorts of a course; cohorts beyond its plan do not make the plan larger."""
    total, stated = _sum_cohorts(cohorts, _find_missing(course), day), course["cohorts_planned"]
    return total | {"planned": total["planned"] if stated is None else min(total["planned"], stated)}


class RegionCount(NamedTuple):
    """The cohorts of a region, or without one for None: planned, held, and the people trained in those held."""

    region: str | None
    planned: int
    held: int
    people: int


def count_by_region(cohorts: Iterable[Row], regions: Iterable[str], day: str) -> list[RegionCount]:
    """Count cohorts by these regions, by others that have some, and at last those without a region."""
    buckets: dict[str | None, list[Row]] = {region: [] for region in regions}
    for row in cohorts:
        buckets.setdefault(get_region(row), []).append(row)
    nowhere = {None: buckets.pop(None)} if None in buckets else {}
    return [count_cohorts(rows, day, region) for region, rows in (buckets | nowhere).items()]


def count_cohorts(cohorts: list[Row], day: str, region: str | None = None) -> RegionCount:
    """Count cohorts planned and held by a day (ISO), and the people trained in those held."""
    held = [row for row in cohorts if get_standing(row).is_held(day)]
    planned = sum(row["state"] != "cancelled" for row in cohorts)
    return RegionCount(region, planned, len(held), _count_people(held) or 0)


# Columns that a total leaves blank: they would only repeat those of the rows above.
_NOT_TOTALLED: Row = {
    "held_on": [], "planned_on": [], "undated": [], "provinces": [], "venues": [],
    "provinces_stated": None, "region_provinces": None,
}  # fmt: skip


def _group_cohorts(courses: Iterable[Row], cohorts: Iterable[Row]) -> Iterator[tuple[Row, list[Row]]]:
    """Yield each course with its cohorts in the order of their numbers."""
    of_course: dict[int, list[Row]] = {}
    for row in sorted(cohorts, key=lambda row: row["number"]):
        of_course.setdefault(row["course"].id, []).append(row)
    for course in courses:
        yield course, of_course.get(course["id"], [])


def _find_missing(course: Row) -> list[int]:
    return find_unlisted(parse_standings(course.get("cohort_standings")), course["cohorts_planned"])


def _build_rows(course: Row, cohorts: list[Row], by: str, day: str) -> Iterator[Row]:
    buckets: dict[Any, list[Row]] = {}
    for row in cohorts:
        buckets.setdefault(_get_bucket(row, by), []).append(row)
    missing = _find_missing(course)
    nowhere = buckets.pop(None, [])
    name = Ref("course", course["id"], course["code"], str(course["title"] or course["code"]))
    shared = {"course": name, "by": by, "course_planned": course["cohorts_planned"]}
    for bucket in sorted(buckets) if by == "year" else buckets:
        yield shared | {"bucket": bucket} | _sum_cohorts(buckets[bucket], [], day)
    if nowhere or missing or not buckets:
        last = _sum_cohorts(nowhere, missing, day)
        beyond = _count_beyond_plan(course, cohorts, missing)
        yield shared | {"bucket": None} | last | {"planned": last["planned"] - beyond}


def _count_beyond_plan(course: Row, cohorts: list[Row], missing: list[int]) -> int:
    """Count the missing numbers for which the plan of the course has no room."""
    stated: int | None = course["cohorts_planned"]
    if stated is None:
        return 0
    listed = sum(get_standing(row).state != "cancelled" for row in cohorts)
    return len(missing) - min(len(missing), max(0, stated - listed))


def _get_bucket(row: Row, by: str) -> Any:
    if by == "region":
        return get_region(row)
    return row["fiscal_year"] if by == "year" else row["province"]


def _sum_cohorts(rows: list[Row], missing: list[int], day: str) -> Row:
    """Sum the cohorts of one bucket, and the numbers that are `missing` beside them.

    Days planned are those of cohorts not held. People are those stated, of a cohort without
    a number those named, each once. Of the provinces stated it is the most that one cohort has, since
    several may share some.
    """
    found = [get_standing(row) for row in rows]
    held = [row for row, standing in zip(rows, found, strict=True) if standing.is_held(day)]
    return {
        "cohorts": [row["number"] for row in rows],
        "planned": sum(standing.state != "cancelled" for standing in found) + len(missing),
        "held": len(held),
        "holes": sorted([standing.number for standing in found if standing.is_missing(day)] + missing),
        "unlisted": missing,
        "undated": [row["number"] for row in held if not row["held_from"]],
        "held_on": list(_list_days(held, "held")),
        "planned_on": list(_list_days((row for row in rows if row not in held), "planned")),
        "provinces": _drop_repeated(row["province"] for row in rows),
        "venues": _drop_repeated(row["venue"].name if row["venue"] else row["venue_as_written"] for row in rows),
        "people": _count_people(rows),
        "people_stated": _sum_known(row["people_stated"] for row in rows),
        "people_named": count_named(rows),
        "seats": _sum_known(row["seats"] for row in rows),
        "provinces_stated": _get_maximum(row["provinces_stated"] for row in rows),
        "provinces_named": _get_maximum(row["province_count"] for row in rows) or 0,
        "region_provinces": _get_common(row["region_provinces"] for row in rows),
        "sessions": _sum_known(row["session_count"] for row in rows) or 0,
        "certificates": _sum_known(row["certificate_count"] for row in rows) or 0,
    }


def _count_people(rows: list[Row]) -> int | None:
    """Add those named in cohorts without a stated number, each once, to the numbers stated of the others."""
    stated = _sum_known(row["people_stated"] for row in rows)
    named = count_named(row for row in rows if row["people_stated"] is None)
    return stated if not named else named + (stated or 0)


def _list_days(rows: Iterable[Row], which: str) -> Iterator[str]:
    """Yield the days or spans of days of the cohorts that have any."""
    for row in rows:
        first, last = row[f"{which}_from"], row[f"{which}_until"]
        if first:
            yield f"{first}/{last}" if last and last != first else first


def _drop_repeated(names: Iterable[str | None]) -> list[str]:
    return list(dict.fromkeys(filter(None, names)))


def _sum_known(counts: Iterable[int | None]) -> int | None:
    known = [count for count in counts if count is not None]
    return sum(known) if known else None


def _get_common(counts: Iterable[int | None]) -> int | None:
    """Return the figure that all of them have, if they agree."""
    found = set(counts)
    return found.pop() if len(found) == 1 else None


def _get_maximum(counts: Iterable[int | None]) -> int | None:
    return max((count for count in counts if count is not None), default=None)


# --- for people -------------------------------------------------------------------------


class PairField(Field):
    """A figure beside another: ``1/4``; the first alone where the second is not known."""

    is_numeric = True

    def __init__(self, name: str, th: str, en: str, one: str, other: str) -> None:
        """`one` and `other` are the fields of the two figures."""
        super().__init__(name, th, en)
        self.one, self.other = one, other

    def show(self, value: Any, style: Style = PLAIN) -> str:  # noqa: ARG002
        """Write both with a slash between, and a dash for a figure that is not known."""
        figure, against = ("–" if part is None else f"{part:,}" for part in value)
        if value[1] is None:
            return "" if value[0] is None else figure
        return f"{figure}/{against}"


class HeldDaysField(PairField):
    """The days on which cohorts were held, and the numbers of those without a day."""

    is_numeric = False

    def show(self, value: Any, style: Style = PLAIN) -> str:
        """Write the days, then the cohorts without one, with their numbers where there are several."""
        days, undated = value
        shown = _HELD_ON.show(days, style)
        if not undated:
            return shown
        if not days and len(undated) == 1:
            return str(NO_DAY)
        return "; ".join(filter(None, (shown, f"{NO_DAY}: {format_ranges(undated)}")))


_HELD_ON = DayList("held_on", "จัดเมื่อ", "Held on")
NO_DAY = Label("ไม่มีวันที่", "no date")
TOTAL = Label("รวม", "total")
UNKNOWN = Label("ไม่ระบุ", "not stated")
PAIRS = (
    PairField("held_planned", "จัด/ กำหนด", "Held/ plan", "held", "planned"),
    HeldDaysField("held_when", "จัดเมื่อ", "Held on", "held_on", "undated"),
    PairField("people_seats", "คน/ ที่นั่ง", "Pers/ seats", "people", "seats"),
    PairField("provinces_region", "จว./ ในภาค", "Prov/ of reg", "provinces_stated", "region_provinces"),
)
_SHORT = (
    NumberList("cohorts", "รุ่นที่", "No."),
    NumberList("holes", "ขาด", "Gap"),
    DayList("planned_on", "กำหนดเมื่อ", "Planned"),
    ProvinceNamesField("provinces", "จังหวัด", "Province"),
    NameList("venues", "สถานที่", "Venue"),
    Count("sessions", "หัวข้อ", "Talks"),
)
_BRIEF = {field.name: field for field in (*FIELDS, *PAIRS, *_SHORT)}
_COLUMNS = (
    "course", "bucket", "cohorts", "held_planned", "holes", "held_when", "planned_on", "provinces", "venues",
    "people_seats", "provinces_region", "sessions",
)  # fmt: skip


def select_brief_fields(by: str, *, one_course: bool) -> tuple[Field, ...]:
    """Select the columns that fit on a terminal, the bucket headed by what it is."""
    left_out = {"course" if one_course else "", "provinces" if by == "province" else ""}
    fields = _BRIEF | {"bucket": _HeadedBucketField("bucket", *AXES[by])}
    return tuple(fields[name] for name in _COLUMNS if name not in left_out)
