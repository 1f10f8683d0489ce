"""The topics of ``netreg help``: what no command's own help page can say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.errors import EXIT_CODES
from netreg.language import _

if TYPE_CHECKING:
    from collections.abc import Callable


def _explain_exit_codes() -> list[str]:
    return [f"{code:>4}  {_(meaning)}" for code, meaning in EXIT_CODES.items()]


def _explain_dates() -> list[str]:
    return [
        _("A year 2400-2640 is พ.ศ., 1800-2100 is ค.ศ.; day, month, year in this order, or ISO year-month-day."),
        _("Thai and English months, full or short, Thai digits, a weekday (it must be right), เวลา 09.00 น."),
        _("Two digits with a Thai month are 25yy; in numbers alone 37-79 are 25yy, others are refused."),
        _("A month (ส.ค. 2564) or a year (2564) alone is kept as such."),
        _("--as-of, and --since of the history, also take today, +90d, -3m."),
        _("Try one: netreg date '29/02/2567'"),
    ]


def _explain_records() -> list[str]:
    return [
        _("RECORD is a code (kku-lib), a number (12) or an exact name; blanks, dots and titles do not matter."),
        _("An official code, a staff number and an e-mail address name a record too; #12 is always record 12."),
        _("Field names for --columns, --sort and edit: netreg help fields NOUN"),
    ]


def _explain_import() -> list[str]:
    return [
        _("netreg NOUN import FILE reads .csv, .tsv, .xlsx, .xls, .ods, .json and .vcf; - is the standard input."),
        _("Headings are known in Thai and English; --map 'HEADING=FIELD' names a column, 'HEADING=-' leaves it out."),
        _("All rows or none: any wrong row is told with its line, column and reason, and nothing is written."),
        _("--dry-run shows who is new and what would change; --skip-bad writes the good rows and exits with 3."),
        _("--rejects FILE keeps the wrong rows with their reasons: correct them there and import that file."),
        _("The same file again changes nothing; 'netreg undo' takes a whole import back."),
        _("An empty file with the headings, and what may be written: netreg NOUN import --template FILE.xlsx"),
    ]


def _explain_query() -> list[str]:
    return [
        _("A list takes terms that must all be true: netreg agreement list 'state:in_force end:<2570'"),
        _("FIELD:VALUE; of a text a part of it, FIELD:=VALUE all of it; fields and choices in Thai or English."),
        _("FIELD:A..B from A to B; FIELD:<A, FIELD:>=A less or more, before or after."),
        _('-TERM is not so; TERM or TERM; round brackets group; quotes keep blanks: title:"two words".'),
        _("missing:FIELD and has:FIELD; a word alone is a text anywhere."),
        _("party:, person:, org:, meeting:, group: ask for what a record is connected with."),
        _("netreg view save NAME NOUN QUERY keeps one; netreg NOUN list @NAME uses it."),
    ]


def _explain_cron() -> list[str]:
    return [
        _("netreg cron prints the lines for cron or systemd: reminders each morning, a backup each night."),
        _("netreg remind prints what has newly become due, nothing else; each warning once."),
        _("netreg remind --mail sends it to those responsible; netreg config shows mail_from and smtp_host."),
        _("netreg due --exit-code exits with 10 or 11; --format nagios answers a monitoring system."),
        _("netreg cron --check tells whether the reminders still run."),
    ]


TOPICS: dict[str, Callable[[], list[str]]] = {
    "import": _explain_import,
    "query": _explain_query,
    "cron": _explain_cron,
    "exit-codes": _explain_exit_codes,
    "dates": _explain_dates,
    "records": _explain_records,
}
LISTS = ("fields", "choices")
"""The topics that are lists of what a noun has."""
