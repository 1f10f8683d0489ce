"""Papers as Word files: their templates, their blocks, and how the one is filled with the other."""
