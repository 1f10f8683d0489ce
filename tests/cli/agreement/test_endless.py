"""An agreement without an end of its own: what is asked of its signing alone does not count its renewals."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Run

SETUP = ("org add มหาวิทยาลัยทดสอบ --code tu",)
TACIT = "agreement add ต่อเอง --code on --signed 2025-05-20 --term '2 ปี' --renewal tacit --party tu --purpose วิจัย"


def test_steps_and_targets_of_one_that_renews_itself(ask: Callable[..., Run]) -> None:
    for line in (TACIT, "agreement step on proposed --on 2025-04-01"):
        assert ask(line).code == 0, line
    late = ask("--lang en agreement step on sent --to tu --on 2026-04-01")
    assert (late.code, "so it takes no step after that" in late.err) == (1, True)
    assert ask("agreement target add on --purpose วิจัย --what งาน --amount 2 --each-year --as-of 2026-01-01").code == 0
    told = ask("agreement target list --json --as-of 2026-01-01").data
    assert [(one["since"], one["due_on"]) for one in told] == [
        ("2025-05-20", "2026-05-19"),
        ("2026-05-20", "2027-05-19"),
    ]


def test_a_target_without_a_day_is_due_at_the_end(ask: Callable[..., Run]) -> None:
    assert ask("agreement add สั้น --code w --signed 2026-01-01 --term '1 ปี' --party tu --purpose วิจัย").code == 0
    assert ask("agreement target add w --purpose วิจัย --what งาน --amount 3").code == 0
    told = [(item["clock"], item["day"]) for item in ask("due --json --as-of 2026-12-31").data]
    assert told == [("end", "2026-12-31"), ("target", "2026-12-31")]


def test_what_was_not_known_on_a_day_is_in_no_view_of_it(ask: Callable[..., Run]) -> None:
    assert ask(TACIT).code == 0
    day = "--as-of 2020-01-01"
    assert [ask(f"agreement {view} --json {day}").data for view in ("list", "timeline")] == [[], []]
    assert "BEGIN:VEVENT" not in ask(f"calendar {day}").out
    counted = {one["what"]: one["count"] for one in ask(f"stats --json {day}").data}
    assert counted["agreements"] == 0
