"""When a term ends, counted by hand from the Civil and Commercial Code for every kind of day.

193/3: whether the first day counts. 193/5: the day before the corresponding day, or the last
day of a month that has none. 193/6: whole months first, then days. 193/7: what is added runs
from the day after. The years are CE: 2567 is 2024, a leap year.
"""

from __future__ import annotations

import itertools
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netreg.core.entity import Row, TimeFrame
from netreg.entities import AGREEMENT, DECISION
from netreg.entities.agreement.decisions import check_decision_fits
from netreg.entities.agreement.derived_dates import compute_search_dates, derive_agreement
from netreg.entities.agreement.periods import compute_course
from netreg.entities.rough_dates import parse_rough_date
from netreg.thai.dates import term_parser, terms
from tests.conftest import examples

Decided = tuple[str, str, dict[str, str]]


def agreement(*decisions: Decided, **known: Any) -> Row:
    """An agreement with what was decided of it: kind, day and the rest of each."""
    rows = []
    for number, (kind, day, more) in enumerate(decisions, 1):
        rest = (more.get(name, "") for name in ("first_day", "until", "term", "document_no"))
        rows.append("\x1f".join((str(number), kind, day, *rest)))
    return AGREEMENT.make_blank_row() | {"title": "ข้อตกลงสมมติ", "decision_rows": "\x1e".join(rows) or None} | known


def asked(as_of: str, row: Row) -> Row:
    return derive_agreement(row, TimeFrame(date.fromisoformat(as_of)))


# --- the first day counts ----------------------------------------------------------------

COUNTED = [
    # Whole years: the day before the corresponding day.
    ("2017-09-11", "P2Y", "2019-09-10"),
    ("2024-10-01", "P1Y", "2025-09-30"),
    ("2024-12-31", "P1Y", "2025-12-30"),
    ("2024-01-01", "P1Y", "2024-12-31"),
    ("2024-02-28", "P1Y", "2025-02-27"),
    ("2024-02-28", "P4Y", "2028-02-27"),
    ("2023-02-28", "P1Y", "2024-02-27"),
    ("2024-03-01", "P1Y", "2025-02-28"),
    ("2024-03-01", "P4Y", "2028-02-29"),
    ("2023-03-01", "P1Y", "2024-02-29"),
    # From 29 February: a year without one ends on its last day of February.
    ("2024-02-29", "P1Y", "2025-02-28"),
    ("2024-02-29", "P2Y", "2026-02-28"),
    ("2024-02-29", "P3Y", "2027-02-28"),
    ("2024-02-29", "P4Y", "2028-02-28"),
    ("2024-02-29", "P8Y", "2032-02-28"),
    # Whole months from the end of a month.
    ("2024-01-31", "P1M", "2024-02-29"),
    ("2023-01-31", "P1M", "2023-02-28"),
    ("2024-01-30", "P1M", "2024-02-29"),
    ("2023-01-30", "P1M", "2023-02-28"),
    ("2024-01-29", "P1M", "2024-02-28"),
    ("2023-01-29", "P1M", "2023-02-28"),
    ("2023-01-28", "P1M", "2023-02-27"),
    ("2024-03-31", "P1M", "2024-04-30"),
    ("2024-03-30", "P1M", "2024-04-29"),
    ("2024-04-30", "P1M", "2024-05-29"),
    ("2024-05-31", "P1M", "2024-06-30"),
    ("2024-12-31", "P2M", "2025-02-28"),
    ("2024-01-31", "P2M", "2024-03-30"),
    # Half years, and years and months together.
    ("2024-08-31", "P6M", "2025-02-28"),
    ("2023-08-31", "P6M", "2024-02-29"),
    ("2024-08-29", "P6M", "2025-02-28"),
    ("2023-08-29", "P6M", "2024-02-28"),
    ("2021-08-05", "P2Y6M", "2024-02-04"),
    ("2021-08-31", "P2Y6M", "2024-02-29"),
    ("2023-08-31", "P1Y6M", "2025-02-28"),
    # Months first, then days.
    ("2021-08-05", "P1Y6M15D", "2023-02-19"),
    ("2024-01-31", "P1M15D", "2024-03-15"),
    ("2023-01-31", "P1M1D", "2023-03-01"),
    ("2024-02-29", "P1Y1D", "2025-03-01"),
    # Days and weeks.
    ("2021-08-05", "P90D", "2021-11-02"),
    ("2021-08-05", "P1D", "2021-08-05"),
    ("2024-01-01", "P365D", "2024-12-30"),
    ("2024-02-01", "P30D", "2024-03-01"),
    ("2021-08-05", "P2W", "2021-08-18"),
]
UNCOUNTED = [
    ("2017-09-11", "P2Y", "2019-09-11"),
    ("2024-02-28", "P2Y", "2026-02-28"),
    ("2024-02-29", "P2Y", "2026-02-28"),
    ("2023-02-28", "P1Y", "2024-02-29"),
    ("2024-02-28", "P4Y", "2028-02-28"),
    ("2024-02-29", "P4Y", "2028-02-29"),
    ("2020-12-31", "P2Y", "2022-12-31"),
    ("2024-01-30", "P1M", "2024-02-29"),
    ("2024-01-31", "P1M", "2024-02-29"),
    ("2023-01-28", "P1M", "2023-02-28"),
    ("2024-08-31", "P6M", "2025-02-28"),
    ("2021-08-05", "P1Y6M15D", "2023-02-20"),
    ("2021-08-05", "P90D", "2021-11-03"),
    ("2021-08-05", "P1D", "2021-08-06"),
]


