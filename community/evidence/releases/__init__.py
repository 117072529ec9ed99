"""Releases of families: the letter and the plan to print, and how many are back. No name is kept here."""
