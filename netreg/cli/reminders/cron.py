"""``netreg cron``: the lines that let cron or systemd do the work, and whether they do."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from netreg import config
from netreg.cli.framework import options
from netreg.cli.framework.option_values import naming_option
from netreg.cli.framework.session import Session
from netreg.core.address_fields import Email
from netreg.core.thai_fields import Moment
from netreg.errors import InvalidValue, UsageError
from netreg.language import _, ngettext
from netreg.render.results import Message
from netreg.store import database

if TYPE_CHECKING:
    from netreg.exchange.schedules import Installation, Job

STOPPED = 10
TOO_LONG = timedelta(hours=26)
"""A day, and time for a machine that was slow or switched off in the morning."""


@options.add_view_options
def cron(
    session: Session,
    check: Annotated[
        bool, typer.Option("--check", help="Tell when 'remind' last ran; exit 10 if it has stopped.")
    ] = False,
    systemd: Annotated[bool, typer.Option("--systemd", help="Print systemd units instead of a crontab.")] = False,
    to: Annotated[
        Path | None, typer.Option("--to", metavar="DIR", readable=False, help="Write the units into this folder.")
    ] = None,
    mailto: Annotated[
        str | None, typer.Option("--mailto", metavar="ADDRESS", help="The address that cron mails.")
    ] = None,
    backups: Annotated[
        Path | None, typer.Option("--backups", metavar="DIR", readable=False, help="Where backups go.")
    ] = None,
    encrypt_to: Annotated[
        list[str] | None,
        typer.Option("--encrypt-to", metavar="RECIPIENT", help="For whom backups are encrypted, as with 'backup'."),
    ] = None,
    calendar: Annotated[
        Path | None, typer.Option("--calendar", metavar="FILE", readable=False, help="The .ics file to refresh.")
    ] = None,
    force: options.Replace = False,
) -> Message:
    """Print crontab lines or systemd units that run remind, backup and doctor."""
    if check:
        return _check_last_run(session)
    if to is not None and not systemd:
        raise UsageError(_("--to needs --systemd"), _("install a crontab with 'crontab -e'"))
    from netreg.exchange import schedules

    database.read_version(session.db)
    place = _describe_installation(session)
    folder = place.db.parent
    wanted = schedules.list_jobs(
        mail=bool(session.settings.smtp_host),
        backups=(backups or folder / "backups").absolute(),
        calendar=(calendar or folder / "netreg.ics").absolute(),
        recipients=_name_recipients(encrypt_to or []),
    )
    if systemd:
        made = schedules.format_units(place, wanted)
        return _write_units(session, made, to, force=force) if to is not None else _show_units(session, made)
    return _show_crontab(session, place, wanted, mailto)


def _name_recipients(written: list[str]) -> tuple[str, ...]:
    """Return recipients as a job names them from any folder; none that a backup would refuse."""
    if not written:
        return ()
    from netreg.store.backup import encryption

    with naming_option("--encrypt-to"):
        encryption.read_recipients(written)
    return tuple(text if encryption.is_recipient(text) else str(Path(text).absolute()) for text in written)


# --- a crontab -----------------------------------------------------------------------


def _show_crontab(session: Session, place: Installation, jobs: tuple[Job, ...], mailto: str | None) -> Message:
    from netreg.exchange import schedules

    lines = schedules.format_crontab(place, jobs, _read_mailto(session, mailto), datetime.now().astimezone())
    data = [{"name": job.name, "what": job.what, "command": schedules.format_shell_command(place, job)} for job in jobs]
    return Message(tuple(lines), session.view, data, _list_warnings(session, mailed=True))


# --- this installation -------------------------------------------------------------


def _describe_installation(session: Session) -> Installation:
    from netreg.exchange.schedules import Installation

    # Cron's environment has none of ours: where the configuration is must be said.
    elsewhere = os.environ.get("NETREG_CONFIG") or os.environ.get("XDG_CONFIG_HOME")
    environment = (("NETREG_CONFIG", str(config.locate_config_file().absolute())),) if elsewhere else ()
    name = session.settings.timezone
    return Installation(_find_program(), session.db.absolute(), environment, config.find_time_zone(name), name)


def _find_program() -> tuple[str, ...]:
    """Return the command that starts this very program from any folder."""
    script = Path(sys.argv[0])
    if script.is_file() and os.access(script, os.X_OK) and script.name != "__main__.py":
        return (str(script.absolute()),)
    return (sys.executable, "-m", "netreg")


def _read_mailto(session: Session, written: str | None) -> str:
    try:
        return str(Email("mailto", "อีเมล", "--mailto").parse(written or session.settings.mail_fallback) or "")
    except InvalidValue as refusal:
        raise UsageError(_("--mailto: {reason}").format(reason=refusal)) from None


def _list_warnings(session: Session, *, mailed: bool) -> tuple[str, ...]:
    """Return warnings of what works here but would not from a timer."""
    found = []
    if not mailed and not session.settings.smtp_host:
        found.append(_("systemd sends no mail: set smtp_host so that reminders reach somebody; see 'netreg config'"))
    if session.settings.smtp_host and not session.settings.mail_from:
        found.append(_("mail_from is not set, so mail has no sender; see 'netreg config'"))
    if session.settings.smtp_user and not session.settings.smtp_password_file:
        found.append(_("a timer has no NETREG_SMTP_PASSWORD: set smtp_password_file; see 'netreg config'"))
    return tuple(found)


# --- units ---------------------------------------------------------------------------


def _show_units(session: Session, made: dict[str, str]) -> Message:
    lines = [
        _("# netreg: a file each in ~/.config/systemd/user, or let 'netreg cron --systemd --to DIR' write them; then:"),
        *(f"#   {line}" for line in _next_commands(made)),
    ]
    for name, content in made.items():
        lines += ["", f"# --- {name} ---", *content.splitlines()]
    data = [{"name": name, "content": content} for name, content in made.items()]
    return Message(tuple(lines), session.view, data, _list_warnings(session, mailed=False))


def _next_commands(made: dict[str, str]) -> tuple[str, ...]:
    timers = " ".join(name for name in made if name.endswith(".timer"))
    return (
        "systemctl --user daemon-reload",
        f"systemctl --user enable --now {timers}",
        "loginctl enable-linger",
    )


def _write_units(session: Session, made: dict[str, str], folder: Path, *, force: bool) -> Message:
    from netreg.exchange.atomic_files import refuse_existing, saving

    for name in made:  # all of them or none: half a set of units would run half of what is wanted
        refuse_existing(folder / name, force=force)
    new = [folder / name for name in made if not (folder / name).exists()]
    try:
        for name, content in made.items():
            with saving(folder / name, force=force) as file:
                file.write(content.encode())
    except BaseException:
        for path in new:
            with suppress(OSError):  # where nothing can be written, nothing was
                path.unlink(missing_ok=True)
        raise
    told = [_("wrote {file}").format(file=folder / name) for name in made]
    lines = (*told, _("Type next:"), *(f"  {line}" for line in _next_commands(made)))
    return Message(lines, session.view, [str(folder / name) for name in made], _list_warnings(session, mailed=False))


# --- whether it runs -------------------------------------------------------------------


def _check_last_run(session: Session) -> Message:
    """Say when ``remind`` last ran, by the clock, whatever day is asked about."""
    from netreg.store.reminders import ledger

    with session.reading() as db:
        ran = ledger.find_last_run(db, "remind")
    last, now = ran.at if ran else None, datetime.now(UTC)
    ago = now - datetime.fromisoformat(last) if last else None
    stopped = ago is None or ago > TOO_LONG or ago < -_SKEW
    data = {
        "last_run": last,
        "hours_ago": None if ago is None else round(ago.total_seconds() / 3600, 1),
        "stopped": stopped,
    }
    return Message((_describe_last_run(session, last, ago),), session.view, data, exit_code=STOPPED if stopped else 0)


_SKEW = timedelta(minutes=5)


def _describe_last_run(session: Session, last: str | None, ago: timedelta | None) -> str:
    if last is None or ago is None:
        return _("remind has never run on {path}; install the lines of 'netreg cron'").format(path=session.db)
    shown = Moment("at", "เมื่อ", "When").show(last, session.view.style)
    if ago < -_SKEW:
        return _("remind last ran {moment}, which is in the future: the clock was set back").format(moment=shown)
    hours = int(ago.total_seconds() // 3600)
    age = ngettext("{n} hour ago", "{n} hours ago", hours).format(n=hours)
    if ago > TOO_LONG:
        return _("remind last ran {moment}, {age}: it has stopped; see 'netreg cron' and the log of cron").format(
            moment=shown, age=age
        )
    return _("remind last ran {moment}, {age}").format(moment=shown, age=age)
