"""Who signed the agreements of a register."""
