"""The options that many commands share, declared once.

A command that takes a `session` (and a `choice` of columns) gets them from these options: the
decorators :func:`add_view_options` and :func:`add_list_options` add the options to its signature.

Options that go together are the fields of a NamedTuple: a command with a parameter of that type
has those options, and gets them as one value.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterator
from functools import wraps
from pathlib import Path
from typing import Annotated, Any, TypeVar, get_type_hints

import typer

from netreg import config
from netreg.cli.framework.option_values import check_known, read_day
from netreg.cli.framework.session import Session, override_setting
from netreg.entities import BY_NAME
from netreg.errors import UsageError
from netreg.language import _
from netreg.named_tuples import NamedTuple
from netreg.render.console import require_pipe
from netreg.render.results import Listing, Message, RawOutput, Timeline
from netreg.store.records import former_keys

Verb = Callable[..., Any]
AnyVerb = TypeVar("AnyVerb", bound=Verb)

FORMATS = ("table", "json", "ndjson", "csv", "tsv")
LIST_FORMATS = (*FORMATS, "xlsx")
EXPORT_FORMATS = ("csv", "tsv", "xlsx", "json", "ndjson", "vcf", "vcf4", "ics")

PAPER_FORMATS = ("md", "txt", "html", "docx", "json")


def _check_limit(limit: int | None) -> int | None:
    """Refuse a negative limit; as a range of Typer's the bounds would widen the column of every help page."""
    if limit is not None and limit < 0:
        raise typer.BadParameter(_("{n} is negative").format(n=limit))
    return None if limit is None else min(limit, sys.maxsize)


Format = Annotated[str | None, typer.Option("--format", help="table, json, ndjson, csv or tsv.", metavar="FORMAT")]
ListFormat = Annotated[
    str | None, typer.Option("--format", help="table, json, ndjson, csv, tsv, or xlsx into a pipe.", metavar="FORMAT")
]
Json = Annotated[bool, typer.Option("--json", help="Short for --format json.")]
Csv = Annotated[bool, typer.Option("--csv", help="Short for --format csv.")]
AsOf = Annotated[
    str | None, typer.Option("--as-of", help="Show the state on this day, for example 2563-07-01.", metavar="DATE")
]
Era = Annotated[str | None, typer.Option("--era", help="Years in tables: be (พ.ศ.) or ce (ค.ศ.).", metavar="be|ce")]
Lang = Annotated[str | None, typer.Option("--lang", help="Language: th or en.", metavar="th|en")]
Columns = Annotated[str | None, typer.Option("--columns", help="Fields to show, separated by commas.", metavar="A,B,C")]
Sort = Annotated[
    str | None, typer.Option("--sort", help="Field to sort by; -FIELD in descending order.", metavar="FIELD")
]
Limit = Annotated[int | None, typer.Option("--limit", callback=_check_limit, help="Show at most N rows.", metavar="N")]
NoHeader = Annotated[bool, typer.Option("--no-header", help="Leave out the line of headings.")]
DryRun = Annotated[bool, typer.Option("--dry-run", "-n", help="Show what would happen, but save nothing.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask for confirmation.")]
Note = Annotated[str | None, typer.Option("--note", help="A note on the record.")]
Source = Annotated[str | None, typer.Option("--source", help="Where the information comes from.")]
Code = Annotated[str | None, typer.Option("--code", help="A short name of your own, such as kku-lib.")]
Responsible = Annotated[
    str | None, typer.Option("--responsible", metavar="MEMBER", help="The member responsible for it.")
]
Member = Annotated[str | None, typer.Argument(metavar="[MEMBER]", show_default=False)]
Members = Annotated[list[str] | None, typer.Argument(metavar="[MEMBER]...", show_default=False)]
ShowCard = Annotated[bool, typer.Option("--show", help="Show the whole card afterwards.")]
NoMember = Annotated[str | None, typer.Option("--name", help="The name of a person who is not a member.")]
IfUpdatedAt = Annotated[
    str | None, typer.Option("--if-updated-at", metavar="MOMENT", help="Only if its updated_at is still this.")
]
LastDay = Annotated[str | None, typer.Option("--on", metavar="DATE", help="The last day; today by default.")]
CorrectKept = Annotated[
    bool, typer.Option("--correction", help="Correct a slip in what is kept as on the day; the history says so.")
]
Position = Annotated[str | None, typer.Option("--position", help="The position as recorded.")]
OfResponsible = Annotated[
    str | None, typer.Option("--responsible", metavar="MEMBER", help="For which this member is responsible.")
]
Title = Annotated[str, typer.Argument(metavar="TITLE", show_default=False)]
File = Annotated[Path, typer.Argument(metavar="[FILE]", readable=False, help="A new file; - is the standard output.")]
Order = Annotated[str | None, typer.Option("--seq", help="Its place in the order; last by default.")]
Within = Annotated[
    str | None, typer.Option("--within", metavar="TIME", help="How far ahead: 90d, 3m, 1y; 90 days by default.")
]
ExitCode = Annotated[
    bool, typer.Option("--exit-code", help="Exit with 10 if something is due, 11 if something has expired.")
]
Headings = Annotated[
    str, typer.Option("--headings", metavar="th|en|names", help="Thai or English headings, or field names.")
]
WrittenIn = Annotated[
    str | None, typer.Option("--encoding", metavar="NAME", help="Of a CSV file: utf-8 (with a BOM) or cp874.")
]
Match = Annotated[
    str | None, typer.Option("--match", metavar="TEXT", help="Contains this text; tone marks may be left out.")
]
Force = Annotated[bool, typer.Option("--force", help="Add it even if it seems to exist already.")]
Record = Annotated[str, typer.Argument(metavar="RECORD", help="Its code, number or exact name.", show_default=False)]
Missing = Annotated[
    list[str] | None, typer.Option("--missing", metavar="WHAT", help="Without this, for example: document.")
]
PathOnly = Annotated[bool, typer.Option("--path", help="Print its path; the default without a terminal.")]
CopyTo = Annotated[
    Path | None,
    typer.Option(
        "--out", metavar="FILE", readable=False, help="Write a copy to a new file or a folder, or to - (a pipe)."
    ),
]
ReadYears = Annotated[
    str | None, typer.Option("--read-years", metavar="be|ce", help="The era of all years in the text.")
]
Out = Annotated[
    Path | None,
    typer.Option(
        "--out",
        metavar="FILE",
        readable=False,
        help="Write a new .csv, .tsv, .xlsx, .json or .ndjson file; - is the standard output.",
    ),
]
SameFile = Annotated[Path | None, typer.Option("--out", metavar="FILE", readable=False, help="The same as FILE.")]
Replace = Annotated[bool, typer.Option("--force", help="Replace the file if it exists.")]