@pytest.mark.parametrize(("first_day", "term", "end"), COUNTED)
def test_the_first_day_counts(first_day: str, term: str, end: str) -> None:
    assert asked(first_day, agreement(signed_on=first_day, term=term))["end"] == end


@pytest.mark.parametrize(("first_day", "term", "end"), UNCOUNTED)
def test_the_first_day_does_not_count(first_day: str, term: str, end: str) -> None:
    assert asked(first_day, agreement(signed_on=first_day, term=term, first_day_counted=0))["end"] == end


@pytest.mark.parametrize(
    ("written", "term"),
    [("2 ปี 6 เดือน", "P2Y6M"), ("ครึ่งปี", "P6M"), ("สองปีครึ่ง", "P2Y6M"), ("1.5 ปี", "P1Y6M"), ("1 ปี 6 เดือนครึ่ง", "P1Y6M15D")],
)
def test_parts_of_years_are_months_and_parts_of_months_days(written: str, term: str) -> None:
    assert term_parser.parse_term(written) == term


ROUGH = [
    ("2021-08", "P1Y", "2022-07-31/2022-08-30"),
    ("2021", "P1Y", "2021-12-31/2022-12-30"),
    ("2024-02", "P1Y", "2025-01-31/2025-02-28"),
    ("2024-01", "P1M", "2024-01-31/2024-02-29"),
]


@pytest.mark.parametrize(("first_day", "term", "end"), ROUGH)
def test_a_rough_first_day_gives_a_rough_end(first_day: str, term: str, end: str) -> None:
    assert asked("2024-03-01", agreement(signed_on=first_day, term=term))["end"] == end


NOTICES = [
    ("2025-02-28", "P1M", "2025-01-28"),
    ("2025-03-31", "P1M", "2025-02-28"),
    ("2024-03-31", "P1M", "2024-02-29"),
    ("2024-08-30", "P6M", "2024-02-29"),
    ("2025-08-30", "P6M", "2025-02-28"),
    ("2025-06-30", "P6M", "2024-12-30"),
    ("2025-01-31", "P90D", "2024-11-02"),
    ("2025-01-31", "P2W", "2025-01-17"),
    ("2026", "P3M", "2025-10-01"),
]


@pytest.mark.parametrize(("end", "notice", "deadline"), NOTICES)
def test_notice_before_the_end(end: str, notice: str, deadline: str) -> None:
    found = asked("2023-06-01", agreement(signed_on="2023-01-01", end_stated=end, notice=notice))
    assert found["notice_deadline"] == deadline


# --- renewals that were decided -------------------------------------------------------------


def renewals(*years: str, **more: str) -> tuple[Decided, ...]:
    """A renewal decided on the first of February of each year."""
    return tuple(("renew", f"{year}-02-01", more) for year in years)


