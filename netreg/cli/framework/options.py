"""The options that many commands share, declared once.

A command that takes a `session` (and a `choice` of columns) gets it from these options:
:func:`add_view_options` and :func:`add_list_options` put them behind the command's own in its signature.

Options that go together are the fields of a NamedTuple: a command that has a parameter
of that type has those options, and gets them as one value.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from functools import wraps
from pathlib import Path
from typing import Annotated, Any, NamedTuple, TypeVar, get_type_hints

import typer

from netreg import config
from netreg.cli.framework.session import Session, override_setting, read_day_option
from netreg.errors import UsageError
from netreg.language import _
from netreg.render.results import Listing, Message

Verb = Callable[..., Any]
AnyVerb = TypeVar("AnyVerb", bound=Verb)

FORMATS = ("table", "json", "ndjson", "csv", "tsv")
EXPORTED = ("csv", "tsv", "xlsx", "json", "ndjson", "vcf", "ics")

Format = Annotated[str | None, typer.Option("--format", help="table, json, ndjson, csv or tsv.", metavar="FORMAT")]
Json = Annotated[bool, typer.Option("--json", help="The same as --format json.")]
Csv = Annotated[bool, typer.Option("--csv", help="The same as --format csv.")]
AsOf = Annotated[
    str | None, typer.Option("--as-of", help="The day asked about, for example 2563-07-01.", metavar="DATE")
]
Era = Annotated[str | None, typer.Option("--era", help="Years in tables: be (พ.ศ.) or ce (ค.ศ.).", metavar="be|ce")]
Columns = Annotated[str | None, typer.Option("--columns", help="Fields to show, parted by commas.", metavar="A,B,C")]
Sort = Annotated[str | None, typer.Option("--sort", help="Field to sort by; -FIELD from the last.", metavar="FIELD")]
Limit = Annotated[int | None, typer.Option("--limit", min=0, max=10**15, help="At most so many rows.", metavar="N")]
NoHeader = Annotated[bool, typer.Option("--no-header", help="No line of headings.")]
DryRun = Annotated[bool, typer.Option("--dry-run", "-n", help="Do everything but keep nothing.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]
Note = Annotated[str | None, typer.Option("--note", help="A note on the record.")]
Source = Annotated[str | None, typer.Option("--source", help="Where this was learnt.")]
Code = Annotated[str | None, typer.Option("--code", help="A short name of your own, such as kku-lib.")]
Responsible = Annotated[str | None, typer.Option("--responsible", metavar="MEMBER", help="Who looks after it.")]
Member = Annotated[str | None, typer.Argument(metavar="[MEMBER]", show_default=False)]
NoMember = Annotated[str | None, typer.Option("--name", help="A name, for somebody who is no member.")]
Within = Annotated[
    str | None, typer.Option("--within", metavar="TIME", help="How near: 90d, 3m, 1y; 90 days if not configured.")
]
ExitCode = Annotated[
    bool, typer.Option("--exit-code", help="Exit with 10 if something is near, 11 if something has run out.")
]
Headings = Annotated[
    str, typer.Option("--headings", metavar="th|en|names", help="Thai or English headings, or field names.")
]
WrittenIn = Annotated[
    str | None, typer.Option("--encoding", metavar="NAME", help="utf-8 (with its mark) or cp874, of a CSV file.")
]
Match = Annotated[
    str | None, typer.Option("--match", metavar="TEXT", help="With this text anywhere; tone marks may lack.")
]
Force = Annotated[bool, typer.Option("--force", help="Add it even if the register seems to have it.")]
Record = Annotated[str, typer.Argument(metavar="RECORD", help="Its code, number or exact name.", show_default=False)]
Missing = Annotated[
    list[str] | None, typer.Option("--missing", metavar="WHAT", help="Those that lack it; such as: document.")
]
PathOnly = Annotated[bool, typer.Option("--path", help="Say where it is kept; so it is where no terminal is.")]
CopyTo = Annotated[
    Path | None, typer.Option("--out", metavar="FILE", readable=False, help="Write a copy: a new file, or a folder.")
]
ReadYears = Annotated[
    str | None, typer.Option("--read-years", metavar="be|ce", help="The era in which all years are written.")
]
Out = Annotated[
    Path | None,
    typer.Option("--out", metavar="FILE", readable=False, help="Into a new .csv, .tsv, .xlsx, .json or .ndjson."),
]
Replace = Annotated[bool, typer.Option("--force", help="Replace a file that is there.")]


class RecordOptions(NamedTuple):
    """What an office adds to any record: a short name for it, a note, where it was learnt."""

    code: Code = None
    note: Note = None
    source: Source = None


class ListOptions(NamedTuple):
    """Which fields and rows of a list are wanted."""

    columns: tuple[str, ...] = ()
    sort: str | None = None
    limit: int | None = None


_SHOWS: dict[str, tuple[Any, Any]] = {
    "as_of": (AsOf, None),
    "era": (Era, None),
    "format": (Format, None),
    "json": (Json, False),
    "csv": (Csv, False),
}
_LISTS: dict[str, tuple[Any, Any]] = {
    "columns": (Columns, None),
    "sort": (Sort, None),
    "limit": (Limit, None),
    "no_header": (NoHeader, False),
    "out": (Out, None),
    "force": (Replace, False),
    **_SHOWS,
}


def add_export_options(function: AnyVerb) -> AnyVerb:
    """Give a command that writes a file the options about its form."""
    forms = "csv, tsv, xlsx, json, ndjson, vcf or ics; else by the file's name."
    form = Annotated[str | None, typer.Option("--format", help=forms, metavar="FORMAT")]
    function.shared_options = {**_SHOWS, "format": (form, None)}  # type: ignore[attr-defined]
    function.formats = EXPORTED  # type: ignore[attr-defined]
    return function


def add_view_options(function: AnyVerb) -> AnyVerb:
    """Give a command that takes `session` the options about the answer's form."""
    function.shared_options = _SHOWS  # type: ignore[attr-defined]
    return function


