"""The command line: the table of all commands, and the global options."""

import os
import sys
from contextlib import suppress
from importlib import import_module
from typing import Annotated, Any

import typer

from netreg import __version__, config
from netreg.cli.framework.command_builder import build_lazy_entry
from netreg.cli.framework.failures import install_signal_handlers, run_guarded
from netreg.cli.framework.lazy_group import Root
from netreg.cli.framework.session import override_setting, start_session
from netreg.errors import UsageError
from netreg.language import _, find_system_language, set_language

# Name: module below netreg.cli, its function or group, what it does, heading in help.
COMMANDS = {
    "org": ("nouns.organisations", "GROUP", "Organisations and their units.", "Nouns"),
    "member": ("nouns.members", "GROUP", "People and the posts they hold.", "Nouns"),
    "agreement": ("agreement.commands", "GROUP", "Agreements (MOUs): parties, signatures, terms, expiry.", "Nouns"),
    "meeting": ("meeting.commands", "GROUP", "Meetings: agenda, attendance, head counts.", "Nouns"),
    "opinion": ("meeting.opinions", "GROUP", "Opinions and suggestions, and what became of them.", "Nouns"),
    "alumni": ("alumni.commands", "GROUP", "Alumni: who graduated in what, where and when.", "Nouns"),
    "training": (
        "training.commands", "GROUP", "Training: courses, planned and held cohorts, sessions, enrolments.", "Nouns",
    ),
    "group": ("nouns.groups", "GROUP", "Groups: networks, alumni groups, classes, committees.", "Nouns"),
    "activity": ("nouns.activities", "GROUP", "Activities: what was done, and money raised.", "Nouns"),
    "news": ("nouns.news", "GROUP", "News: what was published, by whom, and how often it was read.", "Nouns"),
    "search": ("tools.search", "search", "Search a text in the records of all kinds.", "The register"),
    "coverage": (
        "tools.coverage", "coverage", "Which units, provinces or people are missing where they should be.",
        "The register",
    ),
    "due": ("reminders.due", "GROUP", "What is due or has expired, of every kind.", "The register"),
    "check": ("tools.check", "GROUP", "What contradicts itself, is missing or has run out.", "The register"),
    "remind": ("reminders.remind", "remind", "Print or mail what has newly become due; for cron.", "The register"),
    "document": ("nouns.documents", "GROUP", "Documents attached to agreements, meetings and news.", "Nouns"),
    "duplicates": (
        "merging.duplicates", "GROUP", "Records that are perhaps the same, and what was said of such.", "The register",
    ),
    "init": ("maintenance.init", "init", "Create an empty register.", "The register"),
    "demo": ("maintenance.demo", "demo", "Create a demonstration register from real sample data.", "The register"),
    "stats": ("tools.stats", "stats", "Count the records of each kind.", "The register"),
    "date": ("tools.date", "date", "Show how a written date is read.", "Tools"),
    "title": ("tools.titles", "GROUP", "Titles of people that this register adds to netreg's own.", "Tools"),
    "view": ("tools.views", "GROUP", "Queries of lists, saved by a name.", "Tools"),
    "name": ("tools.name", "name", "Show how a written personal name is read.", "Tools"),
    "undo": ("maintenance.undo", "undo", "Undo a whole command.", "The register"),
    "redo": ("maintenance.undo", "redo", "Redo what was undone.", "The register"),
    "backup": ("maintenance.backup", "backup", "Copy the register, and verify the copy.", "The register"),
    "restore": ("maintenance.restore", "restore", "Replace the register by a backup.", "The register"),
    "doctor": ("maintenance.doctor", "doctor", "Find what is wrong with the file, and the cure.", "The register"),
    "history": ("maintenance.history", "history", "Who changed what, and when.", "The register"),
    "imports": ("maintenance.imports", "imports", "Which files were imported, and their results.", "The register"),
    "calendar": (
        "reminders.calendar", "calendar", "Deadlines, terms, meetings and trainings as a calendar to subscribe to.",
        "The register",
    ),
    "cron": ("reminders.cron", "cron", "Print the lines for cron or systemd, and check that they run.", "Tools"),
    "config": ("maintenance.config", "config", "Show or change settings.", "Tools"),
    "completion": ("completion.commands", "completion", "Complete words with Tab in bash, zsh or fish.", "Tools"),
    "help": ("tools.help", "help_", "Explain commands and topics: import, query, dates, exit-codes …", "Tools"),
}  # fmt: skip


