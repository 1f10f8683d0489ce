"""Settings: option, then environment, then configuration file, then default; and today.

The file is flat TOML, at ``NETREG_CONFIG`` or the system's place for configuration.
"""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from netreg.errors import BadConfiguration, NotAllowed, Refused
from netreg.language import LANGUAGES, _
from netreg.thai import terms

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, tzinfo

# Thailand has kept UTC+7 without summer time since 1920.
BANGKOK = timezone(timedelta(hours=7), "Asia/Bangkok")


class Settings(NamedTuple):
    """Everything that can be configured, as the configuration file and the environment have it."""

    db: str = ""
    lang: str = "th"
    era: str = "be"
    within: str = "P90D"
    regions: str = "4"
    timezone: str = "Asia/Bangkok"
    document_mb: str = "200"


CHOICES = {"lang": LANGUAGES, "era": ("be", "ce"), "regions": ("4", "6")}
MEANINGS = {
    "db": "where the database is",
    "lang": "language of the interface: th or en",
    "era": "era of the years in tables: be or ce",
    "within": "how long before an end the warning begins",
    "regions": "the scheme of regions: 4 or 6",
    "timezone": "the place whose day is today",
    "document_mb": "the largest file that is attached, in megabytes",
}


def file_path(environment: Mapping[str, str] = os.environ) -> Path:
    """Where the configuration file is, or would be."""
    if given := environment.get("NETREG_CONFIG"):
        return Path(given)
    if sys.platform == "linux":
        return _xdg_folder("XDG_CONFIG_HOME", ".config") / "config.toml"
    from platformdirs import user_config_path

    return user_config_path("netreg", appauthor=False) / "config.toml"


def _xdg_folder(variable: str, usual: str) -> Path:
    """The folder for netreg by the XDG Base Directory Specification.

    The library that knows this for every system takes a twentieth of a whole start to
    load; on Linux, where cron starts netreg, the rule is short enough to state.
    """
    given = os.environ.get(variable, "")
    return (Path(given) if given.startswith("/") else Path.home() / usual) / "netreg"


def data_path() -> Path:
    """Where the database is if nobody says otherwise."""
    if sys.platform == "linux":
        return _xdg_folder("XDG_DATA_HOME", ".local/share") / "netreg.db"
    from platformdirs import user_data_path

    return user_data_path("netreg", appauthor=False) / "netreg.db"


def load(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings of the file, overridden by the environment, else the defaults.

    Raises:
        BadConfiguration: naming the file and the setting.
    """
    path = file_path(environment)
    values = _read(path)
    settings = Settings()
    for name, value in values.items():
        try:
            settings = changed(settings, name, value)
        except Refused as refusal:
            raise BadConfiguration(_("{path}: {reason}").format(path=path, reason=refusal)) from None
    if db := environment.get("NETREG_DB"):
        settings = settings._replace(db=db)
    return settings


def _read(path: Path) -> dict[str, str]:
    try:
        content = path.read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise BadConfiguration(
            _("{path} cannot be read: {reason}").format(path=path, reason=getattr(error, "strerror", None) or "UTF-8"),
            _("mend or remove it"),
        ) from None
    import tomllib

    try:
        return {name: str(value) for name, value in tomllib.loads(content).items()}
    except tomllib.TOMLDecodeError as error:
        raise BadConfiguration(_("{path}: {reason}").format(path=path, reason=error), _("mend or remove it")) from None


def changed(settings: Settings, name: str, value: str) -> Settings:
    """The settings with one changed.

    Raises:
        Refused: an unknown setting, or a value it cannot have.
    """
    if name not in Settings._fields:
        raise Refused(
            _("there is no setting '{name}'; there are: {names}").format(name=name, names=", ".join(Settings._fields))
        )
    if name in CHOICES and value not in CHOICES[name]:
        raise Refused(
            _("{name} cannot be '{value}'; it may be: {options}").format(
                name=name, value=value, options=", ".join(CHOICES[name])
            )
        )
    if name == "within":
        value = terms.read_window(value)
    if name == "timezone":
        _zone(value)
    if name == "document_mb" and not (value.isascii() and value.isdecimal() and 0 < len(value) <= 6 and int(value)):
        raise Refused(_("document_mb cannot be '{value}'; write a number of megabytes").format(value=value[:40]))
    return settings._replace(**{name: value})


def write(name: str, value: str, environment: Mapping[str, str] = os.environ) -> Path:
    """Keep a setting in the configuration file; the file's path.

    Raises:
        Refused: when it cannot have that value.
    """
    import json

    changed(Settings(), name, value)
    path = file_path(environment)
    values = _read(path) | {name: value}
    # A basic string of TOML is written as one of JSON is.
    lines = [f"{key} = {json.dumps(text, ensure_ascii=False)}\n" for key, text in values.items()]
    partial = path.with_suffix(".partial")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        partial.write_text("".join(lines), encoding="utf-8")
        partial.replace(path)
    except OSError as error:
        raise NotAllowed(
            _("{path} cannot be written: {reason}").format(path=path, reason=error.strerror or error),
            _("name another file with NETREG_CONFIG"),
        ) from None
    return path


def actor(environment: Mapping[str, str] = os.environ) -> str:
    """Who works: ``NETREG_ACTOR``, else the operating system's user."""
    if given := environment.get("NETREG_ACTOR"):
        return given
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return str(os.getuid()) if hasattr(os, "getuid") else "?"


def _zone(name: str) -> tzinfo:
    if name == "Asia/Bangkok":
        return BANGKOK
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise Refused(_("there is no time zone '{name}'; an example: Asia/Bangkok").format(name=name)) from None


def today(settings: Settings, environment: Mapping[str, str] = os.environ) -> date:
    """The day it is: ``NETREG_TODAY``, else by the clock in the configured time zone.

    Raises:
        BadConfiguration: when ``NETREG_TODAY`` is not a day.
    """
    now = datetime.now(UTC).astimezone(_zone(settings.timezone)).date()
    given = environment.get("NETREG_TODAY")
    if not given:
        return now
    try:
        return terms.read_day_option(given, now)
    except Refused as refusal:
        raise BadConfiguration(_("NETREG_TODAY: {reason}").format(reason=refusal)) from None
