"""Whom to ask: a question to the desk of an affiliate, answered by mail."""
