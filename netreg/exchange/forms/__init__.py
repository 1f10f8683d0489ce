"""Files of well-known programs, recognised by their headings and read without ``--map``."""
