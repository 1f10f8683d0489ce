"""The command line: the table of all commands, and the options before the noun."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any

import typer

from netreg import __version__
from netreg.cli.framework.lazy_group import Entry, Root, install_signal_handlers, run_guarded
from netreg.cli.framework.session import override_setting, start_session
from netreg.config import load_settings  # not the module: a command of its name is below this package
from netreg.errors import UsageError
from netreg.language import _, set_language

if TYPE_CHECKING:
    from typer._click.core import Command

# Name: module under netreg.cli, heading in help, what it is for.
COMMANDS = {
    "org": ("nouns.organisations", "Nouns", "Organisations and their units."),
    "member": ("nouns.members", "Nouns", "People and the posts they hold."),
    "agreement": ("agreement.commands", "Nouns", "Agreements (MOUs): parties, signatures, terms, what runs out."),
    "meeting": ("nouns.meetings", "Nouns", "Meetings: agenda, who came, head-counts."),
    "alumni": ("alumni.commands", "Nouns", "Alumni: who graduated in what, where and when."),
    "training": (
        "training.commands",
        "Nouns",
        "Training: courses, cohorts planned and held, sessions, who took part.",
    ),
    "group": ("nouns.groups", "Nouns", "Groups: networks, alumni groups, classes, committees."),
    "activity": ("nouns.activities", "Nouns", "Activities: what was done, and money raised."),
    "news": ("nouns.news", "Nouns", "News: what was published, by whom, how often read."),
    "due": ("reminders.due", "The register", "What is due and what has run out, of every kind."),
    "remind": ("reminders.remind", "The register", "Tell what has newly become due; for cron."),
    "document": ("nouns.documents", "Nouns", "Documents: the papers attached to agreements, meetings and news."),
    "init": ("maintenance.init", "The register", "Make an empty register."),
    "demo": ("maintenance.demo", "The register", "Make a demonstration register from real sample data."),
    "stats": ("tools.stats", "The register", "How much of what the register holds."),
    "date": ("tools.date", "Tools", "Show how a written date is read."),
    "name": ("tools.name", "Tools", "Show how a written personal name is read."),
    "undo": ("maintenance.undo", "The register", "Take a whole command back."),
    "redo": ("maintenance.redo", "The register", "Take an undo back."),
    "backup": ("maintenance.backup", "The register", "Copy the register, verified."),
    "restore": ("maintenance.restore", "The register", "Put a backup in its place."),
    "doctor": ("maintenance.doctor", "The register", "Find what is wrong with the file, and the cure."),
    "history": ("maintenance.history", "The register", "Who changed what, and when."),
    "imports": ("maintenance.imports", "The register", "Which files were imported, and what became of them."),
    "calendar": (
        "reminders.calendar",
        "The register",
        "Deadlines, terms, meetings and trainings as a calendar to follow.",
    ),
    "cron": ("reminders.cron", "Tools", "The lines that let cron or systemd do it, and whether it does."),
    "config": ("maintenance.config", "Tools", "Show or change settings."),
    "help": ("tools.help", "Tools", "Explain exit codes and other topics."),
}


def _load(module: str) -> Command:
    found: Command = import_module(f"netreg.cli.{module}").COMMAND
    return found


def _print_version(wanted: bool) -> None:
    if wanted:
        print(f"netreg {__version__}")
        raise typer.Exit


app = typer.Typer(
    cls=Root,
    name="netreg",
    add_completion=False,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def netreg(
    ctx: typer.Context,
    db: Annotated[str | None, typer.Option("--db", metavar="PATH", help="The register's file.")] = None,
    as_of: Annotated[str | None, typer.Option("--as-of", metavar="DATE", help="The day asked about.")] = None,
    era: Annotated[str | None, typer.Option("--era", metavar="be|ce", help="Years in tables.")] = None,
    lang: Annotated[str | None, typer.Option("--lang", metavar="th|en", help="Language of headings.")] = None,  # noqa: ARG001 - taken before Typer is loaded
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No notes on the standard error.")] = False,
    version: Annotated[  # noqa: ARG001 - its callback prints
        bool,
        typer.Option("--version", "-V", is_eager=True, callback=_print_version, help="Print the version and exit."),
    ] = False,
) -> None:
    """The register of an institutional network: members, agreements, meetings, what runs out next."""
    ctx.obj = start_session(db, as_of, era, quiet=quiet)


def build_program() -> Root:
    """The whole program, its commands not yet loaded."""
    root = typer.main.get_command(app)
    assert isinstance(root, Root)
    for name, (module, panel, sentence) in COMMANDS.items():
        root.register(name, Entry(_(sentence), lambda module=module: _load(module), _(panel)))  # type: ignore[misc]
    return root


def run(arguments: list[str]) -> None:
    """Run the program on `arguments` and exit with its code."""
    install_signal_handlers()
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:  # closed by whoever started the program
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115, PTH123 - open to the end
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    sys.exit(run_guarded(lambda: _run(arguments), words=arguments))


def _run(arguments: list[str]) -> Any:
    for number, word in enumerate(arguments, 1):
        if not is_utf8(word):
            raise UsageError(
                _("argument {number} is no UTF-8 text").format(number=number), _("set the terminal to UTF-8")
            )
    set_language(_read_language(arguments))
    return build_program().main(arguments, standalone_mode=False)


def is_utf8(word: str) -> bool:
    """Whether an argument came as UTF-8: what did not holds lone surrogates."""
    return not any("\ud800" <= letter <= "\udfff" for letter in word)


def _read_language(arguments: list[str]) -> str:
    """``--lang`` before the noun, else the configured language: help needs it from the start."""
    settings = load_settings()
    for at, word in enumerate(arguments):
        if word.startswith("--lang="):
            return override_setting(settings, "lang", word.removeprefix("--lang=")).lang
        if word == "--lang" and at + 1 < len(arguments):
            return override_setting(settings, "lang", arguments[at + 1]).lang
    return settings.lang
