"""The dates of an agreement, each expectation counted by hand from the Civil and Commercial Code.

The years of the tables are CE; 2560 is 2017, 2567 (a leap year) is 2024.
"""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netreg.core.entity import Row, TimeFrame
from netreg.core.fields import Ref, Style
from netreg.entities import AGREEMENT
from netreg.entities.agreement import STATES
from netreg.entities.agreement.agreement_flags import FLAGS
from netreg.entities.agreement.agreements import FINAL, can_be_signed, is_due_soon
from netreg.entities.agreement.derived_dates import RUNNING, derive_agreement
from netreg.entities.rough_dates import parse_rough_date
from tests.conftest import examples


def agreement(**known: Any) -> Row:
    return AGREEMENT.make_blank_row() | {"title": "ข้อตกลงสมมติ"} | known


def asked(as_of: str, window: str = "P90D", **known: Any) -> Row:
    return derive_agreement(agreement(**known), TimeFrame(date.fromisoformat(as_of), window))


def decided(*decision: str | None, **more: str) -> Row:
    """The decisions of an agreement as a list carries them; here one, of a kind and day."""
    kind, day = decision
    names = ("first_day", "until", "term", "document_no")
    return {"decision_rows": "\x1f".join(map(str, (1, kind, day, *(more.get(name, "") for name in names))))}


# --- the end -------------------------------------------------------------------

END_BY_TERM = [
    # s. 193/5: the day before the corresponding day …
    ("2017-09-11", "P2Y", "2019-09-10"),
    ("2021-01-01", "P1Y", "2021-12-31"),
    ("2021-08-05", "P6M", "2022-02-04"),
    ("2021-01-31", "P2M", "2021-03-30"),
    ("2023-03-01", "P1Y", "2024-02-29"),
    ("2024-02-29", "P4Y", "2028-02-28"),
    ("2024-02-28", "P1Y", "2025-02-27"),
    # … or the last day of a month that has no such day.
    ("2024-02-29", "P1Y", "2025-02-28"),
    ("2024-02-29", "P2Y", "2026-02-28"),
    ("2021-01-31", "P1M", "2021-02-28"),
    ("2024-01-31", "P1M", "2024-02-29"),
    ("2021-08-31", "P6M", "2022-02-28"),
    ("2021-05-31", "P1M", "2021-06-30"),
    # s. 193/6: whole months first, then the days.
    ("2021-08-05", "P2Y6M", "2024-02-04"),
    ("2021-08-05", "P1Y6M15D", "2023-02-19"),
    ("2021-08-05", "P90D", "2021-11-02"),
    ("2021-08-05", "P1D", "2021-08-05"),
    ("2021-08-05", "P2W", "2021-08-18"),
    # A time of day does not move a day.
    ("2017-09-11T13:00", "P2Y", "2019-09-10"),
]


@pytest.mark.parametrize(("first_day", "term", "end"), END_BY_TERM)
def test_the_end_by_term(first_day: str, term: str, end: str) -> None:
    found = asked("2017-01-01", effective_from=first_day, signed_on=first_day, term=term)
    assert (found["end"], found["end_by_term"], found["end_basis"], found["has_end"]) == (end, end, "term", True)


@pytest.mark.parametrize(
    ("first_day", "counted", "end"),
    [
        ("2017-09-11", None, "2019-09-10"),
        ("2017-09-11", 1, "2019-09-10"),
        ("2017-09-11", 0, "2019-09-11"),
        ("2024-02-28", 0, "2026-02-28"),
        ("2024-02-29", 0, "2026-02-28"),
        ("2020-12-31", 0, "2022-12-31"),
    ],
)
def test_whether_the_first_day_counts(first_day: str, counted: int | None, end: str) -> None:
    assert asked("2018-01-01", signed_on=first_day, term="P2Y", first_day_counted=counted)["end"] == end


BASIS: list[tuple[Row, str | None, str]] = [
    ({}, None, "none"),
    ({"signed_on": "2020-01-01"}, None, "none"),
    ({"term": "P2Y"}, None, "none"),
    ({"signed_on": "2020-01-01", "term": "P2Y"}, "2021-12-31", "term"),
    ({"signed_on": "2020-01-01", "effective_from": "2020-03-01", "term": "P2Y"}, "2022-02-28", "term"),
    ({"effective_from": "2020-03-01", "term": "P2Y"}, "2022-02-28", "term"),
    ({"end_stated": "2022-05-31"}, "2022-05-31", "stated"),
    ({"signed_on": "2020-01-01", "term": "P2Y", "end_stated": "2023-05-31"}, "2023-05-31", "stated"),
    ({"signed_on": "2020-01-01", "end_stated": "2022-12"}, "2022-12", "stated"),
    ({"signed_on": "2020-01-01", "end_stated": "2022"}, "2022", "stated"),
]


