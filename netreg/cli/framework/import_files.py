"""Files imported one after another, as one batch."""

from __future__ import annotations

import gc
import sys
from typing import TYPE_CHECKING, Any

from netreg import config
from netreg.cli.framework.session import Session, make_dry_run_note
from netreg.core.fields import Count, Field, shorten
from netreg.errors import SOME_REJECTED, Failure, InterruptedCommand, UnusableInput, quote_word
from netreg.exchange.importing import change_file, import_file, import_report
from netreg.exchange.importing.import_options import ImportContext
from netreg.exchange.tables import open_file
from netreg.language import _, ngettext
from netreg.named_tuples import NamedTuple
from netreg.render.console import choose_format, print_result
from netreg.render.progress import Progress
from netreg.render.results import Listing, Message
from netreg.render.safe_text import make_one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from netreg.core.entity import Entity
    from netreg.exchange.headings.heading_refusals import HeadingQuestion
    from netreg.exchange.importing.import_options import ImportOptions
    from netreg.exchange.importing.import_report import ImportReport
    from netreg.exchange.importing.preview import ChangedRecord, Preview
    from netreg.render.results import View

    Write = Callable[[ChangedRecord], None]

_PAGE = 20
"""The records that a dry run shows on a terminal."""
_NAMES = ("file", "line", "outcome", "id", "name", "field", "from", "to")
_FIELDS = tuple(Field(name, label.th, label.en) for name, label in zip(_NAMES, change_file.HEADINGS, strict=True))
_ON_TERMINAL = (
    Count("line", "บรรทัด", "Line"),
    Field("outcome", "ผล", "Outcome"),
    Field("name", "ชื่อ", "Name"),
    Field("changes", "สิ่งที่เปลี่ยน", "Changes"),
)


class FileSettings(NamedTuple):
    """How the files are opened, and where what changes is written."""

    sheets: Sequence[str] = ()
    encoding: str | None = None
    hidden: str | None = None
    by_name: bool = False
    write: Write | None = None


class FileImports:
    """Files imported one after another: each its own entry in the history, all of them one batch."""

    def __init__(self, session: Session, entity: Entity, wishes: ImportOptions, settings: FileSettings) -> None:
        """Import records of one kind; with `by_name` the name of each file is its source."""
        self.session, self.entity, self.wishes, self.settings = session, entity, wishes, settings
        self.is_trial = wishes.dry_run
        self.batch: int | None = None
        self.on_a_copy = False
        self.previews: list[Preview] = []

    def import_all(self, files: list[Path]) -> Message:
        """Import every file; one that is refused does not keep the others out, and ends the command if it is alone."""
        view, lines, data, codes = self.session.view, list[str](), list[Any](), {0}
        refused, has_written = list[str](), False
        for path in files:
            try:
                report, records = self.import_one(path)
            except (KeyboardInterrupt, SystemExit) as end:
                raise self._cut_short(sum("error" not in one for one in data), len(files), end) from None
            except Failure as failure:
                data.append(import_report.make_refusal_data(str(path), failure))
                if len(files) == 1:
                    print_result(Message((), view, data))
                    raise
                sentences = [*getattr(failure, "details", ()), _("netreg: error: {reason}").format(reason=failure)]
                lines += sentences
                refused += sentences
                codes.add(failure.exit_code)
            else:
                lines += import_report.format_report(report)
                data.append(import_report.make_data(report, records))
                codes.add(SOME_REJECTED if report.rejected else 0)
                has_written = has_written or report.is_written
        if has_written and refused:  # the other files are in
            codes = {SOME_REJECTED}
        if view.quiet and refused:  # an error is no note
            return Message((), view._replace(quiet=False), data, (), max(codes), report=tuple(refused))
        return Message((), view, data, (), max(codes), report=tuple(lines), listing=self._list_changes())

    def _cut_short(self, taken: int, total: int, end: BaseException) -> BaseException:
        """Return how a signal ends the command: the files before this one are saved."""
        if self.batch is None or self.on_a_copy:
            return end
        sentence = ngettext(
            "interrupted; {n} of {total} files was imported", "interrupted; {n} of {total} files were imported", taken
        )
        return InterruptedCommand(
            sentence.format(n=taken, total=total),
            _("import the remaining files, or run 'netreg undo' to remove those already imported"),
            end,
        )

    def try_all(self, files: list[Path]) -> Message:
        """Import the files as a trial that keeps nothing: several on a copy, where one sees what came before it."""
        if len(files) == 1:
            result = self.import_all(files)
        else:
            from netreg.store.backup import copies

            with copies.private_copy(self.session.db) as copy:
                self.session, self.on_a_copy = self.session._replace(db=copy), True
                self.wishes = self.wishes._replace(dry_run=False)
                result = self.import_all(files)
        return result if self.session.view.quiet else result._replace(notes=make_dry_run_note(dry_run=True))

    def import_one(self, path: Path) -> tuple[ImportReport, Sequence[ChangedRecord]]:
        """Import one file; return its report, and the records to be told."""
        settings, preview = self.settings, self._make_preview()
        wishes = self.wishes._replace(source=path.stem) if settings.by_name else self.wishes
        gc.disable()  # rows make no cycles, and looking for them takes a twentieth of the time
        with (
            open_file.open_file(
                path, sheets=settings.sheets, encoding=settings.encoding, hidden=settings.hidden
            ) as file,
            Progress(file.name, file.line_count, quiet=self.session.view.quiet) as progress,
        ):
            ask = _find_asker(mapped=bool(wishes.mapping), quiet=self.session.view.quiet)
            words, actor = self.session.words, config.find_actor()
            today = self.session.as_of.isoformat()
            doing = ImportContext(words, actor, self.batch, progress, preview, ask, today)
            try:
                report = import_file.import_file(self.session.db, self.entity, file, wishes, doing)
            except UnusableInput as refusal:
                from netreg.exchange.headings.heading_refusals import UnknownHeadings

                if isinstance(refusal, UnknownHeadings):
                    refusal.advise(_quote_command())
                raise
        self.batch = self.batch or report.command
        if preview is None:
            return report, ()
        self.previews.append(preview)
        return report, preview.kept

    def _make_preview(self) -> Preview | None:
        """Make what collects the records of a file: all in a format that was asked for, a page on a terminal."""
        view, write = self.session.view, self.settings.write
        is_page = self.is_trial and not view.quiet and choose_format(view) == "table"
        is_data = view.format in ("json", "ndjson") or (self.is_trial and view.format in ("csv", "tsv"))
        if not (is_page or is_data or write):
            return None
        from netreg.exchange.importing.preview import Preview

        if is_data:
            return Preview(view.style, None, write)
        shown = max(_PAGE - sum(len(preview.kept) for preview in self.previews), 0) if is_page else 0
        return Preview(view.style, shown, write)

    def _list_changes(self) -> Listing | None:
        """Return what a dry run would change, record by record."""
        found = [record for preview in self.previews for record in preview.kept]
        if not found or not self.is_trial:
            return None
        more = sum(preview.total for preview in self.previews) - len(found)
        sentence = ngettext(
            "… {n} more record; all with --json or --out FILE",
            "… {n} more records; all with --json or --out FILE",
            more,
        )
        footer = (sentence.format(n=f"{more:,}"),) if more else ()
        view = self.session.view
        return Listing(
            _FIELDS,
            [row for record in found for row in _make_rows(record)],
            view,
            footer=footer,
            for_terminal=_make_page(found, view, footer, with_file=len(self.previews) > 1),
        )


