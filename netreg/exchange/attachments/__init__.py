"""Files attached to records, and given out again."""
