"""What runs by itself: the lines as cron and systemd take them apart again."""

from __future__ import annotations

import re
import shlex
import subprocess
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netreg.errors import UsageError
from netreg.exchange.schedules import Installation, Job, format_crontab, format_shell_command, format_units, list_jobs

BANGKOK = timezone(timedelta(hours=7))
NAMES = ("remind", "calendar", "backup", "doctor")
NOW = datetime(2026, 11, 26, 15, tzinfo=BANGKOK)
PATHS = ["/srv/netreg/netreg.db", "/srv/100% ดี/'a\"b\\%c $HOME `id`;x.db", "/srv/a\\\\%b%%/#.db", "/srv/ %.db"]


NETREG = "/opt/bin/netreg --db /srv/netreg/netreg.db"


def place(db: str = PATHS[0], *environment: tuple[str, str]) -> Installation:
    return Installation(("/opt/bin/netreg",), Path(db), environment, BANGKOK, "Asia/Bangkok")


def usual(*, mail: bool = False) -> tuple[Job, ...]:
    return list_jobs(mail=mail, backups=Path("/srv/backups"), calendar=Path("/srv/netreg.ics"))


def by_cron(line: str) -> str:
    """What cron gives to the shell: by crontab(5), to the first % without a backslash, and without those."""
    command, escaped = "", False
    for letter in line:
        if letter == "%":
            if not escaped:
                return command
            command = command[:-1]
        command += letter
        escaped = letter == "\\" and not escaped
    return command


def lines(db: str = PATHS[0], now: datetime = NOW) -> dict[str, str]:
    """The lines that run something, by the first word of netreg's."""
    found = [line for line in format_crontab(place(db), usual(), "", now) if re.match(r"\d", line)]
    return {
        name: next(line for line in found if f" {name}" in line) for name in ("remind", "calendar", "backup", "doctor")
    }


def test_a_crontab_says_whose_clock_it_goes_by() -> None:
    lines = format_crontab(place(), usual(), "", NOW.astimezone(UTC))
    there, here = NOW.strftime("%H:%M"), NOW.astimezone(UTC).strftime("%H:%M")
    said = f"# Times are those of this machine's clock (UTC+00:00): {here} there is {there} in Asia/Bangkok."
    assert lines[1] == said


def test_a_crontab() -> None:
    assert format_crontab(place(), usual(), "officer@example.ac.th", NOW) == [
        "# netreg: put these lines into your crontab with 'crontab -e'.",
        "# Times are those of Asia/Bangkok, and of this machine's clock.",
        "# Errors are mailed to:",
        "MAILTO=officer@example.ac.th",
        'CONTENT_TYPE="text/plain; charset=UTF-8"',
        "LANG=C.UTF-8",
        "",
        "# prints new due items; cron mails the output, if there is any",
        f"0 7 * * *  {NETREG} remind",
        "",
        "# refreshes the calendar file that phones follow",
        f"10 7 * * *  {NETREG} --quiet calendar --out /srv/netreg.ics >/dev/null",
        "",
        "# backs up the register, verified, and keeps 14 days, 8 weeks and 12 months",
        f"30 2 * * *  mkdir -p -m 700 /srv/backups && {NETREG} backup --to /srv/backups --keep 14d,8w,12m >/dev/null",
        "",
        "# examines the whole register once a week and reports it: if no report comes, the jobs have stopped",
        f"30 3 * * 0  {NETREG} doctor --full",
    ]


def test_without_an_address_the_line_waits_for_one() -> None:
    assert "# MAILTO=officer@example.ac.th" in format_crontab(place(), (), "", NOW)


@pytest.mark.parametrize(
    ("zone", "remind", "doctor"),
    [
        ("Asia/Bangkok", "0 7 * * *", "30 3 * * 0"),
        ("UTC", "0 0 * * *", "30 20 * * 6"),
        ("Asia/Kathmandu", "45 5 * * *", "15 2 * * 0"),
        ("Pacific/Auckland", "0 13 * * *", "30 9 * * 0"),
        ("America/New_York", "0 19 * * *", "30 15 * * 6"),
    ],
)
def test_by_the_clock_of_the_machine(zone: str, remind: str, doctor: str) -> None:
    for later in range(8):
        found = lines(now=(NOW + timedelta(days=later)).astimezone(ZoneInfo(zone)))
        assert found["remind"].startswith(f"{remind}  ")
        assert found["doctor"].startswith(f"{doctor}  ")


