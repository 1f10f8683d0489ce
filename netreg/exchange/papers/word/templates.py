"""Templates of papers for Word: page, font and styles of Thai official papers, and a field for each part."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from netreg.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docx.document import Document as WordDocument

FONT = "TH Sarabun New"
"""One of the thirteen fonts of the cabinet's resolution of 7 September 2010 for official papers."""
SIZE = 16
"""Points of running text, as the handbook on correspondence has it."""
_MARGINS = {"top_margin": 2.5, "bottom_margin": 2.0, "left_margin": 3.0, "right_margin": 2.0}
"""Centimetres."""


class ParagraphStyle(NamedTuple):
    """A style of paragraphs: how far (cm) the first line or all are indented, whether the next one stays with it."""

    name: str
    is_bold: bool = False
    alignment: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.LEFT
    first_line: float = 0
    left: float = 0
    before: float = 0
    keeps: bool = False


_THAI = WD_ALIGN_PARAGRAPH.THAI_JUSTIFY
_CENTRE = WD_ALIGN_PARAGRAPH.CENTER
TITLE = "Paper Title"
HEADINGS = ("Paper Heading", "Paper Item", "Paper Item 2")
TEXTS = ("Paper Text", "Paper Text 1", "Paper Text 2", "Paper Text 3")
RULE, CELL, SIGNATURE = "Paper Rule", "Paper Cell", "Paper Signature"
STYLES = (
    ParagraphStyle(TITLE, is_bold=True, alignment=_CENTRE, keeps=True),
    ParagraphStyle(HEADINGS[0], is_bold=True, before=6, keeps=True),
    ParagraphStyle(HEADINGS[1], is_bold=True, left=1.25, before=3, keeps=True),
    ParagraphStyle(HEADINGS[2], is_bold=True, left=2.25, before=3, keeps=True),
    ParagraphStyle(TEXTS[0], alignment=_THAI, before=6),
    ParagraphStyle(TEXTS[1], alignment=_THAI, first_line=2.5),
    ParagraphStyle(TEXTS[2], alignment=_THAI, first_line=3.5),
    ParagraphStyle(TEXTS[3], alignment=_THAI, first_line=4.5),
    ParagraphStyle(RULE, alignment=_CENTRE),
    ParagraphStyle(CELL),
    ParagraphStyle(SIGNATURE, alignment=_CENTRE, left=7, keeps=True),
)


def build_template(parts: Iterable[str], *, thai_digits: bool = False) -> bytes:
    """Build the template of a paper, with a field for each of its parts on a line of its own."""
    document = Document()
    _set_page(document, thai_digits=thai_digits)
    _set_defaults(document)
    add_styles(document)
    for part in parts:
        document.add_paragraph(f"{{{{p {part} }}}}", TEXTS[0])
    made = BytesIO()
    document.save(made)
    return made.getvalue()


def add_styles(document: WordDocument) -> None:
    """Add the styles of papers that a template lacks; those that an office has changed stay as they are."""
    known = {style.name for style in document.styles}
    for style in STYLES:
        if style.name not in known:
            _add_style(document, style)


def _add_style(document: WordDocument, style: ParagraphStyle) -> None:
    added: Any = document.styles.add_style(style.name, WD_STYLE_TYPE.PARAGRAPH)
    added.base_style = document.styles["Normal"]
    layout = added.paragraph_format
    layout.alignment, layout.keep_with_next, layout.keep_together = style.alignment, style.keeps, style.keeps
    layout.space_before, layout.space_after, layout.line_spacing = Pt(style.before), Pt(0), 1.0
    layout.first_line_indent, layout.left_indent = Cm(style.first_line), Cm(style.left)
    layout.widow_control = True
    if style.is_bold:
        make_bold(added.font)


def make_bold(font: Any) -> None:
    """Make a font bold for Thai too, which Word counts among the complex scripts."""
    font.bold = font.cs_bold = True


def _set_page(document: WordDocument, *, thai_digits: bool) -> None:
    """Set the page: A4, and the number of each but the first at its top."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    for name, width in _MARGINS.items():
        setattr(section, name, Cm(width))
    section.header_distance = Cm(1.25)
    section.different_first_page_header_footer = True
    if thai_digits:
        numbering = OxmlElement("w:pgNumType")
        numbering.set(qn("w:fmt"), "thaiNumbers")
        section._sectPr.insert_element_before(numbering, "w:cols", "w:titlePg", "w:docGrid")  # noqa: SLF001
    number = section.header.paragraphs[0]
    number.alignment = _CENTRE
    number.add_run("- ")
    _add_field(number, "PAGE")
    number.add_run(" -")


def _add_field(paragraph: Any, instruction: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), instruction)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "2"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)  # noqa: SLF001 - python-docx has no fields


def _set_defaults(document: WordDocument) -> None:
    """Set font, size and language of all text, for Latin letters and for complex scripts such as Thai."""
    defaults = document.styles.element.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}")
    for properties in (defaults, document.styles["Normal"].element.get_or_add_rPr()):
        for old in list(properties):
            properties.remove(old)
        fonts = OxmlElement("w:rFonts")
        for script in ("ascii", "hAnsi", "eastAsia", "cs"):
            fonts.set(qn(f"w:{script}"), FONT)
        properties.append(fonts)
        for name in ("w:sz", "w:szCs"):  # in half points
            size = OxmlElement(name)
            size.set(qn("w:val"), str(2 * SIZE))
            properties.append(size)
        language = OxmlElement("w:lang")
        for script, code in (("val", "en-US"), ("eastAsia", "th-TH"), ("bidi", "th-TH")):
            language.set(qn(f"w:{script}"), code)
        properties.append(language)
