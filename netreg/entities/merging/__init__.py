"""Records that are one, and such as only look so: what was merged, and what is said to be two."""
