"""The language of the interface, through which every sentence for users passes.

The sentences in the source are English; a catalogue under ``locale/`` may hold
another language (GNU gettext). Labels of fields and kinds are bilingual in the
code itself, so that a table can be headed in Thai before a catalogue exists.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from netreg.named_tuples import NamedTuple

if TYPE_CHECKING:
    from gettext import NullTranslations

LANGUAGES = ("th", "en")
_CATALOGUES = Path(__file__).parent / "locale"
_state: dict[str, object] = {"language": "en", "catalogue": None}


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
    import gettext

    _state["language"] = name
    catalogue = gettext.translation("netreg", _CATALOGUES, [name], fallback=True)
    _state["catalogue"] = None if type(catalogue) is gettext.NullTranslations else catalogue


def _(sentence: str) -> str:
    """Return a sentence in the language of the interface."""
    catalogue: NullTranslations | None = _state["catalogue"]  # type: ignore[assignment]
    return catalogue.gettext(sentence) if catalogue else sentence


def ngettext(one: str, many: str, count: int) -> str:
    """Return the sentence for `count` things in the language of the interface."""
    catalogue: NullTranslations | None = _state["catalogue"]  # type: ignore[assignment]
    if catalogue:
        return catalogue.ngettext(one, many, count)
    return one if count == 1 else many
