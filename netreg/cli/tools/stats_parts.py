"""The parts of ``netreg stats`` on a terminal: what is empty is left out, with a line that says how to begin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.core.fields import Count, Money
from netreg.core.thai_fields import Region
from netreg.entities import AGREEMENT, BY_NAME
from netreg.entities.agreement import STATES
from netreg.language import _, ngettext
from netreg.render.results import OverviewPart, OverviewRow
from netreg.thai.dates.fiscal_years import build_fiscal_year
from netreg.thai.dates.formats import BE_OFFSET, format_date
from netreg.thai.dates.words import ENGLISH_MONTHS_SHORT, THAI_MONTHS_SHORT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from netreg.cli.framework.session import Session
    from netreg.core.entity import Row
    from netreg.entities.agreement.forecast import Quarter
    from netreg.store.reports.agreement_states import QuarterEnding
    from netreg.store.reports.network import FundCount, Network
    from netreg.store.reports.unit_members import UnitCount

_MOST = 7
"""More units or funds than so many are summed up in one row."""
_NAMED = 5
"""So many of the units without anybody are named."""
_COUNT, _MONEY = Count("count", "", ""), Money("amount", "", "")
_HEAD = (
    "organisation",
    "person",
    "member_group",
    "agreement",
    "meeting",
    "course",
    "activity",
    "news_item",
    "document",
)
"""The kinds that the head counts: those that belong to no other."""


def build_parts(
    found: Network, session: Session, *, is_year_asked: bool
) -> tuple[tuple[str, ...], tuple[OverviewPart, ...], tuple[str, ...]]:
    """Build the lines above, the parts that have something to show, and a line for each that has not."""
    parts = _Parts(found, session, is_year_asked=is_year_asked)
    built = [
        (parts.build_members(), _("nobody holds a post yet: netreg member add NAME --org ORG --position POSITION")),
        (
            parts.build_agreements(),
            _("no agreements yet: netreg agreement add TITLE --party ORG --signed DATE --term '2 ปี'"),
        ),
        (parts.build_endings(), ""),
        (parts.build_meetings(), _("no meeting was held yet: netreg meeting add TITLE --on DATE")),
        (parts.build_trainings(), _("no training yet: netreg training add TITLE --cohorts 4")),
        (
            parts.build_funds(),
            _("no money was raised yet: netreg activity add TITLE --on DATE --fund FUND --amount BAHT"),
        ),
    ]
    shown = tuple(part for part, _hint in built if part)
    return tuple(parts.build_head()), shown, tuple(hint for part, hint in built if hint and not part)


class _Parts:
    """The parts, built from the figures for the style and the year of a session."""

    def __init__(self, found: Network, session: Session, *, is_year_asked: bool) -> None:
        self.found, self.as_of, self.style = found, session.as_of, session.view.style
        self.is_year_asked = is_year_asked

    def build_head(self) -> Iterator[str]:
        """Build the day and the fiscal year asked about, and the number of records of the main kinds."""
        first, last = (self._show_day(day.isoformat()) for day in build_fiscal_year(self.found.year))
        yield _("{day} · fiscal year {year} ({first} – {last})").format(
            day=self._show_day(self.as_of.isoformat()), year=self._show_year(self.found.year), first=first, last=last
        )
        kinds = [BY_NAME[name] for name in _HEAD]
        counts = [(kind.plural, self.found.records[kind.collection]) for kind in kinds]
        told = " · ".join(f"{label} {_COUNT.show(count)}" for label, count in counts if count)
        yield told or _("the register is empty")

    def build_members(self) -> OverviewPart | None:
        """Build the people by unit, and the units in which nobody has a post."""
        members = self.found.members
        if not members.people:
            return None
        rows = list(members.rows)
        most = rows[0].people
        shown = [self._build_unit(row, most) for row in rows[:_MOST]]
        if rest := rows[_MOST:]:
            label = _("{n} more").format(n=_COUNT.show(len(rest)))
            figures = (
                _sum(row.people for row in rest),
                _sum(row.units for row in rest),
                _sum(row.empty for row in rest),
            )
            shown.append(OverviewRow(label, 0, figures))
        title = _("Members by unit ({n} in all)").format(n=_COUNT.show(members.people))
        headings = (_("people"), _("units"), _("with nobody"))
        return OverviewPart(title, headings, tuple(shown), tuple(self._tell_missing()))

    def _build_unit(self, row: UnitCount, most: int) -> OverviewRow:
        label = row.unit.name if row.unit else _("(no unit stated)")
        return OverviewRow(label, row.people / most, (_figure(row.people), _figure(row.units), _figure(row.empty)))

    def _tell_missing(self) -> Iterator[str]:
        members = self.found.members
        if not members.empty:
            return
        names = "; ".join(ref.name for ref in members.missing[:_NAMED])
        names += "; …" if members.empty > _NAMED else ""
        sentence = ngettext(
            "{n} of {units} units has nobody: {names}", "{n} of {units} units have nobody: {names}", members.empty
        )
        yield sentence.format(n=_COUNT.show(members.empty), units=_COUNT.show(members.units), names=names)
        yield _("all of them: {command}").format(command="netreg org list --without-member")

    def build_agreements(self) -> OverviewPart | None:
        """Build the agreements by state."""
        agreements = self.found.agreements
        total = sum(agreements.states.values())
        if not total:
            return None
        most = max(agreements.states.values())
        counts = [(label, agreements.states.get(state, 0)) for state, label in STATES.items()]
        rows = tuple(OverviewRow(str(label), n / most, (_figure(n),)) for label, n in counts if n)
        lines = []
        if agreements.endless:
            sentence = ngettext(
                "{n} in force has no end date: netreg agreement list --no-end",
                "{n} in force have no end date: netreg agreement list --no-end",
                agreements.endless,
            )
            lines.append(sentence.format(n=_COUNT.show(agreements.endless)))
        title = _("Agreements by state ({n} in all)").format(n=_COUNT.show(total))
        return OverviewPart(title, (), rows, tuple(lines))

    def build_endings(self) -> OverviewPart | None:
        """Build the quarters in which agreements end, each with the first of them."""
        if not sum(self.found.agreements.states.values()):
            return None
        endings = self.found.agreements.endings
        busy = [one for one in endings if one.number]
        most = max((one.number for one in busy), default=1)
        rows = tuple(self._build_quarter(one, most) for one in busy)
        title = _("Agreements that end in the next four quarters")
        lines = () if busy else (_("nothing ends in these quarters"),)
        if self.is_year_asked:
            year = self._show_year(self.found.year)
            title = _("Agreements that end in fiscal year {year}").format(year=year)
            if any(one.number > len(one.first) for one in busy):
                lines = (_("all of them: {command}").format(command=f"netreg agreement list end:fy{year}"),)
        return OverviewPart(title, (), rows, lines)

    def _build_quarter(self, one: QuarterEnding, most: int) -> OverviewRow:
        texts = [self._tell_ending(row) for row in one.first]
        if more := one.number - len(texts):
            sentence = _("and {n} more: {command}").format(n=_COUNT.show(more), command="netreg agreement forecast")
            if self.is_year_asked:  # the forecast looks ahead from today alone
                sentence = ngettext("and {n} more", "and {n} more", more).format(n=_COUNT.show(more))
            texts.append((sentence, ""))
        return OverviewRow(self._name_quarter(one.quarter), one.number / most, (_figure(one.number),), tuple(texts))

    def _tell_ending(self, row: Row) -> tuple[str, str]:
        renews = f" {_('renews itself')}" if row["renews_on"] else ""
        end = AGREEMENT.by_name["end"].show(row["end"], self.style)
        return f"{end} {row['title']}", f"[{row['code'] or row['id']}]{renews}"

    def _name_quarter(self, quarter: Quarter) -> str:
        """Name a quarter as the forecast does, with its months."""
        months = THAI_MONTHS_SHORT if self.style.lang == "th" else ENGLISH_MONTHS_SHORT
        first, last = (
            months[day.month - 1] for day in (quarter.last.replace(day=1, month=quarter.last.month - 2), quarter.last)
        )
        return f"{self._show_year(quarter.year)}/{quarter.number} {first}–{last}"

    def build_meetings(self) -> OverviewPart | None:
        """Build the meetings and those who came, of the fiscal year, of the last, and in all."""
        *years, total = self.found.meetings
        if not total.meetings:
            return None
        most = max(one.meetings for one in years) or 1
        has_heads = total.heads is not None
        rows = []
        for one in self.found.meetings:
            label = _("in all") if one.year is None else _("fiscal year {year}").format(year=self._show_year(one.year))
            share = 0 if one.year is None else one.meetings / most
            heads = (_figure(one.heads or 0),) if has_heads else ()
            rows.append(OverviewRow(label, share, (_figure(one.meetings), _figure(one.people), *heads)))
        headings = (_("meetings"), _("people named"), *((_("heads counted"),) if has_heads else ()))
        lines = self._point_to_year(self.found.meeting_years, (self.found.year, self.found.year - 1))
        led_to = (line for kind in ("opinion", "action_item") for line in self._tell_follow_ups(kind))
        return OverviewPart(_("Meetings and attendance"), headings, tuple(rows), (*lines, *led_to))

    def _tell_follow_ups(self, name: str) -> Iterator[str]:
        """Tell how the opinions or action items stand, with those of the fiscal year and of the last."""
        counts = [one for one in self.found.follow_ups if one.kind == name]
        if not counts:
            return
        told = [
            _("{standing} {n} ({year}: {of_year}, {last}: {of_last})").format(
                standing=one.label,
                n=_COUNT.show(one.total),
                year=self._show_year(self.found.year),
                of_year=_COUNT.show(one.of_year),
                last=self._show_year(self.found.year - 1),
                of_last=_COUNT.show(one.of_last),
            )
            for one in counts
        ]
        total = _COUNT.show(sum(one.total for one in counts))
        yield f"{BY_NAME[name].plural} {total}: {' · '.join(told)}"

    def _build_year_headings(self) -> tuple[str, ...]:
        years = (self._show_year(year) for year in (self.found.year, self.found.year - 1))
        return (_("in all"), *(_("fiscal year {year}").format(year=year) for year in years))

    def _point_to_year(self, known: Iterable[int], shown: tuple[int, ...]) -> tuple[str, ...]:
        """Point to the last fiscal year that has something, where those shown have nothing."""
        known = list(known)
        if not known or set(known) & set(shown):
            return ()
        latest = self._show_year(max(known))
        return (_("the latest were in fiscal year {year}: netreg stats --year {year}").format(year=latest),)

    def build_trainings(self) -> OverviewPart | None:
        """Build the cohorts and the people trained by region, in all and in the fiscal year."""
        trainings = self.found.trainings
        if not trainings.total.planned:
            return None
        has_year = bool(trainings.year_total.planned)
        most = max(one.held for one in trainings.regions) or 1
        region, rows = Region("region", "", ""), []
        for one in trainings.regions:
            own = trainings.of_year.get(one.region)
            of_year = (_figure(own.held if own else 0), _figure(own.people if own else 0)) if has_year else ()
            label = region.show(one.region, self.style) if one.region else _("(no region stated)")
            figures = (_figure(one.held), _figure(one.planned), _figure(one.people), *of_year)
            rows.append(OverviewRow(label, one.held / most, figures))
        year = self._show_year(self.found.year)
        of_year_headings = (
            (_("held {year}").format(year=year), _("people {year}").format(year=year)) if has_year else ()
        )
        headings = (_("held"), _("planned"), _("people"), *of_year_headings)
        lines = self._point_to_year(trainings.years, (self.found.year,))
        return OverviewPart(_("Trainings by region (cohorts)"), headings, tuple(rows), lines)

    def build_funds(self) -> OverviewPart | None:
        """Build the money raised by fund, in all, in the fiscal year and in the last."""
        funds = list(self.found.funds)
        if not funds:
            return None
        most = funds[0].total.amount or 1
        rows = [self._build_fund(one.fund or _("(no fund stated)"), [one], most) for one in funds[:_MOST]]
        if rest := funds[_MOST:]:
            label = _("{n} more").format(n=len(rest))
            rows.append(self._build_fund(label, rest, 0))
        return OverviewPart(_("Money raised by fund (baht)"), self._build_year_headings(), tuple(rows))

    def _build_fund(self, label: str, funds: list[FundCount], most: int) -> OverviewRow:
        sums = zip(*((one.total.amount, one.of_year.amount, one.of_last.amount) for one in funds), strict=True)
        amounts = [sum(money) for money in sums]
        figures = tuple(_MONEY.show(amount) if amount else None for amount in amounts)
        return OverviewRow(label, amounts[0] / most if most else 0, figures)

    def _show_year(self, year: int) -> str:
        return str(year if self.style.era == "be" else year - BE_OFFSET)

    def _show_day(self, day: str) -> str:
        return format_date(day, era=self.style.era, lang=self.style.lang)


def _figure(count: int) -> str | None:
    return _COUNT.show(count) if count else None


def _sum(counts: Iterable[int]) -> str | None:
    return _figure(sum(counts))
