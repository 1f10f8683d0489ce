"""Due items, reminders by cron and mail, and calendars to subscribe to."""
