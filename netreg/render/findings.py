"""Findings for people: by severity and check, a few records of each, and what to type."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.text import Text

from netreg.core.flags import SEVERITIES
from netreg.entities import BY_NAME
from netreg.entities.checks.findings import address_record
from netreg.language import _, ngettext
from netreg.render.safe_text import make_safe
from netreg.render.wrapping import wrap_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console

    from netreg.core.fields import Style
    from netreg.entities.checks.findings import NamedFinding
    from netreg.render.results import FindingGroup, Findings

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


def _list_group_lines(group: FindingGroup, style: Style, width: int) -> Iterator[Text]:
    count = f" ({group.total:,})" if group.total > 1 else ""
    yield Text(f"  {group.check.title}{count}", style="bold")
    for one in group.first:
        address = f"{BY_NAME[one.finding.kind].command} {address_record(one.refs[0])}"
        lines = wrap_text(make_safe(f"{address} {_name(one)}: {one.finding.explain(style)}"), width - 4)
        yield Text("\n".join(f"    {line}" for line in lines))
        if one.finding.reason:
            yield Text("\n".join(f"      {line}" for line in wrap_text(make_safe(one.finding.reason), width - 6)))
    if (more := group.total - len(group.first)) > 0:
        sentence = ngettext("and {n} more", "and {n} more", more).format(n=f"{more:,}")
        yield Text(f"    {sentence}: netreg check --only {group.check.id} --csv", style="dim")
    for command in group.first[0].list_commands()[:1]:
        yield Text("\n".join(f"    {line}" for line in wrap_text(make_safe(f"→ {command}"), width - 4)), style="dim")


def _name(one: NamedFinding) -> str:
    """Return the name of the record, short, behind what it belongs to."""
    names = list(dict.fromkeys(ref.name for ref in (*one.owners, one.refs[0])))
    return ": ".join(_shorten(name) for name in names)


def _shorten(name: str, most: int = 32) -> str:
    """Shorten a name to so many columns."""
    if cell_len(name) <= most:
        return name
    return wrap_text(name, most - 1)[0].rstrip() + "…"
