"""Meetings of a series: their numbers, the one before each, who was invited and who came."""
