"""The results of commands, rendered: for people with Rich, for programs without it."""
