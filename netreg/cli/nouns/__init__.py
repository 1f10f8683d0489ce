"""The nouns whose commands fit one module each."""
