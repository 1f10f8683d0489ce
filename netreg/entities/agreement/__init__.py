"""Agreements with many parties: their terms, clocks, decisions, and why they end when they do."""
