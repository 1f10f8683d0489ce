"""The searched texts of the records, packed in pages, and the records in whose page a text stands."""
