"""What the register knows of agreements beyond their own rows: their dates and their proof of life."""
