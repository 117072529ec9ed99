"""Private threads: two of a cohort talk, and nobody else reads it."""
