"""Advice on a word that is no command."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netreg.cli.framework.guidance import synonyms
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
    meant = _find_meant(ctx, known, words[0])
    if meant is None:
        return _("see '{command} --help'").format(command=ctx.command_path)
    if not synonyms.DANGEROUS.isdisjoint(meant):
        return _("see '{command} --help'").format(command=" ".join((ctx.command_path, *meant)))
    line = " ".join(("netreg", *_replace_word(ctx, words, meant)))
    return _("did you mean: {names}?").format(names=line)


def _find_meant(ctx: Context, known: Collection[str], word: str) -> list[str] | None:
    """Return the words of the command that is meant, below the group; None if there is nothing like it."""
    plain = word.casefold()
    if plain in known:
        return [plain]
    verb = synonyms.find_verb(word)
    if ctx.parent is None:
        command = synonyms.find_command(word)
        if command:
            return command.split()
        verb = plain if plain in synonyms.SHARED_VERBS else verb
        if verb in synonyms.SHARED_VERBS:
            return [_EXAMPLE, verb]
    elif verb and (options := verb.split())[0] in known:
        return options
    elif "show" in known and word.lstrip("#").isdecimal():
        return ["show", word]
    near = synonyms.suggest_commands(word, known)
    return near[:1] or None


def _replace_word(ctx: Context, words: Sequence[str], meant: Sequence[str]) -> list[str]:
    """Return the command line with the words that are meant in place of the one that is not known."""
    typed: list[str] = list(getattr(ctx.find_root().command, "words", ()))
    before: Any = typed[: -len(words)] if typed[-len(words) :] == list(words) else ctx.command_path.split()[1:]
    return [quote_word(word) for word in (*before, *meant, *words[1:])]
