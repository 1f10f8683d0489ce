"""``netreg calendar``: written, refreshed, and over nothing of somebody else's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from icalendar import Calendar

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Netreg, Run

pytestmark = pytest.mark.usefixtures("in_english")


def test_of_the_demonstration(demo: Callable[..., Run], netreg: Netreg) -> None:
    run = demo("calendar", "--out", "netreg.ics", "--as-of", "2563-07-01", "--json")
    assert run.code == 0, run.err
    file = netreg.folder / "netreg.ics"
    calendar: Any = Calendar.from_ical(file.read_bytes())
    found = calendar.walk("VEVENT")
    assert run.data == {"file": "netreg.ics", "events": len(found), "written": True}
    (end,) = [event for event in found if event["uid"].endswith("-end@netreg") and event.walk("VALARM")]
    assert end["dtstart"].dt.isoformat() == "2020-09-10"
    again = demo("calendar", "--out", "netreg.ics", "--as-of", "2563-07-01")
    assert (again.code, again.out) == (0, "netreg.ics is up to date\n")
    assert demo("calendar", "--as-of", "2563-07-01").out.encode() == file.read_bytes()


def test_a_day_without_a_day_is_noted_when_the_file_is_written_and_not_again(register: Netreg) -> None:
    assert register("meeting", "add", "ประชุมสมมติ", "--on", "2027-03").code == 0
    first, again = (register("calendar", "--out", "a.ics") for _ in range(2))
    assert first.err.startswith("netreg: ")
    assert (again.out, again.err) == ("a.ics is up to date\n", "")


def test_as_cron_runs_it(register: Netreg) -> None:
    """In an environment with next to nothing in it, the second time over its own file."""
    assert register("agreement", "add", "ข้อตกลงสมมติ", "--signed", "1/2/2569", "--term", "1 ปี").code == 0
    register.environment = dict.fromkeys(("HOME", "COLUMNS", "NETREG_CONFIG", "NETREG_TODAY", "NETREG_DB"), "")
    for note in ("หนึ่ง", "สอง"):
        assert register("--db", str(register.db), "agreement", "edit", "1", f"note={note}").code == 0
        run = register("--db", str(register.db), "calendar", "--out", "ปฏิทิน.ics")
        assert (run.out, run.err, run.code) == ("wrote ปฏิทิน.ics\n", "", 0)
    calendar: Any = Calendar.from_ical((register.folder / "ปฏิทิน.ics").read_bytes())
    assert [event["sequence"] for event in calendar.walk("VEVENT")] == [2000]


def test_what_is_there_stays(register: Netreg) -> None:
    file = register.folder / "mine.ics"
    file.write_text("BEGIN:VCALENDAR\nPRODID:-//mine//EN\nEND:VCALENDAR\n")
    before = file.read_bytes()
    run = register("calendar", "--out", "mine.ics")
    assert (run.out, run.code) == ("", 77)
    refusal = "mine.ics already exists and was not written by netreg; add --force to replace it"
    assert run.err == f"netreg: error: {refusal}\n"
    assert register("calendar", "--out", "mine.ics", "--force", "--dry-run").code == 0
    assert file.read_bytes() == before
    assert register("calendar", "--out", "mine.ics", "--force").code == 0
    assert file.read_bytes() != before
    assert register("calendar", "--out", "none/mine.ics").code == 66
    assert register("calendar", "--out", str(register.db), "--force").code == 77
