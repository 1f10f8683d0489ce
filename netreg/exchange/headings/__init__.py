"""The headings of tables: known, joined, refused; which column is which field."""
