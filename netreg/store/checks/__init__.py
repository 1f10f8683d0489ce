"""Findings of the register: what its checks find of the records, and what was accepted of it."""
