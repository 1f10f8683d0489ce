"""Settings, from an option, else the environment, else the configuration file, else the default.

The file is flat TOML, at ``NETREG_CONFIG`` or the system's folder for configuration.
"""

from __future__ import annotations

import errno
import os
import sys
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING

from netreg.errors import ConfigurationError, InvalidValue, NotAllowed, get_system_reason, list_names, quote_word
from netreg.language import LANGUAGES, _, find_system_language
from netreg.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from contextlib import AbstractContextManager
    from datetime import date, tzinfo
    from typing import BinaryIO

    Saving = Callable[[Path], AbstractContextManager[BinaryIO]]

# Thailand has kept UTC+7 without summer time since 1920.
BANGKOK = timezone(timedelta(hours=7), "Asia/Bangkok")


class Settings(NamedTuple):
    """Everything that can be configured, as written in the configuration file."""

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


_MOST_BYTES = 1 << 20
CHOICES = {
    "lang": LANGUAGES,
    "era": ("be", "ce"),
    "regions": ("4", "6"),
    "smtp_security": ("starttls", "tls", "plain", "insecure"),
}
_ERAS = {"พ.ศ.": "be", "ค.ศ.": "ce"}
_RANGES = {"smtp_port": range(1, 65536), "smtp_timeout": range(1, 601), "document_mb": range(1, 1_000_000)}
_ADDRESSES = ("mail_from", "mail_fallback")
_FILES = ("smtp_password_file", "smtp_ca_file")
DESCRIPTIONS = {
    "db": "path of the database",
    "lang": "language of the interface: th or en",
    "era": "era of the years in tables: be or ce",
    "within": "how long before an end to warn",
    "regions": "scheme of regions: 4 or 6",
    "timezone": "time zone that decides which day is today",
    "smtp_host": "server that sends e-mail",
    "smtp_port": "its port; by default 587, with tls 465, without encryption 25",
    "smtp_security": "starttls; tls; plain: unencrypted, to this machine only; insecure: unencrypted, to any",
    "smtp_user": "user name for that server; empty if it needs no login",
    "smtp_password_file": "file with the password, readable by you alone (chmod 600); or NETREG_SMTP_PASSWORD",
    "smtp_ca_file": "certificates to trust instead of the system's (PEM)",
    "smtp_timeout": "seconds to wait for an answer of the server",
    "mail_from": "sender address of digests",
    "mail_fallback": "recipient of warnings for which nobody with an address is responsible",
    "document_mb": "size limit of attached files, in megabytes",
}


def locate_config_file(environment: Mapping[str, str] = os.environ) -> Path:
    """Return where the configuration file is, or would be."""
    if given := environment.get("NETREG_CONFIG"):
        return Path(given)
    if sys.platform == "linux":
        return _locate_xdg_folder("XDG_CONFIG_HOME", ".config") / "config.toml"
    from platformdirs import user_config_path

    return user_config_path("netreg", appauthor=False) / "config.toml"


def _locate_xdg_folder(variable: str, usual: str) -> Path:
    """Return the folder for netreg by the XDG Base Directory Specification.

    The library that knows this for every system takes a twentieth of a whole start to
    load; on Linux, where cron starts netreg, the rule is short enough to state.
    """
    given = os.environ.get(variable, "")
    return (Path(given) if given.startswith("/") else Path.home() / usual) / "netreg"


def locate_database() -> Path:
    """Return where the database is by default."""
    if sys.platform == "linux":
        return _locate_xdg_folder("XDG_DATA_HOME", ".local/share") / "netreg.db"
    from platformdirs import user_data_path

    return user_data_path("netreg", appauthor=False) / "netreg.db"


