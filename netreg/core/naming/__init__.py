"""The names by which people call fields: machine names, labels in either language, headings of files."""
