"""What is due, warnings by cron and mail, and calendars to follow."""