def load_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Load the settings of the file, overridden by the environment, or else the defaults.

    Raises:
        ConfigurationError: naming the file and the setting.
    """
    path = locate_config_file(environment)
    values = _read_file(path)
    settings = Settings(lang=find_system_language(environment))
    for name, value in values.items():
        try:
            settings = change_setting(settings, name, value)
        except InvalidValue as refusal:
            raise ConfigurationError(_("{path}: {reason}").format(path=path, reason=refusal)) from None
    if db := environment.get("NETREG_DB"):
        settings = settings._replace(db=db)
    return settings


def _read_file(path: Path) -> dict[str, str]:
    try:
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
        if len(content) > _MOST_BYTES:  # a device may never end
            raise OSError(errno.EFBIG, os.strerror(errno.EFBIG))  # noqa: TRY301 - told as what the system refuses
        written = content.decode()
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(
            _("{path} cannot be read: {reason}").format(
                path=path, reason=getattr(error, "strerror", None) or _("not UTF-8")
            ),
            _("correct or remove it"),
        ) from None
    import tomllib

    try:
        return {name: str(value) for name, value in tomllib.loads(written).items()}
    except (ValueError, RecursionError) as error:  # a number or a nesting beyond what Python takes, as well
        raise ConfigurationError(
            _("{path}: {reason}").format(path=path, reason=error), _("correct or remove it")
        ) from None


def change_setting(settings: Settings, name: str, value: str) -> Settings:
    """Return the settings with one of them changed.

    Raises:
        InvalidValue: for an unknown setting, or a value it cannot have.
    """
    if name not in Settings._fields:
        raise InvalidValue(_("unknown setting '{name}'").format(name=name) + "; " + list_names(Settings._fields))
    if name == "era":
        value = _ERAS.get(value, value)
    if name in CHOICES and value not in CHOICES[name]:
        raise InvalidValue(f"{_describe_invalid(name, value)}; {list_names(CHOICES[name])}")
    if name == "within":
        from netreg.thai.dates.day_options import parse_window

        value = parse_window(value)
    if name == "timezone":
        find_time_zone(value)
    if name in _RANGES and (value or name == "document_mb"):
        _require_number(name, value)
    if value and name in _ADDRESSES:
        value = _parse_address(name, value)
    return settings._replace(**{name: value})


def _require_number(name: str, value: str) -> None:
    valid = _RANGES[name]
    if not (value.isascii() and value.isdigit() and len(value) <= 6 and int(value) in valid):
        expected = _("expected a number from {first} to {last}").format(first=valid[0], last=valid[-1])
        raise InvalidValue(f"{_describe_invalid(name, value)}; {expected}")


def _describe_invalid(name: str, value: str) -> str:
    return _("{name} cannot be '{value}'").format(name=name, value=value[:40])


def _parse_address(name: str, value: str) -> str:
    from netreg.core.address_fields import Email

    try:
        return str(Email(name, name, name).parse(value) or "")
    except InvalidValue as refusal:
        raise InvalidValue(_("{name}: {reason}").format(name=name, reason=refusal)) from None


def make_private_folder(folder: Path) -> None:
    """Make a folder and those above it, each the user's alone: a mode given to `mkdir` holds for the last only."""
    for part in (*reversed(folder.parents), folder):
        if not part.is_dir():
            part.mkdir(mode=0o700, exist_ok=True)


def write_setting(name: str, value: str, saving: Saving, environment: Mapping[str, str] = os.environ) -> Path:
    """Write a setting into the configuration file, and return the path of the file.

    `saving` opens a file to write that is put at its path once it is complete.

    Raises:
        InvalidValue: when it cannot have that value.
    """
    import json

    change_setting(Settings(), name, value)
    if value and name in _FILES:  # cron starts in another folder
        value = str(Path(value).expanduser().absolute())
    path = locate_config_file(environment)
    values = _read_file(path) | {name: value}
    # A basic string of TOML is written as one of JSON is.
    lines = [f"{key} = {json.dumps(text, ensure_ascii=False)}\n" for key, text in values.items()]
    try:
        make_private_folder(path.parent)
    except OSError as error:
        raise NotAllowed(
            _("{path} cannot be written: {reason}").format(path=path, reason=get_system_reason(error)),
            _("choose another file with NETREG_CONFIG"),
        ) from None
    with saving(path) as file:
        file.write("".join(lines).encode())
    return path


