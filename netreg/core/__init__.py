"""What every kind of record is made of; pure: no SQL, no terminal, no clock."""
