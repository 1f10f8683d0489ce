"""``netreg agreement list``: what runs out, what has, what lacks something, what lies idle."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from netreg.cli.agreement.agreement_options import WithParty
from netreg.cli.framework import listing, options
from netreg.cli.framework.option_values import note_other_era, read_duration, read_fiscal_year
from netreg.cli.framework.session import Session
from netreg.core.entity import TimeFrame
from netreg.core.thai_fields import TermField
from netreg.entities import AGREEMENT, BY_NAME
from netreg.entities.agreement.agreements import has_no_end, is_due_soon, is_expired, is_in_force, is_unsigned
from netreg.errors import EXPIRED, IN_WINDOW, UsageError
from netreg.language import _, ngettext
from netreg.named_tuples import NamedTuple
from netreg.render.results import Listing
from netreg.store.agreements import dates
from netreg.store.records import conditions, lookup, records
from netreg.thai.dates import terms
from netreg.thai.dates.formats import find_earliest_day

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    from netreg.core.entity import Row
    from netreg.store.records.conditions import Condition


class _Selection(NamedTuple):
    """The agreements that may be meant, by SQL, and which of them are."""

    narrowed: tuple[Condition, ...] = ()
    keep: Callable[[Row], bool] | None = None


class _EndedAgreements(NamedTuple):
    """Agreements that have ended without a decision: their number, and the first of their names."""

    number: int
    names: tuple[str, ...]


class AgreementFilter(NamedTuple):
    """The options that choose agreements."""

    expiring: Annotated[
        bool, typer.Option("--expiring", help="With an end or notice day soon, or in the grace period.")
    ] = False
    within: options.Within = None
    expired: Annotated[bool, typer.Option("--expired", help="Ended without a decision.")] = False
    no_end: Annotated[bool, typer.Option("--no-end", help="Without an end date.")] = False
    in_force: Annotated[bool, typer.Option("--in-force", help="In force.")] = False
    dormant: Annotated[
        str | None, typer.Option("--dormant", metavar="TIME", help="In force without activity for this long: 12m.")
    ] = None
    stuck: Annotated[
        str | None,
        typer.Option("--stuck", metavar="TIME", help="Unsigned, without a step or signature for this long: 30d."),
    ] = None
    gaps: Annotated[bool, typer.Option("--gaps", help="List gaps between agreements and their successors.")] = False
    party: WithParty = None
    responsible: options.OfResponsible = None
    year: Annotated[
        str | None, typer.Option("--year", metavar="YEAR", help="Signed in this fiscal year (พ.ศ.), such as 2569.")
    ] = None
    missing: options.Missing = None
    exit_code: options.ExitCode = False
    match: options.Match = None

    @property
    def near(self) -> bool:
        """True if agreements that expire soon are asked for."""
        return self.expiring or self.within is not None


@options.add_query_options
def list_(session: Session, choice: options.ListOptions, asked: AgreementFilter) -> Listing:
    """List agreements; --expiring those that run out soon."""
    _refuse_exclusive_filters(asked)
    if choice.sort is None:
        choice = choice._replace(sort=_choose_sort(asked))
    frame = TimeFrame(session.as_of, read_duration(asked.within) or session.settings.within)
    known = [dates.select_known(session.as_of)] if session.is_past else []
    reading = _AgreementQuery(asked, frame, tuple(_build_selections(asked, frame)), known, choice.query)
    if asked.gaps:
        from netreg.cli.agreement.gaps import list_gaps

        result = list_gaps(session, choice, reading.narrowed)
    else:
        result = listing.list_records(session, AGREEMENT, choice, reading.narrowed, reading.keep, frame)
    if asked.near:
        summary = _("{rows}; within {window} of {day}").format(
            rows=result.summary,
            window=TermField("", "", "").show(frame.window, session.view.style),
            day=AGREEMENT.by_name["end"].show(frame.as_of.isoformat(), session.view.style),
        )
        result = result._replace(summary=summary)
    notes = (*note_other_era(asked.year), *(_note_ended(reading.past) if asked.near else ()))
    notes = (*notes, *_note_undated(reading.perhaps_alive))
    if asked.stuck is not None:
        notes = (*notes, *_note_unmoved(result.rows))
        if not choice.columns:
            result = result._replace(fields=[AGREEMENT.by_name[name] for name in _STUCK_COLUMNS])
    return result._replace(notes=notes, exit_code=reading.code)


_STUCK_COLUMNS = ("id", "code", "title", "stage", "stage_with", "stage_since", "stage_days", "responsible")


def _choose_sort(asked: AgreementFilter) -> str | None:
    """Choose the order of what runs out, and of what is stuck: the most urgent first."""
    if asked.stuck is not None:
        return "stage_since"
    return "days_left" if asked.near or asked.expired else None


def _note_unmoved(rows: Sequence[Row]) -> tuple[str, ...]:
    """Note of how many listed agreements nobody recorded where they lie."""
    count = sum(row["stage"] is None for row in rows)
    if not count:
        return ()
    sentence = ngettext(
        "{n} of them has no step recorded; add one with 'netreg agreement step AGREEMENT STEP --on DATE'",
        "{n} of them have no step recorded; add one with 'netreg agreement step AGREEMENT STEP --on DATE'",
        count,
    )
    return (sentence.format(n=count),)


class _AgreementQuery:
    """One reading of the register: which agreements are listed, and what the list must not hide."""

    def __init__(
        self,
        asked: AgreementFilter,
        frame: TimeFrame,
        filters: tuple[_Selection, ...],
        known: list[Condition],
        written: str,
    ) -> None:
        self._written = written
        self._asked, self._frame, self._filters, self._known = asked, frame, filters, known
        self._keeps = [one.keep for one in filters if one.keep is not None]
        self._undated: set[int] = set()
        self.past = _EndedAgreements(0, ())
        self.perhaps_alive: list[str] = []
        self.code = 0

    def narrowed(self, db: sqlite3.Connection) -> list[Condition]:
        """Return the conditions in SQL, and count what has ended and what is due in the same transaction."""
        asked = self._asked
        own = [
            *self._known,
            *listing.match_text(db, asked.match, AGREEMENT, self._frame.as_of),
            *_match_references(db, asked.party, asked.responsible),
        ]
        if asked.dormant is not None:
            from netreg.store.agreements import proof_of_life

            self._undated = proof_of_life.find_undated(db)
        meant = own
        if asked.near or asked.exit_code:  # exit code and note speak of what is asked for, and of no others
            meant = [*own, *listing.select_queried(db, AGREEMENT, self._written, self._frame, own)]
            self.past = _find_ended(db, meant, self._frame)
        if asked.exit_code:
            due = _find_due(db, meant, self._frame)
            self.code = EXPIRED if self.past.number or "grace" in due else IN_WINDOW if due else 0
        return [*own, *(condition for one in self._filters for condition in one.narrowed)]

    @property
    def keep(self) -> Callable[[Row], bool] | None:
        """The test of a row for what SQL cannot tell, if there is any."""
        return self._is_kept if self._keeps else None

    def _is_kept(self, row: Row) -> bool:
        """Tell whether a row is listed; one that is dormant but for what has no day is noted instead."""
        if not all(keep(row) for keep in self._keeps):
            return False
        if row["id"] in self._undated:
            self.perhaps_alive.append(f"{row['code'] or row['id']} {row['title']}")
        return row["id"] not in self._undated


# --- the filters ----------------------------------------------------------------------


def _refuse_exclusive_filters(asked: AgreementFilter) -> None:
    """Refuse filters that cannot be combined: of those by state only one can be given."""
    given = {
        "--expiring": asked.near, "--expired": asked.expired, "--no-end": asked.no_end,
        "--in-force": asked.in_force and not asked.near, "--dormant": asked.dormant is not None, "--gaps": asked.gaps,
        "--stuck": asked.stuck is not None,
    }  # fmt: skip
    chosen = [name for name, wanted in given.items() if wanted]
    if len(chosen) > 1:
        raise UsageError(
            _("{names} cannot be combined").format(names=" and ".join(chosen[:2])), _("choose one of them")
        )


def _build_selections(asked: AgreementFilter, frame: TimeFrame) -> Iterator[_Selection]:
    as_of = frame.as_of
    if asked.near:
        until = terms.add_term(as_of, frame.window)
        yield _Selection((dates.select_possibly_due(as_of, until),), is_due_soon)
    if asked.expired:
        yield _Selection((dates.select_possibly_over(as_of),), is_expired)
    if asked.no_end or "end" in (asked.missing or ()):
        yield _Selection((dates.select_possibly_endless(as_of),), has_no_end)
    if asked.in_force:
        yield _Selection((), is_in_force)
    if asked.dormant is not None:
        yield _select_dormant(as_of, asked.dormant)
    if asked.stuck is not None:
        yield _select_stuck(as_of, asked.stuck)
    if asked.year is not None:
        yield _select_signed_in(asked.year)
    yield _Selection(tuple(listing.match_missing(AGREEMENT, asked.missing, ("end",))))


def _select_dormant(as_of: date, within: str) -> _Selection:
    """Select agreements in force for at least so long without any sign of activity in that time."""
    length = read_duration(within, "--dormant")
    assert length is not None
    since = terms.subtract_term(as_of, length)

    def keep(row: Row) -> bool:
        begins = row["effective_from"] or row["signed_on"] or row["last_signed_on"]
        return is_in_force(row) and (begins is None or begins[:10] <= since.isoformat())

    from netreg.store.agreements import proof_of_life

    return _Selection((proof_of_life.select_dormant(since, as_of),), keep)


def _select_stuck(as_of: date, within: str) -> _Selection:
    """Select unsigned agreements whose last step or signature is at least so long ago.

    One of which no movement is known has lain since it was recorded.
    """
    length = read_duration(within, "--stuck")
    assert length is not None
    since = terms.subtract_term(as_of, length).isoformat()

    def keep(row: Row) -> bool:
        return is_unsigned(row["state"]) and find_earliest_day(row["stage_since"] or row["created_at"]) <= since

    return _Selection((dates.select_possibly_unsigned(as_of),), keep)


def _select_signed_in(year: str) -> _Selection:
    """Select agreements signed in a fiscal year; by the last signature where the agreement itself has no day."""
    return _Selection((conditions.select_signed_between(*read_fiscal_year(year)),))


def _match_references(db: sqlite3.Connection, party: str | None, responsible: str | None) -> Iterator[Condition]:
    if party is not None:
        yield conditions.select_with_party(lookup.find_record(db, BY_NAME["organisation"], party))
    if responsible is not None:
        member = lookup.find_record(db, BY_NAME["person"], responsible)
        yield conditions.select_equal(AGREEMENT.by_name["responsible"], member)


# --- what is near, what is past -------------------------------------------------------


def _find_ended(db: sqlite3.Connection, own: list[Condition], frame: TimeFrame) -> _EndedAgreements:
    """Find the agreements that have ended undecided: by dates in SQL, or one by one where dates do not tell."""
    count, numbers = dates.read_ended(db, own, frame.as_of, _NAMED)
    unsettled = [*own, dates.select_open(frame.as_of)]
    rows = (
        records.select_records(db, AGREEMENT, [conditions.select_numbers(numbers)], as_of=frame.as_of)
        if numbers
        else []
    )
    rows = sorted(rows, key=lambda row: numbers.index(row["id"]))
    more = [
        row for row in records.select_records(db, AGREEMENT, unsettled, as_of=frame.as_of) if _has_ended(row, frame)
    ]
    names = tuple(f"{row['code'] or row['id']} {row['title']}" for row in (*rows, *more)[:_NAMED])
    return _EndedAgreements(count + len(more), names)


_NAMED = 3


def _has_ended(row: Row, frame: TimeFrame) -> bool:
    return is_expired(AGREEMENT.add_derived(row, frame))


def _find_due(db: sqlite3.Connection, own: list[Condition], frame: TimeFrame) -> set[str]:
    """Return what is due: notices, ends, grace periods."""
    until = terms.add_term(frame.as_of, frame.window)
    rows = records.select_records(
        db, AGREEMENT, [*own, dates.select_possibly_due(frame.as_of, until)], as_of=frame.as_of
    )
    return {AGREEMENT.add_derived(row, frame)["due"] for row in rows} - {"none"}


def _note_undated(names: list[str]) -> tuple[str, ...]:
    """Note which agreements are not listed as dormant because of what took place on an unknown day."""
    if not names:
        return ()
    sentence = ngettext(
        "{n} agreement has only undated activities or news in this time, and is not listed: {names}",
        "{n} agreements have only undated activities or news in this time, and are not listed: {names}",
        len(names),
    )
    return (sentence.format(n=len(names), names="; ".join(names[:_NAMED]) + ("; …" if names[_NAMED:] else "")),)


def _note_ended(past: _EndedAgreements) -> tuple[str, ...]:
    """Note what a list of agreements that expire soon must not hide: those that have ended, the latest first."""
    if not past.number:
        return ()
    names = "; ".join(past.names)
    sentence = ngettext(
        "{n} agreement has ended and nobody has decided on it: {names}; see 'netreg agreement list --expired'",
        "{n} agreements have ended and nobody has decided on them: {names}; see 'netreg agreement list --expired'",
        past.number,
    )
    return (sentence.format(n=past.number, names=names + ("; …" if past.number > _NAMED else "")),)
