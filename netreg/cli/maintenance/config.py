"""``netreg config``: settings shown and changed."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any

import typer

from netreg import config as settings_of
from netreg.cli.framework import options
from netreg.cli.framework.session import Session
from netreg.core.fields import Field
from netreg.errors import InvalidValue, UsageError, list_names, suggest_names
from netreg.language import _
from netreg.render.results import Listing, Message
from netreg.thai import text

TITLES = "titles"
"""Kept in the register, for whoever opens it is to read names alike."""
FIELDS = (
    Field("name", "ชื่อ", "Setting"),
    Field("value", "ค่า", "Value"),
    Field("meaning", "ความหมาย", "Meaning"),
)


@options.add_view_options
def config(
    session: Session,
    name: Annotated[str | None, typer.Argument(metavar="[SETTING]", show_default=False)] = None,
    value: Annotated[str | None, typer.Argument(metavar="[VALUE]", show_default=False)] = None,
) -> Listing | Message:
    """Show the settings, or one; with a value, keep it in the configuration file.

    `titles FILE` adds the titles of a table (title, short form, class) to the register; `titles` alone lists them.
    """
    if name == TITLES:
        from netreg.cli.tools.titles import take_titles

        return take_titles(session, value)
    if name is not None and name not in settings_of.Settings._fields:
        near = text.find_nearest(name, settings_of.Settings._fields)
        raise UsageError(
            _("unknown setting '{name}'").format(name=name),
            suggest_names(near) if near else list_names(settings_of.Settings._fields),
        )
    if name is not None and value is not None:
        from netreg.exchange.atomic_files import saving

        try:
            path = settings_of.write_setting(name, value, partial(saving, force=True))
        except InvalidValue as refusal:
            raise UsageError(str(refusal)) from None
        return Message(
            (_("{name} is now {value}, kept in {path}").format(name=name, value=value, path=path),), session.view
        )
    rows = [_build_row(session, each) for each in settings_of.Settings._fields if name in (None, each)]
    return Listing(FIELDS, rows, session.view)


def _build_row(session: Session, name: str) -> dict[str, Any]:
    value = session.db if name == "db" else getattr(session.settings, name)
    return {"name": name, "value": str(value), "meaning": _(settings_of.DESCRIPTIONS[name])}
