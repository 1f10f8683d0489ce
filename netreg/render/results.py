"""The results that commands return, with their exit codes; :mod:`netreg.render.console` prints them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netreg.core.fields import Style
from netreg.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence
    from contextlib import AbstractContextManager

    from netreg.core.cards import Card, HitGroup
    from netreg.core.entity import Entity, Row
    from netreg.core.fields import Field
    from netreg.core.flags import Check
    from netreg.entities.checks.findings import NamedFinding


class View(NamedTuple):
    """How the user wants to see a result; a `format` of None depends on where the output goes."""

    format: str | None = None
    style: Style = Style()
    header: bool = True
    quiet: bool = False


class Listing(NamedTuple):
    """Records in rows, of which `fields` are shown.

    `all_fields` are those of JSON, where it has more; `for_terminal` is shown instead in
    tables; `footer` are sentences under a table, notes in other formats. The `summary` stands under a table alone.
    """

    fields: Sequence[Field]
    rows: Sequence[Row]
    view: View
    all_fields: Sequence[Field] = ()
    notes: tuple[str, ...] = ()
    exit_code: int = 0
    for_terminal: Listing | None = None
    footer: tuple[str, ...] = ()
    summary: str = ""


class Detail(NamedTuple):
    """One record with everything that belongs to it.

    People see it `in_full`, or how it stands and what was written of it: the short card of a command that writes.
    """

    card: Card
    view: View
    notes: tuple[str, ...] = ()
    exit_code: int = 0
    in_full: bool = True


class Branch(NamedTuple):
    """A record in a tree, with those under it."""

    row: Row
    children: tuple[Branch, ...]


class Tree(NamedTuple):
    """Records that form a tree."""

    kind: Entity
    roots: tuple[Branch, ...]
    view: View
    notes: tuple[str, ...] = ()
    exit_code: int = 0


class TimelineBar(NamedTuple):
    """An agreement in a timeline: its periods, the last day for notice and the end, as ISO dates.

    A last period without an end is open. Bars of one `group` stand under its name.
    """

    label: str
    periods: tuple[tuple[str, str | None], ...]
    notice: str | None = None
    end: str | None = None
    group: str = ""


class Timeline(NamedTuple):
    """Bars under a line of years from `first` to `last`, with a day marked as `today`.

    `listing` takes its place in formats for scripts.
    """

    bars: tuple[TimelineBar, ...]
    first: str
    last: str
    today: str
    listing: Listing
    view: View
    notes: tuple[str, ...] = ()
    exit_code: int = 0


class Hits(NamedTuple):
    """The results of a search by kind; `data` takes their place in JSON, `listing` in other formats."""

    groups: tuple[HitGroup, ...]
    folded: tuple[str, ...]
    listing: Listing
    data: Any
    view: View
    notes: tuple[str, ...] = ()
    exit_code: int = 0


class OverviewRow(NamedTuple):
    """A line of an overview: a bar as long as its `share` of the most, figures, and texts behind them.

    A figure of None is a zero, which is drawn quietly. A text has a tail that is never cut off; each stands on a
    line of its own.
    """

    label: str
    share: float
    figures: tuple[str | None, ...]
    texts: tuple[tuple[str, str], ...] = ()


class OverviewPart(NamedTuple):
    """A part of an overview: `headings` stand over the figures, `lines` below the rows."""

    title: str
    headings: tuple[str, ...] = ()
    rows: tuple[OverviewRow, ...] = ()
    lines: tuple[str, ...] = ()


class Overview(NamedTuple):
    """Parts with bars and figures that sum up a register on one screen; `listing` takes their place for scripts.

    `head` are lines above, `hints` lines below.
    """

    head: tuple[str, ...]
    parts: tuple[OverviewPart, ...]
    hints: tuple[str, ...]
    listing: Listing
    view: View
    notes: tuple[str, ...] = ()
    exit_code: int = 0


class FindingGroup(NamedTuple):
    """The findings of one check: how many there are, and the first of them."""

    check: Check
    total: int
    first: tuple[NamedFinding, ...]


class Findings(NamedTuple):
    """The findings of checks, by check; `listing` takes their place in formats for scripts."""

    groups: tuple[FindingGroup, ...]
    listing: Listing
    view: View
    notes: tuple[str, ...] = ()
    exit_code: int = 0


class Message(NamedTuple):
    """Sentences for the standard output; `data` takes their place in JSON, `listing` in other formats.

    `report` are lines for the standard error. A terminal gets prose folded to its width.
    """

    sentences: tuple[str, ...]
    view: View = View()
    data: Any = None
    notes: tuple[str, ...] = ()
    exit_code: int = 0
    report: tuple[str, ...] = ()
    listing: Listing | None = None
    is_prose: bool = False


class RawOutput(NamedTuple):
    """The content of a file, for the standard output: whole, or in pieces that are made while they are written.

    `report` is said on the standard error.
    """

    content: bytes | Generator[bytes, None, None]
    view: View = View()
    notes: tuple[str, ...] = ()
    exit_code: int = 0
    report: tuple[str, ...] = ()


class ResultGroup(NamedTuple):
    """Several results, one after another."""

    parts: tuple[Listing | Detail | Message, ...]
    view: View
    notes: tuple[str, ...] = ()
    exit_code: int = 0


class RecordedMessage(NamedTuple):
    """A message that is recorded as given: `recording` is entered around its printing.

    It records the message only if the printing succeeds.
    """

    result: Message
    recording: Callable[[], AbstractContextManager[None]]


Result = Listing | Detail | Tree | Timeline | Hits | Overview | Findings | Message | RawOutput | ResultGroup
