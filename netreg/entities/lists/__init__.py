"""Saved ways to look at lists."""