class RecordOptions(NamedTuple):
    """The options of any new record: a short name, a note, a source."""

    code: Code = None
    note: Note = None
    source: Source = None


class Provenance(NamedTuple):
    """The options of any new child: a note, a source."""

    note: Note = None
    source: Source = None


Query = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[QUERY]...",
        show_default=False,
        help="FIELD:VALUE, FIELD:A..B, -TERM, a word; or @VIEW.",
    ),
]


class ListOptions(NamedTuple):
    """The fields and rows of a list to show; `query` narrows a list of records."""

    columns: tuple[str, ...] = ()
    sort: str | None = None
    limit: int | None = None
    query: str = ""


_VIEW_OPTIONS: dict[str, tuple[Any, Any]] = {
    "as_of": (AsOf, None),
    "era": (Era, None),
    "lang": (Lang, None),
    "format": (Format, None),
    "json": (Json, False),
    "csv": (Csv, False),
}
_LIST_OPTIONS: dict[str, tuple[Any, Any]] = {
    "columns": (Columns, None),
    "sort": (Sort, None),
    "limit": (Limit, None),
    "no_header": (NoHeader, False),
    "out": (Out, None),
    "force": (Replace, False),
    **_VIEW_OPTIONS,
    "format": (ListFormat, None),
}


def add_export_options(function: AnyVerb) -> AnyVerb:
    """Add the view options to a command that takes `session` and writes a file, with the formats of files."""
    help_text = "csv, tsv, xlsx, json, ndjson, vcf, vcf4 or ics; by default from the file's name."
    form = Annotated[str | None, typer.Option("--format", help=help_text, metavar="FORMAT")]
    function.shared_options = {**_VIEW_OPTIONS, "format": (form, None)}  # type: ignore[attr-defined]
    function.formats = EXPORT_FORMATS  # type: ignore[attr-defined]
    return function


