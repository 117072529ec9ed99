"""Practice in giving feedback, on invented drafts (F71)."""
