"""Where texts stand in pages is where they stand in the records, and the records they belong to are told with them."""

from __future__ import annotations

import random
import shutil
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netreg.entities import BY_NAME, HOUSEKEEPING
from netreg.store import connections
from netreg.store.records.search_columns import PARTED
from netreg.store.records.search_pages.numbers import Numbers, find_numbers, tell_part
from netreg.store.records.search_pages.page_searches import find_owners, find_parts
from netreg.store.records.search_pages.pages import CODES, read_number, rebuild_pages
from netreg.thai.text import fold_text

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

KINDS = [kind for kind in BY_NAME.values() if kind.name not in HOUSEKEEPING]
# Letters that the pages lack, signs of theirs, and texts that are in one record alone.
ODD = ("中文", "é", "a|b", "ทด?สอบ", "¦ กา", "x\x0e\x0f", "กา|", "|ก", "??", "ง ¦ ก")


@pytest.fixture(scope="module")
def db(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    path = tmp_path_factory.mktemp("numbers") / "demo.db"
    shutil.copy(demo_file, path)
    with closing(connections.connect(path, "rw")) as connection:
        for number, text in enumerate((*ODD, "é 中文", "a b", "ทดxสอบ"), 1):
            connection.execute("UPDATE person SET search_text = ? WHERE id = ?", [f"สมมุติ{PARTED}{text}", number])
        # Numbers of more than one page, and far from each other.
        connection.execute("UPDATE signatory SET search_text = 'กาก' WHERE id = 1")
        rebuild_pages(connection)
        yield connection


def list_texts(db: sqlite3.Connection) -> list[str]:
    whole = [row[0] for kind in KINDS for row in db.execute(f"SELECT search_text FROM {kind.name}")]
    return [part for found in whole for part in found.split(PARTED) if len(part) > 1]


def test_all_records_with_a_text_are_found_with_where_it_stands_there(db: sqlite3.Connection) -> None:
    chance, wrong, texts = random.Random(2569), [], list_texts(db)
    pieces = [*ODD, "กก"]
    for _number in range(150):
        part = chance.choice(texts)
        at = chance.randrange(len(part) - 1)
        pieces.append(part[at : at + chance.randint(2, 9)].strip() or part)
    for piece in pieces:
        for kind in KINDS:
            rows = db.execute(f"SELECT id, search_text FROM {kind.name} WHERE instr(search_text, ?)", [piece])
            told = {row[0]: tell_part(row[1], [piece]) for row in rows}
            own, whole, starts = find_parts(db, kind.name, [piece], many=0, starts=True)[0]
            wrong += [(piece, kind.name, "own")] if set(own) != told.keys() or len(own) != len(told) else []
            wrong += [(piece, kind.name, "numbers")] if set(find_numbers(db, kind.name, [piece])) != told.keys() else []
            if whole is not None and starts is not None:
                wholes = {number for number, part in told.items() if part == "whole"}
                wrong += [(piece, kind.name, "whole")] if set(whole) != wholes else []
                wanted = {number for number, part in told.items() if part != "anywhere"}
                wrong += [(piece, kind.name, "starts")] if set(starts) != wanted else []
            if kind.parent is not None:
                sql = f"SELECT {kind.parent.column} FROM {kind.name} WHERE instr(search_text, ?)"
                owners = {row[0] for row in db.execute(sql, [piece])}
                wrong += [(piece, kind.name, "owners")] if set(find_owners(db, kind.name, [piece])[0]) != owners else []
    assert wrong == []


def test_no_more_are_looked_for_than_are_wanted(db: sqlite3.Connection) -> None:
    known = {form: len(find_numbers(db, "person", [form])) for form in ("สม", "กก?", "中文", "é")}
    assert known["สม"] > 3
    for form, count in known.items():
        for most in (0, 1, 3, count, 10_000):
            found = len(find_numbers(db, "person", [form], most=most))
            assert found == count if count <= most and found <= most else found > most, (form, most)


def test_several_forms_are_found_together(db: sqlite3.Connection) -> None:
    forms = [fold_text(word) for word in ("มหาวิทยาลัย", "คณะ")]
    one, other = (set(find_numbers(db, "organisation", [form])) for form in forms)
    assert one != other
    assert set(find_numbers(db, "organisation", forms)) == one | other
    found, _words = find_parts(db, "organisation", forms, many=0, starts=True)
    assert set(found.own) == one | other
    assert found.starts is not None
    assert set(found.starts) <= one | other


def test_words_are_found_on_the_way_to_the_text_that_has_them(db: sqlite3.Connection) -> None:
    chance, wrong = random.Random(2570), []
    for kind in KINDS:
        rows = list(map(tuple, db.execute(f"SELECT id, search_text FROM {kind.name}")))
        for _number in range(12 if rows else 0):
            words = [word for word in chance.choice(rows)[1].replace(PARTED, " ").split() if len(word) > 1][:3]
            words = [word[: chance.randint(2, 6)] for word in words]
            # In half of them the words are not part of the text, so that it may stand without them.
            texts = [" ".join(words), " ".join(reversed(words))] if chance.random() < 0.5 else ["กา", "สม"]
            forms = [[word] for word in words]
            has = [{row[0] for row in rows if word in row[1]} for word in words]
            whole = {row[0] for row in rows if any(text in row[1] for text in texts)}
            if not words:
                continue
            for many in (0, 10_000):
                parts, found = find_parts(db, kind.name, texts, forms, many=many, starts=True)
                wrong += [] if set(parts.own) == whole else [(kind.name, words, "text")]
                if found is None:
                    wrong += [] if len(whole) > many else [(kind.name, words, "words left out")]
                else:
                    wrong += [] if list(map(set, found.each)) == has else [(kind.name, words, "words")]
                    common = set.intersection(*has)
                    wrong += [] if found.every is None or set(found.every) == common else [(kind.name, words, "all")]
            if kind.parent is not None:
                sql = f"SELECT id, {kind.parent.column} FROM {kind.name}"
                owner = dict(map(tuple, db.execute(sql)))
                owners = list(map(set, find_owners(db, kind.name, texts, forms)))
                wanted = [{owner[number] for number in numbers} for numbers in (whole, *has)]
                wrong += [] if owners == wanted else [(kind.name, words, "owners")]
    assert wrong == []


@given(st.sets(st.integers(0, 1 << 40)), st.sets(st.integers(0, 1 << 40)), st.integers(0, 1 << 40))
def test_numbers_are_a_set(some: set[int], others: set[int], number: int) -> None:
    numbers, more = Numbers(some), Numbers(others)
    assert (list(numbers), len(numbers), number in numbers) == (sorted(some), len(some), number in some)
    numbers.add_all(more)
    assert (list(numbers), list(more)) == (sorted(some | others), sorted(others))
    numbers.remove_all(more)
    assert (list(numbers), list(more)) == (sorted(some - others), sorted(others))


def test_numbers_are_read_as_they_are_written() -> None:
    codes = {number: b"".join(CODES[byte] for byte in number.to_bytes(5, "big")) for number in (0, 255, 256, 1 << 33)}
    assert {number: read_number(code) for number, code in codes.items()} == {number: number for number in codes}
