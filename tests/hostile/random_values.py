"""Random values in every option and argument that takes a date, a term, a name, a query or a path.

Words and marks of which such values are made, put together, damaged and mixed with texts that broke other
programs: by hypothesis, with a seed, so that the same number makes the same values.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.hostile.texts import list_arguments
from tests.hostile.walk import list_places

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from tests.hostile.trials import Trials
    from tests.hostile.walk import Place


class Sort(NamedTuple):
    """A sort of values: what the help says of places that take it, and the words of which such values are made."""

    taken_as: tuple[str, ...]
    words: tuple[str, ...]


MARKS = (" ", "-", "/", ".", ",", ":", "(", ")", "–", "\u200b", "\xa0", "\t", '"', "'", "%", "\\", "+", "=", "#", "@")
NUMBERS = ("0", "1", "2", "9", "12", "29", "30", "31", "32", "60", "366", "543", "1900", "2024", "2567", "2568", "9999",
           "10000", "๑", "๓๑", "๒๕๖๗", "1/2", "½", "-1", "1e5", "9" * 19)  # fmt: skip
SORTS = {
    "dates": Sort(
        (
            "DATE",
            "MOMENT",
            "YEAR",
            "TIME",
            "CLOCK",
            "DATE|TIME",
            "Date",
            "PastDate",
            "BirthDate",
            "ConfirmedOn",
            "FirstConfirmedOn",
            "AcademicYear",
            "BuddhistYear",
        ),
        (
            "ม.ค.",
            "มกราคม",
            "ก.พ.",
            "ธันวาคม",
            "Feb",
            "December",
            "พ.ศ.",
            "ค.ศ.",
            "ปี",
            "ปีงบประมาณ",
            "ไตรมาส",
            "วันที่",
            "วันนี้",
            "today",
            "tomorrow",
            "เมื่อวาน",
            "สิ้นเดือน",
            "น.",
            "T",
            "Z",
            "+07:00",
            "BE",
            "CE",
            "FY",
            "~",
            "?",
        ),
    ),
    "terms": Sort(
        ("TERM", "TermField", "Repeat", "Offsets", "DAYS", "Quantity", "Count", "Number", "Money", "N"),
        (
            "ปี",
            "เดือน",
            "วัน",
            "สัปดาห์",
            "years",
            "months",
            "days",
            "y",
            "m",
            "d",
            "ปีครึ่ง",
            "ครึ่งปี",
            "ไม่มีกำหนด",
            "ตลอดไป",
            "และ",
            "นับแต่",
            "ภาคการศึกษา",
            "สี่",
            "สิบเอ็ด",
            "พัน",
            "ล้าน",
            "บาท",
            "open",
            "none",
            "P1Y",
        ),
    ),
    "names": Sort(
        (
            "NAME",
            "RECORD",
            "ORG",
            "AGREEMENT",
            "MEMBER",
            "MEETING",
            "COURSE",
            "GROUP",
            "PERSON",
            "ORGANISATION",
            "PARTY",
            "TITLE",
            "Reference",
            "_BodyName",
            "LatinName",
            "TitlesField",
            "ProvinceField",
            "DistrictField",
        ),
        (
            "นาย",
            "นางสาว",
            "รศ.",
            "ดร.",
            "ผศ.",
            "พล.ต.อ.",
            "ม.ร.ว.",
            "หญิง",
            "Mr.",
            "Dr.",
            "Ph.D.",
            "สมมติ",
            "ตัวอย่าง",
            "ทดสอบ",
            "ณ",
            "คณะ",
            "มหาวิทยาลัย",
            "วิทยาเขต",
            "uni",
            "one",
            "mou",
            "meet",
            "Example",
            "O'Example",
            "ที่",
            "และ",
            "่",
            "ำ",
            "ๆ",
            "ฯ",
        ),
    ),
    "queries": Sort(
        ("QUERY",),
        (
            "AND",
            "OR",
            "NOT",
            "name:",
            "name_th:",
            "code:",
            "end:",
            "signed:",
            "is:",
            "has:",
            "no:",
            "<",
            ">",
            "<=",
            "..",
            "*",
            "-",
            "(",
            ")",
            '"',
            "uni",
            "สมมติ",
            "2567",
            "today",
            "90d",
            "^",
            "~",
            "/",
            "[",
            "]",
            "{",
            "}",
            "|",
            "!",
            "sort:",
            "NEAR",
            "state:active",
            "org:",
            "#1",
        ),
    ),
    "paths": Sort(
        ("FILE", "DIR"),
        (
            "org",
            "organisation",
            ".csv",
            ".xlsx",
            ".json",
            ".db",
            ".age",
            ".ics",
            ".eml",
            ".docx",
            "register.db",
            "-journal",
            ".files",
            "folder",
            "scan.pdf",
            "new.pdf",
            "CON",
            "nul",
            "*",
            "?",
            "|",
            "<",
            ">",
            "$HOME",
            "`id`",
            ";",
            "ก" * 90,
            "x" * 300,
            "\n",
            "่",
            "\udcff",
        ),
    ),
}
"""What is tried, by the name that the table of figures shows."""
LONGEST = 600
OUTSIDE = ("/", "~", "-")
"""How a path begins that may lead out of the folder of the trials, or to a stream; test_paths.py has them."""


def make_values(sort: str) -> SearchStrategy[str]:
    """Return where values of a sort come from, as a system hands them to a program: without NUL."""
    words = st.sampled_from((*SORTS[sort].words, *MARKS, *NUMBERS))
    letters = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=12)
    hostile = st.sampled_from(list_arguments(LONGEST))
    parts = st.lists(st.one_of(words, words, words, words, letters, hostile), min_size=1, max_size=7)
    return st.tuples(parts, st.sampled_from(("", "", " "))).map(lambda made: made[1].join(made[0]))


def find_places(trials: Trials, sort: str) -> list[Place]:
    """Find every place that takes a value of a sort."""
    return [place for place in list_places(trials.base) if place.takes in SORTS[sort].taken_as]


def say_random(trials: Trials, sort: str, count: int, number: int = 1) -> None:
    """Say so many random values of a sort, each in a place that takes one, chosen at random as well."""

    @seed(number)
    @settings(
        max_examples=count,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.sampled_from(find_places(trials, sort)), make_values(sort))
    def say(place: Place, text: str) -> None:
        if not (sort == "paths" and (text.startswith(OUTSIDE) or ".." in text)):
            trials.run(*place.say(text), stdin="")

    say()
