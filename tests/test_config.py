"""Settings: option, environment, file, default; and the day it is."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, tzinfo
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from netreg import config
from netreg.config import (
    DESCRIPTIONS,
    Settings,
    change_setting,
    find_actor,
    find_today,
    load_settings,
    locate_config_file,
    locate_database,
    read_smtp_password,
    write_setting,
)
from netreg.errors import ConfigurationError, InvalidValue, NotAllowed
from netreg.exchange.atomic_files import saving
from tests.conftest import examples

if TYPE_CHECKING:
    from collections.abc import Callable

SAVING = partial(saving, force=True)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


@pytest.fixture
def environment(file: Path) -> dict[str, str]:
    return {"NETREG_CONFIG": str(file)}


# --- where the files are -----------------------------------------------------------


def test_the_environment_names_the_file(environment: dict[str, str], file: Path) -> None:
    assert locate_config_file(environment) == file


@pytest.mark.parametrize(
    ("variable", "find", "usual", "name"),
    [
        ("XDG_CONFIG_HOME", lambda: locate_config_file({}), ".config", "config.toml"),
        ("XDG_DATA_HOME", locate_database, ".local/share", "netreg.db"),
    ],
)
def test_the_places_of_the_xdg_specification(
    monkeypatch: pytest.MonkeyPatch, variable: str, find: Callable[[], Path], usual: str, name: str
) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("HOME", "/home/officer")
    for given_, folder in (("/data", "/data"), ("", f"/home/officer/{usual}"), ("relative", f"/home/officer/{usual}")):
        monkeypatch.setenv(variable, given_)
        assert find() == Path(folder) / "netreg" / name
    monkeypatch.delenv(variable)
    assert find() == Path("/home/officer") / usual / "netreg" / name


@pytest.mark.parametrize(
    ("find", "name"), [(lambda: locate_config_file({}), "config.toml"), (locate_database, "netreg.db")]
)
def test_elsewhere_the_system_says_where(monkeypatch: pytest.MonkeyPatch, find: Callable[[], Path], name: str) -> None:
    monkeypatch.setattr("sys.platform", "darwin")
    found = find()
    assert found.name == name
    assert found.parent.name == "netreg"
    assert found.is_absolute()


# --- what applies ---------------------------------------------------------------------


def test_without_a_file_the_defaults_apply(environment: dict[str, str]) -> None:
    assert load_settings(environment) == Settings("", "th", "be", "P90D", "4", "Asia/Bangkok", document_mb="200")


LOADED = [
    ('lang = "en"\n', {"lang": "en"}),
    ('era = "ce"\nregions = "6"\n', {"era": "ce", "regions": "6"}),
    ("regions = 6\n", {"regions": "6"}),
    ('within = "3 เดือน"\n', {"within": "P3M"}),
    ('within = "90"\n', {"within": "P90D"}),
    ("within = 30\n", {"within": "P30D"}),
    ('db = "/data/ทะเบียน.db"\n', {"db": "/data/ทะเบียน.db"}),
    ('timezone = "UTC"\n', {"timezone": "UTC"}),
    ('era = "ค.ศ."\n', {"era": "ce"}),
    ("", {}),
    ("# nothing yet\n", {}),
]


@pytest.mark.parametrize(("content", "values"), LOADED)
def test_the_file_overrides_the_defaults(
    environment: dict[str, str], file: Path, content: str, values: dict[str, str]
) -> None:
    file.write_text(content, encoding="utf-8")
    assert load_settings(environment) == Settings()._replace(**values)


@pytest.mark.parametrize(("given_", "db"), [("/other.db", "/other.db"), ("", "/file.db")])
def test_the_environment_overrides_the_file(environment: dict[str, str], file: Path, given_: str, db: str) -> None:
    file.write_text('db = "/file.db"\nera = "ce"\n')
    assert load_settings(environment | {"NETREG_DB": given_}) == Settings(db=db, era="ce")


BAD = [
    ('lang = "fr"\n', ["lang cannot be 'fr'", "th, en"]),
    ('era = "ad"\n', ["era cannot be 'ad'", "be, ce"]),
    ("regions = 5\n", ["regions cannot be '5'", "4, 6"]),
    ('within = "soon"\n', ["soon"]),
    ('timezone = "Asia/Nowhere"\n', ["unknown time zone 'Asia/Nowhere'", "Asia/Bangkok"]),
    ('document_mb = "0"\n', ["document_mb cannot be '0'"]),
    ('document_mb = "๕"\n', ["document_mb cannot be"]),
    ('document_mb = "-1"\n', ["document_mb cannot be"]),
    ('document_mb = "1e9"\n', ["document_mb cannot be"]),
    ("document_mb = 1000000\n", ["document_mb cannot be"]),
    ('timezone = "../etc/passwd"\n', ["unknown time zone"]),
    ('colour = "red"\n', ["unknown setting 'colour'", "db, lang, era, within, regions, timezone"]),
    ("[lang]\nx = 1\n", ["lang cannot be"]),
    ("smtp_port = 70000\n", ["smtp_port cannot be '70000'", "from 1 to 65535"]),
    ('smtp_timeout = "soon"\n', ["smtp_timeout cannot be 'soon'"]),
    ('smtp_security = "none"\n', ["smtp_security cannot be 'none'", "starttls, tls, plain, insecure"]),
    ('mail_from = "nobody"\n', ["mail_from: 'nobody' is not an e-mail address"]),
    ('smtp_password = "x"\n', ["unknown setting 'smtp_password'", "smtp_password_file"]),
    ("lang = \n", ["config.toml"]),
    ("lang = 'en'\nlang = 'th'\n", ["config.toml"]),
]


@pytest.mark.parametrize(("content", "words"), BAD)
def test_a_file_that_cannot_be_taken_is_named(
    environment: dict[str, str], file: Path, content: str, words: list[str]
) -> None:
    file.write_text(content)
    with pytest.raises(ConfigurationError) as failure:
        load_settings(environment)
    assert str(file) in str(failure.value)
    assert all(word in str(failure.value) for word in words), str(failure.value)
    assert failure.value.exit_code == 78


def test_a_file_that_is_not_utf_8(environment: dict[str, str], file: Path) -> None:
    file.write_bytes('db = "ทะเบียน"\n'.encode("cp874"))
    with pytest.raises(ConfigurationError, match="cannot be read"):
        load_settings(environment)


def test_a_folder_is_no_file(environment: dict[str, str], file: Path) -> None:
    file.mkdir()
    with pytest.raises(ConfigurationError, match="cannot be read"):
        load_settings(environment)


# --- one setting -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "value", "kept"),
    [
        ("era", "ce", "ce"),
        ("within", "1y", "P1Y"),
        ("within", "0", "P0D"),
        ("db", "x", "x"),
        ("timezone", "UTC", "UTC"),
        ("smtp_port", "2525", "2525"),
        ("smtp_port", "", ""),
        ("mail_from", "Officer@Example.AC.TH", "Officer@example.ac.th"),
        ("mail_fallback", "", ""),
        ("document_mb", "500", "500"),
    ],
)
def test_a_setting_changes_alone(name: str, value: str, kept: str) -> None:
    before = Settings(lang="en")
    assert change_setting(before, name, value) == before._replace(**{name: kept})
    assert before == Settings(lang="en")


@pytest.mark.parametrize(("name", "value"), [("era", "AD"), ("within", ""), ("lang", ""), ("nothing", "x")])
def test_a_setting_that_cannot_be_is_refused(name: str, value: str) -> None:
    with pytest.raises(InvalidValue, match=name if name != "within" else "."):
        change_setting(Settings(), name, value)


def test_every_setting_is_explained() -> None:
    assert set(DESCRIPTIONS) == set(Settings._fields)
    assert all(DESCRIPTIONS.values())


# --- keeping one --------------------------------------------------------------------------


def test_a_setting_is_kept_beside_the_others(environment: dict[str, str], file: Path) -> None:
    assert write_setting("era", "ce", SAVING, environment) == file
    write_setting("lang", "en", SAVING, environment)
    write_setting("era", "be", SAVING, environment)
    assert load_settings(environment) == Settings(lang="en", era="be")
    assert [path.name for path in file.parent.iterdir()] == ["config.toml"]


def test_its_folder_is_made(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "config.toml"
    write_setting("era", "ce", SAVING, {"NETREG_CONFIG": str(path)})
    assert path.read_text() == 'era = "ce"\n'


def test_what_cannot_be_is_not_kept(environment: dict[str, str], file: Path) -> None:
    write_setting("lang", "en", SAVING, environment)
    with pytest.raises(InvalidValue):
        write_setting("era", "ad", SAVING, environment)
    assert file.read_text() == 'lang = "en"\n'


def test_a_broken_file_is_not_overwritten(environment: dict[str, str], file: Path) -> None:
    file.write_text("lang = ")
    with pytest.raises(ConfigurationError):
        write_setting("era", "ce", SAVING, environment)
    assert file.read_text() == "lang = "


def test_where_it_cannot_be_kept_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(NotAllowed, match=r"config\.toml cannot be written"):
        write_setting("era", "ce", SAVING, {"NETREG_CONFIG": str(tmp_path / "file" / "config.toml")})


PATHS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]) | st.sampled_from('"\\ก\u2028'), max_size=20)


@given(db=PATHS)
@settings(deadline=None, max_examples=examples(60), suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_path_is_kept_as_it_is(environment: dict[str, str], db: str) -> None:
    write_setting("db", db, SAVING, environment)
    assert load_settings(environment).db == db


# --- the password of the mail server ------------------------------------------------------


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    path = tmp_path / "secret"
    path.write_text("s3cret word\n")
    path.chmod(0o600)
    return path


def test_the_password_is_in_a_file_or_the_environment(secret: Path) -> None:
    there = Settings(smtp_password_file=str(secret))
    assert read_smtp_password(there, {}) == "s3cret word"
    assert read_smtp_password(there, {"NETREG_SMTP_PASSWORD": "other"}) == "other"
    assert read_smtp_password(Settings(), {"NETREG_SMTP_PASSWORD": "other"}) == "other"


@pytest.mark.parametrize(("content", "read"), [(b"a\r\nb\n", "a"), (b"a", "a"), (b" a \n", " a ")])
def test_it_is_the_first_line(secret: Path, content: bytes, read: str) -> None:
    secret.write_bytes(content)
    assert read_smtp_password(Settings(smtp_password_file=str(secret)), {}) == read


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o644, 0o777])
def test_others_must_not_read_it(secret: Path, mode: int) -> None:
    secret.chmod(mode)
    with pytest.raises(ConfigurationError, match=r"others may read .*; run 'chmod 600") as failure:
        read_smtp_password(Settings(smtp_password_file=str(secret)), {})
    assert "s3cret" not in str(failure.value)


@pytest.mark.parametrize("content", [b"", b"\n", "ความลับ\n".encode(), b"\xff\xfe\n", b"a\x00b\n", b"a\tb"])
def test_what_is_no_password(secret: Path, content: bytes) -> None:
    secret.write_bytes(content)
    with pytest.raises(ConfigurationError) as failure:
        read_smtp_password(Settings(smtp_password_file=str(secret)), {})
    assert "ลับ" not in str(failure.value)


def test_there_is_none(tmp_path: Path) -> None:
    for settings_ in (
        Settings(),
        Settings(smtp_password_file=str(tmp_path / "none")),
        Settings(smtp_password_file=str(tmp_path)),
    ):
        with pytest.raises(ConfigurationError):
            read_smtp_password(settings_, {})


def test_a_file_is_kept_as_seen_from_every_folder(
    environment: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write_setting("smtp_password_file", "secret", SAVING, environment)
    assert load_settings(environment).smtp_password_file == str(tmp_path / "secret")
    write_setting("smtp_ca_file", "", SAVING, environment)
    assert load_settings(environment).smtp_ca_file == ""


# --- who ---------------------------------------------------------------------------------------


def test_who_works_can_be_said() -> None:
    assert find_actor({"NETREG_ACTOR": "officer"}) == "officer"


def test_who_works_is_the_user_of_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGNAME", "somsri")
    assert find_actor({}) == "somsri"


# --- today ----------------------------------------------------------------------------------------


class Clock(datetime):
    """A clock that stands still half an hour past five in the afternoon, UTC."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Clock:
        return cls(2026, 11, 20, 17, 30, tzinfo=UTC).astimezone(tz)


