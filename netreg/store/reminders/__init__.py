"""What is due, and the ledger of what was told."""
