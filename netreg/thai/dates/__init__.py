"""Dates and terms as Thai people and the Civil and Commercial Code have them."""
