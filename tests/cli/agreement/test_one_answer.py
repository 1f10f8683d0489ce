"""One answer to one question: what a list says of an agreement's state and end, every other command says too."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Run

DAY = "--as-of 2026-12-01"


class Answer(NamedTuple):
    """What is right on that day: the clock and day of `due`, the quarter and column of the forecast."""

    state: str
    end: str | None
    left: int | None
    flags: tuple[str, ...] = ()
    due: tuple[tuple[str, str], ...] = ()
    ahead: tuple[str, str] | None = None


SETUP = (
    "org add มหาวิทยาลัยทดสอบ --code tu",
    "org add มหาวิทยาลัยตัวอย่าง --code ex",
    "agreement add 'เลิกก่อนกำหนด' --code cut --signed 2025-01-01 --term '3 ปี' --notice 3m --party tu",
    "agreement terminate cut --on 2027-03-31 --as-of 2026-12-01",
    "agreement add 'ถูกแทนที่' --code old --signed 2025-01-01 --term '3 ปี' --party tu",
    "agreement add 'ฉบับใหม่' --code new --signed 2027-04-01 --term '3 ปี' --party tu",
    "agreement replace old --with new --from 2027-04-01 --on 2026-12-01",
    "agreement add 'ลงนามล่วงหน้า' --code ahead --term '3 ปี' --party tu --party ex",
    "agreement sign ahead --party tu --name 'นายสมมติ หนึ่ง' --on 2026-11-01",
    "agreement sign ahead --party ex --name 'นางทดสอบ สอง' --on 2027-01-01",
    "agreement add 'ลงนามไม่ครบ' --code part --signed 2025-02-01 --end 2027-01-31 --party tu --party ex",
    "agreement sign part --party tu --name 'นายสมมติ หนึ่ง'",
    "agreement add 'ต่อเอง' --code tacit --signed 2024-01-15 --term '3 ปี' --renewal tacit --notice 2m --party tu",
    "agreement add 'ต่อเองแล้วเลิก' --code far --signed 2025-01-15 --term '2 ปี' --renewal tacit --notice 1m --party tu",
    "agreement terminate far --on 2027-04-30 --as-of 2026-12-01",
    "agreement add 'ถูกแทนล่วงหน้า' --code soon --signed 2025-01-01 --term '3 ปี' --party tu",
    "agreement add 'ฉบับใหม่กว่า' --code newer --from 2027-02-01 --term '3 ปี' --party tu",
    "agreement replace soon --with newer --on 2027-01-31 --as-of 2026-12-01",
    "agreement add 'ปีเท่านั้น' --code rough --signed 2025 --term '2 ปี' --party tu",
    "agreement add 'หมดแล้ว' --code over --signed 2024-01-01 --end 2026-10-31 --party tu",
    "agreement add 'ไม่มีกำหนด' --code open --signed 2024-01-01 --party tu",
    "agreement add 'ร่าง' --code draft --term '2 ปี' --party tu",
    "agreement add 'ขยายแล้ว' --code moved --signed 2024-01-01 --end 2026-12-31 --notice 1m --party tu",
    "agreement extend moved --until 2027-05-31 --on 2026-11-01",
)
RIGHT = {
    "cut": Answer("in_force", "2027-03-31", 120, ("ends-early",), (("end", "2027-03-31"),), ("2570/2", "ends")),
    "old": Answer("in_force", "2027-03-31", 120, ("ends-early",), (("end", "2027-03-31"),), ("2570/2", "ends")),
    "new": Answer("draft", "2030-03-31", 1216),
    "ahead": Answer("awaiting_signatures", None, None, ("signed-ahead",)),
    "part": Answer("in_force", "2027-01-31", 61, ("signed-incomplete",), (("end", "2027-01-31"),), ("2570/2", "ends")),
    "tacit": Answer(
        "in_force", "2027-01-14", 44, ("renews-itself",), (("renewal", "2027-01-15"),), ("2570/2", "renews")
    ),
    "far": Answer("in_force", "2027-04-30", 150, ("ends-early",), (("end", "2027-04-30"),), ("2570/3", "ends")),
    "soon": Answer("in_force", "2027-01-31", 61, ("ends-early",), (("end", "2027-01-31"),), ("2570/2", "ends")),
    "newer": Answer("draft", "2030-01-31", 1157),
    "rough": Answer(
        "in_force", "2026-12-31/2027-12-30", 30, (), (("end", "2026-12-31/2027-12-30"),), ("2570/1", "ends")
    ),
    "over": Answer("expired", "2026-10-31", -31, ("expired",), (("end", "2026-10-31"),)),
    "open": Answer("in_force", None, None, ("missing-end-date",)),
    "draft": Answer("draft", None, None),
    "moved": Answer(
        "in_force", "2027-05-31", 181, (), (("end", "2027-05-31"), ("notice", "2027-04-30")), ("2570/3", "ends")
    ),
}


def test_lists_cards_and_files_tell_the_same(ask: Callable[..., Run]) -> None:
    told: dict[str, list[Any]] = {code: [] for code in RIGHT}
    listed = ask(f"agreement list --json {DAY}").data
    cells = list(csv.DictReader(io.StringIO(ask(f"agreement list --csv {DAY}").out)))
    for row, cell in zip(listed, cells, strict=True):
        told[row["code"]].append((row["state"], row["end"], row["days_left"], tuple(f["id"] for f in row["flags"])))
        left = int(cell["days_left"]) if cell["days_left"] else None
        flags = tuple(filter(None, cell["flags"].split(", ")))
        told[row["code"]].append((cell["state"], cell["end"] or None, left, flags))
    for code, found in told.items():
        for row in (
            ask(f"agreement show {code} --json {DAY}").data,
            ask(f"agreement brief {code} --json {DAY}").data["agreement"],
        ):
            found.append((row["state"], row["end"], row["days_left"], tuple(f["id"] for f in row["flags"])))
    assert told == {code: [tuple(right[:4])] * 4 for code, right in RIGHT.items()}


def test_what_looks_ahead_tells_the_same(ask: Callable[..., Run]) -> None:
    due: dict[str, list[tuple[str, str]]] = {code: [] for code in RIGHT}
    for item in ask(f"due --kind agreement --within 6m --json {DAY}").data:
        if item["clock"] != "step":
            due[item["record"]].append((item["clock"], item["day"]))
    assert {code: tuple(sorted(found)) for code, found in due.items()} == {c: r.due for c, r in RIGHT.items()}
    ahead: dict[str, tuple[str, str] | None] = dict.fromkeys(RIGHT)
    for row in ask(f"agreement forecast --json {DAY}").data:
        for code in row["agreements"]:
            ahead[code] = (row["quarter"], "renews" if code == "tacit" else "ends")
        assert (row["ends"], row["renews"]) == tuple(
            sum(right.ahead == (row["quarter"], column) for right in RIGHT.values()) for column in ("ends", "renews")
        )
    assert ahead == {code: right.ahead for code, right in RIGHT.items()}


def test_what_draws_and_explains_tells_the_same(ask: Callable[..., Run]) -> None:
    bars = {bar["code"]: bar["end"] for bar in ask(f"agreement timeline --json {DAY}").data}
    assert bars == {
        code: right.end and right.end.split("/")[-1] for code, right in RIGHT.items() if code not in ("ahead", "draft")
    }
    titles = {row["title"]: row["code"] for row in ask(f"agreement list --json {DAY}").data}
    days: dict[str, str] = {}
    for event in ask(f"calendar {DAY}").out.replace("\r\n ", "").split("BEGIN:VEVENT")[1:]:
        day, summary = re.findall(r"DTSTART;VALUE=DATE:(\d+)", event)[0], re.findall(r"SUMMARY:(.*)\r", event)[0]
        if summary.startswith("สิ้นสุด: "):
            days[titles[summary.removeprefix("สิ้นสุด: ")]] = f"{day[:4]}-{day[4:6]}-{day[6:]}"
    assert days == {code: right.end.split("/")[0] for code, right in RIGHT.items() if right.end and code != "tacit"}
    for code, right in RIGHT.items():
        steps = ask(f"agreement explain {code} --json {DAY}").data["steps"]
        ends = [step["value"] for step in steps if step["clock"] == "end" and step["value"]]
        assert right.end is None or right.end in ends, code
        if code in ("cut", "old", "far", "soon"):
            assert [step["rule"] for step in steps if step["clock"] == "end"][-1] in ("closed_ahead", "replaced"), code
