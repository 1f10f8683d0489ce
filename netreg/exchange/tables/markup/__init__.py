"""Tables in markup, which programs hand out under the name of a spreadsheet."""