LEAP: Row = {"signed_on": "2024-02-29", "term": "P1Y"}
LIBRARY: Row = {"signed_on": "2017-09-11", "term": "P2Y", "end_stated": "2020-09-10"}
ONE: Decided = ("renew", "2025-01-01", {})
RENEWED: list[tuple[Row, tuple[Decided, ...], list[str]]] = [
    # One by one they end where all of them at once do.
    (LEAP, renewals("2025", "2026", "2027"), ["2025-02-28", "2026-02-28", "2027-02-28", "2028-02-28"]),
    (
        {"signed_on": "2021-08-31", "term": "P6M"},
        (("renew", "2022-02-01", {}), ("renew", "2022-08-01", {}), ("renew", "2023-02-01", {})),
        ["2022-02-28", "2022-08-30", "2023-02-28", "2023-08-30"],
    ),
    (
        LEAP | {"first_day_counted": 0},
        renewals("2025", "2026", "2027"),
        ["2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29"],
    ),
    # A renewal for another length is added to what has run from the first day.
    (LEAP, (("renew", "2025-01-01", {"term": "P6M"}),), ["2025-02-28", "2025-08-28"]),
    (LEAP, (("extend", "2025-01-01", {"term": "P3M"}),), ["2025-02-28", "2025-05-28"]),
    (LEAP | {"renewal_term": "P2Y"}, (ONE,), ["2025-02-28", "2027-02-28"]),
    # From the day after a stated end that is no multiple of the term.
    (LIBRARY, (("renew", "2020-01-01", {}), ("renew", "2022-01-01", {})), ["2020-09-10", "2022-09-10", "2024-09-10"]),
    (
        LEAP | {"end_stated": "2025-02-27"},
        renewals("2025", "2026", "2027"),
        ["2025-02-27", "2026-02-27", "2027-02-27", "2028-02-27"],
    ),
    (LEAP | {"end_stated": "2025-06-10"}, renewals("2025", "2026"), ["2025-06-10", "2026-06-10", "2027-06-10"]),
    # From the first day where the stated end is a multiple.
    (LEAP | {"end_stated": "2026-02-28"}, renewals("2026", "2027"), ["2026-02-28", "2027-02-28", "2028-02-28"]),
    # Until a day that was stated, and on from there.
    (
        LEAP,
        (("renew", "2025-01-01", {"until": "2027-06-30"}), ("renew", "2027-01-01", {})),
        ["2025-02-28", "2027-06-30", "2028-06-30"],
    ),
    (
        LEAP,
        (("extend", "2025-01-01", {"until": "2026-02-28"}), ("renew", "2026-01-01", {})),
        ["2025-02-28", "2026-02-28", "2027-02-28"],
    ),
    # With a first day of its own, after a gap.
    (LEAP, (("renew", "2025-02-01", {"first_day": "2025-04-01"}),), ["2025-02-28", "2026-03-31"]),
    # Of an agreement without an end.
    ({"signed_on": "2020-01-01"}, (("extend", "2021-01-01", {"until": "2022-12-31"}),), ["", "2022-12-31"]),
]


def test_sums_beyond_the_calendar_are_refused_with_the_reason() -> None:
    row = agreement(
        *(("extend", "2021-01-01", {"term": "P100Y"}) for _ in range(78)), signed_on="2020-01-01", term="P1Y"
    )
    one_more = DECISION.make_blank_row() | {"kind": "extend", "decided_on": "2021-01-01", "term": "P100Y"}
    assert [problem.sentence for problem in check_decision_fits(row, one_more)] == []
    longer = agreement(
        *(("extend", "2021-01-01", {"term": "P100Y"}) for _ in range(78)), signed_on="2020-01-01", term="P99Y"
    )
    assert [problem.sentence for problem in check_decision_fits(longer, one_more)] == [
        "its dates go beyond the year 9999"
    ]


@pytest.mark.parametrize(("known", "decided", "ends"), RENEWED)
def test_each_renewal_is_a_period(known: Row, decided: tuple[Decided, ...], ends: list[str]) -> None:
    row = agreement(*decided, **known)
    found = compute_course(
        row, parse_rough_date(row["signed_on"]), parse_rough_date(row["signed_on"]), date(2028, 1, 1)
    ).periods
    assert [period.last.value if period.last else "" for period in found] == ends
    assert all(after.first.value > before.last.value for before, after in itertools.pairwise(found)
               if before.last and after.first)  # fmt: skip


