"""The parts of which every kind of record is described; pure: no SQL, no terminal, no clock."""