@pytest.mark.parametrize(("known", "end", "basis"), BASIS)
def test_what_the_end_rests_on(known: Row, end: str | None, basis: str) -> None:
    found = asked("2020-06-01", **known)
    assert (found["end"], found["end_basis"], found["has_end"]) == (end, basis, end is not None)


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2021-08-05", "2021-08-05", "2021-08-05"),
        ("2017-09-11T13:00", "2017-09-11", "2017-09-11"),
        ("2021-08", "2021-08-01", "2021-08-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2021", "2021-01-01", "2021-12-31"),
    ],
)
def test_the_days_that_a_date_can_mean(value: str, first: str, last: str) -> None:
    found = parse_rough_date(value)
    assert found
    assert (found.first.isoformat(), found.last.isoformat()) == (first, last)


def test_no_date_means_no_days() -> None:
    assert parse_rough_date(None) is None


@pytest.mark.parametrize(
    ("signed", "end"),
    [("2021-08", "2022-07-31/2022-08-30"), ("2021", "2021-12-31/2022-12-30"), ("2020-02", "2021-01-31/2021-02-28")],
)
def test_a_term_from_a_rough_start_ends_within_a_span(signed: str, end: str) -> None:
    assert asked("2021-09-01", signed_on=signed, term="P1Y")["end"] == end


# --- the state -------------------------------------------------------------------

LIBRARY: Row = {"signed_on": "2017-09-11", "effective_from": "2017-09-11", "term": "P2Y", "end_stated": "2020-09-10"}
GRACE = LIBRARY | {"grace_days": 30}
LATER: Row = {"signed_on": "2021-08-05", "effective_from": "2021-10-01", "term": "P1Y"}
CLOSED = LIBRARY | {"final_status": "terminated", "final_on": "2018-06-01"}
RENEWED: Row = {"signed_on": "2020-01-01", "term": "P1Y", "renewal": "tacit"}
EXPRESS: Row = {"signed_on": "2020-01-01", "term": "P1Y", "renewal": "express"}

STATE: list[tuple[str, Row, str]] = [
    ("2026-11-21", {}, "draft"),
    ("2026-11-21", {"effective_from": "2020-01-01", "end_stated": "2021-01-01"}, "draft"),
    ("2017-09-10", LIBRARY, "draft"),
    ("2017-09-11", LIBRARY, "in_force"),
    ("2019-09-10", LIBRARY, "in_force"),
    ("2020-09-09", LIBRARY, "in_force"),
    ("2020-09-10", LIBRARY, "in_force"),
    ("2020-09-11", LIBRARY, "expired"),
    ("2026-11-21", LIBRARY, "expired"),
    # Grace: the days after the end, the last one counted.
    ("2020-09-10", GRACE, "in_force"),
    ("2020-09-11", GRACE, "in_grace"),
    ("2020-10-10", GRACE, "in_grace"),
    ("2020-10-11", GRACE, "expired"),
    ("2020-09-11", LIBRARY | {"grace_days": 0}, "expired"),
    ("2020-09-11", LIBRARY | {"grace_days": 1}, "in_grace"),
    ("2020-09-12", LIBRARY | {"grace_days": 1}, "expired"),
    # Signed before it begins.
    ("2021-08-04", LATER, "draft"),
    ("2021-08-05", LATER, "not_yet_in_force"),
    ("2021-09-30", LATER, "not_yet_in_force"),
    ("2021-10-01", LATER, "in_force"),
    ("2022-09-30", LATER, "in_force"),
    ("2022-10-01", LATER, "expired"),
    # Without an end it goes on.
    ("2099-12-31", {"signed_on": "2021-08-05"}, "in_force"),
    # Dates known roughly: expiry by the latest day.
    ("2022-12-31", {"signed_on": "2021-08-05", "end_stated": "2022-12"}, "in_force"),
    ("2023-01-01", {"signed_on": "2021-08-05", "end_stated": "2022-12"}, "expired"),
    ("2022-12-31", {"signed_on": "2021-08-05", "end_stated": "2022"}, "in_force"),
    ("2022-08-30", {"signed_on": "2021-08", "term": "P1Y"}, "in_force"),
    ("2022-08-31", {"signed_on": "2021-08", "term": "P1Y"}, "expired"),
    ("2021-07-31", {"signed_on": "2021-08"}, "draft"),
    ("2021-08-31", {"signed_on": "2021-08"}, "in_force"),
    # A final status from the day after it on, before it what the dates say.
    ("2018-05-31", CLOSED, "in_force"),
    ("2018-06-01", CLOSED, "in_force"),
    ("2018-06-02", CLOSED, "terminated"),
    ("2026-11-21", CLOSED, "terminated"),
    ("2018-05-31", CLOSED | {"final_on": "2018-06"}, "in_force"),
    ("2018-06-30", CLOSED | {"final_on": "2018-06"}, "in_force"),
    ("2018-07-01", CLOSED | {"final_on": "2018-06"}, "terminated"),
    # Where it was not in force on that day, on the day itself.
    ("2020-09-20", LIBRARY | {"final_status": "completed", "final_on": "2020-09-20"}, "completed"),
    ("2020-09-19", LIBRARY | {"final_status": "completed", "final_on": "2020-09-20"}, "expired"),
    ("2021-09-01", LATER | {"final_status": "cancelled", "final_on": "2021-09-01"}, "cancelled"),
    ("2021-08-31", LATER | {"final_status": "cancelled", "final_on": "2021-09-01"}, "not_yet_in_force"),
    ("2017-09-01", LIBRARY | {"signed_on": None, "final_status": "cancelled", "final_on": "2017-09-01"}, "cancelled"),
    ("2017-10-01", CLOSED | {"final_on": None}, "terminated"),
    ("2021-01-01", LIBRARY | {"final_status": "completed", "final_on": "2020-09-10"}, "completed"),
    ("2021-01-01", LIBRARY | {"final_status": "replaced", "final_on": "2020-09-11"}, "replaced"),
    ("2017-01-01", {"final_status": "cancelled"}, "cancelled"),
    # Renewal: tacit goes on, express ends unless somebody decides.
    ("2020-12-31", RENEWED, "in_force"),
    ("2021-01-01", RENEWED, "in_force"),
    ("2045-06-01", RENEWED, "in_force"),
    ("2020-12-31", EXPRESS, "in_force"),
    ("2021-01-01", EXPRESS, "expired"),
    ("2021-01-01", EXPRESS | {"renewal": "none"}, "expired"),
    ("2021-01-01", EXPRESS | {"renewal": None}, "expired"),
]


