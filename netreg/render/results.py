"""What commands return: data to show and an exit code; one place renders them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from netreg.core.fields import Style

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from contextlib import AbstractContextManager

    from netreg.core.cards import Card
    from netreg.core.entity import Entity, Row
    from netreg.core.fields import Field


class View(NamedTuple):
    """How the user wants to see it; a `format` of None is chosen by where it goes."""

    format: str | None = None
    style: Style = Style()
    header: bool = True
    quiet: bool = False


class Listing(NamedTuple):
    """Records in rows, of which `fields` are shown; `for_people` stands in its place on a terminal.

    `told` are sentences that stand under a table, where people read it.
    """

    fields: Sequence[Field]
    rows: Sequence[Row]
    view: View
    everything: Sequence[Field] = ()
    notes: tuple[str, ...] = ()
    exit_code: int = 0
    for_people: Listing | None = None
    told: tuple[str, ...] = ()


class Shown(NamedTuple):
    """One record with all that belongs to it."""

    card: Card
    view: View
    notes: tuple[str, ...] = ()
    exit_code: int = 0


class Branch(NamedTuple):
    """A record in a tree and what is under it."""

    row: Row
    below: tuple[Branch, ...]


class Tree(NamedTuple):
    """Records under one another."""

    kind: Entity
    roots: tuple[Branch, ...]
    view: View
    notes: tuple[str, ...] = ()
    exit_code: int = 0


class Bar(NamedTuple):
    """An agreement along the years: its stretches, and the days that matter. All are ISO dates.

    A last stretch without an end goes on.
    """

    label: str
    stretches: tuple[tuple[str, str | None], ...]
    notice: str | None = None
    end: str | None = None


class Timeline(NamedTuple):
    """Bars under a line of years from `first` to `last`, with the day asked about marked.

    `listing` is what scripts get instead.
    """

    bars: tuple[Bar, ...]
    first: str
    last: str
    today: str
    listing: Listing
    view: View
    notes: tuple[str, ...] = ()
    exit_code: int = 0


class Told(NamedTuple):
    """Sentences, on the standard output; `data` is what scripts get instead of them.

    `report` are lines on the standard error that tell how it went.
    """

    sentences: tuple[str, ...]
    view: View = View()
    data: Any = None
    notes: tuple[str, ...] = ()
    exit_code: int = 0
    report: tuple[str, ...] = ()


class Bytes(NamedTuple):
    """A file's content for the standard output."""

    content: bytes
    view: View = View()
    notes: tuple[str, ...] = ()
    exit_code: int = 0


class Several(NamedTuple):
    """Several results, one after another."""

    parts: tuple[Listing | Shown | Told, ...]
    view: View
    notes: tuple[str, ...] = ()
    exit_code: int = 0


class Once(NamedTuple):
    """A result that is not to be told again: `telling` is entered around the printing.

    It keeps that the result was told only where the printing ended well.
    """

    result: Told
    telling: Callable[[], AbstractContextManager[None]]


Result = Listing | Shown | Tree | Timeline | Told | Bytes | Several
