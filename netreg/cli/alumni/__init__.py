"""``netreg alumni`` and its verbs."""