@pytest.mark.parametrize(("as_of", "known", "state"), STATE)
def test_the_state_as_of_a_day(as_of: str, known: Row, state: str) -> None:
    assert asked(as_of, **known)["state"] == state


@pytest.mark.parametrize("window", ["P0D", "P90D", "P3Y"])
@pytest.mark.parametrize(("as_of", "known", "state"), STATE[::5])
def test_the_state_is_the_same_whatever_window_is_asked_for(as_of: str, known: Row, state: str, window: str) -> None:
    assert asked(as_of, window, **known)["state"] == state


SIGNATURES: list[tuple[str, Row, str]] = [
    # m of n: nobody, some, all of the parties have signed by the day asked about.
    ("2021-08-05", {"party_count": 3, "parties_signed": 0}, "draft"),
    ("2021-08-05", {"party_count": 3, "parties_signed": 1}, "awaiting_signatures"),
    ("2021-08-05", {"party_count": 3, "parties_signed": 2, "last_signed_on": "2021-08-01"}, "awaiting_signatures"),
    ("2021-08-05", {"party_count": 3, "parties_signed": 3, "last_signed_on": "2021-08-05"}, "in_force"),
    ("2021-08-05", {"party_count": 0, "parties_signed": 0}, "draft"),
    ("2021-08-05", {"party_count": 3, "parties_signed": 1, "signed_on": "2021-09-01"}, "awaiting_signatures"),
    ("2021-08-05", {"party_count": 3, "parties_signed": 0, "signed_on": "2021-09-01"}, "draft"),
    ("2021-09-01", {"party_count": 3, "parties_signed": 1, "signed_on": "2021-09-01"}, "in_force"),
    ("2021-08-05", {"party_count": 2, "parties_signed": 2, "last_signed_on": "2021-08"}, "in_force"),
    (
        "2021-08-05",
        {"party_count": 2, "parties_signed": 2, "last_signed_on": "2021-08-01", "effective_from": "2021-09-01"},
        "not_yet_in_force",
    ),
]


@pytest.mark.parametrize(("as_of", "known", "state"), SIGNATURES)
def test_signed_by_some_of_the_parties(as_of: str, known: Row, state: str) -> None:
    assert asked(as_of, **known)["state"] == state


def test_the_term_runs_from_the_last_signature() -> None:
    known: Row = {"party_count": 2, "parties_signed": 2, "last_signed_on": "2021-08-05", "term": "P1Y"}
    assert asked("2021-09-01", **known)["end"] == "2022-08-04"


# --- due ---------------------------------------------------------------------------

