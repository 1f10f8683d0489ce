"""What is Thai about the register: dates and terms, names, text, places."""
