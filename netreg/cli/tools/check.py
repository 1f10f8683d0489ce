"""``netreg check``: what a good register notices, and what was accepted of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from netreg.cli.framework import generic_verbs, options
from netreg.cli.framework.command_builder import build_entry
from netreg.cli.framework.lazy_group import LazyGroup
from netreg.cli.framework.option_values import check_known
from netreg.cli.framework.session import Session, make_dry_run_note
from netreg.cli.tools.check_scope import read_scope, refuse_unknown_check, resolve_finding
from netreg.cli.tools.finding_rows import FIELDS, MORE, SEVERITY, build_row
from netreg.core.fields import Field
from netreg.core.flags import SEVERITIES
from netreg.core.plural_fields import NameList
from netreg.entities import ACCEPTANCE, BY_NAME
from netreg.errors import EXPIRED, IN_WINDOW, RefusedChange, UsageError
from netreg.language import _
from netreg.named_tuples import NamedTuple
from netreg.render import console
from netreg.render.results import FindingGroup, Findings, Listing, Message
from netreg.store.checks import acceptances, names, register
from netreg.store.writes import checked_writes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from netreg.core.entity import Row
    from netreg.entities.checks.findings import Finding

CHECK_FIELDS = (
    Field("check", "ข้อตรวจ", "Check"),
    SEVERITY,
    Field("kind", "รายการ", "Records"),
    Field("title", "เรื่อง", "Title"),
    Field("why", "เหตุที่ควรรู้", "Why it matters"),
    NameList("commands", "คำสั่งที่ใช้ได้", "What may settle it"),
)
_FIRST, _MOST_OF_ONE = 3, 500
"""How many findings of a check a person sees among all, and where it was asked for."""
_MANY = 9


class CheckOptions(NamedTuple):
    """The options that choose findings."""

    only: Annotated[
        list[str] | None, typer.Option("--only", metavar="CHECK", help="Only of this check; several times if needed.")
    ] = None
    severity: Annotated[
        str | None, typer.Option("--severity", metavar="high|medium|low", help="Only so grave, or graver.")
    ] = None
    accepted: Annotated[bool, typer.Option("--accepted", help="Only what was accepted.")] = False
    list_checks: Annotated[bool, typer.Option("--list", help="List the checks themselves.")] = False
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="Exit with 10 if something is found, 11 if it is of high severity.")
    ] = False


@options.add_view_options
def check(
    session: Session,
    what: Annotated[
        list[str] | None, typer.Argument(metavar="[NOUN|RECORD]...", show_default=False, help="Only of these records.")
    ] = None,
    *,
    asked: CheckOptions,
) -> Findings | Listing:
    """List what contradicts itself, is missing or has run out in the register, and what settles it."""
    if asked.severity is not None:
        asked = asked._replace(severity=check_known("--severity", asked.severity, SEVERITIES))
    for name in asked.only or ():
        refuse_unknown_check(name)
    with session.reading() as db:
        scope = read_scope(db, what or (), asked.only)
        if asked.list_checks:
            return _list_checks(session, asked, scope)
        found = register.find_findings(db, session.frame, scope)
        every = [one for one in found if _is_grave(asked, one.check.severity)]
        shown = [one for one in every if (one.reason is not None) == asked.accepted]
        groups, first = [*_group_findings(shown)], _MOST_OF_ONE if asked.only else _FIRST
        # A person sees the first few of each: only these need names.
        is_table = console.choose_format(session.view) == "table"
        named = names.name_findings(db, [one for group in groups for one in group[:first]] if is_table else shown)
    rows = [build_row(one, session.view.style) for one in named]
    by_key = {one.finding.key: one for one in named}
    parts = (FindingGroup(g[0].check, len(g), tuple(by_key[one.key] for one in g[:first])) for g in groups)
    result = Findings(tuple(parts), Listing(FIELDS, rows, session.view, (*FIELDS, *MORE)), session.view)
    quiet = sum(one.reason is not None for one in every)
    loud = [one for one in every if one.reason is None]
    return result._replace(notes=_note_accepted(asked, quiet), exit_code=_exit_code(asked, loud))


def _list_checks(session: Session, asked: CheckOptions, scope: register.Scope) -> Listing:
    rows = [
        _describe_check(one)
        for one in register.list_checks().values()
        if any(map(scope.includes_kind, one.kinds))
        and scope.includes_check([one.check.id])
        and _is_grave(asked, one.check.severity)
    ]
    listing = Listing(CHECK_FIELDS, rows, session.view)
    short = listing._replace(fields=[field for field in CHECK_FIELDS if field.name in ("check", "severity", "title")])
    return listing if asked.only else listing._replace(for_terminal=short)


def _is_grave(asked: CheckOptions, severity: str) -> bool:
    order = list(SEVERITIES)
    return asked.severity is None or order.index(severity) <= order.index(asked.severity)


def _exit_code(asked: CheckOptions, loud: list[Finding]) -> int:
    if not (asked.exit_code and loud):
        return 0
    return EXPIRED if any(one.check.severity == "high" for one in loud) else IN_WINDOW


def _note_accepted(asked: CheckOptions, count: int) -> tuple[str, ...]:
    if not count or asked.accepted:
        return ()
    return (_("{n} accepted; see 'netreg check --accepted'").format(n=count),)


def _group_findings(found: list[Finding]) -> Iterator[list[Finding]]:
    """Group findings of one check, the gravest checks first."""
    groups: dict[str, list[Finding]] = {}
    for one in found:
        groups.setdefault(one.check.id, []).append(one)
    yield from groups.values()


def _describe_check(listed: register.ListedCheck) -> Row:
    one = listed.check
    nouns = [BY_NAME[kind].command for kind in listed.kinds]
    return {
        "check": one.id,
        "severity": one.severity,
        "kind": ", ".join(nouns) if len(nouns) < _MANY else _("all"),
        "title": str(one.title),
        "why": str(one.why),
        "commands": [f"netreg {command}" for command in listed.commands],
    }


# --- accepting -----------------------------------------------------------------

FindingId = Annotated[
    str, typer.Argument(metavar="FINDING", show_default=False, help="Its id, as 'netreg check' shows it.")
]


@options.add_write_options
def accept(
    session: Session,
    finding: FindingId,
    reason: Annotated[str | None, typer.Option("--reason", help="Why it is right as it is; required.")] = None,
) -> Message:
    """Accept a finding as it is: it is quiet until its facts change."""
    if not (reason or "").strip():
        raise UsageError(_("--reason is missing"), _("say why it is right as it is: --reason TEXT"))
    with session.writing() as db:
        named = resolve_finding(db, session.frame, finding)
        if named.finding.reason is not None:
            raise RefusedChange(
                _("{finding} is already accepted: {reason}").format(finding=named.id, reason=named.finding.reason),
                _("'netreg check reopen {finding}' takes it back").format(finding=named.id),
            )
        number = acceptances.accept_finding(db, named, str(reason))
    sentence = _("accepted: {finding}").format(finding=named.id)
    return Message(
        (sentence,),
        session.view,
        {"finding": named.id, "acceptance": number, "reason": reason},
        make_dry_run_note(dry_run=session.dry_run),
    )


@options.add_write_options
def reopen(session: Session, finding: FindingId) -> Message:
    """Take an acceptance back: the finding is shown again."""
    with session.writing() as db:
        named = resolve_finding(db, session.frame, finding)
        number = acceptances.find_acceptance(db, named.finding)
        if named.finding.reason is None or number is None:
            raise RefusedChange(
                _("{finding} is not accepted").format(finding=named.id), _("see 'netreg check --accepted'")
            )
        checked_writes.remove_record(db, ACCEPTANCE, number)
    sentence = _("no longer accepted: {finding}").format(finding=named.id)
    return Message((sentence,), session.view, {"finding": named.id}, make_dry_run_note(dry_run=session.dry_run))


GROUP = LazyGroup(
    name="check",
    help="What contradicts itself, is missing or has run out, and what settles it.",
    alone="list",
    entries={
        "list": build_entry(check, "list"),
        "accept": build_entry(accept, "accept"),
        "reopen": build_entry(reopen, "reopen"),
        "acceptance": generic_verbs.build_noun_entry(ACCEPTANCE, {}, "What was accepted, and why."),
    },
    rich_markup_mode="rich",
)
