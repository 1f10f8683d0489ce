"""Web pages and XML spreadsheets as tables: what many programs write into a file whose name ends with ``.xls``.

Read are the tables of HTML and the worksheets of SpreadsheetML 2003, tag by tag, and nothing else: no
style, no script, no file that the page names. The parser of the standard library takes hours for a
page of a few megabytes with damaged comments.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from netreg.errors import UsageError, list_names
from netreg.exchange.formula_guard import is_formula
from netreg.exchange.tables.cell_marks import FORMULA
from netreg.exchange.tables.detect_format import refuse_web_page
from netreg.exchange.tables.encodings import determine_encoding, open_text
from netreg.exchange.tables.source_tables import SourceFile, SourceRow, SourceTable
from netreg.language import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from netreg.exchange.tables.snapshot import Snapshot

MAX_MARKUP = 16 << 20
"""The largest page, in bytes: its tables are kept in memory."""
_MAX_SPAN = 1000
"""The most columns of a table, and the most rows or columns that a cell stands over."""
_MAX_CELLS = 2_000_000
_CELLS = {"td": "td", "th": "td", "cell": "cell", "ss:cell": "cell"}
_ROWS = frozenset(("tr", "row", "ss:row"))
_TABLES = frozenset(("table", "ss:table"))
_SHEETS = frozenset(("worksheet", "ss:worksheet"))
_BREAKS = frozenset(("br", "p", "div", "li"))
_UNSEEN = frozenset(("script", "style", "title"))
_MIDNIGHT = re.compile(r"(\d{4}-\d\d-\d\d)T00:00:00(?:\.0+)?")


class _Table:
    """A table as it is read: its name, the filled cells of its rows, and those that reach down into the next ones."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.rows: list[list[tuple[int, str]]] = []
        self.has_tables = False
        self.reached = 0
        self._place = 0
        self._below: dict[int, tuple[int, int, str]] = {}

    def begin_row(self) -> None:
        """Begin a row, with the cells of rows above that reach into it."""
        self.rows.append([])
        self._place = 0
        self._reach_down()

    def _reach_down(self) -> None:
        while self.reached < _MAX_CELLS and (above := self._below.pop(self._place, None)) is not None:
            left, across, cell = above
            self._set(cell, across, left)

    def _set(self, cell: str, across: int, down: int) -> None:
        if down > 1:
            self._below[self._place] = (down - 1, across, cell)
        self.reached += 1
        if cell and self._place < _MAX_SPAN and self.reached < _MAX_CELLS:
            self.rows[-1].append((self._place, cell))
        self._place += across

    def add(self, cell: str, across: int, down: int, place: int) -> None:
        """Add a cell that stands over `across` columns, in the first of them, and `down` rows, in each of them."""
        if not self.rows:
            self.begin_row()
        self._place = max(self._place, place)
        self._reach_down()
        self._set(cell, across, down)

    def iterate_rows(self) -> Iterator[SourceRow]:
        """Yield the rows, each with a cell for every column."""
        width = max((place + 1 for row in self.rows for place, _cell in row), default=0)
        for number, row in enumerate(self.rows, 1):
            cells = [""] * width
            for place, cell in row:
                cells[place] = cell
            yield SourceRow(number, cells)