def _make_rows(record: ChangedRecord) -> Iterator[dict[str, Any]]:
    """Yield a row for each field of a record, as programs read it."""
    ahead = [record.table, record.line, record.outcome, record.id, record.name]
    for field in record.fields:
        yield dict(zip(_NAMES, [*ahead, *field.list_cells()], strict=True))


def _make_page(found: Sequence[ChangedRecord], view: View, footer: tuple[str, ...], *, with_file: bool) -> Listing:
    """Return the list for a terminal: a row for each record."""
    rows = [
        {
            "file": record.table,
            "line": record.line,
            "outcome": record.outcome_text,
            "name": record.name,
            "changes": "\n".join(map(str, record.list_telling())),
        }
        for record in found
    ]
    return Listing((*_FIELDS[:1], *_ON_TERMINAL) if with_file else _ON_TERMINAL, rows, view, footer=footer)


def _find_asker(*, mapped: bool, quiet: bool) -> Callable[[HeadingQuestion], str] | None:
    """Return the function that asks for fields: only on a terminal, and not where the columns were mapped already."""
    if mapped or quiet or not (sys.stdin.isatty() and sys.stderr.isatty()):
        return None
    return _ask_for_field


def _ask_for_field(question: HeadingQuestion) -> str:
    """Ask for the field of a column on the standard error; return the answer as it is typed.

    Raises:
        KeyboardInterrupt: at the end of the input: nobody answers any more.
    """
    heading = f"'{shorten(question.heading)}'" if question.heading else _("(no heading)")
    cells = ", ".join(shorten(cell, 20) for cell in question.cells)
    lines = [make_one_line(question.remark)] if question.remark else []
    about = _("{file}: column {n} {heading} is unknown").format(
        file=question.table, n=question.position, heading=heading
    )
    lines.append(make_one_line(about + (_("; it has: {cells}").format(cells=cells) if cells else "")))
    print(*lines, sep="\n", file=sys.stderr)
    guess = question.guess.name if question.guess else "-"
    prompt = _("its field (- leaves it out, ? lists the fields) [{guess}]: ").format(guess=guess)
    print(prompt, end="", file=sys.stderr, flush=True)
    answer = sys.stdin.readline()
    if not answer:
        print(file=sys.stderr)
        raise KeyboardInterrupt
    return answer.strip()


def _quote_command() -> str:
    """Return the command line of this run as it can be typed again."""
    return " ".join(map(quote_word, ["netreg", *sys.argv[1:]]))
