"""Commands undone and redone."""
