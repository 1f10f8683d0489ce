"""The name, the titles and the position of a person, as a record keeps them from its own day on."""

from __future__ import annotations

from netreg.core.thai_fields import Date
from netreg.named_tuples import NamedTuple


class WrittenReference(int):
    """The number of a record along with the text by which it was named in a file or an option."""

    written: str

    @classmethod
    def make(cls, number: int, written: str) -> WrittenReference:
        """Make one of the number of the record that a text means."""
        made = cls(number)
        made.written = written
        return made


class KeptName(NamedTuple):
    """The fields of a record that keep the name and the position of a person as they were on its day.

    So an agreement shows who signed it with the title of that day. They are filled with the record,
    from the person and the post held, and only a correction changes them.
    """

    person: str
    """The reference to the person."""
    name: str
    position: str | None = None
    known_on: str = "position_known_on"
    """The day from which the post was known that the position was taken from, where nobody knew it on that day."""
    unit: str | None = None
    """The reference to the unit for which the person stood; it can be edited, as it may have been another."""


POSITION_KNOWN_ON = Date(
    "position_known_on", "ทราบตำแหน่งภายหลังเมื่อ (ยังไม่ยืนยัน)", "Position known only since (not confirmed)"
)
