"""A text that everybody has is found in pages as any other is, whichever records lack it, have it twice or alone."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from hypothesis import given
from hypothesis import strategies as st

from netreg.store.records.search_columns import PARTED
from netreg.store.records.search_pages.numbers import tell_part
from netreg.store.records.search_pages.page_searches import find_parts
from netreg.store.records.search_pages.pages import BITS, refresh_pages

COUNT = 1_100
"""Four full pages and part of another."""
PIECE = st.sampled_from(["กขคง", "กข คง", "กข", "ก", "คง", " ", f"{PARTED}กขคง", f"{PARTED}ง{PARTED}"])


@given(
    usual=st.lists(PIECE, max_size=4).map("".join),
    others=st.dictionaries(st.integers(0, COUNT - 1), st.lists(PIECE, max_size=4).map("".join), max_size=6),
    starts=st.booleans(),
)
def test_a_text_that_nearly_all_have_is_found_with_where_it_stands(
    usual: str, others: dict[int, str], *, starts: bool
) -> None:
    texts = {number: others.get(number, f"{usual}กขคง{usual}") for number in range(COUNT)}
    with closing(fill_pages(texts)) as db:
        for piece in ("กขคง", "กข", "ข ค"):
            found, _words = find_parts(db, "organisation", [piece], many=300, starts=starts)
            told = {number: tell_part(text, [piece]) for number, text in texts.items() if piece in text}
            assert list(found.own) == list(told), piece
            if found.whole is not None:
                assert set(found.whole) == {number for number, part in told.items() if part == "whole"}, piece
            if found.starts is not None:
                assert set(found.starts) == {number for number, part in told.items() if part != "anywhere"}, piece


def fill_pages(texts: dict[int, str]) -> sqlite3.Connection:
    """Make the pages of organisations with these texts."""
    db = sqlite3.connect(":memory:")
    db.execute("CREATE TABLE search_page (kind, page, texts, PRIMARY KEY (kind, page))")
    db.execute("CREATE TABLE organisation (id INTEGER PRIMARY KEY, search_text TEXT)")
    db.executemany("INSERT INTO organisation VALUES (?, ?)", texts.items())
    for page in range((COUNT >> BITS) + 1):
        refresh_pages(db, {"organisation": {page: set()}})
    return db
