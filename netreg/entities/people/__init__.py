"""People in lists of any kind: who is one and the same, and who has left."""
