"""Counts without names: how a cohort is doing, and what the cohorts of an affiliate were worth (R65)."""
