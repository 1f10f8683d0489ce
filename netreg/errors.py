"""The failures a user can see: each with its sentence, its exit code and what to type next.

A sentence that several modules need is said here, once.

The exit codes follow ``sysexits.h`` where it has one (65 to 78); the whole list is
in :data:`EXIT_CODES` and printed by ``netreg help exit-codes``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.language import _

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

EXIT_CODES = {
    0: "done",
    1: "failed, with a one-line reason (unknown or ambiguous record, refused change)",
    2: "wrong usage",
    3: "import: some rows or files rejected, the good ones written",
    10: "something is due soon, missing or found (only with --exit-code), or reminders have stopped (cron --check)",
    11: "something has expired without a decision, or check found something grave (only with --exit-code)",
    65: "input file not usable, nothing written",
    66: "input file or database missing or unreadable",
    70: "internal error of netreg",
    74: "disk full, device error, damaged file",
    75: "database busy or mail not accepted yet, try again",
    76: "database of a schema that this netreg does not support",
    77: "permission denied, or a link refused",
    78: "not a netreg database, or bad configuration",
    129: "terminal closed",
    130: "interrupted",
    143: "terminated",
}


SOME_REJECTED, IN_WINDOW, EXPIRED, NOTHING_WRITTEN, BUSY, INTERRUPTED = 3, 10, 11, 65, 75, 130


class InvalidValue(ValueError):
    """A text that is not a valid value; the message says why.

    Raised by the parsers of single values (a date, a name, a choice). Callers that know
    where the text was found (an option, a line and column of a file) add that.
    """


def quote_word(word: object) -> str:
    """Quote a word for the shell, in a command that is to be typed."""
    from shlex import quote

    return quote(str(word))


class Failure(Exception):
    """A failure that ends the command: one sentence, then what to do next."""

    exit_code = 1
    details: tuple[str, ...] = ()
    """Lines that are printed above the sentence, such as one for each bad row."""

    def __init__(self, sentence: str, advice: str = "") -> None:
        """`sentence` says what failed and where, `advice` what to do next."""
        super().__init__(sentence)
        self.sentence = sentence
        self.advice = advice

    def __str__(self) -> str:
        """Return the sentence and the advice on one line."""
        return f"{self.sentence}; {self.advice}" if self.advice else self.sentence


class UnknownRecord(Failure):
    """A name, code or number that no record has."""

    def __init__(self, sentence: str, advice: str = "", near: Sequence[str] = ()) -> None:
        """`near` are the names most alike, which the advice offers."""
        super().__init__(sentence, advice)
        self.near = near


class AmbiguousRecord(Failure):
    """A name that several records match."""


class RefusedChange(Failure):
    """A change that would leave the register in contradiction with itself."""


class InvalidRecord(RefusedChange):
    """A record that would not be valid: a field is missing, or contradicts another.

    `reason` is the sentence for callers that name the field in their own way.
    """

    def __init__(self, kind: str, field: str, sentence: str, reason: str, advice: str = "") -> None:
        """`kind` and `field` are the machine names of what to look at, unless `advice` says better what to do."""
        super().__init__(sentence, advice or _("check {field}").format(field=field))
        self.kind, self.field, self.reason = kind, field, reason


class DuplicateValue(RefusedChange):
    """A value of a unique field that another record already has.

    `place` is its level and field, such as ``own.code``; `record` the number of the other record.
    `reason` is the sentence without the value, for callers that show the value beside it.
    """

    def __init__(self, label: str, value: str, reason: str, advice: str, *, place: str, record: int) -> None:
        """`label` is the name of the field as people know it; empty to leave the value out of the sentence."""
        super().__init__(f"{label} '{value}': {reason}" if label else reason, advice)
        self.place, self.value, self.record = place, value, record
        self.reason = f"{reason}; {advice}"


class DoubtfulRow(RefusedChange):
    """A row of a file that may be about a known record, or about another.

    `candidates` are the numbers of the records; `place`, `label` and `value` those of the cell to look at.
    """

    def __init__(
        self, sentence: str, advice: str, candidates: tuple[int, ...], cell: tuple[str, str, str] = ("", "", "")
    ) -> None:
        """`sentence` shows both sides, `advice` says how to decide, `cell` is place, label and value."""
        super().__init__(sentence, advice)
        self.sentence, self.candidates = sentence, candidates
        self.place, self.label, self.value = cell

    @property
    def cell(self) -> str:
        """The cell in words, to stand before the sentence; empty for a row as a whole."""
        return f"{self.label} '{self.value}': " if self.label else ""


class InterruptedCommand(Failure):
    """A command that a signal ended after part of its work had been saved; the sentence says which part."""

    def __init__(self, sentence: str, advice: str, end: BaseException) -> None:
        """`end` is the exception the signal raised; its exit code is kept."""
        super().__init__(sentence, advice)
        self.exit_code = end.code if isinstance(end, SystemExit) and isinstance(end.code, int) else INTERRUPTED


class NotConfirmed(Failure):
    """A destructive command that was not confirmed."""


class UsageError(Failure):
    """A wrong command line: an option, a field name, a value."""

    exit_code = 2


class UnusableInput(Failure):
    """An input file that cannot be used; nothing was written."""

    exit_code = NOTHING_WRITTEN

    def __init__(self, sentence: str, advice: str = "", details: tuple[str, ...] = ()) -> None:
        """`details` are lines, one for each bad row, printed above the sentence."""
        super().__init__(sentence, advice)
        self.details = details


class MissingFile(Failure):
    """A file that does not exist or cannot be read."""

    exit_code = 66


class NoDatabase(MissingFile):
    """A path at which there is no database."""

    def __init__(self, path: str) -> None:
        """`path` is the path that was asked for."""
        super().__init__(
            _("there is no database at {path}").format(path=path),
            _("create one with 'netreg --db {path} init', or try 'netreg demo'").format(path=quote_word(path)),
        )


class DeviceError(Failure):
    """A full disk, a failed device, or a damaged file."""

    exit_code = 74


class DatabaseBusy(Failure):
    """A database that another process has locked."""

    exit_code = 75

    def __init__(self, path: str, holder: str | None = None) -> None:
        """`path` is the path of the database, `holder` who has locked it, where that is known."""
        sentence = _("{path} is busy: another command is writing to it")
        if holder:
            sentence = _("{path} is busy: {holder}, is using it")
        super().__init__(
            sentence.format(path=path, holder=holder),
            _("try again in a moment, or wait longer with 'netreg --wait SECONDS …'"),
        )


class NewerDatabase(Failure):
    """A database written by a newer netreg."""

    exit_code = 76

    def __init__(self, path: str, found: int, known: int) -> None:
        """`found` is the schema version of the file, `known` the newest this program knows."""
        super().__init__(
            _("{path} was written by a newer netreg (schema {found}, this one supports {known})").format(
                path=path, found=found, known=known
            ),
            _("update with 'pip install --upgrade netreg'; the file was not changed"),
        )


class UnreleasedSchema(Failure):
    """A database written by a draft of netreg that was never released."""

    exit_code = 76

    def __init__(self, path: str, found: int) -> None:
        """`found` is the schema version of the file."""
        super().__init__(
            _("{path} has an unreleased schema ({found}) that this netreg cannot open").format(path=path, found=found),
            _("export its records with the netreg that wrote it and import them here; the file was not changed"),
        )


class NotAllowed(Failure):
    """A use of a file that the system or netreg's own rules do not permit."""

    exit_code = 77


