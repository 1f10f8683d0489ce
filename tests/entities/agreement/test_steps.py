"""Where an agreement lies before it is signed, as of any day, and which step can come where."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from netreg.core.fields import Ref
from netreg.entities import STEP
from netreg.entities.agreement.steps import KINDS, Step, derive_stage, find_misplaced_steps, sort_steps

TODAY = date(2026, 11, 21)
OFFICER = Ref("person", 1, None, "นางสมมติ หนึ่ง")


def stored(*steps: tuple[str, ...]) -> str:
    """Steps as a list of agreements carries them: kind, day, whom, the day of the answer."""
    filled = [(*step, "", "")[:4] for step in steps]
    rows = [(str(at), kind, day, answer, "", who, "", "", "") for at, (kind, day, who, answer) in enumerate(filled, 1)]
    return "\x1e".join("\x1f".join(row) for row in rows)


def stage(
    *steps: tuple[str, ...], as_of: date = TODAY, state: str = "draft", signed: str = "", waits: str = "", **known: Any
) -> tuple[Any, ...]:
    moved = "\x1d".join((stored(*steps), signed, waits))
    found = derive_stage({"movements": moved, "responsible": OFFICER} | known, state, as_of)
    return tuple(found.values())


SENT = ("sent", "2026-10-01", "ก")
# The steps, what else is known, and where it lies: stage, with whom, since, days, next step by.
LIES: list[tuple[list[tuple[str, ...]], dict[str, Any], tuple[Any, ...]]] = [
    ([], {}, (None, None, None, None, None)),
    ([("proposed", "2026-11-01")], {}, ("proposed", None, "2026-11-01", 20, "2026-12-01")),
    ([("legal_review", "2026-11-21", "ก")], {}, ("legal_review", '["ก"]', "2026-11-21", 0, "2026-12-21")),
    ([("sent", "2026-11-01", "ก", "2026-11-10")], {}, ("sent", '["ก"]', "2026-11-01", 20, "2026-11-10")),
    # known to the month
    ([("submitted", "2026-10", "ก")], {}, ("submitted", '["ก"]', "2026-10", 51, "2026-10-31")),
    # back, and approved: with whoever is responsible
    ([SENT, ("returned", "2026-11-01", "ก")], {}, ("returned", '["นางสมมติ หนึ่ง"]', "2026-11-01", 20, "2026-12-01")),
    ([("approved", "2026-11-01", "ก")], {}, ("approved", '["นางสมมติ หนึ่ง"]', "2026-11-01", 20, "2026-12-01")),
    ([("approved", "2026-11-01")], {"responsible": None}, ("approved", None, "2026-11-01", 20, "2026-12-01")),
    ([("ready", "2026-11-01", "ข")], {}, ("ready", '["ข"]', "2026-11-01", 20, "2026-12-01")),
    # with two partners at once, and with the one that has not answered
    ([SENT, ("sent", "2026-10-02", "ข")], {}, ("sent", '["ก", "ข"]', "2026-10-02", 50, "2026-11-01")),
    (
        [SENT, ("sent", "2026-10-02", "ข"), ("returned", "2026-11-01", "ก")],
        {},
        ("returned", '["ข"]', "2026-11-01", 20, "2026-12-01"),
    ),
    # after legal review it lies with the partner alone
    ([("legal_review", "2026-09-01", "ข"), SENT], {}, ("sent", '["ก"]', "2026-10-01", 51, "2026-10-31")),
    # a step that was recorded late counts by its day
    ([SENT, ("proposed", "2026-09-01")], {}, ("sent", '["ก"]', "2026-10-01", 51, "2026-10-31")),
    # a signature is a movement; a step on its day or after it is a later one
    (
        [SENT],
        {"signed": "2026-10-05", "waits": "ก\x1eข"},
        ("signing", '["ก", "ข"]', "2026-10-05", 47, "2026-11-04"),
    ),
    ([SENT], {"signed": "2026-10-01", "waits": "ก"}, ("sent", '["ก"]', "2026-10-01", 51, "2026-10-31")),
]


def test_it_lies_with_whoever_has_it_since_the_last_movement() -> None:
    found = [(steps, stage(*steps, **known), expected) for steps, known, expected in LIES]
    assert [one for one in found if one[1] != one[2]] == []


def test_what_is_signed_or_closed_lies_nowhere() -> None:
    states = ("in_force", "not_yet_in_force", "expired", "cancelled", "terminated")
    assert {stage(SENT, state=state) for state in states} == {(None,) * 5}


MOVES = st.lists(
    st.tuples(st.sampled_from(list(KINDS)), st.dates(date(2026, 1, 1), TODAY).map(str), st.sampled_from(["ก", "ข"])),
    max_size=6,
)


@given(MOVES, st.integers(0, 330))
def test_of_a_day_only_what_was_done_by_then_counts(steps: list[tuple[str, str, str]], back: int) -> None:
    day = TODAY - timedelta(days=back)
    by_then = [step for step in steps if step[1] <= day.isoformat()]
    assert stage(*steps, as_of=day) == stage(*by_then, as_of=day)


# Steps in order, the first signature, and the numbers of those that cannot come there.
PLACES: list[tuple[str, str | None, set[int]]] = [
    ("proposed legal_review returned revised sent returned submitted approved ready", None, set()),
    ("legal_review proposed submitted approved sent returned ready", None, set()),
    ("approved ready", None, set()),
    ("returned", None, {1}),
    ("sent returned returned", None, {3}),
    ("sent sent returned returned", None, set()),
    ("proposed sent proposed", None, {3}),
    ("proposed approved proposed", None, {3}),
    ("proposed sent returned proposed", None, set()),
    ("ready sent revised", "2026-01-02", {3}),
    ("ready sent revised", "2026-01-03", set()),
    ("ready sent revised", "2026-01", set()),
    ("ready proposed", "2026-01-01", {2}),
    ("ready sent approved legal_review returned", "2026-01-01", set()),
]


def test_a_step_comes_where_it_can() -> None:
    wrong = []
    for kinds, signature, expected in PLACES:
        steps = [Step(at, kind, f"2026-01-{at:02}") for at, kind in enumerate(kinds.split(), 1)]
        found = set(find_misplaced_steps(sort_steps(reversed(steps)), signature))
        if found != expected:
            wrong.append((kinds, signature, found))
    assert wrong == []


WORDS = {
    "proposed": "เสนอ, เสนอเรื่อง, ขออนุมัติ, Proposed",
    "legal_review": "ตรวจร่าง, นิติกรตรวจ, กองกฎหมาย, in legal review, legal review",
    "sent": "ส่งให้คู่ความร่วมมือ, ส่ง, ส่งลงนาม, sent",
    "returned": "ส่งคืน, ตอบกลับ, returned",
    "revised": "แก้ไขร่าง, ปรับแก้, revised",
    "submitted": "เสนอพิจารณา, เสนอกรรมการบริหาร, เสนอที่ประชุม, submitted for approval",
    "approved": "เห็นชอบ, อนุมัติ, เห็นชอบ/อนุมัติ, มีมติเห็นชอบ, approved",
    "ready": "พร้อมลงนาม, นัดลงนาม, ready, ready for signature",
}


def test_a_step_is_called_as_offices_call_it() -> None:
    read = {word.strip(): kind for kind, words in WORDS.items() for word in words.split(",")}
    assert {word: STEP.by_name["kind"].parse(word) for word in read} == read
