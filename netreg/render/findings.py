"""Findings for people: by severity and check, a few records of each, and what to type."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.text import Text

from netreg.core.flags import SEVERITIES
from netreg.entities import BY_NAME
from netreg.entities.checks.findings import address_record
from netreg.language import _, ngettext, translate_placeholders
from netreg.render.safe_text import make_safe
from netreg.render.wrapping import wrap_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console

    from netreg.core.fields import Style
    from netreg.entities.checks.findings import NamedFinding
    from netreg.render.results import FindingGroup, Findings

_FEW = 3
_STYLES = {"high": "bold red", "medium": "bold yellow", "low": "bold"}


def render_findings(result: Findings, console: Console) -> str:
    """Render findings to text for the terminal of a console."""
    with console.capture() as capture:
        for line in _list_lines(result, console.width):
            console.print(line, soft_wrap=True)
    return capture.get()


def _list_lines(result: Findings, width: int) -> Iterator[Text]:
    if not result.groups:
        yield Text(_("nothing found"))
    for severity, label in SEVERITIES.items():
        groups = [group for group in result.groups if group.check.severity == severity]
        if not groups:
            continue
        count = sum(group.total for group in groups)
        heading = ngettext("{severity}: {n} finding", "{severity}: {n} findings", count)
        yield Text(heading.format(severity=str(label).capitalize(), n=f"{count:,}"), style=_STYLES[severity])
        for group in groups:
            yield from _list_group_lines(group, result.view.style, width)
        yield Text("")
    if result.groups:
        yield Text("\n".join(_indent(_advise_on(result.groups[0].first[0]), 0, width)), style="dim")


def _advise_on(one: NamedFinding) -> str:
    """Return what to type where a finding is right as it is, or where it is so no longer."""
    if one.finding.reason is not None:
        return _("To take one back: netreg check reopen {id}").format(id=one.id)
    return _("Right as it is? netreg check accept {id} --reason TEXT").format(id=one.id)


def _list_group_lines(group: FindingGroup, style: Style, width: int) -> Iterator[Text]:
    """Yield the title of a check, a line or two for each of the first records, and what to type."""
    count = f" ({group.total:,})" if group.total > 1 else ""
    yield Text(f"  {group.check.title}{count}", style="bold")
    for one in group.first:
        yield Text("\n".join(_indent(_describe(one, style), 4, width)))
        if one.finding.reason:
            yield Text("\n".join(_indent(one.finding.reason, 6, width)), style="dim")
    if (more := group.total - len(group.first)) > 0:
        sentence = ngettext("and {n} more", "and {n} more", more).format(n=f"{more:,}")
        csv = " --csv" if len(group.first) > _FEW else ""
        yield Text("\n".join(_indent(f"{sentence}: netreg check --only {group.check.id}{csv}", 4, width)), style="dim")
    for command in group.first[0].list_commands()[:1]:
        yield Text("\n".join(_indent(f"→ {translate_placeholders(command)}", 4, width)), style="cyan")


def _indent(line: str, depth: int, width: int) -> Iterator[str]:
    """Wrap a line behind a margin, one that goes on with a deeper one."""
    first, *rest = wrap_text(make_safe(line), max(1, width - depth - 2))
    yield " " * depth + first
    yield from (" " * (depth + 2) + more for more in rest)


def _describe(one: NamedFinding, style: Style) -> str:
    """Name the record that has a finding, what it belongs to, and what is said of it that the title does not say."""
    name = one.refs[0].name
    shown = f"{BY_NAME[one.finding.kind].spoken_name} {address_record(one.refs[0])}"
    if name != one.refs[0].code:
        shown += f" {_shorten(name)}"
    if one.owners:
        shown += f" ({_shorten(one.owners[0].code or one.owners[0].name)})"
    # A sentence without facts is the title in other words.
    return f"{shown}: {one.finding.explain(style)}" if "{" in one.finding.check.sentence.en else shown


def _shorten(name: str, most: int = 40) -> str:
    """Shorten a name to so many columns."""
    if cell_len(name) <= most:
        return name
    return wrap_text(name, most - 1)[0].rstrip() + "…"
