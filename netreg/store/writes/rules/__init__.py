"""The rules of each noun that need the register itself: each stated once, for single writes and imports."""
