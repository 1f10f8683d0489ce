"""Files of any form read as tables of text cells."""
