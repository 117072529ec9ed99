"""Reminders of a draft that somebody is asked to read, has taken, or could take (R48)."""
