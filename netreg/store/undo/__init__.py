"""Commands taken back, and put back again."""
