"""netreg: the register of an institutional network, kept in one SQLite file."""

__version__ = "0.1.0"
