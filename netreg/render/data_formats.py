"""Formats for programs: JSON, NDJSON, CSV and TSV, with ISO dates and stable field names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netreg.core.entity import UNREADABLE
from netreg.render.safe_text import make_one_line, make_safe

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from netreg.core.cards import Card, PointingSection
    from netreg.core.entity import Row
    from netreg.core.fields import Field
    from netreg.render.results import Branch, Detail, Listing, Message, Tree


def format_listing(result: Listing, form: str) -> str:
    """Format the rows of a listing; JSON has every field unless columns were named."""
    if form in ("json", "ndjson"):
        fields = [f for f in result.all_fields or result.fields if not f.is_picture]
        return dump_json([build_fields(fields, row) for row in result.rows], form)
    fields = [f for f in result.fields if not f.is_picture]
    cells = ([format_cell(f, row) for f in fields] for row in result.rows)
    return _write_separated([f.name for f in fields], cells, form, header=result.view.header)


def format_detail(result: Detail, form: str) -> str:
    """Format one record: as an object, or a line for each field."""
    if form in ("json", "ndjson"):
        return dump_json(build_card_object(result.card), "json" if form == "json" else "line")
    return _write_separated(("field", "value"), _list_values(result.card), form, header=result.view.header)


def _list_values(card: Card, path: str = "") -> Iterator[Sequence[str]]:
    fields = card.kind.by_name.values()
    yield from ((path + f.name, cell) for f in fields if (cell := format_cell(f, card.row)))
    for group in card.sections:
        for number, inner in enumerate(group.cards, 1):
            yield from _list_values(inner, f"{path}{group.collection}.{number}.")


def build_card_object(card: Card, parent_field: str | None = None) -> dict[str, Any]:
    """Build the object of a record without its parent, with an array for each collection under it."""
    fields = [f for f in card.kind.by_name.values() if f.name != parent_field]
    inner = {s.collection: [build_card_object(c, s.parent_field) for c in s.cards] for s in card.sections}
    pointing = {"pointed_to_by": [_build_pointing(section) for section in card.pointing]} if card.pointing else {}
    return build_fields(fields, card.row) | inner | pointing


def _build_pointing(section: PointingSection) -> dict[str, Any]:
    """Build the object of the records of a kind that point to another: the nearest, and how many there are."""
    fields = (section.kind.by_name["id"], *section.owners, *section.status, *section.details)
    named = [section.kind.by_name["code"]] if "code" in section.kind.by_name else []
    rows = [{"name": section.kind.display_name(row), **build_fields((*named, *fields), row)} for row in section.rows]
    ways = [reference.name for reference in section.references]
    return {"kind": section.kind.name, "fields": ways, "count": section.total, "command": section.command} | {
        "records": rows
    }


def format_tree(result: Tree, form: str) -> str:
    """Format a tree: as nested objects with ``sub_units``, or as rows with their depth."""
    if form in ("json", "ndjson"):
        return dump_json([_build_branch(result, root) for root in result.roots], form)
    rows = ([str(depth), *cells] for depth, cells in _flatten_tree(result, result.roots, 0))
    return _write_separated(["depth", *_TREE_COLUMNS], rows, form, header=result.view.header)


_TREE_COLUMNS = ("id", "code", "name", "kind")


def _build_branch(result: Tree, branch: Branch) -> dict[str, Any]:
    own = {"id": branch.row["id"], "code": branch.row["code"], "name": result.kind.display_name(branch.row)}
    return own | {"kind": branch.row["kind"], "sub_units": [_build_branch(result, inner) for inner in branch.children]}


def _flatten_tree(result: Tree, branches: Iterable[Branch], depth: int) -> Iterator[tuple[int, list[str]]]:
    for branch in branches:
        own = _build_branch(result, branch._replace(children=()))
        yield depth, [str(own[name] or "") for name in _TREE_COLUMNS]
        yield from _flatten_tree(result, branch.children, depth + 1)


def format_message(result: Message, form: str | None) -> str:
    """Format the data of a message, or where it has none its sentences."""
    if form in ("json", "ndjson") and result.data is not None:
        return dump_json(result.data, form)
    return "".join(f"{make_safe(sentence)}\n" for sentence in result.sentences)


def build_fields(fields: Iterable[Field], row: Row) -> dict[str, Any]:
    """Build the fields of a row as JSON has them."""
    built = {f.name: f.to_json(row.get(f.name)) for f in fields}
    return built | {UNREADABLE: row[UNREADABLE]} if UNREADABLE in row else built


def format_cell(field: Field, row: Row) -> str:
    """Format a value for programs; one that its field cannot have as it stands."""
    unreadable = row.get(UNREADABLE)
    return (
        str(unreadable[field.name]) if unreadable and field.name in unreadable else field.to_cell(row.get(field.name))
    )


def dump_json(data: Any, form: str) -> str:
    """Write JSON indented, with a line for each item (``ndjson``), or all on one line (``line``)."""
    if form == "ndjson" and isinstance(data, list):
        return "".join(_write_json(item) + "\n" for item in data)
    return (_write_json(data) if form in ("line", "ndjson") else _write_json(data, indent=2)) + "\n"


def _write_json(data: Any, indent: int | None = None) -> str:
    import json

    # json escapes C0 controls only; whatever else could control a terminal is escaped here.
    text = json.dumps(data, ensure_ascii=False, indent=indent)
    return text if make_safe(text) == text else _escape_unsafe(text)


def _escape_unsafe(text: str) -> str:
    return "".join(c if c == "\n" or make_safe(c) == c else f"\\u{ord(c):04x}" for c in text)


def _write_separated(names: Sequence[str], rows: Iterable[Sequence[str]], form: str, *, header: bool) -> str:
    if form == "csv":
        import csv
        import io

        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerows([names] if header else [])
        writer.writerows([make_safe(cell) for cell in row] for row in rows)
        return out.getvalue()
    lines = ["\t".join(names)] if header else []
    lines += ("\t".join(map(make_one_line, row)) for row in rows)
    return "".join(f"{line}\n" for line in lines)
