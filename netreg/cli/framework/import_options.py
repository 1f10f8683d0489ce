"""The options of ``import``: what is in the file, records that exist already, rows that are not valid."""

from __future__ import annotations

from collections import namedtuple
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, get_type_hints

import typer

from netreg.cli.framework.option_values import check_known, read_era
from netreg.core.fields import Reference
from netreg.errors import InvalidValue, UsageError
from netreg.exchange.headings.targets import CHILD, SCOPE, find_named_target, list_targets
from netreg.exchange.importing.import_options import ImportOptions
from netreg.exchange.importing.match_tables import FieldSetting
from netreg.exchange.importing.rejects import FORMATS
from netreg.language import _
from netreg.named_tuples import NamedTuple
from netreg.thai import text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from netreg.core.entity import Entity
    from netreg.exchange.forms.stays import Threshold

ON_MATCH = ("update", "overwrite", "fill", "skip")
HIDDEN = ("skip", "take")
DOUBTFUL = ("reject", "new", "skip")
ALL_SHEETS = "all"
"""The value of ``--sheet`` that takes each sheet as a table of the same kind."""
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
Set = Annotated[
    list[str] | None,
    typer.Option(
        "--set", metavar="FIELD=VALUE", help="One value of a field for the whole file.", rich_help_panel=_FILES
    ),
]
Sheet = Annotated[
    list[str] | None,
    typer.Option(
        "--sheet",
        metavar="NAME",
        help="The sheet, by name or number; all for each; several times for some.",
        rich_help_panel=_FILES,
    ),
]
Encoding = Annotated[
    str | None, typer.Option("--encoding", metavar="NAME", help="utf-8, cp874 or utf-16.", rich_help_panel=_FILES)
]
Hidden = Annotated[
    str | None,
    typer.Option(
        "--hidden", metavar="skip|take", help="Skip the hidden and filtered rows, or take them.", rich_help_panel=_FILES
    ),
]
ReadYears = Annotated[
    str | None,
    typer.Option(
        "--read-years", metavar="be|ce", help="The era in which all years are written.", rich_help_panel=_FILES
    ),
]
ShortYears = Annotated[
    str | None,
    typer.Option(
        "--short-years",
        metavar="be|ce",
        help="The era of years typed with two digits, of which Excel made dates of 1937 to 1979.",
        rich_help_panel=_FILES,
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
        metavar="update|overwrite|fill|skip",
        help="Update records; overwrite takes other spellings too, fill only blanks, skip nothing.",
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
        "--rejects",
        metavar="FILE",
        readable=False,
        help="Write them to a .csv or .xlsx file, with the reasons and a column for decisions.",
        rich_help_panel=_BAD,
    ),
]
ForgetDecisions = Annotated[
    bool,
    typer.Option(
        "--forget-decisions", help="Forget what was decided about rows of earlier files.", rich_help_panel=_KNOWN
    ),
]
Changes = Annotated[
    Path | None,
    typer.Option(
        "--out",
        "--report",
        metavar="FILE",
        readable=False,
        help="Write who is new and which fields change to a new .csv, .xlsx or .json file, or to -.",
    ),
]


class FileOptions(NamedTuple):
    """Options about what is in the file."""

    mapping: Map = None
    ignore_unknown: IgnoreUnknown = False
    set_fields: Set = None
    sheet: Sheet = None
    encoding: Encoding = None
    hidden: Hidden = None
    read_years: ReadYears = None
    short_years: ShortYears = None
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
    forget_decisions: ForgetDecisions = False


class FileRecord(NamedTuple):
    """An option of one noun that names the record to which all rows of a file belong."""

    parameter: str
    target: str
    metavar: str
    help: str

    @property
    def option(self) -> str:
        """The option as it is typed."""
        return f"--{self.parameter.replace('_', '-')}"


_UNIT_FIELDS = ("organisation", "parent", "organiser", "about")
"""The fields that hold the unit of a record, the likelier first."""
_SHARED_FIELDS = ("meeting", "series", "agreement")
"""The fields that often name one record in a whole file, though a record need not have it."""


def list_file_records(entity: Entity) -> Iterator[FileRecord]:
    """Yield the options of a noun for records that all rows share: what they belong to, and their unit."""
    for target in list_targets(entity):
        field = target.field
        is_shared = field is entity.parent or target.place == SCOPE or target.name in _SHARED_FIELDS
        if isinstance(field, Reference) and is_shared:
            help_text = _("{field} of all rows: its code, number or name.").format(field=field.label)
            yield FileRecord(field.name, target.name, field.name.upper(), help_text)
    found = {t.name: t for t in list_targets(entity) if isinstance(t.field, Reference) and t.field.to == "organisation"}
    names = (f"{place}{name}" for place in ("", f"{CHILD}.") for name in _UNIT_FIELDS)
    if unit := next((found[name] for name in names if name in found and found[name].field is not entity.parent), None):
        help_text = _("{field} of all rows, such as their unit.").format(field=unit.field.label)
        yield FileRecord("org", unit.name, "ORG", help_text)


def make_file_options(entity: Entity) -> type[FileOptions]:
    """Make the set of options about the file for one noun, with those for records that all rows share."""
    records = list(list_file_records(entity))
    own = {_PARTIAL_BELOW: PartialBelow} if entity.name == "attendance" else {}
    fields = (*FileOptions._fields, *(record.parameter for record in records), *own)
    blanks = [None] * (len(records) + len(own))
    made = namedtuple("FileOptions", fields, defaults=[*FileOptions._field_defaults.values(), *blanks])  # type: ignore[misc]  # noqa: PYI024
    made.__annotations__ = get_type_hints(FileOptions, include_extras=True) | {
        record.parameter: Annotated[
            str | None,
            typer.Option(record.option, metavar=record.metavar, help=record.help, rich_help_panel=_FILES),
        ]
        for record in records
    }
    made.__annotations__ |= own
    return made  # type: ignore[return-value]


