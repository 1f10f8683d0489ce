"""Fields that hold several values at once: derived and shown, never stored."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from netreg.core.fields import PLAIN, Field, Style
from netreg.core.thai_fields import Phone
from netreg.thai import text
from netreg.thai.dates.formats import format_date as show_date

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from netreg.language import Label


class _Plural(Field):
    """Several values, separated by ``;`` in a cell."""

    def to_json(self, value: Sequence[Any] | None) -> list[Any]:
        """Return the values as a list."""
        return list(value or ())

    def to_cell(self, value: Sequence[Any] | None) -> str:
        """Join the values with ``;``."""
        return "; ".join(map(str, value or ()))

    def show(self, value: Sequence[Any] | None, style: Style = PLAIN) -> str:
        """Join the values as people read them with ``;``."""
        return "; ".join(self.show_one(item, style) for item in value or ())

    def show_one(self, item: Any, style: Style) -> str:  # noqa: ARG002
        """Return one of the values as people read it."""
        return str(item)


class NameList(_Plural):
    """Names."""


class NumberList(_Plural):
    """Numbers of a sequence."""

    def show(self, value: Sequence[int] | None, style: Style = PLAIN) -> str:  # noqa: ARG002
        """Write the numbers in order, successive ones as a run."""
        return text.format_ranges(value or ())


class DayList(_Plural):
    """Days and spans of days, ISO 8601."""

    def show_one(self, item: str, style: Style) -> str:
        """Write the day in words."""
        return show_date(item, era=style.era, lang=style.lang)


_PHONE = Phone("phone", "โทรศัพท์", "Telephone")


class ContactList(_Plural):
    """People to ask, each an object with name, telephone and e-mail, None where that is not known."""

    def to_cell(self, value: Sequence[dict[str, str | None]] | None) -> str:
        """Write them as people read them."""
        return self.show(value)

    def show_one(self, item: dict[str, str | None], style: Style) -> str:
        """Write the name, and in brackets how to reach them."""
        reached = ", ".join(filter(None, (_PHONE.show(item["phone"], style), item["email"])))
        return " ".join(filter(None, (item["name"], f"({reached})" if reached and item["name"] else reached)))


class FlagList(Field):
    """Flags of a record, such as a contradiction or something missing: derived, never stored."""

    def __init__(self, *args: Any, sentences: Mapping[str, Label], **more: Any) -> None:
        """`sentences` explains each id, with the data of the flag in braces."""
        super().__init__(*args, **more)
        self.sentences = sentences

    def show(self, value: Any, style: Style = PLAIN) -> str:
        """Write the ids; in long form a line with the sentence of each."""
        flags = value or ()
        if not style.long:
            return ", ".join(flag["id"] for flag in flags)
        return "\n".join(f"{flag['id']}: {self.explain(flag, style)}" for flag in flags)

    def explain(self, flag: dict[str, Any], style: Style) -> str:
        """Return the sentence of a flag."""
        data = {name: _format_figure(value, style) for name, value in flag["data"].items()}
        label = self.sentences[flag["id"]]
        return (label.th if style.lang == "th" else label.en).format(**data)

    def to_json(self, value: Any) -> Any:
        """Return the flags, each with id, severity and data."""
        return list(value or ())

    def to_cell(self, value: Any) -> str:
        """Return the ids."""
        return self.show(value)


def _format_figure(value: Any, style: Style) -> str:
    """Format a value of a flag for people: dates in their era, numbers as runs."""
    if isinstance(value, list):
        return text.format_ranges(value) if all(isinstance(one, int) for one in value) else ", ".join(value)
    if isinstance(value, str) and re.fullmatch(r"\d{4}(-\d\d)*(T[\d:]+)?", value, re.ASCII):
        return show_date(value, era=style.era, style="long", lang=style.lang)
    return str(value)
