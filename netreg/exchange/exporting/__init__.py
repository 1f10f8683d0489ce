"""Records and lists written to files."""
