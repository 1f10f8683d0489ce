"""The jobs that run by themselves, as lines of a crontab or as units of systemd.

Times are in the configured time zone; a crontab is in the machine's own, so they are
converted for it. Nothing is installed: a person reads the lines and puts them in installation.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from netreg.errors import UsageError, quote_word
from netreg.language import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import tzinfo
    from pathlib import Path

KEEP = "14d,8w,12m"
SUNDAY = 0
_WEEKDAYS = ("Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat")


class Job(NamedTuple):
    """One command and when it runs: every day, or on one weekday (0 is Sunday), at hour and minute.

    The output of `quiet` jobs need not be read every time; only their errors are mailed.
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
    """The program and register of the jobs: how it is started, its environment, its time zone."""

    program: tuple[str, ...]
    db: Path
    environment: tuple[tuple[str, str], ...]
    zone: tzinfo
    zone_name: str

    def build_command(self, job: Job) -> tuple[str, ...]:
        """Return the whole command of a job."""
        return (*self.program, "--db", str(self.db), *job.words)


def list_jobs(*, mail: bool, backups: Path, calendar: Path, recipients: Sequence[str] = ()) -> tuple[Job, ...]:
    """Return the jobs that every register should have: reminders, a fresh calendar, backups, an examination.

    Backups are encrypted where there are recipients.
    """
    remind = ("remind", "--mail") if mail else ("remind",)
    what = (
        _("sends new due items to the people responsible, each item once")
        if mail
        else _("prints new due items; cron mails the output, if there is any")
    )
    kept = (
        _("backs up the register, encrypted, and keeps 14 days, 8 weeks and 12 months")
        if recipients
        else _("backs up the register, verified, and keeps 14 days, 8 weeks and 12 months")
    )
    encrypted = tuple(word for recipient in recipients for word in ("--encrypt-to", recipient))
    folder = ("mkdir", "-p", "-m", "700", str(backups))
    return (
        Job("remind", what, remind, 7, 0),
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
            kept,
            ("backup", "--to", str(backups), "--keep", KEEP, *encrypted),
            2,
            30,
            quiet=True,
            first=folder,
        ),
        Job(
            "doctor",
            _("examines the whole register once a week and reports it: if no report comes, the jobs have stopped"),
            ("doctor", "--full"),
            3,
            30,
            SUNDAY,
        ),
    )


# --- crontab -----------------------------------------------------------------------


def format_crontab(installation: Installation, wanted: Iterable[Job], mailto: str, now: datetime) -> list[str]:
    """Return the lines of a crontab (crontab(5)), each job below a comment that says what it does.

    Raises:
        UsageError: when a path has a line break, which a crontab cannot contain.
    """
    to = f"MAILTO={mailto}" if mailto else "# MAILTO=officer@example.ac.th"
    lines = [
        _("# netreg: put these lines into your crontab with 'crontab -e'."),
        _describe_clock(installation, now),
        _("# Errors are mailed to:"),
        to,
        'CONTENT_TYPE="text/plain; charset=UTF-8"',
        "LANG=C.UTF-8",
    ]
    for job in wanted:
        lines += ["", f"# {job.what}", _format_line(installation, job, now)]
    return lines


def _format_line(installation: Installation, job: Job, now: datetime) -> str:
    return f"{_format_time(installation, job, now)}  {format_shell_command(installation, job)}"


def format_shell_command(installation: Installation, job: Job) -> str:
    """Return the job as cron gives it to the shell, its percent signs escaped."""
    first = f"{_quote_for_cron(job.first)} && " if job.first else ""
    variables = "".join(f"{name}={_quote_for_cron((value,))} " for name, value in installation.environment)
    return f"{first}{variables}{_quote_for_cron(installation.build_command(job))}{' >/dev/null' if job.quiet else ''}"


def _quote_for_cron(words: Iterable[str]) -> str:
    r"""Quote words for the shell that cron starts: ``%`` is a line end to cron, ``\%`` a percent sign.

    A backslash of the path itself must not come right before one.
    """
    _refuse_line_breaks(words := tuple(words))
    return " ".join(quote_word(word).replace("\\%", "\\''%").replace("%", "\\%") for word in words)


