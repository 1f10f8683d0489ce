"""Taking what can be read of a damaged register into a new one."""
