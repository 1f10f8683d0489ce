"""How alike two records are: points, and the reasons in words."""

from __future__ import annotations

from netreg.named_tuples import NamedTuple

LEAST_POINTS = 50
"""The fewest points of two records of the register that are listed as perhaps the same."""
LEAST_DOUBT = 40
"""The fewest points for a doubt of a new record: whoever adds it is asked once, and knows the answer."""

ONE_LETTER, SOUND, BIRTHDAY, OTHER_DAY = "letter", "sound", "birthday", "day"


class Alike(NamedTuple):
    """How alike two records are by their names: points, from 0 to 100, and why in words.

    `beside` is what else speaks for or against it. `counted` are the fields that the points already
    rest on; `basis` says where names differ by a letter, which may be that of another name, are compared by
    sound, or only the given name is the same, and the day of birth, or titles are the same on other days.
    """

    points: int
    reason: str
    beside: tuple[str, ...] = ()
    counted: tuple[str, ...] = ()
    basis: str = ""

    def weigh(self, points: int, beside: str) -> Alike:
        """Return it with more points, or fewer, for one more reason."""
        return self._replace(points=self.points + points, beside=(*self.beside, beside))

    @property
    def words(self) -> str:
        """All reasons in one line."""
        return "; ".join((self.reason, *self.beside))
