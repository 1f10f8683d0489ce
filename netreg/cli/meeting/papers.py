"""The papers of a meeting: minutes, agenda, sign-in sheet and invitation, on the screen or as files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from netreg import config
from netreg.cli.framework import options
from netreg.cli.framework.session import Session
from netreg.entities import MEETING
from netreg.errors import UsageError, quote_word
from netreg.exchange.atomic_files import refuse_configuration
from netreg.exchange.papers import papers
from netreg.exchange.papers.paper import Roll
from netreg.language import _
from netreg.named_tuples import NamedTuple
from netreg.render.console import is_terminal
from netreg.render.results import Message, RawOutput
from netreg.store.records import lookup

if TYPE_CHECKING:
    from collections.abc import Iterator

    from netreg.exchange.papers.meeting_facts import MeetingFacts
    from netreg.exchange.papers.paper import Paper

Builder = Callable[["MeetingFacts"], "Paper"]
AskedMeeting = Annotated[str | None, typer.Argument(metavar="MEETING", show_default=False)]


class PaperOptions(NamedTuple):
    """The options of every paper."""

    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="FILE",
            readable=False,
            help="Write a new .docx, .html, .md or .txt file; - is the standard output.",
        ),
    ] = None
    thai_digits: Annotated[bool, typer.Option("--thai-digits", help="Numbers in Thai digits: ๑, ๒, ๓.")] = False
    template: Annotated[
        Path | None, typer.Option("--template", metavar="FILE", readable=False, help="Your own Word template.")
    ] = None
    write_template: Annotated[
        Path | None,
        typer.Option("--write-template", metavar="FILE", readable=False, help="Write a template to begin from."),
    ] = None
    force: options.Replace = False


@options.add_paper_options
def write_minutes(session: Session, meeting: AskedMeeting = None, *, paper: PaperOptions) -> RawOutput | Message:
    """Write the minutes by form 11 of the regulation on correspondence: Markdown, Word or HTML."""
    from netreg.exchange.papers.minutes import build_minutes

    return make_paper(session, "minutes", meeting, paper, lambda facts: build_minutes(facts, session.as_of))


@options.add_paper_options
def write_agenda(session: Session, meeting: AskedMeeting = None, *, paper: PaperOptions) -> RawOutput | Message:
    """Write the agenda (ระเบียบวาระ), with what earlier meetings left to do."""
    from netreg.exchange.papers.other_papers import build_agenda

    return make_paper(session, "agenda", meeting, paper, build_agenda)


@options.add_paper_options
def write_sign_in(session: Session, meeting: AskedMeeting = None, *, paper: PaperOptions) -> RawOutput | Message:
    """Write the sheet to sign in on (ใบลงชื่อ): who is expected, and empty lines."""
    from netreg.exchange.papers.other_papers import build_sign_in

    return make_paper(session, "sign_in", meeting, paper, build_sign_in)


@options.add_paper_options
def write_invitation(session: Session, meeting: AskedMeeting = None, *, paper: PaperOptions) -> RawOutput | Message:
    """Write the text of the invitation, to be pasted into a message."""
    from netreg.exchange.papers.other_papers import build_invitation

    return make_paper(session, "invitation", meeting, paper, build_invitation)


def make_paper(
    session: Session, kind: str, meeting: str | None, asked: PaperOptions, build: Builder
) -> RawOutput | Message:
    """Make a paper of a meeting, for the standard output or as a file; or write the template of its kind.

    Raises:
        UsageError: when neither a meeting nor a template is asked for, or options contradict each other.
    """
    if asked.write_template is not None:
        return _write_template(session, kind, meeting, asked)
    if meeting is None:
        raise UsageError(_("no meeting given"), _("type: {command}").format(command=f"netreg {session.words} MEETING"))
    form = session.view.format
    if form != "json":
        is_shown = options.is_standard_output(asked.out) and (form != "docx" or is_terminal())
        out = None if is_shown else asked.out
        form = papers.choose_format(out, form, "txt" if kind == "invitation" else "md")
    paper = build(_read_facts(session, meeting))
    notes = (*_describe_blanks(paper, meeting), *_describe_unrecorded(paper, meeting))
    if form == "json":
        if not options.is_standard_output(asked.out):
            raise UsageError(
                _("--out cannot be used with --format {name}").format(name=form), _("leave out one of them")
            )
        paper = paper.with_thai_digits() if asked.thai_digits else paper
        return Message((), session.view, describe_paper(paper), notes)
    written = papers.PaperForm(form, asked.template, asked.thai_digits)
    if asked.out is None or options.is_standard_output(asked.out):
        return RawOutput(papers.build_file(paper, written), session.view._replace(format=None), notes)
    refuse_configuration(asked.out, config.locate_config_file())
    papers.save_paper(paper, written, asked.out, force=asked.force)
    sentence = _("wrote {file}").format(file=asked.out)
    return Message((sentence,), session.view._replace(format=None), {"file": str(asked.out)}, notes)


def _read_facts(session: Session, meeting: str) -> MeetingFacts:
    from netreg.exchange.papers.meeting_facts import read_meeting_facts

    with session.reading() as db:
        number = lookup.find_record(db, MEETING, meeting)
        return read_meeting_facts(db, number, session.frame, is_past=session.is_past)


def _write_template(session: Session, kind: str, meeting: str | None, asked: PaperOptions) -> Message:
    if meeting is not None or asked.out or asked.template:
        raise UsageError(
            _("--write-template writes a template alone"), _("leave out the meeting and the other options")
        )
    assert asked.write_template is not None
    refuse_configuration(asked.write_template, config.locate_config_file())
    papers.save_template(kind, asked.write_template, thai_digits=asked.thai_digits, force=asked.force)
    sentence = _("wrote {file}").format(file=asked.write_template)
    return Message((sentence,), session.view._replace(format=None), {"file": str(asked.write_template)})


def _describe_blanks(paper: Paper, meeting: str) -> tuple[str, ...]:
    """Note what the register does not know and the paper leaves to be filled in."""
    if not paper.blanks:
        return ()
    labels = ", ".join(paper.blanks.values())
    changes = " ".join(f"{name}=…" for name in paper.blanks)
    sentence = _("left blank: {fields}; fill in with 'netreg meeting edit {meeting} {changes}'")
    return (sentence.format(fields=labels, meeting=quote_word(meeting), changes=changes),)


_NAMED = 3
"""The most names in a note."""


def _describe_unrecorded(paper: Paper, meeting: str) -> Iterator[str]:
    """Note who was expected and stands in no list, since nothing says whether they came; or that nobody came."""
    record = quote_word(meeting)
    if paper.kind == "minutes" and not any(isinstance(block, Roll) for block in paper.parts["present"]):
        yield _("nobody of the body is recorded as having come; type 'netreg meeting attend {meeting} MEMBER'").format(
            meeting=record
        )
    if paper.unrecorded:
        names = ", ".join(paper.unrecorded[:_NAMED]) + (" …" if len(paper.unrecorded) > _NAMED else "")
        sentence = _(
            "in no list, since nothing says whether they came ({n}): {names}; "
            "type 'netreg meeting attend {meeting} MEMBER --presence absent'"
        )
        yield sentence.format(n=len(paper.unrecorded), names=names, meeting=record)


def describe_paper(paper: Paper) -> dict[str, object]:
    """Return a paper for programs: its fields, and its parts as lists of blocks."""
    parts = {
        name: [{"block": type(block).__name__.lower(), **block._asdict()} for block in blocks]
        for name, blocks in paper.parts.items()
    }
    return {"kind": paper.kind, "title": paper.title, "fields": dict(paper.fields), "parts": parts}
