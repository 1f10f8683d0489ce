"""The language of the interface, through which every sentence for users passes.

The sentences in the source are English; a catalogue under ``locale/`` may hold
another language (GNU gettext). Labels of fields and kinds are bilingual in the
code itself, so that a table can be headed in Thai before a catalogue exists.
"""

from __future__ import annotations

import os
import re
from bisect import bisect_left
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from netreg.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

LANGUAGES = ("th", "en")
_CATALOGUES = Path(__file__).parent / "locale"
_state: dict[str, object] = {"language": "en", "catalogue": None}


class Catalogue:
    """The sentences of a language, in a compiled catalogue of GNU gettext (``.mo``).

    The format is sorted so that a sentence is found by halving; ``gettext`` of the standard library
    makes a dictionary of all sentences first, which takes longer than most commands.
    """

    def __init__(self, content: bytes) -> None:
        """`content` is that of the file, in little-endian order."""
        self.content = content
        self._numbers = memoryview(content)[: len(content) // 4 * 4].cast("I")
        self.count, originals, translations = self._numbers[2:5]
        self._originals, self._translations = originals // 4, translations // 4

    def _read_text(self, place: int) -> bytes:
        offset = self._numbers[place + 1]
        return self.content[offset : offset + self._numbers[place]]

    def find(self, sentence: str) -> str | None:
        """Return the translation of a sentence, of one with a plural joined by NUL; None if there is none."""
        wanted, first = sentence.encode(), self._originals
        found = bisect_left(range(self.count), wanted, key=lambda number: self._read_text(first + 2 * number))
        if found == self.count or self._read_text(first + 2 * found) != wanted:
            return None
        return self._read_text(self._translations + 2 * found).decode()


class Label(NamedTuple):
    """A short name in both languages."""

    th: str
    en: str

    def __str__(self) -> str:
        """Return the name in the language of the interface."""
        return self.in_language(get_language())

    def in_language(self, lang: str) -> str:
        """Return the name in this language, ``th`` or ``en``."""
        return self.th if lang == "th" else self.en


def get_language() -> str:
    """Return the language of the interface, ``th`` or ``en``."""
    return str(_state["language"])


def set_language(name: str) -> None:
    """Set the language of the interface to `name`, ``th`` or ``en``."""
    _state["language"] = name
    _state["catalogue"] = _read_catalogue(_CATALOGUES / name / "LC_MESSAGES" / "netreg.mo")


@cache  # a command sets the language twice: that of the system, then that of the settings
def _read_catalogue(file: Path) -> Catalogue | None:
    """Read a compiled catalogue; None for a language that has none, as its sentences are those of the source."""
    try:
        return Catalogue(file.read_bytes())
    except OSError:
        return None


def find_system_language(environment: Mapping[str, str] = os.environ) -> str:
    """Return the language of the system's locale, in the order of GNU gettext; Thai where it names none of ours."""
    said = (environment.get(name) for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"))
    locale = next((value for value in said if value), "")
    for name in locale.split(":"):
        if name[:2] in LANGUAGES and not name[2:3].isalpha():
            return name[:2]
    return LANGUAGES[0]


def _(sentence: str) -> str:
    """Return a sentence in the language of the interface."""
    catalogue: Catalogue | None = _state["catalogue"]  # type: ignore[assignment]
    return (catalogue and sentence and catalogue.find(sentence)) or sentence


def translate_placeholders(command: str) -> str:
    """Return a command with what is to be filled in, such as ``DATE``, in the language of the interface."""
    return re.sub(r"(?<![\w-])[A-Z_]{2,}(?![\w-])", lambda found: _(found[0]), command)


def find_language(sentence: str) -> str:
    """Return the language in which a sentence is said, so that names and days within it are in the same.

    It is English where the catalogue lacks the sentence.
    """
    catalogue: Catalogue | None = _state["catalogue"]  # type: ignore[assignment]
    return get_language() if catalogue and catalogue.find(sentence) else "en"


def name_within(sentence: str, label: Label) -> str:
    """Return a name as it stands within a sentence, in the language of that sentence."""
    return label.in_language(find_language(sentence)).lower()


def ngettext(one: str, many: str, count: int) -> str:
    """Return the sentence for `count` things in the language of the interface.

    Thai has one form for all numbers; a catalogue of a language that has more would need its rule here.
    """
    catalogue: Catalogue | None = _state["catalogue"]  # type: ignore[assignment]
    translated = catalogue.find(f"{one}\0{many}") if catalogue else None
    return translated or (one if count == 1 else many)