def add_paper_options(function: AnyVerb) -> AnyVerb:
    """Add the options about what is shown to a command that takes `session` and writes a paper, with its formats."""
    help_text = "md, txt, html, docx or json; by default from the file's name."
    form = Annotated[str | None, typer.Option("--format", help=help_text, metavar="FORMAT")]
    shown = {name: option for name, option in _VIEW_OPTIONS.items() if name not in ("era", "csv")}
    function.shared_options = {**shown, "format": (form, None)}  # type: ignore[attr-defined]
    function.formats = PAPER_FORMATS  # type: ignore[attr-defined]
    return function


def add_view_options(function: AnyVerb) -> AnyVerb:
    """Add the options about the form of the output to a command that takes `session`."""
    function.shared_options = _VIEW_OPTIONS  # type: ignore[attr-defined]
    return function


def add_dry_run(function: AnyVerb) -> AnyVerb:
    """Add ``--dry-run`` before the other shared options; `session.dry_run` says whether it was given."""
    function.shared_options = {"dry_run": (DryRun, False), **function.shared_options}  # type: ignore[attr-defined]
    return function


def add_write_options(function: AnyVerb) -> AnyVerb:
    """Add the view options and ``--dry-run`` to a command that writes."""
    return add_dry_run(add_view_options(function))


def add_record_options(function: AnyVerb) -> AnyVerb:
    """Add those and ``--show`` to a command that answers with a line; `session.show_card` says whether it was given."""
    add_write_options(function).shared_options |= {"show": (ShowCard, False)}  # type: ignore[attr-defined]
    return function


def add_list_options(function: AnyVerb) -> AnyVerb:
    """Add those and the options of lists to a command that takes `session` and `choice`."""
    function.shared_options = _LIST_OPTIONS  # type: ignore[attr-defined]
    function.formats = LIST_FORMATS  # type: ignore[attr-defined]
    return function


def add_query_options(function: AnyVerb) -> AnyVerb:
    """Add the options of lists, and a query that narrows a list of records."""
    add_list_options(function).shared_options = {"query": (Query, None), **_LIST_OPTIONS}  # type: ignore[attr-defined]
    return function


def add_unsorted_list_options(function: AnyVerb) -> AnyVerb:
    """Add the options of lists but ``--sort``, for a list with an order of its own."""
    shown = {name: option for name, option in _LIST_OPTIONS.items() if name != "sort"}
    add_list_options(function).shared_options = shown  # type: ignore[attr-defined]
    return function


def add_due_options(function: AnyVerb) -> AnyVerb:
    """Add the same options, with the format of a Nagios plugin."""
    add_unsorted_list_options(function)
    form = Annotated[
        str | None,
        typer.Option("--format", help="table, json, ndjson, csv, tsv, nagios, or xlsx into a pipe.", metavar="FORMAT"),
    ]
    function.shared_options["format"] = (form, None)  # type: ignore[attr-defined]
    function.formats = (*LIST_FORMATS, "nagios")  # type: ignore[attr-defined]
    return function


def expand_options(function: Verb) -> Verb:
    """Return the function with `session`, `choice` and every set of options replaced by the options themselves.

    Done when a command is named and not when its module is imported, since signatures cost time.
    """
    shared: dict[str, tuple[Any, Any]] | None = getattr(function, "shared_options", None)
    if shared is None:
        return function
    signature = inspect.signature(function, eval_str=True)
    own = [parameter for name, parameter in signature.parameters.items() if name not in ("session", "choice")]
    expanded = [option for parameter in own for option in _expand_parameter(parameter)]
    sets = {parameter.name: parameter.annotation for parameter in own if _is_option_set(parameter)}
    added = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)
        for name, (annotation, default) in shared.items()
    ]
    context = inspect.Parameter("ctx", inspect.Parameter.KEYWORD_ONLY, annotation=typer.Context)

    @wraps(function)
    def command(ctx: typer.Context, **given: Any) -> Any:
        shown = {name: given.pop(name) for name in shared}
        for name, kind in sets.items():
            given[name] = kind._make([given.pop(field) for field in kind._fields])
        known = getattr(function, "formats", FORMATS)
        words = ctx.command_path.partition(" ")[2] + (" --correction" if given.get("correction") else "")
        given["session"] = _apply_view_options(ctx.obj, shown, known)._replace(words=words)
        if "columns" in shared:
            query = " ".join(shown.get("query") or ())
            given["choice"] = ListOptions(_split_names(shown["columns"]), shown.get("sort"), shown["limit"], query)
        result = _note_followed_keys(function(**given))
        return _write_listing(result, shown) if "out" in shown else result

    command.__signature__ = inspect.Signature([context, *expanded, *added])  # type: ignore[attr-defined]
    command.__annotations__ = {p.name: p.annotation for p in (context, *expanded, *added)}
    return command


