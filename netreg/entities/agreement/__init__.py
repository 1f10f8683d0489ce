"""Agreements with many parties: their terms, clocks, decisions, and why they end when they do."""

HEADINGS = ("ข้อตกลง", "Agreement", "บันทึกข้อตกลง", "รหัสข้อตกลง")
"""The label of the agreement that a record belongs to, and other headings of it in files."""
