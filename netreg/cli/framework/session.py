"""One run of the program: its settings, its register, the day asked about, how results are shown."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from netreg import config
from netreg.cli.framework.option_values import naming_option, read_day
from netreg.core.entity import TimeFrame
from netreg.core.fields import Style
from netreg.errors import UsageError
from netreg.language import _, get_language
from netreg.named_tuples import NamedTuple
from netreg.render.results import View
from netreg.store import connections, database

if TYPE_CHECKING:
    import sqlite3


class Session(NamedTuple):
    """One run of the program."""

    settings: config.Settings
    db: Path
    as_of: date
    view: View
    words: str = ""
    dry_run: bool = False
    show_card: bool = False

    @property
    def frame(self) -> TimeFrame:
        """The day asked about, with the configured window."""
        return TimeFrame(self.as_of, self.settings.within)

    @property
    def today(self) -> date:
        """The day of today, whatever day is asked about."""
        return config.find_today(self.settings)

    @property
    def is_past(self) -> bool:
        """Tell whether a day before today is asked about."""
        return self.as_of < self.today

    @property
    def typed_on(self) -> str:
        """The ISO 8601 day on which what is typed is true: the day asked about, at most today."""
        return min(self.as_of, self.today).isoformat()

    def reading(self) -> AbstractContextManager[sqlite3.Connection]:
        """Open the register to read."""
        return database.reading(self.db)

    def writing(self) -> AbstractContextManager[sqlite3.Connection]:
        """Open the register to write, in one transaction that the history keeps as this command.

        A dry run is rolled back.
        """
        return database.writing(self.db, self.words, config.find_actor(), dry_run=self.dry_run)

    def writing_unrecorded(self) -> AbstractContextManager[sqlite3.Connection]:
        """Open the register to write what is not part of its history."""
        return database.writing_unrecorded(self.db)


def make_dry_run_note(*, dry_run: bool) -> tuple[str, ...]:
    """Return the note that a command was a dry run, if it was."""
    return (_("dry run: nothing was saved"),) if dry_run else ()


def make_unchanged_note(*, changed: bool) -> tuple[str, ...]:
    """Return the note that a command found everything as it was to be, if it did."""
    return () if changed else (_("no change; nothing was written"),)


_LONGEST_WAIT = 86_400.0
"""Seconds of a day: SQLite counts milliseconds in 31 bits."""


def _tell(sentence: str) -> None:
    from netreg.render.console import print_line  # who waits need not start quickly

    print_line(f"netreg: {sentence}")


def override_setting(settings: config.Settings, name: str, value: str | None) -> config.Settings:
    """Return the settings with one overridden by the option of its name, if that was given."""
    if value is None:
        return settings
    with naming_option(f"--{name}"):
        return config.change_setting(settings, name, value)


def start_session(
    db: str | None, as_of: str | None, era: str | None, *, wait: float | None = None, quiet: bool
) -> Session:
    """Start the session that the global options describe."""
    connections.WAIT_SECONDS = connections.USUAL_WAIT if wait is None else min(max(wait, 0), _LONGEST_WAIT)
    connections.LISTENERS[:] = [] if quiet else [_tell]
    settings = override_setting(config.load_settings(), "era", era)
    if db == "":
        raise UsageError(_("--db is empty"), _("give the path of a register, or leave it out"))
    if db == "-":  # which is the standard output elsewhere; a file of that name is ./-
        raise UsageError(
            _("{path} is no name of a file").format(path=db), _("give the path of a register, or leave it out")
        )
    path = Path(db or settings.db) if db or settings.db else config.locate_database()
    today = config.find_today(settings)
    view = View(style=Style(settings.era, get_language()), quiet=quiet)
    return Session(settings, path.expanduser(), read_day(as_of, today) if as_of else today, view)
