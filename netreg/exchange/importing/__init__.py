"""Files imported: rows staged, held against the register, and the rejected ones kept."""
