"""Rules of what a register keeps about its lists."""
