"""A person's private calendar address, with all meetings and their own dates (R20)."""
