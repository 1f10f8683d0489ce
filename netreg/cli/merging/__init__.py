"""Records that are one: found, said to be two, merged, and parted again."""
