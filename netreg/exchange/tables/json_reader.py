"""JSON and NDJSON files: objects in an array, a single one, or one per line, as tables of text cells."""

from __future__ import annotations

import json
import re
from functools import partial
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple, NoReturn

from netreg.errors import InvalidValue, UnusableInput
from netreg.exchange.tables.encodings import determine_encoding, number_lines, open_text
from netreg.exchange.tables.snapshot import MAX_JSON
from netreg.exchange.tables.source_tables import (
    MAX_LINE,
    LongLine,
    SourceFile,
    SourceRow,
    SourceTable,
    refuse_sheet_option,
)
from netreg.language import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from netreg.exchange.tables.snapshot import Snapshot

    Object = dict[str, Any]
    Objects = Callable[[], Iterator[tuple[int, Object]]]

_MAX_DEPTH = 16
_EXACT = 1e15
"""From here on a number with a decimal point may have lost digits."""


def read_json(snapshot: Snapshot, *, sheets: Sequence[str], encoding: str | None) -> SourceFile:
    """Read the table of the objects, then one for each collection that is nested in them.

    Raises:
        UsageError: when a sheet was asked for, or there is no such encoding.
        UnusableInput: when it is not JSON or not a table, with the line at fault.
    """
    refuse_sheet_option(snapshot.name, sheets)
    codec = determine_encoding(snapshot.name, snapshot.file, encoding, unicode=True)
    if snapshot.format == "ndjson":
        objects: Objects = partial(_iterate_objects, snapshot.name, snapshot.file, codec)
    else:
        objects = partial(enumerate, _read_document(snapshot, codec), 1)
    return SourceFile(snapshot.name, snapshot.sha256, snapshot.format, codec, _find_tables(snapshot, objects))


def _iterate_objects(name: str, file: BinaryIO, codec: str) -> Iterator[tuple[int, Object]]:
    """Yield the object on each line, with the number of the line."""
    for number, ended in number_lines(file, codec):
        line = ended.rstrip("\r\n")
        if len(line) > MAX_LINE:
            raise LongLine(name, number, _("write one object per line"))
        if line.strip():
            found = _parse_json(name, line, number)
            if not isinstance(found, dict):
                raise UnusableInput(
                    _("{file}:{line}: expected an object on this line").format(file=name, line=number),
                    _("write one object per line"),
                )
            yield number, found


def _read_document(snapshot: Snapshot, codec: str) -> list[Object]:
    """Read a whole document and return its objects."""
    if snapshot.size > MAX_JSON:
        raise UnusableInput(
            _("{file} is larger than 64 MiB").format(file=snapshot.name),
            _("convert it to NDJSON, one object per line"),
        )
    with open_text(snapshot.file, codec, newline=None) as text:
        found = _parse_json(snapshot.name, text.read())
    objects = _find_objects(found)
    if objects is None:
        raise UnusableInput(
            _("{file}: expected an array of objects").format(file=snapshot.name),
            _('write it as [{{"heading": "cell"}}, ...]').format(),
        )
    return objects


def _find_objects(found: Any) -> list[Object] | None:
    """Return the objects of an array, of the only array in an object, or the object itself."""
    if isinstance(found, list):
        return found if _are_objects(found) else None
    if not isinstance(found, dict):
        return None
    (only, *others) = (*found.values(), None)
    return only if len(others) == 1 and isinstance(only, list) and _are_objects(only) else [found]


def _are_objects(items: list[Any]) -> bool:
    return all(isinstance(item, dict) for item in items)


def _parse_json(name: str, text: str, line: int = 1) -> Any:
    """Parse a text, which begins on `line` of the file, as JSON."""
    checks = _ObjectChecks()
    try:
        return json.loads(text, object_pairs_hook=checks, parse_int=_parse_integer)
    except json.JSONDecodeError as error:
        reason = _("not valid JSON at column {column} ({reason})").format(column=error.colno, reason=error.msg)
        _refuse(name, line + error.lineno - 1, reason)
    except InvalidValue as refusal:
        _refuse(name, line + checks.find_line(text) - 1, str(refusal))
    except RecursionError:
        _refuse(name, line, _describe_depth())


def _refuse(name: str, line: int, reason: str) -> NoReturn:
    raise UnusableInput(
        _("{file}:{line}: {reason}").format(file=name, line=line, reason=reason),
        _("correct the file and import it again"),
    ) from None


def _describe_depth() -> str:
    return _("nested too deeply")


def _parse_integer(digits: str) -> str:
    """Keep a whole number as it is written: it may have any number of digits."""
    return "0" if digits == "-0" else digits


class _ObjectChecks:
    """A hook that checks each object as it ends: valid JSON need not be a table."""

    def __init__(self) -> None:
        self._ended = 0

    def __call__(self, pairs: list[tuple[str, Any]]) -> Object:
        """Return the object with these keys and values."""
        self._ended += 1
        found: Object = {}
        for key, value in pairs:
            if key in found:
                raise InvalidValue(_("the object that begins here has the key '{key}' twice").format(key=key))
            found[key] = value
            _check_text(key, key)
            _check_value(key, value)
        return found

    def find_line(self, text: str) -> int:
        """Return the line of the text on which the object begins that was checked last."""
        left, begun = self._ended, []
        for token in re.finditer(r'"(?:[^"\\]|\\.)*+"|[{}]', text):
            if token[0] == "{":
                begun.append(token.start())
            elif token[0] == "}":
                left, start = left - 1, begun.pop()
                if not left:
                    return text.count("\n", 0, start) + 1
        return 1


