"""Agreements beyond their own rows: their dates and their proof of life."""