_PARTIAL_BELOW = "partial_below"
PartialBelow = Annotated[
    str | None,
    typer.Option(
        "--partial-below",
        metavar="MINUTES",
        help="Who stayed shorter came in part: minutes, or 50% of the longest stay.",
        rich_help_panel=_FILES,
    ),
]


def _read_threshold(about: FileOptions) -> Threshold | None:
    """Return how long participants must stay, if ``--partial-below`` was given.

    Raises:
        UsageError: when it is neither minutes nor a share.
    """
    if not (written := getattr(about, _PARTIAL_BELOW, None)):
        return None
    from netreg.exchange.forms.stays import parse_threshold

    try:
        return parse_threshold(written)
    except InvalidValue as refusal:
        raise UsageError(f"--partial-below: {refusal}") from None


def _list_field_settings(entity: Entity, about: FileOptions) -> Iterator[FieldSetting]:
    """Yield the fields that have one value in the whole file."""
    for pair in about.set_fields or []:
        field, equals, value = pair.partition("=")
        if not (field and equals and value):
            raise UsageError(_("--set: '{pair}' is not FIELD=VALUE").format(pair=pair), _("for example role=member"))
        yield FieldSetting(f"--set {field}", find_named_target(entity, field, "--set").name, value)
    for record in list_file_records(entity):
        if value := getattr(about, record.parameter):
            yield FieldSetting(record.option, record.target, value)


def read_hidden(written: str | None) -> str | None:
    """Return what ``--hidden`` says of hidden rows, if it was given."""
    return None if written is None else check_known("--hidden", written, HIDDEN)


def read_import_options(
    entity: Entity, about: FileOptions, rows: RowOptions, files: list[Path], *, force: bool, dry_run: bool
) -> ImportOptions:
    """Return the wishes that the options express.

    Raises:
        UsageError: for those that contradict each other or are not valid.
    """
    _check_rejects(rows.rejects, files)
    if about.source and about.source_from_name:
        raise UsageError(_("--source and --source-from-name cannot be combined"), _("use only one of them"))
    sheets = about.sheet or []
    if ALL_SHEETS in sheets and len(sheets) > 1:
        raise UsageError(_("--sheet all cannot be combined with the names of sheets"), _("leave out one of them"))
    return ImportOptions(
        mapping=_read_mapping(about.mapping or []),
        ignore_unknown=about.ignore_unknown,
        fields=_merge_settings(_list_field_settings(entity, about)),
        all_sheets=ALL_SHEETS in sheets or len(sheets) > 1,
        skip_other_sheets=ALL_SHEETS in sheets,
        years=read_era(about.read_years),
        short_years=read_era(about.short_years, "--short-years"),
        blank_words=_read_words(about.blank_words),
        source=about.source,
        on_match=check_known("--on-match", rows.on_match, ON_MATCH),
        forget_decisions=rows.forget_decisions,
        doubtful=check_known("--doubtful", rows.doubtful, DOUBTFUL),
        blank_clears=rows.blank_clears,
        create_missing=rows.create_missing,
        skip_bad=rows.skip_bad,
        rejects=rows.rejects,
        partial_below=_read_threshold(about),
        dry_run=dry_run,
        force=force,
    )


def _merge_settings(settings: Iterable[FieldSetting]) -> tuple[FieldSetting, ...]:
    """Return the settings, each field once.

    Raises:
        UsageError: when two options give the same field.
    """
    found: dict[str, FieldSetting] = {}
    for one in settings:
        if other := found.get(one.field):
            raise UsageError(
                _("{first} and {second} give the same field").format(first=other.option, second=one.option),
                _("use only one of them"),
            )
        found[one.field] = one
    return tuple(found.values())


def _check_rejects(rejects: Path | None, files: list[Path]) -> None:
    """Refuse ``--rejects`` with several files, or in another format."""
    if rejects is None:
        return
    if len(files) > 1:
        raise UsageError(_("--rejects cannot be used with several files"), _("import the files one by one"))
    if rejects.suffix.lower() not in FORMATS:
        raise UsageError(
            _("--rejects writes a CSV file or an Excel workbook"),
            _("name it {file}").format(file=rejects.with_suffix(".xlsx")),
        )


def _read_words(written: str | None) -> tuple[str, ...] | None:
    """Return the words between the commas; none for an empty text, None where nothing is asked for."""
    return None if written is None else tuple(filter(None, map(str.strip, written.split(","))))


def _read_mapping(pairs: Iterable[str]) -> dict[str, str]:
    split = [pair.rpartition("=") for pair in pairs]
    for pair, (heading, _equals, field) in zip(pairs, split, strict=True):
        if not heading or not field:
            raise UsageError(_("--map: '{pair}' is not HEADING=FIELD").format(pair=pair), _("for example ชื่อ=name_th"))
        if heading[0] == "@" and heading[1:].isdecimal() and not text.to_ascii_digits(heading[1:]).strip("0"):
            raise UsageError(
                _("--map: there is no column {heading}: columns count from 1").format(heading=heading),
                _("the first one is @1"),
            )
    given: dict[str, tuple[str, str]] = {}
    for heading, _equals, field in split:
        first, other = given.setdefault(text.match_key(heading), (heading, field))
        if other != field:
            raise UsageError(
                _("--map: '{first}' and '{second}' are the same column").format(
                    first=f"{first}={other}", second=f"{heading}={field}"
                ),
                _("use only one of them"),
            )
    return {heading: field for heading, _equals, field in split}
