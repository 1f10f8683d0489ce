"""Verified copies of the register and of the files beside it."""
