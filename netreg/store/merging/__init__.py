"""Two records made one, with all that points to them, and parted again."""
