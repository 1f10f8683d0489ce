"""Rows of a file on their way into the register: staged, matched, planned, applied."""
