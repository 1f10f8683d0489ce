"""What is perhaps known already is not added without a word: a person is asked, or it is refused."""

from __future__ import annotations

import io
import shlex
import sys
from typing import TYPE_CHECKING, TextIO

import pytest

from netreg.cli.nouns import look_alikes
from tests.cli.conftest import assert_refused, whole

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Netreg, Run

pytestmark = pytest.mark.usefixtures("in_english")

SETUP = (
    "org add มหาวิทยาลัยสมมติ --code uni --abbreviation มสม.",
    "org add คณะวิศวกรรมทดสอบ --code eng --parent uni --email eng@example.org",
    "org add สำนักหอสมุด --parent uni",
    "org add บริษัทตัวอย่างเอเชีย --province เลย",
    "member add 'รศ.ดร.น้ำฝน ตัวอย่างดี' --code nf --org eng --email one@example.org --phone 081-234-5678",
    "member add 'นายสมมุติ เหมือนกัน' --key 65-0012 --born 2/2/2530",
    "group add 'เครือข่ายทดลอง รุ่นที่ 1' --of uni",
    "alumni add 'นางบัณฑิต สมมติ' --faculty eng --student-no 001",
    "meeting add ประชุมเครือข่ายสมมุติ --on 5/8/2567 --organiser uni",
    "activity add กิจกรรมสมมุติ --on 5/8/2567",
)
ONE = "member 1 (รศ.ดร.น้ำฝน ตัวอย่างดี; nf; one@example.org; eng)"
TWO = "member 2 (นายสมมุติ เหมือนกัน; 65-0012; 2 Feb 1987)"
EDIT = "if it is another, add --force; if not, change it with 'netreg {} FIELD=VALUE'"
ENGINEERS = "org 2 (คณะวิศวกรรมทดสอบ; eng; uni)"
REFUSED = {
    "member add 'นางตัวอย่างดี น้ำฝน'": (f"{ONE}: given and family name are swapped", "member edit 1"),
    "member add 'นางสาวนำฝน ตัวอย่างดี' --code other -n": (f"{ONE}: a tone mark differs", "member edit 1"),
    "member add 'น้ำฝน ตัวอยางดี' --org uni": (f"{ONE}: a tone mark differs", "member edit 1"),
    "member add 'น้ำฝน ตัวอย่างดี' --org uni": (f"{ONE}: the same name", "member edit 1"),
    "member add 'สมมุติ เหมือกัน'": (f"{TWO}: one letter differs", "member edit 2"),
    "org add คณะวิศวกรรมทดสอบ --parent uni --code eng2": (f"{ENGINEERS}: the same name and parent", "org edit 2"),
    "org add คณะวิศวกรรมทดสอบ": (f"{ENGINEERS}: the same name, with another parent or none", "org edit 2"),
    "org add 'สำนักหอสมุด มสม.'": (
        "org 3 (สำนักหอสมุด; uni): the same name with and without its parent",
        "org edit 3",
    ),
    "org add บริษัทตัวอย่างเอเซีย": ("org 4 (บริษัทตัวอย่างเอเชีย; เลย): one letter differs", "org edit 4"),
    "group add 'เครือขายทดลอง รุ่นที่ 1' --of uni": (
        "group 1 (เครือข่ายทดลอง รุ่นที่ 1; uni): a tone mark differs",
        "group edit 1",
    ),
    "alumni add 'นางบัณฑิต สมมต' --faculty eng": ("member 3 (นางบัณฑิต สมมติ): one letter differs", "member edit 3"),
    "meeting add ประชุมเครือข่ายสมมุติ --on 12/8/2567 --organiser uni": (
        "meeting 1 (ประชุมเครือข่ายสมมุติ; 5 Aug 2024; uni): the same title, perhaps moved to another day",
        "meeting edit 1",
    ),
    "activity add กิจกรรมสมมุติ --on 7/8/2567": (
        "activity 1 (กิจกรรมสมมุติ; 5 Aug 2024): the same title, perhaps moved to another day",
        "activity edit 1",
    ),
}
ADDED = (
    "member add 'สมมุติ เหมือนกัน' --key 66-0001 --born 1/1/2540",
    "member add 'สมมุติ เหมือกัน' --born 3/3/2540",
    "member add 'น้ำหวาน ตัวอย่างดี'",
    "member add 'นางตัวอย่างดี น้ำฝน' --force",
    "meeting add ประชุมเครือข่ายสมมุติ --on 5/12/2567 --organiser uni",
    "activity add กิจกรรมสมมุติ --on 7/8/2567 --force",
    "org add บริษัทตัวอย่างเอเซีย --province ขอนแก่น",
    "org add คณะวิศวกรรมทดสอบ --parent uni --code eng2 --force",
    "group add 'เครือข่ายทดลอง รุ่นที่ 2' --of uni",
    "alumni add 'นางบัณฑิต สมมต' --faculty eng --student-no 002",
    "alumni add 'นางบัณฑิต สมต' --faculty eng --force",
)


