"""The place of the cursor in a command line: in which command, and in the value of which option or argument."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netreg.cli.framework.lazy_group import LazyGroup, ListingGroup
from netreg.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from typer._click.core import Command, Parameter


class TypedPlace(NamedTuple):
    """The command that the words name, and what is awaited where the cursor stands.

    `groups` lead to the command; `given` are the options that stand before the cursor, `awaited` is the option or
    argument whose value is typed. `open_verbs` tells that the name of a verb may stand there as well.
    """

    groups: tuple[LazyGroup, ...]
    command: Command
    given: dict[str, str | None]
    words: tuple[str, ...]
    awaited: Parameter | None
    open_verbs: bool
    is_plain: bool = False


def find_place(root: LazyGroup, words: Sequence[str]) -> TypedPlace:
    """Follow the words to the command that they name, without running anything."""
    groups: list[LazyGroup] = [root]
    command: Command = root
    given: dict[str, str | None] = {}
    values: list[str] = []
    rest = list(words)
    awaited: Parameter | None = None
    is_plain = False
    while rest:
        word, awaited = rest.pop(0), None
        group = command if isinstance(command, LazyGroup) else None
        if word == "--" and not is_plain:
            is_plain = True
        elif word.startswith("-") and len(word) > 1 and not is_plain:
            awaited = _take_option(command, word, rest, given)
        elif group is not None and not values and word in group.entries:
            command = group.load_command(word)
            given = given if group is not root else {f"root {name}": value for name, value in given.items()}
            if isinstance(command, LazyGroup):
                groups.append(command)
        else:
            if group is not None and not values:
                command = _find_silent_verb(group) or group
            values.append(word)
    group = command if isinstance(command, LazyGroup) else None
    is_open = group is not None and not values
    if awaited is None:
        silent = _find_silent_verb(group) if group is not None else None
        awaited = _find_argument(silent or command, len(values))
    return TypedPlace(tuple(groups), command, given, tuple(values), awaited, is_open, is_plain)


def list_options(place: TypedPlace) -> list[Parameter]:
    """List the options that may stand at the cursor; those of the verb that need not be named as well."""
    silent = _find_silent_verb(place.command) if isinstance(place.command, LazyGroup) else None
    known = [*place.command.params, *(silent.params if silent else ())]
    return [
        one for one in dict.fromkeys(known) if one.param_type_name == "option" and not getattr(one, "hidden", False)
    ]


def _find_silent_verb(group: LazyGroup) -> Command | None:
    """Return the command that runs where no verb is named, if there is one."""
    if isinstance(group, ListingGroup):
        return None  # its own options are those of its command
    name = group.alone or group.usual
    return group.load_command(name) if name else None


def _take_option(command: Command, word: str, rest: list[str], given: dict[str, str | None]) -> Parameter | None:
    """Note an option and its value; return it where the value is still to be typed."""
    name, equals, value = word.partition("=")
    commands: list[Any] = [command]
    if isinstance(command, LazyGroup) and (silent := _find_silent_verb(command)):
        commands.append(silent)
    option = next((one for each in commands for one in each.params if name in (*one.opts, *one.secondary_opts)), None)
    takes_value = option is not None and not getattr(option, "is_flag", False)
    if equals or not takes_value:
        given[name] = value or None
        return None
    given[name] = rest.pop(0) if rest else None
    return None if given[name] is not None else option


def _find_argument(command: Command, taken: int) -> Parameter | None:
    """Return the argument that the next word is, if the command takes one more."""
    arguments = [one for one in command.params if one.param_type_name == "argument"]
    for at, one in enumerate(arguments):
        if at == taken or (one.nargs == -1 and taken >= at):
            return one
    return None
