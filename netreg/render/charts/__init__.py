"""Bars drawn on a terminal: what sums up a register, and agreements along the years."""
