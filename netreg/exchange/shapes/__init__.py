"""Tables whose shape says what no column does: ticked headings, trees of units, several people in a row."""
