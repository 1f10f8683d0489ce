"""``netreg agreement list``: what runs out, what has, what lacks something, what lies idle."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from netreg.cli.agreement.options import WithParty
from netreg.cli.framework import arguments, lists, options
from netreg.cli.framework.context import Session, window
from netreg.core.entity import Question
from netreg.entities import AGREEMENT, ORGANISATION, PERSON
from netreg.entities.agreement.agreements import due_soon, expired, in_force, without_end
from netreg.errors import IN_WINDOW, RUN_OUT, UsageError
from netreg.language import _, ngettext
from netreg.render.results import Listing
from netreg.store.agreements import dates
from netreg.store.records import conditions, records
from netreg.thai.dates import terms

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator
    from datetime import date

    from netreg.core.entity import Row
    from netreg.store.records.conditions import Condition


class _Filter(NamedTuple):
    """The agreements that may be meant, by SQL, and which of them are."""

    narrowed: tuple[Condition, ...] = ()
    keep: Callable[[Row], bool] | None = None


class _Past(NamedTuple):
    """How many agreements have ended undecided, and the first of their names."""

    number: int
    names: tuple[str, ...]


class Asked(NamedTuple):
    """Which agreements are meant, as the options say it."""

    expiring: Annotated[
        bool, typer.Option("--expiring", help="Those whose end or notice day is near, or in grace.")
    ] = False
    within: options.Within = None
    expired: Annotated[bool, typer.Option("--expired", help="Those that have ended and nobody decided on.")] = False
    no_end: Annotated[bool, typer.Option("--no-end", help="Those without an end date.")] = False
    in_force: Annotated[bool, typer.Option("--in-force", help="Those in force.")] = False
    dormant: Annotated[
        str | None, typer.Option("--dormant", metavar="TIME", help="In force, and nothing done for so long: 12m.")
    ] = None
    gaps: Annotated[bool, typer.Option("--gaps", help="Times not covered between one and its successor.")] = False
    party: WithParty = None
    responsible: Annotated[
        str | None, typer.Option("--responsible", metavar="MEMBER", help="That this member looks after.")
    ] = None
    year: Annotated[
        str | None, typer.Option("--year", metavar="YEAR", help="Signed in this fiscal year (พ.ศ.), such as 2569.")
    ] = None
    missing: options.Missing = None
    exit_code: options.ExitCode = False
    match: options.Match = None

    @property
    def near(self) -> bool:
        """Whether those are meant that run out soon."""
        return self.expiring or self.within is not None


@options.lists
def list_(session: Session, choice: options.Choice, asked: Asked) -> Listing:
    """List agreements; --expiring those that run out soon."""
    _refuse_several(asked)
    if (asked.near or asked.expired) and choice.sort is None:
        choice = choice._replace(sort="days_left")
    question = Question(session.as_of, window(asked.within) or session.settings.within)
    reading = _Reading(asked, question, tuple(_filters(asked, question)))
    if asked.gaps:
        from netreg.cli.agreement.gaps import listing

        result = listing(session, choice, reading.narrowed)
    else:
        result = lists.listing(session, AGREEMENT, choice, reading.narrowed, reading.keep, question)
    return result._replace(notes=_told(reading.past) if asked.near else (), exit_code=reading.code)


class _Reading:
    """One reading of the register: which agreements are listed, and what the list must not hide."""

    def __init__(self, asked: Asked, question: Question, filters: tuple[_Filter, ...]) -> None:
        self._asked, self._question, self._filters = asked, question, filters
        self._keeps = [one.keep for one in filters if one.keep is not None]
        self.past = _Past(0, ())
        self.code = 0

    def narrowed(self, db: sqlite3.Connection) -> list[Condition]:
        """The conditions by SQL; what is past and what is near is counted in the same reading."""
        asked = self._asked
        own = [*lists.matching(asked.match), *_named(db, asked.party, asked.responsible)]
        if asked.near or asked.exit_code:
            self.past = _past(db, own, self._question)
        if asked.exit_code:
            due = _due(db, own, self._question)
            self.code = RUN_OUT if self.past.number or "grace" in due else IN_WINDOW if due else 0
        return [*own, *(condition for one in self._filters for condition in one.narrowed)]

    @property
    def keep(self) -> Callable[[Row], bool] | None:
        """Which of those are meant, where SQL cannot tell."""
        return (lambda row: all(keep(row) for keep in self._keeps)) if self._keeps else None


# --- the filters ----------------------------------------------------------------------


def _refuse_several(asked: Asked) -> None:
    """Of the filters by what an agreement is on the day only one can be meant."""
    given = {
        "--expiring": asked.near, "--expired": asked.expired, "--no-end": asked.no_end,
        "--in-force": asked.in_force and not asked.near, "--dormant": asked.dormant is not None, "--gaps": asked.gaps,
    }  # fmt: skip
    chosen = [name for name, wanted in given.items() if wanted]
    if len(chosen) > 1:
        raise UsageError(_("{names} exclude one another").format(names=" and ".join(chosen[:2])), _("choose one"))


def _filters(asked: Asked, question: Question) -> Iterator[_Filter]:
    as_of = question.as_of
    if asked.near:
        until = terms.window_end(as_of, question.window)
        yield _Filter((dates.may_be_due(as_of, until),), due_soon)
    if asked.expired:
        yield _Filter((dates.may_be_over(as_of),), expired)
    if asked.no_end or "end" in (asked.missing or ()):
        yield _Filter((dates.may_have_no_end(as_of),), without_end)
    if asked.in_force:
        yield _Filter((), in_force)
    if asked.dormant is not None:
        yield _dormant(as_of, asked.dormant)
    if asked.year is not None:
        yield _signed_in(asked.year)
    yield _Filter(tuple(lists.lacking(AGREEMENT, asked.missing, ("end",))))


def _dormant(as_of: date, within: str) -> _Filter:
    """In force for at least so long, and nothing to show for that time."""
    length = window(within, "--dormant")
    assert length is not None
    since = terms.subtract_term(as_of, length)

    def keep(row: Row) -> bool:
        begins = row["effective_from"] or row["signed_on"] or row["last_signed_on"]
        return in_force(row) and (begins is None or begins[:10] <= since.isoformat())

    from netreg.store.agreements import proof_of_life

    return _Filter((proof_of_life.dormant(since, as_of),), keep)


def _signed_in(year: str) -> _Filter:
    """Signed in a fiscal year; by the last signature where the agreement itself has no day."""
    return _Filter((conditions.signed_between(*arguments.fiscal_days(year)),))


def _named(db: sqlite3.Connection, party: str | None, responsible: str | None) -> Iterator[Condition]:
    if party is not None:
        yield conditions.party_to(arguments.find(db, ORGANISATION, party))
    if responsible is not None:
        member = arguments.find(db, PERSON, responsible)
        yield conditions.equals(AGREEMENT.by_name["responsible"], member)


# --- what is near, what is past -------------------------------------------------------


def _past(db: sqlite3.Connection, own: list[Condition], question: Question) -> _Past:
    """Those that have ended undecided: counted by their dates, the few that dates do not settle one by one."""
    count, numbers = dates.over(db, own, question.as_of, _NAMED)
    unsettled = [*own, dates.is_open(question.as_of)]
    rows = records.select(db, AGREEMENT, [conditions.numbered(numbers)], as_of=question.as_of) if numbers else []
    rows = sorted(rows, key=lambda row: numbers.index(row["id"]))
    more = [row for row in records.select(db, AGREEMENT, unsettled, as_of=question.as_of) if _is_past(row, question)]
    names = tuple(f"{row['code'] or row['id']} {row['title']}" for row in (*rows, *more)[:_NAMED])
    return _Past(count + len(more), names)


_NAMED = 3


def _is_past(row: Row, question: Question) -> bool:
    return expired(AGREEMENT.complete(row, question))


def _due(db: sqlite3.Connection, own: list[Condition], question: Question) -> set[str]:
    """What is near: notices, ends, graces."""
    until = terms.window_end(question.as_of, question.window)
    rows = records.select(db, AGREEMENT, [*own, dates.may_be_due(question.as_of, until)], as_of=question.as_of)
    return {AGREEMENT.complete(row, question)["due"] for row in rows} - {"none"}


def _told(past: _Past) -> tuple[str, ...]:
    """What a list of what is near must not hide: what is past already, the latest first."""
    if not past.number:
        return ()
    names = "; ".join(past.names)
    sentence = ngettext(
        "{n} agreement has ended and nobody has decided on it: {names}; see 'netreg agreement list --expired'",
        "{n} agreements have ended and nobody has decided on them: {names}; see 'netreg agreement list --expired'",
        past.number,
    )
    return (sentence.format(n=past.number, names=names + ("; …" if past.number > _NAMED else "")),)