NOTICE = LIBRARY | {"notice": "P3M"}
DUE: list[tuple[str, str, Row, str]] = [
    # Both ends of the window count.
    ("2020-06-11", "P90D", LIBRARY, "none"),
    ("2020-06-12", "P90D", LIBRARY, "end"),
    ("2020-07-01", "P90D", LIBRARY, "end"),
    ("2020-09-10", "P90D", LIBRARY, "end"),
    ("2020-09-11", "P90D", LIBRARY, "none"),
    ("2020-01-01", "P90D", LIBRARY, "none"),
    ("2020-09-10", "P0D", LIBRARY, "end"),
    ("2020-09-09", "P0D", LIBRARY, "none"),
    ("2020-06-10", "P3M", LIBRARY, "end"),
    ("2020-06-09", "P3M", LIBRARY, "none"),
    # The stated end drives the clock, not the term.
    ("2019-09-01", "P90D", LIBRARY, "none"),
    # The notice comes before the end and counts first.
    ("2020-03-11", "P90D", NOTICE, "none"),
    ("2020-03-12", "P90D", NOTICE, "notice"),
    ("2020-06-10", "P90D", NOTICE, "notice"),
    ("2020-06-11", "P90D", NOTICE, "none"),
    ("2020-06-12", "P90D", NOTICE, "end"),
    ("2020-06-10", "P1Y", NOTICE, "notice"),
    ("2020-06-11", "P1Y", NOTICE, "end"),
    # Neither closed, nor only a draft, nor without an end.
    # In grace the end is past, whatever the window; not where somebody decided, or another follows.
    ("2020-09-11", "P90D", GRACE, "grace"),
    ("2020-10-10", "P0D", GRACE, "grace"),
    ("2020-10-11", "P0D", GRACE, "none"),
    ("2020-09-11", "P90D", GRACE | {"succeeded_on": "2020-09-11"}, "none"),
    ("2020-07-01", "P90D", LIBRARY | {"final_status": "terminated"}, "none"),
    ("2020-07-01", "P90D", {"end_stated": "2020-09-10"}, "none"),
    ("2020-07-01", "P90D", {"signed_on": "2017-09-11"}, "none"),
    # Not yet in force, but its end is already near.
    ("2021-09-01", "P90D", LATER | {"term": "P1M"}, "end"),
    # Dates known roughly: warnings go by the earliest day.
    ("2022-09-01", "P90D", {"signed_on": "2021-08-05", "end_stated": "2022-12"}, "none"),
    ("2022-09-02", "P90D", {"signed_on": "2021-08-05", "end_stated": "2022-12"}, "end"),
    ("2022-12-15", "P90D", {"signed_on": "2021-08-05", "end_stated": "2022-12"}, "end"),
    ("2022-12-31", "P90D", {"signed_on": "2021-08-05", "end_stated": "2022-12"}, "end"),
    ("2023-01-01", "P90D", {"signed_on": "2021-08-05", "end_stated": "2022-12"}, "none"),
    # A tacit renewal has another end, and is due again.
    ("2021-10-01", "P90D", RENEWED, "none"),
    ("2021-10-02", "P90D", RENEWED, "renewal"),
    ("2021-12-31", "P0D", RENEWED, "renewal"),
    ("2022-01-01", "P0D", RENEWED, "none"),
]


@pytest.mark.parametrize(("as_of", "window", "known", "due"), DUE)
def test_what_is_due_within_a_window(as_of: str, window: str, known: Row, due: str) -> None:
    found = asked(as_of, window, **known)
    assert found["due"] == due
    assert is_due_soon(found) == (due != "none")


@pytest.mark.parametrize(
    ("as_of", "known", "left"),
    [
        ("2020-07-01", LIBRARY, 71),
        ("2020-09-10", LIBRARY, 0),
        ("2020-09-11", LIBRARY, -1),
        ("2020-07-01", {"signed_on": "2017-09-11"}, None),
        ("2022-09-02", {"signed_on": "2021-08-05", "end_stated": "2022-12"}, 90),
        ("2021-01-01", RENEWED, 364),
        ("2018-05-31", CLOSED, 1),
        ("2018-06-01", CLOSED, 0),
        ("2018-06-02", CLOSED, None),
        ("2018-05-31", CLOSED | {"final_on": "2021-01-01"}, 833),
    ],
)
def test_days_left_until_the_end(as_of: str, known: Row, left: int | None) -> None:
    assert asked(as_of, **known)["days_left"] == left


@pytest.mark.parametrize("as_of", ["2022-12-02", "2022-12-15", "2022-12-31"])
def test_days_left_are_never_fewer_than_none_while_it_is_in_force(as_of: str) -> None:
    found = asked(as_of, signed_on="2021-08-05", end_stated="2022-12")
    assert found["state"] == "in_force"
    assert found["days_left"] >= 0


@pytest.mark.parametrize(
    ("known", "notice"),
    [
        ({"end_stated": "2020-09-10", "notice": "P3M"}, "2020-06-10"),
        ({"end_stated": "2020-09-10", "notice": "P90D"}, "2020-06-12"),
        ({"end_stated": "2020-09-10", "notice": "P2W"}, "2020-08-27"),
        ({"end_stated": "2020-05-31", "notice": "P3M"}, "2020-02-29"),
        ({"end_stated": "2021-05-31", "notice": "P3M"}, "2021-02-28"),
        ({"end_stated": "2022-12", "notice": "P1M"}, "2022-11-01"),
        ({"end_stated": "2020-09-10"}, None),
        ({"notice": "P3M"}, None),
        ({"signed_on": "2017-09-11", "term": "P2Y", "notice": "P1M"}, "2019-08-10"),
    ],
)
def test_the_last_day_to_give_notice(known: Row, notice: str | None) -> None:
    assert asked("2017-10-01", **known)["notice_deadline"] == notice


