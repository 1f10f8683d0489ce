"""The keys by which a row of a file is matched with a record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Self


class KeyPart(NamedTuple):
    """One field of a key."""

    field: str
    """A field of the record, or of its child; ``name`` stands for any name of the record."""
    child: str | None = None
    """The kind of the child that has the field. Beside fields of the record it only narrows, where a row fills it."""
    optional: bool = False
    """A row may leave it blank, and then matches a record that has nothing there either."""
    must_agree: bool = False
    """It only must not contradict: either side is blank, or both have a value in common."""

    @property
    def is_name(self) -> bool:
        """Tell whether any name of the record will do."""
        return self.field == "name" and self.child is None


class Key(tuple[KeyPart, ...]):
    """The fields that identify a record together."""

    __slots__ = ()

    def __new__(cls, *parts: KeyPart | str, optional: Iterable[str] = ()) -> Self:
        """Make a key of its parts; a mere name is that of a field which every row has to fill."""
        required = (part if isinstance(part, KeyPart) else KeyPart(part) for part in parts)
        return super().__new__(cls, (*required, *(KeyPart(name, optional=True) for name in optional)))

    @property
    def has_name(self) -> bool:
        """Tell whether the name of the record is among its parts."""
        return any(part.is_name for part in self)

    @property
    def is_by_child(self) -> bool:
        """Tell whether it has fields of a child only: the record that has this child matches, whatever else differs."""
        return all(part.child for part in self)

    @property
    def unique_field(self) -> str | None:
        """The field of the record that is the whole key."""
        return self[0].field if len(self) == 1 and not self[0].child else None

    @property
    def is_weak(self) -> bool:
        """Tell whether a name is all that it needs: then a stronger field may contradict it."""
        return self.has_name and all(part.is_name for part in self.required)

    @property
    def required(self) -> tuple[KeyPart, ...]:
        """The parts that a row has to fill for the key to be of use."""
        if self.is_by_child:
            return self
        return tuple(part for part in self if not (part.child or part.optional or part.must_agree))
