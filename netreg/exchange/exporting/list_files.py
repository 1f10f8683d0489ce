"""A list in a file, as it is shown."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from netreg.errors import UsageError
from netreg.exchange.atomic_files import saving
from netreg.exchange.exporting.file_formats import (
    choose_cell_type,
    choose_format,
    encode_delimited,
    format_json,
    is_typed_value,
)
from netreg.language import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from netreg.core.entity import Row
    from netreg.core.fields import Field, Style


def save_list(path: Path, fields: Sequence[Field], rows: Iterable[Row], style: Style, *, force: bool) -> None:
    """Write the rows of a list as they are shown, in the form of the file's name.

    Raises:
        UsageError: when the name has no form that a list can have.
        NotAllowed: when a file is there already and `force` was not said.
    """
    form = choose_format(path, None)
    if form in ("vcf", "ics"):
        raise UsageError(_("a list can not be {form}").format(form=form), _("try csv, tsv, xlsx, json or ndjson"))
    with saving(path, force=force) as file:
        file.write(_listed(form, [field for field in fields if not field.drawn], rows, style))


def _listed(form: str, fields: Sequence[Field], rows: Iterable[Row], style: Style) -> bytes:
    if form in ("json", "ndjson"):
        return format_json([{f.name: f.plain(row.get(f.name)) for f in fields} for row in rows], form).encode()
    names = [str(field.label) for field in fields]
    if form == "xlsx":
        from netreg.exchange.exporting import workbook

        shown = ([_shown(field, row, style) for field in fields] for row in rows)
        out = io.BytesIO()
        workbook.write_workbook(
            out, [workbook.WorkbookSheet(_("list"), names, [choose_cell_type(f) for f in fields], shown)]
        )
        return out.getvalue()
    cells = ([field.show(row.get(field.name), style) for field in fields] for row in rows)
    return encode_delimited(names, cells, form)


def _shown(field: Field, row: Row, style: Style) -> Any:
    value = row.get(field.name)
    return value if is_typed_value(field, value) else field.show(value, style)