def test_without_a_terminal_it_is_refused_with_the_candidates(office: Netreg) -> None:
    for line, (perhaps, edit) in REFUSED.items():
        assert_refused(office, line, 1, f"perhaps {perhaps}; {EDIT.format(edit)}")


def test_what_is_plainly_another_is_added(ask: Callable[[str], Run]) -> None:
    assert [(line, run.err) for line in ADDED if (run := ask(line)).code] == []


ASKED = f"""\
perhaps {ONE}: a tone mark differs
add another member anyway? [y/N]: """
ANSWERS = {
    "y\n": ("", 0),
    "ใช่\n": ("", 0),
    "\n": ("netreg: error: nothing was added\n", 1),
    "n\n": ("netreg: error: nothing was added\n", 1),
}


class System:
    """A terminal on which somebody typed an answer, with the standard error of each run."""

    def __init__(self, answer: str) -> None:
        self.stdin = io.StringIO(answer)
        self.stdin.isatty = lambda: True  # type: ignore[method-assign]

    @property
    def stderr(self) -> TextIO:
        return sys.stderr


@pytest.mark.parametrize("answer", ANSWERS)
def test_on_a_terminal_a_person_is_asked(office: Netreg, monkeypatch: pytest.MonkeyPatch, answer: str) -> None:
    monkeypatch.setattr(look_alikes, "sys", System(answer))
    run = office("member", "add", "นำฝน ตัวอย่างดี")
    told, code = ANSWERS[answer]
    assert (run.err, run.code) == (ASKED + told, code)
    assert whole(office("member", "list", "--all", "--columns", "id", "--no-header", "--match", "ตัวอย่างดี"))[0] == (
        "1\n" if code else "4\n1\n"
    )


REMEMBERED = (
    ("member add 'นางตัวอย่างดี น้ำฝน' --force", ""),
    ("org add บริษัทตัวอย่างเอเซีย --force", ""),
    ("group add 'เครือขายทดลอง รุ่นที่ 1' --of uni --force", ""),
    ("alumni add 'นางบัณฑิต สมมต' --faculty eng --force", ""),
    ("member import - --skip-bad", "ชื่อ-สกุล,หน่วยงาน,ผลการพิจารณา\nนำฝน ตัวอย่างดี,eng,ใหม่\n"),
    ("org import - --skip-bad", "ชื่อหน่วยงาน,สังกัด,ผลการพิจารณา\nสำนักหอสมดุ,uni,ใหม่\n"),
)


def test_what_a_person_said_to_be_another_is_no_duplicate(office: Netreg) -> None:
    """The answer is one command with the record: undone together."""
    wrong = []
    for line, rows in REMEMBERED:
        run = office(*shlex.split(line), stdin=rows)
        pairs = len(office("duplicates", "not-same", "list", "--no-header").out.splitlines())
        listed = office("duplicates", "--no-header").out
        office("undo")
        left = office("duplicates", "not-same", "list", "--no-header").out
        if run.code or pairs == 0 or listed or left:
            wrong.append((line, run, pairs, listed, left))
    assert wrong == []
