"""Asking the desk to withdraw an attempt that somebody has begun to read."""
