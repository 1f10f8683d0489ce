"""JSON: objects in an array, one alone, or one a line, as tables of text cells."""

from __future__ import annotations

import json
import re
from functools import partial
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple, NoReturn

from netreg.errors import InvalidValue, UnusableInput, UsageError
from netreg.exchange.tables.encodings import determine_encoding, number_lines, open_text
from netreg.exchange.tables.snapshot import MAX_JSON
from netreg.exchange.tables.source_tables import MAX_LINE, SourceFile, SourceRow, SourceTable
from netreg.language import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from netreg.exchange.tables.snapshot import Snapshot

    Object = dict[str, Any]
    Objects = Callable[[], Iterator[tuple[int, Object]]]

_DEEPEST = 16
_EXACT = 1e15
"""From here on a number with a point may have lost digits."""


def read_json(snapshot: Snapshot, *, sheet: str | None, encoding: str | None) -> SourceFile:
    """The table of the objects, then one for each collection that is nested in them.

    Raises:
        UsageError: when a sheet was asked for, or an encoding that there is not.
        UnusableInput: when it is not JSON or no table, with the line at fault.
    """
    if sheet is not None:
        raise UsageError(_("{file} has no sheets: it is JSON").format(file=snapshot.name), _("leave --sheet out"))
    codec = determine_encoding(snapshot.name, snapshot.file, encoding, unicode=True)
    if snapshot.format == "ndjson":
        objects: Objects = partial(_by_line, snapshot.name, snapshot.file, codec)
    else:
        objects = partial(enumerate, _document(snapshot, codec), 1)
    return SourceFile(snapshot.name, snapshot.sha256, snapshot.format, codec, _sources(snapshot, objects))


def _by_line(name: str, file: BinaryIO, codec: str) -> Iterator[tuple[int, Object]]:
    """The object on each line, with the line's number."""
    for number, ended in number_lines(file, codec):
        line = ended.rstrip("\r\n")
        if len(line) > MAX_LINE:
            raise UnusableInput(
                _("{file}: line {line} is longer than a million characters").format(file=name, line=number),
                _("write each object on a line of its own"),
            )
        if line.strip():
            found = _parsed(name, line, number)
            if not isinstance(found, dict):
                raise UnusableInput(
                    _("{file}:{line}: there is no object on this line").format(file=name, line=number),
                    _("write each object on a line of its own"),
                )
            yield number, found


def _document(snapshot: Snapshot, codec: str) -> list[Object]:
    """The objects of a document that is read whole."""
    if snapshot.size > MAX_JSON:
        raise UnusableInput(
            _("{file} is larger than 64 MiB").format(file=snapshot.name),
            _("write it as NDJSON, an object a line, and import that"),
        )
    with open_text(snapshot.file, codec, newline=None) as text:
        found = _parsed(snapshot.name, text.read())
    objects = _rows(found)
    if objects is None:
        raise UnusableInput(
            _("{file}: the JSON in it is no array of objects").format(file=snapshot.name),
            _('write it as [{{"heading": "cell"}}, ...]').format(),
        )
    return objects


def _rows(found: Any) -> list[Object] | None:
    """The objects of an array, of the one array in an object, or the object itself."""
    if isinstance(found, list):
        return found if _are_objects(found) else None
    if not isinstance(found, dict):
        return None
    (only, *others) = (*found.values(), None)
    return only if len(others) == 1 and isinstance(only, list) and _are_objects(only) else [found]


def _are_objects(items: list[Any]) -> bool:
    return all(isinstance(item, dict) for item in items)


def _parsed(name: str, text: str, line: int = 1) -> Any:
    """What the text, which begins on `line` of the file, says in JSON."""
    checks = _Checks()
    try:
        return json.loads(text, object_pairs_hook=checks, parse_int=_integer)
    except json.JSONDecodeError as error:
        _refuse(name, line + error.lineno - 1, _not_json(error))
    except InvalidValue as refusal:
        _refuse(name, line + checks.line(text) - 1, str(refusal))
    except RecursionError:
        _refuse(name, line, _too_deep())


def _not_json(error: json.JSONDecodeError) -> str:
    return _("this is not JSON at column {column} ({reason})").format(column=error.colno, reason=error.msg)


def _refuse(name: str, line: int, reason: str) -> NoReturn:
    raise UnusableInput(
        _("{file}:{line}: {reason}").format(file=name, line=line, reason=reason), _("mend the file and import it again")
    ) from None


def _too_deep() -> str:
    return _("it is nested too deeply")


def _integer(digits: str) -> str:
    """A whole number as it is written: it may have any number of digits."""
    return "0" if digits == "-0" else digits


