"""How a file is imported, and by whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from netreg.exchange.forms.stays import Threshold
    from netreg.exchange.headings.heading_refusals import HeadingQuestion
    from netreg.exchange.importing.match_tables import FieldSetting
    from netreg.exchange.importing.preview import Preview


class ImportOptions(NamedTuple):
    """How a file is imported; see the options of ``import``."""

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
    doubtful: str = "reject"
    forget_decisions: bool = False
    blank_words: tuple[str, ...] | None = None
    short_years: str | None = None
    ignore_unknown: bool = False
    fields: Sequence[FieldSetting] = ()
    all_sheets: bool = False
    skip_other_sheets: bool = False
    partial_below: Threshold | None = None


class ImportContext(NamedTuple):
    """Who imports, by which command, who follows the progress, and who is to see what changes."""

    words: str
    actor: str
    batch: int | None = None
    progress: Callable[[str, int], None] = lambda _what, _rows: None
    preview: Preview | None = None
    ask: Callable[[HeadingQuestion], str] | None = None
    #: The ISO 8601 day after which nobody can be born.
    today: str = ""
