"""The options of ``import``: what is in the file, records that exist already, rows that are not valid."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from netreg.cli.framework.option_values import check_known, read_era
from netreg.errors import UsageError
from netreg.exchange.importing.import_file import ImportOptions
from netreg.language import _

if TYPE_CHECKING:
    from collections.abc import Iterable

ON_MATCH = ("update", "fill", "skip")
DOUBTFUL = ("reject", "new", "skip")
_FILES = "What is in the file"
_KNOWN = "Records that exist already"
_BAD = "Rows that are not valid"

Map = Annotated[
    list[str] | None,
    typer.Option(
        "--map",
        metavar="HEADING=FIELD",
        help="The field of a column; @4=FIELD by its position, HEADING=- skips it.",
        rich_help_panel=_FILES,
    ),
]
IgnoreUnknown = Annotated[
    bool,
    typer.Option(
        "--ignore-unknown", help="Skip the columns that no field fits, and name them.", rich_help_panel=_FILES
    ),
]
Sheet = Annotated[
    str | None,
    typer.Option("--sheet", metavar="NAME", help="The sheet, by name or number; all for each.", rich_help_panel=_FILES),
]
Encoding = Annotated[
    str | None, typer.Option("--encoding", metavar="NAME", help="utf-8, cp874 or utf-16.", rich_help_panel=_FILES)
]
ReadYears = Annotated[
    str | None,
    typer.Option(
        "--read-years", metavar="be|ce", help="The era in which all years are written.", rich_help_panel=_FILES
    ),
]
BlankWords = Annotated[
    str | None,
    typer.Option(
        "--blank-words",
        metavar="WORD,WORD",
        help="The words that stand for a blank, in place of -, n/a, ไม่มี, ไม่ระบุ …; '' for none.",
        rich_help_panel=_FILES,
    ),
]
SourceName = Annotated[
    str | None,
    typer.Option(
        "--source", metavar="NAME", help="Who sent it; --map is remembered for each source.", rich_help_panel=_FILES
    ),
]
SourceFromName = Annotated[
    bool, typer.Option("--source-from-name", help="Use the file's name as the source.", rich_help_panel=_FILES)
]
OnMatch = Annotated[
    str,
    typer.Option(
        "--on-match",
        metavar="update|fill|skip",
        help="Update records, fill only blanks, or skip them.",
        rich_help_panel=_KNOWN,
    ),
]
Doubtful = Annotated[
    str,
    typer.Option(
        "--doubtful",
        metavar="reject|new|skip",
        help="Rows that may be about a known record: reject, add, or leave them out.",
        rich_help_panel=_KNOWN,
    ),
]
BlankClears = Annotated[
    bool, typer.Option("--blank-clears", help="An empty cell clears the field.", rich_help_panel=_KNOWN)
]
CreateMissing = Annotated[
    bool,
    typer.Option("--create-missing", help="Create organisations and people named in rows.", rich_help_panel=_KNOWN),
]
SkipBad = Annotated[bool, typer.Option("--skip-bad", help="Import the other rows; exit with 3.", rich_help_panel=_BAD)]
Rejects = Annotated[
    Path | None,
    typer.Option(
        "--rejects", metavar="FILE", readable=False, help="Write them here, with the reasons.", rich_help_panel=_BAD
    ),
]
Changes = Annotated[
    Path | None,
    typer.Option(
        "--out",
        "--report",
        metavar="FILE",
        readable=False,
        help="Write who is new and which fields change to a new .csv, .xlsx or .json file.",
    ),
]


class FileOptions(NamedTuple):
    """Options about what is in the file."""

    mapping: Map = None
    ignore_unknown: IgnoreUnknown = False
    sheet: Sheet = None
    encoding: Encoding = None
    read_years: ReadYears = None
    blank_words: BlankWords = None
    source: SourceName = None
    source_from_name: SourceFromName = False


class RowOptions(NamedTuple):
    """Options about how known records take the rows, and what becomes of rows that are doubtful or not valid."""

    on_match: OnMatch = "update"
    doubtful: Doubtful = "reject"
    blank_clears: BlankClears = False
    create_missing: CreateMissing = False
    skip_bad: SkipBad = False
    rejects: Rejects = None


def read_import_options(
    about: FileOptions, rows: RowOptions, files: list[Path], *, force: bool, dry_run: bool
) -> ImportOptions:
    """Return the wishes that the options express.

    Raises:
        UsageError: for those that contradict each other or are not valid.
    """
    _check_rejects(rows.rejects, files)
    if about.source and about.source_from_name:
        raise UsageError(_("--source and --source-from-name cannot be combined"), _("use only one of them"))
    return ImportOptions(
        mapping=_read_mapping(about.mapping or []),
        ignore_unknown=about.ignore_unknown,
        years=read_era(about.read_years),
        blank_words=_read_words(about.blank_words),
        source=about.source,
        on_match=check_known("--on-match", rows.on_match, ON_MATCH),
        doubtful=check_known("--doubtful", rows.doubtful, DOUBTFUL),
        blank_clears=rows.blank_clears,
        create_missing=rows.create_missing,
        skip_bad=rows.skip_bad,
        rejects=rows.rejects,
        dry_run=dry_run,
        force=force,
    )


def _check_rejects(rejects: Path | None, files: list[Path]) -> None:
    """Refuse ``--rejects`` with several files, into the imported file itself, or in another format than CSV."""
    if rejects is None:
        return
    if len(files) > 1:
        raise UsageError(_("--rejects cannot be used with several files"), _("import the files one by one"))
    if rejects.exists() and any(path.exists() and path.samefile(rejects) for path in files):
        raise UsageError(
            _("--rejects: {file} is the imported file itself").format(file=rejects), _("choose another file")
        )
    if rejects.suffix.lower() not in (".csv", ".txt", ""):
        raise UsageError(_("--rejects writes a CSV file"), _("name it {file}").format(file=rejects.with_suffix(".csv")))


def _read_words(written: str | None) -> tuple[str, ...] | None:
    """Return the words between the commas; none for an empty text, None where nothing is asked for."""
    return None if written is None else tuple(filter(None, map(str.strip, written.split(","))))


def _read_mapping(pairs: Iterable[str]) -> dict[str, str]:
    split = [pair.rpartition("=") for pair in pairs]
    for pair, (heading, _equals, field) in zip(pairs, split, strict=True):
        if not heading or not field:
            raise UsageError(_("--map: '{pair}' is not HEADING=FIELD").format(pair=pair), _("for example ชื่อ=name_th"))
    return {heading: field for heading, _equals, field in split}
