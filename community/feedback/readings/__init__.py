"""A reader's side: taking a request, reading the draft, pinning notes, sending them (R45)."""
