"""One kind of record, described once; everything generic reads this description."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Generic, NamedTuple, TypeVar

from netreg.core.fields import Code, Field, Reference, Text, Texts, Value
from netreg.core.keys import Key
from netreg.core.thai_fields import Moment
from netreg.language import Label, _

Row = dict[str, Any]
T = TypeVar("T")


class Made(Generic[T]):
    """What some `fields` of a record make, such as its name: of one row, or `make` of their values.

    So it can be made of many records column by column, which takes a fraction of the time.
    """

    def __init__(self, fields: tuple[str, ...], make: Callable[..., T]) -> None:
        self.fields = fields
        self.make = make

    def __call__(self, row: Row) -> T:
        """What the fields of this row make."""
        return self.make(*[row[name] for name in self.fields])


def made_of(*fields: str) -> Callable[[Callable[..., T]], Made[T]]:
    """Say of a function which fields of a record it takes, in their order."""
    return lambda make: Made(fields, make)


def _always(row: Row) -> bool:  # noqa: ARG001
    return True


class Question(NamedTuple):
    """What a derived fact depends on besides the record: the day, and the warning window.

    `window` is an ISO 8601 duration, counted from `as_of`, both ends included.
    """

    as_of: date
    window: str = "P90D"


class Compound(NamedTuple):
    """A column that files have in one piece and the register in several.

    `split` takes the text apart into the values of those fields and raises ``InvalidValue``;
    `meaning` and `example` tell who fills it in what may be written.
    """

    name: str
    label: Label
    headings: tuple[str, ...]
    into: tuple[str, ...]
    split: Callable[[str], tuple[Value, ...]]
    meaning: Label
    example: str


class Related(NamedTuple):
    """Records of another kind that belong on a card: those whose `field` points to it.

    People see what belongs to them in turn where they are shown `whole`.
    """

    kind: str
    field: str
    collection: str
    label: Label
    whole: bool = False


class DueClock(NamedTuple):
    """A day of a record that must not be missed, such as the end of an agreement.

    `day` is the field that holds it, stored or derived; the day may be known only roughly.
    `ahead` says of a completed row whether the day matters while it is to come, `past`
    whether it is still to be decided on once it has gone: what runs out has a `past`, what
    merely takes place has none. `responsible` are the references to who looks after it,
    tried in order; ``agreement.responsible`` is that of the record pointed to. `settle` is
    what to type after ``netreg``, with ``{record}`` in it, and `settle_late` what to type once
    the day is past, where that differs. A `term` ends with its day, so
    that section 193/8 of the Civil and Commercial Code speaks of it. `offsets` (ISO 8601
    durations before the day, parted by blanks) and `repeat` (after it) hold until a rule
    for the clock is kept.
    """

    name: str
    label: Label
    day: str
    responsible: tuple[str, ...] = ()
    settle: str = ""
    settle_late: str = ""
    ahead: Callable[[Row], bool] = _always
    past: Callable[[Row], bool] | None = None
    term: bool = False
    offsets: str = "P90D P30D P7D P0D"
    repeat: str = "P1W"

    @property
    def runs_out(self) -> bool:
        """Whether something is to be decided by the day, and after it as long as nobody did."""
        return self.past is not None


class Problem(NamedTuple):
    """Why a record cannot be as it is: the field to look at, and the sentence."""

    field: str
    sentence: str


def _no_problem(row: Row) -> Iterable[Problem]:  # noqa: ARG001
    return ()


def _never(row: Row) -> bool:  # noqa: ARG001
    return False


def _as_written(written: str) -> Iterable[str]:
    return (written,)


def _nameless(row: Row) -> Iterable[str]:  # noqa: ARG001
    return ()


COMMON = (
    Text("note", "หมายเหตุ", "Note", "บันทึก", "remark", "remarks", "notes", lines=True),
    Text("source", "ที่มา", "Source", "แหล่งที่มา", "อ้างอิง"),
)
CODE = Code("code", "รหัส", "Code", "รหัสย่อ", "รหัสรายการ")
SYSTEM = (
    Field("uid", "รหัสสากล", "UID"),
    Moment("created_at", "บันทึกเมื่อ", "Created"),
    Moment("updated_at", "แก้ไขเมื่อ", "Updated"),
)


class Card(NamedTuple):
    """A record with what belongs to it: groups of further cards, by their collection."""

    kind: Entity
    row: Row
    groups: tuple[Group, ...]

    def under(self, collection: str) -> tuple[Card, ...]:
        """The cards of one collection."""
        return next((group.cards for group in self.groups if group.collection == collection), ())


class Group(NamedTuple):
    """The cards of one collection under another card, to which their field `by` points."""

    collection: str
    label: Label
    kind: Entity
    by: str
    cards: tuple[Card, ...]
    whole: bool = True


def completed(card: Card, question: Question) -> Card:
    """The card with what can be derived as of the day asked about, its inner cards too."""
    groups = tuple(g._replace(cards=tuple(completed(inner, question) for inner in g.cards)) for g in card.groups)
    return card._replace(row=card.kind.complete(card.row, question), groups=groups)


@dataclass(kw_only=True, eq=False, repr=False)
class Entity:
    """One kind of record.

    `name` is the kind's machine name and its table's; `collection` names several of
    them in JSON; `command` is what a user types. `keys` are the identities by which
    an imported row is matched with a record, tried in order: each a tuple of field
    names (``name`` stands for any name of the record, ``post.organisation`` for a field
    of a child that only narrows where the row says it, a ``?`` behind it for one that may be
    blank, a ``!`` for one that must not contradict: one side says nothing, or both have one in
    common). A key of children's fields alone needs each of them: whoever has such a child is
    the record, whatever else a row says. `called` gives the name of
    a record in a sentence, `names` every name by which it may be asked for, the one that
    identifies it first; a kind with `known_by` is asked for by the records that these
    references point to; `asked` gives the names that a text a person typed may mean.
    Two records that differ in a field of `distinct` are never the same. `sorted_by` is
    the text a list is ordered by, if not `called`. `born` makes a record of a mere name,
    where one can; `same` says whether an imported row can be about the record that its key
    names, by what either says. `check` tells what cannot be so within one record, `fits` what cannot
    be beside the record that it belongs to (that record first, then its own values). `row_child` is the
    child whose fields may stand in the same row of a file. `related` are kinds whose records belong
    on the card of this one. `numbered_by` is the field by whose number a record is asked for
    among those of the same parent. `duties` are the references to whoever looks after a record
    until it `is_closed`: another takes them over with :mod:`handover <netreg.store.writes.handover>`.
    A `variant` is a kind as files of another sort have it, and its name: a row for each
    `row_child`, which an export writes likewise. `clocks` are the days of a record that must not be
    missed. Fields that are `settled` are written with the record and never after.
    """

    name: str
    collection: str
    command: str
    label: Label
    plural: Label
    fields: tuple[Field, ...]
    columns: tuple[str, ...]
    called: Callable[[Row], str]
    keys: tuple[Key, ...] = ()
    distinct: tuple[str, ...] = ("code",)
    names: Callable[[Row], Iterable[str]] = _nameless
    asked: Callable[[str], Iterable[str]] = _as_written
    sorted_by: Callable[[Row], str] | None = None
    born: Callable[[str], Row | None] | None = None
    same: Callable[[Row, Row], bool] | None = None
    known_by: tuple[str, ...] = ()
    numbered_by: str | None = None
    duties: tuple[str, ...] = ()
    is_closed: Callable[[Row], bool] = _never
    check: Callable[[Row], Iterable[Problem]] = _no_problem
    fits: Callable[[Row, Row], Iterable[Problem]] | None = None
    compounds: tuple[Compound, ...] = ()
    row_child: str | None = None
    related: tuple[Related, ...] = ()
    clocks: tuple[DueClock, ...] = ()
    settled: tuple[str, ...] = ()
    derived: tuple[Field, ...] = ()
    derive: Callable[[Row, Question], Row] | None = None
    defaults: Mapping[str, Value] = field(default_factory=dict)
    variant: str | None = None

    @cached_property
    def parent(self) -> Reference | None:
        """The reference to the record that this one belongs to, if it belongs to one."""
        return next((f for f in self.references if f.parent), None)

    @cached_property
    def references(self) -> tuple[Reference, ...]:
        """The fields that point to other records."""
        return tuple(f for f in self.fields if isinstance(f, Reference))

    @cached_property
    def marks(self) -> tuple[str, ...]:
        """The fields that identify by themselves: of two rows of a file that differ in one, each is a record."""
        alone = filter(None, (key.unique_field for key in self.keys))
        return tuple(dict.fromkeys((*(name for name in self.distinct if name in self.by_name), *alone)))

    @cached_property
    def weak_marks(self) -> tuple[str, ...]:
        """The marks that two records may share, such as the e-mail of an office; lists apart."""
        return tuple(name for name in self.marks if name != "code" and not isinstance(self.by_name[name], Texts))

    @cached_property
    def named_by_parent(self) -> bool:
        """Whether a record is asked for by the one that it belongs to."""
        return self.parent is not None and self.parent.name in self.known_by

    @cached_property
    def needed(self) -> tuple[str, ...]:
        """The fields without which there is no record."""
        return tuple(f.name for f in self.fields if f.required)

    @cached_property
    def stored(self) -> tuple[Field, ...]:
        """Every field that a person may fill in: code, the kind's own, note and source."""
        own = self.fields if self.parent else (CODE, *self.fields)
        return (*own, *COMMON)

    @cached_property
    def by_name(self) -> dict[str, Field]:
        """Every field, stored, derived and kept by the system, by its machine name."""
        number = Field("id", "เลข", "No.")
        return {f.name: f for f in (number, *self.stored, *self.derived, *SYSTEM)}

    @property
    def is_checked(self) -> bool:
        """Whether values can contradict each other."""
        return self.check is not _no_problem

    def problems(self, row: Row) -> list[Problem]:
        """Why a record with these values cannot be: what is missing, what contradicts."""
        missing = [name for name in self.needed if row[name] is None]
        if missing:
            return [Problem(name, _("{field} is needed").format(field=name)) for name in missing]
        return list(self.check(row)) if self.is_checked else []

    def blank(self) -> Row:
        """A record of which nothing is known yet but what goes without saying."""
        return {f.name: self.defaults.get(f.name) for f in self.stored}

    def complete(self, row: Row, question: Question) -> Row:
        """The row with what can be derived from it as of a day."""
        return {**row, **self.derive(row, question)} if self.derive else row
