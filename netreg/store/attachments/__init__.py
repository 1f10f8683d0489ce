"""The files beside the register, each named by the hash of its content."""