@pytest.mark.parametrize(("known", "decided", "ends"), RENEWED)
def test_a_decision_counts_from_its_day(known: Row, decided: tuple[Decided, ...], ends: list[str]) -> None:
    row = agreement(*decided, **known)
    for number, (_kind, day, _more) in enumerate(decided):
        before = date.fromordinal(date.fromisoformat(day).toordinal() - 1).isoformat()
        assert (asked(before, row)["end"] or "") == ends[number]
        assert asked(day, row)["end"] == ends[number + 1]


def test_four_renewals_of_one_year_end_where_one_of_four_years_does() -> None:
    four = agreement(*renewals("2025", "2026", "2027"), **LEAP)
    one = agreement(signed_on="2024-02-29", term="P4Y")
    assert asked("2027-06-01", four)["end"] == asked("2027-06-01", one)["end"] == "2028-02-28"


# --- tacit, and notice ---------------------------------------------------------------------

TACIT: Row = {"signed_on": "2024-01-01", "term": "P1Y", "renewal": "tacit", "notice": "P3M"}
GIVEN: list[tuple[str, tuple[Decided, ...], str, str, str, str | None]] = [
    # as of, decided, state, due, end, decision
    ("2024-09-30", (), "in_force", "notice", "2024-12-31", None),
    ("2024-10-10", (), "in_force", "renewal", "2024-12-31", None),
    ("2025-01-01", (), "in_force", "none", "2025-12-31", None),
    # In time: it ends, and there is no notice to give any more.
    ("2024-09-29", (("lapse", "2024-09-30", {}),), "in_force", "notice", "2024-12-31", None),
    ("2024-09-30", (("lapse", "2024-09-30", {}),), "in_force", "none", "2024-12-31", "lapse"),
    ("2024-10-10", (("lapse", "2024-09-30", {}),), "in_force", "end", "2024-12-31", "lapse"),
    ("2025-01-01", (("lapse", "2024-09-30", {}),), "expired", "none", "2024-12-31", "lapse"),
    # Late: one more period.
    ("2024-10-01", (("lapse", "2024-10-01", {}),), "in_force", "none", "2025-12-31", "lapse"),
    ("2025-12-31", (("lapse", "2024-10-01", {}),), "in_force", "end", "2025-12-31", "lapse"),
    ("2026-01-01", (("lapse", "2024-10-01", {}),), "expired", "none", "2025-12-31", "lapse"),
    # A renewal takes it back.
    ("2026-06-01", (("lapse", "2024-09-01", {}), ("renew", "2024-12-01", {})), "in_force", "none", "2026-12-31", None),
    # Nobody has decided: it goes on renewing itself.
    ("2026-06-01", (("undecided", "2024-09-01", {}),), "in_force", "none", "2026-12-31", "undecided"),
    # Replaced from a day.
    (
        "2024-06-30",
        (("replace", "2024-06-01", {"first_day": "2024-07-01"}),),
        "in_force",
        "end",
        "2024-06-30",
        "replace",
    ),
    (
        "2024-07-01",
        (("replace", "2024-06-01", {"first_day": "2024-07-01"}),),
        "replaced",
        "none",
        "2024-06-30",
        "replace",
    ),
    ("2026-07-01", (("replace", "2024-06-01", {}),), "expired", "none", "2024-12-31", "replace"),
    # Decided for the period to come, and after it has begun.
    ("2024-12-31", (("renew", "2024-06-01", {}),), "in_force", "none", "2025-12-31", "renew"),
    ("2025-01-01", (("renew", "2024-06-01", {}),), "in_force", "none", "2025-12-31", None),
]


@pytest.mark.parametrize(("as_of", "decided", "state", "due", "end", "decision"), GIVEN)
def test_notice_and_decisions_on_a_tacit_renewal(
    as_of: str, decided: tuple[Decided, ...], state: str, due: str, end: str, decision: str | None
) -> None:
    found = asked(as_of, agreement(*decided, **TACIT))
    assert (found["state"], found["due"], found["end"], found["decision"]) == (state, due, end, decision)


@pytest.mark.parametrize(
    ("as_of", "end"),
    [
        ("2025-02-28", "2025-02-28"),
        ("2028-02-28", "2028-02-28"),
        ("2028-02-29", "2029-02-28"),
        ("2032-02-28", "2032-02-28"),
    ],
)
def test_a_tacit_renewal_across_a_leap_day(as_of: str, end: str) -> None:
    assert asked(as_of, agreement(**LEAP, renewal="tacit"))["end"] == end


