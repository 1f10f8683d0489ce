"""Each card names, for each of its sections, a command that lists as many records as the section counts."""

from __future__ import annotations

import json
import shlex
from datetime import date
from typing import TYPE_CHECKING

import pytest

from netreg.core.entity import TimeFrame
from netreg.entities import BY_NAME
from netreg.store import database
from netreg.store.records import records
from netreg.store.reports.pointing_records import add_pointing_sections

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from tests.conftest import Netreg

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize("day", [date(2024, 9, 5), TODAY], ids=str)
def test_the_command_of_a_section_lists_as_many_as_it_counts(filled: Netreg, day: date) -> None:
    with database.reading(filled.db) as db:
        asked = {key: (command, count) for key, command, count in list_sections(db, day)}
    assert {kind for kind, _label in asked} >= {"organisation", "person", "agreement"}
    wrong = []
    for command, count in asked.values():
        run = filled("--as-of", day.isoformat(), *shlex.split(command)[1:], "--json")
        if run.code or len(json.loads(run.out)) != count:
            wrong.append((command, count, run.out or run.err))
    assert wrong == []


def list_sections(db: sqlite3.Connection, day: date) -> Iterator[tuple[tuple[str, str], str, int]]:
    """Yield the kind of a card and the label of a section that is not empty, its command and its count."""
    for kind in BY_NAME.values():
        for (number,) in db.execute(f"SELECT id FROM {kind.name}").fetchall():
            card = records.read_card(db, kind, number, day, 50)
            card = add_pointing_sections(db, card, TimeFrame(day), is_past=day < TODAY)
            for section in card.sections:
                if section.cards and day == TODAY:  # an agreement that was not known has a card, and is in no list
                    yield (kind.name, str(section.label)), section.command, section.total or len(section.cards)
            for pointing in card.pointing:
                yield (kind.name, str(pointing.label)), pointing.command, pointing.total
