"""What has newly become due in plain lines, and the one line of a Nagios plugin."""

from __future__ import annotations

import pytest

from netreg.core.fields import Style
from netreg.entities.due.due_items import DueWarning, WarningStep
from netreg.render import due_warnings, nagios
from netreg.render.results import View

WARNING = DueWarning(
    kind="agreement",
    record=7,
    code=None,
    name="ข้อตกลง\nทดสอบ\x1b[31m",
    clock="end",
    clock_label="Ends",
    day="2026-12-05",
    days_left=9,
    responsible_id=None,
    responsible_name=None,
    responsible_email=None,
    act_on="2026-12-04",
    command="netreg agreement renew 7 --until DATE",
    offset="30d",
    key="u7:end:2026-12-05:30d:2026-11-05",
    uid="u7",
    step_day="2026-11-05",
    folded=(WarningStep("90d", "2026-09-06"),),
    kind_label="Agreement",
    extends_to="2026-12-08",
    acknowledgement="netreg due ack 'agreement 7' --clock end",
)


def test_a_warning_says_what_when_who_and_what_to_type() -> None:
    assert list(due_warnings.format_warning(WARNING, Style("ce", "en"))) == [
        "Ends 5 Dec 2026 (9 days left): ข้อตกลง ทดสอบ\ufffd[31m",
        (
            "  Agreement 7; responsible: nobody; working day to act on: 4 Dec 2026; "
            "extends to the working day 8 Dec 2026 (s. 193/8)"
        ),
        "  type: netreg agreement renew 7 --until DATE",
        "  or:   netreg due ack 'agreement 7' --clock end",
    ]


@pytest.mark.parametrize(
    ("days", "told"),
    [(0, "today"), (1, "1 day left"), (2, "2 days left"), (-1, "1 day ago, undecided"), (-9, "9 days ago, undecided")],
)
def test_how_long_it_is(days: int, told: str) -> None:
    assert due_warnings.format_days_left(WARNING._replace(days_left=days)) == told


def test_a_working_day_is_named_only_where_it_is_another() -> None:
    plain = WARNING._replace(act_on="2026-12-05", extends_to=None, responsible_name="สมชาย ทดสอบ", code="mou")
    assert list(due_warnings.format_warning(plain, Style("ce", "en")))[1] == "  Agreement mou; responsible: สมชาย ทดสอบ"


def test_without_news_not_a_word_is_said_and_scripts_get_an_empty_list() -> None:
    told = due_warnings.build_message([], "2026-11-26", View())
    assert (told.sentences, told.data) == ((), [])


def test_scripts_get_the_steps_that_were_overtaken_by_name() -> None:
    (data,) = due_warnings.build_message([WARNING], "2026-11-26", View()).data
    assert data["folded"] == ["90d"]
    assert data["key"] == WARNING.key


def test_the_line_for_nagios_holds_one_bar_and_no_line_end() -> None:
    line = nagios.format_unknown("a | b\nc\x1b")
    assert line == "NETREG UNKNOWN - a / b c\ufffd"
    assert nagios.format_status([], Style()) == ("NETREG OK - nothing is due | overdue=0;;0;0 due=0;0;;0", 0)
