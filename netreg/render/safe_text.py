"""Data made safe to print, in one place: no control codes, no hidden direction of text."""

from __future__ import annotations

import re
from functools import cache

# C0 and C1 controls (ESC among them), DEL, and the marks that reverse or isolate text:
# (Unicode's tags and annotations, too, are text that nobody sees):
# a name must not be able to move the cursor, recolour the screen or hide what it says.
_CONTROLS, _MARKS = "\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff", "\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069"
_UNSAFE = f"[{_CONTROLS}{_MARKS}\ufff9-\ufffb\U000e0000-\U000e007f]"


def make_safe(text: str) -> str:
    """Return the text with each unsafe character replaced by U+FFFD; line ends and tabs stay."""
    return text if text.isprintable() else _unsafe_pattern().sub("\ufffd", text)


@cache
def _unsafe_pattern() -> re.Pattern[str]:
    """Compile the pattern when it is first needed: most output is printable as it is."""
    return re.compile(_UNSAFE)


def make_one_line(text: str) -> str:
    """Return the text made safe, on a single line without tabs."""
    return text if text.isprintable() else re.sub(r"\s*[\n\t]+\s*", " ", make_safe(text)).strip()
