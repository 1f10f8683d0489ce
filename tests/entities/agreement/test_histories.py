"""Random lives of agreements against a model of their own: what it knows of the law is that a month is a month.

Days are the 1st to the 28th, so that no month is too short for them; the short months have tables of their own.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta
from hypothesis import given, settings
from hypothesis import strategies as st

from netreg.core.entity import TimeFrame
from netreg.entities import AGREEMENT
from netreg.entities.agreement.derived_dates import compute_dates, cut_periods, derive_agreement
from netreg.entities.agreement.period_coverage import compute_covered_days
from tests.conftest import examples

DAY = timedelta(days=1)
FIRST, YEARS = date(2020, 1, 1), 10
Decided = tuple[date, str, date | None]
Amended = tuple[date, date | None, int]


@dataclass
class Life:
    """An agreement as this test knows it; `months` is its term, a decision is its day, kind and date.

    An amendment is its day, the new end if it moves that, and the notice in months from then on.
    """

    signatures: list[date | None]
    signed_on: date | None
    effective: date | None
    months: int
    tacit: bool
    notice: int
    decided: list[Decided] = field(default_factory=list)
    amended: list[Amended] = field(default_factory=list)
    closed: date | None = None

    @property
    def signed(self) -> date | None:
        days = [day for day in self.signatures if day]
        return self.signed_on or (max(days) if len(days) == len(self.signatures) else None)

    @property
    def begins(self) -> date:
        found = self.effective or self.signed
        assert found is not None
        return found

    def notice_on(self, day: date) -> int:
        """The notice in months that holds on a day."""
        return [self.notice, *(notice for when, _end, notice in self.amended if when <= day)][-1]

    def events(self, day: date) -> list[Decided]:
        """What was decided and amended by the day, in order."""
        amended: list[Decided] = [(when, "amend", end) for when, end, _notice in self.amended]
        return sorted((one for one in amended + self.decided if one[0] <= day), key=lambda one: one[0])

    def later(self, end: date) -> date:
        """The end of one more term."""
        return end + DAY + relativedelta(months=self.months) - DAY

    def answer(self, day: date) -> tuple[str, date | None, date | None, int | None]:
        """State, end, notice day and days left on a day."""
        signed = sum(1 for one in self.signatures if (one or self.signed_on or date.max) <= day and one)
        if self.effective is None and self.known_signing(day) is None:
            state = "awaiting_signatures" if signed else "draft"
            if self.closed and self.closed <= day:
                return "terminated", self.closed, None, None
            return state, self.closed, None, (self.closed - day).days if self.closed else None
        end, replaced = self.agreed_end(day)
        days = [one for one in (self.closed, replaced and replaced - DAY) if one and one <= end]
        last = min([end, *days])
        moved = (self.closed is not None and self.closed <= end) or last < end
        notice = None if moved else end - relativedelta(months=self.notice_on(day))
        state = self.open_state(day, last, signed)
        if self.closed and (self.closed < day or (self.closed == day and state != "in_force")):
            state = "terminated"
        elif replaced and replaced <= day:
            state = "replaced"
        return state, last, notice, None if state in ("terminated", "replaced") else (last - day).days

    def known_signing(self, day: date) -> date | None:
        """The day of signing as the day knows it: of signatures still to come the sum is not complete."""
        if self.signed_on:
            return self.signed_on
        return self.signed if self.signed and self.signed <= day else None

    def open_state(self, day: date, last: date, signed: int) -> str:
        known = self.known_signing(day)
        if known is None or known > day:
            return "awaiting_signatures" if signed else "draft"
        return "not_yet_in_force" if self.begins > day else "in_force" if day <= last else "expired"

    def agreed_end(self, day: date) -> tuple[date, date | None]:
        """The end by what was decided by the day, with the renewals by then, and since when it is replaced."""
        end, replaced, stopped = self.begins + relativedelta(months=self.months) - DAY, None, False
        known = self.known_signing(day)
        renews = self.tacit and known is not None and known <= day
        for when, kind, value in self.events(day):
            while renews and not stopped and end < when:
                end = self.later(end)
            if kind == "amend":
                end = value or end
            elif kind == "extend":
                assert value is not None
                end, stopped = value, False
            elif kind == "renew":
                end, stopped = self.later(end), False
            elif kind == "lapse":
                late = self.tacit and when > end - relativedelta(months=self.notice_on(when))
                end, stopped = (self.later(end) if late else end), True
            else:
                replaced, stopped = value, True
        while renews and not stopped and end < (self.closed or day):
            end = self.later(end)
        return end, replaced

    def amendments(self) -> tuple[str, date | None, int]:
        """The amendments as a list reads them, each with the values before it; and the values after all of them."""
        told, end, notice = [], None, self.notice
        for number, (when, moved, months) in enumerate(self.amended, 1):
            before = [f"notice=P{notice}M", *([f"end_stated={end or ''}"] if moved else [])]
            told.append(f"{number}\x1f{when}\x1f{json.dumps(before)}")
            end, notice = moved or end, months
        return "\x1e".join(told), end, notice

    def row(self, day: date) -> dict[str, Any]:
        """The record, as a list reads it for a day."""
        signed = [one for one in self.signatures if one and one <= day]
        ahead = [one for one in self.signatures if one and one > day]
        told = (
            (number, kind, when, value if kind == "replace" else "", value if kind == "extend" else "", "", "")
            for number, (when, kind, value) in enumerate(self.decided, 1)
        )
        amendments, end, notice = self.amendments()
        values = {
            "title": "ข้อตกลงสมมติ", "signed_on": self.signed_on, "effective_from": self.effective,
            "term": f"P{self.months}M", "renewal": "tacit" if self.tacit else "express", "notice": f"P{notice}M",
            "end_stated": end, "amendment_rows": amendments,
            "final_status": "terminated" if self.closed else None, "final_on": self.closed,
            "party_count": len(self.signatures), "parties_signed": len(signed), "parties_ahead": len(ahead),
            "last_signed_on": max(signed + ahead, default=None),
            "decision_rows": "\x1e".join("\x1f".join(map(str, one)) for one in told),
        }  # fmt: skip
        return AGREEMENT.make_blank_row() | {
            name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()
        }


def days_after(first: date, most: int) -> st.SearchStrategy[date]:
    """The 1st to the 28th of the months that follow."""
    later = st.tuples(st.integers(0, most), st.integers(1, 27))
    return later.map(lambda pair: max(first, first + relativedelta(months=pair[0], day=1) + pair[1] * DAY))


@st.composite
def lives(draw: st.DrawFn) -> Life:
    """Lives of agreements signed in part or wholly, ahead or not, and what was decided of them in order."""
    parties = draw(st.integers(1, 4))
    signatures = [draw(days_after(FIRST, 18)) for _party in range(parties)]
    every: list[date | None] = [*signatures]
    partly = [None if draw(st.booleans()) and number else day for number, day in enumerate(signatures)]
    whole = draw(st.sampled_from([True, True, False]))
    signed_on = draw(st.none() | st.just(max(signatures)))
    given_signatures = every if whole else partly
    life = Life(
        given_signatures,
        signed_on,
        draw(st.none() | days_after(max(signatures), 6)),
        draw(st.sampled_from([6, 12, 24])),
        draw(st.booleans()),
        draw(st.integers(1, 3)),
    )
    if life.signed is None:
        return life
    at = life.signed
    for kind in draw(st.lists(st.sampled_from(["extend", "renew", "lapse", "replace", "amend"]), max_size=4)):
        when = draw(days_after(at, 20))
        end, replaced = life.agreed_end(when)
        if replaced or when > end or when < life.signed:
            break
        if kind == "amend":
            moved = draw(st.none() | days_after(max(when, life.begins) + 2 * DAY, 40).map(lambda found: found - DAY))
            life.amended.append((when, moved, draw(st.integers(1, 3))))
            at = when + DAY
            continue
        value = draw(days_after(end + 2 * DAY, 14)) - DAY if kind == "extend" else None
        value = draw(days_after(when + DAY, 12)) if kind == "replace" else value
        life.decided.append((when, kind, value))
        at = when + DAY
    life.closed = draw(st.none() | days_after(at, 40))
    return life


@given(life=lives(), step=st.integers(11, 37))
@settings(deadline=None, max_examples=examples(50))
def test_every_answer_is_that_of_the_model(life: Life, step: int) -> None:
    for number in range(0, YEARS * 365, step):
        day = FIRST + number * DAY
        row = life.row(day)
        found = derive_agreement(row, TimeFrame(day))
        state, end, notice, left = life.answer(day)
        told = (found["state"], found["end"], found["notice_deadline"], found["days_left"])
        assert told == (state, end and end.isoformat(), notice and notice.isoformat(), left), day
        dates = compute_dates(row, day)
        if end is not None:
            assert compute_covered_days(row, day).last == end, "what is drawn ends when it ends"
            assert all(one.last == dates.end for one in cut_periods(dates)[-1:])
