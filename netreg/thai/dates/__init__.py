"""Dates and terms, as Thai people write them and the Civil and Commercial Code counts them."""
