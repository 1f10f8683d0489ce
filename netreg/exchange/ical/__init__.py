"""Days and meetings as calendars (iCalendar, RFC 5545)."""
