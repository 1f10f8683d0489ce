"""Texts that have broken other programs, by kind.

The kinds are those of the public lists of naughty strings and of what can be said to a terminal, a
spreadsheet, a header, a page, a shell, a database and a file system; the wording is our own.
"""

from __future__ import annotations

import json
from pathlib import Path

NAUGHTY: dict[str, list[str]] = json.loads(Path(__file__).with_name("texts.json").read_bytes())
LONG = {
    "long": ["ก" * 3000, "a" * 70_000, "ที่ " * 4000, "👍" * 2000, "=" * 5000, "[" * 3000, "่" * 5000, "1" * 10_000],
    "long numbers": ["9" * 5000, "0" * 5000 + "1", "#" + "9" * 5000, "9" * 5000 + " ปี", "1" + ",000" * 2000, "๙" * 5000,
                     "1/1/" + "9" * 5000, "ครั้งที่ " + "1" * 5000, "รุ่น " + "1" * 5000, "@" + "9" * 5000,
                     "0." + "9" * 5000],
    "long queries": ["x:" * 500, "()" * 400, "-" * 1000, "(" * 2000, "a OR " * 1000, "end:" * 1000],
}  # fmt: skip


def list_texts(longest: int | None = None) -> list[str]:
    """List them all, each kind in turn, so that the first hundred are of every kind; `longest` in letters."""
    columns = [iter(texts) for texts in (NAUGHTY | LONG).values()]
    found: list[str] = []
    while columns:
        for column in tuple(columns):
            text = next(column, None)
            if text is None:
                columns.remove(column)
            elif longest is None or len(text) <= longest:
                found.append(text)
    return found


def list_arguments(longest: int | None = None) -> list[str]:
    """List those that a system hands to a program: no text with NUL, and of lone surrogates those that bytes become."""
    return [text for text in list_texts(longest) if "\x00" not in text and not _has_foreign_surrogate(text)]


def _has_foreign_surrogate(text: str) -> bool:
    return any("\ud800" <= letter <= "\udfff" and not "\udc80" <= letter <= "\udcff" for letter in text)
