"""The proof pack for a district: what was found, when, by which definition, and how anybody checks it (R62)."""
