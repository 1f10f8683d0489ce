"""Fields that hold several values at once: derived and shown, never stored; rows that SQL has joined to one text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netreg.core.fields import PLAIN, Field, Style
from netreg.core.thai_fields import Phone
from netreg.language import translate_placeholders
from netreg.thai import text
from netreg.thai.dates.formats import format_date as show_date

if TYPE_CHECKING:
    from collections.abc import Sequence


def split_joined(raw: str | None, least: int, most: int | None = None) -> list[list[str]]:
    """Return the rows of a text that SQL has made of several, each of `least` parts, or of up to `most`.

    A row is left out that is broken by a value of another tool with the same separators (U+001E, U+001F) in it.
    """
    rows = (one.split("\x1f") for one in (raw or "").split("\x1e") if one)
    return [row for row in rows if least <= len(row) <= (most or least)]


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


class CommandText(Field):
    """A command to type, what is to be filled in named in the language of the interface."""

    def show(self, value: Any, style: Style = PLAIN) -> str:  # noqa: ARG002
        """Return the command."""
        return translate_placeholders(value or "")


class CommandList(NameList):
    """Commands of which one is to be chosen."""

    def show_one(self, item: Any, style: Style) -> str:  # noqa: ARG002
        """Return one of the commands."""
        return translate_placeholders(item)


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
