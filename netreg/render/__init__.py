"""What a command computed, shown: to people with Rich, to programs without it."""
