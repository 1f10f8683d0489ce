"""Advice on a word that is no command."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netreg.cli.framework.guidance import examples, synonyms
from netreg.entities import BY_NAME, HOUSEKEEPING
from netreg.errors import quote_word
from netreg.language import _

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from typer._click.core import Context

_EXAMPLE = "member"
"""The noun of examples."""


def advise_command(ctx: Context, known: Collection[str], words: Sequence[str]) -> str:
    """Return the advice for the first of `words`, which is no command of the group that `ctx` runs.

    A command that changes nothing by itself is offered as it is to be typed; one that destroys, by its
    help page, and only for a word that can mean nothing else.
    """
    if kinds := _find_kinds(ctx, known, words[0]):
        lines = [" ".join(("netreg", *_replace_word(ctx, words, kind.split(), is_elsewhere=True))) for kind in kinds]
        return _("did you mean: {names}?").format(names=", ".join(lines))
    meant = _find_meant(ctx, known, words[0])
    if meant is None:
        return _("see '{command} --help'").format(command=ctx.command_path)
    if ctx.parent is None and len(words) > 1:
        meant, words = _translate_verb(ctx, meant, words)
    if not synonyms.DANGEROUS.isdisjoint(meant):
        return _("see '{command} --help'").format(command=" ".join((ctx.command_path, *meant)))
    line = " ".join(("netreg", *_replace_word(ctx, words, meant)))
    return _("did you mean: {names}?").format(names=line)


def _find_kinds(ctx: Context, known: Collection[str], word: str) -> list[str]:
    """Find the commands of the kinds that a word names whole, or the command of no noun; none where it is a verb."""
    plain = word.casefold()
    root: Any = ctx.find_root().command
    if plain in known or synonyms.find_verb(word):
        return []
    if ctx.parent is not None and plain in root.entries and plain not in synonyms.DANGEROUS:
        return [plain]
    kinds = [kind for kind in BY_NAME.values() if kind.name not in HOUSEKEEPING]
    named = [kind.command for kind in kinds if plain in (kind.command.split()[-1], kind.name, kind.name + "s")]
    named = named or [kind.command for kind in kinds if plain in (kind.label.th, kind.plural.th)]
    return [command for command in named if command not in root.entries or ctx.parent is not None]


def _find_meant(ctx: Context, known: Collection[str], word: str) -> list[str] | None:
    """Return the words of the command that is meant, below the group; None if there is nothing like it."""
    plain = word.casefold()
    if plain in known:
        return [plain]
    if ctx.parent is None:
        if command := _find_at_start(word):
            return command.split()
    elif (verb := synonyms.find_verb(word)) and (options := verb.split())[0] in known:
        return options
    elif "show" in known and word.lstrip("#").isdecimal():
        return ["show", word]
    near = synonyms.suggest_command(word, known, is_verb=ctx.parent is not None)
    return near.split() if near else None


def _find_at_start(word: str) -> str | None:
    """Return the command that a word at the beginning means: itself, or by a verb of all nouns or of one alone."""
    if command := synonyms.find_command(word):
        return command
    plain = word.casefold()
    verb = plain if plain in synonyms.SHARED_VERBS else synonyms.find_verb(word) or plain
    if verb in synonyms.SHARED_VERBS:
        return f"{_EXAMPLE} {verb}"
    nouns = () if verb in synonyms.DANGEROUS else examples.find_nouns(verb)
    return f"{nouns[0]} {verb}" if len(nouns) == 1 else None


def _translate_verb(ctx: Context, meant: list[str], words: Sequence[str]) -> tuple[list[str], Sequence[str]]:
    """Return the command with the verb that a second word means, and the words without that one."""
    root: Any = ctx.command
    group = root.load_command(meant[0]) if len(meant) == 1 else None
    known = getattr(group, "entries", {})
    verb = None if words[1] in known else synonyms.find_verb(words[1])
    if verb is None or verb.split()[0] not in known:
        return meant, words
    return [*meant, *verb.split()], [words[0], *words[2:]]


def _replace_word(ctx: Context, words: Sequence[str], meant: Sequence[str], *, is_elsewhere: bool = False) -> list[str]:
    """Return the command line with the words that are meant in place of the one that is not known.

    What is elsewhere takes the place of the words that lead to the group, too.
    """
    typed: list[str] = list(getattr(ctx.find_root().command, "words", ()))
    at = typed.index(words[0]) if words[0] in typed else None
    group = ctx.command_path.split()[1:]
    before: Any = group if at is None else typed[:at]
    if is_elsewhere and group:
        before = before[: -len(group)]
    return [quote_word(word) for word in (*before, *meant, *words[1:])]
