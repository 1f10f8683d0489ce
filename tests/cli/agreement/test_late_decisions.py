"""An end decided after it ended or before it was signed, a signature after it was closed: refused for that."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import assert_refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Netreg, Run

SETUP = (
    "org add มหาวิทยาลัยทดสอบ --code tu",
    "agreement add ข้อตกลงหนึ่ง --code one --signed 2024-01-01 --term '3 ปี' --notice 3m --party tu",
    "agreement add ข้อตกลงสอง --code two --signed 2024-01-01 --term '3 ปี' --party tu",
    "agreement terminate two --on 2026-10-01",
    "agreement add ร่างข้อตกลง --code draft --party tu",
    "agreement cancel draft --on 2026-10-01",
)
BEYOND = "give a day up to its end with --on"
AFTER = (
    "the decision is dated after the end of the agreement, 31 Dec 2569; give an earlier day with --on, "
    "or run 'netreg agreement replace 1 --with AGREEMENT' or 'netreg agreement complete 1'"
)
EARLY = "agreement 1 was not signed by 1 Jan 2563, so it cannot be {} then; give a later day with --on"
LATE = "agreement 1 ends on 31 Dec 2569, before 1 Jan 2571, so it cannot be {} then; " + BEYOND
OVER = "it was terminated by 21 Nov 2569, so there is nothing to decide; see 'netreg agreement history 2'"
REFUSED = {
    "agreement terminate one --on 2028-01-01": LATE.format("terminated"),
    "agreement complete one --on 2028-01-01": LATE.format("completed"),
    "agreement terminate one --on 2020-01-01": EARLY.format("terminated"),
    "agreement complete one --on 2020-01-01": EARLY.format("completed"),
    "agreement extend one --until 2030-01-01 --on 2027-06-01": AFTER,
    "agreement decide one lapse --on 2028-01-01": AFTER,
    "agreement renew two --until 2030-01-01": OVER,
    "agreement extend two --term 1y": OVER,
    "agreement terminate two": "agreement 2 is terminated, so it cannot be terminated; "
    "see 'netreg agreement history 2'",
    "agreement sign two --party tu --name ก --on 2026-11-01": "agreement 2 was terminated on 1 Oct 2569, "
    "so it cannot have been signed then; give the day it was signed with --on",
    "agreement edit one term=1m": "the notice is as long as the agreement lasts, or longer; check term",
    "agreement edit one signed_on=2024-06-01 end_stated=2024-01-02": "the agreement ends before it begins; "
    "check end_stated",
}


@pytest.mark.usefixtures("in_english")
def test_each_is_refused_for_its_cause_and_changes_nothing(office: Netreg) -> None:
    for line, sentence in REFUSED.items():
        assert_refused(office, line, 1, sentence)


def test_a_file_brings_no_signature_after_the_closing(office: Netreg) -> None:
    file = office.folder / "signed.csv"
    for day, code in (("2026-11-01", 65), ("2026-09-30", 0)):
        file.write_text(f"ข้อตกลง,ภาคี,ผู้ลงนามตามเอกสาร,วันที่ลงนามของผู้ลงนาม\ndraft,tu,นายสมมติ หนึ่ง,{day}\n")
        run = office(*shlex.split("agreement signatory import signed.csv --map ผู้ลงนามตามเอกสาร=name_as_signed"))
        assert (run.code, "ปิดแล้วเมื่อ 1 ต.ค. 2569" in run.err) == (code, code == 65), run.err


def test_what_the_refusals_name_works(ask: Callable[..., Run]) -> None:
    for line in (
        "agreement terminate one --on 2026-12-31",
        "agreement complete one --on 2026-12-31",
        "agreement complete one",
        "agreement complete one --as-of 2028-01-01",
        "agreement history two",
    ):
        run = ask(line if "history" in line else f"{line} --dry-run")
        assert run.code == 0, run.err
