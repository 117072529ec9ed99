"""What was said of a cohort at its opening, changed later."""
