"""The targets of agreements, and how much of them is done."""
