"""Warning rules: when to warn of a day, and silences of days that somebody does not want to hear of again.

Both name records of any kind, by kind and UID. A register needs no rules: each clock has a
default rule, which holds until the register has one for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.core.choice_fields import YesNo
from netreg.core.entity import DueClock, Entity, Problem, Row
from netreg.core.fields import Text
from netreg.core.keys import Key
from netreg.core.thai_fields import Date, Offsets, Repeat
from netreg.entities import BY_NAME, ENTITIES
from netreg.language import Label, _, get_language
from netreg.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Rule(NamedTuple):
    """The rule of one clock: how long before the day to warn (ISO 8601), how often after it."""

    offsets: tuple[str, ...]
    repeat: str | None
    enabled: bool = True


def make_default_rule(clock: DueClock) -> Row:
    """Make the default rule of a clock, as values of fields."""
    return {"offsets": clock.offsets, "repeat": clock.repeat if clock.needs_decision else Repeat.NEVER, "enabled": 1}


def fill_rule(clock: DueClock, kept: Row | None) -> Row:
    """Fill the blank values of a rule of the register, if there is one, with the defaults of the clock."""
    own = {name: value for name, value in (kept or {}).items() if value is not None}
    return {**make_default_rule(clock), **own}


def parse_rule(clock: DueClock, kept: Row | None) -> Rule:
    """Return the rule that holds, its values parsed."""
    values = fill_rule(clock, kept)
    repeat = None if values["repeat"] == Repeat.NEVER else values["repeat"]
    return Rule(tuple(values["offsets"].split()), repeat, bool(values["enabled"]))


def select_rule(rules: Iterable[Row], kind: str, clock: str, uid: str, sort: str | None) -> Row | None:
    """Select the narrowest rule that fits a record: for it alone, for its sort, for all of its kind."""
    fitting = [r for r in rules if r["kind"] == kind and r["clock"] == clock]
    fitting = [r for r in fitting if r["record"] in (None, uid) and r["sort"] in (None, sort)]
    return max(fitting, key=lambda r: (r["record"] is not None, r["sort"] is not None, -r["id"]), default=None)


def find_clock(kind: str, clock: str) -> DueClock | None:
    """Return the clock of that name, if the kind has one."""
    clocks = BY_NAME[kind].clocks if kind in BY_NAME else ()
    return next((one for one in clocks if one.name == clock), None)


def _check_rule(row: Row) -> Iterator[Problem]:
    yield from _check_clock(row)
    sorts = _list_sorts(row["kind"])
    if row["sort"] and row["sort"] not in sorts:
        yield Problem(
            "sort",
            _("unknown sort '{sort}' of {kind}; expected one of: {sorts}").format(
                kind=_name_kind(row["kind"]), sort=row["sort"], sorts=", ".join(sorts) or _("none")
            ),
        )


def _check_clock(row: Row) -> Iterator[Problem]:
    """Find a kind without clocks, or an unknown clock."""
    watched = {kind.name: kind for kind in ENTITIES if kind.clocks}
    kind = watched.get(row["kind"])
    if kind is None:
        names = ", ".join(_name_choice(one.name, one.label) for one in watched.values())
        sentence = _("'{kind}' has no clocks; expected one of: {kinds}")
        yield Problem("kind", sentence.format(kind=row["kind"], kinds=names))
    elif all(clock.name != row["clock"] for clock in kind.clocks):
        names = ", ".join(_name_choice(clock.name, clock.label) for clock in kind.clocks)
        sentence = _("unknown clock '{clock}' of {kind}; expected one of: {clocks}")
        yield Problem("clock", sentence.format(kind=_name_kind(kind.name), clock=row["clock"], clocks=names))


def _name_choice(name: str, label: Label) -> str:
    """Return a name as it may be written, in Thai behind its label."""
    return f"{label.th} ({name})" if get_language() == "th" else name


def _name_kind(name: str) -> str:
    """Return the name of a kind in the language of the interface."""
    return BY_NAME[name].label.th if get_language() == "th" and name in BY_NAME else name


def _list_sorts(kind: str) -> tuple[str, ...]:
    return tuple(getattr(BY_NAME[kind].by_name.get("kind"), "options", ())) if kind in BY_NAME else ()


def _name_rule(row: Row) -> str:
    return " ".join(filter(None, (row["kind"], row["clock"], row.get("sort"), row["record"])))


def _name_silence(row: Row) -> str:
    """Name a silence by clock and record: it must not be found by the name of the record alone."""
    return f"{row['clock']} {row['title'] or row['record']}"


_KIND = Text("kind", "ชนิดรายการ", "Kind of record", required=True)
_CLOCK = Text("clock", "วันที่เฝ้า", "Clock", required=True)

RULE = Entity(
    name="rule",
    collection="rules",
    command="due rule",
    label=Label("เงื่อนไขการแจ้งเตือน", "Warning rule"),
    plural=Label("เงื่อนไขการแจ้งเตือน", "Warning rules"),
    fields=(
        _KIND,
        _CLOCK,
        Text("sort", "เฉพาะประเภท", "Only of this sort"),
        Text("record", "เฉพาะรายการ", "Only of this record"),
        Offsets("offsets", "เตือนล่วงหน้า", "Before the day"),
        Repeat("repeat", "เตือนซ้ำทุก", "After it every"),
        YesNo("enabled", "ใช้อยู่", "In use"),
    ),
    columns=("id", "kind", "clock", "sort", "record", "offsets", "repeat", "enabled"),
    display_name=_name_rule,
    names=lambda row: (_name_rule(row),),
    keys=(Key("code"), Key("kind", "clock", optional=("sort", "record"))),
    check=_check_rule,
    defaults={"enabled": 1},
)

SILENCE = Entity(
    name="silence",
    collection="silences",
    command="due silence",
    label=Label("การเลื่อนการเตือน", "Silence"),
    plural=Label("การเลื่อนการเตือน", "Silences"),
    fields=(
        _KIND,
        _CLOCK,
        Text("record", "รายการ", "Record", required=True),
        Date("day", "วันที่ครบกำหนด", "For this day", required=True, span=True),
        Date("until", "เลื่อนถึง", "Until", "พักถึง"),
        Text("reason", "เหตุผล", "Reason"),
        Text("title", "เรื่อง", "About"),
    ),
    columns=("id", "kind", "title", "clock", "day", "until", "reason"),
    display_name=_name_silence,
    names=lambda row: (_name_silence(row),),
    keys=(Key("code"), Key("kind", "record", "clock", "day")),
    check=_check_clock,
)
