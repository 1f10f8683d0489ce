"""Findings about a register and its files, and their repairs."""
