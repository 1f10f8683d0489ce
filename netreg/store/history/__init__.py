"""The history: every change with its before and after, under the command that made it."""
