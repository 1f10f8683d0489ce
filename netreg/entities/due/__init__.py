"""What is due, and the rules that say when to warn of it."""
