"""The report of an import: the counts of its rows, the row errors, and what was created; in words and as data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netreg.core.fields import shorten
from netreg.errors import UnusableInput
from netreg.exchange.importing.grouped_lines import format_cell
from netreg.language import _, ngettext
from netreg.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from netreg.errors import Failure
    from netreg.exchange.forms.form_rows import FormRemark
    from netreg.exchange.forms.form_tables import FormFile
    from netreg.exchange.importing.preview import ChangedRecord


class RowError(NamedTuple):
    """Why a row is refused: its table and line, the heading and value at fault, the reason, what it may be about."""

    table: str
    line: int
    heading: str
    value: str
    reason: str
    candidates: tuple[int, ...] = ()

    def __str__(self) -> str:
        """Return the error on one line."""
        return f"{self.table}:{self.line}: {format_cell(self.heading, self.value)}{self.reason}"


class RowNote(NamedTuple):
    """A note that many rows share: their number, their first lines, the first cell.

    `heading` is empty for rows that were left out as a whole.
    """

    table: str
    heading: str
    note: str
    rows: int
    lines: tuple[int, ...]
    value: str

    def __str__(self) -> str:
        """Return the note on one line."""
        value = shorten(self.value)
        cell = f"{self.heading} '{value}'" if self.heading else _("left out '{value}'").format(value=value)
        cell = cell if value else self.heading or _("left out")
        others = self.rows - 1
        more = ngettext(" (and {n} more row: {lines})", " (and {n} more rows: {lines})", others).format(
            n=format_count(others),
            lines=", ".join(map(str, self.lines[1:])) + (", …" if len(self.lines) < self.rows else ""),
        )
        return f"{self.table}:{self.lines[0]}: {cell}: {self.note}" + (more if others else "")


class ImportReport(NamedTuple):
    """The outcome of an import; the counts of rows add up.

    `errors` are the first row errors, `error_lines` tell all of them, the same reason once.
    `row_notes` are about rows that were read, `left_out_rows` about those that are no records.
    """

    file: str
    rows: int
    new: int
    changed: int
    unchanged: int
    rejected: int
    errors: tuple[RowError, ...] = ()
    error_lines: tuple[str, ...] = ()
    created: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    command: int | None = None
    left_out: int = 0
    row_notes: tuple[RowNote, ...] = ()
    left_out_rows: tuple[RowNote, ...] = ()
    #: Of the unchanged rows, those that confirmed their record.
    confirmed: int = 0
    #: The files that the rejected rows were written to.
    rejects: tuple[str, ...] = ()

    @property
    def is_written(self) -> bool:
        """Tell whether anything was written, or would be but for a dry run."""
        return bool(self.new or self.changed or self.confirmed or self.created)

    @property
    def sentence(self) -> str:
        """The counts in words."""
        return _("{file}: {new} new, {changed} changed, {unchanged} unchanged").format(
            file=self.file,
            new=format_count(self.new),
            changed=format_count(self.changed),
            unchanged=format_count(self.unchanged),
        ) + "".join(
            sentence.format(n=format_count(n))
            for n, sentence in (
                (self.confirmed, _(", {n} confirmed")),
                (self.left_out, _(", {n} left out")),
                (self.rejected, _(", {n} rejected")),
            )
            if n
        )


class RowsRefused(UnusableInput):
    """A file that is refused because of some rows; `report` names these and counts nothing else."""

    def __init__(self, sentence: str, advice: str, report: ImportReport) -> None:
        """`report` is the outcome that the import would have had."""
        super().__init__(sentence, advice, report.error_lines)
        self.report = report._replace(new=0, changed=0, unchanged=0, confirmed=0, created=())


def refuse_rejected(report: ImportReport, source: str | None = None) -> None:
    """Refuse a whole file for its rejected rows, if it has any; say the way to bring in all rows.

    Raises:
        RowsRefused: with every row error.
    """
    if not report.rejected:
        return
    advice = _("correct the file and import it again, or add --skip-bad to import the other rows")
    if report.rejects:
        that = _("it with --source {source}").format(source=source) if source else _("it")
        advice = _(
            "correct or decide them in {rejects} and import {that}; "
            "then import {file} again with --skip-bad, without --rejects, to bring in the other rows"
        ).format(rejects=", ".join(report.rejects), that=that, file=report.file)
    rows = ngettext("{n} row", "{n} rows", report.rows).format(n=format_count(report.rows))
    sentence = ngettext(
        "{file}: {bad} of {rows} is invalid; nothing was written",
        "{file}: {bad} of {rows} are invalid; nothing was written",
        report.rejected,
    )
    raise RowsRefused(sentence.format(file=report.file, bad=format_count(report.rejected), rows=rows), advice, report)


def add_form_remarks(report: ImportReport, form: FormFile) -> ImportReport:
    """Return the report with the known form that the file was read as, and what of it was left out."""
    left_out = form.left_out
    return report._replace(
        rows=report.rows + len(left_out),
        left_out=report.left_out + len(left_out),
        notes=(*form.notes, *report.notes),
        row_notes=(*report.row_notes, *_group_remarks(report.file, form.remarks)),
        left_out_rows=(*report.left_out_rows, *_group_remarks(report.file, left_out)),
    )


def _group_remarks(file: str, remarks: Iterable[FormRemark]) -> Iterator[RowNote]:
    """Yield equal remarks once, with their number and first lines."""
    groups: dict[tuple[str, str], list[FormRemark]] = {}
    for remark in remarks:
        groups.setdefault((remark.heading, remark.sentence), []).append(remark)
    for (heading, sentence), found in groups.items():
        yield RowNote(file, heading, sentence, len(found), tuple(r.line for r in found[:5]), found[0].value)


def format_count(number: int) -> str:
    """Return a count as people read it."""
    return f"{number:,}"


_MOST_CREATED = 20
"""The most created records that are told by name; JSON has all."""


def format_report(report: ImportReport) -> Iterable[str]:
    """Yield the lines about a file: its row errors, the records created for it, its counts."""
    yield from report.error_lines
    yield from _merge_sheet_notes(report.file, report.notes)
    yield from _merge_row_notes(report.left_out_rows)
    yield from _merge_row_notes(report.row_notes)
    for made in report.created[:_MOST_CREATED]:
        yield _("{file}: created {record}").format(file=report.file, record=made)
    if (more := len(report.created) - _MOST_CREATED) > 0:
        yield _("{file}: created {n} more; all with --json").format(file=report.file, n=format_count(more))
    yield report.sentence
    if report.rejects:
        yield ngettext("the rejected row is in {file}", "the rejected rows are in {file}", report.rejected).format(
            file=", ".join(report.rejects)
        )


def _merge_sheet_notes(file: str, notes: Iterable[str]) -> Iterator[str]:
    """Yield the notes; one that several sheets share comes once, with their number."""
    sheets: dict[str, list[str]] = {}
    for note in notes:
        _sheet, found, sentence = note.partition("]: ") if note.startswith(f"{file} [") else ("", "", note)
        sheets.setdefault(sentence if found else note, []).append(note)
    for sentence, same in sheets.items():
        yield same[0] if len(same) == 1 else f"{file} {_count_sheets(len(same))}: {sentence}"


def _merge_row_notes(notes: Iterable[RowNote]) -> Iterator[str]:
    """Yield the notes on rows; one that several sheets share comes once, with the number of all rows."""
    groups: dict[tuple[str, str], list[RowNote]] = {}
    for note in notes:
        groups.setdefault((note.heading, note.note), []).append(note)
    for same in groups.values():
        first, others = same[0], same[1:]
        rows = sum(note.rows for note in others)
        more = ngettext(" (and {n} more row {sheets})", " (and {n} more rows {sheets})", rows)
        yield str(first) + (more.format(n=format_count(rows), sheets=_count_sheets(len(others))) if others else "")


def _count_sheets(number: int) -> str:
    return ngettext("in {n} sheet", "in {n} sheets", number).format(n=number)


def make_data(report: ImportReport, records: Iterable[ChangedRecord] = ()) -> dict[str, Any]:
    """Return the report of a file as programs read it."""
    counts = ("rows", "new", "changed", "unchanged", "rejected", "left_out", "confirmed")
    return {
        "file": report.file,
        **{name: getattr(report, name) for name in counts},
        "faults": [fault._asdict() for fault in report.errors],
        "row_notes": [note._asdict() for note in report.row_notes],
        "left_out_rows": [note._asdict() for note in report.left_out_rows],
        "created": list(report.created),
        "command": report.command,
        "records": [record.to_json() for record in records],
    }


def make_refusal_data(path: str, failure: Failure) -> dict[str, Any]:
    """Return the same data for a refused file, with the reason; the rows of an unreadable one were not counted."""
    report = getattr(failure, "report", None)
    nothing = make_data(ImportReport(path, 0, 0, 0, 0, 0)) | {"rows": None, "rejected": None}
    return (make_data(report) if report else nothing) | {"error": str(failure), "exit": failure.exit_code}
