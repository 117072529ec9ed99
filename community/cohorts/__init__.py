"""A group around one micro-credential: its life, its seats, its join code."""
