"""An import: the tables of a file read, held against the register, and put into it whole or not at all.

First everything that can be done without a lock: rows are read and checked into temporary
tables (:mod:`staging`) and what is to become of them is planned. Then one transaction
writes it. Were the register changed in between, the plan is made again inside it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from netreg.core.fields import shorten
from netreg.core.table_import import MatchPolicy, TableImport
from netreg.entities import BY_NAME
from netreg.errors import UnusableInput
from netreg.exchange.columns import headings
from netreg.exchange.columns.column_readers import TableReader, list_clearable_fields, list_columns
from netreg.exchange.columns.table_kinds import assign_tables
from netreg.exchange.importing import rejects
from netreg.exchange.importing.stage_rows import Staging
from netreg.language import _, ngettext
from netreg.store import commands, connections, database
from netreg.store.importing import apply_sets, import_log, plan_rows, resolve_references, staging_tables

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from netreg.core.entity import Entity
    from netreg.exchange.columns.headings import TableHeadings
    from netreg.exchange.columns.table_kinds import EntityTable
    from netreg.exchange.tables.source_tables import SourceFile
    from netreg.store.importing.apply_sets import Outcome


class Wishes(NamedTuple):
    """How a file is to be taken; see the options of ``import``."""

    mapping: Mapping[str, str] = {}
    years: str | None = None
    source: str | None = None
    on_match: str = "update"
    blank_clears: bool = False
    skip_bad: bool = False
    create_missing: bool = False
    rejects: Path | None = None
    dry_run: bool = False
    force: bool = False


class Doing(NamedTuple):
    """Who imports, by which command, and who is told how far it is."""

    words: str
    actor: str
    batch: int | None = None
    progress: Callable[[str, int], None] = lambda _what, _rows: None


class Fault(NamedTuple):
    """What is wrong with a row: in which table and line, under which heading, what stood there, why not."""

    table: str
    line: int
    heading: str
    value: str
    reason: str

    def __str__(self) -> str:
        """On one line."""
        cell = f"{self.heading} '{shorten(self.value)}': " if self.heading else ""
        return f"{self.table}:{self.line}: {cell}{self.reason}"


class Report(NamedTuple):
    """What became of a file; the counts of its rows add up."""

    file: str
    rows: int
    new: int
    changed: int
    unchanged: int
    rejected: int
    faults: tuple[Fault, ...] = ()
    created: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    command: int | None = None

    @property
    def sentence(self) -> str:
        """The counts in words."""
        return _("{file}: {new} new, {changed} changed, {unchanged} unchanged").format(
            file=self.file, new=_count(self.new), changed=_count(self.changed), unchanged=_count(self.unchanged)
        ) + (_(", {n} rejected").format(n=_count(self.rejected)) if self.rejected else "")


class RowsRefused(UnusableInput):
    """Rows that cannot be taken, for which the whole file was refused; `report` names them and counts nothing else."""

    def __init__(self, sentence: str, advice: str, report: Report) -> None:
        """`report` is what would have become of the file."""
        super().__init__(sentence, advice, tuple(map(str, report.faults)))
        self.report = report._replace(new=0, changed=0, unchanged=0, created=())


def _count(number: int) -> str:
    return f"{number:,}"


def take(path: Path, entity: Entity, file: SourceFile, wishes: Wishes, doing: Doing) -> Report:
    """Put a file into the register at `path`.

    Raises:
        RowsRefused: with every bad row, unless the good ones are to go in without them.
        UnusableInput: when it is no table of such records.
    """
    parts, notes = assign_tables(entity, file)
    mapping = {**_remembered(path, entity, wishes.source), **wishes.mapping}
    heads = [_headed(part, mapping) for part in parts]
    headings.refuse_unused_mapping((name for head in heads for name in head.names), wishes.mapping)
    takings = [_Taking(part, head, wishes, doing) for part, head in zip(parts, heads, strict=True)]
    with database.unlocked(path) as db:
        seen = apply_sets.stamp(db)
        takings[0].prepare(db)
        many, words, actor = apply_sets.adds_many(db), doing.words, doing.actor
        with commands.open_command(db, words, actor, dry_run=wishes.dry_run, batch=doing.batch, many=many) as command:
            report = _merged(db, takings, file.name, stale=apply_sets.stamp(db) != seen)
            _settle(report, wishes)
            log = _log(entity, file, wishes, mapping, report)
            changed = bool(report.new or report.changed)
            if changed:
                import_log.keep(db, command, log)
            if wishes.source:
                import_log.remember(db, entity.variant or entity.name, wishes.source, mapping)
        if not changed and not wishes.dry_run:
            with connections.immediate_transaction(db):
                import_log.keep(db, None, log)
    return report._replace(notes=(*notes, *report.notes), command=command if changed and not wishes.dry_run else None)


def put(db: sqlite3.Connection, entity: Entity, file: SourceFile) -> Report:
    """Put a file into the register inside the transaction that runs already.

    Raises:
        RowsRefused: with every bad row.
        UnusableInput: when it is no table of such records.
    """
    wishes = Wishes()
    parts, _notes = assign_tables(entity, file)
    takings = [_Taking(part, _headed(part, {}), wishes, Doing("", "")) for part in parts]
    takings[0].prepare(db)
    report = _merged(db, takings, file.name, stale=False)
    _settle(report, wishes)
    return report


def _remembered(path: Path, entity: Entity, source: str | None) -> dict[str, str]:
    """How files of this source were mapped before."""
    if not source:
        return {}
    with database.reading(path) as db:
        return import_log.mapping(db, entity.variant or entity.name, source)


def _headed(part: EntityTable, mapping: Mapping[str, str]) -> TableHeadings:
    lines, source = part.source.rows(), part.source
    try:
        return headings.match_headings(
            part.entity, part.name, lines, mapping, headed=source.has_headings, nested=part.nested_in is not None
        )
    finally:
        lines.close()  # type: ignore[attr-defined]


def _merged(db: sqlite3.Connection, takings: list[_Taking], file: str, *, stale: bool) -> Report:
    """The rows of all tables put into the register, those they are nested in before them."""
    outcomes: list[Outcome] = []
    rows, faults, created, notes = 0, list[Fault](), list[str](), list[str]()
    for number, taking in enumerate(takings):
        if number:
            taking.prepare(db)
        created += taking.create_missing()
        if number == 0 and (stale or created):
            taking.plan()
        outcomes.append(taking.merge(placing=len(takings) > 1))
        rows += taking.total
        faults += taking.faults()
        notes += taking.notes()
        taking.write_rejects()
        if len(takings) > 1:
            apply_sets.place(db, _placed(number))
    new, changed, unchanged, rejected = (sum(column) for column in zip(*outcomes, strict=True))
    assert new + changed + unchanged + rejected == rows, (new, changed, unchanged, rejected, rows)
    return Report(file, rows, new, changed, unchanged, rejected, tuple(faults), tuple(created), tuple(notes))


def _placed(number: int) -> str:
    """The table that says into which records the lines of a part were put."""
    return f"placed_{number}"


def _settle(report: Report, wishes: Wishes) -> None:
    """Refuse the whole file for its bad rows, unless the others are to go in."""
    if not report.rejected or wishes.skip_bad:
        return
    advice = _("mend the file and import it again, or add --skip-bad to take the others")
    if wishes.rejects:
        advice = _("mend them in {file}, or add --skip-bad to take the others").format(file=wishes.rejects)
    raise RowsRefused(
        ngettext(
            "{file}: {bad} of {total} row cannot be taken, nothing was written",
            "{file}: {bad} of {total} rows cannot be taken, nothing was written",
            report.rows,
        ).format(file=report.file, bad=_count(report.rejected), total=_count(report.rows)),
        advice,
        report,
    )


def _log(
    entity: Entity, file: SourceFile, wishes: Wishes, mapping: Mapping[str, str], report: Report
) -> import_log.Import:
    kind = entity.variant or entity.name
    counts = (report.rows, report.new, report.changed, report.unchanged, report.rejected)
    return import_log.Import(kind, file.name, file.sha256, file.format, file.encoding, wishes.source, mapping, *counts)


_TOLD = 1000
"""How many faults are told one by one; all of them are in the file of rejects."""


class _Taking:
    """One table on its way into the register."""

    db: sqlite3.Connection
    staging: Staging

    def __init__(self, part: EntityTable, headed: TableHeadings, wishes: Wishes, doing: Doing) -> None:
        self.part = part
        self.headed = headed
        self.wishes = wishes
        self.doing = doing
        child = BY_NAME[part.entity.row_child] if part.entity.row_child else None
        cleared = list_clearable_fields(headed) if wishes.blank_clears else frozenset[tuple[str, str]]()
        nested_in = None if part.nested_in is None else _placed(part.nested_in)
        self.task = TableImport(
            part.entity, child, list_columns(headed), MatchPolicy(wishes.on_match, cleared), nested_in
        )
        self.reader = TableReader(self.task, headed, wishes.years, typed=part.typed, delimiter=part.source.delimiter)

    @property
    def total(self) -> int:
        """How many rows were read."""
        return self.staging.total

    def prepare(self, db: sqlite3.Connection) -> None:
        """Read the rows and plan what is to become of them."""
        self.db = db
        staging_tables.prepare(db, self.task)
        self.staging = staging = Staging(db, self.reader)
        # Where nobody is known yet, every row is a new record: what is kept beside it is derived as it is read.
        derived = self.task.nested_in is None and not staging_tables.any_known(db, self.task)
        rows = staging.rows(self.part.source, lambda: self._said(_("reading"), staging.total), derived=derived)
        staging_tables.receive(db, self.task, rows, derived=derived)
        self.plan(may_create=self.wishes.create_missing)

    def plan(self, *, may_create: bool = False) -> None:
        """Plan what is to become of the rows; what is to be made first may be missing."""
        self._said(_("comparing"), self.total)
        plan_rows.plan(self.db, self.task, may_create=may_create, derived=self.staging.derived)

    def create_missing(self) -> list[str]:
        """Make the records that rows name and nobody knows, if that was wished; their names."""
        return resolve_references.create_missing(self.db, self.task) if self.wishes.create_missing else []

    def merge(self, *, placing: bool) -> Outcome:
        """Write what was planned; with `placing` what is nested in the rows finds their records."""
        self._said(_("writing"), self.total)
        return apply_sets.merge(self.db, self.task, placing=placing)

    def _said(self, what: str, rows: int) -> None:
        self.doing.progress(what, rows)

    def faults(self) -> list[Fault]:
        """What is wrong with the rows, in their order."""
        found = staging_tables.faults(self.db, _TOLD)
        return [Fault(self.part.name, line, self._heading(place), value, why) for line, place, value, why in found]

    def _heading(self, place: str) -> str:
        """The heading of the column that a fault is in; a fault of planning names the field."""
        names = {f"{t.place}.{t.field.name}": self.headed.names[cell] for cell, t in self.headed.targets.items()}
        return names.get(place, place)

    def notes(self) -> Iterable[str]:
        """What was left out of the table."""
        if self.headed.left_out:
            yield _("{file}: left out what netreg fills itself: {names}").format(
                file=self.part.name, names=", ".join(self.headed.left_out)
            )

    def write_rejects(self) -> None:
        """Keep the rows that were not taken where they can be mended, if that was wished."""
        if self.wishes.rejects and staging_tables.bad(self.db):
            path = rejects.beside(self.wishes.rejects, self.part.source.name if self.part.number else "")
            reasons = (
                (line, f"{self._heading(place)}: {why}" if place else why)
                for line, place, why in staging_tables.reasons(self.db)
            )
            rejects.write(path, self.headed, self.part.source, reasons, force=self.wishes.force)
