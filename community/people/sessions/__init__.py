"""Signing in, on which devices, for how long, and signing out."""