def _print_version(wanted: bool) -> None:
    if wanted:
        print(f"netreg {__version__}")
        raise typer.Exit


def _install_completion(wanted: bool) -> None:
    if wanted:
        import_module("netreg.cli.completion.commands").install_script()


def _show_completion(wanted: bool) -> None:
    if wanted:
        import_module("netreg.cli.completion.commands").show_script()


app = typer.Typer(
    cls=Root,
    name="netreg",
    add_completion=False,
    pretty_exceptions_enable=False,
    invoke_without_command=True,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def netreg(
    ctx: typer.Context,
    db: Annotated[str | None, typer.Option("--db", metavar="PATH", help="The file of the register.")] = None,
    as_of: Annotated[str | None, typer.Option("--as-of", metavar="DATE", help="Show the state on this day.")] = None,
    era: Annotated[str | None, typer.Option("--era", metavar="be|ce", help="Years in tables.")] = None,
    lang: Annotated[str | None, typer.Option("--lang", metavar="th|en", help="Language: th or en.")] = None,  # noqa: ARG001 - taken before Typer is loaded
    wait: Annotated[
        float | None, typer.Option("--wait", metavar="SECONDS", help="Wait so long for another command; 30 by default.")
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print no notes on the standard error.")] = False,
    version: Annotated[  # noqa: ARG001 - its callback prints
        bool,
        typer.Option("--version", "-V", is_eager=True, callback=_print_version, help="Print the version and exit."),
    ] = False,
    install_completion: Annotated[  # noqa: ARG001 - its callback installs
        bool,
        typer.Option("--install-completion", is_eager=True, callback=_install_completion, help="Complete with Tab."),
    ] = False,
    show_completion: Annotated[  # noqa: ARG001 - its callback prints
        bool,
        typer.Option(
            "--show-completion", is_eager=True, callback=_show_completion, help="Print the script that does it."
        ),
    ] = False,
) -> Any:
    """The register of an institutional network: members, agreements, meetings, and what expires next."""
    ctx.obj = start_session(db, as_of, era, wait=wait, quiet=quiet)
    if ctx.invoked_subcommand is None:
        return import_module("netreg.cli.maintenance.glance").show_glance(ctx.obj)
    return None


def build_program() -> Root:
    """Build the whole program, with its commands not yet loaded."""
    root = typer.main.get_command(app)
    assert isinstance(root, Root)
    for name, (module, attribute, sentence, panel) in COMMANDS.items():
        root.register(name, build_lazy_entry(module, attribute, sentence, panel))
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
    set_language(find_system_language())  # for what is refused before the settings are known
    for number, word in enumerate(arguments, 1):
        if not is_utf8(word):
            raise UsageError(
                _("argument {number} is not valid UTF-8").format(number=number), _("set the terminal to UTF-8")
            )
    shell = os.environ.get("_NETREG_COMPLETE", "").removeprefix("complete_")
    if shell in ("bash", "zsh", "fish"):
        return _complete(shell, arguments)
    set_language(_read_language(arguments))
    if arguments[-1:] == ["add"]:
        arguments = _ask(arguments)
    return build_program().main(arguments, standalone_mode=False)


def _ask(arguments: list[str]) -> list[str]:
    """Ask somebody at a terminal for what ``NOUN add`` needs."""
    from netreg.cli.completion import asking

    return asking.ask_arguments(build_program(), arguments) if asking.can_ask(arguments) else arguments


def _complete(shell: str, arguments: list[str]) -> int:
    """Answer the shell that asks what may be typed; it hears nothing where something is wrong."""
    from netreg.cli.completion.candidates import answer

    with suppress(Exception):
        set_language(_read_language(arguments))
        sys.stdout.write(answer(build_program(), shell, arguments))
        sys.stdout.flush()
    return 0


def is_utf8(word: str) -> bool:
    """Tell whether an argument came as UTF-8: Python turns other bytes into lone surrogates."""
    return not any("\ud800" <= letter <= "\udfff" for letter in word)


def _read_language(arguments: list[str]) -> str:
    """Return what ``--lang`` says, before the noun or behind it, else the configured language, which help needs."""
    settings = config.load_settings()
    for at, word in enumerate(arguments):
        if word == "--":
            break
        if word.startswith("--lang="):
            return override_setting(settings, "lang", word.removeprefix("--lang=")).lang
        if word == "--lang" and at + 1 < len(arguments):
            return override_setting(settings, "lang", arguments[at + 1]).lang
    return settings.lang
