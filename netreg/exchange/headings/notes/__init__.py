"""Columns that say something beside the fields of a kind, and are kept in the note."""
