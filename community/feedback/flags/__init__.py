"""Whose draft it is asks the facilitators to look at a note: they settle it, or hide the note from them (F77)."""
