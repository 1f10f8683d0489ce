"""What was last known to be true, and when: typed, read from a file, or confirmed by somebody."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import FilledOnce, Netreg, Run

pytestmark = pytest.mark.usefixtures("in_english")


def fill(register: Netreg) -> None:
    for words in (
        ("org", "add", "มหาวิทยาลัยทดลอง", "--code", "uni"),
        ("org", "add", "คณะทดลอง", "--code", "fac", "--parent", "uni"),
        ("member", "add", "นายสมมุติ หนึ่ง", "--org", "fac", "--position", "อาจารย์", "--email", "a@x.th",
         "--as-of", "2566-01-01"),
        ("member", "add", "นายสมมุติ สอง", "--org", "uni", "--position", "รองอธิการบดี", "--since", "2568",
         "--as-of", "2568-02-01"),
        ("member", "add", "นายตัวอย่าง สาม"),
        ("member", "post", "add", "1", "--org", "uni", "--position", "กรรมการ", "--until", "2567"),
        ("member", "add", "นายทดสอบ สี่", "--email", "d@x.th", "--as-of", "2567-01-01"),
    ):  # fmt: skip
        assert register(*words).code == 0, words


@pytest.fixture
def office(filled_once: FilledOnce) -> Netreg:
    return filled_once(fill)


@pytest.fixture
def confirmed(office: Netreg) -> Callable[[], dict[str, str]]:
    """The confirmations of posts and of contact data that there are, by kind and number."""

    def read() -> dict[str, str]:
        shown = ("--columns", "id,confirmed_on", "--no-header", "--format", "tsv", "--sort", "id")
        lines = [
            f"{kind} {line}"
            for kind, words in (("post", ("member", "post", "list")), ("member", ("member", "list", "--all")))
            for line in office(*words, *shown).out.splitlines()
        ]
        return {one: day for one, day in (line.split("\t") for line in lines) if day}

    return read


BEFORE = {"post 1": "2023-01-01", "post 2": "2025-02-01", "member 1": "2023-01-01", "member 4": "2024-01-01"}
TODAY = "2026-11-21"
TAKEN = {
    "1": {"post 1": TODAY, "member 1": TODAY},
    "1 2": {"post 1": TODAY, "member 1": TODAY, "post 2": TODAY},
    "1 --post all": {"post 1": TODAY},
    "1 --post #1": {"post 1": TODAY},
    "1 --post อาจารย์": {"post 1": TODAY},
    "1 --post fac": {"post 1": TODAY},
    "1 --contact": {"member 1": TODAY},
    "1 --contact --post 1": {"post 1": TODAY, "member 1": TODAY},
    "4": {"member 4": TODAY},
    "1 --on 1/6/2569": {"post 1": "2026-06-01", "member 1": "2026-06-01"},
    "1 --as-of 2569-06-01": {"post 1": "2026-06-01", "member 1": "2026-06-01"},
    # The first confirmation may go back, the last one does not.
    "1 --on 1/1/2560": {"post 3": "2017-01-01"},
    "--org uni --on 1/1/2567": {"member 1": "2024-01-01", "post 1": "2024-01-01", "post 3": "2024-01-01"},
    "--org fac": {"post 1": TODAY, "member 1": TODAY},
    "--org uni": {"post 1": TODAY, "member 1": TODAY, "post 2": TODAY},
    "--org uni --contact": {"member 1": TODAY},
    "1 --dry-run": {},
}
REFUSED = {
    "1 --on 2570-01-01": "Confirmed: 1 ม.ค. 2570 lies in the future; nothing can be confirmed before that day",
    "1 --as-of 2570-01-01": "Confirmed: 1 ม.ค. 2570 lies in the future; nothing can be confirmed before that day",
    "1 2 --on 1/1/2567": "member post 2 (รองอธิการบดี มหาวิทยาลัยทดลอง) began after 1 ม.ค. 2567: 2568; "
    "confirm another day with --on, or only the contact data with --contact",
    "1 --post #3": "member post 3 (กรรมการ มหาวิทยาลัยทดลอง) had ended before 21 พ.ย. 2569: 2567; "
    "confirm another day with --on, or only the contact data with --contact",
    "1 --post x": "member 1 has no such post: 'x'; choose one of #1 อาจารย์ คณะทดลอง; #3 กรรมการ มหาวิทยาลัยทดลอง",
    "1 3": "member 3 has neither a post nor contact data to confirm; add it with 'netreg member edit 3 phone=…'",
    "3 --contact": "member 3 has no contact data to confirm; add it with 'netreg member edit 3 phone=…'",
    "3 --post all": "member 3 holds no post; add one with 'netreg member post add 3 --org ORG --position TEXT'",
    "1 --on 2564": "--on: '2564' is not a valid day; write it like 30/9/2569",
    "": "name members, or a unit with --org; for example 'netreg member confirm 12'",
    "1 --org fac": "name members, or a unit with --org; for example 'netreg member confirm 12'",
}


def test_what_is_confirmed_and_what_is_refused(office: Netreg, confirmed: Callable[[], dict[str, str]]) -> None:
    """Each in one command and one undo; what is refused changes nothing."""
    assert confirmed() == BEFORE
    wrong = {}
    for words, changed in TAKEN.items():
        run = office("member", "confirm", *words.split())
        after = confirmed()
        undone = run if "--dry-run" in words or run.code else office("undo")
        if (run.code, after, undone.code, confirmed()) != (0, BEFORE | changed, 0, BEFORE):
            wrong[words] = (run.err, after, undone.err)
    for words, sentence in REFUSED.items():
        run = office("member", "confirm", *words.split())
        if run.err != f"netreg: error: {sentence}\n" or not run.code or confirmed() != BEFORE:
            wrong[words] = (run.err, confirmed(), "")
    assert wrong == {}


TYPED: dict[str, dict[str, str | None]] = {
    "member edit 1 phone=0812345678": {"member 1": TODAY},
    "member edit 1 note=x": {},
    "member edit 1 email=a@x.th": {},
    "member edit 1 phone=0812345678 confirmed_on=1/2/2569": {"member 1": "2026-02-01"},
    "member post edit 1 position=ครู": {"post 1": TODAY},
    "member post edit 1 note=x": {},
    "member post edit 1 until=30/9/2570": {"post 1": TODAY},
    # A post that ends before it was confirmed was true on its last day; one that is to begin is not confirmed.
    "member post end 1 --org fac --on 30/9/2565": {"post 1": "2022-09-30"},
    "member post edit 2 since=1/12/2569": {"post 2": None},
    "member add นายทดสอบ ห้า --phone 0812345678": {"member 5": TODAY},
    "member post add 3 --org uni --position ครู": {"post 4": TODAY},
    "member post add 3 --org uni --position ครู --until 2568": {},
    "member post add 3 --org uni --position ครู --since 2570": {},
}


def test_what_is_typed_is_confirmed(office: Netreg, confirmed: Callable[[], dict[str, str]]) -> None:
    wrong = {}
    for words, changed in TYPED.items():
        name = words.replace("นายทดสอบ ห้า", "นายทดสอบ\xa0ห้า").split(" ")
        run = office(*[word.replace("\xa0", " ") for word in name])
        after = confirmed()
        assert run.err == "netreg: no change; nothing was written\n" or office("undo").code == 0
        if run.code or after != {one: day for one, day in {**BEFORE, **changed}.items() if day}:
            wrong[words] = (run.err, after)
    assert wrong == {}


def test_who_is_listed_by_the_last_confirmation(office: Netreg) -> None:
    """A post of a day before anybody knew of it is no current one; whom nobody confirmed can be left out, or listed."""
    lists = {
        "": "1 2", "--confirmed-within 24m": "2", "--unconfirmed 12m": "1 2", "--unconfirmed 24m": "1",
        "--all --unconfirmed 24m": "1 3 4", "--all --confirmed-within 3y": "2 4", "--as-of 2566-06-01": "1",
        "--as-of 2565-12-31": "", "--as-of 2500-01-01": "", "--org uni --as-of 2568-01-31": "1 2",
    }  # fmt: skip
    found = {
        words: " ".join(sorted(office("member", "list", *words.split(), "--columns", "id", "--no-header").out.split()))
        for words in lists
    }
    assert found == lists
    assert office("member", "confirm", "1", "--on", "1/1/2560").code == 0
    assert office("member", "list", "--as-of", "2560-01-01", "--columns", "id", "--no-header").out == "1\n"


def test_an_age_for_people_and_a_day_for_programs(office: Netreg) -> None:
    shown = office("member", "post", "list", "--columns", "id,confirmed_on", "--format", "table", "--no-header").out
    assert [line.split() for line in shown.splitlines()] == [
        ["1", "3", "years", "ago"],
        ["3"],
        ["2", "1", "year", "ago"],
    ]
    assert office("member", "show", "1", "--json").data["posts"][0]["confirmed_on"] == "2023-01-01"


ROWS = "ชื่อ-สกุล,หน่วยงาน,ตำแหน่ง,อีเมล\nนายสมมุติ หนึ่ง,fac,อาจารย์,a@x.th\nนายสมมุติ หก,fac,อาจารย์,\n"


def test_a_file_confirms_what_it_repeats(office: Netreg, confirmed: Callable[[], dict[str, str]]) -> None:
    """A second run on the same day changes nothing; a later one confirms, and an earlier one takes nothing back."""

    def told(*words: str) -> str:
        run = office("member", "import", "-", *words, stdin=ROWS)
        assert run.code == 0, run.err
        return run.err.splitlines()[-1]

    assert told("--as-of", "2569-03-01") == "standard input: 1 new, 0 changed, 1 unchanged, 1 confirmed"
    first = BEFORE | {"post 1": "2026-03-01", "member 1": "2026-03-01", "post 4": "2026-03-01"}
    assert confirmed() == first
    assert told("--as-of", "2569-03-01") == "standard input: 0 new, 0 changed, 2 unchanged"
    assert told() == "standard input: 0 new, 0 changed, 2 unchanged, 2 confirmed"
    assert confirmed() == BEFORE | {"post 1": TODAY, "member 1": TODAY, "post 4": TODAY}
    assert office("undo").code == 0
    assert confirmed() == first
    assert told("--on-match", "skip") == "standard input: 0 new, 0 changed, 2 unchanged"
    refused = office("member", "import", "-", "--as-of", "2570-01-01", stdin=ROWS)
    assert (refused.code, confirmed()) == (2, first)


def test_an_export_is_read_back_as_it_was(office: Netreg, confirmed: Callable[[], dict[str, str]]) -> None:
    for form in ("csv", "json", "xlsx"):
        for noun in (("member",), ("member", "post")):
            assert office(*noun, "export", f"{noun[-1]}.{form}").code == 0
            assert "0 new, 0 changed" in office(*noun, "import", f"{noun[-1]}.{form}").err
    assert confirmed() == BEFORE


def test_no_confirmation_after_the_day_asked_about(ask: Callable[[str], Run], office: Netreg) -> None:
    """Before the last confirmation the first one counts, of contact data none; the filters agree with the list."""
    (office.folder / "k.csv").write_text("รหัส,ชื่อ-สกุล,หน่วยงาน,ตำแหน่ง\nlate,นายสมมุติ ภายหลัง,fac,ครู\n", encoding="utf-8")
    for day in ("2566-05-01", "2568-05-01", "2568-10-01"):
        assert ask(f"member import k.csv --as-of {day}").code == 0
    wrong = []
    for day, shown, within, longer in (
        ("2566-06-01", "2023-05-01", True, False),
        ("2567-06-01", "2023-05-01", False, True),
        ("2568-06-01", "2023-05-01", False, True),
        ("2568-10-02", "2025-10-01", True, False),
    ):
        lists = [ask(f"member list --as-of {day} --columns code,last_confirmed --no-header{more}").out.splitlines()
                 for more in ("", " --confirmed-within 3m", " --unconfirmed 12m")]  # fmt: skip
        found = [f"late\t{shown}" in one for one in lists]
        if found != [True, within, longer]:
            wrong.append((day, lists))
        post = ask(f"member show late --as-of {day} --json").data["posts"][0]
        if (post["confirmed_on"], post["first_confirmed_on"]) != (shown, "2023-05-01"):
            wrong.append((day, post))
    assert wrong == []


def test_nobody_is_confirmed_before_birth(ask: Callable[[str], Run]) -> None:
    assert ask("member add 'นายเกิด ทีหลัง' --code k --born 1/1/2540 --org fac --position เลขา").code == 0
    assert ask("member confirm k --on 1/1/2539").code == 1
    assert ask("member confirm k --on 1/1/2541").code == 0
