"""The reminder before a meeting (R19)."""
