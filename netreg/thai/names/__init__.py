"""Names of people: titles, given name and family name, what stands around them, and what is no person."""
