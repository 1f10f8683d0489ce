"""Commands that show how netreg reads and counts."""
