"""The types of field that offer a few words to choose from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from netreg.core.fields import PLAIN, Field, Style, Value, shorten
from netreg.errors import InvalidValue
from netreg.language import Label, _, get_language
from netreg.thai import text

if TYPE_CHECKING:
    from collections.abc import Mapping

_FEW_CHOICES = 10
"""So many choices are named in full where none of them is meant."""


class Choice(Field):
    """One of a few words, each with a label in both languages."""

    def __init__(
        self,
        *args: Any,
        options: Mapping[str, Label],
        synonyms: Mapping[str, str] | None = None,
        notes_others: bool = False,
        **more: Any,
    ) -> None:
        """`options` maps stored words to labels, `synonyms` other words to stored ones.

        Where it `notes_others`, a file may say more than there are choices: the note keeps it.
        """
        super().__init__(*args, **more)
        self.options = options
        self.notes_others = notes_others
        self._synonyms = synonyms or {}
        self._words: dict[str, str] = {}

    def parse(self, written: str, years: str | None = None) -> Value:  # noqa: ARG002
        """Find the stored word by itself, its label in either language, or a synonym."""
        if not text.clean(written):
            return None
        known = self._words or self._collect_words()
        try:
            return known[_make_choice_key(written)]
        except KeyError:
            raise InvalidValue(self._refuse(written)) from None

    def holds(self, value: Any) -> bool:
        """Tell whether it is one of the stored words."""
        return value in self.options

    def knows_word(self, word: str) -> bool:
        """Return whether it is one of the words."""
        return _make_choice_key(word) in (self._words or self._collect_words())

    def _refuse(self, written: str) -> str:
        """Refuse a text with the choices, those nearest to it first, in words of the interface's language."""
        shown = {word: self.describe_word(word) for word in self.options}
        names = {name: word for name, word in self._collect_words().items() if word in shown}
        key = _make_choice_key(written)
        begun = [name for name in names if name.startswith(key)] if len(key) > 1 else []
        near = dict.fromkeys(names[name] for name in (*begun, *text.find_nearest(key, names, limit=8)))
        if len(self.options) <= _FEW_CHOICES:
            offered = [shown[word] for word in dict.fromkeys([*near, *self.options])]
        elif near:
            return _("'{text}' is not a valid choice; did you mean: {names}?").format(
                text=shorten(written), names=", ".join([shown[word] for word in near][:3])
            )
        else:
            offered = [*list(shown.values())[:8], "…"]
        return _("'{text}' is not a valid choice; expected one of: {names}").format(
            text=shorten(written), names=", ".join(offered)
        )

    def describe_word(self, word: str) -> str:
        """Return a word as it may be written: the Thai label before the stored word, behind it in English."""
        label = self.options[word]
        if get_language() == "th":
            return f"{label.th} ({word})" if label.th and label.th != word else word
        return f"{word} ({label.th})" if label.th and label.th != word else word

    def _collect_words(self) -> dict[str, str]:
        """Return the stored word of each word by its key; a label is never another's synonym."""
        self._words = {_make_choice_key(name): word for name, word in self._synonyms.items()}
        for word, label in self.options.items():
            self._words |= {_make_choice_key(name): word for name in (label.en, label.th, word)}
        return self._words

    def show(self, value: Any, style: Style = PLAIN) -> str:
        """Return the label of the option."""
        if value is None:
            return ""
        label = self.options.get(value)
        if label is None:
            return str(value)
        return label.th if style.lang == "th" else label.en


class YesNo(Choice):
    """Yes or no, stored as 1 or 0."""

    sql_type = "INTEGER"
    EXISTENCE: ClassVar = {"yes": Label("มี", "yes"), "no": Label("ไม่มี", "no")}
    """The answers to whether there is something: Thai answers by the verb of the question."""

    _YES_NO: ClassVar = {"yes": Label("ใช่", "yes"), "no": Label("ไม่ใช่", "no")}
    _WORDS: ClassVar = {
        "true": "yes", "1": "yes", "y": "yes", "ใช่": "yes", "มี": "yes", "✓": "yes", "x": "yes",
        "false": "no", "0": "no", "n": "no", "ไม่ใช่": "no", "ไม่": "no", "ไม่มี": "no",
    }  # fmt: skip

    def __init__(self, *args: Any, options: Mapping[str, Label] = _YES_NO, **more: Any) -> None:
        """Offer yes and no, and the words for them; `options` are other labels of ``yes`` and ``no``."""
        super().__init__(*args, options=options, synonyms=self._WORDS, **more)

    def parse(self, written: str, years: str | None = None) -> Value:
        """Return 1 for yes, 0 for no."""
        word = super().parse(written, years)
        return None if word is None else int(word == "yes")

    def holds(self, value: Any) -> bool:
        """Tell whether it is 1 or 0."""
        return value in (0, 1)

    def show(self, value: Any, style: Style = PLAIN) -> str:
        """Return yes or no in the language of the style."""
        return "" if value is None else super().show("yes" if value else "no", style)

    def to_json(self, value: Any) -> bool | None:
        """Return True, False or None."""
        return None if value is None else bool(value)

    def to_cell(self, value: Any) -> str:
        """Return ``yes``, ``no`` or an empty text."""
        return self.show(value)


def _make_choice_key(written: str) -> str:
    return text.match_key(written.replace("_", " "))
