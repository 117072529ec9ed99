"""The numbers as files: CSV that a spreadsheet takes as text, and JSON; the same that the pages show, and no more."""
