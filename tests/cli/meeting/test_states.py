"""``netreg meeting hold``, ``postpone`` and ``cancel``: what became of a meeting, and what no longer can be then."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import FilledOnce, Netreg, Run

pytestmark = pytest.mark.usefixtures("in_english")
SETUP = (
    "member add 'นายสมมุติ หนึ่ง' --code m1",
    "member add 'นางสมมุติ สอง' --code m2",
    "meeting series add ชุดสมมุติ --code ser",
    "meeting add --series ser --on '5 ส.ค. 2569 09:30' --until '5 ส.ค. 2569 12:00' --code a",
    "meeting add --series ser --on '5 ม.ค. 2570 09:30' --until '5 ม.ค. 2570 12:00' --code b --chair m1",
    "meeting add --series ser --on '5 ก.พ. 2570 09:30' --code c",
    "meeting add --series ser --on '5 มี.ค. 2570 09:30' --code d",
    "meeting attend a m1",
    "meeting attend a m2 --presence ลา",
    "meeting headcount add d นักศึกษา 12",
    "meeting add ประชุมยกเลิก --code off --on 2/9/2569 --state cancelled",
    "meeting add ประชุมลงมติ --code res --on 2/9/2569 --agenda เรื่องหนึ่ง",
    "meeting agenda resolve res 1 เห็นชอบ",
)


def fill(netreg: Netreg) -> None:
    for line in SETUP:
        run = netreg(*shlex.split(line))
        assert run.code == 0, (line, run.err)


@pytest.fixture
def ask(filled_once: FilledOnce) -> Callable[[str], Run]:
    netreg = filled_once(fill)
    return lambda line: netreg(*shlex.split(line))


def test_what_becomes_of_a_meeting(ask: Callable[[str], Run]) -> None:
    """The hours stay, the reason is kept, and who was expected is invited until they are known to have come."""

    def do(line: str) -> tuple[object, ...]:
        run = ask(f"meeting {line} --json")
        assert run.code == 0, (line, run.err)
        return tuple(run.data[name] for name in ("state", "starts_at", "ends_at", "note", "number"))

    came = ask("meeting show b --json").data
    assert [one["presence"] for one in came["attendance"]] == ["invited"]
    assert do("postpone b") == ("postponed", "2027-01-05T09:30", "2027-01-05T12:00", None, 1)
    assert do("postpone b --to 12/1/2570 --reason ห้องไม่ว่าง") == (
        "planned", "2027-01-12T09:30", "2027-01-12T12:00", "moved from 5 Jan 2570 09:30: ห้องไม่ว่าง", 1,
    )  # fmt: skip
    assert do("postpone b --to '13 ม.ค. 2570 13:00'")[:3] == ("planned", "2027-01-13T13:00", "2027-01-13T15:30")
    held = ("held", "2026-11-20T13:00", "2026-11-20T16:00")
    assert do("hold b --on 20/11/2569 --until '20 พ.ย. 2569 16:00'")[:3] == held
    assert do("cancel c --reason ไม่มีเรื่อง")[3] == "cancelled: ไม่มีเรื่อง"
    assert do("hold off")[0] == "held"


def test_the_next_meeting_follows_another(ask: Callable[[str], Run]) -> None:
    def read() -> dict[str, str | None]:
        rows = ask("meeting list --json").data
        return {row["code"]: row["previous"] and row["previous"]["code"] for row in rows if row["series"]}

    assert read() == {"a": None, "b": "a", "c": "b", "d": "c"}
    assert ask("meeting cancel c").code == 0
    assert read()["d"] == "b"
    assert ask("meeting postpone b --to 10/4/2570").code == 0
    assert read() == {"a": None, "b": "d", "c": "b", "d": "a"} | {"c": "a"}
    assert ask("undo").code == 0
    assert ask("meeting edit c state=planned").code == 0
    assert read() == {"a": None, "b": "a", "c": "b", "d": "c"}


NOT_SO = "; if that is not so, first run 'netreg meeting {}'"
REFUSED = {
    "cancel a": "somebody came to meeting 1, so it cannot be recorded as 'cancelled'"
    + NOT_SO.format("attendance edit 2 presence=absent"),
    "edit a state=postponed": "somebody came to meeting 1, so it cannot be recorded as 'postponed'"
    + NOT_SO.format("attendance edit 2 presence=absent"),
    "cancel d": "people were counted at meeting 4, so it cannot be recorded as 'cancelled'"
    + NOT_SO.format("headcount remove 1 --yes"),
    "cancel res": "meeting 6 resolved something, so it cannot be recorded as 'cancelled'"
    + NOT_SO.format("agenda edit 1 resolution="),
    "cancel off": "meeting 5 is recorded as 'cancelled' already; change it with 'netreg meeting edit 5 FIELD=VALUE'",
    "hold a": "meeting 1 is recorded as 'held' already; change it with 'netreg meeting edit 1 FIELD=VALUE'",
    "hold b": "5 Jan 2570 09:30 is in the future, so nothing was held then; give the day on which meeting 2 was held "
    "with --on",
    "postpone b --to 5/1/2570": "meeting 2 is on that day already; give another day with --to",
    "postpone b --to หน้าฝน": "Starts: 'หน้าฝน' is not a valid date",
    "attend off m1": "nobody came to meeting 5: it is recorded as 'cancelled'; "
    "if it was held, first run 'netreg meeting hold 5'",
    "minutes off": "meeting off has no minutes: it was not held",
    "accept off --in a": "meeting 5 was not held, so no minutes are accepted",
    "agenda resolve b 1 รับทราบ": "meeting 2 was not held, so it resolved nothing",
}


def test_what_is_refused_names_a_command_that_works(ask: Callable[[str], Run]) -> None:
    wrong = []
    for line, sentence in REFUSED.items():
        run = ask(f"meeting {line}")
        if run.code not in {1, 2} or not run.err.startswith(f"netreg: error: {sentence}"):
            wrong.append((line, run.code, run.err))
    assert wrong == []
    for line in ("attendance edit 2 presence=absent", "cancel a", "headcount remove 1 --yes", "cancel d"):
        assert ask(f"meeting {line}").code == 0, line
    for line in ("agenda edit 1 resolution=", "cancel res", "attend res m2 --presence ลา"):
        assert ask(f"meeting {line}").code == 0, line
    told = ask("meeting attend res m1 --presence ลา").err
    assert told == "netreg: meeting 6 is recorded as 'cancelled'\n"


def test_a_file_is_held_to_the_same(ask: Callable[[str], Run], filled_once: FilledOnce) -> None:
    path = filled_once(fill).db.parent / "off.csv"
    path.write_text("code,state\na,cancelled\nc,cancelled\n", encoding="utf-8")
    refused = ask(f"meeting import {path}")
    assert (refused.code, "somebody came to meeting 1" in refused.err + refused.out) == (65, True)
    assert ask(f"meeting import {path} --skip-bad").code == 3
    rows = {row["code"]: row for row in ask("meeting list --json").data}
    assert (rows["a"]["state"], rows["c"]["state"], rows["d"]["previous"]["code"]) == ("held", "cancelled", "b")


def test_nothing_follows_from_a_meeting_that_did_not_take_place(ask: Callable[[str], Run]) -> None:
    refusal = (
        "netreg: error: nothing follows from meeting 5: it is recorded as 'cancelled'; "
        "if it was held, first run 'netreg meeting hold 5'\n"
    )
    refused = dict.fromkeys(("meeting action add off ทำ", "opinion add เห็นด้วย --by m1 --meeting off"), refusal)
    assert {line: ask(line).err for line in refused} == refused
    assert ask("meeting action add c ทำ").code == 0
    assert ask("opinion add เห็นด้วย --by m1 --meeting d").code == 0
    run = ask("meeting cancel c")
    assert run.err == (
        "netreg: error: something is to be done after meeting 3, so it cannot be recorded as 'cancelled'; "
        "if that is not so, first run 'netreg meeting action remove 1 --yes'\n"
    )
    assert ask("meeting action remove 1 --yes").code == 0
    assert ask("meeting cancel c").code == 0
    assert ask("meeting headcount remove 1 --yes").code == 0
    run = ask("meeting postpone d")
    assert run.err == (
        "netreg: error: opinions were voiced at meeting 4, so it cannot be recorded as 'postponed'; "
        "if that is not so, first run 'netreg opinion edit 1 meeting='\n"
    )
    assert ask("opinion edit 1 meeting=").code == 0
    assert ask("meeting postpone d").code == 0


def test_minutes_are_accepted_in_the_series(ask: Callable[[str], Run]) -> None:
    run = ask("meeting accept a --in res")
    assert run.err == (
        "netreg: error: meeting 1 is of a series, meeting 6 of none; "
        "if it is of the same series, first run 'netreg meeting edit 6 series=1'\n"
    )
    assert ask("meeting edit 6 series=1").code == 0
    assert ask("meeting accept a --in res").code == 0
    run = ask("meeting agenda lay a")
    assert (run.code, "--correction" in run.err) == (1, True)
    assert ask("meeting agenda lay a --correction").code == 0
    assert [one["title"] for one in ask("meeting show 6 --json").data["accepted_minutes"]] == ["ชุดสมมุติ"]
