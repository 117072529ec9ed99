"""An affiliate's desk and its credit rules: written, approved with source and day, ended."""
