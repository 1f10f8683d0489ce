"""Papers as HTML, to be printed or sent: well-formed as XML too, and nothing in it but the paper."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from netreg.exchange.papers.paper import Heading, Paragraph, Roll, Signature, Table, Title
from netreg.exchange.papers.wording import DOTS, clean_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from netreg.exchange.papers.paper import Block, Paper

_STYLE = """\
@page { size: A4; margin: 2.5cm 2cm 2cm 3cm }
body { font: 16pt "TH Sarabun New", "TH SarabunPSK", Sarabun, Laksaman, "Noto Sans Thai", sans-serif }
body { max-width: 16cm; margin: 0 auto }
@media screen { body { padding: 1cm } }
h1, h2, h3, h4 { font-size: 1em; break-after: avoid; overflow-wrap: anywhere }
h1 { text-align: center; margin: 0 }
h2 { margin: .5em 0 0 }
h3 { margin: .25em 0 0 1.25cm }
h4 { margin: .25em 0 0 2.25cm }
hr { width: 5cm; border: 0; border-top: 1px solid }
p { margin: 0; overflow-wrap: anywhere }
p:not([class]) { margin-top: .25em }
.d1 { text-indent: 2.5cm } .d2 { text-indent: 3.5cm } .d3 { text-indent: 4.5cm }
table { border-collapse: collapse; width: 100%; table-layout: fixed }
tr { break-inside: avoid }
th, td { text-align: left; vertical-align: top; padding: 0 .4em 0 0; overflow-wrap: anywhere }
.form th, .form td { padding: 0 .4em }
.form th, .form td { border: 1px solid; height: 1cm; vertical-align: middle }
.roll td:first-child { white-space: nowrap }
.sign { margin: 1.5em 0 0 7cm; text-align: center; break-inside: avoid }
"""
_DEEPEST = 3


def format_html(paper: Paper) -> str:
    """Return the paper as one page of HTML; nothing in its texts is taken for markup."""
    body = "\n".join(map(_format_block, paper.list_blocks()))
    head = f'<meta charset="utf-8"/>\n<title>{_text(paper.title)}</title>\n<style>\n{_STYLE}</style>'
    return f'<!DOCTYPE html>\n<html lang="th">\n<head>\n{head}\n</head>\n<body>\n{body}\n</body>\n</html>\n'


def _format_block(block: Block) -> str:
    match block:
        case Title(lines):
            return f"<h1>{'<br/>'.join(map(_text, lines))}</h1>\n<hr/>"
        case Heading(text, level):
            return f"<h{level + 1}>{_text(text)}</h{level + 1}>"
        case Paragraph(text, lead, depth):
            mark = f' class="d{min(depth, _DEEPEST)}"' if depth else ""
            before = f"<b>{_text(lead)}</b> " if lead else ""
            return f"<p{mark}>{before}{_text(text)}</p>"
        case Roll(rows):
            columns = [share for share in block.shares if share]
            widths = "".join(f'<col style="width: {share}%"/>' for share in columns)
            head = f"<colgroup>{widths}</colgroup>\n"
            return _format_table("roll", head, [row[: len(columns)] for row in rows])
        case Table(headings, rows, shares):
            cells = zip(headings, shares, strict=True)
            head = "".join(f'<th scope="col" style="width: {share}%">{_text(text)}</th>' for text, share in cells)
            return _format_table("form", f"<thead><tr>{head}</tr></thead>\n", rows)
        case Signature(name, capacity):
            lines = (f"ลงชื่อ {DOTS}", f"({_text(name) or DOTS})", _text(capacity))
            return f'<p class="sign">{"<br/>".join(lines)}</p>'


def _format_table(name: str, head: str, rows: Iterable[Iterable[str]]) -> str:
    lines = "\n".join(f"<tr>{''.join(f'<td>{_text(cell)}</td>' for cell in row)}</tr>" for row in rows)
    return f'<table class="{name}">\n{head}<tbody>\n{lines}\n</tbody>\n</table>'


def _text(text: str) -> str:
    return escape(clean_text(text))
