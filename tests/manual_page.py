"""The manual page ``docs/netreg.1``, made from the texts of the program: ``python -m tests.manual_page`` writes it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from netreg.cli import build_program
from netreg.cli.framework.guidance.examples import list_examples
from netreg.cli.framework.lazy_group import LazyGroup
from netreg.cli.tools.help_topics import TOPICS
from netreg.config import DESCRIPTIONS
from netreg.language import set_language

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = Path(__file__).parent.parent / "docs" / "netreg.1"
TITLES = {"import": "FILES", "query": "QUERIES", "cron": "CRON", "exit-codes": "EXIT STATUS", "dates": "DATES",
          "records": "RECORDS"}  # fmt: skip


def build_page() -> str:
    """Build the page in troff's man macros, in English."""
    set_language("en")
    return "\n".join(_list_lines()) + "\n"


def _list_lines() -> Iterator[str]:
    root = build_program()
    yield '.TH NETREG 1 "" netreg "User Commands"'
    yield ".SH NAME"
    yield "netreg \\- the register of an institutional network"
    yield from (".SH SYNOPSIS", ".B netreg", "[OPTIONS] NOUN VERB [ARGUMENTS]", ".SH DESCRIPTION")
    yield _escape(str(root.help).split("\n\n")[0])
    yield from (".SH EXAMPLES", ".nf", *map(_escape, list_examples("netreg")), ".fi", ".SH OPTIONS")
    for option in root.params:
        yield from (".TP", ".B " + _escape(", ".join(option.opts)), _escape(getattr(option, "help", "") or ""))
    yield ".SH COMMANDS"
    for name, entry in root.entries.items():
        yield from (".TP", f".B netreg {_escape(name)}", _escape(entry.help))
        command = root.load_command(name)
        if isinstance(command, LazyGroup):
            verbs = ", ".join(command.entries)
            yield from (".br", _escape(verbs))
    for topic, explain in TOPICS.items():
        yield f".SH {TITLES[topic]}"
        for line in explain():
            yield from (_escape(line), ".br")
    yield ".SH ENVIRONMENT AND SETTINGS"
    for name, sentence in DESCRIPTIONS.items():
        yield from (".TP", f".B NETREG_{name.upper()}", _escape(str(sentence)))
    yield from (".SH SEE ALSO", "The guide and the reference in the folder docs of the source.")


def _escape(text: str) -> str:
    line = " ".join(text.split()).replace("\\", "\\\\").replace("-", "\\-")
    return f"\\&{line}" if line[:1] in (".", "'") else line


if __name__ == "__main__":
    PAGE.write_text(build_page(), encoding="utf-8")
