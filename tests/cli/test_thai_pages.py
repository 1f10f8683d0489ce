"""Help pages in Thai: no English word but names that are typed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from netreg.cli import build_program
from netreg.cli.framework.guidance.help_pages import translate_command
from netreg.cli.framework.lazy_group import LazyGroup
from netreg.core.choice_fields import Choice
from netreg.entities import BY_NAME
from netreg.language import get_language, set_language
from tests.catalogues import SOURCES, read_entries

if TYPE_CHECKING:
    from collections.abc import Iterator

    from typer._click.core import Command

    from tests.conftest import Netreg

FORMATS = {
    "bash", "bom", "csv", "docx", "eml", "excel", "fish", "html", "ics", "json", "md",
    "ndjson", "nagios", "ods", "tab", "tsv", "txt", "utf",
    "vcard", "vcf", "xlsx", "zsh",
}  # fmt: skip
PROGRAMS = {"age", "chmod", "cp", "cron", "crontab", "markdown", "ssh", "systemd", "word", "zoom"}
EXAMPLES = {"kku", "lib", "northeast"}
WORDS = {
    "after", "all", "be", "ce", "choices", "codes", "cohorts", "dates", "en", "exit", "fields", "fill", "high", "keep",
    "low", "medium", "names", "netreg", "never", "new", "noun", "overwrite", "records", "reject", "rrule", "skip",
    "starts", "table", "take",
    "th", "update", "updated_at", "verify",
}  # fmt: skip
"""Words that options take as they are, each with its Thai name beside it where it has one."""


def test_no_help_page_has_an_english_word() -> None:
    spoken = get_language()
    set_language("th")
    try:
        root = build_program()
        known = _list_typed_words(root)
        found = {
            " ".join(path): words
            for path, command in _walk(root)
            if (words := {word for text in _list_texts(command) for word in _find_words(text)} - known)
        }
    finally:
        set_language(spoken)
    assert found == {}


def test_a_choice_is_read_by_the_word_that_its_help_has() -> None:
    spoken = get_language()
    set_language("th")
    try:
        told = [
            (parameter.name, re.findall(r"\b([a-z_]+) \(([^)]*[ก-๛][^)]*)\)", getattr(parameter, "help", None) or ""))
            for _path, command in _walk(build_program())
            for parameter in command.params
        ]
    finally:
        set_language(spoken)
    fields = [f for kind in BY_NAME.values() for f in kind.by_name.values() if isinstance(f, Choice)]
    read = [
        (field, word, thai)
        for name, words in told
        for field in fields
        if words and field.name == name and all(word in field.options for word, _thai in words)
        for word, thai in words
    ]
    assert len(read) > 80
    assert [thai for field, word, thai in read if not field.knows_word(thai) or field.parse(thai) != word] == []


def test_a_page_is_thai_as_a_whole(netreg: Netreg) -> None:
    """With the words of Typer itself."""
    english = "Usage|Options|Arguments|Commands|Show|required|default|TEXT|FILE|str"
    for words in (("--help",), ("member", "--help"), ("member", "history", "--help"), ("--lang", "th", "init", "-h")):
        page = netreg(*words).out
        assert "วิธีใช้: netreg" in page
        assert re.search(rf"\b({english})\b|[{{<]", page) is None, page


PRODUCTS = {
    "ascii", "august", "ctrl-c", "enter", "gib", "google", "gunzip", "https", "iso", "link", "mb", "meet", "mib", "ods",
    "odt", "pdf", "pem", "pyrage", "python", "rsa", "smtputf", "sqlite", "ssh", "starttls", "teams", "tls", "ulimit",
    "utc", "uuid", "wal", "xml", "zoom",
}  # fmt: skip
TECHNICAL = {
    "age-secret-key-", "drop", "entity", "error", "exit-codes", "hard", "id", "insecure", "kku-lib", "months",
    "nul", "onsite", "or", "plain", "quit", "ssh-", "ssh-ed", "ssh-rsa", "stdin", "tmpdir", "today", "trigger",
    "two", "utf-", "words", "xx",
}  # fmt: skip
"""What is typed or stands in a file as it is."""


def test_no_thai_sentence_has_an_english_word() -> None:
    """But what is typed: commands, options, fields, choices, and words of the lists above."""
    spoken = get_language()
    set_language("th")
    try:
        known = _list_typed_words(build_program()) | PRODUCTS | TECHNICAL
    finally:
        set_language(spoken)
    (source,) = (one for one in SOURCES if "/th/" in one.as_posix())
    found = {
        thai: words
        for sentence, thai in read_entries(source).items()
        if sentence and (words := {word.casefold() for word in _list_words_beside_commands(thai)} - known)
    }
    assert found == {}


@pytest.mark.stress
def test_no_sentence_beside_an_option_is_cut_at_80_columns(netreg: Netreg) -> None:
    """A text without blanks has no place where it may be broken there: it would end with the sign of a cut."""
    spoken = get_language()
    set_language("th")
    try:
        pages = [
            (path, {str(getattr(one, "help", "")) for one in page.params}) for path, page in _walk(build_program())
        ]
    finally:
        set_language(spoken)
    cut = {}
    for path, told in pages:
        shown = re.findall(r"(\S+…) *│$", netreg(*path, "--help", COLUMNS="80").out, re.MULTILINE)
        if lost := [piece for piece in shown if not any(piece in sentence for sentence in told)]:
            cut[" ".join(path)] = lost
    assert cut == {}


def test_what_is_to_be_filled_in_is_named_in_thai() -> None:
    (source,) = (one for one in SOURCES if "/th/" in one.as_posix())
    entries = read_entries(source)
    named = {sentence for sentence in entries if re.fullmatch("[A-Z_]{2,}", sentence) and entries[sentence] != sentence}
    found = {
        thai: words
        for sentence, thai in entries.items()
        if sentence not in named and (words := named & set(re.findall(r"(?<![\w-])[A-Z_]{2,}(?![\w-])", thai)))
    }
    assert found == {}


def _list_typed_words(root: LazyGroup) -> set[str]:
    typed = {name for path, _command in _walk(root) for name in path}
    fields = [field for kind in BY_NAME.values() for field in kind.stored]
    choices = {name for field in fields if isinstance(field, Choice) for name in field.options}
    return FORMATS | PROGRAMS | EXAMPLES | WORDS | typed | choices | {*BY_NAME} | {field.name for field in fields}


def _list_words_beside_commands(text: str) -> list[str]:
    """Return the words in Latin letters, but for what is quoted, filled in, or part of a command."""
    command = r"netreg( [a-z{@#-][\w{}.-]*)*"
    rest = re.sub(
        rf"'[^']*'|`[^`]*`|\{{[^}}]*\}}|--[a-z-]+(=\S+)?|\.\w+|{command}|\w+[@./:_|]\w+\S*|\w+=\S*|\S+=(?=\s|$)",
        " ",
        text,
    )
    return re.findall(r"[A-Za-z][A-Za-z_-]+", rest)


def _walk(group: LazyGroup, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Command]]:
    yield path, group
    for name in group.entries:
        command = group.load_command(name)
        if isinstance(command, LazyGroup):
            yield from _walk(command, (*path, name))
        else:
            yield (*path, name), command


def _list_texts(command: Command) -> Iterator[str]:
    translate_command(command)
    if isinstance(command, LazyGroup):
        yield from (entry.describe() for entry in command.entries.values())
    yield command.help or ""
    for parameter in command.params:
        shown = (getattr(parameter, "help", None), parameter.metavar, getattr(parameter, "rich_help_panel", None))
        yield from filter(None, shown)


def _find_words(text: str) -> list[str]:
    """Return the words in Latin letters, but for options and what is quoted as it is typed."""
    rest = re.sub(r"'[^']*'|`[^`]*`|--[a-z-]+|\.\w+", " ", text)
    return [word.casefold() for word in re.findall(r"[A-Za-z_]{2,}", rest)]
