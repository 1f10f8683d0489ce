"""Meetings: their series, agenda, attendance, opinions and what was to be done (iCalendar: VEVENT, VTODO)."""

HEADINGS = ("การประชุม", "Meeting", "ประชุม", "รหัสการประชุม")
"""The labels and further headings of the reference to a meeting."""
