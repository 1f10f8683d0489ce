"""What runs by itself: the same jobs as lines of a crontab and as units of systemd.

Times are those of the configured place; a crontab has the machine's own, so they are
converted there. Nothing is installed: a person reads the lines and puts them in place.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from netreg.errors import UsageError, quote_word
from netreg.language import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import tzinfo
    from pathlib import Path

KEEP = "14d,8w,12m"
SUNDAY = 0
_WEEKDAYS = ("Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat")


class Job(NamedTuple):
    """One command and when it runs: every day, or on one weekday (0 is Sunday), at hour and minute.

    `quiet` ones say nothing that a person must read every time; only their errors are mailed.
    """

    name: str
    what: str
    words: tuple[str, ...]
    hour: int
    minute: int
    weekday: int | None = None
    quiet: bool = False
    first: tuple[str, ...] = ()


class Installation(NamedTuple):
    """The program and register that the jobs are for: how it is started, its environment, its place."""

    program: tuple[str, ...]
    db: Path
    environment: tuple[tuple[str, str], ...]
    zone: tzinfo
    zone_name: str

    def words(self, job: Job) -> tuple[str, ...]:
        """The job's whole command."""
        return (*self.program, "--db", str(self.db), *job.words)


def list_jobs(*, mail: bool, backups: Path, calendar: Path) -> tuple[Job, ...]:
    """What every register should have: reminders, a fresh calendar, backups, an examination."""
    remind = ("remind", "--mail") if mail else ("remind",)
    told = (
        _("sends what is newly due to whoever is responsible, each matter once")
        if mail
        else _("prints what is newly due; cron mails it, and nothing where there is no news")
    )
    folder = ("mkdir", "-p", "-m", "700", str(backups))
    return (
        Job("remind", told, remind, 7, 0),
        Job(
            "calendar",
            _("refreshes the calendar file that phones follow"),
            ("--quiet", "calendar", "--out", str(calendar)),
            7,
            10,
            quiet=True,
        ),
        Job(
            "backup",
            _("copies the register, verified, and keeps 14 days, 8 weeks, 12 months"),
            ("backup", "--to", str(backups), "--keep", KEEP),
            2,
            30,
            quiet=True,
            first=folder,
        ),
        Job(
            "doctor",
            _("examines the whole register once a week and says so: without its word nothing runs any more"),
            ("doctor", "--full"),
            3,
            30,
            SUNDAY,
        ),
    )


# --- crontab -----------------------------------------------------------------------


def format_crontab(place: Installation, wanted: Iterable[Job], mailto: str, now: datetime) -> list[str]:
    """The lines of a crontab (crontab(5)), each job with what it does above it.

    Raises:
        UsageError: when a path has a line break, which no crontab can hold.
    """
    to = f"MAILTO={mailto}" if mailto else "# MAILTO=officer@example.ac.th"
    lines = [
        _("# netreg: put these lines into your crontab with 'crontab -e'."),
        _("# Times are {zone}, as this machine's clock has them. Errors are mailed to:").format(zone=place.zone_name),
        to,
        'CONTENT_TYPE="text/plain; charset=UTF-8"',
        "LANG=C.UTF-8",
    ]
    for job in wanted:
        lines += ["", f"# {job.what}", _line(place, job, now)]
    return lines


def _line(place: Installation, job: Job, now: datetime) -> str:
    return f"{_when(place, job, now)}  {format_shell_command(place, job)}"


def format_shell_command(place: Installation, job: Job) -> str:
    """The job as cron gives it to the shell, its percent signs escaped."""
    first = f"{_for_cron(job.first)} && " if job.first else ""
    variables = "".join(f"{name}={_for_cron((value,))} " for name, value in place.environment)
    return f"{first}{variables}{_for_cron(place.words(job))}{' >/dev/null' if job.quiet else ''}"


def _for_cron(words: Iterable[str]) -> str:
    r"""Words for a shell behind a crontab: cron takes ``%`` for a line's end, and ``\%`` for a percent sign.

    A backslash of the path itself must not stand right before one.
    """
    _refuse_line_breaks(words := tuple(words))
    return " ".join(quote_word(word).replace("\\%", "\\''%").replace("%", "\\%") for word in words)


def _when(place: Installation, job: Job, now: datetime) -> str:
    """Minute, hour and weekday by this machine's clock."""
    here = now.astimezone(place.zone)
    at = here.replace(hour=job.hour, minute=job.minute, second=0, microsecond=0)
    if job.weekday is not None:
        at += timedelta(days=(job.weekday - at.isoweekday()) % 7)
    local = at.astimezone(now.tzinfo)
    return f"{local.minute} {local.hour} * * {'*' if job.weekday is None else local.isoweekday() % 7}"


def _refuse_line_breaks(words: Iterable[str]) -> None:
    for word in words:
        if "\n" in word or "\r" in word:
            raise UsageError(_("a path with a line break fits into no schedule"), _("rename it"))


# --- systemd -----------------------------------------------------------------------


def format_units(place: Installation, wanted: Iterable[Job]) -> dict[str, str]:
    """A service and a timer for each job, by the names of their files (systemd.service(5), systemd.timer(5))."""
    made = {}
    for job in wanted:
        made[f"netreg-{job.name}.service"] = "\n".join(_service(place, job)) + "\n"
        made[f"netreg-{job.name}.timer"] = "\n".join(_timer(place, job)) + "\n"
    return made


def _service(place: Installation, job: Job) -> Iterator[str]:
    yield "[Unit]"
    yield f"Description=netreg: {job.what}"
    yield ""
    yield "[Service]"
    yield "Type=oneshot"
    yield 'Environment="LANG=C.UTF-8"'
    for name, value in place.environment:
        yield f"Environment={_for_systemd((f'{name}={value}',))}"
    if job.first:
        yield f"ExecStartPre={_for_systemd(('/bin/' + job.first[0], *job.first[1:]))}"
    yield f"ExecStart={_for_systemd(place.words(job))}"
    if job.name == "remind":
        # What the mail server did not take yet (75) goes in half an hour; what a person must mend waits for one.
        yield "Restart=on-failure"
        yield "RestartSec=30min"
        yield "RestartPreventExitStatus=1 2 66 70 74 76 77 78"


def _timer(place: Installation, job: Job) -> Iterator[str]:
    day = "*-*-*" if job.weekday is None else f"{_WEEKDAYS[job.weekday]} *-*-*"
    yield "[Unit]"
    yield f"Description=netreg: {job.what}"
    yield ""
    yield "[Timer]"
    yield f"OnCalendar={day} {job.hour:02}:{job.minute:02}:00 {place.zone_name}"
    yield "Persistent=true"
    yield ""
    yield "[Install]"
    yield "WantedBy=timers.target"


def _for_systemd(words: Iterable[str]) -> str:
    """Words as systemd.service(5) quotes them: its own escapes, specifiers and variables switched off."""
    _refuse_line_breaks(words := tuple(words))
    if set(words[0]) & set("\"'\\$"):
        words = ("/usr/bin/env", *words)  # systemd starts no program with these in its name
    return " ".join(_word(word) for word in words)


def _word(word: str) -> str:
    for plain, escaped in (("\\", "\\\\"), ('"', '\\"'), ("%", "%%"), ("$", "$$")):
        word = word.replace(plain, escaped)
    return f'"{word}"'
