"""One kind of record, described once; everything generic reads this description."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any, Generic, TypeVar

from netreg.core.compound_columns import CompoundColumn
from netreg.core.fields import Code, Field, Reference, Style, Text, TextList, Value
from netreg.core.flags import FlagList
from netreg.core.kept_names import KeptName
from netreg.core.keys import Key
from netreg.core.thai_fields import Moment
from netreg.core.uid_field import UID_NAME, UidField
from netreg.keyword_classes import keyword_class
from netreg.language import Label, _, get_language
from netreg.named_tuples import NamedTuple
from netreg.thai.text import match_key

Row = dict[str, Any]
UNREADABLE = "unreadable"
"""Under this name a row keeps the stored values that their fields cannot have, by field name."""
T = TypeVar("T")


UNREADABLE_ERRORS = (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError)
"""What the rules of a kind raise where a value is none that its field can have."""


class FieldFunction(Generic[T]):
    """A function of a few fields of a record, such as its name.

    It takes a row, or as `compute` the bare values: so it runs over many records column by
    column, which takes a fraction of the time.
    """

    def __init__(
        self, fields: tuple[str, ...], compute: Callable[..., T], compute_all: Callable[..., list[Any]] | None = None
    ) -> None:
        self.fields = fields
        self.compute = compute
        self._compute_all = compute_all

    def __call__(self, row: Row) -> T:
        """Compute it from the fields of a row."""
        return self.compute(*[row[name] for name in self.fields])

    def compute_all(self, *columns: Sequence[Any]) -> list[T]:
        """Compute it from the columns of the fields in many records."""
        return self._compute_all(*columns) if self._compute_all else list(map(self.compute, *columns))


def computed_from(
    *fields: str, compute_all: Callable[..., list[Any]] | None = None
) -> Callable[[Callable[..., T]], FieldFunction[T]]:
    """Decorate a function with the fields of a record that are its arguments, in their order.

    `compute_all` does the same of columns, where that takes less time than one record after the other.
    """
    return lambda compute: FieldFunction(fields, compute, compute_all)


def _always(row: Row) -> bool:  # noqa: ARG001
    return True


class TimeFrame(NamedTuple):
    """The day as of which facts are derived, and the window in which a day counts as due.

    `window` is an ISO 8601 duration, counted from `as_of`, both ends included.
    """

    as_of: date
    window: str = "P90D"


class RelatedRecords(NamedTuple):
    """Records of another kind on the card of a record: those whose `field` points to it."""

    kind: str
    field: str
    collection: str
    label: Label
    #: Whether people see what belongs to them in turn, and not only a list of them.
    in_full: bool = False


class DueClock(NamedTuple):
    """A day of a record that must not be missed, such as the end of an agreement."""

    name: str
    label: Label
    #: The field that holds the day, stored or derived; the day may be known only roughly.
    day_field: str
    #: References to who looks after it, tried in order; ``agreement.responsible`` is a field of the record pointed to.
    responsible: tuple[str, ...] = ()
    #: What to type after ``netreg`` to settle it, with ``{record}`` in it; and what instead once the day is past.
    command: str = ""
    late_command: str = ""
    #: Return all that may be typed for a row, the likeliest first, where that is more than one thing or depends on it.
    choose_commands: Callable[[Row], tuple[str, ...]] | None = None
    #: The flag of the record that says more of it, if the record has it.
    flag: str = ""
    #: The flags of the record that say no more than that its day is past.
    own_flags: tuple[str, ...] = ()
    #: The field that holds the day where `day_field` is blank.
    or_field: str = ""
    #: The only value of the field ``state`` with which it matters, if there is one: no others are read.
    in_state: str = ""
    #: Tell whether the day of a row with derived fields matters while it is to come.
    matters_before: Callable[[Row], bool] = _always
    #: Tell whether it is still to be decided on once it is past; None for what merely takes place.
    matters_after: Callable[[Row], bool] | None = None
    #: Whether a term ends with the day, so that section 193/8 of the Civil and Commercial Code applies.
    ends_term: bool = False
    #: When to warn without a rule of the register: ISO 8601 durations before the day, and the interval after it.
    offsets: str = "P90D P30D P7D P0D"
    repeat: str = "P1W"

    @property
    def needs_decision(self) -> bool:
        """Tell whether something is to be decided by the day, and after it as long as nobody did."""
        return self.matters_after is not None

    def get_day(self, row: Row) -> str | None:
        """Return the day of a row, without its time; None where it has none."""
        value = row.get(self.day_field) or row.get(self.or_field)
        return str(value).partition("T")[0] if value else None

    def list_commands(self, row: Row, *, is_late: bool) -> tuple[str, ...]:
        """List what may be typed to settle it, the likeliest first."""
        if self.choose_commands:
            return self.choose_commands(row)
        return ((self.late_command if is_late else "") or self.command,)


class Problem(NamedTuple):
    """Why a record is not valid: the field to look at, the sentence, and what to type if that is not the field."""

    field: str
    sentence: str
    advice: str = ""


def _no_problem(row: Row) -> Iterable[Problem]:  # noqa: ARG001
    return ()


def _join_parts(row: Row, parts: Iterable[str]) -> str:
    return match_key(" ".join(str(row[name]) for name in parts if row.get(name) is not None))


def _never(row: Row, day: date) -> bool:  # noqa: ARG001
    return False


def _as_written(written: str) -> Iterable[str]:
    return (written,)


def _no_compound(field: str, columns: Container[str]) -> CompoundColumn | None:  # noqa: ARG001
    return None


def _no_names(row: Row) -> Iterable[str]:  # noqa: ARG001
    return ()


COMMON = (
    Text("note", "หมายเหตุ", "Note", "บันทึก", "remark", "remarks", "notes", lines=True),
    Text("source", "ที่มา", "Source", "แหล่งที่มา", "อ้างอิง"),
)
CODE = Code("code", "รหัส", "Code", "รหัสย่อ", "รหัสรายการ")
_NO_DEFAULTS: Mapping[str, Value] = {}
UID = UidField(UID_NAME, "รหัสสากล", "UID")
SYSTEM = (
    UID,
    Moment("created_at", "บันทึกเมื่อ", "Created"),
    Moment("updated_at", "แก้ไขเมื่อ", "Updated"),
)


@keyword_class
class Entity:
    """The description of one kind of record."""

    #: The machine name of the kind and its table.
    name: str
    #: The name of several of them in JSON.
    collection: str
    #: What a user types after ``netreg``.
    command: str
    label: Label
    plural: Label
    #: The fields of its own; code, note and source come with every kind.
    fields: tuple[Field, ...]
    #: The fields that a list shows unless others are asked for.
    columns: tuple[str, ...]
    #: Return the name of a record in a sentence.
    display_name: Callable[[Row], str]
    #: The keys by which a row of a file is matched with a record, tried in order.
    keys: tuple[Key, ...] = ()
    #: Two records that differ in one of these fields are never the same, unless it is one of the next.
    distinguishing_fields: tuple[str, ...] = ("code",)
    #: No two records have the same value in one of these fields.
    exclusive_fields: tuple[str, ...] = ("code",)
    #: Two records that differ in one of these fields are not one that is spelled differently; those of a
    #: kind without any are never looked for.
    apart_fields: tuple[str, ...] = ()
    #: A match by the name is doubtful where the record and the row differ in one of these.
    contradicting_fields: tuple[str, ...] = ()
    #: What makes a match by the name alone certain where it is the same, such as a telephone number.
    agreeing_fields: tuple[str, ...] = ()
    #: Whether a row may be about a record of its name that no key matches, such as a person in another unit.
    has_doubtful_namesakes: bool = False
    #: Return every name by which a record may be asked for, the one that identifies it first.
    names: Callable[[Row], Iterable[str]] = _no_names
    #: Return the names that a text typed by a person may mean.
    search_names: Callable[[str], Iterable[str]] = _as_written
    #: Return the text by which lists are ordered, where that is not the name.
    sort_text: Callable[[Row], str] | None = None
    #: Make a record of a mere name, where that is possible.
    from_name: Callable[[str], Row | None] | None = None
    #: Tell whether an imported row can be about the record that its key names: the record before, and after the row.
    is_same_record: Callable[[Row, Row], bool] | None = None
    #: Tell the same where only what several may share names the record, such as the e-mail of a family.
    is_same_sharer: Callable[[Row, Row], bool] | None = None
    #: Tell whether a row may be about the child that has its number: that child before, and after the row.
    is_same_child: Callable[[Row, Row], bool] | None = None
    #: Tell whether a record would get another spelling of its name, hardly another name: before, and after the row.
    is_respelling: Callable[[Row, Row], bool] | None = None
    #: Tell whether a row that a person decided to be about a record gives it a new name, rather than another
    #: spelling of its own: before, and after the row. Without it none does.
    is_new_name: Callable[[Row, Row], bool] | None = None
    #: The kind of child whose names are names of the record as well, as former names are.
    naming_child: str | None = None
    #: Return the values of such a child for the name that a change gives up, None where it is still the same name.
    find_former_name: Callable[[Row, Row], Row | None] | None = None
    #: Return the same where the name stays and gives up its titles.
    find_former_titles: Callable[[Row, Row], Row | None] = lambda _before, _after: None
    #: What it keeps of a person as on its day: the person is shown under that name ever after.
    kept_name: KeptName | None = None
    #: Whether what stands in it may be sealed, as accepted minutes are: from then on it is only corrected.
    has_seal: bool = False
    #: The references that name a record: it is asked for by the name of the record that they point to.
    naming_references: tuple[str, ...] = ()
    #: The field that names what a record stands under in a list of many kinds, where that is not its parent.
    owner_field: str | None = None
    #: The field by whose number a record is asked for among those of the same parent.
    number_field: str | None = None
    #: The field by which those of one parent are listed, such as the day of a step.
    order_field: str | None = None
    #: The references to who looks after a record until it is closed, handed over with ``handover``.
    responsible_fields: tuple[str, ...] = ()
    #: Tell whether nobody needs to look after a record with derived fields any more on a day.
    is_closed: Callable[[Row, date], bool] = _never
    #: Find what is not valid within one record.
    check: Callable[[Row], Iterable[Problem]] = _no_problem
    #: Find what is not valid beside the record that it belongs to: that record first, then its own values.
    check_with_parent: Callable[[Row, Row], Iterable[Problem]] | None = None
    #: The columns of files that fill several fields.
    compound_columns: tuple[CompoundColumn, ...] = ()
    #: The columns of files that say a former name: they fill no field, and no option is named as they are.
    former_columns: tuple[CompoundColumn, ...] = ()
    #: Return the compound by which a column of a field is read, for its cells may hold other fields too: it is
    #: asked with the name of the field and those of all columns of its kind.
    choose_compound: Callable[[str, Container[str]], CompoundColumn | None] = _no_compound
    #: The fields that its line on the card of its parent has, derived ones too; all of its own where none are named.
    line_fields: tuple[str, ...] = ()
    #: The fields that say how it stands, with the days that tell what is near: cards have them first.
    status_fields: tuple[str, ...] = ()
    #: The kind of child whose fields may stand in the same row of a file.
    row_child: str | None = None
    #: The records of other kinds that its card shows.
    related_records: tuple[RelatedRecords, ...] = ()
    #: The fields of which `confirmed_on` says when they were last known to be true.
    confirmed_fields: tuple[str, ...] = ()
    #: The days of a record that must not be missed.
    clocks: tuple[DueClock, ...] = ()
    #: The fields that are written with a new record and never changed.
    immutable_fields: tuple[str, ...] = ()
    #: The fields that are computed whenever a record is shown, and how.
    derived: tuple[Field, ...] = ()
    derive: Callable[[Row, TimeFrame], Row] | None = None
    #: Return the line under the title of a card, if there is one: what matters most of a row with derived fields.
    headline: Callable[[Row, Style], str | None] | None = None
    #: The values of fields that go without saying.
    defaults: Mapping[str, Value] = _NO_DEFAULTS
    #: The field with the day by which a new record of a file is ``planned`` or was ``held`` that does not say so.
    event_day: str | None = None
    #: The name of the kind as one sort of file has it, if it is not the kind itself: there, and in
    #: exports, each `row_child` has a row of its own.
    variant: str | None = None

    @property
    def spoken_name(self) -> str:
        """The word for the kind within a sentence: its label in Thai; in English, and in every command, the noun."""
        return self.label.th if get_language() == "th" else self.command

    @cached_property
    def parent(self) -> Reference | None:
        """The reference to the record that this one belongs to, if it belongs to one."""
        return next((f for f in self.references if f.parent), None)

    @cached_property
    def references(self) -> tuple[Reference, ...]:
        """The fields that point to other records."""
        return tuple(f for f in self.fields if isinstance(f, Reference))

    @cached_property
    def match_keys(self) -> tuple[Key, ...]:
        """All keys, the strongest first: that of an export of netreg's own before those of the kind."""
        return (Key(UID_NAME), *self.keys)

    @cached_property
    def optional_key_fields(self) -> tuple[str, ...]:
        """The fields of the keys that a row may leave blank."""
        return tuple(dict.fromkeys(part.field for key in self.keys for part in key if part.optional))

    @cached_property
    def official_fields(self) -> tuple[str, ...]:
        """The distinguishing fields that tell two of one name apart without doubt, such as a staff number."""
        return tuple(name for name in self.distinguishing_fields if name not in self.contradicting_fields)

    @cached_property
    def unique_fields(self) -> tuple[str, ...]:
        """The fields that identify a record alone: two rows of a file that differ in one are two records."""
        own = (name for name in self.distinguishing_fields if name in self.by_name)
        return tuple(dict.fromkeys((*own, *filter(None, (key.unique_field for key in self.keys)))))

    @cached_property
    def marking_fields(self) -> tuple[str, ...]:
        """The fields by which rows of one file are told apart: the UUID of an export before the unique ones."""
        return (UID_NAME, *self.unique_fields)

    @cached_property
    def shareable_fields(self) -> tuple[str, ...]:
        """The unique fields that two records may still share, such as the e-mail of an office."""
        return tuple(
            name
            for name in self.unique_fields
            if name not in self.exclusive_fields and not isinstance(self.by_name[name], TextList)
        )

    @cached_property
    def asked_for_by(self) -> tuple[str, ...]:
        """The fields beside the code by whose value a person may ask for a record, such as a staff number."""
        return tuple(n for n in self.unique_fields if n != "code" and not isinstance(self.by_name[n], TextList))

    @cached_property
    def is_named_by_parent(self) -> bool:
        """Tell whether a record is asked for by the one that it belongs to."""
        return self.parent is not None and self.parent.name in self.naming_references

    @cached_property
    def required_fields(self) -> tuple[str, ...]:
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

    def find_respelt_parts(self, before: Row, given: Row) -> frozenset[str]:
        """Return the parts of a name that a row gives where the whole is the same name: it may be cut elsewhere."""
        found: set[str] = set()
        for compound in self.compound_columns:
            parts = [name for name in compound.into if self.by_name[name].is_name]
            if all(given.get(name) in (None, before.get(name)) for name in parts):
                continue
            wholes = [_join_parts(row, parts) for row in (before, given, {**before, **given})]
            if wholes[0] in wholes[1:]:
                found.update(parts)
        return frozenset(found)

    @property
    def has_check(self) -> bool:
        """Tell whether the values of a record can contradict each other."""
        return self.check is not _no_problem

    def find_problems(self, row: Row) -> list[Problem]:
        """Find why a record with these values is not valid: required fields that are blank, or contradictions."""
        missing = [name for name in self.required_fields if row[name] is None]
        if missing:
            return [Problem(name, _("{field} is required").format(field=name)) for name in missing]
        return list(self.check(row)) if self.has_check else []

    def make_blank_row(self) -> Row:
        """Make a record of which nothing is known but the defaults."""
        return dict(self._blank_row)

    @cached_property
    def _blank_row(self) -> Row:
        return {f.name: self.defaults.get(f.name) for f in self.stored}

    def choose_state(self, row: Row, today: str) -> Row:
        """Return the state of a new event that does not say its own, as of an ISO 8601 day: planned or held."""
        day = self.event_day and row.get(self.event_day)
        return {"state": "planned" if str(day)[:10] > today else "held"} if day and today else {}

    def add_derived(self, row: Row, frame: TimeFrame) -> Row:
        """Return the row with its derived fields as of a day; flags that were accepted are parted from the others."""
        if self.derive is None:
            return row
        try:
            derived = {**row, **self.derive(row, frame)}
        except UNREADABLE_ERRORS as error:  # of what belongs to it, which another tool wrote
            blank: Row = {field.name: [] if isinstance(field, FlagList) else None for field in self.derived}
            return {**row, **blank, UNREADABLE: {**row.get(UNREADABLE, {}), "": str(error)}}
        return derived | self._flags.part_accepted(derived) if "accepted" in row and self._flags else derived

    @cached_property
    def _flags(self) -> FlagList | None:
        return next((field for field in self.derived if isinstance(field, FlagList)), None)
