"""Every failure a user can see: its sentence, its exit code, the next thing to type.

The exit codes follow ``sysexits.h`` where it has one (65 to 78); the whole list is
in :data:`EXIT_CODES` and printed by ``netreg help exit-codes``.
"""

from __future__ import annotations

from netreg.language import _

EXIT_CODES = {
    0: "done",
    1: "failed, with a one-line reason (unknown or ambiguous record, refused change)",
    2: "wrong usage",
    3: "import: some rows rejected, the good ones written",
    10: "something is inside its warning window (only with --exit-code), or reminders have stopped (cron --check)",
    11: "something has run out undecided (only with --exit-code)",
    65: "input file unusable, nothing written",
    66: "input file or database missing or unreadable",
    70: "a fault of netreg itself",
    74: "disk full, device error, damaged file",
    75: "database busy or mail not taken yet, try again",
    76: "file from a newer netreg",
    77: "permission or link refused",
    78: "not a netreg database, or bad configuration",
    130: "interrupted",
    143: "terminated",
}


IN_WINDOW, RUN_OUT, BUSY, INTERRUPTED = 10, 11, 75, 130


class Refused(ValueError):
    """A text that cannot be taken for the value asked for; the message says why.

    Raised by the readers of single values (a date, a name, a choice). Whoever
    knows where the text stood (an option, a line and column of a file) says that.
    """


def quoted(word: object) -> str:
    """The word as a shell takes it, for a line that is to be typed."""
    from shlex import quote

    return quote(str(word))


class Failure(Exception):
    """A failure that ends the command: one sentence, then what to type next."""

    exit_code = 1

    def __init__(self, sentence: str, advice: str = "") -> None:
        """`sentence` says what and where, `advice` what to type next."""
        super().__init__(sentence)
        self.sentence = sentence
        self.advice = advice

    def __str__(self) -> str:
        """Both, on one line."""
        return f"{self.sentence}; {self.advice}" if self.advice else self.sentence


class UnknownRecord(Failure):
    """No record goes by the name given."""


class AmbiguousRecord(Failure):
    """Several records go by the name given."""


class RefusedChange(Failure):
    """A change that would make the register contradict itself."""


class TakenMark(RefusedChange):
    """A value that identifies one record, given to another.

    `place` is its level and field, such as ``own.code``; `record` is the number of the one that has it.
    `reason` is the sentence without the value, for whoever shows that beside it.
    """

    def __init__(self, label: str, value: str, reason: str, advice: str, *, place: str, record: int) -> None:
        """`label` is what people call the field."""
        super().__init__(f"{label} '{value}': {reason}" if label else reason, advice)
        self.place, self.value, self.record = place, value, record
        self.reason = f"{reason}; {advice}"


class Interrupted(Failure):
    """A command that a signal ended when part of it was done for good; the sentence says which part."""

    def __init__(self, sentence: str, advice: str, end: BaseException) -> None:
        """`end` is what the signal raised: its exit code stays."""
        super().__init__(sentence, advice)
        self.exit_code = end.code if isinstance(end, SystemExit) and isinstance(end.code, int) else INTERRUPTED


class NotConfirmed(Failure):
    """A destructive command that nobody confirmed."""


class Usage(Failure):
    """The command line itself is wrong: an option, a field name, a value."""

    exit_code = 2


class UnusableInput(Failure):
    """An input file that cannot be taken; nothing was written."""

    exit_code = 65

    def __init__(self, sentence: str, advice: str = "", details: tuple[str, ...] = ()) -> None:
        """`details` are the lines, one a bad row, that stand above the sentence."""
        super().__init__(sentence, advice)
        self.details = details


class MissingFile(Failure):
    """A file that is not there or cannot be read."""

    exit_code = 66


class NoDatabase(MissingFile):
    """There is no database at the path asked for."""

    def __init__(self, path: str) -> None:
        """`path` is where it was looked for."""
        super().__init__(
            _("there is no database at {path}").format(path=path),
            _("make one with 'netreg --db {path} init', or try 'netreg demo'").format(path=quoted(path)),
        )


class DeviceError(Failure):
    """The disk is full, the device failed, or the file is damaged."""

    exit_code = 74


class Busy(Failure):
    """Another process holds the database."""

    exit_code = 75

    def __init__(self, path: str) -> None:
        """`path` is the database's."""
        super().__init__(
            _("{path} is busy: another command is writing to it").format(path=path),
            _("try again in a moment"),
        )


class NewerFile(Failure):
    """The file was written by a newer netreg."""

    exit_code = 76

    def __init__(self, path: str, found: int, known: int) -> None:
        """`found` is the file's schema version, `known` the newest this program knows."""
        super().__init__(
            _("{path} was written by a newer netreg (schema {found}, this one knows {known})").format(
                path=path, found=found, known=known
            ),
            _("update with 'pip install --upgrade netreg'; the file was not touched"),
        )


class NotAllowed(Failure):
    """The system or netreg's own rules do not let the file be used so."""

    exit_code = 77


class NotNetreg(Failure):
    """The file is something other than a netreg database."""

    exit_code = 78


class BadConfiguration(Failure):
    """A setting that cannot be taken."""

    exit_code = 78
