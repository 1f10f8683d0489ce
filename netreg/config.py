"""Settings: option, then environment, then configuration file, then default; and today.

The file is flat TOML, at ``NETREG_CONFIG`` or the system's place for configuration.
"""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from netreg.errors import ConfigurationError, InvalidValue, NotAllowed, quote_word
from netreg.language import LANGUAGES, _
from netreg.thai.dates import day_options

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
    smtp_host: str = ""
    smtp_port: str = ""
    smtp_security: str = "starttls"
    smtp_user: str = ""
    smtp_password_file: str = ""
    smtp_ca_file: str = ""
    smtp_timeout: str = "30"
    mail_from: str = ""
    mail_fallback: str = ""
    document_mb: str = "200"


CHOICES = {
    "lang": LANGUAGES,
    "era": ("be", "ce"),
    "regions": ("4", "6"),
    "smtp_security": ("starttls", "tls", "plain", "insecure"),
}
_RANGES = {"smtp_port": range(1, 65536), "smtp_timeout": range(1, 601)}
_ADDRESSES = ("mail_from", "mail_fallback")
_FILES = ("smtp_password_file", "smtp_ca_file")
DESCRIPTIONS = {
    "db": "where the database is",
    "lang": "language of the interface: th or en",
    "era": "era of the years in tables: be or ce",
    "within": "how long before an end the warning begins",
    "regions": "the scheme of regions: 4 or 6",
    "timezone": "the place whose day is today",
    "smtp_host": "the server that takes e-mail",
    "smtp_port": "its port; empty is the usual one: 587, with tls 465, without encryption 25",
    "smtp_security": "starttls; tls; plain: unencrypted, to this machine only; insecure: to any",
    "smtp_user": "who logs in there; empty if nobody has to",
    "smtp_password_file": "a file with the password, for you alone (chmod 600); or NETREG_SMTP_PASSWORD",
    "smtp_ca_file": "certificates to trust instead of the system's (PEM)",
    "smtp_timeout": "seconds that the server may take for an answer",
    "mail_from": "the address that digests come from",
    "mail_fallback": "who is told of what nobody with an address is responsible for",
    "document_mb": "the largest file that is attached, in megabytes",
}


def locate_config_file(environment: Mapping[str, str] = os.environ) -> Path:
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


def locate_database() -> Path:
    """Where the database is if nobody says otherwise."""
    if sys.platform == "linux":
        return _xdg_folder("XDG_DATA_HOME", ".local/share") / "netreg.db"
    from platformdirs import user_data_path

    return user_data_path("netreg", appauthor=False) / "netreg.db"


