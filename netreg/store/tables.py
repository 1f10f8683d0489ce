"""The tables of a register: whose changes the history records, and which are left out, and why."""

from __future__ import annotations

from netreg.entities import BY_NAME

RECORDED_TABLES = (*BY_NAME, "setting", "import_decision")
"""Every change in these is recorded; a table stands before those that point to it."""

UNRECORDED_TABLES = {
    "command": "the history itself",
    "change": "the history itself",
    "layout": "the columns that the rows of the history have",
    "running": "says which command is running; empty between commands",
    "name_key": "derived from the records, see records/search_columns.py",
    "search_page": "derived from the records, see records/search_pages/pages.py",
    "agreement_dates": "derived from the records, see agreements/dates.py",
    "imported_file": "what each import read, kept whatever becomes of its command",
    "reminder": "what was told cannot be untold: no undo may send a mail a second time",
    "outgoing": "what is being told at this moment",
    "last_run": "when cron last ran; every night would be an entry",
}
