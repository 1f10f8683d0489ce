"""The report of an import: the counts of its rows, the row errors, and what was created; in words and as data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from netreg.core.fields import shorten
from netreg.errors import UnusableInput
from netreg.language import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from netreg.errors import Failure


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
        cell = f"{self.heading} '{shorten(self.value)}': " if self.heading else ""
        return f"{self.table}:{self.line}: {cell}{self.reason}"


class ImportReport(NamedTuple):
    """The outcome of an import; the counts of rows add up."""

    file: str
    rows: int
    new: int
    changed: int
    unchanged: int
    rejected: int
    errors: tuple[RowError, ...] = ()
    created: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    command: int | None = None

    @property
    def sentence(self) -> str:
        """The counts in words."""
        return _("{file}: {new} new, {changed} changed, {unchanged} unchanged").format(
            file=self.file,
            new=format_count(self.new),
            changed=format_count(self.changed),
            unchanged=format_count(self.unchanged),
        ) + (_(", {n} rejected").format(n=format_count(self.rejected)) if self.rejected else "")


class RowsRefused(UnusableInput):
    """A file that is refused because of some rows; `report` names these and counts nothing else."""

    def __init__(self, sentence: str, advice: str, report: ImportReport) -> None:
        """`report` is the outcome that the import would have had."""
        super().__init__(sentence, advice, tuple(map(str, report.errors)))
        self.report = report._replace(new=0, changed=0, unchanged=0, created=())


def format_count(number: int) -> str:
    """Return a count as people read it."""
    return f"{number:,}"


def format_report(report: ImportReport, rejects: Path | None) -> Iterable[str]:
    """Yield the lines about a file: its row errors, the records created for it, its counts."""
    yield from map(str, report.errors)
    if more := report.rejected - len({(fault.table, fault.line) for fault in report.errors}):
        sentence = ngettext("{file}: {n} more row rejected", "{file}: {n} more rows rejected", more)
        yield sentence.format(file=report.file, n=more)
    yield from report.notes
    for made in report.created:
        yield _("{file}: created {record}").format(file=report.file, record=made)
    yield report.sentence
    if report.rejected and rejects:
        yield ngettext("the rejected row is in {file}", "the rejected rows are in {file}", report.rejected).format(
            file=rejects
        )


def make_data(report: ImportReport) -> dict[str, Any]:
    """Return the report of a file as programs read it."""
    counts = ("rows", "new", "changed", "unchanged", "rejected")
    return {
        "file": report.file,
        **{name: getattr(report, name) for name in counts},
        "faults": [fault._asdict() for fault in report.errors],
        "created": list(report.created),
        "command": report.command,
    }


def make_refusal_data(path: str, failure: Failure) -> dict[str, Any]:
    """Return the same data for a refused file, with the reason; the rows of an unreadable one were not counted."""
    report = getattr(failure, "report", None)
    nothing = make_data(ImportReport(path, 0, 0, 0, 0, 0)) | {"rows": None, "rejected": None}
    return (make_data(report) if report else nothing) | {"error": str(failure), "exit": failure.exit_code}