class _TableCollector:
    """Collects the tables of a page, tag by tag; of one within another only the inner one has records."""

    def __init__(self) -> None:
        self.tables: list[_Table] = []
        self._open: list[_Table] = []
        self._sheet = ""
        self._cell: list[str] | None = None
        self._spans = (1, 1, 0)

    def open_tag(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Note the beginning of an element."""
        if tag in _SHEETS:
            self._sheet = attributes.get("ss:name", "")
        elif tag in _TABLES:
            self._end_cell()
            if self._open:
                self._open[-1].has_tables = True
            self._open.append(_Table(self._sheet))
            self.tables.append(self._open[-1])
        elif tag in _ROWS and self._open:
            self._end_cell()
            self._open[-1].begin_row()
        elif tag in _CELLS and self._open:
            self._end_cell()
            self._cell, self._spans = [], _read_spans(attributes, _CELLS[tag])
        elif tag in _BREAKS:
            self.add_text("\n")

    def close_tag(self, tag: str) -> None:
        """Note the end of an element."""
        if tag in _CELLS or tag in _ROWS:
            self._end_cell()
        elif tag in _TABLES and self._open:
            self._end_cell()
            self._open.pop()

    def add_text(self, text: str) -> None:
        """Add text to the cell that is open; any other is no part of a table."""
        if self._cell is not None:
            self._cell.append(text)

    def _end_cell(self) -> None:
        if self._cell is None:
            return
        lines = (" ".join(line.split()) for line in "".join(self._cell).split("\n"))
        text = _MIDNIGHT.sub(r"\1", "\n".join(line for line in lines if line))
        self._open[-1].add(f"{FORMULA}{text}" if is_formula(text) else text, *self._spans)
        self._cell = None


_TAG = re.compile(r"""<(/?)([A-Za-z][\w:.-]*+)((?:[^<>"']|"[^"<]*+"|'[^'<]*+')*+)>""")
_ATTRIBUTE = re.compile(r"""([A-Za-z][\w:.-]*+)\s*=\s*(?:"([^"]*+)"|'([^']*+)'|([^\s"'>]++))""")
_SKIPPED = {"<!--": "-->", "<!": ">", "<?": ">"}
"""What begins and ends a part of markup that says nothing."""


def _collect_tables(page: str) -> list[_Table]:
    """Return the tables of a page; each part of it is looked at once, however it is damaged."""
    collector, lower, at = _TableCollector(), page.lower(), 0
    while (start := page.find("<", at)) >= 0:
        collector.add_text(unescape(page[at:start]))
        if page.startswith("<![CDATA[", start):
            at = _find_end(page, "]]>", start)
            collector.add_text(page[start + len("<![CDATA[") : at - len("]]>")])
        elif opening := next((one for one in _SKIPPED if page.startswith(one, start)), ""):
            at = _find_end(page, _SKIPPED[opening], start + len(opening))
        elif tag := _TAG.match(page, start):
            at = tag.end()
            name = tag[2].lower()
            if name in _UNSEEN and not tag[1]:
                at = _find_end(lower, f"</{name}", at)
            elif tag[1]:
                collector.close_tag(name)
            else:
                found = _ATTRIBUTE.findall(tag[3]) if name in _CELLS or name in _SHEETS else ()
                collector.open_tag(name, {key.lower(): "".join(values) for key, *values in found})
                if tag[3].endswith("/"):
                    collector.close_tag(name)
        else:
            collector.add_text("<")
            at = start + 1
    return collector.tables


def _find_end(page: str, end: str, start: int) -> int:
    """Return the place behind the next one of these signs, or the end of the page."""
    found = page.find(end, start)
    return len(page) if found < 0 else found + len(end)


def _read_spans(attributes: Mapping[str, str], kind: str) -> tuple[int, int, int]:
    """Return over how many columns and rows a cell stands, and at which place at least."""
    if kind == "cell":
        across, down = (_count(attributes, f"ss:merge{side}", 0) + 1 for side in ("across", "down"))
        return across, down, max(_count(attributes, "ss:index", 1) - 1, 0)
    return max(_count(attributes, "colspan", 1), 1), max(_count(attributes, "rowspan", 1), 1), 0


def _count(attributes: Mapping[str, str], name: str, default: int) -> int:
    written = attributes.get(name, "").strip()
    return min(int(written), _MAX_SPAN) if written.isascii() and written.isdecimal() else default


def read_markup(snapshot: Snapshot, *, sheets: Sequence[str], encoding: str | None) -> SourceFile:
    """Read the tables of a web page or an XML spreadsheet, those of one row or column apart.

    Raises:
        UsageError: when there is no such table, or no such encoding.
        UnusableInput: when the file has no table, or is too large.
    """
    if snapshot.size > MAX_MARKUP:
        raise refuse_web_page(snapshot.name)
    codec = determine_encoding(snapshot.name, snapshot.file, encoding)
    with open_text(snapshot.file, codec, errors="strict", newline=None) as text:
        tables = _collect_tables(text.read())
    found = [table for table in tables if not table.has_tables and _has_columns(table)]
    if not found or any(table.reached >= _MAX_CELLS for table in found):
        raise refuse_web_page(snapshot.name)
    named = [(table.name or (str(n) if len(found) > 1 else ""), table) for n, table in enumerate(found, 1)]
    if sheets:
        named = [_choose_table(snapshot.name, named, sheet) for sheet in sheets]
    sources = [SourceTable(name, table.iterate_rows) for name, table in named]
    return SourceFile(snapshot.name, snapshot.sha256, "html", codec, sources)


def _has_columns(table: _Table) -> bool:
    return sum(len(row) > 1 for row in table.rows) > 1


def _choose_table(file: str, named: list[tuple[str, _Table]], sheet: str) -> tuple[str, _Table]:
    for n, one in enumerate(named, 1):
        if sheet in (one[0], str(n)):
            return one
    raise UsageError(
        _("--sheet: {file} has no sheet '{sheet}'").format(file=file, sheet=sheet),
        list_names(f"{n} {name}".strip() for n, (name, _table) in enumerate(named, 1)),
    )