def _check_value(key: str, value: Any) -> None:
    """Refuse a value that is neither a cell nor a collection."""
    if isinstance(value, dict):
        _name_reference(key, value)
    elif not isinstance(value, list):
        _check_scalar(key, value)
    elif not _are_objects(value):
        for item in value:
            if isinstance(item, (dict, list)):
                raise InvalidValue(_("'{key}' is a list of mixed types").format(key=key))
            _check_scalar(key, item)


def _check_scalar(key: str, value: Any) -> None:
    if isinstance(value, str):
        _check_text(key, value)
    elif isinstance(value, float) and not abs(value) < _EXACT:
        _refuse_number(key, value)


def _refuse_number(key: str, value: float) -> NoReturn:
    if abs(value) < float("inf"):
        raise InvalidValue(
            _("'{key}' is a number too large to be exact ({value}); write it as text").format(key=key, value=value)
        )
    raise InvalidValue(_("'{key}' is not a valid JSON number ({value})").format(key=key, value=value))


def _check_text(key: str, value: str) -> None:
    if not value.isprintable() and re.search("[\0\ud800-\udfff]", value):
        raise InvalidValue(
            _("'{key}' contains a character that is not valid in text: {value}").format(
                key=ascii(key)[1:-1], value=ascii(value[:30])
            )
        )


def _name_reference(key: str, value: Object) -> str:
    """Return another record as netreg's own JSON names it: by code, else name, else number.

    Raises:
        InvalidValue: when the object has none of them.
    """
    for part in ("code", "name"):
        if isinstance(found := value.get(part), str) and found:
            return found
    if isinstance(number := value.get("id"), str) and number:
        return f"#{number}"
    raise InvalidValue(_("'{key}' is an object without code, name or id").format(key=key))


def _format_cell(value: Any) -> str:
    """Return a value as the text of a cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, list):
        return _join_items([_format_cell(item) for item in value if item is not None])
    return _name_reference("", value) if isinstance(value, dict) else str(value)


def _join_items(items: list[str]) -> str:
    """Join items, one per line; a line end after a single one keeps it from being split at its ``;``."""
    return items[0] + "\n" if len(items) == 1 and ";" in items[0] else "\n".join(items)


KeyPath = tuple[str, ...]


class _ObjectRow(NamedTuple):
    """An object of a table, with its number in the table and that of the object it is nested in."""

    number: int
    owner: int
    values: Object


def _find_tables(snapshot: Snapshot, objects: Objects) -> list[SourceTable]:
    """Return the table of the objects, then those nested in them, in order of appearance."""
    found: dict[KeyPath, dict[str, bool | None]] = {(): {}}
    number = 0
    for number, values in objects():
        try:
            _note_keys(found, (), values)
        except InvalidValue as refusal:
            _refuse_object(snapshot, number, str(refusal))
    if number and not found[()]:
        raise UnusableInput(_("{file} is empty").format(file=snapshot.name), _("expected at least one object"))
    return [
        SourceTable("/".join(path), partial(_iterate_rows, objects, path, keys), has_headings=True)
        for path, keys in found.items()
    ]


def _refuse_object(snapshot: Snapshot, number: int, reason: str) -> NoReturn:
    if snapshot.format == "ndjson":
        _refuse(snapshot.name, number, reason)
    raise UnusableInput(
        _("{file}: object {number}: {reason}").format(file=snapshot.name, number=number, reason=reason),
        _("correct the file and import it again"),
    )


def _note_keys(found: dict[KeyPath, dict[str, bool | None]], path: KeyPath, values: Object) -> None:
    """Note the keys of an object, and which of them contain a collection (``None``: not known yet)."""
    if len(path) > _MAX_DEPTH:
        raise InvalidValue(_describe_depth())
    keys = found.setdefault(path, {})
    for key, value in values.items():
        nested = _is_collection(value)
        known = keys.setdefault(key, nested)
        if None not in (nested, known) and nested != known:
            raise InvalidValue(_("'{key}' is a list of objects in some objects only").format(key=key))
        keys[key] = nested if known is None else known
        for inner in value if nested else ():
            _note_keys(found, (*path, key), inner)


def _is_collection(value: Any) -> bool | None:
    """Return whether a value is a list of objects; ``None`` for null and an empty list, which may be one."""
    if value is None or value == []:
        return None
    return isinstance(value, list) and isinstance(value[0], dict)


def _iterate_rows(objects: Objects, path: KeyPath, keys: dict[str, bool | None]) -> Iterator[SourceRow]:
    headings = [key for key, nested in keys.items() if not nested]
    yield SourceRow(0, headings)
    rows: Iterable[_ObjectRow] = (_ObjectRow(number, 0, values) for number, values in objects())
    for key in path:
        rows = _iterate_nested(rows, key)
    for row in rows:
        yield SourceRow(row.number, [_format_cell(row.values.get(heading)) for heading in headings], row.owner)


def _iterate_nested(rows: Iterable[_ObjectRow], key: str) -> Iterator[_ObjectRow]:
    """Yield the objects of a collection, numbered through all objects that have one."""
    number = 0
    for row in rows:
        for values in row.values.get(key) or ():
            number += 1
            yield _ObjectRow(number, row.number, values)