def add_list_options(function: AnyVerb) -> AnyVerb:
    """Give a command that takes `session` and `choice` those and the ones about lists."""
    function.shared_options = _LISTS  # type: ignore[attr-defined]
    return function


def add_unsorted_list_options(function: AnyVerb) -> AnyVerb:
    """Give a command that takes `session` and `choice` all of those but ``--sort``."""
    function.shared_options = {name: option for name, option in _LISTS.items() if name != "sort"}  # type: ignore[attr-defined]
    return function


def add_due_options(function: AnyVerb) -> AnyVerb:
    """Give a command that takes `session` and `choice` those of `tells`, and the format of a Nagios plugin."""
    add_unsorted_list_options(function)
    form = Annotated[
        str | None, typer.Option("--format", help="table, json, ndjson, csv, tsv or nagios.", metavar="FORMAT")
    ]
    function.shared_options["format"] = (form, None)  # type: ignore[attr-defined]
    function.formats = (*FORMATS, "nagios")  # type: ignore[attr-defined]
    return function


def expand_options(function: Verb) -> Verb:
    """The function with `session`, `choice` and what goes together replaced by the options they are made of.

    Done when a command is named and not when its module is read: signatures cost time.
    """
    shared: dict[str, tuple[Any, Any]] | None = getattr(function, "shared_options", None)
    if shared is None:
        return function
    signature = inspect.signature(function, eval_str=True)
    own = [parameter for name, parameter in signature.parameters.items() if name not in ("session", "choice")]
    kept = [option for parameter in own for option in _expand_parameter(parameter)]
    together = {parameter.name: parameter.annotation for parameter in own if _is_option_set(parameter)}
    added = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)
        for name, (annotation, default) in shared.items()
    ]
    context = inspect.Parameter("ctx", inspect.Parameter.KEYWORD_ONLY, annotation=typer.Context)

    @wraps(function)
    def command(ctx: typer.Context, **given: Any) -> Any:
        asked = {name: given.pop(name) for name in shared}
        for name, kind in together.items():
            given[name] = kind._make([given.pop(field) for field in kind._fields])
        known = getattr(function, "formats", FORMATS)
        given["session"] = _apply_view_options(ctx.obj, asked, known)._replace(words=ctx.command_path.partition(" ")[2])
        if "columns" in shared:
            given["choice"] = ListOptions(_split_names(asked["columns"]), asked.get("sort"), asked["limit"])
        result = function(**given)
        return _save_listing(result, asked["out"], force=asked["force"]) if asked.get("out") else result

    command.__signature__ = inspect.Signature([context, *kept, *added])  # type: ignore[attr-defined]
    command.__annotations__ = {p.name: p.annotation for p in (context, *kept, *added)}
    return command


def _is_option_set(parameter: inspect.Parameter) -> bool:
    return hasattr(parameter.annotation, "_field_defaults")


def _expand_parameter(parameter: inspect.Parameter) -> Iterator[inspect.Parameter]:
    """The parameter itself, or the options that it is made of."""
    if not _is_option_set(parameter):
        yield parameter.replace(kind=parameter.KEYWORD_ONLY)
        return
    defaults = parameter.annotation._field_defaults
    for name, annotation in get_type_hints(parameter.annotation, include_extras=True).items():
        yield inspect.Parameter(name, parameter.KEYWORD_ONLY, default=defaults[name], annotation=annotation)


def _save_listing(result: Listing, path: Path, *, force: bool) -> Message:
    """What is said instead of a list that goes into a file."""
    from netreg.exchange.exporting import list_files

    list_files.save_list(path, result.fields, result.rows, result.view.style, force=force)
    told = _("wrote {file}").format(file=path)
    return Message((told,), result.view, {"file": str(path), "rows": len(result.rows)}, result.notes, result.exit_code)


def _apply_view_options(session: Session, asked: dict[str, Any], known: tuple[str, ...]) -> Session:
    wanted = {asked["format"], "json" if asked["json"] else None, "csv" if asked["csv"] else None} - {None}
    if len(wanted) > 1:
        raise UsageError(
            _("the output can have one format"), _("choose one of {names}").format(names=", ".join(sorted(wanted)))
        )
    form = next(iter(wanted), None)
    if form is not None and form not in known:
        raise UsageError(
            _("--format: there is no format '{name}'").format(name=form),
            _("there are: {names}").format(names=", ".join(known)),
        )
    if form is not None and form not in FORMATS and asked.get("out"):
        raise UsageError(
            _("--out takes a list, and {name} is one line").format(name=form), _("leave one of the two out")
        )
    settings, view = override_setting(session.settings, "era", asked["era"]), session.view
    view = view._replace(
        format=form, header=not asked.get("no_header", False), style=view.style._replace(era=settings.era)
    )
    as_of = read_day_option(asked["as_of"], config.find_today(settings)) if asked["as_of"] else session.as_of
    return session._replace(settings=settings, view=view, as_of=as_of)


def read_era_option(written: str | None) -> str | None:
    """The era that ``--read-years`` settles on.

    Raises:
        UsageError: when it is neither of the two.
    """
    if written not in (None, "be", "ce"):
        raise UsageError(_("--read-years: '{text}' is neither be nor ce").format(text=written))
    return written


def _split_names(columns: str | None) -> tuple[str, ...]:
    return tuple(name.strip() for name in columns.split(",") if name.strip()) if columns else ()
