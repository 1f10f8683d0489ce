"""Fields that hold several values at once: derived, shown and given on, never stored."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netreg.core.fields import PLAIN, Field, Style
from netreg.thai import text
from netreg.thai.calendar_show import show as show_date

if TYPE_CHECKING:
    from collections.abc import Sequence


class _Plural(Field):
    """Several values, parted by ``;`` in a machine-read cell."""

    def plain(self, value: Sequence[Any] | None) -> list[Any]:
        """The values as a list."""
        return list(value or ())

    def flat(self, value: Sequence[Any] | None) -> str:
        """The values parted by ``;``."""
        return "; ".join(map(str, value or ()))

    def show(self, value: Sequence[Any] | None, style: Style = PLAIN) -> str:
        """The values in the style, parted by ``;``."""
        return "; ".join(self.one(item, style) for item in value or ())

    def one(self, item: Any, style: Style) -> str:  # noqa: ARG002
        """One of them as people read it."""
        return str(item)


class Names(_Plural):
    """Names of things."""


class Numbers(_Plural):
    """Numbers of a sequence."""

    def show(self, value: Sequence[int] | None, style: Style = PLAIN) -> str:  # noqa: ARG002
        """In order, those that follow one another as a run."""
        return text.runs(value or ())


class Days(_Plural):
    """Days and spans of days, ISO 8601."""

    def one(self, item: str, style: Style) -> str:
        """In words, in the era asked for."""
        return show_date(item, era=style.era, lang=style.lang)