@pytest.fixture
def still(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(config, "datetime", Clock)


@pytest.mark.usefixtures("still")
@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("Asia/Bangkok", date(2026, 11, 21)),
        ("UTC", date(2026, 11, 20)),
        ("America/New_York", date(2026, 11, 20)),
        ("Asia/Tokyo", date(2026, 11, 21)),
    ],
)
def test_today_is_the_day_of_the_configured_place(monkeypatch: pytest.MonkeyPatch, zone: str, day: date) -> None:
    for machine in ("UTC", "Pacific/Auckland"):
        monkeypatch.setenv("TZ", machine)
        assert find_today(Settings(timezone=zone), {}) == day


@pytest.mark.parametrize("given_", ["2026-11-21", "21/11/2569", "21 พ.ย. 2569", "2569-11-21"])
def test_today_can_be_said(given_: str) -> None:
    assert find_today(Settings(), {"NETREG_TODAY": given_}) == date(2026, 11, 21)


@pytest.mark.usefixtures("still")
def test_an_empty_today_is_not_said() -> None:
    assert find_today(Settings(), {"NETREG_TODAY": ""}) == date(2026, 11, 21)


@pytest.mark.parametrize("given_", ["x", "พ.ย. 2569", "2569", "29/02/2569", "24 - 25 มีนาคม 2565"])
def test_a_today_that_is_no_day_is_refused(given_: str) -> None:
    with pytest.raises(ConfigurationError, match="NETREG_TODAY") as failure:
        find_today(Settings(), {"NETREG_TODAY": given_})
    assert failure.value.exit_code == 78


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no pipes with a name")
def test_a_pipe_is_no_password_file_and_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe", 0o600)
    with pytest.raises(ConfigurationError, match="not a regular file"):
        read_smtp_password(Settings(smtp_password_file=str(tmp_path / "pipe")), {})
