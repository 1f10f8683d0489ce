"""The verbs ``import`` and ``export``, for any kind of record."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from netreg.cli import options
from netreg.cli.context import Session
from netreg.errors import Usage
from netreg.exchange import exporter, importer
from netreg.language import _
from netreg.render.results import Bytes, Told

if TYPE_CHECKING:
    from collections.abc import Iterable

    from netreg.cli.options import Verb
    from netreg.core.entity import Entity


def importing(entity: Entity) -> Verb:
    """The verb ``import`` of a noun."""

    @options.shows
    def import_(
        session: Session,
        files: options.Files,
        mapping: Annotated[
            list[str] | None,
            typer.Option("--map", metavar="HEADING=FIELD", help="What a column is; HEADING=- leaves it out."),
        ] = None,
        read_years: options.ReadYears = None,
        dry_run: options.DryRun = False,
    ) -> Told:
        years = options.years(read_years)
        staged = [importer.stage(entity, path, _mapping(mapping or []), years) for path in files]
        with session.writing(dry_run=dry_run) as db:
            counts = [importer.merge(db, entity, one) for one in staged]
        return _imported(session, staged, counts, dry_run=dry_run)

    return import_


def _mapping(pairs: Iterable[str]) -> dict[str, str]:
    split = [pair.rpartition("=") for pair in pairs]
    for pair, (heading, _equals, field) in zip(pairs, split, strict=True):
        if not heading or not field:
            raise Usage(_("--map: '{pair}' is not HEADING=FIELD").format(pair=pair))
    return {heading: field for heading, _equals, field in split}


def _imported(session: Session, staged: Iterable[Any], counts: Iterable[Any], *, dry_run: bool) -> Told:
    results = list(zip(staged, counts, strict=True))
    sentences = tuple(
        _("{file}: {new} new, {changed} changed, {unchanged} unchanged").format(
            file=s.file, new=c.new, changed=c.changed, unchanged=c.unchanged
        )
        for s, c in results
    )
    notes = (_("dry run: nothing was kept"),) if dry_run else ()
    return Told(sentences, session.view, [{"file": s.file, **c._asdict()} for s, c in results], notes)


def exporting(entity: Entity) -> Verb:
    """The verb ``export`` of a noun."""

    @options.shows
    def export(
        session: Session,
        file: Annotated[
            Path, typer.Argument(metavar="[FILE]", readable=False, help="A new CSV file; - is the standard output.")
        ] = Path("-"),
        headings: Annotated[
            str, typer.Option("--headings", metavar="th|en|names", help="Thai or English headings, or field names.")
        ] = "th",
        force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
    ) -> Bytes | Told:
        with session.reading() as db:
            content = exporter.csv_text(db, entity, session.as_of, headings)
        if str(file) == "-":
            return Bytes(content, session.view)
        exporter.save(file, content, force=force)
        return Told((_("wrote {file}").format(file=file),), session.view, {"file": str(file)})

    return export