class _Checks:
    """Looks at each object as it ends, which JSON itself does not forbid to be no table."""

    def __init__(self) -> None:
        self._ended = 0

    def __call__(self, pairs: list[tuple[str, Any]]) -> Object:
        """The object of these keys and values."""
        self._ended += 1
        found: Object = {}
        for key, value in pairs:
            if key in found:
                raise InvalidValue(_("the object that begins here has the key '{key}' twice").format(key=key))
            found[key] = value
            _check_text(key, key)
            _check(key, value)
        return found

    def line(self, text: str) -> int:
        """The line of the text on which the object begins that was looked at last."""
        left, begun = self._ended, []
        for token in re.finditer(r'"(?:[^"\\]|\\.)*+"|[{}]', text):
            if token[0] == "{":
                begun.append(token.start())
            elif token[0] == "}":
                left, start = left - 1, begun.pop()
                if not left:
                    return text.count("\n", 0, start) + 1
        return 1


def _check(key: str, value: Any) -> None:
    """Refuse a value that is no cell and no collection."""
    if isinstance(value, dict):
        _reference(key, value)
    elif not isinstance(value, list):
        _check_scalar(key, value)
    elif not _are_objects(value):
        for item in value:
            if isinstance(item, (dict, list)):
                raise InvalidValue(_("'{key}' is a list of more than one kind of thing").format(key=key))
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
    raise InvalidValue(_("'{key}' is not a number that JSON has ({value})").format(key=key, value=value))


def _check_text(key: str, value: str) -> None:
    if not value.isprintable() and re.search("[\0\ud800-\udfff]", value):
        raise InvalidValue(
            _("'{key}' has a character that no text has: {value}").format(key=ascii(key)[1:-1], value=ascii(value[:30]))
        )


def _reference(key: str, value: Object) -> str:
    """Another record as netreg's own JSON names it: by code, else name, else number.

    Raises:
        InvalidValue: when the object has none of them.
    """
    for part in ("code", "name"):
        if isinstance(found := value.get(part), str) and found:
            return found
    if isinstance(number := value.get("id"), str) and number:
        return f"#{number}"
    raise InvalidValue(_("'{key}' is an object without code, name or id").format(key=key))


def _cell(value: Any) -> str:
    """A value as the text of a cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, list):
        return _joined([_cell(item) for item in value if item is not None])
    return _reference("", value) if isinstance(value, dict) else str(value)


def _joined(items: list[str]) -> str:
    """One item a line; a line end behind a single one keeps its ``;`` from parting it."""
    return items[0] + "\n" if len(items) == 1 and ";" in items[0] else "\n".join(items)


Path = tuple[str, ...]


class _Row(NamedTuple):
    """An object of a table, its number there, and that of the object it is nested in."""

    number: int
    owner: int
    values: Object


def _sources(snapshot: Snapshot, objects: Objects) -> list[SourceTable]:
    """The table of the objects, and below it those nested in them, in order of appearance."""
    found: dict[Path, dict[str, bool | None]] = {(): {}}
    number = 0
    for number, values in objects():
        try:
            _note(found, (), values)
        except InvalidValue as refusal:
            _refuse_object(snapshot, number, str(refusal))
    if number and not found[()]:
        raise UnusableInput(_("{file} is empty").format(file=snapshot.name), _("there must be an object in it"))
    return [
        SourceTable("/".join(path), partial(_lines, objects, path, keys), has_headings=True)
        for path, keys in found.items()
    ]


def _refuse_object(snapshot: Snapshot, number: int, reason: str) -> NoReturn:
    if snapshot.format == "ndjson":
        _refuse(snapshot.name, number, reason)
    raise UnusableInput(
        _("{file}: object {number}: {reason}").format(file=snapshot.name, number=number, reason=reason),
        _("mend the file and import it again"),
    )


def _note(found: dict[Path, dict[str, bool | None]], path: Path, values: Object) -> None:
    """Note the keys of an object, and which of them hold a collection (``None``: not yet known)."""
    if len(path) > _DEEPEST:
        raise InvalidValue(_too_deep())
    keys = found.setdefault(path, {})
    for key, value in values.items():
        nested = _is_collection(value)
        known = keys.setdefault(key, nested)
        if None not in (nested, known) and nested != known:
            raise InvalidValue(_("'{key}' is a list of objects here or before, but not both").format(key=key))
        keys[key] = nested if known is None else known
        for inner in value if nested else ():
            _note(found, (*path, key), inner)


def _is_collection(value: Any) -> bool | None:
    """Whether it is a list of objects; nothing and an empty list may be one."""
    if value is None or value == []:
        return None
    return isinstance(value, list) and isinstance(value[0], dict)


def _lines(objects: Objects, path: Path, keys: dict[str, bool | None]) -> Iterator[SourceRow]:
    headings = [key for key, nested in keys.items() if not nested]
    yield SourceRow(0, headings)
    rows: Iterable[_Row] = (_Row(number, 0, values) for number, values in objects())
    for key in path:
        rows = _nested(rows, key)
    for row in rows:
        yield SourceRow(row.number, [_cell(row.values.get(heading)) for heading in headings], row.owner)


def _nested(rows: Iterable[_Row], key: str) -> Iterator[_Row]:
    """The objects of a collection, counted through all that hold one."""
    number = 0
    for row in rows:
        for values in row.values.get(key) or ():
            number += 1
            yield _Row(number, row.number, values)
