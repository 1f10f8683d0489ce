"""What every command knows: the database, the day asked about, how to show the answer."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from netreg import config
from netreg.core.entity import TimeFrame
from netreg.core.fields import Style
from netreg.errors import InvalidValue, UsageError
from netreg.language import _, get_language
from netreg.render.results import View
from netreg.store import database
from netreg.thai.dates import day_options

if TYPE_CHECKING:
    import sqlite3


class Session(NamedTuple):
    """One run of the program."""

    settings: config.Settings
    db: Path
    as_of: date
    view: View
    words: str = ""

    @property
    def frame(self) -> TimeFrame:
        """The day asked about, with the usual window."""
        return TimeFrame(self.as_of, self.settings.within)

    def reading(self) -> AbstractContextManager[sqlite3.Connection]:
        """The register, to read."""
        return database.reading(self.db)

    def writing(self, *, dry_run: bool = False) -> AbstractContextManager[sqlite3.Connection]:
        """The register, to write in one transaction that the history keeps as this command."""
        return database.writing(self.db, self.words, config.find_actor(), dry_run=dry_run)

    def unlocked(self) -> AbstractContextManager[sqlite3.Connection]:
        """The register, to keep books beside it that are not in its history."""
        return database.unlocked(self.db)


def dry_run_note(*, dry_run: bool) -> tuple[str, ...]:
    """The note that a command was only tried, if it was."""
    return (_("dry run: nothing was kept"),) if dry_run else ()


def read_day_option(written: str, today: date, option: str = "--as-of") -> date:
    """The day that an option's text means; relative forms count from `today`.

    Raises:
        UsageError: naming the option, when it is no day.
    """
    try:
        return day_options.parse_day_option(written, today)
    except InvalidValue as refusal:
        raise UsageError(_("{option}: {reason}").format(option=option, reason=refusal)) from None


def read_window_option(written: str | None, option: str = "--within") -> str | None:
    """The length of time that an option gives, as an ISO 8601 duration, if it was given.

    Raises:
        UsageError: when it is no length of time.
    """
    try:
        return day_options.parse_window(written) if written is not None else None
    except InvalidValue as refusal:
        raise UsageError(_("{option}: {reason}").format(option=option, reason=refusal)) from None


def override_setting(settings: config.Settings, name: str, value: str | None) -> config.Settings:
    """The settings with one overridden by the option of its name, if it was given.

    Raises:
        UsageError: naming the option, when the setting cannot have that value.
    """
    if value is None:
        return settings
    try:
        return config.change_setting(settings, name, value)
    except InvalidValue as refusal:
        raise UsageError(f"--{name}: {refusal}") from None


def start_session(db: str | None, as_of: str | None, era: str | None, *, quiet: bool) -> Session:
    """The session that the global options ask for."""
    settings = override_setting(config.load_settings(), "era", era)
    if db == "":
        raise UsageError(_("--db is empty"), _("give the path of a register, or leave it out"))
    path = Path(db or settings.db) if db or settings.db else config.locate_database()
    today = config.find_today(settings)
    asked = read_day_option(as_of, today) if as_of else today
    return Session(settings, path.expanduser(), asked, View(style=Style(settings.era, get_language()), quiet=quiet))