@pytest.mark.parametrize("db", PATHS)
def test_the_shell_behind_cron_gets_the_very_words(db: str) -> None:
    _is_read_back(db)


@given(st.text(st.sampled_from("a %\\'\"$`;&#ก~!*"), min_size=1, max_size=20))
def test_any_path_comes_through(name: str) -> None:
    _is_read_back(f"/srv/{name}/x")


def _is_read_back(db: str) -> None:
    for name, line in lines(db).items():
        words = shlex.split(by_cron(line.split("  ", 1)[1]).removesuffix(" >/dev/null"))
        start = words.index("/opt/bin/netreg")
        quiet = ["--quiet"] if name == "calendar" else []
        assert words[start : start + 4 + len(quiet)] == ["/opt/bin/netreg", "--db", str(Path(db)), *quiet, name]


def test_a_real_shell_agrees() -> None:
    command = by_cron(lines(PATHS[1])["doctor"].split("  ", 1)[1]).replace("/opt/bin/netreg", "printf '%s\\n'")
    said = subprocess.run(["/bin/sh", "-c", command], capture_output=True, check=True).stdout.decode()
    assert said.splitlines() == ["--db", PATHS[1], "doctor", "--full"]


def test_the_configuration_is_named_where_it_is_elsewhere() -> None:
    job = usual()[0]
    assert format_shell_command(place(PATHS[0], ("NETREG_CONFIG", "/a b/100%.toml")), job) == (
        "NETREG_CONFIG='/a b/100\\%.toml' /opt/bin/netreg --db /srv/netreg/netreg.db remind"
    )
    made = format_units(place(PATHS[0], ("NETREG_CONFIG", "/a b/100%.toml")), [job])
    assert 'Environment="NETREG_CONFIG=/a b/100%%.toml"' in made["netreg-remind.service"].splitlines()


@pytest.mark.parametrize("db", ["/srv/a\nb.db", "/srv/a\rb.db"])
def test_a_line_break_fits_nowhere(db: str) -> None:
    with pytest.raises(UsageError, match="line break"):
        lines(db)
    with pytest.raises(UsageError, match="line break"):
        format_units(place(db), usual())


def test_mail_goes_out_by_itself_where_there_is_a_server() -> None:
    assert usual(mail=True)[0].words == ("remind", "--mail")


# --- systemd ---------------------------------------------------------------------------------


def words_of(line: str) -> list[str]:
    """The words of an ExecStart line, by systemd.service(5)."""
    found = re.findall(r'"((?:[^"\\]|\\.)*)"', line.partition("=")[2])
    plain = [re.sub(r"\\(.)", r"\1", word) for word in found]
    return [word.replace("%%", "%").replace("$$", "$") for word in plain]


@pytest.mark.parametrize("db", PATHS)
def test_the_units(db: str) -> None:
    made = format_units(place(db), usual())
    assert sorted(made) == sorted(f"netreg-{name}.{kind}" for name in NAMES for kind in ("service", "timer"))
    for name, content in made.items():
        if name.endswith(".service"):
            (start,) = [line for line in content.splitlines() if line.startswith("ExecStart=")]
            assert words_of(start)[:3] == ["/opt/bin/netreg", "--db", str(Path(db))]
            assert "Type=oneshot" in content
        else:
            assert "Persistent=true" in content
    assert "OnCalendar=*-*-* 07:00:00 Asia/Bangkok" in made["netreg-remind.timer"]
    assert "OnCalendar=Sun *-*-* 03:30:00 Asia/Bangkok" in made["netreg-doctor.timer"]


def test_a_program_whose_name_systemd_refuses_is_started_by_another() -> None:
    odd = place()._replace(program=("/opt/it's/netreg",))
    made = format_units(odd, usual())["netreg-remind.service"]
    assert 'ExecStart="/usr/bin/env" "/opt/it\'s/netreg" "--db"' in made
