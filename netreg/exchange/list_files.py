"""A list in a file, as it is shown."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

from netreg.core.fields import Count, Field, Style
from netreg.core.thai_fields import Date
from netreg.errors import Usage
from netreg.exchange.forms import delimited_text, form_of, kind_of_cell
from netreg.exchange.saving import saving
from netreg.language import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from netreg.core.entity import Row


def save(path: Path, fields: Sequence[Field], rows: Iterable[Row], style: Style, *, force: bool) -> None:
    """Write the rows of a list as they are shown, in the form of the file's name.

    Raises:
        Usage: when the name has no form that a list can have.
        NotAllowed: when a file is there already and `force` was not said.
    """
    form = form_of(path, None)
    if form in ("vcf", "ics"):
        raise Usage(_("a list can not be {form}").format(form=form), _("try csv, tsv, xlsx, json or ndjson"))
    with saving(path, force=force) as file:
        file.write(_listed(form, [field for field in fields if not field.drawn], rows, style))


def _listed(form: str, fields: Sequence[Field], rows: Iterable[Row], style: Style) -> bytes:
    if form in ("json", "ndjson"):
        objects = [{field.name: field.plain(row.get(field.name)) for field in fields} for row in rows]
        if form == "json":
            return (json.dumps(objects, ensure_ascii=False, indent=2) + "\n").encode()
        return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in objects).encode()
    names = [str(field.label) for field in fields]
    if form == "xlsx":
        from netreg.exchange import workbook

        shown = ([_shown(field, row, style) for field in fields] for row in rows)
        out = io.BytesIO()
        workbook.write(out, [workbook.Sheet(_("list"), names, [kind_of_cell(f) for f in fields], shown)])
        return out.getvalue()
    cells = ([field.show(row.get(field.name), style) for field in fields] for row in rows)
    return delimited_text(names, cells, form)


def _shown(field: Field, row: Row, style: Style) -> Any:
    value = row.get(field.name)
    full = isinstance(field, Date) and isinstance(value, str) and len(value) == len("2021-08-05")
    number = isinstance(field, Count) and isinstance(value, int)
    return value if full or number else field.show(value, style)
