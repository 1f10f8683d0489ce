"""Changes to the register, checked by the rules of each noun before they are written."""
