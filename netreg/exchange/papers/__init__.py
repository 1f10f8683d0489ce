"""The papers of a meeting as Thai offices file them, built once as a value and written as Markdown, HTML or Word."""
