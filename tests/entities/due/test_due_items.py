"""What is due of a record as of a day, and the steps at which it is to be told."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netreg.core.entity import DueClock, Entity
from netreg.core.fields import Text
from netreg.core.thai_fields import Date, Repeat
from netreg.entities import AGREEMENT
from netreg.entities.due import due_items, warning_rules
from netreg.entities.due.due_items import DueItem, Silence, WarningStep
from netreg.entities.due.warning_rules import Rule
from netreg.language import Label, set_language

ENDS = DueClock(
    "ends",
    Label("สิ้นสุด", "Ends"),
    "day",
    command="thing edit {record} day=DATE",
    matters_after=lambda row: row["state"] == "open",
    ends_term=True,
)
STARTS = DueClock(
    "starts",
    Label("เริ่ม", "Starts"),
    "starts",
    command="thing edit {record}",
    matters_before=lambda row: row["state"] == "open",
)
THING = Entity(
    name="thing",
    collection="things",
    command="thing",
    label=Label("สิ่งทดสอบ", "Thing"),
    plural=Label("สิ่งทดสอบ", "Things"),
    fields=(Text("state", "สถานะ", "State"), Date("day", "วัน", "Day"), Date("starts", "เริ่ม", "Starts")),
    columns=("id", "state"),
    display_name=lambda row: str(row["id"]),
    clocks=(ENDS, STARTS),
)
TODAY = date(2026, 11, 26)
USUAL = Rule(("P6M", "P90D", "P30D", "P7D", "P0D"), "P1W")


def row(**values: Any) -> dict[str, Any]:
    return {"id": 7, "uid": "u7", "code": None, "state": "open", "day": None, "starts": None} | values


def items(as_of: date = TODAY, **values: Any) -> list[DueItem]:
    return list(due_items.find_due_items(THING, row(**values), as_of, "สิ่งทดสอบ"))


def item(day: str, as_of: date = TODAY, **values: Any) -> DueItem:
    (only,) = items(as_of, day=day, **values)
    return only


# --- items ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "first", "last", "left"),
    [
        ("2026-11-26", "2026-11-26", "2026-11-26", 0),
        ("2026-12-06", "2026-12-06", "2026-12-06", 10),
        ("2026-11-25", "2026-11-25", "2026-11-25", -1),
        ("2026-12-06T09:30", "2026-12-06", "2026-12-06", 10),
        ("2026-11", "2026-11-01", "2026-11-30", 0),  # it can still be to come
        ("2026-10", "2026-10-01", "2026-10-31", -26),  # it is past, whatever day it was
        ("2027", "2027-01-01", "2027-12-31", 36),  # warned of by the earliest day
        ("2026-11-20/2026-11-27", "2026-11-20", "2026-11-27", 0),
    ],
)
def test_days_are_counted_to_the_earliest_and_back_to_the_latest(day: str, first: str, last: str, left: int) -> None:
    found = item(day)
    assert (found.first.isoformat(), found.last.isoformat(), found.days_left) == (first, last, left)
    assert found.is_overdue == (left < 0)
    assert "T" not in found.day


def test_what_has_no_day_or_no_longer_matters_is_not_due() -> None:
    assert items() == []
    assert items(day="2026-11-01", state="closed") == []  # it ran out and is settled
    assert [i.clock.name for i in items(day="2026-12-01", state="closed")] == ["ends"]  # matters while it is ahead


def test_what_takes_place_is_gone_when_it_is_past() -> None:
    assert [i.clock.name for i in items(starts="2026-11-26")] == ["starts"]
    assert items(starts="2026-11-25") == []
    assert items(starts="2026-12-25", state="closed") == []


@pytest.mark.parametrize(
    ("day", "near"), [("2026-12-03", True), ("2026-12-04", False), ("2026-11-01", True), ("2026-12", True)]
)
def test_the_window_has_both_its_ends(day: str, near: bool) -> None:
    assert due_items.is_near(item(day), TODAY, "P7D") is near


@pytest.mark.parametrize(
    ("day", "act_on", "extends_to"),
    [
        ("2026-12-04", "2026-12-04", None),
        ("2026-12-05", "2026-12-04", "2026-12-08"),  # a Saturday, National Day, and the Monday in lieu of it
        ("2026-12", "2026-12-01", "2027-01-04"),  # to act by the earliest, to run on from the latest
    ],
)
def test_the_working_days_beside_a_day_off(day: str, act_on: str, extends_to: str | None) -> None:
    found = item(day)
    assert found.act_on
    assert found.act_on.isoformat() == act_on
    assert (found.extends_to.isoformat() if found.extends_to else None) == extends_to


def test_no_working_day_is_left_to_act_on_what_is_past() -> None:
    assert item("2026-11-01").act_on is None


def test_no_day_to_act_on_is_past() -> None:
    assert item("2026-12-05", date(2026, 12, 5)).act_on is None  # a Saturday: the Friday has gone
    assert item("2026-12", date(2026, 12, 10)).act_on is None
    assert item("2026-12", date(2026, 11, 26)).act_on == date(2026, 12, 1)


def test_what_has_ended_is_replaced_and_not_renewed() -> None:
    (end,) = (clock for clock in AGREEMENT.clocks if clock.name == "end")
    row = {"end_basis": "stated", "decision": None, "undecided": False}
    assert end.list_commands(row | {"undecided": True}, is_late=True)[0].endswith("--with AGREEMENT")
    assert "agreement renew" in end.list_commands(row, is_late=False)[0]
    for ahead in ({"end_basis": "closed"}, {"end_basis": "replaced"}, {"decision": "lapse"}):
        assert end.list_commands(row | ahead, is_late=False) == ("agreement explain {record}",), ahead


def test_what_is_no_term_runs_on_to_no_other_day() -> None:
    (starts,) = items(starts="2026-12-05")
    assert starts.extends_to is None


def test_what_to_type_names_the_record_as_a_shell_takes_it() -> None:
    assert item("2026-12-01", code="a(b)").command == "netreg thing edit 'a(b)' day=DATE"
    assert item("2026-12-01", code="ab").acknowledgement == "netreg due ack ab --clock ends"
    assert item("2026-12-01").command == "netreg thing edit 7 day=DATE"
    assert item("2026-12-01").acknowledgement == "netreg due ack 'thing 7' --clock ends"


# --- steps ---------------------------------------------------------------------


def names(day: str, as_of: str, rule: Rule = USUAL, silence: Silence | None = None) -> list[str]:
    on = date.fromisoformat(as_of)
    return [step.name for step in due_items.list_warning_steps(item(day, on)._replace(silence=silence), rule, on)]


@pytest.mark.parametrize(
    ("as_of", "steps"),
    [
        ("2026-06-09", []),
        ("2026-06-10", ["6m"]),
        ("2026-09-10", ["6m"]),
        ("2026-09-11", ["6m", "90d"]),
        ("2026-12-09", ["6m", "90d", "30d", "7d"]),
        ("2026-12-10", ["6m", "90d", "30d", "7d", "0d"]),
        ("2026-12-16", ["6m", "90d", "30d", "7d", "0d"]),
        ("2026-12-17", ["6m", "90d", "30d", "7d", "0d", "+7d"]),
        ("2027-01-06", ["6m", "90d", "30d", "7d", "0d", "+21d"]),
    ],
)
def test_the_steps_that_are_reached(as_of: str, steps: list[str]) -> None:
    assert names("2026-12-10", as_of) == steps


def test_a_day_known_roughly_is_repeated_after_its_latest() -> None:
    assert names("2026-11", "2026-11-30") == ["6m", "90d", "30d", "7d", "0d"]
    assert names("2026-11", "2026-12-06")[-1] == "0d"
    assert names("2026-11", "2026-12-07")[-1] == "+7d"


def test_a_rule_may_not_repeat_or_be_out_of_use() -> None:
    assert names("2026-11-01", "2026-12-26", Rule(("P7D", "P0D"), None)) == ["7d", "0d"]
    assert names("2026-11-01", "2026-12-26", Rule(("P7D",), "P1W", enabled=False)) == []
    assert names("2026-11-01", "2026-12-26", Rule((), "P1M")) == ["+30d"]


def test_what_is_quiet_has_no_steps_and_a_snooze_ends_with_one() -> None:
    assert names("2026-12-10", "2026-12-04", silence=Silence(None, is_active=True)) == []
    assert names("2026-12-10", "2026-12-04", silence=Silence(date(2026, 12, 5), is_active=True)) == []
    woken = Silence(date(2026, 12, 5), is_active=False)
    assert names("2026-12-10", "2026-12-05", silence=woken)[-2:] == ["7d", "snooze"]
    assert names("2026-12-10", "2026-12-10", silence=woken)[-2:] == ["snooze", "0d"]


@given(day=st.dates(date(2025, 1, 1), date(2028, 12, 31)), as_of=st.dates(date(2025, 1, 1), date(2028, 12, 31)))
def test_steps_are_in_order_and_none_is_to_come(day: date, as_of: date) -> None:
    found = due_items.list_warning_steps(item(day.isoformat(), as_of), USUAL, as_of)
    days = [step.day for step in found]
    assert days == sorted(days)
    assert all(one <= as_of.isoformat() for one in days)
    assert len({step.name for step in found}) == len(found)


# --- warnings -------------------------------------------------------------------


def test_a_warning_is_plain_values_in_the_language_of_the_interface() -> None:
    set_language("th")
    warning = due_items.make_warning(
        item("2026-12-05"), WarningStep("7d", "2026-11-28"), (WarningStep("30d", "2026-11-05"),)
    )
    set_language("en")
    assert (warning.clock_label, warning.kind_label, warning.offset) == ("สิ้นสุด", "สิ่งทดสอบ", "7d")
    assert (warning.day, warning.act_on, warning.extends_to) == ("2026-12-05", "2026-12-04", "2026-12-08")
    assert (warning.responsible_id, warning.responsible_name, warning.responsible_email) == (None, None, None)
    assert warning.key == "u7:ends:2026-12-05:7d:2026-11-28"


def test_a_digest_is_named_by_what_is_in_it_and_to_whom_it_goes() -> None:
    name = due_items.make_digest_id("mail:a@example.org", ["k1", "k2"])
    assert name == due_items.make_digest_id("mail:a@example.org", ["k2", "k1"])
    assert (
        len(
            {
                name,
                due_items.make_digest_id("mail:b@example.org", ["k1", "k2"]),
                due_items.make_digest_id("mail:a@example.org", ["k1"]),
            }
        )
        == 3
    )
    assert name.isalnum()


# --- rules ---------------------------------------------------------------------


def kept(id: int, **values: Any) -> dict[str, Any]:
    blank = {"sort": None, "record": None, "offsets": None, "repeat": None, "enabled": 1}
    return {"id": id, "kind": "thing", "clock": "ends"} | blank | values


def test_without_a_rule_that_of_the_clock_holds() -> None:
    assert warning_rules.parse_rule(ENDS, None) == Rule(("P90D", "P30D", "P7D", "P0D"), "P1W")
    assert warning_rules.parse_rule(STARTS, None).repeat is None


def test_a_kept_rule_says_only_what_it_says() -> None:
    assert warning_rules.parse_rule(ENDS, kept(1, offsets="P1M")) == Rule(("P1M",), "P1W")
    assert warning_rules.parse_rule(ENDS, kept(1, repeat=Repeat.NEVER)).repeat is None
    assert not warning_rules.parse_rule(ENDS, kept(1, enabled=0)).enabled


@pytest.mark.parametrize(
    ("uid", "sort", "chosen"), [("u7", "mou", 3), ("u7", "moa", 3), ("u8", "moa", 2), ("u8", "mou", 1), ("u8", None, 1)]
)
def test_the_narrowest_rule_holds(uid: str, sort: str | None, chosen: int) -> None:
    everything = [kept(1), kept(2, sort="moa"), kept(3, record="u7"), kept(4, clock="starts"), kept(5, kind="other")]
    found = warning_rules.select_rule(everything, "thing", "ends", uid, sort)
    assert found
    assert found["id"] == chosen


def test_no_rule_of_another_clock_is_chosen() -> None:
    assert warning_rules.select_rule([kept(1, clock="starts")], "thing", "ends", "u7", None) is None


@pytest.mark.parametrize(
    ("values", "field", "sentence"),
    [
        ({"kind": "thing"}, "kind", "'thing' has no clocks; expected one of: post, member_group"),
        (
            {"kind": "agreement", "clock": "x"},
            "clock",
            "unknown clock 'x' of agreement; expected one of: step, notice, end, renewal, grace",
        ),
        (
            {"kind": "agreement", "clock": "end", "sort": "x"},
            "sort",
            "unknown sort 'x' of agreement; expected one of: mou, moa",
        ),
        (
            {"kind": "meeting", "clock": "starts", "sort": "mou"},
            "sort",
            "unknown sort 'mou' of meeting; expected one of: none",
        ),
    ],
)
def test_a_rule_names_a_clock_that_is_there(values: dict[str, Any], field: str, sentence: str) -> None:
    (problem,) = warning_rules.RULE.find_problems(kept(1) | values)
    assert problem.field == field
    assert problem.sentence.startswith(sentence)
