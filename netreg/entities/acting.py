"""Who does another's office: the forms of acting, and positions that are written with one of them."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from netreg.core.compound_columns import CompoundColumn
from netreg.language import Label
from netreg.thai.text import clean

if TYPE_CHECKING:
    from collections.abc import Container

    from netreg.core.fields import Value

# The forms in which Thai administrative law lets one person do another's office.
ACTING = {
    "acting": Label("รักษาการ", "acting"),
    "acting_for": Label("รักษาการแทน", "acting for"),
    "acting_in_post": Label("รักษาการในตำแหน่ง", "acting in the post"),
    "acting_official": Label("รักษาราชการแทน", "acting official"),
    "delegated": Label("ปฏิบัติราชการแทน", "delegated to act for"),
    "delegated_work": Label("ปฏิบัติงานแทน", "working in place of"),
}


def join_position(acting: str | None, position: str) -> str:
    """Return a position with the words for one who acts in it, unless it says so itself."""
    form = ACTING[acting].th if acting in ACTING else acting or ""
    return position if form in position else form + position


@lru_cache(1 << 12)
def _split_position(written: str) -> tuple[Value, ...]:
    """Split a position from the words for one who acts in it: ``(รก.) ผอ.กอง``, ``ผอ.กอง (รักษาการ)``."""
    position = clean(written)
    may_act = position.lstrip("([ ")[:1] in _FIRST_LETTERS or position.endswith((")", "]"))
    found = _acting_pattern().fullmatch(position) if may_act else None
    if found is None:
        return position, None
    form = re.sub(r"\s", "", found["before"] or found["behind"])
    return found["position"] or found["held"], _ACTING_WORDS[form]


_ACTING_WORDS = {
    "รก.": "acting",
    "รรก.": "acting",
    "รักษาการ": "acting",
    "รกท.": "acting_for",
    "รักษาการแทน": "acting_for",
    "รก.ในตำแหน่ง": "acting_in_post",
    "รักษาการในตำแหน่ง": "acting_in_post",
    "รรท.": "acting_official",
    "รักษาราชการแทน": "acting_official",
    "ปรท.": "delegated",
    "ปฏิบัติราชการแทน": "delegated",
}
_FIRST_LETTERS = frozenset(form[0] for form in _ACTING_WORDS)


@cache
def _acting_pattern() -> re.Pattern[str]:
    """Match such words, in brackets or not, before a position, or in brackets behind it."""
    forms = "|".join(r"\s*".join(map(re.escape, form)) for form in sorted(_ACTING_WORDS, key=len, reverse=True))
    before = rf"[(\[]?\s*(?P<before>{forms})\s*[)\]]?\s*(?P<position>[^\s)\]].*)"
    return re.compile(rf"{before}|(?P<held>.*\S)\s*[(\[]\s*(?P<behind>{forms})\s*[)\]]")


_POSITION = CompoundColumn(
    "position",
    Label("ตำแหน่ง", "Position"),
    (),
    ("position",),
    _split_position,
    Label("ตำแหน่ง", "position"),
    "ผู้อำนวยการกอง",
    beside=("acting",),
)


def choose_position(field: str, columns: Container[str]) -> CompoundColumn | None:
    """Choose how a column of positions is read: what says that somebody acts in one has a field of its own."""
    return _POSITION if field == "position" and "acting" not in columns else None