class NotARegister(Failure):
    """A file that is not a netreg database."""

    exit_code = 78


class ConfigurationError(Failure):
    """A setting that is missing or not valid."""

    exit_code = 78


# --- sentences that several modules need --------------------------------------------------------


class NoSuchFile(MissingFile):
    """A file that does not exist."""

    def __init__(self, path: object) -> None:
        """`path` is the file as it was named."""
        super().__init__(_("no such file: {path}").format(path=path), _("check its name"))


class NoSuchFolder(MissingFile):
    """A folder that does not exist."""

    def __init__(self, folder: object) -> None:
        """`folder` is the folder as it was named."""
        super().__init__(
            _("no such folder: {folder}").format(folder=folder),
            _("create it with 'mkdir -p {folder}'").format(folder=quote_word(folder)),
        )


class UnreadableFile(MissingFile):
    """A file that the system does not let netreg read."""

    def __init__(self, path: object, error: Exception) -> None:
        """`error` is what the system raised."""
        super().__init__(
            _("{path} cannot be read: {reason}").format(path=path, reason=get_system_reason(error)),
            _("check its permissions"),
        )


class UnwritableFile(NotAllowed):
    """A file that the system does not let netreg write."""

    def __init__(self, path: object, advice: str = "") -> None:
        """`advice` is what to do other than choosing another folder."""
        super().__init__(
            _("{path} cannot be written: permission denied").format(path=path), advice or _("choose another folder")
        )


class FailedWrite(DeviceError):
    """A file or folder that could not be written though it is permitted: a full disk, a failing device."""

    def __init__(self, path: object, error: OSError) -> None:
        """`error` is what the system raised."""
        super().__init__(
            _("{path} cannot be written: {reason}").format(path=path, reason=get_system_reason(error)),
            _("check the disk; nothing was written"),
        )


class ExistingFile(NotAllowed):
    """A file that would be overwritten."""

    def __init__(self, path: object, advice: str = "") -> None:
        """`advice` is what to do other than adding ``--force``."""
        super().__init__(_("{path} already exists").format(path=path), advice or _("add --force to replace it"))


class DamagedDatabase(DeviceError):
    """A database that SQLite finds damaged."""

    def __init__(self, path: object, reason: str = "") -> None:
        """`reason` is what was found, where more than the bare fact is known."""
        sentence = _("{path} is damaged: {reason}") if reason else _("{path} is damaged")
        super().__init__(sentence.format(path=path, reason=reason), _("restore a backup with 'netreg restore FILE'"))


class EmptyTable(UnusableInput):
    """A table without even a line of headings."""

    def __init__(self, file: str) -> None:
        """`file` is its name."""
        super().__init__(_("{file} is empty").format(file=file), _("its first line must be the headings"))


class ChangedFile(UnusableInput):
    """A file that was written to while it was read."""

    def __init__(self, file: object) -> None:
        """`file` is its name."""
        super().__init__(_("{file} changed while it was read").format(file=file), _("try again once it is complete"))


class InvalidOption(UsageError):
    """An option whose value is not valid."""

    def __init__(self, option: str, reason: object) -> None:
        """`reason` is why, often an :class:`InvalidValue`."""
        super().__init__(_("{option}: {reason}").format(option=option, reason=reason))


def get_system_reason(error: Exception) -> str:
    """Return what the system says went wrong, without the number and the path it puts around it."""
    return str(getattr(error, "strerror", None) or error)


def list_names(names: Iterable[str]) -> str:
    """Return the advice that names everything that is accepted."""
    return _("expected one of: {names}").format(names=", ".join(names))


def suggest_names(near: Sequence[str], known: Collection[str] = (), most: int = 8) -> str:
    """Return the advice that offers the names most alike, or where there are none the first of those known."""
    if near:
        return _("did you mean: {names}?").format(names=", ".join(near))
    return list_names([*list(known)[:most], "…"] if len(known) > most else known)
