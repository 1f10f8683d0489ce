"""Save a list in a file, as it is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netreg.core.flags import FlagList
from netreg.errors import UsageError, list_names
from netreg.exchange.atomic_files import saving
from netreg.exchange.exporting.file_formats import (
    CARD_FORMATS,
    FORMATS,
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
    """Write the rows of a list as they are shown, in the format of the file's name.

    Raises:
        UsageError: when a list cannot have that format.
        NotAllowed: when the file already exists, unless with `force`.
    """
    format = choose_format(path, None)
    if format in CARD_FORMATS:
        raise UsageError(
            _("cannot save a list as {format}").format(format=format),
            list_names(name for name in FORMATS if name not in CARD_FORMATS),
        )
    with saving(path, force=force) as file:
        file.write(build_list(format, fields, rows, style))


def build_list(format: str, fields: Sequence[Field], rows: Iterable[Row], style: Style) -> bytes:
    """Return the rows of a list as the content of a file."""
    fields = [field for field in fields if not field.is_picture]
    if format in ("json", "ndjson"):
        return format_json([{f.name: f.to_json(row.get(f.name)) for f in fields} for row in rows], format).encode()
    names = [str(field.label) for field in fields]
    if format == "xlsx":
        from netreg.exchange.exporting import workbook

        shown = ([_choose_value(field, row, style) for field in fields] for row in rows)
        types = [choose_cell_type(field) for field in fields]
        return workbook.build_workbook([workbook.WorkbookSheet(_("list"), names, types, shown)])
    cells = ([field.show(row.get(field.name), style) for field in fields] for row in rows)
    return encode_delimited(names, cells, format)


def _choose_value(field: Field, row: Row, style: Style) -> Any:
    value = row.get(field.name)
    if isinstance(field, FlagList):
        return field.show_titles(value, style)
    return value if is_typed_value(field, value) else field.show(value, style)
