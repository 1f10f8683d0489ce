"""Fields that hold several values at once: derived, shown and given on, never stored."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from netreg.core.fields import PLAIN, Field, Style
from netreg.thai import text
from netreg.thai.dates.formats import format_date as show_date

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from netreg.language import Label


class _Plural(Field):
    """Several values, parted by ``;`` in a machine-read cell."""

    def to_json(self, value: Sequence[Any] | None) -> list[Any]:
        """The values as a list."""
        return list(value or ())

    def to_cell(self, value: Sequence[Any] | None) -> str:
        """The values parted by ``;``."""
        return "; ".join(map(str, value or ()))

    def show(self, value: Sequence[Any] | None, style: Style = PLAIN) -> str:
        """The values in the style, parted by ``;``."""
        return "; ".join(self.one(item, style) for item in value or ())

    def one(self, item: Any, style: Style) -> str:  # noqa: ARG002
        """One of them as people read it."""
        return str(item)


class NameList(_Plural):
    """Names of things."""


class NumberList(_Plural):
    """Numbers of a sequence."""

    def show(self, value: Sequence[int] | None, style: Style = PLAIN) -> str:  # noqa: ARG002
        """In order, those that follow one another as a run."""
        return text.format_ranges(value or ())


class DayList(_Plural):
    """Days and spans of days, ISO 8601."""

    def one(self, item: str, style: Style) -> str:
        """In words, in the era asked for."""
        return show_date(item, era=style.era, lang=style.lang)


class FlagList(Field):
    """Flags of a record, such as a contradiction or something missing: derived, never stored."""

    def __init__(self, *args: Any, sentences: Mapping[str, Label], **more: Any) -> None:
        """`sentences` says what each id means, with the flag's data in braces."""
        super().__init__(*args, **more)
        self.sentences = sentences

    def show(self, value: Any, style: Style = PLAIN) -> str:
        """The ids; at length what they mean, one a line."""
        flags = value or ()
        if not style.long:
            return ", ".join(flag["id"] for flag in flags)
        return "\n".join(f"{flag['id']}: {self._told(flag, style)}" for flag in flags)

    def _told(self, flag: dict[str, Any], style: Style) -> str:
        data = {name: _in_style(value, style) for name, value in flag["data"].items()}
        label = self.sentences[flag["id"]]
        return (label.th if style.lang == "th" else label.en).format(**data)

    def to_json(self, value: Any) -> Any:
        """Each with id, severity and data."""
        return list(value or ())

    def to_cell(self, value: Any) -> str:
        """The ids."""
        return self.show(value)


def _in_style(value: Any, style: Style) -> str:
    """A figure of a flag as people read it: a text that is a date in their era, numbers in runs."""
    if isinstance(value, list):
        return text.format_ranges(value) if all(isinstance(one, int) for one in value) else ", ".join(value)
    if isinstance(value, str) and re.fullmatch(r"\d{4}(-\d\d)*(T[\d:]+)?", value, re.ASCII):
        return show_date(value, era=style.era, style="long", lang=style.lang)
    return str(value)
