"""Papers as Word files (Office Open XML), through a template that an office can replace."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import TYPE_CHECKING, Any

import jinja2
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from lxml import etree

from netreg.errors import UnusableInput
from netreg.exchange.papers.word.blocks import build_blocks
from netreg.exchange.papers.word.template_language import TemplateEnvironment, find_half_field
from netreg.exchange.papers.word.templates import add_styles
from netreg.exchange.papers.wording import clean_text
from netreg.language import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docx.document import Document as WordDocument

    from netreg.exchange.papers.paper import Paper

_LARGEST = 50_000_000
"""Bytes of a template once it is unpacked."""


class _Part:
    """A part of a paper as the XML that stands in place of its field."""

    def __init__(self, xml: str) -> None:
        self.xml = xml

    def __html__(self) -> str:
        return self.xml


def build_word_file(paper: Paper, template: bytes, name: str) -> bytes:
    """Return the paper as a Word file; `name` is that of the template, for refusals.

    Raises:
        UnusableInput: when the template is no Word file, or has a field that the paper does not have.
    """
    _refuse_large(template, name)
    try:
        return _fill_template(paper, template, name)
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError, etree.XMLSyntaxError) as error:
        raise _not_a_template(name) from error
    except jinja2.TemplateSyntaxError as error:
        raise _not_written_right(name, str(error.message)) from error
    except RecursionError as error:
        raise _not_written_right(name, _("too many brackets within brackets")) from error
    except (jinja2.TemplateError, TypeError) as error:
        sentence = _("{file}: a field cannot be filled: {reason}").format(file=name, reason=error)
        raise UnusableInput(sentence, _advise_fields(paper)) from error


def _refuse_large(template: bytes, name: str) -> None:
    try:
        with zipfile.ZipFile(BytesIO(template)) as packed:
            size = sum(one.file_size for one in packed.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise _not_a_template(name) from error
    if size > _LARGEST:
        raise UnusableInput(_("{file} is too large for a template").format(file=name))


def _not_a_template(name: str) -> UnusableInput:
    sentence = _("{file} is not a Word template (.docx)").format(file=name)
    return UnusableInput(sentence, _("begin from one that --write-template writes"))


def _not_written_right(name: str, reason: str) -> UnusableInput:
    sentence = _("{file}: a field is not written right: {reason}").format(file=name, reason=reason)
    return UnusableInput(sentence, _("write a field like {example}").format(example="{{ title }}"))


def _advise_fields(paper: Paper) -> str:
    fields = sorted({*paper.fields, *(f"p {part}" for part in paper.parts)})
    return _("its fields: {names}").format(names=", ".join(fields))


def _fill_template(paper: Paper, template: bytes, name: str) -> bytes:
    filled = DocxTemplate(BytesIO(template))
    environment = TemplateEnvironment(autoescape=True, undefined=jinja2.StrictUndefined)
    filled.init_docx()
    if half := next(filter(None, map(find_half_field, _list_paragraphs(filled))), ""):
        raise _not_written_right(name, f"'{half}'")
    asked = filled.get_undeclared_template_variables(environment)
    known = {*paper.fields, *paper.parts}
    if unknown := sorted(asked - known):
        sentence = _("{file}: unknown field {names}").format(file=name, names=", ".join(unknown))
        raise UnusableInput(sentence, _advise_fields(paper))
    if not asked & {*paper.parts}:
        sentence = _("{file} has no field for a part of the paper").format(file=name)
        raise UnusableInput(sentence, _advise_fields(paper))
    document = filled.get_docx()
    add_styles(document)
    parts = {part: _Part(build_blocks(document, blocks)) for part, blocks in paper.parts.items()}
    filled.render({**{field: clean_text(text) for field, text in paper.fields.items()}, **parts}, environment)
    _refuse_misplaced(filled, name)
    _end_cells(document)
    document.core_properties.title = clean_text(paper.title)[:255]
    made = BytesIO()
    filled.save(made)
    return made.getvalue()


def _list_stories(filled: DocxTemplate) -> Iterator[Any]:
    """List the body, the heads and the feet of the pages of a template, each as the root of its XML."""
    document: Any = filled.docx  # get_docx would read the template anew
    yield document.element
    for uri in (filled.HEADER_URI, filled.FOOTER_URI):
        for _key, part in filled.get_headers_footers(uri):
            yield etree.fromstring(part.blob)


def _list_paragraphs(filled: DocxTemplate) -> Iterator[str]:
    """List the texts of all paragraphs."""
    for story in _list_stories(filled):
        for paragraph in story.iter(qn("w:p")):
            yield "".join(text.text or "" for text in paragraph.iter(qn("w:t")))


_WITHIN_LINES = tuple(qn(f"w:{name}") for name in ("p", "r", "t", "hyperlink", "tbl", "tr"))
"""Where no paragraph and no table may stand (ISO/IEC 29500-1, 17.3 and 17.4)."""


def _refuse_misplaced(filled: DocxTemplate, name: str) -> None:
    """Refuse a part that stands within a line: Word could not open what comes of it.

    Raises:
        UnusableInput: saying how a part is written.
    """
    blocks = (block for story in _list_stories(filled) for block in story.iter(qn("w:p"), qn("w:tbl")))
    if any(block.getparent() is not None and block.getparent().tag in _WITHIN_LINES for block in blocks):
        sentence = _("{file}: a part of the paper stands within a line").format(file=name)
        raise UnusableInput(sentence, _("write it on a line of its own, like {example}").format(example="{{p text }}"))


def _end_cells(document: WordDocument) -> None:
    """Let every cell end with a paragraph, as Word demands, whatever part stands in it."""
    for cell in document.element.iter(qn("w:tc")):
        if len(cell) == 0 or cell[-1].tag != qn("w:p"):
            cell.append(OxmlElement("w:p"))
