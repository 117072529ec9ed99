"""Anybody checks a badge: its file, its text, or its address; nothing is fetched, and no trace of it is kept."""