def _note_followed_keys(result: Any) -> Any:
    """Return a result with a note for each record that was asked for by a key of one that was merged into it."""
    followed = former_keys.take_followed()
    if not followed or not hasattr(result, "notes"):
        return result
    notes = [
        _("'{text}' was merged into {kind} {number}").format(
            text=one.written, kind=BY_NAME[one.kind].spoken_name, number=one.record
        )
        for one in followed
    ]
    return result._replace(notes=(*notes, *result.notes))


def _is_option_set(parameter: inspect.Parameter) -> bool:
    return hasattr(parameter.annotation, "_field_defaults")


def _expand_parameter(parameter: inspect.Parameter) -> Iterator[inspect.Parameter]:
    """Yield the parameter itself, or the options it is made of."""
    if not _is_option_set(parameter):
        yield parameter.replace(kind=parameter.KEYWORD_ONLY)
        return
    defaults = parameter.annotation._field_defaults
    for name, annotation in get_type_hints(parameter.annotation, include_extras=True).items():
        yield inspect.Parameter(name, parameter.KEYWORD_ONLY, default=defaults[name], annotation=annotation)


def is_standard_output(path: Path | None) -> bool:
    """Tell whether what a command writes goes to the standard output: no file is named, or ``-``."""
    return path is None or str(path) == "-"


def require_file_format(form: str | None, path: Path | None) -> None:
    """Refuse to show a workbook on a terminal.

    Raises:
        UsageError: saying how to get it.
    """
    if form == "xlsx" and is_standard_output(path):
        require_pipe(_("an Excel file is not for the screen"))


def _write_listing(result: Any, shown: dict[str, Any]) -> Any:
    """Write a list where it is asked for: to a file, as the bytes of a workbook, or as it is shown."""
    path = shown["out"]
    if not is_standard_output(path):
        return _save_listing(result, path, force=shown["force"])
    if getattr(getattr(result, "view", None), "format", None) != "xlsx":
        return result
    from netreg.exchange.exporting import list_files

    listing = result if isinstance(result, Listing) else result.listing
    made = list_files.build_list("xlsx", listing.fields, listing.rows, result.view.style)
    return RawOutput(made, result.view, result.notes, result.exit_code)


def _save_listing(result: Listing | Timeline, path: Path, *, force: bool) -> Message:
    """Write a list to a file, and return what to print instead."""
    from netreg.exchange.atomic_files import refuse_configuration
    from netreg.exchange.exporting import list_files

    refuse_configuration(path, config.locate_config_file())
    listing = result if isinstance(result, Listing) else result.listing
    list_files.save_list(path, listing.fields, listing.rows, result.view.style, force=force)
    sentence = _("wrote {file}").format(file=path)
    return Message(
        (sentence,), result.view, {"file": str(path), "rows": len(listing.rows)}, result.notes, result.exit_code
    )


def _apply_view_options(session: Session, given: dict[str, Any], known: tuple[str, ...]) -> Session:
    settings = override_setting(session.settings, "era", given.get("era"))
    view = session.view._replace(
        format=_read_format(given, known),
        header=not given.get("no_header", False),
        style=session.view.style._replace(era=settings.era),
    )
    as_of = read_day(given["as_of"], config.find_today(settings)) if given["as_of"] else session.as_of
    flags = {"dry_run": given.get("dry_run", False), "show_card": given.get("show", False)}
    return session._replace(settings=settings, view=view, as_of=as_of, **flags)


def _read_format(given: dict[str, Any], known: tuple[str, ...]) -> str | None:
    formats = {given["format"], *(name for name in ("json", "csv") if given.get(name))} - {None}
    if len(formats) > 1:
        raise UsageError(
            _("conflicting formats: {names}").format(names=", ".join(sorted(formats))), _("choose one of them")
        )
    form = next(iter(formats), None)
    if form is not None:
        form = check_known("--format", form, known)
        if form not in FORMATS and not is_standard_output(given.get("out")):
            if given["out"].suffix.lower() == f".{form}":
                return None  # what the name of the file says already
            raise UsageError(
                _("--out cannot be used with --format {name}").format(name=form), _("leave out one of them")
            )
        if "out" in given:
            require_file_format(form, given["out"])
    return form


def _split_names(columns: str | None) -> tuple[str, ...]:
    return tuple(name.strip() for name in columns.split(",") if name.strip()) if columns else ()
