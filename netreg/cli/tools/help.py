"""``netreg help``: topics, the fields and choices of a noun, and the page of any command."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from netreg.cli.framework.guidance.synonyms import find_command
from netreg.cli.framework.lazy_group import LazyGroup
from netreg.cli.tools.help_topics import LISTS, TOPICS
from netreg.core.choice_fields import Choice
from netreg.core.fields import Field
from netreg.core.plural_fields import NameList
from netreg.entities import BY_NAME, HOUSEKEEPING
from netreg.errors import UsageError, suggest_names
from netreg.language import _, get_language
from netreg.render.results import Listing, Message
from netreg.thai import text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from netreg.cli.framework.session import Session
    from netreg.core.entity import Entity, Row

FIELDS = (
    Field("field", "ชื่อในระบบ", "Field"),
    Field("label", "ชื่อที่แสดง", "Label"),
    Field("meaning", "สิ่งที่ระบุได้", "What may be written"),
    Field("example", "ตัวอย่าง", "Example"),
)
CHOICES = (
    Field("field", "ข้อมูล", "Field"),
    Field("word", "คำในระบบ", "Word"),
    Field("th", "ภาษาไทย", "In Thai"),
    Field("en", "ภาษาอังกฤษ", "In English"),
    NameList("nouns", "ใช้ใน", "Of"),
)


def help_(
    ctx: typer.Context,
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="[TOPIC|COMMAND]...", help="A topic, or a command such as: agreement sign."),
    ] = None,
) -> Listing | Message | None:
    """Explain a command or a topic: import, fields NOUN, choices, query, cron, exit-codes, dates, records."""
    session: Session = ctx.obj
    if not words:
        _print_page(ctx, [])
        topics = ", ".join((*TOPICS, *(f"{name} NOUN" for name in LISTS)))
        return Message((_("topics of 'netreg help': {names}").format(names=topics),), session.view, is_prose=True)
    topic, *rest = words
    if topic in LISTS:
        kinds = [_find_kind(" ".join(rest))] if rest else _list_kinds()
        if topic == "fields" and not rest:
            raise UsageError(_("expected NOUN after 'fields'"), _("for example: netreg help fields member"))
        return (_list_fields if topic == "fields" else _list_choices)(session, kinds)
    if topic in TOPICS:
        return Message(tuple(TOPICS[topic]()), session.view)
    _print_page(ctx, words)
    return None


def _print_page(ctx: typer.Context, words: Sequence[str]) -> None:
    """Print the help page of a command.

    Raises:
        UsageError: with the topics, when there is no such command.
    """
    context: Any = ctx.find_root()
    for word in words:
        group = context.command
        name = word if isinstance(group, LazyGroup) and word in group.entries else find_command(word)
        if not isinstance(group, LazyGroup) or name not in group.entries:
            known = (*TOPICS, *LISTS, *(group.entries if isinstance(group, LazyGroup) else ()))
            raise UsageError(
                _("unknown topic '{topic}'").format(topic=" ".join(words)),
                suggest_names(text.find_nearest(word, known), (*TOPICS, *LISTS)),
            )
        command = group.load_command(name)
        context = type(context)(command, info_name=name, parent=context)
    page = context.command.get_help(context)
    if page:
        sys.stdout.write(f"{page}\n")


def _list_kinds() -> list[Entity]:
    return [kind for kind in BY_NAME.values() if kind.name not in HOUSEKEEPING]


def _find_kind(noun: str) -> Entity:
    """Return the kind of a noun: by its command, its machine name or its label.

    Raises:
        UsageError: with the nearest nouns.
    """
    names = {str(name).lower(): kind for kind in _list_kinds() for name in (kind.name, *kind.label, kind.command)}
    if noun.lower() in names:
        return names[noun.lower()]
    known = [kind.command for kind in _list_kinds()]
    raise UsageError(_("unknown noun '{noun}'").format(noun=noun), suggest_names(text.find_nearest(noun, known), known))


def _list_fields(session: Session, kinds: Sequence[Entity]) -> Listing:
    rows = [row for kind in kinds for row in _describe_fields(kind)]
    return Listing(FIELDS, rows, session.view)


def _describe_fields(kind: Entity) -> Iterator[Row]:
    from netreg.exchange.exporting.templates import explain_field

    stored = {field.name for field in kind.stored}
    for field in kind.by_name.values():
        meaning, example = explain_field(field, get_language())
        if isinstance(field, Choice):
            meaning += ": " + ", ".join(field.options)
        if field.name not in stored:
            meaning = _("derived; for lists and queries")
        yield {"field": field.name, "label": str(field.label), "meaning": meaning, "example": example}
    for compound in kind.compound_columns:
        yield {"field": compound.name, "label": str(compound.label), "meaning": str(compound.meaning),
               "example": compound.example}  # fmt: skip


def _list_choices(session: Session, kinds: Sequence[Entity]) -> Listing:
    """List the words of all choices; a field that several nouns share once."""
    rows: dict[tuple[str, str, str], Row] = {}
    for kind in kinds:
        for field in kind.by_name.values():
            for word, label in field.options.items() if isinstance(field, Choice) else ():
                key = (field.name, word, label.th)
                row = {"field": field.name, "word": word, "th": label.th, "en": label.en, "nouns": []}
                rows.setdefault(key, row)["nouns"].append(kind.command)
    return Listing(CHOICES, list(rows.values()), session.view)