# --- settled --------------------------------------------------------------------------------

SETTLED = [
    ("stated", "2018-06-30", "2020-09-10", "stated"),
    ("stated", "2018-07-01", "2020-09-10", "stated"),
    ("term", "2018-06-30", "2020-09-10", "stated"),
    ("term", "2018-07-01", "2019-09-10", "term"),
]


@pytest.mark.parametrize(("by", "as_of", "end", "basis"), SETTLED)
def test_what_was_settled_drives_the_clock_from_its_day(by: str, as_of: str, end: str, basis: str) -> None:
    found = asked(as_of, agreement(**LIBRARY, end_settled=by, settled_on="2018-07-01"))
    assert (found["end"], found["end_basis"], found["end_by_term"]) == (end, basis, "2019-09-10")


# --- what always holds -----------------------------------------------------------------------

LENGTHS = ("P1M", "P6M", "P1Y", "P2Y6M", "P1Y6M15D", "P90D", "P2W")
DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))


@given(first=DAYS, length=st.sampled_from(LENGTHS), times=st.integers(1, 8))
@settings(deadline=None)
def test_renewed_one_by_one_it_ends_where_all_at_once_do(first: date, length: str, times: int) -> None:
    decided: list[Decided] = [("renew", "1999-01-01", {})] * (times - 1)
    one_by_one = agreement(*decided, signed_on=first.isoformat(), term=length)
    at_once = agreement(signed_on=first.isoformat(), term=terms.add_durations("P0D", length, times))
    assert asked(first.isoformat(), one_by_one)["end"] == asked(first.isoformat(), at_once)["end"]


KINDS = st.sampled_from(["renew", "extend", "lapse", "undecided", "replace"])
MORE = st.fixed_dictionaries(
    {
        "first_day": st.just("") | DAYS.map(str),
        "until": st.just("") | DAYS.map(str),
        "term": st.sampled_from(["", *LENGTHS]),
    }
)
DECISIONS = st.lists(st.tuples(KINDS, DAYS.map(str), MORE), max_size=3)
RECORDS = st.fixed_dictionaries(
    {
        "signed_on": st.none() | DAYS.map(str),
        "effective_from": st.none() | DAYS.map(str),
        "term": st.none() | st.sampled_from(LENGTHS),
        "end_stated": st.none() | DAYS.map(str),
        "renewal": st.sampled_from([None, "express", "tacit"]),
        "notice": st.none() | st.just("P1M"),
        "grace_days": st.none() | st.just(30),
        "final_status": st.none() | st.just("terminated"),
        "final_on": st.none() | DAYS.map(str),
        "end_settled": st.none() | st.sampled_from(["stated", "term"]),
        "settled_on": st.none() | DAYS.map(str),
        "succeeded_on": st.none() | DAYS.map(str),
    }
)


@given(known=RECORDS, decided=DECISIONS, as_of=DAYS, days=st.integers(0, 400))
@settings(deadline=None, max_examples=examples(200))
def test_the_dates_kept_find_all_that_is_due_or_over(
    known: Row, decided: list[Decided], as_of: date, days: int
) -> None:
    """A list narrows by them: what they leave out may be neither due nor over on that day."""
    row = agreement(*decided, **known)
    found, kept = derive_agreement(row, TimeFrame(as_of, f"P{days}D")), compute_search_dates(row)
    day, until = as_of.isoformat(), terms.add_term(as_of, f"P{days}D").isoformat()
    unsettled = kept.known_from is not None and kept.known_from > day
    near = (kept.notice is not None and day <= kept.notice <= until) or (
        kept.end_first is not None and kept.end_last is not None and kept.end_first <= until and kept.end_last >= day
    )
    in_grace = kept.end_last is not None and kept.over_after is not None and kept.end_last < day <= kept.over_after
    if found["due"] != "none":
        assert unsettled or kept.moving or near or in_grace
    if not unsettled:
        over = kept.known_from is not None and kept.over_after is not None and kept.over_after < day
        assert found["undecided"] == over
        assert kept.known_from is None or found["has_end"] == (kept.end_first is not None)
