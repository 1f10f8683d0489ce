"""How the program guides those who type: its help pages, and refusals of what was typed wrongly."""
