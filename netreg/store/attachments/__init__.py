"""The files beside the register, each under the digest of its content."""
