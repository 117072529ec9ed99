"""Asking to be let in with a reason, and the answer (F16)."""
