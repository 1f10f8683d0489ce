"""The blocks of a paper as paragraphs and tables of Word."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docx.enum.table import WD_ROW_HEIGHT_RULE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm
from lxml import etree

from netreg.exchange.papers.paper import Heading, Paragraph, Roll, Signature, Table, Title
from netreg.exchange.papers.word import templates as styles
from netreg.exchange.papers.wording import DOTS, clean_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from docx.document import Document as WordDocument

    from netreg.exchange.papers.paper import Block

_WIDTH = 16
"""Centimetres between the margins."""
_FORM_HEIGHT = 1.0
"""Centimetres of a line to be filled in by hand."""


def build_blocks(document: WordDocument, blocks: Iterable[Block]) -> str:
    """Return the blocks as XML in the styles of a document, which stays as it is."""
    body = document.element.body
    before = set(body)
    for block in blocks:
        _add_block(document, block)
    added = [element for element in body if element not in before]
    for element in added:
        body.remove(element)
    return "".join(etree.tostring(element, encoding="unicode") for element in added)


def _add_block(document: WordDocument, block: Block) -> None:
    match block:
        case Title(lines):
            for line in lines:
                document.add_paragraph(clean_text(line), styles.TITLE)
            document.add_paragraph("-" * 30, styles.RULE)
        case Heading(text, level):
            document.add_paragraph(clean_text(text), styles.HEADINGS[min(level, len(styles.HEADINGS)) - 1])
        case Paragraph(text, lead, depth, keeps):
            added = document.add_paragraph("", styles.TEXTS[min(depth, len(styles.TEXTS) - 1)])
            if lead:
                styles.make_bold(added.add_run(f"{clean_text(lead)} ").font)
            added.add_run(clean_text(text))
            added.paragraph_format.keep_with_next = keeps or None
        case Roll(rows):
            shares = [share for share in block.shares if share]
            _add_table(document, [row[: len(shares)] for row in rows], shares)
        case Table(headings, rows, shares):
            _add_form(document, headings, rows, shares)
        case Signature(name, capacity):
            _add_signature(document, name, capacity)


def _add_signature(document: WordDocument, name: str, capacity: str) -> None:
    """Add the lines of a signature, which stay together; the first one leaves room to sign."""
    lines = ("", f"ลงชื่อ {DOTS}", f"({clean_text(name) or DOTS})", clean_text(capacity))
    for line in lines:
        added = document.add_paragraph(line, styles.SIGNATURE)
    added.paragraph_format.keep_with_next = False


def _add_form(
    document: WordDocument, headings: Sequence[str], rows: Sequence[Sequence[str]], shares: Sequence[int]
) -> None:
    """Add a table with lines, its headings repeated on every page; Word ends no paper with a table."""
    table = _add_table(document, (headings, *rows), shares)
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "auto")):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    properties = table._tbl.tblPr  # noqa: SLF001 - python-docx knows the borders of styles alone
    properties.find(qn("w:tblLayout")).addprevious(borders)  # the order is that of ISO/IEC 29500
    for row in table.rows:
        row.height, row.height_rule = Cm(_FORM_HEIGHT), WD_ROW_HEIGHT_RULE.AT_LEAST
    first = table.rows[0]
    _set_flag(first, "w:tblHeader")
    for cell in first.cells:
        styles.make_bold(cell.paragraphs[0].runs[0].font)
    document.add_paragraph("", styles.CELL)


def _add_table(document: WordDocument, rows: Sequence[Sequence[str]], shares: Sequence[int]) -> Any:
    """Add a table without lines, whose rows no page parts."""
    table: Any = document.add_table(0, len(shares))
    table.autofit = False
    _set_share(table._tbl.tblPr, "w:tblW", 100)  # noqa: SLF001 - python-docx knows absolute widths alone
    for column, share in zip(table.columns, shares, strict=True):
        column.width = Cm(_WIDTH * share / 100)
    style = document.styles[styles.CELL].style_id
    for row in rows:
        added = table.add_row()
        _set_flag(added, "w:cantSplit")
        for cell, text, share in zip(added.cells, row, shares, strict=True):
            _set_share(cell._tc.get_or_add_tcPr(), "w:tcW", share)  # noqa: SLF001 - as above
            paragraph = cell.paragraphs[0]
            paragraph._p.style = style  # noqa: SLF001 - by its name it would be looked for in every cell
            paragraph.add_run(clean_text(text))
    return table


def _set_share(properties: Any, name: str, share: int) -> None:
    """Set a width as so many parts of 100 of what is around it: the page, or a cell of an office's own table."""
    width = properties.find(qn(name))
    if width is None:
        width = OxmlElement(name)
        properties.insert(0, width)
    width.set(qn("w:type"), "pct")
    width.set(qn("w:w"), str(share * 50))  # in fiftieths of a part


def _set_flag(row: Any, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))  # noqa: SLF001 - python-docx has no such property
