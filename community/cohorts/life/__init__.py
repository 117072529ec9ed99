"""A cohort's life by the calendar, and that somebody always leads it."""
