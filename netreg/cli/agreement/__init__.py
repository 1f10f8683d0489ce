"""``netreg agreement`` and its verbs."""
