"""The register itself: made, backed up, examined, its history, undo."""
