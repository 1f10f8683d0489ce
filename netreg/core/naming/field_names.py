"""Fields found by what people call them, and offered where a name is not known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

from netreg.errors import suggest_names
from netreg.language import Label, find_language
from netreg.thai import text

if TYPE_CHECKING:
    from collections.abc import Iterable


class Named(Protocol):
    """Whatever has the names of a field: a field, or a compound column."""

    @property
    def name(self) -> str:
        """The machine name."""

    @property
    def label(self) -> Label:
        """The name on the screen, in both languages."""

    @property
    def headings(self) -> tuple[str, ...]:
        """Other names that columns of files have."""


AnyNamed = TypeVar("AnyNamed", bound=Named)


def find_field(written: str, fields: Iterable[AnyNamed]) -> AnyNamed | None:
    """Return the field of a machine name, else of a label in either language, else of a Thai heading of files."""
    fields = list(fields)
    for field in fields:
        if field.name == written:
            return field
    key = _make_key(written)
    for headed in (False,) if written.isascii() else (False, True):
        for field in fields:
            if key in map(_make_key, field.headings if headed else (field.name, *field.label)):
                return field
    return None


def show_field(field: Named) -> str:
    """Return the name of a field in the language of the interface, in Thai with the machine name behind."""
    label = field.label.th
    return (
        f"{label} ({field.name})"
        if find_language("did you mean: {names}?") == "th" and label != field.name
        else field.name
    )


def suggest_fields(written: str, fields: Iterable[Named]) -> str:
    """Return the advice that offers the fields with a name nearest to one that is not known, else the first of all."""
    fields = list(fields)
    key = _make_key(written)
    by_word: dict[str, Named] = {}
    for field in fields:
        for word in (field.name, *field.label, *field.headings):
            by_word.setdefault(_make_key(word), field)
    begun = sorted((word for word in by_word if len(key) > 1 and word.startswith(key)), key=len)
    near = dict.fromkeys(by_word[word].name for word in (*begun, *text.find_nearest(key, by_word)))
    shown = {field.name: show_field(field) for field in fields}
    return suggest_names([shown[name] for name in near][:3], list(shown.values()))


def _make_key(word: str) -> str:
    return text.match_key(word.replace("_", " ").replace("-", " "))
