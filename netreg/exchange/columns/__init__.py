"""Which column of a table is which field, and how its cells are read."""
