"""What a reader says: begun and kept for its writer, and sent once; the sentences they keep; the check before it."""
