"""``netreg meeting`` and ``netreg opinion``: meetings, who came, what was said, what is to be done."""
