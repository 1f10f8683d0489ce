"""``netreg training`` and its verbs."""
