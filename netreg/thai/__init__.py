"""Thai data: dates and terms, names, text, places and phone numbers."""
