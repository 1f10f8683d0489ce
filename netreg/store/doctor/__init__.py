"""What can be wrong with a register or the place where it lies, and the cure."""
