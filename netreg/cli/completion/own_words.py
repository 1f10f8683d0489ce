"""The words that an option or argument knows, where they are of no field."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from netreg.cli.completion.shells import SCRIPTS, Candidate
from netreg.cli.framework import options

if TYPE_CHECKING:
    from collections.abc import Iterable

    from netreg.cli.completion.places import TypedPlace
    from netreg.core.entity import Entity

# Each by its command and name: the module that knows the words, and what they are called there.
_KNOWN = {
    ("due", "kind"): ("cli.reminders.due", "KINDS"),
    ("matrix", "by"): ("cli.training.training_lists", "AXES"),
    ("list", "severity"): ("cli.tools.check", "SEVERITIES"),
    ("coverage", "in_"): ("store.reports.coverage", "PLACES"),
    ("raised", "by"): ("cli.nouns.activities", "RAISED"),
    ("help", "words"): ("cli.tools.help_topics", "TOPICS"),
    ("config", "name"): ("config", "Settings._fields"),
    ("stats", "by"): ("cli.alumni.alumni_stats", "BY"),
}


def list_words(place: TypedPlace, entity: Entity | None, name: str) -> list[Candidate]:
    """List the words of an option or argument by its name; none where it has none of its own."""
    return list(map(Candidate, _choose_words(place.command.name or "", entity, name)))


def _choose_words(verb: str, entity: Entity | None, name: str) -> Iterable[str]:
    if (verb, name) in _KNOWN:
        return _load_words(*_KNOWN[verb, name])
    if name == "sort" and entity is not None:
        return list(entity.by_name)
    if name == "missing" and entity is not None:
        from netreg.store.records.conditions import MISSING

        return sorted(MISSING.get(entity.name, ()))
    if name == "format":
        words = {"export": options.EXPORT_FORMATS, "list": options.LIST_FORMATS, "due": options.LIST_FORMATS}.get(
            verb, options.FORMATS
        )
        return (*words, "nagios") if verb == "due" else words
    if name in ("noun", "kinds", "kind") and entity is None:
        from netreg.entities import ENTITIES

        return [kind.command for kind in ENTITIES if " " not in kind.command]
    return SCRIPTS if (verb, name) == ("completion", "shell") else ()


def _load_words(module: str, path: str) -> Iterable[str]:
    found: Any = import_module(f"netreg.{module}")
    for attribute in path.split("."):
        found = getattr(found, attribute)
    words: Iterable[str] = found
    return words
