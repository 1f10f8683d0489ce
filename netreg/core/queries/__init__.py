"""The query language of lists: pure, text to tree and back."""