def load_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings of the file, overridden by the environment, else the defaults.

    Raises:
        ConfigurationError: naming the file and the setting.
    """
    path = locate_config_file(environment)
    values = _read(path)
    settings = Settings()
    for name, value in values.items():
        try:
            settings = change_setting(settings, name, value)
        except InvalidValue as refusal:
            raise ConfigurationError(_("{path}: {reason}").format(path=path, reason=refusal)) from None
    if db := environment.get("NETREG_DB"):
        settings = settings._replace(db=db)
    return settings


def _read(path: Path) -> dict[str, str]:
    try:
        content = path.read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(
            _("{path} cannot be read: {reason}").format(path=path, reason=getattr(error, "strerror", None) or "UTF-8"),
            _("mend or remove it"),
        ) from None
    import tomllib

    try:
        return {name: str(value) for name, value in tomllib.loads(content).items()}
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(
            _("{path}: {reason}").format(path=path, reason=error), _("mend or remove it")
        ) from None


def change_setting(settings: Settings, name: str, value: str) -> Settings:
    """The settings with one changed.

    Raises:
        InvalidValue: an unknown setting, or a value it cannot have.
    """
    if name not in Settings._fields:
        raise InvalidValue(
            _("there is no setting '{name}'; there are: {names}").format(name=name, names=", ".join(Settings._fields))
        )
    if name in CHOICES and value not in CHOICES[name]:
        raise InvalidValue(
            _("{name} cannot be '{value}'; it may be: {options}").format(
                name=name, value=value, options=", ".join(CHOICES[name])
            )
        )
    if name == "within":
        value = day_options.parse_window(value)
    if name == "timezone":
        find_time_zone(value)
    if value and name in _RANGES:
        _require_number(name, value)
    if value and name in _ADDRESSES:
        value = _address(name, value)
    if name == "document_mb" and not (value.isascii() and value.isdecimal() and 0 < len(value) <= 6 and int(value)):
        raise InvalidValue(_("document_mb cannot be '{value}'; write a number of megabytes").format(value=value[:40]))
    return settings._replace(**{name: value})


def _require_number(name: str, value: str) -> None:
    known = _RANGES[name]
    if not (value.isascii() and value.isdigit() and int(value) in known):
        raise InvalidValue(
            _("{name} cannot be '{value}'; it is a number from {first} to {last}").format(
                name=name, value=value, first=known[0], last=known[-1]
            )
        )


def _address(name: str, value: str) -> str:
    from netreg.core.address_fields import Email

    try:
        return str(Email(name, name, name).parse(value) or "")
    except InvalidValue as refusal:
        raise InvalidValue(_("{name}: {reason}").format(name=name, reason=refusal)) from None


def write_setting(name: str, value: str, environment: Mapping[str, str] = os.environ) -> Path:
    """Keep a setting in the configuration file; the file's path.

    Raises:
        InvalidValue: when it cannot have that value.
    """
    import json

    change_setting(Settings(), name, value)
    if value and name in _FILES:  # cron starts in another folder
        value = str(Path(value).expanduser().absolute())
    path = locate_config_file(environment)
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


def read_smtp_password(settings: Settings, environment: Mapping[str, str] = os.environ) -> str:
    """The password for the mail server: ``NETREG_SMTP_PASSWORD``, else what is in its file.

    Raises:
        ConfigurationError: when there is none, others may read it, or it cannot be one.
    """
    password = environment.get("NETREG_SMTP_PASSWORD") or _first_line(settings.smtp_password_file)
    if not password.isascii() or not password.isprintable():
        # The ways to log in that servers have in common carry ASCII alone.
        raise ConfigurationError(
            _("the password for the mail server has letters that are not ASCII"),
            _("give the account one of plain letters, digits and signs"),
        )
    return password


def _first_line(file: str) -> str:
    if not file:
        raise ConfigurationError(
            _("smtp_user is set, and there is no password"),
            _("write it into a file and type 'netreg config smtp_password_file FILE'"),
        )
    path = Path(file).expanduser()
    if path.exists() and not path.is_file():  # a pipe would be waited for
        raise ConfigurationError(
            _("smtp_password_file: {file} is no regular file").format(file=path),
            _("type 'netreg config smtp_password_file FILE'"),
        )
    try:
        with path.open("rb") as opened:
            mode = os.fstat(opened.fileno()).st_mode
            if os.name == "posix" and mode & 0o077:
                raise ConfigurationError(
                    _("smtp_password_file: others may read {file}").format(file=path),
                    _("type 'chmod 600 {file}'").format(file=quote_word(path)),
                )
            first = opened.read(1024).split(b"\n")[0].rstrip(b"\r").decode(errors="replace")
    except OSError as error:
        raise ConfigurationError(
            _("smtp_password_file: {file} cannot be read: {reason}").format(file=path, reason=error.strerror),
            _("type 'netreg config smtp_password_file FILE'"),
        ) from None
    if not first:
        raise ConfigurationError(
            _("smtp_password_file: {file} is empty").format(file=path), _("write the password into its first line")
        )
    return first


def find_actor(environment: Mapping[str, str] = os.environ) -> str:
    """Who works: ``NETREG_ACTOR``, else the operating system's user."""
    if given := environment.get("NETREG_ACTOR"):
        return given
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return str(os.getuid()) if hasattr(os, "getuid") else "?"


def find_time_zone(name: str) -> tzinfo:
    """The time zone of that name in the IANA database.

    Raises:
        InvalidValue: when there is none.
    """
    if name == "Asia/Bangkok":
        return BANGKOK
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise InvalidValue(_("there is no time zone '{name}'; an example: Asia/Bangkok").format(name=name)) from None


def find_today(settings: Settings, environment: Mapping[str, str] = os.environ) -> date:
    """The day it is: ``NETREG_TODAY``, else by the clock in the configured time zone.

    Raises:
        ConfigurationError: when ``NETREG_TODAY`` is not a day.
    """
    now = datetime.now(UTC).astimezone(find_time_zone(settings.timezone)).date()
    given = environment.get("NETREG_TODAY")
    if not given:
        return now
    try:
        return day_options.parse_day_option(given, now)
    except InvalidValue as refusal:
        raise ConfigurationError(_("NETREG_TODAY: {reason}").format(reason=refusal)) from None
