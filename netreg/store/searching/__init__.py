"""Search over all kinds: the pages of folded texts, and the records that are found in them."""
