"""Passwords: what makes a good one, changing it, forgetting it."""
