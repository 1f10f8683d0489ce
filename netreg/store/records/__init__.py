"""Records of any kind: read, looked up, narrowed, written by their descriptions alone."""
