"""A register that holds hostile texts in every column, as only another tool can write them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from itertools import count
from typing import TYPE_CHECKING

from netreg.entities import BY_NAME
from tests.hostile.texts import list_texts

if TYPE_CHECKING:
    from pathlib import Path

KEPT = ("id", "uid", "sort_key", "search_text", "created_at", "updated_at")
"""Columns that no other tool has a reason to write, or that are computed again."""
FREE = ("Text", "LongText", "Titles", "Name", "BodyName", "TextList")
LONGEST = 6000


def spoil_register(path: Path, turn: int, *, only_texts: bool = False) -> None:
    """Write a hostile text into every column of text of every record, another one in each.

    With each `turn` every column has another text; `only_texts` leaves out what is read as something else:
    choices, dates, numbers, codes.
    """
    texts, place = list_texts(LONGEST), count(turn)
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA foreign_keys=OFF")
        for kind in BY_NAME.values():
            references = {field.column for field in kind.references}
            spared = {field.name for field in kind.stored if only_texts and "Text" not in type(field).__name__}
            rows = [row[0] for row in db.execute(f"SELECT id FROM {kind.name}")]
            for _at, name, type_, *_more in db.execute(f"PRAGMA table_info({kind.name})").fetchall():
                if name in KEPT or name in references or name in spared or type_ != "TEXT":
                    continue
                for number in rows:
                    text = texts[next(place) % len(texts)].encode("utf-8", "surrogatepass")
                    sql = f"UPDATE OR IGNORE {kind.name} SET {name} = CAST(? AS TEXT) WHERE id = ?"
                    db.execute(sql, [text, number])
        db.commit()