@pytest.mark.parametrize(
    ("known", "grace"),
    [
        (GRACE, "2020-10-10"),
        (LIBRARY, None),
        ({"grace_days": 30}, None),
        ({"end_stated": "2022-12", "grace_days": 15}, "2023-01-15"),
    ],
)
def test_the_last_day_of_grace(known: Row, grace: str | None) -> None:
    assert asked("2018-01-01", **known)["grace_end"] == grace


# --- renewal -------------------------------------------------------------------------

LEAP: Row = {"signed_on": "2024-02-29", "term": "P1Y", "renewal": "tacit"}
TACIT: list[tuple[str, Row, str]] = [
    ("2020-12-31", RENEWED, "2020-12-31"),
    ("2021-01-01", RENEWED, "2021-12-31"),
    ("2024-12-31", RENEWED, "2024-12-31"),
    ("2025-01-01", RENEWED, "2025-12-31"),
    # Anchored on the first day: a short February takes no day away.
    ("2025-02-28", LEAP, "2025-02-28"),
    ("2025-03-01", LEAP, "2026-02-28"),
    ("2027-03-01", LEAP, "2028-02-28"),
    ("2028-02-29", LEAP, "2029-02-28"),
    ("2021-03-01", {"signed_on": "2021-01-31", "term": "P1M", "renewal": "tacit"}, "2021-03-30"),
    ("2021-03-31", {"signed_on": "2021-01-31", "term": "P1M", "renewal": "tacit"}, "2021-04-30"),
    ("2021-05-01", {"signed_on": "2021-01-31", "term": "P1M", "renewal": "tacit"}, "2021-05-30"),
    # A stated end that is the term's own changes nothing in that.
    ("2025-03-01", LEAP | {"end_stated": "2025-02-28"}, "2026-02-28"),
    ("2028-02-01", LEAP | {"end_stated": "2025-02-28"}, "2028-02-28"),
    ("2028-02-01", LEAP | {"end_stated": "2026-02-28"}, "2028-02-28"),
    # Anchored on the day after a stated end that is no multiple of the term.
    ("2025-06-11", LEAP | {"end_stated": "2025-06-10"}, "2026-06-10"),
    ("2028-01-01", LEAP | {"end_stated": "2025-06-10"}, "2028-06-10"),
    ("2020-09-11", LIBRARY | {"renewal": "tacit"}, "2022-09-10"),
    ("2022-09-11", LIBRARY | {"renewal": "tacit"}, "2024-09-10"),
    # Renewed for another length than the first term.
    ("2022-01-01", {"signed_on": "2020-01-01", "term": "P2Y", "renewal_term": "P1Y", "renewal": "tacit"}, "2022-12-31"),
    ("2024-06-01", {"signed_on": "2020-01-01", "term": "P2Y", "renewal_term": "P1Y", "renewal": "tacit"}, "2024-12-31"),
    ("2028-02-01", LEAP | {"term": "P2Y", "renewal_term": "P1Y"}, "2028-02-28"),
    # The first day not counted.
    ("2021-01-02", RENEWED | {"first_day_counted": 0}, "2022-01-01"),
    ("2021-01-01", RENEWED | {"first_day_counted": 0}, "2021-01-01"),
    # Dates known roughly stay rough.
    ("2022-09-01", {"signed_on": "2021-08", "term": "P1Y", "renewal": "tacit"}, "2023-07-31/2023-08-30"),
    # Ended by a decision: not renewed any more.
    ("2021-06-01", RENEWED | {"final_status": "terminated", "final_on": "2020-12-31"}, "2020-12-31"),
    ("2021-06-01", RENEWED | {"final_status": "terminated", "final_on": "2021-07-01"}, "2021-07-01"),
    # The rounds that have happened by then stand; what was decided ahead ends the last one.
    ("2026-01-01", RENEWED | {"final_status": "terminated", "final_on": "2023-06-01"}, "2023-06-01"),
    ("2023-05-31", RENEWED | {"final_status": "terminated", "final_on": "2023-06-01"}, "2023-06-01"),
    ("2022-05-31", RENEWED | {"final_status": "terminated", "final_on": "2023-06-01"}, "2023-06-01"),
    ("2023-05-31", RENEWED | {"final_status": "terminated", "final_on": "2023-06"}, "2023-06"),
    # Nobody has signed: it has renewed nothing.
    ("2026-01-01", {"effective_from": "2020-01-01", "term": "P1Y", "renewal": "tacit"}, "2020-12-31"),
    ("2026-01-01", RENEWED | {"effective_from": "2019-01-01"}, "2026-12-31"),
    # Not tacit: it ends.
    ("2021-06-01", EXPRESS, "2020-12-31"),
    # A length is needed to renew by.
    ("2021-06-01", {"signed_on": "2020-01-01", "end_stated": "2020-12-31", "renewal": "tacit"}, "2020-12-31"),
]


