"""Every option that takes a year takes both eras by the rule of dates, and refuses any other for the true cause."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Run

SETUP = (
    "org add มหาวิทยาลัยทดสอบ --code tu",
    "agreement add ข้อตกลงหนึ่ง --signed 2026-05-05 --end 2029-12-31 --party tu",
    "activity add กิจกรรมหนึ่ง --on 2026-05-05 --amount 100",
    "training add หลักสูตรหนึ่ง --code t",
    "training hold t 1 --on 2026-05-05",
    "alumni add 'นายสมมติ หนึ่ง' --year 2569",
)
OPTIONS = (
    "agreement list --year",
    "agreement timeline --since",
    "agreement timeline --until",
    "activity list --year",
    "activity raised --year",
    "training list --year",
    "training cohort list --year",
    "alumni list --year",
)
ANY = "write four digits: 2569 (พ.ศ. 2400 to 2640) or 2026 (ค.ศ. 1800 to 2100)"
REFUSED = {
    "69": f"'69' is not a valid year; {ANY}",
    "2300": f"'2300' is not a valid year; {ANY}",
    "2641": f"'2641' is not a valid year; {ANY}",
    "''": f"'' is not a valid year; {ANY}",
    "สมมติ": f"'สมมติ' is not a valid year; {ANY}",
    "'พ.ศ. 2026'": "the year 2026 cannot be พ.ศ.; correct the number or the mark",
}


def test_a_year_is_the_same_in_either_era(ask: Callable[..., Run]) -> None:
    for option in OPTIONS:
        found = {ask(f"{option} {year}").out for year in ("2569", "2026", "๒๕๖๙", "'ปีงบประมาณ 2569'", "'ค.ศ. 2026'")}
        assert len(found) == 1, option
        assert found.pop().count("\n") == 2, option


@pytest.mark.usefixtures("in_english")
def test_a_fiscal_year_in_the_other_era_is_told(ask: Callable[..., Run]) -> None:
    told = "netreg: --year 2026 was read as ค.ศ.: the fiscal year 2569 of พ.ศ., which ends on 30 Sep 2569\n"
    fiscal = [option for option in OPTIONS if option.endswith("--year") and not option.startswith("alumni")]
    assert {option: ask(f"{option} 2026").err for option in fiscal} == dict.fromkeys(fiscal, told)
    assert {ask(f"{option} 2569").err for option in fiscal} == {""}


@pytest.mark.usefixtures("in_english")
def test_any_other_year_is_refused_for_its_cause(ask: Callable[..., Run]) -> None:
    for option in OPTIONS:
        name = option.rpartition(" ")[2]
        told = {year: (ask(f"{option} {year}").err, ask(f"{option} {year}").code) for year in REFUSED}
        assert told == {year: (f"netreg: error: {name}: {why}\n", 2) for year, why in REFUSED.items()}, option
