"""Counts and sums over many records."""