@pytest.mark.parametrize(("as_of", "known", "end"), TACIT)
def test_the_end_after_tacit_renewals(as_of: str, known: Row, end: str) -> None:
    assert asked(as_of, **known)["end"] == end


def test_a_rough_end_renewed_warns_by_its_earliest_day() -> None:
    known = {"signed_on": "2022-01-01", "end_stated": "2022-12", "term": "P1Y", "renewal": "tacit"}
    found = asked("2023-09-02", **known)
    assert (found["due"], found["renews_on"]) == ("renewal", "2023-12-02/2024-01-01")


def test_the_notice_follows_the_renewed_end() -> None:
    assert asked("2021-06-01", **RENEWED, notice="P1M")["notice_deadline"] == "2021-11-30"


# --- flags -----------------------------------------------------------------------------

SETTLED = LIBRARY | {
    "end_settled": "stated", "settled_on": "2018-01-01", "settled_stated": "2020-09-10", "settled_term": "2019-09-10",
}  # fmt: skip


def addendum(end: str | None, **parent: Any) -> Row:
    """An addendum with an end to an agreement of which this is known."""
    known = {"signed_on": "2020-01-01", "kind": "addendum", "addendum_to": 1, "end_stated": end}
    return known | {"parent_row": json.dumps(agreement(signed_on="2018-01-01", **parent))}


