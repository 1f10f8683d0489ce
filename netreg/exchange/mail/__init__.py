"""Digests as e-mail: worded, composed, delivered."""