def read_smtp_password(settings: Settings, environment: Mapping[str, str] = os.environ) -> str:
    """Return the password for the mail server: ``NETREG_SMTP_PASSWORD``, else the first line of its file.

    Raises:
        ConfigurationError: when there is none, others may read it, or it cannot be used.
    """
    password = environment.get("NETREG_SMTP_PASSWORD") or _read_password_file(settings.smtp_password_file)
    if not password.isascii() or not password.isprintable():
        # The ways to log in that servers have in common carry ASCII alone.
        raise ConfigurationError(
            _("the password for the mail server has characters that are not printable ASCII"),
            _("choose one of letters, digits and punctuation"),
        )
    return password


def _read_password_file(file: str) -> str:
    if not file:
        raise ConfigurationError(
            _("smtp_user is set, but no password"),
            _("write the password into a file and run 'netreg config smtp_password_file FILE'"),
        )
    path = Path(file).expanduser()
    if path.exists() and not path.is_file():  # reading a pipe would wait
        raise ConfigurationError(
            _("smtp_password_file: {file} is not a regular file").format(file=path),
            _("run 'netreg config smtp_password_file FILE'"),
        )
    try:
        with path.open("rb") as opened:
            mode = os.fstat(opened.fileno()).st_mode
            if os.name == "posix" and mode & 0o077:
                raise ConfigurationError(
                    _("smtp_password_file: others may read {file}").format(file=path),
                    _("run 'chmod 600 {file}'").format(file=quote_word(path)),
                )
            first = opened.read(1024).split(b"\n")[0].rstrip(b"\r").decode(errors="replace")
    except OSError as error:
        raise ConfigurationError(
            _("smtp_password_file: {file} cannot be read: {reason}").format(file=path, reason=get_system_reason(error)),
            _("run 'netreg config smtp_password_file FILE'"),
        ) from None
    if not first:
        raise ConfigurationError(
            _("smtp_password_file: {file} is empty").format(file=path), _("write the password into its first line")
        )
    return first


def find_actor(environment: Mapping[str, str] = os.environ) -> str:
    """Return who is working: ``NETREG_ACTOR``, else the operating system's user."""
    if given := environment.get("NETREG_ACTOR"):
        return _make_text(given)
    import getpass

    try:
        return _make_text(getpass.getuser())
    except (OSError, KeyError, ImportError):
        return str(os.getuid()) if hasattr(os, "getuid") else "?"


def _make_text(given: str) -> str:
    """Return what the environment gave as text: bytes that are no UTF-8 become question marks."""
    return given.encode(errors="replace").decode()


def find_time_zone(name: str) -> tzinfo:
    """Return the time zone of a name in the IANA database.

    Raises:
        InvalidValue: when there is none.
    """
    if name == "Asia/Bangkok":
        return BANGKOK
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise InvalidValue(_("unknown time zone '{name}'; write it like Asia/Bangkok").format(name=name)) from None


def find_today(settings: Settings, environment: Mapping[str, str] = os.environ) -> date:
    """Return today: ``NETREG_TODAY``, else the date in the configured time zone.

    Raises:
        ConfigurationError: when ``NETREG_TODAY`` is not a day.
    """
    now = datetime.now(UTC).astimezone(find_time_zone(settings.timezone)).date()
    given = environment.get("NETREG_TODAY")
    if not given:
        return now
    from netreg.thai.dates.day_options import parse_day_option

    try:
        return parse_day_option(given, now)
    except InvalidValue as refusal:
        raise ConfigurationError(_("NETREG_TODAY: {reason}").format(reason=refusal)) from None
