"""The papers of a meeting by their names: how each is built, of which parts, and in which formats it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.errors import UsageError, list_names
from netreg.exchange.atomic_files import saving
from netreg.exchange.papers import minutes, other_papers
from netreg.exchange.papers.html_page import format_html
from netreg.exchange.papers.markdown import format_markdown, format_text
from netreg.exchange.small_files import read_small_file
from netreg.language import _
from netreg.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from netreg.exchange.papers.paper import Paper

FORMATS = ("md", "txt", "html", "docx")
_MOST_MEGABYTES = 50
"""The size of a template, with all of its pictures."""
_SUFFIXES = {".md": "md", ".markdown": "md", ".txt": "txt", ".html": "html", ".htm": "html", ".docx": "docx"}
_WRITERS: dict[str, Callable[[Paper], str]] = {"md": format_markdown, "txt": format_text, "html": format_html}
PARTS = {
    "minutes": minutes.PARTS,
    "agenda": other_papers.AGENDA_PARTS,
    "sign_in": other_papers.SIGN_IN_PARTS,
    "invitation": other_papers.INVITATION_PARTS,
}
"""The parts of each paper, which are the fields of its template."""


class PaperForm(NamedTuple):
    """How a paper is to be written: its format, by which template, with which digits."""

    format: str
    template: Path | None = None
    thai_digits: bool = False


def choose_format(out: Path | None, format: str | None, usual: str = "md") -> str:
    """Return the format asked for, else that of the file's name, else the usual one of the standard output.

    Raises:
        UsageError: when netreg does not write it, or only to a file.
    """
    suffix = out.suffix.lower() if out else ""
    if format and _SUFFIXES.get(suffix, format) != format:
        sentence = _("--format {format} contradicts the name {file}").format(format=format, file=out)
        raise UsageError(sentence, _("leave out one of them"))
    chosen = format or (_SUFFIXES.get(suffix) if suffix else usual)
    if chosen is None:
        raise UsageError(_("cannot write a paper as {format}").format(format=suffix.lstrip(".")), list_names(FORMATS))
    if chosen == "docx" and out is None:
        raise UsageError(_("a Word file is not for the screen"), _("add --out FILE.docx"))
    return chosen


def build_file(paper: Paper, form: PaperForm) -> bytes:
    """Return the paper as the content of a file.

    Raises:
        UsageError: when there is a template for another format than Word.
        UnusableInput: when the template is no Word file, or has an unknown field.
    """
    if form.template and form.format != "docx":
        raise UsageError(_("--template is for Word files alone"), _("add --out FILE.docx"))
    paper = paper.with_thai_digits() if form.thai_digits else paper
    if form.format != "docx":
        return _WRITERS[form.format](paper).encode()
    from netreg.exchange.papers.word.templates import build_template
    from netreg.exchange.papers.word.word_files import build_word_file  # takes long to load

    if form.template is None:
        return build_word_file(paper, build_template(PARTS[paper.kind], thai_digits=form.thai_digits), "netreg")
    return build_word_file(paper, read_small_file(form.template, _MOST_MEGABYTES), str(form.template))


def save_template(kind: str, path: Path, *, thai_digits: bool, force: bool) -> None:
    """Write the template of a kind of paper to a new file, to be changed and given as ``--template``.

    Raises:
        UsageError: when the file's name is not that of a Word file.
        NotAllowed: when the file already exists, unless with `force`.
    """
    from netreg.exchange.papers.word.templates import build_template

    if path.suffix.lower() != ".docx":
        raise UsageError(_("a template is a Word file"), _("name it FILE.docx"))
    with saving(path, force=force) as file:
        file.write(build_template(PARTS[kind], thai_digits=thai_digits))


def save_paper(paper: Paper, form: PaperForm, path: Path, *, force: bool) -> None:
    """Write a paper to a file, whole or not at all.

    Raises:
        NotAllowed: when the file already exists, unless with `force`.
    """
    content = build_file(paper, form)
    with saving(path, force=force) as file:
        file.write(content)
