"""For programs: JSON, NDJSON, CSV and TSV, with ISO dates and field names that never change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netreg.render.safe import one_line, safe

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from netreg.core.cards import Card
    from netreg.core.entity import Row
    from netreg.core.fields import Field
    from netreg.render.results import Branch, Listing, Shown, Told, Tree


def listing(result: Listing, form: str) -> str:
    """The rows in the format asked for; JSON has every field unless columns were named."""
    if form in ("json", "ndjson"):
        fields = [f for f in result.everything or result.fields if not f.drawn]
        return dump([plain(fields, row) for row in result.rows], form)
    fields = [f for f in result.fields if not f.drawn]
    cells = ([f.flat(row.get(f.name)) for f in fields] for row in result.rows)
    return _separated([f.name for f in fields], cells, form, header=result.view.header)


def shown(result: Shown, form: str) -> str:
    """One record: an object, or a line for each field."""
    if form in ("json", "ndjson"):
        return dump(nested(result.card), "json" if form == "json" else "line")
    return _separated(("field", "value"), _lines(result.card), form, header=result.view.header)


def _lines(card: Card, path: str = "") -> Iterator[Sequence[str]]:
    fields = card.kind.by_name.values()
    yield from ((path + f.name, cell) for f in fields if (cell := f.flat(card.row.get(f.name))))
    for group in card.sections:
        for number, inner in enumerate(group.cards, 1):
            yield from _lines(inner, f"{path}{group.collection}.{number}.")


def nested(card: Card) -> dict[str, Any]:
    """The record as an object with an array for each collection under it."""
    return _nested(card, None)


def _nested(card: Card, by: str | None) -> dict[str, Any]:
    fields = [f for f in card.kind.by_name.values() if f.name != by]
    inner = {group.collection: [_nested(c, group.parent_field) for c in group.cards] for group in card.sections}
    return plain(fields, card.row) | inner


def tree(result: Tree, form: str) -> str:
    """Nested objects with ``sub_units``; or a row a record with its depth."""
    if form in ("json", "ndjson"):
        return dump([_branch(result, root) for root in result.roots], form)
    rows = ([str(depth), *cells] for depth, cells in _flattened(result, result.roots, 0))
    return _separated(["depth", *_TREE], rows, form, header=result.view.header)


_TREE = ("id", "code", "name", "kind")


def _branch(result: Tree, branch: Branch) -> dict[str, Any]:
    own = {"id": branch.row["id"], "code": branch.row["code"], "name": result.kind.display_name(branch.row)}
    return own | {"kind": branch.row["kind"], "sub_units": [_branch(result, inner) for inner in branch.below]}


def _flattened(result: Tree, branches: Iterable[Branch], depth: int) -> Iterator[tuple[int, list[str]]]:
    for branch in branches:
        own = _branch(result, branch._replace(below=()))
        yield depth, [str(own[name] or "") for name in _TREE]
        yield from _flattened(result, branch.below, depth + 1)


def told(result: Told, form: str | None) -> str:
    """The data behind the sentences, or where there is none the sentences."""
    if form in ("json", "ndjson") and result.data is not None:
        return dump(result.data, form)
    return "".join(f"{safe(sentence)}\n" for sentence in result.sentences)


def plain(fields: Iterable[Field], row: Row) -> dict[str, Any]:
    """The fields as JSON has them."""
    return {f.name: f.plain(row.get(f.name)) for f in fields}


def dump(data: Any, form: str) -> str:
    """JSON indented, a line for each item (``ndjson``), or all on one (``line``)."""
    if form == "ndjson" and isinstance(data, list):
        return "".join(_json(item) + "\n" for item in data)
    return (_json(data) if form in ("line", "ndjson") else _json(data, indent=2)) + "\n"


def _json(data: Any, indent: int | None = None) -> str:
    import json

    # json escapes C0 only; what else could steer a terminal is escaped here.
    text = json.dumps(data, ensure_ascii=False, indent=indent)
    return text if safe(text) == text else _escaped(text)


def _escaped(text: str) -> str:
    return "".join(c if c == "\n" or safe(c) == c else f"\\u{ord(c):04x}" for c in text)


def _separated(names: Sequence[str], rows: Iterable[Sequence[str]], form: str, *, header: bool) -> str:
    if form == "csv":
        import csv
        import io

        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerows([names] if header else [])
        writer.writerows([safe(cell) for cell in row] for row in rows)
        return out.getvalue()
    lines = ["\t".join(names)] if header else []
    lines += ("\t".join(map(one_line, row)) for row in rows)
    return "".join(f"{line}\n" for line in lines)
