"""One page for an executive board: what the cohorts of a time were worth, and what they cost."""
