"""The texts of events: what another tool wrote cannot control who reads the calendar."""

from __future__ import annotations

from netreg.exchange.ical.events import build_calendar, build_event
from netreg.language import Label
from netreg.store.records.revisions import Revision


def test_no_text_has_control_characters() -> None:
    written = "a\x1b[31mb\x9bc\u202ed\u061ce\x00\x07f\u2028g\r\nBEGIN:VEVENT"
    event = build_event(
        "one@netreg", {"summary": written, "location": "\x1b"}, Revision(1, "2026-11-21T00:00:00+00:00")
    )
    assert event["summary"] == "a[31mbcdef\ng\nBEGIN:VEVENT"
    assert "location" not in event
    made = build_calendar(Label("ปฏิทิน", "Calendar"), [event]).content.decode()
    assert made.count("\r\nBEGIN:VEVENT") == 1
    assert not {c for c in made if ord(c) < 32 and c not in "\r\n"} | (set(made) & set("\x9b\u202e\u061c\u2028"))
