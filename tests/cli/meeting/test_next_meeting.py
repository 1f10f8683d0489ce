"""A second meeting of a series: it inherits what is open, answers an opinion of the first, accepts its minutes."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import FilledOnce, Netreg, Run

FIRST = (
    "org add มหาวิทยาลัยทดสอบ --code tu",
    "org add งานศิษย์เก่าทดสอบ --code al --parent tu",
    "member add 'นายสมมติ หนึ่ง' --code m1 --org al",
    "member add 'นางทดลอง สอง' --code m2 --org al",
    "group add เครือข่ายสมมติ --code net",
    (
        "meeting series add ประชุมเครือข่ายสมมติ --code ser --group net --agenda ประธานแจ้งให้ทราบ "
        "--agenda รับรองรายงานการประชุม --agenda เรื่องสืบเนื่อง --agenda '๔ เรื่องเพื่อทราบ' --agenda '๔.๑ รายงานผล' "
        "--agenda '- แผนงาน' --agenda เรื่องเพื่อพิจารณา --agenda 'เรื่องอื่น ๆ'"
    ),
    "meeting add --on '5 ส.ค. 2568' --series ser --number 1/2568 --group net --state held --code a",
    "meeting agenda add a งบประมาณ --under ๔",
    "meeting agenda resolve a ๔.๑ รับทราบ --by m1",
    "meeting action add a ส่งรายชื่อ --owner m2 --due '30 วัน' --item 5",
    "meeting action add a จัดทำแผน --owner m1 --due 1/10/2568 --unit al",
    "meeting action add a ตัดออก --owner m1 --due '1 เดือน'",
    "opinion add ควรประชุมออนไลน์ --by m2 --meeting a --item 4.3 --kind suggestion --topic รูปแบบ --code op",
    "opinion add ควรมีคู่มือ --org al --group net --on 1/11/2568",
    "meeting action drop 3 --reason ซ้ำ --on 1/10/2568",
)
SECOND = (
    "meeting add --on '10 พ.ย. 2568' --series ser --number 2/2568 --group net --state held --code b",
    "meeting action done 1 --evidence 'หนังสือ 1/2568' --on 10/11/2568",
    "opinion answer op จะจัดออนไลน์ทุกครั้ง --state accepted --by m1 --in b",
    "meeting accept a --in b --with-corrections 'หน้า 2 แก้ชื่อ'",
)
PLACES = ["1", "2", "3", "4", "4.1", "4.2", "4.3", "5", "6"]


def fill(netreg: Netreg) -> None:
    """Hold two meetings of a series."""
    for line in (*FIRST, *SECOND):
        run = netreg(*shlex.split(line))
        assert run.code == 0, (line, run.err)


@pytest.fixture
def ask(filled_once: FilledOnce, in_english: None) -> Callable[[str], Run]:  # noqa: ARG001
    """Return the program after both meetings, its arguments written as in a shell."""
    netreg = filled_once(fill)
    return lambda line: netreg(*shlex.split(line))


def test_the_agenda_is_laid_by_the_template(ask: Callable[[str], Run]) -> None:
    items = ask("meeting agenda list meeting:a --json").data
    assert [item["place"] for item in items] == PLACES
    assert [item["kind"] for item in items] == [
        "announcements", "minutes", "matters_arising", "information", None, None, None, "consideration", "other",
    ]  # fmt: skip
    assert [item["title"] for item in items if item["resolution"]] == ["รายงานผล"]


def test_the_second_meeting_goes_on_with_the_first(ask: Callable[[str], Run]) -> None:
    actions = ask("meeting action list --json --as-of 2025-11-10").data
    assert {one["text"]: (one["due_on"], one["standing"]) for one in actions} == {
        "ส่งรายชื่อ": ("2025-09-04", "done"),
        "จัดทำแผน": ("2025-10-01", "overdue"),
        "ตัดออก": ("2025-09-05", "dropped"),
    }
    arising = [one["text"] for one in ask("meeting action list --arising b --json").data]
    assert arising == ["ส่งรายชื่อ", "จัดทำแผน"]  # what was closed on the day was reported there
    card = ask("meeting show b --json").data
    assert next(one["kind"] for one in card["pointed_to_by"]) == "action_item"
    assert [one["text"] for one in ask("meeting action list --owner m1 --overdue --json").data] == ["จัดทำแผน"]
    answered = ask("opinion show op --json").data
    assert (answered["standing"], answered["answered_on"], answered["answered_in"]["code"]) == (
        "accepted", "2025-11-10", "b",
    )  # fmt: skip
    assert answered["group"]["code"] == "net"
    waiting = "opinion list --open --age {} --json --as-of 2025-12-01"
    assert [len(ask(waiting.format(age)).data) for age in ("30d", "31d")] == [1, 0]
    accepted = ask("meeting show a --json").data
    assert (accepted["accepted_in"]["code"], accepted["corrections"]) == ("b", "หน้า 2 แก้ชื่อ")
    told = [line for line in ask("meeting minutes a").out.splitlines() if line.endswith("รับรองรายงานการประชุมนี้แล้ว")]
    assert told == ["ที่ประชุมเครือข่ายสมมติ ครั้งที่ 2/2568 รับรองรายงานการประชุมนี้แล้ว"]
    due = ask("due --overdue --json --as-of 2025-11-10").data
    assert [(one["name"], one["command"]) for one in due if "จัดทำแผน" in one["name"]]
    assert [one["record"] for one in ask("check --json --as-of 2025-11-10").data if one["id"].endswith("overdue")]


SEALED = "the minutes of meeting 1 are accepted, so {}"
TAKE_BACK = "; take the acceptance back first with 'netreg meeting edit 1 accepted_in= --correction'"
CORRECT = "; correct a slip with 'netreg {} {}=… --correction'"
ADD = "; correct a slip with --correction behind the command, or " + TAKE_BACK.removeprefix("; ")
ADDED = (
    "meeting agenda add a ใหม่",
    "meeting attend a m1",
    "meeting attend a --name 'นางอื่น สมมติ'",
    "meeting action add a เพิ่ม --owner m1",
    "meeting headcount add a นักศึกษา 12",
    "meeting invitation add a al",
    "meeting invitation add a tu --with-units",
    "opinion add ควรเพิ่ม --by m1 --meeting a",
)
REMOVED = (
    "meeting agenda remove 9",
    "meeting action remove 2",
    "opinion remove 1",
)
REFUSED = {
    "meeting action done 1": "meeting action 1 is closed already: done 10 Nov 2568; take it up again with "
    "'netreg meeting action edit 1 state=open'",
    "meeting action edit 2 agenda_item=12": "agenda item 12 is on the agenda of meeting 2, not of meeting 1; see the "
    "items with 'netreg meeting agenda list meeting:#1'",
    "meeting agenda edit 12 under=1": "agenda item 1 is on the agenda of meeting 1, not of meeting 2; see the items "
    "with 'netreg meeting agenda list meeting:#2'",
    "meeting agenda resolve b 4.9 รับทราบ": "meeting 2 has no agenda item 4.9; its items:",
    "meeting action add b ก่อนประชุม --due 1/1/2568": "it lies before the day of the meeting; check due",
    "meeting action edit 2 closed_on=1/12/2568": "it has a day of closing and is still open; give state=done or "
    "state=dropped",
    "opinion answer 2 ไม่ทัน --on 1/10/2568": "the answer comes before the opinion; check answered_on",
    "opinion answer op --state done --on 1/8/2568": "the answer comes before the opinion; check answered_on",
    "opinion edit 2 answered_in=a answered_on=1/12/2568": "the answer comes before the opinion; check answered_in",
    "opinion answer op จะจัดออนไลน์ทุกครั้ง --state accepted": "opinion 1 is answered already: accepted 10 Nov 2568",
    "opinion answer op --state accepted": "opinion 1 is answered already: accepted 10 Nov 2568",
    "opinion answer 2 --state open": "an answer settles opinion 2, so its state is not 'open'",
    "opinion add ลอย --org al --item 4": "--item is on the agenda of a meeting; add --meeting MEETING",
    "meeting accept a --in b": "the minutes of meeting 1 were accepted in meeting 2 already",
    "meeting accept b --in a": "meeting 1 does not come after meeting 2",
    "meeting agenda lay b": "the agenda of meeting 2 has all items of its template",
    "meeting edit a title=ใหม่": SEALED.format("title cannot be edited") + CORRECT.format("meeting edit 1", "title"),
    "meeting remove a --yes": SEALED.format("nothing can be removed from them") + TAKE_BACK,
    **{line: SEALED.format("nothing can be added to them") + ADD for line in ADDED},
    **{
        f"{line} --yes": SEALED.format("nothing can be removed from them")
        + f"; correct a slip with 'netreg {line} --correction'"
        for line in REMOVED
    },
    "meeting action edit 2 text=อื่น": SEALED.format("text cannot be edited")
    + CORRECT.format("meeting action edit 2", "text"),
    "meeting agenda resolve a 4.1 อื่น --replace": SEALED.format("resolution cannot be edited")
    + CORRECT.format("meeting agenda edit 5", "resolution"),
    "opinion edit op text=อื่น": SEALED.format("text cannot be edited") + CORRECT.format("opinion edit 1", "text"),
}


def test_what_is_wrong_is_refused_with_what_to_type(ask: Callable[[str], Run]) -> None:
    wrong = []
    for line, sentence in REFUSED.items():
        run = ask(line)
        if run.code == 0 or not run.err.startswith(f"netreg: error: {sentence}"):
            wrong.append((line, run.code, run.err or run.out))
    assert not wrong


def test_accepted_minutes_are_corrected_and_what_follows_goes_on(ask: Callable[[str], Run]) -> None:
    allowed = (
        "meeting edit a venue=ห้องสมมติ",
        "meeting edit a title=แก้คำ --correction",
        "meeting agenda edit 5 resolution=เห็นชอบ --correction",
        "meeting action done 2 --on 1/12/2568",
        "meeting action edit 2 state=in_progress",
        "opinion answer op --state done --on 1/12/2568",
        "opinion edit op state=open answered_on= answered_in=",
        *(f"{line} --correction" for line in ADDED),
        *(
            f"{line} --correction --yes"
            for line in ("opinion remove 3", "meeting action remove 4", "meeting agenda remove 16")
        ),
        *(f"meeting {kind} remove 1 --yes --correction" for kind in ("attendance", "headcount", "invitation")),
        "meeting edit a accepted_in= --correction",
        "meeting agenda add a เพิ่มเติม",
    )
    assert [(line, run.err) for line in allowed if (run := ask(line)).code] == []
    assert {"meeting attend --correction", "opinion add --correction", "meeting agenda remove --correction"} <= {
        one["command"] for one in ask("history --json").data
    }
    assert ask("meeting action show 2 --json").data["closed_on"] is None


def test_a_term_may_say_that_it_is_one(ask: Callable[[str], Run]) -> None:
    cases = {"ภายใน 2 สัปดาห์": "2 สัปดาห์", "ภายใน ๓๐ วัน": "30 วัน", "within 2 weeks": "2 สัปดาห์", "ภายใน 31 ม.ค. 70": None}
    found = {}
    for written in cases:
        run = ask(f"meeting action add b 'งาน {written}' --due '{written}' --json")
        assert run.code == 0, (written, run.err)
        found[written] = (run.data["term"], run.data["due"])
    days = {
        term: ask(f"meeting action add b 'ราย {n}' --due '{term}' --json").data
        for n, term in enumerate(("2 สัปดาห์", "30 วัน"))
    }
    assert found == {
        written: (days[term]["term"], None) if term else (None, "2027-01-31") for written, term in cases.items()
    }