CLOSED_EARLY: Row = {"final_status": "terminated", "final_on": "2020-07-01"}
GONE: Row = {"responsible": Ref("person", 1, None, "นายสมมติ หนึ่ง"), "responsible_left": "2017-12-31"}
UNDER_WAY: Row = {
    "signed_on": "2017-09-11", "term": "P2Y", "final_status": "terminated", "final_on": "2018-01-01",
}  # fmt: skip
FLAGGED: list[tuple[str, Row, list[str]]] = [
    ("2018-01-01", LIBRARY, ["term-mismatch"]),
    ("2020-09-11", LIBRARY, ["term-mismatch", "expired"]),
    ("2018-01-01", LIBRARY | {"end_stated": "2019-09-10"}, []),
    ("2018-01-01", LIBRARY | {"end_stated": "2019-09"}, []),
    ("2018-01-01", LIBRARY | {"end_stated": "2019-10"}, ["term-mismatch"]),
    ("2018-01-01", {"signed_on": "2017-09-11"}, ["missing-end-date"]),
    ("2018-01-01", {"term": "P3Y"}, []),
    ("2021-11-30", RENEWED | {"notice": "P1M"}, []),
    ("2021-12-01", RENEWED | {"notice": "P1M"}, ["renews-itself"]),
    ("2021-12-02", RENEWED | {"notice": "P1M", "final_status": "terminated", "final_on": "2021-12-10"}, ["ends-early"]),
    ("2018-01-01", {"signed_on": "2017-09-11", "final_status": "completed"}, []),
    ("2018-01-01", EXPRESS | GONE, ["responsible-left"]),
    ("2018-01-01", UNDER_WAY | GONE | {"final_on": "2017-12-31"}, []),
    (
        "2018-01-01",
        UNDER_WAY | GONE,
        ["ends-early", "responsible-left"],
    ),
    ("2018-01-02", UNDER_WAY | GONE, []),
    ("2020-09-11", GRACE, ["term-mismatch"]),
    ("2020-10-11", GRACE, ["term-mismatch", "expired"]),
    ("2018-01-01", EXPRESS | {"parties_stated": 11, "party_count": 11}, []),
    ("2018-01-01", EXPRESS | {"parties_stated": 11, "party_count": 10}, ["party-count"]),
    ("2018-01-01", EXPRESS | {"parties_stated": None, "party_count": 10}, []),
    ("2018-01-01", EXPRESS | {"parties_stated": 11}, []),
    ("2018-01-01", EXPRESS | {"parties_stated": 0, "party_count": 2}, ["party-count"]),
    # An end that is stated and a renewal that goes on by itself, for nobody says how long.
    ("2018-01-01", LIBRARY | {"renewal": "tacit", "term": None}, ["tacit-end"]),
    ("2018-01-01", LIBRARY | {"renewal": "tacit", "end_stated": "2019-09-10"}, ["tacit-end"]),
    ("2018-01-01", LIBRARY | {"renewal": "tacit", "end_stated": "2019-09-10", "renewal_term": "P1Y"}, []),
    ("2018-01-01", RENEWED | {"kind": "addendum"}, ["no-parent"]),
    ("2018-01-01", RENEWED | {"kind": "addendum", "addendum_to": 1}, []),
    ("2018-01-01", EXPRESS | {"amendment_rows": '1\x1f2019-01-01\x1f["term=P1Y"]'}, ["amended-later"]),
    ("2019-01-01", EXPRESS | {"amendment_rows": '1\x1f2019-01-01\x1f["term=P1Y"]'}, []),
    # Renewed for a time that begins only after it was closed.
    ("2026-01-01", EXPRESS | decided("renew", "2020-06-01") | CLOSED_EARLY, ["closed-before"]),
    ("2020-06-30", EXPRESS | decided("renew", "2020-06-01") | CLOSED_EARLY, ["closed-before", "ends-early"]),
    # An end that was decided ahead, until its day has passed.
    ("2020-07-01", EXPRESS | CLOSED_EARLY, ["ends-early"]),
    ("2020-07-02", EXPRESS | CLOSED_EARLY, []),
    ("2020-06-01", EXPRESS | {"final_status": "completed", "final_on": "2021-07-01"}, []),
    ("2020-06-01", EXPRESS | decided("replace", "2020-05-01", first_day="2020-07-01"), ["ends-early"]),
    # Effect before the signing.
    ("2020-01-01", EXPRESS | {"effective_from": "2019-12-01"}, ["retroactive"]),
    ("2020-01-01", EXPRESS | {"effective_from": "2020"}, []),
    # Signatures with days to come; signed as a whole before everybody has signed.
    ("2020-01-01", EXPRESS | {"party_count": 3, "parties_signed": 1}, ["signed-incomplete"]),
    ("2019-12-31", EXPRESS | {"party_count": 3, "parties_signed": 1}, []),
    ("2020-01-01", EXPRESS | {"party_count": 3, "parties_signed": 0}, []),
    ("2020-01-01", EXPRESS | {"party_count": 3, "parties_signed": 3}, []),
    ("2020-01-01", EXPRESS | {"party_count": 3, "parties_signed": 1, "final_status": "terminated"}, []),
    (
        "2020-01-01",
        EXPRESS | {"party_count": 3, "parties_signed": 1, "parties_ahead": 2, "last_signed_on": "2020-01-09"},
        ["signed-ahead", "signed-incomplete"],
    ),
    (
        "2020-01-01",
        {
            "end_stated": "2021-01-01",
            "party_count": 2,
            "parties_signed": 0,
            "parties_ahead": 2,
            "last_signed_on": "2020-01-09",
        },
        ["signed-ahead"],
    ),
    # Notice after its deadline.
    ("2020-12-15", RENEWED | {"notice": "P1M"} | decided("lapse", "2020-12-01"), ["late-notice"]),
    ("2020-12-15", RENEWED | {"notice": "P1M"} | decided("lapse", "2020-11-30"), []),
    # Settled: the difference is flagged until the day of that, and not after it.
    ("2018-01-01", LIBRARY | {"end_settled": "stated", "settled_on": "2018-01-01"}, []),
    ("2017-12-31", LIBRARY | {"end_settled": "stated", "settled_on": "2018-01-01"}, ["term-mismatch"]),
    # It was settled between these two dates, not between others.
    ("2019-01-01", SETTLED, []),
    ("2019-01-01", SETTLED | {"end_stated": "2020-09-11"}, ["term-mismatch"]),
    ("2019-01-01", SETTLED | {"term": "P1Y"}, ["term-mismatch"]),
    ("2019-01-01", SETTLED | {"effective_from": "2017-09-12"}, ["term-mismatch"]),
    # An addendum ends with its main agreement at the latest.
    ("2020-02-01", addendum("2022-12-31", end_stated="2022-12-31"), []),
    ("2020-02-01", addendum("2023-01-01", end_stated="2022-12-31"), ["outlives-parent"]),
    ("2020-02-01", addendum("2022-12", end_stated="2022-12-15"), []),
    ("2020-02-01", addendum("2023-01", end_stated="2022-12"), ["outlives-parent"]),
    ("2020-02-01", addendum("2023-01-01", term="P4Y"), ["outlives-parent"]),
    ("2020-02-01", addendum("2023-01-01"), []),
    ("2020-02-01", addendum("2023-01-01", term="P1Y", renewal="tacit"), []),
    (
        "2020-01-31",
        addendum("2022-01-01", term="P4Y", **decided("renew", "2020-02-01", until="2025-12-31")),
        ["outlives-parent"],
    ),
    ("2020-02-01", addendum("2023-01-01", term="P4Y", **decided("renew", "2020-02-01", until="2025-12-31")), []),
    (
        "2020-02-01",
        addendum("2023-01-01", term="P9Y", final_status="terminated", final_on="2020-02-01"),
        ["outlives-parent"],
    ),
    (
        "2020-01-31",
        addendum("2023-01-01", term="P9Y", final_status="terminated", final_on="2020-02-01"),
        ["outlives-parent"],
    ),
    ("2020-02-01", addendum("2023-01-01", term="P9Y", final_status="terminated"), []),
    (
        "2021-01-01",
        addendum("2023-01-01", term="P9Y", **decided("replace", "2020-06-01", first_day="2021-01-01")),
        ["outlives-parent"],
    ),
    # Without an end of its own it lasts as long as the main agreement does.
    ("2022-12-31", addendum(None, end_stated="2022-12-31"), ["missing-end-date"]),
    ("2023-01-01", addendum(None, end_stated="2022-12-31"), ["missing-end-date", "outlives-parent"]),
    # What is closed itself goes on no more.
    ("2020-02-01", addendum("2023-01-01", end_stated="2022-12-31") | CLOSED_EARLY, ["ends-early"]),
    ("2020-07-02", addendum("2023-01-01", end_stated="2022-12-31") | CLOSED_EARLY, []),
    # Ended, but somebody has decided, or another agreement has followed.
    ("2021-01-01", EXPRESS | decided("lapse", "2020-12-01"), []),
    ("2021-01-01", EXPRESS | decided("undecided", "2020-12-01"), ["expired"]),
    ("2021-01-02", EXPRESS | {"succeeded_on": "2021-01-02"}, []),
    ("2021-01-01", EXPRESS | {"succeeded_on": "2021-01-02"}, ["expired"]),
]


