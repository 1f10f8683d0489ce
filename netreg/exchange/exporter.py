"""An export: all records of a kind as a CSV file that an import reads back unchanged."""

from __future__ import annotations

import csv
import io
import os
from typing import TYPE_CHECKING

from netreg.core.fields import Ref, Reference, Style
from netreg.entities import BY_NAME
from netreg.errors import DeviceError, MissingFile, NotAllowed, Usage
from netreg.language import _
from netreg.store import lookup, records
from netreg.store.database import HEADER

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path

    from netreg.core.entity import Entity, Row
    from netreg.core.fields import Field

HEADINGS = ("th", "en", "names")


def csv_text(db: sqlite3.Connection, entity: Entity, as_of: date, headings: str) -> str:
    """The records as the text of a CSV file.

    Raises:
        Usage: when `headings` is not one of :data:`HEADINGS`.
    """
    if headings not in HEADINGS:
        raise Usage(_("--headings: '{text}' is none of {names}").format(text=headings, names=", ".join(HEADINGS)))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    scope = _scope(entity)
    fields = [*([scope] if scope else []), *entity.stored]
    writer.writerow([_heading(field, headings) for field in fields])
    style = Style("ce" if headings == "names" else "be", "en" if headings == "en" else "th")
    write = _reference_writer(db)
    for row in records.select(db, entity, as_of=as_of):
        above = {scope.name: _above(db, entity, row[entity.parent.name])} if scope and entity.parent else {}
        writer.writerow([_cell(field, row | above, style, write, plain=headings == "names") for field in fields])
    return out.getvalue()


def save(path: Path, content: str, *, force: bool) -> None:
    """Write the file whole or not at all, readable by its owner alone.

    Raises:
        NotAllowed: when a file is there already and `force` was not said.
    """
    if path.exists() and (not force or not path.is_file()):
        raise NotAllowed(_("{file} is there already").format(file=path), _("add --force to replace it"))
    _refuse_database(path)
    partial = path.with_name(path.name + ".partial")
    try:
        with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(content.encode("utf-8-sig"))
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except FileNotFoundError:
        raise MissingFile(_("there is no folder {path}").format(path=path.parent), _("make it first")) from None
    except PermissionError:
        raise NotAllowed(_("{file} cannot be written").format(file=path), _("choose another place")) from None
    except OSError as error:
        raise DeviceError(_("{file}: {reason}").format(file=path, reason=error.strerror or error)) from None
    finally:
        partial.unlink(missing_ok=True)


def _refuse_database(path: Path) -> None:
    """A register, or any other database, is never replaced by a table."""
    try:
        with path.open("rb") as file:
            if file.read(len(HEADER)) == HEADER:
                raise NotAllowed(
                    _("{file} is a database and is not overwritten").format(file=path), _("choose another file name")
                )
    except OSError:
        return


def _scope(entity: Entity) -> Reference | None:
    return BY_NAME[entity.parent.to].parent if entity.parent else None


def _above(db: sqlite3.Connection, entity: Entity, parent: Ref) -> Ref:
    """The grandparent, so that the parent's name can be looked for among its children."""
    assert entity.parent is not None
    kind = BY_NAME[entity.parent.to]
    assert kind.parent is not None
    number = records.values_of(db, kind, parent.id)[kind.parent.name]
    return records.refs(db, kind.parent.to, [number])[number]


def _heading(field: Field, headings: str) -> str:
    if headings == "names":
        return field.name
    return field.label.th if headings == "th" else field.label.en


def _cell(field: Field, row: Row, style: Style, write: Callable[[Ref], str], *, plain: bool) -> str:
    value = row[field.name]
    if isinstance(field, Reference):
        return write(value) if value else ""
    return field.flat(value) if plain else field.show(value, style)


def _reference_writer(db: sqlite3.Connection) -> Callable[[Ref], str]:
    """How another record is named in a cell: by code, else by a name only it has, else by number."""
    known: dict[tuple[str, int], str] = {}

    def write(ref: Ref) -> str:
        key = (ref.kind, ref.id)
        if key not in known:
            entity = BY_NAME[ref.kind]
            within = records.values_of(db, entity, ref.id)[entity.parent.name] if entity.parent else None
            alone = lookup.candidates(db, entity, ref.name, within) == [ref.id]
            known[key] = ref.code or (ref.name if alone else str(ref.id))
        return known[key]

    return write
