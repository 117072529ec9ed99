"""Announcing something to everybody, and ending it."""