def _describe_clock(installation: Installation, now: datetime) -> str:
    """Say whose times the lines have: cron goes by the machine's own clock."""
    if now.utcoffset() == now.astimezone(installation.zone).utcoffset():
        return _("# Times are those of {zone}, and of this machine's clock.").format(zone=installation.zone_name)
    return _("# Times are those of this machine's clock ({machine}): {here} there is {there} in {zone}.").format(
        machine=f"UTC{now.isoformat()[-6:]}",
        here=f"{now:%H:%M}",
        there=f"{now.astimezone(installation.zone):%H:%M}",
        zone=installation.zone_name,
    )


def _format_time(installation: Installation, job: Job, now: datetime) -> str:
    """Return minute, hour and weekday in this machine's time zone."""
    here = now.astimezone(installation.zone)
    at = here.replace(hour=job.hour, minute=job.minute, second=0, microsecond=0)
    if job.weekday is not None:
        at += timedelta(days=(job.weekday - at.isoweekday()) % 7)
    local = at.astimezone(now.tzinfo)
    return f"{local.minute} {local.hour} * * {'*' if job.weekday is None else local.isoweekday() % 7}"


def _refuse_line_breaks(words: Iterable[str]) -> None:
    for word in words:
        if "\n" in word or "\r" in word:
            raise UsageError(_("a path with a line break cannot be used in a schedule"), _("rename it"))


# --- systemd -----------------------------------------------------------------------


def format_units(installation: Installation, wanted: Iterable[Job]) -> dict[str, str]:
    """Return a service and a timer for each job, by their file names (systemd.service(5), systemd.timer(5))."""
    made = {}
    for job in wanted:
        made[f"netreg-{job.name}.service"] = "\n".join(_format_service(installation, job)) + "\n"
        made[f"netreg-{job.name}.timer"] = "\n".join(_format_timer(installation, job)) + "\n"
    return made


def _format_service(installation: Installation, job: Job) -> Iterator[str]:
    yield "[Unit]"
    yield f"Description=netreg: {job.what}"
    yield ""
    yield "[Service]"
    yield "Type=oneshot"
    yield 'Environment="LANG=C.UTF-8"'
    for name, value in installation.environment:
        yield f"Environment={_quote_for_systemd((f'{name}={value}',))}"
    if job.first:
        yield f"ExecStartPre={_quote_for_systemd(('/bin/' + job.first[0], *job.first[1:]))}"
    yield f"ExecStart={_quote_for_systemd(installation.build_command(job))}"
    if job.name == "remind":
        # Mail not accepted yet (75) is tried again in half an hour; other failures wait for a person.
        yield "Restart=on-failure"
        yield "RestartSec=30min"
        yield "RestartPreventExitStatus=1 2 66 70 74 76 77 78"


def _format_timer(installation: Installation, job: Job) -> Iterator[str]:
    day = "*-*-*" if job.weekday is None else f"{_WEEKDAYS[job.weekday]} *-*-*"
    yield "[Unit]"
    yield f"Description=netreg: {job.what}"
    yield ""
    yield "[Timer]"
    yield f"OnCalendar={day} {job.hour:02}:{job.minute:02}:00 {installation.zone_name}"
    yield "Persistent=true"
    yield ""
    yield "[Install]"
    yield "WantedBy=timers.target"


def _quote_for_systemd(words: Iterable[str]) -> str:
    """Quote words for systemd.service(5), without its escapes, specifiers and variables."""
    _refuse_line_breaks(words := tuple(words))
    if set(words[0]) & set("\"'\\$"):
        words = ("/usr/bin/env", *words)  # systemd does not start programs with these in their names
    return " ".join(_escape_word(word) for word in words)


def _escape_word(word: str) -> str:
    for plain, escaped in (("\\", "\\\\"), ('"', '\\"'), ("%", "%%"), ("$", "$$")):
        word = word.replace(plain, escaped)
    return f'"{word}"'