@pytest.mark.parametrize(("as_of", "known", "ids"), FLAGGED)
def test_what_is_flagged(as_of: str, known: Row, ids: list[str]) -> None:
    assert [flag["id"] for flag in asked(as_of, **known)["flags"]] == ids


def test_a_mismatch_keeps_both_dates() -> None:
    [flag] = asked("2020-07-01", **LIBRARY)["flags"]
    assert flag["severity"] == "high"
    assert flag["data"].items() >= {"end_by_term": "2019-09-10"}.items()


@pytest.mark.parametrize("style", [Style("be", "th", long=True), Style("ce", "en", long=True)])
@pytest.mark.parametrize(("as_of", "known", "ids"), [row for row in FLAGGED if row[2]])
def test_every_flag_can_be_told(as_of: str, known: Row, ids: list[str], style: Style) -> None:
    told = AGREEMENT.by_name["flags"].show(asked(as_of, **known)["flags"], style)
    names = {name: check.title.th if style.lang == "th" else name for name, check in FLAGS.items()}
    assert [line.split(":")[0] for line in told.split("\n")] == [names[name] for name in ids]
    assert "{" not in told


# --- the words ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "open_"),
    [
        ("draft", True),
        ("awaiting_signatures", True),
        ("not_yet_in_force", True),
        ("in_force", True),
        ("in_grace", True),
        ("expired", False),
        ("completed", False),
        ("terminated", False),
        ("cancelled", False),
        ("replaced", False),
    ],
)
def test_which_states_can_still_be_signed(state: str, open_: bool) -> None:
    assert can_be_signed(state) is open_


def test_every_state_has_a_name_and_every_flag_a_sentence() -> None:
    assert {row[2] for row in [*STATE, *SIGNATURES]} == set(STATES)
    assert {id_ for row in FLAGGED for id_ in row[2]} == set(FLAGS)
    assert set(FINAL) == {"completed", "terminated", "cancelled", "replaced"}


# --- what always holds -----------------------------------------------------------------------

DAYS = st.dates(date(2010, 1, 1), date(2040, 12, 31))
LENGTHS = st.sampled_from([None, "P1M", "P1Y", "P2Y6M", "P90D"])
RECORDS = st.fixed_dictionaries(
    {
        "signed_on": st.none() | DAYS.map(str),
        "effective_from": st.none() | DAYS.map(str),
        "term": LENGTHS,
        "end_stated": st.none() | DAYS.map(str),
        "renewal": st.sampled_from([None, "none", "express", "tacit"]),
        "renewal_term": LENGTHS,
        "notice": LENGTHS,
        "grace_days": st.sampled_from([None, 0, 30]),
        "final_status": st.sampled_from([None, None, None, *FINAL]),
        "final_on": st.none() | DAYS.map(str),
    }
)


@given(known=RECORDS, as_of=DAYS, days=st.integers(0, 400))
@settings(deadline=None, max_examples=examples(100))
def test_due_is_what_the_definition_of_expiring_says(known: Row, as_of: date, days: int) -> None:
    found = derive_agreement(agreement(**known), TimeFrame(as_of, f"P{days}D"))
    assert found["state"] in STATES
    last = (as_of + timedelta(days=days)).isoformat()
    near = {name: found[name] is not None and str(as_of) <= found[name] <= last for name in ("notice_deadline", "end")}
    running = found["state"] in RUNNING
    end = "renewal" if found["renews_on"] else "end"
    expected = "notice" if near["notice_deadline"] else end if near["end"] else "none"
    assert found["due"] == (expected if running else "grace" if found["state"] == "in_grace" else "none")


@given(known=RECORDS, as_of=DAYS)
@settings(deadline=None, max_examples=examples(100))
def test_in_force_means_signed_begun_and_not_ended(known: Row, as_of: date) -> None:
    found = derive_agreement(agreement(**known), TimeFrame(as_of))
    begins = known["effective_from"] or known["signed_on"]
    if found["state"] == "in_force":
        assert known["signed_on"] <= str(as_of)
        assert begins <= str(as_of)
        assert found["end"] is None or str(as_of) <= found["end"]
    if found["state"] in ("expired", "in_grace"):
        assert found["end"] < str(as_of)
